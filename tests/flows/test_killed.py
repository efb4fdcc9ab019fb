"""The main job killed again and again: in the end all is as if nothing had happened, and no reader saw anything amiss.

A short form of `make soak`; see tests/flows/killing.py.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.flows import killing

REPOSITORY = Path(__file__).parents[2]


def soaked(work: Path, *words: str, within: tuple[str, ...] = ()) -> dict:
    """The figures of a soak without Great Expectations."""
    command = [*within, sys.executable, "-m", "tests.flows.killing", "--quick", "--in", str(work), *words]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True)
    assert done.returncode in (0, 1), done.stderr[-3000:]
    (figures,) = json.loads(done.stdout)
    return figures


def nothing_amiss(figures: dict) -> None:
    told = {name: figures[name] for name in ("differences", "faults", "left_over")}
    assert told == {"differences": [], "faults": [], "left_over": []}


@pytest.mark.slow
def test_runs_that_are_killed_leave_in_the_end_what_undisturbed_ones_leave(tmp_path):
    figures = soaked(tmp_path / "work", "--kills", "9", "--in-a-row", "3")
    assert figures["kills"] == 9 and figures["completed"] >= 3 and figures["looks"] > 10
    assert set(figures["by_kind"]) == {"boundary, without Prefect", "time, without Prefect"}
    assert min(figures["boundaries"]) > 50, "each phase changes files all along"
    nothing_amiss(figures)


def _can_cut() -> str:
    """Why the power of no disk can be cut here; empty where it can."""
    if os.geteuid() or not Path("/dev/loop-control").exists():
        return "only root can mount a file system in a file here"
    if not shutil.which("mkfs.ext4"):
        return "mkfs.ext4 is missing (Debian: e2fsprogs)"
    trial = subprocess.run(
        ["unshare", "-m", "sh", "-c", "losetup -f && mount -t tmpfs tmpfs /mnt"], capture_output=True
    )
    return "" if trial.returncode == 0 else "no leave to mount, or no loop device is free"


@pytest.mark.slow
@pytest.mark.skipif(bool(_can_cut()), reason=_can_cut())
def test_what_was_promised_is_on_the_disk_when_the_power_is_cut(tmp_path):
    figures = soaked(tmp_path / "work", "--kills", "0", "--power-cuts", "1", within=("unshare", "-m"))
    assert figures["by_kind"]["the power was cut"] == 1
    nothing_amiss(figures)


@pytest.mark.slow
def test_a_run_that_is_killed_leaves_no_process_behind(tmp_path):
    killing.first(tmp_path / "in")
    told = {**os.environ, killing.MARK: str(tmp_path)}
    told.pop("PREFECT_API_URL", None)
    command = [sys.executable, "-m", "flows.cli", "ingest", str(tmp_path / "in"), "--data", str(tmp_path / "data")]
    run = subprocess.Popen(
        command, cwd=REPOSITORY, env=told, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    assert run.stderr.readline().startswith("collect"), "Prefect is up, and the job at work"
    assert any("prefect server start" in one for one in killing.processes(str(tmp_path)))
    run.send_signal(signal.SIGKILL)
    run.wait()
    run.stderr.close()
    until = time.monotonic() + 120
    while (left := killing.processes(str(tmp_path))) and time.monotonic() < until:
        time.sleep(0.5)
    assert left == []


def test_a_difference_a_fault_and_a_process_left_behind_would_be_found(tmp_path):
    """The checks themselves can fail."""
    assert killing.differences({"a": "1", "b": "2"}, {"a": "1", "b": "3", "c": ""}) == ["b", "c"]
    assert killing.look(tmp_path / "clean") is None
    child = subprocess.Popen(["sleep", "60"], env={**os.environ, killing.MARK: "found"})
    try:
        until = time.monotonic() + 60
        while not (left := killing.processes("found")) and time.monotonic() < until:
            time.sleep(0.05)  # the environment of a program that has only just begun cannot be read yet
        assert left == ["sleep 60 "]
    finally:
        child.kill()
        child.wait()
