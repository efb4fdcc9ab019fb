"""What a person has had taken down, kept as data: `takedowns.toml` in the data folder.

It holds for every later release, whatever is read again: of a row by its identifier, of a document by its sha256, and of a
text by a fingerprint of its words, so that the file itself does not hold what was taken down. Rows that a re-sent copy
brings again go with it. What finds nothing any more is reported. `flows.take_down` writes an entry: docs/personal-data.md.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from flows.ending import Stopped
from flows.toml_text import Text, plain_words
from schemas import forces, requests
from schemas.records import EDITIONS, SHA256, TAKEN_DOWN, Change, Problem, Reply, Takedown
from schemas.tables import Column, table, tables

FILE = "takedowns.toml"
"""In the data folder, beside `corrections/`; written by people."""

TAKEN = "[taken down]"
"""What stands in the place of a text that was taken down."""

FEWEST_WORDS = 4
"""A text is known again anywhere from so many words on; a shorter one would be found in what says something else."""

Tables = dict[str, list[Any]]

ROWS = ("cases", "counts", "superseded_cases", "superseded_counts")
_IDENTIFIERS = {"cases": "record_id", "counts": "count_id", "superseded_cases": "record_id", "superseded_counts": "count_id"}  # fmt: skip
_NEEDED = ("id", "what", "request", "force", "documents", "editions", "reason", "author", "decided")
_MAY = {
    "record": ("record", "location", "row", "texts", "spared"),
    "value": ("record", "location", "row", "columns", "texts", "spared"),
    "reply": ("record", "records", "spared"),
    "document": ("records", "spared"),
}
_LISTS = ("documents", "columns", "records", "texts", "spared")
_FINGERPRINT = re.compile(r"\d+:[0-9a-f]{32}")
_WORD = re.compile(r"[^\W_]+")
_PLACE_KEPT = ("cells", "location")


@dataclass
class Decision:
    """One takedown: what is published of it (`entry`), and what it is known again by."""

    entry: Takedown
    location: str | None = None
    row: int | None = None
    records: frozenset[str] = frozenset()
    texts: frozenset[str] = frozenset()
    spared: frozenset[str] = frozenset()
    rows: list[tuple[str, str, int]] = field(default_factory=list)  # document, location and row of what it took down

    @property
    def pair(self) -> tuple[str, str]:
        return self.entry.request, self.entry.force

    @property
    def what(self) -> str:
        """What it takes down, in words."""
        one = self.entry
        named = one.record or ", ".join(name[:12] for name in one.documents)
        return f"`{'`, `'.join(one.columns)}` of {named}" if one.columns else f"the {one.what} {named}"


# ---- reading


def read(data: Path) -> list[Decision]:
    """Every takedown of the data folder, in the order of its file; none where there is no such file.

    Raises `Stopped` where one is not as it should be: published without it, what was taken down would come back.
    """
    path = data / FILE
    if not path.is_file():
        return []
    entries = Text.of(path).data
    faults = [f"`{key}` is not known; each entry begins with [[takedown]]" for key in entries if key != "takedown"]
    found: list[Decision] = []
    listed = entries.get("takedown", [])
    for number, entry in enumerate(listed if isinstance(listed, list) else [], start=1):
        wrong = _faults(entry)
        faults += [f"entry {number}: {fault}" for fault in wrong]
        if not wrong:
            found.append(_decision(entry))
    ids = [one.entry.takedown_id for one in found]
    faults += [f"two entries have the id {name}" for name in sorted({i for i in ids if ids.count(i) > 1})]
    if faults:
        raise Stopped(f"The takedowns in {path} cannot be used: {'; '.join(faults[:10])}. See docs/personal-data.md.")
    return found


def _faults(entry: Any) -> list[str]:
    if not isinstance(entry, dict):
        return ["it is no table of keys and values"]
    what = entry.get("what")
    if what not in TAKEN_DOWN:
        return [f"`what` is {what!r}; it is one of {', '.join(TAKEN_DOWN)}"]
    allowed = {*_NEEDED, *_MAY[what]}
    faults = [f"`{key}` is not for a {what}" for key in entry if key not in allowed]
    needed = [*_NEEDED, *(["record"] if what != "document" else []), *(["columns"] if what == "value" else [])]
    faults += [f"`{key}` is missing" for key in needed if key not in entry]
    if faults:
        return faults
    texts = [k for k in ("id", "request", "force", "record", "location", "reason", "author") if k in entry]
    faults += [f"`{k}` is to be a text, and not a blank one" for k in texts if not (isinstance(entry[k], str) and entry[k].strip())]  # fmt: skip
    for key in _LISTS:
        if not (isinstance(entry.get(key, []), list) and all(isinstance(v, str) for v in entry.get(key, []))):
            faults.append(f"`{key}` is to be a list of texts")
    if faults:
        return faults
    if entry["editions"] not in EDITIONS:
        faults.append(f"`editions` is {entry['editions']!r}; it is one of {', '.join(EDITIONS)}")
    if not isinstance(entry["decided"], date) or isinstance(entry["decided"], datetime):
        faults.append("`decided` is to be a date, without quotes: 2024-05-01")
    if "row" in entry and (not isinstance(entry["row"], int) or isinstance(entry["row"], bool) or entry["row"] < 1):
        faults.append("`row` is to be a number from 1")
    if not entry["documents"] or not all(re.fullmatch(SHA256, name) for name in [*entry["documents"], *entry.get("spared", [])]):  # fmt: skip
        faults.append("`documents` and `spared` are to be sha256 of documents, 64 digits each")
    if not all(_FINGERPRINT.fullmatch(one) for one in entry.get("texts", [])):
        faults.append("`texts` are to be fingerprints as `foi takedown` writes them")
    if entry["request"] not in {r.slug for r in requests.all_requests()}:
        faults.append(f"no request is called {entry['request']!r}")
    try:
        forces.by_slug(entry["force"])
    except KeyError:
        faults.append(f"no force is called {entry['force']!r}")
    known = {*table("cases").names, *table("counts").names}
    faults += [f"there is no column {name!r}" for name in entry.get("columns", []) if name not in known]
    return faults


def _decision(entry: dict[str, Any]) -> Decision:
    return Decision(
        Takedown(
            takedown_id=entry["id"],
            what=entry["what"],
            request=entry["request"],
            force=entry["force"],
            record=entry.get("record"),
            columns=list(entry.get("columns", [])),
            documents=list(entry["documents"]),
            editions=entry["editions"],
            reason=plain_words(entry["reason"]),
            author=plain_words(entry["author"]),
            decided=entry["decided"],
        ),
        entry.get("location"),
        entry.get("row"),
        records=frozenset(entry.get("records", [])),
        texts=frozenset(entry.get("texts", [])),
        spared=frozenset(entry.get("spared", [])),
    )


# ---- fingerprints


def fingerprints(texts: Iterable[str | None]) -> list[str]:
    """What the texts are known again by, wherever they stand: the number of their words, and a hash of them.

    Layout, signs and capitals do not count. A short text has none.
    """
    found = {_fingerprint(words) for text in texts if text and len(words := _words(text)) >= FEWEST_WORDS}
    return sorted(found)


def _words(text: str) -> list[str]:
    return [m[0].casefold() for m in _WORD.finditer(text)]


def _fingerprint(words: list[str]) -> str:
    return f"{len(words)}:{sha256(' '.join(words).encode()).hexdigest()[:32]}"


def without(text: str, prints: Collection[str]) -> str:
    """The text with a mark in the place of each part whose fingerprint is among `prints`."""
    words = list(_WORD.finditer(text))
    sizes = sorted({int(one.partition(":")[0]) for one in prints}, reverse=True)
    if not sizes or len(words) < sizes[-1]:
        return text
    low = [m[0].casefold() for m in words]
    gone: list[tuple[int, int]] = []
    for size in sizes:
        for first in range(len(low) - size + 1):
            start, end = words[first].start(), words[first + size - 1].end()
            if any(s < end and start < e for s, e in gone):
                continue
            if _fingerprint(low[first : first + size]) in prints:
                gone.append((start, end))
    for start, end in sorted(gone, reverse=True):
        text = text[:start] + TAKEN + text[end:]
    return text


# ---- applying


def apply(decisions: Collection[Decision], data: Tables, editions: str = "both") -> Tables:
    """The tables without what was taken down from those editions; what became of each stands in `takedowns`.

    `editions`: `both`, or `public` for what only the public edition is without. Records are never changed in place. The
    tables made from others (`coverage`, `summary`) are left to be made again.
    """
    made = dict(data)
    told: list[Problem] = []
    for one in decisions:
        if one.entry.editions != editions:
            continue
        one.rows = []
        act: Callable[[Decision, Tables], int] = {"record": _record, "value": _value}.get(one.entry.what, _documents)
        one.entry = dataclasses.replace(one.entry, found=act(one, made), told=None)
        _clean(one, made)
        told += _told(one)
    made["problems"] = [*made.get("problems", []), *told]
    kept = [t for t in data.get("takedowns", []) if t.takedown_id not in {one.entry.takedown_id for one in decisions}]
    made["takedowns"] = [*kept, *(one.entry for one in decisions)]
    return made


def _rows(one: Decision, made: Tables) -> dict[str, list[int]]:
    """The rows of the record that was taken down: by its identifier; else at its place, or by its words."""
    base = (one.entry.record or "").partition("~")[0]
    ways: tuple[Callable[[str, Any], bool], ...] = (
        lambda name, row: getattr(row, _IDENTIFIERS[name]).partition("~")[0] == base,
        lambda _, row: row.document in one.entry.documents and (row.location, row.row) == (one.location, one.row),
        lambda name, row: bool(one.texts & set(fingerprints(_texts_of(name, row)))),
    )
    found: dict[str, list[int]] = {}
    for number, way in enumerate(ways):
        if number == 1 and found:
            continue  # the place is for a parser that gives the row another identifier
        for name in ROWS:
            here = found.setdefault(name, [])
            here += [i for i, r in enumerate(made.get(name, [])) if i not in here and _ours(one, r) and way(name, r)]
        found = {name: sorted(rows) for name, rows in found.items() if rows}
    return found


def _ours(one: Decision, row: Any) -> bool:
    return (row.request, row.force) == one.pair and row.document not in one.spared


def _texts_of(name: str, row: Any) -> list[str]:
    return [v for c in words_in(name) if isinstance(v := getattr(row, c.name), str)]


def words_in(name: str) -> list[Column]:
    """The columns of a table of rows that hold what the force wrote."""
    return [c for c in table(name).columns if c.words and not c.made and c.name not in _PLACE_KEPT]


def _record(one: Decision, made: Tables) -> int:
    found = _rows(one, made)
    for name, rows in found.items():
        one.rows += [(r.document, r.location, r.row) for r in (made[name][i] for i in rows)]
        made[name] = [r for i, r in enumerate(made[name]) if i not in rows]
    return sum(map(len, found.values()))


def _value(one: Decision, made: Tables) -> int:
    found = _rows(one, made)
    for name, rows in found.items():
        made[name] = list(made[name])
        for i in rows:
            row = made[name][i]
            one.rows.append((row.document, row.location, row.row))
            made[name][i] = blanked(name, row, one.entry.columns)
    return sum(map(len, found.values()))


def blanked(name: str, row: Any, columns: Iterable[str]) -> Any:
    """The row with a mark in the place of the columns' texts, and with nothing in that of other values; their places go."""
    of = {c.name: c for c in table(name).columns}
    values: dict[str, Any] = {}
    for column in columns:
        if column in of and getattr(row, column) not in (None, [], {}):
            values[column] = TAKEN if column in {c.name for c in words_in(name)} else empty(of[column])
    cells = {column: place for column, place in row.cells.items() if column not in values}
    return dataclasses.replace(row, **values, cells=cells)


def empty(column: Column) -> Any:
    """What a column has where nothing is told. Raises `ValueError` where it must tell something."""
    if column.type == "list":
        return []
    if column.nullable:
        return None
    if column.codes and "unknown" in column.codes:
        return "unknown"
    raise ValueError(f"{column.name} is never empty")


def _documents(one: Decision, made: Tables) -> int:
    """Take out a reply, or a document of it: its rows, what its letter says, and the problems in it."""
    entry = one.entry
    found = 0
    for name in ROWS:
        kept = []
        for row in made.get(name, []):
            of_reply = entry.what == "reply" and row.reply_id == entry.record
            again = getattr(row, _IDENTIFIERS[name]).partition("~")[0] in one.records
            if (entry.what == "document" and row.document in entry.documents) or (
                _ours(one, row) and (of_reply or row.document in entry.documents or again)
            ):
                one.rows.append((row.document, row.location, row.row))
            else:
                kept.append(row)
        found += len(made.get(name, [])) - len(kept)
        made[name] = kept
    replies = []
    for reply in made["replies"]:
        ours = entry.what == "document" or (reply.request, reply.force) == one.pair  # a joint letter is one document
        lead = bool(reply.documents) and reply.documents[0] in entry.documents
        if ours and (lead or (entry.what == "reply" and reply.reply_id == entry.record)):
            found += 1
            reply = _emptied(reply)
        replies.append(reply)
    made["replies"] = replies
    made["accounting"] = [
        dataclasses.replace(a, header=0, records=0, skipped=0, quarantined=a.rows, reasons={"taken down": a.rows} if a.rows else {})
        if a.document in entry.documents
        else a
        for a in made["accounting"]
    ]  # fmt: skip
    found += sum(a.document in entry.documents for a in made["accounting"]) if not found else 0
    return found


def _emptied(reply: Reply) -> Reply:
    """The reply with nothing of what its documents say, nor of what they are called."""
    kept = ("reply_id", "request", "force", "parser", "parser_version", "sample", "documents", "source", "retrieved_at", "first_seen", "supersedes", "superseded_by", "withdrawn_at")  # fmt: skip
    return Reply(**{name: getattr(reply, name) for name in kept}, status="quarantined", grain="unknown")


def _clean(one: Decision, made: Tables) -> None:
    """Take what was taken down out of every other table: problems at its place, corrections of it, its words anywhere."""
    entry = one.entry
    whole = entry.what in ("reply", "document")
    rows = set(one.rows)
    if not entry.found:
        rows = {(document, one.location or "", one.row or 0) for document in entry.documents}
    made["problems"] = [
        p
        for p in made.get("problems", [])
        if not ((whole and p.document in entry.documents) or (p.document, p.location, p.row) in rows)
    ]
    made["corrections"] = [_corrected(one, c) for c in made.get("corrections", [])]
    if one.texts:
        for of in tables():
            if of.name not in ("takedowns", "forces", "summary") and of.name in made:
                made[of.name] = [scrubbed(of.name, r, one) for r in made[of.name]]


def _corrected(one: Decision, correction: Any) -> Any:
    """A correction of what was taken down says no more what was read, nor what took its place."""
    entry = one.entry
    ours = (correction.request, correction.force) == one.pair
    if entry.what in ("reply", "document"):
        ours = ours and correction.document in entry.documents
    else:
        same = (correction.record or "").partition("~")[0] == (entry.record or "").partition("~")[
            0
        ] and correction.record
        placed = (correction.document, correction.location, correction.row) in one.rows and not correction.record
        ours = ours and bool(same or placed) and (entry.what == "record" or correction.column in entry.columns or not correction.column)  # fmt: skip
    if not ours:
        return correction
    blank = {k: TAKEN for k in ("was", "becomes", "told") if getattr(correction, k) is not None}
    return dataclasses.replace(correction, **blank, reason=TAKEN)


def scrubbed(name: str, row: Any, one: Decision) -> Any:
    """The row without the words of a text that was taken down."""
    if (getattr(row, "request", None), getattr(row, "force", None)) not in (one.pair, (None, None)):
        return row
    values = {}
    for column in table(name).columns:
        if column.words and not column.made and isinstance(value := getattr(row, column.name, None), str):
            left = without(value, one.texts)
            if left != value:
                values[column.name] = left
    return dataclasses.replace(row, **values) if values else row


def _told(one: Decision) -> list[Problem]:
    """What a person should know of a takedown: of a whole reply, that it was one; that one finds nothing any more, or
    that other documents bring it again.
    """
    entry = one.entry
    made = []
    if entry.found and entry.what in ("reply", "document"):
        made.append(
            Problem(
                code="takedown",
                severity="info",
                request=entry.request,
                force=entry.force,
                message=f"Taken down by {entry.author} on {entry.decided}: {one.what}. {entry.reason}",
                fix=f"If it may be published again, run `foi takedown --lift {entry.takedown_id}`.",
            )
        )
    if not entry.found:
        one.entry.told = "what it was made for is in no reply now"
        made.append(
            Problem(
                code="takedown",
                severity="warning",
                request=entry.request,
                force=entry.force,
                message=f"The takedown {entry.takedown_id} ({one.what}) finds nothing: {one.entry.told}.",
                fix="If its document has gone for good, let it stand: it does no harm. If the row is read otherwise now, look "
                "whether what was taken down is published under another identifier, and take that down (`foi takedown`).",
            )
        )
    others = sorted({document for document, _, _ in one.rows} - set(entry.documents))
    for document in others:
        number = sum(d == document for d, _, _ in one.rows)
        one.entry.told = "another document brings it again, and it stays down there too"
        made.append(
            Problem(
                code="takedown",
                severity="warning",
                request=entry.request,
                force=entry.force,
                document=document,
                message=f"{number} {'row' if number == 1 else 'rows'} of another document than the one that was taken down "
                f"({entry.takedown_id}) are kept out as well: they are the same by identifier, place or words.",
                fix=f"Look at it. If what it says may be published, run `foi takedown --spare {document[:12]} {entry.takedown_id}`.",
            )
        )
    return _identified(made)


def _identified(problems: list[Problem]) -> list[Problem]:
    from parsers.identify import identify

    identify([], [], problems)
    return problems


# ---- what changed


def retold(decisions: Collection[Decision], changes: Iterable[Change], old: Tables, new: Tables) -> list[Change]:
    """The changes with what was taken down in none of them, and with the takedown as the cause of what it took out."""
    both = [one for one in decisions if one.entry.editions == "both"]
    was = {
        (name, getattr(r, table(name).key[0])): r for name in ("replies", "cases", "counts") for r in old.get(name, [])
    }
    made = []
    for change in changes:
        for one in both:
            ours = one.entry.what == "document" or (change.request, change.force) == one.pair
            if ours and _touches(one, change, was.get((change.table, change.record))):
                coded = next((c.codes for c in table(change.table).columns if c.name == change.column), None)
                blank = {k: TAKEN for k in ("was", "now") if getattr(change, k) is not None and not coded}
                change = dataclasses.replace(change, **blank, cause="takedown")
        for one in both:
            if one.texts:
                change = scrubbed("changes", change, one)
        made.append(change)
    return made


def _touches(one: Decision, change: Change, row: Any) -> bool:
    """The change is of what was taken down. `row`: the row in the release before, where it was there."""
    entry = one.entry
    base = change.record.partition("~")[0]
    if entry.what == "value":
        return base == (entry.record or "").partition("~")[0] and (
            change.column in entry.columns or change.column is None
        )
    if entry.what == "record":
        return base == (entry.record or "").partition("~")[0]
    documents = set(getattr(row, "documents", None) or [getattr(row, "document", "")])
    return bool(documents & set(entry.documents)) or base in one.records or change.reply_id == entry.record


def documents_of(takedowns: Iterable[Takedown]) -> set[str]:
    """The documents of which no page is shown: something of each was taken down."""
    return {document for one in takedowns for document in one.documents}
