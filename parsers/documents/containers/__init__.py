"""Containers: files that hold files. E-mail (.eml, .msg, winmail.dat), mailboxes (mbox), zip archives, and the text of a
whole correspondence.

Each attachment is a document of its own; the text of a message is the message's own document. What is passed over (small
pictures in the text, contact cards, calendar entries, delivery reports, litter of the system that made a zip) is reported.
Nothing is written to disk here, and every name that comes out is safe to use as a file's name.
"""

from __future__ import annotations

import hashlib
import importlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from parsers.documents.kinds import CORRESPONDENCE, MAIL, MBOX, OUTLOOK, TNEF, ZIP
from parsers.documents.model import Document, Finding, UnreadableDocument
from parsers.limits import limits

if TYPE_CHECKING:
    from parsers.documents.containers.model import Member, Unpacked

MESSAGES = {MAIL: "mail:unpack_mail", OUTLOOK: "outlook:unpack_outlook", TNEF: "tnef:unpack_tnef"}
"""Containers that say something themselves: a message with what is attached to it; each with what unpacks it."""

BUNDLES = {
    MBOX: "bundle:unpack_mbox",
    ZIP: "bundle:unpack_zip",
    CORRESPONDENCE: "correspondence:unpack_correspondence",
}
"""Containers that only hold other files; each with what unpacks it."""

CONTAINERS = (*MESSAGES, *BUNDLES)

HEADERS = 65_536
"""Bytes at the beginning of a file that are looked at for the headers of a message: some have hundreds of recipients."""

INSIDE = "!/"
"""Stands in a path between a container and what is in it: `reply.eml!/figures.xlsx`."""


def unpack(data: bytes) -> Unpacked:
    """What a container holds, one level deep; nothing where `data` is no container.

    Raises UnreadableDocument where the container is damaged, protected by a password or beyond the limits.
    """
    from parsers.documents import sniff  # it asks this package what is a container

    kind = sniff(data)
    if kind in CONTAINERS:
        return _opener(kind)(data)
    from parsers.documents.containers.model import Unpacked

    return Unpacked()


def _opener(kind: str) -> Callable[[bytes], Any]:
    """What unpacks a kind of container; loaded when the first of its kind comes."""
    module, _, function = (MESSAGES | BUNDLES)[kind].partition(":")
    return getattr(importlib.import_module(f"{__name__}.{module}"), function)


def may_be_container(data: bytes) -> bool:
    """Whether the first bytes are such as a container has; safe to ask of any file, for nothing in it is opened."""
    from parsers.documents.containers.correspondence import is_correspondence
    from parsers.documents.containers.mail import is_mail
    from parsers.documents.containers.tnef import is_tnef

    start = data[:HEADERS]
    return (
        start.startswith((b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"))
        or is_tnef(start)
        or is_mail(start)
        or is_correspondence(start)
    )


@dataclass(slots=True)
class Contents:
    """Everything in a container, at any depth, with its path inside it; and what was not opened, and why."""

    members: list[Member] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)  # path, why
    taken: tuple[int, int] = (0, 0)  # files and bytes that the containers opened so far hold


def unpack_all(data: bytes) -> Contents:
    """What a container holds, and what the containers in it hold, in the order in which they stand there.

    A container that cannot be opened holds nothing here: its own reader says what is wrong with it. One that stands
    deeper than the limit, or that would make it all too much, is a member that is not opened, and `refused`.
    """
    contents = Contents()
    _descend("", data, 1, contents)
    return contents


def _descend(path: str, data: bytes, depth: int, contents: Contents) -> None:
    from parsers.documents.containers.model import Member

    try:
        inside = unpack(data).members
    except UnreadableDocument:
        return
    deepest = limits().containers_deep
    if inside and depth > deepest:
        contents.refused.append((path, f"lies more than {deepest} containers deep; what is in it was not taken out"))
        return
    files, size = contents.taken[0] + len(inside), contents.taken[1] + sum(len(m.data) for m in inside)
    if files > limits().members or size > limits().unpacked:
        most = f"{limits().members:,} files or {limits().unpacked // 10**6:,} MB"
        contents.refused.append((path, f"would make more than {most} in all; what is in it was not taken out"))
        return
    contents.taken = files, size
    for member in inside:
        here = f"{path}{INSIDE}{member.name}" if path else member.name
        contents.members.append(Member(here, member.data))
        _descend(here, member.data, depth + 1, contents)


def _message(kind: str) -> Callable[[bytes, str], Document]:
    """The reader of one kind of message: the text as a Document. Raises UnreadableDocument."""

    def read(data: bytes, name: str) -> Document:
        from parsers.documents.containers.body import read_body

        return read_body(_opener(kind)(data), data, name, kind)

    return read


def _bundle(kind: str) -> Callable[[bytes, str], Document]:
    """The reader of one kind of bundle: a Document with no text, which names its members. Raises UnreadableDocument."""

    def read(data: bytes, name: str) -> Document:
        held = _opener(kind)(data)
        if not held.members and not held.findings:
            raise UnreadableDocument("holds no file", "Ask the force to send it again.")
        document = Document(hashlib.sha256(data).hexdigest(), name, kind, findings=list(held.findings))
        document.attachments = [hashlib.sha256(m.data).hexdigest() for m in held.members]
        if held.passed_over:
            told = f"Passed over, being no documents: {'; '.join(held.passed_over)}."
            document.findings.append(Finding("no_data_found", "info", told))
        return document

    return read


read_mail, read_outlook, read_tnef = map(_message, (MAIL, OUTLOOK, TNEF))
read_mbox, read_zip, read_correspondence = map(_bundle, (MBOX, ZIP, CORRESPONDENCE))
