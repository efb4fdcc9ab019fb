"""The Letter: what a covering letter says about a reply, each fact with the place that it was read from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from parsers.documents.model import Finding


@dataclass(slots=True)
class Answer:
    """A sentence or list item that carries an answer: a number, "none", or an outcome in words.

    A candidate only: what it counts is the inference's work. `question` is the label of the question it answers, as
    printed (`1`, `Q2`, `3(a)`), None where there is none.
    """

    block: int  # Text.number
    question: str | None
    text: str
    place: str | None
    location: str


@dataclass(slots=True)
class Meaning:
    """What a symbol or an abbreviation stands for, in the letter's words.

    For the symbol of a number, `meaning` is a code of `schemas.records.MEANINGS` and `lower` and `upper` are its bounds
    (inclusive; `upper` None where unbounded). For an abbreviation all three are None.
    """

    text: str
    meaning: str | None = None
    lower: int | None = None
    upper: int | None = None
    block: int | None = None  # Text.number, or Table.number where the legend is a row of the table
    place: str | None = None


@dataclass(slots=True)
class Correction:
    """The letter says that it corrects or replaces an earlier reply, and which, as far as it says."""

    text: str
    reference: str | None = None
    date: date | None = None
    place: str | None = None


@dataclass(slots=True)
class Letter:
    """The facts of one covering letter. Whatever the letter does not say is None or empty, never guessed.

    `places` maps the name of a fact to the place and the words it was read from, as `p1[36,142,202,163]: Our Ref: …`.
    """

    forces: list[str] = field(default_factory=list)  # slugs, in the order that the letter answers for them
    request: str | None = None  # slug of the request whose wording is quoted
    reference: str | None = None  # as the force writes it
    date_received: date | None = None
    date_replied: date | None = None
    status: str | None = None  # a code of schemas.records.STATUSES; None where it cannot be decided
    status_evidence: str | None = None  # the sentence that decided it
    exemptions: list[str] = field(default_factory=list)  # canonical sections relied on to withhold
    quoted: set[int] = field(default_factory=set)  # Text.number of the quoted request
    boilerplate: set[int] = field(
        default_factory=set
    )  # Text.number of the letter's form, of the law, of complaint rights
    form_tables: set[int] = field(default_factory=set)  # Table.number of tables that belong to the letter's form
    quoted_tables: set[int] = field(default_factory=set)  # Table.number of tables inside the quoted request
    answers: list[Answer] = field(default_factory=list)
    with_staff: dict[str | None, int] = field(
        default_factory=dict
    )  # question → Text.number where its figures have staff
    unit_raw: str | None = None  # what the figures count, in the letter's words
    measure: str | None = None  # a code of schemas.records.MEASURES
    period_start: date | None = None
    period_end: date | None = None
    year_basis: str = "unknown"
    year_event: str = "unknown"
    caveats: list[int] = field(default_factory=list)  # Text.number
    legend: dict[str, Meaning] = field(default_factory=dict)  # "" is the blank cell, "-" any dash
    correction: Correction | None = None
    instalment: bool = False  # more is to follow
    attachment: bool = False  # the letter says that data are attached
    senders: list[str] = field(default_factory=list)  # slugs of the forces that a mail comes from, by its headers
    by_address: bool = False  # only the address of the mail names its forces
    post: str | None = None  # what a mail is where it is no letter: a key of parsers.letter.post.ASIDE, NOTICE or COVER
    unsure: bool = False  # what was taken for an automatic reply seems to answer
    sample: bool = False  # a made-up sample that no force issued
    findings: list[Finding] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)

    @property
    def corrects(self) -> bool:
        return self.correction is not None


def doubt(message: str, fix: str, location: str | None = None) -> Finding:
    """What could not be decided from the letter, for a person to look at."""
    return Finding(code="low_confidence", severity="warning", message=message, fix=fix, location=location)
