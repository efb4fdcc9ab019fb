"""What comes out of a container, and the rule by which a part of a message is no document."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from parsers.documents.containers.envelope import Envelope
from parsers.documents.model import Finding

SMALL_PICTURE = 100_000
"""Bytes. Logos and signatures are smaller; a page that was scanned or photographed is not."""

_AUTO_NAMED = re.compile(r"(?:image|outlook|emailsig)[-_]?[0-9a-f]{1,12}\.(?:png|jpe?g|gif|bmp|emf|wmz)$", re.I)
_NO_DOCUMENTS = {
    "text/calendar": "calendar entry",
    "application/ics": "calendar entry",
    "text/vcard": "contact card",
    "text/x-vcard": "contact card",
    "text/directory": "contact card",
    "application/pkcs7-signature": "electronic signature",
    "application/x-pkcs7-signature": "electronic signature",
    "application/pgp-signature": "electronic signature",
    "message/delivery-status": "delivery report",
    "message/disposition-notification": "delivery report",
    "message/feedback-report": "delivery report",
    "text/rfc822-headers": "headers of a returned message",
    "text/x-amp-html": "another form of the message's text",
}
_PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM", b"\x01\x00\x00\x00", b"<svg")
_DOCUMENTS = (b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf")


@dataclass(frozen=True, slots=True)
class Member:
    """One file inside a container: a name (in a zip a path) that is safe to use anywhere, and its bytes."""

    name: str
    data: bytes


@dataclass(slots=True)
class Unpacked:
    """What one container holds, one level deep. `passed_over`: parts that are no documents, each with the reason."""

    members: list[Member] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


class Body(NamedTuple):
    """One stretch of a message's own text, as plain text, as HTML or as both."""

    plain: str | None
    html: str | None


@dataclass(slots=True)
class Message(Unpacked):
    """A message of any format: its headers, as far as they may be kept, its own text, and what is attached to it."""

    subject: str = ""
    envelope: Envelope = field(default_factory=Envelope)
    sent: date | None = None
    bodies: list[Body] = field(default_factory=list)

    @property
    def sender_domain(self) -> str | None:
        return self.envelope.sender


def no_document(name: str, data: bytes, declared: str, inline: bool) -> str | None:
    """Why a part of a message is no document of the reply; None where it is one.

    Passed over are contact cards, calendar entries, electronic signatures, delivery reports, and pictures of less than
    `SMALL_PICTURE` bytes that stand in the text (logos, signatures) or that Outlook named by itself. What the content
    shows goes before what was declared: a PDF that is declared to be a picture is a document.
    """
    start = data[:64].lstrip().upper()
    if start.startswith(b"BEGIN:VCARD"):
        return "contact card"
    if start.startswith(b"BEGIN:VCALENDAR"):
        return "calendar entry"
    if data.startswith(_DOCUMENTS):
        return None
    if declared in _NO_DOCUMENTS:
        return _NO_DOCUMENTS[declared]
    picture = data.startswith(_PICTURES) or declared.startswith("image/")
    if picture and len(data) < SMALL_PICTURE and (inline or _AUTO_NAMED.match(name)):
        return "small picture in the text"
    return None
