"""Records of cases from a case list: one for each row, or for each officer group that a row tells apart."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from parsers import conduct, headings
from parsers.accounting import Account
from parsers.context import Context
from parsers.counts import code, settled
from parsers.documents.model import Row
from parsers.grid import period, period_in
from parsers.infer import BLANK_VALUE, SERIAL_DATE, CaseList, whole_date
from parsers.numbers import parse_multiplicity, parse_number
from parsers.outcomes import REVERSED, Outcome, of_each_officer, outcome_of, taken_back
from parsers.periods import in_numbers, is_period, parse_date, parse_us_date
from parsers.pointers import Pointers
from schemas import vocabulary
from schemas.records import Case, Count
from schemas.vocabulary import Match, Part

_OF_OUTCOME: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = (
    (re.compile(r"\b(?:reinstat\w+|appeal\w*|overturn\w*|quash\w*|rescind\w*)\b", re.I), frozenset()),
    (re.compile(r"\bwithdr[ae]w\w*\b", re.I), frozenset({"withdrawn"})),
    (re.compile(r"\bresign\w*\b", re.I), frozenset({"resigned", "required_to_resign"})),
    (re.compile(r"\b(?:retired|retirement)\b", re.I), frozenset({"retired"})),
    (re.compile(r"\bdismiss\w*\b", re.I), frozenset({"dismissed", "would_have_been_dismissed"})),
    (
        re.compile(r"\bwarn(?:ed|ings?)\b", re.I),
        frozenset({"written_warning", "final_written_warning", "verbal_warning"}),
    ),
)
"""What a remark says of an outcome in words that are no whole value of the vocabulary, and the outcomes that say it too."""
_NO_CASES = re.compile(
    r"nil returns?|(?:none|nil)(?: (?:recorded|received|held|reported|to report|this year|in (?:this|the) (?:year|period)))"
    r"|(?:no|nil|zero) (?:cases?|officers?|matters?|investigations?|records?|allegations?|data|results?)"
    r"(?: (?:were |was )?(?:recorded|received|held|reported|found|investigated|this year|in (?:this|the) (?:year|period)))?\.?",
    re.I,
)
_NONE = re.compile(r"nil|none\.?", re.I)
"""What stands under a year that had no case."""
_YEAR_AND_NONE = re.compile(
    rf"(.{{4,30}}?)\s{{0,3}}(?::|[-–—]|\s)\s{{0,3}}(?:{_NO_CASES.pattern}|{_NONE.pattern})", re.I
)
_BARE_NUMBER = re.compile(r"[\d,. ]+")
_ROWS = re.compile(r"\b(?:records?|rows?|entries|lines)\b", re.I)
"""What a total counts that counts the rows of its list."""
_NO_CASE = re.compile(
    r"\bsame (?:officer|person|individual) as\b|\bentered in error\b|\bduplicate (?:of|entry|record)\b|^see (?:case |ref |row |no\.? )?[A-Z]{0,3}\d{1,4}\b",
    re.I,
)
_STAFF_OF_RANK = {"special_constable": "special", "pcso": "pcso", "staff": "staff", "unknown": "unknown"}
_COLLAR_NUMBER = re.compile(r"\s+[A-Z]{0,2}\d{2,6}$")
_FIRST_SERIAL = date(1899, 12, 30)  # day 0 of the 1900 date system for days after February 1900 (ECMA-376-1, 18.17.4.1)
_POLICY = re.compile(
    r"\bsocial media (?:polic(?:y|ies)|guid(?:ance|elines?)|procedures?|rules|training|standards)\b", re.I
)
"""Breached by a post on some platform; the words name none."""


def read_cases(found: CaseList, context: Context, account: Account) -> tuple[list[Case], list[Count]]:
    """The cases of the list and the totals printed under it; each row gets its fate in `account`."""
    cases: list[Case] = []
    totals: list[tuple[Count, int]] = []  # with the number of cases read above it
    section: str | None = None
    group = 0  # with which case the section begins
    carried: dict[str, tuple[str, str | None]] = {}  # field → text and place of the year that still holds
    grid = found.grid
    pointers = Pointers(found, context.log)
    _report_dates(found, context)
    for row, kind in enumerate(grid.kinds):
        if kind in ("title", "heading"):
            account.settle(row, "header")
        elif kind in ("section", "body") and (year := _had_none(found, row, section if len(cases) == group else None)):
            _report_none(year, context, grid.rows[row])
            account.settle(row, "skipped", "says that there was none")
        elif kind in ("blank", "note"):
            account.settle(row, "skipped", f"{kind} row")
        elif kind == "section":
            section = grid.label(row)
            group = len(cases)
            carried.clear()
            account.settle(row, "header")
        elif kind == "total" or _says_total(found, row):
            totals.extend((total, len(cases)) for total in _printed_total(found, context, row, account, section))
        else:
            made = _read_row(_Row(found, row, carried, pointers.read(row)), context, section)
            cases.extend(made)
            if not made and _sums_up(found, row, cases[group:]):
                totals.extend((total, len(cases)) for total in _printed_total(found, context, row, account, section))
            elif made:
                account.settle(row, "records")
            else:
                _quarantine(found, context, row)
                if len(grid.filled(row)) == 1:  # it may head what follows, which then is no longer of the section above
                    section = None
                    carried.clear()
                account.settle(row, "quarantined", "nothing in the row belongs to a known column")
    _report_outcome_above(found, context)
    since = 0
    for total, above in totals:
        parts = [cases] if len(totals) == 1 else [cases[since:above], cases[:above]]
        _check_total(total, parts, context)
        since = above
    _report_shared(found, context)
    _report_marks(found, context)
    return cases, [total for total, _ in totals]


def _says_total(found: CaseList, row: int) -> bool:
    """The row holds a number of officers and the word total, wherever that stands: '7 | Total'."""
    grid, counted = found.grid, found.fields.get("officers", ())
    filled = grid.filled(row)
    words = [c for c in filled if c not in counted]
    return len(words) == 1 and len(filled) == 2 and headings.is_total(grid.text(row, words[0]))


def _sums_up(found: CaseList, row: int, cases: list[Case]) -> bool:
    """The row holds nothing but a number of officers, and it is that of all the cases above."""
    filled = found.grid.filled(row)
    read = parse_number(found.grid.text(row, filled[0])) if len(filled) == 1 else None
    counted = found.fields.get("officers", ())
    told = read.value if read and filled[0] in counted else None
    return bool(told) and told == sum(c.officers_lower for c in cases)


def _quarantine(found: CaseList, context: Context, row: int) -> None:
    grid = found.grid
    text = " | ".join(t for t in grid.texts(row) if t)[:120]
    context.log.add(
        "row_quarantined",
        "error",
        f"Row {grid.rows[row].number} could not be read as a case: “{text}”.",
        fix="Look at the page: a note belongs under the table, a heading is to be named in the force's module.",
        at=grid.rows[row],
    )


class _Row:
    """One row of a case list, asked field by field; remembers the place of each field that was used."""

    def __init__(
        self,
        found: CaseList,
        row: int,
        carried: dict[str, tuple[str, str | None]],
        pointed: Mapping[int, tuple[str, str | None]],
    ) -> None:
        self.found, self.row, self.carried, self.pointed = found, row, carried, pointed
        self.cells: dict[str, str] = {}

    def text(self, name: str) -> str | None:
        """The text of the field, or of the row that it points to; where several columns could hold it, the first that is not blank."""
        grid = self.found.grid
        for column in self.found.fields.get(name, ()):
            if column in self.pointed:
                text, place = self.pointed[column]
                self._note(name, place)
                return text
            if text := grid.text(self.row, column):
                self._note(name, grid.cell(self.row, column).place)
                return text
        return None

    def outcome(self) -> Outcome:
        """What the row says came of the case."""
        told = outcome_of(self.found, self.row, self.pointed)
        if told.column is not None:
            own = self.found.grid.cell(self.row, told.column).place
            self._note("outcome_raw", self.pointed[told.column][1] if told.column in self.pointed else own)
        return told

    def year(self) -> str | None:
        """The text of the year: of the row, of those above it, or in whose middle it stands."""
        if self.row not in self.found.years_at:
            return self.carry("year_raw")
        at = self.found.years_at[self.row]
        column = self.found.fields["year_raw"][0]
        if at is not None:
            self._note("year_raw", self.found.grid.cell(at, column).place)
        return None if at is None else self.found.grid.text(at, column)

    def carry(self, name: str) -> str | None:
        """The text of the field, or that of the rows above where a list prints it once for several rows."""
        if text := self.text(name):
            self.carried[name] = (text, self.cells.get(name))
        elif name in self.carried:
            text, place = self.carried[name]
            self._note(name, place)
        return text

    def _note(self, name: str, place: str | None) -> None:
        if place:
            self.cells[name] = place


_NAMING = ("case_ref_raw", "rank_raw", "date_received", "year_raw")
"""Fields that tell one case from another."""


def _read_row(told: _Row, context: Context, section: str | None) -> list[Case]:
    found, grid = told.found, told.found.grid
    source = grid.rows[told.row]
    outcome = told.outcome()
    outcome_raw, conduct_raw, channel_raw = outcome.raw, told.text("conduct_raw"), told.text("channel_raw")
    asked = told.carry if context.blank_repeats else told.text
    rank_text, standard_raw, reference = asked("rank_raw"), told.text("standard_raw"), asked("case_ref_raw")
    if not any((outcome_raw, conduct_raw, channel_raw, rank_text, standard_raw)):
        return []
    case = Case(
        record_id="",
        reply_id=context.reply_id,
        request=context.request.slug,
        force=context.owner(told.text("force"), section, grid.table.caption, source.location),
        case_ref_raw=reference,
        rank_raw=rank_text,
        conduct_raw=conduct_raw,
        channel_raw=channel_raw,
        standard_raw=standard_raw,
        outcome_raw=outcome_raw,
        document=context.document.sha256,
        location=source.location,
        row=source.number,
        method=grid.table.method,
        parser=context.parser,
    )
    _fill_rank(case, told, context, section)
    _fill_dates(case, told, context, section, found)
    _fill_channels(case, context)
    case.severity = _coded(told.text("severity"), "severity", case, context) or "unknown"
    _fill_process(case, told, outcome, context)
    case.conduct_categories, case.conduct_rules = _conduct(conduct_raw, standard_raw)
    case.cells = told.cells
    if any(_NO_CASE.search(text) for text in grid.texts(told.row)):
        context.log.add(
            "ambiguous_value",
            "warning",
            "The row points to another one, or says that it is none: it may not be about a further officer.",
            fix="Look at the page; drop the row by a correction where it is no case of its own.",
            at=case,
        )
    if _goes_on(told, context):
        context.log.add(
            "ambiguous_value",
            "warning",
            "The row says what was alleged or came of it, and little else of what the other rows say: it may go on with the case above. It was read as a case of its own.",
            fix="Look at the page; where it goes on with the case above, drop the row by a correction.",
            at=case,
        )
    made = _by_outcome(case, outcome.says, context)
    if back := taken_back(found, told.row, outcome):
        for one in made:
            one.outcome, one.outcomes = "not_stated", ["not_stated"]
        _tell_taken_back(f"{outcome.raw}; {back}", case, context)
    _report_remarks(told, made, context)
    return made


def _fill_process(case: Case, told: _Row, outcome: Outcome, context: Context) -> None:
    """The proceeding that a column tells, else the one that the outcome begins with: 'Misconduct meeting: NFA'."""
    stated = told.text("process")
    case.process = _coded(stated, "process", case, context) or "unknown"
    if outcome.process and (not stated or BLANK_VALUE.match(stated)):
        case.process = outcome.process
        if place := told.cells.get("outcome_raw"):
            told.cells["process"] = place


def _report_remarks(told: _Row, made: list[Case], context: Context) -> None:
    """Tell of a remark that speaks of an outcome: what a column says that is otherwise not read may change what came of it."""
    known = vocabulary.load("outcome")
    codes = {code for case in made for code in case.outcomes}
    for column in told.found.remarks:
        text = told.found.grid.text(told.row, column)
        told_of = any(words.search(text) and not codes & same for words, same in _OF_OUTCOME)
        if told_of or set(known.mentions(text)) - codes:
            context.log.add(
                "ambiguous_value",
                "warning",
                f"A remark of the row speaks of what came of the case, and was not read: “{text[:120]}”.",
                fix="Look at the page; correct the outcome of the record by hand where the remark changes it.",
                at=made[0],
            )


def _tell_taken_back(said: str, case: Case, context: Context) -> None:
    context.log.add(
        "ambiguous_value",
        "warning",
        f"What came of the case may have been changed afterwards (“{said[:80]}”); no outcome was taken.",
        fix="Look at the page; correct the outcome of the record by hand.",
        at=case,
    )


def _had_none(found: CaseList, row: int, section: str | None) -> str | None:
    """The year of which the row says that it had no case ('2019 | Nil return'), where it says nothing else."""
    grid = found.grid
    years = set(found.fields.get("year_raw", ()))
    filled = grid.filled(row)
    words = [c for c in filled if c not in years or not is_period(grid.own(row, c))]
    if len(words) != 1:
        return None
    text, own = grid.own(row, words[0]), [c for c in filled if c not in words]
    if inside := _YEAR_AND_NONE.fullmatch(text):
        return inside[1] if not own and is_period(inside[1]) else None
    plain = words[0] in found.fields.get("outcome_raw", ()) and not _NO_CASES.fullmatch(
        text
    )  # 'None' may be the sanction
    if plain or not (_NO_CASES.fullmatch(text) or _NONE.fullmatch(text)):
        return None
    year = grid.own(row, own[0]) if own else section or ""
    return year if period(year) else None


def _report_none(year: str, context: Context, at: Row) -> None:
    context.log.add(
        "no_data_found",
        "info",
        f"The list says that there was no case in {year[:40]}.",
        at=at,
    )


def _report_shared(found: CaseList, context: Context) -> None:
    """Tell once that rows of a list are about the same officer: they are then no number of officers."""
    rows = found.rows_of_officers
    again = {who: times for who, times in rows.items() if times > 1}
    if again:
        who, times = next(iter(again.items()))
        context.log.add(
            "low_confidence",
            "warning",
            f"The {rows.total()} rows name {len(rows)} officers: {len(again)} of them have several rows (“{who[:30]}” has {times}).",
            fix="Look at the page: where each row is an allegation, count the officers and not the rows.",
            location=found.grid.table.location,
        )


_MARK = re.compile(r"(?<=[^\W_])\s?(?:[†‡§]+|\*{1,3}|[¹²³⁴⁵⁶⁷⁸⁹⁰]+)$")


def _report_marks(found: CaseList, context: Context) -> None:
    """Tell once of the marks behind what rows say: the notes that they point to may change how many officers a row is about."""
    grid = found.grid
    columns = sorted({column for own in found.fields.values() for column in own})
    marked = [(row, text) for row in grid.body for column in columns if _MARK.search(text := grid.text(row, column))]
    if marked:
        row, text = marked[0]
        others = f", and {len(marked) - 1} more" if len(marked) > 1 else ""
        context.log.add(
            "low_confidence",
            "warning",
            f"A mark stands behind what a row says (“{text[-40:]}”{others}); the note that it points to was not read into the record.",
            fix="Read the note on the page; correct the officers or the outcome of these records by hand where it changes them.",
            at=grid.rows[row],
        )


def _goes_on(told: _Row, context: Context) -> bool:
    """The row may be a further line of the case above: nothing in it says whose case it is, where other rows say it."""
    naming = [n for n in _NAMING if n in told.found.fields]
    if told.found.cells_filled > 2 and sum(map(bool, told.found.grid.texts(told.row))) == 1:
        return True
    return not context.blank_repeats and _NAMING[0] in naming and len(naming) > 1 and not any(map(told.text, naming))


def _conduct(*texts: str | None) -> tuple[list[str], list[str]]:
    """Kinds of conduct, and the rules that say so, from the first of the texts that tells any.

    A text tells what it says as a whole, else what its sentences tell. A standard of behaviour stands after the
    narrative: "Equality and Diversity" is no second kind beside racism.
    """
    known = vocabulary.load("conduct")
    for text in filter(None, texts):
        parts = known.split(text)
        codes = [p.match.code for p in parts if p.match.code]
        if codes and all(p.match.status == "mapped" for p in parts):
            return list(dict.fromkeys(codes)), ["vocabulary"]
        told = conduct.read(text)
        if told.categories:
            return list(told.categories), list(told.rules)
    return [], []


def _fill_rank(case: Case, told: _Row, context: Context, section: str | None) -> None:
    """Rank, number of officers ('3 x PC') and whether they are officers, specials, PCSOs or staff."""
    if case.rank_raw:
        times, rank = parse_multiplicity(case.rank_raw)
        if vocabulary.load("rank").lookup(case.rank_raw).status == "mapped":
            times, rank = None, case.rank_raw
        if vocabulary.load("rank").lookup(rank).status == "unknown":  # 'CON 00417': the number tells who, not what
            rank = _COLLAR_NUMBER.sub("", rank)
        case.rank = code(context, "rank", rank, case.location, case.row)
        if times is not None:
            case.officers_lower = case.officers_upper = times
    if text := told.text("officers"):
        read = parse_number(text, context.legend)
        if read is None or (read.value is None and read.upper is None):
            context.log.add(
                "unparsed_value",
                "warning",
                f"“{text[:60]}” stands where the number of officers stands and is no number.",
                at=case,
            )
        case.officers_lower, case.officers_upper = (read.lower, read.upper) if read else (1, None)
    text = told.text("person_type")
    stated = _coded(text, "person_type", case, context) if text else None
    if stated is None and section:
        stated = vocabulary.load("person_type").lookup(section).code
    if stated:
        case.person_type = stated
    elif case.rank:
        case.person_type = _STAFF_OF_RANK.get(case.rank, "officer")
    elif context.measure == "officers" or (
        context.measure is None
        and context.request.measure == "officers"
        and "officer" in (context.unit_raw or "").casefold()
    ):
        case.person_type = "officer"


def _fill_dates(case: Case, told: _Row, context: Context, section: str | None, found: CaseList) -> None:
    for name in ("date_received", "date_concluded"):
        if text := told.text(name):
            value = _date(text, found, name)
            setattr(case, name, value)
            if value is None and not BLANK_VALUE.match(text) and not is_period(text):
                context.log.add(
                    "unparsed_value", "warning", f"“{text[:60]}” stands where dates stand and is none.", at=case
                )
    grid = found.grid
    year_text = told.year()
    heading = " ".join(grid.heading(c) for c in found.fields.get("year_raw", []))
    basis = context.basis(heading, grid.title())
    if year_text:
        _set_year(case, year_text, basis, context)
        return
    for name in ("date_received", "incident_date"):  # a date column can hold bare years
        text = told.text(name)
        value = _date(text, found, name) if text else None
        if value is not None:
            case.year_raw, case.year, case.year_basis = text, value.year, "calendar"
            told.cells["year_raw"] = told.cells[name]
            return
        if text and period(text):
            _set_year(case, text, basis, context)
            told.cells["year_raw"] = told.cells[name]
            return
    for text in (section or "", grid.title(), grid.table.location):
        if text and (read := period_in(text, basis)) is not None and read.year:
            case.year_raw, case.year, case.year_basis = text, read.year, read.basis
            return


def _date(text: str, found: CaseList, name: str) -> date | None:
    """The date, day first; month first where the list is so; none where its dates contradict each other."""
    text, order = whole_date(text), found.dates_as[name]
    if order == "serial":
        return _FIRST_SERIAL + timedelta(days=int(text)) if SERIAL_DATE.fullmatch(text) else None
    if order == "plain" or not in_numbers(text):
        return parse_date(text) if order != "mixed" else None
    return None if order == "mixed" else parse_us_date(text)


def _report_dates(found: CaseList, context: Context) -> None:
    """Tell, once for the list, of columns whose dates were read month first, or not at all."""
    for order, severity, said in (
        ("month first", "info", "and all were read so"),
        ("mixed", "warning", "others of the list as day/month/year; none was read"),
    ):
        columns = [
            c for name, own in found.dates_as.items() if found.dates_as[name] == order for c in found.fields[name]
        ]
        if columns:
            names = " and ".join(f"“{found.grid.heading(c)}”" for c in columns)
            context.log.add(
                "ambiguous_value",
                severity,
                f"Dates of {names} stand as month/day/year, {said}.",
                fix="Ask the force for the order of day and month.",
                location=found.grid.table.location,
            )


def _set_year(case: Case, text: str, basis: str | None, context: Context) -> None:
    case.year_raw = text
    if (day := parse_date(text)) is not None:
        case.year, case.year_basis = day.year, "calendar"
    elif (read := period(text, basis)) is not None and read.year is not None:
        case.year, case.year_basis = read.year, read.basis
    else:
        context.log.add(
            "unparsed_value",
            "warning",
            f"“{text[:60]}” stands where years stand and is none that can be read.",
            at=case,
        )


def _fill_channels(case: Case, context: Context) -> None:
    channels = vocabulary.load("channel")
    if case.channel_raw:
        for part in channels.split(case.channel_raw):
            found = settled(context, "channel", part.raw, part.match, case.location, case.row)
            if found and found not in case.channels:
                case.channels.append(found)
    elif case.conduct_raw:
        case.channels = channels.mentions(_POLICY.sub(" ", case.conduct_raw))


def _report_outcome_above(found: CaseList, context: Context) -> None:
    """Tell of a list without a column of outcomes that stands under one: 'Further detail of those dismissed'."""
    known = vocabulary.load("outcome")
    above = [text for text in (found.grid.title(), found.grid.table.location.partition("!")[0]) if text]
    said = next((t for t in above if any(known.lookup(w).status == "mapped" for w in (t, t.split()[-1]))), None)
    if said and "outcome_raw" not in found.fields and found.grid.body:
        context.log.add(
            "ambiguous_value",
            "warning",
            f"The list has no column of outcomes and stands under “{said[:80]}”; the outcome of its cases was left not stated.",
            fix="Look at the page; where that is the outcome of every row, correct the records by hand.",
            at=found.grid.rows[found.grid.body[0]],
        )


def _coded(text: str | None, vocab: str, case: Case, context: Context) -> str | None:
    if text is None or BLANK_VALUE.match(text):
        return None
    return code(context, vocab, text, case.location, case.row)


def _by_outcome(case: Case, says: str | None, context: Context) -> list[Case]:
    """The case with its outcomes; several records where the row tells how many officers had which outcome."""
    if case.outcome_raw is None or says is None:
        case.outcome = "not_stated"
        case.outcomes = ["not_stated"]
        return [case]
    parts = of_each_officer(says) or _of_all(vocabulary.load("outcome").split(says), case, context)
    numbered = [p for p in parts if p.number is not None]
    if len(parts) > 1 and len(numbered) == len(parts):
        return _one_for_each(case, parts, context)
    if len(parts) == 1 and numbered:
        _take_number(case, parts[0], context)
    elif numbered:
        context.log.add(
            "ambiguous_value",
            "warning",
            f"“{case.outcome_raw[:80]}” gives a number for some outcomes and not for others.",
            fix="Correct the record by hand from the page.",
            at=case,
        )
    elif len(parts) > 1 and case.officers_upper != 1:
        context.log.add(
            "ambiguous_value",
            "warning",
            f"The row is about {case.officers_lower} officers with several outcomes (“{case.outcome_raw[:80]}”) and does not say how many had which.",
            fix="Ask the force, or correct the record by hand.",
            at=case,
        )
    codes = [settled(context, "outcome", p.raw, p.match, case.location, case.row) for p in parts]
    if any(code is None and REVERSED.search(p.raw) for p, code in zip(parts, codes, strict=True)) and any(codes):
        _tell_taken_back(case.outcome_raw, case, context)
        codes = ["not_stated"]
    case.outcomes = list(dict.fromkeys(c for c in codes if c))
    case.outcome = _most_serious(case.outcomes)
    return [case]


_ALL = re.compile(
    r"(?P<how>both|all (?P<many>two|three|four|five)?)(?: officers)?(?: (?:were|received|given))? ?", re.I
)
_SO_MANY = {"two": 2, "three": 3, "four": 4, "five": 5}


def of_all(text: str) -> tuple[int | None, Match] | None:
    """'Both dismissed': how many that is, where it is said, and the outcome that they all had."""
    match = _ALL.match(text)
    if match is None:
        return None
    said = 2 if match["how"].casefold() == "both" else _SO_MANY.get((match["many"] or "").casefold())
    return said, vocabulary.load("outcome").lookup(text[match.end() :])


def _of_all(parts: list[Part], case: Case, context: Context) -> list[Part]:
    """'Both dismissed': the outcome of every officer of the row; told where the row is about another number of them."""
    shared = of_all(parts[0].raw) if len(parts) == 1 and parts[0].match.status == "unknown" else None
    if shared is None or shared[1].status != "mapped":
        return parts
    said, rest = shared
    if said and case.officers_lower != said:
        context.log.add(
            "ambiguous_value",
            "warning",
            f"The row is about {case.officers_lower} officers and its outcome is “{case.outcome_raw}”.",
            fix="Look at the page; correct the number of officers by hand.",
            at=case,
        )
    return [Part(parts[0].raw, None, rest)]


def _take_number(case: Case, part: Part, context: Context) -> None:
    """'2 x Written warning': two officers, unless the row says another number elsewhere."""
    stated = case.officers_lower != 1 or case.officers_upper != 1
    if stated and case.officers_lower != part.number:
        context.log.add(
            "ambiguous_value",
            "warning",
            f"The row is about {case.officers_lower} officers and its outcome about {part.number}.",
            at=case,
        )
    elif part.number is not None:
        case.officers_lower = case.officers_upper = part.number


def _one_for_each(case: Case, parts: list[Part], context: Context) -> list[Case]:
    together = sum(p.number or 0 for p in parts)
    stated = case.officers_lower != 1 or case.officers_upper != 1
    if stated and case.officers_lower != together:
        context.log.add(
            "total_mismatch",
            "warning",
            f"The row is about {case.officers_lower} officers and its outcomes (“{case.outcome_raw}”) add up to {together}.",
            fix="Look at the page; the numbers of the outcomes were kept.",
            at=case,
        )
    made = []
    for index, part in enumerate(parts, start=1):
        found = settled(context, "outcome", part.raw, part.match, case.location, case.row)
        made.append(
            replace(
                case,
                part=str(index),
                officers_lower=part.number or 0,
                officers_upper=part.number or 0,
                outcome=found,
                outcomes=[found] if found else [],
                cells=dict(case.cells),
            )
        )
    return made


def _most_serious(codes: list[str]) -> str | None:
    order = vocabulary.load("outcome").codes
    return min(codes, key=order.index) if codes else None


def _printed_total(found: CaseList, context: Context, row: int, account: Account, section: str | None) -> list[Count]:
    """The total printed under a case list, as a count to check the list against."""
    grid = found.grid
    source = grid.rows[row]
    filled = grid.filled(row)
    counted = found.fields.get("officers", ())
    label = next((t for c in filled if headings.is_total(t := grid.text(row, c))), grid.label(row))
    numbers = [
        (c, n)
        for c in filled
        if (c != filled[0] or (c in counted and label != grid.label(row)))
        and (n := parse_number(grid.text(row, c), context.legend))
        and n.value is not None
    ]
    if len(numbers) > 1:
        of_officers = [n for n in numbers if n[0] in counted]
        if len(of_officers) != 1:
            context.log.add(
                "ambiguous_value",
                "warning",
                f"The total row gives {len(numbers)} numbers ({', '.join(n.token for _, n in numbers)}); the list could not be checked against them.",
                fix="Look at the page whether the rows read come to these totals.",
                at=source,
            )
            account.settle(row, "skipped", "total row with several numbers")
            return []
        numbers = of_officers
    if not numbers:
        inside = [int(d) for d in re.findall(r"\b\d{1,5}\b", label)] if len(filled) == 1 else []
        if len(inside) != 1:
            account.settle(row, "skipped", "total row without a number")
            return []
        column, value, token = filled[0], inside[0], str(inside[0])
    else:
        column, read = numbers[0]
        value, token = read.lower, read.token
    account.settle(row, "records")
    place = grid.cell(row, column).place
    told = headings.measure_of(label) or ("officers" if column in counted else "")
    if not told and _ROWS.search(label):
        told = "cases"
    return [
        Count(
            count_id="",
            reply_id=context.reply_id,
            request=context.request.slug,
            force=context.owner(section, grid.table.caption, source.location),
            measure=told,
            measure_raw=context.unit_raw,
            dimension="total",
            category_raw=None if column == filled[0] and _BARE_NUMBER.fullmatch(label) else label,
            period_raw=context.period_raw,
            period_start=context.period_start,
            period_end=context.period_end,
            value=value,
            lower=value,
            upper=value,
            token=token,
            meaning="exact",
            stated_total=True,
            document=context.document.sha256,
            location=source.location,
            row=source.number,
            cells={"value": place} if place else {},
            method=grid.table.method,
            parser=context.parser,
        )
    ]


def _check_total(total: Count, parts: list[list[Case]], context: Context) -> None:
    """Compare a printed total with the officers and the rows of what it may be the total of: its part of the list, or all above.

    Where its words do not say what it counts, its value tells officers; a total of rows that would then be read as one of
    officers is told, where rows are about several: it would contradict them.
    """
    made = [(len({(c.location, c.row) for c in cases}), *_officers(cases)) for cases in parts]
    value = total.value or 0
    of_officers = any(lower <= value and (upper is None or value <= upper) for _, lower, upper in made)
    of_rows = any(value == rows for rows, *_ in made)
    usual = context.measure or context.request.measure
    told = total.measure
    total.measure = told or (
        "officers" if of_officers and not of_rows and context.request.measure == "officers" else usual
    )
    if of_officers or (of_rows and total.measure not in ("officers", "persons")):
        return
    rows, lower, _ = made[-1]
    context.log.add(
        "total_mismatch",
        "warning" if of_rows else "error",
        f"The list prints a total of {total.value} and has {rows} rows about {lower} officers.",
        fix="Look at the pages: the total may be one of rows, rows may be missing, or the force's total is wrong.",
        at=total,
    )


def _officers(cases: list[Case]) -> tuple[int, int | None]:
    """Least and most officers that the cases are about."""
    upper = [c.officers_upper for c in cases]
    return sum(c.officers_lower for c in cases), None if None in upper else sum(u or 0 for u in upper)
