"""The maintainer's desk: what waits for a person in a release, by force, each problem beside its place in the document.

Pages of real replies are on it, so it is written into the data folder for whoever runs the program, and is in no release.
The same release, with the same takedowns, gives the same bytes. Everything that a force wrote is escaped by the templates.
"""

from __future__ import annotations

import os
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from flows import disk
from flows.archive import Archive
from flows.editions import Veil
from flows.holds import HELD
from flows.progress import Progress
from flows.report.evidence import Gathered, Tables
from flows.report.explain import Record, identifier
from flows.report.places import Excerpt, Laid
from flows.report.remedies import Remedy, of_spelling, remedies
from flows.report.write import TEMPLATES, shown_by, templates, veiled_templates
from flows.spellings import Unknown, unknown
from flows.takedowns import Decision
from schemas.datapackage import FULL, samples_note
from schemas.records import SEVERITIES, Coverage, Problem

FOLDER = "desk"
"""In the data folder: not part of any release."""

STATIC = ("report.css", "desk.css", "desk.js")
NO_FORCE = "none"
MOST_PLACES = 12
"""Of one unknown spelling that are shown at once; the others are a click away."""


@dataclass(slots=True)
class Waiting:
    """One problem as its page shows it: what can be done, and its place."""

    problem: Problem
    remedies: list[Remedy]
    excerpt: Excerpt
    document: str = ""  # the page of its document
    name: str = ""
    records: list[str] = field(default_factory=list)

    @property
    def id(self) -> str:
        return f"p-{self.problem.problem_id}"


@dataclass(slots=True)
class Standing:
    """One force on the first page. `slug` is None for what belongs to no force."""

    slug: str | None
    name: str
    counted: Counter[str]

    @property
    def file(self) -> str:
        return page_of(self.slug)


@dataclass(slots=True)
class Spelling:
    """One unknown spelling, with the commands that decide on it and a link to each of its places."""

    unknown: Unknown
    remedies: list[Remedy]
    places: list[tuple[str, str]]  # address and words


def page_of(force: str | None) -> str:
    """The page of a force's problems, in the desk's folder."""
    return f"force-{force or NO_FORCE}.html"


def write_desk(
    tables: Tables,
    archive: Archive,
    folder: Path,
    release: str,
    force: str | None = None,
    decisions: Iterable[Decision] = (),
    veil: Veil | None = None,
    data: str = "",
    progress: Progress | None = None,
) -> Path:
    """Write the desk of a release into `folder`, in the place of an earlier one, whole or not at all; its first page.

    `force`: the problems of that force alone. `decisions`: what was taken down, be it since the release. `veil`: how a text is
    shown without it. `data`: the option for the data folder, for the commands to be copied.
    """
    part = folder.with_name(f".{folder.name}.{os.getpid()}")
    disk.clear_parts(folder.parent, folder.name)
    try:
        disk.make_folder(part)
        _Desk(tables, archive, part, release, force, decisions, veil, data).write_all(progress or Progress())
        if folder.exists():
            shutil.rmtree(folder)
        part.rename(folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return folder / (page_of(force) if force else "index.html")


class _Desk:
    def __init__(
        self,
        tables: Tables,
        archive: Archive,
        folder: Path,
        release: str,
        force: str | None,
        decisions: Iterable[Decision],
        veil: Veil | None,
        data: str,
    ) -> None:
        self.tables, self.archive, self.folder, self.release = tables, archive, folder, release
        self.force, self.veil, self.data = force, veil, data
        self.about: frozenset[str] = frozenset()
        self.templates: jinja2.Environment = veiled_templates() if veil else templates()
        self.known = Gathered(tables)
        for one in decisions:
            self.known.taken |= {*one.entry.documents}
            if one.entry.what in ("reply", "document"):
                self.known.gone |= {*one.entry.documents}
        self.names = {f.slug: f.name for f in tables["forces"]}
        self.problems: list[Problem] = [p for p in tables["problems"] if force in (None, p.force)]
        self.spellings = unknown(tables, force)
        self.of_problem = {id(p): one for one in self.spellings for p in one.places}
        self.laid: dict[str, Laid] = {}
        self.records: dict[tuple[str, str, int], list[Record]] = defaultdict(list)
        for record in [*tables["cases"], *tables["counts"]]:
            self.records[record.document, record.location, record.row].append(record)
        samples = sum(r.sample for r in tables["replies"])
        self.made_up = samples_note(samples, len(tables["replies"])) if samples else ""

    def _shown(self, value: Any) -> Any:
        """Every value of every page without what was taken down: what a template forgets cannot get through."""
        if self.veil is None or isinstance(value, Markup) or not isinstance(value, str):
            return value
        return self.veil(value, self.about)

    def _write(self, template: str, path: str, about: Iterable[str | None] | None = None, **given: Any) -> None:
        self.about = frozenset(self.names) if about is None else frozenset(slug for slug in about if slug)
        with shown_by(self._shown):
            text = self.templates.get_template(template).render(
                root="",
                here=path,
                menu=[("index.html", "Desk")],
                release=self.release,
                edition=FULL,
                edition_note="",
                made_up=self.made_up,
                names=self.names,
                **given,
            )
        (self.folder / path).write_text(text, encoding="utf-8", newline="\n")

    def write_all(self, progress: Progress) -> None:
        for name in STATIC:
            shutil.copyfile(TEMPLATES / name, self.folder / name)
        groups: dict[str | None, list[Problem]] = defaultdict(list)
        for problem in self.problems:
            groups[problem.force].append(problem)
        if self.force:
            groups.setdefault(self.force, [])  # the page says that nothing waits
        standing = [self._standing(slug, found) for slug, found in groups.items()]
        standing.sort(key=lambda one: (*(-one.counted[name] for name in SEVERITIES), one.slug is None, one.name))
        with progress.step("desk", len(self.problems)) as step:
            for one in standing:
                waiting = []
                for problem in sorted(groups[one.slug], key=_gravest_first):
                    waiting.append(self._waiting(problem))
                    step.advance()
                self._write_force(one, waiting)
            step.note = f"{len(self.problems)} problems of {len(standing)} forces, in {len(self.laid)} documents"
        for laid in self.laid.values():
            self._write_document(laid)
        self._write_index(standing)

    def _standing(self, slug: str | None, found: list[Problem]) -> Standing:
        name = self.names.get(slug, slug) if slug else "No force, or none known"
        return Standing(slug, name, Counter(p.severity for p in found))

    def _waiting(self, problem: Problem) -> Waiting:
        place = (problem.document or "", problem.location or "", problem.row or 0)
        records = [r for r in self.records.get(place, []) if problem.force in (None, r.force)]
        done = remedies(problem, records, self.of_problem.get(id(problem)), self.data)
        if problem.document is None:
            return Waiting(problem, done, Excerpt(said="It is about no one document."))
        laid = self._laid(problem.document)
        named = [identifier(r) for r in records]
        return Waiting(problem, done, laid.excerpt(problem), _document_file(laid), laid.evidence.name, named)

    def _laid(self, sha256: str) -> Laid:
        if sha256 not in self.laid:
            self.laid[sha256] = made = Laid(sha256, self.known, self.archive)
            for index, picture in enumerate(made.evidence.pictures):
                if picture.image:
                    (self.folder / made.evidence.picture_file(picture)).write_bytes(picture.image)
                    # written: its bytes are not kept for every document at once, only that it is there
                    made.evidence.pictures[index] = replace(picture, image=b"written")
        return self.laid[sha256]

    # ---- pages

    def _write_force(self, one: Standing, waiting: list[Waiting]) -> None:
        coverage = [c for c in self.tables["coverage"] if c.force == one.slug]
        codes = sorted({w.problem.code for w in waiting})
        self._write(
            "desk_force.html", one.file, (one.slug,), force=one, waiting=waiting, coverage=coverage, codes=codes, severities=SEVERITIES
        )  # fmt: skip

    def _write_document(self, laid: Laid) -> None:
        sha256 = laid.evidence.sha256
        about = [p for p in self.problems if p.document == sha256]
        forces = {*(r.force for r in laid.evidence.replies), *(p.force for p in about)}
        links = [(f"{page_of(p.force)}#p-{p.problem_id}", p) for p in sorted(about, key=_gravest_first)]
        self._write(
            "desk_document.html",
            _document_file(laid),
            forces,
            evidence=laid.evidence,
            lit=laid.lit,
            numbers=(),
            links=links,
        )

    def _write_index(self, standing: list[Standing]) -> None:
        held = [
            (p, p.message.removeprefix(HELD), remedies(p, data=self.data))
            for p in self.problems
            if p.message.startswith(HELD)
        ]
        coverage: list[Coverage] = [c for c in self.tables["coverage"] if self.force in (None, c.force)]
        open_ones = [one for one in self.spellings if one.left is None]
        self._write(
            "desk_index.html",
            "index.html",
            standing=standing,
            counted=Counter(p.severity for p in self.problems),
            severities=SEVERITIES,
            spellings=[self._spelling(one) for one in open_ones],
            left=[one for one in self.spellings if one.left],
            held=held,
            down=[p for p in self.problems if p.code == "source_unreachable"],
            stale=[c for c in coverage if c.stale],
            overdue=sorted((c for c in coverage if c.overdue), key=lambda c: (str(c.date_due), c.force)),
            page_of=page_of,
            only=self.names.get(self.force or ""),
            most=MOST_PLACES,
        )

    def _spelling(self, one: Unknown) -> Spelling:
        places = []
        for p in sorted(one.places, key=_gravest_first):
            told = ", ".join(t for t in (p.location, f"row {p.row}" if p.row else None) if t)
            words = f"{self.names.get(p.force or '', 'no force')}: {told or 'no one place'}"
            places.append((f"{page_of(p.force)}#p-{p.problem_id}", words))
        return Spelling(one, of_spelling(one, self.data), places)


def _document_file(laid: Laid) -> str:
    return f"document-{laid.evidence.sha256[:16]}.html"


def _gravest_first(row: Problem) -> tuple:
    return (
        SEVERITIES.index(row.severity), row.force or "", row.document or "", row.location or "", row.row or 0,
        row.code, row.problem_id or "",
    )  # fmt: skip
