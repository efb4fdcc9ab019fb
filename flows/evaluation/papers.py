"""Sets blocks as a PDF with three producers: reportlab, fpdf2 and typst."""

from __future__ import annotations

import dataclasses
import io
import json
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import reportlab
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer
from reportlab.platypus import Table as Drawn
from reportlab.platypus.doctemplate import LayoutError

from flows.evaluation.blocks import Cell, Grid, Page, Words

_FONTS = Path(reportlab.__file__).parent / "fonts"
_TEMPLATE = Path(__file__).parent / "page.typ"
_GREY, _PALE, _BLUE = "#d9dfe8", "#e8edf3", "#1f3a68"
_FAMILY = {
    "serif": ("Times-Roman", "Times-Bold", "Times-Italic"),
    "sans": ("Helvetica", "Helvetica-Bold", "Helvetica-Oblique"),
    "vera": ("Vera", "VeraBd", "VeraIt"),
}


def is_number(grid: Grid, column: int) -> bool:
    """The column holds numbers, and is aligned as such."""
    texts = [c.text for r in grid.rows[grid.heading :] if (c := r[column]) and c.text]
    return column > 0 and bool(texts) and all(len(t) <= 5 and not t.isalpha() for t in texts)


def _shares(grid: Grid, page: Page) -> list[float]:
    """The widths of the columns, by how many characters fit on a line."""
    return grid.shares((720 if page.landscape else 470) / (page.size * 0.56))


def _encodes(blocks: list[Words | Grid]) -> bool:
    """The built-in fonts of PDF have a letter for everything that is said."""
    texts = [b.text for b in blocks if isinstance(b, Words)]
    texts += [c.text for b in blocks if isinstance(b, Grid) for row in b.rows for c in row if c]
    return not any(t.encode("cp1252", "ignore").decode("cp1252") != t for t in texts)


# ---- reportlab


class _Upright(Flowable):
    """A heading that reads from bottom to top."""

    def __init__(self, text: str, font: str, size: float) -> None:
        super().__init__()
        self.text, self.font, self.size = text, font, size

    def wrap(self, *_: Any) -> tuple[float, float]:
        return self.size * 1.3, pdfmetrics.stringWidth(self.text, self.font, self.size) + 4

    def draw(self) -> None:
        self.canv.rotate(90)
        self.canv.setFont(self.font, self.size)
        self.canv.drawString(2, -self.size, self.text)


@cache
def _register() -> None:
    for name in _FAMILY["vera"]:
        pdfmetrics.registerFont(TTFont(name, str(_FONTS / f"{name}.ttf")))
    pdfmetrics.registerFontFamily("Vera", normal="Vera", bold="VeraBd", italic="VeraIt", boldItalic="VeraBI")


def reportlab_pdf(blocks: list[Words | Grid], page: Page) -> bytes:
    """The PDF that reportlab makes of the blocks."""
    _register()
    out = io.BytesIO()
    if not _encodes(blocks):  # the built-in fonts would print another sign without a word
        page = dataclasses.replace(page, font="vera")
    size = landscape(A4) if page.landscape else A4
    template = SimpleDocTemplate(out, pagesize=size, leftMargin=18 * mm, rightMargin=18 * mm, topMargin=20 * mm, bottomMargin=22 * mm, invariant=1)  # fmt: skip

    def furniture(canvas: Any, _: Any) -> None:
        canvas.setFont("Helvetica", 8)
        if page.header:
            canvas.drawString(18 * mm, size[1] - 12 * mm, page.header)
        canvas.drawString(18 * mm, 12 * mm, page.footer)
        if page.numbered:
            canvas.drawRightString(size[0] - 18 * mm, 12 * mm, f"Page {canvas.getPageNumber()}")

    story: list[Flowable] = []
    for block in blocks:
        story += [_grid(block, page, template.width), Spacer(0, 8)] if isinstance(block, Grid) else _words(block, page)
    template.build(story, onFirstPage=furniture, onLaterPages=furniture)
    return out.getvalue()


def _words(block: Words, page: Page) -> list[Flowable]:
    plain, bold, italic = _FAMILY[page.font]
    body = ParagraphStyle("body", fontName=plain, fontSize=page.size, leading=page.size * 1.25, spaceAfter=page.size * 0.6)  # fmt: skip
    changed: dict[str, dict[str, Any]] = {
        "title": {"fontName": bold, "fontSize": 16, "leading": 20},
        "mark": {"fontName": bold, "fontSize": 9, "textColor": colors.firebrick, "alignment": 1},
        "heading": {"fontName": bold, "keepWithNext": 1},
        "bold": {"fontName": bold, "keepWithNext": 1},
        "quote": {"fontName": italic, "leftIndent": 18},
        "small": {"fontSize": 8, "leading": 10},
        "item": {"leftIndent": 24, "bulletIndent": 12},
        "line": {"spaceAfter": 1},
    }
    style = ParagraphStyle(block.kind, body, **changed.get(block.kind, {}))
    bullet = "•" if block.kind == "item" else None
    return [Paragraph(escape(block.text).replace("\n", "<br/>"), style, bulletText=bullet)]


def _grid(grid: Grid, page: Page, width: float) -> Flowable:
    plain, bold, _ = _FAMILY[page.font]
    size = page.size - 1
    style: list[tuple] = [("VALIGN", (0, 0), (-1, -1), "TOP")]
    for side in ("TOP", "BOTTOM"):
        style.append((f"{side}PADDING", (0, 0), (-1, -1), page.padding))
    numeric = [is_number(grid, c) for c in range(grid.width)]
    aligned = {"center": 1, "right": 2, "left": 0}[page.numbers]

    def drawn(cell: Cell | None, row: int, column: int) -> Any:
        if cell is None:
            return ""
        if cell.span != (1, 1):
            style.append(("SPAN", (column, row), (column + cell.span[1] - 1, row + cell.span[0] - 1)))
        strong = row < grid.heading or (grid.total_row and row == len(grid.rows) - 1)
        font = bold if strong else plain
        if cell.rotated:
            return _Upright(cell.text, font, size)
        light = page.look == "filled" and row < grid.heading
        words = ParagraphStyle("cell", fontName=font, fontSize=size, leading=size * 1.15, alignment=aligned if numeric[column] else 0, textColor=colors.white if light else colors.black)  # fmt: skip
        return Paragraph(escape(cell.text), words)

    cells = [[drawn(cell, r, c) for c, cell in enumerate(row)] for r, row in enumerate(grid.rows)]
    shares = _shares(grid, page)
    return Drawn(
        cells,
        colWidths=[width * w / sum(shares) for w in shares],
        repeatRows=grid.heading if page.repeat else 0,
        splitInRow=1 if page.cut_rows else 0,
        style=style + _ruling(page.look, grid.heading),
    )


def _ruling(look: str, heading: int) -> list[tuple]:
    """The lines and fills of a look, in reportlab's terms."""
    whole, top, last = ((0, 0), (-1, -1)), ((0, 0), (-1, max(heading - 1, 0))), ((0, -1), (-1, -1))
    thin = (0.5, colors.black)
    rulings: dict[str, list[tuple]] = {
        "ruled": [("GRID", *whole, *thin)],
        "shaded": [
            ("GRID", *whole, *thin),
            ("BACKGROUND", *top, colors.HexColor(_GREY)),
            ("BACKGROUND", *last, colors.HexColor(_GREY)),
        ],
        "rules": [("LINEABOVE", (0, 0), (-1, 0), *thin), ("LINEBELOW", *whole, *thin)],
        "columns": [
            ("LINEBEFORE", *whole, *thin),
            ("LINEAFTER", *whole, *thin),
            ("BOX", *top, *thin),
            ("LINEBELOW", *last, *thin),
        ],
        "outline": [("BOX", *whole, *thin), ("LINEBELOW", *top, *thin)],
        "striped": [("ROWBACKGROUNDS", *whole, [colors.HexColor(_PALE), colors.white])],
        "filled": [
            ("BACKGROUND", *whole, colors.HexColor(_GREY)),
            ("BACKGROUND", *top, colors.HexColor(_BLUE)),
            ("GRID", *whole, 1.5, colors.white),
        ],
        "unruled": [],
    }
    return rulings[look]


# ---- fpdf2


def fpdf_pdf(blocks: list[Words | Grid], page: Page) -> bytes:
    """The PDF that fpdf2 makes of the blocks. It knows no rotated headings and cuts no row."""
    from fpdf import FPDF

    class Letter(FPDF):
        def header(self) -> None:
            if page.header:
                self.set_font("Vera", size=8)
                self.cell(0, 6, page.header, new_x="LMARGIN", new_y="NEXT")

        def footer(self) -> None:
            self.set_y(-14)
            self.set_font("Vera", size=7)
            self.cell(0, 6, page.footer + (f"      Page {self.page_no()}" if page.numbered else ""))

    pdf = Letter(orientation="landscape" if page.landscape else "portrait", format="A4")
    for style, name in (("", "Vera"), ("B", "VeraBd"), ("I", "VeraIt")):
        pdf.add_font("Vera", style, str(_FONTS / f"{name}.ttf"))
    pdf.set_creation_date(datetime(2022, 9, 1, tzinfo=UTC))
    pdf.set_margins(18, 18)
    pdf.set_auto_page_break(True, 20)
    pdf.add_page()
    for block in blocks:
        if isinstance(block, Grid):
            _fpdf_grid(pdf, block, page)
        else:
            _fpdf_words(pdf, block, page)
    return bytes(pdf.output())


def _fpdf_words(pdf: Any, block: Words, page: Page) -> None:
    style = {"title": "B", "mark": "B", "heading": "B", "bold": "B", "quote": "I"}.get(block.kind, "")
    size = {"title": 15, "mark": 8, "small": 7.5}.get(block.kind, page.size - 1)
    pdf.set_font("Vera", style, size)
    pdf.set_x(pdf.l_margin + (8 if block.kind in ("quote", "item") else 0))
    text = f"• {block.text}" if block.kind == "item" else block.text
    pdf.multi_cell(0, size * 0.47, text, align="L", new_x="LMARGIN", new_y="NEXT")
    if block.kind != "line":
        pdf.ln(2)


def _fpdf_grid(pdf: Any, grid: Grid, page: Page) -> None:
    from fpdf.enums import TableBordersLayout, TableCellFillMode
    from fpdf.fonts import FontFace

    borders = {"ruled": "ALL", "shaded": "ALL", "rules": "HORIZONTAL_LINES", "columns": "NO_HORIZONTAL_LINES", "outline": "SINGLE_TOP_LINE"}  # fmt: skip
    pdf.set_font("Vera", "", page.size - 2)
    fill = {"striped": (232, 237, 243), "filled": (217, 223, 232)}.get(page.look)
    heads = {"shaded": (217, 223, 232), "filled": (31, 58, 104)}.get(page.look)
    numeric = [is_number(grid, c) for c in range(grid.width)]
    aligned = {"center": "CENTER", "right": "RIGHT", "left": "LEFT"}[page.numbers]
    with pdf.table(
        col_widths=[round(w * 100) for w in _shares(grid, page)],
        text_align=[aligned if n else "LEFT" for n in numeric],
        line_height=page.size * 0.45,
        padding=page.padding * 0.35,
        borders_layout=getattr(TableBordersLayout, borders.get(page.look, "NONE")),
        first_row_as_headings=grid.heading > 0,
        num_heading_rows=max(grid.heading, 1),
        repeat_headings="ON_TOP_OF_EVERY_PAGE" if page.repeat else "NONE",
        headings_style=FontFace(
            emphasis="BOLD", color=(255, 255, 255) if page.look == "filled" else (0, 0, 0), fill_color=heads
        ),
        cell_fill_color=fill,
        cell_fill_mode=TableCellFillMode.ALL
        if page.look == "filled"
        else TableCellFillMode.ROWS
        if fill
        else TableCellFillMode.NONE,
    ) as table:
        for line in grid.rows:
            row = table.row()
            for cell in line:
                if cell is not None:
                    row.cell(cell.text, rowspan=cell.span[0], colspan=cell.span[1])
    pdf.ln(3)


# ---- typst


@cache
def _compiler() -> Any:
    import typst

    return typst.Compiler(font_paths=typst.Fonts(include_system_fonts=False, font_paths=[str(_FONTS)]))


def typst_pdf(blocks: list[Words | Grid], page: Page, tags: bool = True) -> bytes:
    """The PDF that typst makes of the blocks: tagged as it is by default, or without tags."""
    data = {"page": dataclasses.asdict(page), "blocks": [_piece(b, page) for b in blocks]}
    return _compiler().compile(
        _TEMPLATE.read_bytes(), format="pdf", sys_inputs={"data": json.dumps(data)}, timestamp=0, pdf_tags=tags
    )


def typst_untagged(blocks: list[Words | Grid], page: Page) -> bytes:
    """As `typst_pdf`, with nothing that tells a reader where the cells are."""
    return typst_pdf(blocks, page, tags=False)


def _piece(block: Words | Grid, page: Page) -> dict[str, Any]:
    if isinstance(block, Words):
        return {"kind": block.kind, "text": block.text}
    numeric = [is_number(block, c) for c in range(block.width)]
    last = len(block.rows) - 1
    cells = [
        {
            "x": x,
            "y": y,
            "text": cell.text,
            "rowspan": cell.span[0],
            "colspan": cell.span[1],
            "rotated": cell.rotated,
            "number": numeric[x],
            "strong": block.total_row and y == last,
            "light": page.look == "filled" and y < block.heading,
        }
        for y, row in enumerate(block.rows)
        for x, cell in enumerate(row)
        if cell is not None
    ]
    return {
        "kind": "table",
        "heading": block.heading,
        "rows": len(block.rows),
        "cells": cells,
        "widths": _shares(block, page),
    }


PRODUCERS: dict[str, Callable[[list[Words | Grid], Page], bytes]] = {
    "reportlab": reportlab_pdf,
    "fpdf2": fpdf_pdf,
    "typst": typst_pdf,
    "typst-untagged": typst_untagged,
}


def typeset(producer: str, blocks: list[Words | Grid], page: Page) -> bytes:
    """The PDF of that producer; of typst, which breaks any cell, where the producer has a cell that fits no page."""
    try:
        return PRODUCERS[producer](blocks, page)
    except (ValueError, TypeError, LayoutError):  # TypeError: from reportlab, as it words its own error
        return typst_untagged(blocks, page)
