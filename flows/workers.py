"""Reading and mapping handed to Dask workers, on this machine or on others: `foi ingest --runner dask` (docs/scaling.md).

The run stays one: it alone holds the lock, the archive, the ledger and the release, and sends each worker the bytes of a
document, which come back as what was read from it. So a worker needs the program and nothing else: no folder, no
credentials. What a worker was at when it was lost is done again by another, and what comes back is kept under the hash of
its document, in whatever order: the release is the same byte for byte, whoever did the work.
"""

from __future__ import annotations

import dataclasses
import itertools
import queue
import threading
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from flows.ending import NotNow, Stopped
from flows.secret import scrubbed
from parsers import apart
from parsers.apart import NotDone
from parsers.documents.model import READER_VERSION
from parsers.limits import Limits, limits

if TYPE_CHECKING:
    from distributed import Client, Future

RUNNERS = ("here", "dask")
START_WITHIN = 120
"""Seconds that the first worker may take until it is there."""

GONE_FOR = 300
"""Seconds without any worker after which a run gives up; what was read until then is kept."""

OTHER_VERSION = (
    "A Dask worker runs another version of the program or of a vocabulary than this run, so that nothing was published. "
    "Install the same on all machines, start the workers again, and run again."
)
LOOK_EVERY = 10
AT_ONCE = 2
"""Pieces of work that wait at each thread of a worker, so that none has to wait for the next."""


class Piece(NamedTuple):
    """A piece of work (`parsers.apart`) by its name. `load` gives its bytes when its turn has come."""

    name: str
    task: str
    said: Any
    load: Callable[[], list[bytes]]
    verb: str = "read"


class Answer(NamedTuple):
    """What became of a piece: what it gave, or the reason why it was not done."""

    said: Any
    parts: list[bytes]
    problem: NotDone | None


# ---- what the workers do

_own = threading.local()


def work(
    task: str, said: Any, parts: list[bytes], told: dict[str, int], verb: str
) -> tuple[str, Any, list[bytes], Any]:
    """Do a piece of work in a process apart, which this thread of the worker keeps for the next; and by which readers."""
    most = Limits(**told)
    process: apart.Process | None = getattr(_own, "process", None)
    if process is None or process.limits != most:
        process = _own.process = apart.Process(most)
    try:
        done = process.do(task, said, parts, verb)
    except NotDone as reason:
        return READER_VERSION, None, [], [reason.message, reason.fix, reason.limit, reason.fault]
    return READER_VERSION, done.said, done.parts, None


# ---- who asks


class Workers:
    """The workers of a Dask scheduler."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def do(self, pieces: Iterable[Piece]) -> Iterator[tuple[Piece, Answer | None]]:
        """Each piece with its answer as it comes; None where it killed every worker that had it: then it is done here.

        Hand the most expensive in first. Raises `NotNow` where all workers have gone.
        """
        waiting = iter(pieces)
        told = dataclasses.asdict(limits())
        run, ready = uuid.uuid4().hex, queue.SimpleQueue[Any]()
        under_way: dict[str, tuple[Piece, Future]] = {}
        numbers = itertools.count()
        try:
            while True:
                room = max(1, AT_ONCE * sum(self.client.nthreads().values())) - len(under_way)
                for piece in itertools.islice(waiting, max(0, room)):
                    key = f"foi-{run}-{next(numbers)}"
                    given = (piece.task, piece.said, piece.load(), told, piece.verb)
                    future = self.client.submit(work, *given, key=key, pure=False)
                    under_way[key] = (piece, future)
                    future.add_done_callback(ready.put)
                if not under_way:
                    return
                piece, future = under_way.pop(self._next(ready).key)
                yield piece, _answer(future)
        finally:
            for _, future in under_way.values():
                future.cancel()

    def _next(self, ready: queue.SimpleQueue[Any]) -> Any:
        for _ in range(GONE_FOR // LOOK_EVERY):
            try:
                return ready.get(timeout=LOOK_EVERY)
            except queue.Empty:
                while self.client.nthreads():  # somebody is at it
                    try:
                        return ready.get(timeout=LOOK_EVERY)
                    except queue.Empty:
                        continue
        raise NotNow("All Dask workers have gone. Start some and run again: what was read so far is kept.")


def _answer(future: Future) -> Answer | None:
    from distributed.client import FutureCancelledError
    from distributed.scheduler import KilledWorker

    try:
        version, said, parts, problem = future.result()
    except (KilledWorker, FutureCancelledError):
        return None
    if version != READER_VERSION:
        raise NotNow(OTHER_VERSION)
    return Answer(said, parts, NotDone(*problem) if problem else None)


@contextmanager
def workers(scheduler: str | None, amount: int) -> Iterator[Workers]:
    """The workers of the scheduler at that address; where there is none, so many processes on this machine.

    Raises `Stopped` where Dask is not installed, and `NotNow` where nobody answers.
    """
    try:
        from distributed import LocalCluster
        from prefect_dask import DaskTaskRunner
    except ImportError:
        raise Stopped("--runner dask needs Dask: install the program with it, `pip install -e '.[dask]'`.") from None
    # One thread each: a piece of work is done in a process apart, and a worker that is lost loses one.
    own = {"n_workers": amount, "threads_per_worker": 1, "dashboard_address": "127.0.0.1:0"}
    runner: Any = (
        DaskTaskRunner(address=scheduler)
        if scheduler
        else DaskTaskRunner(cluster_class=LocalCluster, cluster_kwargs=own)
    )
    with runner:
        try:
            client = runner.client
            client.wait_for_workers(1, timeout=START_WITHIN)
        except (OSError, TimeoutError, ValueError) as wrong:
            raise NotNow(
                f"No Dask worker answers at {scrubbed(scheduler) if scheduler else 'this machine'} "
                f"({scrubbed(str(wrong))}). See that the scheduler and its workers run, and that they can be reached."
            ) from None
        yield Workers(client)
