"""Follows what draws a page of a PDF and notes what comes of it, in the order of painting.

pdfminer opens the file, its fonts and its forms, and keeps the graphics state. What it makes of each letter and line is
not taken: an object with a dictionary for each, and neither the order of painting nor the text rendering mode. Both decide
what a person sees. The figures are worked out as pdfminer does, so that they are the same to the last bit.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

import pdfplumber.page
from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdftypes import PDFStream, resolve1, stream_value
from pdfminer.psparser import PSLiteral
from pdfminer.utils import apply_matrix_rect, mult_matrix

from parsers.documents.pdf_instructions import instructions
from parsers.documents.pdf_objects import as_dict, name_of, number_of, resolved
from parsers.documents.pdf_shapes import Area, Colour, Glyph, Mark, PageContent, PageTooHeavy, Rect, Ruling, Run
from parsers.limits import limits

THIN = 3.0  # points; a filled rectangle no thicker is a ruling
INVISIBLE_MODES = (3, 7)  # PDF 32000-1, table 106: neither filled nor stroked
STROKED_MODES, FILLED_MODES = (1, 2, 5, 6), (0, 2, 4, 6)
CLIP_MARGIN = 1.0  # points; a letter whose middle is further outside what is shown of its surroundings is cut away
WHITE = (1.0, 1.0, 1.0)
STANDARD_FONT = re.compile(r"(?:Helvetica|Arial|Times|Courier)")  # named without a subset's prefix: not embedded
BOLD = re.compile(r"bold|black|heavy|demi|(?<![a-z])bd(?![a-z])", re.I)
SUBPATH = re.compile("m[^m]+")
LINE, FOUR_SIDES = ("ml", "mlh"), ("mlllh", "mllll")
NO_SPACE = ("Separation", "DeviceN", "Indexed", "Pattern", "Lab")  # colours that cannot be told


class _Way:
    """Whether pdfminer takes all instructions apart, as it does those that are written in an unusual way."""

    careful = False


@contextmanager
def carefully() -> Iterator[None]:
    """Have pdfminer take apart what draws the pages: slower, and what comes of it must be the same."""
    _Way.careful = True
    try:
        yield
    finally:
        _Way.careful = False


def is_careful() -> bool:
    """pdfminer is to take everything apart."""
    return _Way.careful


class _Font:
    """What is known of a font: the text and the width of each code that was met. The text is empty for what shows nothing."""

    def __init__(self, font: PDFFont) -> None:
        self.font = font
        self.bold = bool(BOLD.search(str(font.fontname)))
        self.standard = bool(STANDARD_FONT.match(str(font.fontname)))
        self.texts: dict[int, str] = {}
        self.widths: dict[int, float] = {}
        self.shows_nothing = self.untold = self.backwards = False  # one of its codes

    def learn(self, codes: Iterable[int]) -> None:
        """Look up the codes that were not met yet."""
        for code in codes:
            if code not in self.texts:
                self._look_up(code)

    def advances(self, codes: Iterable[int], size: float, scaling: float) -> list[float]:
        """How far each of the codes moves on, once they are known."""
        widths = self.widths
        if scaling == 1:
            return [widths[code] * size for code in codes]
        return [widths[code] * size * scaling for code in codes]

    def _look_up(self, code: int) -> None:
        try:
            text = self.font.to_unichr(code)
            assert isinstance(text, str), str(type(text))
        except PDFUnicodeNotDefined:
            text = f"(cid:{code})"
        if text == "(cid:127)" and self.standard:
            text = "•"  # WinAnsiEncoding maps the codes that it does not use to the bullet (ISO 32000-1, Annex D.2, note 3)
        text, width = "" if text == "\x00" else text, self.font.char_width(code)
        self.texts[code], self.widths[code] = text, width
        self.shows_nothing |= not text
        self.untold |= text.startswith("(cid:")
        self.backwards |= width < 0


class _Operation(NamedTuple):
    """A text operation: where it is, and what all its letters share."""

    matrix: tuple[float, float, float, float, float, float]
    font: PDFFont
    known: _Font
    size: float
    scaling: float
    rise: float
    angle: int
    paint: tuple[Any, bool, Any, tuple[float, float]]  # colour, unpainted, outline, strength of a run


class Painter(PDFTextDevice):
    """Puts what is painted into `content` and `glyphs`, each with its order, colours and opacity, and what clips it."""

    ctm: Any

    def __init__(self, page: pdfplumber.page.Page, content: PageContent) -> None:
        super().__init__(page.pdf.rsrcmgr)
        shown, whole = page.cropbox, page.mediabox
        self.left, self.up = shown[0] - whole[0], shown[1] - whole[1]
        self.tall = whole[3] - whole[1]
        self.content = content
        self.painted: list[Run | Glyph] = []
        self.opaque = True
        self.strength = (1.0, 1.0)  # of filling and of drawing lines
        # The smallest rectangle around the clipping path (ISO 32000-1, 8.5.4); None: all is shown
        self.clip: Rect | None = None
        self.order = self.runs = self.paths = self.letters = self.forms = self.instructions = 0
        self.around: list[tuple[bool, tuple[float, float], Rect | None]] = []  # the state outside each open form
        self.boxes: list[Rect] = []  # of the open forms and pictures
        self.open: list[Mark] = []
        self.form = 0  # the number of the form that is being drawn
        self.most_letters = limits().page_characters
        self.last_colour: tuple[Any, Any, Colour | None] = (None, None, _colour(None, None))
        self.fonts: dict[int, _Font] = vars(self.rsrcmgr).setdefault("fonts_known", {})  # of all pages

    def count(self, limit: str, amount: int, what: str) -> None:
        """Raises PageTooHeavy where the page has more of something than it may."""
        most = getattr(limits(), limit)
        if amount > most:
            raise PageTooHeavy(f"draws more than {most:,} {what}")

    # ---- marked content

    def begin_mark(self, tag: Any, properties: Any) -> None:
        around = self.open[-1] if self.open else None
        number = number_of(as_dict(properties).get("MCID"))
        self.open.append(Mark(self.form, number, number is None and name_of(tag) == "Artifact", around))

    def end_tag(self) -> None:
        if self.open:
            self.open.pop()

    # ---- forms and clipping

    def begin_figure(self, name: Any, bbox: Any, matrix: Any) -> None:
        """A form shows what lies in its box, and what it sets ends with it (ISO 32000-1, 8.10.1)."""
        x, y, wide, high = bbox
        box = apply_matrix_rect(mult_matrix(matrix, self.ctm), (x, y, x + wide, y + high))
        self.boxes.append(box)
        self.around.append((self.opaque, self.strength, self.clip))
        if box[2] > box[0] and box[3] > box[1]:
            self.clip_to(box)

    def end_figure(self, name: Any) -> None:
        self.boxes.pop()
        self.opaque, self.strength, self.clip = self.around.pop()

    def clip_to(self, box: Rect) -> None:
        """Show from now on only what lies in the rectangle as well."""
        old = self.clip or box
        self.clip = (max(old[0], box[0]), max(old[1], box[1]), min(old[2], box[2]), min(old[3], box[3]))

    def place(self, box: Rect) -> Rect:
        """A rectangle of pdfminer's, y upwards, on the page as shown."""
        return box[0] - self.left, self.tall - box[3] - self.up, box[2] - self.left, self.tall - box[1] - self.up

    def within(self, box: Rect) -> Rect | None:
        """The part of a rectangle on the page that is shown; None where none is."""
        if not self.clip:
            return box
        around = self.place(self.clip)
        x0, top, x1, bottom = (
            max(box[0], around[0]),
            max(box[1], around[1]),
            min(box[2], around[2]),
            min(box[3], around[3]),
        )
        return (x0, top, x1, bottom) if x0 <= x1 and top <= bottom else None

    def is_cut(self, x: float, y: float) -> bool:
        """The point lies well outside of what is shown."""
        if self.clip is None:
            return False
        x0, y0, x1, y1 = self.clip
        return not (x0 - CLIP_MARGIN <= x <= x1 + CLIP_MARGIN and y0 - CLIP_MARGIN <= y <= y1 + CLIP_MARGIN)

    def colour(self, space: Any, value: Any) -> Colour | None:
        """As `_colour`, which need not be asked again while the same is set."""
        if self.last_colour[0] is not space or self.last_colour[1] is not value:
            self.last_colour = (space, value, _colour(space, value))
        return self.last_colour[2]

    # ---- text

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        self.runs += 1
        if self.open:
            self.content.marks[self.runs] = self.open[-1]
        font = textstate.font
        known = self.fonts.get(id(font))
        if known is None:
            known = self.fonts[id(font)] = _Font(font)
        matrix = mult_matrix(textstate.matrix, self.ctm)
        angle = _angle(matrix) if matrix[1] or matrix[0] < 0 else 0
        mode = textstate.render
        line = self.colour(graphicstate.scs, graphicstate.scolor) if mode in STROKED_MODES else False
        letter = self.colour(ncs, graphicstate.ncolor) if mode in FILLED_MODES else line
        filling, drawing = self.strength
        paint = (
            None if letter is False else letter,
            mode in INVISIBLE_MODES,
            line,
            (filling if mode in FILLED_MODES else drawing, drawing),
        )
        size, scaling = textstate.fontsize, textstate.scaling * 0.01
        run = _Operation(matrix, font, known, size, scaling, textstate.rise, angle, paint)
        spacing = textstate.charspace * scaling
        words = 0 if font.is_multibyte() else textstate.wordspace * scaling
        if font.is_vertical() or matrix[1] or matrix[2] or matrix[0] < 0 or matrix[3] < 0 or scaling < 0 or size < 0:
            textstate.linematrix = self._turned_string(run, seq, textstate.linematrix, spacing, words)
        else:
            textstate.linematrix = self._upright_string(run, seq, textstate.linematrix, spacing, words)

    def _met(self, amount: int) -> None:
        self.letters += amount
        self.count("page_characters", self.letters, "characters")

    def _upright_string(self, run: _Operation, seq: Any, at: Any, spacing: float, words: float) -> Any:
        """As `_turned_string`, where all letters have the same top and bottom: worked out for all of them at once."""
        x, y = at
        known, size, scaling = run.known, run.size, run.scaling
        decode, step = run.font.decode, 0.001 * size * scaling
        codes: list[int] = []
        places: list[float] = []  # where each letter begins, in the operation's own space
        steps: list[float] = []  # how far each moves on
        after = False
        for part in seq:
            if isinstance(part, (int, float)):
                x -= part * step
                after = True
            elif isinstance(part, bytes):
                found = list(decode(part))
                self.letters += len(found)
                if self.letters > self.most_letters:
                    self._met(0)
                try:
                    advances = known.advances(found, size, scaling)
                except KeyError:
                    known.learn(found)
                    advances = known.advances(found, size, scaling)
                if spacing or words:
                    for code, advance in zip(found, advances, strict=True):
                        if after:
                            x += spacing
                        places.append(x)
                        x += advance
                        if code == 32 and words:
                            x += words
                        after = True
                else:
                    places += accumulate(advances, initial=x)
                    x = places.pop()
                codes += found
                steps += advances
        if codes:
            self._note_run(run, codes, places, steps, y)
        return x, y

    def _note_run(self, run: _Operation, codes: list[int], places: list[float], steps: list[float], y: float) -> None:
        a, _, _, d, e, f = run.matrix
        size, known, left = run.size, run.known, self.left
        below = run.font.get_descent() * size + run.rise
        height = y * d + f
        y0, y1 = d * below + height, d * (below + size) + height
        top, bottom = self.tall - y1 - self.up, self.tall - y0 - self.up
        baseline = self.tall - self.up - height - d * run.rise
        texts = list(map(known.texts.__getitem__, codes))
        x0s = [x * a + e for x in places]
        x1s = [a * step + x0 for step, x0 in zip(steps, x0s, strict=True)]
        if known.backwards:
            x0s, x1s = list(map(min, x0s, x1s)), list(map(max, x0s, x1s))
        cut = self._cut(x0s, x1s, (y0 + y1) / 2)
        if left:
            x0s, x1s = [x - left for x in x0s], [x - left for x in x1s]
        level = (top, bottom, bottom - top, baseline)
        made = Run(self.runs, self.order, texts, x0s, x1s, *level, known.bold, *run.paint, cut)
        self.order += len(codes)
        if known.shows_nothing:
            made.keep(list(map(bool, texts)))
        if known.untold:
            self.content.unknown_glyphs += sum(text.startswith("(cid:") for text in made.texts)
        if made.texts:
            self.painted.append(made)

    def _cut(self, x0s: list[float], x1s: list[float], y: float) -> list[bool] | None:
        """Which letters at this height lie well outside of what is shown; None where none does."""
        if self.clip is None or not (self.is_cut(min(x0s), y) or self.is_cut(max(x1s), y) or self.is_cut(x1s[-1], y)):
            return None
        cut = [self.is_cut((x0 + x1) / 2, y) for x0, x1 in zip(x0s, x1s, strict=True)]
        return cut if any(cut) else None

    def _turned_string(self, run: _Operation, seq: Any, at: Any, spacing: float, words: float) -> Any:
        """Notes each letter of the operation that starts `at` in its own space, and gives where it ends (9.4.4)."""
        down = run.font.is_vertical()
        step = 0.001 * run.size * run.scaling
        position, across = (at[1], at[0]) if down else at
        after = False
        for part in seq:
            if isinstance(part, (int, float)):
                position -= part * step
                after = True
            elif isinstance(part, bytes):
                found = list(run.font.decode(part))
                self._met(len(found))
                for code in found:
                    if after:
                        position += spacing
                    position += self._letter(run, code, (across, position) if down else (position, across), down)
                    if code == 32 and words:
                        position += words
                    after = True
        return (across, position) if down else (position, across)

    def _letter(self, run: _Operation, code: int, at: tuple[float, float], down: bool) -> float:
        run.known.learn((code,))
        text, width = run.known.texts[code], run.known.widths[code]
        size, rise = run.size, run.rise
        advance = width * size * run.scaling
        self.order += 1
        if not text:
            return advance
        a, b, c, d, e, f = run.matrix
        x, y = at
        e, f = x * a + y * c + e, x * b + y * d + f
        if down:
            vx, vy = run.font.char_disp(code)  # type: ignore[misc]
            vx = size * 0.5 if vx is None else vx * size * 0.001
            vy = (1000 - vy) * size * 0.001
            box = (-vx, vy + rise + advance, -vx + size, vy + rise)
        else:
            below = run.font.get_descent() * size
            box = (0, below + rise, advance, below + rise + size)
        box = apply_matrix_rect((a, b, c, d, e, f), box)
        cut = self.is_cut((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
        box = self.place(box)
        tall = box[2] - box[0] if run.angle in (90, 270) else box[3] - box[1]
        origin = (e + c * rise - self.left, self.tall - self.up - f - d * rise)
        angle = run.angle % 360 if run.angle >= 0 else -1
        x0, top, x1, bottom = box
        colour, unpainted, line, strength = run.paint
        if text.startswith("(cid:"):
            self.content.unknown_glyphs += 1
        self.painted.append(
            Glyph(
                text, x0, top, x1, bottom, tall, angle, origin, run.known.bold,
                self.runs, self.order - 1, colour, unpainted, line, strength, cut,
            )
        )  # fmt: skip
        return advance

    # ---- lines, shapes and pictures

    def paint_path(self, gstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Any) -> None:
        # Each step of a path counts a tenth, so that one path of a million steps is a flood as well.
        self.paths += 1 + len(path) // 10
        self.count("page_paths", self.paths, "lines and shapes")
        shape = "".join([step[0] for step in path])
        if shape[:1] != "m":
            return
        if shape.count("m") > 1:
            for part in SUBPATH.finditer(shape):
                self.paint_path(gstate, stroke, fill, evenodd, path[part.start() : part.end()])
            return
        a, b, c, d, e, f = self.ctm
        ends = [step[-2:] if step[0] != "h" else path[0][-2:] for step in path]
        points = [(a * x + c * y + e, b * x + d * y + f) for x, y in ends]
        straight = not ("c" in shape or "v" in shape or "y" in shape)
        if len(shape) > 3 and shape[-2:] == "lh" and points[-2] == points[0]:
            shape = shape[:-2] + "h"
            points.pop()
        if shape in LINE:
            points = points[:2]
        elif shape in FOUR_SIDES and _is_square(points):
            (x0, y0), (x1, y1) = points[0], points[2]
            points = [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]
        filled = _colour(gstate.ncs, gstate.ncolor) if fill else False
        stroked = _colour(gstate.scs, gstate.scolor) if stroke else False
        pen = gstate.linewidth * _scale(self.ctm) if stroke else 0.0
        self._drawing(points, straight, filled, stroked, pen)
        self.order += 1

    def _drawing(
        self, points: list[tuple[float, float]], straight: bool, filled: Any, stroked: Any, pen: float
    ) -> None:
        """Rulings and shades of one path. White on white is not a ruling, and a white box behind text is no shade."""
        content = self.content
        xs, ys = [x for x, _ in points], [y for _, y in points]
        x0, top, x1, bottom = self.place((min(xs), min(ys), max(xs), max(ys)))
        wide, high = x1 - x0, bottom - top
        if filled is not False and straight and min(wide, high) > THIN:
            shown = self.within((x0, top, x1, bottom))
            if shown is not None:
                content.shades.append(Area(*shown, self.order, filled, self.opaque))
        if filled is not False and min(wide, high) <= THIN and len(points) >= 4:
            if not same(filled, WHITE):
                _add_thin(content, x0, top, x1, bottom)
            return
        if stroked is False or not straight or same(stroked, WHITE):
            return
        left, tall = self.left, self.tall - self.up
        points = [(x - left, tall - y) for x, y in points]
        for (ax, ay), (bx, by) in pairwise(points) if pen > THIN else ():
            half = pen / 2
            if abs(ay - by) <= 1 or abs(ax - bx) <= 1:
                along_x, along_y = (0.0, half) if abs(ay - by) <= 1 else (half, 0.0)
                box = (min(ax, bx) - along_x, min(ay, by) - along_y, max(ax, bx) + along_x, max(ay, by) + along_y)
                shown = self.within(box)
                if shown is not None:
                    content.bars.append(Area(*shown, self.order, stroked, self.opaque))
        for (ax, ay), (bx, by) in pairwise(points):
            if abs(ay - by) <= 1 and ax != bx:
                content.rulings.append(Ruling(True, (ay + by) / 2, min(ax, bx), max(ax, bx)))
            elif abs(ax - bx) <= 1 and ay != by:
                content.rulings.append(Ruling(False, (ax + bx) / 2, min(ay, by), max(ay, by)))

    def render_image(self, name: str, stream: Any) -> None:
        shown = self.within(self.place(self.boxes[-1]))
        if shown is not None:
            self.content.images.append(Area(*shown, order=self.order, opaque=self.opaque and _is_opaque(stream)))
        self.order += 1


class _Interpreter(PDFPageInterpreter):
    """Follows transparency too: a marker pen's yellow over a word does not hide the word."""

    device: Painter

    def execute(self, streams: Any) -> None:
        """Draw what the streams say: of a page, and of each form on it. What they are counts before it is drawn."""
        found = [s for s in map(resolve1, streams) if isinstance(s, PDFStream)]
        self.device.forms += 1
        pieces = [s.get_data() for s in found]
        self.device.instructions += sum(map(len, pieces))
        self.device.count("page_forms", self.device.forms, "forms")
        self.device.count("page_instructions", self.device.instructions, "bytes of instructions")
        made = None if _Way.careful else instructions(b"\n".join(self._not_in_a_circle(streams)))
        if made is None:
            super().execute(streams)
        else:
            self._follow(made)

    def _not_in_a_circle(self, streams: Any) -> list[bytes]:
        """The bytes of the streams that are not being drawn already, as pdfminer has it."""
        self.stream_ids.clear()
        taken = []
        for stream in map(stream_value, streams):
            if stream.objid is not None and stream.objid not in self.parent_stream_ids:
                taken.append(stream.get_data())
                self.stream_ids.add(stream.objid)
        return taken

    def _follow(self, made: Any) -> None:
        methods: dict[str, tuple[Callable[..., None] | None, int]] = {}
        for word, operands in made:
            known = methods.get(word)
            if known is None:
                name = word.replace("*", "_a").replace('"', "_w").replace("'", "_q")
                method = getattr(self, f"do_{name}", None)
                known = methods[word] = (method, method.__code__.co_argcount - 1 if method is not None else 0)
            method, amount = known
            if method is None:
                self.argstack += operands
            elif amount and not self.argstack and len(operands) == amount:
                method(*operands)
            elif not operands and not amount:
                method()
            else:  # too many or too few, or as many as the colour space says
                self.argstack += operands
                if not amount:
                    method()
                elif len(taken := self.pop(amount)) == amount:
                    method(*taken)

    def init_state(self, ctm: Any) -> None:
        super().init_state(ctm)
        self.kept: list[tuple[bool, tuple[float, float], Rect | None]] = []

    def get_current_state(self) -> Any:
        return self.ctm, _copied(self.textstate), _copied(self.graphicstate)

    def do_q(self) -> None:
        super().do_q()
        self.kept.append((self.device.opaque, self.device.strength, self.device.clip))

    def do_Q(self) -> None:
        super().do_Q()
        if self.kept:
            self.device.opaque, self.device.strength, self.device.clip = self.kept.pop()

    def do_cm(self, a1: Any, b1: Any, c1: Any, d1: Any, e1: Any, f1: Any) -> None:
        try:
            matrix = float(a1), float(b1), float(c1), float(d1), float(e1), float(f1)
        except (TypeError, ValueError, OverflowError):
            super().do_cm(a1, b1, c1, d1, e1, f1)
            return
        self.ctm = mult_matrix(matrix, self.ctm)
        self.device.set_ctm(self.ctm)

    def do_Tm(self, a: Any, b: Any, c: Any, d: Any, e: Any, f: Any) -> None:
        try:
            self.textstate.matrix = float(a), float(b), float(c), float(d), float(e), float(f)
        except (TypeError, ValueError, OverflowError):
            super().do_Tm(a, b, c, d, e, f)
            return
        self.textstate.linematrix = (0, 0)

    def do_BMC(self, tag: Any) -> None:
        self.device.begin_mark(tag, None)

    def do_BDC(self, tag: Any, props: Any) -> None:
        if isinstance(props, PSLiteral):
            props = as_dict(as_dict(self.resources).get("Properties")).get(props.name)
        self.device.begin_mark(tag, props)

    def do_TJ(self, seq: Any) -> None:
        state = self.graphicstate
        if self.textstate.font is not None:
            self.device.render_string(self.textstate, seq, state.ncs, state)

    def do_Do(self, name: Any) -> None:
        device = self.device
        drawn = self.xobjmap.get(getattr(name, "name", None))
        device.content.painted.add(getattr(drawn, "objid", None) or 0)
        form, depth = device.form, len(device.open)
        device.form = getattr(resolved(drawn), "objid", None) or 0
        super().do_Do(name)
        device.form = form
        del device.open[depth:]

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


def _copied(state: Any) -> Any:
    """As pdfminer's own copy, which names each value."""
    made = object.__new__(type(state))
    vars(made).update(vars(state))
    return made


def paint(page: pdfplumber.page.Page, content: PageContent) -> list[Run | Glyph]:
    """Puts rulings, shades and pictures of the page into `content`, and gives its letters in the order of painting.

    Upright letters come as runs, others one by one.

    Raises PageTooHeavy above the limits.
    """
    device = Painter(page, content)
    _Interpreter(page.pdf.rsrcmgr, device).process_page(page.page_obj)
    return device.painted


def _is_square(points: list[tuple[float, float]]) -> bool:
    """A closed rectangle that stands upright."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3), last = points
    level = (x0 == x1 and y1 == y2 and x2 == x3 and y3 == y0) or (y0 == y1 and x1 == x2 and y2 == y3 and x3 == x0)
    return level and points[0] == last


def _add_thin(content: PageContent, x0: float, top: float, x1: float, bottom: float) -> None:
    """A thin filled rectangle; a dot, as at the corners of a Word table, continues lines of both directions."""
    wide, high = x1 - x0, bottom - top
    if wide >= high or max(wide, high) <= THIN:
        content.rulings.append(Ruling(True, (top + bottom) / 2, x0, x1))
    if high > wide or max(wide, high) <= THIN:
        content.rulings.append(Ruling(False, (x0 + x1) / 2, top, bottom))


def _angle(matrix: Any) -> int:
    """How far text is turned, in whole quarters; -1 where it is by something else."""
    turned = math.degrees(math.atan2(matrix[1], matrix[0])) % 360
    angle = round(turned / 90) * 90
    return -1 if abs(turned - angle) > 2 else angle


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
    if getattr(space, "name", "") in NO_SPACE:
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


def same(one: Colour | None, other: Colour | None) -> bool:
    """Two colours that are known look alike."""
    return one is not None and other is not None and all(abs(a - b) < 0.03 for a, b in zip(one, other, strict=True))
