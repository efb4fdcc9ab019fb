"""From the documents of one reply to its records: the letter's facts, every table mapped, every row accounted for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, cached_property
from hashlib import sha256
from itertools import groupby
from pathlib import Path

from parsers import disclosure, forces, headings
from parsers.accounting import Account
from parsers.bilingual import welsh_tables
from parsers.blocks import Blocks, case_blocks
from parsers.cases import read_cases
from parsers.context import Context
from parsers.continued import under_their_headings
from parsers.counts import Printed, read_counts
from parsers.documents.hidden import READ
from parsers.documents.model import Document, Hidden, Table
from parsers.grid import Grid, grids, layout, period_in
from parsers.identify import identify, reply_id
from parsers.infer import CaseList, Matrix, NotData, QuestionsAnswered, infer
from parsers.joint import one_below_the_other
from parsers.letter import Letter, read_letter
from parsers.lines import Lines, case_lines
from parsers.numbers import Number, parse_number
from parsers.part_years import part_years
from parsers.pieces import Piece, pieces
from parsers.reconcile import printed_tables, reconcile
from parsers.repeated import Doubt, repeated_tables, said_before
from parsers.result import JointTotal, Parsed, ProblemLog
from parsers.rounded import rounding, widen
from parsers.scanned import report_scanned
from parsers.seen import Layout, Seen
from parsers.sentences import read_answers, read_cells
from parsers.table import TableParser
from schemas import forces as registry
from schemas import requests
from schemas.records import Case, Count, Problem, Reply, TableAccount
from schemas.vocabulary import normalise

DEFAULT_REQUEST = "online-misconduct-2017"
"""The request of a reply that neither the caller nor the letter names: the round that the project began with."""

SPREADSHEETS = (
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.ms-excel",
    "text/csv",
)

_DATED = re.compile(r"\d+(?:st|nd|rd|th)?|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b|\W", re.I)
_NAMES_OFFICER = re.compile(r"(?:officer|subject|person|individual)\b|[A-Z]\W*$", re.I)
"""A reference that is an officer's ('Officer A'): that several rows have it is told with the list (`parsers.cases`)."""
_QUESTION = re.compile(r"(?:q|question)\s*\.?\s*\d{1,2}[a-z]?\W*", re.I)
_GRAIN = {
    "officers": "officer",
    "persons": "officer",
    "allegations": "allegation",
    "cases": "case",
    "investigations": "case",
    "complaints": "case",
}


def _tell_doubt(doubt: Doubt, log: ProblemLog) -> None:
    log.add(
        "low_confidence",
        "warning",
        f"{doubt.rows} rows of table {doubt.table.number} at {doubt.table.location} stand in table {doubt.other.number} of "
        f"{doubt.other_document.name} ({doubt.other.location}) too; both tables were read, and officers may be counted twice.",
        fix="Compare the two. If one repeats the other, drop its rows by hand (docs/corrections.md) or leave the file out.",
        location=doubt.table.location,
    )


@cache
def _code_fingerprint() -> str:
    """Changes with any module of this room that maps, so that a changed rule is a changed version."""
    digest = sha256()
    for module in sorted(Path(__file__).parent.glob("*.py")) + sorted(Path(__file__).parent.glob("letter/*")):
        if module.is_file():
            digest.update(module.read_bytes())
    digest.update(headings.fingerprint().encode())
    return digest.hexdigest()[:12]


def version(force: str | None) -> str:
    """The version of the mapping of one force: its own module, the shared rules and the headings."""
    return f"{forces.version(force)}+{_code_fingerprint()[:6]}{forces.fingerprint(force)[:6]}"


def parse_reply(documents: list[Document], force: str | None = None, request: str | None = None) -> Parsed:
    """Map the documents of one reply, the letter first, to records.

    `force` and `request` are slugs; where they are None the letter says, and failing that the force stays open and the
    request is the default one. Raises `KeyError` for a slug that the registry does not hold; never for any content.
    Among its problems are the suppressed numbers that the reply itself gives away; what replies give away together is
    looked for where they are published together (`flows.merge`).
    """
    parsed = explain_reply(documents, force, request).parsed
    found = disclosure.problems(disclosure.look(parsed.counts, parsed.printed, parsed.cases, joint=parsed.joint))
    identify([], [], found)
    parsed.problems += found
    return parsed


def explain_reply(documents: list[Document], force: str | None = None, request: str | None = None) -> Explained:
    """As `parse_reply`, with what became of each letter and table on the way."""
    if force:
        registry.by_slug(force)
    letters = [_letter(d, force) for d in documents]
    lead = letters[0]
    force = force or next((f for letter in letters for f in letter.forces), None)
    asked = requests.load(
        request or next((letter.request for letter in letters if letter.request), None) or DEFAULT_REQUEST
    )
    parser = forces.parser_of(force)
    mapping = _Mapping(documents, letters, force, asked, parser)
    mapping.run()
    return Explained(mapping.result(lead), letters, mapping.seen)


@dataclass(frozen=True, slots=True)
class Explained:
    """One reply mapped: its records, the letter of each document, every table in the order in which it was read."""

    parsed: Parsed
    letters: list[Letter]
    tables: list[Seen]


def _letter(document: Document, force: str | None) -> Letter:
    regime = registry.by_slug(force).foi_regime.rstrip("?") if force else "FOIA"
    letter = read_letter(document, regime)
    if force is None and letter.forces and (own := registry.by_slug(letter.forces[0]).foi_regime.rstrip("?")) != regime:
        letter = read_letter(document, own)
    return letter


class _Mapping:
    """The mapping of one reply, step by step."""

    def __init__(
        self,
        documents: list[Document],
        letters: list[Letter],
        force: str | None,
        request: requests.Request,
        parser: TableParser,
    ) -> None:
        self.documents, self.letters, self.force, self.request, self.parser = documents, letters, force, request, parser
        self.parser_name = f"{parser.name()} {version(force)}"
        self.reply_id = reply_id(request.slug, force, documents[0].sha256)
        self.legend = _legend(letters, parser)
        self.abbreviations = {
            normalise(short): said.text
            for x in letters
            for short, said in x.legend.items()
            if short and not said.meaning
        }
        self.abbreviations |= dict(_spelled_out(documents))
        blank = next((x.legend[""] for x in letters if "" in x.legend and not x.legend[""].meaning), None)
        if blank:
            self.abbreviations["blank"] = blank.text
        self.blank_repeats = any(_AS_ABOVE.search(text) for text in _notes(documents, letters))
        self.part_years = part_years(_notes(documents, letters))
        self.repeated, self.doubts = repeated_tables(documents)
        for document in documents:
            self.repeated |= welsh_tables(document)
        self.said: set[tuple[str | None, str]] = set()  # answers in words, of the documents read so far
        self.printed: list[Printed] = []
        self.sentences: list[Count] = []
        self.totals: list[Count] = []
        self.cases: list[Case] = []
        self.problems: list[Problem] = []
        self.accounting: list[TableAccount] = []
        self.seen: list[Seen] = []

    def run(self) -> None:
        for document, letter in zip(self.documents, self.letters, strict=True):
            log = ProblemLog(document.sha256, self.force, self.request.slug)
            self._findings(document, letter, log)
            context = self._context(document, letter, log)
            claims = self._claims(document, letter, context)
            layouts = [found for table, claimed in claims if id(table) not in self.repeated for _, found in claimed]
            context = replace(context, captions_differ=_told_apart_by_caption(layouts))
            for table, claimed in claims:
                self._table(table, claimed, context)
            letter = self._in_lines(document, letter, context)
            account = Account(document.sha256, "text", "text", len(letter.answers))
            self.sentences.extend(read_answers(letter, context, account, self._repeated_answers(letter, context)))
            if letter.answers:
                self.accounting.append(account.close())
            for doubt in self.doubts:
                if doubt.document is document:
                    _tell_doubt(doubt, log)
            report_scanned(self.printed, [*self.totals, *self.sentences], self.cases, log)
            self.problems.extend(log.problems)
        log = ProblemLog(self.documents[0].sha256, self.force, self.request.slug)
        if rounded := rounding(_notes(self.documents, self.letters)):
            widen(self.printed, rounded, log)
        notes = list(_notes(self.documents, self.letters))
        self._leave_out(reconcile(self.printed, self.sentences, self.cases, log, notes), log)
        self.problems.extend(log.problems)

    def _leave_out(self, together: list[Printed], log: ProblemLog) -> None:
        """Leave out the sums over the forces of a joint letter, of which each is given too, and say so."""
        gone = {id(p) for p in together}
        self.printed = [p for p in self.printed if id(p) not in gone]
        rows = {(id(p.grid), p.row) for p in self.printed}
        for grid, items in _by_table(together):
            log.add(
                "low_confidence",
                "info",
                f"{len(items)} numbers of the table that begins “{(grid.title() or grid.label(0))[:80]}” are of the forces together, as those of each stand beside them: they were checked and left out.",
                location=items[0].record.location,
            )
            bare = {p.row for p in items if (id(grid), p.row) not in rows}
            for account in self.accounting:
                if bare and (account.location, account.table) == (grid.table.location, str(grid.table.number)):
                    account.records -= len(bare)
                    account.skipped += len(bare)
                    account.reasons["of the forces of a joint letter together"] = len(bare)

    def _context(self, document: Document, letter: Letter, log: ProblemLog) -> Context:
        spoken = next((x for x in (letter, *self.letters) if x.measure), letter)
        dated = next((x for x in (letter, *self.letters) if x.period_start or x.period_end), letter)
        years = next((x for x in (letter, *self.letters) if x.year_basis != "unknown"), letter)
        return Context(
            document=document,
            request=self.request,
            force=self.force,
            reply_id=self.reply_id,
            parser=self.parser_name,
            log=log,
            legend=self.legend,
            measure=spoken.measure,
            unit_raw=spoken.unit_raw,
            period_raw=dated.places.get("period_raw"),
            period_start=dated.period_start,
            period_end=dated.period_end,
            year_basis=years.year_basis,
            corrections=self.parser.corrections(),
            blank_repeats=self.blank_repeats,
            abbreviations=self.abbreviations,
            joint=tuple(self.letters[0].forces) if len(self.letters[0].forces) > 1 else (),
            part_years=self.part_years,
            questions=_questions(self.documents, self.letters),
        )

    def _findings(self, document: Document, letter: Letter, log: ProblemLog) -> None:
        for finding in [*document.findings, *(letter.findings if self._is_letter(document) else [])]:
            log.add(
                finding.code,
                finding.severity,
                finding.message,
                fix=finding.fix,
                location=finding.location,
                row=finding.row,
            )
        for location, texts in _stray_headings(document, letter):
            log.add(
                "low_confidence",
                "warning",
                f"Pieces of a table's heading stand outside it ({', '.join(f'“{t}”' for t in texts[:4])}): its first row may be cut.",
                fix="Look at the page with foi inspect --image; correct the records by hand.",
                location=location,
            )
        for hidden in document.hidden:
            log.add(
                "hidden_content",
                hidden.severity,
                f"{hidden.amount} × {hidden.what} at {hidden.location}: {_treated(hidden)}{f' ({hidden.note})' if hidden.note else ''}.",
                fix=_what_to_do(hidden, document),
                location=hidden.location,
            )
        if self.force and letter.forces and self.force not in letter.forces:
            log.add(
                "low_confidence",
                "warning",
                f"The reply is filed under {self.force} and its letter names {', '.join(letter.forces)}.",
                fix="If it is filed wrongly, move it to the right force's folder or name the force with --force.",
            )
        if self.force is None:
            log.add(
                "low_confidence",
                "error",
                "Nothing says which force sent this: neither a folder, nor the file's name, nor the letter.",
                fix="Say it with --force SLUG, or put the file in a folder with the force's name.",
            )

    def _is_letter(self, document: Document) -> bool:
        """The document that is to say when, to whom and what was decided: not a workbook, not an attachment."""
        return document is self.documents[0] and document.media_type not in SPREADSHEETS

    def _repeated_answers(self, letter: Letter, context: Context) -> set[int]:
        """The answers, by their index, that an earlier document of the reply has given in the same words."""
        again = {i for i, a in enumerate(letter.answers) if said_before(a.text, a.question, self.said)}
        self.said |= {(a.question, normalise(a.text)) for a in letter.answers}
        if again:
            context.log.add(
                "low_confidence",
                "info",
                f"{len(again)} answers in words stand in another document of the reply in the same words: they were read once.",
                location=letter.answers[min(again)].location,
            )
        return again

    def _without_repeats(
        self, table: Table, claimed: list[tuple[Piece, Layout]], context: Context
    ) -> list[tuple[Piece, Layout]]:
        """The pieces of a table; of one that another document has too, none is read, and that is told."""
        repeat = self.repeated.get(id(table))
        if repeat is None or all(isinstance(found, str) for _, found in claimed):
            return claimed
        context.log.add(
            "low_confidence",
            "info" if repeat.sure else "warning",
            f"All rows of table {table.number} at {table.location} stand in {repeat.where} too: they were read there alone.",
            fix="If these are other officers than there, add them by hand (docs/corrections.md).",
            location=table.location,
        )
        why = f"stands in {repeat.document.name} too"
        return [(piece, found if isinstance(found, str) else why) for piece, found in claimed]

    def _table(self, table: Table, claimed: list[tuple[Piece, Layout]], context: Context) -> None:
        claimed = self._without_repeats(table, claimed, context)
        rows = len(table.rows) + len(table.repeated)
        account = Account(context.document.sha256, table.location, str(table.number), rows)
        for index in range(len(table.rows), rows):
            account.settle(index, "header")
        for piece, found in claimed:
            own = Account(context.document.sha256, table.location, str(table.number), len(piece.table.rows))
            self._read(found, own, context)
            piece.settle(own, account)
        self.accounting.append(account.close())
        self.seen.append(Seen(context.document.sha256, table, claimed, account))

    def _in_lines(self, document: Document, letter: Letter, context: Context) -> Letter:
        """Read the cases that the letter gives in lines; the letter without those lines."""
        letter = self._listed(case_blocks(document, letter.quoted, letter.boilerplate), document, letter, context)
        lines = self._lines.get(id(document))
        if lines is None:
            return letter
        without = self._listed(lines, document, letter, context)
        for text, stated, below in lines.short if without is not letter else ():
            context.log.add(
                "letter_mismatch",
                "warning",
                f"“{text.text[:60]}” says {stated}, and the lines below it that could be read are about {below} officers.",
                fix="Look at the page; add the cases that are missing by hand.",
                location=text.location,
            )
        # the same lines in a further document are a repetition
        self.said |= {(a.question, normalise(a.text)) for a in letter.answers if a.block in lines.used}
        return without

    @cached_property
    def _lines(self) -> dict[int, Lines]:
        """The documents that give cases in lines of one case each, by `id`, and the cases.

        Empty where the reply has a case list besides, of which the lines may explain rows, or where two documents have
        different lines; none of a joint letter, whose lines do not say whose they are.
        """
        found = [(d, case_lines(d, x)) for d, x in zip(self.documents, self.letters, strict=True)]
        told = [(d, lines) for d, lines in found if lines.table]
        if not told or self.blank_repeats or any(len(x.forces) > 1 for x in self.letters) or self._has_case_list():
            return {}
        same = {tuple(tuple(c.text for c in row.cells) for row in lines.table.rows) for _, lines in told if lines.table}
        return {id(told[0][0]): told[0][1]} if len(same) == 1 else {}

    def _has_case_list(self) -> bool:
        """A table of the reply is a list of cases, or lines of heading and value are."""
        for document, letter in zip(self.documents, self.letters, strict=True):
            if case_blocks(document, letter.quoted, letter.boilerplate).table:
                return True
            unheard = self._context(document, letter, ProblemLog(document.sha256, self.force, self.request.slug))
            claims = self._claims(document, letter, unheard)
            if any(isinstance(found, CaseList) for _, claimed in claims for _, found in claimed):
                return True
        return False

    def _listed(self, blocks: Blocks, document: Document, letter: Letter, context: Context) -> Letter:
        """Read the cases of lines that were put together into a table; the letter without those lines."""
        table = blocks.table
        found = infer(Grid(table), self.request, context.log, context.corrections) if table else None
        if table is None or not isinstance(found, CaseList):
            return letter
        account = Account(document.sha256, table.location, "text", len(table.rows))
        self._read(found, account, context)
        self.accounting.append(account.close())
        whole = Piece(table, list(range(len(table.rows))))
        self.seen.append(Seen(document.sha256, table, [(whole, found)], account))
        answered = {a.block for a in letter.answers}
        for text in blocks.left:
            if text.number not in answered:
                context.log.add(
                    "low_confidence",
                    "warning",
                    f"“{text.text[:120]}” stands among the cases that are given in lines, and belongs to none of them.",
                    fix="Read it on the page, and correct the records by hand where it says more about a case.",
                    location=text.location,
                )
        return replace(letter, answers=[a for a in letter.answers if a.block not in blocks.used])

    def _read(self, found: Layout, account: Account, context: Context) -> None:
        if isinstance(found, str):
            account.settle_rest("skipped", found)
        elif isinstance(found, CaseList):
            cases, totals = read_cases(found, context, account)
            self.cases.extend(self._adjusted(cases))
            self.totals.extend(totals)
        elif isinstance(found, QuestionsAnswered):
            self.sentences.extend(read_cells(found, context, account))
        else:
            printed = read_counts(found, context, account)
            for item in printed:
                item.record = self.parser.adjust(item.record)  # type: ignore[assignment]
            self.printed.extend(printed)

    def _claims(
        self, document: Document, letter: Letter, context: Context
    ) -> list[tuple[Table, list[tuple[Piece, Layout]]]]:
        """The pieces of each table, each with its layout or the reason why its rows are left out."""
        parts = [(table, pieces(table)) for table in document.tables]
        parts = under_their_headings(parts, context.corrections)
        parts = [(t, [one_below_the_other(p, context.joint, context.corrections) for p in own]) for t, own in parts]
        for piece in (p for _, own in parts for p in own if p.rows and p.rows[0] is None):
            _tell_words_above(piece, context)
        cut = iter(grids(piece.table for _, own in parts for piece in own))
        return [(table, [(piece, self._claim(next(cut), letter, context)) for piece in own]) for table, own in parts]

    def _claim(self, grid: Grid, letter: Letter, context: Context) -> Layout:
        table = grid.table
        if table.number in letter.form_tables:
            return "part of the letter's form"
        if table.number in letter.quoted_tables:
            return "part of the quoted request"
        if not self.parser.holds_data(table):
            return "holds no answer, says the force's module"
        lead = _leads(context.document).get(table.number, "")
        found = infer(grid, self.request, context.log, context.corrections, context.legend, lead, context.joint)
        if found is None:
            return "unclaimed table"
        inferred = isinstance(found, (CaseList, Matrix))
        if inferred and not self.parser.knows(self.request.slug, layout(found.grid)):
            self._layout_changed(found.grid, context)
        return found.reason if isinstance(found, NotData) else found

    def _layout_changed(self, grid: Grid, context: Context) -> None:
        known = "; ".join(f"“{text}”" for text in self.parser.layouts[self.request.slug])
        context.log.add(
            "layout_changed",
            "info",
            f"The headings are “{layout(grid)}”; known of this force: {known}. The table was read by its headings.",
            fix=f"Look at what was read; if it is right, add the headings to layouts in {type(self.parser).__module__}.",
            at=grid.rows[0],
        )

    def _adjusted(self, cases: list[Case]) -> Iterable[Case]:
        return (self.parser.adjust(case) for case in cases)  # type: ignore[misc]

    def result(self, lead: Letter) -> Parsed:
        counts = [p.record for p in self.printed] + self.totals + self.sentences
        reply = self._reply(lead, counts)
        if reply.status in ("full", "partial") and not (self.cases or counts):
            self.problems.append(self._no_data(lead, reply))
        joint = self._joint_totals(lead, counts)
        others = self._share_out(lead, reply, counts)
        self._years_missing()
        self._references_shared()
        self._before_what_was_asked(counts)
        identify(self.cases, counts, self.problems)
        printed = printed_tables(self.printed)
        return Parsed(reply, others, self.cases, counts, self.problems, self.accounting, printed, joint)

    def _joint_totals(self, lead: Letter, counts: list[Count]) -> list[JointTotal]:
        """The totals of a joint letter that name no force, where its other numbers name several: they are of all of them."""
        named = tuple(dict.fromkeys(f for f in lead.forces if any(c.force == f for c in counts)))
        bare = [c for c in counts if c.force is None and c.dimension == "total"] if len(named) > 1 else []
        return [JointTotal(count, named) for count in bare]

    def _years_missing(self) -> None:
        """Tell of the tables whose cases have no year, where other cases of the reply have one."""
        if not any(case.year for case in self.cases):
            return
        bare = [case for case in self.cases if case.year is None and case.year_raw is None]
        for (document, location), rows in groupby(bare, key=lambda case: (case.document, case.location)):
            log = ProblemLog(document, self.force, self.request.slug)
            log.add(
                "low_confidence",
                "warning",
                f"{len(list(rows))} cases of {location} have no year, and others of the reply have one.",
                fix="Look at the page: the year may stand above the table or on the page before; correct the records by hand.",
                location=location,
            )
            self.problems.extend(log.problems)

    def _before_what_was_asked(self, counts: list[Count]) -> None:
        """Tell of records of a time that ends before the one that was asked about: they count with the others."""
        begins = self.request.period_start
        early: list[Case | Count] = [c for c in counts if c.period_end and c.period_end < begins]
        early += [c for c in self.cases if c.year is not None and c.year_basis == "calendar" and c.year < begins.year]
        if early:
            log = ProblemLog(early[0].document, self.force, self.request.slug)
            log.add(
                "low_confidence",
                "warning",
                f"{len(early)} records are of a time before {begins.day} {begins:%B %Y}, from which on was asked (“{early[0].year_raw if isinstance(early[0], Case) else early[0].period_raw}”).",
                fix="Look at the page: where they are not part of the answer, drop them by a correction.",
                at=early[0],
            )
            self.problems.extend(log.problems)

    def _no_data(self, lead: Letter, reply: Reply) -> Problem:
        log = ProblemLog(self.documents[0].sha256, self.force, self.request.slug)
        if lead.attachment and len(self.documents) == 1:
            log.add(
                "attachment_missing",
                "error",
                "The letter says that the data are attached, and no attachment was found.",
                fix="Put the attachment beside the letter, in the same folder.",
            )
        else:
            log.add(
                "no_data_found",
                "error",
                f"The letter reads as an answer ({reply.status}), and no figures were found in it.",
                fix="Run foi inspect on the file: if its table was not seen or not understood, name its columns in the force's module.",
            )
        return log.problems[0]

    def _reply(self, lead: Letter, counts: list[Count]) -> Reply:
        first = next((x for x in self.letters if x.reference), lead)
        has_data = bool(self.cases or counts)
        status = lead.status or next((x.status for x in self.letters if x.status), None)
        records: list[Case | Count] = [*self.cases, *counts]
        bases = Counter(r.year_basis for r in records if r.year_basis in ("calendar", "financial"))
        totals = [c for c in self.sentences if c.dimension == "total" and c.value is not None]
        of_parts = {id(c) for c in self.sentences if totals and not any(t.period_start or t.period_end for t in totals)}
        timed = [
            c for c in counts if id(c) not in of_parts
        ]  # 'Matter H (2023)': the time of one matter is not that of all
        starts = [c.period_start for c in timed if c.period_start]
        ends = [c.period_end for c in timed if c.period_end]
        last = max(ends, default=None)
        goes_on = any(not c.period_end and last and c.period_start and c.period_start > last for c in counts)
        period_letter = next((x for x in self.letters if x.period_start or x.period_end), lead)
        return Reply(
            reply_id=self.reply_id,
            request=self.request.slug,
            force=self.force,
            reference=first.reference,
            date_received=next((x.date_received for x in self.letters if x.date_received), None),
            date_replied=next((x.date_replied for x in self.letters if x.date_replied), None),
            status=status or ("full" if has_data else "unread"),
            exemptions=list(dict.fromkeys(e for x in self.letters for e in x.exemptions)),
            grain=self._grain(counts),
            unit_raw=next((x.unit_raw for x in self.letters if x.unit_raw), None),
            period_start=period_letter.period_start or min(starts, default=None),
            period_end=period_letter.period_end or (None if goes_on else last),
            year_basis=_basis(bases, lead),
            year_event=next((x.year_event for x in self.letters if x.year_event != "unknown"), "unknown"),
            documents=[d.sha256 for d in self.documents],
            parser=self.parser.name(),
            parser_version=version(self.force),
            sample=any(x.sample for x in self.letters),
        )

    def _grain(self, counts: list[Count]) -> str:
        more = [p.record for p in self.printed if p.record.meaning != "not_held"]
        if self.cases and any(c.dimension != "total" or c.year_basis in ("calendar", "financial") for c in more):
            return "mixed"
        if any(c.part or c.officers_lower > 1 for c in self.cases):
            return "case"
        if self.cases:
            stated = next((x.measure for x in self.letters if x.measure), None)
            if stated not in ("officers", "persons") and self._rows_of_one_reference():
                return "allegation" if stated == "allegations" else "unknown"
            return _GRAIN.get(stated or self.request.measure, "unknown")
        return "count" if counts else "none"

    def _rows_of_one_reference(self) -> list[Case]:
        """Rows whose reference stands in another row too: they may be several allegations against one officer."""
        rows = {(c.document, c.location, c.row): c for c in self.cases if c.case_ref_raw}
        times = Counter((c.document, c.case_ref_raw) for c in rows.values())
        return [c for c in rows.values() if times[c.document, c.case_ref_raw] > 1]

    def _references_shared(self) -> None:
        """Tell of references that several rows have, where nothing says that each row is an officer."""
        shared = [c for c in self._rows_of_one_reference() if not _NAMES_OFFICER.match(c.case_ref_raw or "")]
        if not shared or any(x.measure in ("officers", "persons") for x in self.letters):
            return
        log = ProblemLog(shared[0].document, self.force, self.request.slug)
        log.add(
            "ambiguous_value",
            "warning",
            f"{len(shared)} rows have a reference that another row has too (“{shared[0].case_ref_raw}”): they may be about one officer, and count as one at least and one each at most.",
            fix="Look at the file; say in the force's module or by corrections which rows are about one officer.",
            at=shared[0],
        )
        self.problems.extend(log.problems)

    def _share_out(self, lead: Letter, reply: Reply, counts: list[Count]) -> list[Reply]:
        """Give the rows of a joint letter to the forces they belong to; where a table names none, say so."""
        joint = [f for f in lead.forces if f != self.force] if self.force in lead.forces else []
        if not joint:
            return []
        unnamed = set()
        records: list[Case | Count] = [*self.cases, *counts]
        for record in records:
            if record.force is None:
                unnamed.add(record.location)
                record.force = self.force
            elif record.force != self.force:
                record.reply_id = reply_id(self.request.slug, record.force, self.documents[0].sha256)
        if unnamed:
            log = ProblemLog(self.documents[0].sha256, self.force, self.request.slug)
            log.add(
                "ambiguous_value",
                "error",
                f"The letter answers for {', '.join(lead.forces)}, and {', '.join(sorted(unnamed))} does not say whose figures these are; all are filed under {self.force}.",
                fix="Say it in the force's module, or correct the records by hand.",
            )
            self.problems.extend(log.problems)
        return [
            replace(reply, force=f, reply_id=reply_id(self.request.slug, f, self.documents[0].sha256)) for f in joint
        ]


def _by_table(printed: list[Printed]) -> Iterable[tuple[Grid, list[Printed]]]:
    tables: dict[int, list[Printed]] = {}
    for item in printed:
        tables.setdefault(id(item.grid), []).append(item)
    return ((items[0].grid, items) for items in tables.values())


def _tell_words_above(piece: Piece, context: Context) -> None:
    """Tell of a few words right above a list that goes on without headings: they may be the first line of its first row."""
    words = (piece.table.caption or "").split()
    if 0 < len(words) <= _PIECE and not _NAMES_A_LIST.search(" ".join(words)):
        first = next(row for row, index in zip(piece.table.rows, piece.rows, strict=True) if index is not None)
        context.log.add(
            "low_confidence",
            "warning",
            f"“{' '.join(words)}” stands right above a list that goes on without headings: it may be the beginning of its first row.",
            fix="Look at the page with foi inspect --image; correct the record by hand.",
            at=first,
        )


_NAMES_A_LIST = re.compile(
    r"\b(?:appendix|annex|table|list|part|section|officers?|staff|pcsos?|cases?|continued|cont|(?:19|20)\d\d)\b|[:.]\s*$",
    re.I,
)


def _leads(document: Document) -> dict[int, str]:
    """For each table the last sentence of the text right above it, where that sentence leads to it: it ends with a colon."""
    leads: dict[int, str] = {}
    above = ""
    for block in document.blocks:
        if isinstance(block, Table):
            leads[block.number] = above
            above = ""
        elif block.kind not in ("header", "footer"):
            above = _LAST_SENTENCE.split(block.text.strip())[-1] if block.text.rstrip().endswith(":") else ""
    return leads


_LAST_SENTENCE = re.compile(r"(?<=[a-z\d)][.!?])\s+(?=[A-Z])")


def _treated(hidden: Hidden) -> str:
    return "read with the rest" if hidden.what in READ else "not read, kept out of every table"


def _what_to_do(hidden: Hidden, document: Document) -> str | None:
    if hidden.severity == "info":
        return None
    look = "Look at the file, and tell the force if it shows more than the force meant to disclose."
    release = f'foi release-hold {document.sha256[:12]} --reason "…" --by "…"'
    return f"{look} To publish what can be seen of it: {release}" if hidden.severity == "error" else look


def _notes(documents: list[Document], letters: list[Letter]) -> Iterable[str]:
    """Every text that can say what the figures cover: not the quoted request; the notes in and under tables too."""
    for document, letter in zip(documents, letters, strict=True):
        yield from (t.text for t in document.texts if t.number not in letter.quoted | letter.boilerplate)
        for table in document.tables:
            yield table.caption or ""
            yield from (texts[0] for r in table.rows if len(texts := [c.text for c in r.cells if c.text]) == 1)
            yield from (c.text for r in table.rows[:3] for c in r.cells if c.text)


_AS_ABOVE = re.compile(
    r"\bblanks?\b(?: (?:cells?|fields?|entries|boxes))?\s*(?:=|-|:|means?|is|are|indicates?|denotes?)\s*(?:the )?(?:same|as|ditto|repeat)",
    re.I,
)
"""What a blank stands for in a list: 'Blank = as line above'."""


_LABEL = re.compile(r"(?:^|(?<=\s))(?:question|q)?\s?\(?(\d{1,2}[a-z]?)\s?[.):]\s+", re.I)


def _questions(documents: list[Document], letters: list[Letter]) -> dict[str, str]:
    """The numbered questions of the quoted request, by their label."""
    asked: dict[str, str] = {}
    for document, letter in zip(documents, letters, strict=True):
        for text in document.texts:
            labels = list(_LABEL.finditer(text.text)) if text.number in letter.quoted else []
            for label, after in zip(labels, [*labels[1:], None], strict=False):
                words = text.text[label.end() : after.start() if after else None]
                asked.setdefault(label[1].casefold(), words)
    return asked


def _stray_headings(document: Document, letter: Letter) -> Iterable[tuple[str, list[str]]]:
    """The pages on which two pieces or more of a table's heading are read as texts of their own, with those pieces."""
    if document.media_type in SPREADSHEETS:
        return  # cells stand where they stand
    heads = {
        f" {normalise(h)} "
        for t in document.tables
        for grid in (Grid(t),)
        for c in range(grid.width)
        if (h := grid.heading(c))
    }
    found: dict[str, list[str]] = {}
    for text in document.texts:
        piece = f" {normalise(text.text)} "
        short = len(text.text.split()) <= _PIECE and text.number not in letter.quoted | letter.boilerplate
        if short and text.kind not in ("header", "footer") and any(piece in head for head in heads) and piece.strip():
            found.setdefault(text.location, []).append(text.text)
    yield from ((location, texts) for location, texts in found.items() if len(set(texts)) > 1)


_PIECE = 4
"""Words in the longest text that may be a piece of a heading."""


def _spelled_out(documents: list[Document]) -> Iterable[tuple[str, str]]:
    """What the reply's tables of codes say: the code, normalised, and the words that it stands for."""
    for table in (t for document in documents for t in document.tables if t.width == 2):
        grid = Grid(table)
        if grid.heading_rows and headings.is_legend(grid.texts(grid.heading_rows[0])):
            rows = [[t for t in grid.texts(r) if t] for r in range(len(grid.rows)) if r not in grid.heading_rows]
            yield from ((normalise(row[0]), row[1]) for row in rows if len(row) == 2)


def _told_apart_by_caption(layouts: Iterable[Layout]) -> frozenset[int]:
    """Numbers of the tables that count the same things by the same headings, each under a caption of its own.

    'Bedford Hospital' and 'Luton Hospital' above two tables of offences by year: the caption is then a category.
    """
    alike: dict[tuple, list[Matrix]] = {}
    for found in layouts:
        if isinstance(found, Matrix):
            grid = found.grid
            labels = frozenset(v for lb in found.labels for v in grid.column_values(lb.column))
            heads = tuple((h.period_raw, h.category_raw, h.total, h.forces) for h in found.headers)
            same = next(
                (k for k in alike if k[0] == heads and len(k[1] & labels) * 2 >= len(k[1] | labels)), (heads, labels)
            )
            alike.setdefault(same, []).append(found)
    told: set[int] = set()
    for group in alike.values():
        captions = [m.grid.title() for m in group]
        # captions that differ by a date alone name a period, no category; 'Q1' and 'Q2' name two questions
        words = {c if _QUESTION.fullmatch(c) else _DATED.sub("", c) for c in captions}
        if len(group) > 1 and len(words) == len(group) and all(captions) and not any(map(period_in, captions)):
            told.update(m.grid.table.number for m in group)
    return frozenset(told)


def _basis(found: Counter[str], lead: Letter) -> str:
    if len(found) == 1:
        return next(iter(found))
    return "other" if found else lead.year_basis


def _legend(letters: list[Letter], parser: TableParser) -> dict[str, Number]:
    """Symbol → what it stands for: the letters' legends, and before them what the force's module says."""
    legend: dict[str, Number] = {}
    for letter in reversed(letters):
        for symbol, said in letter.legend.items():
            if said.meaning and not symbol.isdigit():  # a printed 0 is a number, whatever the legend calls it
                value = said.lower if said.meaning in ("exact", "zero") else None
                legend[symbol] = Number(
                    value=value, lower=said.lower or 0, upper=said.upper, meaning=said.meaning, token=symbol
                )
    for symbol, plain in parser.legend().items():
        read = parse_number(plain)
        if read is None:
            raise ValueError(
                f"{type(parser).__name__}: symbols[{symbol!r}] = {plain!r} is not a number that can be read"
            )
        legend[symbol] = replace(read, meaning="zero" if read.value == 0 else read.meaning)
    return legend
