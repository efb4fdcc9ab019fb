"""What a web page holds beside what it shows: comments, templates, forms, drawings, data of its programs. None of it is read.

Pages of every site have some of it. Only what may be data of the reply holds the page: a table that was commented out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from parsers.documents.html_cascade import Sheets
from parsers.documents.properties import people
from parsers.documents.running import Flow, fold

OPENING = re.compile(r"<!--|<(script|style|textarea|title)\b", re.I)
NO_COMMENT = ("[if", ">", "<!")  # conditions of old browsers
TABLE = re.compile(r"<t[dhr]\b", re.I)
TAG = re.compile(r"<[^<>]*>")
WORDS = re.compile(r"[^\W\d_]{2,}\W+\w")  # two words
RECORD = re.compile(r"\{\s*[\"']?\w+[\"']?\s*:\s*[\"'\d]")
MANY = 5  # records in a program that make it data
CODE = "text in the page's code"
SPOKEN = ("title", "aria-label", "aria-description", "summary", "placeholder")


def say_unread(root: Any, text: str, sheets: Sheets, flow: Flow) -> None:
    """Say how much of each there is."""
    found = list(_comments(text))
    comments = [TAG.sub(" ", c) for c in found]
    tables = sum(bool(TABLE.search(c)) and bool(re.search(r"\w", TAG.sub(" ", c))) for c in found)
    flow.hide("table commented out", amount=tables)
    pieces = Counter(comments=sum(bool(WORDS.search(c)) for c in comments)) + Counter(_pieces(root))
    if pieces:
        note = ", ".join(f"{name} {amount}" for name, amount in sorted(pieces.items()))
        flow.hide(CODE, note, pieces.total())
    flow.hide("closed dialog", amount=sum(e.get("open") is None and _says(e) for e in root.iter("dialog")))
    flow.hide("text in a drawing", "not read", sum(bool(fold("".join(e.itertext()))) for e in root.iter("text")))
    flow.hide(
        "document put in", "a page within the page, not read", sum(bool(e.get("srcdoc")) for e in root.iter("iframe"))
    )
    if sheets.linked or sheets.not_followed:
        flow.hide(
            "style kept elsewhere",
            "what it hides or shows cannot be told",
            max(int(sheets.linked), sheets.not_followed),
        )
    authors = [
        e.get("content") for e in root.iter("meta") if "author" in (e.get("name") or e.get("property") or "").lower()
    ]
    flow.document.hidden += people(authors)


def _comments(text: str) -> Iterator[str]:
    """The comments, but for those in programs. Each piece of the text is looked at once, whatever is never closed."""
    lower, at = text.lower(), 0
    while (found := OPENING.search(text, at)) is not None:
        close = "-->" if found[1] is None else f"</{found[1].lower()}"
        end = lower.find(close, found.end())
        if end < 0:
            return
        if found[1] is None and not text.startswith(NO_COMMENT, found.end()):
            yield text[found.end() : end]
        at = end + len(close)


def _says(element: Any) -> bool:
    return bool(WORDS.search(fold(" ".join(element.itertext()))))


def _pieces(root: Any) -> Iterator[str]:
    for element in root.iter():
        tag = element.tag
        if not isinstance(tag, str):
            continue
        if tag in ("template", "noscript", "object", "audio", "video", "canvas") and _says(element):
            yield "templates" if tag == "template" else "texts for other browsers"
        elif tag in ("input", "textarea"):
            said = (element.get("value") or "") if tag == "input" else "".join(element.itertext())
            if (element.get("type") or "").lower() not in ("submit", "button", "reset", "image") and WORDS.search(said):
                yield "values of forms"
        elif tag == "option" and _says(element):
            yield "choices"
        elif tag == "script" and len(RECORD.findall(element.text or "")) >= MANY:
            yield "programs with data"
        for name, value in element.attrib.items():
            if (name in SPOKEN or name.startswith("data-")) and WORDS.search(value):
                yield "attributes"
