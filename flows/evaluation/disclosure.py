"""`python -m flows.evaluation.disclosure`: made-up replies with suppressed numbers, and how well what they give away is found.

Each reply is drawn with its sums. What can be worked out of it is then told by trying every whole number in every hidden
place, and compared with what `parsers.disclosure` says of the reply as it was read: a number that can be worked out and is
not reported is a miss, one that is reported and cannot be is a false alarm. Nothing here shares code with the search.
"""

from __future__ import annotations

import html
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import click

from flows.terminal import say
from parsers import disclosure
from parsers.documents import read
from parsers.parse import explain_reply
from parsers.result import Parsed
from schemas.records import Count

OUTCOMES = ("Dismissed", "Final written warning", "Written warning", "Management advice", "Words of advice", "No further action", "Resigned")  # fmt: skip
RANKS = ("Constable", "Sergeant", "Inspector", "Chief Inspector", "Superintendent")
CHANNELS = ("WhatsApp", "Facebook", "Instagram", "Snapchat", "Twitter")
YEARS = ("2017", "2018", "2019", "2020", "2021")
SPAN = "between 1 January 2017 and 31 December 2021"
MOST_HIDDEN = 6
BEYOND, UNBOUNDED = 400, 200
"""How far a number without a printed bound is tried; one that may be larger than the second is not bounded by any sum:
no total that is drawn comes to it."""

NONE, PARTLY, NEARLY, EXACTLY = "not", disclosure.PARTLY, disclosure.NEARLY, disclosure.EXACTLY


@dataclass
class Number:
    """A number as drawn: its value, what is printed, and the bounds that are printed with that."""

    value: int
    token: str
    low: int
    high: int | None
    hidden: bool
    what: tuple[str, ...] = ()


@dataclass
class Drawn:
    """One publication: the replies of a force, the current one last, and the sums that hold between its numbers."""

    kind: str
    replies: list[str] = field(default_factory=list)
    numbers: list[Number] = field(default_factory=list)
    sums: list[tuple[dict[int, int], int]] = field(default_factory=list)
    unprinted: list[Number] = field(default_factory=list)  # what sums come to that nobody prints
    force: str = "durham"
    cases: bool = False

    def say(self, parts: list[Number], whole: Number | int) -> None:
        """Note that the parts come to the whole."""
        factors = Counter(id(n) for n in parts)
        if isinstance(whole, Number):
            factors[id(whole)] -= 1
        self.sums.append((dict(factors), 0 if isinstance(whole, Number) else whole))


class _Pen:
    """Draws numbers, a few of them hidden, and the tables that they stand in."""

    def __init__(self, draw: random.Random, drawn: Drawn) -> None:
        self.draw, self.drawn = draw, drawn
        self.sign = draw.choice(("<5", "<5", "<5", "1-4", "*", "* explained"))
        self.left = (
            3 if self.sign == "*" else MOST_HIDDEN
        )  # without a bound, each multiplies what is to be tried by 400

    def number(self, value: int, *what: str, share: float = 0.9) -> Number:
        """A number, hidden where it is small, and now and then where it is not (secondary suppression)."""
        small = 1 <= value <= 4
        hide = self.left > 0 and (
            (small and self.draw.random() < share) or (self.sign == "*" and self.draw.random() < 0.08)
        )
        made = self._hidden(value) if hide else Number(value, str(value), value, value, False)
        self.left -= made.hidden
        made.what = what
        self.drawn.numbers.append(made)
        return made

    def _hidden(self, value: int) -> Number:
        if self.sign == "1-4" and value:
            return Number(value, "1-4", 1, 4, True)
        if self.sign.startswith("*"):
            return Number(value, "*", 0, 4 if "explained" in self.sign else None, True)
        return Number(value, "<5", 0, 4, True)

    def value(self) -> int:
        return self.draw.choice((0, 0, 1, 2, 3, 4, 1, 2, 5, 6, 8, 11, 14))

    @property
    def note(self) -> str:
        return "<p>* denotes fewer than 5.</p>" if self.sign == "* explained" else ""


def table(heading: str, columns: list[str], rows: list[tuple[str, list[str]]]) -> str:
    cells = [[heading, *columns], *([label, *tokens] for label, tokens in rows)]
    return (
        "<table>"
        + "".join("<tr>" + "".join(f"<td>{html.escape(t)}</td>" for t in r) + "</tr>" for r in cells)
        + "</table>"
    )


def letter(body: str, day: str = "3 October 2022", name: str = "Durham Constabulary", more: str = "") -> str:
    return (
        f"<html><body><p>{name}</p><p>Our reference: FOI 1234/22</p><p>{day}</p><p>Dear Sir or Madam</p>"
        f"<p>{more}I can confirm that the force holds the information that you asked for. The figures below are of police officers "
        f"investigated {SPAN}.</p>{body}<p>Yours faithfully</p><p>Information Access Team</p></body></html>"
    )


# ---- the kinds of publication


def one_way(
    pen: _Pen, made: Drawn, labels: tuple[str, ...], total: bool, many: int | None = None
) -> tuple[str, list[Number], Number | None]:
    chosen = list(labels[: many or pen.draw.randint(3, 5)])
    numbers = [pen.number(pen.value(), label.casefold()) for label in chosen]
    rows = [(label, [n.token]) for label, n in zip(chosen, numbers, strict=True)]
    whole = None
    if total:
        whole = pen.number(sum(n.value for n in numbers), "total", share=0.3)
        rows.append(("Total", [whole.token]))
        made.say(numbers, whole)
    heading = "Outcome" if labels is OUTCOMES else "Rank" if labels is RANKS else "Platform"
    return table(heading, ["Officers"], rows), numbers, whole


def grid(pen: _Pen, made: Drawn, across: bool, down: bool) -> str:
    years = YEARS[: pen.draw.randint(2, 3)]
    labels = OUTCOMES[: pen.draw.randint(2, 4)]
    cells = {(label, y): pen.number(pen.value(), label.casefold(), y) for label in labels for y in years}
    rows = [(label, [cells[label, y].token for y in years]) for label in labels]
    ends = {}
    if across:
        for label, (_, tokens) in zip(labels, rows, strict=True):
            parts = [cells[label, y] for y in years]
            ends[label] = pen.number(sum(p.value for p in parts), label.casefold(), "total", share=0.3)
            made.say(parts, ends[label])
            tokens.append(ends[label].token)
    if down:
        feet = []
        for y in years:
            parts = [cells[label, y] for label in labels]
            feet.append(pen.number(sum(p.value for p in parts), "total", y, share=0.3))
            made.say(parts, feet[-1])
        tokens = [f.token for f in feet]
        if across:
            corner = pen.number(sum(f.value for f in feet), "total", "total", share=0)
            made.say(feet, corner)
            made.say(list(ends.values()), corner)
            tokens.append(corner.token)
        rows.append(("Total", tokens))
    return table("Outcome", [*years, *(["Total"] if across else [])], rows)


def plain(pen: _Pen, made: Drawn) -> None:
    text, _, _ = one_way(pen, made, OUTCOMES, pen.draw.random() < 0.85)
    made.replies.append(letter(text + pen.note))


def two_way(pen: _Pen, made: Drawn) -> None:
    across, down = pen.draw.choice(((True, True), (True, True), (True, False), (False, True), (False, False)))
    made.replies.append(letter(grid(pen, made, across, down) + pen.note))


def total_in_the_letter(pen: _Pen, made: Drawn) -> None:
    text, numbers, _ = one_way(pen, made, OUTCOMES, total=False)
    whole = sum(n.value for n in numbers)
    said = f"<p>A total of {whole} police officers were investigated {SPAN}.</p>"
    if whole:
        made.say(numbers, whole)
        made.replies.append(letter(said + text + pen.note))
    else:
        made.replies.append(letter(text + pen.note))


def two_breakdowns(pen: _Pen, made: Drawn) -> None:
    first, numbers, _ = one_way(pen, made, OUTCOMES, total=False)
    whole = sum(n.value for n in numbers)
    cut = sorted(pen.draw.randint(0, whole) for _ in range(2))
    sizes = [b - a for a, b in pairwise([0, *cut, whole])]
    ranks = [pen.number(size, label.casefold()) for size, label in zip(sizes, RANKS, strict=False)]
    rows = [(label, [n.token]) for label, n in zip(RANKS, ranks, strict=False)]
    end = pen.number(whole, "total", share=0)
    rows.append(("Total", [end.token]))
    made.say(ranks, end)
    made.say(numbers, end)
    made.replies.append(letter(f"{first}<p>By rank:</p>{table('Rank', ['Officers'], rows)}{pen.note}"))


def years_and_outcomes(pen: _Pen, made: Drawn) -> None:
    first, numbers, _ = one_way(pen, made, OUTCOMES, total=False)
    whole = sum(n.value for n in numbers)
    cut = sorted(pen.draw.randint(0, whole) for _ in range(len(YEARS) - 1))
    sizes = [b - a for a, b in pairwise([0, *cut, whole])]
    years = [pen.number(size, "", year) for size, year in zip(sizes, YEARS, strict=True)]
    rows = [(y, [n.token]) for y, n in zip(YEARS, years, strict=True)]
    end = pen.number(whole, "total", share=0)
    rows.append(("Total", [end.token]))
    made.say(years, end)
    made.say(numbers, end)
    made.replies.append(letter(f"{table('Year', ['Officers'], rows)}<p>By outcome:</p>{first}{pen.note}"))


def earlier_reply(pen: _Pen, made: Drawn) -> None:
    text, numbers, whole = one_way(pen, made, OUTCOMES, total=pen.draw.random() < 0.6)
    labels = OUTCOMES[: len(numbers)]
    shown = [(label, [str(n.value)]) for label, n in zip(labels, numbers, strict=True)]
    if whole:
        shown.append(("Total", [str(whole.value)]))
        made.say([whole], whole.value)
    for number in numbers:
        made.say([number], number.value)
    made.replies.append(letter(table("Outcome", ["Officers"], shown), day="12 September 2022"))
    made.replies.append(letter(text + pen.note, more="This letter replaces our earlier reply. "))


def figures_that_moved(pen: _Pen, made: Drawn) -> None:
    """An earlier reply whose numbers are all others: it gives nothing of the later one away, but a bound of its own."""
    text, numbers, _ = one_way(pen, made, OUTCOMES, total=True, many=4)
    shown = [(label, [str(n.value + 5 + i)]) for i, (label, n) in enumerate(zip(OUTCOMES, numbers, strict=False))]
    made.replies.append(letter(table("Outcome", ["Officers"], shown), day="12 September 2022"))
    made.replies.append(letter(text + pen.note, more="This letter replaces our earlier reply. "))


def case_list(pen: _Pen, made: Drawn) -> None:
    labels = OUTCOMES[:4]
    numbers = [pen.number(pen.draw.choice((1, 2, 3, 5)), label.casefold()) for label in labels]
    rows = [(label, [n.token]) for label, n in zip(labels, numbers, strict=True)]
    listed = [(label, n) for label, size in zip(labels, numbers, strict=True) for n in range(size.value)]
    pen.draw.shuffle(listed)
    lines = "".join(
        f"<tr><td>{i}</td><td>{pen.draw.choice(YEARS)}</td><td>PC</td><td>{pen.draw.choice(CHANNELS)}</td><td>{label}</td></tr>"
        for i, (label, _) in enumerate(listed, 1)
    )
    for number in numbers:
        made.say([number], number.value)
    made.cases = True
    heads = "<tr><td>Ref</td><td>Year</td><td>Rank</td><td>Platform</td><td>Outcome</td></tr>"
    made.replies.append(
        letter(f"{table('Outcome', ['Officers'], rows)}<p>Each officer:</p><table>{heads}{lines}</table>{pen.note}")
    )


def joint(pen: _Pen, made: Drawn) -> None:
    made.force = "norfolk"
    years = YEARS[: pen.draw.randint(2, 3)]
    rows, columns = [], {}
    for name in ("Norfolk Constabulary", "Suffolk Constabulary"):
        columns[name] = [pen.number(pen.value(), "", y, name) for y in years]
        rows.append((name, [n.token for n in columns[name]]))
    ends = []
    for i, y in enumerate(years):
        parts = [columns[name][i] for name in columns]
        ends.append(pen.number(sum(p.value for p in parts), "total", y, "combined", share=0))
        made.say(parts, ends[-1])
    rows.append(("Combined total", [n.token for n in ends]))
    name = "Norfolk Constabulary and Suffolk Constabulary"
    made.replies.append(letter(table("Force", list(years), rows) + pen.note, name=name))


def earlier_total(pen: _Pen, made: Drawn) -> None:
    """The later reply leaves the total out, and the earlier one has it."""
    text, numbers, _ = one_way(pen, made, OUTCOMES, total=False)
    whole = sum(n.value for n in numbers)
    shown = [(label, [n.token]) for label, n in zip(OUTCOMES, numbers, strict=False)]
    made.replies.append(letter(table("Outcome", ["Officers"], [*shown, ("Total", [str(whole)])]) + pen.note, day="12 September 2022"))  # fmt: skip
    made.replies.append(letter(text + pen.note, more="This letter replaces our earlier reply. "))
    made.say(numbers, whole)


def no_total_in_either(pen: _Pen, made: Drawn) -> None:
    first, numbers, _ = one_way(pen, made, OUTCOMES, total=False)
    whole = sum(n.value for n in numbers)
    cut = sorted(pen.draw.randint(0, whole) for _ in range(2))
    ranks = [pen.number(b - a, label.casefold()) for (a, b), label in zip(pairwise([0, *cut, whole]), RANKS, strict=False)]  # fmt: skip
    rows = [(label, [n.token]) for label, n in zip(RANKS, ranks, strict=False)]
    if all(n.high is not None for n in (*numbers, *ranks)):  # without a bound, they could as well be of other officers
        end = Number(whole, str(whole), 0, UNBOUNDED, True)
        made.say(numbers, end)
        made.say(ranks, end)
        made.unprinted.append(end)
    made.replies.append(letter(f"{first}<p>By rank:</p>{table('Rank', ['Officers'], rows)}{pen.note}"))


def sub_totals(pen: _Pen, made: Drawn) -> None:
    groups = (("Formal sub-total", OUTCOMES[:3]), ("Informal sub-total", OUTCOMES[3:5]))
    rows: list[tuple[str, list[str]]] = []
    ends = []
    for name, labels in groups:
        numbers = [pen.number(pen.value(), label.casefold()) for label in labels]
        rows += [(label, [n.token]) for label, n in zip(labels, numbers, strict=True)]
        ends.append(pen.number(sum(n.value for n in numbers), "sub-total", name.split()[0].casefold(), share=0.2))
        made.say(numbers, ends[-1])
        rows.append((name, [ends[-1].token]))
    end = pen.number(sum(n.value for n in ends), "total", "grand", share=0)
    made.say(ends, end)
    rows.append(("Grand total", [end.token]))
    made.replies.append(letter(table("Outcome", ["Officers"], rows) + pen.note))


def channels(pen: _Pen, made: Drawn) -> None:
    """An officer may have used several: the channels need not come to the total of the outcomes."""
    first, _, _ = one_way(pen, made, OUTCOMES, total=True)
    second, _, _ = one_way(pen, made, CHANNELS, total=False)
    made.replies.append(letter(f"{first}<p>By platform:</p>{second}{pen.note}"))


KINDS: dict[str, Callable[[_Pen, Drawn], None]] = {
    "one breakdown": plain, "two ways": two_way, "total in the letter": total_in_the_letter, "two breakdowns": two_breakdowns,
    "years and outcomes": years_and_outcomes, "earlier reply": earlier_reply, "figures that moved": figures_that_moved,
    "earlier total": earlier_total, "no total in either": no_total_in_either, "sub-totals": sub_totals, "case list": case_list, "joint letter": joint, "channels": channels,
}  # fmt: skip


def draw_all(seed: int, many: int) -> Iterator[Drawn]:
    """So many publications, of each kind in turn."""
    draw = random.Random(f"disclosure {seed}")
    for number in range(many):
        kind = list(KINDS)[number % len(KINDS)]
        made = Drawn(kind)
        KINDS[kind](_Pen(draw, made), made)
        yield made


# ---- what can be worked out, by trying


def told(drawn: Drawn) -> dict[int, str]:
    """How far each hidden number can be worked out, by `id`: every combination of whole numbers is tried."""
    summed = {name for factors, _ in drawn.sums for name, f in factors.items() if f}
    alone = {id(n): NONE for n in drawn.numbers if n.hidden and id(n) not in summed}
    hidden = [n for n in [*drawn.numbers, *drawn.unprinted] if n.hidden and id(n) in summed]
    for group in _groups(drawn, hidden):
        alone |= _tried(drawn, sorted(group, key=lambda n: (n.high is None, n.high)))
    return alone


def _groups(drawn: Drawn, hidden: list[Number]) -> list[list[Number]]:
    """The hidden numbers in groups that no sum connects: each can be tried without the others."""
    groups: list[list[Number]] = [[n] for n in hidden]
    for factors, _ in drawn.sums:
        touched = [g for g in groups if any(factors.get(id(n)) for n in g)]
        groups = [g for g in groups if g not in touched] + ([[n for g in touched for n in g]] if touched else [])
    return groups


def _sums_of(drawn: Drawn, hidden: list[Number]) -> list[tuple[dict[int, int], int]]:
    names = {id(n) for n in hidden}
    return [(factors, constant) for factors, constant in drawn.sums if names & {n for n, f in factors.items() if f}]


def _tried(drawn: Drawn, hidden: list[Number]) -> dict[int, str]:
    import numpy as np

    if not hidden:
        return {}
    values = {id(n): n.value for n in drawn.numbers if not n.hidden}
    axes = [np.arange(n.low, (BEYOND if n.high is None else n.high) + 1, dtype=np.int16) for n in hidden]
    if np.prod([float(len(a)) for a in axes]) > 2e7:
        return _tried_one_by_one(drawn, hidden)
    grids = dict(zip([id(n) for n in hidden], np.meshgrid(*axes, indexing="ij", sparse=True), strict=True))
    holds = np.ones([len(a) for a in axes], dtype=bool)
    for factors, constant in _sums_of(drawn, hidden):
        total: Any = 0
        for name, f in factors.items():
            total = total + f * (grids[name] if name in grids else values[name])
        holds &= total == constant
    return {id(n): _how_far(n, axes[i][holds.any(axis=tuple(k for k in range(len(axes)) if k != i))]) for i, n in enumerate(hidden)}  # fmt: skip


def _tried_one_by_one(drawn: Drawn, hidden: list[Number]) -> dict[int, str]:
    """As `_tried`, one after the other, where there are too many combinations to hold at once."""
    values: dict[int, Any] = {id(n): n.value for n in drawn.numbers if not n.hidden}
    possible: dict[int, set[int]] = {id(n): set() for n in hidden}
    sums = _sums_of(drawn, hidden)

    def go(i: int) -> None:
        for factors, constant in sums:
            low: Any = -constant
            high: Any = -constant
            for name, f in factors.items():
                a, b = (values[name], values[name]) if name in values else ranges[name]
                low, high = low + min(f * a, f * b), high + max(f * a, f * b)
            if low > 0 or high < 0:
                return
        if i == len(hidden):
            for n in hidden:
                possible[id(n)].add(values[id(n)])
            return
        one = hidden[i]
        tried = range(one.low, (BEYOND if one.high is None else one.high) + 1)
        for factors, constant in sums:
            f = factors.get(id(one))  # type: ignore[assignment]
            if f and all(n in values for n, g in factors.items() if g and n != id(one)):  # the last of its sum
                rest = constant - sum(g * values[n] for n, g in factors.items() if g and n != id(one))
                tried = [v for v in tried if f * v == rest]  # type: ignore[assignment]
        for value in tried:
            values[id(one)] = value
            go(i + 1)
            del values[id(one)]

    ranges = {id(n): (n.low, BEYOND if n.high is None else n.high) for n in hidden}
    go(0)
    return {id(n): _how_far(n, sorted(possible[id(n)])) for n in hidden}


def _how_far(number: Number, left) -> str:
    low, high = int(left[0]), int(left[-1])
    if low == number.low and (high == number.high or (number.high is None and high > UNBOUNDED)):
        return NONE
    return EXACTLY if low == high else NEARLY if high - low == 1 and high <= disclosure.SMALL else PARTLY


# ---- what is reported


@dataclass
class Result:
    """What came of one publication: `read` False where it was not read as it was drawn, so that nothing can be said."""

    drawn: Drawn
    read: bool
    pairs: list[tuple[Number, str, str]] = field(default_factory=list)  # the number, what can be told, what is reported


def judge(drawn: Drawn) -> Result:
    """Read the publication and compare what is reported of each hidden number with what can be worked out."""
    parsed = [_parsed(text, drawn) for text in drawn.replies]
    now, before = parsed[-1], parsed[:-1]
    places = _matched(drawn, now.counts)
    if places is None or bool(now.cases) != drawn.cases:
        return Result(drawn, read=False)
    tables = [t for p in parsed for t in p.printed]
    looked = disclosure.look(now.counts, tables, now.cases, [c for p in before for c in p.counts], now.joint)
    far = {id(f.count): f.how_far for f in looked.findings}
    can = told(drawn)
    return Result(drawn, True, [(n, can[id(n)], far.get(id(places[id(n)]), NONE)) for n in drawn.numbers if n.hidden])


def _parsed(text: str, drawn: Drawn) -> Parsed:
    return explain_reply([read(text.encode(), "reply.html")], drawn.force, "online-misconduct-2017").parsed


def _matched(drawn: Drawn, counts: list[Count]) -> dict[int, Count] | None:
    """Each number with the count that it was read as; None where one is missing or reads otherwise."""
    found: dict[int, Count] = {}
    waiting = list(counts)
    for number in drawn.numbers:
        alike = [c for c in waiting if (c.token or "0") == number.token and _is_of(c, number)]
        if not alike or (alike[0].lower, alike[0].upper) != (number.low, number.high):
            return None
        found[id(number)] = alike[0]
        waiting = [c for c in waiting if c is not alike[0]]
    return found


def _is_of(count: Count, number: Number) -> bool:
    words = " ".join(
        w.casefold() for w in (count.category_raw, count.category2_raw, count.period_raw, count.force) if w
    )
    for what in number.what:
        if what == "combined" or not what:
            continue
        if what.split()[0].casefold() not in words:
            return False
    return bool({"total", "sub-total"} & {*number.what}) or not count.stated_total


# ---- the command


@click.command()
@click.option("--seed", default=1, show_default=True, help="Another number draws others.")
@click.option("--many", default=400, show_default=True, help="Publications to draw.")
def main(seed: int, many: int) -> None:
    """Draw replies with suppressed numbers, and count what is missed of what they give away, and what is told wrongly.

    \b
    Example:  python -m flows.evaluation.disclosure --seed 2
    """
    start = time.monotonic()
    results = [judge(drawn) for drawn in draw_all(seed, many)]
    heading = ("kind", "drawn", "read", "hidden", "given away", "missed", "false alarms", "how far is wrong")
    rows = [_row(kind, [r for r in results if r.drawn.kind == kind]) for kind in KINDS]
    rows.append(_row("all", results))
    widths = [max(len(str(row[i])) for row in [heading, *rows]) for i in range(len(heading))]
    for row in [heading, *rows]:
        say("  ".join(str(cell).ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    for result in results:
        for number, can, said in result.pairs:
            if can != said:
                say(f"{result.drawn.kind}: {number.token} {number.what}: can {can} be worked out, reported: {said}")
    say(f"\nseed {seed}, {time.monotonic() - start:.0f} s")


def _row(kind: str, results: list[Result]) -> tuple:
    pairs = [p for r in results for p in r.pairs]
    return (
        kind, len(results), sum(r.read for r in results), len(pairs), sum(can != NONE for _, can, _ in pairs),
        sum(can != NONE and said == NONE for _, can, said in pairs), sum(can == NONE and said != NONE for _, can, said in pairs),
        sum(NONE not in (can, said) and can != said for _, can, said in pairs),
    )  # fmt: skip


if __name__ == "__main__":
    main()
