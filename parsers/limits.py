"""What reading and mapping one file may cost. Every limit stands here, with its default and the reason for it.

Readers ask `limits()`, so that a sound big file can be let through by `foi.toml` and a test can reach a limit with a
small file. `python -m parsers.limits` writes them into docs/hostile-files.md.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

PAGE = Path(__file__).parents[1] / "docs" / "hostile-files.md"
BEGIN, END = "<!-- limits: written by python -m parsers.limits -->", "<!-- end of limits -->"


def _limit(default: int, unit: str, of: str, group: str) -> Any:
    return dataclasses.field(default=default, metadata={"unit": unit, "of": of, "group": group})


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one file. Sizes are in bytes, times in seconds; the rest are numbers of things."""

    cpu_seconds: int = _limit(60, "s", "processor time for a file, or for each further page of it", "process")
    seconds: int = _limit(300, "s", "time on the clock for the same", "process")
    total_seconds: int = _limit(1_800, "s", "time on the clock for a whole file, whatever its pages", "process")
    memory: int = _limit(2_000_000_000, "bytes", "address space of a process that reads or maps", "process")
    answer: int = _limit(150_000_000, "bytes", "what such a process may hand back, unpacked files apart", "process")

    file_size: int = _limit(200_000_000, "bytes", "one file, as it came or as it lay in a container", "file")
    text_size: int = _limit(60_000_000, "bytes", "a web page, a CSV, a text or an old workbook (.xls)", "file")

    members: int = _limit(
        2_000, "files", "in a zip, a mailbox or a message, with all that is nested in it", "container"
    )
    unpacked: int = _limit(300_000_000, "bytes", "everything in a container or an Office file, unpacked", "container")
    member_size: int = _limit(200_000_000, "bytes", "one member of it, unpacked", "container")
    expansion: int = _limit(200, "times", "a member of more than 10 MB may be larger than it is packed", "container")
    containers_deep: int = _limit(8, "levels", "containers within containers", "container")
    parts_deep: int = _limit(60, "levels", "parts within parts of a message", "container")
    package_parts: int = _limit(5_000, "parts", "of an Office file", "container")
    xml_size: int = _limit(
        100_000_000, "bytes", "the sheets of a workbook, or the texts of a document, as XML", "container"
    )
    elements_deep: int = _limit(300, "levels", "elements within elements of a web page or an Office file", "container")

    pages: int = _limit(2_000, "pages", "of a PDF", "page")
    pdf_objects: int = _limit(500_000, "objects", "of a PDF", "page")
    stream_size: int = _limit(100_000_000, "bytes", "one stream of a PDF, unpacked", "page")
    streams_size: int = _limit(500_000_000, "bytes", "all of its streams, unpacked", "page")
    page_instructions: int = _limit(8_000_000, "bytes", "what draws one page", "page")
    page_paths: int = _limit(20_000, "lines and shapes", "drawn on a page", "page")
    page_characters: int = _limit(100_000, "characters", "on a page", "page")
    page_comparisons: int = _limit(
        3_000_000, "comparisons", "of words on a page, where a table without lines is looked for", "page"
    )
    page_forms: int = _limit(2_000, "forms", "drawn within one another or one after the other on a page", "page")
    font_characters: int = _limit(300_000, "characters", "that a font of a PDF names", "page")
    page_pixels: int = _limit(
        40_000_000, "pixels", "of a picture file, or of a page that is photographed for OCR", "page"
    )
    scanned_pages: int = _limit(60, "pages", "of one document that are read by OCR", "page")

    cells: int = _limit(
        500_000, "cells", "in all tables of a document, merged ones as often as they cover a place", "table"
    )
    columns: int = _limit(2_000, "columns", "of a table", "table")
    blocks: int = _limit(100_000, "texts and tables", "of a document", "table")
    cell_text: int = _limit(32_767, "characters", "in one cell (what Excel allows)", "table")
    text: int = _limit(100_000, "characters", "in one paragraph", "table")
    word: int = _limit(5_000, "characters", "without a space between them", "table")
    characters: int = _limit(
        20_000_000, "characters", "in a document, merged cells counted as often as they are seen", "table"
    )

    findings: int = _limit(
        500, "findings", "of one kind in a document; of more only how many there are is told", "table"
    )
    records: int = _limit(250_000, "records", "from one reply", "table")


GROUPS = {
    "process": "Any file",
    "file": "Size of a file",
    "container": "Containers and Office files",
    "page": "PDF and pictures",
    "table": "What is read",
}

_current = Limits()


def limits() -> Limits:
    """The limits that hold in this process."""
    return _current


def use(new: Limits) -> None:
    """Make `new` the limits of this process."""
    global _current
    _current = new


@contextmanager
def limited(**changed: int) -> Iterator[Limits]:
    """Other limits for a while: `with limited(pages=3):`."""
    before = limits()
    use(dataclasses.replace(before, **changed))
    try:
        yield limits()
    finally:
        use(before)


@cache
def fingerprint(of: Limits) -> str:
    """Changes with any limit: a refusal is kept under it, so that another limit has the file read again."""
    return sha256(json.dumps(dataclasses.astuple(of)).encode()).hexdigest()[:12]


def _nothing() -> None: ...


getting_on: Callable[[], None] = _nothing
"""Called before each page that is read: a document of many pages takes long, and who limits its time has to know."""


hands = 1
"""How many processes may read the pages of one document at a time: more than one only where a process does nothing but read."""


def before_page() -> None:
    """Say that the next page is about to be read."""
    getting_on()


def table() -> str:
    """All limits as a table in Markdown."""
    lines = ["| limit | default | of |", "| --- | --- | --- |"]
    group = ""
    for item in dataclasses.fields(Limits):
        if item.metadata["group"] != group:
            group = item.metadata["group"]
            lines.append(f"| **{GROUPS[group]}** | | |")
        lines.append(f"| `{item.name}` | {item.default:,} {item.metadata['unit']} | {item.metadata['of']} |")
    return "\n".join(lines)


def page_with_table(text: str) -> str:
    """The page with the table as it is now between its marks."""
    before, rest = text.split(BEGIN)
    return f"{before}{BEGIN}\n{table()}\n{END}{rest.split(END)[1]}"


if __name__ == "__main__":
    PAGE.write_text(page_with_table(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
