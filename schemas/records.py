"""The tables of the published data, each as one typed record: the single place where a column is defined.

The Arrow schemas, the JSON Schema, the data dictionary, the data package and the Great Expectations suites are
generated from these classes (`schemas.tables`), so a column is added here and nowhere else.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

SCHEMA_VERSION = "1.4.0"
"""Semantic version of the tables: a column or code added moves the second number, one renamed or dropped the first."""

EARLIEST_YEAR = 1990
"""No reply in scope reaches further back; an earlier year is a misreading and must not be published."""

# Closed sets that the contract fixes and that need no spellings. Those with spellings are in schemas/vocabulary.
STATUSES = (
    "full", "partial", "refused", "not_held", "ncnd", "nil",
    "clarification", "acknowledgement", "quarantined", "unread",
)  # fmt: skip
GRAINS = ("officer", "allegation", "case", "count", "mixed", "none", "unknown")
YEAR_BASES = ("calendar", "financial", "other", "unknown")
YEAR_EVENTS = ("recorded", "incident", "finalised", "unknown")
MEASURES = ("officers", "investigations", "allegations", "cases", "complaints", "persons", "crimes", "other")
DIMENSIONS = ("total", "outcome", "channel", "rank", "conduct", "person_type", "severity", "process", "other")
PEOPLE = ("person_type", "rank")
"""Dimensions that tell staff from officers."""

NOT_OFFICERS = frozenset({"staff", "pcso"})
"""Codes of these dimensions that are of nobody sworn."""

MEANINGS = ("exact", "suppressed", "zero", "not_held", "not_applicable", "unknown")
METHODS = ("text", "ocr")
SEVERITIES = ("error", "warning", "info")
STAGES = ("answer", "instalment", "correction", "review", "holding", "acknowledgement", "clarification")
PROBLEM_CODES = (
    "unmapped_column", "unmapped_value", "ambiguous_value", "unparsed_value", "unexplained_symbol",
    "duplicate_heading", "unclaimed_table", "layout_changed", "total_mismatch", "letter_mismatch",
    "row_quarantined", "document_quarantined", "document_unreadable", "attachment_missing", "no_data_found",
    "fewer_rows", "hidden_content", "personal_data", "disclosive_total", "low_confidence", "stale_correction",
    "takedown", "unused_vocabulary", "validation_failed", "reply_withdrawn", "source_unreachable", "noted_by_requester",
    "undelivered", "automatic_reply",
)  # fmt: skip
FIGURES = (
    "officers_investigated", "forces_with_data", "officers_dismissed",
    "dismissed_share_of_all", "dismissed_share_of_decided", "outcome_share_of_all", "outcome_share_of_decided",
)  # fmt: skip
PERSONAL_KINDS = (
    "email", "phone", "collar_number", "ni_number", "date_of_birth", "address", "postcode", "vehicle", "handle", "name",
)  # fmt: skip
CORRECTION_KINDS = ("change", "drop", "add", "confirm")
CORRECTED_TABLES = ("replies", "cases", "counts", "problems")
CHANGES = ("added", "changed", "withdrawn")
CHANGED_TABLES = ("replies", "cases", "counts", "coverage")
CAUSES = (
    "new_reply", "corrected_reply", "withdrawn_reply", "parser", "vocabulary", "parser_or_vocabulary",
    "hand_correction", "takedown", "held", "released", "program", "source_down", "source_back", "time", "asking", "unknown",
)  # fmt: skip
TAKEN_DOWN = ("record", "value", "reply", "document")
EDITIONS = ("both", "public")
BREAKDOWNS = ("force", "year", "channel", "conduct", "outcome", "outcome_group")


def column(
    description: str,
    *,
    key: bool = False,
    required: bool = False,
    codes: tuple[str, ...] | None = None,
    vocabulary: str | None = None,
    minimum: int | None = None,
    maximum: int | None = None,
    pattern: str | None = None,
    fill: float | None = None,
    critical: bool = True,
    made: bool = False,
    signed: bool = False,
    default: Any = dataclasses.MISSING,
) -> Any:
    """Define one column of a table.

    `key`: part of the primary key (implies `required`). `required`: never null. `codes`: the closed set of values;
    `vocabulary`: the same, named in `schemas/vocabulary`. `minimum`/`maximum`: inclusive bounds of a number.
    `pattern`: regular expression a string must match. `fill`: lowest share of rows that must be filled, 0 to 1, else
    the table is suspect. `critical`: a row that breaks a rule of this column is quarantined; otherwise it is warned of.
    `made`: the program makes the text itself, in small letters: an identifier, a slug. `signed`: a name that its bearer
    gives to be published. Every other text may hold what somebody wrote, and personal data are looked for in it.
    """
    metadata = {
        "description": description,
        "key": key,
        "required": key or required,
        "codes": codes,
        "vocabulary": vocabulary,
        "minimum": minimum,
        "maximum": maximum,
        "pattern": pattern,
        "fill": fill,
        "critical": critical,
        "made": made,
        "signed": signed,
    }
    return field(default=None if default is dataclasses.MISSING else default, metadata=metadata)


def listed(description: str, **rules: Any) -> Any:
    """Define a column that holds a list of strings; empty, never null."""
    made = column(description, **rules)
    return field(default_factory=list, metadata=made.metadata)


def mapped(description: str, **rules: Any) -> Any:
    """Define a column that holds a JSON object; empty, never null."""
    made = column(description, **rules)
    return field(default_factory=dict, metadata=made.metadata)


SHA256 = r"^[0-9a-f]{64}$"
CORRECTED_NOTE = "Columns that a person corrected by hand, each with its reason in the table `corrections`"
PLACE_NOTE = "`Sheet1!B7` in a workbook, `p2[x0,top,x1,bottom]` in PDF points from the top left of the page"


@dataclass(slots=True, kw_only=True)
class Reply:
    """What one force answered to one request, as of one version of its documents."""

    reply_id: str = column(
        "Identifier of this version of the reply: request, force, start of the lead document's sha256.",
        key=True,
        made=True,
    )
    request: str = column("Slug of the request (the FOI round).", required=True, made=True)
    force: str | None = column(
        "Slug of the force, as in the table of forces.", required=True, made=True
    )  # None until it is known
    reference: str | None = column("Reference number, as the force writes it.")
    date_received: date | None = column("Date on which the force received the request.")
    date_replied: date | None = column("Date of the reply.")
    status: str = column("What the force decided.", required=True, codes=STATUSES)
    exemptions: list[str] = listed(
        "Sections relied on to withhold, in canonical form (`s12(1)`), in the numbering of the force's own regime. Never s1, s10, s16 nor FOIA s17.",
        pattern=r"^s\d+[A-Z]?(\([0-9A-Za-z]+\))*$",
    )
    grain: str = column("What one row of the force's data stands for.", required=True, codes=GRAINS)
    unit_raw: str | None = column("The unit of the figures, in the force's words.")
    period_start: date | None = column("First day that the figures cover.")
    period_end: date | None = column("Last day that the figures cover.")
    year_basis: str = column(
        "What kind of year the figures are in.", required=True, codes=YEAR_BASES, default="unknown"
    )
    year_event: str = column(
        "The event that places a case in a year.", required=True, codes=YEAR_EVENTS, default="unknown"
    )
    documents: list[str] = listed("sha256 of each document of the reply, the letter first.", pattern=SHA256)
    parser: str = column("Name of the parser that read the reply.", required=True, made=True)
    parser_version: str = column("Version of that parser.", required=True, made=True)
    source: str | None = column(
        "The source that the reply came from, as named in the configuration or on the command line."
    )
    source_url: str | None = column("Address of the lead document at its source; where it has none, its path.")
    retrieved_at: datetime | None = column("When the lead document was fetched (UTC).")
    first_seen: datetime | None = column("When the lead document was first seen at any source (UTC).")
    supersedes: str | None = column("`reply_id` of the reply that this one corrects.", made=True)
    superseded_by: str | None = column(
        "`reply_id` of the reply that corrects this one; null for the current one.", made=True
    )
    withdrawn_at: datetime | None = column(
        "When its source was first seen to show it no more (UTC); null while it is there. A reply withdrawn is kept and counts nothing."
    )
    stage: str | None = column(
        "Step of the request that the letter is: `answer`; `instalment`, more is to follow; `correction` of an earlier reply; `review`, the outcome of an internal review; `holding`, more time is needed; `acknowledgement`; `clarification`, a question to the requester. Null where nothing tells.",
        codes=STAGES,
    )
    sample: bool = column("True for a made-up sample reply that no force issued.", required=True, default=False)
    corrected: list[str] = listed(f"{CORRECTED_NOTE}.", made=True)

    @property
    def current(self) -> bool:
        """It counts: no later reply takes its place, and its source still shows it."""
        return self.superseded_by is None and self.withdrawn_at is None


@dataclass(slots=True, kw_only=True)
class Case:
    """One row of a force's case list: one officer, allegation or investigation, as the reply's grain says."""

    record_id: str = column(
        "Identifier, stable when a later reply corrects the outcome: from request, force and the row's own key, never from its outcome.",
        key=True,
        made=True,
    )
    reply_id: str = column("The reply that the row is in.", required=True, made=True)
    request: str = column("Slug of the request.", required=True, made=True)
    force: str | None = column("Slug of the force.", required=True, made=True)  # None until it is known
    case_ref_raw: str | None = column("The force's own number or letter for the case.")
    officers_lower: int = column(
        "Officers the row stands for, at least.", required=True, minimum=0, maximum=10_000, default=1
    )
    officers_upper: int | None = column(
        "Officers the row stands for, at most; null where unbounded.", minimum=0, maximum=10_000, default=1
    )
    person_type: str = column(
        "Whether the row is about an officer, a special constable, a PCSO or police staff.",
        required=True,
        vocabulary="person_type",
        default="unknown",
    )
    rank_raw: str | None = column("Rank or role, in the force's words.")
    rank: str | None = column("Rank; detectives share the code of their rank.", vocabulary="rank")
    year_raw: str | None = column("Year, in the force's words.")
    year: int | None = column(
        "Calendar year, or the year in which a financial year starts.", minimum=EARLIEST_YEAR, maximum=2100
    )
    year_basis: str = column("What kind of year it is.", required=True, codes=YEAR_BASES, default="unknown")
    date_received: date | None = column("Date on which the matter was received or recorded.")
    date_concluded: date | None = column("Date on which the matter was concluded.")
    channel_raw: str | None = column("Platform or medium, in the force's words.")
    channels: list[str] = listed("Platforms or media.", vocabulary="channel")
    conduct_raw: str | None = column("What the officer is said to have done, in the force's words.")
    conduct_categories: list[str] = listed("Kinds of conduct.", vocabulary="conduct")
    conduct_rules: list[str] = listed(
        "What gave the kinds of conduct: rules of `schemas/vocabulary/conduct_rules.toml` by their names; `vocabulary` where the whole value is a spelling of `conduct.toml`.",
        made=True,
    )
    standard_raw: str | None = column("Standard of professional behaviour or allegation type, in the force's words.")
    severity: str = column(
        "How serious the matter was assessed to be.", required=True, vocabulary="severity", default="unknown"
    )
    process: str = column("The proceeding that dealt with it.", required=True, vocabulary="process", default="unknown")
    outcome_raw: str | None = column("Outcome, in the force's words.", fill=0.5)
    outcome: str | None = column(
        "Outcome; the most serious where one officer has several; null where the spelling is not known yet.",
        vocabulary="outcome",
        fill=0.5,
    )
    outcomes: list[str] = listed("Every outcome of the officer.", vocabulary="outcome")
    part: str | None = column(
        "`1`, `2` … where one printed row is several officers with different outcomes; else null.", pattern=r"^\d+$"
    )
    document: str = column("sha256 of the document.", required=True, pattern=SHA256)
    location: str = column("Page or sheet.", required=True)
    row: int = column("Row within the page or sheet, from 1.", required=True, minimum=1)
    cells: dict = mapped(f"Column to place: {PLACE_NOTE}.", required=True)
    method: str = column("How the text was read.", required=True, codes=METHODS, default="text")
    parser: str = column("Name and version of the parser.", required=True, made=True)
    corrected: list[str] = listed(f"{CORRECTED_NOTE}; `record` where the whole row was added by hand.", made=True)


@dataclass(slots=True, kw_only=True)
class Count:
    """One published number: how many officers, allegations or cases, for one period and one category."""

    count_id: str = column(
        "Identifier: from request, force, breakdown, category and period, never from the number.",
        key=True,
        made=True,
    )
    reply_id: str = column("The reply that the number is in.", required=True, made=True)
    request: str = column("Slug of the request.", required=True, made=True)
    force: str | None = column("Slug of the force.", required=True, made=True)  # None until it is known
    measure: str = column("What is counted.", required=True, codes=MEASURES)
    measure_raw: str | None = column("What is counted, in the force's words.")
    dimension: str = column("What the number is broken down by.", required=True, codes=DIMENSIONS)
    dimension_raw: str | None = column("Heading of the breakdown, in the force's words.")
    category_raw: str | None = column("The category, in the force's words.")
    category: str | None = column(
        "Code of the category in the vocabulary that the request names for the dimension; null for `total` and `other`.",
        made=True,
    )
    dimension2: str | None = column("The second breakdown of a two-way table other than by year.", codes=DIMENSIONS)
    category2_raw: str | None = column("The second category, in the force's words.")
    category2: str | None = column("Code of the second category.", made=True)
    period_raw: str | None = column("The period, in the force's words.")
    period_start: date | None = column("First day of the period.")
    period_end: date | None = column("Last day of the period.")
    year_basis: str = column("What kind of year the period is.", required=True, codes=YEAR_BASES, default="unknown")
    value: int | None = column("The number; null where it is suppressed or unknown.", minimum=0, maximum=10_000_000)
    lower: int | None = column("The number is at least this.", minimum=0, maximum=10_000_000)
    upper: int | None = column("The number is at most this; null where unbounded.", minimum=0, maximum=10_000_000)
    token: str | None = column("What was printed.")
    meaning: str = column("What the printed token means.", required=True, codes=MEANINGS)
    stated_total: bool = column(
        "True for a printed total: checked against its parts, never added to them.", required=True, default=False
    )
    document: str = column("sha256 of the document.", required=True, pattern=SHA256)
    location: str = column("Page or sheet.", required=True)
    row: int = column("Row within the page or sheet, from 1.", required=True, minimum=1)
    cells: dict = mapped(f"Column to place: {PLACE_NOTE}.", required=True)
    method: str = column("How the text was read.", required=True, codes=METHODS, default="text")
    parser: str = column("Name and version of the parser.", required=True, made=True)
    corrected: list[str] = listed(f"{CORRECTED_NOTE}; `record` where the whole row was added by hand.", made=True)

    @property
    def of_staff(self) -> bool:
        """It counts nobody sworn."""
        codes = {self.dimension: self.category, self.dimension2: self.category2}
        return any(codes.get(about) in NOT_OFFICERS for about in PEOPLE)


@dataclass(slots=True, kw_only=True)
class Problem:
    """Something that a maintainer has to look at."""

    problem_id: str | None = column(
        "Identifier: from request, force, document, place, code and message.", key=True, made=True
    )
    request: str | None = column("Slug of the request, where known.", made=True)
    force: str | None = column("Slug of the force, where known.", made=True)
    document: str | None = column("sha256 of the document.", pattern=SHA256)
    location: str | None = column("Page or sheet.")
    row: int | None = column("Row within the page or sheet, from 1.", minimum=1)
    code: str = column("Kind of problem.", required=True, codes=PROBLEM_CODES)
    severity: str = column("How much it matters.", required=True, codes=SEVERITIES)
    message: str = column("What is wrong.", required=True)
    fix: str | None = column("What to write, and where.")


_column = column  # `column` is itself a column of the class below


@dataclass(slots=True, kw_only=True)
class Correction:
    """A decision of a person about one row, and whether it was applied: a row is changed by hand in no other way."""

    correction_id: str = _column(
        "Identifier: from the row and the column that the correction was made for.", key=True, made=True
    )
    kind: str = _column(
        "`change` a value, `drop` a row, `add` a row, `confirm` that what a problem warns of is right.",
        required=True,
        codes=CORRECTION_KINDS,
    )
    table: str = _column("The table of the row.", required=True, codes=CORRECTED_TABLES)
    request: str = _column("Slug of the request.", required=True, made=True)
    force: str = _column("Slug of the force.", required=True, made=True)
    record: str | None = _column(
        "Identifier of the row: `record_id`, `count_id`, `reply_id` or `problem_id`; null where the place alone tells.",
        made=True,
    )
    document: str = _column("sha256 of the document that the row was read from.", required=True, pattern=SHA256)
    location: str | None = _column("Page or sheet of the row.")
    row: int | None = _column("Row within the page or sheet, from 1.", minimum=1)
    column: str | None = _column("The column that is changed.", made=True)
    was: str | None = _column("What was read, as text; null where nothing was. Of a problem, its message.")
    becomes: str | None = _column(
        "What takes its place, as text; null where nothing does. Of an added row, its values."
    )
    reason: str = _column("Why, in the words of who decided.", required=True)
    page: str = _column("Where in the reply the reason can be seen.", required=True)
    author: str = _column("Who decided.", required=True, signed=True)
    decided: date = _column("When it was decided.", required=True)
    fired: bool = _column(
        "True where it was applied: only on the row, and to the value, that it was made for.",
        required=True,
        default=False,
    )
    told: str | None = _column("Why it was not applied; null where it was.")
    file: str = _column("The file of the correction and its number in it, from 1.", required=True, made=True)


@dataclass(slots=True, kw_only=True)
class Coverage:
    """Where one force stands with one request."""

    request: str = column("Slug of the request.", key=True, made=True)
    force: str = column("Slug of the force.", key=True, made=True)
    asked: bool = column("The force was asked.", required=True)
    answered: bool = column("The force has sent a reply.", required=True)
    status: str | None = column("Status of its current reply; null where it has sent none.", codes=STATUSES)
    exemptions: list[str] = listed("Sections that its current reply relies on.", made=True)
    date_replied: date | None = column("Date of its current reply.")
    cases: int = column("Published cases.", required=True, minimum=0)
    counts: int = column("Published counts.", required=True, minimum=0)
    officers_lower: int | None = column(
        "Officers investigated, at least; null where the reply gives no figure.", minimum=0
    )
    officers_upper: int | None = column(
        "Officers investigated, at most; null where unbounded or where the reply gives no figure.", minimum=0
    )
    stale: bool = column(
        "True where newer data were held back, or the source could not be reached, and the last good version is shown.",
        required=True,
    )
    last_good: str | None = column(
        "`reply_id` of the last good version that is published; null where nothing is.", made=True
    )
    open_problems: int = column(
        "Problems of severity error or warning that wait for a person.", required=True, minimum=0
    )
    open: str | None = column("What is open, in words.", made=True)
    sample: bool = column(
        "True where the reply is a made-up sample, or where there is none and the asking is made up.", required=True
    )
    date_asked: date | None = column("When the request was sent, as noted; else when the force received it.")
    date_due: date | None = column(
        "Last day on which an answer is in time: the 20th working day after receipt, or the day to which it was extended; null where that cannot be told."
    )
    overdue: bool | None = column(
        "True where no answer had come by `date_due` when the release was made; null where that day is not known."
    )
    date_answered: date | None = column("Date of the first reply that decides anything, be it superseded or withdrawn.")
    working_days: int | None = column(
        "Working days from receipt, or from the answer to a question, to the first answer.", minimum=0
    )
    late: bool | None = column("True where the first answer is of a later date than `date_due`.")
    date_acknowledged: date | None = column("Date of the first acknowledgement.")
    date_clarification: date | None = column("Date on which the force first asked for clarification.")
    date_holding: date | None = column("Date of the first letter that says more time is needed.")
    instalments: int = column("Current replies that say more is to follow.", required=True, minimum=0, default=0)
    superseded: int = column("Answers that later ones took the place of.", required=True, minimum=0, default=0)
    withdrawn: int = column("Replies that their source shows no more.", required=True, minimum=0, default=0)
    date_review_asked: date | None = column("When an internal review was asked for, as noted.")
    date_review: date | None = column("Date of the first letter that gives the outcome of an internal review.")
    asked_reference: str | None = column("Reference noted when the request was sent.")
    asked_note: str | None = column("Note of those who asked.")


@dataclass(slots=True, kw_only=True)
class Change:
    """One thing that the release changed against the one before: a row added or withdrawn, or one column of a row."""

    change_id: str = _column("Identifier: from the table, the row and the column.", key=True, made=True)
    table: str = _column("The table of the row.", required=True, codes=CHANGED_TABLES)
    record: str = _column(
        "Identifier of the row: `reply_id`, `record_id` or `count_id`; of `coverage`, request and force.",
        required=True,
        made=True,
    )
    request: str = _column("Slug of the request.", required=True, made=True)
    force: str = _column("Slug of the force.", required=True, made=True)
    reply_id: str | None = _column(
        "The reply that the row is in; of a row withdrawn, the one that it was in.", made=True
    )
    change: str = _column("What became of it.", required=True, codes=CHANGES)
    column: str | None = _column(
        "The column that changed; null where a whole row was added or withdrawn. Columns that say where a value was read from are not compared.",
        made=True,
    )
    was: str | None = _column("Its value in the release before, as text; null where it had none.")
    now: str | None = _column("Its value in this release, as text; null where it has none.")
    cause: str = _column(
        "Why: `new_reply`; `corrected_reply`, a later one takes the place of an earlier; `withdrawn_reply`, its source shows it no more; `parser`, `vocabulary` or either of the two; `hand_correction`; `takedown`, a person had it taken down; `held` back for a person, or `released`; `program`, another part of it; `source_down`, a source could not be reached, `source_back`, it can be again; `time`, a day went by; `asking`, what is noted of it; `unknown`.",
        required=True,
        codes=CAUSES,
    )


@dataclass(slots=True, kw_only=True)
class Takedown:
    """A decision of a person that something is not to be published, and whether it was there to be taken out."""

    takedown_id: str = _column("Identifier, given when it was decided.", key=True, made=True)
    what: str = _column(
        "`record`, a row; `value`, what stands in columns of a row; `reply`, a whole reply; `document`, one document of it.",
        required=True,
        codes=TAKEN_DOWN,
    )
    request: str = _column("Slug of the request.", required=True, made=True)
    force: str = _column("Slug of the force.", required=True, made=True)
    record: str | None = _column(
        "Identifier of the row or the reply: `record_id`, `count_id` or `reply_id`.", made=True
    )
    columns: list[str] = listed("The columns whose values were taken down; empty where all of it was.", made=True)
    documents: list[str] = listed("sha256 of each document that it was made for.", pattern=SHA256)
    editions: str = _column(
        "`both`, or `public` where the full edition still has it.", required=True, codes=EDITIONS, default="both"
    )
    reason: str = _column("Why, in the words of who decided.", required=True)
    author: str = _column("Who decided.", required=True, signed=True)
    decided: date = _column("When it was decided.", required=True)
    found: int = _column(
        "Rows and replies that it took out, or took something out of.", required=True, minimum=0, default=0
    )
    told: str | None = _column("Why it found nothing, or what else is to be looked at.")


@dataclass(slots=True, kw_only=True)
class Masking:
    """Personal data that the public edition has a mark in the place of. What it was stands nowhere in the table."""

    masking_id: str = _column(
        "Identifier: from the table, the row, the column, the kind and the rule.", key=True, made=True
    )
    table: str = _column("The table of the row.", required=True, made=True)
    record: str | None = _column("Key of the row; null in a table without keys.", made=True)
    public_record: str | None = _column(
        "In the full edition, the row's key in the public one where it has another there; null where it has the same.",
        made=True,
    )
    request: str | None = _column("Slug of the request, where known.", made=True)
    force: str | None = _column("Slug of the force, where known.", made=True)
    document: str | None = _column("sha256 of the document that the row was read from.", pattern=SHA256)
    location: str | None = _column("Page or sheet of the row.")
    row: int | None = _column("Row within the page or sheet, from 1.", minimum=1)
    column: str = _column("The column.", required=True, made=True)
    kind: str = _column("What it reads like.", required=True, codes=PERSONAL_KINDS)
    rule: str = _column("The rule that told.", required=True, made=True)
    number: int = _column("How often in the value.", required=True, minimum=1)


@dataclass(slots=True, kw_only=True)
class Force:
    """One body of the registry (`schemas/forces.csv`)."""

    slug: str = column("The name that every table uses.", key=True)
    name: str = column("Official name.", required=True)
    common_aliases: list[str] = listed("Other names in use.")
    country: str = column("Country or countries.", required=True)
    ons_pfa_code: str | None = column("Police force area code of the Office for National Statistics.")
    wdtk_body_slug: str | None = column("Address part at WhatDoTheyKnow; changes with the short name.")
    force_type: str = column("Territorial, national, special, port, airport or other.", required=True)
    foi_regime: str = column("The law that it answers under; a question mark where that is not certain.", required=True)
    cjs_force_code: str | None = column("Two-digit force number of the criminal justice system.")
    data_police_uk_id: str | None = column("Identifier at data.police.uk.")
    wdtk_body_id: str | None = column("Number at WhatDoTheyKnow; the durable key there.")
    wikidata_qid: str | None = column("Wikidata item.")
    ico_registration: str | None = column("Registration number at the Information Commissioner's Office.")
    web_domain: str | None = column("Web domain.")
    disclosure_log_url: str | None = column("Address of its disclosure log.")
    disclosure_platform: str | None = column("Software that serves the log.")
    uncertain: str | None = column("What in this row is not certain.")


@dataclass(slots=True, kw_only=True)
class Figure:
    """One figure of the summary."""

    request: str = column("Slug of the request.", required=True, made=True)
    figure: str = column("Name of the figure.", required=True, codes=FIGURES)
    breakdown: str | None = column("What it is broken down by; null for the headline.", codes=BREAKDOWNS)
    category: str | None = column("Category of the breakdown.", made=True)
    lower: int | None = column("At least.", minimum=0)
    upper: int | None = column("At most; null where unbounded.", minimum=0)
    denominator: int | None = column("What the share is of, at least.", minimum=0)
    denominator_upper: int | None = column("What the share is of, at most; null where unbounded.", minimum=0)
    share: float | None = column("`lower` as a share of `denominator`, 0 to 1.")
    share_lower: float | None = column("The share is at least this: `lower` of `denominator_upper`.")
    share_upper: float | None = column("The share is at most this: `upper` of `denominator`, 1 where unbounded.")
    forces: int | None = column("Forces whose figures it is made from, those that say none among them.", minimum=0)
    definition: str = column("What the figure counts, and how.", required=True)
    sample: bool = column(
        "True where the figure is made of sample replies. Samples and real replies are never added up.", required=True
    )
    records: list[str] = listed(
        "What `lower` and `upper` were made from: `record_id` of cases, `count_id` of counts, `reply_id` where a reply "
        "says that there were none; for `forces_with_data` the `reply_id` of each reply. Empty where they are more than "
        "50,000: the definition then says how many.",
        made=True,
    )


@dataclass(slots=True, kw_only=True)
class TableAccount:
    """The fate of every row of one table of one document: `rows = header + records + skipped + quarantined`."""

    document: str = column("sha256 of the document.", required=True, pattern=SHA256)
    location: str = column("Page or sheet where the table begins.", required=True)
    table: str = column(
        "Number of the table in the document, or `text` for answers given in sentences.", required=True, made=True
    )
    rows: int = column("Rows of the source.", required=True, minimum=0)
    header: int = column("Rows that are headings.", required=True, minimum=0)
    records: int = column("Rows that gave records.", required=True, minimum=0)
    skipped: int = column("Rows left out for a stated reason.", required=True, minimum=0)
    quarantined: int = column("Rows held back.", required=True, minimum=0)
    reasons: dict = mapped("Reason to number of rows, for rows skipped and quarantined.")
