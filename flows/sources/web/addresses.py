"""URLs: how they are written, which belong to one site, and what of them may stand in a message or a path."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, quote_plus, unquote, urljoin, urlsplit, urlunsplit

from flows.secret import HIDDEN, scrubbed

_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|cookie_passthrough", re.I)
_PRIVATE = re.compile(r"(?:\w*[_-])?(?:token|key|sig|signature|secret|password|passwd|pwd|auth|session|sid|code)", re.I)
_LONG = 60
"""Characters; the value of a query that is longer may be a token, whatever its name."""

_SAFE = "%/:@!$&'()*+,;=~-._"
_PART = 150
"""Characters of one part of a path; file systems, and people, take no more."""


def tidy(link: str, page: str = "") -> str:
    """A link as the URL to ask: absolute, without fragment, credentials and tracking, and always written the same way.

    Empty where it is none that HTTP knows.
    """
    try:
        parts = urlsplit(urljoin(page, link.strip()))
        host, port = parts.hostname, parts.port
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not host:
        return ""
    usual = {"http": 80, "https": 443}[parts.scheme]
    name = f"[{host}]" if ":" in host else host
    place = name if port in (None, usual) else f"{name}:{port}"
    query = "&".join(p for p in parts.query.split("&") if p and not _TRACKING.fullmatch(p.split("=")[0]))
    return urlunsplit((parts.scheme, place, quote(parts.path or "/", _SAFE), quote(query, _SAFE + "?"), ""))


def has_credentials(url: str) -> bool:
    """A user or a password stands in the URL."""
    try:
        parts = urlsplit(url)
        return "@" in parts.netloc
    except ValueError:
        return False


def site_of(url: str) -> str:
    """The host, with its port where that is not the usual one: what pauses and robots.txt go by."""
    return urlsplit(url).netloc.rpartition("@")[2].lower()


def same_site(one: str, other: str) -> bool:
    """The same host, with or without `www.`, and the same port."""
    return site_of(one).removeprefix("www.") == site_of(other).removeprefix("www.")


def is_above(url: str, other: str) -> bool:
    """The one lies above the other in the same site: its home page, or the page of a folder that the other is in."""
    above, below = urlsplit(url).path.rstrip("/"), urlsplit(other).path.rstrip("/")
    return same_site(url, other) and below.startswith(f"{above}/")


def shown(url: str) -> str:
    """The URL for a message or a table: without credentials, and without what may be a token."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return HIDDEN
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    told = [(k, HIDDEN if _PRIVATE.fullmatch(k) or len(v) > _LONG else v) for k, v in pairs]
    written = "&".join(f"{quote_plus(k)}={v if v == HIDDEN else quote_plus(v)}" for k, v in told)
    query = written if told != pairs else parts.query
    return scrubbed(urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, query, "")))


def as_path(url: str) -> str:
    """A URL within its site as a path within a source: readable, and the same from run to run."""
    parts = urlsplit(url)
    made = "/".join(part_of(unquote(part)) for part in parts.path.split("/") if part.strip("."))
    return f"{made}@{part_of(unquote(parts.query))}" if parts.query else made


def part_of(text: str) -> str:
    """A text as one part of a path: without slashes, and without what marks a container in a path (`!`)."""
    clean = re.sub(r"[\x00-\x1f\x7f/\\!]+", "-", text).strip() or "-"
    if len(clean) <= _PART:
        return clean
    stem, dot, ending = clean.rpartition(".")
    return f"{stem[: _PART - 10]}…{dot}{ending[:8]}" if dot and stem else clean[:_PART] + "…"


def file_name(url: str) -> str:
    """The last part of a URL's path, as a file's name."""
    return part_of(unquote(urlsplit(url).path.rstrip("/").rpartition("/")[2]))
