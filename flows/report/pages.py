"""The pages of a document as people see them: pages of a PDF as pictures, everything else as text and tables.

A page is drawn once, however many records stand on it, and kept in the archive by document and page.
"""

from __future__ import annotations

import base64
import io
import os
import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from openpyxl.utils import get_column_letter
from PIL import Image

from flows.archive import Archive, DocumentLost, key_of
from parsers.documents.kinds import PDF
from parsers.documents.model import READER_VERSION, Cell, Document, Row, Table, Text, UnreadableDocument
from parsers.documents.worker import Item, Reader, Readers, kept_reader, sizes_guarded

Points = tuple[float, float, float, float]
"""x0, top, x1, bottom on a page: points from its top left corner."""

DRAWN_AS = "2"
"""Raise it when pages are to be drawn anew."""

A4 = (595.0, 842.0)
"""Width and height in points of a page that does not tell."""

NOT_PUBLISHED = "The page itself is not published."

LEAST_EACH = 6
"""Pages for each process that draws: to start one costs as much as two."""

COLOURS = 8
"""Of a page's picture: enough for print and a crest, at an eighth of the bytes."""

ON_PAGE = re.compile(r"p(\d+)\[(-?\d+),(-?\d+),(-?\d+),(-?\d+)\]")
_ON_SHEET = re.compile(r"(.*)!([A-Z]{1,3})(\d+)", re.S)


@dataclass(frozen=True, slots=True)
class Picture:
    """One page of a PDF or scan: `image` (WebP) is empty where it is not shown, and `said` then tells why. Sizes are points."""

    number: int
    width: float
    height: float
    image: bytes = b""
    said: str = ""
    failed: bool = False  # it could not be drawn, which may go better another time

    @property
    def label(self) -> str:
        return f"page {self.number}"


@dataclass(slots=True)
class Printed:
    """One cell of a sheet, or one text: `place` as records name it, `anchor` in the page that is written."""

    text: str
    place: str | None = None
    anchor: str = ""
    columns: int = 1
    rows: int = 1
    bold: bool = False


@dataclass(slots=True)
class Line:
    """One row of a sheet: the number that it has there, and its cells."""

    number: str
    cells: list[Printed]


@dataclass(slots=True)
class Block:
    """A text (`lines` empty), or a table with the letters of its columns."""

    text: Printed | None = None
    kind: str = "paragraph"
    letters: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class Sheet:
    """One sheet, or the running text of a letter, web page or e-mail."""

    label: str
    blocks: list[Block]


def has_pictures(document: Document) -> bool:
    return document.media_type == PDF or document.media_type.startswith("image/")


def texts_by_place(document: Document) -> dict[str, str]:
    """Place to the words that were read there."""
    found = {t.place: t.text for t in document.texts if t.place}
    for table in document.tables:
        for row in [*table.rows, *table.repeated]:
            found |= {cell.place: cell.text for cell in row.cells if cell.place and cell.text}
    return found


def rows_by_place(document: Document) -> dict[tuple[str, int], Row]:
    """Location and number to the row as printed."""
    return {(r.location, r.number): r for t in document.tables for r in [*t.rows, *t.repeated]}


def points(place: str | None) -> tuple[int, Points] | None:
    """The page and the box of a place in a PDF; None for other places."""
    found = ON_PAGE.fullmatch(place or "")
    if found is None:
        return None
    page, x0, top, x1, bottom = (int(n) for n in found.groups())
    return page, (x0, top, x1, bottom)


# ---- pages of a PDF


def pictures(
    document: Document, archive: Archive, shown: bool, only: Container[int] | None = None
) -> Iterator[Picture]:
    """Every page of a PDF or scan, each drawn once and then kept. Where pages are not `shown`, and of those that are not among
    the `only` wanted, blank ones of their size."""
    numbers = range(1, (document.pages or 0) + 1)
    sizes = {} if shown and only is None else _sizes(document, archive)
    for number in numbers:
        if shown and (only is None or number in only):
            yield _drawn(document, archive, number)
        elif size := sizes.get(number):
            yield Picture(number, *size, said=NOT_PUBLISHED)
        else:
            yield Picture(number, *A4, said=NOT_PUBLISHED, failed=True)


def draw_ahead(archive: Archive, documents: Iterable[Document]) -> None:
    """Draw the pages of these documents that are not kept, by as many processes as this machine has cores, and keep them.

    What cannot be drawn is left to `pictures`, which tries once more and says why.
    """
    wanted = [
        (document.sha256, document.name, number)
        for document in documents
        if has_pictures(document)
        for number in range(1, (document.pages or 0) + 1)
        if not archive.has_result("pages", _key(document.sha256, number))
    ]
    processes = min(os.cpu_count() or 1, len(wanted) // LEAST_EACH)
    if processes < 2:
        return

    def draw(reader: Reader, one: tuple[str, str, int]) -> tuple[str, dict[str, Any] | None]:
        sha256, name, number = one
        try:
            return _key(sha256, number), _made(reader, archive.load(sha256), name, number)
        except (DocumentLost, UnreadableDocument):
            return "", None

    with Readers(processes) as readers:
        for key, made in readers.each(wanted, draw):
            if made is not None:
                archive.keep("pages", key, made)


def _drawn(document: Document, archive: Archive, number: int) -> Picture:
    key = _key(document.sha256, number)
    kept = archive.kept("pages", key)
    if kept is None:
        try:
            kept = _made(kept_reader(), archive.load(document.sha256), document.name, number)
        except DocumentLost as lost:
            archive.told(lost.message)
            return Picture(number, *A4, said=f"The page cannot be shown: {lost.published}.", failed=True)
        except UnreadableDocument as reason:
            return Picture(number, *A4, said=f"The page cannot be shown: {reason.message}", failed=True)
        archive.keep("pages", key, kept)
    return Picture(number, kept["width"], kept["height"], base64.b64decode(kept["image"]))


def _key(sha256: str, number: int) -> str:
    return key_of(page=number, document=sha256, reader=READER_VERSION, drawn=DRAWN_AS)


def _made(reader: Reader, data: bytes, name: str, number: int) -> dict[str, Any]:
    """The page as it is kept. Raises UnreadableDocument."""
    drawn = reader.coloured(Item(data, name), number, COLOURS)
    # What comes out of a process that a file may have taken over is pixels and nothing else: the file is made of them here.
    few = Image.frombytes("P", (drawn.width, drawn.height), drawn.pixels)
    few.putpalette(drawn.palette)
    made = io.BytesIO()
    few.convert("RGB").save(made, "WEBP", lossless=True, quality=80, method=4)
    return {
        "width": round(drawn.width / drawn.scale, 2),
        "height": round(drawn.height / drawn.scale, 2),
        "image": base64.b64encode(made.getvalue()).decode(),
    }


def _sizes(document: Document, archive: Archive) -> dict[int, tuple[float, float]]:
    """Number to width and height in points, of the pages that can be drawn."""
    key = key_of(sizes=document.sha256, reader=READER_VERSION, drawn=DRAWN_AS)
    kept = archive.kept("pages", key)
    if kept is None:
        try:
            kept = [
                size and [round(side, 2) for side in size]
                for size in sizes_guarded(archive.load(document.sha256), document.name)
            ]
        except DocumentLost as lost:
            archive.told(lost.message)
            return {}
        except UnreadableDocument:
            return {}
        archive.keep("pages", key, kept)
    return {number: (size[0], size[1]) for number, size in enumerate(kept, start=1) if size}


# ---- sheets and text


def sheets(document: Document, cited: set[str] | None) -> tuple[list[Sheet], dict[str, str]]:
    """The document as text and tables, and place to anchor. `cited`: the only places whose words are shown; None for all."""
    anchors: dict[str, str] = {}
    made = []
    for location, blocks in groupby(document.blocks, key=_shown_with):
        found = [b for b in (_block(block, anchors, cited) for block in blocks) if b is not None]
        if found:
            made.append(Sheet(location, found))
    return made, anchors


def _shown_with(block: Text | Table) -> str:
    """The sheet that a block lies on; letters, web pages and e-mails are one run of text."""
    place = (
        block.place
        if isinstance(block, Text)
        else next((c.place for r in block.rows for c in r.cells if c.place), None)
    )
    found = _ON_SHEET.fullmatch(place or "")
    if found and not re.fullmatch(r"table \d+", found[1]):
        return f"sheet {found[1]}"
    return "text"


def _block(block: Text | Table, anchors: dict[str, str], cited: set[str] | None) -> Block | None:
    if isinstance(block, Text):
        if cited is not None and block.place not in cited:
            return None
        return Block(_printed(block.text, block.place, anchors), block.kind)
    rows = in_order(block)
    if cited is not None:
        rows = [row for row in rows if any(cell.place in cited for cell in row.cells)]
    if not rows:
        return None
    return Block(letters=letters(rows), lines=_lines(rows, anchors, cited))


def in_order(table: Table) -> list[Row]:
    """Every row of a table as printed, with headings that are printed again."""
    return sorted([*table.rows, *table.repeated], key=lambda row: row.number)


def letters(rows: list[Row]) -> list[str]:
    """The letters of the columns: those of the sheet, or from A."""
    first = min((_column(c) for r in rows for c in r.cells if _column(c)), default=1)
    return [get_column_letter(first + i) for i in range(max(len(r.cells) for r in rows))]


def _lines(rows: list[Row], anchors: dict[str, str], cited: set[str] | None) -> list[Line]:
    """The rows, each covered cell's place leading to the cell that covers it."""
    owners: dict[int, Printed] = {}  # column → the cell that fills it, from this row or one above
    lines = []
    for index, row in enumerate(rows):
        cells: list[Printed] = []
        left: Printed | None = None
        for column, cell in enumerate(row.cells):
            owner = left if cell.covered == "left" else owners.get(column) if cell.covered == "above" else None
            if owner is None or cited is not None:
                text = cell.text or "" if cited is None or cell.place in cited else ""
                owner = _printed(text, cell.place, anchors)
                owner.bold = cell.bold
                if cited is None and not cell.covered:
                    owner.rows, owner.columns = (
                        min(cell.span[0], len(rows) - index),
                        min(cell.span[1], len(row.cells) - column),
                    )
                cells.append(owner)
            elif cell.place:
                anchors.setdefault(cell.place, owner.anchor)
            left = owners[column] = owner
        lines.append(Line(number_of(row), cells))
    return lines


def _printed(text: str, place: str | None, anchors: dict[str, str]) -> Printed:
    anchor = anchors.setdefault(place, f"c{len(anchors) + 1}") if place else ""
    return Printed(text, place, anchor)


def _column(cell: Cell) -> int:
    from openpyxl.utils import column_index_from_string

    found = _ON_SHEET.fullmatch(cell.place or "")
    return column_index_from_string(found[2]) if found else 0


def number_of(row: Row) -> str:
    """The number of a row: that of its sheet, or that which it was given when it was read."""
    found = next((m for c in row.cells if (m := _ON_SHEET.fullmatch(c.place or ""))), None)
    return found[3] if found else str(row.number)
