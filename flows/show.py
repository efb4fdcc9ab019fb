"""What the commands print: tables drawn with lines on a terminal, plain columns elsewhere."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from parsers.documents.model import Document
from parsers.letter import Letter
from parsers.result import Parsed
from schemas.records import SEVERITIES, Case, Count, Coverage, Problem, Reply, TableAccount

if TYPE_CHECKING:
    from flows.steps import Ending

SHOWN_ROWS = 200
"""Rows of one listing that are printed; `--json` gives all."""

SHOWN_ERRORS = 10
"""Errors that the end of a run prints; `foi problems` lists all."""


def table(heading: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows under a heading. A null prints as nothing."""
    cells = [["" if value is None else str(value) for value in row] for row in rows]
    if sys.stdout.isatty():
        _drawn(heading, cells)
        return
    widths = [max(len(row[i]) for row in [list(heading), *cells]) for i in range(len(heading))]
    for row in [list(heading), *cells]:
        click.echo("  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip())


def _drawn(heading: Sequence[str], cells: list[list[str]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(*heading)
    for row in cells:
        drawn.add_row(*(Text(text) for text in row))
    Console().print(drawn)


def _section(title: str) -> None:
    click.echo(f"\n{title}")


# ---- one file


def parsed(document: Document, found: Parsed, inside: Sequence[tuple[str, Document]] = ()) -> None:
    """What one file yields; `inside` are the documents in it, by path, where it is a container."""
    _document(document.name, document)
    for path, member in inside:
        _document(f"  {path}", member)
    for reply in found.replies:
        _reply(reply)
    if found.cases:
        _section(f"{len(found.cases)} cases")
        _shortened(("place", "year", "rank", "channels", "conduct", "outcome"), [_case(c) for c in found.cases])
    if found.counts:
        _section(f"{len(found.counts)} counts")
        _shortened(("place", "measure", "breakdown", "category", "period", "number"), [_count(c) for c in found.counts])
    _accounting(found.accounting)
    _problems(found.problems)


def _document(name: str, document: Document) -> None:
    click.echo(f"{name}  {document.media_type}  {document.pages or 0} pages  sha256 {document.sha256}")


def _reply(reply: Reply) -> None:
    _section(f"{reply.force or 'force not known'} · {reply.request}")
    span = f"{reply.period_start or ''} – {reply.period_end or ''}" if reply.period_start or reply.period_end else None
    facts = {
        "status": reply.status,
        "reference": reply.reference,
        "received": reply.date_received,
        "replied": reply.date_replied,
        "exemptions": ", ".join(reply.exemptions) or None,
        "period": span,
        "grain": reply.grain,
        "parser": f"{reply.parser} {reply.parser_version}",
        "sample": "made up: no force issued this" if reply.sample else None,
    }
    for name, value in facts.items():
        if value is not None:
            click.echo(f"  {name:<10} {value}")


def _case(case: Case) -> tuple:
    return (
        f"{case.location}, row {case.row}",
        case.year or case.year_raw,
        case.rank or case.rank_raw,
        ", ".join(case.channels) or case.channel_raw,
        ", ".join(case.conduct_categories) or _short(case.conduct_raw),
        case.outcome or f"? {case.outcome_raw or ''}",
    )


def _count(count: Count) -> tuple:
    breakdown = count.dimension if count.dimension2 is None else f"{count.dimension} × {count.dimension2}"
    category = " · ".join(text for text in (count.category_raw, count.category2_raw) if text)
    number = count.value if count.value is not None else f"{count.lower}–{'' if count.upper is None else count.upper}"
    return f"{count.location}, row {count.row}", count.measure, breakdown, _short(category), count.period_raw, number


def _short(text: str | None, width: int = 50) -> str:
    text = text or ""
    return text if len(text) <= width else f"{text[: width - 1]}…"


def _shortened(heading: Sequence[str], rows: list[tuple]) -> None:
    table(heading, rows[:SHOWN_ROWS])
    if len(rows) > SHOWN_ROWS:
        click.echo(f"… and {len(rows) - SHOWN_ROWS} more; --json gives all.")


def _accounting(accounts: list[TableAccount]) -> None:
    _section("Rows of every table")
    rows = [
        (
            a.location,
            a.table,
            a.rows,
            a.header,
            a.records,
            a.skipped,
            a.quarantined,
            ", ".join(f"{n} {r}" for r, n in a.reasons.items()),
        )
        for a in accounts
    ]
    table(("place", "table", "rows", "header", "records", "skipped", "quarantined", "reasons"), rows)


def _problems(found: list[Problem]) -> None:
    _section(f"{len(found)} problems" if found else "No problems")
    for problem in found:
        place = ", ".join(str(p) for p in (problem.location, f"row {problem.row}" if problem.row else None) if p)
        click.echo(f"  {problem.severity}: {problem.code}{f' ({place})' if place else ''}: {problem.message}")
        if problem.fix:
            click.echo(f"    → {problem.fix}")


def inspected(document: Document, letter: Letter, name: str) -> None:
    """What the readers see in one document; `name` is its path where it lies in a container."""
    _document(name, document)
    _section("Letter")
    for name in ("forces", "request", "reference", "date_received", "date_replied", "status", "exemptions"):
        value = getattr(letter, name)
        if value:
            click.echo(f"  {name:<14} {', '.join(value) if isinstance(value, list) else value}")
    for seen in document.tables:
        _section(f"Table {seen.number}, {seen.location}: {len(seen.rows)} rows, {seen.width} columns")
        for row in seen.rows:
            click.echo("  " + " | ".join(cell.text or "" for cell in row.cells))
    for hidden in document.hidden:
        _section(f"Hidden: {hidden.amount} × {hidden.what} at {hidden.location} {hidden.note}".rstrip())
    for finding in [*document.findings, *letter.findings]:
        click.echo(f"\n{finding.severity}: {finding.code}: {finding.message}")


# ---- a run and a release


def ending(end: Ending) -> None:
    """The short table at the end of a run; before it, on standard error, what waits for a person."""
    for message, fix in end.errors[:SHOWN_ERRORS]:
        click.echo(f"error: {message}\n  → {fix}" if fix else f"error: {message}", err=True)
    if len(end.errors) > SHOWN_ERRORS:
        click.echo(f"… and {len(end.errors) - SHOWN_ERRORS} more errors: `foi problems` lists them.", err=True)
    if sys.stdout.isatty():
        _drawn(("", ""), [list(row) for row in end.rows])
        return
    for name, value in end.rows:
        click.echo(f"{name:<9} {value}")


def status(release: Path, tables: dict[str, list]) -> None:
    """Where each force stands, by request."""
    coverage: list[Coverage] = tables["coverage"]
    for request in sorted({row.request for row in coverage}):
        here = [row for row in coverage if row.request == request]
        answered = [row for row in here if row.answered]
        _section(f"{request}: {len(answered)} of {len(here)} forces answered")
        table(
            ("force", "status", "replied", "cases", "counts", "officers", "open"), [_standing(row) for row in answered]
        )
    click.echo(f"\nRelease: {release}")


def _standing(row: Coverage) -> tuple:
    low, high = row.officers_lower, row.officers_upper
    officers = low if low == high else f"{low}–{'' if high is None else high}"
    notes = [name for name in ("sample", "stale") if getattr(row, name)]
    force = f"{row.force} ({', '.join(notes)})" if notes else row.force
    return force, row.status, row.date_replied, row.cases, row.counts, officers, row.open


def problems(tables: dict[str, list], everything: bool, force: str | None) -> None:
    """The problems of a release, the gravest first."""
    rows: list[Problem] = [row for row in tables["problems"] if force in (None, row.force)]
    for row in sorted(rows, key=_gravest_first):
        if row.severity == "info" and not everything:
            continue
        document = row.document[:8] if row.document else None
        place = ", ".join(p for p in (row.force, document, row.location, f"row {row.row}" if row.row else None) if p)
        click.echo(f"{row.severity}: {row.code} ({place}): {row.message}")
        if row.fix:
            click.echo(f"  → {row.fix}")
    counted = Counter(row.severity for row in rows)
    click.echo(", ".join(f"{counted[name]} {name}" for name in SEVERITIES) if rows else "No problems.")


def _gravest_first(row: Problem) -> tuple:
    return SEVERITIES.index(row.severity), row.force or "", row.document or "", row.location or "", row.row or 0
