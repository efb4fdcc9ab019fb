"""Who is told of a failed run and of a new release: hooks that `foi.toml` names, a webhook or an e-mail each.

    [notify.newsroom]
    kind = "mail"
    on = ["failure", "release"]

A hook that fails is reported and fails nothing. Credentials, and the address of a webhook, which is often one, come from
the environment or from a block of Prefect (`flows.secret`). Sent with the standard library, which logs no address.
"""

from __future__ import annotations

import http.client
import json
import smtplib
import ssl
import time
import tomllib
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flows.ending import DONE, NEEDS_A_PERSON, Stopped
from flows.progress import Progress
from flows.secret import Secret, scrubbed
from flows.sources import CONFIGURATION
from flows.sources.settings import Settings

if TYPE_CHECKING:
    from flows.steps import Ending, Run

FAILURE, RELEASE = "failure", "release"
EVENTS = (FAILURE, RELEASE)
SECONDS_TO_ANSWER = 30
SECONDS_BETWEEN_TRIES = (2.0, 10.0)
"""A hook that cannot be reached is tried again after each of these."""

LONGEST_SUBJECT = 120
SHOWN_ERRORS = 10
LOOPBACK = ("localhost", "127.0.0.1", "::1")

EXAMPLE = """[notify.newsroom]
kind = "mail"
host = "smtp.example.org"
user = "foi@example.org"
password_env = "FOI_SMTP_PASSWORD"
from = "foi@example.org"
to = ["newsroom@example.org"]

[notify.chat]
kind = "webhook"
on = ["release"]
url_env = "FOI_WEBHOOK_URL\""""


class NotSent(Exception):
    """A hook could not be carried out; the message says why, with no credential in it. `passing`: it may go better soon."""

    def __init__(self, message: str, passing: bool = False) -> None:
        super().__init__(message)
        self.passing = passing


@dataclass(frozen=True, slots=True)
class Notice:
    """What is told: `event` is `failure`, `release` or `trial`; `text` is for people, its first line what matters most;
    `facts` are for programs (JSON-ready)."""

    event: str
    title: str
    text: str
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def subject(self) -> str:
        """The title and the first line, as far as they go in a subject."""
        whole = f"{self.title}: {self.text.partition(chr(10))[0]}"
        return whole if len(whole) <= LONGEST_SUBJECT else f"{whole[: LONGEST_SUBJECT - 1]}…"


@dataclass(frozen=True, slots=True)
class Webhook:
    """POSTs a notice as JSON to an address. `text` in it is what Slack, Mattermost and their like show.

    `send` raises `NotSent`, or `Stopped` where a credential is not there.
    """

    name: str
    on: tuple[str, ...]
    url: Secret
    token: Secret | None = None

    def send(self, notice: Notice) -> None:
        address = self.url.value().strip()
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise Stopped(f"{self.url.where}: what it names as url is no address, which begins with https://.")
        if self.token and parts.scheme != "https" and parts.hostname not in LOOPBACK:
            raise Stopped(f"{self.url.where}: a token is sent over https only.")
        said = {
            "event": notice.event,
            "subject": notice.subject,
            "text": f"{notice.title}\n{notice.text}",
            **notice.facts,
        }
        headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "police-foi"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token.value()}"
        request = urllib.request.Request(address, json.dumps(said, ensure_ascii=False).encode(), headers, method="POST")
        try:
            with urllib.request.build_opener(_NoOtherPlace).open(request, timeout=SECONDS_TO_ANSWER):
                pass
        except urllib.error.HTTPError as answer:
            raise NotSent(f"{parts.hostname} answered {answer.code}", answer.code >= 500) from None
        except (urllib.error.URLError, http.client.HTTPException, OSError, ValueError) as wrong:
            raise NotSent(
                f"{parts.hostname} could not be reached ({_reason(wrong)})", isinstance(wrong, OSError)
            ) from None


class _NoOtherPlace(urllib.request.HTTPRedirectHandler):
    """Follows no redirect: it would carry the notice, and perhaps the token, to a place that nobody named."""

    def redirect_request(self, *_args: Any, **_more: Any) -> None:
        return None


@dataclass(frozen=True, slots=True)
class Mail:
    """Sends a notice as a plain e-mail. `security`: `starttls`, `tls` from the first byte, or `none`.

    `send` raises `NotSent`, or `Stopped` where a credential is not there.
    """

    name: str
    on: tuple[str, ...]
    host: str
    port: int
    security: str
    sender: str
    to: tuple[str, ...]
    user: str = ""
    password: Secret | None = None

    def send(self, notice: Notice) -> None:
        message = EmailMessage()
        message["Subject"] = " ".join(notice.subject.split())
        message["From"], message["To"] = self.sender, ", ".join(self.to)
        message["Date"], message["Message-ID"] = formatdate(localtime=False), make_msgid(domain="police-foi.invalid")
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's absence note answers it
        message.set_content(notice.text)
        password = self.password.value() if self.password else ""
        try:
            with self._connected() as server:
                if self.security == "starttls":
                    server.starttls(context=ssl.create_default_context())
                if password:
                    server.login(self.user, password)
                refused = server.send_message(message)
        except smtplib.SMTPAuthenticationError as answer:
            raise NotSent(f"{self.host} refused the user or the password (code {answer.smtp_code})") from None
        except smtplib.SMTPRecipientsRefused as answer:
            raise NotSent(f"{self.host} refused {', '.join(sorted(answer.recipients))}") from None
        except smtplib.SMTPResponseException as answer:
            raise NotSent(f"{self.host} answered {answer.smtp_code}", answer.smtp_code < 500) from None
        except smtplib.SMTPNotSupportedError:
            raise NotSent(f"{self.host}:{self.port} does not offer what security and user ask for") from None
        except OSError as wrong:  # SMTPException is one too
            raise NotSent(f"{self.host}:{self.port} could not be reached ({_reason(wrong)})", passing=True) from None
        if refused:
            raise NotSent(f"{self.host} refused {', '.join(sorted(refused))}; the others have it")

    def _connected(self) -> smtplib.SMTP:
        if self.security == "tls":
            return smtplib.SMTP_SSL(
                self.host, self.port, timeout=SECONDS_TO_ANSWER, context=ssl.create_default_context()
            )
        return smtplib.SMTP(self.host, self.port, timeout=SECONDS_TO_ANSWER)


Hook = Webhook | Mail


def _reason(wrong: BaseException) -> str:
    """Why a connection failed, in a few words that hold no address and no credential."""
    inner = getattr(wrong, "reason", None)
    while isinstance(inner, BaseException):
        wrong, inner = inner, getattr(inner, "reason", None)
    if isinstance(wrong, ssl.SSLCertVerificationError):
        return f"its certificate is not trusted: {wrong.verify_message}"
    if isinstance(wrong, TimeoutError):
        return "no answer in time"
    if isinstance(wrong, (smtplib.SMTPServerDisconnected, http.client.RemoteDisconnected)):
        return "it closed the connection"
    if isinstance(wrong, OSError) and wrong.strerror:
        return scrubbed(wrong.strerror)
    return type(wrong).__name__


# ---- the configuration


def configured(folder: Path) -> list[Hook]:
    """The hooks that `foi.toml` in `folder` names, by name; none where there is no such file. Raises `Stopped`."""
    path = folder / CONFIGURATION
    if not path.exists():
        return []
    try:
        whole = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise Stopped(f"{path} is not valid TOML: {wrong}.") from None
    hooks = whole.get("notify", {})
    if not isinstance(hooks, dict) or not all(isinstance(told, dict) for told in hooks.values()):
        raise Stopped(f"{path}: [notify] has a table for each hook, such as:\n{EXAMPLE}")
    return [
        _hook(Settings(path, f"{path}: [notify.{name}]", name, told, whole)) for name, told in sorted(hooks.items())
    ]


def _hook(settings: Settings) -> Hook:
    kind = settings.optional("kind")
    if kind not in _KINDS:
        raise Stopped(f"{settings.where} needs a kind, one of {', '.join(_KINDS)}. For example:\n{EXAMPLE}")
    on = settings.texts("on") or EVENTS
    if not set(on) <= set(EVENTS):
        raise Stopped(f"{settings.where}: on lists when somebody is told: {' and '.join(EVENTS)}, or one of them.")
    hook = _KINDS[kind](settings, on)
    settings.done()
    return hook


def _webhook(settings: Settings, on: tuple[str, ...]) -> Hook:
    url = settings.secret("url")
    if url is None:
        raise Stopped(f'{settings.where} needs url_env, such as url_env = "FOI_WEBHOOK_URL", or url_block.')
    return Webhook(settings.name, on, url, settings.secret("token"))


def _mail(settings: Settings, on: tuple[str, ...]) -> Hook:
    where, host, sender = settings.where, settings.text("host"), settings.text("from")
    to, user, password = settings.texts("to"), settings.text("user", ""), settings.secret("password")
    security = settings.text("security", "none" if host in LOOPBACK else "starttls")
    if not to or not all("@" in address for address in [sender, *to]):
        raise Stopped(f"{where}: from is an address and to a list of them. For example:\n{EXAMPLE}")
    if security not in _PORTS:
        raise Stopped(f"{where}: security is {security!r}; write {', '.join(_PORTS)}.")
    port = settings.number("port", _PORTS[security], least=1)
    if bool(user) != bool(password):
        raise Stopped(f"{where}: user and its password_env (or password_block) go together.")
    if password and security == "none" and host not in LOOPBACK:
        raise Stopped(f'{where}: a password is not sent in clear; set security to "starttls" or "tls".')
    return Mail(settings.name, on, host, int(port), security, sender, to, user, password)


_KINDS: dict[str, Callable[[Settings, tuple[str, ...]], Hook]] = {"mail": _mail, "webhook": _webhook}
_PORTS = {"starttls": 587, "tls": 465, "none": 25}


# ---- what is told


def failure(reason: str, where: dict[str, str]) -> Notice:
    """A run that failed. `where`: facts of the run that help to find it, such as its name and its page."""
    reason = _outward(" ".join(reason.split()))
    lines = [reason, "", *(f"{name}: {value}" for name, value in where.items())]
    return Notice(FAILURE, "Police FOI: a run failed", "\n".join(lines), {"reason": reason, **where})


def _outward(text: str) -> str:
    """A message as it may leave the house: without credentials, and with marks in the place of personal data."""
    from parsers.personal import finder, masked

    text = scrubbed(text)
    return masked(text, finder().find(text))


def release(run: Run, ending: Ending, where: dict[str, str]) -> Notice | None:
    """The release that the run published, what it changed and its figures; None where it published none."""
    made = run.release
    if made is None or not made.published:
        return None
    errors = [_outward(message) for message, _ in ending.errors]
    more = (
        [f"… and {len(errors) - SHOWN_ERRORS} more: `foi problems` lists them."] if len(errors) > SHOWN_ERRORS else []
    )
    figures = [(name.strip(), value) for name, value in ending.rows if name not in ("changed", "")]
    lines = [
        *run.changes,
        "",
        *(f"{name}: {value}".removesuffix(": ") for name, value in figures),
        *(["", "For a person to look at:", *errors[:SHOWN_ERRORS], *more] if errors else []),
        "",
        *(f"{name}: {value}" for name, value in where.items()),
    ]
    facts = {"release": made.id, "changes": run.changes, "figures": figures, "errors": len(errors), **where}
    return Notice(RELEASE, f"Police FOI: new release {made.id}", "\n".join(lines).strip(), facts)


TRIAL = Notice("trial", "Police FOI: a trial", "This is a trial of `foi notify`. Nothing has happened.")


# ---- telling


def tell(notice: Notice | None, progress: Progress, folder: Path | None = None) -> None:
    """Send the notice through every hook that wants it, and say for each how that went. Raises nothing."""
    if notice is None:
        return
    try:
        hooks = configured(folder or Path())
    except (Stopped, OSError) as wrong:
        progress.warn(f"notify    nobody was told of the {notice.event}: {scrubbed(str(wrong))}")
        return
    for hook in hooks:
        if notice.event not in hook.on:
            continue
        if why := sent(hook, notice):
            progress.warn(f"notify    {hook.name} was not told of the {notice.event}: {why}")
        else:
            progress.say(f"notify    {hook.name} was told of the {notice.event}")


def sent(hook: Hook, notice: Notice, waits: Sequence[float] | None = None) -> str:
    """Send it, again after each wait while it may go better. Returns why it could not be sent; empty where it was."""
    left = list(SECONDS_BETWEEN_TRIES if waits is None else waits)
    while True:
        try:
            hook.send(notice)
        except NotSent as wrong:
            if not (wrong.passing and left):
                return scrubbed(str(wrong))
            time.sleep(left.pop(0))
        except Stopped as wrong:
            return scrubbed(wrong.message)
        except Exception as wrong:  # a hook must fail nothing; its name is said, its text may hold what it must not
            return f"it failed with {type(wrong).__name__}"
        else:
            return ""


def trial(names: Sequence[str], folder: Path | None = None) -> tuple[list[str], int]:
    """Send a trial message through each hook of that name, or through all; a line on each, and the exit status.

    Raises `Stopped` where the configuration is wrong or has no such hook.
    """
    hooks = {hook.name: hook for hook in configured(folder or Path())}
    if not hooks:
        raise Stopped(f"No hook is named in {CONFIGURATION}. One looks like this:\n{EXAMPLE}")
    if strange := [name for name in names if name not in hooks]:
        raise Stopped(f"{CONFIGURATION} has no [notify.{strange[0]}]; there are: {', '.join(hooks)}.")
    ended = {name: sent(hooks[name], TRIAL) for name in names or hooks}
    lines = [f"{name}: not sent: {why}" if why else f"{name}: sent" for name, why in ended.items()]
    return lines, NEEDS_A_PERSON if any(ended.values()) else DONE
