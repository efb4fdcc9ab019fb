"""Office packages (.xlsx, .docx): zip files from strangers, looked at before anything is unpacked."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable

from parsers.documents.model import UnreadableDocument

MAX_MEMBERS = 5_000
MAX_TOTAL = 300_000_000  # bytes unpacked
MAX_MEMBER = 200_000_000
MAX_RATIO = 200  # of unpacked to packed, for members above 10 MB


def open_package(
    data: bytes,
    damaged: Callable[[BaseException], UnreadableDocument],
    advice: str,
    heavy: Callable[[str], bool],
    most: int,
) -> zipfile.ZipFile:
    """The package, once its directory shows that it can be unpacked safely.

    `heavy` tells the parts that are costly to read, `most` is the number of bytes that they may have together. Raises
    UnreadableDocument: what `damaged` makes of an error, or that it is too large, with `advice`.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise damaged(error) from None
    members = archive.infolist()
    large = [m for m in members if m.file_size > 10_000_000]
    if (
        len(members) > MAX_MEMBERS
        or sum(m.file_size for m in members) > MAX_TOTAL
        or any(m.file_size > MAX_MEMBER for m in members)
        or any(m.file_size > MAX_RATIO * max(m.compress_size, 1) for m in large)
        or sum(m.file_size for m in members if heavy(m.filename)) > most
    ):
        raise UnreadableDocument("unpacks to more data than is read: it is very large, or made to do harm", advice)
    for member in members:
        if member.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in _start(archive, member, damaged):
            raise damaged(ValueError(f"{member.filename} declares entities, which no Office file needs"))
    return archive


def _start(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, damaged: Callable[[BaseException], UnreadableDocument]
) -> bytes:
    try:
        with archive.open(member) as part:
            return part.read(2_000).replace(b"\x00", b"")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, zlib.error) as error:
        raise damaged(error) from None
