"""Suppressed numbers that the tables of a release give away together: over the replies of a force, and in our own summary.

`parsers.disclosure` does the looking; here it is given what is published at once: the current replies to a request, the
earlier ones that stand beside them as superseded, and the figures that we make of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from flows.summary import summarise
from parsers.bounds import Range, Sum, Work, tightest
from parsers.disclosure import EXACTLY, NEARLY, SMALL, is_hidden, look, name_of, problems
from parsers.result import JointTotal, Parsed, PrintedSum, PrintedTable
from schemas.records import Count, Figure, Problem, Reply

Tables = dict[str, list[Any]]
Place = tuple[str, str]
"""A number of a release: `reply_id` and `count_id`."""

ADD_UP = ("force", "year", "outcome", "outcome_group")
"""Breakdowns of the summary in which an officer stands once, so that the categories come to the whole."""

WORK = 300_000


class Layouts:
    """How the numbers of all replies were printed, by identifier: it outlasts the corrections, which put rows in others' places."""

    def __init__(self, parsed: Iterable[Parsed]) -> None:
        self.tables: list[tuple[list[Place], list[tuple[Place, list[Place], str]]]] = []
        self.joint: list[tuple[Place, tuple[str, ...]]] = []
        self.together: list[set[str]] = []
        """The forces whose numbers one table or total holds, where they are several."""
        for one in parsed:
            for table in one.printed:
                sums = [(_place(s.total), [_place(p) for p in s.parts], s.axis) for s in table.sums]
                self.tables.append(([_place(c) for c in table.counts], sums))
                self.together.append({str(c.force) for c in table.counts})
            self.together += [{*j.forces} for j in one.joint]
            self.joint += [(_place(j.total), j.forces) for j in one.joint]

    def of(self, counts: Iterable[Count]) -> tuple[list[PrintedTable], list[JointTotal]]:
        """The layouts of those numbers; a sum of which a number is gone (dropped by hand) is no sum any more."""
        known = {_place(c): c for c in counts}
        tables = []
        for places, sums in self.tables:
            here = tuple(known[p] for p in places if p in known)
            whole = [s for s in sums if s[0] in known and all(p in known for p in s[1])]
            made = tuple(PrintedSum(known[total], tuple(known[p] for p in parts), axis) for total, parts, axis in whole)
            if here:
                tables.append(PrintedTable(here, made))
        return tables, [JointTotal(known[total], forces) for total, forces in self.joint if total in known]


def _place(count: Count) -> Place:
    return count.reply_id, count.count_id


def disclosed(made: Tables, layouts: Layouts, counted: Sequence[Reply]) -> list[Problem]:
    """What the tables give away, as problems without identifiers. `counted`: the current replies that count.

    `made`: the tables after the corrections of rows: a number that a person took down gives nothing away any more.
    """
    samples = {r.reply_id: r.sample for r in made["replies"]}
    rows: dict[tuple, dict[str, list]] = defaultdict(lambda: defaultdict(list))
    for name in ("counts", "superseded_counts", "cases"):
        for row in made[name]:
            rows[row.request, samples.get(row.reply_id, False), row.force][name].append(row)
    found: list[Problem] = []
    told: set[str] = set()
    for group in _groups(rows, layouts.together):
        here = {
            name: [r for key in group for r in rows[key][name]] for name in ("counts", "superseded_counts", "cases")
        }
        if not any(is_hidden(c) for c in here["counts"]):
            continue
        tables, joint = layouts.of([*here["counts"], *here["superseded_counts"]])
        looked = look(here["counts"], tables, here["cases"], here["superseded_counts"], joint)
        told |= {f.count.count_id for f in looked.findings if f.how_far in (EXACTLY, NEARLY)}
        found += problems(looked)
    hidden = {c.count_id: c for c in made["counts"] if is_hidden(c)}
    return (
        found + _by_our_figures(summarise(list(counted), made["cases"], made["counts"]), hidden, told)
        if hidden
        else found
    )


def _groups(rows: dict[tuple, Any], together: list[set[str]]) -> list[list[tuple]]:
    """Each force of a request alone, but those of a joint letter together."""
    groups: list[list[tuple]] = []
    for key in sorted(rows, key=str):
        with_it = [g for g in groups if any(k[:2] == key[:2] and any({k[2], key[2]} <= t for t in together) for k in g)]
        groups = [g for g in groups if g not in with_it] + [[k for g in with_it for k in g] + [key]]
    return groups


# ---- our own figures


def _by_our_figures(figures: list[Figure], hidden: dict[str, Count], told: set[str]) -> list[Problem]:
    """The suppressed numbers that a breakdown of the summary gives away, its whole less its other categories, and that are not told."""
    sheets: dict[tuple, list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.figure == "officers_investigated" and figure.breakdown in ADD_UP:
            sheets[figure.request, figure.sample, figure.breakdown].append(figure)
    found: list[Problem] = []
    for (_, _, breakdown), rows in sorted(sheets.items(), key=str):
        for figure in _narrowed(rows):
            numbers = [hidden[i] for i in figure.records if i in hidden and i not in told]
            found += [_problem(numbers, breakdown)] if numbers else []
            told |= {c.count_id for c in numbers}
    return found


def _narrowed(rows: list[Figure]) -> list[Figure]:
    """The categories of which the others and the whole leave one value, or two, where they are printed with more."""
    given: dict[Any, Range] = {n: (row.lower or 0, row.upper) for n, row in enumerate(rows)}
    given["whole"] = (rows[0].denominator or 0, rows[0].denominator_upper)
    one = Sum({n: -1 if n == "whole" else 1 for n in given})
    found = tightest(given, [one], list(given), Work(WORK))
    if not found.possible:
        return []
    close = [n for n in range(len(rows)) if found.ranges[n] != given[n] and _is_close(found.ranges[n], given[n])]
    return [rows[n] for n in close]


def _is_close(found: Range, given: Range) -> bool:
    low, high = found
    return high is not None and (high == low or (high - low == 1 and high <= max(SMALL, given[1] or 0)))


def _problem(numbers: list[Count], breakdown: str) -> Problem:
    first = numbers[0]
    what = (
        f"the suppressed number {name_of(first)}"
        if len(numbers) == 1
        else f"{len(numbers)} suppressed numbers together, the first {name_of(first)},"
    )
    return Problem(
        code="disclosive_total",
        severity="warning",
        request=first.request,
        force=first.force,
        document=first.document,
        location=first.location,
        row=first.row,
        message=f"Our own summary by {breakdown.replace('_', ' ')} gives away {what}: officers investigated, less the other categories.",
        fix="Tell the force, and ask whether it means to withhold this. If it does, take down its total (foi correct ID --drop …); if not, confirm this problem (docs/small-numbers.md).",
    )
