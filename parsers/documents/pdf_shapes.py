"""What is on a page of a PDF as plain geometry, in points from the top left corner of the page as shown."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from itertools import compress
from typing import Literal

from parsers.documents.model import Box

Colour = tuple[float, float, float]
Rect = tuple[float, float, float, float]


class PageTooHeavy(Exception):
    """The page draws more than the limits allow."""


@dataclass(slots=True)
class Glyph:
    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    angle: int  # degrees, anticlockwise, that the text is turned by; -1: not a right angle
    origin: tuple[float, float]  # where its baseline begins
    bold: bool
    run: int  # number of the text operation that painted it
    order: int
    colour: Colour | None
    unpainted: bool  # by its rendering mode
    outline: Colour | Literal[False] | None = False  # False: none is drawn
    strength: tuple[float, float] = (1.0, 1.0)  # how opaque the letter and its outline are painted, 0 to 1
    cut: bool = False  # outside the part of the page that could be painted on at that time


@dataclass(slots=True, eq=False)
class Run:
    """Upright letters of one text operation: what they share, and the text, the start and the end of each.

    Nearly all text is painted so, and asking a run once is much quicker than asking each of its letters.
    """

    run: int  # number of the text operation
    order: int  # of its first letter; nothing else is painted before its last
    texts: list[str]
    x0s: list[float]
    x1s: list[float]
    top: float
    bottom: float
    size: float
    baseline: float
    bold: bool
    colour: Colour | None
    unpainted: bool
    outline: Colour | Literal[False] | None
    strength: tuple[float, float]
    cut: list[bool] | None = None  # for each letter; None where none is cut

    def glyphs(self, start: int = 0, end: int | None = None) -> list[Glyph]:
        """Its letters from `start` to before `end`, each by itself."""
        cut = self.cut or [False] * len(self.texts)
        letters = zip(self.texts[start:end], self.x0s[start:end], self.x1s[start:end], cut[start:end], strict=True)
        return [
            Glyph(
                text, x0, self.top, x1, self.bottom, self.size, 0, (x0, self.baseline), self.bold,
                self.run, self.order, self.colour, self.unpainted, self.outline, self.strength, is_cut,
            )
            for text, x0, x1, is_cut in letters
        ]  # fmt: skip

    def keep(self, which: list[bool]) -> None:
        """Only the letters for which it says so."""
        self.texts = list(compress(self.texts, which))
        self.x0s, self.x1s = list(compress(self.x0s, which)), list(compress(self.x1s, which))
        self.cut = None if self.cut is None else list(compress(self.cut, which))


Stretch = tuple[Run, int, int]
"""Letters of a run, from the first to before the last."""


@dataclass(slots=True)
class Word:
    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    bold: bool = False
    angle: int = 0
    baseline: float = 0.0
    stretches: list[Stretch] = field(default_factory=list, repr=False)
    letters: list[Glyph] | None = field(default=None, repr=False)  # each by itself, once somebody has asked for them

    @property
    def glyphs(self) -> list[Glyph]:
        if self.letters is None:
            self.letters = [glyph for run, start, end in self.stretches for glyph in run.glyphs(start, end)]
        return self.letters

    def forget_letters(self) -> None:
        """They are nine tenths of the memory."""
        self.stretches, self.letters = [], None

    @property
    def middle(self) -> tuple[float, float]:
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2


@dataclass(slots=True)
class Ruling:
    """A line as drawn, horizontal or vertical: at `at`, from `start` to `end`."""

    horizontal: bool
    at: float
    start: float
    end: float


@dataclass(slots=True)
class Area:
    """A filled rectangle or an image; `order` is its place in the order of painting."""

    x0: float
    top: float
    x1: float
    bottom: float
    order: int
    colour: Colour | None = None
    opaque: bool = True

    def holds(self, x: float, y: float) -> bool:
        return self.x0 <= x <= self.x1 and self.top <= y <= self.bottom


@dataclass(slots=True, frozen=True, eq=False)
class Mark:
    """Marked content (ISO 32000-1, 14.6): in which form (0: the page itself), its number, and what it lies in."""

    form: int
    number: int | None
    artifact: bool
    around: Mark | None


@dataclass(slots=True)
class PageContent:
    """What a person sees on a page. `turn` is how far the page was turned, anticlockwise, to make its text upright."""

    number: int
    width: float
    height: float
    words: list[Word] = field(default_factory=list)
    slanted: list[Word] = field(default_factory=list)
    rulings: list[Ruling] = field(default_factory=list)
    shades: list[Area] = field(default_factory=list)
    images: list[Area] = field(default_factory=list)
    bars: list[Area] = field(default_factory=list)  # lines as thick as a bar, which cover what is below
    hidden: Counter[str] = field(default_factory=Counter)
    painted: set[int] = field(default_factory=set)  # numbers of the forms and pictures that were drawn
    marks: dict[int, Mark] = field(default_factory=dict)  # for each text operation, the marked content that it is in
    unknown_glyphs: int = 0
    ocr_layer: bool = False
    leans: bool = False  # whether it has a table may hang on what the page before ended with
    turn: int = 0
    skew: float = 0.0  # degrees by which a scan was turned to lie straight

    def box(self, x0: float, top: float, x1: float, bottom: float) -> Box:
        """The rectangle on the page as shown, whichever way the text was read."""
        if self.skew:
            down, right = (x0 + x1 - self.width) / 2, (top + bottom - self.height) / 2
            angle = math.radians(self.skew)
            left = down * (math.cos(angle) - 1) - right * math.sin(angle)
            lower = down * math.sin(angle) + right * (math.cos(angle) - 1)
            x0, top, x1, bottom = x0 + left, top + lower, x1 + left, bottom + lower
        x0, top, x1, bottom = turned(x0, top, x1, bottom, -self.turn, self.width, self.height)
        return Box(self.number, round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2))


def turned(x0: float, top: float, x1: float, bottom: float, turn: int, width: float, height: float) -> tuple:
    """The rectangle after the page (width × height before) is turned so that text at angle `turn` becomes upright."""
    turn %= 360
    if turn == 90:
        return height - bottom, x0, height - top, x1
    if turn == 270:
        return top, width - x1, bottom, width - x0
    if turn == 180:
        return width - x1, height - bottom, width - x0, height - top
    return x0, top, x1, bottom
