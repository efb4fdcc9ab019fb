"""The cells of an Excel sheet as its XML has them, taken by patterns that account for every byte, many times as fast as a parser.

A sheet says the same few things in most of its cells: each is taken apart once. What is not written as programs write it (an
odd order, another alphabet, a comment in between) raises `Odd`, and the workbook is left to openpyxl.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import unescape
from typing import Any, NamedTuple

from openpyxl.reader.strings import read_string_table
from openpyxl.utils.cell import column_index_from_string

ROW = re.compile(r'\s*<row((?: [A-Za-z0-9:]{1,20}="[^"<>&]{0,100}")*) ?(/?)>')
PLAIN_ROW = re.compile(r'\s*<row r="([1-9]\d{0,6})"(?: spans="[0-9: ]{0,100}")?(?: x14ac:dyDescent="[0-9.]{0,20}")?>')
OF_ROW = re.compile(r' (?:r|spans|[a-z0-9]+:[A-Za-z]+)="[^"]*"')
NUMBER_OF_ROW = re.compile(r' r="([1-9]\d{0,6})"')
PLACE = re.compile(r'([A-Z]{1,3})([1-9]\d{0,6})"')
CELL = '<c r="'
SAID = re.compile(
    r'"(?: s="(\d{1,6})")?(?: t="(n|s|b|e|str|inlineStr)")?(?:/>|>'
    r'(<f(?: [A-Za-z0-9]{1,10}="[^"<>]{0,1000}")*(?:/>|>[^<]*</f>))?'
    r'(?:<v(?: xml:space="preserve")?>([^<]*)</v>|<v/>|(<is><t(?: xml:space="preserve")?>)([^<]*)</t></is>)?</c>)'
)
"""What comes after the place of a cell: its style, its type, its formula, its value, or its text."""
ELSEWHERE = re.compile(r"<(?:\w+:)?c\b")
OTHER_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#(?:1[6-9]\d|[2-9]\d\d|[1-9]\d{3}));)")
PRINTED = bytes(range(32, 256)) + b"\t\n"
NO_CHARACTER = ("\ufffe", "\uffff")
ATTRIBUTE = r'(?: [A-Za-z0-9:]{1,40}="[^"<>&]{0,300}")*'
NAMESPACE = ' xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
PLAIN_STRING = re.compile(r"\s*<si><t>([^<]*)</t>")
STRINGS = re.compile(rf"(?:<\?xml [^<>]{{1,100}}\?>)?\s*<sst({ATTRIBUTE})>")


class Odd(Exception):
    """A part is not written as programs write it."""


class Said:
    """What one or many cells of a sheet say: as written, then as a value (`xlsx_cells`), then as it is seen (`xlsx`)."""

    __slots__ = ("data_type", "formula", "inline", "kind", "shown", "style_id", "told", "value")

    def __init__(self, style_id: int, kind: str, formula: bool, told: str, inline: str | None) -> None:
        self.style_id, self.kind, self.formula, self.told, self.inline = style_id, kind, formula, told, inline
        self.value: Any = None
        self.data_type = kind
        self.shown: Any = None

    def valued(self, value: Any, data_type: str) -> Said:
        """The same with another value, for one cell alone."""
        made = Said(self.style_id, self.kind, self.formula, self.told, self.inline)
        made.value, made.data_type = value, data_type
        return made

    @property
    def blank(self) -> bool:
        """It has neither a value nor a formula that would have one."""
        return self.value is None and not self.formula

    @property
    def holds(self) -> bool:
        """There is something other than space in it."""
        return bool((self.told if self.inline is None else self.inline).strip(" \t\n\r\x0b\x0c"))


class WrittenRow(NamedTuple):
    """The cells of one row, in the order of the file: their columns, their places (`B7`), what they say."""

    number: int
    columns: tuple[int, ...]
    places: list[str]
    said: list[Said]


class Written(NamedTuple):
    """A sheet. `without`: its XML without its cells. `ordered`: no place comes twice, and none before one further up or left."""

    without: bytes
    rows: list[WrittenRow]
    said: list[Said]
    columns: set[int]
    ordered: bool
    alone: bool  # nothing besides these may be taken for a cell

    def strings(self) -> set[int]:
        """The numbers of the shared strings that its cells use."""
        told = {said.told.strip() for said in self.said if said.kind == "s"}
        return {int(number) for number in told if number.isascii() and number.isdigit()}

    def holding(self, rows: Iterable[int]) -> Iterator[tuple[int, int]]:
        """Row and column of every cell of those rows that holds something."""
        wanted = set(rows)
        for row in self.rows:
            if row.number in wanted:
                yield from ((row.number, c) for c, said in zip(row.columns, row.said, strict=True) if said.holds)


def cells_of(content: bytes) -> Written:
    """The cells of a sheet. Raises `Odd`, or `UnicodeDecodeError`."""
    text, start, end = _between(content, "<sheetData>", "</sheetData>")
    whole = text[start:end]
    made = _Rows()
    *segments, rest = whole.split("</row>")
    for segment in segments:
        made.add(segment)
    made.close(rest)
    outside = text[:start], text[end:]
    without = (outside[0] + "".join(made.kept) + outside[1]).encode()
    alone = not any(map(ELSEWHERE.search, outside))
    return Written(without, made.rows, list(made.known.values()), made.columns, made.ordered, alone)


def strings_of(content: bytes) -> list[str]:
    """The shared strings. Raises `Odd`, or `UnicodeDecodeError`."""
    text, _, end = _between(content, "<si>", "</sst>")
    head = STRINGS.match(text)
    if head is None or text[end:].strip() != "</sst>":
        raise Odd
    first, last = "<si><t>", "</t></si>"
    whole = text[head.end() : end].replace('<t xml:space="preserve">', "<t>")
    if not whole.startswith(first) or not whole.endswith(last):
        return _strings_one_by_one(head[0], whole)
    found = whole[len(first) : -len(last)].split(last + first)
    if whole.count("<") != 4 * len(found):
        return _strings_one_by_one(head[0], whole)
    return _unescaped(found) if "&" in whole or "x005F_" in whole else found


def _strings_one_by_one(head: str, whole: str) -> list[str]:
    """The shared strings, where some have parts with a look of their own: those are left to openpyxl. Raises `Odd`."""
    *pieces, rest = whole.split("</si>")
    found = list(map(PLAIN_STRING.fullmatch, pieces))
    others = [piece for piece, plain in zip(pieces, found, strict=True) if plain is None]
    if rest.strip() or not all(piece.lstrip().startswith("<si>") for piece in others):
        raise Odd
    written = (
        f"{head.partition('<sst')[1]}{head.partition('<sst')[2]}{''.join(f'{piece}</si>' for piece in others)}</sst>"
    )
    read = iter(read_string_table(io.BytesIO(written.encode())))
    plain = iter(_unescaped([one[1] for one in found if one]))
    made = [next(read if one is None else plain) for one in found]
    if next(read, None) is not None:
        raise Odd
    return made


def _unescaped(texts: list[str]) -> list[str]:
    return [(unescape(t) if "&" in t else t).replace("x005F_", "") for t in texts]


def _between(content: bytes, first: str, last: str) -> tuple[str, int, int]:
    """A part as text, and where what stands between those marks begins and ends. Raises `Odd`."""
    text = content.decode("utf-8")  # anything else is not
    start, end = text.find(first) + len(first), text.rfind(last)
    if start < len(first) or end < start:
        raise Odd
    if "encoding=" in text[:100].replace('encoding="UTF-8"', "").replace('encoding="utf-8"', ""):
        raise Odd
    inside = text[start:end]
    if content.translate(None, PRINTED) and inside.encode().translate(None, PRINTED):
        raise Odd
    if not content.isascii() and any(sign in inside for sign in NO_CHARACTER):
        raise Odd
    if (
        any(sign in inside for sign in ("<!", "<?", "]]>"))
        or "<!DOCTYPE" in text[:start]
        or NAMESPACE not in text[:start]
    ):
        raise Odd
    if "&" in inside and OTHER_ENTITY.search(inside):
        raise Odd
    return text, start, end


class _Rows:
    """Rows taken apart one by one. Most have cells in the same columns as the row before."""

    def __init__(self) -> None:
        self.rows: list[WrittenRow] = []
        self.known: dict[str, Said] = {}
        self.kept: list[str] = []  # of rows of which more is said than where they are: all but their cells
        self.columns: set[int] = set()
        self.ordered = True
        self._letters: tuple[str, ...] = ()
        self._columns: tuple[int, ...] = ()
        self._column_of = lru_cache(maxsize=None)(column_index_from_string)

    def add(self, segment: str) -> None:
        """A row, with such before it as hold no cells. Raises `Odd`."""
        head, *cells = segment.split(CELL)
        plain = PLAIN_ROW.fullmatch(head)
        number = plain[1] if plain else self._number(head)
        places = [letters + number for letters in self._letters]
        after = list(map(str.removeprefix, cells, places))
        said = list(map(self.known.get, after))
        if len(cells) != len(places) or (None in said and not self._take_apart(after, said)):
            places, after = self._places(cells, number)
            said = [None] * len(after)
            if not self._take_apart(after, said):
                raise Odd
        row = int(number)
        self.ordered = self.ordered and (not self.rows or self.rows[-1].number < row)
        self.rows.append(WrittenRow(row, self._columns, places, said))  # type: ignore[arg-type]

    def close(self, rest: str) -> None:
        """What comes after the last row with cells. Raises `Odd`."""
        if self._heads(rest)[1]:
            raise Odd

    def _number(self, head: str) -> str:
        number, is_open = self._heads(head)
        if not is_open:
            raise Odd
        return number

    def _heads(self, text: str) -> tuple[str, bool]:
        """The number of the last row that begins there, and whether it goes on. Raises `Odd`."""
        at, number, is_open = 0, "", False
        while not is_open and (row := ROW.match(text, at)):
            found = NUMBER_OF_ROW.search(row[1])
            if found is None:
                raise Odd
            at, number, is_open = row.end(), found[1], not row[2]
            if OF_ROW.sub("", row[1]):
                self.kept.append(f"<row{row[1]}/>")
        if text[at:] if is_open else text[at:].strip():
            raise Odd
        return number, is_open

    def _places(self, cells: list[str], number: str) -> tuple[list[str], list[str]]:
        """The places of the cells, and what comes after them. Raises `Odd`."""
        found = [PLACE.match(cell) for cell in cells]
        letters = tuple(m[1] for m in found if m and m[2] == number)
        if len(letters) != len(cells):
            raise Odd
        self._letters, self._columns = letters, tuple(map(self._column_of, letters))
        self.columns.update(self._columns)
        self.ordered = self.ordered and all(a < b for a, b in zip(self._columns, self._columns[1:], strict=False))
        places = [one + number for one in letters]
        return places, list(map(str.removeprefix, cells, places))

    def _take_apart(self, after: list[str], said: list[Said | None]) -> bool:
        """Put in what is not known yet; False where a place was not the one that was looked for. Raises `Odd`."""
        for at, one in enumerate(said):
            if one is None:
                text = after[at]
                if not text.startswith('"'):
                    return False
                said[at] = self.known.get(text) or self._said(text)
        return True

    def _said(self, text: str) -> Said:
        found = SAID.fullmatch(text)
        if found is None:
            raise Odd
        style, kind, formula, told, inline, shown = found.groups("")
        if bool(inline) != (kind == "inlineStr"):
            raise Odd
        made = self.known[text] = Said(int(style or 0), kind or "n", formula != "", told, shown if inline else None)
        return made
