"""What an Excel package holds besides its sheets: caches, links, models, names, comments, embedded files, people's names.

Everything is told by the parts of the package and the types that it declares for them; nothing of their content is kept.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from typing import Any, NamedTuple

from lxml import etree

from parsers.documents.kept import kept
from parsers.documents.model import Document, Hidden
from parsers.documents.office_shapes import in_shapes
from parsers.documents.properties import alternative_texts, beside_the_text, elements_of, links

WHOLE = "workbook"


class Kind(NamedTuple):
    """Parts that begin so, or are declared to be of a type with those words in it."""

    start: str
    type: str
    what: str
    note: str = ""


KINDS = (
    Kind("xl/model/", "model+data", "data model", "holds whole tables that no sheet shows"),
    Kind("xl/externallinks/externallink", "externallink+xml", "external link", "names another workbook"),
    Kind("xl/slicercaches/", "slicercache+xml", "slicer cache", "holds the values that a filter can choose from"),
    Kind("xl/revisions/revisionlog", "revisionlog+xml", "tracked changes", "holds what was there before"),
    Kind("xl/embeddings/", "oleobject", "embedded file", "a file within the file"),
    Kind(
        "xl/connections.xml", "connections+xml", "data connection", "names a database or file that the data came from"
    ),
    Kind("xl/vbaproject.bin", "vbaproject", "macros", "program code"),
    Kind("xl/macrosheets/", "macrosheet+xml", "macro sheet", "program code"),
)
PIVOT = Kind("", "", "pivot cache", "holds a copy of the data that a pivot table was made from")
PIVOT_PARTS = (
    Kind("xl/pivotcache/pivotcachedefinition", "pivotcachedefinition+xml", ""),
    Kind("xl/pivotcache/pivotcacherecords", "pivotcacherecords+xml", ""),
)
LINKS = KINDS[1]
COMMENTS = Kind("xl/comments", "spreadsheetml.comments+xml", "comment")
THREADS = Kind("xl/threadedcomments/", "threadedcomments+xml", "threaded comment")
CHARTS = Kind("xl/charts/chart", "drawingml.chart+xml", "chart")
DRAWINGS = Kind("xl/drawings/drawing", "drawing+xml", "hidden shape")
WORKBOOK = re.compile(r"xl/workbook\d*\.xml")


def hidden_in_package(archive: zipfile.ZipFile) -> list[Hidden]:
    """All but what lies on the sheets. Raises what `zipfile` raises for a damaged package."""
    return [found for found in _in_package(archive) if found.amount]


def _in_package(archive: zipfile.ZipFile) -> Iterator[Hidden]:
    parts = _Parts(archive)
    yield Hidden(PIVOT.what, WHOLE, max(len(parts.of(kind)) for kind in PIVOT_PARTS), PIVOT.note)
    for kind in KINDS:
        yield Hidden(kind.what, WHOLE, len(parts.of(kind)), kind.note)
    kept = sum(parts.count(LINKS, name) for name in ("v", "val"))
    yield Hidden("values kept of an external link", WHOLE, kept, "copied from another workbook")
    yield Hidden(THREADS.what, WHOLE, parts.count(THREADS, "threadedComment"))
    drawn = [pair for part in parts.of(DRAWINGS) for pair in elements_of(archive.read(part))]
    yield Hidden(DRAWINGS.what, WHOLE, sum(n == "cNvPr" and e.get("hidden") in ("1", "true") for n, e in drawn))
    yield from in_shapes(drawn, WHOLE)
    yield from alternative_texts(drawn, WHOLE)
    yield from links(archive, WHOLE)
    yield Hidden(
        "thumbnail", WHOLE, sum(p.startswith("docProps/thumbnail") for p in archive.namelist()), "a small picture"
    )
    yield from _names(archive)
    yield from beside_the_text(archive)


def hidden_in_charts(archive: zipfile.ZipFile, document: Document) -> Iterator[Hidden]:
    """Values that a chart keeps (21.2.2.24, .121) and no cell that is seen shows: of another workbook, or as they were once."""
    parts = _Parts(archive).of(CHARTS)
    if not parts:
        return
    cells = [cell for row in document.rows() for cell in row.cells]
    shown = {_folded(said) for c in cells for said in (c.text, c.value) if said is not None}
    shown |= {_folded(text.text) for text in document.texts}
    kept = 0
    for part in parts:
        for name, element in elements_of(archive.read(part)):
            if name not in ("strCache", "numCache", "strLit", "numLit", "multiLvlStrCache"):
                continue
            source = "".join(e.text or "" for e in _children(element.getparent(), "f"))
            elsewhere = "[" in source or name.endswith("Lit")
            values = [e.text or "" for e in element.iter() if etree.QName(e).localname == "v"]
            if elsewhere or not name.startswith("num"):
                kept += sum(bool(v.strip()) and _folded(v) not in shown for v in values)
    if kept:
        yield Hidden("values kept in a chart", WHOLE, kept, "no cell that is seen shows them")


def _folded(said: object) -> str:
    """A text without regard to spaces and case; a number as Excel keeps it in a chart."""
    text = " ".join(str(said).split()).casefold()
    try:
        return f"{float(text):.12g}"
    except ValueError:
        return text


def _children(element: Any, name: str) -> list[Any]:
    return [e for e in (element if element is not None else ()) if etree.QName(e).localname == name]


def comments_in_package(archive: zipfile.ZipFile) -> int:
    """How many comments there are on all sheets, whether or not openpyxl can read them."""
    return _Parts(archive).count(COMMENTS, "comment")


def _names(archive: zipfile.ZipFile) -> Iterator[Hidden]:
    """Names that people gave; those that stand for values, not for a place, hold data that no sheet shows."""
    workbooks = [p for p in archive.namelist() if WORKBOOK.fullmatch(p)]
    said = [
        (e.text or "").strip()
        for part in workbooks
        for name, e in elements_of(archive.read(part))
        if name == "definedName" and not (e.get("name") or "").startswith("_xlnm")
    ]
    yield Hidden("defined name", WHOLE, len(said))
    yield Hidden("values in a defined name", WHOLE, sum(text.startswith(("{", '"')) for text in said))


class _Parts:
    """The parts of a package by what they are."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        names = [name for name in archive.namelist() if not name.endswith("/") and "/_rels/" not in name]
        declares = "[Content_Types].xml" in names
        types = _types(archive.read("[Content_Types].xml")) if declares else {}
        self.known = [(name, name.lower(), types.get(name.lower(), "")) for name in names]

    def of(self, kind: Kind) -> list[str]:
        start, type_ = kind.start, kind.type
        return [name for name, lower, declared in self.known if lower.startswith(start) or type_ in declared]

    def count(self, kind: Kind, element: str) -> int:
        """How many elements of that name the parts of a kind have that hold something."""
        found = (pair for part in self.of(kind) for pair in elements_of(self.archive.read(part)))
        return sum(name == element and bool(len(e) or (e.text or "").strip()) for name, e in found)


@kept
def _types(content: bytes) -> dict[str, str]:
    """What a package declares its parts to be, all in small letters."""
    return {
        (element.get("PartName") or "").lstrip("/").lower(): element.get("ContentType", "").lower()
        for name, element in elements_of(content)
        if name == "Override"
    }
