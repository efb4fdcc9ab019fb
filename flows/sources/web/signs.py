"""Signs that what came is no answer: a check for a person at the browser, an error page, a page in place of a file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any, Literal

import lxml.etree
import lxml.html

from flows.sources.web.addresses import file_name
from parsers.documents import sniff
from parsers.documents.encoding import decode
from parsers.documents.html import CHARSET
from parsers.documents.html_page import CHALLENGE, ERRORS, SHORT, is_data
from parsers.documents.kinds import HTML
from parsers.limits import limits

LOG_IN = re.compile(
    r"(?:^|/)(?:log[-_]?(?:in|on)|sign[-_]?(?:in|on)|sso|oauth2?|saml2?|auth|authori[sz]e|account/log[-_]?in)(?:$|[/.?])",
    re.I,
)
"""A path that leads to a log-in page."""

_CAPTCHA = re.compile(
    r"(?:g-recaptcha|h-captcha|hcaptcha\.com/|cf-turnstile|challenges\.cloudflare\.com|captcha-delivery\.com|/_sec/cp_challenge|awswaf)",
    re.I,
)
_CHECKING = re.compile(
    r"just a moment|attention required|one moment,? please|checking your browser.*|security check.*|"
    r"are you a (?:robot|human).*|human verification|bot verification|verify you are (?:a )?human.*|pardon our interruption.*",
    re.I,
)
_GONE = re.compile(
    r"404|410|not (?:be )?found|no longer|(?:has|have|was) been (?:removed|withdrawn|deleted)|missing", re.I
)
_BARE = 300
"""Characters; a page with more has something to say besides its check."""

_TEXTS = {"text/html", "text/plain", "text/csv", "application/xml"}
_BINARY = frozenset(
    [
        ".pdf",
        ".xlsx",
        ".xlsm",
        ".xlsb",
        ".xls",
        ".ods",
        ".docx",
        ".docm",
        ".doc",
        ".odt",
        ".zip",
        ".msg",
        ".pptx",
        ".ppt",
        ".png",
        ".jpg",
        ".jpeg",
        ".tif",
        ".tiff",
    ]
)
DOCUMENTS = _BINARY | frozenset([".csv", ".txt", ".rtf", ".eml"])
"""Endings of the names of files that a force attaches to a reply."""


def parsed(data: bytes) -> Any | None:
    """A web page as a tree; None where there is none in it, or where it nests as deeply as only a page made to do harm."""
    declared = CHARSET.search(data[:4096])
    text = decode(data, (declared[1] or declared[2]).decode() if declared else None).text
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        page = lxml.html.document_fromstring(text.replace("\x00", "").encode("utf-8", "replace"), parser=parser)
    except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError, AssertionError):
        return None
    depth = 0
    for event, _ in lxml.etree.iterwalk(page, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > limits().elements_deep:
            return None
    return page


def is_challenge(status: int, headers: Mapping[str, str], data: bytes) -> bool:
    """The site wants to see a person at the browser: said in a header (Cloudflare), or on a page that says little else.

    A script of such a check stands on many a sound page too; there it counts only where the page says next to nothing.
    """
    if headers.get("cf-mitigated", "").lower() == "challenge":
        return True
    page = parsed(data[:400_000]) if b"<" in data[:2000] and sniff(data[:65536]) == HTML else None
    if page is None or any(is_data(table) for table in page.iter("table")):
        return False
    words, heads = words_of(page), _heads(page)
    if len(words) >= SHORT:
        return False
    sources = " ".join(
        f"{e.text or ''} {e.get('src') or ''} {e.get('class') or ''} {e.get('id') or ''}"[:20_000]
        for e in page.iter("script", "iframe", "noscript", "div", "form")
    )
    said = any(_CHECKING.fullmatch(head) for head in heads) or CHALLENGE.search(words)
    bare = status != 200 or len(words) < _BARE
    return bool(said or (bare and (CHALLENGE.search(sources) or _CAPTCHA.search(sources))))


def error_page(page: Any) -> Literal["", "gone", "error"]:
    """A page that was sent as if all were well and says that it is not: `gone` where what was asked for is not there."""
    words = words_of(page)
    if len(words) >= SHORT or any(is_data(table) for table in page.iter("table")):
        return ""
    said = next((head for head in [*_heads(page), words] if ERRORS.fullmatch(head)), None)
    if said is None:
        return ""
    return "gone" if _GONE.search(said) else "error"


def is_page(data: bytes) -> bool:
    return sniff(data) == HTML


def not_as_promised(url: str, data: bytes, declared: str = "") -> str | None:
    """What came in place of the file that a link promised, as the end of a sentence; None where it may be the file.

    The content decides, not the declared type: an error page sent as a PDF is a page. Only what old programs export as a
    workbook or a document is a page with a table in it, and `declared` as what it is called.
    """
    kind = sniff(data)
    ending = PurePosixPath(file_name(url)).suffix.lower()
    if kind == "application/x-empty":
        return "an empty file"
    if kind == HTML and ending not in (".htm", ".html", ".xhtml", ".mht"):
        exported = ending in (".xls", ".doc") and re.match(r"application/(?:vnd\.ms-excel|msword)", declared, re.I)
        page = parsed(data) if exported else None
        sound = page is not None and any(is_data(t) for t in page.iter("table")) and not error_page(page)
        return None if sound else "a web page"
    if kind in _TEXTS and ending in _BINARY:
        return "a text"
    return None


def words_of(page: Any) -> str:
    """All text of a page that can be seen, single-spaced."""
    body = page.find("body")
    unseen = {"script", "style", "noscript", "template", "head", "title"}
    texts = lxml.etree.XPath("descendant-or-self::text()")(page if body is None else body)
    return " ".join(" ".join(t for t in texts if t.getparent().tag not in unseen or t.is_tail).split())


def _heads(page: Any) -> list[str]:
    """The title, its parts, and the headings."""
    titles = [" ".join("".join(t.itertext()).split()) for t in page.iter("title")][:1]
    parts = [part for title in titles for part in re.split(r"\s[|–—-]\s|\s*[|»·]\s*", title)]
    headings = [" ".join("".join(h.itertext()).split()) for h in page.iter("h1")]
    return [head.strip(" .!…?:") for head in [*titles, *parts, *headings] if head]
