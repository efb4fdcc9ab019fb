"""A page of a disclosure log's listing: the items on it, what is said of each, and where the next page is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from flows.sources.disclosure_log.platform import Log
from flows.sources.web.addresses import as_path, same_site
from flows.sources.web.page import links, text_of
from flows.sources.web.signs import parsed, words_of

_NEXT = re.compile(
    r"(?:next|older)(?: page| results| posts| items)?(?: of results)?\W*\d{0,4}(?: of \d+)?\W*|[›»→]|nesaf", re.I
)
_PAGE = re.compile(r"page|p|pg|pagenumber|page_?no|pageindex|currentpage|paged", re.I)
_MOST = 1_500
"""Characters that are said of one item; what is longer is said of the whole page."""
_REFERENCE = re.compile(
    r"(?<![\d/.-])(\d{2,6}[A-Z]?)\s?[-/_]\s?(20\d{2}|\d{2})(?![\d/-])|\b(?:FOI|EIR)[\s/:-]*(?:20\d\d/)?(\d{4,8})\b",
    re.I,
)
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Item:
    """One item: `said` is what the listing says of it, its title first."""

    url: str
    said: str

    @property
    def reference(self) -> str | None:
        """The digits of its reference, as its title has it or as sites squash it into the address (429/25 is 42925)."""
        for match in _REFERENCE.finditer(self.said):
            number, year, whole = match.groups()
            if whole or not _YEAR.fullmatch(number):
                return whole or f"{number}{year}".upper()
        slug = unquote(urlsplit(self.url).path.rstrip("/").rpartition("/")[2])
        numbers = [n for n in re.findall(r"(?<!\d)\d{4,10}(?!\d)", slug) if not _YEAR.fullmatch(n)]
        return numbers[-1] if numbers else None


@dataclass(frozen=True, slots=True)
class Listing:
    """The items of one page, by their address; `following`: the address of the next page. `says_none`: it says so itself."""

    items: tuple[Item, ...]
    following: str | None
    says_none: bool


def read_listing(data: bytes, url: str, log: Log) -> Listing:
    """What a page of the listing shows. No items, and not `says_none`: the page is not laid out as the log should be."""
    page = parsed(data)
    if page is None:
        return Listing((), None, False)
    found: dict[str, list[Any]] = {}
    for address, link in links(page, url, log.items):
        if log.is_item(address):
            found.setdefault(address, []).append(link)
    theirs = {id(link): address for address, same in found.items() for link in same}
    items = [Item(address, _said(same, theirs)) for address, same in found.items()]
    following = _following(page, url, log)
    return Listing(tuple(sorted(items, key=lambda item: item.url)), following, log.lists_nothing(words_of(page)))


def key_of(url: str, log: Log) -> str:
    """The path of an item within the source: by its address alone, never by its place in the listing."""
    path = as_path(url)
    return f"{log.force}/{path}" if log.is_document(url) else f"{log.force}/{path}.html"


def without_seconds(items: list[Item], log: Log) -> tuple[list[Item], int]:
    """The items without those that show another one in a second language, and how many those were.

    The same item: the same address but for the language, or the same reference.
    """
    first = [item for item in items if not log.is_second(item.url)]
    addresses = {urlsplit(item.url).path.casefold() for item in first}
    references = {item.reference for item in first}
    kept = list(first)
    for item in items:
        if log.is_second(item.url):
            path = "/" + re.sub(log.second, "", urlsplit(item.url).path)
            if re.sub("^/+", "/", path).casefold() not in addresses and (
                item.reference is None or item.reference not in references
            ):
                kept.append(item)
                references.add(item.reference)
    return sorted(kept, key=lambda item: item.url), len(items) - len(kept)


def fits(item: Item, words: tuple[str, ...]) -> bool:
    """Any of the words stands in what is said of the item, or in its address; upper case, hyphens and spaces aside."""
    told = _plain(f"{item.said} {unquote(urlsplit(item.url).path)}")
    return not words or any(_plain(word) in told for word in words)


def _plain(text: str) -> str:
    return f" {' '.join(re.split(r'[^0-9a-z]+', text.casefold()))}"


def _said(same: list[Any], theirs: dict[int, str]) -> str:
    """The text of the links, then that of the largest element around the first that holds no other item."""
    title = max((text_of(link) or link.get("title") or "" for link in same), key=len)
    entry = same[0]
    address = theirs[id(entry)]
    for outer in same[0].iterancestors():
        if outer.tag in ("body", "main", "html") or any(theirs.get(id(a), address) != address for a in outer.iter("a")):
            break
        entry = outer
    around = text_of(entry)
    return f"{title} {around}" if len(around) <= _MOST else title


def _following(page: Any, url: str, log: Log) -> str | None:
    """The next page: by the link that says so, else by the link whose page number is one higher."""
    if log.next:
        return next((address for address, _ in links(page, url, log.next) if address != url), None)
    every = [(a, e) for a, e in links(page, url, "a[href], link[rel~=next][href]") if same_site(a, url) and a != url]
    for address, link in every:
        if "next" in (link.get("rel") or "").lower().split():
            return address
    for address, link in every:
        if urlsplit(address).path == urlsplit(url).path or _numbered(address):
            said = (text_of(link), link.get("aria-label") or "", link.get("title") or "")
            if any(_NEXT.fullmatch(" ".join(one.split())) for one in said if one):
                return address
    here = _number(url)
    return next(
        (
            a
            for a, _ in every
            if urlsplit(a).path == urlsplit(url).path and _number(a) == here + 1 and _rest(a) == _rest(url)
        ),
        None,
    )


def _numbered(url: str) -> bool:
    return bool(re.search(r"/page/\d+/?$", urlsplit(url).path)) or any(
        _PAGE.fullmatch(k) for k, _ in parse_qsl(urlsplit(url).query)
    )


def _number(url: str) -> int:
    """The number of the page in the query of an address; 1 where there is none."""
    told = [v for k, v in parse_qsl(urlsplit(url).query) if _PAGE.fullmatch(k) and v.isdecimal()]
    return int(told[0][:9]) if told else 1


def _rest(url: str) -> list[tuple[str, str]]:
    return sorted((k, v) for k, v in parse_qsl(urlsplit(url).query) if not _PAGE.fullmatch(k) and v)
