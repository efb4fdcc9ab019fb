"""Which documents make one reply: letters lead, attachments follow, and who sent them about what.

A document leads a reply where it says what a covering letter says: a decision, or the request it answers. Any other
(a bare workbook, an annex) follows the letter that it belongs to; without one it is a reply of its own. What one e-mail
brings is one reply (`flows.enclosed`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import PurePosixPath
from types import MappingProxyType

from flows.asked import Asked, Pair
from flows.downloads import Came
from flows.enclosed import containers_of, once, sent_together, within
from flows.post import agreed, by_thread, of_nobody, set_aside
from flows.requester import is_dashboard
from flows.sightings import Sighting
from parsers.documents.containers import BUNDLES, INSIDE, MESSAGES
from parsers.documents.model import Document, Finding, Text
from parsers.letter import Letter, read_letter
from parsers.letter.post import NOTICE, speaks_of_foi, undelivered_to
from parsers.letter.stage import stage_of
from parsers.parse import DEFAULT_REQUEST
from parsers.personal import finder
from schemas import forces, requests
from schemas.records import Problem


@dataclass(frozen=True, slots=True)
class Facts:
    """What one document says about itself, as far as grouping needs it. An unreadable document says nothing.

    `holds`: `message` for an e-mail, `files` for a zip or a mailbox, `dashboard` for the requester's own list, else empty. `cover`: it leads only where no other
    document of its message does, because it only says that the answer is attached, or decides nothing. `stage`: which
    step of the request the letter is. `set_aside`: why a document that was read is not mapped, and what to do about it.

    Of a mail: `senders`, the forces of its address; `by_address`: nothing else names its forces; `post`: what it is where
    it is no letter (`parsers.letter.post`); `thread`: digests of it and of what it answers; `sent`: the day; `failed`: the
    forces that a mail did not reach; `unsure`: what was taken for an automatic reply seems to answer. `about`: it speaks of a
    request for information.
    `letterlike`: it says that the answer is attached, or has a reference and a date, so that it leads where nothing else does.
    `people`: the words of the names in a letter, of the requester and of the staff, so that they are known wherever else
    they stand.
    """

    forces: tuple[str, ...] = ()
    request: str | None = None
    reference: str | None = None
    date_replied: date | None = None
    leads: bool = False
    corrects: bool = False
    instalment: bool = False
    readable: bool = True
    holds: str = ""
    cover: bool = False
    stage: str = ""
    set_aside: tuple[str, ...] = ()
    senders: tuple[str, ...] = ()
    by_address: bool = False
    post: str = ""
    thread: tuple[str, ...] = ()
    sent: date | None = None
    failed: tuple[str, ...] = ()
    unsure: bool = False
    about: bool = False
    letterlike: bool = False
    people: tuple[str, ...] = ()


def facts_of(document: Document) -> Facts:
    """The facts of a document that was read."""
    letter = read_letter(document)
    told = document.properties
    leads = bool(letter.quoted) or _decides(document, letter) or letter.post == NOTICE
    return Facts(
        forces=tuple(letter.forces),
        request=letter.request,
        reference=letter.reference,
        date_replied=letter.date_replied,
        leads=not _is_workbook(document) and leads,
        corrects=letter.corrects,
        instalment=letter.instalment,
        holds=_holds(document),
        cover=_is_cover(letter),
        stage=stage_of(document, letter),
        senders=tuple(letter.senders),
        by_address=letter.by_address,
        post=letter.post or "",
        thread=tuple(f"{told.get('message', '')} {told.get('thread', '')} {told.get('relay', '')}".split()),
        sent=date.fromisoformat(told["date"]) if "date" in told else None,
        failed=undelivered_to(document) if letter.post in ("bounce", "delayed") else (),
        unsure=letter.unsure,
        about=bool(letter.request or letter.quoted) or speaks_of_foi(document),
        letterlike=not _is_workbook(document) and bool(letter.attachment or (letter.reference and letter.date_replied)),
        people=() if _is_workbook(document) else _people(document),
    )


def _holds(document: Document) -> str:
    if document.media_type in MESSAGES:
        return "message"
    if document.media_type in BUNDLES:
        return "files"
    return "dashboard" if is_dashboard(document) else ""


def _people(document: Document) -> tuple[str, ...]:
    text = "\n".join(t.text for t in document.texts)
    said = [(text[f.start : f.end], f.kind) for f in finder().find(text) if f.kind == "name"]
    return tuple(sorted(finder().known(said).names))


def _is_cover(letter: Letter) -> bool:
    attached = letter.attachment and not letter.answers and not letter.exemptions
    return attached or letter.status in (None, "acknowledgement", "clarification")


def _is_workbook(document: Document) -> bool:
    """Workbooks are sent with letters; one that quotes the request or says what it holds is still no letter."""
    return any(kind in document.media_type for kind in ("sheet", "excel", "csv"))


def _decides(document: Document, letter: Letter) -> bool:
    """A sentence gives the decision. A status that follows only from there being a table makes no letter of a workbook."""
    said = letter.status_evidence
    return letter.status is not None and said is not None and any(said in text.text for text in document.texts)


@dataclass(frozen=True, slots=True)
class Member:
    """One document at one place of one source, with what it says. `forces` and `request` are what was made out so far.

    `came`: the message that it is or came with, where a download tells that by its path.
    `named`: a person or the path says the force. `aside`: the kind of the mail that it came in, where that is no reply.
    `doubt`: why its force is not known though something names one.
    """

    sighting: Sighting
    facts: Facts
    forces: tuple[str, ...]
    request: str | None
    came: Came | None = None
    named: bool = False
    aside: str = ""
    doubt: str = ""

    @property
    def sha256(self) -> str:
        return self.sighting.sha256

    @property
    def is_text(self) -> bool:
        """It is the text of a message that a download holds."""
        return self.came is not None and self.came.message == self.sighting.path

    @property
    def path(self) -> PurePosixPath:
        return PurePosixPath(self.sighting.path)

    @property
    def folder(self) -> str:
        return self.sighting.path.rpartition("/")[0]

    @property
    def age(self) -> tuple[date, datetime, str]:
        """Sorts documents from the earliest to the latest."""
        modified = self.sighting.modified or datetime.min.replace(tzinfo=UTC)
        return self.facts.date_replied or date.min, modified, self.sighting.path


@dataclass(slots=True)
class Group:
    """The documents of one reply, the lead first. `forces` is never empty; more than one where the letter is joint.

    `version` orders what stood at the same paths at different times: 0, 1 … for what is no longer there, None for what is.
    """

    members: list[Member]
    forces: tuple[str, ...]
    request: str
    problems: list[Problem] = field(default_factory=list)
    version: int | None = None

    @property
    def lead(self) -> Member:
        return self.members[0]

    @property
    def places(self) -> frozenset[tuple[str, str, str]]:
        """Source, path and document of each member: what tells one group from another."""
        return frozenset((m.sighting.source, m.sighting.path, m.sha256) for m in self.members)


Places = Mapping[tuple[str, str], Came]
"""What documents came with, by source and path."""


def members(
    sightings: Iterable[Sighting], facts: Callable[[str], Facts], came: Places = MappingProxyType({})
) -> list[Member]:
    """Each sighting with what its document says, and with the forces and the request that its path or a person tells."""
    made = []
    for sighting in sightings:
        here = facts(sighting.sha256)
        with_message = came.get((sighting.source, sighting.path))
        if with_message:
            day = with_message.sent
            here = replace(here, date_replied=here.date_replied or day, sent=here.sent or day)
        whose = forces_named(sighting, here)
        named = bool(sighting.force or forces_in_path(sighting.path, sighting.label))
        member = Member(sighting, here, whose, request_named(sighting, here), with_message, named)
        made.append(replace(member, facts=replace(here, holds="message")) if member.is_text else member)
    return made


def as_sent(document: Document, day: date | None) -> Document:
    """The text of a message of a download as an e-mail is read: without what it quotes of earlier ones, and with the day
    that its path tells."""
    from parsers.documents.containers.body import HEADER
    from parsers.documents.containers.quoting import own_part

    kept = own_part([block.text if isinstance(block, Text) else "" for block in document.blocks], "")
    if kept.aside:
        document.blocks = [document.blocks[index] for index in kept.own]
        told = f"Earlier messages quoted in this one were set aside: {kept.aside:,} words."
        document.findings.append(Finding("no_data_found", "info", told))
    if day:
        document.blocks.insert(0, Text(f"{HEADER}: {day.day} {day:%B %Y}", "the message's folder", 0, kind="header"))
    return document


def forces_named(sighting: Sighting, facts: Facts) -> tuple[str, ...]:
    """The forces that the document is from: as a person said, else by its folders, its file name, its letter.

    Empty where nothing tells, or where the path names several forces and the letter none of them.
    """
    named = [sighting.force] if sighting.force else forces_in_path(sighting.path, sighting.label)
    if not named:
        return facts.forces
    if len(named) > 1:
        return tuple(slug for slug in facts.forces if slug in named)
    joint = facts.forces if named[0] in facts.forces else ()
    return tuple(dict.fromkeys([*named, *joint]))


def forces_in_path(within: str, label: str) -> list[str]:
    """The forces that the path of a document within its source names, or failing that the source's label."""
    return list(_forces_in_path(within, label))


@lru_cache(maxsize=256)
def _forces_in_path(within: str, label: str) -> tuple[str, ...]:
    path = PurePosixPath(within)
    folders = list(reversed(path.parent.parts))  # the innermost folder knows best
    for name in [*folders, path.stem, label]:
        if named := _forces_in_name(name):
            return named
    return ()


@lru_cache(maxsize=4096)
def _forces_in_name(name: str) -> tuple[str, ...]:
    return tuple(forces.recognise(name, strict=False))


def request_named(sighting: Sighting, facts: Facts) -> str | None:
    """The request that the document answers: as a person said, else by its folders or its letter; None if nothing tells."""
    if sighting.request:
        return sighting.request
    known = {request.slug for request in requests.all_requests()}
    folders = [*reversed(PurePosixPath(sighting.path).parent.parts), sighting.label]
    return next((name for name in folders if name in known), facts.request)


def group(
    everything: list[Member],
    default_request: str = DEFAULT_REQUEST,
    asked: Mapping[Pair, Asked] = MappingProxyType({}),
) -> tuple[list[Group], list[Member]]:
    """The replies that the documents make, and the documents that belong to none.

    Either because nothing tells their force, or because their mail is no reply (`Member.aside`). `asked`: what was noted of
    the asking; its references tell whose a letter is.
    """
    found, aside = set_aside([m for m in everything if m.facts.holds != "dashboard"])
    found = by_thread(agreed(found), asked)
    enclosed = sent_together(found)
    settled = {id(m) for members in enclosed for m in members}
    groups = {id(g[0]): Group(once(g), _forces_of(g), g[0].request or "") for g in enclosed}
    for member in found:
        if id(member) not in settled and member.facts.leads and member.forces:
            groups[id(member)] = Group([member], member.forces, member.request or "")
    near = _by_source_and_force([replace(g.lead, forces=g.forces) for g in groups.values()])
    for member in found:
        if id(member) in groups or id(member) in settled or not member.facts.letterlike or not member.forces:
            continue
        # Where no letter decides anything the workbooks beside it are this one's.
        if not _homes(member, _may_be_near(member, near)):
            groups[id(member)] = Group([member], member.forces, member.request or "")
    leads = [replace(g.lead, forces=g.forces) for g in groups.values()]
    by_lead = dict(zip(map(id, leads), groups.values(), strict=True))
    near = _by_source_and_force(leads)
    mails = {(m.sighting.source, m.sighting.path) for m in found if m.facts.holds == "message"}
    unplaced, bundles = [], []
    for member in sorted(found, key=lambda m: (m.sighting.source, m.sighting.path)):
        if id(member) in groups or id(member) in settled:
            continue
        if member.facts.holds == "files":
            bundles.append(member)
            continue
        stranger = not member.forces and _is_of_any(member, mails)
        homes = [] if member.facts.leads or stranger else _homes(member, _may_be_near(member, near))
        if homes:
            home = by_lead[id(max(homes, key=lambda lead: lead.age))]
            if member.sha256 not in {m.sha256 for m in home.members}:
                home.members.append(member)
            if len(homes) > 1:
                home.problems.append(_several_homes(member, homes, home))
        elif member.forces:
            groups[id(member)] = Group([member], member.forces, member.request or "")
        else:
            unplaced.append(member)
    unplaced += [bundle for bundle in bundles if not _joined(bundle, list(groups.values()))]
    made = sorted(groups.values(), key=lambda g: (g.lead.sighting.source, g.lead.sighting.path))
    for reply in made:
        _settle_request(reply, default_request)
        _warn_of_office(reply)
    return made, [*of_nobody(unplaced), *by_thread(aside, asked)]


def _is_of_any(member: Member, mails: Set[tuple[str, str]]) -> bool:
    """It is, or came in, one of these mails: what no force sent belongs to no letter that only lies beside it."""
    path = member.sighting.path
    return not mails.isdisjoint((member.sighting.source, place) for place in [path, *containers_of(path)])


def _warn_of_office(reply: Group) -> None:
    """One office answers for several forces, and only the address of the mail tells for which."""
    mails = [m for m in reply.members if m.facts.by_address and not m.named]
    if not mails or not forces.has_shared_office(reply.forces[0]):
        return
    if any(m.facts.forces and not m.facts.by_address for m in reply.members):
        return
    reply.problems.append(
        Problem(
            code="low_confidence",
            severity="warning",
            request=reply.request,
            force=reply.forces[0],
            document=reply.lead.sha256,
            message=f"Only the address that {reply.lead.sighting.path} came from says that it is {reply.forces[0]}'s; the office "
            "there answers for other forces too.",
            fix="Read the letter; if it is another's, name the force of the mail (mails, docs/sources.md) or move it to its folder.",
        )
    )


def _forces_of(members: Sequence[Member]) -> tuple[str, ...]:
    """The forces that the first document names, which leads, or failing that the first that names any."""
    return next((m.forces for m in members if m.forces), ())


def _joined(bundle: Member, groups: list[Group]) -> bool:
    """Add a zip to the reply that everything in it belongs to; False where there is no one such reply."""
    homes = [g for g in groups if any(within(m.sighting, bundle.sighting) for m in g.members)]
    if len(homes) == 1:
        homes[0].members.append(bundle)
    return len(homes) == 1


Near = dict[tuple[str, str | None], dict[int, Member]]
"""The letters of each source and force (None: of any), by their place among all of them."""


def _by_source_and_force(leads: list[Member]) -> Near:
    found: Near = defaultdict(dict)
    for number, lead in enumerate(leads):
        for force in {None, *lead.forces}:
            found[lead.sighting.source, force][number] = lead
    return found


def _may_be_near(member: Member, near: Near) -> list[Member]:
    """The letters of its source that answer for one of its forces, in their order: it cannot belong to another."""
    found: dict[int, Member] = {}
    for force in member.forces or (None,):
        found |= near.get((member.sighting.source, force), {})
    return [found[number] for number in sorted(found)]


_REFERENCE = re.compile(r"\b(?:foi|foia|ref|reference|no|number)\b|[^a-z0-9]")


def _homes(member: Member, leads: list[Member]) -> list[Member]:
    """The letters that a document without a letter may belong to, by the first sign that tells; several if it tells no more."""
    near = [lead for lead in leads if lead.sighting.source == member.sighting.source and _agree(member, lead)]
    folder = [lead for lead in near if lead.folder == member.folder]
    signs = [
        [lead for lead in near if member.facts.reference and _same_reference(member, lead)],
        [lead for lead in folder if lead.path.stem.casefold() == member.path.stem.casefold()],
        folder if len({lead.forces for lead in folder}) == 1 else [],
        near if member.forces and len(near) == 1 else [],
    ]
    return next((sign for sign in signs if sign), [])


def _agree(member: Member, lead: Member) -> bool:
    """Nothing speaks against the document belonging to that letter."""
    forces_agree = not member.forces or bool(set(member.forces) & set(lead.forces))
    requests_agree = not member.request or not lead.request or member.request == lead.request
    told = member.facts.reference and lead.facts.reference
    return forces_agree and requests_agree and (not told or _same_reference(member, lead))


def _same_reference(one: Member, other: Member) -> bool:
    """Both give one reference, be it with 'FOI' before it or with other signs between its numbers."""
    made = {_REFERENCE.sub("", (m.facts.reference or "").casefold()) for m in (one, other)}
    return len(made) == 1


def _several_homes(member: Member, homes: list[Member], home: Group) -> Problem:
    names = ", ".join(sorted(lead.sighting.path for lead in homes))
    return Problem(
        code="low_confidence",
        severity="warning",
        force=home.forces[0],
        document=member.sha256,
        message=f"{member.sighting.path} may belong to any of {names}; it was read with the latest, {home.lead.sighting.path}.",
        fix="Give it the file name of its letter, or put both into a folder of their own.",
    )


def _settle_request(reply: Group, default_request: str) -> None:
    """Find the request of a reply; by its attachments or the default where the lead says nothing."""
    told = [m.request for m in reply.members if m.request]
    reply.request = told[0] if told else default_request
    for problem in reply.problems:
        problem.request = reply.request
    if not told:
        reply.problems.append(
            Problem(
                code="low_confidence",
                severity="warning",
                request=reply.request,
                force=reply.forces[0],
                document=reply.lead.sha256,
                message=f"{reply.lead.sighting.path} does not say which request it answers; taken to be {reply.request}.",
                fix="Name it with --request, or put the reply into a folder named after the request.",
            )
        )


def history(sightings: list[Sighting]) -> list[list[Sighting]]:
    """What the sources showed, at each time before something was replaced or went and then now (last), oldest first.

    A path that has gone shows nothing any more. Where its document is now at another path it was moved, and was never
    anywhere else. What a person last said about a path holds for everything that was ever there.
    """
    last = {(s.source, s.path): s for s in sightings}
    there = {s.sha256 for s in last.values() if not s.gone}
    moved = {place for place, s in last.items() if s.gone and s.sha256 in there}
    kept = [s for s in sightings if (s.source, s.path) not in moved]
    states = []
    for before in [*_replacements(kept), None]:
        state = {(s.source, s.path): s for s in kept if before is None or s.run < before}
        states.append([_as_last_said(s, last[place]) for place, s in state.items() if not s.gone])
    return states


def _replacements(sightings: list[Sighting]) -> list[int]:
    """The runs that saw another document at a path than the run before, or none any more."""
    runs = set()
    there: dict[tuple[str, str], str | None] = {}
    for sighting in sightings:
        shown = None if sighting.gone else sighting.sha256
        before = there.setdefault((sighting.source, sighting.path), shown)
        if before != shown:
            runs.add(sighting.run)
            there[sighting.source, sighting.path] = shown
    return sorted(runs)


def _as_last_said(sighting: Sighting, last: Sighting) -> Sighting:
    return replace(sighting, force=last.force, request=last.request, gone=last.gone)


def replies(
    sightings: list[Sighting],
    facts: Callable[[str], Facts],
    default_request: str = DEFAULT_REQUEST,
    came: Places = MappingProxyType({}),
    asked: Mapping[Pair, Asked] = MappingProxyType({}),
) -> tuple[list[Group], list[Member]]:
    """Every reply that the archive holds: what is there now (`version` None), what was replaced or went; and what has no place.

    Of earlier times only the groups are kept in which a document was replaced or went afterwards: the others still stand.
    """
    states = history(sightings)
    present = {(s.source, s.path): s.sha256 for s in states[-1]}
    now, unplaced = group(members(states[-1], facts, came), default_request, asked)
    made = {g.places: g for g in now}
    for version, state in enumerate(states[:-1]):
        earlier, _ = group(members(state, facts, came), default_request, asked)
        for old in earlier:
            if any(present.get((source, path)) != name for source, path, name in old.places) and old.places not in made:
                old.version = version
                made[old.places] = old
    placed = {m.sha256 for reply in now for m in reply.members}
    return list(made.values()), [m for m in unplaced if m.aside or not (_of_mail(m) and m.sha256 in placed)]


def _of_mail(member: Member) -> bool:
    """It came by mail: a person who saves it into the folder of its force has said whose it is."""
    return member.facts.holds == "message" or INSIDE in member.sighting.path
