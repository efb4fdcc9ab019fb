"""The cells of an Excel sheet, read many times as fast as openpyxl reads them, where they are written as programs write them.

Most of the time that openpyxl takes goes into its cells. So it is given the workbook without them, and says all else: styles,
names, sizes, merged cells, conditional formats; of an ordinary workbook piece by piece (`xlsx_frame`). The cells are taken from the XML of the sheet (`xlsx_written`). Where that
cannot be done, or anything else is odd, the workbook is None here, and openpyxl reads all of it as it would without this module.

What a value is follows openpyxl's own reader (`openpyxl.worksheet._reader.WorkSheetParser.parse_cell`), so that both ways give
the same Document; tests compare them.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from html import unescape
from typing import Any, NamedTuple, TypeAlias

from openpyxl.cell.cell import Cell as FullCell
from openpyxl.cell.cell import MergedCell
from openpyxl.reader.excel import SHARED_STRINGS, ExcelReader
from openpyxl.utils.datetime import from_excel
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from parsers.documents.package import Package
from parsers.documents.xlsx_frame import Frame, FrameSheet, frame_of
from parsers.documents.xlsx_written import Odd, Said, Written, WrittenRow, strings_of

AS_IT_IS = 60  # days; Excel takes 1900 for a leap year, and so counts one too many from there
AnySheet: TypeAlias = Worksheet | FrameSheet
NUMBER = re.compile(r"-?\d{1,300}(?:\.\d{1,300})?(?:[eE][+-]?\d{1,3})?")


class FastCell:
    """A cell with what is asked of openpyxl's own. `formula`: it has one, whatever its value."""

    __slots__ = ("column", "comment", "data_type", "formula", "row", "sheet", "style_id", "value")

    def __init__(
        self, sheet: SheetCells, row: int, column: int, value: Any, data_type: str, style_id: int, formula: bool
    ):
        self.sheet, self.row, self.column, self.value = sheet, row, column, value
        self.data_type, self.style_id, self.formula = data_type, style_id, formula
        self.comment: Any = None

    @property
    def parent(self) -> AnySheet:
        return self.sheet.worksheet

    @property
    def look(self) -> FullCell:
        """A cell of openpyxl's of the same style, to be asked for its font, its fill, its alignment and its format."""
        return self.sheet.styled(self.style_id)


class SheetCells:
    """The cells of one sheet: as they are written, and put into openpyxl's sheet where that is asked for."""

    def __init__(self, worksheet: AnySheet, written: Written, strings: list[Any], epoch: Any, rich: bool) -> None:
        self.worksheet, self.written = worksheet, written
        book = worksheet.parent
        self.dates, self.durations, self.epoch = book._date_formats, book._timedelta_formats, epoch
        self.styled = lru_cache(maxsize=None)(self._styled)
        self._filled = False
        styles = len(book._cell_styles)
        for said in written.said:
            if said.style_id >= styles or (rich and said.kind == "inlineStr"):
                raise Odd
            if said.kind == "s" and said.told:
                said.value = strings[int(said.told)]
            else:
                said.value, said.data_type = self._value_of(said)

    def _styled(self, style_id: int) -> FullCell:
        return FullCell(self.worksheet, 1, 1, style_array=self.worksheet.parent._cell_styles[style_id])

    def _value_of(self, said: Said) -> tuple[Any, str]:
        """The value and openpyxl's name of its type. Raises `Odd`."""
        kind, told = said.kind, said.told
        if said.inline is not None:
            return (unescape(said.inline) if "&" in said.inline else said.inline), "s"
        if not told:
            return None, kind
        if kind == "n":
            return self._number(told, said.style_id)
        if kind == "b":
            return bool(int(told)), "b"
        return (unescape(told) if "&" in told else told), "s" if kind == "str" else "e"

    def _number(self, told: str, style_id: int) -> tuple[Any, str]:
        if not NUMBER.fullmatch(told):
            raise Odd
        value: Any = float(told) if "." in told or "E" in told or "e" in told else int(told)
        if style_id not in self.dates:
            return value, "n"
        if (
            value.__class__ is int
            and value >= AS_IT_IS
            and self.epoch.__class__ is datetime
            and style_id not in self.durations
        ):
            try:
                return self.epoch + timedelta(days=value), "d"
            except OverflowError:
                return "#VALUE!", "e"
        try:
            return from_excel(value, self.epoch, timedelta=style_id in self.durations), "d"
        except (OverflowError, ValueError):
            return "#VALUE!", "e"

    def rows(self) -> Iterator[WrittenRow]:
        """The cells row by row as openpyxl would have them: nothing in those that merged ones cover, links that have no text."""
        there = self.worksheet._cells  # made by merged cells, comments and links
        numbers, met = {row for row, _ in there}, set()
        for row in self.written.rows:
            if row.number in numbers:
                keys = [(row.number, column) for column in row.columns]
                met.update(keys)
                row = row._replace(said=[_said_with(s, there.get(k)) for s, k in zip(row.said, keys, strict=True)])
            yield row
        for key, other in there.items():
            if key not in met and other.value is not None:
                said = Said(other.style_id, "", False, "", None).alone(other.value, other.data_type)
                yield WrittenRow(key[0], (key[1],), [other.column_letter], [said])

    def styles(self) -> set[int]:
        """The numbers of all styles of its cells."""
        there = {c.style_id for c in self.worksheet._cells.values() if not isinstance(c, MergedCell)}
        return there | {said.style_id for said in self.written.said}

    def filled(self) -> int:
        """How many cells have a value."""
        if not self.written.ordered:  # some may come twice
            self.fill()
            return sum(cell.value is not None for cell in self.worksheet._cells.values())
        return sum(said.value is not None for row in self.rows() for said in row.said)

    def fill(self) -> None:
        """Put the cells into openpyxl's sheet, in the order of the file, as openpyxl would."""
        if self._filled:
            return
        self._filled = True
        there = self.worksheet._cells
        made: dict[tuple[int, int], Any] = {}
        for cell in self._cells():
            key = (cell.row, cell.column)
            if there and (before := there.get(key)) is not None:
                if isinstance(before, MergedCell):
                    made[key] = before
                    continue
                cell.comment = before.comment
                if (
                    cell.value is None and before.value is not None
                ):  # openpyxl gives a blank cell the target of its link
                    cell.value, cell.data_type = before.value, before.data_type
            made[key] = cell
        for key, other in there.items():
            made.setdefault(key, other)
        self.worksheet._cells = made

    def _cells(self) -> Iterator[FastCell]:
        for row in self.written.rows:
            for column, said in zip(row.columns, row.said, strict=True):
                yield FastCell(self, row.number, column, said.value, said.data_type, said.style_id, said.formula)


def _said_with(said: Said, before: Any) -> Said:
    """What a cell says, where openpyxl has made one in its place before."""
    if isinstance(before, MergedCell):
        return Said(0, "n", False, "", None)
    if before is not None and said.value is None and before.value is not None:
        return said.alone(before.value, before.data_type)
    return said


class _Reader(ExcelReader):
    """openpyxl's reader of a package that is open already; quicker with shared strings."""

    def __init__(self, package: Package, rich: bool) -> None:
        self.archive, self.valid_files = package, package.namelist()
        self.read_only = self.keep_vba = False
        self.data_only = self.keep_links = True
        self.rich_text = rich
        self.shared_strings: list[Any] = []

    def read_strings(self) -> None:
        part = self.package.find(SHARED_STRINGS)
        if part is not None and not self.rich_text:
            try:
                self.shared_strings = strings_of(self.archive.read(part.PartName[1:]))
                return
            except (Odd, UnicodeDecodeError):
                pass
        super().read_strings()


class Loaded(NamedTuple):
    """A workbook without cells, and the cells of each of its sheets by its title."""

    book: Workbook | Frame
    cells: dict[str, SheetCells]


def load(package: Package, written: Mapping[str, Written] | None, rich: bool) -> Loaded | None:
    """The workbook with its values; None where it has to be read by openpyxl alone. `written`: the parts that are sheets."""
    if written is None:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for way in (_framed, _loaded):
            try:
                return way(package, written, rich)
            except (
                Exception
            ):  # want of memory too: whatever it is, openpyxl will say it of the whole workbook, or read it
                continue
    return None


def _framed(package: Package, written: Mapping[str, Written], rich: bool) -> Loaded:
    """An ordinary workbook. Raises `Odd`, or what openpyxl raises, for any other."""
    if rich:
        raise Odd
    book, parts, strings = frame_of(package, written)
    pairs = zip(book.worksheets, parts, strict=True)
    return Loaded(book, {s.title: SheetCells(s, written[part], strings, book.epoch, rich) for s, part in pairs})


def _loaded(package: Package, written: Mapping[str, Written], rich: bool) -> Loaded:
    """Any workbook, read by openpyxl without its cells. Raises `Odd`, or what openpyxl raises."""
    package.instead = {part: one.without for part, one in written.items()}
    reader = _Reader(package, rich)
    reader.read()
    book, opened = reader.wb, package.opened
    if len(opened) != len(book.worksheets) or len(set(opened)) != len(opened) or not book.sheetnames:
        raise Odd
    strings = reader.shared_strings
    pairs = zip(book.worksheets, opened, strict=True)
    return Loaded(
        book, {sheet.title: SheetCells(sheet, written[part], strings, book.epoch, rich) for sheet, part in pairs}
    )
