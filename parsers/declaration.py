"""What a force's module would say of one reply: what was inferred, and what is left for a person to decide.

Declared is what a heading is read as, never what a symbol or a plain year stood for: the reply says that itself, and a
declaration would still say it next year, when it has come to mean something else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from parsers import headings
from parsers.grid import Grid, layout, strong_number
from parsers.infer import CaseList, Corrections, Matrix, case_fields
from parsers.parse import Explained
from parsers.periods import parse_date
from parsers.table import UNKNOWN
from schemas import requests, vocabulary
from schemas.records import DIMENSIONS

_EXAMPLES = 3
_LIKELY = 0.2
"""Share of a column's values from which a vocabulary is worth naming to the person who decides."""


@dataclass
class Undecided:
    """What inference could not tell. `likely` are the entries that its values speak for, the likeliest first."""

    where: str  # attribute of the module
    key: str  # heading or symbol
    choices: tuple[str, ...]
    likely: list[str] = field(default_factory=list)
    examples: list[str] = field(default_factory=list)


@dataclass
class Declaration:
    """The attributes of a `TableParser` as one reply would fill them; what is undecided is `UNKNOWN` there."""

    layouts: list[str] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)
    dimensions: dict[str, str] = field(default_factory=dict)
    measures: dict[str, str] = field(default_factory=dict)
    symbols: dict[str, str] = field(default_factory=dict)
    undecided: list[Undecided] = field(default_factory=list)

    def open(self, found: Undecided) -> None:
        """Put down what a person has to decide, once."""
        entries = getattr(self, found.where)
        if found.key not in entries:
            entries[found.key] = UNKNOWN
            self.undecided.append(found)


def declare(explained: Explained, corrections: Corrections | None = None) -> Declaration:
    """The declaration for a reply, which was mapped with the `corrections` of the force's module where it has one."""
    made = Declaration()
    request = requests.load(explained.parsed.reply.request)
    clashes: set[tuple[str, str]] = set()
    for seen in explained.tables:
        for piece, found in seen.parts:
            if isinstance(found, CaseList):
                _declare_cases(made, found, clashes, headed=seen.table.number > 0)
            elif isinstance(found, Matrix):
                _declare_counts(made, found, request, clashes, _without_dimension(explained))
            elif found == "unclaimed table":
                _declare_unclaimed(made, Grid(piece.table), corrections or Corrections())
    for where, heading in clashes:  # one heading with two meanings: told apart by what stands below it, each time
        getattr(made, where).pop(heading, None)
    _declare_symbols(made, explained)
    return made


def _declare_cases(made: Declaration, found: CaseList, clashes: set[tuple[str, str]], headed: bool) -> None:
    grid = found.grid
    if headed:
        _add_layout(made, grid)
    by_column = {column: name for name, columns in found.fields.items() for column in columns}
    for column in range(grid.width):
        heading = grid.heading(column)
        if heading and column in by_column:
            own = headings.field_of(grid.own_heading(column))
            # which of finding and outcome is believed is settled row by row: the heading's own meaning is declared
            _add(made, "columns", heading, "finding_raw" if own == "finding_raw" else by_column[column], clashes)
        elif heading and grid.column_values(column) and column in found.unmapped:
            made.open(_open_column(grid, column, taken=set(by_column.values())))


def _declare_counts(
    made: Declaration,
    found: Matrix,
    request: requests.Request,
    clashes: set[tuple[str, str]],
    without: set[str | None],
) -> None:
    """Declare what the columns of labels are about; `without` are the categories of which that is not known."""
    _add_layout(made, found.grid)
    for label in found.labels:
        values = found.grid.column_values(label.column)
        if label.heading and label.dimension not in ("period", "month", "other"):
            _add(made, "dimensions", label.heading, label.dimension, clashes)
        elif label.heading and "other" in request.breakdowns and label.dimension == "other":
            _add(made, "dimensions", label.heading, "other", clashes)
        elif label.heading and without & set(values):
            likely = _likely(values, {vocab: name for name, vocab in request.breakdowns.items() if vocab})
            made.open(Undecided("dimensions", label.heading, DIMENSIONS, likely, _some(values)))
    for header in found.headers:
        if header.measure_raw and (measure := headings.measure_of(header.measure_raw)):
            _add(made, "measures", header.measure_raw, measure, clashes)


def _without_dimension(explained: Explained) -> set[str | None]:
    """The categories that were counted without it being known what they are about."""
    counts = explained.parsed.counts
    return {c.category_raw for c in counts if c.dimension == "other"} | {
        c.category2_raw for c in counts if c.dimension2 == "other"
    }


def _declare_unclaimed(made: Declaration, grid: Grid, corrections: Corrections) -> None:
    """The headings of a table that nobody could place, the known ones too: they say what is missing."""
    if grid.width < 2 or len(grid.body) < 2:
        return
    _add_layout(made, grid)
    fields, unmapped = case_fields(grid, corrections)
    for name, columns in fields.items():
        made.columns.update(
            {grid.heading(c): name for c in columns if grid.heading(c) and grid.heading(c) not in made.columns}
        )
    for column in unmapped:
        values = grid.column_values(column)
        if grid.heading(column) and values and not all(map(strong_number, values)):
            made.open(_open_column(grid, column, taken=set(fields)))


def _open_column(grid: Grid, column: int, taken: set[str]) -> Undecided:
    values = grid.column_values(column)
    fields = {"outcome": "outcome_raw", "rank": "rank_raw", "channel": "channel_raw"}
    fields |= {name: name for name in ("person_type", "severity", "process")}
    likely = _likely(values, fields)
    if all(parse_date(v) for v in values):
        likely += ["date_received", "date_concluded"]
    elif not likely and sum(map(len, values)) / len(values) > 15:
        likely += ["conduct_raw", "standard_raw"]
    if column == 0 and len(set(values)) == len(values) and max(map(len, values)) < 15:
        likely = ["case_ref_raw", *likely]
    free = [name for name in likely if name not in taken] or likely
    choices = tuple(name for name in headings.fields() if name not in taken)
    return Undecided("columns", grid.heading(column), choices, free, _some(values))


def _likely(values: list[str], names: dict[str, str]) -> list[str]:
    """The names, by vocabulary, whose spellings a fair share of the values are."""
    shares = {name: vocabulary.load(vocab).share(values) for vocab, name in names.items()}
    return sorted((n for n, share in shares.items() if share >= _LIKELY), key=lambda n: -shares[n])


def _some(values: list[str]) -> list[str]:
    return list(dict.fromkeys(values))[:_EXAMPLES]


def _add_layout(made: Declaration, grid: Grid) -> None:
    if (line := layout(grid)) and line not in made.layouts:
        made.layouts.append(line)


def _add(made: Declaration, where: str, heading: str, meaning: str, clashes: set[tuple[str, str]]) -> None:
    if getattr(made, where).setdefault(heading, meaning) not in (meaning, UNKNOWN):
        clashes.add((where, heading))


def _declare_symbols(made: Declaration, explained: Explained) -> None:
    """The symbols that stand for numbers and that the reply does not explain."""
    for token in _unexplained(explained):
        made.open(Undecided("symbols", token, ("0", "<5", "1-4")))


def _unexplained(explained: Explained) -> Iterator[str]:
    for count in explained.parsed.counts:
        token = (count.token or "").strip()
        sign = len(token) <= 3 and not any(map(str.isalnum, token))
        if sign and (count.meaning == "unknown" or (count.meaning == "suppressed" and count.upper is None)):
            yield "-" if token and not token.strip("-–—") else token
