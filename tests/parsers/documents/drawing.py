"""Draws the PDFs that the reader is tried on, each with the cells that a person would copy from it."""

from __future__ import annotations

import io
from collections.abc import Sequence

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from parsers.documents import read
from parsers.documents.model import Document
from parsers.documents.model import Table as ReadTable

STYLES = getSampleStyleSheet()
BODY, HEADING = STYLES["BodyText"], STYLES["Heading3"]
GRID = [("GRID", (0, 0), (-1, -1), 0.5, colors.black)]
HEIGHT = A4[1]

OUTCOMES = [
    ["Outcome", "2019", "2020", "2021"],
    ["No further action", "12", "<5", "7"],
    ["Words of advice", "3", "-", "10"],
    ["Final written warning", "1", "2", "0"],
    ["Dismissed", "<5", "1", "*"],
    ["Total", "18", "9", "17"],
]
CASES = [
    ["Ref", "Rank", "Platform", "Outcome"],
    ["1", "PC", "WhatsApp", "Final written warning"],
    ["2", "Sergeant", "Facebook", "No further action"],
    ["3", "PC", "Text message", "Management advice"],
    ["4", "Inspector", "Instagram", "Resigned"],
]


def wrapped(rows: Sequence[Sequence[str]]) -> list[list]:
    """The rows with paragraphs for cells, so that long ones wrap."""
    return [[Paragraph(text, BODY) for text in row] for row in rows]


def table(rows: Sequence[Sequence], style: list | None = None, **options: object) -> Table:
    commands = [c for c in (GRID if style is None else style) if c[1][1] < len(rows)]
    return Table(rows, style=TableStyle(commands), **options)


def text(words: str) -> Paragraph:
    return Paragraph(words, BODY)


def heading(words: str) -> Paragraph:
    return Paragraph(words, HEADING)


def space(points: float = 12) -> Spacer:
    return Spacer(1, points)


def pdf(*story: object, on_page: object = None, **options: object) -> bytes:
    """The story laid out on A4; `on_page(canvas, document)` draws what repeats."""
    made = io.BytesIO()
    document = SimpleDocTemplate(made, pagesize=A4, **options)
    if on_page:
        document.build(list(story), onFirstPage=on_page, onLaterPages=on_page)
    else:
        document.build(list(story))
    return made.getvalue()


class Page:
    """A canvas with `y` from the top, as the reader counts."""

    def __init__(self, **options: object) -> None:
        self.made = io.BytesIO()
        self.canvas = Canvas(self.made, pagesize=A4, **options)

    def text(
        self, x: float, y: float, words: str, size: float = 10, font: str = "Helvetica", **options: object
    ) -> None:
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, HEIGHT - y, words, **options)

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.canvas.line(x0, HEIGHT - y0, x1, HEIGHT - y1)

    def box(self, x0: float, y0: float, x1: float, y1: float, fill: object, stroke: bool = False) -> None:
        self.canvas.setFillColor(fill)
        self.canvas.rect(x0, HEIGHT - y1, x1 - x0, y1 - y0, fill=1, stroke=int(stroke))
        self.canvas.setFillColor(colors.black)

    def grid(
        self, rows: Sequence[Sequence[str]], xs: Sequence[float], y: float, top: bool = True, bottom: bool = True
    ) -> None:
        """Rows of 20 points between ruled lines from `y` down, without the top or bottom one where asked."""
        for at in range(len(rows) + 1):
            if (at or top) and (at < len(rows) or bottom):
                self.line(xs[0], y + at * 20, xs[-1], y + at * 20)
        for x in xs:
            self.line(x, y, x, y + 20 * len(rows))
        for at, row in enumerate(rows):
            for x, words in zip(xs, row, strict=False):
                if words:
                    self.text(x + 3, y + at * 20 + 14, words)

    def next(self) -> None:
        self.canvas.showPage()

    def done(self) -> bytes:
        self.canvas.save()
        return self.made.getvalue()


def seen(data: bytes) -> Document:
    return read(data, "reply.pdf")


def rows_of(table: ReadTable) -> list[list[str | None]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def tables_of(data: bytes) -> list[list[list[str | None]]]:
    return [rows_of(t) for t in seen(data).tables]


def expected(rows: Sequence[Sequence[str]]) -> list[list[str | None]]:
    """What was drawn, as the reader gives it: blank cells are None."""
    return [[text or None for text in row] for row in rows]
