"""What all kinds of workbook share: values as cells, what is hidden counted and left out, merged cells marked.

A reader (`xlsx`, `xls`, `ods`) says what each cell holds and what is hidden; a `Sheet` of what a person sees comes out.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, MutableMapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple, Protocol

from parsers.documents.model import (
    Alike,
    AlikeRow,
    Cell,
    Document,
    Finding,
    Hidden,
    Kind,
    Table,
    UnreadableDocument,
    beyond,
    said_by,
)
from parsers.documents.number_format import shown_date, shown_number, shown_text
from parsers.documents.package import Package, open_package
from parsers.documents.sheet import Grid, Place, Sheet, blocks_of
from parsers.limits import limits

FAR_ROWS, FAR_COLUMNS = 100, 30
BEHIND_FORMAT = "value behind a number format"
IN_BACKGROUND = "text in the colour of its background"
TOO_SMALL = "text too small to see"
STRUCK = "struck-out text"
FEWER_SHEETS = "Save only the sheets that matter in a new workbook and add that."
UNCALCULATED = "Open the workbook in Excel, save it, and add the saved copy."

MIDNIGHT = time()
Value = str | bool | int | float | date | datetime | time | timedelta


class Look(NamedTuple):
    """What a person sees of a cell (None for nothing), and what else is there that they do not see."""

    cell: Cell | None
    hidden: str = ""


class Area(NamedTuple):
    """A merged cell: its first and last row and column, from 1."""

    top: int
    left: int
    bottom: int
    right: int


class Filled(NamedTuple):
    """A cell that holds something; how it looks, or what tells it, which is asked only where it can be seen."""

    row: int
    column: int
    look: Look | Callable[[], Look]

    def seen(self) -> Look:
        return self.look if isinstance(self.look, Look) else self.look()


class ManyCells(Protocol):
    """What one or many cells of a sheet say. `shown`: how it looks, once that was asked for."""

    shown: Alike | None

    @property
    def blank(self) -> bool:
        """There is nothing in them."""


class FilledRow(Protocol):
    """Cells of one row, told by what many of them say alike: their columns, as letters too, and what they say."""

    @property
    def number(self) -> int: ...
    @property
    def columns(self) -> Sequence[int]: ...
    @property
    def letters(self) -> Sequence[str]: ...
    @property
    def said(self) -> Sequence[ManyCells]: ...


@dataclass(slots=True)
class RawSheet:
    """A sheet as the file has it, hidden rows and columns and all: cell by cell, or row by row where many say the same."""

    title: str
    cells: Iterable[Filled] = ()
    rows: Iterable[FilledRow] = ()
    look: Callable[[Any], Alike] | None = None  # of what the cells of `rows` say; asked only where it can be seen
    merged: list[Area] = field(default_factory=list)
    hidden_row: Callable[[int], bool] = lambda row: False
    hidden_column: Callable[[int], bool] = lambda column: False
    filtered: bool = False
    comments: int = 0


def too_large() -> UnreadableDocument:
    message = f"holds more than {limits().cells:,} cells: it is very large, or made to do harm"
    return beyond("cells", message, FEWER_SHEETS)


def damaged(error: BaseException) -> UnreadableDocument:
    return UnreadableDocument(
        f"cannot be read as a workbook (damaged): {said_by(error)}",
        "Open it in Excel or LibreOffice, save it again as .xlsx, and add that copy.",
    )


def protected() -> UnreadableDocument:
    return UnreadableDocument(
        "is protected by a password", "Ask the force for an unprotected copy, or save it without the password."
    )


def pictures(amount: int) -> Finding:
    message = f"it holds {amount} picture{'s' * (amount > 1)}, which are not read"
    return Finding("low_confidence", "info", message, "Check that no figures are in them.")


def out_of_date() -> Finding:
    message = "its formulas are calculated when it is opened: the values kept in it may be out of date"
    return Finding("low_confidence", "warning", message, UNCALCULATED)


def linked() -> Finding:
    message = (
        "some of its values come from another workbook by a link: those kept in it may be out of date, or never came"
    )
    return Finding("low_confidence", "warning", message, "Ask the force for a copy without links, with values alone.")


def hidden_sheet(number: int, filled: int, very: bool = False) -> Hidden:
    """A hidden sheet by its number among all sheets, from 1: its name is hidden too, and may be somebody's."""
    return Hidden("very hidden sheet" if very else "hidden sheet", f"sheet {number}", 1, f"{filled} filled cells")


def opened_package(data: bytes, is_sheet: Callable[[str], bool]) -> Package:
    """The package, once its directory shows that it can be unpacked safely."""
    return open_package(data, damaged, FEWER_SHEETS, lambda part: part.endswith(".xml"))


def add_sheet(raw: RawSheet, document: Document) -> None:
    """Add what a person sees of the sheet, and word of what is hidden in it, to the document."""
    if raw.comments:
        document.hidden.append(Hidden("comment", raw.title, raw.comments))
    seen = _seen(raw, document)
    document.findings += far_away(seen)
    document.blocks += blocks_of(seen)


def far_away(seen: Sheet) -> Iterator[Finding]:
    """Word of cells so far from the others that a person who opens the file may never come to them."""
    rows, columns = seen.extent()
    row = next((b for a, b in pairwise(rows) if b - a > FAR_ROWS), None)
    if row is not None or any(b - a > FAR_COLUMNS for a, b in pairwise(columns)):
        message = (
            f"some cells of {seen.title} stand more than {FAR_ROWS} rows or {FAR_COLUMNS} columns away from the others, "
            "where a person who opens the file may not look; they were read"
        )
        fix = "Look at them, and tell the force if they show more than the force meant to disclose."
        yield Finding("hidden_content", "warning", message, fix, seen.title, row)


def number_blocks(document: Document) -> None:
    """Tables are numbered among the tables, texts among all blocks."""
    tables = 0
    for at, block in enumerate(document.blocks, start=1):
        tables += isinstance(block, Table)
        block.number = tables if isinstance(block, Table) else at


class Sight(NamedTuple):
    """What a typed value looks like, wherever it stands: nothing where `text` is None."""

    text: str | None
    value: int | float | bool | str | None = None
    kind: Kind = "text"
    hidden: str = ""


def sight_of(value: Value, number_format: str, zeros: bool = True) -> Sight:
    """A typed value as its number format shows it; `zeros` is False on sheets that show noughts as blanks."""
    if isinstance(value, bool):
        return Sight(str(value).upper(), value)
    if isinstance(value, (int, float)):
        return _number(value, number_format) if value or zeros else Sight(None)
    if isinstance(value, str):
        shown = shown_text(value, number_format)
        return Sight(" ".join(shown.text.split()) or None, hidden="" if shown.true else BEHIND_FORMAT)
    return _date(value, number_format)


def look_of(value: Value, number_format: str, at: str, bold: bool = False, zeros: bool = True) -> Look:
    """As `sight_of`, as a cell."""
    text, typed, kind, hidden = sight_of(value, number_format, zeros)
    return Look(None if text is None else Cell(text, at, typed, kind, bold=bold), hidden)


def error_look(text: str, at: str) -> Look:
    return Look(Cell(text, at, kind="error"))


def uncalculated(at: str) -> Look:
    return Look(Cell(None, at, kind="formula"))


def across(continued: dict[tuple[int, int], bool]) -> Iterator[Area]:
    """Headings centred across blank cells, which look merged. Cells with that alignment, True where they hold text."""
    for (row, column), filled in continued.items():
        last = column
        while filled and continued.get((row, last + 1)) is False:
            last += 1
        if last > column:
            yield Area(row, column, row, last)


def _number(value: int | float, number_format: str) -> Sight:
    if isinstance(value, float) and not math.isfinite(value):
        return Sight(str(value), kind="error")
    shown = shown_number(value, number_format)
    text = shown.text.strip() or None
    if shown.true:
        return Sight(text, int(value) if value == int(value) else value, "number")
    # a nought shown as '-' or as a blank keeps no secret
    return Sight(text, hidden=BEHIND_FORMAT if value != 0 else "")


def _date(value: datetime | date | time | timedelta, number_format: str) -> Sight:
    text = shown_date(value, number_format)
    if isinstance(value, timedelta):
        return Sight(text, str(value), "date")
    if isinstance(value, datetime) and value.time() == MIDNIGHT:
        value = value.date()
    return Sight(text, value.isoformat(), "date")


def _seen(raw: RawSheet, document: Document) -> Sheet:
    """The sheet's visible cells; what is hidden is counted in the document."""
    cells: MutableMapping[Place, Cell] = {} if raw.look is None else Grid()
    seen = Sheet(raw.title, cells, cache(raw.hidden_row), cache(raw.hidden_column))
    merged = {(area.top, area.left): area for area in raw.merged}
    counted = _Counted()
    for row, column, look in raw.cells:
        if counted.out_of_sight(row, column, seen, merged):
            continue
        cell, unseen = look if isinstance(look, Look) else look()
        if unseen:
            counted.hidden[unseen] += 1
        if cell is None:
            continue
        seen.cells[row, column] = cell
        if cell.kind == "formula":
            document.findings.append(_never_calculated(cell, raw.title, row))
    if isinstance(cells, Grid):
        document.findings += _Rows(raw, seen, merged, counted).put_into(cells)
    hidden = counted.hidden
    hidden["filtered rows" if raw.filtered else "hidden rows"] += len(counted.rows)
    hidden["hidden columns"] += len(counted.columns)
    hidden["value under a merged cell"] += _cover(raw.merged, seen)
    document.hidden += [Hidden(what, raw.title, amount) for what, amount in hidden.items() if amount]
    return seen


def _never_calculated(cell: Cell, title: str, row: int) -> Finding:
    message = f"the formula in {cell.place} was never calculated, so that it has no value"
    return Finding("unparsed_value", "error", message, UNCALCULATED, title, row)


class _Counted:
    """What is hidden in a sheet: how often what kind of thing, and the rows and columns that hold something."""

    def __init__(self) -> None:
        self.hidden: Counter[str] = Counter()
        self.rows: set[int] = set()
        self.columns: set[int] = set()

    def out_of_sight(self, row: int, column: int, seen: Sheet, merged: dict[tuple[int, int], Area]) -> bool:
        """A filled cell stands in a hidden row or column."""
        row_hidden, column_hidden = seen.hidden_row(row), seen.hidden_column(column)
        if not (row_hidden or column_hidden) or _shows_through(merged.get((row, column)), seen):
            return False
        self.rows |= {row} if row_hidden else set()
        self.columns |= {column} if column_hidden else set()
        return True


class _Rows:
    """What is seen of a sheet that is told row by row, with all that is the same for many cells worked out once."""

    def __init__(self, raw: RawSheet, seen: Sheet, merged: dict[tuple[int, int], Area], counted: _Counted) -> None:
        self.raw, self.seen, self.merged, self.counted = raw, seen, merged, counted
        self.unusual: set[Alike] = set()  # what is not seen, hides something or has to be told

    def put_into(self, grid: Grid) -> Iterator[Finding]:
        """Put what is seen into the grid. Gives word of formulas that were never calculated."""
        layouts: dict[Sequence[int], tuple[bool, dict[int, int]]] = {}
        for row in self.raw.rows:
            columns = row.columns
            if columns not in layouts:
                partly = any(map(self.seen.hidden_column, columns))
                layouts[columns] = partly, {column: at for at, column in enumerate(columns)}
            partly, at = layouts[columns]
            shown: list[Alike | None] = [one.shown for one in row.said]
            if partly or self.seen.hidden_row(row.number):
                shown = [self._shown(one, row.number, column) for one, column in zip(row.said, columns, strict=True)]
            elif not all(shown):
                shown = [one.shown or self._look(one) for one in row.said]
            if not all(shown) or (self.unusual and not self.unusual.isdisjoint(shown)):
                yield from self._some(row, shown, grid)
            elif shown:
                grid.add(AlikeRow(shown, row.letters, self.raw.title, row.number), at)  # type: ignore[arg-type]

    def _shown(self, one: ManyCells, row: int, column: int) -> Alike | None:
        """What a cell looks like that may stand in a hidden row or column; None where it does, or where it is blank."""
        if one.blank or self.counted.out_of_sight(row, column, self.seen, self.merged):
            return None
        return one.shown or self._look(one)

    def _look(self, one: ManyCells) -> Alike:
        assert self.raw.look is not None
        shown = one.shown = self.raw.look(one)
        if shown.hidden or not shown.seen or shown.kind == "formula":
            self.unusual.add(shown)
        return shown

    def _some(self, row: FilledRow, shown: Sequence[Alike | None], grid: Grid) -> Iterator[Finding]:
        """Put those cells into the grid that are seen, and count what is hidden behind others."""
        kept: list[Alike] = []
        letters, at = [], {}
        for one, letter, column in zip(shown, row.letters, row.columns, strict=True):
            if one is None:
                continue
            if one.hidden:
                self.counted.hidden[one.hidden] += 1
            if not one.seen:
                continue
            at[column] = len(kept)
            kept.append(one)
            letters.append(letter)
            if one.kind == "formula":
                yield _never_calculated(one.cell(f"{letter}{row.number}"), self.raw.title, row.number)
        if kept:
            grid.add(AlikeRow(kept, letters, self.raw.title, row.number), at)


def _shows_through(area: Area | None, seen: Sheet) -> bool:
    """A merged cell that begins in a hidden row or column shows in the part of it that is not hidden."""
    if area is None:
        return False
    rows, columns = range(area.top, area.bottom + 1), range(area.left, area.right + 1)
    return any(not seen.hidden_row(r) for r in rows) and any(not seen.hidden_column(c) for c in columns)


def _cover(merged: list[Area], seen: Sheet) -> int:
    """Mark the cells that merged cells cover, no further than the sheet holds anything; the number of values under them."""
    if not merged or not seen.cells:
        return 0
    under, left = 0, limits().cells
    last_row, last_column = (used[-1] for used in seen.extent())
    for area in merged:
        rows = [r for r in range(area.top, min(area.bottom, last_row) + 1) if not seen.hidden_row(r)]
        columns = [c for c in range(area.left, min(area.right, last_column) + 1) if not seen.hidden_column(c)]
        if not rows or not columns or len(rows) * len(columns) > left:
            continue
        left -= len(rows) * len(columns)
        cell = seen.cells.pop((area.top, area.left), None)
        for row in rows:
            for column in columns:
                under += seen.cells.pop((row, column), None) is not None
                if cell is not None:
                    covered = Cell(None, cell.place, covered="left" if column > columns[0] else "above")
                    seen.cells[row, column] = covered
        if cell is not None:
            cell.span = (len(rows), len(columns))
            seen.cells[rows[0], columns[0]] = cell
    return under
