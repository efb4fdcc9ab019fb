"""PDF files: pages to words, tables and text; tables and headers that run over pages put together."""

from __future__ import annotations

import hashlib
import io
import math
import re
from itertools import islice

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfpage import PDFPage
from pdfplumber.utils.exceptions import PdfminerException

from parsers.documents import ocr
from parsers.documents.kinds import PDF as MEDIA_TYPE
from parsers.documents.model import (
    Cell,
    Document,
    Finding,
    Hidden,
    Row,
    Table,
    Text,
    UnreadableDocument,
    beyond,
    said_by,
)
from parsers.documents.ocr_pages import SENDERS, note_page
from parsers.documents.pdf_gaps import TooScattered, find_gap_grids, looks_like_rows
from parsers.documents.pdf_hands import read_pages
from parsers.documents.pdf_hidden import Layers, beside_the_pages, hidden_in_file, hidden_on_page
from parsers.documents.pdf_join import GridRow, LongTable, PageParts, join_tables, set_furniture_aside, zone
from parsers.documents.pdf_page import Area, PageContent, PageTooHeavy, read_page
from parsers.documents.pdf_paint import is_careful
from parsers.documents.pdf_quick_fonts import read_fonts
from parsers.documents.pdf_quick_objects import read_quickly
from parsers.documents.pdf_revisions import earlier_versions
from parsers.documents.pdf_rows import Columns
from parsers.documents.pdf_spill import take_in_spilled
from parsers.documents.pdf_struck import take_out_struck
from parsers.documents.pdf_tables import GridCell, fold, ruled_grids, text_of
from parsers.documents.pdf_tags import Tags, join_as_tagged
from parsers.documents.pdf_text import Line, Paragraph, body_size, paragraphs, reading_lines
from parsers.documents.pdf_unpacking import TooLarge, begin_file
from parsers.limits import before_page, limits

OBJECT = re.compile(rb"\d\s+obj\b")
TAIL = 1_048_576  # bytes at the end, where a whole file says where its objects are (ISO 32000-1, 7.5.5)
_LONG_LINE = re.compile(rb"[^\r\n]{%d}" % (8 * TAIL))
CellsByRow = dict[int, list[list[GridCell]]]  # by id of their grid
Placed = tuple[float, float, Paragraph | LongTable]  # from the top, from the left
SCAN_SHARE = 0.4  # of the page under images, where it has no text: a scan
LETTERHEAD = 0.25  # of the page: pictures above are crests
PICTURE_SHARE = 0.1  # of the page: a picture large enough to hold a table


def read_pdf(data: bytes, name: str) -> Document:
    """The PDF as a Document. Raises UnreadableDocument where it is damaged, locked or too large."""
    document = Document(hashlib.sha256(data).hexdigest(), name, MEDIA_TYPE)
    pdf, sheets = _opened(data)
    document.pages = len(sheets)
    if not document.pages:
        raise UnreadableDocument("is a PDF without pages", "Ask the force to send the file again.")
    document.properties = _properties(pdf)
    document.hidden = hidden_in_file(pdf, sheets) + _earlier(data, pdf)
    tags, layers = Tags(pdf), Layers(pdf)

    def read(number: int, before: list[float]) -> PageParts | None:
        return _page(pdf, sheets[number - 1], number, document, tags, layers, before)

    pages = read_pages(len(sheets), read, document, tags, divisible=not layers.off)  # forms on layers are told of once
    layered = any(h.what == "layer that is off" for h in document.hidden)
    document.hidden += beside_the_pages(pdf, sheets, [parts.content for parts in pages], layered)
    tags.use(pages)
    set_furniture_aside(pages)
    _find_unruled(pages, document)
    tables, doubts = take_in_spilled(join_as_tagged(join_tables(pages)), pages)
    _report_unsure(pages, document)
    document.findings += [_spilled(*pair, at) for pair in doubts for at in pair]
    document.findings += tags.doubts(pages)
    _assemble(document, pages, tables)
    return document


def _opened(data: bytes) -> tuple[pdfplumber.PDF, list[PDFPage]]:
    """The PDF and its pages, once it shows no more objects and pages than are read.

    Not the pages that pdfplumber makes of them: it makes none where one is damaged.
    """
    if data.count(b"obj") > limits().pdf_objects and _objects(data) > limits().pdf_objects:
        message = f"is a PDF of more than {limits().pdf_objects:,} objects: it is very large, or made to do harm"
        raise beyond("pdf_objects", message, "Split it and add the parts.")
    begin_file()
    start = data.find(b"%PDF-", 0, 1024)
    whole = data[max(start, 0) :]
    if b"startxref" not in whole[-TAIL:] and _LONG_LINE.search(whole):
        # pdfminer would go through it line by line, with the square of a line's length
        raise UnreadableDocument("is a PDF whose end is missing", "Ask the force to send the file again.")
    try:
        pdf = pdfplumber.open(io.BytesIO(whole))
        read_fonts(quickly=not is_careful())
        if not is_careful():
            read_quickly(pdf.doc, whole)
        sheets = list(islice(PDFPage.create_pages(pdf.doc), limits().pages + 1))
    except MemoryError:
        raise
    except Exception as error:  # pdfminer lets many kinds escape on a damaged file
        raise _refused(error) from None
    if len(sheets) > limits().pages:
        message = f"has more than {limits().pages:,} page{'s' * (limits().pages > 1)}"
        raise beyond("pages", message, "Split it and add the parts.")
    return pdf, sheets


def _objects(data: bytes) -> int:
    """How many objects the file has, or one more than it may."""
    return sum(1 for _ in islice(OBJECT.finditer(data), limits().pdf_objects + 1))


def _earlier(data: bytes, pdf: pdfplumber.PDF) -> list[Hidden]:
    """Earlier states of the file; one that cannot be looked at is met again, and reported, when the pages are read."""
    try:
        return earlier_versions(data, pdf)
    except MemoryError:
        raise
    except Exception:
        return []


def _refused(error: Exception) -> UnreadableDocument:
    """What a person is told of an error; pdfplumber wraps those of pdfminer."""
    inner = error.args[0] if isinstance(error, PdfminerException) and error.args else error
    if isinstance(inner, PDFPasswordIncorrect):
        return UnreadableDocument(
            "is protected by a password", "Ask the force for an unprotected copy, or save it without the password."
        )
    if isinstance(inner, TooLarge):
        return beyond(inner.limit, f"unpacks to {inner}: it is very large, or made to do harm", "Ask for another copy.")
    if isinstance(inner, MemoryError):
        raise MemoryError from None
    if isinstance(inner, RecursionError):
        return _damaged(ValueError("its parts are nested more deeply than any program does"))
    return _damaged(error)


def _damaged(error: Exception) -> UnreadableDocument:
    return UnreadableDocument(
        f"cannot be read as a PDF (damaged): {said_by(error)}", "Download it again, or ask the force for another copy."
    )


def _properties(pdf: pdfplumber.PDF) -> dict[str, str]:
    wanted = {"Producer": "producer", "Creator": "creator", "Title": "title"}
    return {ours: str(pdf.metadata[theirs]) for theirs, ours in wanted.items() if pdf.metadata.get(theirs)}


def _page(
    pdf: pdfplumber.PDF,
    sheet: PDFPage,
    number: int,
    document: Document,
    tags: Tags,
    layers: Layers,
    before: list[float],
) -> PageParts | None:
    """One page read; what cannot be read is a finding, and the other pages go on.

    `before`: the lines between the columns of the table that ends the page before.
    """
    location = f"page {number}"
    before_page()
    page = None
    try:
        page = pdfplumber.page.Page(pdf, sheet, page_number=number)
        unseen = layers.take_out(page)
        content = read_page(page)
        take_out_struck(content)
        unseen += hidden_on_page(page, content)
        tags.note_page(page, content)
        _read_images(page, content, document)
        grids = ruled_grids(content, before)
    except PageTooHeavy as heavy:
        _unread(
            document,
            location,
            f"{location} {heavy}; it was not read",
            "Ask the force for the data as a workbook.",
        )
        return None
    except TooLarge as large:
        _unread(
            document,
            location,
            f"{location} unpacks to {large}; it was not read",
            "Ask the force for the data as a workbook.",
        )
        return None
    except MemoryError:
        raise
    except RecursionError:
        _unread(
            document,
            location,
            f"{location} nests its forms too deeply to be read",
            "Ask the force for the data as a workbook.",
        )
        return None
    except Exception as error:  # a damaged page must not cost the others
        _unread(
            document,
            location,
            f"{location} is damaged and was not read ({said_by(error)})",
            "Ask the force for another copy.",
        )
        return None
    finally:
        if page is not None:
            page.close()
    document.hidden += unseen
    _report_page(content, document, location)
    in_grids = [w for g in grids for w in g.words]
    taken = {id(w) for w in in_grids}
    words = [w for w in content.words if id(w) not in taken]
    letters = {id(g) for w in in_grids for g in w.letters or ()}  # of a word that was divided, each part has its own
    if letters:
        words = [w for w in words if not any(id(g) in letters for g in w.letters or ())]
    for word in (*content.words, *in_grids):
        word.forget_letters()
    return PageParts(content, grids, reading_lines(words, content.rulings))


def _report_unsure(pages: list[PageParts], document: Document) -> None:
    for parts in pages:
        if any(g.unsure for g in parts.grids):
            location = f"page {parts.content.number}"
            message = f"a table on {location} has lines that may be one row or several"
            fix = "Compare it with the page."
            document.findings.append(Finding("low_confidence", "warning", message, fix, location))


def _spilled(page: int, later: int, at: int) -> Finding:
    message = f"columns on page {later} may belong to the rows of the table on page {page}"
    return Finding("low_confidence", "warning", message, "Ask the force for the data as a workbook.", f"page {at}")


def _find_unruled(pages: list[PageParts], document: Document) -> None:
    """Take the tables without rulings out of each page's lines; furniture is out of the way by now."""
    before: Columns = []
    for parts in pages:
        content = parts.content
        words = [w for line in parts.lines for w in line.words]
        loose = [r for r in content.rulings if not any(g.top - 1 <= r.at <= g.bottom + 1 for g in parts.grids)]
        top = min((g.top for g in parts.grids), default=content.height)
        may_go_on = before if all(w.top < top for w in words[:1]) else []
        try:
            found = find_gap_grids(words, loose, content.shades, may_go_on)
        except TooScattered:
            found = []
            message = f"page {content.number} has words in so many places that columns of a table cannot be told; it was read as text"
            fix = "Ask the force for the data as a workbook."
            document.findings.append(Finding("low_confidence", "warning", message, fix, f"page {content.number}"))
        taken = {id(w) for grid in found for w in grid.words}
        left = [w for w in words if id(w) not in taken]
        if looks_like_rows(left):
            location = f"page {content.number}"
            message = f"{location} has lines that look like rows of a table, but were read as text"
            fix = "Compare the tables read from it with the page."
            document.findings.append(Finding("low_confidence", "warning", message, fix, location))
        parts.lines = reading_lines(left, content.rulings)
        parts.grids = sorted(parts.grids + found, key=lambda g: (round(g.top / 3), g.xs[0]))
        last = parts.grids[-1] if parts.grids else None
        below = last is None or any(line.top > last.bottom - 1 for line in parts.lines)
        before = [] if last is None or below else last.columns


def _unread(document: Document, location: str, message: str, fix: str) -> None:
    document.findings.append(Finding("document_unreadable", "error", message, fix, location))


def _report_page(content: PageContent, document: Document, location: str) -> None:
    for what, amount in sorted(content.hidden.items()):
        document.hidden.append(Hidden(what, location, amount, "characters"))
    if content.ocr_layer:
        note_page(document, content.number, SENDERS)
        message = f"{location} is a scan; its text was made by the sender's OCR and may hold wrong figures"
        document.findings.append(
            Finding("low_confidence", "warning", message, "Check the figures on the page.", location)
        )
    if content.unknown_glyphs:
        message = f"{location} has {content.unknown_glyphs} characters whose meaning the file does not tell"
        document.findings.append(
            Finding("low_confidence", "error", message, "Ask the force for another copy.", location)
        )


def _read_images(page: pdfplumber.page.Page, content: PageContent, document: Document) -> None:
    """OCR of a page that is a scan, and of pictures large enough for a table."""
    area = content.width * content.height or 1
    covered = sum((i.x1 - i.x0) * (i.bottom - i.top) for i in content.images) / area
    letters = sum(len(w.text) for w in content.words)
    if letters < 20 and covered > SCAN_SHARE:
        ocr.read_scan(page, content, document)
    elif pictures := [i for i in content.images if _holds_figures(i, content)]:
        ocr.read_pictures(page, content, pictures, document)


def _holds_figures(image: Area, content: PageContent) -> bool:
    """A picture large enough for a table, below the letterhead, with no text printed on it."""
    share = (image.x1 - image.x0) * (image.bottom - image.top) / (content.width * content.height)
    below = (image.top + image.bottom) / 2 > LETTERHEAD * content.height
    return share > PICTURE_SHARE and below and not any(image.holds(*w.middle) for w in content.words)


def _assemble(document: Document, pages: list[PageParts], tables: list[LongTable]) -> None:
    """Texts and tables in reading order, each with its place."""
    usual = body_size(w.size for p in pages for x in p.lines for w in x.words)
    starts: dict[int, LongTable] = {id(t.rows[0].grid): t for t in tables}
    numbers = {id(t): i for i, t in enumerate(tables, start=1)}
    above: list[Text] = []  # since the last table, be it on the page before
    for parts in pages:
        made: list[Placed] = [(p.box[1], p.box[0], p) for p in _paragraphs(parts, usual)]
        made += [(round(g.top), g.xs[0], starts[id(g)]) for g in parts.grids if id(g) in starts]
        for _, _, block in _merged_order(made):
            if isinstance(block, LongTable):
                table = _table(block, pages, numbers[id(block)])
                table.caption = _caption(above)
                document.blocks.append(table)
                above = []
            else:
                text = _text(block, parts.content, len(document.blocks) + 1)
                document.blocks.append(text)
                if text.kind not in ("header", "footer"):
                    above.append(text)


def _merged_order(blocks: list[Placed]) -> list[Placed]:
    """Paragraphs keep the order in which they are read; each table goes before the first paragraph that lies below it."""
    ordered = [b for b in blocks if not isinstance(b[2], LongTable)]
    for table in sorted((b for b in blocks if isinstance(b[2], LongTable)), key=lambda b: (b[0], b[1])):
        after = (
            i for i, (top, _, block) in enumerate(ordered) if (top, isinstance(block, LongTable)) > (table[0], True)
        )
        below = (i for i, (top, _, block) in enumerate(ordered) if not isinstance(block, LongTable) and top >= table[0])
        at = min(next(after, len(ordered)), next(below, len(ordered)))
        ordered.insert(at, table)
    return ordered


def _caption(above: list[Text]) -> str | None:
    """The heading right above a table, which may be two lines; or a short text there, such as `2.`"""
    if not above or (above[-1].kind != "heading" and len(above[-1].text.split()) > 25):
        return None
    taken = above[-1:]
    for text in reversed(above[:-1]):
        here = taken[0].box
        apart = here.top - text.box.bottom if here and text.box and here.page == text.box.page else math.inf
        close = text.box and apart < text.box.bottom - text.box.top
        if not close or text.kind != "heading" or taken[0].kind != "heading":
            break
        taken.insert(0, text)
    return " ".join(t.text for t in taken)


def _paragraphs(parts: PageParts, usual: float) -> list[Paragraph]:
    made = []
    for line in parts.furniture:
        made.append(Paragraph([line], zone(line, parts.content)))
    breaks = sorted(g.top for g in parts.grids)
    for run in _between(parts.lines, breaks):
        made += paragraphs(run, usual)
    heads = [p for p in made if p.kind == "header"]
    feet = [p for p in made if p.kind == "footer"]
    slanted = [Paragraph([Line([w])], "header") for w in parts.content.slanted]
    return heads + slanted + [p for p in made if p.kind not in ("header", "footer")] + feet


def _between(lines: list[Line], breaks: list[float]) -> list[list[Line]]:
    """Lines in runs that no table interrupts."""
    runs: list[list[Line]] = []
    last = None
    for line in lines:
        here = sum(b < line.top for b in breaks)
        if here != last:
            runs.append([])
            last = here
        runs[-1].append(line)
    return runs


def _text(paragraph: Paragraph, content: PageContent, number: int) -> Text:
    box = content.box(*paragraph.box)
    text = fold(line.text for line in paragraph.lines)
    return Text(text, f"page {content.number}", number, box.place(), paragraph.kind, box)


def _table(long: LongTable, pages: list[PageParts], number: int) -> Table:
    contents = {p.content.number: p.content for p in pages}
    by_row: CellsByRow = {}
    rows = [_row(r, contents, by_row) for r in long.rows]
    repeated = [_row(r, contents, by_row) for r in long.repeated]
    words = [w for p in pages for g in p.grids if any(r.grid is g for r in long.rows) for w in g.words]
    scanned = any(contents[p].ocr_layer for p in long.pages) or ocr.read_by_ocr(words)
    found_by = long.rows[0].grid.found_by
    return Table(
        rows, f"page {long.pages[0]}", number, repeated, method="ocr" if scanned else "text", found_by=found_by
    )


def _row(row: GridRow, contents: dict[int, PageContent], by_row: CellsByRow) -> Row:
    content = contents[row.page]
    grid = row.grid
    if id(grid) not in by_row:
        by_row[id(grid)] = grid.by_row()
    cells = [_cell(grid_cell, row, column, content) for column, grid_cell in enumerate(_slots(row, by_row))]
    top, bottom = grid.ys[row.index], grid.ys[row.index + 1]
    made = Row(cells, f"page {row.page}", row.number, content.box(grid.xs[0], top, grid.xs[-1], bottom))
    if row.more is not None:
        rest = _row(row.more, contents, by_row)
        made.joined = rest.location
        for cell, more in zip(made.cells, rest.cells, strict=True):
            cell.text = fold(t for t in (cell.text, more.text) if t) or None
    if row.beside is not None:
        rest = _row(row.beside, contents, by_row)
        made.cells += rest.cells
    return made


def _slots(row: GridRow, cells: CellsByRow) -> list[GridCell]:
    """The cell over each column of the row, however many rows and columns it spans."""
    here = cells[id(row.grid)][row.index]
    if all(cell.columns == 1 and cell.column == at for at, cell in enumerate(here)):
        return here
    return [next(c for c in here if c.column <= x < c.column + c.columns) for x in range(len(row.grid.xs) - 1)]


def _cell(cell: GridCell, row: GridRow, column: int, content: PageContent) -> Cell:
    place = content.box(cell.x0, cell.top, cell.x1, cell.bottom).place()
    if cell.column < column:
        return Cell(None, place, covered="left")
    if cell.row < row.index:
        return Cell(None, place, covered="above")
    bold = bool(cell.words) and all(w.bold for w in cell.words)
    sure = ocr.confidence_of(cell.words)
    return Cell(text_of(cell.words), place, span=(cell.rows, cell.columns), bold=bold, confidence=sure)
