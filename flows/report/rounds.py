"""What the report's pages say of one round of requests: figures, coverage and charts, ready to be written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from flows.officers import NONE, UNKNOWN, Interval, added_up, group_of, officers_by_reply
from flows.report.explain import label, span
from flows.report.tiles import COLUMNS, ROWS, TILES
from schemas import requests, vocabulary
from schemas.records import NOT_OFFICERS, Case, Count, Coverage, Figure, Force, Reply
from schemas.requests import Request

Tables = dict[str, list[Any]]

GROUPS = {
    "dismissal": "Dismissed or required to resign",
    "dismissal_former": "Former officer, would have been dismissed",
    "left": "Resigned, retired or left",
    "formal": "Formal sanction",
    "informal": "Informal action",
    "no_action": "No action, not proven or withdrawn",
    "criminal": "Criminal proceedings",
    "pending": "Pending",
    "unknown": "Not stated, withheld or not coded",
}
"""Groups of outcomes in the order in which they are drawn, the gravest first."""

NOT_CODED = "Not coded"
"""The words for what no vocabulary knows."""

STATES = {
    "data": "Answered, with figures",
    "nil": "Answered: none",
    "no_figures": "Answered, without figures that could be used",
    "refused": "Refused, or neither confirmed nor denied",
    "not_held": "Said that it does not hold it",
    "open": "No answer yet: acknowledged, or asked to clarify",
    "silent": "No reply",
    "stale": "Newer data held back; the last good version is shown",
}
"""Where a force can stand, as the map tells it."""

HEADLINES = {
    "officers_investigated": "Officers investigated",
    "officers_dismissed": "Officers dismissed",
    "dismissed_share_of_all": "Dismissed, of all officers investigated",
    "dismissed_share_of_decided": "Dismissed, of those with a stated outcome",
    "forces_with_data": "Forces with data",
}


@dataclass(frozen=True, slots=True)
class Headline:
    """One headline figure: in words, with its bounds, what it counts and how many records are behind it."""

    figure: str
    title: str
    value: str
    bounds: str
    note: str
    definition: str
    records: int


@dataclass(frozen=True, slots=True)
class Tile:
    """One force on the map."""

    force: str
    name: str
    short: str
    column: int
    row: int
    state: str
    words: str
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class Bar:
    """One category: its officers and their bounds, in words (`size`) too, their share, and the forces behind them."""

    code: str
    label: str
    lower: int
    upper: int | None
    size: str
    share: str
    forces: int


@dataclass(frozen=True, slots=True)
class Slice:
    """The officers of one group of outcomes: at least, in words with both bounds, and the share of the lower figures."""

    group: str
    lower: int
    size: str
    share: str


@dataclass(frozen=True, slots=True)
class Stack:
    """The outcomes of one force, by group; `upper`: the most officers that there can be."""

    force: str
    name: str
    total: str
    upper: int | None
    slices: dict[str, Slice]


@dataclass(frozen=True, slots=True)
class Line:
    """A series over the years: the bounds of each year."""

    name: str
    points: list[tuple[str, int, int | None]]


@dataclass(slots=True)
class Round:
    """One request, its real replies or its samples: they are never added up."""

    request: Request
    sample: bool
    headlines: list[Headline] = field(default_factory=list)
    tiles: list[Tile] = field(default_factory=list)
    states: dict[str, int] = field(default_factory=dict)
    stacks: list[Stack] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    bars: dict[str, list[Bar]] = field(default_factory=dict)
    figures: list[Figure] = field(default_factory=list)
    asked: int = 0

    @property
    def id(self) -> str:
        return f"{self.request.slug}{'-samples' if self.sample else ''}"

    @property
    def groups(self) -> list[str]:
        """The groups of outcomes that any force has."""
        return [g for g in GROUPS if any(g in s.slices for s in self.stacks)]

    @property
    def between(self) -> bool:
        """Whether the outcomes of any force lie between two bounds."""
        return any(s.upper != sum(one.lower for one in s.slices.values()) for s in self.stacks)


def rounds_of(tables: Tables) -> list[Round]:
    """Every round of the release, in the order of its request, real replies before samples."""
    current = [r for r in tables["replies"] if r.current]
    names = {f.slug: f for f in tables["forces"]}
    made = []
    for slug, sample in sorted({(r.request, r.sample) for r in current}):
        one = Round(requests.load(slug), sample)
        one.figures = [f for f in tables["summary"] if (f.request, f.sample) == (slug, sample)]
        one.headlines = _headlines(one)
        both = {r.sample for r in current if r.request == slug} == {True, False}
        rows = [c for c in tables["coverage"] if c.request == slug and (not both or c.sample == sample)]
        one.asked = sum(c.asked for c in rows)
        one.tiles = _tiles(rows, names)
        one.states = {s: n for s in STATES if (n := sum(t.state == s for t in one.tiles))}
        if one.request.measure == "officers":
            one.stacks = _stacks(
                [r for r in current if (r.request, r.sample) == (slug, sample)],
                tables["cases"],
                tables["counts"],
                names,
            )
        one.lines = _lines(one.figures)
        one.bars = {b: _bars(one.figures, b) for b in ("outcome", "channel", "conduct")}
        made.append(one)
    return made


# ---- headline figures


def _headlines(one: Round) -> list[Headline]:
    found = {f.figure: f for f in one.figures if f.breakdown is None}
    return [_headline(found[name], title) for name, title in HEADLINES.items() if name in found]


def _headline(figure: Figure, title: str) -> Headline:
    forces = "" if figure.figure == "forces_with_data" or figure.forces is None else f"from {figure.forces} forces"
    if figure.figure.startswith("dismissed_share"):
        value = percent(figure.share) if figure.share is not None else "no share can be given"
        bounds = (
            ""
            if figure.share_lower is None or figure.share_lower == figure.share_upper
            else f"between {percent(figure.share_lower)} and {percent(figure.share_upper)}"
        )
        note = f"{figure.lower:,} of {figure.denominator:,}, {forces}" if figure.denominator is not None else forces
    else:
        value = f"{figure.lower:,}"
        if figure.upper != figure.lower:
            value, bounds = (
                f"at least {value}",
                "no upper bound" if figure.upper is None else f"at most {figure.upper:,}",
            )
        else:
            bounds = ""
        note = forces
    return Headline(figure.figure, title, value, bounds, note, figure.definition, len(figure.records))


def percent(share: float | None) -> str:
    return "" if share is None else f"{share:.1%}"


# ---- coverage


def state_of(row: Coverage) -> str:
    """Where a force stands, as one of `STATES`."""
    if row.stale:
        return "stale"
    if not row.answered:
        return "silent"
    if row.cases or row.counts:
        return "data"
    known = {
        "nil": "nil", "refused": "refused", "ncnd": "refused", "not_held": "not_held",
        "clarification": "open", "acknowledgement": "open",
    }  # fmt: skip
    return known.get(row.status or "", "no_figures")


def in_words(row: Coverage) -> str:
    """Where a force stands, in a sentence for its tile."""
    state = state_of(row)
    words = STATES[state]
    if row.status == "ncnd":
        words = "Neither confirmed nor denied"
    elif row.status == "refused":
        words = "Refused"
    elif row.status == "partial" and state == "data":
        words = "Answered in part, with figures"
    if state in ("silent", "open") and row.date_due:
        words += f"; an answer was due by {row.date_due}" if row.overdue else f"; due by {row.date_due}"
    if row.exemptions:
        words += f" ({', '.join(row.exemptions)})"
    if row.officers_lower is not None:
        words += f": {span(row.officers_lower, row.officers_upper)} officers"
    return words


def _tiles(rows: Iterable[Coverage], names: dict[str, Force]) -> list[Tile]:
    made, beyond = [], 0
    for row in sorted(rows, key=lambda r: r.force):
        name = names[row.force].name if row.force in names else row.force
        if row.force in TILES:
            column, line, short = TILES[row.force]
        else:
            column, line, short = beyond % COLUMNS + 1, ROWS + 2 + beyond // COLUMNS, name[:6]
            beyond += 1
        made.append(Tile(row.force, name, short, column, line, state_of(row), in_words(row), row))
    return made


# ---- charts


def _stacks(replies: list[Reply], cases: list[Case], counts: list[Count], names: dict[str, Force]) -> list[Stack]:
    """The outcomes of each force that gives them, as shares of their lower figures."""
    ids = {r.reply_id for r in replies}
    officers = officers_by_reply(
        replies, [c for c in cases if c.reply_id in ids], [c for c in counts if c.reply_id in ids]
    )
    by_force: dict[str, dict[str, Interval]] = defaultdict(dict)
    for reply in replies:
        for group, size in officers[reply.reply_id].by.get("outcome_group", {}).items():
            mine = by_force[reply.force or ""]
            mine[group] = mine.get(group, NONE) + size
    made = []
    for force, groups in sorted(by_force.items()):
        total = added_up(groups.values())
        if total.upper != 0:
            made.append(
                Stack(
                    force,
                    names[force].name if force in names else force,
                    span(total.lower, total.upper),
                    total.upper,
                    _slices(groups, total),
                )
            )
    return made


def _slices(groups: dict[str, Interval], total: Interval) -> dict[str, Slice]:
    made = {}
    for group in [g for g in GROUPS if g in groups]:
        size = groups[group]
        share = percent(size.lower / total.lower) if total.lower else ""
        made[group] = Slice(group, size.lower, span(size.lower, size.upper), share)
    return made


def _lines(figures: list[Figure]) -> list[Line]:
    made = []
    for name in ("officers_investigated", "officers_dismissed"):
        rows = sorted((f for f in figures if (f.figure, f.breakdown) == (name, "year")), key=lambda f: f.category or "")
        points = [(f.category or "", f.lower or 0, f.upper) for f in rows if (f.category or "").isdigit()]
        if points:
            made.append(Line(HEADLINES[name], points))
    return made


def _bars(figures: list[Figure], breakdown: str) -> list[Bar]:
    rows = [f for f in figures if (f.figure, f.breakdown) == ("officers_investigated", breakdown)]
    made = [
        Bar(
            f.category or UNKNOWN,
            NOT_CODED if f.category in (None, UNKNOWN) else label(breakdown, f.category),
            f.lower or 0,
            f.upper,
            span(f.lower, f.upper),
            percent(f.share),
            f.forces or 0,
        )
        for f in rows
    ]
    if breakdown == "outcome":
        order = [*vocabulary.load("outcome").codes, UNKNOWN]
        return sorted(made, key=lambda b: order.index(b.code) if b.code in order else len(order))
    return sorted(made, key=lambda b: (-b.lower, b.label))


def group(outcome: str | None) -> str:
    """The group of an outcome, in words."""
    return GROUPS.get(group_of(outcome) or UNKNOWN, "")


@dataclass(frozen=True, slots=True)
class Check:
    """A printed total beside what its parts come to."""

    printed: str
    what: str
    id: str
    parts: str
    sum: str
    agrees: bool | None


def reconciled(reply: Reply, cases: list[Case], counts: list[Count]) -> list[Check]:
    """Every total that a reply prints, beside each sum of its parts: by category, by period, and of the case list."""
    own = [c for c in counts if c.reply_id == reply.reply_id and c.dimension2 in (None, "total")]
    listed = [c for c in cases if c.reply_id == reply.reply_id]
    made = []
    for total in [c for c in own if c.stated_total]:
        printed = f"{span(total.lower, total.upper)} {total.measure}"
        named = f"{total.category_raw or 'Total'}{f', {total.period_raw}' if total.period_raw else ''}"
        sums = [*_sums(total, own), *_of_list(total, listed)]
        made += [
            Check(printed, named, total.count_id, parts, span(size.lower, size.upper), _agree(total, size))
            for parts, size in sums
        ]
        if not sums:
            made.append(Check(printed, named, total.count_id, "nothing to check it against", "", None))
    return made


def _sums(total: Count, counts: list[Count]) -> Iterator[tuple[str, Interval]]:
    alike = [c for c in counts if c.measure == total.measure and c.count_id != total.count_id]
    period = (total.period_start, total.period_end)
    if total.dimension == "total":
        for dimension in sorted({c.dimension for c in alike} - {"total"}):
            rows = [c for c in alike if c.dimension == dimension]
            same = [c for c in rows if (c.period_start, c.period_end) == period]
            if found := same or [c for c in rows if not c.stated_total and _within(c, total)]:
                yield f"the numbers by {dimension.replace('_', ' ')}", _sum(found)
    rows = [
        c
        for c in alike
        if (c.dimension, c.category_raw if c.dimension != "total" else "")
        == (total.dimension, total.category_raw if total.dimension != "total" else "")
    ]
    if found := [c for c in rows if (c.period_start, c.period_end) != period and _within(c, total)]:
        yield "its numbers by period", _sum(found)


def _of_list(total: Count, cases: list[Case]) -> Iterator[tuple[str, Interval]]:
    if total.dimension != "total":
        return
    inside = [c for c in cases if _in_period(c, total)]
    if total.measure == "officers" and inside:
        officers = [c for c in inside if c.person_type not in NOT_OFFICERS]
        yield (
            "the officers of the case list",
            added_up(Interval(c.officers_lower, c.officers_upper) for c in officers),
        )
    elif total.measure in ("allegations", "cases", "investigations") and inside:
        rows = len({(c.document, c.location, c.row) for c in inside})
        yield "the rows of the case list", Interval(rows, rows)


def _in_period(case: Case, total: Count) -> bool:
    if total.period_start is None or total.period_end is None:
        return True
    return case.year is not None and total.period_start.year <= case.year <= total.period_end.year


def _sum(counts: list[Count]) -> Interval:
    return added_up(Interval(c.lower or 0, c.upper) for c in counts)


def _within(count: Count, total: Count) -> bool:
    if not (count.period_start and count.period_end and total.period_start and total.period_end):
        return total.period_start is None and count.period_start is not None
    return total.period_start <= count.period_start and count.period_end <= total.period_end


def _agree(total: Count, size: Interval) -> bool:
    low, high = total.lower or 0, total.upper
    return (size.upper is None or low <= size.upper) and (high is None or size.lower <= high)
