"""The raw archive (`data/raw`): every document once, by its sha256, and beside it what was read from it.

    documents/ab/<sha256>                        the bytes as they came, read-only
    readings/<reader version>/ab/<sha256>.json.gz  the Document, or why it could not be read
    letters/<key>.json, mappings/<key>.json      what the letter says and what the reply yields; the key names every
                                                 input, so a kept result is never out of date

A file is written under another name, flushed to the disk and then renamed: whoever reads sees all of it or nothing.
"""

from __future__ import annotations

import fcntl
import gzip
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import fsspec

from flows.ending import NotNow, Stopped
from parsers.documents.model import READER_VERSION, Document, UnreadableDocument, from_json, to_json


def sha256(data: bytes) -> str:
    """The name of a document: the sha256 of its bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def key_of(**parts: Any) -> str:
    """A name for a result made from `parts` (JSON-ready values): the same parts give the same name."""
    return sha256(json.dumps(parts, sort_keys=True, ensure_ascii=False).encode())


class Archive:
    """The archive at `root`: a folder, or any address that fsspec knows (`s3://bucket/raw`)."""

    def __init__(self, root: str | Path) -> None:
        self.filesystem, self.root = fsspec.core.url_to_fs(str(root))
        self.local = "file" in self.filesystem.protocol

    def store(self, data: bytes) -> str:
        """Keep a document's bytes and return its sha256. One that is there already is left alone."""
        name = sha256(data)
        path = f"documents/{name[:2]}/{name}"
        if not self._exists(path):
            self._write(path, data, read_only=True)
        return name

    def load(self, name: str) -> bytes:
        """The bytes of the document with that sha256. Raises `Stopped` where they have gone or have been changed."""
        path = f"documents/{name[:2]}/{name}"
        if not self._exists(path):
            raise Stopped(
                f"{self.root}/{path} is missing from the archive; put it back from a copy, or collect it again."
            )
        data = self._read(path)
        if sha256(data) != name:
            raise Stopped(
                f"{self.root}/{path} has been changed: its bytes no longer match its name. Put it back from a copy."
            )
        return data

    def has(self, name: str) -> bool:
        """Whether the document with that sha256 is kept here."""
        return self._exists(f"documents/{name[:2]}/{name}")

    def has_reading(self, name: str) -> bool:
        """Whether the document has been read, well or badly, by the readers as they are now."""
        return self._exists(_reading(name))

    def keep_reading(self, name: str, outcome: Document | UnreadableDocument) -> None:
        """Keep what the reader saw, or why it saw nothing."""
        if isinstance(outcome, UnreadableDocument):
            text = json.dumps({"unreadable": outcome.message, "fix": outcome.fix}, ensure_ascii=False)
        else:
            text = to_json(outcome)
        self._write(_reading(name), gzip.compress(text.encode(), mtime=0))

    def reading(self, name: str) -> Document:
        """The Document kept for that sha256. Raises `UnreadableDocument` where the reader could not read it."""
        text = gzip.decompress(self._read(_reading(name))).decode()
        if text.startswith('{"unreadable"'):
            reason = json.loads(text)
            raise UnreadableDocument(reason["unreadable"], reason["fix"])
        return from_json(text)

    def keep(self, kind: str, key: str, value: Any) -> None:
        """Keep a JSON-ready result under `kind` (`letters`, `mappings`) and its key."""
        self._write(
            f"{kind}/{key[:2]}/{key}.json", json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
        )

    def kept(self, kind: str, key: str) -> Any | None:
        """The result kept under that key; None where there is none."""
        path = f"{kind}/{key[:2]}/{key}.json"
        return json.loads(self._read(path)) if self._exists(path) else None

    def _exists(self, path: str) -> bool:
        return self.filesystem.exists(f"{self.root}/{path}")

    def _read(self, path: str) -> bytes:
        return self.filesystem.cat_file(f"{self.root}/{path}")

    def _write(self, path: str, data: bytes, read_only: bool = False) -> None:
        if self.local:
            _write_whole(Path(self.root) / path, data, Path(self.root) / ".incoming", read_only)
        else:
            self.filesystem.pipe_file(f"{self.root}/{path}", data)  # object stores show an object whole or not at all


def _reading(name: str) -> str:
    return f"readings/{READER_VERSION}/{name[:2]}/{name}.json.gz"


def _write_whole(path: Path, data: bytes, incoming: Path, read_only: bool) -> None:
    incoming.mkdir(parents=True, exist_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = incoming / f"{path.name}.{os.getpid()}"
    with part.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.chmod(0o444 if read_only else 0o644)
    part.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)  # without it a power cut can lose the name though the bytes are safe
    finally:
        os.close(folder)


@contextmanager
def locked(raw: Path) -> Iterator[None]:
    """Hold `raw` for one run; also clears what a killed run left half-written. Raises `NotNow` where another run has it."""
    raw.mkdir(parents=True, exist_ok=True)
    with (raw / ".lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise NotNow(
                f"Another run is at work in {raw}; wait until it has ended, or name another --data folder."
            ) from None
        for part in (raw / ".incoming").glob("*"):
            part.unlink()
        yield
