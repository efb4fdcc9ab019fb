"""Layouts that were misread once, reduced to the table or sentence that did it, and kept so that none comes back."""

from __future__ import annotations

from parsers.parse import parse_reply
from tests.build import document, table
from tests.parsers.test_infer import HOSPITAL, LETTER, MISCONDUCT, codes, counts, parse


def test_a_list_with_its_cases_side_by_side():
    parsed = parse(
        table(
            [
                ["Case", "1", "2"],
                ["Year", "2019", "2020"],
                ["Rank", "PC", "Sergeant"],
                ["Platform", "WhatsApp", "Facebook"],
                ["Outcome", "NFA", "Written warning"],
            ]
        )
    )
    assert [(c.year, c.rank, c.channels, c.outcome) for c in parsed.cases] == [
        (2019, "pc", ["whatsapp"], "no_further_action"),
        (2020, "sergeant", ["facebook"], "written_warning"),
    ]
    account = parsed.accounting[0]
    assert (account.rows, account.records) == (5, 5)


def test_a_list_with_its_cases_side_by_side_goes_on_below_itself():
    first = [["Case", "A", "B"], ["Year", "2019", "2020"], ["Rank", "PC", "Sergeant"], ["Outcome", "NFA", "Dismissed"]]
    second = [["Case", "C", None], ["Year", "2021", None], ["Rank", "DC", None], ["Outcome", "Resigned", None]]
    parsed = parse(table([*first, *second]))
    assert [(c.case_ref_raw, c.year, c.rank, c.outcome) for c in parsed.cases] == [
        ("A", 2019, "pc", "no_further_action"),
        ("B", 2020, "sergeant", "dismissed"),
        ("C", 2021, "pc", "resigned"),
    ]
    assert (parsed.accounting[0].rows, parsed.accounting[0].records) == (8, 8)
    other = parse(table([*first, ["Case", "C", None], ["Rank", "DC", None], ["Year", "2021", None]]))
    assert not other.cases and "unclaimed_table" in codes(other)


def test_cases_in_lines_of_heading_and_value():
    lines = []
    for year, rank, result in (("2017", "Constable", "Management Advice"), ("2018", "Sergeant", "Dismissed")):
        lines += [f"Year recorded: {year}", f"Rank: {rank}", "Platform: WhatsApp", f"Result: {result}"]
    parsed = parse(*lines)
    assert [(c.year, c.rank, c.outcome) for c in parsed.cases] == [
        (2017, "pc", "management_advice"),
        (2018, "sergeant", "dismissed"),
    ]
    assert parsed.cases[0].cells["outcome_raw"].startswith("p1[")


def test_one_block_of_heading_and_value_is_the_letters_own_form():
    parsed = parse(
        "Year recorded: 2017",
        "Rank: Constable",
        "Result: Dismissed",
        table([["Year", "Number of officers"], ["2019", "3"]]),
    )
    assert not parsed.cases


def test_a_second_heading_in_the_middle_begins_a_table_of_its_own():
    parsed = parse(
        table(
            [
                ["Outcome", "2017", "2018"],
                ["Dismissed", "1", "0"],
                ["Written Warning", "2", "3"],
                ["Rank", "2017", "2018"],
                ["Constable", "2", "2"],
                ["Sergeant", "1", "1"],
            ]
        )
    )
    assert {(c.dimension, c.category) for c in parsed.counts} == {
        ("outcome", "dismissed"),
        ("outcome", "written_warning"),
        ("rank", "pc"),
        ("rank", "sergeant"),
    }
    assert parsed.accounting[0].header == 2


def test_a_last_row_named_all_is_a_total_and_is_checked():
    rows = [["Hospital", "2019/20", "2020/21"], ["Royal", "2", "5"], ["Queen's", "1", "0"], ["All", "3", "5"]]
    parsed = parse(table(rows), request=HOSPITAL)
    assert [(c.dimension, c.stated_total) for c in parsed.counts[-2:]] == [("total", True), ("total", True)]
    rows[-1] = ["All", "4", "5"]
    parsed = parse(table(rows), request=HOSPITAL)
    assert [c.dimension for c in parsed.counts[-2:]] == ["total", "total"]
    assert [p.code for p in parsed.problems if p.severity == "error"] == ["total_mismatch"]


def test_the_compact_form_of_a_pivot_table():
    parsed = parse(
        table(
            [
                ["Row Labels", "2019", "2020"],
                ["Royal Hospital", "5", "7"],
                ["Theft", "2", "4"],
                ["Arson", "3", "3"],
                ["Queen's Hospital", "1", "6"],
                ["Theft", "1", "2"],
                ["Arson", None, "4"],
                ["Grand Total", "6", "13"],
            ]
        ),
        request=HOSPITAL,
    )
    theft = [c for c in parsed.counts if c.category2_raw == "Theft" or c.category_raw == "Theft"]
    assert [(c.category_raw, c.category2_raw, c.value) for c in theft] == [
        ("Theft", "Royal Hospital", 2),
        ("Theft", "Royal Hospital", 4),
        ("Theft", "Queen's Hospital", 1),
        ("Theft", "Queen's Hospital", 2),
    ]
    assert [c.stated_total for c in parsed.counts if c.category_raw == "Royal Hospital" and not c.category2_raw] == [
        True,
        True,
    ]
    blank = next(c for c in parsed.counts if c.token is None)
    assert (blank.value, blank.meaning) == (0, "zero"), "the hospital's own figure proves the blank"
    assert not codes(parsed)


def test_of_which_rows_are_parts():
    parsed = parse(
        table(
            [
                ["Calendar year", "2017", "2018"],
                ["Officers investigated", "12", "15"],
                ["of which dismissed", "2", "1"],
                ["of which no further action¹", "10", "14"],
            ]
        )
    )
    assert counts(parsed)[::2] == [
        ("total", None, None, "2017", 12),
        ("outcome", "dismissed", "of which dismissed", "2017", 2),
        ("outcome", "no_further_action", "of which no further action¹", "2017", 10),
    ]


def test_a_category_that_nobody_had_is_a_blank_column_and_still_rows():
    parsed = parse(
        table(
            [
                ["Rank", "Dismissed", "NFA", "Reduction in rank"],
                ["Constable", "1", "3", None],
                ["Sergeant", "0", "2", None],
            ]
        )
    )
    blanks = [c for c in parsed.counts if c.category2 == "reduction_in_rank"]
    assert [(c.value, c.meaning) for c in blanks] == [(None, "unknown"), (None, "unknown")]


def test_two_ranks_of_one_code_and_a_collar_number():
    parsed = parse(table([["Rank", "2017", "2018"], ["PC/DC", "5", "7"], ["PS/DS", "1", "2"]]))
    assert [c.category for c in parsed.counts] == ["pc", "pc", "sergeant", "sergeant"]
    listed = parse(table([["Year", "Rank/No", "Result"], ["2019", "CON 00417", "WW"]]))
    assert listed.cases[0].rank == "pc"


def test_dates_month_first_as_a_whole_column_or_not_at_all():
    parsed = parse(
        table(
            [
                ["Ref", "Date received", "Rank", "Outcome"],
                ["A", "03/27/2017", "PC", "WW"],
                ["B", "06/05/2017", "PC", "NFA"],
            ]
        )
    )
    assert [c.date_received.isoformat() for c in parsed.cases] == ["2017-03-27", "2017-06-05"]
    mixed = parse(
        table(
            [
                ["Ref", "Date received", "Rank", "Outcome"],
                ["A", "03/27/2017", "PC", "WW"],
                ["B", "27/05/2017", "PC", "NFA"],
            ]
        )
    )
    assert [c.date_received for c in mixed.cases] == [None, None]
    assert "ambiguous_value" in codes(mixed)


def test_questions_and_answers_in_cells():
    parsed = parse(
        table(
            [
                ["Request", "Response"],
                ["1. The number of officers investigated in each year.", "2017 – 4 2018 – 6"],
                ["2. The outcomes.", "Dismissal – 1 Written Warning – 9"],
            ]
        )
    )
    assert counts(parsed) == [
        ("total", None, None, "2017", 4),
        ("total", None, None, "2018", 6),
        ("outcome", "dismissed", "Dismissal", None, 1),
        ("outcome", "written_warning", "Written Warning", None, 9),
    ]


def test_respectively():
    parsed = parse("In 2017, 2018 and 2019 there were 3, 5 and 4 officers investigated respectively.")
    assert counts(parsed) == [
        ("total", None, None, "2017", 3),
        ("total", None, None, "2018", 5),
        ("total", None, None, "2019", 4),
    ]


def test_figures_of_an_earlier_reply_are_left_to_a_person():
    sentence = "Our previous response said that 14 officers were investigated."
    parsed = parse(table([["Year", "Number of officers"], ["2019", "3"]]), sentence)
    assert len(parsed.counts) == 1


def test_officers_and_staff_in_two_tables_told_apart_by_caption():
    rows = [["Calendar year", "Dismissed", "No further action"], ["2017", "0", "4"], ["2018", "1", "2"]]
    parsed = parse(
        table(rows, caption="Table 1: Police officers"), table(rows, caption="Table 2: Police staff", location="page 2")
    )
    assert {(c.dimension2, c.category2) for c in parsed.counts} == {
        ("person_type", "officer"),
        ("person_type", "staff"),
    }


def test_headings_beside_their_columns_of_an_unruled_table():
    shifted = table(
        [["Offence group", "2019/20", "2020/21", None], ["Violence", None, "188", "201"], ["Theft", None, "64", "41"]]
    )
    shifted.found_by = "column gaps"
    parsed = parse(shifted, request=HOSPITAL)
    assert [(c.period_raw, c.value) for c in parsed.counts] == [
        ("2019/20", 188),
        ("2020/21", 201),
        ("2019/20", 64),
        ("2020/21", 41),
    ]


def test_one_column_of_numbers_without_a_heading_leaves_the_table_to_a_person():
    parsed = parse(
        table([["Offence group", "2019/20", None], ["Violence", "188", "201"], ["Theft", "64", "41"]]), request=HOSPITAL
    )
    assert not parsed.counts
    assert "unclaimed_table" in codes(parsed, "error")


def test_a_joint_letters_forces_over_years():
    from parsers.parse import parse_reply

    letter = (
        "Norfolk Constabulary and Suffolk Constabulary",
        *LETTER[1:4],
        "Norfolk Constabulary and Suffolk Constabulary hold the information.",
    )
    rows = [
        ["Outcome of the investigation", "Norfolk Constabulary", "<", "Suffolk Constabulary", "<"],
        [None, "2019", "2020", "2019", "2020"],
        ["Dismissed", "1", "0", "2", "3"],
        ["No further action", "6", "5", "4", "7"],
    ]
    parsed = parse_reply([document(*letter, table(rows))], "norfolk", MISCONDUCT)
    assert [(c.force, c.category, c.period_raw, c.value) for c in parsed.counts[:4]] == [
        ("norfolk", "dismissed", "2019", 1),
        ("norfolk", "dismissed", "2020", 0),
        ("suffolk", "dismissed", "2019", 2),
        ("suffolk", "dismissed", "2020", 3),
    ]


def test_a_year_with_its_number_suppressed_is_no_heading():
    rows = [["Year", "Number of officers"], ["2017", "4"], ["2018", "6"], ["2019", "*"], ["2020", "*"], ["2021", "9"]]
    parsed = parse(table(rows))
    assert [(c.period_raw, c.value, c.dimension) for c in parsed.counts] == [
        ("2017", 4, "total"),
        ("2018", 6, "total"),
        ("2019", None, "total"),
        ("2020", None, "total"),
        ("2021", 9, "total"),
    ]


def test_groups_of_people_are_categories():
    parsed = parse(
        table(
            [
                ["Officer or staff", "2017", "2018"],
                ["Police officers", "4", "5"],
                ["Police staff", "1", "0"],
                ["Total", "5", "5"],
            ]
        )
    )
    assert {(c.dimension, c.category) for c in parsed.counts} == {
        ("person_type", "officer"),
        ("person_type", "staff"),
        ("total", None),
    }


def test_a_part_year_belongs_to_its_own_year_alone():
    rows = [
        ["Request", "Response"],
        ["The number of officers investigated in each year.", "2019 – 5 2021 – 11 2022 (to 31 July) – 3"],
    ]
    parsed = parse(table(rows))
    assert all(c.period_end.month == 12 for c in parsed.counts if c.period_raw in ("2019", "2021"))


def test_a_number_that_a_question_asks_of_one_channel_is_no_total():
    parsed = parse(table([["Request", "Response"], ["How many of the officers had used WhatsApp?", "12"]]))
    assert not parsed.counts
    assert "low_confidence" in codes(parsed)


def test_a_row_with_a_blank_number_is_no_section():
    parsed = parse(table([["Year", "Officers investigated"], ["2018-19", None], ["2019-20", "3"], ["2020-21", "4"]]))
    assert [(c.period_raw, c.value) for c in parsed.counts] == [("2018-19", None), ("2019-20", 3), ("2020-21", 4)]


def test_two_years_beside_rank_and_outcome_are_a_case():
    rows = [
        ["Year of incident", "Year reported", "Rank", "Platform", "Disposal"],
        ["2016", "2018", "PC", "WhatsApp", "NFA"],
    ]
    parsed = parse(table([*rows, ["2018", "2019", "Sergeant", "Facebook", "Written warning"]]))
    assert [(c.year, c.outcome) for c in parsed.cases] == [(2018, "no_further_action"), (2019, "written_warning")]


def test_serial_numbers_under_a_heading_of_dates_are_dates():
    parsed = parse(table([["Date received", "Rank", "Outcome"], ["43644", "PC", "NFA"], ["43673", "PC", "Dismissed"]]))
    assert [c.date_received.isoformat() for c in parsed.cases] == ["2019-06-28", "2019-07-27"]


def test_labels_of_several_sorts_in_one_column():
    rows = [["", "2018", "2019"], ["Officers and staff investigated", "8", "6"], ["of which: police staff", "2", "1"]]
    parsed = parse(
        table([*rows, ["Of the officers: dismissed", "0", "1"], ["Of the officers: no further action", "4", "3"]])
    )
    assert [(c.dimension, c.category) for c in parsed.counts[::2]] == [
        ("total", None),
        ("person_type", "staff"),
        ("outcome", "dismissed"),
        ("outcome", "no_further_action"),
    ]


def test_tables_about_money_or_work_are_left_out_and_told():
    money = table([["Financial year", "Cost (£)"], ["2019/20", "4120555"], ["2020/21", "4402118"]])
    work = table(
        [["Record type", "Records to read", "Hours"], ["Complaints", "160", "80"], ["Conduct matters", "230", "115"]]
    )
    parsed = parse(money, work)
    assert not parsed.counts and [p.code for p in parsed.problems].count("unclaimed_table") == 2


def test_two_figures_for_one_thing_are_told():
    parsed = parse(
        table([["Outcome", "2019", "2020"], ["Dismissed", "1", "0"], ["NFA", "3", "5"]]),
        "In 2019 four officers were dismissed.",
    )
    (told,) = [p for p in parsed.problems if "for one thing" in p.message]
    assert "1 and 4" in told.message and told.severity == "warning"


def test_a_codes_table_spells_out_the_codes_of_another():
    legend = table([["Code", "Meaning"], ["XQ", "Dismissed without notice"], ["XR", "Reflective practice"]])
    parsed = parse(legend, table([["Year", "Rank", "Outcome"], ["2019", "PC", "XQ"], ["2020", "PC", "XR"]]))
    assert [c.outcome for c in parsed.cases] == ["dismissed", "reflective_practice"]


def test_a_blank_is_the_line_above_where_the_reply_says_so():
    rows = [
        ["Case No", "Year", "Rank", "Allegation", "Outcome"],
        ["A1", "2017", "PC", "Racist image forwarded", "Dismissed"],
    ]
    listed = table([*rows, [None, None, None, "Lied in interview", "Dismissed"]])
    assert [c.case_ref_raw for c in parse("Blank = as line above.", listed).cases] == ["A1", "A1"]
    assert [c.case_ref_raw for c in parse(listed).cases] == ["A1", None]


def test_a_platform_beside_another_is_not_its_qualifier():
    parsed = parse(
        table([["Year", "Platform", "Outcome"], ["2019", "Dating app, WhatsApp", "NFA"], ["2020", "Tinder", "NFA"]])
    )
    assert [c.channels for c in parsed.cases] == [["dating_app", "whatsapp"], ["dating_app"]]


def test_a_kind_of_misconduct_over_numbers_is_counted_beside_the_others():
    rows = [["Year", "Misconduct", "Gross Misconduct"], ["2017", "5", "9"], ["2018", "7", "0"], ["2019", "7", "1"]]
    parsed = parse(table(rows))
    assert [(c.dimension, c.category, c.value) for c in parsed.counts[:2]] == [
        ("severity", "misconduct", 5),
        ("severity", "gross_misconduct", 9),
    ]
    assert len(parsed.counts) == 6 and not codes(parsed)


def test_allegations_behind_labels_of_their_own_are_counts_and_beside_a_result_the_cases_own():
    told = [
        ["Year recorded", "Result", "Allegations"],
        ["2017", "FWW", "6"],
        ["2017", "NFA", "3"],
        ["2018", "FWW", "3"],
    ]
    parsed = parse(table(told))
    assert not parsed.cases
    assert [(c.measure, c.category, c.period_raw, c.value) for c in parsed.counts] == [
        ("allegations", "final_written_warning", "2017", 6),
        ("allegations", "no_further_action", "2017", 3),
        ("allegations", "final_written_warning", "2018", 3),
    ]
    again = [told[0], ["2017", "FWW", "1"], ["2017", "FWW", "2"], ["2018", "NFA", "1"]]
    assert len(parse(table(again)).cases) == 3


def test_a_table_of_outcomes_of_which_one_is_training_answers():
    rows = [
        ["Financial year", "Mgmt Advice", "NFA", "Training"],
        ["2017/18", "3", "5", "0"],
        ["2018/19", "5", "6", "2"],
    ]
    assert len(parse(table(rows)).counts) == 6


def test_numbers_as_labels_are_told():
    rows = [["Length of service", "Officers"], ["1", "5"], ["2", "7"], ["3", "6"]]
    assert "low_confidence" in codes(parse(table(rows)))


LIST = ["Year", "Our ref", "Rank", "Medium", "Summary", "Result"]
ROWS = [
    ["2017", "X1", "PC", "Facebook", "Comment on a page of local news", "Management advice"],
    ["2018", "X2", "PS", "WhatsApp", "Joke shared in a group of colleagues", "NFA"],
]


def test_a_list_that_goes_on_below_a_note_has_the_headings_of_the_list_above():
    more = [
        ["2019", "X3", "PC", "Snapchat", "Picture in uniform with a caption", "Final written warning"],
        [None, "X4", "Insp", "WhatsApp", "Messages to a member of the public", "Resigned"],
    ]
    parsed = parse(table([LIST, *ROWS]), "The next matters were recorded on another system.", table(more, number=2))
    assert [(c.case_ref_raw, c.year, c.rank, c.outcome) for c in parsed.cases] == [
        ("X1", 2017, "pc", "management_advice"),
        ("X2", 2018, "sergeant", "no_further_action"),
        ("X3", 2019, "pc", "final_written_warning"),
        ("X4", 2019, "inspector", "resigned"),
    ]
    assert [(a.rows, a.header, a.records) for a in parsed.accounting[:2]] == [(3, 1, 2), (2, 0, 2)]
    assert not codes(parsed)


def test_a_table_with_headings_of_its_own_does_not_go_on_with_the_one_above():
    other = [["Year", "Officers", "PC", "PS", "Insp", "All"], ["2018", "4", "3", "1", "0", "4"]]
    parsed = parse(table([LIST, *ROWS]), table(other, number=2))
    assert len(parsed.cases) == 2 and {c.dimension for c in parsed.counts} == {"rank", "total"}


def test_a_list_without_headings_and_without_a_list_above_counts_no_years():
    rows = [
        ["2018", "S1", "Staff", "Words of advice"],
        ["2020", "S2", "PCSO", "Dismissed"],
        ["2021", "S3", "Staff", "NFA"],
    ]
    parsed = parse(table(rows))
    assert not [c for c in parsed.counts if c.value in (2020, 2021)]


def test_forces_side_by_side_in_a_list_are_told_apart():
    from parsers.parse import parse_reply

    both = "Norfolk Constabulary and Suffolk Constabulary"
    rows = [
        ["Year", "Norfolk", "<", "Suffolk", "<"],
        ["^", "Officers", "Outcome", "Officers", "Outcome"],
        ["2019", "3", "1 x Dismissal 2 x NFA", "2", "2 x Management Advice"],
        ["2020", "2", "2 x WW", "1", "Reflective practice"],
        [None, "5", None, "3", None],
    ]
    parsed = parse_reply(
        [document(both, *LETTER[1:4], f"{both} hold the information.", table(rows))], "norfolk", MISCONDUCT
    )
    told = [(c.force, c.year, c.outcome, c.officers_lower) for c in parsed.cases]
    assert told == [
        ("norfolk", 2019, "dismissed", 1),
        ("norfolk", 2019, "no_further_action", 2),
        ("norfolk", 2020, "written_warning", 2),
        ("suffolk", 2019, "management_advice", 2),
        ("suffolk", 2020, "reflective_practice", 1),
    ]
    assert [(c.force, c.value, c.stated_total) for c in parsed.counts] == [("norfolk", 5, True), ("suffolk", 3, True)]
    assert not codes(parsed)
    assert (parsed.accounting[0].rows, parsed.accounting[0].records) == (5, 3)


def test_the_letters_own_lines_are_no_part_of_the_first_case():
    lines = ["Our Ref: FOI 123/22", "Date: 9 September 2022"]
    for year, rank, result in (("2017", "Constable", "Management Advice"), ("2018", "Sergeant", "Dismissed")):
        lines += [f"Year: {year}", f"Rank: {rank}", "Platform: WhatsApp", f"Result: {result}"]
    from parsers.parse import parse_reply

    parsed = parse_reply([document(LETTER[0], *lines)], "kent", MISCONDUCT)
    assert [(c.year, c.case_ref_raw, c.date_received) for c in parsed.cases] == [(2017, None, None), (2018, None, None)]


def test_a_number_behind_the_outcome_is_one_of_officers_and_one_that_goes_up_a_cases():
    head = ["Year", "Rank", "Via", "Outcome", "No"]
    rows = [head, ["2017", "PC", "SMS", "NFA", "2"], ["2018", "PS", "X", "NFA", "1"], ["2018", "PC", "SMS", "FWW", "2"]]
    assert [c.officers_lower for c in parse(table(rows)).cases] == [2, 1, 2]
    numbered = [rows[0], *([*r[:4], str(n)] for n, r in enumerate(rows[1:], start=1))]
    assert [(c.officers_lower, c.case_ref_raw) for c in parse(table(numbered)).cases] == [(1, "1"), (1, "2"), (1, "3")]


def test_a_number_of_officers_that_cannot_be_read_is_no_single_officer():
    rows = [["Year", "Rank", "Outcome", "Officers"], ["2017", "PC", "NFA", "several"], ["2018", "PS", "NFA", "1"]]
    parsed = parse(table(rows))
    assert [(c.officers_lower, c.officers_upper) for c in parsed.cases] == [(1, None), (1, 1)]
    assert codes(parsed) == ["unparsed_value"]


def test_figures_of_an_earlier_reply_beside_the_corrected_ones_are_left_out():
    rows = [["Year", "Supplied 12 April 2022", "Corrected", "Difference"], ["2017", "9", "7", "-2"], ["2018", "12", "12", "0"], ["Total", "21", "19", "-2"]]  # fmt: skip
    parsed = parse(table(rows, caption="Number of police officers investigated"))
    assert [(c.dimension, c.period_raw, c.value) for c in parsed.counts] == [
        ("total", "2017", 7),
        ("total", "2018", 12),
        ("total", "Total", 19),
    ]
    assert codes(parsed) == ["low_confidence"]


def test_figures_of_every_subject_are_left_out_and_of_which_those_asked_about_are_the_answer():
    rows = [
        ["Matters", "2017", "2018"],
        ["Conduct matters (all)", "61", "58"],
        ["of which gross misconduct", "14", "17"],
        ["of which messages or social media", "2", "3"],
        ["Officers dismissed (all matters)", "3", "2"],
    ]
    parsed = parse(table(rows, caption="Conduct matters recorded against police officers"))
    assert [(c.dimension, c.period_raw, c.value) for c in parsed.counts] == [("total", "2017", 2), ("total", "2018", 3)]
    assert codes(parsed) == ["low_confidence"] * 3


def test_tables_of_all_misconduct_of_breaches_and_of_costs_are_left_out_and_told():
    years = [["Year", "2017", "2018"], ["WhatsApp", "5", "4"], ["E-mail", "22", "31"]]
    costs = [["Financial year", "Hearings", "Cost (£)"], ["2019/20", "4", "18,210"], ["2020/21", "3", "12,045"]]
    parsed = parse(
        table(years, caption="All misconduct"),
        table(years, number=2, caption="Table B: data breaches attributed to officers"),
        table(costs, number=3, caption="Table C: cost of misconduct hearings"),
    )
    assert not parsed.counts and codes(parsed, "warning") == ["unclaimed_table"] * 3


def test_what_stands_below_a_groups_total_is_not_of_the_group():
    rows = [
        ["Outcome", "2017", "2018", "Total"],
        ["Misconduct hearing", "<", "<", "<"],
        ["Dismissed", "1", "2", "3"],
        ["Final written warning", "0", "1", "1"],
        ["Sub-total: hearings", "1", "3", "4"],
        ["No proceedings", "<", "<", "<"],
        ["No further action", "6", "9", "15"],
        ["of which: resigned", "1", "2", "3"],
        ["Sub-total: no proceedings", "6", "9", "15"],
        ["Live", "0", "1", "1"],
        ["All outcomes", "7", "13", "20"],
    ]
    parsed = parse(table(rows))
    of_all = {c.category_raw: (c.dimension, c.category, c.category2_raw) for c in parsed.counts}
    assert of_all["Live"] == ("outcome", "ongoing", None)
    assert of_all["All outcomes"] == ("total", None, None)
    assert ("No further action", "of which: resigned") in {(c.category_raw, c.category2_raw) for c in parsed.counts}
    assert not codes(parsed)


def test_a_sub_total_beside_a_total_is_no_total_of_them_all():
    rows = [["Outcome", "Officers"], ["Dismissed", "4"], ["Written warning", "6"], ["Sub-total: sanction", "10"], ["NFA", "24"], ["TOTAL", "34"]]  # fmt: skip
    parsed = parse(table(rows))
    assert [(c.dimension, c.value) for c in parsed.counts if c.stated_total] == [("other", 10), ("total", 34)]


def test_a_note_in_brackets_behind_a_number_is_none_of_it():
    parsed = parse(table([["Outcome", "2019", "2020"], ["Dismissed", "3 (b)", "1"], ["NFA", "4", "2"]]))
    assert [c.value for c in parsed.counts] == [3, 1, 4, 2]


def test_a_row_that_only_goes_on_with_a_narrative_is_told():
    rows = [["Year", "Rank", "Summary", "Outcome"], ["2019", "PC", "Posted offensive memes, which a", "NFA"], [None, None, "colleague reported the next day", None], ["2020", "PS", "Comments made about a colleague", "FWW"]]  # fmt: skip
    assert codes(parse(table(rows))) == ["ambiguous_value"]


def test_a_number_in_words_of_all_officers_is_held_against_the_total_of_all_years():
    rows = [["Outcome", "2017", "2018", "Total"], ["NFA", "3", "4", "7"], ["FWW", "1", "0", "1"], ["All outcomes", "4", "4", "8"]]  # fmt: skip
    parsed = parse("The 8 outcomes in Table 1 relate to 6 officers.", table(rows))
    assert codes(parsed) == ["letter_mismatch"]


def test_the_welsh_table_of_a_letter_in_two_languages_is_read_once():
    welsh = [
        ["Canlyniad", "Nifer y swyddogion"],
        ["Dim camau pellach", "6"],
        ["Ymarfer myfyriol", "4"],
        ["Diswyddo", "1"],
    ]
    english = [
        ["Result", "Number of officers"],
        ["No further action", "6"],
        ["Reflective practice", "4"],
        ["Dismissed", "1"],
    ]
    parsed = parse(table(welsh), table(english, number=2))
    assert [(c.category, c.category_raw, c.value) for c in parsed.counts] == [
        ("no_further_action", "No further action", 6),
        ("reflective_practice", "Reflective practice", 4),
        ("dismissed", "Dismissed", 1),
    ]
    other = [english[0], ["No further action", "3"], *english[2:]]
    assert len(parse(table(welsh), table(other, number=2)).counts) == 6


def test_rounded_figures_are_intervals():
    rows = [["Year", "Officers"], ["2019", "10"], ["2020", "15"], ["2021", "20"], ["2022", "0"], ["Total", "40"]]
    parsed = parse("Figures have been rounded to the nearest five.", table(rows))
    assert [(c.value, c.lower, c.upper, c.token) for c in parsed.counts][:2] == [
        (None, 8, 12, "10"),
        (None, 13, 17, "15"),
    ]
    assert codes(parsed) == ["low_confidence"]
    exact = [*rows[:2], ["2020", "14"], *rows[3:5], ["Total", "44"]]
    assert [c.value for c in parse("Figures have been rounded to the nearest five.", table(exact)).counts][:2] == [
        10,
        14,
    ]


def test_how_a_case_was_dealt_with_is_its_outcome_where_its_values_are():
    rows = [["No.", "Year", "Role", "How dealt with"], ["1", "2017", "PC", "Management action"], ["2", "2018", "PS", "Hearing – dismissed without notice"], ["3", "2018", "PC", "NFA"]]  # fmt: skip
    assert [c.outcome for c in parse(table(rows)).cases] == ["management_action", "dismissed", "no_further_action"]
    meetings = [["Year", "Rank", "How dealt with", "Outcome"], ["2017", "PC", "Misconduct meeting", "NFA"], ["2018", "PS", "Misconduct hearing", "NFA"]]  # fmt: skip
    assert [c.process for c in parse(table(meetings)).cases] == ["meeting", "hearing"]


def test_a_count_with_its_share_in_one_column():
    rows = [
        ["Result", "Number (%)"],
        ["No further action", "12 (34%)"],
        ["Reflective practice", "8 (23%)"],
        ["Dismissed", "1 (3%)"],
    ]
    assert [c.value for c in parse(table(rows)).counts] == [12, 8, 1]
    shares = [["Result", "Officers", "Share (%)"], ["NFA", "12", "34"], ["Dismissed", "3", "9"]]
    assert [c.value for c in parse(table(shares)).counts] == [12, 3]


def test_tables_under_the_numbers_of_two_questions_are_of_whom_those_are_about():
    rows = [["Outcome", "2019", "2020"], ["NFA", "5", "6"], ["Dismissed", "1", "0"]]
    staff = [rows[0], ["NFA", "2", "1"], ["Dismissed", "0", "2"]]
    parsed = parse(
        "You asked: 1) How many police officers and 2) how many police staff were investigated over WhatsApp messages or social media, by outcome?",
        "The information is below. Data counts individuals.",
        table(rows, caption="Q1"),
        table(staff, number=2, caption="Q2"),
    )
    assert {(c.dimension2, c.category2, c.value) for c in parsed.counts if c.category == "no_further_action"} == {
        ("person_type", "officer", 5), ("person_type", "officer", 6), ("person_type", "staff", 2), ("person_type", "staff", 1),
    }  # fmt: skip
    assert not codes(parsed)


def test_months_down_and_years_across_are_months_and_those_not_reached_are_no_noughts():
    rows = [[None, "2021", "2022"], ["June", "3", "1"], ["July", "0", "2"], ["August", "1", "0"], ["September", "2", None], [None, "6", "3"]]  # fmt: skip
    parsed = parse("Data for 2022 is to the end of August.", table(rows, caption="Investigations begun, by month"))
    told = [(c.period_raw, c.period_start.month, c.value) for c in parsed.counts if not c.stated_total]
    assert told == [
        ("June 2021", 6, 3), ("June 2022", 6, 1), ("July 2021", 7, 0), ("July 2022", 7, 2), ("August 2021", 8, 1),
        ("August 2022", 8, 0), ("September 2021", 9, 2),
    ]  # fmt: skip


def test_the_total_of_all_years_below_the_last_one_is_not_of_that_year():
    rows = [
        ["Result", "Officers", "Investigations"],
        ["2017", "<", "<"],
        ["NFA", "3", "2"],
        ["2018", "<", "<"],
        ["NFA", "2", "2"],
        ["Dismissed", "1", "1"],
        ["All years", "6", "5"],
    ]
    whole = [c for c in parse(table(rows)).counts if c.stated_total]
    assert [(c.measure, c.value, c.period_raw) for c in whole] == [("officers", 6, None), ("investigations", 5, None)]


def test_units_beside_groups_of_people_are_no_ranks():
    rows = [
        ["Year", "Cases", "Officers", "PCSO", "Allegations"],
        ["2017", "6", "7", "1", "11"],
        ["2018", "8", "8", "0", "12"],
    ]
    told = {(c.measure, c.dimension, c.category) for c in parse(table(rows)).counts}
    assert {("cases", "total", None), ("allegations", "total", None)} <= told
    assert not any(c == "unknown" for _, _, c in told)


def test_a_caption_that_begins_with_the_people_is_about_them():
    rows = [["Outcome", "No."], ["Dismissed", "2"], ["NFA", "6"]]
    staff = [rows[0], ["Dismissed", "1"], ["NFA", "3"]]
    parsed = parse(
        table(rows, caption="Officers: outcomes, all years"),
        table(staff, number=2, caption="Staff: outcomes, all years"),
    )
    assert {(c.category, c.category2) for c in parsed.counts} == {
        ("dismissed", "officer"), ("no_further_action", "officer"), ("dismissed", "staff"), ("no_further_action", "staff"),
    }  # fmt: skip


def test_what_a_blank_result_stands_for_is_said_by_the_notes():
    rows = [["Year", "Result", "Total"], ["2021", "NFA", "4"], ["2021", "(blank)", "2"], ["2022", "FWW", "1"]]
    parsed = parse("(blank) means no result entered yet, the matter is live.", table(rows))
    assert [(c.category, c.value) for c in parsed.counts] == [
        ("no_further_action", 4),
        ("ongoing", 2),
        ("final_written_warning", 1),
    ]


def test_how_many_officers_stand_before_the_outcome_of_each_case():
    rows = [["Year", "Proceedings", "Officers", "Outcome"], ["2017", "Misconduct hearing", "2", "Words of advice"], ["2018", "No proceedings", "1", "NFA"]]  # fmt: skip
    assert [(c.officers_lower, c.outcome) for c in parse(table(rows)).cases] == [
        (2, "words_of_advice"),
        (1, "no_further_action"),
    ]


def test_what_is_counted_over_the_years_is_no_total_of_them():
    rows = [
        ["Outcome", "Total officers", "<", "All"],
        ["^", "2019", "2020", "^"],
        ["NFA", "3", "4", "7"],
        ["Dismissed", "1", "0", "1"],
    ]
    parsed = parse(table(rows))
    assert [(c.value, c.stated_total) for c in parsed.counts] == [
        (3, False),
        (4, False),
        (7, True),
        (1, False),
        (0, False),
        (1, True),
    ]
    assert not codes(parsed)


def test_a_label_without_a_number_that_has_one_elsewhere_is_no_section():
    rows = [["Result", "Officers"], ["2019", None], ["Not complete", None], ["NFA", "5"], ["FWW", "2"], ["2020", None], ["Not complete", "2"], ["NFA", "4"], ["FWW", None]]  # fmt: skip
    told = [
        (c.category_raw, c.period_raw, c.value)
        for c in parse("Where a cell is blank, the figure is zero.", table(rows)).counts
    ]
    assert told == [
        ("Not complete", "2019", 0), ("NFA", "2019", 5), ("FWW", "2019", 2), ("Not complete", "2020", 2), ("NFA", "2020", 4), ("FWW", "2020", 0),
    ]  # fmt: skip


def test_one_column_month_first_makes_the_dates_of_the_whole_list_so():
    head = ["Ref", "Received", "Rank", "Outcome", "Finalised"]
    rows = [["A", "03/27/2017", "PC", "WW", "04/05/2018"], ["B", "06/05/2017", "PC", "NFA", "01/02/2019"]]
    parsed = parse(table([head, *rows]))
    assert [c.date_concluded.isoformat() for c in parsed.cases] == ["2018-04-05", "2019-01-02"]
    told = [p for p in parsed.problems if "month/day/year" in p.message]
    assert [(p.severity, "“Received” and “Finalised”" in p.message) for p in told] == [("info", True)]
    rows[1][4] = "27/06/2019"
    contrary = parse(table([head, *rows]))
    assert [c.date_concluded.isoformat() for c in contrary.cases] == ["2018-05-04", "2019-06-27"]
    assert [c.date_received.isoformat() for c in contrary.cases] == ["2017-03-27", "2017-06-05"]


def test_dates_of_a_column_that_does_not_tell_beside_two_that_contradict_each_other():
    head = ["Ref", "Date reported", "Date of incident", "Rank", "Outcome", "Finalised"]
    row = ["A", "03/27/2017", "27/02/2017", "PC", "WW", "04/05/2018"]
    parsed = parse(table([head, row, ["B", "06/05/2017", "01/05/2017", "PC", "NFA", "02/03/2018"]]))
    assert [c.date_concluded for c in parsed.cases] == [None, None]
    assert any("“Finalised” stand as month/day/year, others" in p.message for p in parsed.problems)


def test_a_date_with_its_month_in_words_contradicts_no_order():
    rows = [["A", "03/27/2017", "PC", "WW"], ["B", "3 May 2017", "PC", "NFA"]]
    parsed = parse(table([["Ref", "Date received", "Rank", "Outcome"], *rows]))
    assert [c.date_received.isoformat() for c in parsed.cases] == ["2017-03-27", "2017-05-03"]


def _cards(*cards: list[str]) -> list[str]:
    return [line for card in cards for line in card]


def test_lines_that_go_on_with_a_value_belong_to_it():
    parsed = parse(
        *_cards(
            ["Year: 2018", "Rank: Two Police Constables", "Nature: Posts in a group", "Outcome: Officer A: written warning", "Officer B: no further action"],
            ["Year: 2019", "Rank: Sergeant", "Nature: Messages sent by WhatsApp", "to a colleague at night", "Outcome: Final written warning", "Learning"],
            ["Year: 2019", "Rank: Inspector", "Nature: Tweet", "Outcome:"],
            ["Year: 2020", "Rank: Constable", "Nature: Tweet", "Outcome: Officer 1: NFA", "Officer 2: dismissed without notice"],
        ),
        "Yours sincerely",
    )  # fmt: skip
    assert [(c.officers_lower, c.part, c.outcomes) for c in parsed.cases] == [
        (1, "1", ["written_warning"]),
        (1, "2", ["no_further_action"]),
        (1, None, ["final_written_warning", "other_informal"]),
        (1, None, ["not_stated"]),
        (1, "1", ["no_further_action"]),
        (1, "2", ["dismissed"]),
    ]
    assert parsed.cases[2].conduct_raw == "Messages sent by WhatsApp to a colleague at night"
    assert parsed.cases[0].outcome_raw == "Officer A: written warning; Officer B: no further action"
    assert not codes(parsed)


def test_a_sentence_between_records_belongs_to_none_and_is_told():
    between = "The matters below were looked at under other rules than those above it."
    parsed = parse(
        *_cards(
            ["Year: 2018", "Rank: PC", "Nature: Tweet", "Outcome: NFA"],
            [between, "Year: 2019", "Rank: PS", "Nature: Tweet", "Outcome: Written warning"],
        )
    )
    assert [c.outcome_raw for c in parsed.cases] == ["NFA", "Written warning"]
    assert sum(between[:30] in p.message for p in parsed.problems) == 1


def test_a_line_that_names_each_record_is_its_reference():
    for word in ("Matter {}", "Case no. {}", "No. {}", "Incident {}:"):
        parsed = parse(
            *_cards(
                [word.format(1), "Year: 2018", "Rank: PC", "Nature: Tweet", "Outcome: NFA"],
                [word.format(2), "Rank: PS", "Nature: Tweet", "Outcome: Written warning", "Year: 2020"],
            )
        )
        assert [(c.case_ref_raw, c.year, c.outcome) for c in parsed.cases] == [
            ("1", 2018, "no_further_action"),
            ("2", 2020, "written_warning"),
        ]
        assert not codes(parsed)


def test_a_year_or_a_group_of_people_above_records_holds_for_them():
    card = ["Rank: PC", "Nature: Tweet", "Outcome: NFA"]
    parsed = parse("2018", *card, *card, "2019", *card)
    assert [c.year for c in parsed.cases] == [2018, 2018, 2019]
    assert [c.outcome_raw for c in parsed.cases] == ["NFA"] * 3


def test_a_field_of_several_records_that_nobody_knows_is_told_and_part_of_no_value():
    card = ["Year: 2018", "Rank: PC", "Nature: Tweet", "Outcome: NFA", "Lead detective: not named"]
    parsed = parse(*card, *card)
    assert [c.outcome_raw for c in parsed.cases] == ["NFA", "NFA"]
    assert "unmapped_column" in codes(parsed)


def test_as_above_takes_the_value_of_the_row_above():
    rows = [
        ["Case", "Year", "Rank", "Allegation", "Via", "Outcome"],
        ["1", "2018", "PC", "Racist jokes", "WhatsApp", "WW"],
        ["2", "As above", "PC", "As above", "As above", "NFA"],
        ["3", "2019", "PS", "ditto", "Same as above", "NFA"],
        ["4", "2020", "PC", "Unwanted messages", "Facebook", "NFA"],
        ["5", "2020", "PC", "Same as case 1", None, "NFA"],
        ["6", "2021", "PC", "As number 4, in another group", "Facebook", "NFA"],
    ]
    parsed = parse(table(rows))
    assert [(c.year, c.channels, c.conduct_raw) for c in parsed.cases] == [
        (2018, ["whatsapp"], "Racist jokes"),
        (2018, ["whatsapp"], "Racist jokes"),
        (2019, ["whatsapp"], "Racist jokes"),
        (2020, ["facebook"], "Unwanted messages"),
        (2020, ["whatsapp"], "Racist jokes"),
        (2021, ["facebook"], "As number 4, in another group"),
    ]
    assert parsed.cases[1].cells["channel_raw"] == parsed.cases[0].cells["channel_raw"]
    assert [p.row for p in parsed.problems if p.severity == "warning"] == [7]


def test_as_above_below_a_blank_points_nowhere_and_is_told():
    rows = [["1", "2018", "PC", None, "Facebook", "WW"], ["2", "2018", "PC", "As above", "As above", "NFA"]]
    parsed = parse(table([["Case", "Year", "Rank", "Allegation", "Via", "Outcome"], *rows]))
    assert [c.channels for c in parsed.cases] == [["facebook"], ["facebook"]]
    assert "ambiguous_value" in codes(parsed)


def test_a_further_outcome_is_one_more_or_what_came_of_the_proceeding():
    rows = [
        ["Case", "Year", "Rank", "Finding", "Outcome", "Further outcome"],
        ["1", "2018", "PC", "Misconduct", "Final written warning", "UPP"],
        ["2", "2018", "PC", "Gross misconduct", "Accelerated hearing", "Dismissed"],
        ["3", "2019", "PC", "No case to answer", "None", None],
        ["4", "2019", "PC", "Misconduct", "Written warning", "Misconduct meeting"],
        ["5", "2020", "PC", "Misconduct", None, "Words of advice"],
        ["6", "2020", "PC", "Gross misconduct", "Would have been dismissed", "Placed on barred list"],
    ]
    parsed = parse(table(rows))
    assert [(c.outcome_raw, c.outcomes, c.process) for c in parsed.cases] == [
        ("Final written warning; UPP", ["final_written_warning", "performance_process"], "unknown"),
        ("Accelerated hearing; Dismissed", ["dismissed"], "accelerated_hearing"),
        ("No case to answer", ["no_case_to_answer"], "unknown"),
        ("Written warning; Misconduct meeting", ["written_warning"], "meeting"),
        ("Misconduct; Words of advice", ["words_of_advice"], "unknown"),
        ("Would have been dismissed; Placed on barred list", ["would_have_been_dismissed"], "unknown"),
    ]


def test_a_remark_that_speaks_of_an_outcome_is_told():
    rows = [
        ["Year", "Rank", "Outcome", "Remarks"],
        ["2018", "PC", "Dismissed", "Reinstated by the tribunal"],
        ["2018", "PC", "Written warning", "Written warning for 12 months"],
        ["2019", "PC", "NFA", "Second line of enquiry"],
        ["2019", "PC", None, "Complaint withdrawn"],
    ]
    parsed = parse(table(rows))
    assert [p.row for p in parsed.problems if "remark" in p.message] == [2, 5]


def test_a_total_below_a_list_without_a_word_has_no_category():
    rows = [["Year", "Officers", "Outcome"], ["2018", "2", "2 x NFA"], ["2019", "1", "Written warning"]]
    parsed = parse(table([*rows, [None, "3", None]]))
    assert [(c.category_raw, c.value) for c in parsed.counts] == [(None, 3)]
    worded = parse(table([*rows, ["Total", "3", None]]))
    assert [(c.category_raw, c.value) for c in worded.counts] == [("Total", 3)]


def test_the_proceeding_that_an_outcome_begins_with():
    rows = [
        ["Year", "Rank", "Outcome"],
        ["2018", "PC", "Misconduct meeting: written warning, 12 months"],
        ["2018", "PC", "Hearing – dismissed without notice"],
        ["2019", "PC", "Misconduct meeting: NFA"],
        ["2019", "PC", "Special case hearing, no sanction"],
        ["2019", "PC", "NFA"],
    ]
    parsed = parse(table(rows))
    assert [(c.process, c.outcomes) for c in parsed.cases] == [
        ("meeting", ["written_warning"]),
        ("hearing", ["dismissed"]),
        ("meeting", ["no_further_action"]),
        ("accelerated_hearing", ["misconduct_no_sanction"]),
        ("unknown", ["no_further_action"]),
    ]
    assert not codes(parsed)
    assert parsed.cases[0].cells["process"] == parsed.cases[0].cells["outcome_raw"]


def test_dismissed_behind_a_proceeding_may_still_be_the_case():
    parsed = parse(table([["Year", "Rank", "Outcome"], ["2018", "PC", "Misconduct hearing: dismissed"]]))
    assert [(c.process, c.outcome) for c in parsed.cases] == [("hearing", "not_stated")]
    assert "ambiguous_value" in codes(parsed)


def test_a_column_of_proceedings_is_believed_before_the_outcome():
    rows = [["Year", "Rank", "Type of hearing", "Outcome"], ["2018", "PC", "Accelerated hearing", "Hearing - written warning"]]  # fmt: skip
    assert [c.process for c in parse(table(rows)).cases] == ["accelerated_hearing"]


def test_a_column_of_officers_is_their_reference_and_shared_rows_are_told():
    head = ["Officer", "Rank", "Year", "Platform", "Result"]
    rows = [["Officer A", "PC", "2018", "WhatsApp", "WW"], ["Officer A", "PC", "2018", "Facebook", "WW"], ["Officer B", "PS", "2019", "Twitter", "NFA"]]  # fmt: skip
    parsed = parse(table([head, *rows]))
    assert [c.case_ref_raw for c in parsed.cases] == ["Officer A", "Officer A", "Officer B"]
    told = [p.message for p in parsed.problems if p.severity == "warning"]
    assert len(told) == 1 and told[0].startswith("The 3 rows name 2 officers")
    letters = parse(table([head, *[[r[0][-1], *r[1:]] for r in rows[1:]]]))
    assert [c.case_ref_raw for c in letters.cases] == ["A", "B"]
    assert not codes(letters)
    numbers = parse(table([["Staff", "Rank", "Year", "Result"], ["2", "PC", "2018", "WW"], ["1", "PS", "2019", "NFA"]]))
    assert not any(c.case_ref_raw for c in numbers.cases)


def test_a_row_that_says_a_year_had_no_case():
    head = ["Case", "Rank", "Via", "Outcome"]
    case = ["C1", "PC", "Facebook", "NFA"]
    for words in ("nil return", "Nil", "None recorded", "No cases"):
        parsed = parse(table([head, ["2018"], case, ["2019"], [words], ["2020"], ["C2", *case[1:]]]))
        assert [(c.case_ref_raw, c.year) for c in parsed.cases] == [("C1", 2018), ("C2", 2020)]
        assert not codes(parsed)
        assert [p.message for p in parsed.problems if p.code == "no_data_found"] == [
            "The list says that there was no case in 2019."
        ]


def test_none_below_the_cases_of_a_year_is_no_word_on_that_year():
    rows = [["Case", "Rank", "Via", "Outcome"], ["2018"], ["C1", "PC", "Facebook", "NFA"], ["None recorded"], ["C2", "PC", "Facebook", "NFA"]]  # fmt: skip
    parsed = parse(table(rows))
    assert codes(parsed) and not any(p.code == "no_data_found" for p in parsed.problems)


def test_a_year_with_nil_beside_it_in_a_list():
    rows = [["Year", "Rank", "Via", "Outcome"], ["2018", "PC", "Facebook", "NFA"], ["2019", "Nil return"], ["2020", "PC", "Facebook", "NFA"]]  # fmt: skip
    parsed = parse(table(rows))
    assert [c.year for c in parsed.cases] == [2018, 2020]
    assert not codes(parsed)


def test_a_table_that_a_sentence_leads_to_as_of_every_kind_is_no_answer():
    rows = [["Year", "2017", "2018", "Total"], ["Number", "188", "204", "392"]]
    parsed = parse(
        "I can also provide the total number of officer conduct matters of every kind recorded in each year:",
        table(rows),
    )
    assert not parsed.counts and "unclaimed_table" in codes(parsed)
    hearings = "For each year, the number of officers who appeared before a misconduct hearing for any reason."
    assert not parse(table([["Outcome", "2017"], ["Dismissed", "2"]], caption=hearings)).counts


def test_the_number_of_a_note_with_a_bracket_is_no_figure_of_its_cell():
    rows = [["Outcome", "2021", "20222)"], ["NFA", "41)", "2"], ["FWW", "2", "0"], ["Total", "6", "2"]]
    parsed = parse("1) One of these officers was counted twice.", "2) To 31 July.", table(rows))
    assert [(c.period_raw, c.value) for c in parsed.counts][:2] == [("2021", 4), ("20222)", 2)]


def test_investigations_as_the_subject_of_a_caption_are_not_what_is_counted():
    rows = [["Outcome", "2017", "<"], ["^", "Officers", "Police Staff"], ["NFA", "3", "1"], ["Dismissed", "1", "0"]]
    parsed = parse(
        "The figures are individuals, by the year recorded.", table(rows, caption="Conduct investigations – WhatsApp")
    )
    assert {c.measure for c in parsed.counts} == {"persons"}


def test_rows_that_share_a_reference_may_be_about_one_officer():
    head = ["Case Ref", "Subject Type", "Standard", "Final Outcome"]
    rows = [head, ["CM/1/18", "Police Officer", "Confidentiality", "Dismissed"], ["CM/1/18", "Police Officer", "Honesty and Integrity", "Dismissed"], ["CM/2/19", "Police Officer", "Confidentiality", "NFA"]]  # fmt: skip
    parsed = parse(table(rows))
    assert parsed.reply.grain == "unknown" and "ambiguous_value" in codes(parsed)
    stated = parse("Each line represents one officer.", table(rows))
    assert stated.reply.grain == "officer" and not codes(stated)


def test_dates_under_the_rest_of_a_cut_heading_are_dates():
    rows = [["complaint", "Rank", "Outcome"], ["12.02.2019", "PC", "NFA"], ["13.05.2020", "PS", "FWW"]]
    assert [c.date_received.isoformat() for c in parse(table(rows)).cases] == ["2019-02-12", "2020-05-13"]


def test_words_right_above_a_list_that_goes_on_are_told():
    more = [["2019", "X3", "PC", "Snapchat", "former partner over several months", "Final written warning"]]
    assert codes(parse(table([LIST, *ROWS]), table(more, number=2, caption="Harassment of a"))) == ["low_confidence"]
    assert not codes(parse(table([LIST, *ROWS]), table(more, number=2, caption="Appendix B: police officers")))


def test_a_mark_behind_what_a_row_says_is_told_once():
    marked = [
        ["2018", "X1\u2020", "PC", "WhatsApp", "Offensive message", "NFA"],
        ["2019", "X2", "PS*", "Facebook", "Posts", "WW"],
    ]
    told = [p for p in parse(table([LIST, *marked])).problems if "mark stands behind" in p.message]
    assert len(told) == 1 and "X1\u2020" in told[0].message and "1 more" in told[0].message
    assert not codes(parse(table([LIST, *ROWS])))


def _ended(outcome):
    return parse(table([LIST, ["2018", "X1", "PC", "WhatsApp", "Offensive message", outcome]]))


def test_an_outcome_that_was_taken_back_is_none():
    for outcome in (
        "Dismissed without notice; appeal upheld, reinstated with final written warning",
        "Final written warning, reduced to written warning on appeal",
    ):
        parsed = _ended(outcome)
        assert [c.outcomes for c in parsed.cases] == [["not_stated"]] and "ambiguous_value" in codes(parsed)


def test_an_outcome_that_stood_on_appeal_stands():
    parsed = _ended("Dismissed without notice; appeal dismissed")
    assert parsed.cases[0].outcome == "dismissed"


def test_as_a_reference_points_to_its_row():
    rows = [
        ["2018", "HM-1", "PC", "Snapchat", "Contact with a victim", "NFA"],
        ["2019", "HM-2", "PC", None, "as HM-1", "NFA"],
    ]
    parsed = parse(table([LIST, *rows]))
    assert [(c.conduct_raw, c.channels) for c in parsed.cases] == [("Contact with a victim", ["snapchat"])] * 2


RANKS = [
    ["Rank", "2017", "2018", "Total"],
    ["PC", "2", "1", "3"],
    ["PS", "0", "1", "1"],
    ["Police staff", "1", "0", "1"],
]


def test_all_officers_beside_their_ranks_are_no_further_officers():
    parsed = parse(table([*RANKS, ["Officers", "2", "2", "4"]]))
    assert {c.category_raw for c in parsed.counts} == {"PC", "PS", "Police staff"} and not codes(parsed)
    assert sum(a.skipped for a in parsed.accounting) == 1


def test_all_officers_that_are_more_than_their_ranks_are_told():
    parsed = parse(table([*RANKS, ["Officers", "2", "3", "5"]]))
    assert codes(parsed) == ["total_mismatch"]


def test_officers_beside_staff_alone_are_counted():
    rows = [["Rank", "2017", "2018"], ["Police officers", "2", "1"], ["Police staff", "1", "0"]]
    assert len(parse(table(rows)).counts) == 4


def test_figures_to_date_have_no_end():
    rows = [["Year", "Officers"], ["2017-2019", "4"], ["2020-2022", "5"], ["2023 to date", "2"]]
    assert parse(table(rows)).reply.period_end is None


def test_years_without_a_case_are_not_all_that_a_reply_covers():
    parsed = parse("Two PCs, group chat, derogatory remarks - both dismissed", "Between 2019 and 2020, none.")
    assert parsed.reply.period_start is None


def test_a_line_about_one_person_is_told_outside_a_list_too():
    line = "Sgt, WhatsApp, sexual image sent to a colleague - final written warning (18 months)"
    assert "low_confidence" in codes(parse(line))
    listed = parse("PC, Facebook, post - no action", line).cases
    assert [(c.rank, c.outcome) for c in listed] == [("pc", "no_further_action"), ("sergeant", "final_written_warning")]
    assert any(line[:30] in p.message for p in parse("Twelve officers were investigated.", line).problems)


def numbers(parsed, dimension="total"):
    return [(c.measure, c.period_raw, c.value) for c in parsed.counts if c.dimension == dimension]


def test_figures_that_have_staff_among_them_are_of_persons():
    told = "Four of them (one in 2020 and three in 2021) are police staff."
    parsed = parse("Officers investigated for messages:", "2020 - 9", "2021 - 12", f"These are individuals. {told}")
    assert numbers(parsed) == [("persons", "2020", 9), ("persons", "2021", 12)]
    assert any(told in p.message for p in parsed.problems)
    said = parse("12 officers were investigated in 2021.", "Two of the 14 individuals were members of police staff.")
    assert numbers(said) == [("officers", "2021", 12)], "what says what it counts is believed"


def test_a_list_by_the_year_of_the_record_counts_records():
    parsed = parse(
        "The records concern six officers. By the year in which the record was made:", "2018: two", "2020: one"
    )
    assert numbers(parsed)[-2:] == [("cases", "2018", 2), ("cases", "2020", 1)]
    people = parse("Officers by the year in which the investigation was opened:", "2018: two", "2020: one")
    assert numbers(people) == [("officers", "2018", 2), ("officers", "2020", 1)]


def test_platforms_after_the_first_count_what_the_first_counts():
    parsed = parse("By platform, 18 cases involved WhatsApp, 9 Facebook and 5 text messages.")
    assert [(c.measure, c.value) for c in parsed.counts] == [("cases", 18), ("cases", 9), ("cases", 5)]


def test_what_is_weighed_for_and_against_telling_is_no_answer():
    parsed = parse(
        "12 officers were investigated.",
        "Factors favouring non-disclosure: 4 investigations remain live and disclosure could prejudice them.",
    )
    assert numbers(parsed) == [("officers", None, 12)]


def test_officers_and_their_investigations_in_one_sentence():
    parsed = parse(
        "Between 1 January 2017 and 31 August 2022, 33 officers were the subject of 24 investigations falling within the terms of your request."
    )
    assert [(m, n) for m, _, n in numbers(parsed)] == [("officers", 33), ("investigations", 24)]


def test_the_first_day_of_the_figures_is_no_date_of_the_reply():
    for span in ("01/01/2017 - 31/07/2022", "1 January 2017 to 31 July 2022"):
        sheet = document("Kent Police", f"Allegations recorded {span}", table(RANKS), name="data.xlsx")
        assert parse_reply([sheet], "kent").reply.date_replied is None
    dated = document("Kent Police", "3 October 2022", "Dear Sir", "12 officers were investigated.")
    assert str(parse_reply([dated], "kent").reply.date_replied) == "2022-10-03"


def test_a_sign_that_is_not_nil_is_one_at_least():
    rows = [["Outcome", "Officers"], ["Dismissed", "*"], ["Written warning", "7"]]
    parsed = parse(table(rows), "* = 4 or fewer (but not nil).", table([["Rank", "Officers"], ["PC", "*"], ["PS", "6"]]), "* = 4 or fewer (but not nil).")  # fmt: skip
    assert {(c.lower, c.upper) for c in parsed.counts if c.value is None} == {(1, 4)}
    assert not any("not wholly understood" in p.message for p in parsed.problems)


OF_YEARS = [["Year", "Officers"], ["2017", "7"], ["2018", "9"], ["Total", "14"]]


def test_years_with_officers_in_two_of_them_add_up_to_more():
    noted = parse(table(OF_YEARS), "Please note that 2 officers were the subject of cases in two separate years.")
    assert [p.severity for p in noted.problems if p.code == "total_mismatch"] == ["info"]
    for note in ("3 officers were the subject of cases in two separate years.", "2 officers were dismissed in 2018."):
        found = parse(table(OF_YEARS), note)
        assert "error" in [p.severity for p in found.problems if p.code == "total_mismatch"]


PIVOT = [
    ["Row Labels", "Distinct Count of Officer ID"],
    ["2018", "3"],
    ["Dismissed", "1"],
    ["NFA", "2"],
    ["2019 (to 31/07)", "3"],
    ["NFA", "2"],
    ["(blank)", "1"],
    ["Grand Total", "6"],
]


def test_a_year_above_its_outcomes_in_one_column_is_their_total():
    parsed = parse(table(PIVOT, caption="DJ 2022-1316"))
    assert counts(parsed) == [
        ("total", None, None, "2018", 3),
        ("outcome", "dismissed", "Dismissed", "2018", 1),
        ("outcome", "no_further_action", "NFA", "2018", 2),
        ("total", None, None, "2019 (to 31/07)", 3),
        ("outcome", "no_further_action", "NFA", "2019 (to 31/07)", 2),
        ("outcome", "not_stated", "(blank)", "2019 (to 31/07)", 1),
        ("total", None, "Grand Total", "Grand Total", 6),
    ]
    assert [c.stated_total for c in parsed.counts] == [True, False, False, True, False, False, True]
    assert {c.measure for c in parsed.counts} == {"officers"} and not codes(parsed)
    whole = parsed.counts[-1]
    assert (whole.period_start.isoformat(), whole.period_end.isoformat()) == ("2018-01-01", "2019-07-31")


def test_outcomes_above_their_years_in_one_column_are_totals_of_these():
    rows = [["Row Labels", "Officers"], ["Dismissed", "3"], ["2018", "1"], ["2020", "2"], ["NFA", "4"], ["2018", "4"]]
    parsed = parse(table([*rows, ["Grand Total", "7"]]))
    assert counts(parsed) == [
        ("outcome", "dismissed", "Dismissed", None, 3),
        ("outcome", "dismissed", "Dismissed", "2018", 1),
        ("outcome", "dismissed", "Dismissed", "2020", 2),
        ("outcome", "no_further_action", "NFA", None, 4),
        ("outcome", "no_further_action", "NFA", "2018", 4),
        ("total", None, "Grand Total", "Grand Total", 7),
    ]
    assert [c.period_end.year for c in parsed.counts] == [2020, 2018, 2020, 2020, 2018, 2020]
    assert [c.stated_total for c in parsed.counts] == [True, False, False, True, False, True] and not codes(parsed)


def test_years_in_one_column_that_do_not_add_up_are_told():
    year = [[label, "4" if label == "2018" else number] for label, number in PIVOT]
    assert [p.message for p in parse(table(year)).problems if p.code == "total_mismatch"] == [
        "The printed total 4 (2018) differs from its parts, which add up to 3."
    ]
    whole = [[label, "7" if label == "Grand Total" else number] for label, number in PIVOT]
    assert [p.message for p in parse(table(whole)).problems if p.code == "total_mismatch"] == [
        "The printed total 7 (Grand Total) differs from its parts, which add up to 6."
    ]


def test_years_above_the_ranks_of_several_columns_are_totals():
    rows = [
        ["Row Labels", "Constable", "Sergeant", "Grand Total"],
        ["2018", "2", "1", "3"],
        ["Dismissed", "1", None, "1"],
        ["NFA", "1", "1", "2"],
        ["2019", "2", None, "2"],
        ["NFA", "2", None, "2"],
        ["Grand Total", "4", "1", "5"],
    ]
    parsed = parse(table(rows))
    assert not codes(parsed)
    assert [(c.category_raw, c.period_raw) for c in parsed.counts if c.value is None] == []
    years = [c for c in parsed.counts if c.dimension == "total"]
    assert [(c.period_raw, c.value) for c in years] == [("2018", 3), ("2019", 2), ("Grand Total", 5)]


def test_months_below_their_year_are_of_that_year():
    rows = [["Row Labels", "Officers"], ["2018", "3"], ["Jan", "1"], ["Mar", "2"], ["2019", "2"], ["Feb", "2"]]
    parsed = parse(table(rows))
    assert [c.period_raw for c in parsed.counts] == ["2018", "Jan 2018", "Mar 2018", "2019", "Feb 2019"]
    assert {c.dimension for c in parsed.counts} == {"total"} and not codes(parsed)


def test_parts_of_a_year_need_not_be_all_of_it():
    rows = [["", "Officers"], ["2018", "3"], ["of which dismissed", "1"], ["2019", "2"], ["of which dismissed", "1"]]
    parsed = parse(table(rows))
    assert [(c.category, c.period_raw) for c in parsed.counts if c.category] == [
        ("dismissed", "2018"), ("dismissed", "2019"),
    ]  # fmt: skip
    assert not codes(parsed)


def test_years_and_then_outcomes_in_one_column_are_no_groups():
    parsed = parse(table([["", "Officers"], ["2018", "3"], ["2019", "2"], ["Dismissed", "1"], ["NFA", "4"]]))
    assert [(c.category, c.period_raw, c.stated_total) for c in parsed.counts] == [
        (None, "2018", False), (None, "2019", False), ("dismissed", None, False), ("no_further_action", None, False),
    ]  # fmt: skip
    assert codes(parsed) == ["low_confidence"]


def test_a_pivot_that_does_not_say_what_it_counts_is_told():
    rows = [["Row Labels", "Count of Ref"], *PIVOT[1:]]
    assert [p.code for p in parse(table(rows)).problems if "Count of Ref" in p.message and p.severity != "info"] == [
        "low_confidence"
    ]
    assert not codes(parse(table(rows, caption="Number of officers")))


def test_a_list_of_the_dismissed_without_their_outcome_is_told():
    rows = [["Year", "Rank", "Platform"], ["2018", "PC", "WhatsApp"], ["2020", "PS", "Facebook"]]
    parsed = parse(table(rows, caption="Further detail of those dismissed"))
    assert [c.outcome for c in parsed.cases] == ["not_stated"] * 2 and codes(parsed) == ["ambiguous_value"]
    assert not codes(parse(table(rows, caption="Officers investigated")))


def totals(parsed):
    return [(c.measure, c.category_raw, c.period_raw, c.value) for c in parsed.counts if c.dimension == "total"]


def test_a_total_of_officers_and_staff_across_is_of_persons():
    rows = [
        ["Year", "Police officers", "Police staff", "Total"],
        ["2018", "3", "1", "4"],
        ["2019", "4", "0", "4"],
        ["Total", "7", "1", "8"],
    ]
    parsed = parse(table(rows), "Twelve officers were investigated.")
    assert totals(parsed)[:3] == [
        ("persons", "Total", "2018", 4), ("persons", "Total", "2019", 4), ("persons", "Total", "Total", 8),
    ]  # fmt: skip
    officers = [c for c in parsed.counts if c.category == "officer"]
    assert {(c.measure, c.dimension) for c in officers} == {("officers", "person_type")}
    assert [p.message for p in parsed.problems if p.code == "letter_mismatch"] == [
        "The letter says 12, the table says 7."
    ]
    assert "letter_mismatch" not in codes(parse(table(rows), "Seven officers were investigated."))


def test_a_total_of_officers_and_staff_below_is_of_persons():
    rows = [["", "2018", "2019"], ["Police officers", "3", "4"], ["Police staff", "1", "0"], ["Total", "4", "4"]]
    parsed = parse(table(rows))
    assert totals(parsed) == [("persons", "Total", "2018", 4), ("persons", "Total", "2019", 4)] and not codes(parsed)


def test_outcomes_of_officers_and_staff_together_are_of_persons():
    rows = [["Outcome", "Officers", "Staff", "Total"], ["Dismissed", "1", "2", "3"], ["NFA", "3", "0", "3"]]
    parsed = parse(table(rows))
    assert [(c.measure, c.dimension2, c.value) for c in parsed.counts if c.dimension2 == "total"] == [
        ("persons", "total", 3), ("persons", "total", 3),
    ]  # fmt: skip


def test_a_total_that_names_officers_or_is_their_sum_is_of_officers():
    named = [
        ["Year", "Police officers", "Police staff", "Total officers"],
        ["2018", "1", "2", "1"],
        ["2019", "3", "1", "3"],
    ]
    summed = [["Year", "Constable", "Sergeant", "Total", "Police staff"], ["2018", "1", "2", "3", "1"], ["2019", "3", "1", "4", "2"]]  # fmt: skip
    for rows in (named, summed):
        parsed = parse(table(rows))
        assert {measure for measure, *_ in totals(parsed)} == {"officers"} and not codes(parsed)
    special = [
        ["Year", "Police officers", "Special constables", "Total"],
        ["2018", "1", "2", "3"],
        ["2019", "3", "1", "4"],
    ]
    assert {measure for measure, *_ in totals(parse(table(special)))} == {"officers"}


def test_a_total_of_ranks_with_staff_is_of_persons_unless_the_table_says_officers():
    rows = [["Rank", "2018", "2019"], ["PC", "1", "2"], ["Police staff", "1", "0"], ["Total", "2", "2"]]
    assert {measure for measure, *_ in totals(parse(table(rows)))} == {"persons"}
    assert {m for m, *_ in totals(parse(table(rows, caption="Number of officers investigated")))} == {"officers"}


def test_a_table_that_comes_to_officers_and_staff_together_is_of_persons_and_told():
    people = [["Year", "Police officers", "Police staff", "Total"], ["2018", "3", "1", "4"], ["2019", "4", "2", "6"], ["Total", "7", "3", "10"]]  # fmt: skip
    apps = [["Platform", "Number"], ["WhatsApp", "6"], ["Facebook", "4"], ["Total", "10"]]
    parsed = parse(table(people), table(apps, number=2))
    assert {c.measure for c in parsed.counts if c.dimension == "channel"} == {"persons"}
    assert codes(parsed) == ["low_confidence"]
    apps[2:] = [["Facebook", "1"], ["Total", "7"]]
    parsed = parse(table(people), table(apps, number=2))
    assert {c.measure for c in parsed.counts if c.dimension == "channel"} == {"officers"} and not codes(parsed)


def test_outcomes_that_come_to_more_than_the_officers_are_told():
    people = [["Year", "Police officers", "Police staff", "Total"], ["2018", "3", "1", "4"], ["2019", "4", "2", "6"]]
    rows = [["Outcome", "2018", "2019"], ["NFA", "2", "3"], ["Dismissed", "1", "2"], ["Total", "3", "5"]]
    told = [p.message for p in parse(table(people), table(rows, number=2)).problems]
    assert "The reply gives 4 and 5 for one thing (Police officers, 2019)." in told
    assert not any("2018" in message for message in told)


def joint(*blocks):
    from parsers.parse import parse_reply

    letter = (
        "Norfolk Constabulary and Suffolk Constabulary",
        *LETTER[1:4],
        "Norfolk Constabulary and Suffolk Constabulary hold the information.",
    )
    parsed = parse_reply([document(*letter, *blocks)], "norfolk", MISCONDUCT)
    for account in parsed.accounting:
        assert account.rows == account.header + account.records + account.skipped + account.quarantined
    return parsed


def of_forces(parsed):
    return [(c.force, c.measure, c.dimension, c.category, c.value) for c in parsed.counts]


OFFICERS_AND_STAFF = [
    ("norfolk", "officers", "person_type", "officer", 1),
    ("norfolk", "persons", "person_type", "staff", 2),
    ("suffolk", "officers", "person_type", "officer", 3),
    ("suffolk", "persons", "person_type", "staff", 4),
]


def test_officers_and_staff_of_two_forces_are_told_apart():
    two = [["Year", "Norfolk", "<", "Suffolk", "<"], [None, "Officers", "Staff", "Officers", "Staff"]]
    one = [["Year", "Norfolk Officers", "Norfolk Staff", "Suffolk Constabulary – officers", "Suffolk (staff)"]]
    for heads in (two, one):
        rows = [*heads, ["2018", "1", "2", "3", "4"], ["2019", "5", "6", "7", "8"]]
        parsed = joint(table(rows, caption="The number of individuals"))
        assert of_forces(parsed)[:4] == OFFICERS_AND_STAFF and not codes(parsed)
    down = [
        ["", "2018"],
        ["Norfolk officers", "1"],
        ["Norfolk staff", "2"],
        ["Suffolk officers", "3"],
        ["Suffolk staff", "4"],
    ]
    assert of_forces(joint(table(down, caption="The number of individuals"))) == OFFICERS_AND_STAFF


def test_the_sum_of_two_forces_is_no_number_of_either():
    rows = [
        ["Outcome – officers", "Norfolk", "Suffolk", "Both forces"],
        ["Dismissed", "1", "3", "4"],
        ["NFA", "5", "7", "12"],
        ["Total", "6", "10", "16"],
    ]
    parsed = joint(table(rows, caption="Individuals"))
    assert of_forces(parsed) == [
        ("norfolk", "officers", "outcome", "dismissed", 1),
        ("suffolk", "officers", "outcome", "dismissed", 3),
        ("norfolk", "officers", "outcome", "no_further_action", 5),
        ("suffolk", "officers", "outcome", "no_further_action", 7),
        ("norfolk", "officers", "total", None, 6),
        ("suffolk", "officers", "total", None, 10),
    ]
    assert not codes(parsed) and any("3 numbers" in p.message for p in parsed.problems)
    rows[1][3] = "5"
    assert "total_mismatch" in codes(joint(table(rows)), "error")


def test_a_row_of_two_forces_together_is_left_out_and_accounted_for():
    for name in ("Both forces", "Total", "Norfolk and Suffolk"):
        rows = [["Force", "2018", "2019"], ["Norfolk", "1", "3"], ["Suffolk", "5", "7"], [name, "6", "10"]]
        parsed = joint(table(rows))
        assert [(c.force, c.value) for c in parsed.counts] == [
            ("norfolk", 1), ("norfolk", 3), ("suffolk", 5), ("suffolk", 7),
        ]  # fmt: skip
        assert [(a.records, a.skipped) for a in parsed.accounting] == [(2, 1)] and not codes(parsed)


def test_the_sum_of_two_forces_stays_where_it_gives_a_number_away():
    rows = [["Year", "Norfolk", "Suffolk", "Total"], ["2018", "<5", "3", "4"], ["2019", "5", "7", "12"]]
    assert [j.total.value for j in joint(table(rows)).joint] == [4, 12]
    rows = [["Outcome", "Norfolk", "Suffolk", "Both forces"], ["Dismissed", "<5", "3", "4"], ["NFA", "5", "7", "12"]]
    assert [c.value for c in joint(table(rows)).counts] == [None, 3, 5, 7]


def test_totals_of_each_force_are_its_own():
    heads = [
        ["Year", "Norfolk", "<", "<", "Suffolk", "<", "<", "Total", "<", "<"],
        [None, *["Officers", "Staff", "Total"] * 3],
    ]
    rows = [
        ["2018", "1", "2", "3", "4", "5", "9", "5", "7", "12"],
        ["2019", "1", "0", "1", "2", "2", "4", "3", "2", "5"],
    ]
    parsed = joint(table([*heads, *rows]))
    assert [(c.force, c.measure, c.value) for c in parsed.counts if c.dimension == "total"] == [
        ("norfolk", "persons", 3), ("suffolk", "persons", 9), ("norfolk", "persons", 1), ("suffolk", "persons", 4),
    ]  # fmt: skip
    assert not codes(parsed)
    down = [["", "2018"], ["Norfolk officers", "1"], ["Norfolk staff", "2"], ["Norfolk total", "3"], ["Suffolk officers", "3"], ["Suffolk staff", "4"], ["Suffolk total", "7"], ["Total", "10"]]  # fmt: skip
    parsed = joint(table(down))
    assert [(c.force, c.measure, c.value) for c in parsed.counts if c.dimension == "total"] == [
        ("norfolk", "persons", 3), ("suffolk", "persons", 7),
    ]  # fmt: skip
    assert not codes(parsed)


def test_years_of_two_forces_in_one_heading():
    rows = [["Outcome", "Norfolk 2018", "Norfolk 2019", "Suffolk 2018", "Suffolk 2019"], ["NFA", "1", "2", "3", "4"]]
    parsed = joint(table(rows))
    assert [(c.force, c.period_raw, c.value) for c in parsed.counts] == [
        ("norfolk", "2018", 1), ("norfolk", "2019", 2), ("suffolk", "2018", 3), ("suffolk", "2019", 4),
    ]  # fmt: skip


def test_some_of_the_officers_are_no_total():
    said = "Two of the officers shown for 2021 were on secondment at the time."
    assert not parse(said).counts and "low_confidence" in codes(parse(said))


def test_what_the_officers_were_is_counted_in_officers():
    parsed = joint("The number of individuals is shown.", "In Norfolk the officers were 21 constables and 3 sergeants.")
    assert of_forces(parsed) == [
        ("norfolk", "officers", "rank", "pc", 21), ("norfolk", "officers", "rank", "sergeant", 3),
    ]  # fmt: skip


STORIES = (
    "Nine officers were investigated. Matters A to C are summarised below; matter C concerned two officers.",
    "A (2017) Constable. Posted a joke about a detainee on Facebook. Management advice.",
    "B (2018) Sergeant. Texts of a sexual nature to a member of the public. Required to resign.",
    "C (2021) Constable. Shared footage of a collision in WhatsApp. Dismissed; reinstated by the tribunal in 2022.",
)


def test_what_came_of_somebody_in_a_sentence_of_its_own_is_told():
    parsed = parse(*STORIES)
    told = " ".join(p.message for p in parsed.problems)
    for ending in ("“Management advice.”", "“Required to resign.”", "“Dismissed; reinstated by the tribunal in 2022.”"):
        assert ending in told
    assert "Dismissal." not in " ".join(p.message for p in parse("Sanctions are listed. Dismissal.").problems)


def test_the_officers_of_one_matter_are_no_total():
    parsed = parse(*STORIES)
    assert numbers(parsed) == [("officers", None, 9)]
    assert any("matter C concerned two officers" in p.message for p in parsed.problems)
    alone = parse("Twelve officers were investigated.", "Case 4 related to two officers.")
    assert numbers(alone) == [("officers", None, 12)]


def test_the_time_of_one_matter_is_not_that_of_the_reply():
    told = parse("Nine officers were investigated.", "In 2023 two officers received written warnings.")
    assert told.reply.period_start is None and told.reply.period_end is None
    dated = parse("In 2022 nine officers were investigated.", "In 2023 two officers were investigated.")
    assert (dated.reply.period_start.year, dated.reply.period_end.year) == (2022, 2023)


def test_officers_on_one_platform_are_no_total():
    parsed = parse("23 officers were investigated.", "WhatsApp featured in 14 of the 23 officers' matters.")
    assert numbers(parsed) == [("officers", None, 23)]
    assert any("14 of the 23" in p.message for p in parsed.problems)


def test_a_table_of_officers_only_counts_officers():
    rows = [["Year", "NFA", "Dismissed"], ["2017", "1", "0"], ["2018", "2", "1"]]
    said = "Our records show 26 individuals. The table sets out results for the officers only."
    assert {c.measure for c in parse(said, table(rows)).counts if c.dimension == "outcome"} == {"officers"}


def test_half_years_are_no_whole_years():
    parsed = parse(table([["Officers", "H1 2021", "H2 2021"], ["PC", "3", "5"], ["PS", "1", "1"]]))
    assert {(str(c.period_start), str(c.period_end)) for c in parsed.counts} == {
        ("2021-01-01", "2021-06-30"),
        ("2021-07-01", "2021-12-31"),
    }
    assert not codes(parsed)


def test_a_rank_that_all_had_is_told():
    told = "All of them were constables at the time."
    parsed = parse("Five officers were investigated.", told)
    assert numbers(parsed) == [("officers", None, 5)] and any(told in p.message for p in parsed.problems)


def periods(parsed):
    return [(str(c.period_start), str(c.period_end), c.category or c.dimension, c.value) for c in parsed.counts]


def test_each_table_is_of_the_period_that_stands_above_it():
    blocks = []
    for number, (when, rows) in enumerate({
        "1 January to 31 March 2017": [["Written warning", "1"], ["Officers", "1"]],
        "Year ended 31 March 2018": [["Written warning", "2"], ["Officers", "2"]],
        "Cases closed in the 12 months to 31 March 2019": [["Written warning", "3"], ["Officers", "3"]],
    }.items(), start=1):  # fmt: skip
        blocks.append(table(rows, number=number, caption=when))
    parsed = parse(*blocks)
    assert periods(parsed) == [
        ("2017-01-01", "2017-03-31", "written_warning", 1), ("2017-01-01", "2017-03-31", "total", 1),
        ("2017-04-01", "2018-03-31", "written_warning", 2), ("2017-04-01", "2018-03-31", "total", 2),
        ("2018-04-01", "2019-03-31", "written_warning", 3), ("2018-04-01", "2019-03-31", "total", 3),
    ]  # fmt: skip
    assert not codes(parsed)


def test_the_year_below_its_months_is_their_total():
    rows = [["Month", "2020", "2021"], ["Jan", "1", "0"], ["Feb", "0", "2"], ["Mar", "2", "1"], ["Year", "3", "3"]]
    parsed = parse(table(rows, caption="Officers investigated, by month"))
    months = [(c.period_raw, c.dimension, c.value, c.stated_total) for c in parsed.counts]
    assert months[:2] == [("Jan 2020", "total", 1, False), ("Jan 2021", "total", 0, False)]
    assert months[-2:] == [("2020", "total", 3, True), ("2021", "total", 3, True)]
    assert not codes(parsed)


def test_a_rank_says_in_brackets_whom_it_has_among_it():
    rows = [
        ["", "Dismissed", "Written warning", "All"],
        ["Constable (including detectives)", "2", "1", "3"],
        ["Sergeant (incl. detectives)", "0", "1", "1"],
        ["Constables and sergeants together", "2", "2", "4"],
        ["Inspector", "1", "0", "1"],
        ["Whole Force", "3", "2", "5"],
    ]
    parsed = parse(table(rows, caption="Officers investigated"))
    ranks = {c.category for c in parsed.counts if c.dimension == "rank"}
    assert ranks == {"pc", "sergeant", "inspector"}
    assert all(c.stated_total for c in parsed.counts if (c.category_raw or "").endswith(("together", "Force")))


def test_years_that_stand_alone_head_the_prose_below_them():
    parsed = parse(
        "2017", "Five officers were investigated. One was dismissed.",
        "2018", "No officers were investigated for conduct of this kind.",
        "2022 (to 31 July)", "Six officers have been investigated so far.",
        "All years", "Eleven officers were therefore investigated over the whole period.",
    )  # fmt: skip
    assert periods(parsed) == [
        ("2017-01-01", "2017-12-31", "total", 5), ("2017-01-01", "2017-12-31", "dismissed", 1),
        ("2018-01-01", "2018-12-31", "total", 0), ("2022-01-01", "2022-07-31", "total", 6),
        ("None", "None", "total", 11),
    ]  # fmt: skip
    assert not any("2022 (to 31 July)" in p.message for p in parsed.problems)


def test_a_year_that_stands_alone_once_heads_nothing():
    parsed = parse("2022", "Six officers have been investigated.")
    assert periods(parsed) == [("None", "None", "total", 6)]


def test_years_over_officers_and_allegations_are_no_line_of_a_letter():
    made = table([
        ["Result", None, "2017 and 2018", None, "2022, to 30 June", None],
        [None, None, "Officers", "Allegations", "Officers", "Allegations"],
        ["Formal", "Dismissed", "1", "2", "3", "4"],
        [None, "Verbal warning", "5", "6", "7", "8"],
        ["All results", None, "6", "8", "10", "12"],
    ])  # fmt: skip
    made.rows[0].cells[0].span = (2, 2)
    for column in (2, 4):
        made.rows[0].cells[column].span, made.rows[0].cells[column + 1].covered = (1, 2), "left"
    made.rows[0].cells[1].covered = made.rows[1].cells[1].covered = "left"
    made.rows[1].cells[0].covered, made.rows[4].cells[0].span, made.rows[4].cells[1].covered = "above", (1, 2), "left"
    parsed = parse(made)
    told = {(c.measure, str(c.period_end), c.category or c.dimension, c.value) for c in parsed.counts}
    assert ("officers", "2018-12-31", "dismissed", 1) in told and (
        "allegations",
        "2022-06-30",
        "verbal_warning",
        8,
    ) in told
    assert ("officers", "2022-06-30", "total", 10) in told and not codes(parsed, "error")


def test_two_figures_for_one_thing_are_told_where_no_period_is():
    parsed = parse("Nine officers were investigated.", "Seven officers were investigated.")
    assert any(p.code == "ambiguous_value" and "7 and 9" in p.message for p in parsed.problems)


def test_an_empty_space_is_what_the_letter_says():
    rows = [["Rank", "Dismissed", "Written warning"], ["PC", "2", None], ["Sergeant", None, "1"]]
    for said in (
        "An empty space in the table means that there was none.",
        "Where a space has been left, there was none.",
    ):
        parsed = parse(table(rows), said)
        assert sorted((c.value, c.meaning) for c in parsed.counts) == [
            (0, "zero"),
            (0, "zero"),
            (1, "exact"),
            (2, "exact"),
        ]


def test_an_appeal_in_a_column_of_its_own_takes_an_outcome_back():
    rows = [
        ["Year", "Rank", "Finding", "Sanction", "Appeal outcome"],
        ["2019", "PC", "Gross misconduct", "Dismissed", "Reinstated by PAT"],
        ["2020", "PS", "Misconduct", "Written warning", "None"],
        ["2020", "PC", "Gross misconduct", "Dismissed", "Not upheld"],
        ["2021", "PC", "Gross misconduct", "Dismissed", "Upheld"],
    ]
    parsed = parse(table(rows))
    assert [c.outcome for c in parsed.cases] == ["not_stated", "written_warning", "dismissed", "not_stated"]
    assert codes(parsed).count("ambiguous_value") == 2


def test_columns_that_each_count_something_else():
    rows = [
        ["Period", "Investigations commenced", "Investigations concluded", "Officers dismissed"],
        ["2019", "8", "5", "1"],
    ]
    told = [(c.measure, c.dimension, c.category or c.category_raw, c.value) for c in parse(table(rows)).counts]
    assert told == [
        ("investigations", "other", "Investigations commenced", 8),
        ("investigations", "other", "Investigations concluded", 5),
        ("officers", "outcome", "dismissed", 1),
    ]


def test_the_total_of_a_list_may_stand_under_its_outcomes():
    parsed = parse(table([["Number of officers", "Outcome"], ["3", "Dismissed"], ["4", "NFA"], ["7", "Total"]]))
    assert [(c.outcome, c.officers_lower) for c in parsed.cases] == [("dismissed", 3), ("no_further_action", 4)]
    assert [(c.value, c.category_raw, c.stated_total) for c in parsed.counts] == [(7, "Total", True)]


def test_figures_of_another_force_are_told():
    parsed = parse(
        table([["Force", "Year", "Investigated"], ["Kent Police", "2019", "4"], ["Essex Police", "2019", "9"]])
    )
    assert any("Essex Police" in p.message and p.code == "ambiguous_value" for p in parsed.problems)
    assert not any("Kent Police” is another" in p.message for p in parsed.problems)


def test_what_a_court_decided_is_no_outcome_of_the_force():
    rows = [["Year", "Rank", "Misconduct outcome", "Criminal outcome"], ["2020", "PS", None, "No further action"], ["2021", "PC", "Dismissed", "Convicted"]]  # fmt: skip
    parsed = parse(table(rows))
    assert [c.outcome for c in parsed.cases] == ["not_stated", "dismissed"]
    assert "unmapped_column" in codes(parsed)


def test_outcomes_beside_platforms_are_outcomes():
    parsed = parse(table([["Year", "WhatsApp", "Facebook", "Dismissed", "NFA"], ["2019", "3", "1", "1", "3"]]))
    assert [(c.dimension, c.category) for c in parsed.counts] == [
        ("channel", "whatsapp"), ("channel", "facebook"), ("outcome", "dismissed"), ("outcome", "no_further_action"),
    ]  # fmt: skip
    assert not codes(parsed)


def test_an_appeal_that_was_allowed_and_a_resignation_under_the_finding_take_the_sanction_back():
    rows = [
        ["Year", "Rank", "Finding", "Sanction of the panel", "Result of appeal"],
        ["2019", "Inspector", "Proven", "Reduction in rank", "Allowed: found not proven"],
        ["2021", "PC", "None made - officer resigned before the hearing", "None", "Not applicable"],
        ["2021", "PC", "Proven", "Reduction in rank", "No appeal"],
    ]
    assert [c.outcome for c in parse(table(rows)).cases] == ["not_stated", "not_stated", "reduction_in_rank"]


def test_ditto_marks_stand_for_what_the_row_above_has():
    rows = [
        ["Date reported", "Rank", "Platform", "Outcome"],
        ["14/02/2017", "PC", "WhatsApp", "NFA"],
        ["″", '"', "Facebook", "ditto"],
        ["01/03/2020", "Sergeant", "″ and Twitter", "Dismissed"],
        ['"', "PC", "''", "As above"],
    ]
    parsed = parse(table(rows))
    assert [(c.year, c.rank, sorted(c.channels), c.outcome) for c in parsed.cases] == [
        (2017, "pc", ["whatsapp"], "no_further_action"),
        (2017, "pc", ["facebook"], "no_further_action"),
        (2020, "sergeant", ["facebook", "twitter"], "dismissed"),
        (2020, "pc", ["facebook", "twitter"], "dismissed"),
    ]
    first, second = parsed.cases[:2]
    assert second.cells["outcome_raw"] == first.cells["outcome_raw"] and not codes(parsed)
    nothing = parse(table([rows[0], ["14/02/2017", "PC", "WhatsApp", '"'], rows[3]]))
    assert nothing.cases[0].outcome is None and "unmapped_value" in codes(nothing)


def test_the_last_financial_year_makes_no_years_financial():
    rows = [["Year", "Officers"], ["2019", "3"], ["2020", "4"]]
    for said, basis in (
        ("We had 1,046 complaints about all subjects in the last financial year.", "calendar"),
        ("Figures are by financial year.", "financial"),
    ):
        parsed = parse(said, table(rows))
        assert {c.year_basis for c in parsed.counts} == {basis}
        assert [c.value for c in parsed.counts] == [3, 4]


def test_an_outcome_below_whether_it_is_final_is_the_outcome():
    rows = [
        ["Platform", "2019", None, None, "2020", None, None],
        [None, "Finalised", None, "Not finalised", "Finalised", None, "Not finalised"],
        [None, "Dismissed", "FWW", "Live", "Dismissed", "FWW", "Live"],
        ["WhatsApp", "1", "2", "0", "0", "1", "3"],
        ["Facebook", "0", "1", "1", "1", "0", "2"],
    ]  # fmt: skip
    made = table(rows)
    for column in (1, 4):
        made.rows[0].cells[column].span = (1, 3)
        made.rows[1].cells[column].span = (1, 2)
        made.rows[0].cells[column + 1].covered = made.rows[0].cells[column + 2].covered = "left"
        made.rows[1].cells[column + 1].covered = "left"
    parsed = parse(made)
    told = {(c.category, c.category2, c.period_raw, c.value) for c in parsed.counts}
    assert ("whatsapp", "final_written_warning", "2019", 2) in told and ("facebook", "ongoing", "2020", 2) in told
    assert "unmapped_value" not in codes(parsed)
