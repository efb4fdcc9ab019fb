"""Lists of cases: one row for each officer, allegation or case, in the columns and spellings that forces use."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from flows.evaluation.blocks import Cell, Grid, sheet_name
from flows.evaluation.content import Content, Draw, either
from flows.evaluation.wordings import Period, heading, on_day, periods, person_type, spelling, spellings

_COMMON = ["management_action", "management_advice", "words_of_advice", "written_warning", "final_written_warning", "no_further_action", "no_case_to_answer", "reflective_practice", "dismissed", "resigned", "ongoing"]  # fmt: skip
_TOGETHER = ["management_action", "management_advice", "words_of_advice", "written_warning", "final_written_warning", "reflective_practice", "other_informal", "performance_process"]  # fmt: skip
_RARE = ["would_have_been_dismissed", "retired", "left_force", "reduction_in_rank", "performance_process", "other_informal", "misconduct_no_sanction", "not_proven", "withdrawn"]  # fmt: skip
_RANKS = ["pc"] * 6 + ["sergeant"] * 3 + ["inspector", "chief_inspector", "superintendent", "inspector_or_above", "special_constable", "pcso", "staff"]  # fmt: skip
GRAVITY = ["dismissed", "would_have_been_dismissed", "required_to_resign", "resigned", "retired", "left_force", "reduction_in_rank", "final_written_warning", "written_warning", "verbal_warning", "management_advice", "management_action", "words_of_advice", "improvement_action", "reflective_practice", "performance_process", "other_informal", "misconduct_no_sanction", "no_further_action", "no_case_to_answer", "not_proven", "withdrawn", "criminal_proceedings", "ongoing"]  # fmt: skip
_DATE_FORMS = ["{dd}/{mm}/{Y}", "{d} {B} {Y}", "{dd}-{b}-{yy}", "{dd}/{mm}/{yy}", "{Y}-{mm}-{dd}", "{dd}.{mm}.{Y}"]


@dataclass
class _Row:
    cells: dict[str, Cell]
    period: Period
    records: list[dict[str, Any]] = field(default_factory=list)


def case_list(draw: Draw) -> Content:
    """A list of cases. Shapes: `plain`, `merged` or `blank` (years), `sheets` (a table for each year), `dated`."""
    rng = draw.rng
    made = Content(listed=True, basis=rng.choice(["calendar", "calendar", "financial"]))
    years = periods(rng, made.basis, rng.choice([2017, 2017, 2018, 2019]), rng.randint(3, 6), False)
    columns = _columns(draw, made)
    style = _Style(draw, made, columns)
    rows = sorted((style.row(rng.choice(years)) for _ in range(draw.rows)), key=lambda r: r.period.start)
    made.cases = [record for row in rows for record in row.records]
    made.grain = "case" if any(c.get("part") or c["officers_lower"] > 1 for c in made.cases) else "officer"
    if draw.shape == "sheets":
        columns.remove("year")
        for year in years:
            here = [r for r in rows if r.period is year]
            if here:
                made.grids.append(_grid(style, columns, here, draw, caption=year.raw))
    else:
        made.grids.append(_grid(style, columns, rows, draw))
    if made.basis == "financial" and "year" not in columns and draw.shape != "sheets":
        made.basis = ""
    return made


def _columns(draw: Draw, made: Content) -> list[str]:
    """The columns, in printed order."""
    rng, columns = draw.rng, []
    if draw.chance(0.3):
        columns.append("case_ref")
    if draw.shape == "dated" or (draw.shape == "plain" and draw.chance(0.2)):
        columns.append("date_received")
        made.basis = ""
    elif draw.shape == "plain" and draw.chance(0.15) and made.basis == "calendar":
        columns.append("month")
    else:
        columns.append("year")
    middle = [c for c, share in (("rank", 0.65), ("channel", 0.6), ("conduct", 0.7), ("standard", 0.25), ("severity", 0.3), ("process", 0.2)) if draw.chance(share)]  # fmt: skip
    if not middle:
        middle = ["rank", "channel"]
    if draw.chance(0.35):
        rng.shuffle(middle)
    columns += middle
    columns.append("outcome")
    if "date_received" in columns and draw.chance(0.5):
        columns.insert(rng.choice([1, len(columns)]), "date_concluded")
    if "rank" not in columns and draw.chance(0.15):
        columns.insert(-1, "officers")
    if draw.chance(0.05):
        columns.insert(rng.randint(1, len(columns)), "unknown")
        made.problems.add("unmapped_column")
    return columns


class _Style:
    """How one reply writes its rows."""

    def __init__(self, draw: Draw, made: Content, columns: list[str]) -> None:
        rng = draw.rng
        self.draw, self.made, self.columns = draw, made, columns
        self.headings = {
            c: heading(rng, "financial" if c == "year" and made.basis == "financial" else c) for c in columns
        }
        if len(set(self.headings.values())) < len(columns):
            self.headings = {c: heading(rng, c).title() for c in columns}
        one = {code: spelling(rng, "outcome", code) for code in GRAVITY if code in (*_COMMON, *_RARE)}
        self.outcomes = one if draw.chance(0.5) else {}  # else each row has a spelling of its own
        self.several = draw.chance(0.2)
        self.parts = draw.chance(0.1) and not {"rank", "officers"} & set(columns)
        self.crowd = draw.chance(0.12) and not self.parts
        self.legend = dict(rng.sample(sorted(spellings()["legend"].items()), 3)) if draw.chance(0.1) else {}
        if self.legend:
            pairs = [f"{short} = {said[0]}" for short, said in self.legend.items()]
            made.legend.append(rng.choice(["Key: ", "Abbreviations: ", ""]) + rng.choice(["; ", ", "]).join(pairs))
        self.trouble = rng.choice(["unknown"] * 2 + ["ambiguous"] + [""] * 17)
        self.dates = rng.choice(_DATE_FORMS)
        self.number = rng.randint(1, 40)

    def row(self, period: Period) -> _Row:
        rng = self.draw.rng
        record: dict[str, Any] = {"force": self.draw.force, "officers_lower": 1, "officers_upper": 1, "part": None}
        row = _Row({}, period, [record])
        for column in self.columns:
            cell, facts = getattr(self, f"_{column}")(rng, row)
            row.cells[column] = cell
            record.update(facts)
        if "channel" not in self.columns and "conduct" not in self.columns:
            record["channels"] = []
        if self.draw.shape == "sheets":
            record.pop("year_raw", None)
        if "parts" in record:
            row.records = [{**record, **part} for part in record["parts"]]
            for made in row.records:
                del made["parts"]
        return row

    def _case_ref(self, rng: Random, row: _Row) -> tuple[Cell, dict]:
        self.number += 1
        return Cell(str(self.number), value=self.number), {"case_ref_raw": str(self.number)}

    def _year(self, rng: Random, row: _Row) -> tuple[Cell, dict]:
        value = int(row.period.raw) if row.period.raw.isdigit() else None
        facts = {"year_raw": row.period.raw, "year": row.period.year, "year_basis": row.period.basis}
        return Cell(row.period.raw, value=value), facts

    def _month(self, rng: Random, row: _Row) -> tuple[Cell, dict]:
        day = date(row.period.year, rng.randint(1, 12), 1)
        text = f"{day:%b}-{day.year % 100:02}"
        return Cell(text), {"year_raw": text, "year": day.year}

    def _date_received(self, rng: Random, row: _Row) -> tuple[Cell, dict]:
        day = row.period.start + timedelta(days=rng.randint(0, 360))
        row.cells["_received"] = Cell("", value=day)
        return Cell(on_day(day, self.dates), value=day), {"date_received": day.isoformat()}

    def _date_concluded(self, rng: Random, row: _Row) -> tuple[Cell, dict]:
        if rng.random() < 0.15:
            return Cell(""), {"date_concluded": None}
        start = row.cells.pop("_received", None)
        day = (start.value if start and isinstance(start.value, date) else row.period.start) + timedelta(
            days=rng.randint(20, 500)
        )
        return Cell(on_day(day, self.dates), value=day), {"date_concluded": day.isoformat()}

    def _officers(self, rng: Random, row: _Row) -> tuple[Cell, dict]:
        number = rng.choice([1, 1, 1, 2, 3])
        return Cell(str(number), value=number), {"officers_lower": number, "officers_upper": number}

    def _rank(self, rng: Random, row: _Row) -> tuple[Cell, dict]:
        code = rng.choice(_RANKS)
        text = spelling(rng, "rank", code)
        facts: dict[str, Any] = {"rank": code, "person_type": person_type(code)}
        if self.crowd and rng.random() < 0.25:
            number = rng.randint(2, 4)
            return Cell(f"{number} x {text}"), {**facts, "officers_lower": number, "officers_upper": number}
        return Cell(text), {**facts, "rank_raw": text}

    def _channel(self, rng: Random, row: _Row) -> tuple[Cell, dict]:
        if self.trouble == "unknown" and rng.random() < 0.1:
            text = rng.choice(spellings()["unknown"]["channel"])
            self.made.problems.add("unmapped_value")
            return Cell(text), {"channel_raw": text, "channels": []}
        known = sorted(spellings()["channel"])
        codes = [rng.choice(known)]
        if rng.random() < 0.1:  # "social media" beside a name says nothing more
            codes = rng.sample([c for c in known if c != "social_media"], 2)
        text = rng.choice([" / ", " and ", ", ", "/"]).join(spelling(rng, "channel", code) for code in codes)
        return Cell(text), {"channel_raw": text, "channels": codes}

    def _conduct(self, rng: Random, row: _Row) -> tuple[Cell, dict]:
        told = rng.choice(spellings()["narrative"])
        codes = told["codes"]
        adds = spellings()["standards"]["codes"].get(row.records[0].get("standard_raw"))
        facts: dict[str, Any] = {"conduct_categories": either(codes, [*codes, adds]) if adds else codes}
        on = ""
        if "channel" not in self.columns:
            code = rng.choice(["whatsapp", "facebook", "twitter", "instagram"]) if rng.random() < 0.5 else None
            on = f" on {spellings()['channel'][code][0]}" if code else ""
            facts["channels"] = [code] if code else []
        text = told["text"].format(on=on)
        return Cell(text), {**facts, "conduct_raw": text}

    def _standard(self, rng: Random, row: _Row) -> tuple[Cell, dict]:
        text = rng.choice(spellings()["standards"]["names"])
        facts: dict[str, Any] = {"standard_raw": text}
        told = row.records[0].get("conduct_categories")
        adds = spellings()["standards"]["codes"].get(text)
        if adds and told is not None:  # the standard may tell what the narrative does not
            facts["conduct_categories"] = either(told, [*told, adds])
        return Cell(text), facts

    def _severity(self, rng: Random, row: _Row) -> tuple[Cell, dict]:
        code = rng.choice(["misconduct", "misconduct", "gross_misconduct", "none"])
        return Cell(spelling(rng, "severity", code)), {"severity": code}

    def _process(self, rng: Random, row: _Row) -> tuple[Cell, dict]:
        code = rng.choice(["hearing", "meeting", "meeting", "accelerated_hearing", "rprp", "none"])
        return Cell(spelling(rng, "process", code)), {"process": code}

    def _person_type(self, rng: Random, row: _Row) -> tuple[Cell, dict]:
        code = rng.choice(["officer", "officer", "staff", "pcso", "special"])
        return Cell(spelling(rng, "person_type", code)), {"person_type": code}

    def _unknown(self, rng: Random, row: _Row) -> tuple[Cell, dict]:
        return Cell(rng.choice(["Kestrel", "Heron", "Osprey"])), {}

    def _outcome(self, rng: Random, row: _Row) -> tuple[Cell, dict]:
        if self.trouble and rng.random() < 0.12:
            known = self.trouble == "ambiguous"
            text = rng.choice(spellings()["unknown"]["ambiguous" if known else "outcome"])
            self.made.problems.add("ambiguous_value" if known else "unmapped_value")
            return Cell(text), {"outcome_raw": text, "outcome": "not_stated" if known else None}
        if self.legend and rng.random() < 0.4:
            short, (_, code) = rng.choice(sorted(self.legend.items()))
            return Cell(short), {"outcome_raw": short, "outcome": code}
        codes = [rng.choice(_COMMON * 4 + _RARE)]
        if self.several and rng.random() < 0.3:
            codes = rng.sample(_TOGETHER, 2)
        texts = [self.outcomes.get(code) or spelling(rng, "outcome", code) for code in codes]
        if self.parts and rng.random() < 0.3:
            return self._split(rng, codes if len(codes) > 1 else rng.sample(_COMMON, 2))
        text = rng.choice([" / ", " and ", ", ", "; "]).join(texts)
        gravest = sorted(codes, key=GRAVITY.index)
        outcomes = codes if len(codes) > 1 else either(codes, [])
        return Cell(text), {"outcome_raw": text, "outcome": gravest[0], "outcomes": outcomes}

    def _split(self, rng: Random, codes: list[str]) -> tuple[Cell, dict]:
        """One printed row that is several officers with different outcomes."""
        known = [(rng.randint(1, 4), spelling(rng, "outcome", code), code) for code in codes]
        parts = [
            {"part": str(n), "officers_lower": number, "officers_upper": number, "outcome": code}
            for n, (number, _, code) in enumerate(known, start=1)
        ]
        return Cell(rng.choice([", ", "; "]).join(f"{n} x {text}" for n, text, _ in known)), {"parts": parts}


def _grid(style: _Style, columns: list[str], rows: list[_Row], draw: Draw, caption: str | None = None) -> Grid:
    wide = {"conduct": 4.0, "outcome": 2.2, "standard": 2.2, "process": 1.8, "channel": 1.6, "rank": 1.4}
    lines: list[list[Cell | None]] = [[Cell(style.headings[c]) for c in columns]]
    lines.extend([row.cells[c] for c in columns] for row in rows)
    grid = Grid(
        rows=lines,
        caption=caption,
        widths=[wide.get(c, 1.2) for c in columns],
        sheet=sheet_name(caption) if caption else None,
    )
    if "year" in columns and draw.shape in ("merged", "blank"):
        _same_as_above(grid, columns.index("year"), merged=draw.shape == "merged")
    return grid


def _same_as_above(grid: Grid, column: int, merged: bool) -> None:
    """Print a year once for all its rows: in one merged cell, or with nothing below it."""
    start = 1
    while start < len(grid.rows):
        first = grid.rows[start][column]
        end = start + 1
        while end < len(grid.rows) and grid.rows[end][column] == first:
            grid.rows[end][column] = None if merged else Cell("")
            end += 1
        if merged and first is not None:
            grid.rows[start][column] = Cell(first.text, span=(end - start, 1), value=first.value)
        start = end
