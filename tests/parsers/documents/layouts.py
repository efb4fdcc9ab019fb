"""Sheets as forces lay them out, each with the tables that a person sees in it; written by four programs."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from dataclasses import dataclass, field

import openpyxl
import xlsxwriter
import xlwt
from odf import table as odf_table
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import Style, TextProperties
from odf.text import P
from openpyxl.styles import Font

_ = None
Value = str | int | float | dt.date | None


@dataclass
class Layout:
    """`at` is the row and column of the first cell; `merged` counts from it: first row, first column, last row, last column."""

    name: str
    rows: list[list[Value]]
    tables: list[list[list[str | None]]]
    texts: list[str] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    bold: list[int] = field(default_factory=list)  # rows
    at: tuple[int, int] = (1, 1)
    captions: list[str | None] | None = None

    def cells(self) -> list[tuple[int, int, Value, bool]]:
        """Row and column from 1, value, bold."""
        top, left = self.at
        return [
            (top + r, left + c, value, r in self.bold)
            for r, row in enumerate(self.rows)
            for c, value in enumerate(row)
            if value is not None
        ]

    def areas(self) -> list[tuple[int, int, int, int]]:
        top, left = self.at
        return [(top + a, left + b, top + c, left + d) for a, b, c, d in self.merged]


def by_openpyxl(layout: Layout) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Sheet1"
    for row, column, value, bold in layout.cells():
        cell = sheet.cell(row, column, value)
        cell.font = Font(bold=bold)
        if isinstance(value, dt.date):
            cell.number_format = "dd/mm/yyyy"
    for top, left, bottom, right in layout.areas():
        sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def by_xlsxwriter(layout: Layout) -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        sheet = book.add_worksheet("Sheet1")
        covered = {(a[0], a[1]): a for a in layout.areas()}
        for row, column, value, bold in layout.cells():
            style = book.add_format({"bold": bold} | ({"num_format": 14} if isinstance(value, dt.date) else {}))
            if (row, column) in covered:
                top, left, bottom, right = covered[row, column]
                sheet.merge_range(top - 1, left - 1, bottom - 1, right - 1, value, style)
            elif isinstance(value, dt.date):
                sheet.write_datetime(row - 1, column - 1, dt.datetime.combine(value, dt.time()), style)
            else:
                sheet.write(row - 1, column - 1, value, style)
    return made.getvalue()


def by_xlwt(layout: Layout) -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet1")
    covered = {(a[0], a[1]): a for a in layout.areas()}
    for row, column, value, bold in layout.cells():
        style = xlwt.easyxf(
            f"font: bold {'on' if bold else 'off'}", "DD/MM/YYYY" if isinstance(value, dt.date) else None
        )
        if (row, column) in covered:
            top, left, bottom, right = covered[row, column]
            sheet.write_merge(top - 1, bottom - 1, left - 1, right - 1, value, style)
        else:
            sheet.write(row - 1, column - 1, value, style)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def by_odfpy(layout: Layout) -> bytes:
    book = OpenDocumentSpreadsheet()
    bold_style = Style(name="bold", family="table-cell")
    bold_style.addElement(TextProperties(fontweight="bold"))
    book.automaticstyles.addElement(bold_style)
    sheet = odf_table.Table(name="Sheet1")
    book.spreadsheet.addElement(sheet)
    cells = {(r, c): (v, b) for r, c, v, b in layout.cells()}
    areas = {(a[0], a[1]): a for a in layout.areas()}
    covered = {(r, c) for a in layout.areas() for r in range(a[0], a[2] + 1) for c in range(a[1], a[3] + 1)} - set(
        areas
    )
    for row in range(1, max(r for r, _c in cells | dict.fromkeys(covered)) + 1):
        line = odf_table.TableRow()
        sheet.addElement(line)
        for column in range(1, max([c for r, c in [*cells, *covered] if r == row], default=0) + 1):
            if (row, column) in covered:
                line.addElement(odf_table.CoveredTableCell())
                continue
            value, bold = cells.get((row, column), (None, False))
            line.addElement(_odf_cell(value, bold_style if bold else None, areas.get((row, column))))
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _odf_cell(value: Value, style: Style | None, area: tuple[int, int, int, int] | None) -> odf_table.TableCell:
    named: dict[str, object] = {"stylename": style} if style else {}
    if area:
        named |= {"numberrowsspanned": area[2] - area[0] + 1, "numbercolumnsspanned": area[3] - area[1] + 1}
    text = "" if value is None else str(value)
    if isinstance(value, dt.date):
        named |= {"valuetype": "date", "datevalue": value.isoformat()}
        text = value.strftime("%d/%m/%Y")
    elif isinstance(value, (int, float)):
        named |= {"valuetype": "float", "value": value}
    elif value is not None:
        named |= {"valuetype": "string"}
    made = odf_table.TableCell(**named)
    if value is not None:
        made.addElement(P(text=text))
    return made


PRODUCERS: dict[str, Callable[[Layout], bytes]] = {
    "openpyxl": by_openpyxl,
    "xlsxwriter": by_xlsxwriter,
    "xlwt": by_xlwt,
    "odfpy": by_odfpy,
}

YEARS = [["Outcome", 2019, 2020], ["Advice", 3, 0], ["Written warning", 4, 12]]
YEARS_SEEN = [["Outcome", "2019", "2020"], ["Advice", "3", "0"], ["Written warning", "4", "12"]]
RANKS = [["Rank", 2019, 2020], ["PC", 4, 1], ["PS", 2, 0]]
RANKS_SEEN = [["Rank", "2019", "2020"], ["PC", "4", "1"], ["PS", "2", "0"]]
CASES = [["Ref", "Rank", "Allegation", "Outcome"], ["A", "PC", "Sent a message", "NFA"], ["B", "PS", "Posted", "WW"]]

LAYOUTS = [
    Layout("table in the middle of nowhere", YEARS, [YEARS_SEEN], at=(7, 3)),
    Layout(
        "titles above, notes below",
        [["FOI 1/20"], ["Officers by outcome"], [_], *YEARS, [_], ["Source: Centurion"], ["Note: officers only"]],
        [YEARS_SEEN],
        ["FOI 1/20", "Officers by outcome", "Source: Centurion", "Note: officers only"],
        captions=["Officers by outcome"],
    ),
    Layout(
        "title merged over the table, year heading merged over years",
        [["Officers", _, _], ["Outcome", "Year", _], [_, 2019, 2020], *YEARS[1:]],
        [[["Outcome", "Year", _], [_, "2019", "2020"], *YEARS_SEEN[1:]]],
        ["Officers"],
        merged=[(0, 0, 0, 2), (1, 1, 1, 2), (1, 0, 2, 0)],
        captions=["Officers"],
    ),
    Layout("two tables with one blank row between", [*YEARS, [_], *RANKS], [YEARS_SEEN, RANKS_SEEN]),
    Layout(
        "two tables, each with a title",
        [["Table 1: outcome"], *YEARS, [_], ["Table 2: rank"], *RANKS],
        [YEARS_SEEN, RANKS_SEEN],
        ["Table 1: outcome", "Table 2: rank"],
        captions=["Table 1: outcome", "Table 2: rank"],
    ),
    Layout(
        "the same heading again for the next block",
        [["Officers"], *YEARS, [_], ["Staff"], YEARS[0], ["Advice", 9, 9]],
        [YEARS_SEEN, [YEARS_SEEN[0], ["Advice", "9", "9"]]],
        ["Officers", "Staff"],
        captions=["Officers", "Staff"],
    ),
    Layout(
        "two tables side by side",
        [[*a, _, *b] for a, b in zip(YEARS, RANKS, strict=True)],
        [YEARS_SEEN, RANKS_SEEN],
    ),
    Layout(
        "two tables side by side, the right one by year",
        [["Outcome", "Number", _, "Year", "Number"], ["Advice", 3, _, 2019, 4], ["Warning", 4, _, 2020, 3]],
        [
            [["Outcome", "Number"], ["Advice", "3"], ["Warning", "4"]],
            [["Year", "Number"], ["2019", "4"], ["2020", "3"]],
        ],
    ),
    Layout(
        "two lists side by side with a title over each",
        [
            ["2019", _, _, "2020", _],
            ["Rank", "Outcome", _, "Rank", "Outcome"],
            ["PC", "NFA", _, "PS", "WW"],
            ["PC", "WW", _, "PC", "NFA"],
            ["PS", "WW", _, _, _],
        ],
        [
            [["Rank", "Outcome"], ["PC", "NFA"], ["PC", "WW"], ["PS", "WW"]],
            [["Rank", "Outcome"], ["PS", "WW"], ["PC", "NFA"]],
        ],
        ["2019", "2020"],
    ),
    Layout(
        "four tables, two by two",
        [[*a, _, _, *b] for a, b in zip(YEARS, RANKS, strict=True)]
        + [[_]]
        + [[*a, _, _, *b] for a, b in zip(RANKS, YEARS, strict=True)],
        [YEARS_SEEN, RANKS_SEEN, RANKS_SEEN, YEARS_SEEN],
    ),
    Layout("a spacer column after each column", [[a, _, b, _, c] for a, b, c in YEARS], [YEARS_SEEN]),
    Layout(
        "a spacer column in a list of cases",
        [[a, b, _, c, d] for a, b, c, d in CASES],
        [CASES],
    ),
    Layout(
        "spacer columns under two rows of headings",
        [
            ["Outcome", "Officers", _, _, "Staff", _],
            [_, 2019, 2020, _, 2019, 2020],
            ["Advice", 1, 2, _, 3, 4],
            ["Warning", 5, 6, _, 7, 8],
        ],
        [
            [
                ["Outcome", "Officers", _, "Staff", _],
                [_, "2019", "2020", "2019", "2020"],
                ["Advice", "1", "2", "3", "4"],
                ["Warning", "5", "6", "7", "8"],
            ]
        ],
        merged=[(0, 1, 0, 2), (0, 4, 0, 5)],
    ),
    Layout(
        "a blank row in the middle of a list of cases",
        [*CASES, [_], ["C", "PC", "Shared a picture", "FWW"], [_], ["D", "PC", "Liked", "NFA"]],
        [[*CASES, ["C", "PC", "Shared a picture", "FWW"], ["D", "PC", "Liked", "NFA"]]],
    ),
    Layout(
        "a blank row after the heading and before the total",
        [YEARS[0], [_], *YEARS[1:], [_], ["Total", 7, 12]],
        [[*YEARS_SEEN, ["Total", "7", "12"]]],
    ),
    Layout(
        "year as a section row",
        [["Outcome", "Officers", "Staff"], ["2019", _, _], ["Advice", 1, 2], ["2020", _, _], ["Advice", 3, 4]],
        [
            [
                ["Outcome", "Officers", "Staff"],
                ["2019", _, _],
                ["Advice", "1", "2"],
                ["2020", _, _],
                ["Advice", "3", "4"],
            ]
        ],
        merged=[(1, 0, 1, 2), (3, 0, 3, 2)],
    ),
    Layout(
        "sections between blank rows",
        [
            ["Outcome", "Officers", "Staff"],
            [_],
            ["Pre-court"],
            ["Advice", 1, 2],
            [_],
            ["Custody"],
            [_],
            ["Order", 3, 4],
        ],
        [
            [
                ["Outcome", "Officers", "Staff"],
                ["Pre-court", _, _],
                ["Advice", "1", "2"],
                ["Custody", _, _],
                ["Order", "3", "4"],
            ]
        ],
    ),
    Layout(
        "blank means the same as above",
        [["Year", "Outcome", "Number"], [2019, "Advice", 3], [_, "Warning", 4], [2020, "Advice", 1], [_, "Warning", 2]],
        [
            [
                ["Year", "Outcome", "Number"],
                ["2019", "Advice", "3"],
                [_, "Warning", "4"],
                ["2020", "Advice", "1"],
                [_, "Warning", "2"],
            ]
        ],
    ),
    Layout(
        "a pivot table with grouped labels",
        [
            ["Count of Ref", "Column Labels", _, _],
            ["Row Labels", 2019, 2020, "Grand Total"],
            ["Advice", 3, _, 3],
            ["  PC", 2, _, 2],
            ["  PS", 1, _, 1],
            ["Grand Total", 3, _, 3],
        ],
        [
            [
                ["Count of Ref", "Column Labels", _, _],
                ["Row Labels", "2019", "2020", "Grand Total"],
                ["Advice", "3", _, "3"],
                ["PC", "2", _, "2"],
                ["PS", "1", _, "1"],
                ["Grand Total", "3", _, "3"],
            ]
        ],
    ),
    Layout(
        "numbers as text, trailing spaces, an error, broken letters",
        [["Outcome ", " 2019"], ["Advice", "12 "], ["Warning\u00a0", "<5"], ["Dismissed ‚Äì", "#N/A"]],
        [[["Outcome", "2019"], ["Advice", "12"], ["Warning", "<5"], ["Dismissed ‚Äì", "#N/A"]]],
    ),
    Layout(
        "dates, and a serial date without a format",
        [["Ref", "Received", "Closed"], ["A", dt.date(2019, 4, 1), 43600], ["B", dt.date(2020, 12, 31), 44197]],
        [[["Ref", "Received", "Closed"], ["A", "01/04/2019", "43600"], ["B", "31/12/2020", "44197"]]],
    ),
    Layout(
        "a cover sheet",
        [
            ["Freedom of Information"],
            [_],
            ["Reference", "FOI 1/20"],
            ["Date", "1 May 2020"],
            [_],
            ["Please read the notes"],
        ],
        [[["Reference", "FOI 1/20"], ["Date", "1 May 2020"]]],
        ["Freedom of Information", "Please read the notes"],
    ),
    Layout(
        "a key with a title under a list of cases",
        [*CASES, [_], ["Key"], ["FWW", "Final written warning"], ["NFA", "No further action"]],
        [CASES, [["FWW", "Final written warning"], ["NFA", "No further action"]]],
        ["Key"],
    ),
    Layout(
        "remarks in a column beside the table",
        [
            [*r, _, n]
            for r, n in zip([*YEARS, ["NFA", 1, 2], ["RPRP", 1, 1]], ["Officers only", _, _, _, _], strict=True)
        ],
        [[*YEARS_SEEN, ["NFA", "1", "2"], ["RPRP", "1", "1"]]],
        ["Officers only"],
    ),
    Layout(
        "a total far to the right of a label",
        [*CASES, [_], ["Total", _, _, 2]],
        [[*CASES, ["Total", _, _, "2"]]],
    ),
    Layout(
        "a bold heading in each block, other columns",
        [*YEARS, [_], ["Channel", "Officers", "Staff"], ["WhatsApp", "withheld", 2], ["SMS", 3, "<5"]],
        [YEARS_SEEN, [["Channel", "Officers", "Staff"], ["WhatsApp", "withheld", "2"], ["SMS", "3", "<5"]]],
        bold=[0, 4],
    ),
    Layout(
        "figures withheld in words after a blank row",
        [*YEARS, [_], ["Resigned", "Withheld", 1], ["Retired", 2, "None"]],
        [[*YEARS_SEEN, ["Resigned", "Withheld", "1"], ["Retired", "2", "None"]]],
    ),
    Layout(
        "a table without a heading under each title",
        [["Officers by outcome"], ["Advice", 3], ["Warning", 4], [_], ["Officers by rank"], ["PC", 5], ["PS", 2]],
        [[["Advice", "3"], ["Warning", "4"]], [["PC", "5"], ["PS", "2"]]],
        ["Officers by outcome", "Officers by rank"],
        captions=["Officers by outcome", "Officers by rank"],
    ),
    Layout(
        "a heading of three rows",
        [
            ["Outcome", "Officers", _, _, _],
            [_, "Male", _, "Female", _],
            [_, 2019, 2020, 2019, 2020],
            ["NFA", 1, 2, 3, 4],
        ],
        [
            [
                ["Outcome", "Officers", _, _, _],
                [_, "Male", _, "Female", _],
                [_, "2019", "2020", "2019", "2020"],
                ["NFA", "1", "2", "3", "4"],
            ]
        ],
        merged=[(0, 0, 2, 0), (0, 1, 0, 4), (1, 1, 1, 2), (1, 3, 1, 4)],
    ),
    Layout(
        "a long note right under the table, another after a blank row",
        [*YEARS, ["* Fewer than five are not shown, so that nobody can be told from the figures"], [_], ["Ends"]],
        [YEARS_SEEN],
        ["* Fewer than five are not shown, so that nobody can be told from the figures", "Ends"],
    ),
    Layout(
        "an answer in one cell",
        [["Q1 How many officers?"], ["Three"], [_], ["Q2 How many were dismissed?"], ["None"]],
        [],
        ["Q1 How many officers?", "Three", "Q2 How many were dismissed?", "None"],
    ),
    Layout(
        "questions with a table each",
        [["Q1 Outcomes"], *YEARS, [_], ["Q2 Ranks"], ["PC", 4, 1], ["PS", 2, 0]],
        [YEARS_SEEN, [["PC", "4", "1"], ["PS", "2", "0"]]],
        ["Q1 Outcomes", "Q2 Ranks"],
    ),
    Layout(
        "one row of figures under years",
        [["Year", 2018, 2019, 2020], ["Officers", 3, 4, 5]],
        [[["Year", "2018", "2019", "2020"], ["Officers", "3", "4", "5"]]],
    ),
    Layout(
        "far to the right and far down",
        [*YEARS, *[[_]] * 300, [*[_] * 60, "Ends here"]],
        [YEARS_SEEN],
        ["Ends here"],
    ),
    Layout(
        "a year typed as a number over each block",
        [[2019], ["Advice", 1], ["Warning", 2], [_], [2020], ["Advice", 3], ["Warning", 4]],
        [[["Advice", "1"], ["Warning", "2"]], [["Advice", "3"], ["Warning", "4"]]],
        ["2019", "2020"],
        captions=["2019", "2020"],
    ),
    Layout(
        "three tables side by side, of unequal length, with a note below",
        [
            ["Outcome", "N", _, "Rank", "N", _, "Channel", "N"],
            ["NFA", 1, _, "PC", 2, _, "WhatsApp", 3],
            ["WW", 1, _, "PS", 2, _, "Text", 3],
            ["MA", 4],
            [_],
            ["Note: officers only"],
        ],
        [
            [["Outcome", "N"], ["NFA", "1"], ["WW", "1"], ["MA", "4"]],
            [["Rank", "N"], ["PC", "2"], ["PS", "2"]],
            [["Channel", "N"], ["WhatsApp", "3"], ["Text", "3"]],
        ],
        ["Note: officers only"],
        captions=[_, _, _],
    ),
    Layout(
        "a year over each block, the heading printed once",
        [["Outcome", "Officers", "Staff"], ["Advice", 1, 2], [_], ["2020"], ["Advice", 5, 6], ["Warning", 7, 8]],
        [
            [
                ["Outcome", "Officers", "Staff"],
                ["Advice", "1", "2"],
                ["2020", _, _],
                ["Advice", "5", "6"],
                ["Warning", "7", "8"],
            ]
        ],
    ),
    Layout(
        "an empty row after each row",
        [["Outcome", 2019, 2020], [_], ["Advice", 3, 0], [_], ["Warning", 4, 1], [_], ["Total", 7, 1]],
        [[["Outcome", "2019", "2020"], ["Advice", "3", "0"], ["Warning", "4", "1"], ["Total", "7", "1"]]],
    ),
    Layout(
        "two lists with headings of their own",
        [*CASES, [_], ["Year", "Channel", "Number"], ["2019", "WhatsApp", 3], ["2020", "Text", 4]],
        [CASES, [["Year", "Channel", "Number"], ["2019", "WhatsApp", "3"], ["2020", "Text", "4"]]],
    ),
]
