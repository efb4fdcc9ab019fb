"""Decisions of a person about single rows, kept as data: `corrections/*.toml` in the data folder.

Each fires only on the row and the value that it was made for. One whose row has gone, moved or is read otherwise now does
nothing and is reported. They are applied when replies are merged, before anything is validated; what became of each is
the table `corrections`. How to write one: docs/corrections.md; `flows.correct` does.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from flows.ending import Stopped
from flows.toml_text import Text, plain_words
from parsers.documents.model import Document
from parsers.identify import identify
from schemas import forces, requests
from schemas.records import CORRECTED_TABLES, CORRECTION_KINDS, SHA256, Correction, Problem, Reply, TableAccount
from schemas.tables import Column, table

FOLDER = "corrections"
"""Beside `raw` and `clean`, in the data folder; unlike them it is written by people."""

BY_HAND = "record"
"""What `corrected` holds for a row that was added by hand."""

IDENTIFIERS = {"replies": "reply_id", "cases": "record_id", "counts": "count_id", "problems": "problem_id"}
FIXED = {
    "record_id", "count_id", "reply_id", "request", "force", "document", "documents", "location", "row", "cells", "part",
    "method", "parser", "parser_version", "source", "source_url", "retrieved_at", "first_seen", "supersedes",
    "superseded_by", "withdrawn_at", "stage", "sample", "corrected",
}  # fmt: skip
_NEEDED = ("kind", "table", "request", "force", "reason", "page", "author", "decided")
_BY_KIND = {
    "change": ("column", "was", "becomes"), "drop": (), "add": ("cells", "values"), "confirm": ("record", "was"),
}  # fmt: skip
_KEYS = frozenset({*_NEEDED, "record", "document", "location", "row", *(k for keys in _BY_KIND.values() for k in keys)})
_ON_PAGE = re.compile(r"p(\d+)\[-?\d+(?:,-?\d+){3}\]")
_IN_SHEET = re.compile(r"(.+)![A-Z]{1,3}\d{1,7}(?::[A-Z]{1,3}\d{1,7})?")
_HOLDS = {
    "string": "a text", "integer": "a whole number", "boolean": "true or false", "date": "a date, without quotes",
    "list": "a list of texts",
}  # fmt: skip
_MOST_FAULTS = 10

Tables = dict[str, list[Any]]


@dataclass
class Decision:
    """One correction: what is published of it (`entry`), and its values as the columns have them."""

    entry: Correction
    was: Any = None
    becomes: Any = None
    cells: dict[str, str] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    superseded: bool = False
    place_known: bool = True

    @property
    def what(self) -> str:
        """What it does, in words."""
        one = self.entry
        row = one.record or f"{one.location}, row {one.row}"
        return {
            "change": f"of `{one.column}` of {row}",
            "drop": f"that drops {row}",
            "add": f"that adds a row to {one.table} at {row}",
            "confirm": f"that confirms “{short(one.was)}”",
        }[one.kind]

    def fire(self, superseded: bool = False) -> None:
        """Note that it was applied."""
        self.entry.fired, self.entry.told, self.superseded = True, None, superseded

    def stay(self, why: str) -> None:
        """Note why it was not applied."""
        self.entry.fired, self.entry.told = False, why


# ---- reading


def read(folder: Path) -> list[Decision]:
    """Every correction of every file of the folder, in a fixed order; none where there is no such folder.

    Raises `Stopped` where one is not as docs/corrections.md says: published without it, a value that a person has found
    to be wrong would come back.
    """
    found: list[Decision] = []
    faults: list[str] = []
    for path in sorted(folder.glob("*.toml")):
        data = Text.of(path).data
        faults += [f"{path}: `{key}` is not known; each entry begins with [[correction]]" for key in data if key != "correction"]  # fmt: skip
        entries = data.get("correction", [])
        for number, entry in enumerate(entries if isinstance(entries, list) else [], start=1):
            decision, wrong = decision_of(entry, f"{path.name} {number}")
            faults += [f"{path}, entry {number}: {fault}" for fault in wrong]
            found += [decision] if decision else []
    faults += contradictions(found)
    if faults:
        more = f" (and {len(faults) - _MOST_FAULTS} more)" if len(faults) > _MOST_FAULTS else ""
        raise Stopped(
            f"The corrections cannot be used: {'; '.join(faults[:_MOST_FAULTS])}{more}. See docs/corrections.md."
        )
    return found


def decision_of(entry: dict[str, Any], file: str) -> tuple[Decision | None, list[str]]:
    """One entry as a file has it; or what is wrong with it."""
    faults = _faults_of_form(entry)
    if faults:
        return None, faults
    kind, of = entry["kind"], table(entry["table"])
    columns = {c.name: c for c in of.columns}
    told: dict[str, Any] = {k: plain_words(entry[k]) for k in ("reason", "page", "author")}
    told |= {k: entry.get(k) for k in ("record", "document", "location", "row", "column")}
    told |= {k: entry[k] for k in ("kind", "table", "request", "force", "decided")}
    about = Correction(**told, file=file)
    made = Decision(about)
    if kind == "change":
        made.was, before = _value(columns[about.column or ""], entry["was"], "was")
        made.becomes, after = _value(columns[about.column or ""], entry["becomes"], "becomes")
        faults += [*before, *after]
        about.was, about.becomes = _text(made.was), _text(made.becomes)
        if not faults and made.was == made.becomes:
            faults.append("`was` and `becomes` are the same: nothing would change")
    elif kind == "confirm":
        about.was = made.was = entry["was"]
    elif kind == "add":
        made.cells = entry["cells"]
        for name, raw in entry["values"].items():
            made.values[name], wrong = _value(columns[name], raw, name)
            faults += wrong
        about.becomes = json.dumps({k: _text(v) for k, v in made.values.items()}, ensure_ascii=False)
        missing = [c.name for c in of.columns if c.required and not c.key and c.name not in {*FIXED, *made.values} and getattr(of.record(), c.name) is None]  # fmt: skip
        faults += [f"`values` needs {', '.join(f'`{name}`' for name in missing)}"] if missing else []
    about.correction_id = _identifier(about)
    return (None, faults) if faults else (made, [])


def _faults_of_form(entry: Any) -> list[str]:
    """What is wrong with the keys of an entry, before its values are looked at."""
    if not isinstance(entry, dict):
        return ["it is no table of keys and values"]
    kind, name = entry.get("kind"), entry.get("table")
    if kind not in CORRECTION_KINDS:
        return [f"`kind` is {kind!r}; it is one of {', '.join(CORRECTION_KINDS)}"]
    if name not in CORRECTED_TABLES:
        return [f"`table` is {name!r}; it is one of {', '.join(CORRECTED_TABLES)}"]
    if (name == "problems") != (kind == "confirm") or (name == "replies" and kind != "change"):
        return [f"a {kind} of {name} is not possible: `confirm` is for problems, and of a reply only values change"]
    allowed = {*_NEEDED, "record", "document", "location", "row", *_BY_KIND[kind]}
    faults = [f"`{key}` is not for a {kind}" if key in _KEYS else f"`{key}` is not known" for key in entry if key not in allowed]  # fmt: skip
    needed = [*_NEEDED, *_BY_KIND[kind], *(() if name == "problems" else ("document",))]
    faults += [f"`{key}` is missing" for key in needed if key not in entry]
    if faults:
        return faults
    texts = [
        k for k in ("request", "force", "record", "document", "location", "reason", "page", "author") if k in entry
    ]
    faults += [f"`{k}` is to be a text, and not a blank one" for k in texts if not (isinstance(entry[k], str) and entry[k].strip())]  # fmt: skip
    if not isinstance(entry["decided"], date) or isinstance(entry["decided"], datetime):
        faults.append("`decided` is to be a date, without quotes: 2024-05-01")
    if "row" in entry and (not isinstance(entry["row"], int) or isinstance(entry["row"], bool) or entry["row"] < 1):
        faults.append("`row` is to be a number from 1")
    return faults or [*_faults_of_names(entry), *_faults_of_place(entry)]


def _faults_of_names(entry: dict[str, Any]) -> list[str]:
    """Slugs, columns and hashes that there are not."""
    faults = []
    if entry["request"] not in {r.slug for r in requests.all_requests()}:
        faults.append(f"no request is called {entry['request']!r}")
    try:
        forces.by_slug(entry["force"])
    except KeyError:
        faults.append(f"no force is called {entry['force']!r}")
    if "document" in entry and not re.fullmatch(SHA256, entry["document"]):
        faults.append("`document` is to be the sha256 of the document, 64 digits")
    of = table(entry["table"])
    named = [entry["column"]] if entry["kind"] == "change" else list(entry.get("values", ()))
    for name in named:
        if name not in of.names:
            faults.append(f"{of.name} has no column {name!r}")
        elif name in FIXED:
            faults.append(f"`{name}` cannot be corrected: it says which row it is, or where that was read")
    return faults


def _faults_of_place(entry: dict[str, Any]) -> list[str]:
    """A row is named by its identifier or its place. A correction points to a page; it never makes one up."""
    place = "location" in entry and "row" in entry
    if entry["kind"] == "add":
        if "record" in entry:
            return ["an added row gets its identifier by itself: take `record` away"]
        if not place:
            return ["`location` and `row` say where the added row stands: they are missing"]
        return _faults_of_cells(entry)
    if "record" not in entry and (not place or entry["table"] == "replies"):
        return ["`record` says which row it is (its identifier); without it, `location` and `row` are needed"]
    return []


def _faults_of_cells(entry: dict[str, Any]) -> list[str]:
    cells, values = entry["cells"], entry["values"]
    if not isinstance(cells, dict) or not isinstance(values, dict) or not cells or not values:
        return ['`cells` and `values` are tables: cells = { "outcome_raw" = "p2[36,142,202,163]" }, values = { … }']
    faults = []
    for name, where in cells.items():
        on_page, in_sheet = _ON_PAGE.fullmatch(str(where)), _IN_SHEET.fullmatch(str(where))
        location = f"page {on_page[1]}" if on_page else in_sheet[1] if in_sheet else None
        if name not in table(entry["table"]).names:
            faults.append(f"`cells` names the column {name!r}, which there is not")
        elif location is None:
            faults.append(f"{where!r} is no place: write p2[x0,top,x1,bottom] in points, or Sheet1!B7")
        elif location != entry["location"]:
            faults.append(f"the place {where} is not in {entry['location']}")
    return faults


def _value(column: Column, raw: Any, key: str) -> tuple[Any, list[str]]:
    """A value of a file as the column has it; `""` stands for null, which TOML cannot write."""
    if raw == "" and column.type not in ("list", "json"):
        return None, [f"`{key}`: `{column.name}` is never empty"] if key != "was" and not column.nullable else []
    kinds: dict[str, type] = {"string": str, "integer": int, "boolean": bool, "date": date, "list": list}
    right = isinstance(raw, kinds[column.type]) and (column.type == "boolean" or not isinstance(raw, bool))
    right = right and not isinstance(raw, datetime) and (column.type != "list" or all(isinstance(v, str) for v in raw))
    if not right:
        return None, [f"`{key}` is {raw!r}, and `{column.name}` holds {_HOLDS[column.type]}"]
    faults = []
    if key != "was":
        for one in raw if column.type == "list" else [raw]:
            if column.codes and one not in column.codes:
                faults.append(f"{one!r} is no code of `{column.name}`; they are {', '.join(column.codes)}")
            if column.pattern and not re.fullmatch(column.pattern, one):
                faults.append(f"{one!r} is not as `{column.name}` is written: {column.pattern}")
        if column.type == "string" and raw.strip() != raw:
            faults.append(f"`{key}` begins or ends with a space")
        if column.minimum is not None and raw < column.minimum:
            faults.append(f"`{column.name}` is at least {column.minimum}")
        if column.maximum is not None and raw > column.maximum:
            faults.append(f"`{column.name}` is at most {column.maximum}")
    return raw, faults


def _text(value: Any) -> str | None:
    """A value as the table `corrections` shows it."""
    if value is None or isinstance(value, str):
        return value
    return value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)


def _identifier(one: Correction, *more: object) -> str:
    parts = (one.kind, one.table, one.request, one.force, one.record, one.document, one.location, one.row, one.column)
    return sha256(json.dumps([*parts, *more]).encode()).hexdigest()[:16]


def contradictions(found: list[Decision]) -> list[str]:
    """Two corrections of one thing. Several rows may be added at one place: they are told apart by their order."""
    faults: list[str] = []
    first: dict[str, Correction] = {}
    touched: dict[tuple, Correction] = {}
    for index, decision in enumerate(found):
        one = decision.entry
        if one.kind == "add":
            number = sum(d.entry.kind == "add" and _place(d.entry) == _place(one) for d in found[:index])
            one.correction_id = _identifier(one, number)
        same = first.setdefault(one.correction_id, one)
        if same is not one:
            faults.append(f"{same.file} and {one.file} correct the same: take one away")
        elif one.kind in ("change", "drop"):
            row = (one.table, one.document, one.record or _place(one))
            other = touched.setdefault(row, one)
            if other.kind != one.kind:
                faults.append(f"{other.file} and {one.file} change and drop the same row: take one away")
    return faults


def _place(one: Correction) -> tuple:
    return one.table, one.document, one.location, one.row


# ---- applying


def look_up_places(decisions: Iterable[Decision], reading: Callable[[str], Document | None]) -> None:
    """Note which added rows name a page or sheet that their document has not. `reading`: None for one that is not read."""
    for decision in decisions:
        if decision.entry.kind == "add" and (document := reading(decision.entry.document)):
            decision.place_known = decision.entry.location in _locations(document)


def _locations(document: Document) -> set[str]:
    paged = document.media_type == "application/pdf" or document.media_type.startswith("image/")
    pages = {f"page {n}" for n in range(1, (document.pages or 0) + 1)} if paged else set()
    rows = {row.location for t in document.tables for row in t.rows}
    return {*pages, *rows, *(t.location for t in document.tables), *(t.location for t in document.texts)}


def correct_replies(decisions: Iterable[Decision], replies: Sequence[Reply]) -> list[Reply]:
    """The replies with what was corrected of them, in their order: before it is told which of them is current."""
    corrected = {"replies": list(replies)}
    for decision in decisions:
        if decision.entry.table == "replies":
            _change(decision, corrected)
    return corrected["replies"]


def correct_rows(decisions: Sequence[Decision], made: Tables) -> None:
    """Apply to the merged tables, in place, the corrections of rows other than replies.

    `made`: every table of a release but `coverage` and `summary`.
    """
    superseded = {r.reply_id for r in made["replies"] if not r.current}
    for decision in decisions:
        if decision.entry.table == "replies" and decision.entry.record in superseded:
            decision.superseded = True
    acts: dict[str, Callable[[Decision, Tables], None]] = {"change": _change, "add": _add, "drop": _drop}
    for kind, act in acts.items():
        for decision in decisions:
            if decision.entry.kind == kind and decision.entry.table != "replies":
                act(decision, made)


def confirm_problems(decisions: Sequence[Decision], made: Tables) -> None:
    """Take out the problems that a person confirmed, once all are there; the table of corrections is filled, and those
    that did nothing are reported."""
    for decision in decisions:
        if decision.entry.kind == "confirm":
            _confirm(decision, made)
    made["corrections"] = [d.entry for d in decisions]
    made["problems"] = [*made["problems"], *(p for d in decisions if (p := _reported(d)))]


def as_published(made: Tables, held: Collection[tuple[str, str]]) -> list[Correction]:
    """The table `corrections` after validation has put older rows in the place of new ones of the forces `held`.

    A last good version may be older than a correction: one that the rows shown do not carry was not applied to them.
    """
    told = "the force's new data are held back, and what is shown instead is from before"
    return [
        one
        if (one.request, one.force) not in held or not one.fired or _shows(one, made)
        else dataclasses.replace(one, fired=False, told=told)
        for one in made["corrections"]
    ]


def _shows(one: Correction, made: Tables) -> bool:
    name = IDENTIFIERS[one.table]
    identifier = f"{one.force}-{one.correction_id}" if one.kind == "add" else one.record
    rows = [r for n in (one.table, f"superseded_{one.table}") for r in made.get(n, [])]
    rows = [r for r in rows if getattr(r, name) == identifier]
    return not rows if one.kind in ("drop", "confirm") else any({one.column, BY_HAND} & {*r.corrected} for r in rows)


def _change(decision: Decision, made: Tables) -> None:
    found = _found(decision, made)
    if found is None:
        return
    name, index = found
    row, column = made[name][index], decision.entry.column or ""
    now = getattr(row, column)
    if now != decision.was:
        read = f"`{column}` is read as {quoted(now)} now"
        done = now == decision.becomes
        decision.stay(
            f"{read}, as the correction has it: it is needed no more"
            if done
            else f"{read}, and the correction was made for {quoted(decision.was)}"
        )
        return
    made[name][index] = dataclasses.replace(row, **{column: decision.becomes, "corrected": [*row.corrected, column]})
    decision.fire(_is_superseded(name, row))


def _drop(decision: Decision, made: Tables) -> None:
    if found := _found(decision, made):
        name, index = found
        row = made[name].pop(index)
        decision.fire(_is_superseded(name, row))


def _confirm(decision: Decision, made: Tables) -> None:
    if found := _found(decision, made):
        name, index = found
        if made[name][index].message != decision.was:
            decision.stay(f"the problem now says “{short(made[name][index].message)}”")
            return
        del made[name][index]
        decision.fire()


def _add(decision: Decision, made: Tables) -> None:
    one = decision.entry
    pair = (one.request, one.force)
    replies = [r for r in made["replies"] if (r.request, r.force) == pair and one.document in r.documents]
    if not replies:
        decision.stay("its document is in no reply of that force to that request")
        return
    if not decision.place_known:
        decision.stay(f"its document has no {one.location}")
        return
    reply = next((r for r in replies if r.current), replies[0])
    name = one.table if reply.current else f"superseded_{one.table}"
    rows = [r for r in made[name] if r.document == one.document]
    if any((r.location, r.row) == (one.location, one.row) and BY_HAND not in r.corrected for r in rows):
        decision.stay("a row is read at that place now")
        return
    identifier = {IDENTIFIERS[one.table]: f"{one.force}-{one.correction_id}"}
    made[name].append(
        table(one.table).record(
            **identifier, **decision.values, reply_id=reply.reply_id, request=one.request, force=one.force,
            document=one.document, location=one.location, row=one.row, cells=dict(decision.cells), parser="by hand",
            corrected=[BY_HAND],
        )
    )  # fmt: skip
    if not any(a.document == one.document for a in made["accounting"]):  # a document without a table that was read
        made["accounting"].append(
            TableAccount(
                document=one.document, location=str(one.location), table="by hand", rows=1, header=0, records=1, skipped=0,
                quarantined=0,
            )
        )  # fmt: skip
    decision.fire(not reply.current)


def _found(decision: Decision, made: Tables) -> tuple[str, int] | None:
    """The table and the position of the one row that the correction was made for; else it is noted why there is none."""
    one = decision.entry
    names = [n for n in (one.table, f"superseded_{one.table}") if n in made]
    for name in names:
        at = [i for i, row in enumerate(made[name]) if _is_meant(one, row)]
        if len(at) == 1:
            return name, at[0]
        if at:
            decision.stay(f"{len(at)} rows stand at {one.location}, row {one.row}: name the one meant by its `record`")
            return None
    decision.stay(_why_gone(one, [row for name in names for row in made[name]], made))
    return None


def _is_meant(one: Correction, row: Any) -> bool:
    if one.record is not None and getattr(row, IDENTIFIERS[one.table]) != one.record:
        return False
    if one.table == "replies":
        return (row.request, row.force) == (one.request, one.force) and one.document in row.documents
    said = {"document": one.document, "location": one.location, "row": one.row}
    said |= {"request": one.request, "force": one.force}
    return all(getattr(row, name) == value for name, value in said.items() if value is not None)


def _why_gone(one: Correction, rows: list[Any], made: Tables) -> str:
    if one.table == "problems":
        return "there is no such problem any more"
    same = [row for row in rows if one.record is not None and getattr(row, IDENTIFIERS[one.table]) == one.record]
    if one.table != "replies" and same:
        row = same[0]
        where = f"{row.location}, row {row.row}"
        if row.document != one.document:
            return f"the row is now read from another document ({row.document[:8]}, {where})"
        if (row.request, row.force) != (one.request, one.force):
            return f"the row is now one of {row.force} ({row.request})"
        return f"the row now stands at {where}"
    if not any(one.document in r.documents for r in made.get("replies", rows)):
        return "its document is in no reply any more"
    return "no row has that identifier any more" if one.record else "no row is read at that place any more"


def _is_superseded(name: str, row: Any) -> bool:
    return name.startswith("superseded_") or (name == "replies" and not row.current)


def _reported(decision: Decision) -> Problem | None:
    """The problem of a correction that did nothing, or nothing for the current figures."""
    one = decision.entry
    if one.fired and not decision.superseded:
        return None
    said = f"The correction {decision.what} ({one.file}, by {one.author}, {one.decided})"
    if one.fired:
        severity, message = (
            "warning",
            f"{said} now corrects a reply that counts no longer: a later one has superseded it, or it was withdrawn.",
        )
        fix = "See whether a later reply needs the same; then take this one away."
    else:
        severity, message = "error", f"{said} was not applied: {one.told}."
        fix = "Look at the reply again; then change the entry, or take it away, in the folder of corrections (docs/corrections.md)."  # fmt: skip
    problem = Problem(
        code="stale_correction", severity=severity, request=one.request, force=one.force, document=one.document,
        location=one.location, row=one.row, message=message, fix=fix,
    )  # fmt: skip
    identify([], [], [problem])
    return problem


def quoted(value: Any) -> str:
    text = _text(value)
    return "nothing" if text is None else f"“{short(text)}”"


def short(text: str | None, most: int = 80) -> str:
    text = text or ""
    return text if len(text) <= most else f"{text[: most - 1]}…"
