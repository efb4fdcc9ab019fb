"""Tables without rulings, or with too few: columns from the gaps that run through several lines, rows from the lines.

Prose has gaps too; what makes a table here is that the same gap runs through at least three lines (two where rules or
shaded stripes bound them) and that its columns hold figures, or are three or more.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from statistics import median

from parsers.documents.pdf_page import Area, Ruling, Word
from parsers.documents.pdf_tables import VALUE, WRAP, Grid, GridCell, lines_of

TEXT_GAP = 1.0  # of the type size: parts of a line further apart may be cells
VALUE_GAP = 0.5  # the same beside a figure
GUTTER = 0.5  # of the type size: the least gap between two columns
TOUCH = 0.15  # of the type size: two figures closer than this are not words of one text
LINE_GAP = 3.0  # of the type size: lines further apart are no longer one table
WRAP = 1.35  # of the type size: lines of one cell are no further apart
MARKER = re.compile(r"(?:[•●▪■◦○·–—*\-\uf0b7\uf0a7]|\(?\d{1,2}[.)]|\(?[a-zA-Z][.)]|\(?[ivxIVX]{2,4}[.)])$")
GOES_ON = re.compile(r"^(?:[a-z(&/,]|or\b|and\b)")
UNFINISHED = re.compile(r"(?:\b(?:and|or|of|to|the|a|by|for|with|in|not)|[-–,/&(])$", re.I)


@dataclass(slots=True)
class Part:
    """Words of one line with no wide gap between them."""

    words: list[Word]

    @property
    def x0(self) -> float:
        return self.words[0].x0

    @property
    def x1(self) -> float:
        return max(w.x1 for w in self.words)

    @property
    def text(self) -> str:
        return " ".join(w.text for w in self.words)


@dataclass(slots=True)
class TextLine:
    words: list[Word]
    parts: list[Part] = field(default_factory=list)

    @property
    def baseline(self) -> float:
        return self.words[0].baseline

    @property
    def top(self) -> float:
        return min(w.top for w in self.words)

    @property
    def bottom(self) -> float:
        return max(w.bottom for w in self.words)

    @property
    def size(self) -> float:
        return max(w.size for w in self.words)


def find_gap_grids(words: list[Word], rulings: list[Ruling], shades: list[Area]) -> list[Grid]:
    """The tables among words that stand in no ruled table."""
    lines = [_parted(line) for line in lines_of([w for w in words if w.angle == 0])]
    hints = sorted([r.at for r in rulings if r.horizontal] + _stripes(shades))
    grids: list[Grid] = []
    at = 0
    while at < len(lines):
        run = _run(lines, at)
        later = _run(lines, at + 1) if len(run.lines) > 1 else run
        if len(later.columns) > len(run.columns) and later.lines and _convincing(later, hints):
            run, at = later, at + 1
        if run.lines and _convincing(run, hints):
            above = _heading_above(lines, at, run)
            grids.append(_grid(above + run.lines, run.columns, hints))
            at += len(run.lines)
        else:
            at += 1
    return grids


def _parted(words: list[Word]) -> TextLine:
    line = TextLine(words, [Part([words[0]])])
    for last, word in zip(words, words[1:], strict=False):
        figures = bool(VALUE.match(last.text)) + bool(VALUE.match(word.text))
        gap = (word.x0 - last.x1) / max(word.size, last.size)
        if gap > (VALUE_GAP if figures else TEXT_GAP) or (figures == 2 and gap < TOUCH):
            line.parts.append(Part([]))
        line.parts[-1].words.append(word)
    return line


def _stripes(shades: list[Area]) -> list[float]:
    """Edges of wide shaded bands: rows of a striped table."""
    return [y for s in shades if s.x1 - s.x0 > 100 and s.bottom - s.top < 60 for y in (s.top, s.bottom)]


@dataclass(slots=True)
class _Run:
    lines: list[TextLine]
    columns: list[tuple[float, float]]


def _run(lines: list[TextLine], at: int) -> _Run:
    """The lines from `at` on that the same gutters divide."""
    if at >= len(lines) or len(lines[at].parts) < 2 or _is_item(lines[at]):
        return _Run([], [])
    taken = [lines[at]]
    columns = _columns(taken)
    sure = 1
    for line in lines[at + 1 :]:
        if line.baseline - taken[-1].baseline > LINE_GAP * max(line.size, taken[-1].size) or _is_item(line):
            break
        if len(line.parts) == 1:
            if not _inside(line.parts[0], columns) and not _may_be_section(line, columns):
                break
            taken.append(line)
            continue
        narrower = _columns([t for t in [*taken, line] if len(t.parts) > 1])
        if len(narrower) < 2 or len(narrower) * 2 <= len(columns):
            break
        taken.append(line)
        columns = narrower
        sure = len(taken)
    while sure < len(taken) and _wraps(taken[sure - 1], taken[sure]) and _inside(taken[sure].parts[0], columns):
        sure += 1
    return _Run(taken[:sure], _widened(columns, taken[:sure]))


def _is_item(line: TextLine) -> bool:
    """A list item: its marker stands apart from its text, as a cell would."""
    return len(line.parts) == 2 and bool(MARKER.match(line.parts[0].text)) and not VALUE.match(line.parts[1].text)


def _columns(lines: list[TextLine]) -> list[tuple[float, float]]:
    """What the words of all the lines cover, joined over gaps that are no gutters."""
    least = GUTTER * median(line.size for line in lines)
    columns: list[tuple[float, float]] = []
    for x0, x1 in sorted((w.x0, w.x1) for line in lines for w in line.words):
        if columns and x0 - columns[-1][1] < least:
            columns[-1] = (columns[-1][0], max(columns[-1][1], x1))
        else:
            columns.append((x0, x1))
    return [part for column in columns for part in _touching(column, lines)]


def _touching(column: tuple[float, float], lines: list[TextLine]) -> list[tuple[float, float]]:
    """Two columns where right-aligned figures stand against left-aligned ones, as `367` and `<5`."""
    words = [[w for w in line.words if column[0] <= w.x0 and w.x1 <= column[1]] for line in lines]
    pairs = [(a, b) for line in words for a, b in zip(line, line[1:], strict=False)]
    touching = [(a.x1 + b.x0) / 2 for a, b in pairs if b.x0 - a.x1 < TOUCH * b.size and VALUE.match(b.text)]
    every = [w for line in words for w in line]
    for x in touching:
        if all(VALUE.match(w.text) for w in every) and not any(w.x0 < x - 1 and w.x1 > x + 1 for w in every):
            left, right = [w for w in every if w.x1 <= x + 1], [w for w in every if w.x0 >= x - 1]
            if min(len(left), len(right)) >= 2:
                return [(column[0], max(w.x1 for w in left)), (min(w.x0 for w in right), column[1])]
    return [column]


def _widened(columns: list[tuple[float, float]], lines: list[TextLine]) -> list[tuple[float, float]]:
    """The columns with all that stands in them, so that the line between two is drawn through neither."""
    for part in (p for line in lines for p in line.parts):
        if _inside(part, columns):
            at = next(i for i, (x0, x1) in enumerate(columns) if part.x0 < x1 and part.x1 > x0)
            columns[at] = (min(columns[at][0], part.x0), max(columns[at][1], part.x1))
    return columns


def _inside(part: Part, columns: list[tuple[float, float]]) -> bool:
    """It lies in one column, and reaches no other."""
    return sum(part.x0 < x1 and part.x1 > x0 for x0, x1 in columns) == 1


def _may_be_section(line: TextLine, columns: list[tuple[float, float]]) -> bool:
    """A short bold line across the columns: the name of a group of rows."""
    bold = all(w.bold for w in line.words)
    return bold and line.words[-1].x1 - line.words[0].x0 < 0.6 * (columns[-1][1] - columns[0][0])


def _wraps(last: TextLine, line: TextLine) -> bool:
    return line.baseline - last.baseline <= WRAP * line.size


def _convincing(run: _Run, hints: list[float]) -> bool:
    """Figures in a column beyond the first, or three columns and three lines, or rules around it."""
    full = [line for line in run.lines if len(line.parts) > 1]
    if len(run.columns) < 2 or len(full) < 2:
        return False
    top, bottom = run.lines[0].top - 6, run.lines[-1].bottom + 6
    ruled = sum(top <= y <= bottom for y in hints) >= 2
    columns = [[_in(line, c) for line in run.lines] for c in run.columns]
    filled = [[t for t in texts if t] for texts in columns]
    if _is_labels(filled) or _is_prose(filled):
        return False
    if any(MARKER.match(t) and not VALUE.match(t) for t in filled[0]) and len(run.columns) == 2:
        return False
    values = [len(f) >= 2 and sum(bool(VALUE.match(t)) for t in f) * 10 >= 6 * len(f) for f in filled[1:]]
    headed = len(full[0].parts) == len(run.columns) and all(_inside(p, run.columns) for x in full for p in x.parts)
    even = headed or sum(len(line.parts) >= len(run.columns) - 1 for line in full) * 2 >= len(full)
    if len(full) >= 3 and even:
        return any(values) or len(run.columns) >= 3
    return ruled and even and (any(values) or len(run.columns) >= 3)


def _in(line: TextLine, column: tuple[float, float]) -> str:
    return " ".join(w.text for w in line.words if column[0] - 1 <= (w.x0 + w.x1) / 2 <= column[1] + 1)


def _is_labels(filled: list[list[str]]) -> bool:
    """Labels with a colon and what they stand for, as at the head of a letter."""
    return len(filled) == 2 and sum(t.rstrip().endswith(":") for t in filled[0]) * 2 > len(filled[0])


def _is_prose(filled: list[list[str]]) -> bool:
    """Two columns of running text."""
    words = [sum(len(t.split()) for t in f) / max(len(f), 1) for f in filled]
    return len(filled) == 2 and min(words) >= 4


def _heading_above(lines: list[TextLine], at: int, run: _Run) -> list[TextLine]:
    """Lines right above whose parts stand over the columns: headings wider than what is below them."""
    above: list[TextLine] = []
    below = run.lines[0]
    left, right = run.columns[0][0], run.columns[-1][1]
    for line in reversed(lines[:at]):
        near = below.baseline - line.baseline <= 2 * line.size
        within = line.words[0].x0 >= left - line.size and line.parts[-1].x1 <= right + line.size
        over = sum(_inside(p, run.columns) for p in line.parts)
        if not near or not within or len(line.parts) < 2 or over * 2 < len(line.parts) or _is_item(line):
            break
        above.insert(0, line)
        below = line
    return above


def _grid(lines: list[TextLine], columns: list[tuple[float, float]], hints: list[float]) -> Grid:
    """The lines as a grid; a part that reaches over several columns spans them."""
    rows = _rows(lines, columns, hints)
    left = min(columns[0][0], min(line.words[0].x0 for line in lines)) - 1
    right = max(columns[-1][1], max(line.parts[-1].x1 for line in lines)) + 1
    xs = [left, *((a[1] + b[0]) / 2 for a, b in zip(columns, columns[1:], strict=False)), right]
    edges = [max(x.bottom for x in rows[i - 1]) + min(x.top for x in rows[i]) for i in range(1, len(rows))]
    ys = [min(x.top for x in rows[0]), *(e / 2 for e in edges), max(x.bottom for x in rows[-1])]
    ys = [max(ys[: i + 1]) for i in range(len(ys))]
    cells = [c for i, row in enumerate(rows) for c in _row_cells(i, row, xs, ys, columns)]
    return Grid(xs, ys, cells, "column gaps")


def _row_cells(
    index: int, row: list[TextLine], xs: list[float], ys: list[float], columns: list[tuple[float, float]]
) -> list[GridCell]:
    spans = sorted({_span(p, columns, xs) for line in row for p in _divided(line, xs)})
    groups: list[tuple[int, int]] = []
    for first, last in spans:  # spans that meet are one
        if groups and first <= groups[-1][1]:
            groups[-1] = (groups[-1][0], max(last, groups[-1][1]))
        else:
            groups.append((first, last))
    covered = {c for first, last in groups for c in range(first, last + 1)}
    groups += [(c, c) for c in range(len(columns)) if c not in covered]
    cells = []
    for first, last in sorted(groups):
        cell = GridCell(index, first, 1, last - first + 1, xs[first], ys[index], xs[last + 1], ys[index + 1])
        cell.words = [w for line in row for w in line.words if xs[first] <= (w.x0 + w.x1) / 2 < xs[last + 1]]
        cells.append(cell)
    return cells


def _divided(line: TextLine, xs: list[float]) -> list[Part]:
    """The line's parts, divided also where a gap narrower than usual falls on a column line."""
    parts = []
    for part in line.parts:
        parts.append(Part([part.words[0]]))
        for last, word in zip(part.words, part.words[1:], strict=False):
            gutter = any(last.x1 - 1 <= x <= word.x0 + 1 for x in xs)
            if gutter and word.x0 - last.x1 > 0.4 * word.size:
                parts.append(Part([]))
            parts[-1].words.append(word)
    return parts


def _span(part: Part, columns: list[tuple[float, float]], xs: list[float]) -> tuple[int, int]:
    """The first and last column that the part reaches into by more than a hair."""
    reached = [
        i
        for i in range(len(columns))
        if min(part.x1, xs[i + 1]) - max(part.x0, xs[i]) > 0.15 * (part.x1 - part.x0) + 0.5
    ]
    middle = next((i for i in range(len(columns)) if (part.x0 + part.x1) / 2 < xs[i + 1]), len(columns) - 1)
    return (reached[0], reached[-1]) if reached else (middle, middle)


def _rows(lines: list[TextLine], columns: list[tuple[float, float]], hints: list[float]) -> list[list[TextLine]]:
    """Lines as rows: by the rules or stripes between them where there are enough, else by what each line holds."""
    inner = [y for y in hints if lines[0].top < y < lines[-1].bottom]
    bands = Counter(sum(y < (line.top + line.bottom) / 2 for y in inner) for line in lines)
    if len(bands) > 2 and len(bands) * 2 >= len(lines):
        rows: dict[int, list[TextLine]] = {}
        for line in lines:
            rows.setdefault(sum(y < (line.top + line.bottom) / 2 for y in inner), []).append(line)
        return [part for band in rows.values() for part in _by_content(band, columns)]
    return _by_content(lines, columns)


def _by_content(lines: list[TextLine], columns: list[tuple[float, float]]) -> list[list[TextLine]]:
    """A line that fills its first column and another begins a row; others go on with one, where they look like it."""
    steps = [b.baseline - a.baseline for a, b in zip(lines, lines[1:], strict=False)]
    usual = median(steps) if steps else 0
    rows: list[list[TextLine]] = []
    waiting: list[TextLine] = []  # lines that belong to the row that comes next
    for at, line in enumerate(lines):
        if rows and not waiting and _continues(rows[-1], line, columns, usual):
            rows[-1].append(line)
            continue
        after = lines[at + 1] if at + 1 < len(lines) else None
        if after is not None and _leads(line, after, columns, usual):
            waiting.append(line)
            continue
        rows.append([*waiting, line])
        waiting = []
    return [*rows, waiting] if waiting else rows


def _continues(row: list[TextLine], line: TextLine, columns: list[tuple[float, float]], usual: float) -> bool:
    """The line goes on with the row: it holds no figure, lies close below, and does not begin a row of its own."""
    last = row[-1]
    texts = [_in(line, c) for c in columns]
    before = [" ".join(filter(None, (_in(x, c) for x in row))) for c in columns]
    filled = [c for c, text in enumerate(texts) if text]
    if not _wraps(last, line) or any(VALUE.match(texts[c]) for c in filled) or any(not before[c] for c in filled):
        return False
    closer = line.baseline - last.baseline < 0.85 * usual
    if not texts[0]:
        return True
    if len(filled) > 1 and not closer:
        return False
    return closer or bool(GOES_ON.match(texts[0])) or bool(UNFINISHED.search(before[0]))


def _leads(line: TextLine, after: TextLine, columns: list[tuple[float, float]], usual: float) -> bool:
    """The upper line of a label or heading whose row is printed beside its lower line."""
    texts, below = [_in(line, c) for c in columns], [_in(after, c) for c in columns]
    filled = [c for c, text in enumerate(texts) if text]
    if not _wraps(line, after) or any(VALUE.match(texts[c]) for c in filled) or len(filled) == len(columns):
        return False
    if any(not _inside(p, columns) for p in line.parts):
        return False
    if not texts[0]:
        return all(below[c] and not VALUE.match(below[c]) for c in filled)
    label = below[0]
    return bool(label) and (
        bool(GOES_ON.match(label)) or bool(UNFINISHED.search(texts[0])) or after.baseline - line.baseline < 0.85 * usual
    )
