"""Pages as pictures: what pdfium shows of a page, for OCR and for the people who look at what was read."""

from __future__ import annotations

import io
import math
from collections.abc import Callable
from typing import TYPE_CHECKING

import pypdfium2

from parsers.documents.model import UnreadableDocument

if TYPE_CHECKING:
    import numpy as np

READING_DPI = 120  # of pages that people look at
MOST_PIXELS = 12_000_000  # of such a page: a poster is shown smaller


def photograph(data: bytes, number: int, scale: Callable[[pypdfium2.PdfPage], float], grey: bool = False) -> np.ndarray:
    """Page `number` (from 1) of the PDF as shown, at so many pixels to a point: rows × columns, × 3 unless `grey`."""
    import numpy as np

    with pypdfium2.PdfDocument(data) as opened:
        page = opened[number - 1]
        picture = page.render(scale=scale(page), grayscale=grey, rev_byteorder=True).to_numpy()
        page.close()
        return np.array(picture[:, :, 0] if grey and picture.ndim == 3 else picture)


def page_png(data: bytes, number: int) -> tuple[bytes, float]:
    """Page `number` of a PDF or a picture file as PNG, and its pixels to a point. Raises UnreadableDocument."""
    from PIL import Image

    from parsers.documents import kinds, ocr_pictures, sniff

    pdf = ocr_pictures.as_pdf(data)[0] if sniff(data) == kinds.PICTURE else data[max(data[:1024].find(b"%PDF-"), 0) :]
    scales: list[float] = []

    def scale(page: pypdfium2.PdfPage) -> float:
        most = math.sqrt(MOST_PIXELS / max(page.get_width() * page.get_height(), 1))
        scales.append(min(READING_DPI / 72, most))
        return scales[0]

    try:
        shown = photograph(pdf, number, scale)
    except pypdfium2.PdfiumError as error:
        raise UnreadableDocument(
            f"page {number} cannot be drawn ({error})", "Ask the force for another copy."
        ) from None
    made = io.BytesIO()
    Image.fromarray(shown).convert("RGB").save(made, "PNG", compress_level=1)
    return made.getvalue(), scales[0]
