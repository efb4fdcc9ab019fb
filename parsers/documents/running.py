"""Documents of running text with tables in it (Word, web pages, plain text): reading order, numbers, places, merged cells.

The readers say what they meet, in order; `Flow.finish` gives every block its number and every cell its place.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from parsers.documents.aligned import columns_of_tabs
from parsers.documents.model import Cell, Document, Finding, Hidden, Row, Table, Text, UnreadableDocument, beyond
from parsers.documents.sheet import place
from parsers.limits import limits

Kind = Literal["paragraph", "heading", "item", "header", "footer"]

MAX_SPAN = 1_000  # columns; the limit of the HTML standard, section 4.9.11
CAPTION_WORDS = 25  # a longer text above a table is a paragraph, no caption
LAYOUT_TEXT = 200  # characters; a table of one column with more in a cell is a frame around text
UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f"), None) | {0x2011: "-"}
SUPERSCRIPTS = str.maketrans("0123456789abcdefghijklmnoprstuvwxyz", "⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ")


def fold(text: str) -> str:
    """The text on one line, as seen: no soft hyphens, no marks without a width, single spaces."""
    return " ".join(text.translate(UNSEEN).split())


def raised(text: str) -> str:
    """Small raised text as it is written on a line: the mark of note 1 behind 12 gives `12¹`, never `121`.

    Of letters only one that stands alone is a mark: `15th` stays as it is.
    """
    return text.translate(SUPERSCRIPTS) if re.fullmatch(r"[\d\s,]+|[a-z]", text) else text


@dataclass(slots=True)
class Placed:
    """A cell on the grid of its table: row and column where it begins, from 0, and how many of each it covers."""

    row: int
    column: int
    rows: int
    columns: int
    text: str
    bold: bool = False


@dataclass
class Flow:
    """The blocks of one document while it is read."""

    document: Document
    tabbed: dict[int, str] = field(default_factory=dict)  # index of a block → its text with the tabs
    hidden: Counter[tuple[str, str]] = field(default_factory=Counter)
    cells: int = 0

    def say(self, text: str, kind: Kind = "paragraph") -> None:
        """Add a text; one that shows nothing is left out. Tabs are kept in mind: they may turn out to align a table."""
        shown = fold(text)
        if not shown:
            return
        blocks = self.document.blocks
        if len(blocks) >= limits().blocks:
            raise _too_much("blocks", f"more than {limits().blocks:,} paragraphs")
        if "\t" in text.strip() and kind in ("paragraph", "heading"):
            self.tabbed[len(blocks)] = text
        blocks.append(Text(shown, "text", 0, kind=kind))

    def put(self, cells: list[Placed], found_by: str, caption: str | None = None) -> Table | None:
        """Add a table; None where none of its cells shows anything."""
        if not any(c.text for c in cells):
            return None
        rows = self._rows(cells)
        table = Table(rows, "", 0, caption=caption, found_by=found_by)
        self.document.blocks.append(table)
        return table

    def _rows(self, cells: list[Placed]) -> list[Row]:
        """Rows of equal length. Columns and rows in which no cell begins are none: they come of careless spans."""
        columns, rows = sorted({c.column for c in cells}), sorted({c.row for c in cells})
        self.cells += len(columns) * len(rows)
        if self.cells > limits().cells:
            raise _too_much("cells", f"tables of more than {limits().cells:,} cells")
        grid: list[list[Cell | None]] = [[None] * len(columns) for _ in rows]
        for cell in sorted(cells, key=lambda c: (c.row, c.column)):
            left, right = (bisect_left(columns, n) for n in (cell.column, cell.column + cell.columns))
            top, bottom = (bisect_left(rows, n) for n in (cell.row, cell.row + cell.rows))
            for r in range(top, bottom):
                for c in range(left, right):
                    if grid[r][c] is None:
                        grid[r][c] = Cell(None, covered="left" if c > left else "above")
            grid[top][left] = Cell(cell.text or None, span=(bottom - top, right - left), bold=cell.bold)
        return [Row([c or Cell(None) for c in row], "", n) for n, row in enumerate(grid, start=1)]

    def hide(self, what: str, note: str = "", amount: int = 1) -> None:
        """Count something that a person who opens the file does not see, or sees struck out."""
        self.hidden[what, note] += amount

    def doubt(self, message: str, fix: str, severity: Literal["warning", "info"] = "warning") -> None:
        self.document.findings.append(Finding("low_confidence", severity, message, fix))

    def finish(self) -> Document:
        """Number the blocks, place the cells, and give each table the text right above it as its caption."""
        self._take_tables_out_of_tabs()
        number, before = 0, None
        for at, block in enumerate(self.document.blocks, start=1):
            if isinstance(block, Text):
                block.number, block.place = at, f"paragraph {at}"
            else:
                number += 1
                block.caption = block.caption or _caption(before)
                _place(block, number)
            before = block
        self.document.hidden += [
            Hidden(what, "text", amount, note) for (what, note), amount in self.hidden.items() if amount
        ]
        return self.document

    def _take_tables_out_of_tabs(self) -> None:
        """Paragraphs in a row whose tabs set figures in columns are a table, though the writer never made one."""
        blocks, made, at = self.document.blocks, [], 0
        while at < len(blocks):
            end = at
            while end in self.tabbed:
                end += 1
            found = columns_of_tabs([self.tabbed[i] for i in range(at, end)])
            if found is None:
                made += blocks[at : end + 1]
                at = end + 1
                continue
            cells = [Placed(r, c, 1, 1, fold(t)) for r, row in enumerate(found) for c, t in enumerate(row)]
            made.append(Table(self._rows(cells), "", 0, found_by="tabs"))
            at = end
        self.document.blocks = made


def _too_much(limit: str, what: str) -> UnreadableDocument:
    advice = "Save only the part that matters and add that."
    return beyond(limit, f"has {what}: it is very large, or made to do harm", advice)


def _caption(before: Text | Table | None) -> str | None:
    if not isinstance(before, Text) or before.kind in ("header", "footer"):
        return None
    return before.text if before.kind == "heading" or len(before.text.split()) <= CAPTION_WORDS else None


def _place(table: Table, number: int) -> None:
    """A covered cell has the place of the merged cell that covers it."""
    table.number, table.location = number, f"table {number}"
    for at, row in enumerate(table.rows):
        row.location = table.location
        for column, cell in enumerate(row.cells):
            if cell.covered == "left":
                cell.place = row.cells[column - 1].place
            elif cell.covered == "above":
                cell.place = table.rows[at - 1].cells[column].place
            else:
                cell.place = place(table.location, row.number, column + 1)


def is_frame(cells: list[tuple[int, int]], nested: int) -> bool:
    """The table only lays out a page: one cell, one column of long texts, or mostly other tables.

    `cells` are its cells as column and number of characters, `nested` the characters in the tables inside it.
    """
    if len(cells) <= 1 or nested > sum(length for _, length in cells):
        return True
    one_column = len({column for column, _ in cells}) == 1
    return one_column and (bool(nested) or any(length > LAYOUT_TEXT for _, length in cells))
