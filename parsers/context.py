"""What holds for a whole reply while its tables are mapped: whose it is, what was asked, what the letter says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from parsers.documents.model import Document
from parsers.infer import Corrections
from parsers.numbers import Number
from parsers.result import ProblemLog
from schemas.requests import Request


@dataclass
class Context:
    """Everything that the mapping of one document needs beside its tables."""

    document: Document
    request: Request
    force: str | None
    reply_id: str
    parser: str  # name and version
    log: ProblemLog
    legend: Mapping[str, Number] = field(default_factory=dict)  # symbol → what the reply says it stands for
    measure: str | None = None  # what the letter says is counted
    unit_raw: str | None = None
    period_raw: str | None = None  # the period that the letter states for the figures
    period_start: date | None = None
    period_end: date | None = None
    year_basis: str | None = None
    corrections: Corrections = field(default_factory=Corrections)

    def basis(self, *texts: str) -> str | None:
        """The basis of plain years: what the force's module says, the words beside the figures, the letter."""
        if self.corrections.year_basis:
            return self.corrections.year_basis
        words = " ".join(texts).casefold()
        if "financial" in words or " fy" in f" {words}":
            return "financial"
        if "calendar" in words:
            return "calendar"
        return self.year_basis if self.year_basis in ("calendar", "financial") else None
