"""The unknown spellings of a release, each with its places, and the entries of the vocabularies that nothing in it uses.

Both are worked out from the published tables alone: from the problems `unmapped_value`, and from the `*_raw` columns.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

from parsers.forces import parser_of
from parsers.table import Misdeclared
from schemas import requests, vocabulary
from schemas.records import Case, Count, Problem
from schemas.vocabulary import Entry, normalise

NAMES = ("outcome", "channel", "conduct", "rank", "person_type", "severity", "process")
"""The vocabularies whose spellings a person can map: exemptions are read from letters by rule."""

LEFT = Path(vocabulary.__file__).parents[1] / "left.toml"
"""Spellings that a person has looked at and left unmapped."""

_MESSAGE = re.compile(r"“(?P<raw>.*)” is no known spelling of an? (?P<name>[a-z ]+)\.", re.DOTALL)
_CUT_AT = 80
"""Characters of a spelling that its problem quotes (`parsers.counts.settled`)."""

_MOST_PLACES = 4
_RAW = {"outcome": ("outcome_raw",), "channel": ("channel_raw",), "rank": ("rank_raw",), "conduct": ("conduct_raw", "standard_raw")}  # fmt: skip
_CODED_ONLY = ("person_type", "severity", "process")
"""Columns of `cases` that keep the code and not the force's words."""

Tables = dict[str, list[Any]]


@dataclass(frozen=True)
class Left:
    """A spelling that stays unmapped: why, and since when."""

    vocabulary: str
    spelling: str
    reason: str
    decided: date


@dataclass(frozen=True)
class Unknown:
    """One spelling that no vocabulary knows. `whole`: False where it is so long that only its beginning is known."""

    vocabulary: str
    spelling: str
    whole: bool
    places: tuple[Problem, ...]
    left: Left | None

    @property
    def forces(self) -> list[str]:
        return sorted({p.force for p in self.places if p.force})

    @property
    def amount(self) -> str:
        documents = len({p.document for p in self.places})
        return f"{_some(len(self.places), 'place')} in {_some(documents, 'document')}"

    def where(self) -> list[str]:
        """The places, a line for each page or sheet of each force."""

        def page(p: Problem) -> tuple[str, str, str]:
            return p.force or "no force", p.document or "", p.location or ""

        lines = []
        for (force, document, location), alike in groupby(
            sorted(self.places, key=lambda p: (*page(p), p.row or 0)), page
        ):
            rows = [str(p.row) for p in alike if p.row]
            told = f", row{'s' if len(rows) > 1 else ''} {', '.join(rows)}" if rows else ""
            lines.append(f"{force} ({document[:8]}): {location}{told}")
        more = len(lines) - _MOST_PLACES
        return lines if more <= 1 else [*lines[:_MOST_PLACES], f"… and {more} more"]


def left() -> list[Left]:
    """What a person has left, in the order of the file."""
    if not LEFT.exists():
        return []
    return [Left(**entry) for entry in tomllib.loads(LEFT.read_text(encoding="utf-8")).get("left", [])]


def unknown(tables: Tables, force: str | None = None) -> list[Unknown]:
    """The unknown spellings of a release, or of one force in it: those that stand in most places first."""
    known_left = {(one.vocabulary, normalise(one.spelling)): one for one in left()}
    raws = _raws_by_place(tables)
    groups: dict[tuple[str, str, bool], list[tuple[str, Problem]]] = defaultdict(list)
    for problem in tables["problems"]:
        said = spelling_of(problem)
        if said is None or force not in (None, problem.force):
            continue
        name, raw = said
        whole = len(raw) < _CUT_AT
        if not whole and (longer := _completed(raw, raws.get(_place(problem), []), name)):
            raw, whole = longer, True
        groups[name, normalise(raw), whole].append((raw, problem))
    made = [
        Unknown(
            name,
            min(Counter(raw for raw, _ in found).items(), key=lambda c: (-c[1], c[0]))[0],
            whole,
            tuple(p for _, p in found),
            known_left.get((name, text)) if whole else None,
        )
        for (name, text, whole), found in groups.items()
    ]
    return sorted(made, key=lambda u: (-len(u.places), NAMES.index(u.vocabulary), u.spelling))


def spelling_of(problem: Problem) -> tuple[str, str] | None:
    """The vocabulary and the spelling, or its first 80 characters, that a problem `unmapped_value` tells of."""
    found = _MESSAGE.fullmatch(problem.message) if problem.code == "unmapped_value" else None
    name = found["name"].replace(" ", "_") if found else ""
    return (name, found["raw"]) if found and name in NAMES else None


def _place(row: Any) -> tuple:
    return row.document, row.location, row.row


def _raws_by_place(tables: Tables) -> dict[tuple, list[str]]:
    made: dict[tuple, list[str]] = defaultdict(list)
    for row in [*tables["cases"], *tables["counts"]]:
        raws = (getattr(row, name) for name in type(row).__slots__ if name.endswith("_raw"))
        made[_place(row)] += [raw for raw in raws if raw and len(raw) >= _CUT_AT]
    return made


def _completed(begin: str, raws: list[str], name: str) -> str | None:
    """The one text at a place, or the one part of a text there, that begins as quoted."""
    words = vocabulary.load(name)
    texts = {
        text
        for raw in raws
        for text in (raw.strip(), *(part.raw for part in words.split(raw)))
        if text.startswith(begin)
    }
    unknowns = {text for text in texts if words.lookup(text).status == "unknown"}
    return unknowns.pop() if len(unknowns) == 1 else None


def _some(number: int, name: str) -> str:
    return f"{number} {name}{'' if number == 1 else 's'}"


# ---- entries that nothing uses


@dataclass(frozen=True)
class Unused:
    """What of one vocabulary a release does not use. `maybe`: entries whose code is used where the words are not kept."""

    vocabulary: str
    entries: int
    unused: tuple[Entry, ...]
    maybe: tuple[Entry, ...]
    codes: tuple[str, ...]


HOW = (
    "An entry counts as used where a case or count of this release, current or superseded, has a printed value that was "
    "understood by it, whole or in part; for channels also where a narrative names it. Not seen are the words of letters, "
    "headings and tables that gave no record, what a force's module reads for itself, and replies held back; qualifiers, and the "
    "words that say nothing in any column (blank.toml), are not listed. Of a case's "
    "person type, severity and process the release keeps the code alone: entries of such a code may be in use. Unused in "
    "these replies is no reason to delete: another force may write it next year."
)


def unused(tables: Tables, name: str) -> Unused:
    """The entries of a vocabulary that no value of the release was understood by, and the codes that no record has."""
    words, used = vocabulary.load(name), set()
    records: list[Case | Count] = [r for t in ("cases", "counts") for r in (*tables[t], *tables[f"superseded_{t}"])]
    for raw in set(_raws(records, name)):
        used |= words.rests_on(raw)
    if name == "channel":
        for text in {r.conduct_raw for r in records if isinstance(r, Case) and r.conduct_raw}:
            used |= words.mentioned(text)
    all_entries = vocabulary.entries(name)
    idle = [entry for entry in all_entries if not entry.spellings & used]
    codes = set(_codes(records, name))
    # A code that is a column's default was read from nowhere: its cell is missing.
    coded = {getattr(r, name) for r in records if isinstance(r, Case) and name in _CODED_ONLY and name in r.cells}
    maybe = {e for e in idle if e.code in coded}
    return Unused(
        name,
        len(all_entries),
        tuple(e for e in idle if e not in maybe),
        tuple(e for e in idle if e in maybe),
        tuple(code for code in words.codes if code not in codes),
    )


def _raws(records: Iterable[Case | Count], name: str) -> Iterator[str]:
    """Every printed value that is looked up in the vocabulary."""
    for row in records:
        if isinstance(row, Case):
            yield from filter(None, (getattr(row, column) for column in _RAW.get(name, ())))
            continue
        breakdowns = requests.load(row.request).breakdowns
        for dimension, raw in ((row.dimension, row.category_raw), (row.dimension2, row.category2_raw)):
            if raw and dimension and breakdowns.get(dimension) == name:
                yield raw


def _codes(records: Iterable[Case | Count], name: str) -> Iterator[str]:
    """Every code of the vocabulary that a record has."""
    lists = {"outcome": "outcomes", "channel": "channels", "conduct": "conduct_categories"}
    for row in records:
        if isinstance(row, Case):
            yield from getattr(row, lists[name]) if name in lists else filter(None, [getattr(row, name)])
            continue
        breakdowns = requests.load(row.request).breakdowns
        for dimension, code in ((row.dimension, row.category), (row.dimension2, row.category2)):
            if code and dimension and breakdowns.get(dimension) == name:
                yield code


def unused_values(tables: Tables) -> list[Problem]:
    """A problem for each spelling that a force's module declares and that none of the force's replies has.

    The module was written for a wording that the force has given up, or mistypes it: then the cell it is for has no code.
    """
    found = []
    for force, records in _by_force(tables).items():
        values = _declared_values(force)
        for name in sorted(values.keys() & {"outcome", "channel", "rank"}):
            raws = set(_raws(records, name))
            printed = raws | {part.raw for raw in raws for part in vocabulary.load(name).split(raw)}
            if idle := [spelling for spelling in values[name] if spelling not in printed]:
                found.append(_unused_value(force, name, idle))
    return found


def _declared_values(force: str) -> Mapping[str, Mapping[str, str]]:
    """The spellings of a force's own module; none where it has no module, or one that cannot be loaded."""
    try:
        return parser_of(force).corrections().values
    except Misdeclared:  # reported with the force's replies, which it holds back
        return {}


def _by_force(tables: Tables) -> dict[str, list[Case | Count]]:
    made: dict[str, list[Case | Count]] = defaultdict(list)
    for name in ("cases", "counts", "superseded_cases", "superseded_counts"):
        for row in tables[name]:
            made[row.force].append(row)
    return made


def _unused_value(force: str, name: str, idle: list[str]) -> Problem:
    told = ", ".join(f"“{spelling[:60]}”" for spelling in idle)
    return Problem(
        code="unused_vocabulary", severity="info", force=force,
        message=f"The module of {force} says what {told} means as {name}, and none of its replies has it.",
        fix=f"See parsers/forces/{force.replace('-', '_')}.py: take it away, unless it is for a reply that is not in this archive.",
    )  # fmt: skip
