"""A scanned page as a clean picture: upright, straight, evenly lit, its rulings found and taken out.

Lengths are in points (72 an inch) and turned into pixels by the sheet's `scale`; positions are pixels of the straightened
picture.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

import cv2
import numpy as np

MAX_SKEW = 8.0  # degrees
SHADE = 14.0  # points: the window in which more than half is background
THICK = 3.5  # points; what is thicker is no ruling
LEVEL, UPRIGHT = 25.0, 10.0  # points; shorter strokes are no rulings: an upright one may be as low as a row
FAINT = 18  # grey levels by which a ruling differs from what is beside it
SOLID = 0.85  # of a ruling's length that is ink: text in a row has gaps
INK = 0.3  # of the contrast of the page's text: what is fainter is no ink
SHADED = 6  # grey levels by which a shade differs from the paper
SPECK = 0.45  # points across; smaller spots are dust


@dataclass(slots=True)
class Band:
    """A shaded rectangle: its box (x0, top, x1, bottom) in pixels, and how much darker than the paper it is."""

    box: tuple[float, float, float, float]
    depth: int


@dataclass(slots=True)
class Stroke:
    """A ruling in pixels: at `at`, from `start` to `end`."""

    level: bool
    at: float
    start: float
    end: float
    thick: float = 1.0


@dataclass(slots=True)
class Sheet:
    """The page as it is read. `plain` is dark on white without shades and rulings; `ink` marks the ink in it."""

    plain: np.ndarray
    scale: float  # pixels a point
    strokes: list[Stroke] = field(default_factory=list)
    ink: np.ndarray = field(default_factory=lambda: np.zeros((0, 0), bool))
    bands: list[Band] = field(default_factory=list)

    def pixels(self, points: float) -> int:
        return max(1, round(points * self.scale))


def sheet_of(straight: np.ndarray, scale: float) -> Sheet:
    """The straightened grey picture as a sheet."""
    sheet = Sheet(straight, scale)
    if ((straight < 25) | (straight > 230)).mean() > 0.97:
        straight = _without_dots(straight, sheet)
    flat = 255 - cv2.absdiff(straight, _background(straight, sheet))
    side = np.ascontiguousarray(flat.T)
    sheet.strokes = _held(_strokes(flat, sheet, True, LEVEL), _strokes(side, sheet, False, UPRIGHT), sheet)
    plain = _erased(flat, _drawn(sheet, flat.shape, True), sheet)
    plain = _erased(np.ascontiguousarray(plain.T), np.ascontiguousarray(_drawn(sheet, flat.shape, False).T), sheet).T
    sheet.plain = _without_edges(np.ascontiguousarray(plain), sheet)
    sheet.ink = _ink(sheet.plain, sheet)
    _go_through_bands(sheet)
    return sheet


def _without_dots(picture: np.ndarray, sheet: Sheet) -> np.ndarray:
    """A picture of two colours without the dots that stand for a shade; type is left as it is elsewhere."""
    even = cv2.medianBlur(picture, 5)
    dotted = cv2.blur((cv2.absdiff(even, picture) > 100).astype(np.float32), (sheet.pixels(12),) * 2) > 0.2
    return cv2.GaussianBlur(np.where(dotted, even, picture), (0, 0), 0.3 * sheet.scale)


def skew_of(grey: np.ndarray) -> float:
    """The angle, in degrees, by which to turn the picture so that its lines of text lie level.

    Where lines are level, rows of the picture are either full or empty: the sum of squared differences between
    neighbouring rows is greatest.
    """
    small = cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    high, wide = small.shape
    edge = max(2, min(high, wide) // 50)  # scanners leave a dark rim
    inner = small[edge:-edge, edge:-edge]
    y, x = np.nonzero(inner < cv2.blur(inner, (41, 41)).astype(np.int16) - 25)
    if len(x) < 200:
        return 0.0
    if len(x) > 150_000:
        taken = np.random.default_rng(0).choice(len(x), 150_000, replace=False)
        x, y = x[taken], y[taken]
    x = x - wide / 2

    def sharpness(angle: float) -> float:
        rows = np.round(y - x * np.tan(np.radians(angle))).astype(np.int64)
        filled = np.bincount(rows - rows.min()).astype(np.float64)
        return float(np.square(np.diff(filled)).sum())

    best = 0.0
    for reach, step in ((MAX_SKEW, 0.25), (0.3, 0.05), (0.06, 0.02)):
        around = np.arange(best - reach, best + reach + step / 2, step)
        best = float(max(around, key=sharpness))
    return best


def turned(grey: np.ndarray, angle: float) -> np.ndarray:
    """The picture turned by a small angle about its middle, in the same size."""
    high, wide = grey.shape
    matrix = cv2.getRotationMatrix2D((wide / 2, high / 2), angle, 1)
    paper = int(np.percentile(grey[::8, ::8], 90))
    return cv2.warpAffine(grey, matrix, (wide, high), flags=cv2.INTER_CUBIC, borderValue=paper)


def _odd(number: float) -> int:
    return max(3, int(number) // 2 * 2 + 1)


def _background(grey: np.ndarray, sheet: Sheet) -> np.ndarray:
    """The paper and shades without what is printed on them.

    The median of a window is right but near the corners of a shade and beside its text, so shades that are rectangles
    are filled again, row by row.
    """
    small = cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    even = cv2.medianBlur(small, _odd(SHADE * sheet.scale / 2))
    even = cv2.resize(even, (grey.shape[1], grey.shape[0]))
    paper = float(np.percentile(even[::8, ::8], 90))
    shaded: np.ndarray = (even < paper - SHADED).astype(np.uint8)
    shaded = cv2.morphologyEx(shaded, cv2.MORPH_OPEN, np.ones((sheet.pixels(6), sheet.pixels(30)), np.uint8))
    number, _, boxes, _ = cv2.connectedComponentsWithStats(shaded)
    margin = sheet.pixels(2)
    for x, y, wide, high, area in boxes[1:number]:
        if area > 0.7 * wide * high and wide > sheet.pixels(40) and high > sheet.pixels(8):
            top, left = max(0, y - margin), max(0, x - margin)
            _fill(even[top : y + high + margin, left : x + wide + margin], grey, (left, top), paper, sheet)
    return even


def _fill(part: np.ndarray, grey: np.ndarray, corner: tuple[int, int], paper: float, sheet: Sheet) -> None:
    """Fill a shaded part of the background again: runs of rows of one shade, each from its left to its right edge."""
    left, top = corner
    seen = grey[top : top + len(part), left : left + part.shape[1]]
    middle = seen[:, seen.shape[1] // 20 : seen.shape[1] - seen.shape[1] // 20]
    rows: np.ndarray = np.array([_commonest(row) for row in middle], np.uint8)[:, None]
    rows = cv2.medianBlur(np.repeat(rows, 3, axis=1), _odd(2 * THICK * sheet.scale))[:, 0]
    cuts = [0, *_steps(rows), len(rows)]
    part[:] = int(paper)
    for start, end in pairwise(cuts):
        shade = float(np.median(rows[start:end]))
        inside = np.flatnonzero(np.median(seen[start:end], axis=0) < (paper + shade) / 2)
        if shade < paper - SHADED and end - start > sheet.pixels(7) and len(inside):
            x0, x1 = int(inside[0]), int(inside[-1]) + 1
            part[start:end, x0:x1] = rows[start:end, None]
            box = (float(left + x0), float(top + start), float(left + x1), float(top + end))
            sheet.bands.append(Band(box, round(paper - shade)))


def _commonest(greys: np.ndarray) -> int:
    """The grey that most of a row of pixels have about: that behind the letters, even where they fill half of it."""
    return int(np.convolve(np.bincount(greys, minlength=256), np.ones(9), "same").argmax())


def _steps(rows: np.ndarray) -> list[int]:
    """Where the shade changes: the middle of each run of rows over which it does."""
    change = np.abs(np.convolve(rows.astype(np.float64), [1, 1, 0, -1, -1], "same")) / 2
    change[:2] = change[-2:] = 0
    found = np.flatnonzero(change > SHADED)
    runs = np.split(found, np.flatnonzero(np.diff(found) > 1) + 1) if len(found) else []
    return [int(run[np.argmax(change[run])]) for run in runs]


# ------------------------------------------------------------------------------------------------------------- rulings


def _mask(flat: np.ndarray, sheet: Sheet, least: float, window: float) -> np.ndarray:
    """Pixels of thin level strokes no shorter than `least` points; gaps less than the window are bridged.

    For upright strokes the picture is given on its side.
    """
    smooth = cv2.blur(flat, (_odd(window * sheet.scale), 1))
    thin = (cv2.subtract(_closed(smooth, sheet), smooth) > FAINT).astype(np.uint8)
    joined = cv2.morphologyEx(thin, cv2.MORPH_CLOSE, np.ones((1, sheet.pixels(window + 1)), np.uint8))
    return cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones((1, sheet.pixels(least)), np.uint8))


def _closed(picture: np.ndarray, sheet: Sheet) -> np.ndarray:
    """The picture without what is dark and lower than a thick ruling."""
    return cv2.morphologyEx(picture, cv2.MORPH_CLOSE, np.ones((sheet.pixels(THICK), 1), np.uint8))


def _strokes(flat: np.ndarray, sheet: Sheet, level: bool, least: float) -> list[Stroke]:
    """Solid rulings, and between them those that a copier broke into dots."""
    solid = _accepted(_mask(flat, sheet, least, 1.5), flat, sheet, level, broken=False)
    dotted = _accepted(_mask(flat, sheet, 2 * LEVEL, 8), flat, sheet, level, broken=True)

    def known(one: Stroke) -> bool:
        near = [s for s in solid if abs(s.at - one.at) <= sheet.pixels(THICK)]
        covered = sum(max(0.0, min(s.end, one.end) - max(s.start, one.start)) for s in near)
        return covered > 0.5 * (one.end - one.start)

    return solid + [s for s in dotted if not known(s)]


def _accepted(mask: np.ndarray, flat: np.ndarray, sheet: Sheet, level: bool, broken: bool) -> list[Stroke]:
    dark = flat < 255 - INK * _contrast(flat)
    number, _, boxes, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    found = []
    thickest, bow = (sheet.pixels(1.5), 0.003) if broken else (sheet.pixels(THICK) * 1.5, 0.01)
    for x, y, wide, high, _ in boxes[1:number]:
        if high <= thickest + bow * wide and _is_ruling(flat, dark, (x, y, x + wide, y + high), sheet, broken):
            found.append(Stroke(level, y + (high - 1) / 2, float(x), float(x + wide), high))
    return found


def _is_ruling(flat: np.ndarray, dark: np.ndarray, box: tuple[int, int, int, int], sheet: Sheet, broken: bool) -> bool:
    """Its ink has no gaps, or, where a copier broke a faint line, nothing is printed on either side of it.

    Letters in a row have strokes that line up, but they have gaps between them and ink above and below.
    """
    x0, y0, x1, y1 = box
    part = flat[max(0, y0 - 1) : y1 + 1, x0:x1]
    darkest = part.min(axis=0)
    inky = part < 255 - 0.5 * (255 - float(np.percentile(darkest, 30)))
    inky = inky[:-1] | inky[1:]  # a thin line may lie between two rows of pixels
    pieces = np.array_split(inky, max(1, (x1 - x0) // sheet.pixels(LEVEL)), axis=1)  # a long one may be bowed
    whole = float(np.mean([piece.mean(axis=1).max() for piece in pieces]))
    near, far = sheet.pixels(0.6), sheet.pixels(2.6 if broken else 1.6) + 1
    above, below = dark[max(0, y0 - far) : max(0, y0 - near), x0:x1], dark[y1 + near : y1 + far, x0:x1]
    beside = [float(side.any(axis=0).mean()) if len(side) else 0.0 for side in (above, below)]
    if not broken:
        return whole >= SOLID and min(beside) < 0.3 and max(beside) < 0.6
    widest = float(np.diff(np.flatnonzero(inky.any(axis=0))).max(initial=0))
    return whole >= 0.3 and max(beside) < 0.1 and widest < sheet.pixels(6 if max(beside) > 0.04 else 14)


def _held(level: list[Stroke], upright: list[Stroke], sheet: Sheet) -> list[Stroke]:
    """Without short strokes that do not go from one stroke of the other direction to another: parts of letters."""
    long = [s for s in level if s.end - s.start >= sheet.pixels(2 * LEVEL)]
    upright = [s for s in upright if s.end - s.start >= sheet.pixels(2 * LEVEL) or _is_between(s, long, sheet)]
    return [s for s in level if s in long or _is_between(s, upright, sheet)] + upright


def _is_between(one: Stroke, others: list[Stroke], sheet: Sheet) -> bool:
    reach = sheet.pixels(2)
    crossing = [s.at for s in others if s.start - reach <= one.at <= s.end + reach]
    return all(any(abs(at - end) <= reach for at in crossing) for end in (one.start, one.end))


def _go_through_bands(sheet: Sheet) -> None:
    """Rulings go on through a shaded heading and along its edges, though it may be too dark for them to be seen."""
    reach = sheet.pixels(4)
    for stroke in [s for s in sheet.strokes if not s.level]:
        for x0, top, x1, bottom in (b.box for b in sheet.bands):
            clear = not sheet.ink[int(top) : int(bottom), int(stroke.at) - 1 : int(stroke.at) + 2].any()
            if x0 - reach <= stroke.at <= x1 + reach and clear:
                if abs(stroke.start - bottom) <= reach:
                    stroke.start = top
                elif abs(stroke.end - top) <= reach:
                    stroke.end = bottom
    for x0, top, x1, bottom in (b.box for b in sheet.bands):
        for edge in (top, bottom):
            meet = [s for s in sheet.strokes if not s.level and x0 - reach <= s.at <= x1 + reach]
            near = [s for s in sheet.strokes if s.level and abs(s.at - edge) <= reach]
            ruled = sum(max(0.0, min(s.end, x1) - max(s.start, x0)) for s in near)
            if ruled < 0.8 * (x1 - x0) and sum(s.start - reach <= edge <= s.end + reach for s in meet) > 1:
                sheet.strokes.append(Stroke(True, edge, x0, x1))


def _without_edges(picture: np.ndarray, sheet: Sheet) -> np.ndarray:
    """The picture without the outlines of shades, which are no print."""
    outline = np.zeros_like(picture)
    for band in sheet.bands:
        x0, top, x1, bottom = (int(v) for v in band.box)
        cv2.rectangle(outline, (x0, top), (x1, bottom), min(255, band.depth + FAINT), 2 * sheet.pixels(1) + 1)
    return np.where(255 - picture < outline, 255, picture).astype(np.uint8)


def _drawn(sheet: Sheet, shape: tuple[int, ...], level: bool) -> np.ndarray:
    """A mask of the strokes of one direction."""
    mask = np.zeros(shape, np.uint8)
    for s in sheet.strokes:
        across = slice(max(0, round(s.at - s.thick / 2)), round(s.at + s.thick / 2) + 1)
        along = slice(round(s.start), round(s.end))
        if s.level == level:
            mask[(across, along) if level else (along, across)] = 1
    return mask


def _erased(picture: np.ndarray, mask: np.ndarray, sheet: Sheet) -> np.ndarray:
    """The picture without the level strokes of the mask; letters that cross them stay whole."""
    wider = cv2.dilate(mask, np.ones((2 * sheet.pixels(0.5) + 1, 1 + 2 * sheet.pixels(0.5)), np.uint8))
    return np.where(wider > 0, _closed(picture, sheet), picture)


# ---------------------------------------------------------------------------------------------------------------- ink


def _contrast(picture: np.ndarray) -> float:
    """How much darker than the paper its print is, in grey levels."""
    return max(70.0, 255 - float(np.percentile(picture, 0.3)))


def _ink(plain: np.ndarray, sheet: Sheet) -> np.ndarray:
    """Where the sheet is printed on, without dust."""
    dark = (plain < 255 - INK * _contrast(plain)).astype(np.uint8)
    _, marks, boxes, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    least = SPECK * sheet.scale
    dust = (boxes[:, cv2.CC_STAT_AREA] < least * least) | (boxes[:, 2:4].max(axis=1) < least)
    dust[0] = True
    return ~dust[marks]
