"""PDFs: bombs, loops, floods of drawing, trees without an end, fonts that explode, lies about sizes."""

from __future__ import annotations

import random
import zlib
from collections.abc import Callable

from tests.hostile.cases import Case, Either, Read, Refused, squeezed

FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
HELLO = b"BT /F1 12 Tf 60 700 Td (Hello there) Tj ET\n"
SHOWN = ("Hello there",)
LONG = b"BT /F1 12 Tf 60 700 Td (Hello there, this page has words enough of its own) Tj ET\n"


def put_together(objects: dict[int, bytes], trailer: bytes = b"/Root 1 0 R", start: int | None = None) -> bytes:
    """A PDF of these objects, with a cross-reference table that is right."""
    made, places = bytearray(b"%PDF-1.7\n"), {}
    for number, body in sorted(objects.items()):
        places[number] = len(made)
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    at = len(made)
    made += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in places.items():
        made += b"%d 1\n%010d 00000 n \n" % (number, place)
    made += b"trailer\n<</Size %d%s>>\nstartxref\n%d\n%%%%EOF\n" % (
        max(objects) + 1,
        trailer,
        at if start is None else start,
    )
    return bytes(made)


def stream(content: bytes, attributes: bytes = b"", length: int | None = None) -> bytes:
    size = len(content) if length is None else length
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (attributes, size, content)


def page(
    content: bytes = HELLO,
    *,
    filters: bytes = b"",
    resources: bytes = b"",
    extra: bytes = b"/MediaBox[0 0 595 842]",
    font: bytes = FONT,
    catalog: bytes = b"",
    more: dict[int, bytes] | None = None,
    second: bool = False,
    trailer: bytes = b"/Root 1 0 R",
) -> bytes:
    """A PDF of one page, or of two, of which the second is sound."""
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R%s>>" % catalog,
        2: b"<</Type/Pages/Kids[3 0 R%s]/Count %d>>" % (b" 6 0 R" if second else b"", 1 + second),
        3: b"<</Type/Page/Parent 2 0 R%s/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>%s>>>>" % (extra, resources),
        4: stream(content, filters),
        5: font,
    }
    if second:
        objects[6] = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 7 0 R/Resources<</Font<</F1 8 0 R>>>>>>"
        objects[7], objects[8] = stream(HELLO), FONT
    return put_together(objects | (more or {}), trailer)


def packed(content: bytes) -> tuple[bytes, bytes]:
    return zlib.compress(content, 9), b"/Filter/FlateDecode"


def flate_bomb() -> bytes:
    return page(squeezed(30_000_000, b" "), filters=b"/Filter/FlateDecode", second=True)


def double_bomb() -> bytes:
    return page(zlib.compress(squeezed(600_000_000), 9), filters=b"/Filter[/FlateDecode/FlateDecode]", second=True)


def damaged_bomb() -> bytes:
    """Without its check sum: it is then unpacked by what takes damaged streams."""
    return page(squeezed(30_000_000)[:-4] + b"\0\0\0\0", filters=b"/Filter/FlateDecode", second=True)


def many_streams() -> bytes:
    """Eight streams on a page, each within the limit, all together not."""
    body = squeezed(9_000_000, b" ")
    more = {n: stream(body, b"/Filter/FlateDecode") for n in range(10, 18)}
    content = b"/Contents[%s]" % b" ".join(b"%d 0 R" % n for n in more)
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]%s>>" % content,
    }
    return put_together(objects | more)


def lzw_bomb() -> bytes:
    """Codes that each stand for one byte more than the one before."""
    bits, width, known = "", 9, 258
    for code in [256, 0, *range(258, 4_000)] * 4:
        bits += format(code, f"0{width}b")
        known = 258 if code in (256, 0) else known + 1
        width = 9 if known < 511 else 10 if known < 1023 else 11 if known < 2047 else 12
    data = int(bits.ljust(-(-len(bits) // 8) * 8, "0"), 2).to_bytes(-(-len(bits) // 8), "big")
    return page(data, filters=b"/Filter/LZWDecode", second=True)


def run_length_bomb() -> bytes:
    return page(b"\x81\x00" * 200_000, filters=b"/Filter/RunLengthDecode", second=True)


def object_stream_bomb() -> bytes:
    """The catalogue lies in a stream that unpacks without end; the cross-references are a stream too."""
    inner = stream(squeezed(30_000_000, b" "), b"/Type/ObjStm/N 2/First 10/Filter/FlateDecode")
    rows = b"".join(
        kind.to_bytes(1, "big") + a.to_bytes(4, "big") + b.to_bytes(2, "big")
        for kind, a, b in [(0, 0, 65535), (2, 9, 0), (2, 9, 1), (1, 0, 0)]
    )
    made = bytearray(b"%PDF-1.7\n")
    at = len(made)
    made += b"9 0 obj\n%s\nendobj\n" % inner
    place = len(made)
    rows = rows[:21] + b"\x01" + at.to_bytes(4, "big") + b"\0\0"
    head = b"/Type/XRef/Size 10/W[1 4 2]/Index[0 3 9 1]/Root 1 0 R"
    made += b"10 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (stream(rows, head), place)
    return bytes(made)


def cross_reference_bomb() -> bytes:
    made = bytearray(b"%PDF-1.7\n")
    place = len(made)
    head = b"/Type/XRef/Size 5/W[1 4 2]/Root 1 0 R/Filter/FlateDecode"
    made += b"10 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (stream(squeezed(30_000_000), head), place)
    return bytes(made)


def doubling(levels: int = 26) -> bytes:
    """A form that draws two forms that each draw two, and so on: sixty million of them."""
    more = {}
    for n in range(10, 10 + levels):
        inner = b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</XObject<</F %d 0 R>>>>" % (n + 1)
        more[n] = stream(b"/F Do /F Do", inner)
    more[10 + levels] = stream(HELLO, b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]")
    return page(b"/F Do", resources=b"/XObject<</F 10 0 R>>", more=more, second=True)


def self_drawing() -> bytes:
    inner = b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</XObject<</F 10 0 R>>/Font<</F1 5 0 R>>>>"
    return page(HELLO + b"/F Do", resources=b"/XObject<</F 10 0 R>>", more={10: stream(b"/F Do " * 50, inner)})


def deep_forms(levels: int = 1_500) -> bytes:
    more = {}
    for n in range(10, 10 + levels):
        inner = b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</XObject<</F %d 0 R>>>>" % (n + 1)
        more[n] = stream(b"/F Do", inner)
    more[10 + levels] = stream(HELLO, b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]")
    return page(b"/F Do", resources=b"/XObject<</F 10 0 R>>", more=more, second=True)


def drawn(content: bytes) -> bytes:
    """A sound page behind one that draws this, packed."""
    body, filters = packed(content)
    return page(body, filters=filters, second=True)


def grid(columns: int, rows: int) -> bytes:
    lines = [b"%d 0 m %d 800 l S" % (n * 4, n * 4) for n in range(columns)]
    lines += [b"0 %d m 560 %d l S" % (n * 4, n * 4) for n in range(rows)]
    return drawn(b"\n".join(lines))


def boxes(amount: int) -> bytes:
    rng = random.Random(1)
    return drawn(b"\n".join(b"%d %d 3 3 re f" % (rng.randrange(590), rng.randrange(800)) for _ in range(amount)))


def scattered(amount: int) -> bytes:
    """Words strewn over the page, all at different heights: rows and columns of none."""
    rng = random.Random(2)
    words = [b"1 0 0 1 %d %d Tm (%d) Tj" % (rng.randrange(560), rng.randrange(800), n) for n in range(amount)]
    return drawn(b"BT /F1 4 Tf " + b" ".join(words) + b" ET")


def columns_of_words(columns: int, rows: int) -> bytes:
    words = [
        b"1 0 0 1 %d %d Tm (%d) Tj" % (20 + c * 540 // columns, 800 - r * 760 // rows, (r * c) % 97)
        for r in range(rows)
        for c in range(columns)
    ]
    return drawn(b"BT /F1 3 Tf " + b" ".join(words) + b" ET")


def tree(kids: Callable[[int], bytes], levels: int) -> bytes:
    """A page tree of so many levels, each with the kids that the function gives for its number."""
    objects = {1: b"<</Type/Catalog/Pages 10 0 R>>"}
    for n in range(10, 10 + levels):
        objects[n] = b"<</Type/Pages/Count 1/Kids[%s]>>" % kids(n + 1)
    objects[10 + levels] = (
        b"<</Type/Page/Parent 10 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
    )
    return put_together(objects | {4: stream(HELLO), 5: FONT})


def pages(amount: int) -> bytes:
    objects = {1: b"<</Type/Catalog/Pages 2 0 R>>", 4: stream(HELLO), 5: FONT}
    for n in range(10, 10 + amount):
        objects[n] = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
    kids = b" ".join(b"%d 0 R" % n for n in range(10, 10 + amount))
    objects[2] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (amount, kids)
    return put_together(objects)


def with_font(font: bytes, more: dict[int, bytes] | None = None, content: bytes = b"<00410042>") -> bytes:
    return page(b"BT /F1 12 Tf 60 700 Td %s Tj ET" % content, font=font, more=more, second=True)


def cid_font(descendant: bytes, unicode_map: bytes = b"", encoding: bytes = b"/Identity-H") -> bytes:
    more = {
        20: b"<</Type/Font/Subtype/CIDFontType2/BaseFont/A/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
        b"/Supplement 0>>/FontDescriptor<</Type/FontDescriptor/FontName/A>>%s>>" % descendant,
        21: stream(unicode_map),
    }
    shown = b"/ToUnicode 21 0 R" if unicode_map else b""
    font = b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding%s/DescendantFonts[20 0 R]%s>>" % (encoding, shown)
    return with_font(font, more)


def picture(width: int, height: int, data: bytes = b"\0", extra: bytes = b"", shows: bytes = b"") -> bytes:
    head = b"/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8/ColorSpace/DeviceGray%s" % (
        width,
        height,
        extra,
    )
    content = b"q 500 0 0 700 40 60 cm /I Do Q " + shows
    return page(content, resources=b"/XObject<</I 10 0 R>>", more={10: stream(data, head)}, second=True)


def bomb_of_a_mask() -> bytes:
    mask = b"/Type/XObject/Subtype/Image/Width 9/Height 9/BitsPerComponent 8/ColorSpace/DeviceGray/Filter/FlateDecode"
    head = b"/Type/XObject/Subtype/Image/Width 9/Height 9/BitsPerComponent 8/ColorSpace/DeviceGray/SMask 11 0 R"
    more = {10: stream(b"\0" * 81, head), 11: stream(squeezed(30_000_000, b"\xff"), mask)}
    content = HELLO + b"q 100 0 0 100 40 60 cm /I Do Q"
    return page(content, resources=b"/XObject<</I 10 0 R>>", more=more, second=True)


def nested(open_: bytes, close: bytes, levels: int) -> bytes:
    return page(catalog=b"/Deep " + open_ * levels + close * levels)


def name_tree(loop: bool) -> bytes:
    kids = b"[20 0 R 20 0 R]" if loop else b"[21 0 R]"
    names = b"<</EmbeddedFiles 20 0 R/JavaScript 20 0 R/Dests 20 0 R>>"
    more = {20: b"<</Kids %s>>" % kids, 21: b"<</Names[%s]>>" % (b"(a)<<>>" * 20_000)}
    return page(catalog=b"/Names " + names, more=more)


def structure(loop: bool) -> bytes:
    kid = b"20 0 R" if loop else b"21 0 R"
    more = {20: b"<</Type/StructTreeRoot/K[%s]>>" % kid}
    for n in range(21, 1_500):
        more[n] = b"<</S/Table/P %d 0 R/K[%d 0 R %d 0 R]>>" % (n - 1, n + 1, n + 1)
    more[1_500] = b"<</S/TD/K[0]>>"
    return page(catalog=b"/MarkInfo<</Marked true>>/StructTreeRoot 20 0 R", more=more)


def annotations(amount: int) -> bytes:
    annotation = b"<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/Contents(a note)>>"
    return page(extra=b"/MediaBox[0 0 595 842]/Annots[%s]" % (annotation * amount))


def files(amount: int = 40, name: bytes = b"../../etc/passwd") -> bytes:
    names = b"".join(b"(%d)<</F(%s)>>" % (n, name) for n in range(amount))
    return page(catalog=b"/Names<</EmbeddedFiles<</Names[%s]>>>>" % names)


def previous(place: bytes) -> bytes:
    return page(trailer=b"/Root 1 0 R/Prev " + place)


def as_drawn() -> bytes:
    """A sound page with a table, big enough to be cut."""
    lines = [b"40 %d m 500 %d l S" % (y, y) for y in range(500, 720, 20)]
    lines += [b"%d 500 m %d 700 l S" % (x, x) for x in (40, 200, 350, 500)]
    words = [
        b"BT /F1 10 Tf %d %d Td (%d) Tj ET" % (50 + c * 155, 505 + r * 20, r * 3 + c)
        for r in range(10)
        for c in range(3)
    ]
    return page(b"\n".join(lines + words), more={n: stream(bytes([n % 251]) * 50) for n in range(20, 60)})


def cyrillic_turned() -> bytes:
    """Text whose map gives signs that turn the direction of writing, and an escape sequence."""
    table = (
        b"1 begincodespacerange <00> <ff> endcodespacerange 3 beginbfchar <41> <202e> <42> <001b> <43> <0032> endbfchar"
    )
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding/ToUnicode 21 0 R>>"
    return page(b"BT /F1 12 Tf 60 700 Td (ABC there) Tj ET", font=font, more={21: stream(table)}, second=True)


def locked(owner_only: bool) -> bytes:
    """Encrypted with 40-bit RC4 (ISO 32000-1, 7.6): readable by anybody where only the owner has a password."""
    import hashlib

    padding = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")

    def rc4(key: bytes, data: bytes) -> bytes:
        box, j = list(range(256)), 0
        for i in range(256):
            j = (j + box[i] + key[i % len(key)]) & 255
            box[i], box[j] = box[j], box[i]
        made, i, j = bytearray(), 0, 0
        for byte in data:
            i = (i + 1) & 255
            j = (j + box[i]) & 255
            box[i], box[j] = box[j], box[i]
            made.append(byte ^ box[(box[i] + box[j]) & 255])
        return bytes(made)

    user = b"" if owner_only else b"secret"
    identifier = b"0123456789abcdef"
    owner = rc4(hashlib.md5((b"owner" + padding)[:32]).digest()[:5], (user + padding)[:32])
    key = hashlib.md5((user + padding)[:32] + owner + (-4 & 0xFFFFFFFF).to_bytes(4, "little") + identifier).digest()[:5]

    def hidden(number: int, data: bytes) -> bytes:
        return rc4(hashlib.md5(key + number.to_bytes(3, "little") + b"\0\0").digest()[:10], data)

    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        4: stream(hidden(4, HELLO)),
        5: FONT,
        6: b"<</Filter/Standard/V 1/R 2/O<%s>/U<%s>/P -4>>" % (owner.hex().encode(), rc4(key, padding).hex().encode()),
    }
    return put_together(objects, b"/Root 1 0 R/Encrypt 6 0 R/ID[<%s><%s>]" % ((identifier.hex().encode(),) * 2))


def unicode_map(inside: bytes) -> bytes:
    return (
        b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange "
        + inside
    )


HEAVY = Read(SHOWN, says="page 1 draws more than|page 1 nests its forms")
LARGE = Read(SHOWN, says="page 1 unpacks to more than")

CASES = [
    Case("pdf: a stream of 30 kB that unpacks to 30 MB", flate_bomb, LARGE),
    Case("pdf: a stream packed twice", double_bomb, LARGE),
    Case("pdf: a bomb without its check sum", damaged_bomb, LARGE),
    Case("pdf: streams that are a bomb together", many_streams, Either()),
    Case("pdf: a bomb by LZW", lzw_bomb, LARGE),
    Case("pdf: a bomb by run lengths", run_length_bomb, LARGE),
    Case("pdf: a bomb where objects are kept", object_stream_bomb, Refused("unpacks to more than|damaged")),
    Case("pdf: a bomb where the cross-references are", cross_reference_bomb, Refused("unpacks to more than|damaged")),
    Case("pdf: forms that double twenty-six times", doubling, HEAVY),
    Case("pdf: nine million characters without a line or an end", lambda: b"%PDF-1.7\n" + bytes(9_000_000), Refused("end is missing")),
    Case("pdf: a form that draws itself", self_drawing, Read(SHOWN)),
    Case("pdf: 1,500 forms within forms", deep_forms, HEAVY),
    Case("pdf: a flood of instructions", lambda: drawn(b"q Q " * 1_500_000), HEAVY),
    Case("pdf: states saved and never restored", lambda: drawn(b"q " * 20_000), Read(SHOWN)),
    Case("pdf: a path of 80,000 steps", lambda: drawn(b"0 0 m " + b"1 1 l 2 2 l " * 40_000 + b"S"), HEAVY),
    Case("pdf: a page of 20,000 characters", lambda: drawn(b"BT /F1 1 Tf 9 9 Td (" + b"a" * 20_000 + b") Tj ET"), HEAVY),
    Case("pdf: a grid of 120 × 170 lines", lambda: grid(120, 170), Read(SHOWN)),
    Case("pdf: 2,900 small boxes", lambda: boxes(2_900), Read(SHOWN)),
    Case("pdf: 4,000 small boxes", lambda: boxes(4_000), HEAVY),
    Case("pdf: 900 words strewn about", lambda: scattered(900), Read(SHOWN)),
    Case("pdf: 20 × 40 words in columns", lambda: columns_of_words(20, 40), Read(SHOWN)),
    Case("pdf: 1,500 words on one spot", lambda: drawn(b"BT /F1 9 Tf 1 0 0 1 60 600 Tm " + b"(word) Tj 1 0 0 1 60 600 Tm " * 1_500 + b"ET"), Read(SHOWN)),
    Case("pdf: a page tree that is its own kid", lambda: tree(lambda n: b"10 0 R", 3), Either()),
    Case("pdf: a page tree that doubles", lambda: tree(lambda n: b"%d 0 R %d 0 R" % (n, n), 40), Read(SHOWN)),
    Case("pdf: a page tree of 3,000 levels", lambda: tree(lambda n: b"%d 0 R" % n, 3_000), Refused("nested more deeply")),
    Case("pdf: 15,000 references to one page", lambda: tree(lambda n: b"%d 0 R " % n * 15_000, 1), Read(SHOWN)),
    Case("pdf: 250 pages", lambda: pages(250), Refused("more than 200 pages")),
    Case("pdf: a page tree of wrong things", lambda: tree(lambda n: b"null 7 (a) /b [] %d 0 R" % n, 1), Either()),
    Case("pdf: 30,000 objects", lambda: page(more=dict.fromkeys(range(10, 30000), b"null")), Refused("more than 20,000 objects")),
    Case("pdf: cross-references that lead back to themselves", lambda: previous(b"9"), Read(SHOWN)),
    Case("pdf: cross-references that lead nowhere", lambda: previous(b"99999999999"), Read(SHOWN)),
    Case("pdf: a wrong place of the cross-references", lambda: put_together({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>", 3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>", 4: stream(HELLO), 5: FONT}, start=7), Read(SHOWN)),
    Case("pdf: a length that is itself", lambda: page(more={4: b"<</Length 4 0 R>>\nstream\n" + HELLO + b"\nendstream"}), Refused("nested more deeply")),
    Case("pdf: a length of four thousand million", lambda: page(more={4: stream(HELLO, length=4_000_000_000)}), Either()),
    Case("pdf: a length below nothing", lambda: page(more={4: stream(HELLO, length=-5)}), Read(SHOWN)),
    Case("pdf: arrays 3,000 deep", lambda: nested(b"[", b"]", 3_000), Read(SHOWN)),
    Case("pdf: dictionaries 3,000 deep", lambda: page(catalog=b"/Deep " + b"<</A " * 3_000 + b"null" + b">>" * 3_000), Read(SHOWN)),
    Case("pdf: 100,000 open brackets in a text", lambda: page(b"BT /F1 12 Tf 60 700 Td (" + b"(" * 100_000 + b") Tj ET", second=True), Read(SHOWN)),
    Case("pdf: a number of 10,000 digits", lambda: page(b"1" * 10_000 + b" 0 Td " + HELLO, second=True), Read(SHOWN)),
    Case("pdf: a name of a million letters", lambda: page(b"/" + b"a" * 1_000_000 + b" gs " + HELLO, second=True), Read(SHOWN)),
    Case("pdf: a font of two thousand million widths", lambda: cid_font(b"/W[0 2000000000 500]"), Either()),
    Case("pdf: a map of four thousand million characters", lambda: cid_font(b"/W[0[500]]", unicode_map(b"1 beginbfrange <00000000> <ffffffff> <0041> endbfrange")), Either()),
    Case("pdf: a map of many ranges", lambda: cid_font(b"", unicode_map(b"100 beginbfrange " + b"<0000> <ffff> <0041> " * 100 + b"endbfrange")), Either()),
    Case("pdf: a map by the name of another file", lambda: cid_font(b"", encoding=b"/..#2f..#2f..#2f..#2ftmp#2fevil"), Read(SHOWN)),
    Case("pdf: a map that uses itself", lambda: cid_font(b"", b"/A usecmap /A usecmap", encoding=b" 21 0 R"), Read(SHOWN)),
    Case("pdf: a font that is a form of itself", lambda: with_font(b"<</Type/Font/Subtype/Type3/FontMatrix[1 0 0 1 0 0]/FontBBox[0 0 1 1]/CharProcs<</a 4 0 R>>/Encoding<</Differences[0/a]>>/FirstChar 0/LastChar 1/Widths[1 1]>>"), Read(SHOWN)),
    Case("pdf: a font of endless widths", lambda: with_font(b"<</Type/Font/Subtype/TrueType/BaseFont/A/FirstChar -5/LastChar 999999999/Widths[1e308 -1e308 /a null]>>"), Either()),
    Case("pdf: a font that is missing", lambda: with_font(b"null"), Either()),
    Case("pdf: a font that is no font", lambda: with_font(b"<</Type/Font/Subtype/Type1/BaseFont/A/FontDescriptor<</FontFile 21 0 R/FontName/A>>>>", {21: stream(b"%!PS-AdobeFont-1.0 " + b"<< " * 50_000, b"/Length1 9 /Length2 9 /Length3 9")}), Either()),
    Case("pdf: text at the end of the world", lambda: page(b"1e308 0 0 1e308 0 0 cm " + HELLO, second=True), Read(SHOWN)),
    Case("pdf: a page of no size", lambda: page(extra=b"/MediaBox[0 0 0 0]", second=True), Read(SHOWN)),
    Case("pdf: a page of a million miles", lambda: page(extra=b"/MediaBox[0 0 1000000000 1000000000]", second=True), Read(SHOWN)),
    Case("pdf: a page whose box is no box", lambda: page(extra=b"/MediaBox[(a) /b null]", second=True), Read(SHOWN)),
    Case("pdf: a page without a box", lambda: page(extra=b"", second=True), Read(SHOWN)),
    Case("pdf: a page turned by 45 degrees", lambda: page(extra=b"/MediaBox[0 0 595 842]/Rotate 45", second=True), Read(SHOWN)),
    Case("pdf: a crop box outside the page", lambda: page(extra=b"/MediaBox[0 0 595 842]/CropBox[9000 9000 9900 9900]", second=True), Read(SHOWN)),
    Case("pdf: a picture of 30,000 × 30,000", lambda: picture(30_000, 30_000, shows=LONG), Read(SHOWN)),
    Case("pdf: a scan of 10,000 × 10,000 that is a bomb", lambda: picture(10_000, 10_000, squeezed(100_000_000), b"/Filter/FlateDecode"), Either()),
    Case("pdf: a scan of nothing", lambda: picture(0, 0), Read(SHOWN)),
    Case("pdf: a mask that is a bomb", bomb_of_a_mask, LARGE),
    Case("pdf: a picture by JBIG2 that is none", lambda: picture(900, 900, b"\xff" * 99, b"/Filter/JBIG2Decode", LONG), Read(SHOWN)),
    Case("pdf: a picture by CCITT without end", lambda: picture(20_000, 20_000, b"\0" * 999, b"/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns 1000000000>>", LONG), Read(SHOWN)),
    Case("pdf: a picture in the text that never ends", lambda: page(HELLO + b"BI /W 1 /H 1 ID " + b"\xff" * 10_000, second=True), Read(SHOWN)),
    Case("pdf: names that lead to themselves", lambda: name_tree(True), Read(SHOWN)),
    Case("pdf: 20,000 files in it", lambda: name_tree(False), Read(SHOWN, hides="embedded file")),
    Case("pdf: files with names that lead elsewhere", files, Read(SHOWN, hides="embedded file")),
    Case("pdf: a file whose name is an escape sequence", lambda: files(1, b"\x1b[31m\xe2\x80\xae.exe"), Read(SHOWN, never=("\x1b",), hides="embedded file")),
    Case("pdf: tags that are their own parts", lambda: structure(True), Read(SHOWN)),
    Case("pdf: tags 1,500 deep that double", lambda: structure(False), Read(SHOWN)),
    Case("pdf: 5,000 comments", lambda: annotations(5_000), Read(SHOWN, hides="comment")),
    Case("pdf: text that turns its direction", cyrillic_turned, Read(("Hello there",), never=("\u202e", "\x1b"))),
    Case("pdf: behind a password", lambda: locked(False), Refused("protected by a password")),
    Case("pdf: behind its owner's password alone", lambda: locked(True), Read(SHOWN)),
    Case("pdf: an unknown lock", lambda: page(trailer=b"/Root 1 0 R/Encrypt<</Filter/Unknown/V 9>>"), Refused("damaged|password")),
    Case("pdf: cut at six tenths", lambda: as_drawn()[: len(as_drawn()) * 6 // 10], Either()),
    Case("pdf: without its last 200 bytes", lambda: as_drawn()[:-200], Either()),
    Case("pdf: a heading and no more", lambda: b"%PDF-1.7\n", Refused("damaged")),
    Case("pdf: a heading and noughts", lambda: b"%PDF-1.7\n" + bytes(100_000), Refused("damaged")),
    Case("pdf: a heading and noise", lambda: b"%PDF-1.7\n" + random.Random(3).randbytes(100_000), Refused("damaged")),
    Case("pdf: without pages", lambda: put_together({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Kids[]/Count 0>>"}), Refused("without pages")),
    Case("pdf: without a catalogue", lambda: put_together({2: b"null"}, b""), Refused("damaged")),
    Case("pdf: a catalogue that is a number", lambda: put_together({1: b"7"}), Refused("without pages")),
    Case("pdf: behind what a server wrote", lambda: b"HTTP/1.1 200 OK\r\nX: y\r\n\r\n" + page(), Read(SHOWN)),
    Case("pdf: two, one behind the other", lambda: page() + page(HELLO.replace(b"Hello", b"Other")), Either()),
    Case("pdf: a program in it", lambda: page(catalog=b"/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>"), Read(SHOWN, hides="macros")),
    Case("pdf: zip in its middle", lambda: page(more={20: stream(b"PK\x03\x04" + bytes(99))}), Read(SHOWN)),
]  # fmt: skip
