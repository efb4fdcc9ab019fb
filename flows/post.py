"""Mail: what of it is no reply and is set aside, and whose a letter is where only its thread or its reference tells.

A person's word, the path and the letter itself go before; what several forces share tells nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from flows.asked import Asked, Pair
from flows.enclosed import by_message, containers_of
from parsers.documents.model import Document, Finding
from parsers.letter.post import ASIDE, COVER, told
from parsers.parse import DEFAULT_REQUEST
from schemas import forces
from schemas.records import Problem, Reply

if TYPE_CHECKING:
    from flows.grouping import Member

OTHER = "other"


def set_aside(found: Sequence[Member]) -> tuple[list[Member], list[Member]]:
    """The documents that may be of a reply; and those of mail that is none, each with the kind of its mail (`aside`).

    What lies in such a mail goes with it: the request in a report that it came back, a signature, a copy of an answer. Mail of
    somebody else that a person filed under a force stays.
    """
    heads = {id(m): m for m in found if m.facts.post in ASIDE and not (m.facts.post == OTHER and m.named)}
    places = {(m.sighting.source, m.sighting.path): m for m in heads.values()}
    kept, aside = [], []
    for member in found:
        head = heads.get(id(member)) or _head_of(member, places)
        if head:
            aside.append(replace(member, aside=head.facts.post))
        elif member.facts.post == COVER and not member.named:
            kept.append(replace(member, forces=(), facts=replace(member.facts, forces=(), leads=False)))
        else:
            kept.append(member)
    return kept, _with_requests(aside)


def _head_of(member: Member, places: Mapping[tuple[str, str], Member]) -> Member | None:
    heads = (places.get((member.sighting.source, path)) for path in containers_of(member.sighting.path))
    return next((head for head in heads if head), None)


def _with_requests(aside: Sequence[Member]) -> list[Member]:
    """The same; the request of a mail that came back is that of what it returns."""
    inside: dict[tuple[str, str], str] = {}
    for member in aside:
        for path in containers_of(member.sighting.path) if member.request else ():
            inside.setdefault((member.sighting.source, path), member.request or "")
    return [replace(m, request=m.request or inside.get((m.sighting.source, m.sighting.path))) for m in aside]


def of_nobody(unplaced: Sequence[Member]) -> list[Member]:
    """The same, those of mail that has nothing to do with any request marked as set aside: nobody has to look at them."""
    marked: dict[int, Member] = {}
    for unit in by_message(unplaced):
        if not any(m.forces or m.facts.about or m.facts.leads or m.doubt for m in unit):
            marked |= {id(m): replace(m, aside=OTHER) for m in unit}
    return [marked.get(id(m), m) for m in unplaced]


# -------------------------------------------------------------------------------------------------- whose it is


def agreed(found: Sequence[Member]) -> list[Member]:
    """The same; a mail that comes from one force and brings the letter of another is no force's, and says so (`doubt`).

    Where the two answer through one office, the letter tells. Where a person or the path names the force, it is that.
    """
    made = list(found)
    place = {id(m): n for n, m in enumerate(found)}
    for unit in by_message(found):
        body = unit[0]
        letters = [m for m in unit if m.facts.leads and m.facts.forces and not m.facts.by_address]
        if body.named or not body.facts.senders or not letters:
            continue
        if any(_agree(body.facts.senders, m.facts.forces) for m in letters):
            continue
        named = ", ".join(dict.fromkeys(slug for m in letters for slug in m.facts.forces))
        doubt = f"comes from {', '.join(body.facts.senders)}, and its letter answers for {named}"
        for member in unit:
            made[place[id(member)]] = replace(member, forces=(), doubt=doubt)
    return made


def _agree(senders: Iterable[str], named: Iterable[str]) -> bool:
    named = list(named)
    return any(one in named or any(forces.share_an_office(one, other) for other in named) for one in senders)


def by_thread(found: Sequence[Member], asked: Mapping[Pair, Asked]) -> list[Member]:
    """The same, with the force and the request where only the thread or the reference tells them, and tells one alone."""
    requests: dict[str, set[Pair]] = defaultdict(set)
    senders: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for pair, one in asked.items():
        if key := _reference(one.reference):
            requests[key].add(pair)
            senders[key].add((pair[1],))
    units = _by_mail(found)
    for unit in units:
        whose = next((m.forces for m in unit if m.forces), None)
        what = next((m.request for m in unit if m.request), None)
        for key in _keys(unit):
            if whose:
                senders[key].add(whose)
            if whose and what:
                requests[key] |= {(what, force) for force in whose}
    made = {id(m): m for m in found}
    for unit in units:
        whose = next((m.forces for m in unit if m.forces), ())
        if not whose and not any(m.doubt for m in unit):
            known = [senders[key] for key in _keys(unit) if len(senders[key]) == 1]
            whose = known[0].copy().pop() if known and all(one == known[0] for one in known) else ()
            made |= {id(m): replace(made[id(m)], forces=whose) for m in unit if whose}
        if whose and not any(m.request for m in unit):
            told = {request for key in _keys(unit) for request, force in requests[key] if force in whose}
            if len(told) == 1:
                made |= {id(m): replace(made[id(m)], request=next(iter(told))) for m in unit}
    return [made[id(m)] for m in found]


def _by_mail(found: Sequence[Member]) -> list[list[Member]]:
    """The documents of each mail together, every other document alone."""
    units = by_message(found)
    taken = {id(m) for unit in units for m in unit}
    return [*units, *([m] for m in found if id(m) not in taken and not m.facts.holds)]


def _keys(unit: Sequence[Member]) -> list[str]:
    """What a mail shares with others of its thread: identifiers, and the force's reference."""
    keys = [f"id {one}" for m in unit for one in m.facts.thread]
    return [*dict.fromkeys(keys), *dict.fromkeys(key for m in unit if (key := _reference(m.facts.reference)))]


def _reference(reference: str | None) -> str:
    """A reference as a key; empty where it is so short that two forces may well have it."""
    bare = re.sub(r"[^0-9a-z]", "", (reference or "").casefold())
    return f"reference {bare}" if len(bare) > 4 else ""


# ------------------------------------------------------------------------------------------------ what is said of it


def told_aside(
    unplaced: Iterable[tuple[Member, Document | None]], replies: Iterable[Reply], asked: Mapping[Pair, Asked]
) -> list[Problem]:
    """A problem for each mail that was set aside: what it is, and of a request that came back, which force has not got it."""
    heard: dict[Pair, list[date]] = defaultdict(list)
    for reply in replies:
        if reply.force and reply.date_replied:
            heard[reply.request, reply.force].append(reply.date_replied)
    found = []
    mails = [(member, document) for member, document in unplaced if member.aside and member.facts.holds == "message"]
    kinds = {(member.sighting.source, member.sighting.path): member.aside for member, _ in mails}
    for member, document in mails:
        around = {kinds.get((member.sighting.source, path)) for path in containers_of(member.sighting.path)}
        if document and member.aside not in around:
            kind = member.aside
            whose = member.facts.failed if kind in ("bounce", "delayed") else member.forces
            for force in whose or (None,):
                request = member.request or (DEFAULT_REQUEST if force else None)
                finding = told(document, kind, member.facts.unsure)
                if force and request and finding.code == "undelivered":
                    finding = _since(finding, member, heard[request, force], asked.get((request, force)))
                found.append(
                    Problem(
                        code=finding.code,
                        severity=finding.severity,
                        request=request,
                        force=force,
                        document=member.sha256,
                        message=f"{member.sighting.path}: {finding.message}",
                        fix=finding.fix,
                    )
                )
    return found


def _since(finding: Finding, member: Member, heard: list[date], asked: Asked | None) -> Finding:
    """What has happened since the mail came back: a force that has answered has got the request."""
    day = member.facts.sent
    if day and (any(answered >= day for answered in heard) or (asked and asked.sent > day)):
        return replace(
            finding, severity="info", message=f"{finding.message} Since then the force has written, or was asked again."
        )
    if heard:
        return replace(
            finding,
            severity="warning",
            message=f"{finding.message} The force had written before, so it was a later mail.",
        )
    return finding
