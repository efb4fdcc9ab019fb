"""One page of a PDF as plain geometry: visible words, rulings, shades and images, upright and in points.

What nobody sees must reach neither a cell nor a sentence: it is counted, and dropped.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import pdfplumber.page

from parsers.documents.pdf_paint import WHITE, paint, same
from parsers.documents.pdf_shapes import Area, Colour, Glyph, PageContent, PageTooHeavy, Ruling, Word, turned
from parsers.documents.running import raised

__all__ = ["Area", "Glyph", "PageContent", "PageTooHeavy", "Ruling", "Word", "along", "read_page", "words_of"]

WORD_GAP = 0.12  # of the type size; wider gaps divide words
SPACED_GAP = 0.2  # the same within one text operation, where letters may be spaced out
FAINT = 0.03  # of full strength; fainter letters of a colour that cannot be told are not seen
PICTURED_SHARE = 0.6  # of the page under pictures: it is a scan
TURNED_SHARE = 0.8  # of the text on its side: the whole page is
NOTE_GAP = 6  # points: the text of a note begins no further from its mark
BAND = 20.0  # points
MAX_BANDS = 1_000
BLENDS = "text in the colour of its background"


def read_page(page: pdfplumber.page.Page) -> PageContent:
    """Everything on the page that a person sees, with the page turned so that most of its text is upright.

    Raises PageTooHeavy above the limits.
    """
    shown = page.cropbox
    content = PageContent(page.page_number, shown[2] - shown[0], shown[3] - shown[1])
    glyphs = paint(page, content)
    content.unknown_glyphs = sum(g.text.startswith("(cid:") for g in glyphs)
    glyphs = _visible(glyphs, content)
    _make_upright(glyphs, content)
    content.words = [w for angle in (0, 90, 180, 270) for w in words_of([g for g in glyphs if g.angle == angle])]
    content.slanted = words_of([g for g in glyphs if g.angle == -1])
    return content


def _visible(glyphs: list[Glyph], content: PageContent) -> list[Glyph]:
    """Those that a person sees; the rest are counted in `content.hidden` by reason, and dropped.

    Unpainted text over a scan is its OCR layer: the picture of the same words is what a person reads. So is text under
    pictures that cover the page; a smaller one, laid over a word, was meant to withhold it.
    """
    kept: list[Glyph] = []
    shades = _by_height(sorted([*content.shades, *content.bars], key=lambda area: area.order))
    cut = Counter(g.run for g in glyphs if g.cut and not g.text.isspace())
    whole = Counter(g.run for g in glyphs if not g.text.isspace()) if cut else cut
    pictured = sum((i.x1 - i.x0) * (i.bottom - i.top) for i in content.images)
    scan = pictured > PICTURED_SHARE * content.width * content.height
    blended: dict[tuple[int, int], str | None] = {}
    for glyph in glyphs:
        if glyph.cut:  # the end of a long text at the edge of its cell is cut off; one that shows nothing was hidden
            reason: str | None = "text cut off" if cut[glyph.run] * 2 < whole[glyph.run] else "text cut away"
        else:
            reason = _why_hidden(glyph, content, shades, scan, blended)
        if reason is None:
            kept.append(glyph)
        elif not glyph.text.isspace():
            content.hidden[reason] += 1
    return kept


def _by_height(shades: list[Area]) -> dict[int, list[Area]]:
    """Shades, in the order of painting, by the bands of the page that they reach into: a sheet may have thousands."""
    bands: dict[int, list[Area]] = {}
    for shade in shades:
        for band in range(max(int(shade.top // BAND), 0), min(int(shade.bottom // BAND), MAX_BANDS) + 1):
            bands.setdefault(band, []).append(shade)
    return bands


def _why_hidden(
    glyph: Glyph,
    content: PageContent,
    shades: dict[int, list[Area]],
    scan: bool,
    blended: dict[tuple[int, int], str | None],
) -> str | None:
    x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
    if not (0 <= x <= content.width and 0 <= y <= content.height):
        return "text outside the page"
    if glyph.text.isspace():
        return None
    image = next((i for i in reversed(content.images) if i.holds(x, y)), None)
    covered = any(i.opaque and i.order > glyph.order and i.holds(x, y) for i in content.images)
    if covered and not glyph.unpainted and not scan:
        return "text under a picture"
    if glyph.unpainted or covered:
        if image is None:
            return "invisible text"
        content.ocr_layer = True
        return None
    if glyph.size < 1:
        return "text too small to see"
    under: Area | None = None
    for shade in shades.get(int(y // BAND), ()):
        if shade.holds(x, y):
            if shade.order > glyph.order and shade.opaque:
                return "text under a filled box"
            if shade.order < glyph.order:
                under = shade
    if image is not None and (under is None or under.order < image.order):
        return None
    found = (glyph.run, id(under))  # all letters of a text operation are painted alike
    if found not in blended:
        blended[found] = _blends(glyph, under)
    return blended[found]


def _blends(glyph: Glyph, under: Area | None) -> str | None:
    """Why a letter does not stand out from its ground; None where it does."""
    ground = under.colour if under else WHITE
    if _is_faint(glyph, ground):
        return "invisible text"
    if (under is None or under.opaque) and same(glyph.colour, ground):
        return None if glyph.outline is not False and not same(glyph.outline, ground) else BLENDS
    return None


def _is_faint(glyph: Glyph, ground: Colour | None) -> bool:
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


def _make_upright(glyphs: list[Glyph], content: PageContent) -> None:
    """Turn the page where nearly all of its text stands on its side; less may be no more than rotated headings."""
    angles = Counter(g.angle for g in glyphs if not g.text.isspace())
    if not angles:
        return
    turn, number = angles.most_common(1)[0]
    if turn <= 0 or number < TURNED_SHARE * angles.total():
        return
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


def along(item: Glyph | Word, angle: int) -> tuple[float, float]:
    """Where it starts and ends in the direction that text at this angle is read."""
    if angle == 90:
        return -item.bottom, -item.top
    if angle == 270:
        return item.top, item.bottom
    if angle == 180:
        return -item.x1, -item.x0
    return item.x0, item.x1


def _across(origin: tuple[float, float], angle: int) -> float:
    """Where a baseline lies in the direction that lines of text at this angle follow one another."""
    x, y = origin
    return {90: x, 270: -x, 180: -y}.get(angle, y)


def words_of(glyphs: list[Glyph]) -> list[Word]:
    """Words of glyphs that share an angle. A gap wider than WORD_GAP divides, and so does `<` after a figure."""
    words: list[Word] = []
    for line in _baselines(glyphs):
        pieces = [piece for run in _runs(line) for piece in _pieces(run)]
        joined: list[_Piece] = []
        for piece in sorted(pieces, key=lambda p: p.start):
            if joined and _is_overprint(joined[-1], piece):
                continue
            if joined and _belongs(joined[-1], piece):
                joined[-1].glyphs += piece.glyphs
                joined[-1].closed = piece.closed
            else:
                joined.append(piece)
        words += [_word(p.glyphs) for p in joined]
    return _with_raised(words)


@dataclass(slots=True)
class _Piece:
    """Glyphs of one text operation without a space or gap; `opened` and `closed` by a space before and after."""

    glyphs: list[Glyph]
    opened: bool = False
    closed: bool = False

    @property
    def start(self) -> float:
        return along(self.glyphs[0], self.glyphs[0].angle)[0]

    @property
    def end(self) -> float:
        return along(self.glyphs[-1], self.glyphs[-1].angle)[1]


def _runs(line: list[Glyph]) -> list[list[Glyph]]:
    """A line by text operation: where two overlap, the letters of one are never mixed with the other's."""
    runs: dict[int, list[Glyph]] = {}
    for glyph in line:
        runs.setdefault(glyph.run, []).append(glyph)
    return list(runs.values())


def _pieces(run: list[Glyph]) -> list[_Piece]:
    pieces: list[_Piece] = []
    space = False
    last: Glyph | None = None
    last_start = last_end = 0.0
    for glyph in run:
        text = glyph.text
        if text.isspace():
            space = True
            if pieces:
                pieces[-1].closed = True
            continue
        start, end = (glyph.x0, glyph.x1) if not glyph.angle else along(glyph, glyph.angle)
        if last is not None and text == last.text and abs(start - last_start) < 0.15 * glyph.size:
            continue  # bold made by printing twice
        if last is None or space or _parts(last, glyph, start - last_end, SPACED_GAP):
            pieces.append(_Piece([], opened=space))
        pieces[-1].glyphs.append(glyph)
        space = False
        last, last_start, last_end = glyph, start, end
    return pieces


def _belongs(last: _Piece, piece: _Piece) -> bool:
    """It goes on with the word that another operation began."""
    return not last.closed and not piece.opened and not _divides(last.glyphs[-1], piece.glyphs[0], WORD_GAP)


def _divides(last: Glyph, glyph: Glyph, least: float) -> bool:
    return _parts(last, glyph, along(glyph, glyph.angle)[0] - along(last, last.angle)[1], least)


def _parts(last: Glyph, glyph: Glyph, gap: float, least: float) -> bool:
    size = last.size if last.size >= glyph.size else glyph.size
    return not -0.3 * size < gap <= least * size or (glyph.text == "<" and last.text.isdigit())


def _same_letter(last: Glyph, glyph: Glyph) -> bool:
    """The same letter again, a hair to the right: bold made by printing twice."""
    shift = along(glyph, glyph.angle)[0] - along(last, last.angle)[0]
    return last.text == glyph.text and abs(shift) < 0.15 * glyph.size


def _is_overprint(last: _Piece, piece: _Piece) -> bool:
    """The same piece again: bold made by printing twice."""
    pairs = zip(last.glyphs[-len(piece.glyphs) :], piece.glyphs, strict=False)
    return len(last.glyphs) >= len(piece.glyphs) and all(_same_letter(a, b) for a, b in pairs)


def _with_raised(words: list[Word]) -> list[Word]:
    """Small raised text joins the word it stands at: `15th` stays one word, and the mark of note 1 after 12 gives `12¹`.

    Without it, a note's number would be read as one more digit. Before a word it is the mark of a note's own text.
    """
    ends: dict[int, list[Word]] = {}
    begins: dict[int, list[Word]] = {}
    for word in words:
        ends.setdefault(round(word.x1), []).append(word)
        begins.setdefault(round(word.x0), []).append(word)
    joined: set[int] = set()
    for word in sorted(words, key=lambda w: w.x0):
        near = (e for x in range(round(word.x0) - 2, round(word.x0) + 3) for e in ends.get(x, ()))
        base = next((e for e in near if _is_raised(word, e)), None)
        if base is None:
            after = (b for x in range(round(word.x1) - 1, round(word.x1) + NOTE_GAP) for b in begins.get(x, ()))
            noted = next((b for b in after if _is_above(word, b)), None)
            if noted is not None:
                word.text, word.baseline = raised(word.text), noted.baseline
            continue
        joined.add(id(word))
        base.text += raised(word.text)
        base.x1, base.top, base.glyphs = max(base.x1, word.x1), min(base.top, word.top), base.glyphs + word.glyphs
        ends.setdefault(round(base.x1), []).append(base)
    return [w for w in words if id(w) not in joined]


def _is_raised(word: Word, base: Word) -> bool:
    return _is_above(word, base) and -1 <= word.x0 - base.x1 <= WORD_GAP * base.size


def _is_above(word: Word, base: Word) -> bool:
    """It is smaller and stands higher, in the same line."""
    small = base.angle == word.angle == 0 and word.size < 0.85 * base.size
    return small and 0.1 * base.size < base.baseline - word.baseline < base.size


def _baselines(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """Glyphs by line, each line in reading order. Raised small figures stay with the line that they annotate."""
    lines: list[tuple[float, list[Glyph]]] = []
    if all(not g.angle for g in glyphs):  # nearly always
        for glyph in sorted(glyphs, key=lambda g: (g.origin[1], g.x0, g.x1)):
            here = glyph.origin[1]
            if lines and here - lines[-1][0] <= 0.2 * glyph.size:
                lines[-1][1].append(glyph)
            else:
                lines.append((here, [glyph]))
        return [sorted(line, key=lambda g: (g.x0, g.x1)) for _, line in lines]
    for glyph in sorted(glyphs, key=lambda g: (_across(g.origin, g.angle), along(g, g.angle))):
        here = _across(glyph.origin, glyph.angle)
        if lines and here - lines[-1][0] <= 0.2 * glyph.size:
            lines[-1][1].append(glyph)
        else:
            lines.append((here, [glyph]))
    return [sorted(line, key=lambda g: along(g, g.angle)) for _, line in lines]


def _word(glyphs: list[Glyph]) -> Word:
    text = "".join(g.text for g in glyphs)
    return Word(
        text=text,
        x0=min([g.x0 for g in glyphs]),
        top=min([g.top for g in glyphs]),
        x1=max([g.x1 for g in glyphs]),
        bottom=max([g.bottom for g in glyphs]),
        size=max([g.size for g in glyphs]),
        bold=sum([g.bold for g in glyphs]) * 2 > len(glyphs),
        angle=glyphs[0].angle,
        baseline=_across(glyphs[0].origin, glyphs[0].angle),
        glyphs=glyphs,
    )
