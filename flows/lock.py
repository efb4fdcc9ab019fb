"""One at a time: a run has its archive to itself, and a person's commands change a file of decisions one after another.

The locks are the system's own (`flock`). They belong to the file that is locked, whatever name it is reached by, and end with
the process that holds them, however it ends: there is no stale lock to take away by hand.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from flows import disk
from flows.ending import NotNow, Stopped

NAME = ".lock"
"""The file in the archive that a run locks. It stays there between runs."""

INCOMING = ".incoming"
"""The folder in the archive for files that are not whole yet."""

WAIT = 10.0
"""Seconds that a command waits for another to have written its decision."""

_TAKEN = (errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES)


class Held:
    """An archive that this run has to itself."""

    def __init__(self, raw: Path, file: IO) -> None:
        self.raw, self._file = raw, file
        self._watched: dict[Path, tuple[int, int]] = {}

    def watch(self, folder: Path) -> None:
        """Let `check` see that this folder stays the same one too, if it is there."""
        if folder.is_dir():
            self._watched[folder] = _identity(folder.stat())

    def check(self) -> None:
        """Raises `NotNow` where the archive, or a folder that is watched, was removed, replaced or unmounted meanwhile."""
        held = _identity(os.fstat(self._file.fileno()))
        for path, before in {self.raw / NAME: held, **self._watched}.items():
            folder = path.parent if path.name == NAME else path
            try:
                now = _identity(path.stat())
            except OSError as gone:
                raise NotNow(
                    f"{folder} has gone while the run was at work ({disk.why(gone)[0]}); nothing more was written. Mount its "
                    "disk again, or put the folder back, and run again."
                ) from None
            if now != before:
                raise NotNow(
                    f"{folder} is not the folder that the run began with: its disk was unmounted, or the folder replaced; "
                    "nothing more was written. Put it back and run again."
                )


def _identity(of: os.stat_result) -> tuple[int, int]:
    return of.st_dev, of.st_ino


@contextmanager
def locked(raw: Path) -> Iterator[Held]:
    """Hold `raw` for one run; also clears what a killed run left half-written. Raises `NotNow` where another run has it."""
    disk.make_folder(raw)
    with (raw / NAME).open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno not in _TAKEN:
                raise Stopped(disk.sentence(error, raw / NAME)) from None
            raise NotNow(
                f"Another run is at work in {raw}; wait until it has ended, or name another --data folder."
            ) from None
        held = Held(raw, file)
        held.check()
        disk.clear_parts(raw / INCOMING)
        yield held


@contextmanager
def alone(folder: Path, wait: float = WAIT) -> Iterator[None]:
    """Hold a folder of decisions while one is read, changed and written, so that of two commands neither loses its own.

    Waits for the other to be done. Raises `NotNow` where that takes longer than `wait` seconds.
    """
    disk.make_folder(folder)
    handle = os.open(folder, os.O_RDONLY)
    try:
        until = time.monotonic() + wait
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError as error:
                if error.errno not in _TAKEN:
                    raise Stopped(disk.sentence(error, folder)) from None
                if time.monotonic() > until:
                    raise NotNow(
                        f"Another command has been writing in {folder} for {wait:g} seconds; nothing was written. See that "
                        "it ends, and run this one again."
                    ) from None
                time.sleep(0.05)
        yield
    finally:
        with contextlib.suppress(OSError):
            os.close(handle)
