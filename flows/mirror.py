"""Copies of the releases in a bucket, or at any address that fsspec knows, in an order that never shows half of one.

    releases/<id>/…      every file of a release; its SHA256SUMS comes last
    feed.xml, …          what lies beside the releases
    latest.json          which release is live: comes when all of that is there
    releases.json        the list of releases: comes last, when those that were deleted here are deleted there

The public edition is copied, `releases/<id>/public`, with its own list of files, and nothing that could quote the other one
(`feed.xml`): a bucket is easily open to everybody. Both editions, and the feed, only where that is asked for.

A release keeps its identifier and its bytes, so a reader that follows `latest.json` has all of one release, whatever is copied
meanwhile. What an interrupted run left undone, the next one copies.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from flows.ending import Stopped
from flows.publish import CHECKSUMS, HISTORY, PUBLIC, RELEASES, history, named
from flows.secret import scrubbed

POINTER = "latest.json"

T = TypeVar("T")


class Unmirrored(Stopped):
    """The releases could not be copied. What is live here is live; the copy shows the release that it showed before."""


class Mirror:
    """The copy at `address`; `options` are for its driver. `both`: the full edition too."""

    def __init__(self, address: str, options: dict[str, Any], both: bool = False) -> None:
        self.address, self.options, self.both = address.rstrip("/"), options, both

    def bring(self, clean: Path) -> str:
        """Copy what is missing of the releases under `clean`; a sentence on what was done. Raises `Unmirrored`."""
        live = named(clean)
        if live is None or not (clean / RELEASES / live / self._edition / CHECKSUMS).is_file():
            return ""  # no release, or one of an earlier version of the program, which made one edition
        filesystem, root = self._reached(self._opened)
        marks = {f"{root}/{POINTER}": self._pointer(clean, live), f"{root}/{HISTORY}": (clean / HISTORY).read_bytes()}
        if all(self._reached(partial(_there, filesystem, path)) == mark for path, mark in marks.items()):
            return f"{self.address} has it"
        copied, deleted = 0, 0
        for entry in history(clean):
            if "deleted" not in entry:
                path = f"{RELEASES}/{entry['id']}/{self._edition}".rstrip("/")
                copied += self._reached(partial(_bring, filesystem, f"{root}/{path}", clean / path))
        beside = [path for path in sorted(clean.iterdir()) if self.both and path.is_file() and _is_beside(path.name)]
        self._reached(lambda: _put(filesystem, {path: f"{root}/{path.name}" for path in beside}))
        self._reached(lambda: filesystem.pipe_file(f"{root}/{POINTER}", marks[f"{root}/{POINTER}"]))
        for entry in history(clean):
            if "deleted" in entry:
                deleted += self._reached(partial(_delete_release, filesystem, root, entry["id"]))
        self._reached(lambda: filesystem.pipe_file(f"{root}/{HISTORY}", marks[f"{root}/{HISTORY}"]))
        told = f"{copied} {'release' if copied == 1 else 'releases'} copied to {self.address}"
        return f"{told}, {deleted} deleted there" if deleted else told

    @property
    def _edition(self) -> str:
        return "" if self.both else PUBLIC

    def _pointer(self, clean: Path, live: str) -> bytes:
        path = f"{RELEASES}/{live}/{self._edition}".rstrip("/")
        sums = (clean / path / CHECKSUMS).read_bytes()
        told = {"release": live, "path": f"{path}/", "checksums": hashlib.sha256(sums).hexdigest()}
        return json.dumps(told, indent=1).encode() + b"\n"

    def _opened(self) -> tuple[Any, str]:
        import fsspec

        fresh = {"use_listings_cache": False, "skip_instance_cache": True}
        filesystem, root = fsspec.core.url_to_fs(self.address, **self.options, **fresh)
        return filesystem, root.rstrip("/")

    def _reached(self, ask: Callable[[], T]) -> T:
        try:
            return ask()
        except Exception as wrong:  # each driver has errors of its own
            words = scrubbed(" ".join(str(wrong).split())[:300]) or type(wrong).__name__
            raise Unmirrored(
                f"The release is live here, and could not be copied to {self.address} ({words}): what is there is as it was. "
                "See that it answers and may be written to; the next run copies what is missing."
            ) from None


def _there(filesystem: Any, path: str) -> bytes | None:
    try:
        return filesystem.cat_file(path)
    except FileNotFoundError:
        return None


def _bring(filesystem: Any, target: str, folder: Path) -> int:
    """Copy a release unless all of it is there; its list of files last, which is what tells. 1 where it was copied."""
    sums = folder / CHECKSUMS
    if not sums.is_file() or _there(filesystem, f"{target}/{CHECKSUMS}") == sums.read_bytes():
        return 0
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path != sums)
    _put(filesystem, {path: f"{target}/{path.relative_to(folder).as_posix()}" for path in files})
    _put(filesystem, {sums: f"{target}/{CHECKSUMS}"})
    return 1


def _is_beside(name: str) -> bool:
    return not name.startswith(".") and name != HISTORY


def _delete_release(filesystem: Any, root: str, release: str) -> int:
    """Delete a release that was deleted here; 1 where any of it was there."""
    try:
        filesystem.rm(f"{root}/{RELEASES}/{release}", recursive=True)
    except FileNotFoundError:
        return 0
    return 1


def _put(filesystem: Any, files: dict[Path, str]) -> None:
    """Copy files, several at once where the driver can; each with the media type that its name tells."""
    if files:
        filesystem.put([str(path) for path in files], list(files.values()))
