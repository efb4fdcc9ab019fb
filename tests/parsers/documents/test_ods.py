"""OpenDocument sheets: what a person sees, cell by cell, and word of what is hidden, without its content."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.styles import Font

from parsers.documents import read
from parsers.documents.model import Document, UnreadableDocument

SHARED = Path(os.environ.get("FOI_SHARED", Path(__file__).parents[3] / "../shared")) / "replies"
SECRET = "Constable Smith"
NAMES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
}
STYLES = """
<style:style style:name="off" style:family="table"><style:table-properties table:display="false"/></style:style>
<style:style style:name="flat" style:family="table-row"><style:table-row-properties style:row-height="0cm"/></style:style>
<style:style style:name="thin" style:family="table-column">
  <style:table-column-properties style:column-width="0cm"/></style:style>
<style:style style:name="strong" style:family="table-cell"><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="white" style:family="table-cell"><style:text-properties fo:color="#FFFFFF"/></style:style>
<style:style style:name="dark" style:family="table-cell" style:parent-style-name="white">
  <style:table-cell-properties fo:background-color="#000080"/></style:style>
"""


def cell(value: object = None, attributes: str = "", text: str | None = None, inside: str = "") -> str:
    if value is None and not attributes and not inside:
        return "<table:table-cell/>"
    typed = ""
    if isinstance(value, (int, float)):
        typed = f'office:value-type="float" office:value="{value}"'
    elif value is not None:
        typed = 'office:value-type="string"'
    text = ("" if value is None else str(value)) if text is None else text
    shown = f"<text:p>{text.replace('<', '&lt;')}</text:p>" if text else ""
    return f"<table:table-cell {typed} {attributes}>{inside}{shown}</table:table-cell>"


def row(*values: object, attributes: str = "") -> str:
    cells = "".join(v if isinstance(v, str) and v.startswith("<table:") else cell(v) for v in values)
    return f"<table:table-row {attributes}>{cells}</table:table-row>"


YEARS = row("Outcome", 2019, 2020) + row("Advice", 3, 0) + row("Warning", "<5", 12)
SHOWN = [["Outcome", "2019", "2020"], ["Advice", "3", "0"], ["Warning", "<5", "12"]]


def ods(inside: str, more: str = "", before: str = "", parts: dict[str, bytes] | None = None) -> bytes:
    """A workbook with one sheet, and whatever is said around it."""
    named = " ".join(f'xmlns:{k}="{v}"' for k, v in NAMES.items())
    content = (
        f"<office:document-content {named}><office:automatic-styles>{STYLES}</office:automatic-styles><office:body>"
        f'<office:spreadsheet>{before}<table:table table:name="Sheet1">{inside}</table:table>{more}'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        for name, part in ({"content.xml": content.encode()} | (parts or {})).items():
            archive.writestr(name, part)
    return made.getvalue()


def seen(inside: str, **more: object) -> Document:
    return read(ods(inside, **more), "data.ods")


def rows_of(document: Document) -> list[list[list[str | None]]]:
    return [[[c.text for c in r.cells] for r in t.rows] for t in document.tables]


def test_a_plain_sheet_cell_by_cell_with_its_places() -> None:
    document = seen(row() + YEARS)
    assert rows_of(document) == [SHOWN]
    found = document.tables[0].rows[1].cells[1]
    assert (found.place, found.value, found.kind) == ("Sheet1!B3", 3, "number")
    assert document.pages == 1


def test_repeated_rows_and_columns_are_written_out() -> None:
    twice = cell(1, 'table:number-columns-repeated="2"')
    document = seen(row("Outcome", 2019, 2020) + row("Advice", twice, attributes='table:number-rows-repeated="3"'))
    assert rows_of(document) == [[["Outcome", "2019", "2020"], *[["Advice", "1", "1"]] * 3]]
    assert [r.number for r in document.tables[0].rows] == [1, 2, 3, 4]
    assert [c.place for c in document.tables[0].rows[3].cells] == ["Sheet1!A4", "Sheet1!B4", "Sheet1!C4"]


def test_a_million_empty_rows_cost_nothing() -> None:
    empty = row(cell(None, 'table:number-columns-repeated="16384"'), attributes='table:number-rows-repeated="1048570"')
    assert rows_of(seen(YEARS + empty + row("Ends"))) == [SHOWN]


def test_a_million_filled_rows_are_refused() -> None:
    filled = cell("x", 'table:number-columns-repeated="16384"')
    with pytest.raises(UnreadableDocument, match="more than 500,000 cells"):
        seen(row(filled, attributes='table:number-rows-repeated="1048576"') * 3)


@pytest.mark.parametrize(
    ("given_cell", "text", "kind", "value"),
    [
        (cell(5.0, text="5"), "5", "number", 5),
        (cell(1234.5, text="£1,234.50"), "£1,234.50", "number", 1234.5),
        (cell(12, text="12 officers"), "12 officers", "number", 12),
        (cell(0.125, text="13%"), "13%", "number", 0.125),
        (cell(-3, text="(3)"), "(3)", "number", -3),
        (cell(0, text="-"), "-", "text", None),
        (cell(7.25, ""), "7.25", "number", 7.25),
        (cell(None, 'office:value-type="percentage" office:value="0.5"'), "50%", "number", 0.5),
        (cell(None, 'office:value-type="date" office:date-value="2019-04-01"'), "01/04/2019", "date", "2019-04-01"),
        (
            cell(None, 'office:value-type="date" office:date-value="2019-04-01T14:05:00"', text="1 Apr 2019"),
            "1 Apr 2019",
            "date",
            "2019-04-01T14:05:00",
        ),
        (
            cell(None, 'office:value-type="time" office:time-value="PT14H05M00S"', text="2:05 PM"),
            "2:05 PM",
            "date",
            "14:05:00",
        ),
        (
            cell(None, 'office:value-type="time" office:time-value="PT37H00M00S"', text="37:00"),
            "37:00",
            "date",
            "1 day, 13:00:00",
        ),
        (cell(None, 'office:value-type="boolean" office:boolean-value="true"', text="TRUE"), "TRUE", "text", True),
        (cell("#N/A", 'calcext:value-type="error" table:formula="of:=NA()"'), "#N/A", "error", None),
        (cell("#N/A"), "#N/A", "text", None),
        (
            cell("x", inside="<text:p>one<text:s text:c='3'/>two<text:tab/>three</text:p>"),
            "one two three x",
            "text",
            None,
        ),
        (
            cell("b", inside="<text:p>a <text:span>bold</text:span> <text:a>link</text:a></text:p>"),
            "a bold link b",
            "text",
            None,
        ),
    ],
)
def test_a_cell_is_what_a_person_sees(given_cell: str, text: str, kind: str, value: object) -> None:
    found = seen(row("Label", "Value") + row("x", given_cell)).tables[0].rows[1].cells[1]
    assert (found.text, found.kind, found.value) == (text, kind, value)


@given(st.floats(0, 1e9), st.integers(0, 3))
@settings(max_examples=60, deadline=None)
def test_a_number_printed_in_full_is_read_as_its_value(value: float, places: int) -> None:
    found = seen(row("Label", "Value") + row("x", cell(value, text=f"{value:,.{places}f}"))).tables[0].rows[1].cells[1]
    assert found.kind == "number"
    assert found.value == pytest.approx(value)


def test_a_formula_that_nobody_calculated_is_a_finding() -> None:
    document = seen(YEARS + row("Total", cell(None, 'table:formula="of:=SUM([.B2])"'), 12))
    assert document.tables[0].rows[3].cells[1].kind == "formula"
    assert document.tables[0].rows[3].cells[1].place == "Sheet1!B4"
    assert [(f.code, f.severity, f.row) for f in document.findings] == [("unparsed_value", "error", 4)]


def test_merged_cells_are_covered_not_blank() -> None:
    wide = cell("Year", 'table:number-columns-spanned="2" table:number-rows-spanned="1"')
    document = seen(row("Outcome", wide, "<table:covered-table-cell/>") + row(None, 2019, 2020) + row("Advice", 1, 2))
    heading = document.tables[0].rows[0].cells
    assert (heading[1].span, heading[2].covered) == ((1, 2), "left")


GROUPED = f'<table:table-row-group table:display="false">{row(SECRET, 9)}</table:table-row-group>'
NARROW = "<table:table-column table:number-columns-repeated='3'/><table:table-column {}/>"
SECOND = '<table:table table:name="Other" {}>' + row(SECRET) + "</table:table>"


@pytest.mark.parametrize(
    ("inside", "more", "what", "location"),
    [
        (YEARS, SECOND.format('table:style-name="off"'), "hidden sheet", "sheet 2"),
        (YEARS + row(SECRET, 9, attributes='table:visibility="collapse"'), "", "hidden rows", "Sheet1"),
        (YEARS + row(SECRET, 9, attributes='table:visibility="filter"'), "", "filtered rows", "Sheet1"),
        (YEARS + row(SECRET, 9, attributes='table:style-name="flat"'), "", "hidden rows", "Sheet1"),
        (YEARS + GROUPED, "", "hidden rows", "Sheet1"),
        (NARROW.format('table:visibility="collapse"') + YEARS + row("RPRP", 1, 2, SECRET), "", "hidden columns", "Sheet1"),
        (NARROW.format('table:style-name="thin"') + YEARS + row("RPRP", 1, 2, SECRET), "", "hidden columns", "Sheet1"),
        (YEARS + row("RPRP", 1, 2, None, cell(SECRET, 'table:style-name="white"')), "", "text in the colour of its background", "Sheet1"),
        (YEARS + row("RPRP", cell(1, inside=f"<office:annotation><text:p>{SECRET}</text:p></office:annotation>"), 2), "", "comment", "Sheet1"),
        (
            YEARS + row(cell("RPRP", 'table:number-rows-spanned="2"'), 1, 2)
            + row(cell(SECRET).replace("table:table-cell", "table:covered-table-cell"), 3, 4),
            "", "value under a merged cell", "Sheet1",
        ),
        (YEARS, f'<table:named-expressions><table:named-range table:name="{SECRET}"/></table:named-expressions>', "defined name", "workbook"),
    ],
)  # fmt: skip
def test_what_is_hidden_is_reported_and_never_read(inside: str, more: str, what: str, location: str) -> None:
    document = seen(inside, more=more)
    assert [(h.what, h.location, h.amount) for h in document.hidden] == [(what, location, 1)]
    assert rows_of(document)[0][:3] == SHOWN or what == "hidden columns"
    assert SECRET not in repr(document)


def test_a_table_kept_from_another_workbook_is_never_read() -> None:
    document = seen(YEARS, more=SECOND.format("").replace("Other", "'file:///C:/x.xls'#A"))
    assert [(h.what, h.severity) for h in document.hidden] == [
        ("external link", "info"),
        ("values kept of an external link", "error"),
    ]
    assert SECRET not in repr(document)


def test_a_number_behind_a_suppressing_format_is_never_read() -> None:
    document = seen(
        row("Outcome", 2019, 2020) + row("Advice", cell(3, text="<5"), cell(4, inside="<text:p/>", text=""))
    )
    cells = document.tables[0].rows[1].cells
    assert [(c.text, c.value) for c in cells[1:]] == [("<5", None), (None, None)]
    assert [(h.what, h.amount) for h in document.hidden] == [("value behind a number format", 2)]


def test_bold_and_letters_on_a_dark_cell() -> None:
    heads = [cell(t, 'table:style-name="dark"') for t in ("Outcome", "2019")]
    document = seen(row(*heads) + row(cell("Advice", 'table:style-name="strong"'), 3))
    assert rows_of(document) == [[["Outcome", "2019"], ["Advice", "3"]]]
    assert [c.bold for c in document.tables[0].rows[1].cells] == [True, False]
    assert not document.hidden


def test_tracked_changes_are_reported() -> None:
    before = f"<table:tracked-changes><table:deletion><table:table-cell><text:p>{SECRET}</text:p></table:table-cell></table:deletion></table:tracked-changes>"
    document = seen(YEARS, before=before)
    assert [h.what for h in document.hidden] == ["tracked changes"]
    assert SECRET not in repr(document)


def test_a_password_is_named() -> None:
    manifest = (
        b"<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>"
    )
    with pytest.raises(UnreadableDocument, match="password"):
        seen(YEARS, parts={"META-INF/manifest.xml": manifest, "content.xml": b"\x01\x02"})


@pytest.mark.parametrize(
    "content",
    [
        b"<office:document-content",
        b"not xml",
        b"",
        b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]><x>&a;&b;</x>',
    ],
)
def test_a_damaged_or_hostile_content_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableDocument, match="damaged"):
        seen(YEARS, parts={"content.xml": content})


def by_libreoffice(data: bytes, folder: Path) -> Document:
    (folder / "made.xlsx").write_bytes(data)
    home = f"-env:UserInstallation=file://{folder}/profile"
    subprocess.run(
        ["soffice", home, "--headless", "--convert-to", "ods", "--outdir", str(folder), str(folder / "made.xlsx")],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return read((folder / "made.ods").read_bytes(), "made.ods")


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here")
def test_what_libreoffice_writes(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Data"
    for line in [
        ["Outcome", 2019, 2020, SECRET],
        ["Advice", 3, 0, SECRET],
        ["Warning", "<5", 12, SECRET],
        ["Total", "=SUM(B2:B3)", "=1/0"],
    ]:
        sheet.append(line)
    sheet["B2"].number_format, sheet["C2"].number_format = '[<5]"<5";0', '0;-0;"-"'
    sheet["C3"].comment = Comment(SECRET, "x")
    sheet["F9"], sheet["F9"].font = SECRET, Font(color="FFFFFFFF")
    sheet.column_dimensions["D"].hidden = True
    other = book.create_sheet("Other")
    other["A1"], other.sheet_state = SECRET, "hidden"
    made = io.BytesIO()
    book.save(made)
    document = by_libreoffice(made.getvalue(), tmp_path)
    assert rows_of(document) == [
        [["Outcome", "2019", "2020"], ["Advice", "<5", "-"], ["Warning", "<5", "12"], ["Total", "3", "#DIV/0!"]]
    ]
    assert {h.what for h in document.hidden} == {
        "value behind a number format",
        "comment",
        "text in the colour of its background",
        "hidden columns",
        "hidden sheet",
    }
    assert SECRET not in repr(document)


@pytest.mark.skipif(not SHARED.exists(), reason="the real replies are not here")
def test_the_police_workforce_tables() -> None:
    document = read((SHARED / "workbooks/police-workforce-sep19-tables.ods").read_bytes(), "x.ods")
    assert (document.pages, len(document.tables)) == (14, 14)
    police = document.tables[1]
    assert police.location == "Table_1"
    assert police.caption.startswith("Table 1: Police officers by police force area")
    first = next(r for r in police.rows if r.cells[0].text == "North East")
    assert [c.text for c in first.cells] == ["North East", "5,517", "5,398", "5,435", "-82", "-1.5", "37", "0.7"]
    assert [c.text for c in police.rows[-1].cells][:4] == ["Total", "125,872", "126,327", "128,149"]
    assert first.cells[1].value == pytest.approx(5517, abs=0.5)
