"""Reads one made-up reply as `foi parse` would: the files, what is inside them, and what the mapping makes of it."""

from __future__ import annotations

import time
import traceback
from dataclasses import dataclass, field

from flows.evaluation.draw import File, Truth
from parsers import documents as readers
from parsers.documents.containers import unpack_all
from parsers.documents.model import Document, UnreadableDocument
from parsers.parse import parse_reply
from parsers.result import Parsed

_SHEETS = ("spreadsheet", "excel", "csv")


@dataclass
class Outcome:
    """What came of it: the documents read, the records, or why there are none (`unread`, `crashed`)."""

    documents: list[Document] = field(default_factory=list)
    parsed: Parsed | None = None
    unread: str | None = None
    crashed: str | None = None
    seconds: float = 0.0


def attempt(truth: Truth, files: list[File]) -> Outcome:
    """Read and map the files of one reply."""
    outcome, start = Outcome(), time.process_time()
    try:
        for file in files:
            outcome.documents += _read(file.name, file.data)
        outcome.documents.sort(key=lambda d: any(kind in d.media_type for kind in _SHEETS))  # the letter leads
        outcome.parsed = parse_reply(outcome.documents, truth.hints.get("force"), truth.hints.get("request"))
    except UnreadableDocument as problem:
        outcome.unread = problem.message
    except Exception:  # whatever breaks is a result of the evaluation, not its end
        outcome.crashed = traceback.format_exc(limit=-3)
    outcome.seconds = time.process_time() - start
    return outcome


def _read(name: str, data: bytes) -> list[Document]:
    """The document of a file, and those of the files inside it. A zip is none itself; its letter is."""
    inside = unpack_all(data).members
    documents = [readers.read(member.data, member.name) for member in inside if not unpack_all(member.data).members]
    if inside and data.startswith(b"PK"):
        return documents
    return [readers.read(data, name), *documents]
