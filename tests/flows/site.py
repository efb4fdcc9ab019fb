"""A web site on this machine for tests: pages by path, validators, faults, and a record of every request it got."""

from __future__ import annotations

import gzip
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from urllib.parse import urlsplit


@dataclass
class Reply:
    """What the site answers at one path. `validators`: it gives an ETag and heeds it. `cut`: bytes after which the
    connection is closed though more were promised. `drip`: seconds between two bytes."""

    body: bytes = b""
    status: int = 200
    kind: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    validators: bool = True
    packed: bool = False
    cut: int | None = None
    drip: float = 0.0


@dataclass
class Got:
    """One request as the site saw it, noted before its answer is sent: status, bytes of the body, and when it came in."""

    path: str
    headers: dict[str, str]
    began: float
    status: int = 0
    sent: int = 0


Answer = Reply | Callable[[int, dict[str, str]], Reply]
"""A reply, or what makes one from how often the path was asked for before and the request's headers."""


class Site:
    """The site at `url`. `pages`: path (with its query, where that matters) to answer; everything else is 404.

    `holds`: after so many requests the next one gets no answer and is not noted; `held` tells that it has come.
    """

    def __init__(self, server: ThreadingHTTPServer) -> None:
        self.url = f"http://127.0.0.1:{server.server_address[1]}"
        self.pages: dict[str, Answer] = {}
        self.got: list[Got] = []
        self.holds: int | None = None
        self.held, self.released = Event(), Event()
        self.most_at_once = 0
        self._at_once = 0
        self._lock = Lock()

    def put(self, path: str, body: str | bytes, **told) -> None:
        self.pages[path] = Reply(body.encode() if isinstance(body, str) else body, **told)

    def asked(self, path: str) -> list[Got]:
        return [got for got in self.got if got.path == path]

    def paths(self) -> list[str]:
        return [got.path for got in self.got]

    def reply_to(self, path: str, headers: dict[str, str]) -> Reply:
        answer = self.pages.get(path, self.pages.get(urlsplit(path).path, Reply(b"nothing here", 404)))
        return answer if isinstance(answer, Reply) else answer(len(self.asked(path)), headers)

    @contextmanager
    def working(self) -> Iterator[None]:
        with self._lock:
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            yield
        finally:
            with self._lock:
                self._at_once -= 1


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            if site.holds is not None and len(site.got) >= site.holds:
                site.held.set()
                site.released.wait(60)
                self.close_connection = True
                return
            headers = {name.lower(): value for name, value in self.headers.items()}
            got = Got(self.path, headers, time.monotonic())
            with site.working():  # until the answer is sent: whoever asks one by one sends the next only after that
                reply = site.reply_to(self.path, headers)
                site.got.append(got)
            try:
                self.answer(reply, headers, got)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def answer(self, reply: Reply, headers: dict[str, str], got: Got) -> None:
            etag = f'"{sha256(reply.body).hexdigest()[:16]}"'
            told = {"Content-Type": reply.kind, **reply.headers}
            body = gzip.compress(reply.body, mtime=0) if reply.packed else reply.body
            got.status = reply.status
            if reply.status == 200 and reply.validators:
                told["ETag"] = etag
                if headers.get("if-none-match") == etag:
                    got.status, body = 304, b""
            if reply.packed:
                told["Content-Encoding"] = "gzip"
            if got.status != 304:
                told = {"Content-Length": str(len(body)), **told}
            body = body[: reply.cut] if reply.cut is not None else body
            got.sent = len(body)
            self.send_response(got.status)
            for name, value in told.items():
                self.send_header(name, value)
            self.end_headers()
            for n in range(len(body) if reply.drip else 0):
                self.wfile.write(body[n : n + 1])
                self.wfile.flush()
                time.sleep(reply.drip)
            if not reply.drip:
                self.wfile.write(body)
            self.close_connection = self.close_connection or reply.cut is not None

        def log_message(self, *_: object) -> None:
            pass

    return Handler


@contextmanager
def serving() -> Iterator[Site]:
    """A site of one's own, until the end of the block."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    site = Site(server)
    server.RequestHandlerClass = _handler(site)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.released.set()
        server.shutdown()
        server.server_close()
        thread.join()


def page(title: str, main: str, more: str = "") -> str:
    """A page with the frame that sites have around their main part; `more` goes into the frame."""
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{title} | A police force</title></head><body>'
        f'<header><a href="/">Home</a><a href="/contact/">Contact</a></header><nav><ul><li><a href="/news/">News</a></li></ul></nav>'
        f"<main><h1>{title}</h1>{main}</main><footer>{more}<a href='/privacy/'>Privacy</a></footer></body></html>"
    )
