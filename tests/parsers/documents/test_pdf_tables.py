"""Every layout of a table comes out cell by cell as it was drawn."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.lib import colors

from tests.parsers.documents.drawing import (
    BODY,
    CASES,
    GRID,
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
    tables_of,
    text,
    wrapped,
)

LONG_LABELS = [
    ["Outcome", "2019", "2020"],
    ["Named suspect identified but evidential difficulties prevent further action", "12", "<5"],
    ["Investigation complete and no suspect identified", "3", "4"],
    ["Charged", "1", "-"],
    ["Diversionary, educational or intervention activity has been undertaken", "7", "10"],
    ["Total", "23", "16"],
]
LONG_CASES = [
    ["Year", "Allegation", "Outcome"],
    ["2018", "Sent an offensive image to a WhatsApp group of colleagues while on duty", "Final written warning"],
    ["2019", "Posted comments about a member of the public on Facebook", "Management action and reflective practice"],
    ["2020", "Contacted a victim by text message for no policing purpose", "Dismissed without notice"],
]
STRIPES = [("BACKGROUND", (0, r), (-1, r), colors.lightgrey) for r in range(0, 20, 2)]
RULES = [("LINEABOVE", (0, 0), (-1, 0), 1, colors.black), ("LINEBELOW", (0, 0), (-1, -1), 0.5, colors.black)]
BOOK = [
    ("LINEABOVE", (0, 0), (-1, 0), 1, colors.black),
    ("LINEBELOW", (0, 0), (-1, 0), 0.5, colors.black),
    ("LINEBELOW", (0, -1), (-1, -1), 1, colors.black),
]
BOX = [("BOX", (0, 0), (-1, -1), 1, colors.black)]
COLUMN_LINES = [*BOX, ("LINEAFTER", (0, 0), (-2, -1), 0.5, colors.black)]
INNER = [("INNERGRID", (0, 0), (-1, -1), 0.5, colors.black)]
SHADED = [*GRID, ("BACKGROUND", (0, 0), (-1, 0), colors.lightblue), ("BACKGROUND", (0, 1), (0, -1), colors.lightgrey)]
WHITE = [*GRID, ("BACKGROUND", (0, 0), (-1, -1), colors.white)]
RIGHT = ("ALIGN", (1, 0), (-1, -1), "RIGHT")
CENTRE = ("ALIGN", (0, 0), (-1, -1), "CENTRE")

BANDS = [("BACKGROUND", (0, r), (-1, r), colors.lightblue) for r in range(1, 20, 2)]
HEADED = [
    ("BACKGROUND", (0, 0), (-1, 0), colors.darkblue),
    ("TEXTCOLOR", (0, 0), (-1, 0), colors.white),
    ("BOX", (0, 0), (-1, -1), 0.5, colors.darkblue),
]

STYLES = {
    "ruled": GRID,
    "white on dark above bands, lines in the heading only": [
        *HEADED,
        *BANDS,
        ("INNERGRID", (0, 0), (-1, 0), 0.5, colors.blue),
    ],
    "white on dark, lines in every other row": [
        *HEADED,
        ("LINEBELOW", (0, 0), (-1, -1), 0.5, colors.darkblue),
        *(("INNERGRID", (0, r), (-1, r), 0.5, colors.darkblue) for r in range(1, 20, 2)),
    ],
    "a grid with no lines around the first column": [("GRID", (1, 0), (-1, -1), 0.5, colors.black)],
    "ruled, centred": [*GRID, CENTRE],
    "shaded cells": SHADED,
    "white cells": WHITE,
    "inner lines only": INNER,
    "column lines and a box": COLUMN_LINES,
    "a rule under each row": RULES,
    "three rules": BOOK,
    "three rules, right-aligned": [*BOOK, RIGHT],
    "a box only": BOX,
    "a box and a rule under the heading": [*BOX, ("LINEBELOW", (0, 0), (-1, 0), 0.5, colors.black)],
    "stripes": STRIPES,
    "stripes, right-aligned": [*STRIPES, RIGHT],
    "nothing": [],
    "nothing, right-aligned": [RIGHT],
    "nothing, centred": [CENTRE],
}


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("rows", [OUTCOMES, CASES], ids=["counts", "cases"])
def test_every_cell_of_a_plain_table(style: str, rows: list) -> None:
    assert tables_of(pdf(text("The information is below."), space(), table(rows, STYLES[style]))) == [expected(rows)]


@pytest.mark.parametrize("style", STYLES)
def test_every_cell_where_labels_wrap(style: str) -> None:
    data = pdf(table(wrapped(LONG_LABELS), STYLES[style], colWidths=[200, 60, 60]))
    assert tables_of(data) == [expected(LONG_LABELS)]


@pytest.mark.parametrize("style", ["ruled", "shaded cells", "inner lines only", "a rule under each row", "stripes"])
def test_every_cell_where_several_cells_wrap(style: str) -> None:
    data = pdf(table(wrapped(LONG_CASES), STYLES[style], colWidths=[40, 200, 120]))
    assert tables_of(data) == [expected(LONG_CASES)]


MIDDLE = ("VALIGN", (0, 0), (-1, -1), "MIDDLE")
NUMBERED = [["Ref", *LONG_CASES[0]], *([str(n), *row] for n, row in enumerate(LONG_CASES[1:] * 3, start=1))]


@pytest.mark.parametrize("style", [[], STRIPES, RULES, BOX, COLUMN_LINES])
@pytest.mark.parametrize("place", ["TOP", "MIDDLE", "BOTTOM"])
def test_every_cell_where_several_wrap_wherever_they_stand(style: list, place: str) -> None:
    valign = ("VALIGN", (0, 0), (-1, -1), place)
    data = pdf(table(wrapped(NUMBERED), [*style, valign], colWidths=[30, 40, 200, 120]))
    assert tables_of(data) == [NUMBERED]


@pytest.mark.parametrize("style", [[], COLUMN_LINES])
def test_every_cell_over_pages_where_nothing_divides_the_rows(style: list) -> None:
    rows = [NUMBERED[0], *([str(n), *LONG_CASES[n % 3 + 1]] for n in range(1, 70))]
    data = pdf(table(wrapped(rows), [*style, MIDDLE], colWidths=[30, 40, 200, 120]))
    assert tables_of(data) == [rows]


def test_columns_so_full_that_a_space_divides_them() -> None:
    page = Page()
    head, body = ["Rank", "Allegation", "Outcome"], ["Sergeant", "Offensive messages", "Words of advice"]
    for at, row in enumerate(
        [head, body, ["Inspector", "Racist remarks", "Resigned"], ["PC", "Sexual images", "Dismissed"]]
    ):
        for x, words in zip((50, 96, 190), row, strict=True):
            page.text(x, 100 + 20 * at, words)
    assert tables_of(page.done())[0][:2] == [head, body]


def test_figures_to_the_right_and_marks_to_the_left_of_their_columns() -> None:
    rows = [["Rank", "2019", "2020", "2021"], ["PC", "12", "<5", "7"], ["PS", "-", "102", "*"], ["DC", "<5", "-", "14"]]
    page = Page()
    for at, row in enumerate(rows):
        page.text(50, 100 + 15 * at, row[0])
        for column, words in enumerate(row[1:]):
            if words.isdigit():
                page.canvas.drawRightString(198 + 48 * column, HEIGHT - 100 - 15 * at, words)
            else:
                page.text(152 + 48 * column, 100 + 15 * at, words)
    assert tables_of(page.done()) == [rows]


def test_blank_cells_are_none_and_keep_their_columns() -> None:
    rows = [["Outcome", "2019", "2020", "2021"], ["Arson", "", "3", ""], ["Theft", "1", "", ""], ["Fraud", "", "", "2"]]
    assert tables_of(pdf(table(rows, GRID))) == [expected(rows)]
    assert tables_of(pdf(table(rows, [], colWidths=80))) == [expected(rows)]


def test_places_and_row_numbers_count_over_all_tables_of_a_page() -> None:
    page = Page()
    page.grid([["A", "B"], ["1", "2"]], [100, 200, 300], 100)
    page.grid([["C", "D"], ["3", "4"]], [100, 200, 300], 400)
    first, second = seen(page.done()).tables
    assert [r.number for r in first.rows + second.rows] == [1, 2, 3, 4]
    assert first.rows[1].cells[1].place == "p1[200,120,300,140]"
    assert second.rows[0].location == "page 1"


def test_two_tables_side_by_side() -> None:
    page = Page()
    left, right = [["Rank", "Number"], ["PC", "4"], ["PS", "2"]], [["Year", "Cases"], ["2019", "1"], ["2020", "5"]]
    page.grid(left, [50, 130, 200], 100)
    page.grid(right, [300, 380, 450], 100)
    assert tables_of(page.done()) == [left, right]


def test_two_tables_one_under_another_keep_their_captions() -> None:
    second = [["Platform", "Number"], ["WhatsApp", "4"], ["Facebook", "14"]]
    document = seen(
        pdf(heading("Table 1: outcomes"), table(OUTCOMES), space(), heading("Table 2: platforms"), table(second))
    )
    assert [rows_of(t) for t in document.tables] == [expected(OUTCOMES), second]
    assert [t.caption for t in document.tables] == ["Table 1: outcomes", "Table 2: platforms"]


def test_merged_cells_are_covered_not_blank() -> None:
    rows = [["Outcome", "Financial year", ""], ["", "2019/20", "2020/21"], ["Advice", "1", "2"], ["Warning", "3", "4"]]
    spans = [*GRID, ("SPAN", (1, 0), (2, 0)), ("SPAN", (0, 0), (0, 1))]
    (found,) = seen(pdf(table(rows, spans))).tables
    assert rows_of(found) == expected(rows)
    assert found.rows[0].cells[1].span == (1, 2)
    assert found.rows[0].cells[0].span == (2, 1)
    assert found.rows[0].cells[2].covered == "left"
    assert found.rows[1].cells[0].covered == "above"


def test_a_label_merged_down_over_its_rows() -> None:
    rows = [["Year", "Rank", "Number"], ["2019", "PC", "3"], ["", "PS", "1"], ["2020", "PC", "6"], ["", "PS", "2"]]
    spans = [*GRID, ("SPAN", (0, 1), (0, 2)), ("SPAN", (0, 3), (0, 4)), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    (found,) = seen(pdf(table(rows, spans))).tables
    assert rows_of(found) == expected(rows)
    assert [r.cells[0].covered for r in found.rows] == ["", "", "above", "", "above"]


def test_rotated_headings_are_read_upright() -> None:
    page = Page()
    xs = [50, 200, 240, 280]
    page.grid([["", "", ""], ["Durham", "4", "10"], ["Gwent", "<5", "6"]], xs, 200)
    page.line(50, 120, 280, 120)
    for x in xs:
        page.line(x, 120, x, 200)
    for x, words in ((225, "Written warning"), (265, "Dismissed")):
        page.canvas.saveState()
        page.canvas.translate(x, HEIGHT - 195)
        page.canvas.rotate(90)
        page.canvas.drawString(0, 0, words)
        page.canvas.restoreState()
    assert tables_of(page.done())[0][0] == [None, "Written warning", "Dismissed"]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_on_its_side_is_read_upright_with_its_places_as_shown(turn: int) -> None:
    page = Page()
    page.canvas.translate(300, 400)
    page.canvas.rotate(turn)
    page.canvas.translate(-300, -400)
    page.grid(OUTCOMES, [200, 300, 340, 380, 420], HEIGHT - 500)
    (found,) = seen(page.done()).tables
    assert rows_of(found) == expected(OUTCOMES)
    x0, top, x1, bottom = map(int, re.findall(r"-?\d+", found.rows[1].cells[0].place or "")[1:])
    assert (x1 - x0 < bottom - top) == (turn != 180)


def test_figures_that_touch_are_divided_at_the_ruling() -> None:
    page = Page()
    page.grid([["Label", "2019", "2020"], ["Advice", "", ""]], [50, 150, 180, 210], 100)
    page.text(163.3, 134, "123")
    page.text(180.2, 134, "456")
    assert tables_of(page.done())[0][1] == ["Advice", "123", "456"]


def test_a_suppressed_number_right_after_a_figure_is_a_cell_of_its_own() -> None:
    page = Page()
    for at, (label, one, two) in enumerate(
        (("Rank", "2019", "2020"), ("PC", "367", "<5"), ("PS", "12", "<5"), ("DC", "8", "<5"))
    ):
        page.text(50, 100 + 20 * at, label)
        page.canvas.drawRightString(200, HEIGHT - 100 - 20 * at, one)
        page.text(212 if at == 0 else 200, 100 + 20 * at, two)
    assert ["PC", "367", "<5"] in tables_of(page.done())[0]


def test_bold_made_by_printing_twice_is_read_once() -> None:
    page = Page()
    page.grid(OUTCOMES, [50, 200, 250, 300, 350], 100)
    for x, words in zip((50, 200, 250, 300), OUTCOMES[0], strict=True):
        page.text(x + 3.3, 114, words)
    assert tables_of(page.done()) == [expected(OUTCOMES)]


def test_the_number_of_a_note_is_no_digit_of_the_figure() -> None:
    page = Page()
    page.grid([["Rank", "Number"], ["PC", "12"], ["PS", "4"]], [50, 150, 250], 100)
    page.text(153 + 11.2, 130, "1", size=6)
    assert tables_of(page.done())[0][1] == ["PC", "12¹"]


def test_a_long_word_hangs_over_its_cell_whole() -> None:
    page = Page()
    page.grid([["Where", "Number"], ["Llanfairpwllgwyngyll", "2"], ["Rhyl", "1"]], [50, 130, 250], 100)
    page.text(160, 134, "")
    assert tables_of(page.done())[0][1][0] == "Llanfairpwllgwyngyll"


def test_rows_that_were_ruled_only_now_and_then_are_told_apart() -> None:
    page = Page()
    page.grid([["Force", "2019", "2020"]], [50, 150, 200, 250], 100)
    page.line(50, 180, 250, 180)
    for x in (50, 150, 200, 250):
        page.line(x, 120, x, 180)
    for at, row in enumerate((["Durham", "4", "1"], ["Gwent", "10", "-"], ["Kent", "<5", "3"])):
        for x, words in zip((53, 153, 203), row, strict=True):
            page.text(x, 134 + 16 * at, words)
    assert tables_of(page.done())[0][1:] == [["Durham", "4", "1"], ["Gwent", "10", "-"], ["Kent", "<5", "3"]]


FIGURE = st.one_of(st.integers(0, 9999).map(str), st.sampled_from(["<5", "-", "*", "0", "1-4"]))
LABEL = st.lists(
    st.sampled_from(["theft", "police", "officer", "misconduct", "of", "public", "group", "text", "final"]),
    min_size=1,
    max_size=9,
)


@st.composite
def any_table(draw: st.DrawFn) -> list[list[str]]:
    columns, rows = draw(st.integers(2, 6)), draw(st.integers(2, 12))
    head = ["Label", *(str(2015 + c) for c in range(columns - 1))]
    return [
        head,
        *([" ".join(draw(LABEL)).capitalize(), *(draw(FIGURE) for _ in range(columns - 1))] for _ in range(rows)),
    ]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    rows=any_table(),
    style=st.sampled_from(["ruled", "inner lines only", "white cells", "a rule under each row", "stripes"]),
)
def test_any_table_is_read_as_drawn(rows: list[list[str]], style: str) -> None:
    data = pdf(table(wrapped(rows), STYLES[style], colWidths=[150, *[50] * (len(rows[0]) - 1)]))
    assert tables_of(data) == [rows]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=any_table())
def test_no_visible_word_is_lost_or_read_twice(rows: list[list[str]]) -> None:
    data = pdf(
        text("We hold this."), table(wrapped(rows), [], colWidths=[150, *[50] * (len(rows[0]) - 1)]), text("Yours")
    )
    document = seen(data)
    words = " ".join([t.text for t in document.texts] + [c.text for r in document.rows() for c in r.cells if c.text])
    drawn = " ".join(["We hold this. Yours", *(w for row in rows for w in row)])
    assert sorted(words.split()) == sorted(drawn.split())


def test_rows_that_are_taken_for_text_are_reported() -> None:
    page = Page()
    for at in range(3):
        for x in (60, 200, 340):
            page.text(x + 40 * at, 100 + 120 * at, "apart")
    document = seen(page.done())
    assert not document.tables
    assert [(f.code, f.location) for f in document.findings] == [("low_confidence", "page 1")]


def test_prose_letterheads_and_lists_are_no_tables() -> None:
    page = Page()
    for at, words in enumerate(["Freedom of Information Unit", "Police Headquarters", "Middlemoor", "Exeter"]):
        page.text(60, 60 + 12 * at, words)
        page.canvas.drawRightString(
            540, HEIGHT - 60 - 12 * at, ["Our ref: 1234/19", "Tel: 101", "Date: 1 May 2020", "www.example.org"][at]
        )
    for at, (label, value) in enumerate(
        (("Request number:", "F-2020-1"), ("Keyword:", "Conduct"), ("Subject:", "WhatsApp"))
    ):
        page.text(60, 140 + 16 * at, label)
        page.text(200, 140 + 16 * at, value)
    for at in range(4):
        page.text(60, 220 + 16 * at, f"{at + 1}.")
        page.text(90, 220 + 16 * at, "How many officers were investigated for what they sent in messages?")
    assert tables_of(page.done()) == []


def test_boxes_and_underlines_around_prose_are_no_tables() -> None:
    page = Page()
    page.box(50, 50, 540, 90, colors.white, stroke=True)
    page.text(60, 75, "Freedom of Information Act 2000: response to request 12/34")
    for at in range(4):
        page.text(50, 150 + 60 * at, "How can I complain?")
        page.line(50, 153 + 60 * at, 540, 153 + 60 * at)
        page.text(50, 170 + 60 * at, "You may ask for a review within forty working days of the date of this letter.")
        page.text(50, 183 + 60 * at, "It will be made by someone who took no part in the decision.")
    assert tables_of(page.done()) == []


def test_the_style_of_the_test_is_the_readers_worst_case() -> None:
    """The tests above mean nothing if the drawn labels did not wrap."""
    assert BODY.fontSize * 6 * 0.5 * len(LONG_LABELS[1][0].split()) > 200


@pytest.mark.parametrize("padding", [0, 1, 3, 6])
@pytest.mark.parametrize("place", ["TOP", "MIDDLE", "BOTTOM"])
def test_every_cell_however_close_the_rows_stand(padding: int, place: str) -> None:
    sides = [(f"{side}PADDING", (0, 0), (-1, -1), padding) for side in ("TOP", "BOTTOM")]
    data = pdf(table(wrapped(NUMBERED), [*sides, ("VALIGN", (0, 0), (-1, -1), place)], colWidths=[30, 40, 200, 120]))
    assert tables_of(data) == [NUMBERED]


def test_a_heading_that_begins_above_the_rest_keeps_its_first_line() -> None:
    head = ["Year", "Former officer – would have been dismissed", "Words of advice", "Total"]
    rows = [head, ["2019", "3", "10", "13"], ["2020", "1", "5", "6"], ["2021", "4", "7", "11"]]
    data = pdf(text("The figures are below."), table(wrapped(rows), [MIDDLE], colWidths=[60, 90, 120, 60]))
    assert tables_of(data) == [rows]


def test_no_column_where_each_text_has_a_space_at_the_same_place() -> None:
    rows = [
        ["Police officers", "2019", "2020"],
        ["Police staff", "4", "1"],
        ["Police cadets", "9", "2"],
        ["Other", "", "7"],
    ]
    assert tables_of(pdf(table(rows, [], colWidths=[150, 60, 60]))) == [expected(rows)]


def test_a_stripe_ends_a_row_though_the_text_might_go_on() -> None:
    page = Page()
    rows = [
        ["Rank", "Year", "Allegation"],
        ["PC", "2019", "Messages to"],
        ["PS", "2020", "a colleague"],
        ["DC", "2021", "Text"],
    ]
    for at, row in enumerate(rows):
        if at % 2 == 0:
            page.box(45, 100 + 13 * at, 300, 113 + 13 * at, colors.lightgrey)
        for x, words in zip((50, 100, 150), row, strict=True):
            page.text(x, 110 + 13 * at, words)
    assert tables_of(page.done()) == [rows]


def test_captions_part_tables_that_follow_closely() -> None:
    page = Page()
    second = [["Platform", "2019", "2020"], ["WhatsApp", "4", "1"], ["Email", "14", "2"], ["Total", "18", "3"]]
    first = [["Rank", "2019", "2020"], ["PC", "3", "0"], ["PS", "1", "2"], ["Total", "4", "2"]]
    y = 100
    for caption, rows in (("Officers by rank", first), ("Officers by platform", second)):
        page.text(50, y, caption, font="Helvetica-Bold")
        for number, row in enumerate(rows):
            y += 14
            for x, words in zip((50, 200, 260), row, strict=True):
                page.text(x, y, words, font="Helvetica" if number else "Helvetica-Bold")
        y += 18
    assert tables_of(page.done()) == [first, second]


@pytest.mark.parametrize("style", STYLES)
def test_every_character_of_the_page_comes_out_once(style: str) -> None:
    data = pdf(heading("Reply"), text("The table is below."), table(wrapped(NUMBERED), STYLES[style]), text("It ends."))
    document = seen(data)
    out = [t.text for t in document.texts] + [c.text or "" for t in document.tables for r in t.rows for c in r.cells]
    drawn = ["Reply", "The table is below.", "It ends.", *(t for row in NUMBERED for t in row)]
    assert sorted("".join(out).replace(" ", "")) == sorted("".join(drawn).replace(" ", ""))


@pytest.mark.parametrize("gap", [1.5, 3.0, 4.5])
def test_cells_with_borders_of_their_own_and_space_between_are_one_table(gap: float) -> None:
    page = Page()
    for column, x in enumerate([50, 150, 250]):
        page.grid([[row[column]] for row in OUTCOMES], [x, x + 100 - gap], 100)
    assert tables_of(page.done()) == [[row[:3] for row in expected(OUTCOMES)]]


@pytest.mark.parametrize("raised", ["2", "a"])
def test_the_mark_of_a_note_set_by_raising_the_baseline_is_no_part_of_its_cell(raised: str) -> None:
    page = Page()
    page.grid([["Rank", "2019"], ["Sergeant", "12"], ["PS", "4"]], [50, 150, 250], 100)
    for x, y, before in ((150, 114, "2019"), (50, 134, "Sergeant"), (150, 134, "12")):
        end = page.canvas.stringWidth(before, "Helvetica", 10)
        line = page.canvas.beginText(x + 3 + end, HEIGHT - y)
        line.setFont("Helvetica", 7)
        line.setRise(4)
        line.textOut(raised)
        page.canvas.drawText(line)
    mark = {"2": "²", "a": "ᵃ"}[raised]
    assert tables_of(page.done())[0] == [["Rank", f"2019{mark}"], [f"Sergeant{mark}", f"12{mark}"], ["PS", "4"]]


def shared_keys(rules: int) -> bytes:
    """Two years, each in the middle of two rows; below the first row of a year a rule leaves the years' column free."""
    page = Page()
    page.text(53, 114, "Year", font="Helvetica-Bold")
    rows = [("PC", "3"), ("Sergeant", "12"), ("PC", "7"), ("Inspector", "1")]
    for x, words in ((153, "Rank"), (253, "Number")):
        page.text(x, 114, words, font="Helvetica-Bold")
    for at, row in enumerate(rows):
        page.line(150 if at % 2 else 50, 120 + 20 * at, 350, 120 + 20 * at)
        for x, words in zip((153, 253), row, strict=True):
            page.text(x, 134 + 20 * at, words)
    page.line(50, 120 + 20 * rules, 350, 120 + 20 * rules)
    page.text(53, 144, "2019")
    page.text(53, 184, "2020")
    return page.done()


def test_a_key_that_no_rule_divides_is_shared_by_its_rows() -> None:
    (found,) = seen(shared_keys(4)).tables
    assert [[c.text for c in r.cells] for r in found.rows[1:]] == [
        ["2019", "PC", "3"],
        [None, "Sergeant", "12"],
        ["2020", "PC", "7"],
        [None, "Inspector", "1"],
    ]
    assert [r.cells[0].covered for r in found.rows[1:]] == ["", "above", "", "above"]


def test_the_last_line_of_a_table_with_wide_pitches_belongs_to_it() -> None:
    page = Page()
    lines = [
        ["Year", "Conduct", "Outcome"],
        ["2019", "Sent a message to a colleague about", "Dismissed"],
        ["", "the work of the team", ""],
        ["2020", "Inappropriate comment", "Advice"],
        ["2021", "Shared the photograph of a witness", "Dismissed"],
        ["", "with a friend of the family", ""],
    ]
    for at, row in enumerate(lines):
        for x, words in zip((50, 100, 300), row, strict=True):
            page.text(x, 100 + 20 * at, words)
    document = seen(page.done())
    (found,) = document.tables
    assert found.rows[-1].cells[1].text == "Shared the photograph of a witness with a friend of the family"
    assert not document.texts


def test_the_next_year_below_a_total_is_a_section_and_no_part_of_its_label() -> None:
    page = Page()
    lines = [("Platform", "Number of allegations")]
    for year in ("2017", "2018", "2019"):
        lines += [(year, ""), ("TikTok", "3"), ("Social Media", "4"), ("OVERALL TOTAL", "7")]
    for at, (label, number) in enumerate(lines):
        page.text(50, 100 + 14 * at, label)
        page.text(160, 100 + 14 * at, number)
    (found,) = seen(page.done()).tables
    assert [r.cells[0].text for r in found.rows] == [label for label, _ in lines]


def test_a_struck_out_figure_is_none_and_an_underlined_one_stays() -> None:
    page = Page()
    page.grid([["Outcome", "Officers"], ["NFA", ""], ["Dismissed", ""]], [50, 150, 250], 100)
    for y, struck in ((134, True), (154, False)):
        page.text(153, y, "25")
        page.text(170, y, "18")
        at = y - 3 if struck else y + 1.5
        page.line(153, at, 164.1, at)
    document = seen(page.done())
    assert [[c.text for c in r.cells] for r in document.tables[0].rows] == [["Outcome", "Officers"], ["NFA", "18"], ["Dismissed", "25 18"]]  # fmt: skip
    assert [(h.what, h.amount, h.severity) for h in document.hidden] == [("struck-out text", 2, "warning")]


def test_dots_that_lead_the_eye_to_a_number_are_no_part_of_the_label() -> None:
    page = Page()
    for at, (label, number) in enumerate([("Dismissal .............", "3"), ("Written warning ......", "9"), ("NFA ..................", "27")]):  # fmt: skip
        page.text(50, 100 + 16 * at, label)
        page.text(200, 100 + 16 * at, number)
    (found,) = seen(page.done()).tables
    assert [r.cells[0].text for r in found.rows] == ["Dismissal", "Written warning", "NFA"]


def test_a_word_broken_by_a_narrow_cell_is_whole_and_two_words_stay_two() -> None:
    page = Page()
    page.grid([["Year", "Summary", "Outcome"], ["2019", "", ""], ["2020", "", ""]], [50, 100, 160, 220], 100)
    for x, y, words in ((103, 128, "Homoph"), (103, 137, "obic"), (163, 128, "Management"), (163, 137, "advice")):
        page.text(x, y, words, 8)
    page.text(103, 154, "Comment", 8)
    page.text(163, 154, "NFA", 8)
    (found,) = seen(page.done()).tables
    assert [c.text for c in found.rows[1].cells] == ["2019", "Homophobic", "Management advice"]
