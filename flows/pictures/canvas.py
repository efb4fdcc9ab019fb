"""A page or sheet as a picture that knows where every place on it lies, and the pen to mark them with."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import reportlab
from PIL import Image, ImageChops, ImageDraw, ImageFont

Pixels = tuple[float, float, float, float]
"""x0, top, x1, bottom."""
Colour = tuple[int, int, int]

BLACK, WHITE, GREY, PALE = (0, 0, 0), (255, 255, 255), (110, 110, 110), (225, 225, 225)
ORANGE, SKY, GREEN = (230, 159, 0), (86, 180, 233), (0, 158, 115)
BLUE, VERMILION, PURPLE = (0, 114, 178), (213, 94, 0), (204, 121, 167)
"""Okabe and Ito's colours (https://jfly.uni-koeln.de/color/), which most colour-blind people tell apart."""

_FONTS = Path(reportlab.__file__).with_name("fonts")
_ON_PAGE = re.compile(r"p(\d+)\[(-?\d+),(-?\d+),(-?\d+),(-?\d+)\]")
_CIRCUMFLEX = "\N{COMBINING CIRCUMFLEX ACCENT}"
_PLAIN = str.maketrans(
    {
        **dict.fromkeys("‐‑‒", "-"),
        **dict.fromkeys("\u2009\u202f\u2002\u2003\t\n\r", " "),
        **dict.fromkeys("▪●○■□►\uf0b7", "•"),
        **dict.fromkeys("✓✔", "√"),
        **dict.fromkeys("✗✘", "x"),
        "→": "»",
        "№": "No",
    }
)
"""Signs that the font lacks, by what stands for them in a picture."""


@cache
def font(size: int, bold: bool = False) -> ImageFont.FreeTypeFont:
    """Bitstream Vera, which comes with reportlab; Pillow's own font has no pound sign and no accents."""
    return ImageFont.truetype(_FONTS / ("VeraBd.ttf" if bold else "Vera.ttf"), size)


def plain(text: str) -> str:
    """The text in signs that the font has; letters with a Welsh circumflex keep it as a mark of its own."""
    made = []
    for sign in text.translate(_PLAIN):
        apart = unicodedata.normalize("NFD", sign) if "\u0170" <= sign <= "\u0180" else sign
        made.append(apart if apart[1:] == _CIRCUMFLEX else sign)
    return "".join(made)


def width(text: str, face: ImageFont.FreeTypeFont) -> float:
    return face.getlength(plain(text).replace(_CIRCUMFLEX, ""))


def write(
    draw: ImageDraw.ImageDraw,
    at: tuple[float, float],
    text: str,
    face: ImageFont.FreeTypeFont,
    colour: Colour = BLACK,
) -> None:
    """Write one line with its top left corner at `at`."""
    signs = plain(text)
    line = signs.replace(_CIRCUMFLEX, "")
    draw.text(at, line, font=face, fill=colour)
    for index, sign in enumerate(signs):
        if sign == _CIRCUMFLEX:
            before = signs[:index].replace(_CIRCUMFLEX, "")
            middle = face.getlength(before) - face.getlength(before[-1]) / 2
            up = 0.2 * face.size if before[-1].isupper() else 0
            draw.text((at[0] + middle - face.getlength("ˆ") / 2, at[1] - up), "ˆ", font=face, fill=colour)


def cut(text: str, room: float, face: ImageFont.FreeTypeFont) -> str:
    """The text, ended with an ellipsis where it is wider than `room` pixels."""
    text = text[:1_000]
    if width(text, face) <= room:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if width(f"{text[:middle]}…", face) <= room else (low, middle - 1)
    return f"{text[:low].rstrip()}…"


def wrap(text: str, room: float, face: ImageFont.FreeTypeFont, most: int) -> list[str]:
    """The text in lines of at most `room` pixels; the last of `most` lines is cut."""
    lines, words = [""], text[:4_000].split()
    for index, word in enumerate(words):
        longer = f"{lines[-1]} {word}".strip()
        if width(longer, face) <= room or not lines[-1]:
            lines[-1] = longer
        elif len(lines) == most:
            lines[-1] = cut(" ".join([lines[-1], *words[index:]]), room, face)
            break
        else:
            lines.append(word)
    return [cut(line, room, face) for line in lines]


@dataclass
class Picture:
    """A page (or sheet, or stretch of text) as shown: an image in RGB, and the pixels of every place on it.

    Places on a page of a PDF (`p2[x0,top,x1,bottom]`) are points, `scale` pixels each; the others (`Sheet1!B7`,
    `paragraph 3`) are in `places`.
    """

    image: Image.Image
    label: str  # page 2, sheet Outcomes
    page: int = 0  # of a PDF
    scale: float = 1.0
    places: dict[str, Pixels] = field(default_factory=dict)

    @property
    def apart(self) -> bool:
        """It shows one location of the document, a page or a sheet, and nothing of another."""
        return bool(self.page) or self.label.startswith("sheet ")

    def box(self, place: str | None) -> Pixels | None:
        """Where on the picture the place is; None where it is not on it."""
        if place is None:
            return None
        found = _ON_PAGE.fullmatch(place)
        if not found:
            return self.places.get(place)
        page, *points = map(int, found.groups())
        x0, top, x1, bottom = (p * self.scale for p in points)
        return (x0, top, x1, bottom) if page == self.page else None

    def boxes_in(self, text: str) -> list[Pixels]:
        """The places that a sentence names."""
        return [box for found in _ON_PAGE.finditer(text) if (box := self.box(found[0]))]

    def fill(self, box: Pixels, colour: Colour, strength: float = 0.18) -> None:
        """Tint the box, what is printed in it staying legible."""
        area = self._inside(box)
        if area is None:
            return
        part = self.image.crop(area)
        tint = Image.new("RGB", part.size, tuple(round(255 - (255 - c) * strength) for c in colour))
        self.image.paste(ImageChops.multiply(part, tint), area[:2])

    def outline(self, box: Pixels, colour: Colour, line: int = 1) -> None:
        x0, top, x1, bottom = box
        if x1 >= x0 and bottom >= top:
            ImageDraw.Draw(self.image).rectangle((x0, top, x1, bottom), outline=colour, width=line)

    def dashes(self, x0: float, x1: float, y: float, colour: Colour, line: int = 2) -> None:
        """A dashed line under what is unsure."""
        draw = ImageDraw.Draw(self.image)
        for x in range(round(x0), round(x1), 7):
            draw.line((x, y, min(x + 4, x1), y), fill=colour, width=line)

    def _inside(self, box: Pixels) -> tuple[int, int, int, int] | None:
        x0, top = max(0, round(box[0])), max(0, round(box[1]))
        x1, bottom = min(self.image.width, round(box[2])), min(self.image.height, round(box[3]))
        return (x0, top, x1, bottom) if x1 > x0 and bottom > top else None


def around(boxes: list[Pixels]) -> Pixels | None:
    """The smallest box around them all."""
    if not boxes:
        return None
    return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)
