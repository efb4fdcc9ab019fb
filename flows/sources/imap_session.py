"""A session with a mailbox that outlives its connections: one that breaks off is made again, a few times, and says why not.

What goes wrong is the server's (`SourceDown`: the source is down) or one message's (`NotGiven`: the others go on).
"""

from __future__ import annotations

import imaplib
import re
import socket
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from flows.ending import Stopped
from flows.secret import Secret, scrubbed
from flows.sources import SourceDown
from flows.sources.imap_connection import LOST, Address, Connection, Shown

AT_ONCE = 1_000_000
"""Bytes fetched by one command: a larger message comes in pieces, so that a cut connection loses only the last one."""

TRIES = 4
"""A connection that breaks off is made again so often before the server is taken to be down, or the message to break it."""

_T = TypeVar("_T")


class NotGiven(Exception):
    """The server does not give one message; the words say why."""


@dataclass(frozen=True, slots=True)
class Login:
    """Who logs in, and how: `method` is `password` or `xoauth2`."""

    user: str
    secret: Secret
    method: str

    def value(self) -> str:
        """The password or the token. Raises `SourceDown` where its holder has none: the other sources go on."""
        try:
            return self.secret.value()
        except Stopped as why:
            raise SourceDown(why.message, "Or leave the mailbox out of this run by naming the other sources.") from None


class Session:
    """The mailbox of the source `name`. `pause` waits for so many seconds before a connection is made again."""

    def __init__(self, name: str, address: Address, login: Login, pause: Callable[[float], None]) -> None:
        self._name, self._address, self._login, self._pause = name, address, login, pause
        self._connection: Connection | None = None
        self._open: str | None = None  # the folder
        self._validity: dict[str, str] = {}
        self.absent: list[str] = []  # folders that were asked for and are not there

    def numbers(self, folder: str, since: str | None) -> tuple[str, list[int]] | None:
        """The UIDVALIDITY of a folder and the UIDs in it; None where there is no such folder. Raises `SourceDown`."""
        try:
            found = self._steadily(folder, lambda connection: connection.numbers(since))
        except imaplib.IMAP4.error:
            self.absent.append(folder)
            return None
        return self._validity[folder], found

    def shown(self, folder: str, numbers: Sequence[int]) -> list[Shown]:
        """What tells these messages apart. Raises `SourceDown`."""
        try:
            return self._steadily(folder, lambda connection: list(connection.shown(numbers)))
        except imaplib.IMAP4.error as wrong:
            raise self._down(f"does not say what is in {folder} ({_told(wrong)})") from None

    def folders(self) -> list[str]:
        """Names of the folders there are."""
        return self._steadily(None, lambda connection: connection.folders())

    def body(self, folder: str, uid: int, size: int, largest: int) -> bytes | None:
        """A whole message; None where it has gone. Raises `NotGiven`, `SourceDown`.

        `size` is what the server says, which need not be true: it decides only whether the message comes in pieces.
        """
        whole = bytearray()
        while True:
            count = AT_ONCE if size > AT_ONCE or whole else None
            start = len(whole)
            try:
                piece = self._steadily(folder, lambda c, at=start, n=count: c.body(uid, at, n))  # type: ignore[misc]
            except imaplib.IMAP4.abort as wrong:
                raise NotGiven(f"breaks the connection each time it is fetched ({_told(wrong)})") from None
            except (imaplib.IMAP4.error, ValueError) as wrong:
                raise NotGiven(f"is not given by the server ({_told(wrong)})") from None
            if piece is None:
                return None
            whole += piece
            if len(whole) > largest:
                raise NotGiven(f"has more than {largest // 1_000_000} MB")
            if count is None or len(piece) < count:
                return bytes(whole)

    def close(self) -> None:
        if self._connection:
            self._connection.close()
        self._connection = self._open = None

    def _steadily(self, folder: str | None, ask: Callable[[Connection], _T]) -> _T:
        """Ask, on a connection on which the folder is open; again on a new one where it breaks off.

        Raises `imaplib.IMAP4.abort` where it always breaks off on this one thing, and the server is there all the same.
        """
        for attempt in range(1, TRIES + 1):
            connection = self._ready(folder)
            try:
                return ask(connection)
            except LOST as wrong:
                self.close()
                if attempt == TRIES:
                    raise imaplib.IMAP4.abort(str(wrong)) from None
                self._pause(2 ** (attempt - 1))
        raise AssertionError("a loop without a try")

    def _ready(self, folder: str | None) -> Connection:
        for attempt in range(1, TRIES + 1):
            try:
                self._connection = self._connection or self._connected()
                if folder is not None and folder != self._open:
                    self._examine(self._connection, folder)
                return self._connection
            except LOST as wrong:
                self.close()
                if attempt == TRIES or isinstance(wrong, ssl.SSLCertVerificationError | socket.gaierror):
                    raise self._down(_why(wrong, self._address), _fix(wrong)) from None
                self._pause(2 ** (attempt - 1))
        raise AssertionError("a loop without a try")

    def _examine(self, connection: Connection, folder: str) -> None:
        self._open = None  # a folder that cannot be opened leaves none open
        validity = connection.examine(folder)
        if self._validity.setdefault(folder, validity) != validity:
            raise self._down(f"made the folder {folder} anew while it was read", "Run again.")
        self._open = folder

    def _connected(self) -> Connection:
        secret = self._login.value()
        connection = Connection(self._address)
        try:
            connection.login(self._login.user, secret, self._login.method)
        except LOST:
            raise
        except (imaplib.IMAP4.error, ValueError) as wrong:
            connection.close()
            raise self._down(
                f"refuses the login ({_told(wrong)})",
                "See that user and password are right, and that IMAP is allowed for the mailbox; many servers want a "
                "password made for programs, or a token.",
            ) from None
        return connection

    def _down(self, what: str, fix: str = "See that the server is there, and run again.") -> SourceDown:
        return SourceDown(f"The mail server of {self._name} ({self._address.host}) {what}.", fix)


def _told(wrong: BaseException) -> str:
    """What the server said, without the name of the command and without any credential."""
    return scrubbed(re.sub(r"^(?:command: )?[A-Z]+ (?:=>|command error: [A-Z]+) ", "", str(wrong)))


def _why(wrong: BaseException, address: Address) -> str:
    if isinstance(wrong, ssl.SSLCertVerificationError):
        return f"shows a certificate that is not to be trusted ({wrong.verify_message})"
    if isinstance(wrong, socket.gaierror):
        return "is not known by that name"
    if isinstance(wrong, ConnectionRefusedError):
        return f"takes no connection at port {address.port}"
    if isinstance(wrong, TimeoutError):
        return f"does not answer within {address.timeout:g} seconds"
    return f"broke off the connection ({_told(wrong) or type(wrong).__name__})"


def _fix(wrong: BaseException) -> str:
    if isinstance(wrong, ssl.SSLCertVerificationError):
        return 'If it is your own server, name the certificate of its authority: authority = "ca.pem".'
    return "See that host, port and tls are right and that the server is there; then run again."
