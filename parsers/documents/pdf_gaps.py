"""Tables without rulings, or with too few: columns from the gaps that run through several lines, rows from the lines.

Prose has gaps too; what makes a table here is that the same gap runs through at least three lines (two where rules or
shaded stripes bound them) and that its columns hold figures, or are three or more.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from statistics import median

from parsers.documents.pdf_page import Area, Ruling, Word
from parsers.documents.pdf_rows import (
    GOES_ON,
    UNFINISHED,
    Columns,
    Part,
    TextLine,
    inside,
    is_value,
    parted,
    rows_of,
    within,
)
from parsers.documents.pdf_tables import GUTTER, Grid, GridCell, lines_of, stripes
from parsers.limits import limits

DASHES = ("-", "–", "—")
HAIR = 0.75  # points by which two words may overlap and still stand apart
LEVEL = 2.0  # points; rules closer than this are one
SPACE = 0.35  # of the type size: hardly any space between words is wider
LOOSE = 1.7  # of the type size; the last line of a cell may follow at a wide pitch
HEAD_GAP = 2.5  # of the type size: a common heading may stand further up
ENOUGH = 3  # lines in which what a gap divides must be seen
MANY = 4  # columns; prose hardly ever passes so many without a word across an edge
LINE_GAP = 5.0  # of the type size: lines further apart are no longer one table
MARKER = re.compile(r"(?:[•●▪■◦○·–—*\-\uf0b7\uf0a7]|\(?\d{1,2}[.)]|\(?[a-zA-Z][.)]|\(?[ivxIVX]{2,4}[.)])$")
YEAR = re.compile(r"(?:19|20)\d\d$")
DATE = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}$")
CAPTION = re.compile(r"(?:table|figure|appendix|question|q)\s*\.?\s*\d|\d{1,2}[.)]$", re.I)


class TooScattered(Exception):
    """The words of a page stand in so many places that the columns of a table cannot be told in the time there is."""


class _Effort:
    """How many words were compared on the page: it grows with the square of the lines, and faster where none agree."""

    spent = 0


def _spend(lines: list[TextLine], times: int = 1) -> None:
    _Effort.spent += times * sum(len(line.words) for line in lines)
    if _Effort.spent > limits().page_comparisons:
        raise TooScattered


def find_gap_grids(words: list[Word], rulings: list[Ruling], shades: list[Area], before: Columns) -> list[Grid]:
    """The tables among words that stand in no ruled table.

    `before` are the columns of the table that the page before ended with, if it did: it may go on with a row or two,
    or with the rest of a row, that would be no table by themselves. Raises TooScattered.
    """
    _Effort.spent = 0
    lines = [parted(line) for line in lines_of([w for w in words if w.angle == 0])]
    level = [r for r in rulings if r.horizontal]
    hints = sorted([r.at for r in level] + stripes(shades))
    grids: list[Grid] = []
    run = _rest(lines, before) if before else _Run([], [])
    if run.lines:
        grids.append(_grid([], run, hints, level))
    at = len(run.lines)
    while at < len(lines):
        run = _run(lines, at)
        later = _run(lines, at + 1) if len(run.lines) > 1 else run
        better = _crowded(later.lines, later.columns) < _crowded(run.lines, run.columns) or len(run.lines) < 3
        if better and len(later.columns) > len(run.columns) and _convincing(later, hints):
            run, at = later, at + 1
        if run.lines and _convincing(run, hints):
            above = _heading_above(lines, at, run)
            above = _begun_above(lines[: at - len(above)], above, run, hints) + above
            grids.append(_grid(above, run, hints, level))
            at += len(run.lines)
        else:
            at += 1
    return grids


def looks_like_rows(words: list[Word]) -> bool:
    """Among what was left as text is a line of four parts, or three lines of three parts or with a figure apart."""
    lines = [parted(line) for line in lines_of([w for w in words if w.angle == 0])]
    lines = [line for line in lines if len(line.parts) > 1 and not _is_item(line)]
    if any(len(line.parts) > 3 for line in lines):
        return True
    return sum(len(line.parts) > 2 or is_value(line.parts[-1].text) for line in lines) >= 3


def _rest(lines: list[TextLine], columns: Columns) -> _Run:
    """The lines at the top of the page that go on with the columns of the page before.

    Nothing where the table's lines go on beyond those that fit: then it is another table.
    """
    taken: list[TextLine] = []
    for line in lines:
        apart = taken and line.baseline - taken[-1].baseline > LINE_GAP * line.size
        if (
            apart
            or (taken and _is_caption(line, taken))
            or not _fits(line, columns)
            or CAPTION.match(line.parts[0].text)
        ):
            break
        taken.append(line)
    while taken and len(taken[-1].parts) < 2 and len(taken) > 1 and not _ends(taken[:-1], taken[-1], columns):
        taken.pop()
    if not any(len(line.parts) > 1 for line in taken):
        return _Run([], [])
    after = lines[len(taken)] if len(taken) < len(lines) else None
    if after is not None and len(after.parts) > 1 and after.baseline - taken[-1].baseline <= LINE_GAP * after.size:
        return _Run([], [])
    return _Run(taken, _widened(list(columns), taken))


@dataclass(slots=True)
class _Run:
    lines: list[TextLine]
    columns: Columns


def _run(lines: list[TextLine], at: int) -> _Run:
    """The lines from `at` on that the same gutters divide."""
    if at >= len(lines) or len(lines[at].parts) < 2 or _is_item(lines[at]):
        return _Run([], [])
    taken = [lines[at]]
    columns = columns_of(taken)
    sure = 1
    for number, line in enumerate(lines[at + 1 :], start=at + 1):
        after = lines[number + 1] if number + 1 < len(lines) else None
        if _is_item(line) or _is_next_title(line, after, taken):
            break
        if line.baseline - taken[-1].baseline > LINE_GAP * max(line.size, taken[-1].size):
            break
        if len(line.parts) == 1:
            near = line.baseline - taken[-1].baseline <= 1.6 * line.size
            loose = sure == 1 or (near and len(columns) >= MANY)
            fits = _fits(line, columns) or (loose and _keeps_columns(line, taken, columns))
            if _is_caption(line, taken) or not (fits or _may_be_section(line, columns)):
                break
            taken.append(line)
            continue
        wider = _taking_in(line, columns)
        if wider is None:  # else the columns stay, and need not be worked out again for every line of a long table
            wider = columns_of([t for t in [*taken, line] if len(t.parts) > 1])
            if len(wider) < 2 or len(wider) * 2 <= len(columns):
                break
        taken.append(line)
        columns = wider
        sure = len(taken)
    columns = columns_of([t for t in taken[:sure] if len(t.parts) > 1])
    while sure < len(taken) and _ends(taken[:sure], taken[sure], columns):
        sure += 1
    return _Run(taken[:sure], _widened(columns, taken[:sure]))


def _is_next_title(line: TextLine, after: TextLine | None, taken: list[TextLine]) -> bool:
    """A line by itself, and below it the heading of another table: bold as the first, or with the same words."""
    if after is None or len(line.parts) > 1 or len(after.parts) < 2 or len(taken) < ENOUGH:
        return False
    same = {p.text for p in after.parts} & {
        p.text for p in taken[0].parts if not p.text.isdigit() or YEAR.match(p.text)
    }
    bold = taken[0].bold and after.bold and not all(x.bold for x in taken[1:])
    return (bold and line.bold) or len(same) * 2 > len(after.parts)


def _keeps_columns(line: TextLine, taken: list[TextLine], columns: Columns) -> bool:
    """Its words lie in columns that may be wider than what has been seen of them; the gutters remain.

    So do they where a word begins level with each column, be the gap before it a space.
    """
    if len(columns) > 2 and all(any(abs(w.x0 - x0) <= 1 for w in line.words) for x0, _ in columns):
        return True
    wider = columns_of([t for t in [*taken, line] if len(t.parts) > 1 or t is line])
    return len(wider) >= len(columns)


def _taking_in(line: TextLine, columns: Columns) -> Columns | None:
    """The columns with the line's words in them; None where a word stands in none, or in two, or close to the next."""
    least = GUTTER * line.size
    wider = list(columns)
    starts = [x0 for x0, _ in columns]
    for word in line.words:
        at = bisect_right(starts, (word.x0 + word.x1) / 2) - 1
        at += at < 0 or (word.x0 >= wider[at][1] and at + 1 < len(wider))
        x0, x1 = wider[at]
        if word.x1 <= x0 or word.x0 >= x1:
            return None
        if (at and word.x0 - wider[at - 1][1] < least) or (at + 1 < len(wider) and wider[at + 1][0] - word.x1 < least):
            return None
        wider[at] = (min(x0, word.x0), max(x1, word.x1))
    return wider


def _is_item(line: TextLine) -> bool:
    """A list item: its marker stands apart from its text, as a cell would."""
    return len(line.parts) == 2 and bool(MARKER.match(line.parts[0].text)) and not is_value(line.parts[1].text)


def columns_of(lines: list[TextLine]) -> Columns:
    """What the words of all the lines cover, joined over gaps that are no gutters."""
    _spend(lines)
    least = GUTTER * median(line.size for line in lines)
    columns: Columns = []
    for x0, x1 in sorted((w.x0, w.x1) for line in lines for w in line.words):
        if (
            columns
            and x0 - columns[-1][1] < least
            and not (x0 - columns[-1][1] > HAIR and _divides(lines, columns[-1], x0))
        ):
            columns[-1] = (columns[-1][0], max(columns[-1][1], x1))
        else:
            columns.append((x0, x1))
    columns = [part for column in _without_halves(columns, lines) for part in _paired(column, lines)]
    if sum(len(line.parts) > 1 for line in lines) < ENOUGH:
        return columns
    model = max(lines, key=lambda line: len(line.parts))
    headed = [part for column in _headed(model, lines) for part in _paired(column, lines)]
    return headed if headed and _crowded(lines, headed) < _crowded(lines, columns) else columns


def _divides(lines: list[TextLine], left: tuple[float, float], right: float) -> bool:
    """The narrow gap runs down a table: texts begin level on its right, and what is on its left ends unevenly.

    Or all that is on its left are figures or dates, and the texts on its right have lines of their own.
    """
    _spend(lines)
    level, before, gaps = 0, [], []
    for line in lines:
        word = max((w for w in line.words if left[0] < w.x1 <= left[1] + HAIR), key=lambda w: w.x1, default=None)
        after = min((w.x0 for w in line.words if w.x0 >= right - HAIR), default=None)
        if after is not None and after - right <= 1:
            level += 1
            if word is not None:
                before.append(word)
                gaps.append((after - word.x1) / line.size)
    if level < ENOUGH or level * 2 <= len(gaps):
        return False
    wide = sum(gap > 2 * GUTTER for gap in gaps)
    figures = sum(w.text[-1].isdigit() and bool(is_value(w.text) or DATE.match(w.text)) for w in before)
    alone = level - len(before)
    beside = (
        right - left[1] > SPACE * median(x.size for x in lines) and alone >= MANY and figures * 10 >= 8 * len(before)
    )
    return (wide >= 2 and wide * 4 >= len(gaps)) or beside


def _without_halves(columns: Columns, lines: list[TextLine]) -> Columns:
    """Figures to the right and marks to the left of one column are not two columns: no line has both."""
    whole = columns[:1]
    _spend(lines, len(columns))
    for column in columns[1:]:
        pairs = [(within(line, whole[-1]), within(line, column)) for line in lines]
        never = not any(a and b for a, b in pairs)
        marks = [t for pair in pairs for t in pair if t]
        if never and len(whole) > 1 and sum(is_value(t) for t in marks) * 10 >= 8 * len(marks):
            whole[-1] = (whole[-1][0], column[1])
        else:
            whole.append(column)
    return whole


def _paired(column: tuple[float, float], lines: list[TextLine]) -> Columns:
    """The column, or two where it holds two figures in line after line."""
    own = [[w for w in line.words if column[0] <= w.x0 + HAIR and w.x1 - HAIR <= column[1]] for line in lines]
    pairs = [words for words in own if len(words) == 2 and all(is_value(w.text) for w in words)]
    if len(pairs) < 2 or len(pairs) * 2 < sum(bool(words) for words in own):
        return [column]
    free = _free([w for words in own for w in words], pairs[0][0].x1 - HAIR, pairs[0][1].x0 + HAIR)
    if not free:
        return [column]
    left, right = max(free, key=lambda gap: gap[1] - gap[0])
    return [(column[0], left), (right, column[1])]


def _headed(model: TextLine, lines: list[TextLine]) -> Columns:
    """Columns after the line with the most parts, though gaps be no wider than a space; none where words cross them.

    Texts that fill their column leave no more; and right-aligned figures may stand against left-aligned ones, where
    the widest gap is inside a column.
    """
    words = [w for line in lines for w in line.words]
    edges: list[tuple[float, float]] = []
    for left, right in pairwise(model.parts):
        gaps = _free(words, left.x1 - HAIR, right.x0 + HAIR)
        if not gaps:
            return []
        edges.append(min(gaps, key=lambda gap: (_crossing(lines, edges, gap), gap[0] - gap[1])))
    starts = [min(w.x0 for w in words), *(e[1] for e in edges)]
    return list(zip(starts, [*(e[0] for e in edges), max(w.x1 for w in words)], strict=True))


def _free(words: list[Word], start: float, end: float) -> list[tuple[float, float]]:
    """The stretches between the two that no word covers."""
    _Effort.spent += len(words)
    free, at = [], start
    for x0, x1 in sorted((w.x0 + HAIR, w.x1 - HAIR) for w in words):
        if x0 > at and x0 < end:
            free.append((at, x0))
        if x0 < end:
            at = max(at, x1)
    return [*free, (at, end)] if at < end else free


def _crossing(lines: list[TextLine], edges: list[tuple[float, float]], gap: tuple[float, float]) -> int:
    """How many lines would hold two figures between the last edge and the gap."""
    start = edges[-1][1] if edges else float("-inf")
    return _crowded(lines, [(start, gap[0])])


def _crowded(lines: list[TextLine], columns: Columns) -> int:
    """Cells that hold two figures, or two parts of a line: columns drawn wrongly."""
    _spend(lines)
    starts, ends = [x0 - HAIR for x0, _ in columns], [x1 + HAIR for _, x1 in columns]
    crowded = 0
    for line in lines:
        figures: list[int] = []  # the column of each figure
        parts: list[int] = []  # the columns of each part
        for part in line.parts:
            reached = set()
            for before, word in zip([None, *part.words], part.words, strict=False):
                middle = (word.x0 + word.x1) / 2
                at = bisect_right(starts, middle) - 1
                if at >= 0 and middle <= ends[at]:
                    reached.add(at)
                    if is_value(word.text) and not (before and word.text in DASHES and YEAR.match(before.text)):
                        figures.append(at)  # the dash behind 'Apr 2019' is no second figure
            parts += reached
        for met in (figures, parts):
            if len(set(met)) < len(met):
                crowded += sum([n > 1 for n in Counter(met).values()])
    return crowded


def _widened(columns: Columns, lines: list[TextLine]) -> Columns:
    """The columns with all that stands in them, so that the line between two is drawn through neither."""
    for part in (p for line in lines for p in line.parts):
        if inside(part, columns):
            at = next(i for i, (x0, x1) in enumerate(columns) if part.x0 < x1 and part.x1 > x0)
            columns[at] = (min(columns[at][0], part.x0), max(columns[at][1], part.x1))
    return columns


def _fits(line: TextLine, columns: Columns) -> bool:
    """It stands in one column; or passes from one to the next as rows do, with no word in two, or between two."""
    if sum(line.words[0].x0 < x1 and line.parts[-1].x1 > x0 for x0, x1 in columns) <= 1:
        return True
    reached = [sum(w.x0 < x1 and w.x1 > x0 for x0, x1 in columns) for w in line.words]
    return max(reached) == min(reached) == 1


def _is_caption(line: TextLine, above: list[TextLine]) -> bool:
    """It names the next table: by its wording, or in larger type."""
    return bool(CAPTION.match(line.parts[0].text)) or line.size > 1.1 * median(x.size for x in above)


def _may_be_section(line: TextLine, columns: Columns) -> bool:
    """A short bold line across the columns: the name of a group of rows."""
    return line.bold and line.words[-1].x1 - line.words[0].x0 < 0.6 * (columns[-1][1] - columns[0][0])


def _ends(above: list[TextLine], line: TextLine, columns: Columns) -> bool:
    """The line is the rest of a text in the table's last row, and not what comes after the table."""
    last = above[-1]
    if not _fits(line, columns):
        return False
    label = within(line, columns[0])
    reads_on = not label or bool(GOES_ON.match(label)) or bool(UNFINISHED.search(within(last, columns[0])))
    near = line.baseline - last.baseline <= LOOSE * line.size
    return (near and reads_on) or _goes_on(above, line, columns)


def _goes_on(above: list[TextLine], line: TextLine, columns: Columns) -> bool:
    """The line stands in one column, at the least pitch there, below a text that it reads on or that left it no room."""
    for x0, x1 in columns:
        held = [[w for w in x.words if x0 - HAIR <= w.x0 and w.x1 <= x1 + HAIR] for x in (*above, line)]
        lower, upper = held[-1], [words for words in held[:-1] if words]
        if len(lower) == len(line.words) and len(upper) > 1:
            least = min(b[0].baseline - a[0].baseline for a, b in pairwise(upper))
            full = upper[-1][-1].x1 + SPACE * line.size + lower[0].x1 - lower[0].x0 > x1
            near = line.baseline - upper[-1][0].baseline <= least + HAIR
            return near and (full or bool(GOES_ON.match(lower[0].text)))
    return False


def _convincing(run: _Run, hints: list[float]) -> bool:
    """Figures in a column beyond the first, or three columns and three lines, or rules around it."""
    full = [line for line in run.lines if len(line.parts) > 1]
    if len(run.columns) < 2 or len(full) < 2:
        return False
    top, bottom = run.lines[0].top - 6, run.lines[-1].bottom + 6
    ruled = sum(top <= y <= bottom for y in hints) >= 2
    columns = [[within(line, c) for line in run.lines] for c in run.columns]
    filled = [[t for t in texts if t] for texts in columns]
    if _is_labels(filled) or _is_prose(filled) or not _side_by_side(columns):
        return False
    if any(MARKER.match(t) and not is_value(t) for t in filled[0]) and len(run.columns) == 2:
        return False
    values = [len(f) >= 2 and sum(is_value(t) for t in f) * 10 >= 6 * len(f) for f in filled[1:]]
    headed = len(full[0].parts) == len(run.columns) and all(inside(p, run.columns) for x in full for p in x.parts)
    nearly = sum(len(_divided(line, run.columns)) >= len(run.columns) - 1 for line in full)
    often = len(run.columns) >= MANY and all(len(f) >= ENOUGH for f in filled)
    even = headed or often or nearly >= 3 or nearly * 2 >= len(full)
    if len(full) >= 3 and even:
        return any(values) or len(run.columns) >= 3
    return ruled and even and (any(values) or len(run.columns) >= 3)


def _side_by_side(columns: list[list[str]]) -> bool:
    """Each column has text between the first and the last line of the next."""
    reach = [[at for at, text in enumerate(texts) if text] for texts in columns]
    return all(a and b and a[0] <= b[-1] and b[0] <= a[-1] for a, b in pairwise(reach))


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
        over = sum(inside(p, run.columns) for p in line.parts)
        if not near or not within or len(line.parts) < 2 or over * 2 < len(line.parts) or _is_item(line):
            break
        above.insert(0, line)
        below = line
    return above


def _begun_above(lines: list[TextLine], above: list[TextLine], run: _Run, hints: list[float]) -> list[TextLine]:
    """Lines further up that each stand in one column and belong to the first row: its highest cells begin there."""
    taken: list[TextLine] = []
    below = [*above, *run.lines]
    left = run.columns[0][1]
    for line in reversed(lines[-MANY:]):
        first = [*taken, *below][0]
        head = _is_head(line, run.columns)
        near = first.baseline - line.baseline <= (HEAD_GAP if head else LOOSE) * max(line.size, first.size)
        shut = any(line.baseline < y < first.top for y in hints)
        framed = any(line.top - line.size < y < line.top for y in hints)
        alike = line.bold == below[0].bold and abs(line.size - below[0].size) < 0.1 * line.size
        if not near or (shut and not (head and framed)) or not alike or len(line.parts) > 1:
            break
        if not (head or inside(line.parts[0], run.columns)):
            break
        if CAPTION.match(line.parts[0].text) or (line.parts[0].x0 < left and not _is_begun(line, first, run.columns)):
            break
        taken.insert(0, line)
    while taken and not _is_head(taken[0], run.columns):
        if len(rows_of([*taken, *below], run.columns, hints).rows[0]) > len(taken):
            break
        taken.pop(0)
    return taken


def _is_head(line: TextLine, columns: Columns) -> bool:
    """A bold text beyond the first column and over several of the others: their common heading."""
    text = line.parts[0]
    return line.bold and text.x0 > columns[0][1] and text.x1 <= columns[-1][1] and len(columns) > 2


def _is_begun(line: TextLine, below: TextLine, columns: Columns) -> bool:
    """A text in the first column that the next line goes on with; else it is what stands above the table."""
    rest = within(below, columns[0])
    return bool(rest) and bool(GOES_ON.match(rest) or UNFINISHED.search(line.parts[0].text))


def _grid(above: list[TextLine], run: _Run, hints: list[float], rulings: list[Ruling]) -> Grid:
    """The lines as a grid. A heading above the columns, or a section's name, may span several; other lines may not."""
    lines, columns = above + run.lines, run.columns
    for line in above:
        line.parts = [p for part in line.parts for p in _figures_apart(part)]
    for line in run.lines:
        if len(line.parts) > 1 or (not line.bold and _fits(line, columns)):
            line.parts = _divided(line, columns)
    within_lines = [y for y in hints if lines[0].top < y < lines[-1].bottom]
    shared = _shared(lines, columns, rulings)
    keys = [w for x in lines for w in x.words if w.x1 <= columns[0][1] + HAIR and any(s.holds(w) for s in shared)]
    found = rows_of(_without(keys, lines), columns, within_lines)
    if not all(zone.fits(found.rows, columns) for zone in shared):
        shared, keys = [], []
        found = rows_of(lines, columns, within_lines)
    rows = found.rows
    left = min(columns[0][0], min(line.words[0].x0 for line in lines)) - 1
    right = max(columns[-1][1], max(line.parts[-1].x1 for line in lines)) + 1
    xs = [left, *((a[1] + b[0]) / 2 for a, b in pairwise(columns)), right]
    edges = [max(x.bottom for x in a) + min(x.top for x in b) for a, b in pairwise(rows)]
    ys = [min(x.top for x in rows[0]), *(e / 2 for e in edges), max(x.bottom for x in rows[-1])]
    ys = [max(ys[: i + 1]) for i in range(len(ys))]
    cells = [c for i, row in enumerate(rows) for c in _row_cells(i, row, xs, ys)]
    for zone in shared:
        cells = _merged_down(cells, rows, zone, [w for w in keys if zone.holds(w)])
    if len(rows) > 2 and _is_double(rows, columns):
        cells = _under_heads(cells, xs, ys)
    return Grid(xs, ys, cells, "column gaps", columns=columns, unsure=not found.sure)


@dataclass(slots=True)
class _Shared:
    """Rows that no rule parts in the first column, though rules part them in the others: they share one key."""

    top: float
    bottom: float
    rules: int

    def holds(self, item: Word | TextLine) -> bool:
        return self.top < (item.top + item.bottom) / 2 < self.bottom

    def fits(self, rows: list[list[TextLine]], columns: Columns) -> bool:
        """A rule parts each two of its rows, and nothing is left of their first cells."""
        own = [row for row in rows if self.holds(row[0])]
        edge = (columns[0][1] + columns[1][0]) / 2
        return len(own) == self.rules + 1 and not any(w.x0 < edge for r in own for x in r for w in x.words)


def _shared(lines: list[TextLine], columns: Columns, rulings: list[Ruling]) -> list[_Shared]:
    """Where rows may share a key."""
    middle, next_middle = ((x0 + x1) / 2 for x0, x1 in columns[:2])
    top, bottom = lines[0].top, lines[-1].bottom
    inner = sorted((r for r in rulings if top < r.at < bottom), key=lambda r: r.at)
    full = [r.at for r in inner if r.start <= middle <= r.end]
    part: list[float] = []
    for rule in inner:
        apart = all(abs(rule.at - y) > LEVEL for y in (*full, *part))
        if apart and rule.start <= next_middle <= rule.end:
            part.append(rule.at)
    zones = [_Shared(a, b, sum(a < y < b for y in part)) for a, b in pairwise([top - 1, *full, bottom + 1])]
    heading = lines[0] if lines[0].bold else None
    return [zone for zone in zones if zone.rules and not (heading and zone.holds(heading))]


def _without(keys: list[Word], lines: list[TextLine]) -> list[TextLine]:
    out = {id(w) for w in keys}
    left = [[w for w in line.words if id(w) not in out] for line in lines]
    parts = [[[w for w in p.words if id(w) not in out] for p in line.parts] for line in lines]
    return [TextLine(w, [Part(words) for words in own if words]) for w, own in zip(left, parts, strict=True) if w]


def _merged_down(cells: list[GridCell], rows: list[list[TextLine]], zone: _Shared, words: list[Word]) -> list[GridCell]:
    """With the key of all rows of the zone as one cell."""
    own = [c for c in cells if c.column == 0 and zone.holds(rows[c.row][0])]
    key = replace(own[0], rows=len(own), bottom=own[-1].bottom, words=words)
    out = {id(c) for c in own}
    return sorted([key, *(c for c in cells if id(c) not in out)], key=lambda c: (c.row, c.column))


def _is_double(rows: list[list[TextLine]], columns: Columns) -> bool:
    """The first two rows are a heading: bold, the rows below are not, and the first leaves columns to the second."""
    bold = [all(line.bold for line in row) for row in rows]
    upper = sum(any(within(line, c) for line in rows[0]) for c in columns)
    lower = sum(any(within(line, c) for line in rows[1]) for c in columns)
    return bold[0] and bold[1] and not bold[2] and upper < len(columns) and lower > 1


def _under_heads(cells: list[GridCell], xs: list[float], ys: list[float]) -> list[GridCell]:
    """A heading of two rows, of which the upper names groups of columns: each name over its columns, the rest over both.

    Names that have unequal shares of a run of columns stay where they stand.
    """
    upper, lower = ({x: c for c in cells if c.row == r for x in range(c.column, c.column + c.columns)} for r in (0, 1))
    made = [c for c in cells if c.row > 1]
    runs: list[list[int]] = [[]]
    for column in range(len(xs) - 1):
        if column and lower[column].words:
            runs[-1].append(column)
            continue
        runs.append([])
        words = upper[column].words if upper[column].column == column else []
        made.append(GridCell(0, column, 2, 1, xs[column], ys[0], xs[column + 1], ys[2], [*words, *lower[column].words]))
    for run in filter(None, runs):
        heads = _whole_heads([c for c in cells if c.row == 0 and c.words and c.column in run])
        share = len(run) // len(heads) if heads and len(run) % len(heads) == 0 else 0
        if len(heads) == 1:
            share = _covered_by(heads[0], run, xs, min(w.x0 for w in lower[run[0]].words))
            made += [GridCell(0, x, 2, 1, xs[x], ys[0], xs[x + 1], ys[2], lower[x].words) for x in run[share:]]
            run = run[:share]
        for number, head in enumerate(heads if share else []):
            first, end = run[number * share], run[number * share] + share
            made.append(GridCell(0, first, 1, share, xs[first], ys[0], xs[end], ys[1], head.words))
        if not heads or not share:
            made += [c for c in cells if c.row == 0 and c.column in run]
        made += {id(lower[column]): lower[column] for column in run}.values()
    if sum(len(c.words) for c in made) != sum(len(c.words) for c in cells):
        return cells
    return sorted(made, key=lambda c: (c.row, c.column))


def _covered_by(head: GridCell, run: list[int], xs: list[float], start: float) -> int:
    """How many columns of the run the name stands over: it begins with the first, or stands above their middle."""
    x0, x1 = min(w.x0 for w in head.words), max(w.x1 for w in head.words)
    if abs(x0 - start) < 2:
        return len(run)
    return min(range(1, len(run) + 1), key=lambda n: abs(xs[run[0]] + xs[run[0] + n] - x0 - x1))


def _whole_heads(heads: list[GridCell]) -> list[GridCell]:
    """Names that only a space parts are one, though the gap between two columns passes through it."""
    whole = heads[:1]
    for head in heads[1:]:
        last = whole[-1].words[-1]
        close = head.words[0].x0 - last.x1 < GUTTER * last.size and head.words[0].baseline == last.baseline
        if close:
            whole[-1] = replace(whole[-1], words=[*whole[-1].words, *head.words])
        else:
            whole.append(head)
    return whole


def _figures_apart(part: Part) -> list[Part]:
    """A heading of several years, set close, is a part for each."""
    if all(is_value(w.text) for w in part.words):
        return [Part([w]) for w in part.words]
    return [part]


def _divided(line: TextLine, columns: Columns) -> list[Part]:
    """The line's parts, divided wherever it passes from one column to the next."""

    def column(word: Word) -> int:
        """The nearest, the first of those that are as near."""
        middle = (word.x0 + word.x1) / 2
        away = [max(x0 - middle, middle - x1) for x0, x1 in columns]
        return away.index(min(away))

    parts = []
    for part in line.parts:
        for _, words in groupby(part.words, key=column):
            parts.append(Part(list(words)))
    return parts


def _row_cells(index: int, row: list[TextLine], xs: list[float], ys: list[float]) -> list[GridCell]:
    spans = sorted({_span(p, xs) for line in row for p in line.parts})
    groups: list[tuple[int, int]] = []
    for first, last in spans:  # spans that meet are one
        if groups and first <= groups[-1][1]:
            groups[-1] = (groups[-1][0], max(last, groups[-1][1]))
        else:
            groups.append((first, last))
    covered = {c for first, last in groups for c in range(first, last + 1)}
    groups += [(c, c) for c in range(len(xs) - 1) if c not in covered]
    cells = []
    for first, last in sorted(groups):
        cell = GridCell(index, first, 1, last - first + 1, xs[first], ys[index], xs[last + 1], ys[index + 1])
        cell.words = [w for line in row for w in line.words if xs[first] <= (w.x0 + w.x1) / 2 < xs[last + 1]]
        cells.append(cell)
    return cells


def _span(part: Part, xs: list[float]) -> tuple[int, int]:
    """The first and last column that the part reaches into by more than a hair."""
    least = max(0.15 * (part.x1 - part.x0), 2 * HAIR)
    reached = [i for i, (x0, x1) in enumerate(pairwise(xs)) if min(part.x1, x1) - max(part.x0, x0) > least]
    middle = next((i for i in range(len(xs) - 1) if (part.x0 + part.x1) / 2 < xs[i + 1]), len(xs) - 2)
    return (reached[0], reached[-1]) if reached else (middle, middle)
