"""An empty database for Prefect, made at once.

Prefect makes its own by running each of its migrations since the first: five times what the server takes to start, whenever
a data folder is new. What they come to is kept in `prefect_database.sql`, for one version of Prefect; with another version
Prefect does as it always did. `python -m flows.prefect_database` writes the file again, by Prefect's own migrations.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from importlib.metadata import version
from pathlib import Path

SCHEMA = Path(__file__).with_name("prefect_database.sql")
DATABASE = "prefect.db"
"""Its name in Prefect's home."""

ELSEWHERE = ("PREFECT_SERVER_DATABASE_CONNECTION_URL", "PREFECT_API_DATABASE_CONNECTION_URL")
"""Variables that name another database."""


def make(home: Path) -> bool:
    """Put an empty database in Prefect's home, unless there is one or another is named; whether it did."""
    made = home / DATABASE
    if made.exists() or any(name in os.environ for name in ELSEWHERE):
        return False
    says, schema = SCHEMA.read_text(encoding="utf-8").split("\n", 1)
    if says != _first_line():
        return False
    begun = home / f"{DATABASE}.begun"
    begun.unlink(missing_ok=True)
    with closing(sqlite3.connect(begun)) as database:
        database.executescript(schema)
    begun.replace(made)
    return True


def by_migrations() -> str:
    """The file as Prefect's migrations have it. Takes seconds."""
    with tempfile.TemporaryDirectory() as home:
        command = [sys.executable, "-P", "-m", "prefect", "server", "database", "upgrade", "--yes"]
        clean = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
        subprocess.run(command, env={**clean, "PREFECT_HOME": home}, check=True, capture_output=True)
        return as_sql(Path(home))


def as_sql(home: Path) -> str:
    """What makes the database that is in that home."""
    with closing(sqlite3.connect(home / DATABASE)) as database:
        return "\n".join([_first_line(), *database.iterdump()]) + "\n"


def same(one: str, other: str) -> bool:
    """They make the same database: the migrations put keys and indexes in another order each time."""
    return sorted(_lines(one)) == sorted(_lines(other))


def _lines(schema: str) -> Iterator[str]:
    return (line.strip().rstrip(",") for line in schema.splitlines())


def _first_line() -> str:
    return f"-- Prefect {version('prefect')}"


if __name__ == "__main__":
    now = by_migrations()
    if not same(now, SCHEMA.read_text(encoding="utf-8")):
        SCHEMA.write_text(now, encoding="utf-8")
