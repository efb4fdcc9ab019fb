"""A folder of replies (or one file) on disk.

A container (an e-mail, a mailbox, a zip) is one file here: `flows.contents` takes out what is in it.

Passed over without a word, because no force sends them: hidden files and folders, what operating systems and Office
leave about (`Thumbs.db`, `desktop.ini`, `~$letter.docx`), and the folder's own notes (`README*`, `LICENSE*`, `*.md`,
`truth/`, `truth*.json`, `truth*.csv`). Everything else is a document; one that no reader knows becomes a problem.

A file that looks as it did when it was last read (size, times to the nanosecond, inode) is not read again, as git's index
does it; nor is one trusted that was changed in the moments before it was read, for a later change might leave no trace.
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from fnmatch import translate
from functools import partial
from hashlib import sha256
from os import fsencode, fstat, stat_result
from pathlib import Path
from stat import S_ISREG
from typing import Any

from flows.memory import Memory
from flows.sightings import Fetched
from flows.sources import Collected, Refused, Source, SourceDown
from flows.sources.settings import Settings
from parsers.limits import limits

PASSED_OVER = (
    ".*", "~$*", "Thumbs.db", "ehthumbs.db", "desktop.ini", "Icon\r", "__MACOSX",
    "README", "README.*", "LICENSE", "LICENSE.*", "*.md", "truth", "truth*.json", "truth*.csv",
)  # fmt: skip

DEEPEST = 50
"""Folders within folders that are looked into."""

SETTLED = timedelta(seconds=2)
"""How much older than the time of reading a file's times must be: file systems tell them by 2 seconds (FAT) or finer."""


_PASSED_OVER = re.compile("|".join(map(translate, PASSED_OVER)))


def passed_over(path: str) -> bool:
    """Whether any part of a path is of those that no force sends."""
    return any(_PASSED_OVER.match(part) for part in path.split("/"))


def configured(settings: Settings) -> Source:
    """A source of the kind `folder`: on disk, or at an address (`s3://bucket/replies`)."""
    from flows.sources import remote

    if remote.is_address(settings.text("path")):
        return remote.configured(settings)
    return FolderSource(settings.path("path"), settings.name, settings.force(), settings.request())


class FolderSource:
    """The documents in `path` and the folders below it, by path; or the one file at `path`.

    Raises `SourceDown` when collecting, where `path` does not exist or may not be read.
    """

    def __init__(
        self, path: Path, name: str | None = None, force: str | None = None, request: str | None = None
    ) -> None:
        self.path = path
        whole = path.resolve()
        self.root = whole.parent if whole.is_file() else whole
        self.name = name or _text(self.root)
        self.label = name or _text(Path(self.root.name or "/"))
        self.whole = not whole.is_file()
        self.force = force
        self.forces: tuple[str, ...] = (force,) if force else ()
        self.request = request

    @property
    def place(self) -> str:
        return str(self.path)

    def check(self) -> None:
        if not self.path.exists():
            raise SourceDown(
                f"{self.path} does not exist.", "Check the spelling and that its disk is there, or name another folder."
            )

    def collect(self, memory: Memory | None = None) -> Iterator[Collected | Refused]:
        self.check()
        files = [self.path.resolve()] if self.path.is_file() else self._walk(self.root)
        for file in files:
            yield self._collected(file, memory)
        if memory:
            memory.flush()

    def look(self, now: datetime) -> str | None:
        """Changes with anything that `collect` would show, without opening a file or knowing what was read before.

        None where that cannot be told so: a link, something that is no file, something that was touched just before `now`.
        """
        digest = sha256(f"{limits().file_size} {self.root}".encode())
        try:
            if not self.whole:
                looked = _look_at(os.lstat(self.path), self.path.name, now, digest)
            else:
                looked = self._look_below(self.root, "", 0, now, digest)
        except OSError:  # `collect` says what is wrong
            return None
        return digest.hexdigest() if looked else None

    def _look_below(self, folder: Path | str, above: str, depth: int, now: datetime, digest: Any) -> bool:
        with os.scandir(folder) as found:
            entries = sorted((e for e in found if not passed_over(e.name)), key=lambda e: e.name)
        for entry in entries:
            name = f"{above}{entry.name}"
            if entry.is_dir(follow_symlinks=False) and depth < DEEPEST:
                if not self._look_below(entry.path, f"{name}/", depth + 1, now, digest):
                    return False
            elif not _look_at(entry.stat(follow_symlinks=False), name, now, digest):
                return False
        return True

    def _walk(self, folder: Path, depth: int = 0) -> Iterator[Path]:
        """The files in the folder; a folder that lies too deep as it is."""
        try:
            entries = sorted(folder.iterdir(), key=lambda entry: fsencode(entry.name))
        except OSError as wrong:
            raise SourceDown(
                f"{folder} cannot be read ({wrong.strerror}).", "Give this user leave to read it."
            ) from None
        for entry in entries:
            if passed_over(entry.name):
                continue
            if entry.is_dir() and not entry.is_symlink() and depth < DEEPEST:
                yield from self._walk(entry, depth + 1)
            else:
                yield entry

    def _collected(self, file: Path, memory: Memory | None) -> Collected | Refused:
        path = _text(file.relative_to(self.root))
        fix = f"Put the document itself into {self.root.name}/."
        try:
            return self._looked_at(file, path, fix, memory)
        except (OSError, RuntimeError) as wrong:  # gone since the folder was listed, or a link that leads to itself
            why = getattr(wrong, "strerror", None) or "a link that leads to itself"
            return Refused(path, f"{path} cannot be read ({why}).", fix)

    def _looked_at(self, file: Path, path: str, fix: str, memory: Memory | None) -> Collected | Refused:
        if file.is_symlink():
            target = file.resolve()
            if not target.is_relative_to(self.root):
                return Refused(path, f"{path} is a link that leads out of the folder; it was not followed.", fix)
            if target.is_dir():
                return Refused(path, f"{path} is a link to a folder; it was not followed.", fix)
        if file.is_dir():
            return Refused(path, f"{path} lies more than {DEEPEST} folders deep; nothing in it was taken in.", fix)
        if not file.is_file():
            return Refused(path, f"{path} is not a file (a broken link, a pipe or a device).", fix)
        now = file.stat()
        if now.st_size > limits().file_size:
            told = f"{now.st_size / 10**6:,.0f} MB, and {limits().file_size / 10**6:,.0f} MB are the limit"
            way_out = "Add only the part that matters, or raise the limit `file_size` (docs/hostile-files.md)."
            return Refused(path, f"{path} is of {told}; it was not taken in.", way_out)
        modified = datetime.fromtimestamp(int(now.st_mtime), UTC)
        known = memory.recall(path) if memory else None
        sha256 = known.sha256 if known and _unchanged(now, known) else None
        load = partial(_read, file, path, memory) if memory else file.read_bytes
        return Collected(path, load, modified, self.force, self.request, sha256=sha256)


def _look_at(it: stat_result, name: str, now: datetime, digest: Any) -> bool:
    """Take how a file looks into the digest; False where that does not tell what is in it."""
    settled = max(it.st_mtime, it.st_ctime) + SETTLED.total_seconds() <= now.timestamp()
    digest.update(f"{name!r} {it.st_size} {it.st_mtime_ns} {it.st_ctime_ns} {it.st_dev}:{it.st_ino}\n".encode())
    return S_ISREG(it.st_mode) and settled


def _text(path: Path) -> str:
    """The path as text, with forward slashes, whatever the language of the machine is; what is no text in it is written out."""
    return fsencode(path.as_posix()).decode("utf-8", "backslashreplace")


def _read(file: Path, path: str, memory: Memory) -> bytes:
    with file.open("rb") as opened:
        before = _facts(fstat(opened.fileno()))
        data = opened.read(limits().file_size + 1)
        if len(data) > limits().file_size:  # it has grown since it was looked at
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
        if _facts(fstat(opened.fileno())) == before:
            memory.keep(path, data, before, at_once=False)
    return data


def _facts(of: stat_result) -> dict[str, str]:
    return {
        "size": str(of.st_size),
        "mtime_ns": str(of.st_mtime_ns),
        "ctime_ns": str(of.st_ctime_ns),
        "inode": f"{of.st_dev}:{of.st_ino}",
    }


def _unchanged(now: stat_result, known: Fetched) -> bool:
    """The file is as it was when it was read, and had not been touched just before that."""
    touched = datetime.fromtimestamp(max(now.st_mtime, now.st_ctime), UTC)
    return _facts(now) == known.facts and touched + SETTLED <= known.checked_at
