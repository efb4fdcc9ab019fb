"""The two editions of a release: the full one for the team, and the public one, in which personal data are masked.

Both are made from the same tables in one step. In the public one a mark stands in the place of each finding
(`parsers.personal`), in every text of every table that somebody's words may stand in: which those are, the schema says,
so that a new column is looked through from its first day. What was masked where is the table `masked`, in both.
"""

from __future__ import annotations

import dataclasses
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from hashlib import sha256
from operator import is_
from typing import TYPE_CHECKING, Any

from flows import aliases, takedowns
from flows.takedowns import Decision
from parsers.identify import identify
from parsers.personal import IN_WORDS, MARKS, NOTHING, Finder, Finding, Known, finder, masked
from schemas.datapackage import FULL, PUBLIC
from schemas.records import Change, Masking, Problem
from schemas.tables import Column, Table, table, tables

if TYPE_CHECKING:
    from schemas.expectations import Whole

MASKED = "masked"

Pair = tuple[str, str]
"""Request and force."""

Tables = dict[str, list[Any]]

Veil = Callable[[str, frozenset[str]], str]
"""A text as an edition shows it, on a page about those forces (their slugs)."""


@dataclass(frozen=True, slots=True)
class Shade:
    """A `Veil` that says what it depends on: `told_by` gives that for a page about some forces, JSON-ready."""

    show: Veil
    told_by: Callable[[frozenset[str]], Any]

    def __call__(self, text: str, forces: frozenset[str]) -> str:
        return self.show(text, forces)


_PRINTED_NUMBERS = ("token",)
_NO_WARNING = ("changes", "masked", "forces", "summary")
"""Tables made after the warnings, or by the program alone."""

_CELL = re.compile(r"[A-Z]{1,3}\d{1,7}(?::[A-Z]{1,3}\d{1,7})?")
_ON_PAGE = re.compile(r"p\d+\[[\d,-]+\]")
_OF_THE_PROGRAM = re.compile(r"p\d+\[[\d,-]+\]|[c-](?:\d*)(?: [c-]\d*)*|[0-9a-f]{64}")
"""Texts of a page that nobody wrote: places, anchors, hashes."""


@dataclass(frozen=True)
class Released:
    """A finding that a person said is none: its text, and where. What is None holds anywhere."""

    text: str
    kind: str | None = None
    force: str | None = None
    record: str | None = None
    column: str | None = None

    @property
    def anywhere(self) -> bool:
        return not (self.force or self.record or self.column)


def allowed_anywhere(released: Iterable[Released]) -> list[tuple[str, str | None]]:
    """The texts that are no personal data wherever they stand, each with its kind or None for any."""
    return [(one.text, one.kind) for one in released if one.anywhere]


@dataclass(slots=True)
class _Shown:
    """A table as an edition shows it. `of`: its rows as they are; `rows`: as they are shown, the very same where nothing is
    masked; `counted`: by position, how often which rule found what in which column; `touched`: the positions of rows of which
    a word is not shown that their identifier is made of."""

    of: list[Any]
    rows: list[Any]
    counted: dict[int, Counter[tuple[str, str, str]]]
    touched: list[int]


@dataclass(slots=True)
class _Looked:
    """What was found in the rows of a table when nothing was known of their replies. `quiet`: by position, whether that was
    nothing; `told`: by request and force, the texts that were found, with their kinds."""

    rows: list[Any]
    quiet: bytearray
    told: dict[Pair, set[tuple[str, str]]]


_MOST_TEXTS = 500_000
"""Texts of which it is kept whether anything was found in them."""


@dataclass
class Editions:
    """What makes the editions from the tables of a release.

    `decisions`: what was taken down. `released`: what is no personal data, as a person said. `people`: the words of names
    that the letters of a force's replies tell. `remade`: the tables with those made again that follow from others. `finder`: one
    that knows already what is `released` anywhere.
    """

    decisions: list[Decision] = field(default_factory=list)
    released: tuple[Released, ...] = ()
    people: Mapping[Pair, Collection[str]] = field(default_factory=dict)
    remade: Callable[[Tables], Tables] = lambda made: made
    finder: Finder | None = None
    _known: dict[Pair, Known] = field(default_factory=dict)
    _together: dict[frozenset[str], Known] = field(default_factory=dict)
    maskings: list[Masking] = field(default_factory=list)
    """What the last public edition has masked, by the identifiers of the full one."""
    _renamed: dict[str, str] = field(default_factory=dict)
    _quiet: dict[int, tuple[Known, dict[str, bool]]] = field(default_factory=dict)
    _shown: dict[str, _Shown] = field(default_factory=dict)
    _looked: dict[str, _Looked] = field(default_factory=dict)

    def __post_init__(self) -> None:
        said = allowed_anywhere(self.released)
        self._finder = self.finder or (finder().sparing(said) if said else finder())

    # ---- tables

    def public(self, data: Tables) -> Tables:
        """The tables of the public edition, from all tables of the full one; `masked` says what was masked in them."""
        made = takedowns.apply(deepcopy(self.decisions), data, "public")
        if any(one.entry.editions == "public" for one in self.decisions):
            made = self.remade(made)
        known, self._together = self._known_of(made), {}
        if known != self._known:
            self._known, self._shown, self._quiet = known, {}, {}
        full, found, touched = dict(made), [], {}
        for of in tables():
            if of.name != MASKED:
                shown = self._table(of, full[of.name])
                made[of.name] = shown.rows
                found += [(of, i, *one) for i, counted in shown.counted.items() for one in sorted(counted.items())]
                touched[of.name] = shown.touched
        made = aliases.renamed(made, told := aliases.aliases(made, touched))
        self.maskings = [
            _masking(of, full[of.name][i], made[of.name][i], *kind, number) for of, i, kind, number in found
        ]
        made[MASKED] = [
            self._masked(of, dataclasses.replace(one, record=one.public_record or one.record, public_record=None))[0]
            for one in self.maskings
            for of in [table(MASKED)]
        ]
        self._renamed = told
        return made

    def _table(self, of: Table, rows: list[Any]) -> _Shown:
        """A table as the public edition shows it, but for identifiers. It is made once for the same rows and the same that
        is known: a release is made once without its changes and once with them."""
        before = self._shown.get(of.name)
        if before and _are(before.of, rows):
            return before
        made = _Shown(rows, rows, {}, [])
        for index, row in self._not_quiet(of, rows, self._known):
            now, counted = self._masked(of, row)
            if now is not row:
                if made.rows is rows:
                    made.rows = [*rows]
                made.rows[index] = now
            if counted:
                made.counted[index] = counted
        made.touched = list(aliases.all_touched(of.name, made.rows, made.counted))
        self._shown[of.name] = made
        return made

    def problems(self, data: Tables) -> list[Problem]:
        """A warning for each column of each document that holds personal data in the full edition: what, where, how many."""
        known = self._known_of(data)
        groups: dict[tuple, list[tuple[Any, Finding]]] = defaultdict(list)
        for of in tables():
            if of.name not in _NO_WARNING:
                for _, row in self._not_quiet(of, data.get(of.name, []), known):
                    if getattr(row, "code", None) == "personal_data":
                        continue
                    for column, _, found in self._findings(of, row, known):
                        group = (*_pair_or_none(row), _document(row), of.name, column.name, found.kind)
                        groups[group].append((row, found))
        made = [_warning(group, found) for group, found in groups.items()]
        identify([], [], made)
        return made

    def changes(self, made: Iterable[Change], old: Tables, new: Tables) -> list[Change]:
        """The changes of the full edition: with nothing in them that was taken down."""
        return takedowns.retold(self.decisions, made, old, new)

    def texts_of(self, of: Table, row: Any, masking: Masking, data: Tables) -> list[str]:
        """The texts that a masking is about, from the row of the full edition that it was made of."""
        known = self._known_of(data)
        found = [
            text[f.start : f.end]
            for column, text, f in self._findings(of, row, known)
            if (column.name, f.kind, f.rule) == (masking.column, masking.kind, masking.rule)
        ]
        return list(dict.fromkeys(found))

    # ---- pages

    def veil(self, edition: str) -> Veil | None:
        """How that edition shows a text that a page takes from a document and not from a table; None where as it is."""
        prints: dict[str, set[str]] = defaultdict(set)
        for one in self.decisions:
            if one.entry.editions == "both" or edition == PUBLIC:
                prints[one.entry.force] |= one.texts
        if edition == FULL and not any(prints.values()):
            return None

        @cache
        def shown(text: str, forces: frozenset[str]) -> str:
            if len(text) < 3 or _OF_THE_PROGRAM.fullmatch(text):
                return text
            for force in forces:
                if prints.get(force):
                    text = takedowns.without(text, prints[force])
            return text if edition == FULL else self._veiled(text, forces)

        def told_by(forces: frozenset[str]) -> Any:
            taken = {force: sorted(map(str, prints.get(force, ()))) for force in sorted(forces)}
            if edition == FULL:
                return taken
            known = self._known_together(forces)
            others = sorted((text, str(kind)) for text, kind in known.others.items())
            said = sorted(repr(dataclasses.astuple(one)) for one in self.released)
            return [taken, sorted(known.names), others, sorted(self._renamed.items()), said]

        return Shade(shown, told_by)

    def _veiled(self, text: str, forces: frozenset[str]) -> str:
        text = aliases.in_text(text, self._renamed)
        found = self._finder.find(text, self._known_together(forces))
        spared = {(one.text, one.kind) for one in self.released if one.record or one.force in forces}
        return masked(text, [f for f in found if not _is_spared(text[f.start : f.end], f.kind, spared)])

    def _known_together(self, forces: frozenset[str]) -> Known:
        if forces not in self._together:
            known = [k for (_, force), k in self._known.items() if force in forces]
            others = {text: kind for k in known for text, kind in k.others.items()}
            self._together[forces] = Known(frozenset().union(*(k.names for k in known)), others)
        return self._together[forces]

    # ---- findings

    def _known_of(self, data: Tables) -> dict[Pair, Known]:
        """What is personal data anywhere in a force's reply: the people of its letters, and what was found in one place."""
        told: dict[Pair, set[tuple[str, str]]] = defaultdict(set)
        for one, words in self.people.items():
            told[one] |= {(word, "name") for word in words}
        for of in tables():
            if of.name != MASKED:
                for pair, said in self._looked_at(of, data.get(of.name, [])).told.items():
                    told[pair] |= said
        return {pair: self._finder.known(sorted(said)) for pair, said in told.items()}

    def _looked_at(self, of: Table, rows: list[Any]) -> _Looked:
        """What is found in a table when nothing is known. The same rows are looked at once, however often they are asked for:
        while this is in use, nobody writes into one."""
        before = self._looked.get(of.name)
        if before and _are(before.rows, rows):
            return before
        made = _Looked([*rows], bytearray(len(rows)), {})
        for index, row in enumerate(rows):
            if self._is_quiet(of, row, NOTHING):
                made.quiet[index] = 1
            elif pair := _pair(row):
                found = {(text[f.start : f.end], f.kind) for _, text, f in self._findings(of, row, {})}
                made.told.setdefault(pair, set()).update(found)
        self._looked[of.name] = made
        return made

    def _not_quiet(self, of: Table, rows: list[Any], known: Mapping[Pair, Known]) -> Iterator[tuple[int, Any]]:
        """The rows, with their positions, in which something may be found: all but those that were quiet when nothing was known,
        of whose replies nothing is known besides."""
        quiet = self._looked_at(of, rows).quiet
        for index, row in enumerate(rows):
            if not quiet[index] or known.get(_pair(row) or ("", "")):
                yield index, row

    def _findings(self, of: Table, row: Any, known: Mapping[Pair, Known]) -> Iterator[tuple[Column, str, Finding]]:
        """Every finding of a row, with its column and the text that it is in."""
        own = known.get(_pair(row) or ("", ""), NOTHING)
        if self._is_quiet(of, row, own):
            return
        for column in of.columns:
            if column.words:
                for text in _texts(column, getattr(row, column.name)):
                    for found in self._found(text, own, of, row, column):
                        yield column, text, found

    def _is_quiet(self, of: Table, row: Any, known: Known) -> bool:
        """Nothing reads like personal data in any text of the row, whatever a person may have said of it besides.

        Most rows are so, and their texts are mostly those of other rows: each text is looked at once for all that is known.
        """
        plain, own = self._quiet_of(NOTHING), self._quiet_of(known)
        for column in _columns_with_words(of):
            value = getattr(row, column.name)
            if not value:
                continue
            seen, by = (plain, NOTHING) if column.name in _PRINTED_NUMBERS else (own, known)
            for text in (value,) if isinstance(value, str) else _texts(column, value):
                if column.made and text == text.lower():
                    continue
                quiet = seen.get(text)
                if quiet is None:
                    quiet = seen[text] = not self._finder.find(text, by)
                if not quiet:
                    return False
        return True

    def _quiet_of(self, known: Known) -> dict[str, bool]:
        """Text to whether nothing is found in it by what is `known`; of the texts that were met last."""
        if not known:
            known = NOTHING
        kept = self._quiet.get(id(known))
        if kept is None or len(kept[1]) > _MOST_TEXTS:
            kept = self._quiet[id(known)] = (known, {})  # with what it is of, so that no other gets its number
        return kept[1]

    def _found(self, text: str, known: Known, of: Table, row: Any, column: Column) -> Iterator[Finding]:
        if column.made and text == text.lower():
            return
        if column.name in _PRINTED_NUMBERS:
            known = NOTHING  # a number of four digits that is a collar number in one place is a count in another
        if all_found := self._finder.find(text, known):
            spared = self._spared_in(of, row, column)
            yield from (f for f in all_found if not _is_spared(text[f.start : f.end], f.kind, spared))

    def _spared_in(self, of: Table, row: Any, column: Column) -> set[tuple[str, str | None]]:
        return {
            (one.text, one.kind)
            for one in self.released
            if not one.anywhere
            and one.force in (None, getattr(row, "force", None))
            and one.record in (None, _key(of, row))
            and one.column in (None, column.name)
        }

    def _masked(self, of: Table, row: Any) -> tuple[Any, Counter[tuple[str, str, str]]]:
        """The row as the public edition shows it, and how often which rule found what in which column."""
        known = self._known.get(_pair(row) or ("", ""), NOTHING)
        values: dict[str, Any] = {}
        counted: Counter[tuple[str, str, str]] = Counter()
        if self._is_quiet(of, row, known):
            return row, counted
        for column in of.columns:
            value = getattr(row, column.name)
            if not column.words or not value:
                continue

            def mask(text: str, column: Column = column) -> str:
                found = list(self._found(text, known, of, row, column))
                counted.update((column.name, f.kind, f.rule) for f in found)
                return masked(text, found) if found else text

            now = _each(value, mask)
            if now != value:
                values[column.name] = now
        return (dataclasses.replace(row, **values) if values else row), counted


def _are(rows: list[Any], others: list[Any]) -> bool:
    """The very same rows."""
    return len(rows) == len(others) and all(map(is_, rows, others))


def _is_spared(text: str, kind: str, spared: Iterable[tuple[str, str | None]]) -> bool:
    return any(text == said and of in (None, kind) for said, of in spared)


def _texts(column: Column, value: Any) -> Iterator[str]:
    """Every text in a value; of the place of a cell, the name of its sheet."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        yield from (text for text in value if isinstance(text, str))
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield str(key)
            if isinstance(inner, str) and (said := _said_in_place(inner)[0]):
                yield said


def _each(value: Any, act: Callable[[str], str]) -> Any:
    """The value with every text in it (`_texts`) put through `act`; numbers that come under one key are added up."""
    if isinstance(value, str):
        return act(value)
    if isinstance(value, list):
        return [act(one) if isinstance(one, str) else one for one in value]
    if isinstance(value, dict):
        made: dict[str, Any] = {}
        for key, inner in value.items():
            name, now = act(str(key)), inner
            if isinstance(inner, str):
                said, place = _said_in_place(inner)
                now = f"{act(said)}{place}" if said else inner
            made[name] = made[name] + now if name in made and isinstance(now, int) else now
        return made
    return value


def _said_in_place(text: str) -> tuple[str, str]:
    """What somebody may have written in a place, the name of a sheet, and the rest; no such thing in the place of a box on a page."""
    if _ON_PAGE.fullmatch(text):
        return "", text
    sheet, mark, cell = text.rpartition("!")
    return (sheet, mark + cell) if sheet and _CELL.fullmatch(cell) else (text, "")


@cache
def _columns_with_words(of: Table) -> tuple[Column, ...]:
    return tuple(column for column in of.columns if column.words)


def _pair(row: Any) -> Pair | None:
    request, force = getattr(row, "request", None), getattr(row, "force", None)
    return (request, force) if request and force else None


def _pair_or_none(row: Any) -> tuple[str | None, str | None]:
    return getattr(row, "request", None), getattr(row, "force", None)


def _document(row: Any) -> str | None:
    documents = getattr(row, "documents", None)
    return getattr(row, "document", None) or (documents[0] if documents else None)


def _key(of: Table, row: Any) -> str | None:
    return "/".join(str(getattr(row, name)) for name in of.key) or None


def _masking(of: Table, row: Any, shown: Any, column: str, kind: str, rule: str, number: int) -> Masking:
    """What was masked in a row, as the full edition tells it. `shown`: the row in the public edition, which gives the number."""
    request, force = _pair_or_none(row)
    key, public_key = _key(of, row), _key(of, shown)
    place = (_document(row), getattr(shown, "location", None), getattr(row, "row", None))
    parts = (of.name, public_key, request, force, *place, column, kind, rule, getattr(row, "definition", None))
    return Masking(
        masking_id=sha256(repr(parts).encode()).hexdigest()[:16],
        table=of.name,
        record=key,
        public_record=public_key if public_key != key else None,
        request=request,
        force=force,
        document=place[0],
        location=getattr(row, "location", None),
        row=place[2],
        column=column,
        kind=kind,
        rule=rule,
        number=number,
    )


def _warning(group: tuple, found: list[tuple[Any, Finding]]) -> Problem:
    request, force, document, name, column, kind = group
    rows = list({id(row): row for row, _ in found}.values())
    first = rows[0]
    place = getattr(first, "location", None)
    more = f" in {len(rows)} rows; this is the first" if len(rows) > 1 else ""
    key = _key(table(name), first)
    named = f"`foi takedown {key} {column}`" if name in ("cases", "counts") else "`foi takedown`"
    return Problem(
        request=request,
        force=force,
        document=document,
        location=place,
        row=getattr(first, "row", None),
        code="personal_data",
        severity="warning",
        message=f"`{column}` of {name} holds what reads like {IN_WORDS[kind]}{more}.",
        fix=f"The public edition has {MARKS[kind]} in its place. If it is none, say so with `foi not-personal` (the table "
        f"`masked` names it by {key or 'its place'}); if it must go from the full edition too, run {named}. "
        "See docs/personal-data.md.",
    )


def broken_rules(made: Tables, full: Tables, today: date) -> list[str]:
    """The critical rules that more rows break than of the full edition: only a mistake in the program can make them.

    A row that both editions have as it is breaks the same rules in both, where all that its rules look into is the same too.
    """
    from schemas.expectations import Whole

    whole, whole_full = Whole.of(made, today), Whole.of(full, today)
    if whole == whole_full:
        made, full = _less(made, full), _less(full, made)
    broken = _broken(made, whole)
    before = Counter(_broken(full, whole_full)) if broken else Counter()
    return sorted(f"{name}: {says}" for (name, says), number in Counter(broken).items() if number > before[name, says])


def _less(one: Tables, other: Tables) -> Tables:
    """The rows that the other tables do not have, the very same."""
    made: Tables = {}
    for of in tables():
        there = {id(row) for row in other[of.name]} if one[of.name] is not other[of.name] else None
        made[of.name] = [] if there is None else [row for row in one[of.name] if id(row) not in there]
    return made


def _broken(made: Tables, whole: Whole) -> list[tuple[str, str]]:
    from schemas.expectations import CRITICAL, checks

    return [
        (of.name, check.says)
        for of in tables()
        for check in checks(of)
        if check.severity == CRITICAL
        for row in made[of.name]
        if check.test(row, whole) is False
    ]
