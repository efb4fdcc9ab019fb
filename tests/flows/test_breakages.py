"""What goes wrong between two releases is told where it happened, holds back one force, and leaves its last good version."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest

from flows import publish as publishing
from flows import steps
from flows.ending import DONE, NEEDS_A_PERSON
from flows.progress import Progress
from flows.sources.folder import FolderSource
from parsers import parse as parsing
from schemas import vocabulary
from tests.flows.letters import letter, workbook

HEAD = ["Year", "Rank", "Platform", "Outcome"]
ROWS = [
    ["2019", "PC", "WhatsApp", "Final written warning"],
    ["2019", "PC", "Facebook", "Dismissed without notice"],
    ["2020", "Sergeant", "Facebook", "Words of advice"],
    ["2021", "PC", "WhatsApp", "No further action"],
    ["2021", "Inspector", "TikTok", "Management action"],
    ["2022", "PC", "Instagram", "No further action"],
]


@pytest.fixture(autouse=True)
def without_great_expectations(monkeypatch):
    """The suites take seconds a run and have tests of their own."""

    def validate(data, docs=None, *, when=None, before=None):
        if docs:
            docs.mkdir(parents=True)
        return steps.validation.Verdict([], [], [], {})

    monkeypatch.setattr(steps.validation, "validate", validate)


def ingest(data: Path, inbox: Path, **told) -> steps.Ending:
    with steps.begun(data, [FolderSource(inbox)], Progress(io.StringIO()), **told) as run:
        for step in steps.STEPS:
            step(run)
        return steps.ending(run)


def live(data: Path) -> dict:
    return publishing.read_release(data / "clean" / "latest")


def force(inbox: Path, slug: str, name: str, replied: str, rows: list[list[str]]) -> None:
    letter(inbox / slug / f"{replied}.pdf", force=name, reference="7/22", rows=[], replied=replied)
    workbook(inbox / slug / f"{replied}.xlsx", rows)


@pytest.fixture
def first(tmp_path) -> tuple[Path, Path]:
    """Two forces published once: the data folder and the folder that replies arrive in."""
    data, inbox = tmp_path / "data", tmp_path / "in"
    force(inbox, "cheshire", "Cheshire Constabulary", "1 September 2022", [HEAD, *ROWS])
    force(inbox, "essex", "Essex Police", "1 September 2022", [HEAD, *ROWS])
    assert ingest(data, inbox).status == DONE and len(live(data)["cases"]) == 12
    return data, inbox


def held(data: Path) -> tuple[list, list]:
    """The problems that hold cheshire back, and its published outcomes; essex's are all there."""
    tables = live(data)
    stale = {row.force for row in tables["coverage"] if row.stale}
    assert stale == {"cheshire"} and sum(case.force == "essex" for case in tables["cases"]) == 6
    cases = [case for case in tables["cases"] if case.force == "cheshire"]
    assert len(cases) == 6 and all(case.outcome for case in cases)
    return [p for p in tables["problems"] if p.force == "cheshire"], cases


def test_a_column_renamed_to_words_that_nothing_knows(first):
    data, inbox = first
    strange = [[*row[:3], f"Disposal {n}"] for n, row in enumerate(ROWS)]
    force(inbox, "cheshire", "Cheshire Constabulary", "1 December 2022", [[*HEAD[:3], "Zbx"], *strange])
    assert ingest(data, inbox).status == NEEDS_A_PERSON
    problems, _ = held(data)
    (unknown,) = [p for p in problems if p.code == "unmapped_column"]
    assert "Zbx" in unknown.message and unknown.location
    (waits,) = [p for p in problems if p.code == "fewer_rows"]
    assert "outcome" in waits.message and "--accept online-misconduct-2017/cheshire" in waits.fix
    accepted = frozenset({steps.pair("online-misconduct-2017/cheshire")})
    ingest(data, inbox, accepted=accepted)
    assert {c.outcome for c in live(data)["cases"] if c.force == "cheshire"} == {"not_stated"}


def test_a_reply_with_half_its_rows_gone(first):
    data, inbox = first
    force(inbox, "cheshire", "Cheshire Constabulary", "1 December 2022", [HEAD, *ROWS[:3]])
    assert ingest(data, inbox).status == NEEDS_A_PERSON
    problems, _ = held(data)
    assert [p.code for p in problems if p.severity == "error"] == ["fewer_rows"]


def test_a_parser_that_fails(first, monkeypatch, mapped_here):
    data, inbox = first
    sound = parsing.parse_reply

    def crash(documents, force=None, request=None):
        if force == "cheshire":
            raise ZeroDivisionError
        return sound(documents, force, request)

    monkeypatch.setattr(parsing, "parse_reply", crash)
    force(inbox, "cheshire", "Cheshire Constabulary", "1 December 2022", [HEAD, *ROWS])
    assert ingest(data, inbox).status == NEEDS_A_PERSON
    problems, _ = held(data)
    assert any(p.code == "document_quarantined" and "ZeroDivisionError" in p.message for p in problems)


def test_an_entry_of_a_vocabulary_removed(first, tmp_path, monkeypatch, mapped_here):
    data, inbox = first
    force(inbox, "essex", "Essex Police", "1 November 2022", [HEAD, *[[*r[:3], "NFA"] for r in ROWS]])
    assert ingest(data, inbox, accepted=frozenset({steps.pair("online-misconduct-2017/essex")})).status == DONE
    rooms = tmp_path / "schemas"
    shutil.copytree(vocabulary.FOLDER.parent, rooms, ignore=shutil.ignore_patterns("__pycache__"))
    entry = rooms / "vocabulary" / "outcome.toml"
    text = entry.read_text(encoding="utf-8")
    assert '"(words|word) of advice", ' in text
    entry.write_text(text.replace('"(words|word) of advice", ', ""), encoding="utf-8")
    with monkeypatch.context() as changed:
        changed.setattr(vocabulary, "FOLDER", rooms / "vocabulary")
        forget()
        assert ingest(data, inbox).status == NEEDS_A_PERSON
        problems, cases = held(data)
        assert any(p.code == "unmapped_value" and "Words of advice" in p.message and p.location for p in problems)
        assert any(p.code == "fewer_rows" and "1 now have none" in p.message for p in problems)
        assert any(case.outcome == "words_of_advice" for case in cases)
    forget()


def forget() -> None:
    for cached in (vocabulary.load, vocabulary.fingerprint):
        cached.cache_clear()
