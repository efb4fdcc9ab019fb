"""Where the archive, the ledger and the copies of the releases are: in the data folder, or where `[store]` in foi.toml says.

What a person decides (corrections, holds, who was asked), the lock, and the releases themselves stay in the data folder.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flows import folders
from flows.archive import Archive
from flows.ending import Stopped
from flows.ledger import Ledger, opened
from flows.lock import Held
from flows.mirror import Mirror
from flows.secret import Secret, scrubbed, stands_in
from flows.sources import CONFIGURATION
from flows.sources.remote import Access, access_of, is_address
from flows.sources.settings import Settings

EDITIONS = ("public", "both")
"""What may be copied: the edition for everybody, or the full one with it."""

EXAMPLE = '[store]\nraw = "s3://bucket/raw"\nmirror = "s3://bucket/clean"'


@dataclass(frozen=True, slots=True)
class Store:
    """`raw` and `ledger`: a path in the data folder, or an address. `mirrored`: where releases are copied to, if
    anywhere; `both`: the full edition too."""

    raw: str | Path
    ledger: str | Path
    password: Secret | None = None
    mirrored: str | None = None
    both: bool = False
    access: Access = field(default_factory=Access)

    def archive(self, held: Held | None = None) -> Archive:
        """The archive, open."""
        return Archive(self.raw, held, options=self._options(self.raw))

    @contextmanager
    def opened(self) -> Iterator[Ledger]:
        """The ledger, closed at the end."""
        with opened(self.ledger, self.password.value() if self.password else None) as ledger:
            yield ledger

    def mirror(self) -> Mirror | None:
        """Where the releases are copied to; None where nowhere."""
        return Mirror(self.mirrored, self._options(self.mirrored), self.both) if self.mirrored else None

    @property
    def has_begun(self) -> bool:
        """Whether anything can have been collected: a ledger in the data folder is there, one elsewhere may hold something."""
        return isinstance(self.ledger, str) or self.ledger.is_file()

    def _options(self, where: str | Path) -> dict[str, Any]:
        return self.access.options(where.partition("://")[0].lower()) if isinstance(where, str) else {}


def store_of(data: Path, here: Path | None = None) -> Store:
    """The store of the data folder, as foi.toml in the working folder says, or `here`; else all of it is in `data`.

    `[store]` holds for one data folder alone (`data = "data"`): two that shared an archive and a ledger would each withdraw
    what the other collected. Raises `Stopped` where it is wrong.
    """
    inside = Store(data / "raw", data / "raw" / folders.LEDGER)
    file = (here or Path()) / CONFIGURATION
    told = _told(file)
    if told is None:
        return inside
    settings = Settings(file, f"{file}: [store]", "store", told, {})
    of = file.parent / settings.text("data", "data")
    raw, ledger, mirror = settings.optional("raw"), settings.optional("ledger"), settings.optional("mirror")
    password, access = settings.secret("ledger_password"), access_of(settings)
    edition = settings.text("mirror_edition", EDITIONS[0])
    settings.done()
    if edition not in EDITIONS:
        raise Stopped(f"{settings.where}: mirror_edition is {' or '.join(EDITIONS)}, not {edition!r}.")
    for name, address in (("raw", raw), ("ledger", ledger), ("mirror", mirror)):
        _check(settings.where, name, address)
    if of.resolve() != data.resolve():
        return inside
    return Store(raw or inside.raw, ledger or inside.ledger, password, mirror, edition == EDITIONS[1], access)


def _told(file: Path) -> dict[str, Any] | None:
    if not file.exists():
        return None
    try:
        told = tomllib.loads(file.read_text(encoding="utf-8")).get("store")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise Stopped(f"{file} is not valid TOML: {wrong}.") from None
    if told is not None and not isinstance(told, dict):
        raise Stopped(f"{file}: store is a section. It looks like this:\n{EXAMPLE}")
    return told


def _check(where: str, name: str, address: str | None) -> None:
    if address is None:
        return
    if stands_in(address):
        raise Stopped(
            f"{where}: {name} = {scrubbed(address)!r} holds a password, which belongs into no file. Write "
            f'{"ledger_password_env" if name == "ledger" else "secret_key_env"} = "NAME" and set NAME in the environment.'
        )
    if not is_address(address):
        raise Stopped(f"{where}: {name} = {address!r} is no address. It looks like this:\n{EXAMPLE}")
