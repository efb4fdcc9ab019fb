"""What one document of a reply says that another of the same reply says too: it is read once.

Many forces print the table in the letter and attach it as a workbook, or send the same letter as an e-mail. Read twice, every
officer in it would be counted twice, and nothing in the figures would show it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import PurePosixPath

from parsers.documents.model import Document, Row, Table
from schemas.vocabulary import normalise

SURE = 3
"""Rows, the heading among them, of which no two tables that tell different things are likely to agree in all."""

MOST_TABLES = 200
"""Tables of a reply that are compared: more are no case lists or figures, and every pair is looked at."""

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_WHOLE = re.compile(r"(?<=\d)\.0+(?!\d)")


@dataclass(frozen=True, slots=True)
class Repeat:
    """A table all of whose rows stand in another one too. `sure`: it is left out without a doubt."""

    of: Table
    document: Document
    sure: bool

    @property
    def where(self) -> str:
        return f"table {self.of.number} of {self.document.name} ({self.of.location})"


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two tables that have rows in common, and may or may not be about the same: both are read."""

    table: Table
    document: Document
    other: Table
    other_document: Document
    rows: int


def repeated_tables(documents: list[Document]) -> tuple[dict[int, Repeat], list[Doubt]]:
    """The tables to leave out, by `id` of the table, because all their rows are in a table of another document; and doubts.

    Two tables of one document are never compared: two identical rows there are two officers. Where names or captions tell
    of different years, equal tables are both read, with a doubt.
    """
    found: dict[int, Repeat] = {}
    doubts: list[Doubt] = []
    for (one, table), (other, later) in combinations(_tables(documents), 2):
        if one is other or id(table) in found or id(later) in found:
            continue
        rows, more = Counter(_rows(table)), Counter(_rows(later))
        common = (rows & more).total()
        least = min(rows.total(), more.total())
        if common < 2 or common * 2 < least:
            continue
        if common < least or _apart(one, table, other, later):
            if common >= SURE:
                doubts.append(Doubt(later, other, table, one, common))
        elif more.total() > rows.total():
            found[id(table)] = Repeat(later, other, common >= SURE)
        else:
            found[id(later)] = Repeat(table, one, common >= SURE)
    return found, doubts


def _tables(documents: list[Document]) -> list[tuple[Document, Table]]:
    return [(document, table) for document in documents for table in document.tables][:MOST_TABLES]


def _rows(table: Table) -> Iterator[tuple[str, ...]]:
    for row in table.rows:
        texts = _texts(row)
        if len(texts) > 1:  # a title or a note is no row of figures
            yield texts


def _texts(row: Row) -> tuple[str, ...]:
    return tuple(_plain(cell.text) for cell in row.cells if cell.text and not cell.covered)


def _plain(text: str) -> str:
    """The text as it is compared: 1,204 in a letter is 1204 in a workbook, or 1204.0."""
    return normalise(_WHOLE.sub("", _THOUSANDS.sub("", text)))


def _apart(one: Document, table: Table, other: Document, later: Table) -> bool:
    here, there = _years(one, table), _years(other, later)
    return bool(here and there) and here != there


def _years(document: Document, table: Table) -> set[str]:
    """The years that the caption or the sheet names; failing that the file's name."""
    told = " ".join(filter(None, (table.caption, table.location if "page" not in table.location else "")))
    return set(_YEAR.findall(told)) or set(_YEAR.findall(PurePosixPath(document.name).stem))


def said_before(text: str, question: str | None, said: set[tuple[str | None, str]]) -> bool:
    """Whether an answer in words stands in an earlier document, to the same question; short ones may well agree by chance."""
    return len(text) >= 25 and (question, normalise(text)) in said
