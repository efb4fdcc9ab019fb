"""What one sample reply says, as declared in `replies/*.toml`: the letter, its tables, and the facts that go with them.

A table's rows are written as they are printed, one a line, cells apart by ` | `. A row of cases may end in
` => conduct, conduct; channel`: the codes of what its narrative tells, which no column gives. Or the officers are drawn
(`[drawn]`), and the table says what of them it shows: `fields` of each, or their numbers `by` one or two fields.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

REQUEST = "online-misconduct-2017"

_HERE = Path(__file__).parent


@cache
def codes() -> dict[str, dict[str, Any]]:
    """The contract's code for each spelling that the samples print, by vocabulary (`codes.toml`)."""
    return tomllib.loads((_HERE / "codes.toml").read_text(encoding="utf-8"))


@cache
def wording() -> dict[str, str]:
    """Passages that several letters share (`wording.toml`)."""
    return tomllib.loads((_HERE / "wording.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class PrintedRow:
    """One row as printed, and the codes of its narrative: conduct, and channels where no column gives them."""

    cells: list[str]
    conduct: list[str]
    channels: list[str]


@dataclass
class Table:
    """One table: a list of cases (`fields` names its columns) or of counts (`rows_are`, `columns_are` name its axes).

    An axis is `category`, `category2`, `period` or `value` (no breakdown); with `fields` as well, each row holds a category,
    a period and a value. `of`: the force, in a joint letter. `tokens`: symbol to meaning, lower and upper, as the
    reply explains it. `periods`: a printed period that is not a whole year, to its first and last day. `period`: that
    of the whole table. `widths`: millimetres on paper, characters in a workbook. `style`: how it is ruled on paper.
    `dates`: how dates are printed (strftime). `sections`: the rows stand below a row of their own for each value of
    their first cell.
    """

    name: str
    columns: list[str]
    rows: list[PrintedRow]
    widths: list[float] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)
    of: str = ""
    style: str = "ruled"
    dates: str = "%d/%m/%Y"
    sections: bool = False
    repeat_heading: bool = False
    group_headings: list[list] = field(default_factory=list)
    merge_down: list[str] = field(default_factory=list)
    rows_are: str = ""
    columns_are: str = ""
    dimension: str = ""
    dimension2: str = ""
    measure: str = "officers"
    periods: dict[str, list] = field(default_factory=dict)
    period: list = field(default_factory=list)
    tokens: dict[str, list] = field(default_factory=dict)

    @property
    def lists_cases(self) -> bool:
        return bool(self.fields) and not self.dimension

    def printed(self, row: PrintedRow) -> list[str]:
        """The cells of a row of this table as they are printed: a date in its form."""
        dated = {n for n, name in enumerate(self.fields) if name.startswith("date_")}
        return [
            date.fromisoformat(words).strftime(self.dates) if n in dated and words else words
            for n, words in enumerate(row.cells)
        ]


@dataclass
class Sample:
    """One made-up reply. `reply` holds the facts of the row of `replies`; `counts` those said in sentences.

    `others`: further forces that a joint letter answers for. `setting`: what sets the letter, `page` how. `sent`: the
    e-mail or zip that the documents come in. `superseded_by`: the declaration of the reply that takes its place in the
    same run. `figures`: of each force, how many officers and how many dismissed: `[at least, at most]`.
    """

    name: str
    force: str
    others: list[str]
    layout: str
    file: str
    letterhead: dict[str, Any]
    reply: dict[str, Any]
    text: str
    tables: dict[str, Table]
    later: bool
    workbook: dict[str, Any]
    counts: list[dict[str, Any]]
    problems: list[dict[str, str]]
    setting: str
    page: dict[str, Any]
    sent: dict[str, Any]
    superseded_by: str
    figures: dict[str, dict[str, list[int]]]

    @property
    def forces(self) -> list[str]:
        return [self.force, *self.others]

    @property
    def folder(self) -> str:
        return f"{'later/' if self.later else ''}{REQUEST}/{self.force}"
