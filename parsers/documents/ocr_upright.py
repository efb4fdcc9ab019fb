"""Which way up a scanned page lies, and how far it is askew."""

from __future__ import annotations

import numpy as np

from parsers.documents.ocr_engine import engine
from parsers.documents.ocr_sheet import skew_of, turned
from parsers.documents.ocr_words import Pixels, text_boxes

LOOK_DPI = 72  # enough to see lines of text
SAMPLE = 4  # lines that are read to tell up from down
CLEAR = 0.85  # probability of letters that are surely upright
LONGEST = 12  # line heights of a sample: reading more of it would tell no more


def upright(grey: np.ndarray, scale: float) -> tuple[int, float, np.ndarray]:
    """The turn (degrees anticlockwise) and skew of the page's text, and the picture with both undone."""
    turn = turn_of(grey, scale)
    straight = np.ascontiguousarray(np.rot90(grey, -turn // 90))
    skew = skew_of(straight)
    return turn, skew, turned(straight, skew) if skew else straight


def turn_of(grey: np.ndarray, scale: float) -> int:
    """0, 90, 180 or 270: the angle, anticlockwise, at which the page's text stands."""
    boxes = text_boxes(grey, scale, LOOK_DPI)
    lying = sum((b[2] - b[0]) ** 2 for b in boxes)
    standing = sum((b[3] - b[1]) ** 2 for b in boxes)
    ways = (90, 270) if standing > 2 * lying else (0, 180)
    first = _clearness(grey, boxes, ways[0])
    if not boxes or first > CLEAR:
        return ways[0] if boxes else 0
    return ways[0] if first >= _clearness(grey, boxes, ways[1]) else ways[1]


def _clearness(grey: np.ndarray, boxes: list[Pixels], turn: int) -> float:
    """How surely the longest lines are read when the page is taken to stand at this angle."""
    longest = sorted(boxes, key=lambda b: -max(b[2] - b[0], b[3] - b[1]))[:SAMPLE]
    letters = []
    for x0, top, x1, bottom in longest:
        line = np.rot90(grey[top:bottom, x0:x1], -turn // 90)
        letters += engine().read(np.ascontiguousarray(line[:, : LONGEST * len(line)])).letters
    return float(np.mean([x.probability for x in letters])) if letters else 0.0
