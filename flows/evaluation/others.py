"""Sets blocks as Word documents, web pages, e-mails, zips and scans."""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Callable
from datetime import date
from email.message import EmailMessage
from html import escape
from pathlib import Path
from random import Random
from typing import Any

from flows.evaluation.blocks import MARK, Cell, Grid, Page, Words, lines_of

# ---- Word


def python_docx(blocks: list[Words | Grid], page: Page) -> bytes:
    """The Word document that python-docx makes of the blocks."""
    from docx import Document
    from docx.enum.section import WD_ORIENT
    from docx.oxml import OxmlElement

    made = Document()
    section = made.sections[0]
    section.footer.paragraphs[0].text = page.footer
    if page.header:
        section.header.paragraphs[0].text = page.header
    if page.landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
    for block in blocks:
        if isinstance(block, Grid):
            table = made.add_table(len(block.rows), block.width)
            if page.look != "unruled":
                table.style = "Table Grid"
            _fill(table, block)
            if page.repeat:
                for row in table.rows[: block.heading]:
                    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
            made.add_paragraph()
        elif block.kind == "heading":
            made.add_heading(block.text, level=2)
        elif block.kind == "item":
            made.add_paragraph(block.text, style="List Bullet")
        else:
            run = made.add_paragraph().add_run(block.text)
            run.bold, run.italic = block.kind in ("title", "bold", "mark"), block.kind == "quote"
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _fill(table: Any, grid: Grid) -> None:
    for r, row in enumerate(grid.rows):
        for c, cell in enumerate(row):
            if cell is None:
                continue
            at = table.cell(r, c)
            if cell.span != (1, 1):
                at = at.merge(table.cell(r + cell.span[0] - 1, c + cell.span[1] - 1))
            at.text = cell.text
            if r < grid.heading:
                for run in at.paragraphs[0].runs:
                    run.bold = True


def soffice() -> str | None:
    """The LibreOffice of this machine, where it has one."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def libreoffice_pdf(blocks: list[Words | Grid], page: Page) -> bytes:
    """The PDF that LibreOffice makes of the Word document. A profile of its own: two may run at once."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "response.docx"
        source.write_bytes(python_docx(blocks, page))
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        command = [
            soffice() or "soffice",
            profile,
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            folder,
            str(source),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return source.with_suffix(".pdf").read_bytes()


# ---- web pages

_TAGS = {"title": "h1", "heading": "h2", "bold": "h3", "item": "li", "quote": "blockquote", "mark": "p"}


def html_plain(blocks: list[Words | Grid], page: Page) -> bytes:
    """A well-made page: headings, thead and th, spans."""
    parts = []
    for block in blocks:
        if isinstance(block, Grid):
            head = "".join(_row(row, "th") for row in block.rows[: block.heading])
            body = "".join(_row(row, "td") for row in block.rows[block.heading :])
            parts.append(f"<table>{f'<thead>{head}</thead>' if head else ''}<tbody>{body}</tbody></table>")
        else:
            tag = _TAGS.get(block.kind, "p")
            inner = escape(block.text).replace("\n", "<br>")
            parts.append(f"<ul><li>{inner}</li></ul>" if tag == "li" else f"<{tag}>{inner}</{tag}>")
    return _page("".join(parts), "utf-8")


def html_site(blocks: list[Words | Grid], page: Page) -> bytes:
    """The page of a content management system: menus, a layout table, cells of paragraphs, no heading cells."""
    parts = []
    for block in blocks:
        if isinstance(block, Grid):
            rows = "\n".join(_row(row, "td", "<p>", "</p>") for row in block.rows)
            parts.append(f'<div class="table-wrap"><table class="govuk" border="1">\n{rows}\n</table></div>')
        else:
            strong = block.kind in ("heading", "bold", "title")
            inner = escape(block.text).replace("\n", "<br />\n").replace(" & ", "&nbsp;&amp; ")
            parts.append(f"<div class='rich-text'><p>{'<strong>' * strong}{inner}{'</strong>' * strong}</p></div>")
    menu = "<nav><ul><li><a href='/'>Home</a></li><li><a href='/foi/'>Freedom of information</a></li><li><a href='/foi/2022/'>2022 disclosures</a></li></ul></nav>"
    cookies = "<div id='cookies'>We use 12 cookies to make this website work. <script>var years = [2017, 2018];</script></div>"
    foot = f"<footer><p>{escape(MARK)}</p><ul><li>Accessibility</li><li>Report a crime: 101</li></ul></footer>"
    body = f"{cookies}{menu}<table class='layout' role='presentation'><tr><td>{''.join(parts)}</td></tr></table>{foot}"
    return _page(body, "windows-1252")


def _row(row: list[Cell | None], tag: str, before: str = "", after: str = "") -> str:
    cells = []
    for cell in row:
        if cell is not None:
            spans = "".join(f' {name}="{n}"' for name, n in (("rowspan", cell.span[0]), ("colspan", cell.span[1])) if n > 1)  # fmt: skip
            cells.append(f"<{tag}{spans}>{before}{escape(cell.text) or '&nbsp;'}{after}</{tag}>")
    return f"<tr>{''.join(cells)}</tr>"


def _page(body: str, encoding: str) -> bytes:
    head = f'<meta charset="{encoding}"><title>Freedom of information - {escape(MARK)}</title><style>td {{ padding: 2px }}</style>'
    text = f'<!DOCTYPE html>\n<html lang="en"><head>{head}</head><body>{body}</body></html>'
    return text.encode(encoding, "xmlcharrefreplace")


# ---- e-mail, zip


def mail(rng: Random, blocks: list[Words | Grid], attached: list[tuple[str, bytes, str]], force: str, sent: date) -> bytes:  # fmt: skip
    """An e-mail of the force: the words in its body, the files attached, encoded in one way or another."""
    made = EmailMessage()
    made["From"] = f"FOI Team <foi@{force}.example>"
    made["To"] = "Requester <request-4417@reporter.example>"
    made["Date"] = f"{sent:%a, %d %b %Y} 10:12:00 +0100"
    made["Message-ID"] = f"<{rng.randint(1000, 9999)}@{force}.example>"
    made["Subject"] = rng.choice(["Response to your FOI request – disclosure", "FOI response", "Freedom of Information request"])  # fmt: skip
    text = "\n\n".join(lines_of(blocks))
    if any(isinstance(b, Grid) for b in blocks):
        made.set_content("Please view this message as HTML.\n")
        made.add_alternative(html_plain(blocks, Page()).decode("utf-8"), subtype="html")
    else:
        made.set_content(text, cte=rng.choice(["quoted-printable", "base64", "8bit"]))
    for name, data, media in attached:
        main, _, sub = media.partition("/")
        made.add_attachment(data, maintype=main, subtype=sub, filename=name)
    return made.as_bytes()


def zipped(files: list[tuple[str, bytes]]) -> bytes:
    """The files in a zip, in a folder of it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(zipfile.ZipInfo(f"FOI response/{name}", (2022, 9, 30, 10, 0, 0)), data)
    return out.getvalue()


# ---- scans


def scanned(pdf: bytes, rng: Random, dpi: int = 200) -> bytes:
    """The PDF as a scanner would give it: each page a grey picture, a little turned and speckled."""
    import numpy
    import pypdfium2
    from PIL import Image

    noise = numpy.random.default_rng(rng.randint(0, 2**32))
    pages = []
    document = pypdfium2.PdfDocument(pdf)
    angle = rng.choice([0, 0, 0.3, -0.4, 0.7])
    for page in document:
        picture = page.render(scale=dpi / 72).to_pil().convert("L")
        if angle:
            picture = picture.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=255)
        grey = numpy.asarray(picture, dtype="float32") + noise.normal(0, 6, (picture.height, picture.width))
        pages.append(Image.fromarray(numpy.clip(grey, 0, 255).astype("uint8")))
    document.close()
    out = io.BytesIO()
    pages[0].save(out, "PDF", resolution=dpi, save_all=True, append_images=pages[1:], quality=80)
    return out.getvalue()


PRODUCERS: dict[str, Callable[[list[Words | Grid], Page], bytes]] = {
    "libreoffice": libreoffice_pdf,
    "python-docx": python_docx,
    "html plain": html_plain,
    "html site": html_site,
}
