"""Suppressed numbers that what is published gives away: from totals, from other tables and replies, from a case list.

A force that prints `<5` beside a total has hidden nothing if all else is printed: primary suppression without secondary
(A. Hundepool and others, Statistical Disclosure Control, Wiley 2012, chapter 4; Government Statistical Service, guidance on
intruder testing). Whatever a reader can work out is looked for here, so that a person can ask the force before it is printed.
What was worked out is told to nobody: a `Finding` says which number, how far, and from what, never what it comes to.

What is believed, the surest first: that a printed total is the sum of its parts; that a number printed twice is one number;
that a total in the letter, or over all years, is that of the table; that an earlier reply's number still holds; that a case list
is of the officers who are counted; that two tables break down the same officers. What contradicts the numbers, or what is
surer than itself, is not believed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations

from parsers.bounds import Range, Sum, Work, needed, tightest, together
from parsers.infer import OF_WHICH
from parsers.reconcile import is_gap
from parsers.result import JointTotal, PrintedTable
from schemas.records import Case, Count, Problem

SMALL = 10
"""The largest number that counts as a small one, where the force prints no bound."""

WORK_FOR_ONE, WORK_FOR_ALL, WORK_TO_EXPLAIN, WORK_TO_EXPLAIN_ALL = 1_000_000, 6_000_000, 300_000, 2_000_000
"""Terms of sums that are looked at: for one group of sums and for all; to say which sums one number hangs on, and for all."""

MOST_SPANS = 60
"""Periods that are put together to longer ones; more are no reply's years."""

MOST_TABLES = 300
"""Tables and numbers in words that are compared with each other; of more, each table is looked at alone."""

EXACTLY, NEARLY, PARTLY = "exactly", "nearly", "partly"

PARTITIONS = ("outcome", "rank", "person_type", "severity", "process")
"""Breakdowns in which an officer stands once. One of several channels or kinds of conduct is counted in each."""

_ALONE = ("not_held", "not_applicable")
_OFFICERS = ("officers", "persons")
_ROWS = ("cases", "investigations")
_NO_OFFICERS = ("staff", "pcso")
_YEAR = 366


@dataclass(frozen=True, slots=True, eq=False)
class Clue:
    """What gives a number away: `how`, and the numbers to name."""

    how: str
    of: tuple[Count, ...] = ()
    believed: int = 0  # the lower the surer


@dataclass(frozen=True, slots=True)
class Finding:
    """One suppressed number that can be worked out `exactly`, `nearly` (to one or two values) or `partly`, and from what.

    What it comes to is not kept.
    """

    count: Count
    how_far: str
    clues: tuple[Clue, ...]


@dataclass(slots=True)
class Looked:
    """What was found in the numbers of one request; `unfinished`: numbers about which the search could not be ended."""

    findings: list[Finding] = field(default_factory=list)
    unfinished: list[Count] = field(default_factory=list)


def look(
    counts: Sequence[Count],
    tables: Iterable[PrintedTable] = (),
    cases: Sequence[Case] = (),
    earlier: Sequence[Count] = (),
    joint: Iterable[JointTotal] = (),
) -> Looked:
    """Find the suppressed numbers among `counts`, those of the current replies to one request, that can be worked out.

    `tables`: how they were printed; `cases`: of the same replies; `earlier`: the numbers of replies that a later one
    superseded, published beside them; `joint`: totals of several forces.
    """
    hidden = [c for c in counts if is_hidden(c)]
    made = Looked()
    if not hidden:
        return made
    clues = _Clues(counts, tables, cases, earlier, joint)
    given = clues.given
    known = frozenset(n for n, (low, high) in given.items() if low == high)
    left, to_explain = Work(WORK_FOR_ALL), Work(WORK_TO_EXPLAIN_ALL)
    wanted = {clues.name(c): c for c in hidden}
    for group in together(clues.believed(), known):
        here = [n for n in dict.fromkeys(n for s in group for n in s.factors) if n in wanted]
        if not here:
            continue
        group, ranges, whole = _consistent(given, group, here, left.part(WORK_FOR_ONE))
        if not whole:
            made.unfinished += [wanted[n] for n in here]
        for name in here:
            if ranges[name] != given[name]:
                found = _finding(wanted[name], given, group, name, ranges[name], to_explain.part(WORK_TO_EXPLAIN))
                made.findings += [found] if _matters(found, ranges[name]) else []
    if len(clues.tables) > MOST_TABLES:
        made.unfinished = hidden
    order = {id(c): i for i, c in enumerate(counts)}
    made.findings.sort(key=lambda f: order[id(f.count)])
    return made


def is_hidden(count: Count) -> bool:
    """The force gives bounds or a sign where a number is, or leaves its place empty; a word that could not be read is neither."""
    return count.value is None and (count.meaning == "suppressed" or (count.meaning == "unknown" and is_gap(count)))


def _matters(found: Finding, proved: Range) -> bool:
    """Of a dash or a blank that nobody explains, and that may hide nothing: only where its own table gives it, and not as a zero."""
    if found.count.meaning == "suppressed":
        return True
    return found.how_far != PARTLY and proved[0] > 0 and all(c.believed == 0 for c in found.clues)


def _consistent(
    given: dict[Hashable, Range], group: list[Sum], wanted: list[Hashable], work: Work
) -> tuple[list[Sum], dict[Hashable, Range], bool]:
    """The sums of a group that can all hold, and what they leave of the numbers wanted.

    Where not all can, the surest are believed first, and one that contradicts those believed is left out.
    """
    found = tightest(given, group, wanted, work)
    if found.possible:
        return group, found.ranges, found.whole
    kept: list[Sum] = []
    for one in sorted(group, key=lambda s: s.source.believed):  # type: ignore[attr-defined]
        if tightest(given, [*kept, one], list(one.factors)[:1], work).possible:
            kept.append(one)
    found = tightest(given, kept, wanted, work)
    told = found.possible and work.left > 0  # what contradicts may be among those kept where the work was used up
    return (kept, found.ranges, found.whole) if told else ([], dict(given), False)


def _finding(
    count: Count, given: dict[Hashable, Range], group: list[Sum], name: Hashable, proved: Range, work: Work
) -> Finding:
    clues = [s.source for s in needed(given, group, name, proved, work)]
    low, high = proved
    most = SMALL if given[name][1] is None else max(SMALL, given[name][1] or 0)
    near = high is not None and high - low <= 1 and high <= most
    how_far = EXACTLY if low == high else NEARLY if near else PARTLY
    return Finding(count, how_far, tuple(dict.fromkeys(clues)))  # type: ignore[arg-type]


# ------------------------------------------------------------------------------------------ what is believed of the numbers


Key = tuple
"""What a number is of: force, measure, breakdowns, period. Two numbers of one key are one number."""


def _key(count: Count) -> Key:
    return (count.force, count.measure, _breakdowns(count), _period(count))


def _breakdowns(count: Count) -> tuple:
    made = []
    for dimension, code, raw in (
        (count.dimension, count.category, count.category_raw),
        (count.dimension2, count.category2, count.category2_raw),
    ):
        if dimension not in (None, "total"):
            words = " ".join((raw or "").casefold().split())
            made.append(
                (dimension, code or words, (count.dimension_raw or "").casefold() if dimension == "other" else "")
            )
    return tuple(sorted(made))


def _period(count: Count) -> tuple:
    if count.period_start is None and count.period_end is None:
        return (" ".join((count.period_raw or "").casefold().split()),)
    return (count.period_start, count.period_end)


_Numbers = dict[Key, list[Count]]


@dataclass(slots=True, eq=False)
class _Table:
    """The numbers of one table, or one number given in words, by what they are of."""

    number: int
    reply: str
    numbers: _Numbers
    in_words: bool
    old: bool


class _Clues:
    """Every sum that may hold between the numbers, with how far it is believed."""

    def __init__(
        self,
        counts: Sequence[Count],
        tables: Iterable[PrintedTable],
        cases: Sequence[Case],
        earlier: Sequence[Count],
        joint: Iterable[JointTotal],
    ) -> None:
        self.names = {id(count): number for number, count in enumerate([*counts, *earlier])}
        self.given: dict[Hashable, Range] = {n: _range(c) for n, c in enumerate([*counts, *earlier])}
        self.cases = list(cases)
        self.joint = [j for j in joint if id(j.total) in self.names]
        self.printed = [p for p in tables if any(id(c) in self.names for c in p.counts)]
        self.covered = {frozenset(map(id, s.parts)) for p in self.printed for s in p.sums}
        self.tables = self._tables(counts, earlier)
        self.at: dict[Key, list[_Table]] = defaultdict(list)  # what a number is of → the tables that have it
        for table in self.tables:
            for key in table.numbers:
                self.at[key].append(table)
        spans = {key[3] for key in self.at if len(key[3]) == 2 and all(key[3])}
        self.spans = spans if len(spans) <= MOST_SPANS else set()
        self.made: list[Sum] = []
        self.said: set[tuple] = set()

    def _tables(self, counts: Sequence[Count], earlier: Sequence[Count]) -> list[_Table]:
        apart = {id(j.total) for j in self.joint}
        old = {id(c) for c in earlier}
        within = {id(c): number for number, p in enumerate(self.printed) for c in p.counts}
        groups: dict[tuple, list[Count]] = defaultdict(list)
        for count in [*counts, *earlier]:
            if count.meaning not in _ALONE and id(count) not in apart:
                groups[("table", within[id(count)]) if id(count) in within else ("words", id(count))].append(count)
        return [
            _Table(number, members[0].reply_id, _by_key(members), kind == "words", id(members[0]) in old)
            for number, ((kind, _), members) in enumerate(groups.items())
        ]

    def name(self, count: Count) -> Hashable:
        return self.names[id(count)]

    def believed(self) -> list[Sum]:
        """The sums, the surest first, without those that say the same twice or that the numbers themselves contradict."""
        self._printed_sums()
        if len(self.tables) > MOST_TABLES:
            return self.made
        self._joint_sums()
        self._same_numbers()
        self._totals_elsewhere()
        self._case_list()
        self._totals_that_nobody_prints()
        return self.made

    def _add(self, parts: Iterable[Count], whole: Iterable[Count], clue: Clue, constant: int = 0) -> None:
        """Note that the parts come to the whole, or to the whole and a constant."""
        factors: dict[Hashable, int] = defaultdict(int)
        for count in parts:
            factors[self.name(count)] += 1
        for count in whole:
            factors[self.name(count)] -= 1
        used = {name: f for name, f in factors.items() if f}
        said = (frozenset(used.items()), constant)
        if said in self.said or all(_exact(self.given[name]) for name in used) or not _can(used, constant, self.given):
            return
        self.said.add(said)
        self.made.append(Sum(used, constant, clue))

    # ---- what the tables print

    def _printed_sums(self) -> None:
        """The totals of each table, but not in a direction in which more of them fail than hold: those are no sums."""
        for table in self.printed:
            held: dict[str, int] = defaultdict(int)
            sums = [(s, [p for p in s.parts if not OF_WHICH.match(p.category_raw or "")]) for s in table.sums]
            sums = [(s, parts) for s, parts in sums if parts and all(id(c) in self.names for c in (s.total, *parts))]
            for one, parts in sums:
                if all(c.value is not None for c in (one.total, *parts)):
                    held[one.axis] += 1 if sum(p.value or 0 for p in parts) == one.total.value else -1
            for one, parts in sums:
                if held[one.axis] >= 0:
                    self._add(parts, [one.total], Clue("sum", (one.total,), 0))

    def _joint_sums(self) -> None:
        for one in self.joint:
            totals = [self._whole((force, *_key(one.total)[1:])) for force in one.forces]
            if all(totals):
                self._add([c for t in totals for c in t], [one.total], Clue("joint", (one.total,), 1))

    def _whole(self, key: Key) -> list[Count]:
        """The numbers that make up a total: as printed, or the parts of a table that breaks it down; none where nothing does."""
        current = [t for t in self.tables if not t.old]
        printed = [t.numbers[key] for t in current if key in t.numbers]
        broken = (
            parts
            for t in current
            for k, parts in [*_broken_down(t.numbers), *_tiled(t.numbers, self.spans)]
            if k == key
        )
        return printed[0] if printed else next(broken, [])

    # ---- one number in two places

    def _same_numbers(self) -> None:
        common: dict[tuple[int, int], list[Key]] = defaultdict(list)
        for key, tables in self.at.items():
            for pair in combinations(sorted(t.number for t in tables), 2):
                common[pair].append(key)
        for (i, j), keys in common.items():
            one, other = self.tables[i], self.tables[j]
            if (one.old and other.old) or not _agree(one, other, keys):
                continue
            for key in keys:
                earlier = [c for t in (one, other) if t.old for c in t.numbers[key]]
                both = (*one.numbers[key], *other.numbers[key])
                clue = Clue("earlier", tuple(earlier), 4) if earlier else Clue("same", both, 2)
                self._add(one.numbers[key], other.numbers[key], clue)

    # ---- totals of a table that stand elsewhere

    def _totals_elsewhere(self) -> None:
        """A total that another table, the letter or an earlier reply prints is the sum of a table that breaks it down.

        So is a number over several years the sum of those years' numbers.
        """
        for table in self.tables:
            for how, broken in (("whole", _broken_down(table.numbers)), ("years", _tiled(table.numbers, self.spans))):
                for key, parts in broken:
                    if frozenset(map(id, parts)) in self.covered:
                        continue
                    for other in self.at.get(key, []):
                        whole = other.numbers[key]
                        if (other is table and how == "whole") or _apart(table, other):
                            continue
                        if not self._of_one_time(table, other):
                            continue
                        earlier = other.old != table.old
                        self._add(parts, whole, Clue("earlier" if earlier else how, tuple(whole), 4 if earlier else 3))

    def _of_one_time(self, table: _Table, other: _Table) -> bool:
        """Both of current replies; or of one reply; or an earlier reply said the same where both say anything."""
        if table.reply == other.reply or not (table.old or other.old):
            return True
        if table.old:
            return False
        same = [(t, k) for t in self.tables if t.reply == other.reply for k in t.numbers if k in table.numbers]
        pairs = [(_sum_of(t.numbers[k]), _sum_of(table.numbers[k])) for t, k in same]
        return any(_exact(a) and a == b and a[0] for a, b in pairs) and all(_overlap(a, b) for a, b in pairs)

    # ---- the case list

    def _case_list(self) -> None:
        """A number that the rows of the case list make up, where the list says what the other numbers say."""
        if not self.cases:
            return
        for table in self.tables:
            if table.old:
                continue
            counted = [(key, n) for key in table.numbers if (n := _counted(self.cases, key)) is not None]
            sizes = [(_sum_of(table.numbers[key]), n) for key, n in counted]
            exact = [n for size, n in sizes if _exact(size)]
            if any(not _overlap(size, (n, n)) for size, n in sizes) or (exact and not any(exact)):
                continue
            for key, n in counted:
                self._add(table.numbers[key], [], Clue("cases", (table.numbers[key][0],), 5), constant=n)

    # ---- totals that nobody prints

    def _totals_that_nobody_prints(self) -> None:
        """Two tables that break one thing down in two ways have one sum, though neither prints it."""
        ways: dict[Key, list[tuple[_Table, list[Count]]]] = defaultdict(list)
        for table in self.tables:
            for key, parts in [*_broken_down(table.numbers), *_tiled(table.numbers, self.spans)]:
                if not table.old and not key[2] and key not in self.at:
                    ways[key].append((table, parts))
        for made in ways.values():
            for (table, one), (beside, other) in combinations(made, 2):
                bounded = all(_sum_of(parts)[1] is not None for parts in (one, other))
                alike = one[0].dimension == other[0].dimension and one[0].dimension != "total"
                if bounded and not alike and table is not beside and not _apart(table, beside):
                    self._add(one, other, Clue("tables", (one[0], other[0]), 6))


def _agree(one: _Table, other: _Table, keys: list[Key]) -> bool:
    """Two tables are of the same things: most of what both print is the same, and something is, unless words speak or time passed."""
    same, differ, more = _compared(one, other, keys)
    enough = more > 0 or one.in_words or other.in_words or one.old != other.old
    return enough and (differ == 0 or same > differ)


def _apart(one: _Table, other: _Table) -> bool:
    """Two tables are of different things: what both print is not the same."""
    same, differ, _ = _compared(one, other, [k for k in one.numbers if k in other.numbers])
    return differ > 0 and same <= differ


def _compared(one: _Table, other: _Table, keys: list[Key]) -> tuple[int, int, int]:
    """How many numbers of both are the same, how many cannot be, and how many of the same are not merely zeros."""
    same = differ = more = 0
    for key in keys:
        a, b = _sum_of(one.numbers[key]), _sum_of(other.numbers[key])
        if _exact(a) and _exact(b):
            same, differ, more = same + (a == b), differ + (a != b), more + (a == b and a[0] > 0)
        elif not _overlap(a, b):
            differ += 1
    return same, differ, more


def _range(count: Count) -> Range:
    if count.value is not None:
        return count.value, count.value
    if count.meaning in _ALONE:
        return 0, 0  # what a force does not hold, it did not add up either
    return count.lower or 0, count.upper


def _sum_of(counts: Iterable[Count]) -> Range:
    ranges = [_range(c) for c in counts]
    highs = [high for _, high in ranges]
    return sum(low for low, _ in ranges), None if None in highs else sum(h for h in highs if h is not None)


def _exact(size: Range) -> bool:
    return size[0] == size[1]


def _overlap(one: Range, other: Range) -> bool:
    return (one[1] is None or other[0] <= one[1]) and (other[1] is None or one[0] <= other[1])


def _can(factors: dict[Hashable, int], constant: int, given: dict[Hashable, Range]) -> bool:
    least: int | None = 0
    most: int | None = 0
    for name, f in factors.items():
        low, high = given[name]
        a, b = (f * low, None if high is None else f * high) if f > 0 else (None if high is None else f * high, f * low)
        least = None if least is None or a is None else least + a
        most = None if most is None or b is None else most + b
    return (least is None or least <= constant) and (most is None or constant <= most)


def _by_key(counts: Iterable[Count]) -> _Numbers:
    """The numbers of a table by what they are of; where parts and a printed total have one key, the total.

    Several names of one code ('Training', 'Debrief') are told apart by their words: another table may print one of them alone.
    """
    found: _Numbers = defaultdict(list)
    for count in counts:
        found[_key(count)].append(count)
    made: _Numbers = {}
    for key, members in found.items():
        totals = [c for c in members if c.stated_total]
        named: dict[tuple, list[Count]] = defaultdict(list)
        for count in totals or members:
            named[(count.category_raw or "").casefold(), (count.category2_raw or "").casefold()].append(count)
        if totals or len(named) == 1 or not key[2]:
            made[key] = (totals or members)[:1]
        else:
            made |= {
                (*key[:2], tuple((*b[:2], str(words)) for b in key[2]), key[3]): alike for words, alike in named.items()
            }
    return made


def _broken_down(table: _Numbers) -> Iterable[tuple[Key, list[Count]]]:
    """What a table breaks down, and the numbers that make it up: over one breakdown in which an officer stands once."""
    found: dict[tuple[Key, str], list[Count]] = defaultdict(list)
    for (force, measure, breakdowns, period), counts in table.items():
        for gone in breakdowns:
            rest = tuple(b for b in breakdowns if b is not gone)
            if gone[0] in PARTITIONS and not any(c.stated_total for c in counts):
                own = [c for c in counts if not OF_WHICH.match(c.category_raw or "")]
                found[(force, measure, rest, period), gone[0]] += own
    yield from ((key, parts) for (key, _), parts in found.items() if len(parts) > 1)


def _tiled(table: _Numbers, spans: set[tuple]) -> Iterable[tuple[Key, list[Count]]]:
    """The spans that the periods of a table make up without a gap, each with the numbers of those periods."""
    rows: dict[tuple, dict[tuple[date, date], list[Count]]] = defaultdict(dict)
    for (force, measure, breakdowns, period), counts in table.items():
        if len(period) == 2 and all(period):
            rows[force, measure, breakdowns][period] = counts
    for what, periods in rows.items():
        for start, end in sorted(s for s in spans if all(s)):
            chain = _chain({p for p in periods if p != (start, end)}, start, end)
            if len(chain) > 1:
                yield (*what, (start, end)), [c for p in chain for c in periods[p]]


def _chain(periods: set[tuple[date, date]], start: date, end: date) -> list[tuple[date, date]]:
    """Periods one after the other from the first day to the last, the shortest at each step; empty where there are none."""
    made: list[tuple[date, date]] = []
    at = start
    while True:
        following = sorted(p for p in periods if p[0] == at and p[1] <= end)
        if not following:
            return []
        made.append(following[0])
        if following[0][1] == end:
            return made
        at = following[0][1] + timedelta(days=1)


# ---- a case list


def _counted(cases: Sequence[Case], key: Key) -> int | None:
    """How many officers, or rows, of the list a number is of; None where the list does not tell."""
    force, measure, breakdowns, period = key
    rows = [c for c in cases if c.force == force]
    if not rows or measure not in (*_OFFICERS, *_ROWS):
        return None
    if measure in _OFFICERS:
        rows = [c for c in rows if c.person_type not in _NO_OFFICERS or any(b[0] == "person_type" for b in breakdowns)]
    for dimension, code, words in breakdowns:
        if words:
            return None
        values = {id(c): _values(c, dimension) for c in rows}
        if any(v is None for v in values.values()):
            return None
        rows = [c for c in rows if code in (values[id(c)] or ())]
    found = _of_period(rows, cases, force, period)
    if found is None or any(c.officers_lower != c.officers_upper for c in found):
        return None
    if measure in _ROWS:
        return len({(c.document, c.location, c.row) for c in found})
    return sum(c.officers_lower or 0 for c in found)


def _values(case: Case, dimension: str) -> list[str] | None:
    """What the list says of a case; None where it does not say."""
    if dimension == "channel":
        return case.channels or None
    if dimension == "conduct":
        return case.conduct_categories or None
    value = getattr(case, dimension, None) if dimension != "other" else None
    return None if value in (None, "unknown", "not_stated") else [value]


def _of_period(rows: list[Case], cases: Sequence[Case], force: str, period: tuple) -> list[Case] | None:
    years = [c.year for c in cases if c.force == force]
    if len(period) != 2 or not all(period):
        return rows if period == ("",) else None
    start, end = period
    if (end - start).days <= _YEAR:
        return None if any(y is None for y in years) else [c for c in rows if c.year == start.year]
    told = [y for y in years if y is not None]
    return rows if told and start.year <= min(told) and max(told) <= end.year else None


# ------------------------------------------------------------------------------------------------------------- in words


_SHOWN = 6
"""Numbers, and clues of one number, that a problem names."""


def problems(looked: Looked) -> list[Problem]:
    """What was found, as problems without their identifiers: the numbers of one printed row together, those that can
    only be narrowed by page. None of them says what a number comes to, nor within which bounds."""
    groups: dict[tuple, list[Finding]] = defaultdict(list)
    for one in looked.findings:
        row = None if one.how_far == PARTLY else one.count.row
        groups[one.count.force, one.count.document, one.count.location, row, one.how_far].append(one)
    made = [_problem(found) for found in groups.values()]
    open_ones: dict[tuple, list[Count]] = defaultdict(list)
    for count in looked.unfinished:
        open_ones[count.force, count.document].append(count)
    return made + [_unfinished(found) for found in open_ones.values()]


def _problem(found: list[Finding]) -> Problem:
    first, far = found[0].count, found[0].how_far
    told = [f"{name_of(f.count)}{f', row {f.count.row}' if far == PARTLY else ''}, {_from(f)}" for f in found[:_SHOWN]]
    more = f"; and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    can = {
        EXACTLY: "can be worked out exactly",
        NEARLY: "can be worked out to within one",
        PARTLY: "can be narrowed below what the force printed",
    }[far]
    many = len(found) > 1
    return Problem(
        code="disclosive_total",
        severity="info" if far == PARTLY else "warning",
        request=first.request,
        force=first.force,
        document=first.document,
        location=first.location,
        row=None if far == PARTLY else first.row,
        message=f"{'Numbers' if many else 'A number'} that the force does not give {can}: {'; '.join(told)}{more}.",
        fix=_what_to_do(found),
    )


def _what_to_do(found: list[Finding]) -> str:
    if found[0].how_far == PARTLY:
        return "Nothing need be done; where so small a range names somebody, ask the force (docs/small-numbers.md)."
    hidden = {f.count.count_id for f in found}
    giving = [c.count_id for f in found for clue in f.clues for c in clue.of]
    names = list(dict.fromkeys(i for i in giving if i and i not in hidden))[:2]
    down = f" (foi correct {names[0]} --drop …)" if names else ""
    return (
        "Tell the force, and ask whether it means to withhold this. If it does, take down a number that gives it away"
        f"{down}; if not, keep it and confirm this problem (foi correct PROBLEM --confirm …; docs/small-numbers.md)."
    )


def name_of(count: Count) -> str:
    """What is printed of a number, and what it is of, in the force's words: `“<5” (Written warning, 2021)`."""
    words = (count.category_raw, count.category2_raw, count.period_raw)
    what = ", ".join(dict.fromkeys(" ".join(w.split()) for w in words if w))
    token = f"“{count.token}”" if count.token else "a blank cell"
    return f"{token} ({what})" if what else token


def _place(count: Count) -> str:
    what = ", ".join(
        dict.fromkeys(" ".join(w.split()) for w in (count.category_raw, count.category2_raw, count.period_raw) if w)
    )
    return f"{f'“{what}”, ' if what else ''}{count.location}, row {count.row}"


def _from(found: Finding) -> str:
    """From what it can be worked out."""
    told = list(dict.fromkeys(_clue(clue, found.count) for clue in found.clues))
    more = [f"{len(told) - _SHOWN} more"] if len(told) > _SHOWN else []
    return "from " + " and ".join([*told[:_SHOWN], *more])


def _clue(clue: Clue, hidden: Count) -> str:
    others = [c for c in clue.of if c is not hidden] or list(clue.of)
    if clue.how in ("sum", "years", "whole", "joint") and hidden in clue.of and len(clue.of) == 1:
        return "the numbers that it is the total of"
    said = _place(others[0]) if others else ""
    return {
        "sum": f"the total ({said})",
        "joint": f"the total of the forces together ({said})",
        "same": f"another place that prints it ({said})",
        "whole": f"the total that stands elsewhere ({said})",
        "years": f"the number over several years ({said})",
        "earlier": f"an earlier reply, which a later one superseded ({said})",
        "cases": "the rows of the case list",
        "tables": f"another table of the same officers ({said})",
    }[clue.how]


def _unfinished(found: list[Count]) -> Problem:
    first = found[0]
    return Problem(
        code="disclosive_total",
        severity="info",
        request=first.request,
        force=first.force,
        document=first.document,
        message=f"Whether {len(found)} suppressed numbers can be worked out from the totals was looked at in part only: too many hang together.",
        fix="Look at the totals of the table yourself before quoting its parts.",
    )
