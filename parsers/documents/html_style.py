"""What a page's own styles hide. Which of them hold for an element is told by `html_cascade`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from PIL import ImageColor

from parsers.documents.colours import alike
from parsers.documents.html_cascade import Declarations

NAMED = {"transparent": "transparent"} | {
    name: str(value).lstrip("#") for name, value in ImageColor.colormap.items() if isinstance(value, str)
}
"""The colours that have names (CSS Color, level 4, section 6.1)."""
SAME_AS_OUTER = ("inherit", "unset", "revert", "currentcolor", "initial", "")
OTHER = "other"  # a colour that is said in a way that is not followed: no other is like it
LINK = "0000ee"  # of a link, where nothing is said
FAINT = 0.05  # of full strength: what is fainter nobody sees
LENGTH = re.compile(r"(-?(?:\d+(?:\.\d+)?|\.\d+))(px|pt|em|rem|cm|mm|in|vw|vh|%)?")
PIXELS = {"pt": 1.333, "em": 16.0, "rem": 16.0, "cm": 37.8, "mm": 3.78, "in": 96.0, "vw": 12.8, "vh": 8.0, "%": 12.8}
FAR = 1_000  # pixels to the left of or above the page
NOT_HEARD = "part that screen readers pass over"
NOTHING = re.compile(r"(?:0*\.)?0+(?:px|pt|em|rem|cm|mm|in|%)?")  # a length of nought


@dataclass(frozen=True, slots=True)
class Look:
    """How text looks at a place in the page, as far as it matters."""

    colour: str | None = None  # six hexadecimal digits; None: not said
    ground: str | None = None
    bold: bool = False


def look_of(element: Any, said: Declarations, outer: Look) -> Look:
    """The look inside an element."""
    ink = said.get("color") or (element.get("color") if element.tag == "font" else None) or ""
    colour = colour_of(ink) or (None if ink in SAME_AS_OUTER else OTHER)
    if colour is None and element.tag == "a" and element.get("href") and outer.colour is None:
        colour = LINK
    behind = said.get("background-color") or said.get("background") or element.get("bgcolor")
    ground = colour_of(behind)
    weight = said.get("font-weight", "")
    bold = element.tag in ("b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6") or outer.bold
    bold = weight in ("bold", "bolder", "600", "700", "800", "900") or (bold and weight not in ("normal", "400"))
    if ground is None and behind not in (None, "none", "inherit", "initial"):
        ground = "picture"
    if ground == "transparent":
        ground = None
    return Look(colour or outer.colour, ground or outer.ground, bold)


def colour_of(text: str | None) -> str | None:
    """`#fff`, `white`, `rgb(255, 255, 255)` as `ffffff`; None for what is no plain colour."""
    text = (text or "").strip().lower()
    word = text.split("(")[0].split()[0] if text else ""
    if word in NAMED:
        return NAMED[word]
    if match := re.match(r"#([0-9a-f]{3}(?:[0-9a-f]{3})?)\b", text):
        digits = match[1]
        return digits if len(digits) == 6 else "".join(d * 2 for d in digits)
    if match := re.match(
        r"rgba?\(\s*(\d{1,3})\s*[, ]\s*(\d{1,3})\s*[, ]\s*(\d{1,3})\s*(?:[,/]\s*([\d.]+)\s*)?\)", text
    ):
        if match[4] and float(match[4].strip(".") or 0) == 0:
            return "transparent"
        return "".join(f"{min(int(n), 255):02x}" for n in match.groups()[:3])
    return None


def unseen(element: Any, said: Declarations) -> str | None:
    """Why an element is not seen, or is seen struck out; None where it is."""
    if element.get("hidden") is not None or said.get("display") == "none":
        return "hidden part"
    if said.get("visibility") in ("hidden", "collapse") or _strength(said.get("opacity", "")) <= FAINT:
        return "hidden part"
    if (element.get("aria-hidden") or "").lower() == "true":
        return NOT_HEARD
    if re.match(r"0*(?:\.\d+)?(?:px|pt|em|rem|%)?$", said.get("font-size", "x")) or re.match(
        r"[12](?:\.\d+)?p[xt]$", said.get("font-size", "x")
    ):
        return "text too small to see"
    if _is_away(said) or _is_cut_away(said) or _is_behind(element, said):
        return "hidden part"
    if element.tag in ("del", "s", "strike") or "line-through" in (
        said.get("text-decoration", "") + said.get("text-decoration-line", "")
    ):
        return "struck-out text"
    return None


def _strength(text: str) -> float:
    """An opacity, 0 to 1; full where none is said."""
    found = re.fullmatch(r"(\d*\.?\d+)(%?)", text)
    return 1.0 if found is None else float(found[1]) / (100 if found[2] else 1)


def _pixels(text: str) -> float:
    found = LENGTH.match(text)
    return float(found[1]) * PIXELS.get(found[2] or "", 1.0) if found else 0.0


def _is_away(said: Declarations) -> bool:
    """Set beside the page, where no scrolling leads: to its left or above it."""
    placed = said.get("position") in ("absolute", "fixed", "relative")
    moved = re.findall(r"translate(?:x|y|3d)?\(([^)]*)\)", said.get("transform", ""))
    steps = [part for inner in moved for part in inner.split(",")]
    return (
        (placed and any(_pixels(said.get(side, "")) < -FAR for side in ("left", "top")))
        or (placed and _pixels(said.get("right", "")) > 2 * FAR)
        or _pixels(said.get("text-indent", "")) < -99
        or any(_pixels(step.strip()) < -FAR for step in steps)
    )


def _is_behind(element: Any, said: Declarations) -> bool:
    """Set behind a part that has a ground of its own; the page's own ground covers nothing (CSS 2.2, appendix E)."""
    if not re.match(r"-\d", said.get("z-index", "")) or said.get("position", "static") == "static":
        return False
    styles = (
        (a.get("style") or "") + (a.get("bgcolor") or "")
        for a in element.iterancestors()
        if a.tag not in ("body", "html")
    )
    return any(re.search(r"background|#|^\w+$", style) for style in styles)


def _is_cut_away(said: Declarations) -> bool:
    """Word's own hidden text, and boxes of no size that show nothing of what is in them."""
    sizes = (said.get(name, "") for name in ("height", "width", "max-height", "max-width"))
    no_size = any(NOTHING.fullmatch(size) for size in sizes)
    placed = said.get("position") in ("absolute", "fixed")
    clipped = said.get("overflow") in ("hidden", "clip") or (placed and "clip" in said)
    corners = re.match(r"rect\(([^)]*)\)", said.get("clip", "")) if placed else None
    edges = (
        [_pixels(n) for n in re.split(r"[\s,]+", corners[1].strip())] if corners and "auto" not in corners[1] else []
    )
    return (
        said.get("mso-hide") == "all"
        or (no_size and clipped)
        or (len(edges) == 4 and (edges[2] - edges[0] <= 1 or edges[1] - edges[3] <= 1))
        or bool(re.match(r"scale[xy]?\(\s*0\s*[,)]", said.get("transform", "")))
        or bool(re.match(r"opacity\(\s*0\s*%?\s*\)", said.get("filter", "")))
        or bool(
            re.match(
                r"(?:inset\(\s*(?:[5-9]\d|100)%|circle\(\s*0|polygon\(\s*0(?:px)? 0(?:px)?\s*,\s*0(?:px)? 0)",
                said.get("clip-path", ""),
            )
        )
        or said.get("content-visibility") == "hidden"
    )


def blends(look: Look, linked: bool) -> bool | None:
    """The text has the colour of its background; None where that cannot be told, because a style elsewhere may say."""
    if look.colour is None:  # black, unless a style elsewhere says otherwise
        return None if linked and look.ground == "000000" else look.ground == "000000"
    if look.colour == "000000" and look.ground is None:
        return False
    if look.colour == "transparent":
        return True
    if look.ground is not None:
        return alike(look.colour, look.ground)
    if not alike(look.colour, "ffffff"):
        return False
    return None if linked else True
