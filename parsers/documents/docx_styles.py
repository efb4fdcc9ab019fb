"""How a run of text in a Word document looks, as far as it matters: is it seen, is it bold, is it a heading."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from parsers.documents.colours import alike
from parsers.documents.docx_numbering import W

OFF = ("0", "false", "off", "none")
TINY = 4  # half points: two points, as small as a full stop; nobody reads it
THIN = 10  # per cent of their width; letters squeezed to less are a line
RAISED = 400  # half points; letters raised or lowered further leave their line, and the page or the cell with it
FLAT = 40  # twentieths of a point; a line or a row that is made no higher shows nothing
AWAY = 4_000  # twentieths of a point beyond the left margin: off every page
PAGE = 31_680  # twentieths of a point, 22 inches: the largest page (17.18.81)
USUAL_SIZE = 20  # half points, where no size is said (17.3.2.38)
DEPTH = 20  # styles based on one another; more is a loop
WHITE = ("FFFFFF", "white")
DARK = {"black": "000000", "darkBlue": "000080", "darkGreen": "008000", "darkRed": "800000", "darkGray": "808080"}


@dataclass(slots=True)
class Look:
    """Properties of text; None where nothing is said, so that the style below decides."""

    bold: bool | None = None
    vanish: bool | None = None
    struck: bool | None = None
    colour: str | None = None
    fill: str | None = None  # of the shading or highlighting behind it
    size: int | None = None  # half points
    raised: bool | None = None
    scale: int | None = None  # per cent that letters are widened or squeezed to
    position: int | None = None  # half points that letters are raised by; below nought: lowered
    pitch: int | None = None  # twentieths of a point between letters, more than usual; below nought: less
    away: str | None = None  # why a paragraph as a whole is not seen; empty where it is

    def over(self, other: Look) -> Look:
        """This look laid over another."""
        own = ((name, getattr(self, name)) for name in Look.__slots__)
        return Look(**{name: getattr(other, name) if value is None else value for name, value in own})


@dataclass(slots=True)
class Style:
    look: Look
    heading: bool
    list_id: str | None
    list_level: int


@dataclass
class Styles:
    """The styles of one document by their identifiers."""

    default: Look = field(default_factory=Look)
    styles: dict[str, Style] = field(default_factory=dict)
    paragraph: str | None = None  # the style of paragraphs that name none
    shaded: set[str] = field(default_factory=set)  # table styles that colour cells

    def of(self, style: str | None) -> Style:
        return self.styles.get(style or "", Style(Look(), False, None, 0))


def read_styles(root: Any | None) -> Styles:
    """The styles that `word/styles.xml` defines."""
    made = Styles()
    if root is None:
        return made
    made.default = look_of(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
    found = {s.get(f"{W}styleId"): s for s in root.iterfind(f"{W}style")}
    for name, element in found.items():
        if name is None:
            continue
        made.styles[name] = _style(element, found, 0)
        if element.get(f"{W}type") == "paragraph" and element.get(f"{W}default") not in (None, *OFF):
            made.paragraph = name
        if any(_colours(e, found) for e in _line_of(element, found)):
            made.shaded.add(name)
    return made


def _line_of(element: Any, found: dict[str, Any]) -> list[Any]:
    """The style and those it is based on."""
    line = [element]
    while len(line) < DEPTH and (based := value(line[-1], "basedOn")) in found:
        line.append(found[based])
    return line


def _colours(element: Any, found: dict[str, Any]) -> bool:
    fills = (s.get(f"{W}fill") for s in element.iter(f"{W}shd"))
    return any(f and f.upper() not in ("AUTO", "FFFFFF") for f in fills)


def _style(element: Any, found: dict[str, Any], depth: int) -> Style:
    based = found.get(value(element, "basedOn") or "")
    below = _style(based, found, depth + 1) if based is not None and depth < DEPTH else Style(Look(), False, None, 0)
    properties = element.find(f"{W}pPr")
    list_id, level = list_of(properties)
    name = (value(element, "name") or "").lower()
    outline = value(properties, "outlineLvl")
    heading = re.match(r"(heading \d|title$|subtitle$)", name) or outline in list("012345678")
    own = look_of(element.find(f"{W}rPr"))
    own.away = away(properties)
    return Style(
        own.over(below.look),
        bool(heading) or below.heading,
        below.list_id if list_id is None else list_id,
        below.list_level if level is None else level,
    )


def list_of(properties: Any | None) -> tuple[str | None, int | None]:
    """The list and the level that a paragraph's properties name; list `0` means that it is in none."""
    numbering = None if properties is None else properties.find(f"{W}numPr")
    if numbering is None:
        return None, None
    level = value(numbering, "ilvl")
    return value(numbering, "numId"), int(level) if level and level.isdigit() else None


def look_of(properties: Any | None) -> Look:
    """What a run's own properties (`w:rPr`) say."""
    if properties is None:
        return Look()
    raised = value(properties, "vertAlign")
    colour, size = value(properties, "color"), value(properties, "sz")
    struck = [s for s in (on(properties, "strike"), on(properties, "dstrike")) if s is not None]
    return Look(
        bold=on(properties, "b"),
        vanish=on(properties, "vanish"),
        struck=any(struck) if struck else None,
        colour=colour,
        fill=fill_of(properties),
        size=int(size) if size and size.isdigit() else None,
        raised=None if raised is None else raised == "superscript",
        scale=whole_number(value(properties, "w")),
        position=whole_number(value(properties, "position")),
        pitch=whole_number(value(properties, "spacing")),
    )


def whole_number(text: str | None) -> int | None:
    """The whole number, of a percentage or a length with its unit too (Word writes none); None where it is none."""
    found = re.fullmatch(r"(-?\d{1,9})(?:\.\d*)?%?", text or "")
    return int(found[1]) if found else None


def away(properties: Any | None) -> str | None:
    """Why a paragraph with these properties is not seen (17.3.1.11, .12, .33); None where they say nothing of it.

    A frame or an indent that sets it beside the page, a line made so low that nothing of the letters is left.
    """
    if properties is None:
        return None
    spacing, indent, frame = (properties.find(f"{W}{name}") for name in ("spacing", "ind", "framePr"))
    said = spacing is not None and spacing.get(f"{W}line") is not None
    if said and spacing.get(f"{W}lineRule") == "exact" and 0 < (_of(spacing, "line") or FLAT + 1) <= FLAT:
        return "text too small to see"
    if frame is not None:
        flat = frame.get(f"{W}hRule") == "exact" and (_of(frame, "h") or 0) <= FLAT
        if flat or any(n < -AWAY or n > PAGE for n in (_of(frame, "x") or 0, _of(frame, "y") or 0)):
            return "text too small to see" if flat else "text outside the page"
    if indent is not None:
        left = _of(indent, "left") if _of(indent, "left") is not None else _of(indent, "start")
        first = (_of(indent, "firstLine") or 0) - (_of(indent, "hanging") or 0)
        if (left or 0) + min(first, 0) < -AWAY or (left or 0) + first > PAGE or first > PAGE:
            return "text outside the page"
    return "" if said or frame is not None or indent is not None else None


def _of(element: Any, name: str) -> int | None:
    return whole_number(element.get(f"{W}{name}"))


def fill_of(properties: Any | None) -> str | None:
    """The colour behind a run, paragraph or cell, as six hexadecimal digits; None where none is set."""
    if properties is None:
        return None
    highlight = value(properties, "highlight")
    if highlight not in (None, "none"):
        return DARK.get(highlight or "", "FFFFFF" if highlight == "white" else highlight)
    shading = properties.find(f"{W}shd")
    fill = None if shading is None else shading.get(f"{W}fill")
    return None if fill in (None, "auto") else fill.upper()


def unseen(look: Look, ground: str | None) -> str | None:
    """Why text of that look is not seen on a ground of that colour (None: not known); None where it is."""
    if look.vanish:
        return "hidden text"
    if look.struck:
        return "struck-out text"
    if (look.size is not None and look.size <= TINY) or (look.scale is not None and look.scale < THIN):
        return "text too small to see"
    if look.pitch is not None and -look.pitch > (look.size or USUAL_SIZE) * 5:  # half its size: letters on one heap
        return "text too small to see"
    if look.position is not None and abs(look.position) > RAISED:
        return "text outside the page"
    if look.away:
        return look.away
    colour = (look.colour or "auto").upper()
    if look.fill == "000000" and colour in ("AUTO", "000000"):
        return "text under a black bar"
    behind = look.fill or ground
    if behind is not None and colour != "AUTO" and alike(colour, behind.upper()):
        return "text in the colour of its background"
    return None


def value(parent: Any | None, name: str) -> str | None:
    child = None if parent is None else parent.find(f"{W}{name}")
    return None if child is None else child.get(f"{W}val")


def on(properties: Any | None, name: str) -> bool | None:
    """Whether a property is switched on; None where nothing is said."""
    child = None if properties is None else properties.find(f"{W}{name}")
    return None if child is None else child.get(f"{W}val", "1") not in OFF
