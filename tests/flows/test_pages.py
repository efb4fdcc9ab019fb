"""The pictures of pages: the size of one that is not shown, many drawn at once, and what a process must not hand back."""

from __future__ import annotations

import base64
import hashlib
import io
import os

import pypdfium2
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from flows.archive import Archive
from flows.report import pages
from flows.report.pages import draw_ahead, pictures
from parsers.apart import Done
from parsers.documents.model import Document
from parsers.documents.worker import Reader
from tests.flows.letters import letter

SIZES = [(595.28, 841.89), (841.89, 595.28), (200.1, 300.7), (5000, 4000.5)]


def of_many_sizes() -> bytes:
    """Pages of many sizes, one of them turned, one cut."""
    made = io.BytesIO()
    canvas = Canvas(made, invariant=1)
    for size in SIZES:
        canvas.setPageSize(size)
        canvas.drawString(20, 40, f"{size}")
        canvas.showPage()
    canvas.save()
    with pypdfium2.PdfDocument(made.getvalue()) as opened:
        opened[0].set_rotation(90)
        opened[1].set_cropbox(10, 10, 400.3, 300.2)
        changed = io.BytesIO()
        opened.save(changed)
    return changed.getvalue()


def a_picture() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (801, 333), "white").save(made, "PNG")
    return made.getvalue()


def stored(archive: Archive, data: bytes, kind: str = "application/pdf", number: int = len(SIZES)) -> Document:
    archive.store(data)
    return Document(hashlib.sha256(data).hexdigest(), "reply.pdf", kind, pages=number)


def kept(archive: Archive, document: Document) -> list[dict]:
    return [archive.kept("pages", pages._key(document.sha256, n)) or {} for n in range(1, (document.pages or 0) + 1)]


@pytest.mark.parametrize(
    ("made", "kind", "number"), [(of_many_sizes, "application/pdf", 4), (a_picture, "image/png", 1)]
)
def test_a_page_that_is_not_shown_has_the_size_of_its_picture_and_is_not_drawn(
    made, kind, number, tmp_path, monkeypatch
):
    data = made()
    document = stored(Archive(tmp_path / "one"), data, kind, number)
    drawn = list(pictures(document, Archive(tmp_path / "one"), shown=True))
    assert [p.number for p in drawn] == list(range(1, number + 1)) and all(p.image for p in drawn)
    monkeypatch.setattr(Reader, "coloured", None)
    stored(Archive(tmp_path / "two"), data, kind, number)
    for _ in range(2):  # from the document, and then from what was kept of it
        hidden = list(pictures(document, Archive(tmp_path / "two"), shown=False))
        assert [(p.width, p.height) for p in hidden] == [(p.width, p.height) for p in drawn]
        assert not any(p.image or p.failed for p in hidden)


def test_what_cannot_be_drawn_is_told_whether_or_not_it_is_shown(tmp_path):
    archive = Archive(tmp_path)
    document = stored(archive, b"%PDF-1.4 and no more", number=1)
    (shown,) = pictures(document, archive, shown=True)
    (hidden,) = pictures(document, archive, shown=False)
    assert shown.failed and "cannot be drawn" in shown.said
    assert hidden.failed and hidden.said == pages.NOT_PUBLISHED


def test_only_the_pages_that_are_wanted_are_drawn(tmp_path):
    archive = Archive(tmp_path)
    document = stored(archive, of_many_sizes())
    made = list(pictures(document, archive, shown=True, only={3}))
    assert [bool(p.image) for p in made] == [False, False, True, False]
    assert [bool(one) for one in kept(archive, document)] == [False, False, True, False]


def test_pages_drawn_by_several_processes_are_those_drawn_one_after_the_other(tmp_path, monkeypatch):
    one, many = Archive(tmp_path / "one"), Archive(tmp_path / "many")
    data = of_many_sizes()
    for archive in (one, many):
        document = stored(archive, data)
        broken = stored(archive, b"%PDF-1.4 and no more", number=2)
        lost = Document("0" * 64, "lost.pdf", "application/pdf", pages=2)
    list(pictures(document, one, shown=True))
    monkeypatch.setattr(os, "cpu_count", lambda: 3)
    monkeypatch.setattr(pages, "LEAST_EACH", 2)
    draw_ahead(many, [document, broken, lost])
    assert all(kept(one, document)) and kept(many, document) == kept(one, document)
    assert not any(kept(many, broken)) and not any(kept(many, lost))


@pytest.mark.parametrize(
    ("said", "pixels"),
    [
        ({}, b"\0" * 5),
        ({"width": 10**9}, None),
        ({"width": -993, "height": -1404}, None),
        ({"height": "tall"}, None),
        ({"scale": 0}, None),
        ({"scale": "NaN"}, None),
        ({"width": None}, None),
    ],
)
def test_what_comes_back_and_is_no_page_is_no_picture(said, pixels, tmp_path, monkeypatch):
    archive = Archive(tmp_path)
    document = stored(archive, letter(tmp_path / "reply.pdf").read_bytes(), number=1)
    whole = Reader.do

    def taken_over(*given):
        done = whole(*given)
        return Done(done.said | said, [done.parts[0], pixels or done.parts[1]])

    monkeypatch.setattr(Reader, "do", taken_over)
    (page,) = pictures(document, archive, shown=True)
    assert page.failed and not page.image and "came back damaged" in page.said


@pytest.mark.parametrize("said", [None, 5, [5], [["wide", 3]], {"a": 1}, [[1]]])
def test_sizes_that_are_none_are_not_taken(said, tmp_path, monkeypatch):
    archive = Archive(tmp_path)
    document = stored(archive, of_many_sizes())
    monkeypatch.setattr(Reader, "do", lambda *_: Done(said))
    assert all(p.failed and (p.width, p.height) == pages.A4 for p in pictures(document, archive, shown=False))


def test_a_picture_is_the_page(tmp_path):
    archive = Archive(tmp_path)
    document = stored(archive, letter(tmp_path / "reply.pdf").read_bytes(), number=1)
    (page,) = pictures(document, archive, shown=True)
    with Image.open(io.BytesIO(page.image)) as opened:
        assert opened.format == "WEBP" and opened.size == (993, 1404)
        assert (page.width, page.height) == (round(993 * 0.6, 2), round(1404 * 0.6, 2))
        colours = opened.convert("RGB").getcolors() or []
        assert 2 <= len(colours) <= pages.COLOURS and max(colours)[1] == (255, 255, 255)  # print on white
    assert base64.b64encode(page.image).decode() == kept(archive, document)[0]["image"]
