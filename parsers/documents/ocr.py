"""Scanned pages: what OCR reads on them, as the same page content that text pages give.

A page that is a picture is photographed by pdfium, turned upright, straightened and read; its words and rulings then go
the way of all pages. Everything heavy is imported when the first such page is met.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pdfplumber.page
import pypdfium2
import pypdfium2.raw

from parsers.documents.model import Document, Finding
from parsers.documents.ocr_pages import note_page, pages_read
from parsers.documents.pdf_page import Area, Glyph, PageContent, Ruling, Word
from parsers.documents.photograph import photograph
from parsers.limits import before_page, limits

if TYPE_CHECKING:
    import numpy as np

    from parsers.documents.ocr_words import SeenWord

LEAST_DPI, MOST_DPI = 200, 300  # a page is photographed as finely as it was scanned, within these
SURE = 0.8  # a figure read with less confidence is reported
NAMED = 8  # unsure figures that a finding names
ASK = "Compare it with the page, or ask the force for the original file."


@dataclass(slots=True)
class ScannedWord(Word):
    """A word that OCR read, and how surely, 0 to 1; `raw` is what it read where a misread letter was put right."""

    confidence: float = 1.0
    raw: str | None = None


def read_scan(page: pdfplumber.page.Page, content: PageContent, document: Document) -> None:
    """Read the picture that the page is, into `content`. What cannot be read or is unsure becomes a finding."""
    if not _may_read(content, document):
        return
    from parsers.documents.ocr_upright import upright

    grey, scale = _photograph(page, content)
    turn, skew, straight = upright(grey, scale)
    content.turn, content.skew = turn, skew
    if turn in (90, 270):
        content.width, content.height = content.height, content.width
    _take(content, straight, scale)
    _report(content, document)


def read_pictures(page: pdfplumber.page.Page, content: PageContent, pictures: list[Area], document: Document) -> None:
    """Read the pictures of tables on a page that has text of its own, into `content`."""
    if not _may_read(content, document):
        return
    import numpy as np

    grey, scale = _photograph(page, content)
    shown = np.full_like(grey, 255)
    for picture in pictures:
        part = np.s_[
            _whole(picture.top, scale) : _whole(picture.bottom, scale),
            _whole(picture.x0, scale) : _whole(picture.x1, scale),
        ]
        shown[part] = grey[part]
    _take(content, shown, scale)
    _report(content, document)


def confidence_of(words: list[Word]) -> float | None:
    """How surely the words of a cell were read: as surely as the least sure of them. None where they are text."""
    sure = [w.confidence for w in words if isinstance(w, ScannedWord)]
    return round(min(sure), 2) if sure else None


def read_by_ocr(words: list[Word]) -> bool:
    return any(isinstance(w, ScannedWord) for w in words)


def _may_read(content: PageContent, document: Document) -> bool:
    """Whether the page is read at all; where not, a finding says why."""
    location = f"page {content.number}"
    if pages_read(document) >= limits().scanned_pages:
        message = (
            f"{location} is an image, and only the first {limits().scanned_pages} such pages of a document are read"
        )
        fix = "Split the document and add the parts, or ask the force for the original file."
        document.findings.append(Finding("document_unreadable", "error", message, fix, location))
        return False
    try:
        import parsers.documents.ocr_words  # noqa: F401
    except ImportError as missing:
        message = f"{location} is an image, and what reads images is not installed ({missing})"
        fix = "Install the project's requirements again, or ask the force for the original file."
        document.findings.append(Finding("document_unreadable", "error", message, fix, location))
        return False
    note_page(document, content.number)
    before_page()
    return True


def _photograph(page: pdfplumber.page.Page, content: PageContent) -> tuple[np.ndarray, float]:
    """The page in grey as shown, and how many pixels it has to a point."""
    page.pdf.stream.seek(0)
    most = math.sqrt(limits().page_pixels / (content.width * content.height))
    grey = photograph(page.pdf.stream.read(), content.number, lambda shown: min(_dpi(shown) / 72, most), grey=True)
    return grey, grey.shape[1] / content.width


def _dpi(page: pypdfium2.PdfPage) -> float:
    """That of the finest large picture on the page, within what is sensible."""
    finest = 0.0
    area = page.get_width() * page.get_height()
    for item in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE], max_depth=4):
        x0, y0, x1, y1 = item.get_bounds()
        wide, high = item.get_px_size()
        if (x1 - x0) * (y1 - y0) > 0.05 * area:
            finest = max(finest, 72 * math.sqrt(wide * high / ((x1 - x0) * (y1 - y0))))
    return min(max(finest, LEAST_DPI), MOST_DPI)


def _whole(points: float, scale: float) -> int:
    return max(0, round(points * scale))


def _take(content: PageContent, straight: np.ndarray, scale: float) -> None:
    """Read the straightened picture and add what it holds to the content."""
    from parsers.documents.ocr_sheet import sheet_of
    from parsers.documents.ocr_words import words_of_sheet

    sheet = sheet_of(straight, scale)
    for stroke in sheet.strokes:
        content.rulings.append(Ruling(stroke.level, stroke.at / scale, stroke.start / scale, stroke.end / scale))
    for x0, top, x1, bottom in (band.box for band in sheet.bands):
        content.shades.append(Area(x0 / scale, top / scale, x1 / scale, bottom / scale, 0))
    runs = len(content.words)
    content.words += [_word(seen, scale, runs + i) for i, seen in enumerate(words_of_sheet(sheet))]


def _word(seen: SeenWord, scale: float, run: int) -> ScannedWord:
    """With the box that type of its size has, whatever letters it is made of: rows and lines are found by it."""
    size, baseline = seen.piece.size / scale, seen.piece.baseline / scale
    x0, x1, top, bottom = seen.x0 / scale, seen.x1 / scale, baseline - 0.76 * size, baseline + 0.22 * size
    glyph = Glyph(seen.text, x0, top, x1, bottom, size, 0, (x0, baseline), seen.piece.bold, run, 0, None, False)
    return ScannedWord(
        seen.text, x0, top, x1, bottom, size, seen.piece.bold, 0, baseline, [], [glyph], seen.confidence, seen.raw
    )


def _report(content: PageContent, document: Document) -> None:
    from parsers.documents.ocr_words import FIGURE, UNREADABLE

    location = f"page {content.number}"
    seen = [w for w in content.words if isinstance(w, ScannedWord)]
    if not seen:
        if content.words:
            message = f"{location} has a picture as large as a table, in which no text was found"
            document.findings.append(Finding("low_confidence", "warning", message, "Look at the page.", location))
        else:
            message = f"{location} is an image in which no text was found"
            document.findings.append(Finding("document_unreadable", "error", message, ASK, location))
        return
    message = f"{location} was read by OCR, which can take one figure for another"
    document.findings.append(Finding("low_confidence", "warning", message, ASK, location))
    right = [w for w in seen if w.raw]
    if right:
        places = [f"“{w.raw}” as “{w.text}” at {content.box(w.x0, w.top, w.x1, w.bottom).place()}" for w in right]
        more = f" and {len(right) - NAMED} more" if len(right) > NAMED else ""
        message = f"{location}: misread letters were put right by known words: {', '.join(places[:NAMED])}{more}"
        document.findings.append(Finding("low_confidence", "info", message, ASK, location))
    unsure = [w for w in seen if w.confidence < SURE and (FIGURE.search(w.text) or w.text == UNREADABLE)]
    if unsure:
        places = [f"“{w.text}” at {content.box(w.x0, w.top, w.x1, w.bottom).place()}" for w in unsure[:NAMED]]
        more = f" and {len(unsure) - NAMED} more" if len(unsure) > NAMED else ""
        message = f"{location}: {len(unsure)} figures or marks were hard to read: {', '.join(places)}{more}"
        document.findings.append(Finding("low_confidence", "warning", message, ASK, location))
