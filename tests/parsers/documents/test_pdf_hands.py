"""The pages of a long PDF read by several processes: the Document is the same, whoever read what."""

from __future__ import annotations

from functools import cache

import pytest
import typst
from reportlab.platypus import PageBreak

from tests.parsers.documents.drawing import CASES, OUTCOMES, Page, heading, pdf, table, text
from tests.parsers.documents.hands import Came, came_of
from tests.parsers.documents.ocr_layouts import layouts

XS = (60.0, 200.0, 340.0)


@cache
def long_list() -> bytes:
    """A case list over six pages, its headings repeated, between letters."""
    rows = [CASES[0], *([str(n), *CASES[1 + n % 4][1:]] for n in range(1, 190))]
    letters = [
        thing for n in range(4) for thing in (heading(f"Question {n}"), text("We hold this. " * 40), PageBreak())
    ]
    return pdf(*letters, table(rows, repeatRows=1), table(OUTCOMES), text("Yours faithfully"))


@cache
def one_text_a_page() -> bytes:
    """A frame with one text at the top of each page: the rest of a row, because the page before ended with its columns."""
    made = Page()
    for number in range(8):
        start = 700 if number == 0 else 60
        rows = [["Year", "Force", "Cases"], ["2017", "Kent", "12"]] if number == 0 else [["", f"Kent{number}", ""]]
        made.grid(rows, (*XS, 450.0), start)
        made.next()
    return made.done()


@cache
def tagged() -> bytes:
    """Tables without lines that only their tags tell, over eight pages."""
    rows = "".join(f"[{n}], [Kent], [Sent a message to a colleague], [{n % 9}]," for n in range(300))
    heads = "table.header([No], [Force], [What], [Officers]),"
    return typst.compile(f"= Reply\n#table(columns: 4, stroke: none, {heads} {rows})\nYours".encode())


@cache
def scans() -> bytes:
    """Six pages, of which four are pictures."""
    import io

    import pypdfium2

    picture = next(scan.pdf for scan in layouts() if scan.name == "grid")
    made = pypdfium2.PdfDocument.new()
    made.import_pages(pypdfium2.PdfDocument(long_list()), [0, 1])
    for _ in range(4):
        made.import_pages(pypdfium2.PdfDocument(picture))
    saved = io.BytesIO()
    made.save(saved)
    return saved.getvalue()


def same(data: bytes, hands: int, spoil: str = "", alone: str = "") -> tuple[Came, Came]:
    one, several = came_of(data, 1, alone), came_of(data, hands, spoil)
    assert one.document == several.document and one.refused == several.refused
    assert not one.forks
    return one, several


@pytest.mark.parametrize("make", [long_list, tagged])
@pytest.mark.parametrize("hands", [2, 3])
def test_the_document_is_the_same(make, hands):
    one, several = same(make(), hands)
    assert one.document is not None and one.document.tables
    assert several.forks == hands - 1 and several.here == one.here[: len(several.here)]
    assert len(several.here) <= round(len(one.here) / hands)
    assert several.pulses > len(several.here), "who limits the time has to hear of each page"


def test_a_page_read_under_a_wrong_guess_is_read_again():
    one, several = same(one_text_a_page(), 2)
    assert several.here == one.here, "each hangs on the one before"
    words = " ".join(["Kent", *(f"Kent{number}" for number in range(1, 8))])
    assert [[cell.text for cell in row.cells] for row in several.document.tables[0].rows][1] == ["2017", words, "12"]


@pytest.mark.parametrize("spoil", ["killed", "broken", "no processes", "loaded"])
def test_a_fork_that_breaks_off_costs_time_and_nothing_else(spoil):
    one, several = same(long_list(), 3, spoil)
    assert several.here == one.here, "all pages are read here"


@pytest.mark.slow
def test_scans_are_read_by_several():
    one, several = same(scans(), 2)
    assert one.document.properties["ocr_pages"] == "3 4 5 6" and several.here == [1, 2, 3]


@pytest.mark.slow
def test_no_more_pages_are_read_by_ocr_than_by_one_process():
    most = '{"scanned_pages": 2}'
    one, several = same(scans(), 2, most, most)
    assert one.document.properties["ocr_pages"] == "3 4"
    assert sum("only the first 2" in finding.message for finding in several.document.findings) == 2


def test_no_more_is_unpacked_than_by_one_process():
    unpacked = '{"streams_size": 12000}'
    one, _ = same(long_list(), 3, unpacked, unpacked)
    assert any("unpacks to more" in finding.message for finding in one.document.findings)


def test_a_short_document_is_read_by_one():
    assert not came_of(pdf(text("We hold this.")), 4).forks
