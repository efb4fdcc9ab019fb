"""What a set of sums leaves possible: the least and the greatest value of numbers of which only bounds are known.

Numbers are integers from 0 up; a sum says that some of them, each taken a number of times, come to a constant. Nothing is
estimated: a bound is given only where every value beyond it is proved impossible, in whole numbers. Three
means, the cheap ones first: bounds carried from sum to sum until nothing changes; sums combined by elimination (Gauss
and Jordan), which finds what no single sum shows; and a search among what is left, value by value. The search is given
an amount of work; where that is used up, the bounds proved so far stand and `whole` is False.

The problem and these means are those of disclosure control: A. Hundepool and others, Statistical Disclosure Control
(Wiley, 2012), chapter 4, where what an intruder can work out of a suppressed cell is its feasibility interval.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import gcd

Name = Hashable
Range = tuple[int, int | None]
"""At least, and at most; None where nothing bounds it."""

LARGEST = 10_000_000
"""No count that is published is larger (`schemas.records.Count`): the search looks no further."""

MOST_NUMBERS, MOST_SUMS = 400, 300
"""A set of sums that hang together and is larger is not combined nor searched, only carried from sum to sum."""

MOST_STEPS = 1_000_000
"""Terms looked at while sums are combined."""

ROUNDS = 30
"""How often bounds are carried over each sum at most: between sums that contradict each other they could climb for ever."""


@dataclass(frozen=True, slots=True)
class Sum:
    """Numbers, each times its factor, that come to `constant`; `source` is what the caller knows the sum by."""

    factors: Mapping[Name, int]
    constant: int = 0
    source: Hashable = None


@dataclass(slots=True)
class Work:
    """How much may still be done, in terms of sums looked at."""

    left: int

    within: Work | None = None  # the larger allowance that this one is a part of

    def spend(self, amount: int) -> bool:
        """Note that so much was done; False where it is more than there was."""
        self.left -= amount
        if self.within is not None:
            self.within.left -= amount
        return self.left >= 0

    def part(self, most: int) -> Work:
        """A part of what is left, at most so much."""
        return Work(min(most, max(self.left, 0)), self)


@dataclass(frozen=True, slots=True)
class Found:
    """The bounds of every number; `possible`: False where the sums contradict each other or the bounds given.

    `whole`: False where the work was used up, so that a bound may be closer than the one given here.
    """

    ranges: dict[Name, Range]
    possible: bool = True
    whole: bool = True


def tightest(given: Mapping[Name, Range], sums: Iterable[Sum], wanted: Iterable[Name], work: Work) -> Found:
    """The closest bounds of the numbers `wanted`, and bounds that hold of the others.

    `given`: the bounds of every number that a sum names.
    """
    system = _System(given, list(sums))
    if not system.carry_all(work):
        return Found(dict(given), possible=False)
    system.whole = len(system.names) <= MOST_NUMBERS and len(system.sums) <= MOST_SUMS
    if system.whole:
        system.combine(work.part(MOST_STEPS))
        if not system.carry_all(work):
            return Found(dict(given), possible=False)
        system.search([system.index[name] for name in wanted if name in system.index], work)
    ranges = {name: (system.low[i], system.high[i]) for name, i in system.index.items()}
    return Found({**given, **ranges} if system.possible else dict(given), system.possible, system.whole)


def together(sums: Sequence[Sum], fixed: frozenset[Name] = frozenset()) -> list[list[Sum]]:
    """The sums in groups that share no number but `fixed` ones: what one group leaves possible the others do not touch."""
    parent = list(range(len(sums)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    first: dict[Name, int] = {}
    for i, one in enumerate(sums):
        for name in one.factors:
            if name not in fixed:
                parent[root(i)] = root(first.setdefault(name, i))
    groups: dict[int, list[Sum]] = defaultdict(list)
    for i, one in enumerate(sums):
        groups[root(i)].append(one)
    return list(groups.values())


def needed(given: Mapping[Name, Range], sums: Sequence[Sum], name: Name, proved: Range, work: Work) -> list[Sum]:
    """Some of the sums that still prove these bounds of the number, none of which can be left out.

    Where the work is used up before that is certain, more may be among them.
    """
    for one in sums:  # most often a single sum is enough
        if name in one.factors and _proves(given, [one], name, proved, work):
            return [one]
    kept = list(sums)
    for one in _farthest_first(sums, name):
        without = [s for s in kept if s is not one]
        if _proves(given, without, name, proved, work):
            kept = without
    return kept


def _proves(given: Mapping[Name, Range], sums: Sequence[Sum], name: Name, proved: Range, work: Work) -> bool:
    if not work.spend(sum(len(s.factors) for s in sums)):
        return False
    near = next((g for g in together(sums) if any(name in s.factors for s in g)), [])
    found = tightest(given, near, [name], work)
    return found.possible and found.ranges.get(name, given[name]) == proved


def _farthest_first(sums: Sequence[Sum], name: Name) -> list[Sum]:
    """The sums by how many others lie between them and the number, those that touch it last."""
    steps: dict[int, int] = {}
    known, step = {name}, 0
    while len(steps) < len(sums):
        fresh = [i for i, s in enumerate(sums) if i not in steps and known & s.factors.keys()]
        if not fresh:
            break
        steps |= dict.fromkeys(fresh, step)
        known = known.union(*(sums[i].factors.keys() for i in fresh))
        step += 1
    return [sums[i] for i in sorted(range(len(sums)), key=lambda i: -steps.get(i, len(sums)))]


# ---- the work itself

_Row = list[tuple[int, int]]  # (number, factor)


@dataclass
class _System:
    given: Mapping[Name, Range]
    named: list[Sum]
    names: list[Name] = field(init=False)
    index: dict[Name, int] = field(init=False)
    low: list[int] = field(init=False)
    high: list[int | None] = field(init=False)
    sums: list[tuple[_Row, int]] = field(init=False)
    of: dict[int, list[int]] = field(init=False)  # number → the sums that it is in
    possible: bool = True
    whole: bool = True

    def __post_init__(self) -> None:
        self.names = list(dict.fromkeys(name for s in self.named for name in s.factors))
        self.index = {name: i for i, name in enumerate(self.names)}
        self.low = [self.given[name][0] for name in self.names]
        self.high = [self.given[name][1] for name in self.names]
        self.sums = [([(self.index[n], f) for n, f in s.factors.items() if f], s.constant) for s in self.named]
        self._note()

    def _note(self) -> None:
        self.of = defaultdict(list)
        for number, (row, _) in enumerate(self.sums):
            for i, _ in row:
                self.of[i].append(number)

    def carry(self, waiting: Iterable[int], work: Work) -> bool:
        """Carry bounds from sum to sum until nothing changes; False where a number is left without a value."""
        queue = dict.fromkeys(waiting)
        while queue:
            number = next(iter(queue))
            del queue[number]
            row, constant = self.sums[number]
            if not work.spend(len(row) + 1):
                return True  # what is proved so far stands
            changed = _narrow(row, constant, self.low, self.high)
            if changed is None:
                return False
            for i in changed:
                queue |= dict.fromkeys(self.of[i])
        return True

    def carry_all(self, work: Work) -> bool:
        """As `carry`, from every sum."""
        return self.carry(range(len(self.sums)), work.part(ROUNDS * sum(len(row) + 1 for row, _ in self.sums)))

    def combine(self, work: Work) -> None:
        """Add the sums that follow from others by elimination: of numbers that are not known yet."""
        open_numbers = [i for i in range(len(self.names)) if self.low[i] != self.high[i]]
        rows = []
        for row, constant in self.sums:
            known = sum(f * self.low[i] for i, f in row if self.low[i] == self.high[i])
            rows.append(({i: f for i, f in row if self.low[i] != self.high[i]}, constant - known))
        made = _reduced(rows, open_numbers, work)
        have = {(tuple(sorted(row)), constant) for row, constant in self.sums}
        for row, constant in made:
            if row and (tuple(row), constant) not in have:
                self.sums.append((row, constant))
            elif not row and constant:
                self.sums.append(([], constant))  # nothing comes to something: a contradiction
        self._note()

    def search(self, wanted: list[int], work: Work) -> None:
        """Close the bounds of the numbers wanted by looking for a solution beyond what was seen of each."""
        open_numbers = [i for i in wanted if self.low[i] != self.high[i]]
        if not open_numbers:
            return
        seen = _Seen(len(self.names))
        for rising in (True, False):
            solution = self._solve(None, rising, work)
            if solution is None:
                self.possible, self.whole = work.left < 0, self.whole and work.left >= 0
                return
            seen.note(solution)
        for i in open_numbers:
            for rising in (True, False):
                self._close(i, rising, seen, work)

    def _close(self, i: int, rising: bool, seen: _Seen, work: Work) -> None:
        """Find the least (`rising`), or the greatest, value of the number that a solution has."""
        bound = self.low[i] if rising else self.high[i]
        extreme = seen.low[i] if rising else seen.high[i]
        if bound is None or bound == extreme:
            return
        inside = (bound, extreme - 1) if rising else (extreme + 1, bound)
        solution = self._solve((i, inside), rising, work)
        if work.left < 0:
            self.whole = False
            return
        if solution is not None:
            seen.note(solution)
            extreme = seen.low[i] if rising else seen.high[i]
        if rising:
            self.low[i] = extreme
        else:
            self.high[i] = extreme
        self.carry(self.of[i], work)

    def _solve(self, inside: tuple[int, tuple[int, int]] | None, rising: bool, work: Work) -> list[int] | None:
        """A solution with the number `inside` a range, as low (or high) there as any; None where there is none, or no work left."""
        low, high = list(self.low), [LARGEST if h is None else h for h in self.high]
        first = None
        if inside is not None:
            first, (low[inside[0]], high[inside[0]]) = inside
        stack = [(low, high, None if first is None else [first])]
        kept = self.low, self.high
        try:
            while stack:
                self.low, self.high, touched = stack.pop()  # type: ignore[assignment]
                waiting = range(len(self.sums)) if touched is None else [s for i in touched for s in self.of[i]]
                if not work.spend(1) or not self.carry(waiting, work):
                    if work.left < 0:
                        return None
                    continue
                if work.left < 0:
                    return None
                i = self._next(first)
                if i is None:
                    return list(self.low)
                a, b = self.low[i], self.high[i]
                assert b is not None
                middle = (a + b) // 2 if b - a > 8 else (a if rising else b - 1)
                halves = [(a, middle), (middle + 1, b)]
                for one, other in halves if not rising else halves[::-1]:
                    lower, upper = list(self.low), list(self.high)
                    lower[i], upper[i] = one, other
                    stack.append((lower, upper, [i]))  # type: ignore[arg-type]
            return None
        finally:
            self.low, self.high = kept

    def _next(self, first: int | None) -> int | None:
        """The number to settle next: the one wanted, then the one with the fewest values left."""
        if first is not None and self.low[first] != self.high[first]:
            return first
        best, fewest = None, None
        for i, (a, b) in enumerate(zip(self.low, self.high, strict=True)):
            width = b - a  # type: ignore[operator]
            if width and (fewest is None or width < fewest):
                best, fewest = i, width
        return best


class _Seen:
    """The least and the greatest value of each number among the solutions found."""

    def __init__(self, size: int) -> None:
        self.low: list[int] = [LARGEST + 1] * size
        self.high: list[int] = [-1] * size

    def note(self, solution: list[int]) -> None:
        self.low = [min(pair) for pair in zip(self.low, solution, strict=True)]
        self.high = [max(pair) for pair in zip(self.high, solution, strict=True)]


def _narrow(row: _Row, constant: int, low: list[int], high: list[int | None]) -> list[int] | None:
    """Narrow the numbers of one sum, in place; those that changed, None where one is left without a value."""
    least, most = 0, 0  # of all terms that are bounded on that side
    open_least, open_most = 0, 0  # terms that are not
    for i, f in row:
        a, b = low[i], high[i]
        if f > 0:
            least += f * a
            most, open_most = (most + f * b, open_most) if b is not None else (most, open_most + 1)
        else:
            most += f * a
            least, open_least = (least + f * b, open_least) if b is not None else (least, open_least + 1)
    if (not open_least and least > constant) or (not open_most and most < constant):
        return None
    fresh: list[tuple[int, int, int | None]] = []
    for i, f in row:
        a, b = low[i], high[i]
        own_least, own_most = (f * a, None if b is None else f * b) if f > 0 else (None if b is None else f * b, f * a)
        others_open_least = open_least - (own_least is None)
        others_open_most = open_most - (own_most is None)
        # f·x = constant − the others
        up = None if others_open_least else constant - (least - (own_least or 0))
        down = None if others_open_most else constant - (most - (own_most or 0))
        new_low, new_high = (down, up) if f > 0 else (up, down)
        size = abs(f)
        if f < 0:
            new_low, new_high = (None if n is None else -n for n in (new_low, new_high))
        fresh_low = a if new_low is None else max(a, -(-new_low // size))
        fresh_high = b if new_high is None else (new_high // size if b is None else min(b, new_high // size))
        if fresh_high is not None and fresh_low > fresh_high:
            return None
        if (fresh_low, fresh_high) != (a, b):
            fresh.append((i, fresh_low, fresh_high))
    for i, fresh_low, fresh_high in fresh:
        low[i], high[i] = fresh_low, fresh_high
    return [i for i, _, _ in fresh]


def _reduced(rows: list[tuple[dict[int, int], int]], numbers: Sequence[int], work: Work) -> list[tuple[_Row, int]]:
    """The sums in reduced row echelon form, whole factors without a common divisor; as far as the work goes.

    A row of no numbers and a constant other than 0 is a contradiction; so is one whose factors have a divisor that its
    constant has not, and it comes back as such.
    """
    waiting: list[tuple[dict[int, int], int]] = rows
    done: list[tuple[dict[int, int], int]] = []
    for pivot in numbers:
        at = next((k for k, (row, _) in enumerate(waiting) if pivot in row), None)
        if at is None:
            continue
        row, constant = waiting[at]
        waiting = [*waiting[:at], *waiting[at + 1 :]]
        touched = sum(pivot in other for other, _ in (*waiting, *done))
        if not work.spend(touched * len(row)):
            return [_divided(r, c) for r, c in (*done, *waiting, (row, constant))]
        waiting = [_without(pivot, other, c, row, constant) for other, c in waiting]
        done = [_without(pivot, other, c, row, constant) for other, c in done]
        done.append((row, constant))
    return [_divided(row, constant) for row, constant in (*done, *waiting)]


def _without(
    pivot: int, other: dict[int, int], c: int, row: dict[int, int], constant: int
) -> tuple[dict[int, int], int]:
    """One sum with so much of another taken off that it holds the number `pivot` no more."""
    if pivot not in other:
        return other, c
    of_row, of_other = other[pivot], row[pivot]
    shared = gcd(of_row, of_other)
    of_row, of_other = of_row // shared, of_other // shared
    made = {i: f * of_other for i, f in other.items()}
    for i, f in row.items():
        made[i] = made.get(i, 0) - f * of_row
    made = {i: f for i, f in made.items() if f}
    rest = c * of_other - constant * of_row
    common = gcd(*made.values(), rest)
    return ({i: f // common for i, f in made.items()}, rest // common) if common > 1 else (made, rest)


def _divided(row: dict[int, int], constant: int) -> tuple[_Row, int]:
    common = gcd(*row.values())
    if common > 1 and constant % common:
        return [], 1  # whole numbers never come to that
    common = max(common, 1) * (-1 if row and row[min(row)] < 0 else 1)
    return sorted((i, f // common) for i, f in row.items()), constant // common
