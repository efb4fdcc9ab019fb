"""Tables that run over pages are one table, whatever the page break took from them; headers that run through are set aside."""

from __future__ import annotations

import pytest
from reportlab.lib import colors

from parsers.documents.model import Document
from tests.parsers.documents.drawing import (
    BODY,
    CASES,
    GRID,
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
    wrapped,
)

BOLD = [*GRID, ("FONT", (0, 0), (-1, 0), "Helvetica-Bold")]
XS = [50, 250, 300, 350, 400]
MANY = [["Ref", "Rank", "Outcome"], *([str(n), "PC", f"Outcome number {n}"] for n in range(1, 90))]


def letterhead(canvas: object, document: object) -> None:
    canvas.drawString(400, 800, "EXAMPLE POLICE")
    canvas.drawString(400, 786, "Police Headquarters")
    canvas.drawString(280, 30, f"Page {document.page} of 3")


@pytest.mark.parametrize("style", [GRID, BOLD, [], [("LINEBELOW", (0, 0), (-1, -1), 0.5, colors.black)]])
def test_a_table_over_three_pages_is_one_and_repeated_headings_are_set_aside(style: list) -> None:
    document = seen(pdf(text("We hold this."), table(MANY, style, repeatRows=1, colWidths=[60, 60, 150])))
    (found,) = document.tables
    assert rows_of(found) == MANY
    assert document.pages == len(found.repeated) + 1
    assert [[c.text for c in r.cells] for r in found.repeated] == [MANY[0]] * len(found.repeated)
    assert {r.location for r in found.rows} == {f"page {n + 1}" for n in range(document.pages)}


@pytest.mark.parametrize("style", [GRID, BOLD, []])
def test_a_table_over_pages_without_a_repeated_heading_is_one(style: list) -> None:
    (found,) = seen(pdf(table(MANY, style, colWidths=[60, 60, 150]))).tables
    assert rows_of(found) == MANY
    assert not found.repeated


def test_a_letterhead_and_page_numbers_between_the_parts_do_not_divide_them() -> None:
    document = seen(pdf(table(MANY, GRID, colWidths=[60, 60, 150]), on_page=letterhead))
    (found,) = document.tables
    assert rows_of(found) == MANY
    assert {t.kind for t in document.texts} == {"header", "footer"}
    assert [t.text for t in document.texts if t.kind == "footer"] == [f"Page {n} of 3" for n in (1, 2, 3)]


@pytest.mark.parametrize("bottom", [True, False])
@pytest.mark.parametrize("top", [True, False])
def test_no_row_is_lost_where_the_break_took_the_border(top: bool, bottom: bool) -> None:
    page = Page()
    page.grid(OUTCOMES[:3], XS, 700, bottom=bottom)
    page.next()
    page.grid(OUTCOMES[3:], XS, 50, top=top)
    (found,) = seen(page.done()).tables
    assert rows_of(found) == expected(OUTCOMES)
    assert [(r.location, r.number) for r in found.rows[2:4]] == [("page 1", 3), ("page 2", 1)]


def test_one_row_alone_on_the_next_page_belongs_to_the_table() -> None:
    page = Page()
    page.grid(OUTCOMES[:5], XS, 700)
    page.next()
    page.grid(OUTCOMES[5:], XS, 50)
    (found,) = seen(page.done()).tables
    assert rows_of(found) == expected(OUTCOMES)


def test_a_row_cut_by_the_break_is_one_row() -> None:
    page = Page()
    page.grid([*CASES[:2], ["2", "Sergeant", "Text message", "Received a final written"]], [50, 90, 160, 260, 420], 700)
    page.next()
    page.grid([["", "", "", "warning at a hearing"], *CASES[3:]], [50, 90, 160, 260, 420], 50)
    (found,) = seen(page.done()).tables
    assert rows_of(found)[2] == ["2", "Sergeant", "Text message", "Received a final written warning at a hearing"]
    assert found.rows[2].joined == "page 2"
    assert len(found.rows) == len(CASES)


def test_a_cut_row_may_have_its_last_cell_in_the_rest_alone() -> None:
    page = Page()
    heading, first = ["No", "Rank", "Summary", "Outcome"], ["1", "PC", "Posted a picture.", "Warning"]
    page.grid([heading, first, ["2", "PS", "Sent a message and did not say so,", ""]], [50, 90, 160, 360, 470], 700)
    page.next()
    page.grid(
        [["", "", "nor ask for advice.", "Dismissed"], ["3", "PC", "Shared it.", "Warning"]],
        [50, 90, 160, 360, 470],
        50,
    )
    (found,) = seen(page.done()).tables
    assert rows_of(found)[2] == ["2", "PS", "Sent a message and did not say so, nor ask for advice.", "Dismissed"]
    assert len(found.rows) == 4


def test_a_row_without_a_key_but_with_figures_is_a_row_of_its_own() -> None:
    page = Page()
    page.grid([["Year", "Rank", "Number"], ["2019", "PC", "3"]], [50, 100, 200, 260], 700)
    page.next()
    page.grid([["", "PS", "1"], ["2020", "PC", "6"]], [50, 100, 200, 260], 50)
    (found,) = seen(page.done()).tables
    assert rows_of(found) == [["Year", "Rank", "Number"], ["2019", "PC", "3"], [None, "PS", "1"], ["2020", "PC", "6"]]
    assert not any(r.joined for r in found.rows)


def two_pages(between: str | None, second: list[list[str]], font: str = "Helvetica") -> Document:
    page = Page()
    page.grid(OUTCOMES, XS, 100)
    page.next()
    if between:
        page.text(50, 60, between, font=font)
    page.grid(second, XS, 80)
    return seen(page.done())


OTHER = [["Rank", "2019", "2020", "2021"], ["PC", "1", "2", "3"], ["PS", "4", "5", "6"]]


@pytest.mark.parametrize("between", ["2.", "Table 2: ranks", "Number of officers by rank"])
def test_a_caption_between_two_tables_of_the_same_columns_keeps_them_apart(between: str) -> None:
    first, second = two_pages(between, OTHER).tables
    assert rows_of(first) == expected(OUTCOMES)
    assert rows_of(second) == OTHER
    assert second.caption == between


def test_a_heading_of_its_own_keeps_a_table_apart() -> None:
    rows = [["Rank", "Whole", "Part", "Unknown"], ["PC", "1", "2", "3"]]
    assert [rows_of(t) for t in two_pages(None, rows).tables] == [expected(OUTCOMES), rows]


def test_a_bold_total_on_the_next_page_is_no_heading() -> None:
    rows = [
        ["Outcome", "2019", "2020"],
        *([f"Outcome {chr(65 + n // 26)}{chr(97 + n % 26)}", "1", "2"] for n in range(34)),
    ]
    bold = [*BOLD, ("FONT", (0, -1), (-1, -1), "Helvetica-Bold")]
    for extra in range(8):
        body = [*rows, *([f"More {n}", "1", "2"] for n in range(extra)), ["Total", "34", "68"]]
        (found,) = seen(pdf(table(body, bold))).tables
        assert rows_of(found) == body


def test_two_rows_that_are_alike_are_two_rows() -> None:
    page = Page()
    page.grid([["PC", "WhatsApp", "Dismissed"], ["PS", "WhatsApp", "Resigned"]], [50, 100, 200, 300], 700)
    page.next()
    page.grid([["PC", "WhatsApp", "Dismissed"], ["PS", "Facebook", "Resigned"]], [50, 100, 200, 300], 50)
    (found,) = seen(page.done()).tables
    assert len(found.rows) == 4
    assert not found.repeated


def test_a_row_that_stands_alike_on_both_pages_is_no_running_header() -> None:
    page = Page()
    same = ["PC", "WhatsApp", "Dismissed"]
    for others in ([["PS", "Signal", "Resigned"], ["PC", "Email", "Advice"]], [["DC", "Telegram", "Retired"], same]):
        for at, row in enumerate([same, *others]):
            for x, cell in zip((50, 150, 300), row, strict=True):
                page.text(x, 40 + 16 * at, cell)
        page.next()
    assert sum(len(t.rows) for t in seen(page.done()).tables) == 6


def test_other_columns_keep_a_table_apart() -> None:
    page = Page()
    page.grid(OUTCOMES, XS, 100)
    page.next()
    page.grid(CASES, [50, 100, 170, 300, 420], 80)
    assert [rows_of(t) for t in seen(page.done()).tables] == [expected(OUTCOMES), CASES]


def words(number: int) -> str:
    return chr(97 + number % 26) * (number // 26 + 2)


def test_a_running_header_is_told_from_text_that_stands_on_one_page() -> None:
    story = [
        heading("Response"),
        *[text(f"Sentence {words(n)} is long enough to fill its line. " * 9) for n in range(40)],
    ]
    document = seen(pdf(*story, on_page=letterhead))
    headers = [t for t in document.texts if t.kind == "header"]
    assert {t.text for t in headers} == {"EXAMPLE POLICE", "Police Headquarters"}
    assert len(headers) == 2 * (document.pages or 0)
    assert not any("EXAMPLE" in t.text for t in document.texts if t.kind == "paragraph")


def test_wrapped_rows_over_pages_are_all_there() -> None:
    rows = [
        ["Ref", "What happened"],
        *([str(n), "An officer sent messages to colleagues in a group. " * (n % 4 + 1)] for n in range(1, 60)),
    ]
    (found,) = seen(pdf(table(wrapped(rows), GRID, repeatRows=1, colWidths=[40, 300]), space())).tables
    assert [[c and " ".join(c.split()) for c in r] for r in rows_of(found)] == [
        [a, " ".join(b.split())] for a, b in rows
    ]
    assert BODY.fontSize == 10


YEARS = ["Offence", "2019", "2020"]
NARROW = [50, 130, 200, 270]


def cut(last: str, rest: list[str], *below: list[str]) -> Document:
    page = Page()
    page.grid([YEARS, ["Affray", "1", "2"], [last, "6", "1"]], NARROW, 700)
    page.next()
    page.grid([YEARS, rest, *below, ["Stalking", "4", "7"]], NARROW, 50)
    return seen(page.done())


def test_a_label_that_goes_on_below_the_repeated_heading_is_one_label() -> None:
    document = cut("Criminal dam", ["and arson to a car", "", ""])
    (found,) = document.tables
    assert [r.cells[0].text for r in found.rows] == ["Offence", "Affray", "Criminal dam and arson to a car", "Stalking"]
    assert rows_of(found)[2][1:] == ["6", "1"]
    assert not document.findings


@pytest.mark.parametrize(
    ("last", "rest", "below", "doubted"),
    [
        ("Criminal dam", ["Arson of a car", "", ""], [], True),  # a row without figures, or the rest of one
        ("Criminal dam", ["and arson", "", ""], [["of which at night", "", "1"]], True),  # labels here begin so
        ("Affray", ["and arson", "", ""], [], False),  # had room beside the label
        ("Criminal dam", ["and arson", "3", ""], [], False),  # has a figure of its own
    ],
)
def test_a_row_that_may_be_the_rest_of_one_stays_and_is_reported(
    last: str, rest: list[str], below: list[list[str]], doubted: bool
) -> None:
    document = cut(last, rest, *below)
    assert rows_of(document.tables[0])[3][0] == rest[0]
    assert [f.location for f in document.findings] == ["page 2"] * doubted


def test_a_year_at_the_foot_of_a_page_is_the_caption_of_the_table_on_the_next() -> None:
    page = Page()
    page.text(50, 60, "The tables below have all that is held, one for each year.")
    page.text(50, 700, "2019")
    page.next()
    page.grid(OUTCOMES, XS, 50)
    (found,) = seen(page.done()).tables
    assert found.caption == "2019"


def test_a_row_cut_by_the_page_below_a_key_that_stands_for_several_rows_is_one() -> None:
    page = Page()
    first = [
        ["Year", "Summary of conduct", "Outcome"],
        ["2019", "Sent an image", "NFA"],
        ["", "Posted memes, which a", "FWW"],
    ]
    rest = [["", "colleague reported", ""], ["", "Comments about a case", "Learning"], ["2020", "Messages", "NFA"]]
    page.grid(first, [50, 100, 250, 350], 700)
    page.next()
    page.grid(rest, [50, 100, 250, 350], 50)
    (found,) = seen(page.done()).tables
    assert [r[1] for r in rows_of(found)] == [
        "Summary of conduct", "Sent an image", "Posted memes, which a colleague reported", "Comments about a case", "Messages",
    ]  # fmt: skip


def test_a_single_cell_that_goes_on_on_the_next_page_belongs_to_its_row() -> None:
    page = Page()
    xs = [50, 100, 250, 350]
    page.grid([["Year", "Summary of conduct", "Outcome"], ["2019", "Sent an image", "NFA"], ["2020", "Harassed a junior by", "FWW"]], xs, 700)  # fmt: skip
    page.next()
    page.grid([["", "messages", ""]], xs, 50)
    (found,) = seen(page.done()).tables
    assert rows_of(found)[-1] == ["2020", "Harassed a junior by messages", "FWW"]


def test_a_row_that_reaches_over_a_whole_page_keeps_all_of_its_words() -> None:
    page = Page()
    xs = [50, 100, 250, 350]
    page.grid([["Year", "Summary of conduct", "Outcome"], ["2019", "Sent an image", "NFA"], ["2020", "Harassed a junior by", "FWW"]], xs, 700)  # fmt: skip
    for words in ("messages and", "by images", "at night"):
        page.next()
        page.grid([["", words, ""]], xs, 50)
    (found,) = seen(page.done()).tables
    assert rows_of(found)[-1] == ["2020", "Harassed a junior by messages and by images at night", "FWW"]
