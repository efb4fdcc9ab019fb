"""From documents that were read to the records of each reply; each result kept under everything that it depends on.

What a document says decides how long it takes to make sense of it. So that is done in a process apart, as reading is: a
reply that takes too long, or too much, is quarantined with that reason, and the next is mapped as if nothing had happened.
"""

from __future__ import annotations

import atexit
import contextlib
import dataclasses
import os
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from flows.archive import Archive, key_of
from flows.archive import sha256 as hash_of
from flows.ending import NotNow, Stopped
from parsers import apart
from parsers.apart import Done, NotDone
from parsers.documents.model import READER_VERSION, Document, Table, UnreadableDocument, from_json, to_json
from parsers.limits import limits
from parsers.result import JointTotal, Parsed, PrintedSum, PrintedTable
from schemas.records import SCHEMA_VERSION, Case, Count, Problem, Reply, TableAccount
from schemas.tables import plain, revive

if TYPE_CHECKING:
    from flows.grouping import Facts, Group, Member
    from flows.workers import Answer, Piece, Workers

# What maps is loaded where it maps, in the process apart: a command that only asks for it answers sooner without.


@dataclass(slots=True)
class Mapped:
    """One reply and what it yields: `parsed` is None where none of its documents could be read, or the parser failed.

    `unread` are the documents that no reader could read; `failure` says how the parser failed, or which limit the reply
    went beyond and then `way_out` what to do about it; `key` names all inputs.
    `held` are those that wait for a person because of what is hidden in them (`flows.holds`).
    """

    group: Group
    parsed: Parsed | None
    key: str
    unread: list[tuple[str, UnreadableDocument]] = field(default_factory=list)
    failure: str | None = None
    way_out: str = ""
    documents: list[Document] = field(default_factory=list)  # only of a reply whose parser failed
    held: list[str] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        """Every document was read and parsed, and none is held."""
        return self.parsed is not None and not self.unread and not self.held


RULES = (".py", ".toml", ".csv", ".txt")
LEAST_EACH = 20
"""Replies for each process that maps: to start one costs as much as mapping fifteen or so."""

_DAYS = ("date_replied", "sent")
"""Facts that are days, which JSON does not know."""


@cache
def _grouping_code() -> str:
    from flows import grouping

    return hash_of(Path(grouping.__file__).read_bytes())


def facts_key(sha256: str) -> str:
    """The name of what a document says about itself: it changes with the document, the reader and the rules."""
    from parsers import parse, personal
    from schemas import vocabulary

    return key_of(
        document=sha256,
        reader=READER_VERSION,
        parser=parse.version(None),
        grouping=_grouping_code(),
        personal=personal.fingerprint(),
        vocabulary=vocabulary.fingerprint(),
    )


def known_facts(archive: Archive, sha256: str) -> Facts:
    """What a document that was read says about itself, for grouping; kept, so that its letter is read once."""
    from flows.grouping import Facts

    key = facts_key(sha256)
    kept = archive.kept("letters", key)
    if kept is None:
        try:
            text = archive.reading_text(sha256)
            kept = do(f"{__name__}:facts_apart", {"force": None}, [text.encode()]).said
        except UnreadableDocument:
            return Facts(readable=False)  # not kept: with a higher limit it may be read another day
        except NotDone as reason:
            return Facts(readable=False, set_aside=(reason.message, reason.fix))
        archive.keep("letters", key, kept)
    return _facts(kept)


def _facts(kept: dict[str, Any]) -> Facts:
    from flows.grouping import Facts

    lists = {name: tuple(value) for name, value in kept.items() if isinstance(value, list | tuple)}
    return Facts(**{**kept, **lists, **{name: date.fromisoformat(kept[name]) for name in _DAYS if kept[name]}})


def facts_guarded(document: Document) -> Facts:
    """What a document says about itself, made out in a process apart. Raises NotDone."""
    return _facts(do_now(f"{__name__}:facts_apart", {"force": None}, [to_json(document).encode()]).said)


def facts_apart(said: dict[str, Any], parts: list[bytes]) -> Done:
    from flows.grouping import facts_of

    facts = facts_of(from_json(parts[0].decode()))
    made = dataclasses.asdict(facts)
    made |= {name: day.isoformat() for name in _DAYS if (day := made[name])}
    return Done(made)


def parse_guarded(documents: list[Document], force: str | None, request: str | None) -> Parsed:
    """As `parse.parse_reply`, in a process apart. Raises NotDone."""
    said = {"names": [d.name for d in documents], "force": force, "request": request}
    return _unpack(do_now(f"{__name__}:reply_apart", said, [to_json(d).encode() for d in documents]).said)


def reply_apart(said: dict[str, Any], parts: list[bytes]) -> Done:
    from flows.grouping import as_sent
    from parsers import parse

    documents = [from_json(part.decode()) for part in parts]
    for document, name in zip(documents, said["names"], strict=True):
        document.name = name
    for at, day in said.get("texts", []):
        documents[at] = as_sent(documents[at], day and date.fromisoformat(day))
    parsed = parse.parse_reply(documents, said["force"], said["request"])
    records = len(parsed.cases) + len(parsed.counts) + len(parsed.problems)
    if records > limits().records:
        message = f"yields {records:,} records and problems, and {limits().records:,} are the limit"
        raise NotDone(message, apart.LOOK_BY_HAND, "records")
    return Done(packed(parsed))


def order_guarded(
    file: Path, documents: dict[str, Document], force: str | None, request: str | None, several: bool
) -> tuple[list[str], str | None, str | None]:
    """The documents of one file as one reply, in a process apart: their paths, the lead first; its force and request.

    Raises NotDone, and `Stopped` where the file holds several replies, unless they may be `several`.
    """
    said = {"file": str(file), "paths": list(documents), "force": force, "request": request, "several": several}
    told = do_now("flows.one_file:order_apart", said, [to_json(d).encode() for d in documents.values()]).said
    if told["stopped"]:
        raise Stopped(told["stopped"])
    return told["paths"], told["force"], told["request"]


_processes: list[apart.Process] = []
_rules: list[str] = []
"""How the files of the rules looked when the processes were started."""


def do(task: str, said: dict[str, Any], parts: list[bytes]) -> Done:
    """Do a task in a process that is kept for the next, by the parsers and vocabularies of this one. Raises NotDone."""
    for _ in range(2):  # those of a process that was started before a vocabulary was written to are out of date
        done = _kept()[0].do(f"{__name__}:versioned", [task, said], parts, "map")
        if done.said["by"] == _version(said["force"]):
            return Done(done.said["of"], done.parts)
        close()
    raise NotNow(
        "The program or a vocabulary was changed while the run was at work, so that nothing was published. Run it again."
    )


def do_now(task: str, said: dict[str, Any], parts: list[bytes]) -> Done:
    """Do a task by the parsers and vocabularies that stand on the disk now, whatever this process has loaded. Raises NotDone.

    For what is shown and not kept: this process need load no rule to say by which it was done.
    """
    if _rules != [_rules_on_disk()]:
        close()
    return _kept()[0].do(task, said, parts, "map")


def begin() -> None:
    """Start the process that maps, and let it load what it needs, while this one does something else."""
    (process,) = _kept()
    threading.Thread(target=_warm, args=(process,), daemon=True).start()


def _warm(process: apart.Process) -> None:
    with contextlib.suppress(NotDone, OSError):  # who asks for something will be told
        process.do(f"{__name__}:ready", {}, [], "map")


def ready(said: dict[str, Any], parts: list[bytes]) -> Done:
    """Load what the tasks need."""
    from flows import grouping  # noqa: F401

    return Done(None)


def _kept(number: int = 1) -> list[apart.Process]:
    """So many of the processes that map."""
    if _processes and _processes[0].limits != limits():
        close()
    if not _processes:
        _rules[:] = [_rules_on_disk()]
        atexit.register(close)
    _processes.extend(apart.Process() for _ in range(number - len(_processes)))
    return _processes[:number]


def _rules_on_disk() -> str:
    """Changes with any file that a rule may stand in; by its size and time, which is told in milliseconds."""
    root = Path(__file__).parents[1]
    files = (f for room in ("schemas", "parsers") for f in (root / room).rglob("*") if f.suffix in RULES)
    told = sorted(
        (str(f), (known := f.stat()).st_size, known.st_mtime_ns) for f in (*files, *(root / "flows").glob("*.py"))
    )
    return hash_of(repr(told).encode())


def versioned(said: list[Any], parts: list[bytes]) -> Done:
    """Do a task, and say by which parsers and vocabularies."""
    task, own = said
    done = apart.here(task, own, parts, "map")
    return Done({"of": done.said, "by": _version(own["force"])}, done.parts)


def close(but: int = 0) -> None:
    """End the processes that map, but for so many."""
    while len(_processes) > but:
        _processes.pop().stop()


def _version(force: str | None) -> list[str]:
    from parsers import parse, personal
    from schemas import vocabulary

    return [parse.version(force), vocabulary.fingerprint(), _grouping_code(), personal.fingerprint()]


def mapping_key(group: Group) -> str:
    """The name of what a reply yields: it changes with its documents, the reader, the parser, the vocabulary, the schema."""
    from parsers import parse
    from schemas import vocabulary

    return key_of(
        documents=[m.sha256 for m in group.members],
        readable=[m.facts.readable for m in group.members],
        names=[m.path.name for m in group.members],
        **_texts(group.members),
        forces=group.forces,
        request=group.request,
        reader=READER_VERSION,
        parser=parse.version(group.forces[0]),
        vocabulary=vocabulary.fingerprint(),
        schema=SCHEMA_VERSION,
    )


def map_reply(archive: Archive, group: Group, ahead: Ahead = MappingProxyType({})) -> tuple[Mapped, bool]:
    """What a reply yields, and whether it had to be parsed for it (False where the kept result was still good).

    `ahead`: what `mappings_ahead` has done.
    """
    key = mapping_key(group)
    unread = [(m.sha256, _why_unread(archive, m)) for m in group.members if not m.facts.readable]
    if len(unread) == len(group.members):
        return Mapped(group, None, key, unread), False
    kept = archive.kept("mappings", key)
    if kept is not None:
        return Mapped(group, _unpack(kept), key, unread), key in ahead
    read, said = _asked(group)
    try:
        if failure := ahead.get(key):
            raise failure
        packed = do(f"{__name__}:reply_apart", said, [archive.reading_text(m.sha256).encode() for m in read]).said
    except NotDone as failure:  # one reply must not stop another
        documents = [_document(archive, m) for m in read]
        told, way_out = failure.message, "" if failure.fault else failure.fix
        return Mapped(group, None, key, unread, failure=told, way_out=way_out, documents=documents), True
    archive.keep("mappings", key, packed)
    return Mapped(group, _unpack(packed), key, unread), True


def _asked(group: Group) -> tuple[list[Member], dict[str, Any]]:
    """The documents of a reply that are mapped, and what is said to whoever maps them."""
    read = [m for m in group.members if m.facts.readable]
    return read, {
        "names": [m.path.name for m in read],
        "force": group.forces[0],
        "request": group.request,
        **_texts(read),
    }


Ahead = Mapping[str, NotDone | None]
"""What was mapped ahead and kept, by the key of its mapping, and why it could not be where it could not."""


def facts_ahead(archive: Archive, names: Iterable[str], workers: Workers | None, done: Callable[[], None]) -> None:
    """Make out what the documents say about themselves, where it is not kept, and keep it: by the workers, or by as many
    processes of this machine as it has cores. `done` is called for each document.

    What could not be done is left to `known_facts`, which says why.
    """
    keys = {name: facts_key(name) for name in names}
    wanted = [name for name, key in keys.items() if not archive.has_result("letters", key)]

    def pieces() -> Iterator[Piece]:
        for name in wanted:
            with contextlib.suppress(UnreadableDocument):
                parts = [archive.reading_text(name).encode()]
                yield _piece(name, f"{__name__}:facts_apart", {"force": None}, parts)

    for name, answer in _done(pieces(), len(wanted), workers):
        if answer.problem is None:
            archive.keep("letters", keys[name], answer.said)
        done()


def mappings_ahead(
    archive: Archive, groups: Iterable[Group], workers: Workers | None, done: Callable[[], None]
) -> Ahead:
    """Map the replies whose mapping is not kept, and keep it, as `facts_ahead` does. The rest `map_reply` does."""
    wanted = {mapping_key(g): g for g in groups if any(m.facts.readable for m in g.members)}
    wanted = {key: group for key, group in wanted.items() if not archive.has_result("mappings", key)}

    def pieces() -> Iterator[Piece]:
        for key, group in wanted.items():
            read, said = _asked(group)
            parts = [archive.reading_text(m.sha256).encode() for m in read]
            yield _piece(key, f"{__name__}:reply_apart", said, parts)

    made: dict[str, NotDone | None] = {}
    for key, answer in _done(pieces(), len(wanted), workers):
        if answer.problem is None:
            archive.keep("mappings", key, answer.said)
        made[key] = answer.problem
        done()
    return made


def _piece(name: str, task: str, said: dict[str, Any], parts: list[bytes]) -> Piece:
    from flows.workers import Piece

    return Piece(name, f"{__name__}:versioned", [task, said], lambda: parts, "map")


def _done(pieces: Iterator[Piece], amount: int, workers: Workers | None) -> Iterator[tuple[str, Answer]]:
    """The name of each of so many pieces with what became of it, as it is ready; without those that no process could be found
    for, or only one that maps by other rules. Raises `NotNow` where a worker maps by other rules."""
    from flows.workers import OTHER_VERSION

    for piece, answer in workers.do(pieces) if workers else _done_here(pieces, amount):
        if answer is None:
            continue
        if answer.problem is None:
            if answer.said["by"] != _version(piece.said[1]["force"]):
                if workers:
                    raise NotNow(OTHER_VERSION)
                continue
            answer = answer._replace(said=answer.said["of"])
        yield piece.name, answer


def _done_here(pieces: Iterator[Piece], amount: int) -> Iterator[tuple[Piece, Answer | None]]:
    """By processes of this machine; nothing where there is not enough to do for two."""
    from flows.workers import Answer

    processes = min(os.cpu_count() or 1, amount // LEAST_EACH)
    if processes < 2:
        return

    def work(process: apart.Process, piece: Piece) -> tuple[Piece, Answer | None]:
        try:
            done = process.do(piece.task, piece.said, piece.load(), piece.verb)
        except NotDone as reason:
            return piece, Answer(None, [], reason)
        return piece, Answer(done.said, done.parts, None)

    yield from apart.shared_out(_kept(processes), pieces, work)


def _texts(members: list[Member]) -> dict[str, Any]:
    """Which of the documents are the text of a message that a download holds, and the day of each; nothing where none is."""
    texts = [[n, m.came.sent and m.came.sent.isoformat()] for n, m in enumerate(members) if m.came and m.is_text]
    return {"texts": texts, "grouping": _grouping_code()} if texts else {}


def _document(archive: Archive, member: Member) -> Document:
    document = archive.reading(member.sha256)
    document.name = member.path.name  # the reading is kept once, under the first name that the document came by
    return document


def _why_unread(archive: Archive, member: Member) -> UnreadableDocument:
    if member.facts.set_aside:
        return UnreadableDocument(*member.facts.set_aside)
    try:
        archive.reading(member.sha256)
    except UnreadableDocument as reason:
        return reason
    raise AssertionError(f"{member.sha256} can be read, and was noted as unreadable")


def held_back(document: Document, reason: str) -> list[TableAccount]:
    """The account of a document that was read and not parsed: every row of every table is quarantined."""
    return [
        TableAccount(
            document=document.sha256,
            location=table.location,
            table=str(table.number),
            rows=_rows(table),
            header=0,
            records=0,
            skipped=0,
            quarantined=_rows(table),
            reasons={reason: _rows(table)},
        )
        for table in document.tables
    ]


def _rows(table: Table) -> int:
    return len(table.rows) + len(table.repeated)


_PARTS: dict[str, type] = {
    "other_replies": Reply, "cases": Case, "counts": Count, "problems": Problem, "accounting": TableAccount,
}  # fmt: skip


def packed(parsed: Parsed) -> dict[str, Any]:
    """What a reply yields as JSON-ready values, as it is kept in the archive."""
    packed: dict[str, Any] = {name: [plain(row) for row in getattr(parsed, name)] for name in _PARTS}
    at = {id(count): number for number, count in enumerate(parsed.counts)}
    packed["printed"] = [
        {
            "counts": [at[id(c)] for c in table.counts],
            "sums": [[at[id(s.total)], [at[id(p)] for p in s.parts], s.axis] for s in table.sums],
        }
        for table in parsed.printed
    ]
    packed["joint"] = [[at[id(one.total)], list(one.forces)] for one in parsed.joint]
    return {"reply": plain(parsed.reply), **packed}


def _sharing(row: dict[str, Any], shared: dict[Any, Any]) -> dict[str, Any]:
    """The row with the very texts and numbers of the rows before, where it has the same: of a million cases most are."""
    for name, value in row.items():
        if type(value) is str or type(value) is int:
            row[name] = shared.setdefault(value, value)
        elif type(value) is list:
            row[name] = [shared.setdefault(one, one) if type(one) is str else one for one in value]
    return row


def _unpack(kept: dict[str, Any]) -> Parsed:
    shared: dict[Any, Any] = {}
    parts = {name: [revive(record, _sharing(row, shared)) for row in kept[name]] for name, record in _PARTS.items()}
    counts = parts["counts"]
    printed = [
        PrintedTable(
            tuple(counts[i] for i in table["counts"]),
            tuple(PrintedSum(counts[i], tuple(counts[p] for p in own), axis) for i, own, axis in table["sums"]),
        )
        for table in kept["printed"]
    ]
    joint = [JointTotal(counts[i], tuple(forces)) for i, forces in kept["joint"]]
    return Parsed(reply=revive(Reply, kept["reply"]), **parts, printed=printed, joint=joint)
