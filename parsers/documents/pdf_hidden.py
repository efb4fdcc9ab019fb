"""What a PDF carries beside its pages: comments, attached files, form fields, layers that are off.

None of it is read. Word of it is kept, for it may be the very data that was asked for, or what was to be withheld.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any

import pdfplumber
import pdfplumber.page
from pdfminer.pdfinterp import PDFContentParser
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFStream
from pdfminer.psexceptions import PSEOF
from pdfminer.psparser import PSKeyword, PSLiteral
from pdfminer.utils import decode_text

from parsers.documents.model import Hidden
from parsers.documents.pdf_objects import as_dict, as_list, id_of, name_of, resolved
from parsers.documents.pdf_page import PageContent
from parsers.documents.properties import elements_of, people

MAX_ENTRIES = 10_000  # annotations of a page, entries of a name tree
MAX_DEPTH = 20
MAX_METADATA = 1_000_000  # bytes
XMP_PEOPLE = ("creator", "Author", "Manager", "LastModifiedBy")
SHOWING = re.compile(rb"[)>\]]\s*(?:Tj|TJ|'|\")")
WORD = re.compile(r"[^\W_]{2,}")
WHOLE = "document"  # the location of what is on no page
MARKS = {"Highlight", "Underline", "Squiggly", "StrikeOut", "Square", "Circle", "Line", "Polygon", "PolyLine", "Ink"}
COMMENTS = {"Text", "Caret", "Popup", *MARKS}
UNSEEN = 1 | 2 | 32  # flags of an annotation: invisible, hidden, not for the screen (ISO 32000-1, table 165)
PATHS = {b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"}
TEXTS = {b"Tj", b"TJ", b"'", b'"'}
MOVES = {b"'": b" T* ", b'"': b" T* "}  # what is left of an operator whose text is taken out

Rect = tuple[float, float, float, float]


def hidden_in_file(pdf: pdfplumber.PDF, sheets: list[PDFPage]) -> list[Hidden]:
    """Attached files, program code and forms of the whole file."""
    try:
        return list(_in_file(pdf, sheets))
    except MemoryError:
        raise
    except Exception:  # a damaged catalogue must not cost the pages
        return []


def _in_file(pdf: pdfplumber.PDF, sheets: list[PDFPage]) -> Iterator[Hidden]:
    catalog = as_dict(pdf.doc.catalog)
    names = as_dict(catalog.get("Names"))
    files = [as_dict(f) for f in _leaves(names.get("EmbeddedFiles"))]
    linked = [f for f in map(as_dict, islice(as_list(catalog.get("AF")), MAX_ENTRIES)) if f not in files]
    if files or linked:
        note = "a file within the file, to be saved from it and added"
        yield Hidden("embedded file", WHOLE, len(files) + len(linked), note)
    scripts = sum(1 for _ in _leaves(names.get("JavaScript")))
    if scripts or name_of(as_dict(catalog.get("OpenAction")).get("S")) == "JavaScript":
        yield Hidden("macros", WHOLE, max(scripts, 1), "program code")
    yield from people({*_people_in_info(pdf), *_people_in_metadata(catalog)})
    private = sum("PieceInfo" in as_dict(page.attrs) for page in sheets) + ("PieceInfo" in catalog)
    if private:
        yield Hidden("data of a program", WHOLE, private, "kept by the program that made it")
    thumbnails = sum("Thumb" in as_dict(page.attrs) for page in sheets)
    if thumbnails:
        yield Hidden("thumbnail", WHOLE, thumbnails, "a small picture of a page as it was once")
    if as_dict(catalog.get("AcroForm")).get("XFA") is not None:
        yield Hidden("XFA form", WHOLE, 1, "a form that few programs show")


def _people_in_info(pdf: pdfplumber.PDF) -> list[str]:
    """Whom the file's own properties name (ISO 32000-1, table 317)."""
    return [str(pdf.metadata[key]) for key in ("Author",) if pdf.metadata.get(key)]


def _people_in_metadata(catalog: dict) -> Iterator[str | None]:
    """Whom the XMP metadata name (ISO 16684-1), where the properties say nothing of them."""
    stream = resolved(catalog.get("Metadata"))
    if isinstance(stream, PDFStream):
        found = elements_of(stream.get_data()[:MAX_METADATA])
        yield from (text for name, e in found if name in XMP_PEOPLE for text in {t.strip() for t in e.itertext()})


def beside_the_pages(
    pdf: pdfplumber.PDF, sheets: list[PDFPage], pages: list[PageContent], layered: bool
) -> list[Hidden]:
    """What the file says beside its pages: bookmarks and texts for reading aloud with words that no page shows, and forms
    with text that no page paints (ISO 32000-1, 12.3.3, 14.9, 8.10). `layered`: forms on layers that are off were found."""
    try:
        catalog = as_dict(pdf.doc.catalog)
        titles, aloud = list(_titles(as_dict(catalog.get("Outlines")))), list(_aloud(catalog.get("StructTreeRoot")))
        unpainted = 0 if layered else _unpainted(sheets, pages)
    except MemoryError:
        raise
    except Exception:  # what is damaged beside the pages must not cost them
        return [Hidden("damaged annotation", WHOLE, 1, "not read")]
    found = [Hidden("part that is never painted", WHOLE, unpainted, "with text")]
    if titles or aloud:
        words = "".join("".join(WORD.findall(w.text)) for p in pages for w in (*p.words, *p.slanted)).casefold()
        kinds = (
            ("bookmark", titles),
            ("text kept for reading aloud", [t for of, t in aloud if of != "Alt"]),
            ("alternative text", [t for of, t in aloud if of == "Alt"]),
        )
        for what, texts in kinds:
            unseen = sum(any(w.casefold() not in words for w in WORD.findall(text)) for text in texts)
            found.append(Hidden(what, WHOLE, unseen, "says what no page shows"))
    return [one for one in found if one.amount]


def _aloud(root: Any) -> Iterator[tuple[str, str]]:
    """What structure elements say in place of what is shown, each with the name of the entry that says it."""
    waiting, met = [root], set[int]()
    while waiting and len(met) < MAX_ENTRIES:
        reference = waiting.pop()
        if id_of(reference) in met:
            continue
        met |= {id_of(reference)} - {0}
        element = as_dict(reference)
        for name in ("ActualText", "Alt", "E"):
            said = resolved(element.get(name))
            if isinstance(said, bytes):
                yield name, decode_text(said)
        waiting += [kid for kid in as_list(element.get("K")) if id_of(kid) or isinstance(kid, dict)]


def _unpainted(sheets: list[PDFPage], pages: list[PageContent]) -> int:
    """How many forms with text the pages have at hand and none of them draws."""
    painted = set[int]().union(*(content.painted for content in pages))
    met: set[int] = set()
    amount = 0
    for page in sheets:
        for reference in as_dict(as_dict(page.resources).get("XObject")).values():
            number = id_of(reference)
            if not number or number in painted or number in met or len(met) > MAX_ENTRIES:
                continue
            met.add(number)
            form = resolved(reference)
            if isinstance(form, PDFStream) and name_of(form.attrs.get("Subtype")) == "Form":
                amount += bool(SHOWING.search(form.get_data()))
    return amount


def _titles(root: dict) -> Iterator[str]:
    waiting, met = [root.get("First")], set[int]()
    while waiting and len(met) < MAX_ENTRIES:
        reference = waiting.pop()
        if not id_of(reference) or id_of(reference) in met:
            continue
        met.add(id_of(reference))
        entry = as_dict(reference)
        title = resolved(entry.get("Title"))
        if isinstance(title, bytes):
            yield decode_text(title)
        waiting += [entry.get("Next"), entry.get("First")]


def _leaves(root: Any) -> Iterator[Any]:
    """The values of a name tree (ISO 32000-1, 7.9.6), as many as the limits allow."""
    level, seen = [as_dict(root)], 0
    met: set[int] = set()
    for _ in range(MAX_DEPTH):
        below: list[Any] = []
        for node in level:
            for value in as_list(node.get("Names"))[1::2]:
                seen += 1
                if seen > MAX_ENTRIES:
                    return
                yield value
            below += as_list(node.get("Kids"))
        fresh = {id_of(kid): kid for kid in below if id_of(kid) not in met}
        met |= fresh.keys()
        level = [as_dict(kid) for kid in fresh.values()]


def hidden_on_page(page: pdfplumber.page.Page, content: PageContent) -> list[Hidden]:
    """The page's comments, fields and attachments; words that a box laid over the page covers are taken out of it."""
    location = f"page {content.number}"
    found: Counter[tuple[str, str]] = Counter()
    try:
        annotations = [as_dict(a) for a in as_list(page.page_obj.annots)[:MAX_ENTRIES]]
        for annotation in annotations:
            found.update(_kinds(annotation))
        _take_out_covered(page, content, [a for a in annotations if _is_box(a)])
    except MemoryError:
        raise
    except Exception:  # what is wrong with a comment must not cost the page
        found["damaged annotation", "not read"] += 1
    return [Hidden(what, location, amount, note) for (what, note), amount in sorted(found.items())]


def _kinds(annotation: dict) -> Iterator[tuple[str, str]]:
    kind = name_of(annotation.get("Subtype"))
    said = bool(resolved(annotation.get("Contents")) or resolved(annotation.get("RC")))
    if kind == "FileAttachment":
        yield "embedded file", "a file within the file, to be saved from it and added"
    elif kind == "FreeText" and said:
        yield "text box", "laid over the page with a PDF program; not read"
    elif kind == "Stamp":
        yield "stamp", "laid over the page with a PDF program; not read"
    elif kind == "Redact":
        yield "redaction mark", "marked to be taken out, but still there"
    elif kind == "Widget" and _has_value(annotation):
        yield "form field", "filled in; not read"
    elif kind in COMMENTS and said and not (kind == "Popup" and "Parent" in annotation):
        yield "comment", ""


def _has_value(field: dict) -> bool:
    for _ in range(MAX_DEPTH):
        value = resolved(field.get("V"))
        if value is not None:
            off = isinstance(value, PSLiteral) and value.name == "Off"
            return not off and value not in (b"", "", [])
        field = as_dict(field.get("Parent"))
    return False


def _is_box(annotation: dict) -> bool:
    """A filled box that hides what is below: a redaction drawn with a PDF program."""
    fill = {"Square": "IC", "FreeText": "C"}.get(name_of(annotation.get("Subtype")), "")
    flags, opacity = resolved(annotation.get("F")), resolved(annotation.get("CA"))
    shown = not (isinstance(flags, int) and flags & UNSEEN)
    solid = not (isinstance(opacity, (int, float)) and opacity < 1)
    return shown and solid and bool(as_list(annotation.get(fill)))


def _take_out_covered(page: pdfplumber.page.Page, content: PageContent, boxes: list[dict]) -> None:
    places = [place for b in boxes if (place := _place(page, as_list(b.get("Rect")))) is not None]
    if not places:
        return
    kept = []
    for word in content.words:
        box = content.box(word.x0, word.top, word.x1, word.bottom)
        x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
        if any(x0 <= x <= x1 and top <= y <= bottom for x0, top, x1, bottom in places):
            content.hidden["text under a filled box"] += len(word.text)
        else:
            kept.append(word)
    content.words = kept


def _place(page: pdfplumber.page.Page, corners: list) -> Rect | None:
    """The rectangle on the page as shown, from its top left corner; None where it is none."""
    numbers = [n for c in corners if isinstance(n := resolved(c), (int, float))]
    if len(numbers) != 4:
        return None
    ax, ay, bx, by = numbers
    x0, y0, x1, y1 = page.page_obj.mediabox
    turned = {
        90: ((ay - y0, x1 - ax), (by - y0, x1 - bx)),
        180: ((x1 - ax, y1 - ay), (x1 - bx, y1 - by)),
        270: ((y1 - ay, ax - x0), (y1 - by, bx - x0)),
    }
    points = turned.get(page.page_obj.rotate, ((ax - x0, ay - y0), (bx - x0, by - y0)))
    shown, whole = page.cropbox, page.mediabox
    left, up = shown[0] - whole[0], shown[1] - whole[1]
    tall = whole[3] - whole[1]
    xs = sorted(x - left for x, _ in points)
    ys = sorted(tall - y - up for _, y in points)
    return xs[0], ys[0], xs[1], ys[1]


class Layers:
    """The optional content that a viewer does not show when the file is opened (ISO 32000-1, 8.11)."""

    def __init__(self, pdf: pdfplumber.PDF) -> None:
        self.off: set[int] = set()
        self.done: set[int] = set()
        try:
            properties = as_dict(as_dict(pdf.doc.catalog).get("OCProperties"))
            usual = as_dict(properties.get("D"))
            if name_of(usual.get("BaseState")) == "OFF":
                self.off = _ids(properties.get("OCGs")) - _ids(usual.get("ON"))
            self.off |= _ids(usual.get("OFF"))
        except MemoryError:
            raise
        except Exception:  # without its layers the page is read whole
            self.off = set()

    def take_out(self, page: pdfplumber.page.Page) -> list[Hidden]:
        """Take what stands on layers that are off out of the page, before it is read, and say how much it was."""
        if not self.off:
            return []
        shown = page.page_obj
        try:
            streams = [s for s in map(resolved, shown.contents) if isinstance(s, PDFStream)]
            data, taken = self._without(b"\n".join(s.get_data() for s in streams), as_dict(shown.resources), 0)
        except MemoryError:
            raise
        except Exception:  # a damaged page is met again, and reported, when it is read
            return []
        if not taken:
            return []
        made = _stream(data)
        made.set_objid(streams[0].objid or 0, 0)  # pdfminer leaves out a stream without a number
        shown.contents = [made]
        note = "pieces of text and drawing"
        return [Hidden("layer that is off", f"page {page.page_number}", taken, note)]

    def _without(self, data: bytes, resources: dict, depth: int) -> tuple[bytes, int]:
        """The content without what is on layers that are off, and how many operators that took out."""
        properties, drawn = as_dict(resources.get("Properties")), as_dict(resources.get("XObject"))
        kept: list[bytes] = []
        open_: list[bool] = []  # for each piece of marked content, whether it is on a layer that is off
        start = at = taken = 0
        operands: list[Any] = []
        parser = PDFContentParser([_stream(data)])
        while True:
            try:
                position, token = parser.nextobject()
            except PSEOF:
                break
            if not isinstance(token, PSKeyword):
                operands.append(token)
                continue
            name = token.name if isinstance(token.name, bytes) else token.name.encode()
            end = position + len(name)
            if name in (b"BMC", b"BDC"):
                named = properties.get(operands[-1].name) if operands and isinstance(operands[-1], PSLiteral) else None
                layered = name == b"BDC" and len(operands) > 1 and name_of(operands[-2]) == "OC"
                open_.append(layered and self._is_off(named))
            elif name == b"EMC" and open_:
                open_.pop()
            elif name == b"Do" and operands:
                form = resolved(drawn.get(name_of(operands[-1])))
                if any(open_) or (isinstance(form, PDFStream) and self._is_off(form.attrs.get("OC"))):
                    kept.append(data[start:at])
                    start, taken = end, taken + 1
                elif isinstance(form, PDFStream):
                    taken += self._clean(form, resources, depth + 1)
            elif any(open_) and (name in PATHS or name in TEXTS or name == b"sh"):
                kept += [data[start:at], b" n " if name in PATHS else MOVES.get(name, b" ")]
                start, taken = end, taken + 1
            if name != b"EI":  # its position is that of the image
                at = end
            operands = []
        kept.append(data[start:])
        return b"".join(kept), taken

    def _clean(self, form: PDFStream, resources: dict, depth: int) -> int:
        """Take out of a form what is on layers that are off; forms are shared, so each is done once."""
        if name_of(form.attrs.get("Subtype")) != "Form" or id(form) in self.done or depth > MAX_DEPTH:
            return 0
        self.done.add(id(form))
        own = as_dict(form.attrs.get("Resources")) or resources
        data, taken = self._without(form.get_data(), own, depth)
        if taken:
            form.data = data
        return taken

    def _is_off(self, layer: Any) -> bool:
        """A group, or a membership of groups with its policy."""
        if id_of(layer) in self.off:
            return True
        membership = as_dict(layer)
        groups = membership.get("OCGs")
        members = [groups] if id_of(groups) and isinstance(resolved(groups), dict) else as_list(groups)
        states = [id_of(m) not in self.off for m in members if id_of(m)]
        if name_of(membership.get("Type")) != "OCMD" or not states:
            return False
        policy = name_of(membership.get("P")) or "AnyOn"
        shown = {"AllOn": all(states), "AnyOff": not all(states), "AllOff": not any(states)}.get(policy, any(states))
        return not shown


def _ids(references: Any) -> set[int]:
    return {id_of(r) for r in as_list(references)} - {0}


def _stream(data: bytes) -> PDFStream:
    made = PDFStream({}, b"")
    made.data = data
    return made
