"""Real replies, where they are at hand: every printed number is in a cell."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from parsers.documents import read
from parsers.documents.model import Document, Table

REPLIES = Path(os.environ.get("FOI_SHARED", Path(__file__).parents[4] / "shared")) / "replies"
pytestmark = pytest.mark.skipif(not REPLIES.is_dir(), reason="the real replies are not here")


def real(name: str) -> Document:
    path = REPLIES / name
    return read(path.read_bytes(), path.name)


def sums(table: Table, skip: tuple[str, ...] = ()) -> list[int]:
    rows = [r for r in table.rows[1:] if r.cells[0].text not in skip]
    return [sum(int(t) for r in rows if (t := r.cells[c].text) and t.isdigit()) for c in range(1, table.width)]


def test_humberside_offences_and_outcomes_add_up_to_the_same() -> None:
    offences, outcomes = real("real/hospital-crime_humberside.pdf").tables
    assert sums(offences) == sums(outcomes) == [457, 486, 465, 481, 609, 153]
    assert [t.caption for t in (offences, outcomes)] == ["1.", "2."]
    assert {r.location for r in outcomes.rows} == {"page 2", "page 3"}
    assert any((r.cells[0].text or "").startswith("22: Diversionary") for r in outcomes.rows)


def test_durham_has_three_tables_whose_totals_are_right() -> None:
    tables = real("real/hospital-crime_durham.pdf").tables
    assert [len(t.rows) for t in tables] == [9, 13, 19]
    for table in tables[:2]:
        assert sums(table, skip=("Total",)) == [int(c.text or "") for c in table.rows[-1].cells[1:]]
    assert [t.caption for t in tables] == [
        "Total Crime Count with Hospital Breakdown",
        "Crime Group Breakdown",
        "Crime Outcomes Breakdown",
    ]


def test_a_sideways_sheet_ruled_every_fifth_row_adds_up() -> None:
    (table,) = real("pdf/nics-background-checks-2015-11-rotated.pdf").tables
    body = [[re.sub(r"[ ,]", "", c.text or "0") for c in r.cells[1:]] for r in table.rows[2:]]
    assert len(body) == 56
    for column in zip(*body, strict=True):
        assert sum(map(int, column[:-1])) == int(column[-1])


def test_rotated_headings_and_merged_ones_of_the_taser_tables() -> None:
    tables = real("pdf/taser-figures-march-2010.pdf").tables
    assert [len(t.rows) for t in tables] == [46, 48, 39, 41]
    for table in tables:
        heads = sum(r.cells[0].text is None for r in table.rows) + 1
        body = [[int(c.text) if c.text else 0 for c in r.cells[1:]] for r in table.rows[heads:]]
        for column in zip(*body, strict=True):
            assert sum(column[:-1]) == column[-1]


def test_a_letter_without_tables_has_none() -> None:
    document = real("letters/northern-ireland.pdf")
    assert not document.tables
    assert "Request Number: F-2010-00325" in [t.text for t in document.texts]
