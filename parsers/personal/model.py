"""What a finding is, and how a text looks once its findings are masked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from schemas.records import PERSONAL_KINDS

MARKS = {
    "email": "[e-mail address]",
    "phone": "[telephone number]",
    "collar_number": "[collar number]",
    "ni_number": "[National Insurance number]",
    "date_of_birth": "[date of birth]",
    "address": "[address]",
    "postcode": "[postcode]",
    "vehicle": "[vehicle registration]",
    "handle": "[account]",
    "name": "[name]",
}
"""What takes the place of a finding, by its kind. They stay the same from release to release."""

IN_WORDS = {
    "email": "an e-mail address",
    "phone": "a telephone number",
    "collar_number": "a collar number or the like",
    "ni_number": "a National Insurance number",
    "date_of_birth": "a date of birth",
    "address": "an address",
    "postcode": "a postcode",
    "vehicle": "a vehicle registration",
    "handle": "an account of social media",
    "name": "a person's name",
}
"""Each kind as a sentence has it."""

assert set(MARKS) == set(IN_WORDS) == set(PERSONAL_KINDS)


@dataclass(frozen=True, slots=True)
class Finding:
    """Personal data at `start` to `end` of a text: its kind, and the rule that told. It never holds the words."""

    kind: str
    rule: str
    start: int
    end: int


def masked(text: str, findings: Iterable[Finding]) -> str:
    """The text with each finding's mark in its place. `findings` do not overlap, as `Finder.find` gives them."""
    for found in sorted(findings, key=lambda f: f.start, reverse=True):
        text = text[: found.start] + MARKS[found.kind] + text[found.end :]
    return text
