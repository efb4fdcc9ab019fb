"""A file on disk that has not changed since it was read is not read again, and one that might have is."""

import io
import os
import zipfile
from datetime import timedelta

import pytest

from flows import clock, steps
from flows.progress import Progress
from flows.sources import folder
from flows.sources.folder import SETTLED, FolderSource


@pytest.fixture
def inbox(tmp_path):
    made = tmp_path / "in" / "durham"
    made.mkdir(parents=True)
    (made / "a.csv").write_bytes(b"a,b\n1,2\n")
    with zipfile.ZipFile(made / "b.zip", "w") as archive:
        archive.writestr("c.csv", "a,b\n3,4\n")
    return tmp_path / "in"


@pytest.fixture
def collect(tmp_path, inbox, monkeypatch):
    """Collect and record as a run does that begins so long after now; the paths of the files that were read."""
    reading = folder._read

    def run(later: timedelta = SETTLED + timedelta(seconds=1)) -> list[str]:
        read: list[str] = []
        now = clock.now() + later
        monkeypatch.setattr(clock, "now", lambda: now)
        monkeypatch.setattr(
            folder, "_read", lambda file, path, memory: read.append(path) or reading(file, path, memory)
        )
        with steps.begun(tmp_path / "data", [FolderSource(inbox)], Progress(io.StringIO())) as made:
            steps.collect(made)
            made.ledger.record(made.number, made.seen, made.started)
            run.seen = {s.path: made.archive.load(s.sha256) for s in made.seen}
        monkeypatch.undo()
        return read

    return run


def test_nothing_new_is_not_read_and_not_unpacked_and_all_of_it_is_seen(collect, monkeypatch):
    assert collect() == ["durham/a.csv", "durham/b.zip"]
    before = dict(collect.seen)
    monkeypatch.setattr("flows.contents.unpack_guarded", None)
    assert collect() == [] and collect.seen == before
    assert set(before) == {"durham/a.csv", "durham/b.zip", "durham/b.zip!/c.csv"}


def test_a_changed_file_is_read_though_it_is_as_long_and_as_old_as_before(collect, inbox):
    collect()
    file = inbox / "durham" / "a.csv"
    was = file.stat()
    file.write_bytes(b"a,b\n9,2\n")
    os.utime(file, ns=(was.st_atime_ns, was.st_mtime_ns))
    assert collect() == ["durham/a.csv"]
    assert collect.seen["durham/a.csv"] == b"a,b\n9,2\n"


def test_a_file_put_in_the_place_of_another_is_read(collect, inbox):
    collect()
    file = inbox / "durham" / "a.csv"
    (inbox / "new").write_bytes(b"a,b\n9,2\n")
    (inbox / "new").rename(file)
    assert collect() == ["durham/a.csv"]


def test_a_file_touched_just_before_it_was_read_is_not_trusted(collect):
    collect(timedelta(seconds=0))
    assert collect(timedelta(seconds=0)) == ["durham/a.csv", "durham/b.zip"]
    assert collect() == ["durham/a.csv", "durham/b.zip"]  # noted in that run, long after they were touched
    assert collect() == []


def test_what_is_lost_from_the_archive_is_read_again(collect, tmp_path):
    collect()
    for kept in (tmp_path / "data" / "raw" / "documents").rglob("*"):
        if kept.is_file():
            kept.unlink()
    assert collect() == ["durham/a.csv", "durham/b.zip"]


def test_what_was_cut_short_in_the_archive_is_read_again(collect, tmp_path):
    collect()
    (kept,) = (
        path
        for path in (tmp_path / "data" / "raw" / "documents").rglob("*")
        if path.is_file() and path.stat().st_size == 8 and path.read_bytes().endswith(b"1,2\n")
    )
    kept.chmod(0o644)
    kept.write_bytes(b"a,b")
    assert collect() == ["durham/a.csv"] and collect.seen["durham/a.csv"] == b"a,b\n1,2\n"


def test_how_a_folder_looks_changes_with_every_file_in_it_and_is_not_told_where_that_says_too_little(inbox):
    later = clock.now() + 2 * SETTLED
    looks = [FolderSource(inbox).look(later)]
    (inbox / "kent").mkdir()
    (inbox / "kent" / "notes.md").write_text("passed over", encoding="utf-8")
    (inbox / "kent" / "a.csv").write_bytes(b"a,b\n1,2\n")
    looks.append(FolderSource(inbox).look(later))
    (inbox / "kent" / "a.csv").write_bytes(b"a,b\n9,2\n")
    looks.append(FolderSource(inbox).look(later))
    (inbox / "kent" / "a.csv").rename(inbox / "kent" / "b.csv")
    looks.append(FolderSource(inbox).look(later))
    (inbox / "kent" / "notes.md").unlink()
    assert FolderSource(inbox).look(later) == looks[-1]
    looks.append(FolderSource(inbox / "kent" / "b.csv").look(later))
    assert None not in looks and len(set(looks)) == len(looks)
    assert (
        FolderSource(inbox).look(clock.now() - SETTLED) is None
    )  # touched just now: a later change might leave no trace
    assert FolderSource(inbox / "nowhere").look(later) is None
    (inbox / "kent" / "link.csv").symlink_to("b.csv")
    assert FolderSource(inbox).look(later) is None
