"""The figures: each officer counted once, each figure an interval with its shares, its forces and its records."""

from __future__ import annotations

from datetime import date

import pytest

from flows.officers import NONE, Interval, Officers, added_up, officers_by_reply, officers_of
from flows.summary import DEFINITIONS, headlines, summarise
from schemas.records import Count, Figure
from tests.flows.release import case, count, reply

SPAN = {"period_start": date(2017, 1, 1), "period_end": date(2022, 8, 31)}


def said(row: int = 1, value: int | None = None, **values) -> Count:
    """A count of officers by outcome for the whole period, unless told otherwise."""
    bounds = (
        {"lower": value, "upper": value} if value is not None else {"lower": 0, "upper": 4, "meaning": "suppressed"}
    )
    return count("kent", "b", row, **{"value": value, **bounds, "dimension_raw": "Outcome", **SPAN, **values})


def total(row: int, value: int | None, **values) -> Count:
    return said(row, value, dimension="total", category=None, category_raw="Total", stated_total=True, **values)


def year(number: int) -> dict:
    return {"period_start": date(number, 1, 1), "period_end": date(number, 12, 31)}


def of(*counts: Count, cases: tuple = (), **told) -> Officers:
    return officers_of(reply("kent", "b", **{"grain": "count", **told}), cases, counts)


def pair(size: Interval | None) -> tuple | None:
    return size and (size.lower, size.upper)


def rows(number: int, **values) -> tuple:
    return tuple(case("kent", "b", row, **values) for row in range(1, number + 1))


# ---- counts


def test_staff_in_a_table_of_persons_are_no_officers():
    people = {"dimension": "person_type", "measure": "persons"}
    counts = [
        said(1, 12, category="officer", **people),
        said(2, 3, category="staff", **people),
        total(3, 15, measure="persons"),
    ]
    assert pair(of(*counts).total) == (12, 12)


def test_officers_beside_a_total_of_persons_are_the_officers():
    people = {"dimension": "person_type", "measure": "officers"}
    counts = [said(1, 12, category="officer", **people), said(2, 3, category="staff", **people)]
    assert pair(of(*counts, total(3, 15, measure="persons")).total) == (12, 12)
    assert pair(of(counts[0]).total) == (12, 12), "nothing of staff"
    assert pair(of(counts[0], total(3, 13)).total) == (13, 13), "a total of officers goes before"


def test_a_total_of_ranks_that_name_staff_is_none_of_officers():
    ranks = [
        said(row, 4, dimension="rank", category=code, category_raw=code) for row, code in enumerate(("pc", "pcso"), 1)
    ]
    made = of(*ranks, total(3, 8), said(4, 3, category="dismissed"), said(5, 5, category="written_warning"))
    assert pair(made.total) == (4, 4)
    assert pair(made.dismissed) == (0, 3), "up to four of the outcomes may be those of PCSOs"


def test_a_two_way_table_and_its_margins_count_once():
    cells = [
        said(n, 2, category="dismissed", dimension2="rank", category2=r, category2_raw=r)
        for n, r in enumerate(("pc", "sergeant"))
    ]
    assert pair(of(*cells).dismissed) == (4, 4)
    margin = said(9, 4, category="dismissed", dimension2="total", stated_total=True)
    assert pair(of(*cells, margin).dismissed) == (4, 4)
    assert pair(of(*cells, said(9, 4, category="dismissed")).dismissed) == (4, 4)


def test_staff_of_a_two_way_table_are_left_out_with_its_margins():
    by = {"category": "dismissed", "dimension2": "person_type"}
    cells = [
        said(1, 2, category2="officer", category2_raw="Officers", **by),
        said(2, 1, category2="staff", category2_raw="Staff", **by),
    ]
    made = of(*cells, said(3, 3, category="dismissed", dimension2="total", stated_total=True))
    assert pair(made.dismissed) == (2, 2) and pair(made.total) == (2, 2)


def test_two_names_of_an_outcome_add_up_in_one_table_and_may_be_the_same_in_two():
    one, other = (
        said(1, 3, category="dismissed", category_raw="Dismissed"),
        {"category": "dismissed", "category_raw": "Sacked"},
    )
    assert pair(of(one, said(2, 1, **other)).dismissed) == (4, 4)
    assert pair(of(one, said(2, 1, location="text", dimension_raw=None, **other)).dismissed) == (3, 4)


def test_a_printed_total_narrows_suppressed_parts():
    cells = [said(n, None, category="dismissed", **year(n)) for n in (2019, 2020)]
    assert pair(of(*cells).dismissed) == (0, 8)
    whole = {"period_start": date(2019, 1, 1), "period_end": date(2020, 12, 31), "stated_total": True}
    assert pair(of(*cells, said(9, 5, category="dismissed", **whole)).dismissed) == (5, 5)
    assert pair(of(*cells, said(9, None, category="dismissed", **whole)).dismissed) == (0, 4)


def test_a_total_of_one_year_is_no_total_of_all():
    outcomes = [said(1, 30, category="dismissed"), said(2, 20, category="written_warning")]
    assert pair(of(*outcomes, total(3, 5, **year(2022))).total) == (50, 50)
    assert pair(of(*outcomes, total(3, 45)).total) == (45, 45), (
        "an officer may have two outcomes: the printed total stands"
    )


def test_a_total_given_to_the_day_is_one_of_the_same_years():
    cells = [said(n, None, category="dismissed", **year(n)) for n in (2020, 2021, 2022)]
    made = of(*cells, total(9, 7, period_start=date(2020, 1, 1), period_end=date(2022, 8, 31)))
    assert pair(made.total) == (7, 7)


def test_years_come_from_outcomes_where_no_total_gives_them():
    made = of(*(said(n, n - 2017, category="dismissed", **year(n)) for n in (2019, 2020)))
    assert {k: pair(v) for k, v in made.by["year"].items()} == {"2019": (2, 2), "2020": (3, 3)}
    assert {k: pair(v) for k, v in made.dismissed_by["year"].items()} == {"2019": (2, 2), "2020": (3, 3)}


def test_an_outcome_that_is_not_coded_is_one_of_its_own_and_stops_nothing():
    made = of(said(1, 3, category="dismissed"), said(2, 4, category=None, category_raw="Sent to Coventry"))
    assert {k: pair(v) for k, v in made.by["outcome"].items()} == {"dismissed": (3, 3), "unknown": (4, 4)}
    assert pair(made.dismissed) == (3, 3) and pair(made.decided) == (3, 3)


def test_channels_come_from_counts_too():
    made = of(total(1, 9), said(2, 6, dimension="channel", category="whatsapp", category_raw="WhatsApp"))
    assert pair(made.by["channel"]["whatsapp"]) == (6, 6)


# ---- a list and counts


def test_a_list_and_its_own_total_count_once():
    assert pair(of(total(1, 3), cases=rows(3), grain="mixed").total) == (3, 3)


def test_a_list_that_names_only_some_hides_no_others():
    made = of(total(1, 40), cases=rows(3), grain="mixed")
    assert pair(made.total) == (40, 40) and pair(made.dismissed) == (3, 40)
    assert pair(made.by["outcome"]["unknown"]) == (37, 37)


def test_staff_on_the_list_explain_a_larger_total():
    listed = (*rows(3), case("kent", "b", 4, person_type="staff"))
    assert pair(of(total(1, 4), cases=listed, grain="mixed").total) == (3, 3)


def test_a_printed_number_of_officers_bounds_allegations_and_a_part_of_it_does_not():
    allegations = {"cases": rows(9), "grain": "allegation"}
    assert pair(of(total(1, 5), **allegations).total) == (5, 5)
    assert pair(of(said(1, 2, category="dismissed"), **allegations).total) == (2, 9)
    assert pair(of(total(1, 2, **year(2022)), **allegations).total) == (2, 9)


def test_a_list_of_other_years_may_name_others_than_the_count():
    made = of(total(1, 30, **year(2017)), cases=rows(20, year=2021), grain="mixed")
    assert pair(made.total) == (30, 50)


def test_an_answer_in_two_parts_counts_the_officers_of_both_once():
    parts = [reply("kent", letter, grain="mixed") for letter in "bc"]
    listed = [case("kent", "c", row) for row in range(1, 4)]
    made = officers_by_reply(parts, listed, [total(1, 3)])
    assert [pair(m.total) for m in made.values()] == [None, (3, 3)]


def test_an_outcome_table_without_total_is_more_than_a_short_list():
    counts = [said(1, 2, category="dismissed"), said(2, 30, category="no_further_action")]
    made = of(*counts, cases=rows(2), grain="mixed")
    assert pair(made.total) == (32, 32) and pair(made.dismissed) == (2, 2)


# ---- figures


def figures(*counts: Count, cases: tuple = (), **told) -> dict[tuple, Figure]:
    made = summarise([reply("kent", "b", **{"grain": "count", **told})], list(cases), list(counts))
    return {(f.figure, f.breakdown, f.category): f for f in made}


def test_outcomes_have_shares_of_all_and_of_those_decided():
    counts = [
        said(1, 2, category="dismissed"),
        said(2, 6, category="written_warning"),
        said(3, 12, category="ongoing"),
        total(4, 20),
    ]
    made = figures(*counts)
    assert made["outcome_share_of_all", "outcome", "dismissed"].share == 0.1
    assert made["outcome_share_of_decided", "outcome", "dismissed"].share == 0.25
    assert made["outcome_share_of_decided", "outcome_group", "formal"].share == 0.75
    assert ("outcome_share_of_decided", "outcome", "ongoing") not in made


def test_a_share_of_suppressed_numbers_has_bounds():
    row = figures(said(1, 6, category="written_warning"), said(2, None, category="dismissed"))[
        "dismissed_share_of_all", None, None
    ]
    assert (row.lower, row.upper, row.denominator, row.denominator_upper) == (0, 4, 6, 10)
    assert (row.share, row.share_lower, row.share_upper) == (0, 0, round(4 / 6, 6))


def test_one_officer_of_one_to_nine_is_no_certainty():
    cases = (*rows(1), *(case("kent", "b", n, outcome="ongoing") for n in range(2, 10)))
    row = figures(cases=cases, grain="allegation")["officers_dismissed", "force", "kent"]
    assert (row.share_lower, row.share_upper) == (round(1 / 9, 6), 1)


def test_a_number_without_bound_has_a_share_without_bound():
    row = figures(said(1, 6, category="ongoing"), said(2, None, category="dismissed", upper=None))[
        "dismissed_share_of_all", None, None
    ]
    assert (row.share_lower, row.share_upper) == (0, 1)


def test_figures_name_their_records_and_only_those():
    counts = [said(1, 2, category="dismissed"), said(2, 6, category="written_warning"), said(3, 12, category="ongoing")]
    made = figures(*counts)
    assert made["officers_dismissed", None, None].records == ["kent-count-1"]
    assert made["officers_investigated", None, None].records == ["kent-count-1", "kent-count-2", "kent-count-3"]
    assert made["forces_with_data", None, None].records == [counts[0].reply_id]


def test_a_figure_of_too_many_records_names_none_and_says_how_many():
    cases = [case("durham", "a", n, record_id=f"durham-{n}") for n in range(1, 6)]
    given = ([reply("durham", "a")], cases, [])
    every, some = summarise(*given), summarise(*given, most_named=4)
    assert [(f.figure, f.breakdown, f.category, f.lower, f.upper, f.share) for f in every] == [
        (f.figure, f.breakdown, f.category, f.lower, f.upper, f.share) for f in some
    ]
    for one, other in zip(every, some, strict=True):
        if len(one.records) > 4:
            assert other.records == [] and other.definition.startswith(one.definition)
            assert other.definition.endswith(
                "The 5 records that it was made from are too many to be named in `records`."
            )
        else:
            assert other == one
    assert any(f.records for f in some) and any(not f.records for f in some)
    assert summarise(*given, most_named=5) == every


def test_the_records_of_cases_add_up_to_the_figure():
    cases = (*rows(3), case("kent", "b", 4, person_type="staff"), case("kent", "b", 5, outcome="ongoing"))
    made = figures(cases=cases, grain="officer")
    assert made["officers_investigated", None, None].records == ["kent-1", "kent-2", "kent-3", "kent-5"]
    assert made["officers_investigated", "outcome", "ongoing"].records == ["kent-5"]


def test_a_force_that_had_none_is_counted_with_its_reply():
    made = figures(status="nil", grain="none")
    row = made["officers_investigated", None, None]
    assert (row.lower, row.upper, row.forces, row.records) == (0, 0, 1, [reply("kent", "b").reply_id])


def test_every_figure_says_what_it_counts_and_of_how_many_forces():
    made = figures(said(1, 2, category="dismissed", **year(2019)), said(2, 1, dimension="channel", category="email"))
    assert all(row.definition == DEFINITIONS[key[:2]] and row.forces == 1 for key, row in made.items())


# ---- in words


@pytest.mark.parametrize(("sample", "words"), [(True, "MADE-UP SAMPLES: no force issued these replies"), (False, "")])
def test_headlines_say_at_least_and_whether_they_are_samples(sample, words):
    counts = [
        said(1, 6, category="written_warning"),
        said(2, 1, category="dismissed"),
        said(3, None, category="ongoing"),
    ]
    lines = dict(headlines(figures(*counts, sample=sample).values()))
    assert lines["online-misconduct-2017"] == words
    assert lines["  officers investigated"] == "at least 7, at most 11; figures from 1 force"
    assert lines["    of those with a stated outcome"] == "14.3% (1 of 7)"


def test_headlines_of_an_unbounded_number_claim_no_bounds():
    lines = dict(
        headlines(figures(said(1, 6, category="ongoing"), said(2, None, category="dismissed", upper=None)).values())
    )
    assert lines["  officers investigated"].startswith("at least 6, no upper bound")
    assert lines["    of all investigated"] == "0.0% (0 of 6)"


def test_many_sizes_come_to_what_adding_them_one_by_one_gives():
    sizes = [Interval(n % 3, n % 3 + n % 2, frozenset([f"r{n % 7}"])) for n in range(20)]
    for some in ([], sizes[:1], sizes, [*sizes, Interval(1, None, frozenset("x"))], [NONE], [Interval(0, None)]):
        assert added_up(some) == sum(some, NONE)


def test_a_part_of_a_category_is_among_its_number():
    part = said(
        2,
        3,
        category="no_further_action",
        dimension2="outcome",
        category2="resigned",
        category2_raw="of which: resigned",
    )
    made = of(
        said(1, 9, category="no_further_action", dimension2="process", category2_raw="No proceedings"),
        part,
        total(3, 9),
    )
    assert pair(made.total) == (9, 9) and pair(made.by["outcome"]["no_further_action"]) == (9, 9)


def test_a_total_of_years_stays_beside_outcomes_that_name_no_time():
    bare = {"period_start": None, "period_end": None}
    outcomes = (said(1, 7, category="final_written_warning", **bare), said(2, 4, category="dismissed", **bare))
    assert pair(of(*outcomes, total(3, 76)).total) == (76, 76)


def test_two_totals_of_all_the_time_that_disagree_widen_the_number():
    assert pair(of(total(1, 116), total(2, 109, period_start=None, period_end=None)).total) == (109, 116)


def test_outcomes_of_some_officers_leave_open_how_many_were_dismissed():
    assert pair(of(said(1, 2, category="reflective_practice"), total(2, 14)).dismissed) == (0, 12)
    assert pair(of(said(1, 14, category="reflective_practice"), total(2, 14)).dismissed) == (0, 0)


def test_groups_of_people_by_outcome_are_outcomes_too():
    crossed = said(1, 2, dimension="person_type", category="officer", category_raw="Officers", dimension2="outcome", category2="dismissed", category2_raw="Dismissed")  # fmt: skip
    assert pair(of(crossed, total(2, 9)).dismissed) == (2, 2)
    persons = said(1, 3, measure="persons", category="dismissed", dimension2="person_type", category2="officer", category2_raw="police officers")  # fmt: skip
    assert pair(of(persons).dismissed) == (3, 3)


def test_a_total_to_the_end_of_a_part_year_is_the_whole_of_years_printed_without_their_end():
    whole = total(9, 31, period_start=date(2017, 1, 1), period_end=date(2022, 7, 31))
    counts = [total(row, None, **year(number)) for row, number in enumerate(range(2017, 2023), start=1)]
    assert pair(of(*counts, whole).total) == (31, 31)


def test_records_of_a_time_before_the_one_asked_about_are_in_no_figure():
    listed = (*rows(2, year=2017, year_basis="calendar"), case("kent", "b", 9, year=2016, year_basis="calendar"))
    replied = reply("kent", "b", grain="officer")
    assert pair(officers_by_reply([replied], listed, []).popitem()[1].total) == (2, 2)


def test_rows_that_share_references_are_one_officer_for_each_reference_at_least():
    listed = tuple(case("kent", "b", row, case_ref_raw=ref) for row, ref in enumerate(("A", "A", "A", "B"), start=1))
    assert pair(of(cases=listed, grain="unknown").total) == (2, 4)
