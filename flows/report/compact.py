"""What the scripts of the pages draw records from, in few bytes: each text is written once and named by its number.

A release of ten thousand cases has a hundred thousand fields, whose words and reasons are mostly the same; as markup they
would take five times as much as a report may.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from flows.report.evidence import Evidence, Shown
from schemas.records import Problem

NOTHING, AS_IN_CELL = -1, -2
"""In the place of a text's number: there is none; it is what the field's cell says."""


class Texts:
    """The texts of a page in the order in which they were first met. `shown`: how the edition shows a text."""

    def __init__(self, shown: Callable[[str], str] = str) -> None:
        self.texts: list[str] = []
        self._numbers: dict[str, int] = {}
        self._shown = shown

    def __call__(self, text: str | None) -> int:
        """The number of a text that may hold a force's words."""
        return NOTHING if text is None else self.own(self._shown(text))

    def own(self, text: str) -> int:
        """The number of a text that the program made, or of one that the edition has been asked about."""
        number = self._numbers.setdefault(text, len(self.texts))
        if number == len(self.texts):
            self.texts.append(text)
        return number

    def listed(self, text: str) -> list[int]:
        """The numbers of what stands between the commas of a text, which the edition is asked about as a whole."""
        return [self.own(part) for part in self._shown(text).split(", ")]


def parted(identifier: str) -> tuple[str, str]:
    """An identifier as what many have in common, and its own end."""
    common, _, own = identifier.rpartition("-")
    return common, own


def gaps(numbers: Iterable[int]) -> list[int]:
    """Ascending numbers as the first one and the distance of each from the one before."""
    found = sorted(numbers)
    return [n - before for before, n in zip([0, *found], found, strict=False)]


def document_data(evidence: Evidence, names: dict[str, str], shown: Callable[[str], str]) -> dict[str, Any]:
    """The records of one document, with their fields, and the boxes on its pages.

    `boxes`: page, x, y, width and height in points of the anchor c1, c2 …; none where the anchors are cells of a sheet.
    `records`: of each the parts of its identifier, its title, force, location, row, the anchors of its row, then five
    numbers for each field (label, anchor, as printed, as published, why), then its problems.
    """
    texts = Texts(shown)
    printed = {} if evidence.boxes else _printed(evidence)
    records = [_record(one, names, texts, printed) for one in evidence.shown]
    boxes = [
        [b.page, *(round(n, 2) for n in (b.at[0], b.at[1], b.at[2] - b.at[0], b.at[3] - b.at[1]))]
        for b in evidence.boxes.values()
    ]
    return {"texts": texts.texts, "boxes": boxes, "records": records}


def _printed(evidence: Evidence) -> dict[str, str]:
    """Anchor to the words of its cell, as they stand on the page."""
    blocks = [block for sheet in evidence.sheets for block in sheet.blocks]
    cells = [c for b in blocks for c in ([b.text] if b.text else [c for line in b.lines for c in line.cells])]
    return {cell.anchor: cell.text for cell in cells if cell.anchor}


def _record(one: Shown, names: dict[str, str], texts: Texts, printed: dict[str, str]) -> list[Any]:
    common, own = parted(one.id)
    fields: list[int] = []
    for field, anchor in one.fields:
        as_cell = field.raw is not None and printed.get(anchor) == field.raw
        raw = AS_IN_CELL if as_cell else texts(field.raw)
        fields += [texts.own(field.label), _number(anchor), raw, texts(field.value), texts(field.how)]
    where: list[Any] = [NOTHING, NOTHING, 0]
    if one.record:
        force = names.get(one.force or "", one.force or "")
        where = [texts.own(force), texts(one.record.location), one.record.row]
    row = [_number(anchor) for anchor in one.row.split()]
    return [
        texts.own(common),
        own,
        texts.listed(one.title),
        *where,
        row,
        fields,
        [_problem(p, texts) for p in one.problems],
    ]


def _number(anchor: str) -> int:
    return int(anchor[1:]) if anchor else 0


def _problem(problem: Problem, texts: Texts) -> list[int]:
    place = ", ".join(
        [*([problem.location] if problem.location else []), *([f"row {problem.row}"] if problem.row else [])]
    )
    head = f"{problem.severity.capitalize()}: {problem.code.replace('_', ' ')}"
    return [texts.own(head), texts(place if problem.location else None), texts(problem.message), texts(problem.fix)]
