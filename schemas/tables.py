"""The published tables, derived from the record types: names, columns, types, keys; and the schemas made from them."""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from schemas import records, vocabulary


@dataclass(frozen=True)
class Column:
    """One column, with its type as one of `string integer number boolean date datetime list json`."""

    name: str
    type: str
    nullable: bool
    description: str
    key: bool
    required: bool
    codes: tuple[str, ...] | None
    minimum: int | None
    maximum: int | None
    pattern: str | None
    fill: float | None
    critical: bool
    made: bool = False
    signed: bool = False

    @property
    def words(self) -> bool:
        """Somebody's words may stand in it: it is text that is no code, has no fixed form and is not signed."""
        return self.type in ("string", "list", "json") and not (self.codes or self.pattern or self.signed)


@dataclass(frozen=True)
class Table:
    """One published table. `may_be_empty`: a release without a row in it is no failure (no problem is good news)."""

    name: str
    record: type
    description: str
    columns: tuple[Column, ...]
    may_be_empty: bool

    def __hash__(self) -> int:
        """By its name: what is kept by table is asked for with each row."""
        return hash(self.name)

    @property
    def key(self) -> tuple[str, ...]:
        return tuple(c.name for c in self.columns if c.key)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(c.name for c in self.columns)


_RECORDS: dict[str, tuple[type, bool]] = {
    # name: record type, may be empty
    "replies": (records.Reply, False),
    "cases": (records.Case, True),
    "counts": (records.Count, True),
    "problems": (records.Problem, True),
    "coverage": (records.Coverage, False),
    "corrections": (records.Correction, True),
    "changes": (records.Change, True),
    "takedowns": (records.Takedown, True),
    "masked": (records.Masking, True),
    "forces": (records.Force, False),
    "summary": (records.Figure, True),
    "accounting": (records.TableAccount, True),  # letters that only refuse have no table; a record without one fails
    "superseded_cases": (records.Case, True),
    "superseded_counts": (records.Count, True),
}

_TYPES: dict[Any, str] = {
    str: "string", int: "integer", float: "number", bool: "boolean", date: "date", datetime: "datetime", dict: "json",
}  # fmt: skip


def _column(item: dataclasses.Field, hint: Any) -> Column:
    meta = item.metadata
    nullable = False
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        inner = [a for a in typing.get_args(hint) if a is not type(None)]
        nullable, hint = True, inner[0]
    kind = "list" if typing.get_origin(hint) is list else _TYPES[hint]
    codes = vocabulary.load(meta["vocabulary"]).codes if meta["vocabulary"] else meta["codes"]
    return Column(
        name=item.name,
        type=kind,
        nullable=nullable and not meta["required"],
        description=meta["description"],
        key=meta["key"],
        required=meta["required"],
        codes=tuple(codes) if codes else None,
        minimum=meta["minimum"],
        maximum=meta["maximum"],
        pattern=meta["pattern"],
        fill=meta["fill"],
        critical=meta["critical"],
        made=meta["made"],
        signed=meta["signed"],
    )


@cache
def table(name: str) -> Table:
    """The table of that name; `KeyError` if there is none."""
    record, may_be_empty = _RECORDS[name]
    hints = typing.get_type_hints(record)
    columns = tuple(_column(f, hints[f.name]) for f in dataclasses.fields(record))
    description = (record.__doc__ or "").split("\n\n")[0].replace("\n", " ").strip()
    if name.startswith("superseded_"):
        # a record keeps its identifier from version to version: the version is part of the key here
        columns = tuple(dataclasses.replace(c, key=c.key or c.name == "reply_id") for c in columns)
        description = f"As `{name.removeprefix('superseded_')}`, of replies that a later one corrects or that were withdrawn: kept readable, counted nowhere."
    return Table(name, record, description, columns, may_be_empty)


def tables() -> list[Table]:
    """Every published table, in the order in which a reader would open them."""
    return [table(name) for name in _RECORDS]


json_text = json.JSONEncoder(ensure_ascii=False, sort_keys=True, allow_nan=False).encode
"""A list or an object as the text that every file of a release has for it."""


def plain(record: Any) -> dict[str, Any]:
    """A record as JSON-ready values: dates as ISO 8601, lists and objects as they are, nulls as None."""
    out = {}
    kind: Any = type(record)
    for name in _names(kind):
        value = getattr(record, name)
        out[name] = value.isoformat() if isinstance(value, date) else value
    return out


@cache
def _names(record: Any) -> tuple[str, ...]:
    return tuple(item.name for item in dataclasses.fields(record))


def revive(record: type, values: dict[str, Any]) -> Any:
    """The record that `plain` was made from."""
    made = dict(values)
    for col in _columns_of(record):
        value = made.get(col.name)
        if value is not None and col.type == "date":
            made[col.name] = date.fromisoformat(value)
        elif value is not None and col.type == "datetime":
            made[col.name] = datetime.fromisoformat(value)
    return record(**made)


@cache
def _columns_of(record: type) -> tuple[Column, ...]:
    name = next(n for n, (r, _) in _RECORDS.items() if r is record)
    return table(name).columns
