"""The release: exact, the same twice, switched to in one step, and described so that others can check it."""

from __future__ import annotations

import csv
import dataclasses
import errno
import hashlib
import json
import os
import re
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import jsonschema
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows import disk
from flows import publish as module
from flows.publish import PublishError, history, live, publish, read_release
from schemas.arrow import from_arrow, to_arrow
from schemas.datapackage import csv_cell, unguarded
from schemas.tables import plain, tables
from tests.flows.release import WHEN, case, whole

REPOSITORY = Path(__file__).parents[2]

# --- round trips

_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
_JSON = st.dictionaries(
    _TEXT, st.none() | st.booleans() | st.integers() | _TEXT | st.lists(_TEXT, max_size=3), max_size=3
)
_VALUES = {
    "string": _TEXT | st.sampled_from(["nan", "None", "a\nb", "a\r", "\x00", "=1+1", "“é”", "🙂", ""]),
    "integer": st.integers(-(2**63), 2**63 - 1),
    "number": st.floats(allow_nan=False, allow_infinity=False),
    "boolean": st.booleans(),
    "date": st.dates(),
    "datetime": st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=30))])).filter(
        lambda d: d.year > 1 and d.year < 9999
    ),
    "list": st.lists(_TEXT, max_size=3),
    "json": _JSON,
}


def records_of(of):
    columns = {c.name: st.none() | _VALUES[c.type] if c.nullable else _VALUES[c.type] for c in of.columns}
    return st.lists(st.builds(of.record, **columns), max_size=4)


@pytest.mark.parametrize("of", tables(), ids=lambda t: t.name)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_any_record_comes_back_from_parquet_and_csv(of, data, tmp_path_factory):
    records = data.draw(records_of(of))
    folder = tmp_path_factory.mktemp("table")
    module._write_table(of, records, folder)
    stored = sorted(records, key=lambda r: in_place(of, r))
    assert module._read_table(of, folder / f"{of.name}.parquet") == stored
    with (folder / f"{of.name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for column in of.columns:
        values = [getattr(r, column.name) for r in stored]
        if column.type == "string":
            assert [unguarded(row[column.name]) for row in rows] == [v or "" for v in values]
        else:
            assert [row[column.name] for row in rows] == [csv_cell(column, v) for v in values]


def in_place(of, record) -> tuple:
    """Where a row stands: by its key; of those that share one or have none, by all their values."""
    return *(str(getattr(record, name)) for name in of.key), json.dumps(plain(record), sort_keys=True, default=str)


def test_an_older_release_without_a_column_gives_its_default():
    of = next(t for t in tables() if t.name == "cases")
    records = [case("durham", "a", 1)]
    assert from_arrow(of, to_arrow(of, records).drop_columns(["person_type", "part"])) == records


def test_parquet_refuses_a_null_where_none_may_be(tmp_path):
    data = whole()
    data["cases"][0].location = None
    with pytest.raises(Exception, match="location"):
        publish(data, tmp_path, when=WHEN)
    assert live(tmp_path) is None


# --- one release


def test_release_holds_what_it_should(tmp_path):
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "index.html").write_text("all well")
    release = publish(whole(), tmp_path / "clean", validation=pages, when=WHEN, produced_by="police-foi 0.1.0")
    assert release.published and release.previous is None and release.time == WHEN
    assert re.fullmatch("[0-9a-f]{12}", release.id)
    assert (tmp_path / "clean" / "latest").resolve() == release.path == live(tmp_path / "clean")
    assert (tmp_path / "clean" / "latest").readlink() == Path("releases", release.id)
    names = {p.relative_to(release.path).as_posix() for p in release.path.rglob("*") if p.is_file()}
    of_each = {
        *(f"{t.name}.{kind}" for t in tables() for kind in ("csv", "parquet")),
        "datapackage.json", "schema.json", "manifest.json", "README.md", "SHA256SUMS", "catalogue.json", "foi.sqlite",
        "foi.duckdb",
    }  # fmt: skip
    assert names == {*of_each, *(f"public/{name}" for name in of_each), "validation/index.html"}
    assert (tmp_path / "clean" / "latest-public").resolve() == release.path / "public"
    assert (release.path / "validation" / "index.html").read_text() == "all well"
    readme = (release.path / "README.md").read_text()
    assert release.id in readme and "police-foi 0.1.0" in readme and "Re-use" in readme
    assert read_release(tmp_path / "clean" / "latest") == {
        t.name: sorted(whole()[t.name], key=lambda r, t=t: in_place(t, r)) for t in tables()
    }


def test_checksums_hold(tmp_path):
    folder = publish(whole(), tmp_path, when=WHEN).path
    lines = (folder / "SHA256SUMS").read_text().splitlines()
    assert len(lines) == 2 * (2 * len(tables()) + 7) + 1  # the public edition's own list is in it
    for line in lines:
        digest, name = line.split("  ")
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest


def test_schema_of_the_release_accepts_it(tmp_path):
    folder = publish(whole(), tmp_path, when=WHEN).path
    data = {name: [plain(r) for r in records] for name, records in read_release(folder).items()}
    jsonschema.validate(data, json.loads((folder / "schema.json").read_text()))


def test_samples_are_said_to_be_samples(tmp_path):
    data = whole()
    for reply in data["replies"]:
        reply.sample = True
    folder = publish(data, tmp_path, when=WHEN).path
    for name in ("README.md", "datapackage.json"):
        assert "SAMPLE DATA: every reply in this release is made up" in (folder / name).read_text()


def validates(folder: Path) -> tuple[int, str]:
    frictionless = Path(sys.executable).with_name("frictionless")
    done = subprocess.run(
        [frictionless, "validate", "datapackage.json", "--json"], cwd=folder, capture_output=True, text=True
    )
    return done.returncode, done.stdout


@pytest.mark.slow
def test_frictionless_finds_the_release_valid_and_a_spoiled_one_not(tmp_path):
    data = whole()
    data["cases"][0] = dataclasses.replace(
        data["cases"][0],
        conduct_raw="=SUM(A1)\nand “more”, \r here",
        rank=None,
        rank_raw="-",
        date_concluded=date(2020, 1, 1),
    )
    data["problems"][0].force = None
    data["accounting"][0].reasons = {"a heading": 1}
    folder = publish(data, tmp_path, when=WHEN).path
    code, said = validates(folder)
    assert code == 0, said
    assert [task["valid"] for task in json.loads(said)["tasks"]] == [True] * 2 * len(tables())

    package = json.loads((folder / "datapackage.json").read_text())
    for resource in package["resources"]:
        del resource["hash"], resource["bytes"]
    (folder / "datapackage.json").write_text(json.dumps(package))
    text = (folder / "cases.csv").read_text().replace("dismissed", "sacked", 1).replace(",durham,", ",gotham,", 1)
    (folder / "cases.csv").write_text(text)
    code, said = validates(folder)
    assert code == 1 and "constraint-error" in said and "foreign-key" in said


# --- the same twice


def test_the_same_content_gives_the_same_bytes_in_any_order_at_any_time(tmp_path):
    one = publish(whole(), tmp_path / "one", when=WHEN)
    data = {name: records[::-1] for name, records in reversed(whole().items())}
    two = publish(data, tmp_path / "two", when=datetime(2030, 1, 1, tzinfo=UTC))
    assert one.id == two.id
    for path in [p for p in one.path.rglob("*") if p.is_file()]:
        assert path.read_bytes() == (two.path / path.relative_to(one.path)).read_bytes()


def test_publishing_the_same_again_writes_nothing_and_says_so(tmp_path):
    first = publish(whole(), tmp_path, when=WHEN)
    before = {p: p.stat().st_mtime_ns for p in tmp_path.rglob("*") if p.name != "releases"}
    again = publish(whole(), tmp_path, when=datetime(2030, 1, 1, tzinfo=UTC))
    assert not again.published and "already live" in again.sentence
    assert (again.id, again.time, again.previous) == (first.id, WHEN, None)
    assert {p: p.stat().st_mtime_ns for p in tmp_path.rglob("*") if p.name != "releases"} == before


def other():
    data = whole()
    data["cases"][0].outcome_raw = "dismissed without notice"
    return data


def test_history_tells_each_switch(tmp_path):
    one = publish(whole(), tmp_path, when=WHEN)
    two = publish(other(), tmp_path, when=WHEN + timedelta(days=1))
    back = publish(whole(), tmp_path, when=WHEN + timedelta(days=2))
    assert back.id != one.id and back.published and live(tmp_path) == back.path  # it changes what two had changed
    tables = read_release(back.path)
    assert {**tables, "changes": []} == read_release(one.path) and len(tables["changes"]) == 1
    entries = history(tmp_path)
    assert [(e["id"], e["previous"]) for e in entries] == [(one.id, None), (two.id, one.id), (back.id, two.id)]
    assert entries[1]["time"] == "2024-05-02T12:00:00+00:00" and entries[1]["rows"]["cases"] == 10


def test_a_damaged_release_is_written_anew(tmp_path):
    publish(whole(), tmp_path, when=WHEN)
    two = publish(other(), tmp_path, when=WHEN)
    (two.path / "cases.csv").write_text("spoiled")
    assert not publish(other(), tmp_path, when=WHEN).published
    assert "spoiled" not in (two.path / "cases.csv").read_text() and len(read_release(two.path)["changes"]) == 1
    publish(whole(), tmp_path, when=WHEN)
    assert sorted(p.name for p in (tmp_path / "releases").iterdir()) == sorted({e["id"] for e in history(tmp_path)})


# --- a run that is killed

_KILLED = """
import os, sys
from pathlib import Path
from flows import disk
from flows import publish as module
from tests.flows.test_publish import other
from tests.flows.release import WHEN
def kill(*args, **kwargs):
    os._exit(9)
setattr(disk if sys.argv[2].startswith("sync") else module, sys.argv[2], kill)
module.publish(other(), Path(sys.argv[1]), when=WHEN)
"""


@pytest.mark.parametrize(
    "step", ["_readme", "_checksums", "sync_all", "_move_into_place", "_listed", "_write_feed", "_switch", "sync"]
)
def test_a_killed_run_leaves_the_last_release_live_and_the_next_run_ends_the_same(tmp_path, step):
    first = publish(whole(), tmp_path / "clean", when=WHEN)
    done = subprocess.run([sys.executable, "-c", _KILLED, str(tmp_path / "clean"), step], cwd=REPOSITORY)
    assert done.returncode == 9
    assert live(tmp_path / "clean") == first.path
    assert len(read_release(tmp_path / "clean" / "latest")["cases"]) == 10

    publish(other(), tmp_path / "clean", when=WHEN)
    publish(whole(), tmp_path / "undisturbed", when=WHEN)
    publish(other(), tmp_path / "undisturbed", when=WHEN)
    assert contents(tmp_path / "clean") == contents(tmp_path / "undisturbed")


def contents(folder: Path) -> dict[str, bytes | Path]:
    return {
        p.relative_to(folder).as_posix(): p.readlink() if p.is_symlink() else p.read_bytes()
        for p in folder.rglob("*")
        if p.is_symlink() or p.is_file()
    }


def test_latest_is_never_missing_while_it_is_switched(tmp_path, monkeypatch):
    publish(whole(), tmp_path, when=WHEN)
    seen = []
    monkeypatch.setattr(disk, "sync", lambda path: seen.append((tmp_path / "latest").exists()))
    publish(other(), tmp_path, when=WHEN)
    assert seen and all(seen)


# --- errors for people


@pytest.mark.parametrize(
    ("code", "words"),
    [(errno.ENOSPC, "the disk is full"), (errno.EACCES, "may not read or write it"), (errno.EROFS, "read-only")],
)
def test_what_stops_a_publication_is_said_in_a_sentence(tmp_path, monkeypatch, code, words):
    first = publish(whole(), tmp_path, when=WHEN)

    def fail(*args, **kwargs):
        raise OSError(code, os.strerror(code), str(tmp_path / "releases"))

    monkeypatch.setattr(pq, "ParquetWriter", fail)
    with pytest.raises(PublishError, match=words) as caught:
        publish(other(), tmp_path, when=WHEN)
    assert caught.value.status == 3 and "The last release stays live" in str(caught.value)
    assert live(tmp_path) == first.path
    assert [p.name for p in (tmp_path / "releases").iterdir()] == [first.id]


def test_a_file_in_the_place_of_the_folder(tmp_path):
    (tmp_path / "clean").write_text("")
    with pytest.raises(PublishError, match="clean"):
        publish(whole(), tmp_path / "clean", when=WHEN)


def test_a_release_that_is_damaged_missing_or_newer_is_said_so(tmp_path):
    folder = publish(whole(), tmp_path, when=WHEN).path
    cases = pq.read_table(folder / "cases.parquet")
    pq.write_table(cases.append_column("mood", cases.column("force")), folder / "cases.parquet")
    with pytest.raises(PublishError, match="mood"):
        read_release(folder)
    (folder / "SHA256SUMS").write_text(module._checksums(folder))
    with pytest.raises(PublishError, match="Update the program"):
        publish(other(), tmp_path, when=WHEN)  # whole, and of a newer version: never taken for damaged
    (folder / "cases.parquet").write_bytes(b"no parquet")
    with pytest.raises(PublishError, match=r"cases\.parquet"):
        read_release(folder)
    with pytest.raises(PublishError, match="cannot be read"):
        read_release(tmp_path / "nowhere")
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "releases.json").write_text("[")
    with pytest.raises(PublishError, match=r"releases\.json"):
        publish(other(), tmp_path / "new", when=WHEN)


def test_a_table_left_out_is_a_mistake_of_the_program(tmp_path):
    data = whole()
    del data["summary"]
    with pytest.raises(KeyError, match="summary"):
        publish(data, tmp_path, when=WHEN)
    assert not (tmp_path / "latest").exists()
