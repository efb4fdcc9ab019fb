"""`foi purge-releases`: deletes releases that are no longer live, so that what was taken down is in none of them.

The list of releases keeps its entries, each with the day on which its files were deleted. The live release is never touched.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from flows import clock, disk, publish
from flows.ending import Stopped
from flows.lock import locked

LEFT = ("evidence", "desk")
"""Folders of pages in the data folder that commands write for whoever runs them."""


def purge(data: Path, keep: int = 0, delete: bool = False) -> list[str]:
    """Delete all releases but the live one and the `keep` before it; without `delete`, only say which those are.

    What is deleted besides: pages and pictures that `foi evidence` and `foi desk` have left, which may show what was taken down. Raises
    `Stopped` where there is no live release, and `NotNow` where a run is at work.
    """
    clean = data / "clean"
    live = publish.live(clean)
    if live is None:
        raise Stopped(f"Nothing has been published in {data} yet: there is nothing to delete.")
    with locked(data / "raw"):
        publish.settle(clean, lambda _: None)
        for left in data.glob(f"{publish.UNFINISHED}*"):  # of a purge that was killed
            shutil.rmtree(left)
        for name in LEFT:
            disk.clear_parts(data, name)
        old = [path for path in _older(clean, live) if path.is_dir()]
        gone = old[keep:]
        pages = [path for name in LEFT if (path := data / name).is_dir()]
        if not gone and not pages:
            if delete:
                publish.note_deleted(clean, clock.now())
            return [f"There is no release to delete beside the live one, {live.name}."]
        told = [f"{'deleted' if delete else 'would go':<9} {path}" for path in [*gone, *pages]]
        if not delete:
            return [*told, f"{'kept':<9} {live} (live)", "Nothing was deleted; with --yes it is, for good."]
        for path in [*gone, *pages]:
            _delete(path)
        publish.note_deleted(clean, clock.now())
    return [*told, f"{'kept':<9} {live} (live)"]


def _older(clean: Path, live: Path) -> list[Path]:
    """The folders of all other releases, the newest first; those that no list names last."""
    listed = [entry["id"] for entry in reversed(publish.history(clean))]
    there = sorted(path.name for path in (clean / publish.RELEASES).iterdir() if path.is_dir())
    names = dict.fromkeys([*listed, *there])
    return [clean / publish.RELEASES / name for name in names if name != live.name]


def _delete(path: Path) -> None:
    """Take the folder away under another name first, so that no reader meets half of it."""
    aside = path.with_name(f"{publish.UNFINISHED}{path.name}")
    disk.move(path, aside)
    shutil.rmtree(aside)
    disk.sync(aside.parent)
