"""A mailbox on an IMAP server: each message is fetched once, and nothing in the mailbox is changed.

A message is known by folder, UIDVALIDITY and UID. Where those change (a mailbox that was moved or made anew, a message in
two folders) it is known again by its Message-ID and size, or else by its content. What was fetched stays: people tidy
their mailboxes, and a mail that is deleted is no reply withdrawn. What a person takes out goes: a folder that is no longer
named, a mail that `mails` says to be none.
"""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from email.parser import BytesHeaderParser
from email.utils import getaddresses, parsedate_to_datetime
from ipaddress import ip_address

from flows.ending import Stopped
from flows.memory import Memory
from flows.sightings import Fetched
from flows.slugs import known_force
from flows.sources import Collected, Noted, Refused, SourceDown, Unreachable
from flows.sources.imap_connection import Address, Shown
from flows.sources.imap_session import Login, NotGiven, Session
from flows.sources.settings import Settings

PORTS = {"ssl": 993, "starttls": 143, "none": 143}
METHODS = ("password", "xoauth2")

NO_REPLY = "none"
"""In `mails`, what a mail is that no force sent."""

LARGEST = 100
"""Megabytes of a message that is fetched; no authority's server lets a larger one out."""

LISTED = 200
"""Messages whose headers are asked for by one command."""

_HEADERS = 200_000
"""Bytes of a message in which its sender is looked for."""

_EARLIEST = 1995
_AHEAD = timedelta(days=2)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""As IMAP writes them, whatever the language of the machine."""


def configured(settings: Settings) -> ImapSource:
    """A source of the kind `imap`."""
    where = settings.where
    host, tls = settings.text("host"), settings.text("tls", "ssl")
    if tls not in PORTS:
        raise Stopped(f"{where}: tls must be one of {', '.join(PORTS)}.")
    if tls == "none" and not _is_loopback(host):
        raise Stopped(
            f'{where}: tls = "none" sends password and mail in the clear; it is only for this machine itself.'
        )
    method = settings.text("auth", "password")
    if method not in METHODS:
        raise Stopped(f"{where}: auth must be one of {', '.join(METHODS)}.")
    kind = "token" if method == "xoauth2" else "password"
    secret = settings.secret(kind)
    if secret is None:
        raise Stopped(f'{where} needs {kind}_env = "NAME" (or {kind}_block), the name of what holds the {kind}.')
    authority = settings.optional("authority")
    senders = settings.table("senders").items()
    mails = settings.table("mails").items()
    return ImapSource(
        name=settings.name,
        address=Address(
            host,
            int(settings.number("port", PORTS[tls], 1)),
            tls,
            float(settings.number("timeout_seconds", 60, 1)),
            str(settings.file.parent / authority) if authority else None,
        ),
        login=Login(settings.text("user"), secret, method),
        folders=settings.texts("folders") or ("INBOX",),
        since=settings.day("since"),
        largest=int(settings.number("largest_mb", LARGEST, 1) * 1_000_000),
        forces=settings.forces(),
        request=settings.request(),
        senders={key.casefold(): known_force(slug, f"{where}: senders") for key, slug in senders},
        mails={key: slug if slug == NO_REPLY else known_force(slug, f"{where}: mails") for key, slug in mails},
    )


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@dataclass(slots=True)
class _Mail:
    """One message of the mailbox. `path`: its place in the source. `kept`: what was fetched; None where it is yet to be."""

    key: str
    folder: str
    path: str
    facts: dict[str, str]
    shown: Shown | None = None
    kept: Fetched | None = None

    @property
    def order(self) -> tuple[str, bool, bool, str]:
        """By path; of two at one path, the one that was given before comes first."""
        return self.path, self.kept is None, "twin" in self.facts, self.key


@dataclass
class ImapSource:
    """The messages of `folders`, by the day on which they were sent.

    `largest`: bytes. `senders`: an address or a domain to the force that writes from it; `mails`: the path of a mail to its
    force, or to `none`. `pause` waits for so many seconds before a connection is made again.
    """

    name: str
    address: Address
    login: Login
    folders: tuple[str, ...] = ("INBOX",)
    since: date | None = None
    largest: int = LARGEST * 1_000_000
    forces: tuple[str, ...] = ()
    request: str | None = None
    senders: dict[str, str | None] = field(default_factory=dict)
    mails: dict[str, str | None] = field(default_factory=dict)
    pause: Callable[[float], None] = time.sleep
    whole: bool = True  # it shows all that it ever fetched: a path goes only where a person takes it out

    @property
    def label(self) -> str:
        return self.name

    @property
    def place(self) -> str:
        return f"{', '.join(self.folders)} at {self.address.host}"

    def check(self) -> None:
        """Raises `SourceDown` where the environment lacks the password; whether the server is there only it can tell."""
        if self.login.secret.env:
            self.login.value()

    def ask(self) -> Iterator[Noted | Unreachable]:
        """How many messages each folder has. Raises `SourceDown` where the server is down or refuses the login."""
        session = Session(self.name, self.address, self.login, self.pause)
        try:
            for folder in self.folders:
                if (found := session.numbers(folder, _as_imap(self.since))) is not None:
                    yield Noted(f"{folder} has {len(found[1]):,} messages.")
            if missing := self._missing(session):
                yield Unreachable("", missing.what, missing.fix)
        finally:
            session.close()

    def collect(self, memory: Memory) -> Iterator[Collected | Refused | Unreachable | Noted]:
        """Every message that is there or was fetched before, each as soon as it has come.

        Raises `SourceDown` at the end, where the server or a folder could not be reached: what had come before is given.
        """
        session = Session(self.name, self.address, self.login, self.pause)
        mails, down = _known(memory), None
        try:
            mails += self._new(session, memory, {mail.key for mail in mails})
        except SourceDown as why:
            down = why
        there: dict[str, list[str]] = {}
        try:
            for mail in sorted((m for m in mails if m.folder in self.folders), key=lambda m: m.order):
                if self.mails.get(mail.path) == NO_REPLY or (down and not mail.kept):
                    continue
                try:
                    item = self._item(mail, session, memory, there)
                except SourceDown as why:
                    down, item = why, None
                if item is not None:
                    yield item
            missing = None if down else self._missing(session)
        finally:
            session.close()
        if down or missing:
            raise down or missing  # type: ignore[misc]

    def _new(self, session: Session, memory: Memory, known: set[str]) -> list[_Mail]:
        """The messages that were never fetched. One without a name of its own is fetched at once, to be told by its content."""
        before = (mail.kept for mail in _known(memory))
        alike = {(kept.facts["name"], kept.facts["size"]): kept for kept in before if kept and kept.facts["name"]}
        found = []
        for folder in self.folders:
            validity, numbers = session.numbers(folder, _as_imap(self.since)) or ("", [])
            keys = {number: f"{folder}/{validity}/{number}" for number in numbers}
            wanted = [number for number in numbers if keys[number] not in known]
            for start in range(0, len(wanted), LISTED):
                for shown in session.shown(folder, wanted[start : start + LISTED]):
                    mail = _mail(keys[shown.uid], folder, shown)
                    if same := alike.get((mail.facts["name"], mail.facts["size"])):  # only its number or folder is new
                        mail.path = mail.facts["path"] = same.facts["path"]
                        mail.kept = memory.keep(mail.key, memory.load(same), mail.facts)
                    found.append(mail)
        for mail in found:
            if not mail.facts["name"]:
                self._named_by_content(mail, session, memory)
        return found

    def _missing(self, session: Session) -> SourceDown | None:
        """Folders that were named and are not there, with those that are."""
        if not session.absent:
            return None
        return SourceDown(
            f"The mailbox {self.name} has no folder {', '.join(session.absent)}.",
            f"Name folders that are there: {', '.join(session.folders()) or 'there are none'}.",
        )

    def _named_by_content(self, mail: _Mail, session: Session, memory: Memory) -> None:
        try:
            data = self._body(mail, session)
        except NotGiven:
            data = None  # it is tried once more in its turn, and said then
        if data is not None:
            mail.path = _path(mail.path, hashlib.sha256(data).hexdigest())
            mail.facts["path"] = mail.path
            mail.kept = memory.keep(mail.key, data, mail.facts)

    def _item(
        self, mail: _Mail, session: Session, memory: Memory, there: dict[str, list[str]]
    ) -> Collected | Refused | None:
        """The message to take in, fetched where it has to be; None where it has gone, or is there already.

        `there`: paths to the sha256 of what was given at them. Raises `SourceDown`.
        """
        if mail.kept is None:
            try:
                data = self._body(mail, session)
            except NotGiven as why:
                return self._refused(mail, str(why))
            if data is None:
                return None
            mail.kept = memory.keep(mail.key, data, mail.facts)
        kept = mail.kept
        assert kept.sha256 is not None
        met = there.setdefault(mail.path, [])
        if met and self._is_there(kept, met, memory):
            if "twin" not in kept.facts and kept.sha256 not in met:
                memory.keep(mail.key, memory.load(kept), {**kept.facts, "twin": "yes"})
            return None
        path = mail.path
        if met:  # noted, so that neither takes the other's place in a later run
            path = path.replace(".eml", f"_{kept.sha256[:8]}.eml")
            memory.keep(mail.key, memory.load(kept), {**kept.facts, "path": path})
        met.append(kept.sha256)
        force = self.mails.get(path) or self._force_of(kept, memory)
        return Collected(path, _loader(memory, kept), _sent(kept.facts), force, self.request, sha256=kept.sha256)

    def _body(self, mail: _Mail, session: Session) -> bytes | None:
        assert mail.shown is not None
        if mail.shown.size > self.largest:
            raise NotGiven(f"has {mail.shown.size / 1e6:,.2f} MB; {self.largest / 1e6:,.2f} are the limit")
        return session.body(mail.folder, mail.shown.uid, mail.shown.size, self.largest)

    def _refused(self, mail: _Mail, why: str) -> Refused:
        return Refused(
            mail.path,
            f"A mail of {mail.path[5:15]} in {mail.folder} ({self.name}) {why}; it was not fetched.",
            f'Save it from a mail program into a folder of replies, or raise largest_mb; if it is no reply, write "{mail.path}" = '
            f'"{NO_REPLY}" under mails.',
        )

    def _is_there(self, kept: Fetched, met: list[str], memory: Memory) -> bool:
        """One name stands for one message, unless two differ by more than the way they took to get here."""
        if kept.sha256 in met:
            return True
        own = _essence(memory.load(kept))
        return any(_essence(memory.load(_of(sha256, kept))) == own for sha256 in met)

    def _force_of(self, kept: Fetched, memory: Memory) -> str | None:
        """The force that `senders` names for its address or the domain of that."""
        if not self.senders:
            return None
        headers = BytesHeaderParser().parsebytes(memory.load(kept)[:_HEADERS])
        address = next((a for _, a in getaddresses([str(headers.get("from", ""))]) if "@" in a), "").casefold()
        return self.senders.get(address) or self.senders.get(address.rpartition("@")[2])


def _known(memory: Memory) -> list[_Mail]:
    """Every message that earlier runs fetched and the archive still has."""
    everything = [(key, memory.recall(key)) for key in sorted(memory.keys())]
    return [
        _Mail(key, kept.facts["folder"], kept.facts["path"], kept.facts, kept=kept) for key, kept in everything if kept
    ]


def _mail(key: str, folder: str, shown: Shown) -> _Mail:
    headers = BytesHeaderParser().parsebytes(shown.headers)
    name = " ".join(str(headers.get("message-id", "")).split())
    sent = _day(str(headers.get("date", "")), shown.arrived)
    digest = hashlib.sha256((name or key).encode("utf-8", "surrogateescape")).hexdigest()
    path = _path(f"{sent:%Y}/{sent:%Y-%m-%d} .eml", digest)
    facts = {"folder": folder, "path": path, "name": digest if name else "", "size": str(shown.size)}
    return _Mail(key, folder, path, {**facts, "sent": sent.isoformat()}, shown)


def _path(path: str, digest: str) -> str:
    """`2025/2025-10-15 3f9a….eml`: the day on which it was sent, and what it is told by; nothing that a sender wrote."""
    return f"{path[:15]} {digest[:12]}.eml"


def _day(sent: str, arrived: str) -> datetime:
    """When it was sent; where it does not say so, or says what cannot be, when it arrived."""
    try:
        came = datetime.strptime(arrived.strip(), "%d-%b-%Y %H:%M:%S %z").astimezone(UTC)
    except ValueError:
        came = None
    try:
        told = parsedate_to_datetime(sent)
        told = (told if told.tzinfo else told.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        told = None
    if told and told.year >= _EARLIEST and (came is None or told - came < _AHEAD):
        return told
    return came or datetime(_EARLIEST, 1, 1, tzinfo=UTC)


def _sent(facts: dict[str, str]) -> datetime:
    return datetime.fromisoformat(facts["sent"])


def _as_imap(day: date | None) -> str | None:
    return f"{day.day}-{_MONTHS[day.month - 1]}-{day.year}" if day else None


def _essence(data: bytes) -> str:
    """What of a message does not change on its way: everything below its headers."""
    body = re.split(rb"\r?\n\r?\n", data, maxsplit=1)[-1]
    return hashlib.sha256(b"\n".join(body.split())).hexdigest()


def _of(sha256: str, like: Fetched) -> Fetched:
    return replace(like, sha256=sha256)


def _loader(memory: Memory, kept: Fetched) -> Callable[[], bytes]:
    return lambda: memory.load(kept)
