"""OpenDocument spreadsheets (.ods): what a person who opens them sees, and word of what is hidden.

The format: OASIS OpenDocument 1.3 part 3. The text of a cell is in the file as it is shown, beside its value.
"""

from __future__ import annotations

import dataclasses
import hashlib
import math
import re
import zipfile
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import cache, partial
from typing import NamedTuple

from lxml import etree

from parsers.documents.colours import alike
from parsers.documents.kinds import ODS as MEDIA_TYPE
from parsers.documents.model import Cell, Document, Hidden
from parsers.documents.number_format import COMPARED, general
from parsers.documents.ods_conditions import NUMBERS, Conditional, area_of
from parsers.documents.properties import LETTERS, beside_the_text
from parsers.documents.sheet import place
from parsers.documents.workbook import (
    BEHIND_FORMAT,
    IN_BACKGROUND,
    STRUCK,
    TOO_SMALL,
    Area,
    Filled,
    Look,
    RawSheet,
    add_sheet,
    damaged,
    hidden_sheet,
    number_blocks,
    opened_package,
    pictures,
    protected,
    too_large,
    uncalculated,
)
from parsers.limits import limits

NAMESPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "number": "urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    "form": "urn:oasis:names:tc:opendocument:xmlns:form:1.0",
    "calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
}
ERROR = re.compile(r"#(?:N/A|DIV/0!|REF!|VALUE!|NAME\?|NUM!|NULL!)|Err:\d+")
PRINTED = re.compile(r"\d[\d,]*(?:\.(\d+))?(?:E[+-]?\d+)?", re.I)
DURATION = re.compile(r"PT(\d{1,6})H(\d{1,6})M(\d{1,6})(?:[.,]\d+)?S")
LENGTH = re.compile(r"(\d+(?:\.\d+)?|\.\d+)(cm|mm|in|pt|pc|px)?")
POINTS = {"cm": 28.35, "mm": 2.835, "in": 72.0, "pc": 12.0, "px": 0.75}  # of each unit of length
THIN = 2  # points; what is lower or narrower, and smaller letters, nobody sees
LINKED = re.compile(r"'(?:file|https?):|^(?:file|https?):")  # the name of a sheet kept from another workbook
WHITE = "#ffffff"
VERSIONS = "Versions/"
MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384


@cache
def _name(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


TABLE, ROW, COLUMN = _name("table:table"), _name("table:table-row"), _name("table:table-column")
CELL, COVERED = _name("table:table-cell"), _name("table:covered-table-cell")
GROUPS = (_name("table:table-row-group"), _name("table:table-column-group"))
FORMATS = (_name("number:text-style"), _name("number:number-style"))
STYLE, ANNOTATION = _name("style:style"), _name("office:annotation")
FORMAT, VALIDATION = _name("calcext:conditional-format"), _name("table:content-validation")
BESIDE = {
    "draw:text-box": "text box",
    "draw:custom-shape": "text box",
    "table:content-validation": "choices of a list",
    "table:help-message": "message of a cell",
    "table:error-message": "message of a cell",
    "svg:title": "alternative text",
    "svg:desc": "alternative text",
    "form:option": "form field",
    "form:text": "form field",
    "form:textarea": "form field",
}
"""What stands beside the cells of a sheet, where it says something."""
SPACES = (_name("text:s"), _name("text:tab"), _name("text:line-break"))
UNSEEN = (ANNOTATION, _name("text:note"), _name("text:ruby-text"), _name("office:annotation-end"))
TEXT_OF = f"{{{NAMESPACES['text']}}}"
DRAWN = f"{{{NAMESPACES['draw']}}}"


@dataclass(slots=True)
class Style:
    """What a style says of itself; None where it leaves it to its parent."""

    parent: str | None = None
    bold: bool | None = None
    colour: str | None = None
    background: str | None = None
    size: float | None = None  # of letters, in points
    struck: bool | None = None
    numbers: str | None = None  # the name of the format of values
    hidden: bool = False  # a sheet or a text that is not shown, a row without height, a column without width


@dataclass(slots=True)
class Styles:
    """The styles of a workbook by (family, name)."""

    known: dict[tuple[str, str], Style] = field(default_factory=dict)
    empty_formats: dict[str, list[str]] = field(
        default_factory=dict
    )  # without any content: the names of their sections
    _of_cells: dict[str | None, Style] = field(default_factory=dict)

    def of_cell(self, name: str | None) -> Style:
        """The style of a cell with what it takes from its parents."""
        if name not in self._of_cells:
            self._of_cells[name] = self._inherited(name)
        return self._of_cells[name]

    def _inherited(self, name: str | None) -> Style:
        made = Style()
        for _ in range(10):  # parents of parents; a longer chain is a circle
            style = self.known.get(("table-cell", name or "Default"))
            if style is None:
                break
            made.bold = style.bold if made.bold is None else made.bold
            made.colour = made.colour or style.colour
            made.background = made.background or style.background
            made.struck = style.struck if made.struck is None else made.struck
            made.size = made.size if made.size is not None else style.size
            made.numbers = made.numbers or style.numbers
            name = style.parent
            if name is None:
                break
        return made

    def of_text(self, name: str | None, cell: Style) -> Style:
        """The style of a part of a text, laid over that of its cell."""
        own = self.known.get(("text", name or ""))
        if own is None:
            return cell
        return Style(
            colour=own.colour or cell.colour,
            background=own.background if own.background not in (None, "transparent") else cell.background,
            size=cell.size if own.size is None else own.size,
            struck=cell.struck if own.struck is None else own.struck,
            hidden=own.hidden or cell.hidden,
        )

    def shows_nothing(self, name: str | None, depth: int = 0) -> bool:
        """The format of values leaves them out, and so do its sections: `;;;`."""
        sections = self.empty_formats.get(name or "")
        return sections is not None and depth < 5 and all(self.shows_nothing(part, depth + 1) for part in sections)

    def hides(self, family: str, name: str | None) -> bool:
        style = self.known.get((family, name or ""))
        return style is not None and style.hidden


class Ranges:
    """Rows or columns as they come, many at a time, each run with what is true of it."""

    def __init__(self) -> None:
        self.ends: list[int] = []
        self.values: list[tuple[bool, str | None]] = []

    def add(self, amount: int, hidden: bool, style: str | None = None) -> None:
        self.ends.append((self.ends[-1] if self.ends else 0) + amount)
        self.values.append((hidden, style))

    def _at(self, number: int) -> tuple[bool, str | None]:
        index = bisect_right(self.ends, number - 1)
        return self.values[index] if index < len(self.values) else (False, None)

    def hidden(self, number: int) -> bool:
        return self._at(number)[0]

    def style(self, number: int) -> str | None:
        return self._at(number)[1]


@dataclass(slots=True)
class Table:
    """A sheet while it is being read."""

    title: str
    hidden: bool
    rows: Ranges = field(default_factory=Ranges)
    columns: Ranges = field(default_factory=Ranges)
    row: int = 0  # the last one read
    cells: list[Filled] = field(default_factory=list)
    merged: list[Area] = field(default_factory=list)
    comments: int = 0
    filtered: bool = False
    formats: list[list[Conditional]] = field(default_factory=list)
    closed_groups: int = 0  # groups of rows or columns, around the place that is read, that are folded away


def read_ods(data: bytes, name: str) -> Document:
    """The workbook as a Document. Raises UnreadableDocument where it is damaged, protected or too large."""
    document = Document(hashlib.sha256(data).hexdigest(), name, MEDIA_TYPE)
    with opened_package(data, "content.xml".__eq__) as archive:
        parts = archive.namelist()
        try:
            if "META-INF/manifest.xml" in parts and b"encryption-data" in archive.read("META-INF/manifest.xml"):
                raise protected()
            styles = _styles(archive)
            with archive.open("content.xml") as content:
                _content(content, styles, document)
        except (zipfile.BadZipFile, etree.XMLSyntaxError, KeyError, ValueError, EOFError, OSError) as error:
            raise damaged(error) from None
        _hidden_parts(archive, parts, document)
    number_blocks(document)
    return document


def _parsed(source: object, *tags: str) -> Iterator[tuple[str, etree._Element]]:
    """Events of the XML as it is read, without entities or network; read elements are the caller's to clear."""
    return etree.iterparse(
        source, events=("start", "end"), tag=tags, resolve_entities=False, no_network=True, load_dtd=False
    )


def _styles(archive: zipfile.ZipFile) -> Styles:
    styles = Styles()
    if "styles.xml" in archive.namelist():
        with archive.open("styles.xml") as source:
            for event, element in _parsed(source, STYLE, *FORMATS):
                if event == "end":
                    _learn(styles, element)
    return styles


def _learn(styles: Styles, element: etree._Element) -> None:
    family, name = element.get(_name("style:family")), element.get(_name("style:name"))
    if element.tag in FORMATS:
        maps = [m.get(_name("style:apply-style-name")) or "" for m in element.iterfind(_name("style:map"))]
        said = [c for c in element if c.tag not in (_name("style:map"), _name("style:text-properties"))]
        if name and all(c.tag == _name("number:text") and not (c.text or "").strip() for c in said):
            styles.empty_formats[name] = maps
        return
    if not family or not name:
        return
    style = Style(
        parent=element.get(_name("style:parent-style-name")), numbers=element.get(_name("style:data-style-name"))
    )
    for own in element:
        weight, colour = own.get(_name("fo:font-weight")), own.get(_name("fo:color"))
        if weight:
            style.bold = weight == "bold" or (weight.isdigit() and int(weight) >= 600)
        style.colour = colour.lower() if colour else style.colour
        background = own.get(_name("fo:background-color"))
        style.background = background.lower() if background else style.background
        size = _points(own.get(_name("style:row-height")) or own.get(_name("style:column-width")))
        style.hidden |= (size is not None and size < THIN) or own.get(_name("table:display")) == "false"
        style.hidden |= own.get(_name("text:display")) == "none"
        line = own.get(_name("style:text-line-through-style")) or own.get(_name("style:text-line-through-type"))
        style.struck = style.struck if line is None else line != "none"
        letters = _points(own.get(_name("fo:font-size")))
        style.size = style.size if letters is None else letters
    styles.known[family, name] = style
    if shown := element.get(_name("style:display-name")):
        styles.known.setdefault((family, shown), style)  # by which conditional formats name it


def _points(length: str | None) -> float | None:
    found = LENGTH.fullmatch(length or "")
    return float(found[1]) * POINTS.get(found[2] or "", 1.0) if found else None


def _content(source: object, styles: Styles, document: Document) -> None:
    """The sheets one after the other, row by row: a sheet is never in memory as a whole tree."""
    table: Table | None = None
    filled = 0
    document.pages = 0
    beside = {_name(name): what for name, what in BESIDE.items()}
    names = [_name(f"table:{n}") for n in ("named-range", "named-expression", "tracked-changes", "dde-link")]
    for event, element in _parsed(source, STYLE, *FORMATS, TABLE, COLUMN, ROW, *GROUPS, *names, FORMAT, *beside):
        tag = element.tag
        if event == "start":
            if tag == TABLE and table is None:
                style = element.get(_name("table:style-name"))
                table = Table(element.get(_name("table:name")) or "", styles.hides("table", style))
            elif tag in GROUPS and table is not None:
                table.closed_groups += element.get(_name("table:display")) == "false"
            continue
        if tag in (STYLE, *FORMATS):
            _learn(styles, element)
        elif tag in names:
            _unseen_part(names.index(tag), document)
            if (element.get(_name("table:expression")) or "").lstrip("of:=").startswith(("{", '"')):
                _count("values in a defined name", document)
        elif tag in beside:
            if LETTERS.search(_said(element)):
                _count(beside[tag], document)
        elif table is None:
            continue
        elif tag == FORMAT:
            table.formats.append(list(conditionals(element, styles)))
        elif tag in GROUPS:
            table.closed_groups -= element.get(_name("table:display")) == "false"
        elif tag == COLUMN:
            _column(table, element, styles)
        elif tag == ROW:
            before = len(table.cells)
            _row(table, element, styles)
            filled += len(table.cells) - before
            if filled > limits().cells:
                raise too_large()
            _forget(element)
        elif tag == TABLE:
            _sheet(table, document)
            table = None
            _forget(element)


def _said(element: etree._Element) -> str:
    """What a part beside the cells says; of a rule for what may be put in, the texts of its list."""
    condition = element.get(_name("table:condition")) or ""
    listed = " ".join(re.findall(r'"([^"]*)"', condition)) if "is-in-list" in condition else ""
    notes = (element.get(_name(f"form:{n}")) or "" for n in ("label", "value", "current-value"))
    return " ".join(["".join(element.itertext()), listed, *notes]) if element.tag != VALIDATION else listed


class _Seen(NamedTuple):
    """A cell as a formula sees it."""

    value: object
    data_type: str


def _under_formats(table: Table) -> list[Filled]:
    """The cells as their conditional formats leave them."""
    if not table.formats:
        return table.cells
    filled = {(cell.row, cell.column): cell for cell in table.cells}

    @cache
    def cell_at(row: int, column: int) -> _Seen | None:
        seen = filled[row, column].seen().cell if (row, column) in filled else None
        if seen is None:
            return None
        return _Seen(seen.text if seen.value is None else seen.value, "e" if seen.kind == "error" else "")

    def under(cell: Filled) -> Filled:
        covering = [group for group in table.formats if any(f.covers(cell.row, cell.column) for f in group[:1])]
        return cell._replace(look=partial(_look_under, cell, covering, cell_at)) if covering else cell

    return [under(cell) for cell in table.cells]


def _look_under(cell: Filled, groups: list[list[Conditional]], cell_at: Callable[[int, int], _Seen | None]) -> Look:
    seen = cell.seen()
    if seen.cell is None or seen.cell.kind == "formula":
        return seen
    for group in groups:  # of each, the first condition that is true sets its style
        one = next((f for f in group if f.holds(seen.cell, cell.row, cell.column, cell_at)), None)
        if one is not None and one.hides:
            above = cell_at(cell.row - 1, cell.column)
            repeated = above is not None and above == cell_at(cell.row, cell.column)
            return Look(None, "" if repeated or one.keeps_no_secret(seen.cell) else one.hides)
    return seen


def conditionals(group: etree._Element, styles: Styles) -> Iterator[Conditional]:
    """The conditional formats of one range, with why the style that they set hides (empty where it does not)."""
    areas = [
        a for r in (group.get(_name("calcext:target-range-address")) or "").split() if (a := area_of(r)) is not None
    ]
    for condition in group.iter(_name("calcext:condition")):
        style = styles.of_cell(condition.get(_name("calcext:apply-style-name")))
        hides = _unseen(style) or (BEHIND_FORMAT if styles.shows_nothing(style.numbers) else "")
        base = area_of(condition.get(_name("calcext:base-cell-address")) or "")
        said = condition.get(_name("calcext:value")) or ""
        yield Conditional(areas, said, hides, (base[1], base[0]) if base else None)
    for drawn in group.iter(_name("calcext:data-bar"), _name("calcext:icon-set")):
        if drawn.get(_name("calcext:show-value")) == "false":
            yield Conditional(areas, NUMBERS, BEHIND_FORMAT)


def _forget(element: etree._Element) -> None:
    element.clear()
    while (before := element.getprevious()) is not None:
        before.getparent().remove(before)


def _unseen_part(which: int, document: Document) -> None:
    _count(("defined name", "defined name", "tracked changes", "external link")[which], document)


def _count(what: str, document: Document) -> None:
    known = next((h for h in document.hidden if h.what == what and h.location == "workbook"), None)
    if known:
        known.amount += 1
    else:
        document.hidden.append(Hidden(what, "workbook"))


def _sheet(table: Table, document: Document) -> None:
    document.pages = (document.pages or 0) + 1
    if LINKED.search(table.title):
        document.hidden.append(Hidden("external link", "workbook", 1, "names another workbook"))
        if table.cells:
            kept = len(table.cells)
            document.hidden.append(
                Hidden("values kept of an external link", "workbook", kept, "copied from another workbook")
            )
    elif table.hidden:
        document.hidden.append(hidden_sheet(document.pages, len(table.cells)))
    else:
        raw = RawSheet(
            title=table.title,
            cells=_under_formats(table),
            merged=table.merged,
            hidden_row=table.rows.hidden,
            hidden_column=table.columns.hidden,
            filtered=table.filtered,
            comments=table.comments,
        )
        add_sheet(raw, document)


def _times(element: etree._Element, attribute: str, most: int) -> int:
    value = element.get(_name(attribute), "1")
    return min(max(int(value[:9]), 1), most) if value.isdecimal() else 1


def _is_hidden(table: Table, element: etree._Element, styles: Styles, family: str) -> bool:
    visible = element.get(_name("table:visibility"), "visible")
    table.filtered |= visible == "filter"
    folded = table.closed_groups > 0
    return visible != "visible" or folded or styles.hides(family, element.get(_name("table:style-name")))


def _column(table: Table, element: etree._Element, styles: Styles) -> None:
    amount = _times(element, "table:number-columns-repeated", MAX_COLUMNS)
    hidden = _is_hidden(table, element, styles, "table-column")
    table.columns.add(amount, hidden, element.get(_name("table:default-cell-style-name")))


def _row(table: Table, element: etree._Element, styles: Styles) -> None:
    amount = _times(element, "table:number-rows-repeated", MAX_ROWS)
    table.rows.add(amount, _is_hidden(table, element, styles, "table-row"))
    column = 0
    style = element.get(_name("table:default-cell-style-name"))
    found: list[tuple[int, Look]] = []
    for cell in element.iterchildren(CELL, COVERED):
        repeated = _times(cell, "table:number-columns-repeated", MAX_COLUMNS)
        table.comments += amount * sum(1 for _ in cell.iterchildren(ANNOTATION))
        rows = _times(cell, "table:number-rows-spanned", MAX_ROWS)
        columns = _times(cell, "table:number-columns-spanned", MAX_COLUMNS)
        if rows * columns > 1:
            top, left = table.row + 1, column + 1
            table.merged.append(Area(top, left, top + rows - 1, left + columns - 1))
        if len(cell) or cell.get(_name("office:value-type")) or cell.get(_name("table:formula")):
            name = cell.get(_name("table:style-name")) or style or table.columns.style(column + 1)
            look = _look(cell, styles.of_cell(name), styles)
            if look.cell is not None or look.hidden:
                found += [(column + at, look) for at in range(1, repeated + 1)]
        column += repeated
    if found and amount * len(found) > limits().cells:
        raise too_large()
    for row in range(table.row + 1, table.row + 1 + amount) if found else ():
        for at, look in found:
            table.cells.append(Filled(row, at, partial(_placed, look, table.title, row, at)))
    table.row += amount


def _placed(look: Look, title: str, row: int, column: int) -> Look:
    if look.cell is None:
        return look
    return Look(dataclasses.replace(look.cell, place=place(title, row, column)), look.hidden)


def _look(cell: etree._Element, style: Style, styles: Styles) -> Look:
    paragraphs = [child for child in cell if isinstance(child.tag, str) and child.tag.startswith(TEXT_OF)]
    kind, value = cell.get(_name("office:value-type")), cell.get(_name("office:value"))
    formula = cell.get(_name("table:formula")) is not None
    if formula and not paragraphs and kind is None:
        return uncalculated("")
    unseen: list[str] = []
    text = " ".join(" ".join(_text(p, style, styles, unseen) for p in paragraphs).split())
    hidden = unseen[0] if unseen else ""
    if not paragraphs:
        text = _unwritten(cell, kind, value)
        hidden = _unseen(style) if text else ""
    if hidden and (not text or not paragraphs):
        return Look(None, hidden)
    if kind == "string" and styles.shows_nothing(style.numbers) and text:
        return Look(None, BEHIND_FORMAT)
    if kind == "string" and not text and not hidden and (cell.get(_name("office:string-value")) or "").strip():
        return Look(None, BEHIND_FORMAT)
    made = Cell(text or None, bold=bool(style.bold))
    if cell.get(_name("calcext:value-type")) == "error" or (formula and ERROR.fullmatch(text)):
        made.kind = "error"
    elif kind in ("float", "percentage", "currency") and (told := _finite(value)) is not None:
        look = _number(made, told, text)
        return Look(look.cell, look.hidden or hidden)
    elif kind in ("date", "time"):
        made.value = _iso(cell.get(_name(f"office:{kind}-value")) or "")
        made.kind = "date" if made.value else "text"
    elif kind == "boolean":
        made.value = cell.get(_name("office:boolean-value")) == "true"
    return Look(made if made.text else None, hidden)


def _text(element: etree._Element, style: Style, styles: Styles, unseen: list[str]) -> str:
    """The text of a paragraph without notes to it; of what is not seen, only why is put into `unseen`."""
    why = _unseen(style)

    def shown(text: str | None) -> str:
        if why and text and text.strip():
            unseen.append(why)
        return "" if why else text or ""

    made = [shown(element.text)]
    for child in element:
        if child.tag in SPACES:
            made.append(" ")
        elif isinstance(child.tag, str) and child.tag not in UNSEEN and not child.tag.startswith(DRAWN):
            own = styles.of_text(child.get(_name("text:style-name")), style)
            made.append(_text(child, own, styles, unseen))
        made.append(shown(child.tail))
    return "".join(made)


def _unseen(style: Style) -> str:
    """Why text of that style is not seen; empty where it is."""
    if style.hidden:
        return "hidden text"
    if style.size is not None and style.size <= THIN:
        return TOO_SMALL
    if style.struck:
        return STRUCK
    ground = WHITE if style.background in (None, "transparent") else style.background
    seen = style.colour is None or not alike(style.colour.lstrip("#"), (ground or WHITE).lstrip("#"))
    return "" if seen else IN_BACKGROUND


def _unwritten(cell: etree._Element, kind: str | None, value: str | None) -> str:
    """The text of a cell by a writer that gave its value alone."""
    if kind == "string":
        return " ".join((cell.get(_name("office:string-value")) or "").split())
    if kind == "boolean":
        return (cell.get(_name("office:boolean-value")) or "").upper()
    if kind == "date":
        day = (cell.get(_name("office:date-value")) or "").partition("T")[0]
        return re.sub(r"(\d{4})-(\d\d)-(\d\d)", r"\3/\2/\1", day)
    if kind == "time":
        return _iso(cell.get(_name("office:time-value")) or "") or ""
    told = _finite(value)
    if told is None:
        return ""
    return f"{general(round(told * 100, 9))}%" if kind == "percentage" else general(told)


def _finite(value: str | None) -> float | None:
    """The number that the file gives; None where it gives none, or one without end."""
    try:
        told = float(value or "")
    except ValueError:
        return None
    return told if math.isfinite(told) else None


def _number(made: Cell, value: float, text: str) -> Look:
    """A number whose text may show something other than its value: '<5' for 3, '-' for 0."""
    if text in ("TRUE", "FALSE") and value in (0, 1):
        made.value = bool(value)
    elif _agree(value, text):
        made.kind, made.value = "number", int(value) if value == int(value) else value
    elif value:
        return Look(made if text else None, BEHIND_FORMAT)
    return Look(made if text else None)


def _agree(value: float, text: str) -> bool:
    printed = list(PRINTED.finditer(text))
    if len(printed) != 1 or COMPARED.search(text):
        return False
    number, places = float(printed[0][0].replace(",", "")), len(printed[0][1] or "")
    value = abs(value) * (100 if "%" in text else 1)
    return abs(value - number) <= max(0.500001 * 10**-places, abs(value) * 1e-9) or "E" in printed[0][0].upper()


def _iso(value: str) -> str | None:
    """A date or time of the file as ISO 8601, a day without its midnight; a time of 24 hours or more as `37:00:00`."""
    if found := DURATION.fullmatch(value):
        hours, minutes, seconds = map(int, found.groups())
        length = timedelta(hours=hours, minutes=minutes, seconds=seconds)
        return time(hours, minutes, seconds).isoformat() if hours < 24 else str(length)
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment.date().isoformat() if moment.time() == time() else moment.isoformat()


def _hidden_parts(archive: zipfile.ZipFile, parts: list[str], document: Document) -> None:
    macros = sum(p.startswith(("Basic/", "Scripts/")) and not p.endswith(("/", "-lb.xml", "-lc.xml")) for p in parts)
    if macros:
        document.hidden.append(Hidden("macros", "workbook", macros, "program code"))
    manifest = archive.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in parts else b""
    embedded = len(re.findall(rb'full-path="Object [^"/]*/?"', manifest)) - manifest.count(b"opendocument.chart")
    if embedded > 0:
        document.hidden.append(Hidden("embedded file", "workbook", embedded, "a file within the file"))
    versions = sum(p.startswith(VERSIONS) and not p.endswith("/") for p in parts)
    if versions:
        document.hidden.append(Hidden("earlier version", "workbook", versions, "the file as it was before"))
    document.hidden += beside_the_text(archive)
    shown = sum(p.startswith("Pictures/") and not p.endswith("/") for p in parts)
    if shown:
        document.findings.append(pictures(shown))
