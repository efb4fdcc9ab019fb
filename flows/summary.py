"""The figures a journalist quotes, each with the sentence that says what it counts, and the records it was made from.

Every figure is an interval, made in `flows.officers`; nothing is guessed. Samples and real replies are summed apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from flows.officers import NONE, UNDECIDED_GROUPS, UNKNOWN, Breakdown, Interval, Officers, added_up, group_of
from flows.officers import officers_by_reply as officers_by_reply
from schemas import requests
from schemas.records import Case, Count, Figure, Reply

_OFFICERS = (
    "Officers investigated, special constables included, police staff and PCSOs not. From a force's case list where it gives "
    "one, otherwise from its counts of officers: the printed total, else the sum of one breakdown. Where it counts more "
    "officers than it lists, the count; where rows are allegations or the grain is not known, the rows stand for at least "
    "one officer and at most one each. Records of a time before the one that the request asks about are left out."
)
_DISMISSED = (
    "Officers whose outcome is dismissed or required to resign; former officers who would have been dismissed are not among "
    "them (outcome_group dismissal_former gives those), nor any whose outcome is not stated or not coded."
)
_OUTCOME = (
    "Officers by the most serious outcome of each, from case lists, otherwise from counts of officers by outcome."
)
_MANY = "An officer with several is counted in each, so the categories do not add up."
_YEAR = "By calendar year, or the year in which a financial year starts."
_BY = "Only forces that give this breakdown; the share is of the officers of those forces."
_OF_ALL = "As a share of all officers investigated, those of forces that give no outcomes among them."
_OF_DECIDED = (
    "As a share of the officers with a stated outcome: not those whose case is pending, whose outcome is withheld, not stated "
    "or not coded, nor those of forces that give no outcomes."
)

DEFINITIONS = {
    ("officers_investigated", None): _OFFICERS,
    ("officers_investigated", "force"): f"{_OFFICERS} The share is of the officers of all forces.",
    ("officers_investigated", "year"): f"{_OFFICERS} {_YEAR} {_BY}",
    ("officers_investigated", "channel"): f"{_OFFICERS} {_MANY} {_BY}",
    ("officers_investigated", "conduct"): f"{_OFFICERS} {_MANY} {_BY}",
    ("officers_investigated", "outcome"): f"{_OFFICERS} By the most serious outcome; `{UNKNOWN}` where none is coded. {_BY}",
    ("officers_investigated", "outcome_group"): f"{_OFFICERS} By the group of the most serious outcome. {_BY}",
    ("officers_dismissed", None): f"{_DISMISSED} From case lists, otherwise from counts of officers by outcome.",
    ("officers_dismissed", "force"): f"{_DISMISSED} The share is of the officers of that force.",
    ("officers_dismissed", "year"): (
        f"{_DISMISSED} {_YEAR} Only forces that give outcomes by year; the share is of their officers of that year."
    ),
    ("officers_dismissed", "channel"): f"{_DISMISSED} {_MANY} Only forces that give a case list; the share is of their officers of that channel.",
    ("officers_dismissed", "conduct"): f"{_DISMISSED} {_MANY} Only forces that give a case list; the share is of their officers of that category.",
    ("dismissed_share_of_all", None): f"{_DISMISSED} {_OF_ALL}",
    ("dismissed_share_of_decided", None): f"{_DISMISSED} {_OF_DECIDED}",
    ("outcome_share_of_all", "outcome"): f"{_OUTCOME} {_OF_ALL}",
    ("outcome_share_of_all", "outcome_group"): f"{_OUTCOME} By the group of the outcome. {_OF_ALL}",
    ("outcome_share_of_decided", "outcome"): f"{_OUTCOME} {_OF_DECIDED}",
    ("outcome_share_of_decided", "outcome_group"): f"{_OUTCOME} By the group of the outcome. {_OF_DECIDED}",
    ("forces_with_data", None): (
        "Forces whose current reply gives at least one case or count, or says that there were none (status nil)."
    ),
}  # fmt: skip
"""What each figure counts, by figure and breakdown."""

NOT_NAMED = "The {number:,} records that it was made from are too many to be named in `records`."

MOST_NAMED = 50_000
"""Records that a figure of a release names. A million in one cell is more than a program that reads CSV, or DuckDB in a few
gigabytes, can take; the figure then says that they are not named, and how many they are."""

Holdings = list[tuple[str, Officers]]
"""Force and the officers of one of its replies."""


def summarise(
    replies: list[Reply],
    cases: list[Case],
    counts: list[Count],
    officers: Mapping[str, Officers] | None = None,
    most_named: int | None = None,
) -> list[Figure]:
    """Every figure of every request, samples and real replies apart. `replies` are the current ones only; `officers`: what
    `officers_by_reply` says of them, where that is known. `most_named`: a figure made from more records names none of them
    and says so; without it each names all."""
    holding = {c.reply_id for c in cases} | {c.reply_id for c in counts}
    officers = officers_by_reply(replies, cases, counts) if officers is None else officers
    figures = []
    for request, sample in sorted({(r.request, r.sample) for r in replies}):
        here = [r for r in replies if (r.request, r.sample) == (request, sample)]
        giving = [r for r in here if r.reply_id in holding or r.status == "nil"]
        with_data = len({r.force for r in giving})
        sheet = _Sheet(request, sample, most_named)
        sheet.add("forces_with_data", Interval(with_data, with_data, frozenset(r.reply_id for r in giving)), with_data)
        if requests.load(request).measure == "officers":
            _officer_figures(sheet, [(r.force or "", officers[r.reply_id]) for r in here])
        figures += sheet.figures
    return figures


def _officer_figures(sheet: _Sheet, holdings: Holdings) -> None:
    told = [(force, of) for force, of in holdings if of.total is not None]
    if not told:
        return
    total = _total(told)
    sheet.add("officers_investigated", total, _forces(told))
    by_force = _added({force: of.total} for force, of in told)
    for force, size in sorted(by_force.items()):
        sheet.add("officers_investigated", size, 1, total, "force", force)
    for name in ("year", "channel", "conduct", "outcome", "outcome_group"):
        giving = [(force, of) for force, of in told if of.by.get(name)]
        for category, size in sorted(_added(of.by[name] for _, of in giving).items()):
            sheet.add("officers_investigated", size, _forces(giving), _total(giving), name, category)
    _outcome_figures(sheet, [(force, of) for force, of in told if of.dismissed is not None], total, by_force)


def _outcome_figures(sheet: _Sheet, told: Holdings, total: Interval, by_force: Breakdown) -> None:
    """The figures of dismissals and the shares of outcomes. `told`: the forces that give outcomes."""
    if not told:
        return
    forces = _forces(told)
    dismissed = _sum(of.dismissed for _, of in told)
    decided = _sum(of.decided for _, of in told)
    sheet.add("officers_dismissed", dismissed, forces)
    sheet.add("dismissed_share_of_all", dismissed, forces, total)
    sheet.add("dismissed_share_of_decided", dismissed, forces, decided)
    for name in ("outcome", "outcome_group"):
        for category, size in sorted(_added(of.by[name] for _, of in told if name in of.by).items()):
            group = category if name == "outcome_group" else group_of(category)
            sheet.add("outcome_share_of_all", size, forces, total, name, category)
            if group not in UNDECIDED_GROUPS:
                sheet.add("outcome_share_of_decided", size, forces, decided, name, category)
    for force, size in sorted(_added({force: of.dismissed} for force, of in told).items()):
        sheet.add("officers_dismissed", size, 1, by_force[force], "force", force)
    for name in ("year", "channel", "conduct"):
        giving = [(force, of) for force, of in told if of.dismissed_by.get(name) is not None and of.by.get(name)]
        investigated = _added(of.by[name] for _, of in giving)
        for category, size in sorted(_added(of.dismissed_by[name] for _, of in giving).items()):
            sheet.add("officers_dismissed", size, _forces(giving), investigated.get(category, NONE), name, category)


def _forces(holdings: Holdings) -> int:
    return len({force for force, _ in holdings})


def _total(holdings: Holdings) -> Interval:
    return _sum(of.total for _, of in holdings)


def _sum(sizes: Iterable[Interval | None]) -> Interval:
    return added_up(size for size in sizes if size)


def _added(breakdowns: Iterable[dict]) -> Breakdown:
    found: dict[str, list[Interval]] = {}
    for breakdown in breakdowns:
        for category, size in breakdown.items():
            found.setdefault(category, []).append(size)
    return {category: added_up(sizes) for category, sizes in found.items()}


@dataclass
class _Sheet:
    """The figures of one request, real or sample."""

    request: str
    sample: bool
    most_named: int | None = None
    figures: list[Figure] = field(default_factory=list)

    def add(
        self,
        figure: str,
        size: Interval,
        forces: int,
        whole: Interval | None = None,
        breakdown: str | None = None,
        category: str | None = None,
    ) -> None:
        share, least, most = _shares(size, whole) if whole else (None, None, None)
        too_many = self.most_named is not None and len(size.records) > self.most_named
        unnamed = f" {NOT_NAMED.format(number=len(size.records))}" if too_many else ""
        self.figures.append(
            Figure(
                request=self.request,
                figure=figure,
                breakdown=breakdown,
                category=category,
                lower=size.lower,
                upper=size.upper,
                denominator=whole.lower if whole else None,
                denominator_upper=whole.upper if whole else None,
                share=share,
                share_lower=least,
                share_upper=most,
                forces=forces,
                definition=f"{DEFINITIONS[figure, breakdown]}{unnamed}",
                sample=self.sample,
                records=[] if too_many else sorted(size.records),
            )
        )


def _shares(size: Interval, whole: Interval) -> tuple[float | None, float | None, float | None]:
    """The share of the lower figures, then at least and at most. None where the two contradict each other or are of none."""
    if (not whole.upper and whole.upper is not None) or size.lower > (whole.upper or size.lower):
        return None, None, None
    share = size.lower / whole.lower if whole.lower and size.lower <= whole.lower else None
    least = size.lower / whole.upper if whole.upper else 0.0
    most = min(1.0, size.upper / whole.lower) if size.upper is not None and whole.lower else 1.0
    return (round(share, 6) if share is not None else None, round(least, 6), round(most, 6))


# ---- in words


def headlines(figures: Iterable[Figure]) -> list[tuple[str, str]]:
    """The headline figures of each request, as lines of a name and what it comes to; samples say that they are."""
    sheets: dict[tuple[str, bool], dict[str, Figure]] = {}
    for figure in figures:
        if figure.breakdown is None:
            sheets.setdefault((figure.request, figure.sample), {})[figure.figure] = figure
    return [row for (request, sample), here in sorted(sheets.items()) for row in _headlines(request, sample, here)]


def _headlines(request: str, sample: bool, here: dict[str, Figure]) -> list[tuple[str, str]]:
    rows = [(request, "MADE-UP SAMPLES: no force issued these replies" if sample else "")]
    asked = len(requests.load(request).asked)
    rows.append(("  forces with data", f"{_between(here['forces_with_data'])} ({asked} were asked)"))
    if investigated := here.get("officers_investigated"):
        rows.append(("  officers investigated", f"{_between(investigated)}; figures from {_of_forces(investigated)}"))
    if dismissed := here.get("officers_dismissed"):
        rows.append(("  officers dismissed", f"{_between(dismissed)}; outcomes from {_of_forces(dismissed)}"))
        for name, of in (("of_all", "of all investigated"), ("of_decided", "of those with a stated outcome")):
            rows.append((f"    {of}", _percent(here[f"dismissed_share_{name}"])))
    return rows


def _between(figure: Figure) -> str:
    if figure.upper == figure.lower:
        return f"{figure.lower:,}"
    most = "no upper bound" if figure.upper is None else f"at most {figure.upper:,}"
    return f"at least {figure.lower:,}, {most}"


def _of_forces(figure: Figure) -> str:
    return "1 force" if figure.forces == 1 else f"{figure.forces} forces"


def _percent(figure: Figure) -> str:
    """The share of the lower figures, which is the one to quote with "at least", and the bounds it lies in."""
    if figure.share is None:
        return "no share can be given"
    low, high = figure.share_lower, figure.share_upper
    bounded = figure.upper is not None and figure.denominator_upper is not None and low != high
    bounds = f"; between {low:.1%} and {high:.1%}" if bounded else ""
    return f"{figure.share:.1%} ({figure.lower:,} of {figure.denominator:,}{bounds})"
