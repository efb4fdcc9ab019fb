"""The tables of a release as one SQLite and one DuckDB file, for programs and people that ask in SQL.

Both are made from the schema alone and hold what Parquet holds. SQLite has no lists, dates or truth values: a list or an
object is JSON, a date ISO 8601, true is 1. DuckDB has them all. The same tables give the same bytes.
"""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows import disk
from schemas.arrow import arrow_schema, to_batches
from schemas.records import SCHEMA_VERSION
from schemas.tables import Column, Table, json_text, tables

if TYPE_CHECKING:
    import pyarrow as pa

SQLITE = "foi.sqlite"
DUCKDB = "foi.duckdb"
STORAGE = "v1.4.0"
"""DuckDB's oldest storage version whose files are the same for the same tables; DuckDB 1.4 and later read it."""

_KINDS = {"integer": "INTEGER", "number": "REAL", "boolean": "INTEGER"}
_INDEXED = ("reply_id", "document")
_HEADER = 4096  # bytes of the first block of a DuckDB file
_IDENTIFIER = slice(124, 140)
_WORD = (1 << 64) - 1


Batches = Callable[[Table], "Iterator[pa.RecordBatch]"]
"""The rows of a table, some thousand at a time, in the order that they have in a release."""


def rows_of(data: dict[str, list[Any]]) -> Batches:
    """The rows of tables that are in memory, each in the order of a release."""
    return lambda of: to_batches(of, data[of.name])


def rows_in(folder: Path) -> Batches:
    """The rows of the tables that a release has as Parquet in that folder."""

    def read(of: Table) -> Iterator[pa.RecordBatch]:
        import pyarrow.parquet as pq

        with pq.ParquetFile(folder / f"{of.name}.parquet") as file:
            for number in range(file.num_row_groups):  # as they were written: no more at once than was then
                yield from file.read_row_group(number).to_batches()

    return read


def write_databases(rows: Batches, folder: Path) -> list[Path]:
    """Write both files into the folder of a release, from every table; their paths.

    Raises `OSError` where the disk refuses one, as any other file of the release does.
    """
    return [
        _as_file(write_sqlite, rows, folder / SQLITE, sqlite3.Error),
        _as_file(write_duckdb, rows, folder / DUCKDB, _duckdb_error()),
    ]


_REFUSED = {
    "no space left": errno.ENOSPC,
    "disk is full": errno.ENOSPC,
    "quota": errno.EDQUOT,
    "file too large": errno.EFBIG,
    "read-only": errno.EROFS,
    "readonly": errno.EROFS,
    "permission denied": errno.EACCES,
    "i/o error": errno.EIO,
}
"""What a database says where the system refused it something, the plainest first."""


def _as_file(write: Callable[[Batches, Path], Path], rows: Batches, path: Path, its: type[Exception]) -> Path:
    try:
        return write(rows, path)
    except its as error:
        said = str(error).casefold()
        code = next((code for sign, code in _REFUSED.items() if sign in said), None)
        if code is None:
            raise
        raise (disk.refused(path) if code == errno.EIO else OSError(code, os.strerror(code), str(path))) from error


def _duckdb_error() -> type[Exception]:
    import duckdb

    return duckdb.Error


def write_sqlite(rows: Batches, path: Path) -> Path:
    """Every table with its primary key, and an index on what other tables refer to."""
    database = sqlite3.connect(path, isolation_level=None)
    try:
        database.execute("PRAGMA page_size = 4096")
        database.execute("PRAGMA journal_mode = OFF")  # a release is written beside the last and switched to when whole
        database.execute(f"PRAGMA user_version = {_version_number()}")
        database.execute("BEGIN")
        for of in tables():
            _sqlite_table(database, of, rows(of))
        database.execute("COMMIT")
    finally:
        database.close()
    return path


def _sqlite_table(database: sqlite3.Connection, of: Table, batches: Iterator[pa.RecordBatch]) -> None:
    columns = [f'"{c.name}" {_KINDS.get(c.type, "TEXT")}{"" if c.nullable else " NOT NULL"}' for c in of.columns]
    keys = [f"PRIMARY KEY ({', '.join(of.key)})"] if of.key else []
    database.execute(f"CREATE TABLE {of.name} ({', '.join([*columns, *keys])})")
    marks = ", ".join("?" * len(of.columns))
    for batch in batches:
        values = [_sqlite_values(c, batch.column(c.name)) for c in of.columns]
        database.executemany(f"INSERT INTO {of.name} VALUES ({marks})", zip(*values, strict=True))
    for name in _INDEXED:
        if name in of.names and name not in of.key:
            database.execute(f"CREATE INDEX {of.name}_{name} ON {of.name} ({name})")
    if {"request", "force"} <= set(of.names):
        database.execute(f"CREATE INDEX {of.name}_force ON {of.name} (request, force)")


def _sqlite_values(column: Column, stored: pa.Array) -> list[Any]:
    """The values of a column, from Arrow; an object is text there already."""
    values = stored.to_pylist()
    if column.type == "list":
        return [json_text(value) for value in values]
    if column.type == "boolean":
        return [None if value is None else int(value) for value in values]
    if column.type in ("date", "datetime"):
        return [None if value is None else value.isoformat() for value in values]
    return values


def _version_number() -> int:
    """The schema's version as one number that grows with it: 1.4.0 is 10400."""
    major, minor, patch = map(int, SCHEMA_VERSION.split("."))
    return major * 10_000 + minor * 100 + patch


def write_duckdb(rows: Batches, path: Path) -> Path:
    """Every table with its own types, its description and those of its columns as comments."""
    import duckdb
    import pyarrow as pa

    database = duckdb.connect(config={"threads": 1})  # one thread writes the rows in their order
    try:
        database.execute(f"ATTACH '{_quoted(path.as_posix())}' AS release (STORAGE_VERSION '{STORAGE}')")
        database.execute("USE release")
        for of in tables():
            database.register("rows", pa.RecordBatchReader.from_batches(arrow_schema(of), rows(of)))
            columns = ", ".join(_duckdb_column(c) for c in of.columns)
            database.execute(f"CREATE TABLE {of.name} AS SELECT {columns} FROM rows")
            database.unregister("rows")
            database.execute(f"COMMENT ON TABLE {of.name} IS '{_quoted(of.description)}'")
            for column in of.columns:
                said = _quoted(column.description)
                database.execute(f"COMMENT ON COLUMN {of.name}.\"{column.name}\" IS '{said}'")
        database.execute("CHECKPOINT")
        database.execute("USE memory")
        database.execute("DETACH release")
    finally:
        database.close()
    _with_fixed_identifier(path)
    return path


def _duckdb_column(column: Column) -> str:
    return f'"{column.name}"::JSON AS "{column.name}"' if column.type == "json" else f'"{column.name}"'


def _quoted(text: str) -> str:
    return text.replace("'", "''")


def _with_fixed_identifier(path: Path) -> None:
    """DuckDB gives every file a random identifier of 16 bytes in its first block: the only bytes that differ.

    It is set to zero and the block's checksum made anew, so that the same tables are the same file. Where the checksum is
    not the one known here (another version's), the file is left as it is: it is sound, but not the same bytes again.
    """
    with path.open("r+b") as file:
        block = bytearray(file.read(_HEADER))
        if int.from_bytes(block[:8], "little") != _checksum(block[8:]):
            return
        block[_IDENTIFIER] = bytes(16)
        block[:8] = _checksum(block[8:]).to_bytes(8, "little")
        file.seek(0)
        file.write(block)


def _checksum(data: bytes | bytearray) -> int:
    """DuckDB's checksum of a block (`Checksum` in its checksum.cpp), of whole words of 8 bytes."""
    result = 5381
    for at in range(0, len(data), 8):
        result ^= (int.from_bytes(data[at : at + 8], "little") * 0xBF58476D1CE4E5B9) & _WORD
    return result
