"""The Document: what a reader saw in one file, whatever its format, with the place of every cell.

Plain and compact, so that it crosses process boundaries and is kept beside the raw file: `to_json` and `from_json` are
exact inverses. Nothing here knows what the words mean; that is the mapping's work (`parsers.infer`, `parsers.table`).
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import isfinite
from typing import Any, Literal

from parsers.documents.hidden import Severity, severity_of

READER_VERSION = "8"
"""Raise it when any reader's output may change: documents kept under another version are read again."""


@dataclass(slots=True)
class Box:
    """A rectangle on a PDF page: points from the top left corner of the page as shown."""

    page: int  # from 1
    x0: float
    top: float
    x1: float
    bottom: float

    def place(self) -> str:
        """The place as the tables give it: `p2[36,142,202,163]`, whole points."""
        return f"p{self.page}[{self.x0:.0f},{self.top:.0f},{self.x1:.0f},{self.bottom:.0f}]"


Kind = Literal["text", "number", "date", "error", "formula"]


@dataclass(slots=True)
class Cell:
    """One cell of a table.

    `text` is what the reader of the page sees, spaces and line breaks of the layout folded to single spaces; None where
    the cell is covered by a merged neighbour (`covered`) or holds nothing. `value` is the typed value of a workbook's
    cell (int, float, bool, or an ISO 8601 string when `kind` is `date`), None elsewhere.
    """

    text: str | None
    place: str | None = None  # Sheet1!B7, p2[x0,top,x1,bottom]
    value: int | float | bool | str | None = None
    kind: Kind = "text"
    covered: Literal["", "left", "above"] = ""  # part of the merged cell to its left or above it
    span: tuple[int, int] = (1, 1)  # rows, columns of a merged cell, on its first cell
    bold: bool = False
    confidence: float | None = None  # 0 to 1, of OCR; None for text


@dataclass(slots=True)
class Row:
    """One row as printed. `number` counts from 1 within the page or sheet, over all its tables."""

    cells: list[Cell]
    location: str  # "page 2", "Sheet1"
    number: int
    box: Box | None = None
    joined: str | None = None  # location of the second half of a row that a page break cut

    def lengths(self) -> list[int]:
        """How many characters each cell has."""
        return [len(cell.text or "") for cell in self.cells]


class Alike:
    """What all cells of a sheet are that say the same in one style: the same but for their place.

    `start`: what the place of each begins with (`Sheet1!`). `seen` is False where a person sees nothing, and `hidden` tells
    what is there that they do not see.
    """

    __slots__ = ("before", "behind", "bold", "hidden", "kind", "length", "seen", "start", "text", "value")
    before: str  # what each is as JSON, before its place and behind it
    behind: str

    def __init__(
        self,
        text: str | None,
        start: str,
        value: int | float | bool | str | None = None,
        kind: Kind = "text",
        bold: bool = False,
        hidden: str = "",
        seen: bool = True,
    ) -> None:
        self.text, self.start, self.value, self.kind, self.bold = text, start, value, kind, bold
        self.hidden, self.seen = hidden, seen
        self.length = len(text) if text else 0
        self.before = f'{{"text":{"null" if text is None else _quoted(text)}{_place_from(start)}'
        if kind == "text" and value is None:
            self.behind = '","bold":true}' if bold else '"}'
        else:
            self.behind = f'"{_typed(value, kind)},"bold":true}}' if bold else f'"{_typed(value, kind)}}}'

    def cell(self, place: str) -> Cell:
        return Cell(self.text, self.start + place, self.value, self.kind, "", (1, 1), self.bold)


class AlikeRow(Row):
    """A row of a sheet whose cells are made when they are first asked for: most rows are only passed on, as JSON.

    `alike` tells what the cells are, and `letters` their columns, until the cells themselves are there.
    """

    __slots__ = ("_cells", "alike", "letters")
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, alike: Sequence[Alike], letters: Sequence[str], location: str, number: int) -> None:
        self.alike: Sequence[Alike] | None = alike
        self.letters = letters
        self.location, self.number, self.box, self.joined = location, number, None, None
        self._cells: list[Cell] = []

    @property
    def cells(self) -> list[Cell]:  # type: ignore[override]
        if self.alike is not None:
            pairs = zip(self.alike, self.letters, strict=True)
            self._cells = [one.cell(f"{letters}{self.number}") for one, letters in pairs]
            self.alike = None
        return self._cells

    @cells.setter
    def cells(self, cells: list[Cell]) -> None:
        self._cells, self.alike = cells, None

    def lengths(self) -> list[int]:
        return super().lengths() if self.alike is None else [one.length for one in self.alike]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Row):
            return NotImplemented
        return all(getattr(self, item.name) == getattr(other, item.name) for item in dataclasses.fields(Row))


@dataclass(slots=True)
class Table:
    """One table, over as many pages as it runs. Every row has the same number of cells.

    `repeated` holds headings repeated on later pages and running headers: rows of the source, seen and set aside.
    `caption` is the heading text right above it, if any; its lines, where it has several, end with a line break.
    """

    rows: list[Row]
    location: str  # where it begins
    number: int  # in the document, from 1
    repeated: list[Row] = field(default_factory=list)
    caption: str | None = None
    method: Literal["text", "ocr"] = "text"
    found_by: str = ""  # "rulings", "column gaps", "tags", "sheet" …: for the maintainer

    @property
    def width(self) -> int:
        return max((len(r.cells) for r in self.rows), default=0)

    def all_rows(self) -> Iterator[Row]:
        """Its rows and those that are repeated."""
        yield from self.rows
        yield from self.repeated

    def texts(self) -> list[str]:
        """Every text of its cells, at least once."""
        alike: list[Sequence[Alike]] = []
        made = []
        for row in self.all_rows():
            if isinstance(row, AlikeRow) and row.alike is not None:
                alike.append(row.alike)
            else:
                made += [cell.text for cell in row.cells if cell.text]
        return made + [one.text for one in set().union(*alike) if one.text]


@dataclass(slots=True)
class Text:
    """A line or paragraph of running text, in reading order between the tables."""

    text: str
    location: str
    number: int  # of the block in the document, from 1
    place: str | None = None
    kind: Literal["paragraph", "heading", "item", "header", "footer"] = "paragraph"
    box: Box | None = None


@dataclass(slots=True)
class Hidden:
    """Something in the file that a person who opens it does not see. Its content is never kept, only that it is there."""

    what: str  # "hidden sheet", "hidden rows", "pivot cache" …
    location: str
    amount: int = 1
    note: str = ""

    @property
    def severity(self) -> Severity:
        """`error` where it holds the document until a person releases it."""
        return severity_of(self.what)


@dataclass(slots=True)
class Finding:
    """A problem that the reader itself met; becomes a row of `problems`."""

    code: str
    severity: Literal["error", "warning", "info"]
    message: str
    fix: str | None = None
    location: str | None = None
    row: int | None = None


@dataclass(slots=True)
class Document:
    """One file, read. `blocks` are its texts and tables in reading order."""

    sha256: str
    name: str
    media_type: str
    pages: int | None = None  # pages of a PDF, sheets of a workbook
    blocks: list[Text | Table] = field(default_factory=list)
    hidden: list[Hidden] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    properties: dict[str, str] = field(default_factory=dict)  # producer, title …: never people's names
    attachments: list[str] = field(default_factory=list)  # sha256 of files found inside, each a document of its own

    @property
    def tables(self) -> list[Table]:
        return [b for b in self.blocks if isinstance(b, Table)]

    @property
    def texts(self) -> list[Text]:
        return [b for b in self.blocks if isinstance(b, Text)]

    def rows(self) -> Iterator[Row]:
        for table in self.tables:
            yield from table.rows


class UnreadableDocument(Exception):
    """The file cannot be read. The message says why and what to do, in one sentence each, for the person who sent it in.

    `limit` names the limit (`parsers.limits`) that it goes beyond: with a higher one it may be readable.
    """

    def __init__(self, message: str, fix: str = "", limit: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix
        self.limit = limit


_ADDRESS = re.compile(r"\bat 0x[0-9a-fA-F]+|\b0x[0-9a-fA-F]{8,}")


def said_by(error: BaseException) -> str:
    """What an error says, on one short line, without places in memory: the same file gives the same words every time."""
    lines = str(error).strip().splitlines()
    line = "".join(c if c.isprintable() else " " for c in lines[0]) if lines else ""
    return _ADDRESS.sub("…", line)[:200] or "it says nothing more of itself"


def beyond(limit: str, message: str, advice: str) -> UnreadableDocument:
    """The refusal of a file that goes beyond a limit, with the way out for one that is sound."""
    way_out = f"{advice} If it is sound as it is, raise the limit `{limit}` (docs/hostile-files.md)."
    return UnreadableDocument(message, way_out.strip(), limit)


_quoted: Callable[[str], str] = json.encoder.encode_basestring


@lru_cache(maxsize=100)
def _place_from(start: str) -> str:
    """What says, as JSON, where a cell stands: as much of it as all cells of a sheet have alike."""
    return f',"place":{_quoted(start)[:-1]}'


def _value(value: Any) -> str:
    if isinstance(value, str):
        return _quoted(value)
    if value.__class__ is int or (value.__class__ is float and isfinite(value)):
        return repr(value)  # as `json` writes it
    return json.dumps(value)


def _typed(value: Any, kind: Kind) -> str:
    made = "" if value is None else f',"value":{_value(value)}'
    return made if kind == "text" else f'{made},"kind":"{kind}"'


def _cell(cell: Cell) -> str:
    """A cell without what is at its default, in the order of its fields: there are many, so that each is named here."""
    text = cell.text
    made = '{"text":null' if text is None else f'{{"text":{_quoted(text)}'
    if cell.place is not None:
        made += f',"place":{_quoted(cell.place)}'
    made += _typed(cell.value, cell.kind)
    if cell.covered:
        made += f',"covered":"{cell.covered}"'
    if cell.span != (1, 1):
        made += f',"span":[{cell.span[0]},{cell.span[1]}]'
    if cell.bold:
        made += ',"bold":true'
    if cell.confidence is not None:
        made += f',"confidence":{_value(cell.confidence)}'
    return made + "}"


def _row(row: Row) -> str:
    if isinstance(row, AlikeRow) and row.alike is not None:
        number, pairs = str(row.number), zip(row.alike, row.letters, strict=True)
        cells = ",".join([f"{one.before}{letters}{number}{one.behind}" for one, letters in pairs])
    else:
        number, cells = str(row.number), ",".join(map(_cell, row.cells))
    made = f'{{"cells":[{cells}],"location":{_quoted(row.location)},"number":{number}'
    if row.box is not None:
        made += f',"box":{"".join(_pieces(row.box))}'
    if row.joined is not None:
        made += f',"joined":{_quoted(row.joined)}'
    return made + "}"


def _pieces(value: Any) -> Iterator[str]:
    """A value as compact JSON, in pieces; what is at its default is left out: three quarters of the size."""
    if isinstance(value, Row):
        yield _row(value)
    elif isinstance(value, (list, tuple)):
        yield "["
        if value and isinstance(value[0], Row):  # all are
            yield ",".join(map(_row, value))
        else:
            for at, item in enumerate(value):
                if at:
                    yield ","
                yield from _pieces(item)
        yield "]"
    elif dataclasses.is_dataclass(value):
        start = "{"
        for field_ in dataclasses.fields(value):
            here = getattr(value, field_.name)
            default = field_.default_factory() if field_.default_factory is not dataclasses.MISSING else field_.default
            if here != default:
                yield f'{start}"{field_.name}":'
                yield from _pieces(here)
                start = ","
        if isinstance(value, (Text, Table)):
            yield f'{start}"is":"table"' if isinstance(value, Table) else f'{start}"is":"text"'
            start = ","
        yield "{}" if start == "{" else "}"
    else:
        yield json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def to_json(document: Document) -> str:
    """The document as compact JSON; the same document gives the same text."""
    return "".join(_pieces(document))


def from_json(text: str) -> Document:
    """The document that `to_json` wrote."""

    def box(raw: dict | None) -> Box | None:
        return Box(**raw) if raw else None

    def cell(raw: dict) -> Cell:
        made = Cell(**raw) if "text" in raw else Cell(text=None, **raw)
        made.span = (made.span[0], made.span[1])
        return made

    def row(raw: dict) -> Row:
        raw = dict(raw)
        return Row(cells=[cell(c) for c in raw.pop("cells")], box=box(raw.pop("box", None)), **raw)

    def block(raw: dict) -> Text | Table:
        raw = dict(raw)
        if raw.pop("is") == "text":
            return Text(box=box(raw.pop("box", None)), **raw)
        rows = [row(r) for r in raw.pop("rows")]
        repeated = [row(r) for r in raw.pop("repeated", [])]
        return Table(rows=rows, repeated=repeated, **raw)

    raw = json.loads(text)
    return Document(
        blocks=[block(b) for b in raw.pop("blocks", [])],
        hidden=[Hidden(**h) for h in raw.pop("hidden", [])],
        findings=[Finding(**f) for f in raw.pop("findings", [])],
        **raw,
    )
