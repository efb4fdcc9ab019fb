"""Figures that a letter says it has rounded: each stands for an interval."""

from __future__ import annotations

import re
from collections.abc import Iterable

from parsers.counts import Printed
from parsers.result import ProblemLog

_ROUNDED = re.compile(
    r"\bround(?:ed|ing)\b[^.;]{0,30}?\b(?:(?P<way>up|down) )?to (?:the )?(?:nearest |closest )?(?:multiples? of )?(?P<base>3|5|10|three|five|ten)\b",
    re.I,
)
_BASES = {"three": 3, "five": 5, "ten": 10}
LEAST = 3  # numbers of a table that must be multiples before it is taken for a rounded one


def rounding(texts: Iterable[str]) -> tuple[int, str] | None:
    """What the figures were rounded to, and `up`, `down` or ``; None where no text says so."""
    for text in texts:
        if found := _ROUNDED.search(text):
            base = found["base"].casefold()
            return _BASES.get(base) or int(base), (found["way"] or "").casefold()
    return None


def widen(printed: list[Printed], rounded: tuple[int, str], log: ProblemLog) -> None:
    """Give the numbers of each table that holds multiples alone the interval that each stands for, and tell of it."""
    base, way = rounded
    below, above = {"up": (base - 1, 0), "down": (0, base - 1)}.get(way, (base // 2, base // 2))
    for grid in {id(p.grid): p.grid for p in printed}.values():
        own = [p.record for p in printed if p.grid is grid and p.record.value is not None]
        if sum(bool(c.value) for c in own) < LEAST or any((c.value or 0) % base for c in own):
            continue
        for count in own:
            value = count.value or 0
            count.token = count.token or str(value)
            count.lower, count.upper = max(0, value - below), value + above
            count.value, count.meaning = None, "suppressed"
        log.add(
            "low_confidence",
            "warning",
            f"The reply says that its figures are rounded to {base}: those of this table are published as intervals.",
            fix="Ask the force for the figures; where this table's are exact, say so by corrections.",
            at=grid.rows[0],
        )
