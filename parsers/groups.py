"""Totals over groups of people: which of them count officers and staff together."""

from __future__ import annotations

import re

from parsers import headings
from parsers.grid import Grid, number
from parsers.infer import Header, Matrix
from parsers.owners import owners
from schemas import vocabulary
from schemas.records import NOT_OFFICERS, PEOPLE

_OTHERS = re.compile(r"\b(?:staff|pcsos?|persons?|people|individuals?|employees?|civilians?|everyone|all)\b", re.I)
_GRAND = re.compile(r"(?:grand|overall|all|force|combined)\b", re.I)


def staff_among(matrix: Matrix, row: int, header: Header, joint: tuple[str, ...] = ()) -> bool:
    """The number is a total over officers and staff: some of its columns or rows are of either.

    Not where its own words say that it is one of officers, or where it is the sum of the officers' numbers alone; nor over
    ranks, a grade of staff among them, in a table that says that it counts officers. `joint`: the forces of a joint letter.
    """
    grid = matrix.grid
    officers = "officers" in (headings.measure_of(text or "") for text in (header.measure_raw, grid.title()))
    about = ("person_type",) if officers else PEOPLE
    if header.total and not _says_officers(header.category_raw) and _over_columns(matrix, header, about):
        return True
    if grid.kinds[row] not in ("total", "outline") or _says_officers(grid.label(row)):
        return False
    labels = [label.column for label in matrix.labels if label.dimension in about]
    return any(_over_rows(matrix, row, column, joint) for column in labels) or _over_sections(grid, row, joint)


def _says_officers(text: str | None) -> bool:
    """'Total officers': of officers alone."""
    return bool(text) and headings.measure_of(text or "") == "officers" and not _OTHERS.search(text or "")


def is_staff(text: str) -> bool | None:
    """True for a group or grade of staff, False for one of officers, None for what is neither."""
    found = [vocabulary.load(name).lookup(text) for name in PEOPLE]
    codes = [m.code for m in found if m.status == "mapped" and m.code != "unknown"]
    return (codes[0] in NOT_OFFICERS) if codes else None


def _over_columns(matrix: Matrix, header: Header, about: tuple[str, ...]) -> bool:
    grid = matrix.grid
    own = [h for h in matrix.headers if not h.total and (h.forces == header.forces or not header.forces)]
    kinds = {h.column: is_staff(h.category_raw or "") for h in own if h.dimension in about}
    officers = [c for c, staff in kinds.items() if staff is False]
    if not officers or True not in kinds.values():
        return False
    return not grid.column_is_sum(header.column, officers) or grid.column_is_sum(header.column, list(kinds))


def _over_rows(matrix: Matrix, row: int, column: int, joint: tuple[str, ...]) -> bool:
    rows = _summed(matrix, row)
    kinds = {r: is_staff(owners(matrix.grid.text(r, column), joint)[1]) for r in rows}
    officers = [r for r, staff in kinds.items() if staff is False]
    if not officers or True not in kinds.values():
        return False
    return not _is_sum(matrix, row, officers) or _is_sum(matrix, row, rows)


def _summed(matrix: Matrix, row: int) -> list[int]:
    """The rows of which a total row is the sum: the group that it ends or heads, else all."""
    grid = matrix.grid
    if grid.kinds[row] == "outline":
        after = next((r for r in range(row + 1, len(grid.kinds)) if grid.kinds[r] in ("outline", "total")), None)
        return [r for r in grid.body if r > row and (after is None or r < after)]
    since = max((r for r in range(row) if grid.kinds[r] == "total"), default=-1)
    group = [r for r in grid.body if since < r < row]
    if not group or _GRAND.match(grid.label(row)) or (since >= 0 and not _is_sum(matrix, row, group)):
        return grid.body
    return group


def _is_sum(matrix: Matrix, row: int, rows: list[int]) -> bool:
    """Each of the row's numbers is the sum of those of the other rows, a blank or dash counting as none."""
    grid = matrix.grid
    for header in matrix.headers:
        whole, *parts = (number(grid.text(r, header.column)) for r in (row, *rows))
        if whole is None or whole.value != sum(p.value or 0 for p in parts if p):
            return False
    return True


def _over_sections(grid: Grid, row: int, joint: tuple[str, ...]) -> bool:
    """The total below sections of officers and of staff, and not within the last of them."""
    sections = [r for r in grid.of_kind("section") if r < row]
    within = sections and any(grid.kinds[r] == "total" for r in range(sections[-1], row))
    return bool(within) and {True, False} <= {is_staff(owners(grid.label(r), joint)[1]) for r in sections}
