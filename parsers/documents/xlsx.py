"""Excel workbooks (.xlsx): what a person who opens them sees, and word of what is hidden.

openpyxl reads hidden sheets, rows and columns without a word; here they are found first, counted, and left out.
"""

from __future__ import annotations

import hashlib
import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import lru_cache, partial
from typing import Any, NamedTuple

from lxml import etree
from openpyxl import load_workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.cell.rich_text import CellRichText
from openpyxl.cell.text import InlineFont
from openpyxl.styles.colors import COLOR_INDEX
from openpyxl.styles.fonts import Font
from openpyxl.utils.cell import range_boundaries
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from parsers.documents.colours import alike
from parsers.documents.kinds import XLSX as MEDIA_TYPE
from parsers.documents.model import Alike, Cell, Document, Finding, Hidden
from parsers.documents.number_format import shows_any_text
from parsers.documents.package import Package
from parsers.documents.properties import elements_of
from parsers.documents.sheet import place
from parsers.documents.workbook import (
    BEHIND_FORMAT,
    FEWER_SHEETS,
    IN_BACKGROUND,
    STRUCK,
    TOO_SMALL,
    Area,
    Filled,
    Look,
    RawSheet,
    Value,
    across,
    add_sheet,
    damaged,
    error_look,
    hidden_sheet,
    linked,
    look_of,
    number_blocks,
    opened_package,
    out_of_date,
    pictures,
    sight_of,
    too_large,
    uncalculated,
)
from parsers.documents.xlsx_cells import AnySheet, FastCell, SheetCells, load
from parsers.documents.xlsx_conditions import Conditions
from parsers.documents.xlsx_frame import Frame, FrameSheet
from parsers.documents.xlsx_hidden import WORKBOOK, comments_in_package, hidden_in_charts, hidden_in_package
from parsers.documents.xlsx_strings import hidden_in_strings
from parsers.documents.xlsx_written import Odd, Said, Written, WrittenRow, cells_of
from parsers.limits import limits

WRONG_COLOUR = re.compile(rb'\srgb="(?![0-9A-Fa-f]{6}(?:[0-9A-Fa-f]{2})?")[^"]*"')
FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
SCENARIO = re.compile(rb"<(?:\w+:)?scenario[ >]")
COLOURED_RUN = re.compile(rb"<(?:\w+:)?rPr>(?:(?!</(?:\w+:)?rPr>).)*?<(?:\w+:)?(?:color|sz)\b", re.S)
FLAT, NARROW, TINY = 2, 0.3, 2  # a row's height in points, a column's width in characters, letters in points
BLACK, WHITE = "000000", "FFFFFF"
SYSTEM_COLOURS = {64: BLACK, 65: WHITE}  # numbers of the palette for text and for window
THEME_COLOURS = {0: WHITE, 1: BLACK}
CALCULATED_ON_OPENING = re.compile(rb'fullCalcOnLoad="(?:1|true)"')
STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
NAMES_OF_STRICT = (
    (STRICT, b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)
RELATIONS = ("officeDocument", "worksheet", "chartsheet", "sharedStrings", "styles")
TYPES = ("sheet.main+xml", "worksheet+xml", "chartsheet+xml", "sharedStrings+xml", "styles+xml")
SHEET_PARTS = ("sheetViews", "sheetFormatPr", "cols", "sheetData", "autoFilter", "mergeCells")
FAULTY = (
    "it has faults, and was read without its fonts and colours: "
    "bold headings, comments, and text in the colour of its background are not seen"
)
NO_SECRET = "no secret"  # a nought, an error or a repeated label that a conditional format leaves blank
BLANK = 3  # cells with a style and no value that a sheet may have for each with one
MERGED = re.compile(
    rb"<(?:\w{1,20}:)?mergeCell\s[^<>]{0,200}?\bref\s*=\s*[\"']([^\"'<>]{1,60})[\"'][^<>]{0,200}>(?:</(?:\w{1,20}:)?mergeCell>)?"
)
BLANKS = ("", " ")
TYPED = (bool, int, float, datetime)
_sight = lru_cache(maxsize=10_000, typed=True)(sight_of)
"""The same days, shares and small numbers stand in one reply after another."""

ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def read_xlsx(data: bytes, name: str) -> Document:
    """The workbook as a Document. Raises UnreadableDocument where it is damaged or too large."""
    document = Document(hashlib.sha256(data).hexdigest(), name, MEDIA_TYPE)
    with opened_package(data, _is_sheet) as archive:
        parts = archive.namelist()
        try:
            _check_cells(archive)
            written = _written(archive)
            formulas, rich, scenarios = _in_cells(archive, written or {})
            workbook = b"".join(archive.read(p) for p in parts if WORKBOOK.fullmatch(p))
            in_package, comments = hidden_in_package(archive), comments_in_package(archive)
            in_package += hidden_in_strings(archive, _is_sheet, written or {})
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, zlib.error) as error:
            raise damaged(error) from None
        original = data
        if STRICT in workbook:
            data = _rewritten(archive, lambda _, content: _transitional(content))
        data = _without_endless_merges(archive, data, document)
        loaded = load(archive, written, rich) if data is original else None
    if data is not original:
        with Package(data) as archive:
            loaded = load(archive, _written(archive), rich)
    with_formulas = None
    cells: dict[str, SheetCells] = {}
    if loaded is not None:
        book, cells = loaded
    else:
        loader = _loader(data, document, rich)
        book = loader(True)
        with_formulas = loader(False) if formulas else None
    document.pages = len(book.sheetnames)
    _sheets(book, with_formulas, cells, workbook, document)
    located = sum(cell.comment is not None for sheet in book.worksheets for cell in _cells(sheet))
    unlocated = [Hidden("comment", "workbook", comments - located)] if comments > located else []
    unlocated += [Hidden("scenario", "workbook", scenarios)] if scenarios else []
    document.hidden += [*unlocated, *in_package]
    if any("chart" in p.lower() for p in parts):
        with opened_package(data, _is_sheet) as archive:
            document.hidden += hidden_in_charts(archive, document)
    if shown := sum(p.startswith("xl/media/") for p in parts):
        document.findings.append(pictures(shown))
    if formulas and any(h.what == "external link" for h in document.hidden):
        document.findings.append(linked())
    if formulas and CALCULATED_ON_OPENING.search(workbook):
        document.findings.append(out_of_date())
    number_blocks(document)
    return document


def _check_cells(archive: zipfile.ZipFile) -> None:
    """Raises UnreadableDocument where the sheets have many more cells than are read."""
    cells = 0
    for part in archive.namelist():
        if _is_sheet(part) or part.endswith("/sharedStrings.xml"):
            content = archive.read(part)
            cells += content.count(b"<c ") + content.count(b"<c>")
            if cells > BLANK * limits().cells:
                raise too_large()


def _in_cells(archive: zipfile.ZipFile, written: Mapping[str, Written]) -> tuple[bool, bool, int]:
    """Whether there are formulas, and parts of cells with a look of their own; the number of scenarios.

    Cells that were taken apart have nothing but a formula and a plain text or value: only the rest is looked through.
    """
    formulas, rich, scenarios = False, False, 0
    for part in archive.namelist():
        if _is_sheet(part) or part.endswith("/sharedStrings.xml"):
            known = written.get(part)
            content = archive.read(part) if known is None else known.without
            formulas = formulas or (known is not None and known.formulas) or bool(FORMULA.search(content))
            rich = rich or (b"rPr>" in content and bool(COLOURED_RUN.search(content)))
            scenarios += len(SCENARIO.findall(content))
    return formulas, rich, scenarios


def _written(archive: zipfile.ZipFile) -> dict[str, Written] | None:
    """The cells of each part that is a sheet; None where one of them is not written as programs write it."""
    try:
        return {part: cells_of(archive.read(part)) for part in archive.namelist() if _is_sheet(part)}
    except (Odd, UnicodeDecodeError, MemoryError):
        return None


def _sheets(
    book: Workbook | Frame,
    with_formulas: Workbook | None,
    cells: dict[str, SheetCells],
    workbook: bytes,
    document: Document,
) -> None:
    """What a person sees of each sheet; of the hidden ones only that they are there. openpyxl drops dialogs and macros."""
    states = {e.get("name", ""): e.get("state", "visible") for tag, e in elements_of(workbook) if tag == "sheet"}
    for number, name in enumerate(dict.fromkeys([*states, *book.sheetnames]), start=1):
        sheet = book[name] if name in book.sheetnames else None
        state = sheet.sheet_state if isinstance(sheet, AnySheet) else states.get(name, "visible")
        if state != "visible":
            filled = _filled_cells(sheet, cells.get(name)) if isinstance(sheet, AnySheet) else 0
            document.hidden.append(hidden_sheet(number, filled, very=state == "veryHidden"))
        elif isinstance(sheet, AnySheet):
            _sheet(sheet, with_formulas, cells.get(name), document)
        elif sheet is None:
            message = f"its sheet {number} holds no cells, or is missing or damaged; nothing of it was read"
            document.findings.append(
                Finding("low_confidence", "warning", message, "Open the workbook and look whether a sheet is missing.")
            )


def _filled_cells(sheet: AnySheet, cells: SheetCells | None) -> int:
    return sum(c.value is not None for c in _cells(sheet)) if cells is None else cells.filled()


def _is_sheet(part: str) -> bool:
    return part.startswith("xl/worksheets/") and part.endswith(".xml")


def _loader(data: bytes, document: Document, rich: bool) -> Callable[[bool], Workbook]:
    """What loads the workbook, with values or with formulas; from a copy with less in it where openpyxl refuses the whole.

    It refuses a workbook for one colour that is none, for one wrong attribute of a picture, a comment or a pivot table.
    """
    first: BaseException | None = None
    for without in (None, _without_wrong_colours, _bare):
        try:
            copy = data
            if without is not None:
                with zipfile.ZipFile(io.BytesIO(data)) as archive:
                    copy = _rewritten(archive, without)
            book = _load(copy, data_only=True, rich=rich)
        except MemoryError:
            raise
        except Exception as error:  # openpyxl lets many kinds escape on a file that breaks the standard
            first = first or error.__cause__ or error
            continue
        if without is _bare:
            document.findings.append(Finding("low_confidence", "warning", FAULTY, "Compare the tables with the file."))
        return lambda values: book if values else _load(copy, data_only=False)
    assert first is not None
    raise damaged(first) from None


def _load(data: bytes, data_only: bool, rich: bool = False) -> Workbook:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(data), data_only=data_only, rich_text=rich)
    if not book.sheetnames:
        raise ValueError("it has no sheets")
    return book


def _rewritten(archive: zipfile.ZipFile, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """The package with changed parts; without those that `change` gives nothing for."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target:
        for name in archive.namelist():
            content = change(name, archive.read(name))
            if content is not None:
                target.writestr(name, content)
    return made.getvalue()


def _without_endless_merges(archive: zipfile.ZipFile, data: bytes, document: Document) -> bytes:
    """The package without merged cells over more places than a document may have: openpyxl makes a cell for each.

    What is left of such a merge is its first cell, and a finding says so.
    """
    budget, dropped = limits().cells, 0

    def keep(match: re.Match[bytes]) -> bytes:
        nonlocal budget, dropped
        try:
            left, top, right, bottom = (n or 1 for n in range_boundaries(match[1].decode("ascii", "replace")))
        except (ValueError, TypeError):
            return match[0]  # openpyxl says what it thinks of it
        area = (abs(right - left) + 1) * (abs(bottom - top) + 1)
        budget -= area
        if budget >= 0:
            return match[0]
        budget, dropped = budget + area, dropped + 1
        return b""

    parts = [p for p in archive.namelist() if p.endswith(".xml") and b"mergeCell " in archive.read(p)]
    changed = {p: MERGED.sub(keep, archive.read(p)) for p in parts}
    if not dropped:
        return data
    message = f"{dropped:,} merged cells cover more places than are read, and were left as their first cells"
    document.findings.append(Finding("low_confidence", "warning", message, FEWER_SHEETS))
    with zipfile.ZipFile(io.BytesIO(data)) as current:
        return _rewritten(current, lambda name, content: changed.get(name, content))


def _transitional(content: bytes) -> bytes:
    """A part in the names of ISO 29500 strict, which openpyxl does not know, in those that it knows."""
    for strict, known in NAMES_OF_STRICT:
        content = content.replace(strict, known)
    return content


def _without_wrong_colours(name: str, content: bytes) -> bytes:
    return WRONG_COLOUR.sub(b"", content) if name.endswith(("/sharedStrings.xml", "/styles.xml")) else content


def _bare(name: str, content: bytes) -> bytes | None:
    """Cells, their formats, and what is hidden or merged; nothing else."""
    if name.endswith(".rels") and not name.startswith("xl/worksheets/"):
        return _only(content, lambda tag, type_: type_.rsplit("/", 1)[-1] in RELATIONS, "Type")
    if name == "[Content_Types].xml":
        return _only(content, lambda tag, type_: tag == "Default" or any(k in type_ for k in TYPES), "ContentType")
    if name.endswith("/sharedStrings.xml"):
        return _without_wrong_colours(name, content)
    if name.endswith("/styles.xml"):
        return _only_formats(content)
    if _is_sheet(name):
        return _only(content, lambda tag, _: tag in SHEET_PARTS, None)
    return _only(content, lambda tag, _: tag in ("workbookPr", "sheets"), None) if WORKBOOK.fullmatch(name) else None


def _root(content: bytes) -> etree._Element:
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))


def _only(content: bytes, keep: Callable[[str, str], bool], attribute: str | None) -> bytes:
    root = _root(content)
    for child in list(root):
        tag = etree.QName(child).localname if isinstance(child.tag, str) else ""
        if not keep(tag, child.get(attribute, "") if attribute else ""):
            root.remove(child)
        elif tag == "autoFilter":
            del child[:]
    return etree.tostring(root)


def _only_formats(content: bytes) -> bytes:
    root = _root(content)
    name = f"{{{etree.QName(root).namespace}}}"
    formats, used = root.find(f"{name}numFmts"), root.find(f"{name}cellXfs")
    start = [] if formats is None else [etree.tostring(formats, encoding="unicode")]
    xfs = [f'<xf numFmtId="{xf.get("numFmtId", "0")}"/>' for xf in (used if used is not None else ())]
    return f'<styleSheet xmlns="{name[1:-1]}">{"".join(start)}<cellXfs>{"".join(xfs)}</cellXfs></styleSheet>'.encode()


class Style(NamedTuple):
    """What is asked of a cell's style."""

    number_format: str
    bold: bool
    across: bool  # centred across the blank cells to its right
    ground: str | None  # the colour behind it; None where it is not known
    ink: str  # the colour of its letters
    unseen: str  # why its text is not seen; empty where it is


class Styles:
    """The styles of a sheet's cells, each looked up once: openpyxl takes long for it, and few styles serve many cells."""

    def __init__(self, known: dict[int, Style]) -> None:
        self.known = known
        self.looks: dict[tuple[Any, ...], Look] = {}
        """What a value with a type and a style looks like: the same few stand in most of the cells."""

    def of(self, cell: Any) -> Style:
        number = cell.style_id
        if number not in self.known:
            cell = cell.look if isinstance(cell, FastCell) else cell
            try:
                number_format = cell.number_format
            except IndexError:  # openpyxl looks styles up by their place, and this one points beyond the last
                raise damaged(ValueError("a cell has a number format that the workbook does not define")) from None
            across = cell.alignment.horizontal == "centerContinuous"
            ground = _ground(cell.fill)
            unseen = _unseen(cell.font, ground)
            ink = _rgb(cell.font.color, BLACK)
            self.known[number] = Style(number_format, bool(cell.font.b), across, ground, ink, unseen)
        return self.known[number]


def _sheet(sheet: AnySheet, with_formulas: Workbook | None, cells: SheetCells | None, document: Document) -> None:
    styles = Styles(sheet.parent.known if isinstance(sheet, FrameSheet) else {})
    coloured, conditions = list(_coloured_rows(sheet)), Conditions(sheet)
    merged = [Area(m.min_row, m.min_col, m.max_row, m.max_col) for m in sheet.merged_cells.ranges]
    raw = RawSheet(
        title=sheet.title,
        merged=merged,
        hidden_row=_row_is_hidden(sheet),
        hidden_column=_column_is_hidden(sheet),
        filtered=bool(sheet.auto_filter.ref),
        comments=sum(cell.comment is not None for cell in _cells(sheet)),
    )
    above = 0
    if cells is not None and _is_alike(sheet, cells, styles, coloured, conditions):
        zeros = _shows_zeros(sheet)
        raw.rows, raw.look = _rows(cells, coloured), _Shown(cells, styles, zeros)
    else:
        if cells is not None:
            cells.fill()
        continued = {
            (c.row, c.column): c.value is not None
            for c in _cells(sheet)
            if not isinstance(c, MergedCell) and styles.of(c).across
        }
        raw.merged += across(continued)
        formulas = with_formulas[sheet.title] if with_formulas else None
        raw.cells = _filled(sheet, formulas, styles, coloured, conditions)
        above = _cut_off_by_panes(sheet)
    add_sheet(raw, document)
    if above:
        document.hidden.append(Hidden("cells above a frozen pane", sheet.title, above, "no scrolling shows them"))


def _is_alike(
    sheet: AnySheet,
    cells: SheetCells,
    styles: Styles,
    coloured: list[tuple[int, int, int]],
    conditions: Conditions,
) -> bool:
    """Cells that say the same in one style look the same, wherever they stand.

    Not so where headings are centred across blank cells, where a conditional format may hide something, or where a view
    begins behind the first cells.
    """
    if not cells.written.ordered or _corner(sheet) != (1, 1):
        return False
    looks = [styles.of(FastCell(cells, 1, 1, None, "n", number, False)) for number in cells.styles()]
    if any(look.across for look in looks):
        return False
    looks += [_on_ground_of_table(look) for look in looks] if coloured else []
    formats = [one.rule.dxf for one in conditions.rules]
    if any(one.shows_no_value for one in conditions.rules) or any(f is not None and f.numFmt for f in formats):
        return False
    return not any(f is not None and _blends(f, look) for f in formats for look in looks)


def _on_ground_of_table(style: Style) -> Style:
    """The style in a heading of one of Excel's own tables, whose ground is not known."""
    return style._replace(ground=None, unseen="" if style.unseen == IN_BACKGROUND else style.unseen)


def _rows(cells: SheetCells, coloured: list[tuple[int, int, int]]) -> Iterator[WrittenRow]:
    """The rows of a sheet; in the headings of Excel's own tables each cell is told apart."""
    areas: dict[int, list[tuple[int, int]]] = {}
    for number, left, right in coloured:
        areas.setdefault(number, []).append((left, right))
    for row in cells.rows():
        here = areas.get(row.number)
        if here:
            on_table = [any(left <= column <= right for left, right in here) for column in row.columns]
            row = row._replace(
                said=[s.alone(s.value, s.data_type, on) for s, on in zip(row.said, on_table, strict=True)]
            )
        yield row


class _Shown:
    """What all cells look like that say the same in one style."""

    def __init__(self, cells: SheetCells, styles: Styles, zeros: bool) -> None:
        self.cells, self.styles, self.zeros = cells, styles, zeros
        self.start = f"{cells.worksheet.title}!"
        self._texts: dict[int, bool] = {}  # styles that show every text as it is, and whether it is bold

    def __call__(self, said: Said) -> Alike:
        value = said.value
        if said.data_type == "s" and value.__class__ is str and not said.on_table:
            bold = self._texts.get(said.style_id)
            if bold is not None:
                text = _unescaped(value) if "_x" in value else value
                if "  " in text or not text.isprintable() or text[:1] in BLANKS or text[-1] == " ":
                    text = " ".join(text.split())
                return Alike(text or None, self.start, None, "text", bold, "", bool(text))
        elif value is None and not said.formula:
            return Alike(None, self.start, seen=False)
        return self._carefully(said)

    def _carefully(self, said: Said) -> Alike:
        value, known = said.value, self.styles.known.get(said.style_id)
        if value.__class__ in TYPED and known and not (known.unseen or said.on_table or said.data_type == "e"):
            sight = _sight if value else sight_of  # 0.0 and -0.0 are the same to what keeps
            text, typed, kind, hidden = sight(value, known.number_format, self.zeros)
            if text is not None:
                return Alike(text, self.start, typed, kind, known.bold, hidden)
            return Alike(None, self.start, hidden=hidden, seen=False)
        cell = FastCell(self.cells, 1, 1, said.value, said.data_type, said.style_id, said.formula)
        style = self.styles.of(cell)
        if said.on_table:
            style = _on_ground_of_table(style)
        elif not style.unseen and shows_any_text(style.number_format):
            self._texts[said.style_id] = style.bold
        made, hidden = _look(cell, style, self.zeros)
        if made is None:
            return Alike(None, self.start, hidden=hidden, seen=False)
        return Alike(made.text, self.start, made.value, made.kind, made.bold, hidden)


def _unescaped(text: str) -> str:
    return ESCAPED.sub(lambda m: chr(int(m[1], 16)), text)


def _corner(sheet: AnySheet) -> tuple[int, int]:
    """The first row and column that a frozen view scrolls to (18.3.1.87)."""
    for view in sheet.views.sheetView[:1]:
        if view.pane is None or view.pane.state not in ("frozen", "frozenSplit") or not view.topLeftCell:
            continue
        left, top, _, _ = range_boundaries(view.topLeftCell)
        return (top or 1) if view.pane.ySplit else 1, (left or 1) if view.pane.xSplit else 1
    return 1, 1


def _cut_off_by_panes(sheet: AnySheet) -> int:
    """Filled cells before the corner where a frozen view begins: scrolling never comes to them."""
    row, column = _corner(sheet)
    if (row, column) == (1, 1):
        return 0
    return sum(c.value is not None and (c.row < row or c.column < column) for c in _cells(sheet))


def _cells(sheet: AnySheet) -> Iterator[Any]:
    """The cells that are there. `iter_rows` would walk 17 thousand million for one styled cell in the last corner."""
    return iter(sheet._cells.values())


def _shows_zeros(sheet: AnySheet) -> bool:
    views = sheet.views.sheetView
    return not views or views[0].showZeros is not False


def _filled(
    sheet: AnySheet,
    formulas: Worksheet | None,
    styles: Styles,
    coloured: list[tuple[int, int, int]],
    conditions: Conditions,
) -> Iterator[Filled]:
    """The cells with a value, and those whose formula was never calculated and so has none."""
    zeros = _shows_zeros(sheet)
    for cell in _cells(sheet):
        if isinstance(cell, MergedCell) or (cell.value is None and not _has_formula(cell, formulas)):
            continue
        style = usual = styles.of(cell)
        if coloured or conditions.rules:
            if any(cell.row == row and left <= cell.column <= right for row, left, right in coloured):
                style = _on_ground_of_table(style)
            if conditions.rules and not style.unseen and (why := _by_condition(cell, style, conditions)) is not None:
                style = style._replace(unseen=why)
        key = (
            (cell.value.__class__, cell.value, cell.data_type, cell.style_id) if isinstance(cell.value, Value) else None
        )
        known = styles.looks.get(key) if key and style is usual else None
        if known is not None:
            yield Filled(cell.row, cell.column, _at(cell, known))
        else:
            keep = styles.looks if style is usual else {}
            yield Filled(cell.row, cell.column, partial(_first_look, cell, style, zeros, key, keep))


def _has_formula(cell: Any, formulas: Worksheet | None) -> bool:
    if isinstance(cell, FastCell):
        return cell.formula
    return formulas is not None and formulas[cell.coordinate].data_type == "f"


def _first_look(cell: Any, style: Style, zeros: bool, key: Any, known: dict[tuple[Any, ...], Look]) -> Look:
    """As `_look`, which is kept for the next cell with the same value and style."""
    look = _look(cell, style, zeros)
    if key:
        known[key] = look
    return look


def _at(cell: Any, look: Look) -> Look:
    """What another cell looks like, at the place of this one."""
    made = look.cell
    if made is None:
        return look
    at = place(cell.parent.title, cell.row, cell.column)
    return Look(Cell(made.text, at, made.value, made.kind, bold=made.bold), look.hidden)


def _by_condition(cell: Any, style: Style, conditions: Conditions) -> str | None:
    """Why a conditional format hides the cell; None where none does. What keeps no secret is hidden without a word."""

    def hides(format_: Any) -> bool:
        return format_ is not None and (_blends(format_, style) or _shows_other(cell, format_))

    found = conditions.about(cell, hides)
    if found is None:
        return None
    if conditions.is_plain(cell):
        return NO_SECRET
    return IN_BACKGROUND if found.rule.dxf and _blends(found.rule.dxf, style) else BEHIND_FORMAT


def _blends(format_: Any, style: Style) -> bool:
    """The format gives letters and ground one colour. Its ground is said by the pattern's background (18.8.32)."""
    font, fill = format_.font, format_.fill
    if not ((font and font.color) or fill):
        return False
    ground = style.ground
    if fill:
        solid = getattr(fill, "fill_type", None) in (None, "solid")
        ground = _rgb(fill.bgColor, WHITE) if solid and hasattr(fill, "bgColor") else None
    ink = _rgb(font.color, style.ink) if font and font.color else style.ink
    return ground is not None and alike(ink, ground)


def _shows_other(cell: Any, format_: Any) -> bool:
    if not format_.numFmt or cell.data_type == "e" or not isinstance(cell.value, Value):
        return False
    look = look_of(cell.value, format_.numFmt.formatCode or "General", "")
    return bool(look.hidden)


def _coloured_rows(sheet: AnySheet) -> Iterator[tuple[int, int, int]]:
    """Headings of Excel's own tables, which have a ground that their cells do not tell: row, first and last column."""
    for table in sheet.tables.values():
        if table.headerRowCount != 0 and table.tableStyleInfo and table.tableStyleInfo.name:
            left, top, right, _ = range_boundaries(table.ref)
            yield top, left, right


def _row_is_hidden(sheet: AnySheet) -> Callable[[int], bool]:
    """Hidden by hand, by a filter, by a group, or by next to no height."""
    usual = sheet.sheet_format.defaultRowHeight
    all_hidden = bool(sheet.sheet_format.zeroHeight) or (usual is not None and usual < FLAT)
    dimensions = sheet.row_dimensions

    def hidden(row: int) -> bool:
        if row not in dimensions:
            return all_hidden
        own = dimensions[row]
        return bool(own.hidden) or (all_hidden if own.height is None else own.height < FLAT)

    return hidden


def _column_is_hidden(sheet: AnySheet) -> Callable[[int], bool]:
    """Hidden by hand, by a group, or by next to no width. One entry may stand for a range of columns."""
    usual = sheet.sheet_format.defaultColWidth
    dimensions = [d for d in sheet.column_dimensions.values() if d.min and d.max]
    ranges = [(d.min, d.max) for d in dimensions if d.hidden or (d.width is not None and d.width < NARROW)]
    if usual is not None and usual < NARROW:
        own = [(d.min, d.max) for d in dimensions if not d.hidden and d.customWidth and d.width >= NARROW]
        return lambda column: not any(low <= column <= high for low, high in own)
    return lambda column: any(low <= column <= high for low, high in ranges)


def _unseen(font: Font | InlineFont, ground: str | None) -> str:
    """Why letters of that font are not seen on that ground; empty where they are."""
    size = font.sz
    if size is not None and size <= TINY:
        return TOO_SMALL
    if font.strike:
        return STRUCK
    return IN_BACKGROUND if ground is not None and alike(_rgb(font.color, BLACK), ground) else ""


def _ground(fill: Any) -> str | None:
    """The colour behind a cell; None for patterns and gradients."""
    kind = getattr(fill, "fill_type", None)
    if kind is None:
        return WHITE
    return _rgb(fill.fgColor, WHITE) if kind == "solid" else None


def _rgb(colour: Any, usual: str) -> str:
    """Six hexadecimal digits, or the name of a colour of the workbook's theme."""
    if colour is None:
        return usual
    if colour.type == "indexed":
        known = SYSTEM_COLOURS.get(colour.indexed)
        return known or (COLOR_INDEX[colour.indexed][-6:] if colour.indexed < len(COLOR_INDEX) else "")
    if colour.type == "theme":
        plain = THEME_COLOURS.get(colour.theme) if not colour.tint else None
        return plain or f"theme {colour.theme} {colour.tint:.3f}"
    return str(colour.rgb).upper()[-6:] if colour.type == "rgb" else usual


def _look(cell: Any, style: Style, zeros: bool) -> Look:
    value, at = cell.value, place(cell.parent.title, cell.row, cell.column)
    if value is None:  # a formula that gives an empty text (type `str`) is calculated and shows nothing
        return Look(None) if cell.data_type == "str" else uncalculated(at)
    hidden = ""
    if isinstance(value, CellRichText):
        value, hidden = _runs(value, style)
        if not value:
            return Look(None, hidden)
    elif style.unseen:
        return Look(None, "" if style.unseen == NO_SECRET else style.unseen)
    if cell.data_type == "e":
        return error_look(str(value), at)
    if isinstance(value, str):
        value = _unescaped(value)
    elif not isinstance(value, Value):
        value = str(value)
    look = look_of(value, style.number_format, at, style.bold, zeros)
    return Look(look.cell, look.hidden or hidden)


def _runs(value: CellRichText, style: Style) -> tuple[str, str]:
    """The text of the runs that are seen, and why the others are not. A plain run has the look of the cell."""
    seen, hidden = [], ""
    for run in value:
        plain = isinstance(run, str)
        why = style.unseen.replace(NO_SECRET, "") if plain else _unseen(run.font, style.ground)
        text = str(run)
        if why and text.strip():
            hidden = why
        else:
            seen.append(text)
    return "".join(seen), hidden
