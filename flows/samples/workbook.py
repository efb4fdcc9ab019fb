"""Sets the workbook that goes with a sample letter: title rows, merged headings, real dates, notes below.

An xlsx is set here; xls, ods, csv and the xlsx of openpyxl by the producers of the evaluation.
"""

from __future__ import annotations

import io
import re
from datetime import date, datetime
from itertools import groupby
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from flows.evaluation.blocks import MARK, Cell
from flows.evaluation.workbooks import Sheet, csv_text, odfpy_ods, openpyxl_xlsx, xlwt_xls
from flows.samples.declaration import PrintedRow, Sample, Table
from flows.samples.letter import RowPlace
from flows.samples.setting import day, grid, stored, unzipped, zipped

_CORE = "docProps/core.xml"
_SAVED = re.compile(rb"(<dcterms:modified[^<>]*>)[^<>]*")  # openpyxl writes the time of saving, whatever it is told


def workbook(sample: Sample) -> tuple[bytes, dict[str, list[RowPlace]]]:
    """The workbook, and where the rows of its tables stand, as far as its format has places."""
    producer = sample.workbook.get("producer", "xlsxwriter")
    if producer == "xlsxwriter":
        return _xlsxwriter(sample)
    sheets, places = _sheets(sample)
    match producer:
        case "csv":
            return csv_text(sheets[0], sample.workbook["encoding"], ",", "\r\n"), {}
        case "xls":
            return xlwt_xls(sheets), places
        case "ods":
            return stored(odfpy_ods(sheets)), places
    parts = unzipped(openpyxl_xlsx(sheets))
    parts[_CORE] = _SAVED.sub(rb"\g<1>2022-09-01T00:00:00Z", parts[_CORE])
    return zipped(parts), places


def _sheets(sample: Sample) -> tuple[list[Sheet], dict[str, list[RowPlace]]]:
    """The sheets as the producers of the evaluation take them."""
    sheets, places = [], {}
    for declared in sample.workbook["sheets"]:
        sheet = Sheet(declared["name"], _lines([MARK, *declared["title"], ""]))
        if name := declared.get("table"):
            table = sample.tables[name]
            made = grid(table)
            top = len(sheet.rows) + made.heading
            places[name] = [
                RowPlace(
                    sheet.name,
                    top + n + 1,
                    [f"{sheet.name}!{xl_rowcol_to_cell(top + n, c)}" for c in range(len(row.cells))],
                )
                for n, row in enumerate(table.rows)
            ]
            sheet.rows += made.rows[: made.heading]
            sheet.rows += [_typed(line, row) for line, row in zip(made.rows[made.heading :], table.rows, strict=True)]
        sheet.rows += _lines(["", *declared.get("notes", [])])
        sheets.append(sheet)
    return sheets, places


def _lines(texts: list[str]) -> list[list[Cell | None]]:
    """A row with one cell for each text, an empty one for none."""
    return [[Cell(text)] if text else [] for text in texts]


def _typed(line: list[Cell | None], row: PrintedRow) -> list[Cell | None]:
    """The printed cells, with a real date in each that shows one."""
    return [
        Cell(c.text, c.span, day(words) or c.value) if c else None for c, words in zip(line, row.cells, strict=True)
    ]


def _xlsxwriter(sample: Sample) -> tuple[bytes, dict[str, list[RowPlace]]]:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    replied = datetime.combine(sample.reply["date_replied"], datetime.min.time())
    book.set_properties({"title": f"SAMPLE – {sample.reply['reference']}", "comments": MARK, "created": replied})
    cell = {"border": 1, "valign": "top", "text_wrap": True}
    formats = {
        "mark": book.add_format({"bold": True, "font_color": "#b22222"}),
        "title": book.add_format({"bold": True, "font_size": 13}),
        "heading": book.add_format({**cell, "bold": True, "bg_color": "#d9dfe8", "align": "center"}),
        "text": book.add_format(cell),
        "date": book.add_format({**cell, "align": "left", "num_format": "dd/mm/yyyy"}),
    }
    places = {}
    for sheet in sample.workbook["sheets"]:
        page = book.add_worksheet(sheet["name"])
        page.set_footer(f"&L{MARK}&RPage &P of &N")
        page.set_landscape()
        page.fit_to_pages(1, 0)
        page.write(0, 0, MARK, formats["mark"])
        for n, line in enumerate(sheet["title"]):
            page.write(1 + n, 0, line, formats["title"])
        top = 2 + len(sheet["title"])
        if name := sheet.get("table"):
            places[name], top = _write_table(page, sheet["name"], sample.tables[name], top, formats)
        for n, line in enumerate(sheet.get("notes", [])):
            page.write(top + n, 0, line)
    book.close()
    return stored(out.getvalue()), places


def _write_table(page: Any, sheet: str, table: Table, top: int, formats: dict) -> tuple[list[RowPlace], int]:
    """Write the table from row `top` (counted from 0) on; its rows' places, and the row for what comes below it."""
    for column, width in enumerate(table.widths or [18] * len(table.columns)):
        page.set_column(column, column, width)
    first = _write_headings(page, table, top, formats["heading"])
    places = []
    for n, row in enumerate(table.rows):
        for column, words in enumerate(row.cells):
            _write_cell(page, first + n, column, words, formats)
        cells = [f"{sheet}!{xl_rowcol_to_cell(first + n, c)}" for c in range(len(row.cells))]
        places.append(RowPlace(sheet, first + n + 1, cells))
    for top_row, *others in _merged(table):
        for column in map(table.fields.index, table.merge_down):
            page.merge_range(first + top_row, column, first + others[-1], column, "", formats["text"])
            _write_cell(page, first + top_row, column, table.rows[top_row].cells[column], formats)
            for other in others:
                places[other].cells[column] = places[top_row].cells[column]
    return places, first + len(table.rows) + 1


def _write_headings(page: Any, table: Table, top: int, style: Any) -> int:
    """Write the headings, under a row of group headings where there are any; the first row below them."""
    below = top + bool(table.group_headings)
    grouped = {c for _, first, last in table.group_headings for c in range(first, last + 1)}
    for words, first, last in table.group_headings:
        page.merge_range(top, first, top, last, words, style)
    for column, words in enumerate(table.columns):
        if below == top or column in grouped:
            page.write(below, column, words, style)
        else:
            page.merge_range(top, column, below, column, words, style)
    return below + 1


def _write_cell(page: Any, row: int, column: int, words: str, formats: dict) -> None:
    if words.isdigit():
        page.write_number(row, column, int(words), formats["text"])
    elif words[:4].isdigit() and words[4:5] == "-":
        page.write_datetime(row, column, date.fromisoformat(words), formats["date"])
    else:
        page.write(row, column, words or None, formats["text"])


def _merged(table: Table) -> list[list[int]]:
    """Runs of rows that share their first cell, where the table merges such rows."""
    runs = [list(run) for _, run in groupby(range(len(table.rows)), key=lambda n: table.rows[n].cells[0])]
    return [run for run in runs if len(run) > 1 and table.merge_down]
