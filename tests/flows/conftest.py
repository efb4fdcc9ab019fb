"""What the tests of the flows share."""

from __future__ import annotations

import json

import pytest

from flows import mapping, steps
from parsers import apart
from parsers.documents import read
from parsers.documents.model import UnreadableDocument
from parsers.documents.worker import Item, Reading


@pytest.fixture
def mapped_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Replies are mapped in this process: a test that replaces a parser or a vocabulary replaces it here alone."""

    def do(task: str, said: dict, parts: list[bytes]) -> apart.Done:
        done = apart.here(task, said, parts, "map")
        return apart.Done(json.loads(json.dumps(done.said)), done.parts)

    monkeypatch.setattr(mapping, "do", do)
    monkeypatch.setattr(mapping, "do_now", do)
    monkeypatch.setattr(mapping, "LEAST_EACH", 10**6)


class _ReadHere:
    """Reads what it is handed in this process: quick where many runs read a few harmless documents each."""

    def __init__(self, workers: int) -> None:
        self.workers = workers

    def __enter__(self):
        return self

    def __exit__(self, *_) -> None:
        return None

    def map(self, items):
        for data, name in items:
            try:
                yield Reading(Item(data, name), read(data, name), None)
            except UnreadableDocument as reason:
                yield Reading(Item(data, name), None, reason)


@pytest.fixture
def read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents are read in this process."""
    monkeypatch.setattr(steps, "Readers", _ReadHere)
