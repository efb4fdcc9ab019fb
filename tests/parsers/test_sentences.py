"""Answers in words: what is understood wholly becomes counts, what is not is reported and gives none."""

from __future__ import annotations

import pytest

from parsers.result import Parsed
from tests.parsers.test_infer import parse


def read(*lines: str) -> list[tuple]:
    parsed = parse(*lines)
    return [(c.dimension, c.category, c.period_raw, c.value) for c in parsed.counts]


def reported(parsed: Parsed) -> bool:
    return any("not wholly understood" in p.message for p in parsed.problems)


@pytest.mark.parametrize(
    ("said", "counts"),
    [
        ("In 2018 six officers were investigated, one of whom was dismissed without notice.",
         [("total", None, "2018", 6), ("outcome", "dismissed", "2018", 1)]),
        ("In 2021, 11 officers were investigated: 2 retired and 9 received words of advice.",
         [("total", None, "2021", 11), ("outcome", "retired", "2021", 2), ("outcome", "words_of_advice", "2021", 9)]),
        ("2018: 2 officers – both received management advice",
         [("total", None, "2018", 2), ("outcome", "management_advice", "2018", 2)]),
        ("2020: 4 officers – 4 reflective practice",
         [("total", None, "2020", 4), ("outcome", "reflective_practice", "2020", 4)]),
        ("11 of the 14 cases resulted in no further action.", [("outcome", "no_further_action", None, 11)]),
        ("Dismissed – 3; Written warning – 4", [("outcome", "dismissed", None, 3), ("outcome", "written_warning", None, 4)]),
        ("In 2020 and 2021 there were 13 and 8 officers investigated.",
         [("total", None, "2020", 13), ("total", None, "2021", 8)]),
        ("Four faced no further action.", [("outcome", "no_further_action", None, 4)]),
    ],
    ids=["of-whom", "colon", "both", "dash", "of-all", "labels", "years-listed", "faced"],
)  # fmt: skip
def test_what_is_understood(said: str, counts: list[tuple]) -> None:
    assert read(said) == counts


@pytest.mark.parametrize(
    "said",
    [
        "Half of the ten officers received words of advice.",
        "In 2020 and 2021 there were 13 officers investigated, of whom the latter 5 and 8 were dismissed.",
        "Seven misconduct hearings were held in 2021.",
        "No officers were investigated at Mayflower House.",
    ],
    ids=["half", "latter", "hearings", "one-place"],
)
def test_what_is_not_understood_gives_no_count_and_is_reported(said: str) -> None:
    parsed = parse("The table gives the rest.", said)
    assert not parsed.counts and reported(parsed)


def test_since_a_year_is_no_count_of_that_year() -> None:
    (count,) = parse("There have been 12 officers investigated since January 2017.").counts
    assert (count.period_start.isoformat(), count.period_end, count.value) == ("2017-01-01", None, 12)


def test_lines_under_a_year_are_of_that_year_until_they_exceed_it() -> None:
    lines = [
        "2017 – 3 officers",
        "1 x Written Warning",
        "2 x No Further Action",
        "2018 – 1 officer",
        "2 x Management Advice",
    ]
    parsed = parse(*lines)
    assert [(c.period_raw, c.category, c.value) for c in parsed.counts] == [
        ("2017", None, 3),
        ("2017", "written_warning", 1),
        ("2017", "no_further_action", 2),
        ("2018", None, 1),
    ]
    assert reported(parsed)  # two of one officer


def test_a_suppression_note_is_no_answer_and_an_act_no_year() -> None:
    text = "Figures below five are withheld in some cells under section 38 of the Freedom of Information (Scotland) Act 2002."
    assert not parse(text).counts


def test_a_figure_of_an_earlier_reply_is_no_answer() -> None:
    said = (
        "Previously (our letter of May) we said 14 officers were investigated in 2018, which should not be relied on."
    )
    assert not parse(said).counts


@pytest.mark.parametrize(
    "said",
    [
        "None of these was a conduct investigation.",
        "In 2016, which you did not ask about, four officers were investigated and one was dismissed.",
        "In 2016 four officers were investigated.",
        "¹ Includes 1 officer who had left; the panel found that he would have been dismissed.",
        "In addition, four members of police staff were investigated, one of whom was dismissed.",
        "Two of the 22 were also the subject of a separate investigation before transfer.",
        "By way of background, 31 officers left the Force following misconduct proceedings of any kind, of whom 17 were dismissed.",
    ],
)
def test_what_is_no_answer_of_its_own_gives_no_count_and_is_said(said: str) -> None:
    parsed = parse("In 2020, 3 officers were investigated.", said)
    assert [(c.dimension, c.value) for c in parsed.counts] == [("total", 3)]
    assert any(p.code == "low_confidence" and said[:30] in p.message for p in parsed.problems)
