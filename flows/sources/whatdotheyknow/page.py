"""What the page of a request at WhatDoTheyKnow (or another Alaveteli site) shows: the authority's messages and their files.

No JSON of the site lists attachments or the text of messages, so that they come from the page. The blocks and classes are
those of Alaveteli 0.46: `div.incoming.correspondence#incoming-<id>`, `.correspondence_text`, `ul.list-of-attachments`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import lxml.etree

from flows.sources.web.addresses import file_name, same_site, tidy
from flows.sources.web.page import text_of, time_in
from flows.sources.web.signs import parsed

_ATTACHED = re.compile(r"/request/[^/]+/response/(\d+)/attach/(\d+)/[^/?]+$")
_PARAGRAPHS = frozenset(["p", "div", "ul", "ol", "li", "blockquote", "pre", "h1", "h2", "h3", "h4", "table", "tr"])
_NO_WORDS = ".attachments, .event_actions, .correspondence__footer, .correspondence__header, script, style, noscript"
_REMOVED = re.compile(r"\b(?:removed|hidden|withdrawn)\b", re.I)


class NotRecognised(Exception):
    """The page does not have the form that is known here; says what is missing."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file of a message: `part` is its number in the message, which stays."""

    part: int
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message from the authority. `id` is the site's own number of it, which stays."""

    id: int
    author: str
    sent: datetime | None
    text: str
    attachments: tuple[Attachment, ...]


@dataclass(frozen=True, slots=True)
class Request:
    """What the request's JSON tells: the authority, the state that users gave it, the numbers of the messages received."""

    title: str
    state: str
    body_id: str
    body_slug: str
    body_name: str
    received: frozenset[int]
    events: str


def read_request(data: bytes) -> Request:
    """The JSON of a request. Raises `NotRecognised` where it has not the fields that it should."""
    told = json.loads(data)
    body = told.get("public_body") if isinstance(told, dict) else None
    events = told.get("info_request_events") if isinstance(told, dict) else None
    if not isinstance(body, dict) or not isinstance(events, list):
        raise NotRecognised("its JSON names no public_body and no info_request_events")
    responses = [e for e in events if isinstance(e, dict) and e.get("event_type") == "response"]
    return Request(
        title=str(told.get("title") or ""),
        state=str(told.get("described_state") or ""),
        body_id=str(body.get("id") or ""),
        body_slug=str(body.get("url_name") or ""),
        body_name=str(body.get("name") or ""),
        received=frozenset(n for e in responses if isinstance(n := e.get("incoming_message_id"), int)),
        events=json.dumps([told.get("updated_at"), told.get("described_state"), events], sort_keys=True),
    )


@dataclass(frozen=True, slots=True)
class Page:
    """The authority's messages that a page shows, by their number, and the numbers of all that it has a place for: those of
    messages that are hidden or erased too."""

    messages: tuple[Incoming, ...]
    numbers: frozenset[int]


def read_page(data: bytes, url: str) -> Page:
    """The page of a request. Raises `NotRecognised` where there is no correspondence on it at all."""
    page = parsed(data)
    blocks = [] if page is None else page.cssselect("div.correspondence")
    if not blocks:
        raise NotRecognised("there is no div.correspondence on the page")
    incoming = {int(n[1]): b for b in blocks if (n := re.fullmatch(r"incoming-(\d+)", b.get("id") or ""))}
    found = [_read_block(number, block, url) for number, block in sorted(incoming.items())]
    return Page(tuple(message for message in found if message), frozenset(incoming))


def says_removed(data: bytes) -> bool:
    """A page that says no more than that the request was removed or hidden."""
    page = parsed(data)
    return page is not None and any(_REMOVED.search(text_of(h)) for h in page.iter("h1", "title"))


def _read_block(number: int, block: Any, url: str) -> Incoming | None:
    if block.cssselect("#hidden_message, .hidden_message"):
        return None
    texts = block.cssselect(".correspondence_text")
    headers = block.cssselect(".correspondence__header__author") or block.cssselect("h2")
    attachments = _attachments(block, url)
    text = _words(texts[0] if texts else block, heading=not texts)
    if re.fullmatch(r"\W*This message has been (?:erased|hidden)\b.{0,400}", text, re.S):
        text = ""
    if not text and not attachments:
        return None
    return Incoming(
        id=number,
        author=text_of(headers[0]) if headers else "",
        sent=time_in(block),
        text=text,
        attachments=attachments,
    )


def _attachments(block: Any, url: str) -> tuple[Attachment, ...]:
    """By their part. An attachment that is hidden, erased or could not be masked has no link."""
    found: dict[int, Attachment] = {}
    for link in block.cssselect("ul.list-of-attachments li.attachment a[href], ul.list-of-attachments a[href]"):
        address = tidy(link.get("href"), url)
        match = _ATTACHED.search(address)
        if match and same_site(address, url):
            found.setdefault(int(match[2]), Attachment(int(match[2]), file_name(address), address))
    return tuple(found[part] for part in sorted(found))


def _words(element: Any, heading: bool) -> str:
    """The text of a message with its lines and paragraphs."""
    element = deepcopy(element)
    for aside in element.cssselect(_NO_WORDS + (", h2" if heading else "")):
        aside.drop_tree()
    lines = [" ".join(line.split()) for line in "".join(_lines(element)).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _lines(element: Any) -> Iterator[str]:
    for event, part in lxml.etree.iterwalk(element, events=("start", "end")):
        if not isinstance(part.tag, str):
            continue
        if part.tag in _PARAGRAPHS:
            yield "\n\n"
        if event == "start":
            yield "\n" if part.tag == "br" else ""
            yield (part.text or "") if part.tag == "pre" else (part.text or "").replace("\n", " ")
        elif part is not element:
            yield (part.tail or "").replace("\n", " ")
