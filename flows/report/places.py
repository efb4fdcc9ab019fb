"""The place of a problem in its document: the part of the page or sheet around it, its row lit.

What is shown is what a person who opens the document sees: hidden content is in no reading, and on no page that is drawn.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from flows.archive import Archive, DocumentLost
from flows.report.evidence import Anchors, Evidence, Gathered, lay_out, reading_of, row_anchor
from flows.report.pages import (
    ON_PAGE,
    Line,
    Picture,
    Points,
    Printed,
    in_order,
    letters,
    number_of,
    rows_by_place,
)
from parsers.documents.model import Cell, UnreadableDocument
from schemas.records import Problem

AROUND = 110
"""Points of the page that are shown above and below a row: some eight lines of print."""

ROWS_AROUND, HEADING_ROWS = 3, 2
"""Rows of a table that are shown before and after a row, and from its beginning."""

MOST_ROWS = 40
"""Of those that one problem names."""


@dataclass(slots=True)
class Cut:
    """A part of a page: its picture, the height from `top`, and what is lit on it (box, and whether it is the row)."""

    picture: Picture
    top: float
    high: float
    boxes: list[tuple[Points, bool]] = field(default_factory=list)


@dataclass(slots=True)
class Excerpt:
    """What is shown beside a problem. All is empty where it has no one place, and `said` then says so."""

    anchor: str = ""
    cuts: list[Cut] = field(default_factory=list)
    letters: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)  # of a table; one without cells stands for rows that are left out
    texts: list[Printed] = field(default_factory=list)
    lit: set[str] = field(default_factory=set)  # anchors
    said: str = ""

    @property
    def is_shown(self) -> bool:
        return bool(self.cuts or self.lines or self.texts)


class Laid:
    """A document laid out, to take excerpts from: `evidence` is what its whole page is written from."""

    def __init__(self, sha256: str, known: Gathered, archive: Archive) -> None:
        replies = known.in_document.get(sha256, [])
        self.evidence = Evidence(None, sha256, sha256[:16], replies)
        self.anchor: Anchors = lambda _: None
        self.lit: dict[str, str] = {}  # anchors of the rows of its problems, and how each is drawn
        if sha256 in known.gone:
            self.evidence.said = "It was taken down."
            return
        try:
            document = reading_of(archive, sha256, replies)
        except DocumentLost as lost:
            archive.told(lost.message)
            self.evidence.said = f"It cannot be shown: {lost.published}."
            return
        except UnreadableDocument as reason:
            self.evidence.said = f"It could not be read: {reason.message}"
            return
        self.evidence.document, self.evidence.name = document, document.name
        self.evidence.whole = sha256 not in known.taken
        self.anchor = lay_out(self.evidence, archive, set())
        self.rows = rows_by_place(document)
        self.texts = {(t.location, t.number): t for t in document.texts}
        self.tables = [in_order(table) for table in document.tables]
        self.at: dict[str, tuple[int, int]] = {}  # anchor of a cell → its table and row, from 0
        if not self.evidence.pictures:
            for number, rows in enumerate(self.tables):
                for index, row in enumerate(rows):
                    for anchor in row_anchor(row, self.anchor).split():
                        self.at.setdefault(anchor, (number, index))

    def excerpt(self, problem: Problem) -> Excerpt:
        """The place of the problem; its row stays lit on the document's whole page."""
        if self.evidence.document is None:
            return Excerpt(said=self.evidence.said)
        if not self.evidence.whole:
            return Excerpt(said="Something was taken down from this document: no page of it is shown.")
        row = self._row(problem)
        cells = self._named(problem)
        self.lit |= dict.fromkeys(row, " row") | dict.fromkeys(cells, " lit")
        if self.evidence.pictures:
            return self._cut(problem, row, cells)
        return self._rows(problem, row, cells)

    def _row(self, problem: Problem) -> list[str]:
        """The anchors of the row that the problem names."""
        if not problem.location or not problem.row:
            return []
        row = self.rows.get((problem.location, problem.row))
        if row is not None:
            return row_anchor(row, self.anchor).split()
        text = self.texts.get((problem.location, problem.row))  # an answer in words
        found = self.anchor(text.place) if text else None
        return [found] if found else []

    def _named(self, problem: Problem) -> list[str]:
        """The anchors of the places that the problem's words name, on a page or on a sheet."""
        places = [found[0] for found in ON_PAGE.finditer(problem.message)]
        if "!" in problem.message and not self.evidence.pictures:
            said = f"{problem.message} "
            cells = [c.place for rows in self.tables for row in rows for c in row.cells if c.place and c.text]
            places += [place for place in cells if re.search(rf"{re.escape(place)}(?!\d)", said)]
        return list(dict.fromkeys(a for place in places if (a := self.anchor(place))))

    # ---- pages

    def _cut(self, problem: Problem, row: list[str], cells: list[str]) -> Excerpt:
        boxes = {box.anchor: box for box in self.evidence.boxes.values()}
        pictures = {picture.number: picture for picture in self.evidence.pictures}
        made = Excerpt(anchor=next(iter([*row, *cells]), ""), lit={*row, *cells})
        for number in dict.fromkeys(boxes[anchor].page for anchor in [*row, *cells]):
            lit = [(boxes[a].at, a in row) for a in dict.fromkeys([*row, *cells]) if boxes[a].page == number]
            top = max(min(at[1] for at, _ in lit) - AROUND, 0)
            bottom = min(max(at[3] for at, _ in lit) + AROUND, pictures[number].height)
            made.cuts.append(Cut(pictures[number], round(top, 1), round(bottom - top, 1), lit))
        if not made.cuts:
            page = next((p for p in self.evidence.pictures if p.label == problem.location), None)
            if page is None:
                made.said = "It is about the document as a whole."
            else:
                made.anchor = f"page-{page.number}"
                made.cuts.append(Cut(page, 0, page.height))
        return made

    # ---- sheets and text

    def _rows(self, problem: Problem, row: list[str], cells: list[str]) -> Excerpt:
        made = Excerpt(anchor=next(iter([*row, *cells]), ""), lit={*row, *cells})
        at = [self.at[anchor] for anchor in [*row, *cells] if anchor in self.at]
        if made.anchor and not at:
            made.texts = self._texts(made.anchor)
            return made
        if not at:  # the sheet or table as a whole: its beginning
            first = next((r for (location, _), r in self.rows.items() if location == problem.location), None)
            made.anchor = next(iter(row_anchor(first, self.anchor).split()), "") if first else ""
            if made.anchor not in self.at:
                return Excerpt(said="It is about the document as a whole.")
            at = [self.at[made.anchor]]
        number = at[0][0]
        rows = self.tables[number]
        kept = set(range(min(HEADING_ROWS, len(rows))))
        for index in sorted({index for table, index in at if table == number})[:MOST_ROWS]:
            kept |= set(range(max(index - ROWS_AROUND, 0), min(index + ROWS_AROUND + 1, len(rows))))
        made.letters = letters(rows)
        owners: dict[int, str] = {}  # column → the words of the cell that fills it, from this row or one above
        before = -1
        for index, one in enumerate(rows):
            line = Line(number_of(one), [self._cell(cell, column, owners) for column, cell in enumerate(one.cells)])
            if index in kept:
                if index > before + 1:
                    made.lines.append(Line("…", []))
                made.lines.append(line)
                before = index
        if before + 1 < len(rows):
            made.lines.append(Line("…", []))
        return made

    def _cell(self, cell: Cell, column: int, owners: dict[int, str]) -> Printed:
        """A cell out of its table: one that another above it fills has its words, since that one may not be shown."""
        if not cell.covered:
            owners[column] = cell.text or ""
        text = owners.get(column, "") if cell.covered == "above" else cell.text or ""
        return Printed(text, cell.place, self.anchor(cell.place) or "", bold=cell.bold)

    def _texts(self, anchor: str) -> list[Printed]:
        """A text between those before and after it."""
        assert self.evidence.document is not None
        texts = self.evidence.document.texts
        at = next((i for i, text in enumerate(texts) if self.anchor(text.place) == anchor), 0)
        near = texts[max(at - 1, 0) : at + 2]
        return [Printed(text.text, text.place, self.anchor(text.place) or "") for text in near]
