"""The release in a browser: Datasette over its SQLite file, with what the schema says of each table and column beside it.

https://docs.datasette.io: facets, metadata and canned queries. Everything is served from this machine, read-only.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from flows import publish
from flows.databases import SQLITE, rows_of, write_sqlite
from flows.ending import Stopped
from schemas.datapackage import REUSE_NOTE, samples_note
from schemas.tables import tables

DATABASE = "foi"

FACETS = {
    "replies": ["request", "force", "status", "grain", "stage", "sample"],
    "cases": ["force", "year", "outcome", "rank", "person_type", "severity", "process"],
    "counts": ["force", "measure", "dimension", "category", "meaning", "stated_total"],
    "problems": ["severity", "code", "force"],
    "coverage": ["request", "status", "stale", "overdue", "asked", "answered"],
    "changes": ["table", "change", "cause", "force"],
    "summary": ["request", "figure", "breakdown"],
    "forces": ["country", "force_type", "disclosure_platform"],
}
"""Columns by whose values a person narrows a table down."""

ARRAY_FACETS = {"cases": ["channels", "conduct_categories"], "replies": ["exemptions"]}
SORTED_BY = {"problems": "severity", "coverage": "force", "cases": "force", "counts": "force"}

QUERIES: dict[str, tuple[str, str]] = {
    "headline": (
        "The headline figures, with their bounds and what they count",
        """
select request, figure, lower as at_least, upper as at_most, round(100 * share, 1) as per_cent,
       denominator as of_at_least, forces, sample, definition
from summary where breakdown is null order by request, sample, figure""",
    ),
    "records_behind_a_figure": (
        "The records that a headline figure was made from: officers_dismissed, officers_investigated, … (none where it names none: see its definition)",
        """
with behind as (
  select distinct records.value as id from summary, json_each(summary.records) as records
  where figure = :figure and breakdown is null)
select 'cases' as "table", record_id as record, force, year, outcome, outcome_raw as printed,
       officers_lower as at_least, officers_upper as at_most, location, "row"
from cases where record_id in (select id from behind)
union all
select 'counts', count_id, force, cast(substr(period_start, 1, 4) as integer), category, coalesce(category_raw, token),
       lower, upper, location, "row"
from counts where count_id in (select id from behind)
order by 1, 3, 4, 2""",
    ),
    "dismissed_counted_anew": (
        "Officers dismissed, added up from the records behind the figure: it must equal the headline (empty where that names none: see its definition)",
        """
with behind as (
  select distinct records.value as id, summary.sample from summary, json_each(summary.records) as records
  where figure = 'officers_dismissed' and breakdown is null)
select behind.sample, sum(n.lower) as at_least, sum(n.upper) as at_most
from behind join (
  select record_id as id, officers_lower as lower, officers_upper as upper from cases
  union all select count_id, lower, upper from counts) as n using (id)
group by behind.sample""",
    ),
    "outcomes": (
        "What became of the officers, as a share of all and of those with a stated outcome",
        """
select a.request, a.category as outcome_group, a.lower as at_least, a.upper as at_most,
       round(100 * a.share, 1) as per_cent_of_all, round(100 * d.share, 1) as per_cent_of_decided, a.sample
from summary as a left join summary as d
  on d.figure = 'outcome_share_of_decided' and d.breakdown = a.breakdown and d.category = a.category
  and d.request = a.request and d.sample = a.sample
where a.figure = 'outcome_share_of_all' and a.breakdown = 'outcome_group'
order by a.request, a.sample, a.lower desc""",
    ),
    "officers_by_force": (
        "Officers investigated, by force, at least and at most",
        """
select request, category as force, lower as at_least, upper as at_most, sample
from summary where figure = 'officers_investigated' and breakdown = 'force' order by lower desc""",
    ),
    "officers_by_year": (
        "Officers investigated, by year, at least and at most",
        """
select request, category as year, lower as at_least, upper as at_most, forces, sample
from summary where figure = 'officers_investigated' and breakdown = 'year' order by request, sample, category""",
    ),
    "refused": (
        "Forces that gave no figures, and the sections they rely on",
        """
select request, force, status, exemptions, date_replied, open from coverage
where asked = 1 and cases = 0 and counts = 0 order by status, force""",
    ),
    "what_waits": (
        "Problems that wait for a person, the gravest first, with the way out",
        """
select severity, code, force, location, "row", message, fix from problems
where severity <> 'info' order by severity, force, code""",
    ),
}
"""Name to title and SQL of each query that a person can run by a click; `:name` is asked for."""


def metadata(release: str, samples: str) -> dict[str, Any]:
    """Datasette's metadata of a release: descriptions from the schema, facets, queries. `samples`: `samples_note`."""
    described = {t.name: _table(t.name) for t in tables()}
    queries = {name: {"title": title, "sql": sql.strip()} for name, (title, sql) in QUERIES.items()}
    return {
        "title": f"Freedom of Information replies of police forces: release {release}",
        "description": f"{samples} {REUSE_NOTE}",
        "databases": {DATABASE: {"tables": described, "queries": queries}},
    }


def _table(name: str) -> dict[str, Any]:
    of = next(t for t in tables() if t.name == name)
    facets: list[Any] = [*FACETS.get(name, []), *({"array": column} for column in ARRAY_FACETS.get(name, []))]
    made: dict[str, Any] = {"description": of.description, "columns": {c.name: c.description for c in of.columns}}
    if facets:
        made["facets"] = facets
    if name in SORTED_BY:
        made["sort"] = SORTED_BY[name]
    return made


def browse(release: Path, port: int, show_it: bool) -> int:
    """Serve the release in that folder on 127.0.0.1 until the person stops it; the exit status of the server.

    Raises `Stopped` where the port is in use.
    """
    _free(port)
    replies = publish.read_table(release, "replies")
    samples = samples_note(sum(r.sample for r in replies), len(replies))
    with tempfile.TemporaryDirectory() as folder:
        described = Path(folder) / "metadata.json"
        described.write_text(json.dumps(metadata(release.name, samples)), encoding="utf-8")
        database = release / SQLITE
        if not database.is_file():  # of a version that wrote none
            database = write_sqlite(rows_of(publish.read_release(release)), Path(folder) / SQLITE)
        return subprocess.call(_command(database, described, port, show_it))


def _command(database: Path, described: Path, port: int, show_it: bool) -> list[str]:
    return [
        sys.executable, "-P", "-m", "datasette", "serve", "--immutable", str(database), "--metadata", str(described),
        "--host", "127.0.0.1", "--port", str(port),
        "--setting", "facet_time_limit_ms", "1000", "--setting", "sql_time_limit_ms", "5000",
        "--setting", "max_returned_rows", "5000", *(["--open"] if show_it else []),
    ]  # fmt: skip


def _free(port: int) -> None:
    import socket

    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise Stopped(f"Port {port} is in use; name another with --port.") from None
