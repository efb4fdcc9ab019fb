"""The labelled set: nothing planted is missed or read, nothing clean is held; the figures in the documentation are these."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.parsers.documents.labelled import File, figures, judged
from tests.parsers.documents.labelled.files import clean, planted

PAGE = Path(__file__).parents[3] / "docs" / "hidden-content.md"
BEGIN, END = (
    "<!-- figures: python -m tests.parsers.documents.test_labelled_hidden -->\n",
    "\n<!-- end of the figures -->",
)


def label(file: File) -> str:
    return f"{file.format}: {file.case}"


@pytest.mark.parametrize("file", planted(), ids=label)
def test_what_is_planted_is_found_and_not_read(file: File) -> None:
    verdict = judged(file)
    assert not verdict.missed and not verdict.leaked


@pytest.mark.parametrize("file", clean(), ids=label)
def test_what_is_clean_is_not_held(file: File) -> None:
    assert not judged(file).alarmed


def test_the_set_is_as_large_as_is_said() -> None:
    assert len(planted()) >= 160 and len(clean()) >= 120
    assert len({f.kind for f in planted()}) >= 40


def test_the_figures_in_the_documentation_are_those_of_the_set() -> None:
    assert PAGE.read_text().partition(BEGIN)[2].partition(END)[0] == figures([*planted(), *clean()])


def write() -> None:
    """Write the figures into the documentation."""
    before, _, rest = PAGE.read_text().partition(BEGIN)
    PAGE.write_text(before + BEGIN + figures([*planted(), *clean()]) + END + rest.partition(END)[2])


if __name__ == "__main__":
    write()
