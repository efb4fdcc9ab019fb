"""Old Excel workbooks (.xls, Excel 2 to 2003): what a person who opens them sees, and word of what is hidden.

The format: [MS-XLS], Excel Binary File Format. xlrd reads cells and formats; a few records that it passes over are read here.
"""

from __future__ import annotations

import hashlib
import io
import struct
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise
from typing import NamedTuple

import olefile
import xlrd
from openpyxl.styles.numbers import is_timedelta_format
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel
from xlrd.book import SUPBOOK_DDEOLE, SUPBOOK_EXTERNAL, Book
from xlrd.formula import FMLA_TYPE_COND_FMT, decompile_formula
from xlrd.sheet import Sheet as Worksheet

from parsers.documents.colours import alike
from parsers.documents.kinds import XLS as MEDIA_TYPE
from parsers.documents.model import Document, Finding, Hidden
from parsers.documents.number_format import LOCAL_DATE
from parsers.documents.properties import INSIDE, people
from parsers.documents.sheet import place
from parsers.documents.sheet_formula import compared, worked_out
from parsers.documents.workbook import (
    BEHIND_FORMAT,
    IN_BACKGROUND,
    STRUCK,
    TOO_SMALL,
    Area,
    Filled,
    Look,
    RawSheet,
    Value,
    across,
    add_sheet,
    damaged,
    error_look,
    hidden_sheet,
    linked,
    look_of,
    number_blocks,
    out_of_date,
    pictures,
    protected,
    too_large,
    uncalculated,
)
from parsers.documents.xls_hidden import (
    BY_FORMULA,
    CELL_IS,
    CELL_IS_OPERATORS,
    Condition,
    conditions_of,
    hidden_in_records,
)
from parsers.limits import limits

STORAGES = (
    ("_SX_DB", "pivot cache", "holds a copy of the data that a pivot table was made from"),
    ("MBD", "embedded file", "a file within the file"),
    ("_VBA_PROJECT", "macros", "program code"),
    ("Revision Log", "tracked changes", "holds what was there before"),
    ("MsoDataStore", "custom XML part", ""),
)
PEOPLE = ("author", "last_saved_by", "manager")
FLAT, NARROW, TINY = 40, 77, 40  # a row's height in twips, a column's width in 1/256 of a character, letters in twips
LINKED_VALUES = 0x5A  # CRN: values kept of an external link
CHART_SHEET = b"\x02"
LITERALS = (0x17, 0x20, 0x40, 0x60)  # a text or an array of values: where a name stands for one, no sheet shows it
FORMULA, BOF, EOF, DRAWINGS, SHEET_ENTRY, NOT_CALCULATED = 0x06, 0x809, 0x0A, 0xEB, 0x85, 0x5E
WORKSHEET = 0x10
MACRO_SHEETS = (b"\x01", b"\x06")  # Excel 4 macro sheet, Visual Basic module
PICTURE_STORE = b"\x01\xf0"  # OfficeArtBStoreContainer: there only where pictures are
EMPTY_TEXT = 3  # the cached value of a formula that gives "", and of one that nobody has calculated
ACROSS, AUTOMATIC, SYSTEM_DATE, SYSTEM_DATE_TIME = 6, 0x7FFF, 14, 22
WHITE, BLACK = (255, 255, 255), (0, 0, 0)

Colour = tuple[int, int, int]
Position = tuple[int, int, int]  # sheet, row, column, each from 0


def read_xls(data: bytes, name: str) -> Document:
    """The workbook as a Document. Raises UnreadableDocument where it is damaged, protected or too large."""
    document = Document(hashlib.sha256(data).hexdigest(), name, MEDIA_TYPE)
    book, faulty = _load(data)
    if faulty:
        message = "its container has faults, and was read as far as it can be"
        document.findings.append(Finding("low_confidence", "warning", message, "Compare the tables with the file."))
    if (
        sum(sheet.nrows * sheet.ncols for sheet in book.sheets()) > 20 * limits().cells
        or _filled_cells(book) > limits().cells
    ):
        raise too_large()
    package = _package(data)
    records = list(_records(package.stream))
    document.pages = book.nsheets
    unknown = _uncalculated(records)
    try:
        conditions = conditions_of(package.stream)
        notes = sum(len(sheet.cell_note_map) for sheet in book.sheets())
        in_records = hidden_in_records(package.stream, notes)
    except (LookupError, ValueError, struct.error) as error:
        raise damaged(error) from None
    entries = [content for code, content in records if code == SHEET_ENTRY]
    numbers = [at for at, entry in enumerate(entries, start=1) if entry[5:6] == b"\x00"]
    try:
        for number, sheet in enumerate(book.sheets()):
            own = {(r, c) for n, r, c in unknown if n == number}
            at = numbers[number] if number < len(numbers) else number + 1
            _sheet(book, number, sheet, own, at, document, conditions.get(number, []))
    except (LookupError, ValueError, AttributeError) as error:  # damage that xlrd let pass: a format that is not there
        raise damaged(error) from None
    document.hidden += _hidden_charts(entries)
    _hidden_parts(book, records, package, document)
    document.hidden += in_records
    if any(h.what == "external link" for h in document.hidden) and any(code == FORMULA for code, _ in records):
        document.findings.append(linked())
    if any(code == NOT_CALCULATED for code, _ in records):
        document.findings.append(out_of_date())
    number_blocks(document)
    return document


def _load(data: bytes) -> tuple[Book, bool]:
    """The workbook, and whether it could be read only by passing over faults of its container."""
    failed: Exception | None = None
    for corrupt in (False, True):  # many programs write containers with small faults that Excel passes over
        try:
            book = xlrd.open_workbook(
                file_contents=data,
                formatting_info=True,
                ragged_rows=True,
                logfile=io.StringIO(),
                ignore_workbook_corruption=corrupt,
            )
            return book, corrupt
        except MemoryError:
            raise
        except Exception as error:  # xlrd lets many kinds escape on a file that breaks the format
            failed = failed or error
            if "encrypted" in str(error).lower():
                raise protected() from None
    assert failed is not None
    raise damaged(failed) from None


class Package(NamedTuple):
    """The stream of records, the names of what else is in the file, and the finding of people whom it names."""

    stream: bytes
    storages: list[str] = []
    people: list[Hidden] = []


def _package(data: bytes) -> Package:
    """What the container holds. Before Excel 5 a file was the stream of records alone."""
    if not data.startswith(olefile.MAGIC):
        return Package(data)
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as package:
            paths = package.listdir(streams=True, storages=True)
            names = {path[0] for path in paths}
            found = next((n for n in ("Workbook", "Book", "WORKBOOK", "BOOK") if n in names), None)
            stream = package.openstream(found).read() if found else b""
            caches = [path[0] for path in paths if path[0].startswith("_SX_DB") and len(path) > 1]
            said = package.get_metadata()
            values = [v.decode("latin-1") for name in PEOPLE if isinstance(v := getattr(said, name), bytes)]
            others = sorted(n for n in names if not caches or not n.startswith("_SX_DB"))
            return Package(stream, [*others, *caches], list(people(values)))
    except (OSError, ValueError, IndexError, struct.error):  # xlrd could read what olefile cannot
        return Package(b"")


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(stream):
        code, size = struct.unpack_from("<HH", stream, at)
        if code in (FORMULA, BOF, EOF, DRAWINGS, SHEET_ENTRY, NOT_CALCULATED, LINKED_VALUES):
            yield code, stream[at + 4 : at + 4 + size]
        at += 4 + size


def _uncalculated(records: list[tuple[int, bytes]]) -> list[Position]:
    """The formulas without a value, where none of the workbook's formulas has one: a program wrote them, not Excel."""
    formulas: list[tuple[Position, bool]] = []
    sheet, depth = -1, 0
    for code, content in records:
        if code == BOF:
            sheet += depth == 0 and content[2:4] == struct.pack("<H", WORKSHEET)
            depth += 1
        elif code == EOF:
            depth -= 1
        elif code == FORMULA and len(content) >= 14:
            row, column = struct.unpack_from("<HH", content)
            formulas.append(((sheet, row, column), content[6] == EMPTY_TEXT and content[12:14] == b"\xff\xff"))
    return [position for position, empty in formulas if empty] if all(empty for _, empty in formulas) else []


def _hidden_charts(entries: list[bytes]) -> list[Hidden]:
    """Sheets that are a chart alone, which xlrd passes over."""
    charts = [(at, entry[4] & 3) for at, entry in enumerate(entries, start=1) if entry[5:6] == CHART_SHEET]
    return [hidden_sheet(at, 0, very=state == 2) for at, state in charts if state]


def _hidden_parts(book: Book, records: list[tuple[int, bytes]], package: Package, document: Document) -> None:
    for start, what, note in STORAGES:
        amount = sum(name.startswith(start) for name in package.storages)
        if amount:
            document.hidden.append(Hidden(what, "workbook", amount, note))
    links = sum(kind in (SUPBOOK_EXTERNAL, SUPBOOK_DDEOLE) for kind in book._supbook_types)
    if links:
        document.hidden.append(Hidden("external link", "workbook", links, "names another workbook"))
    kept = sum(_linked_values(content) for code, content in records if code == LINKED_VALUES)
    if kept:
        document.hidden.append(
            Hidden("values kept of an external link", "workbook", kept, "copied from another workbook")
        )
    names = [name for name in book.name_obj_list if not name.builtin]
    if names:
        document.hidden.append(Hidden("defined name", "workbook", len(names)))
    literal = sum(bool(name.raw_formula) and name.raw_formula[0] in LITERALS for name in names)
    if literal:
        document.hidden.append(Hidden("values in a defined name", "workbook", literal))
    document.hidden += package.people
    macros = sum(code == SHEET_ENTRY and content[5:6] in MACRO_SHEETS for code, content in records)
    if macros:
        document.hidden.append(Hidden("macro sheet", "workbook", macros, "program code"))
    if any(code == DRAWINGS and PICTURE_STORE in content for code, content in records):
        document.findings.append(pictures(1))


def _linked_values(content: bytes) -> int:
    """The number of cells in one record of values kept of a link: from its first column to its last."""
    return content[0] - content[1] + 1 if len(content) >= 2 and content[0] >= content[1] else 0


def _filled_cells(book: Book) -> int:
    return sum(_filled_count(sheet) for sheet in book.sheets())


def _filled_count(sheet: Worksheet) -> int:
    empty = (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK)
    return sum(kind not in empty for row in range(sheet.nrows) for kind in sheet.row_types(row))


def _sheet(
    book: Book,
    number: int,
    sheet: Worksheet,
    uncalculated_at: set[tuple[int, int]],
    at: int,
    document: Document,
    conditions: list[Condition],
) -> None:
    """`number`: among the sheets with cells, from 0; `at`: among all sheets, from 1."""
    if sheet.visibility:
        document.hidden.append(hidden_sheet(at, _filled_count(sheet), very=sheet.visibility == 2))
        return
    merged = [Area(top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells]
    raw = RawSheet(
        title=sheet.name,
        cells=_filled(book, sheet, uncalculated_at, conditions),
        merged=[*merged, *across(_continued(book, sheet))],
        hidden_row=_row_is_hidden(sheet),
        hidden_column=_column_is_hidden(sheet),
        filtered=any(n.builtin and n.name == "_FilterDatabase" and n.scope == number for n in book.name_obj_list),
        comments=len(sheet.cell_note_map),
    )
    add_sheet(raw, document)
    links = [str(link.url_or_path or "") for link in sheet.hyperlink_list]
    inside = sum(bool(INSIDE.match(link)) for link in links)
    if inside:
        document.hidden.append(Hidden("link to a mailbox or a file", sheet.name, inside))


def _row_is_hidden(sheet: Worksheet) -> Callable[[int], bool]:
    def hidden(row: int) -> bool:
        own = sheet.rowinfo_map.get(row - 1)
        return bool(own.hidden or own.height < FLAT) if own else bool(sheet.default_row_hidden)

    return hidden


def _column_is_hidden(sheet: Worksheet) -> Callable[[int], bool]:
    hidden = {column + 1 for column, own in sheet.colinfo_map.items() if own.hidden or own.width < NARROW}
    return hidden.__contains__


def _continued(book: Book, sheet: Worksheet) -> dict[tuple[int, int], bool]:
    """Cells that are centred across the blanks to their right, and those blanks."""
    centred = {number for number, xf in enumerate(book.xf_list) if xf.alignment.hor_align == ACROSS}
    return {
        (row + 1, column + 1): kind != xlrd.XL_CELL_BLANK
        for row in range(sheet.nrows if centred else 0)
        for column, kind in enumerate(sheet.row_types(row))
        if kind != xlrd.XL_CELL_EMPTY and sheet.cell_xf_index(row, column) in centred
    }


def _filled(
    book: Book, sheet: Worksheet, uncalculated_at: set[tuple[int, int]], conditions: list[Condition]
) -> Iterator[Filled]:
    for row in range(sheet.nrows):
        for column, kind in enumerate(sheet.row_types(row)):
            if (row, column) in uncalculated_at:
                at = place(sheet.name, row + 1, column + 1)
                yield Filled(row + 1, column + 1, partial(uncalculated, at))
            elif kind not in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                covering = [c for c in conditions if c.covers(row, column)]
                yield Filled(row + 1, column + 1, partial(_look, book, sheet, row, column, covering))


def _look(book: Book, sheet: Worksheet, row: int, column: int, conditions: list[Condition]) -> Look:
    kind, value, at = (
        sheet.cell_type(row, column),
        sheet.cell_value(row, column),
        place(sheet.name, row + 1, column + 1),
    )
    xf = book.xf_list[sheet.cell_xf_index(row, column)]
    fonts = book.font_list
    font = fonts[xf.font_index] if xf.font_index < len(fonts) else None
    ground = _ground(book, xf.background)
    hidden = _unseen(book, font, ground) if value != "" else ""
    if conditions and not hidden and value != "":
        why = _by_condition(book, sheet, (row, column), font, ground, conditions)
        if why is not None:
            return Look(None, why)
    runs = sheet.rich_text_runlist_map.get((row, column))
    if runs and isinstance(value, str):
        value, hidden = _runs(book, value, runs, hidden, ground)
        if not value:
            return Look(None, hidden)
    elif hidden:
        return Look(None, hidden)
    if kind == xlrd.XL_CELL_ERROR:
        return error_look(xlrd.error_text_from_code.get(value, "#ERROR"), at)
    bold = bool(font and (font.bold or font.weight >= 600))
    number_format = _format(book, xf.format_key)
    if kind == xlrd.XL_CELL_DATE:
        return look_of(_date(value, number_format, book.datemode), number_format, at, bold)
    typed = bool(value) if kind == xlrd.XL_CELL_BOOLEAN else value
    look = look_of(typed, number_format, at, bold, zeros=bool(sheet.show_zero_values))
    return Look(look.cell, look.hidden or hidden)


def _runs(book: Book, text: str, runs: list[tuple[int, int]], first: str, ground: Colour | None) -> tuple[str, str]:
    """The parts of a text that are seen, and why the others are not. `runs`: where each begins, and its font."""
    seen, hidden = [], ""
    marks = [(0, first), *((at, _unseen(book, book.font_list[font], ground)) for at, font in runs)]
    for (start, why), (end, _) in pairwise([*marks, (len(text), "")]):
        if why and text[start:end].strip():
            hidden = why
        else:
            seen.append(text[start:end])
    return "".join(seen), hidden


def _format(book: Book, key: int) -> str:
    if key == SYSTEM_DATE:
        return LOCAL_DATE
    if key == SYSTEM_DATE_TIME:
        return "m/d/yy h:mm"
    found = book.format_map.get(key)
    return found.format_str if found else "General"


def _date(value: float, number_format: str, datemode: int) -> Value:
    """The date of a serial number; the number itself where there is no such day."""
    epoch = MAC_EPOCH if datemode else WINDOWS_EPOCH
    try:
        return from_excel(value, epoch, timedelta=is_timedelta_format(number_format))
    except (OverflowError, ValueError):
        return value


def _unseen(book: Book, font: xlrd.formatting.Font | None, ground: Colour | None) -> str:
    """Why letters of that font are not seen on that ground; empty where they are."""
    if font is None:
        return ""
    if 0 < font.height <= TINY:
        return TOO_SMALL
    if font.struck_out:
        return STRUCK
    colour = BLACK if font.colour_index == AUTOMATIC else book.colour_map.get(font.colour_index)
    if colour is None or ground is None:
        return ""
    return IN_BACKGROUND if alike(bytes(colour).hex(), bytes(ground).hex()) else ""


class _Seen(NamedTuple):
    """A cell as a formula sees it."""

    value: object
    data_type: str


def _seen(sheet: Worksheet, row: int, column: int) -> _Seen | None:
    """The cell in a row and column, from 1."""
    if not (0 < row <= sheet.nrows and 0 < column <= sheet.row_len(row - 1)):
        return None
    kind, value = sheet.cell_type(row - 1, column - 1), sheet.cell_value(row - 1, column - 1)
    if kind in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
        return None
    return _Seen(value, "e" if kind == xlrd.XL_CELL_ERROR else "")


def _by_condition(
    book: Book,
    sheet: Worksheet,
    at: tuple[int, int],
    font: xlrd.formatting.Font | None,
    ground: Colour | None,
    conditions: list[Condition],
) -> str | None:
    """Why a conditional format hides the cell; None where none does. What keeps no secret is left blank without a word."""
    row, column = at
    here = _seen(sheet, row + 1, column + 1)
    for one in conditions:
        true = one.holds(here.value if here else "")
        if true is None:
            true = _by_formula(book, sheet, at, one)
        if true is False:
            continue
        usual = BLACK if font is None or font.colour_index == AUTOMATIC else book.colour_map.get(font.colour_index)
        ink = usual if one.ink is None else _palette(book, one.ink)
        behind = ground if one.ground is None else _palette(book, one.ground)
        blends = ink is not None and behind is not None and alike(bytes(ink).hex(), bytes(behind).hex())
        other = one.number_format is not None and here is not None and _shows_other(here.value, one.number_format)
        if blends or other:
            plain = here is None or here.value == 0 or here.data_type == "e" or here == _seen(sheet, row, column + 1)
            return "" if plain else IN_BACKGROUND if blends else BEHIND_FORMAT
        if true:
            return None
    return None


def _by_formula(book: Book, sheet: Worksheet, at: tuple[int, int], one: Condition) -> bool | None:
    """Whether the formula of a condition is true of the cell; None where that cannot be told."""
    row, column = at
    if one.kind not in (CELL_IS, BY_FORMULA):
        return None
    try:
        formula = decompile_formula(book, one.formula, len(one.formula), FMLA_TYPE_COND_FMT, row, column)
        made = worked_out(str(formula or ""), (0, 0), lambda r, c: _seen(sheet, r, c))
        if one.kind != CELL_IS:
            return bool(made)
        here = _seen(sheet, row + 1, column + 1)
        operator = CELL_IS_OPERATORS.get(one.operator)
        return None if operator is None else compared(operator, here.value if here else None, made)
    except Exception:  # xlrd lets many kinds escape on a formula that it does not know; then it cannot be told
        return None


def _shows_other(value: object, number_format: str) -> bool:
    return isinstance(value, (str, int, float)) and bool(look_of(value, number_format, "").hidden)


def _palette(book: Book, number: int) -> Colour | None:
    return WHITE if number == 65 else BLACK if number == 64 else book.colour_map.get(number)


def _ground(book: Book, background: xlrd.formatting.XFBackground) -> Colour | None:
    """The colour behind a cell; None for patterns, and for a colour that the file does not tell."""
    if background.fill_pattern == 0:
        return WHITE
    return book.colour_map.get(background.pattern_colour_index) if background.fill_pattern == 1 else None
