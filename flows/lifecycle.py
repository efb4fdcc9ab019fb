"""Where a request stands with a force: asked, acknowledged, put on hold, overdue, answered in parts, corrected, reviewed.

What the letters say comes first; `flows.asked` adds what no letter tells. Nothing is guessed: without a date of receipt
or of sending there is no last day to answer, and so nothing is overdue.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from flows.asked import Asked, Pair
from schemas import forces
from schemas.records import Reply
from schemas.working_days import last_day_to_answer, working_days_between

ANSWERS = ("full", "partial", "refused", "not_held", "ncnd", "nil")
"""Statuses that decide something."""

UNCOUNTED = ("quarantined", "unread")
"""Statuses of replies of which nobody can say yet what they decide."""


def steps_of(force: str, replies: Iterable[Reply], asked: Asked | None, today: date | None) -> dict[str, Any]:
    """The columns of `coverage` that tell how the request went, from every reply of the force, current or not.

    `today`: the day on which something is overdue or not; with None, nothing is said about it.
    """
    letters = list(replies)
    letters = [r for r in letters if not r.sample] or letters  # samples never stand beside real replies
    if asked and letters and asked.sample != letters[0].sample:
        asked = None
    answers = [r for r in letters if r.status in ANSWERS]
    dates = {
        stage: _first(r for r in letters if r.stage == stage)
        for stage in ("acknowledgement", "clarification", "holding", "review")
    }
    received = min((r.date_received for r in letters if r.date_received), default=None)
    answered = _first(answers)
    regime = forces.by_slug(force).foi_regime.rstrip("?")
    start, waits = _start(received or (asked.sent if asked else None), letters, answers, asked)
    due = (asked.extended_to if asked else None) or (last_day_to_answer(start, regime) if start else None)
    return {
        "date_asked": (asked.sent if asked else None) or received,
        "date_due": due,
        "overdue": _overdue(due, bool(answers or _unsettled(letters)), waits or bool(asked and asked.closed), today),
        "date_answered": answered,
        "working_days": _working_days(start, answered, regime),
        "late": answered > due if answered and due else None,
        "date_acknowledged": dates["acknowledgement"],
        "date_clarification": dates["clarification"],
        "date_holding": dates["holding"],
        "instalments": sum(r.current and r.stage == "instalment" for r in answers),
        "superseded": sum(r.superseded_by is not None and r.status in ANSWERS for r in letters),
        "withdrawn": sum(r.withdrawn_at is not None for r in letters),
        "date_review_asked": asked.review_asked if asked else None,
        "date_review": dates["review"],
        "asked_reference": asked.reference if asked else None,
        "asked_note": asked.note if asked else None,
    }


def due(replies: Iterable[Reply], asked: Mapping[Pair, Asked]) -> list[date]:
    """Every day on which an answer is due, whether or not it has come."""
    steps = (
        steps_of(force, letters, asked.get((request, force)), None)
        for (request, force), letters in _of_pairs(replies, asked)
    )
    return [step["date_due"] for step in steps if step["date_due"]]


def _of_pairs(replies: Iterable[Reply], asked: Mapping[Pair, Asked]) -> list[tuple[Pair, list[Reply]]]:
    """The replies of each request and force that has one, or was asked."""
    of: dict[Pair, list[Reply]] = defaultdict(list)
    for reply in replies:
        if reply.force:
            of[reply.request, reply.force].append(reply)
    return [(pair, of.get(pair, [])) for pair in sorted({*of, *asked})]


def overdue(replies: Iterable[Reply], asked: Mapping[Pair, Asked], today: date) -> list[Pair]:
    """Request and force of every answer that is overdue on that day."""
    return [
        pair
        for pair, letters in _of_pairs(replies, asked)
        if steps_of(pair[1], letters, asked.get(pair), today)["overdue"]
    ]


def _first(replies: Iterable[Reply]) -> date | None:
    return min((r.date_replied for r in replies if r.date_replied), default=None)


def _unsettled(letters: list[Reply]) -> bool:
    """A reply has come of which nobody can say what it decides: it may be the answer."""
    return any(r.status in UNCOUNTED for r in letters)


def _start(
    received: date | None, letters: list[Reply], answers: list[Reply], asked: Asked | None
) -> tuple[date | None, bool]:
    """The day from which the time to answer counts, and whether the force waits for the requester.

    A question of the force stops the time, and its answer starts it anew (FOIA section 10(6)). Where nobody noted when
    that was, nobody can say when the answer is due.
    """
    if not any(r.status == "clarification" for r in letters):
        return received, False
    if asked and asked.clarified:
        return asked.clarified, False
    return None, not answers


def _overdue(due: date | None, answered: bool, waits: bool, today: date | None) -> bool | None:
    if answered or waits:
        return False
    return today > due if due and today else None


def _working_days(start: date | None, end: date | None, regime: str) -> int | None:
    if start is None or end is None:
        return None
    try:
        return working_days_between(start, end, regime)
    except (KeyError, ValueError):  # another law, or years whose bank holidays are not known
        return None
