"""Excel workbooks (.xlsx): what a person who opens them sees, and word of what is hidden.

openpyxl reads hidden sheets, rows and columns without a word; here they are found first, counted, and left out.
"""

from __future__ import annotations

import hashlib
import io
import math
import re
import warnings
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from parsers.documents.model import Cell, Document, Finding, Hidden, Table, UnreadableDocument
from parsers.documents.number_format import shown_date, shown_number, shown_text
from parsers.documents.sheet import Sheet, blocks_of, place

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_MEMBERS = 5_000
MAX_TOTAL = 300_000_000  # bytes unpacked
MAX_MEMBER = 200_000_000
MAX_RATIO = 200  # of unpacked to packed, for members above 10 MB
MAX_SHEETS = 100_000_000  # bytes of the sheets' XML: about three million cells, 1.5 GB in openpyxl
PARTS = (
    ("xl/pivotCache/pivotCacheRecords", "pivot cache", "holds a copy of the data that a pivot table was made from"),
    ("xl/externalLinks/externalLink", "external link", "holds values copied from another workbook"),
    ("xl/model/", "data model", "holds whole tables that no sheet shows"),
    ("xl/embeddings/", "embedded file", "a file within the file"),
    ("xl/connections.xml", "data connection", "names a database or file that the data came from"),
    ("xl/vbaProject.bin", "macros", "program code"),
)
MAX_MERGED = 1_000  # rows or columns; a cell merged over more is a background, not a group
WHITE = ("FFFFFFFF", "00FFFFFF")
WRONG_COLOUR = re.compile(rb'\srgb="(?![0-9A-Fa-f]{6}(?:[0-9A-Fa-f]{2})?")[^"]*"')
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def read_xlsx(data: bytes, name: str) -> Document:
    """The workbook as a Document. Raises UnreadableDocument where it is damaged or too large."""
    document = Document(hashlib.sha256(data).hexdigest(), name, MEDIA_TYPE)
    with _opened(data) as archive:
        parts = archive.namelist()
        formulas = any(b"<f>" in archive.read(p) or b"<f " in archive.read(p) for p in parts if _is_sheet(p))
        calculated_on_opening = re.search(rb'fullCalcOnLoad="(?:1|true)"', archive.read("xl/workbook.xml"))
    book = _load(data, data_only=True)
    with_formulas = _load(data, data_only=False) if formulas else None
    document.pages = len(book.sheetnames)
    for sheet in book.worksheets:
        _sheet(sheet, with_formulas, document)
    _hidden_parts(book, parts, document)
    if formulas and calculated_on_opening:
        message = "its formulas are calculated when it is opened: the values kept in it may be out of date"
        fix = "Open it in Excel, save it, and add the saved copy."
        document.findings.append(Finding("low_confidence", "warning", message, fix))
    number = 0
    for at, block in enumerate(document.blocks, start=1):
        if isinstance(block, Table):
            number += 1
        block.number = number if isinstance(block, Table) else at
    return document


def _is_sheet(part: str) -> bool:
    return part.startswith("xl/worksheets/") and part.endswith(".xml")


def _opened(data: bytes) -> zipfile.ZipFile:
    """The package, once its directory shows that it can be unpacked safely."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, OSError) as error:
        raise _damaged(error) from None
    members = archive.infolist()
    large = [m for m in members if m.file_size > 10_000_000]
    if (
        len(members) > MAX_MEMBERS
        or sum(m.file_size for m in members) > MAX_TOTAL
        or any(m.file_size > MAX_MEMBER for m in members)
        or any(m.file_size > MAX_RATIO * max(m.compress_size, 1) for m in large)
        or sum(m.file_size for m in members if _is_sheet(m.filename)) > MAX_SHEETS
    ):
        raise UnreadableDocument(
            "unpacks to more data than is read: it is very large, or made to do harm",
            "Save only the sheets that matter in a new workbook and add that.",
        )
    for member in members:
        if member.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in _start(archive, member):
            raise _damaged(ValueError(f"{member.filename} declares entities, which no workbook needs"))
    return archive


def _start(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    try:
        with archive.open(member) as part:
            return part.read(2_000).replace(b"\x00", b"")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, zlib.error) as error:
        raise _damaged(error) from None


def _damaged(error: BaseException) -> UnreadableDocument:
    said = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    return UnreadableDocument(
        f"cannot be read as a workbook (damaged): {said[:200]}",
        "Open it in Excel or LibreOffice, save it again as .xlsx, and add that copy.",
    )


def _load(data: bytes, data_only: bool) -> Workbook:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return load_workbook(io.BytesIO(data), data_only=data_only)
        except MemoryError:
            raise
        except Exception as first:  # openpyxl lets many kinds escape on a file that breaks the standard
            try:
                return load_workbook(io.BytesIO(_without_wrong_colours(data)), data_only=data_only)
            except Exception:
                raise _damaged(first.__cause__ or first) from None


def _without_wrong_colours(data: bytes) -> bytes:
    """The package without colours that are no colours: openpyxl refuses the whole workbook for one of them."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.infolist():
            content = source.read(member)
            if member.filename.endswith(("/sharedStrings.xml", "/styles.xml")):
                content = WRONG_COLOUR.sub(b"", content)
            target.writestr(member.filename, content)
    return made.getvalue()


def _hidden_parts(book: Workbook, parts: list[str], document: Document) -> None:
    for start, what, note in PARTS:
        amount = sum(p.startswith(start) and "/_rels/" not in p for p in parts)
        if amount:
            document.hidden.append(Hidden(what, "workbook", amount, note))
    names = [n for n in book.defined_names if not n.startswith("_xlnm")]
    if names:
        document.hidden.append(Hidden("defined name", "workbook", len(names)))
    pictures = sum(p.startswith("xl/media/") for p in parts)
    if pictures:
        message = f"it holds {pictures} picture{'s' * (pictures > 1)}, which are not read"
        document.findings.append(Finding("low_confidence", "info", message, "Check that no figures are in them."))


def _sheet(sheet: Worksheet, with_formulas: Workbook | None, document: Document) -> None:
    if sheet.sheet_state != "visible":
        what = "very hidden sheet" if sheet.sheet_state == "veryHidden" else "hidden sheet"
        document.hidden.append(Hidden(what, sheet.title, 1, f"{_filled(sheet)} filled cells"))
        return
    comments = sum(cell.comment is not None for cell in _cells(sheet))
    if comments:
        document.hidden.append(Hidden("comment", sheet.title, comments))
    formulas = with_formulas[sheet.title] if with_formulas else None
    document.blocks += blocks_of(_visible(sheet, formulas, document))


def _cells(sheet: Worksheet) -> Iterator[Any]:
    """The cells that are there. `iter_rows` would walk 17 thousand million for one styled cell in the last corner."""
    return iter(sheet._cells.values())


def _filled(sheet: Worksheet) -> int:
    return sum(cell.value is not None for cell in _cells(sheet))


def _row_is_hidden(sheet: Worksheet) -> Callable[[int], bool]:
    """Hidden by hand, by a filter, by a group, or by a height of nought."""
    all_hidden = bool(sheet.sheet_format.zeroHeight)
    dimensions = sheet.row_dimensions

    def hidden(row: int) -> bool:
        if row not in dimensions:
            return all_hidden
        own = dimensions[row]
        return bool(own.hidden) or own.height == 0 or (all_hidden and own.height is None)

    return hidden


def _column_is_hidden(sheet: Worksheet) -> Callable[[int], bool]:
    """Hidden by hand, by a group, or by a width of nought. One entry may stand for a range of columns."""
    dimensions = sheet.column_dimensions.values()
    ranges = [(d.min, d.max) for d in dimensions if (d.hidden or d.width == 0) and d.min and d.max]
    return lambda column: any(low <= column <= high for low, high in ranges)


def _visible(sheet: Worksheet, formulas: Worksheet | None, document: Document) -> Sheet:
    """The sheet's visible cells; what is hidden is counted in the document."""
    shown = Sheet(sheet.title, {}, _row_is_hidden(sheet), _column_is_hidden(sheet))
    hidden: Counter[str] = Counter()
    hidden_rows, hidden_columns = set(), set()
    for cell in _cells(sheet):
        formula = formulas is not None and cell.value is None and formulas[cell.coordinate].data_type == "f"
        if isinstance(cell, MergedCell) or (cell.value is None and not formula):
            continue
        hidden_cell = shown.hidden_row(cell.row) or shown.hidden_column(cell.column)
        if hidden_cell and not _shows_through(sheet, cell, shown):
            hidden_rows |= {cell.row} if shown.hidden_row(cell.row) else set()
            hidden_columns |= {cell.column} if shown.hidden_column(cell.column) else set()
            continue
        if _in_background_colour(cell):
            hidden["text in the colour of its background"] += 1
            continue
        made, true = _cell(cell, formula, document)
        hidden["value behind a number format"] += not true
        if made.text is not None or made.kind == "formula":
            shown.cells[cell.row, cell.column] = made
    filtered = "filtered rows" if sheet.auto_filter.ref else "hidden rows"
    hidden[filtered], hidden["hidden columns"] = len(hidden_rows), len(hidden_columns)
    document.hidden += [Hidden(what, sheet.title, amount) for what, amount in hidden.items() if amount]
    _merge(sheet, shown)
    return shown


def _shows_through(sheet: Worksheet, cell: Any, shown: Sheet) -> bool:
    """A merged cell that begins in a hidden row or column shows in the part of it that is not hidden."""
    merged = next((m for m in sheet.merged_cells.ranges if (m.min_row, m.min_col) == (cell.row, cell.column)), None)
    return merged is not None and all(_left_over(merged, shown))


def _left_over(merged: Any, shown: Sheet) -> tuple[list[int], list[int]]:
    rows = [r for r in range(merged.min_row, merged.max_row + 1) if not shown.hidden_row(r)]
    columns = [c for c in range(merged.min_col, merged.max_col + 1) if not shown.hidden_column(c)]
    return rows, columns


def _merge(sheet: Worksheet, shown: Sheet) -> None:
    """Mark the cells that a filled merged cell covers; one that is merged over whole rows reaches no further than needed."""
    for merged in sheet.merged_cells.ranges:
        cell = shown.cells.pop((merged.min_row, merged.min_col), None)
        if cell is None:
            continue
        if merged.max_row - merged.min_row > MAX_MERGED or merged.max_col - merged.min_col > MAX_MERGED:
            shown.cells[merged.min_row, merged.min_col] = cell
            continue
        rows, columns = _left_over(merged, shown)
        cell.span = (len(rows), len(columns))
        for row in rows:
            for column in columns:
                shown.cells[row, column] = Cell(None, cell.place, covered="left" if column > columns[0] else "above")
        shown.cells[rows[0], columns[0]] = cell


def _in_background_colour(cell: Any) -> bool:
    """White letters on no fill, or on a white one."""
    font, fill = cell.font.color, cell.fill
    if font is None or not _is_white(font):
        return False
    return fill is None or fill.fill_type is None or (fill.fill_type == "solid" and _is_white(fill.fgColor))


def _is_white(colour: Any) -> bool:
    if colour.type == "theme":
        return colour.theme == 0 and not colour.tint
    return colour.type == "rgb" and str(colour.rgb).upper() in WHITE


def _cell(cell: Any, formula: bool, document: Document) -> tuple[Cell, bool]:
    """The cell as shown, and whether what it shows is its value."""
    value, at = cell.value, place(cell.parent.title, cell.row, cell.column)
    made = Cell(None, at, bold=bool(cell.font.b))
    if value is None:
        if cell.data_type != "str":  # a formula that gives an empty text is calculated and shows nothing
            made.kind = "formula"
            message = f"the formula in {at} was never calculated, so that it has no value"
            fix = "Open the workbook in Excel, save it, and add the saved copy."
            document.findings.append(Finding("unparsed_value", "error", message, fix, cell.parent.title, cell.row))
        return made, True
    if cell.data_type == "e":
        made.text, made.kind = str(value), "error"
        return made, True
    if isinstance(value, bool):
        made.text, made.value = str(value).upper(), value
        return made, True
    if isinstance(value, (int, float)):
        return _number(made, value, cell.number_format)
    if isinstance(value, (datetime, date, time, timedelta)):
        return _date(made, value, cell.number_format), True
    text = ESCAPED.sub(lambda m: chr(int(m[1], 16)), str(value))
    shown = shown_text(text, cell.number_format)
    made.text = " ".join(shown.text.split()) or None
    return made, shown.true


def _number(made: Cell, value: int | float, number_format: str) -> tuple[Cell, bool]:
    if isinstance(value, float) and not math.isfinite(value):
        made.text, made.kind = str(value), "error"
        return made, True
    shown = shown_number(value, number_format)
    made.text = shown.text.strip() or None
    if shown.true:
        made.kind, made.value = "number", int(value) if value == int(value) else value
    return made, shown.true


def _date(made: Cell, value: datetime | date | time | timedelta, number_format: str) -> Cell:
    made.text, made.kind = shown_date(value, number_format), "date"
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    made.value = str(value) if isinstance(value, timedelta) else value.isoformat()
    return made
