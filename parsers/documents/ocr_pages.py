"""Which pages of a document were read by OCR: the readers note it, and what is mapped from those pages says so."""

from __future__ import annotations

from parsers.documents.model import Document

OURS, SENDERS = "ocr_pages", "ocr_layer_pages"
"""Document properties: numbers of the pages that were read here, and of scans that came with text made by their sender."""


def note_page(document: Document, number: int, kind: str = OURS) -> None:
    document.properties[kind] = " ".join([*document.properties.get(kind, "").split(), str(number)])


def pages_read(document: Document) -> int:
    """How many pages were read by OCR here."""
    return len(document.properties.get(OURS, "").split())


def is_scan(document: Document, location: str | None) -> bool:
    """Whether what stands at the location (`page 2`) was read by OCR, here or by the sender."""
    pages = {p for kind in (OURS, SENDERS) for p in document.properties.get(kind, "").split()}
    return bool(location) and str(location).removeprefix("page ") in pages
