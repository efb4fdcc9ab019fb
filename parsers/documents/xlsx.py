"""Excel workbooks (.xlsx): what a person who opens them sees, and word of what is hidden.

openpyxl reads hidden sheets, rows and columns without a word; here they are found first, counted, and left out.
"""

from __future__ import annotations

import hashlib
import io
import re
import warnings
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from parsers.documents.model import Document, Hidden
from parsers.documents.sheet import place
from parsers.documents.workbook import (
    IN_BACKGROUND,
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
    look_of,
    number_blocks,
    opened_package,
    out_of_date,
    pictures,
    uncalculated,
)

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PARTS = (
    ("xl/pivotCache/pivotCacheRecords", "pivot cache", "holds a copy of the data that a pivot table was made from"),
    ("xl/externalLinks/externalLink", "external link", "holds values copied from another workbook"),
    ("xl/model/", "data model", "holds whole tables that no sheet shows"),
    ("xl/embeddings/", "embedded file", "a file within the file"),
    ("xl/connections.xml", "data connection", "names a database or file that the data came from"),
    ("xl/vbaProject.bin", "macros", "program code"),
)
WHITE = ("FFFFFFFF", "00FFFFFF")
WRONG_COLOUR = re.compile(rb'\srgb="(?![0-9A-Fa-f]{6}(?:[0-9A-Fa-f]{2})?")[^"]*"')
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def read_xlsx(data: bytes, name: str) -> Document:
    """The workbook as a Document. Raises UnreadableDocument where it is damaged or too large."""
    document = Document(hashlib.sha256(data).hexdigest(), name, MEDIA_TYPE)
    with opened_package(data, _is_sheet) as archive:
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
        document.findings.append(out_of_date())
    number_blocks(document)
    return document


def _is_sheet(part: str) -> bool:
    return part.startswith("xl/worksheets/") and part.endswith(".xml")


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
                raise damaged(first.__cause__ or first) from None


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
    shown = sum(p.startswith("xl/media/") for p in parts)
    if shown:
        document.findings.append(pictures(shown))


def _sheet(sheet: Worksheet, with_formulas: Workbook | None, document: Document) -> None:
    if sheet.sheet_state != "visible":
        filled = sum(cell.value is not None for cell in _cells(sheet))
        document.hidden.append(hidden_sheet(sheet.title, filled, very=sheet.sheet_state == "veryHidden"))
        return
    formulas = with_formulas[sheet.title] if with_formulas else None
    merged = [Area(m.min_row, m.min_col, m.max_row, m.max_col) for m in sheet.merged_cells.ranges]
    continued = {
        (c.row, c.column): c.value is not None
        for c in _cells(sheet)
        if not isinstance(c, MergedCell) and c.alignment.horizontal == "centerContinuous"
    }
    raw = RawSheet(
        title=sheet.title,
        cells=_filled(sheet, formulas),
        merged=[*merged, *across(continued)],
        hidden_row=_row_is_hidden(sheet),
        hidden_column=_column_is_hidden(sheet),
        filtered=bool(sheet.auto_filter.ref),
        comments=sum(cell.comment is not None for cell in _cells(sheet)),
    )
    add_sheet(raw, document)


def _cells(sheet: Worksheet) -> Iterator[Any]:
    """The cells that are there. `iter_rows` would walk 17 thousand million for one styled cell in the last corner."""
    return iter(sheet._cells.values())


def _filled(sheet: Worksheet, formulas: Worksheet | None) -> Iterator[Filled]:
    """The cells with a value, and those whose formula was never calculated and so has none."""
    views = sheet.views.sheetView
    zeros = not views or views[0].showZeros is not False
    for cell in _cells(sheet):
        formula = formulas is not None and cell.value is None and formulas[cell.coordinate].data_type == "f"
        if not isinstance(cell, MergedCell) and (cell.value is not None or formula):
            yield Filled(cell.row, cell.column, partial(_look, cell, zeros))


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


def _look(cell: Any, zeros: bool) -> Look:
    value, at = cell.value, place(cell.parent.title, cell.row, cell.column)
    if value is None:  # a formula that gives an empty text (type `str`) is calculated and shows nothing
        return Look(None) if cell.data_type == "str" else uncalculated(at)
    if _in_background_colour(cell):
        return Look(None, IN_BACKGROUND)
    if cell.data_type == "e":
        return error_look(str(value), at)
    if isinstance(value, str):
        value = ESCAPED.sub(lambda m: chr(int(m[1], 16)), value)
    elif not isinstance(value, Value):
        value = str(value)
    return look_of(value, cell.number_format, at, bool(cell.font.b), zeros)
