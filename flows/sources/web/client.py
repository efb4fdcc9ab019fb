"""One polite client: what robots.txt allows, one request at a time to a host with pauses, and no way around a closed door.

A host that says it is busy (429, 5xx) is asked again after the time that it names, a few times and for a bounded time in
all. One that forbids (401, 403) or wants to see a person (a challenge page, a captcha) is asked nothing more in this run.
There are no cookies, no disguises and no log-ins. Redirects are followed within the site, never from https to http.
A body is taken whole or not at all, within a time and a size.
"""

from __future__ import annotations

import socket
import time
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy
from ipaddress import ip_address
from threading import Event, Lock, Timer
from typing import Any
from urllib.parse import urlsplit

import httpx

from flows import clock
from flows.memory import Memory
from flows.sources.web.addresses import shown, site_of, tidy
from flows.sources.web.network import MEGABYTE, Network
from flows.sources.web.robots import KEPT, MOST, Rules
from flows.sources.web.signs import LOG_IN, is_challenge

MAX_REDIRECTS = 5
PAGE = 20 * MEGABYTE
"""Bytes of a page; a document may have as many as the configuration says."""

_NOTICE = 500_000  # bytes of an error page that are looked at
_SILENCE = 30  # seconds without a byte
_LEAST = 1.0  # seconds of pause, whatever the configuration says, save on this machine itself
_FAILED = 2  # addresses of a host that failed one after another: it is down
_BUSY = (429, 500, 502, 503, 504)
_MOVED = (301, 302, 303, 307, 308)


class NotFetched(Exception):
    """One address did not give what it should. `what` says so in a sentence, `fix` what to do.

    `lasting`: asking again is of no use.
    """

    def __init__(self, what: str, fix: str, lasting: bool = False) -> None:
        super().__init__(f"{what} {fix}")
        self.what, self.fix, self.lasting = what, fix, lasting


class Gone(NotFetched):
    """The site says that there is nothing at that address (404, 410)."""


class Waits(NotFetched):
    """The site asks to come back for it in a while, by leading to a page that waits."""


class HostDown(Exception):
    """A host is asked nothing more in this run: it does not answer, forbids, is busy, or wants to see a person."""

    def __init__(self, what: str, fix: str) -> None:
        super().__init__(f"{what} {fix}")
        self.what, self.fix = what, fix


@dataclass(frozen=True, slots=True)
class Answer:
    """What came: from where, after redirects; status 200, or 304 where nothing is new."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def modified(self) -> datetime | None:
        return http_date(self.headers.get("last-modified"))


def http_date(text: str | None) -> datetime | None:
    """A date as HTTP writes it (RFC 9110, 5.6.7), in UTC; None where it is none."""
    try:
        when = parsedate_to_datetime(text or "")
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC)


class _Cut(Exception):
    """A request came to nothing on the way: no connection, a cut, too slow. `host`: nothing was heard of the host at all."""

    def __init__(self, what: str, host: bool = False) -> None:
        super().__init__(what)
        self.what, self.host = what, host


@dataclass(slots=True)
class _Turn:
    """Whose turn it is at one host: one request at a time in this process, and when the next may begin."""

    lock: Lock = field(default_factory=Lock)
    free: float = 0.0


_turns: dict[str, _Turn] = defaultdict(_Turn)
_turns_lock = Lock()


def _turn_of(site: str) -> _Turn:
    with _turns_lock:
        return _turns[site]


@dataclass(slots=True)
class _Host:
    """What one run knows of a host."""

    rules: Rules | None = None
    waited: float = 0.0
    failed: int = 0
    down: HostDown | None = None


class Client:
    """A client for one source in one run. Usable by several threads; close it, or use it as a context.

    `memory`: where each day's robots.txt is kept; None keeps nothing.
    """

    def __init__(self, network: Network, memory: Memory | None = None) -> None:
        self.network, self._memory = network, memory
        self._hosts: dict[str, _Host] = defaultdict(_Host)
        self._stopped = Event()
        self._watches: set[_Watch] = set()
        self._http = httpx.Client(
            headers={"User-Agent": network.user_agent, "Accept-Encoding": "gzip", "Connection": "close"},
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            timeout=httpx.Timeout(min(_SILENCE, network.deadline)),
            limits=httpx.Limits(max_keepalive_connections=0),
            follow_redirects=False,
        )

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        self._http.close()

    def stop(self) -> None:
        """End every request, and let whoever waits for their turn wait no longer: the run is over."""
        self._stopped.set()
        for watch in list(self._watches):
            watch.end()

    def get(
        self,
        url: str,
        headers: Mapping[str, str] | None = None,
        most: int = PAGE,
        is_gone: Callable[[Answer], bool] | None = None,
    ) -> Answer:
        """Ask for `url`. Returns status 200 or 304.

        `headers`: of a conditional request. `most`: bytes. `is_gone`: tells of a page that the site sends with 403 whether
        it only says that the thing was taken away. Raises `Gone`, `NotFetched`, or `HostDown`, which is then raised for
        every address of that host.
        """
        first = url
        for _ in range(MAX_REDIRECTS + 1):
            self._allowed(url)
            answer = self._patiently(url, headers or {}, most)
            if answer.status not in _MOVED:
                return self._judged(answer, is_gone)
            url = _followed(first, url, answer.headers.get("location", ""))
        raise NotFetched(
            f"{shown(first)} leads from one address to the next without end.", "Look at it in a browser.", True
        )

    def reach(self, url: str) -> None:
        """Ask only whether the host answers, and whether its robots.txt allows `url`. Raises as `get` does."""
        self._allowed(url)

    # ---- robots.txt

    def _allowed(self, url: str) -> None:
        if not self._rules(url).allow(url):
            raise NotFetched(
                f"robots.txt of {site_of(url)} does not let programs fetch {shown(url)}.",
                "Save it by hand, and add it to a folder that is a source.",
                True,
            )

    def _rules(self, url: str) -> Rules:
        site = site_of(url)
        host = self._hosts[site]
        if host.down:
            raise host.down
        if host.rules is None:
            host.rules = Rules(self._robots_text(f"{urlsplit(url).scheme}://{site}/robots.txt"))
            if host.rules.delay > self.network.patience:
                raise self._down(
                    site,
                    f"robots.txt of {site} asks for {host.rules.delay:.0f} seconds between two requests.",
                    "Set patience_seconds in [network] to as much, or save its pages by hand.",
                )
        return host.rules

    def _robots_text(self, url: str) -> str:
        known = self._memory.recall(url) if self._memory else None
        if known and clock.now() - known.fetched_at < KEPT:
            return known.facts.get("robots", "")
        text = self._ask_for_robots(url)
        if self._memory:
            self._memory.note(url, {"robots": text})
        return text

    def _ask_for_robots(self, first: str) -> str:
        """Redirects are followed to other sites too, as the RFC asks (2.3.1.2)."""
        url = first
        for _ in range(MAX_REDIRECTS + 1):
            try:
                answer = self._patiently(url, {}, MOST, cut=True)
            except NotFetched as why:
                raise self._down(site_of(first), f"robots.txt: {why.what}", why.fix) from None
            if answer.status in _MOVED:
                url = tidy(answer.headers.get("location", ""), url)
                if url:
                    continue
            if answer.status == 200:
                return answer.body.decode("utf-8-sig", "replace")
            return ""  # 4xx, or a redirect to nowhere: there is none
        return ""

    # ---- one request after another

    def _patiently(self, url: str, headers: Mapping[str, str], most: int, cut: bool = False) -> Answer:
        """The answer that is no longer "busy". Raises `HostDown` or `NotFetched` where patience or tries run out."""
        site = site_of(url)
        host = self._hosts[site]
        said = ""
        for tried in range(1, self.network.tries + 1):
            if host.down:
                raise host.down
            try:
                answer = self._once(url, headers, most, cut)
            except _Cut as why:
                said, status, asked = why.what, 0, None
                unheard = why.host
            else:
                if is_challenge(answer.status, answer.headers, answer.body):
                    raise self._down(
                        site,
                        f"{site} wants to see a person at the browser (a challenge page).",
                        "It does not welcome programs: save its pages by hand, or ask its people for leave.",
                    )
                if answer.status not in _BUSY:
                    host.failed = 0
                    return answer
                said, status, asked = f"answers with status {answer.status}", answer.status, _retry_after(answer)
                unheard = False
            if tried < self.network.tries:
                self._wait_for(site, host, said, self.network.pause * 2**tried if asked is None else asked)
        host.failed += 1
        again = f"It was asked {self.network.tries} times; run again later."
        if unheard or status == 429 or host.failed >= _FAILED:
            raise self._down(site, f"{site} {said}.", again)
        raise NotFetched(f"{shown(url)} {said}.", again)

    def _wait_for(self, site: str, host: _Host, said: str, seconds: float) -> None:
        if host.waited + seconds > self.network.patience:
            raise self._down(
                site,
                f"{site} {said}, and asks to wait for {seconds:.0f} seconds.",
                "Run again later, or set patience_seconds in [network] higher.",
            )
        host.waited += seconds
        self._wait(seconds)

    def _wait(self, seconds: float) -> None:
        if self._stopped.wait(max(seconds, 0)):
            raise HostDown("The run was broken off.", "Run again.")

    def wait_a_while(self, url: str, seconds: float) -> None:
        """Wait for something that the site is making ready, within the patience for its host."""
        site = site_of(url)
        self._wait_for(site, self._hosts[site], "makes it ready", seconds)

    def _down(self, site: str, what: str, fix: str) -> HostDown:
        host = self._hosts[site]
        host.down = host.down or HostDown(what, fix)
        return host.down

    @contextmanager
    def _turn(self, site: str) -> Iterator[None]:
        """One request at a time to a host, and a pause after each."""
        turn = _turn_of(site)
        with turn.lock:
            self._wait(turn.free - time.monotonic())
            try:
                yield
            finally:
                rules = self._hosts[site].rules
                pause = max(self.network.pause, rules.delay if rules else 0.0)
                turn.free = time.monotonic() + (pause if _is_here(site) else max(pause, _LEAST))

    def _once(self, url: str, headers: Mapping[str, str], most: int, cut: bool) -> Answer:
        """One request, and the whole of its answer. `cut`: of a longer body the beginning is enough."""
        with self._turn(site_of(url)), _Watch(self.network.deadline) as watch:
            self._watches.add(watch)
            try:
                with self._http.stream("GET", url, headers=dict(headers), extensions={"trace": watch.see}) as response:
                    ok = response.status_code == 200
                    body = (
                        b""
                        if response.status_code in (*_MOVED, 304)
                        else _body(response, most if ok else _NOTICE, not ok or cut)
                    )
                    return Answer(url, response.status_code, dict(response.headers), body)
            except httpx.HTTPError as wrong:
                if watch.over:
                    raise _Cut(f"took longer than {self.network.deadline:g} seconds to answer") from None
                raise _Cut(*_in_words(wrong)) from None
            except httpx.InvalidURL:
                raise NotFetched(f"{shown(url)} is no address that can be asked.", "Correct it.", True) from None
            finally:
                self._watches.discard(watch)

    def _judged(self, answer: Answer, is_gone: Callable[[Answer], bool] | None) -> Answer:
        """The answer, where it is one. Raises for every other."""
        status, site, url = answer.status, site_of(answer.url), shown(answer.url)
        if status in (200, 304):
            return answer
        if status in (404, 410) or (status == 403 and is_gone and is_gone(answer)):
            raise Gone(f"There is nothing at {url} any more (status {status}).", "See whether it has moved.", True)
        if status in (401, 403, 407):
            raise self._down(
                site,
                f"{site} forbids programs to fetch {url} (status {status}).",
                "Ask its people for leave, or save its pages by hand and add them to a folder that is a source.",
            )
        raise NotFetched(f"{url} answers with status {status}.", "Look at it in a browser.", status < 500)


def _is_here(site: str) -> bool:
    """The host is this machine: nobody's site is to be spared."""
    name = urlsplit(f"//{site}").hostname or ""
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"


class _Watch:
    """Ends a request that takes too long as a whole, however steadily its bytes drip in."""

    def __init__(self, seconds: float) -> None:
        self.over = False
        self._sockets: list[socket.socket] = []
        self._timer = Timer(seconds, self.end)
        self._timer.daemon = True

    def __enter__(self) -> _Watch:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def see(self, event: str, info: Mapping[str, Any]) -> None:
        """Called by httpx at each step: the connection that a step made is the one to end."""
        stream = info.get("return_value")
        if event.endswith(".complete") and stream is not None and hasattr(stream, "get_extra_info"):
            made = stream.get_extra_info("socket")
            if isinstance(made, socket.socket):
                self._sockets.append(made)
            if self.over:
                self.end()

    def end(self) -> None:
        """End the request now."""
        self.over = True
        for one in self._sockets:
            try:
                socket.socket.shutdown(one, socket.SHUT_RDWR)
            except OSError:
                continue  # closed already


def _body(response: httpx.Response, most: int, cut: bool) -> bytes:
    """The whole body, unpacked within `most` bytes. Raises `_Cut` where it ends early, `NotFetched` where it is too large."""
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("", "identity", "gzip", "x-gzip"):
        raise _Cut(f"sends a body in an encoding that was not asked for ({encoding[:20]})")
    declared = response.headers.get("content-length", "")
    if not cut and declared.isdecimal() and int(declared) > most:
        raise _too_large(response, most)
    packed = "gzip" in encoding
    inflater = zlib.decompressobj(16 + zlib.MAX_WBITS)
    parts, size = [], 0
    for chunk in response.iter_raw():
        while chunk:
            if packed:
                try:
                    part, chunk = inflater.decompress(chunk, most - size + 1), inflater.unconsumed_tail
                except zlib.error:
                    raise _Cut("sends a damaged body") from None
                if inflater.eof and inflater.unused_data:
                    chunk, inflater = inflater.unused_data, zlib.decompressobj(16 + zlib.MAX_WBITS)
            else:
                part, chunk = chunk, b""
            parts.append(part)
            size += len(part)
            if size > most:
                if cut:
                    return b"".join(parts)[:most]
                raise _too_large(response, most)
    if packed and size and not inflater.eof:
        raise _Cut("broke off before the end")
    return b"".join(parts)


def _too_large(response: httpx.Response, most: int) -> NotFetched:
    return NotFetched(
        f"{shown(str(response.url))} is larger than {most / MEGABYTE:g} MB.",
        "Save it by hand if it is a reply, or set document_megabytes in [network] higher.",
        True,
    )


def _in_words(wrong: httpx.HTTPError) -> tuple[str, bool]:
    """What went wrong, in words that hold no address and no credential; and whether the host was not heard of at all."""
    if isinstance(wrong, httpx.ProxyError):
        return "cannot be reached through the proxy that the environment names", True
    if isinstance(wrong, httpx.ConnectTimeout):
        return "does not answer", True
    if isinstance(wrong, httpx.ConnectError):
        return (
            "has a certificate that is not valid" if "CERTIFICATE" in str(wrong).upper() else "cannot be reached"
        ), True
    if isinstance(wrong, httpx.TimeoutException):
        return "fell silent", False
    return "broke off before the end", False


def _retry_after(answer: Answer) -> float | None:
    """Seconds that the site asks to wait (RFC 9110, 10.2.3), told as seconds or as a date; None where it does not say."""
    told = answer.headers.get("retry-after", "").strip()
    if told.isdecimal():
        return float(told)
    when = http_date(told)
    return max(0.0, (when - datetime.now(UTC)).total_seconds()) if when else None


def _followed(first: str, url: str, location: str) -> str:
    """Where a redirect leads. Raises `NotFetched` where it is not followed."""
    new = tidy(location, url)
    by_hand = "Look at it in a browser; if it has moved, write its new address."
    if not new:
        raise NotFetched(f"{shown(first)} leads to an address that cannot be asked.", by_hand, True)
    old_parts, new_parts = urlsplit(url), urlsplit(new)
    if old_parts.scheme == "https" and new_parts.scheme == "http":
        raise NotFetched(f"{shown(first)} leads away from https, to {shown(new)}; it was not followed.", by_hand, True)
    if not _same(url, new):
        raise NotFetched(f"{shown(first)} leads to another site, {shown(new)}; it was not followed.", by_hand, True)
    if LOG_IN.search(new_parts.path):
        raise NotFetched(f"{shown(first)} asks for a log-in.", "Only what everyone may read is fetched.", True)
    if new_parts.path.rstrip("/").endswith("/wait"):
        raise Waits(f"{shown(first)} is not ready yet.", "Run again later.")
    return new


def _same(url: str, new: str) -> bool:
    """The same host, with or without `www.`; the port may only change with https taking the place of http."""
    old_parts, new_parts = urlsplit(url), urlsplit(new)
    hosts = {(p.hostname or "").removeprefix("www.") for p in (old_parts, new_parts)}
    upgraded = old_parts.port is None and new_parts.port is None
    return len(hosts) == 1 and (old_parts.port == new_parts.port or upgraded)
