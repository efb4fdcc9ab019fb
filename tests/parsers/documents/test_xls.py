"""Old Excel workbooks: what a person sees on the sheets, cell by cell, and word of what is hidden, without its content."""

from __future__ import annotations

import datetime as dt
import io
import os
import struct
from collections.abc import Callable
from pathlib import Path

import pytest
import xlwt

from parsers.documents import read, sniff, xls
from parsers.documents.model import Document, UnreadableDocument
from parsers.limits import limited

ROWS = [["Outcome", 2019, 2020], ["Advice", 3, 0], ["Warning", "<5", 12]]
SHOWN = [["Outcome", "2019", "2020"], ["Advice", "3", "0"], ["Warning", "<5", "12"]]
SECRET = "Constable Smith"
SHARED = Path(os.environ.get("FOI_SHARED", Path(__file__).parents[3] / "../shared")) / "replies"


def book_of(rows: list[list]) -> tuple[xlwt.Workbook, xlwt.Worksheet]:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet1", cell_overwrite_ok=True)
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if value is not None:
                sheet.write(r, c, value)
    return book, sheet


def saved(book: xlwt.Workbook) -> bytes:
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def seen(book: xlwt.Workbook) -> Document:
    return read(saved(book), "data.xls")


def rows_of(document: Document) -> list[list[list[str | None]]]:
    return [[[c.text for c in r.cells] for r in t.rows] for t in document.tables]


def test_a_plain_sheet_cell_by_cell_with_its_places() -> None:
    document = seen(book_of(ROWS)[0])
    assert rows_of(document) == [SHOWN]
    table = document.tables[0]
    assert (table.rows[1].cells[1].place, table.rows[1].cells[1].value) == ("Sheet1!B2", 3)
    assert (document.pages, document.media_type) == (1, "application/vnd.ms-excel")


@pytest.mark.parametrize(
    ("value", "number_format", "text", "kind", "typed"),
    [
        (2019, "General", "2019", "number", 2019),
        (1234.5, "#,##0.00", "1,234.50", "number", 1234.5),
        (0.125, "0%", "13%", "number", 0.125),
        (7, "000", "007", "number", 7),
        (dt.date(2019, 4, 1), "DD/MM/YYYY", "01/04/2019", "date", "2019-04-01"),
        (dt.date(2019, 4, 1), "MMM-YY", "Apr-19", "date", "2019-04-01"),
        (
            dt.datetime.fromisoformat("2019-04-01T14:05"),
            "d mmm yyyy hh:mm",
            "1 Apr 2019 14:05",
            "date",
            "2019-04-01T14:05:00",
        ),
        (dt.time(14, 5), "hh:mm", "14:05", "date", "14:05:00"),
        (1.5, "[h]:mm", "36:00", "date", "1 day, 12:00:00"),
        (True, "General", "TRUE", "text", True),
        ("a\n  b", "General", "a b", "text", None),
        (0, '_-* #,##0_-;-* #,##0_-;_-* "-"??_-;_-@_-', "-", "text", None),
    ],
)
def test_a_value_is_shown_as_its_format_shows_it(
    value: object, number_format: str, text: str, kind: str, typed: object
) -> None:
    book, sheet = book_of([["Label", "Value"], ["x", None], ["y", 1]])
    sheet.write(1, 1, value, xlwt.easyxf(num_format_str=number_format))
    cell = seen(book).tables[0].rows[1].cells[1]
    assert (cell.text, cell.kind, cell.value) == (text, kind, typed)


def test_dates_counted_from_1904() -> None:
    book, sheet = book_of([["Ref", "Date"], ["x", None]])
    book.dates_1904 = True
    sheet.write(1, 1, dt.date(2019, 4, 1), xlwt.easyxf(num_format_str="DD/MM/YYYY"))
    assert seen(book).tables[0].rows[1].cells[1].value == "2019-04-01"


def test_errors_are_kept_apart_from_blanks() -> None:
    book, sheet = book_of(ROWS)
    sheet.row(1).set_cell_error(1, 0x2A)
    cell = seen(book).tables[0].rows[1].cells[1]
    assert (cell.text, cell.kind) == ("#N/A", "error")


def test_formulas_that_nobody_calculated_are_findings_not_blanks() -> None:
    book, sheet = book_of([*ROWS, ["Total"]])
    sheet.write(3, 1, xlwt.Formula("SUM(B2:B3)"))
    document = seen(book)
    assert document.tables[0].rows[3].cells[1].kind == "formula"
    finding = next(f for f in document.findings if f.code == "unparsed_value")
    assert (finding.severity, finding.location, finding.row) == ("error", "Sheet1", 4)


def test_merged_cells_are_covered_not_blank() -> None:
    book, sheet = book_of([["Outcome", None, None], [None, 2019, 2020], ["Advice", 1, 2]])
    sheet.write_merge(0, 0, 1, 2, "Year")
    table = seen(book).tables[0]
    assert rows_of(seen(book)) == [[["Outcome", "Year", None], [None, "2019", "2020"], ["Advice", "1", "2"]]]
    assert (table.rows[0].cells[1].span, table.rows[0].cells[2].covered) == ((1, 2), "left")


def test_a_heading_centred_across_blank_cells_looks_merged() -> None:
    book, sheet = book_of([["Outcome"], [None, 2019, 2020], ["Advice", 1, 2]])
    centred = xlwt.easyxf()
    centred.alignment.horz = xlwt.Alignment.HORZ_CENTER_ACROSS_SEL
    sheet.write(0, 1, "Year", centred)
    sheet.write(0, 2, None, centred)
    heading = seen(book).tables[0].rows[0].cells
    assert (heading[1].text, heading[1].span, heading[2].covered) == ("Year", (1, 2), "left")


def hide_sheet(book: xlwt.Workbook, sheet: xlwt.Worksheet) -> None:
    other = book.add_sheet("Other")
    other.write(0, 0, SECRET)
    other.visibility = 1


def very_hide_sheet(book: xlwt.Workbook, sheet: xlwt.Worksheet) -> None:
    hide_sheet(book, sheet)
    book.get_sheet("Other").visibility = 2


def hide_row(book: xlwt.Workbook, sheet: xlwt.Worksheet) -> None:
    sheet.write(3, 0, SECRET)
    sheet.row(3).hidden = True


def flatten_row(book: xlwt.Workbook, sheet: xlwt.Worksheet) -> None:
    sheet.write(3, 0, SECRET)
    sheet.row(3).height_mismatch = True
    sheet.row(3).height = 0


def hide_column(book: xlwt.Workbook, sheet: xlwt.Worksheet) -> None:
    sheet.write(1, 3, SECRET)
    sheet.col(3).hidden = True


def narrow_column(book: xlwt.Workbook, sheet: xlwt.Worksheet) -> None:
    sheet.write(1, 3, SECRET)
    sheet.col(3).width = 0


def white_letters(book: xlwt.Workbook, sheet: xlwt.Worksheet) -> None:
    sheet.write(1, 4, SECRET, xlwt.easyxf("font: colour white"))


@pytest.mark.parametrize(
    ("hide", "what", "location"),
    [
        (hide_sheet, "hidden sheet", "sheet 2"),
        (very_hide_sheet, "very hidden sheet", "sheet 2"),
        (hide_row, "hidden rows", "Sheet1"),
        (flatten_row, "hidden rows", "Sheet1"),
        (hide_column, "hidden columns", "Sheet1"),
        (narrow_column, "hidden columns", "Sheet1"),
        (white_letters, "text in the colour of its background", "Sheet1"),
    ],
)
def test_what_is_hidden_is_reported_and_never_read(hide: Callable, what: str, location: str) -> None:
    book, sheet = book_of(ROWS)
    hide(book, sheet)
    document = seen(book)
    assert [(h.what, h.location, h.amount) for h in document.hidden] == [(what, location, 1)]
    assert rows_of(document) == [SHOWN]
    assert SECRET not in repr(document)


def test_white_letters_on_a_dark_cell_are_seen() -> None:
    book, sheet = book_of(ROWS)
    dark = xlwt.easyxf("font: colour white, bold on; pattern: pattern solid, fore_colour dark_blue")
    for column, value in enumerate(ROWS[0]):
        sheet.write(0, column, value, dark)
    document = seen(book)
    assert rows_of(document) == [SHOWN]
    assert not document.hidden


def test_a_number_behind_a_suppressing_format_is_never_read() -> None:
    book, sheet = book_of(ROWS)
    sheet.write(1, 1, 3, xlwt.easyxf(num_format_str='[<5]"<5";0'))
    document = seen(book)
    cell = document.tables[0].rows[1].cells[1]
    assert (cell.text, cell.value) == ("<5", None)
    assert [(h.what, h.amount) for h in document.hidden] == [("value behind a number format", 1)]


def record(code: int, content: bytes) -> bytes:
    return struct.pack("<HH", code, len(content)) + content


def excel_2(rows: list[list]) -> bytes:
    """A workbook of 1987: a stream of records and nothing around it."""
    made = record(0x09, struct.pack("<HH", 2, 0x10))
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            place = struct.pack("<HH3s", r, c, bytes(3))
            if isinstance(value, str):
                made += record(0x04, place + bytes([len(value)]) + value.encode("cp1252"))
            else:
                made += record(0x03, place + struct.pack("<d", value))
    return made + record(0x0A, b"")


def test_a_workbook_of_excel_2() -> None:
    data = excel_2(ROWS)
    assert sniff(data) == xls.MEDIA_TYPE
    assert rows_of(read(data, "old.xls")) == [SHOWN]


def test_a_password_is_named() -> None:
    data = saved(book_of(ROWS)[0])
    start = data.index(struct.pack("<HH", 0x809, 16))
    locked = bytearray(data)
    locked[start + 20 : start + 20] = record(0x2F, struct.pack("<HHH", 0, 0, 0))  # FILEPASS
    del locked[start + 30 : start + 40]
    with pytest.raises(UnreadableDocument, match="password"):
        read(bytes(locked), "data.xls")


@pytest.mark.parametrize(("start", "length"), [(520, 400), (700, 1200), (512, 4000)])
def test_a_damaged_workbook_is_refused_in_one_sentence(start: int, length: int) -> None:
    data = bytearray(saved(book_of(ROWS)[0]))
    data[start : start + length] = (bytes(range(1, 256)) * 20)[:length]
    with pytest.raises(UnreadableDocument) as raised:
        read(bytes(data), "data.xls")
    assert "damaged" in raised.value.message
    assert "\n" not in raised.value.message
    assert raised.value.fix


def test_too_many_cells_are_refused() -> None:
    with limited(cells=5), pytest.raises(UnreadableDocument, match="more than 5 cells"):
        seen(book_of(ROWS)[0])


@pytest.mark.skipif(not SHARED.exists(), reason="the real replies are not here")
class TestRealWorkbooks:
    def test_disposals_by_region_are_one_table_a_sheet(self) -> None:
        document = read((SHARED / "workbooks/Disposals_by_region_2012-13.xls").read_bytes(), "x.xls")
        assert [t.location for t in document.tables] == list(dict.fromkeys(t.location for t in document.tables))
        assert len(document.tables) == document.pages == 11
        national = document.tables[0]
        assert [c.text for c in national.rows[1].cells if c.text][-1] == "TOTAL"
        total = next(r for r in national.rows if r.cells[0].text == "TOTAL*")
        assert (total.cells[1].text, total.cells[-1].text, total.cells[-1].value) == ("16,715", "73,022", 73022)

    def test_what_is_hidden_is_found_as_in_the_new_format(self) -> None:
        old, new = (
            read((SHARED / f"hidden/excel_analyzer_suspect.{end}").read_bytes(), end) for end in ("xls", "xlsx")
        )
        assert [(h.what, h.location, h.amount) for h in old.hidden] == [
            (h.what, h.location, h.amount) for h in new.hidden
        ]
        assert {"hidden sheet", "hidden rows", "hidden columns", "pivot cache", "external link"} <= {
            h.what for h in old.hidden
        }
        assert any(f.code == "low_confidence" and "link" in f.message for f in old.findings)
