"""Files with something planted in them that nobody sees, and clean ones that only look so: what the readers are measured on.

Every planted file holds `SECRET`, in the place that its case names; every clean file shows all that it holds.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from parsers.documents import read
from parsers.documents.hidden import READ
from parsers.documents.model import to_json

SECRET = "Zebedee Quillfeather"
NUMBER = "4821"  # planted where only a number can be


class File(NamedTuple):
    """One file of the set. `kind`: what is to be found in a planted one; empty for a clean one."""

    format: str
    case: str
    name: str
    data: bytes
    kind: str = ""


class Verdict(NamedTuple):
    """What the readers made of a file: was what is planted missed, did it leak, was a clean file held."""

    missed: bool = False
    leaked: bool = False
    alarmed: bool = False


def judged(file: File) -> Verdict:
    document = read(file.data, file.name)
    kinds = {h.what for h in document.hidden}
    if not file.kind:
        return Verdict(alarmed=any(h.severity == "error" for h in document.hidden))
    kept = to_json(document).replace(document.sha256, "").casefold()
    leaked = (SECRET.split()[0].casefold() in kept or NUMBER in kept) and file.kind not in READ
    return Verdict(missed=file.kind not in kinds, leaked=leaked)


def figures(files: list[File]) -> str:
    """The figures by format, as a table in Markdown."""
    counts: dict[str, Counter[str]] = {}
    for file in files:
        verdict = judged(file)
        row = counts.setdefault(file.format, Counter())
        row["planted" if file.kind else "clean"] += 1
        row["kinds", file.kind] = 1 if file.kind else 0  # type: ignore[index]
        row.update(name for name, true in verdict._asdict().items() if true)
    lines = ["| format | planted | kinds | missed | read all the same | clean | held by mistake |", "| --- " * 7 + "|"]
    total: Counter[str] = Counter()
    for name, row in sorted(counts.items()):
        row["kinds"] = sum(n for key, n in row.items() if isinstance(key, tuple))
        total.update({key: n for key, n in row.items() if isinstance(key, str) and key != "kinds"})
        lines.append(_line(name, row))
    total["kinds"] = len({f.kind for f in files if f.kind})
    return "\n".join([*lines, _line("all", total)])


def _line(name: str, row: Counter[str]) -> str:
    cells = (name, *(row[key] for key in ("planted", "kinds", "missed", "leaked", "clean", "alarmed")))
    return f"| {' | '.join(map(str, cells))} |"
