"""What the requester's side of WhatDoTheyKnow says: when each force was asked, and what the requester made of its reply.

The dates come from the requester's own messages, the rest from the dashboard, the list that a batch's download begins with.
Its states are set by users: they are noted beside what was read here, and never take its place.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from flows.asked import Asked, Pair
from flows.downloads import Shown, force_of, stamp_of
from flows.sightings import Sighting
from parsers.documents.encoding import decode
from parsers.documents.model import Document
from schemas import requests
from schemas.records import Problem, Reply

COLUMNS = ("request_url", "authority_name", "number_of_replies", "request_status")

SITE = "WhatDoTheyKnow"

_STATES: dict[str, tuple[str, ...]] = {
    "successful": ("full", "partial", "nil"),
    "partially successful": ("partial", "full", "refused"),
    "refused": ("refused", "ncnd", "partial"),
    "information not held": ("not_held", "nil"),
    "vexatious": ("refused",),
    "waiting clarification": ("clarification",),
    "awaiting response": ("acknowledgement", "clarification", "unread", "quarantined"),
    "delayed": ("acknowledgement", "clarification", "unread", "quarantined"),
    "long overdue": ("acknowledgement", "clarification", "unread", "quarantined"),
}
"""State as the dashboard writes it, and the statuses of a reply that do not contradict it. Others say nothing of a reply."""

_CODES = {
    "rejected": "refused",
    "partially_successful": "partially successful",
    "not_held": "information not held",
    "waiting_clarification": "waiting clarification",
    "waiting_response": "awaiting response",
    "waiting_response_overdue": "delayed",
    "waiting_response_very_overdue": "long overdue",
    "error_message": "delivery error",
}
"""The site's own codes, which older exports have, to what the dashboard writes today."""

BOUNCED = "delivery error"


@dataclass(frozen=True, slots=True)
class Row:
    """One request in the dashboard. `request`: its name at the site; `state`: in words, as the requester set it."""

    request: str
    authority: str
    replies: int | None
    state: str
    document: str


def is_dashboard(document: Document) -> bool:
    """Whether a table that was read is a batch's dashboard."""
    first = next((table for table in document.tables), None)
    rows = first.rows if first else []
    heads = {(cell.text or "").strip() for row in rows[:1] for cell in row.cells}
    return set(COLUMNS) <= heads


def rows_of(data: bytes, document: str) -> list[Row]:
    """The rows of a dashboard. Of a cell that is no number nothing is made. Raises `csv.Error` where it is no CSV."""
    found = []
    for row in csv.DictReader(io.StringIO(decode(data).text)):
        url, state = (row.get("request_url") or "").strip(), (row.get("request_status") or "").strip()
        name = re.sub(r"[?#].*", "", url).rstrip("/").rpartition("/")[2]
        number = (row.get("number_of_replies") or "").strip()
        if name:
            told = _CODES.get(state.casefold(), state)
            count = int(number) if number.isdecimal() else None
            found.append(Row(name, (row.get("authority_name") or "").strip(), count, told, document))
    return found


@dataclass(frozen=True, slots=True)
class Told:
    """All of it. `asked` and `rows` (of the dashboard) by request and force. `held`: messages of authorities in the latest
    downloads, by the request's name at the site. `printed`: as in `Shown`. `damaged`: dashboards that are no CSV, and why."""

    asked: Mapping[Pair, Asked]
    rows: Mapping[Pair, Row]
    held: Mapping[str, int]
    printed: Sequence[Sighting]
    damaged: Sequence[tuple[Sighting, str]] = ()


def listen(shown: Shown, dashboards: Iterable[Sighting], load: Callable[[str], bytes], default: str) -> Told:
    """What the requester's side says. `load` gives a document's bytes; `default`: the request where no wording tells it."""
    rows: dict[str, Row] = {}
    damaged = []
    for sighting in sorted(dashboards, key=stamp_of):
        try:
            rows.update({row.request: row for row in rows_of(load(sighting.sha256), sighting.sha256)})
        except csv.Error as wrong:
            damaged.append((sighting, str(wrong)))
    wording = _requests(shown, load)
    pairs: dict[str, Pair] = {}
    sent: dict[Pair, date] = {}
    for place, sighting in shown.asked:
        force = sighting.force or force_of(place.body)
        if force:
            pair = sighting.request or wording.get((sighting.source, place.root)) or default, force
            pairs[place.request] = pair
            if place.sent:
                sent[pair] = min(place.sent, sent.get(pair, place.sent))
    usual = Counter(slug for slug, _ in pairs.values()).most_common(1)
    for name, row in rows.items():
        if name not in pairs and (force := force_of(row.authority)):
            pairs[name] = (usual[0][0] if usual else default), force
    by_pair = {pairs[name]: row for name, row in rows.items() if name in pairs}
    asked = {pair: Asked(*pair, day, note=_note(by_pair.get(pair))) for pair, day in sent.items()}
    return Told(asked, by_pair, _held(shown), shown.printed, damaged)


def _held(shown: Shown) -> dict[str, int]:
    last = {(s.source, s.path): s for s in shown.documents}
    messages = {
        (came.request, came.message) for place, came in shown.came.items() if place in last and not last[place].gone
    }
    return Counter(request for request, _ in messages)


def _requests(shown: Shown, load: Callable[[str], bytes]) -> dict[tuple[str, str], str]:
    """The request that each download is about, by the wording of the requester's first messages in it."""
    found: dict[tuple[str, str], str] = {}
    for place, sighting in sorted(shown.asked, key=lambda one: (one[0].sent or date.max, one[1].path)):
        where = sighting.source, place.root
        if where not in found and (slug := requests.recognise(decode(load(sighting.sha256)).text)):
            found[where] = slug
    return found


def with_requests(shown: Shown, load: Callable[[str], bytes]) -> Shown:
    """The same with the request of each document that came with a message, where the requester's own words tell it."""
    wording = _requests(shown, load)
    if not wording:
        return shown
    known = {request.slug for request in requests.all_requests()}

    def named(sighting: Sighting) -> Sighting:
        came = shown.came.get((sighting.source, sighting.path))
        slug = wording.get(came.download) if came else None
        folders = {*sighting.path.split("/"), sighting.label}
        return replace(sighting, request=slug) if slug and not sighting.request and not folders & known else sighting

    return replace(shown, documents=[named(sighting) for sighting in shown.documents])


def with_noted(told: Mapping[Pair, Asked], noted: Mapping[Pair, Asked]) -> dict[Pair, Asked]:
    """Who was asked, as the downloads tell it and as a person noted it, who knows better."""
    known = {
        pair: replace(one, note=one.note or (told[pair].note if pair in told else None)) for pair, one in noted.items()
    }
    return {**told, **known}


def _note(row: Row | None) -> str | None:
    return f"{SITE}, as the requester marked it: {row.state}" if row and row.state else None


# ---- what differs


def problems_of(told: Told, replies: Sequence[Reply]) -> list[Problem]:
    """What the dashboard says otherwise than the replies, and what a download holds that cannot be read."""
    current = {(r.request, r.force): r for r in replies if r.current}
    found = [_of_row(told, pair, row, current.get(pair)) for pair, row in sorted(told.rows.items())]
    damaged = [
        Problem(
            code="document_unreadable",
            severity="warning",
            document=sighting.sha256,
            message=f"{sighting.path} is no CSV ({why}); what the requester marked is not noted.",
            fix="Download it again.",
        )
        for sighting, why in told.damaged
    ]
    return [*chain(*found), *damaged, *_printed(told.printed)]


def _of_row(told: Told, pair: Pair, row: Row, reply: Reply | None) -> Iterator[Problem]:
    def noted(severity: str, message: str, fix: str) -> Problem:
        return Problem(
            code="noted_by_requester",
            severity=severity,
            request=pair[0],
            force=pair[1],
            document=row.document,
            message=message,
            fix=fix,
        )

    state, held = row.state.casefold(), told.held.get(row.request, 0)
    if state == BOUNCED:
        yield noted(
            "warning",
            f"{SITE} could not deliver the request to {row.authority}: it may never have arrived.",
            "Send it again from the site, or ask the force whether it came.",
        )
    if row.replies is not None and row.replies > held:
        yield noted(
            "warning",
            f"{SITE} counts {row.replies} messages of {row.authority}; the download holds {held}.",
            "Download it again. The site hides messages: ask it, or the force, for those that are missing.",
        )
    if reply and state in _STATES and reply.status not in _STATES[state]:
        yield noted(
            "info",
            f"The requester marked the reply of {row.authority} as {row.state}; it was read as {reply.status}.",
            "Look at the reply. What was read counts; the mark is only noted.",
        )


def _printed(prints: Sequence[Sighting]) -> list[Problem]:
    last = {(s.source, s.path): s for s in prints}
    return [
        Problem(
            code="attachment_missing",
            severity="warning",
            document=s.sha256,
            message=f"{s.path} is a whole correspondence as PDF, the requester's words and the authority's in one; the "
            "messages in it were not read, only what was attached to them.",
            fix="If an answer stands in a message, add the batch's download, or that message as a text of its own.",
        )
        for s in last.values()
        if not s.gone
    ]
