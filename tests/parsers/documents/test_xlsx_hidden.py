"""Excel's many ways to keep a text out of sight, by files of xlsxwriter, and those that only look like one."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
import xlsxwriter

from parsers.documents import read
from parsers.documents.model import Document, to_json

SECRET = "Zebedee Quillfeather"
ROWS = [["Outcome", 2019, 2020], ["Advice", 3, 0], ["Warning", 5, 12]]
BACKGROUND, BEHIND = "text in the colour of its background", "value behind a number format"


def made(change: Callable[[Any, Any], object] | None = None) -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet("Data")
    for number, row in enumerate(ROWS):
        sheet.write_row(number, 0, row)
    if change:
        change(book, sheet)
    book.close()
    return file.getvalue()


def changed(data: bytes, part: str, old: str, new: str) -> bytes:
    """The package with something in one part of it replaced."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(file, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name.endswith(part):
                assert old.encode() in content
                content = content.replace(old.encode(), new.encode(), 1)
            target.writestr(name, content)
    return file.getvalue()


def under(condition: dict[str, Any], look: dict[str, Any], *more: tuple[dict, dict], value: Any = SECRET) -> bytes:
    """A value in E2 under conditional formats: the conditions, and what they set."""

    def change(book: Any, sheet: Any) -> None:
        sheet.write(1, 4, value)
        for one, its_look in [(condition, look), *more]:
            sheet.conditional_format("E2:E9", {**one, "format": book.add_format(its_look)})

    return made(change)


def bars(book: Any, sheet: Any) -> None:
    sheet.write_column(1, 4, [4821, 17])
    sheet.conditional_format("E2:E9", {"type": "data_bar", "bar_only": True})


def chart(book: Any, sheet: Any) -> None:
    drawn = book.add_chart({"type": "column"})
    source = {"categories": "=[1]Other!$A$1:$A$2", "values": "=Data!$B$2:$B$3", "categories_data": [SECRET, "b"]}
    drawn.add_series({**source, "values_data": [3, 5]})
    sheet.insert_chart(6, 1, drawn)


def plain_chart(book: Any, sheet: Any) -> None:
    drawn = book.add_chart({"type": "column"})
    source = {"categories": "=Data!$A$2:$A$3", "values": "=Data!$B$2:$B$3", "categories_data": ["Advice", "Warning"]}
    drawn.add_series({**source, "values_data": [3, 5]})
    sheet.insert_chart(6, 1, drawn)


def frozen_above(book: Any, sheet: Any) -> None:
    sheet.write(40, 0, "Other")
    sheet.freeze_panes(31, 0)
    sheet.set_top_left_cell(30, 0)


def struck(book: Any, sheet: Any) -> None:
    sheet.write(1, 4, SECRET, book.add_format({"font_strikeout": True}))


def struck_run(book: Any, sheet: Any) -> None:
    sheet.write_rich_string(1, 4, "seen ", book.add_format({"font_strikeout": True}), SECRET)


WHITE = {"font_color": "white"}
ALWAYS = {"type": "formula", "criteria": "=TRUE"}
HIDDEN = {
    "white where there is no error": (under({"type": "no_errors"}, WHITE), BACKGROUND),
    "white always": (under(ALWAYS, WHITE), BACKGROUND),
    "white by a formula nobody works out here": (under({"type": "formula", "criteria": "=COUNTIF($A:$A,E2)=0"}, WHITE), BACKGROUND),
    "white by another cell": (under({"type": "formula", "criteria": '=$A2="Advice"'}, WHITE), BACKGROUND),
    "white by a text": (under({"type": "text", "criteria": "containing", "value": "zebedee"}, WHITE), BACKGROUND),
    "white above a number": (under({"type": "cell", "criteria": ">", "value": 100}, WHITE, value=4821), BACKGROUND),
    "white between": (under({"type": "cell", "criteria": "between", "minimum": 1, "maximum": 9999}, WHITE, value=4821), BACKGROUND),
    "white for what is unique": (under({"type": "unique"}, WHITE), BACKGROUND),
    "black ground": (under(ALWAYS, {"bg_color": "black"}), BACKGROUND),
    "one colour for both": (under(ALWAYS, {"bg_color": "#336699", "font_color": "#336699"}), BACKGROUND),
    "number format": (under(ALWAYS, {"num_format": ";;;"}), BEHIND),
    "number format for a number": (under(ALWAYS, {"num_format": ";;;"}, value=4821), BEHIND),
    "white after a rule that only makes bold": (under(ALWAYS, {"bold": True}, (ALWAYS, WHITE)), BACKGROUND),
    "bars without their numbers": (made(bars), BEHIND),
    "left over": (changed(made(), "sharedStrings.xml", "</sst>", f"<si><t>{SECRET}</t></si></sst>"), "text that no cell shows"),
    "left over, in runs": (changed(made(), "sharedStrings.xml", "</sst>", f"<si><r><t>{SECRET}</t></r></si></sst>"), "text that no cell shows"),
    "how it is spoken": (changed(made(), "sharedStrings.xml", "<t>Advice</t>", f"<t>Advice</t><rPh sb='0' eb='1'><t>{SECRET}</t></rPh>"), "phonetic text"),
    "under a merged cell": (made(lambda book, sheet: (sheet.merge_range("A6:C6", "seen"), sheet.write_string("B6", SECRET))), "value under a merged cell"),
    "under a merged cell, a number": (made(lambda book, sheet: (sheet.merge_range("A6:C7", "seen"), sheet.write_number("B7", 4821))), "value under a merged cell"),
    "list": (made(lambda book, sheet: sheet.data_validation("F6", {"validate": "list", "source": [SECRET, "PC Other"]})), "choices of a list"),
    "message": (made(lambda book, sheet: sheet.data_validation("F6", {"validate": "any", "input_message": SECRET})), "message of a cell"),
    "message of an error": (made(lambda book, sheet: sheet.data_validation("F6", {"validate": "integer", "criteria": ">", "value": 1, "error_message": SECRET})), "message of a cell"),
    "mailbox": (made(lambda book, sheet: sheet.write_url("F6", "mailto:zebedee.quillfeather@example.org", string="Contact")), "link to a mailbox or a file"),
    "path": (made(lambda book, sheet: sheet.write_url("F6", "external:\\\\server\\Zebedee\\a.xlsx", string="Source")), "link to a mailbox or a file"),
    "tip": (made(lambda book, sheet: sheet.write_url("F6", "http://example.org/", string="Contact", tip=SECRET)), "tip of a link"),
    "header": (made(lambda book, sheet: sheet.set_header("&L" + SECRET)), "page header or footer"),
    "text box": (made(lambda book, sheet: sheet.insert_textbox("F6", SECRET)), "text box"),
    "white text box": (made(lambda book, sheet: sheet.insert_textbox("F6", SECRET, {"font": {"color": "white"}})), BACKGROUND),
    "tiny text box": (made(lambda book, sheet: sheet.insert_textbox("F6", SECRET, {"font": {"size": 1}})), "text too small to see"),
    "description": (made(lambda book, sheet: sheet.insert_textbox("F6", "seen", {"description": SECRET})), "alternative text"),
    "formula": (made(lambda book, sheet: sheet.write_formula("F6", f'=IF(TRUE,"seen","{SECRET}")', None, "seen")), "text in a formula"),
    "chart of another workbook": (made(chart), "values kept in a chart"),
    "struck out": (made(struck), "struck-out text"),
    "struck out in part": (made(struck_run), "struck-out text"),
    "before a frozen view": (made(frozen_above), "cells above a frozen pane"),
}  # fmt: skip
SEEN = {
    "white on a coloured ground": under(ALWAYS, {"font_color": "white", "bg_color": "#1F3864"}),
    "a condition that is not so": under({"type": "formula", "criteria": "=FALSE"}, WHITE),
    "white for errors": under({"type": "errors"}, WHITE),
    "white for errors by a formula": under({"type": "formula", "criteria": "=ISERROR(E2)"}, WHITE),
    "white for blanks": under({"type": "formula", "criteria": "=LEN(TRIM(E2))=0"}, WHITE),
    "white for other rows": under({"type": "formula", "criteria": '=AND($A2="Warning",NOT(ISBLANK(E2)))'}, WHITE),
    "white for noughts": under({"type": "cell", "criteria": "=", "value": 0}, WHITE),
    "white overruled": under(ALWAYS, {"font_color": "red"}, (ALWAYS, WHITE)),
    "red": under({"type": "cell", "criteria": ">", "value": 2}, {"font_color": "#9C0006", "bg_color": "#FFC7CE"}),
    "banded rows": under({"type": "formula", "criteria": "=MOD(ROW(),2)=0"}, {"bg_color": "#DDEBF7"}),
    "scale": made(lambda book, sheet: (sheet.write("E2", SECRET), sheet.conditional_format("B2:E9", {"type": "3_color_scale"}))),
    "bars": made(lambda book, sheet: (sheet.write("E2", SECRET), sheet.conditional_format("B2:C9", {"type": "data_bar"}))),
    "icons": made(lambda book, sheet: (sheet.write("E2", SECRET), sheet.conditional_format("B2:C9", {"type": "icon_set", "icon_style": "3_arrows"}))),
    "merged": made(lambda book, sheet: sheet.merge_range("A6:C6", SECRET)),
    "chart": made(lambda book, sheet: (sheet.write("E2", SECRET), plain_chart(book, sheet))),
    "frozen": made(lambda book, sheet: (sheet.write("E2", SECRET), sheet.freeze_panes(1, 1))),
    "page numbers": made(lambda book, sheet: (sheet.write("E2", SECRET), sheet.set_footer('&C&"Arial,Bold"&12Page &P of &N'))),
    "list of a range": made(lambda book, sheet: (sheet.write("E2", SECRET), sheet.data_validation("F6", {"validate": "list", "source": "=$A$2:$A$3"}))),
    "format in a formula": made(lambda book, sheet: (sheet.write("E2", SECRET), sheet.write_formula("F6", '=TEXT(B1,"dd/mm/yyyy")', None, "x"))),
    "public link": made(lambda book, sheet: sheet.write_url("F6", "https://example.org/a", string=SECRET)),
}  # fmt: skip


def kinds(document: Document) -> set[str]:
    return {h.what for h in document.hidden}


@pytest.mark.parametrize("case", HIDDEN)
def test_what_nobody_sees(case: str) -> None:
    data, what = HIDDEN[case]
    document = read(data, "data.xlsx")
    assert what in kinds(document)
    kept = to_json(document).replace(document.sha256, "")  # in which any digits may stand
    assert "Zebedee" not in kept and "zebedee" not in kept and "4821" not in kept
    assert [[c.text for c in row.cells][:3] for row in document.tables[0].rows[:3]] == [
        ["Outcome", "2019", "2020"], ["Advice", "3", "0"], ["Warning", "5", "12"],
    ]  # fmt: skip


@pytest.mark.parametrize("case", SEEN)
def test_what_everybody_sees(case: str) -> None:
    document = read(SEEN[case], "data.xlsx")
    assert not kinds(document) and SECRET in to_json(document)


def test_a_nought_that_a_condition_leaves_blank_keeps_no_secret() -> None:
    document = read(under({"type": "cell", "criteria": "=", "value": 0}, WHITE, value=0), "data.xlsx")
    assert not kinds(document) and "Data!E2" not in to_json(document)
