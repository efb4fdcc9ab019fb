"""What the tests of the flows share."""

from __future__ import annotations

import json

import pytest

from flows import mapping
from parsers import apart


@pytest.fixture
def mapped_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Replies are mapped in this process: a test that replaces a parser or a vocabulary replaces it here alone."""

    def do(task: str, said: dict, parts: list[bytes]) -> apart.Done:
        done = apart.here(task, said, parts, "map")
        return apart.Done(json.loads(json.dumps(done.said)), done.parts)

    monkeypatch.setattr(mapping, "do", do)
