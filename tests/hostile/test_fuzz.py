"""The first files and documents of each kind that are changed or put together at random; and all that were ever found.

`make fuzz` goes on from there for as long as it is told.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from parsers.apart import Process
from tests.hostile.fuzz import QUICK, document, fault, made, seeds

FIRST = 12
"""Numbers of each kind that are tried."""


@pytest.fixture(scope="module")
def process() -> Iterator[Process]:
    made = Process(QUICK)
    yield made
    made.stop()


@pytest.mark.parametrize("kind", list(seeds()))
def test_a_file_changed_at_random_is_read_or_refused(process: Process, kind: str) -> None:
    found = {number: wrong for number in range(FIRST) if (wrong := fault(process, kind, number))}
    assert not found


@pytest.mark.parametrize("kind", list(seeds()))
def test_a_sound_file_of_each_kind_is_read(process: Process, kind: str) -> None:
    for data in seeds()[kind]:
        done = process.do("parsers.documents.worker:read_apart", {"path": None, "name": "x"}, [data])
        assert done.parts[0]


FOUND = [("docx", 100055), ("xlsx", 100061), ("xlsx", 100299), ("picture", 100090), ("document", 100267)]
"""Numbers at which something was found once: a reason that cannot be printed, styles and sizes that are not there, bounds the
wrong way round."""


@pytest.mark.parametrize(("kind", "number"), FOUND)
def test_what_was_found_once_is_mended(process: Process, kind: str, number: int) -> None:
    assert not fault(process, kind, number)


def test_a_document_put_together_at_random_is_mapped(process: Process) -> None:
    found = {number: wrong for number in range(60) if (wrong := fault(process, "document", number))}
    assert not found


def test_the_same_number_makes_the_same_file() -> None:
    for kind in seeds():
        assert made(kind, 3) == made(kind, 3)
    assert document(3) == document(3) != document(4)
