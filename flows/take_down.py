"""`foi takedown`: a person's decision that something of the live release is not to be published (`flows.takedowns`)."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from flows import clock
from flows.ending import Stopped
from flows.lock import alone
from flows.sightings import Sighting
from flows.takedowns import FILE, ROWS, Decision, blanked, fingerprints, read, words_in
from flows.toml_text import Text, plain_words
from schemas.tables import table

Tables = dict[str, list[Any]]

_IDENTIFIERS = {"cases": "record_id", "counts": "count_id"}


def take_down(
    data: Path,
    live: Tables,
    sightings: Sequence[Sighting],
    target: str,
    columns: Sequence[str],
    *,
    reason: str,
    author: str,
    editions: str = "both",
) -> list[str]:
    """Write a takedown; lines that say what was done. `target`: a row, a reply or a document of the live release.

    A row is named by its `record_id` or `count_id`, a reply by its `reply_id`, a document by its sha256 (8 digits or more)
    or its path. With `columns`, only what stands there in the row. Raises `Stopped` where there is no such thing.
    """
    if not plain_words(reason) or not plain_words(author):
        raise Stopped("--reason and --author are not to be blank: both are kept and published.")
    what = (
        _of_row(live, target, columns)
        or _of_reply(live, target, columns)
        or _of_document(live, sightings, target, columns)
    )
    decided = clock.now().date()
    entry = {"id": secrets.token_hex(6), **what, "editions": editions}  # of nothing that it is about: it is published
    entry |= {"reason": plain_words(reason), "author": plain_words(author), "decided": decided}
    with alone(data):
        if any(_same(one, entry) for one in read(data)):
            raise Stopped(f"That was taken down before: it stands in {data / FILE}. `foi ingest` publishes without it.")
        Text.of(data / FILE).with_block("takedown", entry).write(data / FILE)
    return [
        f"Taken down from {'both editions' if editions == 'both' else 'the public edition'}: {_in_words(what)}. Its number is {entry['id']}.",
        f"Written to {data / FILE}, which holds none of its words. The next `foi ingest` publishes without it.",
        *_left(data, what, editions),
    ]


def listed(decisions: Sequence[Decision], live: Tables | None) -> list[str]:
    """Every takedown in words, with what it came to in the live release."""
    if not decisions:
        return ["Nothing was taken down."]
    published = {t.takedown_id: t for t in (live or {}).get("takedowns", [])}
    lines = []
    for one in decisions:
        entry, there = one.entry, published.get(one.entry.takedown_id)
        came = (
            "waits for the next `foi ingest`"
            if there is None
            else f"took out {there.found}"
            if there.found
            else "found nothing"
        )
        lines.append(f"{entry.takedown_id}  {entry.decided}  {entry.force}: {one.what}; {came}")
        lines.append(
            f"{'':<14}{entry.reason} ({entry.author}; {'both editions' if entry.editions == 'both' else 'public edition'})"
        )
    return lines


def lift(data: Path, number: str) -> list[str]:
    """Take an entry out of the file, so that it is published again."""
    with alone(data):
        found = _numbered(data, number)
        Text.of(data / FILE).without_block("takedown", found).write(data / FILE)
    return [f"Lifted: {number}. The next `foi ingest` publishes it again."]


def spare(data: Path, live: Tables, sightings: Sequence[Sighting], number: str, document: str) -> list[str]:
    """Let a takedown not hold for one document, which a force has sent since: what that says may be published."""
    name = _named(live, sightings, document)
    if name is None:
        raise Stopped(f"No document {document} is in a reply of the live release.")
    with alone(data):
        found = _numbered(data, number)
        if name in read(data)[found].spared:
            raise Stopped(f"That document was spared before: it stands in {data / FILE}.")
        Text.of(data / FILE).with_item("takedown", found, "spared", name).write(data / FILE)
    return [f"Spared: {name[:12]} from {number}. The next `foi ingest` publishes what it says."]


def _numbered(data: Path, number: str) -> int:
    numbers = [one.entry.takedown_id for one in read(data)]
    if number not in numbers:
        raise Stopped(f"{number}: no takedown has that number; there are: {', '.join(numbers) or 'none'}.")
    return numbers.index(number)


def _same(one: Decision, entry: dict[str, Any]) -> bool:
    return (one.entry.what, one.entry.record, one.entry.columns, one.entry.documents, one.entry.editions) == (
        entry["what"], entry.get("record"), list(entry.get("columns", [])), entry["documents"], entry["editions"],
    )  # fmt: skip


# ---- what is meant


def _of_row(live: Tables, target: str, columns: Sequence[str]) -> dict[str, Any] | None:
    for name in ROWS:
        key = _IDENTIFIERS[name.removeprefix("superseded_")]
        row = next((r for r in live[name] if getattr(r, key) == target), None)
        if row is None:
            continue
        _stop_at_columns(name, row, columns)
        of = [c.name for c in words_in(name) if not columns or c.name in columns]
        made = {"what": "value" if columns else "record", "request": row.request, "force": row.force, "record": target}
        made |= {"columns": list(columns)} if columns else {}
        made |= {"documents": [row.document], "location": row.location, "row": row.row}
        texts = fingerprints(getattr(row, c) for c in of)
        return {**made, **({"texts": texts} if texts else {})}
    return None


def _stop_at_columns(name: str, row: Any, columns: Sequence[str]) -> None:
    fixed = {"record_id", "count_id", "reply_id", "request", "force", "document", "location", "row", "cells", "method", "parser", "corrected"}  # fmt: skip
    possible = [c for c in table(name).names if c not in fixed]
    for column in columns:
        if column not in possible:
            near = get_close_matches(column, possible, n=3)
            hint = f"did you mean {' or '.join(near)}?" if near else "docs/data-dictionary.md lists them"
            raise Stopped(f"{column}: no column of {name} that can be taken down; {hint}")
        if getattr(row, column) in (None, [], {}):
            raise Stopped(f"`{column}` of that row is empty: there is nothing to take down.")
        try:
            blanked(name, row, [column])
        except ValueError:
            raise Stopped(f"`{column}` must tell something: take the whole row down instead.") from None


def _of_reply(live: Tables, target: str, columns: Sequence[str]) -> dict[str, Any] | None:
    reply = next((r for r in live["replies"] if r.reply_id == target), None)
    if reply is None:
        return None
    _stop_at_any(columns)
    made = {"what": "reply", "request": reply.request, "force": reply.force, "record": target}
    made |= {"documents": list(reply.documents)}
    records = _records(live, lambda row: row.reply_id == target or row.document in reply.documents)
    return {**made, **({"records": records} if records else {})}


def _of_document(live: Tables, sightings: Sequence[Sighting], target: str, columns: Sequence[str]) -> dict[str, Any]:
    name = _named(live, sightings, target)
    if name is None:
        raise Stopped(
            f"{target}: the live release has no such row (`record_id`, `count_id`), reply (`reply_id`) or document (its sha256, or its path)."
        )
    _stop_at_any(columns)
    reply = next(r for r in live["replies"] if name in r.documents)
    records = _records(live, lambda row: row.document == name)
    made = {"what": "document", "request": reply.request, "force": reply.force, "documents": [name]}
    return {**made, **({"records": records} if records else {})}


def _stop_at_any(columns: Sequence[str]) -> None:
    if columns:
        raise Stopped("Columns are for a row: give its `record_id` or `count_id`, or leave the columns away.")


def _records(live: Tables, ours: Any) -> list[str]:
    """The identifiers of the rows that go: by them they are known again in a copy that is sent later."""
    found = {
        getattr(row, _IDENTIFIERS[name.removeprefix("superseded_")]).partition("~")[0]
        for name in ROWS
        for row in live[name]
        if ours(row)
    }
    return sorted(found)


def _named(live: Tables, sightings: Sequence[Sighting], said: str) -> str | None:
    """The sha256 of the document that a person means, among those of the live release; None where there is none."""
    known = {d for r in live["replies"] for d in r.documents}
    paths = {s.sha256: s.path for s in sightings if s.sha256 in known}
    if re.fullmatch(r"[0-9a-f]{8,64}", said.lower()):
        found = {d for d in known if d.startswith(said.lower())}
    else:
        parts = Path(said).parts
        found = {name for name, path in paths.items() if Path(path).parts[-len(parts) :] == parts}
    if len(found) > 1:
        listed = "; ".join(f"{paths.get(name, 'a document')} ({name[:12]})" for name in sorted(found))
        raise Stopped(f"{said} may be several documents: {listed}. Give the sha256 of the one that is meant.")
    return found.pop() if found else None


# ---- in words


def _in_words(what: dict[str, Any]) -> str:
    if what["what"] == "value":
        return f"`{'`, `'.join(what['columns'])}` of {what['record']}"
    if what["what"] == "record":
        return f"the row {what['record']}"
    rows = f" and its {len(what['records'])} rows" if what.get("records") else ""
    return (
        f"the reply {what['record']}{rows}"
        if what["what"] == "reply"
        else f"the document {what['documents'][0][:12]}{rows}"
    )


def _left(data: Path, what: dict[str, Any], editions: str) -> list[str]:
    """Where what was taken down still stands, and what to do about it."""
    if editions == "public":
        return ["The full edition still has it, and so have older public editions: `foi purge-releases` deletes those."]
    lines = ["It still stands in older releases (`foi purge-releases` deletes them), and in data/raw: docs/personal-data.md says what to do."]  # fmt: skip
    path = data / "corrections" / f"{what['force']}.toml"
    if path.is_file() and (what.get("record") or "-") in path.read_text(encoding="utf-8"):
        lines.append(f"{path} quotes it too: look at the entry, and take out what it quotes.")
    return lines
