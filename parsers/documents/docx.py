"""Word documents (.docx, .docm): paragraphs and tables in the order of the page, and word of what is hidden.

python-docx opens the package; its own tables repeat merged cells and leave out tables within tables, so the body is
walked here (ECMA-376 part 1, section 17).
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.package import OpcPackage
from docx.oxml import parse_xml

from parsers.documents.docx_hidden import hidden_in_package
from parsers.documents.docx_numbering import BULLET, Numbering, W, read_numbering
from parsers.documents.docx_styles import (
    FLAT,
    Look,
    Styles,
    away,
    fill_of,
    list_of,
    look_of,
    on,
    read_styles,
    unseen,
    value,
    whole_number,
)
from parsers.documents.kinds import DOCX as MEDIA_TYPE
from parsers.documents.model import Document, UnreadableDocument, said_by
from parsers.documents.package import open_package
from parsers.documents.properties import beside_the_text
from parsers.documents.running import MAX_SPAN, Flow, Kind, Placed, fold, is_frame, raised

MAX_WRAPPED = 60  # links, insertions and content controls within one another
MAX_DEPTH = 12  # tables within tables
HEADING_WORDS = 20  # a bold paragraph with more is an emphasis, no heading
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic"
OLD_PICTURE = "{urn:schemas-microsoft-com:vml}imagedata"
WRAPPERS = {
    f"{W}{n}" for n in ("sdtContent", "sdt", "customXml", "smartTag", "ins", "moveTo", "hyperlink", "fldSimple")
}
WRAPPERS |= {f"{W}{n}" for n in ("dir", "bdo", "ruby", "rubyBase")}
REMOVED = {f"{W}del", f"{W}moveFrom"}
SYMBOLS = {0xFC: "✓", 0xFE: "☒", 0xA8: "☐", 0x6F: "☐", 0xFB: "✗", 0xB7: "•", 0xA3: "≤", 0xB3: "≥", 0x3C: "<", 0x3E: ">"}
NOTES = (("footnote", RT.FOOTNOTES), ("endnote", RT.ENDNOTES))
INSERTED = {f"{W}ins", f"{W}moveTo"}
INSERTION = ("tracked insertion", "marked as new; it was read")
FIELD_CODE = ("text in a field's code", "the page shows what came of it")
CODES = re.compile(
    r"\s*(?:IF|ADDIN|DOCVARIABLE|QUOTE|SET|ASK|FILLIN|COMPARE|PRIVATE|COMMENTS|INFO)\b(?P<said>.*)", re.I | re.S
)
"""Fields whose code holds text of its own (17.16.5); others name places, pages and formats."""
SHAPES = ("docPr", "cNvPr", "shape", "rect", "roundrect", "oval", "group")
HIDDEN_STYLE = re.compile(r"(?:^|;)\s*(?:visibility\s*:\s*hidden|display\s*:\s*none)", re.I)


def read_docx(data: bytes, name: str) -> Document:
    """The document as texts and tables. Raises UnreadableDocument where it is damaged or too large."""
    archive = open_package(
        data,
        _damaged,
        "Save only the pages that matter as a new document and add that.",
        lambda part: part.startswith("word/") and part.endswith(".xml"),
    )
    document = Document(hashlib.sha256(data).hexdigest(), name, MEDIA_TYPE)
    try:
        beside = [*hidden_in_package(archive), *beside_the_text(archive)]
        archive.close()
        package = OpcPackage.open(io.BytesIO(data))
        reader = _Reader(package, Flow(document))
        reader.read()
        document.hidden += beside
    except (UnreadableDocument, MemoryError):
        raise
    except Exception as error:  # lxml and python-docx let many kinds escape on a file that breaks the standard
        raise _damaged(error) from None
    if not document.blocks and document.hidden == beside and not document.findings:
        raise UnreadableDocument("is a Word document without any text", "Ask the force to send the file again.")
    return document


def _damaged(error: BaseException) -> UnreadableDocument:
    return UnreadableDocument(
        f"cannot be read as a Word document (damaged): {said_by(error)}",
        "Open it in Word or LibreOffice, save it again as .docx or PDF, and add that copy.",
    )


@dataclass(slots=True)
class Line:
    """One line of a paragraph as typed: a line break in it begins another."""

    text: str = ""
    letters: int = 0
    bold: int = 0  # letters of them that are bold


@dataclass
class Ground:
    """What a paragraph stands on: the colour behind it (None: not known), and the paragraph's own look."""

    fill: str | None = "FFFFFF"
    look: Look = field(default_factory=Look)


class _Reader:
    """One document being walked; what a field, a deletion or a list needs to remember is kept here."""

    def __init__(self, package: OpcPackage, flow: Flow) -> None:
        self.package, self.flow = package, flow
        self.main = package.part_related_by(RT.OFFICE_DOCUMENT)
        self.styles: Styles = read_styles(self._related(RT.STYLES))
        self.numbering: Numbering = read_numbering(self._related(RT.NUMBERING))
        self.fields: list[str] = []  # of the fields that are open: "code" or "result"
        self.codes: list[str] = []  # what the codes of those fields say
        self.notes: list[tuple[str, str]] = []  # kind and identifier of footnotes, as their marks are met
        self.boxes: list[Any] = []  # text boxes of the paragraph being read
        self.carried: list[Line] = []  # lines of a paragraph whose end was deleted: they go on in the next
        self.pictures = 0

    def read(self) -> None:
        root = _xml(self.main)
        if root.find(f"{W}body") is None:
            raise ValueError("it has no text body")
        self.ground = None if root.find(f"{W}background") is not None else "FFFFFF"
        self._margins(root, f"{W}headerReference", "header")
        self.pictures = 0  # crests
        self.blocks(root.find(f"{W}body"))
        self._say_carried()
        if "code" in self.fields:
            raise ValueError("a field begins in it and never ends, so that text cannot be told from its code")
        self._notes()
        self._margins(root, f"{W}footerReference", "footer")
        self._parts()
        self.flow.finish()

    def _related(self, kind: str) -> Any | None:
        found = [r for r in self.main.rels.values() if r.reltype == kind and not r.is_external]
        return _xml(found[0].target_part) if found else None

    # ---- blocks

    def blocks(self, parent: Any, ground: str | None = "", depth: int = 0) -> None:
        """The paragraphs and tables in an element, in order. Tables with nothing between them are one on the page."""
        ground = self.ground if ground == "" else ground
        run: list[Any] = []
        for child in _inside(parent, self.flow):
            if child.tag == f"{W}tbl" and run and _widths(run[0]) != _widths(child):
                self.table(run, ground, depth)
                run = [child]
            elif child.tag == f"{W}tbl":
                run.append(child)
            elif child.tag in (f"{W}p", f"{W}altChunk"):
                if run:
                    self.table(run, ground, depth)
                    run = []
                self._paragraph(child, ground, depth)
        if run:
            self.table(run, ground, depth)

    def _paragraph(self, element: Any, ground: str | None, depth: int) -> None:
        if element.tag == f"{W}altChunk":
            self.flow.doubt(
                "a part of it is kept as another document inside it, which was not read",
                "Open it in Word, save it again, and add that copy.",
            )
            return
        lines, number, kind = self._lines(element, ground)
        boxes, self.boxes = self.boxes, []
        if _end_removed(element):
            self.carried += lines
            return
        lines = self._after_carried(lines)
        if number and _shows(lines):
            kind = "item" if kind == "paragraph" else kind
            if number != BULLET:
                lines[0].text = f"{number} {lines[0].text}"
        for at, line in enumerate(lines):
            self.flow.say(line.text, kind if at == 0 or kind == "heading" else "paragraph")
        for box in boxes:
            self.blocks(box, None, depth + 1)

    def _after_carried(self, lines: list[Line]) -> list[Line]:
        if not self.carried:
            return lines
        carried, self.carried = self.carried, []
        carried[-1].text += lines[0].text
        return carried + lines[1:]

    def _say_carried(self) -> None:
        for line in self._after_carried([Line()]):
            self.flow.say(line.text)

    def _lines(self, element: Any, ground: str | None) -> tuple[list[Line], str | None, Kind]:
        """A paragraph's lines, its number in a list, and what it is."""
        properties = element.find(f"{W}pPr")
        style = self.styles.of(value(properties, "pStyle") or self.styles.paragraph)
        look = Look(away=away(properties)).over(style.look).over(self.styles.default)
        lines = [Line()]
        self._text(element, Ground(fill_of(properties) or ground, look), lines, 0)
        list_id, level = list_of(properties)
        list_id = style.list_id if list_id is None else list_id
        number = None
        if list_id not in (None, "0") and not _end_removed(element) and (_shows(lines) or not _holds_text(element)):
            number = self.numbering.next(list_id, style.list_level if level is None else level)
        heading = style.heading or value(properties, "outlineLvl") in list("012345678") or _all_bold(lines)

        return (
            lines,
            number,
            "heading" if heading else "paragraph",
        )

    # ---- text

    def _text(self, parent: Any, ground: Ground, lines: list[Line], depth: int) -> None:
        for child in parent:
            tag = child.tag
            if tag == f"{W}r":
                self._run(child, ground, lines)
            elif tag in REMOVED:
                if any(e.text for e in child.iter(f"{W}delText", f"{W}t")):
                    self.flow.hide("deleted text", "a tracked change")
            elif tag == f"{W}fldSimple" and _says_more(child.get(f"{W}instr") or ""):
                self.flow.hide(*FIELD_CODE)
                self._text(child, ground, lines, depth + 1)
            elif tag in INSERTED and any(e.text for e in child.iter(f"{W}t")):
                self.flow.hide(*INSERTION)
                self._text(child, ground, lines, depth + 1)
            elif tag == MATHS:
                lines[-1].text += child.text or ""
            elif tag in WRAPPERS or (isinstance(tag, str) and tag.startswith(MATHS[:-1])):
                if depth > MAX_WRAPPED:
                    raise _damaged(ValueError("its text is wrapped more deeply than any program does"))
                self._text(child, ground, lines, depth + 1)
            elif tag == f"{MC}AlternateContent":
                self._text(_chosen(child), ground, lines, depth + 1)

    def _run(self, run: Any, ground: Ground, lines: list[Line]) -> None:
        properties = run.find(f"{W}rPr")
        named = value(properties, "rStyle")
        look = look_of(properties).over(self.styles.of(named).look if named else Look()).over(ground.look)
        reason = unseen(look, ground.fill)
        for child in run:
            shown = self._piece(child)
            if not shown or "code" in self.fields:
                continue
            if reason and fold(shown):
                self.flow.hide(reason)
                break
            shown = raised(shown) if look.raised else shown
            for at, piece in enumerate(shown.split("\n")):
                if at:
                    lines.append(Line())
                lines[-1].text += piece
                letters = len(piece.strip())
                lines[-1].letters += letters
                lines[-1].bold += letters if look.bold else 0

    def _piece(self, child: Any) -> str:
        """What one element of a run shows."""
        tag = child.tag.removeprefix(W) if isinstance(child.tag, str) else ""
        if tag == "t":
            return (child.text or "").replace("\n", " ").replace("\t", " ")
        if tag in ("tab", "ptab"):
            return "\t"
        if tag in ("br", "cr"):
            return "\n"
        if tag == "noBreakHyphen":
            return "-"
        if tag == "sym":
            return self._symbol(child)
        if tag == "fldChar":
            return self._field(child)
        if tag == "instrText" and self.codes:
            self.codes[-1] += child.text or ""
        if tag in ("footnoteReference", "endnoteReference"):
            self.notes.append((tag.removesuffix("Reference"), child.get(f"{W}id") or ""))
            return raised(str(len(self.notes)))
        if tag == "ruby":
            return "".join(e.text or "" for e in child.iterfind(f"{W}rubyBase//{W}t"))
        if tag in ("drawing", "pict", "object") or child.tag == f"{MC}AlternateContent":
            self._drawn(child)
        return ""

    def _symbol(self, child: Any) -> str:
        code = child.get(f"{W}char") or ""
        number = int(code, 16) & 0xFF if re.fullmatch(r"[0-9A-Fa-f]{1,4}", code) else 0
        if number not in SYMBOLS:
            self.flow.doubt(
                f"a sign of the font {child.get(f'{W}font') or 'of its own'} could not be read; `�` stands in its place",
                "Look at the document.",
            )
        return SYMBOLS.get(number, "�")

    def _field(self, child: Any) -> str:
        """Keep count of codes and results: a code is not seen, its last result is."""
        what = child.get(f"{W}fldCharType")
        if what == "begin":
            self.fields.append("code")
            self.codes.append("")
        elif what == "separate" and self.fields:
            self.fields[-1] = "result"
        elif what == "end" and self.fields:
            self.fields.pop()
            if _says_more(self.codes.pop()):
                self.flow.hide(*FIELD_CODE)
        chosen = child.find(f"{W}ffData/{W}ddList")
        if chosen is None or "code" in self.fields[:-1]:
            return ""
        entries = [e.get(f"{W}val") or "" for e in chosen.iterfind(f"{W}listEntry")]
        at = value(chosen, "result") or value(chosen, "default") or "0"
        return entries[int(at)] if at.isdigit() and int(at) < len(entries) else ""

    def _drawn(self, element: Any) -> None:
        """Text boxes are read after their paragraph; pictures and charts are only counted."""
        if element.tag == f"{MC}AlternateContent":
            element = _chosen(element)
        inside = f"{W}txbxContent"
        if _is_hidden_drawing(element):
            self.flow.hide("hidden text box", amount=sum(_length(b) > 0 for b in element.iter(inside)))
            return
        self.boxes += [b for b in element.iter(inside) if not _lies_in(b, inside, element)]
        self.pictures += sum(1 for _ in element.iter(PICTURE, OLD_PICTURE))
        if element.tag == f"{W}object" or any(True for _ in element.iter(CHART)):
            what = "an embedded object" if element.tag == f"{W}object" else "a chart"
            self.flow.doubt(f"it shows {what}, which was not read", "Check that no figures are in it.")

    # ---- tables

    def table(self, parts: list[Any], ground: str | None, depth: int) -> None:
        if depth > MAX_DEPTH:
            raise UnreadableDocument("has tables nested too deeply to read", "Open it, save it as PDF, and add that.")
        rows = [row for part in parts for row in self._rows(part, self._behind(part, ground))]
        if _is_frame(rows):
            for row in rows:
                for cell in row.cells:
                    self.blocks(cell.element, cell.ground, depth + 1)
            return
        cells: list[Placed] = []
        nested: list[tuple[Any, str | None]] = []
        boxes: list[Any] = []
        last: dict[int, Placed] = {}  # column → the cell that was placed in it last
        for number, row in enumerate(rows):
            self._row(number, row, cells, last, nested, boxes)
        self.flow.put(cells, "Word table")
        for inner, fill in nested:
            self.table([inner], fill, depth + 1)
        for box in boxes:
            self.blocks(box, None, depth + 1)

    def _behind(self, table: Any, ground: str | None) -> str | None:
        """The ground of the table's cells; not known where a table style colours some of them."""
        return None if value(table.find(f"{W}tblPr"), "tblStyle") in self.styles.shaded else ground

    def _rows(self, table: Any, ground: str | None) -> list[_TableRow]:
        made = []
        for element in _inside(table, self.flow):
            if element.tag != f"{W}tr":
                continue
            properties = element.find(f"{W}trPr")
            if properties is not None and properties.find(f"{W}del") is not None:
                self.flow.hide("deleted row", "a tracked change")
            elif properties is not None and (properties.find(f"{W}hidden") is not None or _is_flat(properties)):
                if _length(element):
                    self.flow.hide("hidden row")
            else:
                made.append(_TableRow(element, properties, list(self._cells(element, properties, ground))))
        return made

    def _cells(self, row: Any, properties: Any | None, ground: str | None) -> Iterator[_TableCell]:
        column = _count(value(properties, "gridBefore"), 0)
        for element in _inside(row, self.flow):
            if element.tag != f"{W}tc":
                continue
            own = element.find(f"{W}tcPr")
            if own is not None and own.find(f"{W}cellDel") is not None:
                self.flow.hide("deleted cell", "a tracked change")
                continue
            width = _count(value(own, "gridSpan"), 1)
            yield _TableCell(
                element, column, max(width, 1), _merged(own, "vMerge"), _merged(own, "hMerge"), fill_of(own) or ground
            )
            column += max(width, 1)

    def _row(
        self, number: int, row: _TableRow, cells: list[Placed], last: dict[int, Placed], nested: list, boxes: list
    ) -> None:
        heading = bool(on(row.properties, "tblHeader"))
        before: Placed | None = None
        for cell in row.cells:
            text, bold = self._cell(cell, nested, boxes)
            above = last.get(cell.column)
            if cell.down and above is not None and above.row + above.rows == number:
                above.rows += 1
                before = None
            elif cell.across and before is not None:
                before.columns += cell.width
            else:
                before = Placed(number, cell.column, 1, cell.width, text, bold or heading)
                cells.append(before)
                last[cell.column] = before
                continue
            if text:
                self.flow.hide("text behind a merged cell")

    def _cell(self, cell: _TableCell, nested: list, boxes: list) -> tuple[str, bool]:
        """The cell's text and whether all of it is bold; tables in it are put by."""
        lines: list[Line] = []
        for child in _inside(cell.element, self.flow):
            if child.tag == f"{W}tbl":
                nested.append((child, cell.ground))
            elif child.tag == f"{W}p":
                made, number, _ = self._lines(child, cell.ground)
                if number and number != BULLET:
                    made[0].text = f"{number} {made[0].text}"
                lines += made
        boxes += self.boxes
        self.boxes = []
        letters = sum(line.letters for line in lines)
        return fold(" ".join(line.text for line in lines)), bool(letters) and sum(x.bold for x in lines) == letters

    # ---- what lies beside the text

    def _margins(self, root: Any, tag: str, kind: Kind) -> None:
        """Headers or footers: every text once, however many sections show it."""
        said: set[str] = set()
        for reference in root.iter(tag):
            relation = self.main.rels.get(
                reference.get("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id")
            )
            if relation is None or relation.is_external:
                continue
            for element in _xml(relation.target_part).iter(f"{W}p"):
                text = fold(" ".join(line.text for line in self._lines(element, None)[0]))
                self.boxes = []  # their paragraphs are met by this loop
                if text not in said:
                    said.add(text)
                    self.flow.say(text, kind)

    def _notes(self) -> None:
        """Footnotes and endnotes after the text, in the order of their marks."""
        parts = {kind: self._related(relation) for kind, relation in NOTES}
        for at, (kind, identifier) in enumerate(list(self.notes), start=1):
            root = parts[kind]
            found = [] if root is None else [n for n in root.iterfind(f"{W}{kind}") if n.get(f"{W}id") == identifier]
            for note in found[:1]:
                lines = [line.text for p in note.iterfind(f"{W}p") for line in self._lines(p, self.ground)[0]]
                self.flow.say(f"{raised(str(at))} {' '.join(lines)}")

    def _parts(self) -> None:
        """Pictures, and what the settings keep."""
        if self.pictures:
            message = f"it holds {self.pictures} picture{'s' * (self.pictures > 1)}, which are not read"
            self.flow.doubt(message, "Check that no figures are in them.", "info")
        settings = self._related(RT.SETTINGS)
        if settings is not None:
            self.flow.hide("document variable", amount=len(list(settings.iter(f"{W}docVar"))))
            self.flow.hide("data connection", "names a file of addresses", len(list(settings.iter(f"{W}mailMerge"))))


@dataclass(slots=True)
class _TableCell:
    element: Any
    column: int
    width: int
    down: bool  # goes on the cell above
    across: bool  # goes on the cell to its left
    ground: str | None


@dataclass(slots=True)
class _TableRow:
    element: Any
    properties: Any | None
    cells: list[_TableCell]


def _xml(part: Any) -> Any:
    return getattr(part, "element", None) if getattr(part, "element", None) is not None else parse_xml(part.blob)


def _inside(parent: Any, flow: Flow) -> Iterator[Any]:
    """The children of a block, through content controls and tracked insertions."""
    for child in parent:
        if child.tag in WRAPPERS:
            yield from _inside(child, flow)
        elif child.tag in REMOVED:
            flow.hide("deleted text", "a tracked change")
        elif child.tag == f"{MC}AlternateContent":
            yield from _inside(_chosen(child), flow)
        else:
            yield child


def _chosen(alternates: Any) -> Any:
    """One of the two forms in which Word keeps a drawing: both say the same, and reading both would double it."""
    choice = alternates.find(f"{MC}Choice")
    fallback = alternates.find(f"{MC}Fallback")
    return choice if choice is not None else (fallback if fallback is not None else alternates)


def _says_more(code: str) -> bool:
    """The code of a field holds text that the page need not show."""
    found = CODES.match(code)
    return bool(found and re.search(r"[^\W\d_]{2}|\d{2}", found["said"]))


def _end_removed(paragraph: Any) -> bool:
    return paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None


def _holds_text(paragraph: Any) -> bool:
    """Something is written in it, shown or not: what is not shown takes no number in a list."""
    return any(e.text for e in paragraph.iter(f"{W}t", f"{W}delText"))


def _shows(lines: list[Line]) -> bool:
    return any(fold(line.text) for line in lines)


def _is_hidden_drawing(element: Any) -> bool:
    """A drawing that is switched off in Word's list of shapes, or by its style."""
    shapes = (e for e in element.iter() if isinstance(e.tag, str) and e.tag.rsplit("}", 1)[-1] in SHAPES)
    return any(e.get("hidden") in ("1", "true") or HIDDEN_STYLE.search(e.get("style") or "") for e in shapes)


def _lies_in(element: Any, tag: str, top: Any) -> bool:
    """The element lies in another of that tag, below `top`."""
    while (element := element.getparent()) is not None and element is not top:
        if element.tag == tag:
            return True
    return False


def _is_frame(rows: list[_TableRow]) -> bool:
    lengths, nested = [], 0
    for row in rows:
        for cell in row.cells:
            inner = sum(_length(t) for t in cell.element.iter(f"{W}tbl") if not _lies_in(t, f"{W}tbl", cell.element))
            lengths.append((cell.column, _length(cell.element) - inner))
            nested += inner
    return is_frame(lengths, nested)


def _length(element: Any) -> int:
    return sum(len(t.text or "") for t in element.iter(f"{W}t"))


def _all_bold(lines: list[Line]) -> bool:
    letters = sum(line.letters for line in lines)
    words = sum(len(line.text.split()) for line in lines)
    return bool(letters) and letters == sum(line.bold for line in lines) and words <= HEADING_WORDS


def _is_flat(row: Any) -> bool:
    """The row is made so low that nothing in it is seen (17.4.80)."""
    height = row.find(f"{W}trHeight")
    if height is None or height.get(f"{W}hRule") != "exact":
        return False
    said = whole_number(height.get(f"{W}val"))
    return said is not None and 0 < said <= FLAT


def _widths(table: Any) -> int:
    return len(table.findall(f"{W}tblGrid/{W}gridCol"))


def _merged(properties: Any | None, name: str) -> bool:
    """The cell goes on another: without `restart` it does (17.18.57)."""
    merge = None if properties is None else properties.find(f"{W}{name}")
    return merge is not None and merge.get(f"{W}val", "continue") == "continue"


def _count(text: str | None, default: int) -> int:
    return min(int(text), MAX_SPAN) if text and re.fullmatch(r"\d{1,6}", text) else default
