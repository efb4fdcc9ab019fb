"""Every row of every table has one fate: heading, record, skipped for a stated reason, or quarantined.

Guards against the silent failure of table extraction: a row that is read and then falls between two rules.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from schemas.records import TableAccount

Fate = Literal["header", "records", "skipped", "quarantined"]


class Unbalanced(AssertionError):
    """A row has no fate, or two: a fault of the program, never of the input."""


@dataclass
class Account:
    """The fates of the rows of one table, or of the answers given in a document's sentences (`table` = `text`)."""

    document: str
    location: str
    table: str
    rows: int
    fates: dict[int, tuple[Fate, str]] = field(default_factory=dict)

    def settle(self, row: int, fate: Fate, reason: str = "") -> None:
        """Give the row at that index (from 0) its fate; skipping and quarantining want a reason."""
        if row in self.fates:
            raise Unbalanced(f"row {row} of table {self.table} at {self.location} has two fates")
        if not 0 <= row < self.rows:
            raise Unbalanced(f"table {self.table} at {self.location} has no row {row}")
        if fate in ("skipped", "quarantined") and not reason:
            raise Unbalanced(f"row {row} of table {self.table} at {self.location} is {fate} for no reason")
        self.fates[row] = (fate, reason)

    def settle_rest(self, fate: Fate, reason: str = "") -> None:
        """Give every row that has none yet that fate."""
        for row in range(self.rows):
            if row not in self.fates:
                self.settle(row, fate, reason)

    def close(self) -> TableAccount:
        """The entry of the table `accounting`; `Unbalanced` if a row has no fate."""
        if len(self.fates) != self.rows:
            missing = sorted(set(range(self.rows)) - set(self.fates))
            raise Unbalanced(f"rows {missing} of table {self.table} at {self.location} have no fate")
        kinds = Counter(fate for fate, _ in self.fates.values())
        reasons = Counter(reason for _, reason in self.fates.values() if reason)
        return TableAccount(
            document=self.document,
            location=self.location,
            table=self.table,
            rows=self.rows,
            header=kinds["header"],
            records=kinds["records"],
            skipped=kinds["skipped"],
            quarantined=kinds["quarantined"],
            reasons=dict(sorted(reasons.items())),
        )
