"""The release: the tables as Parquet and CSV with their description, written beside the last one, then switched to.

`clean/releases/<id>/` holds each release, `clean/latest` is a link to the live one, `clean/releases.json` lists them in
order, `clean/feed.xml` tells what each changed. The folder `public` of a release is its public edition, a package of its own
(`flows.editions`); `clean/latest-public` leads to it by way of `latest`, so that both editions change in one step. The identifier comes from the bytes of the tables, that of the changes
among them, so the same content after the same release is the same release.

Each step is on the disk before the next begins: the folder of the release, its name, the list, the feed, the link. A run that is
killed leaves the last release live; `settle` takes back what it had begun. A release that is damaged is written again as it
was. One run at a time publishes to a folder: `flows.lock.locked` sees to it.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from functools import cmp_to_key, partial
from itertools import groupby, pairwise
from operator import is_
from pathlib import Path
from types import MappingProxyType
from typing import Any

from flows import clock, disk
from flows.catalogue import CATALOGUE, as_text, catalogue
from flows.changes import MadeWith, changes_between, in_words, totals
from flows.databases import DUCKDB, SQLITE, rows_in, write_databases
from flows.digests import Digests, files_in, sha256_of
from flows.editions import MASKED, Editions, Veil, broken_rules
from flows.ending import NOT_PUBLISHED, Stopped
from flows.feed import ENTRIES, Entry, atom
from flows.report import MOST_RECORDS
from schemas.arrow import arrow_schema, from_arrow, to_batches
from schemas.datapackage import (
    CSV_NOTE,
    EDITION_NOTES,
    FULL,
    PUBLIC,
    REUSE_NOTE,
    File,
    csv_lines,
    csv_row,
    descriptor,
    samples_note,
)
from schemas.json_schema import tables_schema
from schemas.records import SCHEMA_VERSION, Change
from schemas.tables import Table, table, tables

LATEST = "latest"
RELEASES = "releases"
HISTORY = "releases.json"
CHECKSUMS = "SHA256SUMS"
MANIFEST = "manifest.json"
CHANGES = "changes"
FEED = "feed.xml"
REPORT = "report"

_MADE_HERE = (CHANGES, MASKED)
"""Tables that are made when the others are known."""

_FIRST = tuple(t.name for t in tables() if t.name not in _MADE_HERE)

LATEST_PUBLIC = "latest-public"

WriteReport = Callable[[dict[str, list[Any]], Path, str, str, Veil | None, Path | None], None]
"""Writes the report of an edition: from its tables, into a folder, under the release's identifier and the edition's name,
with every text from a document as that edition shows it; the last is the folder of that edition's report in the release
before, whose files are as they were published."""

UNFINISHED = ".unfinished-"
_BEGUN = f"{UNFINISHED}release"
"""The file that names the release that is being put in place, from before it has its name until it is live."""


class PublishError(Stopped):
    """A release cannot be written or read. The message says why and what to do; the last release stays live."""

    def __init__(self, message: str) -> None:
        super().__init__(message, NOT_PUBLISHED)


@dataclass(frozen=True)
class Release:
    """One release. `published`: False where the same content was live already, so that nothing was written.

    `changes`: what it changed against the one before; empty for the first.
    """

    id: str
    path: Path
    previous: str | None
    time: datetime
    published: bool
    changes: tuple[Change, ...] = ()

    @property
    def sentence(self) -> str:
        """What happened, in one sentence."""
        return f"Release {self.id} is {'now' if self.published else 'already'} live."


def publish(
    data: dict[str, list[Any]],
    clean: Path,
    *,
    validation: Path | None = None,
    when: datetime | None = None,
    produced_by: str = "police-foi",
    made_with: MadeWith = MappingProxyType({}),
    report: WriteReport | None = None,
    editions: Editions | None = None,
    check: Callable[[], None] = lambda: None,
) -> Release:
    """Write the tables as a release under `clean` and make it the live one; the same content again writes nothing.

    `data`: every published table, validated; `changes` is made here. `made_with`: what tells by what cause a later release
    differs, kept as `manifest.json`. `validation`: the folder of pages that `flows.validate` wrote, copied in.
    `report`: writes the report of each edition into its folder. `editions`: what makes the public edition; without it,
    nothing was taken down and nothing is known of letters.
    `check`: raises where the folder has gone meanwhile; asked before the release is put in place.
    `when`: the time that `releases.json` gives it, the clock's where not given; no file of the release depends on it.
    Raises `PublishError` where the folder cannot be written, `KeyError` where a table is missing.
    """
    data = {t.name: [] if t.name in _MADE_HERE else data[t.name] for t in tables()}
    written = _Written(when or clock.now(), produced_by, made_with, validation, report, editions or Editions())
    try:
        return _publish(data, clean, written, check)
    except OSError as error:
        raise PublishError(
            f"The release cannot be written. {disk.sentence(error, clean)} The last release stays live."
        ) from error


def live(clean: Path) -> Path | None:
    """The folder of the live release under `clean`; None before the first. It stays when another is switched to.

    Raises `PublishError` where `latest` is no link, or where what it leads to has gone.
    """
    latest = clean / LATEST
    if latest.is_symlink() and not latest.exists():
        raise PublishError(f"{latest.readlink()} has gone from {clean}. Put it back from a copy, or run `foi ingest`, which writes it again.")  # fmt: skip
    _stop_at_a_followed_link(latest)
    return latest.resolve() if latest.is_dir() else None


def _stop_at_a_followed_link(latest: Path) -> None:
    if latest.exists() and not latest.is_symlink():
        raise PublishError(
            f"{latest} is no link into the live release: a copy has followed it, most likely. Remove it and run `foi ingest`."
        )


def named(clean: Path) -> str | None:
    """The identifier of the live release, whether or not its folder is there and sound; None before the first."""
    link = clean / LATEST
    return link.readlink().name if link.is_symlink() else None


def settle(clean: Path, told: Callable[[str], None]) -> None:
    """Take back what a killed run had begun to publish, and point `latest` at the last release again should it be lost.

    Only for the run that holds the archive. `told` is given a sentence on what is not as a killed run leaves it.
    """
    if not clean.is_dir():
        return
    begun = clean / _BEGUN
    link = clean / LATEST
    for one in (link, clean / LATEST_PUBLIC):
        _stop_at_a_followed_link(one)
    if begun.is_file():
        release = begun.read_text(encoding="utf-8").strip()
        if release and release != named(clean):
            entries = history(clean)
            if entries and entries[-1]["id"] == release:
                entries.pop()
                _write_history(clean, entries)
                _write_feed(clean)
            if release not in {entry["id"] for entry in entries} and (clean / RELEASES / release).is_dir():
                disk.move(clean / RELEASES / release, clean / RELEASES / f"{UNFINISHED}{release}")
    elif not link.is_symlink() and not link.exists() and (entries := history(clean)):
        last = entries[-1]["id"]
        if (clean / RELEASES / last).is_dir():
            told(f"{link} was missing; it leads to the last release, {last}, again.")
            _switch(clean, last)
    if (link / PUBLIC).is_dir() and not (clean / LATEST_PUBLIC).is_symlink():
        _link_public(clean)
    for leftover in [*(clean / RELEASES).glob(f"{UNFINISHED}*"), *clean.glob(f"{UNFINISHED}*")]:
        if leftover != begun:
            shutil.rmtree(leftover) if leftover.is_dir() and not leftover.is_symlink() else leftover.unlink()
    disk.clear_parts(clean)
    begun.unlink(missing_ok=True)


def last_good(clean: Path) -> dict[str, list[Any]] | None:
    """The tables of the live release; where it is damaged, of the newest before it that is not. None where there is none."""
    folder = next((path for path in _newest_first(clean) if is_whole(path)), None)
    return read_release(folder) if folder else None


def is_whole(release: Path) -> bool:
    """Every file of the release is there and as it was published.

    What was found whole by this process is not read again as long as every file looks as it did.
    """
    listed = release / CHECKSUMS
    try:
        look = disk.look_of(release)
        if _WHOLE.get(release) == look:
            return True
        whole = listed.is_file() and listed.read_text(encoding="utf-8") == _checksums(release)
    except (OSError, UnicodeDecodeError):
        return False
    if whole:
        _WHOLE[release] = look
    return whole


_WHOLE: dict[Path, str] = {}
"""How releases looked when they were found whole."""


def _newest_first(clean: Path) -> list[Path]:
    """The folders of the live release and of those before it."""
    names = [named(clean), *(entry["id"] for entry in reversed(history(clean)))]
    return [clean / RELEASES / name for name in dict.fromkeys(names) if name]


def history(clean: Path) -> list[dict[str, Any]]:
    """Every publication in order: `id`, `time`, `previous` (id or null), `produced_by`, `rows` of each table."""
    path = clean / HISTORY
    try:
        return json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    except (OSError, ValueError) as error:
        raise PublishError(f"{path} cannot be read ({error}). Restore it, or remove it to begin a new list.") from error


def read_release(path: Path) -> dict[str, list[Any]]:
    """The tables of a release, exactly as they were published. `path`: its folder, or `clean/latest`.

    Raises `PublishError` where a table is missing, damaged or of a newer schema.
    """
    folder = path.resolve()  # all tables from one release, though another may be switched to meanwhile
    later = _not_there_yet(folder)
    return {t.name: [] if t.name in later else _read_table(t, folder / f"{t.name}.parquet") for t in tables()}


def read_table(path: Path, name: str) -> list[Any]:
    """One table of a release. `path`: its folder. Raises as `read_release` does."""
    return _read_table(table(name), path.resolve() / f"{name}.parquet")


RECORDS = {"cases": "record_id", "counts": "count_id", "superseded_cases": "record_id", "superseded_counts": "count_id"}
_BESIDE_A_RECORD = ("replies", "problems", "corrections", "takedowns", "forces")


def read_record(path: Path, identifier: str) -> dict[str, list[Any]]:
    """What a release tells of one record: its rows, and the tables that say more of them; the others are empty.

    Where there is no record of that identifier, all of them, so that the nearest can be named. Raises as `read_release` does.
    """
    folder = path.resolve()
    later = _not_there_yet(folder)
    made: dict[str, list[Any]] = {t.name: [] for t in tables()}
    for name in (name for name in _BESIDE_A_RECORD if name not in later):
        made[name] = read_table(folder, name)
    for wanted in (identifier, None):
        for name, key in RECORDS.items():
            made[name] = _read_table(table(name), folder / f"{name}.parquet", (key, wanted) if wanted else None)
        if any(made[name] for name in RECORDS):
            break
    return made


def _not_there_yet(folder: Path) -> set[str]:
    """The tables that came with a later version of the schema than the release's, as the list of its files tells."""
    listed = folder / CHECKSUMS
    if not listed.is_file():
        return set()
    files = {line.partition("  ")[2] for line in listed.read_text(encoding="utf-8").splitlines()}
    return {t.name for t in tables() if t.may_be_empty and f"{t.name}.parquet" not in files}


# --- writing


@dataclass(frozen=True)
class _Written:
    """With what a release is written."""

    when: datetime
    produced_by: str
    made_with: MadeWith
    validation: Path | None
    report: WriteReport | None
    editions: Editions


def _publish(data: dict[str, list[Any]], clean: Path, written: _Written, check: Callable[[], None]) -> Release:
    releases = clean / RELEASES
    disk.make_folder(releases)
    settle(clean, lambda _: None)
    unfinished = releases / f"{UNFINISHED}{os.getpid()}"
    previous = named(clean)
    before = releases / previous if previous else None
    try:
        base = before
        files = _write_tables(data, unfinished, _FIRST)
        files += _write_public(written.editions.public(data), data, files, unfinished, _FIRST)
        if before and not is_whole(before):
            if _has(before, files):
                base = _before(clean, before.name)  # the live release is damaged: it is written again as it was
            else:
                base = next((p for p in _newest_first(clean) if is_whole(p)), None)
        elif before and _has(before, files):
            last = _listed(clean, before.name, None, written, data)
            return Release(before.name, before, last["previous"], datetime.fromisoformat(last["time"]), False)
        made = _changes(base, data, written)
        data = {**data, CHANGES: made}
        shared = written.editions.public(data)
        data[MASKED] = written.editions.maskings
        _stop_at_broken(shared, data, written.when)
        more = _write_tables(data, unfinished, _MADE_HERE)
        files += [*more, *_write_public(shared, data, more, unfinished, _MADE_HERE)]
        release = _identifier(files)
        digests = Digests([base / CHECKSUMS] if base else [])
        _write_edition(PUBLIC, release, shared, files, unfinished / PUBLIC, base, written, digests)
        _write_edition(FULL, release, data, files, unfinished, base, written, digests)
        disk.sync_all(unfinished)
        check()
        if previous != release:
            disk.write_whole(clean / _BEGUN, release.encode())
        _move_into_place(unfinished, releases / release)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    if previous == release:
        last = _listed(clean, release, None, written, data)
        return Release(release, releases / release, last["previous"], datetime.fromisoformat(last["time"]), False)
    _listed(clean, release, previous, written, data)
    _write_feed(clean)
    _switch(clean, release)
    (clean / _BEGUN).unlink()
    return Release(release, releases / release, previous, written.when, True, tuple(made))


def _changes(base: Path | None, data: dict[str, list[Any]], written: _Written) -> list[Change]:
    """What the tables change against the release in that folder, without what was taken down."""
    if base is None:
        return []
    old = read_release(base)
    made = changes_between(old, data, manifest(base), written.made_with)
    return written.editions.changes(made, old, data)


def _stop_at_broken(shared: dict[str, list[Any]], data: dict[str, list[Any]], when: datetime) -> None:
    """Guards against a mask that makes a table unusable: of a release, both editions are sound or there is none."""
    if broken := broken_rules(shared, data, when.date()):
        raise PublishError(
            f"The public edition would break {len(broken)} rules, first: {broken[0]} This is a fault of the program; "
            "nothing was published, and the last release stays live."
        )


def changes_since(base: Path | None, data: dict[str, list[Any]], made_with: MadeWith) -> list[Change]:
    """What the tables change against the release in that folder; nothing where there is none."""
    return changes_between(read_release(base), data, manifest(base), made_with) if base else []


def manifest(release: Path) -> dict[str, str]:
    """What a release was made with; empty where it does not say."""
    path = release / MANIFEST
    try:
        return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    except (OSError, ValueError) as error:
        raise PublishError(
            f"{path} cannot be read ({error}). Restore it, or remove it: causes are not told then."
        ) from error


def _has(release: Path, files: list[File]) -> bool:
    """The release lists these very tables."""
    listed = release / CHECKSUMS
    lines = set(listed.read_text(encoding="utf-8").splitlines()) if listed.is_file() else set()
    return all(f"{file.sha256}  {file.path}" in lines for file in files)


def _before(clean: Path, release: str) -> Path | None:
    """The release that the one of that name came after, where it is whole."""
    previous = next((e["previous"] for e in reversed(history(clean)) if e["id"] == release), None)
    path = clean / RELEASES / previous if previous else None
    return path if path and is_whole(path) else None


def _write_tables(data: dict[str, list[Any]], folder: Path, names: Collection[str]) -> list[File]:
    """Write the tables of those names."""
    folder.mkdir(parents=True, exist_ok=True)
    return [file for t in tables() if t.name in names for file in _write_table(t, data[t.name], folder)]


def _write_public(
    shared: dict[str, list[Any]], data: dict[str, list[Any]], files: list[File], folder: Path, names: Collection[str]
) -> list[File]:
    """Write the tables of those names as the public edition has them. One with no row that differs from the full edition's,
    whose `files` are in `folder`, is that of the full edition over again."""
    made: list[File] = []
    (folder / PUBLIC).mkdir(exist_ok=True)
    for of in [t for t in tables() if t.name in names]:
        if len(shared[of.name]) == len(data[of.name]) and all(map(is_, shared[of.name], data[of.name])):
            same = [file for file in files if Path(file.path).stem == of.name]
            for file in same:
                shutil.copyfile(folder / file.path, folder / PUBLIC / file.path)
            made += same
        else:
            made += _write_table(of, shared[of.name], folder / PUBLIC)
    return [replace(file, path=f"{PUBLIC}/{file.path}") for file in made]


def _identifier(files: Iterable[File]) -> str:
    """The release's identifier, from the tables of both editions."""
    order = [t.name for t in tables()]
    known = sorted(files, key=lambda f: (f.path.startswith(PUBLIC), order.index(Path(f.path).stem), f.path))
    return hashlib.sha256("".join(f"{f.sha256}  {f.path}\n" for f in known).encode()).hexdigest()[:12]


def _write_feed(clean: Path) -> None:
    """Write the feed of all releases beside them; none where there is no release."""
    entries = history(clean)
    if not entries:
        (clean / FEED).unlink(missing_ok=True)
        return
    made = [_feed_entry(clean, entry) for entry in entries[-ENTRIES:]]
    first = entries[0]
    disk.write_whole(clean / FEED, atom(made, entries[-1]["produced_by"], f"{first['id']} {first['time']}"))


def _feed_entry(clean: Path, entry: dict[str, Any]) -> Entry:
    path = clean / RELEASES / entry["id"] / f"{CHANGES}.parquet"
    rows = ", ".join(f"{entry['rows'][name]} {name}" for name in ("replies", "cases", "counts"))
    if entry["previous"] is None or not path.is_file():
        return Entry(entry["id"], entry["time"], rows if entry["previous"] else f"the first, with {rows}", ())
    made = _read_table(table(CHANGES), path)
    return Entry(entry["id"], entry["time"], totals(made), tuple(in_words(made)))


def _write_edition(
    edition: str,
    release: str,
    data: dict[str, list[Any]],
    files: list[File],
    folder: Path,
    base: Path | None,
    written: _Written,
    digests: Digests,
) -> None:
    """Write every file of an edition beside its tables. The full one comes last: it lists the public one's files too."""
    start = f"{PUBLIC}/" if edition == PUBLIC else ""
    own = [replace(f, path=f.path.removeprefix(start)) for f in files if f.path.startswith(PUBLIC) == bool(start)]
    replies = data["replies"]
    samples = samples_note(sum(r.sample for r in replies), len(replies))
    _write_json(folder / "datapackage.json", descriptor(release, own, samples, edition))
    _write_json(folder / "schema.json", tables_schema())
    _write_json(folder / MANIFEST, dict(sorted(written.made_with.items())))
    validation = written.validation if edition == FULL else None  # its pages quote what stands in the full edition
    if validation is not None:
        shutil.copytree(validation, folder / "validation")
    if edition == FULL and _are_public(files):
        for name in (SQLITE, DUCKDB):  # nothing is masked, so that those of the public edition hold the same
            shutil.copyfile(folder / PUBLIC / name, folder / name)
    else:
        write_databases(rows_in(folder), folder)
    if written.report is not None:
        in_order = {t.name: _in_order(t, data[t.name]) for t in tables()}
        last = base / start / REPORT if base else None
        before = last if last and last.is_dir() else None
        written.report(in_order, folder / REPORT, release, edition, written.editions.veil(edition), before)
    readme = _readme(
        release, edition, data, samples, written.produced_by, validation is not None, written.report is not None
    )
    (folder / "README.md").write_text(readme, encoding="utf-8", newline="\n")
    rows = {name: len(records) for name, records in data.items()}
    previous = base.name if base and (edition == FULL or (base / PUBLIC).is_dir()) else None
    (folder / CATALOGUE).write_bytes(as_text(catalogue(folder, release, edition, previous, rows, digests)))
    (folder / CHECKSUMS).write_text(_checksums(folder, digests), encoding="utf-8", newline="\n")


def _are_public(files: list[File]) -> bool:
    """Each table of the full edition is the very one of the public edition."""
    told = {file.path: file.sha256 for file in files}
    return all(told[f"{PUBLIC}/{path}"] == digest for path, digest in told.items() if not path.startswith(PUBLIC))


def _write_table(of: Table, records: list[Any], folder: Path) -> list[File]:
    import pyarrow.parquet as pq

    records = _in_order(of, records)
    with pq.ParquetWriter(folder / f"{of.name}.parquet", arrow_schema(of), compression="zstd") as made:
        for batch in to_batches(of, records):
            made.write_batch(batch)
    with (folder / f"{of.name}.csv").open("w", encoding="utf-8", newline="") as file:
        file.write(csv_row(of.names))
        file.writelines(csv_lines(of, records))
    return [_file(folder / f"{of.name}.{kind}", len(records)) for kind in ("csv", "parquet")]


def _in_order(of: Table, records: list[Any]) -> list[Any]:
    """The rows in the order of their key; those that share one, or have none, in that of all their values."""
    keys = [tuple([str(getattr(record, name)) for name in of.key]) for record in records]
    if all(one < other for one, other in pairwise(keys)):
        return records  # as they come from the merge
    made: list[Any] = []
    by_all_values = cmp_to_key(partial(_by_all_values, sorted(item.name for item in fields(records[0]))))
    order = sorted(range(len(records)), key=keys.__getitem__)
    for _, alike in groupby(order, key=keys.__getitem__):
        rows = [records[index] for index in alike]
        made += rows if len(rows) == 1 else sorted(rows, key=by_all_values)
    return made


def _by_all_values(names: list[str], one: Any, other: Any) -> int:
    """Which of two rows comes first by their values as JSON, column after column: the list of records of a figure is long,
    and hardly ever asked for."""
    for name in names:
        if getattr(one, name) == getattr(other, name):
            continue
        first, second = (json.dumps(getattr(row, name), sort_keys=True, default=_as_text) + "," for row in (one, other))
        if first != second:
            return -1 if first < second else 1
    return 0


def _as_text(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _file(path: Path, rows: int) -> File:
    return File(path.name, path.stat().st_size, sha256_of(path), rows)


def _checksums(folder: Path, digests: Digests | None = None) -> str:
    """Every file but this one, as `sha256sum -c` reads it. Without `digests`, each is read."""
    of = digests.of if digests else sha256_of
    return "".join(f"{of(f'{folder}/{name}')}  {name}\n" for name in files_in(folder) if name != CHECKSUMS)


def _write_json(path: Path, value: Any) -> None:
    path.write_bytes(_json(value))


def _json(value: Any) -> bytes:
    return (json.dumps(value, indent=1, ensure_ascii=False) + "\n").encode()


def _readme(
    release: str,
    edition: str,
    data: dict[str, list[Any]],
    samples: str,
    produced_by: str,
    validated: bool,
    reported: bool,
) -> str:
    rows = [f"| [{t.name}]({t.name}.csv) | {len(data[t.name])} | {t.description} |" for t in tables()]
    pages = "`validation/index.html` shows every rule that the tables were checked against. " if validated else ""
    shown = "`report/index.html` is the report: open it in a browser. " if reported else ""
    if reported and len(data["cases"]) + len(data["counts"]) > MOST_RECORDS:
        shown += (
            f"It has more than {MOST_RECORDS:,} records behind it and lists them nowhere: they are in the tables, and the "
            "evidence of a record that is on no page is made by `foi evidence` and its identifier. "
        )
    return "\n".join(
        [
            f"# Freedom of Information replies of police forces: release {release}{', public edition' if edition == PUBLIC else ''}",
            "",
            f"**{samples}**",
            "",
            f"**{EDITION_NOTES[edition]}**",
            "",
            "What police forces of the United Kingdom answered to requests made under Freedom of Information law, one "
            "table for each kind of thing. Every case and count names the document, page and row it was read from.",
            "",
            "| table | rows | what it holds |",
            "| --- | --- | --- |",
            *rows,
            "",
            f"Each table is there as Parquet (exact types) and as CSV; `{SQLITE}` and `{DUCKDB}` hold them all. {CSV_NOTE}",
            "",
            f"`datapackage.json` describes the files as a Frictionless Data Package, `schema.json` the rows; `{CATALOGUE}` lists every file and the release before. {pages}{shown}"
            f"`{CHECKSUMS}` lists every file's sha256 (`sha256sum -c {CHECKSUMS}`).",
            "",
            "A number that a force suppressed is an interval (`lower`, `upper`), never a guess; an empty `upper` means "
            "that nothing bounds it. `superseded_*` tables hold what later replies corrected: add none of it up.",
            "",
            f"## Re-use\n\n{REUSE_NOTE}",
            "",
            f"Produced by {produced_by}, schema version {SCHEMA_VERSION}.",
            "",
        ]
    )


# --- putting in place


def _move_into_place(unfinished: Path, target: Path) -> None:
    """Make the finished folder the release of that name, in one step.

    One that is there and whole stays. One that is there and damaged is mended file by file, the list of its files last: it
    may be the live one, which must be there all the time.
    """
    if not target.exists():
        disk.move(unfinished, target)
        return
    if is_whole(target):
        return
    wanted = {p.relative_to(unfinished) for p in unfinished.rglob("*") if p.is_file()}
    for name in sorted(wanted, key=lambda name: (name == Path(CHECKSUMS), name)):
        disk.write_whole(target / name, (unfinished / name).read_bytes())
    for path in [p for p in target.rglob("*") if p.is_file() and p.relative_to(target) not in wanted]:
        path.unlink()


def _listed(
    clean: Path, release: str, previous: str | None, written: _Written, data: dict[str, list[Any]]
) -> dict[str, Any]:
    """The release's entry in the list of releases, which it is added to unless it is the last one there."""
    entries = history(clean)
    if not entries or entries[-1]["id"] != release:
        rows = {name: len(records) for name, records in data.items()}
        entry = {
            "id": release,
            "time": written.when.isoformat(),
            "previous": previous,
            "produced_by": written.produced_by,
            "rows": rows,
        }
        entries.append(entry)
        _write_history(clean, entries)
    return entries[-1]


def note_deleted(clean: Path, when: datetime) -> None:
    """Note in the list of releases which of them are deleted, and when that was first seen; the feed tells what it can."""
    entries = history(clean)
    deleted = [e for e in entries if "deleted" not in e and not (clean / RELEASES / e["id"]).exists()]
    for entry in deleted:
        entry["deleted"] = when.isoformat()
    if deleted:
        _write_history(clean, entries)
        _write_feed(clean)


def _write_history(clean: Path, entries: list[dict[str, Any]]) -> None:
    if entries:
        disk.write_whole(clean / HISTORY, _json(entries))
    else:
        (clean / HISTORY).unlink()


def _switch(clean: Path, release: str) -> None:
    """Point `latest` at the release: a reader sees the old one or the new one, never none, and of both editions the same."""
    if not (clean / LATEST_PUBLIC).is_symlink():
        _link_public(clean)
    link = clean / f"{UNFINISHED}{LATEST}"
    link.symlink_to(Path(RELEASES) / release)
    disk.move(link, clean / LATEST)


def _link_public(clean: Path) -> None:
    """A link through `latest`, so that one switch is of both editions."""
    (clean / LATEST_PUBLIC).symlink_to(Path(LATEST) / PUBLIC)
    disk.sync(clean)


# --- reading


def _read_table(of: Table, path: Path, only: tuple[str, str] | None = None) -> list[Any]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        data = pq.read_table(path, filters=[(only[0], "=", only[1])] if only else None)
    except (OSError, pa.ArrowException) as error:
        raise PublishError(
            f"{path} cannot be read ({error}). Restore it, or publish again with `foi ingest`."
        ) from error
    if unknown := sorted(set(data.column_names) - set(of.names)):
        raise PublishError(f"{path} has columns this version does not know ({', '.join(unknown)}). Update the program.")
    return from_arrow(of, data)
