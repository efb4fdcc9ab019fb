"""Pages of the release before, and parts of pages, that are as this release would draw them: they are taken over, not drawn again.

Beside each release the archive keeps, by document and edition, a digest of everything that the document's page was made from, the
digests of its files, and what other pages tell of it. A page is taken over where the first is the same and the file is still
what it was; so it is what would be drawn. It is linked, not copied: a release is never written to. The page of a force has a section
for each reply, of which the same holds: a section that would be the same is cut out of the page before.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import json
import os
import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flows.archive import Archive, key_of
from flows.report.evidence import Evidence, Shown
from flows.report.explain import Field
from schemas.tables import plain

KIND = "shown"
"""Under which the archive keeps it."""

CHECKSUMS = "SHA256SUMS"

_SECTION = re.compile(r'<section aria-labelledby="(?:reply-\d+|problems)">\n<h2 id="(?:reply-\d+|problems)">')
"""How each section of the page of a force begins: nothing that a force wrote can, as all of it is escaped."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """One page that was drawn. `made_from`: the digest of that. `files`: its files in `evidence/` with their sha256.

    `told`: what other pages need of it: the document's `name`, what its `letter` says, its `caveats`, whether records are on it
    (`linked`), and what was `said` where it cannot be shown.
    """

    made_from: str
    files: dict[str, str]
    told: dict[str, Any]


class Prints:
    """Digests of the rows of tables. Most rows of the public edition are those of the full one, the very same, so that what both
    editions are written with works each out once; while it is in use, nobody writes into a row."""

    def __init__(self) -> None:
        self._of: dict[int, tuple[Any, str]] = {}  # with the row, so that no other gets its number

    def of(self, row: Any) -> str:
        known = self._of.get(id(row))
        if known is None:
            known = self._of[id(row)] = (row, hashlib.sha256(_as_text(plain(row)).encode()).hexdigest())
        return known[1]


_as_text = json.JSONEncoder(sort_keys=True, ensure_ascii=False).encode


@dataclass
class Before:
    """The pages of the release before, in `folder`; those of this one as they are drawn. `release` and `edition` name this one.

    `folder`: that of the report before, None where there is none. `sums`: the list of the files of its release, which were
    compared with it when this release was begun.
    """

    archive: Archive
    release: str
    edition: str
    folder: Path | None = None
    prints: Prints = field(default_factory=Prints)
    _sums: dict[str, str] = field(default_factory=dict)
    _drawn: dict[str, Drawn] = field(default_factory=dict)
    _now: dict[str, Drawn] = field(default_factory=dict)
    _sections: dict[str, list[str]] = field(default_factory=dict)
    _sections_now: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(
        cls, archive: Archive, release: str, edition: str, report: Path | None, prints: Prints | None = None
    ) -> Before:
        """`report`: the folder of the report of that edition in the release before. `prints`: of the rows of both editions."""
        made = cls(archive, release, edition, report, prints or Prints())
        if report is not None and (report.parent / CHECKSUMS).is_file():
            lines = (report.parent / CHECKSUMS).read_text(encoding="utf-8").splitlines()
            start = f"{report.name}/"
            listed = (line.split("  ", 1) for line in lines)
            made._sums = {name.removeprefix(start): told for told, name in listed if name.startswith(start)}
            before = _release_of(report, edition)
            if archive.has_result(KIND, _key(before, edition)):
                kept = archive.kept(KIND, _key(before, edition)) or {}
                made._drawn = {name: Drawn(*told) for name, told in kept.get("pages", {}).items()}
                made._sections = kept.get("sections", {})
        return made

    def take(self, sha256: str, made_from: str, folder: Path) -> dict[str, Any] | None:
        """Take the page of a document over into `folder`; what is told of it. None where it is to be drawn."""
        drawn = self._drawn.get(sha256)
        if drawn is None or self.folder is None or drawn.made_from != made_from:
            return None
        if any(self._sums.get(f"evidence/{name}") != told for name, told in drawn.files.items()):
            return None
        for name in drawn.files:
            _link(f"{self.folder}/evidence/{name}", f"{folder}/{name}")
        self._now[sha256] = drawn
        return drawn.told

    def note(self, sha256: str, made_from: str, files: dict[str, bytes], told: dict[str, Any]) -> None:
        """A page that was drawn now, for the next release to find."""
        sums = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
        self._now[sha256] = Drawn(made_from, sums, told)

    def keep(self) -> None:
        """Keep what is known of the pages of this release."""
        pages = {name: (one.made_from, one.files, one.told) for name, one in sorted(self._now.items())}
        kept = {"pages": pages, "sections": self._sections_now}
        self.archive.keep(KIND, _key(self.release, self.edition), kept)

    def sections(self, page: str) -> dict[str, str]:
        """What the page of a force showed of each reply, by the digest of what that was made from. None of a page that has changed since."""
        made_from = self._sections.get(page)
        if not made_from or self.folder is None or page not in self._sums:
            return {}
        data = (self.folder / page).read_bytes()
        if hashlib.sha256(data).hexdigest() != self._sums[page]:
            return {}
        _, *sections, _ = _SECTION.split(data.decode("utf-8"))
        if len(sections) != len(made_from):
            return {}
        return {digest: text.removesuffix("\n") for digest, text in zip(made_from, sections, strict=True) if digest}

    def note_sections(self, page: str, made_from: list[str]) -> None:
        """What each section of the page of a force is made from now, in their order; empty of one that is never taken over."""
        self._sections_now[page] = made_from


def told_of(found: Evidence, caveats: list[str]) -> dict[str, Any]:
    """What other pages tell of a document, JSON-ready."""
    letter = next((one for one in found.shown if one.id == "letter"), None)
    fields = letter and [[*dataclasses.astuple(one), anchor] for one, anchor in letter.fields]
    told = {"name": found.name, "letter": fields, "title": letter and letter.title, "force": letter and letter.force}
    linked = any(one.record for one in found.shown)
    return {**told, "caveats": caveats, "linked": linked, "said": found.said, "whole": found.whole}


def revived(sha256: str, told: dict[str, Any], replies: list[Any]) -> Evidence:
    """The evidence of a document as far as other pages tell of it."""
    made = Evidence(None, sha256, told["name"], replies, whole=told["whole"], said=told["said"])
    if told["letter"] is not None:
        fields = [(Field(*one[:-1]), one[-1]) for one in told["letter"]]
        made.shown.append(Shown("letter", told["title"], told["force"], fields, "", "letter"))
    return made


def _release_of(report: Path, edition: str) -> str:
    """The identifier of the release that a report is part of: the name of its folder, in which the public edition is another."""
    return (report.parents[1] if edition == "public" else report.parent).name


def _key(release: str, edition: str) -> str:
    return key_of(release=release, edition=edition)


def _link(source: str, target: str) -> None:
    """One file under two names, where the file system can; else a copy."""
    with contextlib.suppress(OSError):
        os.link(source, target)
        return
    shutil.copyfile(source, target)
