"""Lists that go on without their headings: below a note, on the next page, or as a second list under the same columns."""

from __future__ import annotations

from dataclasses import replace

from parsers.documents.model import Table
from parsers.grid import Grid, is_count, looks_like_heading
from parsers.infer import BY_VALUE, DATES, CaseList, Corrections, case_list, whole_date
from parsers.periods import is_period, parse_date
from parsers.pieces import Piece
from schemas import vocabulary

LEAST = 2  # cells of a row that must read as what the list above has in their columns
SHARE = 0.75  # of the cells that can be told
MOST = 50  # rows that are looked at


def under_their_headings(
    parts: list[tuple[Table, list[Piece]]], corrections: Corrections
) -> list[tuple[Table, list[Piece]]]:
    """The pieces of a document's tables, those that go on with a list above them put under its headings."""
    above: CaseList | None = None
    made = []
    for table, own in parts:
        found = []
        for piece in own:
            grid = Grid(piece.table)
            if above is not None and not piece.turned and _goes_on(above, grid):
                heads = [above.grid.rows[r] for r in above.grid.heading_rows if r < above.grid.body[0]]
                piece = replace(
                    piece,
                    table=replace(piece.table, rows=[*heads, *piece.table.rows]),
                    rows=[*(None for _ in heads), *piece.rows],
                )
            else:
                above = _list(grid, corrections) or above
            found.append(piece)
        made.append((table, found))
    return made


def _list(grid: Grid, corrections: Corrections) -> CaseList | None:
    """The list that the table is, where it prints headings of its own."""
    if not grid.heading_rows or not grid.body or not looks_like_heading(grid, grid.heading_rows[0]):
        return None
    return case_list(grid, corrections)


def _goes_on(above: CaseList, grid: Grid) -> bool:
    """Its first row is no heading, and what stands in its columns is what the list above has in them."""
    rows = [r for r in range(len(grid.rows)) if len(grid.filled(r)) > 1][:MOST]
    if grid.width != above.grid.width or not rows or looks_like_heading(grid, rows[0]):
        return False
    told = [
        [fits for c, n in _columns(above) if (t := grid.own(r, c)) and (fits := _fits(n, t)) is not None] for r in rows
    ]
    every = [fits for row in told for fits in row]
    return sum(told[0]) >= LEAST and sum(every) >= SHARE * len(every)


def _columns(found: CaseList) -> list[tuple[int, str]]:
    return [(column, name) for name, columns in found.fields.items() for column in columns]


def _fits(name: str, text: str) -> bool | None:
    """Whether the text is of the field; None where any text may be."""
    if name == "year_raw":
        return is_period(text)
    if name in DATES:
        return parse_date(whole_date(text)) is not None
    if name == "officers":
        return is_count(text)
    if name in BY_VALUE:
        return any(part.match.status != "unknown" for part in vocabulary.load(BY_VALUE[name]).split(text))
    return None
