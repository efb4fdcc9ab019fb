"""Sheets printed to pages too narrow for them: the columns that did not fit stand on later pages, row by row as before.

Nothing on those pages says whose columns they are. They are taken in only where every row stands at its height, under a
heading of its own; where that is not certain, it is said, and nothing is joined.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from parsers.documents.pdf_gaps import columns_of
from parsers.documents.pdf_join import GridRow, LongTable, PageParts
from parsers.documents.pdf_page import Word
from parsers.documents.pdf_rows import TextLine, inside, parted
from parsers.documents.pdf_tables import Grid, GridCell, text_of
from parsers.documents.pdf_text import reading_lines

LEVEL = 1.0  # points by which the same row may stand higher on one page than on the other
SAME_PITCH = 0.6  # points
PITCH = (0.9, 1.45)  # of the type size, between lines of a cell
ALIKE = 5  # rows, from which on the same heights are worth a word
CERTAIN = 10  # rows, from which on they are no chance
MATCHED = 0.8  # of the rows have something on the later page: cells may be blank


@dataclass(slots=True)
class _Spill:
    """What a later page holds beside the rows of a table; `grid` is None where it cannot be told."""

    page: PageParts
    grid: Grid | None
    left: list[Word]  # what stands above: the rest of a title


def take_in_spilled(tables: list[LongTable], pages: list[PageParts]) -> tuple[list[LongTable], list[tuple[int, int]]]:
    """The tables with the columns from later pages, and the pairs of pages of which it could not be told."""
    parts = {p.content.number: p for p in pages}
    doubts: list[tuple[int, int]] = []
    taken: set[int] = set()
    for table in tables:
        number = len(table.pages)
        after = table.pages[-1] + 1
        while id(table) not in taken and all(n in parts for n in range(after, after + number)):
            spills = [_spill(table, parts[p], parts[after + i], i == 0) for i, p in enumerate(table.pages)]
            whole = [s for s in spills if s is not None]
            if len(whole) < number:
                break
            if any(s.grid is None for s in whole):
                doubts += [(p, after + i) for i, p in enumerate(table.pages)]
                break
            there = {id(g) for s in whole for g in s.page.grids}
            taken |= {id(t) for t in tables if any(id(r.grid) in there for r in t.rows)}
            for page, spill in zip(table.pages, whole, strict=True):
                _set_beside(table, page, spill)
            after += number
    return [t for t in tables if id(t) not in taken], doubts


def _set_beside(table: LongTable, page: int, spill: _Spill) -> None:
    assert spill.grid is not None
    for row in (*table.rows, *table.repeated):
        if row.page == page:
            while row.beside is not None:
                row = row.beside
            cells = [c for c in spill.grid.cells if c.row == row.index]
            texts = [text_of(c.words) for c in cells]
            bold = all(w.bold for c in cells for w in c.words)
            row.beside = GridRow(spill.page.content.number, row.number, row.index, spill.grid, texts, bold)
    spill.page.grids = [spill.grid]
    spill.page.lines = reading_lines(spill.left, spill.page.content.rulings)


def _spill(table: LongTable, there: PageParts, here: PageParts, first: bool) -> _Spill | None:
    """What the page holds beside the rows of the other; None where it holds something else."""
    rows = _rows(table, there)
    head = next((i for i, row in enumerate(rows) if sum(map(bool, row.texts)) > 1), 0)
    if not rows or len(table.rows) < ALIKE:
        return None
    if len(here.grids) == 1 and _same_rules(here.grids[0], rows[0].grid):
        grid = here.grids[0]
        named = {text_of(c.words) for c in grid.cells if c.row == head} if first else {""}
        if None in named or named & set(rows[head].texts):
            return None
        return _Spill(here, grid if len(table.rows) >= CERTAIN and not here.lines else None, [])
    words = [w for line in here.lines for w in line.words] + [w for g in here.grids for w in g.words]
    if not words or any(w.angle for w in words):
        return None
    levels = [{w.baseline for c in r.grid.cells if c.row == r.index for w in c.words} for r in rows]
    lines = [parted(sorted(line, key=lambda w: w.x0)) for line in _lines(words)]
    at = [next((i for i, own in enumerate(levels) if _is_near(line, own)), None) for line in lines]
    top = min(levels[0], default=0.0) - LEVEL
    above = [line for line in lines if line.baseline < top]
    titles = {title.text for line in above for title in there.lines if _is_near(line, {title.baseline})}
    if len(set(at) - {None}) < MATCHED * len(rows) or len(titles) < len(above) or (first and head not in at):
        return None
    heading = lines[at.index(head)].parts if first else []
    if {p.text for p in heading} & set(rows[head].texts):
        return None
    certain = all(any(t.endswith(" ".join(w.text for w in line.words)) for t in titles) for line in above)
    body = lines[len(above) :]
    columns = columns_of([line for line, row in zip(lines, at, strict=True) if row is not None])
    owners = _owners(body, at[len(above) :])
    whole = not first or (len(heading) == len(columns) and all(inside(p, columns) for p in heading))
    totals = any(line.parts[0].text.lower().startswith("total") for line in body)
    if not certain or not whole or totals or owners is None or len(table.rows) < CERTAIN:
        return _Spill(here, None, [])
    xs = [columns[0][0] - 1, *((a[1] + b[0]) / 2 for a, b in pairwise(columns)), columns[-1][1] + 1]
    ys = rows[0].grid.ys
    cells = []
    for row, (top, bottom) in enumerate(pairwise(ys)):
        own = [w for line, owner in zip(body, owners, strict=True) if owner == row for w in line.words]
        for column, (x0, x1) in enumerate(pairwise(xs)):
            held = [w for w in own if x0 <= w.middle[0] < x1]
            cells.append(GridCell(row, column, 1, 1, x0, top, x1, bottom, held))
    return _Spill(here, Grid(xs, ys, cells, "column gaps"), [w for line in above for w in line.words])


def _same_rules(grid: Grid, other: Grid) -> bool:
    """Both are ruled, with lines at the same heights."""
    alike = grid.found_by == other.found_by == "rulings" and len(grid.ys) == len(other.ys)
    return alike and all(abs(a - b) <= LEVEL for a, b in zip(grid.ys, other.ys, strict=True))


def _rows(table: LongTable, there: PageParts) -> list[GridRow]:
    """The table's rows on the page, where they are all that its one grid has."""
    rows = sorted((r for r in (*table.rows, *table.repeated) if r.page == there.content.number), key=lambda r: r.index)
    whole = len(there.grids) == 1 and [r.index for r in rows] == list(range(len(there.grids[0].ys) - 1))
    return rows if whole and all(r.more is None and r.grid is there.grids[0] for r in rows) else []


def _lines(words: list[Word]) -> list[list[Word]]:
    """Words by baseline. Those of two rows may stand closer than any line of a text: a row too low for its text."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda w: w.baseline):
        if lines and word.baseline - lines[-1][0].baseline <= SAME_PITCH:
            lines[-1].append(word)
        else:
            lines.append([word])
    return lines


def _is_near(line: TextLine, levels: set[float]) -> bool:
    return any(abs(line.baseline - level) <= LEVEL for level in levels)


def _owners(lines: list[TextLine], at: list[int | None]) -> list[int | None] | None:
    """The row of each line: further lines of a cell follow its first, or come before its last, at one pitch.

    None where some follow no row, or it is not certain which of the two.
    """
    if None not in at:
        return at
    found = []
    for order in (1, -1):
        ordered = list(zip(lines, at, strict=True))[::order]
        steps = [
            round(abs(b.baseline - a.baseline), 1)
            for (a, row), (b, further) in pairwise(ordered)
            if row is not None and further is None and PITCH[0] <= abs(b.baseline - a.baseline) / b.size <= PITCH[1]
        ]
        if not steps:
            continue
        pitch = max(sorted(set(steps)), key=steps.count)
        owned: list[tuple[float, int | None]] = []
        for line, row in ordered:
            before = [o for y, o in owned if abs(abs(line.baseline - y) - pitch) <= SAME_PITCH]
            owned.append((line.baseline, row if row is not None else before[-1] if before else None))
        if all(row is not None for _, row in owned):
            found.append([row for _, row in owned[::order]])
    return found[0] if found and all(f == found[0] for f in found) else None
