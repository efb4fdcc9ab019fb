"""Dask workers read and map: the same bytes as one process, a worker killed half-way, workers that are not what they should be."""

from __future__ import annotations

import io
import os
import signal
from pathlib import Path

import pytest

from flows import clock, mapping, steps, workers
from flows.ending import NotNow, Stopped
from flows.parameters import checked
from flows.progress import Progress
from flows.sources.folder import FolderSource
from flows.workers import Answer, Workers
from parsers import apart
from tests.flows.letters import CASES, letter, workbook

pytestmark = pytest.mark.slow

FORCES = ("Kent Police", "Essex Police", "Norfolk Constabulary", "Suffolk Constabulary", "Cumbria Constabulary")


@pytest.fixture(scope="module")
def inbox(tmp_path_factory) -> Path:
    """Letters, a workbook, what cannot be read, and an empty file."""
    folder = tmp_path_factory.mktemp("in")
    for number, force in enumerate(FORCES):
        letter(folder / f"{force}.pdf", force=force, reference=f"{number}/22", rows=CASES[: number + 2])
    workbook(folder / "durham" / "figures.xlsx", [*CASES, ["2021", "PC", "TikTok", "No further action"]])
    (folder / "durham" / "broken.pdf").write_bytes(b"%PDF-1.4 and no more")
    (folder / "durham" / "empty.pdf").write_bytes(b"")
    return folder


@pytest.fixture(scope="module")
def cluster():
    from distributed import Client, LocalCluster

    own = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": "127.0.0.1:0"}
    with LocalCluster(**own) as made, Client(made) as client:
        yield client


@pytest.fixture(autouse=True)
def plain(monkeypatch):
    """At one time, without a report and without validation, which have tests of their own."""

    def validate(data, docs=None, *, when=None, before=None):
        if docs:
            docs.mkdir(parents=True)
        return steps.validation.Verdict([], [], [], {})

    monkeypatch.setenv(clock.VARIABLE, "1700000000")
    monkeypatch.setattr(steps.validation, "validate", validate)
    monkeypatch.setattr(steps, "_report", lambda run: None)


def ran(data: Path, inbox: Path, helpers: Workers | None) -> steps.Run:
    with steps.begun(data, [FolderSource(inbox)], Progress(io.StringIO()), workers=helpers) as run:
        for step in steps.STEPS:
            step(run)
        return run


def left(data: Path) -> dict[str, bytes]:
    """Everything that a run leaves, but the ledger and the databases, which say when they were written."""
    kept = (p for p in data.rglob("*") if p.is_file() and not p.is_symlink())
    return {
        str(p.relative_to(data)): p.read_bytes()
        for p in kept
        if p.suffix not in (".sqlite", ".duckdb", ".lock") and "ledger" not in p.name
    }


def test_two_workers_give_the_same_bytes_and_one_killed_half_way_loses_nothing(tmp_path, inbox, cluster, monkeypatch):
    alone = ran(tmp_path / "alone", inbox, None)
    keep, killed = steps.Archive.keep_reading, []

    def and_kill(archive, name, outcome):
        if not killed:
            killed.extend(list(cluster.run(os.getpid).values())[:1])
            os.kill(killed[0], signal.SIGKILL)
        keep(archive, name, outcome)

    monkeypatch.setattr(steps.Archive, "keep_reading", and_kill)
    # What workers do is not done here: not one document, and not one reply.
    monkeypatch.setattr(steps, "Readers", None)
    monkeypatch.setattr(mapping, "do", None)
    helped = ran(tmp_path / "helped", inbox, Workers(cluster))
    assert killed and (helped.read, helped.parsed) == (alone.read, alone.parsed) and helped.read == 8
    theirs, ours = left(tmp_path / "helped"), left(tmp_path / "alone")
    assert sorted(theirs) == sorted(ours) and [n for n in ours if ours[n] != theirs[n]] == []
    assert any(name.startswith("clean/releases/") and name.endswith("cases.csv") for name in ours)


class Pretended:
    """Workers that answer as they are told."""

    def __init__(self, answer):
        self.answer = answer

    def do(self, pieces):
        for piece in pieces:
            yield piece, self.answer(piece)


def test_what_killed_its_workers_is_done_here(tmp_path, inbox):
    run = ran(tmp_path / "data", inbox, Pretended(lambda piece: None))
    assert run.read == 8 and run.parsed == 6 and run.release is not None


def test_a_worker_of_another_version_stops_the_run(tmp_path, inbox):
    def another(piece):
        if piece.task.endswith("versioned"):
            return Answer({"by": ["another"], "of": {}}, [], None)
        return None

    with pytest.raises(NotNow, match="another version of the program"):
        ran(tmp_path / "data", inbox, Pretended(another))


def test_a_worker_whose_readers_are_of_another_version_stops_the_run():
    from concurrent.futures import Future

    future = Future()
    future.set_result(("another", None, [], None))
    with pytest.raises(NotNow, match="another version of the program"):
        workers._answer(future)


def test_the_largest_goes_first(tmp_path, inbox):
    with steps.begun(tmp_path / "data", [FolderSource(inbox)], Progress(io.StringIO())) as run:
        steps.collect(run)
        new = [(s.sha256, s.path) for s in run.seen]
        ordered = [path for _, path in steps._largest_first(run, new)]
    assert ordered[0] == "durham/figures.xlsx" and ordered[-2:] == ["durham/broken.pdf", "durham/empty.pdf"]


def test_several_processes_of_this_machine_give_the_same_bytes_as_one(tmp_path, inbox, monkeypatch):
    alone = ran(tmp_path / "alone", inbox, None)
    monkeypatch.setattr(mapping, "LEAST_EACH", 2)
    monkeypatch.setattr(os, "cpu_count", lambda: 3)
    monkeypatch.setattr(mapping, "do", None)  # who would map one after the other
    together = ran(tmp_path / "together", inbox, None)
    assert together.parsed == alone.parsed == 6
    theirs, ours = left(tmp_path / "together"), left(tmp_path / "alone")
    assert sorted(theirs) == sorted(ours) and [n for n in ours if ours[n] != theirs[n]] == []


def test_a_reply_that_one_of_several_processes_cannot_map_is_told_and_not_tried_twice(tmp_path, inbox, monkeypatch):
    monkeypatch.setattr(mapping, "LEAST_EACH", 2)
    monkeypatch.setattr(os, "cpu_count", lambda: 3)
    once, tried = apart.Process.do, []

    def slow(process, task, said, parts=(), verb="read"):
        if "reply_apart" in str(said) and any("Kent Police" in name for name in said[1]["names"]):
            tried.append(process)
            raise apart.NotDone("took longer than 60 s to map", apart.LOOK_BY_HAND, "seconds")
        return once(process, task, said, parts, verb)

    monkeypatch.setattr(apart.Process, "do", slow)
    run = ran(tmp_path / "data", inbox, None)
    assert len(tried) == 1 and run.parsed == 6
    told = [(p.code, p.force) for p in run.tables["problems"] if "took longer" in p.message]
    assert told == [("document_quarantined", "kent")]
    assert {r.force for r in run.tables["cases"]} == {"essex", "norfolk", "suffolk", "cumbria", "durham"}


@pytest.mark.parametrize(
    ("told", "said"), [({"runner": "spark"}, "here or dask"), ({"scheduler": "tcp://h:1"}, "runner is not dask")]
)
def test_a_runner_that_is_none_is_told(told, said):
    with pytest.raises(Stopped, match=said):
        checked(**told)
