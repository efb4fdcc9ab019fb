"""What WhatDoTheyKnow's zips say by their paths: whose message is whose, when it was sent, and which download is the latest.

Two layouts, as zips or unpacked, wherever a source meets them:

    <Body> - <request>/<day>-<time>/incoming_<id>.txt      a batch of WhatDoTheyKnow Pro
                                    attachments-<id>/<file>
                                    outgoing_<id>.txt
    correspondence.txt, <message>_<part>_<file>            one request; the text is unpacked to the layout above

What the requester wrote is no reply: it tells what was asked of whom, and when. A later download of the same request takes
the place of the earlier one: what both hold is there once, and a message that the later one lacks was taken down.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from flows.sightings import Sighting
from parsers.documents.containers import INSIDE
from parsers.documents.containers.correspondence import UNDATED
from schemas import forces

INCOMING, OUTGOING, ATTACHED = "incoming", "outgoing", "attached"

_BATCH = re.compile(
    r"(?P<root>(?:.*/)?)(?P<body>[^/]+) - (?P<request>[\w-]+)/"
    rf"(?P<at>(?P<day>\d{{4}}-\d\d-\d\d)-\d{{6}}|{UNDATED})(?: \(\d+\))?/"
    r"(?:(?P<way>incoming|outgoing)_(?P<id>\d+)(?: \(\d+\))?\.txt|attachments(?:-(?P<of>\d+))?/.+)"
)
_CORRESPONDENCE = re.compile(r"(?P<folder>(?:.*/)?)correspondence(?: \(\d+\))?\.(?P<form>txt|pdf)", re.I)
_NUMBERED = re.compile(r"(?P<number>\d+)_\d+_.+")
_STAMP = re.compile(r"\d{4}-\d\d-\d\d-\d{6}")
_EMPTY = hashlib.sha256(b"").hexdigest()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document stands in a download. `root`: the beginning of every path in it. `request`: its name at the site.

    `message`: the path of the text of the message that it is, or came with. `sent`: the day of that message. `single`: the
    download is that of one request.
    """

    root: str
    request: str
    body: str
    way: str
    message: str
    sent: date | None
    single: bool = False


@dataclass(frozen=True, slots=True)
class Came:
    """What is known of a document that came with a message of an authority: the path of the message's own text, the day on
    which it was sent, the request's name at the site, and the download that it is in (source and root)."""

    message: str
    sent: date | None
    request: str
    download: tuple[str, str]


@dataclass(slots=True)
class Shown:
    """What the sources showed, each request once. `documents`: without the requester's own messages, oldest first. `came`:
    by source and path. `asked`: the requester's messages in the latest downloads. `printed`: whole correspondences as PDF,
    in which nobody can tell whose words are whose."""

    documents: list[Sighting] = field(default_factory=list)
    came: dict[tuple[str, str], Came] = field(default_factory=dict)
    asked: list[tuple[Place, Sighting]] = field(default_factory=list)
    printed: list[Sighting] = field(default_factory=list)


def place_of(path: str) -> Place | None:
    """Where a path of the batch's layout stands, in a zip, unpacked, or in the text of one correspondence."""
    match = _BATCH.fullmatch(path) if " - " in path else None
    if not match:
        return None
    root, number = match["root"], match["id"] or match["of"]
    text = _CORRESPONDENCE.fullmatch(root.removesuffix(INSIDE)) if root.endswith(INSIDE) else None
    folder = path[: match.end("at")] + path[match.end("at") :].partition("/")[0]
    return Place(
        root=text["folder"] if text else root,
        request=match["request"],
        body=match["body"],
        way=match["way"] or ATTACHED,
        message=f"{folder}/incoming_{number}.txt" if number else f"{folder}/",
        sent=date.fromisoformat(match["day"]) if match["day"] else None,
        single=bool(text),
    )


def as_shown(sightings: Sequence[Sighting]) -> Shown:
    """The sightings, oldest first, as if each request had been downloaded once, to where the latest download has it."""
    shown = Shown()
    places = _places(sightings)
    threads: dict[tuple[str, str], list[tuple[Place, Sighting]]] = defaultdict(list)
    for sighting in sightings:
        if place := places.get((sighting.source, sighting.path)):
            threads[sighting.source, place.request].append((place, sighting))
    most = max((len({place.root for place, _ in seen}) for seen in threads.values()), default=0)
    apart = most + 1  # runs are told apart by this much, so that the downloads that one run found fit between them
    prints = _prints(sightings)
    for sighting in sightings:
        if (sighting.source, sighting.path) in prints:
            shown.printed.append(sighting)
        elif (sighting.source, sighting.path) not in places:
            shown.documents.append(replace(sighting, run=sighting.run * apart))
    for seen in threads.values():
        _Thread(seen).show(shown, apart)
    shown.documents.sort(key=lambda s: s.run)
    return shown


def _places(sightings: Sequence[Sighting]) -> dict[tuple[str, str], Place]:
    """The place of each path that lies in a download, by source and path."""
    found = {(s.source, s.path): place for s in sightings if (place := place_of(s.path))}
    singles: dict[tuple[str, str], dict[str, Place]] = defaultdict(dict)
    for (source, path), place in found.items():
        if place.single:
            number = path.rpartition("_")[2].partition(".")[0]
            singles[source, place.root][number if place.way == INCOMING else ""] = place
    for s in sightings if singles else ():
        for (source, root), texts in singles.items():
            if s.source == source and (s.source, s.path) not in found and s.path.startswith(root):
                match = _NUMBERED.fullmatch(s.path[len(root) :].partition(INSIDE)[0])
                if match:
                    found[s.source, s.path] = _numbered(match["number"], root, texts)
    return found


def _numbered(number: str, root: str, texts: dict[str, Place]) -> Place:
    """The place of `2_3_figures.xlsx`: with the text of the second message, where that has one."""
    if text := texts.get(number):
        return replace(text, way=ATTACHED)
    like = next(iter(texts.values()))
    return Place(root, like.request, like.body, ATTACHED, f"{root}{number}/", None, single=True)


def _prints(sightings: Sequence[Sighting]) -> set[tuple[str, str]]:
    """Whole correspondences as PDF: each lies beside the numbered attachments of its messages."""
    found = set()
    for s in sightings:
        match = _CORRESPONDENCE.fullmatch(s.path)
        if match and match["form"].lower() == "pdf":
            folder = match["folder"]
            near = (o.path[len(folder) :] for o in sightings if o.source == s.source and o.path.startswith(folder))
            if any(_NUMBERED.fullmatch(name) for name in near):
                found.add((s.source, s.path))
    return found


class _Thread:
    """One request at the site, in every download of it that its source showed."""

    def __init__(self, seen: list[tuple[Place, Sighting]]) -> None:
        self.seen = seen
        self.roots = self._in_order()
        last = {s.path: (place, s) for place, s in seen}
        present = [root for root in self.roots if any(p.root == root and not s.gone for p, s in last.values())]
        self.home = (present or self.roots)[-1]
        self.there: dict[str, dict[str, tuple[Place, Sighting]]] = {root: {} for root in self.roots}

    def _in_order(self) -> list[str]:
        """The downloads from the earliest to the latest: by the time in their names, else by when their files were written."""
        at: dict[str, str] = {}
        for place, sighting in self.seen:
            stamps = _STAMP.findall(place.root)
            written = sighting.modified or sighting.seen_at
            at[place.root] = max(at.get(place.root, ""), stamps[-1] if stamps else f"{written:%Y-%m-%d-%H%M%S}")
        return sorted(at, key=at.__getitem__)  # of two that tell the same, the one that was seen first

    def show(self, shown: Shown, apart: int) -> None:
        """What the latest download that was there showed, after each change of any of them."""
        showing: dict[str, Sighting] = {}
        changes: dict[tuple[int, int], list[tuple[Place, Sighting]]] = defaultdict(list)
        for place, sighting in self.seen:
            changes[sighting.run, self.roots.index(place.root)].append((place, sighting))
        for (run, nth), changed in sorted(changes.items(), key=lambda one: one[0]):
            for place, sighting in changed:
                self.there[place.root][sighting.path[len(place.root) :]] = (place, sighting)
            now = {
                rest: self._at_home(place, s, rest) for rest, (place, s) in self._newest().items() if _speaks(place, s)
            }
            left = {
                rest: replace(s, gone=True, seen_at=changed[-1][1].seen_at)
                for rest, s in showing.items()
                if rest not in now and not s.gone
            }
            for rest, sighting in {**now, **left}.items():
                if rest not in showing or _told(showing[rest]) != _told(sighting):
                    showing[rest] = sighting
                    shown.documents.append(replace(sighting, run=run * apart + nth))
        shown.asked += [(p, s) for p, s in self._newest().values() if p.way == OUTGOING and not s.gone]
        for root in self.roots:
            for rest, (place, s) in self.there[root].items():
                message = self.home + place.message[len(place.root) :]
                shown.came[s.source, self.home + rest] = Came(message, place.sent, place.request, (s.source, self.home))

    def _newest(self) -> dict[str, tuple[Place, Sighting]]:
        present = [root for root in self.roots if any(not s.gone for _, s in self.there[root].values())]
        return self.there[present[-1]] if present else {}

    def _at_home(self, place: Place, sighting: Sighting, rest: str) -> Sighting:
        at = (
            datetime(place.sent.year, place.sent.month, place.sent.day, tzinfo=UTC) if place.sent else sighting.modified
        )
        force = sighting.force or force_of(place.body)
        return replace(sighting, path=self.home + rest, force=force, modified=at)


def _speaks(place: Place, sighting: Sighting) -> bool:
    """The document is the authority's, is there, and holds something: a message may have attachments alone."""
    return place.way != OUTGOING and not sighting.gone and sighting.sha256 != _EMPTY


def _told(sighting: Sighting) -> tuple:
    return sighting.sha256, sighting.force, sighting.request, sighting.url, sighting.gone


def force_of(body: str) -> str | None:
    """The force that an authority of the site is, by its name there; None for any other authority."""
    named = forces.recognise(body, strict=False)
    name = re.sub(r"[^a-z0-9]+", "_", body.casefold()).strip("_")
    by_name = (force.slug for force in forces.all_forces() if force.wdtk_body_slug == name)
    return named[0] if len(named) == 1 else next(by_name, None)


def stamp_of(sighting: Sighting) -> str:
    """When a file of a download was made, as text that sorts: by the time in its name, else by when it was written."""
    stamps = _STAMP.findall(sighting.path)
    return stamps[-1] if stamps else f"{sighting.modified or sighting.seen_at:%Y-%m-%d-%H%M%S}"
