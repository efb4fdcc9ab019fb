"""Lines of text as rows of a table, where no ruling tells them apart.

All that can be seen is weighed together: the division of the lines into rows is sought that costs least. Lines of one
cell follow at one pitch, and only where the next word had no room; the cells of a row stand level at their tops, their
middles or their bottoms; a row fills the columns that other rows fill; it has its figures on one line; no rule and no
edge of a stripe passes through it; and a text that goes on reads like it.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from operator import add
from statistics import median
from typing import NamedTuple

from parsers.documents.pdf_page import Word

WRAP = 1.35  # of the type size; lines of one cell are no further apart
TEXT_GAP = 1.0  # of the type size: parts of a line further apart may be cells
VALUE_GAP = 0.5  # the same beside a figure
TOUCH = 0.15  # of the type size: two figures closer than this are not words of one text
VALUE = re.compile(
    r"(?:[<>≤≥~]?\s*[£$]?\d[\d,]*(?:\.\d+)?\s*%?(?:\s*(?:-|–|to)\s*\d+)?(?:[*†ᵃ-ᶻ]|[¹²³⁴⁵⁶⁷⁸⁹⁰]+)?|[-–—*.]+|n/?[ak]|nil|[¹²³⁴])$",
    re.I,
)
"""A figure, or a mark that stands in the place of one."""
GOES_ON = re.compile(r"^(?:[a-z(&/,]|or\b|and\b)")
TOTAL = re.compile(r"\btotals?\W*$", re.I)
YEAR = re.compile(r"(?:fy\s*)?(?:19|20)\d\d(?:\s*[-–/]\s*\d{2,4})?(?:\s*\([^()]*\))?$", re.I)
UNFINISHED = re.compile(r"(?:\b(?:and|or|of|to|the|a|by|for|with|in|not)|[-–,/&(])$", re.I)

# What tells against a division, in nats: how much less often it is seen where the division is right.
IMPOSSIBLE = 8.0  # two lines of figures in a row, a rule through it, a gap within a cell
UNEVEN = 2.5  # a cell that stands otherwise than the rest of its row
ROOM = 3.0  # a line that ends though the next word had room
FULL = 0.7  # for: it ends because it had none
READS_ON = 1.5  # for: a text that goes on
AS_FULL = 1.0  # a further line of cells that fills as many columns as the line above
SPACED = 3.0  # lines of a cell further apart than usual
STEPS = (0.7, 0.2, 0.1)  # how often rows are further apart than lines of a cell, as far apart, and closer
UNMARKED = 3.0  # rows that no rule parts, where rules part the rest
SECTIONS = (0.05, 0.3)  # how often a row is the name of the rows below: at least, and at most
REWEIGHED = 3.0  # bold and plain lines in one cell
LEVEL = 0.3  # of the type size
SAME_PITCH = 0.05  # of the type size
ROUNDS = 3
CLOSE = 2.0  # nats
MOST_LINES = 40  # in one row
WIDE_PITCH = 1.65  # of the type size; lines of a cell are hardly ever further apart
WIDEST_PITCH = 2.0  # of the type size
PLACES = ("top", "middle", "bottom")

Columns = list[tuple[float, float]]


class Part:
    """Words of one line with no wide gap between them, and what is asked of them again and again."""

    __slots__ = ("text", "words", "x0", "x1")

    def __init__(self, words: list[Word]) -> None:
        self.words = words
        self.x0, self.x1 = words[0].x0, max([w.x1 for w in words])
        self.text = " ".join([w.text for w in words])


class TextLine:
    """A line with its parts, and what is asked of it again and again."""

    __slots__ = ("baseline", "bold", "bottom", "parts", "size", "top", "words")

    def __init__(self, words: list[Word], parts: list[Part]) -> None:
        self.words, self.parts = words, parts
        self.baseline = words[0].baseline
        self.top, self.bottom = min([w.top for w in words]), max([w.bottom for w in words])
        self.size = max([w.size for w in words])
        self.bold = all(w.bold for w in words)


@lru_cache(maxsize=10_000)
def is_value(text: str) -> bool:
    """It is a figure, or a mark that stands in the place of one."""
    return VALUE.match(text) is not None


def parted(words: list[Word]) -> TextLine:
    """A line with its parts."""
    parts = [[words[0]]]
    values = [is_value(word.text) for word in words]
    for (last, word), figures in zip(pairwise(words), map(add, values, values[1:]), strict=True):
        gap = (word.x0 - last.x1) / max(word.size, last.size)
        if gap > (VALUE_GAP if figures else TEXT_GAP) or (figures == 2 and gap < TOUCH):
            parts.append([])
        parts[-1].append(word)
    return TextLine(words, [Part(each) for each in parts])


def within(line: TextLine, column: tuple[float, float]) -> str:
    """What the line says in the column."""
    start, end = column[0] - 1, column[1] + 1
    return " ".join([w.text for w in line.words if start <= (w.x0 + w.x1) / 2 <= end])


def inside(part: Part, columns: Columns) -> bool:
    """It lies in one column, and reaches no other."""
    return sum(part.x0 < x1 and part.x1 > x0 for x0, x1 in columns) == 1


@dataclass(slots=True)
class Rows:
    """The lines of each row; `sure` is False where another division is nearly as good."""

    rows: list[list[TextLine]]
    sure: bool


@dataclass(slots=True)
class _Bit:
    """What one line has in one column; `spans` where it reaches over several."""

    text: str
    width: float
    first: float  # width of its first word
    at: float  # its baseline
    size: float
    bold: bool
    value: bool
    spans: bool
    goes_on: bool = False  # it begins as the rest of a text does
    unfinished: bool = False  # it ends as a text that goes on
    opened: int = 0  # brackets that it opens and does not close


@dataclass(slots=True)
class _Marked:
    """A line with what it has in each column; `ruled` where a rule or the edge of a stripe passes above it."""

    bits: dict[int, _Bit]
    size: float
    alone: bool  # it has a single part
    ruled: bool
    counts: bool = False  # it has a figure in a column of figures


@dataclass(slots=True)
class _Habits:
    """What the rows of this table do: how often each column is filled, and where the cells stand in their row."""

    filled: list[float]
    places: dict[str, float]
    steps: list[float]  # how often rows are further apart than lines of a cell, as far apart, and closer
    sections: float = SECTIONS[0]
    rules: float = 0.0  # the share of rows that begin below a rule


@dataclass(slots=True)
class _Page:
    """The lines of a table, with what holds for its columns."""

    lines: list[_Marked]
    widest: list[float]  # the widest line of each column
    figures: list[bool]  # which columns are of figures
    even: bool  # all lines are equally far apart: nothing shows that some are of one cell
    year_sections: bool  # a year stands alone over rows of its own


def rows_of(lines: list[TextLine], columns: Columns, edges: list[float] | None = None) -> Rows:
    """The lines as rows: the division that costs least, by all that can be seen.

    `edges` are heights of rules and stripes, which no row crosses. Each line pitch that occurs is tried as the pitch of
    lines within a cell; how often each column is filled, and where cells stand in their row, are learnt on the way.
    """
    if len(lines) < 2:
        return Rows([lines] if lines else [], True)
    page = _marked(lines, columns, edges or [])
    tried = []
    least = [_least_step(page, at) for at in range(len(lines))]
    for pitch in _pitches(page):
        habits = _Habits([0.85] * len(columns), dict.fromkeys(PLACES, 0.5), list(STEPS))
        growing = [list(_growing(page, start, pitch)) for start in range(len(lines))]
        kinds = [_kind_of_step(step, pitch) for step in least]
        for _ in range(ROUNDS):
            cost, starts = _cheapest(page, growing, kinds, habits)
            learnt = _learnt(page, starts, kinds)
            if learnt == habits:
                break  # another round would come to the same
            habits = learnt
        tried.append((cost, starts))
    cost, starts = min(tried)
    rival = min((c for c, s in tried if s != starts), default=math.inf)
    return Rows([lines[a:b] for a, b in pairwise([*starts, len(lines)])], rival - cost > CLOSE)


def _marked(lines: list[TextLine], columns: Columns, edges: list[float]) -> _Page:
    marked = []
    above = -math.inf
    for line in lines:
        bits: dict[int, _Bit] = {}
        for part in line.parts:
            reached = _reached(part, columns)
            width = part.x1 - part.x0
            first = part.words[0].x1 - part.words[0].x0
            value = is_value(part.text)
            bit = _Bit(
                part.text,
                width,
                first,
                part.words[0].baseline,
                line.size,
                all(w.bold for w in part.words),
                value,
                len(reached) > 1,
            )
            for column in reached:
                if column in bits and not bit.spans:
                    bits[column].text += " " + bit.text
                    bits[column].width += width
                else:
                    bits[column] = bit
        for bit in bits.values():
            text = bit.text
            bit.goes_on, bit.unfinished = GOES_ON.match(text) is not None, UNFINISHED.search(text) is not None
            bit.opened = text.count("(") - text.count(")")
        middle = (line.top + line.bottom) / 2
        marked.append(_Marked(bits, line.size, len(line.parts) == 1, any(above < y < middle for y in edges)))
        above = middle
    widest, figures = [], []
    for column in range(len(columns)):
        own = [m.bits[column] for m in marked if column in m.bits and not m.bits[column].spans]
        widest.append(max((b.width for b in own), default=0.0))
        figures.append(sum(b.value for b in own) >= 2 and sum(b.value for b in own) * 10 >= 8 * len(own))
    for line_marked in marked:
        line_marked.counts = any(figures[c] and b.value for c, b in line_marked.bits.items())
    steps = [b.baseline - a.baseline for a, b in pairwise(lines)]
    even = max(steps, default=0) - min(steps, default=0) < SAME_PITCH * lines[0].size
    over_years = any(_is_year(m) and not (a and TOTAL.search(_begins(a))) for a, m in pairwise([None, *marked]) if m)
    return _Page(marked, widest, figures, even, over_years)


def _begins(line: _Marked) -> str:
    return line.bits[0].text if 0 in line.bits else ""


def _is_year(line: _Marked) -> bool:
    return line.alone and bool(YEAR.match(_begins(line)))


def _reached(part: Part, columns: Columns) -> list[int]:
    """The columns that it stands in: one, unless it reaches well into several."""
    over = [min(part.x1, x1) - max(part.x0, x0) for x0, x1 in columns]
    least = max(0.15 * (part.x1 - part.x0), 1.5)
    return [i for i, x in enumerate(over) if x > least] or [max(range(len(columns)), key=over.__getitem__)]


def _pitches(page: _Page) -> list[float]:
    """The pitches, in type sizes, at which lines follow in a column: each may be that of lines within a cell."""
    seen: Counter[float] = Counter()
    last: dict[int, _Bit] = {}
    for line in page.lines:
        for column, bit in line.bits.items():
            if column in last and not (bit.value and last[column].value):
                pitch = (bit.at - last[column].at) / bit.size
                if 0.5 < pitch <= WIDEST_PITCH:
                    seen[pitch] += 1
            last[column] = bit
    kinds: list[tuple[int, float]] = []
    for pitch in sorted(seen):
        if kinds and pitch - kinds[-1][1] <= SAME_PITCH:
            kinds[-1] = (kinds[-1][0] + seen[pitch], kinds[-1][1])
        else:
            kinds.append((seen[pitch], pitch))
    often = sorted(kinds, reverse=True)[:3]
    return sorted({p for _, p in often} | {p for _, p in kinds[:1]}) or [0.0]


def _cheapest(page: _Page, growing: list[list[_Growth]], kinds: list[int], habits: _Habits) -> tuple[float, list[int]]:
    """The cost of the best division, and the line that each of its rows begins with."""
    number = len(page.lines)
    best = [0.0] + [math.inf] * number
    begun = [0] * (number + 1)
    fill = _Filling(habits)
    places = [math.log(habits.places[p]) for p in PLACES]
    for start in range(number):
        above = best[start] + _step(page, start, kinds[start], habits)
        for grown in growing[start]:
            cost = grown.told + fill.cost(grown.filled, grown.alone) + _levelled(grown.off, places)
            if above + cost < best[grown.end]:
                best[grown.end], begun[grown.end] = above + cost, start
    starts = []
    at = number
    while at:
        at = begun[at]
        starts.append(at)
    return best[number], starts[::-1]


def _step(page: _Page, at: int, kind: int, habits: _Habits) -> float:
    """What tells against a row that begins with this line, of the space above it."""
    if at == 0 or page.lines[at].ruled:
        return 0.0
    return math.log(max(habits.steps) / habits.steps[kind]) + UNMARKED * habits.rules


def _least_step(page: _Page, at: int) -> float:
    """How far the line is below what is above it, in type sizes, in the column where that is least."""
    gaps = []
    for column, bit in page.lines[at].bits.items():
        before = next((x.bits[column] for x in reversed(page.lines[max(0, at - 8) : at]) if column in x.bits), None)
        if before is not None:
            gaps.append((bit.at - before.at) / bit.size)
    return min(gaps, default=math.inf)


def _kind_of_step(least: float, pitch: float) -> int:
    """Whether a line is further below what is above it than lines of one cell (0), as far (1), or closer (2)."""
    return 0 if least > pitch + SAME_PITCH else 1 if least > pitch - SAME_PITCH else 2


class _Growth(NamedTuple):
    """A row that ends before the line `end`: what tells against it whatever the habits, and what they are asked about."""

    end: int
    told: float
    filled: tuple[int, ...]  # its columns, in no certain order
    alone: bool
    off: tuple[int, int, int] | None  # for each place, how many cells do not stand there; None where all stand in each


def _growing(page: _Page, start: int, pitch: float) -> Iterator[_Growth]:
    """Each row that begins with this line."""
    cells: dict[int, list[_Bit]] = {}
    told = 0.0
    counted = False  # a line of the row has a figure in a column of figures
    for at in range(start, min(len(page.lines), start + MOST_LINES)):
        line = page.lines[at]
        if at > start:
            told += IMPOSSIBLE * line.ruled
            if len(line.bits) > 1 and len(line.bits) >= len(page.lines[at - 1].bits):
                told += AS_FULL * (len(line.bits) if page.even else 1)
            told += SPACED * (pitch > WIDE_PITCH)
            if page.year_sections and _is_year(line) and 0 in cells and TOTAL.search(cells[0][-1].text):
                told += IMPOSSIBLE  # the next year's rows begin below the total of the last
        told += IMPOSSIBLE / 2 * (line.counts and counted)
        counted |= line.counts
        left = len(line.bits)
        for column, bit in line.bits.items():
            cell = cells.get(column)
            if cell is None:
                cells[column] = [bit]
            else:
                told += _following(cell, bit, pitch, page.widest[column], page.figures[column])
                cell.append(bit)
            left -= 1
            if told > 2 * IMPOSSIBLE + left * (FULL + READS_ON + 0.1):
                return  # whatever the other columns say for it
        if told > 2 * IMPOSSIBLE:
            return
        off = _off(cells) if len(cells) > 1 else (0, 0, 0)
        yield _Growth(at + 1, told, tuple(cells), at == start and line.alone, off if any(off) else None)


def _following(cell: list[_Bit], bit: _Bit, pitch: float, widest: float, figures: bool) -> float:
    """What tells against the line's being the next of the cell."""
    last = cell[-1]
    if last.spans or bit.spans:
        return 0.0 if last.spans and bit.spans and last.bold == bit.bold else IMPOSSIBLE / 2
    cost = 0.0
    if abs((bit.at - last.at) / bit.size - pitch) > SAME_PITCH:
        cost += IMPOSSIBLE
    if figures and bit.value and any(b.value for b in cell):
        cost += IMPOSSIBLE
    if last.bold != bit.bold:
        cost += REWEIGHED
    if last.width + 0.25 * bit.size + bit.first <= widest:
        cost += ROOM
    elif not bit.value and " " in last.text:
        cost -= FULL
    if bit.goes_on or last.unfinished or sum([b.opened for b in cell]) > 0:
        cost -= READS_ON
    return cost


class _Filling:
    """What tells against a row with these columns filled."""

    def __init__(self, habits: _Habits) -> None:
        self.logs = [(-math.log(f), -math.log(1 - f)) for f in habits.filled]
        self.section = -math.log(habits.sections)
        self.known: dict[tuple[tuple[int, ...], bool], float] = {}

    def cost(self, filled: tuple[int, ...], alone: bool) -> float:
        cost = self.known.get((filled, alone))
        if cost is None:
            cost = sum(full if column in filled else empty for column, (full, empty) in enumerate(self.logs))
            if alone and 0 in filled and len(filled) < len(self.logs):
                cost = min(cost, self.section)
            self.known[filled, alone] = cost
        return cost


def _levelled(off: tuple[int, int, int] | None, places: list[float]) -> float:
    """What tells against cells that stand like these; `places`: the logarithms of how often cells stand in each place."""
    if off is None:
        return 0.0
    return min([UNEVEN * n - often for n, often in zip(off, places, strict=True)])


def _off(cells: dict[int, list[_Bit]]) -> tuple[int, int, int]:
    """For each place, how many cells do not stand there."""
    tops = [c[0].at for c in cells.values()]
    bottoms = [c[-1].at for c in cells.values()]
    top, bottom = min(tops), max(bottoms)
    if top == max(tops) == min(bottoms) == bottom:
        return 0, 0, 0
    sizes = [c[0].size for c in cells.values()]
    least = LEVEL * (sizes[0] if sizes.count(sizes[0]) == len(sizes) else median(sizes))
    return (
        sum([t - top > least for t in tops]),
        sum([abs(t + b - top - bottom) / 2 > least for t, b in zip(tops, bottoms, strict=True)]),
        sum([bottom - b > least for b in bottoms]),
    )


def _learnt(page: _Page, starts: list[int], kinds: list[int]) -> _Habits:
    """The habits of a table so divided."""
    number = len(starts)
    filled = [0] * len(page.widest)
    places = dict.fromkeys(PLACES, 0)
    steps = [10 * s for s in STEPS]
    ruled = sections = 0
    for start, end in pairwise([*starts, len(page.lines)]):
        cells: dict[int, list[_Bit]] = {}
        for line in page.lines[start:end]:
            for column, bit in line.bits.items():
                cells.setdefault(column, []).append(bit)
        for column in cells:
            filled[column] += 1
        off = _off(cells)
        if any(off):
            for place, number_off in zip(PLACES, off, strict=True):
                places[place] += not number_off
        ruled += page.lines[start].ruled
        sections += end == start + 1 and page.lines[start].alone and set(cells) == {0}
        if start:
            steps[kinds[start]] += 1
    uneven = sum(places.values())
    return _Habits(
        [min(max((f + 0.5) / (number + 1), 0.03), 0.97) for f in filled],
        {p: (places[p] + 1) / (uneven + 3) for p in PLACES},
        [s / sum(steps) for s in steps],
        min(max(sections / number, SECTIONS[0]), SECTIONS[1]),
        ruled / (number - 1) if number > 3 and ruled * 2 > number - 1 else 0.0,
    )
