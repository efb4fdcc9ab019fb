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


@pytest.mark.parametrize(
    ("lines", "counts"),
    [
        (("2017 - 11", "2018 - 14", "2021 - 22", "Total 47."),
         [("total", None, "2017", 11), ("total", None, "2018", 14), ("total", None, "2021", 22), ("total", None, None, 47)]),
        (("2021 – 22 officers",), [("total", None, "2021", 22)]),
        (("No officer was dismissed in 2017 or 2018.",),
         [("outcome", "dismissed", "2017", 0), ("outcome", "dismissed", "2018", 0)]),
        (("Between 2017 and 2019, 12 officers were investigated.",), [("total", None, "Between 2017 and 2019", 12)]),
        (("Two of the 17 officers were dismissed.",), [("total", None, None, 17), ("outcome", "dismissed", None, 2)]),
        (("One officer was dismissed in the 12 months to 30 June 2022.",),
         [("outcome", "dismissed", "12 months to 30 June 2022", 1)]),
        (("A manual review of the files has identified that twelve officers were investigated in 2019.",),
         [("total", None, "2019", 12)]),
    ],
    ids=["year-dash-number", "officers", "neither-year", "span", "whole", "months-to", "review-by-hand"],
)  # fmt: skip
def test_years_and_their_numbers(lines: tuple[str, ...], counts: list[tuple]) -> None:
    assert read(*lines) == counts


def test_what_some_of_them_had_besides_is_left_to_a_person() -> None:
    parsed = parse("2018 - 14 (of whom 2 suspended)", "2019 - 9 (of whom 1 suspended)")
    assert [c.value for c in parsed.counts] == [14, 9] and reported(parsed)


def test_a_figure_that_does_not_say_what_it_counts_counts_what_the_last_did() -> None:
    parsed = parse("Two investigations were recorded in 2019.", "Three were recorded in 2021.")
    assert [(c.measure, c.value) for c in parsed.counts] == [("investigations", 2), ("investigations", 3)]


def test_the_meaning_of_a_sign_is_no_answer() -> None:
    parsed = parse("* withheld: a figure of less than three.", "Four officers were dismissed in 2019.")
    assert [(c.category, c.value) for c in parsed.counts] == [("dismissed", 4)]


def test_what_the_outcomes_of_a_table_relate_to_is_how_many_officers_there_were() -> None:
    (count,) = parse("The 116 outcomes in Table 1 relate to 109 officers.").counts
    assert not parse("The nine allegations which ended in dismissal concern five officers.").counts
    assert (count.measure, count.dimension, count.value) == ("officers", "total", 109)


def test_a_line_of_outcomes_each_with_its_number() -> None:
    assert read("No further action - 21 Reflective practice - 8 Written warning - 6") == [
        ("outcome", "no_further_action", None, 21),
        ("outcome", "reflective_practice", None, 8),
        ("outcome", "written_warning", None, 6),
    ]


def test_a_figure_that_the_letter_changes_further_down_is_told() -> None:
    parsed = parse("2019 - 9 officers", "2020 - 10 officers", "The 2020 figure should therefore be read as 9.")
    assert [c.value for c in parsed.counts] == [9, 10]
    assert any("changes figures that it gives elsewhere" in p.message for p in parsed.problems)


def test_officers_that_were_the_subject_of_investigations_are_two_figures() -> None:
    parsed = parse("27 officers have been the subject of 22 investigations.")
    assert [(c.measure, c.value) for c in parsed.counts] == [("officers", 27), ("investigations", 22)]


@pytest.mark.parametrize("said", ["Eight officers are shown.", "In all, eight officers are covered by this response.", "The 12 investigations were into the conduct of 8 officers, because one concerned a group of four."])  # fmt: skip
def test_how_many_a_list_tells_of(said: str) -> None:
    assert [(c.measure, c.dimension, c.value) for c in parse(said).counts] == [("officers", "total", 8)]


@pytest.mark.parametrize(
    "said",
    [
        "A police constable posted a joke about a neighbour on Facebook – management advice.",
        "Detective Constable, remark on Instagram about a colleague, no further action.",
        "Another member of the group, a sergeant, was dismissed after a hearing.",
        "Inspector, messages by text, ongoing.",
        "He resigned before the meeting.",
    ],
)
def test_what_became_of_somebody_is_told_where_no_number_is(said: str) -> None:
    parsed = parse("In 2019, 3 officers were investigated.", said)
    assert [c.value for c in parsed.counts] == [3]
    assert any("not wholly understood" in p.message and said[:20] in p.message for p in parsed.problems)


@pytest.mark.parametrize(
    ("said", "left"),
    [
        (
            "In 2018 there was one: a Sergeant who wrote on Twitter, and who received words of advice.",
            "words of advice",
        ),
        ("In 2018 there was one: a Sergeant who wrote on Twitter, and who was dismissed.", "dismissed"),
        ("Two officers were dismissed in 2018, and the third received a written warning.", "written warning"),
    ],
)
def test_an_outcome_that_no_count_has_is_left_over(said: str, left: str) -> None:
    parsed = parse(said)
    assert parsed.counts and any(f"left over: {left}" in p.message for p in parsed.problems)


def test_outcomes_that_counts_have_are_not_left_over() -> None:
    parsed = parse("In 2021, 11 officers were investigated: 2 retired and 9 received words of advice.")
    assert len(parsed.counts) == 3 and not reported(parsed)


@pytest.mark.parametrize(
    "said",
    [
        "One officer investigated in 2021 left before the extract was made and does not appear.",
        "Another officer was investigated in 2021 (one case); that case is not in the list.",
        "Two investigations of 2021 are not included in the figures.",
        "Three officers investigated in 2020 were not counted.",
    ],
)
def test_who_is_in_no_figure_is_no_count_and_told(said: str) -> None:
    parsed = parse("In 2019, 3 officers were investigated.", said)
    assert [c.value for c in parsed.counts] == [3] and reported(parsed)


def test_what_else_is_not_included_takes_no_count_away() -> None:
    said = "Twelve officers were investigated in 2021; police staff are not included."
    assert read(said) == [("total", None, "2021", 12)]


@pytest.mark.parametrize(
    ("said", "measure"),
    [
        ("Two investigations were recorded in 2019.", "investigations"),
        ("Three allegations were recorded in 2019.", "allegations"),
        ("Six officers were recorded in 2019.", "officers"),
        ("Four separate complaints were recorded in 2019.", "complaints"),
    ],
)
def test_what_stands_right_after_a_number_is_what_it_counts(said: str, measure: str) -> None:
    assert [c.measure for c in parse(said).counts] == [measure]


def test_sanctions_are_of_people_whatever_was_counted_before() -> None:
    parsed = parse("Two investigations were recorded in 2019.", "Three were given a written warning in 2019.")
    assert [(c.measure, c.value) for c in parsed.counts] == [("investigations", 2), ("officers", 3)]


def test_in_one_of_them_is_no_total() -> None:
    parsed = parse(
        "Three officers were investigated in 2021.", "In one, an Inspector received words of advice in 2021."
    )
    assert [c.value for c in parsed.counts] == [3] and reported(parsed)


def test_the_first_months_of_a_year_are_a_period() -> None:
    (count,) = parse("Five officers were investigated in the first seven months of 2022.").counts
    assert (count.period_start.isoformat(), count.period_end.isoformat()) == ("2022-01-01", "2022-07-31")
    assert (count.dimension, count.value) == ("total", 5)


def test_an_aside_with_a_sign_is_told_too() -> None:
    parsed = parse("2019 - 9 officers (of whom * suspended)")
    assert [c.value for c in parsed.counts] == [9] and any("of whom *" in p.message for p in parsed.problems)


def test_a_line_that_is_the_total_of_others_is_a_stated_one() -> None:
    parsed = parse("2018 - 14", "2021 - 22", "Total 36.")
    assert [(c.value, c.stated_total) for c in parsed.counts] == [(14, False), (22, False), (36, True)]


@pytest.mark.parametrize(
    ("said", "counts"),
    [
        ("There were 12 investigations, involving 14 officers.",
         [("investigations", "total", None, 12), ("officers", "total", None, 14)]),
        ("We identified 30 allegations against 22 officers.",
         [("allegations", "total", None, 30), ("officers", "total", None, 22)]),
        ("2018: three officers (one written warning, two no case to answer).",
         [("officers", "total", None, 3), ("officers", "outcome", "written_warning", 1), ("officers", "outcome", "no_case_to_answer", 2)]),
        ("2019: 5 officers (2 management advice; 3 NFA).",
         [("officers", "total", None, 5), ("officers", "outcome", "management_advice", 2), ("officers", "outcome", "no_further_action", 3)]),
        ("Dismissals: seven. Written warnings: nine.", [("officers", "outcome", "dismissed", 7), ("officers", "outcome", "written_warning", 9)]),
        ("Total officers investigated: 24", [("officers", "total", None, 24)]),
        ("10 allegations were upheld, resulting in management action for 6 officers and written warnings for 3.",
         [("allegations", "outcome", "not_stated", 10), ("officers", "outcome", "management_action", 6), ("officers", "outcome", "written_warning", 3)]),
        ("1 – Dismissed without notice on 3 May 2021.", [("officers", "outcome", "dismissed", 1)]),
        ("1 officer received a Written warning (18 months).", [("officers", "outcome", "written_warning", 1)]),
    ],
)  # fmt: skip
def test_what_each_number_of_a_sentence_counts(said: str, counts: list[tuple]) -> None:
    made = parse("The investigations were into officers.", said).counts
    assert [(c.measure, c.dimension, c.category, c.value) for c in made] == counts


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("Written warnings were issued in five cases and in the others advice was given.", "in the others advice was given"),
        ("4 officers had a case to answer for misconduct.", "4 officers had a case to answer for misconduct"),
    ],
)  # fmt: skip
def test_what_a_sentence_says_besides_is_told(said: str, left: str) -> None:
    assert any(left in p.message.partition("left over: ")[2] for p in parse(said).problems)


def test_the_day_on_which_it_was_counted_is_no_period() -> None:
    (count,) = parse("As of May 2022, 17 officers have been investigated.").counts
    assert (count.period_raw, count.period_start, count.value) == (None, None, 17)


def test_a_month_of_may_makes_nothing_hypothetical() -> None:
    (count,) = parse("In May 2021, 4 officers were investigated.").counts
    assert count.value == 4
    (count,) = parse("A meeting in May 2021 gave two officers advice.").counts
    assert (count.category, count.value) == ("words_of_advice", 2)


@pytest.mark.parametrize(
    "said",
    ["Not one was dismissed.", "Not a single officer was dismissed.", "Not one of these officers was dismissed."],
)
def test_not_one_is_none(said: str) -> None:
    parsed = parse("Three officers were investigated.", said)
    assert [c.value for c in parsed.counts if c.category == "dismissed"] in ([0], [])
    assert any(c.category == "dismissed" for c in parsed.counts) or reported(parsed)


def test_a_label_may_have_an_interval() -> None:
    (count,) = parse("Dismissed: fewer than five").counts
    assert (count.category, count.value, count.lower, count.upper) == ("dismissed", None, 0, 4)


def test_a_label_with_a_bracket_keeps_both_halves() -> None:
    (count,) = parse("1 officer received a Written warning (18 months).").counts
    assert count.category_raw == "Written warning (18 months)"


@pytest.mark.parametrize(
    "said",
    [
        "Half of the investigations led to no further action.",
        "Both were found to have breached the standards and lost their jobs.",
        "All three kept their jobs.",
        "Nobody lost their job.",
        "The outcome for each was advice.",
        "In all cases the outcome was learning.",
        "Of those, a quarter were dismissed.",
        "25% were dismissed.",
        "Seven (25%) were dismissed.",
        "One of these decisions was overturned on appeal.",
        "Please note 1 officer has been counted twice.",
        "It should be noted that 2 of the above officers have since retired.",
        "The rest were dealt with informally.",
        "The remaining officers were spoken to by their line manager.",
        "Eleven others were spoken to by their line manager.",
        "The following year there were twice as many, with one officer receiving a final written warning.",
        "There has been one in each of the two years since and both are live.",
        "Apart from a single officer who was dismissed in 2021, no officer was investigated.",
        "With the exception of 2020, when there were seven, no officers were investigated.",
        "Fewer than five officers were investigated in each year since 2017.",
        "On average three officers a year are investigated.",
        "One officer was investigated twice.",
        "The force has 2,074 officers; it received 1,330 complaints in 2021.",
        "Two investigations found that there was a problem.",
        "Two left the force before proceedings could be held.",
        "Sanctions ranged from words of advice (six officers) through written warnings (three officers) to dismissal (two officers).",
    ],
)
def test_a_number_of_something_else_is_no_count_and_told(said: str) -> None:
    parsed = parse("In 2019, 3 officers were investigated.", said)
    assert [(c.dimension, c.value) for c in parsed.counts] == [("total", 3)]
    assert any(p.code == "low_confidence" and said[:30] in p.message for p in parsed.problems)


@pytest.mark.parametrize(
    "said",
    [
        "The remainder of the information that you requested is exempt.",
        "The rest of your request was refused.",
        "All other data held were searched.",
        "There are two exemptions that were considered.",
    ],
)
def test_the_rest_of_the_information_is_nobody(said: str) -> None:
    parsed = parse("In 2019, 3 officers were investigated.", said)
    assert [c.value for c in parsed.counts] == [3] and not reported(parsed)


@pytest.mark.parametrize(
    ("lines", "counts"),
    [
        (("The number of officers investigated was 6 in 2017.",), [("officers", "total", None, 6)]),
        (("Investigations: 12",), [("investigations", "total", None, 12)]),
        (("Officers investigated: 14", "Investigations: 12", "Outcomes: 5 no case to answer; 9 reflective practice"),
         [("officers", "total", None, 14), ("investigations", "total", None, 12),
          ("officers", "outcome", "no_case_to_answer", 5), ("officers", "outcome", "reflective_practice", 9)]),
        (("Total investigations 7; dismissal (0), written warning (2), no further action (5).",),
         [("investigations", "total", None, 7), ("investigations", "outcome", "dismissed", 0),
          ("investigations", "outcome", "written_warning", 2), ("investigations", "outcome", "no_further_action", 5)]),
    ],
)  # fmt: skip
def test_what_labels_say_is_counted(lines: tuple[str, ...], counts: list[tuple]) -> None:
    assert [(c.measure, c.dimension, c.category, c.value) for c in parse(*lines).counts] == counts


@pytest.mark.parametrize(
    "said",
    [
        "A sergeant was investigated in 2020 and has since retired.",
        "In four the officer received guidance from a supervisor.",
    ],
)
def test_somebody_told_of_without_a_number_is_told(said: str) -> None:
    parsed = parse("In 2019, 3 officers were investigated.", said)
    assert [c.value for c in parsed.counts] == [3] and reported(parsed)


def test_a_paragraph_about_the_following_year_is_of_no_other() -> None:
    said = "The following year there were more. Nine officers were investigated and two were dismissed."
    parsed = parse("In 2019, 3 officers were investigated.", said)
    assert [c.value for c in parsed.counts] == [3] and reported(parsed)
