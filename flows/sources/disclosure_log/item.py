"""One item of a disclosure log: the page that is the reply, the files with it, and when it was published."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from html import escape
from typing import Any

from flows.sources.disclosure_log.platform import Log
from flows.sources.web.addresses import file_name, part_of, tidy
from flows.sources.web.page import links, main_part, region_in, time_in
from flows.sources.web.signs import parsed, words_of


@dataclass(frozen=True, slots=True)
class ItemPage:
    """An item as it is kept: its page without the site's frame, its files by address with a name each, what it is dated.

    `pages`: parts of it that are pages of their own, as `files`. `elsewhere`: how many files lie on sites that are not the force's, and are not fetched. `withdrawn`: the page says so.
    """

    page: bytes
    files: tuple[tuple[str, str], ...]
    published: datetime | None
    pages: tuple[tuple[str, str], ...] = ()
    elsewhere: int = 0
    withdrawn: bool = False


def read_item(data: bytes, url: str, log: Log) -> ItemPage:
    """The item whose page, or whose content for programs, is `data`. Raises `ValueError` where it is neither."""
    return _from_content(data, url, log) if log.content else _from_page(data, url, log)


def _from_page(data: bytes, url: str, log: Log) -> ItemPage:
    page = parsed(data)
    if page is None:
        raise ValueError("there is no page")
    region = region_in(page, log.body)
    linked = [address for address, _ in links(page, url, region=region)]
    files = [address for address in linked if log.is_attachment(address)]
    elsewhere = {a for a in linked if log.is_document(a) and not log.is_ours(a)}
    return ItemPage(
        page=main_part(data, log.body),
        files=_named(files),
        published=time_in(region) or _meta_time(page),
        elsewhere=len(elsewhere),
        withdrawn=log.was_withdrawn(words_of(page)),
    )


def _from_content(data: bytes, url: str, log: Log) -> ItemPage:
    """GOV.UK's content API: the title, the text in `details`, the attachments by address, and whether it was withdrawn."""
    told = json.loads(data)
    details = told.get("details") if isinstance(told, dict) else None
    if not isinstance(details, dict):
        raise ValueError("the content has no details")
    title, summary = str(told.get("title") or ""), str(told.get("description") or "")
    body = details.get("body")
    listed = details.get("attachments")
    attached = [a for a in listed if isinstance(a, dict)] if isinstance(listed, list) else []
    files, pages = (
        [tidy(str(a.get("url") or ""), url) for a in attached if a.get("attachment_type", "file") == kind]
        for kind in ("file", "html")
    )
    page = (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title></head><body><main>'
        f"<h1>{escape(title)}</h1>\n<p>{escape(summary)}</p>\n{body if isinstance(body, str) else ''}</main></body></html>\n"
    )
    ours = [address for address in files if address and log.is_ours(address)]
    return ItemPage(
        page=page.encode(),
        files=_named(ours),
        pages=tuple((u, f"{name}.html") for u, name in _named(u for u in pages if u and log.is_ours(u))),
        published=_time(told.get("public_updated_at") or told.get("first_published_at")),
        elsewhere=len([address for address in files if address]) - len(ours),
        withdrawn=bool(told.get("withdrawn_notice")),
    )


def _named(urls: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Each address once, by itself, with the name of its file; where two have one name, what tells them apart."""
    addresses = sorted(set(urls))
    names = [file_name(address).casefold() for address in addresses]
    made = []
    for address in addresses:
        name = file_name(address)
        if names.count(name.casefold()) > 1:
            name = part_of(f"{sha256(address.encode()).hexdigest()[:8]}-{name}")
        made.append((address, name))
    return tuple(made)


def _meta_time(page: Any) -> datetime | None:
    """What the page's head says of when it was last published, or first."""
    told = {str(m.get("property") or m.get("name") or "").lower(): m.get("content") for m in page.iter("meta")}
    names = ("article:modified_time", "article:published_time", "dcterms.modified", "dcterms.created")
    return next((when for name in names if (when := _time(told.get(name)))), None)


def _time(text: Any) -> datetime | None:
    try:
        when = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC)
