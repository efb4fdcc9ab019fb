"""Years that the figures cover only in part, as notes beside a table say: '2022* … * 1 January to 31 August 2022'.

Guards against a silent error: a column headed 2022 that stops in August, published as the whole of 2022.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from parsers.numbers import parse_number
from parsers.periods import Period, find_dates, parse_date, parse_period

_UNTIL = re.compile(
    r"(?:\bto|\buntil|\bup to(?: and including)?|\bup until|\bending(?: on)?|\bas at|[-–—])\s*(?:the\s+)?$", re.I
)
_YEARLESS = re.compile(
    r"\b((?:19|20)\d\d)\b(?!\s*[/-]\s*\d\d\b)(?:(?!\b(?:19|20)\d\d\b)[^.]){0,45}?\b(?:to|until|up to)\s+(?:the\s+)?(\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?[A-Z][a-z]{2,8})\b(?!\s*\d{4})"
)
_MONTH = r"(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b"
_MONTH_END = re.compile(
    rf"\b(?P<year>(?:19|20)\d\d)\b(?!\s*[/-]\s*\d\d\b)(?:(?!\b(?:19|20)\d\d\b)[^.]){{0,45}}?"
    rf"\b(?:(?:to|until|up to|only to) (?:the )?end of|(?:from )?January (?:to|until)) {_MONTH}(?! (?:19|20)\d\d)"
)
"""'Data for 2022 is to the end of August', '2022 figures cover January to August only'."""
_TO_DATE = re.compile(
    r"\b((?:19|20)\d\d)\b\s*(?:ytd|year to date|to date|part[ -]year)?[\s,]*\(\s*(?:ytd\s*)?(?:as at |up to |until |to )?"
    r"(\d{1,2}(?:st|nd|rd|th)?\s+[A-Z][a-z]{2,8})\s*\)",
    re.I,
)
_FINANCIAL = re.compile(r"\b20\d\d ?[/–-] ?(?:20)?\d\d\b|\bfinancial\b|\b0?1(?:st)?[ /.-](?:april|apr|04)\b", re.I)
_NOTED = re.compile(
    r"[*†‡§¹²³⁴⁵⁶⁷⁸⁹ᵃ-ᶻ#\[\]\d() ]{1,5}\s*(?:figures? |data )?(?:are |is )?(?:up )?(?:to|until) (?:the )?(\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]{2,8} (?:19|20)\d\d)\W*$"
)
"""A note and nothing else: '³ to 30 September 2022'."""
_LABEL = re.compile(r"\b(?:19|20)\d\d\b|\*|\bpart[ -]year\b|\b0?1(?:st)? (?:january|april)\b", re.I)


def part_years(texts: Iterable[str]) -> dict[date, date]:
    """First day of a year → last day that the figures cover, for every year that a note says is not whole.

    A year begins on 1 January, or on 1 April where the note speaks of a financial year.
    """
    found: dict[date, date] = {}
    for text in texts:
        for sentence in re.split(r"(?<=[a-z\d])\.\s+|\n", text):
            for start, end in _in_sentence(sentence):
                found[start] = end
    return found


_OPENING = re.compile(
    r"\b(?:the )?first (?P<months>\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|eleven) months of (?P<year>(?:the (?:financial |calendar )?year )?(?:19|20)\d\d(?: ?[/–-] ?(?:20)?\d\d)?)",
    re.I,
)


def opening_months(text: str, basis: str | None = None) -> list[tuple[Period, tuple[int, int]]]:
    """The periods that a text names as 'the first seven months of 2022', each with where it stands.

    `basis`: the kind of year that a plain year is ('calendar', 'financial').
    """
    found = []
    for match in _OPENING.finditer(text):
        year = parse_period(re.sub(r"^the ", "", match["year"], flags=re.I), basis=basis)
        months = parse_number(match["months"])
        if year and year.start and year.end and months and months.value and months.value < 12:
            after = year.start.month - 1 + months.value
            end = date(year.start.year + after // 12, after % 12 + 1, 1) - timedelta(days=1)
            found.append((replace(year, raw=match[0], end=end, partial=True), match.span()))
    return found


def _in_sentence(sentence: str) -> Iterable[tuple[date, date]]:
    for year, day in (*_YEARLESS.findall(sentence), *_TO_DATE.findall(sentence)):
        if (end := parse_date(f"{day} {year}")) is not None:
            yield from _cut(end, financial=False)
    for told in _MONTH_END.finditer(sentence):
        month = parse_period(f"{told['month']} {told['year']}")
        if month and month.end:
            yield from _cut(month.end, financial=False)
    if (noted := _NOTED.match(sentence)) and (end := parse_date(noted[1])) is not None:
        yield from _cut(end, financial=False)
    for end, (begin, _) in find_dates(sentence):
        before = sentence[:begin]
        if _UNTIL.search(before) and _LABEL.search(before):
            yield from _cut(end, financial=bool(_FINANCIAL.search(before)))


def _cut(end: date, *, financial: bool) -> Iterable[tuple[date, date]]:
    if financial:
        start = date(end.year if end.month >= 4 else end.year - 1, 4, 1)
        whole = date(start.year + 1, 3, 31)
    else:
        start, whole = date(end.year, 1, 1), date(end.year, 12, 31)
    if end < whole:
        yield start, end
