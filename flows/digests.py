"""The digests of the files of a release: each file is read for it once, and one that was taken over from another release not again."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

_SMALL = 1 << 20
"""Bytes up to which a file is read at once: most are pages of a few thousand."""


class Digests:
    """The sha256 of files that do not change any more once they are asked for.

    `known`: releases whose files were just compared with their lists (`checksums`): a file that is one of theirs under another
    name (a hard link) has the digest that the list gives it.
    """

    def __init__(self, known: Iterable[Path] = ()) -> None:
        self._of: dict[str, str] = {}
        self._linked: dict[tuple[int, int], str] = {}
        for listed in known:
            for line in listed.read_text(encoding="utf-8").splitlines():
                told, _, name = line.partition("  ")
                it = _look_at(f"{listed.parent}/{name}")
                self._linked[it.st_dev, it.st_ino] = told

    def of(self, path: str | Path) -> str:
        name = str(path)
        told = self._of.get(name)
        if told is None:
            told = self._of[name] = self._found(name)
        return told

    def _found(self, name: str) -> str:
        if self._linked:
            it = _look_at(name)
            if it.st_nlink > 1 and (told := self._linked.get((it.st_dev, it.st_ino))):
                return told
        return sha256_of(name)


def sha256_of(path: str | Path) -> str:
    """The sha256 of the bytes of a file."""
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123  of thousands of files; a Path takes longer
        if os.fstat(file.fileno()).st_size > _SMALL:
            return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
        return hashlib.sha256(file.read()).hexdigest()


def size_of(path: str) -> int:
    """How many bytes a file has."""
    return _look_at(path).st_size


def _look_at(path: str) -> os.stat_result:
    return os.stat(path)  # noqa: PTH116  of thousands of files; a Path takes longer


def files_in(folder: Path) -> list[str]:
    """Every file in the folder and those in it, by its path from there, folder by folder in the order of their names."""
    found: list[str] = []
    _look(str(folder), "", found)
    return found


def _look(folder: str, start: str, found: list[str]) -> None:
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if entry.is_dir(follow_symlinks=False):
                _look(entry.path, f"{start}{entry.name}/", found)
            elif entry.is_file():
                found.append(start + entry.name)
