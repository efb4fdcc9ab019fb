"""Lays an answer out on the sheets of a workbook, and writes it as xlsx (two producers), xls, ods or csv."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from random import Random

from flows.evaluation.blocks import MARK, Cell, Grid
from flows.evaluation.content import Content
from flows.evaluation.wordings import on_day

_DATE_FORMATS = {
    "{dd}/{mm}/{Y}": "dd/mm/yyyy", "{d} {B} {Y}": "d mmmm yyyy", "{dd}-{b}-{yy}": "dd-mmm-yy",
    "{dd}/{mm}/{yy}": "dd/mm/yy", "{Y}-{mm}-{dd}": "yyyy-mm-dd", "{dd}.{mm}.{Y}": "dd.mm.yyyy",
}  # fmt: skip
_EPOCH = date(1899, 12, 30)
_SECRET = "Kestrel nominal 4417"
"""Stands on the hidden sheet, and must be in no output."""


@dataclass
class Sheet:
    """One sheet: its rows, each cell in its column; a cell covered by a merged neighbour is None."""

    name: str
    rows: list[list[Cell | None]] = field(default_factory=list)
    hidden: bool = False

    def merged(self) -> Iterator[tuple[int, int, int, int]]:
        """First row, first column, last row, last column of each merged cell, from 0."""
        for r, row in enumerate(self.rows):
            for c, cell in enumerate(row):
                if cell and cell.span != (1, 1):
                    yield r, c, r + cell.span[0] - 1, c + cell.span[1] - 1


def sheets_of(rng: Random, content: Content, options: frozenset[str]) -> list[Sheet]:
    """The answer on sheets. Options: `sheets` (one for each table) `beside` `title` `notes` `text` `serials` `hidden`."""
    grids = [_typed(grid, options) for grid in content.grids]
    name = rng.choice(["Sheet1", "Data", "FOI response", "Disclosure", "Report 1"])
    if "sheets" in options and len(grids) > 1:
        made = [_sheet(rng, content, [grid], grid.sheet or f"Table {n}", options) for n, grid in enumerate(grids, 1)]
    elif "beside" in options and len(grids) > 1:
        made = [_beside(rng, content, grids, name, options)]
    else:
        made = [_sheet(rng, content, grids, name, options)]
    if "hidden" in options:
        made.append(Sheet("Working", [[Cell("Name"), Cell("Outcome")], [Cell(_SECRET), Cell("Dismissed")]], hidden=True))  # fmt: skip
        content.problems.add("hidden_content")
        content.hidden = True
    return made


def secret() -> str:
    """The words of the hidden sheet."""
    return _SECRET


def _typed(grid: Grid, options: frozenset[str]) -> Grid:
    """The grid with its typed values as the options want them: numbers as text, dates as bare serial numbers."""

    def typed(cell: Cell | None) -> Cell | None:
        if cell is None or cell.value is None:
            return cell
        if isinstance(cell.value, date):
            if "serials" in options:
                serial = (cell.value - _EPOCH).days
                return Cell(str(serial), cell.span, serial)
            return cell
        return Cell(cell.text, cell.span) if "text" in options else cell

    grid.rows = [[typed(cell) for cell in row] for row in grid.rows]
    return grid


def _head(rng: Random, content: Content, options: frozenset[str]) -> list[list[Cell | None]]:
    rows: list[list[Cell | None]] = [[Cell(MARK)]]
    if "title" in options or content.span or content.joint:
        span = content.span
        form = "{d} {B} {Y}"
        period = f" between {on_day(span.start, form)} and {on_day(span.end, form)}" if span else ""
        rows.append([Cell(f"Number of {content.unit}{period}" if content.unit else "Officers investigated: one row for each officer")])  # fmt: skip
    if "title" in options and rng.random() < 0.5:
        rows.append([Cell("Freedom of Information disclosure")])
    return rows


def _sheet(rng: Random, content: Content, grids: list[Grid], name: str, options: frozenset[str]) -> Sheet:
    sheet = Sheet(name, _head(rng, content, options))
    if rng.random() < 0.6:
        sheet.rows.append([])
    for n, grid in enumerate(grids):
        if n:
            sheet.rows += [[] for _ in range(rng.randint(1, 2))]
        if grid.caption and "sheets" not in options:
            sheet.rows.append([Cell(grid.caption)])
        sheet.rows += grid.rows
    notes = [*content.legend, *(["Source: Centurion. This is a live system and figures may change."] if "notes" in options else [])]  # fmt: skip
    if notes:
        sheet.rows.append([])
        sheet.rows.extend([Cell(text)] for text in notes)
    return sheet


def _beside(rng: Random, content: Content, grids: list[Grid], name: str, options: frozenset[str]) -> Sheet:
    """The tables side by side, an empty column between them."""
    sheet = Sheet(name, [*_head(rng, content, options), []])
    captions: list[Cell | None] = []
    for grid in grids:
        captions += [Cell(grid.caption or ""), *[None] * grid.width]
    sheet.rows.append([cell if cell and cell.text else None for cell in captions])
    for n in range(max(len(g.rows) for g in grids)):
        line: list[Cell | None] = []
        for grid in grids:
            line += [*(grid.rows[n] if n < len(grid.rows) else [None] * grid.width), None]
        sheet.rows.append(line)
    sheet.rows.append([])
    sheet.rows.extend([Cell(text)] for text in content.legend)
    return sheet


def _number_format(cell: Cell) -> str:
    assert isinstance(cell.value, date)
    return next(excel for form, excel in _DATE_FORMATS.items() if on_day(cell.value, form) == cell.text)


def _sum(row: list[Cell | None], r: int, c: int, rows: list[list[Cell | None]]) -> str | None:
    """The formula of a printed total: over the numbers above it, or to its left."""
    from xlsxwriter.utility import xl_rowcol_to_cell

    def is_total(cell: Cell | None) -> bool:
        return cell is not None and cell.formula is not None

    if sum(map(is_total, row)) > 1 or not any(cell and isinstance(cell.value, int) for cell in row[1:c]):
        top = r
        while top and len(rows[top - 1]) > c and (above := rows[top - 1][c]) and (isinstance(above.value, int) or len(above.text) < 3) and above.text:  # fmt: skip
            top -= 1
        return f"=SUM({xl_rowcol_to_cell(top, c)}:{xl_rowcol_to_cell(r - 1, c)})" if top < r else None
    return f"=SUM({xl_rowcol_to_cell(r, 1)}:{xl_rowcol_to_cell(r, c - 1)})"


def openpyxl_xlsx(sheets: list[Sheet], formulas: bool = False) -> bytes:
    """The workbook as openpyxl writes it. It keeps no cached values, so it writes no formulas."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    book.properties.created = book.properties.modified = datetime(2022, 9, 1, tzinfo=UTC).replace(tzinfo=None)
    for sheet in sheets:
        made = book.create_sheet(sheet.name)
        made.oddFooter.left.text = MARK
        for r, row in enumerate(sheet.rows, start=1):
            for c, cell in enumerate(row, start=1):
                if cell is None or not cell.text:
                    continue
                at = made.cell(r, c, cell.value if cell.value is not None else cell.text)
                if isinstance(cell.value, date):
                    at.number_format = _number_format(cell)
        for top, left, bottom, right in sheet.merged():
            made.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)
        if sheet.hidden:
            made.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xlsxwriter_xlsx(sheets: list[Sheet], formulas: bool = False) -> bytes:
    """The workbook as xlsxwriter writes it; `formulas`: totals are worked out, with the cached value beside."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"created": datetime(2022, 9, 1, tzinfo=UTC).replace(tzinfo=None)})
    plain, bold = book.add_format({"border": 1, "text_wrap": True}), book.add_format({"bold": True})
    for sheet in sheets:
        made = book.add_worksheet(sheet.name)
        made.set_footer(f"&L{MARK}")
        merged = {(top, left): (bottom, right) for top, left, bottom, right in sheet.merged()}
        for r, row in enumerate(sheet.rows):
            for c, cell in enumerate(row):
                if cell is None or not cell.text:
                    continue
                if (r, c) in merged:
                    made.merge_range(r, c, *merged[r, c], "")
                if isinstance(cell.value, date):
                    made.write_datetime(r, c, cell.value, book.add_format({"num_format": _number_format(cell)}))
                elif formulas and cell.formula and (formula := _sum(row, r, c, sheet.rows)):
                    made.write_formula(r, c, formula, plain, cell.value)
                elif cell.value is not None:
                    made.write_number(r, c, cell.value, plain)
                else:
                    made.write_string(r, c, cell.text, bold if r < 3 else plain)
        if sheet.hidden:
            made.hide()
    book.close()
    return out.getvalue()


def xlwt_xls(sheets: list[Sheet], formulas: bool = False) -> bytes:
    """An old Excel workbook."""
    import xlwt

    book = xlwt.Workbook(encoding="utf-8")
    for sheet in sheets:
        made = book.add_sheet(sheet.name)
        made.footer_str = f"&L{MARK}".encode("ascii", "replace")
        merged = {(top, left): (bottom, right) for top, left, bottom, right in sheet.merged()}
        for r, row in enumerate(sheet.rows):
            for c, cell in enumerate(row):
                if cell is None or not cell.text:
                    continue
                style = xlwt.Style.default_style
                if isinstance(cell.value, date):
                    style = xlwt.easyxf(num_format_str=_number_format(cell))
                value = cell.value if cell.value is not None else cell.text
                if (r, c) in merged:
                    bottom, right = merged[r, c]
                    made.write_merge(r, bottom, c, right, value, style)
                else:
                    made.write(r, c, value, style)
        if sheet.hidden:
            made.visibility = 1
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def odfpy_ods(sheets: list[Sheet], formulas: bool = False) -> bytes:
    """An OpenDocument spreadsheet; runs of empty cells and rows are written once, with how often they repeat."""
    from odf.element import Element
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import CoveredTableCell, Table, TableCell, TableRow
    from odf.text import P

    Element.namespaces.clear()  # odfpy shares them between documents: one would carry what another used
    book = OpenDocumentSpreadsheet()
    for sheet in sheets:
        made = Table(name=sheet.name, **({"display": "false"} if sheet.hidden else {}))
        covered = {
            (r, c) for top, left, bottom, right in sheet.merged()
            for r in range(top, bottom + 1) for c in range(left, right + 1)
        }  # fmt: skip
        for r, row in enumerate(sheet.rows):
            line = TableRow()
            for c, cell in enumerate(row or [None]):
                if cell is None or not cell.text:
                    line.addElement(CoveredTableCell() if (r, c) in covered and cell is None else TableCell())
                    continue
                facts: dict[str, object] = {"valuetype": "string"}
                if isinstance(cell.value, date):
                    facts = {"valuetype": "date", "datevalue": cell.value.isoformat()}
                elif cell.value is not None:
                    facts = {"valuetype": "float", "value": str(cell.value)}
                if cell.span != (1, 1):
                    facts |= {"numberrowsspanned": cell.span[0], "numbercolumnsspanned": cell.span[1]}
                at = TableCell(**facts)
                at.addElement(P(text=cell.text))
                line.addElement(at)
            line.addElement(TableCell(numbercolumnsrepeated=200))
            made.addElement(line)
        rest = TableRow(numberrowsrepeated=60000)
        rest.addElement(TableCell(numbercolumnsrepeated=220))
        made.addElement(rest)
        book.spreadsheet.addElement(made)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def csv_text(sheet: Sheet, encoding: str, separator: str, end: str) -> bytes:
    """One sheet as delimited text; merged cells leave blanks, as Excel's export does."""
    width = max(len(row) for row in sheet.rows)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator=end)
    for row in sheet.rows:
        texts = [cell.text if cell else "" for cell in row]
        writer.writerow(texts + [""] * (width - len(texts)))
    return out.getvalue().encode(encoding, "replace")


PRODUCERS: dict[str, Callable[[list[Sheet], bool], bytes]] = {
    "openpyxl": openpyxl_xlsx,
    "xlsxwriter": xlsxwriter_xlsx,
    "xlwt": xlwt_xls,
    "odfpy": odfpy_ods,
}
