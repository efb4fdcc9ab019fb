"""What was fetched before is only asked about: conditional requests (RFC 9110, 13), and none at all for a while.

Where the site gives no ETag and no Last-Modified, or takes no notice of them, what was fetched once is asked for again only
after `recheck`; what lists other things is always asked. What an unfinished run fetched is not asked about again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from flows import clock
from flows.memory import Memory
from flows.sightings import Fetched
from flows.sources import Refused, Unreachable
from flows.sources.web.addresses import is_above, shown
from flows.sources.web.client import PAGE, Answer, Client, Gone, NotFetched, http_date
from flows.sources.web.signs import error_page, not_as_promised, parsed

Same = Callable[[bytes, bytes], bool]
"""Whether two bodies say the same: pages change with every visit in what nobody reads."""


class Pages:
    """The pages and documents that one source fetches, by their URL, and what is known of them."""

    def __init__(self, client: Client, memory: Memory, recheck: timedelta) -> None:
        self.client, self.memory, self._recheck = client, memory, recheck

    def load(self, fetched: Fetched) -> bytes:
        return self.memory.load(fetched)

    def changed(self, fetched: Fetched) -> datetime | None:
        """When the site says that it was last changed; None where it does not say."""
        return http_date(fetched.facts.get("changed"))

    def known(self, url: str) -> Fetched | None:
        """What is there of `url` without asking; None where nothing is."""
        known = self.memory.recall(url)
        return known if known and known.sha256 else None

    def document(self, url: str) -> Fetched:
        """A file that a link promises. Raises `NotFetched` where a page, a text or nothing came in its place."""

        def check(answer: Answer) -> None:
            if came := not_as_promised(url, answer.body, answer.headers.get("content-type", "")):
                raise NotFetched(
                    f"{shown(url)} promises a file, and the site sent {came}.",
                    "Look at it in a browser; if the file shows there, save it by hand and add it to a folder that is a source.",
                    True,
                )

        return self._get(url, self.client.network.most, check)

    def page(
        self,
        url: str,
        same: Same,
        always: bool = False,
        is_gone: Callable[[Answer], bool] | None = None,
    ) -> Fetched:
        """A web page. `always`: ask even where the site gives nothing to ask by. `same`: see `Same`.

        Raises `Gone` for a page that says that there is none, `NotFetched` for any other error page, and for a page above
        the one that was asked for, where sites lead to from what they have taken down or moved.
        """

        def check(answer: Answer) -> None:
            if is_above(answer.url, url):
                raise NotFetched(
                    f"{shown(url)} leads to a page above it, {shown(answer.url)}: it was taken down, or has moved.",
                    "Look at it in a browser; what had come from there stays.",
                    True,
                )
            page = parsed(answer.body)
            found = "error" if page is None else error_page(page)
            if found == "gone":
                raise Gone(f"There is nothing at {shown(url)} any more: the page says so.", "See whether it has moved.")
            if found:
                raise NotFetched(f"{shown(url)} shows an error page.", "Run again later.")

        return self._get(url, PAGE, check, same, always, is_gone)

    def data(self, url: str, always: bool = False, is_gone: Callable[[Answer], bool] | None = None) -> Fetched:
        """An answer for programs, in JSON. Raises `NotFetched` where it is none."""

        def check(answer: Answer) -> None:
            try:
                json.loads(answer.body)
            except (ValueError, RecursionError):
                raise NotFetched(f"{shown(url)} is not the JSON that it should be.", "Run again later.") from None

        return self._get(url, PAGE, check, None, always, is_gone)

    def _get(
        self,
        url: str,
        most: int,
        check: Callable[[Answer], None],
        same: Same | None = None,
        always: bool = False,
        is_gone: Callable[[Answer], bool] | None = None,
    ) -> Fetched:
        known = self.memory.recall(url)
        if known and self.memory.fresh(known):
            return _there(url, known)
        known = known if known and known.sha256 else None
        if known and not always and not _asks_by(known.facts) and clock.now() - known.checked_at < self._recheck:
            return known
        try:
            answer = self.client.get(url, _asks_by(known.facts) if known else {}, most, is_gone)
            if answer.status == 200:
                check(answer)
        except Gone:
            self.memory.note(url, {"gone": "yes"})
            raise
        if answer.status == 304:
            if known is None:
                raise NotFetched(
                    f"{shown(url)} answers that nothing is new, and nothing was there.", "Run again later."
                )
            return self.memory.checked(known, _told(answer))
        return self._kept(url, known, answer, same)

    def _kept(self, url: str, known: Fetched | None, answer: Answer, same: Same | None) -> Fetched:
        facts = _told(answer)
        if known:
            before = self.memory.load(known)
            if before == answer.body or (same and same(before, answer.body)):
                facts["unheeded"] = "yes" if _asks_by(known.facts) else ""
                return self.memory.checked(known, facts)
        return self.memory.keep(url, answer.body, facts)


def not_fetched(path: str, why: NotFetched, force: str) -> Refused | Unreachable:
    """What a source says of a document that it did not get: what it had got of it before stays either way."""
    return Refused(path, why.what, why.fix) if why.lasting else Unreachable(path, why.what, why.fix, (force,))


def _there(url: str, known: Fetched) -> Fetched:
    if known.sha256 is None:
        raise Gone(f"There is nothing at {shown(url)} any more.", "See whether it has moved.", True)
    return known


def _told(answer: Answer) -> dict[str, str]:
    """What the next request needs. All of it anew each time: what the site no longer says must not be asked by."""
    headers = answer.headers
    facts = {name: headers.get(header, "") for name, header in (("etag", "etag"), ("changed", "last-modified"))}
    if answer.status == 304:  # tells only what it chooses to (RFC 9110, 15.4.5)
        return {name: value for name, value in facts.items() if value}
    return {**facts, "unheeded": "", "gone": ""}


def _asks_by(facts: Mapping[str, str]) -> dict[str, str]:
    """The headers of a conditional request; none where the site gave nothing to ask by, or paid no heed to it."""
    if facts.get("unheeded"):
        return {}
    asked = {"If-None-Match": facts.get("etag", ""), "If-Modified-Since": facts.get("changed", "")}
    return {header: value for header, value in asked.items() if value}
