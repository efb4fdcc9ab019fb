"""What `foi inspect` has to tell of one file: each document in it, its letter, its tables and its problems."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from flows.contents import Opened, one_reply
from flows.ending import Stopped
from flows.mapping import parse_guarded
from parsers.apart import NotDone
from parsers.documents.containers import INSIDE
from parsers.documents.model import Document, Row
from parsers.documents.worker import unpack_guarded
from parsers.letter import Letter
from parsers.letter.passages import passages
from parsers.letter.zones import zone
from parsers.parse import explain_reply
from parsers.result import Parsed
from parsers.seen import Role, Seen
from schemas.records import Problem

ZONES = {
    "quoted": "quoted request",
    "form": "form",
    "law": "law",
    "rights": "complaint rights",
    "comparison": "comparison",
    "body": "text",
}
"""What the parts of a letter are called here, by the letter reader's own names (`parsers.letter.zones`)."""


@dataclass(frozen=True)
class Inspection:
    """One document, as it was read and mapped within its reply. `path` is where it lies in its container."""

    path: str
    document: Document
    letter: Letter
    tables: list[Seen]
    problems: list[Problem]
    parsed: Parsed  # of the whole reply

    def fact(self, name: str) -> tuple[str, str]:
        """What a fact of the letter is called and says, by its name in `Letter.places`."""
        kind, _, own = name.partition(".")
        value = own or getattr(self.letter, name, None)
        if name == "period":
            value = f"{self.letter.period_start or ''} – {self.letter.period_end or ''}"
        told = ", ".join(value) if isinstance(value, list) else str(value or "")
        return {"forces": "force", "exemptions": "exemption", "unit_raw": "counts"}.get(
            kind, kind.replace("_", " ")
        ), told

    @cached_property
    def rows(self) -> list[tuple[Seen, list[tuple[Row, Role, str]]]]:
        """Each table with its rows, their roles and the reasons for those that gave nothing."""
        return [(seen, list(seen.rows())) for seen in self.tables]

    @cached_property
    def placed(self) -> dict[tuple[str, int], Row]:
        """The rows by location and number, as problems name them."""
        return {(row.location, row.number): row for _, rows in self.rows for row, _, _ in rows}

    @cached_property
    def zones(self) -> dict[int, str]:
        """Number of each text → the part of the letter that it belongs to."""
        found: dict[int, str] = {}
        for sentence in zone(passages(self.document)).sentences:
            if not sentence.in_table:
                for block in sentence.passage.blocks:
                    found.setdefault(block.number, ZONES.get(sentence.zone, sentence.zone))
        found |= dict.fromkeys(self.letter.quoted, "quoted request")
        evidence = (self.letter.status_evidence or "").strip()
        for text in self.document.texts:
            if text.kind in ("header", "footer"):
                found[text.number] = "running head"
            elif (
                evidence and (evidence in text.text or text.text in evidence) and text.number not in self.letter.quoted
            ):
                found[text.number] = "decision"
        return found | dict.fromkeys((a.block for a in self.letter.answers), "answer")


def bytes_of(file: Path) -> Callable[[Inspection], bytes]:
    """What gives the bytes of any document of the file; a container is unpacked once, when first asked for one in it."""

    @cache
    def members() -> dict[str, bytes]:
        contents = unpack_guarded(file, file.name)
        return {f"{file.name}{INSIDE}{member.name}": member.data for member in contents.members}

    return lambda known: members()[known.path] if INSIDE in known.path else file.read_bytes()


def inspect_documents(file: Path, opened: Opened) -> list[Inspection]:
    """Every document of the file, the lead first, mapped as `foi parse` maps them; several replies each by itself."""
    try:
        reply = one_reply(file, opened, None, None)
        return _explained(reply.documents, reply.force, reply.request)
    except Stopped:  # several replies in one file
        reply = one_reply(file, opened, None, None, several=True)
        return [found for pair in reply.documents for found in _explained([pair], None, None)]


def _explained(pairs: list[tuple[str, Document]], force: str | None, request: str | None) -> list[Inspection]:
    documents = [document for _, document in pairs]
    try:
        parse_guarded(documents, force, request)  # what gets through in a process apart does no harm in this one
    except NotDone as reason:
        raise Stopped(f"{pairs[0][0]} {reason.message}. {reason.fix}".strip()) from None
    known = explain_reply(documents, force, request)
    return [
        Inspection(
            path,
            document,
            letter,
            [t for t in known.tables if t.document == document.sha256],
            [p for p in known.parsed.problems if p.document == document.sha256],
            known.parsed,
        )
        for (path, document), letter in zip(pairs, known.letters, strict=True)
    ]
