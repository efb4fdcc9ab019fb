"""One page of a PDF as plain geometry: visible words, rulings, shades and images, upright and in points.

What nobody sees must reach neither a cell nor a sentence: it is counted, and dropped.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import pdfplumber.page

from parsers.documents.pdf_paint import WHITE, is_careful, paint, same
from parsers.documents.pdf_shapes import Area, Colour, Glyph, PageContent, PageTooHeavy, Ruling, Run, Word, turned
from parsers.documents.pdf_words import along, words_of, words_of_runs

__all__ = ["Area", "Glyph", "PageContent", "PageTooHeavy", "Ruling", "Word", "along", "read_page", "words_of"]

FAINT = 0.03  # of full strength; fainter letters of a colour that cannot be told are not seen
PICTURED_SHARE = 0.6  # of the page under pictures: it is a scan
TURNED_SHARE = 0.8  # of the text on its side: the whole page is
BAND = 20.0  # points
MAX_BANDS = 1_000
BLENDS = "text in the colour of its background"


def read_page(page: pdfplumber.page.Page) -> PageContent:
    """Everything on the page that a person sees, with the page turned so that most of its text is upright.

    Raises PageTooHeavy above the limits.
    """
    shown = page.cropbox
    content = PageContent(page.page_number, shown[2] - shown[0], shown[3] - shown[1])
    painted = paint(page, content)
    if is_careful():
        painted = [*_letters(painted)]
    painted = _upright(_visible(painted, content), content)
    level = [one for one in painted if isinstance(one, Run) or not one.angle]
    runs = [one for one in level if isinstance(one, Run)]
    content.words = words_of_runs(runs) if len(runs) == len(level) else words_of(_letters(level))
    others = [one for one in painted if isinstance(one, Glyph) and one.angle]
    for angle in (90, 180, 270):
        content.words += words_of([g for g in others if g.angle == angle])
    content.slanted = words_of([g for g in others if g.angle == -1])
    return content


def _letters(painted: list[Run | Glyph]) -> list[Glyph]:
    return [g for one in painted for g in (one.glyphs() if isinstance(one, Run) else (one,))]


def _visible(painted: list[Run | Glyph], content: PageContent) -> list[Run | Glyph]:
    """What a person sees; letters that they do not are counted in `content.hidden` by reason, and dropped.

    Unpainted text over a scan is its OCR layer: the picture of the same words is what a person reads. So is text under
    pictures that cover the page; a smaller one, laid over a word, was meant to withhold it.
    """
    kept: list[Run | Glyph] = []
    view = _View(content)
    single = [g for g in painted if isinstance(g, Glyph) and not g.text.isspace()]
    cut = Counter(g.run for g in single if g.cut)
    whole = Counter(g.run for g in single) if cut else cut
    for one in painted:
        if isinstance(one, Run):
            view.look_at(one)
            if one.texts:
                kept.append(one)
            continue
        if one.cut:
            reason: str | None = _cut_off(cut[one.run], whole[one.run])
        else:
            reason = view.why_hidden(one, one.text, (one.x0 + one.x1) / 2, (one.top + one.bottom) / 2)
        if reason is None:
            kept.append(one)
        elif not one.text.isspace():
            content.hidden[reason] += 1
    return kept


def _cut_off(cut: int, whole: int) -> str:
    """The end of a long text at the edge of its cell is cut off; one that shows nothing was hidden."""
    return "text cut off" if cut * 2 < whole else "text cut away"


def _by_height(shades: list[Area]) -> dict[int, list[Area]]:
    """Shades, in the order of painting, by the bands of the page that they reach into: a sheet may have thousands."""
    bands: dict[int, list[Area]] = {}
    for shade in shades:
        for band in range(max(int(shade.top // BAND), 0), min(int(shade.bottom // BAND), MAX_BANDS) + 1):
            bands.setdefault(band, []).append(shade)
    return bands


class _View:
    """Why a person does not see what is painted on a page."""

    def __init__(self, content: PageContent) -> None:
        self.content = content
        self.shades = _by_height(sorted([*content.shades, *content.bars], key=lambda area: area.order))
        pictured = sum((i.x1 - i.x0) * (i.bottom - i.top) for i in content.images)
        self.scan = pictured > PICTURED_SHARE * content.width * content.height
        self.blended: dict[tuple[Any, ...], str | None] = {}

    def look_at(self, run: Run) -> None:
        """Take out of the run what is not seen, letter by letter only where an area begins or ends below it."""
        if run.cut is None and self._is_even(run):
            x, y = run.x0s[0], (run.top + run.bottom) / 2
            text = run.texts[0] if not run.texts[0].isspace() else next((t for t in run.texts if not t.isspace()), " ")
            reasons = [self.why_hidden(run, text, x, y)]
            if reasons == [None]:
                return
            reasons = [None if t.isspace() else reasons[0] for t in run.texts]
        else:
            reasons = self._by_letter(run)
        hidden = Counter(r for r, t in zip(reasons, run.texts, strict=True) if r is not None and not t.isspace())
        self.content.hidden.update(hidden)
        run.keep([r is None for r in reasons])

    def _is_even(self, run: Run) -> bool:
        """The run lies within the page, and each area below or above it reaches further than it does, or not so far."""
        start, end, y = min(run.x0s), max(run.x1s), (run.top + run.bottom) / 2
        within = start >= 0 and end <= self.content.width and run.x1s[-1] <= end and 0 <= y <= self.content.height
        if not within:
            return False
        shades = self.shades.get(int(y // BAND), ())
        if not shades and not self.content.images:
            return True
        return all(
            (area.x0 <= start and end <= area.x1) or area.x1 < start or area.x0 > end
            for area in (*self.content.images, *shades)
            if area.top <= y <= area.bottom
        )

    def _by_letter(self, run: Run) -> list[str | None]:
        y = (run.top + run.bottom) / 2
        mask = run.cut or [False] * len(run.texts)
        shown = [not t.isspace() for t in run.texts]
        cut_off = _cut_off(sum(c and s for c, s in zip(mask, shown, strict=True)), sum(shown))
        letters = zip(mask, run.texts, run.x0s, run.x1s, strict=True)
        return [cut_off if cut else self.why_hidden(run, t, (x0 + x1) / 2, y) for cut, t, x0, x1 in letters]

    def why_hidden(self, painted: Run | Glyph, text: str, x: float, y: float) -> str | None:
        """Why the text in that place is not seen; None where it is. Blanks are not seen where they are not on the page."""
        content = self.content
        if not (0 <= x <= content.width and 0 <= y <= content.height):
            return "text outside the page"
        if text.isspace():
            return None
        over = [i for i in content.images if i.holds(x, y)]
        image = over[-1] if over else None
        covered = any(i.opaque and i.order > painted.order for i in over)
        if covered and not painted.unpainted and not self.scan:
            return "text under a picture"
        if painted.unpainted or covered:
            if image is None:
                return "invisible text"
            content.ocr_layer = True
            return None
        if painted.size < 1:
            return "text too small to see"
        under: Area | None = None
        for shade in self.shades.get(int(y // BAND), ()):
            if shade.holds(x, y):
                if shade.order > painted.order and shade.opaque:
                    return "text under a filled box"
                if shade.order < painted.order:
                    under = shade
        if image is not None and (under is None or under.order < image.order):
            return None
        found = (painted.colour, painted.outline, painted.strength, id(under))
        if found not in self.blended:
            self.blended[found] = _blends(painted, under)
        return self.blended[found]


def _blends(glyph: Run | Glyph, under: Area | None) -> str | None:
    """Why a letter does not stand out from its ground; None where it does."""
    ground = under.colour if under else WHITE
    if _is_faint(glyph, ground):
        return "invisible text"
    if (under is None or under.opaque) and same(glyph.colour, ground):
        return None if glyph.outline is not False and not same(glyph.outline, ground) else BLENDS
    return None


def _is_faint(glyph: Run | Glyph, ground: Colour | None) -> bool:
    """Painted so thinly that what comes out is as good as its ground."""
    paints = [(glyph.colour, glyph.strength[0])]
    paints += [] if glyph.outline is False else [(glyph.outline, glyph.strength[1])]
    if all(strength >= 0.5 for _, strength in paints):
        return False
    return all(_blend(colour, strength, ground) for colour, strength in paints)


def _blend(colour: Colour | None, strength: float, ground: Colour | None) -> bool:
    if colour is None or ground is None:
        return strength < FAINT
    return same(tuple(g + (c - g) * strength for c, g in zip(colour, ground, strict=True)), ground)  # type: ignore[arg-type]


def _upright(painted: list[Run | Glyph], content: PageContent) -> list[Run | Glyph]:
    """The letters, on a page that was turned where nearly all of its text stands on its side; less may be no more than
    rotated headings."""
    angles = Counter(one.angle for one in painted if isinstance(one, Glyph) and not one.text.isspace())
    if not angles:
        return painted
    angles[0] += sum(not text.isspace() for one in painted if isinstance(one, Run) for text in one.texts)
    turn, number = angles.most_common(1)[0]
    if turn <= 0 or number < TURNED_SHARE * angles.total():
        return painted
    glyphs = _letters(painted)
    wide, high = content.width, content.height
    everything: list[Any] = [*glyphs, *content.shades, *content.images, *content.bars]
    for item in everything:
        item.x0, item.top, item.x1, item.bottom = turned(item.x0, item.top, item.x1, item.bottom, turn, wide, high)
    for glyph in glyphs:
        x, y, _, _ = turned(*glyph.origin, *glyph.origin, turn, wide, high)
        glyph.origin = (x, y)
        if glyph.angle >= 0:
            glyph.angle = (glyph.angle - turn) % 360
    for line in content.rulings:
        ends = (line.start, line.at, line.end, line.at) if line.horizontal else (line.at, line.start, line.at, line.end)
        x0, top, x1, bottom = turned(*ends, turn, wide, high)
        if turn != 180:
            line.horizontal = not line.horizontal
        line.at, line.start, line.end = (top, x0, x1) if line.horizontal else (x0, top, bottom)
    content.turn = turn
    if turn != 180:
        content.width, content.height = high, wide
    return list(glyphs)
