"""Other programs load a release: the same rows, types and nulls in pandas, DuckDB, SQLite, R and a spreadsheet."""

import csv
import hashlib
import json
import shutil
import sqlite3
import subprocess
from datetime import date, datetime
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from flows.catalogue import CATALOGUE
from flows.databases import DUCKDB, SQLITE, rows_of, write_databases
from flows.publish import publish
from schemas.records import SCHEMA_VERSION
from schemas.tables import table, tables
from tests.flows.release import WHEN, case, whole

ODD = {"conduct_raw": "=1+1", "case_ref_raw": "001", "year_raw": "", "standard_raw": None, "channels": ["a,b", 'c"d']}


def odd_release() -> dict:
    """The tables with a case whose texts are hard to pass on, and one that lacks what may be lacking."""
    data = whole()
    data["cases"] = [*data["cases"], case("durham", "a", 11, **ODD), case("durham", "a", 12, year=None, outcome=None)]
    return data


@pytest.fixture(scope="module")
def release(tmp_path_factory) -> Path:
    return publish(odd_release(), tmp_path_factory.mktemp("clean"), when=WHEN).path


@pytest.fixture(scope="module")
def records() -> dict:
    return {
        name: sorted(rows, key=lambda r: getattr(r, table(name).key[0]))
        for name, rows in odd_release().items()
        if table(name).key
    }


# ---- pandas


@pytest.mark.parametrize("of", tables(), ids=lambda t: t.name)
def test_pandas_reads_rows_types_and_nulls(release, of):
    frame = pd.read_parquet(release / f"{of.name}.parquet", dtype_backend="pyarrow")
    rows = odd_release()[of.name]
    assert len(frame) == len(rows) and list(frame.columns) == list(of.names)
    for column in of.columns:
        missing = sum(getattr(r, column.name) is None for r in rows)
        assert frame[column.name].isna().sum() == missing, column.name


# ---- DuckDB

DUCKDB_TYPES = {
    "string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE",
    "datetime": "TIMESTAMP WITH TIME ZONE", "list": "VARCHAR[]", "json": "JSON",
}  # fmt: skip


@pytest.fixture(scope="module")
def duck(release):
    with duckdb.connect(str(release / DUCKDB), read_only=True) as database:
        yield database


@pytest.mark.parametrize("of", tables(), ids=lambda t: t.name)
def test_duckdb_has_every_table_with_its_types_and_says_what_they_mean(duck, of):
    described = duck.execute(
        "SELECT column_name, data_type, comment FROM duckdb_columns() WHERE table_name = ? ORDER BY column_index",
        [of.name],
    ).fetchall()
    assert described == [(c.name, DUCKDB_TYPES[c.type], c.description) for c in of.columns]
    assert duck.execute(f"SELECT count(*) FROM {of.name}").fetchone() == (len(odd_release()[of.name]),)


def test_duckdb_keeps_values_nulls_and_lists(duck):
    found = duck.execute(
        "SELECT conduct_raw, case_ref_raw, year_raw, standard_raw, channels, cells->>'outcome_raw', year FROM cases "
        "WHERE record_id IN ('durham-11', 'durham-12') ORDER BY record_id"
    ).fetchall()
    assert found[0] == ("=1+1", "001", "", None, ["a,b", 'c"d'], "p2[36,142,202,163]", 2019)
    assert found[1][-1] is None


def test_duckdb_reads_the_parquet_files_as_the_same(duck, release):
    parquet = (release / "cases.parquet").as_posix()
    assert duck.execute(f"SELECT count(*) FROM '{parquet}'").fetchone() == (12,)


# ---- SQLite


@pytest.fixture(scope="module")
def lite(release):
    database = sqlite3.connect(f"file:{release / SQLITE}?mode=ro", uri=True)
    database.row_factory = sqlite3.Row
    yield database
    database.close()


@pytest.mark.parametrize("of", tables(), ids=lambda t: t.name)
def test_sqlite_has_every_table_with_its_key(lite, of):
    columns = lite.execute(f"PRAGMA table_info({of.name})").fetchall()
    assert [c["name"] for c in columns] == list(of.names)
    assert {c["name"] for c in columns if c["pk"]} == set(of.key)
    assert {c["name"] for c in columns if c["notnull"]} >= {c.name for c in of.columns if not c.nullable}
    assert lite.execute(f"SELECT count(*) FROM {of.name}").fetchone()[0] == len(odd_release()[of.name])


def test_sqlite_keeps_values_nulls_lists_and_dates(lite):
    row = lite.execute("SELECT * FROM cases WHERE record_id = 'durham-11'").fetchone()
    assert (row["conduct_raw"], row["case_ref_raw"], row["year_raw"], row["standard_raw"]) == ("=1+1", "001", "", None)
    assert json.loads(row["channels"]) == ["a,b", 'c"d']
    reply = lite.execute("SELECT date_replied, retrieved_at, sample FROM replies WHERE force = 'durham'").fetchone()
    assert date.fromisoformat(reply["date_replied"]) == date(2022, 9, 9)
    assert datetime.fromisoformat(reply["retrieved_at"]).microsecond == 123456
    assert reply["sample"] == 0


def test_sqlite_says_the_version_of_the_schema_and_is_sound(lite):
    major, minor, patch = map(int, SCHEMA_VERSION.split("."))
    assert lite.execute("PRAGMA user_version").fetchone()[0] == major * 10_000 + minor * 100 + patch
    assert lite.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_both_files_are_the_same_bytes_for_the_same_tables(tmp_path):
    made = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        made.append([path.read_bytes() for path in write_databases(rows_of(odd_release()), tmp_path / name)])
    assert made[0] == made[1]


# ---- R and a spreadsheet, where they are at hand


@pytest.mark.skipif(not shutil.which("Rscript"), reason="needs R (Debian package r-base-core)")
def test_r_reads_the_csv(release):
    script = (
        "d <- read.csv('cases.csv', na.strings = '', colClasses = c(case_ref_raw = 'character'));"
        "cat(nrow(d), class(d$year), sum(is.na(d$year)), d$case_ref_raw[d$record_id == 'durham-11'])"
    )
    told = subprocess.run(["Rscript", "-e", script], cwd=release, capture_output=True, text=True, timeout=120)
    assert told.stdout.split() == ["12", "integer", "1", "001"], told.stderr


@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice (Debian package libreoffice-calc-nogui)")
def test_a_spreadsheet_reads_the_csv_as_text_and_keeps_rows_and_nulls(release, tmp_path):
    """Imported as the documentation says: comma, UTF-8, quoted fields as text."""
    options = "CSV:44,34,76,1,,0,true,true"
    subprocess.run(
        [
            "soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/office", f"--infilter={options}",
            "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true", "--outdir", str(tmp_path),
            str(release / "cases.csv"),
        ],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    with (tmp_path / "cases.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["record_id"]: row for row in csv.DictReader(file)}
    assert len(rows) == 12
    assert rows["durham-11"]["conduct_raw"].lstrip("'") == "=1+1"  # as text, not 2
    assert rows["durham-12"]["year"] == rows["durham-12"]["outcome"] == ""
    assert rows["durham-1"]["year"] == "2019"


# ---- the catalogue


def test_the_catalogue_lists_every_file_with_its_checksum_size_version_and_licence(release):
    told = json.loads((release / CATALOGUE).read_text(encoding="utf-8"))
    files = {f["path"]: f for f in told["files"]}
    there = {p.relative_to(release).as_posix() for p in release.rglob("*") if p.is_file()}
    assert set(files) == there - {CATALOGUE, "SHA256SUMS"}
    for name, entry in files.items():
        data = (release / name).read_bytes()
        assert (entry["bytes"], entry["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
        assert entry["schema_version"] == SCHEMA_VERSION and entry["licence"] in told["licences"]
        assert entry["media_type"] != "application/octet-stream", name
    assert (files["cases.csv"]["table"], files["cases.csv"]["rows"]) == ("cases", 12)
    assert (told["release"], told["previous"]) == (release.name, None)


def test_the_catalogue_leads_to_the_release_before(tmp_path):
    first = publish(whole(), tmp_path, when=WHEN)
    second = publish(odd_release(), tmp_path, when=WHEN)
    told = json.loads((second.path / CATALOGUE).read_text(encoding="utf-8"))
    assert told["previous"]["release"] == first.id
    before = (second.path / told["previous"]["path"]).resolve()
    assert json.loads(before.read_text(encoding="utf-8"))["release"] == first.id
    assert (second.path / told["changes"]).is_file() and (second.path / told["schema"]).is_file()
