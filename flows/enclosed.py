"""Which documents came together, in one e-mail, one message of a download or one zip, and which of them leads.

What one message brings is one reply: its text, its attachments, and what is in those. The text leads where it answers; a
letter that is attached leads where the text is only a cover note. A message that brings the letters of several forces,
and does not come from one of them (a person sends on what they received) or comes from an office that they share, is as many
replies.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from flows.sightings import Sighting
from parsers.documents.containers import INSIDE
from schemas import forces

if TYPE_CHECKING:
    from flows.grouping import Member


def within(inner: Sighting, outer: Sighting) -> bool:
    """The one document lies in the container that the other is, at any depth."""
    return inner.source == outer.source and inner.path.startswith(f"{outer.path}{INSIDE}")


def sent_together(found: Sequence[Member]) -> list[list[Member]]:
    """The replies that messages and zips make, each as its documents, the lead first; documents in none are left out.

    A reply is only made where a document in it names a force.
    """
    made: list[list[Member]] = []
    units = by_message(found)
    for unit in _led(units):
        made += _replies_in(unit)
    taken = {id(m) for unit in units for m in unit}
    loose = [m for m in found if id(m) not in taken]
    for bundle in loose:
        if bundle.facts.holds == "files":
            unit = [m for m in loose if m.facts.holds != "files" and within(m.sighting, bundle.sighting)]
            made += _one_reply_in(unit)
    return [reply for reply in made if any(m.forces for m in reply)]


def once(reply: Sequence[Member]) -> list[Member]:
    """Each document once, however often it was attached: a figure is not to be counted twice."""
    return list({m.sha256: m for m in reversed(reply)}.values())[::-1]


def lead_first(unit: Sequence[Member]) -> list[Member]:
    """The documents of one reply: the lead, then the message's own text, then the others by path."""
    ordered = sorted(unit, key=lambda m: (m.facts.holds == "files", m.sighting.path))
    letters = [m for m in ordered if m.facts.leads] or [m for m in ordered if m.facts.readable] or ordered
    letters = [m for m in letters if m.facts.holds != "files"] or letters
    firm = [m for m in letters if not m.facts.cover] or [m for m in letters if not m.facts.holds] or letters
    lead = next((m for m in firm if m.facts.holds == "message"), firm[0])
    rest = [m for m in ordered if m is not lead]
    return [lead, *(m for m in rest if m.facts.holds == "message"), *(m for m in rest if m.facts.holds != "message")]


def by_message(found: Sequence[Member]) -> list[list[Member]]:
    """The documents of each message: its text, and what is in it without lying in another message that is in it.

    A web page with the files that it offers is a message too: its source puts them in it by their paths.
    """
    holders = {(m.sighting.source, m.sighting.path.rpartition(INSIDE)[0]) for m in found if INSIDE in m.sighting.path}
    units = {
        place: [m]
        for m in found
        if (place := (m.sighting.source, m.sighting.path))
        and (m.facts.holds == "message" or (m.facts.holds != "files" and place in holders))
    }
    for member in found:
        if (member.sighting.source, member.sighting.path) not in units:
            around = [(member.sighting.source, path) for path in _around(member)]
            home = next((place for place in around if place in units), None)
            if home is None and member.came:
                home = member.sighting.source, member.came.message  # a message without a text of its own
            if home:
                units.setdefault(home, []).append(member)
    return list(units.values())


def containers_of(path: str) -> list[str]:
    """The paths of the containers that a path lies in, the innermost first."""
    found = []
    while INSIDE in path:
        path = path.rpartition(INSIDE)[0]
        found.append(path)
    return found


def _around(member: Member) -> list[str]:
    """The paths of the containers and the message that a document came in, the innermost first."""
    around = containers_of(member.sighting.path)
    message = member.came.message if member.came else member.sighting.path
    if message != member.sighting.path:
        outside = [path for path in around if message.startswith(f"{path}{INSIDE}")]
        around[len(around) - len(outside) :] = [message, *outside]
    return around


def _led(units: list[list[Member]]) -> Iterable[list[Member]]:
    """The units, those without a letter joined to the message that they lie in, or that lies in them, and has one."""
    leaders = [u for u in units if _has_letter(u)]
    followers = sorted((u for u in units if not _has_letter(u)), key=lambda u: u[0].sighting.path)
    for unit in followers:
        body = unit[0]
        around = [u for u in leaders if _lies_in(body, u[0])]
        inside = [u for u in leaders if _lies_in(u[0], body)]
        if around or inside:
            home = max(around, key=lambda u: len(u[0].sighting.path)) if around else inside[0]
            home += unit
        else:
            leaders.append(unit)  # no letter in the whole message: its text stands for one
    return leaders


def _lies_in(inner: Member, outer: Member) -> bool:
    return inner.sighting.source == outer.sighting.source and outer.sighting.path in _around(inner)


def _has_letter(unit: list[Member]) -> bool:
    return any(m.facts.leads for m in unit)


def _replies_in(unit: list[Member]) -> list[list[Member]]:
    body = unit[0]
    letters = [m for m in unit if m.facts.leads and m.forces and m is not body]
    apart = [m for n, m in enumerate(letters) if not any(set(m.forces) & set(x.forces) for x in letters[:n])]
    office = body.facts.senders and all(_of_one_office(body.facts.senders, m.forces) for m in apart)
    if (body.facts.forces and not office) or len(apart) < 2:
        return [lead_first(unit)]
    made = [[lead, *(m for m in letters if m is not lead and set(m.forces) & set(lead.forces))] for lead in apart]
    made[0].append(body)
    return made


def _of_one_office(senders: Iterable[str], named: Iterable[str]) -> bool:
    """All those forces answer through the office of the sender: one mail may bring the letter of each."""
    return all(any(one == other or forces.share_an_office(one, other) for one in senders) for other in named)


def _one_reply_in(unit: list[Member]) -> list[list[Member]]:
    """What a zip holds, where it is the reply of one force with one letter or none."""
    forces = {m.forces for m in unit if m.forces}
    letters = [m for m in unit if m.facts.leads]
    return [lead_first(unit)] if unit and len(forces) == 1 and len(letters) < 2 else []
