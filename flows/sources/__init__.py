"""Where replies come from. A source hands over documents one at a time and says what it knows of each, no more."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Protocol

from flows.ending import Stopped
from flows.memory import Memory
from flows.sources.settings import Settings

CONFIGURATION = "foi.toml"
"""Name of the configuration file, looked for in the working directory."""

EXAMPLE = '[sources.replies]\nkind = "folder"\npath = "replies"'


class SourceDown(Stopped):
    """A source cannot be reached, or not all of it. The other sources go on; its forces keep what they had, marked stale.

    `message`: what is wrong, and with which source; `fix`: what to do.
    """

    def __init__(self, message: str, fix: str) -> None:
        super().__init__(f"{message} {fix}")
        self.what, self.fix = message, fix


@dataclass(frozen=True, slots=True)
class Collected:
    """One document of a source.

    `path` identifies it within the source, with forward slashes: its folder keeps a letter and its attachments together.
    `url` is its address, where that is another. `force` and `request` are set only where a person named them. `load`
    fetches the bytes and raises `OSError` where that fails; `sha256` is set where they are in the archive already, so
    that nothing has to be loaded.
    """

    path: str
    load: Callable[[], bytes]
    modified: datetime | None = None
    force: str | None = None
    request: str | None = None
    url: str | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """Something at a source that is not taken in, and why: becomes a problem, so that nothing is passed over unsaid."""

    path: str
    message: str
    fix: str


@dataclass(frozen=True, slots=True)
class Unreachable:
    """A part of a source that could not be looked at: what was there before is not taken to have gone.

    `under`: the beginning of the paths in it. `forces`: those whose replies may be there, marked stale; a force with a
    document under it is so anyhow.
    """

    under: str
    message: str
    fix: str
    forces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Noted:
    """Something that a source has to say and that is no problem: how many items of a log were passed over, and why."""

    message: str


class Source(Protocol):
    """One place that replies come from.

    `name` identifies it in the ledger from run to run; `label` is what the published tables call it; `place` says in a few
    words where it looks. `whole`: collecting
    shows everything that is there, so that a path it no longer shows has gone. `forces`: those that a person said it
    brings, where they did; they are marked stale while it is down. `request`: the one that all of it answers, where a
    person named one.
    """

    name: str
    label: str
    whole: bool

    @property
    def place(self) -> str: ...

    forces: tuple[str, ...]
    request: str | None

    def check(self) -> None:
        """Raises `SourceDown` where the source cannot be there at all; quick, changes nothing, asks no network."""
        ...

    def collect(self, memory: Memory) -> Iterator[Collected | Refused | Unreachable | Noted]:
        """Every document that is there now, in an order that does not change between runs.

        `memory` tells what earlier runs fetched, and keeps at once what this one fetches. Raises `SourceDown` where the
        source cannot be reached; what it gave before that is kept.
        """
        ...


KINDS = {
    "folder": "flows.sources.folder",
    "imap": "flows.sources.imap",
    "disclosure_log": "flows.sources.disclosure_log",
    "whatdotheyknow": "flows.sources.whatdotheyknow",
}
"""Kind of source to the module that makes it: `configured(settings)` there gives the source."""


def named(names: Sequence[str]) -> list[Source]:
    """The sources that a person named: folders and files by their path or address, others by their name in the configuration.

    None named means every source of the configuration. Raises `Stopped` where a name stands for nothing.
    """
    here = Path()
    if not names:
        return configured(here)
    return [_named(name, here) for name in names]


def _named(name: str, here: Path) -> Source:
    from flows.sources.folder import FolderSource
    from flows.sources.remote import RemoteSource, is_address

    if is_address(name):
        return RemoteSource(name)
    elsewhere = not Path(name).exists() and (here / CONFIGURATION).exists()
    known = {source.name: source for source in configured(here, needed=False)} if elsewhere else {}
    return known.get(name) or FolderSource(Path(name))


def configured(folder: Path, needed: bool = True) -> list[Source]:
    """The sources that `foi.toml` in `folder` names. Raises `Stopped` where it is missing or wrong, and where it names none,
    unless none is `needed`: it may be there for other settings alone."""
    path = folder / CONFIGURATION
    if not path.exists():
        raise Stopped(
            f"No source is named and there is no {CONFIGURATION} here. Name a folder of replies (`foi ingest replies/`), "
            f"or write {CONFIGURATION}:\n{EXAMPLE}"
        )
    try:
        whole = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise Stopped(f"{path} is not valid TOML: {wrong}. A source looks like this:\n{EXAMPLE}") from None
    sources = whole.get("sources")
    if sources is None and not needed:
        return []
    if not isinstance(sources, dict) or not sources:
        raise Stopped(f"{path} names no source. One looks like this:\n{EXAMPLE}")
    return [_configured(path, name, told, whole) for name, told in sorted(sources.items())]


def _configured(file: Path, name: str, told: dict, whole: dict) -> Source:
    where = f"{file}: [sources.{name}]"
    kind = told.get("kind") if isinstance(told, dict) else None
    if kind not in KINDS:
        known = ", ".join(f'"{one}"' for one in KINDS)
        raise Stopped(f"{where} needs a kind, one of {known}. For example:\n{EXAMPLE}")
    settings = Settings(file, where, name, {key: value for key, value in told.items() if key != "kind"}, whole)
    source = import_module(KINDS[kind]).configured(settings)
    settings.done()
    return source
