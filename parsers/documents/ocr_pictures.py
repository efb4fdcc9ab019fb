"""Pictures of pages (.png, .jpg, .tif …): put into a PDF in memory, page for page, and read as a scan."""

from __future__ import annotations

import hashlib
import io

import pypdfium2
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from parsers.documents.model import Document, UnreadableDocument, beyond, said_by
from parsers.documents.pdf import read_pdf
from parsers.limits import limits

KINDS = ("PNG", "JPEG", "TIFF", "GIF", "BMP")
LONGEST = 1_200.0  # points; a picture that says it is longer is taken for a page of A4
A4_LONG = 842.0
SCREEN_DPI = 96.0  # of a picture that does not say

ASK = "Ask the force for the original file, not a picture of it."


def read_picture(data: bytes, name: str) -> Document:
    """The picture's pages as a Document; places are in points of the picture. Raises UnreadableDocument."""
    packed, kind = as_pdf(data)
    document = read_pdf(packed, name)
    document.sha256, document.media_type = hashlib.sha256(data).hexdigest(), kind
    return document


def as_pdf(data: bytes) -> tuple[bytes, str]:
    """The picture's pages as a PDF, and its media type. Raises UnreadableDocument."""
    try:
        with Image.open(io.BytesIO(data), formats=KINDS) as opened:
            kind = f"image/{(opened.format or '').lower()}"
            return _packed(opened), kind
    except Image.DecompressionBombError:
        message = f"is a picture of more than {limits().page_pixels:,} pixels, or made to do harm"
        raise beyond("page_pixels", message, "Save it smaller: 300 pixels an inch are enough.") from None
    except UnidentifiedImageError:
        raise UnreadableDocument("cannot be read as a picture (damaged)", ASK) from None
    except (UnreadableDocument, MemoryError):
        raise
    except Exception as error:  # Pillow lets many kinds escape on a damaged file
        raise UnreadableDocument(f"cannot be read as a picture (damaged): {said_by(error)}", ASK) from None


def _packed(opened: Image.Image) -> bytes:
    """Every page of the picture, upright and in grey, as a page of its own size."""
    made = io.BytesIO()
    with pypdfium2.PdfDocument.new() as pdf:
        for number, frame in enumerate(ImageSequence.Iterator(opened)):
            most = limits().scanned_pages
            if number >= most:
                raise beyond("scanned_pages", f"is a picture of more than {most} pages", "Split it and add the parts.")
            if frame.width * frame.height > limits().page_pixels:
                said = f"is a picture of {frame.width:,} × {frame.height:,} pixels, more than are read"
                raise beyond("page_pixels", said, "Save it smaller: 300 pixels an inch are enough.")
            _add_page(pdf, frame)
        pdf.save(made)
    return made.getvalue()


def _add_page(pdf: pypdfium2.PdfDocument, frame: Image.Image) -> None:
    wide, high = frame.width / _dpi(frame, 0) * 72, frame.height / _dpi(frame, 1) * 72
    grey = _on_white(ImageOps.exif_transpose(frame))
    if (grey.width > grey.height) != (frame.width > frame.height):
        wide, high = high, wide
    smaller = min(1.0, A4_LONG / max(wide, high)) if max(wide, high) > LONGEST else 1.0
    wide, high = wide * smaller, high * smaller
    image = pypdfium2.PdfImage.new(pdf)
    image.set_bitmap(pypdfium2.PdfBitmap.from_pil(grey))
    image.set_matrix(pypdfium2.PdfMatrix().scale(wide, high))
    page = pdf.new_page(wide, high)
    page.insert_obj(image)
    page.gen_content()


def _dpi(frame: Image.Image, axis: int) -> float:
    said = frame.info.get("dpi")
    value = float(said[axis]) if said else 0.0
    return value if 50 <= value <= 1_200 else SCREEN_DPI


def _on_white(frame: Image.Image) -> Image.Image:
    """In grey; what is transparent shows white."""
    if frame.mode in ("LA", "PA", "RGBA") or "transparency" in frame.info:
        layered = frame.convert("RGBA")
        frame = Image.alpha_composite(Image.new("RGBA", layered.size, "white"), layered)
    return frame.convert("L")
