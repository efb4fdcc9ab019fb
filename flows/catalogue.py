"""`catalogue.json`: every file of a release with its size, checksum, media type, licence and the version of the schema.

For programs that follow the releases: it also says which release came before, and where that one is.
"""

from __future__ import annotations

import hashlib
import mimetypes
from pathlib import Path, PurePosixPath
from typing import Any

from schemas.datapackage import FULL, REUSE_NOTE
from schemas.records import SCHEMA_VERSION
from schemas.tables import tables

CATALOGUE = "catalogue.json"

_MEDIA_TYPES = {
    ".parquet": "application/vnd.apache.parquet",
    ".sqlite": "application/vnd.sqlite3",
    ".duckdb": "application/vnd.duckdb",
    ".csv": "text/csv",
    ".md": "text/markdown",
    "": "text/plain",
    ".js": "text/javascript",
}  # RFC 4180, RFC 7763, RFC 9239, and the registry of the IANA, which has none for DuckDB

LICENCES = {
    "data": {"title": "Facts from replies of police forces", "note": REUSE_NOTE},
    "program": {"title": "MIT License", "spdx": "MIT", "note": "Made by the program, or part of it."},
}
"""The terms under which the files of a release may be used. `spdx`: identifier of the SPDX License List."""

_OF_THE_PROGRAM = ("schema.json", "manifest.json", "SHA256SUMS")
_SCRIPTS = {".js", ".css"}


def catalogue(folder: Path, release: str, edition: str, previous: str | None, rows: dict[str, int]) -> dict[str, Any]:
    """The catalogue of the edition of a release whose files are in `folder`.

    `previous`: the identifier of the release before, None for the first. `rows`: of each table.
    """
    before = f"../{previous}/{CATALOGUE}" if edition == FULL else f"../../{previous}/{edition}/{CATALOGUE}"
    paths = sorted(p for p in folder.rglob("*") if p.is_file())
    return {
        "release": release,
        "edition": edition,
        "schema_version": SCHEMA_VERSION,
        "schema": "schema.json",
        "changes": "changes.csv",
        "previous": {"release": previous, "path": before} if previous else None,
        "licences": LICENCES,
        "files": [_entry(path, path.relative_to(folder).as_posix(), rows) for path in paths],
    }


def _entry(path: Path, name: str, rows: dict[str, int]) -> dict[str, Any]:
    place = PurePosixPath(name)
    of_table = len(place.parts) == 1 and place.suffix in (
        ".csv",
        ".parquet",
    )  # those of the public edition are in its own
    table = place.stem if of_table and place.stem in {t.name for t in tables()} else None
    made: dict[str, Any] = {"path": name, "bytes": path.stat().st_size}
    with path.open("rb") as file:
        made["sha256"] = hashlib.file_digest(file, "sha256").hexdigest()
    made["media_type"] = _MEDIA_TYPES.get(place.suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    made["licence"] = "program" if place.name in _OF_THE_PROGRAM or place.suffix in _SCRIPTS else "data"
    made["schema_version"] = SCHEMA_VERSION
    if table:
        made |= {"table": table, "rows": rows[table]}
    return made
