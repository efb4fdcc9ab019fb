"""Files that a disk has damaged: what can be made again is, with a notice; what cannot is said in one sentence."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from flows import cli, clock, publish, steps
from flows.archive import Archive, DocumentLost, sha256
from flows.ending import Stopped
from flows.ledger import Ledger
from flows.publish import PublishError
from flows.purge import purge
from tests.flows import killing
from tests.flows.killing import FolderSource, Progress

CLOCK = str(killing.CLOCK)


def halved(path: Path) -> None:
    """As a power cut leaves a file that was not synced."""
    data = path.read_bytes()
    path.chmod(0o644)
    path.write_bytes(data[: len(data) // 2])


def emptied(path: Path) -> None:
    path.chmod(0o644)
    path.write_bytes(b"")


def flipped(path: Path) -> None:
    """As a disk that loses bits: one byte in the middle."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0x20
    path.chmod(0o644)
    path.write_bytes(data)


def other_kind(path: Path) -> None:
    """Sound in itself, and nothing that was ever kept there."""
    path.write_bytes(gzip.compress(b'{"is": "something else"}'))


DAMAGES: dict[str, Callable[[Path], None]] = {f.__name__: f for f in (halved, emptied, flipped)}


@pytest.fixture(scope="module")
def sound(tmp_path_factory) -> Path:
    """What one run leaves, beside the replies that it took in."""
    work = tmp_path_factory.mktemp("sound")
    killing.first(work / "replies")
    with pytest.MonkeyPatch.context() as fixed:
        fixed.setenv("SOURCE_DATE_EPOCH", CLOCK)
        fixed.setattr(steps.validation, "validate", steps.validation.validate)
        killing.without_validation()
        carried_out(work)
    return work


@pytest.fixture
def work(sound, tmp_path, monkeypatch) -> Path:
    """A copy of it, to be damaged."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", CLOCK)
    monkeypatch.setattr(steps.validation, "validate", steps.validation.validate)
    killing.without_validation()
    shutil.copytree(sound / "data", tmp_path / "data", symlinks=True)
    shutil.copytree(sound / "replies", tmp_path / "replies")
    return tmp_path


def carried_out(work: Path) -> steps.Run:
    with steps.begun(work / "data", [FolderSource(work / "replies", name="replies")], Progress()) as run:
        for step in steps.STEPS:
            step(run)
        return run


def left(work: Path) -> dict[str, str]:
    """What there is, but for the ledger, which counts runs."""
    return {name: said for name, said in killing.contents(work / "data").items() if "ledger" not in name}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
@pytest.mark.parametrize("kind", ["readings", "letters", "mappings", "contents"])
def test_what_was_kept_is_made_again_and_the_release_is_the_same(sound, work, kind, damage):
    kept = list((work / "data" / "raw" / kind).rglob("*.gz"))
    assert kept
    for path in kept:
        damage(path)
    shutil.rmtree(work / "data" / "clean")  # so that a release has to be made of it
    run = carried_out(work)
    assert run.mended and all(f"/{kind}/" in notice and "damaged" in notice for notice in run.mended)
    assert left(work) == left(sound)
    assert carried_out(work).mended == []


def test_a_kept_file_of_another_shape_is_no_reading(sound, work):
    for path in (work / "data" / "raw" / "readings").rglob("*.gz"):
        other_kind(path)
    shutil.rmtree(work / "data" / "clean")
    assert carried_out(work).mended and left(work) == left(sound)


def test_pages_are_drawn_again(tmp_path):
    notices: list[str] = []
    archive = Archive(tmp_path, told=notices.append)
    archive.keep("pages", "ab", {"width": 1})
    (page,) = tmp_path.rglob("*.gz")
    halved(page)
    assert archive.kept("pages", "ab") is None and "damaged" in notices[0]


def test_a_document_that_was_cut_short_is_collected_again_where_its_source_still_shows_it(sound, work):
    for path in (work / "data" / "raw" / "documents").rglob("*"):
        if path.is_file():
            halved(path)
    run = carried_out(work)
    assert len(run.mended) == 5 and "collected again" in run.mended[0]
    assert left(work) == left(sound)


def test_a_document_that_is_gone_stops_a_run_that_has_to_read_it_and_is_named(work):
    (document,) = [p for p in (work / "data" / "raw" / "documents").rglob("*") if p.name.startswith(name_of(work))]
    document.unlink()
    (work / "replies" / "durham.pdf").unlink()
    shutil.rmtree(work / "data" / "raw" / "readings")
    before = killing.look(work / "data" / "clean")
    with pytest.raises(Stopped, match=r"durham\.pdf \([0-9a-f]{12}\): missing from the archive .* Put documents/ back"):
        carried_out(work)
    assert killing.look(work / "data" / "clean") == before


def name_of(work: Path) -> str:
    return sha256((work / "replies" / "durham.pdf").read_bytes())


def test_a_document_that_was_changed_is_never_taken_for_the_forces_own(tmp_path):
    archive = Archive(tmp_path)
    name = archive.store(b"a reply")
    flipped(tmp_path / "documents" / name[:2] / name)
    with pytest.raises(DocumentLost, match="bytes no longer match its name") as lost:
        archive.load(name)
    assert str(tmp_path) in lost.value.message and str(tmp_path) not in lost.value.published


@pytest.mark.parametrize("damage", [halved, flipped])
def test_a_damaged_ledger_stops_and_says_where_to_turn(work, damage):
    ledger = work / "data" / "raw" / "ledger.sqlite"
    if damage is flipped:
        ledger.write_bytes(b"\0" * 100 + ledger.read_bytes()[100:])
    else:
        damage(ledger)
    for _ in range(2):
        with pytest.raises(Stopped, match=r"ledger\.sqlite: it is damaged\. .*docs/crash-safety\.md"):
            carried_out(work)
    assert killing.look(work / "data" / "clean")


def test_a_ledger_that_another_program_holds_is_told_as_such(work):
    path = work / "data" / "raw" / "ledger.sqlite"
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    ledger = Ledger(f"sqlite:///{path}?timeout=0.1")
    try:
        with pytest.raises(Stopped, match=r"ledger\.sqlite: another program holds it"):
            ledger.start_run(clock.now())
    finally:
        ledger.close()
        other.close()


def test_a_ledger_that_was_emptied_is_not_taken_for_a_new_one(work):
    emptied(work / "data" / "raw" / "ledger.sqlite")
    with pytest.raises(Stopped, match="knows of no run, though releases have been made"):
        carried_out(work)
    shutil.rmtree(work / "data" / "raw")
    shutil.rmtree(work / "data" / "clean")
    assert carried_out(work).release.published  # begun anew, as the sentence says


@pytest.mark.parametrize(
    "name", ["cases.parquet", "cases.csv", "SHA256SUMS", "report/index.html", "validation/index.html"]
)
@pytest.mark.parametrize("damage", [halved, Path.unlink])
def test_a_damaged_release_is_written_again_as_it_was(sound, work, name, damage):
    damage(publish.live(work / "data" / "clean") / name)
    run = carried_out(work)
    assert len(run.mended) == 1 and "has been damaged" in run.mended[0] and not run.release.published
    assert left(work) == left(sound)


def test_a_release_whose_folder_has_gone_is_written_again_as_it_was(sound, work):
    shutil.rmtree(publish.live(work / "data" / "clean"))
    with pytest.raises(PublishError, match="has gone from"):
        publish.live(work / "data" / "clean")
    assert carried_out(work).mended and left(work) == left(sound)


def test_links_that_were_lost_lead_to_the_last_release_again(sound, work):
    for name in ("latest", "latest-public"):
        (work / "data" / "clean" / name).unlink()
    assert "was missing" in carried_out(work).mended[0] and left(work) == left(sound)


@pytest.mark.parametrize("name", ["latest", "latest-public"])
def test_a_link_that_a_copy_has_followed_is_told(work, name):
    latest = work / "data" / "clean" / name
    folder = latest.resolve()
    latest.unlink()
    shutil.copytree(folder, latest)  # and what is read there would be out of date for ever
    with pytest.raises(Stopped, match="is no link into the live release"):
        carried_out(work)


def test_a_list_of_releases_that_cannot_be_read_is_named(work):
    halved(work / "data" / "clean" / "releases.json")
    (work / "replies" / "durham.pdf").unlink()
    with pytest.raises(PublishError, match=r"releases\.json cannot be read") as stopped:
        carried_out(work)
    assert stopped.value.status == 3


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("asked.csv", "request,force,sent\nonline-misconduct-2017,dur"),
        ("holds.toml", '[[released]]\ndocument = "ab'),
        ("corrections/durham.toml", '[[correction]]\nkind = "dr'),
    ],
)
def test_a_decision_that_was_cut_short_stops_before_any_work_and_names_its_file(work, file, text):
    path = work / "data" / file
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    before = left(work)
    with pytest.raises(Stopped, match=file.rpartition("/")[2]):
        carried_out(work)
    assert left(work) == before


@pytest.mark.parametrize("command", [["status"], ["problems"], ["changes"], ["report", "--to", "new"]])
def test_a_command_that_cannot_read_the_release_says_so(work, command, monkeypatch):
    monkeypatch.chdir(work)
    halved(publish.live(work / "data" / "clean") / "cases.parquet")
    done = CliRunner().invoke(cli.main, [*command, "--data", "data"])
    assert done.exit_code == 2 and "cases.parquet cannot be read" in done.output and "foi ingest" in done.output


def test_evidence_is_shown_though_what_was_kept_of_its_document_is_damaged(work, monkeypatch):
    monkeypatch.chdir(work)
    for kind in ("readings", "pages"):
        for path in (work / "data" / "raw" / kind).rglob("*.gz"):
            halved(path)
    before = left(work)
    record = publish.read_release(work / "data" / "clean" / "latest")["cases"][0].record_id
    done = CliRunner().invoke(cli.main, ["evidence", record])
    assert done.exit_code == 0 and "damaged" in done.stderr and f"{record}.html" in done.stdout
    shutil.rmtree(work / "data" / "evidence")
    after = left(work)
    assert {n: s for n, s in after.items() if "/pages" not in n} == {
        n: s for n, s in before.items() if "/pages" not in n
    }


def test_copies_made_in_the_documented_order_bring_all_of_it_back(sound, work):
    """While a run is at work, too: what is copied later may be newer than what was copied before."""
    data, copy = work / "data", work / "copy"
    (copy / "raw").mkdir(parents=True)
    killing.changed(work / "replies")
    with steps.begun(data, [FolderSource(work / "replies", name="replies")], Progress()) as run:
        steps.collect(run)
        with (
            sqlite3.connect(data / "raw" / "ledger.sqlite") as ledger,
            sqlite3.connect(copy / "raw" / "ledger.sqlite") as kept,
        ):
            ledger.backup(kept)
        ledger.close()
        kept.close()
        for step in steps.STEPS[1:]:
            step(run)
        shutil.copytree(data / "raw" / "documents", copy / "raw" / "documents")
    shutil.copytree(sound / "data" / "clean", copy / "clean", symlinks=True)  # an older copy than that of the ledger
    shutil.move(data, work / "lost")
    shutil.move(copy, data)
    run = carried_out(work)
    assert run.mended == [] and run.release.published
    there = [
        {n: s for n, s in killing.contents(one).items() if n.startswith("clean/")} for one in (data, work / "lost")
    ]
    assert there[0] == there[1]


def test_what_a_killed_purge_has_left_is_deleted_and_noted_by_the_next(work, monkeypatch):
    clean = work / "data" / "clean"
    old = publish.live(clean)
    (work / "replies" / "durham.pdf").unlink()
    carried_out(work)
    (work / "data" / "evidence").mkdir()
    for done in (0, 1):  # killed over the release; and once that is gone, over the evidence
        child = os.fork()
        if not child:
            shutil.rmtree = killing_after(done, shutil.rmtree)  # type: ignore[assignment]
            purge(work / "data", delete=True)
            os._exit(0)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
        assert not old.exists() and killing.look(clean)
    purge(work / "data", delete=True)
    assert [
        name for name in left(work) if "unfinished" in name or name.startswith("evidence") or old.name in name
    ] == []
    assert [entry["id"] for entry in publish.history(clean) if "deleted" in entry] == [old.name]


def killing_after(calls: int, function: Callable) -> Callable:
    """The function, so many times; then this process is gone."""
    turns = iter(range(calls))
    return lambda *given, **named: function(*given, **named) if next(turns, None) is not None else os._exit(9)


def test_a_half_written_list_is_never_left_by_a_write_that_fails(tmp_path, monkeypatch):
    from flows import disk

    path = tmp_path / "releases.json"
    path.write_text(json.dumps(["one"]))
    monkeypatch.setattr("os.fsync", lambda _: (_ for _ in ()).throw(OSError(5, "Input/output error")))
    with pytest.raises(OSError, match="Input/output error") as wrong:
        disk.write_whole(path, b"half")
    assert "the disk failed" in disk.sentence(wrong.value) and str(path) in disk.sentence(wrong.value)
    assert json.loads(path.read_text()) == ["one"] and [p.name for p in tmp_path.iterdir()] == ["releases.json"]
