"""The data browser: Datasette really serves the release, with the schema's descriptions, facets and queries that run."""

import json
import socket
import sqlite3
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import pytest
from click.testing import CliRunner

from flows import browse as module
from flows.browse import ARRAY_FACETS, FACETS, QUERIES, SORTED_BY, browse, metadata
from flows.cli import main
from flows.databases import SQLITE, rows_of, write_sqlite
from flows.ending import Stopped
from schemas.records import Figure
from schemas.tables import table, tables
from tests.flows.release import REQUEST, whole


def data() -> dict:
    made = whole()
    dismissed = [c.record_id for c in made["cases"]]
    made["summary"] += [
        Figure(request=REQUEST, figure="officers_dismissed", lower=10, upper=10, definition="D.", sample=False, records=dismissed),
        Figure(request=REQUEST, figure="outcome_share_of_all", breakdown="outcome_group", category="dismissal", lower=10, upper=10, denominator=13, share=0.769, definition="D.", sample=False),
        Figure(request=REQUEST, figure="outcome_share_of_decided", breakdown="outcome_group", category="dismissal", lower=10, upper=10, denominator=10, share=1.0, definition="D.", sample=False),
        Figure(request=REQUEST, figure="officers_investigated", breakdown="force", category="durham", lower=10, upper=10, definition="D.", sample=False),
    ]  # fmt: skip
    return made


@pytest.fixture(scope="module")
def database(tmp_path_factory) -> Path:
    return write_sqlite(rows_of(data()), tmp_path_factory.mktemp("release") / SQLITE)


def ask(database: Path, name: str) -> list[tuple]:
    with sqlite3.connect(database) as connection:
        return connection.execute(QUERIES[name][1], {"figure": "officers_dismissed"}).fetchall()


@pytest.mark.parametrize("name", QUERIES)
def test_every_query_runs(database, name):
    rows = ask(database, name)
    assert isinstance(rows, list)


def test_the_queries_give_the_figures_of_the_summary(database):
    assert {row[1:4] for row in ask(database, "headline")} == {
        ("officers_investigated", 13, 17),
        ("officers_dismissed", 10, 10),
    }
    assert ask(database, "dismissed_counted_anew") == [(0, 10, 10)]
    assert len(ask(database, "records_behind_a_figure")) == 10
    assert [row[1:6] for row in ask(database, "outcomes")] == [("dismissal", 10, 10, 76.9, 100.0)]


@pytest.mark.parametrize(("of", "columns"), [*FACETS.items(), *ARRAY_FACETS.items()])
def test_facets_are_columns_that_exist(of, columns):
    kinds = {c.name: c.type for c in table(of).columns}
    assert set(columns) <= set(kinds)
    assert SORTED_BY.get(of, columns[0]) in kinds
    if columns is ARRAY_FACETS.get(of):
        assert {kinds[c] for c in columns} == {"list"}


def test_the_schema_describes_every_table_and_column():
    described = metadata("r1", "None.")["databases"]["foi"]["tables"]
    for of in tables():
        assert described[of.name]["description"] == of.description
        assert described[of.name]["columns"] == {c.name: c.description for c in of.columns}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.mark.slow
def test_datasette_serves_it(database, tmp_path):
    described = tmp_path / "metadata.json"
    described.write_text(json.dumps(metadata("r1", "None.")), encoding="utf-8")
    port = free_port()
    server = subprocess.Popen(
        module._command(database, described, port, False), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        page = _get(port, "/foi/cases", patience=120)
        assert "sha256 of the document." in page and "facet" in page
        rows = json.loads(_get(port, "/foi/headline.json?_shape=array"))
        assert {r["figure"]: r["at_least"] for r in rows} == {"officers_investigated": 13, "officers_dismissed": 10}
        counted = json.loads(_get(port, "/foi/records_behind_a_figure.json?_shape=array&figure=officers_dismissed"))
        assert len(counted) == 10
        with pytest.raises(urllib.error.HTTPError):
            _get(port, "/foi?sql=" + urllib.parse.quote("delete from cases"))
    finally:
        server.terminate()
        server.wait(30)


def _get(port: int, path: str, patience: float = 0) -> str:
    until = time.monotonic() + patience
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=60) as answer:
                return answer.read().decode()
        except urllib.error.HTTPError:
            raise
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def test_a_port_in_use_is_said(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(Stopped, match="is in use; name another with --port"):
            browse(tmp_path, taken.getsockname()[1], False)


def test_without_a_release_the_command_says_what_to_do(tmp_path):
    told = CliRunner().invoke(main, ["browse", "--data", str(tmp_path)])
    assert isinstance(told.exception, Stopped) or told.exit_code == 2
