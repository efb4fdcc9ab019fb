"""One page of a PDF as plain geometry: visible words, rulings, shades and images, upright and in points.

pdfminer's page is walked directly, not through pdfplumber's dictionaries, because two things are needed that those do
not carry: the order of painting, and the text rendering mode. Both decide what a person sees, and what nobody sees must
reach neither a cell nor a sentence.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Literal, NamedTuple

import pdfplumber.page
from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar, LTContainer, LTCurve, LTImage
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdftypes import PDFStream, resolve1

from parsers.documents.model import Box
from parsers.documents.running import raised
from parsers.limits import limits

WORD_GAP = 0.12  # of the type size; wider gaps divide words
SPACED_GAP = 0.2  # the same within one text operation, where letters may be spaced out
THIN = 3.0  # points; a filled rectangle no thicker is a ruling
INVISIBLE_MODES = (3, 7)  # PDF 32000-1, table 106: neither filled nor stroked
STROKED_MODES, FILLED_MODES = (1, 2, 5, 6), (0, 2, 4, 6)
CLIP_MARGIN = 1.0  # points; a letter whose middle is further outside what is shown of its surroundings is cut away
FAINT = 0.03  # of full strength; fainter letters of a colour that cannot be told are not seen
PICTURED_SHARE = 0.6  # of the page under pictures: it is a scan
TURNED_SHARE = 0.8  # of the text on its side: the whole page is
NOTE_GAP = 6  # points: the text of a note begins no further from its mark
BAND = 20.0  # points
MAX_BANDS = 1_000
WHITE = (1.0, 1.0, 1.0)
BLENDS = "text in the colour of its background"

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
    glyphs: list[Glyph] = field(default_factory=list, repr=False)

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
    unknown_glyphs: int = 0
    ocr_layer: bool = False
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
        x0, top, x1, bottom = _turned(x0, top, x1, bottom, -self.turn, self.width, self.height)
        return Box(self.number, round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2))


def _turned(x0: float, top: float, x1: float, bottom: float, turn: int, width: float, height: float) -> tuple:
    """The rectangle after the page (width × height before) is turned so that text at angle `turn` becomes upright."""
    turn %= 360
    if turn == 90:
        return height - bottom, x0, height - top, x1
    if turn == 270:
        return top, width - x1, bottom, width - x0
    if turn == 180:
        return width - x1, height - bottom, width - x0, height - top
    return x0, top, x1, bottom


class _Recorder(PDFPageAggregator):
    """Marks each painted object with its order, rendering mode, colours, opacity, and what it is clipped to."""

    opaque = True
    strength = (1.0, 1.0)  # of filling and of drawing lines
    clip: Rect | None = None  # the smallest rectangle around the clipping path (ISO 32000-1, 8.5.4); None: all is shown

    def begin_page(self, page: Any, ctm: Any) -> None:
        super().begin_page(page, ctm)
        self.painted: set[int] = set()
        self.order = self.runs = self.paths = self.glyphs = self.forms = self.instructions = 0
        self.around: list[tuple[bool, tuple[float, float], Rect | None]] = []  # the state outside each open form

    def begin_figure(self, name: Any, bbox: Any, matrix: Any) -> None:
        """A form shows what lies in its box, and what it sets ends with it (ISO 32000-1, 8.10.1)."""
        super().begin_figure(name, bbox, matrix)
        self.around.append((self.opaque, self.strength, self.clip))
        box = self.cur_item
        if box.x1 > box.x0 and box.y1 > box.y0:
            self.clip_to((box.x0, box.y0, box.x1, box.y1))

    def end_figure(self, name: Any) -> None:
        super().end_figure(name)
        self.opaque, self.strength, self.clip = self.around.pop()

    def clip_to(self, box: Rect) -> None:
        """Show from now on only what lies in the rectangle as well."""
        old = self.clip or box
        self.clip = (max(old[0], box[0]), max(old[1], box[1]), min(old[2], box[2]), min(old[3], box[3]))

    def count(self, limit: str, amount: int, what: str) -> None:
        """Raises PageTooHeavy where the page has more of something than it may."""
        most = getattr(limits(), limit)
        if amount > most:
            raise PageTooHeavy(f"draws more than {most:,} {what}")

    def _mark(self, start: int, **marks: Any) -> None:
        painted: list[Any] = self.cur_item._objs[start:]
        for item in painted:
            item.order = self.order
            item.clip = self.clip
            self.order += 1
            for name, value in marks.items():
                setattr(item, name, value)

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        start = len(self.cur_item._objs)
        super().render_string(textstate, seq, ncs, graphicstate)
        self.runs += 1
        self.glyphs += len(self.cur_item._objs) - start
        self.count("page_characters", self.glyphs, "characters")
        mode = textstate.render
        line = _colour(graphicstate.scs, graphicstate.scolor) if mode in STROKED_MODES else False
        letter = _colour(ncs, graphicstate.ncolor) if mode in FILLED_MODES else line
        filling, drawing = self.strength
        self._mark(
            start,
            run=self.runs,
            unpainted=mode in INVISIBLE_MODES,
            colour=None if letter is False else letter,
            outline=line,
            strength=(filling if mode in FILLED_MODES else drawing, drawing),
            rise=textstate.rise,
        )

    def paint_path(self, gstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Any) -> None:
        start = len(self.cur_item._objs)
        # Each step of a path counts a tenth, so that one path of a million steps is a flood as well.
        self.paths += 1 + len(path) // 10
        self.count("page_paths", self.paths, "lines and shapes")
        super().paint_path(gstate, stroke, fill, evenodd, path)
        self._mark(
            start,
            filled=_colour(gstate.ncs, gstate.ncolor) if fill else False,
            stroked=_colour(gstate.scs, gstate.scolor) if stroke else False,
            opaque=self.opaque,
            pen=gstate.linewidth * _scale(self.ctm) if stroke else 0.0,
        )

    def render_image(self, name: str, stream: Any) -> None:
        start = len(self.cur_item._objs)
        super().render_image(name, stream)
        self._mark(start, opaque=self.opaque and _is_opaque(stream))


class _Interpreter(PDFPageInterpreter):
    """Follows transparency too: a marker pen's yellow over a word does not hide the word."""

    device: _Recorder

    def execute(self, streams: Any) -> None:
        """Draw what the streams say: of a page, and of each form on it. What they are counts before it is drawn."""
        found = [s for s in map(resolve1, streams) if isinstance(s, PDFStream)]
        self.device.forms += 1
        self.device.instructions += sum(len(s.get_data()) for s in found)
        self.device.count("page_forms", self.device.forms, "forms")
        self.device.count("page_instructions", self.device.instructions, "bytes of instructions")
        super().execute(streams)

    def init_state(self, ctm: Any) -> None:
        super().init_state(ctm)
        self.kept: list[tuple[bool, tuple[float, float], Rect | None]] = []

    def do_q(self) -> None:
        super().do_q()
        self.kept.append((self.device.opaque, self.device.strength, self.device.clip))

    def do_Q(self) -> None:
        super().do_Q()
        if self.kept:
            self.device.opaque, self.device.strength, self.device.clip = self.kept.pop()

    def do_Do(self, name: Any) -> None:
        drawn = self.xobjmap.get(getattr(name, "name", None))
        self.device.painted.add(getattr(drawn, "objid", None) or 0)
        super().do_Do(name)

    def do_W(self) -> None:
        self._clip()

    def do_W_a(self) -> None:
        self._clip()

    def _clip(self) -> None:
        """The rectangle around the path: no more than that is shown, whatever its form."""
        numbers = [n for step in self.curpath for n in step[1:]]
        if not numbers or not all(isinstance(n, (int, float)) for n in numbers):
            return
        a, b, c, d, e, f = self.ctm
        points = [(a * x + c * y + e, b * x + d * y + f) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        self.device.clip_to((min(xs), min(ys), max(xs), max(ys)))

    def do_gs(self, name: Any) -> None:
        super().do_gs(name)
        states = resolve1(self.resources.get("ExtGState")) or {}
        state = resolve1(states.get(getattr(name, "name", None))) or {}
        filling, drawing = (resolve1(state.get(name)) for name in ("ca", "CA"))
        old = self.device.strength
        self.device.strength = (
            filling if isinstance(filling, (int, float)) else old[0],
            drawing if isinstance(drawing, (int, float)) else old[1],
        )
        if "ca" in state or "BM" in state:
            blend = getattr(resolve1(state.get("BM")), "name", "Normal")
            self.device.opaque = resolve1(state.get("ca", 1)) >= 1 and blend in ("Normal", "Compatible")


def _scale(matrix: Any) -> float:
    """How much larger lengths become, on the whole."""
    a, b, c, d, _, _ = matrix
    return math.sqrt(abs(a * d - b * c))


def _is_opaque(stream: Any) -> bool:
    """Nothing is seen through the image: it has no mask, or one that lets nothing through."""
    if resolve1(stream.get("ImageMask")) or "Mask" in stream:
        return False
    mask = resolve1(stream.get("SMask"))
    return mask is None or not mask.get_data().strip(b"\xff")


def _colour(space: Any, value: Any) -> Colour | None:
    """The colour as red, green and blue, 0 to 1; None where it cannot be told (patterns, spot colours)."""
    parts = value if isinstance(value, (tuple, list)) else (value,)
    if getattr(space, "name", "") in ("Separation", "DeviceN", "Indexed", "Pattern", "Lab"):
        return None
    if not all(isinstance(p, (int, float)) for p in parts):
        return None
    if len(parts) == 1:
        return (parts[0],) * 3
    if len(parts) == 3:
        return tuple(parts)
    if len(parts) == 4:
        cyan, magenta, yellow, black = parts
        return tuple(max(0.0, 1 - ink - black) for ink in (cyan, magenta, yellow))
    return None


def _same(one: Colour | None, other: Colour | None) -> bool:
    return one is not None and other is not None and all(abs(a - b) < 0.03 for a, b in zip(one, other, strict=True))


def read_page(page: pdfplumber.page.Page) -> PageContent:
    """Everything on the page that a person sees, with the page turned so that most of its text is upright.

    Raises PageTooHeavy above the limits.
    """
    device = _Recorder(page.pdf.rsrcmgr, pageno=page.page_number, laparams=None)
    _Interpreter(page.pdf.rsrcmgr, device).process_page(page.page_obj)
    shown = page.cropbox
    left, up = shown[0] - page.mediabox[0], shown[1] - page.mediabox[1]
    content = PageContent(page.page_number, shown[2] - shown[0], shown[3] - shown[1])
    tall = page.mediabox[3] - page.mediabox[1]

    def place(item: Any) -> tuple[float, float, float, float]:
        return item.x0 - left, tall - item.y1 - up, item.x1 - left, tall - item.y0 - up

    content.painted = device.painted
    glyphs: list[Glyph] = []
    for item in _walk(device.get_result()):
        if isinstance(item, LTChar):
            glyph = _glyph(item, place(item), left, tall - up)
            if glyph is not None:
                glyph.cut = _is_cut(item)
                glyphs.append(glyph)
        elif isinstance(item, LTImage):
            painted = vars(item)
            shown_part = _within(place(item), painted["clip"] and _Place(*painted["clip"]), place)
            if shown_part is not None:
                content.images.append(Area(*shown_part, order=painted["order"], opaque=painted["opaque"]))
        elif isinstance(item, LTCurve):
            _drawing(item, place, content, left, tall - up)
    content.unknown_glyphs = sum(g.text.startswith("(cid:") for g in glyphs)
    glyphs = _visible(glyphs, content)
    _make_upright(glyphs, content)
    content.words = [w for angle in (0, 90, 180, 270) for w in words_of([g for g in glyphs if g.angle == angle])]
    content.slanted = words_of([g for g in glyphs if g.angle == -1])
    return content


class _Place(NamedTuple):
    """A rectangle as pdfminer's items have it, y upwards."""

    x0: float
    y0: float
    x1: float
    y1: float


def _is_cut(item: Any) -> bool:
    if item.clip is None:
        return False
    x0, y0, x1, y1 = item.clip
    x, y = (item.x0 + item.x1) / 2, (item.y0 + item.y1) / 2
    return not (x0 - CLIP_MARGIN <= x <= x1 + CLIP_MARGIN and y0 - CLIP_MARGIN <= y <= y1 + CLIP_MARGIN)


def _within(box: Rect, clip: Any, place: Any) -> Rect | None:
    """The part of a rectangle that is shown; None where none is."""
    if not clip:
        return box
    around = place(clip)
    x0, top, x1, bottom = max(box[0], around[0]), max(box[1], around[1]), min(box[2], around[2]), min(box[3], around[3])
    return (x0, top, x1, bottom) if x0 <= x1 and top <= bottom else None


def _walk(container: LTContainer) -> Iterator[Any]:
    for item in container:
        if isinstance(item, LTContainer):
            yield from _walk(item)
        else:
            yield item


STANDARD_FONT = re.compile(r"(?:Helvetica|Arial|Times|Courier)")  # named without a subset's prefix: not embedded
BOLD = re.compile(r"bold|black|heavy|demi|(?<![a-z])bd(?![a-z])", re.I)


def _glyph(item: Any, box: tuple[float, float, float, float], left: float, tall: float) -> Glyph | None:
    text = item.get_text()
    if text == "(cid:127)" and STANDARD_FONT.match(str(item.fontname)):
        text = "•"  # WinAnsiEncoding maps the codes that it does not use to the bullet (ISO 32000-1, Annex D.2, note 3)
    if text in ("", "\x00"):
        return None
    a, b, c, d, e, f = item.matrix
    turned = math.degrees(math.atan2(b, a)) % 360
    angle = round(turned / 90) * 90
    if abs(turned - angle) > 2:
        angle = -1
    size = (box[2] - box[0]) if angle in (90, 270) else (box[3] - box[1])
    bold = bool(BOLD.search(str(item.fontname)))
    origin = (e + c * item.rise - left, tall - f - d * item.rise)
    return Glyph(
        text,
        *box,
        size,
        angle % 360 if angle >= 0 else -1,
        origin,
        bold,
        item.run,
        item.order,
        item.colour,
        item.unpainted,
        item.outline,
        item.strength,
    )


def _drawing(item: Any, place: Any, content: PageContent, left: float, tall: float) -> None:
    """Rulings and shades of one path. White on white is not a ruling, and a white box behind text is no shade."""
    x0, top, x1, bottom = place(item)
    wide, high = x1 - x0, bottom - top
    operators = {step[0] for step in item.original_path or ()}
    straight = not operators & {"c", "v", "y"}
    clip = item.clip and _Place(*item.clip)
    if item.filled is not False and straight and min(wide, high) > THIN:
        shown = _within((x0, top, x1, bottom), clip, place)
        if shown is not None:
            content.shades.append(Area(*shown, item.order, item.filled, item.opaque))
    if item.filled is not False and min(wide, high) <= THIN and len(item.pts) >= 4:
        if not _same(item.filled, WHITE):
            _add_thin(content, x0, top, x1, bottom)
        return
    if item.stroked is False or not straight or _same(item.stroked, WHITE):
        return
    points = [(x - left, tall - y) for x, y in item.pts]
    for (ax, ay), (bx, by) in pairwise(points) if item.pen > THIN else ():
        half = item.pen / 2
        if abs(ay - by) <= 1 or abs(ax - bx) <= 1:
            along_x, along_y = (0.0, half) if abs(ay - by) <= 1 else (half, 0.0)
            box = (min(ax, bx) - along_x, min(ay, by) - along_y, max(ax, bx) + along_x, max(ay, by) + along_y)
            shown = _within(box, clip, place)
            if shown is not None:
                content.bars.append(Area(*shown, item.order, item.stroked, item.opaque))
    for (ax, ay), (bx, by) in pairwise(points):
        if abs(ay - by) <= 1 and ax != bx:
            content.rulings.append(Ruling(True, (ay + by) / 2, min(ax, bx), max(ax, bx)))
        elif abs(ax - bx) <= 1 and ay != by:
            content.rulings.append(Ruling(False, (ax + bx) / 2, min(ay, by), max(ay, by)))


def _add_thin(content: PageContent, x0: float, top: float, x1: float, bottom: float) -> None:
    """A thin filled rectangle; a dot, as at the corners of a Word table, continues lines of both directions."""
    wide, high = x1 - x0, bottom - top
    if wide >= high or max(wide, high) <= THIN:
        content.rulings.append(Ruling(True, (top + bottom) / 2, x0, x1))
    if high > wide or max(wide, high) <= THIN:
        content.rulings.append(Ruling(False, (x0 + x1) / 2, top, bottom))


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
    for glyph in glyphs:
        if glyph.cut:  # the end of a long text at the edge of its cell is cut off; one that shows nothing was hidden
            reason: str | None = "text cut off" if cut[glyph.run] * 2 < whole[glyph.run] else "text cut away"
        else:
            reason = _why_hidden(glyph, content, shades, scan)
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


def _why_hidden(glyph: Glyph, content: PageContent, shades: dict[int, list[Area]], scan: bool) -> str | None:
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
    ground = under.colour if under else WHITE
    if _is_faint(glyph, ground):
        return "invisible text"
    if (under is None or under.opaque) and _same(glyph.colour, ground):
        return None if glyph.outline is not False and not _same(glyph.outline, ground) else BLENDS
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
    return _same(tuple(g + (c - g) * strength for c, g in zip(colour, ground, strict=True)), ground)  # type: ignore[arg-type]


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
        item.x0, item.top, item.x1, item.bottom = _turned(item.x0, item.top, item.x1, item.bottom, turn, wide, high)
    for glyph in glyphs:
        x, y, _, _ = _turned(*glyph.origin, *glyph.origin, turn, wide, high)
        glyph.origin = (x, y)
        if glyph.angle >= 0:
            glyph.angle = (glyph.angle - turn) % 360
    for line in content.rulings:
        ends = (line.start, line.at, line.end, line.at) if line.horizontal else (line.at, line.start, line.at, line.end)
        x0, top, x1, bottom = _turned(*ends, turn, wide, high)
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
    for glyph in run:
        if glyph.text.isspace():
            space = True
            if pieces:
                pieces[-1].closed = True
            continue
        last = pieces[-1].glyphs[-1] if pieces else None
        if last is not None and _same_letter(last, glyph):
            continue
        if last is None or space or _divides(last, glyph, SPACED_GAP):
            pieces.append(_Piece([], opened=space))
        pieces[-1].glyphs.append(glyph)
        space = False
    return pieces


def _belongs(last: _Piece, piece: _Piece) -> bool:
    """It goes on with the word that another operation began."""
    return not last.closed and not piece.opened and not _divides(last.glyphs[-1], piece.glyphs[0], WORD_GAP)


def _divides(last: Glyph, glyph: Glyph, least: float) -> bool:
    gap = along(glyph, glyph.angle)[0] - along(last, last.angle)[1]
    size = max(last.size, glyph.size)
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
        x0=min(g.x0 for g in glyphs),
        top=min(g.top for g in glyphs),
        x1=max(g.x1 for g in glyphs),
        bottom=max(g.bottom for g in glyphs),
        size=max(g.size for g in glyphs),
        bold=sum(g.bold for g in glyphs) * 2 > len(glyphs),
        angle=glyphs[0].angle,
        baseline=_across(glyphs[0].origin, glyphs[0].angle),
        glyphs=glyphs,
    )
