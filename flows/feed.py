"""The Atom feed of the releases (RFC 4287): one entry for each, with what it changed in words.

The identifiers come from the releases, so that an entry keeps its own, and the same releases give the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import NAMESPACE_OID, UUID, uuid5
from xml.etree import ElementTree as xml

NAMESPACE = "http://www.w3.org/2005/Atom"

ENTRIES = 50
"""Releases in the feed, the latest ones."""

_TITLE = "Police forces’ replies to Freedom of Information requests: releases"


@dataclass(frozen=True)
class Entry:
    """One release: its identifier, when it was published (ISO 8601 with time zone), a line and sentences on its changes."""

    release: str
    time: str
    summary: str
    sentences: tuple[str, ...]


def atom(entries: list[Entry], author: str, first: str) -> bytes:
    """The feed of `entries`, oldest first, at least one. `first`: what tells this feed from others, for its identifier."""
    xml.register_namespace("", NAMESPACE)
    identity = uuid5(NAMESPACE_OID, f"police-foi releases {first}")
    feed = xml.Element(f"{{{NAMESPACE}}}feed")
    _add(feed, "id", identity.urn)
    _add(feed, "title", _TITLE)
    _add(feed, "updated", entries[-1].time)
    _add(xml.SubElement(feed, f"{{{NAMESPACE}}}author"), "name", author)
    for entry in entries[::-1][:ENTRIES]:
        _entry(feed, entry, identity)
    xml.indent(feed, " ")
    return xml.tostring(feed, encoding="utf-8", xml_declaration=True) + b"\n"


def _entry(feed: xml.Element, entry: Entry, identity: UUID) -> None:
    made = xml.SubElement(feed, f"{{{NAMESPACE}}}entry")
    _add(made, "id", uuid5(identity, f"{entry.release} {entry.time}").urn)
    _add(made, "title", f"Release {entry.release}: {entry.summary}")
    _add(made, "updated", entry.time)
    _add(made, "published", entry.time)
    _add(made, "content", "\n".join(entry.sentences) or entry.summary, type="text")


def _add(parent: xml.Element, name: str, text: str, **attributes: str) -> None:
    xml.SubElement(parent, f"{{{NAMESPACE}}}{name}", attributes).text = text
