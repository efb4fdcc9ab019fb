"""Earlier states of a PDF: a program that saves by adding leaves the pages as they were in the file (ISO 32000-1, 7.5.6).

A signature, a comment or a filled field that is added so changes no page. Where an earlier state shows words that no page
shows now, they were taken out, and are still there.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from typing import Any

import pdfplumber
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFStream

from parsers.documents.model import Hidden
from parsers.documents.pdf_objects import as_list, resolved
from parsers.documents.pdf_page import read_page
from parsers.documents.pdf_unpacking import TooLarge
from parsers.limits import limits

END = re.compile(rb"startxref\s+\d+\s+%%EOF[\r\n]{0,2}")
WORD = re.compile(r"[^\W_]+")
MOST = 8  # earlier states that are looked at: the first, and the last before this
WHAT = "earlier version of the file"


def earlier_versions(data: bytes, pdf: pdfplumber.PDF) -> list[Hidden]:
    """The finding for a PDF whose earlier states show words that it does not show now. `pdf` is the file as it is now."""
    ends = [m.end() for m in END.finditer(data)][:-1]
    if ends and b"/Linearized" in data[:1024]:
        ends = ends[1:]  # the first end of a file made for the web is that of its first page's objects
    if not ends:
        return []
    now = _streams(PDFPage.create_pages(pdf.doc))
    shown: Counter[str] | None = None
    taken = 0
    for end in [*ends[: MOST // 2], *ends[MOST // 2 :][-MOST // 2 :]]:
        try:
            with pdfplumber.open(io.BytesIO(data[:end])) as before:
                if _streams(PDFPage.create_pages(before.doc)) == now:
                    continue
                shown = _words(pdf) if shown is None else shown
                taken += bool(_words(before) - shown)
        except (MemoryError, TooLarge):
            raise
        except Exception:  # the bytes up to there are no whole file: a mark in a stream, or a state that is damaged
            continue
    return [Hidden(WHAT, "document", taken, "with words that its pages no longer show")] if taken else []


def _streams(pages: Any) -> list[list[bytes]]:
    """What draws each page, as bytes."""
    made = []
    for number, page in enumerate(pages):
        if number >= limits().pages:
            break
        found = [s for s in map(resolved, as_list(page.contents)) if isinstance(s, PDFStream)]
        made.append([s.get_data() for s in found])
    return made


def _words(pdf: pdfplumber.PDF) -> Counter[str]:
    """How often each word is seen on the pages."""
    words: Counter[str] = Counter()
    for page in pdf.pages[: limits().pages]:
        content = read_page(page)
        said = " ".join(w.text for w in (*content.words, *content.slanted))
        words.update(w.casefold() for w in WORD.findall(said))
        page.close()
    return words
