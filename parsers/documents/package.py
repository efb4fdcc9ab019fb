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


class Package(zipfile.ZipFile):
    """A package that unpacks a part once, as long as there are not too many."""

    def __init__(self, data: bytes) -> None:
        super().__init__(io.BytesIO(data))
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
            content = super().read(name, pwd)
            if len(content) <= self._left:
                self._left -= len(content)
                self._kept[name] = content
        return content


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
