"""The tables that a letter prints twice, once in Welsh: the same figures in the same cells, read once."""

from __future__ import annotations

import re
from itertools import combinations

from parsers.documents.model import Document, Table
from parsers.repeated import Repeat

LEAST = 3  # numbers that two tables must share, cell by cell
MOST_TABLES = 60
_WELSH = re.compile(
    r"\b(?:blwyddyn|nifer|canlyniad|cyfanswm|swyddog(?:ion)?|heddlu|ymchwiliadau?|rhybudd|camau?|diswydd\w*|ymddiswydd\w*|ymarfer|rheng|dim|math|honiadau?)\b",
    re.I,
)
_NUMBER = re.compile(r"\W*[\d<*-][\d,.%<* ()-]*")


def welsh_tables(document: Document) -> dict[int, Repeat]:
    """The Welsh tables of the document that say what another says, by `id` of the table."""
    found: dict[int, Repeat] = {}
    tables = document.tables[:MOST_TABLES]
    welsh = {id(t) for t in tables if len(set(map(str.casefold, _WELSH.findall(_words(t))))) > 1}
    for one, other in combinations(tables, 2):
        pair = {id(one) in welsh: one, id(other) in welsh: other}
        if len(pair) == 2 and id(pair[True]) not in found and _same_numbers(one, other):
            found[id(pair[True])] = Repeat(pair[False], document, True)
    return found


def _words(table: Table) -> str:
    return " ".join(cell.text for row in table.rows for cell in row.cells if cell.text)


def _same_numbers(one: Table, other: Table) -> bool:
    """As many rows and columns, and each number of one stands in the other at its place."""
    if len(one.rows) != len(other.rows) or one.width != other.width:
        return False
    pairs = [
        (a.text or "", b.text or "")
        for row, its in zip(one.rows, other.rows, strict=True)
        for a, b in zip(row.cells, its.cells, strict=False)
    ]
    numbers = [(a.strip(), b.strip()) for a, b in pairs if _NUMBER.fullmatch(a) and _NUMBER.fullmatch(b)]
    alone = sum(bool(_NUMBER.fullmatch(a)) != bool(_NUMBER.fullmatch(b)) for a, b in pairs if a and b)
    return len(numbers) >= LEAST and all(a == b for a, b in numbers) and alone <= len(numbers) // 4
