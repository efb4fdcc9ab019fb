"""The pages of a long PDF read by several processes at once.

The process that reads the document forks once it has opened it, and each fork reads a stretch of the pages. What a page
gives depends on the pages before it in three things: the columns of the table that the page before ended with, how many
pages were read by OCR, and how much was unpacked. A fork assumes what it cannot know, and says what it assumed; where that
was wrong, the page is read again here. So the Document is the same, however many have read it.

A fork is held to the limits of the process that it comes from, and hands back to no other: what they say to one another is
pickled, and never leaves them.
"""

from __future__ import annotations

import contextlib
import gc
import io
import os
import pickle
import resource
import select
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice, pairwise
from typing import Any, NamedTuple

from parsers import limits as bounds
from parsers.documents.model import Document, Finding, Hidden
from parsers.documents.ocr_pages import OURS, note_page, pages_read
from parsers.documents.pdf_join import PageParts
from parsers.documents.pdf_tags import Learnt, Tags
from parsers.documents.pdf_unpacking import total_unpacked
from parsers.limits import limits

LEAST_PAGES = 12
"""For each process: to fork, and to hand over what was read, costs as much as a page or two."""

MOST_OPEN = 1_024
"""Files that a fork may have from its parent, and closes."""

STARTED_THREADS = ("cv2", "onnxruntime")
"""Libraries that a fork cannot use once they have begun to work."""

Before = list[float]
"""The lines between the columns of the table that a page ends with; empty where it ends with none."""

ReadPage = Callable[[int, Before], PageParts | None]
"""Reads a page by its number, given what the page before ended with; what there is to report goes into the Document."""


class PageRead(NamedTuple):
    """What reading a page gave, and what it was read under."""

    parts: PageParts | None
    before: Before
    by_ocr: bool
    hidden: list[Hidden]
    findings: list[Finding]
    kinds: list[str]  # the properties in which its number was noted
    learnt: Learnt


@dataclass(slots=True)
class _Fork:
    """A process that reads `numbers`; a byte comes through `pulse` before each page, the pages through `result` at the end."""

    process: int
    numbers: range
    pulse: int
    result: int
    pages: dict[int, PageRead] = field(default_factory=dict)
    unpacked: int = 0


def ends_with(parts: PageParts | None, number: int) -> Before:
    """What the page before `number` ended with, if `parts` is that page."""
    if parts is None or parts.content.number != number - 1 or not parts.grids:
        return []
    return parts.grids[-1].xs


def read_pages(amount: int, read: ReadPage, document: Document, tags: Tags, divisible: bool) -> list[PageParts]:
    """All pages of the document that can be read, in order. `divisible`: whether the pages may be handed to forks."""
    hands = min(bounds.hands, amount // LEAST_PAGES) if divisible else 1
    if hands < 2 or any(name in sys.modules for name in STARTED_THREADS):
        return list(_one_by_one(range(1, amount + 1), {}, read, document, tags))
    edges = [round(amount * hand / hands) for hand in range(hands + 1)]
    stretches = [range(a + 1, b + 1) for a, b in pairwise(edges)]
    forks = [_begin(numbers, read, document, tags) for numbers in stretches[1:]]
    pages: list[PageParts] = []
    try:
        pages += _one_by_one(stretches[0], {}, read, document, tags)
        for fork in forks:
            if fork is not None:
                _gather(fork, tags)
        # What each has unpacked may together be more than one would have been let
        within = total_unpacked() + sum(f.unpacked for f in forks if f) <= limits().streams_size
        ready = {number: page for f in forks if f and within for number, page in f.pages.items()}
        rest = range(stretches[0].stop, amount + 1)
        pages += _one_by_one(rest, ready, read, document, tags, pages[-1] if pages else None)
    finally:
        for fork in forks:
            if fork is not None:
                _end(fork)
    return pages


def _one_by_one(
    numbers: range,
    ready: dict[int, PageRead],
    read: ReadPage,
    document: Document,
    tags: Tags,
    last: PageParts | None = None,
) -> Iterator[PageParts]:
    for number in numbers:
        before = ends_with(last, number)
        found = ready.get(number)
        if found is not None and _holds(found, before, document):
            parts = found.parts
            document.hidden += found.hidden
            document.findings += found.findings
            for kind in found.kinds:
                note_page(document, number, kind)
            tags.learn(number, found.learnt)
        else:
            parts = read(number, before)
        if parts is not None:
            last = parts
            yield parts


def _holds(found: PageRead, before: Before, document: Document) -> bool:
    """The page would be read in the same way here."""
    if found.by_ocr and pages_read(document) >= limits().scanned_pages:
        return False
    return found.before == before or (found.parts is not None and not found.parts.content.leans)


# ---- in the process that divides the pages


def _begin(numbers: range, read: ReadPage, document: Document, tags: Tags) -> _Fork | None:
    """A fork that reads these pages; None where the system lets none begin."""
    ours, pulse = os.pipe()
    theirs, result = os.pipe()
    try:
        process = os.fork()
    except OSError:
        for end in (ours, pulse, theirs, result):
            os.close(end)
        return None
    if process == 0:
        _as_fork(numbers, read, document, tags, pulse, result)
    os.close(pulse)
    os.close(result)
    return _Fork(process, numbers, ours, theirs)


def _gather(fork: _Fork, tags: Tags) -> None:
    """Wait for what the fork has read; nothing where it broke off."""
    packed = bytearray()
    waiting = [fork.pulse, fork.result]
    while waiting:
        for end in select.select(waiting, [], [])[0]:
            said = os.read(end, 1 << 20)
            if not said:
                waiting.remove(end)
            elif end == fork.pulse:
                bounds.before_page()
            else:
                packed += said
    with contextlib.suppress(EOFError, pickle.UnpicklingError):  # it was ended before it was done
        fork.pages, fork.unpacked = _Unpickler(packed, tags).load()


def _end(fork: _Fork) -> None:
    os.close(fork.pulse)
    os.close(fork.result)
    with contextlib.suppress(ProcessLookupError):
        os.kill(fork.process, signal.SIGKILL)
    os.waitpid(fork.process, 0)


# ---- in the fork


def _as_fork(numbers: range, read: ReadPage, document: Document, tags: Tags, pulse: int, result: int) -> None:
    """All that the fork does. It says nothing to anybody else, and leaves what its parent has open as it is."""
    try:
        gc.freeze()
        for start, end in pairwise([2, *sorted((pulse, result)), MOST_OPEN]):
            os.closerange(start + 1, end)
        bounds.getting_on = lambda: _going_on(pulse)
        unpacked = total_unpacked()
        pages: dict[int, PageRead] = {}
        last: PageParts | None = None
        for number in numbers:
            pages[number] = found = _noted(number, ends_with(last, number), read, document, tags)
            last = found.parts or last
        packed = io.BytesIO()
        _Pickler(packed, tags).dump((pages, total_unpacked() - unpacked))
        left = packed.getbuffer()
        while left:
            left = left[os.write(result, left) :]
    finally:  # whatever went wrong goes wrong again where it is told
        os._exit(0)


def _going_on(pulse: int) -> None:
    os.write(pulse, b".")
    soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    if soft != resource.RLIM_INFINITY:
        used = resource.getrusage(resource.RUSAGE_SELF)
        allowed = int(used.ru_utime + used.ru_stime) + 1 + limits().cpu_seconds
        resource.setrlimit(resource.RLIMIT_CPU, (allowed, hard))


def _noted(number: int, before: Before, read: ReadPage, document: Document, tags: Tags) -> PageRead:
    """The page, with what reading it added to the Document and to what is known of the tags."""
    hidden, findings, properties = len(document.hidden), len(document.findings), dict(document.properties)
    owned, sound = len(tags.owned), [table for table in tags.tables if table.sound]
    parts = read(number, before)
    kinds = [kind for kind, value in document.properties.items() if value != properties.get(kind)]
    learnt = Learnt([*islice(tags.owned.values(), owned, None)], [table for table in sound if not table.sound])
    return PageRead(parts, before, OURS in kinds, document.hidden[hidden:], document.findings[findings:], kinds, learnt)


# ---- what they say to one another


class _Pickler(pickle.Pickler):
    """The tags are on both sides: their tables and cells go by their numbers."""

    def __init__(self, file: io.BytesIO, tags: Tags) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self.numbers = {id(one): number for number, one in enumerate(tags.parts())}

    def persistent_id(self, one: Any) -> int | None:
        return self.numbers.get(id(one))


class _Unpickler(pickle.Unpickler):
    def __init__(self, packed: bytearray, tags: Tags) -> None:
        super().__init__(io.BytesIO(packed))
        self.parts = list(tags.parts())

    def persistent_load(self, number: int) -> Any:
        return self.parts[number]
