"""Copies of the releases in a bucket, or at any address that fsspec knows, in an order that never shows half of one.

    releases/<id>/…      every file of a release; its SHA256SUMS comes last
    releases.json, …     what lies beside the releases
    latest.json          which release is live: comes last of all

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
from flows.publish import CHECKSUMS, RELEASES, history, named
from flows.secret import scrubbed

POINTER = "latest.json"

T = TypeVar("T")


class Unmirrored(Stopped):
    """The releases could not be copied. What is live here is live; the copy shows the release that it showed before."""


class Mirror:
    """The copy at `address`; `options` are for its driver."""

    def __init__(self, address: str, options: dict[str, Any]) -> None:
        self.address, self.options = address.rstrip("/"), options

    def bring(self, clean: Path) -> str:
        """Copy what is missing of the releases under `clean`; a sentence on what was done. Raises `Unmirrored`."""
        live = named(clean)
        if live is None:
            return ""
        filesystem, root = self._reached(self._opened)
        pointer = _pointer(clean, live)
        if self._reached(lambda: _there(filesystem, f"{root}/{POINTER}")) == pointer:
            return f"{self.address} has it"
        copied = 0
        for entry in [*history(clean), {"id": live}]:
            copied += self._reached(partial(_bring_release, filesystem, root, clean, entry["id"]))
        beside = sorted(path for path in clean.iterdir() if path.is_file() and not path.name.startswith("."))
        self._reached(lambda: _put(filesystem, {path: f"{root}/{path.name}" for path in beside}))
        self._reached(lambda: filesystem.pipe_file(f"{root}/{POINTER}", pointer))
        return f"{copied} {'release' if copied == 1 else 'releases'} copied to {self.address}"

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


def _pointer(clean: Path, live: str) -> bytes:
    sums = (clean / RELEASES / live / CHECKSUMS).read_bytes()
    told = {"release": live, "path": f"{RELEASES}/{live}/", "checksums": hashlib.sha256(sums).hexdigest()}
    return json.dumps(told, indent=1).encode() + b"\n"


def _there(filesystem: Any, path: str) -> bytes | None:
    try:
        return filesystem.cat_file(path)
    except FileNotFoundError:
        return None


def _bring_release(filesystem: Any, root: str, clean: Path, release: str) -> int:
    """Copy a release unless all of it is there; its list of files last, which is what tells. 1 where it was copied."""
    folder = clean / RELEASES / release
    sums = folder / CHECKSUMS
    if not sums.is_file() or _there(filesystem, f"{root}/{RELEASES}/{release}/{CHECKSUMS}") == sums.read_bytes():
        return 0
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path != sums)
    _put(filesystem, {path: f"{root}/{RELEASES}/{release}/{path.relative_to(folder).as_posix()}" for path in files})
    _put(filesystem, {sums: f"{root}/{RELEASES}/{release}/{CHECKSUMS}"})
    return 1


def _put(filesystem: Any, files: dict[Path, str]) -> None:
    """Copy files, several at once where the driver can; each with the media type that its name tells."""
    if files:
        filesystem.put([str(path) for path in files], list(files.values()))
