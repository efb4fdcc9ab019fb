"""Tables on a sheet: which of its cells are a table, which a title or a note. For every kind of workbook.

A sheet comes as its visible cells by row and column; what is hidden was left out before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, MutableMapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from statistics import median
from typing import cast

from parsers.documents.model import Alike, AlikeRow, Cell, Row, Table, Text

NOTE = re.compile(
    r"(?:notes?\b|source\b|please note|n\.?\s?b\.?\b|key\b|data\b.*\b(?:extracted|taken|as of)|[*†‡§]|\(\d\)|\d[.)] |[¹²³⁴])",
    re.I,
)
LONG_NOTE = 60  # characters; a lone cell with more at the foot of a table is a note
LONG_TITLE = 40  # characters; a lone cell with more above a table, wherever it stands, is no heading of a column
NUMBERED = re.compile(r"(?:table|figure|question|part|annex|appendix)\s*[A-H\d]\b|q\s?\d", re.I)
"""A title that begins a table of its own: 'Table 2', 'Q3'."""
FIGURE = re.compile(r"[£$€(-]?\s?\d[\d,]*(?:\.\d+)?\s?[%)]?")
YEAR = re.compile(r"(?:FY\s?)?(?:19|20)\d\d(?:\s?[-/–]\s?(?:\d\d)?\d\d)?", re.I)
NO_FIGURE = re.compile(
    r"(?:less|fewer|more|under|over|up) (?:than |to )?\d|none|nil|zero|not |n/?[ak]\b|withheld|redacted|refused|exempt|"
    r"unknown|suppress|see note|#|-|\*|<|>|\.|\[",
    re.I,
)
"""What stands in the place of a figure, and is no heading."""
WIDE_GAP = 3  # empty columns; what stands apart as far as that is another table
MAX_SECTIONS = 3  # lone texts between two parts of one table
SAMPLE = 15  # rows at the head and at the foot of a table that are looked at to see whether it goes on


Place = tuple[int, int]  # row, column


class Grid(MutableMapping[Place, Cell]):
    """Cells by row and column, of which rows as a whole are kept as what their cells say alike, until one is changed."""

    def __init__(self) -> None:
        self.alike: dict[int, AlikeRow] = {}
        self._at: dict[int, dict[int, int]] = {}  # of such a row: column → which cell of it
        self._apart: dict[int, dict[int, Cell]] = {}  # rows whose cells are no longer alike: column → cell

    def add(self, row: AlikeRow, at: dict[int, int]) -> None:
        """Add the cells of a row. `at`: which of them stands in a column."""
        if row.number in self.alike or row.number in self._apart:
            self._taken_apart(row.number).update(zip(at, row.cells, strict=True))
        else:
            self.alike[row.number], self._at[row.number] = row, at

    def columns(self, row: int) -> Collection[int]:
        """The columns of a row in which there is a cell."""
        return self._at[row] if row in self._at else self._apart.get(row, ())

    def row(self, row: int, columns: list[int], title: str) -> AlikeRow | None:
        """A row with a cell in each of the columns, empty where there is none; None where its cells are made already."""
        whole, at = self.alike.get(row), self._at.get(row, {})
        if whole is None or list(at) == columns:
            return whole
        if whole.alike is None:
            return None
        empty = _empty(title)
        alike = [whole.alike[at[column]] if column in at else empty for column in columns]
        return AlikeRow(alike, [_letters(column) for column in columns], title, row)

    def rows(self) -> list[int]:
        return sorted([*self._at, *(row for row, cells in self._apart.items() if cells)])

    def all_columns(self) -> list[int]:
        layouts = {id(at): at for at in self._at.values()}
        used: list[Collection[int]] = [*layouts.values(), *self._apart.values()]
        return sorted({column for columns in used for column in columns})

    def _taken_apart(self, row: int) -> dict[int, Cell]:
        if row in self._at:
            self._apart[row] = dict(zip(self._at.pop(row), self.alike.pop(row).cells, strict=True))
        return self._apart.setdefault(row, {})

    def __getitem__(self, place: Place) -> Cell:
        row, column = place
        at = self._at.get(row)
        return self._apart[row][column] if at is None else self.alike[row].cells[at[column]]

    def __contains__(self, place: object) -> bool:
        row, column = cast(Place, place)
        return column in self.columns(row)

    def __setitem__(self, place: Place, cell: Cell) -> None:
        self._taken_apart(place[0])[place[1]] = cell

    def __delitem__(self, place: Place) -> None:
        del self._taken_apart(place[0])[place[1]]

    def __iter__(self) -> Iterator[Place]:
        return ((row, column) for row in self.rows() for column in self.columns(row))

    def __len__(self) -> int:
        return sum(len(self.columns(row)) for row in self.rows())


@dataclass(slots=True)
class Sheet:
    """The visible cells of one sheet that hold something or are covered, by (row, column), from 1."""

    title: str
    cells: MutableMapping[Place, Cell]
    hidden_row: Callable[[int], bool] = lambda row: False
    hidden_column: Callable[[int], bool] = lambda column: False

    def filled(self, row: int, columns: list[int]) -> list[int]:
        """The columns in which the row holds something."""
        if isinstance(self.cells, Grid) and row in self.cells.alike:
            here = self.cells.columns(row)
            return [c for c in columns if c in here]
        return [c for c in columns if (cell := self.cells.get((row, c))) is not None and not cell.covered]

    def used(self, row: int, columns: list[int]) -> bool:
        if isinstance(self.cells, Grid):
            here = self.cells.columns(row)
            return any(c in here for c in columns)
        return any((row, c) in self.cells for c in columns)

    def extent(self) -> tuple[list[int], list[int]]:
        """The rows and the columns that have cells, in order."""
        if isinstance(self.cells, Grid):
            return self.cells.rows(), self.cells.all_columns()
        return sorted({r for r, _ in self.cells}), sorted({c for _, c in self.cells})

    def row(self, row: int, columns: list[int]) -> Row:
        """A row of a table, with empty cells where there are none."""
        alike = self.cells.row(row, columns, self.title) if isinstance(self.cells, Grid) else None
        if alike is not None:
            return alike
        cells = [self.cells.get((row, c)) or Cell(None, place(self.title, row, c)) for c in columns]
        return Row(cells, self.title, row)


Region = tuple[list[int], list[int]]  # rows, columns


def blocks_of(sheet: Sheet) -> list[Text | Table]:
    """The sheet's titles, notes and tables, from top to bottom and left to right, numbered from 0: the caller numbers."""
    made: list[Text | Table] = []
    used_rows, used_columns = sheet.extent()
    for rows, columns in _regions(sheet, used_rows, used_columns):
        made += _blocks(sheet, rows, columns)
    for before, table in pairwise(made):
        if isinstance(table, Table) and table.caption is None and isinstance(before, Text):
            table.caption = None if NOTE.match(before.text) else before.text
    return made


def _regions(sheet: Sheet, rows: list[int], columns: list[int]) -> list[Region]:
    """Parts divided by empty rows, and by empty columns, where both sides are tables of their own."""
    rows = [r for r in rows if sheet.used(r, columns)]
    columns = [c for c in columns if any((r, c) in sheet.cells for r in rows)]
    if not rows:
        return []
    for left, right in _halves(sheet, columns):
        if _is_margin(sheet, rows, right) or _are_two(sheet, rows, left, right):
            return _regions(sheet, rows, left) + _regions(sheet, rows, right)
    parts = _groups(sheet, _runs(sheet, rows), columns)
    if len(parts) == 1:
        return [(rows, columns)]
    return [region for part in parts for region in _regions(sheet, part, columns)]


def _groups(sheet: Sheet, runs: list[list[int]], columns: list[int]) -> list[list[int]]:
    """Runs of rows put together where one goes on with the table above it, with the lone texts between as its sections."""
    groups: list[list[int]] = []
    waiting: list[list[int]] = []
    for run in runs:
        if not _full(sheet, run, columns):
            waiting.append(run)
            continue
        lone = [r for part in waiting for r in part]
        if groups and _goes_on(sheet, groups[-1], lone, run, columns):
            groups[-1] += lone + run
        else:
            groups += [*waiting, list(run)]
        waiting = []
    return groups + waiting


def _full(sheet: Sheet, rows: list[int], columns: list[int]) -> list[int]:
    return [r for r in rows if len(sheet.filled(r, columns)) > 1]


def _goes_on(sheet: Sheet, above: list[int], lone: list[int], run: list[int], columns: list[int]) -> bool:
    """The run has no heading of its own, and stands in the columns of the table above; lone texts before it are sections."""
    upper, lower = _full(sheet, above[:SAMPLE] + above[SAMPLE:][-SAMPLE:], columns), _full(sheet, run, columns)
    if not upper:
        return False
    theirs, ours = ({c for r in rows for c in sheet.filled(r, columns)} for rows in (upper, lower))
    if min(ours) < min(theirs) or max(ours) > max(theirs):
        return False
    widths = [median(len(sheet.filled(r, columns)) for r in rows) for rows in (upper, lower)]
    total = len(lower) == 1 and any(_is_figure(sheet.cells[lower[0], c]) for c in sheet.filled(lower[0], columns))
    if widths[1] * 2 < widths[0] and not total:
        return False
    lone = lone + [r for r in run if r < lower[0]]
    return _are_sections(sheet, lone, upper, lower, columns) and not _has_heading(sheet, upper, lower, columns)


def _are_sections(sheet: Sheet, lone: list[int], upper: list[int], lower: list[int], columns: list[int]) -> bool:
    """The lone texts before the rows may name a part of the table above: few, short, and no titles or notes.

    Where figures stand below figures, any text may; where the table above has no heading, none.
    """
    texts = [sheet.cells[r, c].text or "" for r in lone for c in sheet.filled(r, columns)]
    if not texts:
        return True
    if any(NUMBERED.match(t) for t in texts) or len(texts) > MAX_SECTIONS:
        return False
    if any(_is_figure(sheet.cells[upper[0], c]) for c in sheet.filled(upper[0], columns)):
        return False
    here = [c for c in sheet.filled(lower[0], columns) if _is_figure(sheet.cells[lower[0], c])]
    if sum(_mostly(_is_figure, sheet, upper[1:], c) for c in here) > 1:
        return True
    return all(len(t) <= LONG_NOTE and not NOTE.match(t) for t in texts)


def _has_heading(sheet: Sheet, upper: list[int], lower: list[int], columns: list[int]) -> bool:
    """The first of the lower rows repeats a heading, or reads like one: by its letters, or by what stands below or above."""
    first = {c: sheet.cells[lower[0], c] for c in sheet.filled(lower[0], columns)}
    texts = [c.text for c in first.values()]
    if any(texts == [sheet.cells[r, c].text for c in sheet.filled(r, columns)] for r in upper[:3]):
        return True
    figures = [c for c in first if _mostly(_is_figure, sheet, upper[1:], c)]
    words = [c for c in figures if _is_word(first[c])]
    if words and len(words) * 2 >= len(figures):
        return True
    if len(lower) == 1 or any(_is_figure(cell) for cell in first.values()):
        return False
    if all(c.bold for c in first.values()) and not all(
        sheet.cells[lower[1], c].bold for c in sheet.filled(lower[1], columns)
    ):
        return True
    years = [c for c in list(first)[1:] if _is_year(first[c]) and not _mostly(_is_year, sheet, lower[1:], c)]
    over_figures = [c for c in first if _is_word(first[c]) and _mostly(_is_figure, sheet, lower[1:], c)]
    return bool(years or over_figures)


def _mostly(test: Callable[[Cell], bool], sheet: Sheet, rows: list[int], column: int) -> bool:
    cells = [sheet.cells[r, column] for r in rows if sheet.filled(r, [column])]
    return bool(cells) and sum(map(test, cells)) * 2 > len(cells)


def _is_figure(cell: Cell) -> bool:
    """A number, typed or written, and no year."""
    return not _is_year(cell) and (cell.kind == "number" or bool(FIGURE.fullmatch(cell.text or "")))


def _is_year(cell: Cell) -> bool:
    return bool(YEAR.fullmatch(cell.text or ""))


def _is_word(cell: Cell) -> bool:
    """Letters that stand for no figure: a label or a heading."""
    text = cell.text or ""
    return cell.kind == "text" and bool(re.search(r"[A-Za-z]{2}", text)) and not NO_FIGURE.match(text)


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
    return other > one + 1 and any(not hidden(n) for n in range(one + 1, other))


def _are_two(sheet: Sheet, rows: list[int], left: list[int], right: list[int]) -> bool:
    """The parts beside an empty column are tables of their own, and the column is not put into one for looks.

    Each has labels. What tells the two apart from a list with a blank column in it: figures beside the labels on both
    sides, a heading that both have, a title over each, or a wide gap.
    """
    if not _stands_alone(sheet, rows, left) or not _stands_alone(sheet, rows, right):
        return False
    if right[0] - left[-1] > WIDE_GAP or all(_has_figures(sheet, rows, side) for side in (left, right)):
        return True
    top = _full(sheet, rows, left + right)[0]
    titles = sheet.filled(rows[0], left + right) == [left[0], right[0]] and top == rows[0] and len(left + right) > 2
    heads = [{sheet.cells[r, c].text for r in rows[:3] for c in sheet.filled(r, side)} for side in (left, right)]
    return titles or bool(heads[0] & heads[1])


def _has_figures(sheet: Sheet, rows: list[int], columns: list[int]) -> bool:
    return any(_mostly(_is_figure, sheet, _full(sheet, rows, columns)[1:], c) for c in columns[1:])


def _stands_alone(sheet: Sheet, rows: list[int], columns: list[int]) -> bool:
    """It has labels of its own: two columns or more, two rows or more, and words or years down its first column."""
    if len(columns) < 2:
        return False
    first = [sheet.cells[r, columns[0]] for r in rows if sheet.filled(r, columns[:1])]
    labels = [c for c in first if _is_word(c) or _is_year(c) or c.kind == "date"]
    return len(_full(sheet, rows, columns)) >= 2 and len(labels) >= 2 and len(labels) * 2 > len(first)


def _is_margin(sheet: Sheet, rows: list[int], columns: list[int]) -> bool:
    """One column of remarks beside a table: all of them long, or few and far between, and none a number."""
    if len(columns) > 1:
        return False
    cells = [sheet.cells[r, columns[0]] for r in rows if sheet.filled(r, columns)]
    if any(c.kind != "text" for c in cells):
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
    table = _table(sheet, rows, used)
    table.caption = "\n".join(t.text for t in head if not NOTE.match(t.text)) or None
    return [*head, table, *(t for r in notes for t in _texts(sheet, r, columns))]


def _is_title(sheet: Sheet, row: int, columns: list[int]) -> bool:
    """Only its first cell is filled, or one cell that is merged over all the others."""
    filled = sheet.filled(row, columns)
    if len(filled) != 1 or len(columns) == 1:
        return False
    cell = sheet.cells[row, filled[0]]
    if cell.kind != "text" and not _is_year(cell):
        return False
    first = filled[0] == columns[0] and cell.span[0] == 1
    return first or cell.span[1] >= len(columns) or len(cell.text or "") > LONG_TITLE


def _is_note(sheet: Sheet, row: int, columns: list[int]) -> bool:
    filled = sheet.filled(row, columns)
    if len(filled) != 1 or len(columns) == 1:
        return False
    cell = sheet.cells[row, filled[0]]
    text = cell.text or ""
    if cell.kind != "text":
        return False
    if filled[0] != columns[0]:
        return bool(NOTE.match(text)) and len(text) > 3  # no lone '*' that stands for a figure
    return bool(NOTE.match(text)) or cell.span[1] >= len(columns) or len(text) > LONG_NOTE


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
    return Table([sheet.row(row, columns) for row in rows], sheet.title, 0, found_by="sheet")


def place(title: str, row: int, column: int) -> str:
    """`Sheet1!B7`"""
    return f"{title}!{_letters(column)}{row}"


@lru_cache(maxsize=100)
def _empty(title: str) -> Alike:
    return Alike(None, f"{title}!")


@cache
def _letters(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
