"""The texts in which nothing was found that reads like personal data, kept from run to run by their digests.

Most texts of a release were in the one before, and to look through one for personal data costs a hundred times as much as its
digest. What was found is never kept, only that nothing was; and all of it is thrown away with any change of the program or of
what a person said to be no personal data.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import blake2b

from flows.archive import Archive, key_of
from flows.program import program
from parsers.personal import Finder, Finding
from parsers.personal.find import ALLOWED, allowed_of

KIND = "quiet"
"""Under which the archive keeps them."""

MOST = 500_000
"""Texts that are kept; those of a larger release are looked through each time."""

_SIZE = 16
"""Bytes of a digest: so many that no two texts have the same."""


@dataclass
class Quiet:
    """The digests of texts in which nothing is found. `met`: those of the texts that were asked for, for the next run."""

    archive: Archive
    key: str
    before: frozenset[bytes] = frozenset()
    met: set[bytes] = field(default_factory=set)

    @classmethod
    def of(cls, archive: Archive, allowed: Iterable[tuple[str, str | None]]) -> Quiet:
        """`allowed`: what is no personal data anywhere, as a person said."""
        key = key_of(program=program(), allowed=sorted(allowed, key=repr))
        said = archive.kept(KIND, key) if archive.has_result(KIND, key) else None
        data = base64.b64decode(said) if said else b""
        return cls(archive, key, frozenset(data[at : at + _SIZE] for at in range(0, len(data), _SIZE)))

    def keep(self) -> None:
        """Keep what was met, where that is not what is kept already."""
        if self.met != self.before and len(self.met) <= MOST:
            self.archive.keep(KIND, self.key, base64.b64encode(b"".join(sorted(self.met))).decode())


class KeepingFinder(Finder):
    """A finder that does not look again through a text in which nothing was found."""

    def __init__(self, archive: Archive, allowed: Iterable[tuple[str, str | None]]) -> None:
        """`allowed`: what is no personal data anywhere, as a person said, besides what is none for everybody."""
        said = [*allowed]
        super().__init__([*((one["text"], one.get("kind")) for one in allowed_of(ALLOWED)), *said])
        self._quiet = Quiet.of(archive, said)

    def keep(self) -> None:
        """Keep for the next run in which texts nothing was found."""
        self._quiet.keep()

    def _find(self, text: str) -> tuple[Finding, ...]:
        digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_SIZE).digest()
        if digest in self._quiet.before:
            self._quiet.met.add(digest)
            return ()
        found = super()._find(text)
        if not found:
            self._quiet.met.add(digest)
        return found
