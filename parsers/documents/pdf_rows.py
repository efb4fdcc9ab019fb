"""Lines of text as rows of a table, where no ruling tells them apart.

Three signs are weighed, the surest first: a row has its figures on one line, so two lines of figures are two rows;
rows stand further apart than the lines of one cell; and a text that goes on reads like it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from parsers.documents.pdf_page import Word

WRAP = 1.35  # of the type size; lines of one cell are no further apart
STEP = 0.12  # of the type size; gaps that differ by more are of two kinds
TEXT_GAP = 1.0  # of the type size: parts of a line further apart may be cells
VALUE_GAP = 0.5  # the same beside a figure
TOUCH = 0.15  # of the type size: two figures closer than this are not words of one text
VALUE = re.compile(
    r"(?:[<>≤≥~]?\s*[£$]?\d[\d,]*(?:\.\d+)?\s*%?(?:\s*(?:-|–|to)\s*\d+)?[*†]?|[-–—*.]+|n/?[ak]|nil|[¹²³⁴])$", re.I
)
"""A figure, or a mark that stands in the place of one."""
GOES_ON = re.compile(r"^(?:[a-z(&/,]|or\b|and\b)")
UNFINISHED = re.compile(r"(?:\b(?:and|or|of|to|the|a|by|for|with|in|not)|[-–,/&(])$", re.I)

Columns = list[tuple[float, float]]


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

    @property
    def bold(self) -> bool:
        return all(w.bold for w in self.words)


def parted(words: list[Word]) -> TextLine:
    """A line with its parts."""
    line = TextLine(words, [Part([words[0]])])
    for last, word in pairwise(words):
        figures = bool(VALUE.match(last.text)) + bool(VALUE.match(word.text))
        gap = (word.x0 - last.x1) / max(word.size, last.size)
        if gap > (VALUE_GAP if figures else TEXT_GAP) or (figures == 2 and gap < TOUCH):
            line.parts.append(Part([]))
        line.parts[-1].words.append(word)
    return line


def within(line: TextLine, column: tuple[float, float]) -> str:
    """What the line says in the column."""
    return " ".join(w.text for w in line.words if column[0] - 1 <= (w.x0 + w.x1) / 2 <= column[1] + 1)


def inside(part: Part, columns: Columns) -> bool:
    """It lies in one column, and reaches no other."""
    return sum(part.x0 < x1 and part.x1 > x0 for x0, x1 in columns) == 1


def rows_of(lines: list[TextLine], columns: Columns) -> list[list[TextLine]] | None:
    """The lines as rows; None where nothing tells whether several lines are one row or several."""
    texts = [[within(line, c) for c in columns] for line in lines]
    sure = _figured(texts)
    headed = [
        a.bold and not b.bold and bool(t[0] and u[0])
        for (a, b), (t, u) in zip(pairwise(lines), pairwise(texts), strict=True)
    ]
    groups = _by_gaps(lines, sure, headed)
    if groups is not None:
        return groups
    if sum(sure) < 2 and len(lines) > 2:
        return None
    return _by_text(lines, texts, columns)


def _figured(texts: list[list[str]]) -> list[bool]:
    """For each line, whether it holds a figure in a column of figures: no row has two such lines."""
    figures = []
    for column in range(len(texts[0])):
        filled = [t[column] for t in texts if t[column]]
        figures.append(len(filled) >= 2 and sum(bool(VALUE.match(t)) for t in filled) * 10 >= 8 * len(filled))
    return [any(f and VALUE.match(t) for f, t in zip(figures, text, strict=True)) for text in texts]


def _by_gaps(lines: list[TextLine], sure: list[bool], headed: list[bool]) -> list[list[TextLine]] | None:
    """Rows where gaps are of two kinds; None where they are all alike, or none of the ways to part them is right.

    `headed` marks the gaps below a bold heading: a row ends there in any case. Of the ways, the one that gives the most
    rows with one line of figures; none may have two. Among lines without figures, the widest step between gaps decides.
    """
    gaps = [b.top - a.bottom for a, b in pairwise(lines)]
    step = STEP * median(line.size for line in lines)
    best: list[list[int]] | None = None
    most = (0, 0.0)
    for least, wider in [(b - 0.01, b - a) for a, b in pairwise(sorted(gaps)) if b - a > step]:
        rows: list[list[int]] = [[0]]
        for at, (gap, ends) in enumerate(zip(gaps, headed, strict=True), start=1):
            if gap >= least or ends:
                rows.append([])
            rows[-1].append(at)
        figures = [sum(sure[at] for at in row) for row in rows]
        score = (sum(figures) - figures.count(0) if any(sure) else 0, wider)
        if max(figures) <= 1 and ((best is None and score[0] >= 0) or (best is not None and score > most)):
            best, most = rows, score
    return [[lines[at] for at in row] for row in best] if best else None


def _by_text(lines: list[TextLine], texts: list[list[str]], columns: Columns) -> list[list[TextLine]]:
    steps = [b.baseline - a.baseline for a, b in pairwise(lines)]
    usual = median(steps) if steps else 0
    rows: list[list[int]] = []
    waiting: list[int] = []  # lines that belong to the row that comes next
    for at, line in enumerate(lines):
        if rows and not waiting and _continues(rows[-1], at, lines, texts, usual):
            rows[-1].append(at)
        elif at + 1 < len(lines) and _leads(line, lines[at + 1], texts[at], texts[at + 1], columns, usual):
            waiting.append(at)
        else:
            rows.append([*waiting, at])
            waiting = []
    return [[lines[at] for at in row] for row in ([*rows, waiting] if waiting else rows)]


def _continues(row: list[int], at: int, lines: list[TextLine], texts: list[list[str]], usual: float) -> bool:
    """The line goes on with the row: it holds no figure, lies close below, and does not begin a row of its own."""
    line, last, here = lines[at], lines[row[-1]], texts[at]
    before = [" ".join(filter(None, (texts[r][c] for r in row))) for c in range(len(here))]
    filled = [c for c, text in enumerate(here) if text]
    step = line.baseline - last.baseline
    if step > WRAP * line.size or any(VALUE.match(here[c]) or not before[c] for c in filled):
        return False
    closer = step < 0.85 * usual
    if not here[0]:
        return True
    if len(filled) > 1 and not closer:
        return False
    return closer or bool(GOES_ON.match(here[0])) or bool(UNFINISHED.search(before[0]))


def _leads(line: TextLine, after: TextLine, here: list[str], below: list[str], columns: Columns, usual: float) -> bool:
    """The upper line of a label or heading whose row is printed beside its lower line."""
    filled = [c for c, text in enumerate(here) if text]
    step = after.baseline - line.baseline
    if step > WRAP * line.size or any(VALUE.match(here[c]) for c in filled) or len(filled) == len(columns):
        return False
    if any(not inside(p, columns) for p in line.parts):
        return False
    if not here[0]:
        return all(below[c] and not VALUE.match(below[c]) for c in filled)
    goes_on = bool(GOES_ON.match(below[0])) or bool(UNFINISHED.search(here[0]))
    return bool(below[0]) and (goes_on or step < 0.85 * usual)
