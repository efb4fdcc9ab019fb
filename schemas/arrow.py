"""The tables as Arrow and pandas see them, generated from `schemas.tables`.

Nothing is guessed on the way: a null stays a null, a text stays that text, and a value of another type than its
column's is refused. `from_arrow(table, to_arrow(table, records))` gives the same records again.
"""

from __future__ import annotations

import json
from datetime import UTC
from typing import TYPE_CHECKING, Any

from schemas.records import SCHEMA_VERSION
from schemas.tables import Column, Table

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

FRAME_TYPES = {
    "string": "string",
    "integer": "Int64",
    "number": "Float64",
    "boolean": "boolean",
    "date": "datetime64[us]",
    "datetime": "datetime64[us, UTC]",
    "list": "object",
    "json": "object",
}
"""The pandas type of each type of column. All but `object` hold nulls as nulls; lists and objects are never null."""


def arrow_schema(table: Table) -> pa.Schema:
    """The Arrow schema of a table; each field carries its description, a JSON column is a string."""
    import pyarrow as pa

    kinds = {
        "string": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "boolean": pa.bool_(),
        "date": pa.date32(),
        "datetime": pa.timestamp("us", tz="UTC"),
        "list": pa.list_(pa.string()),
        "json": pa.string(),
    }
    fields = [
        pa.field(c.name, kinds[c.type], nullable=c.nullable, metadata={"description": c.description})
        for c in table.columns
    ]
    about = {"table": table.name, "description": table.description, "schema_version": SCHEMA_VERSION}
    return pa.schema(fields, metadata=about)


def to_arrow(table: Table, records: list[Any]) -> pa.Table:
    """The records as one Arrow table, in the order given.

    Raises `pyarrow.ArrowInvalid`, `ArrowTypeError` or `OverflowError` where a value is not of its column's type:
    records that `flows.validate` has passed never do.
    """
    import pyarrow as pa

    schema = arrow_schema(table)
    columns = [
        pa.array([_stored(c, getattr(r, c.name)) for r in records], type=schema.field(c.name).type)
        for c in table.columns
    ]
    return pa.Table.from_arrays(columns, schema=schema)


def from_arrow(table: Table, data: pa.Table) -> list[Any]:
    """The records that `to_arrow` was given. A column that the data lack takes the record's own default.

    A release of an earlier minor version of the schema lacks the columns added since; that is the only such case.
    """
    columns = [c for c in table.columns if c.name in data.column_names]
    values = [[_revived(c, v) for v in data.column(c.name).to_pylist()] for c in columns]
    names = [c.name for c in columns]
    return [table.record(**dict(zip(names, row, strict=True))) for row in (zip(*values, strict=True) if values else [])]


def to_frame(table: Table, records: list[Any]) -> pd.DataFrame:
    """The records as a pandas frame with nullable types (`FRAME_TYPES`); lists and objects stay Python's own."""
    import pandas as pd

    return pd.DataFrame(
        {c.name: pd.Series([getattr(r, c.name) for r in records], dtype=FRAME_TYPES[c.type]) for c in table.columns},
        columns=list(table.names),
    )


def _stored(column: Column, value: Any) -> Any:
    if column.type == "json" and value is not None:
        return json.dumps(value, ensure_ascii=False, sort_keys=True, allow_nan=False)
    return value


def _revived(column: Column, value: Any) -> Any:
    if value is None:
        return None
    if column.type == "json":
        return json.loads(value)
    if column.type == "datetime":
        return value.astimezone(UTC)
    return value
