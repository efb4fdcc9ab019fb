"""The part of a web page that is kept: what a reader of the page reads, with all that decides whether it can be seen.

A site's frame changes with every visit (tokens, banners, what is related). Without it the same reply is the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import lxml.etree
import lxml.html

from flows.sources.web.addresses import tidy
from flows.sources.web.signs import parsed
from parsers.documents.html_page import furniture, region_of

_DROPPED = ("script", "noscript", "template", "iframe", "object", "embed", "input", "button", "textarea", "select")
_FRAME = ("nav", "header", "footer")
_PASSING = re.compile(r"data-|on\w+$|nonce$|integrity$|crossorigin$|srcset$|autocomplete$|csrf", re.I)
"""Attributes that change with every visit, or that only programs in the page look at."""


def main_part(data: bytes, css: str = "") -> bytes:
    """The page with its main part only: the one element that `css` tells, or the one that the readers take.

    Styles in the page stay, since one may hide what is not to be read, and so do the elements around the main part.
    Empty where there is no page.
    """
    page = parsed(data)
    if page is None:
        return b""
    body = page.find("body")
    region = region_in(page, css)
    around = [region, *region.iterancestors()]
    heads = [] if any(True for _ in region.iter("h1")) or body is None else _headings_outside(body, region)
    styles = [_copy(style) for style in page.iter("style")]
    titles = [_copy(title) for title in list(page.iter("title"))[:1]]
    linked = any("stylesheet" in (e.get("rel") or "").lower() for e in page.iter("link"))
    _clean(region)
    region.tail = None
    if region.tag == "html":
        return b"<!DOCTYPE html>\n" + lxml.html.tostring(region, encoding="utf-8") + b"\n"
    inner = region
    for outer in around[1:]:
        if outer.tag == "html":
            break
        shell = lxml.etree.Element(outer.tag, _kept(outer))
        if outer is body:
            shell.extend(heads)
        shell.append(inner)
        inner = shell
    head = lxml.etree.Element("head")
    head.append(lxml.etree.Element("meta", {"charset": "utf-8"}))
    if linked:
        head.append(lxml.etree.Element("link", {"rel": "stylesheet"}))
    head.extend([*titles, *styles])
    made = lxml.etree.Element("html", _kept(page))
    made.append(head)
    made.append(inner)
    return b"<!DOCTYPE html>\n" + lxml.html.tostring(made, encoding="utf-8") + b"\n"


def region_in(page: Any, css: str = "") -> Any:
    """The one element that `css` tells; where it tells none or several, the part that the readers take for the answer."""
    body = page.find("body")
    body = page if body is None else body
    found = page.cssselect(css) if css else []
    return found[0] if len(found) == 1 else region_of(body)


def links(page: Any, url: str, css: str = "", region: Any = None) -> Iterator[tuple[str, Any]]:
    """Each link with its element, in the order of the page: those that `css` tells, or all of the `region` (the page's main
    part) that stand outside of the site's frame."""
    if css:
        found = page.cssselect(css)
    else:
        region = region_in(page) if region is None else region
        frame = furniture(region)
        found = [a for a in region.iter("a") if not any(e in frame or e.tag in _FRAME for e in a.iterancestors())]
    base = next((b.get("href") for b in page.iter("base") if b.get("href")), "")
    for element in found:
        href = element.get("href")
        if href and (address := tidy(href, tidy(base, url) or url)):
            yield address, element


def time_in(element: Any) -> datetime | None:
    """The first `<time datetime="…">` in it, in UTC; None where there is none."""
    for found in element.iter("time"):
        try:
            when = datetime.fromisoformat(found.get("datetime") or "")
        except ValueError:
            continue
        return (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC)
    return None


def text_of(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _headings_outside(body: Any, region: Any) -> list[Any]:
    inside = set(region.iter())
    return [_copy(h) for h in body.iter("h1") if h not in inside][:1]


def _copy(element: Any) -> Any:
    made = lxml.etree.Element(element.tag)
    made.text = "".join(element.itertext())
    return made


def _kept(element: Any) -> dict[str, str]:
    return {name: value for name, value in element.attrib.items() if not _PASSING.match(name)}


def _clean(region: Any) -> None:
    for element in list(region.iter(*_DROPPED)):
        if element is not region:
            element.drop_tree()
    for element in region.iter():
        if isinstance(element.tag, str):
            for name in [name for name in element.attrib if _PASSING.match(name)]:
                del element.attrib[name]
