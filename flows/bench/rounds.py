"""Large made-up rounds: many small replies as files, and an archive of case lists that has been read and mapped already.

The same arguments give the same bytes. Nothing in them comes from a reply; the words are a few dozen phrases put together.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

from flows import mapping, steps
from flows.archive import sha256
from flows.grouping import Facts, Group, replies
from flows.progress import Progress
from flows.sources.folder import FolderSource
from parsers.documents import read
from parsers.documents.model import Document
from parsers.identify import identify, reply_id
from parsers.parse import DEFAULT_REQUEST
from parsers.result import Parsed
from schemas import requests
from schemas.records import Case, Reply, TableAccount

REPLIES, DATA = "replies", "data"

CASES_EACH = 1000
"""Cases of one document of a large round."""

_LONG_AGO = 1_600_000_000
"""When the files were written: a file that was just written is read again by the next run, in case it is changed still."""

_RANKS = {"PC": "pc", "Constable": "pc", "DC": "pc", "Sergeant": "sergeant", "Inspector": "inspector", "Police Staff": "staff"}  # fmt: skip
_CHANNELS = {"WhatsApp": "whatsapp", "Facebook": "facebook", "Text message": "text_message", "Instagram": "instagram", "Twitter": "twitter"}  # fmt: skip
_OUTCOMES = {
    "Final written warning": "final_written_warning", "Written warning": "written_warning", "Dismissed": "dismissed",
    "Management action": "management_action", "No further action": "no_further_action", "Resigned": "resigned",
    "Reflective practice": "reflective_practice", "Ongoing": "ongoing",
}  # fmt: skip
_STANDARDS = ("Discreditable Conduct", "Authority, Respect and Courtesy", "Equality and Diversity", "Confidentiality")
_DID = ("Sent", "Posted", "Forwarded", "Shared", "Commented on")
_WHAT = {
    "offensive messages": "offensive_content", "a racist joke": "racism", "a sexist image": "sexism",
    "unwanted messages": "harassment", "details of an incident": "information_disclosure",
}  # fmt: skip
_WHERE = (
    "to a colleague",
    "in a group of the shift",
    "to a member of the public",
    "on a public page",
    "while off duty",
)
_WHEN = ("on nights", "during a course", "after an event", "over several weeks", "once", "at the end of a shift")

HEADINGS = ("Reference", "Year", "Rank", "Platform", "Allegation", "Standard", "Outcome")
_COLUMNS = ("case_ref_raw", "year_raw", "rank_raw", "channel_raw", "conduct_raw", "standard_raw", "outcome_raw")


def forces_asked() -> tuple[str, ...]:
    """The forces that the round is of."""
    return requests.load(DEFAULT_REQUEST).asked


def rows(rng: Random, number: int, first: int = 1) -> list[list[str]]:
    """So many rows of a case list, without its headings; `first` numbers the first case."""
    return [
        [
            f"MC/{first + n:05}/{rng.randint(17, 23)}",
            str(rng.randint(2017, 2023)),
            rng.choice([*_RANKS]),
            rng.choice([*_CHANNELS]),
            " ".join((rng.choice(_DID), rng.choice([*_WHAT]), rng.choice(_WHERE), rng.choice(_WHEN))),
            rng.choice(_STANDARDS),
            rng.choice([*_OUTCOMES]),
        ]
        for n in range(number)
    ]


def as_csv(table: list[list[str]]) -> bytes:
    file = io.StringIO()
    csv.writer(file, lineterminator="\r\n").writerows(table)
    return file.getvalue().encode()


# ---- replies as files

KINDS = ("pdf", "pdf", "pdf", "csv", "xlsx", "docx", "html", "eml", "txt", "pdf")
"""What each ten replies are, in turn."""

_ASKED = (
    "How many police officers have been investigated for their conduct in WhatsApp messages, text messages, social media "
    "messages or posts since the start of 2017, and what was the outcome of each?"
)


def write_replies(folder: Path, number: int, first: int = 0) -> list[Path]:
    """Write so many small replies, each a part of its force's answer with five to fifteen cases; `first` numbers the first.

    The same number is the same reply, whatever is written with it.
    """
    return [_write_reply(folder, n) for n in range(first, first + number)]


def _write_reply(folder: Path, number: int) -> Path:
    rng, forces = Random(f"reply {number}"), forces_asked()
    kind, force = KINDS[number % len(KINDS)], forces[number % len(forces)]
    table = [list(HEADINGS), *rows(rng, rng.randint(5, 15), number * 20)]
    day = date(2022, 1, 1) + timedelta(number // len(forces))
    lines = [
        f"Freedom of Information Request Reference No: {number}/22",
        f"Date: {day:%-d %B %Y}",
        "Dear Sir or Madam,",
        "I write in connection with your request for information. You asked:",
        _ASKED,
        "I have today decided to disclose the located information to you in full. This is the first part of our response.",
    ]
    path = folder / force / f"{number:05}" / f"reply.{kind}"  # a bare list beside other letters would go to the latest
    put(
        path,
        {"csv": as_csv, "xlsx": _as_xlsx}[kind](table) if kind in ("csv", "xlsx") else _as_letter(kind, lines, table),
    )
    return path


def _as_letter(kind: str, lines: list[str], table: list[list[str]]) -> bytes:
    if kind == "pdf":
        return _as_pdf(lines, table)
    if kind == "docx":
        return _as_docx(lines, table)
    if kind == "txt":
        return "\n\n".join([*lines, *(", ".join(row) for row in table)]).encode()
    html = "".join(f"<p>{line}</p>" for line in lines)
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in table)
    page = f"<html><body>{html}<table>{cells}</table></body></html>".encode()
    if kind == "html":
        return page
    head = "From: foi@example.org\r\nSubject: FOI request\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    return head.encode() + page


def _as_pdf(lines: list[str], table: list[list[str]]) -> bytes:
    from reportlab.lib import colors
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table, TableStyle

    style, file = getSampleStyleSheet()["BodyText"], io.BytesIO()
    story: list[Flowable] = [Paragraph(line, style) for line in lines]
    ruled = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("FONTSIZE", (0, 0), (-1, -1), 7)])
    SimpleDocTemplate(file, pagesize=landscape(A4), invariant=1).build([*story, Table(table, style=ruled)])
    return file.getvalue()


def _as_xlsx(table: list[list[str]]) -> bytes:
    from xlsxwriter import Workbook

    file = io.BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        book.set_properties({"created": datetime(2022, 1, 1, tzinfo=UTC)})
        sheet = book.add_worksheet("Cases")
        for number, row in enumerate(table):
            sheet.write_row(number, 0, row)
    return file.getvalue()


def _as_docx(lines: list[str], table: list[list[str]]) -> bytes:
    from docx import Document as Word

    made, file = Word(), io.BytesIO()
    for line in lines:
        made.add_paragraph(line)
    grid = made.add_table(len(table), len(HEADINGS))
    for cells, row in zip(grid.rows, table, strict=True):
        for cell, text in zip(cells.cells, row, strict=True):
            cell.text = text
    made.save(file)
    return file.getvalue()


# ---- an archive that has been read and mapped


def case_lists(
    folder: Path, cases: int, seed: int = 1, each: int = CASES_EACH
) -> Iterator[tuple[str, Path, list[list[str]]]]:
    """Write so many cases as CSV files of `each` below `folder`; force, path and rows of each."""
    rng, forces = Random(f"{seed} {cases}"), forces_asked()
    for number in count():
        left = cases - number * each
        if left <= 0:
            return
        force = forces[number % len(forces)]
        table = rows(rng, min(left, each), number // len(forces) * each + 1)
        path = folder / force / f"part-{number:05}.csv"
        put(path, as_csv([list(HEADINGS), *table]))
        yield force, path, table


def put(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    os.utime(path, (_LONG_AGO, _LONG_AGO))


def archived(folder: Path, cases: int, each: int = CASES_EACH) -> None:
    """Make `folder/data/raw`, in which so many cases wait to be merged: documents, what was read of them, what they yield.
    Each document has so many of them.

    Each document is a part of its force's answer (`folder/replies`), as a letter would have said; so all of them stand.
    """
    tables = {sha256(path.read_bytes()): table for _, path, table in case_lists(folder / REPLIES, cases, each=each)}
    with steps.begun(folder / DATA, [FolderSource(folder / REPLIES)], Progress(io.StringIO())) as run:
        steps.collect(run)
        days: dict[str, int] = {}
        for seen in run.seen:
            document = read(run.archive.load(seen.sha256), Path(seen.path).name)
            run.archive.keep_reading(seen.sha256, document)
            force = Path(seen.path).parent.name
            days[force] = days.get(force, 0) + 1
            facts = Facts(
                date_replied=date(2022, 1, 1) + timedelta(days[force]),
                instalment=True,
                leads=True,  # else it would go to the first letter of its force that comes
                request=DEFAULT_REQUEST,
            )
            said = asdict(facts) | {"date_replied": str(facts.date_replied)}
            run.archive.keep("letters", mapping.facts_key(seen.sha256), said)
        steps.read(run)
        groups, _ = replies(run.ledger.sightings(), lambda name: mapping.known_facts(run.archive, name))
        for group in groups:
            parsed = yielded(group, run.archive.reading(group.lead.sha256), tables[group.lead.sha256])
            run.archive.keep("mappings", mapping.mapping_key(group), mapping.packed(parsed))


def yielded(group: Group, document: Document, table: list[list[str]]) -> Parsed:
    """What the parsers would make of one of these case lists."""
    (force, *_), name = group.forces, group.lead.sha256
    own = reply_id(group.request, force, name)
    reply = Reply(
        reply_id=own, request=group.request, force=force, date_replied=group.lead.facts.date_replied, status="full",
        grain="officer", year_basis="calendar", parser=force, parser_version="1",
    )  # fmt: skip
    location = document.tables[0].location
    cases = [_case(row, n, own, group.request, force, name, location) for n, row in enumerate(table, start=2)]
    identify(cases, [], [])
    account = TableAccount(
        document=name, location=location, table="1", rows=len(table) + 1, header=1, records=len(table), skipped=0,
        quarantined=0,
    )  # fmt: skip
    return Parsed(reply, cases=cases, accounting=[account])


def _case(row: list[str], number: int, own: str, request: str, force: str, document: str, location: str) -> Case:
    said: dict[str, Any] = dict(zip(_COLUMNS, row, strict=True))
    outcome = _OUTCOMES[said["outcome_raw"]]
    conduct = next(code for words, code in _WHAT.items() if words in said["conduct_raw"])
    return Case(
        **said, reply_id=own, request=request, force=force, document=document, location=location, row=number,
        person_type="staff" if said["rank_raw"] == "Police Staff" else "officer", rank=_RANKS[said["rank_raw"]],
        year=int(said["year_raw"]), year_basis="calendar", channels=[_CHANNELS[said["channel_raw"]]],
        conduct_categories=[conduct], conduct_rules=["vocabulary"], outcome=outcome, outcomes=[outcome],
        cells={column: f"{location}!{letter}{number}" for column, letter in zip(_COLUMNS, "ABCDEFG", strict=True)},
        parser=f"{force} 1",
    )  # fmt: skip
