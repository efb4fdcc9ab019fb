"""E-mail as it travels (RFC 5322 and MIME): its own text and what is attached, however badly it was put together."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from email import message_from_bytes
from email.message import Message as Part
from email.policy import compat32
from email.utils import collapse_rfc2231_value, parsedate_to_datetime

from parsers.documents.containers import tnef
from parsers.documents.containers.envelope import Envelope, read_envelope, signs_of_class
from parsers.documents.containers.model import Body, Member, Message, no_document
from parsers.documents.containers.names import LONGEST_HEADER, decoded, decoded_bytes, in_charset, safe_name, told_apart
from parsers.documents.model import Finding, UnreadableDocument, beyond
from parsers.limits import limits

KNOWN = frozenset(
    b"from to cc subject date sent received return-path message-id mime-version content-type content-transfer-encoding"
    b" delivered-to envelope-to delivery-date reply-to in-reply-to references sender x-mailer thread-topic".split()
)
_SENDERS = frozenset(b"received return-path message-id mime-version delivered-to envelope-to".split())
_HEADER = re.compile(rb"([!-9;-~]+):[^\n]*(?:\n[ \t][^\n]*)*(?:\n|\Z)")
_FROM_LINE = re.compile(rb">?From [^\n]*\n")

MAX_HEADER = 200_000  # characters of one header

CLASS = "X-Outlook-Class"
"""Header in which an Outlook message that is written as mail (`outlook.as_mail`) keeps its class."""

_ENDINGS = {
    "message/rfc822": ".eml",
    "application/pdf": ".pdf",
    "text/html": ".html",
    "text/plain": ".txt",
    "text/csv": ".csv",
}
_UUENCODED = re.compile(r"^begin [0-7]{3,4} ([^\n]{1,500})\n((?:[ -`]{1,100}\n)*?)`?\n?end[ \t]*$", re.M)
_CUT = ("CloseBoundaryNotFoundDefect", "StartBoundaryNotFoundDefect", "NoBoundaryInMultipartDefect")
_BAD_CODE = ("InvalidBase64PaddingDefect", "InvalidBase64CharactersDefect", "InvalidBase64LengthDefect")


_AS_IT_CAME = compat32.clone(mangle_from_=False, max_line_length=0)


def is_mail(start: bytes, travelled: bool = False) -> bool:
    """The file begins with a message's headers. `travelled`: with such as only a mail server or program writes.

    Three known headers, or two where one is a mail server's: a note that begins "Date: … Reference: …" is no message.
    """
    start = start.removeprefix(b"\xef\xbb\xbf").lstrip().replace(b"\r\n", b"\n")
    at = match.end() if (match := _FROM_LINE.match(start)) else 0
    names = set()
    while match := _HEADER.match(start, at):
        names.add(match[1].lower())
        at = match.end()
    known = names & KNOWN
    served = known & _SENDERS
    return bool(served) and len(known) >= 3 if travelled else len(known) >= 3 or (len(known) == 2 and bool(served))


@dataclass(slots=True)
class _Walk:
    """What was met so far on the way through the parts of one message."""

    message: Message
    members: list[tuple[str, bytes]] = field(default_factory=list)
    texts: list[tuple[int, str, str]] = field(default_factory=list)  # number of the alternative (0: none), kind, text
    alternatives: int = 0
    parts: int = 0


def unpack_mail(data: bytes) -> Message:
    """The message in `data`. Raises UnreadableDocument where it has more parts than any message has."""
    data = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    if separator := _FROM_LINE.match(data):
        data = data[separator.end() :]
    root = message_from_bytes(data)
    message = Message(subject=_plain_header(root, "subject"), envelope=envelope_of(root), sent=_sent(root))
    walk = _Walk(message)
    _visit(root, walk, 0, 0, False)
    for body in _bodies(walk.texts):
        message.bodies.append(_without_uuencoded(body, walk))
    names = told_apart(name for name, _ in walk.members)
    message.members = [Member(name, content) for name, (_, content) in zip(names, walk.members, strict=True)]
    return message


# ------------------------------------------------------------------------------------------------------------ headers


def _raw(part: Part, name: str) -> str:
    """A header as it came, with bytes outside ASCII told; empty where there is none. The first counts, as for readers."""
    value = next((v for k, v in part.raw_items() if k.lower() == name), "")
    text = str(value)[:LONGEST_HEADER]
    if any("\udc80" <= c <= "\udcff" for c in text):
        text = decoded_bytes(text.encode("utf-8", "surrogateescape"))
    return text


def _plain_header(part: Part, name: str) -> str:
    return " ".join(decoded(_raw(part, name)).split())[:500]


def envelope_of(root: Part) -> Envelope:
    """What the headers tell of the message's way."""
    made = read_envelope(root, lambda name: decoded(_raw(root, name)[:MAX_HEADER]))
    made.signs += [sign for sign in signs_of_class(_raw(root, CLASS.lower())) if sign not in made.signs]
    return made


def _sent(part: Part) -> date | None:
    try:
        return parsedate_to_datetime(_raw(part, "date")).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _parameter(part: Part, header: str, name: str) -> str | None:
    probe = Part()
    probe[header] = " ".join(_raw(part, header).split("\n")).replace("\r", "")
    try:
        value = probe.get_param(name, header=header)
        return decoded(collapse_rfc2231_value(value)).strip('"') if value else None
    except (ValueError, TypeError, LookupError, IndexError):
        return None


def _name(part: Part) -> str | None:
    return _parameter(part, "content-disposition", "filename") or _parameter(part, "content-type", "name")


# -------------------------------------------------------------------------------------------------------------- parts


def _visit(part: Part, walk: _Walk, level: int, alternative: int, related: bool) -> None:
    """Take in one part and the parts in it."""
    walk.parts += 1
    most = limits().members
    if walk.parts > most:
        advice = "Save the attachments that matter and add those."
        raise beyond("members", f"is a message of more than {most:,} parts", advice)
    _note_damage(part, walk)
    declared = part.get_content_type()
    if level > limits().parts_deep:
        _lost(walk, "A part of the message lies deeper in others than any mail program puts it")
    elif declared == "message/rfc822" or (declared.startswith("message/") and _holds_message(part)):
        _enclosed(part, walk)
    elif part.is_multipart() and not declared.startswith("message/"):
        if declared == "multipart/alternative" and not alternative:
            walk.alternatives += 1
            alternative = walk.alternatives
        for inner in [*_inner(part), *_after_the_end(part)]:
            _visit(inner, walk, level + 1, alternative, related or declared == "multipart/related")
    elif declared.startswith("multipart/"):
        repaired = _with_guessed_boundary(part)
        if repaired is not None:
            _visit(repaired, walk, level + 1, alternative, related)
        else:
            _text(part, "plain", walk, alternative)
    else:
        _leaf(part, declared, walk, alternative, related)


def _inner(part: Part) -> Iterator[Part]:
    payload = part.get_payload()
    yield from (p for p in payload if isinstance(p, Part)) if isinstance(payload, list) else ()


def _holds_message(part: Part) -> bool:
    inner = next(_inner(part), None)
    return inner is not None and is_mail(inner.as_bytes(policy=_AS_IT_CAME)[:4096])


def _note_damage(part: Part, walk: _Walk) -> None:
    if any(type(d).__name__ in _CUT for d in part.defects) and part.get_content_maintype() == "multipart":
        walk.message.findings.append(
            Finding(
                "attachment_missing",
                "warning",
                "The message breaks off, or its parts are not marked off as they should be: an attachment may be cut short or missing.",
                "Compare with the message in a mail program; ask the force to send the attachments again.",
            )
        )


def _lost(walk: _Walk, why: str) -> None:
    walk.message.findings.append(
        Finding(
            "attachment_missing", "error", f"{why}; nothing of it was read.", "Save it from a mail program and add it."
        )
    )


def _after_the_end(part: Part) -> list[Part]:
    """Parts that stand after the closing boundary, where mail programs show them all the same."""
    boundary, rest = part.get_boundary(), part.epilogue
    if not boundary or not rest or f"--{boundary}" not in rest:
        return []
    return list(_inner(_parsed(boundary, rest)))


def _with_guessed_boundary(part: Part) -> Part | None:
    """The parts of a multipart whose boundary is not declared, or not the one in use; None where no line looks like one."""
    content = part.get_payload()
    if not isinstance(content, str):
        return None
    found = re.search(r"^--(?!\s)([^\r\n]{1,200}?)[ \t]*\r?\n(?=Content-[A-Za-z-]+:)", content, re.M)
    made = _parsed(found[1], content) if found else None
    return made if made is not None and made.is_multipart() else None


def _parsed(boundary: str, content: str) -> Part:
    head = f'Content-Type: multipart/mixed; boundary="{boundary}"\n\n'
    return message_from_bytes((head + content).encode("utf-8", "surrogateescape"))


def _enclosed(part: Part, walk: _Walk) -> None:
    """A message within the message: a member of its own, with the bytes that it came with."""
    inner = next(_inner(part), None)
    if inner is None:
        content = _payload(part)
    else:
        content = inner.as_bytes(policy=_AS_IT_CAME)
        text = inner.get_payload() if not inner.is_multipart() else ""
        if isinstance(text, str) and is_mail(start := text.encode("utf-8", "surrogateescape"), travelled=True):
            content = start  # headers of the part stand where the message's own should begin
    name = safe_name(_name(part) or "", "message.eml")
    walk.members.append((name if name.lower().endswith(".eml") else f"{name}.eml", content))


def _leaf(part: Part, declared: str, walk: _Walk, alternative: int, related: bool) -> None:
    name, disposition = _name(part), _raw(part, "content-disposition").strip().lower()
    attached = disposition.startswith("attachment") or name is not None
    if declared in ("message/external-body", "message/partial"):
        _lost(walk, f"{safe_name(name or '', 'An attachment')} is not in the message, which only says where it is")
        return
    if declared in ("text/plain", "text/html") and not attached:
        _text(part, declared.removeprefix("text/"), walk, alternative)
        return
    content = _payload(part)
    shown = safe_name(name or "", f"attachment{_ENDINGS.get(declared, '')}")
    inline = not disposition.startswith("attachment") and (
        related or bool(_raw(part, "content-id")) or "inline" in disposition
    )
    why = no_document(shown, content, declared, inline)
    if why:
        walk.message.passed_over.append(f"{shown} ({why})")
    elif tnef.is_tnef(content):
        _open_tnef(shown, content, walk)
    else:
        if any(type(d).__name__ in _BAD_CODE for d in part.defects):
            walk.message.findings.append(
                Finding(
                    "attachment_missing",
                    "warning",
                    f"{shown} is damaged in the message: its code is broken, and what was read of it may be wrong.",
                    "Ask the force to send it again.",
                )
            )
        walk.members.append((shown, content))


def _open_tnef(name: str, content: bytes, walk: _Walk) -> None:
    """Outlook's wrapping of attachments: what is in it belongs to this message. Its text does only where no other is."""
    try:
        inside = tnef.unpack_tnef(content)
    except UnreadableDocument:
        walk.members.append((name, content))  # its reader then says what is wrong with it
        return
    walk.members += [(m.name, m.data) for m in inside.members]
    walk.message.passed_over += inside.passed_over
    walk.message.findings += inside.findings
    if any(text.strip() for _, _, text in walk.texts):
        if inside.bodies:
            walk.message.passed_over.append(f"{name} (its text: the message has its own)")
    else:
        for body in inside.bodies:
            walk.alternatives += 1
            walk.texts += [(walk.alternatives, k, t) for k, t in zip(("plain", "html"), body, strict=True) if t]


def _payload(part: Part) -> bytes:
    try:
        content = part.get_payload(decode=True)
    except (ValueError, LookupError, binascii.Error):
        content = None
    if isinstance(content, bytes):
        return content
    whole = part.get_payload()
    return whole.encode("utf-8", "surrogateescape") if isinstance(whole, str) else part.as_bytes()


# --------------------------------------------------------------------------------------------------------------- text


def _text(part: Part, kind: str, walk: _Walk, alternative: int) -> None:
    text = _characters(_payload(part), part.get_param("charset"))
    if kind == "plain" and (_parameter(part, "content-type", "format") or "").lower() == "flowed":
        text = re.sub(r"(?m)(?<=[^\n\s-]) \n(?=[^\s>\n])", " ", text)
    walk.texts.append((alternative, kind, text.replace("\x00", "")))


def _characters(raw: bytes, charset: object) -> str:
    declared = str(charset[2] if isinstance(charset, tuple) else charset or "").strip("\"' ").lower()
    if declared in ("iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii", ""):
        declared = "utf-8"  # what is declared by habit; Windows-1252 where it is not that
    text = in_charset(raw, declared)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _bodies(texts: list[tuple[int, str, str]]) -> Iterator[Body]:
    """The stretches of text in their order; the forms of one alternative are one stretch."""
    done = set()
    for number, kind, text in texts:
        if number == 0:
            yield Body(text if kind == "plain" else None, text if kind == "html" else None)
        elif number not in done:
            done.add(number)
            forms = {k: "\n\n".join(t for n, f, t in texts if n == number and f == k) for k in ("plain", "html")}
            yield Body(forms["plain"] or None, forms["html"] or None)


def _without_uuencoded(body: Body, walk: _Walk) -> Body:
    """Files that stand in the text itself, as mail programs once sent them, become members."""
    if not body.plain or "\nend" not in body.plain:
        return body

    def take(match: re.Match[str]) -> str:
        try:
            content = b"".join(_line(line) for line in match[2].splitlines())
        except binascii.Error:
            return match[0]
        walk.members.append((safe_name(decoded(match[1]), "attachment"), content))
        return ""

    return body._replace(plain=_UUENCODED.sub(take, body.plain))


def _line(line: str) -> bytes:
    raw = line.encode("ascii")
    try:
        return binascii.a2b_uu(raw)
    except binascii.Error:  # some programs pad a line with one character too many: the first says how many count
        return binascii.a2b_uu(raw[: (((raw[0] - 32) & 63) * 4 + 5) // 3])
