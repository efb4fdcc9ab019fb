"""What is known at the end of a run of the release that is live: what it was made from, until when it stands, what to say of it.

Kept in the ledger, so that a run over the same (`flows.fingerprint`) has nothing to do but to say it again.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from schemas.records import SEVERITIES, Problem
from schemas.tables import plain, revive

Row = tuple[str, str]

MOST_PROBLEMS = 200
"""Of the problems, the gravest: as many as are shown where all would be too many."""


def by_gravity(problem: Problem) -> tuple:
    """Sorts problems, errors first."""
    return SEVERITIES.index(problem.severity), problem.force or "", problem.code, str(problem.problem_id)


@dataclass(frozen=True, slots=True)
class Told:
    """What a run says at its end of the tables that it leaves, kept so that nobody has to read them to say it again.

    `figures` and `sizes`: rows of a name and what it comes to. `errors`: problems that wait for a person, each kind once, with
    the way out. `problems`: how many of each severity; `gravest`: the first of them. `collected`: what the sources showed.
    """

    collected: str
    figures: list[Row]
    sizes: list[Row]
    errors: list[Row]
    problems: dict[str, int]
    gravest: list[Problem] = field(default_factory=list)

    def packed(self) -> str:
        kept = {f.name: getattr(self, f.name) for f in dataclasses.fields(self)}
        return json.dumps(kept | {"gravest": [plain(one) for one in self.gravest]})

    @classmethod
    def unpacked(cls, text: str) -> Told:
        kept = json.loads(text)
        rows = {name: [(one, two) for one, two in kept[name]] for name in ("figures", "sizes", "errors")}
        return cls(**{**kept, **rows, "gravest": [revive(Problem, one) for one in kept["gravest"]]})


@dataclass(frozen=True, slots=True)
class Standing:
    """What a run found to be so when it ended: that its release stands for `made_from` (and for `glance`, where all sources can
    be looked at without a run), from the day of the run until before `until`."""

    made_from: str
    glance: str | None
    release: str
    since: date
    until: date | None
    told: Told

    def holds(self, today: date) -> bool:
        """Whether it still is so on that day."""
        return self.since <= today and (self.until is None or today < self.until)


def changes_on(due: Iterable[date], ahead: Iterable[date], today: date) -> date | None:
    """The first day after `today` on which something is otherwise by itself: an answer overdue, a date in the future no more."""
    days = [day + timedelta(days=1) for day in due if day >= today] + [day for day in ahead if day > today]
    return min(days, default=None)
