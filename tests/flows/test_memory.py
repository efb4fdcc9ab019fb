"""What a source fetched is kept at once, and found again by the next run, the killed one's successor too."""

from datetime import UTC, datetime, timedelta

import pytest

from flows.archive import Archive
from flows.ledger import Ledger
from flows.memory import RESUMED_WITHIN, Memory

NOON = datetime(2025, 10, 15, 12, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def now() -> Clock:
    return Clock()


@pytest.fixture
def ledger(tmp_path):
    made = Ledger(tmp_path / "ledger.sqlite")
    yield made
    made.close()


@pytest.fixture
def remember(tmp_path, ledger, now):
    return lambda source="log": Memory(Archive(tmp_path), ledger, source, now)


def test_what_was_fetched_is_there_for_the_next_run_of_that_source_alone(remember):
    remember().keep("https://a/x.pdf", b"bytes", {"etag": '"1"'})
    again = remember().recall("https://a/x.pdf")
    assert again and again.facts == {"etag": '"1"'}
    assert remember().load(again) == b"bytes"
    assert remember("mailbox").recall("https://a/x.pdf") is None


def test_what_came_anew_takes_its_place(remember):
    remember().keep("k", b"old", {"etag": "1"})
    remember().keep("k", b"new", {})
    memory = remember()
    known = memory.recall("k")
    assert known and (memory.load(known), known.facts) == (b"new", {})


def test_bytes_that_have_gone_from_the_archive_are_fetched_again(tmp_path, remember):
    kept = remember().keep("k", b"bytes", {})
    path = tmp_path / "documents" / kept.sha256[:2] / kept.sha256
    path.unlink()
    assert remember().recall("k") is None


def test_fresh_is_what_came_since_the_last_run_that_ended_and_not_long_ago(remember, ledger, now):
    kept = remember().keep("k", b"bytes", {})
    assert remember().fresh(kept)
    run = ledger.start_run(now())
    ledger.finish_run(run, now() + timedelta(minutes=5), "published", None, None)
    assert not remember().fresh(kept)
    now.at += timedelta(minutes=10)
    assert remember().fresh(remember().checked(kept, {"etag": "2"}))
    now.at += RESUMED_WITHIN
    assert not remember().fresh(kept)


def test_facts_without_bytes_are_kept_too(remember):
    remember().note("uidvalidity", {"value": "7"})
    memory = remember()
    known = memory.recall("uidvalidity")
    assert known and known.sha256 is None and known.facts == {"value": "7"}
    assert memory.keys() == ["uidvalidity"]
