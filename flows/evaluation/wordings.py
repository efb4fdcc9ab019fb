"""The words that a reply is made of, drawn at random: spellings with their codes, numbers, dates, references."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from schemas import vocabulary

_HERE = Path(__file__).parent
_PLAIN = re.compile(r"[a-z][a-z' ]*[a-z]")
_NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
_PERSON = {"special_constable": "special", "pcso": "pcso", "staff": "staff"}


@cache
def spellings() -> dict[str, Any]:
    """`spellings.toml`."""
    return tomllib.loads((_HERE / "spellings.toml").read_text(encoding="utf-8"))


@cache
def wording() -> dict[str, Any]:
    """`wording.toml`."""
    return tomllib.loads((_HERE / "wording.toml").read_text(encoding="utf-8"))


def say(rng: Random, name: str, **facts: Any) -> str:
    """One of the wordings of that name, with the facts in it."""
    return rng.choice(wording()[name]).format(**facts)


def heading(rng: Random, name: str) -> str:
    """A heading for that column, sometimes in capitals."""
    text = rng.choice(wording()["headings"][name])
    return text.upper() if rng.random() < 0.06 else text


def spelling(rng: Random, name: str, code: str) -> str:
    """A spelling of the code: one of `spellings.toml`, or one in five times one that the vocabulary knows."""
    if rng.random() < 0.2:
        known = [s for s in vocabulary.load(name).spellings(code) if _PLAIN.fullmatch(s) and 3 < len(s) < 42]
        if known:
            text = rng.choice(known)
            return text.capitalize() if rng.random() < 0.7 else text.title()
    return rng.choice(spellings()[name][code])


def person_type(rank: str) -> str:
    """The kind of person that holds a rank of that code."""
    return _PERSON.get(rank, "officer")


def in_words(rng: Random, number: int) -> str:
    """A number as prose gives it: in words up to ten, or in figures."""
    return _NUMBERS[number] if number < len(_NUMBERS) and rng.random() < 0.6 else str(number)


def on_day(day: date, form: str) -> str:
    """A date in one of the forms of `wording.toml`."""
    suffix = "th" if 10 < day.day < 20 else {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10, "th")
    return form.format(
        d=day.day, dd=f"{day.day:02}", mm=f"{day.month:02}", Y=day.year, yy=f"{day.year % 100:02}",
        B=f"{day:%B}", b=f"{day:%b}", A=f"{day:%A}", o=f"{day.day}{suffix}",
    )  # fmt: skip


def reference(rng: Random, year: int) -> str:
    """A reference number in one of the forms that forces use."""
    return say(
        rng,
        "references",
        yy=f"{year % 100:02}",
        yyyy=year,
        next=f"{(year + 1) % 100:02}",
        d3=rng.randint(101, 999),
        d4=rng.randint(1001, 9999),
        d5=rng.randint(10001, 99999),
        d6=rng.randint(100001, 399999),
    )


@dataclass(frozen=True)
class Period:
    """One period as printed, and what it means."""

    raw: str
    start: date
    end: date
    basis: str

    @property
    def year(self) -> int:
        return self.start.year


def periods(rng: Random, basis: str, first: int, number: int, last_in_part: bool) -> list[Period]:
    """Years in a row, all in one form; the last may be part of a year, and say so."""
    if basis == "financial":
        form = rng.choice(["{y}/{n:02}", "{y}-{n:02}", "{y}/{m}", "FY {y}/{n:02}", "Apr {y} - Mar {m}"])
        return [
            Period(form.format(y=y, m=y + 1, n=(y + 1) % 100), date(y, 4, 1), date(y + 1, 3, 31), basis)
            for y in range(first, first + number)
        ]
    made = [Period(str(y), date(y, 1, 1), date(y, 12, 31), basis) for y in range(first, first + number)]
    if last_in_part:
        year = made[-1].year
        end = date(year, rng.randint(6, 11), 1) - timedelta(days=1)
        form = rng.choice(["{y} (to {d} {B})", "{y} (Jan - {b})", "{y} (up to {d} {B})", "01/01/{y} - {dd}/{mm}/{y}"])
        raw = form.format(y=year, d=end.day, B=f"{end:%B}", b=f"{end:%b}", dd=f"{end.day:02}", mm=f"{end.month:02}")
        made[-1] = Period(raw, date(year, 1, 1), end, "part")
    return made
