"""What a run works on, as one fingerprint: where it is that of an earlier run, that run's release stands and nothing is to do.

Everything that a run reads goes into it: the program with its rules and vocabularies, the limits, what people decided, what was
named on the command line, the notes of the ledger, how the files of the archive and of the live release look (size, times to the
nanosecond, inode), and what the sources show. In doubt it differs: then the run does all of its work, and finds out by what that
comes to whether there is something to publish.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from flows import asked, corrections, holds, not_personal, takedowns
from flows.archive import key_of
from flows.program import program
from flows.sightings import Seen
from flows.sources import Source
from parsers.limits import fingerprint, limits

DECIDED = (asked.FILE, holds.FILE, takedowns.FILE, not_personal.FILE, corrections.FOLDER)
"""Files and folders beside `raw` in which people note what they decide."""


def decisions(data: Path) -> str:
    """Changes with anything that people noted in the data folder. To be asked before it is read: a note that comes between
    then counts as one that has come since."""
    digest = sha256()
    for name in DECIDED:
        path = data / name
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file():
                digest.update(f"{file.relative_to(data).as_posix()}\n".encode())
                digest.update(sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def of_what_was_shown(seen: Iterable[Seen], refused: Iterable[str]) -> str:
    """Changes with what the ledger would note of what the sources showed."""
    shown = sorted((s.source, s.label, s.path, s.sha256, s.force or "", s.request or "", s.url or "") for s in seen)
    return key_of(seen=shown, refused=sorted(refused))


def glance(sources: Iterable[Source], now: datetime) -> str | None:
    """Changes with anything that the sources show, none of it opened; None where one of them cannot be looked at so."""
    looks = []
    for source in sources:
        look = getattr(source, "look", None)
        told = look(now) if look else None
        if told is None:
            return None
        looks.append((source.name, source.label, sorted(source.forces), source.request, told))
    return key_of(sources=sorted(looks, key=repr))


def base(**more: Any) -> str:
    """All that a run depends on but for its sources. `more`: what the run names besides the program and the limits."""
    return key_of(program=program(), limits=fingerprint(limits()), **more)
