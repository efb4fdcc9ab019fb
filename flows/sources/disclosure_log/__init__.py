"""Disclosure logs of forces: the replies that forces publish themselves, as pages with files.

Each log is walked page by page, its items are picked by words, and each item is a document, its page, with its files in it.
What a log lists no more, or what is no longer at its address, is no longer shown. A log that cannot be read, or that lists
nothing where it listed something, is `Unreachable`: nothing of it is taken to have gone. Hosts are asked side by side.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from flows.ending import Stopped
from flows.memory import Memory
from flows.sightings import Fetched
from flows.slugs import known_force
from flows.sources import Collected, Noted, Refused, Unreachable
from flows.sources.disclosure_log.item import ItemPage, read_item
from flows.sources.disclosure_log.listing import Item, fits, key_of, read_listing, without_seconds
from flows.sources.disclosure_log.platform import Log, log_of
from flows.sources.settings import Settings
from flows.sources.web.addresses import shown, site_of
from flows.sources.web.client import Client, Gone, HostDown, NotFetched
from flows.sources.web.network import Network, needed, network_of
from flows.sources.web.pages import Pages, not_fetched
from parsers.documents.containers import INSIDE
from schemas import forces

ALL = "all"
Shown = Collected | Refused | Unreachable | Noted


def configured(settings: Settings) -> DisclosureLogs:
    """A source of the kind `disclosure_log`."""
    told = settings.parts("log")
    for slug, one in told.items():
        known_force(slug, f"{settings.where}: log")
        if not isinstance(one, dict):
            raise Stopped(
                f'{settings.where}: log.{slug} is a table: [sources.{settings.name}.log.{slug}] with url = "…".'
            )
    named = settings.texts("forces")
    every = named == (ALL,)
    if not every:
        for slug in named:
            known_force(slug, settings.where)
    slugs = sorted({f.slug for f in forces.all_forces()} if every else {*named, *told})
    if not slugs:
        raise Stopped(f'{settings.where} names no force. Write forces = ["durham", "kent"], or forces = "all".')
    logs = {slug: log_of(slug, told.get(slug, {}), settings) for slug in slugs}
    return DisclosureLogs(
        settings.name,
        settings.where,
        [log for log in logs.values() if log],
        [slug for slug, log in logs.items() if log is None],
        every,
        Choice(settings.texts("match"), int(settings.number("pages", 20, least=1))),
        network_of(settings),
        timedelta(days=settings.number("recheck_days", 30)),
        settings.request(),
    )


@dataclass(frozen=True, slots=True)
class Choice:
    """Which items are wanted: those that any of the words is said of, or all; from so many pages of the listing."""

    words: tuple[str, ...]
    pages: int


class DisclosureLogs:
    """The logs of some forces. An item is at `<force>/<its address>.html`, and its files are in it."""

    whole = True

    def __init__(
        self,
        name: str,
        where: str,
        logs: list[Log],
        unknown: list[str],
        every: bool,
        choice: Choice,
        network: Network | None,
        recheck: timedelta,
        request: str | None,
    ) -> None:
        self.name = self.label = name
        self.where, self.logs, self.unknown, self.every = where, logs, unknown, every
        self.choice, self.network, self.recheck, self.request = choice, network, recheck, request
        self.forces = tuple(log.force for log in logs)
        self.place = f"the disclosure logs of {len(logs)} force{'s' if len(logs) != 1 else ''}"

    def check(self) -> None:
        needed(self.network, self.where)

    def ask(self) -> Iterator[Noted | Unreachable]:
        """Whether each log's site answers and lets programs fetch the log."""
        network = needed(self.network, self.where)
        with Client(network) as client, ThreadPoolExecutor(network.hosts) as workers:
            yield from workers.map(partial(_answers, client), self.logs)

    def collect(self, memory: Memory) -> Iterator[Shown]:
        network = needed(self.network, self.where)
        yield from self._without_log()
        with Client(network, memory) as client, ThreadPoolExecutor(network.hosts) as workers:
            pages = Pages(client, memory, self.recheck)
            work = [workers.submit(self._at_one_host, pages, logs) for logs in _by_host(self.logs)]
            try:
                for done in work:
                    yield from done.result()
            finally:
                client.stop()
                for one in work:
                    one.cancel()

    def _without_log(self) -> Iterator[Refused | Noted]:
        if self.unknown and self.every:
            yield Noted(f"no disclosure log is known of {', '.join(self.unknown)}")
            return
        for slug in self.unknown:
            yield Refused(
                slug,
                f"No disclosure log of {forces.by_slug(slug).name} is known.",
                f'Write [sources.{self.name}.log.{slug}] with url = "…" into foi.toml, or take {slug} out of its forces.',
            )

    def _at_one_host(self, pages: Pages, logs: list[Log]) -> list[Shown]:
        """What the logs at one host show, one log after the other."""
        name = f"sources.{self.name}"
        return [shown for log in logs for shown in _Walk(pages, log, self.choice, name, self.request).all()]


class _Walk:
    """One log in one run."""

    def __init__(self, pages: Pages, log: Log, choice: Choice, name: str, request: str | None) -> None:
        self.pages, self.log, self.choice, self.request = pages, log, choice, request
        self._look = f"Look at the log in a browser. If it has moved or changed, say so in [{name}.log.{log.force}]."
        self._mark = f"{log.url}#{log.force}"
        self._elsewhere = 0
        self._wanted: list[str] = []
        self._counts: dict[str, int] = {}

    def all(self) -> list[Shown]:
        """Everything that the log shows; what it showed before it broke off, and that it did, where it does."""
        found: list[Shown] = []
        try:
            items, more = self._items()
            for item in items:
                found += self._of_item(item)
        except (HostDown, NotFetched) as why:
            return [*found, Unreachable(f"{self.log.force}/", why.what, why.fix, (self.log.force,))]
        self.pages.memory.note(self._mark, {"items": json.dumps(self._wanted), "listed": json.dumps(self._counts)})
        if self._elsewhere:
            one = self._elsewhere == 1
            more.append(
                f"{self._elsewhere} file{' lies on another site and was' if one else 's lie on other sites and were'} not fetched"
            )
        return [*found, *([Noted(f"{self.log.force}: {'; '.join(more)}.")] if more else [])]

    # ---- the listing

    def _items(self) -> tuple[list[Item], list[str]]:
        """The items that are wanted, by address, and what is to be said of the others."""
        before = self._known("items", [])
        listed, complete = self._listed()
        first, twice = without_seconds(list(listed.values()), self.log)
        wanted = {item.url: item for item in first if fits(item, self.choice.words)}
        said = []
        if passed := len(first) - len(wanted):
            said.append(f"{passed} of {len(first)} items passed over: none of the words of match is said of them")
        if twice:
            said.append(f"{twice} in a second language passed over")
        if not complete:  # what was there before may be there still: its address tells
            wanted = {**{url: Item(url, "") for url in before if url not in listed}, **wanted}
        self._wanted = sorted(wanted)
        return [wanted[url] for url in self._wanted], said

    def _known(self, name: str, default: Any) -> Any:
        known = self.pages.memory.recall(self._mark)
        return json.loads(known.facts[name]) if known else default

    def _listed(self) -> tuple[dict[str, Item], bool]:
        """Every item that the listing shows, and whether it showed all that there are.

        Raises `NotFetched` where it shows nothing and does not say that there is nothing: it has another layout, or is
        some other page.
        """
        before = self._known("listed", {})
        listed: dict[str, Item] = {}
        complete, says_none = True, True
        for first in self.log.listings(self.choice.words):
            found, ended, none = self._pages_from(first, listed)
            if not found and not none and before.get(first):
                raise NotFetched(
                    f"{shown(first)} lists nothing, and it listed {before[first]} items before.", self._look
                )
            # what a search does not find may be there still, and so may what was on a list that is empty now
            complete &= ended and not self.log.searches and bool(found or not before.get(first))
            says_none &= none
            self._counts[first] = found
        if not listed and not says_none:
            raise NotFetched(f"No item of a disclosure log was recognised at {shown(self.log.url)}.", self._look)
        return listed, complete

    def _pages_from(self, url: str | None, listed: dict[str, Item]) -> tuple[int, bool, bool]:
        """Walk the listing from one page on: how many items were found, whether it came to its end, whether the first page
        says that there are none."""
        seen: set[str] = set()
        found, none = 0, False
        while url and url not in seen and len(seen) < self.choice.pages:
            page = read_listing(self.pages.load(self._listing_page(url)), url, self.log)
            none = none or (not seen and page.says_none)
            seen.add(url)
            found += len(page.items)
            for item in page.items:
                known = listed.get(item.url, item)
                listed[item.url] = max(item, known, key=lambda one: len(one.said))
            url = page.following
        return found, url is None or url in seen, none

    def _listing_page(self, url: str) -> Fetched:
        try:
            return self.pages.page(url, partial(_same_listing, url, self.log), always=True)
        except Gone:
            raise NotFetched(f"There is no disclosure log at {shown(url)} any more.", self._look) from None

    # ---- its items

    def _of_item(self, item: Item) -> Iterator[Shown]:
        path = key_of(item.url, self.log)
        try:
            if self.log.is_document(item.url):
                yield self._document(path, item.url)
            else:
                yield from self._of_page(path, item)
        except Gone:
            if item.said:
                yield Noted(f"{path}: the log lists it, and it is not there.")
            else:
                self._wanted.remove(item.url)  # neither listed nor there: nothing to ask for again
        except NotFetched as why:
            yield not_fetched(path, why, self.log.force)

    def _of_page(self, path: str, item: Item) -> Iterator[Shown]:
        made = self._read(item.url)
        if made.withdrawn:
            yield Noted(f"{path}: its page says that it was withdrawn.")
            return
        self._elsewhere += made.elsewhere
        yield Collected(
            path, partial(self._page_of, item.url), made.published, self.log.force, self.request, shown(item.url)
        )
        for address, name in (*made.files, *made.pages):
            inside = f"{path}{INSIDE}{name}"
            try:
                if (address, name) in made.files:
                    yield self._document(inside, address)
                else:
                    self._read(address)
                    load = partial(self._page_of, address)
                    yield Collected(inside, load, made.published, self.log.force, self.request, shown(address))
            except Gone:
                yield Noted(f"{inside}: its page links to it, and it is not there.")
            except NotFetched as why:
                yield not_fetched(inside, why, self.log.force)

    def _read(self, url: str) -> ItemPage:
        """The item at `url`, asked for. Raises `NotFetched` where it has not the form that it should have."""
        address = self.log.content_of(url)
        if self.log.content:
            fetched = self.pages.data(address)
        else:
            fetched = self.pages.page(address, partial(_same_item, url, self.log))
        try:
            return read_item(self.pages.load(fetched), url, self.log)
        except ValueError:
            raise NotFetched(f"{shown(url)} is not laid out as an item of the log should be.", self._look) from None

    def _page_of(self, url: str) -> bytes:
        """The page that is kept of an item, from what was fetched."""
        fetched = self.pages.known(self.log.content_of(url))
        assert fetched is not None
        return read_item(self.pages.load(fetched), url, self.log).page

    def _document(self, path: str, url: str) -> Collected:
        file = self.pages.document(url)
        load = partial(self.pages.load, file)
        return Collected(path, load, self.pages.changed(file), self.log.force, self.request, shown(url), file.sha256)


def _by_host(logs: list[Log]) -> list[list[Log]]:
    """The logs that lie at one host together, in the order of their forces."""
    made: dict[str, list[Log]] = {}
    for log in logs:
        made.setdefault(site_of(log.url), []).append(log)
    return list(made.values())


def _answers(client: Client, log: Log) -> Noted | Unreachable:
    try:
        client.reach(log.listings(())[0])
    except (HostDown, NotFetched) as why:
        return Unreachable(f"{log.force}/", why.what, why.fix, (log.force,))
    return Noted(f"{log.force}: {site_of(log.url)} answers, and lets programs fetch its log.")


def _same_listing(url: str, log: Log, one: bytes, other: bytes) -> bool:
    return read_listing(one, url, log) == read_listing(other, url, log)


def _same_item(url: str, log: Log, one: bytes, other: bytes) -> bool:
    return read_item(one, url, log) == read_item(other, url, log)
