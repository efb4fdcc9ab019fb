"""What earlier runs fetched from a source, so that nothing is fetched twice: bytes in the archive, facts in the ledger.

Each thing is kept as soon as it has come, the bytes before the note of them: a run that is killed and started again asks
for nothing that it has. What came since the last run that ended is `fresh`, and need not even be asked about again.
Several threads of one source may use it at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from threading import RLock
from typing import TYPE_CHECKING

from flows.sightings import Fetched

if TYPE_CHECKING:
    from flows.archive import Archive
    from flows.ledger import Ledger

RESUMED_WITHIN = timedelta(hours=6)
"""A run that is started again later than this looks at everything anew: what a page lists may have changed."""

TOGETHER = 500
"""Notes that may wait are written together: each writing waits for the disk."""


class Memory:
    """The memory of the source called `source`. `now` gives the time (UTC)."""

    def __init__(self, archive: Archive, ledger: Ledger, source: str, now: Callable[[], datetime]) -> None:
        self._archive, self._ledger, self._source, self._now = archive, ledger, source, now
        self._known = ledger.fetched(source)
        self._waiting: list[Fetched] = []
        self._ended = ledger.last_finished()
        self._writing = RLock()

    def recall(self, key: str) -> Fetched | None:
        """What was fetched under `key`; None where nothing was, or where its bytes have gone from the archive."""
        known = self._known.get(key)
        return None if known and known.sha256 and not self._archive.has(known.sha256) else known

    def fresh(self, fetched: Fetched) -> bool:
        """It came or was checked in a run that did not come to its end, a short while ago: no need to ask again."""
        unfinished = self._ended is None or fetched.checked_at > self._ended
        return unfinished and self._now() - fetched.checked_at < RESUMED_WITHIN

    def load(self, fetched: Fetched) -> bytes:
        """Its bytes, from the archive."""
        assert fetched.sha256 is not None
        return self._archive.load(fetched.sha256)

    def keep(self, key: str, data: bytes, facts: Mapping[str, str], at_once: bool = True) -> Fetched:
        """Keep what has just been fetched under `key`, for good, and what its next request needs to know.

        Not `at_once`: the note waits for `flush`, or for some hundred others. For what costs little to look at again.
        """
        now = self._now()
        with self._writing:  # the same bytes may come from two hosts at once
            name = self._archive.store(data)
        return self._note(Fetched(key, name, now, now, dict(facts)), at_once)

    def note(self, key: str, facts: Mapping[str, str]) -> Fetched:
        """Keep facts under `key` that have no bytes."""
        now = self._now()
        return self._note(Fetched(key, None, now, now, dict(facts)))

    def checked(self, fetched: Fetched, facts: Mapping[str, str] | None = None) -> Fetched:
        """Note that the source says its bytes are still these; `facts`, where it told new ones."""
        return self._note(replace(fetched, checked_at=self._now(), facts={**fetched.facts, **(facts or {})}))

    def keys(self) -> list[str]:
        """Everything that was ever fetched from this source, in order."""
        return sorted(self._known)

    def flush(self) -> None:
        """Write down every note that waits."""
        with self._writing:
            if self._waiting:
                self._ledger.keep_fetched(self._source, *self._waiting)
                self._waiting = []

    def _note(self, fetched: Fetched, at_once: bool = True) -> Fetched:
        with self._writing:
            self._known[fetched.key] = fetched
            self._waiting.append(fetched)
            if at_once or len(self._waiting) >= TOGETHER:
                self.flush()
        return fetched
