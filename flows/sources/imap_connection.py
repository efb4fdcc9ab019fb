"""A connection to an IMAP server that only looks: no flag is set, nothing is moved or deleted, and no answer is without bounds.

The standard library's client (IMAP4rev1, RFC 3501), because it is small, kept with Python and lets every read be bounded:
a literal is refused by its announced size before a byte of it is read, and an answer that never ends is cut off.
"""

from __future__ import annotations

import imaplib
import re
import socket
import ssl
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, NamedTuple

ANSWER = 32_000_000
"""Bytes that one command may be answered with, besides the message that it asks for."""

LINE = 8_000_000
"""Bytes of one line: the numbers of a million messages."""

SLOWEST = 15
"""A command may take so many times the time-out, however steadily its answer drips."""

HEADER = 4_000
"""Bytes of the headers that tell one message from another; what goes beyond them is no message of a mail program."""

WANTED = f"(UID RFC822.SIZE INTERNALDATE BODY.PEEK[HEADER.FIELDS (MESSAGE-ID DATE)]<0.{HEADER}>)"

LOST = (imaplib.IMAP4.abort, OSError, EOFError)
"""What a connection that breaks off raises; `ssl.SSLError` and time-outs are OSErrors."""


class Shown(NamedTuple):
    """What the server says of one message without its body: number, size in bytes, day of arrival, its telling headers."""

    uid: int
    size: int
    arrived: str
    headers: bytes


@dataclass(frozen=True, slots=True)
class Address:
    """Where the server is and how to speak to it. `tls`: `ssl` from the first byte, `starttls` after a greeting, `none`.

    `authority`: a file of certificates that are trusted besides those of the system; None for the system's alone.
    """

    host: str
    port: int
    tls: str
    timeout: float
    authority: str | None = None

    def context(self) -> ssl.SSLContext:
        """Certificates and names are checked. Raises OSError where the file of `authority` is not there."""
        made = ssl.create_default_context()
        if self.authority:
            made.load_verify_locations(self.authority)
        return made


class _Bounded(imaplib.IMAP4):
    """The standard client with a bound on every answer, over TLS from the first byte where the address says so."""

    def __init__(self, address: Address) -> None:
        self._address = address
        self._left = ANSWER
        with _hung_up_after(address.timeout * SLOWEST, self):
            super().__init__(address.host, address.port, timeout=address.timeout)
            if address.tls == "starttls":
                self.starttls(address.context())

    def _create_socket(self, timeout: float | None) -> socket.socket:
        plain = super()._create_socket(timeout)  # type: ignore[misc]
        self.sock = plain
        if self._address.tls != "ssl":
            return plain
        return self._address.context().wrap_socket(plain, server_hostname=self._address.host)

    def allow(self, size: int) -> None:
        """The next answer may have so many bytes besides what every answer may have."""
        self._left = ANSWER + size

    def read(self, size: int) -> bytes:
        self._spend(size)
        return bytes(super().read(size))

    def readline(self) -> bytes:
        line = self.file.readline(LINE + 1)
        assert isinstance(line, bytes)
        if len(line) > LINE:
            raise self.abort(f"a line of more than {LINE:,} bytes")
        self._spend(len(line))
        return line

    def _spend(self, size: int) -> None:
        self._left -= size
        if self._left < 0:
            raise self.abort("the answer is longer than anything that was asked for")


class Connection:
    """One session. Raises `imaplib.IMAP4.error` where the server says no, one of `LOST` where the connection breaks off."""

    def __init__(self, address: Address) -> None:
        self._seconds = address.timeout * SLOWEST
        self._client = _Bounded(address)

    def login(self, user: str, secret: str, method: str) -> None:
        """Log in by `password` or, with a token in its place, by `xoauth2` (Google's and Microsoft's form of OAuth 2)."""
        client = self._client
        with self._within(0):
            if method == "xoauth2":
                first = [f"user={user}\x01auth=Bearer {secret}\x01\x01".encode()]
                client.authenticate("XOAUTH2", lambda _: first.pop() if first else b"")  # b"" fetches the reason
            elif "AUTH=PLAIN" in client.capabilities:
                client.authenticate("PLAIN", lambda _: f"\0{user}\0{secret}".encode())
            else:
                client.login(_quoted(user), secret)

    def examine(self, folder: str) -> str:
        """Open a folder for reading only; its UIDVALIDITY, `0` where the server has none."""
        with self._within(0):
            answer, told = self._client.select(_quoted(encoded(folder)), readonly=True)
            if answer != "OK":
                raise imaplib.IMAP4.error(_text(told))
            _, values = self._client.response("UIDVALIDITY")
        return _text(values) or "0"

    def folders(self) -> list[str]:
        """Names of the folders there are."""
        with self._within(0):
            _, listed = self._client.list()
        found = []
        for item in listed:
            line = item[0] + b" " + item[1] if isinstance(item, tuple) else item or b""
            if match := re.search(rb'\) (?:"(?:[^"\\]|\\.)+"|NIL) (?:\{\d+\} )?(?:"((?:[^"\\]|\\.)*)"|(.+))$', line):
                found.append(decoded_name((match[1] or match[2] or b"").decode("ascii", "replace")))
        return sorted(found)

    def numbers(self, since: str | None) -> list[int]:
        """The UIDs of the messages in the open folder, from the lowest; `since`: only what arrived on or after that day."""
        with self._within(0):
            answer, found = self._client.uid("SEARCH", *(["SINCE", since] if since else ["ALL"]))
            if answer != "OK":
                raise imaplib.IMAP4.error(_text(found))
        return sorted({int(number) for part in found or [] if part for number in part.split() if number.isdigit()})

    def shown(self, numbers: Sequence[int]) -> Iterator[Shown]:
        """What tells these messages apart; a message that has gone meanwhile is left out."""
        with self._within(len(numbers) * HEADER):
            answer, told = self._client.uid("FETCH", ",".join(map(str, numbers)), WANTED)
            if answer != "OK":
                raise imaplib.IMAP4.error(_text(told))
        wanted = set(numbers)
        for facts, content in _messages(told):
            if facts.uid in wanted:
                yield facts._replace(headers=content[:HEADER])

    def body(self, uid: int, start: int, count: int | None) -> bytes | None:
        """The bytes of a message from `start` on, at most `count` of them (None: all); None where it has gone.

        Raises ValueError where the server sends more than it was asked for.
        """
        part = f"BODY.PEEK[]<{start}.{count}>" if count else "BODY.PEEK[]"
        bound = count or ANSWER
        with self._within(bound):
            answer, told = self._client.uid("FETCH", str(uid), f"(UID {part})")
            if answer != "OK":
                raise imaplib.IMAP4.error(_text(told))
        content = next((content for facts, content in _messages(told) if facts.uid == uid), None)
        if content is not None and count and len(content) > count:
            raise ValueError(f"{len(content):,} bytes where {count:,} were asked for")
        return content

    def close(self) -> None:
        """End the session; a connection that is dead already is let go."""
        try:
            self._client.sock.settimeout(2)
            self._client.logout()
        except (imaplib.IMAP4.error, OSError, EOFError, AttributeError):
            self._client.shutdown()

    @contextmanager
    def _within(self, size: int) -> Iterator[None]:
        """Run one command within its bounds: bytes, and time even where the answer drips without an end."""
        self._client.allow(size)
        with _hung_up_after(self._seconds, self._client):
            yield


@contextmanager
def _hung_up_after(seconds: float, client: imaplib.IMAP4) -> Iterator[None]:
    """Cut the connection where what is done within takes longer: a time-out of its own only tells that nothing comes."""

    def hang_up() -> None:
        with suppress(OSError, AttributeError):  # it has ended by itself, or has not begun
            client.sock.shutdown(socket.SHUT_RDWR)

    watch = threading.Timer(seconds, hang_up)
    watch.daemon = True
    watch.start()
    try:
        yield
    finally:
        watch.cancel()


def _text(told: Any) -> str:
    parts = [part for part in told or [] if part]
    return " ".join(p.decode("utf-8", "replace") if isinstance(p, bytes) else str(p) for p in parts)


# ------------------------------------------------------------------------------------------------- answers to FETCH

_QUOTED = rb'"((?:[^"\\]|\\.)*)"'
_ARRIVED = re.compile(rb"\bINTERNALDATE " + _QUOTED)


def _messages(told: Any) -> Iterator[tuple[Shown, bytes]]:
    """Each message of an answer to FETCH, with its literal: pieces of text and literals in turn, the last a text."""
    said, content = b"", b""
    for piece in told or []:
        if isinstance(piece, tuple):
            said, content = said + piece[0] + b" ", piece[1]
            continue
        said += piece or b""
        arrived = _ARRIVED.search(said)
        if not content and (quoted := re.search(rb"\bBODY\[[^\]]*\](?:<\d+>)? " + _QUOTED, said)):
            content = re.sub(rb"\\(.)", rb"\1", quoted[1])
        bare = re.sub(_QUOTED, b"", said)  # what a sender wrote is no number of the server's
        uid, size = re.search(rb"\bUID (\d+)", bare), re.search(rb"\bRFC822\.SIZE (\d+)", bare)
        if uid and (b"BODY[" in bare):
            day = arrived[1].decode("ascii", "replace") if arrived else ""
            yield Shown(int(uid[1]), int(size[1]) if size else 0, day, b""), content
        said, content = b"", b""


# ------------------------------------------------------------------------------------------------- names of folders


def _quoted(name: str) -> str:
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def encoded(name: str) -> str:
    """The name of a folder as IMAP writes it: modified UTF-7 (RFC 3501, section 5.1.3)."""

    def shifted(match: re.Match[str]) -> str:
        return "&" + match[0].encode("utf-7").decode("ascii")[1:].rstrip("-").replace("/", ",") + "-"

    return re.sub(r"[^\x20-\x7e]+", shifted, name.replace("&", "&-"))


def decoded_name(name: str) -> str:
    """The inverse of `encoded`; a name that is no modified UTF-7 stays as it is."""

    def unshifted(match: re.Match[str]) -> str:
        return ("+" + match[1].replace(",", "/") + "-").encode("ascii").decode("utf-7") if match[1] else "&"

    try:
        return re.sub(r"&([^-]*)-", unshifted, name)
    except UnicodeError:
        return name
