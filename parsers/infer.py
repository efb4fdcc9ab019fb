"""What a table is about, for any force: a list of cases, a matrix of counts, or nothing that we know.

The result is a `CaseList` or a `Matrix`: which column holds what. `parsers.cases` and `parsers.counts` make records from
them. A force's own parser (`parsers.table.TableParser`) only corrects what is inferred here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from statistics import median

from parsers import headings
from parsers.centred import rows_of_years
from parsers.grid import Grid, is_count, period, strong_number
from parsers.numbers import find_numbers, parse_number
from parsers.owners import all_of, owners
from parsers.periods import MONTH, in_numbers, is_day_first, is_period, is_us_order, parse_date
from parsers.result import ProblemLog
from schemas import vocabulary
from schemas.requests import Request

# Fields whose values a vocabulary can recognise, with the dimension that the vocabulary serves.
BY_VALUE = {
    "outcome_raw": "outcome",
    "rank_raw": "rank",
    "channel_raw": "channel",
    "person_type": "person_type",
    "severity": "severity",
    "process": "process",
}
DATES = frozenset({"date_received", "date_concluded", "incident_date"})
SERIAL_DATE = re.compile(r"(?:3[6-9]|4\d|5[0-4])\d{3}")
"""Days from 1900 for 1998 to 2050: what a sheet shows of a date without a format."""
BLANK_VALUE = re.compile(r"^[-–—.\s]*$|^n/?[ak]$|^not applicable$", re.I)
"""A cell that says that there is nothing to say."""
_BROKEN_MONTH = re.compile(r"(?<=[a-z]) (?=[a-z])", re.I)
_BROKEN_DATE = re.compile(r"(?<=[\d./-])\s+(?=[\d./-]+\s*$)|(?<=[\d./-])\s+(?=[./-])")
"""Where a narrow column broke '27.01.2 018'."""
ABOVE = r"(?:above|previous|preceding|before|the (?:row|case|line|one) above|(?:the )?(?:previous|preceding) (?:row|case|line|entry|one))"
AS_ABOVE = re.compile(rf"(?:(?:same )?as|see) {ABOVE}|same|[-–—]? ?ditto ?[-–—]?|do\.|[\"“”〃″]|['’′,]{{2}}", re.I)
"""A cell that stands for the one above it."""
_IN_WORDS = frozenset({*BY_VALUE, "conduct_raw", "standard_raw", "finding_raw"})
_TEXT_LENGTH = 25  # characters on average from which a column without a known heading reads as a narrative
OF_WHICH = re.compile(
    r"^[-–\s]*of (?:which|whom|these|those|them|the (?:above|total|officers|staff|cases|investigations|officers and staff))\b"
    r"[,:]?\s*(?:were |was )?",
    re.I,
)
"""Words before a category that is part of the number above it: 'of which dismissed'."""
_CAPTION_NUMBER = re.compile(r"^(?:table|figure|appendix|annex|tab)\s{0,3}[\dA-Z]{0,3}\s{0,3}[:.)–-]?\s+", re.I)
_PERCENT = re.compile(
    r"%|\bper ?cent(?:age)?\b|\bproportion\b|\bcumulative\b|\brunning total\b|\b(?:total|number|officers?|cases?)? ?to date\b"
    r"|\b(?:average|mean|median|change|difference|variance)\b|\bper (?:1,?000|100|head|capita)\b|\brate\b",
    re.I,
)
"""Columns that are worked out from others: shares, rates, differences, sums that run on."""
_COUNT_AND_SHARE = re.compile(
    r"\b(?:numbers?|no\.?|counts?|officers|cases|investigations|total)\s*\(\s*(?:and )?(?:%|per ?cent|percentage)(?: of [^)]*)?\s*\)",
    re.I,
)
"""'Number (%)' over '12 (34%)': a count with its share."""
_ABOUT = re.compile(
    r"investigat\w+|record\w+|identified|made|received|mention\w+|involv\w+|misconduct|conduct|social|media|online|messag\w+"
)
_MONTH = re.compile(MONTH, re.I)
_COUNTS = re.compile(
    r"(?:(?:number|no\.?|count|total) of )?(?:officers|investigations|allegations|cases|complaints)\b", re.I
)
"""Begins with what it counts: 'Investigations begun', and not 'Investigation complete' or 'Violence against the person'."""
WHOLE_YEAR = re.compile(r"(?:(?:the )?(?:whole|full|all) )?year(?: (?:to date|as a whole))?|annual(?:ly)?", re.I)
"""Below its months: their total."""
_NOT_PEOPLE = ("cases", "allegations", "investigations", "complaints", "crimes")
_YEAR = re.compile(r"(?:19|20)\d\d(?:[/–-]\d\d)?")
_FURTHER = re.compile(
    r"\b(?:further|additional|second|secondary|other|any other)\s+(?:outcome|sanction|result|action|disposal)s?\b"
    r"|\b(?:outcome|sanction|result)\s+(?:2|two)\b",
    re.I,
)
_REMARKS = re.compile(r"\b(?:remarks?|comments?|notes?|additional information)\b", re.I)
_WHO = re.compile(r"(?:officer|subject|person|individual|member|staff)s?\b", re.I)
_WHO_VALUE = re.compile(
    r"(?:officer|subject|person|individual|member|staff)s?\s{0,3}(?:no\.?\s{0,3})?(?:[A-Z]{1,2}|\d{1,3})", re.I
)
_LETTER = re.compile(r"[A-MO-XZ]")  # not Y and N, which answer a question
_NUMBER = ("no", "nos", "nr", "number", "numbers", "total", "count", "qty")
_OLD = re.compile(
    r"\b(?:previous(?:ly)?|original(?:ly)?|earlier|superseded|incorrect|withdrawn|as (?:first )?(?:given|stated|supplied|provided|published))\b"
    r"|^(?:supplied|provided|given|published|disclosed|stated) .*\d|^(?:first|old) (?:reply|response|figures?|numbers?)$",
    re.I,
)
_IN_PLACE = re.compile(r"(?:corrected|revised|updated|amended)(?: (?:figures?|numbers?|totals?|counts?))?", re.I)
_NEW = re.compile(
    r"\b(?:corrected|correct(?:ion)?|revised|updated|amended|new)\b(?: (?:figures?|numbers?|totals?|counts?))?", re.I
)
"""Headings of figures that were given before, and of those that stand in their place."""
_MANY = 8  # numbers that all differ: so many are no counts
_NOTHING = re.compile(r"[-–—*.]+|x|nil", re.I)
_SERIAL = re.compile(r"^(?:no|nr|#|ref|case|id|serial|item)\b", re.I)


@dataclass
class Corrections:
    """What a force's module says about its own tables; empty for a force without one."""

    columns: Mapping[str, str] = field(default_factory=dict)  # heading → field of a case list
    dimensions: Mapping[str, str] = field(default_factory=dict)  # heading of a breakdown → dimension
    measures: Mapping[str, str] = field(default_factory=dict)  # heading or caption → measure
    values: Mapping[str, Mapping[str, str]] = field(
        default_factory=dict
    )  # vocabulary → the force's own spelling → code
    year_basis: str | None = None


@dataclass
class CaseList:
    """A table with a row for each case. `fields`: field → columns, in the order in which they are believed."""

    grid: Grid
    fields: dict[str, list[int]]
    unmapped: list[int] = field(default_factory=list)

    @cached_property
    def dates_as(self) -> dict[str, str]:
        """How the dates of each field stand: `serial`, `month first`, `mixed` (some can be read one way only) or `plain`.

        One program writes all dates of a list alike: where one column is month first, those that do not tell are too.
        Where another is day first, those that do not tell are `mixed`.
        """
        columns = {name: columns for name, columns in self.fields.items() if name in DATES}
        alone = {name: self._dates(own) for name, own in columns.items()}
        if "month first" not in alone.values():
            return alone
        values = {name: self._date_values(own) for name, own in columns.items()}
        told = {n for n, texts in values.items() if any(map(is_day_first, texts)) or self._headed(columns[n], "dd/mm")}
        other = "mixed" if told else "month first"
        silent = {
            n for n, order in alone.items() if order == "plain" and n not in told and any(map(in_numbers, values[n]))
        }
        return {name: other if name in silent else order for name, order in alone.items()}

    @cached_property
    def rows_of_officers(self) -> Counter[str]:
        """How many rows each officer has, where the references of the list are those of officers: 'Officer A'."""
        columns = self.fields.get("case_ref_raw", [])[:1]
        named = [c for c in columns if _WHO.match(self.grid.own_heading(c)) or _names_officers(self.grid, c)]
        return Counter(v for c in named for v in self.grid.column_values(c))

    @cached_property
    def remarks(self) -> list[int]:
        """The columns of remarks: nothing of the contract, and still what may change an outcome."""
        return [c for c in self.fields.get("ignored", ()) if _REMARKS.search(self.grid.own_heading(c))]

    @cached_property
    def further(self) -> list[int]:
        """The columns of what came of a case beside its outcome: 'Further outcome'."""
        columns = self.fields.get("outcome_raw", [])
        found = [c for c in columns if _FURTHER.search(self.grid.heading(c))]
        return found if len(found) < len(columns) else []

    @cached_property
    def cells_filled(self) -> float:
        """How many cells of a row hold something: the median of the rows."""
        return median([sum(map(bool, self.grid.texts(r))) for r in self.grid.body] or [0])

    @cached_property
    def years_at(self) -> dict[int, int | None]:
        """The row that prints the year of each, where years stand in the middle of their rows; else nothing."""
        columns = self.fields.get("year_raw", [])
        return rows_of_years(self.grid, columns[0]) if len(columns) == 1 else {}

    def _dates(self, columns: list[int]) -> str:
        values = self._date_values(columns)
        told = [v for v in values if not BLANK_VALUE.match(v)]
        if told and all(SERIAL_DATE.fullmatch(v) for v in told):
            return "serial"
        if not self._headed(columns, "mm/dd") and not any(is_us_order(v) for v in values):
            return "plain"
        return "mixed" if any(map(is_day_first, values)) else "month first"

    def _headed(self, columns: list[int], order: str) -> bool:
        return any(order in self.grid.heading(c).casefold() for c in columns)

    def _date_values(self, columns: list[int]) -> list[str]:
        """The texts of the columns, of the document's other lists under the same headings too."""
        grids = (self.grid, *self.grid.alike)
        return [whole_date(v) for grid in grids for c in columns for v in grid.column_values(c)]


def whole_date(text: str) -> str:
    """The date without the spaces that a narrow column broke it by, within its numbers or the name of its month."""
    if parse_date(text):
        return text
    joined = _BROKEN_MONTH.sub("", text)
    return joined if joined != text and parse_date(joined) else _BROKEN_DATE.sub("", text)


@dataclass
class Label:
    """What a column to the left of the numbers says: `period`, or a category of a dimension."""

    column: int
    dimension: str  # "period", "month" of the year above, or one of schemas.records.DIMENSIONS
    heading: str
    among_periods: bool = (
        False  # rows of periods stand between those of categories, as in the compact form of a pivot table
    )


@dataclass
class Header:
    """What stands above one column of numbers."""

    column: int
    period_raw: str | None = None
    period_place: str | None = None
    dimension: str | None = None
    category_raw: str | None = None
    category_place: str | None = None
    total: bool = False
    measure_raw: str | None = None
    measure_place: str | None = None
    forces: tuple[str, ...] = ()  # of a joint letter: whose numbers they are


@dataclass
class Matrix:
    """A table of counts."""

    grid: Grid
    labels: list[Label]
    headers: list[Header]
    percent: list[int] = field(default_factory=list)  # columns of shares: derived, not counted
    dimension_raw: str | None = None


@dataclass
class QuestionsAnswered:
    """A table with a question and its answer in each row."""

    grid: Grid
    question: int
    answer: int


@dataclass
class NotData:
    """A table that holds no answer, with the reason."""

    grid: Grid
    reason: str


def infer(
    grid: Grid,
    request: Request,
    log: ProblemLog,
    corrections: Corrections | None = None,
    signs: Container[str] = (),
    lead: str = "",
    joint: tuple[str, ...] = (),
) -> CaseList | Matrix | QuestionsAnswered | NotData | None:
    """What the table is; None where nobody can say, and the problem is then recorded as `unclaimed_table`.

    `signs`: what stands for a number, by the letter's legend. `lead`: the sentence right above that leads to the table.
    `joint`: the forces of a joint letter.
    """
    corrections = corrections or Corrections()
    if grid.heading_rows and headings.is_form(grid.texts(grid.heading_rows[0])):
        return NotData(grid, "a table of the letter's own form")
    if grid.heading_rows and headings.is_legend(grid.texts(grid.heading_rows[0])):
        return NotData(grid, "a table of what the letter's codes stand for")
    if grid.heading_rows and (columns := headings.answers_in(grid.texts(grid.heading_rows[0]))):
        return QuestionsAnswered(grid, *columns)
    if not grid.body and not grid.of_kind("total"):
        _report_figures_of_note(grid, log)
        return NotData(grid, "no rows below the headings")
    other = headings.other_subject(grid.title(), [grid.heading(c) for c in range(grid.width)])
    beside = headings.beside(grid.title(), grid.table.location.partition("!")[0], lead)
    if why := f"about {other}, which was not asked" if other else beside:
        log.add(
            "unclaimed_table",
            "warning",
            f"The table “{(grid.title() or grid.label(0))[:120]}” is {why}; its {len(grid.rows)} rows were left out.",
            fix="If it answers the request after all, name its columns in the force's module.",
            at=grid.rows[0],
        )
        return NotData(grid, f"about {other}" if other else why)
    fields, unmapped = case_fields(grid, corrections)
    numeric, percent = _numeric_columns(grid, fields, signs)
    numeric, percent = _without_superseded(grid, numeric, percent, log)
    if numeric and _is_matrix(grid, fields, numeric):
        grid.prove_totals(numeric)
        return _matrix(grid, numeric, percent, request, corrections, log, joint)
    if _is_case_list(fields):
        found = CaseList(grid, fields, unmapped)
        _report_headings(found, log)
        return found
    first = " | ".join(t for t in grid.texts(grid.heading_rows[0] if grid.heading_rows else 0) if t)
    log.add(
        "unclaimed_table",
        "warning",
        f"The table that begins “{first[:120]}” is neither a case list nor counts that we know; its {len(grid.rows)} rows were left out.",
        fix='If it holds data, name its columns in the force\'s module (columns = {"heading": "field"}); if not, add its heading to [not_data] in parsers/headings.toml.',
        location=grid.table.location,
        row=grid.rows[0].number if grid.rows else None,
    )
    return None


def _report_figures_of_note(grid: Grid, log: ProblemLog) -> None:
    """Say that a note set as a table of one row tells how many there are: '17 officers in all'."""
    for row in grid.rows:
        for cell in row.cells:
            told = [n.noun for n in find_numbers(cell.text) if n.noun and headings.measure_of(n.noun)]
            if told and len((cell.text or "").split()) > _FEW_WORDS:
                log.add(
                    "low_confidence",
                    "warning",
                    f"A table without rows below its headings tells figures, which were not read: “{(cell.text or '')[:160]}”.",
                    fix="Read it on the page and add what is missing by hand.",
                    at=row,
                )


_FEW_WORDS = 4
"""A heading has no more: 'Officers investigated in 2019'."""


# ---------------------------------------------------------------------------------------------------------- case lists


def case_list(grid: Grid, corrections: Corrections) -> CaseList | None:
    """The table as a list of cases; None where its columns do not make one."""
    fields, unmapped = case_fields(grid, corrections)
    return CaseList(grid, fields, unmapped) if _is_case_list(fields) else None


def case_fields(grid: Grid, corrections: Corrections) -> tuple[dict[str, list[int]], list[int]]:
    """Field → columns, by heading first and by what the values look like where the heading says nothing."""
    by_heading: dict[str, list[int]] = {}
    unknown: list[int] = []
    for column in range(grid.width):
        heading, own = grid.heading(column), grid.own_heading(column)
        declared = corrections.columns.get(heading) or corrections.columns.get(own)
        name = declared or headings.field_of(own) or headings.field_of(heading)
        if name in ("conduct_raw", "standard_raw") and not declared and _all_numbers(grid, column):
            # 'Allegations' over 2, 1, 5 is how many there were of them; 'Misconduct' is one of several kinds that are counted
            name = None if _is_category(own or heading) else "ignored"
        if name == "case_ref_raw" and not declared and _numbers_officers(grid, column, own or heading, by_heading):
            name = "officers"
        if name and (declared or not _belied(grid, column, name)):
            by_heading.setdefault(name, []).append(column)
        elif heading or grid.column_values(column):
            unknown.append(column)
    unmapped = []
    for column in unknown:
        if "case_ref_raw" not in by_heading and _names_officers(grid, column):
            by_heading["case_ref_raw"] = [column]
            continue
        name = _field_by_values(grid, column, taken=by_heading)
        if name:
            by_heading.setdefault(name, []).append(column)
        else:
            unmapped.append(column)
    return _settle_rivals(grid, by_heading), unmapped


def _numbers_officers(grid: Grid, column: int, heading: str, before: Mapping[str, list[int]]) -> bool:
    """'No' behind the outcome, over 2, 1, 1, 3, says how many; a case's number stands before it, or goes up."""
    values = grid.column_values(column)
    named = vocabulary.normalise(heading) in _NUMBER and "outcome_raw" in before
    if not named or not values or not all(v.isdecimal() for v in values):
        return False
    numbers = [int(v) for v in values]
    counting = numbers[0] == 1 and all(b in (1, a + 1) for a, b in pairwise(numbers))
    return len(set(numbers)) < len(numbers) and not counting


def _names_officers(grid: Grid, column: int) -> bool:
    """The column says which officer each row is about: 'Officer A', or 'A' under 'Officer'."""
    values = grid.values_alike(column)
    letters = bool(_WHO.match(grid.own_heading(column))) and len(values) > 1
    return bool(values) and all(_WHO_VALUE.fullmatch(v) or (letters and _LETTER.fullmatch(v)) for v in values)


def _is_category(heading: str) -> bool:
    """The heading is itself a value of one of the vocabularies."""
    return any(vocabulary.load(v).lookup(heading).status == "mapped" for v in BY_VALUE.values())


def _all_numbers(grid: Grid, column: int) -> bool:
    values = grid.values_alike(column)
    return bool(values) and all(v.isdecimal() for v in values) and not all(map(is_period, values))


def _telling(grid: Grid, column: int) -> list[str]:
    """The values of the column that say something themselves."""
    return [v for v in grid.values_alike(column) if not AS_ABOVE.fullmatch(v)]


def _belied(grid: Grid, column: int, name: str) -> bool:
    """The heading names one field and the values are plainly another's: 'Method' over WhatsApp, Facebook …"""
    values = _telling(grid, column)
    if name in _IN_WORDS and values and all(is_period(v) or parse_date(whole_date(v)) for v in values):
        return (
            True  # 'Allegation' over 2017, 2018 …, or over dates: the rest of 'Year of allegation', 'Date of complaint'
        )
    if name not in BY_VALUE:
        return False
    if vocabulary.load(BY_VALUE[name]).share(values) >= 0.25:
        return False
    return any(vocabulary.load(v).share(values) >= 0.75 for n, v in BY_VALUE.items() if n != name)


def _field_by_values(grid: Grid, column: int, taken: Mapping[str, list[int]]) -> str | None:
    values = _telling(grid, column)
    if not values:
        return None
    if all(is_period(v) for v in values):
        return "year_raw" if "year_raw" not in taken else None
    if all(parse_date(v) for v in values):
        return "date_received" if "date_received" not in taken else None
    shares = {name: vocabulary.load(vocab).share(values) for name, vocab in BY_VALUE.items() if name not in taken}
    best = max(shares, key=lambda n: shares[n], default=None)
    if best and shares[best] >= 0.75:
        return best
    if "conduct_raw" not in taken and sum(map(len, values)) / len(values) >= _TEXT_LENGTH:
        return "conduct_raw"
    return None


def _settle_rivals(grid: Grid, found: dict[str, list[int]]) -> dict[str, list[int]]:
    """Let the values decide where the words of a heading fit two fields.

    A finding ('Upheld') and an outcome ('Written warning') both stand under 'Result' somewhere; 'Allegation' heads the
    standard breached at one force and the narrative at the next.
    """
    outcome = vocabulary.load("outcome")
    columns = found.get("outcome_raw", []) + found.get("finding_raw", [])
    if columns:
        # the column that reads most like outcomes is believed first, the others only where it is blank
        ranked = sorted(
            columns,
            key=lambda c: (
                bool(_FURTHER.search(grid.heading(c))),
                -round(outcome.share(grid.values_alike(c)), 2),
                c not in found.get("outcome_raw", []),
                c,
            ),
        )
        found = {k: v for k, v in found.items() if k != "finding_raw"} | {"outcome_raw": ranked}
    if "outcome_raw" not in found and len(found.get("process", [])) == 1:
        values = grid.values_alike(found["process"][0])
        if outcome.share(values) > vocabulary.load("process").share(values):  # 'How dealt with': advice, a warning, NFA
            found = {("outcome_raw" if name == "process" else name): where for name, where in found.items()}
    if len(found.get("year_raw", [])) > 1:  # the year that the answer goes by stands before that of the incident
        found["year_raw"] = sorted(found["year_raw"], key=lambda c: _of_event(grid.heading(c)))
    if len(found.get("conduct_raw", [])) > 1:
        found["conduct_raw"] = sorted(found["conduct_raw"], key=lambda c: -_mean_length(grid, c))
    if "conduct_raw" not in found and len(found.get("standard_raw", [])) == 1:
        column = found["standard_raw"][0]
        values = grid.values_alike(column)
        named = sum(map(headings.is_standard, values)) * 2 >= len(values)
        if _mean_length(grid, column) >= _TEXT_LENGTH and not named:
            found["conduct_raw"] = [column]
            del found["standard_raw"]
    return found


def _of_event(heading: str) -> int:
    """0 for the year in which a matter was recorded, 1 where the heading does not say, 2 and 3 for incident and end."""
    for rank, words in (
        (0, r"record|report|receiv|complain|open|log"),
        (2, r"incident|offence|occur|conduct"),
        (3, r"final|conclu|outcome|clos|end"),
    ):
        if re.search(words, heading, re.I):
            return rank
    return 1


def _mean_length(grid: Grid, column: int) -> float:
    values = grid.values_alike(column)
    return sum(map(len, values)) / len(values) if values else 0.0


def _is_case_list(fields: Mapping[str, list[int]]) -> bool:
    known = [f for f in fields if f != "ignored"]
    about = {"outcome_raw", "conduct_raw", "channel_raw", "standard_raw"} & set(known)
    return len(known) >= 2 and bool(about)


def _report_headings(found: CaseList, log: ProblemLog) -> None:
    grid = found.grid
    row = grid.rows[grid.heading_rows[-1]].number if grid.heading_rows else None
    for column in found.unmapped:
        heading = grid.heading(column)
        values = grid.column_values(column)
        if not values:
            continue
        example = f" (for example “{values[0][:60]}”)"
        log.add(
            "unmapped_column",
            "warning",
            f"Column {column + 1}, headed “{heading}”, is not known{example}."
            if heading
            else f"Column {column + 1} has no heading and its values are not known{example}.",
            fix=f'Name its field in the force\'s module: columns = {{"{heading}": "FIELD"}}, or for every force in parsers/headings.toml.',
            location=grid.table.location,
            row=row,
        )
    seen: dict[str, int] = {}
    for column in range(grid.width):
        heading = grid.heading(column)
        if not heading or _covered_heading(grid, column):
            if heading and grid.column_values(column):
                log.add(
                    "duplicate_heading",
                    "warning",
                    f"Column {column + 1} stands with the one before under a single heading, “{heading}”: which is which is not said.",
                    fix="Look at the page; two headings may have been read as one.",
                    location=grid.table.location,
                    row=row,
                )
            continue
        if heading in seen and [grid.text(r, column) for r in grid.body] != [
            grid.text(r, seen[heading]) for r in grid.body
        ]:
            log.add(
                "duplicate_heading",
                "error",
                f"Columns {seen[heading] + 1} and {column + 1} are both headed “{heading}” and differ; neither was used.",
                fix="Look at the reply, and say in the force's module which is which.",
                location=grid.table.location,
                row=row,
            )
            for name, columns in list(found.fields.items()):
                found.fields[name] = [c for c in columns if c not in (seen[heading], column)]
        seen.setdefault(heading, column)
    found.fields = {name: columns for name, columns in found.fields.items() if columns}


def _covered_heading(grid: Grid, column: int) -> bool:
    """The heading is a merged cell's that reaches over from the left, not a second heading of the same words."""
    return all(
        column < len(grid.rows[r].cells) and (grid.rows[r].cells[column].covered == "left" or not grid.text(r, column))
        for r in grid.heading_rows
    )


# ------------------------------------------------------------------------------------------------------------- counts


def _numeric_columns(
    grid: Grid, fields: Mapping[str, list[int]], signs: Container[str] = ()
) -> tuple[list[int], list[int]]:
    """Columns of counts, and columns of percentages. `signs`: what stands for a number, by the letter's legend."""
    keep_out = {
        c
        for name in ("year_raw", "date_received", "date_concluded", "incident_date", "ignored")
        for c in fields.get(name, [])
        if name != "ignored" or not _is_counted(grid, c)
    }
    numeric, percent = [], []
    for column in range(grid.width):
        heading = grid.heading(column)
        values = [grid.text(r, column) for r in grid.of_kind("body", "total") if grid.text(r, column)]
        headed_by_period = any(is_period(text) for text, _ in grid.heading_path(column))
        if headed_by_period and len(values) > 0 and all(map(_YEAR.fullmatch, values)) and _words_behind(grid, column):
            continue  # '2018' over 2020 and 2021, beside ranks and outcomes: the first case of a list without headings
        counted = _COUNT_AND_SHARE.search(heading) and not any(v.endswith("%") for v in values)
        if (_PERCENT.search(heading) and not counted) or (values and all(v.endswith("%") for v in values)):
            percent.append(column)
        elif not values:
            if column > 0 and (headed_by_period or is_measure(heading)):
                numeric.append(column)
        elif (column in keep_out and not headed_by_period) or (
            not headed_by_period and all(is_period(v) for v in values if not headings.is_total(v))
        ):
            continue
        elif (
            sum(is_count(v) or v in signs or _is_nought(v) for v in values) >= 0.75 * len(values)
            and (headed_by_period or any(strong_number(v) or _in_words(v) for v in values))
            and not _is_serial(grid, column, heading, values)
        ):
            numeric.append(column)
    return _with_blank_columns(grid, numeric), percent


def _words_behind(grid: Grid, column: int) -> bool:
    """Two columns or more to the right hold no number."""
    values = [grid.column_values(c) for c in range(column + 1, grid.width)]
    return sum(bool(v) and not any(map(is_count, v)) for v in values) > 1


def _is_counted(grid: Grid, column: int) -> bool:
    """'Allegations' behind labels that no two rows share counts them; among the columns of a list it tells of one case."""
    if not is_measure(grid.own_heading(column)) or not _all_numbers(grid, column):
        return False
    labels = [c for c in range(grid.width) if (v := grid.column_values(c)) and not all(map(strong_number, v))]
    rows: list[tuple[str, ...]] = []
    for row in grid.body:  # a blank repeats what stands above it, but for the last label
        above = rows[-1] if rows else ("",) * len(labels)
        texts = [grid.text(row, c) for c in labels]
        rows.append((*(t or a for t, a in zip(texts[:-1], above[:-1], strict=True)), *texts[-1:]))
    return bool(labels) and max(labels) < column and len(set(rows)) == len(rows)


def _without_superseded(
    grid: Grid, numeric: list[int], percent: list[int], log: ProblemLog
) -> tuple[list[int], list[int]]:
    """Leave out the figures of an earlier reply that stand beside the corrected ones."""
    new = [c for c in numeric if _NEW.search(grid.heading(c))]
    old = [c for c in numeric if c not in new and _OLD.search(grid.heading(c))]
    if not new or not old:
        return numeric, percent
    log.add(
        "low_confidence",
        "warning",
        f"Column {old[0] + 1}, headed “{grid.heading(old[0])[:60]}”, holds figures that those of “{grid.heading(new[0])[:60]}” replace; it was left out.",
        fix="Look at the page; if they are no earlier figures, say what the column is in the force's module.",
        at=grid.rows[grid.heading_rows[-1]] if grid.heading_rows else grid.rows[0],
    )
    return [c for c in numeric if c not in old], sorted([*percent, *old])


def _is_nought(text: str) -> bool:
    read = parse_number(text)
    return read is not None and read.meaning in ("zero", "not_applicable")


def _in_words(text: str) -> bool:
    """A number that is spelled out: 'six'."""
    read = parse_number(text) if text.isalpha() else None
    return read is not None and read.meaning == "exact"


def _with_blank_columns(grid: Grid, numeric: list[int]) -> list[int]:
    """With the headed columns that hold nothing, or dashes alone, beside columns of numbers: a category that nobody had."""
    found = list(numeric)
    for column in range(1, grid.width):
        if column in numeric or not grid.own_heading(column) or not numeric:
            continue
        values = grid.column_values(column)
        blank = not values and column - 1 in found and len(numeric) > 1
        if blank or (values and all(_NOTHING.fullmatch(v) for v in values)):
            found.append(column)
    return sorted(found)


def _is_serial(grid: Grid, column: int, heading: str, values: list[str]) -> bool:
    """The column numbers the cases: 1, 2, 3 … or references, under a heading that says so."""
    if headings.field_of(heading) != "case_ref_raw" and not _SERIAL.match(heading):
        return False
    counting = values == [str(i) for i in range(1, len(values) + 1)]
    if column == 0 and all(v.isdigit() for v in values):  # ever higher, before two columns of text: a case's number
        numbers = [int(v) for v in values]
        rising = all(a < b for a, b in pairwise(numbers))
        told = [c for c in range(1, grid.width) if (t := grid.column_values(c)) and not any(map(is_count, t))]
        apart = len(numbers) >= _MANY and len(set(numbers)) == len(numbers)
        counting = counting or ((rising or apart) and len(numbers) > 1 and len(told) > 1)
    # 'Number' alone heads counts as often as references: only running numbers tell
    return counting or (
        vocabulary.normalise(heading) not in ("number", "no", "nr") and len(set(values)) == len(values) and column == 0
    )


def _is_matrix(grid: Grid, fields: Mapping[str, list[int]], numeric: list[int]) -> bool:
    """Counts, and not a case list with a column of numbers in it (officers in each case, length of service)."""
    labels = [c for c in range(grid.width) if c not in numeric and grid.column_values(c)]
    if any(is_period(text) for c in numeric for text, _ in grid.heading_path(c)):
        return True
    named = {name for name, columns in fields.items() for c in columns if c in labels and name != "ignored"}
    if named & {"case_ref_raw", "date_received", "date_concluded"}:
        return False
    if any(c > max(numeric) for name in ("outcome_raw", "conduct_raw") for c in fields.get(name, []) if c in labels):
        return False  # 'Officers' before the outcome of each row: how many the case is about
    narrative = any(_mean_length(grid, c) > 60 for c in fields.get("conduct_raw", []) if c in labels)
    categories = named - {"year_raw"}
    outcomes = vocabulary.load("outcome")
    several = any(
        part.number is not None
        for c in fields.get("outcome_raw", [])
        if c in labels
        for v in grid.column_values(c)
        for part in outcomes.split(v)
    )
    return not narrative and not several and len(categories) <= 2


def _matrix(
    grid: Grid,
    numeric: list[int],
    percent: list[int],
    request: Request,
    corrections: Corrections,
    log: ProblemLog,
    joint: tuple[str, ...],
) -> Matrix | None:
    first = min(numeric)
    labels = []
    for column in range(grid.width):
        if column in numeric or column in percent:
            continue
        if not grid.column_values(column):
            continue
        if column > first and not any(c > column for c in numeric):
            # text to the right of the numbers: notes to the row, nothing to count by
            log.add(
                "unmapped_column",
                "warning",
                f"Column {column + 1}, headed “{grid.heading(column)}”, stands behind the numbers and was not used.",
                at=grid.rows[0],
            )
            continue
        labels.append(_label(grid, column, request, corrections, log, joint))
    _report_run_together(grid, labels, log)
    _report_numbers_as_labels(grid, labels, log)
    _report_cut_headings(grid, numeric, log)
    headers = _headers(grid, numeric, request, corrections, log, joint)
    bare = [h for h in headers if not (h.period_raw or h.category_raw or h.measure_raw or h.forces)]
    if bare and len(headers) > 1:
        log.add(
            "unclaimed_table",
            "error",
            f"{len(bare)} of {len(headers)} columns of numbers have no heading that was read; the table's {len(grid.rows)} rows were left out.",
            fix="Look at the page with foi inspect: the headings may stand outside the table that was seen.",
            at=grid.rows[0],
        )
        return None
    seen: dict[tuple, int] = {}
    for header in headers:
        key = (header.period_raw, header.category_raw, header.measure_raw, header.forces)
        if key in seen:
            log.add(
                "duplicate_heading",
                "error",
                f"Columns {seen[key] + 1} and {header.column + 1} are both headed “{grid.heading(header.column)}”; the figures of both are kept.",
                fix="Look at the reply, and say in the force's module which is which.",
                location=grid.table.location,
                row=grid.rows[grid.heading_rows[-1]].number if grid.heading_rows else None,
            )
        seen.setdefault(key, header.column)
    first_label = next((lb for lb in labels if lb.dimension != "period"), labels[0] if labels else None)
    return Matrix(grid, labels, headers, percent, first_label.heading if first_label else None)


def _report_cut_headings(grid: Grid, numeric: list[int], log: ProblemLog) -> None:
    """Tell of a heading with half a pair of brackets: '2022 (Jan' is no January."""
    cut = [h for c in numeric if (h := grid.heading(c)).count("(") != h.count(")")]
    if cut:
        log.add(
            "low_confidence",
            "warning",
            f"The heading “{cut[0][:60]}” seems cut: a bracket opens or closes alone.",
            fix="Look at the page with foi inspect --image; correct the records by hand.",
            at=grid.rows[grid.heading_rows[0]] if grid.heading_rows else grid.rows[0],
        )


def _report_run_together(grid: Grid, labels: list[Label], log: ProblemLog) -> None:
    """Tell of a label that is another one, printed again and again, with more words behind it: two rows read as one."""
    for label in labels:
        texts = Counter(grid.column_values(label.column))
        again = [t for t, times in texts.items() if times > 1 and len(t) > 3]
        for row in grid.body:
            text = grid.text(row, label.column)
            known = next((t for t in again if text.startswith(f"{t} ") and text[len(t) + 1].isupper()), None)
            if known:
                log.add(
                    "low_confidence",
                    "warning",
                    f"“{text[:100]}” may be two rows: “{known}” stands in other rows by itself.",
                    fix="Look at the page with foi inspect --image; correct the records by hand.",
                    at=grid.rows[row],
                )


def _report_numbers_as_labels(grid: Grid, labels: list[Label], log: ProblemLog) -> None:
    """Tell of a column of numbers that was taken for what the others are counted by: it may be counted itself."""
    for label in labels:
        values = grid.column_values(label.column)
        if label.dimension != "period" and len(values) > 1 and all(map(strong_number, values)):
            log.add(
                "low_confidence",
                "warning",
                f"Column {label.column + 1}, headed “{label.heading}”, holds numbers only, and was read as what the others are counted by.",
                fix="Look at the page; if its numbers are counts, say what the column is in the force's module.",
                at=grid.rows[grid.heading_rows[-1]] if grid.heading_rows else grid.rows[0],
            )


def _report_periods_among(grid: Grid, column: int, log: ProblemLog) -> None:
    """Tell of rows of periods between rows of categories that are no groups: whose the categories are is not said."""
    log.add(
        "low_confidence",
        "warning",
        f"Rows of periods stand among others in column {column + 1}, and are not the sums of those below them; the others were read as of the whole time.",
        fix="Look at the page; where the others belong to the period above them, correct the records by hand.",
        at=grid.rows[grid.body[0]],
    )


def _label(
    grid: Grid, column: int, request: Request, corrections: Corrections, log: ProblemLog, joint: tuple[str, ...]
) -> Label:
    """What a column of labels says. Periods among its categories are none themselves, whether they head groups or not."""
    heading = grid.heading(column)
    values = [v for v in grid.values_alike(column) if not headings.is_total(v)]
    values = [rest for v in values if (rest := owners(v, joint)[1])] or values
    heads = [grid.text(r, column) for r in grid.of_kind("outline")]
    if heads and all(map(is_period, heads)) != all(map(is_period, values)):
        named = values if all(map(is_period, heads)) else heads
        months = all(map(_MONTH.fullmatch, named))
        about = "month" if months else dimension(heading, named, request, corrections, grid.title())
        return Label(column, about, heading, among_periods=True)
    if values and sum(period(v) is not None for v in values) >= 0.75 * len(values):
        return Label(column, "period", heading)
    if any(map(is_period, values)):
        _report_periods_among(grid, column, log)
        named = [v for v in values if not is_period(v)]
        return Label(column, dimension(heading, named, request, corrections, grid.title()), heading, among_periods=True)
    bare = [v for v in values if not WHOLE_YEAR.fullmatch(v)]
    if len(bare) > 2 and all(map(_MONTH.fullmatch, bare)):
        return Label(column, "month", heading)
    return Label(column, dimension(heading, values, request, corrections, grid.title()), heading)


def dimension(heading: str, values: list[str], request: Request, corrections: Corrections, caption: str = "") -> str:
    """What categories are about: what the force's module says, their values, their heading, the caption above them."""
    people = vocabulary.load("person_type")
    values = [OF_WHICH.sub("", v) for v in values if people.lookup(v).status == "mapped" or not is_measure(v)]
    if heading in corrections.dimensions:
        return corrections.dimensions[heading]
    shares = {name: vocabulary.load(vocab).share(values) for name, vocab in request.breakdowns.items() if vocab}
    certain = {name: _certain(vocab, values) for name, vocab in request.breakdowns.items() if vocab}
    best = max(shares, key=lambda n: (shares[n], certain[n]), default=None)
    named = headings.dimension_of(heading) or (headings.dimension_of(caption) if _says_nothing(heading) else None)
    if best == "rank" and named != "rank" and "person_type" in shares and people.share(values) == 1:
        best = "person_type"  # 'Police Officers', 'Police Staff' and nothing else: groups of people, no ranks
    if best and shares[best] >= 0.5 and not (named and shares.get(named, 0) >= shares[best]):
        return best
    if named and named in request.breakdowns:
        return named
    return "other"


def _certain(vocab: str, values: list[str]) -> float:
    """Share of the values that the vocabulary knows and that are not ambiguous in it."""
    known = [vocabulary.load(vocab).lookup(v).status == "mapped" for v in values]
    return sum(known) / len(known) if known else 0.0


def _says_nothing(heading: str) -> bool:
    """A heading that names no breakdown: none at all, or a pivot table's own words."""
    return vocabulary.normalise(heading) in (
        "",
        "row labels",
        "column labels",
        "category",
        "type",
        "description",
        "values",
    )


def caption_category(caption: str, request: Request, corrections: Corrections) -> tuple[str, str]:
    """What a caption that tells tables apart is about, and its words: 'Table 2: Police staff' is staff."""
    words = _CAPTION_NUMBER.sub("", caption).strip(" :.–-")
    bare = re.sub(r"\s*\([^)]*\)", "", words)
    for people in (bare, re.split(r"\s*[:,–—]\s*|\s+-\s+", bare)[0]):  # 'Officers: outcomes, all years'
        if vocabulary.load("person_type").lookup(people).status == "mapped":
            return "person_type", people
    return dimension("", [words], request, corrections), words


def _headers(
    grid: Grid,
    numeric: list[int],
    request: Request,
    corrections: Corrections,
    log: ProblemLog,
    joint: tuple[str, ...],
) -> list[Header]:
    """Sort each text above a column of numbers into period, category, total or measure, level by level."""
    headers = [Header(column) for column in numeric]
    for level in grid.levels:
        texts = [grid.level_text(level, c) for c in numeric]
        for at, (forces, rest) in enumerate(all_of(texts, joint, above=level is not grid.levels[-1])):
            headers[at].forces, texts[at] = forces or headers[at].forces, rest
        distinct = list(dict.fromkeys(t for t in texts if t))
        if spanning := _spanning(grid, level, texts, request):
            about = headings.dimension_of(spanning)
            counted = spanning if about is None or (about != "person_type" and is_measure(spanning)) else None
            for header, text in zip(headers, texts, strict=True):  # one text over all columns says what they count
                header.measure_raw = header.measure_raw or (counted if text == spanning else None)
            distinct = [t for t in distinct if t != spanning]
            texts = ["" if t == spanning else t for t in texts]
        units = {t for t in distinct if _is_unit_over_columns(grid, level, texts, t)}
        for header, text in zip(headers, texts, strict=True):
            header.measure_raw = header.measure_raw or (text if text in units else None)
        distinct = [t for t in distinct if t not in units]
        texts = ["" if t in units else t for t in texts]
        plain = [t for t in distinct if period(t, corrections.year_basis) is None and not headings.is_total(t)]
        people = len(plain) > 1 and vocabulary.load("person_type").share(plain) == 1
        categories = plain if people else [t for t in plain if not is_measure(t)]
        kind = _level_dimension(grid, level, numeric, categories, request, corrections)
        categories = _with_groups_of_people(plain, categories, kind, request)
        for header, text in zip(headers, texts, strict=True):
            own = _own_dimension(text, kind, request) if text in categories else kind
            _place_text(header, text, grid.cell(level[0], header.column).place, own, text in categories, corrections)
    _sums_among(grid, headers, log)
    if not any(not h.total and (h.category_raw or h.period_raw or h.forces) for h in headers):
        # 'Total number of officers' over the only figures is what they measure: there are no parts to be the total of
        for header in headers:
            if header.total and header.period_raw is None:
                header.measure_raw = header.measure_raw or header.category_raw
                header.total, header.category_raw, header.category_place = False, None, None
    return headers


def _is_unit_over_columns(grid: Grid, level: list[int], texts: list[str], text: str) -> bool:
    """'Total crimes' over the columns of the years is what they count, and no total of them."""
    return level is not grid.levels[-1] and texts.count(text) > 1 and headings.is_total(text) and is_measure(text)


def _spanning(grid: Grid, level: list[int], texts: list[str], request: Request) -> str | None:
    """The text that stands over all columns of numbers but totals, above headings of their own, and is no category."""
    kept = {t for t in texts if t and not headings.is_total(t)}
    text = next(iter(kept)) if len(kept) == 1 else None
    if text is None or texts.count(text) < 2 or level is grid.levels[-1] or period(text) is not None:
        return None
    mapped = any(v and vocabulary.load(v).lookup(text).status == "mapped" for v in request.breakdowns.values())
    return None if mapped and not is_measure(text) and headings.dimension_of(text) is None else text


def _with_groups_of_people(plain: list[str], categories: list[str], kind: str | None, request: Request) -> list[str]:
    """The categories, with 'Police staff' beside ranks, or 'Officers' beside 'Staff': a group here, no unit."""
    vocab = request.breakdowns.get(kind) if kind in ("rank", "person_type") else None
    if not vocab:
        return categories
    known = [t for t in plain if vocabulary.load(vocab).lookup(t).status == "mapped"]
    plain = [t for t in plain if t in categories or headings.measure_of(t) not in _NOT_PEOPLE]
    return [t for t in plain if t in categories or t in known or not re.match(r"(?:number|no|count|total)\b", t, re.I)]


def _sums_among(grid: Grid, headers: list[Header], log: ProblemLog) -> None:
    """Tell 'Officers' beside its outcomes to be their total, where the rows prove it; elsewhere it stays a number of its own."""
    parts = [h.column for h in headers if h.category_raw and not h.total]
    years = [h.column for h in headers if h.period_raw and not h.category_raw and not h.total]
    for header in headers:
        named = header.measure_raw and not header.category_raw and header.measure_raw in grid.heading(header.column)
        over_years = named and not header.period_raw and not header.total and len(years) > 1
        if over_years and not grid.column_may_be_sum(header.column, years):
            log.add(
                "low_confidence",
                "warning",
                f"Column {header.column + 1}, headed “{header.measure_raw}”, stands beside columns of years, names none and is not their sum.",
                fix="Look at the page; say in the force's module what the column counts.",
                at=grid.rows[0],
            )
        elif over_years or (named and len(parts) > 1 and grid.column_is_sum(header.column, parts)):
            header.total, header.category_raw = True, header.measure_raw
            header.category_place, header.measure_raw = header.measure_place, None


def _level_dimension(
    grid: Grid, level: list[int], numeric: list[int], categories: list[str], request: Request, corrections: Corrections
) -> str | None:
    """What the categories across one level of headings are about."""
    if not categories:
        return None
    if len(categories) > 1 and vocabulary.load("person_type").share(categories) == 1:
        return "person_type"
    found = dimension("", categories, request, corrections)
    if found != "other":
        return found
    texts = [grid.level_text(level, c) for c in range(min(numeric))]
    own = {grid.own_heading(c) for c in range(min(numeric))}  # the heading of the rows' labels, merged over the levels
    beside = " ".join(t for t in texts if t not in own)
    named = headings.dimension_of(beside) if len(grid.levels) > 1 else None
    return named if named in request.breakdowns else "other"


def _own_dimension(text: str, kind: str | None, request: Request) -> str | None:
    """What one of several headings is about, where it is not what most are: 'Dismissed' beside 'WhatsApp' and 'Facebook'."""
    if (
        kind is None
        or not (vocab := request.breakdowns.get(kind))
        or vocabulary.load(vocab).lookup(text).status != "unknown"
    ):
        return kind
    for name in ("outcome", "channel", "rank"):
        other = request.breakdowns.get(name)
        if other and name != kind and vocabulary.load(other).lookup(text).status != "unknown":
            return name
    return kind


def is_measure(text: str) -> bool:
    """The text names what is counted and no category: 'Number of officers', 'Count', 'Officers investigated'."""
    words = vocabulary.normalise(text)
    if vocabulary.load("outcome").lookup(text).status == "mapped":
        return False
    if re.match(
        r"^nifer(?: y swyddogion)?$|^(?:total |distinct |unique )?(?:number|count|volume|total|num|figure|quantity|amount)s?\b"
        r"|^(?:no|nr)(?: of\b|$)|^sum of\b",
        words,
    ):
        return True
    if _IN_PLACE.fullmatch(text.strip()):  # the figures in place of earlier ones, whatever they count
        return True
    if words == "investigated":  # all of them, beside 'Dismissed'
        return True
    if headings.measure_of(text) is None:
        return False
    rest = re.sub(
        r"\b(?:of|and|police|public|total|the|all|those|these|under|for|subject|to|in|on|by|about)\b", " ", words
    )
    return all(headings.measure_of(w) or _ABOUT.fullmatch(w) for w in rest.split())


def _place_text(
    header: Header, text: str, place: str | None, kind: str | None, category: bool, corrections: Corrections
) -> None:
    if not text or (headings.field_of(text) == "year_raw" and period(text) is None):
        return  # 'Financial year' over its years names no category
    if header.period_raw is None and period(text, corrections.year_basis) is not None:
        header.period_raw, header.period_place = text, place
        header.total = header.total or headings.is_total(text)
    elif headings.is_total(text):
        header.total = True
        header.category_raw, header.category_place = text, place
    elif not category:
        header.measure_raw, header.measure_place = text, place
    elif header.category_raw is None:
        if kind == "other":  # 'Investigations begun', 'Officers dismissed': each column is about something else
            kind = "outcome" if vocabulary.load("outcome").lookup(text).status == "mapped" else kind
            header.measure_raw = header.measure_raw or (text if _COUNTS.match(text) else None)
        header.dimension, header.category_raw, header.category_place = kind, text, place
    else:
        joined, outcomes = f"{header.category_raw} {text}", vocabulary.load("outcome")
        alone = (
            kind == "outcome"
            and outcomes.lookup(joined).status == "unknown"
            and outcomes.lookup(text).status == "mapped"
        )
        if alone:  # 'FWW' below 'Finalised'
            header.dimension, header.category_raw, header.category_place = kind, text, place
        else:
            header.category_raw = joined
