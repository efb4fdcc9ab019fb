"""Readers: file to Document. The kind of a file is decided by its content, never by its name."""

from __future__ import annotations

import importlib
import io
import re

from parsers.documents import kinds
from parsers.documents.model import Document, UnreadableDocument
from parsers.limits import limits

READERS = {
    kinds.DOCX: "docx:read_docx",
    kinds.HTML: "html:read_html",
    kinds.CSV: "csv_text:read_csv",
    kinds.PLAIN_TEXT: "plain_text:read_text",
    kinds.PDF: "pdf:read_pdf",
    kinds.XLSX: "xlsx:read_xlsx",
    kinds.XLS: "xls:read_xls",
    kinds.ODS: "ods:read_ods",
    kinds.PICTURE: "ocr_pictures:read_picture",
    kinds.MAIL: "containers:read_mail",
    kinds.OUTLOOK: "containers:read_outlook",
    kinds.TNEF: "containers:read_tnef",
    kinds.MBOX: "containers:read_mbox",
    kinds.ZIP: "containers:read_zip",
    kinds.CORRESPONDENCE: "containers:read_correspondence",
}
"""A reader for each media type that is read, as `module:function`: only what the kind of file needs is loaded.

To add a kind: name it in `kinds`, teach `sniff` its signature and add its reader here.
"""

AGAIN = "Open the link in a browser and save the file again."
AS_XLSX = "Open it in Excel or LibreOffice and save it as .xlsx."
AS_DOCX = "Open it in Word or LibreOffice, save it as .docx or PDF, and add that copy."
AS_PDF = "Open it and save it as PDF, or ask the force for a PDF or a workbook."

TEXTS = (kinds.HTML, kinds.CSV, kinds.PLAIN_TEXT, kinds.XLS)
"""Kinds that are taken into memory as a whole, many times as large."""

UNREAD: dict[str, tuple[str, str]] = {
    "application/x-empty": ("is empty: the download probably failed", AGAIN),
    "application/x-encrypted-office": (
        "is protected by a password",
        "Ask the force for an unprotected copy, or save it without the password.",
    ),
    "application/vnd.ms-excel.sheet.binary.macroEnabled.12": (
        "is a binary Excel workbook (.xlsb), which is not read",
        AS_XLSX,
    ),
    "application/vnd.oasis.opendocument.text": ("is an OpenDocument text (.odt), which is not read", AS_DOCX),
    "application/msword": ("is an old Word document (.doc), which is not read", AS_DOCX),
    "application/rtf": ("is a rich text file (.rtf), which is not read", AS_DOCX),
    "application/x-office-package": ("is an Office file of a kind that is not read (slides, a drawing …)", AS_PDF),
    "application/x-ole-storage": ("is an old Office file of an unknown kind", AS_PDF),
    "application/octet-stream": ("is of no kind that is known here", "Ask the force for a PDF or a workbook (.xlsx)."),
}
"""What each other kind is, and what to do with it."""

ZIP_PARTS = (
    ("xl/workbook.xml", kinds.XLSX),
    ("xl/workbook2.xml", kinds.XLSX),
    ("xl/workbook.bin", "application/vnd.ms-excel.sheet.binary.macroEnabled.12"),
    ("word/document.xml", kinds.DOCX),
    ("word/document2.xml", kinds.DOCX),  # what Office on the web writes
)
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
OLE_STREAMS = (
    ("EncryptedPackage", "application/x-encrypted-office"),
    ("__properties_version1.0", kinds.OUTLOOK),
    ("WordDocument", "application/msword"),
    ("Workbook", "application/vnd.ms-excel"),
    ("Book", "application/vnd.ms-excel"),
)
PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
HTML = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|table|meta|script|div)\b|^\W*<(?:h[1-6]|p|ul|ol|center|font|article|main)\b",
    re.I,
)
BARE_XLS = re.compile(rb"\x09[\x00\x02\x04\x08][\x04-\x10]\x00", re.S)
"""How the records of an old workbook begin: before Excel 5, and as some programs write it still, they are the whole file."""
CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def read(data: bytes, name: str) -> Document:
    """The file as a Document. Raises UnreadableDocument with what it is and what to do, where it cannot be read."""
    from parsers.documents.bounds import check_size, held_to_bounds
    from parsers.documents.unseen_characters import take_out_unseen

    check_size(data, limits().file_size, "file_size")
    kind = sniff(data)
    if kind not in READERS:
        raise UnreadableDocument(*UNREAD.get(kind, UNREAD["application/octet-stream"]))
    if kind in TEXTS:
        check_size(data, limits().text_size, "text_size")
    plain = data if kind in (kinds.HTML, kinds.CSV, kinds.PLAIN_TEXT) else b""
    module, _, function = READERS[kind].partition(":")
    reader = getattr(importlib.import_module(f"{__name__}.{module}"), function)
    return held_to_bounds(take_out_unseen(reader(data, name), plain))


def sniff(data: bytes) -> str:
    """The media type, by content: names and declared types of replies are often wrong."""
    if not data.strip(b"\x00 \t\r\n"):
        return "application/x-empty"
    if data.startswith(b"%PDF-"):
        return kinds.PDF
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _kind_of_zip(data)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _kind_of_ole(data)
    if BARE_XLS.match(data):
        return kinds.XLS
    from parsers.documents.containers import HEADERS, bundle, mail, tnef

    if tnef.is_tnef(data):
        return kinds.TNEF
    if mail.is_mail(data[:HEADERS]):
        return kinds.MBOX if bundle.is_mbox(data) else kinds.MAIL
    if b"%PDF-" in data[:1024]:  # behind what a server or a printer wrote; not a PDF within one of the above
        return kinds.PDF
    if data.startswith(PICTURES):
        return kinds.PICTURE
    return _kind_of_text(data)


def _kind_of_ole(data: bytes) -> str:
    """By the streams at the root: a message may hold a workbook or an encrypted one, whose streams are in it too."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as opened:
            names = {path[0] for path in opened.listdir()}
    except Exception:  # the library lets every kind of error through for damaged bytes
        names = {stream for stream, _ in OLE_STREAMS if stream.encode("utf-16-le") in data}
    return next((kind for stream, kind in OLE_STREAMS if stream in names), "application/x-ole-storage")


def _kind_of_zip(data: bytes) -> str:
    from parsers.documents.package import BROKEN, open_zip

    try:
        with open_zip(data) as archive:
            names = set(archive.namelist())
            declared = ""
            if "mimetype" in names:
                with archive.open("mimetype") as stream:
                    declared = stream.read(100).decode("ascii", "replace").strip()
    except (*BROKEN, UnreadableDocument):
        return kinds.ZIP  # whose reader will say what is wrong with it
    office = "application/x-office-package" if "[Content_Types].xml" in names else kinds.ZIP
    declared = declared if declared.startswith(OPEN_DOCUMENT) else office  # else any zip could call itself anything
    return next((kind for part, kind in ZIP_PARTS if part in names), declared)


def _kind_of_text(data: bytes) -> str:
    from parsers.documents import csv_text, encoding
    from parsers.documents.containers.correspondence import is_correspondence

    text = encoding.decode(data[:4096])
    start = text.text.encode()
    if HTML.search(start):
        return kinds.HTML
    if start.startswith(b"{\\rtf"):
        return "application/rtf"
    if start.lstrip().startswith(b"<?xml"):
        return "application/xml"
    if len(CONTROLS.findall(start)) * 50 > len(start):
        return "application/octet-stream"
    if is_correspondence(data):
        return kinds.CORRESPONDENCE
    return kinds.CSV if csv_text.is_csv(data) else kinds.PLAIN_TEXT
