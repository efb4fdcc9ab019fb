"""What the ledger notes: what a source showed, where it was seen, what was fetched. Apart from the ledger, which needs a database."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Seen:
    """One document as a source showed it. `force` and `request` only where a person named them; `kind` as in `Known`."""

    source: str
    label: str
    path: str
    sha256: str
    size: int
    force: str | None
    request: str | None
    modified: datetime | None
    url: str | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Sighting:
    """One document at one path of one source, from one run on until the next sighting of that path."""

    run: int
    source: str
    label: str
    path: str
    sha256: str
    force: str | None
    request: str | None
    modified: datetime | None
    gone: bool
    seen_at: datetime
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What is noted of one document: its size in bytes, and its kind (`flows.contents.kind_of`), where it was looked at."""

    size: int
    kind: str | None


@dataclass(frozen=True, slots=True)
class Fetched:
    """Something that a source fetched: where its bytes are in the archive, and the facts that its next request needs."""

    key: str
    sha256: str | None
    fetched_at: datetime
    checked_at: datetime
    facts: dict[str, str] = field(default_factory=dict)
