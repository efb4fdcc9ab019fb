"""Streams and fonts of a PDF unpacked no further than the limits: pdfminer unpacks each whole, however large it becomes.

A stream of four kilobytes can unpack to two thousand megabytes, and a font of one line can list four thousand million
characters. pdfminer has no place to say how much is too much, so its own names for what unpacks are bound to functions
here that count; importing this module does it.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterable, Iterator
from types import SimpleNamespace

from pdfminer import pdffont, pdftypes
from pdfminer.cmapdb import FileUnicodeMap
from pdfminer.lzw import LZWDecoder

from parsers.limits import limits

CHUNK = 65_536
LAST_CHARACTER = 0x10FFFF  # of Unicode; those of a font are never more


class TooLarge(Exception):
    """A stream, or all streams of a file together, unpack to more than they may. `limit` names the limit."""

    def __init__(self, limit: str, message: str) -> None:
        super().__init__(message)
        self.limit = limit


class _Unpacked:
    """What was unpacked of the file that is being read."""

    total = 0


def begin_file() -> None:
    """Count anew: another file is about to be read."""
    _Unpacked.total = 0


def total_unpacked() -> int:
    """Bytes that were unpacked of the file so far."""
    return _Unpacked.total


def _room() -> int:
    """Bytes that one more stream may unpack to."""
    return min(limits().stream_size, limits().streams_size - _Unpacked.total)


def _count(amount: int) -> None:
    _Unpacked.total += amount
    if amount > limits().stream_size:
        raise TooLarge("stream_size", f"more than {limits().stream_size // 10**6:,} MB in one stream")
    if _Unpacked.total > limits().streams_size:
        raise TooLarge("streams_size", f"more than {limits().streams_size // 10**6:,} MB in all")


def inflate(data: bytes) -> bytes:
    """As `zlib.decompress`. Raises `zlib.error` for damaged data and TooLarge for a bomb."""
    unpacking = zlib.decompressobj()
    made = unpacking.decompress(data, _room() + 1)
    _count(len(made))
    if not unpacking.eof:
        raise zlib.error("incomplete or truncated stream")
    return made


def inflate_damaged(data: bytes) -> bytes:
    """What can be unpacked of a stream whose last bytes, its checksum, are wrong or missing.

    Raises `zlib.error` where it breaks before them. Byte by byte only where it breaks: pdfminer's own is so throughout,
    and takes the square of the size.
    """
    unpacking = zlib.decompressobj()
    made, size = [], 0
    for start in range(0, len(data), CHUNK):
        chunk, before = data[start : start + CHUNK], unpacking.copy()
        try:
            pieces = [unpacking.decompress(chunk, _room() + 1 - size)]
        except zlib.error:
            pieces = list(_up_to_the_break(before, chunk, len(data) - start))
        size += sum(map(len, pieces))
        made += pieces
        if size > _room():
            break
    _count(size)
    return b"".join(made)


def _up_to_the_break(unpacking: object, chunk: bytes, left: int) -> Iterator[bytes]:
    for at in range(len(chunk)):
        try:
            yield unpacking.decompress(chunk[at : at + 1])  # type: ignore[attr-defined]
        except zlib.error:
            if at < left - 3:  # not yet in the checksum
                raise
            return


def unpack_lzw(data: bytes) -> bytes:
    made, size = [], 0
    for piece in LZWDecoder(io.BytesIO(data)).run():
        size += len(piece)
        made.append(piece)
        if size > _room():
            break
    _count(size)
    return b"".join(made)


def unpack_runs(data: bytes) -> bytes:
    """Run lengths (ISO 32000-1, 7.4.5): a byte below 128 says how many follow, one above how often the next is repeated."""
    made, at = bytearray(), 0
    while at < len(data) and data[at] != 128 and len(made) <= _room():
        length = data[at]
        if length < 128:
            made += data[at + 1 : at + 2 + length]
            at += 2 + length
        else:
            made += data[at + 1 : at + 2] * (257 - length)
            at += 2
    _count(len(made))
    return bytes(made)


def _checked(seq: Iterable[object]) -> list[object]:
    """The list of a font's widths. Raises TooLarge where a range in it goes beyond every character that there is."""
    widths = [pdftypes.resolve1(item) for item in seq]
    if any(isinstance(item, int) and item > LAST_CHARACTER for item in widths):
        raise TooLarge("font_characters", f"more than {LAST_CHARACTER:,} characters in a font")
    return widths


class _Counting:
    """Stands in for `FileUnicodeMap.add_cid2unichr`."""

    add = FileUnicodeMap.add_cid2unichr

    @staticmethod
    def counted(table: FileUnicodeMap, cid: int, code: object) -> None:
        most, own = limits().font_characters, vars(table)
        own["added"] = own.get("added", 0) + 1
        if own["added"] > most:
            raise TooLarge("font_characters", f"more than {most:,} characters in a font")
        _Counting.add(table, cid, code)  # type: ignore[arg-type]


FileUnicodeMap.add_cid2unichr = _Counting.counted  # type: ignore[method-assign, assignment]
_widths, _widths2 = pdffont.get_widths, pdffont.get_widths2
pdffont.get_widths = lambda seq: _widths(_checked(seq))
pdffont.get_widths2 = lambda seq: _widths2(_checked(seq))
pdftypes.zlib = SimpleNamespace(decompress=inflate, error=zlib.error)  # type: ignore[assignment]
pdftypes.decompress_corrupted = inflate_damaged
pdftypes.lzwdecode = unpack_lzw
pdftypes.rldecode = unpack_runs
