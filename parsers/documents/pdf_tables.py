"""Tables on one page: grids of cells from rulings, and from gaps between columns where rulings are missing.

Every visible word of the page ends in exactly one cell or is left for the running text; none is dropped.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice, pairwise
from operator import attrgetter
from typing import cast

from pdfplumber.page import Page
from pdfplumber.table import TableFinder, merge_edges

from parsers.documents.ocr_spelling import known_words
from parsers.documents.pdf_page import Area, Glyph, PageContent, Ruling, Word, along, words_of
from parsers.documents.pdf_rows import VALUE, Columns, parted, rows_of, within

SNAP = 3.0  # points; rulings closer than this are one
SHORT = 5.0  # points; a shorter ruling is a speck
SLIVER = 6.0  # points; an empty column or row no wider lies between the two lines of a double border
GUTTER = 0.5  # of the type size: the least gap between two columns
LABEL_GAP = 60.0  # points: a label without lines stands no further from its row
WIDE_STRIPE, TALLEST_STRIPE = 100.0, 300.0  # points; a narrower shade is a cell's, a taller one a background


@dataclass(slots=True)
class GridCell:
    """A cell over `rows` × `columns` slots, its place, and the words in it."""

    row: int
    column: int
    rows: int
    columns: int
    x0: float
    top: float
    x1: float
    bottom: float
    words: list[Word] = field(default_factory=list)


@dataclass(slots=True)
class Grid:
    """A table on one page: the lines between its columns and rows, and its cells in reading order."""

    xs: list[float]
    ys: list[float]
    cells: list[GridCell]
    found_by: str
    open_top: bool = False  # its top border is missing: it may go on from the page before
    open_bottom: bool = False
    columns: Columns = field(default_factory=list)  # what the words of each column cover, where gaps made the columns
    unsure: bool = False  # its lines may be divided into rows otherwise, nearly as well

    @property
    def top(self) -> float:
        return self.ys[0]

    @property
    def bottom(self) -> float:
        return self.ys[-1]

    @property
    def words(self) -> Iterable[Word]:
        return (w for c in self.cells for w in c.words)

    def by_row(self) -> list[list[GridCell]]:
        """For each row the cells that reach into it, in their order."""
        rows: list[list[GridCell]] = [[] for _ in self.ys[1:]]
        for cell in self.cells:
            for row in range(max(cell.row, 0), min(cell.row + cell.rows, len(rows))):
                rows[row].append(cell)
        return rows


def ruled_grids(content: PageContent, before: Sequence[float] = ()) -> list[Grid]:
    """The page's tables that rulings divide into two columns or more, from top to bottom.

    `before` are the lines between the columns of the table at the foot of the page before: under them, a frame with a
    single text in it is the rest of a row.
    """
    grids: list[Grid] = []
    for group in _connected(_bridged(_merged(content.rulings))):
        closed, open_top, open_bottom = _closed(group)
        grids += _ruled(content, closed, open_top, open_bottom, before)
    loose = [w for w in content.words if not w.angle and not any(_holds(g, w) for g in grids)]
    return sorted((_with_labels(g, loose) for g in grids), key=lambda g: (g.top, g.xs[0]))


def _holds(grid: Grid, word: Word) -> bool:
    x, y = word.middle
    return grid.xs[0] <= x <= grid.xs[-1] and grid.top <= y <= grid.bottom


def _with_labels(grid: Grid, loose: list[Word]) -> Grid:
    """The grid with the column on its left that its style draws no lines around: a label beside each of its rows.

    Text of another kind beside a table does not keep to its rows.
    """
    beside = [w for w in loose if w.x0 < grid.xs[0] and grid.top < w.middle[1] < grid.bottom]
    bands = list(pairwise(grid.ys))
    rows = [[w for w in beside if top - 1 <= w.top and w.bottom <= bottom + 1] for top, bottom in bands]
    near = max((w.x1 for w in beside), default=0) + LABEL_GAP > grid.xs[0]
    if not near or len(rows) < 3 or not all(rows[1:]) or sum(map(len, rows)) != len(beside):
        return grid
    left = min(w.x0 for w in beside) - 1
    cells = [replace(c, column=c.column + 1) for c in grid.cells]
    cells += [GridCell(n, 0, 1, 1, left, top, grid.xs[0], bottom, rows[n]) for n, (top, bottom) in enumerate(bands)]
    return replace(grid, xs=[left, *grid.xs], cells=sorted(cells, key=lambda c: (c.row, c.column)))


def _edge(line: Ruling) -> dict:
    """The ruling as pdfplumber's edge."""
    if line.horizontal:
        box = {"x0": line.start, "x1": line.end, "top": line.at, "bottom": line.at}
    else:
        box = {"x0": line.at, "x1": line.at, "top": line.start, "bottom": line.end}
    size = {"width": box["x1"] - box["x0"], "height": box["bottom"] - box["top"]}
    return {"object_type": "line", "orientation": "h" if line.horizontal else "v", **box, **size}


def _ruling(edge: dict) -> Ruling:
    if edge["orientation"] == "h":
        return Ruling(True, edge["top"], edge["x0"], edge["x1"])
    return Ruling(False, edge["x0"], edge["top"], edge["bottom"])


def _merged(rulings: list[Ruling]) -> list[Ruling]:
    if not rulings:
        return []
    merged = merge_edges([_edge(r) for r in rulings], SNAP, SNAP, SNAP, SNAP)
    return [r for r in map(_ruling, merged) if r.end - r.start > SHORT]


def _bridged(rulings: list[Ruling]) -> list[Ruling]:
    """With the gaps closed that a table leaves between cells which have borders of their own."""
    bridges = []
    for level in (True, False):
        across: dict[int, list[Ruling]] = {}
        for line in rulings:
            if line.horizontal != level:
                across.setdefault(round(line.at), []).append(line)
        own = sorted((r for r in rulings if r.horizontal == level), key=lambda r: (r.at, r.start))
        for left, right in pairwise(own):
            near = left.at == right.at and left.end < right.start <= left.end + SLIVER
            if near and all(_is_crossed(at, left.at, across) for at in (left.end, right.start)):
                bridges.append(Ruling(level, left.at, left.end, right.start))
    return _merged(rulings + bridges) if bridges else rulings


def _is_crossed(at: float, other: float, across: dict[int, list[Ruling]]) -> bool:
    near = (line for step in (-1, 0, 1) for line in across.get(round(at) + step, ()))
    return any(line.start - SNAP <= other <= line.end + SNAP for line in near)


def _touch(one: Ruling, other: Ruling) -> bool:
    if one.horizontal == other.horizontal:
        return False
    return one.start - SNAP <= other.at <= one.end + SNAP and other.start - SNAP <= one.at <= other.end + SNAP


def _connected(rulings: list[Ruling]) -> list[list[Ruling]]:
    """Rulings in groups that hang together."""
    left = list(rulings)
    groups = []
    while left:
        group, fresh = [], [left.pop()]
        while fresh:
            here = fresh.pop()
            group.append(here)
            touching = [r for r in left if _touch(here, r)]
            fresh += touching
            ids = {id(r) for r in touching}
            left = [r for r in left if id(r) not in ids]
        groups.append(group)
    return _with_bare_columns(groups)


def _with_bare_columns(groups: list[list[Ruling]]) -> list[list[Ruling]]:
    """Upright lines side by side that no other touches are one group: a page of a table with no rule at either end."""
    bare: dict[tuple[int, int], list[Ruling]] = {}
    rest = []
    for group in groups:
        if len(group) > 1 or group[0].horizontal:
            rest.append(group)
        else:
            bare.setdefault((round(group[0].start / SNAP), round(group[0].end / SNAP)), []).append(group[0])
    return rest + list(bare.values())


def _closed(group: list[Ruling]) -> tuple[list[Ruling], bool, bool]:
    """The group with the border lines that its layout left out, and whether its top and its bottom were among them.

    A table that runs over a page break often has no line at the cut, and some styles draw no side borders: where two
    or more rulings end together and nothing closes them, the border is implied. Without it the row would be lost.
    """
    upright = [r for r in group if not r.horizontal]
    level = [r for r in group if r.horizontal]
    closed = list(group)
    ends = []
    for lines, crossing, horizontal in ((upright, level, True), (level, upright, False)):
        reach = [x for r in crossing for x in (r.start, r.end)] + [r.at for r in lines]
        for pick, outermost in ((lambda r: r.start, min), (lambda r: r.end, max)):
            at = outermost(map(pick, lines), default=0)
            loose = [r for r in lines if abs(pick(r) - at) <= SNAP]
            shut = any(abs(r.at - at) <= SNAP for r in crossing)
            bare = horizontal and not crossing and len(loose) >= 3
            missing = not shut and (bare or (bool(crossing) and (len(loose) >= 2 or len(lines) == 1 < len(crossing))))
            ends.append(missing)
            if missing:
                closed.append(Ruling(horizontal, at, min(reach), max(reach)))
    return closed, ends[0], ends[1]


def _ruled(
    content: PageContent, rulings: list[Ruling], open_top: bool, open_bottom: bool, before: Sequence[float]
) -> list[Grid]:
    level = [_edge(r) for r in rulings if r.horizontal]
    upright = [_edge(r) for r in rulings if not r.horizontal]
    among = _words_among(content, level, upright, 2) if len(level) > 1 and len(upright) > 1 else 0
    content.leans |= among == 1
    if not among or (among == 1 and not before):
        return []
    finder = TableFinder(
        cast(Page, None),  # needed for other strategies only
        {
            "vertical_strategy": "explicit",
            "horizontal_strategy": "explicit",
            "explicit_vertical_lines": upright,
            "explicit_horizontal_lines": level,
            "snap_tolerance": SNAP,
            "join_tolerance": SNAP,
            "intersection_tolerance": SNAP,
        },
    )
    grids = []
    for found in finder.tables:
        grid = _grid(found.cells, "rulings")
        grid.open_top, grid.open_bottom = open_top, open_bottom
        _fill(grid, content)
        grid = _split_rows(_split_columns(_without_slivers(grid)), stripes(content.shades))
        filled = sum(bool(c.words) for c in grid.cells)
        content.leans |= filled == 1
        if len(grid.xs) > 2 and (filled > 1 or (filled and _same_columns(grid.xs, before))):
            grids.append(grid)
    return grids


def _same_columns(xs: Sequence[float], before: Sequence[float]) -> bool:
    pairs = list(zip(xs, before, strict=False))
    return len(xs) == len(before) and all(abs((a - xs[0]) - (b - before[0])) <= SNAP for a, b in pairs)


def _words_among(content: PageContent, level: list[dict], upright: list[dict], most: int) -> int:
    """How many words, up to `most`, stand among the rulings: drawings without are many, and cost as much as tables."""
    left, right = min(e["x0"] for e in level), max(e["x1"] for e in level)
    top, bottom = min(e["top"] for e in upright), max(e["bottom"] for e in upright)
    among = (w for w in content.words if left <= w.middle[0] <= right and top <= w.middle[1] <= bottom)
    return sum(1 for _ in islice(among, most))


def _without_slivers(grid: Grid) -> Grid:
    """Without the empty strips between the lines of double borders."""
    for lines, start, span in ((grid.xs, "column", "columns"), (grid.ys, "row", "rows")):
        for at in reversed(range(len(lines) - 1)):
            own = [c for c in grid.cells if getattr(c, start) == at and getattr(c, span) == 1]
            if lines[at + 1] - lines[at] > SLIVER or any(c.words for c in own) or len(lines) <= 3:
                continue
            grid.cells = [c for c in grid.cells if c not in own]
            for cell in grid.cells:
                first, number = getattr(cell, start), getattr(cell, span)
                if first <= at < first + number:
                    setattr(cell, span, number - 1)
                if first > at:
                    setattr(cell, start, first - 1)
            del lines[at + 1 if at else 0]
    return grid


def stripes(shades: list[Area]) -> list[float]:
    """Edges of wide shaded bands: rows of a striped table."""
    return [
        y for s in shades if s.x1 - s.x0 > WIDE_STRIPE and s.bottom - s.top < TALLEST_STRIPE for y in (s.top, s.bottom)
    ]


def _split_columns(grid: Grid) -> Grid:
    """Divide each wide cell that holds several columns: many styles draw upright lines in some rows only.

    The sign is that its words leave the lines between the columns free, wider than words of a text ever stand apart.
    """
    cells = []
    for cell in grid.cells:
        edges = grid.xs[cell.column + 1 : cell.column + cell.columns]
        lines = [parted(line) for line in lines_of([w for w in cell.words if w.angle == 0])]
        gaps = [gap for line in lines for edge in edges if (gap := _gap_at(line.words, edge)) is not None]
        apart = any(
            min(p.x1 for p in line.parts) <= e <= max(p.x0 for p in line.parts) for line in lines for e in edges
        )
        if not gaps or min(gaps) < GUTTER or not (apart or len(gaps) > 2):
            cells.append(cell)
            continue
        free = [n for n, e in enumerate(edges, 1) if not any(w.x0 < e < w.x1 for w in cell.words)]
        for first, end in pairwise([0, *free, cell.columns]):
            x0, x1 = grid.xs[cell.column + first], grid.xs[cell.column + end]
            words = [w for w in cell.words if x0 <= w.middle[0] < x1]
            cells.append(
                GridCell(cell.row, cell.column + first, cell.rows, end - first, x0, cell.top, x1, cell.bottom, words)
            )
    return replace(grid, cells=cells)


def _gap_at(words: list[Word], edge: float) -> float | None:
    """The gap at the edge between two words of a line, in type sizes, 0 where a word crosses it; None at its ends."""
    before = max((w.x1 for w in words if w.x0 < edge), default=None)
    after = min((w.x0 for w in words if w.x1 > edge), default=None)
    return None if before is None or after is None else max(after - before, 0.0) / words[0].size


def _split_rows(grid: Grid, edges: list[float]) -> Grid:
    """Divide each ruled row that holds several rows of figures: rules were drawn only now and then.

    The sign is that two columns or more have the same number of lines at the same heights, and that in one of them
    every line is a figure. Wrapped words in a single row never look like that. `edges` are those of shaded bands.
    """
    rows: list[tuple[float, float, list[GridCell], list[float]]] = []
    for index, reaching in enumerate(grid.by_row()):
        own = [c for c in reaching if c.row == index]
        whole = all(c.rows == 1 for c in reaching)
        cuts = _cuts(own) if whole else []
        if whole and not cuts and len(grid.ys) <= 3:
            cuts, sure = _unruled_cuts(own, list(pairwise(grid.xs)), edges)
            grid.unsure |= not sure
        rows.append((grid.ys[index], grid.ys[index + 1], own, cuts))
    if not any(cuts for *_, cuts in rows):
        return grid
    first_of, total = {}, 0
    for index, (*_, cuts) in enumerate(rows):
        first_of[index] = total
        total += len(cuts) + 1
    first_of[len(rows)] = total
    ys, cells = [grid.ys[0]], []
    for index, (top, bottom, own, cuts) in enumerate(rows):
        levels = [top, *cuts, bottom]
        ys += levels[1:]
        for cell in own:
            if not cuts:
                cell.rows = first_of[index + cell.rows] - first_of[index]
                cell.row = first_of[index]
                cells.append(cell)
                continue
            for part, (upper, lower) in enumerate(pairwise(levels)):
                words = [w for w in cell.words if upper <= w.middle[1] < lower]
                box = (cell.x0, upper, cell.x1, lower)
                cells.append(GridCell(first_of[index] + part, cell.column, 1, cell.columns, *box, words))
    cells.sort(key=lambda c: (c.row, c.column))
    return replace(grid, ys=ys, cells=cells)


def _unruled_cuts(cells: list[GridCell], columns: Columns, edges: list[float]) -> tuple[list[float], bool]:
    """Heights at which to divide the body of a table whose rows no rule divides, and whether that is sure."""
    lines = [parted(line) for line in lines_of([w for c in cells for w in c.words if w.angle == 0])]
    if len(lines) < 2 or sum(len(lines_of(c.words)) > 1 for c in cells) < 2:
        return [], True
    found = rows_of(lines, columns, edges)
    cuts = [(max(x.bottom for x in a) + min(x.top for x in b)) / 2 for a, b in pairwise(found.rows)]
    keyed = [any(within(line, columns[0]) for line in row) for row in found.rows]
    return (cuts, found.sure) if all(keyed) or sum(keyed) * 2 > len(keyed) else ([], False)


def _cuts(cells: list[GridCell]) -> list[float]:
    """Heights at which the row of these cells is to be divided."""
    columns = [lines_of([w for w in c.words if w.angle == 0]) for c in cells if c.words]
    heights = [[line[0].baseline for line in lines] for lines in columns]
    most = max((len(h) for h in heights), default=0)
    full = [i for i, h in enumerate(heights) if len(h) == most]
    if most < 2 or len(full) < 2 or len(full) * 2 < len(columns):
        return []
    model = heights[full[0]]
    size = columns[full[0]][0][0].size
    if any(abs(a - b) > 0.4 * size for i in full for a, b in zip(heights[i], model, strict=True)):
        return []
    figures = [all(VALUE.match(" ".join(w.text for w in line)) for line in columns[i]) for i in full]
    if not any(figures):
        return []
    tops = [min(w.top for i in full for w in columns[i][n]) for n in range(most)]
    bottoms = [max(w.bottom for i in full for w in columns[i][n]) for n in range(most)]
    return [(bottoms[n] + tops[n + 1]) / 2 for n in range(most - 1)]


def _grid(boxes: list[tuple[float, float, float, float]], found_by: str) -> Grid:
    """Boxes of cells as a grid. Slots that no box covers, where a ruling is missing, become cells of their own."""
    xs = _lines([x for b in boxes for x in (b[0], b[2])])
    ys = _lines([y for b in boxes for y in (b[1], b[3])])
    cells: list[GridCell] = []
    taken: set[tuple[int, int]] = set()
    for x0, top, x1, bottom in boxes:
        row, column = _nearest(ys, top), _nearest(xs, x0)
        rows, columns = _nearest(ys, bottom) - row, _nearest(xs, x1) - column
        slots = {(r, c) for r in range(row, row + rows) for c in range(column, column + columns)}
        if slots and not slots & taken:
            taken |= slots
            cells.append(GridCell(row, column, rows, columns, x0, top, x1, bottom))
    for row in range(len(ys) - 1):
        for column in range(len(xs) - 1):
            if (row, column) not in taken:
                box = (xs[column], ys[row], xs[column + 1], ys[row + 1])
                cells.append(GridCell(row, column, 1, 1, *box))
    cells.sort(key=lambda c: (c.row, c.column))
    return Grid(xs, ys, cells, found_by)


def _lines(values: list[float]) -> list[float]:
    lines: list[float] = []
    for value in sorted(values):
        if not lines or value - lines[-1] > 1:
            lines.append(value)
    return lines


def _nearest(lines: list[float], value: float) -> int:
    at = bisect_left(lines, value)
    if at == len(lines) or (at and value - lines[at - 1] <= lines[at] - value):
        return at - 1
    return at


def _fill(grid: Grid, content: PageContent) -> None:
    """Put the words that lie in the grid into its cells."""
    slots = {
        (r, c): cell
        for cell in grid.cells
        for r in range(cell.row, cell.row + cell.rows)
        for c in range(cell.column, cell.column + cell.columns)
    }

    def cell_at(x: float, y: float) -> GridCell | None:
        if not (grid.xs[0] - 1 <= x <= grid.xs[-1] + 1 and grid.top - 1 <= y <= grid.bottom + 1):
            return None
        column = min(max(bisect_right(grid.xs, x) - 1, 0), len(grid.xs) - 2)
        return slots[min(max(bisect_right(grid.ys, y) - 1, 0), len(grid.ys) - 2), column]

    top, bottom = grid.top - 1, grid.bottom + 1
    for word in content.words:
        if not top <= (word.top + word.bottom) / 2 <= bottom:
            continue
        for part in _cut(word, cell_at):
            cell = cell_at(*part.middle)
            if cell is not None:
                cell.words.append(part)


_LEADER = re.compile(r"(?<=\w)[\s)]*(?: ?[.…]){4,}$")
"""The row of dots that leads the eye from a label to its number."""


def _cut(word: Word, cell_at: Callable[[float, float], GridCell | None]) -> list[Word]:
    """The word, divided at the line between two cells whose values stand so close that they were read as one.

    Only what was painted apart is divided: a long word may hang over its cell.
    """
    y = word.middle[1]
    if word.angle or cell_at(word.x0 + 1, y) is cell_at(word.x1 - 1, y):
        return [word]
    runs: list[list[Glyph]] = []
    for glyph in word.glyphs:
        last = runs[-1][-1] if runs else None
        here = cell_at((glyph.x0 + glyph.x1) / 2, y)
        if last is not None and (glyph.run == last.run or here is cell_at((last.x0 + last.x1) / 2, y)):
            runs[-1].append(glyph)
        else:
            runs.append([glyph])
    return [word] if len(runs) == 1 else [w for run in runs for w in words_of(run)]


def text_of(words: list[Word]) -> str | None:
    """The words as read: line by line, the breaks of the layout folded to spaces. None where there are none."""
    if not words:
        return None
    if len(words) == 1:
        lines = [words]
    elif not any(map(_ANGLE, words)):  # nearly always
        lines = lines_of(words)
    else:
        lines = [line for angle in (0, 90, 180, 270) for line in lines_of([w for w in words if w.angle == angle])]
    text = fold(_whole_words(lines))
    return (_LEADER.sub("", text) if text.endswith((".", "…")) else text) or None


def _whole_words(lines: list[list[Word]]) -> list[str]:
    """The lines of a cell, each word that was too wide for it and broken in two whole again: `Homoph` over `obic`.

    Only a word of the vocabularies of which a part is none: `Management` over `advice` are two.
    """
    made: list[str] = []
    for above, line in zip([[], *lines], lines, strict=False):
        text = " ".join(w.text for w in line)
        if len(above) == 1 and _BEGUN.fullmatch(above[0].text) and _REST.match(line[0].text):
            broken, rest = above[0].text, re.sub(r"\W+$", "", line[0].text)
            known = known_words()
            if (broken + rest).lower() in known and not {broken.lower(), rest} <= known:
                made[-1] += text
                continue
        made.append(text)
    return made


_BEGUN = re.compile(r"[^\W\d_]{3,}")
_REST = re.compile(r"(?!(?:and|are|for|had|has|her|his|not|the|was|who)\b)[^\W\d_A-Z]+\W?$")
"""Letters that may be the end of a word broken above; a short word of its own is none."""


def fold(lines: Iterable[str]) -> str:
    """Lines as one text. A word that ends its line with a hyphen keeps it and takes no space: `Chester-le-` `Street`."""
    folded = ""
    for line in lines:
        tight = len(folded) > 1 and folded[-1] in "-‐" and folded[-2].isalnum()
        folded += line if not folded or tight else " " + line
    return folded


def lines_of(words: list[Word]) -> list[list[Word]]:
    """Words of one angle in lines, in reading order. A word belongs to a line that it overlaps by half its height."""
    lines: list[list[Word]] = []
    level = not any(map(_ANGLE, words))
    line: list[Word] = []
    height = size = -math.inf  # of its first word
    for word in sorted(words, key=_LEVEL_PLACE if level else _turned_place):
        here = word.baseline
        if here == height or abs(here - height) <= 0.4 * min(word.size, size):
            line.append(word)
        else:
            line = [word]
            lines.append(line)
            height, size = here, word.size
    key = _LEVEL_START if level else _turned_start
    return [sorted(line, key=key) if len(line) > 1 else line for line in lines]


_ANGLE = attrgetter("angle")
_LEVEL_PLACE, _LEVEL_START = attrgetter("baseline", "x0", "x1"), attrgetter("x0", "x1")


def _turned_place(word: Word) -> tuple[float, tuple[float, float]]:
    return word.baseline, along(word, word.angle)


def _turned_start(word: Word) -> tuple[float, float]:
    return along(word, word.angle)
