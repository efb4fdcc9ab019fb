"""Disks that are full, read-only or gone, for real: each command says it in one sentence, and the next run mends it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
NAMESPACE = ("unshare", "-rm")


def _can_mount() -> bool:
    try:
        trial = [*NAMESPACE, "mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", "/mnt"]
        return subprocess.run(trial, capture_output=True).returncode == 0
    except OSError:
        return False


pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not _can_mount(), reason="no leave to mount in a namespace of one's own (unshare -rm)"),
]


@pytest.fixture(scope="module")
def told(tmp_path_factory) -> dict[str, list[dict]]:
    """What became of each command, for each kind of trouble; see tests/flows/trouble.py."""
    command = [*NAMESPACE, sys.executable, "-m", "tests.flows.trouble", str(tmp_path_factory.mktemp("trouble"))]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


def in_order(said: dict, statuses: tuple[int, ...], words: str) -> None:
    """It ended with one of the statuses and a sentence with these words, and no reader saw anything amiss."""
    assert said["error"] == "" and said["faults"] == [], said
    assert said["status"] in statuses and words in said["said"], said
    assert "Traceback" not in said["said"]


@pytest.mark.parametrize(
    ("kind", "words"), [("full", "the disk is full. Free some space"), ("file-size", "a file may not grow that large")]
)
def test_a_run_that_finds_no_room_leaves_the_last_release_live_and_the_next_run_is_as_if_it_had_not_been(
    told, kind, words
):
    for said in told[kind]:
        in_order(said, (2, 3), words)
        assert "/data/" in said["said"] or "/limited-" in said["said"], "the message names the file"
        in_order(said["again"], (0,), "")
        assert said["live"] not in (None, said["again"]["live"]) and said["differs"] == []
    assert {said["status"] for said in told[kind]} == {2, 3}, "room ran out before the publication, and within it"


def test_a_disk_that_has_gone_is_told_and_nothing_is_written_in_its_place(told):
    *unmounted, removed = told["gone"]
    for said in unmounted:
        in_order(said, (2,), "unmounted-")
        assert "mounted" in said["said"] or "Mount its disk again" in said["said"], said
        assert said["left"] == [] and said["differs"] == [], said
        in_order(said["again"], (0,), "")
    in_order(removed, (2,), "it does not exist")
    assert removed["left"] == []


@pytest.mark.parametrize(
    ("kind", "words"), [("commands-full", "the disk is full"), ("commands-read-only", "it is read-only")]
)
def test_every_command_shows_what_it_can_and_says_what_it_cannot_write(told, kind, words):
    left, *commands = told[kind]
    assert left == {"left": []}, "nothing half-written was left"
    shows = {"status", "problems", "changes", "asked", "report", "vocab unused", "parse"}
    for said in commands:
        name = said["what"] if said["what"] in shows else said["what"].split()[0]
        if name in shows and said["what"] in (*shows, "problems --all"):
            in_order(said, (0,), "")
        elif kind.endswith("read-only") and name == "vocab":
            in_order(said, (2,), "may not be written by this user")
        else:
            in_order(said, (2,), words)
        assert said["again"]["error"] == "" and (said["again"]["status"] == 0 or name == "release-hold"), said["again"]
