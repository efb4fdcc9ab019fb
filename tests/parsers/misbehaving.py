"""Pieces of work that go wrong in every way in which a file can make them: done in a process apart by test_apart.py."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import Any

from parsers import limits
from parsers.apart import Done, NotDone


def well(said: Any, parts: list[bytes]) -> Done:
    return Done([said, limits.limits().pages, os.getpid()], [part[::-1] for part in parts])


def spin(said: Any, parts: list[bytes]) -> Done:
    while True:
        pass


def sleep(said: Any, parts: list[bytes]) -> Done:
    while True:
        time.sleep(60)


def pages(said: Any, parts: list[bytes]) -> Done:
    """So many pages, each of which takes so long."""
    for _ in range(said["pages"]):
        limits.before_page()
        time.sleep(said["seconds"])
    return Done("all pages")


def swell(said: Any, parts: list[bytes]) -> Done:
    held = []
    while True:
        held.append(bytes(bytearray(b"x" * 10_000_000)))


def swell_and_break(said: Any, parts: list[bytes]) -> Done:
    """As a library does that is not written in Python, and aborts where no memory is left."""
    try:
        return swell(said, parts)
    except MemoryError:
        os.kill(os.getpid(), signal.SIGABRT)
        raise


def flood(said: Any, parts: list[bytes]) -> Done:
    return Done("x" * said)


def flood_of_parts(said: Any, parts: list[bytes]) -> Done:
    return Done(None, [bytes(said)] * 3)


def end(said: Any, parts: list[bytes]) -> Done:
    os.kill(os.getpid(), said)
    return sleep(said, parts)


def leave(said: Any, parts: list[bytes]) -> Done:
    os._exit(0)


def nest(said: Any, parts: list[bytes]) -> Done:
    return nest(said, parts)


def fault(said: Any, parts: list[bytes]) -> Done:
    raise KeyError("no such column")


def refuse(said: Any, parts: list[bytes]) -> Done:
    raise NotDone("is not wanted", "Keep it.", "pages")


def write(said: Any, parts: list[bytes]) -> Done:
    Path(said).write_bytes(b"written")
    return Done("written")


def ended_by(said: Any, parts: list[bytes]) -> Done:
    """A signal ends the first processes that try; each leaves a folder, since it may write no file."""
    tried = Path(said["seen"])
    before = len(list(tried.iterdir()))
    (tried / str(before)).mkdir()
    if before < said["times"]:
        os.kill(os.getpid(), said["signal"])
    return Done("done")
