"""The officers that one reply tells of: how many, how many dismissed, and both by category, each with its records.

A force gives a case list, numbers, or both of the same officers; each officer is counted once. Everything is an interval:
a suppressed number, a row that may be one officer or several, and two statements that disagree widen it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from parsers.infer import OF_WHICH
from schemas import requests, vocabulary
from schemas.records import NOT_OFFICERS, PEOPLE, Case, Count, Reply

SURE_GRAINS = ("officer", "case", "mixed")
"""Grains in which one row is one officer unless the row says otherwise. In the others rows may share an officer."""

DAYS_OF_A_YEAR = 365
"""Two spans that differ by less may be one, given to the day in one place and by the year in another."""

DISMISSAL = "dismissal"
UNDECIDED_GROUPS = ("pending", "unknown")
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Interval:
    """At least `lower`, at most `upper`, None where nothing bounds it; `records` are the identifiers it was made from."""

    lower: int
    upper: int | None
    records: frozenset[str] = frozenset()

    def __add__(self, other: Interval) -> Interval:
        upper = None if self.upper is None or other.upper is None else self.upper + other.upper
        return Interval(self.lower + other.lower, upper, self.records | other.records)

    def spanning(self, other: Interval) -> Interval:
        """The interval that holds both: two printed numbers for one thing that disagree."""
        upper = None if self.upper is None or other.upper is None else max(self.upper, other.upper)
        return Interval(min(self.lower, other.lower), upper, self.records | other.records)

    def beside(self, other: Interval) -> Interval:
        """Two numbers that may be of the same officers or of different ones: at least the larger, at most both."""
        return replace(self + other, lower=max(self.lower, other.lower))

    def narrowed(self, other: Interval) -> Interval:
        """What two statements about one number leave of it; the first alone where the second adds nothing or contradicts.

        Two wide ones that leave one value, or two, would tell what neither says: then, too, the first alone.
        """
        uppers = [u for u in (self.upper, other.upper) if u is not None]
        lower, upper = max(self.lower, other.lower), min(uppers, default=None)
        if (lower, upper) == (self.lower, self.upper) or (upper is not None and lower > upper):
            return self
        if upper is not None and upper - lower <= 1 and self.wide and other.wide:
            return self
        return Interval(lower, upper, self.records | other.records)

    @property
    def wide(self) -> bool:
        """Of more than two values."""
        return self.upper is None or self.upper - self.lower > 1

    def printed_beside(self, parts: Interval) -> Interval:
        """A printed total narrowed by its parts; as wide as it is printed where a force withholds it and its parts give it."""
        made = self.narrowed(parts)
        return self if self.upper is not None and self.wide and not made.wide else made

    def without(self, other: Interval) -> Interval:
        """This less any number of the other: `other` may be among it, or not."""
        return replace(self, lower=max(0, self.lower - other.upper) if other.upper is not None else 0)


NONE = Interval(0, 0)
Breakdown = dict[str, Interval]
Period = tuple[date | None, date | None]
Span = tuple[date, date]
Periods = dict[Period, Interval]


@dataclass(slots=True)
class Officers:
    """The officers of one reply: how many, how many dismissed, and both by category. None where the reply does not say.

    `decided` are those whose outcome is stated and final. `span`: the time that a total from numbers is of; `stated`:
    that total is printed, not a sum of parts.
    """

    total: Interval | None = None
    span: Span | None = None
    stated: bool = False
    dismissed: Interval | None = None
    decided: Interval | None = None
    by: dict[str, Breakdown] = field(default_factory=dict)
    dismissed_by: dict[str, Breakdown] = field(default_factory=dict)


def officers_by_reply(replies: Iterable[Reply], cases: Iterable[Case], counts: Iterable[Count]) -> dict[str, Officers]:
    """The officers of each reply, by `reply_id`. Only what the current replies gave may be passed in.

    Where a force answered in parts, one of its replies tells of them all and the others of nothing: a list in one part may
    name the officers that another counts.
    """
    listed: dict[str, list[Case]] = defaultdict(list)
    counted: dict[str, list[Count]] = defaultdict(list)
    for case in cases:
        listed[case.reply_id].append(case)
    for count in counts:
        counted[count.reply_id].append(count)
    answers: dict[tuple, list[Reply]] = defaultdict(list)
    for reply in replies:
        answers[reply.request, reply.force, reply.sample].append(reply)
    found: dict[str, Officers] = {}
    silent = Officers()
    for parts in answers.values():
        found.update((r.reply_id, silent) for r in parts)
        teller = max(parts, key=lambda r: (bool(listed[r.reply_id]), r.grain not in SURE_GRAINS, r.reply_id))
        since = requests.load(teller.request).period_start
        rows = [c for r in parts for c in listed[r.reply_id] if not (c.year and c.year < since.year)]
        numbers = [c for r in parts for c in counted[r.reply_id] if not (c.period_end and c.period_end < since)]
        found[teller.reply_id] = officers_of(teller, rows, numbers)
    return found


def officers_of(reply: Reply, cases: Iterable[Case], counts: Iterable[Count]) -> Officers:
    """The officers of one reply, from its case list, its counts of officers, or both of the same officers."""
    rows, numbers = list(cases), list(counts)
    told = _from_counts([c for c in numbers if _of_officers(c)])
    if rows:
        listed = _from_cases([c for c in rows if c.person_type not in NOT_OFFICERS], _least_of(reply, numbers))
        return _once(listed, told, added_up(_officers_in(c) for c in rows), _covers(told, rows))
    if told.total is None and reply.status == "nil":
        nil = Interval(0, 0, frozenset([reply.reply_id]))
        return Officers(total=nil, dismissed=nil, decided=nil)
    return told


def added_up(sizes: Iterable[Interval]) -> Interval:
    """The sum of all. One after another, as `+` adds them, the records of the sum would be copied for each."""
    lower, upper = 0, 0
    bounded = True
    records: set[str] = set()
    for size in sizes:
        lower += size.lower
        bounded = bounded and size.upper is not None
        upper += size.upper or 0
        records |= size.records
    return (
        Interval(lower, upper if bounded else None, frozenset(records))
        if records or lower or upper or not bounded
        else NONE
    )


# ---- a case list


def _officers_in(case: Case) -> Interval:
    return Interval(case.officers_lower, case.officers_upper, frozenset([case.record_id]))


def _one_each(reply: Reply, counts: list[Count]) -> bool:
    """One row is one officer: not where the grain is allegations, or a mixed reply counts allegations beside its list."""
    shared = any(c.measure in ("allegations", "complaints") for c in counts)
    return reply.grain in SURE_GRAINS and not (reply.grain == "mixed" and shared)


def _least_of(reply: Reply, counts: list[Count]) -> Callable[[list[Case]], int | None]:
    """How many officers rows are about at least, where one row need not be one officer; None where it is.

    Where only rows of one reference may share an officer, the others are one each.
    """
    if _one_each(reply, counts):
        return lambda rows: None
    if reply.grain != "unknown":
        return lambda rows: 1
    return lambda rows: len({c.case_ref_raw or c.record_id for c in rows}) if any(c.case_ref_raw for c in rows) else 1


def _from_cases(cases: list[Case], least: Callable[[list[Case]], int | None]) -> Officers:
    def size(rows: Iterable[Case]) -> Interval:
        members = list(rows)
        total, fewest = added_up(_officers_in(c) for c in members), least(members)
        return total if fewest is None else replace(total, lower=min(total.lower, fewest))

    def split(rows: Iterable[Case], categories: Callable[[Case], Sequence[str]]) -> Breakdown:
        found: dict[str, list[Case]] = defaultdict(list)
        for case in rows:
            for category in dict.fromkeys(categories(case) or [UNKNOWN]):
                found[category].append(case)
        return {category: size(members) for category, members in found.items()}

    by: dict[str, Callable[[Case], Sequence[str]]] = {
        "year": lambda c: [str(c.year)] if c.year else [],
        "channel": lambda c: c.channels,
        "conduct": lambda c: c.conduct_categories,
        "outcome": lambda c: [c.outcome] if c.outcome else [],
        "outcome_group": lambda c: [group_of(c.outcome)],
    }
    dismissed = [c for c in cases if group_of(c.outcome) == DISMISSAL]
    return Officers(
        total=size(cases),
        dismissed=size(dismissed),
        decided=size(c for c in cases if group_of(c.outcome) not in UNDECIDED_GROUPS),
        by={name: split(cases, categories) for name, categories in by.items()},
        dismissed_by={name: split(dismissed, by[name]) for name in ("year", "channel", "conduct")},
    )


def group_of(outcome: str | None) -> str:
    """The group of an outcome; `unknown` where it has none or is not coded (None, or the category `unknown`)."""
    return (vocabulary.load("outcome").group(outcome) if outcome and outcome != UNKNOWN else None) or UNKNOWN


# ---- a case list and numbers


def _covers(told: Officers, cases: list[Case]) -> bool:
    """The numbers are of all the years that the list is about."""
    years = [c.year for c in cases if c.year]
    return bool(told.span and all(told.span[0].year <= year <= told.span[1].year for year in years))


def _once(listed: Officers, told: Officers, rows: Interval, covers: bool) -> Officers:
    """One account of the officers that a list and numbers both tell of. `rows`: everyone on the list, staff too."""
    if listed.total is None or told.total is None:
        return listed
    if rows.upper is None or told.total.lower <= rows.upper:
        bounded = covers and told.stated  # parts may be only those officers that had an outcome
        return replace(listed, total=listed.total.narrowed(told.total if bounded else replace(told.total, upper=None)))
    # The list names only some of the officers that the force counts: taken alone it would hide the others.
    total = told.total if covers else told.total.beside(listed.total)
    most = None if total.upper is None else total.upper - listed.total.lower
    others = Interval(max(0, total.lower - rows.upper), most)
    partly = {name: {**sizes, UNKNOWN: sizes.get(UNKNOWN, NONE) + others} for name, sizes in listed.by.items()}
    return Officers(
        total=total,
        dismissed=(covers and told.dismissed) or _or_more(listed.dismissed, others),
        decided=(covers and told.decided) or _or_more(listed.decided, others),
        by={**partly, **{name: sizes for name, sizes in told.by.items() if sizes and covers}},
        dismissed_by={**listed.dismissed_by, **{name: sizes for name, sizes in told.dismissed_by.items() if covers}},
    )


def _or_more(size: Interval | None, others: Interval) -> Interval | None:
    return size and size + replace(others, lower=0)


# ---- numbers


def _of_officers(count: Count) -> bool:
    """A number of officers; of persons, one whose category says that they are officers or staff."""
    if count.meaning in ("not_held", "not_applicable"):
        return False
    people = count.measure == "persons" and "person_type" in (count.dimension, count.dimension2)
    return count.measure == "officers" or people


def _from_counts(counts: list[Count]) -> Officers:
    staff = [c for c in counts if c.of_staff]
    officers = [c for c in counts if not c.of_staff]
    apart = next((d for d in PEOPLE if any(d in (c.dimension, c.dimension2) for c in staff)), None)
    if not staff and all(c.measure == "persons" for c in officers):
        apart = "person_type"
    totals = _by_period(c for c in officers if c.dimension == "total" and c.measure == "officers")
    if apart:  # a printed total is then one of officers and staff together
        totals = _added(_categories(officers, apart).values())
    elif not totals:  # 'Police officers', and nothing of staff
        told = _categories(officers, "person_type")
        totals = _added(sizes for code, sizes in told.items() if code != UNKNOWN)
    crossed = [_turned(c) for c in officers if c.dimension in PEOPLE and c.dimension2 == "outcome"]
    outcomes = _categories(_told_apart([*officers, *crossed], "outcome", bool(staff)), "outcome")
    sizes = _over_all(outcomes)
    apart_by_outcome = crossed or any(c.dimension2 in PEOPLE for c in officers if c.dimension == "outcome")
    mixed = staff and sizes and not apart_by_outcome
    if mixed:
        among = added_up(_over_all(_categories(staff, apart or PEOPLE[0])).values())
        sizes = {code: size.without(among) for code, size in sizes.items()}
    groups = _grouped(sizes)
    parts = [p for p in (outcomes, *(_categories(officers, d) for d in ("rank", "severity", "process"))) if p]
    years = next((found for p in ({"": totals}, *parts) if (found := _years(p))), {})
    span = _span(totals)
    if parts and span and _is_of_a_part(totals, span, parts[0]):
        totals, span = {}, None  # printed for a part of the time only: no total of them all
    total = _over_periods(totals)
    if total and sizes and not mixed:
        total = total.printed_beside(added_up(sizes.values()))
    return Officers(
        total=total or (added_up(_over_all(parts[0]).values()) if parts else None),
        span=span or (_span(*parts[0].values()) if parts else None),
        stated=bool(totals),
        dismissed=groups.get(DISMISSAL, _untold(total, sizes)) if sizes else None,
        decided=added_up(s for name, s in groups.items() if name not in UNDECIDED_GROUPS) if sizes else None,
        by={
            "year": years,
            "channel": _over_all(_categories(officers, "channel")),
            "conduct": _over_all(_categories(officers, "conduct")),
            "outcome": sizes,
            "outcome_group": groups,
        },
        dismissed_by={} if mixed else {"year": _years({c: p for c, p in outcomes.items() if group_of(c) == DISMISSAL})},
    )


def _turned(count: Count) -> Count:
    """The number of a group of people by outcome as one of an outcome by group."""
    return replace(
        count,
        dimension="outcome",
        category=count.category2,
        category_raw=count.category2_raw,
        dimension2=count.dimension,
        category2=count.category,
        category2_raw=count.category_raw,
    )


def _untold(total: Interval | None, sizes: Breakdown) -> Interval:
    """How many may have had an outcome that is not among those told, where these cannot be all of a total's officers."""
    told = added_up(sizes.values())
    if total is None or told.upper is None or told.upper >= total.lower:
        return NONE
    return Interval(0, None if total.upper is None else total.upper - told.lower)


def _is_of_a_part(totals: Periods, span: Span, part: dict[str, Periods]) -> bool:
    """The totals are of a shorter time than the numbers of a breakdown, or of fewer than those, where they name no time."""
    other = _span(*part.values()) or span
    if other == (date.min, date.max) and span != other:
        total, parts = _over_periods(totals), added_up(_over_all(part).values())
        return bool(total and total.upper is not None and parts.lower > total.upper)
    return _days(other) - _days(span) >= DAYS_OF_A_YEAR


def _told_apart(counts: list[Count], dimension: str, staff: bool) -> list[Count]:
    """Without the margins of a two-way table, where they hold staff too and its cells do not."""
    two_way = any(c.dimension == dimension and c.dimension2 in PEOPLE for c in counts)
    return [c for c in counts if not (staff and two_way and c.dimension == dimension and c.dimension2 not in PEOPLE)]


def _by_period(counts: Iterable[Count]) -> Periods:
    """One interval for each period; a number printed more than once for one period counts once."""
    found: Periods = {}
    for count in counts:
        period, size = (count.period_start, count.period_end), _size(count)
        found[period] = found[period].spanning(size) if period in found else size
    return found


def _size(count: Count) -> Interval:
    return Interval(count.lower or 0, count.upper, frozenset([count.count_id]))


def _categories(counts: Iterable[Count], dimension: str) -> dict[str, Periods]:
    """Category to its number in each period; those not in the vocabulary go under `unknown`.

    A category that stands in a table of its own breakdown is taken from there, and from two-way tables only otherwise. A
    part of a category ('NFA', 'of which resigned') is among its number already.
    """
    one_way: dict[str, list[Count]] = defaultdict(list)
    two_way: dict[str, list[Count]] = defaultdict(list)
    for count in counts:
        if count.dimension == dimension and not (
            count.dimension2 == dimension and OF_WHICH.match(count.category2_raw or "")
        ):
            kind = one_way if count.dimension2 in (None, "total") else two_way
            kind[count.category or UNKNOWN].append(count)
    made = {code: _one_thing(members) for code, members in one_way.items()}
    for code, members in two_way.items():
        if code not in made:
            seconds: dict[str | None, list[Count]] = defaultdict(list)
            for count in members:
                seconds[count.category2_raw].append(count)
            made[code] = _added(_one_thing(alike) for alike in seconds.values())
    return made


def _one_thing(counts: list[Count]) -> Periods:
    """The numbers of one category in each period, printed under one name or several, in one table or several."""
    periods: dict[Period, list[Count]] = defaultdict(list)
    for count in counts:
        periods[count.period_start, count.period_end].append(count)
    return {period: _of_one_period(members) for period, members in periods.items()}


def _of_one_period(counts: list[Count]) -> Interval:
    """Two names in one table are two groups of officers; in two tables, or a table and a sentence, perhaps the same."""
    names: dict[str | None, list[Count]] = defaultdict(list)
    for count in counts:
        names[count.category_raw].append(count)
    tables: list[tuple[set, Interval]] = []
    for members in names.values():
        places = {(c.document, c.location, c.dimension_raw) for c in members}
        size = next(iter(_by_period(members).values()))
        index = next((i for i, (known, _) in enumerate(tables) if known & places), None)
        if index is None:
            tables.append((places, size))
        else:
            known, there = tables[index]
            tables[index] = (known | places, there + size)
    size = tables[0][1]
    for _, other in tables[1:]:
        size = size.beside(other)
    return size


def _added(series: Iterable[Mapping]) -> dict:
    total: dict = {}
    for sizes in series:
        for key, size in sizes.items():
            total[key] = total.get(key, NONE) + size
    return total


def _over_all(categories: dict[str, Periods]) -> Breakdown:
    return {code: _over_periods(periods) or NONE for code, periods in categories.items()}


def _grouped(outcomes: Breakdown) -> Breakdown:
    groups: Breakdown = {}
    for outcome, size in outcomes.items():
        name = group_of(outcome)
        groups[name] = groups.get(name, NONE) + size
    return groups


# ---- periods


def _over_periods(sizes: Periods) -> Interval | None:
    """The number over all periods: the one printed for the whole span, else the sum of those that do not overlap."""
    if not sizes:
        return None
    undated = sizes.get((None, None))
    dated = _dated(sizes)
    if not dated:
        return undated if undated is not None else added_up(sizes.values())
    first, last = min(start for start, _ in dated), max(end for _, end in dated)
    whole = dated.pop(_whole(dated, first, last), None)
    if undated is not None:  # of all the time too
        whole = undated if whole is None else whole.spanning(undated)
    spans = _apart(dated)
    parts = added_up(dated[span] for span in spans)
    if whole is None:
        return parts
    gaps = sum((end - start).days + 1 for start, end in spans) < (last - first).days + 1
    return whole.printed_beside(replace(parts, upper=None) if gaps else parts)


def _whole(spans: Iterable[Span], first: date, last: date) -> Span:
    """The span from the first day to the last, or to one within the last year: its years are printed without their end."""
    long = [s for s in spans if s[0] == first and _days((s[1], last)) < DAYS_OF_A_YEAR and _days(s) > DAYS_OF_A_YEAR]
    return max(long, key=_days, default=(first, last))


def _dated(sizes: Periods) -> dict[Span, Interval]:
    return {(start, end): size for (start, end), size in sizes.items() if start and end}


def _span(*series: Periods) -> Span | None:
    """From the first day to the last; for numbers without a period, all time. None where there is none."""
    periods = [period for sizes in series for period in sizes]
    if not periods:
        return None
    if (None, None) in periods:
        return date.min, date.max
    starts, ends = [start for start, _ in periods if start], [end for _, end in periods if end]
    return (min(starts), max(ends)) if starts and ends else None


def _days(span: Span) -> int:
    return (span[1] - span[0]).days


def _apart(spans: Iterable[Span]) -> list[Span]:
    """Spans that do not overlap, the shortest first where some do."""
    chosen: list[Span] = []
    for start, end in sorted(spans, key=lambda span: (span[1] - span[0], span)):
        if all(end < other[0] or start > other[1] for other in chosen):
            chosen.append((start, end))
    return chosen


def _years(categories: dict[str, Periods]) -> Breakdown:
    """The numbers of all categories together, by the year in which the period of each begins."""
    years: Breakdown = {}
    for periods in categories.values():
        dated = {span: size for span, size in _dated(periods).items() if _days(span) <= DAYS_OF_A_YEAR}
        for span in _apart(dated):
            year = str(span[0].year)
            years[year] = years.get(year, NONE) + dated[span]
    return years
