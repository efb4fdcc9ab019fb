"""Texts in an Excel package that no cell shows: left over in the shared strings, under a merged cell, said for reading aloud.

openpyxl drops all of these without a word, so the parts are looked through as they are.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator, Mapping

from lxml import etree

from parsers.documents.model import Hidden
from parsers.documents.properties import LETTERS, elements_of
from parsers.documents.xlsx_written import Written
from parsers.limits import limits

WHOLE = "workbook"
CELL = re.compile(rb"<(?:\w+:)?c\b([^<>]*)(?<!/)>((?:[^<]|<(?!/?(?:\w+:)?c\b))*)")
PLACE, SHARED = re.compile(rb"\br=\"([A-Z]{1,3})(\d{1,7})\""), re.compile(rb"\bt=\"s\"")
VALUE = re.compile(rb"<(?:\w+:)?(?:v|t)(?: [^<>]*)?>\s*([^<\s][^<]*)")
MERGED = re.compile(rb"<(?:\w+:)?mergeCell [^<>]*\bref=\"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})\"")
STRING, PHONETIC = re.compile(rb"<(?:\w+:)?si[ >/]"), re.compile(rb"<(?:\w+:)?rPh[ >]")
SAID = re.compile(r"[^\W_]")
LITERAL = re.compile(rb"<(?:\w+:)?f(?: [^<>]*[^<>/])?>[^<]*?(?:\"|&quot;)([^\"<&]*)(?:\"|&quot;)")
PATTERN = re.compile(rb"[\s\W\d_]*(?:[dmyhsDMYHS]+[\s\W\d_]*)*")  # how a date or number is to look
PLAIN = re.compile(rb'<c r="[A-Z]{1,3}\d{1,7}"(?: s="\d{1,6}")? t="s"><v>(\d{1,9})</v></c>')
TAIL = re.compile(rb"(?:</(?:\w+:)?sheetData>|<(?:\w+:)?sheetData\s*/>)")
FEW = 10  # times that the name stands in a sheet which means no harm
CODES = re.compile(r"&(?:[LCRPNDTFAGBIUESXYOH&+-]|\"[^\"]*\"|\d+|K[0-9A-F]{6}|K\d\d[+-]\d{3})", re.I)
"""What stands for the page, the date, the place and the look in a header (18.3.1.39)."""

PAGES = re.compile(r"\b(?:page|of|sheet)\b", re.I)


def hidden_in_strings(
    archive: zipfile.ZipFile, is_sheet: Callable[[str], bool], written: Mapping[str, Written]
) -> list[Hidden]:
    """The findings in the parts with texts. `written`: the cells of the sheets that were taken apart already.

    Raises what `zipfile` raises for a damaged package.
    """
    return [found for found in _in_parts(archive, is_sheet, written) if found.amount]


def _in_parts(
    archive: zipfile.ZipFile, is_sheet: Callable[[str], bool], written: Mapping[str, Written]
) -> Iterator[Hidden]:
    used: set[int] = set()
    under = phonetic = formulas = 0
    tails: list[tuple[str, etree._Element]] = []
    for part in archive.namelist():
        if not (is_sheet(part) or re.match(r"xl/\w*sheets/[^/]+\.xml$", part)):
            continue
        known = written.get(part)
        content = archive.read(part) if known is None or known.formulas else known.without  # cells hold nothing else
        under += _under_merged(content, used, known)
        if b"rPh" in content:
            phonetic += len(PHONETIC.findall(content))
        if b"<f" in content or b":f" in content:
            formulas += sum(not PATTERN.fullmatch(m[1]) for m in LITERAL.finditer(content))
        tails += _around(content)
    strings = b"".join(archive.read(p) for p in archive.namelist() if p.lower().endswith("/sharedstrings.xml"))
    yield Hidden("value under a merged cell", WHOLE, under)
    yield Hidden("phonetic text", WHOLE, phonetic + (len(PHONETIC.findall(strings)) if b"rPh" in strings else 0))
    yield Hidden("text in a formula", WHOLE, formulas, "what it gives was read")
    yield Hidden("text that no cell shows", WHOLE, _left_over(strings, used), "left over from what was deleted")
    yield from _beside_cells(tails, archive)


Covered = dict[int, list[tuple[int, int, bool]]]
"""Of a row: the first and last column of each merged cell in it, and whether it is the merged cell's first row."""


def _under_merged(content: bytes, used: set[int], written: Written | None) -> int:
    """Note which shared strings the cells use; the number of cells that hold something under a merged one."""
    covered = _covered(content)
    if written is not None and written.alone:
        used |= written.strings()
        return sum(_is_under(covered, row, column) for row, column in written.holding(covered)) if covered else 0
    under = 0
    plain = [] if covered else PLAIN.findall(content)
    if plain and len(plain) == content.count(b'="s"'):  # every cell with a shared string is written as most programs do
        used.update(map(int, set(plain)))
        return 0
    for cell in CELL.finditer(content):
        value = VALUE.search(cell[2])
        if value is None:
            continue
        if SHARED.search(cell[1]) and value[1].strip().isdigit():
            used.add(int(value[1]))
        place = PLACE.search(cell[1]) if covered else None
        under += place is not None and _is_under(covered, int(place[2]), _column(place[1]))
    return under


def _covered(content: bytes) -> Covered:
    covered: Covered = {}
    if b"mergeCell" not in content:
        return covered
    left = limits().cells
    for area in MERGED.finditer(content[: limits().member_size]):
        top, bottom, first, last = int(area[2]), int(area[4]), _column(area[1]), _column(area[3])
        left -= bottom - top + 1
        for row in range(top, bottom + 1) if left > 0 else ():
            covered.setdefault(row, []).append((first, last, row == top))
    return covered


def _is_under(covered: Covered, row: int, column: int) -> bool:
    return any(a <= column <= b and not (start and column == a) for a, b, start in covered.get(row, ()))


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _left_over(strings: bytes, used: set[int]) -> int:
    """How many shared strings hold text that no cell uses, nor another string that one uses says."""
    plain = 0 if b":si" in strings else sum(map(strings.count, (b"<si>", b"<si ", b"<si/")))
    if (plain or sum(1 for _ in STRING.finditer(strings))) <= len(used):
        return 0
    texts = [
        "".join(t.text or "" for t in element.iter() if etree.QName(t).localname == "t").strip()
        for name, element in elements_of(strings)
        if name == "si"
    ]
    shown = {text for at, text in enumerate(texts) if at in used}
    return len({text for text in texts if SAID.search(text)} - shown)


def _around(content: bytes) -> Iterator[tuple[str, etree._Element]]:
    """The elements of a sheet after its cells, without the cells: those are many."""
    end, start = _end_of_cells(content), re.search(rb"<(?:\w+:)?worksheet\b[^<>]*>", content)
    if end and start:
        yield from elements_of(start[0] + content[end.end() :])


def _end_of_cells(content: bytes) -> re.Match[bytes] | None:
    """The first match of `TAIL`, which is looked for only where its name stands: most of a sheet is cells."""
    at = 0
    for _ in range(FEW):
        at = content.find(b"sheetData", at + 1)
        if at < 0:
            return None
        if found := TAIL.match(content, max(content.rfind(b"<", 0, at), 0)):
            return found
    return TAIL.search(content)


def _beside_cells(elements: list[tuple[str, etree._Element]], archive: zipfile.ZipFile) -> Iterator[Hidden]:
    """Lists to choose from, messages, tips, headers and footers."""
    choices = messages = tips = headers = 0
    for name, element in elements:
        if name == "dataValidation":
            found = [f.text or "" for f in element.iter() if etree.QName(f).localname in ("formula1", "f")]
            choices += sum(f.strip().startswith('"') and len(f.strip(' "')) > 0 for f in found[:1])
            messages += any(
                LETTERS.search(element.get(a) or "") for a in ("prompt", "promptTitle", "error", "errorTitle")
            )
        elif name == "hyperlink":
            tips += bool(LETTERS.search(element.get("tooltip") or ""))
        elif name in ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"):
            headers += bool(LETTERS.search(PAGES.sub(" ", CODES.sub(" ", element.text or ""))))
    yield Hidden("choices of a list", WHOLE, choices, "what a cell can be set to")
    yield Hidden("message of a cell", WHOLE, messages, "shown when a cell is chosen, or filled in wrongly")
    yield Hidden("tip of a link", WHOLE, tips)
    yield Hidden("page header or footer", WHOLE, headers, "shown in print")
