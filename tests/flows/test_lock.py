"""One at a time: no two runs on one archive, however it is named; no decision of two at once is lost."""

from __future__ import annotations

import fcntl
import io
import os
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from flows import asked, disk, lock
from flows.ending import NotNow, Stopped
from flows.lock import alone, locked
from tests.flows import killing

REPOSITORY = Path(__file__).parents[2]
_HOLDING = """
import sys, time
from pathlib import Path
from flows.lock import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(600)
"""


@pytest.fixture
def holder(tmp_path):
    """Another process that holds the archive of `tmp_path/data`."""
    made = subprocess.Popen(
        [sys.executable, "-c", _HOLDING, str(tmp_path / "data" / "raw")],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert made.stdout.readline() == "held\n"
    yield made
    made.kill()
    made.wait()
    made.stdout.close()


def spellings(data: Path) -> list[Path]:
    """Ways to name one folder."""
    link = data.with_name("linked")
    link.symlink_to(data)
    return [data, Path(os.path.relpath(data)), link, data / ".." / data.name, Path(f"{data}/./")]


def test_a_folder_is_one_however_it_is_named(tmp_path, holder):
    for data in spellings(tmp_path / "data"):
        with pytest.raises(NotNow, match="Another run is at work"), locked(data / "raw"):
            pass


def test_a_lock_ends_with_the_process_that_held_it_however_that_ends(tmp_path, holder):
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    with locked(tmp_path / "data" / "raw"):
        pass


def test_a_process_that_a_run_has_started_does_not_keep_its_lock(tmp_path):
    with locked(tmp_path):
        child = subprocess.Popen(["sleep", "600"], close_fds=False)
    try:
        with locked(tmp_path):
            pass
    finally:
        child.kill()
        child.wait()


def test_a_run_of_the_main_job_is_refused_before_it_does_anything(tmp_path, holder):
    killing.first(tmp_path / "in")
    before = sorted((tmp_path / "data").rglob("*"))
    with pytest.raises(NotNow), killing.steps.begun(tmp_path / "data", [killing.FolderSource(tmp_path / "in")]):
        pass
    assert sorted((tmp_path / "data").rglob("*")) == before


def test_an_archive_that_is_replaced_while_it_is_held_is_noticed(tmp_path):
    with locked(tmp_path / "raw") as held:
        held.check()
        (tmp_path / "raw").rename(tmp_path / "elsewhere")
        with pytest.raises(NotNow, match="has gone while the run was at work"):
            held.check()
        (tmp_path / "raw").mkdir()
        (tmp_path / "raw" / lock.NAME).touch()
        with pytest.raises(NotNow, match="is not the folder that the run began with"):
            held.check()


def test_what_killed_writers_left_is_taken_away_and_what_is_being_written_stays(tmp_path, holder):
    incoming = tmp_path / "raw" / lock.INCOMING
    incoming.mkdir(parents=True)
    gone = subprocess.Popen(["true"])
    gone.wait()
    for writer in (gone.pid, os.getpid(), holder.pid):
        (incoming / f".document.{writer}").touch()
    with locked(tmp_path / "raw"):
        assert [p.name for p in incoming.iterdir()] == [f".document.{holder.pid}"]


@pytest.mark.parametrize("words", ["No locks available", "Operation not supported"])
def test_a_disk_that_has_no_locks_is_told_as_such(tmp_path, monkeypatch, words):
    def refuses(*_):
        raise OSError({os.strerror(n): n for n in (37, 95)}[words], words)

    monkeypatch.setattr(fcntl, "flock", refuses)
    with pytest.raises(Stopped, match="disk of this machine"), locked(tmp_path):
        pass
    with pytest.raises(Stopped, match="disk of this machine"), alone(tmp_path):
        pass


def test_two_decisions_at_once_wait_for_each_other(tmp_path):
    with alone(tmp_path), pytest.raises(NotNow, match="nothing was written"), alone(tmp_path, wait=0.1):
        pass
    with alone(tmp_path):
        pass


_ASKING = """
import sys
from datetime import date
from pathlib import Path
from flows import asked
for name in sys.argv[2:]:
    asked.add(Path(sys.argv[1]), [asked.Asked("online-misconduct-2017", name, date(2022, 8, 1))])
"""


def test_of_decisions_written_at_the_same_time_none_is_lost(tmp_path):
    groups = [["durham", "kent", "essex"], ["surrey", "sussex", "dorset"], ["norfolk", "suffolk", "cumbria"]]
    at_work = [subprocess.Popen([sys.executable, "-c", _ASKING, tmp_path, *names], cwd=REPOSITORY) for names in groups]
    assert [one.wait() for one in at_work] == [0, 0, 0]
    assert {force for _, force in asked.read(tmp_path)} == {name for names in groups for name in names}
    assert [p.name for p in tmp_path.iterdir()] == ["asked.csv"]


def test_a_decision_written_while_a_run_is_at_work_counts_from_the_next_run_on(tmp_path, monkeypatch):
    monkeypatch.setattr(killing.steps.validation, "validate", killing.steps.validation.validate)
    killing.without_validation()
    killing.first(tmp_path / "in")
    data, ended = tmp_path / "data", []
    for _ in range(2):
        with killing.steps.begun(data, [killing.FolderSource(tmp_path / "in")], killing.Progress(io.StringIO())) as run:
            asked.add(data, [asked.Asked(killing.REQUEST, "surrey", date(2022, 8, 1))])
            for step in killing.steps.STEPS:
                step(run)
            ended.append({c.force: c.date_asked for c in run.tables["coverage"]}["surrey"])
    assert ended == [None, date(2022, 8, 1)]


def test_a_link_is_followed_and_keeps_leading_there(tmp_path):
    (tmp_path / "decisions").mkdir()
    (tmp_path / "holds.toml").symlink_to(tmp_path / "decisions" / "holds.toml")
    disk.write_whole(tmp_path / "holds.toml", b"one")
    disk.write_whole(tmp_path / "holds.toml", b"two")
    assert (tmp_path / "holds.toml").is_symlink() and (tmp_path / "decisions" / "holds.toml").read_bytes() == b"two"


def test_a_file_keeps_its_permissions(tmp_path):
    path = tmp_path / "asked.csv"
    path.touch(0o600)
    disk.write_whole(path, b"x")
    assert path.stat().st_mode & 0o777 == 0o600
    disk.write_whole(tmp_path / "new", b"x", mode=0o444)
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o444
