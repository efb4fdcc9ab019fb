"""How a published value came about: the printed words, the code they were given, and the rule or spelling that gave it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from parsers import conduct
from parsers.forces import parser_of
from parsers.table import Misdeclared
from schemas import requests, vocabulary
from schemas.records import Case, Correction, Count

Record = Case | Count


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record: as printed (`raw`), as published (`value`), `how` the one became the other, and where."""

    name: str
    label: str
    raw: str | None
    value: str
    how: str
    place: str | None


def identifier(record: Record) -> str:
    return record.record_id if isinstance(record, Case) else record.count_id


def span(lower: int | None, upper: int | None) -> str:
    """An interval as it is read: `4`, `0 to 4`, `at least 3`."""
    if lower == upper:
        return "not known" if lower is None else f"{lower:,}"
    return f"at least {lower or 0:,}" if upper is None else f"{lower or 0:,} to {upper:,}"


def label(name: str, code: str | None) -> str:
    """A code of a vocabulary in words; what is no code of it stays as it is."""
    if code is None:
        return "not known"
    known = vocabulary.load(name)
    return known.label(code) if code in known.codes else code.replace("_", " ")


def fields_of(record: Record, printed: dict[str, str], corrections: Iterable[Correction] = ()) -> list[Field]:
    """Every field of the record. `printed`: place to the words read there, for fields of which no raw column is kept."""
    made = _case(record, printed) if isinstance(record, Case) else _count(record, printed)
    decided = {c.column: c for c in corrections if c.fired and c.record == identifier(record)}
    return [_corrected(field, decided) for field in made]


def _corrected(field: Field, decided: dict[str | None, Correction]) -> Field:
    found = next((decided[c] for c in (field.name, *_COLUMNS.get(field.name, ())) if c in decided), None)
    if found is None:
        return field
    how = (
        f"Corrected by hand: it was “{found.was or ''}”. {found.reason} ({found.author}, {found.decided}; {found.page})"
    )
    return Field(field.name, field.label, field.raw, field.value, how, field.place)


_COLUMNS = {
    "rank_raw": ("rank", "person_type"), "year_raw": ("year",), "channel_raw": ("channels",),
    "conduct_raw": ("conduct_categories",), "outcome_raw": ("outcome", "outcomes"),
    "value": ("lower", "upper", "meaning"), "category_raw": ("category",), "category2_raw": ("category2",),
    "period_raw": ("period_start", "period_end"),
}  # fmt: skip
"""The columns that were made from a printed one."""


# ---- cases


def _case(case: Case, printed: dict[str, str]) -> list[Field]:
    at = case.cells.get
    made = [
        Field(
            "case_ref_raw", "Reference", case.case_ref_raw, case.case_ref_raw or "", "As printed.", at("case_ref_raw")
        ),
        _year(case, printed),
        _rank(case, printed),
    ]
    for name, words in (("date_received", "Received"), ("date_concluded", "Concluded")):
        day = getattr(case, name)
        if day or at(name):
            said = "Read as a date." if day else "No date could be read."
            made.append(
                Field(name, words, printed.get(at(name, "")), day.isoformat() if day else "not known", said, at(name))
            )
    made.append(_channels(case))
    made.append(_conduct(case))
    if case.standard_raw:
        told = "Kept as printed; it tells the kind of conduct only where the narrative tells none."
        made.append(Field("standard_raw", "Standard", case.standard_raw, case.standard_raw, told, at("standard_raw")))
    for name, words in (("severity", "Severity"), ("process", "Proceeding")):
        if at(name) or getattr(case, name) != "unknown":
            made.append(
                _coded(name, words, name, printed.get(at(name, "")), [getattr(case, name)], case.force, at(name))
            )
    made.append(_outcome(case))
    return [field for field in made if field.raw or field.place or field.name == "outcome_raw"]


def _year(case: Case, printed: dict[str, str]) -> Field:
    place = case.cells.get("year_raw")
    basis = {"calendar": "a calendar year", "financial": "the year in which a financial year starts"}.get(
        case.year_basis, "a year"
    )
    how = f"Read as {basis}." if case.year else "No year could be read."
    if case.year_raw and not place:
        how += " It stands in a heading, not in the row."
    return Field("year_raw", "Year", case.year_raw, str(case.year or "not known"), how, place)


def _rank(case: Case, printed: dict[str, str]) -> Field:
    field = _coded(
        "rank_raw",
        "Rank",
        "rank",
        case.rank_raw,
        [case.rank] if case.rank else [],
        case.force,
        case.cells.get("rank_raw"),
    )
    person = label("person_type", case.person_type)
    number = (
        ""
        if (case.officers_lower, case.officers_upper) == (1, 1)
        else f"; {span(case.officers_lower, case.officers_upper)} officers"
    )
    return Field(field.name, field.label, field.raw, f"{field.value} ({person}{number})", field.how, field.place)


def _channels(case: Case) -> Field:
    if case.channel_raw or not case.channels:
        return _coded(
            "channel_raw",
            "Channel",
            "channel",
            case.channel_raw,
            case.channels,
            case.force,
            case.cells.get("channel_raw"),
        )
    found = ", ".join(f"“{s}”" for s in sorted(vocabulary.load("channel").mentioned(case.conduct_raw or "")))
    how = f"No channel is printed by itself; the narrative names {found or 'it'} (channel.toml)."
    words = ", ".join(label("channel", c) for c in case.channels)
    return Field("channel_raw", "Channel", case.conduct_raw, words, how, case.cells.get("conduct_raw"))


def _conduct(case: Case) -> Field:
    value = ", ".join(label("conduct", c) for c in case.conduct_categories) or "no kind of conduct told"
    said = []
    for rule in case.conduct_rules:
        if rule == "vocabulary":
            raw = next(
                (t for t in (case.conduct_raw, case.standard_raw) if t and vocabulary.load("conduct").rests_on(t)), ""
            )
            said.append(_spelled("conduct", raw))
        else:
            said.append(f"Rule {rule} of conduct_rules.toml: {label('conduct', _category_of().get(rule))}.")
    how = " ".join(said) or "No rule of conduct_rules.toml fires on these words."
    return Field("conduct_raw", "Conduct", case.conduct_raw, value, how, case.cells.get("conduct_raw"))


@cache
def _category_of() -> dict[str, str]:
    return {rule.id: rule.category for rule in conduct.load().rules}


def _outcome(case: Case) -> Field:
    place = case.cells.get("outcome_raw")
    if case.outcome_raw is None:
        return Field(
            "outcome_raw", "Outcome", None, label("outcome", case.outcome), "The row states no outcome.", place
        )
    field = _coded("outcome_raw", "Outcome", "outcome", case.outcome_raw, case.outcomes, case.force, place)
    how = field.how
    if len(case.outcomes) > 1:
        how += f" The most serious of them counts: {label('outcome', case.outcome)}."
    if case.part:
        how += f" The row is several officers; this record is part {case.part}."
    return Field(field.name, field.label, field.raw, field.value, how, place)


# ---- counts


def _count(count: Count, printed: dict[str, str]) -> list[Field]:
    at = count.cells.get
    number = span(count.lower, count.upper)
    made = [
        Field(
            "value",
            "Number",
            count.token or printed.get(at("value", "")),
            f"{number} {count.measure}",
            _meaning(count),
            at("value"),
        ),
    ]
    vocabularies = requests.load(count.request).breakdowns
    pairs = [("category_raw", count.dimension, count.category_raw, count.category)]
    if count.dimension2:
        pairs.append(("category2_raw", count.dimension2, count.category2_raw, count.category2))
    for name, dimension, raw, code in pairs:
        words = dimension.replace("_", " ").capitalize()
        book = vocabularies.get(dimension)
        if dimension == "total":
            made.append(
                Field(
                    name,
                    "Total",
                    raw,
                    "a total",
                    "A printed total is checked against its parts, never added to them."
                    if count.stated_total
                    else "The number of them all.",
                    at(name),
                )
            )
        elif book:
            made.append(_coded(name, words, book, raw, [code] if code else [], count.force, at(name)))
        else:
            made.append(
                Field(name, words, raw, raw or "", "The request names no vocabulary for this breakdown.", at(name))
            )
    if count.period_raw or count.period_start:
        period = f"{count.period_start or '…'} to {count.period_end or '…'}"
        how = "Read as a period." if at("period_raw") else "From the letter or a heading, not from the row."
        made.append(Field("period_raw", "Period", count.period_raw, period, how, at("period_raw")))
    if count.measure_raw:
        made.append(
            Field(
                "measure_raw",
                "Unit",
                count.measure_raw,
                count.measure,
                "From the letter or a heading.",
                at("measure_raw"),
            )
        )
    return made


def _meaning(count: Count) -> str:
    return {
        "exact": "As printed.",
        "suppressed": "Suppressed by the force: published as an interval, never as a guess.",
        "zero": "Stands for none: the reply says so, or its printed totals prove it.",
        "not_held": "Stands for: not held.",
        "not_applicable": "Stands for: not applicable.",
        "unknown": "The reply does not say what this sign stands for.",
    }[count.meaning]


# ---- by vocabulary


def _coded(
    name: str, words: str, book: str, raw: str | None, codes: list[str], force: str | None, place: str | None
) -> Field:
    value = ", ".join(label(book, code) for code in codes) or "not known"
    how = _reasons(book, raw, codes, force) if raw else "Nothing is printed for it in the row."
    return Field(name, words, raw, value, how, place)


def _reasons(book: str, raw: str, codes: list[str], force: str | None) -> str:
    known = vocabulary.load(book)
    declared = _declared(force).get(book, {})
    said, given = [], set()
    for part in known.split(raw):
        if part.raw in declared:
            given.add(declared[part.raw])
            said.append(f"“{part.raw}” is {declared[part.raw]} by this force's module (parsers/forces).")
            continue
        given.add(part.match.code or "")
        if part.match.status == "mapped":
            said.append(_spelled(book, part.raw))
        elif part.match.status == "ambiguous":
            said.append(f"“{part.raw}” can mean more than one thing: {part.match.note or 'see the vocabulary'}")
        elif part.match.status == "ignored":
            said.append(f"“{part.raw}” says nothing here.")
        else:
            said.append(f"“{part.raw}” is no spelling of {book}.toml.")
    if set(codes) - given - {"unknown"}:
        said.append(
            "The published code follows from other words of the reply: a legend, the number beside it, or the vocabulary as it was then."
        )
    return " ".join(dict.fromkeys(said))


def _spelled(book: str, raw: str) -> str:
    """Which spellings of a vocabulary a value was understood by."""
    known = vocabulary.load(book)
    parts = [(spelling, known.lookup(spelling).code) for spelling in sorted(known.rests_on(raw))]
    return " ".join(f"“{spelling}” is a spelling of {code} in {book}.toml." for spelling, code in parts)


def _declared(force: str | None) -> dict[str, dict[str, str]]:
    try:
        return {book: dict(values) for book, values in parser_of(force).values.items()}
    except Misdeclared:
        return {}
