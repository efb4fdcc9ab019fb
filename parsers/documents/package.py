"""Office packages (.xlsx, .docx): zip files from strangers, looked at before anything is unpacked."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import IO, Any

from parsers.documents.model import UnreadableDocument, beyond
from parsers.limits import limits

EXPANDING = 10_000_000  # bytes; what unpacks to less may be packed as tightly as it likes
PROLOGUE = 50_000  # bytes at the beginning of a part in which it may declare entities
ENTRY, MOST_ENTRIES = b"PK\x01\x02", 50_000
"""What begins each entry of a zip's directory, and how many are taken in: Python needs half a kilobyte for each."""

Damaged = Callable[[BaseException], UnreadableDocument]
BROKEN = (
    zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, zlib.error, LookupError,
    OverflowError, struct.error, lzma.LZMAError,
)  # fmt: skip
"""What `zipfile` raises for a package that is damaged, packed in an unknown way or locked."""


KEPT = 50_000_000
"""Bytes of the parts of a package that are kept once they were unpacked: most are looked at several times."""


LOCAL = struct.Struct("<4s2xH18xHH")
"""What stands before each part: a signature, flags, the lengths of its name and of what is added to it."""

NO_PLAIN = 0x1 | 0x20 | 0x40  # locked, patched, locked otherwise
PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class Package(zipfile.ZipFile):
    """A package that unpacks a part once, as long as there are not too many."""

    def __init__(self, data: bytes) -> None:
        super().__init__(io.BytesIO(data))
        self._data = data
        self.instead: dict[str, bytes] = {}  # what whoever opens a part is given in its place
        self.opened: list[str] = []  # those of them that were, in order
        self._kept: dict[str, bytes] = {}
        self._left = KEPT

    def open(
        self, name: str | zipfile.ZipInfo, mode: Any = "r", pwd: bytes | None = None, *, force_zip64: bool = False
    ) -> IO[bytes]:
        if isinstance(name, str) and name in self.instead:
            self.opened.append(name)
            return io.BytesIO(self.instead[name])
        return super().open(name, mode, pwd, force_zip64=force_zip64)

    def read(self, name: str | zipfile.ZipInfo, pwd: bytes | None = None) -> bytes:
        if not isinstance(name, str):
            return super().read(name, pwd)
        content = self._kept.get(name)
        if content is None:
            content = self._unpacked(name)
            if content is None:
                content = super().read(name, pwd)
            if len(content) <= self._left:
                self._left -= len(content)
                self._kept[name] = content
        return content

    def _unpacked(self, name: str) -> bytes | None:
        """A part that is packed as nearly all are; None for any other, and where anything is wrong with it.

        `zipfile` makes half a dozen objects and locks for each part, which takes longer than unpacking a small one.
        """
        member = self.NameToInfo.get(name)
        where = None if member is None else _place(self._data, member)
        if member is None or where is None:
            return None
        content: bytes | None = self._data[where]
        if member.compress_type == zipfile.ZIP_DEFLATED:
            content = _inflated(self._data[where], member.file_size)
        if content is None or len(content) != member.file_size or zlib.crc32(content) != member.CRC:
            return None
        return content


def _place(data: bytes, member: zipfile.ZipInfo) -> slice | None:
    """Where the packed bytes of a part are, where what stands before them says the same as the directory."""
    if member.flag_bits & NO_PLAIN or member.compress_type not in PLAIN or member.header_offset < 0:
        return None
    start = member.header_offset + LOCAL.size
    head = data[member.header_offset : start]
    if len(head) < LOCAL.size:
        return None
    signature, flags, in_name, in_extra = LOCAL.unpack(head)
    name, begin = data[start : start + in_name], start + in_name + in_extra
    if signature != b"PK\x03\x04" or flags & NO_PLAIN or not name.isascii() or name.decode() != member.orig_filename:
        return None
    end = begin + member.compress_size
    if end > (getattr(member, "_end_offset", None) or end):  # newer versions of `zipfile` refuse parts that overlap
        return None
    return slice(begin, end)


def _inflated(packed: bytes, size: int) -> bytes | None:
    """What was packed, no more than a byte beyond that size; None where it is damaged or goes on."""
    unpacking = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        content = unpacking.decompress(packed, size + 1)
    except zlib.error:
        return None
    return content if unpacking.eof else None


def open_package(data: bytes, damaged: Damaged, advice: str, heavy: Callable[[str], bool]) -> Package:
    """The package, once its directory shows that it can be unpacked safely.

    What a directory declares cannot be less than what is unpacked: `zipfile` stops there. `heavy` tells the parts that
    are costly to read. Raises UnreadableDocument: what `damaged` makes of an error, or that it is too large, with `advice`.
    """
    try:
        check_entries(data)
        archive = Package(data)
    except BROKEN as error:
        raise damaged(error) from None
    if over := _over(archive.infolist(), heavy):
        raise beyond(over, "unpacks to more data than is read: it is very large, or made to do harm", advice)
    for member in archive.infolist():
        if member.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in _start(archive, member, damaged):
            raise damaged(ValueError(f"{member.filename} declares entities, which no Office file needs"))
    return archive


def check_entries(data: bytes) -> None:
    """Raises UnreadableDocument for a directory as long as no real one."""
    if data.count(ENTRY) > MOST_ENTRIES:
        raise UnreadableDocument(
            f"is a zip with more than {MOST_ENTRIES:,} entries: it is made to do harm", "Ask the force for the files."
        )


def open_zip(data: bytes) -> zipfile.ZipFile:
    """The zip. Raises UnreadableDocument for a directory as long as no real one; what is in `BROKEN` where it is damaged."""
    check_entries(data)
    return zipfile.ZipFile(io.BytesIO(data))


def _over(members: list[zipfile.ZipInfo], heavy: Callable[[str], bool]) -> str:
    """The limit that the package goes beyond; empty where it keeps to all."""
    most = limits()
    checks = {
        "package_parts": len(members) > most.package_parts,
        "unpacked": sum(m.file_size for m in members) > most.unpacked,
        "member_size": any(m.file_size > most.member_size for m in members),
        "expansion": any(m.file_size > max(EXPANDING, most.expansion * m.compress_size) for m in members),
        "xml_size": sum(m.file_size for m in members if heavy(m.filename)) > most.xml_size,
    }
    return next((limit for limit, broken in checks.items() if broken), "")


def _start(archive: Package, member: zipfile.ZipInfo, damaged: Damaged) -> bytes:
    try:
        if member.file_size <= PROLOGUE and archive.NameToInfo.get(member.filename) is member:
            return archive.read(member.filename).replace(b"\x00", b"")
        with archive.open(member) as part:
            return part.read(PROLOGUE).replace(b"\x00", b"")
    except BROKEN as error:
        raise damaged(error) from None
