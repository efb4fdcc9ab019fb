"""Every kind of hidden content in every kind of file: found, graded, and in no table, problem or kept reading."""

from __future__ import annotations

import io
import os
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlwt
from lxml import etree
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.colors import Color
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table, TableStyleInfo

from parsers.documents import read
from parsers.documents.hidden import severity_of
from parsers.documents.model import Document, to_json
from parsers.documents.properties import PROGRAMS
from parsers.parse import parse_reply
from tests.parsers.documents.test_docx import package
from tests.parsers.documents.test_docx import saved as saved_docx
from tests.parsers.documents.test_ods import STYLES, cell, ods, row

SHARED = Path(os.environ.get("FOI_SHARED", Path(__file__).parents[3] / "../shared")) / "replies" / "hidden"
SECRET = "Zebedee Quillfeather"
ROWS = [["Outcome", 2019, 2020], ["Advice", 3, 0], ["Warning", 5, 12]]
SHOWN = [["Outcome", "2019", "2020"], ["Advice", "3", "0"], ["Warning", "5", "12"]]
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def check(data: bytes, name: str, what: str, severity: str) -> Document:
    """The file as it was read; fails where that kind is not found, or the secret stands anywhere in what is kept or told."""
    document = read(data, name)
    kinds = {h.what: h.severity for h in document.hidden}
    assert kinds.get(what) == severity, kinds
    told = parse_reply([document], "durham").problems
    assert any(p.code == "hidden_content" and p.severity == severity and what in p.message for p in told)
    for said in (to_json(document), repr(told)):
        assert "Zebedee" not in said and "Quillfeather" not in said
    return document


def shown(document: Document) -> list[list[list[str | None]]]:
    return [[[c.text for c in r.cells] for r in t.rows] for t in document.tables]


# ---- .xlsx


def xlsx(change: Callable[[openpyxl.Workbook, object], None] | None = None, **parts: str) -> bytes:
    """A workbook with one plain sheet, changed; `parts`: further parts of the package by their path with `__` for `/`."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Sheet1"
    for line in ROWS:
        sheet.append(line)
    if change:
        change(book, sheet)
    made = io.BytesIO()
    book.save(made)
    with zipfile.ZipFile(made, "a") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return made.getvalue()


def put(at: str, font: Font | None = None, fill: PatternFill | None = None, format_: str = "") -> Callable:
    def change(book: openpyxl.Workbook, sheet) -> None:
        sheet[at] = SECRET
        if font:
            sheet[at].font = font
        if fill:
            sheet[at].fill = fill
        sheet[at].number_format = format_ or "General"

    return change


def hide_sheet(state: str) -> Callable:
    def change(book: openpyxl.Workbook, sheet) -> None:
        other = book.create_sheet(SECRET)
        other["A1"], other.sheet_state = SECRET, state

    return change


def hide_chart(book: openpyxl.Workbook, sheet) -> None:
    book.create_chartsheet(SECRET).sheet_state = "hidden"


def flatten(book: openpyxl.Workbook, sheet) -> None:
    sheet["A4"] = SECRET
    sheet.row_dimensions[4].height = 0.75


def narrow(book: openpyxl.Workbook, sheet) -> None:
    sheet["D2"] = SECRET
    sheet.column_dimensions["D"].width = 0.1


def no_usual_height(book: openpyxl.Workbook, sheet) -> None:
    sheet["A4"] = SECRET
    for number in (1, 2, 3):
        sheet.row_dimensions[number].height = 15
    sheet.sheet_format.zeroHeight = True


def white_run(book: openpyxl.Workbook, sheet) -> None:
    sheet["A3"] = CellRichText("Warning", TextBlock(InlineFont(color="FFFFFFFF"), f" {SECRET}"))


def tiny_run(book: openpyxl.Workbook, sheet) -> None:
    sheet["A3"] = CellRichText("Warning", TextBlock(InlineFont(sz=1), f" {SECRET}"))


def named(text: str) -> Callable:
    def change(book: openpyxl.Workbook, sheet) -> None:
        book.defined_names["who"] = DefinedName("who", attr_text=text)

    return change


def author(book: openpyxl.Workbook, sheet) -> None:
    book.properties.creator = SECRET


LINK = f'<externalLink xmlns="{MAIN}"><externalBook><sheetNames><sheetName val="{SECRET}"/></sheetNames>%s</externalBook></externalLink>'
VALUES = f'<sheetDataSet><sheetData sheetId="0"><row r="1"><cell r="A1" t="str"><v>{SECRET}</v></cell></row></sheetData></sheetDataSet>'
DDE = f'<externalLink xmlns="{MAIN}"><ddeLink><ddeItems><ddeItem><values><value><val>{SECRET}</val></value></values></ddeItem></ddeItems></ddeLink></externalLink>'
SHAPE = f'<wsDr xmlns="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"><sp><nvSpPr><cNvPr id="2" name="{SECRET}" hidden="1"/></nvSpPr></sp></wsDr>'
THREAD = (
    f'<ThreadedComments xmlns="x"><threadedComment ref="A1"><text>{SECRET}</text></threadedComment></ThreadedComments>'
)
PERSONS = f'<personList xmlns="x"><person displayName="{SECRET}" id="1"/></personList>'
ADDED = f"<x><name>{SECRET}</name></x>"
BEHIND, BACKGROUND = "value behind a number format", "text in the colour of its background"

IN_XLSX = {
    "hidden sheet": (xlsx(hide_sheet("hidden")), "hidden sheet", "error"),
    "very hidden sheet": (xlsx(hide_sheet("veryHidden")), "very hidden sheet", "error"),
    "hidden chart": (xlsx(hide_chart), "hidden sheet", "error"),
    "flat row": (xlsx(flatten), "hidden rows", "error"),
    "narrow column": (xlsx(narrow), "hidden columns", "error"),
    "rows hidden by default": (xlsx(no_usual_height), "hidden rows", "error"),
    "white": (xlsx(put("E2", Font(color="FFFFFFFF"))), BACKGROUND, "error"),
    "nearly white": (xlsx(put("E2", Font(color="FFFEFEFE"))), BACKGROUND, "error"),
    "white of the theme": (xlsx(put("E2", Font(color=Color(theme=0)))), BACKGROUND, "error"),
    "white of the palette": (xlsx(put("E2", Font(color=Color(indexed=9)))), BACKGROUND, "error"),
    "black on black": (xlsx(put("E2", None, PatternFill("solid", fgColor="FF000000"))), BACKGROUND, "error"),
    "red on red": (xlsx(put("E2", Font(color="FFC00000"), PatternFill("solid", fgColor="FFC00000"))), BACKGROUND, "error"),
    "tiny": (xlsx(put("E2", Font(sz=1))), "text too small to see", "error"),
    "white run": (xlsx(white_run), BACKGROUND, "error"),
    "tiny run": (xlsx(tiny_run), "text too small to see", "error"),
    "three semicolons": (xlsx(put("E2", format_=";;;")), BEHIND, "error"),
    "text in a name": (xlsx(named(f'"{SECRET}"')), "values in a defined name", "error"),
    "list in a name": (xlsx(named(f'{{"{SECRET}";"x"}}')), "values in a defined name", "error"),
    "name of a place": (xlsx(named("Sheet1!$A$1:$B$2")), "defined name", "info"),
    "threaded comment": (xlsx(xl__threadedComments__threadedComment1=THREAD), "threaded comment", "error"),
    "link with values": (xlsx(xl__externalLinks__externalLink1=LINK % VALUES), "values kept of an external link", "error"),
    "link by DDE": (xlsx(xl__externalLinks__externalLink1=DDE), "values kept of an external link", "error"),
    "link without values": (xlsx(xl__externalLinks__externalLink1=LINK % ""), "external link", "info"),
    "pivot cache": (xlsx(xl__pivotCache__pivotCacheDefinition1=ADDED), "pivot cache", "error"),
    "pivot records": (xlsx(xl__pivotCache__pivotCacheRecords1=ADDED), "pivot cache", "error"),
    "slicer cache": (xlsx(xl__slicerCaches__slicerCache1=ADDED), "slicer cache", "error"),
    "data model": (xlsx(xl__model__item=SECRET), "data model", "error"),
    "embedded file": (xlsx(xl__embeddings__oleObject1=SECRET), "embedded file", "error"),
    "tracked changes": (xlsx(xl__revisions__revisionLog1=ADDED), "tracked changes", "error"),
    "hidden shape": (xlsx(xl__drawings__drawing1=SHAPE), "hidden shape", "error"),
    "author": (xlsx(author), "document property that names a person", "info"),
    "those who commented": (xlsx(xl__persons__person=PERSONS), "document property that names a person", "info"),
    "added XML": (xlsx(**{"customXml__item1.xml": ADDED}), "custom XML part", "info"),
    "connection": (xlsx(**{"xl__connections.xml": ADDED}), "data connection", "warning"),
}  # fmt: skip


@pytest.mark.parametrize("kind", IN_XLSX)
def test_in_xlsx(kind: str) -> None:
    assert shown(check(IN_XLSX[kind][0], "data.xlsx", *IN_XLSX[kind][1:])) == [SHOWN]


def test_a_part_is_known_by_its_type_whatever_it_is_called() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx())) as source, zipfile.ZipFile(made, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "[Content_Types].xml":
                kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.pivotCacheDefinition+xml"
                override = f'<Override PartName="/xl/other.xml" ContentType="{kind}"/></Types>'
                content = content.replace(b"</Types>", override.encode())
            target.writestr(name, content)
        target.writestr("xl/other.xml", ADDED)
    check(made.getvalue(), "data.xlsx", "pivot cache", "error")


def test_scenarios_are_counted() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx())) as source, zipfile.ZipFile(made, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name.endswith("sheet1.xml"):
                said = f'<scenarios><scenario name="{SECRET}"><inputCells r="A1" val="1"/></scenario></scenarios>'
                content = content.replace(b"<pageMargins", said.encode() + b"<pageMargins")
            target.writestr(name, content)
    check(made.getvalue(), "data.xlsx", "scenario", "error")


def test_white_headings_of_a_coloured_table_are_seen() -> None:
    def change(book: openpyxl.Workbook, sheet) -> None:
        for line in sheet.iter_rows(max_row=1):
            for one in line:
                one.value, one.font = str(one.value), Font(color="FFFFFFFF")
        made = Table(displayName="T", ref="A1:C3", tableStyleInfo=TableStyleInfo(name="TableStyleMedium2"))
        sheet.add_table(made)

    document = read(xlsx(change), "data.xlsx")
    assert shown(document) == [SHOWN] and document.hidden == []


def test_seen_runs_of_a_cell_are_kept_as_they_were() -> None:
    def change(book: openpyxl.Workbook, sheet) -> None:
        sheet["A3"] = CellRichText("Warn", TextBlock(InlineFont(b=True, color="FFC00000", sz=14), "ing"))

    document = read(xlsx(change), "data.xlsx")
    assert shown(document) == [SHOWN] and document.hidden == []


def test_an_ordinary_workbook_has_nothing_hidden() -> None:
    assert read(xlsx(), "data.xlsx").hidden == []


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_is_nobody(name: str) -> None:
    def change(book: openpyxl.Workbook, sheet) -> None:
        book.properties.creator = name

    assert read(xlsx(change), "data.xlsx").hidden == []


# ---- .xls


def xls(change: Callable[[xlwt.Workbook, xlwt.Worksheet], None]) -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet1", cell_overwrite_ok=True)
    for r, line in enumerate(ROWS):
        for c, value in enumerate(line):
            sheet.write(r, c, value)
    change(book, sheet)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def styled(style: str) -> Callable:
    return lambda book, sheet: sheet.write(1, 4, SECRET, xlwt.easyxf(style))


def xls_hidden(visibility: int) -> Callable:
    def change(book: xlwt.Workbook, sheet: xlwt.Worksheet) -> None:
        other = book.add_sheet(SECRET)
        other.write(0, 0, SECRET)
        other.visibility = visibility

    return change


def xls_narrow(book: xlwt.Workbook, sheet: xlwt.Worksheet) -> None:
    sheet.write(1, 3, SECRET)
    sheet.col(3).width = 30


def xls_flat(book: xlwt.Workbook, sheet: xlwt.Worksheet) -> None:
    sheet.write(3, 0, SECRET)
    sheet.row(3).height, sheet.row(3).height_mismatch = 10, True


def xls_run(book: xlwt.Workbook, sheet: xlwt.Worksheet) -> None:
    white = xlwt.easyfont("colour_index white")
    sheet.write_rich_text(2, 0, ["Warning", (f" {SECRET}", white)])


IN_XLS = {
    "hidden sheet": (xls(xls_hidden(1)), "hidden sheet", "error"),
    "very hidden sheet": (xls(xls_hidden(2)), "very hidden sheet", "error"),
    "flat row": (xls(xls_flat), "hidden rows", "error"),
    "narrow column": (xls(xls_narrow), "hidden columns", "error"),
    "white": (xls(styled("font: colour_index white")), BACKGROUND, "error"),
    "black on black": (xls(styled("pattern: pattern solid, fore_colour black")), BACKGROUND, "error"),
    "tiny": (xls(styled("font: height 20")), "text too small to see", "error"),
    "white run": (xls(xls_run), BACKGROUND, "error"),
}


@pytest.mark.parametrize("kind", IN_XLS)
def test_in_xls(kind: str) -> None:
    assert shown(check(IN_XLS[kind][0], "data.xls", *IN_XLS[kind][1:])) == [SHOWN]


# ---- .ods

YEARS = row("Outcome", 2019, 2020) + row("Advice", 3, 0) + row("Warning", 5, 12)
NAMED = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (("office", "office"), ("style", "style"), ("fo", "xsl-fo-compatible"), ("number", "datastyle"),
                         ("table", "table"), ("text", "text"), ("meta", "meta"))
)  # fmt: skip
MORE = f"""<office:document-styles {NAMED}><office:styles>
<style:style style:name="barred" style:family="table-cell"><style:table-cell-properties fo:background-color="#000000"/>
  <style:text-properties fo:color="#000000"/></style:style>
<style:style style:name="tiny" style:family="table-cell"><style:text-properties fo:font-size="1pt"/></style:style>
<style:style style:name="pale" style:family="text"><style:text-properties fo:color="#fefefe"/></style:style>
<style:style style:name="none" style:family="text"><style:text-properties text:display="none"/></style:style>
<style:style style:name="low" style:family="table-row"><style:table-row-properties style:row-height="0.02cm"/></style:style>
<number:text-style style:name="N9"/>
<style:style style:name="nothing" style:family="table-cell" style:data-style-name="N9"/>
</office:styles></office:document-styles>"""
META = f"<office:document-meta {NAMED}><office:meta><meta:initial-creator>{SECRET}</meta:initial-creator></office:meta></office:document-meta>"


def sheet_with(extra: str = "", before: str = "", **parts: str) -> bytes:
    given = {"styles.xml": MORE} | {name.replace("__", "/"): content for name, content in parts.items()}
    return ods(YEARS + extra, before=before, parts={name: text.encode() for name, text in given.items()})


def own(style: str) -> str:
    return row(cell(SECRET, f'table:style-name="{style}"'))


def span(style: str) -> str:
    return row(f'<table:table-cell office:value-type="string"><text:p><text:span text:style-name="{style}">{SECRET}</text:span></text:p></table:table-cell>')  # fmt: skip


EXPRESSION = f'<table:named-expressions><table:named-expression table:name="{SECRET}" table:expression="of:=&quot;{SECRET}&quot;"/></table:named-expressions>'

IN_ODS = {
    "white": (sheet_with(own("white")), BACKGROUND, "error"),
    "black on black": (sheet_with(own("barred")), BACKGROUND, "error"),
    "tiny": (sheet_with(own("tiny")), "text too small to see", "error"),
    "white run": (sheet_with(span("pale")), BACKGROUND, "error"),
    "hidden run": (sheet_with(span("none")), "hidden text", "error"),
    "low row": (sheet_with(row(SECRET, 1, attributes='table:style-name="low"')), "hidden rows", "error"),
    "format that shows nothing": (sheet_with(own("nothing")), BEHIND, "error"),
    "text in a name": (sheet_with(before=EXPRESSION), "values in a defined name", "error"),
    "earlier version": (sheet_with(Versions__Version1=SECRET), "earlier version", "error"),
    "author": (sheet_with(**{"meta.xml": META}), "document property that names a person", "info"),
}


@pytest.mark.parametrize("kind", IN_ODS)
def test_in_ods(kind: str) -> None:
    assert "white" in STYLES
    assert shown(check(IN_ODS[kind][0], "data.ods", *IN_ODS[kind][1:])) == [SHOWN]


# ---- Word

BOX = (
    '<w:p><w:r><w:t>seen</w:t></w:r><w:r><w:drawing><wp:anchor><wp:docPr id="1" name="x" hidden="1"/><a:graphic>'
    f"<a:graphicData><wps:wsp><wps:txbx><w:txbxContent><w:p><w:r><w:t>{SECRET}</w:t></w:r></w:p></w:txbxContent></wps:txbx>"
    "</wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></w:r></w:p>"
)
VML = (
    '<w:p><w:r><w:t>seen</w:t></w:r><w:r><w:pict><v:shape style="position:absolute;visibility:hidden"><v:textbox>'
    f"<w:txbxContent><w:p><w:r><w:t>{SECRET}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
)
SETTINGS = (
    '<w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:docVars>'
    f'<w:docVar w:name="who" w:val="{SECRET}"/></w:docVars></w:settings>'
)


def run(properties: str) -> str:
    return f"<w:p><w:r><w:t>seen</w:t></w:r><w:r><w:rPr>{properties}</w:rPr><w:t> {SECRET}</w:t></w:r></w:p>"


def tracked(tag: str) -> str:
    text = "delText" if tag == "del" else "t"
    return f'<w:p><w:r><w:t>seen</w:t></w:r><w:{tag} w:author="{SECRET}"><w:r><w:{text}> {SECRET}</w:{text}></w:r></w:{tag}></w:p>'


IN_DOCX = {
    "deleted": (package(tracked("del")), "deleted text", "error"),
    "moved away": (package(tracked("moveFrom")), "deleted text", "error"),
    "hidden": (package(run("<w:vanish/>")), "hidden text", "error"),
    "nearly white": (package(run('<w:color w:val="FDFDFD"/>')), BACKGROUND, "error"),
    "tiny": (package(run('<w:sz w:val="2"/>')), "text too small to see", "error"),
    "black bar": (package(run('<w:highlight w:val="black"/>')), "text under a black bar", "error"),
    "struck out": (package(run("<w:strike/>")), "struck-out text", "warning"),
    "hidden box": (package(BOX), "hidden text box", "error"),
    "hidden shape": (package(VML), "hidden text box", "error"),
    "variable": (package(run("<w:vanish/>"), {"settings": SETTINGS}), "document variable", "warning"),
}


@pytest.mark.parametrize("kind", IN_DOCX)
def test_in_docx(kind: str) -> None:
    document = check(IN_DOCX[kind][0], "letter.docx", *IN_DOCX[kind][1:])
    assert [t.text for t in document.texts] == ["seen"]


def test_whoever_wrote_a_letter_is_told_and_not_named() -> None:
    import docx

    made = docx.Document()
    made.add_paragraph("seen")
    made.core_properties.author = made.core_properties.title = SECRET
    check(saved_docx(made), "letter.docx", "document property that names a person", "info")


# ---- web pages and CSV


def test_hidden_rows_of_a_page_hold_it() -> None:
    page = (
        f"<html><body><table><tr><td>Advice<td>3<tr hidden><td>{SECRET}<td>1<tr><td>Warning<td>5</table></body></html>"
    )
    assert shown(check(page.encode(), "page.html", "hidden rows", "error")) == [[["Advice", "3"], ["Warning", "5"]]]


def test_cells_far_from_the_others_are_read_and_told() -> None:
    lines = ["Outcome,2019", "Advice,3", "Warning,5", *[","] * 150, "Name,Outcome", "A,Advice", "B,Warning"]
    document = read("\r\n".join(lines).encode(), "data.csv")
    assert len(document.tables) == 2
    assert [(f.code, f.severity, f.row) for f in document.findings] == [("hidden_content", "warning", 154)]


# ---- grades, and the public baseline


def test_what_is_new_is_grave() -> None:
    assert severity_of("a kind that no table names") == "error"


class Baseline:
    """The counts of the public Excel Analyzer, taken from the bare XML as its description says."""

    def __init__(self, data: bytes) -> None:
        self.archive = zipfile.ZipFile(io.BytesIO(data))
        self.names = self.archive.namelist()
        self.book = etree.fromstring(self.archive.read("xl/workbook.xml"))

    def of_book(self, path: str) -> int:
        return len(self.book.findall("/".join(f"{{{MAIN}}}{name}" for name in path.split("/"))))

    def counts(self) -> dict[str, int]:
        hidden = [s for s in self.book.iter(f"{{{MAIN}}}sheet") if s.get("state", "visible") != "visible"]
        rows, columns = self.rows_and_columns()
        return {
            "data model": sum(name.startswith("xl/model/") for name in self.names),
            "external link": self.of_book("externalReferences/externalReference"),
            "hidden columns": columns,
            "hidden rows": rows,
            "hidden sheet": len(hidden),
            "defined name": self.of_book("definedNames/definedName"),
            "pivot cache": self.of_book("pivotCaches/pivotCache"),
        }

    def rows_and_columns(self) -> tuple[int, int]:
        rows, columns = 0, set()
        for name in (n for n in self.names if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", n)):
            sheet = etree.fromstring(self.archive.read(name))
            spans = [(int(c.get("min")), int(c.get("max"))) for c in sheet.iter(f"{{{MAIN}}}col") if c.get("hidden") in ("1", "true")]  # fmt: skip
            for line in sheet.iter(f"{{{MAIN}}}row"):
                filled = [c for c in line if c.find(f"{{{MAIN}}}v") is not None]
                rows += bool(filled) and line.get("hidden") in ("1", "true")
                at = [openpyxl.utils.cell.coordinate_from_string(c.get("r"))[0] for c in filled]
                numbers = map(openpyxl.utils.column_index_from_string, at)
                columns |= {(name, n) for n in numbers if any(low <= n <= high for low, high in spans)}
        return rows, len(columns)


@pytest.mark.skipif(not SHARED.exists(), reason="the workbooks of the public baseline are not here")
@pytest.mark.parametrize("name", ["chartsheet", "data", "hidden-cols-blank-row", "suspect"])
def test_the_counts_of_the_public_baseline_are_matched(name: str) -> None:
    data = (SHARED / f"excel_analyzer_{name}.xlsx").read_bytes()
    kinds = dict.fromkeys(Baseline(data).counts(), 0)
    for suffix in ("xlsx", "xls"):
        path = SHARED / f"excel_analyzer_{name}.{suffix}"
        if path.exists():
            found = {**kinds}
            for hidden in read(path.read_bytes(), path.name).hidden:
                what = hidden.what.removeprefix("very ")
                found[what] = found.get(what, 0) + hidden.amount
            assert {what: found[what] for what in kinds} == Baseline(data).counts()
    if name == "suspect":
        assert Baseline(data).counts() == {
            "data model": 0, "external link": 1, "hidden columns": 2, "hidden rows": 2, "hidden sheet": 1,
            "defined name": 1, "pivot cache": 1,
        }  # fmt: skip
