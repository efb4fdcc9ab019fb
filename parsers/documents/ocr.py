"""Scanned pages: what OCR reads on them, as the same page content that text pages give.

A page that is a picture is photographed by pdfium, turned upright, straightened and read; its words and rulings then go
the way of all pages. Everything heavy is imported when the first such page is met.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pdfplumber.page
import pypdfium2

from parsers.documents.model import Document, Finding
from parsers.documents.pdf_page import Area, Glyph, PageContent, Ruling, Word

if TYPE_CHECKING:
    import numpy as np

    from parsers.documents.ocr_words import SeenWord

MAX_PAGES = 60  # scans of one document that are read
MAX_PIXELS = 40_000_000  # of one page
LEAST_DPI, MOST_DPI = 200, 300  # a page is photographed as finely as it was scanned, within these
SURE = 0.8  # a figure read with less confidence is reported
PAGES = "ocr_pages"  # the document property that lists the pages that were read by OCR
ASK = "Compare it with the page, or ask the force for the original file."

before_page: Callable[[], None] = lambda: None  # noqa: E731
"""Called before each page that is read: a page takes seconds, and a caller with a time limit has to know."""


@dataclass(slots=True)
class ScannedWord(Word):
    """A word that OCR read, and how surely, 0 to 1."""

    confidence: float = 1.0


def read_scan(page: pdfplumber.page.Page, content: PageContent, document: Document) -> None:
    """Read the picture that the page is, into `content`. What cannot be read or is unsure becomes a finding."""
    if not _may_read(content, document):
        return
    from parsers.documents import ocr_upright

    grey, scale = _photograph(page, content)
    turn, skew, straight = ocr_upright.upright(grey, scale)
    _take(content, straight, scale, turn, skew)
    _report(content, document)


def confidence_of(words: list[Word]) -> float | None:
    """How surely the words of a cell were read: as surely as the least sure of them. None where they are text."""
    return min((w.confidence for w in words if isinstance(w, ScannedWord)), default=None)
