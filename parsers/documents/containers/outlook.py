"""Outlook's own file of a message, .msg and .oft (Microsoft's [MS-OXMSG]): streams of an OLE file named by property."""

from __future__ import annotations

import io
import struct
from datetime import UTC, date, datetime, timedelta
from email import message_from_string
from email.encoders import encode_base64
from email.message import Message as Part
from email.utils import format_datetime

from parsers.documents.containers import tnef
from parsers.documents.containers.envelope import Envelope, domains_in, signs_of_class
from parsers.documents.containers.mail import CLASS, envelope_of
from parsers.documents.containers.model import Body, Member, Message, no_document
from parsers.documents.containers.names import decoded, decoded_bytes, safe_name, told_apart
from parsers.documents.model import Finding, UnreadableDocument, beyond
from parsers.limits import limits
from schemas import forces

_ATTACHMENT = "__attach_version1.0_#"
_RECIPIENT = "__recip_version1.0_#"
_FACTS = "__properties_version1.0"
_SUBJECT, _PLAIN, _HTML, _RICH = "0037", "1000", "1013", "1009"
_SENDERS = ("5D01", "5D02", "0C1F", "0065")
_CLASS, _HEADERS, _SENDER_NAME = "001A", "007D", "0C1A"
_RECIPIENTS, _KIND_OF_RECIPIENT = ("39FE", "3003"), 0x0C15
_LONG_NAME, _NAME, _DISPLAY_NAME, _DATA, _TYPE, _CONTENT_ID = "3707", "3704", "3001", "3701", "370E", "3712"
_SENT, _DELIVERED, _CODE_PAGE, _HIDDEN = 0x0039, 0x0E06, 0x3FFD, 0x7FFE
_DEEPEST = 8  # messages within messages

MAX_TEXT = 1_000_000  # characters of the headers that a message travelled with


def unpack_outlook(data: bytes) -> Message:
    """The message in `data`. Raises UnreadableDocument where it is damaged."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as opened:
            return _Opened(opened).message([], 0)
    except (MemoryError, UnreadableDocument):
        raise
    except Exception:  # the library lets every kind of error through for damaged bytes
        raise UnreadableDocument(
            "is an Outlook message that is damaged",
            "Save it again from Outlook, or save its attachments and add those.",
        ) from None


class _Opened:
    """The streams of one OLE file."""

    def __init__(self, opened) -> None:
        self.opened = opened
        self.entries = opened.listdir(streams=True, storages=True)

    def message(self, at: list[str], level: int) -> Message:
        """The message whose streams lie in the storage `at`."""
        facts = self._facts(at, 32 if not at else 24)
        page = facts.get(_CODE_PAGE, 1252)
        message = Message(
            subject=" ".join(self._text(at, _SUBJECT, page).split())[:500],
            envelope=self._envelope(at, page),
            sent=_day(facts.get(_SENT)) or _day(facts.get(_DELIVERED)),
        )
        plain, html = self._text(at, _PLAIN, page), self._html(at, page)
        if plain.strip() or html.strip():
            message.bodies.append(Body(plain.replace("\r\n", "\n") or None, html or None))
        elif self._bytes(at, _RICH, "0102"):
            message.passed_over.append("the text of the message (rich text, which is not read)")
        self._attachments(at, page, message, level)
        return message

    def _envelope(self, at: list[str], page: int) -> Envelope:
        """From the headers that the message travelled with, where it did; else from its own properties."""
        headers = message_from_string(self._text(at, _HEADERS, page)[:MAX_TEXT])
        made = envelope_of(headers)
        made.sender = made.sender or next((d for s in _SENDERS if (d := _domain(self._text(at, s, page)))), None)
        made.names = made.names or forces.recognise(self._text(at, _SENDER_NAME, page)[:500])
        made.recipients = made.recipients or self._recipients(at, page)
        made.outlook = self._text(at, _CLASS, page)[:100]
        made.signs += [sign for sign in signs_of_class(made.outlook) if sign not in made.signs]
        return made

    def _recipients(self, at: list[str], page: int) -> list[str]:
        """Domains of those that it was sent to, not of those that got a copy."""
        depth = len(at)
        storages = sorted({e[depth] for e in self.entries if e[:depth] == at and len(e) > depth})
        places = [[*at, name] for name in storages if name.startswith(_RECIPIENT)][: limits().members]
        to = [place for place in places if self._facts(place, 8).get(_KIND_OF_RECIPIENT, 1) == 1]
        addresses = (next((t for p in _RECIPIENTS if (t := self._text(place, p, page))), "") for place in to)
        return [domain for domain in dict.fromkeys(map(_domain, addresses)) if domain]

    def _attachments(self, at: list[str], page: int, message: Message, level: int) -> None:
        depth = len(at)
        storages = sorted({e[depth] for e in self.entries if e[:depth] == at and len(e) > depth})
        attached = [[*at, name] for name in storages if name.startswith(_ATTACHMENT)]
        most = limits().members
        if len(attached) > most:
            raise beyond(
                "members", f"is a message of more than {most:,} attachments", "Save those that matter and add them."
            )
        taken: list[tuple[str, bytes]] = []
        for place in attached:
            self._attachment(place, page, message, taken, level)
        names = told_apart(name for name, _ in taken)
        message.members = [Member(name, content) for name, (_, content) in zip(names, taken, strict=True)]

    def _attachment(
        self, place: list[str], page: int, message: Message, taken: list[tuple[str, bytes]], level: int
    ) -> None:
        raw = next((t for p in (_LONG_NAME, _NAME, _DISPLAY_NAME) if (t := self._text(place, p, page))), "")
        name = safe_name(decoded(raw), "attachment")
        content = self._bytes(place, _DATA, "0102")
        enclosed = [*place, f"__substg1.0_{_DATA}000D"]
        if content is None and self.opened.exists([*enclosed, _FACTS]):
            if level >= _DEEPEST:
                message.findings.append(_lost(name, "lies in more messages than any mail program puts it"))
            else:
                inside = self.message(enclosed, level + 1)
                taken.append((f"{name}.eml", as_mail(inside)))
                message.passed_over += inside.passed_over
                message.findings += inside.findings
            return
        if content is None:
            message.findings.append(_lost(name, "is a link or an embedded object, not a file"))
            return
        facts = self._facts(place, 8)
        inline = bool(facts.get(_HIDDEN)) or bool(self._text(place, _CONTENT_ID, page))
        if why := no_document(name, content, self._text(place, _TYPE, page).lower(), inline):
            message.passed_over.append(f"{name} ({why})")
        elif tnef.is_tnef(content):
            inside = tnef.unpack_tnef(content)
            taken += [(m.name, m.data) for m in inside.members]
            message.passed_over += inside.passed_over
            message.findings += inside.findings
        else:
            taken.append((name, content))

    def _bytes(self, at: list[str], tag: str, kind: str) -> bytes | None:
        path = [*at, f"__substg1.0_{tag}{kind}"]
        if not self.opened.exists(path) or self.opened.get_type(path) != 2:  # 2: a stream
            return None
        return self.opened.openstream(path).read()

    def _text(self, at: list[str], tag: str, page: int) -> str:
        wide = self._bytes(at, tag, "001F")
        if wide is not None:
            return wide.decode("utf-16-le", "replace").rstrip("\x00")
        return _in_code_page(self._bytes(at, tag, "001E") or b"", page)

    def _html(self, at: list[str], page: int) -> str:
        return self._text(at, _HTML, page) or _in_code_page(self._bytes(at, _HTML, "0102") or b"", page)

    def _facts(self, at: list[str], head: int) -> dict[int, int]:
        """Properties of fixed size, by their number: 16 bytes each, after a head whose size depends on the place."""
        path = [*at, _FACTS]
        raw = self.opened.openstream(path).read() if self.opened.exists(path) else b""
        found = {}
        for start in range(head, len(raw) - 15, 16):
            kind, tag, _, value = struct.unpack_from("<HHIQ", raw, start)
            found[tag] = value & 0xFFFFFFFF if kind == 0x0003 else value & 0xFF if kind == 0x000B else value
        return found


def _domain(text: str) -> str | None:
    return next(iter(domains_in(text[:2000])), None)


def _in_code_page(raw: bytes, page: int) -> str:
    try:
        return raw.decode("utf-8" if page == 65001 else f"cp{page}").rstrip("\x00")
    except (LookupError, UnicodeDecodeError):
        return decoded_bytes(raw).rstrip("\x00")


def _day(ticks: int | None) -> date | None:
    """The day of a time in tenths of microseconds since 1601 (FILETIME)."""
    if not ticks:
        return None
    try:
        return (datetime(1601, 1, 1, tzinfo=UTC) + timedelta(microseconds=ticks // 10)).date()
    except OverflowError:
        return None


def _lost(name: str, why: str) -> Finding:
    return Finding(
        "attachment_missing", "error", f"{name} {why}; nothing of it was read.", "Save it from Outlook and add it."
    )


def as_mail(message: Message) -> bytes:
    """A message that has no file of its own (Outlook keeps it in pieces) as one; the same message gives the same bytes."""
    whole = Part()
    whole["MIME-Version"] = "1.0"
    if message.sender_domain:
        whole["From"] = f"unknown@{message.sender_domain}"
    if message.envelope.recipients:
        whole["To"] = ", ".join(f"unknown@{domain}" for domain in message.envelope.recipients)
    if message.envelope.outlook.isprintable() and message.envelope.outlook:
        whole[CLASS] = message.envelope.outlook
    if message.sent:
        whole["Date"] = format_datetime(datetime(message.sent.year, message.sent.month, message.sent.day, tzinfo=UTC))
    whole["Subject"] = "".join(c if c.isprintable() else " " for c in message.subject)
    whole["Content-Type"] = 'multipart/mixed; boundary="=_in_outlook_="'
    parts = [_text_part(body) for body in message.bodies]
    parts += [_file_part(member) for member in message.members]
    for part in parts or [_text_part(Body("", None))]:
        whole.attach(part)
    return whole.as_bytes()


def _text_part(body: Body) -> Part:
    forms = [(text, kind) for text, kind in ((body.plain, "plain"), (body.html, "html")) if text is not None]
    made = []
    for text, kind in forms:
        part = Part()
        part["Content-Type"] = f'text/{kind}; charset="utf-8"'
        _encode(part, text.encode("utf-8", "replace"))
        made.append(part)
    if len(made) == 1:
        return made[0]
    both = Part()
    both["Content-Type"] = 'multipart/alternative; boundary="=_in_outlook_text_="'
    for part in made:
        both.attach(part)
    return both


def _file_part(member: Member) -> Part:
    part = Part()
    part["Content-Type"] = "application/octet-stream"
    part.add_header("Content-Disposition", "attachment", filename=("utf-8", "", member.name))
    _encode(part, member.data)
    return part


def _encode(part: Part, content: bytes) -> None:
    part.set_payload(content)
    encode_base64(part)
