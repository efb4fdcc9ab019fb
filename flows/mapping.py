"""From documents that were read to the records of each reply; each result kept under everything that it depends on."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from flows import grouping
from flows.archive import Archive, key_of
from flows.archive import sha256 as hash_of
from flows.grouping import Facts, Group, Member, facts_of
from parsers import parse
from parsers.documents.model import READER_VERSION, Document, Table, UnreadableDocument
from parsers.result import Parsed
from schemas import vocabulary
from schemas.records import SCHEMA_VERSION, Case, Count, Problem, Reply, TableAccount
from schemas.tables import plain, revive


@dataclass(slots=True)
class Mapped:
    """One reply and what it yields: `parsed` is None where none of its documents could be read, or the parser failed.

    `unread` are the documents that no reader could read; `failure` says how the parser failed; `key` names all inputs.
    `held` are those that wait for a person because of what is hidden in them (`flows.holds`).
    """

    group: Group
    parsed: Parsed | None
    key: str
    unread: list[tuple[str, UnreadableDocument]] = field(default_factory=list)
    failure: str | None = None
    documents: list[Document] = field(default_factory=list)  # only of a reply whose parser failed
    held: list[str] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        """Every document was read and parsed, and none is held."""
        return self.parsed is not None and not self.unread and not self.held


@cache
def _grouping_code() -> str:
    return hash_of(Path(grouping.__file__).read_bytes())


def known_facts(archive: Archive, sha256: str) -> Facts:
    """What a document that was read says about itself, for grouping; kept, so that its letter is read once."""
    key = key_of(
        document=sha256,
        reader=READER_VERSION,
        parser=parse.version(None),
        grouping=_grouping_code(),
        vocabulary=vocabulary.fingerprint(),
    )
    kept = archive.kept("letters", key)
    if kept is None:
        try:
            facts = facts_of(archive.reading(sha256))
        except UnreadableDocument:
            facts = Facts(readable=False)
        kept = dataclasses.asdict(facts)
        kept["date_replied"] = facts.date_replied.isoformat() if facts.date_replied else None
        archive.keep("letters", key, kept)
    replied = date.fromisoformat(kept["date_replied"]) if kept["date_replied"] else None
    return Facts(**{**kept, "forces": tuple(kept["forces"]), "date_replied": replied})


def mapping_key(group: Group) -> str:
    """The name of what a reply yields: it changes with its documents, the reader, the parser, the vocabulary, the schema."""
    return key_of(
        documents=[m.sha256 for m in group.members],
        names=[m.path.name for m in group.members],
        forces=group.forces,
        request=group.request,
        reader=READER_VERSION,
        parser=parse.version(group.forces[0]),
        vocabulary=vocabulary.fingerprint(),
        schema=SCHEMA_VERSION,
    )


def map_reply(archive: Archive, group: Group) -> tuple[Mapped, bool]:
    """What a reply yields, and whether it had to be parsed for it (False where the kept result was still good)."""
    key = mapping_key(group)
    unread = [(m.sha256, _why_unread(archive, m)) for m in group.members if not m.facts.readable]
    if len(unread) == len(group.members):
        return Mapped(group, None, key, unread), False
    kept = archive.kept("mappings", key)
    if kept is not None:
        return Mapped(group, _unpack(kept), key, unread), False
    documents = [_document(archive, m) for m in group.members if m.facts.readable]
    try:
        parsed = parse.parse_reply(documents, group.forces[0], group.request)
    except Exception as failure:  # a fault of one parser must not stop another force
        told = f"{type(failure).__name__}: {failure}"
        return Mapped(group, None, key, unread, failure=told, documents=documents), True
    archive.keep("mappings", key, _pack(parsed))
    return Mapped(group, parsed, key, unread), True


def _document(archive: Archive, member: Member) -> Document:
    document = archive.reading(member.sha256)
    document.name = member.path.name  # the reading is kept once, under the first name that the document came by
    return document


def _why_unread(archive: Archive, member: Member) -> UnreadableDocument:
    try:
        archive.reading(member.sha256)
    except UnreadableDocument as reason:
        return reason
    raise AssertionError(f"{member.sha256} can be read, and was noted as unreadable")


def held_back(document: Document, reason: str) -> list[TableAccount]:
    """The account of a document that was read and not parsed: every row of every table is quarantined."""
    return [
        TableAccount(
            document=document.sha256,
            location=table.location,
            table=str(table.number),
            rows=_rows(table),
            header=0,
            records=0,
            skipped=0,
            quarantined=_rows(table),
            reasons={reason: _rows(table)},
        )
        for table in document.tables
    ]


def _rows(table: Table) -> int:
    return len(table.rows) + len(table.repeated)


_PARTS: dict[str, type] = {
    "other_replies": Reply, "cases": Case, "counts": Count, "problems": Problem, "accounting": TableAccount,
}  # fmt: skip


def _pack(parsed: Parsed) -> dict[str, Any]:
    packed: dict[str, Any] = {name: [plain(row) for row in getattr(parsed, name)] for name in _PARTS}
    return {"reply": plain(parsed.reply), **packed}


def _unpack(kept: dict[str, Any]) -> Parsed:
    parts = {name: [revive(record, row) for row in kept[name]] for name, record in _PARTS.items()}
    return Parsed(reply=revive(Reply, kept["reply"]), **parts)
