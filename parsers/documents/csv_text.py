"""Comma-separated values and their like: one sheet of cells as printed, titles and notes told from its tables."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections import Counter
from typing import NamedTuple

from parsers.documents.encoding import decode
from parsers.documents.kinds import CSV as MEDIA_TYPE
from parsers.documents.model import Cell, Document, Finding, UnreadableDocument, beyond
from parsers.documents.running import fold
from parsers.documents.sheet import Sheet, blocks_of, place
from parsers.documents.workbook import far_away, number_blocks
from parsers.limits import limits

SHEET = "csv"
DELIMITERS = (",", ";", "\t", "|")
SAMPLE = 200_000  # characters by which the delimiter is told
NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14}|[1-9]\d{0,2}(?:,\d{3}){1,4})(?:\.\d+)?")
SEPARATOR = re.compile(r"\ufeff?\"?sep=(.)\"?\r?\n?", re.I)


class Grid(NamedTuple):
    """Rows of one reading of a file, the delimiter, and how many rows agree with a neighbour in their width."""

    rows: list[list[str]]
    delimiter: str
    agreeing: int
    strict: bool


def read_csv(data: bytes, name: str) -> Document:
    """The file as a sheet called `csv`. Raises UnreadableDocument where it is too large."""
    document = Document(hashlib.sha256(data).hexdigest(), name, MEDIA_TYPE, pages=1)
    decoded = decode(data)
    if decoded.doubt:
        _doubt(document, decoded.doubt, "Open it in a text editor and compare.")
    text = _plain_line_ends(decoded.text)
    first = best_grid(text[:SAMPLE])
    grid = first and _grid(text, first.delimiter)
    if grid is None:
        raise UnreadableDocument("is a text file without columns", "Ask the force for a workbook (.xlsx).")
    if not grid.strict:
        _doubt(
            document,
            "its quotation marks do not match, so that cells may be cut or run together",
            "Look at the rows with quotation marks.",
        )
    sheet = Sheet(SHEET, _cells(grid, document))
    document.findings += far_away(sheet)
    document.blocks = blocks_of(sheet)
    number_blocks(document)
    return document


def is_csv(data: bytes) -> bool:
    """The text is set in columns by a delimiter, row for row."""
    text = _plain_line_ends(decode(data[: 4 * SAMPLE]).text)[:SAMPLE]
    if SEPARATOR.match(text):
        return True
    grid = best_grid(text)
    if grid is None:
        return False
    filled = [row for row in grid.rows if any(c.strip() for c in row)]
    wide = [row for row in filled if len(row) > 1]
    if grid.agreeing < 2 or grid.agreeing * 2 < len(filled) or not wide:
        return False
    return grid.delimiter not in (",", ";") or not _is_prose(wide)


def _is_prose(rows: list[list[str]]) -> bool:
    """Commas with a space behind them, and long texts between: sentences, not columns."""
    cells = [c for row in rows for c in row[1:] if c.strip()]
    spaced = sum(c.startswith(" ") for c in cells)
    mixed = len({len(row) for row in rows}) > 1 or len(rows) < 3
    dangling = sum(not row[-1].strip() for row in rows)
    short = sum(len(c.strip()) <= 40 for c in cells) if cells else 0
    if not cells or (dangling == len(rows) and all(len(r) == 2 for r in rows)):
        return True  # 'Dear Sir,'
    return spaced > 0.6 * len(cells) and (mixed or short < 0.9 * len(cells))


def best_grid(text: str) -> Grid | None:
    """The reading whose rows agree best in their number of cells."""
    told = SEPARATOR.match(text)
    if told:
        return _grid(text, told[1])
    grids = [g for d in DELIMITERS if d in text and (g := _grid(text, d)) is not None]
    return max(grids, key=lambda g: (g.agreeing, max(map(len, g.rows), default=0)), default=None)


def _grid(text: str, delimiter: str) -> Grid | None:
    told = SEPARATOR.match(text)
    text = text[told.end() :] if told else text
    rows, strict = _rows(text, delimiter)
    if told:
        rows.insert(0, [])
    widths = [len(r) for r in rows if any(c.strip() for c in r)]
    agree = [w > 1 and w in widths[max(i - 1, 0) : i] + widths[i + 1 : i + 2] for i, w in enumerate(widths)]
    return Grid(rows, delimiter, sum(agree), strict)


def _rows(text: str, delimiter: str) -> tuple[list[list[str]], bool]:
    """The rows, and whether the quotation marks match. Where they do not, they may be part of the texts."""
    csv.field_size_limit(limits().text_size)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)), True
    except csv.Error:
        bare = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=csv.QUOTE_NONE))
        if len({len(r) for r in bare if any(c.strip() for c in r)}) == 1:
            return bare, False
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)), False


def _plain_line_ends(text: str) -> str:
    """`\\r\\r\\n`, which a file sent through two programs has, is one line end; a bare `\\r` is one too."""
    return (
        text.removeprefix("\ufeff")
        .replace("\x00", "")
        .replace("\r\r\n", "\n")
        .replace("\r\n", "\n")
        .replace("\r", "\n")
    )


def _cells(grid: Grid, document: Document) -> dict[tuple[int, int], Cell]:
    made: dict[tuple[int, int], Cell] = {}
    width = max(map(len, grid.rows), default=0)
    if width > limits().columns:
        raise _too_large("columns", f"{limits().columns:,} columns")
    _mend_rows(grid, document)

    for number, row in enumerate(grid.rows, start=1):
        for column, raw in enumerate(row, start=1):
            text = fold(raw)
            if not text:
                continue
            cell = Cell(text, place(SHEET, number, column))
            if NUMBER.fullmatch(text):
                plain = text.replace(",", "")
                cell.kind, cell.value = "number", float(plain) if "." in plain else int(plain)
            made[number, column] = cell
            if len(made) > limits().cells:
                raise _too_large("cells", f"{limits().cells:,} cells")
            if _holds_rows(raw, grid.delimiter, width):
                message = (
                    f"the cell {cell.place} holds what looks like whole rows: a quotation mark is probably missing"
                )
                document.findings.append(
                    Finding("low_confidence", "error", message, "Correct the file and add it again.", SHEET, number)
                )
    return made


def _mend_rows(grid: Grid, document: Document) -> None:
    """A title with commas is one text again; a row that is wider than its neighbours is reported."""
    for run in _runs(grid.rows):
        widths = {n: _width(grid.rows[n]) for n in run}
        usual = Counter(widths.values()).most_common(1)[0][0]
        for number, width in widths.items():
            row = grid.rows[number]
            if (
                width > 1
                and number == run[0]
                and width != usual * (len(run) > 1)
                and all(c[:1] == " " for c in row[1:width])
            ):
                row[:] = [grid.delimiter.join(row[:width])]
            elif width > usual > 1 and number != run[0]:
                message = f"row {number + 1} has {width} cells and its neighbours have {usual}: a text with `{grid.delimiter}` may be cut in two"
                document.findings.append(
                    Finding(
                        "low_confidence",
                        "error",
                        message,
                        "Put that text in quotation marks, or ask for a workbook.",
                        SHEET,
                        number + 1,
                    )
                )


def _runs(rows: list[list[str]]) -> list[list[int]]:
    """Rows with no empty one between them."""
    runs: list[list[int]] = [[]]
    for number, row in enumerate(rows):
        if _width(row):
            runs[-1].append(number)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _width(row: list[str]) -> int:
    """Cells up to the last that holds something."""
    return next((n for n in range(len(row), 0, -1) if row[n - 1].strip()), 0)


def _holds_rows(raw: str, delimiter: str, width: int) -> bool:
    lines = raw.splitlines()
    return len(lines) > 1 and width > 1 and sum(line.count(delimiter) >= width - 1 for line in lines[1:]) > 0


def _doubt(document: Document, message: str, fix: str) -> None:
    document.findings.append(Finding("low_confidence", "warning", message, fix))


def _too_large(limit: str, most: str) -> UnreadableDocument:
    return beyond(limit, f"is a table of more than {most}", "Save the part that matters and add that.")
