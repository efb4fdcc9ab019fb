"""Sets the letter of a sample with a producer that keeps no places: typst, Word, a web page, a scan, the body of an e-mail.

The text is written in the marks of `letter`; the producers are those of the evaluation.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta, timezone
from email.message import EmailMessage
from email.utils import format_datetime
from itertools import groupby
from typing import Any

from flows.evaluation.blocks import MARK, Cell, Grid, Page, Words
from flows.evaluation.others import html_plain, html_site, python_docx
from flows.evaluation.papers import typst_pdf, typst_untagged
from flows.samples.declaration import Sample, Table

ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
_KINDS = {"#": "heading", ">": "quote", "-": "item", "|": "line", "~": "small"}
_DPI = 150
_UNUSED = ("word/stylesWithEffects.xml", "docProps/thumbnail.jpeg")
_TABLE_STYLE = re.compile(rb'<w:style w:type="table"(?![^<>]*"Table(?:Normal|Grid)")[^<>]*>.*?</w:style>\s*', re.S)


def blocks(sample: Sample) -> list[Words | Grid]:
    """The letter as paragraphs and tables."""
    name, *address = sample.letterhead["lines"]
    made: list[Words | Grid] = [Words("mark", MARK), Words("title", name)]
    made += [Words("address", "\n".join(address))] if address else []
    for block in re.split(r"\n\s*\n", sample.text.strip()):
        if named := re.fullmatch(r"\[\[table (\w+)\]\]", block):
            made.append(grid(sample.tables[named[1]]))
        else:
            made += _paragraphs(block)
    return made


def _paragraphs(block: str) -> list[Words]:
    """A paragraph for each line where the lines are marked, else one; lines kept as they are stay together."""
    mark = block.partition(" ")[0]
    if mark not in _KINDS:
        text = " ".join(block.split("\n"))
        bold = re.fullmatch(r"\*\*([^*]+)\*\*", text)
        return [Words("bold", bold[1]) if bold else Words("paragraph", text.replace("**", ""))]
    texts = [line.removeprefix(mark).strip().replace("**", "") for line in block.split("\n")]
    return [Words("line", "\n".join(texts))] if mark == "|" else [Words(_KINDS[mark], text) for text in texts]


def grid(table: Table) -> Grid:
    """The table as it stands on a page: years merged downwards or in rows of their own, where the table wants it."""
    lines = [table.printed(row) for row in table.rows]
    heading: list[list[Cell | None]] = []
    if table.group_headings:
        heading.append([Cell("") for _ in table.columns])
        for words, first, last in table.group_headings:
            heading[0][first : last + 1] = [Cell(words, (1, last - first + 1)), *[None] * (last - first)]
    columns = table.columns[1:] if table.sections else table.columns
    heading.append([Cell(words) for words in columns])
    rows: list[list[Cell | None]] = []
    for first, alike in groupby(lines, key=lambda line: line[0]):
        below = list(alike)
        if table.sections:
            rows.append([Cell(first, (1, len(columns))), *[None] * (len(columns) - 1)])
            rows += [[_cell(words) for words in line[1:]] for line in below]
            continue
        here: list[list[Cell | None]] = [[_cell(words) for words in line] for line in below]
        if table.merge_down and len(below) > 1:
            here[0][0] = Cell(first, (len(below), 1))
            for line in here[1:]:
                line[0] = None
        rows += here
    total = bool(lines) and lines[-1][0] == "Total"
    return Grid(
        [*heading, *rows], len(heading), widths=table.widths[-len(columns) :] or [1.0] * len(columns), total_row=total
    )


def _cell(words: str) -> Cell:
    return Cell(words, value=int(words) if words.isdigit() else None)


def letter(sample: Sample) -> bytes:
    """The file of the letter."""
    page = Page(**{"footer": MARK, **sample.page})
    return _PRODUCERS[sample.setting](blocks(sample), page)


def _docx(made: list[Words | Grid], page: Page) -> bytes:
    """The Word document, without what its template brings and it does not use: uncompressed, that would be most of it."""
    parts = unzipped(python_docx(made, page))
    for name in _UNUSED:
        del parts[name]
        listed = re.compile(rb'<(?:Relationship|Override) [^<>]*"/?%s"[^<>]*/>' % name.removeprefix("word/").encode())
        absolute = re.compile(rb'<(?:Relationship|Override) [^<>]*"/?%s"[^<>]*/>' % name.encode())
        for part in ("[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels"):
            parts[part] = absolute.sub(b"", listed.sub(b"", parts[part]))
    parts["word/styles.xml"] = _TABLE_STYLE.sub(b"", parts["word/styles.xml"])
    return zipped(parts)


def _scan(made: list[Words | Grid], page: Page) -> bytes:
    """A picture of each page, grey and a little turned, with no text behind it."""
    import numpy
    import pypdfium2

    noise = numpy.random.default_rng(2022)
    pages = []
    document = pypdfium2.PdfDocument(typst_untagged(made, page))
    for sheet in document:
        picture = sheet.render(scale=_DPI / 72).to_pil().convert("L").rotate(0.4, fillcolor=255)
        pages.append(_speckled(numpy, noise, picture))
    document.close()
    out = io.BytesIO()
    then = date(2022, 10, 13).timetuple()
    pages[0].save(
        out, "PDF", resolution=_DPI, save_all=True, append_images=pages[1:], quality=60,
        subject=MARK, creationDate=then, modDate=then,
    )  # fmt: skip
    return out.getvalue()


def _speckled(numpy: Any, noise: Any, picture: Any) -> Any:
    from PIL import Image

    grey = numpy.asarray(picture, dtype="float32") + noise.normal(0, 4, (picture.height, picture.width))
    return Image.fromarray(numpy.clip(grey, 0, 255).astype("uint8"))


_PRODUCERS: dict[str, Callable[[list[Words | Grid], Page], bytes]] = {
    "typst": typst_pdf,
    "typst-untagged": typst_untagged,
    "docx": _docx,
    "html plain": html_plain,
    "html site": html_site,
    "scan": _scan,
}


def mail(sample: Sample, attached: dict[str, bytes]) -> bytes:
    """An e-mail of the force with the documents attached; `sample.sent` gives its `subject` and, as a note, its `body`.

    Without a note the letter itself is the text of the message; one with tables is sent as a web page beside the note.
    """
    made = EmailMessage()
    replied = datetime.combine(sample.reply["date_replied"], time(10, 12), timezone(timedelta(hours=1)))
    made["From"] = f"FOI Team <foi@{sample.force}-police.example>"
    made["To"] = "Requester <requester@reporter.example>"
    made["Date"] = format_datetime(replied)
    made["Message-ID"] = f"<{sample.name}.2022@{sample.force}-police.example>"
    made["Subject"] = sample.sent["subject"]
    letter_blocks = blocks(sample)
    note = sample.sent.get("body") or "\n\n".join(b.text for b in letter_blocks[1:] if isinstance(b, Words))
    made.set_content(f"{MARK}\n\n{note.strip()}\n", cte="quoted-printable")
    if sample.setting == "mail" and sample.tables:
        made.add_alternative(html_plain(letter_blocks, Page()).decode(), subtype="html", cte="quoted-printable")
    for name, data in attached.items():
        kind = {"pdf": "pdf", "xlsx": "vnd.openxmlformats-officedocument.spreadsheetml.sheet"}[name.rpartition(".")[2]]
        made.add_attachment(data, maintype="application", subtype=kind, filename=name)
    for number, part in enumerate(p for p in made.walk() if p.is_multipart()):
        part.set_boundary(f"=_{sample.force}_{number}")
    return made.as_bytes()


def zipped(files: dict[str, bytes]) -> bytes:
    """The files in a zip, none of them compressed: bytes that do not depend on the version of zlib."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, ZIP_EPOCH), data)
    return out.getvalue()


def unzipped(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        return {name: source.read(name) for name in source.namelist()}


def stored(data: bytes) -> bytes:
    """The same workbook or Word document with nothing compressed and its parts without a time."""
    return zipped(unzipped(data))


def day(words: str) -> date | None:
    """The date that a cell of a declared table holds, if it does."""
    return date.fromisoformat(words) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", words) else None
