"""Of a text it is kept that nothing reads like personal data in it, never what does; and only for the rules that said so."""

from __future__ import annotations

import pytest

from flows import quiet
from flows.archive import Archive
from flows.lock import locked
from flows.quiet import KeepingFinder
from parsers.personal import Finder, finder

PLAIN = ("Sent offensive messages to a colleague", "Final written warning", "MC/00001/22", "half \ud800 of a pair")
NAMED = ("Sent by PC Bethan Oakshott", "write to b.oakshott@example.org")


@pytest.fixture
def archive(tmp_path):
    with locked(tmp_path / "raw") as held:
        yield Archive(tmp_path / "raw", held)


@pytest.fixture
def looked(monkeypatch) -> list[str]:
    """The texts that are looked through."""
    found: list[str] = []
    find = Finder._find
    monkeypatch.setattr(Finder, "_find", lambda self, text: found.append(text) or find(self, text))
    return found


def found(archive: Archive, allowed=(), texts=(*PLAIN, *NAMED)) -> dict[str, tuple]:
    made = KeepingFinder(archive, allowed)
    told = {text: made.find(text) for text in texts}
    made.keep()
    return told


def test_a_text_with_nothing_in_it_is_looked_through_once_and_one_with_a_name_each_time(archive, looked):
    anew = {text: finder().find(text) for text in (*PLAIN, *NAMED)}
    looked.clear()
    assert found(archive) == anew and set(looked) == {*PLAIN, *NAMED}
    looked.clear()
    assert found(archive) == anew and set(looked) == {*NAMED}


def test_another_program_or_another_word_of_a_person_throws_it_all_away(archive, looked, monkeypatch):
    found(archive)
    looked.clear()
    assert found(archive, [("Bethan Oakshott", None)])[NAMED[0]] == () and set(looked) == {*PLAIN, *NAMED}
    looked.clear()
    assert found(archive)[NAMED[0]] and set(looked) == {*NAMED}  # what was spared there is spared nowhere else
    monkeypatch.setattr(quiet, "program", lambda: "another")
    looked.clear()
    assert found(archive)[NAMED[0]] and set(looked) == {*PLAIN, *NAMED}


def test_what_is_not_met_any_more_is_kept_no_longer_and_what_is_damaged_is_made_again(archive, looked):
    found(archive)
    found(archive, texts=PLAIN[:1])
    looked.clear()
    found(archive)
    assert set(looked) == {*PLAIN[1:], *NAMED}
    (kept,) = list((archive.folders() or [])[-1].rglob("*.gz"))
    kept.write_bytes(kept.read_bytes()[:-3])
    told: list[str] = []
    archive.told = told.append
    looked.clear()
    found(archive)
    assert set(looked) == {*PLAIN, *NAMED} and "made again" in told[0]


def test_no_more_is_kept_than_there_is_room_for(archive, looked, monkeypatch):
    monkeypatch.setattr(quiet, "MOST", 2)
    found(archive)
    looked.clear()
    found(archive)
    assert set(looked) == {*PLAIN, *NAMED}
