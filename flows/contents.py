"""What is in a container (an e-mail, a mailbox, a zip): each file in it is a document of its own.

Its path is that of the container, `!/`, and its own name: `inbox/reply.eml!/figures.xlsx`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from flows.archive import Archive, key_of
from flows.ending import Stopped
from flows.mapping import order_guarded
from flows.sources import Refused
from flows.sources.folder import passed_over
from parsers.apart import NotDone
from parsers.documents.containers import CONTAINERS, INSIDE, ZIP, Contents, may_be_container
from parsers.documents.model import READER_VERSION, Document, Finding, UnreadableDocument
from parsers.documents.worker import kind_guarded, read_guarded, unpack_guarded
from parsers.limits import fingerprint, limits

NO_CONTAINER = "application/octet-stream"
"""What is said of a file that cannot be a container; its reader says what it is."""

UNPACK = "Unpack it by hand and add the files."


@dataclass(frozen=True, slots=True)
class Inside:
    """One document in a container, by its path within the source."""

    path: str
    sha256: str
    size: int


def kind_of(data: bytes) -> str:
    """What a file is by its content, with the version of the readers that says so: a later one may tell more kinds.

    Told only of what may be a container, and in a process apart: to tell one it has to be opened.
    """
    return f"{READER_VERSION} {kind_guarded(data) if may_be_container(data) else NO_CONTAINER}"


def looked_at(kind: str | None) -> bool:
    """Whether the kind was told by the readers as they are now."""
    return bool(kind) and str(kind).partition(" ")[0] == str(READER_VERSION)


def unpacked(
    archive: Archive, path: str, sha256: str, kind: str, load: Callable[[], bytes]
) -> tuple[list[Inside], list[Refused]]:
    """Everything in the container at `path`, stored in the archive; and what was not taken out. Nothing for other files.

    `kind`: as `kind_of` tells it. What is in a container is kept by its hash: one that was seen before is not opened
    again, nor is it loaded.
    """
    media_type = kind.partition(" ")[2]
    if media_type not in CONTAINERS:
        return [], []
    key = key_of(container=sha256, reader=READER_VERSION, limits=fingerprint(limits()))
    kept = archive.kept("contents", key)
    if kept is None or not all(archive.has_whole(member, size) for _, member, size in kept["members"]):
        try:
            contents = unpack_guarded(load(), path)
        except UnreadableDocument as reason:
            return [], [Refused(path, f"{path} {reason.message}; what is in it was not taken out.", reason.fix)]
        members = [(m.name, archive.store(m.data), len(m.data)) for m in contents.members]
        kept = {"members": members, "refused": contents.refused}
        archive.keep("contents", key, kept)
    inside = [
        Inside(f"{path}{INSIDE}{name}", sha256, size)
        for name, sha256, size in kept["members"]
        if not (media_type == ZIP and passed_over(name.split(INSIDE)[0]))
    ]
    refused = [
        Refused(f"{path}{INSIDE}{name}", f"{path}{INSIDE}{name} {why}.", UNPACK) for name, why in kept["refused"]
    ]
    return inside, refused


@dataclass(slots=True)
class Opened:
    """One file, read, and the documents in it, each with its path; `documents` begins with the file's own."""

    document: Document
    documents: list[tuple[str, Document]] = field(default_factory=list)


def read_file(file: Path) -> Opened:
    """One file and, where it is a container, all documents in it, read in a process apart.

    A document in a container that cannot be read is a finding of the container. Raises `Stopped` where the file is
    missing or cannot be read, or where nothing in it can be.
    """
    if not file.exists():
        raise Stopped(f"{file} does not exist; check the spelling.")
    if file.is_dir():
        raise Stopped(f"{file} is a folder; name one file in it, or run `foi ingest {file}`.")
    if not file.is_file():
        raise Stopped(f"{file} is not a file (a pipe or a device).")
    with file.open("rb") as opened:
        data = opened.read(limits().file_size + 1)  # one byte more than is read shows its reader that it is too large
    return read_bytes(data, file.name, str(file))


def read_bytes(data: bytes, name: str, file: str) -> Opened:
    """As `read_file`, of bytes that are in hand; `file` is what a person calls them."""
    try:
        document = read_guarded(data, name)
        kind = document.media_type
        contents = unpack_guarded(data, name) if kind in CONTAINERS else Contents()
    except UnreadableDocument as reason:
        raise Stopped(f"{file} {reason.message.rstrip('.')}. {reason.fix}".strip()) from None
    opened = Opened(document, [(name, document)])
    opened.documents += _read_members(name, kind, contents, document)
    for name, why in contents.refused:
        document.findings.append(Finding("document_quarantined", "error", f"{name} {why}.", UNPACK))
    if len(opened.documents) == 1 and contents.members and not document.blocks:
        told = " ".join(f"{f.message} {f.fix}" for f in document.findings if f.code == "document_unreadable")
        raise Stopped(f"Nothing in {file} can be read: {told}")
    return opened


def _read_members(name: str, kind: str, contents: Contents, document: Document) -> Iterator[tuple[str, Document]]:
    for member in contents.members:
        if kind == ZIP and passed_over(member.name.split(INSIDE)[0]):
            continue
        try:
            yield f"{name}{INSIDE}{member.name}", read_guarded(member.data, member.name.rpartition("/")[2])
        except UnreadableDocument as reason:
            message = f"{member.name} {reason.message.rstrip('.')}."
            document.findings.append(Finding("document_unreadable", "error", message, reason.fix))


class OneReply(NamedTuple):
    """The documents of one file as one reply, the lead first, each with its path; and whose it is, as far as is known."""

    documents: list[tuple[str, Document]]
    force: str | None
    request: str | None


def one_reply(file: Path, opened: Opened, force: str | None, request: str | None, several: bool = False) -> OneReply:
    """Put the documents of one file into order, as an ingest of its folder does.

    The force and the request are those named, else those that folder, file name or letter tell. Raises `Stopped` where
    the file holds several replies, unless they may be `several`.
    """
    documents = dict(opened.documents)
    try:
        paths, named, told = order_guarded(file, documents, force, request, several)
    except NotDone as reason:
        raise Stopped(f"{file} {reason.message}. {reason.fix}".strip()) from None
    return OneReply([(path, documents[path]) for path in paths], named, told)
