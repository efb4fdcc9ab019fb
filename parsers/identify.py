"""Identifiers that stay the same when what may be corrected is corrected.

A case is known by its force, request and its own reference, or else by what the force wrote about it other than the
outcome, and by its position among the rows that read the same: two identical rows are two officers. A number is known
by what it counts, never by its value.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from hashlib import sha256

from schemas.records import Case, Count, Problem

CASE_WORDS = ("case_ref_raw", "year_raw", "rank_raw", "channel_raw", "conduct_raw", "standard_raw")
COUNT_WORDS = ("dimension_raw", "category_raw", "category2_raw", "period_raw")
"""The columns in a force's own words that tell one row from another."""


def short(*parts: object) -> str:
    """A hash of the parts, 16 hexadecimal digits."""
    return sha256(json.dumps(parts, ensure_ascii=False, default=str).encode()).hexdigest()[:16]


def reply_id(request: str, force: str | None, lead_sha256: str) -> str:
    """The identifier of one version of a reply, from its leading document."""
    return f"{request}/{force or 'unknown'}/{lead_sha256[:8]}"


def identify(cases: Iterable[Case], counts: Iterable[Count], problems: Iterable[Problem]) -> None:
    """Give every record its identifier, in place. `cases` and `counts` are all those of one reply, in their order."""
    cases, counts = list(cases), list(counts)
    references = Counter(c.case_ref_raw for c in cases if c.part in (None, "1"))
    seen: Counter[tuple] = Counter()
    position = 0
    for case in cases:
        own = case.case_ref_raw if case.case_ref_raw and references[case.case_ref_raw] == 1 else None
        words = ("ref", own) if own else ("row", *(getattr(case, column) for column in CASE_WORDS))
        key = (case.request, case.force, *words)
        if case.part in (None, "1"):
            seen[key] += 1
        position = seen[key]
        case.record_id = f"{case.force or 'unknown'}-{short(*key, position, case.part)}"
    seen.clear()
    for count in counts:
        key = (
            count.request,
            count.force,
            count.measure,
            count.dimension,
            count.dimension_raw,
            count.category_raw,
            count.dimension2,
            count.category2_raw,
            count.period_raw,
            count.period_start,
            count.stated_total,
        )
        seen[key] += 1
        count.count_id = f"{count.force or 'unknown'}-{short(*key, seen[key])}"
    for problem in problems:
        problem.problem_id = short(
            problem.request,
            problem.force,
            problem.document,
            problem.location,
            problem.row,
            problem.code,
            problem.message,
        )
