"""Requests at WhatDoTheyKnow, or at another site that runs Alaveteli: what the authority sent, and the files with it.

The site's house rules (15) want no scripts on its pages save what it has approved, and its Pro account gives the whole of a
batch as a zip, which the kind `folder` reads: that is the usual way. So this kind asks nothing until the configuration says
in words who gave leave, asks for no more than robots.txt allows, and for each request and file only what is new.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from urllib.parse import unquote, urlsplit

from flows.ending import Stopped
from flows.memory import Memory
from flows.sightings import Fetched
from flows.slugs import known_force
from flows.sources import Collected, Noted, Refused, SourceDown, Unreachable
from flows.sources.settings import Settings
from flows.sources.web.addresses import has_credentials, shown, site_of, tidy
from flows.sources.web.client import Answer, Client, Gone, HostDown, NotFetched, Waits
from flows.sources.web.network import Network, needed, network_of
from flows.sources.web.pages import Pages, Same, not_fetched
from flows.sources.whatdotheyknow.message import as_mail
from flows.sources.whatdotheyknow.page import (
    Attachment,
    Incoming,
    NotRecognised,
    Request,
    read_page,
    read_request,
    says_removed,
)
from parsers.documents.containers import INSIDE
from schemas import forces

BASE = "https://www.whatdotheyknow.com"
PRO = "Usually better: download the batch's zip from your Pro account, and add it to a folder that is a source."
_TITLE = re.compile(r"[\w%.~-]+")
_TRIES_WAITING = 4
_WAIT = 5.0  # seconds; the site itself gives a file five before it leads to the page that waits


@dataclass(frozen=True, slots=True)
class Asked:
    """One request at the site, by the title in its URL, and the force where a person named it."""

    title: str
    force: str | None


def configured(settings: Settings) -> WhatDoTheyKnow:
    """A source of the kind `whatdotheyknow`."""
    base = settings.text("base", BASE)
    if has_credentials(base) or not tidy(base):
        raise Stopped(f"{settings.where}: base is the site's address, without user and password: {BASE}")
    asked = [Asked(_title(told, base, settings.where), None) for told in settings.texts("requests")]
    for slug, told in settings.parts("by_force").items():
        known_force(slug, settings.where)
        titles = [told] if isinstance(told, str) else told
        if not isinstance(titles, list) or not all(isinstance(one, str) for one in titles):
            raise Stopped(f"{settings.where}: by_force gives for each force one title, or a list of titles.")
        asked += [Asked(_title(one, base, settings.where), slug) for one in titles]
    by_title = {one.title: one for one in sorted(asked, key=lambda one: (one.title, one.force or ""))}
    if not by_title:
        raise Stopped(
            f'{settings.where} names no request. Write requests = ["{BASE}/request/…"], or by_force = {{ kent = "…" }}.'
        )
    return WhatDoTheyKnow(
        settings.name,
        settings.where,
        tidy(base).rstrip("/"),
        list(by_title.values()),
        network_of(settings),
        settings.optional("permission"),
        timedelta(days=settings.number("recheck_days", 30)),
        settings.request(),
    )


def _title(told: str, base: str, where: str) -> str:
    """The title in a request's URL, from the URL or from itself. Raises `Stopped` where it is neither."""
    title = told
    if "/" in told:
        parts = urlsplit(told).path.split("/")
        title = parts[2] if len(parts) > 2 and parts[1] == "request" and site_of(told) == site_of(base) else ""
    if not _TITLE.fullmatch(title):
        raise Stopped(
            f"{where}: {shown(told)!r} is no request at {base}. Write its address, or what follows /request/."
        )
    return unquote(title)


class WhatDoTheyKnow:
    """The requests that the configuration names. Each message is an e-mail at `<title>/<number>.eml`, with its files in it."""

    whole = True

    def __init__(
        self,
        name: str,
        where: str,
        base: str,
        asked: list[Asked],
        network: Network | None,
        permission: str | None,
        recheck: timedelta,
        request: str | None,
    ) -> None:
        self.name = self.label = name
        self.where, self.base, self.asked = where, base, asked
        self.network, self.permission, self.recheck, self.request = network, permission, recheck, request
        self.forces = tuple(sorted({one.force for one in asked if one.force}))
        self.place = f"{len(asked)} request{'s' if len(asked) > 1 else ''} at {site_of(base)}"

    def check(self) -> None:
        if not (self.permission or "").strip():
            raise SourceDown(
                f"{self.where}: the house rules of {site_of(self.base)} want no programs on its pages that it has not approved.",
                f'{PRO} Where its people gave leave, say who and when: permission = "…".',
            )
        needed(self.network, self.where)

    def ask(self) -> Iterator[Noted | Unreachable]:
        """Whether the site answers and lets programs fetch the requests."""
        self.check()
        with Client(needed(self.network, self.where)) as client:
            try:
                client.reach(self._address(self.asked[0]))
            except (HostDown, NotFetched) as why:
                yield Unreachable("", why.what, why.fix, self.forces)
            else:
                yield Noted(f"{site_of(self.base)} answers, and lets programs fetch its requests.")

    def collect(self, memory: Memory) -> Iterator[Collected | Refused | Unreachable | Noted]:
        self.check()
        with Client(needed(self.network, self.where), memory) as client:
            pages = Pages(client, memory, self.recheck)
            for asked in self.asked:
                try:
                    yield from self._of_request(pages, asked)
                except HostDown as why:
                    raise SourceDown(f"{self.name}: {why.what}", f"{why.fix} {PRO}") from None

    def _address(self, asked: Asked) -> str:
        return tidy(f"{self.base}/request/{asked.title}")

    def _of_request(self, pages: Pages, asked: Asked) -> Iterator[Collected | Refused | Unreachable | Noted]:
        url, under = self._address(asked), f"{asked.title}/"
        try:
            told = read_request(pages.load(self._json(pages, url)))
            force = self._force_of(told)
            if force is None or (asked.force and force != asked.force):
                yield Refused(asked.title, *_not_the_force(url, told, asked.force))
                return
            messages = self._messages(pages, url, told)
        except Gone:
            yield Refused(
                asked.title,
                f"{shown(url)} is not there any more, or the site has hidden it: what it had brought counts no more.",
                "Take it out of foi.toml, or write its new address.",
            )
            return
        except NotFetched as why:
            yield Unreachable(under, why.what, why.fix, self._forces_of(asked))
            return
        except NotRecognised as why:
            fix = "The site has changed its pages: this program has to follow. " + PRO
            yield Unreachable(under, f"{shown(url)} is not laid out as it was: {why}.", fix, self._forces_of(asked))
            return
        for message in messages:
            yield from self._of_message(pages, asked, force, told, message)

    def _json(self, pages: Pages, url: str) -> Fetched:
        """The request's JSON. Where that is not to be had (the site says nothing but 403 of one that it has hidden), the
        page tells whether the request has gone."""
        try:
            return pages.data(f"{url}.json", always=True, is_gone=lambda answer: not answer.body or _is_hidden(answer))
        except Gone:
            pages.page(url, _same_messages(url), always=True, is_gone=_is_hidden)
        raise NotFetched(f"{shown(url)} is there, and its JSON is not.", "Run again later. " + PRO)

    def _messages(self, pages: Pages, url: str, told: Request) -> tuple[Incoming, ...]:
        """The messages of the request's page, which is asked for where its JSON tells of something new, too."""
        mark = f"{url}#events"
        before = pages.memory.recall(mark)
        anew = before is None or before.facts.get("events") != told.events
        page = read_page(pages.load(pages.page(url, _same_messages(url), always=anew, is_gone=_is_hidden)), url)
        if told.received and not page.numbers:
            raise NotRecognised(f"its JSON tells of {len(told.received)} messages, and the page has a place for none")
        if anew and told.received <= page.numbers:  # else the page is a copy from before the last message
            pages.memory.note(mark, {"events": told.events})
        return page.messages

    def _of_message(
        self, pages: Pages, asked: Asked, force: str, told: Request, message: Incoming
    ) -> Iterator[Collected | Refused | Unreachable | Noted]:
        path, address = f"{asked.title}/{message.id}.eml", f"{shown(self._address(asked))}#incoming-{message.id}"
        mail = partial(as_mail, message, told.title, address)
        yield Collected(path, mail, message.sent, force, self.request, address)
        for attachment in message.attachments:
            inside = f"{path}{INSIDE}{attachment.part}-{attachment.name}"
            try:
                file = self._attachment(pages, attachment)
            except Gone:
                yield Noted(f"{inside}: the site lists it, and it is not there.")
            except NotFetched as why:
                yield not_fetched(inside, why, force)
            else:
                load = partial(pages.load, file)
                yield Collected(inside, load, message.sent, force, self.request, shown(attachment.url), file.sha256)

    def _attachment(self, pages: Pages, attachment: Attachment) -> Fetched:
        """The file; where the site first has to make it ready, after a while. Raises as `Pages.document` does."""
        for _ in range(_TRIES_WAITING):
            try:
                return pages.document(attachment.url)
            except Waits:
                pages.client.wait_a_while(attachment.url, min(_WAIT, pages.client.network.pause))
        return pages.document(attachment.url)

    def _force_of(self, told: Request) -> str | None:
        """The force that the request went to, by the site's number of it, which stays, or by its short name there."""
        if site_of(self.base).removeprefix("www.") == "whatdotheyknow.com":
            numbered = next((f.slug for f in forces.all_forces() if f.wdtk_body_id == told.body_id), None)
            if numbered:
                return numbered
        named = next((f.slug for f in forces.all_forces() if f.wdtk_body_slug == told.body_slug), None)
        return named or next(iter(forces.recognise(told.body_name)), None)

    def _forces_of(self, asked: Asked) -> tuple[str, ...]:
        return (asked.force,) if asked.force else ()


def _is_hidden(answer: Answer) -> bool:
    return says_removed(answer.body)


def _same_messages(url: str) -> Same:
    def same(one: bytes, other: bytes) -> bool:
        try:
            return read_page(one, url) == read_page(other, url)
        except NotRecognised:
            return False

    return same


def _not_the_force(url: str, told: Request, named: str | None) -> tuple[str, str]:
    body = told.body_name or told.body_slug
    if named:
        return f"{shown(url)} is a request to {body}, not to {named}.", "Correct by_force in foi.toml."
    return f"{shown(url)} is a request to {body}, which is no force of the registry.", "Take it out of foi.toml."
