"""The figures a journalist quotes, each with the sentence that says what it counts.

Every figure is an interval: a suppressed number or a row that may be one officer or several widens it, and nothing is
guessed. Samples and real replies are summed apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from schemas import requests, vocabulary
from schemas.records import Case, Count, Figure, Reply

NOT_OFFICERS = ("staff", "pcso")
SURE_GRAINS = ("officer", "case", "mixed")
"""Grains in which one row is one officer unless the row says otherwise. In the others rows may share an officer."""

DISMISSAL = "dismissal"
UNDECIDED_GROUPS = ("pending", "unknown")
UNKNOWN = "unknown"

_OFFICERS = (
    "Officers investigated, special constables included, police staff and PCSOs not. From a force's case list where it gives "
    "one, otherwise from its counts of officers: the printed total, else the sum of one breakdown. Where rows are allegations "
    "or the grain is not known, the rows stand for at least one officer and at most one each."
)
_DISMISSED = (
    "Officers whose outcome is dismissed or required to resign; former officers who would have been dismissed are not among "
    "them (outcome_group dismissal_former gives those)."
)
_FROM_CASES = (
    "Only forces that give a case list; an officer with several is counted in each, so the categories do not add up."
)
_SHARE = "The share is of the lower figures."
_BY = "The share is of the officers of the forces that give this breakdown."

DEFINITIONS = {
    ("officers_investigated", None): _OFFICERS,
    ("officers_investigated", "force"): _OFFICERS,
    (
        "officers_investigated",
        "year",
    ): f"{_OFFICERS} By calendar year, or the year in which a financial year starts. {_BY}",
    ("officers_investigated", "channel"): f"{_OFFICERS} {_FROM_CASES} {_BY}",
    ("officers_investigated", "conduct"): f"{_OFFICERS} {_FROM_CASES} {_BY}",
    (
        "officers_investigated",
        "outcome",
    ): f"{_OFFICERS} By the most serious outcome; `{UNKNOWN}` where none is coded. {_BY}",
    ("officers_investigated", "outcome_group"): f"{_OFFICERS} By the group of the most serious outcome. {_BY}",
    ("officers_dismissed", None): f"{_DISMISSED} From case lists, otherwise from counts of officers by outcome.",
    ("officers_dismissed", "force"): f"{_DISMISSED} From case lists, otherwise from counts of officers by outcome.",
    ("officers_dismissed", "year"): f"{_DISMISSED} Only forces that give a case list.",
    ("officers_dismissed", "channel"): f"{_DISMISSED} {_FROM_CASES}",
    ("officers_dismissed", "conduct"): f"{_DISMISSED} {_FROM_CASES}",
    ("dismissed_share_of_all", None): f"{_DISMISSED} As a share of all officers investigated. {_SHARE}",
    ("dismissed_share_of_decided", None): (
        f"{_DISMISSED} As a share of the officers with a stated outcome: not those whose case is pending, whose outcome is "
        f"withheld, not stated or not coded, nor those of forces that give no outcomes. {_SHARE}"
    ),
    ("forces_with_data", None): (
        "Forces whose current reply gives at least one case or count, or says that there were none (status nil)."
    ),
}
"""What each figure counts, by figure and breakdown."""


@dataclass(frozen=True, slots=True)
class Interval:
    """At least `lower`, at most `upper`; `upper` None where nothing bounds it."""

    lower: int
    upper: int | None

    def __add__(self, other: Interval) -> Interval:
        upper = None if self.upper is None or other.upper is None else self.upper + other.upper
        return Interval(self.lower + other.lower, upper)

    def spanning(self, other: Interval) -> Interval:
        """The interval that holds both: two printed numbers for one thing that disagree."""
        upper = None if self.upper is None or other.upper is None else max(self.upper, other.upper)
        return Interval(min(self.lower, other.lower), upper)


NONE = Interval(0, 0)
Breakdown = dict[str, Interval]


@dataclass(slots=True)
class Officers:
    """The officers of one reply: how many, how many dismissed, and both by category. None where the reply does not say."""

    total: Interval | None = None
    dismissed: Interval | None = None
    decided: Interval | None = None
    by: dict[str, Breakdown] = field(default_factory=dict)
    dismissed_by: dict[str, Breakdown] = field(default_factory=dict)


def officers_of(reply: Reply, cases: Iterable[Case], counts: Iterable[Count]) -> Officers:
    """The officers of one reply, from its case list where it has one, otherwise from its counts of officers."""
    rows = list(cases)
    if rows:
        return _from_cases([c for c in rows if c.person_type not in NOT_OFFICERS], _one_each(reply, list(counts)))
    numbers = [c for c in counts if c.measure == "officers" and c.meaning not in ("not_held", "not_applicable")]
    if numbers:
        return _from_counts(numbers)
    return Officers(total=NONE, dismissed=NONE, decided=NONE) if reply.status == "nil" else Officers()


def _one_each(reply: Reply, counts: list[Count]) -> bool:
    """One row is one officer: not where the grain is allegations, or a mixed reply counts allegations beside its list."""
    shared = any(c.measure in ("allegations", "complaints") for c in counts)
    return reply.grain in SURE_GRAINS and not (reply.grain == "mixed" and shared)


def _from_cases(cases: list[Case], sure: bool) -> Officers:
    def size(rows: Iterable[Case]) -> Interval:
        total = sum((Interval(c.officers_lower, c.officers_upper) for c in rows), NONE)
        return total if sure else Interval(min(total.lower, 1), total.upper)

    def split(rows: Iterable[Case], categories: Callable[[Case], Sequence[str]]) -> Breakdown:
        found: dict[str, list[Case]] = defaultdict(list)
        for case in rows:
            for category in categories(case) or [UNKNOWN]:
                found[category].append(case)
        return {category: size(members) for category, members in found.items()}

    by: dict[str, Callable[[Case], Sequence[str]]] = {
        "year": lambda c: [str(c.year)] if c.year else [],
        "channel": lambda c: c.channels,
        "conduct": lambda c: c.conduct_categories,
        "outcome": lambda c: [c.outcome] if c.outcome else [],
        "outcome_group": lambda c: [_group(c.outcome)],
    }
    dismissed = [c for c in cases if _group(c.outcome) == DISMISSAL]
    return Officers(
        total=size(cases),
        dismissed=size(dismissed),
        decided=size(c for c in cases if _group(c.outcome) not in UNDECIDED_GROUPS),
        by={name: split(cases, categories) for name, categories in by.items()},
        dismissed_by={name: split(dismissed, by[name]) for name in ("year", "channel", "conduct")},
    )


def _group(outcome: str | None) -> str:
    return (vocabulary.load("outcome").group(outcome) if outcome else None) or UNKNOWN


def _from_counts(counts: list[Count]) -> Officers:
    years = _by_period([c for c in counts if c.dimension == "total"])
    outcomes = _breakdown([c for c in counts if c.dimension == "outcome" and not c.stated_total])
    groups: Breakdown = {}
    for outcome, size in outcomes.items():
        groups[_group(outcome)] = groups.get(_group(outcome), NONE) + size
    other = next((b for b in (_breakdown(_parts(counts, d)) for d in ("rank", "severity", "process")) if b), {})
    total = (
        _over_periods(years)
        or (_sum(outcomes.values()) if outcomes else None)
        or (_sum(other.values()) if other else None)
    )
    return Officers(
        total=total,
        dismissed=groups.get(DISMISSAL, NONE) if outcomes else None,
        decided=_sum(size for name, size in groups.items() if name not in UNDECIDED_GROUPS) if outcomes else None,
        by={"year": _by_year(years), "outcome": outcomes, "outcome_group": groups},
    )


def _parts(counts: list[Count], dimension: str) -> list[Count]:
    return [c for c in counts if c.dimension == dimension and not c.stated_total]


Period = tuple[date | None, date | None]
Span = tuple[date, date]


def _by_period(counts: Iterable[Count]) -> dict[Period, Interval]:
    """One interval for each period; a number printed more than once for one period counts once."""
    found: dict[Period, Interval] = {}
    for count in counts:
        period = (count.period_start, count.period_end)
        size = Interval(count.lower or 0, count.upper)
        found[period] = found[period].spanning(size) if period in found else size
    return found


def _breakdown(counts: Iterable[Count]) -> Breakdown:
    """Category to officers over all periods. Categories not in the vocabulary go under `unknown`, each counted once."""
    found: dict[tuple[str | None, str | None, str | None], list[Count]] = defaultdict(list)
    for count in counts:
        found[count.category, count.category_raw, count.category2_raw].append(count)
    sizes: Breakdown = {}
    for (category, _, _), members in found.items():
        code = category or UNKNOWN
        sizes[code] = sizes.get(code, NONE) + (_over_periods(_by_period(members)) or NONE)
    return sizes


def _over_periods(sizes: dict[Period, Interval]) -> Interval | None:
    """The number over all periods: the one printed for the whole span, else the sum of those that do not overlap."""
    if not sizes:
        return None
    undated = sizes.get((None, None))
    dated = _dated(sizes)
    if not dated:
        return undated if undated is not None else _sum(sizes.values())
    whole = (min(start for start, _ in dated), max(end for _, end in dated))
    if whole in dated:
        return dated[whole]
    if undated is not None:
        return undated
    return _sum(dated[span] for span in _apart(dated))


def _dated(sizes: dict[Period, Interval]) -> dict[Span, Interval]:
    return {(start, end): size for (start, end), size in sizes.items() if start and end}


def _apart(spans: Iterable[Span]) -> list[Span]:
    """Spans that do not overlap, the shortest first where some do."""
    chosen: list[Span] = []
    for start, end in sorted(spans, key=lambda span: (span[1] - span[0], span)):
        if all(end < other[0] or start > other[1] for other in chosen):
            chosen.append((start, end))
    return chosen


def _by_year(sizes: dict[Period, Interval]) -> Breakdown:
    dated = {span: size for span, size in _dated(sizes).items() if (span[1] - span[0]).days < 366}
    years: Breakdown = {}
    for span in _apart(dated):
        year = str(span[0].year)
        years[year] = years.get(year, NONE) + dated[span]
    return years


def _sum(sizes: Iterable[Interval]) -> Interval:
    return sum(sizes, NONE)


def officers_by_reply(replies: Iterable[Reply], cases: Iterable[Case], counts: Iterable[Count]) -> dict[str, Officers]:
    """The officers of each reply, by `reply_id`. Only what the current replies gave may be passed in."""
    listed: dict[str, list[Case]] = defaultdict(list)
    counted: dict[str, list[Count]] = defaultdict(list)
    for case in cases:
        listed[case.reply_id].append(case)
    for count in counts:
        counted[count.reply_id].append(count)
    return {r.reply_id: officers_of(r, listed[r.reply_id], counted[r.reply_id]) for r in replies}


def summarise(replies: list[Reply], cases: list[Case], counts: list[Count]) -> list[Figure]:
    """Every figure of every request, samples and real replies apart. `replies` are the current ones only."""
    holding = {c.reply_id for c in cases} | {c.reply_id for c in counts}
    officers = officers_by_reply(replies, cases, counts)
    figures = []
    for request, sample in sorted({(r.request, r.sample) for r in replies}):
        here = [r for r in replies if (r.request, r.sample) == (request, sample)]
        with_data = len({r.force for r in here if r.reply_id in holding or r.status == "nil"})
        sheet = _Sheet(request, sample)
        sheet.add("forces_with_data", Interval(with_data, with_data))
        if requests.load(request).measure == "officers":
            _officer_figures(sheet, [(r, officers[r.reply_id]) for r in here])
        figures += sheet.figures
    return figures


def _officer_figures(sheet: _Sheet, holdings: list[tuple[Reply, Officers]]) -> None:
    told = [(reply, of) for reply, of in holdings if of.total is not None]
    if not told:
        return
    total = _sum(of.total for _, of in told if of.total)
    sheet.add("officers_investigated", total)
    by_force = _added({reply.force: of.total} for reply, of in told)
    sheet.split("officers_investigated", "force", by_force, total.lower)
    for name in ("year", "channel", "conduct", "outcome", "outcome_group"):
        of_these = [of for _, of in told if of.by.get(name)]
        whole = _sum(of.total for of in of_these if of.total).lower
        sheet.split("officers_investigated", name, _added(of.by[name] for of in of_these), whole)

    decided = [(reply, of) for reply, of in told if of.dismissed is not None]
    if not decided:
        return
    dismissed = _sum(of.dismissed for _, of in decided if of.dismissed)
    sheet.add("officers_dismissed", dismissed)
    sheet.add("dismissed_share_of_all", dismissed, total.lower)
    sheet.add("dismissed_share_of_decided", dismissed, _sum(of.decided for _, of in decided if of.decided).lower)
    sheet.split("officers_dismissed", "force", _added({reply.force: of.dismissed} for reply, of in decided), by_force)
    for name in ("year", "channel", "conduct"):
        of_cases = [of for _, of in decided if of.dismissed_by]
        investigated = _added(of.by[name] for of in of_cases)
        sheet.split("officers_dismissed", name, _added(of.dismissed_by[name] for of in of_cases), investigated)


def _added(breakdowns: Iterable[dict]) -> Breakdown:
    total: Breakdown = {}
    for breakdown in breakdowns:
        for category, size in breakdown.items():
            total[category] = total.get(category, NONE) + size
    return total


@dataclass
class _Sheet:
    """The figures of one request, real or sample."""

    request: str
    sample: bool
    figures: list[Figure] = field(default_factory=list)

    def add(
        self,
        figure: str,
        size: Interval,
        whole: int | None = None,
        breakdown: str | None = None,
        category: str | None = None,
    ) -> None:
        self.figures.append(
            Figure(
                request=self.request,
                figure=figure,
                breakdown=breakdown,
                category=category,
                lower=size.lower,
                upper=size.upper,
                denominator=whole,
                share=round(size.lower / whole, 6) if whole else None,
                definition=DEFINITIONS[figure, breakdown],
                sample=self.sample,
            )
        )

    def split(self, figure: str, breakdown: str, sizes: Breakdown, whole: int | Breakdown) -> None:
        for category, size in sorted(sizes.items()):
            of = whole if isinstance(whole, int) else whole.get(category, NONE).lower
            self.add(figure, size, of, breakdown, category)
