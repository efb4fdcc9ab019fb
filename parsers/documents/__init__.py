"""Readers: file to Document. The kind of a file is decided by its content, never by its name."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

from parsers.documents import pdf, xlsx
from parsers.documents.model import Document, UnreadableDocument

READERS: dict[str, Callable[[bytes, str], Document]] = {
    pdf.MEDIA_TYPE: pdf.read_pdf,
    xlsx.MEDIA_TYPE: xlsx.read_xlsx,
}
"""A reader for each media type that is read. To add a kind: teach `sniff` its signature and add its reader here."""

AGAIN = "Open the link in a browser and save the file again."
AS_XLSX = "Open it in Excel or LibreOffice and save it as .xlsx."
AS_PDF = "Open it and save it as PDF, or ask the force for a PDF or a workbook."

UNREAD: dict[str, tuple[str, str]] = {
    "application/x-empty": ("is empty: the download probably failed", AGAIN),
    "text/html": ("is an HTML page, not a document: the download probably failed", AGAIN),
    "application/x-encrypted-office": (
        "is protected by a password",
        "Ask the force for an unprotected copy, or save it without the password.",
    ),
    "application/vnd.ms-excel": ("is an old Excel workbook (.xls), which is not read yet", AS_XLSX),
    "application/vnd.ms-excel.sheet.binary.macroEnabled.12": (
        "is a binary Excel workbook (.xlsb), which is not read",
        AS_XLSX,
    ),
    "application/vnd.oasis.opendocument.spreadsheet": (
        "is an OpenDocument spreadsheet (.ods), which is not read yet",
        AS_XLSX,
    ),
    "application/vnd.oasis.opendocument.text": ("is an OpenDocument text (.odt), which is not read yet", AS_PDF),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (
        "is a Word document (.docx), which is not read yet",
        AS_PDF,
    ),
    "application/msword": ("is an old Word document (.doc), which is not read yet", AS_PDF),
    "application/vnd.ms-outlook": (
        "is an Outlook message (.msg), which is not read yet",
        "Save its attachments and add those.",
    ),
    "message/rfc822": ("is an e-mail message, which is not read yet", "Save its attachments and add those."),
    "application/rtf": ("is a rich text file (.rtf), which is not read yet", AS_PDF),
    "application/zip": ("is a zip archive, not a single document", "Unpack it and add the files in it."),
    "application/x-ole-storage": ("is an old Office file of an unknown kind", AS_PDF),
    "image/any": ("is a picture; OCR is not done yet", "Ask the force for the original file, not a scan."),
    "text/plain": ("is plain text, which is not read yet", AS_PDF),
    "application/octet-stream": ("is of no kind that is known here", "Ask the force for a PDF or a workbook (.xlsx)."),
}
"""What each other kind is, and what to do with it."""

ZIP_PARTS = (
    ("xl/workbook.xml", xlsx.MEDIA_TYPE),
    ("xl/workbook.bin", "application/vnd.ms-excel.sheet.binary.macroEnabled.12"),
    ("word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
)
OLE_STREAMS = (
    ("EncryptedPackage", "application/x-encrypted-office"),
    ("__properties_version1.0", "application/vnd.ms-outlook"),
    ("WordDocument", "application/msword"),
    ("Workbook", "application/vnd.ms-excel"),
    ("Book", "application/vnd.ms-excel"),
)
PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
MAIL = re.compile(rb"\s*(?:From [^\n]*\n)?(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*\n(?:[ \t][^\n]*\n)*){3,}")
HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|table|meta|script|div)\b", re.I)


def read(data: bytes, name: str) -> Document:
    """The file as a Document. Raises UnreadableDocument with what it is and what to do, where it cannot be read."""
    kind = sniff(data)
    if kind not in READERS:
        raise UnreadableDocument(*UNREAD.get(kind, UNREAD["application/octet-stream"]))
    return READERS[kind](data, name)


def sniff(data: bytes) -> str:
    """The media type, by content: names and declared types of replies are often wrong."""
    if not data.strip(b"\x00 \t\r\n"):
        return "application/x-empty"
    if b"%PDF-" in data[:1024]:
        return pdf.MEDIA_TYPE
    if data.startswith(b"PK\x03\x04"):
        return _kind_of_zip(data)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return next(
            (kind for stream, kind in OLE_STREAMS if stream.encode("utf-16-le") in data), "application/x-ole-storage"
        )
    if data.startswith(PICTURES):
        return "image/any"
    return _kind_of_text(data)


def _kind_of_zip(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            declared = archive.read("mimetype")[:100].decode("ascii", "replace").strip() if "mimetype" in names else ""
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError):
        return "application/zip"
    return next((kind for part, kind in ZIP_PARTS if part in names), declared or "application/zip")


def _kind_of_text(data: bytes) -> str:
    start = data[:4096]
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        start = start.decode("utf-16", "replace").encode()
    if MAIL.match(start):
        return "message/rfc822"
    if HTML.search(start):
        return "text/html"
    if start.startswith(b"{\\rtf"):
        return "application/rtf"
    return "application/octet-stream" if b"\x00" in start else "text/plain"
