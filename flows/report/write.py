"""Writes the report of a release: `index.html`, the records, a page for each force, and the evidence page of each document.

The pages open from disk, with no server and no network; the same release gives the same bytes. Everything that a force
wrote is escaped by the templates.
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
import shutil
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import jinja2
import jinja2.runtime
from markupsafe import Markup

from flows import disk
from flows.archive import Archive, DocumentLost, key_of
from flows.editions import Shade, Veil
from flows.ending import Stopped
from flows.officers import UNKNOWN
from flows.program import program
from flows.report import MOST_RECORDS, charts
from flows.report.compact import NOTHING, Texts, document_data, gaps
from flows.report.evidence import Evidence, Gathered, Shown, evidence_of, said_in, too_many
from flows.report.explain import identifier, label, span
from flows.report.pages import draw_ahead
from flows.report.reuse import Before, Prints, revived, told_of
from flows.report.rounds import (
    GROUPS,
    HEADLINES,
    NOT_CODED,
    STATES,
    Check,
    Round,
    Stack,
    in_words,
    percent,
    reconciled,
    rounds_of,
    state_of,
)
from flows.sources import CONFIGURATION
from parsers.documents.model import Document, UnreadableDocument
from schemas import requests, vocabulary
from schemas.datapackage import EDITION_NOTES, FULL, PUBLIC, samples_note
from schemas.records import Case, Change, Count, Figure, Force, Problem, Reply, TableAccount
from schemas.tables import plain
from schemas.tables import tables as all_tables

Tables = dict[str, list[Any]]
Images = Literal["samples", "all", "none"]

TEMPLATES = Path(__file__).parent / "templates"
STATIC = ("report.css", "records.js", "evidence.js", "charts.js", "vega.js")

SIGNS = {
    "data": "●", "nil": "0", "no_figures": "?", "refused": "✕", "not_held": "–", "open": "…", "silent": "○", "stale": "!",
}  # fmt: skip
"""A sign for each state of `rounds.STATES`, for those who do not see its colour."""

BREAKDOWNS = (
    ("outcome", "Outcomes", "Officers by the most serious outcome of each; forces that give outcomes."),
    ("channel", "Channels", "An officer with several channels is counted in each, so they do not add up."),
    ("conduct", "Kinds of conduct", "An officer with several kinds is counted in each, so they do not add up."),
)  # fmt: skip

MENU = (("index.html", "Report"), ("records.html", "Records"), ("dictionary.html", "What the columns mean"))
MOST_ROWS = 40
"""Cases, and numbers, of one reply on the page of its force: the table of records has them all."""
MOST_CAVEATS = 6
"""Of one reply, in the table of methods; its own page has them all."""


def images_wanted(folder: Path) -> Images:
    """Whose pages are shown in the report, as `[report] evidence_images` of the configuration says; else of samples alone.

    Raises `Stopped` where the setting is none of `samples`, `all` and `none`.
    """
    path = folder / CONFIGURATION
    try:
        settings = tomllib.loads(path.read_text(encoding="utf-8")).get("report", {}) if path.exists() else {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise Stopped(f"{path} is not valid TOML: {wrong}.") from None
    wanted = settings.get("evidence_images", "samples") if isinstance(settings, dict) else settings
    if wanted not in ("samples", "all", "none"):
        raise Stopped(f'{path}: [report] evidence_images is {wanted!r}; write "samples", "all" or "none".')
    return wanted


def shown_whole(replies: Iterable[Reply], images: Images) -> bool:
    """Whether the pages of a document are shown: those of real replies name people."""
    replies = list(replies)
    return images == "all" or (images == "samples" and bool(replies) and all(r.sample for r in replies))


def write_report(
    tables: Tables,
    archive: Archive,
    images: Images,
    folder: Path,
    release: str,
    beside: str = "..",
    edition: str = FULL,
    veil: Veil | None = None,
    before: Before | None = None,
) -> None:
    """Write the report of the release of these tables into `folder`, which is made; what is in it is replaced.

    `beside`: where the files of the release are, from that folder. `veil`: how the edition shows a text; every text on every
    page is put through it, wherever it comes from. The public edition shows no page of a document as it is. `before`: the
    pages of the release before, which are taken over where they would be drawn the same.
    """
    if folder.exists():
        shutil.rmtree(folder)
    (folder / "evidence").mkdir(parents=True)
    for name in STATIC:
        shutil.copyfile(TEMPLATES / name, folder / name)
    report = _Report(tables, archive, "none" if edition == PUBLIC else images, folder, release, beside, edition, veil)
    report.before = (
        before if veil is None or isinstance(veil, Shade) else None
    )  # another veil tells not what it depends on
    report.prints = before.prints if before else report.prints
    report.write_evidence()
    report.write_forces()
    if report.before:
        report.before.keep()
    report.write_records()
    report.write("dictionary.html", "dictionary.html", downloads=report.downloads)
    report.write_index()


def write_apart(
    tables: Tables,
    archive: Archive,
    images: Images,
    folder: Path,
    release: str,
    beside: str = "..",
    edition: str = FULL,
    veil: Veil | None = None,
) -> None:
    """As `write_report`, into a folder that is not there yet: it is there whole in the end, or not at all."""
    part = folder.with_name(f".{folder.name}.{os.getpid()}")
    disk.clear_parts(folder.parent, folder.name)
    try:
        write_report(tables, archive, images, part, release, beside, edition, veil)
        part.rename(folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)


@dataclass(slots=True)
class Part:
    """One reply of a force, as its page shows it."""

    reply: Reply
    title: str
    documents: list[Evidence]
    letter: Shown | None
    letter_link: str
    caveats: list[str]
    figures: list[tuple[Figure, str, str, str]]
    stack: Stack | None
    checks: list[Check]
    accounts: list[tuple[str, TableAccount]]
    cases: list[Case]
    counts: list[Count]


class _Report:
    def __init__(
        self,
        tables: Tables,
        archive: Archive,
        images: Images,
        folder: Path,
        release: str,
        beside: str,
        edition: str,
        veil: Veil | None,
    ) -> None:
        self.tables, self.archive, self.images = tables, archive, images
        self.folder, self.release, self.beside = folder, release, beside
        self.edition, self.veil = edition, veil
        self.before: Before | None = None
        self.program, self.prints = program(), Prints()
        self.veils: dict[frozenset[str], str] = {}  # what the veil of a page depends on, by the forces that it is about
        self.about: frozenset[str] = frozenset()  # the forces that the page is about, by their slugs
        self.templates = veiled_templates() if veil else templates()
        self.known = Gathered(tables)
        self.rows: dict[str, dict[str, list[Any]]] = {"cases": {}, "counts": {}}  # table → reply → its records
        for name, of_reply in self.rows.items():
            for record in tables[name]:
                of_reply.setdefault(record.reply_id, []).append(record)
        self.accounts: dict[str, list[int]] = {}  # sha256 → the positions of its accounts
        for position, account in enumerate(tables["accounting"]):
            self.accounts.setdefault(account.document, []).append(position)
        self.rounds = rounds_of(tables)
        self.forces: dict[str, Force] = {f.slug: f for f in tables["forces"]}
        self.names = {slug: force.name for slug, force in self.forces.items()}
        self.evidence: dict[str, Evidence] = {}
        self.drawn_from: dict[
            str, tuple[str, dict[str, Any]]
        ] = {}  # sha256 → what its page is made from, and tells of it
        self.caveats: dict[str, list[str]] = {}  # sha256 of a letter → its caveats
        self.links: dict[str, str] = {}  # identifier of a record → its evidence, from the report's folder
        self.on_demand = too_many(self.known.records, MOST_RECORDS)
        self.number = sum(len(here) for here in self.known.records.values())
        self.downloads = [(t, len(tables[t.name])) for t in all_tables()]
        samples = sum(r.sample for r in tables["replies"])
        self.made_up = samples_note(samples, len(tables["replies"])) if samples else ""

    def _shown(self, value: Any) -> Any:
        """Every value of every page, as the edition shows it: what a template forgets cannot get through."""
        if self.veil is None or isinstance(value, Markup) or not isinstance(value, str):
            return value
        return self.veil(value, self.about)

    def _veiled(self, about: Iterable[str | None]) -> Callable[[str], str]:
        """How the edition shows a text on a page about those forces, for what a page gets as data for its script."""
        slugs = frozenset(slug for slug in about if slug)
        veil = self.veil
        return str if veil is None else lambda text: veil(text, slugs)

    def write(self, template: str, path: str, about: Iterable[str | None] | None = None, **given: Any) -> str:
        """Write one page; its text. `about`: the forces that it is about; None for all of them."""
        self.about = frozenset(self.forces) if about is None else frozenset(slug for slug in about if slug)
        with shown_by(self._shown):
            text = self._rendered(template, path, **given)
        (self.folder / path).write_text(text, encoding="utf-8", newline="\n")
        return text

    def _rendered(self, template: str, path: str, **given: Any) -> str:
        return self.templates.get_template(template).render(self._given(path), **given)

    def _given(self, path: str) -> dict[str, Any]:
        """What every page is given."""
        return {
            "root": "../" * path.count("/"),
            "here": path,
            "menu": MENU,
            "release": self.release,
            "edition": self.edition,
            "edition_note": EDITION_NOTES[self.edition],
            "made_up": self.made_up,
            "names": self.names,
            "groups": GROUPS,
            "links": self.links,
            "beside": self.beside,
            "on_demand": self.on_demand,
            "listed": self.number <= MOST_RECORDS,
            "number": self.number,
            "most_records": MOST_RECORDS,
        }

    def write_evidence(self) -> None:
        taken_over = {sha256: self._taken_over(sha256) for sha256 in self.known.documents}
        draw_ahead(self.archive, self._to_draw(name for name, (_, told) in taken_over.items() if told is None))
        for sha256, (made_from, told) in taken_over.items():
            if told is None:
                told = self._draw(sha256, self._whole(sha256), made_from)
            self.drawn_from[sha256] = made_from, told
            found = revived(sha256, told, self.known.in_document.get(sha256, []))
            self.evidence[sha256] = found
            if told["linked"]:
                ids = (identifier(record) for record in self.known.records.get(sha256, []))
                self.links |= {own: f"evidence/{found.file}#{own}" for own in ids}
            if told["caveats"]:
                self.caveats[sha256] = told["caveats"]

    def _whole(self, sha256: str) -> bool:
        """Whether the pages of the document are shown."""
        return shown_whole(self.known.in_document.get(sha256, []), self.images) and sha256 not in self.known.taken

    def _taken_over(self, sha256: str) -> tuple[str, dict[str, Any] | None]:
        """What the page of a document is made from, and what is told of it where it could be taken over from the release before."""
        if self.before is None:
            return "", None
        made_from = self._made_from(sha256, self._whole(sha256))
        return made_from, self.before.take(sha256, made_from, self.folder / "evidence")

    def _to_draw(self, names: Iterable[str]) -> Iterator[Document]:
        """Those of the documents whose pages are shown, as far as they can be read."""
        for sha256 in names:
            if self._whole(sha256) and sha256 not in self.on_demand and self.archive.has_reading(sha256):
                with suppress(UnreadableDocument, DocumentLost):  # which its page will tell
                    yield self.archive.reading(sha256)

    def _draw(self, sha256: str, whole: bool, made_from: str) -> dict[str, Any]:
        """Write the page of a document and its pictures; what other pages need of it."""
        found = self._evidence(sha256, whole)
        caveats: list[str] = []
        if found.document and any(r.documents[0] == sha256 for r in found.replies):
            caveats = said_in(found.document).caveats
        files = {found.picture_file(picture): picture.image for picture in found.pictures if picture.image}
        for name, image in files.items():
            (self.folder / "evidence" / name).write_bytes(image)
        forces = {*(r.force for r in found.replies), *(s.force for s in found.shown)}
        data = document_data(found, self.names, self._veiled(forces))
        page = self.write("evidence.html", f"evidence/{found.file}", forces, evidence=found, data=data)
        told = told_of(found, caveats)
        sure = found.kept_back or (found.document and not any(picture.failed for picture in found.pictures))
        if self.before and sure:
            self.before.note(sha256, made_from, {**files, found.file: page.encode()}, told)
        return told

    def _made_from(self, sha256: str, whole: bool) -> str:
        """A digest of everything that the page of a document is made from."""
        known, here = self.known, self.known.records.get(sha256, [])
        on_demand = len(here) if sha256 in self.on_demand else None
        replies = known.in_document.get(sha256) or [
            known.by_reply[r.reply_id] for r in here[:1] if r.reply_id in known.by_reply
        ]
        corrections = [c for record in here for c in known.corrections.get(identifier(record), [])]
        rows: dict[str, Sequence[Any]] = {
            "records": here if on_demand is None else [],
            "replies": replies,
            "problems": known.problems.get(sha256, []),
            "by_hand": corrections,
        }
        forces = frozenset(f for f in (*(r.force for r in replies), *(r.force for r in here)) if f)
        head = key_of(
            program=self.program,
            document=sha256,
            shown=[
                whole,
                sha256 in known.taken,
                sha256 in known.gone,
                self.edition,
                self.made_up,
                self.beside,
                on_demand,
            ],
            names={force: self.names.get(force) for force in sorted(forces)},
            veil=self._told_by(forces),
        )
        told = [f"{name} {len(found)} {' '.join(map(self.prints.of, found))}" for name, found in rows.items()]
        return key_of(head=head, rows=told)

    def _told_by(self, forces: frozenset[str]) -> Any:
        """What the veil of a page about those forces depends on, in a digest."""
        if not isinstance(self.veil, Shade):
            return None
        if forces not in self.veils:
            self.veils[forces] = key_of(veil=self.veil.told_by(forces))
        return self.veils[forces]

    def _evidence(self, sha256: str, whole: bool) -> Evidence:
        try:
            return evidence_of(sha256, self.known, self.archive, whole, on_demand=sha256 in self.on_demand)
        except Exception as fault:  # what cannot be shown of one document keeps no other force's figures back
            if isinstance(fault, OSError) and fault.errno:
                raise  # the disk, not the document: a page that says so would be published for ever
            said = f"The evidence could not be made ({type(fault).__name__}: {fault})."
            return Evidence(None, sha256, "a document that cannot be shown", self.known.in_document[sha256], said=said)

    # ---- the pages of the forces

    def write_forces(self) -> None:
        replies: dict[str, list[Reply]] = {}
        for reply in self.known.replies:
            if reply.force:
                replies.setdefault(reply.force, []).append(reply)
        problems: dict[str | None, list[Problem]] = {}
        for problem in self.tables["problems"]:
            problems.setdefault(problem.force, []).append(problem)
        for slug in sorted({t.force for one in self.rounds for t in one.tiles} | replies.keys()):
            page = f"force-{slug}.html"
            self.write(
                "force.html",
                page,
                (slug,),
                force=self.forces[slug],
                standing=[(o, t.words, t.coverage) for o in self.rounds for t in o.tiles if t.force == slug],
                parts=self._sections(page, slug, replies.get(slug, [])),
                problems=_gravest(problems.get(slug, [])),
            )

    def _sections(self, page: str, slug: str, replies: list[Reply]) -> list[Markup]:
        """What the page of a force shows of each of its replies: as the release before showed it, where it would be the same.

        The figures of a round are those of the force: they stand beside its first reply.
        """
        before = self.before.sections(page) if self.before else {}
        own = self._page_made_from(slug) if self.before else ""
        self.about = frozenset((slug,))
        given = {**self._given(page), "force": self.forces[slug], "most_rows": MOST_ROWS}
        made, made_from = [], []
        met: set[tuple[str | None, bool]] = set()
        with shown_by(self._shown):
            section = self.templates.get_template("force_reply.html").make_module(given).section  # type: ignore[attr-defined]
            for reply in replies:
                one = next(o for o in self.rounds if (o.request.slug, o.sample) == (reply.request, reply.sample))
                first = one if (reply.request, reply.sample) not in met else None
                met.add((reply.request, reply.sample))
                digest = self._section_made_from(own, reply, first)
                made_from.append(digest)
                text = before.get(digest) if digest else None
                made.append(section(self._part(reply, first)) if text is None else Markup(text))
        if self.before:
            self.before.note_sections(page, made_from)
        return made

    def _page_made_from(self, slug: str) -> str:
        """A digest of what all sections of a force's page are made from."""
        return key_of(
            program=self.program,
            force=plain(self.forces[slug]),
            listed=self.number <= MOST_RECORDS,
            veil=self._told_by(frozenset((slug,))),
        )

    def _section_made_from(self, page: str, reply: Reply, one: Round | None) -> str:
        """A digest of everything that the section of a reply is made from; empty where it is to be made anew in any case.

        What stands in the rows of its documents is in the digests of their pages. `one`: the round whose figures it shows.
        """
        records = [*self.rows["cases"].get(reply.reply_id, []), *self.rows["counts"].get(reply.reply_id, [])]
        known = {name for name in reply.documents if self.drawn_from[name][0] and name not in self.on_demand}
        if len(known) < len(set(reply.documents)) or any(record.document not in known for record in records):
            return ""
        return key_of(
            page=page,
            reply=reply.reply_id,
            documents=[[name, *self.drawn_from[name]] for name in reply.documents],
            accounts=[plain(account) for account in self._accounts(reply)],
            figures=[plain(f) for f in self._figures(reply, one)] if one else None,
            stack=repr(self._stack(reply, one)) if one else None,
        )

    def _accounts(self, reply: Reply) -> list[TableAccount]:
        """What became of the rows of a reply's documents."""
        return [
            self.tables["accounting"][i] for i in sorted({i for d in reply.documents for i in self.accounts.get(d, ())})
        ]

    def _figures(self, reply: Reply, one: Round) -> list[Figure]:
        return [f for f in one.figures if (f.breakdown, f.category) == ("force", reply.force)]

    def _stack(self, reply: Reply, one: Round) -> Stack | None:
        return next((s for s in one.stacks if s.force == reply.force), None)

    def _part(self, reply: Reply, one: Round | None) -> Part:
        """A reply as the page of its force shows it. `one`: the round whose figures are shown beside it."""
        documents = [self.evidence[sha256] for sha256 in reply.documents]
        lead = documents[0]
        letter = next((s for s in lead.shown if s.id == "letter"), None)
        cases: list[Case] = self.rows["cases"].get(reply.reply_id, [])
        counts: list[Count] = self.rows["counts"].get(reply.reply_id, [])
        names = {e.sha256: e.name for e in documents}
        return Part(
            reply=reply,
            title=requests.load(reply.request).title,
            documents=documents,
            letter=letter,
            letter_link=f"evidence/{lead.file}#letter",
            caveats=self.caveats.get(reply.documents[0], []),
            figures=[_figure(f) for f in self._figures(reply, one)] if one else [],
            stack=self._stack(reply, one) if one else None,
            checks=reconciled(reply, cases, counts),
            accounts=[(names[a.document], a) for a in self._accounts(reply)],
            cases=sorted(cases, key=_place),
            counts=sorted(counts, key=_place),
        )

    # ---- the records

    def write_records(self) -> None:
        listed = self.number <= MOST_RECORDS
        data = records_data(self.tables, self.rounds, self.links, self.names) if listed else None
        filters = [
            ("round", "Round"), ("kind", "Show"), ("force", "Force"), ("year", "Year"), ("channel", "Channel"),
            ("conduct", "Kind of conduct"), ("outcome", "Outcome"), ("figure", "Behind the figure"),
        ]  # fmt: skip
        shown = [(name, words) for name, words in filters if name != "round" or len(self.rounds) > 1]
        self.write("records.html", "records.html", data=data, filters=shown)

    def write_index(self) -> None:
        answered = [r for r in self.known.replies if self.caveats.get(r.documents[0]) or r.unit_raw]
        terms = [(r, self.caveats.get(r.documents[0], [])[:MOST_CAVEATS]) for r in answered]
        self.write(
            "index.html",
            "index.html",
            rounds=self.rounds,
            breakdowns=BREAKDOWNS,
            terms=sorted(terms, key=lambda t: t[0].force or ""),
            corrections=self.tables["corrections"],
            changes=self.tables["changes"],
            changed=_counted(self.tables["changes"]),
            downloads=self.downloads,
            charts={r.id: charts.of_round(r, BREAKDOWNS) for r in self.rounds},
            colours=charts.COLOURS,
            between=charts.BETWEEN,
        )


def _place(record: Case | Count) -> tuple:
    page = re.fullmatch(r"page (\d+)", record.location)
    return record.document, int(page[1]) if page else 0, record.location, record.row


def _counted(changes: list[Change]) -> list[tuple[tuple[str, str, str], int]]:
    """How many changes of each kind each force has, with their cause."""
    kinds = Counter((c.force, f"{c.table}: {c.change}{f' ({c.column})' if c.column else ''}", c.cause) for c in changes)
    return sorted(kinds.items())


def _gravest(problems: list[Problem]) -> list[Problem]:
    order = ("error", "warning", "info")
    return sorted(problems, key=lambda p: (order.index(p.severity), p.code, p.location or "", p.row or 0))


def _figure(figure: Figure) -> tuple[Figure, str, str, str]:
    title = HEADLINES[figure.figure]
    if figure.figure == "officers_investigated":
        title += " (share: of the officers of all forces)"
    elif figure.figure == "officers_dismissed":
        title += " (share: of this force’s officers)"
    return figure, title, span(figure.lower, figure.upper), percent(figure.share)


# ---- the table of records

COLUMNS = (
    "kind", "round", "id", "force", "year", "rank", "channel", "conduct", "outcome", "words", "printed", "number", "file", "location", "row",
)  # fmt: skip
PLAIN = ("id", "year", "file", "row")
"""Columns that hold what they say; the others hold numbers of texts."""


def records_data(tables: Tables, rounds: list[Round], links: dict[str, str], names: dict[str, str]) -> dict[str, Any]:
    """What the table of records is drawn from: a list for each record, in the order of `COLUMNS`, and its codes in words.

    An identifier that begins with its force is written without it; the rows of a figure are the gaps between them.
    """
    files = sorted({link.partition("#")[0].removeprefix("evidence/") for link in links.values()})
    number = {name: index for index, name in enumerate(files)}
    samples = {r.reply_id: r.sample for r in tables["replies"]}
    ids = {(o.request.slug, o.sample): o.id for o in rounds}
    texts = Texts()
    rows: list[list[Any]] = []
    where: dict[str, int] = {}
    used: set[str] = set()
    for record in [*tables["cases"], *tables["counts"]]:
        row = _case_row(record) if isinstance(record, Case) else _count_row(record)
        row["round"] = ids.get((record.request, samples.get(record.reply_id, False)), "")
        link = links.get(row["id"], "")  # none where its document cannot be shown
        row["file"] = number[link.partition("#")[0].removeprefix("evidence/")] if link else NOTHING
        row |= {"force": record.force, "location": record.location, "row": record.row}
        where[row["id"]] = len(rows)
        used.add(record.force)
        row["id"] = row["id"].removeprefix(record.force)  # what is left begins with a dash
        rows.append([_written(row[name], name, texts) for name in COLUMNS])
    figures = {
        f"{o.id}:{f.figure}": {
            "title": HEADLINES[f.figure] + (f" ({o.request.title})" if len(rounds) > 1 else ""),
            "rows": gaps(where[i] for i in f.records if i in where),
        }
        for o in rounds
        for f in o.figures
        if f.breakdown is None and f.figure != "forces_with_data"
    }
    labels = {
        "force": {slug: names.get(slug, slug) for slug in sorted(used)},
        "round": {o.id: o.request.title + (" (made-up samples)" if o.sample else "") for o in rounds},
    }
    for name in ("channel", "conduct", "outcome"):
        known = vocabulary.load(name)
        labels[name] = {code: known.label(code) for code in known.codes} | {UNKNOWN: NOT_CODED}
    return {
        "columns": COLUMNS, "plain": PLAIN, "labels": labels, "files": files, "figures": figures, "texts": texts.texts, "rows": rows,
    }  # fmt: skip


def _written(value: Any, name: str, texts: Texts) -> Any:
    """A value of the table: as it is, or the number of its text, or of each of them."""
    if name in PLAIN:
        return NOTHING if value is None else value
    return [texts.own(one) for one in value] if isinstance(value, list) else texts(value)


def _case_row(case: Case) -> dict[str, Any]:
    return {
        "kind": "cases",
        "id": case.record_id,
        "year": case.year,
        "rank": case.rank_raw,
        "channel": case.channels,
        "conduct": case.conduct_categories,
        "outcome": case.outcome or UNKNOWN,
        "words": case.conduct_raw or case.standard_raw or case.case_ref_raw,
        "printed": case.outcome_raw,
        "number": f"{span(case.officers_lower, case.officers_upper)} {'officer' if case.officers_upper == 1 else 'officers'}",
    }


def _count_row(count: Count) -> dict[str, Any]:
    codes = {count.dimension: count.category, count.dimension2: count.category2}
    years = {d.year for d in (count.period_start, count.period_end) if d}
    one = count.period_start and count.period_end and (count.period_end - count.period_start).days <= 366
    told = ", ".join(t for t in (count.category_raw, count.category2_raw, count.period_raw) if t)
    return {
        "kind": "numbers",
        "id": count.count_id,
        "year": min(years) if one else None,
        "rank": count.category_raw if count.dimension == "rank" else None,
        "channel": [codes["channel"]] if codes.get("channel") else [],
        "conduct": [codes["conduct"]] if codes.get("conduct") else [],
        "outcome": codes.get("outcome"),
        "words": told + (" (printed total)" if count.stated_total else ""),
        "printed": count.category_raw if count.dimension == "outcome" else None,
        "number": f"{span(count.lower, count.upper)} {count.measure}",
    }


# ---- templates


_SHOWN: ContextVar[Callable[[Any], Any]] = ContextVar("how the page that is being written shows a value")


@contextmanager
def shown_by(shown: Callable[[Any], Any]) -> Iterator[None]:
    """Within it, what `veiled_templates` print goes through `shown`."""
    before = _SHOWN.set(shown)
    try:
        yield
    finally:
        _SHOWN.reset(before)


@cache
def veiled_templates() -> jinja2.Environment:
    """Templates that print no value but through `shown_by`: outside of it they print none at all."""

    @jinja2.pass_context  # so that no constant is folded in as the first page shows it
    def shown(_: jinja2.runtime.Context, value: Any) -> Any:
        return _SHOWN.get()(value)

    return templates().overlay(finalize=shown)


@cache
def templates() -> jinja2.Environment:
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.policies["json.dumps_kwargs"] = {"sort_keys": True, "separators": (",", ":"), "ensure_ascii": False}
    words: dict[str, Callable | dict] = {
        "span": span,
        "label": label,
        "label_all": lambda name, codes: ", ".join(label(name, code) for code in codes),
        "state_of": state_of,
        "in_words": in_words,
        "states": STATES,
        "signs": SIGNS,
    }
    made.globals.update(words)
    return made


def template(name: str) -> jinja2.Template:
    return templates().get_template(name)


def own_style() -> tuple[Markup, str]:
    """The report's style sheet, for a page that stands alone, and the digest by which the page's policy lets it in."""
    style = (TEMPLATES / "report.css").read_text(encoding="utf-8")  # our own file, which holds no markup
    return Markup(style), base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
