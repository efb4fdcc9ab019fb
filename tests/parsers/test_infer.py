"""Inference: what a table is about and which records it gives, for layouts that forces use."""

from __future__ import annotations

import pytest

from parsers.parse import parse_reply
from tests.build import document, table

MISCONDUCT = "online-misconduct-2017"
HOSPITAL = "hospital-crime-2019"


LETTER = (
    "Kent Police",
    "Our Ref: FOI 123/22",
    "Date: 9 September 2022",
    "Dear applicant,",
    "Kent Police holds the information requested, and it is set out below.",
)


def parse(*blocks, request=MISCONDUCT, force="kent"):
    parsed = parse_reply([document(*LETTER, *blocks)], force, request)
    for account in parsed.accounting:
        assert account.rows == account.header + account.records + account.skipped + account.quarantined
    return parsed


def counts(parsed):
    return [(c.dimension, c.category, c.category_raw, c.period_raw, c.value) for c in parsed.counts]


def codes(parsed, *severities):
    return [p.code for p in parsed.problems if p.severity in (severities or ("error", "warning"))]


def test_years_across_outcomes_down_with_totals():
    parsed = parse(
        table(
            [
                ["Outcome", "2017", "2018", "Total"],
                ["Written Warning", "2", "1", "3"],
                ["Dismissed", "-", "1", "1"],
                ["Total", "2", "2", "4"],
            ],
            caption="Number of officers investigated",
        )
    )
    assert counts(parsed) == [
        ("outcome", "written_warning", "Written Warning", "2017", 2),
        ("outcome", "written_warning", "Written Warning", "2018", 1),
        ("outcome", "written_warning", "Written Warning", "Total", 3),
        ("outcome", "dismissed", "Dismissed", "2017", 0),
        ("outcome", "dismissed", "Dismissed", "2018", 1),
        ("outcome", "dismissed", "Dismissed", "Total", 1),
        ("total", None, "Total", "2017", 2),
        ("total", None, "Total", "2018", 2),
        ("total", None, "Total", "Total", 4),
    ]
    dash = parsed.counts[3]
    assert (dash.token, dash.meaning, dash.lower, dash.upper) == ("-", "zero", 0, 0), (
        "the printed totals prove the dash"
    )
    assert [c.stated_total for c in parsed.counts] == [False, False, True, False, False, True, True, True, True]
    assert parsed.counts[2].period_start.isoformat() == "2017-01-01"
    assert parsed.counts[2].period_end.isoformat() == "2018-12-31"
    assert not codes(parsed)


def test_years_down_outcomes_across():
    parsed = parse(
        table(
            [
                ["Year", "Dismissed", "Reflective Practice", "Total"],
                ["2019", "1", "4", "5"],
                ["2020", "0", "2", "2"],
                ["Total", "1", "6", "7"],
            ],
            caption="Officers investigated and outcome",
        )
    )
    assert counts(parsed)[:3] == [
        ("outcome", "dismissed", "Dismissed", "2019", 1),
        ("outcome", "reflective_practice", "Reflective Practice", "2019", 4),
        ("total", None, "Total", "2019", 5),
    ]
    assert counts(parsed)[-3:] == [
        ("outcome", "dismissed", "Dismissed", "Total", 1),
        ("outcome", "reflective_practice", "Reflective Practice", "Total", 6),
        ("total", None, "Total", "Total", 7),
    ]
    assert not codes(parsed)


def test_a_dash_that_nothing_proves_stays_unknown():
    parsed = parse(table([["Outcome", "2017", "2018"], ["Dismissed", "-", "1"], ["Written Warning", "2", None]]))
    gaps = [c for c in parsed.counts if c.value is None]
    assert [(c.token, c.meaning, c.lower, c.upper) for c in gaps] == [
        ("-", "unknown", 0, None),
        (None, "unknown", 0, None),
    ]


def test_a_total_that_does_not_add_up_is_a_problem_and_stays():
    parsed = parse(table([["Outcome", "2017"], ["Dismissed", "1"], ["Written Warning", "2"], ["Total", "4"]]))
    assert parsed.counts[-1].value == 4
    assert "total_mismatch" in codes(parsed)


def test_suppressed_numbers_are_intervals():
    parsed = parse(
        table(
            [["Outcome", "2017", "2018", "2019"], ["Dismissed", "<5", "1-4", "*"], ["Written Warning", "6", "7", "8"]]
        )
    )
    assert [(c.value, c.lower, c.upper, c.meaning) for c in parsed.counts[:3]] == [
        (None, 0, 4, "suppressed"),
        (None, 1, 4, "suppressed"),
        (None, 0, None, "suppressed"),
    ]


def test_two_way_table_by_rank_and_outcome():
    parsed = parse(
        table(
            [
                ["Rank", "Dismissed", "NFA", "Total"],
                ["PC", "1", "3", "4"],
                ["Sergeant", "0", "2", "2"],
                ["Total", "1", "5", "6"],
            ],
            caption="Officers in 2021",
        )
    )
    first = parsed.counts[0]
    assert (first.dimension, first.category, first.dimension2, first.category2, first.value) == (
        "rank",
        "pc",
        "outcome",
        "dismissed",
        1,
    )
    assert (first.period_raw, first.period_start.year) == ("2021", 2021)
    margin = parsed.counts[2]
    assert (margin.dimension, margin.category, margin.dimension2, margin.stated_total) == ("rank", "pc", "total", True)
    corner = parsed.counts[-1]
    assert (corner.dimension, corner.category, corner.dimension2, corner.value) == ("total", None, None, 6)
    assert not codes(parsed)


def test_two_heading_rows_years_over_outcomes():
    parsed = parse(
        table(
            [
                ["Rank", "2019", "<", "2020", "<"],
                ["^", "Dismissed", "NFA", "Dismissed", "NFA"],
                ["PC", "1", "2", "0", "4"],
                ["Sergeant", "0", "1", "1", "1"],
            ]
        )
    )
    assert [(c.category, c.category2, c.period_raw, c.value) for c in parsed.counts[:4]] == [
        ("pc", "dismissed", "2019", 1),
        ("pc", "no_further_action", "2019", 2),
        ("pc", "dismissed", "2020", 0),
        ("pc", "no_further_action", "2020", 4),
    ]


def test_long_form_with_blank_for_same_as_above():
    parsed = parse(
        table(
            [
                ["Year", "Outcome", "Number of officers"],
                ["2019", "Dismissed", "1"],
                [None, "NFA", "3"],
                ["2020", "NFA", "2"],
                ["Total", None, "6"],
            ]
        )
    )
    assert [(c.period_raw, c.category, c.value) for c in parsed.counts] == [
        ("2019", "dismissed", 1),
        ("2019", "no_further_action", 3),
        ("2020", "no_further_action", 2),
        ("Total", None, 6),
    ]
    assert {c.measure for c in parsed.counts} == {"officers"}
    assert not codes(parsed)


def test_year_and_number_only():
    parsed = parse(table([["Calendar year", "Number of officers"], ["2017", "3"], ["2018", "5"], ["Total", "8"]]))
    assert [(c.dimension, c.period_raw, c.value, c.stated_total) for c in parsed.counts] == [
        ("total", "2017", 3, False),
        ("total", "2018", 5, False),
        ("total", "Total", 8, True),
    ]


def test_financial_years_and_crimes_need_no_vocabulary():
    parsed = parse(
        table(
            [
                ["Crime Outcome / Financial Year", "2019/20", "2020/21"],
                ["Charged", "28", "42"],
                ["Community Resolution", "7", "11"],
            ]
        ),
        request=HOSPITAL,
    )
    assert [(c.dimension, c.category, c.measure, c.year_basis) for c in parsed.counts][:1] == [
        ("outcome", None, "crimes", "financial")
    ]
    assert parsed.counts[0].period_start.isoformat() == "2019-04-01"
    assert not codes(parsed)


def test_case_list_by_headings():
    parsed = parse(
        table(
            [
                ["Year", "Rank", "Platform", "Nature of allegation", "Outcome"],
                ["2019", "PC", "WhatsApp", "Sent a racist message to a group of colleagues", "Reflective Practice"],
                [
                    "2020/21",
                    "DS",
                    "Facebook / Twitter",
                    "Posted comments about a political party",
                    "FWW & Reflective Practice",
                ],
                ["2021", "3 x PC", "text", "Unwanted messages to a member of the public", "2 x WW, 1 x NFA"],
            ]
        )
    )
    cases = parsed.cases
    assert [c.rank for c in cases] == ["pc", "sergeant", "pc", "pc"]
    assert [c.outcome for c in cases] == [
        "reflective_practice",
        "final_written_warning",
        "written_warning",
        "no_further_action",
    ]
    assert cases[1].outcomes == ["final_written_warning", "reflective_practice"]
    assert cases[1].channels == ["facebook", "twitter"]
    assert [(c.part, c.officers_lower) for c in cases] == [(None, 1), (None, 1), ("1", 2), ("2", 1)]
    assert [(c.year, c.year_basis) for c in cases[:2]] == [(2019, "calendar"), (2020, "financial")]
    assert all(c.person_type == "officer" for c in cases)
    assert set(cases[0].cells) == {"year_raw", "rank_raw", "channel_raw", "conduct_raw", "outcome_raw"}
    assert len({c.record_id for c in cases}) == 4
    assert not codes(parsed)


def test_identical_rows_are_two_officers_and_the_outcome_changes_no_identifier():
    rows = [["Year", "Rank", "Outcome"], ["2019", "PC", "NFA"], ["2019", "PC", "NFA"]]
    corrected = [["Year", "Rank", "Outcome"], ["2019", "PC", "NFA"], ["2019", "PC", "Dismissed"]]
    before, after = parse(table(rows)), parse(table(corrected))
    assert len({c.record_id for c in before.cases}) == 2
    assert [c.record_id for c in before.cases] == [c.record_id for c in after.cases]


def test_unknown_values_and_columns_are_reported_and_stop_nothing():
    parsed = parse(table([["Year", "Outcome", "Blorp"], ["2019", "Sent to the moon", "a b"], ["2020", "NFA", "c d"]]))
    assert [(c.outcome, c.outcome_raw) for c in parsed.cases] == [
        (None, "Sent to the moon"),
        ("no_further_action", "NFA"),
    ]
    assert sorted(codes(parsed)) == ["unmapped_column", "unmapped_value"]
    fix = next(p.fix for p in parsed.problems if p.code == "unmapped_value")
    assert "schemas/vocabulary/outcome.toml" in fix


def test_dismissed_at_hearing_is_no_dismissal():
    parsed = parse(
        table([["Year", "Rank", "Outcome"], ["2019", "PC", "Dismissed at hearing"], ["2020", "PC", "Case dismissed"]])
    )
    assert [c.outcome for c in parsed.cases] == ["not_stated", "not_stated"]
    assert codes(parsed).count("ambiguous_value") == 2


def test_two_columns_with_one_heading_are_not_guessed():
    parsed = parse(
        table([["Year", "Rank", "Outcome", "Outcome"], ["2019", "PC", "Dismissed", "NFA"], ["2020", "PC", "WW", "FWW"]])
    )
    assert [c.outcome_raw for c in parsed.cases] == [None, None]
    assert "duplicate_heading" in codes(parsed)


def test_a_row_that_may_go_on_with_the_case_above_is_reported():
    parsed = parse(
        table(
            [
                ["Case ref", "Recorded", "Rank", "Allegation detail", "Outcome"],
                ["CO/1/17", "03/04/2017", "PC", "Offensive WhatsApp", "Written Warning"],
                ["CO/2/18", "11/09/2018", "Sgt", "Facebook post", "No further action"],
                ["", "", "", "A text message", "Management action"],
                ["", "12/09/2018", "PC", "Facebook post", "No further action"],
            ]
        )
    )
    assert len(parsed.cases) == 4
    (said,) = [p for p in parsed.problems if p.code == "ambiguous_value" and "go on with the case above" in p.message]
    assert said.severity == "warning" and said.row == 4


def test_section_rows_give_the_year():
    parsed = parse(
        table(
            [
                ["Rank", "Allegation", "Outcome"],
                ["2019", "<", "<"],
                ["PC", "Posted an offensive image on Facebook", "NFA"],
                ["2020", "<", "<"],
                ["PS", "Sent abusive texts to a former partner", "WW"],
            ]
        )
    )
    assert [(c.year, c.rank) for c in parsed.cases] == [(2019, "pc"), (2020, "sergeant")]
    account = parsed.accounting[0]
    assert (account.rows, account.header, account.records) == (5, 3, 2)


def test_a_printed_total_under_a_list_is_checked():
    rows = [["Case", "Rank", "Outcome"], ["1", "PC", "NFA"], ["2", "PC", "WW"], ["Total", None, "3"]]
    parsed = parse(table(rows))
    assert len(parsed.cases) == 2
    assert [(c.dimension, c.value, c.stated_total) for c in parsed.counts] == [("total", 3, True)]
    assert "total_mismatch" in codes(parsed)


LISTED = [["Case", "Rank", "Outcome"], ["1", "PC x2", "NFA"], ["2", "PS", "WW"]]


@pytest.mark.parametrize(
    ("last", "told", "measure"),
    [
        (["Total", "3", None], [], "officers"),
        (["Total", "2", None], ["total_mismatch"], "officers"),  # of rows, it seems, and read as one of officers
        (["Total officers", "2", None], ["total_mismatch"], "officers"),
        (["Total number of cases", "2", None], [], "cases"),
        (["Total", "3", "4"], ["ambiguous_value"], None),
    ],
)
def test_a_total_under_a_list_is_held_against_officers_or_rows(last, told, measure):
    parsed = parse(table([*LISTED, last]))
    assert sum(c.officers_lower for c in parsed.cases) == 3
    assert codes(parsed) == told
    assert [c.measure for c in parsed.counts] == ([measure] if measure else [])


def test_figures_of_any_subject_or_of_an_earlier_reply_are_left_out_and_said():
    mine = table([["Outcome", "2019"], ["Dismissed", "1"]])
    for caption in (
        "Outcomes of all misconduct investigations (any subject)",
        "For comparison only",
        "All complaints, whatever their subject",
    ):
        parsed = parse(mine, table([["Outcome", "2019"], ["Dismissed", "40"]], caption=caption))
        assert [c.value for c in parsed.counts] == [1], caption
        assert "unclaimed_table" in codes(parsed, "warning"), caption


def test_a_number_over_several_columns_is_none_of_theirs():
    rows = [["Outcome", "2018", "2019"], ["Dismissed", "1", "2"], ["Written Warning", "9", None]]
    merged = table(rows)
    merged.rows[2].cells[1].span = (1, 2)
    merged.rows[2].cells[2].covered = "left"
    parsed = parse(merged)
    assert [c.value for c in parsed.counts] == [1, 2]
    assert codes(parsed) == ["ambiguous_value"]


def test_part_of_the_number_above_is_no_part_of_the_total():
    rows = [["Outcome", "Officers"], ["Dismissed", "2"], ["NFA", "7"], ["of whom resigned", "3"], ["Total", "9"]]
    assert "total_mismatch" not in codes(parse(table(rows)))


def test_a_case_at_the_top_of_a_table_without_headings_stays_a_case():
    rows = [["6 February 2020", "PCSO", "Instagram", "Dismissed"], ["17 July 2020", "PC", "WhatsApp", "NFA"]]
    parsed = parse(table(rows))
    assert [(c.date_received.year, c.rank, c.outcome) for c in parsed.cases] == [
        (2020, "pcso", "dismissed"),
        (2020, "pc", "no_further_action"),
    ]


def test_a_column_of_how_many_allegations_is_no_narrative():
    rows = [["Year", "Rank", "Allegations", "Result"], ["2019", "PC", "2", "NFA"], ["2020", "PS", "1", "Dismissed"]]
    parsed = parse(table(rows))
    assert [c.conduct_raw for c in parsed.cases] == [None, None] and not codes(parsed)


def test_what_became_of_both_became_of_every_officer_of_the_row():
    rows = [["Year", "Rank", "Outcome"], ["2019", "2 x PC", "Both dismissed"], ["2020", "PC", "Both dismissed"]]
    parsed = parse(table(rows))
    assert [(c.outcome, c.officers_lower) for c in parsed.cases] == [("dismissed", 2), ("dismissed", 1)]
    assert codes(parsed) == ["ambiguous_value"]


def test_a_date_whose_month_a_narrow_column_broke_is_read_and_one_that_is_none_is_said():
    rows = [["Date received", "Rank", "Outcome"], ["18 Septe mber 2017", "PC", "NFA"], ["Early 2021", "PC", "NFA"]]
    parsed = parse(table(rows))
    assert [str(c.date_received) for c in parsed.cases] == ["2017-09-18", "None"]
    assert [c.year for c in parsed.cases] == [2017, 2021] and codes(parsed) == ["unparsed_value"]


def test_a_column_of_signs_that_the_letter_explains_is_one_of_numbers():
    parsed = parse(
        "Where a cell shows L the true figure is more than zero and lower than five.",
        table([["Outcome", "Officers"], ["Dismissed", "L"], ["Written Warning", "6"], ["NFA", "L"], ["Resigned", "L"]]),
    )
    assert [(c.category, c.lower, c.upper) for c in parsed.counts] == [
        ("dismissed", 1, 4), ("written_warning", 6, 6), ("no_further_action", 1, 4), ("resigned", 1, 4),
    ]  # fmt: skip
    assert not parsed.cases


def test_a_table_of_numbers_in_words():
    parsed = parse(
        table(
            [
                ["Year", "Investigated", "Dismissed"],
                ["2017", "one", "nil"],
                ["2018", "three", "one"],
                ["2019", "nil", "n/a"],
            ]
        )
    )
    assert [(c.category, c.period_raw, c.value) for c in parsed.counts] == [
        (None, "2017", 1), ("dismissed", "2017", 0), (None, "2018", 3), ("dismissed", "2018", 1), (None, "2019", 0), ("dismissed", "2019", None),
    ]  # fmt: skip


def test_a_heading_that_cannot_be_read_ends_the_section_above_it():
    rows = [
        ["Ref", "Rank", "Outcome"],
        ["2019", None, None],
        ["A1", "PC", "NFA"],
        ["Since (to 31/8)", None, None],
        ["B1", "PS", "NFA"],
    ]
    parsed = parse(table(rows))
    assert [(c.case_ref_raw, c.year) for c in parsed.cases] == [("A1", 2019), ("B1", None)]
    assert "row_quarantined" in codes(parsed)


def test_a_row_that_points_to_another_is_said():
    rows = [
        ["Ref", "Year", "Rank", "Allegation", "Outcome"],
        ["B1", "2019", "PC", "Sent images", "Resigned"],
        ["B3", "2019", "PC", "Same officer as B1", "NFA"],
    ]
    assert codes(parse(table(rows))) == ["ambiguous_value"]


def test_what_is_older_than_what_was_asked_is_said():
    parsed = parse(table([["Outcome", "2016", "2017"], ["Dismissed", "4", "1"]]))
    assert [c.value for c in parsed.counts] == [4, 1]
    assert [p.message for p in parsed.problems if "before 1 January 2017" in p.message]
    assert not codes(parse(table([["Outcome", "2016/17", "2017/18"], ["Dismissed", "4", "1"]])))


def test_each_part_of_a_list_has_its_total():
    rows = [
        ["Case", "Rank", "Outcome"],
        ["1", "PC", "NFA"],
        ["2", "PS", "WW"],
        ["Sub-total", None, "2"],
        ["3", "PC", "NFA"],
    ]
    good = parse(table([*rows, ["Sub-total", None, "1"], ["Total", None, "3"]]))
    assert [c.value for c in good.counts] == [2, 1, 3] and not codes(good)
    bad = parse(table([*rows, ["Sub-total", None, "4"], ["Total", None, "3"]]))
    assert codes(bad) == ["total_mismatch"]


@pytest.mark.parametrize(
    "rows",
    [
        [["Telephone", "Email"], ["0000", "foi@example.org"]],
        [["Abbreviation", "Meaning"], ["RPRP", "Reflective Practice Review Process"]],
    ],
)
def test_tables_of_the_letters_form_are_no_data(rows):
    parsed = parse(table(rows), table([["Year", "Number of officers"], ["2019", "3"]]))
    assert len(parsed.counts) == 1
    assert "unclaimed_table" not in codes(parsed)


def test_a_table_nobody_claims_is_reported():
    parsed = parse(table([["Wibble", "Wobble"], ["a", "b"], ["c", "d"]]))
    assert "unclaimed_table" in codes(parsed)
    assert parsed.accounting[0].skipped == 3


def test_cases_and_places():
    parsed = parse(table([["Year", "Rank", "Outcome"], ["2019", "PC", "NFA"]]))
    case = parsed.cases[0]
    assert (case.location, case.row) == ("page 1", 2)
    assert case.cells["outcome_raw"] == "p1[100,24,150,36]"


def test_the_forces_of_a_joint_letter_are_told_apart_by_column():
    letter = (
        "Norfolk Constabulary and Suffolk Constabulary",
        *LETTER[1:4],
        "Norfolk Constabulary and Suffolk Constabulary hold the information requested.",
    )
    parsed = parse_reply(
        [
            document(
                *letter,
                table(
                    [["Year", "Norfolk", "Suffolk"], ["2017", "3", "2"], ["2018", "5", "0"]],
                    caption="Number of officers",
                ),
            )
        ],
        "norfolk",
        MISCONDUCT,
    )
    assert [(c.force, c.dimension, c.value) for c in parsed.counts] == [
        ("norfolk", "total", 3),
        ("suffolk", "total", 2),
        ("norfolk", "total", 5),
        ("suffolk", "total", 0),
    ]
    assert [r.force for r in parsed.replies] == ["norfolk", "suffolk"]
    assert len({r.reply_id for r in parsed.replies}) == 2
    assert {c.reply_id for c in parsed.counts if c.force == "suffolk"} == {parsed.other_replies[0].reply_id}


def test_tables_alike_are_told_apart_by_their_captions():
    rows = [["Offence", "2019/20", "2020/21"], ["Theft", "4", "5"], ["Arson", "0", "1"]]
    parsed = parse(
        table(rows, caption="Bedford Hospital"),
        table(rows, caption="Luton Hospital", location="page 2"),
        request=HOSPITAL,
    )
    assert {c.category2_raw for c in parsed.counts} == {"Bedford Hospital", "Luton Hospital"}


def test_columns_of_numbers_without_headings_are_nobodys():
    parsed = parse(table([["Theft", "4", "5"], ["Arson", "0", "1"]], caption="2022/23"), request=HOSPITAL)
    assert not parsed.counts
    assert "unclaimed_table" in codes(parsed, "error")


def test_a_note_ends_the_year_it_speaks_of():
    parsed = parse(table([["Outcome", "2021", "2022*"], ["Dismissed", "1", "2"]]), "* 1 January to 31 August 2022.")
    assert [c.period_end.isoformat() for c in parsed.counts] == ["2021-12-31", "2022-08-31"]


def test_a_heading_that_its_values_belie():
    parsed = parse(
        table(
            [["Year", "Rank", "Method", "Outcome"], ["2019", "PC", "WhatsApp", "NFA"], ["2020", "PS", "Facebook", "WW"]]
        )
    )
    assert [c.channels for c in parsed.cases] == [["whatsapp"], ["facebook"]]


def test_an_abbreviation_that_the_letter_explains():
    parsed = parse(
        "MA = Management Action",
        table([["Year", "Rank", "Outcome"], ["2019", "PC", "MA"], ["2020", "PC", "1 x MA, 2 x WW"]]),
    )
    assert [c.outcome for c in parsed.cases] == ["management_action", "management_action", "written_warning"]


def test_a_symbol_that_nobody_explains_is_reported_once():
    parsed = parse(table([["Outcome", "2021", "2022"], ["Dismissed", "*", "*"], ["NFA", "7", "8"]]))
    assert codes(parsed).count("unexplained_symbol") == 1


def test_years_carried_by_the_sentence_before():
    parsed = parse(
        "2017 - four officers were investigated. One officer received a written warning and three officers received management advice."
    )
    assert [(c.dimension, c.category, c.period_raw, c.value) for c in parsed.counts] == [
        ("total", None, "2017", 4),
        ("outcome", "written_warning", "2017", 1),
        ("outcome", "management_advice", "2017", 3),
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Both were dismissed.",
        "Three of the officers were not dismissed.",
    ],
)
def test_a_sentence_that_is_not_understood_is_reported_and_gives_nothing(sentence):
    parsed = parse(table([["Year", "Number of officers"], ["2019", "3"]]), sentence)
    assert len(parsed.counts) == 1
    assert "low_confidence" in codes(parsed)


def test_a_changed_layout_is_reported_and_still_read():
    rows = [
        ["Year", "Rank", "Platform", "What happened", "Outcome"],
        ["2019", "PC", "WhatsApp", "Sent an offensive picture", "NFA"],
    ]
    parsed = parse_reply(
        [document("Metropolitan Police Service", *LETTER[1:4], table(rows))], "metropolitan", MISCONDUCT
    )
    assert len(parsed.cases) == 1
    changed = [p for p in parsed.problems if p.code == "layout_changed"]
    assert len(changed) == 1 and "What happened" in changed[0].message


def test_a_note_set_as_a_table_of_one_row_is_told_where_it_counts() -> None:
    note = "The last column is how many there were. There are 17 officers in all."
    cases = [["Year", "Rank", "Outcome"], ["2019", "PC", "Written Warning"], ["2020", "PS", "Dismissed"]]
    parsed = parse(table([["Please note", note]]), table(cases))
    assert len(parsed.cases) == 2
    assert any(p.code == "low_confidence" and "17 officers" in p.message for p in parsed.problems)
