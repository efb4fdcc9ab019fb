"""Containers made for tests, in formats that no library here writes: Outlook's message (an OLE file) and TNEF."""

from __future__ import annotations

import struct
from typing import Any

END, FREE = 0xFFFFFFFE, 0xFFFFFFFF
SECTOR, MINI = 512, 64

Storage = dict[str, Any]
"""Name to bytes (a stream) or to another storage."""


def ole(root: Storage) -> bytes:
    """An OLE file (Microsoft's [MS-CFB]) with these storages and streams."""
    entries: list[list[Any]] = []  # name, kind, child, right, data

    def add(name: str, content: Any) -> int:
        at = len(entries)
        entries.append([name, 2 if isinstance(content, bytes) else 1, FREE, FREE, content])
        if not isinstance(content, bytes):
            before = None
            for inner in sorted(content):
                here = add(inner, content[inner])
                if before is None:
                    entries[at][2] = here
                else:
                    entries[before][3] = here
                before = here
        return at

    add("Root Entry", root)
    entries[0][1] = 5
    fat: list[int] = []
    sectors: list[bytes] = []

    def chain(data: bytes) -> int:
        if not data:
            return END
        pieces = [data[i : i + SECTOR].ljust(SECTOR, b"\0") for i in range(0, len(data), SECTOR)]
        first = len(fat)
        fat.extend([*range(first + 1, first + len(pieces)), END])
        sectors.extend(pieces)
        return first

    small, minifat, starts = b"", [], []
    for _, kind, _, _, content in entries:
        if kind != 2 or not content:
            starts.append(END if kind == 2 else 0)
        elif len(content) >= 4096:
            starts.append(chain(content))
        else:
            count = -(-len(content) // MINI)
            starts.append(len(minifat))
            minifat.extend([*range(len(minifat) + 1, len(minifat) + count), END])
            small += content.ljust(count * MINI, b"\0")
    starts[0] = chain(small)
    directory = b""
    for (name, kind, child, right, content), start in zip(entries, starts, strict=True):
        raw = name.encode("utf-16-le") + b"\0\0"
        size = len(small) if kind == 5 else len(content) if kind == 2 else 0
        head = raw.ljust(64, b"\0") + struct.pack("<HBBIII", len(raw), kind, 1, FREE, right, child)
        directory += head + bytes(36) + struct.pack("<IQ", start, size)
    mini_at = chain(struct.pack(f"<{len(minifat)}I", *minifat).ljust(-(-len(minifat) * 4 // SECTOR) * SECTOR, b"\xff"))
    directory_at = chain(directory)
    fat_sectors = 1
    while (len(fat) + fat_sectors) * 4 > fat_sectors * SECTOR:
        fat_sectors += 1
    fat_at = list(range(len(fat), len(fat) + fat_sectors))
    table = fat + [0xFFFFFFFD] * fat_sectors
    sectors.append(struct.pack(f"<{len(table)}I", *table).ljust(fat_sectors * SECTOR, b"\xff"))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack(
        "<IIIIIIIII", 0, fat_sectors, directory_at, 0, 4096, mini_at, -(-len(minifat) * 4 // SECTOR), END, 0
    )
    header += struct.pack("<109I", *fat_at, *[FREE] * (109 - fat_sectors))
    return header + b"".join(sectors)


def outlook(
    body: str = "",
    html: str = "",
    subject: str = "",
    sender: str = "",
    attached: dict[str, Any] | None = None,
    **more: Any,
) -> Storage:
    """The storage of a message: give it to `ole`, or to `attached` of another message. `more`: further streams."""
    made: Storage = {"__properties_version1.0": bytes(32), **more}
    texts = {"1000": body, "0037": subject, "5D01": sender}
    made |= {f"__substg1.0_{tag}001F": text.encode("utf-16-le") for tag, text in texts.items() if text}
    if html:
        made["__substg1.0_10130102"] = html.encode()
    for number, (name, content) in enumerate((attached or {}).items()):
        kind = "0102" if isinstance(content, bytes) else "000D"
        made[f"__attach_version1.0_#{number:08X}"] = {
            "__properties_version1.0": bytes(8),
            "__substg1.0_3707001F": name.encode("utf-16-le"),
            f"__substg1.0_3701{kind}": content,
        }
    return made


def tnef(attached: dict[str, bytes], body: bytes = b"") -> bytes:
    """A winmail.dat ([MS-OXTNEF]) with these attachments."""

    def attribute(level: int, name: int, kind: int, data: bytes) -> bytes:
        return struct.pack("<BHHI", level, name, kind, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)

    made = struct.pack("<IH", 0x223E9F78, 1)
    made += attribute(1, 0x9006, 8, struct.pack("<I", 0x10000)) + attribute(1, 0x9007, 6, struct.pack("<II", 1252, 0))
    if body:
        made += attribute(1, 0x800C, 2, body)
    for name, data in attached.items():
        made += attribute(2, 0x9002, 6, bytes(14)) + attribute(2, 0x8010, 1, name.encode("cp1252") + b"\0")
        made += attribute(2, 0x800F, 6, data)
    return made
