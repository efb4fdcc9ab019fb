"""A run over what an earlier one worked on does nothing, says what that one said, and notices everything that has changed."""

from __future__ import annotations

import dataclasses
import io
import os
from datetime import date, timedelta
from pathlib import Path

import pytest

from flows import asked, clock, corrections, fingerprint, holds, not_personal, publish, steps, takedowns
from flows.ledger import Ledger
from flows.progress import Progress
from flows.sources.folder import FolderSource
from flows.standing import Standing, Told, changes_on
from schemas import vocabulary
from schemas.records import Problem
from tests.flows.in_process import quickly
from tests.flows.killing import REQUEST
from tests.flows.letters import CASES, workbook
from tests.flows.release import WHEN
from tests.flows.test_damaged import flipped

LONG_AGO = 1_600_000_000
"""2020-09-13. When the replies were written, as the file system would tell."""


LATER = timedelta(seconds=10)
"""How much later than they are a run thinks that it is: by then the files have been left alone for a while."""

_now = clock.now


@pytest.fixture
def home(tmp_path, monkeypatch, mapped_here) -> Path:
    """A folder of replies, and the data that two runs over it have left."""
    quickly(monkeypatch)
    monkeypatch.chdir(tmp_path)
    workbook(tmp_path / "in" / "durham" / "figures.xlsx")
    workbook(tmp_path / "in" / "kent" / "figures.xlsx", [*CASES, ["2021", "PC", "TikTok", "No further action"]])
    monkeypatch.setattr(clock, "now", lambda: _now() + LATER)
    run()
    return tmp_path


def run(*, accepted: frozenset = frozenset(), **told: str | None) -> steps.Run:
    with steps.begun(
        Path("data"), [FolderSource(Path("in"))], Progress(io.StringIO()), accepted=accepted, **told
    ) as made:
        for step in steps.STEPS:
            step(made)
        return made


def settled(**told) -> bool:
    """Whether a run had nothing to do."""
    return run(**told).stands is not None


def test_a_run_with_nothing_new_works_nothing_out_and_says_what_the_last_one_said(home, monkeypatch):
    said = steps.ending(run())
    for name in ("replies", "map_reply"):
        monkeypatch.setattr(steps, name, None)
    monkeypatch.setattr(FolderSource, "collect", None)
    monkeypatch.setattr(publish, "read_release", None)
    again = run()
    assert again.stands and steps.ending(again) == said and said.outcome == "nothing new" and not again.mended


def test_the_tables_of_such_a_run_are_those_that_are_published(home):
    assert run().tables["cases"] == publish.read_release(home / "data" / "clean" / "latest")["cases"]


def test_a_file_that_was_only_touched_is_read_and_nothing_more(home, monkeypatch):
    path = home / "in" / "kent" / "figures.xlsx"
    os.utime(path, (LONG_AGO, LONG_AGO))
    monkeypatch.setattr(steps, "map_reply", None)
    assert settled()
    monkeypatch.setattr(FolderSource, "collect", None)
    assert settled()  # how it looks now is noted


def added(home):
    workbook(home / "in" / "essex" / "figures.xlsx", [*CASES, ["2018", "PC", "Snapchat", "Dismissed"]])


def changed(home):
    workbook(home / "in" / "kent" / "figures.xlsx")


def gone(home):
    (home / "in" / "kent" / "figures.xlsx").unlink()


def test_what_the_source_shows_otherwise_is_published(home):
    for change in (added, changed, gone):
        change(home)
        made = run()
        assert not made.stands and made.release.published, change
        assert settled(), change


def test_what_a_person_decides_is_work(home):
    assert settled()
    asked.add(home / "data", [asked.Asked(REQUEST, "surrey", date(2022, 8, 1))])
    noted = run()
    assert not noted.stands and noted.release.published
    for name in (holds.FILE, takedowns.FILE, not_personal.FILE, f"{corrections.FOLDER}/durham.toml"):
        assert settled()
        (home / "data" / name).parent.mkdir(exist_ok=True)
        (home / "data" / name).write_text("# Nothing is decided yet.\n", encoding="utf-8")
        assert not settled(), name


def test_another_program_or_vocabulary_is_work(home, monkeypatch):
    assert settled()
    for of, name in (
        (vocabulary, "fingerprint"),
        (fingerprint, "program"),
        (steps, "_code"),
        (steps, "parser_version"),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(of, name, lambda *_: "another")
            assert not settled(), name


def test_what_is_named_on_the_command_line_is_work(home):
    assert settled()
    assert not settled(accepted=frozenset({(REQUEST, "kent")}))
    assert not settled(only="kent")
    assert not settled(force="kent")


def test_a_file_of_the_archive_that_was_damaged_is_noticed(home):
    for kind in ("readings", "letters", "mappings", "documents"):
        assert settled()
        damaged = next(path for path in sorted((home / "data" / "raw" / kind).rglob("*")) if path.is_file())
        flipped(damaged)
        made = run()
        assert not made.stands, kind
        if kind in ("letters", "mappings"):  # of the others nothing was needed
            assert any(kind in notice for notice in made.mended)
    damaged.unlink()
    assert not settled()


def test_a_file_of_the_release_that_was_damaged_is_mended(home):
    for damage in (flipped, Path.unlink):
        assert settled()
        damage(publish.live(home / "data" / "clean") / "public" / "cases.csv")
        assert "has been damaged" in run().mended[0]
        assert publish.is_whole(publish.live(home / "data" / "clean")) and settled()


def test_an_answer_that_becomes_overdue_is_published_on_that_day(home, monkeypatch):
    start = clock.now()
    asked.add(home / "data", [asked.Asked(REQUEST, "surrey", start.date())])
    due = next(row.date_due for row in run().tables["coverage"] if row.force == "surrey")
    for days, published in ((0, False), (1, True), (2, False)):
        then = start + (due - start.date()) + timedelta(days=days)
        monkeypatch.setattr(clock, "now", lambda then=then: then)
        made = run()
        assert (made.stands is None) is published and bool(made.release and made.release.published) is published
    monkeypatch.setattr(clock, "now", lambda: start + LATER)
    assert not settled()  # a clock that was put back


def test_the_day_on_which_something_is_otherwise_by_itself():
    today = date(2024, 5, 1)
    assert changes_on([date(2024, 4, 30)], [today], today) is None
    assert changes_on([today, date(2024, 6, 1)], [date(2024, 5, 9)], today) == date(2024, 5, 2)
    assert changes_on([], [date(2024, 5, 9)], today) == date(2024, 5, 9)


def test_the_ledger_keeps_the_last_of_them(tmp_path):
    problem = Problem(code="hidden_content", severity="error", message="half a pair: \ud83d", problem_id="1")
    told = Told("2 documents", [("figure", "1")], [("cases", "2")], [("wrong", "the way out")], {"error": 1}, [problem])
    ledger = Ledger(tmp_path / "ledger.sqlite")
    for number in range(20):
        one = Standing(f"from {number}", None, "r", date(2024, 5, 1), date(2024, 6, 1), told)
        ledger.finish_run(ledger.start_run(WHEN), WHEN, "published", "r", "state", one)
    assert ledger.standing(made_from="from 19") == dataclasses.replace(one)
    assert ledger.standing(made_from="from 12") and not ledger.standing(made_from="from 11")
    assert not ledger.standing(glance="from 19") and not ledger.standing(glance=None, made_from=None)
    ledger.close()
