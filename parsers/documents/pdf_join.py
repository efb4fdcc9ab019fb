"""What page-wise reading cannot see: headers and footers that run through, and tables that go on over the page."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from parsers.documents.pdf_page import PageContent
from parsers.documents.pdf_rows import GOES_ON, UNFINISHED, VALUE, WRAP, parted
from parsers.documents.pdf_tables import Grid, GridCell, lines_of, text_of
from parsers.documents.pdf_text import Line

HEAD, FOOT = 0.25, 0.85  # of the page's height: a header lies above, a footer below
SAME_PLACE = 4.0  # points
SPACE = 0.25  # of the type size
COLUMN_SHIFT = 6.0  # points by which the column lines of two pages may differ
YEAR = re.compile(r"(?:fy\s*)?(?:19|20)\d\d(?:\s*[-–/]\s*\d{2,4})?$", re.I)
NUMBERED = re.compile(r"\bpage\b", re.I)
PAGE_NUMBER = re.compile(r"(?:page\s*)?[-–]?\s*(\d{1,4})\s*[-–]?(?:\s*(?:of|/)\s*\d{1,4})?$", re.I)


@dataclass(slots=True)
class PageParts:
    """One page after its tables and lines were told apart. `furniture` are the lines that run through all pages."""

    content: PageContent
    grids: list[Grid]
    lines: list[Line]
    furniture: list[Line] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class GridRow:
    """One row of a grid; `texts` has an entry for each column, None where it is blank or covered."""

    page: int
    number: int  # on the page
    index: int  # in the grid, from 0
    grid: Grid
    texts: list[str | None]
    bold: bool
    more: GridRow | None = None  # the rest of the row, on the next page
    beside: GridRow | None = None  # its further columns, on a later page

    @property
    def end(self) -> GridRow:
        """Its part on the last page that it reaches."""
        row = self
        while row.more is not None:
            row = row.more
        return row


@dataclass(slots=True)
class LongTable:
    """A table over one or more pages."""

    rows: list[GridRow]
    repeated: list[GridRow] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)
    last: Grid | None = None


def set_furniture_aside(pages: list[PageParts]) -> None:
    """Move running headers, footers and page numbers from `lines` to `furniture`.

    They are what stands at the same place on most pages, from the edge of the page inwards up to the first line that
    does not. A row of a table is never among them, however often it comes.
    """
    seen: dict[tuple[str, int], set[int]] = defaultdict(set)
    for parts in pages:
        for line in parts.lines:
            for key in _keys(line):
                seen[key].add(parts.content.number)
    needed = max(2, 0.6 * len(pages))
    for parts in pages:
        levels = _levels(parts.lines)
        running: list[Line] = []
        for order, edge in ((levels, "header"), (levels[::-1], "footer")):
            number = 0
            for level in order:
                runs = all(len(max((seen[k] for k in _keys(line)), key=len)) >= needed for line in level)
                numbered = len(level) == 1 and _is_page_number(level[0], parts.content)
                if _zone(level[0], parts.content) != edge or not (runs or numbered):
                    break
                number += 1
            while number and number < len(order) and _is_row(order[number - 1], order[number:]):
                number -= 1
            running += [line for level in order[:number] for line in level]
        parts.furniture = running
        aside = {id(line) for line in running}
        parts.lines = [line for line in parts.lines if id(line) not in aside]


def _levels(lines: list[Line]) -> list[list[Line]]:
    """Lines that share a baseline, from top to bottom."""
    levels: list[list[Line]] = []
    for line in sorted(lines, key=lambda x: x.baseline):
        if levels and line.baseline - levels[-1][0].baseline <= 0.4 * line.size:
            levels[-1].append(line)
        else:
            levels.append([line])
    return levels


def _is_row(level: list[Line], inner: list[list[Line]]) -> bool:
    """It belongs to a table: it has several parts and so has the next line, or it lies close to such lines."""
    near = 3 if _parts(level) > 1 else WRAP
    for line in inner:
        if abs(line[0].baseline - level[0].baseline) > near * level[0].size:
            return False
        if _parts(line) > 1:
            return True
        level = line
    return False


def _parts(level: list[Line]) -> int:
    return len(parted(sorted((w for line in level for w in line.words), key=lambda w: w.x0)).parts)


def _zone(line: Line, content: PageContent) -> Literal["", "header", "footer"]:
    if line.bottom < HEAD * content.height:
        return "header"
    return "footer" if line.top > FOOT * content.height else ""


def zone(line: Line, content: PageContent) -> Literal["header", "footer"]:
    """Whether furniture is a header or a footer."""
    return _zone(line, content) or ("header" if line.top < content.height / 2 else "footer")


def _keys(line: Line) -> list[tuple[str, int]]:
    """Its text, with the number blotted out of a page number, and its place, which may fall on either side of a step."""
    text = re.sub(r"\d+", "#", line.text) if NUMBERED.search(line.text) else line.text
    step = round(line.top / SAME_PLACE)
    return [(text, step - 1), (text, step), (text, step + 1)]


def _is_page_number(line: Line, content: PageContent) -> bool:
    found = PAGE_NUMBER.match(line.text)
    at_edge = line.bottom < 0.1 * content.height or line.top > 0.9 * content.height
    return found is not None and at_edge and ("page" in line.text.lower() or int(found[1]) == content.number)


def join_tables(pages: list[PageParts]) -> list[LongTable]:
    """Every grid as a table, with those that go on over a page joined to the part before."""
    tables: list[LongTable] = []
    for parts in pages:
        number = 0
        for index, grid in enumerate(parts.grids):
            rows = _rows(grid, parts.content.number, number)
            number += len(rows)
            before = tables[-1] if tables else None
            if before is not None and index == 0 and _goes_on(before, grid, rows, pages, parts):
                _append(before, grid, rows, parts.content.number)
            else:
                tables.append(LongTable(rows, pages=[parts.content.number], last=grid))
    return tables


def _rows(grid: Grid, page: int, number: int) -> list[GridRow]:
    cells: dict[int, list[GridCell]] = defaultdict(list)
    for cell in grid.cells:
        cells[cell.row].append(cell)
    rows = []
    for index in range(len(grid.ys) - 1):
        texts: list[str | None] = [None] * (len(grid.xs) - 1)
        for cell in cells[index]:
            texts[cell.column] = text_of(cell.words)
        words = [w for c in cells[index] for w in c.words]
        bold = bool(words) and all(w.bold for w in words)
        rows.append(GridRow(page, number + index + 1, index, grid, texts, bold))
    return rows


def _goes_on(table: LongTable, grid: Grid, rows: list[GridRow], pages: list[PageParts], here: PageParts) -> bool:
    page = here.content.number
    if table.pages[-1] != page - 1 or table.last is None:
        return False
    there = next(p for p in pages if p.content.number == page - 1)
    if there.grids[-1] is not table.last:
        return False
    below = any(x.top > table.last.bottom - 1 for x in there.lines)
    above = any(x.bottom < grid.top + 1 for x in here.lines)
    if below or above or not _line_up(table, grid):
        return False
    return _same_texts(table.rows[0], rows[0]) or not _has_heading(rows, table)


def _line_up(table: LongTable, grid: Grid) -> bool:
    """The same columns, wherever on the page the table begins."""
    last = table.last
    if last is None or len(last.xs) != len(grid.xs):
        return False
    if last.columns and grid.columns:
        both = [(min(a[0], b[0]), max(a[1], b[1])) for a, b in zip(last.columns, grid.columns, strict=True)]
        return all(a[1] < b[0] for a, b in pairwise(both))
    pairs = zip(last.xs, grid.xs, strict=True)
    return all(abs((a - last.xs[0]) - (b - grid.xs[0])) <= COLUMN_SHIFT for a, b in pairs)


def _same_texts(one: GridRow, other: GridRow) -> bool:
    return one.texts == other.texts and any(one.texts)


def _has_heading(rows: list[GridRow], table: LongTable) -> bool:
    """The first row is a heading of its own: bold, or words or years where the table above has figures."""
    first, heading = rows[0], table.rows[0]
    cells = [t for t in first.texts[1:] if t]
    if heading.bold and not first.bold:
        return False
    if any(_is_value(t) and not YEAR.match(t) for t in cells):
        return False  # figures: a bold total that stands alone on its page, most often
    if first.bold and not heading.bold:
        return True
    if not cells:
        return False  # a section's name, or the rest of a row
    if all(YEAR.match(t) for t in cells):
        return len(cells) > 1
    body = [r.texts for r in table.rows[1:]]
    figures = [c for c in range(1, len(first.texts)) if sum(_is_value(t[c]) for t in body) * 2 > len(body)]
    if not figures:
        return first.bold
    return all(first.texts[c] and not _is_value(first.texts[c]) for c in figures)


def _is_value(text: str | None) -> bool:
    return bool(text and VALUE.match(text))


def _append(table: LongTable, grid: Grid, rows: list[GridRow], page: int) -> None:
    for heading in table.rows[: len(rows) - 1]:
        if not _same_texts(heading, rows[0]) or not _only_once(heading, table):
            break
        table.repeated.append(rows.pop(0))
    table.pages.append(page)
    table.last = grid
    if rows and table.rows and _is_cut(table, rows[0], rows[1:]):
        table.rows[-1].end.more = rows.pop(0)  # a row may reach over a whole page
    table.rows += rows


def _only_once(heading: GridRow, table: LongTable) -> bool:
    """Its words come in no row below it: two rows that are alike are two officers, not a heading and its repeat."""
    below = table.rows[table.rows.index(heading) + 1 :]
    return not any(t and t == r.texts[c] for r in below for c, t in enumerate(heading.texts))


def _open_bracket(text: str | None) -> bool:
    return bool(text) and text.count("(") > text.count(")")  # type: ignore[union-attr]


def _is_cut(table: LongTable, row: GridRow, below: list[GridRow]) -> bool:
    """The row is the rest of the last one: its key is empty, or goes on, and it only goes on with words begun there.

    A row without a key but with numbers is a row of its own. Where it cannot be told, its grid is marked unsure.
    """
    last, rest = table.rows[-1].texts, row.texts
    if len(last) != len(rest) or not any(rest) or not any(last):
        return False
    filled = [c for c, text in enumerate(rest) if text]
    begun = all(last[c] and not _is_value(rest[c]) for c in filled)
    if last[0] is None:  # its key stands further above, merged with it or not repeated
        return (
            rest[0] is None
            and begun
            and _reads_on(last, rest)
            and any(a and not b for a, b in zip(last, rest, strict=True))
        )
    if rest[0] is None or any(_open_bracket(last[c]) for c in filled):
        return begun or (rest[0] is None and _reads_on(last, rest))
    reads_on = bool(GOES_ON.match(rest[0]) or UNFINISHED.search(last[0]))
    if not any(last[1:]):
        return (row.grid.open_top and table.rows[-1].grid.open_bottom) or reads_on
    shorter = any(a and not b for a, b in zip(last, rest, strict=True))
    if not begun or not shorter or not _had_no_room(table.rows[-1], row):
        return False
    usual = any(r.texts[0] and GOES_ON.match(r.texts[0]) for r in (*table.rows[:-1], *below))
    if reads_on and not usual:
        return True
    row.grid.unsure |= row.grid.found_by != "tags" and not row.bold and (reads_on or len(filled) == 1)
    return False


def _reads_on(last: list[str | None], rest: list[str | None]) -> bool:
    """A sentence goes on in the rest; what begins only there stood at the foot of its cell, as an outcome may."""
    both = [(a, b) for a, b in zip(last, rest, strict=True) if a and b]
    words = not any(_is_value(text) for text in rest)
    return words and any(GOES_ON.match(b) and not a.rstrip().endswith((".", "!", "?")) for a, b in both)


def _had_no_room(row: GridRow, rest: GridRow) -> bool:
    """The first word of the rest had no room beside the last words of the row's key."""
    cell, more = (next(c for c in r.grid.cells if c.row == r.index and c.column == 0) for r in (row, rest))
    line, word = lines_of(cell.words)[-1], lines_of(more.words)[0][0]
    padding = min(w.x0 for w in cell.words) - cell.x0
    return line[-1].x1 + SPACE * word.size + word.x1 - word.x0 > cell.x1 - padding
