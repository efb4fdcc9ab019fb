import os
import sqlite3
import subprocess
import sys

import pytest

from flows import prefect_database
from flows.prefect_database import DATABASE, SCHEMA, as_sql, by_migrations, make, same


@pytest.fixture(autouse=True)
def no_other_database(monkeypatch):
    for name in prefect_database.ELSEWHERE:
        monkeypatch.delenv(name, raising=False)


@pytest.mark.slow
def test_the_kept_schema_is_what_prefects_migrations_come_to(tmp_path):
    assert same(by_migrations(), SCHEMA.read_text(encoding="utf-8"))


def test_it_is_made_once_and_whole(tmp_path):
    assert make(tmp_path) and same(as_sql(tmp_path), SCHEMA.read_text(encoding="utf-8"))
    (tmp_path / DATABASE).write_bytes(b"of a run before")
    assert not make(tmp_path) and (tmp_path / DATABASE).read_bytes() == b"of a run before"


def test_what_was_left_half_made_is_made_again(tmp_path):
    (tmp_path / f"{DATABASE}.begun").write_bytes(b"half")
    assert make(tmp_path) and [path.name for path in tmp_path.iterdir()] == [DATABASE]


def test_another_version_of_prefect_makes_its_own(tmp_path, monkeypatch):
    monkeypatch.setattr(prefect_database, "version", lambda _: "0.0")
    assert not make(tmp_path) and not [*tmp_path.iterdir()]


def test_none_is_made_where_another_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("PREFECT_SERVER_DATABASE_CONNECTION_URL", "sqlite+aiosqlite:///elsewhere.db")
    assert not make(tmp_path) and not [*tmp_path.iterdir()]


@pytest.mark.slow
def test_prefect_has_nothing_left_to_do_with_it(tmp_path):
    make(tmp_path)
    command = [sys.executable, "-m", "prefect", "server", "database", "upgrade", "--yes"]
    subprocess.run(command, env={**os.environ, "PREFECT_HOME": str(tmp_path)}, check=True, capture_output=True)
    assert same(as_sql(tmp_path), SCHEMA.read_text(encoding="utf-8"))


def test_a_line_more_or_less_is_seen():
    schema = SCHEMA.read_text(encoding="utf-8")
    whole = sqlite3.connect(":memory:")
    whole.executescript(schema)
    assert whole.execute("SELECT count(*) FROM alembic_version").fetchone() == (1,)
    assert not same(schema, schema.replace("CREATE INDEX ix_flow_run_state__name", "CREATE INDEX other", 1))
