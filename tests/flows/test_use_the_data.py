"""The page "Use the data": each example runs on the release of the sample round and prints what the page says."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flows import publish as publishing
from flows import steps
from flows.progress import Progress
from flows.samples.generate import HOME
from flows.sources.folder import FolderSource
from schemas.tables import tables

pytestmark = pytest.mark.slow

PAGE = Path(__file__).parents[2] / "docs" / "use-the-data.md"
REQUEST = "online-misconduct-2017"
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE.read_text("utf-8"), re.M | re.S)
SQL = [text for language, text in BLOCKS if language == "sql"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A folder in which `data/clean/latest` is the release of the sample round, made once."""
    made = tmp_path_factory.mktemp("round")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(steps.validation, "validate", _passed)  # the suites have tests of their own, and take seconds
        source = FolderSource(HOME / REQUEST)
        with steps.begun(made / "data", [source], Progress(io.StringIO()), request=REQUEST) as run:
            for step in steps.STEPS:
                step(run)
    return made


def _passed(data: Any, docs: Path | None = None, **_: Any) -> steps.validation.Verdict:
    if docs:
        docs.mkdir(parents=True)
    return steps.validation.Verdict([], [], [], {})


@pytest.fixture(autouse=True)
def _here(folder, monkeypatch) -> None:
    monkeypatch.chdir(folder)


def told() -> Iterator[dict]:
    """What each current reply of the round comes to, from the truth beside the samples."""
    for path in sorted((HOME / "truth").glob("*.json")):
        facts = json.loads(path.read_text("utf-8"))
        if not facts["superseded_by"]:
            yield from facts["figures"]


def test_the_summary_reads_what_the_investigation_reported_and_every_force_as_the_truth(folder):
    rows = publishing.read_release(folder / "data" / "clean" / "latest")["summary"]
    assert rows and all(row.sample for row in rows)
    figures = {(r.figure, r.breakdown, r.category): r for r in rows}
    headline = {name: row for (name, breakdown, _), row in figures.items() if breakdown is None}
    assert headline["officers_investigated"].lower == 921
    assert headline["forces_with_data"].lower == 29
    assert round(headline["dismissed_share_of_all"].share, 2) == 0.06
    for name, key in (("officers_investigated", "officers"), ("officers_dismissed", "dismissed")):
        found = {r.category: [r.lower, r.upper] for r in rows if (r.figure, r.breakdown) == (name, "force")}
        assert found == {facts["force"]: facts[key] for facts in told() if key in facts}


def test_every_figure_can_be_followed_to_its_records(folder):
    data = publishing.read_release(folder / "data" / "clean" / "latest")
    known = (
        {c.record_id for c in data["cases"]}
        | {c.count_id for c in data["counts"]}
        | {r.reply_id for r in data["replies"]}
    )
    for row in data["summary"]:
        assert set(row.records) <= known and (row.records or row.upper == 0), (row.figure, row.breakdown, row.category)


def test_the_python_examples_print_what_the_page_says():
    space: dict[str, Any] = {}
    shown = []
    for (language, text), (following, expected) in zip(BLOCKS, [*BLOCKS[1:], ("", "")], strict=True):
        if language == "python":
            printed = io.StringIO()
            with contextlib.redirect_stdout(printed):
                exec(compile(text, PAGE.name, "exec"), space)
            assert following == "text" and _lines(printed.getvalue()) == _lines(expected), text
            shown.append(text)
    assert len(shown) >= 5


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip().splitlines()]


@pytest.mark.parametrize("number", range(len(SQL)))
def test_the_duckdb_examples_run(number):
    """Only where duckdb is installed: the program does not need it, so it is not among the dependencies."""
    duckdb = pytest.importorskip("duckdb")
    assert duckdb.sql(SQL[number]).fetchall()


def test_the_r_example_runs_or_at_least_names_what_is_there():
    (script,) = [text for language, text in BLOCKS if language == "r"]
    named = set(re.findall(r"\b[a-z]+_[a-z_]+\b(?!\()|(?<=by = \")\w+", script))
    known = {c.name for t in tables() for c in t.columns} | {
        code for t in tables() for c in t.columns for code in c.codes or ()
    }
    made = {"at_least", "at_most", "names_from", "values_from"}
    assert named - known - made - {"outcome_group"} == set()
    if (
        shutil.which("Rscript")
        and not subprocess.run(
            ["Rscript", "-e", "library(arrow);library(dplyr);library(tidyr)"], capture_output=True
        ).returncode
    ):
        subprocess.run(["Rscript", "-e", script], check=True, capture_output=True)


def test_the_formulas_point_at_the_columns_that_the_page_names(folder):
    """`SUMIFS` as the page writes it, over the file as it is published."""
    with Path("data/clean/latest/summary.csv").open(encoding="utf-8", newline="") as file:
        csv.field_size_limit(10_000_000)
        heading, *rows = csv.reader(file)
    formulas = re.findall(r"`=SUMIFS\((.*?)\)`", PAGE.read_text("utf-8"))
    values = []
    for formula in formulas:
        wanted, *conditions = [part.strip('"') for part in formula.split(",")]
        pairs = [
            (_column(c), "" if value == "=" else value)
            for c, value in zip(conditions[::2], conditions[1::2], strict=True)
        ]
        assert [heading[c] for c, _ in pairs] == ["figure", "breakdown", "category"][: len(pairs)]
        matching = [row for row in rows if all(row[c] == value for c, value in pairs)]
        values.append((heading[_column(wanted)], len(matching), sum(float(row[_column(wanted)]) for row in matching)))
    assert [(name, n) for name, n, _ in values] == [
        ("lower", 1),
        ("upper", 1),
        ("lower", 1),
        ("share", 1),
        ("share", 1),
    ]
    assert values[0][2] == 921 and round(values[3][2], 2) == 0.06


def _column(letters: str) -> int:
    return ord(letters[0]) - ord("A")


def test_what_the_page_says_of_joining_in_a_spreadsheet():
    columns = {t.name: t.names for t in tables()}
    assert columns["cases"][1] == "reply_id" == columns["replies"][0] and columns["replies"][3] == "reference"
