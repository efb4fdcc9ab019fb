"""The numbers that Word prints before list items: they are worked out from the list's definition, not kept in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LEVELS = 9
BULLET = "•"


@dataclass(slots=True)
class Level:
    """One level of a list: what its number looks like and where it begins."""

    style: str = "decimal"
    pattern: str = ""  # "%1.%2)"
    start: int = 1
    restart: int | None = None  # begins anew after an item of this level or a higher one, 1 the highest; 0 never
    legal: bool = False  # numbers of all levels in Arabic figures


@dataclass
class Numbering:
    """The lists of one document, and how far each has counted."""

    lists: dict[str, tuple[str, dict[int, Level]]] = field(default_factory=dict)  # list → its definition and levels
    counters: dict[str, list[int | None]] = field(default_factory=dict)  # definition → last number of each level
    overrides: set[tuple[str, int]] = field(default_factory=set)  # lists that begin a level at a number of their own
    begun: set[tuple[str, int]] = field(default_factory=set)  # those of them that have begun

    def next(self, number_id: str, level: int) -> str | None:
        """The number of the next item, `•` for a bullet, None where the list is unknown or shows none."""
        if number_id not in self.lists or not 0 <= level < LEVELS:
            return None
        definition, levels = self.lists[number_id]
        here = levels.get(level, Level())
        counter = self.counters.setdefault(definition, [None] * LEVELS)
        overridden = (number_id, level) in self.overrides and (number_id, level) not in self.begun
        self.begun.add((number_id, level))
        last = counter[level]
        counter[level] = here.start if last is None or overridden else last + 1
        for higher in range(level):
            if counter[higher] is None:
                counter[higher] = levels.get(higher, Level()).start
        for lower in range(level + 1, LEVELS):
            restart = levels.get(lower, Level()).restart
            if restart is None or 0 < level + 1 <= restart:
                counter[lower] = None
        return _shown(here, levels, counter)


def _shown(here: Level, levels: dict[int, Level], counter: list[int | None]) -> str | None:
    if here.style == "bullet":
        return BULLET
    if here.style == "none":
        return None

    def number(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        style = "decimal" if here.legal else levels.get(at, Level()).style
        return printed(counter[at] or 0, style)

    return re.sub(r"%([1-9])", number, here.pattern).strip() or None


def printed(number: int, style: str) -> str:
    """A number in a list's style: `3`, `c`, `III`, `3rd`, `03`."""
    if style in ("lowerLetter", "upperLetter"):
        letters = chr(97 + (number - 1) % 26) * ((number - 1) // 26 + 1) if 0 < number <= 26 * 20 else str(number)
        return letters.upper() if style == "upperLetter" else letters
    if style in ("lowerRoman", "upperRoman"):
        return _roman(number).upper() if style == "upperRoman" else _roman(number)
    if style == "ordinal":
        ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
        return f"{number}{ending}"
    return f"{number:02d}" if style == "decimalZero" else str(number)


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    made = ""
    for value, letters in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
        strict=True,
    ):
        made += letters * (number // value)
        number %= value
    return made


def read_numbering(root: Any | None) -> Numbering:
    """The lists that `word/numbering.xml` defines; none where there is no such part."""
    made = Numbering()
    if root is None:
        return made
    definitions = {a.get(f"{W}abstractNumId"): a for a in root.iterfind(f"{W}abstractNum")}
    for number in root.iterfind(f"{W}num"):
        number_id, definition = number.get(f"{W}numId"), _value(number, "abstractNumId")
        if number_id is None or definition is None or definition not in definitions:
            continue
        levels = _levels(definitions[definition])
        for override in number.iterfind(f"{W}lvlOverride"):
            at = _int(override.get(f"{W}ilvl"))
            levels |= _levels(override)
            start = _value(override, "startOverride")
            if start is not None and 0 <= at < LEVELS:
                levels.setdefault(at, Level()).start = _int(start)
                made.overrides.add((number_id, at))
        made.lists[number_id] = (definition, levels)
    return made


def _levels(parent: Any) -> dict[int, Level]:
    made = {}
    for level in parent.iterfind(f"{W}lvl"):
        restart = _value(level, "lvlRestart")
        made[_int(level.get(f"{W}ilvl"))] = Level(
            _value(level, "numFmt") or "decimal",
            _value(level, "lvlText") or "",
            _int(_value(level, "start") or "1"),
            None if restart is None else _int(restart),
            level.find(f"{W}isLgl") is not None,
        )
    return made


def _value(parent: Any, name: str) -> str | None:
    child = parent.find(f"{W}{name}")
    return None if child is None else child.get(f"{W}val")


def _int(text: str | None) -> int:
    return int(text) if text and re.fullmatch(r"-?\d{1,6}", text) else 0
