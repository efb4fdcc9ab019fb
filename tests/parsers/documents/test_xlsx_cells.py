"""Workbooks read with their cells taken from the XML give the same Document as openpyxl alone."""

from __future__ import annotations

import io
import os
import random
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.table import Table, TableStyleInfo

from parsers.documents import xlsx, xlsx_cells, xlsx_frame
from parsers.documents.bounds import held_to_bounds
from parsers.documents.model import AlikeRow, UnreadableDocument, from_json, to_json
from parsers.documents.unseen_characters import take_out_unseen
from parsers.documents.xlsx_written import Odd
from tests.parsers.documents.books import at_random, spoilt

ROOT = Path(__file__).parents[3]
REPLIES = Path(os.environ.get("FOI_SHARED", ROOT / "../shared")) / "replies"
"""Real replies, which are in no repository: where there are some, both ways are compared on them too."""

LOAD = xlsx_cells.load
FILES = [*sorted((ROOT / "samples").rglob("*.xlsx")), *sorted(REPLIES.rglob("*.xlsx"))]


def read_both(data: bytes, monkeypatch: pytest.MonkeyPatch) -> tuple[str, bool]:
    """The Document as JSON, or the refusal, which must be the same both ways; and whether the quick way was taken."""
    taken = []

    def spied(*told):
        taken.append(LOAD(*told))
        return taken[-1]

    made = []
    for load in (spied, lambda *told: None):
        monkeypatch.setattr(xlsx, "load", load)
        try:
            document = held_to_bounds(take_out_unseen(xlsx.read_xlsx(data, "a.xlsx"), b""))
            made.append(to_json(document))
            assert to_json(from_json(made[-1])) == made[-1]
        except UnreadableDocument as refused:
            made.append(refused.message)
    assert made[0] == made[1]
    return made[0], bool(taken and taken[0] is not None)


@pytest.mark.parametrize("file", FILES, ids=lambda p: p.name)
def test_both_ways_read_the_same(file, monkeypatch):
    read_both(file.read_bytes(), monkeypatch)


def by_openpyxl(fill: Callable[[openpyxl.Workbook], None]) -> bytes:
    book, made = openpyxl.Workbook(), io.BytesIO()
    fill(book)
    book.save(made)
    return made.getvalue()


def everything(book: openpyxl.Workbook) -> None:
    sheet = book.active
    sheet.append(["Rank", "When", "Share", "Outcome & more", "Told", "Formula", "Error"])
    for n in range(12):
        told = f"<{n} \u2013 \u00a35" if n % 2 else None
        sheet.append(["PC", date(2020, 1, 1 + n), n / 8, "it's <5", told, f"=A{n + 2}", "#N/A"])
    sheet["C3"].number_format, sheet["C4"].number_format = "0%", '[<1]"<1";0'
    sheet["D5"].font, sheet["D6"].fill = Font(color="FFFFFF"), PatternFill("solid", fgColor="000000")
    sheet["D7"].font, sheet["A2"].font = Font(strike=True), Font(bold=True)
    sheet["B8"], sheet["B9"], sheet["C9"] = datetime.fromisoformat("2020-01-02T03:04"), time(3, 4), True
    sheet["C10"].number_format = ";;;"
    sheet.merge_cells("A15:C16")
    sheet["A15"] = "A merged one"
    sheet.merge_cells("E15:F15")
    sheet["A2"].comment, sheet["H20"].comment = Comment("secret", "A. N."), Comment("on a blank", "A. N.")
    sheet["H2"].hyperlink = "https://example.org/"
    sheet["A3"].hyperlink = "mailto:somebody@example.org"
    sheet.row_dimensions[4].hidden = sheet.column_dimensions["B"].hidden = True
    sheet.row_dimensions[6].height = 1
    sheet.auto_filter.ref = "A1:G13"
    sheet.conditional_formatting.add(
        "C2:C9", CellIsRule(operator="lessThan", formula=["0.5"], font=Font(color="FFFFFF"))
    )
    sheet.freeze_panes = "B2"
    table = Table(displayName="T", ref="A1:G13")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleMedium9")
    sheet.add_table(table)
    book.create_sheet("Hidden").append(["a", 1])
    book["Hidden"].sheet_state = "hidden"
    book.create_sheet("Empty")


def since_1904(book: openpyxl.Workbook) -> None:
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.active["A1"], book.active["A2"] = date(2020, 1, 1), 99999999
    book.active["A2"].number_format = "dd/mm/yyyy"


def by_xlsxwriter() -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Quoted 'name' & more")
        day, hidden = book.add_format({"num_format": "dd/mm/yyyy"}), book.add_format({"font_color": "white"})
        length = book.add_format({"num_format": "[h]:mm"})
        middle = book.add_format({"center_across": True})
        sheet.write_row(0, 0, ["Rank", "When", "Length", "N", "Told", "Calculated"])
        sheet.write(1, 0, "A heading across", middle)
        sheet.write_blank(1, 1, None, middle)
        for n in range(2, 12):
            sheet.write_row(n, 0, ["PC", 43000 + n])
            sheet.write_number(n, 1, 43000 + n, day)
            sheet.write_number(n, 2, 1.5 + n, length)
            sheet.write_number(n, 3, -n / 3)
            sheet.write_string(n, 4, ' two\nlines & "quotes" ', hidden if n % 3 else None)
            sheet.write_formula(n, 5, f'=IF(D{n}<0,"<&5","")', None, "<&5" if n % 2 else "")
        sheet.write_formula(12, 5, "=1/0", None, "#DIV/0!")
        sheet.write_boolean(12, 3, True)
        sheet.set_row(5, None, None, {"hidden": True})
        sheet.set_column("C:C", None, None, {"hidden": True})
        sheet.merge_range("A14:B15", "merged")
        book.add_worksheet("Second").write_row(0, 0, ["a", "b"])
        book.add_chartsheet("Chart").set_chart(_chart(book))
    return made.getvalue()


def _chart(book):
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=Second!$A$1:$B$1"})
    return chart


MADE = {
    "openpyxl, all there is": lambda: by_openpyxl(everything),
    "days since 1904, and one beyond all days": lambda: by_openpyxl(since_1904),
    "xlsxwriter": by_xlsxwriter,
}


@pytest.mark.parametrize("kind", MADE)
def test_what_programs_write_is_read_the_quick_way_and_the_same(kind, monkeypatch):
    _, quick = read_both(MADE[kind](), monkeypatch)
    assert quick


def changed(old: bytes, new: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(by_xlsxwriter())) as there, zipfile.ZipFile(made, "w") as target:
        for name in there.namelist():
            content = there.read(name)
            if name == "xl/worksheets/sheet1.xml":
                assert old in content
                content = content.replace(old, new)
            target.writestr(name, content)
    return made.getvalue()


ODD = {
    "a comment among the cells": (b'<row r="3"', b'<!-- x --><row r="3"'),
    "a cell without its place": (b'<c r="A3"', b"<c"),
    "attributes in another order": (b'<c r="A3" t="s">', b'<c t="s" r="A3">'),
    "a number that is none": (b"<v>43003</v>", b"<v>4x</v>"),
    "a string that is not there": (b't="s"><v>0</v>', b't="s"><v>9999</v>'),
    "space around a number": (b"<v>43003</v>", b"<v> 43003</v>"),
    "a character by its number": (b"&lt;&amp;5", b"&#x3c;5"),
    "a carriage return": (b"&lt;&amp;5", b"a\r\nb"),
    "a style that is not there": (b'<c r="E5"', b'<c r="E5" s="999"'),
    "a text in a cell of numbers": (b'<c r="D3"', b'<c r="X3"><is><t>7</t></is></c><c r="D3"'),
    "an element of another name": (b'</row><row r="4"', b'<x/></row><row r="4"'),
    "a second sheet of data": (b"</sheetData>", b"</sheetData><sheetData></sheetData>"),
}


@pytest.mark.parametrize("kind", ODD)
def test_what_is_odd_is_left_to_openpyxl(kind, monkeypatch):
    _, quick = read_both(changed(*ODD[kind]), monkeypatch)
    assert not quick


NOT_ODD = {
    "a row whose number stands in a style": (b'<c r="A3" t="s">', b'<c r="A3" s="3" t="s">'),
    "a row of which more is said": (b'<row r="3" spans="1:6">', b'<row r="3" spans="1:6" ht="15" hidden="1">'),
    "a row without cells": (b'<row r="3" ', b'<row r="2" spans="1:6"></row><row r="3" '),
    "a row that is further down than the next": (
        b'<row r="3" ',
        b'<row r="40"><c r="A40"><v>1</v></c></row><row r="3" ',
    ),
    "a place that comes twice": (b'<c r="D3"', b'<c r="B3"><v>1</v></c><c r="D3"'),
    "cells in another order": (b'<c r="D3"', b'<c r="Z3"><v>1</v></c><c r="D3"'),
}


@pytest.mark.parametrize("kind", NOT_ODD)
def test_what_is_rare_is_read_the_quick_way_too(kind, monkeypatch):
    _, quick = read_both(changed(*NOT_ODD[kind]), monkeypatch)
    assert quick


@pytest.mark.parametrize(
    "wrong", [b'"3"><v>1</v></c>', b'"A4"><v>1</v></c>', b'"A3" spans="1:6">', b'"A3"><c r="B3"/>']
)
def test_a_cell_that_is_not_whole_is_left_to_openpyxl(wrong, monkeypatch):
    _, quick = read_both(changed(b'<c r="D3"', b"<c r=" + wrong + b'<c r="D3"'), monkeypatch)
    assert not quick


@pytest.mark.parametrize("seed", range(40))
def test_books_made_at_random_are_read_the_same(seed, monkeypatch):
    rng = random.Random(seed)
    data = at_random(rng)
    read_both(spoilt(rng, data) if seed % 2 else data, monkeypatch)


def test_texts_with_a_look_of_their_own_among_plain_ones(monkeypatch):
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
        sheet.write_row(0, 0, ["Outcome & more", "N"])
        sheet.write_rich_string(1, 0, "Advice ", bold, "given", " & taken")
        sheet.write_row(1, 1, [" kept as it is "])
    said, quick = read_both(made.getvalue(), monkeypatch)
    assert quick
    assert '"Advice given & taken"' in said


def test_rows_are_told_alike_until_their_cells_are_asked_for():
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        sheet = book.add_worksheet('A "sheet"')
        for at, row in enumerate((["Outcome", "N", "Told"], ["Advice", 0.5], ["None\\n", True, "x"])):
            sheet.write_row(at, 0, row)
    document = xlsx.read_xlsx(made.getvalue(), "a.xlsx")
    written = to_json(document)
    rows = list(document.rows())
    assert all(isinstance(row, AlikeRow) and row.alike is not None for row in rows)
    assert from_json(written) == document  # asks for all cells
    assert not any(isinstance(row, AlikeRow) and row.alike is not None for row in rows)
    assert to_json(document) == written
    rows[0].cells[0].text = "another"
    assert '"another"' in to_json(document)


def test_a_row_that_goes_wrong_at_its_end_takes_no_longer(monkeypatch):
    cells = b"".join(b'<c r="%s3"/>' % letter.encode() for letter in "GHIJKLMNOPQRSTUVWXYZ")
    _, quick = read_both(changed(b'</row><row r="4"', cells * 50 + b'<x/></row><row r="4"'), monkeypatch)
    assert not quick


FRAME = xlsx_cells.frame_of


def framed(data: bytes, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether openpyxl had only to be asked for what is new to it; the Document is the same either way."""
    taken = []

    def spied(*told):
        made = FRAME(*told)
        taken.append(made)
        return made

    monkeypatch.setattr(xlsx_cells, "frame_of", spied)
    once, _ = read_both(data, monkeypatch)
    monkeypatch.setattr(xlsx_cells, "frame_of", refused)
    without, _ = read_both(data, monkeypatch)
    assert once == without
    return bool(taken)


def refused(*told):
    raise Odd


def rewritten(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as there, zipfile.ZipFile(made, "w") as target:
        for name in there.namelist():
            content = there.read(name)
            if name == part:
                assert old in content
                content = content.replace(old, new, 1)
            target.writestr(name, content)
    return made.getvalue()


def ordinary() -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        sheet, white, day = book.add_worksheet(), book.add_format({"font_color": "white"}), book.add_format()
        day.set_num_format("dd/mm/yyyy")
        sheet.merge_range("A1:C1", "Cases closed")
        sheet.write_row(1, 0, ["Rank", "When", "Outcome"])
        for n in range(2, 12):
            sheet.write_row(n, 0, ["PC", 43000 + n, "Advice"], day if n % 2 else None)
        sheet.write(12, 0, "unseen", white)
        sheet.set_column("C:C", 20)
        sheet.set_row(4, 1.5)
        sheet.set_row(5, None, None, {"hidden": True})
        sheet.autofilter("A2:C12")
        sheet.freeze_panes(2, 0)
        book.add_worksheet("Notes").write("A1", "Nothing")
        book.worksheets()[1].hide()
    return made.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
ORDINARY = {
    "as it is": (SHEET, b"</worksheet>", b"</worksheet>"),
    "a column out of sight": (SHEET, b'width="20.', b'hidden="1" width="20.'),
    "a width next to none": (SHEET, b'width="20.', b'width="0.'),
    "all rows out of sight": (SHEET, b"<sheetFormatPr", b'<sheetFormatPr zeroHeight="1"'),
    "noughts as blanks": (SHEET, b"<sheetView ", b'<sheetView showZeros="0" '),
    "Excel's own name of a sheet": (SHEET, b"<worksheet", b'<worksheet xmlns:xr="http://x" xr:uid="{12}"'),
    "days since 1904": ("xl/workbook.xml", b"<workbookPr ", b'<workbookPr date1904="1" '),
    "an area to print": (
        "xl/workbook.xml",
        b"<definedNames>",
        b'<definedNames><definedName name="_xlnm.Print_Area" localSheetId="0">Sheet1!$A$1:$C$9</definedName>',
    ),
    "a moment of another form": ("docProps/core.xml", b"Z</dcterms:created>", b"</dcterms:created>"),
}
EXTRAORDINARY = {
    "a link": (SHEET, b"<pageMargins", b'<hyperlinks><hyperlink ref="A3" location="x"/></hyperlinks><pageMargins'),
    "a conditional format": (
        SHEET,
        b"<pageMargins",
        b'<conditionalFormatting sqref="A1:C9"><cfRule type="expression" priority="1"><formula>1</formula></cfRule>'
        b"</conditionalFormatting><pageMargins",
    ),
    "a comment between elements": (SHEET, b"<pageMargins", b"<!-- x --><pageMargins"),
    "merged cells over merged cells": (SHEET, b"</mergeCells>", b'<mergeCell ref="B1:D2"/></mergeCells>'),
    "a style of a column that is not there": (SHEET, b'width="20.', b'style="99" width="20.'),
    "a style counted from the last": (SHEET, b'width="20.', b'style="-1" width="20.'),
    "a height that is none": (SHEET, b' ht="1.5"', b' ht="x"'),
    "a number of a row told twice": (SHEET, b' ht="1.5"', b' ht="1.5" r="5"'),
    "an unknown attribute": (SHEET, b"<pageMargins ", b'<pageMargins outer="1" '),
    "a prefix that is not declared": (SHEET, b"<worksheet", b'<worksheet xr:uid="{12}"'),
    "an element that does not end": (SHEET, b"<pageMargins", b"<printOptions><pageMargins"),
    "a sheet that is missing": ("xl/workbook.xml", b'r:id="rId2"', b'r:id="rId99"'),
    "a title that no sheet may have": ("xl/workbook.xml", b'name="Notes"', b'name="No/tes"'),
    "a title that comes twice": ("xl/workbook.xml", b'name="Notes"', b'name="SHEET1"'),
    "a state that is none": ("xl/workbook.xml", b'state="hidden"', b'state="gone"'),
    "a moment that is none": ("docProps/core.xml", b'W3CDTF">', b'W3CDTF">never '),
    "a colour that is none": ("xl/styles.xml", b'rgb="FFFFFFFF"', b'rgb="white"'),
    "no styles": ("xl/styles.xml", b"<cellXfs", b"<x"),
}


@pytest.mark.parametrize("kind", ORDINARY)
def test_of_an_ordinary_workbook_openpyxl_is_asked_piece_by_piece(kind, monkeypatch):
    assert framed(rewritten(ordinary(), *ORDINARY[kind]), monkeypatch)


@pytest.mark.parametrize("kind", EXTRAORDINARY)
def test_what_is_not_ordinary_is_left_to_openpyxl_as_a_whole(kind, monkeypatch):
    assert not framed(rewritten(ordinary(), *EXTRAORDINARY[kind]), monkeypatch)


def test_rows_of_many_heights_are_left_to_openpyxl(monkeypatch):
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        sheet = book.add_worksheet()
        for n in range(60):
            sheet.set_row(n, 15 + n)
            sheet.write_row(n, 0, ["Rank", n])
    assert not framed(made.getvalue(), monkeypatch)
    monkeypatch.setattr(xlsx_frame, "MOST_PIECES", 70)
    assert framed(made.getvalue(), monkeypatch)


def test_what_is_kept_of_one_workbook_does_not_change_the_next(monkeypatch):
    first, other = ordinary(), by_openpyxl(everything)
    said = [to_json(xlsx.read_xlsx(data, "a.xlsx")) for data in (first, other, first, other)]
    assert said[:2] == said[2:]
    assert framed(first, monkeypatch)
