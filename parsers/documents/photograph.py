"""Pages as pictures: what pdfium shows of a page, for OCR and for the people who look at what was read."""

from __future__ import annotations

import io
import math
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import pypdfium2

from parsers.documents.model import UnreadableDocument

if TYPE_CHECKING:
    import numpy as np
    from PIL import Image

READING_DPI = 120  # of pages that people look at
MOST_PIXELS = 12_000_000  # of such a page: a poster is shown smaller
ANOTHER_COPY = "Ask the force for another copy."


def photograph(data: bytes, number: int, scale: Callable[[pypdfium2.PdfPage], float], grey: bool = False) -> np.ndarray:
    """Page `number` (from 1) of the PDF as shown, at so many pixels to a point: rows × columns, × 3 unless `grey`."""
    import numpy as np

    with pypdfium2.PdfDocument(data) as opened:
        page = opened[number - 1]
        picture = page.render(scale=scale(page), grayscale=grey, rev_byteorder=True).to_numpy()
        page.close()
        return np.array(picture[:, :, 0] if grey and picture.ndim == 3 else picture)


class Coloured(NamedTuple):
    """One page in few colours, as people look at it: a byte for each pixel, row by row, that names its colour in the palette
    (red, green, blue), and the pixels to a point."""

    width: int
    height: int
    scale: float
    palette: bytes
    pixels: bytes


def page_png(data: bytes, number: int) -> tuple[bytes, float]:
    """Page `number` (from 1) of a PDF or a picture file as PNG, and its pixels to a point. Raises UnreadableDocument."""
    shown, scale = _shown(data, number)
    made = io.BytesIO()
    shown.save(made, "PNG", compress_level=1)
    return made.getvalue(), scale


def page_coloured(data: bytes, number: int, colours: int) -> Coloured:
    """Page `number` (from 1) of a PDF or a picture file, in so many colours. Raises UnreadableDocument."""
    from PIL import Image

    shown, scale = _shown(data, number)
    few = shown.quantize(colours, dither=Image.Dither.NONE)
    palette = bytes(few.getpalette() or [])[: 3 * colours]
    return Coloured(few.width, few.height, scale, palette, few.tobytes())


def page_sizes(data: bytes) -> list[tuple[float, float] | None]:
    """Width and height in points of each page of a PDF or a picture file, as its picture has them; None of one that cannot be drawn.

    Raises UnreadableDocument.
    """
    sizes: list[tuple[float, float] | None] = []
    try:
        with pypdfium2.PdfDocument(_as_pdf(data)) as opened:
            for index in range(len(opened)):
                try:
                    wide, high = opened.get_page_size(index)
                except pypdfium2.PdfiumError:
                    sizes.append(None)
                    continue
                scale = _scale(wide, high)  # a picture has whole pixels
                sizes.append((math.ceil(wide * scale) / scale, math.ceil(high * scale) / scale))
    except pypdfium2.PdfiumError as error:
        raise UnreadableDocument(f"cannot be drawn ({error})", ANOTHER_COPY) from None
    return sizes


def _shown(data: bytes, number: int) -> tuple[Image.Image, float]:
    """The page in colour, and its pixels to a point."""
    from PIL import Image

    scales: list[float] = []

    def scale(page: pypdfium2.PdfPage) -> float:
        scales.append(_scale(page.get_width(), page.get_height()))
        return scales[0]

    try:
        shown = photograph(_as_pdf(data), number, scale)
    except pypdfium2.PdfiumError as error:
        raise UnreadableDocument(f"page {number} cannot be drawn ({error})", ANOTHER_COPY) from None
    return Image.fromarray(shown).convert("RGB"), scales[0]


def _as_pdf(data: bytes) -> bytes:
    from parsers.documents import kinds, ocr_pictures, sniff

    return ocr_pictures.as_pdf(data)[0] if sniff(data) == kinds.PICTURE else data[max(data[:1024].find(b"%PDF-"), 0) :]


def _scale(width: float, height: float) -> float:
    return min(READING_DPI / 72, math.sqrt(MOST_PIXELS / max(width * height, 1)))
