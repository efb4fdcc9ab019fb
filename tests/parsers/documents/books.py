"""Workbooks made at random, with all that tells a cell from its neighbours; and spoilt ones, as no program writes them."""

from __future__ import annotations

import io
import random
import re
import zipfile
from datetime import date, datetime, time
from typing import Any

import openpyxl
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule, FormulaRule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

FORMATS = ("0%", "0.00", "dd/mm/yyyy", ";;;", '[<5]"<5";0', '0;-0;"-"', "@", '0;0;0;"x"@', "[h]:mm", "yyyy-mm-dd hh:mm")
VALUES = (
    None, 3, 47, 0.125, -2.5, "PC", "Dismissed  twice", "<5", " lead", "two\nlines", "caf\u00e9 \u2013", "x_x0041_y", "a\u200bb",
    "\u202e12", date(2020, 1, 9), datetime.fromisoformat("2020-01-02T03:04"), time(3, 4), True, "#N/A", "=A1+1", 1e20,
)  # fmt: skip
FONTS = (Font(color="FFFFFF"), Font(bold=True), Font(strike=True), Font(sz=1))
FILLS = (PatternFill("solid", fgColor="000000"), PatternFill("solid", fgColor="FFFFFF"))
RULES = (
    CellIsRule(operator="lessThan", formula=["20"], font=Font(color="FFFFFF")),
    CellIsRule(operator="lessThan", formula=["20"], font=Font(color="FF0000")),
    FormulaRule(formula=["$A2=$A1"], font=Font(color="FFFFFF")),
    CellIsRule(operator="equal", formula=["0"], fill=PatternFill("solid", bgColor="00FF00")),
)
LETTERS = "ABCDEFGH"


def at_random(rng: random.Random) -> bytes:
    """A workbook of one or two sheets."""
    book, made = openpyxl.Workbook(), io.BytesIO()
    _fill(book.active, rng, in_table=rng.random() < 0.2)
    if rng.random() < 0.5:
        second = book.create_sheet("O'Neil & co")
        _fill(second, rng)
        second.sheet_state = rng.choice(("visible", "hidden", "veryHidden"))
    book.save(made)
    return made.getvalue()


def _fill(sheet: Worksheet, rng: random.Random, in_table: bool = False) -> None:
    rows, columns = rng.randrange(3, 20), rng.randrange(2, 8)
    for row in range(1, rows + 1):
        for column in range(1, columns + 1) if row == 1 or rng.random() < 0.92 else ():
            cell = sheet.cell(row, column)
            cell.value = f"Head {column}" if row == 1 else rng.choice(VALUES)
            _dress(cell, rng)
    if in_table:
        table = Table(displayName="T", ref=f"A1:{LETTERS[columns - 1]}{rows}")
        table.tableStyleInfo = TableStyleInfo(name="TableStyleMedium9")
        sheet.add_table(table)
    else:
        _merge(sheet, rng, rows, columns)
    _hide(sheet, rng, rows)


def _dress(cell: Any, rng: random.Random) -> None:
    if rng.random() < 0.3:
        cell.number_format = rng.choice(FORMATS)
    if rng.random() < 0.2:
        cell.font = rng.choice(FONTS)
    if rng.random() < 0.1:
        cell.fill = rng.choice(FILLS)
    if rng.random() < 0.005:
        cell.alignment = Alignment(horizontal="centerContinuous")


def _merge(sheet: Worksheet, rng: random.Random, rows: int, columns: int) -> None:
    for _ in range(rng.choice((0, 0, 1, 3))):
        top, left = rng.randrange(2, rows + 1), rng.randrange(1, columns + 1)
        sheet.merge_cells(
            start_row=top, start_column=left, end_row=top + rng.randrange(3), end_column=left + rng.randrange(3)
        )
    anywhere = [sheet.cell(rng.randrange(rows + 2, rows + 4), rng.randrange(1, columns + 2)), sheet.cell(1, 1)]
    if rng.random() < 0.3:
        rng.choice(anywhere).comment = Comment("secret", "A. N.")
    if rng.random() < 0.3:
        linked = rng.choice(anywhere)
        linked.hyperlink = "https://example.org/"
        linked.value = rng.choice((linked.value, None))


def _hide(sheet: Worksheet, rng: random.Random, rows: int) -> None:
    if rng.random() < 0.3:
        sheet.row_dimensions[rng.randrange(1, rows + 1)].hidden = True
    if rng.random() < 0.2:
        sheet.row_dimensions[rng.randrange(1, rows + 1)].height = 1
    if rng.random() < 0.2:
        sheet.column_dimensions[rng.choice(LETTERS)].hidden = True
    if rng.random() < 0.2:
        sheet.auto_filter.ref = "A1:C9"
    if rng.random() < 0.3:
        sheet.conditional_formatting.add("A2:D12", rng.choice(RULES))
    if rng.random() < 0.2:
        sheet.freeze_panes = "B2"
    if rng.random() < 0.1:
        sheet.sheet_view.topLeftCell = "B3"
    sheet.sheet_view.showZeros = rng.random() < 0.9


def spoilt(rng: random.Random, data: bytes) -> bytes:
    """The workbook with something in a sheet or in its texts that is rare, or wrong."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as there, zipfile.ZipFile(made, "w") as target:
        for name in there.namelist():
            content = there.read(name)
            if re.match(r"xl/(?:worksheets/sheet|sharedStrings)", name):
                content = _spoilt(rng, content.decode()).encode()
            target.writestr(name, content)
    return made.getvalue()


def _spoilt(rng: random.Random, text: str) -> str:
    at = rng.choice([m.start() for m in re.finditer("<", text)])
    pattern, others = rng.choice((
        (r'(<c r="[A-Z]+)\d+"', (r'\g<1>7"', r'\g<1>1"')),
        (r'<c r="[A-Z]+(\d+)"', (r'<c r="B\1"', r'<c r="C\1"')),
        (r'<row r="\d+"', ('<row r="3"', '<row r="4" hidden="1"', '<row r="5" ht="2"')),
        (r"<v>[^<]*</v>", ("<v/>", "<v></v>", "<v>1</v>", "<v>-1</v>", "<v> 2</v>", "<v>1e3</v>", "<v>x</v>")),
        (r' t="[a-z]+"', (' t="n"', ' t="str"', ' t="b"', ' t="e"', "")),
        (r"</row>", ('</row><row r="40" ht="2"/>', "</row>\n", "</row><!-- x -->")),
        (r'(<c r="[A-Z]+\d+")', (r'\1 s="1"', r'\1 s="3"', r'\1 s="999"')),
        (r"<si><t>", ('<si><t xml:space="preserve"> ', "<si><r><t>a</t></r><t>", "<si>\n<t>", "<si><t>]]>", "<si><t>&#233;")),
    ))  # fmt: skip
    if rng.random() < 0.3:
        return text[:at] + rng.choice(("<!-- x -->", "\n", "<x/>", "&amp;", "&#38;")) + text[at:]
    return re.sub(pattern, lambda m: m[0] if rng.random() < 0.8 else m.expand(rng.choice(others)), text)
