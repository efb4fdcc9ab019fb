"""Which cells of a sheet are a table: layouts as forces send them, written by four programs and read by three readers."""

from __future__ import annotations

import pytest

from parsers.documents import read
from parsers.documents.model import Document, Table
from tests.parsers.documents.layouts import LAYOUTS, PRODUCERS, Layout


def rows_of(table: Table) -> list[list[str | None]]:
    return [[c.text for c in r.cells] for r in table.rows]


@pytest.fixture(
    params=[(layout, producer) for layout in LAYOUTS for producer in PRODUCERS], ids=lambda p: f"{p[0].name}-{p[1]}"
)
def seen(request: pytest.FixtureRequest) -> tuple[Layout, Document]:
    layout, producer = request.param
    return layout, read(PRODUCERS[producer](layout), "data")


def test_tables_and_texts_are_told_apart(seen: tuple[Layout, Document]) -> None:
    layout, document = seen
    assert [rows_of(t) for t in document.tables] == layout.tables
    assert sorted(t.text for t in document.texts) == sorted(layout.texts)
    if layout.captions is not None:
        assert [t.caption for t in document.tables] == layout.captions
    assert not document.hidden


def test_every_filled_cell_is_somewhere_at_its_place(seen: tuple[Layout, Document]) -> None:
    layout, document = seen
    places = {c.place for r in document.rows() for c in r.cells if c.text} | {t.place for t in document.texts}
    letters = [chr(65 + i) for i in range(26)] + [a + chr(65 + i) for a in "AB" for i in range(26)]
    assert places == {f"Sheet1!{letters[c - 1]}{r}" for r, c, _value, _bold in layout.cells()}


def test_blocks_are_in_reading_order_and_numbered(seen: tuple[Layout, Document]) -> None:
    _, document = seen
    assert [t.number for t in document.tables] == list(range(1, len(document.tables) + 1))
    for table in document.tables:
        numbers = [r.number for r in table.rows]
        assert numbers == sorted(set(numbers))
        assert len({len(r.cells) for r in table.rows}) == 1
