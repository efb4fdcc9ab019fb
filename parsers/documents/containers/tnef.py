"""winmail.dat (TNEF): Outlook's wrapping of a message's text and attachments (Microsoft's [MS-OXTNEF])."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from parsers.documents.containers.model import Body, Member, Message, no_document
from parsers.documents.containers.names import decoded, decoded_bytes, safe_name, told_apart
from parsers.documents.model import Finding, UnreadableDocument, beyond
from parsers.limits import limits

SIGNATURE = b"\x78\x9f\x3e\x22"  # 0x223E9F78, the least byte first

_CONTENT_ID = 0x3712


def is_tnef(data: bytes) -> bool:
    return data.startswith(SIGNATURE)


def unpack_tnef(data: bytes) -> Message:
    """The message in `data`. Its rich text is passed over and said so. Raises UnreadableDocument where it is damaged."""
    from tnefparse import TNEF

    logging.getLogger("tnefparse").setLevel(logging.CRITICAL)  # what it would log is reported below
    try:
        opened = TNEF(data, do_checksum=True)
    except MemoryError:
        raise
    except Exception:  # the library lets every kind of error through for damaged bytes
        raise UnreadableDocument(
            "is a winmail.dat (Outlook's wrapping of attachments) that is damaged",
            "Ask the force to send the attachments again, as plain files.",
        ) from None
    message = Message()
    if any(not part.good_checksum for part in opened.objects):
        message.findings.append(
            Finding(
                "attachment_missing",
                "warning",
                "winmail.dat is damaged: a checksum in it is wrong, and an attachment may be cut short.",
                "Ask the force to send the attachments again, as plain files.",
            )
        )
    _read_facts(opened, message)
    _read_text(opened, message)
    _read_attachments(opened, message)
    return message


def _read_facts(opened: Any, message: Message) -> None:
    for item in opened.msgprops:
        if item.name == opened.ATTSUBJECT:
            message.subject = " ".join(_shown(item.data).split())[:500]
        elif item.name == opened.ATTDATESENT and isinstance(item.data, datetime):
            message.sent = item.data.date()


def _read_text(opened: Any, message: Message) -> None:
    plain, html = _shown(opened.body), _shown(opened.htmlbody)
    if plain.strip() or html.strip():
        message.bodies.append(Body(plain or None, html or None))
    elif opened._rtfbody:
        message.passed_over.append("the text of winmail.dat (rich text, which is not read)")


def _read_attachments(opened: Any, message: Message) -> None:
    most = limits().members
    if len(opened.attachments) > most:
        raise beyond(
            "members", f"is a winmail.dat of more than {most:,} attachments", "Ask the force for the files themselves."
        )
    taken = []
    for attached in opened.attachments:
        try:
            name = _shown(attached.long_filename())
        except UnicodeDecodeError:
            name = decoded_bytes(attached._name)
        name = safe_name(decoded(name.strip("\x00")), "attachment")
        content = bytes(attached.data)
        if hasattr(attached, "embed"):
            name = f"{name}.dat"
        inline = any(attribute.name == _CONTENT_ID for attribute in attached.mapi_attrs)
        if why := no_document(name, content, "", inline):
            message.passed_over.append(f"{name} ({why})")
        else:
            taken.append((name, content))
    names = told_apart(name for name, _ in taken)
    message.members = [Member(name, content) for name, (_, content) in zip(names, taken, strict=True)]


def _shown(value: Any) -> str:
    """A property's value as text: the library gives bytes, text or a list of either."""
    if isinstance(value, (list, tuple)):
        value = value[0] if value else ""
    return (decoded_bytes(value) if isinstance(value, bytes) else str(value or "")).rstrip("\x00")
