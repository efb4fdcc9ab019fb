"""Tables on a sheet: which of its cells are a table, which a title or a note. For every kind of workbook.

A sheet comes as its visible cells by row and column; what is hidden was left out before.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from parsers.documents.model import Cell, Row, Table, Text

NOTE = re.compile(
    r"(?:notes?\b|source\b|please note|n\.?\s?b\.?\b|key\b|data\b.*\b(?:extracted|taken|as of)|[*†‡§]|\(\d\)|\d[.)] |[¹²³⁴])",
    re.I,
)
LONG_NOTE = 60  # characters; a lone cell with more at the foot of a table is a note


@dataclass(slots=True)
class Sheet:
    """The visible cells of one sheet that hold something or are covered, by (row, column), from 1."""

    title: str
    cells: dict[tuple[int, int], Cell]
    hidden_row: Callable[[int], bool] = lambda row: False
    hidden_column: Callable[[int], bool] = lambda column: False

    def filled(self, row: int, columns: list[int]) -> list[int]:
        """The columns in which the row holds something."""
        return [c for c in columns if (cell := self.cells.get((row, c))) is not None and not cell.covered]

    def used(self, row: int, columns: list[int]) -> bool:
        return any((row, c) in self.cells for c in columns)


Region = tuple[list[int], list[int]]  # rows, columns


def blocks_of(sheet: Sheet) -> list[Text | Table]:
    """The sheet's titles, notes and tables, from top to bottom and left to right, numbered from 0: the caller numbers."""
    made: list[Text | Table] = []
    used_rows, used_columns = sorted({r for r, _ in sheet.cells}), sorted({c for _, c in sheet.cells})
    for rows, columns in _regions(sheet, used_rows, used_columns):
        made += _blocks(sheet, rows, columns)
    return _joined(made)


def _regions(sheet: Sheet, rows: list[int], columns: list[int]) -> list[Region]:
    """Parts divided by empty rows, and by empty columns where both sides are tables of their own."""
    rows = [r for r in rows if sheet.used(r, columns)]
    columns = [c for c in columns if any((r, c) in sheet.cells for r in rows)]
    if not rows:
        return []
    for left, right in _halves(sheet, columns):
        if _is_margin(sheet, rows, right) or (_stands_alone(sheet, rows, left) and _stands_alone(sheet, rows, right)):
            return _regions(sheet, rows, left) + _regions(sheet, rows, right)
    parts = _runs(sheet, rows)
    if len(parts) == 1:
        return [(rows, columns)]
    return [region for part in parts for region in _regions(sheet, part, columns)]


def _halves(sheet: Sheet, columns: list[int]) -> list[tuple[list[int], list[int]]]:
    gaps = [i for i in range(1, len(columns)) if _gap(columns[i - 1], columns[i], sheet.hidden_column)]
    return [(columns[:i], columns[i:]) for i in gaps]


def _runs(sheet: Sheet, rows: list[int]) -> list[list[int]]:
    runs = [[rows[0]]]
    for row in rows[1:]:
        if _gap(runs[-1][-1], row, sheet.hidden_row):
            runs.append([])
        runs[-1].append(row)
    return runs


def _gap(one: int, other: int, hidden: Callable[[int], bool]) -> bool:
    """A row or column between the two is empty and not hidden."""
    return any(not hidden(n) for n in range(one + 1, other))


def _stands_alone(sheet: Sheet, rows: list[int], columns: list[int]) -> bool:
    """It has labels of its own: two columns or more, two rows or more, and words down its first column."""
    if len(columns) < 2:
        return False
    first = [sheet.cells[r, columns[0]] for r in rows if sheet.filled(r, columns[:1])]
    full = [r for r in rows if len(sheet.filled(r, columns)) > 1]
    words = [c for c in first if c.kind == "text" and re.search(r"[A-Za-z]", c.text or "")]
    return len(full) >= 2 and len(words) >= 2 and len(words) * 2 > len(first)


def _is_margin(sheet: Sheet, rows: list[int], columns: list[int]) -> bool:
    """One column of remarks beside a table: all of them long, or few and far between, and none a number."""
    cells = [sheet.cells[r, columns[0]] for r in rows if sheet.filled(r, columns)]
    if len(columns) > 1 or any(c.kind != "text" for c in cells):
        return False
    return len(cells) * 4 <= len(rows) or all(len(c.text or "") > LONG_NOTE for c in cells)


def _blocks(sheet: Sheet, rows: list[int], columns: list[int]) -> list[Text | Table]:
    """One part as titles, a table and notes; as texts alone where it is no table."""
    rows, columns = list(rows), list(columns)
    titles: list[int] = []
    notes: list[int] = []
    while rows and _is_title(sheet, rows[0], columns):
        titles.append(rows.pop(0))
    while rows and _is_note(sheet, rows[-1], columns):
        notes.insert(0, rows.pop())
    used = [c for c in columns if any(sheet.filled(r, [c]) for r in rows)]
    if not _is_table(sheet, rows, used):
        return [t for r in titles + rows + notes for t in _texts(sheet, r, columns)]
    head = [t for r in titles for t in _texts(sheet, r, columns)]
    return [*head, _table(sheet, rows, used), *(t for r in notes for t in _texts(sheet, r, columns))]


def _is_title(sheet: Sheet, row: int, columns: list[int]) -> bool:
    """Only its first cell is filled, or one cell that is merged over all the others."""
    filled = sheet.filled(row, columns)
    if len(filled) != 1 or len(columns) == 1:
        return False
    cell = sheet.cells[row, filled[0]]
    return cell.kind == "text" and ((filled[0] == columns[0] and cell.span[0] == 1) or cell.span[1] >= len(columns))


def _is_note(sheet: Sheet, row: int, columns: list[int]) -> bool:
    filled = sheet.filled(row, columns)
    if len(filled) != 1 or filled[0] != columns[0] or len(columns) == 1:
        return False
    cell = sheet.cells[row, filled[0]]
    wide = cell.span[1] >= len(columns)
    text = cell.text or ""
    return cell.kind == "text" and (wide or len(text) > LONG_NOTE or bool(NOTE.match(text)))


def _is_table(sheet: Sheet, rows: list[int], columns: list[int]) -> bool:
    """Two columns, and two rows or a row with a figure; or one column of short texts under a bold heading."""
    if not rows:
        return False
    if len(columns) >= 2:
        return len(rows) >= 2 or any(sheet.cells[rows[0], c].kind != "text" for c in sheet.filled(rows[0], columns))
    if len(columns) == 1 and len(rows) >= 3:
        cells = [sheet.cells[r, columns[0]] for r in rows]
        short = all(len(c.text or "") <= LONG_NOTE for c in cells)
        return short and cells[0].bold and not any(c.bold for c in cells[1:])
    return False


def _texts(sheet: Sheet, row: int, columns: list[int]) -> list[Text]:
    cells = [sheet.cells[row, c] for c in sheet.filled(row, columns)]
    return [Text(c.text, sheet.title, 0, c.place, "heading" if c.bold else "paragraph") for c in cells if c.text]


def _table(sheet: Sheet, rows: list[int], columns: list[int]) -> Table:
    made = []
    for row in rows:
        cells = [sheet.cells.get((row, c)) or Cell(None, place(sheet.title, row, c)) for c in columns]
        made.append(Row(cells, sheet.title, row))
    return Table(made, sheet.title, 0, found_by="sheet")


def place(title: str, row: int, column: int) -> str:
    """`Sheet1!B7`"""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{title}!{letters}{row}"


def _joined(blocks: list[Text | Table]) -> list[Text | Table]:
    """A table after an empty row that has no heading of its own goes on with the one above, in the same columns."""
    made: list[Text | Table] = []
    for block in blocks:
        before = made[-1] if made else None
        if isinstance(block, Table) and isinstance(before, Table) and _goes_on(before, block):
            _append(before, block)
        else:
            made.append(block)
    for before, table in pairwise(made):
        if isinstance(table, Table) and isinstance(before, Text):
            table.caption = before.text
    return made


def _columns(table: Table) -> list[str]:
    return [re.sub(r".*!|\d", "", c.place or "") for c in table.rows[0].cells]


def _goes_on(table: Table, block: Table) -> bool:
    if block.rows[0].number <= table.rows[-1].number:
        return False  # beside it, not below
    if not set(_columns(block)) <= set(_columns(table)) or _columns(block)[0] != _columns(table)[0]:
        return False
    return not _looks_like_heading(table, block)


def _looks_like_heading(table: Table, block: Table) -> bool:
    """Its first row is bold or repeats the heading, or has words where the table above has numbers."""
    first, heading = block.rows[0], table.rows[0]
    if [c.text for c in first.cells] == [c.text for c in heading.cells]:
        return True
    filled = [c for c in first.cells if c.text]
    if (
        len(block.rows) > 1
        and filled
        and all(c.bold for c in filled)
        and not all(c.bold for c in block.rows[1].cells if c.text)
    ):
        return True
    if len(block.rows) == 1:
        return False
    numbers = {_columns(table)[i] for i in range(table.width) if _mostly_numbers(table, i)}
    here = dict(zip(_columns(block), first.cells, strict=True))
    words = [
        c for c in numbers if c in here and here[c].kind == "text" and re.search(r"[A-Za-z]{3}", here[c].text or "")
    ]
    years = all(
        c.text is None or re.fullmatch(r"(?:19|20)\d\d(?:\s*[-/]\s*\d\d(?:\d\d)?)?", c.text) for c in first.cells[1:]
    )
    return bool(words) or (years and any(c.text for c in first.cells[1:]))


def _mostly_numbers(table: Table, column: int) -> bool:
    cells = [r.cells[column] for r in table.rows[1:] if r.cells[column].text is not None]
    return bool(cells) and sum(c.kind in ("number", "date") for c in cells) * 2 > len(cells)


def _append(table: Table, block: Table) -> None:
    """Add the rows, with blanks in the columns that they do not reach."""
    columns = _columns(table)
    for row in block.rows:
        here = dict(zip(_columns(block), row.cells, strict=True))
        blank = [Cell(None, f"{row.location}!{c}{row.number}") for c in columns]
        row.cells = [here.get(c, b) for c, b in zip(columns, blank, strict=True)]
        table.rows.append(row)
