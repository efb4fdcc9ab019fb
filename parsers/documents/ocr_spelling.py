"""Misread letters that can be put right with proof: a known word, of which one letter was taken for one that looks alike.

No meaning is guessed: a word is changed only where it is no known word itself and one single known word is that alike.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from difflib import SequenceMatcher
from functools import cache
from itertools import pairwise, zip_longest

from schemas import vocabulary

SHORTEST = 5  # letters of a word that is looked up: shorter ones are too alike
ALIKE = str.maketrans("Ii1|!0o", "lllllOO")
"""Letters that OCR takes for each other, as one: an i, an l, a one and a stroke; an O and a nought."""

SHARED = 0.75  # of a period's characters that a reading of it has to hold in one run

_PERIOD = re.compile(r"(?P<first>(?:19|20)\d\d)(?P<rest>[/-](?P<next>(?:19|20)?\d\d))?")
_WORD = re.compile(r"[^\W_](?:[^\W_]|[|!](?=[^\W_]))*")
_ACT = re.compile(r"(?<![^\W_])(?:F[O0][Il1|]A?|E[Il1|]Rs?)(?![^\W_])")
_ACTS = ("FOI", "FOIA", "EIR", "EIRs")


def corrected(text: str) -> str | None:
    """The text with its misread letters put right; None where nothing in it is known to be misread."""
    made = _WORD.sub(lambda m: _known_as(m.group()) or m.group(), _ACT.sub(lambda m: _act(m.group()), text))
    return made if made != text else None


def capital_within(text: str) -> int | None:
    """Where the known word has a capital I that was read as an i (`Linkedin`: 6); None where it has none."""
    near = [w for w in _known()[1].get(_shape(text), ()) if w != w.capitalize() and _apart(text, w) == 1]
    at = [i for w in near for i, (a, b) in enumerate(zip(text, w, strict=True)) if (a, b) == ("i", "I")]
    return at[0] if len(at) == 1 else None


def is_period(text: str) -> bool:
    """Whether it is a year or two that follow each other: `2019`, `2019/20`, `2019-2020`."""
    return _written(text) is not None


def periods_between(texts: list[str]) -> list[str | None]:
    """For the words of one row, from the left: the period that a misread word is, None for each other word.

    Two periods with as many misread ones between them as there are years tell what those are, and the readings agree.
    """
    found: list[str | None] = [None] * len(texts)
    known = [(i, at) for i, text in enumerate(texts) if (at := _written(text))]
    for (i, (first, way)), (j, (last, other_way)) in pairwise(known):
        step = 1 if last > first else -1
        between = [_in_figures(first + step * n, way) for n in range(1, j - i)]
        fits = way == other_way and abs(last - first) == j - i > 1
        if fits and all(_alike(text, period) for text, period in zip(texts[i + 1 : j], between, strict=True)):
            found[i + 1 : j] = between
    return found


def _written(text: str) -> tuple[int, str] | None:
    """A period's first year, and how it is written: the sign between its years and the letters of the second."""
    match = _PERIOD.fullmatch(text)
    if match is None:
        return None
    first, after = int(match["first"]), match["next"]
    if after and str(first + 1)[-len(after) :] != after:
        return None
    return first, f"{match['rest'][0]}{len(after)}" if after else ""


def _in_figures(first: int, way: str) -> str:
    return f"{first}{way[0]}{str(first + 1)[-int(way[1:]) :]}" if way else str(first)


def _alike(text: str, period: str) -> bool:
    size = SequenceMatcher(None, text, period, autojunk=False).find_longest_match().size
    return size >= SHARED * len(period) and text.strip(".,;:()") != period


def _act(text: str) -> str:
    """The name of the Act in a reference: `FOl/83748`. Two letters misread are too many: `F01` may be a number."""
    near = [act for act in _ACTS if _apart(text, act) == 1 and text not in _ACTS]
    return near[0] if len(near) == 1 else text


def _known_as(word: str) -> str | None:
    if len(word) < SHORTEST or word.isdigit():
        return None
    lower, by_shape = _known()
    if word.lower() in lower:
        return None
    near = {known for known in by_shape.get(_shape(word), ()) if _apart(word, known) == 1}
    return near.pop() if len(near) == 1 else None


def _shape(word: str) -> str:
    """The word with letters that look alike made one, and without accents."""
    return "".join(_bare(c) for c in word).translate(ALIKE)


def _bare(letter: str) -> str:
    return unicodedata.normalize("NFD", letter)[0]


def _apart(word: str, known: str) -> int:
    """How many letters differ. A missing one counts for two, and so does an l for a dotted i: both make one
    English word of another."""
    differing = [{a, b} for a, b in zip_longest(word, known) if a != b]
    return len(differing) + sum(pair == {"i", "l"} or None in pair for pair in differing)


def known_words() -> frozenset[str]:
    """The words of the vocabularies, in lower case."""
    return _known()[0]


@cache
def _known() -> tuple[frozenset[str], dict[str, set[str]]]:
    """The words of the vocabularies in lower case, and each as it may be printed by its shape."""
    lower: set[str] = set()
    printed: set[str] = set()
    for name in vocabulary.NAMES:
        known = vocabulary.load(name)
        own = [w for code in known.codes for w in _words(known.label(code))]
        lower.update(w.lower() for w in own)
        lower.update(w for spelling in known.spellings() for w in _words(spelling))
        printed.update(w for w in own if w[1:] != w[1:].lower())  # LinkedIn, WhatsApp
    printed.update(form for w in lower for form in (w, w.capitalize(), w.upper()))
    by_shape: dict[str, set[str]] = defaultdict(set)
    for word in printed:
        by_shape[_shape(word)].add(word)
    return frozenset(lower), dict(by_shape)


def _words(text: str) -> list[str]:
    return [w for w in re.findall(r"[^\W\d_]+", text) if len(w) >= SHORTEST]
