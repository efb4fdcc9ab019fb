"""`foi correct`: a person's decision about one row of the live release, written as a correction (`flows.corrections`)."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from flows import clock
from flows.corrections import BY_HAND, FIXED, IDENTIFIERS, Tables, contradictions, decision_of, quoted, read, short
from flows.ending import Stopped
from flows.lock import alone
from flows.toml_text import Text, plain_words
from schemas.expectations import CRITICAL, Whole, checks
from schemas.records import Problem
from schemas.tables import table

_MADE_LATER = ("validation_failed", "fewer_rows", "stale_correction", "personal_data", "takedown")
"""Problems that are reported after corrections have been applied."""


def correct(
    folder: Path,
    live: Tables,
    record: str,
    changes: Sequence[tuple[str, str]],
    *,
    reason: str,
    page: str,
    author: str,
    drop: bool = False,
    confirm: bool = False,
) -> list[str]:
    """Write the corrections of one row of the live release into the file of its force; the lines that say so.

    `changes`: column and value, as typed. `was` and the place are filled in from the release. Raises `Stopped`, with
    nothing written, where there is no such row or value, where the row is corrected already, or where it would break a rule.
    """
    name, row = _row(live, record)
    kind = "confirm" if confirm else "drop" if drop else "change"
    if kind == "change" and not changes:
        raise Stopped("Name a column and its value, as many pairs as need be; or --drop, or --confirm.")
    if kind != "change" and changes:
        raise Stopped(f"--{kind} takes no column and no value.")
    if (name == "problems") != (kind == "confirm"):
        raise Stopped(f"{record} is a row of {name}: {'confirm it with --confirm' if name == 'problems' else '--confirm is for a problem'}.")  # fmt: skip
    _stop_at_what_cannot_be(name, row, kind)
    common = _common(name, row, kind, reason, page, author)
    mind: list[str] = []
    if kind == "change":
        values = [(column, _row_value(name, row, column), _typed(name, column, text)) for column, text in changes]
        new = [{**common, "column": c, "was": _plain(was), "becomes": _plain(now)} for c, was, now in values]
        told = [f"{c}: {quoted(was)} becomes {quoted(now)}" for c, was, now in values]
        mind = _rules_broken(live, name, row, {c: now for c, _, now in values})
    else:
        new = [{**common, "was": row.message} if confirm else common]
        told = ["the row is dropped" if drop else f"confirmed: {short(row.message)}"]
    return [*_written(folder, row.force, new, told), *mind]


def _written(folder: Path, force: str, new: list[dict[str, Any]], told: list[str]) -> list[str]:
    """Add the entries to the force's file, unless one of them is wrong or contradicts what is there."""
    path = folder / f"{force}.toml"
    with alone(folder.parent):
        there = read(folder)
        text = (
            Text.of(path)
            if path.exists()
            else Text("# Decisions by hand about single rows: docs/corrections.md\n", str(path))
        )
        made, faults = [], []
        for number, entry in enumerate(new, start=len(text.data.get("correction", [])) + 1):
            decision, wrong = decision_of(entry, f"{path.name} {number}")
            faults += wrong
            made += [decision] if decision else []
            text = text.with_block("correction", entry)
        faults += contradictions([*there, *made])
        if faults:
            raise Stopped(f"Nothing was written: {'; '.join(faults)}.")
        text.write(path)
    lines = [f"{'wrote' if not n else '':<9} {path}: {line}" for n, line in enumerate(told)]
    return [*lines, "next      foi ingest merges again with it; have a second person read the file"]


def _row(live: Tables, identifier: str) -> tuple[str, Any]:
    for name, key in IDENTIFIERS.items():
        for row in live[name]:
            if getattr(row, key) == identifier:
                return name, row
    raise Stopped(
        f"{identifier}: no row of the live release has that identifier. They stand in cases.csv (`record_id`), "
        "counts.csv (`count_id`), replies.csv (`reply_id`); those of problems: foi problems --ids."
    )


def is_made_later(row: Problem) -> bool:
    """The problem is found after corrections have been applied, so that none can confirm it."""
    return row.code in _MADE_LATER or row.message.startswith("Held back: ")


def _stop_at_what_cannot_be(name: str, row: Any, kind: str) -> None:
    if name == "problems" and is_made_later(row):
        raise Stopped(f"A problem {row.code} cannot be confirmed: do what it says ({row.fix}).")
    if name == "problems" and not (row.request and row.force):
        raise Stopped("A problem that belongs to no force cannot be confirmed: do what it says.")
    if name == "replies" and kind == "drop":
        raise Stopped("A reply cannot be dropped: take its documents out of the source, and it is withdrawn.")
    if name != "problems" and BY_HAND in row.corrected:
        raise Stopped("The row was added by hand: change its entry in the folder of corrections.")


def _common(name: str, row: Any, kind: str, reason: str, page: str, author: str) -> dict[str, Any]:
    """What every entry of a row says, in the order in which it is read."""
    document = row.documents[0] if name == "replies" else row.document
    where = {} if name == "replies" else {"location": row.location, "row": row.row}
    entry = {
        "kind": kind,
        "table": name,
        "request": row.request,
        "force": row.force,
        "record": getattr(row, IDENTIFIERS[name]),
    }
    said = {"reason": reason, "page": page, "author": author}
    entry |= {
        "document": document,
        **where,
        **{k: plain_words(v) for k, v in said.items()},
        "decided": clock.now().date(),
    }
    return {k: v for k, v in entry.items() if v is not None}


def _row_value(name: str, row: Any, column: str) -> Any:
    """What stands in a column of a row. Raises `Stopped` where there is no such column, or where it is corrected already."""
    if column not in table(name).names or column in FIXED:
        near = get_close_matches(column, [n for n in table(name).names if n not in FIXED], n=3)
        hint = f"did you mean {' or '.join(near)}?" if near else "docs/data-dictionary.md lists them"
        raise Stopped(f"{column}: no column of {name} that can be corrected; {hint}")
    if column in row.corrected:
        raise Stopped(f"`{column}` of that row is corrected already: change that entry in the folder of corrections.")
    return getattr(row, column)


def _typed(name: str, column: str, text: str) -> Any:
    """A value as a person types it, as the column has it; nothing typed is null, a list has commas between its values."""
    kind = next(c.type for c in table(name).columns if c.name == column)
    if kind == "list":
        return [part.strip() for part in text.split(",") if part.strip()]
    if not text:
        return None
    try:
        if kind == "integer":
            return int(text)
        if kind == "date":
            return date.fromisoformat(text)
        return {"true": True, "false": False}[text.casefold()] if kind == "boolean" else plain_words(text)
    except (ValueError, KeyError):
        example = {"integer": "3", "date": "2022-09-09", "boolean": "true"}[kind]
        raise Stopped(f"{text!r} is no {kind}, and `{column}` holds one: write it as {example}.") from None


def _plain(value: Any) -> Any:
    """A value as a file has it."""
    return "" if value is None else value


def _rules_broken(live: Tables, name: str, row: Any, changes: dict[str, Any]) -> list[str]:
    """What to mind: rules that are only warned of, and that the row will then break.

    Raises `Stopped` for any other: with a number changed and not its bounds, the row would hold back the whole force.
    """
    whole = Whole.of(live, clock.now().date())
    after = dataclasses.replace(row, **changes)
    broken = [c for c in checks(table(name)) if c.test(after, whole) is False and c.test(row, whole) is not False]
    for check in broken:
        if check.severity == CRITICAL:
            raise Stopped(
                f"The row would then break a rule: {check.says} Correct {', '.join(check.columns)} together, "
                "each column with its value, in one command."
            )
    return [f"mind      the row then breaks a rule that is warned of: {check.says}" for check in broken]
