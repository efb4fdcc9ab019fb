"""The tables as Arrow and pandas see them, generated from `schemas.tables`.

Nothing is guessed on the way: a null stays a null, a text stays that text, and a value of another type than its
column's is refused. `from_arrow(table, to_arrow(table, records))` gives the same records again.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from datetime import UTC
from typing import TYPE_CHECKING, Any

from schemas.records import SCHEMA_VERSION
from schemas.tables import Column, Table, json_text

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

BATCH_ROWS, BATCH_ENTRIES = 100_000, 1_000_000
"""Rows, and entries of their lists, that are put into Arrow at once: a table is written in the memory of so many, however long
it is. A figure of the summary has a list of all the records behind it."""

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

    return pa.Table.from_batches(list(to_batches(table, records)), arrow_schema(table))


def to_batches(table: Table, records: Sequence[Any]) -> Iterator[pa.RecordBatch]:
    """The records as Arrow, some thousand at a time, in the order given; of no records one batch without rows.

    Raises as `to_arrow` does.
    """
    import pyarrow as pa

    schema = arrow_schema(table)
    for part in parts(table, records):
        columns = [
            pa.array(_stored(c, [getattr(r, c.name) for r in part]), schema.field(c.name).type) for c in table.columns
        ]
        yield pa.RecordBatch.from_arrays(columns, schema=schema)


def parts(table: Table, records: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """The records in pieces of no more than `BATCH_ROWS`, and not many more than `BATCH_ENTRIES` in their lists."""
    lists = [c.name for c in table.columns if c.type == "list"]
    start, entries = 0, 0
    for index, record in enumerate(records):
        if index - start == BATCH_ROWS or entries > BATCH_ENTRIES:
            yield records[start:index]
            start, entries = index, 0
        for name in lists:
            entries += len(getattr(record, name) or ())
    yield records[start:]


def from_arrow(table: Table, data: pa.Table) -> list[Any]:
    """The records that `to_arrow` was given. A column that the data lack takes the record's own default.

    A release of an earlier minor version of the schema lacks the columns added since; that is the only such case.
    """
    columns = [c for c in table.columns if c.name in data.column_names]
    values = [_revived_column(c, data.column(c.name).to_pylist()) for c in columns]
    names = [c.name for c in columns]
    return [table.record(**dict(zip(names, row, strict=True))) for row in (zip(*values, strict=True) if values else [])]


def to_frame(table: Table, records: list[Any], only: Collection[str] | None = None) -> pd.DataFrame:
    """The records as a pandas frame with nullable types (`FRAME_TYPES`); lists and objects stay Python's own.

    `only`: the names of the columns that are wanted, where not all of them are.
    """
    import pandas as pd

    wanted = [c for c in table.columns if only is None or c.name in only]
    return pd.DataFrame(
        {c.name: pd.Series([getattr(r, c.name) for r in records], dtype=FRAME_TYPES[c.type]) for c in wanted},
        columns=[c.name for c in wanted],
    )


def _stored(column: Column, values: list[Any]) -> list[Any]:
    if column.type != "json":
        return values
    return [None if value is None else json_text(value) for value in values]


def _revived_column(column: Column, values: list[Any]) -> list[Any]:
    if column.type == "json":
        return [None if value is None else json.loads(value) for value in values]
    if column.type == "datetime":
        return [None if value is None else value.astimezone(UTC) for value in values]
    if column.type != "string" or column.key:
        return values
    shared: dict[Any, Any] = {}  # the same text is one object, as a million rows have few
    return [shared.setdefault(value, value) for value in values]
