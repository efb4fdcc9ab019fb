"""Pages that are taken over from the release before are those that would be drawn; a release made bit by bit is that made at once."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import pytest

from flows import editions, publish, quiet, steps
from flows.archive import Archive
from flows.digests import Digests
from flows.report import reuse, write
from flows.report.charts import Drawing
from schemas.tables import plain
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


def one_by_one(replies: Path, work: Path, name: str = "") -> steps.Run:
    """The third part of Durham's answer comes to a release that has two: most of its page is as it was."""
    brought(replies, work)
    said = "I have today decided to disclose the located information to you in full. This is the first part of our response."
    for number in (1, 2, 3):
        if number == 3:
            ingested(work)
        rows = [
            CASES[0],
            [str(2018 + number), f"PC {name}", "TikTok", "Resigned"],
            [str(2018 + number), "PC", "Signal", "Dismissed"],
        ]
        told = {"replied": f"{number} October 2022", "reference": f"{number}/22", "rows": rows, "said": said}
        letter(work / "replies" / f"durham {number}.pdf", **told)
    return ingested(work)


@pytest.mark.parametrize(("name", "least"), [("", 4), ("Bethan Oakshott", 2)])
def test_a_release_made_from_what_was_kept_is_that_made_from_nothing(replies, tmp_path, monkeypatch, name, least):
    sections: list[bool] = []
    section = write._Report._part
    monkeypatch.setattr(write._Report, "_part", lambda *told: sections.append(True) or section(*told))
    one_by_one(replies, tmp_path / "kept", name)
    few = len(sections)
    with monkeypatch.context() as patch:
        patch.setattr(reuse.Before, "take", lambda *_: None)
        patch.setattr(reuse.Before, "sections", lambda *_: {})
        patch.setattr(reuse.Prints, "of", lambda _, row: _print(row))
        patch.setattr(publish, "Digests", lambda known: Digests())
        patch.setattr(publish, "_are_public", lambda _: False)
        patch.setattr(publish, "_write_public", _write_public)
        patch.setattr(quiet.Quiet, "of", classmethod(lambda cls, archive, _: cls(archive, "none")))
        patch.setattr(editions, "_are", lambda *_: False)
        sections.clear()
        one_by_one(replies, tmp_path / "anew", name)
    assert few <= len(sections) - least
    kept, anew = released(tmp_path / "kept"), released(tmp_path / "anew")
    assert kept.keys() == anew.keys() and [name for name in kept if kept[name] != anew[name]] == []
    shared = b"".join(data for file, data in kept.items() if file.startswith("public/") and not file.endswith(".webp"))
    assert (b"[name]" in kept["public/cases.csv"]) == bool(name) and b"Oakshott" not in shared


def _print(row: object) -> str:
    return hashlib.sha256(json.dumps(plain(row), sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _write_public(shared, data, files, folder, names):
    made = publish._write_tables(shared, folder / "public", names)
    return [replace(file, path=f"public/{file.path}") for file in made]


def test_a_section_of_a_force_is_written_where_anything_that_it_shows_has_changed(replies, tmp_path, monkeypatch):
    work = tmp_path / "work"
    one_by_one(replies, work)
    last = publish.live(work / "data" / "clean")
    tables, archive = publish.read_release(last), Archive(work / "data" / "raw")
    written: list[str] = []
    part = write._Report._part
    monkeypatch.setattr(
        write._Report, "_part", lambda self, reply, *more: written.append(reply.reply_id) or part(self, reply, *more)
    )

    def again(report: Path = last / "report", **told: str) -> set[str]:
        written.clear()
        before = reuse.Before.of(archive, "r", "full", report)
        write.write_report(tables, archive, "samples", tmp_path / "again", "r", before=before, **told)
        return set(written)

    every = {reply.reply_id for reply in tables["replies"]}
    case, account = tables["cases"][0], tables["accounting"][0]
    of_account = {r.reply_id for r in tables["replies"] if account.document in r.documents}
    figure = next(
        f
        for f in tables["summary"]
        if f.breakdown == "force" and f.category == "durham" and f.figure == "officers_investigated"
    )
    assert again() == set() and again(beside="../..") == every
    for row, column, value, wanted in (
        (case, "outcome_raw", "otherwise", {case.reply_id}),
        (account, "skipped", 7, of_account),
        (figure, "lower", 77, None),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(row, column, value)
            found = again()
            assert found == wanted if wanted else len(found) == 1, column
    with monkeypatch.context() as patch:
        patch.setattr(write, "program", lambda: "another")
        assert again() == every
    page = last / "report" / "force-durham.html"
    page.write_text(page.read_text(encoding="utf-8").replace("Its cases", "Its case"), encoding="utf-8")
    assert {name for name in every if "/durham/" in name} == again()  # a page that has changed is never taken from


def test_the_figures_of_a_force_stand_beside_its_first_reply_alone(replies, tmp_path):
    one_by_one(replies, tmp_path)
    page = released(tmp_path)["report/force-durham.html"].decode()
    assert page.count("Its reply") >= 3 and page.count("Its figures") == page.count("<caption>Outcomes") == 1


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
