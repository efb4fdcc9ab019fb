"""What holds for a whole reply while its tables are mapped: whose it is, what was asked, what the letter says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from parsers.documents.model import Document
from parsers.infer import Corrections
from parsers.numbers import Number
from parsers.periods import Period
from parsers.result import ProblemLog
from schemas import forces as registry
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
    blank_repeats: bool = False  # the reply says that a blank is the same as the line above
    abbreviations: Mapping[str, str] = field(default_factory=dict)  # normalised → what the reply says it is short for
    joint: tuple[str, ...] = ()  # the forces that a joint letter answers for
    captions_differ: frozenset[int] = frozenset()  # tables that read alike and are told apart by their captions
    part_years: Mapping[date, date] = field(
        default_factory=dict
    )  # first day of a year → last day that its figures cover
    questions: dict[str, str] = field(default_factory=dict)  # label of a question, '1' or '2a' → its words

    def owner(self, *texts: str | None) -> str | None:
        """Whose record it is: the reply's force, or in a joint letter the one force that a text names, nearest first."""
        if not self.joint:
            return self.force
        for text in texts:
            named = [f for f in registry.recognise(text, strict=False) if f in self.joint] if text else []
            if len(named) == 1:
                return named[0]
        return None

    def cut(self, when: Period) -> Period:
        """The period, ended where a note says that its figures end."""
        end = self.part_years.get(when.start) if when.start else None
        return replace(when, end=end, partial=True) if end and when.end and end < when.end else when

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
