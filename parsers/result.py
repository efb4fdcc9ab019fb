"""What parsing one reply yields, and what is found wrong on the way."""

from __future__ import annotations

from dataclasses import dataclass, field

from parsers.documents.model import Row
from schemas.records import Case, Count, Problem, Reply, TableAccount


@dataclass(frozen=True, slots=True)
class PrintedSum:
    """A printed total and the numbers that it is the sum of, in one direction of a table: `down` or `across`."""

    total: Count
    parts: tuple[Count, ...]
    axis: str


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """The numbers of one table, and its totals. A number given in words is in none."""

    counts: tuple[Count, ...]
    sums: tuple[PrintedSum, ...] = ()


@dataclass(frozen=True, slots=True)
class JointTotal:
    """A number that a joint letter gives for several forces together."""

    total: Count
    forces: tuple[str, ...]


@dataclass(slots=True)
class Parsed:
    """The records of one reply. `other_replies` are those of the further forces that a joint letter answers for.

    `printed` and `joint` say how the counts were printed, for what can be worked out of them (`parsers.disclosure`).
    """

    reply: Reply
    other_replies: list[Reply] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    counts: list[Count] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    accounting: list[TableAccount] = field(default_factory=list)
    printed: list[PrintedTable] = field(default_factory=list)
    joint: list[JointTotal] = field(default_factory=list)

    @property
    def replies(self) -> list[Reply]:
        return [self.reply, *self.other_replies]


@dataclass(slots=True)
class ProblemLog:
    """Collects the problems of one document, each once."""

    document: str
    force: str | None = None
    request: str | None = None
    problems: list[Problem] = field(default_factory=list)
    _known: set[tuple] = field(default_factory=set)

    def add(
        self,
        code: str,
        severity: str,
        message: str,
        *,
        fix: str | None = None,
        at: Row | Case | Count | None = None,
        location: str | None = None,
        row: int | None = None,
    ) -> None:
        """Record a problem, `at` a row or record or at a location; the same one twice at one place is recorded once."""
        if at is not None:
            location, row = at.location, at.number if isinstance(at, Row) else at.row
        problem = Problem(
            code=code,
            severity=severity,
            message=message,
            fix=fix,
            location=location,
            row=row,
            document=self.document,
            force=self.force,
            request=self.request,
        )
        said = (code, severity, message, fix, location, row)
        if said not in self._known:
            self._known.add(said)
            self.problems.append(problem)
