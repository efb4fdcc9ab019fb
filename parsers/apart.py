"""Work in processes apart: what crashes, hangs or floods costs that one piece of work and nothing else.

A piece of work is a function, named as `module:function`, that is given JSON-ready words and bytes and gives the same
back; nothing but JSON and bytes crosses the line, so that a process that a file has taken over can hand back wrong data
and no more. The processes are started once and kept. They import neither Prefect nor pandas, and they are plain
`python -m` children, not `multiprocessing` ones, because those import the caller's main program again, and with it all
that it imports.
"""

from __future__ import annotations

import contextlib
import dataclasses
import gc
import importlib
import json
import os
import queue
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, cast

from parsers import limits as bounds
from parsers.documents.model import said_by
from parsers.limits import Limits

STARTING = 300  # seconds that a process may take until it is ready, however busy the machine
GOING_ON = b"another page"
RENEW_AFTER = 500
"""Pieces of work; then the process is replaced, so that memory lost in it is given back. To begin costs as much as reading
fifteen pages, and of 500 replies hardly anything stays: 25 MB over two hundred."""

GROWN = 4  # it is replaced too once a piece of work took a quarter of the memory that it may have
ENVELOPE = 10_000_000  # bytes of an answer besides what it may hand back

MOST_HANDS = 4
"""Processes that such a process may be, for a while, when it reads a long document."""

OBJECTS = (200_000, 50, 100)
"""After how many new objects circles of them are looked for: a table is many objects and no circles, and looking for those
took a third of the time."""

ENDED_FROM_OUTSIDE = (-signal.SIGKILL, -signal.SIGTERM, -signal.SIGHUP)
"""Somebody else ended the process, or the system did: the work is tried once more before it counts as not done."""

LOOK_BY_HAND = "Look at the file by hand; if it is sound, ask the force for a smaller or simpler copy."


class NotDone(Exception):
    """The work was not done. `message` says why, to stand behind the name of a file; `limit` names the limit it broke."""

    def __init__(self, message: str, fix: str = "", limit: str = "", fault: bool = False) -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix
        self.limit = limit
        self.fault = fault  # of the program, not of the file


class Done(NamedTuple):
    """What a piece of work gave: JSON-ready words, and bytes."""

    said: Any
    parts: list[bytes] = []


Work = Callable[[Any, list[bytes]], Done]


def here(task: str, said: Any, parts: Sequence[bytes] = (), verb: str = "read") -> Done:
    """Do a piece of work in this process, without limits. Raises NotDone."""
    try:
        return _named(task)(said, list(parts))
    except MemoryError:
        short = NotDone(*_memory(bounds.limits(), verb))
    except RecursionError:
        short = NotDone(f"is nested too deeply to {verb}", LOOK_BY_HAND)
    except NotDone:
        raise
    except Exception as error:  # a fault of the program: this file is set aside, the others go on
        told = f"{type(error).__name__}: {said_by(error)}" if str(error) else type(error).__name__
        raise NotDone(f"could not be {_past(verb)}: {told}", LOOK_BY_HAND, fault=True) from error
    raise short  # out here nothing holds what took the memory any more


def _named(task: str) -> Work:
    module, _, function = task.partition(":")
    return getattr(importlib.import_module(module), function)


class Process:
    """One child process and the line to it; started when first needed, and again after it was lost."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or bounds.limits()
        self.process: subprocess.Popen | None = None
        self.line: Connection | None = None
        self.done = 0
        self.peak = 0  # bytes of memory that its processes were seen to take at most
        self._ended: int | None = None  # how the process ended that was lost over the last piece of work
        self._lock = threading.Lock()

    def do(self, task: str, said: Any, parts: Sequence[bytes] = (), verb: str = "read") -> Done:
        """Do a piece of work; `verb` is what its reasons call it. Raises NotDone, and OSError where no process starts."""
        with self._lock:
            try:
                return self._once(task, said, parts, verb)
            except NotDone:
                if self._ended not in ENDED_FROM_OUTSIDE:
                    raise
            # Where a machine is shut down its processes end one after another: that is no mark against the file.
            return self._once(task, said, parts, verb)

    def _once(self, task: str, said: Any, parts: Sequence[bytes], verb: str) -> Done:
        self._ended = None
        if self.process is None or self.process.poll() is not None or self.done >= RENEW_AFTER:
            self.stop()
            self._start()
        try:
            return self._ask(task, said, parts, verb)
        except (EOFError, OSError, ValueError, LookupError, TypeError, RecursionError) as broken:
            raise self._lost(verb, broken) from None

    def _start(self) -> None:
        self.line, theirs = Pipe()
        root = str(Path(__file__).resolve().parents[1])
        path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
        told = json.dumps(dataclasses.asdict(self.limits))
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "parsers.apart", str(theirs.fileno()), told],
            pass_fds=[theirs.fileno()],
            env={**os.environ, "PYTHONPATH": path},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        theirs.close()
        self.done = 0
        try:
            if not self.line.poll(STARTING):
                raise EOFError
            self.line.recv_bytes(100)  # it is ready: what it takes to start is not held against the first file
        except (EOFError, OSError):
            self.stop()
            raise OSError(
                f"no process could be started to read in ({sys.executable} -m parsers.apart); is there enough memory?"
            ) from None

    def _ask(self, task: str, said: Any, parts: Sequence[bytes], verb: str) -> Done:
        assert self.line is not None
        most = self.limits.answer + ENVELOPE
        self.line.send_bytes(json.dumps([task, said, len(parts), verb]).encode())
        for part in parts:
            self.line.send_bytes(part)
        began = time.monotonic()
        heard = GOING_ON
        while heard == GOING_ON:  # a document of many pages takes long: the time allowed begins again with each
            left = began + self.limits.total_seconds - time.monotonic()
            if left <= 0 or not self.line.poll(min(self.limits.seconds, left)):
                over = "seconds" if left > self.limits.seconds else "total_seconds"
                self.stop()
                raise NotDone(f"took longer than {getattr(self.limits, over):,} s to {verb}", LOOK_BY_HAND, over)
            heard = self.line.recv_bytes(most)
        answer = json.loads(heard)
        sizes = [int(size) for size in answer["parts"]]
        if sum(sizes) > max(self.limits.unpacked, self.limits.answer) + ENVELOPE:
            raise ValueError("more is announced than may come back")
        back = [self.line.recv_bytes(size) for size in sizes]
        self.done = RENEW_AFTER if answer["renew"] else self.done + 1
        self.peak = max(self.peak, int(answer["peak"]))
        if answer["problem"] is not None:
            raise NotDone(**answer["problem"])
        return Done(answer["said"], back)

    def _lost(self, verb: str, broken: BaseException) -> NotDone:
        """Why the process broke off, as far as its end tells; it is gone afterwards."""
        process = self.process
        if process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(1)  # it has ended, or is about to
        self._ended = ended = process.returncode if process is not None else None
        self.stop()
        most = self.limits
        if ended == -signal.SIGXCPU:
            message = f"took more than {most.cpu_seconds:,} s of processor time to {verb}"
            return NotDone(message, LOOK_BY_HAND, "cpu_seconds")
        if ended == -signal.SIGKILL:
            message = f"could not be {_past(verb)}: the system ended the process, most likely for want of memory"
            return NotDone(message, LOOK_BY_HAND, "memory")
        if ended is not None and ended < 0:
            told = signal.strsignal(-ended) or str(-ended)
            most_memory = (
                f"{most.memory // 10**6:,} MB of memory"  # what is not written in Python aborts for want of it
            )
            message = f"crashed the program that was to {verb} it, or needs more than {most_memory} ({told})"
            return NotDone(message, LOOK_BY_HAND, "memory")
        if ended is None and isinstance(broken, (OSError, ValueError)):
            message = f"gave more than {most.answer // 10**6:,} MB when it was {_past(verb)}"
            return NotDone(message, LOOK_BY_HAND, "answer")
        message = f"broke off while it was {_past(verb)}, most likely for want of memory"
        return NotDone(message, LOOK_BY_HAND, "memory")

    def stop(self) -> None:
        """End the process, if there is one."""
        if self.line is not None:
            self.line.close()
        if self.process is not None:
            self.peak = max(self.peak, _peak(self.process.pid))
            self.process.kill()
            self.process.wait()
        self.line = self.process = None


P = TypeVar("P", bound=Process)
T = TypeVar("T")
R = TypeVar("R")


def shared_out(processes: Sequence[P], items: Iterable[T], work: Callable[[P, T], R]) -> Iterator[R]:
    """What `work` gives for each item with one of the processes, as it is ready, in no certain order.

    An item is taken from the iterable when a process is free for it. Raises what the iterable or `work` raises.
    """
    waiting = iter(items)
    end = object()
    lock = threading.Lock()
    results: queue.Queue[tuple[R] | BaseException | None] = queue.Queue()
    stopped = threading.Event()

    def serve(process: P) -> None:
        try:
            while not stopped.is_set():
                with lock:
                    item = next(waiting, end)
                if item is end:
                    break
                results.put((work(process, cast(T, item)),))
        except BaseException as error:
            results.put(error)
        finally:
            results.put(None)

    threads = [threading.Thread(target=serve, args=(process,), daemon=True) for process in processes]
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
                yield result[0]
    finally:
        stopped.set()
        for thread in threads:
            thread.join()


def _peak(process: int | str) -> int:
    """The bytes of memory that a running process took at most; 0 where the system does not tell.

    Not by `getrusage`: what it says of a new process includes what its parent had taken.
    """
    with contextlib.suppress(OSError, ValueError):  # it has ended, or there is no /proc
        told = Path(f"/proc/{process}/status").read_text()
        return next((int(line.split()[1]) * 1024 for line in told.splitlines() if line.startswith("VmHWM")), 0)
    return 0


def _memory(most: Limits, verb: str) -> tuple[str, str, str]:
    return f"needs more than {most.memory // 10**6:,} MB of memory to {verb}", LOOK_BY_HAND, "memory"


def _past(verb: str) -> str:
    return {"read": "read", "open": "opened", "draw": "drawn", "map": "mapped"}.get(verb, f"{verb}ed")


# ---- the child


def _allow(cpu_seconds: int) -> None:
    """So much more processor time from now on."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(used.ru_utime + used.ru_stime) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (spent + cpu_seconds, resource.RLIM_INFINITY))


def _serve(line: Connection, limits: Limits) -> None:
    """The child's life: do what is asked for until the line is closed."""
    bounds.use(limits)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the caller, who ends this process
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # who reads writes no file

    def going_on() -> None:
        line.send_bytes(GOING_ON)
        _allow(limits.cpu_seconds)

    bounds.getting_on = going_on
    bounds.hands = min(os.cpu_count() or 1, MOST_HANDS)
    gc.set_threshold(*OBJECTS)
    line.send_bytes(b"ready")
    while True:
        task, said, amount, verb = json.loads(line.recv_bytes())
        parts = [line.recv_bytes() for _ in range(amount)]
        _allow(limits.cpu_seconds)
        answer, back = _answer(task, said, parts, verb, limits)
        line.send_bytes(answer)
        for part in back:
            line.send_bytes(part)
        said, parts, answer, back = None, [], b"", []  # what the work took is given back before the next comes


def _answer(task: str, said: Any, parts: list[bytes], verb: str, limits: Limits) -> tuple[bytes, list[bytes]]:
    problem: dict[str, Any] | None = None
    done = Done(None)
    try:
        done = here(task, said, parts, verb)
    except NotDone as reason:
        problem = _problem(reason.message, reason.fix, reason.limit, reason.fault)
    try:
        return _packed(problem, done, verb, limits)
    except (MemoryError, RecursionError):
        return _packed(_problem(*_memory(limits, verb)), Done(None), verb, limits)


def _packed(problem: dict[str, Any] | None, done: Done, verb: str, limits: Limits) -> tuple[bytes, list[bytes]]:
    peak = _peak("self")
    renew = (problem is not None and problem["limit"] == "memory") or peak * GROWN > limits.memory
    whole = {"problem": problem, "said": done.said, "parts": [len(p) for p in done.parts]}
    packed = json.dumps({**whole, "renew": renew, "peak": peak}).encode()
    if len(packed) <= limits.answer:
        return packed, done.parts
    flood = f"gave more than {limits.answer // 10**6:,} MB when it was {_past(verb)}"
    return _packed(_problem(flood, LOOK_BY_HAND, "answer"), Done(None), verb, limits)


def _problem(message: str, fix: str, limit: str = "", fault: bool = False) -> dict[str, Any]:
    return {"message": message, "fix": fix, "limit": limit, "fault": fault}


if __name__ == "__main__":
    from parsers import apart  # not this module under its other name, whose exceptions nobody else knows

    with contextlib.suppress(EOFError, OSError):  # the caller is gone
        apart._serve(Connection(int(sys.argv[1])), Limits(**json.loads(sys.argv[2])))
