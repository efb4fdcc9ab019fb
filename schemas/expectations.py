"""The Great Expectations suite of every table, made from `schemas.tables`, with the rules that span columns or tables.

Rules are plain data (`rules`); only `suite` imports Great Expectations. A rule that no expectation can state (a list's
codes, a foreign key, an account that balances) is a `Check`: a function of one record whose answer becomes a boolean
column of the frame that is validated, after the published columns. A suite never passes for want of rows: each rule
of a column holds of an empty frame, so the number of rows is a rule of its own.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from schemas import vocabulary
from schemas.tables import Column, Table, tables

if TYPE_CHECKING:
    import great_expectations as gx
    import pandas as pd

CRITICAL, WARNING = "critical", "warning"

RELEASE = "release"
"""The suite about the release as a whole: one row, each of its columns a statement about all tables."""

AFTER_MERGE = ("coverage", "summary", "changes", "masked")
"""Tables made from the others once these are validated: the only ones that may be left out."""

Tables = dict[str, list[Any]]

# Names of expectations, without "expect_".
_COLUMNS = "table_columns_to_match_ordered_list"
_ROWS = "table_row_count_to_be_between"
_NOT_NULL = "column_values_to_not_be_null"
_IN_SET = "column_values_to_be_in_set"
_BETWEEN = "column_values_to_be_between"
_MATCHES = "column_values_to_match_regex"
_UNIQUE = "column_values_to_be_unique"
_UNIQUE_TOGETHER = "compound_columns_to_be_unique"

_RECORD_TABLES = ("cases", "counts", "superseded_cases", "superseded_counts")
_WITH_FIGURES = ("full", "partial")
_WITHOUT_FIGURES = ("refused", "not_held", "ncnd", "clarification", "acknowledgement", "unread")
_NULLS_AS_TEXT = {"nan", "nat", "<na>"}
_INT64 = 2**63


@dataclass(frozen=True)
class Check:
    """One rule as a function of a record: True it holds, False it is broken, None it does not apply."""

    name: str
    says: str
    columns: tuple[str, ...]
    test: Callable[[Any, Whole], bool | None]
    severity: str = CRITICAL
    find: Callable[[Any], tuple[str, ...]] | None = None

    @property
    def column(self) -> str:
        """Name of the derived column."""
        return f"check_{self.name}"

    def broken_in(self, record: Any) -> tuple[str, ...]:
        """The columns of a record to look at, where it breaks the rule."""
        return self.find(record) if self.find else self.columns


@dataclass(frozen=True, slots=True)
class Answered:
    """What a check of a record may know of its reply: nothing in it is a word of the force's, which an edition may mask."""

    request: str
    force: str | None
    current: bool
    documents: list[str]
    date_replied: date | None


@dataclass
class Whole:
    """All tables at once, indexed: what a check of one record needs to know of the others. `today` bounds dates."""

    today: date
    replies: dict[str, Answered]
    forces: set[str]
    figures: Counter[str]  # reply_id → current cases and counts
    accounted: set[str]  # documents
    published: Counter[tuple[str, str, str]] = field(default_factory=Counter)  # table, request, force → rows
    covered: set[tuple[str, str]] | None = None  # None while coverage has not been made

    @classmethod
    def of(cls, data: Tables, today: date) -> Whole:
        """Raises `ValueError` where a table is missing that only a mistake in the program leaves out."""
        missing = [t.name for t in tables() if t.name not in data and t.name not in AFTER_MERGE]
        if missing:
            raise ValueError(f"cannot validate a release without its tables {', '.join(missing)}")
        covered = {(c.request, c.force) for c in data["coverage"]} if "coverage" in data else None
        return cls(
            today=today,
            replies={
                r.reply_id: Answered(r.request, r.force, r.current, r.documents, r.date_replied)
                for r in data["replies"]
            },
            forces={f.slug for f in data["forces"]},
            figures=Counter(r.reply_id for name in ("cases", "counts") for r in data[name]),
            accounted={a.document for a in data["accounting"]},
            published=Counter((name, r.request, r.force) for name in ("cases", "counts") for r in data[name]),
            covered=covered,
        )


def rules(of: Table) -> list[dict[str, Any]]:
    """Every rule of a table's suite, as plain data.

    Each has `type` (of the expectation), `kwargs`, `severity` (`critical` or `warning`) and `meta`: `rule` (its name,
    unique in the table), `says` (the rule as a sentence), `columns` (to look at) and `scope` (`row`: single rows break
    it; `table`: the table as a whole does).
    """
    columns = {"column_list": [*of.names, *(c.column for c in checks(of))]}
    made = [_rule("columns", _COLUMNS, columns, "The columns and their order are the schema's.", scope="table")]
    if not of.may_be_empty:
        made.append(_rule("rows", _ROWS, {"min_value": 1}, "The table is not empty.", scope="table"))
    if of.key:
        made.append(_unique(of.key))
    for column in of.columns:
        made += _column_rules(column)
    for check in checks(of):
        made.append(_true(check.column, check.name, check.says, check.columns, check.severity, "row"))
    return made


def release_rules() -> list[dict[str, Any]]:
    """The rules of the suite `RELEASE`."""
    return [_true(name, name, says, (), CRITICAL, "table") for name, (says, _) in _RELEASE_CHECKS.items()]


def checks(of: Table) -> list[Check]:
    """The rules of a table that are functions of a record, in a fixed order."""
    made = [
        _finder("types", "Every value is of its column's type.", partial(_wrong_types, of)),
        _finder("blank", "No text is blank: what is not there is null.", partial(_blank_texts, of)),
        _finder("null_text", "No text is the printed form of a null (nan, NaT).", partial(_null_texts, of), WARNING),
    ]
    made += [c for column in of.columns for c in _list_checks(column)]
    for lower, upper in _bounds(of):
        says = f"`{lower}` is at most `{upper}`."
        made.append(Check(f"{lower}_{upper}", says, (lower, upper), partial(_in_order, lower, upper)))
    made += _TABLE_CHECKS.get(of.name.removeprefix("superseded_"), [])
    if of.name in _RECORD_TABLES:
        made += _record_checks(current=not of.name.startswith("superseded_"))
    elif "force" in of.names:
        made.append(_FORCE_KNOWN)
    return made


def frame(of: Table, records: list[Any], whole: Whole) -> pd.DataFrame:
    """The frame that the suite of the table is run on: the published columns, then one boolean column for each check.

    A value of a wrong type is null in it; the check `types` has failed for its row.
    """
    return Framing(of, records, whole).frame()


class Framing:
    """The frame of a table, all of it or some of its columns: of a long one the whole would be several times its memory."""

    def __init__(self, of: Table, records: list[Any], whole: Whole) -> None:
        self._of, self._records, self._whole = of, records, whole
        self._sound = [_is_sound(of, r) for r in records]
        self._typed = records if all(self._sound) else [_typed(of, r) for r in records]

    def frame(self, columns: Collection[str] | None = None) -> pd.DataFrame:
        """The columns of those names, in the table's order; all where none is named."""
        import pandas as pd

        from schemas.arrow import to_frame

        made = to_frame(self._of, self._typed, columns)
        for check in checks(self._of):
            if columns is None or check.column in columns:
                made[check.column] = pd.Series(self._answers(check), dtype="boolean")
        return made

    def heads(self) -> pd.DataFrame:
        """Every column, and no row."""
        return Framing(self._of, [], self._whole).frame()

    def _answers(self, check: Check) -> list[bool | None]:
        if check.name in _OF_VALUES:
            pairs = zip(self._records, self._sound, strict=True)
            return [sound or _answer(check, record, self._whole) for record, sound in pairs]
        return [_answer(check, record, self._whole) for record in self._records]


def parts_of(its_rules: list[dict[str, Any]]) -> list[tuple[list[dict[str, Any]], frozenset[str] | None]]:
    """The rules of a suite in parts that a long table is validated by, each with the columns that it looks at; None for those
    that look at the names of all columns and at no row."""
    heads = [rule for rule in its_rules if rule["type"] == f"expect_{_COLUMNS}"]
    made: list[tuple[list[dict[str, Any]], frozenset[str] | None]] = [(heads, None)] if heads else []
    part: list[dict[str, Any]] = []
    at_once = frozenset[str]()
    for rule in sorted((rule for rule in its_rules if rule not in heads), key=_looked_at):
        columns = at_once | {*_looked_at(rule)}
        if part and len(columns) > _COLUMNS_AT_ONCE:
            made.append((part, at_once))
            part, columns = [], frozenset(_looked_at(rule))
        part, at_once = [*part, rule], columns
    return [*made, (part, at_once)] if part else made


def _looked_at(rule: dict[str, Any]) -> list[str]:
    """The columns that a rule looks at; none where it is the number of rows alone."""
    column = rule["kwargs"].get("column")
    return [column] if column else rule["kwargs"].get("column_list", [])


_COLUMNS_AT_ONCE = 6
_OF_VALUES = ("types", "blank", "null_text")
"""The checks that look at each value by itself: a sound row passes them all."""


def release_frame(data: Tables, whole: Whole) -> pd.DataFrame:
    """The single row that the suite `RELEASE` is run on."""
    import pandas as pd

    return pd.DataFrame(
        {name: pd.Series([test(data, whole)], dtype="boolean") for name, (_, test) in _RELEASE_CHECKS.items()}
    )


def suite(name: str, of: Iterable[dict[str, Any]]) -> gx.ExpectationSuite:
    """The rules as a suite of Great Expectations."""
    import great_expectations as gx
    from great_expectations.expectations.expectation_configuration import ExpectationConfiguration

    # Given as a list: `add_expectation_configuration` keeps only the last of two rules of one type on one column.
    return gx.ExpectationSuite(
        name=name,
        expectations=[
            ExpectationConfiguration(
                type=r["type"],
                kwargs=r["kwargs"],
                meta=r["meta"],
                description=r["meta"]["says"],
                severity=r["severity"],
            ).to_domain_obj()
            for r in of
        ],
    )


# --- rules of one column


def _rule(
    name: str,
    kind: str,
    kwargs: dict[str, Any],
    says: str,
    *,
    columns: tuple[str, ...] = (),
    severity: str = CRITICAL,
    scope: str = "row",
) -> dict[str, Any]:
    meta = {"rule": name, "says": says, "columns": list(columns), "scope": scope}
    return {"type": f"expect_{kind}", "kwargs": kwargs, "severity": severity, "meta": meta}


def _true(derived: str, name: str, says: str, columns: tuple[str, ...], severity: str, scope: str) -> dict[str, Any]:
    kwargs = {"column": derived, "value_set": [True]}
    return _rule(name, _IN_SET, kwargs, says, columns=columns, severity=severity, scope=scope)


def _unique(key: tuple[str, ...]) -> dict[str, Any]:
    says = f"No two rows have the same {' and '.join(f'`{k}`' for k in key)}."
    kind, kwargs = (_UNIQUE, {"column": key[0]}) if len(key) == 1 else (_UNIQUE_TOGETHER, {"column_list": list(key)})
    return _rule("key", kind, kwargs, says, columns=key)


def _column_rules(column: Column) -> list[dict[str, Any]]:
    severity = CRITICAL if column.critical else WARNING
    name = column.name
    made = []

    def add(
        rule: str, kind: str, says: str, kwargs: dict[str, Any], severity: str = severity, scope: str = "row"
    ) -> None:
        kwargs = {"column": name, **kwargs}
        made.append(
            _rule(f"{name}_{rule}", kind, kwargs, f"`{name}` {says}.", columns=(name,), severity=severity, scope=scope)
        )

    if not column.nullable:
        add("required", _NOT_NULL, "is filled", {})
    if column.codes and column.type == "string":
        add("codes", _IN_SET, "is one of its codes", {"value_set": list(column.codes)})
    if column.pattern and column.type == "string":
        regex = re.sub(r"\$$", r"\\Z", column.pattern)  # `$` would let a line break at the end pass
        add("pattern", _MATCHES, f"matches `{column.pattern}`", {"regex": regex})
    if column.minimum is not None:
        add("minimum", _BETWEEN, f"is at least {column.minimum}", {"min_value": column.minimum})
    if column.maximum is not None:
        add("maximum", _BETWEEN, f"is at most {column.maximum}", {"max_value": column.maximum})
    if column.fill is not None:
        # A warning: an unknown spelling codes null and has its own problem, and may not stop another force.
        says = f"is filled in at least {column.fill:.0%} of the rows"
        add("fill", _NOT_NULL, says, {"mostly": column.fill}, severity=WARNING, scope="table")
    return made


def _list_checks(column: Column) -> list[Check]:
    severity = CRITICAL if column.critical else WARNING
    name = column.name
    made = []
    if column.type == "list" and column.codes:
        says = f"Every entry of `{name}` is one of its codes."
        made.append(Check(f"{name}_codes", says, (name,), partial(_all_in, name, frozenset(column.codes)), severity))
    if column.type == "list" and column.pattern:
        says = f"Every entry of `{name}` matches `{column.pattern}`."
        made.append(Check(f"{name}_pattern", says, (name,), partial(_all_match, name, column.pattern), severity))
    return made


def _of_type(of: Table, kind: str) -> tuple[str, ...]:
    return tuple(c.name for c in of.columns if c.type == kind)


def _bounds(of: Table) -> list[tuple[str, str]]:
    """Pairs of columns of which the first may not be above the second."""
    pairs = [("lower", "upper"), ("officers_lower", "officers_upper"), ("period_start", "period_end")]
    return [(a, b) for a, b in pairs if a in of.names and b in of.names]


# --- types: what Arrow cannot store must be found before it is asked to


def _has_type(kind: str, value: Any) -> bool:
    if kind == "string":
        return isinstance(value, str) and _encodes(value)
    if kind == "integer":
        return isinstance(value, int) and not isinstance(value, bool) and -_INT64 <= value < _INT64
    if kind == "number":
        return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
    if kind == "boolean":
        return isinstance(value, bool)
    if kind == "date":
        return isinstance(value, date) and not isinstance(value, datetime)
    if kind == "datetime":
        return isinstance(value, datetime) and value.tzinfo is not None
    if kind == "list":
        return isinstance(value, list) and all(_has_type("string", v) for v in value)
    return isinstance(value, dict) and _is_json(value)


def _is_sound(of: Table, record: Any) -> bool:
    """Every value is of its type, no text is blank or the printed form of a null: what the checks `_OF_VALUES` say, at once.

    False where that has to be looked into.
    """
    for name, kind in _kinds(of):
        value = getattr(record, name)
        if value is None:
            if kind in ("list", "json"):
                return False
        elif kind == "string":
            if type(value) is not str or not _is_plain_text(value):
                return False
        elif kind == "list":
            if type(value) is not list or not all(type(v) is str and _is_plain_text(v) for v in value):
                return False
        elif kind == "json":
            if type(value) is not dict or not all(_is_plain_entry(k, v) for k, v in value.items()):
                return False
        elif not _has_type(kind, value):
            return False
    return True


@cache
def _kinds(of: Table) -> tuple[tuple[str, str], ...]:
    return tuple((c.name, c.type) for c in of.columns)


def _is_plain_text(text: str) -> bool:
    if text in _PLAIN:
        return True
    bare = text.strip()
    plain = text.isascii() and bool(bare) and not (len(bare) <= _LONGEST_NULL and bare.casefold() in _NULLS_AS_TEXT)
    if plain and len(_PLAIN) < _MOST_PLAIN:
        _PLAIN.add(text)
    return plain or (bool(bare) and _encodes(text) and bare.casefold() not in _NULLS_AS_TEXT)


_PLAIN: set[str] = set()
_MOST_PLAIN = 50_000
"""Texts that were seen to be sound and are kept: the codes, slugs and names that most columns hold."""
_LONGEST_NULL = max(map(len, _NULLS_AS_TEXT))


def _is_plain_entry(key: Any, value: Any) -> bool:
    return type(key) is str and key.isascii() and (type(value) is int or (type(value) is str and value.isascii()))


def _encodes(text: str) -> bool:
    """False for half a surrogate pair, which a damaged document can hold and no file can."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _is_json(value: dict[Any, Any]) -> bool:
    try:
        written = json.dumps(value, allow_nan=False, ensure_ascii=False)
    except (TypeError, ValueError):
        return False
    return _encodes(written) and json.loads(written) == value


def _wrong_types(of: Table, record: Any) -> tuple[str, ...]:
    # A null is the rule `required`'s matter, except in a list or object, which is never null.
    values = [(c, getattr(record, c.name)) for c in of.columns]
    return tuple(
        c.name for c, v in values if (v is not None or c.type in ("list", "json")) and not _has_type(c.type, v)
    )


def _typed(of: Table, record: Any) -> Any:
    """The record with null for each value of a wrong type."""
    wrong = _wrong_types(of, record)
    return of.record(**{n: None if n in wrong else getattr(record, n) for n in of.names}) if wrong else record


def _answer(check: Check, record: Any, whole: Whole) -> bool | None:
    """The check's answer; False where a value of a wrong type (itself reported) leaves it none."""
    try:
        return check.test(record, whole)
    except (TypeError, ValueError, AttributeError, KeyError):
        return False


def _blank_texts(of: Table, record: Any) -> tuple[str, ...]:
    return tuple(name for name, text in _texts(of, record) if not text.strip())


def _null_texts(of: Table, record: Any) -> tuple[str, ...]:
    return tuple(name for name, text in _texts(of, record) if text.strip().casefold() in _NULLS_AS_TEXT)


def _texts(of: Table, record: Any) -> list[tuple[str, str]]:
    """Column and text, for every text of a record, those in lists too."""
    values = [(c.name, getattr(record, c.name)) for c in of.columns if c.type in ("string", "list")]
    return [(n, text) for n, v in values for text in (v if isinstance(v, list) else [v]) if isinstance(text, str)]


# --- the functions of the checks: of one record, and of all tables


def _finder(name: str, says: str, find: Callable[[Any], tuple[str, ...]], severity: str = CRITICAL) -> Check:
    """A check that names the columns at fault; it holds where there are none."""
    return Check(name, says, (), lambda record, whole: not find(record), severity, find)


def _all_in(name: str, codes: frozenset[str], record: Any, whole: Whole) -> bool:
    return set(getattr(record, name)) <= codes


def _all_match(name: str, pattern: str, record: Any, whole: Whole) -> bool:
    return all(re.fullmatch(pattern, v) for v in getattr(record, name))


def _in_order(first: str, second: str, record: Any, whole: Whole) -> bool | None:
    a, b = getattr(record, first), getattr(record, second)
    return None if a is None or b is None else a <= b


def _force_known(record: Any, whole: Whole) -> bool | None:
    return None if record.force is None else record.force in whole.forces


def _reply_known(record: Any, whole: Whole) -> bool:
    reply = whole.replies.get(record.reply_id)
    return reply is not None and (reply.request, reply.force) == (record.request, record.force)


def _reply_current(record: Any, whole: Whole) -> bool | None:
    reply = whole.replies.get(record.reply_id)
    return None if reply is None else reply.current


def _document_of_reply(record: Any, whole: Whole) -> bool | None:
    reply = whole.replies.get(record.reply_id)
    return None if reply is None else record.document in reply.documents


def _accounted(record: Any, whole: Whole) -> bool:
    return record.document in whole.accounted


def _links_known(reply: Any, whole: Whole) -> bool:
    return all(link is None or link in whole.replies for link in (reply.supersedes, reply.superseded_by))


def _figures_given(reply: Any, whole: Whole) -> bool | None:
    if not reply.current or reply.status not in _WITH_FIGURES:
        return None
    return whole.figures[reply.reply_id] > 0


def _no_figures_given(reply: Any, whole: Whole) -> bool | None:
    if not reply.current or reply.status not in _WITHOUT_FIGURES:
        return None
    return whole.figures[reply.reply_id] == 0


def _not_in_future(case: Any, whole: Whole) -> bool | None:
    if case.date_concluded is None:
        return None
    reply = whole.replies.get(case.reply_id)
    # With SOURCE_DATE_EPOCH the clock may stand before the reply was written.
    latest = max(whole.today, reply.date_replied) if reply and reply.date_replied else whole.today
    return case.date_concluded <= latest


def _before_reply(case: Any, whole: Whole) -> bool | None:
    reply = whole.replies.get(case.reply_id)
    if reply is None or reply.date_replied is None or case.date_concluded is None:
        return None
    return case.date_concluded <= reply.date_replied


def _outcome_listed(case: Any, whole: Whole) -> bool | None:
    return case.outcome in case.outcomes if case.outcomes else None


def _value_within(count: Any, whole: Whole) -> bool | None:
    if count.value is None:
        return None
    return (count.lower is None or count.lower <= count.value) and (count.upper is None or count.value <= count.upper)


def _value_of_meaning(count: Any, whole: Whole) -> bool:
    if count.meaning == "exact":
        return count.value is not None and count.value == count.lower == count.upper
    if count.meaning == "zero":
        return count.value in (None, 0) and count.lower == count.upper == 0
    return count.value is None


def _category_coded(count: Any, whole: Whole) -> bool:
    pairs = ((count.dimension, count.category), (count.dimension2, count.category2))
    return all(code is None or _is_code(dimension, code) for dimension, code in pairs)


def _is_code(dimension: str | None, code: str) -> bool:
    if dimension in (None, "total", "other"):
        return False
    return code in vocabulary.load(dimension).codes


def _published(name: str, coverage: Any, whole: Whole) -> bool:
    return getattr(coverage, name) == whole.published[name, coverage.request, coverage.force]


def _share_of_one(figure: Any, whole: Whole) -> bool | None:
    return None if figure.share is None else 0 <= figure.share <= 1


def _balances(account: Any, whole: Whole) -> bool:
    return account.rows == account.header + account.records + account.skipped + account.quarantined


def _reasons_given(account: Any, whole: Whole) -> bool:
    return sum(account.reasons.values()) >= account.skipped + account.quarantined


def _data_where_promised(data: Tables, whole: Whole) -> bool:
    promised = any(r.status in _WITH_FIGURES and r.current for r in data["replies"])
    return not promised or bool(data["cases"] or data["counts"])


def _all_covered(data: Tables, whole: Whole) -> bool | None:
    return None if whole.covered is None else {(r.request, r.force) for r in data["replies"]} <= whole.covered


_FORCE_KNOWN = Check("force_known", "`force` is in the registry.", ("force",), _force_known)


def _record_checks(current: bool) -> list[Check]:
    """The checks of every table of cases or counts; `current`: not of the superseded ones."""
    made = [
        _FORCE_KNOWN,
        Check("reply_known", "`reply_id` is a reply of the same request and force.", ("reply_id",), _reply_known),
        Check("document_known", "`document` is one of the reply's documents.", ("document",), _document_of_reply),
    ]
    if current:
        made += [
            Check(
                "reply_current",
                "The reply is neither superseded by another nor withdrawn.",
                ("reply_id",),
                _reply_current,
            ),
            Check("accounted", "The rows of `document` are accounted for.", ("document",), _accounted),
        ]
    return made


_TABLE_CHECKS: dict[str, list[Check]] = {
    "replies": [
        Check("received_replied", "`date_received` is not after `date_replied`.", ("date_received", "date_replied"),
              partial(_in_order, "date_received", "date_replied"), WARNING),
        Check("links_known", "The reply that it supersedes, or that supersedes it, is in the table.",
              ("supersedes", "superseded_by"), _links_known),
        Check("figures_given", "A reply that gives figures (full, partial) yields at least one case or count.",
              ("status",), _figures_given, WARNING),
        Check("no_figures_given", "A reply that gives none (refused, not held …) yields no case and no count.",
              ("status",), _no_figures_given, WARNING),
    ],
    "cases": [
        Check("not_in_future", "`date_concluded` is not in the future.", ("date_concluded",), _not_in_future),
        Check("before_reply", "`date_concluded` is not after the date of the reply.", ("date_concluded",),
              _before_reply, WARNING),
        Check("received_concluded", "`date_received` is not after `date_concluded`.",
              ("date_received", "date_concluded"), partial(_in_order, "date_received", "date_concluded"), WARNING),
        Check("outcome_listed", "`outcome` is one of `outcomes`.", ("outcome", "outcomes"), _outcome_listed, WARNING),
    ],
    "counts": [
        Check("value_within", "`value` lies within `lower` and `upper`.", ("value", "lower", "upper"), _value_within),
        Check("value_of_meaning", "`value` is null unless it is exact or zero; then both bounds are that number.",
              ("meaning", "value", "lower", "upper"), _value_of_meaning),
        Check("category_coded", "A category is a code of its dimension's vocabulary; a total or other has none.",
              ("dimension", "category", "dimension2", "category2"), _category_coded),
    ],
    "coverage": [
        Check("cases_published", "`cases` is the number of published cases.", ("cases",), partial(_published, "cases")),
        Check("counts_published", "`counts` is the number of published counts.", ("counts",),
              partial(_published, "counts")),
    ],
    "summary": [Check("share_of_one", "`share` lies within 0 and 1.", ("share",), _share_of_one)],
    "accounting": [
        Check("balances", "rows = header + records + skipped + quarantined.",
              ("rows", "header", "records", "skipped", "quarantined"), _balances),
        Check("reasons_given", "Every row skipped or quarantined has its reason.",
              ("reasons", "skipped", "quarantined"), _reasons_given, WARNING),
    ],
}  # fmt: skip

_RELEASE_CHECKS: dict[str, tuple[str, Callable[[Tables, Whole], bool | None]]] = {
    "data_where_promised": (
        "Where a reply gives figures (full, partial), there is at least one case or count.", _data_where_promised,
    ),
    "all_covered": ("Every request and force with a reply has a row in coverage.", _all_covered),
}  # fmt: skip
