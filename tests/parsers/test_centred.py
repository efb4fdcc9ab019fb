"""Years in the middle of the rows that they stand for, in lists without lines."""

from __future__ import annotations

from parsers.parse import parse_reply
from tests.parsers.documents.drawing import Page, seen


def years(blocks: list[tuple[str, int]], *, top: bool = False) -> tuple[list[int | None], list[str]]:
    """The years read from a list without lines whose blocks have so many rows each, and the codes of its warnings."""
    page = Page()
    for x, words in zip((50, 110, 200, 320), ("Year", "Rank", "Platform", "Outcome"), strict=True):
        page.text(x, 100, words)
    y = 120
    for year, number in blocks:
        page.text(50, y if top else y + 10 * (number - 1), year)
        for row in range(number):
            for x, words in zip((110, 200, 320), ("PC", "WhatsApp", "Words of advice"), strict=True):
                page.text(x, y + 20 * row, words)
        y += 20 * number
    parsed = parse_reply([seen(page.done())], "kent", "online-misconduct-2017")
    return [c.year for c in parsed.cases], [p.code for p in parsed.problems if p.severity == "warning"]


def test_a_year_in_the_middle_of_its_rows_is_that_of_all_of_them() -> None:
    read, _ = years([("2017", 3), ("2018", 5), ("2019", 1), ("2020", 3)])
    assert read == [2017] * 3 + [2018] * 5 + [2019] + [2020] * 3


def test_a_year_at_the_top_of_its_rows_goes_on_downwards() -> None:
    assert years([("2017", 3), ("2018", 2)], top=True)[0] == [2017] * 3 + [2018] * 2
