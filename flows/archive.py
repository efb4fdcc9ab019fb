"""The raw archive (`data/raw`): every document once, by its sha256, and beside it what was read from it.

    documents/ab/<sha256>                        the bytes as they came, read-only
    readings/<reader version>/ab/<sha256>.json.gz  the Document, or why it could not be read
    letters/, mappings/, contents/, pages/ab/<key>.json.gz
                                                 what the letter says, what the reply yields, what a container holds, how a
                                                 page looks; the key names every input, so a kept result is never out of date

A file is written whole or not at all (`flows.disk`). What is kept can be made again from the documents: where it is damaged, it
is, with a notice. A document cannot: where it has gone or is damaged, `DocumentLost` says so.
"""

from __future__ import annotations

import errno
import gzip
import hashlib
import json
import os
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from flows import disk
from flows.ending import NotNow, Stopped
from flows.lock import INCOMING, Held
from flows.secret import scrubbed
from flows.terminal import say
from parsers.documents.model import READER_VERSION, Document, UnreadableDocument, from_json, to_json
from parsers.documents.worker import read_guarded
from parsers.limits import fingerprint, limits

T = TypeVar("T")

RESULTS = ("letters", "mappings", "contents", "pages", "shown", "quiet")
"""Kinds of results that are kept."""


def sha256(data: bytes) -> str:
    """The name of a document: the sha256 of its bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def key_of(**parts: Any) -> str:
    """A name for a result made from `parts` (JSON-ready values): the same parts give the same name."""
    return sha256(_as_text(parts).encode())


_as_text = json.JSONEncoder(sort_keys=True, ensure_ascii=False).encode


class DocumentLost(Stopped):
    """A document of the archive has gone or is damaged, and cannot be made again. `published` names no place of this machine."""

    def __init__(self, message: str, published: str) -> None:
        super().__init__(message)
        self.published = published


class _Damaged(Exception):
    """A kept file is not what was written."""


def _tell(notice: str) -> None:
    say(f"mind      {notice}", err=True)


class Archive:
    """The archive at `root`: a folder, or any address that fsspec knows (`s3://bucket/raw`).

    `options`: for the driver that reaches the address. `held`: the lock of the run that has it to itself, which alone mends what is damaged. `told` is given each notice, a
    sentence; else it goes to standard error. `called` tells the name that a document, by its sha256, is read under.
    """

    def __init__(
        self,
        root: str | Path,
        held: Held | None = None,
        told: Callable[[str], None] = _tell,
        options: Mapping[str, Any] = MappingProxyType({}),
    ) -> None:
        fresh = {} if isinstance(root, Path) else {"use_listings_cache": False, "skip_instance_cache": True}
        import fsspec

        self.filesystem, self.root = fsspec.core.url_to_fs(str(root), **options, **fresh)
        self.local = "file" in self.filesystem.protocol
        self._listed: dict[str, dict[str, int]] = {}
        self.held, self.told = held, told
        self.called: Callable[[str], str] = lambda name: name

    def store(self, data: bytes) -> str:
        """Keep a document's bytes and return its sha256. One that is there already is left alone, unless it was cut short."""
        name = sha256(data)
        path = _document(name)
        kept = self._size(path)
        if kept not in (None, len(data)):
            self.told(f"{self.root}/{path} was damaged ({kept} bytes of {len(data)}); it was collected again.")
        if kept != len(data):
            self._write(path, data, mode=0o444)
        return name

    def load(self, name: str) -> bytes:
        """The bytes of the document with that sha256. Raises `DocumentLost` where they have gone or have been changed."""
        path = _document(name)
        try:
            data = self._read(path)
        except FileNotFoundError:
            raise DocumentLost(
                f"{self.root}/{path} is missing from the archive; put it back from a copy, or collect it again.",
                "its document is missing from the archive",
            ) from None
        if sha256(data) != name:
            raise DocumentLost(
                f"{self.root}/{path} has been changed: its bytes no longer match its name. Put it back from a copy; or "
                "delete it and run again, if its source still shows it.",
                "its document in the archive is damaged",
            )
        return data

    def has(self, name: str) -> bool:
        """Whether the document with that sha256 is kept here."""
        return self._size(_document(name)) is not None

    def has_whole(self, name: str, size: int) -> bool:
        """Whether the document is kept here with as many bytes as it had."""
        return self._size(_document(name)) == size

    def has_reading(self, name: str) -> bool:
        """Whether the document has been read, well or badly, by the readers as they are now, within the limits of now."""
        return self._size(self._reading(name)) is not None

    def keep_reading(self, name: str, outcome: Document | UnreadableDocument) -> None:
        """Keep what the reader saw, or why it saw nothing.

        A file that went beyond a limit is kept under the limits: with others it is read again.
        """
        if isinstance(outcome, UnreadableDocument):
            text = json.dumps({"unreadable": outcome.message, "fix": outcome.fix}, ensure_ascii=False)
            self._keep(_reading(name, fingerprint(limits()) if outcome.limit else ""), text)
        else:
            self._keep(_reading(name), to_json(outcome))

    def reading(self, name: str) -> Document:
        """The Document kept for that sha256. Raises `UnreadableDocument` where the reader could not read it.

        One whose file is damaged is read again. Raises `DocumentLost` where that cannot be.
        """
        try:
            return from_json(self.reading_text(name))
        except (ValueError, KeyError, TypeError):
            return self._read_again(name)

    def reading_text(self, name: str) -> str:
        """The same in JSON, as it is kept: for a process apart, so that nobody here takes it to pieces."""
        try:
            text = self._kept(self._reading(name))
            if not text.startswith('{"unreadable"'):
                return text
            reason = json.loads(text)
            unreadable = UnreadableDocument(reason["unreadable"], reason["fix"])
        except (_Damaged, ValueError, KeyError, TypeError):
            return to_json(self._read_again(name))
        raise unreadable

    def _reading(self, name: str) -> str:
        """Where the reading of a document is kept; where it has none, the place of one that the limits refuse."""
        whole = _reading(name)
        return whole if self._size(whole) is not None else _reading(name, fingerprint(limits()))

    def _read_again(self, name: str) -> Document:
        self.told(f"{self.root}/{self._reading(name)} was damaged; its document is read again.")
        outcome: Document | UnreadableDocument
        try:
            outcome = read_guarded(self.load(name), self.called(name))
        except UnreadableDocument as reason:
            outcome = reason
        if self.held:
            self.keep_reading(name, outcome)
        if isinstance(outcome, UnreadableDocument):
            raise outcome
        return outcome

    def keep(self, kind: str, key: str, value: Any) -> None:
        """Keep a JSON-ready result under `kind` (`letters`, `mappings`) and its key."""
        self._keep(_result(kind, key), json.dumps(value, ensure_ascii=False, separators=(",", ":")))

    def has_result(self, kind: str, key: str) -> bool:
        """Whether a result is kept under that key, whole or damaged."""
        return self._size(_result(kind, key)) is not None

    def kept(self, kind: str, key: str) -> Any | None:
        """The result kept under that key; None where there is none, or where it is damaged and is to be made again."""
        path = _result(kind, key)
        try:
            return json.loads(self._kept(path))
        except FileNotFoundError:
            return None
        except (_Damaged, ValueError):
            self.told(f"{self.root}/{path} was damaged; it is made again.")
            return None

    def _keep(self, path: str, text: str) -> None:
        """Keep what can be made again, with a check sum in it."""
        try:
            self._write(path, gzip.compress(text.encode(), compresslevel=6, mtime=0))
        except OSError as error:
            if self.held:
                raise
            # A command that only shows something has what it wanted, on a full or a read-only disk too.
            self.told(f"Not kept, and made anew the next time: {disk.sentence(error)}")

    def _kept(self, path: str) -> str:
        """What was kept there. Raises `FileNotFoundError` where nothing was, and `_Damaged` where it is not that any more."""
        try:
            return _unpacked(self._read(path)).decode()
        except (zlib.error, UnicodeDecodeError) as wrong:
            raise _Damaged from wrong
        except FileNotFoundError:
            raise  # a store says so without the system's number
        except OSError as wrong:
            if wrong.errno in (None, errno.EIO):  # on a part of the disk that failed
                raise _Damaged from wrong
            raise

    def folders(self) -> list[Path] | None:
        """The folders of everything that a run may read here; None where they are on no disk of this machine."""
        if not self.local:
            return None
        return [Path(self.root) / name for name in ("documents", f"readings/{READER_VERSION}", *RESULTS)]

    def _size(self, path: str) -> int | None:
        """Bytes of a file of the archive; None where there is none."""
        if not self.local:
            return self._sizes(path.partition("/")[0]).get(f"{self.root}/{path}")
        try:
            return os.stat(f"{self.root}/{path}").st_size  # noqa: PTH116  of thousands of files; a Path takes longer
        except (FileNotFoundError, NotADirectoryError):
            return None

    def _sizes(self, top: str) -> dict[str, int]:
        """What is under `documents`, `readings` … of a store, listed once: asking for each would take a request each.

        What another machine adds meanwhile is not missed for long: it is written again, the same bytes under the same name.
        """
        if top not in self._listed:
            found = self._reached(lambda: self.filesystem.find(f"{self.root}/{top}", detail=True))
            self._listed[top] = {name: told["size"] for name, told in found.items()}
        return self._listed[top]

    def _read(self, path: str) -> bytes:
        if self.local:
            with open(f"{self.root}/{path}", "rb", buffering=0) as file:  # noqa: PTH123  of thousands of files; a Path takes longer
                return file.read()
        return self._reached(lambda: self.filesystem.cat_file(f"{self.root}/{path}"))

    def _reached(self, ask: Callable[[], T]) -> T:
        """What `ask` gives. Raises `NotNow` where a store cannot be reached: each driver has errors of its own."""
        if self.local:
            return ask()
        try:
            return ask()
        except FileNotFoundError:
            raise
        except Exception as wrong:
            words = scrubbed(" ".join(str(wrong).split())[:300]) or type(wrong).__name__
            raise NotNow(
                f"The archive {self.root} cannot be reached ({words}). See that it answers from here and that its "
                "credentials may read and write; what was kept so far is kept. Run again."
            ) from None

    def _write(self, path: str, data: bytes, mode: int | None = None) -> None:
        if not self.local:  # object stores show an object whole or not at all
            self._reached(lambda: self.filesystem.pipe_file(f"{self.root}/{path}", data))
            if path.partition("/")[0] in self._listed:
                self._listed[path.partition("/")[0]][f"{self.root}/{path}"] = len(data)
            return
        if self.held:
            self.held.check()
        disk.write_whole(Path(self.root) / path, data, incoming=Path(self.root) / INCOMING, mode=mode)


def _unpacked(data: bytes) -> bytes:
    """What `gzip.compress` made the data of, in a third of the time that `gzip.decompress` takes for a small file.

    Raises `zlib.error` where that is not all that it made, and `_Damaged` where there is more.
    """
    stream = zlib.decompressobj(wbits=31)  # with the head and the check sum of a gzip file
    made = stream.decompress(data)
    if not stream.eof or stream.unused_data:
        raise _Damaged
    return made


def _document(name: str) -> str:
    return f"documents/{name[:2]}/{name}"


def _reading(name: str, limited: str = "") -> str:
    return f"readings/{READER_VERSION}/{name[:2]}/{name}{limited and '.'}{limited}.json.gz"


def _result(kind: str, key: str) -> str:
    return f"{kind}/{key[:2]}/{key}.json.gz"
