"""Text in shapes that are drawn on a sheet (DrawingML, ECMA-376 part 1, 20.1 and 21.1): is it there, and is it seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree

from parsers.documents.colours import alike
from parsers.documents.model import Hidden

TINY = 200  # hundredths of a point
SCHEME = {"bg1": "FFFFFF", "lt1": "FFFFFF", "tx1": "000000", "dk1": "000000"}
"""Colours of the theme that all but every workbook leaves as they are."""


def in_shapes(elements: Iterable[tuple[str, etree._Element]], where: str) -> Iterator[Hidden]:
    """Text boxes and shapes with text: those that a person sees, which are not read, and those with text that nobody sees."""
    told: dict[str, int] = {}
    for name, element in elements:
        if name != "sp" or not "".join(t.text or "" for t in _all(element, "t")).strip():
            continue
        what = _unseen(element) or "text box"
        told[what] = told.get(what, 0) + 1
    for what, amount in told.items():
        yield Hidden(what, where, amount, "visible, but not read" if what == "text box" else "in a shape")


def _unseen(shape: Any) -> str:
    """Why some text of the shape is not seen; empty where all is."""
    ground = _ground(shape)
    for run in _all(shape, "r"):
        if not "".join(t.text or "" for t in _all(run, "t")).strip():
            continue
        look = next(iter(_all(run, "rPr")), None)
        size = None if look is None else look.get("sz")
        if size and size.isdigit() and int(size) <= TINY:
            return "text too small to see"
        colour = None if look is None else _colour(next(iter(_own(look, "solidFill")), None))
        if colour and ground and alike(colour, ground):
            return "text in the colour of its background"
    return ""


def _ground(shape: Any) -> str | None:
    """The colour behind the text; None where a theme, a pattern or a picture gives it."""
    properties = next(iter(_own(shape, "spPr")), None)
    if properties is not None and (solid := _own(properties, "solidFill")):
        return _colour(solid[0])
    if properties is not None and any(_own(properties, n) for n in ("gradFill", "blipFill", "pattFill")):
        return None
    plain = properties is not None and bool(_own(properties, "noFill"))
    return None if _own(shape, "style") and not plain else "FFFFFF"


def _colour(fill: Any) -> str | None:
    for colour in () if fill is None else fill:
        if len(colour):  # made lighter or darker
            return None
        value, kind = colour.get("val") or "", etree.QName(colour).localname
        return (
            value.upper() if kind == "srgbClr" else SCHEME.get(value) if kind == "schemeClr" else colour.get("lastClr")
        )
    return None


def _own(element: Any, name: str) -> list[Any]:
    return [e for e in element if isinstance(e.tag, str) and etree.QName(e).localname == name]


def _all(element: Any, name: str) -> list[Any]:
    return [e for e in element.iter(etree.Element) if etree.QName(e).localname == name]
