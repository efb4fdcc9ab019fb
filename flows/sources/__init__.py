"""Where replies come from. A source hands over documents one at a time and says what it knows of each, no more."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from flows.ending import Stopped
from flows.slugs import known_force, known_request

CONFIGURATION = "foi.toml"
"""Name of the configuration file, looked for in the working directory."""

EXAMPLE = '[sources.replies]\nkind = "folder"\npath = "replies"'


@dataclass(frozen=True, slots=True)
class Collected:
    """One document of a source.

    `path` identifies it within the source, with forward slashes. `force` and `request` are set only where a person
    named them. `load` fetches the bytes and raises `OSError` where that fails.
    """

    path: str
    load: Callable[[], bytes]
    modified: datetime | None = None
    force: str | None = None
    request: str | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """Something at a source that is not taken in, and why: becomes a problem, so that nothing is passed over unsaid."""

    path: str
    message: str
    fix: str


class Source(Protocol):
    """One place that replies come from.

    `name` identifies it in the ledger from run to run; `label` is what the published tables call it. `whole`: collecting
    shows everything that is there, so that a path it no longer shows has gone.
    """

    name: str
    label: str
    whole: bool

    def check(self) -> None:
        """Raises `Stopped` where the source cannot be reached; quick, and changes nothing."""
        ...

    def collect(self) -> Iterator[Collected | Refused]:
        """Every document that is there now, in an order that does not change between runs."""
        ...


def named(names: Sequence[str]) -> list[Source]:
    """The sources that a person named: folders and files by their path, others by their name in the configuration.

    None named means every source of the configuration. Raises `Stopped` where a name stands for nothing.
    """
    from flows.sources.folder import FolderSource

    here = Path()
    if not names:
        return configured(here)
    known = {s.name: s for s in configured(here)} if (here / CONFIGURATION).exists() else {}
    return [known[name] if name in known and not Path(name).exists() else FolderSource(Path(name)) for name in names]


def configured(folder: Path) -> list[Source]:
    """The sources that `foi.toml` in `folder` names. Raises `Stopped` where it is missing, empty or wrong."""
    path = folder / CONFIGURATION
    if not path.exists():
        raise Stopped(
            f"No source is named and there is no {CONFIGURATION} here. Name a folder of replies (`foi ingest replies/`), "
            f"or write {CONFIGURATION}:\n{EXAMPLE}"
        )
    try:
        sources = tomllib.loads(path.read_text(encoding="utf-8")).get("sources", {})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise Stopped(f"{path} is not valid TOML: {wrong}. A source looks like this:\n{EXAMPLE}") from None
    if not sources:
        raise Stopped(f"{path} names no source. One looks like this:\n{EXAMPLE}")
    return [_configured(path, name, settings) for name, settings in sorted(sources.items())]


def _configured(file: Path, name: str, settings: object) -> Source:
    from flows.sources.folder import FolderSource

    known = {"kind", "path", "force", "request"}
    if not isinstance(settings, dict) or settings.get("kind") != "folder" or not isinstance(settings.get("path"), str):
        raise Stopped(f'{file}: [sources.{name}] needs kind = "folder" and a path. For example:\n{EXAMPLE}')
    if strange := sorted(set(settings) - known):
        raise Stopped(f"{file}: [sources.{name}] has {', '.join(strange)}; it may have {', '.join(sorted(known))}.")
    return FolderSource(
        file.parent / settings["path"],
        name=name,
        force=known_force(settings.get("force"), f"{file}: [sources.{name}]"),
        request=known_request(settings.get("request"), f"{file}: [sources.{name}]"),
    )
