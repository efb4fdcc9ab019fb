"""Reading in processes apart: a file that crashes, hangs or floods its reader costs that file and nothing else."""

from __future__ import annotations

import atexit
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from parsers.apart import LOOK_BY_HAND, Done, NotDone, Process, shared_out
from parsers.documents.containers import Contents, unpack_all
from parsers.documents.model import Document, UnreadableDocument, from_json, to_json
from parsers.limits import Limits, limits

if TYPE_CHECKING:
    from parsers.documents.photograph import Coloured

T = TypeVar("T")
R = TypeVar("R")

HERE = "parsers.documents.worker"
READ_APART = f"{HERE}:read_apart"
"""The piece of work that reads a document, for who hands it to a process of its own."""


class Item(NamedTuple):
    """A file to read: its bytes, or the path that they are at, and the name to call it by."""

    source: bytes | Path
    name: str


class Reading(NamedTuple):
    """What became of one item: a Document, or the reason why there is none."""

    item: Item
    document: Document | None
    error: UnreadableDocument | None


class Reader(Process):
    """One process that reads. Every method raises UnreadableDocument."""

    def read(self, item: Item) -> Document:
        return _document(self._work("read_apart", item, "read").parts)

    def unpack(self, item: Item) -> Contents:
        from parsers.documents.containers.model import Member

        done = self._work("unpack_apart", item, "open")
        members = [Member(name, data) for name, data in zip(done.said["members"], done.parts, strict=True)]
        return Contents(members, [(path, why) for path, why in done.said["refused"]], tuple(done.said["taken"]))

    def kind(self, item: Item) -> str:
        return str(self._work("kind_apart", item, "read").said)

    def show(self, item: Item, page: int) -> tuple[bytes, float]:
        done = self._work("show_apart", item, "draw", page=page)
        return done.parts[0], done.said["scale"]

    def coloured(self, item: Item, page: int, colours: int) -> Coloured:
        from parsers.documents.photograph import Coloured

        done = self._work("coloured_apart", item, "draw", page=page, colours=colours)
        with _as_agreed():
            made = Coloured(int(done.said["width"]), int(done.said["height"]), float(done.said["scale"]), *done.parts)
            sound = made.width > 0 and made.height > 0 and made.scale > 0
            if not sound or made.width * made.height != len(made.pixels) or len(made.palette) > 3 * colours:
                raise ValueError("not the picture of a page")
        return made

    def sizes(self, item: Item) -> list[tuple[float, float] | None]:
        done = self._work("sizes_apart", item, "draw")
        with _as_agreed():
            return [size and (float(size[0]), float(size[1])) for size in done.said]

    def _work(self, task: str, item: Item, verb: str, **said: Any) -> Done:
        sent = isinstance(item.source, bytes)
        said |= {"path": None if sent else str(item.source), "name": item.name}
        parts: Sequence[bytes] = [item.source] if isinstance(item.source, bytes) else []
        try:
            return self.do(f"{HERE}:{task}", said, parts, verb)
        except NotDone as reason:
            raise UnreadableDocument(reason.message, reason.fix, reason.limit) from None


def _document(parts: list[bytes]) -> Document:
    with _as_agreed():
        return from_json(parts[0].decode())


@contextmanager
def _as_agreed() -> Iterator[None]:
    """What came back is taken for nothing but what was asked for: a file may have taken the process over."""
    try:
        yield
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as wrong:
        raise UnreadableDocument(f"came back damaged from its reader ({wrong})", LOOK_BY_HAND) from None


def outcome_of(parts: list[bytes], problem: NotDone | None) -> Document | UnreadableDocument:
    """What came of `READ_APART`: the Document, or why there is none."""
    if problem is not None:
        return UnreadableDocument(problem.message, problem.fix, problem.limit)
    try:
        return _document(parts)
    except UnreadableDocument as reason:
        return reason


# ---- what the processes do


def _bytes(said: dict[str, Any], parts: list[bytes]) -> bytes:
    """The file: as it was sent, or at its path. One byte beyond the limit is enough to see that it is too large."""
    if said["path"] is None:
        return parts.pop()
    try:
        with Path(said["path"]).open("rb") as file:
            return file.read(limits().file_size + 1)
    except OSError as error:
        raise NotDone(f"cannot be opened ({error.strerror or error})", "Check that the file is there.") from None


def read_apart(said: dict[str, Any], parts: list[bytes]) -> Done:
    from parsers.documents import read

    try:
        packed = to_json(read(_bytes(said, parts), said["name"])).encode("utf-8", "replace")
    except UnreadableDocument as reason:
        raise NotDone(reason.message, reason.fix, reason.limit) from None
    most = limits().answer
    if len(packed) > most:
        raise NotDone(f"holds more than {most // 10**6:,} MB of texts and cells", LOOK_BY_HAND, "answer")
    return Done(None, [packed])


def unpack_apart(said: dict[str, Any], parts: list[bytes]) -> Done:
    try:
        contents = unpack_all(_bytes(said, parts))
    except UnreadableDocument as reason:
        raise NotDone(reason.message, reason.fix, reason.limit) from None
    names = [m.name for m in contents.members]
    told = {"members": names, "refused": contents.refused, "taken": contents.taken}
    return Done(told, [m.data for m in contents.members])


def kind_apart(said: dict[str, Any], parts: list[bytes]) -> Done:
    from parsers.documents import sniff

    return Done(sniff(_bytes(said, parts)))


def show_apart(said: dict[str, Any], parts: list[bytes]) -> Done:
    from parsers.documents.photograph import page_png

    try:
        shown, scale = page_png(_bytes(said, parts), said["page"])
    except UnreadableDocument as reason:
        raise NotDone(reason.message, reason.fix, reason.limit) from None
    return Done({"scale": scale}, [shown])


def coloured_apart(said: dict[str, Any], parts: list[bytes]) -> Done:
    from parsers.documents.photograph import page_coloured

    try:
        made = page_coloured(_bytes(said, parts), said["page"], said["colours"])
    except UnreadableDocument as reason:
        raise NotDone(reason.message, reason.fix, reason.limit) from None
    return Done({"width": made.width, "height": made.height, "scale": made.scale}, [made.palette, made.pixels])


def sizes_apart(said: dict[str, Any], parts: list[bytes]) -> Done:
    from parsers.documents.photograph import page_sizes

    try:
        return Done(page_sizes(_bytes(said, parts)))
    except UnreadableDocument as reason:
        raise NotDone(reason.message, reason.fix, reason.limit) from None


# ---- those who ask


class Readers:
    """A pool of reading processes. Use it as a context, or call `close`."""

    def __init__(self, workers: int = 2, limits: Limits | None = None) -> None:
        self._readers = [Reader(limits) for _ in range(workers)]

    def map(self, items: Iterable[Item | tuple[bytes | Path, str]]) -> Iterator[Reading]:
        """Reads all items and gives each result as it is ready, in no certain order. One bad file stops no other."""
        return self.each(items, lambda reader, item: _reading(reader, Item(*item)))

    def each(self, items: Iterable[T], work: Callable[[Reader, T], R]) -> Iterator[R]:
        """What `work` gives for each item with one of the processes, as it is ready, in no certain order."""
        return shared_out(self._readers, items, work)

    @property
    def peak(self) -> int:
        """Bytes of memory that one of the processes took at most, as far as they have ended."""
        return max(reader.peak for reader in self._readers)

    def close(self) -> None:
        for reader in self._readers:
            reader.stop()

    def __enter__(self) -> Readers:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _reading(reader: Reader, item: Item) -> Reading:
    try:
        return Reading(item, reader.read(item), None)
    except UnreadableDocument as error:
        return Reading(item, None, error)


_single: dict[Limits, Reader] = {}
_single_lock = threading.Lock()


def read_guarded(source: bytes | Path, name: str, limits: Limits | None = None) -> Document:
    """One file, read in a process apart that is kept for the next call. Raises UnreadableDocument."""
    return kept_reader(limits).read(Item(source, name))


def unpack_guarded(source: bytes | Path, name: str, limits: Limits | None = None) -> Contents:
    """Everything in one container, at any depth, taken out in a process apart. Raises UnreadableDocument."""
    return kept_reader(limits).unpack(Item(source, name))


def kind_guarded(data: bytes) -> str:
    """The media type of a file, told in a process apart; that of a file of no known kind where it cannot be told."""
    try:
        return kept_reader().kind(Item(data, ""))
    except UnreadableDocument:
        return "application/octet-stream"  # its reader will say what is wrong with it


def show_guarded(source: bytes | Path, name: str, page: int, limits: Limits | None = None) -> tuple[bytes, float]:
    """One page (from 1) of a PDF or picture as PNG, drawn in a process apart, and its pixels to a point.

    Raises UnreadableDocument.
    """
    return kept_reader(limits).show(Item(source, name), page)


def sizes_guarded(source: bytes | Path, name: str, limits: Limits | None = None) -> list[tuple[float, float] | None]:
    """Width and height in points of each page of a PDF or picture, as its picture has them; None of one that cannot be drawn.

    Raises UnreadableDocument.
    """
    return kept_reader(limits).sizes(Item(source, name))


def kept_reader(own: Limits | None = None) -> Reader:
    """The process that is kept for whoever asks for one thing at a time."""
    own = own or limits()
    with _single_lock:
        if own not in _single:
            _single[own] = Reader(own)
            atexit.register(_single[own].stop)
        return _single[own]
