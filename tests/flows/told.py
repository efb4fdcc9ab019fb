"""Everything that a release says, in whatever file: for tests that look for what must not be in it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path


def told(folder: Path) -> Iterator[tuple[str, str]]:
    """The name of each file below the folder and its text; of a table's file and of a database, all its values."""
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        yield str(path.relative_to(folder)), _text(path)
        yield str(path.relative_to(folder)), path.name


def _text(path: Path) -> str:
    raw = path.read_bytes().decode("utf-8", "replace")
    if path.suffix == ".parquet":
        import pyarrow.parquet as pq

        return raw + str(pq.read_table(path).to_pylist())
    if path.suffix == ".sqlite":
        with sqlite3.connect(path) as database:
            return raw + "\n".join(database.iterdump())
    if path.suffix == ".duckdb":
        import duckdb

        with duckdb.connect(str(path), read_only=True) as database:
            names = [name for (name,) in database.sql("SHOW TABLES").fetchall()]
            return raw + "".join(str(database.table(name).fetchall()) for name in names)
    return raw


def holding(folder: Path, *words: str) -> list[str]:
    """The files below the folder that hold any of the words, whatever their capitals."""
    return sorted({name for name, text in told(folder) if any(word.casefold() in text.casefold() for word in words)})
