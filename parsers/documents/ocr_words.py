"""Words of a straightened sheet, each with how surely it was read.

A line that the engine finds is cut at rulings and at wide gaps, so that each cell is read alone. Ink in which it finds no
text is looked at too: it misses the dashes and stars that stand for numbers. Figures are read several times over, and
only readings that agree are sure.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import mean, median

import cv2
import numpy as np

from parsers.documents.ocr_engine import HEIGHT, Letter, engine, second_opinions
from parsers.documents.ocr_sheet import Sheet
from parsers.documents.ocr_spelling import capital_within, corrected, is_period, periods_between

DETECTION_DPI = 110  # enough to find 6-point type, for a third of the time and memory that 200 would cost
TEXT = 0.3  # of the engine's map: where text is
WIDE_GAP = 0.75  # of a line's height: a wider gap may part two cells
WORD_GAP = 0.15  # of a line's height: a narrower gap is within a word
MOSTLY = 0.7  # of a word that two cells share: it is of the one that holds as much
DISSENT = 0.5  # what a confidence is cut to where readings differ
PUT_RIGHT = 0.75  # what a confidence is cut to where a letter was put right
UNREADABLE = "�"  # what stands for ink in a table that gave no text
ASCENDING = re.compile(r"[A-Z0-9bdfhklt()\[\]/£$%&!?'\"|@ij{}]")
DESCENDING = re.compile(r"[gjpqyQ,;()\[\]/|@{}$]")
SAME_IN_CAPITALS = re.compile(r"[cosuvwxz]", re.IGNORECASE)
"""Letters that look the same small and as capitals: their height alone tells."""
FIGURE = re.compile(r"(?=.*\d)[<>≤≥~(]?\s?[£$]?[\d.,/:–-]+%?\)?[*†]?[.,;:]?$|[-–—*]+$")
NEARLY_FIGURE = re.compile(r"(?=.*[\d<«])[\dlIOoSBZ|.,<>«%*-]+$|[lIO|]$")
"""What a figure may have been taken for."""

Pixels = tuple[int, int, int, int]


@dataclass(slots=True)
class Piece:
    """Ink that is read as one: its box in pixels of the sheet, and what it says."""

    x0: int
    top: int
    x1: int
    bottom: int
    letters: list[Letter] = field(default_factory=list)
    size: float = 0.0  # of its type, in pixels
    baseline: float = 0.0
    bold: bool = False

    @property
    def text(self) -> str:
        return "".join(x.text for x in self.letters).strip()

    @property
    def high(self) -> int:
        return self.bottom - self.top

    @property
    def wide(self) -> int:
        return self.x1 - self.x0


@dataclass(slots=True)
class SeenWord:
    """One word: its text, its ink's box in pixels, and how surely it was read, 0 to 1; `raw` as read, if put right."""

    text: str
    x0: int
    x1: int
    piece: Piece
    confidence: float
    raw: str | None = None


def words_of_sheet(sheet: Sheet) -> list[SeenWord]:
    """Everything that is printed on the sheet, read, in no certain order."""
    boxes = text_boxes(sheet.plain, sheet.scale)
    _dust_off(boxes, sheet)
    wide = _wide_gap(boxes, sheet)
    pieces = [piece for box in boxes for piece in _cut(box, wide, sheet)]
    size = median([p.high for p in pieces if p.wide > 3 * p.high] or [10 * sheet.scale]) / 0.9
    pieces = _joined(pieces, sheet)
    _take_in_marks(pieces, sheet, size)
    pieces += _missed(pieces, sheet, size)
    for piece in pieces:
        _read(piece, sheet, size)
    _measure(pieces, sheet, size)
    for piece in pieces:
        _settle_capital(piece)
    pieces = [p for p in pieces if not _is_dust(p)]
    words = [word for piece in pieces for word in _words(piece, pieces, sheet)]
    _read_figures_again([w for w in words if FIGURE.match(w.text) or _may_be_figure(w, pieces)], sheet)
    _put_right(words, sheet)
    return words


# ------------------------------------------------------------------------------------------------------ where to look


def text_boxes(grey: np.ndarray, scale: float, dpi: int = DETECTION_DPI) -> list[Pixels]:
    """Boxes of the lines of text that the engine finds in a picture of `scale` pixels a point."""
    factor = min(1.0, dpi / 72 / scale)
    small = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    return [
        (
            max(0, round(x0 / factor)),
            max(0, round(top / factor)),
            min(grey.shape[1], round(x1 / factor)),
            min(grey.shape[0], round(bottom / factor)),
        )
        for x0, top, x1, bottom in _regions(engine().text_map(small))
    ]


def _regions(likely: np.ndarray) -> list[tuple[float, float, float, float]]:
    """Boxes of what the engine's map marks. Two lines that run together are parted where it is less sure."""
    found = _above(likely, TEXT, 0)
    usual = median([b[3] - b[1] for b in found] or [0])
    for level in (0.5, 0.7, 0.85):
        parted = []
        for box in found:
            x0, top, x1, bottom = (round(v) for v in box)
            within = likely[max(0, top) : bottom, max(0, x0) : x1]
            inner = _above(within, level, (level - TEXT) * 2) if bottom - top > 1.6 * usual else []
            if len(inner) > 1:
                parted += [(x + max(0, x0), y + max(0, top), u + max(0, x0), v + max(0, top)) for x, y, u, v in inner]
            else:
                parted.append(box)
        found = parted
    return found


def _above(likely: np.ndarray, level: float, more: float) -> list[tuple[float, float, float, float]]:
    number, _, boxes, _ = cv2.connectedComponentsWithStats((likely > level).astype(np.uint8))
    made = []
    for x, y, wide, high, area in boxes[1:number]:
        if min(wide, high) >= 2:
            grown = 0.8 * area / (wide + high) + more  # the map marks the middle of a line: its makers' way to its edge
            made.append((x - grown, y - grown, x + wide + grown, y + high + grown))
    return made


def _dust_off(boxes: list[Pixels], sheet: Sheet) -> None:
    """Take specks out of the ink that lie further from all else than the dot of an i or a full stop does."""
    size = median([b[3] - b[1] for b in boxes] or [14 * sheet.scale]) / 1.3
    number, marks, found, _ = cv2.connectedComponentsWithStats(sheet.ink.astype(np.uint8), connectivity=8)
    small = found[:, 2:4].max(axis=1) < 0.2 * size
    small[0] = False
    big = (sheet.ink & ~small[marks]).astype(np.uint8)
    reach = 2 * round(0.2 * size) + 1
    near = cv2.dilate(big, np.ones((reach, reach), np.uint8)) > 0
    kept = np.zeros(number, bool)
    kept[np.unique(marks[near])] = True
    lone = np.flatnonzero(small & ~kept)
    letters = found[~small & (found[:, 3] < 2 * size)]
    kept[[i for i in lone if _is_stop(found[i], letters, size)]] = True
    sheet.ink &= ~(small & ~kept)[marks]


def _is_stop(speck: np.ndarray, letters: np.ndarray, size: float) -> bool:
    """It stands on the line of a letter before it, as the full stop after a 7 does, which is far from the 7's foot."""
    x, y, wide, high, _ = speck
    room = x - letters[:, 0] - letters[:, 2]
    on_line = np.abs(letters[:, 1] + letters[:, 3] - y - high) <= max(1, 0.06 * size)
    return min(wide, high) >= 0.09 * size and bool(((room > -0.4 * size) & (room < 0.15 * size) & on_line).any())


def _wide_gap(boxes: list[Pixels], sheet: Sheet) -> float:
    """The gap, in heights of its line, that may part two cells: a typewriter's spaces are wider than a printer's."""
    spaces, long = [], 0
    for x0, top, x1, bottom in boxes:
        if x1 - x0 > 12 * (bottom - top):
            long += 1
            filled = np.flatnonzero(sheet.ink[top:bottom, x0:x1].any(axis=0))
            likely = [g for g in np.diff(filled) / (bottom - top) if 0.35 <= g <= 1.2]
            spaces += [likely] if len(likely) > 3 else []
    typed = len(spaces) * 2 > long
    return max(WIDE_GAP, 1.8 * median([g for line in spaces for g in line])) if typed else WIDE_GAP


def _cut(box: Pixels, wide: float, sheet: Sheet) -> list[Piece]:
    """The box as pieces: cut at the rulings that cross it, then at gaps wider than a space."""
    x0, top, x1, bottom = box
    near = sheet.pixels(1.5)
    middle, centre = (top + bottom) / 2, (x0 + x1) / 2
    across = [
        s.at for s in sheet.strokes if not s.level and s.start <= middle <= s.end and x0 + near < s.at < x1 - near
    ]
    along = [
        s.at for s in sheet.strokes if s.level and s.start <= centre <= s.end and top + near < s.at < bottom - near
    ]
    made = []
    for upper, lower in pairwise([top, *sorted(map(round, along)), bottom]):
        edges = _beside_words([x0, *sorted(map(round, across)), x1], upper, lower, sheet)
        for left, right in pairwise(edges):
            made += _parted((left, upper, right, lower), wide, sheet)
    return made


def _beside_words(edges: list[int], top: int, bottom: int, sheet: Sheet) -> list[int]:
    """The edges, moved aside for a word too long for its cell, that a ruling cuts: it is of the cell that holds most."""
    filled = np.flatnonzero(sheet.ink[top:bottom, edges[0] : edges[-1]].any(axis=0)) + edges[0]
    if len(edges) < 3 or not len(filled):
        return edges
    moved = list(edges)
    for word in np.split(filled, np.flatnonzero(np.diff(filled) > WORD_GAP * (bottom - top)) + 1):
        start, end = int(word[0]), int(word[-1]) + 1
        cut = [i for i, at in enumerate(edges[1:-1], 1) if np.isin((at - 1, at, at + 1), word).all()]
        held = [min(end, b) - max(start, a) for a, b in pairwise(edges)]
        if cut and max(held) >= MOSTLY * (end - start):
            for i in cut:
                moved[i] = start - 1 if held.index(max(held)) >= i else end + 1
    return moved


def _parted(box: Pixels, wide: float, sheet: Sheet) -> list[Piece]:
    tight = _tight(box, sheet.ink)
    if tight is None:
        return []
    x0, top, x1, bottom = tight
    filled = np.flatnonzero(sheet.ink[top:bottom, x0:x1].any(axis=0)) + x0
    least = max(wide * (bottom - top), sheet.pixels(4))
    ends = [*(int(i) for i in np.flatnonzero(np.diff(filled) > least)), len(filled) - 1]
    starts = [0, *(e + 1 for e in ends[:-1])]
    boxes = [(int(filled[a]), top, int(filled[b]) + 1, bottom) for a, b in zip(starts, ends, strict=True)]
    return [Piece(*own) for part in boxes if (own := _tight(part, sheet.ink)) is not None]


def _tight(box: Pixels, ink: np.ndarray) -> Pixels | None:
    """The box drawn in to its ink, without slivers of the lines above and below; None where it has none."""
    x0, top, x1, bottom = box
    part = ink[top:bottom, x0:x1]
    rows = np.flatnonzero(part.any(axis=1))
    if not len(rows):
        return None
    runs = np.split(rows, np.flatnonzero(np.diff(rows) > 1) + 1)
    if len(runs) > 1:
        weights = [int(part[r[0] : r[-1] + 1].sum()) for r in runs]
        core = int(np.argmax(weights))
        edge = 0.12 * (bottom - top)
        first = core
        while first > 0 and not (runs[first - 1][0] <= 1 and len(runs[first - 1]) < edge * 2):
            first -= 1
        last = core
        while last < len(runs) - 1 and not (runs[last + 1][-1] >= bottom - top - 2 and len(runs[last + 1]) < edge * 2):
            last += 1
        rows = np.arange(runs[first][0], runs[last][-1] + 1)
    columns = np.flatnonzero(part[rows[0] : rows[-1] + 1].any(axis=0))
    return x0 + int(columns[0]), top + int(rows[0]), x0 + int(columns[-1]) + 1, top + int(rows[-1]) + 1


def _joined(pieces: list[Piece], sheet: Sheet) -> list[Piece]:
    """Pieces of one line that overlap made one: the engine's boxes do, and the edge of one may cut the next one's letter."""

    def one(a: Piece, b: Piece) -> bool:
        shared = min(a.bottom, b.bottom) - max(a.top, b.top)
        ruled = any(
            not s.level and s.start < a.bottom and s.end > a.top and min(a.x1, b.x1) - 1 <= s.at <= max(a.x0, b.x0) + 1
            for s in sheet.strokes
        )
        return a.x0 <= b.x1 and b.x0 <= a.x1 and shared > 0.7 * min(a.high, b.high) and not ruled

    made: list[Piece] = []
    for piece in sorted(pieces, key=lambda p: p.x0):
        same = next((p for p in made if one(p, piece)), None)
        if same is None:
            made.append(piece)
        else:
            same.top, same.bottom = min(same.top, piece.top), max(same.bottom, piece.bottom)
            same.x1 = max(same.x1, piece.x1)
    return made


def _take_in_marks(pieces: list[Piece], sheet: Sheet, size: float) -> None:
    """Widen pieces to the dots over their letters and the stop behind them, where the engine's box left them out."""
    number, _, found, _ = cv2.connectedComponentsWithStats(sheet.ink.astype(np.uint8), connectivity=8)
    small = found[1:number][found[1:number, 2:4].max(axis=1) < 0.3 * size]
    x0, top = small[:, 0], small[:, 1]
    x1, bottom = x0 + small[:, 2], top + small[:, 3]
    inside = np.zeros(len(small), bool)
    for p in pieces:
        inside |= (x0 >= p.x0) & (x1 <= p.x1) & (top >= p.top) & (bottom <= p.bottom)
    for p in (p for p in pieces if p.high > 0.4 * size):
        over = (x0 >= p.x0) & (x1 <= p.x1) & (top < p.top) & (bottom > p.top - 0.25 * size)
        behind = (
            (x1 > p.x1) & (x0 < p.x1 + 0.25 * size) & (top > p.top + 0.5 * p.high) & (bottom < p.bottom + 0.25 * size)
        )
        for i in np.flatnonzero((over | behind) & ~inside):
            p.top, p.x1, p.bottom = min(p.top, int(top[i])), max(p.x1, int(x1[i])), max(p.bottom, int(bottom[i]))
            inside[i] = True


def _missed(pieces: list[Piece], sheet: Sheet, size: float) -> list[Piece]:
    """Ink outside every line that the engine found: marks too small for it. Dust and pictures are left out."""
    left = sheet.ink.astype(np.uint8)
    reach = round(0.12 * size)
    for p in pieces:
        left[max(0, p.top - reach) : p.bottom + reach, max(0, p.x0 - reach) : p.x1 + reach] = 0
    grown = cv2.dilate(left, np.ones((2 * round(0.1 * size) + 1, 2 * round(0.25 * size) + 1), np.uint8))
    number, _, boxes, _ = cv2.connectedComponentsWithStats(grown)
    high, wide = left.shape
    rim = sheet.pixels(9)
    made = []
    for x, y, w, h, _ in boxes[1:number]:
        tight = _tight((x, y, x + w, y + h), left > 0)
        if tight is None:
            continue
        piece = Piece(*tight)
        in_page = rim < piece.x0 and piece.x1 < wide - rim and rim < piece.top and piece.bottom < high - rim
        if in_page and piece.high < 2 * size and piece.wide < 20 * size:
            made.append(piece)
    return made


# ------------------------------------------------------------------------------------------------------------- reading


def _read(piece: Piece, sheet: Sheet, size: float) -> None:
    """What the piece says. A small stroke on its own is a dash, whatever the engine takes it for."""
    middle = (piece.x0 + piece.x1) / 2
    if _is_dash(piece, sheet, size):
        piece.letters = [Letter("-" if piece.wide < 0.8 * size else "—", 0.95, middle)]
        return
    picture, left = _picture(piece, sheet, size)
    reading = engine().read(picture)
    across = max(piece.high, piece.wide) / size
    if across < 0.55 and not re.search(r"[\w*<-]", reading.text):  # a star: it is read better from nearer
        nearer = [engine().read(_picture(piece, sheet, part * size)[0], figures=True) for part in (0.8, 0.6, 0.45)]
        reading = next((r for r in nearer if sum(r.text == x.text for x in nearer) > 1), reading)
    piece.letters = [Letter(x.text, x.probability, x.x + left) for x in reading.letters]


def _is_dust(piece: Piece) -> bool:
    """Too small to be a letter, and not one of the small marks; or thin and higher than any: the rest of a ruling."""
    across = max(piece.high, piece.wide) / piece.size
    if piece.text in ("-", "—"):
        return piece.wide < 0.17 * piece.size
    if piece.text == "*":
        return across < 0.22 or (across < 0.3 and piece.letters[0].probability < 0.25)
    splinter = piece.wide < 0.15 * piece.high and (piece.high > 1.1 * piece.size or not piece.text.isalnum())
    return splinter or across < 0.27


def _is_dash(piece: Piece, sheet: Sheet, size: float) -> bool:
    if not (0.17 * size <= piece.wide <= 1.2 * size and piece.high <= 0.2 * size and piece.wide >= 1.35 * piece.high):
        return False
    middle, centre = (piece.top + piece.bottom) / 2, (piece.x0 + piece.x1) / 2
    at_ruling = any(s.level and s.start <= centre <= s.end and abs(s.at - middle) < 0.4 * size for s in sheet.strokes)
    solid = sheet.ink[piece.top : piece.bottom, piece.x0 : piece.x1].mean() > 0.6
    return bool(solid) and not at_ruling


def _picture(
    piece: Piece, sheet: Sheet, size: float, margin: float = 1.3, span: tuple[int, int] | None = None
) -> tuple[np.ndarray, int]:
    """The piece (or the part of it over `span`) alone on white, and the pixel of the sheet at its left edge."""
    x0, x1 = span or (piece.x0, piece.x1)
    high = round(max(margin * piece.high, margin * 0.9 * size))
    side = round(0.3 * high)
    reach = max(1, round(0.5 * sheet.scale / 2))
    top, bottom = max(0, piece.top - reach), min(sheet.plain.shape[0], piece.bottom + reach)
    left, right = max(0, x0 - reach), min(sheet.plain.shape[1], x1 + reach)
    part = sheet.plain[top:bottom, left:right]
    darkest = max(60.0, 255.0 - float(np.percentile(part, 2)))
    part = np.clip(255 - (255 - part.astype(np.float32)) * (255 / darkest), 0, 255).astype(np.uint8)
    own = cv2.dilate(sheet.ink[top:bottom, left:right].astype(np.uint8), np.ones((2 * reach + 1,) * 2, np.uint8))
    made = np.full((max(high, bottom - top), right - left + 2 * side), 255, np.uint8)
    at = (len(made) - (bottom - top)) // 2
    made[at : at + bottom - top, side : side + right - left] = np.where(own > 0, part, 255)
    return made, left - side


def _measure(pieces: list[Piece], sheet: Sheet, usual: float) -> None:
    """Type size, baseline and weight of each piece. Sizes that differ by less than they can be measured are made one."""
    for piece in pieces:
        text = piece.text
        descends = bool(DESCENDING.search(text))
        share = (0.72 if ASCENDING.search(text) else 0.53) + (0.21 if descends else 0)
        certain = len(text) > 3 and re.search(r"\w", text)
        piece.size = piece.high / share if certain else 0.0
        piece.baseline = piece.bottom - (0.21 * piece.size if descends else 0)
    sizes = sorted(p.size for p in pieces if p.size)
    steps = [sizes[:1]]
    for last, size in pairwise(sizes):
        if size > 1.06 * last:
            steps.append([])
        steps[-1].append(size)
    for piece in pieces:
        step = next((s for s in steps if s and s[0] <= piece.size <= s[-1]), None)
        if step:
            piece.size = median(step)
    for piece in pieces:
        if not piece.size:
            piece.size = _size_beside(piece, pieces, usual)
            piece.baseline = _baseline_of_mark(piece)
    _weigh(pieces, sheet)


def _settle_capital(piece: Piece) -> None:
    """Whether a letter alone, as an x for a withheld number, is a capital, by its height beside the type next to it."""
    if SAME_IN_CAPITALS.fullmatch(piece.text):
        share = piece.high / piece.size
        for letter in piece.letters:
            letter.text = letter.text.lower() if share < 0.6 else letter.text.upper() if share > 0.66 else letter.text


def _size_beside(piece: Piece, pieces: list[Piece], usual: float) -> float:
    """The type size of the nearest piece whose size could be measured, in the same row if there is one."""
    middle = (piece.top + piece.bottom) / 2

    def far(other: Piece) -> tuple[bool, float]:
        apart = max(other.x0 - piece.x1, piece.x0 - other.x1, 0)
        return not other.top - usual / 2 <= middle <= other.bottom + usual / 2, apart + abs(other.top - piece.top)

    near = min((p for p in pieces if len(p.text) > 3 and p.size), key=far, default=None)
    return near.size if near else usual


def _baseline_of_mark(piece: Piece) -> float:
    """Dashes and stars hang above the line that they are written on."""
    middle = (piece.top + piece.bottom) / 2
    if re.fullmatch(r"[-–—~]+", piece.text):
        return middle + 0.28 * piece.size
    if re.fullmatch(r"[*'\"“”‘’^]+", piece.text):
        return middle + 0.55 * piece.size
    descends = bool(DESCENDING.search(piece.text))
    return piece.bottom - (0.18 * piece.size if descends else 0)


def _weigh(pieces: list[Piece], sheet: Sheet) -> None:
    """Bold is type whose strokes are clearly thicker than most on the page."""
    weights = {}
    for piece in pieces:
        part = sheet.ink[piece.top : piece.bottom, piece.x0 : piece.x1].astype(np.uint8)
        edge = int((part - cv2.erode(part, np.ones((3, 3), np.uint8), borderValue=0)).sum())
        if len(piece.text) > 1 and edge:
            weights[id(piece)] = float(part.sum()) / edge / piece.size
    usual = _weighted_median([(weights[id(p)], len(p.text)) for p in pieces if id(p) in weights])
    for piece in pieces:
        piece.bold = weights.get(id(piece), 0) > 1.22 * usual


def _weighted_median(items: list[tuple[float, int]]) -> float:
    flat = sorted(value for value, number in items for _ in range(number))
    return flat[len(flat) // 2] if flat else 1.0


def _words(piece: Piece, pieces: list[Piece], sheet: Sheet) -> list[SeenWord]:
    """The piece's letters in words, parted where the engine reads a space; the widest gaps in the ink are the spaces."""
    if not piece.text:
        matters = _in_table(piece, sheet) or _among_figures(piece, pieces)
        return [SeenWord(UNREADABLE, piece.x0, piece.x1, piece, 0.0)] if matters else []
    groups: list[list[Letter]] = [[]]
    for letter in piece.letters:
        if letter.text != " ":
            groups[-1].append(letter)
        elif groups[-1]:
            groups.append([])
    groups = [g for g in groups if g]
    made = []
    for own, (x0, x1) in zip(groups, _spans(piece, groups, sheet), strict=True):
        text = "".join(x.text for x in own)
        sure = min if FIGURE.match(text) else mean
        made.append(SeenWord(text, x0, x1, piece, sure([x.probability for x in own])))
    return made


def _spans(piece: Piece, groups: list[list[Letter]], sheet: Sheet) -> list[tuple[int, int]]:
    """Where each word begins and ends, in pixels."""
    filled = np.flatnonzero(sheet.ink[piece.top : piece.bottom, piece.x0 : piece.x1].any(axis=0)) + piece.x0
    near = 0.15 * piece.size
    ends: list[tuple[float, float]] = []
    for before, after in pairwise(groups):
        start, end = before[-1].x - near, after[0].x + near
        inside = filled[(filled >= start) & (filled <= end)]
        at = int(np.argmax(np.diff(inside))) if len(inside) > 1 else -1
        middle = (start + end) / 2
        ends.append((int(inside[at]) + 1, int(inside[at + 1])) if at >= 0 else (middle, middle))
    usual = median([b - a for a, b in ends] or [0])
    if (
        len(ends) > 3
    ):  # running text: its spaces are made even, for a narrow 1 leaves room beside it like a column's edge
        half = 0.14 * piece.size
        ends = [((a + b) / 2 - half, (a + b) / 2 + half) if b - a < 2 * usual else (a, b) for a, b in ends]
    return list(zip([piece.x0, *(round(b) for _, b in ends)], [*(round(a) for a, _ in ends), piece.x1], strict=True))


def _in_table(piece: Piece, sheet: Sheet) -> bool:
    """Rulings stand on at least three sides of it."""
    x, y = (piece.x0 + piece.x1) / 2, (piece.top + piece.bottom) / 2
    level = [s.at for s in sheet.strokes if s.level and s.start <= x <= s.end]
    upright = [s.at for s in sheet.strokes if not s.level and s.start <= y <= s.end]
    sides = (
        any(a < y for a in level),
        any(a > y for a in level),
        any(a < x for a in upright),
        any(a > x for a in upright),
    )
    return sum(sides) >= 3


def _among_figures(piece: Piece, pieces: list[Piece]) -> bool:
    """It stands in a row with figures."""
    middle = (piece.top + piece.bottom) / 2
    return any(p.top <= middle <= p.bottom and FIGURE.match(p.text) for p in pieces if p is not piece)


# ------------------------------------------------------------------------------------------------------- figures again


def _may_be_figure(word: SeenWord, pieces: list[Piece]) -> bool:
    """It looks like one and stands alone, as in a cell."""
    own = word.piece
    room = 1.5 * own.size

    def beside(other: Piece) -> bool:
        return (
            other.x0 < own.x1 + room and other.x1 > own.x0 - room and other.top < own.bottom and other.bottom > own.top
        )

    alone = word.text == own.text and not any(beside(p) for p in pieces if p is not own)
    return alone and bool(NEARLY_FIGURE.match(word.text))


def _read_figures_again(words: list[SeenWord], sheet: Sheet) -> None:
    """Read each figure alone, in other sizes and by other engines; where readings differ, most decide and none is sure."""
    pictures = []
    for word in words:
        piece, span = word.piece, (word.x0, word.x1)
        tight, _ = _picture(piece, sheet, 0.8 * piece.size, 1.15, span)
        wide, _ = _picture(piece, sheet, piece.size, 1.6, span)
        pictures.append(
            cv2.resize(wide, None, fx=HEIGHT / len(wide), fy=HEIGHT / len(wide), interpolation=cv2.INTER_CUBIC)
        )
        if re.fullmatch(r"[-–—]+", word.text) and word.confidence == 0.95:
            continue
        again = [engine().read(tight, figures=True), engine().read(wide, figures=True)]
        votes = Counter([_plain(word.text), *(_plain(r.text) for r in again)])
        best, number = votes.most_common(1)[0]
        if number == 3:
            word.confidence = min([word.confidence, *(r.probability for r in again)])
        else:
            alone = word.text == piece.text  # in running text the engine has more to go by than the word alone
            if number == 2 and alone and best and best != _plain(word.text):
                word.text = next(r.text for r in again if _plain(r.text) == best).replace(" ", "")
            word.confidence = min(word.confidence, DISSENT)
    opinions = second_opinions(pictures)
    for word, opinion in zip(words, opinions or [], strict=bool(opinions)):
        digits, others = re.sub(r"\D", "", word.text), re.sub(r"\D", "", opinion or "")
        if others and digits != others:
            word.confidence = min(word.confidence, DISSENT)


def _put_right(words: list[SeenWord], sheet: Sheet) -> None:
    """Misread letters of known words, and periods of a row that the periods on both sides of them tell."""
    for word in words:
        _replace(word, corrected(word.text) or _with_capital(word, sheet))
    for word in words:
        if is_period(word.text):
            row = [w for w in words if w.piece.top < word.piece.baseline - word.piece.size / 3 < w.piece.bottom]
            row.sort(key=lambda w: w.x0)
            for other, right in zip(row, periods_between([w.text for w in row]), strict=True):
                _replace(other, right)


def _with_capital(word: SeenWord, sheet: Sheet) -> str | None:
    """The word with a capital I, as it is known, where the ink of what was read as an i has no dot and is as high."""
    at = capital_within(word.text)
    letters = [x for x in word.piece.letters if word.x0 <= x.x <= word.x1 and x.text != " "]
    if at is None or "".join(x.text for x in letters) != word.text:
        return None
    part = sheet.ink[word.piece.top : word.piece.bottom, word.x0 : word.x1].astype(np.uint8)
    number, _, found, _ = cv2.connectedComponentsWithStats(part, connectivity=8)
    upright = [f for f in found[1:number] if f[2] < 0.3 * word.piece.size and f[3] > 0.4 * word.piece.size]
    far = {abs(word.x0 + f[0] + f[2] / 2 - letters[at].x): f[3] for f in upright}
    if not far or min(far) > 0.25 * word.piece.size or far[min(far)] < 0.66 * word.piece.size:
        return None
    return word.text[:at] + "I" + word.text[at + 1 :]


def _replace(word: SeenWord, right: str | None) -> None:
    if right:
        word.raw, word.text, word.confidence = word.raw or word.text, right, min(word.confidence, PUT_RIGHT)


def _plain(text: str) -> str:
    return text.replace(" ", "").replace("–", "-").replace("—", "-").rstrip(".,;:")
