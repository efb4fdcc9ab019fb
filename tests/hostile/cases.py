"""What a hostile file is here: how it is made, and what must become of it."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from parsers.limits import Limits

LIMITS = Limits(
    cpu_seconds=10,
    seconds=60,
    total_seconds=120,
    memory=1_500_000_000,
    answer=20_000_000,
    file_size=40_000_000,
    text_size=8_000_000,
    members=300,
    unpacked=50_000_000,
    member_size=30_000_000,
    package_parts=500,
    xml_size=20_000_000,
    pages=200,
    pdf_objects=20_000,
    stream_size=20_000_000,
    streams_size=60_000_000,
    page_instructions=4_000_000,
    page_paths=3_000,
    page_characters=8_000,
    page_forms=200,
    page_comparisons=200_000,
    page_pixels=4_000_000,
    scanned_pages=3,
    cells=20_000,
    blocks=5_000,
    characters=3_000_000,
    findings=50,
    records=20_000,
)
"""The limits that the battery is run with: the same code as with those of the program, reached by smaller files."""


@dataclass(frozen=True)
class Refused:
    """The file is quarantined, with a reason that matches `says`."""

    says: str


@dataclass(frozen=True)
class Read:
    """The file is read: all of `shows` stand in its cells and texts, none of `never` anywhere in the Document.

    `says`: what one of its findings says, where it was read only in part or holds something doubtful; `hides`: a kind of
    hidden content that is reported.
    """

    shows: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    says: str = ""
    hides: str = ""


@dataclass(frozen=True)
class Either:
    """Read or refused, with whatever reason: noise, of which only the harm is of interest."""


@dataclass(frozen=True)
class Holds:
    """A container: the names of what is taken out of it, and what is said of what is not.

    `refuses`: of a container in it; `says`: a finding of its own.
    """

    names: tuple[str, ...] = ()
    refuses: str = ""
    says: str = ""
    amount: int | None = None


Expected = Refused | Read | Either | Holds


@dataclass(frozen=True)
class Case:
    """One hostile file. `maps`: what mapping it alone may be refused for; empty where it must be mapped."""

    name: str
    make: Callable[[], bytes]
    expected: Expected
    maps: str = ""

    def __repr__(self) -> str:
        return self.name


def zipped(parts: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2022, 1, 1, 0, 0, 0)), content, method)
    return made.getvalue()


@cache
def squeezed(size: int, byte: bytes = b"\0") -> bytes:
    """So many equal bytes, as zlib packs them: a thousandth of the size."""
    packing = zlib.compressobj(9)
    made = [packing.compress(byte * 1_000_000) for _ in range(size // 1_000_000)]
    return b"".join([*made, packing.compress(byte * (size % 1_000_000)), packing.flush()])
