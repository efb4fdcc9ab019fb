"""Dates and periods: what forces print, what it means, and what must not be read."""

from __future__ import annotations

import time
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.grid import period, period_in
from parsers.periods import (
    LATEST_YEAR,
    Period,
    find_dates,
    from_excel_serial,
    is_period,
    is_us_order,
    parse_date,
    parse_period,
)
from schemas.records import EARLIEST_YEAR, YEAR_BASES

NINTH = date(2022, 9, 9)
DATES: dict[str | None, date | None] = {
    "09/09/2022": NINTH,
    "9/9/2022": NINTH,
    "9/9/22": NINTH,
    "9.9.22": NINTH,
    "09.09.2022": NINTH,
    "09-09-2022": NINTH,
    "9 / 9 / 2022": NINTH,
    "09 09 2022": NINTH,
    "9 September 2022": NINTH,
    "9 September, 2022": NINTH,
    "9th September 2022": NINTH,
    "9th of Sept 2022": NINTH,
    "9 th September 2022": NINTH,
    "9^th September 2022": NINTH,
    "the 9th of September 2022": NINTH,
    "9 Sep. 2022": NINTH,
    "09-Sep-22": NINTH,
    "09-Sep-2022": NINTH,
    "9Sep2022": NINTH,
    "09SEP2022": NINTH,
    "9 Sep '22": NINTH,
    "9/Sep/2022": NINTH,
    "9\u00a0September\u00a02022": NINTH,
    "9 September\n2022": NINTH,
    "09–09–2022": NINTH,
    "2022-09-09": NINTH,
    "2022/09/09": NINTH,
    "2022-09-09T00:00:00": NINTH,
    "2022-09-09 00:00:00": NINTH,
    "2022-09-09T10:15:00Z": NINTH,
    "2022-09-09T10:15:00+01:00": NINTH,
    "09/09/2022 14:35": NINTH,
    "9 September 2022 at 10:30": NINTH,
    "Friday 9 September 2022": NINTH,
    "Fri, 9 Sep 2022": NINTH,
    "Friday, 9th September 2022": NINTH,
    "September 9, 2022": NINTH,
    "Sept. 9th, 2022": NINTH,
    " 09/09/2022 ": NINTH,
    "31/12/2022": date(2022, 12, 31),
    "03/04/2021": date(2021, 4, 3),
    "29/02/2020": date(2020, 2, 29),
    "1 May 2019": date(2019, 5, 1),
    "30 Febuary 2020": None,
    "28 Febuary 2020": date(2020, 2, 28),
    "29/02/2021": None,
    "31/04/2022": None,
    "31/02/2022": None,
    "00/01/2022": None,
    "12/31/2022": None,
    "2022-13-01": None,
    "2022-31-12": None,
    "1/4-2019": None,
    "9/9/202": None,
    "9/9/75": None,
    "09/09/1975": None,
    "00/01/1900": None,
    "01/01/0001": None,
    "September 2022": None,
    "Sep-22": None,
    "09/2022": None,
    "2022": None,
    "2022-09": None,
    "9 September": None,
    "44813": None,
    "20220909": None,
    "12": None,
    "1.2.3": None,
    "tomorrow": None,
    "N/A": None,
    "": None,
    None: None,
}


@pytest.mark.parametrize(("text", "expected"), DATES.items())
def test_dates(text: str | None, expected: date | None) -> None:
    assert parse_date(text) == expected


def test_a_year_hint_completes_a_day_and_month_only() -> None:
    assert parse_date("9 September", year_hint=2022) == NINTH
    assert parse_date("Sept 9th", year_hint=2022) == NINTH
    assert parse_date("29 February", year_hint=2021) is None
    assert parse_date("September", year_hint=2022) is None
    assert parse_date("9/9/2021", year_hint=2022) == date(2021, 9, 9)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12/31/2022", True),
        ("1/13/22", True),
        ("9/30/2022 14:00", True),
        ("31/12/2022", False),
        ("12/12/2022", False),
        ("13/31/2022", False),
        ("12/32/2022", False),
        ("0/31/2022", False),
        ("text", False),
        (None, False),
    ],
)
def test_us_order(text: str | None, expected: bool) -> None:
    assert is_us_order(text) is expected


@pytest.mark.parametrize(
    ("number", "date1904", "expected"),
    [
        (44361, False, date(2021, 6, 14)),
        (44361.75, False, date(2021, 6, 14)),
        (44361 - 1462, True, date(2021, 6, 14)),
        (32874, False, date(1990, 1, 1)),
        (32873, False, None),
        (12, False, None),
        (0, False, None),
        (-5, False, None),
        (10**12, False, None),
        (float("nan"), False, None),
        (float("inf"), False, None),
        (True, False, None),
    ],
)
def test_excel_serials(number: float, date1904: bool, expected: date | None) -> None:
    assert from_excel_serial(number, date1904) == expected


def test_dates_in_text_come_with_their_place() -> None:
    text = "Received on Friday 9 September 2022, answered 7th October 2022 (see 01/04/2019-31/03/2020 and 2022-10-07T09:00)."
    found = find_dates(text)
    assert [text[start:end] for _, (start, end) in found] == [
        "Friday 9 September 2022",
        "7th October 2022",
        "01/04/2019",
        "31/03/2020",
        "2022-10-07T09:00",
    ]
    assert [day for day, _ in found] == [
        NINTH,
        date(2022, 10, 7),
        date(2019, 4, 1),
        date(2020, 3, 31),
        date(2022, 10, 7),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "on 5 March 12 officers were dismissed",
        "FOI reference F-2019-01-20",
        "our ref 01.FOI.22.026570 and 1146/22",
        "ratio 3/4, version 1.2.3.4 and 24/7",
        "in September 2022, 2019/20 and 2017-2021",
        "31/02/2022 and 12/31/2022",
        "Common Purpose 20:20 June2008",
    ],
)
def test_no_dates_here(text: str) -> None:
    assert find_dates(text) == []


def calendar_year(year: int, until: date | None = None) -> tuple:
    return date(year, 1, 1), until or date(year, 12, 31), "calendar", year, until is not None


def financial_year(year: int) -> tuple:
    return date(year, 4, 1), date(year + 1, 3, 31), "financial", year, False


def span(start: date, end: date | None, basis: str = "other", year: int | None = None, partial: bool = False) -> tuple:
    return start, end, basis, year, partial


PERIODS: dict[str | None, tuple | None] = {
    # calendar years
    "2019": calendar_year(2019),
    " 2019 ": calendar_year(2019),
    "2019.0": calendar_year(2019),
    "2019:": calendar_year(2019),
    "2019*": calendar_year(2019),
    "2019¹": calendar_year(2019),
    "2019 [1]": calendar_year(2019),
    "CY2019": calendar_year(2019),
    "CY 19": calendar_year(2019),
    "Calendar year 2019": calendar_year(2019),
    "2019 (calendar year)": calendar_year(2019),
    "2019 (full year)": calendar_year(2019),
    "Year 2019": calendar_year(2019),
    "In 2019": calendar_year(2019),
    "Jan 2019 - Dec 2019": calendar_year(2019),
    "January to December 2019": calendar_year(2019),
    "01/01/2019 - 31/12/2019": calendar_year(2019),
    "1990": calendar_year(1990),
    "2100": calendar_year(2100),
    # financial years
    "2019/20": financial_year(2019),
    "2019-20": financial_year(2019),
    "2019–20": financial_year(2019),
    "2019 – 20": financial_year(2019),
    "2019/2020": financial_year(2019),
    "2019-2020": financial_year(2019),
    "2019 / 2020": financial_year(2019),
    "FY 2019/20": financial_year(2019),
    "FY2019-20": financial_year(2019),
    "F/Y 19/20": financial_year(2019),
    "19/20": financial_year(2019),
    "FY 11/12": financial_year(2011),
    "Financial year 2019/20": financial_year(2019),
    "the financial year 2019/20": financial_year(2019),
    "2019/20 financial year": financial_year(2019),
    "2019/20 (FY)": financial_year(2019),
    "Financial year 2019 to 2020": financial_year(2019),
    "2019/20*": financial_year(2019),
    "1999/00": financial_year(1999),
    "1999/2000": financial_year(1999),
    "2010-11": financial_year(2010),
    "Year ending March 2020": financial_year(2019),
    "Year ending 31 March 2020": financial_year(2019),
    "Year to 31st March 2020": financial_year(2019),
    "YE 31 March 2020": financial_year(2019),
    "Y/E March 2020": financial_year(2019),
    "FYE 2020": financial_year(2019),
    "Financial year ending 2020": financial_year(2019),
    "Financial year ending 31 March 2020": financial_year(2019),
    "12 months to 31/03/2020": financial_year(2019),
    "twelve months ending March 2020": financial_year(2019),
    "April 2019 - March 2020": financial_year(2019),
    "Apr 19 - Mar 20": financial_year(2019),
    "Apr-19 to Mar-20": financial_year(2019),
    "01/04/2019 - 31/03/2020": financial_year(2019),
    "1/4/19-31/3/20": financial_year(2019),
    "2019-04-01 to 2020-03-31": financial_year(2019),
    "1st April 2019 – 31st March 2020": financial_year(2019),
    "FY2019": (None, None, "financial", None, False),
    "Financial year 2019": (None, None, "financial", None, False),
    "FY 2017-2022": (None, None, "financial", None, False),
    # parts of a year
    "2022 (to 30 June)": calendar_year(2022, date(2022, 6, 30)),
    "2022 (up to 30 June)": calendar_year(2022, date(2022, 6, 30)),
    "2022 (to end of June)": calendar_year(2022, date(2022, 6, 30)),
    "2022 to 30 June": calendar_year(2022, date(2022, 6, 30)),
    "2022 (to 30/06/2022)": calendar_year(2022, date(2022, 6, 30)),
    "2022 (Jan to Aug)": calendar_year(2022, date(2022, 8, 31)),
    "2022 (January - 30 August)": calendar_year(2022, date(2022, 8, 30)),
    "Jan-Aug 2022": calendar_year(2022, date(2022, 8, 31)),
    "1 January to 30 June 2022": calendar_year(2022, date(2022, 6, 30)),
    "April 19 - June 30 2022": span(date(2022, 4, 19), date(2022, 6, 30), "calendar", 2022, True),
    "2022 (to June 21)": calendar_year(2022, date(2022, 6, 21)),
    "1 January 2022 - 30 August 2022": calendar_year(2022, date(2022, 8, 30)),
    "2022 (part year)": span(date(2022, 1, 1), None, "calendar", 2022, True),
    "2022 part-year": span(date(2022, 1, 1), None, "calendar", 2022, True),
    "2022 YTD": span(date(2022, 1, 1), None, "calendar", 2022, True),
    "2022 to date": span(date(2022, 1, 1), None, "calendar", 2022, True),
    "2022/23 to date": span(date(2022, 4, 1), None, "financial", 2022, True),
    "2017 (from March)": span(date(2017, 3, 1), date(2017, 12, 31), "calendar", 2017, True),
    "2019/20 (Apr-Sep)": span(date(2019, 4, 1), date(2019, 9, 30), "financial", 2019, True),
    "2019/20 (to 31 January)": span(date(2019, 4, 1), date(2020, 1, 31), "financial", 2019, True),
    "Q1 2019": calendar_year(2019, date(2019, 3, 31)),
    "2019 Q1": calendar_year(2019, date(2019, 3, 31)),
    "2019 (Q1)": calendar_year(2019, date(2019, 3, 31)),
    "Quarter 4 2019": span(date(2019, 10, 1), date(2019, 12, 31), "calendar", 2019, True),
    "Q1-Q3 2019": calendar_year(2019, date(2019, 9, 30)),
    "Q1 2019/20": span(date(2019, 4, 1), date(2019, 6, 30), "financial", 2019, True),
    "2019/20 Q4": span(date(2020, 1, 1), date(2020, 3, 31), "financial", 2019, True),
    "Sep-22": span(date(2022, 9, 1), date(2022, 9, 30), "calendar", 2022, True),
    "September 2022": span(date(2022, 9, 1), date(2022, 9, 30), "calendar", 2022, True),
    "Sept 2022": span(date(2022, 9, 1), date(2022, 9, 30), "calendar", 2022, True),
    "2022 September": span(date(2022, 9, 1), date(2022, 9, 30), "calendar", 2022, True),
    "09/2022": span(date(2022, 9, 1), date(2022, 9, 30), "calendar", 2022, True),
    "2022-09": span(date(2022, 9, 1), date(2022, 9, 30), "calendar", 2022, True),
    "Feb 2020": span(date(2020, 2, 1), date(2020, 2, 29), "calendar", 2020, True),
    # spans
    "2017 - 2021": span(date(2017, 1, 1), date(2021, 12, 31), "calendar"),
    "2017-2021": span(date(2017, 1, 1), date(2021, 12, 31), "calendar"),
    "2017 to 2021": span(date(2017, 1, 1), date(2021, 12, 31), "calendar"),
    "between 2019 and 2020": span(date(2019, 1, 1), date(2020, 12, 31), "calendar"),
    "2017-22": span(date(2017, 1, 1), date(2022, 12, 31), "calendar"),
    "2017/18 to 2021/22": span(date(2017, 4, 1), date(2022, 3, 31), "financial"),
    "2017-18 - 2021-22": span(date(2017, 4, 1), date(2022, 3, 31), "financial"),
    "01/03/2021 - 28/02/2025": span(date(2021, 3, 1), date(2025, 2, 28)),
    "1 January 2017 to 30 August 2022": span(date(2017, 1, 1), date(2022, 8, 30)),
    "between 1 January 2017 and 30 August 2022": span(date(2017, 1, 1), date(2022, 8, 30)),
    "from the start of 2017 to 30 August 2022": span(date(2017, 1, 1), date(2022, 8, 30)),
    "2017 to August 2022": span(date(2017, 1, 1), date(2022, 8, 31)),
    "since January 2017": span(date(2017, 1, 1), None, partial=True),
    "April 2019 to date": span(date(2019, 4, 1), None, partial=True),
    "2017 onwards": span(date(2017, 1, 1), None, partial=True),
    # what must not be read
    "2019/21": None,
    "2019/23": None,
    "2020/19": None,
    "2021-2017": None,
    "2019 to 2020": None,
    "2019/2019": None,
    "11/12": None,
    "2005-08": None,
    "17": None,
    "17-19": None,
    "1989": None,
    "2101": None,
    "1066": None,
    "20190": None,
    "2019.5": None,
    "2,019": None,
    "22-Sep": None,
    "September": None,
    "Q1": None,
    "Q5 2019": None,
    "13/2019": None,
    "Year ending 2020": None,
    "Year to date": None,
    "Calendar year 2019/20": None,
    "2019/20 (to 31 May 2022)": None,
    "2022 (6 months)": None,
    "2022 (to June 22)": None,
    "April 22 - June 30 2022": None,
    "31 August 2022 - 1 January 2017": None,
    "31/03/2020": None,
    "2022-09-09T00:00:00": None,
    "Total 2017-2022": None,
    "2019 Total": None,
    "Grand Total": None,
    "All years": None,
    "2019 officers": None,
    "12 officers": None,
    "12": None,
    "Year": None,
    "Outcome": None,
    "<5": None,
    "-": None,
    "": None,
    None: None,
}


def test_the_tables_are_large_enough() -> None:
    assert len(PERIODS) + len(DATES) >= 120


@pytest.mark.parametrize(("text", "expected"), PERIODS.items())
def test_periods(text: str | None, expected: tuple | None) -> None:
    found = parse_period(text)
    read = found and (found.start, found.end, found.basis, found.year, found.partial)
    assert read == expected
    assert is_period(text) is (expected is not None)
    if found:
        assert found.raw == (text or "").strip()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2019", financial_year(2019)),
        ("FY2019", financial_year(2019)),
        ("CY2019", calendar_year(2019)),
        ("2019/20", financial_year(2019)),
        ("2019 to 2020", financial_year(2019)),
        ("2017-2021", (None, None, "financial", None, False)),
        ("Q1 2019", span(date(2019, 4, 1), date(2019, 6, 30), "financial", 2019, True)),
        ("Q4 2019", span(date(2020, 1, 1), date(2020, 3, 31), "financial", 2019, True)),
        ("January 2020", span(date(2020, 1, 1), date(2020, 1, 31), "financial", 2019, True)),
        ("2022 (to 30 June)", span(date(2022, 4, 1), date(2022, 6, 30), "financial", 2022, True)),
    ],
)
def test_periods_of_a_force_that_counts_in_financial_years(text: str, expected: tuple) -> None:
    found = parse_period(text, basis="financial")
    assert found and (found.start, found.end, found.basis, found.year, found.partial) == expected


DAYS = st.dates(date(EARLIEST_YEAR, 1, 1), date(LATEST_YEAR, 12, 31))
FORMS = ("%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y", "%d %b %Y", "%d-%b-%Y", "%A %d %B %Y", "%B %d, %Y", "%Y-%m-%d")


@settings(deadline=None)
@given(DAYS, st.sampled_from([*FORMS, "%Y-%m-%dT%H:%M:%S", "%d/%m/%Y %H:%M"]))
def test_every_form_of_a_date_comes_back(day: date, form: str) -> None:
    assert parse_date(day.strftime(form)) == day


@settings(deadline=None)
@given(st.dates(date(1990, 1, 1), date(2049, 12, 31)), st.sampled_from(("%d/%m/%y", "%d-%b-%y", "%d.%m.%y")))
def test_two_digits_of_a_year_come_back(day: date, form: str) -> None:
    assert parse_date(day.strftime(form)) in (day, None)
    assert (parse_date(day.strftime(form)) == day) is (day.year >= 1990)


@settings(deadline=None)
@given(DAYS, st.sampled_from(FORMS))
def test_every_form_of_a_date_is_found_in_text(day: date, form: str) -> None:
    printed = day.strftime(form)
    text = f"We wrote to you on {printed}, as agreed."
    [(found, (start, end))] = find_dates(text)
    assert found == day
    assert text[start:end] == printed


@settings(deadline=None)
@given(DAYS)
def test_month_first_is_never_read_as_day_first(day: date) -> None:
    printed = day.strftime("%m/%d/%Y")
    if day.day > 12:
        assert parse_date(printed) is None
        assert is_us_order(printed)
    else:
        assert not is_us_order(printed)


@settings(deadline=None)
@given(st.integers(EARLIEST_YEAR, LATEST_YEAR - 1))
def test_generated_years(year: int) -> None:
    for form in ("{0}", "{0}.0", "CY{0}", "Year {0}", "Calendar year {0}", "Jan {0} - Dec {0}"):
        found = parse_period(form.format(year))
        assert found and (found.start, found.end, found.year) == (date(year, 1, 1), date(year, 12, 31), year)
    for form in (
        "{0}/{2:02d}",
        "{0}-{2:02d}",
        "{0}/{1}",
        "FY {0}/{2:02d}",
        "April {0} to March {1}",
        "Year ending March {1}",
    ):
        found = parse_period(form.format(year, year + 1, (year + 1) % 100))
        assert found and (found.start, found.end, found.year) == (date(year, 4, 1), date(year + 1, 3, 31), year)


@settings(deadline=None)
@given(DAYS, DAYS, st.sampled_from(FORMS), st.sampled_from((" - ", " to ", " – ", " until ")))
def test_generated_spans_have_the_right_bounds(first: date, last: date, form: str, between: str) -> None:
    found = parse_period(first.strftime(form) + between + last.strftime(form))
    if first <= last:
        assert found and (found.start, found.end) == (first, last)
    else:
        assert found is None


NEARLY = st.text(alphabet="0123456789 /-–.()*'janfebmrpyulgsoctvd&%toQYFTE", max_size=40)


@settings(deadline=None)
@given(st.one_of(st.text(), NEARLY))
def test_nothing_raises_and_bounds_are_in_order(text: str) -> None:
    for basis in (None, "financial"):
        found = parse_period(text, basis=basis)
        if found:
            assert isinstance(found, Period)
            assert found.basis in YEAR_BASES
            assert found.start is None or found.end is None or found.start <= found.end
            assert found.year is None or EARLIEST_YEAR <= found.year <= LATEST_YEAR
    day = parse_date(text)
    assert day is None or EARLIEST_YEAR <= day.year <= LATEST_YEAR
    is_us_order(text)
    for day, (start, end) in find_dates(text):
        assert 0 <= start < end <= len(text)
        assert parse_date(text[start:end]) == day


@settings(deadline=None)
@given(st.floats(allow_nan=True) | st.integers(), st.booleans())
def test_no_serial_raises(number: float, date1904: bool) -> None:
    day = from_excel_serial(number, date1904)
    assert day is None or day - date(1899, 12, 30) >= timedelta(days=number - 1)


@pytest.mark.parametrize(
    "unit", ["1", "1/", "1/1/", "1 May ", "Mon ", "thursday, the 1 ", "2019-", "2019 to ", " ", "q1 ", "9 of "]
)
def test_long_texts_take_no_time(unit: str) -> None:
    text = (unit * 10_000)[:10_000]
    begun = time.perf_counter()
    find_dates(text)
    for size in (120, 10_000):
        parse_date(text[:size])
        parse_period(text[:size])
    assert time.perf_counter() - begun < 1


@pytest.mark.parametrize("title", ["Dyfed-Powys Police FOI 99/2023", "Ref 118/2022 officers", "Reply 2023/1187"])
def test_the_year_of_a_reference_is_no_period(title):
    """A case without a date took its year from the reference above the table."""
    assert period(title) is None and period_in(title) is None


@pytest.mark.parametrize("title", ["Officers 04/2019", "Officers 2019", "Calendar year 2019/2020 data"])
def test_a_year_beside_words_is_one(title):
    assert period_in(title).year == 2019


def test_a_financial_year_that_lost_its_dash_is_read_and_other_months_are_not():
    read = parse_period("Apr 2019 Mar 2020")
    assert (read.start, read.end, read.basis) == (date(2019, 4, 1), date(2020, 3, 31), "financial")
    assert parse_period("Apr 2019 Jun 2019") is None


def test_a_year_cut_short_by_day_and_month_or_by_words_ends_there_or_nowhere():
    assert period("2022 (to 31/08)").end == date(2022, 8, 31)
    assert (period("2022 (up to the last audit)").end, period("2022 (up to the last audit)").partial) == (None, True)
    assert period("Sanctions issued to officers in 2019").end == date(2019, 12, 31)
    assert parse_period("2019 (1/2)") is None
