"""Workbooks of openpyxl, xlwt, odfpy and by hand: planted and clean."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from typing import Any

import xlwt
from odf import style, table, text
from odf.opendocument import OpenDocumentSpreadsheet
from openpyxl.chart import BarChart, Reference
from openpyxl.formatting.rule import CellIsRule, ColorScaleRule, DataBarRule, FormulaRule, IconSetRule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.styles.colors import Color
from xlwt.CompoundDoc import XlsDoc

from parsers.documents.xls import _package
from parsers.documents.xls_hidden import all_records
from tests.parsers.documents.labelled import SECRET, File
from tests.parsers.documents.test_hidden import BACKGROUND, BEHIND, ROWS, sheet_with, styled, xls, xlsx
from tests.parsers.documents.test_ods import cell, row

WHITE = Font(color="FFFFFFFF")
STRIKE = (
    '<style:style style:name="gone" style:family="table-cell"><style:text-properties style:text-line-through-style="solid"/></style:style>'
    '<style:style style:name="pale" style:family="table-cell"><style:text-properties fo:color="#ffffff"/></style:style>'
    '<style:style style:name="Shown_20_name" style:display-name="Shown name" style:family="table-cell">'
    '<style:text-properties fo:color="#ffffff"/></style:style>'
    '<style:style style:name="loud" style:family="table-cell"><style:text-properties fo:color="#ffffff"/>'
    '<style:table-cell-properties fo:background-color="#800000"/></style:style>'
)
FORMS = 'xmlns:form="urn:oasis:names:tc:opendocument:xmlns:form:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"'


BARS = (
    '<calcext:conditional-formats><calcext:conditional-format calcext:target-range-address="Sheet1.B4:Sheet1.B9">'
    '<calcext:data-bar calcext:show-value="false"/></calcext:conditional-format></calcext:conditional-formats>'
)


def conditional(
    condition: str, applied: str = "pale", area: str = "Sheet1.A1:Sheet1.F20", base: str = "Sheet1.A1"
) -> str:
    one = f'<calcext:condition calcext:apply-style-name="{applied}" calcext:value="{condition}" calcext:base-cell-address="{base}"/>'
    return f'<calcext:conditional-formats><calcext:conditional-format calcext:target-range-address="{area}">{one}</calcext:conditional-format></calcext:conditional-formats>'


def ods_of(extra: str = "", before: str = "") -> bytes:
    from tests.parsers.documents.test_hidden import MORE

    return sheet_with(extra, before, **{"styles.xml": MORE.replace("</office:styles>", STRIKE + "</office:styles>")})


def anchored(inside: str) -> str:
    return row(f'<table:table-cell office:value-type="string">{inside}<text:p>seen</text:p></table:table-cell>')


def validation(inside: str, condition: str = "") -> str:
    said = f'table:condition="{condition}"' if condition else ""
    return f'<table:content-validations><table:content-validation table:name="v" {said}>{inside}</table:content-validation></table:content-validations>'


BOX = f"<draw:frame><draw:text-box><text:p>{SECRET}</text:p></draw:text-box></draw:frame>"
SHAPE = f"<draw:custom-shape><text:p>{SECRET}</text:p></draw:custom-shape>"
DESCRIBED = f"<draw:frame {FORMS}><svg:desc>{SECRET}</svg:desc></draw:frame>"
FIELD = f'<office:forms {FORMS}><form:form><form:text form:current-value="{SECRET}"/></form:form></office:forms>'
NOTE = f"<office:annotation><text:p>{SECRET}</text:p></office:annotation>"
FILTERED = row(SECRET, 1, attributes='table:visibility="filter"')
CHANGES = f"<table:tracked-changes><table:cell-content-change><text:p>{SECRET}</text:p></table:cell-content-change></table:tracked-changes>"
ODS = {
    "white by a condition": (ods_of(row(SECRET, 1) + conditional("contains-text(&quot;zeb&quot;)")), BACKGROUND),
    "white by a formula": (ods_of(row(SECRET) + conditional("formula-is(COUNTIF([.A1:.A9];1)=0)", area="Sheet1.A4:Sheet1.A4")), BACKGROUND),
    "white for texts": (ods_of(row(SECRET) + conditional("!=0", area="Sheet1.A4:Sheet1.A4")), BACKGROUND),
    "white by a style's shown name": (ods_of(row(SECRET) + conditional("is-no-error", "Shown name", "Sheet1.A4:Sheet1.A4")), BACKGROUND),
    "white by another cell": (ods_of(row(SECRET, 7) + conditional("formula-is([.$B1]=7)", base="Sheet1.A1")), BACKGROUND),
    "white between": (ods_of(row("x", 4821) + conditional("between(4000,9999)")), BACKGROUND),
    "bars without their numbers": (ods_of(row("x", 4821) + BARS), BEHIND),
    "struck out": (ods_of(row(cell(SECRET, 'table:style-name="gone"'))), "struck-out text"),
    "text box": (ods_of(anchored(BOX)), "text box"),
    "shape": (ods_of(anchored(SHAPE)), "text box"),
    "description": (ods_of(anchored(DESCRIBED)), "alternative text"),
    "field": (ods_of(before=FIELD), "form field"),
    "note": (ods_of(anchored(NOTE)), "comment"),
    "filtered row": (ods_of(FILTERED), "filtered rows"),
    "tracked changes": (ods_of(before=CHANGES), "tracked changes"),
    "list": (ods_of(before=validation("", f"of:cell-content-is-in-list(&quot;{SECRET}&quot;;&quot;x&quot;)")), "choices of a list"),
    "message": (ods_of(before=validation(f"<table:help-message><text:p>{SECRET}</text:p></table:help-message>")), "message of a cell"),
    "message of an error": (ods_of(before=validation(f"<table:error-message><text:p>{SECRET}</text:p></table:error-message>")), "message of a cell"),
}  # fmt: skip


def edited(data: bytes, edit: Callable[[list[tuple[int, bytes]]], list[tuple[int, bytes]]]) -> bytes:
    """The workbook with other records after its sheet begins."""
    records = edit(list(all_records(_package(data).stream)))
    stream = b"".join(struct.pack("<HH", code, len(content)) + content for code, content in records)
    made = io.BytesIO()
    XlsDoc().save(made, stream)
    return made.getvalue()


def added(*more: tuple[int, bytes], value: object = None) -> bytes:
    plain = xls(lambda book, sheet: sheet.write(1, 4, value) if value is not None else None)
    return edited(plain, lambda records: [*records[:-1], *more, records[-1]])


def condition(
    ink: int, kind: int = 2, operator: int = 0, formula: bytes = b"\x1d\x01", ground: int | None = None
) -> list[tuple[int, bytes]]:
    """Records of a conditional format over A1:J20 ([MS-XLS] 2.4.42, 2.4.56)."""
    area = struct.pack("<HHHH", 0, 19, 0, 9)
    font = bytes(80) + struct.pack("<i", ink) + bytes(34)
    pattern = b"" if ground is None else struct.pack("<HH", 1 << 10, ground << 7 | 64)
    flags = 1 << 26 | (0 if ground is None else 1 << 29)
    body = struct.pack("<BBHHIH", kind, operator, len(formula), 0, flags, 0) + font + pattern + formula
    return [(0x1B0, struct.pack("<HH", 1, 0) + area + struct.pack("<H", 1) + area), (0x1B1, body)]


def words(*texts: str) -> bytes:
    return b"".join(struct.pack("<HB", len(t) or 1, 0) + (t or "\0").encode("latin-1") for t in texts)


def left_over(records: list[tuple[int, bytes]]) -> list[tuple[int, bytes]]:
    """The cell emptied, its text left among the shared ones."""
    last = max(at for at, (code, _) in enumerate(records) if code == 0xFD and records[at][1][2:4] == b"\x04\x00")
    return [(0x201, content[:6]) if at == last else (code, content) for at, (code, content) in enumerate(records)]


SAME = b"\x24\x01\x00\x00\xc0\x24\x01\x00\x00\xc0\x0b"  # $A$2 = $A$2
OTHER = b"\x24\x01\x00\x00\x00\x24\x02\x00\x00\x00\x0b"  # $A$2 = $A$3, which are two outcomes
LISTED = struct.pack("<I", 3 | 0x80) + words("", "", "", "") + struct.pack("<H", 0)
ASKED = struct.pack("<I", 0) + words("", "", SECRET, "")
XLS = {
    "white by a condition": (added(*condition(9), value=SECRET), BACKGROUND),
    "ground by a condition": (added(*condition(8, ground=8), value=SECRET), BACKGROUND),
    "white by another cell": (added(*condition(9, formula=SAME), value=SECRET), BACKGROUND),
    "white above a number": (added(*condition(9, 1, 5, b"\x1e\x64\x00"), value=4821), BACKGROUND),
    "left over": (edited(xls(lambda book, sheet: sheet.write(1, 4, SECRET)), left_over), "text that no cell shows"),
    "list": (added((0x1BE, LISTED)), "choices of a list"),
    "message": (added((0x1BE, ASKED)), "message of a cell"),
    "text box": (added((0x1B6, bytes(10) + struct.pack("<HHI", 20, 0, 0))), "text box"),
    "struck out": (xls(styled("font: struck_out on")), "struck-out text"),
    "number format": (xls(lambda book, sheet: sheet.write(1, 4, 4821, xlwt.easyxf(num_format_str=";;;"))), BEHIND),
    "header": (xls(lambda book, sheet: setattr(sheet, "header_str", f"&L{SECRET}".encode())), "page header or footer"),
    "hidden column": (xls(lambda book, sheet: (sheet.write(1, 4, SECRET), setattr(sheet.col(4), "hidden", True))), "hidden columns"),
}  # fmt: skip


def planted() -> list[File]:
    made = [File("ods", case, "file.ods", *found) for case, found in ODS.items()]
    return made + [File("xls", case, "file.xls", *found) for case, found in XLS.items()]


# ------------------------------------------------------------------------------------------------------------- clean


def heading(book: Any, sheet: Any) -> None:
    for one in sheet[1]:
        one.font, one.fill = Font(color="FFFFFFFF", bold=True), PatternFill("solid", fgColor="FF1F3864")


def theme(book: Any, sheet: Any) -> None:
    for one in sheet[1]:
        one.font, one.fill = Font(color=Color(theme=0)), PatternFill("solid", fgColor=Color(theme=4))


def bands(book: Any, sheet: Any) -> None:
    for number in (2, 3):
        for one in sheet[number]:
            one.fill = PatternFill("solid", fgColor="FFDDEBF7" if number % 2 else "FFFFFFFF")


def with_chart(book: Any, sheet: Any) -> None:
    made = BarChart()
    made.add_data(Reference(sheet, min_col=2, min_row=1, max_row=3), titles_from_data=True)
    made.set_categories(Reference(sheet, min_col=1, min_row=2, max_row=3))
    sheet.add_chart(made, "F2")


def print_setup(book: Any, sheet: Any) -> None:
    sheet.print_title_rows, sheet.print_area = "1:1", "A1:C3"
    sheet.oddFooter.center.text = "Page &P of &N"
    sheet.page_setup.orientation = "landscape"


def rules(*made: Any) -> Callable[[Any, Any], None]:
    def change(book: Any, sheet: Any) -> None:
        for rule in made:
            sheet.conditional_formatting.add("A1:C3", rule)

    return change


def empty_hidden(book: Any, sheet: Any) -> None:
    sheet.column_dimensions["H"].hidden = True
    sheet.row_dimensions[30].hidden = True


def filter_without(book: Any, sheet: Any) -> None:
    sheet.auto_filter.ref = "A1:C3"


def look(book: Any, sheet: Any) -> None:
    sheet.sheet_view.showGridLines = False
    sheet.freeze_panes, sheet.sheet_view.zoomScale = "B2", 80


def centred(book: Any, sheet: Any) -> None:
    sheet.insert_rows(1)
    sheet["A1"], sheet["A1"].alignment = "Title", Alignment(horizontal="centerContinuous")
    sheet.merge_cells("A6:C6")
    sheet["A6"] = "Merged note"


def formats(book: Any, sheet: Any) -> None:
    sheet["B2"].number_format, sheet["C2"].number_format = '#,##0;[Red]-#,##0;"-"', "0.0%"
    sheet["B3"].number_format = '_-* #,##0_-;-* #,##0_-;_-* "-"_-;_-@_-'


def small(book: Any, sheet: Any) -> None:
    sheet["A5"], sheet["A5"].font = "Note: small print", Font(sz=6, color="FF7F7F7F")


def grouped(book: Any, sheet: Any) -> None:
    sheet.row_dimensions.group(2, 3, hidden=False)
    sheet.column_dimensions.group("B", "C", hidden=False)


def linked(book: Any, sheet: Any) -> None:
    sheet["A5"] = "Source"
    sheet["A5"].hyperlink = "https://example.org/figures"


def locked(book: Any, sheet: Any) -> None:
    sheet.protection.sheet = True


PALE = {"font": WHITE, "fill": PatternFill(bgColor="FF800000", fill_type="solid")}
XLSX_CLEAN = {
    "plain": xlsx(), "heading": xlsx(heading), "theme": xlsx(theme), "bands": xlsx(bands), "chart": xlsx(with_chart),
    "print set-up": xlsx(print_setup), "scale": xlsx(rules(ColorScaleRule("min", start_color="FFF8696B", end_type="max", end_color="FF63BE7B"))),
    "bars": xlsx(rules(DataBarRule("min", None, "max", None, color="FF638EC6"))),
    "icons": xlsx(rules(IconSetRule("3TrafficLights1", "percent", [0, 33, 67]))),
    "red above three": xlsx(rules(CellIsRule("greaterThan", ["3"], font=Font(color="FF9C0006")))),
    "white on red": xlsx(rules(FormulaRule(["TRUE"], **PALE))),
    "noughts in white": xlsx(rules(CellIsRule("equal", ["0"], font=WHITE))),
    "repeated labels in white": xlsx(rules(FormulaRule(["$A1=$A9"], font=WHITE))),
    "empty hidden rows": xlsx(empty_hidden), "filter that filters nothing": xlsx(filter_without), "view": xlsx(look),
    "merged": xlsx(centred), "formats": xlsx(formats), "small print": xlsx(small), "groups": xlsx(grouped), "link": xlsx(linked),
    "locked": xlsx(locked),
}  # fmt: skip
XLS_CLEAN = {
    "plain": xls(lambda book, sheet: None),
    "white on blue": xls(styled("font: colour_index white; pattern: pattern solid, fore_colour dark_blue")),
    "bold": xls(styled("font: bold on")),
    "merged": xls(lambda book, sheet: sheet.write_merge(5, 5, 0, 2, "Merged note")),
    "frozen": xls(lambda book, sheet: (sheet.set_panes_frozen(True), sheet.set_horz_split_pos(1))),
    "wide": xls(lambda book, sheet: setattr(sheet.col(0), "width", 9_000)),
    "condition in red": added(*condition(10), value="seen"),
    "condition that is not so": added(*condition(9, 1, 3, b"\x1e\x07\x00"), value=5),
    "white on red by a condition": added(*condition(9, ground=10), value="seen"),
    "noughts in white": added(*condition(9, 1, 3, b"\x1e\x00\x00"), value=0),
    "another cell that is not so": added(*condition(9, formula=OTHER), value="seen"),
    "a truth that is none": added(*condition(9, formula=b"\x1d\x00"), value="seen"),
    "red before white": added(*condition(10), *condition(9), value="seen"),
}  # fmt: skip


def odf_book(change: Callable[[Any, Any], None] = lambda book, sheet: None) -> bytes:
    book = OpenDocumentSpreadsheet()
    sheet = table.Table(name="Sheet1")
    change(book, sheet)
    for line in ROWS:
        made = table.TableRow()
        for value in line:
            kind = {"valuetype": "float", "value": str(value)} if isinstance(value, int) else {"valuetype": "string"}
            one = table.TableCell(**kind)
            one.addElement(text.P(text=str(value)))
            made.addElement(one)
        sheet.addElement(made)
    book.spreadsheet.addElement(sheet)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def odf_column(book: Any, sheet: Any) -> None:
    wide = style.Style(name="wide", family="table-column")
    wide.addElement(style.TableColumnProperties(columnwidth="4cm"))
    book.automaticstyles.addElement(wide)
    sheet.addElement(table.TableColumn(stylename=wide, numbercolumnsrepeated="3"))


ODS_CLEAN = {
    "plain": odf_book(), "wide columns": odf_book(odf_column),
    "white on dark": ods_of(row(cell("seen", 'table:style-name="loud"'), 1)),
    "white on dark by a condition": ods_of(row("seen", 1) + conditional("!=0", "loud")),
    "noughts in white": ods_of(conditional("=0", area="Sheet1.B1:Sheet1.C3")),
    "errors in white": ods_of(conditional("is-error")), "a truth that is none": ods_of(conditional("formula-is(0)")),
    "another cell that is not so": ods_of(conditional("formula-is([.$B1]=77)")),
    "between, and is not": ods_of(conditional("between(5000,9999)")),
    "condition that is not so": ods_of(conditional("&gt;9999", area="Sheet1.B1:Sheet1.C3")),
    "rule for dates": ods_of(before=validation("", "of:cell-content-is-date()")),
    "empty hidden row": ods_of(row(attributes='table:visibility="collapse"')),
}  # fmt: skip


def clean() -> list[File]:
    made = [File("xlsx", f"openpyxl: {case}", "file.xlsx", data) for case, data in XLSX_CLEAN.items()]
    made += [File("xls", case, "file.xls", data) for case, data in XLS_CLEAN.items()]
    return made + [File("ods", case, "file.ods", data) for case, data in ODS_CLEAN.items()]
