"""Working days as the two Freedom of Information Acts count them, and the last day on which a force may answer in time.

FOIA 2000, section 10(6): no Saturday, Sunday, Christmas Day, Good Friday, nor a bank holiday in *any* part of the United
Kingdom, wherever the force is. FOI (Scotland) Act 2002, section 73: no Saturday, Sunday, Christmas Day, nor a bank
holiday in Scotland. Both give until the twentieth working day after the day of receipt.
"""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("bank_holidays.toml")

DAYS_TO_ANSWER = 20
"""FOIA 2000, section 10(1); FOI (Scotland) Act 2002, section 10(1)."""

_NATIONS = {"FOIA": ("england-and-wales", "scotland", "northern-ireland"), "FOISA": ("scotland",)}


@cache
def bank_holidays(nation: str) -> frozenset[date]:
    """The bank holidays of `england-and-wales`, `scotland` or `northern-ireland` that fall on weekdays, in the years known."""
    return frozenset(_data()[nation])


@cache
def years() -> range:
    """The years whose bank holidays are known."""
    return range(_data()["from"], _data()["to"] + 1)


@cache
def _data() -> dict:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


@cache
def _closed(regime: str) -> frozenset[date]:
    return frozenset().union(*(bank_holidays(nation) for nation in _NATIONS[regime]))


def is_working_day(day: date, regime: str = "FOIA") -> bool:
    """Whether the Act counts the day. `regime`: `FOIA` or `FOISA`. Raises `ValueError` outside the years known."""
    if day.year not in years():
        known = years()
        raise ValueError(
            f"The bank holidays of {day.year} are not in {_FILE.name}, which holds {known[0]} to {known[-1]}."
        )
    return day.weekday() < 5 and day not in _closed(regime)


def add_working_days(start: date, days: int, regime: str = "FOIA") -> date:
    """The day that is so many working days (1 or more) after `start`, which is not counted itself."""
    day = start
    while days:
        day += timedelta(days=1)
        days -= is_working_day(day, regime)
    return day


def working_days_between(start: date, end: date, regime: str = "FOIA") -> int:
    """How many working days lie after `start`, up to and with `end`; 0 where `end` is not later."""
    return sum(is_working_day(start + timedelta(days=n), regime) for n in range(1, (end - start).days + 1))


def last_day_to_answer(received: date, regime: str = "FOIA") -> date | None:
    """The twentieth working day after receipt; None where the regime is another, or the bank holidays are not known."""
    try:
        return add_working_days(received, DAYS_TO_ANSWER, regime) if regime in _NATIONS else None
    except ValueError:
        return None
