"""Checks printed totals against their parts, tables against each other and against the letter.

Where numbers differ both stay and a problem says so. A total that its known parts already make up proves that the
dashes and blanks beside them are zeros; nothing else here changes a number.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from parsers.counts import Printed
from parsers.headings import is_total
from parsers.infer import OF_WHICH
from parsers.numbers import find_numbers
from parsers.result import PrintedSum, PrintedTable, ProblemLog
from schemas.records import Case, Count

_OPEN = ("unknown",)


def reconcile(
    printed: list[Printed], sentences: list[Count], cases: list[Case], log: ProblemLog, notes: Sequence[str] = ()
) -> list[Printed]:
    """Check everything in one reply that can be checked; `printed` are the counts of its tables, `notes` what may explain
    them.

    Returns those that are sums over the forces of a joint letter, where the numbers of each force stand beside them: they
    are of neither force.
    """
    tables: dict[int, list[Printed]] = defaultdict(list)
    for item in printed:
        tables[id(item.grid)].append(item)
    for items in tables.values():
        for _ in range(3):  # a column that is settled can settle a row, and the other way round
            if not _settle(items):
                break
        _report(items, log, notes)
    together = [p for items in tables.values() for p in _of_all_forces(items)]
    left_out = {id(p) for p in together}
    printed = [p for p in printed if id(p) not in left_out]
    tables = {key: [p for p in items if id(p) not in left_out] for key, items in tables.items()}
    _of_persons(list(tables.values()), log)
    _across(list(tables.values()), log)
    _unexplained([p.record for p in printed], log)
    _against_letter(sentences, printed, cases, log)
    _contradictions([*(p.record for p in printed), *sentences], log)
    return together


def _of_all_forces(items: list[Printed]) -> list[Printed]:
    """The sums over the forces of a joint letter, beside the numbers of each.

    Totals of a table in which some numbers are not known stay (`JointTotal`): with them these can be worked out.
    """
    if len({p.record.force for p in items} - {None}) < 2:
        return []
    bare = [(total, parts) for total, parts in sums(items) if total.record.force is None]
    bare = [(total, parts) for total, parts in bare if len({p.record.force for p in parts} - {None}) > 1]
    known = all(p.record.value is not None for _, parts in bare for p in parts)
    return [total for total, _ in bare if known or total.record.dimension != "total"]


def _all_officers(counts: Iterable[Count]) -> list[Count]:
    """The numbers of 'Police officers' beside those of staff: each is that of all officers, as a total of officers is.

    None where special constables stand apart: whether a total has them is not said.
    """
    people = [c for c in counts if "person_type" in (c.dimension, c.dimension2)]
    if any("special" in (c.category, c.category2) for c in people):
        return []
    return [
        c
        for c in people
        if (c.dimension, c.category, c.measure) == ("person_type", "officer", "officers")
        and c.dimension2 in (None, "total")
    ]


def _contradictions(counts: list[Count], log: ProblemLog) -> None:
    """Tell of two different figures for one thing, and of an outcome that more officers had than there were."""
    same: dict[tuple, list[Count]] = defaultdict(list)
    officers = {id(c) for c in _all_officers(counts)}
    for count in counts:
        if count.value is not None and count.dimension != "other":
            code = None if count.category == "not_stated" else count.category  # '(blank)' is not 'Case to answer'
            what = code or (count.category_raw or "").casefold() if count.dimension != "total" else None
            second = (count.dimension2, count.category2 or (count.category2_raw or "").casefold())
            thing = ("total", None, None, "") if id(count) in officers else (count.dimension, what, *second)
            same[(count.force, count.measure, *thing, count.period_start, count.period_end)].append(count)
    for group in same.values():
        if len({c.value for c in group}) > 1:
            log.add(
                "ambiguous_value",
                "warning",
                f"The reply gives {' and '.join(sorted({str(c.value) for c in group}, key=int))} for one thing ({_what(group[0])}).",
                fix="Look at both places: one may be of another question, cumulative or superseded; drop it by a correction.",
                at=group[-1],
            )
    for (force, measure, dimension, _, *other, start, end), group in same.items():
        whole = same.get((force, measure, "total", None, None, "", start, end), [])
        if dimension in ("outcome", "rank") and other == [None, ""] and whole:
            most, count = max(c.value or 0 for c in whole), max(group, key=lambda c: c.value or 0)
            if (count.value or 0) > most:
                log.add(
                    "ambiguous_value",
                    "warning",
                    f"{count.value} are given for {_what(count)}, and {most} in all.",
                    fix="Look at both places: one may be of another question; drop it by a correction.",
                    at=count,
                )


def _unexplained(counts: list[Count], log: ProblemLog) -> None:
    """Symbols that stand for numbers and that nothing in the reply explains, each once."""
    open_counts: dict[str, list[Count]] = defaultdict(list)
    for count in counts:
        token = (count.token or "").strip()
        if (count.meaning == "unknown" and is_gap(count)) or (count.meaning == "suppressed" and count.upper is None):
            open_counts["-" if token and not token.strip("-–—") else token].append(count)
    for token, here in sorted(open_counts.items()):
        what = f"“{token}”" if token else "a blank cell"
        log.add(
            "unexplained_symbol",
            "warning",
            f"{what} stands for a number in {len(here)} cells, and the reply does not say for which; they are published as unknown.",
            fix=f'Ask the force; then write it in its module: symbols = {{"{token}": "0"}}.',
            at=here[0],
        )


def printed_tables(printed: list[Printed]) -> list[PrintedTable]:
    """The numbers of each table with its totals, for what can be worked out of them."""
    tables: dict[int, list[Printed]] = defaultdict(list)
    for item in printed:
        tables[id(item.grid)].append(item)
    return [PrintedTable(tuple(p.record for p in items), tuple(_printed_sums(items))) for items in tables.values()]


def _printed_sums(items: list[Printed]) -> Iterable[PrintedSum]:
    for total, parts in sums(items):
        yield PrintedSum(total.record, tuple(p.record for p in parts), "across" if total.column_total else "down")
    for corner in items:  # `sums` checks it against its row alone
        if corner.row_total and corner.column_total and corner.grid.kinds[corner.row] != "outline":
            yield PrintedSum(corner.record, tuple(p.record for p in _parts_above(corner, items)), "down")


# ------------------------------------------------------------------------------------------------------ within a table


def sums(items: list[Printed]) -> Iterable[tuple[Printed, list[Printed]]]:
    """Every printed total with the parts that it should be the sum of."""
    forces: dict[str | None, list[Printed]] = defaultdict(list)
    for item in items:
        forces[item.record.force].append(item)
    everything = [p for p in items if not p.of_all_forces]
    for total in items:
        items = everything if total.record.force is None else forces[total.record.force]
        if total.of_all_forces:
            yield total, [p for p in everything if p.record.force and _thing(p.record) == _thing(total.record)]
        elif total.grid.kinds[total.row] == "outline" and not total.column_total:
            below = [p for p in items if p.column == total.column and not p.row_total and p.section == total.section]
            yield total, [p for p in below if not _is_within_another(p)]
        elif total.row_total and not total.column_total:
            yield total, _of_officers(total, _parts_above(total, items))
        elif total.column_total:
            parts = [p for p in items if p.row == total.row and not p.column_total]
            same_period = [p for p in parts if p.record.period_raw == total.record.period_raw]
            yield total, _of_officers(total, same_period or parts)


def _thing(count: Count) -> tuple:
    """What is counted, whosever it is."""
    return (
        count.dimension,
        (count.category_raw or "").casefold(),
        count.dimension2,
        (count.category2_raw or "").casefold(),
        count.period_start,
        count.period_end,
    )


def _of_officers(total: Printed, parts: list[Printed]) -> list[Printed]:
    """The parts without those of staff, where these alone make up a total of officers: 'Total officers'."""
    officers = [p for p in parts if not p.record.of_staff]
    alone = officers and total.record.measure == "officers" and _known(officers) == total.record.value
    return officers if alone else parts


def _parts_above(total: Printed, items: list[Printed]) -> list[Printed]:
    column = sorted((p for p in items if p.column == total.column and p.row < total.row), key=lambda p: p.row)
    column = [p for p in column if not _is_within_another(p)] or column
    everything = [p for p in column if not p.row_total]
    heads = [p for p in column if p.grid.kinds[p.row] == "outline"]
    if heads and _known(everything) != total.record.value:
        return heads  # a group that differs from its rows is told by itself
    if (total.record.category_raw or "").casefold().startswith("grand"):
        return everything
    last = max((p.row for p in column if p.row_total), default=-1)
    near = [p for p in everything if p.row > last and p.section == total.section]
    below = [p for p in items if p.column == total.column and p.row > total.row and not p.row_total]
    if not column and below:  # the total stands on top of its parts
        return below
    if near and _known(near) == total.record.value:
        return near
    return everything if not near or _known(everything) == total.record.value else near


def _is_within_another(part: Printed) -> bool:
    """It is part of the number above it or beside it: 'of whom resigned'."""
    return any(OF_WHICH.match(text or "") for text in (part.record.category_raw, part.record.category2_raw))


def _known(parts: Iterable[Printed]) -> int:
    return sum(p.record.lower or 0 for p in parts)


def _settle(items: list[Printed]) -> bool:
    """Turn dashes and blanks into zeros where a total proves them; True if any was."""
    changed = False
    for total, parts in sums(items):
        open_parts = [p for p in parts if p.record.meaning in _OPEN and is_gap(p.record)]
        certain = all(p.record.value is not None for p in parts if p not in open_parts)
        if total.record.value is not None and open_parts and certain and _known(parts) == total.record.value:
            for part in open_parts:
                _make_zero(part.record)
            changed = True
    return changed


def is_gap(count: Count) -> bool:
    """A dash or a blank, not a word that could not be read."""
    return not (count.token or "").strip(" -–—.")


def _make_zero(count: Count) -> None:
    count.value, count.lower, count.upper, count.meaning = 0, 0, 0, "zero"


def _report(items: list[Printed], log: ProblemLog, notes: Sequence[str]) -> None:
    for total, parts in sums(items):
        if total.record.value is None or len(parts) < 1:
            continue
        lower = _known(parts)
        unbounded = any(p.record.upper is None and not is_gap(p.record) for p in parts)
        upper = None if unbounded else sum(p.record.upper or 0 for p in parts)
        if lower <= total.record.value and (upper is None or total.record.value <= upper):
            continue
        shown = str(lower) if lower == upper else f"{lower} to {'?' if upper is None else upper}"
        if lower == upper and (note := _in_several_years(total.record, parts, notes)):
            log.add(
                "total_mismatch",
                "info",
                f"The years add up to {shown}, and all together are {total.record.value}, as the letter explains: “{note[:160]}”.",
                fix="Nothing need be done; do not add the years.",
                at=total.record,
            )
            continue
        log.add(
            "total_mismatch",
            "error",
            f"The printed total {total.record.value} ({_what(total.record)}) differs from its parts, which add up to {shown}.",
            fix="Look at the page: if the force's own sum is wrong, say so in a correction; if a row is missing, the reader lost it.",
            at=total.record,
        )


_SEVERAL_YEARS = re.compile(
    r"\b(?:two|both|different|separate|several|multiple|more than one|consecutive)\b[^.;]{0,30}\byears?\b", re.I
)


def _in_several_years(total: Count, parts: list[Printed], notes: Sequence[str]) -> str | None:
    """The note that says of as many officers as the years have too many that each of them is in two of the years."""
    years = {(p.record.period_start, p.record.period_end) for p in parts}
    over = _known(parts) - (total.value or 0)
    if over < 1 or len(years) < len(parts) or total.measure not in ("officers", "persons"):
        return None
    said = (
        sentence for note in notes for sentence in re.split(r"(?<=[.;])\s+", note) if _SEVERAL_YEARS.search(sentence)
    )
    return next(
        (s for s in said if any(n.value == over and _PEOPLE.match(s, at[1]) for n, at, _ in find_numbers(s))), None
    )


_PEOPLE = re.compile(
    r" (?:of (?:(?:the|these|those|our) )?)?(?:(?:police|individual) ){0,2}(?:officers|individuals|persons|people|them)\b",
    re.I,
)


def _what(count: Count) -> str:
    words = [
        count.category_raw if not is_total(count.category_raw or "") else None,
        count.category2_raw,
        count.period_raw,
    ]
    return ", ".join(w for w in words if w) or "all"


# ----------------------------------------------------------------------------------------------------- between tables


def _of_persons(tables: list[list[Printed]], log: ProblemLog) -> None:
    """A table whose totals are those of officers and staff together, as another table tells them apart, is of both."""
    records = [p.record for items in tables for p in items]
    officers = _by_time(_all_officers(records))
    everyone = _by_time(c for c in records if c.dimension == "total" and c.measure == "persons")
    differ = {when for when, value in everyone.items() if officers.get(when, value) != value}
    for items in tables if differ else ():
        own = [p.record for p in items if p.record.measure == "officers"]
        totals = _by_time(c for c in own if c.dimension == "total" and c.stated_total)
        alike = all(everyone.get(when) == value for when, value in totals.items())
        if not alike or differ.isdisjoint(totals) or any("person_type" in (c.dimension, c.dimension2) for c in own):
            continue
        for count in own:
            count.measure = "persons"
        log.add(
            "low_confidence",
            "warning",
            f"The table of “{own[0].dimension_raw or own[0].dimension}” comes to as many as officers and staff together, and was read as of both.",
            fix="Look at the page; if it is of officers alone, say so by a correction.",
            at=own[0],
        )


def _by_time(counts: Iterable[Count]) -> dict[tuple, int]:
    """The value for each force and period; that over the longest is the one of no stated period too."""
    found: dict[tuple, int] = {}
    whole: dict[str | None, tuple[int, int]] = {}
    for count in counts:
        if count.value is None:
            continue
        found.setdefault((count.force, count.period_start, count.period_end), count.value)
        days = (count.period_end - count.period_start).days if count.period_end and count.period_start else 0
        if days > whole.get(count.force, (366, 0))[0]:
            whole[count.force] = (days, count.value)
    for force, (_, value) in whole.items():
        found.setdefault((force, None, None), value)
    return found


def _across(tables: list[list[Printed]], log: ProblemLog) -> None:
    """Tables that break the same things down in different ways have the same totals, period by period."""
    made = [t for t in (_Totals(items) for items in tables) if t.by_period]
    for index, one in enumerate(made):
        for other in made[index + 1 :]:
            common = sorted(set(one.by_period) & set(other.by_period), key=str)
            agree = [k for k in common if one.by_period[k] == other.by_period[k]]
            for key in common:
                if key in agree:
                    one.prove(key, other)
                    other.prove(key, one)
                elif agree and len(agree) * 2 >= len(common):
                    _report_pair(one, other, key, log)


class _Totals:
    """The sum of a table for each measure and period: as printed, or added up where no total is printed."""

    def __init__(self, items: list[Printed]) -> None:
        self.items = items
        self.by_period: dict[tuple, int] = {}
        self.printed: set[tuple] = set()
        groups: dict[tuple, list[Printed]] = defaultdict(list)
        for item in items:
            if item.record.period_start is not None:
                groups[(item.record.measure, item.record.period_start, item.record.period_end)].append(item)
        for key, group in groups.items():
            totals = {p.record.value for p in group if p.record.stated_total and p.record.dimension == "total"}
            parts = [p for p in group if not p.record.stated_total and not (key[0] == "officers" and p.record.of_staff)]
            if len(totals) == 1 and None not in totals:
                self.by_period[key] = totals.pop() or 0
                self.printed.add(key)
            elif (
                parts
                and all(p.record.value is not None or is_gap(p.record) for p in parts)
                and parts[0].record.dimension not in ("channel", "conduct")
            ):
                self.by_period[key] = _known(parts)

    def prove(self, key: tuple, other: _Totals) -> None:
        """The other table prints this total and ours already makes it up: our gaps are zeros."""
        if key not in other.printed:
            return
        for item in self.items:
            count = item.record
            if (
                (count.measure, count.period_start, count.period_end) == key
                and count.meaning == "unknown"
                and is_gap(count)
            ):
                _make_zero(count)


def _report_pair(one: _Totals, other: _Totals, key: tuple, log: ProblemLog) -> None:
    # the table that adds up to what no total confirms is the one to look at
    suspect, witness = (one, other) if key in other.printed and key not in one.printed else (other, one)
    here, there = suspect.items[0].record, witness.items[0].record
    sample = next(
        p.record for p in suspect.items if (p.record.measure, p.record.period_start, p.record.period_end) == key
    )
    log.add(
        "total_mismatch",
        "warning",
        f"For {sample.period_raw} the table of “{here.dimension_raw or here.dimension}” comes to {suspect.by_period[key]}, "
        f"the table of “{there.dimension_raw or there.dimension}” to {witness.by_period[key]}.",
        fix="Both are published as printed. Ask the force which is right.",
        at=sample,
    )


# -------------------------------------------------------------------------------------------------- against the letter


def _against_letter(sentences: list[Count], printed: list[Printed], cases: list[Case], log: ProblemLog) -> None:
    """A total stated in the letter against the case list, or against the printed total of the same period and measure."""
    wholes = [c for c in (p.record for p in printed) if c.dimension == "total"]
    wholes += _all_officers(p.record for p in printed)
    for stated in sentences:
        if stated.dimension != "total" or stated.value is None:
            continue
        whole = stated.period_raw is None or (stated.year_basis not in ("calendar", "financial"))
        if cases and whole:
            lower = sum(c.officers_lower for c in cases)
            rows = len({(c.document, c.location, c.row) for c in cases})
            if stated.value not in (lower, rows):
                _report_letter(stated, f"the case list has {rows} rows about {lower} officers", log)
            continue
        totals = [c for c in wholes if c.measure == stated.measure and c.value is not None]
        same = [c for c in totals if (c.period_start, c.period_end) == (stated.period_start, stated.period_end)]
        if (
            stated.period_start is None
            and not same
            and (dated := [c for c in totals if c.period_start and c.period_end])
        ):
            begin, end = min(c.period_start for c in dated), max(c.period_end for c in dated)  # type: ignore[type-var]
            same = [
                c for c in dated if (c.period_start, c.period_end) == (begin, end)
            ]  # of all the time that is told of
        if same and all(c.value != stated.value for c in same):
            _report_letter(stated, f"the table says {same[0].value}", log)


def _report_letter(stated: Count, other: str, log: ProblemLog) -> None:
    log.add(
        "letter_mismatch",
        "warning",
        f"The letter says {stated.value}{f' for {stated.period_raw}' if stated.period_raw else ''}, {other}.",
        fix="Both are kept. Look at the page, and ask the force which is right.",
        location=stated.location,
    )
