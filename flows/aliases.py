"""Identifiers of the public edition, where those of the full one would give away what was masked.

An identifier is a hash of what the force wrote about a row. With all of it in plain sight but a name, whoever tries one
surname after the other would know by the hash which it was. So a row with something masked, taken down or corrected among
the words that its identifier is made of gets another one here, made of what the public edition shows; every other keeps its own.
"""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from flows.takedowns import TAKEN
from parsers.identify import CASE_WORDS, COUNT_WORDS, short
from schemas.tables import table, tables

Tables = dict[str, list[Any]]

WORDS = {
    "cases": CASE_WORDS, "superseded_cases": CASE_WORDS, "counts": COUNT_WORDS, "superseded_counts": COUNT_WORDS,
    "problems": ("message", "location"),
}  # fmt: skip
"""The columns that the identifier of a row is made of, and that somebody's words may stand in."""

_FIXED = {
    "cases": (),
    "counts": ("measure", "dimension", "dimension2", "period_start", "stated_total"),
    "problems": ("document", "row", "code"),
}
_IDENTIFIER = re.compile(r"[a-z-]+-[0-9a-f]{16}(?:~\d+)?|\b[0-9a-f]{16}\b")
_SHORTEST = 16
"""Signs of the shortest identifier."""
_MADE_OF = {
    "changes": ("table", "record", "column"),
    "corrections": ("kind", "table", "request", "force", "record", "document", "location", "row", "column"),
}
"""Tables whose own key is made of the identifier of another row."""


def aliases(made: Tables, changed: Mapping[str, Collection[int]]) -> dict[str, str]:
    """Identifier to the one that takes its place. `made`: the tables as they are shown; `changed`: by table, the rows (from 0)
    of which a word was masked or taken down that their identifier is made of.
    """
    told: dict[str, str] = {}
    for name in WORDS:
        if not changed.get(name):
            continue
        rows = made.get(name, [])
        key = table(name).key[0]
        used = {getattr(row, key) for index, row in enumerate(rows) if index not in changed.get(name, ())}
        seen: Counter[tuple] = Counter()
        places: dict[tuple, int] = {}
        for index in sorted(changed.get(name, ()), key=lambda i: _order(rows[i])):
            row = rows[index]
            words = (name.removeprefix("superseded_"), getattr(row, "reply_id", None), *_words(name, row))
            place = (*words, getattr(row, "document", None), row.location, row.row)
            if place not in places or getattr(row, "part", None) is None:
                seen[words] += 1
                places[place] = seen[words]
            own = getattr(row, key)
            new = told.get(own) or _new(row, words, places[place], getattr(row, "part", None))
            while new in used:
                base, _, number = new.partition("~")
                new = f"{base}~{int(number or 1) + 1}"
            used.add(new)
            told[own] = new
    return told


def _order(row: Any) -> tuple:
    return getattr(row, "reply_id", None) or "", getattr(row, "document", None) or "", row.location or "", row.row or 0, getattr(row, "part", None) or ""  # fmt: skip


def _words(name: str, row: Any) -> tuple:
    """What the identifier is made of, as it is shown: not where a row stands, so that a copy sent later has the same."""
    return tuple(
        getattr(row, column) for column in ("request", "force", *WORDS[name], *_FIXED[name.removeprefix("superseded_")])
    )


def _new(row: Any, words: tuple, position: int, part: str | None) -> str:
    hashed = short(
        "public", *(w for i, w in enumerate(words) if i != 1), position, part
    )  # a reply corrected is another reply
    return hashed if hasattr(row, "problem_id") else f"{row.force or 'unknown'}-{hashed}"


def renamed(made: Tables, told: dict[str, str]) -> Tables:
    """The tables with every identifier that has another one now, wherever it stands: in keys, lists and texts."""
    if not told:
        return made
    return {of.name: [_renamed(of.name, row, told) for row in made[of.name]] for of in tables()}


def _renamed(name: str, row: Any, told: dict[str, str]) -> Any:
    values: dict[str, Any] = {}
    for column in table(name).columns:
        value = getattr(row, column.name)
        now: Any = value
        if column.type == "string" and value and column.words:
            now = in_text(value, told)
        elif column.type == "list" and value and column.words:
            now = [in_text(one, told) for one in value]
        if now != value:
            values[column.name] = now
    if not values:
        return row
    row = dataclasses.replace(row, **values)
    if name in _MADE_OF and "record" in values:
        (key,) = table(name).key
        row = dataclasses.replace(row, **{key: short("public", *(getattr(row, c) for c in _MADE_OF[name]))})
    return row


def in_text(text: str, told: dict[str, str]) -> str:
    """The text with the identifiers in it that have others now."""
    if text in told:
        return told[text]
    if len(text) < _SHORTEST or not _IDENTIFIER.search(text):
        return text
    return _IDENTIFIER.sub(lambda m: told.get(m[0], m[0]), text)


def all_touched(name: str, rows: Iterable[Any], marked: Mapping[int, Iterable[tuple[str, str, str]]]) -> Iterator[int]:
    """The positions of the rows of which something is not shown among the words that their identifier is made of.

    `rows`: as they are shown; `marked`: by position, what was masked in them, its column first.
    """
    words = WORDS.get(name, ())
    for index, row in enumerate(rows if words else ()):
        hidden = {column for column, _, _ in marked.get(index, ())}.union(getattr(row, "corrected", ()))
        if any(w in hidden or (isinstance(v := getattr(row, w), str) and TAKEN in v) for w in words):
            yield index
