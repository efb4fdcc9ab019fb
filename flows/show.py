"""What the commands print: tables drawn with lines on a terminal, plain columns elsewhere."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from flows.terminal import on_one_line, say
from schemas.datapackage import PUBLIC
from schemas.records import SEVERITIES, Case, Count, Coverage, Problem, Reply, TableAccount

if TYPE_CHECKING:
    from flows.asked import Asked
    from flows.changes import Compared
    from flows.inspection import Inspection
    from flows.pictures.write import Written
    from flows.sources.standing import Standing
    from flows.spellings import Unknown
    from flows.steps import Ending
    from parsers.documents.model import Document
    from parsers.result import Parsed
    from parsers.seen import Role, Seen

SHOWN_ROWS = 200
"""Rows of one listing that are printed; `--json` gives all."""

SHOWN_ERRORS = 10
"""Errors that the end of a run prints; `foi problems` lists all."""


def table(heading: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows under a heading. A null prints as nothing."""
    cells = [["" if value is None else on_one_line(value) for value in row] for row in rows]
    if sys.stdout.isatty():
        _drawn(heading, cells)
        return
    widths = [max(len(row[i]) for row in [list(heading), *cells]) for i in range(len(heading))]
    for row in [list(heading), *cells]:
        say("  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip())


def _drawn(heading: Sequence[str], cells: list[list[str]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(*heading)
    for row in cells:
        drawn.add_row(*(Text(text) for text in row))
    Console().print(drawn)


def _section(title: str) -> None:
    say()
    _line(title)


def _line(text: str, *, err: bool = False) -> None:
    """One line, whatever line breaks a reply or a file's name has put into what is told."""
    say(on_one_line(text), err=err)


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
    parts = [name, document.media_type, f"sha256 {document.sha256}"]
    if document.pages:
        sheets = (
            "page" if document.media_type == "application/pdf" or document.media_type.startswith("image/") else "sheet"
        )
        parts.insert(2, f"{document.pages} {sheets}{'s' if document.pages > 1 else ''}")
    _line("  ".join(parts))


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
            _line(f"  {name:<10} {value}")


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
    goes_on = count.period_start and not count.period_end  # "since 2017" is no figure of 2017 alone
    period = f"since {(count.period_raw or '').removeprefix('since ')}" if goes_on else count.period_raw
    return f"{count.location}, row {count.row}", count.measure, breakdown, _short(category), period, number


def _short(text: str | None, width: int = 50) -> str:
    text = text or ""
    return text if len(text) <= width else f"{text[: width - 1]}…"


def _shortened(heading: Sequence[str], rows: list[tuple]) -> None:
    table(heading, rows[:SHOWN_ROWS])
    if len(rows) > SHOWN_ROWS:
        say(f"… and {len(rows) - SHOWN_ROWS} more; --json gives all.")


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


def _problems(found: list[Problem], wide: int = 10_000) -> None:
    """Each problem in lines of at most `wide` characters, and the fix once for all of a run that it would put right."""
    _section(f"{len(found)} problem{'s' if len(found) > 1 else ''}" if found else "No problems")
    for number, problem in enumerate(found, start=1):
        place = ", ".join(str(p) for p in (problem.location, f"row {problem.row}" if problem.row else None) if p)
        said = f"{problem.severity}: {problem.code}{f' ({place})' if place else ''}: {problem.message}"
        say(textwrap.fill(said, wide, initial_indent="  ", subsequent_indent="    "))
        if problem.fix and problem.fix not in (after.fix for after in found[number : number + 1]):
            say(textwrap.fill(problem.fix, wide, initial_indent="    → ", subsequent_indent="      "))


FIRST_ROWS, LAST_ROWS, ODD_ROWS = 30, 3, 30
"""Rows of a long table that are printed: the first, the last, and between them those that are no plain record."""


def inspected(known: Inspection) -> None:
    """What the readers saw in one document, and what was made of it."""
    _document(known.path, known.document)
    _letter(known)
    for seen in known.tables:
        _seen(seen)
    for hidden in known.document.hidden:
        said = f"Hidden ({hidden.severity}): {hidden.amount} × {hidden.what} at {hidden.location} {hidden.note}"
        say()
        _line(said.rstrip())
    _problems(known.problems, _wide())
    say()


def _letter(known: Inspection) -> None:
    """The facts, each with its place; then how much of the text was taken for what."""
    letter = known.letter
    _section("Letter" if letter.places else "Letter: nothing was found that a letter says")
    told = set()
    for name, said in letter.places.items():
        place, _, words = said.partition(": ")
        label, value = known.fact(name)
        if name not in ("forces", "period_raw") and (label, value) not in told:
            told.add((label, value))
            _line(_short(f"  {label:<14} {_short(value, 28):<28} {place}{f'  “{words}”' if words else ''}", _wide()))
    parts: dict[str, list[str]] = {}
    zones = known.zones
    for text in known.document.texts:
        parts.setdefault(zones.get(text.number, "text"), []).append(text.location)
    if parts:
        _paragraph(
            "  parts          ", "; ".join(f"{len(places)} {name}{_pages(places)}" for name, places in parts.items())
        )


def _pages(places: list[str]) -> str:
    pages = [p.removeprefix("page ") for p in dict.fromkeys(places) if p.startswith("page ")]
    return f" (p {', '.join(pages[:4])}{' …' if len(pages) > 4 else ''})" if pages else ""


def _paragraph(begin: str, text: str) -> None:
    say(textwrap.fill(text, _wide(), initial_indent=begin, subsequent_indent=" " * len(begin)))


def _seen(seen: Seen) -> None:
    """One table: what it was taken for, what each column was mapped to, and its rows with their roles."""
    from parsers.seen import in_words

    printed = seen.table
    name = f"Table {printed.number}" if printed.number else "Cases given in lines of the letter"
    say()
    _paragraph(
        "",
        f"{name}, {printed.location}: {'; '.join(dict.fromkeys(seen.kinds()))}"
        f" · {len(printed.rows)} rows, {printed.width} columns · {in_words(seen.roles())} · found by {printed.found_by}",
    )
    if printed.caption:
        _line(_short(f"  “{printed.caption}”", _wide()))
    for part in range(len(seen.parts)):
        if columns := seen.columns(part):
            mapped = "; ".join(f"{_short(c.heading, 40) or f'column {c.index + 1}'} → {c.meaning}" for c in columns)
            _paragraph("  columns  ", mapped)
    _rows(seen)


def _rows(seen: Seen) -> None:
    rows = list(seen.rows())[: len(seen.table.rows)]
    odd = [i for i, (_, role, _) in enumerate(rows) if role != "record" and FIRST_ROWS <= i < len(rows) - LAST_ROWS]
    kept = {*range(FIRST_ROWS), *range(len(rows) - LAST_ROWS, len(rows)), *odd[:ODD_ROWS]}
    location, missed = seen.table.location, 0
    for index, (row, role, reason) in enumerate(rows):
        if index not in kept:
            missed += 1
            continue
        if missed:
            say(f"         … {missed} more rows; --json gives all")
            missed = 0
        if row.location != location:
            location = row.location
            _line(f"    {location}")
        texts = [cell.text or "" for cell in row.cells]
        why = f"  ← {reason}" if role == "quarantined" else ""
        _line(f"{row.number:>5} {_role(role)} {_fitted(texts, _wide() - 9 - len(why))}{why}")


def _wide() -> int:
    """Characters of a line: those of the terminal, 100 where there is none."""
    return max(60, shutil.get_terminal_size((100, 0)).columns)


def _role(role: Role) -> str:
    return "-" if role == "left out" else role[0].upper()


def _fitted(texts: list[str], room: int) -> str:
    """The cells of a row on one line, the longest of them cut until they fit."""
    most = max(map(len, texts), default=0)
    while most > 6 and sum(min(len(t), most) + 3 for t in texts) > room:
        most -= 1
    return _short(" | ".join(_short(t, most) for t in texts), room)


def pictures(written: Iterable[Written], err: bool) -> None:
    """Each picture as it is written: where, and what is on it. On standard error where the result is JSON."""
    from parsers.seen import in_words

    for one in written:
        on = one.marked
        tables = ", ".join(f"table {n}" if n else "lines" for n in on.tables) or "no table"
        rows = f": {in_words(on.roles)}" if on.roles else ""
        problems = f" · {on.problems} problem{'' if on.problems == 1 else 's'}" if on.problems else ""
        _line(f"{one.path}  {on.label} · {tables}{rows}{problems}", err=err)
        for cut in one.cuts:
            _line(f"  … {cut}", err=err)


# ---- a run and a release


def ending(end: Ending) -> None:
    """The figures and sizes at the end of a run; before them, on standard error, what waits for a person."""
    for message, fix in end.errors[:SHOWN_ERRORS]:
        _line(f"error: {message}", err=True)
        if fix:
            _line(f"  → {fix}", err=True)
    if len(end.errors) > SHOWN_ERRORS:
        say(f"… and {len(end.errors) - SHOWN_ERRORS} more errors: `foi problems` lists them.", err=True)
    width = max(len(name) for name, _ in end.rows)
    for name, value in end.rows:
        _line(f"{name:<{width}}  {value}".rstrip())


def status(release: Path, tables: dict[str, list]) -> None:
    """Where each force stands, by request; then the documents that are held."""
    from flows.holds import HELD  # reads the ledger, which the other commands do without

    coverage: list[Coverage] = tables["coverage"]
    for request in sorted({row.request for row in coverage}):
        here = [row for row in coverage if row.request == request]
        answered = [row for row in here if row.answered]
        _section(f"{request}: {len(answered)} of {len(here)} forces answered")
        table(
            ("force", "status", "replied", "cases", "counts", "officers", "open"), [_standing(row) for row in answered]
        )
        _outstanding([row for row in here if row.date_answered is None])
    _held([(p, p.message.removeprefix(HELD)) for p in tables["problems"] if p.message.startswith(HELD)])
    _edition(release, tables)


def _edition(release: Path, tables: dict[str, list]) -> None:
    """Where the release is, which edition of it is for whom, and what was masked and taken down."""
    say(f"\nRelease: {release} (the full edition, for the team: it can name people)")
    shared = release / PUBLIC
    if not shared.is_dir():
        say("To share: nothing yet. This release has no public edition; the next `foi ingest` writes one.")
        return
    found = Counter(m.kind for m in tables["masked"])
    masked = ", ".join(f"{number} {kind}" for kind, number in sorted(found.items())) or "nothing was found"
    say(f"To share: {shared} (the public edition; masked: {masked})")
    if tables["takedowns"]:
        missed = sum(not one.found for one in tables["takedowns"])
        told = f"; {missed} found nothing: see the problems" if missed else ""
        say(f"Taken down: {len(tables['takedowns'])}{told}. `foi takedown` lists them.")


def _held(found: list[tuple[Problem, str]]) -> None:
    """The documents that wait for a person because of what is hidden in them: each problem and what it says."""
    if found:
        _section(f"{len(found)} held for what is hidden in {'them' if len(found) > 1 else 'it'}")
    for problem, said in found:
        _line(f"  {problem.force}: {said}")
        _line(f"  → {problem.fix}")


def _outstanding(rows: list[Coverage]) -> None:
    """The forces that have decided nothing yet, by what they wait for."""
    told: dict[str, list[str]] = {}
    for row in rows:
        if row.overdue:
            told.setdefault("overdue", []).append(f"{row.force} (since {row.date_due})")
        elif row.status == "clarification" and row.date_due is None:
            told.setdefault("waiting for an answer to their question", []).append(row.force)
        elif not row.answered:
            due = f" (due {row.date_due})" if row.date_due else ""
            told.setdefault("no reply yet", []).append(f"{row.force}{due}")
    for what, forces in told.items():
        _paragraph(f"  {what}: ", ", ".join(forces))


def _standing(row: Coverage) -> tuple:
    low, high = row.officers_lower, row.officers_upper
    officers = low if low == high else f"{low}–{'' if high is None else high}"
    notes = [name for name in ("sample", "stale") if getattr(row, name)]
    force = f"{row.force} ({', '.join(notes)})" if notes else row.force
    return force, row.status, row.date_replied, row.cases, row.counts, officers, row.open


def problems(tables: dict[str, list], everything: bool, force: str | None, ids: bool = False, data: str = "") -> None:
    """The problems of a release: each unknown spelling once, then the others, the gravest first, then spellings left.

    `ids`: with the identifier of each problem. `data`: the option for the data folder, for commands to be copied.
    """
    from flows.spellings import unknown

    rows: list[Problem] = [row for row in tables["problems"] if force in (None, row.force)]
    found = unknown(tables, force)
    _spellings([one for one in found if one.left is None], data)
    grouped = set() if ids else {id(place) for one in found for place in one.places}
    for row in sorted((row for row in rows if id(row) not in grouped), key=_gravest_first):
        if row.severity == "info" and not everything:
            continue
        document = row.document[:8] if row.document else None
        parts = (
            row.force,
            document,
            row.location,
            f"row {row.row}" if row.row else None,
            row.problem_id if ids else None,
        )
        _line(f"{row.severity}: {row.code} ({', '.join(p for p in parts if p)}): {row.message}")
        if row.fix:
            _line(f"  → {row.fix}")
    _left([one for one in found if one.left])
    counted = Counter(row.severity for row in rows)
    say(", ".join(f"{counted[name]} {name}" for name in SEVERITIES) if rows else "No problems.")


def _spellings(found: list[Unknown], data: str) -> None:
    """Each unknown spelling with its places, and the commands that decide on it."""
    if not found:
        return
    from flows import vocab

    say(f"{len(found)} unknown spelling{'s' if len(found) > 1 else ''}, each to be mapped, ignored or left:")
    for one in found:
        say()
        _line(f"{one.vocabulary} “{_short(one.spelling, 200)}”: {one.amount}")
        for line in one.where():
            _line(f"    {line}")
        for line in vocab.commands(one, data):
            _line(f"  → {line}")
    say()


def _left(found: list[Unknown]) -> None:
    for one in found:
        if one.left:
            _line(f"left on {one.left.decided}: {one.vocabulary} “{one.spelling}”, {one.amount}: {one.left.reason}")


def _gravest_first(row: Problem) -> tuple:
    return SEVERITIES.index(row.severity), row.force or "", row.document or "", row.location or "", row.row or 0


def changes(compared: Compared) -> None:
    """What one release changed against another: in words, then each changed value."""
    before = compared.old.name if compared.old else "nothing"
    say(f"Release {compared.new.name} against {before}: {compared.summary}.")
    if compared.words:
        _section("What changed, by force and cause")
    for sentence in compared.words:
        say(textwrap.fill(sentence, _wide(), initial_indent="  ", subsequent_indent="    "))
    values = [c for c in compared.changes if c.change == "changed" and c.table != "coverage"]
    if values:
        _section(f"{len(values)} value{'s' if len(values) > 1 else ''} changed")
        _shortened(
            ("row", "column", "was", "is", "cause"),
            [(c.record, c.column, _short(c.was), _short(c.now), c.cause) for c in values],
        )


def sources(stand: Sequence[Standing]) -> None:
    """How the sources of the configuration stand, and what each says."""
    table(("source", "kind", "looks at", "state"), [[one.name, one.kind, one.place, one.state] for one in stand])
    for one in stand:
        if one.said:
            _section(one.name)
            for sentence in one.said:
                say(sentence)


def asked(noted: dict[tuple[str, str], Asked], path: Path) -> None:
    """Who is noted to have been asked."""
    if not noted:
        say(f"Nobody is noted to have been asked: {path} is not there. `foi asked FILE` takes in a CSV file.")
        return
    names = ("request", "force", "sent", "reference", "clarified", "extended_to", "review_asked", "closed", "note")
    table(names, [[getattr(one, name) for name in names] for _, one in sorted(noted.items())])
