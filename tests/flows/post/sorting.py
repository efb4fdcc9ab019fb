"""Sorts one made-up mail as an ingest does: read, unpacked, its documents put together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from flows import clock
from flows.archive import sha256
from flows.grouping import Facts, facts_of, group, members
from flows.lifecycle import ANSWERS as DECIDED
from flows.sightings import Sighting
from parsers.documents import read
from parsers.documents.containers import INSIDE, unpack_all
from parsers.documents.model import UnreadableDocument
from parsers.letter.post import NOTICE
from parsers.parse import parse_reply
from tests.flows.post.systems import Made

ANSWERS = ("answer", "instalment", "correction", "review")
STEPS = (*ANSWERS, "holding", "acknowledgement", "clarification")


class Sorted(NamedTuple):
    """What became of a mail: the step of its letter, or what it is instead; `unplaced` where nobody is its force, `undecided`
    where it is its force's and a person has to say what it decides."""

    kind: str
    force: str | None
    request: str | None
    problems: tuple[str, ...]


def sort(data: bytes, path: str = "2022/2022-09-14 0123456789ab.eml") -> Sorted:
    """The mail at a path of a mailbox."""
    documents = {path: data, **{f"{path}{INSIDE}{m.name}": m.data for m in unpack_all(data).members}}
    facts, documents_read = {}, {}
    for place, content in documents.items():
        try:
            document = documents_read[sha256(content)] = read(content, place.rpartition("/")[2])
            facts[sha256(content)] = facts_of(document)
        except UnreadableDocument:
            facts[sha256(content)] = Facts(readable=False)
    seen = [
        Sighting(1, "post", "post", place, sha256(content), None, None, None, False, clock.now())
        for place, content in documents.items()
    ]
    replies, unplaced = group(members(seen, facts.__getitem__))
    if replies:
        reply = replies[0]
        told = next((m.request for m in reply.members if m.request), None)
        kind = NOTICE if reply.lead.facts.post == NOTICE else reply.lead.facts.stage
        if not kind:
            mapped = parse_reply([documents_read[m.sha256] for m in reply.members if m.facts.readable], reply.forces[0])
            kind = "answer" if mapped.reply.status in DECIDED else "undecided"
        return Sorted(kind, reply.forces[0], told, tuple(p.message for p in reply.problems))
    heads = [m for m in unplaced if m.facts.holds == "message" and m.aside]
    if not heads or len(heads) < sum(m.facts.holds == "message" for m in unplaced):
        return Sorted("unplaced", None, None, tuple(m.doubt for m in unplaced if m.doubt))
    head = next((m for m in heads if m.aside != "other"), heads[0])
    force = next(iter(head.facts.failed or head.forces), None)
    return Sorted(head.aside, force, head.request, ())


def confusions(made: Iterable[Made]) -> list[tuple[str, str, str]]:
    """Kind, force or request of each mail that was sorted wrongly: its name, what it is, what it was taken for."""
    wrong = []
    for one in made:
        found = sort(one.data)
        truth = (one.kind, one.force, one.request)
        taken = (
            found.kind,
            found.force if one.force or found.kind in STEPS else None,
            found.request if one.request else None,
        )
        if truth != taken:
            wrong.append((one.name, " ".join(map(str, truth)), " ".join(map(str, taken))))
    return wrong


def tally(made: Iterable[Made]) -> Counter:
    """How often each kind was taken for each."""
    return Counter((one.kind, sort(one.data).kind) for one in made)
