"""What a Word package holds besides its text: comments, embedded files, texts that can be put in, choices of lists.

Told by the parts that are in the package, whether or not anything refers to them; nothing of their content is kept.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from typing import Any

from parsers.documents.docx_numbering import W
from parsers.documents.model import Hidden
from parsers.documents.properties import alternative_texts, elements_of, links

WHERE = "text"
COMMENTS = re.compile(rb"<(?:\w+:)?comments[ >]")
TEXTS = re.compile(r"word/(?:document\d*|header\d*|footer\d*|footnotes\d*|endnotes\d*)\.xml")
EMBEDDED = re.compile(r".*(?:^|/)embeddings/.+|.*\.(?:xls[xmb]?|pptx?|pdf|msg|eml|zip|csv|ods|odt)", re.I | re.S)
CHUNK = re.compile(r"word/[^/]*\.(?:html?|mhtm?l?|rtf|txt|dat|docx?|docm|dotx?)", re.I)
"""What `altChunk` puts in (17.17.2.1): another document, by its ending."""
WORDS = re.compile(r"[^\W\d_]{2}|\d")
LISTS = ("dropDownList", "comboBox")


def hidden_in_package(archive: zipfile.ZipFile) -> Iterator[Hidden]:
    """All but what stands in the text. Raises what `zipfile` raises for a damaged package."""
    parts = archive.namelist()
    told = (
        (
            "embedded file",
            "a file within the file",
            sum(bool(EMBEDDED.fullmatch(p)) and "/_rels/" not in p for p in parts),
        ),
        ("macros", "program code", sum("vbaProject" in p and not p.endswith(".rels") for p in parts)),
        ("document put in", "another document inside it, not read", sum(bool(CHUNK.fullmatch(p)) for p in parts)),
        ("comment", "", sum(_comments(archive, p) for p in parts if p.endswith(".xml"))),
    )
    for what, note, amount in told:
        if amount:
            yield Hidden(what, WHERE, amount, note)
    yield from _blocks(archive, [p for p in parts if p.startswith("word/glossary/document")])
    elements = [pair for p in parts if TEXTS.fullmatch(p) for pair in elements_of(archive.read(p))]
    choices = sum(_choices(element) for name, element in elements if name == "sdt")
    if choices:
        yield Hidden("choices of a list", WHERE, choices, "not chosen")
    yield from alternative_texts(elements, WHERE)
    yield from links(archive, WHERE)


def _comments(archive: zipfile.ZipFile, part: str) -> int:
    """How many comments the part holds, whatever it is called."""
    content = archive.read(part)
    return sum(name == "comment" for name, _ in elements_of(content)) if COMMENTS.search(content[:4_000]) else 0


def _blocks(archive: zipfile.ZipFile, parts: list[str]) -> Iterator[Hidden]:
    """Texts that can be put in. What only says where to click (`bbPlcHdr`, 17.18.6) comes with every form."""
    found = [e for part in parts for name, e in elements_of(archive.read(part)) if name == "docPart"]
    said = [e for e in found if WORDS.search("".join(t.text or "" for t in e.iter(f"{W}t")))]
    own = [e for e in said if not any(t.get(f"{W}val") == "bbPlcHdr" for t in e.iter(f"{W}type"))]
    if own:
        yield Hidden("text in building blocks", WHERE, len(own), "texts that can be put in")
    elif parts:
        yield Hidden("building blocks", WHERE, len(parts), "texts that can be put in")


def _choices(control: Any) -> int:
    """The entries of a list that its text does not show."""
    shown = "".join(t.text or "" for t in control.iter(f"{W}t"))
    entries = [e for name in LISTS for e in control.iterfind(f"{W}sdtPr/{W}{name}/{W}listItem")]
    said = [e.get(f"{W}displayText") or e.get(f"{W}value") or "" for e in entries]
    return sum(bool(WORDS.search(text)) and text not in shown and not PROMPT.match(text) for text in said)


PROMPT = re.compile(r"(?:choose|select|pick) an? ", re.I)
