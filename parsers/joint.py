"""Lists in which two forces stand side by side, each under its name: one list after the other, as if printed so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from parsers.documents.model import Cell, Row
from parsers.grid import Grid
from parsers.infer import Corrections, case_list
from parsers.pieces import Piece
from schemas import forces as registry


def one_below_the_other(piece: Piece, joint: Sequence[str], corrections: Corrections) -> Piece:
    """The piece with a section for each force of a joint letter, where its headings name them over columns alike.

    Of a table of numbers nothing is changed: there the force is a heading among others.
    """
    grid = Grid(piece.table)
    if len(joint) < 2 or len(grid.levels) < 2 or piece.turned:
        return piece
    names = [grid.level_text(grid.levels[0], c) for c in range(grid.width)]
    owners = [_owner(name, joint) for name in names]
    shared = [c for c, owner in enumerate(owners) if owner is None]
    groups = {f: [c for c, owner in enumerate(owners) if owner == f] for f in joint if f in owners}
    heads = {tuple(grid.own_heading(c) for c in columns) for columns in groups.values()}
    if len(groups) < 2 or len(heads) != 1 or not shared:
        return piece
    last = grid.levels[-1][-1]
    rows: list[tuple[int | None, Row]] = [(last, _heading(grid, last, [*shared, *next(iter(groups.values()))]))]
    for columns in groups.values():
        rows.append((None, _section(rows[0][1], names[columns[0]])))
        for row in (r for r in range(len(grid.rows)) if r > last):
            cells = [grid.cell(row, c) for c in (*shared, *columns)]
            rows.append((row, replace(grid.rows[row], cells=[replace(c, covered="", span=(1, 1)) for c in cells])))
    table = replace(piece.table, rows=[r for _, r in rows])
    if case_list(Grid(table), corrections) is None:
        return piece
    above = [(r, grid.rows[r]) for r in range(last)]  # titles, and the names: they head nothing any more
    table = replace(table, rows=[*(_blank(r) for _, r in above), *table.rows])
    return Piece(
        table, [piece.rows[i] if i is not None else None for i in (*(i for i, _ in above), *(i for i, _ in rows))]
    )


def _owner(name: str, joint: Sequence[str]) -> str | None:
    named = [f for f in registry.recognise(name, strict=False) if f in joint] if name else []
    return named[0] if len(named) == 1 else None


def _heading(grid: Grid, row: int, columns: list[int]) -> Row:
    cells = [replace(grid.cell(row, c), text=grid.own_heading(c), covered="", span=(1, 1)) for c in columns]
    return replace(grid.rows[row], cells=cells)


def _section(like: Row, name: str) -> Row:
    first, *others = like.cells
    cells = [
        replace(first, text=name, span=(1, len(like.cells))),
        *(replace(c, text=None, covered="left") for c in others),
    ]
    return replace(like, cells=cells)


def _blank(row: Row) -> Row:
    return replace(row, cells=[Cell(text=None, place=c.place) for c in row.cells])
