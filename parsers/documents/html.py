"""Web pages as disclosure logs publish them: the answer's text and tables, without the frame of the site.

A page is read as it was saved. Nothing that it names is fetched, no program in it is run.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import lxml.etree
import lxml.html

from parsers.documents.docx_numbering import printed
from parsers.documents.encoding import decode
from parsers.documents.html_cascade import Declarations, read_sheets
from parsers.documents.html_page import DROPPED, check_page, furniture, is_heard_only, region_of
from parsers.documents.html_style import Look, blends, look_of, unseen
from parsers.documents.html_unread import say_unread
from parsers.documents.kinds import HTML as MEDIA_TYPE
from parsers.documents.model import Document, UnreadableDocument, beyond
from parsers.documents.plain_text import say_lines
from parsers.documents.running import MAX_SPAN, Flow, Kind, Placed, fold, is_frame, raised
from parsers.limits import limits

BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "frameset",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "legend", "summary")
HEADING_WORDS = 20
LABELS = ("a", "button", "label", "span", "small", "option", "strong", "em", "b", "title")
LABEL_WORDS = 3
CHARSET = re.compile(
    rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]{0,100}encoding\s*=\s*[\"']([\w.:-]+)", re.I
)
LIST_STYLES = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
LIST_STYLES |= {"lower-alpha": "lowerLetter", "lower-latin": "lowerLetter", "upper-alpha": "upperLetter"}
LIST_STYLES |= {"upper-latin": "upperLetter", "lower-roman": "lowerRoman", "upper-roman": "upperRoman"}


def read_html(data: bytes, name: str) -> Document:
    """The page as texts and tables. Raises UnreadableDocument for an error page, an empty one, or one too large."""
    document = Document(hashlib.sha256(data).hexdigest(), name, MEDIA_TYPE)
    flow = Flow(document)
    declared = CHARSET.search(data[:4096])
    decoded = decode(data, (declared[1] or declared[2]).decode() if declared else None)
    if decoded.doubt:
        flow.doubt(decoded.doubt, "Compare it with the page.")
    root = _parsed(decoded.text)
    page = _Page(root, flow)
    say_unread(root, decoded.text, page.sheets, flow)
    page.read()
    if not document.blocks and not document.hidden:
        raise UnreadableDocument(
            "is an HTML page that shows no text", "Open its address in a browser and save it again."
        )
    return document


def _parsed(text: str) -> Any:
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = lxml.html.document_fromstring(text.replace("\x00", "").encode("utf-8", "replace"), parser=parser)
    except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError, AssertionError):
        raise UnreadableDocument("is an HTML page without any content", "Download it again.") from None
    if any("depth" in e.message.lower() for e in parser.error_log) or _depth(root) > limits().elements_deep:
        raise beyond(
            "elements_deep",
            "nests its parts more deeply than is read: it is damaged, or made to do harm",
            "Open it in a browser, save it as PDF, and add that.",
        )
    return root


def _depth(root: Any) -> int:
    deepest = depth = 0
    for event, _ in lxml.etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


@dataclass
class Line:
    """Text on its way to be a paragraph."""

    text: str = ""
    letters: int = 0
    bold: int = 0


@dataclass
class Said:
    """What is collected of running text until a block begins or ends."""

    lines: list[Line] = field(default_factory=lambda: [Line()])
    heard: str = ""  # what only a screen reader says

    def add(self, text: str, look: Look) -> None:
        line = self.lines[-1]
        line.text += text
        letters = len(text.strip())
        line.letters += letters
        line.bold += letters if look.bold else 0

    def text(self) -> str:
        return fold(" ".join(line.text for line in self.lines)) or fold(self.heard)

    def bold(self) -> bool:
        letters = sum(line.letters for line in self.lines)
        return bool(letters) and letters == sum(line.bold for line in self.lines)


class _Page:
    """One page being walked."""

    def __init__(self, root: Any, flow: Flow) -> None:
        self.root, self.flow = root, flow
        self.sheets = read_sheets(root)
        self.said = Said()
        self.kind: Kind = "paragraph"
        self.nested: list[tuple[Any, Look]] | None = None  # tables in the cell being read; None outside of cells
        self.dropped: set[Any] = set()
        self.unsure = False

    def read(self) -> None:
        body = self.root.find("body")
        body = self.root if body is None else body
        titles = [fold("".join(t.itertext())) for t in self.root.iter("title")]
        title = titles[0] if titles else ""
        region = region_of(body)
        check_page(self.root, title, region)
        if title:
            self.flow.document.properties["title"] = title
            self.flow.say(title, "header")
        self.dropped = furniture(region)
        if region is not body:
            self._heading_outside(body, region)
        self.walk(region, self._look_around(region))
        self._flush()
        if self.unsure:
            self.flow.doubt(
                "some text is white, and the page does not say on what ground; it was read",
                "Look at the page; text that nobody sees there should not have been sent.",
            )
        self.flow.finish()

    def _heading_outside(self, body: Any, region: Any) -> None:
        """The page's heading often stands in a banner above its main part."""
        for heading in body.iter("h1"):
            if not any(a is region for a in heading.iterancestors()) and not any(True for _ in region.iter("h1")):
                self.flow.say("".join(heading.itertext()), "heading")

    def _look_around(self, region: Any) -> Look:
        look = Look()
        for outer in reversed(list(region.iterancestors())):
            look = look_of(outer, self.sheets.of(outer), look)
        return look

    # ---- running text

    def walk(self, element: Any, outer: Look) -> None:
        """An element and all that is in it, in order."""
        if not isinstance(element.tag, str) or element.tag in DROPPED or element in self.dropped:
            return
        said = self.sheets.of(element)
        reason = unseen(element, said)
        if reason:
            self._hide(element, reason)
            return
        if is_heard_only(element):
            self.said.heard += "".join(element.itertext())
            return
        look = look_of(element, said, outer)
        if element.tag == "details" and element.get("open") is None:
            self._closed(element)
        if element.tag == "table":
            self._flush()
            self.table(element, look)
        elif element.tag in ("ol", "ul", "menu") and self.nested is None:
            self._list(element, said, look)
        elif element.tag == "dl" and self.nested is None:
            self._definitions(element, look)
        elif element.tag in BLOCKS:
            self._block(element, look)
        elif element.tag == "br":
            self.said.lines.append(Line())
        elif element.tag == "sup":
            self._raised(element, look)
        elif element.tag == "img":
            self._picture(element)
        else:
            self._inside(element, look)

    def _inside(self, element: Any, look: Look) -> None:
        self._text(element.text, look)
        for child in element:
            self.walk(child, look)
            self._text(child.tail, look)

    def _text(self, text: str | None, look: Look) -> None:
        if not text:
            return
        hidden = blends(look, self.sheets.linked)
        if hidden and fold(text):
            self.flow.hide("text in the colour of its background")
            return
        self.unsure |= hidden is None and bool(fold(text))
        self.said.add(re.sub(r"[\s\xa0]+", " ", text), look)

    def _raised(self, element: Any, look: Look) -> None:
        """A note's mark is kept apart from the number before it."""
        before, self.said = self.said, Said()
        self._inside(element, look)
        inner, self.said = self.said.text(), before
        self.said.add(raised(inner), look)

    def _picture(self, element: Any) -> None:
        width = re.match(r"\d+", element.get("width") or "")
        if width is None or int(width[0]) > 100:
            self.flow.doubt("it shows a picture, which was not read", "Check that no figures are in it.", "info")

    def _hide(self, element: Any, reason: str) -> None:
        text = fold("".join(element.itertext()))
        if not text or element.tag in ("svg", "i"):
            return
        if is_heard_only(element):
            return
        if reason == "hidden part" and _is_label(element, text):
            reason = "hidden label"
        self.flow.hide(
            reason, "with a table" if any(True for _ in element.iter("table")) or element.tag == "tr" else ""
        )

    def _closed(self, element: Any) -> None:
        """A part that a click on its summary shows: it is read."""
        inner = ("" if c.tag == "summary" else "".join(c.itertext()) for c in element)
        if fold((element.text or "") + "".join(inner) + "".join(c.tail or "" for c in element)):
            self.flow.hide("part shown on a click", "it was read")

    def _block(self, element: Any, look: Look) -> None:
        if self.nested is not None:  # in a cell: blocks only part words
            self.said.lines.append(Line())
            self._inside(element, look)
            self.said.lines.append(Line())
            return
        self._flush()
        outer = self.kind
        if element.tag in HEADINGS:
            self.kind = "heading"
        if element.tag == "pre":
            self._preformatted(element)
        else:
            self._inside(element, look)
        self._flush()
        if element.tag in HEADINGS:
            self.kind = outer

    def _preformatted(self, element: Any) -> None:
        say_lines(self.flow, "".join(element.itertext()))

    def _flush(self, mark: str = "") -> None:
        """Say what was collected: a line break in it begins another text, two of them another paragraph."""
        said, self.said = self.said, Said()
        if self.nested is not None:
            self.said = said
            return
        bold = said.bold() and sum(len(line.text.split()) for line in said.lines) <= HEADING_WORDS
        for line in said.lines:
            if not fold(line.text):
                continue
            kind: Kind = "heading" if bold and self.kind == "paragraph" else self.kind
            self.flow.say(f"{mark} {line.text}", kind)
            mark = ""
            self.kind = "paragraph" if self.kind == "item" else self.kind

    # ---- lists

    def _list(self, element: Any, said: Declarations, look: Look) -> None:
        self._flush()
        outer = self.kind
        items = [c for c in element if c.tag == "li"]
        style = said.get("list-style-type") or said.get("list-style", "").split(" ")[0] or element.get("type") or "1"
        numbered = element.tag == "ol" and style != "none"
        reversed_list = element.get("reversed") is not None
        number = _int(element.get("start"), len(items) if reversed_list else 1)
        for child in element:
            if child.tag != "li":
                self.walk(child, look)  # a list right in a list, which browsers show
                continue
            if unseen(child, self.sheets.of(child)):
                self.walk(child, look)
                continue
            number = _int(child.get("value"), number)
            self._item(child, f"{printed(number, LIST_STYLES.get(style, 'decimal'))}." if numbered else "", look)
            number += -1 if reversed_list else 1
        self.kind = outer

    def _item(self, element: Any, mark: str, look: Look) -> None:
        """The item's first text carries its number; what follows in it are paragraphs, tables and lists of their own."""
        self.kind = "item"
        before = len(self.flow.document.blocks)
        self._flush()
        look = look_of(element, self.sheets.of(element), look)
        self._text(element.text, look)
        for child in element:
            if child.tag in BLOCKS and mark and len(self.flow.document.blocks) == before and self.said.text():
                self._flush(mark)
                mark = ""
            self.walk(child, look)
            if len(self.flow.document.blocks) > before:
                mark = self._number_first(before, mark)
            self._text(child.tail, look)
        self._flush(mark)
        self.kind = "paragraph"

    def _number_first(self, before: int, mark: str) -> str:
        first = self.flow.document.blocks[before]
        if mark and hasattr(first, "text"):
            first.text = f"{mark} {first.text}"
        return ""

    def _definitions(self, element: Any, look: Look) -> None:
        """`Written warning` and `5` beside it are one item: `Written warning: 5`."""
        self._flush()
        terms: list[str] = []
        for child in element.iter("dt", "dd"):
            if any(a.tag == "dl" and a is not element for a in _between(child, element)):
                continue
            if any(True for _ in child.iter("table", "ul", "ol", "dl")):
                self.flow.say(" ".join(terms), "heading")
                terms = []
                self.walk(child, look)
                continue
            text = self._apart(child, look).text()
            if child.tag == "dt":
                terms.append(text)
                continue
            term = " ".join(t for t in terms if t)
            self.flow.say(f"{term}{'' if term.endswith((':', '?', '.')) else ':'} {text}" if term else text, "item")
            terms = []
        self.flow.say(" ".join(terms), "item")

    def _apart(self, element: Any, look: Look) -> Said:
        """The text of an element, collected by itself; tables in it are put by."""
        before, self.said = self.said, Said()
        nested = self.nested
        self.nested = nested if nested is not None else []
        self.walk(element, look)
        made, self.said, self.nested = self.said, before, nested
        return made

    # ---- tables

    def table(self, element: Any, look: Look) -> None:
        if self.nested is not None:
            self.nested.append((element, look))
            return
        rows = list(self._rows(element))
        if _is_frame(element, rows):
            for child in _captions(element):
                self.walk(child, look)
            for row, _ in rows:
                for cell in _cells(row):
                    self._flush()
                    self.walk(cell, look)
                    self._flush()
            return
        nested: list[tuple[Any, Look]] = []
        caption = " ".join(self._cell(c, look, nested)[0] for c in _captions(element)) or None
        if caption:
            self.flow.say(caption, "heading")
        cells = list(self._placed(rows, look, nested, _collapsed(element, self.sheets)))
        self.flow.put(cells, "HTML table", caption)
        for inner, inner_look in nested:
            self.table(inner, inner_look)

    def _rows(self, table: Any) -> Iterator[tuple[Any, int]]:
        """The table's own rows as shown, each with the group that it belongs to."""
        groups = [c for c in table if c.tag in ("thead", "tbody", "tfoot", "tr")]
        last = [g for g in groups if g.tag == "tfoot"]
        for at, group in enumerate([g for g in groups if g.tag != "tfoot"] + last):
            if group.tag != "tr" and self._is_hidden(group):
                continue
            for row in [group] if group.tag == "tr" else [r for r in group if r.tag == "tr"]:
                if not self._is_hidden(row):
                    yield row, 0 if group.tag == "tr" else at + 1

    def _is_hidden(self, element: Any) -> bool:
        reason = unseen(element, self.sheets.of(element))
        if reason:
            text = fold("".join(element.itertext()))
            if text:
                self.flow.hide(
                    "struck-out text" if reason == "struck-out text" else "hidden rows", "", len([*element.iter("tr")])
                )
        return bool(reason)

    def _placed(self, rows: list[tuple[Any, int]], outer: Look, nested: list, collapsed: set[int]) -> Iterator[Placed]:
        """The cells on the grid, by the table model of the HTML standard (4.9.12), without columns that are collapsed."""
        open_cells: list[tuple[int, int, int]] = []  # first and last column, last row of cells that reach down
        total = 0
        ends = {group: number for number, (_, group) in enumerate(rows)}  # the last row of each group
        for number, (row, group) in enumerate(rows):
            open_cells = [c for c in open_cells if c[2] >= number]
            column = 0
            row_look = self._row_look(row, outer)
            found = list(_cells(row))
            total += len(found) + len(open_cells)
            for limit, amount in (("columns", len(found)), ("cells", total)):
                if amount > getattr(limits(), limit):
                    message = f"has a table of more than {getattr(limits(), limit):,} {limit}"
                    raise beyond(limit, message, "Save it as a workbook and add that.")
            for cell in found:
                said = self.sheets.of(cell)
                if said.get("display") == "none" or cell.get("hidden") is not None:
                    self._hide(cell, "hidden part")
                    continue
                column = _free(column, open_cells)
                width = min(max(_int(cell.get("colspan"), 1), 1), MAX_SPAN)
                height = _int(cell.get("rowspan"), 1)
                height = min(height if height > 0 else len(rows), ends[group] - number + 1)
                if width == 1 and column in collapsed:
                    self._hide(cell, "hidden columns")
                else:
                    text, bold = self._cell(cell, row_look, nested)
                    yield Placed(number, column, height, width, text, bold)
                if height > 1:
                    open_cells.append((column, column + width - 1, number + height - 1))
                column += width

    def _row_look(self, row: Any, outer: Look) -> Look:
        look = outer
        for element in ([row.getparent()] if row.getparent().tag != "table" else []) + [row]:
            look = look_of(element, self.sheets.of(element), look)
        return look

    def _cell(self, cell: Any, look: Look, nested: list) -> tuple[str, bool]:
        before, self.nested = self.nested, nested
        said = self._apart(cell, look)
        self.nested = before
        return said.text(), said.bold()


def _is_label(element: Any, text: str) -> bool:
    """A word or two on a button of the site, as pages of any kind have them: no name or figure in a table."""
    if element.tag == "a" and (element.get("href") or "").startswith("#") and len(text.split()) <= 2 * LABEL_WORDS:
        return True  # a link that leads past the menus, shown when it is reached by the keyboard
    few = len(text.split()) <= LABEL_WORDS and not re.search(r"\d", text)
    return few and element.tag in LABELS and not any(a.tag == "table" for a in element.iterancestors())


def _collapsed(table: Any, sheets: Any) -> set[int]:
    """The columns, from 0, that a `col` of the table takes away."""
    hidden: set[int] = set()
    column = 0
    for col in [c for c in table.iter("col", "colgroup") if c.tag == "col" or not any(True for _ in c.iter("col"))]:
        width = min(max(_int(col.get("span"), 1), 1), MAX_SPAN)
        if sheets.of(col).get("visibility") == "collapse":
            hidden |= set(range(column, column + width))
        column += width
    return hidden


def _free(column: int, open_cells: list[tuple[int, int, int]]) -> int:
    """The first column from there on that no cell from above reaches into."""
    for first, last, _ in sorted(open_cells):
        if first <= column <= last:
            column = last + 1
    return column


def _cells(row: Any) -> Iterator[Any]:
    return (c for c in row if c.tag in ("td", "th"))


def _captions(table: Any) -> list[Any]:
    return [c for c in table if c.tag == "caption"]


def _between(element: Any, top: Any) -> Iterator[Any]:
    for outer in element.iterancestors():
        if outer is top:
            return
        yield outer


def _is_frame(table: Any, rows: list[tuple[Any, int]]) -> bool:
    if (table.get("role") or "").lower() in ("presentation", "none"):
        return True
    cells = [(at, c) for row, _ in rows for at, c in enumerate(_cells(row))]
    if any(c.tag == "th" for _, c in cells) and len(rows) > 1:
        return False
    lengths, nested = [], 0
    for at, cell in cells:
        inner = sum(_length(t) for t in cell.iter("table") if not any(a.tag == "table" for a in _between(t, cell)))
        lengths.append((at, _length(cell) - inner))
        nested += inner
    heads = any(True for _, c in cells for _ in c.iter("h1", "h2", "h3", "main", "article"))
    return is_frame(lengths, nested) or (heads and max(n for _, n in lengths) > 400)


def _length(element: Any) -> int:
    return len(fold("".join(element.itertext())))


def _int(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"\s*-?\d{1,6}\s*", text) else default
