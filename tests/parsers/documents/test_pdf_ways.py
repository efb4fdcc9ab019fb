"""Pages are read in a quick way; what comes of it must be what pdfminer, which works letter by letter, makes of them."""

from __future__ import annotations

import io
import os
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import pdfplumber
import pytest
from pdfminer.cmapdb import CMapParser, FileUnicodeMap
from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar, LTContainer
from pdfminer.pdfinterp import PDFContentParser, PDFPageInterpreter
from pdfminer.pdftypes import PDFObjRef, PDFStream
from pdfminer.psexceptions import PSEOF
from pdfminer.psparser import PSKeyword, keyword_name

from flows.evaluation import draw
from parsers.documents import pdf_paint, pdf_quick_fonts
from parsers.documents.model import to_json
from parsers.documents.pdf import read_pdf
from parsers.documents.pdf_instructions import LARGEST, instructions
from parsers.documents.pdf_paint import carefully, paint
from parsers.documents.pdf_quick_fonts import QuickParser
from parsers.documents.pdf_quick_objects import read_quickly
from parsers.documents.pdf_shapes import PageContent, Run
from tests.parsers.documents.raw_pdf import RawPdf

SAMPLES = sorted((Path(__file__).parents[3] / "samples").rglob("*.pdf"))
REPLIES = Path(os.environ.get("FOI_SHARED", Path(__file__).parents[4] / "shared")) / "replies"
DRAWN = (
    "pdf: case list over pages, ruled, heading repeated",
    "pdf: rotated headings, ruled",
    "pdf: case list, filled",
    "pdf: matrix, unruled",
)
USUAL = [
    b"BT /F1 10 Tf 1 0 0 1 72.5 -.5 Tm (a b) Tj [(x) -250 <41 4a> 3.(y)]TJ ET",
    rb"(a\(b\)\101\7\n\q\\)Tj (two (brackets \) within) here)' 1 2 (c)" + b'"',
    b"/P <</MCID 0/ActualText (x)/A[1 2]>>BDC q 1 0 0 1 0 0 cm Q EMC % said aside\n0.5 g f* 1 2 m 3 4 l h S",
    b"0 0 m 1 w/GS gs 10 20 -5+6 re\nf\r\n4-5 Td(a\r\nb)Tj\x00 T* true false null 1.2.3 w 5. 00012 g",
    b"<4> Tj <> Tj (\\\r\nx\\\ry) Tj 1 0 0 rg1 0 0 RG",
    b"1 2 3",
    b"1 2 true x 1 2 l 1 2 true /A x 7 1 2 l [1 2 true] 0 d 1 2 l",
    b"",
]
UNUSUAL = [
    b"BI /W 1 /H 1 ID x EI",
    b"/A#20b gs",
    b"(never shut",
    b"[1 2",
    b"<</A>> x",
    b"1 ] x",
    b"--5 g",
    b"(\\777) Tj",
    b"{1} x",
    b"/\xff gs",
    b"[1 q] TJ",
]


def by_pdfminer(data: bytes) -> list[tuple[str, list[Any]]]:
    stream = PDFStream({}, b"")
    stream.data = data
    parser = PDFContentParser([stream])
    made: list[tuple[str, list[Any]]] = []
    operands: list[Any] = []
    while True:
        try:
            _, token = parser.nextobject()
        except PSEOF:
            return made
        if isinstance(token, PSKeyword):
            made.append((str(keyword_name(token)), operands))
            operands = []
        else:
            operands.append(token)


@pytest.mark.parametrize("data", USUAL)
def test_instructions_are_those_of_pdfminer(data: bytes) -> None:
    assert instructions(data) == by_pdfminer(data)


@pytest.mark.parametrize("data", UNUSUAL)
def test_what_is_unusual_is_left_to_pdfminer(data: bytes) -> None:
    assert instructions(b"1 0 0 rg " + data) is None


def test_very_long_instructions_are_left_to_pdfminer() -> None:
    assert instructions(b"1 g " * (LARGEST // 4 + 1)) is None


def test_instructions_put_together_at_random_are_those_of_pdfminer() -> None:
    draws = Random(1)
    pieces = [*b"0123456789.+-()<>[]/%#\\ \r\n\x00AaTJqQ'\""]
    taken = 0
    for _ in range(4_000):
        data = bytes(draws.choice(pieces) for _ in range(draws.randrange(1, 14))) + b" q"
        made = instructions(data)
        if made is not None:
            assert made == by_pdfminer(data), data
            taken += 1
    assert taken > 400


def pages_of(pdf: pdfplumber.PDF) -> Any:
    return islice(pdf.pages, 3)


def painted(page: pdfplumber.page.Page) -> list[tuple[Any, ...]]:
    content = PageContent(page.page_number, float(page.width), float(page.height))
    letters = [g for one in paint(page, content) for g in (one.glyphs() if isinstance(one, Run) else [one])]
    return [(g.text, g.x0, g.top, g.x1, g.bottom) for g in letters]


def laid_out(page: pdfplumber.page.Page) -> list[tuple[Any, ...]]:
    """The letters as pdfminer lays them out."""
    device = PDFPageAggregator(page.pdf.rsrcmgr, laparams=None)
    PDFPageInterpreter(page.pdf.rsrcmgr, device).process_page(page.page_obj)
    left, up = page.cropbox[0] - page.mediabox[0], page.cropbox[1] - page.mediabox[1]
    tall = page.mediabox[3] - page.mediabox[1]
    letters: list[tuple[Any, ...]] = []
    waiting: list[Any] = [device.get_result()]
    while waiting:
        item = waiting.pop(0)
        if isinstance(item, LTContainer):
            waiting[:0] = list(item)
        elif isinstance(item, LTChar) and item.get_text() not in ("", "\x00", "(cid:127)"):
            text = item.get_text()
            letters.append((text, item.x0 - left, tall - item.y1 - up, item.x1 - left, tall - item.y0 - up))
    return letters


@pytest.mark.parametrize("path", SAMPLES[::4], ids=lambda p: p.name)
def test_letters_stand_where_pdfminer_lays_them_out(path: Path) -> None:
    with pdfplumber.open(path) as pdf:
        for page in pages_of(pdf):
            assert [x for x in painted(page) if x[0] != "•"] == [x for x in laid_out(page) if x[0] != "•"]


def test_letters_of_odd_matrices_stand_where_pdfminer_lays_them_out() -> None:
    raw = RawPdf()
    for matrix in ("0 1 -1 0", "1 .2 0 1", "-1 0 0 1", "1 0 0 -1", "0 -2 2 0", "2 0 0 .5", "0 0 0 0"):
        for state in ("", "-50 Tz", "3 Ts 1 Tc 2 Tw", "/F1 -9 Tf"):
            raw.pages[0].drawn.append(
                f"q BT /F1 9 Tf {state} {matrix} 200 300 Tm (ab c) Tj [(d) -200 (ef)] TJ T* (g)' ET Q"
            )
    with pdfplumber.open(io.BytesIO(raw.done())) as pdf:
        letters = painted(pdf.pages[0])
        assert len(letters) == 4 * 7 * 8
        assert letters == laid_out(pdf.pages[0])


def same_both_ways(data: bytes) -> None:
    quick = to_json(read_pdf(data, "reply.pdf"))
    with carefully():
        assert quick == to_json(read_pdf(data, "reply.pdf"))


@pytest.mark.parametrize("path", SAMPLES[::3], ids=lambda p: p.name)
def test_samples_are_read_the_same_both_ways(path: Path) -> None:
    same_both_ways(path.read_bytes())


@pytest.mark.parametrize("title", DRAWN)
def test_drawn_replies_are_read_the_same_both_ways(title: str) -> None:
    found = [f.data for n in range(2) for f in draw.reply(1, title, n)[1] if f.data.startswith(b"%PDF")]
    assert found
    for data in found:
        same_both_ways(data)


@pytest.mark.skipif(not REPLIES.is_dir(), reason="the real replies are not here")
def test_real_replies_are_read_the_same_both_ways() -> None:
    for path in sorted(REPLIES.glob("real/*.pdf")):
        same_both_ways(path.read_bytes())


def test_the_quick_way_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it all other tests would pass as well, and reading would take longer."""

    def never(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(pdf_paint.PDFPageInterpreter, "execute", never)
    for path in SAMPLES[:3]:
        document = read_pdf(path.read_bytes(), path.name)
        assert document.blocks
        assert not [f for f in document.findings if f.code == "document_unreadable"]


OBJECTS = (
    "<</A 1/B[1 2 0 R(x\\)y)<41>/C null true]/D<</E -.5>>/F null>>",
    "[1 0 R null 3.]",
    "<</A#20B 1/C(a(b)c)>>",
    "(text)",
    "17",
    "<</A/B/A/C>>",
    "<</A 1 0 R/B 2>> % said aside",
)


def plain_object(value: Any) -> Any:
    """The object in a form that can be compared."""
    if isinstance(value, PDFStream):
        return {"attributes": plain_object(value.attrs), "data": value.get_data()}
    if isinstance(value, dict):
        return {key: plain_object(one) for key, one in value.items()}
    if isinstance(value, list):
        return [plain_object(one) for one in value]
    return ("reference", value.objid) if isinstance(value, PDFObjRef) else value


def same_objects(data: bytes) -> None:
    with pdfplumber.open(io.BytesIO(data)) as careful, pdfplumber.open(io.BytesIO(data)) as quick:
        read_quickly(quick.doc, data)
        numbers = sorted({number for xref in careful.doc.xrefs for number in xref.get_objids()})
        assert numbers
        for number in numbers:
            assert plain_object(quick.doc.getobj(number)) == plain_object(careful.doc.getobj(number)), number


def test_objects_are_those_of_pdfminer() -> None:
    raw = RawPdf()
    for body in OBJECTS:
        raw.add(body)
    raw.stream("q Q", "/X[1 2]")
    same_objects(raw.done())


@pytest.mark.parametrize("path", SAMPLES[::6], ids=lambda p: p.name)
def test_objects_of_samples_are_those_of_pdfminer(path: Path) -> None:
    same_objects(path.read_bytes())


def test_objects_within_a_stream_are_those_of_pdfminer() -> None:
    with pdfplumber.open(SAMPLES[0]) as opened:
        members = b" ".join(b"%d 0" % n for n in range(4)) + b" <</A 1 0 R>> [(x)<41>] (y) /Z"
        stream = PDFStream({"N": 4}, b"")
        stream.data = members
        careful = opened.doc._get_objects(stream)
        read_quickly(opened.doc, b"")
        quick = opened.doc._get_objects(stream)
        assert plain_object(quick[0]) == plain_object(careful[0])
        assert quick[1] == careful[1] == 4


def drawn_at_random(seed: int) -> bytes:
    """Pages whose texts lie over one another, apart and cut off, in boxes and under them, as no program draws them."""
    draws = Random(seed)
    raw = RawPdf(2)
    some = draws.choice

    def text() -> str:
        return "".join(some("aabil 1<.5 ") for _ in range(draws.randrange(1, 9)))

    for page in raw.pages:
        if not draws.randrange(4):
            page.extra = some(("/Rotate 90", "/CropBox[40 40 500 800]", "/Rotate 180"))
        for _ in range(draws.randrange(2, 40)):
            x, y = draws.randrange(-20, 300, 4), draws.randrange(690, 760, some((2, 12)))
            size, state = (
                some((6, 10, 10, 10, 14)),
                some(("", "", "", "1.2 Tc", "2 Tw", "80 Tz", "3 Ts", "3 Tr", "1 g", ".5 g")),
            )
            matrix = some(("1 0 0 1",) * 9 + ("0 1 -1 0", "1 0 .2 1", "1 0 0 1.2"))
            shown = some(
                (
                    f"({text()}) Tj",
                    f"[({text()}) {draws.randrange(-900, 900)} ({text()})] TJ",
                    f"({text()}) Tj ({text()}) Tj",
                )
            )
            line = f"q BT /F1 {size} Tf {state} {matrix} {x} {y} Tm {shown} ET Q"
            kind = draws.randrange(8)
            box = f"{draws.randrange(0, 300)} {draws.randrange(690, 750)} {draws.randrange(4, 200)} {draws.randrange(4, 40)} re"
            if kind == 0:
                line = f"q {box} W n {line} Q"
            elif kind == 1:
                line += f" q {some(('0 g', '1 g', '.9 g'))} {box} f Q"
            elif kind == 2:
                line += f" {line.replace(f'{x} {y} Tm', f'{x + some((0.3, 1, 6))} {y} Tm')}"
            page.drawn.append(line)
    return raw.done()


@pytest.mark.parametrize("share", range(4))
def test_pages_drawn_at_random_are_read_the_same_both_ways(share: int) -> None:
    for seed in range(share * 50, share * 50 + 50):
        same_both_ways(drawn_at_random(seed))


HEAD = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CIDSystemInfo <</Registry(A)/Supplement 0>> def % said\n"
CODES = "1 begincodespacerange <00><FF> endcodespacerange\n"
FOOT = " endcmap CMapName currentdict /CMap defineresource pop end end"
USUAL_MEANINGS = (
    "3 beginbfchar <01> <0041> <02><00420043><0a> <004a>\n<0003> <D83DDE00> endbfchar",
    "2 beginbfrange <10> <12> <0061> <20><21>[<0041> <00A000A0>] endbfrange 1 beginbfchar <11> <0031> endbfchar",
    "1 beginbfrange <0001> <0004> <00480065006C006D> endbfrange 1 beginbfrange <09><08><0041> endbfrange",
    "2 beginbfchar <05> <0020> <05> <00A0> endbfchar 1 beginbfchar <06> <00> endbfchar",
    "1 beginbfrange <01><03>[<0041>] endbfrange",
)
UNUSUAL_MEANINGS = (
    "1 beginbfchar <01> /A endbfchar",
    "1 beginbfchar <1> <0041> endbfchar",
    "1 beginbfchar <01> endbfchar",
    "1 beginbfrange <01> <0002> <0041> endbfrange",
    "1 beginbfrange <01><03><0041> endbfchar",
    "1 begincidrange <01> <02> 5 endcidrange",
    "1 beginbfchar <01> <0041> % said\n endbfchar",
    "/Other usecmap 1 beginbfchar <01> <0041> endbfchar",
)


def told(data: str, quickly: bool) -> dict[int, str]:
    table = FileUnicodeMap()
    (QuickParser if quickly else CMapParser)(table, io.BytesIO(data.encode("latin-1"))).run()  # type: ignore[operator]
    return table.cid2unichr


@pytest.mark.parametrize("meanings", USUAL_MEANINGS)
def test_codes_stand_for_what_pdfminer_takes_them_for(meanings: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = HEAD + CODES + meanings + FOOT
    expected = told(text, False)
    monkeypatch.setattr(pdf_quick_fonts.cmapdb, "CMapParser", None)
    assert told(text, True) == expected
    assert expected


@pytest.mark.parametrize("meanings", UNUSUAL_MEANINGS)
def test_codes_told_in_an_unusual_way_are_left_to_pdfminer(meanings: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = HEAD + CODES + meanings + FOOT
    assert told(text, True) == told(text, False)
    monkeypatch.setattr(pdf_quick_fonts.cmapdb, "CMapParser", None)
    with pytest.raises(TypeError):
        told(text, True)


def test_meanings_put_together_at_random_are_those_of_pdfminer() -> None:
    draws = Random(2)
    pieces = [
        *USUAL_MEANINGS,
        *UNUSUAL_MEANINGS,
        HEAD,
        CODES,
        FOOT,
        "<<",
        ">>",
        "(",
        "[",
        "% ",
        "\n",
        "<0041>",
        " endcmap ",
        " 7 ",
    ]
    for _ in range(2_000):
        text = HEAD + CODES + "".join(draws.choice(pieces) for _ in range(draws.randrange(1, 5))) + FOOT
        at = draws.randrange(len(text))
        text = text[:at] + draws.choice(("", "<", ">", "x", " ")) + text[at + draws.randrange(2) :]
        try:
            expected: Any = told(text, False)
        except Exception as error:
            expected = type(error)
        try:
            made: Any = told(text, True)
        except Exception as error:
            made = type(error)
        assert made == expected, text
