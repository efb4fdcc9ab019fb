"""What one printed table is made of: tables run together are cut apart, a list with its cases side by side is turned.

Guards against a second heading in the middle of a table being read as a row of data.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from parsers import headings
from parsers.accounting import Account, Fate
from parsers.documents.model import Row, Table
from parsers.grid import Grid, is_count, looks_like_heading, strong_number
from parsers.periods import is_period
from schemas import vocabulary

_TELLING: tuple[Fate, ...] = ("quarantined", "records", "skipped", "header")
"""Fates of one row, the one that tells most first."""
_FIELDS_OF_A_CASE = {"outcome_raw", "conduct_raw", "channel_raw", "rank_raw"}


@dataclass
class Piece:
    """A part of a printed table that is a table of its own.

    `rows` are the indexes of its rows in the printed one, None for one that is not printed here: a heading that stands over
    another part. Of a row that two forces share, each has its half.
    """

    table: Table
    rows: list[int | None]
    turned: bool = False

    def settle(self, own: Account, printed: Account) -> None:
        """Carry the fates of the piece's rows over to the printed table's."""
        if self.turned:
            fates = [fate for fate, _ in own.fates.values()]
            made = "records" in fates
            for row in self.rows:
                assert row is not None  # a turned piece is whole
                printed.settle(row, "records" if made else "quarantined", "" if made else "no case could be read")
            return
        each: dict[int, list[tuple[Fate, str]]] = {}
        for index, fate in own.fates.items():
            if (row := self.rows[index]) is not None:
                each.setdefault(row, []).append(fate)
        for row, told in each.items():  # a row that two forces share has two
            printed.settle(row, *min(told, key=lambda fate: _TELLING.index(fate[0])))


def pieces(table: Table) -> list[Piece]:
    """The tables that a printed table is made of, most often itself alone."""
    if table.found_by == "column gaps":
        table = _with_headings_over_their_columns(table)
    blocks = _blocks_down(table)
    if all(_lists_fields_down(block.table) for block in blocks):
        return [replace(block, table=_turned(block.table), turned=True) for block in blocks]
    starts = _starts(Grid(table))
    bounds = [0, *starts, len(table.rows)]
    return [
        Piece(
            replace(table, rows=table.rows[a:b], repeated=[], caption=table.caption if a == 0 else None),
            list(range(a, b)),
        )
        for a, b in pairwise(bounds)
    ]


def _with_headings_over_their_columns(table: Table) -> Table:
    """A table without rulings whose headings fell into columns beside their numbers, with each over its own.

    Only where as many columns have a heading and no number as have numbers and no heading, and every heading is a
    period: then the order says which is whose.
    """
    if len(table.rows) < 3 or table.width < 3:
        return table
    head, body = table.rows[0], table.rows[1:]
    headed = [c for c in range(1, table.width) if head.cells[c].text]
    filled = [c for c in range(1, table.width) if sum(bool(r.cells[c].text) for r in body) * 2 > len(body)]
    alike = all(is_period(head.cells[c].text or "") or headings.is_total(head.cells[c].text or "") for c in headed)
    if headed == filled or len(headed) != len(filled) or not alike:
        return table
    empty = [c for c in headed if c not in filled]
    if any(r.cells[c].text for r in body for c in empty):
        return table
    cells = [replace(c, text=None) if i else c for i, c in enumerate(head.cells)]
    for here, there in zip(headed, filled, strict=True):
        cells[there] = replace(head.cells[here])
    return replace(table, rows=[replace(head, cells=cells), *body])


def _starts(grid: Grid) -> list[int]:
    """Where a new heading begins below the first: the row of its title, if it has one, else its own."""
    found = []
    for row in range(1, len(grid.rows) - 1):
        if grid.kinds[row] != "body" or not _is_new_heading(grid, row):
            continue
        start = row
        while start - 1 > 0 and grid.kinds[start - 1] in ("section", "note", "blank") and grid.kinds[start] != "blank":
            start -= 1
        found.append(start)
    return found


def _is_new_heading(grid: Grid, row: int) -> bool:
    filled = grid.filled(row)
    texts = [grid.own(row, c) for c in filled]
    if len(filled) < 2 or any(strong_number(t) for t in texts) or not looks_like_heading(grid, row):
        return False
    if is_period(texts[0]) or any(is_count(t) and not is_period(t) for t in texts):
        return False  # '2019 | *' is a row of a year with its number suppressed
    numbers_above = [c for c in filled if c > 0 and any(strong_number(grid.own(r, c)) for r in range(row))]
    if numbers_above and any(is_count(grid.own(row + 1, c)) for c in filled):
        return True
    fields = {headings.field_of(t) for t in texts}
    values = any(
        vocabulary.load(v).lookup(t).status != "unknown" for v in ("outcome", "rank", "severity") for t in texts
    )
    return len(filled) >= 3 and None not in fields and len(fields) == len(filled) and not values


def _blocks_down(table: Table) -> list[Piece]:
    """The table in parts that each begin with its first label and have the same labels, as a list with its cases side by side is
    printed that is wider than the page; else whole."""
    labels = [(r.cells[0].text or "").strip() if r.cells else "" for r in table.rows]
    starts = [index for index, label in enumerate(labels) if label and label == labels[0]] or [0]
    parts = [list(range(a, b)) for a, b in pairwise([*starts, len(labels)])]
    if any([labels[row] for row in part] != labels[: len(parts[0])] for part in parts):
        parts = [list(range(len(labels)))]
    return [Piece(replace(table, rows=[table.rows[row] for row in part], repeated=[]), [*part]) for part in parts]


def _lists_fields_down(table: Table) -> bool:
    """The first column names the fields of a case, one below the other: each further column is a case."""
    labels = [(r.cells[0].text or "").strip() if r.cells else "" for r in table.rows]
    if table.width < 2 or len(labels) < 3:
        return False
    fields = [headings.field_of(t) for t in labels if t]
    known = [f for f in fields if f]
    across = [headings.field_of((c.text or "").strip()) for c in table.rows[0].cells[1:] if c.text]
    values = [(c.text or "").strip() for r in table.rows for c in r.cells[1:] if c.text]
    return (
        len(known) >= 0.7 * len(labels)
        and len(set(known)) >= 3
        and len(set(known)) == len(known)
        and bool(_FIELDS_OF_A_CASE & set(known))
        and not any(across)
        and sum(strong_number(v) for v in values) < 0.5 * len(values)
    )


def _turned(table: Table) -> Table:
    """The table with its columns as rows; a row's number is that of the first printed row."""
    first = table.rows[0]
    rows = [
        Row(
            cells=[replace(r.cells[c], covered="", span=(1, 1)) for r in table.rows],
            location=first.location,
            number=first.number,
        )
        for c in range(table.width)
        if c == 0 or any(r.cells[c].text for r in table.rows)
    ]
    return replace(table, rows=rows, repeated=[])
