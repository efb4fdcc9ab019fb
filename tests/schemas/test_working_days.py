"""Working days: the law's own rules, the bank holidays computed a second way, and what must hold for any dates."""

from datetime import date, timedelta

import pytest
from dateutil.easter import easter
from hypothesis import given
from hypothesis import strategies as st

from schemas.working_days import (
    add_working_days,
    bank_holidays,
    is_working_day,
    last_day_to_answer,
    working_days_between,
    years,
)

REGIMES = st.sampled_from(["FOIA", "FOISA"])
DAYS = st.dates(date(2017, 1, 1), date(2027, 6, 30))
NATIONS = ("england-and-wales", "scotland", "northern-ireland")
PROCLAIMED = {date(2022, 6, 3), date(2022, 9, 19), date(2023, 5, 8)}


def monday(year: int, month: int, last: bool = False) -> date:
    """The first or last Monday of a month."""
    days = [date(year, month, d) for d in range(1, 32 if month in (5, 8) else 31)]
    mondays = [d for d in days if d.weekday() == 0]
    return mondays[-1] if last else mondays[0]


def moved(days: list[date]) -> set[date]:
    """Days that fall on a weekend are given on the next weekday that is not a holiday already."""
    given: set[date] = {d for d in days if d.weekday() < 5}
    for day in (d for d in days if d.weekday() > 4):
        while day.weekday() > 4 or day in given:
            day += timedelta(days=1)
        given.add(day)
    return given


def computed(nation: str, year: int) -> set[date]:
    sunday = easter(year)
    early = date(2020, 5, 8) if year == 2020 else monday(year, 5)
    spring = date(2022, 6, 2) if year == 2022 else monday(year, 5, last=True)
    fixed = [sunday - timedelta(days=2), early, spring]
    winter = [date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)]
    if nation == "scotland":
        winter += [date(year, 1, 2), date(year, 11, 30)]
        fixed += [monday(year, 8)] + ([date(2026, 6, 15)] if year == 2026 else [])
    else:
        fixed += [sunday + timedelta(days=1), monday(year, 8, last=True)]
    if nation == "northern-ireland":
        winter += [date(year, 3, 17), date(year, 7, 12)]
    return moved(winter) | set(fixed) | {d for d in PROCLAIMED if d.year == year}


@pytest.mark.parametrize("nation", NATIONS)
@pytest.mark.parametrize("year", years())
def test_the_bank_holidays_are_those_that_the_rules_give(nation, year):
    assert {d for d in bank_holidays(nation) if d.year == year} == computed(nation, year)


def test_a_bank_holiday_in_any_part_of_the_kingdom_is_no_working_day_under_foia():
    assert not is_working_day(date(2022, 3, 17)) and not is_working_day(date(2022, 11, 30))
    assert is_working_day(date(2022, 3, 17), "FOISA") and not is_working_day(date(2022, 11, 30), "FOISA")
    assert is_working_day(date(2022, 4, 18), "FOISA") and not is_working_day(date(2022, 4, 18))  # Easter Monday


def test_the_last_day_is_the_twentieth_working_day_after_receipt():
    assert last_day_to_answer(date(2022, 10, 3)) == date(2022, 10, 31)
    assert last_day_to_answer(date(2022, 8, 5)) == date(2022, 9, 5)  # the August holiday of England
    assert last_day_to_answer(date(2022, 8, 5), "FOISA") == date(2022, 9, 2)
    assert last_day_to_answer(date(2022, 12, 16)) == date(2023, 1, 19)  # 26, 27 Dec, 2, 3 Jan (Scotland)


@pytest.mark.parametrize(("day", "regime"), [(date(2016, 12, 30), "FOIA"), (date(2027, 12, 20), "FOIA"), (date(2022, 1, 4), "none?")])  # fmt: skip
def test_what_is_not_known_is_not_guessed(day, regime):
    assert last_day_to_answer(day, regime) is None


@given(DAYS, st.integers(1, 60), REGIMES)
def test_adding_days_and_counting_them_agree(start, days, regime):
    end = add_working_days(start, days, regime)
    assert is_working_day(end, regime) and working_days_between(start, end, regime) == days
    assert working_days_between(start, end - timedelta(days=1), regime) == days - 1


@given(DAYS, DAYS, DAYS, REGIMES)
def test_counting_adds_up_over_any_day_between(one, two, three, regime):
    first, middle, last = sorted([one, two, three])
    whole = working_days_between(first, last, regime)
    assert whole == working_days_between(first, middle, regime) + working_days_between(middle, last, regime)
    assert working_days_between(last, first, regime) == 0


@given(DAYS, DAYS, REGIMES)
def test_who_received_later_may_answer_later_and_never_sooner(one, two, regime):
    first, last = sorted([last_day_to_answer(min(one, two), regime), last_day_to_answer(max(one, two), regime)])
    assert (last_day_to_answer(min(one, two), regime), last_day_to_answer(max(one, two), regime)) == (first, last)


@given(DAYS)
def test_scotland_never_counts_fewer_days_than_the_kingdom(start):
    assert last_day_to_answer(start, "FOISA") <= last_day_to_answer(start)
