"""Reads the declarations of `replies/*.toml`: one sample each, its officers drawn and its tables filled."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from flows.samples import views
from flows.samples.declaration import PrintedRow, Sample, Table, codes, wording
from flows.samples.drawn import Population, draw
from schemas import forces

_REPLIES = Path(__file__).parent / "replies"
_LETTERHEAD = {"align": "left", "colour": "#1f3a68", "font": "Helvetica", "size": 10.5}


def declared() -> list[Sample]:
    """Every sample reply, corrected ones last."""
    raws = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in sorted(_REPLIES.glob("*.toml"))}
    samples = [_sample(name, raw, raws.get(raw.get("amends", ""), {})) for name, raw in raws.items()]
    return sorted(samples, key=lambda s: (s.later, s.force, s.reply["date_replied"]))


def _sample(name: str, raw: dict[str, Any], amended: dict[str, Any]) -> Sample:
    """The sample that `raw` declares, on the ground of the one that it amends."""
    tables = {n: dict(table) for n, table in raw.get("tables", {}).items()}
    for n, table in amended.get("tables", {}).items():
        tables[n] = {**table, **tables.get(n, {})}
    sample = Sample(
        name=name,
        force=raw["force"],
        others=raw.get("others", []),
        layout=raw["layout"],
        file=raw["file"],
        letterhead={**_LETTERHEAD, **(raw.get("letterhead") or amended["letterhead"])},
        reply={"exemptions": [], **amended.get("reply", {}), **raw["reply"]},
        text=raw["letter"]["text"],
        tables={},
        later=raw.get("later", False),
        workbook=raw.get("workbook", {}),
        counts=[*raw.get("counts", [])],
        problems=raw.get("problems", []) + amended.get("problems", []),
        setting=raw.get("setting", "places"),
        page=raw.get("page", {}),
        sent=raw.get("sent", {}),
        superseded_by=raw.get("superseded_by", ""),
        figures=_per_force(raw["force"], raw.get("figures", amended.get("figures", {})), "officers"),
    )
    said = {**wording(), "force": forces.by_slug(sample.force).name}
    sample.text = re.sub(r"\[\[say (\w+)\]\]", lambda m: said[m[1]].strip(), sample.text).replace(
        "{force}", said["force"]
    )
    people = _populations(
        sample, _per_force(sample.force, {**amended.get("drawn", {}), **raw.get("drawn", {})}, "outcomes")
    )
    for n, table in tables.items():
        whole = _with_like(table, tables)
        if not {"rows", "by", "fields"}.isdisjoint(whole):
            sample.tables[n] = _table(n, whole, sample, people)
    sample.text = views.said(sample, people)
    return sample


def _with_like(table: dict[str, Any], tables: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The table with what it takes over from another (`like`), and that from a third."""
    other = tables.get(table.get("like", ""), {})
    return {**(_with_like(other, tables) if other else {}), **table}


def _per_force(force: str, raw: dict[str, Any], key: str) -> dict[str, Any]:
    """What is declared of the one force, or of each force of a joint letter, by force."""
    return {force: raw} if key in raw else raw


def _populations(sample: Sample, declared: dict[str, Any]) -> dict[str, Population]:
    """The people of each force, drawn; and, where no figures are declared, the figures that they make."""
    form = "{y}/{n:02}" if sample.reply.get("year_basis") == "financial" else "{y}"
    people = {}
    for force, raw in declared.items():
        people[force] = draw(raw, force, raw.get("year", form))
        if force not in sample.figures:
            dismissed = sum(
                n
                for outcome, n in people[force].numbers("outcome").items()
                if codes()["outcome"][outcome][0] == "dismissed"
            )
            sample.figures[force] = {"officers": [people[force].total] * 2, "dismissed": [dismissed] * 2}
    return people


def _table(name: str, raw: dict[str, Any], sample: Sample, people: dict[str, Population]) -> Table:
    raw.pop("like", None)
    population = people.get(raw.get("of", sample.force))
    if "by" in raw:
        assert population
        raw = views.numbers(raw, population)
    elif "rows" in raw:
        raw["rows"] = _rows(raw["rows"])
    elif population:
        raw["rows"] = population.cases(raw["fields"], raw.pop("only", {}))
    for new in _rows(raw.pop("amended_rows", "")):
        rows = raw["rows"]
        here = [n for n, row in enumerate(rows) if row.cells[0] == new.cells[0]]
        rows[here[0] if here else len(rows) : here[0] + 1 if here else len(rows)] = [new]
    made = Table(name=name, **raw)
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
