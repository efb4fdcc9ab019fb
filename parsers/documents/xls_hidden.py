"""Records of an old Excel workbook that say what its cells do not: conditional formats, lists, messages, shapes, left-over texts.

xlrd passes over them. Numbers in brackets are the sections of [MS-XLS], Excel Binary File Format.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterator
from typing import NamedTuple

from xlrd.book import unpack_SST_table

from parsers.documents.model import Hidden
from parsers.documents.properties import LETTERS

WHOLE = "workbook"
BOF, EOF, SHARED, CONTINUE = 0x809, 0x0A, 0xFC, 0x3C
HEADER, FOOTER, TEXT_BOX, CONDITIONS, CONDITION, VALIDATION = 0x14, 0x15, 0x1B6, 0x1B0, 0x1B1, 0x1BE
SHARED_CELL = 0xFD
WORKSHEET = 0x10
CELL_IS, BY_FORMULA = 1, 2
COMPARED: dict[int, Callable[[float, float], bool]] = {
    3: lambda a, b: a == b, 4: lambda a, b: a != b, 5: lambda a, b: a > b,
    6: lambda a, b: a < b, 7: lambda a, b: a >= b, 8: lambda a, b: a <= b,
}  # fmt: skip
CELL_IS_OPERATORS = {
    3: "equal", 4: "notEqual", 5: "greaterThan", 6: "lessThan", 7: "greaterThanOrEqual", 8: "lessThanOrEqual"
}  # fmt: skip
CODES = re.compile(r"&(?:[LCRPNDTFAGBIUESXYO&+-]|\"[^\"]*\"|\d+)", re.I)
PAGES = re.compile(r"\b(?:page|of|sheet)\b", re.I)


class Condition(NamedTuple):
    """A conditional format that gives letters a colour, or their ground: where, and when."""

    areas: list[tuple[int, int, int, int]]  # first and last row and column, from 0
    kind: int
    operator: int
    constant: float | None  # what a value is compared with; None where it is a formula
    formula: bytes
    ink: int | None  # numbers of the palette
    ground: int | None
    number_format: str | None = None

    def covers(self, row: int, column: int) -> bool:
        return any(a <= row <= b and c <= column <= d for a, b, c, d in self.areas)

    def holds(self, value: object) -> bool | None:
        """Whether the condition is true of a value; None where that takes its formula, or cannot be told."""
        if self.kind != CELL_IS or self.constant is None or self.operator not in COMPARED:
            return None
        if not isinstance(value, (int, float)):
            return self.operator in (4, 5, 7)  # every text is above every number
        return COMPARED[self.operator](value, self.constant)


def all_records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(stream):
        code, size = struct.unpack_from("<HH", stream, at)
        yield code, stream[at + 4 : at + 4 + size]
        at += 4 + size


def conditions_of(stream: bytes) -> dict[int, list[Condition]]:
    """The conditional formats that colour, by the number of the sheet among those with cells, from 0 (2.4.42, 2.4.56)."""
    made: dict[int, list[Condition]] = {}
    sheet, depth = -1, 0
    areas: list[tuple[int, int, int, int]] = []
    for code, content in all_records(stream):
        if code == BOF:
            sheet += depth == 0 and content[2:4] == struct.pack("<H", WORKSHEET)
            depth += 1
        elif code == EOF:
            depth -= 1
        elif code == CONDITIONS and len(content) >= 14:
            amount = min(struct.unpack_from("<H", content, 12)[0], (len(content) - 14) // 8)
            areas = [struct.unpack_from("<HHHH", content, 14 + 8 * n) for n in range(amount)]
        elif code == CONDITION and (found := _condition(content, areas)) is not None:
            made.setdefault(sheet, []).append(found)
    return made


def _condition(content: bytes, areas: list[tuple[int, int, int, int]]) -> Condition | None:
    """What one record says (DXFN, 2.5.92): a font of 118 bytes, alignment and borders of 8, a pattern of 4."""
    if len(content) < 12:
        return None
    kind, operator, size = content[0], content[1], struct.unpack_from("<H", content, 2)[0]
    flags = struct.unpack_from("<I", content, 6)[0]
    at = 12
    shown = None
    if flags & 1 << 25 and at + 2 <= len(content):  # a number format, by its number or with its text (2.5.96)
        own = struct.unpack_from("<H", content, 10)[0] & 1
        shown = next(_texts(content, at + 2, 1), "") if own else None
        at += struct.unpack_from("<H", content, at)[0] if own else 2
    ink = ground = None
    if flags & 1 << 26:
        if at + 118 > len(content):
            return None
        colour = struct.unpack_from("<i", content, at + 80)[0]
        ink = colour if colour >= 0 else None
        at += 118
    at += 8 * bool(flags & 1 << 27) + 8 * bool(flags & 1 << 28)
    if flags & 1 << 29 and at + 4 <= len(content):
        pattern, colours = struct.unpack_from("<HH", content, at)
        ground = (colours >> 7) & 0x7F if (pattern >> 10) in (0, 1) else None
    if ink is None and ground is None and shown is None:
        return None
    second = struct.unpack_from("<H", content, 4)[0]
    end = len(content) - second
    formula = content[end - size : end] if size else b""
    return Condition(areas, kind, operator, _constant(formula), formula, ink, ground, shown)


def _constant(formula: bytes) -> float | None:
    """A formula that is one number: PtgInt or PtgNum (2.5.198.84, .92)."""
    if formula[:1] == b"\x1e" and len(formula) >= 3:
        return float(struct.unpack_from("<H", formula, 1)[0])
    if formula[:1] == b"\x1f" and len(formula) >= 9:
        return float(struct.unpack_from("<d", formula, 1)[0])
    return None


def _shared_strings(records: list[tuple[int, bytes]]) -> list[str]:
    """The workbook's shared strings (2.4.265), which xlrd forgets once the cells are read."""
    at = next((at for at, (code, _) in enumerate(records) if code == SHARED), None)
    if at is None or len(records[at][1]) < 8:
        return []
    parts = [records[at][1]]
    for code, content in records[at + 1 :]:
        if code != CONTINUE:
            break
        parts.append(content)
    amount = struct.unpack_from("<i", parts[0], 4)[0]
    return list(unpack_SST_table(parts, amount)[0])


def hidden_in_records(stream: bytes, notes: int) -> list[Hidden]:
    """The findings; `notes`: how many comments the workbook has, each with a text box of its own."""
    records = list(all_records(stream))
    shared = _shared_strings(records)
    used: set[int] = set()
    boxes = choices = messages = headers = 0
    for code, content in records:
        if code == SHARED_CELL and len(content) >= 10:
            used.add(struct.unpack_from("<I", content, 6)[0])
        elif code == TEXT_BOX and len(content) >= 12:
            boxes += struct.unpack_from("<H", content, 10)[0] > 0
        elif code == VALIDATION and len(content) >= 12:
            flags = struct.unpack_from("<I", content)[0]
            choices += flags & 0xF == 3 and bool(flags & 0x80)
            messages += any(LETTERS.search(text) for text in _texts(content, 4, 4))
        elif code in (HEADER, FOOTER):
            headers += any(LETTERS.search(PAGES.sub("", CODES.sub(" ", t))) for t in _texts(content, 0, 1))
    shown = {shared[n].strip() for n in used if n < len(shared)}
    left = {t.strip() for n, t in enumerate(shared) if n not in used and re.search(r"[^\W_]", t)} - shown
    found = (
        Hidden("text that no cell shows", WHOLE, len(left), "left over from what was deleted"),
        Hidden("text box", WHOLE, max(boxes - notes, 0), "visible, but not read"),
        Hidden("choices of a list", WHOLE, choices, "what a cell can be set to"),
        Hidden("message of a cell", WHOLE, messages, "shown when a cell is chosen, or filled in wrongly"),
        Hidden("page header or footer", WHOLE, headers, "shown in print"),
    )
    return [one for one in found if one.amount]


def _texts(content: bytes, at: int, amount: int) -> Iterator[str]:
    """Texts one after the other (XLUnicodeString, 2.5.294); as many as there are."""
    for _ in range(amount):
        if at + 3 > len(content):
            return
        length, wide = struct.unpack_from("<HB", content, at)
        size = length * (2 if wide & 1 else 1)
        yield content[at + 3 : at + 3 + size].decode("utf-16-le" if wide & 1 else "latin-1", "replace")
        at += 3 + size
