"""When the request was received and when it was answered."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from parsers.documents.model import Document
from parsers.letter.model import Letter, doubt
from parsers.letter.passages import fold
from parsers.letter.zones import Zones
from parsers.periods import find_dates, parse_date

_RECEIVED = re.compile(
    r"\b(?:received|receipt|reached (?:us|this office)|which (?:came|arrived))\b(?! (?:our|this|a|the) (?:response|reply|letter))[^.]{0,90}?$|\bdate (?:of )?(?:request )?(?:received|request)\b[^.]{0,30}$|\brequest(?:ed)? (?:received|date|on)\b[^.]{0,30}$|^(?:date )?requested\s*:?\s*$",
    re.I,
)
_OF_ANOTHER = re.compile(
    r"\b(?:clarif\w+|our (?:response|reply|letter)(?! to (?:your|the) )|previous)\b[^.]{0,40}$", re.I
)
"""The date is of something else that was sent or received."""
_WE_RECEIVED = re.compile(
    r"^,? (?:we|i|this (?:office|force)|the (?:force|constabulary)|[\w ]{3,40}(?:police|constabulary)) received (?:your|the|an?) (?:[\w-]+ ){0,4}?(?:request|e-?mail|letter|correspondence|enquiry|application)\b",
    re.I,
)
"""What follows the date of receipt: "On 9 September we received your request"."""
_REQUEST = re.compile(
    r"\b(?:request|question|you (?:requested|asked|wrote|contacted|e-?mailed)|enquiry|e-?mail|letter|correspondence|application|foi)\b",
    re.I,
)
_RECEIVED_LABEL = re.compile(
    r"(?:(?:date|request|foi|of|enquiry) )*(?:received|receipt|request|requested)(?: on| date)?\s*[:-]\s*$", re.I
)
_ALONE = re.compile(r"^\(?(?:(?:it|this|which) was |date )?received(?: by (?:us|this office))?(?: on)?\s*:?\s*$", re.I)
"""A sentence that begins with the receipt: "It was received by us on …"."""
_SENT = re.compile(
    r"\byou (?:\w+ )?(?:requested|asked|wrote|contacted|e-?mailed|submitted|made|sent)\b[^.]{0,80}\bon(?: \w+day)?,?\s*$|\b(?:request|e-?mail|letter|correspondence|enquiry|application)\b[^.]{0,60}\b(?:dated?|of|on|sent|made|submitted)\b[^.]{0,25}$|\b(?:dated|you wrote (?:to us )?on|submitted on|sent on|emailed (?:us )?on)\b\s*$",
    re.I,
)
_ANSWERED = "responded|replied|answered|issued|sent|disclosed|completed|closed|finalised|released"
_REPLIED = re.compile(
    rf"\b(?:dyddiad ?/ ?)?(?:dyddiad|date(?:d)?(?: of)?(?: (?:of )?(?:the |this |our )?(?:response|reply|letter|disclosure|decision|issue|completion|{_ANSWERED}))?|(?:response|reply|letter|decision) (?:date(?:d)?|sent|issued)|(?:issue|reply|sent|completion) date|{_ANSWERED})\s*+(?:on|is)?\s*+[:-]?\s*+$",
    re.I,
)
_REPLIED_LABEL = re.compile(
    rf"(?:date |request |foi |enquiry |case |was )*(?:{_ANSWERED})(?: on| date)?\s*+[:-]?\s*+$", re.I
)
_PUBLISHED = re.compile(r"^(?:date )?published$", re.I)
_NOT_REPLY = re.compile(
    r"\b(?:received|receipt|request(?:ed)?|due|deadline|act|regulations?|clarif|since|between|from|until|previous|birth|your|internal review|correct(?:ed)? (?:as )?at|as (?:at|of)|by|extracted|run|before|after|published)\b[^.]{0,40}$",
    re.I,
)

_SPANS = re.compile(r"\s*(?:-|–|—|to|until|till|through|up to)\s*(?:the )?", re.I)


@dataclass(slots=True)
class _Dated:
    day: date
    before: str
    after: str
    text: str
    place: str
    zone: str


def _dated(zones: Zones, document: Document) -> list[_Dated]:
    found = []
    for block in document.texts:
        if block.kind in ("header", "footer"):
            found += _dates_of(fold(block.text), block.place or block.location, "form")
    seen: set[int] = set()
    for sentence in zones.sentences:
        if id(sentence.passage) in seen and sentence.zone == "form":
            continue
        whole = sentence.zone == "form" and sentence.first
        seen.add(id(sentence.passage))
        found += _dates_of(sentence.passage.head if whole else sentence.text, sentence.place, sentence.zone)
    return found


def _dates_of(text: str, place: str, zone: str) -> list[_Dated]:
    """The dates of a text, each with what stands before it: from the one before on, where it has a label of its own.

    Not those that a span of time begins and ends with: they are dates of the figures.
    """
    found, last = [], 0
    every = find_dates(text)
    spanned = {at for at, (one, other) in enumerate(pairwise(every)) if _SPANS.fullmatch(text[one[1][1] : other[1][0]])}
    for at, (day, (start, end)) in enumerate(every):
        if at in spanned or at - 1 in spanned:
            last = end
            continue
        own = last if last and ":" in text[last:start] else 0
        before = text[own:start].rpartition("|")[2].lstrip(" ,;.-")
        found.append(_Dated(day, before, text[end:], text, place, zone))
        last = end
    return found


def read_dates(zones: Zones, document: Document, letter: Letter) -> None:
    """Set when the request was received and when it was answered; what is missing or impossible is reported."""
    dated = _dated(zones, document)
    _set_received(zones, dated, letter)
    _set_replied(zones, dated, letter)
    if letter.date_replied is None:
        letter.findings.append(
            doubt(
                "No date of the reply was found in the letter.",
                "If the letter gives none, give the date with the source; else add its label to parsers/letter.",
            )
        )
    elif letter.date_received and letter.date_received > letter.date_replied:
        letter.findings.append(
            doubt(
                f"The reply of {letter.date_replied} is dated before the request was received ({letter.date_received}).",
                "Check both dates in the letter: one may be misprinted or misread.",
                letter.places["date_replied"],
            )
        )


def _set_received(zones: Zones, dated: list[_Dated], letter: Letter) -> None:
    for key, value, place in zones.facts:
        if re.search(r"received|date of request|request date|date request", key, re.I) and (day := parse_date(value)):
            letter.date_received = day
            letter.places["date_received"] = f"{place}: {key} {value}"
            return
    usable = [d for d in dated if d.zone in ("form", "body", "law", "quoted", "comparison")]
    for item in usable:
        if _WE_RECEIVED.match(item.after):
            _received_on(item, letter)
            return
    for pattern in (_RECEIVED, _SENT):
        for item in usable:
            alone = _ALONE.match(item.before)
            if item.zone == "quoted" and not (alone or re.search(r"\byour?\b|\(received:? ?$", item.before, re.I)):
                continue
            told = alone or _REQUEST.search(item.before) or _RECEIVED_LABEL.match(item.before)
            if len(item.text.split()) > 8 and not told:
                continue
            if pattern is _SENT and not _REQUEST.search(item.before):
                continue
            if pattern.search(item.before) and not _OF_ANOTHER.search(item.before):
                _received_on(item, letter)
                return


def _received_on(item: _Dated, letter: Letter) -> None:
    letter.date_received = item.day
    letter.places["date_received"] = f"{item.place}: {item.text[:160]}"


def _set_replied(zones: Zones, dated: list[_Dated], letter: Letter) -> None:
    for key, value, place in sorted(zones.facts, key=lambda fact: bool(_PUBLISHED.search(fact[0]))):
        label = key.strip(" .:")
        own = _PUBLISHED.search(label) or (_REPLIED.match(label) and not _NOT_REPLY.search(label))
        if own and (day := parse_date(value)):
            _reply_on(day, f"{place}: {key} {value}", letter)
            return
    form = [d for d in dated if d.zone in ("form", "body")]
    labelled = [
        d
        for d in form
        if _REPLIED.search(d.before[-60:])
        and (_REPLIED_LABEL.match(d.before) or not _NOT_REPLY.search(d.before[-60:]))
        and (d.zone == "form" or len(d.text.split()) <= 14)
    ]
    alone = [
        d
        for d in form
        if len((d.before + d.after).split()) <= 2
        and not re.search(r"received|request|due|\d{4,}", d.before + d.after, re.I)
    ]
    beside = [
        d
        for d in form
        if d.zone == "form"
        and len(d.text.split()) <= 14
        and not _NOT_REPLY.search(d.before[-60:])
        and d not in labelled
    ]
    for choice in (labelled, alone, beside):
        days = sorted({d.day for d in choice})
        if not choice:
            continue
        _reply_on(choice[0].day, f"{choice[0].place}: {choice[0].text[:160]}", letter)
        if len(days) > 1:
            letter.findings.append(
                doubt(
                    f"The letter gives more than one date that may be the date of the reply: {choice[0].day} (taken), {', '.join(str(d) for d in days if d != choice[0].day)}.",
                    "Check the date in the letter.",
                    choice[0].place,
                )
            )
        return


def _reply_on(day: date, place: str, letter: Letter) -> None:
    letter.date_replied = day
    letter.places["date_replied"] = place
