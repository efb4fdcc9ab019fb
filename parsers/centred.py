"""Years printed once, in the middle of the rows that they stand for: which rows those are, told by where they stand.

In a table without lines a merged cell leaves no trace but the height of its text. Read from the top, the rows above the year
would have none, and those of the next year the last one's.
"""

from __future__ import annotations

from itertools import groupby

from parsers.grid import Grid

NEAR = 3.0  # points by which the middle of a block may lie outside of the row with its year


def rows_of_years(grid: Grid, column: int) -> dict[int, int | None]:
    """For each row of the body the row that prints its year; None where that cannot be told.

    Empty where the years stand at the top of their rows, as they do in most lists, or where nothing shows where rows are.
    """
    pages = [list(rows) for _, rows in groupby(grid.body, key=lambda r: grid.rows[r].location)]
    first = next((rows for rows in pages if any(grid.text(r, column) for r in rows)), None)
    if first is None or grid.text(first[0], column) or any(grid.rows[r].box is None for r in grid.body):
        return {}
    if grid.table.found_by != "column gaps":
        return {}
    found: dict[int, int | None] = {}
    for rows in pages:
        found |= _of_page(grid, rows, [r for r in rows if grid.text(r, column)])
    return found


def _of_page(grid: Grid, rows: list[int], printed: list[int]) -> dict[int, int | None]:
    """The rows of one page divided into blocks, each with a year in its middle; None for rows that two divisions differ on."""
    told: dict[int, set[int]] = {r: set() for r in rows}
    ways = _divisions(grid, rows, printed)
    if len(ways) > 1 and _alike(grid, rows):  # then a year stands level with the middle row, or between two
        off = [sum(_off(grid, rows, way, printed)) for way in ways]
        ways = [way for way, by in zip(ways, off, strict=True) if by < min(off) + NEAR]
    for starts in ways:
        for at, (start, end) in enumerate(zip(starts, [*starts[1:], len(rows)], strict=True)):
            for row in rows[start:end]:
                told[row].add(printed[at])
    return {row: min(labels) if len(labels) == 1 else None for row, labels in told.items()}


def _divisions(grid: Grid, rows: list[int], printed: list[int]) -> list[list[int]]:
    """Each way to divide the rows so that every year stands in the middle of its block: where the blocks begin."""
    if not printed:
        return []
    at = {row: index for index, row in enumerate(rows)}
    ways: list[list[int]] = [[0]]
    for number, row in enumerate(printed):
        last = at[printed[number + 1]] if number + 1 < len(printed) else len(rows)
        longer = []
        for way in ways[:MOST_WAYS]:
            for end in range(at[row] + 1, last + 1):
                if number + 1 == len(printed) and end != len(rows):
                    continue
                if _in_the_middle(grid, rows[way[-1]], row, rows[end - 1]):
                    longer.append([*way, end])
        ways = longer
    return [way[:-1] for way in ways]


def _alike(grid: Grid, rows: list[int]) -> bool:
    """All rows are equally high, but perhaps the last, which ends with its text."""
    heights = [box.bottom - box.top for r in rows[:-1] if (box := grid.rows[r].box)]
    return bool(heights) and max(heights) - min(heights) < NEAR


def _off(grid: Grid, rows: list[int], starts: list[int], printed: list[int]) -> list[float]:
    """How far each year's row lies from the middle of its block, in points; of rows equally high."""
    ends = [*starts[1:], len(rows)]
    boxes = [grid.rows[r].box for r in rows]
    high = boxes[0].bottom - boxes[0].top if boxes[0] else 0.0
    at = [rows.index(row) for row in printed]
    return [abs((a + b - 1) / 2 - here) * high for a, b, here in zip(starts, ends, at, strict=True)]


MOST_WAYS = 50
"""Divisions that are followed at once: more leave the rows untold."""


def _in_the_middle(grid: Grid, first: int, row: int, last: int) -> bool:
    top, bottom, box = grid.rows[first].box, grid.rows[last].box, grid.rows[row].box
    assert top and bottom and box
    return box.top - NEAR <= (top.top + bottom.bottom) / 2 <= box.bottom + NEAR
