"""Pages that are taken over from the release before are those that would be drawn; a release made bit by bit is that made at once."""

from __future__ import annotations

import shutil
from collections import defaultdict
from pathlib import Path

import pytest

from flows import publish, steps
from flows.archive import Archive
from flows.report import reuse, write
from flows.report.charts import Drawing
from tests.flows import killing
from tests.flows.in_process import Here
from tests.flows.killing import FolderSource, Progress
from tests.flows.letters import CASES, letter, workbook


@pytest.fixture(autouse=True)
def quickly(monkeypatch, mapped_here):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(killing.CLOCK))
    monkeypatch.setattr(steps.validation, "validate", steps.validation.validate)
    killing.without_validation()
    monkeypatch.setattr(steps, "Readers", Here)
    monkeypatch.setattr(write.charts, "of_round", lambda *_: defaultdict(lambda: Drawing("", {})))


@pytest.fixture
def replies(tmp_path) -> Path:
    """Three forces; the letter of one names a person, so that the editions differ."""
    made = tmp_path / "all"
    letter(made / "durham.pdf")
    (made / "essex.csv").write_text("Year,Rank,Platform,Outcome\n2019,PC,WhatsApp,Dismissed\n", encoding="utf-8")
    letter(made / "kent" / "response.pdf", force="Kent Police", reference="7/22", rows=[])
    workbook(made / "kent" / "figures.xlsx", [*CASES, ["2021", "PC", "TikTok", "No further action"]])
    (made / "essex.csv").rename(made / "essex police.csv")
    return made


def ingested(work: Path) -> steps.Run:
    with steps.begun(work / "data", [FolderSource(work / "replies", name="replies")], Progress()) as run:
        for step in steps.STEPS:
            step(run)
        return run


def brought(replies: Path, work: Path, names: tuple[str, ...] = ("durham.pdf", "essex police.csv", "kent")) -> None:
    for name in names:
        source, target = replies / name, work / "replies" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(source, target) if source.is_dir() else shutil.copy2(source, target)


def half_then_rest(replies: Path, work: Path) -> steps.Run:
    brought(replies, work, ("durham.pdf", "essex police.csv"))
    ingested(work)
    brought(replies, work, ("kent",))
    return ingested(work)


def released(work: Path) -> dict[str, bytes]:
    folder = publish.live(work / "data" / "clean")
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_half_first_and_then_the_rest_is_what_all_at_once_is(replies, tmp_path):
    brought(replies, tmp_path / "once")
    once = ingested(tmp_path / "once")
    later = half_then_rest(replies, tmp_path / "halves")
    at_once, after_half = released(tmp_path / "once"), released(tmp_path / "halves")
    for name in (
        "replies",
        "cases",
        "counts",
        "problems",
        "accounting",
        "coverage",
        "summary",
        "corrections",
        "masked",
    ):
        assert once.tables.get(name) == later.tables.get(name), name
        assert (
            at_once[f"{name}.csv"] == after_half[f"{name}.csv"]
            and at_once[f"public/{name}.csv"] == after_half[f"public/{name}.csv"]
        )
    assert at_once.keys() == after_half.keys()
    evidence = [name for name in at_once if "/evidence/" in name]
    assert len(evidence) == 8 and all(at_once[name] == after_half[name] for name in evidence)
    shutil.rmtree(tmp_path / "halves" / "data" / "clean")
    ingested(tmp_path / "halves")
    assert released(tmp_path / "halves") == at_once


def test_a_release_with_pages_taken_over_is_that_with_all_of_them_drawn(replies, tmp_path, monkeypatch):
    taken: list[str] = []
    take = reuse.Before.take

    def noted(self, sha256, *more):
        told = take(self, sha256, *more)
        taken.extend([sha256] * (told is not None))
        return told

    monkeypatch.setattr(reuse.Before, "take", noted)
    half_then_rest(replies, tmp_path / "taken")
    assert len(taken) == 4  # two documents in two editions
    monkeypatch.setattr(reuse.Before, "take", lambda *_: None)
    half_then_rest(replies, tmp_path / "drawn")
    assert released(tmp_path / "taken") == released(tmp_path / "drawn")


def test_a_page_is_drawn_where_anything_that_it_shows_has_changed(replies, tmp_path, monkeypatch):
    work = tmp_path / "work"
    brought(replies, work)
    ingested(work)
    drawn: list[str] = []
    draw = write._Report._draw
    monkeypatch.setattr(write._Report, "_draw", lambda self, name, *more: drawn.append(name) or draw(self, name, *more))
    last = publish.live(work / "data" / "clean")
    tables = publish.read_release(last)
    archive = Archive(work / "data" / "raw")
    case, (reply, *_) = tables["cases"][0], tables["replies"]

    def again(edition: str = "full", report: Path = last / "report", **named: str) -> set[str]:
        drawn.clear()
        before = reuse.Before.of(archive, "r", edition, report)
        write.write_report(tables, archive, "samples", tmp_path / "again", "r", edition=edition, before=before, **named)
        return set(drawn)

    every = {name for one in tables["replies"] for name in one.documents}
    assert again() == set() and again(beside="../..") == every
    for row, column, value in ((case, "outcome_raw", "otherwise"), (reply, "reference", "1/1")):
        with monkeypatch.context() as patch:
            patch.setattr(row, column, value)
            assert again() == {row.document} if row is case else set(row.documents), column
    with monkeypatch.context() as patch:
        patch.setattr(tables["problems"][0], "message", "Something else.")
        assert again() == {tables["problems"][0].document}
    with monkeypatch.context() as patch:
        patch.setattr(write, "program", lambda: "another")
        assert again() == every
    (last / "SHA256SUMS").write_text("", encoding="utf-8")
    assert again() == every  # a file that the list does not have is never taken
