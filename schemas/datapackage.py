"""The release as a Frictionless Data Package (v1), generated from `schemas.tables`, and how a value is written in CSV.

https://specs.frictionlessdata.io/data-package/ and /table-schema/; `frictionless validate datapackage.json` checks a
release against it, file hashes, keys and foreign keys included.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC
from itertools import pairwise
from typing import Any

from schemas.arrow import parts
from schemas.records import SCHEMA_VERSION
from schemas.tables import Column, Table, json_text, tables

LINE_END = "\r\n"
"""As RFC 4180 has it."""

DIALECT = {"delimiter": ",", "lineTerminator": LINE_END, "quoteChar": '"', "doubleQuote": True, "header": True}

CSV_NOTE = (
    "In CSV, an empty cell is a null; a list is a JSON array, an object a JSON object; text is UTF-8. No text is there in a "
    "form that a spreadsheet would run: an apostrophe stands before a text, and before what follows a semicolon, tab or line "
    "break in it, that begins as a formula does (`=`, `+`, `-`, `@`, full-width ones too, whatever blanks or quotation marks "
    "stand before the sign; a text that is merely a number or a dash, such as `-5` or `-`, is left alone). One that begins with "
    "an apostrophe of its own gets one more, so that the true text always comes back by taking one apostrophe away at the start "
    'and after each `;`, tab and line break: `re.sub(r"(^|[;\\t\\r\\n])\'", r"\\1", cell)`. Parquet holds the true text.'
)

FULL, PUBLIC = "full", "public"

EDITION_NOTES = {
    FULL: "This is the full edition, for the team that works with it: it can name people. The public edition, a package of "
    f"its own in the folder `{PUBLIC}`, is the one to share.",
    PUBLIC: "This is the public edition, made to be shared. In the place of what reads like personal data stands a mark, such "
    "as `[name]`; the table `masked` says where, and of what kind. Rules and lists of words find it, and miss some: read the "
    "narratives before you publish them. All figures are those of the full edition.",
}
"""What each edition of a release says of itself."""

REUSE_NOTE = (
    "The replies are the work of the forces that sent them. Receiving information under a Freedom of Information law "
    "gives no licence to republish documents; many forces allow re-use under the Open Government Licence v3.0, which "
    "their replies or websites say. The numbers and facts here cite the document that each was taken from."
)

_TYPES = {"list": "array", "json": "object"}

_PLAIN_NUMBER = re.compile(r"[-+]?[ \u00a0]?[\d.,]+(?:[ \u00a0][\d.,]+)*%?|[-+]+", re.ASCII)
_SIGNS = "=+\\-@＝＋－＠﹦﹢﹣﹫⁼⁺⁻₌₊₋\u2212"
"""What begins a formula, in every width that a spreadsheet may fold."""
_BREAKS = ";\\t\\r\\n"
"""Where a program that splits by something other than commas, or loses count of the quotation marks, begins a cell anew."""
_PASSED_OVER = r"\s\"'\x00-\x1f\x7f-\xa0\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
"""What a spreadsheet may drop, or a reader not see, before the sign."""
_BEFORE_SIGN = re.compile(rf"(?<![{_PASSED_OVER};])[{_PASSED_OVER};]*(?=[{_SIGNS}])")
"""All that stands before a sign back to the last other character; begun there alone, so that long blanks cost no more."""
_BREAK = re.compile(rf"[{_BREAKS}]")
_BEGINS = re.compile(rf"(?:^|[{_BREAKS}])(?=')")
_ESCAPED = re.compile(rf"(^|[{_BREAKS}])'")
_QUOTED = re.compile(r"[\",;|\t\r\n]")
_BARE = re.compile(r"[0-9A-Za-z][^\",;|\t\r\n]*")
"""A text that neither a formula's guard nor quotation marks change: it begins with a plain letter or digit, and nothing in it
begins a cell anew."""

_MOST_KNOWN = 100_000
"""Cells of one column that are kept while a table is written."""
_SHORT_LIST = 20


@dataclass(frozen=True)
class File:
    """One file of a release: its path inside it, size in bytes, sha256 and, for a table, its number of rows."""

    path: str
    size: int
    sha256: str
    rows: int


def csv_cell(column: Column, value: Any) -> str:
    """A value as its CSV cell; `""` for a null."""
    if value is None:
        return ""
    if column.type == "string":
        return guarded(value)
    if column.type in ("list", "json"):
        return _guarded_json(json_text(value))
    if column.type == "boolean":
        return "true" if value else "false"
    if column.type == "datetime":
        return value.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"
    if column.type == "date":
        return value.isoformat()
    return repr(value)


def csv_row(cells: Iterable[str]) -> str:
    """The cells as a row of a file (RFC 4180), a cell with any usual separator in it between quotation marks.

    Python's own writer leaves `a;=1` bare, which LibreOffice splits at the semicolon.
    """
    return ",".join(map(_quoted, cells)) + LINE_END


def csv_lines(table: Table, records: Sequence[Any]) -> Iterator[str]:
    """The records as rows of a file, some thousand at a time, as `csv_row` writes each.

    A column is written as a whole: most hold few different values, and what was made of one is kept for the next.
    """
    known: dict[str, dict[Any, str]] = {c.name: {} for c in table.columns}
    for part in parts(table, records):
        columns = [_csv_column(c, [getattr(r, c.name) for r in part], known[c.name]) for c in table.columns]
        yield "".join([",".join(row) + LINE_END for row in zip(*columns, strict=True)])


def _csv_column(column: Column, values: list[Any], known: dict[Any, str]) -> list[str]:
    if column.type == "json":
        return [_quoted(csv_cell(column, value)) for value in values]
    if len(known) > _MOST_KNOWN:
        known.clear()
    made = []
    for value in values:
        key = tuple(value) if column.type == "list" else value
        cell = known.get(key)
        if cell is None:
            cell = _csv_value(column, value)
            if column.type != "list" or len(value) <= _SHORT_LIST:
                known[key] = cell
        made.append(cell)
    return made


def _csv_value(column: Column, value: Any) -> str:
    if column.type == "string" and value is not None and _BARE.fullmatch(value):
        return value
    return _quoted(csv_cell(column, value))


def _quoted(cell: str) -> str:
    return f'"{cell.replace(chr(34), chr(34) * 2)}"' if _QUOTED.search(cell) else cell


def guarded(text: str) -> str:
    """The text as no spreadsheet runs it (`CSV_NOTE`); `unguarded` undoes it.

    https://owasp.org/www-community/attacks/CSV_Injection
    """
    if _PLAIN_NUMBER.fullmatch(text):
        return text
    marks = {found.end() for found in _BEGINS.finditer(text)}
    if text[:1] in ("\t", "\r", "\n"):
        marks.add(0)
    for before in _BEFORE_SIGN.finditer(text):
        if before.start() == 0:
            marks.add(0)
        marks |= {before.start() + found.end() for found in _BREAK.finditer(before[0])}
    edges = [0, *sorted(marks), len(text)]
    return "'".join(text[one:other] for one, other in pairwise(edges)) if marks else text


def unguarded(cell: str) -> str:
    """The true text of a CSV cell of a text column."""
    return _ESCAPED.sub(r"\1", cell)


def _guarded_json(text: str) -> str:
    """The JSON with a sign that begins a formula after a semicolon written as JSON's own escape: what it says stays."""
    made, last = [], 0
    for found in _BEFORE_SIGN.finditer(text):
        if ";" in found[0]:
            made += [text[last : found.end()], f"\\u{ord(text[found.end()]):04x}"]
            last = found.end() + 1
    return "".join([*made, text[last:]])


def samples_note(samples: int, replies: int) -> str:
    """What a release says about the made-up sample replies in it."""
    if not samples:
        return "None of the replies is a sample."
    if samples == replies:
        return (
            "SAMPLE DATA: every reply in this release is made up, to show how the program works. No force issued them; "
            "no figure in it is about a real force."
        )
    return (
        f"{samples} of the {replies} replies are made-up SAMPLES that no force issued: `sample` is true in `replies`, "
        "`coverage` and `summary`. Leave them out of any figure."
    )


def descriptor(release: str, files: list[File], samples: str, edition: str = FULL) -> dict[str, Any]:
    """The `datapackage.json` of an edition of a release, `full` or `public`.

    `files`: the CSV and Parquet of each table; `samples`: `samples_note`.
    """
    by_path = {f.path: f for f in files}
    made = [_csv_resource(t, by_path[f"{t.name}.csv"]) for t in tables()]
    made += [_parquet_resource(t, by_path[f"{t.name}.parquet"]) for t in tables()]
    return {
        "profile": "data-package",
        "name": "police-foi" if edition == FULL else f"police-foi-{edition}",
        "id": release,
        "edition": edition,
        "version": SCHEMA_VERSION,
        "title": "Freedom of Information replies of police forces",
        "description": f"{samples} {EDITION_NOTES[edition]} {REUSE_NOTE} {CSV_NOTE}",
        "keywords": ["police", "misconduct", "freedom of information", "United Kingdom"],
        "resources": made,
    }


def table_schema(table: Table) -> dict[str, Any]:
    """The Table Schema of a table's CSV: types, constraints, primary key and foreign keys."""
    made: dict[str, Any] = {"fields": [_field(c) for c in table.columns], "missingValues": [""]}
    if table.key:
        made["primaryKey"] = list(table.key)
    foreign = [
        {"fields": [name], "reference": {"resource": other, "fields": [field]}}
        for name, (other, field) in foreign_keys(table).items()
    ]
    if foreign:
        made["foreignKeys"] = foreign
    return made


def foreign_keys(table: Table) -> dict[str, tuple[str, str]]:
    """Column to the (table, column) that must hold its value, where it holds one."""
    known = {"force": ("forces", "slug"), "reply_id": ("replies", "reply_id")}
    return {name: target for name, target in known.items() if name in table.names and target[0] != table.name}


def _field(column: Column) -> dict[str, Any]:
    made: dict[str, Any] = {
        "name": column.name,
        "type": _TYPES.get(column.type, column.type),
        "description": column.description,
    }
    if column.type == "datetime":
        made["format"] = "any"  # the default format knows no parts of a second
    rules: dict[str, Any] = {}
    if column.codes:
        rules["enum"] = list(column.codes)
    if column.pattern:
        rules["pattern"] = column.pattern
    if column.type == "list":
        made["arrayItem"] = {"type": "string", **({"constraints": rules} if rules else {})}
        rules = {}
    if column.minimum is not None:
        rules["minimum"] = column.minimum
    if column.maximum is not None:
        rules["maximum"] = column.maximum
    if not column.nullable:
        rules["required"] = True
    if rules:
        made["constraints"] = rules
    return made


def _csv_resource(table: Table, file: File) -> dict[str, Any]:
    return {
        **_resource(table.name, table, file),
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "rows": file.rows,
        "dialect": DIALECT,
        "schema": table_schema(table),
    }


def _parquet_resource(table: Table, file: File) -> dict[str, Any]:
    # A file, not a table: frictionless checks its hash; its types are those of the Arrow schema inside it.
    return {
        **_resource(f"{table.name}-parquet", table, file),
        "profile": "data-resource",
        "type": "file",
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
    }


def _resource(name: str, table: Table, file: File) -> dict[str, Any]:
    return {
        "name": name,
        "title": table.name,
        "description": table.description,
        "path": file.path,
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
    }
