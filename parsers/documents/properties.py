"""What a package keeps beside its text: properties that name people (author, who saved it last, manager), added XML.

Only how many there are is told, never whom they name or what they say.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator

from lxml import etree

from parsers.documents.kept import kept
from parsers.documents.model import Hidden

WHAT = "document property that names a person"
PEOPLE = ("creator", "lastModifiedBy", "initial-creator", "printed-by", "Manager", "manager", "user-defined", "person")
"""Elements of OPC core and extended properties, of OpenDocument's meta.xml, and of the list of those who commented."""
PROGRAMS = (
    "openpyxl", "python-docx", "odfpy", "xlsxwriter", "xlwt", "apache poi", "libreoffice", "microsoft office user",
    "microsoft office", "windows user", "user", "author", "sample", "unknown", "anonymous", "(anonymous)", "unspecified", "(unspecified)", "none",
)  # fmt: skip
"""What programs write where a name belongs; these name nobody."""
PERSONS = ("xl/persons/", "word/people.xml")
LETTERS = re.compile(r"[^\W\d_]{2}")  # a version or a date names nobody
ADDED = re.compile(r"customXml/item\d*\.xml")
CUSTOM = "docProps/custom.xml"


def people(values: Iterable[str | None]) -> Iterator[Hidden]:
    """The finding for so many values as name somebody; nothing where none does."""
    amount = sum(bool(LETTERS.search(v or "")) and (v or "").strip().casefold() not in PROGRAMS for v in values)
    if amount:
        yield Hidden(WHAT, "document", amount)


def beside_the_text(archive: zipfile.ZipFile) -> Iterator[Hidden]:
    """The findings of an Office or OpenDocument package. Raises what `zipfile` raises for a damaged one."""
    added = [part for part in archive.namelist() if ADDED.fullmatch(part)]
    filled = sum(any((e.text or "").strip() for _, e in elements_of(archive.read(part))) for part in added)
    if filled:
        yield Hidden("custom XML part", "document", filled, "added by a program")
    values: list[str | None] = []
    for part in archive.namelist():
        if part in ("docProps/core.xml", "docProps/app.xml", "meta.xml") or part.startswith(PERSONS):
            elements = elements_of(archive.read(part))
            values += [_named(e) if name == "person" else e.text for name, e in elements if name in PEOPLE]
        elif part == CUSTOM:
            values += [e.text for name, e in elements_of(archive.read(part)) if name in ("lpwstr", "lpstr", "bstr")]
    yield from people(values)


DRAWN = ("docPr", "cNvPr")
INSIDE = re.compile(r"(?:file:|[A-Za-z]:[\\/]|\\\\|mailto:)", re.I)
"""Targets that tell of the force's own computers and people; others are addresses of public pages."""


def alternative_texts(elements: Iterable[tuple[str, etree._Element]], where: str) -> Iterator[Hidden]:
    """Descriptions of pictures and shapes, which only screen readers say."""
    said = sum(bool(LETTERS.search(e.get("descr") or "")) for name, e in elements if name in DRAWN)
    if said:
        yield Hidden("alternative text", where, said, "of pictures and shapes")


def links(archive: zipfile.ZipFile, where: str) -> Iterator[Hidden]:
    """Links whose target, which the page does not show, names a mailbox or a file of the force."""
    inside = sum(_inside(archive.read(part)) for part in archive.namelist() if part.endswith(".rels"))
    if inside:
        yield Hidden("link to a mailbox or a file", where, inside)


@kept
def _inside(content: bytes) -> int:
    """How many relations of a part are links to such targets."""
    found = [e for name, e in elements_of(content) if name == "Relationship"]
    return sum(
        e.get("TargetMode") == "External"
        and e.get("Type", "").endswith("/hyperlink")
        and bool(INSIDE.match(e.get("Target", "")))
        for e in found
    )


def _named(person: etree._Element) -> str | None:
    """The name in a list of those who commented: of Excel `displayName`, of Word `w15:author`."""
    return next((v for k, v in person.attrib.items() if etree.QName(k).localname in ("displayName", "author")), None)


def elements_of(content: bytes) -> Iterator[tuple[str, etree._Element]]:
    """Every element of a part with its local name; of a damaged part as many as can be read. No entity, no network."""
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(content, parser) if content.strip() else None
    except etree.XMLSyntaxError:  # no XML at all
        return
    for element in () if root is None else root.iter(etree.Element):
        name = element.tag.rpartition("}")[2]
        yield name.rpartition(":")[2], element  # a prefix that nothing declares is left in the name
