"""Records of counts from a matrix: one for every printed number, the suppressed, the blank and the totals among them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from parsers import headings
from parsers.accounting import Account
from parsers.context import Context
from parsers.grid import Grid, number, period, period_in, strong_number
from parsers.groups import staff_among
from parsers.infer import OF_WHICH, WHOLE_YEAR, Header, Label, Matrix, caption_category, dimension, is_measure
from parsers.numbers import Number
from parsers.owners import owners
from parsers.periods import Period, is_period, parse_period
from schemas import forces as registry
from schemas import vocabulary
from schemas.records import NOT_OFFICERS, PEOPLE, Count

_FOOTNOTE = re.compile(r"\s*(?:(?<![¹²³⁴⁵⁶⁷⁸⁹⁰*†‡#])[¹²³⁴⁵⁶⁷⁸⁹⁰*†‡#]+|[ᵃ-ᶻ]|\[\d\]|\(\d\))$")
_CAPTION = 12
"""Words in the longest caption; a longer text that stands there is a sentence."""
_NUMBER_OF_WHAT = re.compile(r"\b(?:numbers?|counts?|totals?|volumes?) of\b", re.I)
_ASKED = re.compile(r"\b(?:social media|messag(?:es?|ing)|whatsapp|online|posts?)\b", re.I)
_SUB = re.compile(r"sub[\s-]?totals?\b", re.I)
_GRAND = re.compile(r"(?:grand|overall|all|force|combined)\b", re.I)
_COUNT_OF = re.compile(r"(?:(?:distinct|unique) )?count of\b|sum of\b", re.I)
"""How a pivot table heads its numbers: by the name of a column of the force's list."""
_BEHIND = re.compile(r"(?:[–—:(]|\s-) ?([^–—:()]{3,40})\)?$")
_NUMBER_OF = re.compile(r"(?:number|no|count|total)\b", re.I)
BLANK = Number(value=None, lower=0, upper=None, meaning="unknown", token="")


@dataclass
class Printed:
    """A count with what checking it against its neighbours needs: where it stands in the matrix."""

    record: Count
    grid: Grid
    row: int  # index in the grid
    column: int
    section: str  # label of the section the row is in
    row_total: bool
    column_total: bool
    of_all_forces: bool = False  # of a joint letter, together


@dataclass
class _Said:
    """What the labels, headings and sections around one number say about it."""

    period: Period | None = None
    period_raw: str | None = None
    period_place: str | None = None
    categories: list[tuple[str, str, str | None]] = field(default_factory=list)  # dimension, text, place
    totals: list[tuple[str, str | None]] = field(
        default_factory=list
    )  # text and place of each axis that it is a total over
    over_periods: bool = False  # one of the totals is over the periods
    measure_raw: str | None = None
    force: str | None = None  # the one of a joint letter's forces that it is about
    of_all_forces: bool = False  # of a joint letter, together
    month: str | None = None  # of the row, in a table of months by years
    of_some: bool = False  # a printed total of a part of the table
    within: bool = False  # the second of the categories is a part of the first: 'NFA', 'of which resigned'


def read_counts(matrix: Matrix, context: Context, account: Account) -> list[Printed]:
    """The counts of the matrix, each row of which gets its fate in `account`."""
    grid = matrix.grid
    printed: list[Printed] = []
    section: list[str] = []
    carried: dict[int, int] = {}  # label column → row whose label still holds
    for row, kind in enumerate(grid.kinds):
        if kind in ("title", "heading"):
            account.settle(row, "header")
        elif kind in ("blank", "note"):
            account.settle(row, "skipped", f"{kind} row")
        elif kind == "section":
            section = [grid.label(row)]
            carried.clear()
            account.settle(row, "header")
        elif kind == "outline":
            section = []
            _read_row(matrix, context, account, row, section, carried, printed)
            section = [grid.label(row)]
        else:
            _read_row(matrix, context, account, row, section, carried, printed)
            if kind == "total" and grid.kinds[row - 1] != "section" and not _part_follows(matrix, row):
                section = []  # what stands below the total of a group is no part of it
    return printed


def _part_follows(matrix: Matrix, row: int) -> bool:
    """The next row tells of some of those that this one counts: 'of which dismissed'."""
    grid = matrix.grid
    return row + 1 < len(grid.rows) and bool(OF_WHICH.match(grid.label(row + 1)))


def _read_row(
    matrix: Matrix,
    context: Context,
    account: Account,
    row: int,
    section: list[str],
    carried: dict[int, int],
    printed: list[Printed],
) -> None:
    grid = matrix.grid
    labels = _labels(matrix, row, carried)
    total_row = grid.kinds[row] == "total"
    under_totals = row > 0 and grid.kinds[row - 1] == "total" and _GRAND.match(grid.label(row))
    if total_row and (grid.of_kind("outline") or under_totals or (section and _is_of_all(matrix, row))):
        section = []  # the grand total is no part of the last group
    if matrix.labels and not labels and not total_row:
        if not any(grid.text(row, h.column) for h in matrix.headers):
            account.settle(row, "skipped", "blank row")
            return
        context.log.add(
            "row_quarantined",
            "error",
            f"Row {grid.rows[row].number} holds numbers and no label: {' | '.join(t for t in grid.texts(row) if t)[:100]}.",
            fix="Look at the page; if the label is there, the reader lost it, and if the row is a total, say so by hand.",
            at=grid.rows[row],
        )
        account.settle(row, "quarantined", "numbers without a label")
        return
    if _is_all_officers(matrix, row, labels):
        if not _sums_the_officers(matrix, row, labels[0][0].column):
            context.log.add(
                "total_mismatch",
                "warning",
                f"Row {grid.rows[row].number} (“{grid.label(row)[:80]}”) stands among ranks and is not the sum of those of officers; it was left out.",
                fix="Look at the page: where it counts officers whom no rank counts, add them by hand.",
                at=grid.rows[row],
            )
        account.settle(row, "skipped", "all officers, beside their ranks")
        return
    beside = _of_everything(matrix, row, labels)
    if beside == "asked":
        labels = []  # 'of which social media', of the matters of every kind above: all that were asked about
    elif beside:
        context.log.add(
            "low_confidence",
            "warning",
            f"Row {grid.rows[row].number} (“{grid.label(row)[:80]}”) counts more than was asked; it was left out.",
            fix="If it answers the request, add it by hand.",
            at=grid.rows[row],
        )
        account.settle(row, "skipped", "about more than was asked")
        return
    made = [
        p for header in matrix.headers if (p := _read_cell(matrix, context, row, header, labels, section, total_row))
    ]
    if made:
        account.settle(row, "records")
        printed.extend(made)
    else:
        account.settle(row, "skipped", "no numbers in the row")


def _of_officers(context: Context, said: _Said) -> bool:
    """'Officers' beside 'Staff', in a letter that counts individuals: officers are counted there."""
    people = [text for about, text, _ in said.categories if about == "person_type"]
    known = vocabulary.load("person_type")
    return bool(context.joint and people) and all(known.lookup(text).code in ("officer", "special") for text in people)


_OFFICERS = re.compile(r"(?:all |total )?(?:police )?officers?(?: total)?", re.I)


def _is_all_officers(matrix: Matrix, row: int, labels: list) -> bool:
    """The row counts officers, whatever their rank, in a table whose other rows are ranks."""
    if len(labels) != 1 or labels[0][0].dimension != "rank" or not _OFFICERS.fullmatch(labels[0][1].strip()):
        return False
    return (
        sum(_rank(matrix, r, labels[0][0].column) not in (None, "unknown", *NOT_OFFICERS) for r in matrix.grid.body) > 1
    )


def _sums_the_officers(matrix: Matrix, row: int, column: int) -> bool:
    """Its numbers are those of all other rows of officers together."""
    others = [r for r in matrix.grid.body if r != row and _rank(matrix, r, column) not in NOT_OFFICERS]
    for header in matrix.headers:
        told, *parts = (number(matrix.grid.text(r, header.column)) for r in (row, *others))
        if told is None or any(p is None for p in parts) or told.value != sum(p.value or 0 for p in parts if p):
            return False
    return True


def _rank(matrix: Matrix, row: int, column: int) -> str | None:
    return vocabulary.load("rank").lookup(matrix.grid.text(row, column)).code


def _of_everything(matrix: Matrix, row: int, labels: list) -> str:
    """`all` for a row of every subject, or a part of it by something else; `asked` for the part that was asked about."""
    if any(headings.EVERYTHING.search(text) for _, text, _ in labels):
        return "all"
    if len(labels) != 1 or not OF_WHICH.match(labels[0][1]):
        return ""
    column = labels[0][0].column
    texts = (matrix.grid.text(r, column) for r in range(row - 1, -1, -1))
    whole = next((t for t in texts if t and not OF_WHICH.match(t)), "")
    if not headings.EVERYTHING.search(whole):
        return ""
    return "asked" if _ASKED.search(labels[0][1]) else "all"


def _labels(matrix: Matrix, row: int, carried: dict[int, int]) -> list[tuple[Label, str, str | None]]:
    """The labels of the row with their places. A blank label under a filled one, in a row with others, repeats it."""
    grid = matrix.grid
    found = []
    for index, label in enumerate(matrix.labels):
        text = grid.text(row, label.column)
        if text:
            carried[label.column] = row
            for later in matrix.labels[index + 1 :]:
                carried.pop(later.column, None)
            found.append((label, text, grid.cell(row, label.column).place))
        elif label.column in carried and index < len(matrix.labels) - 1 and grid.kinds[row] == "body":
            origin = carried[label.column]
            found.append((label, grid.text(origin, label.column), grid.cell(origin, label.column).place))
    own_text = any(grid.text(row, label.column) for label in matrix.labels)
    return found if own_text else []


def _read_cell(
    matrix: Matrix, context: Context, row: int, header: Header, labels: list, section: list[str], total_row: bool
) -> Printed | None:
    grid = matrix.grid
    cell = grid.cell(row, header.column)
    text = (cell.text or "").strip()
    if not text and not _expects_number(matrix, header):
        return None
    if _over_several(matrix, row, header):
        _report_over_several(context, grid, row, header, text)
        return None
    read = number(text, context.legend) if text else context.legend.get("", BLANK)
    if read is None:
        context.log.add(
            "unparsed_value",
            "warning",
            f"“{text[:60]}” is not a number that can be read (row “{grid.label(row)[:50]}”, column “{grid.heading(header.column)[:50]}”).",
            fix='If the reply explains it, add it to the legend in the force\'s module (symbols = {"…": "…"}).',
            at=grid.rows[row],
        )
        read = Number(value=None, lower=0, upper=None, meaning="unknown", token=text)
    said = _said(matrix, context, row, header, labels, section)
    if not text and said.month and _is_beyond(said.period, context):
        return None  # a month that the figures do not reach
    if len(said.categories) > 2:
        context.log.add(
            "unclaimed_table",
            "error",
            f"Numbers are broken down by more than two things at once ({', '.join(d for d, _, _ in said.categories)}); row {grid.rows[row].number} gives no record.",
            fix="Read the table as a case list in the force's module, or leave one breakdown out.",
            at=grid.rows[row],
        )
        return None
    record = _record(matrix, context, row, header, read, said, cell.place)
    outline = grid.kinds[row] == "outline"
    under = section[0] if section else grid.label(row) if outline else ""
    return Printed(
        record, grid, row, header.column, under, total_row or outline, header.total, of_all_forces=said.of_all_forces
    )


def _is_beyond(when: Period | None, context: Context) -> bool:
    """It begins after the last day of its year that the reply's figures cover."""
    years = [end for start, end in context.part_years.items() if when and when.start and start <= when.start]
    return bool(when and when.start and years and max(years).year >= when.start.year and when.start > max(years))


def _over_several(matrix: Matrix, row: int, header: Header) -> bool:
    """A number above nought stands in a cell over several columns of numbers: it is none of theirs. A sign is each one's."""
    grid = matrix.grid
    cell = grid.cell(row, header.column)
    others = (h.column for h in matrix.headers if h.column != header.column)
    shared = cell.span[1] > 1 and any(grid.cell(row, c) is cell for c in others)
    return shared and bool(strong_number(cell.text or "")) and (cell.text or "").strip() != "0"


def _report_over_several(context: Context, grid: Grid, row: int, header: Header, text: str) -> None:
    if grid.rows[row].cells[header.column].covered:
        return  # told at its first column
    context.log.add(
        "ambiguous_value",
        "warning",
        f"“{text[:40]}” stands in one cell over several columns (row “{grid.label(row)[:50]}”): it is no number of any one of them, and was left out.",
        fix="Look at the page; if it belongs to one column, add it by hand.",
        at=grid.rows[row],
    )


def _expects_number(matrix: Matrix, header: Header) -> bool:
    return bool(header.period_raw or header.category_raw or header.total or header.forces or len(matrix.headers) == 1)


def _said(matrix: Matrix, context: Context, row: int, header: Header, labels: list, section: list[str]) -> _Said:
    grid = matrix.grid
    named = [*(label.heading for label in matrix.labels), *(grid.heading(h.column) for h in matrix.headers[:1])]
    basis = context.basis(*named, grid.title())
    said = _Said()
    for label, text, place in labels:
        _say_label(matrix, context, said, row, label, text, place, basis)
    if header.forces:
        _say_forces(said, header.forces)
    if header.period_raw:
        if said.period is not None and not said.over_periods:
            _two_periods(context, grid, row, said.period_raw or "", header.period_raw)
        said.period, said.period_raw = period(header.period_raw, basis), header.period_raw
        said.period_place = header.period_place
    if header.total:
        text, place = header.category_raw or header.period_raw or "", header.category_place or header.period_place
        said.totals.append((text, place))
        if not header.period_raw and any(h.period_raw for h in matrix.headers):
            _total_over_periods(matrix, context, said, text, basis)
    elif header.category_raw:
        _say_category(context, said, header.dimension or "other", header.category_raw, header.category_place)
    if not section and said.totals and _is_one_of_several(matrix, row):
        said.categories.append(("other", *said.totals.pop(0)))  # the total of some outcomes: none of them all
        said.of_some = True
    whole = _whole(matrix, row, labels, header)
    if whole:
        said.categories.insert(0, (_own_dimension(context, whole[0].dimension, whole[1]), whole[1], whole[2]))
        said.within = True
    for text in section:
        if (found := period(text, basis)) is None:
            if said.within:
                continue  # the category above says it
            if _counts_all(matrix, text):
                said.measure_raw = said.measure_raw or text
                continue
            about = dimension("", [owners(text, context.joint)[1]], context.request, context.corrections)
            _say_category(context, said, about, text, None)
        elif said.period is None:
            said.period, said.period_raw = found, text
    if said.period is None and grid.kinds[row] == "outline" and any(label.among_periods for label in matrix.labels):
        _total_over_periods(matrix, context, said, "", basis)  # of the years below it
        said.period_raw = None
    if grid.table.number in context.captions_differ:
        about, words = _asked_of(grid.title(), context) or caption_category(
            grid.title(), context.request, context.corrections
        )
        _say_category(context, said, about, words, None)
    if said.period is None and said.period_raw is None:
        _surrounding_period(matrix, context, said, basis)
    if said.month and said.period:
        _take_month(said)
    elif said.month:
        _say_category(context, said, "other", said.month, None)
    if said.period and not said.over_periods:
        said.period = context.cut(said.period)
    return said


def _take_month(said: _Said) -> None:
    """The month of the row in the year of the column: 'March' under '2019', or under '2019/20', which is in 2020."""
    when = said.period
    assert when and said.month
    years = [y for y in (when.start, when.end) if y]
    found = (parse_period(f"{said.month} {day.year}") for day in years)
    inside = [p for p in found if p and p.start and p.end and when.start and when.start <= p.start]
    inside = [p for p in inside if not (when.end and p.start and p.start > when.end)]
    if inside:
        said.period_raw = f"{said.month} {said.period_raw}"
        said.period = replace(inside[0], raw=said.period_raw, basis=when.basis)


def _asked_of(caption: str, context: Context) -> tuple[str, str] | None:
    """The people whom the question is about that a table answers by its caption 'Q2', in the question's words."""
    label = re.fullmatch(r"(?:q|question)\s*\.?\s*(\d{1,2}[a-z]?)\W*", caption.strip(), re.I)
    asked = context.questions.get(label[1].casefold(), "") if label else ""
    people = vocabulary.load("person_type")
    return ("person_type", min(people.mentioned(asked))) if len(people.mentions(asked)) == 1 else None


def _is_of_all(matrix: Matrix, row: int) -> bool:
    """The total row below the last section is the sum of all sections, and not of the rows since that section began."""
    grid = matrix.grid
    since = max((r for r in range(row) if grid.kinds[r] == "section"), default=-1)
    columns = [h.column for h in matrix.headers]

    def adds_up(rows: list[int]) -> bool:
        told = [c for c in columns if grid.text(row, c)]
        sums = [sum(_least(grid.text(r, c)) for r in rows) for c in told]
        return bool(told) and sums == [_least(grid.text(row, c)) for c in told]

    body = [r for r in grid.of_kind("body") if r < row]
    return adds_up(body) and not adds_up([r for r in body if r > since])


def _least(text: str) -> int:
    read = number(text)
    return read.lower or 0 if read else 0


def _is_one_of_several(matrix: Matrix, row: int) -> bool:
    """The row is a sub-total, and the table prints a total besides."""
    grid = matrix.grid
    totals = grid.of_kind("total")
    return row in totals and bool(_SUB.match(grid.label(row))) and any(not _SUB.match(grid.label(r)) for r in totals)


def _whole(matrix: Matrix, row: int, labels: list, header: Header) -> tuple[Label, str, str | None] | None:
    """The category above of which 'of which resigned' is a part; None where that is all that are counted."""
    grid = matrix.grid
    if len(labels) != 1 or (header.category_raw and not header.total) or not OF_WHICH.match(labels[0][1]):
        return None
    label = labels[0][0]
    above = next((r for r in range(row - 1, -1, -1) if not OF_WHICH.match(grid.text(r, label.column))), None)
    if above is None or grid.kinds[above] != "body":
        return None
    text = grid.text(above, label.column)
    pairs = [(number(grid.text(row, h.column)), number(grid.text(above, h.column))) for h in matrix.headers]
    more = any(a and b and a.value is not None and b.value is not None and a.value > b.value for a, b in pairs)
    if not text or more or is_measure(text) or headings.is_total(text) or period(text) is not None:
        return None
    return label, text, grid.cell(above, label.column).place


def _say_label(
    matrix: Matrix,
    context: Context,
    said: _Said,
    row: int,
    label: Label,
    text: str,
    place: str | None,
    basis: str | None,
) -> None:
    first = label is matrix.labels[0]
    forces, text = owners(text, context.joint)
    if forces:
        _say_forces(said, forces)
    if not text:
        return
    of_months = label.dimension == "month" and WHOLE_YEAR.fullmatch(text)
    if headings.is_total(text) or of_months or (first and matrix.grid.kinds[row] == "total"):
        said.totals.append((text, place))
        if label.dimension == "period" or label.among_periods:
            _total_over_periods(matrix, context, said, text, basis)
    elif label.among_periods and is_period(text):
        said.period, said.period_raw, said.period_place = period(text, basis), text, place
    elif label.dimension == "month":
        said.month = text
    elif label.dimension == "period":
        said.period, said.period_raw, said.period_place = period(text, basis), text, place
        if said.period is None:
            _unread_period(context, matrix.grid, row, text)
    elif is_measure(text) and len(matrix.labels) == 1 and not _is_group(matrix, label, text, context.joint):
        said.measure_raw = text
    else:
        _say_category(context, said, _own_dimension(context, label.dimension, text), text, place)


def _own_dimension(context: Context, about: str, text: str) -> str:
    """What one label is about in a column of labels of several sorts: 'Officers investigated', 'of which: dismissed'."""
    plain = OF_WHICH.sub("", text)
    own = context.request.breakdowns.get(about)
    if about != "other" and (not own or vocabulary.load(own).lookup(plain).status != "unknown"):
        return about
    known = [
        n for n, v in context.request.breakdowns.items() if v and vocabulary.load(v).lookup(plain).status == "mapped"
    ]
    if "person_type" in known:  # some groups of people are bands of ranks too
        return "person_type"
    return known[0] if len(known) == 1 or (known and about == "other") else about


def _is_group(matrix: Matrix, label: Label, text: str, joint: tuple[str, ...] = ()) -> bool:
    """'Police staff' below 'Police officers', or among ranks, is a group of people, not what is counted."""
    if label.dimension in ("rank", "person_type") and not _NUMBER_OF.match(text):
        return True
    people = vocabulary.load("person_type")
    rows = matrix.grid.of_kind("body", "outline")
    texts = (owners(matrix.grid.text(r, label.column), joint)[1] for r in rows)
    labels = list(dict.fromkeys(t for t in texts if t and not headings.is_total(t)))
    known = sum(people.lookup(v).status == "mapped" for v in labels)
    return people.lookup(text).status == "mapped" and (known > 1 or label.dimension in ("rank", "person_type"))


def _counts_all(matrix: Matrix, text: str) -> bool:
    """'Officers investigated' over its years says what they count, and is no category of theirs."""
    label = next((label for label in matrix.labels if label.among_periods), None)
    return label is not None and is_measure(text) and not _is_group(matrix, label, text)


def _say_category(context: Context, said: _Said, about: str, text: str, place: str | None) -> None:
    """A category, or one of the forces of a joint letter: a force is no category, but what else the text says may be."""
    forces, rest = owners(text, context.joint)
    if forces:
        _say_forces(said, forces)
    if forces and is_measure(rest) and not (about == "person_type" and rest != text):
        said.measure_raw = said.measure_raw or rest
    elif rest:
        if about == "other" and (named := registry.recognise(rest)) and context.force not in named:
            context.log.add(
                "ambiguous_value",
                "warning",
                f"“{rest[:60]}” is another force than the one whose reply this is; its figures were read as a category of this reply.",
                fix="Look at the page; drop the records by a correction where they are that force's.",
            )
        said.categories.append((about, rest, place))


def _say_forces(said: _Said, forces: tuple[str, ...]) -> None:
    said.force = forces[0] if len(forces) == 1 else None
    said.of_all_forces = len(forces) > 1


def _unread_period(context: Context, grid: Grid, row: int, text: str) -> None:
    context.log.add(
        "unparsed_value",
        "warning",
        f"“{text[:60]}” stands where periods stand and is none that can be read.",
        at=grid.rows[row],
    )


def _two_periods(context: Context, grid: Grid, row: int, one: str, other: str) -> None:
    context.log.add(
        "ambiguous_value",
        "warning",
        f"The row names the period “{one}” and the column “{other}”; the column's was taken.",
        at=grid.rows[row],
    )


def _total_over_periods(matrix: Matrix, context: Context, said: _Said, text: str, basis: str | None) -> None:
    """The span of all periods, for a total over them; '2019 Total' is of that year alone."""
    said.over_periods = True
    said.period_raw, said.period_place = text, None
    inside = [p for part in text.split() if (p := period(part, basis))]
    printed = [h.period_raw for h in matrix.headers if h.period_raw and not h.total] or _periods_down(matrix)
    spans = inside or [p for t in printed if (p := period(t, basis))]
    starts, ends = [p.start for p in spans if p.start], [p.end for p in spans if p.end]
    if starts and len(ends) == len(spans):
        bases = {p.basis for p in spans}
        basis_of_all = bases.pop() if len(bases) == 1 else "other"
        end = max(context.part_years.get(p.start, p.end) for p in spans)  # type: ignore[arg-type, type-var]
        said.period = Period(raw=text, start=min(starts), end=end, basis=basis_of_all, year=None, partial=False)


def _periods_down(matrix: Matrix) -> list[str]:
    grid = matrix.grid
    columns = [label.column for label in matrix.labels if label.dimension == "period"]
    among = [label.column for label in matrix.labels if label.among_periods]
    texts = [grid.text(r, c) for c in among for r in grid.of_kind("body", "outline")]
    return [*(t for c in columns for t in grid.column_values(c)), *filter(is_period, texts)]


def _surrounding_period(matrix: Matrix, context: Context, said: _Said, basis: str | None) -> None:
    """The period of a number whose row and column name none: the caption's, the sheet's, the letter's."""
    lines = [matrix.grid.title(), *matrix.grid.title_lines()]
    caption = next((p for line in reversed(lines) if (p := period_in(line, basis))), None)
    sheet = period_in(matrix.grid.table.location, basis)
    if (
        caption and sheet and caption.start == sheet.start
    ):  # the sheet says what year it is, the caption how far it goes
        caption = replace(sheet, end=caption.end, partial=caption.end != sheet.end)
    wider = caption and sheet and caption.start and sheet.start and caption.end and sheet.end
    if wider and caption.start <= sheet.start and sheet.end <= caption.end and caption != sheet:  # type: ignore[union-attr, operator]
        caption = None  # a sheet named 2017 under a title that names the whole period
    if found := caption or sheet:
        said.period, said.period_raw = found, found.raw
        return
    if any(period_in(line, basis) for grid in matrix.grid.alike for line in grid.title_lines()):
        context.log.add(
            "low_confidence",
            "warning",
            "The table names no period, and tables like it in the reply do; its figures were given that of the whole letter.",
            fix="Look at the page: the year may stand above the table or on the page before; correct the records by hand.",
            at=matrix.grid.rows[0],
        )
    if context.period_start or context.period_end:
        said.period_raw = context.period_raw
        said.period = Period(
            raw=context.period_raw or "",
            start=context.period_start,
            end=context.period_end,
            basis=context.year_basis or "other",
            year=None,
            partial=False,
        )


def _record(
    matrix: Matrix, context: Context, row: int, header: Header, read: Number, said: _Said, place: str | None
) -> Count:
    grid = matrix.grid
    source = grid.rows[row]
    of_categories = [
        ("total", text, where) for text, where in said.totals if text != said.period_raw or not said.over_periods
    ]
    if len(said.categories) == 2 and said.categories[0][0] == said.categories[1][0] and not said.within:
        said.categories = _the_narrower(context, said.categories)
    # A margin keeps the breakdown that it is not a total over; the corner of a table is a total and nothing else.
    first, second = ([*said.categories, *of_categories[:1], None, None])[:2]
    if first is None:
        first = ("total", *(said.totals[0] if said.totals else (None, None)))
    cells = {
        "value": place,
        "category_raw": first[2],
        "category2_raw": second[2] if second else None,
        "period_raw": said.period_place,
    }
    measure = _measure(matrix, context, said.measure_raw or header.measure_raw)
    if measure == "persons" and _of_officers(context, said):
        measure = "officers"
    elif measure == "officers" and not any(about in PEOPLE for about, _, _ in said.categories):
        measure = "persons" if staff_among(matrix, row, header, context.joint) else measure
    return Count(
        count_id="",
        reply_id=context.reply_id,
        request=context.request.slug,
        force=said.force or context.owner(grid.table.caption, source.location),
        measure=measure,
        measure_raw=said.measure_raw or header.measure_raw or context.unit_raw,
        dimension=first[0],
        dimension_raw=matrix.dimension_raw or None,
        category_raw=first[1],
        category=_code(context, first[0], first[1], source),
        dimension2=second[0] if second else None,
        category2_raw=second[1] if second else None,
        category2=_code(context, second[0], second[1], source) if second else None,
        period_raw=said.period_raw,
        period_start=said.period.start if said.period else None,
        period_end=said.period.end if said.period else None,
        year_basis=said.period.basis if said.period else "unknown",
        value=read.value,
        lower=read.lower,
        upper=read.upper,
        token=read.token or None,
        meaning=read.meaning,
        stated_total=bool(said.totals) or said.of_some or said.of_all_forces or grid.kinds[row] in ("outline", "total"),
        document=context.document.sha256,
        location=source.location,
        row=source.number,
        cells={k: v for k, v in cells.items() if v},
        method=grid.table.method,
        parser=context.parser,
    )


def _the_narrower(context: Context, found: list[tuple[str, str, str | None]]) -> list[tuple[str, str, str | None]]:
    """The one of two categories of a single breakdown that says what it is: 'Written warning', not its group 'Formal'.

    Two that both say something, and not the same, stay: the table crosses them.
    """
    vocab = context.request.breakdowns.get(found[0][0])
    if not vocab:
        return found
    read = {text: vocabulary.load(vocab).lookup(text) for _, text, _ in found}
    plain = [f for f in found if read[f[1]].status == "mapped" and not (read[f[1]].code or "").startswith("other")]
    return plain[-1:] if len({read[f[1]].code for f in plain}) == 1 else found


def _measure(matrix: Matrix, context: Context, measure_raw: str | None) -> str:
    """What is counted: what the force's module says, the words nearest to the number, the letter, the request."""
    caption = matrix.grid.title()
    if len(caption.split()) > _CAPTION and not _NUMBER_OF_WHAT.search(caption):
        caption = ""  # a sentence of the letter above the table: what it speaks of is not what is counted
    people = context.measure in ("persons", "officers") and not _NUMBER_OF_WHAT.search(caption)
    for text in (measure_raw or "", *(_counted(label.heading) for label in matrix.labels), caption):
        if text in context.corrections.measures:
            return context.corrections.measures[text]
        if found := headings.measure_of(text):
            if text == caption != measure_raw and people and any(h.dimension == "person_type" for h in matrix.headers):
                continue  # 'Conduct investigations' over officers and staff, in a letter that counts individuals: a subject
            return found
    totals = {m for text in _total_labels(matrix) if (m := headings.measure_of(text))}
    if context.measure is None and len(totals) == 1:
        return totals.pop()  # 'Total allegations'
    if context.measure is None and _COUNT_OF.match(measure_raw or ""):
        context.log.add(
            "low_confidence",
            "warning",
            f"“{(measure_raw or '')[:60]}” does not say what is counted, nor does anything else; {context.request.measure} were asked for, and taken.",
            fix='Look at the file; say it in the force\'s module: measures = {"HEADING": "cases"}.',
            at=matrix.grid.rows[matrix.grid.heading_rows[-1] if matrix.grid.heading_rows else 0],
        )
    return context.measure or context.request.measure


def _counted(heading: str) -> str:
    """What the heading of the labels says is counted, behind what they are: 'officers' of 'Outcome – officers'."""
    found = _BEHIND.search(heading)
    return found[1] if found and is_measure(found[1]) else ""


def _total_labels(matrix: Matrix) -> list[str]:
    grid = matrix.grid
    return [*(grid.label(r) for r in grid.of_kind("total")), *(h.category_raw or "" for h in matrix.headers if h.total)]


def _code(context: Context, name: str, raw: str | None, row) -> str | None:
    """The code of a category in the vocabulary that the request names for the dimension; unknown spellings are reported."""
    vocab = context.request.breakdowns.get(name)
    if not vocab or raw is None:
        return None
    return code(context, vocab, raw, row.location, row.number)


def code(context: Context, vocab: str, raw: str, location: str | None, row: int | None) -> str | None:
    """The code for a spelling; where it has none or is ambiguous the problem says which line to add, and where."""
    match = vocabulary.load(vocab).lookup(raw)
    if match.status == "unknown":  # 'of which dismissed¹' below the number that it is part of; 'PC/DC', both constables
        match = vocabulary.load(vocab).lookup(_FOOTNOTE.sub("", OF_WHICH.sub("", raw)))
        parts = vocabulary.load(vocab).split(raw)
        if (
            len(parts) > 1
            and all(p.match.status == "mapped" for p in parts)
            and len({p.match.code for p in parts}) == 1
        ):
            match = parts[0].match
    return settled(context, vocab, raw, match, location, row)


def settled(
    context: Context, vocab: str, raw: str, match: vocabulary.Match, location: str | None, row: int | None
) -> str | None:
    """The code of a match; a force's own reading of the spelling comes first, what is unclear is reported."""
    if raw in context.corrections.values.get(vocab, {}):
        return context.corrections.values[vocab][raw]
    if vocabulary.normalise(match.raw) == "blank" and "blank" in context.abbreviations:
        told = vocabulary.load(vocab).mentions(context.abbreviations["blank"])
        return told[0] if len(told) == 1 else match.code
    if match.status in ("ambiguous", "unknown") and (
        long := context.abbreviations.get(vocabulary.normalise(match.raw))
    ):
        spelled_out = vocabulary.load(vocab).lookup(long)
        match = spelled_out if spelled_out.status == "mapped" else match
    if match.status == "ambiguous":
        context.log.add(
            "ambiguous_value",
            "warning",
            f"“{raw[:80]}” can mean more than one {vocab}: {(match.note or 'see the vocabulary').rstrip('.')}.",
            fix=f'Ask the force, or decide for this force in its module: values = {{"{vocab}": {{"{raw[:60]}": "CODE"}}}}.',
            location=location,
            row=row,
        )
    elif match.status == "unknown":
        context.log.add(
            "unmapped_value",
            "warning",
            f"“{raw[:80]}” is no known spelling of {'an' if vocab[0] in 'aeiou' else 'a'} {vocab.replace('_', ' ')}.",
            fix=f"Add it to the spellings of its code in schemas/vocabulary/{vocab}.toml.",
            location=location,
            row=row,
        )
    return match.code
