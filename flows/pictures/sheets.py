"""What has no pages of its own, drawn from what was read: sheets as grids, letters as wrapped lines with their tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby, pairwise

from openpyxl.utils import column_index_from_string, get_column_letter
from PIL import Image, ImageDraw

from flows.pictures.canvas import BLACK, GREY, PALE, WHITE, Picture, Pixels, cut, font, width, wrap, write
from parsers.documents.model import Cell, Document, Table, Text

FIRST_ROWS, LAST_ROWS, NAMED_ROWS = 100, 10, 40
"""Rows of a long sheet that are drawn: the first, the last, and those that the caller names (their problems)."""
COLUMNS = 40
PAGE_HEIGHT, TEXT_WIDTH, NARROWEST_PAGE = 1_500, 940, 600  # pixels
LINES_OF_TEXT, LINES_OF_CELL = 60, 3
NARROWEST, WIDEST, WORD = 44, 260, 130  # pixels of a column; a word is not broken for less
GUTTER, EDGE = 40, 12  # pixels: row numbers, white around
ABOVE_TABLE = 16  # pixels for what its columns were mapped to
BODY, BOLD, SMALL = font(13), font(13, bold=True), font(11)
LINE = 17  # pixels from line to line

_CELL = re.compile(r"(.*)!([A-Z]{1,3})(\d+)", re.S)


@dataclass
class Band:
    """A strip over the whole width that no page break cuts: its height, and what draws it from `y` down."""

    height: float
    paint: Callable[[Picture, float], None]
    again: Band | None = None  # what is repeated above it on a new page: the letters of the columns


@dataclass
class _Grid:
    """Cells at their true places: row and column count from 1."""

    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    starts: set[int] = field(default_factory=set)  # the rows that tables begin with

    def add(self, cell: Cell) -> None:
        found = _CELL.fullmatch(cell.place or "")
        if found:
            self.cells.setdefault((int(found[3]), column_index_from_string(found[2])), cell)

    @cached_property
    def alone(self) -> set[int]:
        """The rows that hold one text and nothing beside it."""
        told = Counter(row for (row, _), cell in self.cells.items() if cell.text)
        return {row for row, texts in told.items() if texts == 1}


def drawn_document(document: Document, keep: Collection[tuple[str, int]] = ()) -> Iterator[tuple[Picture, list[str]]]:
    """The sheets of a workbook, or the pages of a letter, each with sentences that say what was left out of it.

    `keep` are rows, as location and number, that are drawn however long their table is. A sheet on which nothing was
    read gives no picture.
    """
    if all(_CELL.fullmatch(t.place or "") for t in document.texts) and any(_on_sheet(b) for b in document.blocks):
        for location, blocks in groupby(document.blocks, key=lambda b: b.location):
            bands, told = _grid_bands(_sheet(blocks), {n for where, n in keep if where == location})
            yield from ((picture, told) for picture in _pages(bands, f"sheet {location}", None))
        return
    bands, told = [], []
    for block in document.blocks:
        if isinstance(block, Text):
            bands.append(_text_band(block))
        else:
            grid, left = _grid_bands(_of_table(block), {n for where, n in keep if where == block.location})
            bands += [_space(6), *grid, _space(10)]
            told += left
    for number, picture in enumerate(_pages(bands, "page", PAGE_HEIGHT), start=1):
        picture.label = f"page {number}"
        yield picture, told if number == 1 else []


def _on_sheet(block: Text | Table) -> bool:
    place = block.place if isinstance(block, Text) else next((c.place for r in block.rows for c in r.cells), None)
    found = _CELL.fullmatch(place or "")
    return found is not None and found[1] == block.location and not re.fullmatch(r"table \d+", block.location)


def _sheet(blocks: Iterable[Text | Table]) -> _Grid:
    grid = _Grid()
    for block in blocks:
        if isinstance(block, Text):
            grid.add(Cell(block.text, block.place, bold=block.kind == "heading"))
        else:
            own = _of_table(block)
            grid.cells.update(own.cells)
            grid.starts |= own.starts
    return grid


def _of_table(table: Table) -> _Grid:
    grid = _Grid()
    for row in [*table.rows, *table.repeated]:
        for cell in row.cells:
            grid.add(cell)
    grid.starts = {min((r for r, _ in grid.cells), default=0)}
    return grid


# ---- a grid


def _grid_bands(grid: _Grid, keep: Collection[int]) -> tuple[list[Band], list[str]]:
    rows = sorted({r for r, _ in grid.cells})
    columns = sorted({c for _, c in grid.cells})
    if not rows:
        return [], []
    told = []
    columns = list(range(columns[0], columns[-1] + 1))
    if len(columns) > COLUMNS:
        told.append(f"columns {get_column_letter(columns[COLUMNS])} to {get_column_letter(columns[-1])} are not drawn")
        columns = columns[:COLUMNS]
    shown = _shown(rows, keep)
    widths = {c: _column_width(grid, c, shown) for c in columns}
    xs = {c: EDGE + GUTTER + sum(widths[b] for b in columns[:i]) for i, c in enumerate(columns)}
    right = xs[columns[-1]] + widths[columns[-1]]
    heights = {r: _row_height(grid, r, widths, right - xs[columns[0]]) for r in shown}
    letters = Band(20, _letters(xs, widths))
    bands = [letters]
    for row, after in pairwise([*shown, 0]):
        if row in grid.starts:
            bands.append(_space(ABOVE_TABLE))
        bands.append(Band(heights[row], _row(grid, row, shown, heights, xs, widths, right), letters))
        missing = [r for r in rows if row < r < after]
        if missing:
            said = f"rows {missing[0]} to {missing[-1]} are not drawn ({len(missing)} rows)"
            told.append(said)
            bands.append(_remark(said, right))
        elif after > row + 1:
            bands.append(_space(7))
    return bands, told


def _shown(rows: list[int], keep: Collection[int]) -> list[int]:
    if len(rows) <= FIRST_ROWS + LAST_ROWS:
        return rows
    named = sorted(set(keep) & set(rows[FIRST_ROWS:-LAST_ROWS]))[:NAMED_ROWS]
    return [*rows[:FIRST_ROWS], *named, *rows[-LAST_ROWS:]]


def _column_width(grid: _Grid, column: int, rows: list[int]) -> float:
    """As wide as nine in ten of its texts and as the longest word, within limits; longer texts are wrapped."""
    cells = [cell for row in rows if row not in grid.alone and (cell := grid.cells.get((row, column)))]
    texts = [(c.text[:200], BOLD if c.bold else BODY) for c in cells if c.text and c.span[1] == 1]
    told = sorted(width(text, face) for text, face in texts)
    wanted = told[int(len(told) * 0.9) if len(told) > 9 else -1] if told else 0
    words = max((width(word, face) for text, face in texts for word in text.split()), default=0)
    return max(NARROWEST, min(wanted + 10, WIDEST), min(words + 10, WORD))


def _lines(cell: Cell, room: float) -> list[str]:
    return wrap(cell.text or "", room - 8, BOLD if cell.bold else BODY, LINES_OF_CELL)


def _room(grid: _Grid, row: int, column: int, widths: dict[int, float], whole: float) -> float:
    """How wide the cell's text may be: a text with nothing beside it runs on over the blank cells."""
    cell = grid.cells[row, column]
    if row in grid.alone:
        first = min(widths)
        return whole - sum(w for c, w in widths.items() if first <= c < column)
    return sum(widths.get(c, 0) for c in range(column, column + cell.span[1]))


def _row_height(grid: _Grid, row: int, widths: dict[int, float], whole: float) -> float:
    most = 1
    for column in widths:
        cell = grid.cells.get((row, column))
        if cell and cell.text and cell.span[0] == 1:
            most = max(most, len(_lines(cell, _room(grid, row, column, widths, whole))))
    return most * LINE + 6


def _letters(xs: dict[int, float], widths: dict[int, float]) -> Callable[[Picture, float], None]:
    def paint(picture: Picture, y: float) -> None:
        draw = ImageDraw.Draw(picture.image)
        for column, x in xs.items():
            draw.rectangle((x, y, x + widths[column], y + 20), fill=(240, 240, 240), outline=PALE)
            letter = get_column_letter(column)
            write(draw, (x + (widths[column] - width(letter, SMALL)) / 2, y + 3), letter, SMALL, GREY)

    return paint


def _row(
    grid: _Grid,
    row: int,
    shown: list[int],
    heights: dict[int, float],
    xs: dict[int, float],
    widths: dict[int, float],
    right: float,
) -> Callable[[Picture, float], None]:
    def paint(picture: Picture, y: float) -> None:
        draw = ImageDraw.Draw(picture.image)
        number = str(row)
        write(draw, (EDGE + GUTTER - 6 - width(number, SMALL), y + 5), number, SMALL, GREY)
        for column, x in xs.items():
            cell = grid.cells.get((row, column))
            slot: Pixels = (x, y, x + widths[column], y + heights[row])
            if cell is None or cell.covered:
                if cell and cell.place:
                    picture.places[cell.place] = slot
                elif cell is None:
                    draw.rectangle(slot, outline=(240, 240, 240))
                continue
            below = [r for r in shown if row <= r < row + cell.span[0]]
            across = sum(widths.get(c, 0) for c in range(column, column + cell.span[1]))
            box: Pixels = (x, y, x + across, y + sum(heights[r] for r in below))
            draw.rectangle(box, fill=WHITE, outline=(200, 200, 200))
            if cell.place:
                picture.places[cell.place] = box
        for column, x in xs.items():
            cell = grid.cells.get((row, column))
            if cell and cell.text and not cell.covered:
                face = BOLD if cell.bold else BODY
                lines = _lines(cell, _room(grid, row, column, widths, right - min(xs.values())))
                for at, line in enumerate(lines):
                    write(draw, (x + 4, y + 3 + at * LINE), line, face)
                if row in grid.alone and cell.place in picture.places:
                    x0, top, x1, bottom = picture.places[cell.place]
                    picture.places[cell.place] = (x0, top, max([x1, *(x + 8 + width(t, face) for t in lines)]), bottom)

    return paint


# ---- text


def _text_band(text: Text) -> Band:
    face = BOLD if text.kind == "heading" else BODY
    lines = wrap(text.text, TEXT_WIDTH - 2 * EDGE - 16, face, LINES_OF_TEXT)

    def paint(picture: Picture, y: float) -> None:
        draw = ImageDraw.Draw(picture.image)
        for at, line in enumerate(lines):
            write(draw, (EDGE + 8, y + 5 + at * LINE), line, face, GREY if text.kind in ("header", "footer") else BLACK)
        if text.place:
            picture.places[text.place] = (EDGE, y + 2, TEXT_WIDTH - EDGE, y + 8 + len(lines) * LINE)

    return Band(len(lines) * LINE + 12, paint)


def _space(height: float) -> Band:
    return Band(height, lambda _picture, _y: None)


def _remark(said: str, right: float) -> Band:
    def paint(picture: Picture, y: float) -> None:
        write(ImageDraw.Draw(picture.image), (EDGE + GUTTER, y + 5), cut(f"… {said}", right, BODY), BODY, GREY)
        picture.dashes(EDGE, right, y + 13 + LINE, GREY, 1)

    return Band(LINE + 16, paint)


# ---- pages


def _pages(bands: list[Band], label: str, most: float | None) -> Iterator[Picture]:
    """The bands below each other on as many pages as they need; on one where `most` is None."""
    page: list[Band] = []
    high = 0.0
    for band in bands:
        if most and page and high + band.height > most:
            yield _page(page, label)
            page = [band.again] if band.again else []
            high = sum(b.height for b in page)
        page.append(band)
        high += band.height
    if page:
        yield _page(page, label)


def _page(bands: list[Band], label: str) -> Picture:
    """One page, as wide as what is drawn on it wants."""
    high = round(sum(b.height for b in bands)) + 2 * EDGE
    probe = Picture(Image.new("RGB", (1, 1)), label)
    for band in bands:
        band.paint(probe, 0)
    wide = round(max([NARROWEST_PAGE, *(box[2] + EDGE for box in probe.places.values())]))
    picture = Picture(Image.new("RGB", (wide, high), WHITE), label)
    y = float(EDGE)
    for band in bands:
        band.paint(picture, y)
        y += band.height
    return picture
