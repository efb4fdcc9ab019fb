"""The lists of words that names are told by, and what a single word can be."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path

from schemas import forces

FOLDER = Path(__file__).parent / "words"


@cache
def listed(name: str) -> frozenset[str]:
    """The words of `words/<name>.txt`: separated by blanks, lower case; a line that begins with `#` is a note."""
    lines = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@cache
def given() -> frozenset[str]:
    """Given names that are nothing else."""
    return listed("given") - ordinary() - places()


@cache
def doubtful() -> frozenset[str]:
    """Given names that are ordinary words or places as well: Mark, Grace, Jordan."""
    return listed("given") & (ordinary() | places())


@cache
def surnames() -> frozenset[str]:
    return listed("surnames")


@cache
def ordinary() -> frozenset[str]:
    return listed("ordinary")


@cache
def places() -> frozenset[str]:
    """Places, with every word in the name of a force."""
    named = " ".join(" ".join([force.name, *force.common_aliases]) for force in forces.all_forces())
    return listed("places") | frozenset(re.findall(r"[a-z]{3,}", named.casefold())) - ordinary()


@cache
def group(name: str) -> frozenset[str]:
    """The words of one group of `words/groups.toml`."""
    return frozenset(_groups()[name].split())


@cache
def _groups() -> dict[str, str]:
    return tomllib.loads((FOLDER / "groups.toml").read_text(encoding="utf-8"))


_ENDINGS = re.compile(
    r"(?:ing|ed|tion|sion|ment|ments|ity|ness|ance|ence|ly|ous|able|ible|ship|ism|ive|ology|graphy|less|ful|ical|ial|"
    r"tions|sions|ities|ings|ies|ists|ised|ized)$"
)


@lru_cache(100_000)
def is_wordish(low: str) -> bool:
    """The word is an ordinary one: it is listed, or is built as English words are and is no name known."""
    if low in ordinary():
        return True
    known = low in surnames() or low in listed("given")
    if not known and low.endswith("s") and low[:-1] in ordinary():
        return True
    return not known and len(low) > 4 and _ENDINGS.search(low) is not None


def is_place(low: str) -> bool:
    return low in places()


@lru_cache(100_000)
def is_no_name(low: str) -> bool:
    """The word can be no part of a name, whatever stands beside it."""
    return len(low) < 2 or (
        (low in ordinary() or is_place(low)) and low not in surnames() and low not in listed("given")
    )


def tidied(text: str) -> str:
    """A list with each word once, in order, a line for each initial; its notes as they are."""
    lines = text.splitlines()
    notes = [line for line in lines if line.startswith("#")]
    words = sorted({word for line in lines if not line.startswith("#") for word in line.split()})
    return "\n".join([*notes, *(" ".join(alike) for _, alike in groupby(words, key=lambda w: w[0]))]) + "\n"


if __name__ == "__main__":  # after words were added: python -m parsers.personal.words
    for path in FOLDER.glob("*.txt"):
        path.write_text(tidied(path.read_text(encoding="utf-8")), encoding="utf-8")
