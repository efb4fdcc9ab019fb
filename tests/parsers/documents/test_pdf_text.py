"""Running text: paragraphs, headings and items in reading order, each with its place; and nothing that nobody sees."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from reportlab.lib import colors
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.platypus import Paragraph

from parsers.documents import read
from parsers.documents.model import Document, Table, Text, UnreadableDocument
from parsers.limits import limited
from tests.parsers.documents.drawing import (
    BODY,
    HEIGHT,
    OUTCOMES,
    Page,
    expected,
    heading,
    pdf,
    rows_of,
    seen,
    space,
    table,
    text,
)

LONG = "We have completed our search and can confirm that the information which you asked for is held by this force. "


def texts(document: Document, *kinds: str) -> list[str]:
    return [t.text for t in document.texts if not kinds or t.kind in kinds]


def picture(width: int = 200, height: int = 300) -> ImageReader:
    made = io.BytesIO()
    Image.new("RGB", (width, height), "grey").save(made, "PNG")
    return ImageReader(made)


def test_lines_become_paragraphs_and_headings() -> None:
    document = seen(pdf(heading("Response"), text(LONG * 3), space(), text(LONG * 2)))
    assert [(t.kind, t.text) for t in document.texts] == [
        ("heading", "Response"),
        ("paragraph", (LONG * 3).strip()),
        ("paragraph", (LONG * 2).strip()),
    ]


def test_lines_that_end_early_are_not_run_together() -> None:
    page = Page()
    lines = ["The Information Commissioner's Office", "Wycliffe House", "Water Lane", "Wilmslow", "SK9 5AF"]
    page.text(60, 60, LONG)
    for at, words in enumerate(lines):
        page.text(60, 100 + 12 * at, words)
    assert texts(seen(page.done()))[1:] == lines


def test_list_items_keep_their_markers_and_their_second_lines() -> None:
    style = ParagraphStyle("item", BODY, leftIndent=20, bulletIndent=0)
    asked = "How many officers were investigated for what they wrote in messages, in a group or on social media, since 2017?"
    document = seen(
        pdf(Paragraph(asked, style, bulletText="1."), Paragraph("The outcome of each.", style, bulletText="2."))
    )
    assert texts(document, "item") == ["1. " + asked, "2. The outcome of each."]


def test_a_label_stays_with_its_value() -> None:
    page = Page()
    page.text(60, 100, "Our ref:")
    page.text(200, 100, "FOI 2020/00123")
    assert texts(seen(page.done())) == ["Our ref: FOI 2020/00123"]


def test_two_columns_are_not_read_across() -> None:
    page = Page()
    left = [
        "The force can confirm that it",
        "holds the information asked",
        "for. Four officers were",
        "investigated in that time.",
    ]
    right = [
        "You may ask for a review of",
        "this decision within forty",
        "working days, in writing, to",
        "the address given above.",
    ]
    for at in range(4):
        page.text(60, 100 + 12 * at, left[at])
        page.text(320, 100 + 12 * at, right[at])
    joined = " ".join(texts(seen(page.done())))
    assert " ".join(left) in joined
    assert " ".join(right) in joined


def test_blocks_come_in_reading_order_and_repeat_nothing() -> None:
    document = seen(pdf(text("Before the table."), table(OUTCOMES), text("After the table.")))
    assert [b.text if isinstance(b, Text) else rows_of(b) for b in document.blocks] == [
        "Before the table.",
        expected(OUTCOMES),
        "After the table.",
    ]
    assert [b.number for b in document.blocks if isinstance(b, Text)] == [1, 3]
    assert [b.number for b in document.blocks if isinstance(b, Table)] == [1]


def test_places_are_points_from_the_top_left_corner() -> None:
    page = Page()
    page.text(100, 200, "Hello there")
    (found,) = seen(page.done()).texts
    assert found.box is not None
    assert found.location == "page 1"
    assert found.box.x0 == pytest.approx(100, abs=0.1)
    assert found.box.top < 200 < found.box.bottom + 1
    assert found.place == found.box.place()


def test_a_raised_ordinal_stays_in_its_word() -> None:
    page = Page()
    page.text(60, 100, "On 15")
    page.text(60 + 27.3, 96, "th", size=6)
    page.text(60 + 37, 100, "October 2025")
    assert texts(seen(page.done())) == ["On 15th October 2025"]


def test_the_mark_of_a_note_before_its_text() -> None:
    page = Page()
    page.text(60, 97, "1", size=6)
    page.text(64, 100, "Includes two officers who had left.")
    assert texts(seen(page.done())) == ["¹ Includes two officers who had left."]


def hidden_page(draw: object) -> Document:
    page = Page()
    page.text(60, 60, "What is seen.")
    draw(page)
    return seen(page.done())


def white(page: Page) -> None:
    page.canvas.setFillColor(colors.white)
    page.text(60, 100, "Constable Smith")


def on_black(page: Page) -> None:
    page.box(50, 80, 300, 120, colors.black)
    page.text(60, 100, "Constable Smith")


def under_a_box(page: Page) -> None:
    page.text(60, 100, "Constable Smith")
    page.box(50, 80, 300, 120, colors.black)


def under_a_picture(page: Page) -> None:
    page.text(60, 100, "Constable Smith")
    page.canvas.drawImage(picture(), 50, HEIGHT - 120, 250, 40)


def unpainted(page: Page) -> None:
    page.text(60, 100, "Constable Smith", mode=3)


def outside(page: Page) -> None:
    page.text(-200, 100, "Constable Smith")


def tiny(page: Page) -> None:
    page.text(60, 100, "Constable Smith", size=0.5)


@pytest.mark.parametrize("draw", [white, on_black, under_a_box, under_a_picture, unpainted, outside, tiny])
def test_what_nobody_sees_is_reported_and_never_read(draw: object) -> None:
    document = hidden_page(draw)
    assert texts(document) == ["What is seen."]
    (found,) = document.hidden
    assert (found.location, found.amount) == ("page 1", len("ConstableSmith"))
    assert "Smith" not in repr(document)


def marker_pen(page: Page) -> None:
    page.text(60, 100, "Constable Smith")
    page.canvas.setFillColor(colors.yellow, alpha=0.4)
    page.canvas.rect(50, HEIGHT - 120, 250, 40, fill=1, stroke=0)


def white_on_dark(page: Page) -> None:
    page.box(50, 80, 300, 120, colors.darkblue)
    page.canvas.setFillColor(colors.white)
    page.text(60, 100, "Constable Smith")


def watermark(page: Page) -> None:
    page.text(60, 100, "Constable Smith")
    clear = Image.new("RGBA", (200, 300), (200, 0, 0, 90))
    page.canvas.drawImage(ImageReader(clear), 50, HEIGHT - 120, 250, 40, mask="auto")


def on_white_box(page: Page) -> None:
    page.box(50, 80, 300, 120, colors.white)
    page.text(60, 100, "Constable Smith")


@pytest.mark.parametrize("draw", [marker_pen, white_on_dark, on_white_box, watermark])
def test_what_is_seen_through_or_on_a_box_is_read(draw: object) -> None:
    document = hidden_page(draw)
    assert "Constable Smith" in texts(document)
    assert not document.hidden


def test_a_scan_is_reported_page_by_page() -> None:
    page = Page()
    page.text(60, 60, "The figures are overleaf, as an image of the sheet.")
    page.next()
    page.canvas.drawImage(picture(), 20, 20, 550, 800)
    document = seen(page.done())
    (finding,) = document.findings
    assert (finding.code, finding.severity, finding.location) == ("document_unreadable", "error", "page 2")
    assert document.pages == 2


def test_the_text_layer_of_a_scan_is_read_and_marked() -> None:
    page = Page()
    page.canvas.drawImage(picture(), 20, 20, 550, 800)
    page.text(60, 100, "Four officers were investigated", mode=3)
    document = seen(page.done())
    assert texts(document) == ["Four officers were investigated"]
    assert [(f.code, f.severity) for f in document.findings] == [("low_confidence", "warning")]


def test_a_picture_of_the_whole_page_over_its_text_is_a_scan() -> None:
    page = Page()
    page.text(60, 100, "Four officers were investigated")
    page.canvas.drawImage(picture(), 20, 20, 550, 800)
    document = seen(page.done())
    assert texts(document) == ["Four officers were investigated"]
    assert [(f.code, f.severity) for f in document.findings] == [("low_confidence", "warning")]


def test_a_large_picture_in_a_letter_is_reported() -> None:
    page = Page()
    page.text(60, 60, LONG)
    page.canvas.drawImage(picture(), 60, 200, 400, 300)
    (finding,) = seen(page.done()).findings
    assert finding.code == "low_confidence"
    assert finding.location == "page 1"


def test_a_small_crest_is_not_reported() -> None:
    page = Page()
    page.text(60, 60, LONG)
    page.canvas.drawImage(picture(), 60, 700, 60, 60)
    assert not seen(page.done()).findings


def test_a_password_is_named() -> None:
    page = Page(encrypt=StandardEncryption("open sesame", canPrint=0))
    page.text(60, 60, LONG)
    with pytest.raises(UnreadableDocument, match="protected by a password"):
        seen(page.done())


def test_a_password_that_only_forbids_printing_is_no_hindrance() -> None:
    page = Page(encrypt=StandardEncryption("", ownerPassword="x", canPrint=0))
    page.text(60, 60, "Hello there")
    assert texts(seen(page.done())) == ["Hello there"]


def test_a_damaged_file_is_named_as_such() -> None:
    data = pdf(text(LONG))
    with pytest.raises(UnreadableDocument, match="damaged"):
        read(data[: len(data) // 3], "reply.pdf")


def test_junk_before_the_file_does_no_harm() -> None:
    assert texts(read(b"HTTP/1.1 200 OK\r\n\r\n" + pdf(text("Hello there")), "reply.pdf")) == ["Hello there"]


def test_a_flood_of_lines_costs_only_its_page() -> None:
    page = Page()
    for at in range(60):
        page.line(at, at, at + 1, at + 50)
    page.next()
    page.text(60, 60, "Hello there")
    with limited(page_paths=50):
        document = seen(page.done())
    assert texts(document) == ["Hello there"]
    (finding,) = document.findings
    assert (finding.code, finding.location) == ("document_unreadable", "page 1")


def test_too_many_pages_are_refused() -> None:
    page = Page()
    page.next()
    page.next()
    with limited(pages=1), pytest.raises(UnreadableDocument, match="more than 1 page"):
        seen(page.done())
