"""A table as a grid with its headings told from its body: the first step of inference, the same for lists and counts.

Nothing is mapped here. A row is a `title` (one text over the whole width, above the headings), a `heading`, `body`, a
`section` (one text that names what the rows below it are about), a `total`, a `note` or `blank`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from itertools import pairwise

from parsers import headings
from parsers.documents.model import Cell, Row, Table
from parsers.numbers import Number, parse_number
from parsers.periods import Period, find_dates, is_period, parse_date, parse_period
from schemas import vocabulary

_NOTE = re.compile(
    r"^(?:notes?\b|source\b|\*+\s|[*†‡#~]|please note|nb\b|n\.b\.|caveat|data (?:correct|extracted|source)|\(?[\"'“]?[-–*<]\d?[\"'”]?\s*(?:=|denotes|indicates|means|represents)|<\s?\d+ )",
    re.I,
)
_ALL = re.compile(r"^(?:all\b|overall\b|combined\b|force(?: total)?$|whole force\b|$)", re.I)
BETWEEN = re.compile(r"\s*(?:to|until|and|[-–—])\s*(?:the\s+)?", re.I)
_CLOSING = re.compile(r"(?:total |overall )?(?:number|no|count) of\b", re.I)
_TELLING = 40  # values that say what a column is; with fewer, tables under the same headings help
_DIGIT = re.compile(r"\d")
_MOST_OUTLINED = 400  # rows of a table that may be an outline
_MOST_GROUPED = 2000  # of one that its periods tell to be an outline


@dataclass
class Grid:
    """One table, its rows told apart. Column and row indexes count from 0."""

    table: Table
    kinds: list[str] = field(default_factory=list)
    alike: list[Grid] = field(default_factory=list)  # the document's other tables under the same headings

    def __post_init__(self) -> None:
        self.kinds = _kinds(self)

    @property
    def rows(self) -> list[Row]:
        return self.table.rows

    @cached_property
    def width(self) -> int:
        return self.table.width

    @cached_property
    def _shown(self) -> list[list[Cell]]:
        """For each cell itself, or the merged cell that covers it; looked up once, for a merge may run over every row."""
        shown: list[list[Cell]] = []
        for row in self.rows:
            here: list[Cell] = []
            above = shown[-1] if shown else None
            for column, cell in enumerate(row.cells):
                if cell.covered == "left" and here:
                    cell = here[-1]
                elif cell.covered == "above" and above is not None:
                    cell = above[column] if column < len(above) else Cell(text=None)
                here.append(cell)
            shown.append(here)
        return shown

    def cell(self, row: int, column: int) -> Cell:
        """The cell, or the merged cell that covers it."""
        cells = self._shown[row]
        return cells[column] if column < len(cells) else Cell(text=None)

    def text(self, row: int, column: int) -> str:
        """The text of the cell, or of the merged cell that covers it; empty where there is none."""
        return (self.cell(row, column).text or "").strip()

    def own(self, row: int, column: int) -> str:
        """The text printed in the cell itself."""
        cells = self.rows[row].cells
        return (cells[column].text or "").strip() if column < len(cells) and not cells[column].covered else ""

    def texts(self, row: int) -> list[str]:
        return [self.text(row, column) for column in range(self.width)]

    def filled(self, row: int) -> list[int]:
        """The columns whose own cell holds text."""
        return [column for column in range(self.width) if self.own(row, column)]

    def label(self, row: int) -> str:
        """The first text of the row."""
        filled = self.filled(row)
        return self.own(row, filled[0]) if filled else ""

    def prove_totals(self, columns: list[int]) -> None:
        """Tell a last row that is the sum of those above, and says 'All …' or nothing, to be their total.

        `columns` are those of numbers. Rows of an outline (a hospital, then its offences below it; a year, then its
        outcomes) become `outline`.
        """
        body = self.body
        named = len(body) > 2 and not self.of_kind("total") and _ALL.match(self.text(body[-1], 0))
        if named and all(_adds_up(self, body[-1], body[:-1], c) for c in columns):
            self.kinds[body[-1]] = "total"
            self._forget_kinds()
        for row in _outline_of_periods(self, columns) or _outline(self, self.body, columns):
            self.kinds[row] = "outline"
        self._forget_kinds()

    def _forget_kinds(self) -> None:
        for known in ("body", "_by_kind"):
            self.__dict__.pop(known, None)

    def column_is_sum(self, column: int, parts: list[int]) -> bool:
        """The column is the sum of the others in the body's rows, at least two of them and never all nothing."""
        told = [r for r in self.body if self.text(r, column)]
        values = [[_value(self, r, c) for c in parts] for r in told]
        sums = [sum(v or 0 for v in row) for row in values]
        whole = [_value(self, r, column) for r in told]
        return len(told) > 1 and any(sums) and not any(None in row for row in values) and sums == whole

    def column_may_be_sum(self, column: int, parts: list[int]) -> bool:
        """No row of the body shows that the column is not the sum of the others, the suppressed among them as intervals."""
        for row in self.body:
            whole = _bounds(self, row, column)
            read = [_bounds(self, row, c) for c in parts]
            if whole is None or None in read:
                return False
            lower = sum(r[0] for r in read if r)
            uppers = [r[1] for r in read if r]
            if whole[1] is not None and lower > whole[1]:
                return False
            if None not in uppers and sum(u or 0 for u in uppers) < whole[0]:
                return False
        return bool(self.body)

    @cached_property
    def _by_kind(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for row, kind in enumerate(self.kinds):
            found.setdefault(kind, []).append(row)
        return found

    def of_kind(self, *kinds: str) -> list[int]:
        return sorted(row for kind in set(kinds) for row in self._by_kind.get(kind, ()))

    @cached_property
    def body(self) -> list[int]:
        return self.of_kind("body")

    @cached_property
    def heading_rows(self) -> list[int]:
        return self.of_kind("heading")

    @cached_property
    def levels(self) -> list[list[int]]:
        """The heading rows by level: a row that only carries on the words of the row above belongs to its level."""
        levels: list[list[int]] = []
        for row in self.heading_rows:
            if self.body and row > self.body[0]:
                continue  # the heading printed again further down
            if levels and _carries_on(self, row, levels[-1][-1]):
                levels[-1].append(row)
            else:
                levels.append([row])
        return levels

    def level_text(self, level: list[int], column: int) -> str:
        """The heading of the column at one level, wrapped lines joined."""
        return " ".join(dict.fromkeys(t for r in level if (t := self.text(r, column))))

    def heading(self, column: int) -> str:
        """The whole heading of the column: its texts from top to bottom, each once."""
        return " ".join(dict.fromkeys(t for level in self.levels if (t := self.level_text(level, column))))

    def own_heading(self, column: int) -> str:
        """The lowest text of the column's heading: its own, without what spans it and its neighbours."""
        texts = [t for level in self.levels if (t := self.level_text(level, column))]
        return texts[-1] if texts else ""

    def heading_path(self, column: int) -> list[tuple[str, str | None]]:
        """Each text of the column's heading from top to bottom with its place, each once."""
        path: dict[str, str | None] = {}
        for level in self.levels:
            if text := self.level_text(level, column):
                path.setdefault(text, self.cell(level[0], column).place)
        return list(path.items())

    def title(self) -> str:
        """The caption above the table and the title rows in it."""
        return " ".join(self.title_lines())

    def title_lines(self) -> list[str]:
        """The lines of the caption and the title rows, from top to bottom: the last stands nearest to the figures."""
        own = [self.label(r) for r in self.of_kind("title")]
        return [line for line in (*(self.table.caption or "").splitlines(), *own) if line.strip()]

    def column_values(self, column: int) -> list[str]:
        """The texts of the column in the body, without the empty ones."""
        return [t for row in self.body if (t := self.text(row, column))]

    def values_alike(self, column: int) -> list[str]:
        """The texts of the column, and of a short one those of the tables under the same headings too.

        Three rows of the sheet of one year may not tell what a column is; with the other years' sheets they do.
        """
        values = self.column_values(column)
        for grid in self.alike:
            if len(values) >= _TELLING:
                break
            values = values + grid.column_values(column)
        return values


def grids(tables: Iterable[Table]) -> list[Grid]:
    """A grid for each table, those under the same headings told of each other."""
    made = [Grid(table) for table in tables]
    same: dict[tuple[str, ...], list[Grid]] = {}
    for grid in made:
        if grid.heading_rows:
            same.setdefault(tuple(grid.heading(c) for c in range(grid.width)), []).append(grid)
    for group in same.values():
        for grid in group:
            grid.alike = [other for other in group if other is not grid]
    return made


def _value(grid: Grid, row: int, column: int) -> int | None:
    """The number in the cell, a blank or dash counting as none; None where it is no exact number."""
    text = grid.text(row, column)
    if not text.strip(" -–—."):
        return 0
    read = parse_number(text)
    return read.value if read and not is_period(text) else None


def _bounds(grid: Grid, row: int, column: int) -> tuple[int, int | None] | None:
    """Lower and upper bound of the number in the cell, 0 for a blank or dash; None where it is no number."""
    text = grid.text(row, column)
    if not text.strip(" -–—."):
        return 0, 0
    read = None if is_period(text) else parse_number(text)
    return (read.lower, read.upper) if read else None


def _adds_up(grid: Grid, total: int, parts: list[int], column: int) -> bool:
    values = [_value(grid, r, column) for r in parts]
    return None not in values and _value(grid, total, column) == sum(v or 0 for v in values)


def _outline_of_periods(grid: Grid, columns: list[int]) -> list[int]:
    """The rows that head the others where one column of labels holds periods among categories; else none.

    The compact form of a pivot table: a year and its outcomes below it, or an outcome and its years. The labels tell it for
    two groups or more; where most rows that may head a group have none, only sums of all groups do.
    """
    body = grid.body
    periods = {r for r in body if is_period(grid.text(r, 0))}
    if not 0 < len(periods) < len(body) <= _MOST_GROUPED or not _is_only_label(grid, columns):
        return []
    groups: dict[int, list[int]] = {}
    for row in body:
        if (row in periods) == (body[0] in periods):
            groups[row] = []
        else:
            groups[next(reversed(groups))].append(row)
    if len({grid.text(head, 0).casefold() for head in groups}) < len(groups):
        return []
    filled = sum(map(bool, groups.values()))
    told = filled > 1 and filled * 2 > len(groups)
    summed = all(_adds_up(grid, head, own, c) for head, own in groups.items() for c in columns)
    return list(groups) if told or summed else []


def _is_only_label(grid: Grid, columns: list[int]) -> bool:
    """The first column alone says what the numbers are of; beside it stand numbers and shares."""
    others = (c for c in range(1, grid.width) if c not in columns)
    return 0 not in columns and all(is_count(v) or v.endswith("%") for c in others for v in grid.column_values(c))


def _outline(grid: Grid, body: list[int], columns: list[int]) -> list[int]:
    """The rows that are each the sum of the rows below them, where the whole body is made of such groups; else none.

    The compact form of a pivot table: 'Hospital A' with its offences under it, told only by an indent that is lost. Told
    by arithmetic over at least two columns, two groups, and three rows in one of them, so that chance does not do it.
    """
    if len(columns) < 2 or len(body) < 5:
        return []

    if len(body) > _MOST_OUTLINED:
        return []
    found = _groups_that_add_up([[_value(grid, r, c) for r in body] for c in columns])
    if not found or len(found) < 2 or len(body) < 2 * len(found) + 1:
        return []
    nothing = all(_value(grid, r, c) == 0 for r in body for c in columns)
    return [] if nothing else [body[i] for i in found]


def _groups_that_add_up(columns: list[list[int | None]]) -> list[int] | None:
    """Where each group begins, if all rows are groups of a sum and the rows below it that make it; the shortest first.

    From the last row upwards, so that each start is looked at once: tried forwards, forty rows of noughts take for ever.
    """
    length = len(columns[0])
    ends: list[int | None] = [None] * length + [length]  # for each start, where its group ends; None: nothing covers it
    for start in range(length - 2, -1, -1):
        sums = [0] * len(columns)
        for end in range(start + 1, length):
            parts = [values[end] for values in columns]
            if None in parts:
                break
            sums = [s + (p or 0) for s, p in zip(sums, parts, strict=True)]
            if ends[end + 1] is not None and sums == [values[start] for values in columns]:
                ends[start] = end + 1
                break
    starts, at = [], 0
    while at < length:
        starts.append(at)
        after = ends[at]
        if after is None:
            return None
        at = after
    return starts


def layout(grid: Grid) -> str:
    """The headings of a table on one line, columns of periods as one: `Outcome | (periods) | Total`."""
    names = ["(periods)" if period(h := grid.heading(c)) else h for c in range(grid.width)]
    return " | ".join(n for i, n in enumerate(names) if n and (i == 0 or n != names[i - 1]))


def is_count(text: str) -> bool:
    """The text is a number or a symbol that stands for one, and neither a period nor a date."""
    if not text or len(text) > 40 or (is_period(text) and not re.fullmatch(r"\d{4}", text)) or parse_date(text):
        return False
    number = parse_number(text)
    return number is not None and bool(_DIGIT.search(text) or number.meaning in ("suppressed", "unknown", "exact"))


def strong_number(text: str) -> bool:
    """A printed number that cannot be a year heading: what tells a row of counts from a row of headings."""
    return bool(_DIGIT.search(text)) and not is_period(text) and is_count(text)


def number(text: str, legend: Mapping[str, Number] | None = None) -> Number | None:
    return parse_number(text, legend or {})


_CUT_SHORT = re.compile(r"\b(?:to|until|till|up to|so far|ytd|part|from|since)\b", re.I)
_YEAR_WITHIN = re.compile(r"\b(?:FY ?)?(?:19|20)\d\d(?: ?[/–-] ?(?:20)?\d\d)?\b(?!/\d|-\d{3})")
_REFERENCE_BEFORE = re.compile(
    r"(?:\d{3,}|(?<!\d)(?:1[3-9]|[2-9]\d)) ?/ ?$"
)  # "FOI 99/2023" is no year; "04/2019" is of one


def period(text: str, basis: str | None = None) -> Period | None:
    """The period that a heading or cell names, also beside the words of a measure ('Officers 2019', '2019 Total')."""
    found = parse_period(text, basis=basis)
    if found is None and len(text) < 60 and not headings.is_total(text) and len(find_dates(text)) != 1:
        inside = [m[0] for m in _YEAR_WITHIN.finditer(text) if not _REFERENCE_BEFORE.search(text[: m.start()])]
        if len(inside) == 1:
            found = parse_period(inside[0], basis=basis)
            if found and _CUT_SHORT.search(text.partition(inside[0])[2]):
                found = replace(
                    found, end=None, partial=True
                )  # '2022 (up to the last audit)': where it ends is not said
    return found


_YEAR_ENDED = re.compile(
    r"\b(?:(?:financial |calendar )?year|y/e|(?:12|twelve) months?)(?: (?:ended|ending|to|up to))? (?:the )?\d{1,2}(?:st|nd|rd|th)? \w+ (?:19|20)\d\d\b",
    re.I,
)
"""'Cases closed in the year ended 31 March 2018'."""


@lru_cache(maxsize=4096)
def period_in(text: str, basis: str | None = None) -> Period | None:
    """The one period that a caption names somewhere: 'Officers investigated, 1 April 2017 to 31 March 2018'."""
    if whole := period(text.strip(" :.–-"), basis):
        return whole
    if ended := _YEAR_ENDED.search(text):
        return period(ended[0], basis)
    dates = find_dates(text)
    if len(dates) == 2 and BETWEEN.fullmatch(text[dates[0][1][1] : dates[1][1][0]]):
        span = text[dates[0][1][0] : dates[1][1][1]]
        return parse_period(span) or Period(
            raw=span, start=dates[0][0], end=dates[1][0], basis="other", year=None, partial=False
        )
    return None if dates else period(text, basis)


def _single(grid: Grid, row: int) -> bool:
    """One text in the row, and nothing beside it."""
    return len(grid.filled(row)) == 1 and grid.width > 1


def looks_like_heading(grid: Grid, row: int) -> bool:
    """Half of the row's texts or more are known headings, periods or the word total."""
    texts = [grid.own(row, c) for c in grid.filled(row)]
    known = [
        t for t in texts if headings.field_of(t) or headings.dimension_of(t) or is_period(t) or headings.is_total(t)
    ]
    return bool(known) and len(known) * 2 >= len(texts) and all(len(t) < 120 for t in texts)


def _heading_end(grid: Grid, start: int) -> int:
    """Index after the last heading row, where headings begin at `start`; `start` itself where there is none."""
    total = len(grid.rows)
    if start >= total or any(strong_number(t) for t in (grid.own(start, c) for c in grid.filled(start))):
        # Numbers in the first row: a table without headings, unless a spanning label over years hides here.
        return start
    if _row_of_values(grid, start) and any(parse_date(grid.own(start, c)) for c in grid.filled(start)):
        return start  # a case, where a note or a page break took the headings away
    end = start + 1
    while end < total and end - start < 3:
        filled = grid.filled(end)
        values = [grid.own(end, c) for c in filled]
        above = grid.rows[end - 1].cells
        under_span = any(c < len(above) and (above[c].covered == "left" or above[c].span[1] > 1) for c in filled)
        under_empty = any(not grid.text(end - 1, c) for c in filled if c > 0)
        periods = [v for v in values if is_period(v)]
        if not values or any(strong_number(v) for v in values):
            break
        if _carries_on(grid, end, end - 1):
            end += 1
            continue
        if _single(grid, end) and not under_span:
            break
        years_across = len(periods) >= 2 and len(periods) * 2 > len(
            values
        )  # two years beside rank and outcome are a case
        if (years_across and not any(is_period(grid.text(end - 1, c)) for c in range(grid.width))) or (
            (under_span or under_empty)
            and (looks_like_heading(grid, end) or _all_categories(values) or _numbers_follow(grid, end, filled))
            and not _row_of_values(grid, end)
        ):
            end += 1
        else:
            break
    return end


def _numbers_follow(grid: Grid, row: int, columns: list[int]) -> bool:
    """Below every text of the row stand numbers: the texts are headings, whatever their words."""
    below = [grid.own(r, c) for c in columns if c > 0 for r in range(row + 1, min(row + 4, len(grid.rows)))]
    told = [t for t in below if t]
    return bool(told) and sum(is_count(t) for t in told) >= 0.9 * len(told) and any(strong_number(t) for t in told)


def _carries_on(grid: Grid, row: int, above: int) -> bool:
    """The row holds only the second lines of wrapped headings: no first cell, no value, each under a heading of its own."""
    filled = grid.filled(row)
    if not filled or filled[0] == 0:
        return False
    if _periods_go_on(grid, row, above, filled):
        return True
    if len(filled) >= len(grid.filled(above)):
        return False
    for column in filled:
        text = grid.own(row, column)
        cells = grid.rows[above].cells
        spans = cells[column].span[1] > 1 or (column + 1 < len(cells) and cells[column + 1].covered == "left")
        if not grid.own(above, column) or spans or is_count(text) or is_period(text) or len(text) > 30:
            return False
    return not (_row_of_values(grid, row) or any(parse_date(grid.own(row, c)) for c in filled))


def _periods_go_on(grid: Grid, row: int, above: int, columns: list[int]) -> bool:
    """The row carries on periods begun above it: 'Apr 2017' over '- Mar' over '2018', each column one financial year."""
    start = above
    while start > 0 and all(grid.own(start - 1, c) for c in columns) and not grid.own(start, 0):
        start -= 1
    if start == row or not all(grid.own(r, c) for r in range(start, row) for c in columns):
        return False
    end = row + 1
    while end < min(len(grid.rows), row + 3) and grid.filled(end) == columns:
        end += 1
    for last in range(end, row, -1):
        joined = [" ".join(grid.own(r, c) for r in range(start, last)) for c in columns]
        read = [parse_period(t) for t in joined]
        if all(p and p.end and p.start for p in read) and len({p.start for p in read if p}) == len(columns):
            return not any(strong_number(grid.own(r, c)) for r in range(start, last) for c in columns)
    return False


def _all_categories(values: list[str]) -> bool:
    """Every value but totals is a category of one vocabulary: a second row of headings such as outcomes across."""
    kept = [v for v in values if not headings.is_total(v)]
    return len(kept) >= 2 and any(
        vocabulary.load(n).share(kept) == 1 for n in ("outcome", "rank", "channel", "person_type", "severity")
    )


def _row_of_values(grid: Grid, row: int) -> bool:
    """The row reads like a case: it has a period or long text beside categories of different vocabularies."""
    values = [grid.own(row, c) for c in grid.filled(row)]
    kinds = {
        n for v in values for n in ("outcome", "rank", "channel") if vocabulary.load(n).lookup(v).status == "mapped"
    }
    return len(kinds) > 1 or (bool(kinds) and any(is_period(v) or parse_date(v) for v in values))


def _kinds(grid: Grid) -> list[str]:
    total = len(grid.rows)
    kinds = ["body"] * total
    start = 0
    while start < total and (
        not grid.filled(start) or (_single(grid, start) and grid.filled(start) == [0] and start + 1 < total)
    ):
        kinds[start] = "title" if grid.filled(start) else "blank"
        start += 1
    if start >= total:  # nothing but single texts: no table of data
        return ["note" if grid.filled(r) else "blank" for r in range(total)]
    for row in range(start, start := _below_letter_lines(grid, start)):
        kinds[row] = "title"
    end = _heading_end(grid, start)
    for row in range(start, end):
        kinds[row] = "heading"
    heading = [grid.texts(r) for r in range(start, end)]
    for row in range(end, total):
        kinds[row] = _body_kind(grid, row, heading)
    for row in _plain_sections(grid, kinds):
        kinds[row] = "section"
    for row in _rows_without_number(grid, kinds):
        kinds[row] = "body"
    return _without_trailing_sections(grid, kinds)


def _below_letter_lines(grid: Grid, start: int) -> int:
    """The row of the headings, where lines of the letter above them were taken into the table; else `start`.

    Lines such as 'Date received: 31 August 2022' fill half of the columns at most; the headings below fill them all.
    """
    for row in range(start, min(start + 4, len(grid.rows))):
        filled = grid.filled(row)
        heads = looks_like_heading(grid, row) or _numbers_follow(grid, row, filled)
        if row > start and len(filled) >= 0.8 * grid.width and heads and not any(map(strong_number, grid.texts(row))):
            return row
        text = " ".join(grid.own(row, c) for c in filled)
        if sum(is_period(grid.own(row, c)) for c in filled) > 1:
            break  # years over columns of their own
        if len(filled) * 2 > grid.width or not (":" in text or find_dates(text) or len(text.split()) >= 6):
            break
    return start


def _body_kind(grid: Grid, row: int, heading: list[list[str]]) -> str:
    filled = grid.filled(row)
    if not filled:
        return "blank"
    if grid.texts(row) in heading:
        return "heading"
    label = grid.label(row)
    if headings.is_total(label) and (len(filled) > 1 or grid.width == 1):
        return "total"
    if len(filled) == 2 and grid.width > 3 and _CLOSING.match(label) and strong_number(grid.own(row, filled[1])):
        return "total"  # 'Number of officers | 7' under a list
    if _single(grid, row):
        if _NOTE.match(label) or len(label) > 150:
            return "note"
        own = grid.rows[row].cells[filled[0]]
        if filled[0] == 0 and (
            _spans(grid, row)
            or is_period(label)
            or own.bold
            or label.endswith(":")
            or vocabulary.load("person_type").lookup(label).status == "mapped"
        ):
            return "section"
        return "body"
    return "body"


def _rows_without_number(grid: Grid, kinds: list[str]) -> list[int]:
    """Rows taken for sections whose label is one among others of its sort: '2018-19', blank, above '2019-20' and its number."""

    def sort(row: int) -> str | None:
        label = grid.text(row, 0)
        if is_period(label):
            return "period"
        return "people" if vocabulary.load("person_type").lookup(label).status == "mapped" else None

    counted = {sort(r) for r, kind in enumerate(kinds) if kind == "body" and len(grid.filled(r)) > 1}
    return [
        r
        for r, kind in enumerate(kinds)
        if kind == "section" and grid.filled(r) == [0] and not _spans(grid, r) and sort(r) and sort(r) in counted
    ]


def _spans(grid: Grid, row: int) -> bool:
    cells = grid.rows[row].cells
    return any(c.covered == "left" or c.span[1] > 1 for c in cells)


def _plain_sections(grid: Grid, kinds: list[str]) -> list[int]:
    """Rows of one text that no line, weight or span sets apart: sections where the labels below them come again and again.

    'Queen Mary Hospital' over its offences, 'St Anne's' over the same: two such rows or more, none printed twice, each
    with a row below it that has a label and more, and among those labels one that stands under two of them.
    """
    body = [r for r, kind in enumerate(kinds) if kind == "body"]
    counted = {grid.label(r) for r in body if len(grid.filled(r)) > 1}
    single = [r for r in body if _single(grid, r) and grid.filled(r) == [0] and grid.label(r) not in counted]
    names = [grid.label(r) for r in single]
    if len(single) < 2 or len(set(names)) < len(names) or any(b - a == 1 for a, b in pairwise(single)):
        return []
    under: dict[str, set[int]] = {}
    for row in body:
        if row not in single and (above := [s for s in single if s < row]):
            under.setdefault(grid.label(row), set()).add(above[-1])
    return single if any(len(sections) > 1 for sections in under.values()) and body[0] == single[0] else []


def _without_trailing_sections(grid: Grid, kinds: list[str]) -> list[str]:
    """A section has rows below it; single texts at the end of a table are notes."""
    seen = False
    for row in range(len(kinds) - 1, -1, -1):
        if kinds[row] in ("body", "total"):
            seen = True
        elif kinds[row] == "section" and not seen:
            kinds[row] = "note"
    return kinds
