"""A run for one force: what is known to be from others is left, and nothing of theirs is taken to have gone."""

import io
from pathlib import Path

import pytest

from flows import publish as publishing
from flows import steps
from flows.ending import DONE, Stopped
from flows.progress import Progress
from flows.sources.folder import FolderSource
from tests.flows.letters import letter


@pytest.fixture(autouse=True)
def without_great_expectations(monkeypatch):
    def validate(data, docs=None, *, when=None, before=None):
        if docs:
            docs.mkdir(parents=True)
        return steps.validation.Verdict([], [], [], {})

    monkeypatch.setattr(steps.validation, "validate", validate)


@pytest.fixture
def inbox(tmp_path) -> Path:
    letter(tmp_path / "in" / "durham" / "reply.pdf")
    letter(tmp_path / "in" / "kent" / "reply.pdf", force="Kent Police", reference="7/22")
    letter(tmp_path / "in" / "scan0001.pdf", force="Essex Police", reference="9/22")
    return tmp_path / "in"


def ingest(data: Path, *sources, **told) -> tuple[steps.Run, steps.Ending]:
    with steps.begun(data, list(sources), Progress(io.StringIO()), **told) as run:
        for step in steps.STEPS:
            step(run)
        return run, steps.ending(run)


def forces(data: Path) -> set[str]:
    return {case.force for case in publishing.read_release(data / "clean" / "latest")["cases"]}


def test_what_its_place_says_to_be_of_another_is_left_and_what_says_nothing_is_read(tmp_path, inbox):
    run, end = ingest(tmp_path / "data", FolderSource(inbox), only="durham")
    assert end.status == DONE and forces(tmp_path / "data") == {"durham", "essex"}
    assert {seen.path for seen in run.seen} == {"durham/reply.pdf", "scan0001.pdf"}


def test_nothing_of_the_others_has_gone(tmp_path, inbox):
    data, source = tmp_path / "data", FolderSource(inbox)
    ingest(data, source)
    (inbox / "kent" / "reply.pdf").unlink()
    (inbox / "durham" / "reply.pdf").unlink()
    letter(inbox / "durham" / "second.pdf", replied="1 December 2022")
    ingest(data, source, only="durham")
    tables = publishing.read_release(data / "clean" / "latest")
    assert forces(data) == {"durham", "kent", "essex"}
    assert {r.force for r in tables["replies"] if r.withdrawn_at} <= {"durham"}
    ingest(data, source)
    assert forces(data) == {"durham", "essex"}


def test_a_source_of_another_force_is_not_asked(tmp_path, inbox):
    class NotAsked(FolderSource):
        def collect(self, memory=None):
            raise AssertionError("it was asked")

    kent = NotAsked(inbox, "kent-inbox", force="kent")
    _, end = ingest(tmp_path / "data", FolderSource(inbox / "durham"), kent, only="durham")
    assert end.status == DONE and forces(tmp_path / "data") == {"durham"}


def test_where_nothing_may_be_of_it_the_run_stops_and_says_so(tmp_path, inbox):
    with pytest.raises(Stopped, match="no document that may be from surrey"):
        ingest(tmp_path / "data", FolderSource(inbox / "durham"), FolderSource(inbox / "kent"), only="surrey")
