"""The raw archive and its ledger: stored once, never changed, never half-written, and the history of each path."""

import os
import stat
from datetime import UTC, datetime

import pytest

from flows import clock
from flows.archive import Archive, key_of, sha256
from flows.ending import Stopped
from flows.ledger import Ledger
from flows.lock import locked
from flows.sightings import Seen
from parsers.documents.model import UnreadableDocument
from tests.build import document, table

NOON = datetime(2025, 10, 15, 12, tzinfo=UTC)


def seen(path: str, data: bytes = b"one", **said) -> Seen:
    return Seen("real", "real", path, sha256(data), len(data), said.get("force"), said.get("request"), None)


@pytest.fixture
def ledger(tmp_path):
    made = Ledger(tmp_path / "ledger.sqlite")
    yield made
    made.close()


def test_a_document_is_stored_once_by_its_hash_and_read_only(tmp_path):
    archive = Archive(tmp_path)
    name = archive.store(b"a reply")
    path = tmp_path / "documents" / name[:2] / name
    before = path.stat()
    assert archive.store(b"a reply") == name == sha256(b"a reply")
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert not stat.S_IMODE(before.st_mode) & 0o222
    assert archive.load(name) == b"a reply"


def test_a_bucket_and_a_folder_are_one_thing(tmp_path):
    archive = Archive("memory://raw")
    name = archive.store(b"a reply")
    archive.keep("mappings", name, {"a": 1})
    assert archive.load(name) == b"a reply" and archive.kept("mappings", name) == {"a": 1}
    assert archive.kept("mappings", "ab" * 32) is None and not archive.has_reading(name)


def test_a_changed_document_is_found_out(tmp_path):
    archive = Archive(tmp_path)
    name = archive.store(b"a reply")
    path = tmp_path / "documents" / name[:2] / name
    path.chmod(0o644)
    path.write_bytes(b"another")
    with pytest.raises(Stopped, match="has been changed"):
        archive.load(name)


def test_a_kill_before_the_rename_leaves_nothing_under_the_final_name(tmp_path, monkeypatch):
    child = os.fork()
    if not child:
        monkeypatch.setattr(os, "replace", lambda *_: os._exit(9))
        Archive(tmp_path).store(b"a reply")
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    archive = Archive(tmp_path)
    assert not list((tmp_path / "documents").rglob("*.*")) and not archive.has(sha256(b"a reply"))
    assert list((tmp_path / ".incoming").iterdir())
    with locked(tmp_path):
        assert not list((tmp_path / ".incoming").iterdir())


def test_a_reading_comes_back_as_it_was(tmp_path):
    archive = Archive(tmp_path)
    made = document("Our Ref: 1/22", table([["Year", "Outcome"], ["2019", "NFA"]]))
    archive.keep_reading(made.sha256, made)
    assert archive.has_reading(made.sha256) and archive.reading(made.sha256) == made


def test_the_same_reading_is_kept_as_the_same_bytes(tmp_path):
    made = document("Our Ref: 1/22")
    files = []
    for root in (tmp_path / "a", tmp_path / "b"):
        Archive(root).keep_reading(made.sha256, made)
        files.append(next(root.rglob("*.json.gz")).read_bytes())
    assert files[0] == files[1]


def test_why_a_document_could_not_be_read_is_kept_too(tmp_path):
    archive = Archive(tmp_path)
    archive.keep_reading("ab" * 32, UnreadableDocument("is protected by a password", "Ask for another."))
    with pytest.raises(UnreadableDocument) as raised:
        archive.reading("ab" * 32)
    assert (raised.value.message, raised.value.fix) == ("is protected by a password", "Ask for another.")


def test_kept_results_are_found_by_every_input():
    assert key_of(a=1, b=[2]) == key_of(b=[2], a=1)
    assert key_of(a=1, b=[2]) != key_of(a=1, b=[3])


def test_two_runs_cannot_have_one_archive(tmp_path):
    with locked(tmp_path), pytest.raises(Stopped, match="Another run is at work"), locked(tmp_path):
        pass
    with locked(tmp_path):
        pass


def test_a_path_that_did_not_change_is_written_once(ledger):
    assert ledger.record(1, [seen("durham.pdf")], NOON) == 1
    assert ledger.record(2, [seen("durham.pdf")], NOON) == 0
    assert [s.run for s in ledger.sightings()] == [1]


def test_a_replaced_document_leaves_its_history(ledger):
    ledger.record(1, [seen("durham.pdf", b"one")], NOON)
    ledger.record(2, [seen("durham.pdf", b"two")], NOON)
    assert [(s.run, s.sha256) for s in ledger.sightings()] == [(1, sha256(b"one")), (2, sha256(b"two"))]
    assert ledger.first_seen() == {sha256(b"one"): NOON, sha256(b"two"): NOON}


def test_what_a_person_said_holds_until_they_say_otherwise(ledger):
    ledger.record(1, [seen("a.pdf", force="durham")], NOON)
    ledger.record(2, [seen("a.pdf", b"two")], NOON)
    ledger.record(3, [seen("a.pdf", b"two", force="kent")], NOON)
    assert [s.force for s in ledger.sightings()] == ["durham", "durham", "kent"]


def test_a_path_that_has_gone_keeps_its_document_and_says_so_once(ledger):
    ledger.record(1, [seen("a.pdf"), seen("b.pdf")], NOON)
    for run in (2, 3):
        ledger.record(run, [seen("b.pdf")], NOON, gone=lambda s: s.source == "real")
    last = ledger.sightings()[-1]
    assert (last.run, last.path, last.sha256, last.gone) == (2, "a.pdf", sha256(b"one"), True)
    ledger.record(4, [seen("a.pdf"), seen("b.pdf")], NOON)
    assert not ledger.sightings()[-1].gone


def test_a_killed_record_leaves_nothing(ledger):
    def cut_off():
        yield seen("a.pdf")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ledger.record(1, cut_off(), NOON)
    assert ledger.sightings() == []


def test_the_state_of_a_release_is_the_last_one_recorded(ledger):
    assert ledger.state_of("r1") is None
    for outcome, state in (("published", "one"), ("stopped", None), ("unchanged", "two")):
        ledger.finish_run(ledger.start_run(NOON), NOON, outcome, "r1", state)
    assert ledger.state_of("r1") == "two"


def test_the_clock_can_be_fixed(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert clock.now() == datetime(1970, 1, 1, tzinfo=UTC)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
    with pytest.raises(Stopped, match="whole seconds"):
        clock.now()
