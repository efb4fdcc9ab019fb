"""Draws the officers of a made-up reply from the numbers that its declaration gives.

Every table and sentence of the reply is then a view of the same officers, so that what it prints adds up by construction.
The same declaration gives the same officers.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from flows.samples.declaration import PrintedRow, codes

_FIRST, _LAST = 2017, 2022
_END = date(2022, 8, 31)
_REFLECTIVE_FROM = 2020  # the Reflective Practice Review Process came with the 2020 Regulations
_PENDING_FROM = 2021
_GRAVE = {"dismissed", "would_have_been_dismissed", "final_written_warning", "reduction_in_rank", "resigned"}
_INFORMAL = {"management_action", "words_of_advice", "reflective_practice", "no_further_action", "other_informal"}
_SERIOUS = {"abuse_of_position", "sexual_harassment", "racism", "homophobia", "pornography", "information_disclosure"}
_TO_ONE = {"whatsapp", "text_message", "telegram", "dating_app", "signal"}
_TO_ALL = {"twitter", "tiktok", "youtube", "linkedin", "social_media"}
_SAID = {"whatsapp": "on WhatsApp", "text_message": "by text message", "dating_app": "on a dating app",
         "facebook": "on Facebook", "instagram": "on Instagram", "snapchat": "on Snapchat", "twitter": "on Twitter",
         "tiktok": "on TikTok", "telegram": "on Telegram", "social_media": "on social media"}  # fmt: skip
_STANDARDS = {"information_disclosure": "Confidentiality", "racism": "Equality and Diversity",
              "sexism": "Equality and Diversity", "homophobia": "Equality and Diversity",
              "other_discrimination": "Equality and Diversity", "harassment": "Authority, Respect and Courtesy",
              "sexual_harassment": "Authority, Respect and Courtesy"}  # fmt: skip


@dataclass
class Officer:
    """One person investigated: each field as the force would print it, and the codes of what was alleged."""

    printed: dict[str, str]
    conduct: list[str]
    channel: str
    staff: bool
    story: str

    def cell(self, name: str, names_channel: bool) -> str:
        """The words of one field; the narrative names the platform where no other column does."""
        if name == "conduct":
            said = f" {_SAID[self.channel]}" if names_channel else ""
            return self.story.replace("~", said)
        return self.printed[name]


@dataclass
class Population:
    """The officers of one force, and the spellings in which it prints each field, in its order."""

    officers: list[Officer]
    order: dict[str, list[str]] = field(default_factory=dict)

    def cases(self, fields: list[str], only: dict[str, str]) -> list[PrintedRow]:
        """A row for each person; `only` keeps those with that value in a field."""
        in_words = "conduct" in fields and "channel" not in fields
        return [
            PrintedRow(
                [officer.cell(name, in_words) for name in fields],
                officer.conduct if "conduct" in fields else [],
                [officer.channel] if in_words else [],
            )
            for officer in self.officers
            if all(officer.printed[name] == value for name, value in only.items())
        ]

    def numbers(self, by: str, only: dict[str, str] | None = None) -> dict[str, int]:
        """How many officers, staff left out, for each value of a field; 0 where there is none."""
        met = Counter(
            o.printed[by]
            for o in self.officers
            if not o.staff and all(o.printed[k] == v for k, v in (only or {}).items())
        )
        return {value: met[value] for value in self.order[by]}

    @property
    def total(self) -> int:
        return sum(not o.staff for o in self.officers)


def draw(declared: dict[str, Any], seed: str, year: str) -> Population:
    """The people of one reply.

    `outcomes`: officers by outcome as printed. `staff`: further people by role. `ranks`, `channels`: spellings, the most
    frequent first. `amend`: number of a person (from 1) to the fields that a corrected reply gives otherwise. `year`: how
    a year is printed, e.g. `{y}/{n:02}`.
    """
    rng = Random(f"sample {seed}")
    outcomes = [outcome for outcome, number in declared["outcomes"].items() for _ in range(number)]
    rng.shuffle(outcomes)
    informal = [o for o in declared["outcomes"] if codes()["outcome"][o][0] in _INFORMAL]
    roles = [""] * len(outcomes) + [role for role, number in declared.get("staff", {}).items() for _ in range(number)]
    outcomes += [rng.choice(informal) for _ in roles[len(outcomes) :]]
    stories = {kind: _told(rng, kind) for kind in ("messages", "posts")}
    both = zip(roles, outcomes, strict=True)
    people = [_person(rng, declared, role, outcome, year, stories) for role, outcome in both]
    people.sort(key=lambda o: (o.printed["date_received"], o.story))
    for number, person in enumerate(people, start=1):
        person.printed["case_ref"] = declared.get("refs", "{n}").format(n=number)
        person.printed |= declared.get("amend", {}).get(str(number), {})
    order = {
        "year": [_printed_year(y, year) for y in range(_FIRST, _LAST + 1)],
        "outcome": list(declared["outcomes"]),
        "rank": _ranks(declared),
        "channel": _channels(declared),
    }
    return Population(people, order)


def _ranks(declared: dict[str, Any]) -> list[str]:
    return declared.get("ranks", ["PC", "Sergeant", "Inspector"])


def _channels(declared: dict[str, Any]) -> list[str]:
    return declared.get("channels", ["WhatsApp", "Facebook", "Text message", "Twitter", "Instagram", "Snapchat"])


def _printed_year(year: int, form: str) -> str:
    return form.format(y=year, n=(year + 1) % 100)


def _person(rng: Random, declared: dict, role: str, outcome: str, year: str, stories: dict) -> Officer:
    code = codes()["outcome"][outcome][0]
    start = _REFLECTIVE_FROM if code == "reflective_practice" else _PENDING_FROM if code == "ongoing" else _FIRST
    received = _day(rng, rng.choice(range(start, _LAST + 1)))
    concluded = min(received + timedelta(days=rng.randint(25, 320)), _END) if code != "ongoing" else None
    channel = _falling(rng, _channels(declared))
    channel_code = codes()["channel"][channel][0]
    kind = "messages" if channel_code in _TO_ONE else "posts" if channel_code in _TO_ALL else rng.choice(list(stories))
    story, conduct = _taken(stories[kind], code in _GRAVE)
    grave = code in _GRAVE or "abuse_of_position" in conduct
    severity = "Gross misconduct" if grave else "None" if code == "no_further_action" else "Misconduct"
    financial = "n" in re.findall(r"{(\w)", year) and received.month < 4
    return Officer(
        {
            "year": _printed_year(received.year - financial, year),
            "month": f"{received:%b-%y}",
            "date_received": received.isoformat(),
            "date_concluded": concluded.isoformat() if concluded else "",
            "rank": role or _falling(rng, _ranks(declared)),
            "channel": channel,
            "severity": severity,
            "standard": _STANDARDS.get(conduct[0], "Discreditable Conduct"),
            "outcome": outcome,
        },
        conduct,
        channel_code,
        bool(role),
        story.replace("{who}", rng.choice(_bank()["who"])),
    )


def _day(rng: Random, year: int) -> date:
    last = _END - timedelta(days=30) if year == _LAST else date(year, 12, 31)
    first = date(year, 4, 1) if year == _FIRST else date(year, 1, 1)  # a year of any kind that starts in 2017 holds it
    return first + timedelta(days=rng.randrange((last - first).days))


def _falling(rng: Random, values: list[str]) -> str:
    """One of the values, the first the likeliest."""
    return rng.choices(values, [0.62**n for n in range(len(values))])[0]


def _told(rng: Random, kind: str) -> list[tuple[str, list[str]]]:
    """The stories of a kind in an order of their own."""
    lines = [line.split(" => ") for line in _bank()[kind].strip().splitlines()]
    rng.shuffle(lines)
    return [(text, conduct.split(", ")) for text, conduct in lines]


def _taken(stories: list[tuple[str, list[str]]], grave: bool) -> tuple[str, list[str]]:
    """The next story that goes with a grave outcome, or with another; it is then the last in line."""
    fits = next((n for n, (_, conduct) in enumerate(stories) if (conduct[0] in _SERIOUS) == grave), 0)
    stories.append(stories.pop(fits))
    return stories[-1]


@cache
def _bank() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "stories.toml").read_text(encoding="utf-8"))
