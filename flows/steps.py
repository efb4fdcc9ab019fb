"""The steps of the main job as plain functions: collect → read → parse → merge → validate → publish.

`flows.ingest` runs each as a Prefect task; a test calls them one after another without Prefect. A step works on the `Run`
and returns the sentence that says what it came to.
"""

from __future__ import annotations

import dataclasses
import gc
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache, partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from flows import (
    asked,
    clock,
    corrections,
    disk,
    fingerprint,
    folders,
    holds,
    lifecycle,
    mapping,
    not_personal,
    requester,
    takedowns,
)
from flows import merge as merging
from flows import publish as publishing
from flows import validate as validation
from flows.archive import Archive, key_of, sha256
from flows.changes import in_words, totals
from flows.contents import Inside, kind_of, looked_at, unpacked
from flows.downloads import Shown, as_shown
from flows.editions import Editions, Released, allowed_anywhere
from flows.ending import DONE, NEEDS_A_PERSON, NOT_PUBLISHED, NotNow, Stopped
from flows.grouping import Facts, Group, Member, forces_in_path, replies
from flows.ledger import Ledger
from flows.limits import take_configured
from flows.lock import Held, locked
from flows.mapping import Mapped, facts_ahead, known_facts, map_reply, mappings_ahead
from flows.memory import Memory
from flows.merge import Tables, conclude
from flows.mirror import Mirror, Unmirrored
from flows.progress import Progress, Step
from flows.publish import Release
from flows.quiet import KeepingFinder
from flows.sightings import Known, Seen, Sighting
from flows.slugs import known_force, known_request
from flows.sources import Collected, Noted, Refused, Source, SourceDown, Unreachable
from flows.standing import MOST_PROBLEMS, Standing, Told, by_gravity, changes_on
from flows.store import store_of
from flows.summary import headlines
from flows.terminal import written_out
from parsers import forces, personal
from parsers.documents.containers import INSIDE
from parsers.documents.model import READER_VERSION, Document, UnreadableDocument
from parsers.documents.worker import READ_APART, Readers, outcome_of
from parsers.parse import DEFAULT_REQUEST
from parsers.parse import version as parser_version
from schemas import requests, vocabulary
from schemas import tables as schema
from schemas.records import SCHEMA_VERSION, SEVERITIES, Correction, Problem

if TYPE_CHECKING:
    from flows.workers import Workers

Pair = tuple[str, str]
"""Request and force."""

MOST_WITHDRAWN = 2
"""Forces whose replies may go from their sources at once, where that is more than half of those with a reply."""

MOST_LOST = 3
"""Documents that a sentence names, of those that have gone from the archive."""

SHOWN_CHANGES = 12
"""Sentences on what changed that the end of a run prints."""


@dataclass
class Run:
    """One run of the main job: what it works on, and what its steps have found so far.

    `force` sent all that is collected, as a person said. `only`: nothing is collected that is known to be from another.
    `stands`: what an earlier run over the same left; then no step has anything to do. `inputs`: what that is told by, with
    `glance`, how the sources look.
    """

    data: Path
    sources: list[Source]
    archive: Archive
    ledger: Ledger
    held: Held
    number: int
    started: datetime
    progress: Progress
    request: str | None = None
    force: str | None = None
    only: str | None = None
    accepted: frozenset[Pair] = frozenset()
    workers: Workers | None = None
    decisions: list[corrections.Decision] = field(default_factory=list)
    asked: dict[Pair, asked.Asked] = field(default_factory=dict)
    released: dict[str, list[holds.Release]] = field(default_factory=dict)
    takedowns: list[takedowns.Decision] = field(default_factory=list)
    not_personal: tuple[Released, ...] = ()
    finder: KeepingFinder | None = None
    inputs: dict[str, Any] = field(default_factory=dict)
    glance: str | None = None
    stands: Standing | None = None
    documents: dict[str, Known] = field(default_factory=dict)
    seen: list[Seen] = field(default_factory=list)
    collected: str = ""
    shown: Shown = field(default_factory=Shown)
    facts: Callable[[str], Facts] | None = None
    refused: list[Refused] = field(default_factory=list)
    noted: list[str] = field(default_factory=list)
    down: list[tuple[Source, Unreachable]] = field(default_factory=list)
    read: int = 0
    parsed: int = 0
    mapped: list[Mapped] = field(default_factory=list)
    unplaced: list[tuple[Member, Document | None]] = field(default_factory=list)
    merged: Tables = field(default_factory=dict)
    behind: set[Pair] = field(default_factory=set)
    tables: Tables = field(default_factory=dict)
    state: str = ""
    until: date | None = None
    unchanged: bool = False
    failures: list[str] = field(default_factory=list)
    release: Release | None = None
    changes: list[str] = field(default_factory=lambda: ["nothing"])
    mended: list[str] = field(default_factory=list)
    mirror: Mirror | None = None
    unmirrored: str = ""

    def mend(self, notice: str) -> None:
        """Say, at once and at the end, that something was not as an undisturbed run leaves it."""
        self.mended.append(notice)
        self.progress.warn(f"{'mind':<9} {notice}")

    @property
    def clean(self) -> Path:
        return self.data / "clean"

    @property
    def validation(self) -> Path:
        """Where the pages of the validation are written before the release takes them in."""
        return self.data / "raw" / ".validation"


@contextmanager
def begun(data: Path, sources: list[Source], progress: Progress | None = None, **told: Any) -> Iterator[Run]:
    """A run on `data`, which no other run can touch until this one is over. Raises `Stopped` where one is at work.

    `told`: `request`, `force`, `only` and `accepted`, as a person named them; `workers` that read and map, if not this machine alone.
    """
    raw, clean = data / "raw", data / "clean"
    take_configured(Path())
    fix_rules()
    decided = fingerprint.decisions(data)
    decisions = corrections.read(data / corrections.FOLDER)  # what is wrong with them is said before any work
    released = holds.read(data)
    taken_down, not_personal_said = takedowns.read(data), not_personal.read(data)
    noted = asked.read(data)
    folders.check(data, elsewhere=isinstance(store_of(data).ledger, str))
    store = store_of(data)
    with locked(raw) as held, store.opened() as ledger, ledger.alone(), _seldom_collected():
        folders.check_against(data, ledger)
        now, archive = clock.now(), store.archive(held)
        run = Run(data, sources, archive, ledger, held, ledger.start_run(now), now, progress or Progress(), **told)
        run.mirror = store.mirror()
        run.archive.told, run.archive.called = run.mend, _named_by(run)
        run.decisions, run.released, run.asked = decisions, released, noted
        run.takedowns, run.not_personal = taken_down, not_personal_said
        publishing.settle(clean, run.mend)
        held.watch(clean)
        shutil.rmtree(run.validation, ignore_errors=True)  # of a run that was killed
        run.inputs = {"decided": decided, "named": [run.request, run.force, run.only], "rules": _rules()}
        yield run


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """Look for objects that only refer to each other less often: a run holds millions that do not, and to go through them over
    and over takes a tenth of its time."""
    before = gc.get_threshold()
    gc.set_threshold(100_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _rules() -> dict[str, Any]:
    """By what a reply is read and mapped, and a release made of it."""
    parsers = {force or "": parser_version(force) for force in (None, *forces.parser_classes())}
    return {**_made_with(), "parsers": parsers, "personal": personal.fingerprint()}


def fix_rules() -> None:
    """Load every rule now, with its version: what a person changes while the run is at work counts from the next run on,
    and nothing is kept under the name of rules that it was not made with."""
    vocabulary.fingerprint()
    for name in vocabulary.NAMES:
        vocabulary.load(name)
    requests.all_requests()
    for force in (None, *forces.parser_classes()):
        parser_version(force)
    _code()


def _named_by(run: Run) -> Callable[[str], str]:
    """The name under which a document was first read, by its sha256."""

    def called(name: str) -> str:
        first = next((s.path for s in run.ledger.sightings() if s.sha256 == name), None)
        return PurePosixPath(first or next((s.path for s in run.seen if s.sha256 == name), name)).name

    return called


def collect(run: Run) -> str:
    """Take in what every source shows: each document once, by its sha256. A source that is down stops no other."""
    left = 0
    with run.progress.step("collect") as step:
        run.glance = fingerprint.glance(run.sources, run.started)
        looks = _looks(run)
        if _settle(run, glance=_made_from(run, looks, run.glance)) and run.stands:
            run.glance = None  # it is noted
            step.note = run.stands.told.collected
            return step.note
        run.documents = run.ledger.documents()
        for source in run.sources:
            if run.only and source.forces and run.only not in source.forces:
                continue
            before = _shown(run) + left
            try:
                for item in source.collect(Memory(run.archive, run.ledger, source.name, clock.now)):
                    if isinstance(item, (Collected, Refused)) and _of_another(
                        run, item.path, source.label, item.force if isinstance(item, Collected) else None
                    ):
                        left += 1
                        continue
                    _take(run, source, item)
                    step.advance()
                if _shown(run) + left == before:
                    _stop_at_nothing(run, source)
            except SourceDown as why:
                run.down.append((source, Unreachable("", why.what, why.fix, source.forces)))
        step.note = f"{len(run.seen)} documents" + (f", {len(run.refused)} refused" if run.refused else "")
        step.note += f", {left} of other forces left for a run of all" if left else ""
        if run.refused or run.noted or left:
            run.glance = None  # what is to be said of them would not be said again
        run.collected = step.note
        step.note += "".join(f"; {sentence}" for sentence in _told_down(run))
        _settle(run, made_from=_made_from(run, looks, _what_was_shown(run)))
    if not run.seen and not run.refused:
        if run.down:
            raise NotNow(" ".join(f"{part.message} {part.fix}" for _, part in run.down))
        raise Stopped(_no_document(run))
    return step.note


def _looks(run: Run) -> dict[str, str]:
    """How the archive and the live release look; nothing where that cannot be told, or where there is no release."""
    kept, name = run.archive.folders(), publishing.named(run.clean)
    if kept is None or name is None:
        return {}
    release = run.clean / publishing.RELEASES / name
    return {"archive": disk.look_of(*kept), "live": name, "release": disk.look_of(release)}


def _made_from(run: Run, looks: dict[str, str], shown: str | None) -> str | None:
    """The fingerprint of all that the run works on, with what its sources show; None where work has to find that out."""
    if shown is None or not looks or run.down or run.accepted:
        return None
    return fingerprint.base(**run.inputs, **looks, ledger=run.ledger.mark(), shown=shown)


def _what_was_shown(run: Run) -> str:
    return fingerprint.of_what_was_shown(run.seen, (item.path for item in run.refused))


def _settle(run: Run, **made_from: str | None) -> bool:
    """Whether the live release stands as an earlier run left it, because this one works on the same."""
    stands = run.ledger.standing(**made_from) if any(made_from.values()) else None
    if stands and stands.release == publishing.named(run.clean) and stands.holds(run.started.date()):
        run.stands, run.unchanged = stands, True
        run.tables = _AsPublished(run.clean / publishing.RELEASES / stands.release)
    return run.stands is not None


class _AsPublished(dict[str, list[Any]]):
    """The tables of a release, read where somebody asks for one."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def __missing__(self, name: str) -> list[Any]:
        self.update(publishing.read_release(self._folder))
        return self[name]


def _nothing_new(run: Run, name: str) -> str:
    """The note of a step that has nothing to do."""
    with run.progress.step(name) as step:
        step.note = "nothing new"
    return step.note


def _shown(run: Run) -> int:
    """How many things the sources have shown, or could not show, so far."""
    return len(run.seen) + len(run.refused) + len(run.down)


def _stop_at_nothing(run: Run, source: Source) -> None:
    """A folder that has lost its disk looks empty too: where there was something, nothing in it may be taken to have gone."""
    last = {s.path: s for s in run.ledger.sightings() if s.source == source.name}
    if source.whole and any(not s.gone for s in last.values()):
        raise SourceDown(
            f"{source.name}: there is no document, and there were some before.",
            "See that its disk is there and its address right. If all of it was taken down, remove it from foi.toml.",
        )


def _no_document(run: Run) -> str:
    places = ", ".join(source.name for source in run.sources)
    if run.only:
        return f"{places}: there is no document that may be from {run.only}; see what its folder or its file is called."
    return f"{places}: there is no document; put the replies there."


def _of_another(run: Run, path: str, label: str, force: str | None) -> bool:
    """A run for one force leaves it out: a person, its path or the source's label says that other forces sent it."""
    if run.only is None:
        return False
    named = [force] if force else forces_in_path(path, label)
    return bool(named) and run.only not in named


def _told_down(run: Run) -> list[str]:
    """Each thing that could not be reached, in a sentence."""
    return [f"{source.name} could not be reached: {part.message}" for source, part in run.down]


def _plainly_named(item: Collected | Refused | Unreachable | Noted) -> Collected | Refused | Unreachable | Noted:
    """With what a terminal or a table would act on written out in its path: a file can be called anything."""
    if isinstance(item, (Noted, Unreachable)):
        return item
    path = written_out(item.path)
    if path == item.path:
        return item
    if isinstance(item, Collected):
        return replace(item, path=path)
    return replace(item, path=path, message=written_out(item.message))


def _take(run: Run, source: Source, item: Collected | Refused | Unreachable | Noted) -> None:
    item = _plainly_named(item)
    if isinstance(item, Unreachable):
        run.down.append((source, item))
    elif isinstance(item, Noted):
        run.noted.append(f"{source.name}: {item.message}")
    elif isinstance(item, Refused):
        run.refused.append(item)
    else:
        known = run.documents.get(item.sha256) if item.sha256 else None
        cut = item.sha256 and known and not run.archive.has_whole(item.sha256, known.size)
        if item.sha256 and known and known.kind and looked_at(known.kind) and not cut:  # nothing of it has to be loaded
            _take_in(run, source, item, Inside(item.path, item.sha256, known.size), known.kind)
            return
        try:
            data = run.archive.load(item.sha256) if item.sha256 and not cut else item.load()
        except OSError as wrong:
            fix = "Give this user leave to read it, or fetch it again."
            run.refused.append(Refused(item.path, f"{item.path} cannot be read ({wrong.strerror or wrong}).", fix))
            return
        _take_in(run, source, item, Inside(item.path, run.archive.store(data), len(data)), kind_of(data))


def _take_in(run: Run, source: Source, item: Collected, whole: Inside, kind: str) -> None:
    """A document and, where it is a container, every document in it, each at a path of its own."""
    inside, refused = unpacked(run.archive, item.path, whole.sha256, kind, lambda: run.archive.load(whole.sha256))
    run.refused += refused
    for document in [whole, *inside]:
        run.seen.append(
            Seen(
                source=source.name,
                label=source.label,
                path=document.path,
                sha256=document.sha256,
                size=document.size,
                force=run.force or item.force,
                request=run.request or item.request,
                modified=item.modified,
                url=item.url if document.path == item.path else None,
                kind=kind if document.path == item.path else None,
            )
        )


def read(run: Run) -> str:
    """Read what has not been read yet, in processes apart, and record where everything was seen."""
    if run.stands:
        return _nothing_new(run, "read")
    known = {s.sha256: s.path for s in run.ledger.sightings()}
    known.update({s.sha256: s.path for s in run.seen})
    new = [(name, path) for name, path in sorted(known.items()) if not run.archive.has_reading(name)]
    with run.progress.step("read", len(new)) as step:
        if new:
            _stop_at_lost_documents(run, new)
            _read(run, new, step)
        _stop_if_all_unreadable(run)
        whole = {source.name for source in run.sources if source.whole}
        refused = {item.path for item in run.refused}
        run.ledger.record(
            run.number,
            run.seen,
            run.started,
            lambda s: s.source in whole and not _not_looked_at(run, s, refused),
        )
        run.read = len(new)
        step.note = f"{len(new)} new documents" if new else "nothing new"
    return step.note


def _within_any(path: str, refused: set[str]) -> bool:
    """The path was refused, or lies in a container that was: it was not looked at, and may well be there."""
    parts = path.split(INSIDE)
    return any(INSIDE.join(parts[:n]) in refused for n in range(1, len(parts) + 1))


def _not_looked_at(run: Run, sighting: Sighting, refused: set[str]) -> bool:
    """The run did not look there, so that it may well still be there: it was refused, down, or left out."""
    return (
        _within_any(sighting.path, refused)
        or _down(run, sighting.source, sighting.path)
        or _of_another(run, sighting.path, sighting.label, sighting.force)
    )


def _down(run: Run, name: str, path: str) -> bool:
    """Whether that path of that source could not be looked at."""
    return any(source.name == name and path.startswith(part.under) for source, part in run.down)


def _stop_at_lost_documents(run: Run, new: list[tuple[str, str]]) -> None:
    """What has to be read and is not in the archive any more, all of it in one sentence."""
    lost = [f"{path} ({name[:12]})" for name, path in new if not run.archive.has(name)]
    if lost:
        more = f" and {len(lost) - MOST_LOST} more" if len(lost) > MOST_LOST else ""
        raise Stopped(
            f"{', '.join(lost[:MOST_LOST])}{more}: missing from the archive {run.archive.root}, and shown by no source of this "
            "run. Put documents/ back from a copy, or name the source that shows them."
        )


def _read(run: Run, new: list[tuple[str, str]], step: Step) -> None:
    new = _largest_first(run, new)
    if run.workers is not None:
        new = _read_by_workers(run, run.workers, new, step)
    if not new:
        return
    items = ((run.archive.load(name), PurePosixPath(path).name) for name, path in new)
    with Readers(min(len(new), os.cpu_count() or 1)) as readers:
        for reading in readers.map(items):
            outcome = reading.document or reading.error
            assert outcome is not None and isinstance(reading.item.source, bytes)
            run.archive.keep_reading(sha256(reading.item.source), outcome)
            step.advance()


def _largest_first(run: Run, new: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """What is likely to take longest goes first, so that no reader is left with it when all others have done."""
    sizes = {s.sha256: s.size for s in run.seen}
    return sorted(new, key=lambda one: (-_cost(PurePosixPath(one[1]).suffix.lower(), sizes.get(one[0], 0)), one))


def _cost(ending: str, size: int) -> int:
    """A guess at how long a document takes, by its kind and size: a scan has to be recognised, a workbook is packed tightly."""
    return size * {".xlsx": 20, ".docx": 5, ".zip": 0, ".eml": 0}.get(ending, 1)


def _read_by_workers(run: Run, workers: Workers, new: list[tuple[str, str]], step: Step) -> list[tuple[str, str]]:
    """Let workers read; gives what has to be read here, because it killed the workers that had it."""
    from flows.workers import Piece

    paths = dict(new)
    pieces = (
        Piece(name, READ_APART, {"path": None, "name": PurePosixPath(path).name}, partial(_bytes_of, run, name))
        for name, path in new
    )
    left = []
    for piece, answer in workers.do(pieces):
        if answer is None:
            left.append((piece.name, paths[piece.name]))
            continue
        run.archive.keep_reading(piece.name, outcome_of(answer.parts, answer.problem))
        step.advance()
    return left


def _bytes_of(run: Run, name: str) -> list[bytes]:
    return [run.archive.load(name)]


def _stop_if_all_unreadable(run: Run) -> None:
    """Single files that cannot be read are a mistake of the command; in a folder they are a problem among others."""
    if not run.seen or any(source.whole for source in run.sources):
        return
    reasons = []
    for seen in run.seen:
        try:
            run.archive.reading(seen.sha256)
        except UnreadableDocument as reason:
            reasons.append(f"{seen.path} {reason.message.rstrip('.')}. {reason.fix}".strip())
        else:
            return
    raise Stopped(" ".join(reasons))


def parse(run: Run) -> str:
    """Put the documents together to replies, and map those that are new or whose parser or vocabulary has changed."""
    if run.stands:
        return _nothing_new(run, "parse")
    with run.progress.step("parse") as step:
        run.shown = requester.with_requests(as_shown(run.ledger.sightings()), run.archive.load)
        facts_ahead(run.archive, sorted({s.sha256 for s in run.shown.documents}), run.workers, step.advance)
        groups, unplaced = replies(run.shown.documents, _facts(run), came=run.shown.came, asked=run.asked)
        step.done, step.total = 0, len(groups)
        ahead = mappings_ahead(run.archive, groups, run.workers, step.advance)
        mapping.close(but=1)  # what few are left are mapped by one
        for group in groups:
            mapped, anew = map_reply(run.archive, group, ahead)
            holds.settle(mapped, run.released, lambda name: _known_reading(run, name))
            run.parsed += anew
            if mapped.parsed or mapped.failure or not _gone(group):
                run.mapped.append(mapped)
            if mapped.key not in ahead:
                step.advance()
        run.unplaced = [(m, _reading(run, m)) for m in unplaced if not m.sighting.gone]
        step.note = f"{run.parsed} of {len(groups)} replies parsed anew" if run.parsed else "nothing new"
        held = sum(bool(mapped.held) for mapped in run.mapped)
        step.note += f"; {held} held for what is hidden in them" if held else ""
    return step.note


def _facts(run: Run) -> Callable[[str], Facts]:
    run.facts = run.facts or cache(lambda name: known_facts(run.archive, name))
    return run.facts


def _gone(group: Group) -> bool:
    return all(member.sighting.gone for member in group.members)


def _reading(run: Run, member: Member) -> Document | None:
    return _known_reading(run, member.sha256)


def _known_reading(run: Run, name: str) -> Document | None:
    """The Document of that sha256; None where it has not been read, or could not be."""
    try:
        return run.archive.reading(name) if run.archive.has_reading(name) else None
    except UnreadableDocument:
        return None


def merge(run: Run) -> str:
    """Bring all replies of the archive together."""
    if run.stands:
        return _nothing_new(run, "merge")
    with run.progress.step("merge") as step:
        retrieved: dict[tuple[str, str, str], datetime] = {}
        gone: dict[tuple[str, str, str], datetime] = {}
        for s in run.shown.documents:
            place = (s.source, s.path, s.sha256)
            retrieved.setdefault(place, s.seen_at)
            if s.gone:
                gone[place] = s.seen_at
        run.behind = {pair for source, part in run.down for pair in _behind(run, source, part)}
        corrections.look_up_places(run.decisions, lambda name: _known_reading(run, name))
        run.merged = merging.merge(
            run.mapped, run.unplaced, run.ledger.first_seen(), retrieved, run.decisions, gone, run.asked
        )
        told = requester.listen(run.shown, _dashboards(run), run.archive.load, run.request or DEFAULT_REQUEST)
        run.asked = requester.with_noted(told.asked, run.asked)
        more = [*_unreached(run), *requester.problems_of(told, run.merged["replies"])]
        run.merged["problems"] = merging.with_problems(run.merged["problems"], more)
        run.merged = merging.in_order(takedowns.apply(run.takedowns, run.merged))
        today = run.started.date()
        ahead = {c.date_concluded for c in run.merged["cases"] if c.date_concluded and c.date_concluded > today}
        run.state = key_of(
            tables=merging.state_of(run.merged),
            taken_down=[schema.plain(one.entry) for one in run.takedowns],
            spared=sorted({d for one in run.takedowns for d in one.spared}),
            not_personal=[dataclasses.astuple(one) for one in run.not_personal],
            people=sorted((*pair, *sorted(words)) for pair, words in _people(run).items()),
            behind=sorted(run.behind),
            code=_code(),
            vocabulary=vocabulary.fingerprint(),
            asked=[schema.plain(one) for _, one in sorted(run.asked.items())],
            overdue=lifecycle.overdue(run.merged["replies"], run.asked, today),
            ahead=[str(day) for day in sorted(ahead)],
        )
        run.until = changes_on(lifecycle.due(run.merged["replies"], run.asked), ahead, today)
        step.note = _sizes(run.merged)
    return step.note


def _dashboards(run: Run) -> list[Sighting]:
    """The requester's own lists that are there now."""
    last = {(s.source, s.path): s for s in run.shown.documents}
    facts = _facts(run)
    return [s for s in last.values() if not s.gone and facts(s.sha256).holds == "dashboard"]


def _people(run: Run) -> dict[Pair, set[str]]:
    """The words of the names in the letters of each force's replies to each request."""
    found: dict[Pair, set[str]] = {}
    for mapped in run.mapped:
        for force in mapped.group.forces:
            words = found.setdefault((mapped.group.request, force), set())
            words.update(word for member in mapped.group.members for word in member.facts.people)
    return found


def _editions(run: Run) -> Editions:
    def remade(tables: Tables) -> Tables:
        stale = {(row.request, row.force) for row in tables["coverage"] if row.stale}
        slugs = sorted({row.request for row in tables["coverage"]})
        return conclude(tables, stale, slugs, run.asked, run.started.date())

    run.finder = run.finder or KeepingFinder(run.archive, allowed_anywhere(run.not_personal))
    return Editions(run.takedowns, run.not_personal, _people(run), remade, run.finder)


def _behind(run: Run, source: Source, part: Unreachable) -> set[Pair]:
    """Request and force of those whose newest letters may lie where the run could not look."""
    declared = {(run.request or source.request or DEFAULT_REQUEST, force) for force in part.forces}
    return declared | {
        (mapped.group.request, force)
        for mapped in run.mapped
        for force in mapped.group.forces
        if any(_lies_there(member, source, part) for member in mapped.group.members)
    }


def _lies_there(member: Member, source: Source, part: Unreachable) -> bool:
    sighting = member.sighting
    return not sighting.gone and sighting.source == source.name and sighting.path.startswith(part.under)


def _unreached(run: Run) -> list[Problem]:
    """A problem for each force that may be behind, and one without a force where a source is down that brought none yet."""
    found = []
    for source, part in run.down:
        behind: list[tuple[str | None, str | None]] = [*sorted(_behind(run, source, part))]
        found += [
            Problem(
                code="source_unreachable",
                severity="error",
                request=request,
                force=force,
                message=f"{source.label} could not be reached: {part.message} What it had brought before is shown.",
                fix=part.fix,
            )
            for request, force in behind or [(run.request or source.request, None)]
        ]
    return found


def _sizes(tables: Tables) -> str:
    return ", ".join(f"{len(tables[name])} {name}" for name in ("replies", "cases", "counts"))


@cache
def _code() -> str:
    """Changes with the code that makes a release from what was parsed, so that mended code publishes again."""
    here = Path(__file__).parent
    files = [*here.glob("*.py"), *(here.parent / "schemas").glob("*.py"), here.parent / "schemas" / "forces.csv"]
    return key_of(personal=personal.fingerprint(), **{path.name: sha256(path.read_bytes()) for path in files})


def validate(run: Run) -> str:
    """Validate what was merged, hold back the forces whose new data break a rule, and validate what is then published."""
    if run.stands:
        return _nothing_new(run, "validate")
    with run.progress.step("validate") as step:
        name = publishing.named(run.clean)
        sound = name is not None and publishing.is_whole(run.clean / publishing.RELEASES / name)
        if name and not sound:
            run.mend(
                f"Release {name} has been damaged: it is made again from the archive, and compared with the one before it."
            )
        run.unchanged = bool(name and sound and run.ledger.state_of(name) == run.state and not run.accepted)
        if run.unchanged and name:
            run.tables = publishing.read_release(run.clean / publishing.RELEASES / name)
            step.note = "nothing new"
        elif not run.merged["replies"]:
            run.tables = conclude(run.merged)
            step.note = "no reply to publish"
        else:
            step.note = _validate(run, publishing.last_good(run.clean))
    return step.note


def _validate(run: Run, last_good: Tables | None) -> str:
    if last_good is not None:  # what was taken down since must not come back with a last good version
        last_good = takedowns.apply(deepcopy(run.takedowns), last_good)
    verdict = validation.validate(run.merged, when=run.started)
    held = validation.hold_back(
        run.merged, verdict, last_good, accepted=run.accepted | _withdrawn(run.merged, last_good)
    )
    told = [
        p for p in held.tables["problems"] if p.code != "personal_data"
    ]  # those of a last good version are made anew
    problems = {p.problem_id: p for p in [*told, *validation.problems_of(verdict)]}
    tables = {**held.tables, "problems": list(problems.values())}
    tables["problems"] = merging.with_problems(tables["problems"], _editions(run).problems(tables))
    tables["corrections"] = corrections.as_published(tables, held.stale | held.withheld)
    named = [run.request] if run.request else []
    run.tables = conclude(tables, held.stale | run.behind, named, run.asked, run.started.date())
    shutil.rmtree(run.validation, ignore_errors=True)
    last = validation.validate(run.tables, run.validation, when=run.started, before=verdict)
    run.failures = [failure.sentence for failure in [*last.failures, *last.rows]]
    if run.failures:
        return f"stopped: {len(run.failures)} rules are broken"
    waiting = sorted(f"{force} ({request})" for request, force in held.stale | held.withheld)
    return f"passed; held back: {', '.join(waiting)}" if waiting else "passed"


def _report(run: Run) -> publishing.WriteReport:
    from flows.report.reuse import Before, Prints
    from flows.report.write import images_wanted, write_report

    images, prints = images_wanted(Path()), Prints()

    def write(tables: Tables, folder: Path, release: str, edition: str, veil: Any, last: Path | None) -> None:
        before = Before.of(run.archive, release, edition, last, prints)
        write_report(tables, run.archive, images, folder, release, edition=edition, veil=veil, before=before)

    return write


def _made_with() -> dict[str, str]:
    """What a release is made with, besides the parsers that its replies name."""
    return {
        "schema": SCHEMA_VERSION,
        "readers": str(READER_VERSION),
        "vocabulary": vocabulary.fingerprint(),
        "program": _code(),
    }


def _withdrawn(now: Tables, before: Tables | None) -> frozenset[Pair]:
    """The forces that lose rows because a reply was taken down at its source: that is said, and waits for nobody.

    None where most forces lose theirs at once: a source that has lost its disk must not empty the release.
    """
    counted = {r.reply_id: (r.request, r.force) for r in before["replies"] if r.current} if before else {}
    lost = frozenset(counted[r.reply_id] for r in now["replies"] if r.withdrawn_at and r.reply_id in counted)
    return lost if len(lost) <= max(MOST_WITHDRAWN, len(set(counted.values())) // 2) else frozenset()


def publish(run: Run) -> str:
    """Write the release beside the last one and switch to it, unless nothing has changed or validation stopped it."""
    with run.progress.step("publish") as step:
        run.held.check()
        live = publishing.named(run.clean)
        outcome = "stopped"
        if run.unchanged:
            step.note, outcome = "nothing new", "unchanged"
        elif run.failures or not run.tables["replies"]:
            step.note = "nothing; the last release stays live" if live else "nothing"
        else:
            run.release = publishing.publish(
                run.tables,
                run.clean,
                validation=run.validation,
                when=run.started,
                made_with=_made_with(),
                report=_report(run),
                editions=_editions(run),
                check=run.held.check,
            )
            step.note, live = run.release.sentence, run.release.id
            run.changes = _changed(run.release, run.tables) if run.release.published else ["nothing"]
            outcome = "published" if run.release.published else "unchanged"
            if run.finder:
                run.finder.keep()
        if outcome != "stopped":
            shutil.rmtree(run.validation, ignore_errors=True)  # the release has it; of a stopped run it tells why
        state = None if outcome == "stopped" else run.state or run.ledger.state_of(str(live))
        standing = None if outcome == "stopped" else _standing(run)
        run.ledger.finish_run(run.number, clock.now(), outcome, live, state, standing)
        if copied := _mirrored(run):
            step.note = f"{step.note.rstrip('.')}; {copied}"
    return step.note


def _standing(run: Run) -> Standing | None:
    """What the run leaves for one over the same to find; None where that is noted already, or cannot be told."""
    if run.stands and run.glance is None:
        return None
    looks = _looks(run)
    shown, seen = _made_from(run, looks, _what_was_shown(run)), _made_from(run, looks, run.glance)
    if shown is None:
        return None
    if run.stands:
        return replace(run.stands, made_from=shown, glance=seen)
    return Standing(shown, seen, looks["live"], run.started.date(), run.until, _told(run))


def _mirrored(run: Run) -> str:
    """Copy the releases, where that is wanted. A copy that fails takes nothing from what is live here."""
    try:
        return run.mirror.bring(run.clean) if run.mirror else ""
    except Unmirrored as why:
        run.unmirrored = why.message
        return "not copied"


def _changed(release: Release, now: Tables) -> list[str]:
    """What the release changed: a line that sums it up, then what became of each force."""
    if release.previous is None:
        return [f"first release: {_sizes(now)}"]
    told = in_words(release.changes)
    more = [f"… and {len(told) - SHOWN_CHANGES} more: `foi changes` lists them"] if len(told) > SHOWN_CHANGES else []
    return [totals(release.changes), *told[:SHOWN_CHANGES], *more]


STEPS = (collect, read, parse, merge, validate, publish)


@dataclass(frozen=True)
class Ending:
    """How a run ended. `status` is the exit status; `errors` are what waits for a person, each with the way out; `down`
    are the sources, or parts of them, that could not be reached, in a sentence each. `failed`: why a run that was carried
    through counts as failed all the same; empty where it does not."""

    status: int
    outcome: str
    rows: list[tuple[str, str]]
    errors: list[tuple[str, str]]
    down: tuple[str, ...] = ()
    failed: str = ""

    @property
    def again(self) -> bool:
        """Whether it may go better when the job runs again later."""
        return bool(self.down) and self.status != NOT_PUBLISHED


class CountsAsFailed(Stopped):
    """A run that was carried through and failed all the same; `ending` says how it ended."""

    def __init__(self, ending: Ending) -> None:
        super().__init__(ending.failed, ending.status)
        self.ending = ending


def ending(run: Run) -> Ending:
    """What the run came to, after its last step."""
    told = told_of(run)
    errors = outside_the_tables(run)
    errors += [(f"{source.name} could not be reached: {part.message}", part.fix) for source, part in run.down]
    errors += told.errors
    name = publishing.named(run.clean)
    live = run.clean / publishing.RELEASES / name if name else None
    new = bool(run.release and run.release.published)
    rows = [
        *told.figures,
        *told.sizes,
        *(("noted", line) for line in run.noted),
        ("parsed", f"{run.parsed} replies; {run.read} documents read"),
        *(("changed" if line is run.changes[0] else "", line) for line in run.changes),
        *(("mended" if n == 0 else "", line) for n, line in enumerate(run.mended)),
        ("release", f"{live} ({'new' if new else 'as before'})" if live else "none"),
    ]
    status = NOT_PUBLISHED if run.failures else NEEDS_A_PERSON if errors else DONE
    down = tuple(_told_down(run))
    return Ending(status, "published" if new else "nothing new", rows, errors, down, _failed(run, down))


def _told(run: Run) -> Told:
    """What is to be said of the tables that the run leaves."""
    problems = run.tables["problems"]
    counted = {s: sum(p.severity == s for p in problems) for s in SEVERITIES}
    sizes = [
        ("forces", _forces(run.tables)),
        *((name, str(len(run.tables[name]))) for name in ("replies", "cases", "counts")),
        ("problems", ", ".join(f"{number} {s}" for s, number in counted.items())),
        *_corrected(run.tables["corrections"]),
    ]
    errors = _grouped([p for p in problems if p.severity == "error" and p.code != "source_unreachable"])
    gravest = sorted(problems, key=by_gravity)[:MOST_PROBLEMS]
    return Told(run.collected, headlines(run.tables["summary"]), sizes, errors, counted, gravest)


def told_of(run: Run) -> Told:
    """What is to be said of the tables that are live once the run has ended."""
    return run.stands.told if run.stands else _told(run)


def outside_the_tables(run: Run) -> list[tuple[str, str]]:
    """The errors that are no rows of `problems`, each with the way out."""
    errors = [(item.message, item.fix) for item in run.refused]
    errors += [(sentence, "Nothing was published; correct it and run again.") for sentence in run.failures]
    return [*errors, *([(run.unmirrored, "")] if run.unmirrored else [])]


def _failed(run: Run, down: Sequence[str]) -> str:
    """Why the run counts as failed: the reason that Prefect and whoever is notified are given."""
    reasons = [*down, *filter(None, [run.unmirrored])]
    if run.failures:
        more = f" (and {len(run.failures) - 1} more)" if len(run.failures) > 1 else ""
        reasons.insert(0, f"Validation stopped the publication: {run.failures[0]}{more}")
    return " ".join(reasons)


def _corrected(made: list[Correction]) -> list[tuple[str, str]]:
    """How many corrections were applied, and how many not; nothing where there are none."""
    if not made:
        return []
    missed = sum(not one.fired for one in made)
    return [
        ("corrected", f"{len(made) - missed} by hand" + (f"; {missed} not applied: see the problems" if missed else ""))
    ]


def _grouped(problems: list[Problem]) -> list[tuple[str, str]]:
    """One entry for each kind of problem of each document: its first message, how many more, and the way out."""
    kinds: dict[tuple, list[Problem]] = {}
    for problem in problems:
        kinds.setdefault((problem.force, problem.code, problem.document), []).append(problem)
    entries = []
    for (force, _, _), alike in kinds.items():
        more = f" (and {len(alike) - 1} more like it)" if len(alike) > 1 else ""
        entries.append(
            (f"{force}: {alike[0].message}{more}" if force else f"{alike[0].message}{more}", alike[0].fix or "")
        )
    return entries


def _forces(tables: Tables) -> str:
    answered = [row for row in tables["coverage"] if row.answered]
    with_data = {row.force for row in answered if row.cases or row.counts}
    return f"{len(with_data)} with data, {len({row.force for row in answered})} answered"


def pair(text: str) -> Pair:
    """`request/force`, as typed, as a pair. Raises `Stopped` where either is not known."""
    request, _, force = text.partition("/")
    if not request or not force:
        raise Stopped(f"--accept {text!r}: write REQUEST/FORCE, as the problem says it.")
    known_request(request, "--accept")
    known_force(force, "--accept")
    return request, force
