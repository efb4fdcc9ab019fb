"""Sheets whose columns did not fit on a page: the rows come together again, and where that is not certain it is said."""

from __future__ import annotations

import pytest

from parsers.documents.model import Document
from tests.parsers.documents.drawing import Page, rows_of, seen

ROWS = [["Ref", "Year", "Rank", "Conduct", "Outcome"]] + [
    [f"{n}/22", str(2017 + n % 4), "PC", f"Conduct number {n}", f"Outcome number {n}"] for n in range(1, 15)
]
LEFT, RIGHT = [50, 110, 170], [50, 250]
PITCH = 16


def draw(page: Page, rows: list[list[str]], xs: list[int], top: float = 100, wrapped: int | None = None) -> None:
    for at, row in enumerate(rows):
        for x, words in zip(xs, row, strict=True):
            page.text(x, top + PITCH * at, words)
        if at == wrapped:
            page.text(xs[0], top + PITCH * at + 11.5, "of the team")


def sheet(*second: list[list[str]], top: float = 100, wrapped: int | None = None, ruled: bool = False) -> Document:
    """The first three columns of all rows, then the others, on as many pages as the second half has parts."""
    page = Page()
    halves = [[row[:3] for row in part] for part in parts_of(len(second))] + list(second)
    for number, rows in enumerate(halves):
        if number:
            page.next()
        xs = LEFT if number < len(second) else RIGHT
        if ruled:
            page.grid(rows, [*xs, 350], 100)
        else:
            draw(page, rows, xs, top if number >= len(second) else 100, wrapped if number == len(second) else None)
    return seen(page.done())


def parts_of(number: int) -> list[list[list[str]]]:
    return [ROWS] if number == 1 else [ROWS[:9], ROWS[9:]]


def rest(number: int = 1) -> list[list[list[str]]]:
    return [[row[3:] for row in part] for part in parts_of(number)]


@pytest.mark.parametrize("ruled", [False, True])
@pytest.mark.parametrize("number", [1, 2])
def test_columns_on_later_pages_are_of_the_same_rows(number: int, ruled: bool) -> None:
    document = sheet(*rest(number), ruled=ruled)
    (found,) = document.tables
    assert rows_of(found) == ROWS
    assert not document.findings
    first = found.rows[1].cells
    assert (first[0].place or "").startswith("p1[") and (first[3].place or "").startswith(f"p{number + 1}[")


def test_a_text_that_wraps_over_the_next_row_stays_in_its_own() -> None:
    (found,) = sheet(*rest(), wrapped=4).tables
    assert found.rows[4].cells[3].text == "Conduct number 4 of the team"
    assert found.rows[5].cells[3].text == "Conduct number 5"


def test_too_few_rows_to_be_certain_stay_apart_and_are_reported() -> None:
    page = Page()
    draw(page, [row[:3] for row in ROWS[:7]], LEFT)
    page.next()
    draw(page, [row[3:] for row in ROWS[:7]], RIGHT)
    document = seen(page.done())
    assert rows_of(document.tables[0]) == [row[:3] for row in ROWS[:7]]
    assert [f.location for f in document.findings] == ["page 1", "page 2"]
    assert "page 2 may belong to the rows of the table on page 1" in document.findings[0].message


def test_rows_at_other_heights_are_another_table() -> None:
    document = sheet(*rest(), top=107)
    assert {len(r.cells) for t in document.tables for r in t.rows} <= {2, 3}
    assert not document.findings


def test_a_sheet_with_the_same_headings_is_another_table() -> None:
    page = Page()
    for number in range(2):
        if number:
            page.next()
        draw(page, [row[:3] for row in ROWS], LEFT)
    assert not seen(page.done()).findings
