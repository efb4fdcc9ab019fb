"""The large made-up rounds that are measured: the same each time, readable, and merged without being read or mapped."""

from __future__ import annotations

import io

from flows import steps
from flows.bench import rounds
from flows.progress import Progress
from flows.sources.folder import FolderSource
from parsers.documents import read


def test_made_up_replies_are_the_same_whatever_is_written_with_them(tmp_path):
    together = rounds.write_replies(tmp_path / "a", 10)
    apart = [*rounds.write_replies(tmp_path / "b", 4), *rounds.write_replies(tmp_path / "b", 6, 4)]
    assert [p.relative_to(tmp_path / "a") for p in together] == [p.relative_to(tmp_path / "b") for p in apart]
    for one, other in zip(together, apart, strict=True):
        if one.suffix != ".docx":  # a zip that notes when it was made
            assert one.read_bytes() == other.read_bytes(), one
        if one.suffix != ".txt":
            assert read(one.read_bytes(), one.name).tables, one


def test_an_archived_round_is_merged_without_reading_or_mapping(tmp_path, monkeypatch):
    monkeypatch.setattr(rounds, "CASES_EACH", 7)
    rounds.archived(tmp_path, 20)
    source = FolderSource(tmp_path / rounds.REPLIES)
    with steps.begun(tmp_path / rounds.DATA, [source], Progress(io.StringIO())) as run:
        for step in (steps.collect, steps.read, steps.parse, steps.merge):
            step(run)
    assert (run.read, run.parsed) == (0, 0)
    assert len(run.merged["cases"]) == 20
    assert all(reply.current for reply in run.merged["replies"])
    assert run.merged["problems"] == []
