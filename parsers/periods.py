"""The grammar of dates and periods: reads every way in which forces print a day, a year or a span of time.

Days come first, as they are written in the United Kingdom. A financial year runs from 1 April to 31 March. What can
be read in two ways is not read at all: the answer is None and the caller reports it.
"""

from __future__ import annotations

import calendar
import math
import re
from dataclasses import dataclass
from datetime import date, timedelta

from schemas.records import EARLIEST_YEAR

LATEST_YEAR = 2100
LONGEST = 120
"""Longest text, in characters, that can be one date or one period; anything longer is prose."""

_MONTH_NAMES = {
    "january": 1, "jan": 1, "february": 2, "febuary": 2, "feb": 2, "march": 3, "mar": 3, "april": 4, "apr": 4,
    "may": 5, "june": 6, "jun": 6, "july": 7, "jul": 7, "august": 8, "aug": 8, "september": 9, "sept": 9, "sep": 9,
    "october": 10, "oct": 10, "november": 11, "nov": 11, "december": 12, "dec": 12,
}  # fmt: skip
MONTH = rf"(?:{'|'.join(sorted(_MONTH_NAMES, key=len, reverse=True))})(?![a-z])\.?"
_WEEKDAY = r"(?:(?:mon|tue(?:s)?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?,?\s*)"
_ORDINAL = r"(?:\s?\^?(?:st|nd|rd|th)\b)"
_TIME = r"(?:(?:t|,?\s+(?:at\s+)?)\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?\s*(?:[ap]m|z|utc|gmt|bst|[+-]\d{2}:?\d{2})?)"
_SPACE = re.compile(r"[\s\u200b\ufeff]+")
_PLAIN = str.maketrans(
    {
        **dict.fromkeys("‐‑‒–—―−﹘﹣－", "-"),
        **dict.fromkeys("’‘`´", "'"),
        **dict.fromkeys("⁄∕", "/"),
        **dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u200a\u202f", " "),
    }
)
"""Variants of dashes, quotes, slashes and spaces to their plain form, one character for one: spans stay right."""

# The separator is the same on both sides: "1/4-2019" is a misreading, not a date.
_ISO_DATE = r"(?P<iy>\d{4})(?P<isep>[-/.])(?P<im>\d{1,2})(?P=isep)(?P<id>\d{1,2})"
_NUMERIC_DATE = r"(?P<nd>\d{1,2})(?P<nsep>\s?/\s?|[-.])(?P<nm>\d{1,2})(?P=nsep)(?P<ny>\d{4}|\d{2})"
_NAMED_DATE = rf"(?P<dd>\d{{1,2}}){_ORDINAL}?(?:\s*[-/.,]\s*|\s+of\s+|\s*)(?P<dm>{MONTH})"
_NAMED_YEAR = r"(?:\s*[-/.,]\s*|\s+)?'?(?P<dy>\d{4}|\d{2})"
_MONTH_FIRST_DATE = rf"(?P<mm>{MONTH})\s*(?P<md>\d{{1,2}}){_ORDINAL}?(?:\s*,\s*|\s+)(?P<my>\d{{4}})"
_DATE = re.compile(
    rf"{_WEEKDAY}?(?:the\s+)?(?:{_ISO_DATE}|{_NUMERIC_DATE}|{_NAMED_DATE}{_NAMED_YEAR}|{_MONTH_FIRST_DATE}){_TIME}?",
    re.ASCII,
)
_SPACED_DATE = re.compile(r"(?P<nd>\d{1,2}) (?P<nm>\d{1,2}) (?P<ny>\d{4})", re.ASCII)
_YEARLESS_DATE = re.compile(
    rf"{_WEEKDAY}?(?:the\s+)?(?:{_NAMED_DATE}|(?P<mm>{MONTH})\s*(?P<md>\d{{1,2}}){_ORDINAL}?)", re.ASCII
)
# "01/04/2019-31/03/2020" is two dates; other digits and letters next to a hyphen belong to a reference.
_SLASHED = r"\d{1,2}/\d{1,2}/(?:\d{4}|\d\d)\b"
_BEFORE_DATE = r"(?<![\w/.])(?<!\d[,:])(?:(?<!-)|(?<=/\d{4}-)|(?<=/\d\d-))"
_DATE_IN_TEXT = re.compile(
    rf"{_BEFORE_DATE}(?:{_DATE.pattern})(?![\w/]|\.\w|-(?!{_SLASHED})\w)", re.ASCII | re.IGNORECASE
)
_US_ORDER = re.compile(rf"(\d{{1,2}})\s?([-/.])\s?(\d{{1,2}})\s?\2\s?(?:\d{{4}}|\d{{2}}){_TIME}?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Period:
    """A span of days as a force names it.

    `raw` is what was printed; `start` and `end` are its first and last day, None where open or not said. `basis` says
    what kind of year `year` is: the calendar year, or the year in which a financial year starts; None where the
    period is not within one year. `partial` is True where the period is less than the year it names.
    """

    raw: str
    start: date | None
    end: date | None
    basis: str
    year: int | None
    partial: bool


# ---------------------------------------------------------------------------------------------------------- dates


def parse_date(text: str | None, *, year_hint: int | None = None) -> date | None:
    """Return the day that `text` names, day first; None where it names none, or no possible one.

    A time of day is dropped. A day and month without a year is a date only with `year_hint`. A month or a year alone
    is no date, nor is a month-first number (`12/31/2022`): see `is_us_order`.
    """
    clean = _clean(text)
    match = _DATE.fullmatch(clean) or _SPACED_DATE.fullmatch(clean)
    if match:
        return _matched_date(match)
    match = _YEARLESS_DATE.fullmatch(clean) if year_hint is not None else None
    return _matched_date(match, year_hint) if match else None


def find_dates(text: str | None) -> list[tuple[date, tuple[int, int]]]:
    """Return each full date in running text with its span, in order; `text[start:end]` is the date as printed."""
    plain = (text or "").translate(_PLAIN)
    matches = (match for match in _DATE_IN_TEXT.finditer(plain) if not _runs_into_a_count(match))
    return [(day, match.span()) for match in matches if (day := _matched_date(match))]


def _runs_into_a_count(match: re.Match[str]) -> bool:
    """Tell whether what looks like a year of two digits may count what follows: "on 5 March 12 officers"."""
    return bool(re.search(r"[a-z.]\s+\d\d$", match[0], re.IGNORECASE)) and bool(
        re.match(r"\s+[a-z]", match.string[match.end() :])
    )


def is_us_order(text: str | None) -> bool:
    """Tell whether `text` is a date in numbers that is possible only month first, as `12/31/2022` is.

    One such cell puts every other date of its column in doubt, which only the caller can see.
    """
    match = _US_ORDER.fullmatch(_clean(text))
    return match is not None and 1 <= int(match[1]) <= 12 < int(match[3]) <= 31


def in_numbers(text: str | None) -> bool:
    """Tell whether `text` is a date of two numbers and a year, `12/11/2022`, whichever of them is the month."""
    return _US_ORDER.fullmatch(_clean(text)) is not None


def is_day_first(text: str | None) -> bool:
    """Tell whether `text` is a date in numbers that is possible only day first, as `31/12/2022` is."""
    match = _US_ORDER.fullmatch(_clean(text))
    return match is not None and 1 <= int(match[3]) <= 12 < int(match[1]) <= 31


def parse_us_date(text: str | None) -> date | None:
    """The date of numbers that stand month first (`12/31/2022`), for a column that is known to be so; None for others."""
    cleaned = _clean(text)
    match = _US_ORDER.fullmatch(cleaned)
    if match is None:
        return None
    return parse_date(f"{match[3]}{match[2]}{match[1]}{cleaned[match.end(3) :]}")


def from_excel_serial(number: float, date1904: bool = False) -> date | None:
    """Return the day of an Excel serial number, its time of day dropped; None outside the years in scope.

    Serials count from 1899-12-30 (right from 1 March 1900 on), or from 1904-01-01 in a workbook of that system.
    """
    if isinstance(number, bool) or not math.isfinite(number) or not 0 < number < 100_000:
        return None
    first = date(1904, 1, 1) if date1904 else date(1899, 12, 30)
    day = first + timedelta(days=math.floor(number))
    return day if _in_scope(day.year) else None


_HALF = re.compile(r"\b(?:h[12]|[12]h)\b")
"""Half a year, 'H1 2021': two quarters of it."""


def _clean(text: str | None) -> str:
    """Fold case, spaces and dashes; "" for what is too long to be a date or a period."""
    folded = _SPACE.sub(" ", (text or "").translate(_PLAIN)).strip().casefold()
    folded = _HALF.sub(lambda half: "q1-q2" if "1" in half[0] else "q3-q4", folded)
    return folded if len(folded) <= LONGEST else ""


def _in_scope(year: int) -> bool:
    return EARLIEST_YEAR <= year <= LATEST_YEAR


def _full_year(digits: str) -> int:
    """Return the year of two or four digits: `00` to `49` are of this century, the others of the last."""
    year = int(digits)
    return year if len(digits) > 2 else year + (2000 if year < 50 else 1900)


def _month(name: str) -> int:
    return _MONTH_NAMES[name.casefold().rstrip(".")]


def _day(year: int, month: int, day: int) -> date | None:
    if not (_in_scope(year) and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]):
        return None
    return date(year, month, day)


def _matched_date(match: re.Match[str], year: int | None = None) -> date | None:
    part = match.groupdict()
    if part.get("iy"):
        return _day(int(part["iy"]), int(part["im"]), int(part["id"]))
    if part.get("nd"):
        return _day(_full_year(part["ny"]), int(part["nm"]), int(part["nd"]))
    if part.get("dd"):
        return _day(year or _full_year(part["dy"]), _month(part["dm"]), int(part["dd"]))
    return _day(year or int(part["my"]), _month(part["mm"]), int(part["md"]))


# -------------------------------------------------------------------------------------------------------- periods

_Span = tuple[date, date]

_CALENDAR = r"(?:calendar\s(?:year|yr)s?|calendar|c\.?\s?/?\s?y\.?)"
_FINANCIAL = r"(?:(?:financial|fiscal|fin)\.?\s?(?:years?|yrs?)|financial|fiscal|f\.?\s?/?\s?y\.?)"
_YEAR_WORD = r"(?:(?:(?:in|during|for)\s)?(?:the\s)?(?:years?|yrs?)(?:\sof)?|in|during)"
_LEAD = rf"(?:(?:the\s)?(?:(?P<calendar>{_CALENDAR})|(?P<financial>{_FINANCIAL}))|{_YEAR_WORD})\s?:?\s?"
_ONE_YEAR = re.compile(rf"(?:{_LEAD})?'?(?P<year>\d{{4}}|\d{{2}})(?:\.0{{1,2}})?", re.ASCII)
_TWO_YEARS = re.compile(
    rf"(?:{_LEAD})?'?(?P<first>\d{{4}}|\d{{2}})(?P<sep>\s?[-/]\s?|\sto\s)'?(?P<second>\d{{4}}|\d{{2}})", re.ASCII
)
_FINANCIAL_YEAR_ENDING = re.compile(
    rf"(?:fye|{_FINANCIAL}\s?(?:end(?:ing|ed)?))\s?:?\s?'?(?P<year>\d{{4}}|\d{{2}})", re.ASCII
)
_TRAILING_BASIS = re.compile(
    rf"(?P<base>.*\d)\s?[-,]?\s?[(\[]?(?:(?P<calendar>{_CALENDAR})|(?P<financial>{_FINANCIAL}))[)\]]?"
)
_MONTHS_TO = re.compile(
    r"(?:the\s)?(?:rolling\s)?(?:(?P<months>\d{1,2}|three|six|nine|twelve)[\s-]?(?:months?|mths?)\s(?:period\s)?"
    rf"(?:end(?:ing|ed)?|up\sto|to)|(?:{_FINANCIAL}|years?|yr)\s?(?:end(?:ing|ed)?|up\sto|to)|y\.?/?e\.?|fye)"
    r"\s?:?\s(?:the\s)?(?:end\sof\s)?(?P<end>.+)",
    re.ASCII,
)
_MONTH_WORDS = {"three": 3, "six": 6, "nine": 9, "twelve": 12}
_MONTH_YEAR = re.compile(
    rf"(?P<name>{MONTH})\s?(?:[-/,]\s?|of\s)?'?(?P<year>\d{{4}})|(?P<year2>\d{{4}})\s?[-/]?\s?(?P<name2>{MONTH})"
    r"|(?P<number>\d{1,2})/(?P<year3>\d{4})|(?P<year4>\d{4})-(?P<number2>0[1-9]|1[0-2])",
    re.ASCII,
)
_SHORT_MONTH_YEAR = re.compile(rf"(?P<name>{MONTH})\s?[-/]?\s?'?(?P<year>\d{{2}})", re.ASCII)
_Q = r"(?:q(?:uarter|tr)?\.?\s?)"
_QUARTERS = rf"{_Q}(?P<quarter>[1-4])(?!\d)(?:\s?(?:-|to)\s?{_Q}?(?P<last>[1-4])(?!\d))?"
_QUARTER = re.compile(rf"{_QUARTERS}(?:\sonly)?", re.ASCII)
_NAMED_YEARS = r"(?P<year>[a-z/.' ]*\d{2,4}(?:\s?[-/]\s?\d{2,4})?)"
_QUARTER_OF_YEAR = (
    re.compile(rf"{_QUARTERS}\s?(?:of\s)?[-,/(]?\s?{_NAMED_YEARS}\)?", re.ASCII),
    re.compile(rf"{_NAMED_YEARS}\s?[-,/(]?\s?{_QUARTERS}\)?", re.ASCII),
)
_QUALIFIED = re.compile(
    r"(?P<base>[a-z/.' ]*\d{2,4}(?:\s?[-/]\s?\d{2,4})?)(?:\s?[(\[,;:]\s?|\s-\s|\s)(?P<rest>[^()\[\]]+)[)\]]?", re.ASCII
)
_DAY_AND_MONTH = re.compile(r"(?P<day>\d{1,2})\s?[/.]\s?(?P<month>\d{1,2})", re.ASCII)
_PART = re.compile(
    r"part(?:ial)?(?:[\s-](?:of\s)?(?:the\s)?(?:year|data))?(?:\sonly)?|incomplete"
    r"|y\.?t\.?d\.?|(?:year\s)?to\sdate|so\sfar"
)
_WHOLE = re.compile(r"(?:full|whole|complete)\s(?:calendar\s|financial\s)?year")
_UNTIL = re.compile(r"(?:data\s)?(?:up\s?to|to|until|till|ending|as\s(?:at|of))\s(?:the\s)?(?:end\sof\s)?(?P<end>.+)")
_FROM = re.compile(r"(?:data\s)?(?:from|since)\s(?P<start>.+)")
_SPLIT = re.compile(r"\s?-\s?|\s(?:up\sto|to|until|till|through|thru|and)\s(?:and\sincluding\s|the\s)?(?:end\sof\s)?")
_TWO_MONTHS = re.compile(rf"({MONTH}\s?'?\d{{4}})\s({MONTH}\s?'?\d{{4}})", re.ASCII)
_RANGE_LEAD = re.compile(
    r"(?:the\s)?(?:period\s?:?\s)?(?:(?:from|between)\s)?(?:the\s)?(?:start\sof\s|beginning\sof\s)?"
)
_OPEN_ENDED = re.compile(
    r"since\s(?P<since>.+)"
    r"|(?:from\s)?(?P<begin>.+?)(?:\s?-\s?|\s(?:to|until)\s)(?:the\s)?(?:date|present(?:\sday)?|now)"
    r"|(?:from\s)?(?P<on>.+?)\sonwards?"
)
_NOTE = re.compile(
    r"(?:(?<![*†‡§¹²³⁴⁵⁶⁷⁸⁹⁰])\s?[*†‡§¹²³⁴⁵⁶⁷⁸⁹⁰]+|[ᵃ-ᶻ]|\s?\[(?:note\s?)?\d{1,2}\]|(?<=(?:19|20)\d\d)[1-9]\)|\s?[:.,;])$"
)


def parse_period(text: str | None, *, basis: str | None = None) -> Period | None:
    """Return the period that a heading or a cell names; None where it names none, or could name two.

    A plain year is a calendar year, unless the caller knows that the force's years are financial ones
    (`basis="financial"`): then `2019` starts on 1 April 2019. Two years in a row (`2019/20`, `2019-2020`) are one
    financial year, others a span of years; `2019 to 2020` may be either and is none. `FY 2019` may be the year that
    starts or the one that ends in 2019: its basis is known and its bounds are not. A day is no period, nor is a total
    over periods (`Total 2017-2022`).
    """
    clean = _clean(text)
    while (shorter := _NOTE.sub("", clean)) != clean:
        clean = shorter
    financial = basis == "financial"
    for read in (_year, _months_ending, _part_of_year, _range, _open_ended):
        found = read(clean, financial) if clean else None
        if found and (found[3] is None or _in_scope(found[3])):
            start, end, kind, year, partial = found
            return Period(" ".join((text or "").split()), start, end, kind, year, partial)
    return None


def is_period(text: str | None) -> bool:
    """Tell whether `text` reads as a period; a bare `2019` does, and only its context tells it from a count."""
    return parse_period(text) is not None


_Found = tuple[date | None, date | None, str, int | None, bool]


def _calendar_year(year: int) -> _Span:
    return date(year, 1, 1), date(year, 12, 31)


def _financial_year(year: int) -> _Span:
    return date(year, 4, 1), date(year + 1, 3, 31)


def _month_span(year: int, month: int) -> _Span:
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _described(span: _Span, financial: bool = False) -> _Found | None:
    """Add basis, year and partial to a span; None for one that ends before it starts."""
    start, end = span
    if start > end:
        return None
    tax_year = start.year - (start < date(start.year, 4, 1))
    whole_years = (start.month, start.day, end.month, end.day)
    if whole_years == (4, 1, 3, 31) or (financial and end <= _financial_year(tax_year)[1]):
        within = end <= _financial_year(tax_year)[1]
        return start, end, "financial", tax_year if within else None, within and span != _financial_year(tax_year)
    if whole_years == (1, 1, 12, 31) or start.year == end.year:
        within = start.year == end.year
        return start, end, "calendar", start.year if within else None, within and span != _calendar_year(start.year)
    return start, end, "other", None, False


def _year(clean: str, financial: bool) -> _Found | None:
    trailing = _TRAILING_BASIS.fullmatch(clean)
    if trailing:
        word = "financial year " if trailing["financial"] else "calendar year "
        return _year(word + trailing["base"], financial) if not clean.startswith(("f", "c")) else None
    ending = _FINANCIAL_YEAR_ENDING.fullmatch(clean)
    if ending:
        year = _full_year(ending["year"]) - 1
        return _described(_financial_year(year)) if _in_scope(year) else None
    one = _ONE_YEAR.fullmatch(clean)
    if one:
        return _one_year(one, financial)
    two = _TWO_YEARS.fullmatch(clean)
    return _two_years(two, financial) if two else None


def _one_year(match: re.Match[str], financial: bool) -> _Found | None:
    year = _full_year(match["year"])
    if not _in_scope(year) or (len(match["year"]) == 2 and not (match["financial"] or match["calendar"])):
        return None
    if match["financial"] and not financial:
        return None, None, "financial", None, False
    if financial and not match["calendar"]:
        return _described(_financial_year(year))
    return _described(_calendar_year(year))


def _two_years(match: re.Match[str], financial: bool) -> _Found | None:
    first, second = match["first"], match["second"]
    start = _full_year(first)
    end = _full_year(second) if len(second) == 4 else start // 100 * 100 + int(second)
    if len(second) == 2 and end < start and start % 100 == 99:
        end += 100
    if not _in_scope(start) or not _in_scope(end) or end <= start or (len(first) == 2 and len(second) == 4):
        return None
    named = bool(match["financial"])
    if end == start + 1:
        # "11/12" may be a day and month, "2019 to 2020" two calendar years.
        day_and_month = len(first) == 2 and int(second) <= 12
        doubtful = (day_and_month or "to" in match["sep"]) and not (named or financial)
        return None if doubtful or match["calendar"] else _described(_financial_year(start))
    if len(first) == 2 or "/" in match["sep"] or (len(second) == 2 and int(second) <= 12):
        return None
    if financial or named:
        return None, None, "financial", None, False
    return _described((_calendar_year(start)[0], _calendar_year(end)[1]))


def _months_ending(clean: str, financial: bool) -> _Found | None:
    """Read "year ending March 2020", "12 months to 31/03/2020"."""
    match = _MONTHS_TO.fullmatch(clean)
    last = _extent(match["end"]) if match else None
    if not match or not last or last == _calendar_year(last[0].year):
        return None
    words = match["months"] or "twelve"
    months = _MONTH_WORDS.get(words) or int(words)
    after = last[1] + timedelta(days=1)
    count = after.year * 12 + after.month - 1 - months
    start = _day(count // 12, count % 12 + 1, after.day)
    return _described((start, last[1]), financial) if start and months else None


def _part_of_year(clean: str, financial: bool) -> _Found | None:
    """Read a month, a quarter, and a year that is cut short: "2022 (to 30 June)", "2022 YTD", "2019/20 (Apr-Sep)"."""
    span = _extent(clean, financial=financial) if parse_date(clean) is None else None
    if span:
        return _described(span, financial or _names_financial_year(clean))
    match = _QUALIFIED.fullmatch(clean)
    named = _year(match["base"].strip(), financial) if match else None
    if not match or not named:
        return None
    start, end, basis, year, _ = named
    rest = match["rest"].strip()
    if start is None or end is None:
        return None
    if _WHOLE.fullmatch(rest):
        return named
    if _PART.fullmatch(rest):
        return start, None, basis, year, True
    part = _within(rest, (start, end))
    return (*part, basis, year, part != (start, end)) if part else None


def _names_financial_year(clean: str) -> bool:
    """Tell whether the quarters of `clean` are those of a printed financial year ("Q4 2019/20")."""
    matches = (pattern.fullmatch(clean) for pattern in _QUARTER_OF_YEAR)
    return any(match and (year := _year(match["year"].strip(), False)) and year[2] == "financial" for match in matches)


def _within(rest: str, base: _Span) -> _Span | None:
    """Read what part of the year `base` is meant: "to 30 June", "from April", "Jan-Aug", "Q1"."""
    until, since = _UNTIL.fullmatch(rest), _FROM.fullmatch(rest)
    if until:
        last = _extent(until["end"], base, short=False)
        return (base[0], last[1]) if last else None
    first = _extent(since["start"], base, short=False) if since else None
    if first:
        return first[0], base[1]
    if _DAY_AND_MONTH.fullmatch(rest):
        return None  # "2019 (1/2)": one of two parts
    return _extent(rest, base, short=False) or _between(rest, base)


def _between(rest: str, base: _Span) -> _Span | None:
    """Read "Jan-Aug" or "1 April to 30 June" within the year `base`."""
    rest = _RANGE_LEAD.sub("", rest, count=1)
    for cut in _SPLIT.finditer(rest):
        first, last = (_extent(part, base, short=False) for part in (rest[: cut.start()], rest[cut.end() :]))
        if first and last and first[0] <= last[1]:
            return first[0], last[1]
    return None


def _range(clean: str, financial: bool) -> _Found | None:
    """Read "April 2019 - March 2020", "01/04/2019 to 31/03/2020", "Jan-Aug 2022", "2017/18 to 2021/22"."""
    if _TWO_YEARS.fullmatch(clean):
        return None
    text = _RANGE_LEAD.sub("", clean, count=1)
    if (pair := _TWO_MONTHS.fullmatch(text)) and (found := _span(pair[1], pair[2], financial)):
        # 'Apr 2019 Mar 2020' lost its dash; only the length of a year says that it was one
        return _described(found, financial) if found == _financial_year(found[0].year) else None
    spans = {
        span for cut in _SPLIT.finditer(text) if (span := _span(text[: cut.start()], text[cut.end() :], financial))
    }
    return _described(spans.pop(), financial) if len(spans) == 1 else None


def _span(left: str, right: str, financial: bool) -> _Span | None:
    """Return the span from the start of `left` to the end of `right`, which may lend `left` its year."""
    short = parse_date(left) is None and parse_date(right) is None
    last = _extent(right, short=short, financial=financial)
    if not last:
        return None
    first = _extent(left, short=short, financial=financial) or _extent(left, _calendar_year(last[1].year), short=False)
    return (first[0], last[1]) if first and first[0] <= last[1] else None


def _open_ended(clean: str, financial: bool) -> _Found | None:
    """Read "since January 2017", "2017 onwards", "April 2019 to date": nothing says where it ends."""
    match = _OPEN_ENDED.fullmatch(clean)
    first = _extent(next(filter(None, match.groups())), financial=financial) if match else None
    return (first[0], None, "other", None, True) if first else None


def _extent(text: str, base: _Span | None = None, *, short: bool = True, financial: bool = False) -> _Span | None:
    """Return the first and last day of one day, month, quarter or year; `base` is the year of what names none.

    `short`: "June 22" may be June 2022; beside a year or a full date it may as well be the 22nd.
    """
    text = text.strip(" ,")
    day = parse_date(text)
    found: _Span | None = (day, day) if day else None
    if not day:
        found = _month_extent(text, short) or _quarter_extent(text, financial) or _year_extent(text, financial)
    if not base:
        return found
    if found:
        return found if _contains(base, found) else None
    return _extent_in(text, base)


def _contains(base: _Span, span: _Span) -> bool:
    return base[0] <= span[0] and span[1] <= base[1]


def _month_extent(text: str, short: bool) -> _Span | None:
    match = _MONTH_YEAR.fullmatch(text)
    if match:
        name, number = match["name"] or match["name2"], match["number"] or match["number2"]
        year = int(match["year"] or match["year2"] or match["year3"] or match["year4"])
        month = _month(name) if name else int(number)
        # "2005-08" may be a span of years.
        doubtful = bool(match["year4"]) and month > year % 100
        return _month_span(year, month) if _in_scope(year) and 1 <= month <= 12 and not doubtful else None
    match = _SHORT_MONTH_YEAR.fullmatch(text) if short else None
    return _month_span(_full_year(match["year"]), _month(match["name"])) if match else None


def _quarter_extent(text: str, financial: bool) -> _Span | None:
    """Read "Q1 2019", "2019/20 Q1": quarters of the calendar year, or of the financial year where it is one."""
    for pattern in _QUARTER_OF_YEAR:
        match = pattern.fullmatch(text)
        year = _year_extent(match["year"], financial) if match else None
        if match and year:
            return _quarters(match, year)
    return None


def _quarters(match: re.Match[str], year: _Span) -> _Span | None:
    first, last = int(match["quarter"]), int(match["last"] or match["quarter"])
    if first > last:
        return None
    starts = [year[0].year * 12 + year[0].month - 1 + 3 * quarter for quarter in (first - 1, last)]
    start, after = (date(months // 12, months % 12 + 1, 1) for months in starts)
    return start, after - timedelta(days=1)


def _year_extent(text: str, financial: bool) -> _Span | None:
    found = _year(text.strip(), financial)
    return (found[0], found[1]) if found and found[0] and found[1] else None


def _extent_in(text: str, base: _Span) -> _Span | None:
    """Return the days of a day, month or quarter that names no year, in the year `base`."""
    quarter = _QUARTER.fullmatch(text)
    if quarter:
        return _quarters(quarter, base)
    if numbers := _DAY_AND_MONTH.fullmatch(text):
        days = [
            _day(year, int(numbers["month"]), int(numbers["day"])) for year in range(base[0].year, base[1].year + 1)
        ]
        return next(((day, day) for day in days if day and _contains(base, (day, day))), None)
    month = _MONTH_NAMES.get(text.rstrip("."))
    short = _SHORT_MONTH_YEAR.fullmatch(text)
    if short and base[0].year <= _full_year(short["year"]) <= base[1].year:
        return None
    for year in range(base[0].year, base[1].year + 1):
        day = parse_date(text, year_hint=year)
        span = _month_span(year, month) if month else (day, day) if day else None
        if span and _contains(base, span):
            return span
    return None
