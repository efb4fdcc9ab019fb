"""Documents held for a person because of what is hidden in them, and the releases of such holds: `holds.toml`.

A reply with a held document publishes nothing; the force's last good version stays. A release is a person's decision about
one document, by its sha256, and about the kinds of hidden content that were known of it then: should a later version of
the readers find another kind in it, it is held again. How to release: docs/hidden-content.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path, PurePosixPath

from flows import clock
from flows.archive import Archive, sha256
from flows.ending import Stopped
from flows.lock import alone
from flows.mapping import Mapped
from flows.sightings import Sighting
from flows.store import store_of
from flows.toml_text import Text, plain_words
from parsers.documents.model import Document, UnreadableDocument
from schemas.records import SHA256, Problem

FILE = "holds.toml"
"""Beside `raw` and `clean`, in the data folder; unlike them it is written by people."""

HELD = "Held: "
"""How the message of the problem begins that tells of a held document."""

_KEYS = ("document", "path", "found", "reason", "by", "decided")
_PREFIX = re.compile(r"[0-9a-f]{8,64}")


@dataclass(frozen=True, slots=True)
class Release:
    """A person's decision to publish what can be seen of a document. `found`: the kinds of hidden content known then."""

    document: str
    found: frozenset[str]
    reason: str
    by: str
    decided: date


def read(data: Path) -> dict[str, list[Release]]:
    """The releases of holds by document. Raises `Stopped` where the file is not as docs/hidden-content.md says."""
    path = data / FILE
    made: dict[str, list[Release]] = {}
    content = Text.of(path).data
    entries = content.get("released", [])
    if set(content) - {"released"} or not isinstance(entries, list):
        raise Stopped(f"{path}: each entry begins with [[released]]; see docs/hidden-content.md.")
    for number, entry in enumerate(entries, start=1):
        if wrong := _fault(entry):
            raise Stopped(f"{path}, entry {number}: {wrong}; see docs/hidden-content.md.")
        said = (plain_words(entry["reason"]), plain_words(entry["by"]), entry["decided"])
        made.setdefault(entry["document"], []).append(Release(entry["document"], frozenset(entry["found"]), *said))
    return made


def _fault(entry: object) -> str | None:
    if not isinstance(entry, dict) or set(entry) != set(_KEYS):
        return f"it is to have {', '.join(_KEYS)}, and nothing else"
    if not isinstance(entry["document"], str) or not re.fullmatch(SHA256, entry["document"]):
        return "`document` is to be the sha256 of the document, 64 digits"
    if not isinstance(entry["found"], list) or not all(isinstance(kind, str) for kind in entry["found"]):
        return "`found` is to be a list of texts"
    if blank := [k for k in ("path", "reason", "by") if not isinstance(entry[k], str) or not entry[k].strip()]:
        return f"`{blank[0]}` is to be a text, and not a blank one"
    if not isinstance(entry["decided"], date) or isinstance(entry["decided"], datetime):
        return "`decided` is to be a date, without quotes: 2024-05-01"
    return None


def kinds(document: Document) -> list[str]:
    """The kinds of hidden content that hold the document; none for one that is not held."""
    return sorted({found.what for found in document.hidden if found.severity == "error"})


def settle(mapped: Mapped, released: dict[str, list[Release]], reading: Callable[[str], Document | None]) -> None:
    """Note which documents hold the reply; of those that a person released, tell in the problems who did, and why."""
    if mapped.parsed is None:
        return
    problems = mapped.parsed.problems
    for name in dict.fromkeys(p.document for p in problems if _is_grave(p)):
        document = reading(name or "")
        about = released.get(name or "", [])
        known = frozenset[str]().union(*(one.found for one in about))
        if name and not (about and document and known.issuperset(kinds(document))):
            mapped.held.append(name)
        elif name:
            problems[:] = [_as_released(p, about[-1]) if p.document == name and _is_grave(p) else p for p in problems]


def _is_grave(problem: Problem) -> bool:
    return problem.code == "hidden_content" and problem.severity == "error"


def _as_released(problem: Problem, release: Release) -> Problem:
    told = f"{problem.message} Released by {release.by} on {release.decided}: {release.reason}"
    return replace(problem, problem_id=None, severity="info", message=told, fix=None)


def problems_of(mapped: Mapped) -> list[Problem]:
    """What is published about a held reply: that its documents are held, and what was found in them; never more."""
    assert mapped.parsed is not None
    made = []
    reply = mapped.parsed.reply
    for name in mapped.held:
        found = [p for p in mapped.parsed.problems if p.document == name and p.code == "hidden_content"]
        path = next(m.sighting.path for m in mapped.group.members if m.sha256 == name)
        message = (
            f"{HELD}{path} holds what a person who opens it does not see, so nothing of its reply is published; the "
            "force's last good version stays, if there is one."
        )
        fix = next(p.fix for p in found if _is_grave(p))
        made.append(
            Problem(
                code="document_quarantined",
                severity="error",
                request=reply.request,
                force=reply.force,
                document=name,
                message=message,
                fix=fix,
            )
        )
        made += found
    return made


def release(data: Path, document: str, reason: str, by: str) -> list[str]:
    """Write the release of a hold; lines that say what was done. `document`: its sha256, the start of it, or its path.

    Raises `Stopped` where there is no such document, where several are meant, or where it is not held.
    """
    if not plain_words(reason) or not plain_words(by):
        raise Stopped("--reason and --by are not to be blank: both are kept and published.")
    store = store_of(data)
    if not store.has_begun:
        raise Stopped(f"Nothing has been collected in {data} yet; run `foi ingest SOURCE --data {data}` first.")
    archive = store.archive()
    with store.opened() as ledger:
        sightings = ledger.sightings()
    name, path = _meant(document, sightings)
    found = kinds(_read(archive, name, path))
    if not found:
        raise Stopped(f"{path} ({name[:12]}) is not held: nothing in it is hidden that would hold it. `foi status` lists what is.")  # fmt: skip
    said = {"reason": plain_words(reason), "by": plain_words(by), "decided": clock.now().date()}
    with alone(data):
        if {kind for one in read(data).get(name, []) for kind in one.found}.issuperset(found):
            raise Stopped(f"{path} ({name[:12]}) was released before; run `foi ingest` to publish it.")
        text = Text.of(data / FILE)
        text.with_block("released", {"document": name, "path": path, "found": found, **said}).write(data / FILE)
    return [
        f"Released: {path} ({name[:12]}), in which there is hidden content: {', '.join(found)}.",
        f"Written to {data / FILE}. The next `foi ingest` publishes what can be seen of it; the hidden content stays out.",
    ]


def _meant(said: str, sightings: list[Sighting]) -> tuple[str, str]:
    """The sha256 and the path of the one document that a person means."""
    paths = {s.sha256: s.path for s in sightings}
    if _PREFIX.fullmatch(said.lower()) and (alike := [n for n in paths if n.startswith(said.lower())]):
        found = set(alike)
    elif Path(said).is_file() and (own := sha256(Path(said).read_bytes())) in paths:
        found = {own}
    else:
        last = {(s.source, s.path): s for s in sightings}
        parts = PurePosixPath(said.replace("\\", "/")).parts
        found = {s.sha256 for s in last.values() if PurePosixPath(s.path).parts[-len(parts) :] == parts}
    if not found:
        raise Stopped(f"No document {said} is in the archive. Give its path as `foi status` shows it, or its sha256; or run `foi ingest` on it first.")  # fmt: skip
    if len(found) > 1:
        listed = "; ".join(f"{paths[name]} ({name[:12]})" for name in sorted(found))
        raise Stopped(f"{said} may be several documents: {listed}. Give the sha256 of the one that is meant.")
    name = found.pop()
    return name, paths[name]


def _read(archive: Archive, name: str, path: str) -> Document:
    if not archive.has_reading(name):
        raise Stopped(f"{path} has not been read by the readers as they are now; run `foi ingest` first.")
    try:
        return archive.reading(name)
    except UnreadableDocument as reason:
        raise Stopped(f"{path} {reason.message.rstrip('.')}: it is not held, it cannot be read. {reason.fix}") from None
