"""Sets the letter of a sample reply as a PDF, and notes where each cell and sentence came to stand.

The text is written in a few marks: `# ` heading, `> ` quotation, `- ` list item, `| ` line kept as it is, `~ ` small
print, `**bold**`, and `[[table NAME]]`. An empty line ends a paragraph.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, HRFlowable, Paragraph, SimpleDocTemplate, Spacer
from reportlab.platypus import Table as Grid

from flows.evaluation.blocks import MARK
from flows.samples.declaration import Sample, Table

_ALIGN = {"left": TA_LEFT, "center": TA_CENTER, "right": TA_RIGHT}
_BOLD = {"Helvetica": "Helvetica-Bold", "Times-Roman": "Times-Bold"}
_ITALIC = {"Helvetica": "Helvetica-Oblique", "Times-Roman": "Times-Italic"}
_TABLE_SIZE = 9
_MARGIN = 20 * mm
_PADDING = 6  # which reportlab adds within the margins, in points


@dataclass(frozen=True)
class RowPlace:
    """Where a row stands: page or sheet, number within it (headings count), and the place of each cell."""

    location: str
    row: int
    cells: list[str]


@dataclass
class Places:
    """Where everything came to stand: the rows of each table, headings left out, and each paragraph of text."""

    tables: dict[str, list[RowPlace]] = field(default_factory=dict)
    texts: list[tuple[str, str, str]] = field(default_factory=list)  # words, location, place


class _Noted(Paragraph):
    """A paragraph that notes where it is drawn. It never breaks over two pages, so that it has one place."""

    def __init__(self, words: str, style: ParagraphStyle, seen: list, table: str = "", row: int = 0) -> None:
        super().__init__(re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", escape(words)), style)
        self.words, self.seen, self.table, self.row = words.replace("**", ""), seen, table, row

    def split(self, width: float, height: float) -> list[Flowable]:
        return [self] if self.wrap(width, height)[1] <= height else []

    def draw(self) -> None:
        page = self.canv.getPageNumber()
        x0, bottom = self.canv.absolutePosition(0, 0)
        bottom = A4[1] - bottom  # places count from the top of the page, reportlab from its foot
        width = max(self.getActualLineWidths0(), default=0.0)
        x0 += (self.width - width) * {TA_LEFT: 0, TA_CENTER: 0.5, TA_RIGHT: 1}[self.style.alignment]
        place = f"p{page}[{x0:.0f},{bottom - self.height:.0f},{x0 + width:.0f},{bottom:.0f}]"
        self.seen.append((page, self.table, self.row, self.words, place))
        super().draw()


def letter(sample: Sample) -> tuple[bytes, Places]:
    """The PDF, and the places of what stands in it."""
    _, pages, _ = _built(sample, 0)
    data, _, seen = _built(sample, pages)
    return data, _places(seen)


def _built(sample: Sample, pages: int) -> tuple[bytes, int, list]:
    """One pass. The footer gives the number of pages, which only a pass before can tell."""
    out = io.BytesIO()
    template = SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=_MARGIN - _PADDING,
        rightMargin=_MARGIN - _PADDING,
        topMargin=18 * mm,
        bottomMargin=22 * mm,
        title=f"SAMPLE – {sample.reply['reference']}",
        author="Sample",
        subject=MARK,
        invariant=1,
        pageCompression=0,  # bytes that do not depend on the version of zlib
    )
    seen: list = []

    def furniture(canvas: Any, _: Any) -> None:
        canvas.saveState()
        if banner := sample.letterhead.get("banner"):
            canvas.setFont(_BOLD["Helvetica"], 9)
            canvas.drawCentredString(A4[0] / 2, A4[1] - 11 * mm, banner)
        canvas.setFont("Helvetica", 8)
        canvas.drawString(_MARGIN, 12 * mm, MARK)
        canvas.drawRightString(A4[0] - _MARGIN, 12 * mm, f"Page {canvas.getPageNumber()} of {pages}")
        canvas.restoreState()

    template.build(_story(sample, seen), onFirstPage=furniture, onLaterPages=furniture)
    return out.getvalue(), template.page, seen


def _story(sample: Sample, seen: list) -> list[Flowable]:
    head = sample.letterhead
    font, size, colour = head["font"], head["size"], colors.HexColor(head["colour"])
    body = ParagraphStyle("body", fontName=font, fontSize=size, leading=size * 1.25, spaceAfter=size * 0.7)
    styles = {
        "": body,
        "#": ParagraphStyle("heading", body, fontName=_BOLD[font], spaceBefore=size * 0.4, keepWithNext=1),
        ">": ParagraphStyle("quotation", body, fontName=_ITALIC[font], leftIndent=18, rightIndent=18),
        "-": ParagraphStyle("item", body, leftIndent=28, bulletIndent=14, spaceAfter=size * 0.2),
        "|": ParagraphStyle("line", body, spaceAfter=0, keepWithNext=1),
        "~": ParagraphStyle("small", body, fontSize=size - 2, leading=size * 1.05),
    }
    mark = ParagraphStyle(
        "mark", fontName=_BOLD["Helvetica"], fontSize=9, alignment=TA_CENTER, textColor=colors.firebrick
    )
    address = ParagraphStyle("address", fontName=font, fontSize=9, leading=12, alignment=_ALIGN[head["align"]])
    name = ParagraphStyle("name", address, fontName=_BOLD[font], fontSize=17, leading=22, textColor=colour)
    story: list[Flowable] = [_Noted(MARK, mark, seen), Spacer(0, 10), _Noted(head["lines"][0], name, seen)]
    story += [_Noted(line, address, seen) for line in head["lines"][1:]]
    story += [HRFlowable(width="100%", thickness=1.5, color=colour, spaceBefore=6, spaceAfter=12)]
    for block in re.split(r"\n\s*\n", sample.text.strip()):
        if named := re.fullmatch(r"\[\[table (\w+)\]\]", block):
            story += [_grid(sample.tables[named[1]], font, colour, seen), Spacer(0, 10)]
        else:
            story += _paragraphs(block, styles, seen)
    return story


def _paragraphs(block: str, styles: dict[str, ParagraphStyle], seen: list) -> list[Flowable]:
    """The paragraphs of one block: a line each where the lines are marked, else one."""
    mark, _, _ = block.partition(" ")
    if mark not in styles:
        return [_Noted(" ".join(block.splitlines()), styles[""], seen)]
    out: list[Flowable] = []
    for line in block.splitlines():
        words = line.removeprefix(mark).strip()
        out.append(_Noted(f"•  {words}" if mark == "-" else words, styles[mark], seen))
    return [*out, Spacer(0, 8)] if mark in "|-" else out


def _grid(table: Table, font: str, colour: colors.Color, seen: list) -> Flowable:
    centred = bool(table.columns_are)
    numbers = ParagraphStyle("number", alignment=TA_CENTER)
    text = ParagraphStyle("text")
    for style in (numbers, text):
        style.fontName, style.fontSize, style.leading = font, _TABLE_SIZE, _TABLE_SIZE + 2
    reverse = colors.white if table.style == "striped" else colors.black

    def cell(words: str, row: int, column: int) -> _Noted:
        base = numbers if centred and column else text
        bold = row == 0 or (centred and table.rows[row - 1].cells[0] == "Total")
        style = ParagraphStyle("bold", base, fontName=_BOLD[font], textColor=reverse) if bold else base
        return _Noted(words, style, seen, table.name, row)

    lines = [table.columns, *map(table.printed, table.rows)]
    return Grid(
        [[cell(words, r, c) for c, words in enumerate(line)] for r, line in enumerate(lines)],
        colWidths=[width * mm for width in table.widths],
        repeatRows=1 if table.repeat_heading else 0,
        hAlign="LEFT",
        style=[("VALIGN", (0, 0), (-1, -1), "TOP"), *_ruling(table, colour)],
    )


def _ruling(table: Table, colour: colors.Color) -> list[tuple]:
    whole, heading, last = ((0, 0), (-1, -1)), ((0, 0), (-1, 0)), ((0, -1), (-1, -1))
    grey = colors.HexColor("#d9dfe8")
    rulings: dict[str, list[tuple]] = {
        "ruled": [("GRID", *whole, 0.6, colors.black)],
        "striped": [
            ("GRID", *whole, 0.4, colors.grey),
            ("BACKGROUND", *heading, colour),
            ("ROWBACKGROUNDS", (0, 1), (-1, -1), [colors.white, colors.HexColor("#eef2f6")]),
        ],
        "shaded": [("GRID", *whole, 0.5, colors.black), ("BACKGROUND", *heading, grey), ("BACKGROUND", *last, grey)],
        "rules": [
            ("LINEABOVE", *heading, 1, colors.black),
            ("LINEBELOW", *whole, 0.4, colors.grey),
            ("LINEBELOW", *heading, 0.8, colors.black),
            ("LINEBELOW", *last, 1, colors.black),
        ],
        "gaps": [("BOTTOMPADDING", *whole, 1), ("TOPPADDING", *whole, 2)],
    }
    return rulings[table.style]


def _places(seen: list) -> Places:
    """What the paragraphs noted, put in order: rows are numbered down each page, over all its tables."""
    places = Places()
    numbered: dict[int, int] = {}
    for (page, table, row), drawn in groupby(seen, key=lambda noted: noted[:3]):
        if not table:
            places.texts += [(words, f"page {page}", place) for _, _, _, words, place in drawn]
            continue
        numbered[page] = numbered.get(page, 0) + 1
        if row:
            place = RowPlace(f"page {page}", numbered[page], [place for *_, place in drawn])
            places.tables.setdefault(table, []).append(place)
    return places
