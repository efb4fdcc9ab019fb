"""CSV, plain text, pictures, and files that are none of what they are called."""

from __future__ import annotations

import gzip
import io
import random
import struct
import zlib

from PIL import Image

from tests.hostile.cases import Case, Either, Holds, Read, Refused, squeezed, zipped

TABLE = b"Outcome,2019,2020\nAdvice,3,0\nWarning,2,12\n"
SHOWN = ("Outcome", "Advice", "3", "12")
LETTER = b"We hold this.\n\nOutcome      2019   2020\nAdvice          3      0\nWarning         2     12\n\n"
SAID = ("We hold this.",)


def csv(more: bytes) -> bytes:
    return TABLE + more


def text(more: bytes) -> bytes:
    return LETTER + more


# ---- pictures


def png(width: int, height: int, *chunks: tuple[bytes, bytes], data: bytes | None = None, kind: int = 0) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0)
    packed = zlib.compress(b"\0" * min(height * (width + 1), 100_000)) if data is None else data
    made = b"\x89PNG\r\n\x1a\n"
    for name, content in ((b"IHDR", head), *chunks, (b"IDAT", packed), (b"IEND", b"")):
        made += struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
    return made


def saved(kind: str, size: tuple[int, int] = (40, 40), **more: object) -> bytes:
    kept = io.BytesIO()
    Image.new("L", size, 255).save(kept, kind, **more)
    return kept.getvalue()


def frames(amount: int) -> bytes:
    kept = io.BytesIO()
    Image.new("L", (8, 8), 255).save(
        kept, "TIFF", save_all=True, append_images=[Image.new("L", (8, 8), 255)] * (amount - 1)
    )
    return kept.getvalue()


def directory(*entries: tuple[int, int, int, int], following: int = 0) -> bytes:
    """A TIFF of one directory with these entries: tag, type, count, value."""
    made = b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", len(entries))
    return made + b"".join(struct.pack("<HHII", *e) for e in entries) + struct.pack("<I", following)


def bmp(width: int, height: int) -> bytes:
    return (
        b"BM"
        + struct.pack("<IHHI", 100, 0, 0, 54)
        + struct.pack("<IiiHHIIiiII", 40, width, height, 1, 24, 0, 0, 0, 0, 0, 0)
        + bytes(99)
    )


CASES = [
    Case("csv: sound", lambda: TABLE, Read(SHOWN)),
    Case("csv: 10,000 rows of two", lambda: csv(b"a,1,2\n" * 10_000), Refused("more than 20,000 cells")),
    Case("csv: 100,000 empty rows", lambda: csv(b"\n" * 100_000 + b"a,1,2\n"), Read(SHOWN)),
    Case("csv: a row of 3,000 cells", lambda: csv(b"x," * 3_000 + b"\n"), Refused("more than 2,000 columns")),
    Case("csv: a row of a million commas", lambda: csv(b"," * 1_000_000), Refused("more than 2,000 columns")),
    Case("csv: a cell of 40,000 characters", lambda: csv(b'"' + b"a" * 40_000 + b'",1,2\n'), Refused("a cell of 40,000 characters")),
    Case("csv: a cell of five megabytes", lambda: csv(b'"' + b"a" * 5_000_000 + b'",1,2\n'), Refused("5,000,000 characters")),
    Case("csv: a quotation mark that is never closed", lambda: csv(b'"a,1,2\n' * 2_001), Either()),
    Case("csv: quotation marks alone", lambda: csv(b'"' * 500_001 + b"\n"), Either()),
    Case("csv: a cell of 200,000 lines", lambda: csv(b'"' + b"x\n" * 20_000 + b'",1,2\n' * 2), Either()),
    Case("csv: nine megabytes", lambda: csv(b"a,1,2\n" * 1_500_000), Refused("9 MB, and 8 MB are the limit")),
    Case("csv: noughts", lambda: csv(b"\0" * 100_000 + b"a,1,2\n"), Refused("no kind that is known")),
    Case("csv: escape sequences", lambda: csv(b"\x1b[2J\x1b]0;x\x07,1,2\n"), Read(SHOWN, never=("\x1b", "\x07"))),
    Case("csv: signs that turn the direction", lambda: csv("\u202e12,1,2\n".encode()), Read(SHOWN, never=("\u202e",), hides="text shown in another order")),
    Case("csv: formulas", lambda: csv(b"=cmd|'/c calc'!A1,+1+1,@SUM(1)\n"), Read((*SHOWN, "+1+1"))),
    Case("csv: UTF-16 of an odd length", lambda: TABLE.decode().encode("utf-16") + b"x", Read(SHOWN)),
    Case("csv: two encodings", lambda: csv("é,1,2\n".encode() + "é,1,2\n".encode("cp1252")), Read(SHOWN, says="two encodings")),
    Case("csv: the mark of UTF-32 and no more", lambda: b"\xff\xfe\0\0" + TABLE, Either()),
    Case("csv: a thousand lines that say what divides", lambda: b"sep=;\n" * 1_000 + TABLE, Either()),
    Case("csv: numbers of a million digits", lambda: csv(b"9" * 30_000 + b",1,2\n"), Refused("a word of 30,000 characters")),
    Case("csv: commas and digits", lambda: csv(b'"' + b"1,111" * 6_000 + b'x",1,2\n'), Refused("a word of 30,001 characters")),
    Case("csv: spaces", lambda: csv(b" " * 2_000_000 + b",1,2\n"), Read(SHOWN)),
    Case("text: sound", lambda: LETTER, Read(SAID)),
    Case("text: a line of five megabytes", lambda: text(b"a" * 5_000_000), Refused("5,000,000 characters")),
    Case("text: a line of two megabytes of spaces", lambda: text(b" " * 2_000_000 + b"x"), Read(SAID)),
    Case("text: a paragraph of 10,000 lines", lambda: text(b"words of a line that are long enough to be wrapped by a program\n" * 10_000), Refused("characters")),
    Case("text: 100,000 tabs", lambda: text(b"a" + b"\t" * 100_000 + b"b\n"), Read(SAID)),
    Case("text: a typed table of 3,000 lines", lambda: text(b"Advice          3      0\n" * 3_000), Read(SAID)),
    Case("text: 1,500 lines whose columns agree by chance", lambda: text(b"".join(b"a" * (n % 17 + 1) + b"  " + b"%d" % n + b"  x\n" for n in range(1_500))), Read(SAID)),
    Case("text: 200,000 bars", lambda: text(b"|" * 200_000 + b"\n" + b"|a|b|\n" * 50), Either()),
    Case("text: 2,000,000 dashes and a letter", lambda: text(b"-" * 2_000_000 + b"x\n"), Either()),
    Case("text: 2,000,000 signs of a rule", lambda: text(b"-+" * 1_000_000 + b"\n"), Read(SAID)),
    Case("text: 100,000 signs of a quotation", lambda: text(b">" * 100_000 + b" x\n" + b"> > y\n" * 50), Either()),
    Case("text: 4,000 items", lambda: text(b"1. a\n\n" * 4_000), Read(SAID)),
    Case("text: 6,000 paragraphs", lambda: text(b"a\n\n" * 6_000), Refused("more than 5,000 paragraphs")),
    Case("text: the ends of lines of three systems", lambda: text(b"a\r\n\r\n\rb\r\r\n" * 1_000), Read(SAID)),
    Case("text: marks on letters", lambda: text(b"a" + "\u0301".encode() * 20_000), Refused("a word of 20,001 characters")),
    Case("picture: 30,000 × 30,000", lambda: png(30_000, 30_000), Refused("4,000,000 pixels")),
    Case("picture: four thousand million × four thousand million", lambda: png(0x7FFFFFFF, 0x7FFFFFFF), Refused("pixels|damaged")),
    Case("picture: no width", lambda: png(0, 9), Refused("damaged")),
    Case("picture: a bomb in a note", lambda: png(9, 9, (b"zTXt", b"a\0\0" + squeezed(90_000_000))), Refused("damaged")),
    Case("picture: a bomb in a colour table", lambda: png(9, 9, (b"iCCP", b"a\0\0" + squeezed(90_000_000))), Either()),
    Case("picture: a bomb in the picture", lambda: png(9, 9, data=squeezed(90_000_000)), Either()),
    Case("picture: a chunk of four thousand megabytes", lambda: b"\x89PNG\r\n\x1a\n\xff\xff\xff\xffIHDR", Refused("damaged")),
    Case("picture: 2 × 2,000,000", lambda: png(2, 2_000_000, data=squeezed(6_000_000)), Either()),
    Case("picture: TIFF of 50 pages", lambda: frames(50), Refused("more than 3 pages")),
    Case("picture: TIFF whose pages lead back", lambda: directory((256, 4, 1, 8), (257, 4, 1, 8), following=8), Either()),
    Case("picture: TIFF of four thousand million", lambda: directory((256, 4, 1, 0xFFFFFFFF), (257, 4, 1, 0xFFFFFFFF), (273, 4, 0xFFFFFFFF, 8)), Refused("damaged|pixels")),
    Case("picture: BMP of two thousand million", lambda: bmp(0x7FFFFFFF, 0x7FFFFFFF), Refused("pixels|damaged")),
    Case("picture: BMP below nothing", lambda: bmp(-5, -5), Refused("pixels|damaged")),
    Case("picture: JPEG cut at half", lambda: saved("JPEG", (400, 400))[:300], Either()),
    Case("picture: GIF of 65,535 × 65,535", lambda: saved("GIF")[:6] + b"\xff\xff\xff\xff" + saved("GIF")[10:], Either()),
    Case("other: nothing", lambda: b"", Refused("is empty")),
    Case("other: spaces", lambda: b" \n\t" * 10_000, Refused("is empty")),
    Case("other: noughts", lambda: bytes(1_000_000), Refused("is empty")),
    Case("other: one byte", lambda: b"\xff", Either()),
    Case("other: noise", lambda: random.Random(4).randbytes(200_000), Either()),
    Case("other: an archive of another kind", lambda: b"7z\xbc\xaf\x27\x1c" + random.Random(5).randbytes(2_000), Refused("no kind that is known")),
    Case("other: gzip", lambda: gzip.compress(TABLE, mtime=0), Refused("no kind that is known")),
    Case("other: a program", lambda: b"MZ" + bytes(range(256)) * 9, Refused("no kind that is known")),
    Case("other: rich text", lambda: b"{\\rtf1 " + b"{" * 100_000, Refused("rich text")),
    Case("other: an XML bomb", lambda: b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "a">]><a>&a;</a>', Refused("no kind|XML|not read")),
    Case("other: JSON 100,000 deep", lambda: b"[" * 100_000, Either()),
    Case("other: a picture of instructions", lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', Either()),
    Case("other: a text document of OpenDocument", lambda: zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}), Refused("OpenDocument text")),
    Case("other: slides", lambda: zipped({"[Content_Types].xml": "<x/>", "ppt/presentation.xml": "<x/>"}), Refused("kind that is not read")),
    Case("other: a binary workbook", lambda: zipped({"[Content_Types].xml": "<x/>", "xl/workbook.bin": "x"}), Refused("binary Excel workbook")),
    Case("other: a zip that calls itself a page", lambda: zipped({"mimetype": "text/html", "a.csv": TABLE}), Holds(("mimetype", "a.csv"))),
    Case("other: a page that calls itself a PDF", lambda: b"<html><p>%PDF-1.7</p></html>", Either()),
    Case("other: a CSV that calls itself a PDF", lambda: b"%PDF-1.7\n" + TABLE, Refused("damaged")),
]  # fmt: skip
