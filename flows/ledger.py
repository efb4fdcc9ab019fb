"""The ledger of the raw archive: which document was seen where and when, and what each run did.

A sighting is written only when something changed at a path, so that the last sighting of a path is what is there now
and the ones before are its history. A path that a source no longer shows gets a sighting that says so; its document stays. SQLite beside the archive by default; any address that SQLAlchemy knows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

_metadata = sa.MetaData()
_documents = sa.Table(
    "documents",
    _metadata,
    sa.Column("sha256", sa.String, primary_key=True),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("first_seen", sa.DateTime, nullable=False),
)
_sightings = sa.Table(
    "sightings",
    _metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("run", sa.Integer, nullable=False),
    sa.Column("source", sa.String, nullable=False),  # what identifies the source: its configured name, or its full path
    sa.Column("label", sa.String, nullable=False),  # what is published: its configured name, or the folder's own name
    sa.Column("path", sa.String, nullable=False),  # within the source, with forward slashes
    sa.Column("sha256", sa.String, sa.ForeignKey("documents.sha256"), nullable=False),
    sa.Column("force", sa.String),  # what a person said, if they said it
    sa.Column("request", sa.String),
    sa.Column("modified", sa.DateTime),
    sa.Column("gone", sa.Boolean, nullable=False),
    sa.Column("seen_at", sa.DateTime, nullable=False),
    sa.Index("sightings_path", "source", "path"),
)
_runs = sa.Table(
    "runs",
    _metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("started", sa.DateTime, nullable=False),
    sa.Column("finished", sa.DateTime),
    sa.Column("outcome", sa.String),
    sa.Column("release", sa.String),
    sa.Column("state", sa.String),  # fingerprint of what the release was made from
)


@dataclass(frozen=True, slots=True)
class Seen:
    """One document as a source showed it. `force` and `request` only where a person named them."""

    source: str
    label: str
    path: str
    sha256: str
    size: int
    force: str | None
    request: str | None
    modified: datetime | None


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


class Ledger:
    """The ledger at `address` (an SQLAlchemy URL) or in the file at that path."""

    def __init__(self, address: str | Path) -> None:
        url = address if isinstance(address, str) else f"sqlite:///{address}"
        self._engine = sa.create_engine(url)
        if self._engine.dialect.name == "sqlite":
            sa.event.listen(self._engine, "connect", _write_ahead)
        _metadata.create_all(self._engine)

    def close(self) -> None:
        self._engine.dispose()

    def start_run(self, at: datetime) -> int:
        """Number of the new run."""
        with self._engine.begin() as db:
            return db.execute(_runs.insert().values(started=_naive(at)).returning(_runs.c.id)).scalar_one()

    def finish_run(self, run: int, at: datetime, outcome: str, release: str | None, state: str | None) -> None:
        """Record how the run ended: `published`, `unchanged`, `stopped`; and the release that is live after it."""
        change = {"finished": _naive(at), "outcome": outcome, "release": release, "state": state}
        with self._engine.begin() as db:
            db.execute(_runs.update().where(_runs.c.id == run).values(**change))

    def state_of(self, release: str) -> str | None:
        """The fingerprint of what that release was made from; None where no run is known to have made it."""
        query = (
            sa.select(_runs.c.state)
            .where(_runs.c.release == release, _runs.c.state.is_not(None))
            .order_by(_runs.c.id.desc())
            .limit(1)
        )
        with self._engine.connect() as db:
            return db.execute(query).scalar()

    def record(
        self, run: int, seen: Iterable[Seen], at: datetime, gone: Callable[[Sighting], bool] = lambda _: False
    ) -> int:
        """Record what the sources showed, all of it or (if killed) nothing. Returns the number of new or changed paths.

        What a person said about a path (`force`, `request`) holds until a person says something else about it. `gone`
        tells of a path not among `seen` whether its source would have shown it.
        """
        changed = 0
        with self._engine.begin() as db:
            latest = {(s.source, s.path): s for s in _read(db)}
            known = set(db.execute(sa.select(_documents.c.sha256)).scalars())
            shown = set()
            for item in seen:
                shown.add((item.source, item.path))
                last = latest.get((item.source, item.path))
                force = item.force or (last.force if last else None)
                request = item.request or (last.request if last else None)
                if last and (last.sha256, last.force, last.request, last.gone) == (item.sha256, force, request, False):
                    continue
                if item.sha256 not in known:
                    known.add(item.sha256)
                    db.execute(_documents.insert().values(sha256=item.sha256, size=item.size, first_seen=_naive(at)))
                _sight(db, run, at, item, force=force, request=request, gone=False)
                changed += 1
            for place, last in latest.items():
                if place not in shown and not last.gone and gone(last):
                    _sight(db, run, at, last, force=last.force, request=last.request, gone=True)
        return changed

    def sightings(self) -> list[Sighting]:
        """Every sighting, oldest first."""
        with self._engine.connect() as db:
            return list(_read(db))

    def first_seen(self) -> dict[str, datetime]:
        """When each document was first seen at any source."""
        with self._engine.connect() as db:
            rows = db.execute(sa.select(_documents.c.sha256, _documents.c.first_seen))
            return {name: at.replace(tzinfo=UTC) for name, at in rows}


def _sight(db: sa.Connection, run: int, at: datetime, what: Seen | Sighting, **said: str | bool | None) -> None:
    row = {name: getattr(what, name) for name in ("source", "label", "path", "sha256")}
    db.execute(_sightings.insert().values(**row, **said, run=run, modified=_naive(what.modified), seen_at=_naive(at)))


def _read(db: sa.Connection) -> Iterator[Sighting]:
    columns = [_sightings.c[name] for name in Sighting.__slots__]
    for row in db.execute(sa.select(*columns).order_by(_sightings.c.id)):
        made = row._asdict()
        made["modified"] = made["modified"] and made["modified"].replace(tzinfo=UTC)
        made["seen_at"] = made["seen_at"].replace(tzinfo=UTC)
        yield Sighting(**made)


def _naive(at: datetime | None) -> datetime | None:
    """SQLite keeps no time zone; every time in the ledger is UTC."""
    return at.astimezone(UTC).replace(tzinfo=None) if at else None


def _write_ahead(connection, _record) -> None:
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA foreign_keys=ON")


@contextmanager
def opened(address: str | Path) -> Iterator[Ledger]:
    """The ledger, closed at the end."""
    ledger = Ledger(address)
    try:
        yield ledger
    finally:
        ledger.close()
