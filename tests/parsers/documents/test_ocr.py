"""Scans: what OCR reads of them, and that nothing it read goes unremarked. `ocr_layouts` measures all 24 layouts."""

from __future__ import annotations

import pytest

from parsers.documents import read
from parsers.parse import parse_reply
from tests.parsers.documents.ocr_layouts import layouts, score

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
