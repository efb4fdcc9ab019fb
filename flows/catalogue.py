"""`catalogue.json`: every file of a release with its size, checksum, media type, licence and the version of the schema.

For programs that follow the releases: it also says which release came before, and where that one is.
"""

from __future__ import annotations

import json
import mimetypes
from functools import cache
from pathlib import Path
from typing import Any

from flows.digests import Digests, files_in, size_of
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


def catalogue(
    folder: Path, release: str, edition: str, previous: str | None, rows: dict[str, int], digests: Digests
) -> dict[str, Any]:
    """The catalogue of the edition of a release whose files are in `folder`, with their `digests`.

    `previous`: the identifier of the release before, None for the first. `rows`: of each table.
    """
    before = f"../{previous}/{CATALOGUE}" if edition == FULL else f"../../{previous}/{edition}/{CATALOGUE}"
    return {
        "release": release,
        "edition": edition,
        "schema_version": SCHEMA_VERSION,
        "schema": "schema.json",
        "changes": "changes.csv",
        "previous": {"release": previous, "path": before} if previous else None,
        "licences": LICENCES,
        "files": [_entry(f"{folder}/{name}", name, rows, digests) for name in files_in(folder)],
    }


def as_text(made: dict[str, Any]) -> bytes:
    """The catalogue as it is written: as `json.dumps` indents it, which takes ten times as long over as many files."""
    files = [",\n".join(f"   {_text(key)}: {_text(value)}" for key, value in one.items()) for one in made["files"]]
    whole = json.dumps({**made, "files": []}, indent=1, ensure_ascii=False)
    listed = ",\n".join(f"  {{\n{one}\n  }}" for one in files)
    return (whole.replace('"files": []', f'"files": [\n{listed}\n ]' if files else '"files": []') + "\n").encode()


_text = json.JSONEncoder(ensure_ascii=False).encode


def _entry(path: str, name: str, rows: dict[str, int], digests: Digests) -> dict[str, Any]:
    file = name.rpartition("/")[2]
    stem, dot, ending = file.rpartition(".")
    stem, ending = (stem, dot + ending) if stem else (file, "")
    of_table = file == name and ending in (".csv", ".parquet")  # those of the public edition are in its own
    table = stem if of_table and stem in {t.name for t in tables()} else None
    made: dict[str, Any] = {"path": name, "bytes": size_of(path), "sha256": digests.of(path)}
    made["media_type"] = _media_type(ending)
    made["licence"] = "program" if file in _OF_THE_PROGRAM or ending in _SCRIPTS else "data"
    made["schema_version"] = SCHEMA_VERSION
    if table:
        made |= {"table": table, "rows": rows[table]}
    return made


@cache
def _media_type(ending: str) -> str:
    return _MEDIA_TYPES.get(ending) or mimetypes.guess_type(f"file{ending}")[0] or "application/octet-stream"
