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
from itertools import pairwise
from operator import attrgetter
from typing import Any, NamedTuple

from openpyxl.reader.strings import read_string_table
from openpyxl.utils.cell import column_index_from_string

ROW = re.compile(r'\s*<row((?: [A-Za-z0-9:]{1,20}="[^"<>&]{0,100}")*) ?(/?)>')
OF_ROW = re.compile(r' (?:r|spans|[a-z0-9]+:[A-Za-z]+)="[^"]*"')
NUMBER_OF_ROW = re.compile(r' r="([1-9]\d{0,6})"')
NUMBER = re.compile(r"[1-9]\d{0,6}")
BEGINS = '<row r="'
SHARED = re.compile(r' t="s"><v>([0-9]+)</v></c>(?:<c r="([A-Z]{1,3}))?')
HEAD = re.compile(r'(?: spans="[0-9: ]{0,100}")?(?: x14ac:dyDescent="[0-9.]{0,20}")?>(?:<c r="([A-Z]{1,3}))?')
PLACE = re.compile(r'([A-Z]{1,3})([1-9]\d{0,6})"')
CELL = '<c r="'
SAID = (
    r'(?: s="(\d{1,6})")?(?: t="(n|s|b|e|str|inlineStr)")?(?:/>|>'
    r'(<f(?: [A-Za-z0-9]{1,10}="[^"<>]{0,1000}")*(?:/>|>[^<]*</f>))?'
    r'(?:<v(?: xml:space="preserve")?>([^<]*)</v>|<v/>|(<is><t(?: xml:space="preserve")?>)([^<]*)</t></is>)?</c>)'
)
"""What comes after the place of a cell: its style, its type, its formula, its value, or its text."""
LAST = re.compile(SAID)
PIECE = re.compile(SAID + '(?:<c r="([A-Z]{1,3}))?')
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

    __slots__ = (
        "data_type",
        "following",
        "formula",
        "inline",
        "kind",
        "on_table",
        "shown",
        "style_id",
        "told",
        "value",
    )

    def __init__(self, style_id: int, kind: str, formula: bool, told: str, inline: str | None) -> None:
        self.style_id, self.kind, self.formula, self.told, self.inline = style_id, kind, formula, told, inline
        self.value: Any = None
        self.data_type = kind
        self.following = ""  # the letters of the place of the next cell, where it is one piece with them
        self.on_table = False  # a heading of one of Excel's own tables, which have a ground of their own
        self.shown: Any = None

    def alone(self, value: Any, data_type: str, on_table: bool = False) -> Said:
        """The same for one cell that is not as the others."""
        made = Said(self.style_id, self.kind, self.formula, self.told, self.inline)
        made.value, made.data_type, made.on_table = value, data_type, on_table
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
    """The cells of one row, in the order of the file: their columns, as letters too, and what they say."""

    number: int
    columns: tuple[int, ...]
    letters: list[str]
    said: list[Said]


class Written(NamedTuple):
    """A sheet. `without`: its XML without its cells. `ordered`: no place comes twice, and none before one further up or left."""

    head: str  # its XML up to its cells, and from there on
    tail: str
    kept: list[str]  # rows of which more is said than where they are, as elements without cells
    without: bytes
    rows: list[WrittenRow]
    said: list[Said]
    columns: set[int]
    ordered: bool
    alone: bool  # nothing besides these may be taken for a cell

    @property
    def formulas(self) -> bool:
        """Some of its cells have a formula."""
        return any(said.formula for said in self.said)

    def strings(self) -> set[int]:
        """The numbers of the shared strings that its cells use."""
        told = {said.told for said in self.said if said.kind == "s"} - {""}
        if (whole := "".join(told)).isascii() and whole.isdigit():
            return set(map(int, told))
        return {int(number) for number in map(str.strip, told) if number.isascii() and number.isdigit()}

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
    return Written(*outside, made.kept, without, made.rows, made.all_said(), made.columns, made.ordered, alone)


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


class Layout(NamedTuple):
    """The columns of the cells of a row, as letters and as numbers."""

    letters: list[str]
    columns: tuple[int, ...]


FOLLOWING = attrgetter("following")
FIRST = "first: "
"""What the letters of the first cell of a row are marked with."""


class _NoPiece(Exception):
    """Something stands between two numbers of a row that is neither the head of a row nor a cell."""


class _Pieces(dict[str, Said]):
    """What the pieces of rows say, each taken apart when it is first met. Raises `_NoPiece`."""

    def __missing__(self, text: str) -> Said:
        made = _piece(text) or _head(text)
        if made is None:
            raise _NoPiece
        self[text] = made
        return made


class _Rows:
    """Rows taken apart one by one. Most have cells in the same columns as another row, and say what others say.

    The number of a row stands in its own place and in that of each of its cells. So a row is split at it, and each piece
    is looked up: what a cell says, and the letters of the next one's place. What cannot be told so (the number may stand in
    it by chance) is taken apart cell by cell.
    """

    def __init__(self) -> None:
        self.rows: list[WrittenRow] = []
        self.kept: list[str] = []  # of rows of which more is said than where they are: all but their cells
        self.columns: set[int] = set()
        self.ordered = True
        self._said = _Pieces()
        self._layouts: dict[tuple[str, ...], Layout] = {}
        self._following: list[str] = []
        self._layout = Layout([], ())
        self._column_of = lru_cache(maxsize=None)(column_index_from_string)
        self._last = 0

    def add(self, segment: str) -> None:
        """A row, with such before it as hold no cells. Raises `Odd`."""
        number = segment[len(BEGINS) : segment.find('"', len(BEGINS))]
        start, *pieces = segment.split(f'{number}"')
        try:
            said = list(map(self._said.__getitem__, pieces))
        except _NoPiece:
            said = []
        if start != BEGINS or not said or not NUMBER.fullmatch(number):
            self._add_one_by_one(segment)
            return
        following = list(map(FOLLOWING, said))
        if following != self._following:
            self._layout = self._layout_of(tuple(following))
            self._following = following
        layout = self._layout
        del said[0]
        self._add(int(number), layout, said)

    def _add(self, number: int, layout: Layout, said: list[Said]) -> None:
        if number <= self._last:
            self.ordered = False
        self._last = number
        self.rows.append(WrittenRow(number, layout.columns, layout.letters, said))

    def all_said(self) -> list[Said]:
        """All that cells say."""
        return [said for said in self._said.values() if not said.following.startswith(FIRST)]

    def close(self, rest: str) -> None:
        """What comes after the last row with cells. Raises `Odd`."""
        if self._heads(rest)[1]:
            raise Odd

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

    def _layout_of(self, following: tuple[str, ...]) -> Layout:
        """The columns of a row, by what its pieces say of the cell behind them. Raises `Odd`."""
        if following in self._layouts:
            return self._layouts[following]
        first, letters, last = following[0], [one.removeprefix(FIRST) for one in following[:-1]], following[-1]
        if len(following) == 1:
            last = first.removeprefix(FIRST)
        if not first.startswith(FIRST) or last or not all(letters) or any(o.startswith(FIRST) for o in following[1:]):
            raise Odd
        columns = tuple(map(self._column_of, letters))
        self.columns.update(columns)
        self.ordered = self.ordered and all(a < b for a, b in pairwise(columns))
        layout = self._layouts[following] = Layout(letters, columns)
        return layout

    def _add_one_by_one(self, segment: str) -> None:
        """A row, cell by cell. Raises `Odd`."""
        head, *cells = segment.split(CELL)
        number, is_open = self._heads(head)
        found = [PLACE.match(cell) for cell in cells]
        letters = [place[1] for place in found if place and place[2] == number]
        if not is_open or len(letters) != len(cells):
            raise Odd
        said = [self._of(cell[len(one) + len(number) + 1 :]) for cell, one in zip(cells, letters, strict=True)]
        following = (FIRST + letters[0], *letters[1:], "") if letters else (FIRST,)
        self._add(int(number), self._layout_of(following), said)

    def _of(self, text: str) -> Said:
        """What a cell says, by all that comes after its place. Raises `Odd`."""
        made = self._said.get(text)
        if made is None and (found := LAST.fullmatch(text)):
            made = _said(*found.groups(""))
        if made is None or made.following:
            raise Odd
        self._said[text] = made
        return made


def _piece(text: str) -> Said | None:
    """What a cell says, and the letters of the next one's place; None where it is no such piece."""
    if shared := SHARED.fullmatch(text):
        made = Said(0, "s", False, shared[1], None)
        made.following = shared[2] or ""
        return made
    found = PIECE.fullmatch(text)
    if found is None:
        return None
    *told, following = found.groups("")
    other = _said(*told)
    if other is not None:
        other.following = following
    return other


def _head(text: str) -> Said | None:
    """What stands between the number of a row and that of its first cell's place; None where it is no such piece."""
    found = HEAD.fullmatch(text)
    if found is None:
        return None
    made = Said(0, "n", False, "", None)
    made.following = FIRST + (found[1] or "")
    return made


def _said(style: str, kind: str, formula: str, told: str, inline: str, shown: str) -> Said | None:
    if bool(inline) != (kind == "inlineStr"):
        return None
    return Said(int(style) if style else 0, kind or "n", formula != "", told, shown if inline else None)
