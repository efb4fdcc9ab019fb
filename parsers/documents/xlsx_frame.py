"""All that openpyxl says of an ordinary workbook but its cells, without having it read again what it has read before.

Styles, widths, views and margins are the same in one workbook after another, and openpyxl takes milliseconds for each. So the
parts of the package and the elements beside a sheet's cells are given to openpyxl's own readers one by one, and what they say
of a piece is kept for the next workbook that has the same. What is not ordinary (comments, links, drawings, conditional
formats, charts, tables, a sheet that is missing) raises an error, and openpyxl reads the workbook as a whole.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from openpyxl.cell.cell import Cell as FullCell
from openpyxl.cell.cell import MergedCell
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.packaging.core import DocumentProperties
from openpyxl.packaging.custom import CustomPropertyList
from openpyxl.packaging.manifest import Manifest
from openpyxl.packaging.relationship import get_dependents, get_rels_path
from openpyxl.packaging.workbook import WorkbookPackage
from openpyxl.pivot.table import TableDefinition
from openpyxl.reader.excel import SHARED_STRINGS, _find_workbook_part
from openpyxl.styles.cell_style import StyleArray
from openpyxl.styles.differential import DifferentialStyleList
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils.datetime import CALENDAR_MAC_1904, WINDOWS_EPOCH
from openpyxl.workbook.child import INVALID_TITLE_REGEX
from openpyxl.worksheet._reader import WorkSheetParser
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.dimensions import ColumnDimension, RowDimension, SheetFormatProperties
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.print_settings import PrintArea, PrintTitles
from openpyxl.worksheet.views import SheetViewList
from openpyxl.xml.constants import ARC_CONTENT_TYPES, ARC_CORE, ARC_CUSTOM, ARC_STYLE, ARC_THEME, COMMENTS_NS
from openpyxl.xml.functions import fromstring

from parsers.documents.kept import kept
from parsers.documents.package import Package
from parsers.documents.xlsx_written import Odd, Written, strings_of

PIECES, LONGEST_PIECE = 500, 4_000
"""How many elements of sheets are kept with what was said of them, and how many characters those have at most."""

MOST_PIECES = 50  # elements of one sheet beside its cells; openpyxl is quicker with more
DECLARATION = r'(?:<\?xml version="1\.0"(?: encoding="(?:UTF-8|utf-8)")?(?: standalone="(?:yes|no)")?\s*\?>)?\s*'
ROOT = re.compile(DECLARATION + r'(<worksheet(?: [A-Za-z0-9:]{1,40}="[^"<>&]{0,300}")*\s*>)')
OWN_NAME = re.compile(r'(?<= xr:uid=")[^"]*')
"""What Excel tells sheets apart by."""

PIECE = re.compile(r"<([A-Za-z]{1,30})(?:\s[^<>]*[^<>/])?(/?)>")
EXTENT = re.compile(r'<dimension ref="[A-Z0-9:]{1,30}"/>')
NUMBER_OF_ROW = re.compile(r'(?<= r=")\d+')
CELLS_OF_ROW = re.compile(r'(?<= spans=")[^"]*')
MOMENT = re.compile(
    r"(?<=>)(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ(?=</dcterms:)"
)
STATES = ("visible", "hidden", "veryHidden")
NAMED = ("views", "sheet_format", "auto_filter")
BESIDE_SHEETS = (COMMENTS_NS, SpreadsheetDrawing._rel_type, TableDefinition.rel_type)
"""Parts that openpyxl reads with a sheet."""


class StyleBook:
    """What openpyxl reads from a package's styles, where cells look for it. Raises `Odd` where that is not all they need."""

    def __init__(self, content: bytes) -> None:
        self._differential_styles = DifferentialStyleList()
        self._cell_styles: Any = ()
        self._date_formats: set[int] = set()
        self._timedelta_formats: set[int] = set()
        self._named_styles: Any = ()
        self.known: dict[int, Any] = {}  # what the reader of sheets has worked out of a style
        apply_stylesheet(_Single(content), self)
        if not len(self._cell_styles) or not self._named_styles:
            raise Odd
        self.plain: bool = bool(StyleArray() in self._cell_styles)
        """The style of a cell that openpyxl makes is among those of the package."""


class _Single:
    """A package of one part."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    def read(self, name: str) -> bytes:
        return self.content


class FrameSheet:
    """A sheet without its cells: what is asked of openpyxl's own, under the same names."""

    def __init__(self, title: str, state: str, parent: StyleBook) -> None:
        self.title, self.sheet_state, self.parent = title, state, parent
        self.views, self.sheet_format, self.auto_filter = VIEWS, FORMAT, FILTER
        self.conditional_formatting = CONDITIONS
        self.tables: dict[str, Any] = {}
        self.merged_cells = UNMERGED
        self.row_dimensions: dict[int, RowLook] = {}
        self.column_dimensions: dict[str, Any] = {}
        self._cells: dict[tuple[int, int], Any] = {}


VIEWS, FORMAT, FILTER = SheetViewList(), SheetFormatProperties(), AutoFilter()
CONDITIONS, UNMERGED = ConditionalFormattingList(), MultiCellRange()
"""What openpyxl gives a sheet that says nothing of these. Nobody changes them."""


class Frame:
    """A workbook of such sheets."""

    def __init__(self, epoch: Any, worksheets: list[FrameSheet]) -> None:
        self.epoch, self.worksheets = epoch, worksheets
        self.sheetnames = [sheet.title for sheet in worksheets]

    def __getitem__(self, title: str) -> FrameSheet:
        return self.worksheets[self.sheetnames.index(title)]


class Framed(NamedTuple):
    """A workbook, the part of the package that each of its sheets is, and the shared strings."""

    book: Frame
    parts: list[str]
    strings: list[str]


class RowLook(NamedTuple):
    """What a row says of itself."""

    hidden: bool
    height: float | None
    style: int


class Said(NamedTuple):
    """What openpyxl reads from one element of a sheet: what it sets on the sheet, the columns, the merged cells."""

    named: dict[str, Any]
    columns: dict[str, Any]
    merged: list[Any]
    style: int  # the highest number of a style


class Contents(NamedTuple):
    """What openpyxl reads from the part that is the workbook: the first day, and of each sheet title, state and relation."""

    epoch: Any
    sheets: list[tuple[str, str, str]]


class Related(NamedTuple):
    """What a part refers to: the kind of relation and the part."""

    type: str
    target: str


def frame_of(package: Package, written: Mapping[str, Written]) -> Framed:
    """The workbook without its cells. `written`: its parts that are sheets.

    Raises `Odd`, or whatever openpyxl raises of a part: it will say so of the whole workbook, or read it another way.
    """
    names = set(package.namelist())
    main, shared = _main_parts(package.read(ARC_CONTENT_TYPES))
    contents = _contents(package.read(main))
    related = _related(package, main)
    strings = strings_of(package.read(shared)) if shared else []
    _check_properties(package, names)
    styles = _styles(package.read(ARC_STYLE))
    sheets, parts = [], []
    for title, state, relation in contents.sheets:
        type_, part = related[relation]
        others = {o.type for o in _related(package, part).values()} if get_rels_path(part) in names else set()
        if part not in names or "chartsheet" in type_ or not others.isdisjoint(BESIDE_SHEETS):
            raise Odd
        sheets.append(_sheet(title, state, styles, written[part]))
        parts.append(part)
    if not parts or len(set(parts)) < len(parts):
        raise Odd
    return Framed(Frame(contents.epoch, sheets), parts, strings)


@kept
def _main_parts(types: bytes) -> tuple[str, str]:
    """The parts that are the workbook and its shared strings, where it has some, by the types that a package declares."""
    manifest = Manifest.from_tree(fromstring(types))
    shared = manifest.find(SHARED_STRINGS)
    return _find_workbook_part(manifest).PartName[1:], shared.PartName[1:] if shared is not None else ""


@kept
def _styles(content: bytes) -> StyleBook:
    return StyleBook(content)


@kept
def _contents(content: bytes) -> Contents:
    """As `openpyxl.reader.workbook.WorkbookParser` has it. Raises `Odd` where other parts belong to it besides sheets."""
    package = WorkbookPackage.from_tree(fromstring(content))
    if package.externalReferences or package.pivotCaches or not isinstance(package.active, int):
        raise Odd
    _check_names(package)
    sheets = [(sheet.name, sheet.state, sheet.id) for sheet in package.sheets]
    titles = [title for title, _, _ in sheets]
    if not all(title and relation and state in STATES for title, state, relation in sheets):
        raise Odd
    if any(map(INVALID_TITLE_REGEX.search, titles)) or len({title.lower() for title in titles}) < len(titles):
        raise Odd
    return Contents(CALENDAR_MAC_1904 if package.properties.date1904 else WINDOWS_EPOCH, sheets)


def _check_names(package: WorkbookPackage) -> None:
    """Raises what openpyxl raises for a name that stands for what is printed."""
    for sheet, names in package.definedNames.by_sheet().items() if package.definedNames else ():
        for name in names.values() if sheet != "global" else ():
            if name.is_reserved == "Print_Titles":
                PrintTitles.from_string(name.value)
            elif name.is_reserved == "Print_Area":
                PrintArea.from_string(name.value)


def _related(package: Package, part: str) -> dict[str, Related]:
    """What a part refers to, by the names of the relations. Raises `Odd` where one comes twice."""
    path = get_rels_path(part)
    return _relations(package.read(path), path)


@kept
def _relations(content: bytes, path: str) -> dict[str, Related]:
    relations = list(get_dependents(_Single(content), path))
    found = {relation.id: Related(relation.Type, relation.target) for relation in relations}
    if len(found) < len(relations):
        raise Odd
    return found


def _check_properties(package: Package, names: set[str]) -> None:
    """Raises what openpyxl raises for properties of the document that it cannot read, and for a theme that is damaged."""
    if ARC_CORE in names:
        _check_core(MOMENT.sub("2020-01-01T00:00:00Z", package.read(ARC_CORE).decode()).encode())
    if ARC_CUSTOM in names:
        CustomPropertyList.from_tree(fromstring(package.read(ARC_CUSTOM)))
    if ARC_THEME in names:
        package.read(ARC_THEME)


@kept
def _check_core(content: bytes) -> None:
    DocumentProperties.from_tree(fromstring(content))


def _sheet(title: str, state: str, styles: StyleBook, written: Written) -> FrameSheet:
    """A sheet, as `openpyxl.worksheet._reader.WorksheetReader` has it."""
    sheet = FrameSheet(title, state, styles)
    root, pieces = _pieces(written.head, written.tail)
    said = [_said(root, piece) for piece in pieces]
    for one in said:
        vars(sheet).update(one.named)
        sheet.column_dimensions.update(one.columns)
    sheet.row_dimensions = _rows(root, written.kept)
    used = [one.style for one in said] + [look.style for look in sheet.row_dimensions.values()]
    if max(used, default=0) >= len(styles._cell_styles):
        raise Odd
    if merged := [area for one in said for area in one.merged]:
        _merge(sheet, merged)
    return sheet


def _pieces(head: str, tail: str) -> tuple[str, list[str]]:
    """How a sheet begins, and the elements in it before and behind its cells. Raises `Odd`."""
    start = ROOT.match(head)
    end = tail.rstrip()
    if start is None or not end.endswith("</worksheet>"):
        raise Odd
    before = head[start.end() :].removesuffix("<sheetData>")
    after = end.removesuffix("</worksheet>").removeprefix("</sheetData>")
    pieces = [*_elements(before), *_elements(after)]
    if len(pieces) > MOST_PIECES:
        raise Odd
    return OWN_NAME.sub("", start[1]), ["", *(piece for piece in pieces if not EXTENT.fullmatch(piece))]


def _elements(text: str) -> Iterator[str]:
    """The elements side by side in a piece of XML. Raises `Odd` where anything else is there."""
    at, text = 0, text.strip()
    while at < len(text):
        start = PIECE.match(text, at)
        if start is None:
            raise Odd
        end = start.end()
        if not start[2]:
            closing = f"</{start[1]}>"
            end = text.find(closing, end) + len(closing)
            if end < start.end() + len(closing):
                raise Odd
        yield text[start.start(1) - 1 : end]
        at = end


def _said(root: str, piece: str) -> Said:
    return (_read_again if len(piece) <= LONGEST_PIECE else _read)(root, piece)


def _read(root: str, piece: str) -> Said:
    """What openpyxl reads from an element of a sheet. Raises `Odd` where that is more than is kept here."""
    parser = _parsed(root, piece)
    others = (parser.hyperlinks.hyperlink, parser.formatting, parser.legacy_drawing, parser.tables.tablePart)
    if any(others) or parser.row_dimensions:
        raise Odd
    columns, style = {}, 0
    for letters, told in parser.column_dimensions.items():
        style = max(style, _style(told.pop("style", "0")))
        columns[letters] = ColumnDimension(None, **told)
    named = {name: getattr(parser, name) for name in NAMED if getattr(parser, name, None) is not None}
    return Said(named, columns, list(parser.merged_cells.mergeCell) if parser.merged_cells else [], style)


_read_again = lru_cache(maxsize=PIECES)(_read)


def _parsed(root: str, piece: str) -> WorkSheetParser:
    parser = WorkSheetParser(io.BytesIO(f"{root}{piece}</worksheet>".encode()), [], data_only=True)
    if any(cells for _, cells in parser.parse()):
        raise Odd
    return parser


def _style(told: str) -> int:
    number = int(told)
    if number < 0:  # which openpyxl counts from the last
        raise Odd
    return number


def _rows(root: str, rows: list[str]) -> dict[int, RowLook]:
    """What rows say of themselves, by their numbers. Raises `Odd`."""
    looks: dict[str, RowLook | None] = {}
    found: dict[int, RowLook] = {}
    for row in rows:
        number, without = NUMBER_OF_ROW.search(row), NUMBER_OF_ROW.sub("1", CELLS_OF_ROW.sub("", row))
        if without not in looks:
            if len(looks) == MOST_PIECES:
                raise Odd
            looks[without] = _row(root, without)
        look = looks[without]
        if look is not None and number is not None:
            found[int(number[0])] = look
    return found


@lru_cache(maxsize=PIECES)
def _row(root: str, row: str) -> RowLook | None:
    """What the element of the first row says; None where it is nothing of its own."""
    told = _parsed(root, f"<sheetData>{row}</sheetData>").row_dimensions.get("1")
    if told is None:
        return None
    style = _style(told.pop("s", "0"))
    made = RowDimension(None, **told)
    return RowLook(made.hidden, made.height, style)


def _merge(sheet: FrameSheet, areas: list[Any]) -> None:
    """Merge cells of the sheet: all but the first of each are no longer there. Raises `Odd` where two have one in common."""
    if not sheet.parent.plain:
        raise Odd
    for area in areas:
        for number, (row, column) in enumerate(area.cells):
            if (row, column) in sheet._cells:
                raise Odd
            made = MergedCell(sheet, row, column) if number else FullCell(sheet, row, column)
            sheet._cells[row, column] = made
    sheet.merged_cells = MultiCellRange(areas)
