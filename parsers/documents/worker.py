"""Reading in processes apart: a file that crashes, hangs or floods its reader costs that file and nothing else.

The processes are started once and kept. They import neither Prefect nor pandas, and they are plain `python -m` children,
not `multiprocessing` ones, because those import the caller's main program again, and with it all that it imports.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import queue
import resource
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from typing import Any, NamedTuple

from parsers.documents.containers import Contents, Member, unpack_all
from parsers.documents.model import Document, UnreadableDocument, from_json, to_json

MAX_ANSWER = 500_000_000  # bytes of one Document on its way back
STARTING = 60  # seconds that a process may take until it is ready, however busy the machine
GOING_ON = b"another scanned page"
RENEW_AFTER = 50  # files; then the process is replaced, so that memory lost in it is given back
LOOK_BY_HAND = "Look at the file by hand; if it is sound, ask the force for a smaller or simpler copy."
LOST = ("crashed its reader, or needed more time or memory than it may have", LOOK_BY_HAND)


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may cost."""

    seconds: float = 60
    cpu_seconds: int = 120
    memory: int = 2_000_000_000  # bytes of address space


class Item(NamedTuple):
    """A file to read: its bytes, or the path that they are at, and the name to call it by."""

    source: bytes | Path
    name: str


class Reading(NamedTuple):
    """What became of one item: a Document, or the reason why there is none."""

    item: Item
    document: Document | None
    error: UnreadableDocument | None


class _Reader:
    """One child process and the line to it; started when first needed, and again after it was lost."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.process: subprocess.Popen | None = None
        self.line: Connection | None = None
        self.done = 0

    def _start(self) -> None:
        self.line, theirs = Pipe()
        root = str(Path(__file__).resolve().parents[2])
        path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
        self.process = subprocess.Popen(
            [sys.executable, "-m", "parsers.documents.worker", str(theirs.fileno()), str(self.limits.memory)],
            pass_fds=[theirs.fileno()],
            env={**os.environ, "PYTHONPATH": path},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        theirs.close()
        self.done = 0
        if not self.line.poll(STARTING):
            raise EOFError
        self.line.recv_bytes()  # it is ready: what it takes to start is not held against the first file

    def read(self, item: Item) -> Document:
        """Raises UnreadableDocument."""
        return from_json(self._work(item, "read")["document"])

    def unpack(self, item: Item) -> Contents:
        """Raises UnreadableDocument."""
        answer = self._work(item, "unpack")
        assert self.line is not None
        try:
            members = [Member(name, self.line.recv_bytes(MAX_ANSWER)) for name in answer["members"]]
        except (EOFError, OSError):
            self.stop()
            raise UnreadableDocument(*LOST) from None
        return Contents(members, [(path, why) for path, why in answer["refused"]], tuple(answer["taken"]))

    def show(self, item: Item, page: int) -> tuple[bytes, float]:
        """Raises UnreadableDocument."""
        answer = self._work(item, f"page {page}")
        assert self.line is not None
        try:
            return self.line.recv_bytes(MAX_ANSWER), answer["scale"]
        except (EOFError, OSError):
            self.stop()
            raise UnreadableDocument(*LOST) from None

    def _work(self, item: Item, task: str) -> dict:
        try:
            if self.process is None or self.process.poll() is not None or self.done >= RENEW_AFTER:
                self.stop()
                self._start()
            answer = self._ask(item, task)
        except (EOFError, OSError):
            self.stop()
            raise UnreadableDocument(*LOST) from None
        self.done += 1
        if answer["message"] is not None:
            raise UnreadableDocument(answer["message"], answer["fix"])
        return answer

    def _ask(self, item: Item, task: str) -> dict:
        assert self.line is not None
        path = None if isinstance(item.source, bytes) else str(item.source)
        self.line.send_bytes(json.dumps([path, item.name, self.limits.cpu_seconds, task]).encode())
        if isinstance(item.source, bytes):
            self.line.send_bytes(item.source)
        said = GOING_ON
        while said == GOING_ON:  # a scanned page takes seconds: the time allowed begins again with each
            if not self.line.poll(self.limits.seconds):
                self.stop()
                raise UnreadableDocument(f"took longer than {self.limits.seconds:g} s to read", LOOK_BY_HAND)
            said = self.line.recv_bytes(MAX_ANSWER)
        return json.loads(said)

    def stop(self) -> None:
        if self.line is not None:
            self.line.close()
        if self.process is not None:
            self.process.kill()
            self.process.wait()
        self.line = self.process = None


class Readers:
    """A pool of reading processes. Use it as a context, or call `close`."""

    def __init__(self, workers: int = 2, limits: Limits | None = None) -> None:
        self._readers = [_Reader(limits or Limits()) for _ in range(workers)]

    def map(self, items: Iterable[Item | tuple[bytes | Path, str]]) -> Iterator[Reading]:
        """Reads all items and gives each result as it is ready, in no certain order. One bad file stops no other."""
        waiting = iter(items)
        lock = threading.Lock()
        results: queue.Queue[Reading | BaseException | None] = queue.Queue()
        stopped = threading.Event()

        def work(reader: _Reader) -> None:
            try:
                while not stopped.is_set():
                    with lock:
                        item = next(waiting, None)
                    if item is None:
                        break
                    results.put(_reading(reader, Item(*item)))
            except BaseException as error:  # from the caller's own iterable
                results.put(error)
            finally:
                results.put(None)

        threads = [threading.Thread(target=work, args=(r,), daemon=True) for r in self._readers]
        for thread in threads:
            thread.start()
        running = len(threads)
        try:
            while running:
                result = results.get()
                if isinstance(result, BaseException):
                    raise result
                if result is None:
                    running -= 1
                else:
                    yield result
        finally:
            stopped.set()
            for thread in threads:
                thread.join()

    def close(self) -> None:
        for reader in self._readers:
            reader.stop()

    def __enter__(self) -> Readers:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _reading(reader: _Reader, item: Item) -> Reading:
    try:
        return Reading(item, reader.read(item), None)
    except UnreadableDocument as error:
        return Reading(item, None, error)


_single: dict[Limits, _Reader] = {}
_single_lock = threading.Lock()


def read_guarded(source: bytes | Path, name: str, limits: Limits | None = None) -> Document:
    """One file, read in a process apart that is kept for the next call. Raises UnreadableDocument."""
    with _single_lock:
        return _kept_reader(limits or Limits()).read(Item(source, name))


def unpack_guarded(source: bytes | Path, name: str, limits: Limits | None = None) -> Contents:
    """Everything in one container, at any depth, taken out in a process apart. Raises UnreadableDocument."""
    with _single_lock:
        return _kept_reader(limits or Limits()).unpack(Item(source, name))


def show_guarded(source: bytes | Path, name: str, page: int, limits: Limits | None = None) -> tuple[bytes, float]:
    """One page (from 1) of a PDF or picture as PNG, drawn in a process apart, and its pixels to a point.

    Raises UnreadableDocument.
    """
    with _single_lock:
        return _kept_reader(limits or Limits()).show(Item(source, name), page)


def _kept_reader(limits: Limits) -> _Reader:
    if limits not in _single:
        _single[limits] = _Reader(limits)
        atexit.register(_single[limits].stop)
    return _single[limits]


def _allow(cpu_seconds: int) -> None:
    """So much more processor time from now on."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(used.ru_utime + used.ru_stime) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (spent + cpu_seconds, resource.RLIM_INFINITY))


def _go_on(line: Connection, cpu_seconds: int) -> None:
    """Tell the caller that another scanned page is about to be read."""
    line.send_bytes(GOING_ON)
    _allow(cpu_seconds)


def _serve(line: Connection, memory: int) -> None:
    """The child's life: read what is asked for until the line is closed."""
    from parsers.documents import ocr, read
    from parsers.documents.photograph import page_png

    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    line.send_bytes(b"ready")
    while True:
        path, name, cpu_seconds, task = json.loads(line.recv_bytes())
        sent = line.recv_bytes() if path is None else None
        _allow(cpu_seconds)
        ocr.before_page = partial(_go_on, line, cpu_seconds)
        answer: dict[str, Any] = {"message": None, "fix": None}
        parts: list[bytes] = []  # what follows the answer
        try:
            data = Path(path).read_bytes() if sent is None else sent
            if task == "unpack":
                contents = unpack_all(data)
                answer |= {
                    "members": [m.name for m in contents.members],
                    "refused": contents.refused,
                    "taken": contents.taken,
                }
                parts = [m.data for m in contents.members]
            elif task.startswith("page "):
                shown, answer["scale"] = page_png(data, int(task.removeprefix("page ")))
                parts = [shown]
            else:
                answer["document"] = to_json(read(data, name))
        except UnreadableDocument as error:
            answer |= {"message": error.message, "fix": error.fix}
        except OSError as error:
            answer |= {
                "message": f"cannot be opened ({error.strerror or error})",
                "fix": "Check that the file is there.",
            }
        except (MemoryError, RecursionError):
            answer |= {"message": f"needs more than {memory // 10**6:,} MB of memory to read", "fix": LOOK_BY_HAND}
        except Exception as error:  # a fault of the reader: this file is set aside, the others go on
            answer |= {"message": f"could not be read: {type(error).__name__}: {error}", "fix": LOOK_BY_HAND}
        line.send_bytes(json.dumps(answer).encode())
        for part in parts:
            line.send_bytes(part)
        # What the file took is given back before the next one comes.
        sent, contents, shown, parts, data = None, Contents(), b"", [], b""


if __name__ == "__main__":
    with contextlib.suppress(EOFError, OSError):  # the caller is gone
        _serve(Connection(int(sys.argv[1])), int(sys.argv[2]))
