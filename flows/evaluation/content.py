"""What a reply says and how its table is shaped: drawn first, with its truth, before anything is set on paper.

Truth is in the contract's terms: dicts with the columns of `schemas.records`. A column left out is not compared;
`either(a, b)` is right with any of several values. `UNKNOWN` marks a value that must be null and reported.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Any

from flows.evaluation.blocks import Grid, Words
from flows.evaluation.wordings import Period

ONLINE, HOSPITAL = "online-misconduct-2017", "hospital-crime-2019"
BLANK = "unexplained_symbol|ambiguous_value|unparsed_value"
"""A blank that nothing explains is to be reported, under any of these codes."""


def either(*values: Any) -> dict[str, list]:
    """A truth that leaves room: each of the values is right."""
    return {"either": list(values)}


@dataclass
class Content:
    """The answer of one reply. `said`: what the letter says of it: the unit, the period, legends of symbols."""

    request: str = ONLINE
    grids: list[Grid] = field(default_factory=list)
    prose: list[Words] = field(default_factory=list)
    cases: list[dict] = field(default_factory=list)
    counts: list[dict] = field(default_factory=list)
    legend: list[str] = field(default_factory=list)
    problems: set[str] = field(default_factory=set)
    measure: str = "officers"
    basis: str = ""
    span: Period | None = None
    grain: Any = "none"
    listed: bool = False  # a row is a case
    unit: str = ""
    joint: list[str] = field(default_factory=list)
    hidden: bool = False  # the workbook has a hidden sheet, which must stay out


@dataclass(frozen=True)
class Draw:
    """What a content is drawn from: the random generator of the reply, its force and what the layout asks for."""

    rng: Random
    force: str
    shape: str
    rows: int  # about how many
    partner: str | None = None  # the second force of a joint letter

    def chance(self, share: float) -> bool:
        return self.rng.random() < share


def numbers(value: int) -> dict[str, Any]:
    """The columns of a number printed as it is."""
    return {"value": value, "lower": value, "upper": value, "meaning": "exact"}
