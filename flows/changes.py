"""What one release changed against another: every reply, case and count added, changed or withdrawn, and by what cause.

A cause is told by what differs between the two: the documents of the reply, the version of its parser, the vocabularies,
the corrections by hand, what was held back. Where more than one could be it, or none is known, the cause says so.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from flows.archive import key_of
from flows.ending import Stopped
from flows.lifecycle import ANSWERS, UNCOUNTED
from schemas.records import Change, Correction, Reply
from schemas.tables import plain, table

Tables = dict[str, list[Any]]
MadeWith = Mapping[str, str]
"""What a release was made with: the version of the `schema` and the `readers`, fingerprints of `vocabulary` and `program`."""

_PLACES = {
    "reply_id", "document", "documents", "location", "row", "cells", "parser", "parser_version", "corrected", "method",
    "source", "source_url", "retrieved_at", "first_seen", "supersedes", "conduct_rules",
}  # fmt: skip
"""Columns that say where a value was read from, and by what, not what it is."""

_COMPARED = ("replies", "cases", "counts")

CAUSES_IN_WORDS = {
    "new_reply": "new reply",
    "corrected_reply": "a later reply took the place of an earlier one",
    "withdrawn_reply": "withdrawn at its source",
    "parser": "changed parser",
    "vocabulary": "changed vocabulary",
    "parser_or_vocabulary": "changed parser or vocabulary",
    "hand_correction": "corrected by hand",
    "takedown": "taken down",
    "held": "held back for a person",
    "released": "released by a person",
    "program": "changed program",
    "source_down": "source could not be reached",
    "source_back": "source can be reached again",
    "time": "time went by",
    "asking": "what is noted of the asking",
    "unknown": "cause not known",
}


def changes_between(old: Tables | None, new: Tables, with_old: MadeWith, with_new: MadeWith) -> list[Change]:
    """Every change from the tables of one release to those of another, in the order of the table `changes`.

    `old` None, before the first release: nothing has changed then, all of it is new.
    """
    if old is None:
        return []
    told = _Telling(old, new, with_old, with_new)
    found = [change for name in _COMPARED for change in _compared(told, name)]
    found += _coverage_changes(old, new)
    return sorted(found, key=lambda c: c.change_id)


def _compared(told: _Telling, name: str) -> Iterator[Change]:
    of = table(name)
    (key,) = of.key
    was = {getattr(row, key): row for row in told.old[name]}
    now = {getattr(row, key): row for row in told.new[name]}
    for record in sorted(now.keys() - was.keys()):
        yield _change(name, record, now[record], "added", told.of_added(name, now[record]))
    for record in sorted(was.keys() - now.keys()):
        yield _change(name, record, was[record], "withdrawn", told.of_withdrawn(name, was[record]))
    for record in sorted(was.keys() & now.keys()):
        one, other = was[record], now[record]
        for column in (c for c in of.names if c not in _PLACES):
            before, after = getattr(one, column), getattr(other, column)
            if before != after:
                cause = told.of_changed(name, one, other, column)
                yield _change(name, record, other, "changed", cause, column, _text(before), _text(after))


def _change(
    name: str,
    record: str,
    row: Any,
    change: str,
    cause: str,
    column: str | None = None,
    was: str | None = None,
    now: str | None = None,
) -> Change:
    return Change(
        change_id=key_of(table=name, record=record, column=column)[:16],
        table=name,
        record=record,
        request=row.request,
        force=row.force,
        reply_id=getattr(row, "reply_id", None),
        change=change,
        column=column,
        was=was,
        now=now,
        cause=cause,
    )


def _text(value: Any) -> str | None:
    if value is None or value == []:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return value.isoformat() if isinstance(value, date) else str(value)


def _coverage_changes(old: Tables, new: Tables) -> Iterator[Change]:
    """An answer that has become overdue, or is so no more; a force that shows its last good version, or no more."""
    was = {(row.request, row.force): row for row in old["coverage"]}
    down_then, down_now = _unreached(old), _unreached(new)
    for row in new["coverage"]:
        pair = row.request, row.force
        before = was.get(pair)
        for column, begun, ended in (
            ("overdue", "time", "new_reply" if row.answered else "asking"),
            (
                "stale",
                "source_down" if pair in down_now else "held",
                "source_back" if pair in down_then else "released",
            ),
        ):
            then, now = bool(before and getattr(before, column)), bool(getattr(row, column))
            if then != now:
                record = f"{row.request}/{row.force}"
                cause = begun if now else ended
                yield _change("coverage", record, row, "changed", cause, column, _text(then), _text(now))


def _unreached(tables: Tables) -> set[tuple[str | None, str | None]]:
    """Request and force of those whose source could not be reached."""
    return {(p.request, p.force) for p in tables["problems"] if p.code == "source_unreachable"}


# ---- causes


class _Telling:
    """Tells the cause of a change from what differs between two releases."""

    def __init__(self, old: Tables, new: Tables, with_old: MadeWith, with_new: MadeWith) -> None:
        self.old, self.new = old, new
        self.was: dict[str, Reply] = {r.reply_id: r for r in old["replies"]}
        self.now: dict[str, Reply] = {r.reply_id: r for r in new["replies"]}
        self.with_old, self.with_new = with_old, with_new
        self.known = _documents(old["replies"])
        self.stale = {(c.request, c.force) for c in old["coverage"] if c.stale}
        fired_old, fired_new = (_fired(tables["corrections"]) for tables in (old, new))
        self.begun = [one for key, one in fired_new.items() if key not in fired_old]
        self.ended = [one for key, one in fired_old.items() if key not in fired_new]

    def of_added(self, name: str, row: Any) -> str:
        if "record" in row.corrected or self._by_hand(name, row, "drop", self.ended):
            return "hand_correction"
        reply = self.now[row.reply_id]
        before = self.was.get(row.reply_id)
        if before is None:
            return self._of_reply(reply)
        if not before.current and reply.current:
            return "new_reply" if before.withdrawn_at else "withdrawn_reply"
        return self._of_same(before, reply, waits=lambda: self._released(before, reply))

    def of_withdrawn(self, name: str, row: Any) -> str:
        if "record" in row.corrected or self._by_hand(name, row, "drop", self.begun):
            return "hand_correction"
        before, reply = self.was[row.reply_id], self.now.get(row.reply_id)
        if reply is None:
            return self._of_gone(before)
        if reply.superseded_by and not before.superseded_by:
            return "corrected_reply"
        if reply.withdrawn_at and not before.withdrawn_at:
            return "withdrawn_reply"
        if reply.status in UNCOUNTED and before.status not in UNCOUNTED:
            return "held"
        return self._of_same(before, reply)

    def of_changed(self, name: str, old: Any, new: Any, column: str) -> str:
        if (column in old.corrected) != (column in new.corrected) or (
            column in new.corrected and self._by_hand(name, new, "change", self.begun, column)
        ):
            return "hand_correction"
        before, reply = self.was[old.reply_id], self.now[new.reply_id]
        if column == "superseded_by":
            return "corrected_reply" if new.superseded_by else "withdrawn_reply"
        if column == "withdrawn_at":
            return "withdrawn_reply" if new.withdrawn_at else "new_reply"
        if old.reply_id != new.reply_id:
            return self._of_reply(reply) if new.reply_id not in self.was else self._of_moved(before, reply)
        if name == "replies" and reply.status in UNCOUNTED and before.status not in UNCOUNTED:
            return "held"
        return self._of_same(before, reply, waits=lambda: self._released(before, reply))

    def _of_reply(self, reply: Reply) -> str:
        """Of rows of a reply that was not there before."""
        if set(reply.documents) <= self.known[reply.request, reply.force or ""]:
            return self._of_program(reply.parser_version, reply.parser_version)
        earlier = self.now.get(reply.supersedes or "")
        return "corrected_reply" if earlier and earlier.status in ANSWERS else "new_reply"

    def _of_gone(self, before: Reply) -> str:
        """Of rows of a reply that is there no more, not even as superseded: another archive, or put together otherwise."""
        others = (r for r in self.now.values() if (r.request, r.force) == (before.request, before.force))
        return next((self._of_same(before, r) for r in others if set(r.documents) & set(before.documents)), "unknown")

    def _of_moved(self, before: Reply, reply: Reply) -> str:
        """Of a row that is now taken from another reply, which was there before."""
        ended = self.now.get(before.reply_id)
        if ended and ended.withdrawn_at and not before.withdrawn_at:
            return "withdrawn_reply"
        return "corrected_reply" if ended and ended.superseded_by else self._of_same(before, reply)

    def _of_same(self, before: Reply, reply: Reply, waits: Callable[[], bool] = lambda: False) -> str:
        """Of rows of a reply that was there before: other documents, a person's release, or another way of reading."""
        old, new = set(before.documents), set(reply.documents)
        if old != new:
            replaced = any(r.superseded_by == reply.reply_id and r.reply_id not in self.was for r in self.now.values())
            return "withdrawn_reply" if new < old else "corrected_reply" if replaced else "new_reply"
        cause = self._of_program(before.parser_version, reply.parser_version)
        return "released" if waits() and cause in ("program", "unknown") else cause

    def _released(self, before: Reply, reply: Reply) -> bool:
        waited = before.status in UNCOUNTED and reply.status not in UNCOUNTED
        return waited or (before.request, before.force) in self.stale

    def _of_program(self, old: str, new: str) -> str:
        """The same documents were read otherwise: by another parser or vocabulary, as far as the two releases tell."""
        parser = old != new or self._differs("readers") or self._differs("schema")
        vocabulary = self._differs("vocabulary")
        if parser:
            return "parser" if vocabulary is False else "parser_or_vocabulary"
        if vocabulary:
            return "vocabulary"
        return "program" if self._differs("program") else "unknown"

    def _differs(self, part: str) -> bool | None:
        """None where either release does not say what it was made with."""
        old, new = self.with_old.get(part), self.with_new.get(part)
        return None if old is None or new is None else old != new

    def _by_hand(self, name: str, row: Any, kind: str, among: Iterable[Correction], column: str | None = None) -> bool:
        (key,) = table(name).key
        for one in among:
            if (one.kind, one.table, one.column) != (kind, name, column):
                continue
            place = (getattr(row, "document", None), getattr(row, "location", None), getattr(row, "row", None))
            if one.record == getattr(row, key) or (not one.record and (one.document, one.location, one.row) == place):
                return True
        return False


def _documents(replies: Iterable[Reply]) -> dict[tuple[str, str], set[str]]:
    known: dict[tuple[str, str], set[str]] = defaultdict(set)
    for reply in replies:
        known[reply.request, reply.force or ""] |= set(reply.documents)
    return known


def _fired(corrections: Iterable[Correction]) -> dict[tuple, Correction]:
    return {(one.correction_id, one.becomes): one for one in corrections if one.fired}


# ---- two releases


@dataclass(frozen=True)
class Compared:
    """Two releases by their folders (`old` None where there was none before), and what changed from one to the other."""

    old: Path | None
    new: Path
    changes: list[Change]
    summary: str

    @property
    def words(self) -> list[str]:
        """One sentence for each force, request and cause."""
        return in_words(self.changes)

    @property
    def plain(self) -> dict[str, Any]:
        """What `foi changes --json` prints."""
        return {
            "old": self.old.name if self.old else None,
            "new": self.new.name,
            "summary": self.summary,
            "words": self.words,
            "changes": [plain(change) for change in self.changes],
        }


def compare(clean: Path, old: str | None = None, new: str | None = None) -> Compared:
    """What changed between two releases below `clean`, each named by its identifier or the beginning of it.

    Without `new`, the live one; without `old`, the one that it came after. Raises `Stopped` where there is none of that name.
    """
    from flows import publish

    live = publish.live(clean)
    if live is None:
        raise Stopped(f"Nothing has been published in {clean.parent} yet; run `foi ingest SOURCE` first.")
    entries = publish.history(clean)
    later = _release(clean, entries, new) if new else live
    old = old or next((e["previous"] for e in reversed(entries) if e["id"] == later.name), None)
    earlier = _release(clean, entries, old) if old else None
    data = publish.read_release(later)
    made = publish.changes_since(earlier, data, publish.manifest(later))
    rows = ", ".join(f"{len(data[name])} {name}" for name in _COMPARED)
    return Compared(earlier, later, made, totals(made) if earlier else f"the first release, {rows}")


def _release(clean: Path, entries: list[dict[str, Any]], name: str) -> Path:
    known = list(dict.fromkeys(entry["id"] for entry in entries))
    meant = [one for one in known if one.startswith(name)]
    if len(meant) != 1:
        why = "could be several releases" if meant else "is no release"
        raise Stopped(f"{name} {why}; there are: {', '.join(known)}.")
    path = clean / "releases" / meant[0]
    if not path.is_dir():
        raise Stopped(f"The release {meant[0]} is no longer in {clean / 'releases'}; put it back, or name another.")
    return path


# ---- in words


def in_words(changes: Iterable[Change]) -> list[str]:
    """One sentence for each force, request and cause: what was added, changed and withdrawn."""
    groups: dict[tuple[str, str, str], list[Change]] = defaultdict(list)
    for change in changes:
        groups[change.force, change.request, change.cause].append(change)
    return [
        f"{force} ({request}): {CAUSES_IN_WORDS[cause]}: {'; '.join(_told(alike))}."
        for (force, request, cause), alike in sorted(groups.items())
    ]


def _told(alike: list[Change]) -> list[str]:
    told = []
    for name in _COMPARED:
        here = [c for c in alike if c.table == name]
        for kind in ("added", "withdrawn"):
            if number := sum(c.change == kind for c in here):
                told.append(f"{_amount(number, name)} {kind}")
        changed = [c for c in here if c.change == "changed"]
        if changed:
            columns = Counter(c.column or "" for c in changed)
            which = ", ".join(f"{column} {n}" for column, n in sorted(columns.items(), key=lambda c: (-c[1], c[0])))
            told.append(f"{_amount(len({c.record for c in changed}), name)} changed ({which})")
        told += [f"status {c.was} → {c.now}" for c in changed if c.column == "status"]
    for c in alike:
        if c.table == "coverage":
            told.append(_STANDING_BY_CAUSE.get(c.cause) or _STANDING[c.column or "", c.now == "true"])
    return told


_STANDING = {
    ("overdue", True): "no answer has come in time: overdue",
    ("overdue", False): "no longer overdue",
    ("stale", True): "newer data wait for a person, and the last good version stays",
    ("stale", False): "no longer behind: the newest data are shown",
}
_STANDING_BY_CAUSE = {"source_down": "may be behind: what was there before is shown"}


def _amount(number: int, name: str) -> str:
    one = {"replies": "reply", "cases": "case", "counts": "count"}[name]
    return f"{number} {one if number == 1 else name}"


def totals(changes: Iterable[Change]) -> str:
    """What the changes come to, in a line: rows added, changed and withdrawn of each table."""
    rows: dict[tuple[str, str], set[str]] = defaultdict(set)
    standing = 0
    for change in changes:
        if change.table in _COMPARED:
            rows[change.table, change.change].add(change.record)
        else:
            standing += 1
    told = []
    for name in _COMPARED:
        here = [f"{len(rows[name, kind])} {kind}" for kind in ("added", "changed", "withdrawn") if rows[name, kind]]
        told += [f"{name} {', '.join(here)}"] if here else []
    if standing:
        told.append(f"coverage {standing} changed")
    return "; ".join(told) or "nothing but problems, notes or where values were read"
