"""A folder at an address that fsspec knows: a bucket (`s3://bucket/replies`), a server (`sftp://host/replies`), a zip in either.

Every object below the address is a document, by the same rules as in a folder on disk. What tells that an object is still
the same (ETag, version, size, time) is kept with it: a run that finds nothing new lists, and fetches nothing. A listing
that fails or ends early is a source that is down: nothing in it is taken to have gone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from flows.ending import Stopped
from flows.memory import Memory
from flows.secret import Secret, hide_those_of_the_environment, scrubbed, stands_in
from flows.sightings import Fetched
from flows.sources import Collected, Refused, SourceDown, Unreachable
from flows.sources.folder import SETTLED, passed_over
from flows.sources.objects import Entry, Incomplete, Listing, TooLarge, listing_of, protocols_of
from flows.sources.settings import Settings

LARGEST_MB = 500
"""No reply is that large; an object above it is refused, so that one cannot fill the memory."""

PAGES = ("http", "https")
"""Addresses of pages: what is there cannot be listed."""


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Access:
    """How a store is reached. What is None is left to the environment (`AWS_*`, `FSSPEC_*`) and the store's own files."""

    endpoint_url: str | None = None
    region: str | None = None
    anonymous: bool = False
    access_key: Secret | None = None
    secret_key: Secret | None = None
    session_token: Secret | None = None
    username: str | None = None
    password: Secret | None = None
    largest: int = LARGEST_MB * 10**6

    def options(self, protocol: str) -> dict[str, Any]:
        """The options that fsspec's driver of that protocol takes. Raises `Stopped` where a credential is not there."""
        if protocol in ("s3", "s3a"):
            return self._s3()
        told = {"username": self.username, "password": self.password and self.password.value()}
        return {name: value for name, value in told.items() if value}

    def _s3(self) -> dict[str, Any]:
        secrets = {"key": self.access_key, "secret": self.secret_key, "token": self.session_token}
        told: dict[str, Any] = {name: held.value() for name, held in secrets.items() if held}
        hide_those_of_the_environment("AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_ACCESS_KEY_ID")
        if self.endpoint_url:
            told["endpoint_url"] = self.endpoint_url
        if self.region:
            told["client_kwargs"] = {"region_name": self.region}
        waits = {"connect_timeout": 10, "read_timeout": 60, "retries": {"max_attempts": 2, "mode": "standard"}}
        return {**told, "anon": self.anonymous, "config_kwargs": waits}


def is_address(text: str) -> bool:
    """Whether the text is an address (`s3://bucket/replies`), and no path on disk."""
    return bool(re.match(r"[a-z][a-z0-9+.-]*(?:://|::)", text, re.I))


def access_of(settings: Settings) -> Access:
    """How a store is reached, as a section of foi.toml says. Raises `Stopped` where that does not fit together."""
    access = Access(
        endpoint_url=settings.optional("endpoint_url"),
        region=settings.optional("region"),
        anonymous=settings.flag("anonymous", False),
        access_key=settings.secret("access_key"),
        secret_key=settings.secret("secret_key"),
        session_token=settings.secret("session_token"),
        username=settings.optional("username"),
        password=settings.secret("password"),
        largest=int(settings.number("largest_mb", LARGEST_MB, 1) * 10**6),
    )
    if bool(access.access_key) != bool(access.secret_key):
        raise Stopped(f"{settings.where} needs access_key_env and secret_key_env together, or neither.")
    return access


def configured(settings: Settings) -> RemoteSource:
    """A source of the kind `folder` whose path is an address."""
    access = access_of(settings)
    return RemoteSource(settings.text("path"), settings.name, settings.force(), settings.request(), access)


class RemoteSource:
    """The objects below `address`, by their key; or the one object at it."""

    def __init__(
        self,
        address: str,
        name: str | None = None,
        force: str | None = None,
        request: str | None = None,
        access: Access | None = None,
    ) -> None:
        if stands_in(address):
            raise Stopped(
                f"{scrubbed(address)}: an address with a password or a signature in it is kept in the shell's "
                'history and in logs. Name the source in foi.toml, with username = "…" and password_env = "NAME".'
            )
        self.address = address.rstrip("/") if not address.endswith("://") else address
        protocols = protocols_of(self.address)
        if protocols[0] in PAGES:
            raise Stopped(f"{address} is a page, which cannot be listed. Name a folder, a bucket or a zip.")
        self.protocol = protocols[-1]
        self.name = name or self.address
        self.label = name or re.split(r"[/:]+", self.address)[-1] or self.address
        self.whole = True
        self.force = force
        self.forces: tuple[str, ...] = (force,) if force else ()
        self.request = request
        self.access = access or Access()

    @property
    def place(self) -> str:
        return scrubbed(self.address)

    def check(self) -> None:
        """Raises `SourceDown` where no driver for the address is installed."""
        import fsspec

        for protocol in protocols_of(self.address):
            try:
                fsspec.get_filesystem_class(protocol)
            except ImportError as missing:
                raise SourceDown(
                    f"{self.address}: what reads {protocol}:// is not installed ({missing}).", "Install it with pip."
                ) from None
            except ValueError:
                raise SourceDown(
                    f"{self.address}: {protocol}:// is no kind of address that is known.",
                    "Check the spelling: s3://bucket/folder, sftp://host/folder.",
                ) from None

    def collect(self, memory: Memory) -> Iterator[Collected | Refused | Unreachable]:
        self.check()
        listing = self._reached(self._opened)
        entries = self._listed(listing)
        self.whole = not listing.single
        for entry in entries:
            yield entry if isinstance(entry, Refused) else self._collected(listing, entry, memory)

    def _opened(self) -> Listing:
        try:
            options = self.access.options(self.protocol)
        except Stopped as missing:
            raise SourceDown(missing.message, "The other sources go on without it.") from None
        return listing_of(self.address, self.protocol, options)

    def _listed(self, listing: Listing) -> list[Entry | Refused]:
        """All of it before the first document: a listing that breaks off in the middle says nothing of what has gone."""
        found = self._reached(lambda: list(listing.entries(passed_over)))
        return [self._fit(entry) for entry in found]

    def _fit(self, entry: Entry) -> Entry | Refused:
        if entry.strange:
            return Refused(entry.path, f"{entry.path} {entry.strange}.", f"Put the document itself into {self.label}.")
        return self._too_large(entry.path, entry.size) if (entry.size or 0) > self.access.largest else entry

    def _too_large(self, path: str, size: int | None) -> Refused:
        told = f" ({size / 10**6:,.0f} MB)" if size else ""
        return Refused(
            path,
            f"{path} is larger than {self.access.largest / 10**6:,.0f} MB{told}; it was not fetched.",
            "Take it out, or set largest_mb for the source in foi.toml.",
        )

    def _collected(self, listing: Listing, entry: Entry, memory: Memory) -> Collected:
        known = memory.recall(entry.path)
        sha256 = known.sha256 if known and _unchanged(entry, known) else None
        load = partial(self._fetch, listing, entry, memory)
        return Collected(entry.path, load, entry.modified, self.force, self.request, sha256=sha256)

    def _fetch(self, listing: Listing, entry: Entry, memory: Memory) -> bytes:
        try:
            data, facts = listing.fetch(entry, self.access.largest)
        except TooLarge:
            raise OSError("it has grown beyond what is taken since it was listed") from None
        except (FileNotFoundError, PermissionError) as wrong:  # this object alone
            raise OSError(_said(wrong)) from None
        except Exception as wrong:
            raise self._down(wrong) from None
        memory.keep(entry.path, data, facts)
        return data

    def _reached(self, ask: Callable[[], T]) -> T:
        """What `ask` gives. Raises `SourceDown` where the store cannot be reached, or refuses."""
        try:
            return ask()
        except SourceDown:
            raise
        except Incomplete as why:
            raise SourceDown(f"{self.address}: {why}", "Nothing in it was taken to have gone. Run again.") from None
        except FileNotFoundError as wrong:
            raise SourceDown(f"{self.address} is not there ({_said(wrong)}).", "Check the address.") from None
        except PermissionError as wrong:
            raise SourceDown(
                f"{self.address} may not be read ({_said(wrong)}).",
                "Check its credentials: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or those named in foi.toml; and that "
                "they may list and read.",
            ) from None
        except Exception as wrong:  # each driver has errors of its own
            raise self._down(wrong) from None

    def _down(self, wrong: BaseException) -> SourceDown:
        return SourceDown(
            f"{self.address} cannot be reached ({_said(wrong)}).",
            "See that it answers from here, and that its credentials are set; the next run asks again.",
        )


def _said(wrong: BaseException) -> str:
    """What an error says, in one line, without any credential."""
    words = " ".join(str(wrong).split()) or type(wrong).__name__
    return scrubbed(words[:300])


def _unchanged(now: Entry, known: Fetched) -> bool:
    """The object is the one that was fetched. Size alone does not tell; a time tells where it was long past by then."""
    facts = {name: known.facts.get(name) for name in now.facts}
    if facts != now.facts or not now.facts.keys() & {"etag", "version", "mtime"}:
        return False
    if now.facts.keys() & {"etag", "version"}:
        return True
    return now.modified is not None and now.modified + SETTLED <= known.checked_at
