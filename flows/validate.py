"""Validation of a release with Great Expectations, and what it holds back.

`validate` runs the suites of `schemas.expectations` and gives a verdict in plain values. `hold_back` acts on it: a
force with a row that breaks a rule, or with far fewer rows than before, keeps its last good version; the others go on.
Great Expectations takes seconds to import and is imported only when `validate` is called.
"""

from __future__ import annotations

import dataclasses
import gc
import json
import os
import pickle
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from flows import clock
from parsers.identify import identify
from schemas.expectations import (
    CRITICAL,
    RELEASE,
    WARNING,
    Framing,
    Tables,
    Whole,
    checks,
    parts_of,
    release_frame,
    release_rules,
    rules,
    suite,
)
from schemas.records import SCHEMA_VERSION, SHA256, Problem, TableAccount
from schemas.tables import table, tables

Pair = tuple[str, str]
"""Request and force."""

DROP, DROP_AT_LEAST = 0.3, 3
"""A force that loses more than this share of its cases and counts, and at least so many, waits for a person."""

CODED = {"cases": ("year", "rank", "channels", "outcome"), "counts": ("category", "category2", "period_start")}
"""The columns that a person publishes for: a force that loses what stood in them waits, as one that loses rows does."""

HELD_BACK = "Held back: "
"""How the message of each problem begins that `hold_back` reports."""

_SLICED = ("cases", "counts", "superseded_cases", "superseded_counts")
_HELD_REASON = "held back by validation"
_LONGEST_VALUE = 120


@dataclass(frozen=True)
class Failure:
    """A rule that does not hold: of one row (`position`, from 0 in the table given), or of a table (None)."""

    table: str
    rule: str
    says: str
    severity: str
    columns: tuple[str, ...] = ()
    value: str | None = None  # what stands in the columns, as text; for a table, what was seen
    position: int | None = None
    key: tuple[str, ...] = ()
    request: str | None = None
    force: str | None = None
    document: str | None = None
    location: str | None = None
    row: int | None = None

    @property
    def sentence(self) -> str:
        """The failure in one sentence, as a maintainer reads it."""
        where = f"{self.table} {', '.join(self.key)}".strip()
        seen = f" Found in {', '.join(self.columns)}: {self.value}." if self.columns and self.value is not None else ""
        seen = f" {self.value}" if self.value is not None and not self.columns else seen
        return f"{where} breaks the rule: {self.says}{seen}"


@dataclass
class Verdict:
    """What validation found.

    `rows`: critical failures of single rows, which `hold_back` can act on; `failures`: critical failures of a table as
    a whole, which stop the publication; `warnings` of either kind. `summary`: table → rows, rules, broken, warned.
    """

    rows: list[Failure]
    failures: list[Failure]
    warnings: list[Failure]
    summary: dict[str, dict[str, int]]
    found: dict[str, list[Failure]] = field(default_factory=dict, repr=False, compare=False)  # by table
    prints: dict[str, str] = field(
        default_factory=dict, repr=False, compare=False
    )  # digests of the tables, and the day

    @property
    def passed(self) -> bool:
        """No critical rule is broken."""
        return not self.rows and not self.failures


class Held(NamedTuple):
    """The tables after `hold_back`, the problems that it added to them, and whose data were held back.

    `stale`: the last good version is shown instead; `withheld`: there is none, so nothing is shown.
    """

    tables: Tables
    problems: list[Problem]
    stale: set[Pair]
    withheld: set[Pair]


def validate(
    data: Tables, docs: Path | None = None, *, when: datetime | None = None, before: Verdict | None = None
) -> Verdict:
    """Run every suite on the tables; with `docs`, write the results there as a web page and as `validation.json`.

    `data`: table name to records; only the tables made after merging may be missing. `when`: the time of the run, and the
    day after which a date is in the future; the clock's where not given. `before`: what was found a moment ago, in these
    tables or others; a table that is the same to the letter, as are those that its rules look into, is not asked again.
    """
    when = when or clock.now()
    prints = {name: _print_of(data.get(name, [])) for name in _names(data)} | {_DAY: when.date().isoformat()}
    known = _still_known(before, prints)
    whole = Whole.of(data, when.date())
    gx = _great_expectations()
    context = gx.get_context(mode="ephemeral")  # one shared by threads gave wrong results
    context.variables.progress_bars = {"globally": False, "metric_calculations": False}
    found: dict[str, list[Failure]] = {}
    listed = {t.name: rules(t) for t in tables() if t.name in data} | {RELEASE: release_rules()}
    for name, its_rules in listed.items():
        if name in known:
            found[name] = known[name]
            continue
        if name == RELEASE:
            results = _run(gx, context, name, its_rules, release_frame(data, whole))
        else:
            results = _table_results(
                gx, context, Framing(table(name), data[name], whole), name, its_rules, len(data[name])
            )
        found[name] = _failures(name, its_rules, results, data.get(name, []), whole.forces)
    verdict = _verdict(found, {name: (len(data.get(name, [])), len(r)) for name, r in listed.items()})
    verdict.prints = prints
    if docs is not None:
        _write_docs(verdict, listed, docs)
    return verdict


_DAY = "day"
_LOOKED_INTO = ("replies", "cases", "counts", "forces", "accounting")
"""Tables that rules of others look into (`Whole`); what is in `coverage` only those of the release do, which are always asked."""

_TOGETHER = 500
"""Records of which one digest is made at a time."""


def _names(data: Tables) -> list[str]:
    return [t.name for t in tables() if t.name in data]


def _print_of(records: list[Any]) -> str:
    """A digest of what stands in the records, not of which objects they are: a step between may write into them."""
    digest = sha256(str(len(records)).encode())
    for start in range(0, len(records), _TOGETHER):
        digest.update(pickle.dumps(records[start : start + _TOGETHER], protocol=5))
    return digest.hexdigest()


def _still_known(before: Verdict | None, prints: dict[str, str]) -> dict[str, list[Failure]]:
    """What was found in each table that has not changed since; nothing where one has that others are held against."""
    if before is None or any(before.prints.get(name) != prints[name] for name in (*_LOOKED_INTO, _DAY)):
        return {}
    same = [name for name, told in prints.items() if name != _DAY and before.prints.get(name) == told]
    return {name: before.found[name] for name in same}


def problems_of(verdict: Verdict) -> list[Problem]:
    """The warnings and the failures of whole tables as problems `validation_failed`.

    Rows of one force that break one rule are one problem, placed at the first of them.
    """
    groups: dict[tuple, list[Failure]] = defaultdict(list)
    for failure in [*verdict.failures, *verdict.warnings]:
        groups[failure.table, failure.rule, failure.request, failure.force].append(failure)
    return [_as_problem(group) for group in groups.values()]


def hold_back(
    data: Tables, verdict: Verdict, last_good: Tables | None = None, *, accepted: Collection[Pair] = frozenset()
) -> Held:
    """Take out what breaks a rule, with its force: the force's last good version takes its place, if there is one.

    Also holds back a force that has lost many rows against `last_good` (the tables of the live release), or codes of rows
    that it still has (a heading renamed, an entry of a vocabulary removed), whatever the reason, unless a person accepted that (`accepted`: request and force). So it is called for every release that has a
    predecessor, not only after a failure. Failing rows of tables without forces stay, for the next validation to stop.

    Without a last good version the force's cases and counts are taken out and its current reply is `quarantined`. The
    accounts of its documents then show their rows as quarantined, except those of a document that another force's
    reply shares. Problems are never taken out.
    """
    faults = _faults(data, verdict.rows)
    drops = _drops(data, last_good, faults | set(accepted))
    blanks = _blanks(data, last_good, faults | set(accepted) | set(drops))
    held = faults | set(drops) | set(blanks)
    good = {pair: part for pair in sorted(held, key=str) if (part := _good_slice(data, last_good, pair)) is not None}
    kept = _without_bad_rows(data, verdict.rows)
    made = _replaced(kept, data, held, good)
    problems = _hold_problems(verdict, drops, blanks, good)
    known = {p.problem_id for p in made["problems"]}
    made["problems"] = [*made["problems"], *(p for p in problems if p.problem_id not in known)]
    return Held(made, problems, stale=set(good), withheld=held - set(good))


# --- running Great Expectations


def _great_expectations() -> Any:
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    os.environ["DO_NOT_TRACK"] = "1"
    collecting = gc.isenabled()
    gc.disable()  # it makes a hundred thousand objects that stay: looking through them over and over takes an eighth of it
    try:
        import great_expectations
    finally:
        if collecting:
            gc.enable()
    return great_expectations


LONG = 50_000
"""Rows above which a table is validated by some of its columns at a time: Great Expectations copies what it is given for each
rule, and of a million rows with fifty columns that would be several gigabytes."""


def _table_results(gx: Any, context: Any, framing: Framing, name: str, its_rules: list[dict], rows: int) -> list[dict]:
    if rows <= LONG:
        return _run(gx, context, name, its_rules, framing.frame())
    results = []
    for number, (some, columns) in enumerate(parts_of(its_rules), start=1):
        its_frame = framing.heads() if columns is None else framing.frame(columns)
        results += _run(gx, context, f"{name} {number}", some, its_frame)
    return results


_NO_FAULT = {"raised_exception": False}


def _run(gx: Any, context: Any, name: str, its_rules: list[dict], its_frame: Any) -> list[dict]:
    """The results of one suite as JSON-ready values.

    Every rule is asked for its answer alone; those that do not hold are asked again for all that broke them, which costs
    Great Expectations three times as much.
    """
    asset = context.data_sources.add_pandas(name).add_dataframe_asset("table")
    batch = asset.add_batch_definition_whole_dataframe("rows").get_batch(batch_parameters={"dataframe": its_frame})
    answers = batch.validate(suite(name, its_rules), result_format="BOOLEAN_ONLY").results
    held = {a.expectation_config.meta["rule"] for a in answers if a.success}
    broken = [rule for rule in its_rules if rule["meta"]["rule"] not in held]
    results = [
        {"expectation_config": {"meta": rule["meta"]}, "success": True, "exception_info": _NO_FAULT, "result": {}}
        for rule in its_rules
        if rule["meta"]["rule"] in held
    ]
    if broken:
        told = batch.validate(suite(name, broken), result_format="COMPLETE").to_json_dict()["results"]
        results += [_said_twice(result) for result in told]
    return results


def _said_twice(result: dict[str, Any]) -> dict[str, Any]:
    """Guards against a rule that was broken when it was asked first, and holds when it is asked for what broke it."""
    if not result["success"]:
        return result
    return {**result, "exception_info": {"raised_exception": True, "exception_message": "it was broken, then held"}}


def _failures(
    name: str, its_rules: list[dict], results: list[dict], records: list[Any], forces: Collection[str]
) -> list[Failure]:
    by_rule = {r["expectation_config"]["meta"]["rule"]: r for r in results}
    made: list[Failure] = []
    for rule in its_rules:
        result = by_rule.get(rule["meta"]["rule"])
        error = "the rule was not run" if result is None else _exception(result["exception_info"])
        if error:
            made.append(_of_table(name, rule, f"The rule could not be checked: {error}", severity=CRITICAL))
        elif result is not None and not result["success"]:
            made += _broken(name, rule, result["result"], records, forces)
    return made


def _exception(info: dict[str, Any]) -> str | None:
    """The message of an exception inside a rule. GX gives it flat, or keyed by metric."""
    entries = [info] if "raised_exception" in info else [v for v in info.values() if isinstance(v, dict)]
    return next((e.get("exception_message") or "no message" for e in entries if e.get("raised_exception")), None)


def _broken(name: str, rule: dict, result: dict, records: list[Any], forces: Collection[str]) -> list[Failure]:
    positions = result.get("unexpected_index_list") or []
    if rule["meta"]["scope"] == "row" and positions and records:
        return [_of_row(name, rule, records[i], i, forces) for i in sorted(set(positions))]
    if "unexpected_percent_total" in result or "unexpected_percent" in result:
        seen = f"{result['unexpected_percent']:.0f}% of {result['element_count']} rows break it." if records else None
    else:
        seen = f"Found: {_shown(result.get('observed_value'))}."
    return [_of_table(name, rule, seen)]


def _of_table(name: str, rule: dict, seen: str | None, severity: str | None = None) -> Failure:
    meta = rule["meta"]
    return Failure(name, meta["rule"], meta["says"], severity or rule["severity"], value=seen)


def _of_row(name: str, rule: dict, record: Any, position: int, forces: Collection[str]) -> Failure:
    meta = rule["meta"]
    of = table(name)
    broken = next((c.broken_in(record) for c in checks(of) if c.name == meta["rule"]), tuple(meta["columns"]))
    return Failure(
        name,
        meta["rule"],
        meta["says"],
        rule["severity"],
        columns=broken,
        value=", ".join(_shown(getattr(record, c)) for c in broken),
        position=position,
        key=tuple(_storable(str(getattr(record, k))) for k in of.key),
        **_place(record, forces),
    )


def _place(record: Any, forces: Collection[str]) -> dict[str, Any]:
    """Whose a row is and where it stands, in so far as that is right: what reports a fault may not repeat it."""
    request, force, document, location, row = (
        getattr(record, name, None) for name in ("request", "force", "document", "location", "row")
    )
    return {
        "request": _storable(request) if request else None,
        "force": force if force in forces else None,
        "document": document if isinstance(document, str) and re.fullmatch(SHA256, document) else None,
        "location": _storable(location) if location else None,
        "row": row if isinstance(row, int) and 0 < row < 2**63 else None,
    }


def _shown(value: Any) -> str:
    """A value as a reader of a message sees it, and not endless."""
    text = value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False, default=str)
    text = _storable(text)
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}…"


def _storable(text: str) -> str:
    """The text with what no file can hold, half a surrogate pair, written out."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _verdict(found: dict[str, list[Failure]], sizes: dict[str, tuple[int, int]]) -> Verdict:
    every = [failure for of_table in found.values() for failure in of_table]
    critical = [f for f in every if f.severity == CRITICAL]
    warnings = [f for f in every if f.severity == WARNING]
    broken = Counter(name for name, _ in {(f.table, f.rule) for f in critical})
    warned = Counter(name for name, _ in {(f.table, f.rule) for f in warnings})
    return Verdict(
        rows=[f for f in critical if f.position is not None],
        failures=[f for f in critical if f.position is None],
        warnings=warnings,
        summary={
            name: {"rows": rows, "rules": count, "broken": broken[name], "warned": warned[name]}
            for name, (rows, count) in sizes.items()
        },
        found=found,
    )


# --- what is written


def _write_docs(verdict: Verdict, its_rules: dict[str, list[dict]], docs: Path) -> None:
    from flows.report.validated import write_page

    docs.mkdir(parents=True, exist_ok=True)
    write_page(verdict, its_rules, docs / "index.html")
    _write_json(verdict, its_rules, docs / "validation.json")


def _write_json(verdict: Verdict, its_rules: dict[str, list[dict]], path: Path) -> None:
    broken = Counter((f.table, f.rule) for f in [*verdict.rows, *verdict.failures, *verdict.warnings])
    made = {
        "passed": verdict.passed,
        "schema_version": SCHEMA_VERSION,
        "tables": verdict.summary,
        "rules": [
            {"table": name, **r["meta"], "severity": r["severity"], "broken": broken[name, r["meta"]["rule"]]}
            for name, listed in its_rules.items()
            for r in listed
        ],
        **{kind: [dataclasses.asdict(f) for f in getattr(verdict, kind)] for kind in ("failures", "rows", "warnings")},
    }
    path.write_text(json.dumps(made, indent=1, default=str) + "\n", encoding="utf-8")


# --- holding back


def _pair(record: Any) -> Pair:
    return record.request, record.force


def _faults(data: Tables, rows: Iterable[Failure]) -> set[Pair]:
    """The requests and forces whose data hold a failing row. An account belongs to the replies of its document."""
    by_id = {r.reply_id: _pair(r) for r in data["replies"]}
    made: set[Pair] = set()
    for failure in rows:
        if failure.table in ("replies", *_SLICED):
            record = data[failure.table][failure.position or 0]
            made.add(by_id.get(record.reply_id, _pair(record)))
        elif failure.table == "accounting":
            made |= {_pair(r) for r in data["replies"] if failure.document in r.documents}
    return made & set(by_id.values())


def _without_bad_rows(data: Tables, rows: list[Failure]) -> Tables:
    """The tables without the rows that fail; of a reply or an account what can be kept is kept."""
    bad: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for failure in rows:
        bad[failure.table][failure.position or 0] |= set(failure.columns)
    kept = dict(data)
    for name in (*_SLICED, "problems"):
        kept[name] = [r for i, r in enumerate(data[name]) if i not in bad[name]]
    kept["replies"] = _repaired(data["replies"], bad["replies"])
    accounts = [_rebalanced(a) if i in bad["accounting"] else a for i, a in enumerate(data["accounting"])]
    kept["accounting"] = [a for a in accounts if a is not None]
    return kept


def _rebalanced(account: TableAccount) -> TableAccount | None:
    """An account that breaks a rule, with all its rows quarantined; None where not even their number is known."""
    known = isinstance(account.rows, int) and account.rows >= 0 and account.location and account.table
    if not known or not re.fullmatch(SHA256, str(account.document)):
        return None
    return dataclasses.replace(
        account, header=0, records=0, skipped=0, quarantined=account.rows, reasons={_HELD_REASON: account.rows}
    )


def _drops(data: Tables, last_good: Tables | None, besides: Collection[Pair]) -> dict[Pair, tuple[int, int]]:
    """The pairs that have lost too many rows: rows before, and now."""
    if last_good is None:
        return {}
    before = Counter(_pair(r) for name in ("cases", "counts") for r in last_good[name])
    now = Counter(_pair(r) for name in ("cases", "counts") for r in data[name])
    lost = {pair: (old, now[pair]) for pair, old in before.items() if pair not in besides}
    return {
        pair: (old, new)
        for pair, (old, new) in lost.items()
        if old - new >= DROP_AT_LEAST and old - new > DROP * old and _good_slice(data, last_good, pair) is not None
    }


def _blanks(data: Tables, last_good: Tables | None, besides: Collection[Pair]) -> dict[Pair, tuple[str, str, int, int]]:
    """The pairs that have lost codes: table, column, rows told before, and those of them that are not told now.

    A row that is there in both releases and had a code has one still; and of a new reply's rows about as many have one
    as of the last reply's.
    """
    found: dict[Pair, tuple[str, str, int, int]] = {}
    if last_good is None:
        return found
    for name, columns in CODED.items():
        before, now = _by_pair(last_good[name]), _by_pair(data[name])
        for pair, old in before.items():
            new = now.get(pair, {})
            if pair in besides or pair in found:
                continue
            for column in columns:
                told = {key for key, record in old.items() if _tells(record, column)}
                lost = [k for k in told if k in new and not _tells(new[k], column) and column not in new[k].corrected]
                share = sum(_tells(r, column) for r in new.values()) / len(new) if new else 1.0
                if lost or len(told) / len(old) - share > DROP:
                    if _good_slice(data, last_good, pair) is None:
                        break
                    found[pair] = (name, column, len(told), len(lost) or round(len(told) * (1 - share)))
                    break
    return found


def _by_pair(records: Iterable[Any]) -> dict[Pair, dict[str, Any]]:
    found: defaultdict[Pair, dict[str, Any]] = defaultdict(dict)
    for record in records:
        found[_pair(record)][getattr(record, "record_id", None) or record.count_id] = record
    return found


def _tells(record: Any, column: str) -> bool:
    return getattr(record, column) not in (None, [], "unknown", "not_stated")


def _good_slice(data: Tables, last_good: Tables | None, pair: Pair) -> Tables | None:
    """What the live release holds of a force; None where that is nothing, or samples while the new reply is real."""
    if last_good is None:
        return None
    part = _slice(last_good, pair)
    before = [r for r in part["replies"] if r.current and r.status != "quarantined"]
    now = {r.sample for r in data["replies"] if _pair(r) == pair and r.current}
    same_kind = not now or now == {r.sample for r in before}
    return part if before and same_kind else None


def _slice(data: Tables, pair: Pair) -> Tables:
    replies = [r for r in data["replies"] if _pair(r) == pair]
    documents = {d for r in replies for d in r.documents}
    part = {name: [r for r in data[name] if _pair(r) == pair] for name in _SLICED}
    problems = [
        p for p in data["problems"] if _pair(p) == pair or (p.document in documents and p.force in (None, pair[1]))
    ]
    return {
        **part,
        "replies": replies,
        # Those of an earlier holding back are about data that are no longer new.
        "problems": [p for p in problems if not p.message.startswith(HELD_BACK)],
        "accounting": [a for a in data["accounting"] if a.document in documents],
    }


def _replaced(kept: Tables, data: Tables, held: set[Pair], good: dict[Pair, Tables]) -> Tables:
    """The tables with the last good version of each held force, or with nothing of it but its reply."""
    made = dict(kept)
    made["replies"] = [r for r in kept["replies"] if _pair(r) not in good]
    made["replies"] = [_quarantined(r) if _pair(r) in held else r for r in made["replies"]]
    for name in _SLICED:
        gone = held if name in ("cases", "counts") else good
        made[name] = [r for r in kept[name] if _pair(r) not in gone]
    made["accounting"] = _held_accounts(kept["accounting"], data, held)
    for part in good.values():
        _add_part(made, part)
    ids = {r.reply_id for r in made["replies"]}
    for name in _SLICED:
        made[name] = [r for r in made[name] if r.reply_id in ids]
    return made


def _add_part(made: Tables, part: Tables) -> None:
    for name in ("replies", *_SLICED):
        made[name] = [*made[name], *part[name]]
    known = {p.problem_id for p in made["problems"]}
    made["problems"] = [*made["problems"], *(p for p in part["problems"] if p.problem_id not in known)]
    documents = {a.document for a in part["accounting"]}
    made["accounting"] = [*(a for a in made["accounting"] if a.document not in documents), *part["accounting"]]


def _quarantined(reply: Any) -> Any:
    return reply if not reply.current else dataclasses.replace(reply, status="quarantined")


def _repaired(replies: list[Any], bad: dict[int, set[str]]) -> list[Any]:
    """The replies, each value that breaks a rule made unknown; without those of which nobody can say whose they are."""
    lost = {"reply_id", "request", "force"}
    kept = [_unknown(r, bad[i]) if i in bad else r for i, r in enumerate(replies) if not (i in bad and bad[i] & lost)]
    ids = {r.reply_id for r in kept}
    return [_relinked(r, ids) for r in kept]


def _unknown(reply: Any, names: set[str]) -> Any:
    defaults = type(reply)()
    required = {c.name for c in table("replies").columns if c.required}
    values = {name: getattr(defaults, name) for name in names}
    values = {name: "unknown" if v is None and name in required else v for name, v in values.items()}
    return dataclasses.replace(reply, **{**values, "status": "quarantined"})


def _relinked(reply: Any, ids: set[str]) -> Any:
    broken = {n: None for n in ("supersedes", "superseded_by") if getattr(reply, n) not in ids}
    return dataclasses.replace(reply, **broken) if any(getattr(reply, n) is not None for n in broken) else reply


def _held_accounts(accounts: list[TableAccount], data: Tables, held: set[Pair]) -> list[TableAccount]:
    ours = {d for r in data["replies"] if _pair(r) in held for d in r.documents}
    others = {d for r in data["replies"] if _pair(r) not in held for d in r.documents}
    return [_held_account(a) if a.document in ours - others else a for a in accounts]


def _held_account(account: TableAccount) -> TableAccount:
    """The account with its records quarantined."""
    if not account.records:
        return account
    reasons = dict(account.reasons)
    reasons[_HELD_REASON] = reasons.get(_HELD_REASON, 0) + account.records
    return dataclasses.replace(
        account, records=0, quarantined=account.quarantined + account.records, reasons=dict(sorted(reasons.items()))
    )


# --- problems


def _hold_problems(
    verdict: Verdict,
    drops: dict[Pair, tuple[int, int]],
    blanks: dict[Pair, tuple[str, str, int, int]],
    good: Collection[Pair],
) -> list[Problem]:
    tables_held = ("replies", *_SLICED, "problems", "accounting")
    made = [_row_problem(f, good) for f in verdict.rows if f.table in tables_held]
    made += [_drop_problem(pair, old, new) for pair, (old, new) in sorted(drops.items())]
    made += [_blank_problem(pair, *lost) for pair, lost in sorted(blanks.items())]
    return list({p.problem_id: p for p in made}.values())


def _row_problem(failure: Failure, good: Collection[Pair]) -> Problem:
    pair = (failure.request or "", failure.force or "")
    instead = (
        "the force's last good version stays published" if pair in good else "the force has none that is published"
    )
    what = (
        "the row is left out" if failure.table == "problems" else f"its force's new data are not published; {instead}"
    )
    return _identified(
        Problem(
            request=failure.request,
            force=failure.force,
            document=failure.document,
            location=failure.location,
            row=failure.row,
            code="row_quarantined",
            severity="error",
            message=f"{HELD_BACK}{failure.sentence} So {what}.",
            fix="See the row with `foi parse` on the document. Correct what gave the value (the vocabulary in "
            "schemas/vocabulary, or the force's module in parsers/forces), or the rule in schemas/records.py if it is "
            "wrong; then run `foi ingest` again.",
        )
    )


def _drop_problem(pair: Pair, old: int, new: int) -> Problem:
    request, force = pair
    return _waiting(
        pair,
        f"{force} now has {new} cases and counts for {request}, where the last release has {old}.",
        "Compare the new documents with the last ones (`foi parse`). If rows were lost in reading, correct the force's "
        "module in parsers/forces; if fewer is right,",
    )


def _blank_problem(pair: Pair, name: str, column: str, told: int, lost: int) -> Problem:
    request, force = pair
    return _waiting(
        pair,
        f"of the {told} {name} of {force} for {request} that have a {column} in the last release, {lost} now have none.",
        "Look at the force's other problems: a heading that was renamed is named in its module in parsers/forces, a "
        "spelling mapped with `foi vocab`; if it is right so,",
    )


def _waiting(pair: Pair, message: str, fix: str) -> Problem:
    """The problem of a force whose new data wait for a person, with the command that accepts them."""
    request, force = pair
    return _identified(
        Problem(
            request=request,
            force=force,
            code="fewer_rows",
            severity="error",
            message=f"{HELD_BACK}{message} The last good version stays published.",
            fix=f"{fix} run `foi ingest --accept {request}/{force}`.",
        )
    )


def _as_problem(group: list[Failure]) -> Problem:
    first = group[0]
    more = f" ({len(group)} rows; this is the first)" if len(group) > 1 else ""
    return _identified(
        Problem(
            request=first.request,
            force=first.force,
            document=first.document,
            location=first.location,
            row=first.row,
            code="validation_failed",
            severity="error" if first.severity == CRITICAL else "warning",
            message=f"{first.sentence}{more}",
            fix="Compare the row with its document (`foi evidence`); if the value was misread, correct the parser."
            if first.position is not None
            else "Look at the table on the validation pages of the release; the rule is in schemas/expectations.py.",
        )
    )


def _identified(problem: Problem) -> Problem:
    identify([], [], [problem])
    return problem
