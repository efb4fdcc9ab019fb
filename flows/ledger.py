"""The ledger of the raw archive: which document was seen where and when, and what each run did.

A sighting is written only when something changed at a path, so that the last sighting of a path is what is there now
and the ones before are its history. A path that a source no longer shows gets a sighting that says so; its document
stays. What a source fetched is noted apart (`fetched`), as soon as it is in the archive, so that nothing is fetched twice.
SQLite beside the archive by default; any address that SQLAlchemy knows.

What a call has written is on the disk when it returns, all of it or (killed, full disk) nothing. The ledger cannot be made
again from the documents: where it is damaged, `Stopped` says so.
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import sqlalchemy as sa

from flows import disk
from flows.ending import NotNow, Stopped
from flows.secret import scrubbed
from flows.sightings import Fetched, Known, Seen, Sighting
from flows.standing import Standing, Told

_metadata = sa.MetaData()
_documents = sa.Table(
    "documents",
    _metadata,
    sa.Column("sha256", sa.String, primary_key=True),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("first_seen", sa.DateTime, nullable=False),
    sa.Column("kind", sa.String),  # what it is by its content, behind the readers' version that said so
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
    sa.Column("url", sa.String),  # its address at the source, where that is not its path
    sa.Column("gone", sa.Boolean, nullable=False),
    sa.Column("seen_at", sa.DateTime, nullable=False),
    sa.Index("sightings_path", "source", "path"),
)
_fetched = sa.Table(
    "fetched",
    _metadata,
    sa.Column("source", sa.String, primary_key=True),
    sa.Column("key", sa.String, primary_key=True),  # what names it at the source: a URL, a message's number, a path
    sa.Column("sha256", sa.String),  # its bytes in the archive; null where only facts are kept
    sa.Column("facts", sa.JSON, nullable=False),  # what the next request for it needs: ETag, Last-Modified, size
    sa.Column("fetched_at", sa.DateTime, nullable=False),  # when its bytes came
    sa.Column("checked_at", sa.DateTime, nullable=False),  # when the source last said that they are still these
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
_standings = sa.Table(
    "standings",
    _metadata,
    sa.Column("run", sa.Integer, primary_key=True),
    sa.Column("made_from", sa.String, nullable=False),
    sa.Column("glance", sa.String),
    sa.Column("release", sa.String, nullable=False),
    sa.Column("since", sa.Date, nullable=False),
    sa.Column("until", sa.Date),
    sa.Column("told", sa.Text, nullable=False),
)

KEPT = 8
"""Standings that are kept, the last: of runs over several sets of sources in turn."""


class Ledger:
    """The ledger at `address` (an SQLAlchemy URL) or in the file at that path. `password`: of the address's user."""

    def __init__(self, address: str | Path, password: str | None = None) -> None:
        self._engine, name = _engine(address, password)
        sa.event.listen(self._engine, "handle_error", partial(_told, name))
        if self._engine.dialect.name == "sqlite":
            sa.event.listen(self._engine, "connect", partial(_connected, name))
            sa.event.listen(self._engine, "begin", _begin)
        with self._engine.begin() as db:  # all tables or none: one without its index would stay so
            _metadata.create_all(db)
            _add_columns(db)

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the ledger for one run, where runs of several machines could reach it. Raises `NotNow` where another has it.

        On Postgres by an advisory lock, which ends with the connection, however that ends. A file is held by
        `flows.lock.locked`.
        """
        if self._engine.dialect.name != "postgresql":
            yield
            return
        with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
            if not db.execute(sa.select(sa.func.pg_try_advisory_lock(_LOCK))).scalar():
                raise NotNow(
                    "Another run is at work on the ledger, on this machine or another; wait until it has ended."
                )
            yield

    def start_run(self, at: datetime) -> int:
        """Number of the new run."""
        with self._engine.begin() as db:
            return db.execute(_runs.insert().values(started=_naive(at)).returning(_runs.c.id)).scalar_one()

    def finish_run(
        self, run: int, at: datetime, outcome: str, release: str | None, state: str | None, left: Standing | None = None
    ) -> None:
        """Record how the run ended: `published`, `unchanged`, `stopped`; the release that is live after it; what it `left`."""
        change = {"finished": _naive(at), "outcome": outcome, "release": release, "state": state}
        with self._engine.begin() as db:
            db.execute(_runs.update().where(_runs.c.id == run).values(**change))
            if left is not None:
                row = {name: getattr(left, name) for name in ("made_from", "glance", "release", "since", "until")}
                db.execute(_standings.insert().values(run=run, told=left.told.packed(), **row))
                kept = sa.select(_standings.c.run).order_by(_standings.c.run.desc()).limit(KEPT)
                db.execute(_standings.delete().where(_standings.c.run.not_in([row.run for row in db.execute(kept)])))

    def standing(self, *, made_from: str | None = None, glance: str | None = None) -> Standing | None:
        """The newest standing made from that, or that looked so; None where there is none."""
        column, wanted = (_standings.c.glance, glance) if glance else (_standings.c.made_from, made_from)
        query = sa.select(_standings).where(column == wanted).order_by(_standings.c.run.desc()).limit(1)
        with self._engine.connect() as db:
            row = db.execute(query).one_or_none()
        if row is None:
            return None
        return Standing(row.made_from, row.glance, row.release, row.since, row.until, Told.unpacked(row.told))

    def mark(self) -> list[int]:
        """Changes with every sighting and every document that is noted; nothing noted is ever written over."""
        query = sa.select(sa.func.max(_sightings.c.id), sa.func.count(_sightings.c.id))
        with self._engine.connect() as db:
            last, number = db.execute(query).one()
            documents = db.execute(sa.select(sa.func.count(_documents.c.sha256))).scalar_one()
        return [last or 0, number, documents]

    def has_run(self) -> bool:
        """Whether any run was ever begun."""
        with self._engine.connect() as db:
            return db.execute(sa.select(_runs.c.id).limit(1)).scalar() is not None

    def last_release(self) -> str | None:
        """The release that was live after the last run that came to its end; None where none was."""
        query = sa.select(_runs.c.release).where(_runs.c.finished.is_not(None)).order_by(_runs.c.id.desc()).limit(1)
        with self._engine.connect() as db:
            return db.execute(query).scalar()

    def last_finished(self) -> datetime | None:
        """When the last run that came to its end did so; None where none has."""
        with self._engine.connect() as db:
            at = db.execute(sa.select(sa.func.max(_runs.c.finished))).scalar()
        return at.replace(tzinfo=UTC) if at else None

    def keep_fetched(self, source: str, *items: Fetched) -> None:
        """Note what a source fetched, at once and for good; what was noted under its key before is replaced."""
        with self._engine.begin() as db:
            for item in items:
                times = {"fetched_at": _naive(item.fetched_at), "checked_at": _naive(item.checked_at)}
                row = {"sha256": item.sha256, "facts": item.facts, **times}
                place = (_fetched.c.source == source) & (_fetched.c.key == item.key)
                if not db.execute(_fetched.update().where(place).values(**row)).rowcount:
                    db.execute(_fetched.insert().values(source=source, key=item.key, **row))

    def fetched(self, source: str) -> dict[str, Fetched]:
        """Everything that the source ever fetched, by its key."""
        query = sa.select(_fetched).where(_fetched.c.source == source)
        with self._engine.connect() as db:
            rows = db.execute(query).all()
        return {
            r.key: Fetched(
                r.key, r.sha256, r.fetched_at.replace(tzinfo=UTC), r.checked_at.replace(tzinfo=UTC), dict(r.facts)
            )
            for r in rows
        }

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
            known = {row.sha256: row.kind for row in db.execute(sa.select(_documents.c.sha256, _documents.c.kind))}
            shown = set()
            for item in seen:
                shown.add((item.source, item.path))
                if item.kind and item.sha256 in known and known[item.sha256] != item.kind:
                    known[item.sha256] = item.kind
                    db.execute(_documents.update().where(_documents.c.sha256 == item.sha256).values(kind=item.kind))
                last = latest.get((item.source, item.path))
                force = item.force or (last.force if last else None)
                request = item.request or (last.request if last else None)
                now = (item.sha256, force, request, item.url, False)
                if last and (last.sha256, last.force, last.request, last.url, last.gone) == now:
                    continue
                if item.sha256 not in known:
                    known[item.sha256] = item.kind
                    row = {"sha256": item.sha256, "size": item.size, "first_seen": _naive(at), "kind": item.kind}
                    db.execute(_documents.insert().values(**row))
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

    def documents(self) -> dict[str, Known]:
        """What is noted of each document, by its sha256."""
        query = sa.select(_documents.c.sha256, _documents.c.size, _documents.c.kind)
        with self._engine.connect() as db:
            return {row.sha256: Known(row.size, row.kind) for row in db.execute(query)}

    def first_seen(self) -> dict[str, datetime]:
        """When each document was first seen at any source."""
        with self._engine.connect() as db:
            rows = db.execute(sa.select(_documents.c.sha256, _documents.c.first_seen))
            return {name: at.replace(tzinfo=UTC) for name, at in rows}


def _sight(db: sa.Connection, run: int, at: datetime, what: Seen | Sighting, **said: str | bool | None) -> None:
    row = {name: getattr(what, name) for name in ("source", "label", "path", "sha256", "url")}
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


def _add_columns(db: sa.Connection) -> None:
    """A ledger of an earlier version gets the columns that have been added since; each of them may be empty."""
    for table in (_sightings, _documents):
        there = {column["name"] for column in sa.inspect(db).get_columns(table.name)}
        for column in table.columns:
            if column.name not in there:
                kind = column.type.compile(db.dialect)
                db.execute(sa.text(f"ALTER TABLE {table.name} ADD COLUMN {column.name} {kind}"))


def _connected(name: str, connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # the driver would begin a transaction late, and never for a new table
    try:
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA synchronous=FULL")  # a commit is on the disk when it returns
        if connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
            connection.execute("PRAGMA journal_mode=WAL")  # kept in the file; readers and the writer do not wait
    except sqlite3.Error as error:
        _stop(name, error)
        raise


def _begin(db: sa.Connection) -> None:
    db.exec_driver_sql("BEGIN")


_LOCK = 0x466F4C6564676572
"""The number of the advisory lock; each database has its own."""


def _engine(address: str | Path, password: str | None) -> tuple[sa.Engine, str]:
    """The engine, and what people call the ledger."""
    if isinstance(address, Path):
        return sa.create_engine(f"sqlite:///{address}"), str(address)
    try:
        url = sa.make_url(address)
        name = url.database if url.get_backend_name() == "sqlite" else url.render_as_string()
        return sa.create_engine(url.set(password=password) if password else url), name or address
    except (sa.exc.NoSuchModuleError, ImportError) as missing:
        raise Stopped(
            f"The ledger {scrubbed(address)}: what speaks to that database is not installed ({missing}). For Postgres: "
            "pip install 'psycopg[binary]'"
        ) from None
    except sa.exc.ArgumentError:
        raise Stopped(
            f"The ledger {scrubbed(address)} is no address of a database. One looks like this: "
            "postgresql+psycopg://foi@db.example.org/foi"
        ) from None


_REASONS = (
    ("disk is full", "the disk is full. Free some space and run the command again"),
    ("readonly database", "it is read-only. Make its folder writable, or name another with --data"),
    ("unable to open database", "it cannot be opened for writing. See that its folder is there and may be written"),
    (
        "database is locked",
        "another program holds it. End that program (a copy or a backup of the ledger?) and run again",
    ),
    ("disk i/o error", "the disk failed, or has gone. See that it is mounted and sound, and run again"),
    ("malformed", "it is damaged. Put it back from a copy; how, and what to do without one: docs/crash-safety.md"),
    ("not a database", "it is damaged. Put it back from a copy; how, and what to do without one: docs/crash-safety.md"),
)

_NOT_SAID = ("disk i/o error", "unable to open database")
"""What SQLite says too where there is no room for the files beside the ledger, or where they may not be written."""


def _told(name: str, context: sa.engine.ExceptionContext) -> None:
    failed = context.sqlalchemy_exception
    if context.dialect.name == "sqlite":
        _stop(name, context.original_exception)
    elif isinstance(failed, sa.exc.OperationalError | sa.exc.InterfaceError):
        said = scrubbed(" ".join(str(context.original_exception).split())[:300])
        raise NotNow(
            f"The ledger {name} cannot be used ({said}). See that the database answers from here, that it is there, and that "
            "its user and password are right; then run again."
        ) from None


def _stop(name: str, error: BaseException) -> None:
    """Raise what the database can refuse as a sentence. A mistake of the program stays what it is."""
    said = str(error)
    for sign, reason in _REASONS:
        if sign in said.casefold():
            if sign in _NOT_SAID and (why := disk.refused(Path(name))).errno != errno.EIO:
                raise Stopped(f"The ledger {disk.sentence(why)}") from error
            raise Stopped(f"The ledger {name}: {reason} ({said}).") from error


@contextmanager
def opened(address: str | Path, password: str | None = None) -> Iterator[Ledger]:
    """The ledger, closed at the end."""
    ledger = Ledger(address, password)
    try:
        yield ledger
    finally:
        ledger.close()
