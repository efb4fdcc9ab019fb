"""What one sample reply says, as declared in `replies/*.toml`: the letter, its tables, and the facts that go with them.

A table's rows are written as they are printed, one a line, cells apart by ` | `. A row of cases may end in
` => conduct, conduct; channel`: the codes of what its narrative tells, which no column gives.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
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


MARK = wording()["mark"]
"""Stands on the first page and in every footer, so that no page can pass for a real one."""


@dataclass(frozen=True)
class PrintedRow:
    """One row as printed, and the codes of its narrative: conduct, and channels where no column gives them."""

    cells: list[str]
    conduct: list[str]
    channels: list[str]


@dataclass
class Table:
    """One table: a list of cases (`fields` names its columns) or of counts (`rows_are`, `columns_are` name its axes).

    An axis is `category`, `period` or `value` (no breakdown). `tokens`: symbol to meaning, lower and upper, as the
    reply explains it. `periods`: a printed period that is not a whole year, to its first and last day. `period`: that
    of the whole table. `widths`: millimetres on paper, characters in a workbook. `style`: how it is ruled on paper.
    """

    name: str
    columns: list[str]
    rows: list[PrintedRow]
    widths: list[float]
    fields: list[str] = field(default_factory=list)
    style: str = ""
    repeat_heading: bool = False
    group_headings: list[list] = field(default_factory=list)
    merge_down: list[str] = field(default_factory=list)
    rows_are: str = ""
    columns_are: str = ""
    dimension: str = ""
    measure: str = ""
    periods: dict[str, list] = field(default_factory=dict)
    period: list = field(default_factory=list)
    tokens: dict[str, list] = field(default_factory=dict)


@dataclass
class Sample:
    """One made-up reply. `reply` holds the facts of the row of `replies`; `counts` those said in sentences."""

    force: str
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

    @property
    def folder(self) -> str:
        return f"{'later/' if self.later else ''}{REQUEST}/{self.force}"


def declared() -> list[Sample]:
    """Every sample reply, corrected ones last."""
    raws = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in sorted((_HERE / "replies").glob("*.toml"))}
    samples = [_sample(raw, raws.get(raw.get("amends", ""), {})) for raw in raws.values()]
    return sorted(samples, key=lambda s: (s.later, s.force))


def _sample(raw: dict[str, Any], amended: dict[str, Any]) -> Sample:
    """The sample that `raw` declares, on the ground of the one that it amends."""
    tables = raw.get("tables", {})
    for name, table in amended.get("tables", {}).items():
        tables[name] = {**table, **tables.get(name, {})}
    return Sample(
        force=raw["force"],
        layout=raw["layout"],
        file=raw["file"],
        letterhead=raw.get("letterhead") or amended["letterhead"],
        reply={**amended.get("reply", {}), **raw["reply"]},
        text=re.sub(r"\[\[say (\w+)\]\]", lambda m: wording()[m[1]].strip(), raw["letter"]["text"]),
        tables={n: _table(n, {**tables.get(t.get("like"), {}), **t}) for n, t in tables.items() if "rows" in t},
        later=raw.get("later", False),
        workbook=raw.get("workbook", {}),
        counts=raw.get("counts", []),
        problems=raw.get("problems", []) + amended.get("problems", []),
    )


def _table(name: str, raw: dict[str, Any]) -> Table:
    raw.pop("like", None)
    rows = _rows(raw.pop("rows"))
    for new in _rows(raw.pop("amended_rows", "")):
        here = [n for n, row in enumerate(rows) if row.cells[0] == new.cells[0]]
        rows[here[0] if here else len(rows) : here[0] + 1 if here else len(rows)] = [new]
    made = Table(name=name, rows=rows, **raw)
    for row in made.rows:
        if len(row.cells) != len(made.columns):
            raise ValueError(f"table {name}: {len(row.cells)} cells under {len(made.columns)} headings: {row.cells}")
    return made


def _rows(text: str) -> list[PrintedRow]:
    rows = []
    for line in text.strip().splitlines():
        printed, _, told = line.partition(" => ")
        conduct, _, channels = told.partition(";")
        cells = [cell.strip() for cell in printed.split("|")]
        rows.append(PrintedRow(cells, _listed(conduct), _listed(channels)))
    return rows


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
