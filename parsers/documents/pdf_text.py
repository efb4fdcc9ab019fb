"""Running text of one page: lines in reading order, and lines as paragraphs, headings and list items."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from parsers.documents.pdf_page import Ruling, Word
from parsers.documents.pdf_tables import fold, lines_of

COLUMN_GAP = 1.5  # of the type size; a wider gap in a line may divide columns. Justified prose stays below it
COLUMN_LINES = 3  # lines on either side that make two columns of text
PITCH = 1.5  # of the type size; lines further apart are paragraphs
MARKER = re.compile(r"(?:[•●▪■◦○·–—*\-\uf0b7\uf0a7]|\(?\d{1,2}[.)]|\(?[a-zA-Z][.)]|\(?[ivxIVX]{2,4}[.)])$")
LABEL = re.compile(r"(?:.{1,40}:|(?:our |your )?ref(?:erence)?(?: no)?\.?|date|subject|tel|telephone|e-?mail)$", re.I)

FIELD = re.compile(r"(?:(?:our|your) ref|[A-Z][\w-]*(?: \w+){0,2} ?):", re.I)

Kind = Literal["paragraph", "heading", "item", "header", "footer"]


class Line:
    """Words on one baseline that are read together, and what is asked of them again and again."""

    __slots__ = ("baseline", "bold", "bottom", "is_item", "size", "text", "top", "underlined", "words", "x0", "x1")

    def __init__(self, words: list[Word]) -> None:
        self.words, self.underlined = words, False
        self.text = " ".join([w.text for w in words])
        self.x0, self.x1 = words[0].x0, max([w.x1 for w in words])
        self.top, self.bottom = min([w.top for w in words]), max([w.bottom for w in words])
        self.baseline = words[0].baseline
        self.size = max([w.size for w in words])
        self.bold = all(w.bold for w in words)
        self.is_item = len(words) > 1 and bool(MARKER.match(words[0].text))


@dataclass(slots=True)
class Paragraph:
    lines: list[Line] = field(default_factory=list)
    kind: Kind = "paragraph"

    @property
    def text(self) -> str:
        return fold(line.text for line in self.lines)

    @property
    def box(self) -> tuple[float, float, float, float]:
        lines = self.lines
        return (
            min(x.x0 for x in lines),
            min(x.top for x in lines),
            max(x.x1 for x in lines),
            max(x.bottom for x in lines),
        )


def reading_lines(words: list[Word], rulings: list[Ruling]) -> list[Line]:
    """The words' lines in reading order: two columns are read one after the other, never across."""
    lines = [Line(chunk) for line in lines_of(words) for chunk in _chunks(line)]
    level = sorted((r for r in rulings if r.horizontal), key=lambda r: r.at)
    heights = [r.at for r in level]
    for line in lines if level else ():
        near = slice(bisect_left(heights, line.baseline - 1), bisect_right(heights, line.baseline + line.size))
        line.underlined = any(_underlines(r, line) for r in level[near])
    return _in_columns(lines)


def _chunks(line: list[Word]) -> list[list[Word]]:
    """A line divided where it may pass from one column to the next; a label stays with its value."""
    chunks = [[line[0]]]
    for last, word in pairwise(line):
        size = word.size if word.size > last.size else last.size
        if word.x0 - last.x1 > COLUMN_GAP * size:
            before = " ".join(w.text for w in chunks[-1])
            if not LABEL.match(before) and not MARKER.match(before):
                chunks.append([])
        chunks[-1].append(word)
    return chunks


def _underlines(ruling: Ruling, line: Line) -> bool:
    below = ruling.at - line.baseline
    starts = abs(ruling.start - line.x0) < line.size
    return ruling.horizontal and -1 < below < 0.45 * line.size and starts and ruling.end > line.x1 - line.size


def _in_columns(lines: list[Line]) -> list[Line]:
    """Lines from top to bottom, but runs of two columns left column first."""
    lines = sorted(lines, key=lambda x: (round(x.baseline), x.x0))
    ordered: list[Line] = []
    at = 0
    while at < len(lines):
        run, gutter = _two_columns(lines, at)
        if run:
            ordered += [x for x in run if x.x1 <= gutter] + [x for x in run if x.x1 > gutter]
            at += len(run)
        else:
            ordered.append(lines[at])
            at += 1
    return ordered


def _two_columns(lines: list[Line], at: int) -> tuple[list[Line], float]:
    """The longest run from `at` that one gutter divides, and the gutter; nothing where there are not two columns."""
    if at + 1 >= len(lines) or round(lines[at].baseline) != round(lines[at + 1].baseline):
        return [], 0
    left, right = lines[at].x1, lines[at + 1].x0
    run: list[Line] = []
    for line in lines[at:]:
        if line.x0 < right - 1 and line.x1 > left:
            if line.x0 < left and line.x1 < right - line.size:
                left = line.x1  # a longer line of the left column
            elif not (line.x0 > left + line.size and line.x1 > right):
                break
            else:
                right = line.x0
        if run and line.baseline - run[-1].baseline > 3 * line.size:
            break
        run.append(line)
    lefts = [x for x in run if x.x1 <= left + 0.1]
    if min(len(lefts), len(run) - len(lefts)) < COLUMN_LINES:
        return [], 0
    return run, left + 0.1


def paragraphs(lines: list[Line], body_size: float) -> list[Paragraph]:
    """Lines as paragraphs. A blank gap, a list marker, a change of type, or a line that ends early begins a new one."""
    made: list[Paragraph] = []
    for block in _blocks(lines):
        right = _right_edge(block, lines)
        for line in block:
            if not made or line is block[0] or _begins(made[-1], line, right):
                made.append(Paragraph())
            made[-1].lines.append(line)
    for paragraph in made:
        paragraph.kind = _kind(paragraph, body_size)
    return made


def _right_edge(block: list[Line], lines: list[Line]) -> float:
    """Where lines of the block would break by themselves: its own edge where most lines reach it, else the column's."""
    own = max(x.x1 for x in block)
    width = own - min(x.x0 for x in block)
    reaching = sum(x.x1 > own - 0.12 * width for x in block[:-1])
    if len(block) >= 3 and width > 20 * block[0].size and reaching * 3 >= 2 * (len(block) - 1):
        return own
    start, near = block[0].x0, 3 * block[0].size
    return max(own, max((x.x1 for x in lines if abs(x.words[0].x0 - start) < near), default=own))


def _blocks(lines: list[Line]) -> list[list[Line]]:
    """Runs of lines without a blank gap between them."""
    blocks: list[list[Line]] = []
    for line in lines:
        last = blocks[-1][-1] if blocks else None
        if (
            last is not None
            and 0 < line.baseline - last.baseline <= PITCH * max(line.size, last.size)
            and _beside(last, line)
        ):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return blocks


def _beside(last: Line, line: Line) -> bool:
    return line.x0 < last.x1 and line.x1 > last.x0


def _begins(paragraph: Paragraph, line: Line, right: float) -> bool:
    last = paragraph.lines[-1]
    if (
        FIELD.match(line.text)
        or last.text.endswith(":")
        or (abs(line.x1 - last.x1) < 1 < abs(line.x0 - last.x0) and line.x0 > right / 2)
    ):
        return True
    if line.is_item or line.bold != last.bold or line.underlined != last.underlined:
        return True
    if abs(line.size - last.size) > 0.1 * last.size:
        return True
    room = line.words[0].x1 - line.words[0].x0 + 0.3 * line.size
    return last.x1 + room < right  # its first word had room on the line before: the break was meant


def _kind(paragraph: Paragraph, body_size: float) -> Kind:
    first = paragraph.lines[0]
    text = paragraph.text
    if first.is_item and not paragraph.lines[0].bold:
        return "item"
    marked = all(x.bold or x.underlined or x.size > 1.15 * body_size for x in paragraph.lines)
    if (
        marked
        and len(text.split()) <= 20
        and not re.search(r"[.;,]$|@|www\.|https?:", text)
        and re.search(r"[A-Za-z]", text)
    ):
        return "heading"
    return "item" if first.is_item else "paragraph"


def body_size(sizes: Iterable[float]) -> float:
    """The most usual type size."""
    counted = Counter(round(s, 1) for s in sizes)
    return counted.most_common(1)[0][0] if counted else 0.0
