"""All replies of the archive → the tables to publish: which reply is current, which a later one supersedes, who is missing.

Every current reply of every source is in, not only what this run brought. The same archive and the same code give the
same rows in the same order. `merge` makes what is validated; `conclude` then makes, from what passed, the tables about it.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from copy import deepcopy
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import UTC, date, datetime
from functools import cache
from hashlib import sha256
from types import MappingProxyType
from typing import Any

from flows import holds
from flows.archive import key_of
from flows.asked import Asked, Pair
from flows.corrections import Decision, confirm_problems, correct_replies, correct_rows
from flows.disclosed import Layouts, disclosed
from flows.grouping import Group, Member
from flows.lifecycle import ANSWERS, UNCOUNTED, steps_of
from flows.mapping import Mapped, held_back
from flows.officers import added_up
from flows.post import told_aside
from flows.spellings import unused_values
from flows.summary import MOST_NAMED, Officers, officers_by_reply, summarise
from parsers.documents.model import Document
from parsers.identify import identify
from parsers.letter.post import ASIDE, NOTICE
from parsers.result import Parsed
from schemas import forces, requests
from schemas.records import Case, Count, Coverage, Problem, Reply, TableAccount
from schemas.tables import plain, table, tables

Tables = dict[str, list[Any]]
"""Table name to its records, in the order of their key."""

NO_PARSER = ("none", "0")
DISCLOSED = "disclosive_total"


@dataclass(slots=True)
class Version:
    """One reply of one force, in one version of its documents. `held`: kept back because an earlier version is whole."""

    reply: Reply
    mapped: Mapped
    held: bool = False
    problems: list[Problem] = field(default_factory=list)

    @property
    def good(self) -> bool:
        return self.mapped.whole and not self.held and self.reply.status not in UNCOUNTED

    @property
    def order(self) -> tuple:
        """Sorts the replies to one question from the first to the last."""
        lead = self.mapped.group.lead
        modified = lead.sighting.modified or datetime.min.replace(tzinfo=UTC)
        return (
            not self.reply.sample,  # a force's own reply takes the place of a sample, never the other way round
            self.reply.status in ANSWERS or lead.facts.corrects,
            self.reply.date_replied or date.min,
            lead.facts.corrects,
            modified,
            lead.sighting.path,
            self.reply.reply_id,
        )


def merge(
    mapped: Iterable[Mapped],
    unplaced: list[tuple[Member, Document | None]],
    first_seen: dict[str, datetime],
    retrieved: dict[tuple[str, str, str], datetime],
    decisions: Iterable[Decision] = (),
    gone: Mapping[tuple[str, str, str], datetime] = MappingProxyType({}),
    asked: Mapping[Pair, Asked] = MappingProxyType({}),
) -> Tables:
    """Every table but `coverage` and `summary`.

    `unplaced`: documents whose force nothing tells, with what was read of them. `first_seen`: by sha256; `retrieved` and
    `gone` (when the source was first seen to show it no more): by source, path and sha256. `decisions`: the corrections,
    applied here and nowhere else. `asked`: what was noted of the asking.
    """
    versions = _distinct([v for m in _once(mapped) for v in _versions(m, first_seen, retrieved)])
    corrections = deepcopy(list(decisions))  # they note what became of them, and are applied again by the next merge
    for version, reply in zip(versions, correct_replies(corrections, [v.reply for v in versions]), strict=True):
        version.reply = reply
    _supersede(versions, gone)
    made: Tables = {t.name: [] for t in tables() if t.name not in ("coverage", "summary")}
    made["replies"] = [v.reply for v in versions]
    for version in versions:
        if version.held or version.mapped.parsed is None:
            continue
        prefix = "" if version.reply.current else "superseded_"
        made[f"{prefix}cases"] += _rows_of(version, version.mapped.parsed.cases)
        made[f"{prefix}counts"] += _rows_of(version, version.mapped.parsed.counts)
    for name, identifier in (("cases", "record_id"), ("counts", "count_id")):
        _tell_apart(made[name], identifier)
    made["accounting"] = _accounting(versions, unplaced)
    made["problems"] = _problems([v for v in versions if v.reply.current], unplaced)
    made["problems"] += _named(told_aside(unplaced, made["replies"], asked))
    made["problems"] += _named([_withdrawn(v) for v in versions if v.reply.withdrawn_at and not v.reply.superseded_by])
    made["problems"] += _named(unused_values(made))
    made["forces"] = list(forces.all_forces())
    correct_rows(corrections, made)
    layouts = Layouts(_parsed(versions))
    counted = [r for r in made["replies"] if r.current and r.status not in UNCOUNTED]
    known = {str(p.problem_id) for p in made["problems"]}
    made["problems"] += [p for p in _named(disclosed(made, layouts, counted)) if p.problem_id not in known]
    confirm_problems(corrections, made)
    return {name: _sorted(name, rows) for name, rows in made.items()}


def with_problems(problems: list[Problem], more: list[Problem]) -> list[Problem]:
    """The problems and some more of them, each once, in the order of the table."""
    return _sorted("problems", _named([*problems, *more]))


def conclude(
    made: Tables,
    stale: Collection[Pair] = (),
    named: Iterable[str] = (),
    asked: Mapping[Pair, Asked] = MappingProxyType({}),
    today: date | None = None,
) -> Tables:
    """All tables: those given, and the `summary` and `coverage` that follow from them.

    `stale`: request and force of those whose newer data validation held back or whose source was down. `named`: requests to cover even where no
    reply to them has come. `asked`: what is known of the asking. `today`: the day on which an answer is overdue or not.
    """
    current = [r for r in made["replies"] if r.current]
    counted = [r for r in current if r.status not in UNCOUNTED]
    officers = officers_by_reply(counted, made["cases"], made["counts"])
    slugs = {*named, *(r.request for r in made["replies"]), *(request for request, _ in asked)}
    coverage = [row for slug in slugs for row in _coverage(slug, current, made, officers, stale, asked, today)]
    summary = summarise(counted, made["cases"], made["counts"], officers, MOST_NAMED)
    return {**made, "coverage": _sorted("coverage", coverage), "summary": _sorted("summary", summary)}


def _sorted(name: str, rows: list[Any]) -> list[Any]:
    return sorted(rows, key=_key(name) if table(name).key else _Values)


def in_order(made: Tables) -> Tables:
    """The tables, each in the order of its key."""
    return {name: _sorted(name, rows) for name, rows in made.items()}


def state_of(made: Tables) -> str:
    """A fingerprint of the tables: the same where nothing that would be published has changed."""
    digest = sha256()
    for name, rows in sorted(made.items()):  # some at a time: as one text they would take several times their own room
        digest.update(f"{name} {len(rows)}\n".encode())
        for start in range(0, len(rows), _TOGETHER):
            text = _as_text([plain(row) for row in rows[start : start + _TOGETHER]])
            digest.update(text.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


_TOGETHER = 500
_as_text = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode


def _key(name: str) -> Any:
    keys = table(name).key

    def key(row: Any) -> list[str]:
        return [_in_key(getattr(row, k)) for k in keys]

    return key


def _in_key(value: Any) -> str:
    return f"{value:09}" if isinstance(value, int) else str(value)


@cache
def _columns_of(record: Any) -> tuple[str, ...]:
    return tuple(item.name for item in fields(record))


class _Values:
    """Orders rows without a key by their values, column after column. The last of a figure is the list of all its records,
    which is long, and hardly ever asked for."""

    __slots__ = ("row",)

    def __init__(self, row: Any) -> None:
        self.row = row

    def __lt__(self, other: _Values) -> bool:
        mine, its = self.row, other.row
        kind: Any = type(mine)
        for name in _columns_of(kind):
            one, two = getattr(mine, name), getattr(its, name)
            if one != two and (one := _in_key(one)) != (two := _in_key(two)):
                return one < two
        return False


# ---- versions of replies


def _versions(mapped: Mapped, first_seen: dict, retrieved: dict) -> list[Version]:
    replies = (
        mapped.parsed.replies if mapped.parsed else [_unread_reply(mapped, force) for force in mapped.group.forces]
    )
    if mapped.held:
        replies = [_held_reply(reply) for reply in replies]
    lead = mapped.group.lead
    for reply in replies:
        reply.documents = list(dict.fromkeys(m.sha256 for m in mapped.group.members))
        reply.source = lead.sighting.label
        reply.source_url = lead.sighting.url or lead.sighting.path
        reply.first_seen = first_seen[lead.sha256]
        reply.retrieved_at = retrieved[lead.sighting.source, lead.sighting.path, lead.sha256]
        reply.stage = lead.facts.stage or ("answer" if reply.status in ANSWERS else None)
    return [Version(reply, mapped, held=bool(mapped.held)) for reply in replies]


def _held_reply(reply: Reply) -> Reply:
    """The reply with nothing of what its documents say."""
    known = {
        name: getattr(reply, name) for name in ("reply_id", "request", "force", "parser", "parser_version", "sample")
    }
    return Reply(**known, status="quarantined", grain="unknown")


def _unread_reply(mapped: Mapped, force: str) -> Reply:
    name, version = NO_PARSER
    return Reply(
        reply_id=f"{mapped.group.request}/{force}/{mapped.group.lead.sha256[:8]}",
        request=mapped.group.request,
        force=force,
        status="quarantined" if mapped.failure else "unread",
        grain="unknown",
        parser=name,
        parser_version=version,
    )


def _once(mapped: Iterable[Mapped]) -> list[Mapped]:
    """Each set of documents once, however many places show it: a joint letter may lie in the folder of each force."""
    chosen: dict[tuple, Mapped] = {}
    for item in sorted(mapped, key=lambda m: _first_seen_order(m.group)):
        group = item.group
        chosen.setdefault((frozenset(m.sha256 for m in group.members), frozenset(group.forces), group.request), item)
    return list(chosen.values())


def _first_seen_order(group: Group) -> tuple:
    sighting = group.lead.sighting
    return group.version is not None, sighting.seen_at, sighting.source, sighting.path


def _distinct(versions: list[Version]) -> list[Version]:
    """One current version of each reply, and an identifier of its own for each earlier version of its attachments."""
    by_id: dict[str, list[Version]] = defaultdict(list)
    for version in sorted(versions, key=_asked_first):
        by_id[version.reply.reply_id].append(version)
    kept = []
    for alike in by_id.values():
        now = [v for v in alike if v.mapped.group.version is None]
        main = max(now or alike, key=lambda v: len(v.reply.documents))
        kept.append(main)
        for version in alike:
            if (
                version is not main and version.mapped.group.version is not None
            ):  # the letter stayed, an attachment changed
                _rename(version, f"{version.reply.reply_id}~{key_of(documents=version.reply.documents)[:8]}")
                kept.append(version)
            elif not set(version.reply.documents) <= set(main.reply.documents):
                main.problems.append(_two_sets(main, version))
    return kept


def _two_sets(main: Version, other: Version) -> Problem:
    """Guards against an attachment that is dropped in silence because its letter is filed twice."""
    one, two = (v.mapped.group.lead.sighting.path for v in (main, other))
    return Problem(
        code="low_confidence",
        severity="error",
        request=main.reply.request,
        force=main.reply.force,
        document=main.mapped.group.lead.sha256,
        message=f"One letter lies at {one} and at {two} with different attachments; only those at {one} were read.",
        fix="Put the letter and all its attachments into one folder.",
    )


def _asked_first(version: Version) -> tuple:
    """A reply as the letter of its own force before the same as that of another force that the letter also answers for."""
    group = version.mapped.group
    return group.forces[0] != version.reply.force, *_first_seen_order(group)


def _rename(version: Version, reply_id: str) -> None:
    old, parsed = version.reply.reply_id, version.mapped.parsed
    version.reply.reply_id = reply_id
    rows: list[Case | Count] = [*parsed.cases, *parsed.counts] if parsed else []
    for row in rows:
        if row.reply_id == old:
            row.reply_id = reply_id


def _supersede(versions: list[Version], gone: Mapping[tuple[str, str, str], datetime]) -> None:
    """Mark, among the replies of one force to one request, those withdrawn and those that a later one takes the place of."""
    contests: dict[tuple, list[Version]] = defaultdict(list)
    for version in versions:
        contests[version.reply.request, version.reply.force].append(version)
    for rivals in contests.values():
        _replaced_in_place(rivals)
        _hold_partly_read(rivals)
        _withdraw(rivals, gone)
        _fetch_notices(rivals)
        _later_takes_over([v for v in rivals if v.reply.superseded_by is None and _contests(v)])


def _fetch_notices(rivals: list[Version]) -> None:
    """A mail that said where a reply waits, and the reply that came since: it was fetched, and takes the mail's place."""
    answers = sorted((v for v in rivals if v.good and v.reply.status in ANSWERS), key=lambda v: v.order)
    for notice in rivals:
        if notice.mapped.group.lead.facts.post == NOTICE and notice.reply.superseded_by is None:
            heir = next((v for v in answers if _came_after(v, notice)), None)
            if heir:
                _mark(notice, heir)


def _came_after(answer: Version, notice: Version) -> bool:
    day, seen = answer.reply.date_replied, answer.reply.first_seen
    told, noticed = notice.mapped.group.lead.facts.sent, notice.reply.first_seen
    return bool((day and told and day >= told) or (seen and noticed and seen > noticed))


def _contests(version: Version) -> bool:
    """The reply may take another's place, or lose its own.

    What a letter says of an earlier one stays said where it gives no decision of its own, and where it was withdrawn;
    what only its date told goes with it.
    """
    if version.mapped.group.lead.facts.corrects:
        return version.good or (version.mapped.whole and version.reply.status == "unread")
    return version.reply.withdrawn_at is None and version.reply.status not in UNCOUNTED


def _withdraw(rivals: list[Version], gone: Mapping[tuple[str, str, str], datetime]) -> None:
    """Mark the replies that their source shows no more and that nothing at their place succeeded."""
    for version in rivals:
        if version.mapped.group.version is None or version.reply.superseded_by is not None:
            continue
        if any(_when(v) > _when(version) and _same_place(version, v) for v in rivals):
            continue
        members = version.mapped.group.members
        ends = [gone[place] for m in members if (place := (m.sighting.source, m.sighting.path, m.sha256)) in gone]
        version.reply.withdrawn_at = max(ends, default=None)


def _withdrawn(version: Version) -> Problem:
    reply = version.reply
    path, day = version.mapped.group.lead.sighting.path, reply.withdrawn_at
    return Problem(
        code="reply_withdrawn",
        severity="warning",
        request=reply.request,
        force=reply.force,
        document=version.mapped.group.lead.sha256,
        message=f"{path} is no longer at its source (since {day:%-d %B %Y}): it is kept, and counts nothing any more.",
        fix="If the force took it down, there is nothing to do. If it was removed by mistake, put it back at the source.",
    )


def _replaced_in_place(rivals: list[Version]) -> None:
    """A document replaced at its path: the next version there that is no worse takes over."""
    for old in rivals:
        if old.mapped.group.version is None:
            continue
        later = sorted((v for v in rivals if _when(v) > _when(old) and _same_place(old, v)), key=_when)
        heir = next((v for v in later if v.good or not old.good), None)
        if heir:
            _mark(old, heir)


def _when(version: Version) -> float:
    when = version.mapped.group.version
    return float("inf") if when is None else when


def _same_place(one: Version, other: Version) -> bool:
    return bool(_places(one) & _places(other))


def _places(version: Version) -> set[tuple[str, str]]:
    return {(m.sighting.source, m.sighting.path) for m in version.mapped.group.members}


def _hold_partly_read(rivals: list[Version]) -> None:
    """A new version that could not all be read does not take the place of one that could: it waits for a person."""
    whole = [v for v in rivals if v.good and v.reply.superseded_by is None]
    for version in rivals:
        if version.reply.superseded_by is None and not version.good and any(_same_place(version, w) for w in whole):
            version.held = True
            version.reply.status = "quarantined" if version.mapped.parsed else version.reply.status


def _later_takes_over(rivals: list[Version]) -> None:
    standing: list[Version] = []
    kinds: set[tuple[bool, bool]] = set()  # of those that stand: a force may have sent hundreds of parts
    in_parts = False  # one of those that stand says that it is a part
    for version in sorted(rivals, key=lambda v: v.order):
        facts = version.mapped.group.lead.facts
        part = facts.instalment or in_parts
        if standing and ((part and not facts.corrects and _same_kind(kinds, version)) or _upholds(version)):
            standing.append(version)
            kinds.add(_kind(version))
            in_parts = in_parts or facts.instalment
            continue
        for earlier in standing:
            _mark(earlier, version)
            if not _says_so(earlier, version):
                version.problems.append(_unsaid(earlier, version))
        standing, kinds, in_parts = [version], {_kind(version)}, facts.instalment


def _upholds(version: Version) -> bool:
    """The outcome of an internal review that gives no figures: those of the answer it reviews stand."""
    facts, parsed = version.mapped.group.lead.facts, version.mapped.parsed
    return facts.stage == "review" and not facts.corrects and not (parsed and (parsed.cases or parsed.counts))


def _kind(version: Version) -> tuple[bool, bool]:
    """Whether it is an answer, and whether a sample."""
    return version.reply.status in ANSWERS, version.reply.sample


def _same_kind(earlier: set[tuple[bool, bool]], later: Version) -> bool:
    """All are answers, and all are real or all samples: parts of one answer can be nothing else."""
    return earlier <= {(True, later.reply.sample)}


def _says_so(earlier: Version, later: Version) -> bool:
    """Something tells that the later reply takes the place of the earlier: its words, its reference and date, its path."""
    return (
        later.mapped.group.lead.facts.corrects
        or _same_reference(earlier.reply, later.reply)
        or earlier.reply.status not in ANSWERS
        or (earlier.reply.sample and not later.reply.sample)
        or _same_place(earlier, later)
    )


def _same_reference(earlier: Reply, later: Reply) -> bool:
    """One reference and two dates. Of two letters with one reference and one date, either may be an annex of the other."""
    if earlier.reference is None or later.reference is None or earlier.date_replied == later.date_replied:
        return False
    return _bare(earlier.reference) == _bare(later.reference)


def _bare(reference: str) -> str:
    return re.sub(r"[^0-9a-z]", "", reference.casefold())


def _mark(earlier: Version, later: Version) -> None:
    earlier.reply.superseded_by = later.reply.reply_id
    later.reply.supersedes = earlier.reply.reply_id


def _unsaid(earlier: Version, later: Version) -> Problem:
    one, other = earlier.mapped.group.lead.sighting.path, later.mapped.group.lead.sighting.path
    return Problem(
        code="low_confidence",
        severity="warning",
        request=later.reply.request,
        force=later.reply.force,
        document=later.mapped.group.lead.sha256,
        message=f"{other} was taken to replace {one}, as the later of two answers to one request; neither says so.",
        fix="Read both. If it does, confirm that (`foi correct ID --confirm`, docs/corrections.md). If they are two parts of one answer, or the earlier stands, teach parsers/letter the words that say so.",
    )


# ---- rows


def _parsed(versions: list[Version]) -> list[Parsed]:
    """What was parsed of the versions that are published, each once: a joint letter is one version of each of its forces."""
    found = {id(v.mapped.parsed): v.mapped.parsed for v in versions if v.mapped.parsed is not None and not v.held}
    return list(found.values())


def _rows_of(version: Version, rows: list) -> list:
    return [row for row in rows if row.reply_id == version.reply.reply_id]


def _tell_apart(rows: list, identifier: str) -> None:
    """Rows of two parts of one answer may share an identifier; two identical rows are two officers."""
    met: dict[str, int] = defaultdict(int)
    for row in sorted(rows, key=lambda r: (r.reply_id, r.location, r.row)):
        name = getattr(row, identifier)
        met[name] += 1
        if met[name] > 1:
            setattr(row, identifier, f"{name}~{met[name]}")


def _accounting(versions: list[Version], unplaced: list[tuple[Member, Document | None]]) -> list[TableAccount]:
    accounts: dict[tuple[str, str, str], TableAccount] = {}
    for version in sorted(versions, key=lambda v: v.held):
        mapped = version.mapped
        made = mapped.parsed.accounting if mapped.parsed else []
        held = [a for d in mapped.documents for a in held_back(d, "the parser failed")]
        for account in [*(_withheld(a, version) if version.held else a for a in made), *held]:
            accounts.setdefault((account.document, account.location, account.table), account)
    for member, document in unplaced:
        for account in _unread_tables(member, document) if document else []:
            accounts.setdefault((account.document, account.location, account.table), account)
    return list(accounts.values())


def _unread_tables(member: Member, document: Document) -> list[TableAccount]:
    """The account of a document that is of no reply."""
    if not member.aside:
        return held_back(document, "the force is not known")
    accounts = held_back(document, f"in {ASIDE[member.aside]}")
    return [replace(account, skipped=account.quarantined, quarantined=0) for account in accounts]


def _withheld(account: TableAccount, version: Version) -> TableAccount:
    """The account of a table whose records wait with the rest of their reply."""
    why = "held for what is hidden" if version.mapped.held else "the reply could not all be read"
    reasons = {**account.reasons, **({why: account.records} if account.records else {})}
    return replace(account, records=0, quarantined=account.quarantined + account.records, reasons=reasons)


def _problems(current: list[Version], unplaced: list[tuple[Member, Document | None]]) -> list[Problem]:
    found = [problem for member, document in unplaced for problem in _unplaced(member, document)]
    for version in current:
        mapped = version.mapped
        found += [*mapped.group.problems, *version.problems, *_not_read(version)]
        if mapped.held:
            found += holds.problems_of(mapped)
        elif mapped.parsed and not version.held:
            found += [p for p in mapped.parsed.problems if p.code != DISCLOSED]  # looked for again, over all replies
    return _named(found)


def _named(found: list[Problem]) -> list[Problem]:
    """The problems with their identifiers, each once."""
    named: dict[str, Problem] = {}
    for problem in found:
        if problem.problem_id is None:
            identify([], [], [problem])
        named.setdefault(str(problem.problem_id), problem)
    return list(named.values())


def _unplaced(member: Member, document: Document | None) -> list[Problem]:
    path = member.sighting.path
    if member.aside:
        return []  # `told_aside` tells of the whole mail
    if document and member.facts.holds == "files":  # a zip of several replies belongs to none; what it lacks is told
        return [
            Problem(**{**asdict(f), "message": f"{path}: {f.message}"}, request=member.request, document=member.sha256)
            for f in document.findings
        ]
    why = "does not say which force it is from" if document else "could not be read and its name says no force"
    why = member.doubt or why
    return [
        Problem(
            code="document_quarantined",
            severity="error",
            request=member.request,
            document=member.sha256,
            message=f"{path} {why}; nothing of it is published.",
            fix="Put it into a folder named after the force, or ingest it with --force SLUG. Of a mailbox, name the force of the "
            "mail in foi.toml (mails, docs/sources.md).",
        )
    ]


def _not_read(version: Version) -> list[Problem]:
    mapped, reply = version.mapped, version.reply
    paths = {m.sha256: m.sighting.path for m in mapped.group.members}
    stays = " The last good version stays published." if version.held else ""
    problems = [
        Problem(
            code="document_unreadable",
            severity="error",
            request=reply.request,
            force=reply.force,
            document=sha256,
            message=f"{paths[sha256]} {reason.message.rstrip('.')}.{stays}",
            fix=reason.fix or "Ask the force for another copy.",
        )
        for sha256, reason in mapped.unread
    ]
    if mapped.failure:
        path = mapped.group.lead.sighting.path
        fault = "This is a fault of the parser, not of the document: run `foi parse` on it and mend the parser."
        failed = f"{path} {mapped.failure}." if mapped.way_out else f"{path}: the parser failed ({mapped.failure})."
        problems.append(
            Problem(
                code="document_quarantined",
                severity="error",
                request=reply.request,
                force=reply.force,
                document=mapped.group.lead.sha256,
                message=f"{failed}{stays}",
                fix=mapped.way_out or fault,
            )
        )
    return problems


# ---- coverage


def _coverage(
    slug: str,
    current: list[Reply],
    made: Tables,
    officers: dict[str, Officers],
    stale: Collection[Pair],
    noted: Mapping[Pair, Asked],
    today: date | None,
) -> list[Coverage]:
    returned = {p.force for p in made["problems"] if p.code == "undelivered" and p.request == slug and p.force}
    asked = {*requests.load(slug).asked, *(force for request, force in noted if request == slug), *returned}
    here: dict[str, list[Reply]] = defaultdict(list)
    ever: dict[str, list[Reply]] = defaultdict(list)
    for reply in made["replies"]:
        if reply.request == slug and reply.force:
            ever[reply.force].append(reply)
    for reply in current:
        if reply.request == slug and reply.force:
            here[reply.force].append(reply)
    waiting: dict[str | None, list[Problem]] = defaultdict(list)
    for problem in made["problems"]:
        if problem.request == slug and problem.severity in ("error", "warning"):
            waiting[problem.force].append(problem)
    published = {name: Counter(row.force for row in made[name] if row.request == slug) for name in ("cases", "counts")}
    rows = []
    for force in {*asked, *ever}:
        is_stale, own = (slug, force) in stale, {name: numbers[force] for name, numbers in published.items()}
        row = _standing(slug, force, force in asked, here.get(force, []), own, waiting[force], officers, is_stale)
        note = noted.get((slug, force))
        row.answered = force in ever
        row.sample = row.sample or (force not in ever and note is not None and note.sample)
        rows.append(replace(row, **steps_of(force, ever.get(force, []), note, today)))
    return rows


def _standing(
    request: str,
    force: str,
    asked: bool,
    replies: list[Reply],
    published: Mapping[str, int],
    waiting: list[Problem],
    officers: dict[str, Officers],
    stale: bool,
) -> Coverage:
    """Where a force stands with a request. `published`: its cases and counts; `waiting`: its open problems."""
    counted = [r for r in replies if r.status not in UNCOUNTED]
    # The outcome of an internal review stands beside the answer that it upholds, and is not the answer.
    shown = sorted(counted or replies, key=lambda r: (r.stage != "review", r.date_replied or date.min, r.reply_id))
    latest = shown[-1] if shown else None
    sizes = [size for r in counted if (size := officers[r.reply_id].total)]
    total = added_up(sizes) if sizes else None
    return Coverage(
        request=request,
        force=force,
        asked=asked,
        answered=bool(replies),
        status=latest.status if latest else None,
        exemptions=latest.exemptions if latest else [],
        date_replied=latest.date_replied if latest else None,
        cases=published["cases"],
        counts=published["counts"],
        officers_lower=total.lower if total else None,
        officers_upper=total.upper if total else None,
        stale=stale or (bool(counted) and len(counted) < len(replies)),
        last_good=latest.reply_id if latest and counted else None,
        open_problems=len(waiting),
        open=_open(waiting),
        sample=bool(latest and latest.sample),
    )


def _open(problems: list[Problem]) -> str | None:
    """Which kinds of problem wait, the most frequent first."""
    kinds: dict[str, int] = defaultdict(int)
    for problem in problems:
        kinds[problem.code] += 1
    return ", ".join(f"{n} {code}" for code, n in sorted(kinds.items(), key=lambda k: (-k[1], k[0]))) or None
