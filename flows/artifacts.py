"""What a run leaves in Prefect for whoever looks at it there: the result, the problems, what changed.

Made from plain tables and text by functions of their own; Prefect is imported late. The API may be away: then the run
says so and goes on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from flows.progress import Progress
from flows.secret import scrubbed
from flows.standing import MOST_PROBLEMS, by_gravity
from flows.steps import Ending, Run, outside_the_tables, told_of
from schemas.records import SEVERITIES, Problem

RESULT, PROBLEMS, TO_DO, CHANGES = "result", "problems", "what-to-do", "what-changed"
"""Keys of the artifacts; each run adds a version to each."""

MOST_CHANGES = 200

_MARKUP = re.compile(r"([\\`*_{}\[\]()<>#!|~])")
_ADDRESS = re.compile(r"(?<=:)(?=//)|(?<=\bwww)(?=\.)|(?=@)", re.IGNORECASE)
_JOINER = "\u2060"
"""Seen by nobody (WORD JOINER): what a reply gives as an address is then no link to click on."""

Row = dict[str, str]


def result(ending: Ending) -> list[Row]:
    """The figures and sizes that the command line prints, as rows of a name and what it comes to."""
    said = [("ended", ending.failed or ending.outcome), *ending.rows]
    return [{"figure": name.strip(), "value": plain(value)} for name, value in said if name not in ("", "changed")]


def problems(outside: Iterable[tuple[str, str]], found: list[Problem]) -> list[Row]:
    """What waits for a person, errors first, each with where it is and the way out; first what is no row of `problems`."""
    rows = [_row("error", "", "", message, fix) for message, fix in outside]
    for problem in sorted(found, key=by_gravity):
        where = ", ".join(str(part) for part in (problem.location, problem.row and f"row {problem.row}") if part)
        rows.append(_row(problem.severity, problem.force or "", where, problem.message, problem.fix or ""))
    return rows[:MOST_PROBLEMS]


def _row(severity: str, force: str, where: str, message: str, fix: str) -> Row:
    told = {"severity": severity, "force": force, "where": where, "problem": message, "what to do": fix}
    return {name: plain(value) for name, value in told.items()}


def to_do(rows: list[Row]) -> str:
    """The rows of `problems` as Markdown to be read: Prefect's page cuts long cells of a table off."""
    lines = []
    for severity in SEVERITIES:
        here = [row for row in rows if row["severity"] == severity]
        lines += ["", f"### {len(here)} {severity}", ""] if here else []
        for row in here:
            place = ", ".join(row[name] for name in ("force", "where") if row[name])
            lines.append(f"- {f'**{place}**: ' if place else ''}{row['problem']}")
            lines += [f"  - {row['what to do']}"] if row["what to do"] else []
    return "\n".join(lines).strip() or "Nothing waits for a person."


def changes(run: Run) -> str:
    """What the release changed, as Markdown: what it came to, then a line for each force."""
    from flows.changes import in_words, totals

    made = run.release
    if made is None or not made.published:
        return "Nothing changed; no release was made."
    if made.previous is None:
        return f"Release `{made.id}`: {plain(run.changes[0])}."
    told = in_words(made.changes)
    more = [f"… and {len(told) - MOST_CHANGES} more: `foi changes` lists them."] if len(told) > MOST_CHANGES else []
    lines = [f"Release `{made.id}` after `{made.previous}`: {plain(totals(made.changes))}.", ""]
    return "\n".join([*lines, *(f"- {plain(line)}" for line in told[:MOST_CHANGES]), *more])


def plain(text: str) -> str:
    """The text so that Markdown shows it as it is: a reply may hold anything, a link or a picture among it."""
    return _MARKUP.sub(r"\\\1", _ADDRESS.sub(_JOINER, " ".join(scrubbed(text).split())))


def leave(run: Run, ending: Ending, progress: Progress) -> None:
    """Create the artifacts of the run that is going on. Raises nothing; says where one could not be created."""
    from prefect.artifacts import create_markdown_artifact, create_table_artifact

    told = told_of(run)
    counted = ", ".join(f"{number} {severity}" for severity, number in told.problems.items())
    shown = problems(outside_the_tables(run), told.gravest)
    left = f"; the gravest {len(shown)} are here, `foi problems` lists all" if len(shown) >= MOST_PROBLEMS else ""
    made: list[tuple[str, Callable[[], object]]] = [
        (RESULT, lambda: create_table_artifact(result(ending), RESULT, "What the run came to.")),
        (PROBLEMS, lambda: create_table_artifact(shown, PROBLEMS, f"{counted}{left}.")),
        (TO_DO, lambda: create_markdown_artifact(to_do(shown), TO_DO, f"What waits for a person: {counted}{left}.")),
        (CHANGES, lambda: create_markdown_artifact(changes(run), CHANGES, "What the release changed.")),
    ]
    for key, create in made:
        try:
            create()
        except Exception as wrong:  # whatever the API or the way to it does, the release stands
            reason = scrubbed((str(wrong).splitlines() or [type(wrong).__name__])[0])
            progress.warn(f"artifacts {key} could not be left in Prefect: {reason}")
