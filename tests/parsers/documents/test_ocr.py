"""Scans: what OCR reads of them, and that nothing it read goes unremarked. `ocr_layouts` measures all 24 layouts."""

from __future__ import annotations

import numpy as np
import pytest

from parsers.documents import ocr_words, read
from parsers.documents.ocr_sheet import Sheet
from parsers.documents.ocr_words import Piece, words_of_sheet
from parsers.parse import parse_reply
from tests.parsers.documents.ocr_layouts import Spoil, drawn, laid_out, layouts, printed, scanned, score

SCANS = {scan.name: scan for scan in layouts()}


@pytest.mark.parametrize("name", ["grid", "case list", "marks"])
def test_cells_of_a_scan(name: str) -> None:
    made = score(SCANS[name])
    assert made.f1 >= 0.9, made.mistakes
    assert made.cer <= 0.05


def test_what_ocr_read_is_marked_and_warned_of() -> None:
    document = read(SCANS["grid"].pdf, "scan.pdf")
    assert {t.method for t in document.tables} == {"ocr"}
    parsed = parse_reply([document], "kent", "online-misconduct-2017")
    assert parsed.counts
    assert {c.method for c in parsed.counts} == {"ocr"}
    assert any(p.code == "low_confidence" and p.severity == "warning" for p in parsed.problems)


def test_a_page_that_is_text_is_not_read_by_ocr() -> None:
    from tests.parsers.documents.drawing import Page

    page = Page()
    page.text(60, 60, "Four officers were investigated in 2019, says this page of text.")
    document = read(page.done(), "text.pdf")
    assert not document.findings


def _seen(sheet: Sheet, monkeypatch: pytest.MonkeyPatch, *boxes: tuple[float, float, float, float]) -> list[str]:
    """The words of the sheet from the left, where the engine finds text in these boxes, in points."""
    pixels = [tuple(round(v * sheet.scale) for v in box) for box in boxes]
    if boxes:
        monkeypatch.setattr(ocr_words, "text_boxes", lambda grey, scale: list(pixels))
    return [w.text for w in sorted(words_of_sheet(sheet), key=lambda w: w.x0)]


def _ink(sheet: Sheet) -> tuple[float, float, float, float]:
    """The box of all that is printed, in points."""
    down, across = np.nonzero(sheet.ink)
    return tuple(v / sheet.scale for v in (across.min(), down.min(), across.max() + 1, down.max() + 1))


def test_a_letter_that_the_edge_of_another_box_cuts_is_no_word(monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = printed([(30, 50, "Theft"), (120, 50, "Robbery")], "Helvetica", 12)
    _, top, right, bottom = _ink(sheet)
    boxes = [(28, top - 1, 122, bottom + 1), (118, top - 1, right + 2, bottom + 1)]
    assert _seen(sheet, monkeypatch, *boxes) == ["Theft", "Robbery"]


def test_dots_and_stops_outside_the_box_belong_to_their_word(monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = printed([(30, 50, "crimes in use.")], "Helvetica", 12)
    left, top, right, bottom = _ink(sheet)
    box = (left - 1, top + 2.4, right - 2.2, bottom + 1)  # below the dots, left of the stop
    assert _seen(sheet, monkeypatch, box) == ["crimes", "in", "use."]


@pytest.mark.parametrize("date", ["17.10.2022", "07.07.2017"])
def test_the_stop_after_a_seven_is_no_dust(date: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _seen(printed([(30, 50, f"Date replied: {date}")], "Times", 11), monkeypatch)[-1] == date


def test_a_word_too_long_for_its_cell_is_not_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = printed([(30, 50, "assessment"), (140, 50, "17")], "Vera", 12, uprights=(25, 92, 200))
    assert _seen(sheet, monkeypatch) == ["assessment", "17"]


def test_cells_on_both_sides_of_a_ruling_stay_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = printed([(30, 50, "Misconduct"), (104, 50, "17")], "Vera", 12, uprights=(25, 101.5, 200))
    assert _seen(sheet, monkeypatch) == ["Misconduct", "17"]


@pytest.mark.parametrize("mark", ["x", "X"])
def test_an_x_is_a_capital_by_its_height(mark: str, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = printed([(30, 50, "Misconduct"), (140, 50, mark), (200, 50, mark)], "Vera", 12)
    assert _seen(sheet, monkeypatch) == ["Misconduct", mark, mark]


@pytest.mark.parametrize(("text", "right"), [("LinkedIn", "LinkedIn"), ("Linkedin", None)])
def test_a_capital_within_a_word_is_known_by_its_ink(text: str, right: str | None) -> None:
    sheet = printed([(30, 50, text)], "Vera", 12)
    word = words_of_sheet(sheet)[0]
    for letter, seen in zip(word.piece.letters, "Linkedin", strict=True):
        letter.text = seen
    word.text = "Linkedin"
    assert ocr_words._with_capital(word, sheet) == right


def test_pieces_with_a_ruling_between_them_are_not_joined() -> None:
    sheet = printed([], "Helvetica", 12, uprights=(100,))
    at = round(sheet.strokes[0].at)
    sides = [Piece(at - 50, 100, at, 130), Piece(at, 100, at + 60, 130)]
    assert ocr_words._joined(list(sides), sheet) == sides


def test_a_shade_that_headings_fill_is_one_band() -> None:
    heading = ["Final outcome MMMM", "Number of officers MMMM", "Text messages MMMMMMM"]
    table = drawn([heading, ["2017", "4", "11"]], "heavy grid", "Vera", 9)
    scan = scanned(laid_out([table]), Spoil(noise=1, specks=0, jpeg=0))
    rows = read(scan, "scan.pdf").tables[0].rows
    assert [[c.text for c in r.cells] for r in rows] == [heading, ["2017", "4", "11"]]


def test_what_was_put_right_is_less_sure_and_the_reading_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr_words, "corrected", lambda text: "Result" if text == "Outcome" else None)
    document = read(SCANS["grid"].pdf, "scan.pdf")
    cell = document.tables[0].rows[0].cells[0]
    assert cell.text == "Result"
    assert cell.confidence is not None and cell.confidence < 0.8
    assert any("“Outcome” as “Result” at p1[" in f.message for f in document.findings)
