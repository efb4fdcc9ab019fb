"""What stands on a page or sheet, before any producer sets it: paragraphs and tables, as a person would see them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

MARK = "SAMPLE – made up for testing. No police force issued this document."
"""Stands on the first page and in every footer, so that no page can pass for a real one."""


@dataclass(frozen=True)
class Cell:
    """One printed cell. `value`: what a workbook holds behind `text`; `formula`: how it works it out, if it does."""

    text: str
    span: tuple[int, int] = (1, 1)  # rows, columns
    value: int | date | None = None
    formula: str | None = None
    rotated: bool = False


@dataclass
class Grid:
    """One table; a cell covered by a merged neighbour is None. `heading`: its first rows that are headings."""

    rows: list[list[Cell | None]]
    heading: int = 1
    caption: str | None = None
    widths: list[float] = field(default_factory=list)  # shares of the width
    total_row: bool = False
    sheet: str | None = None  # the sheet of a workbook it stands on
    notes: list[str] = field(default_factory=list)  # printed right under it
    form: bool = False  # part of the letter's form, not an answer

    @property
    def width(self) -> int:
        return len(self.rows[0])

    def shares(self, characters: float) -> list[float]:
        """The widths, in characters of a line, each wide enough for the longest word of its column where that can be."""
        need = [2.0] * self.width
        for row in self.rows:
            for column, cell in enumerate(row):
                if cell and cell.span[1] == 1 and not cell.rotated:
                    need[column] = max(need[column], *(len(word) + 2.0 for word in (cell.text or "-").split()))
        spare = characters - sum(need)
        if spare <= 0:
            return need
        wish = [max(0.0, characters * w / sum(self.widths) - n) for w, n in zip(self.widths, need, strict=True)]
        return [n + spare * w / (sum(wish) or 1) for n, w in zip(need, wish, strict=True)]

    def printed(self) -> list[list[str | None]]:
        """The texts, None where a cell is empty or covered."""
        return [[cell.text if cell and cell.text else None for cell in row] for row in self.rows]


@dataclass(frozen=True)
class Words:
    """A paragraph. `kind`: title, address, line, heading, bold, paragraph, quote, item, small or mark."""

    kind: str
    text: str


@dataclass(frozen=True)
class Page:
    """How pages look. `look`: how tables are ruled; `repeat`: their heading comes again on each page."""

    look: str = "ruled"
    landscape: bool = False
    repeat: bool = False
    cut_rows: bool = False  # a page break may cut a row
    header: str = ""
    footer: str = MARK
    numbered: bool = True
    font: str = "serif"  # serif, sans or vera
    size: float = 10
    padding: float = 3
    numbers: str = "center"  # how columns of numbers are aligned


def lines_of(blocks: list[Words | Grid]) -> Iterator[str]:
    """The words of the blocks as plain lines, tables left out."""
    for block in blocks:
        if isinstance(block, Words):
            yield from block.text.split("\n")


def sheet_name(text: str) -> str:
    """The text as a name that a workbook takes for a sheet: `2017/18` is `2017-18` there."""
    return "".join("-" if c in "/\\?*[]:" else c for c in text)[:31]
