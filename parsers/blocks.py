"""Cases that a letter gives one after the other in lines of 'Heading: value', as tables of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from parsers import headings
from parsers.documents.model import Cell, Document, Row, Table, Text

_LINE = re.compile(r"^\s*(?:[-•\uf0b7]\s*)?([A-Z][^:]{1,45}?)\s*:\s+(\S.*)$", re.S)
_ABOUT = {"outcome_raw", "conduct_raw", "channel_raw", "rank_raw"}


def case_blocks(document: Document, leave: set[int], form: set[int]) -> tuple[Table | None, set[int]]:
    """The records of a document's 'Heading: value' lines as one table, and the numbers of the texts that they are.

    A record begins where its first heading comes again. Two records or more, each with three known fields, or there is
    no table: one such block is a letter's own form. `leave` are the texts of the quoted request,
    `form` those of the letter's own form: its reference and date head no record.
    """
    records: list[dict[str, Text]] = []
    for heading, text in _lines(document, leave):
        if not records or heading in records[-1]:
            records.append({})
        records[-1][heading] = text
    if records:
        later = {h for r in records[1:] for h in r}
        records[0] = {h: t for h, t in records[0].items() if h in later or t.number not in form}
    columns = list(dict.fromkeys(h for r in records for h in r))
    alike = [r for r in records if len(r) >= 3 and _ABOUT & {headings.field_of(h) for h in r}]
    if len(alike) < 2 or len(alike) != len(records):
        return None, set()
    rows = [Row([Cell(text=h) for h in columns], alike[0][columns[0]].location, 1)]
    for number, record in enumerate(alike, start=2):
        first = next(iter(record.values()))
        cells = [_cell(record.get(h)) for h in columns]
        rows.append(Row(cells, first.location, number))
    used = {t.number for r in alike for t in r.values()}
    return Table(rows, rows[1].location, 0, found_by="lines of heading and value"), used


def _lines(document: Document, leave: set[int]) -> Iterator[tuple[str, Text]]:
    for text in document.texts:
        found = _LINE.match(text.text)
        if found and text.number not in leave and headings.field_of(found[1]) not in (None, "ignored"):
            yield found[1], text


def _cell(text: Text | None) -> Cell:
    found = _LINE.match(text.text) if text else None
    return Cell(text=found[2].strip() if found else None, place=text.place if text else None)
