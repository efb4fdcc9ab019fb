"""PDFs of reportlab, fpdf2 and typst: planted and clean."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import typst
from fpdf import FPDF
from PIL import Image
from reportlab.lib import colors
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tests.parsers.documents.drawing import GRID, OUTCOMES, heading, pdf, table, text
from tests.parsers.documents.labelled import SECRET, File

BACKGROUND = "text in the colour of its background"


def drawn(change: Callable[[Canvas], object]) -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, invariant=1, pageCompression=0)
    canvas.setAuthor("")
    canvas.drawString(72, 750, "Thank you for your request.")
    change(canvas)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def picture(mode: str = "RGB", colour: Any = (200, 30, 30), size: tuple[int, int] = (60, 30)) -> ImageReader:
    return ImageReader(Image.new(mode, size, colour))


def write(canvas: Canvas, words: str = SECRET, x: float = 72, y: float = 700) -> None:
    canvas.drawString(x, y, words)


def boxed(canvas: Canvas) -> None:
    write(canvas)
    canvas.rect(70, 695, 200, 20, fill=1, stroke=0)


def pictured(canvas: Canvas) -> None:
    write(canvas)
    canvas.drawImage(picture(), 70, 695, 200, 20)


def moded(mode: int) -> Callable[[Canvas], None]:
    def change(canvas: Canvas) -> None:
        made = canvas.beginText(72, 700)
        made.setTextRenderMode(mode)
        made.textOut(SECRET)
        canvas.drawText(made)

    return change


def grey(canvas: Canvas) -> None:
    canvas.setFillGray(0.9)
    canvas.rect(70, 690, 200, 25, fill=1, stroke=0)
    write(canvas)


def scaled(canvas: Canvas) -> None:
    canvas.scale(0.01, 0.01)
    write(canvas, SECRET, 7_200, 70_000)


def titled(canvas: Canvas) -> None:
    canvas.bookmarkPage("a")
    canvas.addOutlineEntry(SECRET, "a")


def fpdf(change: Callable[[FPDF], object]) -> bytes:
    made = FPDF()
    made.set_compression(False)
    made.add_page()
    made.set_font("Helvetica", size=12)
    made.cell(0, 10, "Thank you for your request.", new_x="LMARGIN", new_y="NEXT")
    change(made)
    return bytes(made.output())


def fpdf_white(made: FPDF) -> None:
    made.set_text_color(255, 255, 255)
    made.cell(0, 10, SECRET)


def fpdf_thin(made: FPDF) -> None:
    with made.local_context(fill_opacity=0):
        made.cell(0, 10, SECRET)


def fpdf_under(made: FPDF) -> None:
    made.cell(80, 10, SECRET)
    made.rect(5, 18, 150, 12, style="F")


def fpdf_away(made: FPDF) -> None:
    made.text(-200, 50, SECRET)


def fpdf_table(made: FPDF) -> None:
    with made.table() as rows:
        for line in OUTCOMES:
            rows.row(line)


def fpdf_heading(made: FPDF) -> None:
    made.set_fill_color(31, 56, 100)
    made.set_text_color(255, 255, 255)
    made.cell(80, 10, "White on blue", fill=True)


def fpdf_watermark(made: FPDF) -> None:
    with made.local_context(fill_opacity=0.15), made.rotation(45, 100, 100):
        made.text(50, 150, "OFFICIAL")


def typeset(words: str) -> bytes:
    return typst.compile(f"#set page(width: 210mm, height: 297mm)\nThank you for your request.\n\n{words}\n".encode())


PLANTED = {
    "reportlab: box": (drawn(boxed), "text under a filled box"),
    "reportlab: picture": (drawn(pictured), "text under a picture"),
    "reportlab: white": (drawn(lambda c: (c.setFillColorRGB(1, 1, 1), write(c))), BACKGROUND),
    "reportlab: nearly white": (drawn(lambda c: (c.setFillGray(0.985), write(c))), BACKGROUND),
    "reportlab: white ink of print": (drawn(lambda c: (c.setFillColorCMYK(0, 0, 0, 0), write(c))), BACKGROUND),
    "reportlab: grey on grey": (drawn(grey), BACKGROUND),
    "reportlab: not painted": (drawn(moded(3)), "invisible text"),
    "reportlab: clip alone": (drawn(moded(7)), "invisible text"),
    "reportlab: transparent": (drawn(lambda c: (c.setFillAlpha(0), write(c))), "invisible text"),
    "reportlab: below the page": (drawn(lambda c: write(c, y=-100)), "text outside the page"),
    "reportlab: tiny": (drawn(lambda c: (c.setFont("Helvetica", 0.3), write(c))), "text too small to see"),
    "reportlab: scaled": (drawn(scaled), "text too small to see"),
    "reportlab: thick line": (drawn(lambda c: (write(c), c.setLineWidth(20), c.line(70, 705, 260, 705))), "text under a filled box"),
    "reportlab: note": (drawn(lambda c: c.textAnnotation(SECRET, [72, 600, 172, 620])), "comment"),
    "reportlab: field": (drawn(lambda c: c.acroForm.textfield(name="x", value=SECRET, x=72, y=600, width=100, height=20)), "form field"),
    "reportlab: bookmark": (drawn(titled), "bookmark"),
    "reportlab: author": (drawn(lambda c: c.setAuthor(SECRET)), "document property that names a person"),
    "fpdf2: white": (fpdf(fpdf_white), BACKGROUND),
    "fpdf2: transparent": (fpdf(fpdf_thin), "invisible text"),
    "fpdf2: box": (fpdf(fpdf_under), "text under a filled box"),
    "fpdf2: beside the page": (fpdf(fpdf_away), "text outside the page"),
    "typst: white": (typeset(f"#text(fill: white)[{SECRET}]"), BACKGROUND),
    "typst: tiny": (typeset(f"#text(size: 0.2pt)[{SECRET}]"), "text too small to see"),
    "typst: box": (typeset(f"#box[{SECRET} #place(top + left, rect(width: 60mm, height: 8mm, fill: black))]"), "text under a filled box"),
    "typst: cut away": (typeset(f"#box(width: 2mm, height: 2mm, clip: true)[#place(dx: 40mm, dy: 40mm)[{SECRET}]]"), "text cut away"),
    "typst: transparent": (typeset(f"#text(fill: rgb(0, 0, 0, 0))[{SECRET}]"), "invisible text"),
    "typst: beside the page": (typeset(f"#place(dx: -400mm)[{SECRET}]"), "text outside the page"),
}  # fmt: skip


def scan(canvas: Canvas) -> None:
    canvas.drawImage(picture(size=(595, 842), colour=(250, 250, 250)), 0, 0, 595, 842)
    moded(3)(canvas)


def signed(canvas: Canvas) -> None:
    write(canvas, "Yours sincerely,")
    seal = Image.new("RGBA", (60, 30), (0, 0, 160, 0))
    canvas.drawImage(ImageReader(seal), 70, 690, 120, 40, mask="auto")


def marker(canvas: Canvas) -> None:
    write(canvas, "Important")
    canvas.saveState()
    canvas.setFillAlpha(0.4)
    canvas.setFillColorRGB(1, 1, 0)
    canvas.rect(70, 695, 200, 20, fill=1, stroke=0)
    canvas.restoreState()
    write(canvas, "After it", y=660)


def watermark(canvas: Canvas) -> None:
    canvas.setFillAlpha(0.12)
    canvas.rotate(45)
    canvas.drawString(300, 100, "OFFICIAL")


def white_on_blue(canvas: Canvas) -> None:
    canvas.setFillColorRGB(0.1, 0.2, 0.4)
    canvas.rect(70, 690, 200, 25, fill=1, stroke=0)
    canvas.setFillColorRGB(1, 1, 1)
    write(canvas, "White on blue")


def clipped_cell(canvas: Canvas) -> None:
    path = canvas.beginPath()
    path.rect(70, 690, 200, 25)
    canvas.clipPath(path, stroke=0, fill=0)
    write(canvas, "Within its cell")


COLOURED = [*GRID, ("BACKGROUND", (0, 0), (-1, 0), colors.darkblue), ("TEXTCOLOR", (0, 0), (-1, 0), colors.white)]
BANDED = [*GRID, *(("BACKGROUND", (0, n), (-1, n), colors.lightgrey) for n in (1, 3, 5))]
CLEAN = {
    "reportlab: plain": drawn(lambda c: None), "reportlab: white on blue": drawn(white_on_blue),
    "reportlab: scan with its words": drawn(scan), "reportlab: signature over a line": drawn(signed),
    "reportlab: marker pen": drawn(marker), "reportlab: watermark": drawn(watermark),
    "reportlab: within a clip": drawn(clipped_cell), "reportlab: outlined": drawn(moded(1)), "reportlab: filled and outlined": drawn(moded(2)),
    "reportlab: crest": drawn(lambda c: c.drawImage(picture(), 72, 780, 60, 30)),
    "reportlab: underlined": drawn(lambda c: (write(c, "Total"), c.line(72, 698, 120, 698))),
    "reportlab: thick rule": drawn(lambda c: (write(c, "Total"), c.setLineWidth(4), c.line(72, 690, 300, 690))),
    "reportlab: bookmark of a heading": drawn(lambda c: (c.bookmarkPage("a"), c.addOutlineEntry("Thank you", "a"))),
    "reportlab: turned": drawn(lambda c: (c.rotate(90), write(c, "On its side", 300, -100))),
    "reportlab: small print": drawn(lambda c: (c.setFont("Helvetica", 4), write(c, "Small print"))),
    "reportlab: coloured table": pdf(heading("Outcomes"), table(OUTCOMES, COLOURED)),
    "reportlab: banded table": pdf(text("Outcomes by year"), table(OUTCOMES, BANDED)),
    "fpdf2: table": fpdf(fpdf_table), "fpdf2: white on blue": fpdf(fpdf_heading), "fpdf2: watermark": fpdf(fpdf_watermark),
    "typst: table": typeset("#table(columns: 2, [Outcome], [2019], [Advice], [3])"),
    "typst: white on blue": typeset("#box(fill: rgb(\"1f3864\"), inset: 4pt)[#text(fill: white)[Heading]]"),
    "typst: bands": typeset("#table(columns: 2, fill: (x, y) => if calc.odd(y) { luma(230) }, [a], [b], [c], [d])"),
    "typst: clip around a whole box": typeset("#box(clip: true, inset: 2pt)[Within]"),
    "typst: note at the foot": typeset("Figures#footnote[Up to 2019.] follow."),
    "typst: grey": typeset("#text(fill: luma(120))[Grey but seen]"),
}  # fmt: skip


def planted() -> list[File]:
    return [File("pdf", case, "file.pdf", *found) for case, found in PLANTED.items()]


def clean() -> list[File]:
    return [File("pdf", case, "file.pdf", data) for case, data in CLEAN.items()]
