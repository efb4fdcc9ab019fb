"""Whether the parts of a data folder belong together: a disk that is not mounted leaves an empty folder in its place.

A folder that a person has removed is not there at all: then the program begins anew. One that is there and empty, though the
other part knows better, is a disk that has gone, and nothing is written into it.
"""

from __future__ import annotations

from pathlib import Path

from flows import publish
from flows.ending import Stopped
from flows.ledger import Ledger

LEDGER = "ledger.sqlite"
"""In `raw`."""


def check(data: Path, elsewhere: bool = False) -> None:
    """Raises `Stopped` where there is no ledger in `raw` though releases have been made from it. Quick, and changes nothing.

    `elsewhere`: the ledger is kept at an address, and nothing can be told from here.
    """
    raw, clean = data / "raw", data / "clean"
    if elsewhere:
        return
    if raw.is_dir() and not (raw / LEDGER).exists() and (clean / publish.HISTORY).exists():
        raise Stopped(
            f"{raw} holds no ledger, though releases have been made from it: is its disk mounted? Mount it, or put the folder "
            f"back from a copy. To begin anew without it, remove {raw} and {clean}."
        )


def check_against(data: Path, ledger: Ledger) -> None:
    """Raises `Stopped` where the ledger was emptied, or where the releases that it knows of have gone."""
    raw, clean = data / "raw", data / "clean"
    made = bool(publish.named(clean)) or (clean / publish.HISTORY).exists()
    if made and not ledger.has_run():
        raise Stopped(
            f"{raw / LEDGER} knows of no run, though releases have been made: it was lost or emptied. Put it back from a copy "
            f"(docs/crash-safety.md). To begin anew without it, remove {raw} and {clean}."
        )
    last = ledger.last_release()
    if last and clean.is_dir() and not made:
        raise Stopped(
            f"{clean} is empty, though release {last} was published there: is its disk mounted? Mount it, or put the folder "
            f"back from a copy. To begin a new list of releases, remove the folder {clean} itself."
        )
