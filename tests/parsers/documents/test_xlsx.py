"""Workbooks: what a person sees on the sheets, cell by cell, and word of what is hidden, without its content."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import random
import zipfile

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName

from parsers.documents import read, xlsx
from parsers.documents.model import Document, Table, Text, UnreadableDocument
from parsers.limits import limited
from tests.parsers.documents.layouts import LAYOUTS, by_odfpy, by_openpyxl, by_xlwt

NOON = dt.datetime.fromisoformat("2019-04-01T14:05")
ROWS = [["Outcome", 2019, 2020], ["Advice", 3, 0], ["Warning", "<5", 12]]
SHOWN = [["Outcome", "2019", "2020"], ["Advice", "3", "0"], ["Warning", "<5", "12"]]


def saved(book: openpyxl.Workbook) -> bytes:
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def sheet_of(rows: list[list], start: int = 1, title: str = "Sheet1") -> tuple[openpyxl.Workbook, object]:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for r, row in enumerate(rows, start):
        for c, value in enumerate(row, 1):
            if value is not None:
                sheet.cell(r, c, value)
    return book, sheet


def seen(book: openpyxl.Workbook | bytes) -> Document:
    return read(book if isinstance(book, bytes) else saved(book), "data.xlsx")


def rows_of(table: Table) -> list[list[str | None]]:
    return [[c.text for c in r.cells] for r in table.rows]


def tables_of(book: openpyxl.Workbook | bytes) -> list[list[list[str | None]]]:
    return [rows_of(t) for t in seen(book).tables]


def test_a_plain_sheet_cell_by_cell_with_its_places() -> None:
    document = seen(sheet_of(ROWS, start=3)[0])
    (found,) = document.tables
    assert rows_of(found) == SHOWN
    assert [(r.location, r.number) for r in found.rows] == [("Sheet1", 3), ("Sheet1", 4), ("Sheet1", 5)]
    assert found.rows[1].cells[1].place == "Sheet1!B4"
    assert [(c.kind, c.value) for c in found.rows[2].cells] == [("text", None), ("text", None), ("number", 12)]
    assert document.pages == 1


def test_shared_strings_of_another_writer() -> None:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        sheet = book.add_worksheet("Data")
        for at, row in enumerate(ROWS):
            sheet.write_row(at, 0, row)
    assert tables_of(made.getvalue()) == [SHOWN]


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (2019, "General", "2019"),
        (5.0, "General", "5"),
        (0.1 + 0.2, "General", "0.3"),
        (1234567, "#,##0", "1,234,567"),
        (1234.5, "#,##0.00", "1,234.50"),
        (0.125, "0%", "13%"),
        (0.1234, "0.0%", "12.3%"),
        (7, "000", "007"),
        (-3, "0;(0)", "(3)"),
        (0, '0;-0;"-"', "-"),
        (1.5, '£0.00" each"', "£1.50 each"),
        (12, '0" officers"', "12 officers"),
        (12, '[Red]0_ ;"none"', "12"),
        (2.5, "0", "3"),
        (dt.date(2019, 4, 1), "mm-dd-yy", "01/04/2019"),
        (dt.date(2019, 4, 1), "mmm-yy", "Apr-19"),
        (dt.date(2019, 4, 1), "dddd d mmmm yyyy", "Monday 1 April 2019"),
        (NOON, "dd/mm/yyyy hh:mm", "01/04/2019 14:05"),
        (dt.time(14, 5), "h:mm AM/PM", "2:05 PM"),
        (0, "dd/mm/yyyy", "00/01/1900"),
        (0.5, "ddd d mmm yyyy hh:mm", "Sat 0 Jan 1900 12:00"),
        (dt.timedelta(hours=37), "[h]:mm", "37:00"),
        (True, "General", "TRUE"),
        ("0123", "@", "0123"),
        ("a\n  b", "General", "a b"),
    ],
)
def test_a_value_is_shown_as_its_format_shows_it(value: object, number_format: str, text: str) -> None:
    book, sheet = sheet_of([["Label", "Value"], ["x", value], ["y", 1]])
    sheet["B2"].number_format = number_format
    assert tables_of(book)[0][1][1] == text


def test_dates_have_iso_values() -> None:
    (found,) = seen(sheet_of([["Ref", "Date"], ["1", dt.date(2019, 4, 1)], ["2", NOON]])[0]).tables
    assert [(r.cells[1].kind, r.cells[1].value) for r in found.rows[1:]] == [
        ("date", "2019-04-01"),
        ("date", "2019-04-01T14:05:00"),
    ]


def test_a_number_behind_a_suppressing_format_is_never_read() -> None:
    book, sheet = sheet_of(ROWS)
    sheet["B2"].number_format = '[<5]"<5";0'
    sheet["C3"].number_format = ";;;"
    document = seen(book)
    cells = document.tables[0].rows
    assert (cells[1].cells[1].text, cells[1].cells[1].value) == ("<5", None)
    assert (cells[2].cells[2].text, cells[2].cells[2].value) == (None, None)
    assert [(h.what, h.amount) for h in document.hidden] == [("value behind a number format", 2)]


def test_errors_are_kept_apart_from_blanks() -> None:
    book, sheet = sheet_of(ROWS)
    sheet["B2"].value = "#N/A"
    sheet["B2"].data_type = "e"
    cell = seen(book).tables[0].rows[1].cells[1]
    assert (cell.text, cell.kind) == ("#N/A", "error")


def test_a_formula_without_a_value_is_a_finding_not_a_blank() -> None:
    book, sheet = sheet_of(ROWS)
    sheet["B4"] = "=B2+1"
    sheet["A4"] = "Total"
    document = seen(book)
    assert document.tables[0].rows[3].cells[1].kind == "formula"
    finding = next(f for f in document.findings if f.code == "unparsed_value")
    assert (finding.severity, finding.location, finding.row) == ("error", "Sheet1", 4)
    assert "Sheet1!B4" in finding.message


def patched(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """The package with one part changed, where openpyxl cannot write what Excel does."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(made, "w") as target:
        for member in source.namelist():
            content = source.read(member)
            if member == part:
                assert old in content
                content = content.replace(old, new, 1)
            target.writestr(member, content)
    return made.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def test_a_formula_with_a_value_is_read_as_the_value() -> None:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        sheet = book.add_worksheet("Sheet1")
        for at, row in enumerate(ROWS):
            sheet.write_row(at, 0, row)
        sheet.write_formula(3, 1, "=SUM(B2:B3)", None, 17)
        sheet.write_formula(3, 2, '=IF(TRUE,"","x")', None, "")
        sheet.write(3, 0, "Total")
    document = seen(patched(made.getvalue(), SHEET, b'<c r="C4">', b'<c r="C4" t="str">'))
    assert rows_of(document.tables[0])[3] == ["Total", "17", None]
    assert not any(f.code == "unparsed_value" for f in document.findings)


def test_merged_cells_are_covered_not_blank() -> None:
    book, sheet = sheet_of([["Outcome", "Year", None], [None, 2019, 2020], ["Advice", 1, 2], [None, 3, 4]])
    for area in ("B1:C1", "A1:A2", "A3:A4"):
        sheet.merge_cells(area)
    (found,) = seen(book).tables
    assert rows_of(found) == [["Outcome", "Year", None], [None, "2019", "2020"], ["Advice", "1", "2"], [None, "3", "4"]]
    assert found.rows[0].cells[1].span == (1, 2)
    assert found.rows[0].cells[2].covered == "left"
    assert found.rows[3].cells[0].covered == "above"


SECRET = "Constable Smith"


def hide_sheet(book: openpyxl.Workbook, sheet: object, state: str = "hidden") -> None:
    other = book.create_sheet("Other")
    other["A1"], other["B1"] = SECRET, 1
    other.sheet_state = state


def very_hide_sheet(book: openpyxl.Workbook, sheet: object) -> None:
    hide_sheet(book, sheet, "veryHidden")


def hide_row(book: openpyxl.Workbook, sheet: object) -> None:
    sheet["A4"], sheet["B4"] = SECRET, 9
    sheet.row_dimensions[4].hidden = True


def filter_rows(book: openpyxl.Workbook, sheet: object) -> None:
    hide_row(book, sheet)
    sheet.auto_filter.ref = "A1:C4"


def hide_column(book: openpyxl.Workbook, sheet: object) -> None:
    sheet["D2"] = SECRET
    sheet.column_dimensions["D"].hidden = True


def hide_grouped_columns(book: openpyxl.Workbook, sheet: object) -> None:
    sheet["F2"] = SECRET
    sheet.column_dimensions.group("D", "G", hidden=True)


def white_letters(book: openpyxl.Workbook, sheet: object) -> None:
    sheet["E2"] = SECRET
    sheet["E2"].font = Font(color="FFFFFFFF")


def comment(book: openpyxl.Workbook, sheet: object) -> None:
    sheet["B2"].comment = Comment(SECRET, SECRET)


def name(book: openpyxl.Workbook, sheet: object) -> None:
    book.defined_names["who"] = DefinedName("who", attr_text=f'"{SECRET}"')


@pytest.mark.parametrize(
    ("hide", "what", "location"),
    [
        (hide_sheet, "hidden sheet", "sheet 2"),
        (very_hide_sheet, "very hidden sheet", "sheet 2"),
        (hide_row, "hidden rows", "Sheet1"),
        (filter_rows, "filtered rows", "Sheet1"),
        (hide_column, "hidden columns", "Sheet1"),
        (hide_grouped_columns, "hidden columns", "Sheet1"),
        (white_letters, "text in the colour of its background", "Sheet1"),
        (comment, "comment", "Sheet1"),
    ],
)
def test_what_is_hidden_is_reported_and_never_read(hide: object, what: str, location: str) -> None:
    book, sheet = sheet_of(ROWS)
    hide(book, sheet)
    document = seen(book)
    assert [(h.what, h.location, h.amount) for h in document.hidden] == [(what, location, 1)]
    assert [rows_of(t) for t in document.tables] == [SHOWN]
    assert SECRET not in repr(document)


def test_a_row_without_height_is_hidden() -> None:
    book, _ = sheet_of([*ROWS, [SECRET, 9]])
    document = seen(patched(saved(book), SHEET, b'<row r="4"', b'<row ht="0" r="4"'))
    assert [(h.what, h.amount) for h in document.hidden] == [("hidden rows", 1)]
    assert [rows_of(t) for t in document.tables] == [SHOWN]
    assert SECRET not in repr(document)


def test_a_name_that_stands_for_values_holds_data_that_no_sheet_shows() -> None:
    book, _ = sheet_of(ROWS)
    name(book, None)
    book.defined_names["place"] = DefinedName("place", attr_text="Sheet1!$A$1:$B$2")
    document = seen(book)
    assert [(h.what, h.amount, h.severity) for h in document.hidden] == [
        ("defined name", 2, "info"),
        ("values in a defined name", 1, "error"),
    ]
    assert SECRET not in repr(document)


@pytest.mark.parametrize(
    "part", ["xl/pivotCache/pivotCacheRecords1.xml", "xl/externalLinks/externalLink1.xml", "xl/embeddings/x.bin"]
)
def test_what_is_hidden_in_the_package_is_reported(part: str) -> None:
    made = io.BytesIO(saved(sheet_of(ROWS)[0]))
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr(part, b"<x/>")
    (found,) = seen(made.getvalue()).hidden
    assert found.location == "workbook"


def test_white_letters_on_a_dark_cell_are_seen() -> None:
    book, sheet = sheet_of(ROWS)
    for cell in sheet[1]:
        cell.font, cell.fill = Font(color="FFFFFFFF", bold=True), PatternFill("solid", fgColor="FF000080")
    document = seen(book)
    assert [rows_of(t) for t in document.tables] == [SHOWN]
    assert not document.hidden


def test_a_merged_cell_that_begins_in_a_hidden_column_shows_in_the_rest() -> None:
    book, sheet = sheet_of([["Rank", "Years", None, None], [None, 2019, 2020, 2021], ["PC", 1, 2, 3]])
    sheet.merge_cells("B1:D1")
    sheet.column_dimensions["B"].hidden = True
    (found,) = seen(book).tables
    assert rows_of(found) == [["Rank", "Years", None], [None, "2020", "2021"], ["PC", "2", "3"]]
    assert found.rows[0].cells[1].span == (1, 2)


def test_a_hidden_row_does_not_divide_a_table() -> None:
    book, sheet = sheet_of([*ROWS, ["Secret", 1, 1], ["Dismissed", 2, 3]])
    sheet.row_dimensions[4].hidden = True
    assert tables_of(book) == [[*SHOWN, ["Dismissed", "2", "3"]]]


def test_titles_and_notes_are_text() -> None:
    rows = [
        ["FOI 123/20: outcomes"],
        [None],
        *ROWS,
        [None],
        ["* fewer than five are shown as <5"],
        ["Source: Centurion"],
    ]
    document = seen(sheet_of(rows)[0])
    assert [b.text if isinstance(b, Text) else rows_of(b) for b in document.blocks] == [
        "FOI 123/20: outcomes",
        SHOWN,
        "* fewer than five are shown as <5",
        "Source: Centurion",
    ]
    assert document.texts[0].place == "Sheet1!A1"
    assert document.tables[0].caption == "FOI 123/20: outcomes"


def test_a_title_and_a_note_that_touch_the_table_are_text() -> None:
    rows = [["Outcomes by year"], *ROWS, ["Note: officers only"]]
    document = seen(sheet_of(rows)[0])
    assert [rows_of(t) for t in document.tables] == [SHOWN]
    assert [t.text for t in document.texts] == ["Outcomes by year", "Note: officers only"]


def test_two_tables_one_under_another() -> None:
    other = [["Rank", "2019", "2020"], ["PC", "4", "1"], ["PS", "2", "0"]]
    rows = [*ROWS, [None], ["Rank", 2019, 2020], ["PC", 4, 1], ["PS", 2, 0]]
    assert tables_of(sheet_of(rows)[0]) == [SHOWN, other]


def test_two_tables_side_by_side() -> None:
    rows = [[*a, None, *b] for a, b in zip(ROWS, [["Rank", "Number"], ["PC", 4], ["PS", 2]], strict=True)]
    assert tables_of(sheet_of(rows)[0]) == [SHOWN, [["Rank", "Number"], ["PC", "4"], ["PS", "2"]]]


def test_a_blank_row_within_a_list_does_not_cost_it_its_heading() -> None:
    rows = [*ROWS, [None], ["Resigned", 2, 3], ["Retired", 1, 1], [None], ["Total", 6, 16]]
    assert tables_of(sheet_of(rows)[0]) == [
        [*SHOWN, ["Resigned", "2", "3"], ["Retired", "1", "1"], ["Total", "6", "16"]]
    ]


def test_a_spacer_column_does_not_divide_a_table() -> None:
    rows = [[a, None, b, None, c] for a, b, c in ROWS]
    assert tables_of(sheet_of(rows)[0]) == [SHOWN]


def test_remarks_beside_a_table_are_text() -> None:
    rows = [
        [*row, None, "Figures are of officers, not of allegations" if at == 0 else None] for at, row in enumerate(ROWS)
    ]
    rows += [["More", n, n] for n in range(9)]
    document = seen(sheet_of(rows)[0])
    assert rows_of(document.tables[0])[:3] == SHOWN
    assert [t.text for t in document.texts] == ["Figures are of officers, not of allegations"]


def test_a_section_row_stays_a_row() -> None:
    rows = [*ROWS[:2], ["Group B"], *ROWS[2:]]
    assert tables_of(sheet_of(rows)[0]) == [[*SHOWN[:2], ["Group B", None, None], *SHOWN[2:]]]


def test_one_styled_cell_in_the_last_corner_costs_nothing() -> None:
    book, sheet = sheet_of(ROWS)
    sheet["XFD1048576"].font = Font(bold=True)
    assert tables_of(book) == [SHOWN]


def test_a_dimension_that_lies_loses_no_cell() -> None:
    data = saved(sheet_of(ROWS)[0])
    assert tables_of(patched(data, SHEET, b'<dimension ref="A1:C3"', b'<dimension ref="A1"')) == [SHOWN]


def test_chart_sheets_are_passed_over() -> None:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        sheet = book.add_worksheet("Sheet1")
        for at, row in enumerate(ROWS):
            sheet.write_row(at, 0, row)
        chart = book.add_chart({"type": "bar"})
        chart.add_series({"values": "=Sheet1!$B$2:$B$3"})
        book.add_chartsheet().set_chart(chart)
    document = seen(made.getvalue())
    assert [rows_of(t) for t in document.tables] == [SHOWN]
    assert document.pages == 2


def test_a_zip_bomb_is_refused() -> None:
    with limited(unpacked=1_000), pytest.raises(UnreadableDocument, match="unpacks to more"):
        seen(sheet_of(ROWS)[0])


def test_entities_are_refused() -> None:
    hostile = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><workbook '
    with pytest.raises(UnreadableDocument, match="damaged"):
        seen(patched(saved(sheet_of(ROWS)[0]), "xl/workbook.xml", b"<workbook ", hostile))


def test_a_wrong_colour_does_not_cost_the_workbook() -> None:
    data = patched(saved(sheet_of(ROWS)[0]), "xl/styles.xml", b'<color theme="1"', b'<color rgb="0"')
    assert tables_of(data) == [SHOWN]


@pytest.mark.parametrize(
    ("value", "number_format", "text", "true"),
    [
        (0, '_-* #,##0_-;\\-* #,##0_-;_-* "-"??_-;_-@_-', "-", False),
        (0, "#,###", None, False),
        (1234, '_-* #,##0_-;\\-* #,##0_-;_-* "-"??_-;_-@_-', "1,234", True),
        (4, '"<"0', "<4", False),
        (201920, '0000"/"00', "2019/20", True),
        (1.25, "# ?/?", "1 1/4", True),
        (123456, "0.00E+00", "1.23E+05", True),
        (44361, "@", "44361", True),
    ],
)
def test_a_figure_that_is_not_its_value_has_none(
    value: float, number_format: str, text: str | None, true: bool
) -> None:
    book, sheet = sheet_of([["Label", "Value", "Other"], ["x", value, 1], ["y", 1, 1]])
    sheet["B2"].number_format = number_format
    document = seen(book)
    cell = document.tables[0].rows[1].cells[1]
    assert (cell.text, cell.value) == (text, value if true else None)
    assert [h.what for h in document.hidden] == ([] if true or value == 0 else ["value behind a number format"])


def test_dates_in_the_form_of_the_reader_are_british() -> None:
    book, sheet = sheet_of([["Ref", "Date"], ["1", NOON], ["2", NOON]])
    sheet["B2"].number_format, sheet["B3"].number_format = "m/d/yy h:mm", "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy"
    assert [r.cells[1].text for r in seen(book).tables[0].rows[1:]] == ["01/04/2019 14:05", "01 April 2019"]


def test_a_sheet_that_shows_noughts_as_blanks() -> None:
    book, sheet = sheet_of(ROWS)
    sheet.sheet_view.showZeros = False
    assert tables_of(book) == [[SHOWN[0], ["Advice", "3", None], SHOWN[2]]]


def test_a_heading_centred_across_blank_cells_looks_merged() -> None:
    book, sheet = sheet_of([["Outcome", "Year", None], [None, 2019, 2020], ["Advice", 1, 2]])
    for cell in ("B1", "C1"):
        sheet[cell].alignment = Alignment(horizontal="centerContinuous")
    heading = seen(book).tables[0].rows[0].cells
    assert (heading[1].span, heading[2].covered) == ((1, 2), "left")


def test_a_workbook_in_strict_form() -> None:
    data = saved(sheet_of(ROWS)[0])
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(made, "w") as target:
        for member in source.namelist():
            content = source.read(member)
            for strict, known in xlsx.NAMES_OF_STRICT[:2]:
                content = content.replace(known, strict)
            target.writestr(member, content)
    assert tables_of(made.getvalue()) == [SHOWN]


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        (
            SHEET,
            b"</sheetData>",
            b'</sheetData><conditionalFormatting sqref="A1"><cfRule type="wrong" priority="1"/></conditionalFormatting>',
        ),
        ("xl/styles.xml", b"<fills", b'<fills bad="1"><fill><patternFill patternType="wrong"/></fill></fills><fills'),
    ],
)
def test_a_fault_beside_the_cells_does_not_cost_the_workbook(part: str, old: bytes, new: bytes) -> None:
    book, sheet = sheet_of([*ROWS, [SECRET, 9]])
    sheet.row_dimensions[4].hidden = True
    sheet["B2"].number_format = '[<5]"<5";0'
    document = seen(patched(saved(book), part, old, new))
    assert rows_of(document.tables[0]) == [SHOWN[0], ["Advice", "<5", "0"], SHOWN[2]]
    assert {h.what for h in document.hidden} == {"hidden rows", "value behind a number format"}
    assert any("faults" in f.message for f in document.findings)
    assert SECRET not in repr(document)


def test_values_kept_from_another_workbook_are_flagged() -> None:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        sheet = book.add_worksheet("Sheet1")
        for at, row in enumerate(ROWS):
            sheet.write_row(at, 0, row)
        sheet.write_formula(3, 1, "=[1]Sheet1!A1", None, 17)
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr("xl/externalLinks/externalLink1.xml", b"<x/>")
    document = seen(made.getvalue())
    assert any(f.code == "low_confidence" and "another workbook" in f.message for f in document.findings)


@given(st.integers(0, 2**31), st.sampled_from(["xlsx", "xls", "ods"]))
@settings(max_examples=60, deadline=None)
def test_damage_is_refused_or_read_and_never_a_crash(seed: int, kind: str) -> None:
    data = bytearray({"xlsx": by_openpyxl, "xls": by_xlwt, "ods": by_odfpy}[kind](LAYOUTS[seed % len(LAYOUTS)]))
    chance = random.Random(seed)
    for _ in range(chance.choice([1, 5, 50])):
        data[chance.randrange(len(data))] = chance.randrange(256)
    with contextlib.suppress(UnreadableDocument):
        read(bytes(data[: chance.choice([len(data), len(data), len(data) // 2])]), "data")


def test_a_condition_on_dates_that_cannot_be_worked_out_hides() -> None:
    book, sheet = sheet_of([["Ref", "Date"], ["1", dt.date(2019, 4, 1)], ["2", NOON]])
    rule = CellIsRule(operator="lessThan", formula=["20"], font=Font(color="FFFFFF"))
    sheet.conditional_formatting.add("B2:B3", rule)
    assert [(h.what, h.amount) for h in seen(book).hidden] == [("text in the colour of its background", 2)]
