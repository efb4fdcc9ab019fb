"""`foi check`: reads the replies of the golden files again and tells cell by cell what has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath

from flows import clock, golden
from flows.archive import Archive
from flows.contents import Opened, read_file
from flows.ending import DONE, NEEDS_A_PERSON, Stopped
from flows.golden import FOLDER, HOME, File, Golden
from flows.grouping import Group, facts_of, group, members
from flows.sightings import Sighting
from flows.sources import Refused
from flows.sources.folder import FolderSource
from parsers import forces
from parsers.documents.containers import INSIDE
from parsers.documents.model import Document
from schemas import forces as registry

Read = Callable[[Path], Opened]

SHOWN = 40
"""Differences of one reply that are printed; a parser that lost a table would fill the screen."""


@dataclass
class Checked:
    """What became of one reply: the sentences to print, and whether it differs from its golden file."""

    golden: Golden
    lines: list[str]
    differs: bool = False


def check(slugs: Sequence[str], archive: Archive, accept: bool = False, home: Path = HOME) -> tuple[list[str], int]:
    """The lines to print and the exit status: 1 where anything differs and is not accepted.

    `slugs` are known forces, all where empty. Raises `Stopped` where one of them has no golden file and no sample reply.
    """
    read = cache(read_file)
    kept = [golden.load(path) for path in golden.paths(home)]
    new = list(_without_golden(kept, slugs, read, home))
    grown = {g.path for g in new}
    chosen = [g for g in kept if g.path not in grown and (not slugs or g.forces & set(slugs))]
    for slug in slugs:
        if not any(slug in g.forces for g in [*chosen, *new]):
            raise Stopped(f"There is no golden file of {slug}; write one from a reply: foi new-force {slug} FILE")
    checked = [_checked(g, archive, accept, read, home) for g in chosen]
    checked += [_added(g, archive, accept, read, home) for g in new]
    lines = [line for one in checked for line in one.lines]
    declared = slugs or sorted(forces.known())
    faults = [line for slug in declared for line in _declaration(slug)]
    differing = sorted({one.golden.force for one in checked if one.differs})
    if differing:
        named = f"{' '.join(differing)} " if len(differing) <= 5 else ""
        lines.append(f"\nIf what is now read is right: foi check {named}--accept")
    wrong = bool(differing) or any(line.startswith("wrong") for line in faults)
    return [*lines, *faults], NEEDS_A_PERSON if wrong else DONE


def _checked(kept: Golden, archive: Archive, accept: bool, read: Read, home: Path) -> Checked:
    name = f"{kept.force}, {kept.path.stem}"
    if missing := golden.absent(kept, archive, home):
        return _missing(kept, missing, name, accept)
    try:
        now = golden.rows_now(kept, archive, home, read)
    except Stopped as reason:
        return Checked(kept, [f"{name}: cannot be read. {reason.message}"], differs=True)
    except Exception as fault:  # of one force's module; the others are checked all the same
        return Checked(kept, [f"{name}: its parser failed: {type(fault).__name__}: {fault}"], differs=True)
    found = golden.differences(kept.rows, now)
    if not found:
        return Checked(kept, [f"{name}: as it was, {_sizes(now)}"])
    lines = [
        f"{name}: {len(found)} {'difference' if len(found) == 1 else 'differences'}{', accepted' if accept else ''}"
    ]
    lines += [f"  {difference.sentence}" for difference in found[:SHOWN]]
    lines += [f"  … and {len(found) - SHOWN} more"] if len(found) > SHOWN else []
    if accept:
        kept.rows = now
        kept.write()
    return Checked(kept, lines, differs=not accept)


def _missing(kept: Golden, missing: Sequence[File], name: str, accept: bool) -> Checked:
    gone = [file.path for file in missing if file.path]
    if not gone:
        return Checked(kept, [f"{name}: not checked: its reply is for no publication, and in no archive here (--data)"])
    if accept:
        kept.path.unlink()
        return Checked(kept, [f"{name}: {', '.join(gone)} is gone, and its golden file with it"])
    return Checked(kept, [f"{name}: {', '.join(gone)} is gone"], differs=True)


def _added(new: Golden, archive: Archive, accept: bool, read: Read, home: Path) -> Checked:
    files = ", ".join(file.path or "" for file in new.files)
    if not accept:
        return Checked(new, [f"{new.force}: no golden file of {files} yet"], differs=True)
    try:
        new.rows = golden.rows_now(new, archive, home, read)
    except Stopped as reason:
        return Checked(new, [f"{new.force}: {reason.message}"], differs=True)
    new.path = new.path if new.path.suffix else golden.free_path(new.force, new.request, home)
    new.write()
    return Checked(new, [f"{new.force}, {new.path.stem}: written, {_sizes(new.rows)}"])


def _sizes(rows: Iterable[dict]) -> str:
    tables = [row["in"] for row in rows]
    return f"{tables.count('cases')} cases, {tables.count('counts')} counts, {tables.count('letter')} facts"


def _declaration(slug: str) -> Iterator[str]:
    """What is wrong in the force's module, and what it leaves for a person."""
    try:
        parser = forces.parser_of(slug)
    except ValueError as fault:
        yield f"wrong     {fault}"
        return
    yield from (f"wrong     {type(parser).__module__}: {fault}" for fault in parser.faults())
    for where, key in parser.undecided():
        yield f"to do     {slug}: {where} says “unknown” of “{key}”; write what it is in {type(parser).__module__}"


# ------------------------------------------------------------------------------------------- samples without a golden file


def _without_golden(kept: Sequence[Golden], slugs: Sequence[str], read: Read, home: Path) -> Iterator[Golden]:
    """The sample replies that no golden file holds whole, put together from their files as an ingest would.

    Of some forces only, where `slugs` names them: those whose folder says one of them.
    """
    known = {file.path for g in kept for file in g.files}
    folder = home / "samples"
    items = FolderSource(folder).collect() if folder.is_dir() else []
    there = [item.path for item in items if not isinstance(item, Refused) and _may_be_of(item.path, slugs)]
    if all(f"samples/{path}" in known for path in there):
        return
    for reply in _replies(folder, there, read):
        own = dict.fromkeys(member.sighting.path.split(INSIDE)[0] for member in reply.members)
        files = tuple(File(f"samples/{path}") for path in own)
        before = next((g for g in kept if set(g.files) & set(files)), None)
        if (before is None or set(before.files) != set(files)) and (not slugs or set(reply.forces) & set(slugs)):
            yield Golden(before.path if before else home / FOLDER, reply.forces[0], reply.request, files)


def _may_be_of(path: str, slugs: Sequence[str]) -> bool:
    named = registry.recognise(PurePosixPath(path).parent.name, strict=False)
    return not slugs or not named or bool(set(named) & set(slugs))


def _replies(folder: Path, paths: Sequence[str], read: Read) -> list[Group]:
    documents: dict[str, Document] = {}
    for path in paths:
        try:
            inside = read(folder / path).documents
        except Stopped:
            continue  # a sample of what no reader can read has no golden file
        documents.update({f"{path}{name.removeprefix(Path(path).name)}": document for name, document in inside})
    facts = {document.sha256: facts_of(document) for document in documents.values()}
    seen = [
        Sighting(0, "", folder.name, path, document.sha256, None, None, None, False, clock.now())
        for path, document in documents.items()
    ]
    found, _ = group(members(seen, facts.__getitem__))
    return sorted(found, key=lambda g: (g.forces[0], g.request, g.lead.age))
