"""The correspondence of one request as WhatDoTheyKnow writes it into its zip (`correspondence.txt`): a message after another.

Alaveteli, the program behind the site, writes a line that names the request, then for each message a rule of dashes, `From:`,
`To:`, `Date:`, the text, and the names of what was attached. The requester's messages and the authority's come apart here,
so that the words of the one are never read as the answer of the other. Each is named as in the site's other zip, that of a
batch: `<Body> - <request>/<day>-<time>/incoming_1.txt`. Names of people are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from parsers.documents.containers.model import Member, Unpacked
from parsers.documents.containers.names import safe_name
from parsers.documents.encoding import decode
from parsers.documents.model import Finding

UNDATED = "undated"

_OPENING = re.compile(
    r"\W*This is a plain-text version of the Freedom of Information request\b.{0,500}?/request/(?P<request>[\w-]+)",
    re.S,
)
_RULE = re.compile(r"\s*-{10,}\s*")
_HEADER = re.compile(r"\s*(?P<name>from|to|date|sent|subject)\s?:\s*(?P<value>.*?)\s*", re.I)
_ATTACHED = re.compile(r"\s*Attachment\s?:.*\)\s*", re.I)
_ASIDE = (
    (re.compile(r"\bleft an annotation\b", re.I), "an annotation by somebody else"),
    (re.compile(r"\bSent (?:request|a follow up) to\b.*\bagain\b", re.I), "a note that a message was sent again"),
    (re.compile(r"\bhas been hidden\b", re.I), "a message that the site hides"),
)
_DAYS = ("%d %B %Y", "%B %d, %Y", "%d %b %Y", "%Y-%m-%d", "%d/%m/%Y")


def is_correspondence(data: bytes) -> bool:
    """It begins as such a text does: with the line that names the request, or with a rule and the heads of a message."""
    start = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not (start.startswith(b"-----") or b"plain-text version of the Freedom of Information" in start[:200]):
        return False
    lines = decode(start).text.splitlines()
    return bool(lines) and (bool(_OPENING.match("\n".join(lines))) or len(_headers(lines, 0)) > 2)


@dataclass(slots=True)
class _Message:
    """One message, or what was set aside (`way` empty)."""

    way: str
    day: date | None = None
    lines: list[str] = field(default_factory=list)


def unpack_correspondence(data: bytes) -> Unpacked:
    """The messages in order, each as a text of its own; what the site adds to them is passed over."""
    lines = decode(data).text.splitlines()
    opening = _OPENING.match("\n".join(lines[:40]).lstrip())
    found = Unpacked()
    messages = list(_messages(lines, found))
    body = next((name for way, name in _bodies(lines) if way), "")
    thread = f"{safe_name(body, 'authority')} - {opening['request'] if opening else 'request'}"
    count = {"incoming": 0, "outgoing": 0}
    for message in messages:
        count[message.way] += 1
        text = _own(message.lines)
        if text:
            day = f"{message.day:%Y-%m-%d}-000000" if message.day else UNDATED
            name = f"{thread}/{day}/{message.way}_{count[message.way]}.txt"
            found.members.append(Member(name, text.encode()))
    if not messages:
        told = "No message was found in it."
        found.findings.append(Finding("no_data_found", "warning", told, "Look at it by hand."))
    return found


def _bodies(lines: list[str]) -> Iterator[tuple[bool, str]]:
    """To whom the first message went: the authority."""
    for at in range(len(lines)):
        head = _headers(lines, at)
        if len(head) > 2:
            yield True, head["to"]
            return


def _messages(lines: list[str], found: Unpacked) -> Iterator[_Message]:
    requester: str | None = None
    message: _Message | None = None
    for at, line in enumerate(lines):
        if _RULE.fullmatch(line):
            head = _headers(lines, at)
            if len(head) > 2 and requester is None:
                requester = head["from"].casefold()
            way = _way(head, requester)
            aside = None if way else _aside(lines, at)
            if way or aside:
                if message and message.way:
                    yield message
                if aside:
                    found.passed_over.append(aside)
                message = _Message(way, _day(head.get("date") or head.get("sent") or ""))
                continue
        if message is not None:
            message.lines.append(line)
    if message and message.way:
        yield message


def _way(head: dict[str, str], requester: str | None) -> str:
    """Which way a message went. A message that a letter quotes is between others than these two, and is part of the letter."""
    if len(head) < 3:
        return ""
    if head["from"].casefold() == requester:
        return "outgoing"
    return "incoming" if head["to"].casefold() == requester else ""


def _headers(lines: list[str], rule: int) -> dict[str, str]:
    """The heads below a rule, by name; empty unless sender, receiver and day are among them."""
    if not _RULE.fullmatch(lines[rule]):
        return {}
    head: dict[str, str] = {}
    for line in lines[rule + 1 : rule + 8]:
        match = _HEADER.fullmatch(line)
        if match:
            head.setdefault(match["name"].lower(), match["value"])
        elif line.strip() or head:
            break
    return head if {"from", "to"} <= head.keys() and head.keys() & {"date", "sent"} else {}


def _aside(lines: list[str], rule: int) -> str | None:
    below = [line for line in lines[rule + 1 : rule + 8] if line.strip()][:3]
    return next((told for sign, told in _ASIDE if any(sign.search(line) for line in below)), None)


def _own(lines: list[str]) -> str:
    """The text of a message without its heads and without the names of what was attached."""
    at = 0
    while at < len(lines) and not lines[at].strip():
        at += 1
    while at < len(lines) and _HEADER.fullmatch(lines[at]):
        at += 1  # the heads alone: below them, "Date: …" is the letter's
    end = len(lines)
    while end > at and (not lines[end - 1].strip() or _ATTACHED.fullmatch(lines[end - 1])):
        end -= 1
    return "\n".join(line.rstrip() for line in lines[at:end]).strip()


def _day(told: str) -> date | None:
    """The day of a message. The page's own mark (`<time datetime="2022-09-09T10:00:00+01:00">`) stands in some texts."""
    marked = re.search(r"datetime=\"(\d{4}-\d\d-\d\d)", told)
    plain = marked[1] if marked else re.sub(r"<[^>]*>", "", told).strip()
    for form in _DAYS:
        try:
            return datetime.strptime(plain, form).date()  # noqa: DTZ007  a day, in no time zone
        except ValueError:
            continue
    return None
