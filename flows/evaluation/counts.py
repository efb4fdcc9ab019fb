"""Tables of counts, by year and by category in every arrangement, and the same numbers told in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from flows.evaluation.blocks import Cell, Grid, Words, sheet_name
from flows.evaluation.content import BLANK, HOSPITAL, ONLINE, Content, Draw, either, numbers
from flows.evaluation.wordings import (
    Period,
    heading,
    in_words,
    on_day,
    periods,
    spelling,
    spellings,
    wording,
)
from schemas import forces

_SIZES = {"outcome": (4, 9), "channel": (3, 7), "rank": (3, 5), "severity": (2, 3), "process": (3, 4), "person_type": (2, 3), "conduct": (3, 6), "offence": (4, 9), "hospital": (3, 7), "result": (3, 6)}  # fmt: skip
_HOSPITAL = {"offence": "offences", "hospital": "names", "result": "results"}


@dataclass(frozen=True)
class _Label:
    """A category as printed: `kind` says what it is a category of; `code` is None where the request names no vocabulary."""

    kind: str
    text: str
    code: str | None

    def facts(self, second: str = "") -> dict[str, Any]:
        dimension = "other" if self.kind in _HOSPITAL else self.kind
        if self.kind == "result":
            dimension = either("outcome", "other")  # type: ignore[assignment]
        elif self.kind == "offence":
            dimension = either("other", "conduct")  # type: ignore[assignment]
        known = {f"category{second}_raw": self.text, f"category{second}": self.code}
        return {f"dimension{second}": dimension, **known}


class _Reply:
    """What one reply decides once for all its tables: the years, the unit, how zeros and small numbers are printed."""

    def __init__(self, draw: Draw, request: str | None = None) -> None:
        rng = self.rng = draw.rng
        self.draw = draw
        request = request or (HOSPITAL if draw.chance(0.25) else ONLINE)
        basis = rng.choice(["calendar", "calendar", "financial"])
        first = rng.choice([2019, 2019, 2020]) if request == HOSPITAL else rng.choice([2017, 2017, 2018, 2019])
        measure = "crimes" if request == HOSPITAL else rng.choice(["officers"] * 4 + ["allegations", "cases"])
        self.years = periods(rng, basis, first, rng.randint(3, 5 if request == HOSPITAL else 6), draw.chance(0.25))
        self.made = Content(request=request, measure=measure, basis=basis, grain="count", span=self.span())
        self.made.unit = rng.choice(wording()["things"][measure])
        self.high = rng.choice([40, 400]) if request == HOSPITAL else rng.choice([6, 12, 30])
        self.zero, self.small = self._tokens()
        self.totals = rng.choice(["both", "both", "rows", "columns", "none", "none"])
        self.wrong = draw.chance(0.06)
        self.total = heading(rng, "total")

    def span(self) -> Period:
        return Period("", self.years[0].start, self.years[-1].end, "span")

    def _tokens(self) -> tuple[list, list]:
        """How a zero and a small number are printed: [token, sentence, …]."""
        rng, zero, small = self.rng, ["0", ""], []
        roll = rng.random()
        if roll < 0.25:
            zero = list(rng.choice(wording()["legends"]["zero"]))
        elif roll < 0.4:
            zero = [rng.choice(["-", "–", ""]), ""]  # a dash or a blank, and not a word about it
        elif roll < 0.65:
            small = list(rng.choice(wording()["legends"]["suppressed"]))
        elif roll < 0.7:
            small = list(rng.choice(wording()["legends"]["unexplained"]))
        for said in (zero, small):
            if len(said) > 1 and said[1]:
                self.made.legend.append(said[1])
        return zero, small

    def labels(self, kind: str, number: int | None = None) -> list[_Label]:
        rng = self.rng
        low, high = _SIZES[kind]
        number = number or rng.randint(low, high)
        if kind in _HOSPITAL:
            known = spellings()["hospitals"][_HOSPITAL[kind]]
            return [_Label(kind, text, None) for text in rng.sample(known, min(number, len(known)))]
        codes = rng.sample(list(spellings()[kind]), min(number, len(spellings()[kind])))
        return [_Label(kind, spelling(rng, kind, code), code) for code in codes]

    def kind(self) -> str:
        if self.made.request == HOSPITAL:
            return self.rng.choice(["offence", "offence", "hospital", "result"])
        return self.rng.choice(["outcome"] * 4 + ["channel", "channel", "rank", "severity", "process", "person_type"])

    def number_heading(self) -> str:
        return heading(self.rng, f"number_{self.made.measure}")

    def value(self) -> int:
        low = self.rng.random() < 0.3
        return 0 if low and self.rng.random() < 0.5 else self.rng.randint(0, 4 if low else self.high)

    def printed(self, value: int) -> tuple[Cell, dict[str, Any]]:
        """One number as this reply prints it. A dash that nothing explains is settled later (`_Table.prove`)."""
        if value == 0 and self.zero[0] != "0":
            facts = {
                "value": 0,
                "lower": 0,
                "upper": 0,
                "meaning": either("zero", "exact"),
                "token": self.zero[0] or None,
            }
            return Cell(self.zero[0]), facts
        if self.small and 1 <= value <= (4 if self.small[4] < 0 else self.small[4]):
            upper = None if self.small[4] < 0 else self.small[4]
            if upper is None:
                self.made.problems.add("unexplained_symbol")
            meaning = "suppressed" if upper is not None else either("suppressed", "unknown")
            facts = {"value": None, "lower": self.small[3], "upper": upper, "meaning": meaning, "token": self.small[0]}
            return Cell(self.small[0]), facts
        return Cell(str(value), value=value), numbers(value)

    def base(self) -> dict[str, Any]:
        return {"force": self.draw.force, "measure": self.made.measure, "stated_total": False}


def in_period(period: Period | None) -> dict[str, Any]:
    """The period columns; nothing where none is known."""
    if period is None:
        return {}
    basis = {} if period.basis in ("part", "span") else {"year_basis": period.basis}
    return {"period_start": period.start.isoformat(), "period_end": period.end.isoformat(), **basis}


@dataclass
class _Table:
    """A block of numbers between two axes, with its totals, before it is arranged as a grid."""

    reply: _Reply
    rows: list[dict[str, Any]]  # facts of each row: of a category, or of a period
    columns: list[dict[str, Any]]
    totals: str
    every: dict[str, Any]  # facts of a total over all columns or rows

    def __post_init__(self) -> None:
        reply = self.reply
        self.values = [[reply.value() for _ in self.columns] for _ in self.rows]
        self.cells: list[list[tuple[Cell, dict[str, Any]]]] = [
            [self._one(v, row, column) for v, column in zip(line, self.columns, strict=True)]
            for line, row in zip(self.values, self.rows, strict=True)
        ]
        self.across = self.totals in ("both", "rows")
        self.down = self.totals in ("both", "columns")
        self._prove()

    def _one(self, value: int, row: dict, column: dict) -> tuple[Cell, dict]:
        cell, facts = self.reply.printed(value)
        made = {**self.reply.base(), **row, **column, **facts}
        if made.get("dimension") == "person_type" or made.get("category") in ("staff", "pcso", "special_constable"):
            made["measure"] = either(made["measure"], "persons")  # staff are no officers
        return cell, made

    def _prove(self) -> None:
        """A dash that nothing explains is a zero where a printed total proves it, and unknown elsewhere."""
        reply = self.reply
        if reply.zero[0] == "0" or reply.zero[1] or reply.zero[0] == "Nil":
            return
        totalled = self.across or self.down
        for cell, facts in (pair for line in self.cells for pair in line):
            if cell.text == reply.zero[0] and totalled and reply.wrong:  # the totals that are right prove theirs
                facts.update(value=either(None, 0), upper=either(None, 0), meaning=either("unknown", "zero"))
            elif cell.text == reply.zero[0] and not totalled:
                facts.update(value=None, lower=0, upper=None, meaning="unknown")
                reply.made.problems.add("unexplained_symbol" if cell.text else BLANK)

    def total(self, values: Sequence[int], facts: dict[str, Any]) -> tuple[Cell, dict[str, Any]]:
        """A printed total; once in a reply that has one, a wrong one."""
        value = sum(values)
        if self.reply.wrong and not self.reply.small and len(values) > 1:
            self.reply.wrong = False
            self.reply.made.problems.add("total_mismatch")
            value += self.reply.rng.choice([1, 2, 9])
        made = {**self.reply.base(), **facts, **numbers(value), "stated_total": True}
        if any(part.get("category") in ("staff", "pcso") for part in (*self.rows, *self.columns)):
            made["measure"] = either(made["measure"], "persons")  # over officers and staff
        return Cell(str(value), value=value, formula="sum"), made

    def totalled(self) -> tuple[list[list[tuple[Cell, dict]]], list[tuple[Cell, dict]]]:
        """The rows with their totals, and the row of totals (empty where there is none)."""
        label = {"dimension": "total", "category": None}
        lines = [list(line) for line in self.cells]
        if self.across:
            for line, values, row in zip(lines, self.values, self.rows, strict=True):
                line.append(self.total(values, {**row, **self.every}))
        last: list[tuple[Cell, dict]] = []
        if self.down:
            for n, column in enumerate(self.columns):
                facts = {k: v for k, v in column.items() if not k.startswith(("dimension", "category"))}
                if "dimension" in column or "dimension2" in column:  # the total over the rows of one column's category
                    facts = {**column, **{"stated_total": True}}
                    last.append(self.total([v[n] for v in self.values], facts))
                    continue
                last.append(self.total([v[n] for v in self.values], {**facts, **label}))
            if self.across:
                last.append(self.total([v for line in self.values for v in line], {**self.every, **label}))
        return lines, last


def matrix(draw: Draw) -> Content:
    """Counts by category and year. Shapes: `across` `down` (the years), `two_row`, `rotated`, `titled`, `wide`."""
    reply = _Reply(draw)
    rng, made = draw.rng, reply.made
    kind = reply.kind()
    labels = reply.labels(kind, draw.rows if draw.shape in ("wide",) else None)
    years = [in_period(p) for p in reply.years]
    every = in_period(reply.span())
    down = draw.shape == "down" or (draw.shape in ("two_row", "rotated", "wide") and draw.chance(0.5))
    if down and draw.shape != "wide":
        labels = labels[:5]  # more would leave no width for their names
    categories = [label.facts() for label in labels]
    name = heading(rng, f"dimension_{kind}")
    year_name = heading(rng, "financial" if made.basis == "financial" else "year")
    if down:
        table = _Table(reply, years, categories, reply.totals, {})
        # a total over the categories of one year, and of one category over the years
        lines, last = _down(table, every)
        heads, firsts, corner = [c.text for c in labels], [p.raw for p in reply.years], year_name
    else:
        table = _Table(reply, categories, years, reply.totals, every)
        lines, last = table.totalled()
        heads, firsts, corner = [p.raw for p in reply.years], [c.text for c in labels], name
    spread = name if down else rng.choice([year_name, reply.number_heading()])
    made.grids.append(_grid(reply, corner, heads, firsts, lines, last, table.across, spread))
    return made


def _down(table: _Table, every: dict[str, Any]) -> tuple[list, list]:
    """The totals where the years run down: a row's is of its year, a column's of its category over all years."""
    label = {"dimension": "total", "category": None}
    lines = [list(line) for line in table.cells]
    if table.across:
        for line, values, row in zip(lines, table.values, table.rows, strict=True):
            line.append(table.total(values, {**row, **label}))
    last = []
    if table.down:
        for n, column in enumerate(table.columns):
            last.append(table.total([v[n] for v in table.values], {**column, **every}))
        if table.across:
            last.append(table.total([v for line in table.values for v in line], {**label, **every}))
    return lines, last


def _grid(reply: _Reply, corner: str, heads: list[str], firsts: list[str], lines: list, last: list, across: bool, spread: str) -> Grid:  # fmt: skip
    shape = reply.draw.shape
    top = [Cell(corner), *(Cell(h, rotated=shape == "rotated", value=_year(h)) for h in heads)]
    if across:
        top.append(Cell(reply.total, rotated=shape == "rotated"))
    rows: list[list[Cell | None]] = [list(top)]
    if shape == "two_row":
        rows = [
            [Cell(corner, span=(2, 1)), Cell(spread, span=(1, len(heads))), *[None] * (len(heads) - 1)],
            [None, *top[1:]],
        ]
        if across:
            rows[0].append(Cell(reply.total, span=(2, 1)))
            rows[1][-1] = None
    if shape == "titled":
        rows.insert(0, [Cell(reply.made.unit.capitalize(), span=(1, len(top))), *[None] * (len(top) - 1)])
    heading_rows = len(rows)
    rows += [[Cell(first, value=_year(first)), *(cell for cell, _ in line)] for first, line in zip(firsts, lines, strict=True)]  # fmt: skip
    if last:
        rows.append([Cell(reply.total), *(cell for cell, _ in last)])
        for _, facts in last:
            if "category_raw" not in facts:
                facts["category_raw"] = reply.total
    counts = [facts for line in (*lines, *([last] if last else [])) for _, facts in line]
    for facts in counts:
        if facts.get("dimension") == "total" and "category_raw" not in facts:
            facts["category_raw"] = reply.total
    reply.made.counts += counts
    wide = 2.6 if max(map(len, firsts)) > 12 else 1.6
    words = [max(map(len, cell.text.split())) for cell in top[1:]]
    return Grid(rows, heading_rows, widths=[wide, *(max(1.0, length / 9) for length in words)], total_row=bool(last))


def _year(text: str) -> int | None:
    return int(text) if text.isdigit() else None


def hospitals(draw: Draw) -> Content:
    """Offences by year under each hospital in turn: long enough for several pages."""
    reply = _Reply(draw, HOSPITAL)
    made, rng = reply.made, reply.rng
    years = [in_period(p) for p in reply.years]
    rows: list[list[Cell | None]] = [[Cell(heading(rng, "dimension_offence")), *(Cell(p.raw) for p in reply.years)]]
    for hospital in reply.labels("hospital", 7):
        rows.append([Cell(hospital.text, span=(1, len(rows[0]))), *[None] * len(reply.years)])
        offences = reply.labels("offence", 8)
        facts = [
            {**label.facts(), **hospital.facts("2"), "dimension": either("other", "conduct")} for label in offences
        ]
        block = _Table(reply, facts, years, "none", {})
        for label, line in zip(offences, block.cells, strict=True):
            rows.append([Cell(label.text), *(cell for cell, _ in line)])
            made.counts += [facts for _, facts in line]
    made.grids.append(Grid(rows, 1, widths=[2.6, *[1.0] * len(reply.years)]))
    return made


def sections(draw: Draw) -> Content:
    """Years (or hospitals) as section rows, with categories under each."""
    reply = _Reply(draw)
    rng, made = draw.rng, reply.made
    kind = reply.kind()
    labels = reply.labels(kind)
    merged = draw.chance(0.6)
    rows: list[list[Cell | None]] = [[Cell(heading(rng, f"dimension_{kind}")), Cell(reply.number_heading())]]
    for year in reply.years:
        rows.append([Cell(year.raw, span=(1, 2) if merged else (1, 1)), None if merged else Cell("")])
        table = _Table(
            reply,
            [{**label.facts(), **in_period(year)} for label in labels],
            [{}],
            "columns" if reply.totals in ("both", "columns") else "none",
            {},
        )
        for label, line in zip(labels, table.cells, strict=True):
            rows.append([Cell(label.text), line[0][0]])
            made.counts.append(line[0][1])
        if table.down:
            cell, facts = table.total([v[0] for v in table.values], {"dimension": "total", "category": None, "category_raw": reply.total, **in_period(year)})  # fmt: skip
            rows.append([Cell(reply.total), cell])
            made.counts.append(facts)
    made.grids.append(Grid(rows, 1, widths=[2.2, 1.2]))
    return made


def two_way(draw: Draw) -> Content:
    """One breakdown down, another across, for the whole period."""
    reply = _Reply(draw)
    rng, made = draw.rng, reply.made
    pair = ("hospital", "offence") if made.request == HOSPITAL else rng.choice([("outcome", "rank"), ("outcome", "channel"), ("rank", "severity"), ("channel", "person_type")])  # fmt: skip
    down, across = reply.labels(pair[0]), reply.labels(pair[1], 4 if pair[1] == "offence" else None)
    span = in_period(reply.span())
    rows = [{**a.facts(), **span} for a in down]
    columns = [b.facts("2") for b in across]
    table = _Table(reply, rows, columns, reply.totals, {})
    lines = [list(line) for line in table.cells]
    if table.across:
        for line, values, row in zip(lines, table.values, rows, strict=True):
            line.append(table.total(values, {**row, "dimension2": either(None, "total")}))
    last: list[tuple[Cell, dict]] = []
    if table.down:
        for n, label in enumerate(across):
            last.append(table.total([v[n] for v in table.values], {**label.facts(), **span, "dimension2": either(None, "total")}))  # fmt: skip
        if table.across:
            last.append(table.total([v for line in table.values for v in line], {"dimension": "total", "category": None, **span, "dimension2": either(None, "total")}))  # fmt: skip
    made.grids.append(
        _grid(
            reply,
            heading(rng, f"dimension_{pair[0]}"),
            [b.text for b in across],
            [a.text for a in down],
            lines,
            last,
            table.across,
            heading(rng, f"dimension_{pair[1]}"),
        )
    )
    made.basis = ""
    return made


def single(draw: Draw) -> Content:
    """Two columns: a category or a year, and a number."""
    reply = _Reply(draw)
    rng, made = draw.rng, reply.made
    by_year = draw.chance(0.4)
    kind = reply.kind()
    labels = reply.labels(kind)
    span = in_period(reply.span())
    if by_year:
        facts = [{"dimension": "total", "category": None, **in_period(p)} for p in reply.years]
        firsts, corner = (
            [p.raw for p in reply.years],
            heading(rng, "financial" if made.basis == "financial" else "year"),
        )
    else:
        facts, firsts, corner = (
            [{**label.facts(), **span} for label in labels],
            [c.text for c in labels],
            heading(rng, f"dimension_{kind}"),
        )
        made.basis = ""
    table = _Table(reply, facts, [{}], "columns" if reply.totals != "none" else "none", {})
    lines = [list(line) for line in table.cells]
    last = []
    if table.down:
        last = [table.total([v[0] for v in table.values], {"dimension": "total", "category": None, "category_raw": reply.total, **span})]  # fmt: skip
    rows: list[list[Cell | None]] = [[Cell(corner), Cell(reply.number_heading())]]
    rows += [[Cell(first, value=_year(first)), line[0][0]] for first, line in zip(firsts, lines, strict=True)]
    rows += [[Cell(reply.total), last[0][0]]] if last else []
    made.counts += [f for line in (*lines, *([last] if last else [])) for _, f in line]
    made.grids.append(Grid(rows, 1, widths=[2.2, 1.2], total_row=bool(last)))
    return made


def long_form(draw: Draw) -> Content:
    """Year, category and number, a row for each: what a pivot looks like before it is turned."""
    reply = _Reply(draw)
    rng, made = draw.rng, reply.made
    kind = reply.kind()
    labels = reply.labels(kind)
    rows: list[list[Cell | None]] = [[Cell(heading(rng, "financial" if made.basis == "financial" else "year")), Cell(heading(rng, f"dimension_{kind}")), Cell(reply.number_heading())]]  # fmt: skip
    reply.zero, reply.made.legend = ["0", ""], [said for said in made.legend if said != reply.zero[1]]
    for year in reply.years:
        for label in labels:
            value = reply.value()
            if value or draw.chance(0.3):
                cell, facts = reply.printed(value)
                rows.append([Cell(year.raw, value=_year(year.raw)), Cell(label.text), cell])
                made.counts.append({**reply.base(), **label.facts(), **in_period(year), **facts})
    made.grids.append(Grid(rows, 1, widths=[1.2, 2.4, 1.2]))
    return made


def several(draw: Draw) -> Content:
    """Several tables: one a year with the year as its caption, or one for each breakdown, by year."""
    reply = _Reply(draw)
    rng, made = draw.rng, reply.made
    if draw.chance(0.5):
        kind = reply.kind()
        labels = reply.labels(kind)
        corner, number = heading(rng, f"dimension_{kind}"), reply.number_heading()
        for year in reply.years:
            facts = [{**label.facts(), **in_period(year)} for label in labels]
            table = _Table(reply, facts, [{}], "columns" if reply.totals != "none" else "none", {})
            rows: list[list[Cell | None]] = [[Cell(corner), Cell(number)]]
            rows += [[Cell(label.text), line[0][0]] for label, line in zip(labels, table.cells, strict=True)]
            made.counts += [line[0][1] for line in table.cells]
            if table.down:
                cell, total = table.total([v[0] for v in table.values], {"dimension": "total", "category": None, "category_raw": reply.total, **in_period(year)})  # fmt: skip
                rows.append([Cell(reply.total), cell])
                made.counts.append(total)
            made.grids.append(
                Grid(rows, 1, caption=year.raw, widths=[2.2, 1.2], total_row=table.down, sheet=sheet_name(year.raw))
            )
        return made
    kinds = ["offence", "result"] if made.request == HOSPITAL else rng.sample(["outcome", "channel", "rank", "severity"], rng.randint(2, 3))  # fmt: skip
    for kind in kinds:
        labels = reply.labels(kind)
        table = _Table(reply, [x.facts() for x in labels], [in_period(p) for p in reply.years], reply.totals, in_period(reply.span()))  # fmt: skip
        lines, last = table.totalled()
        name = heading(rng, f"dimension_{kind}")
        grid = _grid(reply, name, [p.raw for p in reply.years], [x.text for x in labels], lines, last, table.across, name)  # fmt: skip
        grid.caption = f"{made.unit.capitalize()} by {name.lower()}"
        grid.sheet = sheet_name(f"By {name}")
        made.grids.append(grid)
    return made


def joint(draw: Draw) -> Content:
    """One letter for two forces: a column for each, or a table for each under its name."""
    reply = _Reply(draw, ONLINE)
    rng, made = draw.rng, reply.made
    assert draw.partner, "a joint letter needs a second force"
    both = [draw.force, draw.partner]
    names = [forces.by_slug(slug).name for slug in both]
    made.joint = both
    if draw.chance(0.5):
        rows: list[list[Cell | None]] = [[Cell(heading(rng, "financial" if made.basis == "financial" else "year")), *map(Cell, names)]]  # fmt: skip
        table = _Table(reply, [in_period(p) for p in reply.years], [{"force": f, "dimension": "total", "category": None} for f in both], "columns" if reply.totals != "none" else "none", {})  # fmt: skip
        rows += [[Cell(p.raw), *(c for c, _ in line)] for p, line in zip(reply.years, table.cells, strict=True)]
        made.counts += [facts for line in table.cells for _, facts in line]
        if table.down:
            last = [table.total([v[n] for v in table.values], {"force": f, "dimension": "total", "category": None, "category_raw": either(reply.total, names[n]), **in_period(reply.span())}) for n, f in enumerate(both)]  # fmt: skip
            rows.append([Cell(reply.total), *(c for c, _ in last)])
            made.counts += [facts for _, facts in last]
        made.grids.append(Grid(rows, 1, widths=[1.4, 1.6, 1.6], total_row=table.down))
        return made
    kind = reply.kind()
    labels = reply.labels(kind)
    name = heading(rng, f"dimension_{kind}")
    for force, title in zip(both, names, strict=True):
        table = _Table(reply, [{**x.facts(), "force": force} for x in labels], [in_period(p) for p in reply.years], reply.totals, {**in_period(reply.span()), "force": force})  # fmt: skip
        lines, last = table.totalled()
        for _, facts in last:
            facts["force"] = force
        grid = _grid(reply, name, [p.raw for p in reply.years], [x.text for x in labels], lines, last, table.across, name)  # fmt: skip
        grid.caption = title
        made.grids.append(grid)
    return made


# ---- the same in sentences

_VERBS = {
    "dismissed": ["{n} {was} dismissed", "{n} {was} dismissed without notice"],
    "final_written_warning": ["{n} received a final written warning", "{n} {was} given a final written warning"],
    "written_warning": ["{n} received a written warning", "{n} {was} issued with a written warning"],
    "management_advice": ["{n} received management advice"],
    "management_action": ["{n} {was} dealt with by management action", "{n} received management action"],
    "resigned": ["{n} resigned"],
    "words_of_advice": ["{n} received words of advice"],
    "no_further_action": ["no further action was taken against {n}", "{n} resulted in no further action"],
}


def prose(draw: Draw) -> Content:
    """Answers in sentences, in list items, or numbered as the questions were."""
    rng = draw.rng
    first, number = rng.choice([2017, 2018]), rng.randint(4, 5)
    years = periods(rng, "calendar", first, number, False)
    end = date(first + number - 1, 8, 31) if draw.chance(0.4) else years[-1].end
    if end != years[-1].end:
        years[-1] = Period(f"{end.year} (to 31 August)", years[-1].start, end, "part")
    span = Period("", years[0].start, end, "part")
    made = Content(basis="", grain="count", span=span, unit="officers investigated")
    values = [rng.randint(0, 9) for _ in years]
    total = sum(values) or 1
    codes = rng.sample(sorted(_VERBS), 4)
    shares = _split(rng, total, len(codes))
    base = {"force": draw.force, "stated_total": either(True, False)}
    form = "{d} {B} {Y}"
    between = f"between {on_day(span.start, form)} and {on_day(span.end, form)}"
    said = f"{between[0].upper()}{between[1:]}, {in_words(rng, total)} officer{'' if total == 1 else 's'} {'was' if total == 1 else 'were'} investigated."  # fmt: skip
    outcomes = [_verb(rng, code, n) for code, n in zip(codes, shares, strict=True) if n]
    of_these = f"{rng.choice(['Of these, ', 'Of those, ', ''])}{', '.join(outcomes[:-1])}{' and ' if len(outcomes) > 1 else ''}{outcomes[-1]}."  # fmt: skip
    of_these = of_these[0].upper() + of_these[1:]
    yearly = [f"{p.raw}{rng.choice([': ', ' - ', ' – '])}{v} officer{'' if v == 1 else 's'}" for p, v in zip(years, values, strict=True)]  # fmt: skip
    whole = {**base, "dimension": "total", "category": None, "measure": "officers"}
    made.counts.append({**whole, **in_period(span), **numbers(total)})
    with_years = draw.shape != "sentences"
    if with_years:
        made.counts += [{**whole, **in_period(p), **numbers(v), "meaning": either("exact", "zero")} for p, v in zip(years, values, strict=True)]  # fmt: skip
    made.counts += [{**base, "dimension": "outcome", "category": code, **in_period(span), **numbers(n)} for code, n in zip(codes, shares, strict=True) if n]  # fmt: skip
    if draw.shape == "sentences":
        made.prose = [Words("paragraph", f"{said} {of_these}")]
    elif draw.shape == "bullets":
        made.prose = [Words("paragraph", said), Words("paragraph", "By year:"), *(Words("item", y) for y in yearly), Words("paragraph", of_these)]  # fmt: skip
    else:
        made.prose = [Words("paragraph", f"1. {said}"), Words("paragraph", f"2. By year: {'; '.join(yearly)}."), Words("paragraph", f"3. {of_these}")]  # fmt: skip
    return made


def _verb(rng: Random, code: str, number: int) -> str:
    return rng.choice(_VERBS[code]).format(n=in_words(rng, number), was="was" if number == 1 else "were")


def _split(rng: Random, total: int, parts: int) -> list[int]:
    cuts = sorted(rng.randint(0, total) for _ in range(parts - 1))
    return [b - a for a, b in zip([0, *cuts], [*cuts, total], strict=True)]


def nothing(draw: Draw) -> Content:
    """A reply that gives no figures."""
    return Content(request=HOSPITAL if draw.chance(0.15) else ONLINE)
