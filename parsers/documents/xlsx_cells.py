"""The cells of an Excel sheet, read many times as fast as openpyxl reads them, where they are written as programs write them.

Most of the time that openpyxl takes goes into its cells. So it is given the workbook without them, and says all else: styles,
names, sizes, merged cells, conditional formats. The cells are taken from the XML of the sheet by patterns that have to account
for every byte of it. Where one does not (an odd order, another alphabet, a comment in between), or anything else is odd, the
workbook is None here, and openpyxl reads all of it as it would without this module.

What a value is follows openpyxl's own reader (`openpyxl.worksheet._reader.WorkSheetParser.parse_cell`), so that both ways give
the same Document; tests compare them.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from functools import lru_cache
from html import unescape
from typing import IO, Any

from openpyxl.cell.cell import Cell as FullCell
from openpyxl.cell.cell import MergedCell
from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.cell import column_index_from_string
from openpyxl.utils.datetime import from_excel
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

_DATA = re.compile(r"<sheetData>(.*)</sheetData>", re.S)
_ROW = re.compile(r'\s*<row((?: [A-Za-z0-9:]{1,20}="[^"<>&]{0,100}")*) ?(/?)>')
_CELL = re.compile(
    r'(<c r="([A-Z]{1,3})([1-9]\d{0,6})"(?: s="(\d{1,6})")?(?: t="(n|s|b|e|str|inlineStr)")?(?:/>|>'
    r'(<f(?: [A-Za-z0-9]{1,10}="[^"<>]{0,1000}")*(?:/>|>[^<]*</f>))?'
    r'(?:<v(?: xml:space="preserve")?>([^<]*)</v>|<v/>|(<is><t(?: xml:space="preserve")?>)([^<]*)</t></is>)?</c>))'
)
_OF_ROW = re.compile(r' (?:r|spans|[a-z0-9]+:[A-Za-z]+)="[^"]*"')
_HAS_NUMBER = re.compile(r' r="[1-9]\d{0,6}"')
_STRANGE = re.compile(
    r"&(?!(?:amp|lt|gt|quot|apos|#(?:1[6-9]\d|[2-9]\d\d|[1-9]\d{3}));)|[^\t\n -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)
_NUMBER = re.compile(r"-?\d{1,300}(?:\.\d{1,300})?(?:[eE][+-]?\d{1,3})?")


class _Odd(Exception):
    """A sheet is not written as programs write it."""


class FastCell:
    """A cell with what is asked of openpyxl's own. `formula`: it has one, whatever its value."""

    __slots__ = ("column", "comment", "data_type", "formula", "row", "sheet", "style_id", "value")

    def __init__(self, sheet: _Sheet, row: int, column: int, value: Any, data_type: str, style_id: int, formula: bool):
        self.sheet, self.row, self.column, self.value = sheet, row, column, value
        self.data_type, self.style_id, self.formula = data_type, style_id, formula
        self.comment: Any = None

    @property
    def parent(self) -> Worksheet:
        return self.sheet.worksheet

    @property
    def look(self) -> FullCell:
        """A cell of openpyxl's of the same style, to be asked for its font, its fill, its alignment and its format."""
        return self.sheet.styled(self.style_id)


class _Sheet:
    """A sheet that cells are put into."""

    def __init__(self, worksheet: Worksheet, strings: list[Any]) -> None:
        self.worksheet, self.strings = worksheet, strings
        book = worksheet.parent
        self.styles = len(book._cell_styles)
        self.dates, self.durations, self.epoch = book._date_formats, book._timedelta_formats, book.epoch
        self.styled = lru_cache(maxsize=None)(self._styled)

    def _styled(self, style_id: int) -> FullCell:
        return FullCell(self.worksheet, 1, 1, style_array=self.worksheet.parent._cell_styles[style_id])

    def value_of(self, kind: str, told: str, style_id: int) -> tuple[Any, str]:
        """The value and openpyxl's name of its type. Raises `_Odd`."""
        if not told:
            return None, kind
        if kind == "s":
            return self.strings[int(told)], "s"
        if kind == "n":
            return self._number(told, style_id)
        if kind == "b":
            return bool(int(told)), "b"
        return (unescape(told) if "&" in told else told), "s" if kind == "str" else "e"

    def _number(self, told: str, style_id: int) -> tuple[Any, str]:
        if not _NUMBER.fullmatch(told):
            raise _Odd
        value: Any = float(told) if "." in told or "E" in told or "e" in told else int(told)
        if style_id not in self.dates:
            return value, "n"
        try:
            return from_excel(value, self.epoch, timedelta=style_id in self.durations), "d"
        except (OverflowError, ValueError):
            return "#VALUE!", "e"


class _Package(zipfile.ZipFile):
    """The package, whose sheets have no cells. `opened`: the sheets in the order in which openpyxl read them."""

    def __init__(self, data: bytes, without: dict[str, bytes]) -> None:
        super().__init__(io.BytesIO(data))
        self.without = without
        self.sheets_opened: list[str] = []

    def open(self, name: str | zipfile.ZipInfo, *rest: Any, **told: Any) -> IO[bytes]:
        if isinstance(name, str) and name in self.without:
            self.sheets_opened.append(name)
            return io.BytesIO(self.without[name])
        return super().open(name, *rest, **told)


def load(data: bytes, sheets: list[str], rich: bool) -> Workbook | None:
    """The workbook with its values; None where it has to be read by openpyxl alone. `sheets`: the parts that are sheets."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return _loaded(data, sheets, rich)
        except Exception:  # want of memory too: whatever it is, openpyxl will say it of the whole workbook, or read it
            return None


def _loaded(data: bytes, sheets: list[str], rich: bool) -> Workbook:
    reader = ExcelReader(io.BytesIO(data), data_only=True, rich_text=rich)
    rows: dict[str, list[str]] = {}
    without = {}
    for part in sheets:
        without[part], rows[part] = _parted(reader.archive.read(part))
    package = _Package(data, without)
    reader.archive.close()
    reader.archive = package
    reader.read()
    book = reader.wb
    if len(package.sheets_opened) != len(book.worksheets) or not book.sheetnames:
        raise _Odd
    for worksheet, part in zip(book.worksheets, package.sheets_opened, strict=True):
        _fill(_Sheet(worksheet, reader.shared_strings), rows[part], rich)
    return book


def _parted(content: bytes) -> tuple[bytes, list[str]]:
    """A sheet without its cells, and the cells of each of its rows. Rows keep what else is said of them. Raises `_Odd`."""
    text = content.decode("utf-8")  # anything else is not
    found = _DATA.search(text)
    if found is None or "encoding=" in text[:100].replace('encoding="UTF-8"', "").replace('encoding="utf-8"', ""):
        raise _Odd
    whole = found[1]
    if "<!" in whole or "<?" in whole or "<!DOCTYPE" in text[: found.start()] or _STRANGE.search(whole):
        raise _Odd
    kept, cells, at = [], [], 0
    while row := _ROW.match(whole, at):
        if not _HAS_NUMBER.search(row[1]):
            raise _Odd
        at = row.end()
        if not row[2]:
            end = whole.index("</row>", at)
            cells.append(whole[at:end])
            at = end + len("</row>")
        if _OF_ROW.sub("", row[1]):
            kept.append(f"<row{row[1]}/>")
    if whole[at:].strip():
        raise _Odd
    return (text[: found.start(1)] + "".join(kept) + text[found.end(1) :]).encode(), cells


def _fill(sheet: _Sheet, rows: list[str], rich: bool) -> None:
    """Put the cells into the sheet, in the order of the file, as openpyxl would. Raises `_Odd`."""
    there = sheet.worksheet._cells  # made by merged cells, comments and links
    made: dict[tuple[int, int], Any] = {}
    for cell in _cells(sheet, "".join(rows), rich):
        key = (cell.row, cell.column)
        if there and (before := there.get(key)) is not None:
            if isinstance(before, MergedCell):
                made[key] = before
                continue
            cell.comment = before.comment
            if cell.value is None and before.value is not None:  # openpyxl gives a blank cell the target of its link
                cell.value, cell.data_type = before.value, before.data_type
        made[key] = cell
    for key, other in there.items():
        made.setdefault(key, other)
    sheet.worksheet._cells = made


def _cells(sheet: _Sheet, written: str, rich: bool) -> Iterator[FastCell]:
    found = _CELL.findall(written)
    if sum(len(one[0]) for one in found) != len(written):
        raise _Odd  # something stands between the cells, or before or behind them
    column_of, number_of = lru_cache(maxsize=None)(column_index_from_string), lru_cache(maxsize=None)(int)
    styles = sheet.styles
    known: dict[tuple[str, ...], tuple[Any, str, int]] = {}
    for _, letters, row, style, kind, formula, told, inline, text in found:
        said = (kind, told, style, inline)
        value = known.get(said)
        if value is None:
            style_id = int(style or 0)
            if style_id >= styles or (inline and kind != "inlineStr") or (kind == "inlineStr" and (rich or not inline)):
                raise _Odd
            value = known[said] = (*sheet.value_of(kind or "n", told, style_id), style_id)
        of, data_type, style_id = value
        if inline:
            of, data_type = (unescape(text) if "&" in text else text), "s"
        yield FastCell(sheet, number_of(row), column_of(letters), of, data_type, style_id, formula != "")
