"""What sums leave possible, against every whole number tried one by one."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.bounds import Sum, Work, needed, tightest, together


def work() -> Work:
    return Work(500_000)


@st.composite
def systems(draw):
    """A few numbers with printed bounds and sums that hold of true values, but for one that now and then is wrong by one."""
    size = draw(st.integers(2, 5))
    truth = [draw(st.integers(0, 5)) for _ in range(size)]
    bounds = {}
    for i, value in enumerate(truth):
        known = draw(st.booleans()) and draw(st.booleans())
        bounds[i] = (value, value) if known else (draw(st.integers(0, value)), draw(st.integers(value, 6)))
    sums = []
    for number in range(draw(st.integers(1, 4))):
        names = draw(st.lists(st.integers(0, size - 1), min_size=1, unique=True))
        factors = {i: draw(st.sampled_from([1, 1, 1, -1, 2, 3])) for i in names}
        wrong = draw(st.sampled_from([0] * 9 + [1]))
        sums.append(Sum(factors, sum(f * truth[i] for i, f in factors.items()) + wrong, number))
    return bounds, sums


def tried(bounds, sums):
    """The least and the greatest of each number among all solutions; None where there is none."""
    names = list(bounds)
    found = [
        values
        for values in itertools.product(*(range(low, high + 1) for low, high in bounds.values()))
        if all(sum(f * values[names.index(n)] for n, f in s.factors.items()) == s.constant for s in sums)
    ]
    return {n: (min(v[i] for v in found), max(v[i] for v in found)) for i, n in enumerate(names)} if found else None


@settings(max_examples=150, deadline=None)
@given(systems())
def test_the_bounds_are_those_of_all_solutions(system):
    bounds, sums = system
    found, truth = tightest(bounds, sums, list(bounds), work()), tried(bounds, sums)
    assert found.whole and found.possible == (truth is not None)
    if truth is not None:
        used = {name for s in sums for name in s.factors}
        assert {n: found.ranges[n] for n in used} == {n: truth[n] for n in used}


@settings(max_examples=100, deadline=None)
@given(systems())
def test_what_is_needed_proves_it_and_nothing_in_it_can_be_left_out(system):
    bounds, sums = system
    truth = tried(bounds, sums)
    for name in bounds if truth else ():
        if truth[name] == bounds[name]:
            continue
        kept = needed(bounds, sums, name, truth[name], work())
        assert tried(bounds, kept)[name] == truth[name]
        for one in kept:
            rest = [s for s in kept if s is not one]
            assert tried(bounds, rest)[name] != truth[name]


@settings(max_examples=60, deadline=None)
@given(systems(), st.integers(0, 60))
def test_bounds_hold_however_little_may_be_done(system, steps):
    """A bound that is too wide is a miss; one that is too close would be a false alarm."""
    bounds, sums = system
    truth = tried(bounds, sums)
    if truth is None:
        return
    found = tightest(bounds, sums, list(bounds), Work(steps))
    assert found.possible
    for name, (low, high) in found.ranges.items():
        assert low <= truth[name][0] and high >= truth[name][1]


def test_no_single_sum_shows_it_and_together_they_do():
    """Hundepool and others, 2012, section 4.2: rows less columns leave one number."""
    cells = dict.fromkeys("abcd", (0, None))
    sums = [
        Sum({"a": 1, "b": 1}, 40), Sum({"c": 1, "d": 1, "x": 1}, 70), Sum({"a": 1, "c": 1}, 60), Sum({"b": 1, "d": 1}, 43),
    ]  # fmt: skip
    found = tightest({**cells, "x": (0, None)}, sums, ["x", "a"], work())
    assert found.ranges["x"] == (7, 7)
    assert found.ranges["a"] == (0, 40)


def test_a_number_that_nothing_bounds_has_no_bound():
    found = tightest({"a": (2, None), "b": (0, None)}, [Sum({"a": 1, "b": -1}, 0)], ["a", "b"], work())
    assert found.ranges == {"a": (2, None), "b": (2, None)}


@pytest.mark.parametrize(
    "sums",
    [
        [Sum({"a": 1}, 3), Sum({"a": 1}, 4)],
        [Sum({"a": 1, "b": -1}, 0), Sum({"a": 1, "b": -1}, 1)],  # bounds alone would climb for ever
        [Sum({"a": 2, "b": -2}, 1)],  # no whole numbers
        [Sum({"a": 1, "b": 1}, -1)],
    ],
)
def test_sums_that_cannot_hold_are_told(sums):
    assert not tightest({"a": (0, None), "b": (0, None)}, sums, ["a"], work()).possible


def test_a_large_table_ends_within_its_work():
    """Forty rows, ten columns, half of it hidden without a bound: a search without a plan would not end."""
    cells = {(r, c): ((0, None) if (r * 7 + c * 3) % 2 else (c, c)) for r in range(40) for c in range(10)}
    value = {cell: (cell[0] * cell[1]) % 5 if low != high else low for cell, (low, high) in cells.items()}
    sums = [Sum({(r, c): 1 for c in range(10)}, sum(value[r, c] for c in range(10))) for r in range(40)]
    sums += [Sum({(r, c): 1 for r in range(40)}, sum(value[r, c] for r in range(40))) for c in range(10)]
    given_work = Work(100_000)
    found = tightest(cells, sums, list(cells), given_work)
    assert found.possible and all(found.ranges[n][0] <= value[n] <= (found.ranges[n][1] or 0) for n in cells)
    assert given_work.left > -50_000


def test_groups_share_no_number_but_known_ones():
    sums = [Sum({"a": 1, "k": 1}, 3), Sum({"b": 1, "k": 1}, 4), Sum({"a": 1, "c": 1}, 5)]
    groups = together(sums, frozenset({"k"}))
    assert sorted(len(g) for g in groups) == [1, 2]
    assert len(together(sums)) == 1
