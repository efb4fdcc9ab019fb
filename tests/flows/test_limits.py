"""Limits: in one place, raised by foi.toml, and a file that a limit refused is read again when it is raised."""

from __future__ import annotations

import dataclasses
import io
from pathlib import Path

import pytest

from flows import steps
from flows.archive import Archive, sha256
from flows.ending import Stopped
from flows.limits import take_configured
from flows.progress import Progress
from flows.sources.folder import FolderSource
from parsers import limits
from parsers.documents import read
from parsers.documents.model import UnreadableDocument
from parsers.limits import Limits, limited

ROWS = b"Year,Rank,Platform,Outcome\n2019,PC,WhatsApp,Written warning\n2020,PC,WhatsApp,Dismissed\n"


@pytest.fixture(autouse=True)
def usual():
    """Each test begins and ends with the usual limits."""
    before = limits.limits()
    yield
    limits.use(before)


def configured(folder: Path, text: str) -> Limits:
    (folder / "foi.toml").write_text(text, encoding="utf-8")
    take_configured(folder)
    return limits.limits()


def test_the_page_has_the_limits_of_the_code():
    text = limits.PAGE.read_text(encoding="utf-8")
    assert limits.page_with_table(text) == text, "run `python -m parsers.limits` (make docs)"


def test_every_limit_says_what_it_is_of():
    for item in dataclasses.fields(Limits):
        assert item.metadata["unit"] and item.metadata["of"] and item.metadata["group"] in limits.GROUPS
        assert isinstance(item.default, int) and item.default > 0


def test_every_limit_is_looked_at_somewhere():
    room = Path(limits.__file__).parent
    written = "".join(p.read_text(encoding="utf-8") for p in room.rglob("*.py") if p.name != "limits.py")
    for item in dataclasses.fields(Limits):
        assert f".{item.name}" in written or f'"{item.name}"' in written, item.name


def test_the_configuration_raises_a_limit(tmp_path):
    assert configured(tmp_path, "[limits]\npages = 4_000\nmemory = 4_000_000_000\n") == Limits(
        pages=4_000, memory=4_000_000_000
    )
    assert configured(tmp_path, "[sources.x]\n") == Limits()
    (tmp_path / "foi.toml").unlink()
    take_configured(tmp_path)
    assert limits.limits() == Limits()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[limits]\npgaes = 5\n", "pgaes"),
        ("[limits]\npages = 0\n", "above nought"),
        ("[limits]\npages = -1\n", "above nought"),
        ('[limits]\npages = "many"\n', "above nought"),
        ("[limits]\npages = true\n", "above nought"),
        ("limits = 7\n", "is a table"),
    ],
)
def test_a_wrong_limit_stops_with_a_sentence(tmp_path, text, told):
    with pytest.raises(Stopped, match=told):
        configured(tmp_path, text)


def test_what_a_limit_refuses_names_it_and_the_way_out():
    with limited(cells=4), pytest.raises(UnreadableDocument) as refused:
        read(ROWS, "a.csv")
    assert refused.value.limit == "cells" and "`cells` (docs/hostile-files.md)" in refused.value.fix


def test_what_a_limit_refused_is_read_again_when_the_limits_change(tmp_path):
    archive = Archive(tmp_path)
    name = archive.store(ROWS)
    with limited(cells=4):
        with pytest.raises(UnreadableDocument) as refused:
            read(ROWS, "a.csv")
        archive.keep_reading(name, refused.value)
        assert archive.has_reading(name)
        with pytest.raises(UnreadableDocument, match="4 cells"):
            archive.reading(name)
    assert not archive.has_reading(name)
    archive.keep_reading(name, read(ROWS, "a.csv"))
    assert archive.reading(name).tables
    with limited(cells=4):
        assert archive.reading(name).tables  # what was read once stays read
    archive.keep_reading(sha256(b"x"), UnreadableDocument("is damaged", "Ask again."))
    with limited(pages=7):
        assert archive.has_reading(sha256(b"x"))  # no limit will mend that


def test_a_run_takes_in_with_a_higher_limit_what_it_refused_before(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    inbox = tmp_path / "in" / "durham"
    inbox.mkdir(parents=True)
    (inbox / "figures.csv").write_bytes(ROWS)

    def merged(settings: str) -> steps.Run:
        (tmp_path / "foi.toml").write_text(settings, encoding="utf-8")
        with steps.begun(tmp_path / "data", [FolderSource(tmp_path / "in")], Progress(io.StringIO())) as run:
            for step in steps.STEPS[:4]:
                step(run)
            return run

    refused = merged("[limits]\ncells = 4\n")
    assert not refused.merged["cases"]
    assert any("4 cells" in p.message and "`cells`" in (p.fix or "") for p in refused.merged["problems"])
    assert len(merged("").merged["cases"]) == 2
