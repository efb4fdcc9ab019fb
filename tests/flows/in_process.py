"""Reading in the tests' own process, and releases without their report: for tests of neither, which would take seconds each."""

from __future__ import annotations

import pytest

from flows import contents, steps
from parsers.documents import read
from parsers.documents.containers import unpack_all
from parsers.documents.model import UnreadableDocument
from parsers.documents.worker import Item, Reading


class Here:
    """Stands for `Readers`."""

    def __init__(self, _processes: int) -> None:
        pass

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def map(self, items):
        for data, name in items:
            try:
                yield Reading(Item(data, name), read(data, name), None)
            except UnreadableDocument as reason:
                yield Reading(Item(data, name), None, reason)


def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read here, write no report, and validate nothing: the suites have tests of their own."""

    def validate(data, docs=None, *, when=None, before=None):
        if docs:
            docs.mkdir(parents=True)
        return steps.validation.Verdict([], [], [], {})

    monkeypatch.setattr(steps.validation, "validate", validate)
    monkeypatch.setattr(steps, "Readers", Here)
    monkeypatch.setattr(steps, "_report", lambda run: None)
    monkeypatch.setattr(contents, "unpack_guarded", lambda data, _name: unpack_all(data))
