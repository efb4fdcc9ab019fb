"""The JSON Schema (2020-12) of every table and of what `foi parse --json` prints, generated from `schemas.tables`.

`python -m schemas.json_schema` writes `schemas/tables.schema.json`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from schemas.records import SCHEMA_VERSION
from schemas.tables import Column, Table, table, tables

COMMITTED = Path(__file__).with_name("tables.schema.json")
DIALECT = "https://json-schema.org/draft/2020-12/schema"

UNPLACED = ("request", "force", "problem_id")
"""Columns that may be null in what one file yields: whose reply it is may not be known before it is merged."""

_TYPES: dict[str, dict[str, Any]] = {
    "string": {"type": "string"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "datetime": {"type": "string", "format": "date-time"},
    "list": {"type": "array", "items": {"type": "string"}},
    "json": {"type": "object"},
}


def record_schema(of: Table, *, unplaced: bool = False, without: tuple[str, ...] = ()) -> dict[str, Any]:
    """The schema of one row of a table, as `schemas.tables.plain` gives it.

    `unplaced`: the row as one file yields it, where the columns of `UNPLACED` may be null. `without`: columns that
    may be left out.
    """
    return {
        "title": of.name,
        "description": of.description,
        "type": "object",
        "properties": {c.name: _property(c, c.nullable or (unplaced and c.name in UNPLACED)) for c in of.columns},
        "required": [c.name for c in of.columns if c.name not in without],
        "additionalProperties": False,
    }


def tables_schema() -> dict[str, Any]:
    """The schema of a whole release: an object with one array of rows for each table."""
    return {
        "$schema": DIALECT,
        "$id": f"urn:police-foi:tables:{SCHEMA_VERSION}",
        "title": "The tables of a release",
        "version": SCHEMA_VERSION,
        "type": "object",
        "properties": {t.name: {"type": "array", "items": {"$ref": f"#/$defs/{t.name}"}} for t in tables()},
        "additionalProperties": False,
        "$defs": {t.name: record_schema(t) for t in tables()},
    }


def parse_schema() -> dict[str, Any]:
    """The schema of the object that `foi parse --json` prints."""
    rows = {name: record_schema(table(name), unplaced=True) for name in ("replies", "cases", "counts", "problems")}
    rows["accounting"] = record_schema(table("accounting"), without=("document",))
    properties: dict[str, Any] = {
        "document": {
            "type": "object",
            "properties": {
                "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
                "name": {"type": "string"},
                "media_type": {"type": "string"},
                "pages": {"type": ["integer", "null"], "minimum": 0},
            },
            "required": ["sha256", "name", "media_type", "pages"],
        },
        "reply": {"$ref": "#/$defs/replies"},
        "other_replies": {"type": "array", "items": {"$ref": "#/$defs/replies"}},
        **{
            name: {"type": "array", "items": {"$ref": f"#/$defs/{name}"}}
            for name in ("cases", "counts", "problems", "accounting")
        },
    }
    return {
        "$schema": DIALECT,
        "$id": f"urn:police-foi:parse:{SCHEMA_VERSION}",
        "title": "What `foi parse --json` prints",
        "version": SCHEMA_VERSION,
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
        "$defs": rows,
    }


def committed() -> str:
    """The text of `schemas/tables.schema.json`: both schemas, each a whole document of its own."""
    both = {"tables": tables_schema(), "parse": parse_schema()}
    return json.dumps(both, indent=1, ensure_ascii=False) + "\n"


def _property(column: Column, nullable: bool) -> dict[str, Any]:
    made: dict[str, Any] = {"description": column.description, **json.loads(json.dumps(_TYPES[column.type]))}
    rules = made["items"] if column.type == "list" else made
    if column.codes:
        rules["enum"] = list(column.codes)
    if column.pattern:
        rules["pattern"] = column.pattern
    if column.minimum is not None:
        rules["minimum"] = column.minimum
    if column.maximum is not None:
        rules["maximum"] = column.maximum
    if nullable:
        made["type"] = [made["type"], "null"]
        if "enum" in made:
            made["enum"] = [*made["enum"], None]
    return made


if __name__ == "__main__":
    COMMITTED.write_text(committed(), encoding="utf-8")
