"""What a person sees in a workbook's cell: a value under its number format.

Number formats: ECMA-376 part 1, 18.8.31. Only what changes the meaning is followed (digits, per cent, dates, literals,
conditions, sections, fractions); colours and padding are not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import Any

TOKEN = re.compile(
    r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|General|AM/PM|A/P|E[+-]|y+|m+|d+|h+|s+|0|#|\?|,|\.|%|@|.', re.I | re.S
)
CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)\]")
CURRENCY = re.compile(r"\[\$([^\]-]*)(?:-[^\]]*)?\]")
LOCAL_DATE = "mm-dd-yy"  # what openpyxl calls format 14
LONGEST = 1_000  # characters; Excel takes 255, and a longer one is made to do harm
BRITISH = {LOCAL_DATE: "dd/mm/yyyy", "m/d/yy h:mm": "dd/mm/yyyy hh:mm"}
"""The formats that follow the country of whoever opens the file (14 and 22), as they are shown here."""
SYSTEM = re.compile(r"\[\$-F([48])00\]", re.I)
SYSTEM_FORMATS = {"8": "dd mmmm yyyy", "4": "hh:mm:ss"}  # the long date and the time of whoever opens the file
COMPARED = re.compile(r"[<>≤≥]")
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


@dataclass(slots=True)
class Shown:
    """`text` as a person sees it; `true` is False where the format shows something other than the value."""

    text: str
    true: bool = True


def shown_number(value: int | float, number_format: str) -> Shown:
    """A number as shown: 5.0 is `5`, 0.125 under `0%` is `13%`, 3 under `[<5]"<5";0` is `<5` and not true."""
    section, value = _section(value, number_format or "General")
    if not section:
        return Shown("", true=False)
    tokens = _tokens(section)
    if any(t.lower() == "general" or t == "@" for t in tokens):
        text = _around(["General" if t == "@" else t for t in tokens], general(value))
        return Shown(text, true=not COMPARED.search(text))
    digits = [t for t in tokens if t in ("0", "#", "?")]
    if not digits:
        return Shown(_literals(tokens), true=False)
    if value == 0 and "0" not in digits:
        return Shown(_literals([t for t in tokens if t not in (*"#?,./%",)]), true=False)
    text = _digits(value, tokens)
    return Shown(text, true=not COMPARED.search(text))


def general(value: int | float) -> str:
    """A number without a format: whole numbers without a point, others to eleven significant digits."""
    if isinstance(value, int) or (value == int(value) and abs(value) < 1e15):
        return str(int(value))
    return f"{value:.11g}".upper()


def shown_text(value: str, number_format: str) -> Shown:
    """Text as shown: an empty fourth section, as in `;;;`, shows nothing."""
    sections = _sections(number_format or "General")
    if len(sections) < 4:
        return Shown(value)
    tokens = TOKEN.findall(sections[3])
    if "@" not in tokens and not any(t.lower() == "general" for t in tokens):
        return Shown(_literals(tokens), true=False)
    return Shown(_around(["General" if t == "@" else t for t in tokens], value))


def shows_any_text(number_format: str) -> bool:
    """Whether every text is shown as it is: only a fourth section says how to show texts."""
    return len(_sections(number_format or "General")) < 4


def shown_date(value: date | datetime | time | timedelta, number_format: str) -> str:
    """A date or time as shown; the short date of the reader's own country is British."""
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02d}" + (f":{seconds:02d}" if "s" in number_format.lower() else "")
    on_day = _DayNought(value) if isinstance(value, time) else value
    made = "".join([part if isinstance(part, str) else part(on_day) for part in _date_parts(number_format)])
    return made.strip() or value.isoformat()


class _DayNought:
    """A time without a day, under a format for dates: what Excel shows of a nought in a column of dates, 00/01/1900."""

    year, month, day = 1900, 1, 0

    def __init__(self, value: time) -> None:
        self.hour, self.minute, self.second = value.hour, value.minute, value.second

    @staticmethod
    def weekday() -> int:
        """A Saturday, as Excel says."""
        return 5


@lru_cache(maxsize=2_000)
def _tokens(section: str) -> tuple[str, ...]:
    """What a section is made of; the same few formats serve all cells of a workbook."""
    return tuple(TOKEN.findall(section))


@lru_cache(maxsize=2_000)
def _sections(number_format: str) -> tuple[str, ...]:
    number_format = number_format if len(number_format) <= LONGEST else "General"
    sections = [""]
    for token in TOKEN.findall(number_format):
        if token == ";":
            sections.append("")
        else:
            sections[-1] += token
    return tuple(sections)


@lru_cache(maxsize=2_000)
def _conditions(number_format: str) -> tuple[re.Match[str] | None, ...]:
    """The condition of each section of the format; nothing where none has one."""
    found = tuple(CONDITION.search(s) for s in _sections(number_format))
    return found if any(found) else ()


def _section(value: float, number_format: str) -> tuple[str, float]:
    """The section of the format that applies to the value, and the value as that section prints it."""
    sections, conditions = _sections(number_format), _conditions(number_format)
    if conditions:
        for section, condition in zip(sections, conditions, strict=True):
            if condition is None or _meets(value, condition[1], float(condition[2])):
                return section, value
        return sections[-1], value
    if len(sections) == 1 or value > 0:
        return sections[0], value
    if value < 0:
        return sections[1], abs(value)
    return (sections[2] if len(sections) > 2 else sections[0]), value


def _meets(value: float, sign: str, limit: float) -> bool:
    return {
        "<": value < limit,
        "<=": value <= limit,
        ">": value > limit,
        ">=": value >= limit,
        "=": value == limit,
        "<>": value != limit,
    }[sign]


def _literal(token: str) -> str:
    if token.startswith('"'):
        return token[1:-1]
    if token.startswith("\\"):
        return token[1:]
    if token.startswith("["):
        found = CURRENCY.match(token)
        return found[1] if found else ""
    if token[0] in "_*" and len(token) > 1:
        return ""
    return token


def _literals(tokens: Sequence[str]) -> str:
    return "".join(map(_literal, tokens)).strip()


def _around(tokens: Sequence[str], middle: str) -> str:
    return "".join(middle if t.lower() == "general" else _literal(t) for t in tokens).strip() or middle


def _digits(value: float, tokens: Sequence[str]) -> str:
    """The number in the place of its digit tokens, with the literals around it."""
    slots = [i for i, t in enumerate(tokens) if t in ("0", "#", "?")]
    first, last = slots[0], slots[-1]
    body = tokens[first : last + 1]
    point = body.index(".") if "." in body else len(body)
    whole, part = body[:point], body[point + 1 :]
    after = tokens[last + 1 :]
    thousands = 0
    while after and after[0] == ",":  # a comma right after the digits divides by a thousand
        thousands, after = thousands + 1, after[1:]
    value = value / 1000**thousands * 100 ** (tokens.count("%"))
    text = _number(value, whole, part)
    text = ("-" if value < 0 else "") + text
    return "".join(map(_literal, tokens[:first])).lstrip() + text + "".join(map(_literal, after)).rstrip()


def _number(value: float, whole: Sequence[str], part: Sequence[str]) -> str:
    """The digits of the number, without its sign, as the tokens before and after the point print them."""
    if "/" in whole:
        return _fraction(abs(value), whole)
    if any(t.upper() in ("E+", "E-") for t in (*whole, *part)):
        places = next((i for i, t in enumerate(part) if t.upper() in ("E+", "E-")), 0)
        return f"{abs(value):.{places}E}"
    places = sum(t in ("0", "#", "?") for t in part)
    number, _, fraction = f"{abs(_half_up(value, places)):.{places}f}".partition(".")
    least = sum(t == "0" for t in part)
    while len(fraction) > least and fraction.endswith("0"):
        fraction = fraction[:-1]
    number = number.zfill(sum(t == "0" for t in whole))
    if "," in whole:
        number = f"{int(number):,}"
    else:
        number = _among_literals(number, whole)
    if number == "0" and "0" not in whole:
        number = ""
    return number + ("." + fraction if fraction else "")


def _among_literals(number: str, whole: Sequence[str]) -> str:
    """Digits put into their places from the right: 201920 under `0000"/"00` is `2019/20`."""
    made, left = "", number
    for token in reversed(whole):
        if token in ("0", "#", "?"):
            left, made = left[:-1], left[-1:] + made
        else:
            made = _literal(token) + made if left else made
    return left + made


def _fraction(value: float, tokens: Sequence[str]) -> str:
    below = tokens[tokens.index("/") + 1 :]
    fixed = "".join(t for t in below if t.isdigit() and t != "0")
    part = Fraction(value).limit_denominator(int(fixed) if fixed else 10 ** len(below) - 1)
    whole, rest = divmod(part.numerator, part.denominator)
    if not rest:
        return str(whole)
    return f"{whole} {rest}/{part.denominator}" if whole else f"{rest}/{part.denominator}"


def _half_up(value: float, places: int) -> float:
    """Rounded as a spreadsheet does, halves away from nought, after the noise of binary fractions is taken off."""
    scaled = float(f"{abs(value) * 10**places:.9f}")
    return int(scaled + 0.5) / 10**places * (1 if value >= 0 else -1)


DatePart = str | Callable[[Any], str]


@lru_cache(maxsize=2_000)
def _date_parts(number_format: str) -> tuple[DatePart, ...]:
    """What a format for dates is made of: literals, and what tells a part of a date."""
    system = SYSTEM.search(number_format)
    section = SYSTEM_FORMATS[system[1]] if system else BRITISH.get(number_format) or _sections(number_format)[0]
    tokens = _tokens(section)
    return tuple(_date_part(token.lower(), tokens, at) for at, token in enumerate(tokens))


def _date_part(token: str, tokens: Sequence[str], at: int) -> DatePart:
    length, kind = len(token), set(token)
    if kind == {"m"}:
        return _minute(length) if _is_minutes(tokens, at) else _month(length)
    if kind == {"y"}:
        return (lambda value: f"{value.year:04d}") if length > 2 else (lambda value: f"{value.year % 100:02d}")
    if kind == {"d"}:
        return _day(length)
    if kind in ({"h"}, {"s"}):
        return _hour_or_second(token, any(t.upper() in ("AM/PM", "A/P") for t in tokens))
    if token in ("am/pm", "a/p"):
        return lambda value: "PM" if getattr(value, "hour", 0) >= 12 else "AM"
    return "" if token == "@" else _literal(tokens[at])


def _minute(length: int) -> DatePart:
    return lambda value: f"{value.minute:02d}" if length > 1 else str(value.minute)


def _month(length: int) -> DatePart:
    if length <= 2:
        return (lambda value: f"{value.month:02d}") if length == 2 else (lambda value: str(value.month))
    letters = {3: 3, 5: 1}.get(length)
    return lambda value: MONTHS[value.month - 1][:letters]


def _day(length: int) -> DatePart:
    if length <= 2:
        return (lambda value: f"{value.day:02d}") if length == 2 else (lambda value: str(value.day))
    return lambda value: DAYS[value.weekday()][: 3 if length == 3 else None]


def _hour_or_second(token: str, twelve: bool) -> DatePart:
    hour, two = token[0] == "h", len(token) > 1

    def said(value: Any) -> str:
        number = getattr(value, "hour" if hour else "second", 0)
        if hour and twelve:
            number = (number - 1) % 12 + 1
        return f"{number:02d}" if two else str(number)

    return said


def _is_minutes(tokens: Sequence[str], at: int) -> bool:
    """`m` is minutes right after hours or right before seconds, and months elsewhere."""
    letters = [(i, t[0].lower()) for i, t in enumerate(tokens) if t[0].lower() in "ymdhs" and not t.startswith('"')]
    here = next(i for i, (index, _) in enumerate(letters) if index == at)
    before = letters[here - 1][1] if here else ""
    after = letters[here + 1][1] if here + 1 < len(letters) else ""
    return before == "h" or after == "s"
