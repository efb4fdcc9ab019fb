"""What is at an address that fsspec knows: every object with what tells it from a changed one, and its bytes.

Drivers list in their own ways, and some pass over in silence what they may not read. So folders are walked here, where an
error stays an error; and a bucket is listed page by page, where a listing that ends early can be told from one that ended.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol

DEEPEST = 50  # folders within folders; links can make circles


class Incomplete(Exception):
    """A listing that did not come to its end."""


class TooLarge(Exception):
    """An object that has more bytes than are taken."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One object. `path`: below the address; `name`: as its driver calls it. `facts`: size, and as far as the store tells
    them etag, version and mtime. `strange`: why it is no document, where it is none."""

    path: str
    name: str
    size: int | None = None
    modified: datetime | None = None
    facts: dict[str, str] = field(default_factory=dict)
    strange: str | None = None


class Listing(Protocol):
    """One store, open. `single`: the address is that of one object, known once it was listed."""

    single: bool

    def entries(self, passed_over: Callable[[str], bool]) -> Iterator[Entry]:
        """Every object but those passed over, in an order that does not change. Raises what the driver raises."""
        ...

    def fetch(self, entry: Entry, most: int) -> tuple[bytes, dict[str, str]]:
        """Its bytes, and the facts of what was fetched. Raises `TooLarge` before taking more than `most` of them."""
        ...


def protocols_of(address: str) -> list[str]:
    """The protocols of an address, the outermost first: `zip`, `s3` of `zip://inner::s3://bucket/x.zip`."""
    return [part.partition("://")[0].lower() for part in address.split("::")]


def listing_of(address: str, protocol: str, options: dict[str, Any]) -> Listing:
    """The store at the address. `options` are for the driver of `protocol`, the innermost one."""
    import fsspec

    fresh = {"use_listings_cache": False, "skip_instance_cache": True}
    if len(protocols_of(address)) > 1:
        filesystem, root = fsspec.core.url_to_fs(address, **{protocol: options}, skip_instance_cache=True)
    else:
        filesystem, root = fsspec.core.url_to_fs(address, **options, **fresh)
    if protocol in ("s3", "s3a") and len(protocols_of(address)) == 1:
        return Bucket(filesystem, root)
    return Folder(filesystem, root)


class Folder:
    """A folder of any filesystem."""

    def __init__(self, filesystem: Any, root: str) -> None:
        self.filesystem, self.root = filesystem, root.rstrip("/")
        self.single = False

    def entries(self, passed_over: Callable[[str], bool]) -> Iterator[Entry]:
        told = self.filesystem.info(self.root) if self.root.strip("/") else {"type": "directory"}
        if told["type"] == "file":
            self.single = True
            yield _entry(self.root.rpartition("/")[2], told)
        else:
            yield from self._below(self.root, "", passed_over, DEEPEST)

    def _below(self, folder: str, path: str, passed_over: Callable[[str], bool], deep: int) -> Iterator[Entry]:
        found = self.filesystem.ls(folder, detail=True)
        for told in sorted(found, key=lambda one: one["name"]):
            last = told["name"].rstrip("/").rpartition("/")[2]
            here = f"{path}/{last}" if path else last
            if not last or told["name"].strip("/") == folder.strip("/") or passed_over(last):
                continue
            if told["type"] == "file":
                yield _entry(here, told)
            elif told["type"] == "directory" and deep:
                yield from self._below(told["name"], here, passed_over, deep - 1)
            else:
                yield Entry(here, told["name"], strange="is no file (a link, a pipe, or a folder too deep)")

    def fetch(self, entry: Entry, most: int) -> tuple[bytes, dict[str, str]]:
        with self.filesystem.open(entry.name, "rb") as opened:
            data = opened.read(most + 1)
        if len(data) > most:
            raise TooLarge
        return data, entry.facts


def _entry(path: str, told: dict[str, Any]) -> Entry:
    """What a driver tells of a file; each has names of its own for the same thing."""
    known = {name.lower().replace("_", ""): value for name, value in told.items()}
    at = next(
        (known[name] for name in ("mtime", "lastmodified", "updated", "modified", "created") if known.get(name)), None
    )
    modified = _moment(at)
    told_apart = {
        "size": known.get("size"),
        "etag": known.get("etag") or known.get("md5") or known.get("crc"),
        "version": known.get("versionid") or known.get("generation"),
        "mtime": at.isoformat() if isinstance(at, datetime) else at,
    }
    facts = {name: str(value) for name, value in told_apart.items() if value is not None}
    size = known.get("size")
    return Entry(path, told["name"], int(size) if size is not None else None, modified, facts)


def _moment(at: Any) -> datetime | None:
    if isinstance(at, datetime):
        moment = at if at.tzinfo else at.replace(tzinfo=UTC)
    elif isinstance(at, int | float):
        moment = datetime.fromtimestamp(at, UTC)
    else:
        return None
    return moment.astimezone(UTC).replace(microsecond=0)


class Bucket:
    """A folder in a store that speaks S3."""

    def __init__(self, filesystem: Any, root: str) -> None:
        self.filesystem = filesystem
        self.bucket, _, self.key = root.partition("/")
        self.single = False

    def entries(self, passed_over: Callable[[str], bool]) -> Iterator[Entry]:
        prefix = f"{self.key}/" if self.key else ""
        found = [told for told in self._pages(prefix) if not (told["Key"].endswith("/") and not told["Size"])]
        if not found and self.key and (told := self._alone()):
            self.single = True
            yield self._entry(self.key.rpartition("/")[2], told)
            return
        for told in sorted(found, key=lambda one: one["Key"]):
            path = told["Key"][len(prefix) :]
            if not passed_over(path):
                yield self._entry(path, told)

    def _pages(self, prefix: str) -> Iterator[dict[str, Any]]:
        """Every object whose key begins so. Raises `Incomplete` where a page says that more follows and not where."""
        asked: set[str] = set()
        token: str | None = None
        while True:
            more = {"ContinuationToken": token} if token else {}
            page = self.filesystem.call_s3("list_objects_v2", Bucket=self.bucket, Prefix=prefix, **more)
            found = page.get("Contents", [])
            if page.get("KeyCount", len(found)) != len(found):
                raise Incomplete(f"the store counted {page['KeyCount']} objects on a page and listed {len(found)}.")
            yield from found
            if not page.get("IsTruncated"):
                return
            token = page.get("NextContinuationToken")
            if not token or token in asked:
                raise Incomplete("the store says that there is more, and does not list it.")
            asked.add(token)

    def _alone(self) -> dict[str, Any] | None:
        """The one object of that key; None where there is none."""
        try:
            told = self.filesystem.call_s3("head_object", Bucket=self.bucket, Key=self.key)
        except FileNotFoundError:
            return None
        return {**told, "Key": self.key, "Size": told["ContentLength"]}

    def _entry(self, path: str, told: dict[str, Any]) -> Entry:
        strange = "is named like a folder" if path.endswith("/") else None
        return Entry(path, told["Key"], told["Size"], _moment(told.get("LastModified")), _facts(told), strange)

    def fetch(self, entry: Entry, most: int) -> tuple[bytes, dict[str, str]]:
        from fsspec.asyn import sync

        return sync(self.filesystem.loop, self._get, entry.name, most)

    async def _get(self, key: str, most: int) -> tuple[bytes, dict[str, str]]:
        answer = await self.filesystem._call_s3("get_object", Bucket=self.bucket, Key=key)
        async with answer["Body"] as body:
            if answer["ContentLength"] > most:
                raise TooLarge
            data = await body.read()
        return data, _facts({**answer, "Size": len(data)})


def _facts(told: dict[str, Any]) -> dict[str, str]:
    facts = {"size": told.get("Size"), "etag": told.get("ETag"), "version": told.get("VersionId")}
    return {name: str(value) for name, value in facts.items() if value not in (None, "null")}
