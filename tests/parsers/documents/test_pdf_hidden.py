"""What a PDF carries beside its pages is reported by kind and place; no word of it is read or repeated."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from parsers.documents.model import Document, to_json
from tests.parsers.documents.drawing import rows_of, seen
from tests.parsers.documents.raw_pdf import HEIGHT, RawPdf

SECRET = "Constable Smith"


def found(document: Document) -> list[tuple[str, str, int]]:
    assert "Smith" not in repr(document)
    return [(h.what, h.location, h.amount) for h in document.hidden]


def texts(document: Document) -> list[str]:
    return [t.text for t in document.texts]


def page_with(*annotations: str, pages: int = 1) -> RawPdf:
    """The annotations are on the last page."""
    made = RawPdf(pages)
    for page in made.pages:
        page.text(60, 60, "What is seen.")
    made.pages[-1].extra = f"/Annots[{' '.join(annotations)}]"
    return made


def note(kind: str, more: str = f"/Contents({SECRET})") -> str:
    return f"<</Type/Annot/Subtype/{kind}/Rect[60 600 200 620]{more}>>"


@pytest.mark.parametrize(
    ("annotation", "what"),
    [
        (note("Text"), "comment"),
        (note("Highlight"), "comment"),
        (note("Ink"), "comment"),
        (note("Popup"), "comment"),
        (note("FreeText"), "text box"),
        (note("Stamp", ""), "stamp"),
        (note("Redact", ""), "redaction mark"),
        (note("FileAttachment", "/FS<</F(smith.xlsx)>>"), "embedded file"),
        (note("Widget", f"/FT/Tx/T(name)/V({SECRET})"), "form field"),
        (note("Widget", f"/Parent<</FT/Tx/T(name)/V({SECRET})>>"), "form field"),
        (note("Widget", "/FT/Btn/V/Yes"), "form field"),
    ],
    ids=lambda value: value if value.isascii() and len(value) < 20 else "",
)
def test_a_note_on_a_page_is_reported_where_it_is(annotation: str, what: str) -> None:
    document = seen(page_with(annotation, pages=2).done())
    assert found(document) == [(what, "page 2", 1)]
    assert texts(document) == ["What is seen."] * 2


@pytest.mark.parametrize(
    "annotation",
    [
        note("Link", "/Contents(a link)/A<</S/URI/URI(https://example.org)>>"),
        note("Text", ""),
        note("Highlight", "/Contents()"),
        note("Popup", f"/Contents({SECRET})/Parent 3 0 R"),
        note("Widget", "/FT/Tx/T(name)"),
        note("Widget", "/FT/Tx/T(name)/V()"),
        note("Widget", "/FT/Btn/V/Off"),
    ],
    ids=["link", "empty note", "empty highlight", "pop-up of a note", "empty field", "blank field", "box not ticked"],
)
def test_what_keeps_nothing_back_is_not_reported(annotation: str) -> None:
    assert found(seen(page_with(annotation).done())) == []


def test_notes_are_counted_by_kind() -> None:
    document = seen(page_with(note("Text"), note("Text"), note("FreeText")).done())
    assert found(document) == [("comment", "page 1", 2), ("text box", "page 1", 1)]


@pytest.mark.parametrize(
    "names",
    [
        "/Names<</EmbeddedFiles<</Names[(a) {0} (b) {1}]>>>>",
        "/Names<</EmbeddedFiles<</Kids[{2} {2}]>>>>/AF[{0}]",
        "/AF[{0} {1}]",
    ],
    ids=["names", "a tree that leads in a circle", "associated"],
)
def test_files_within_the_file_are_counted_and_never_named(names: str) -> None:
    made = page_with()
    data = made.stream("Ref,Rank")
    files = [made.add(f"<</Type/Filespec/F({n})/EF<</F {data}>>>>") for n in ("cases.xlsx", "annex\\012 b.csv")]
    tree = made.new()
    made.objects[tree] = f"<</Names[(a) {files[0]} (b) {files[1]}]/Kids[{tree} 0 R]>>"
    made.catalog = names.format(*files, f"{tree} 0 R")
    (hidden,) = seen(made.done()).hidden
    assert (hidden.what, hidden.location, hidden.amount) == ("embedded file", "document", 2)
    assert "cases" not in hidden.note and "annex" not in hidden.note


def test_program_code_and_forms_that_few_programs_show() -> None:
    made = page_with()
    made.catalog = "/OpenAction<</S/JavaScript/JS(app.alert)>>/AcroForm<</XFA(form)/Fields[]>>"
    assert found(seen(made.done())) == [("macros", "document", 1), ("XFA form", "document", 1)]


# Boxes laid over the page


def covered(extra: str = "", rotate: int = 0, rect: str = "") -> Document:
    made = page_with()
    page = made.pages[0]
    page.text(60, 200, SECRET)
    place = rect or f"[50 {HEIGHT - 210} 300 {HEIGHT - 185}]"
    made.pages[0].extra = f"/Rotate {rotate}/Annots[<</Subtype/Square/Rect{place}/IC[0 0 0]{extra}>>]"
    return seen(made.done())


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_words_under_a_box_laid_over_the_page_are_not_read(rotate: int) -> None:
    document = covered(rotate=rotate)
    assert found(document) == [("text under a filled box", "page 1", len("ConstableSmith"))]
    assert texts(document) == ["What is seen."]


@pytest.mark.parametrize(
    ("extra", "rect"),
    [
        ("/CA 0.4", ""),
        ("/F 2", ""),
        ("/IC[]", ""),
        ("", "[300 600 400 620]"),
        ("", "[1 2]"),
        ("", "[(a) 1 2 3]"),
    ],
    ids=["seen through", "not shown", "not filled", "elsewhere", "no rectangle", "no numbers"],
)
def test_words_that_no_box_hides_are_read(extra: str, rect: str) -> None:
    made = page_with()
    made.pages[0].text(60, 200, "Ten officers.")
    fill = "" if extra == "/IC[]" else "/IC[0 0 0]"
    place = rect or f"[50 {HEIGHT - 210} 300 {HEIGHT - 185}]"
    made.pages[0].extra = f"/Annots[<</Subtype/Square/Rect{place}{fill}{extra}>>]"
    document = seen(made.done())
    assert texts(document) == ["What is seen.", "Ten officers."]
    assert document.hidden == []


# Layers

Draw = Callable[[RawPdf, str], str]
MARKED = "/OC /Off BDC {} EMC"


def layered(wrap: str = MARKED, usual: str = "/OFF[{off}]", off: str = "<</Type/OCG/Name(Smith)>>") -> RawPdf:
    made = page_with()
    hidden, shown = made.add(off), made.add("<</Type/OCG/Name(shown)>>")
    made.catalog = f"/OCProperties<</OCGs[{hidden} {shown}]/D<<{usual.format(off=hidden, on=shown)}>>>>"
    page = made.pages[0]
    page.resources = f"/Properties<</Off {hidden}/On {shown}>>"
    page.text(60, 100, SECRET, wrap=wrap)
    page.text(60, 140, "The end.")
    return made


@pytest.mark.parametrize("usual", ["/OFF[{off}]", "/BaseState/OFF/ON[{on}]"])
@pytest.mark.parametrize(
    "wrap", [MARKED, "/OC /Off BDC /P <</MCID 0>> BDC {} EMC EMC", "/OC /On BDC " + MARKED + " EMC"]
)
def test_what_is_on_a_layer_that_is_off_is_not_read(wrap: str, usual: str) -> None:
    document = seen(layered(wrap, usual).done())
    assert found(document) == [("layer that is off", "page 1", 1)]
    assert texts(document) == ["What is seen.", "The end."]


def test_what_is_on_a_layer_that_is_on_is_read() -> None:
    made = layered("/OC /On BDC {} EMC")
    document = seen(made.done())
    assert document.hidden == []
    assert texts(document) == ["What is seen.", SECRET, "The end."]


def test_the_same_words_on_a_layer_that_is_on_are_read_once() -> None:
    made = layered()
    made.pages[0].text(60, 100, "Constable Jones", wrap="/OC /On BDC {} EMC")
    assert texts(seen(made.done())) == ["What is seen.", "Constable Jones", "The end."]


def test_a_box_and_lines_on_a_layer_that_is_off_hide_and_divide_nothing() -> None:
    made = layered(MARKED)
    made.pages[0].drawn.append(f"/OC /Off BDC 50 {HEIGHT - 150} 300 20 re f 0 0 m 9 9 l S EMC")
    document = seen(made.done())
    assert found(document) == [("layer that is off", "page 1", 3)]
    assert texts(document) == ["What is seen.", "The end."]


@pytest.mark.parametrize(
    ("policy", "off"),
    [("", False), ("/P/AnyOn", False), ("/P/AllOn", True), ("/P/AnyOff", False), ("/P/AllOff", True)],
)
def test_a_layer_of_layers_follows_its_policy(policy: str, off: bool) -> None:
    made = layered()
    page = made.pages[0]
    first, second = (page.resources.split("/Off ")[1].split("/On ")[0], page.resources.split("/On ")[1][:-2])
    page.resources = f"/Properties<</Off<</Type/OCMD/OCGs[{first} {second}]{policy}>>>>"
    assert (SECRET in texts(seen(made.done()))) is not off


@pytest.mark.parametrize("within", [True, False], ids=["in the form", "the form"])
def test_a_form_on_a_layer_that_is_off(within: bool) -> None:
    made = layered("")
    page = made.pages[0]
    hidden = page.resources.split("/Off ")[1].split("/On ")[0]
    words = f"BT /F1 10 Tf 60 642 Td ({SECRET}) Tj ET"
    content = MARKED.format(words) if within else words
    layer = "" if within else f"/OC {hidden}"
    resources = f"/Resources<</Font<</F1 3 0 R>>/Properties<</Off {hidden}>>>>"
    form = made.stream(content, f"/Type/XObject/Subtype/Form/BBox[0 0 595 842]{layer}{resources}")
    page.resources += f"/XObject<</Fm0 {form}>>"
    page.drawn.append("/Fm0 Do")
    document = seen(made.done())
    assert found(document) == [("layer that is off", "page 1", 1)]
    assert texts(document) == ["What is seen.", "The end."]


# Hostile structure


@pytest.mark.parametrize(
    "catalog",
    [
        "/Names 5/AF(x)/AcroForm[1]/OCProperties<</D[1]/OCGs 7>>",
        "/Names<</EmbeddedFiles 99 0 R/JavaScript[1 2]>>/OCProperties 99 0 R",
        "/Names 90 0 R/AF 90 0 R/OCProperties 90 0 R/AcroForm 90 0 R/OpenAction 90 0 R",
        "/OCProperties<</D<</OFF[1 (a) null 90 0 R]/BaseState 3>>>>",
    ],
)
@pytest.mark.parametrize("annotations", ["5", "[1 null (a) 90 0 R 99 0 R]", "90 0 R", "<</Subtype 4/Parent 90 0 R>>"])
def test_nonsense_costs_nothing_of_the_page(catalog: str, annotations: str) -> None:
    made = page_with()
    made.objects[90] = "90 0 R"
    made.last = 100
    made.catalog = catalog
    made.pages[0].extra = f"/Annots {annotations}"
    document = seen(made.done())
    assert texts(document) == ["What is seen."]


def test_fields_that_are_their_own_parents_end() -> None:
    made = page_with()
    number = made.new()
    made.objects[number] = f"<</Subtype/Widget/FT/Tx/Parent {number} 0 R>>"
    made.pages[0].extra = f"/Annots[{number} 0 R]"
    assert seen(made.done()).hidden == []


def test_a_table_beside_what_is_hidden_is_read_whole() -> None:
    made = layered()
    rows = [["Year", "Cases"], ["2017", "12"], ["2018", "7"]]
    page = made.pages[0]
    for at, row in enumerate(rows):
        for x, words in zip((60, 200), row, strict=True):
            page.text(x, 300 + 20 * at, words)
    for y in (286, 306, 326, 346):
        page.line(55, y, 330, y)
    for x in (55, 190, 330):
        page.line(x, 286, x, 346)
    page.extra = f"/Annots[{note('Text')}]"
    document = seen(made.done())
    assert [rows_of(t) for t in document.tables] == [rows]
    assert found(document) == [("layer that is off", "page 1", 1), ("comment", "page 1", 1)]


UNPAINTED = {
    "transparent": ("/GS gs BT /F1 10 Tf 72 700 Td (Quill) Tj ET", "/ca 0", "invisible text"),
    "as good as transparent": ("/GS gs BT /F1 10 Tf 72 700 Td (Quill) Tj ET", "/ca .02", "invisible text"),
    "lines transparent": ("/GS gs BT /F1 10 Tf 1 Tr 72 700 Td (Quill) Tj ET", "/CA 0", "invisible text"),
    "cut away": ("q 0 0 9 9 re W n BT /F1 10 Tf 72 700 Td (Quill) Tj ET Q", "", "text cut away"),
    "cut away, even and odd": ("q 0 0 9 9 re W* n BT /F1 10 Tf 72 700 Td (Quill) Tj ET Q", "", "text cut away"),
    "all but its beginning cut away": ("q 0 0 85 842 re W n BT /F1 10 Tf 72 700 Td (Violet Quill) Tj ET Q", "", "text cut away"),
    "the end cut off": ("q 0 0 150 842 re W n BT /F1 10 Tf 72 700 Td (Violetta Amaranta Quill) Tj ET Q", "", "text cut off"),
    "bar": ("BT /F1 10 Tf 72 700 Td (Quill) Tj ET 20 w 70 705 m 260 705 l S", "", "text under a filled box"),
    "upright bar": ("BT /F1 10 Tf 72 700 Td (Quill) Tj ET 60 w 85 650 m 85 750 l S", "", "text under a filled box"),
    "bar of a small pen on a large scale": (
        "BT /F1 10 Tf 72 700 Td (Quill) Tj ET q 20 0 0 20 0 0 cm 1 w 3 35.25 m 13 35.25 l S Q", "", "text under a filled box",
    ),
}  # fmt: skip
SEEN = {
    "transparency ended": ("q /GS gs Q BT /F1 10 Tf 72 700 Td (Quill) Tj ET", "/ca 0"),
    "watermark": ("q /GS gs BT /F1 10 Tf 72 700 Td (Quill) Tj ET Q", "/ca .2"),
    "white with an outline": ("1 g 0 G BT /F1 10 Tf 2 Tr 72 700 Td (Quill) Tj ET", ""),
    "within its clip": ("q 60 690 200 30 re W n BT /F1 10 Tf 72 700 Td (Quill) Tj ET Q", ""),
    "clip ended": ("q 0 0 9 9 re W n Q BT /F1 10 Tf 72 700 Td (Quill) Tj ET", ""),
    "on a bar": ("20 w .8 G 70 705 m 260 705 l S BT /F1 10 Tf 72 700 Td (Quill) Tj ET", ""),
    "white on a black bar": ("20 w 70 705 m 260 705 l S 1 g BT /F1 10 Tf 72 700 Td (Quill) Tj ET", ""),
    "underlined": ("BT /F1 10 Tf 72 700 Td (Quill) Tj ET 1 w 70 698 m 260 698 l S", ""),
    "box clipped to nothing": (
        "BT /F1 10 Tf 72 700 Td (Quill) Tj ET q 0 0 9 9 re W n 0 0 595 842 re f Q", "",
    ),
}  # fmt: skip


def drawing(operators: str, state: str) -> bytes:
    made = page_with()
    made.pages[0].drawn.append(operators)
    made.pages[0].resources = f"/ExtGState<</GS<<{state}>>>>"
    return made.done()


def drawn(operators: str, state: str) -> Document:
    return seen(drawing(operators, state))


@pytest.mark.parametrize("case", UNPAINTED)
def test_what_is_painted_so_that_nothing_comes_out(case: str) -> None:
    operators, state, what = UNPAINTED[case]
    document = drawn(operators, state)
    assert {h.what for h in document.hidden} == {what}
    assert "uill" not in to_json(document)


@pytest.mark.parametrize("case", SEEN)
def test_what_is_seen_all_the_same(case: str) -> None:
    document = drawn(*SEEN[case])
    assert "Quill" in to_json(document) and not document.hidden


def updated(first: bytes, number: int, body: str) -> bytes:
    """The file with one object replaced by what a program adds at its end when it saves."""
    at, before = len(first), first.rindex(b"startxref")
    start = int(first[before:].split()[1])
    made = first + f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = f"xref\n{number} 1\n{at:010d} 00000 n \ntrailer\n<</Size 99/Root 1 0 R/Prev {start}>>\n"
    return made + table.encode() + f"startxref\n{len(made)}\n%%EOF\n".encode()


def with_object(drawn: str) -> tuple[bytes, int]:
    made = RawPdf()
    made.pages[0].drawn.append(drawn)
    data = made.done()
    return data, max(made.objects)


STREAM = "<</Length {}>>\nstream\n{}\nendstream"


def test_words_of_an_earlier_state_of_the_file_hold_it() -> None:
    first, number = with_object("BT /F1 10 Tf 72 700 Td (Violet Quill) Tj ET")
    later = "BT /F1 10 Tf 72 700 Td (Violet) Tj ET"
    number = next(n for n in range(number, 0, -1) if f"\n{n} 0 obj\n<</Length".encode() in first)
    document = seen(updated(first, number, STREAM.format(len(later), later)))
    assert ("earlier version of the file", "document", 1) in found(document)
    assert "Quill" not in to_json(document)


def test_what_is_added_to_a_file_without_changing_a_page_is_none() -> None:
    first, number = with_object("BT /F1 10 Tf 72 700 Td (Violet) Tj ET")
    number = next(n for n in range(number, 0, -1) if f"\n{n} 0 obj\n<</Length".encode() in first)
    more = "BT /F1 10 Tf 72 700 Td (Violet Quill) Tj ET"
    assert not seen(updated(first, number, STREAM.format(len(more), more))).hidden
    assert not seen(updated(first, 90, "<</Type/Sig/Name(A. N.)>>")).hidden


def test_what_is_said_beside_the_pages() -> None:
    made = page_with()
    entry = made.new()
    made.objects[entry] = "<</Title(Zebedee Quill)>>"
    form = made.stream("BT /F1 10 Tf 72 700 Td (Zebedee) Tj ET", "/Type/XObject/Subtype/Form/BBox[0 0 99 99]")
    made.pages[0].resources = f"/XObject<</Fm {form}>>"
    made.pages[0].extra = "/PieceInfo<</X<</Private(Zebedee)>>>>"
    made.tree(made.element("P", more="/ActualText(Zebedee)"), made.element("Figure", more="/Alt(Zebedee)"))
    meta = made.stream(
        "<x:xmpmeta xmlns:x='adobe:ns:meta/'><creator xmlns='dc'><li>Zebedee Quill</li></creator></x:xmpmeta>",
        "/Type/Metadata/Subtype/XML",
    )
    made.catalog += f"/Outlines<</First {entry} 0 R>>/Metadata {meta}"
    document = seen(made.done())
    told = {(h.what, h.severity) for h in document.hidden}
    assert told == {
        ("bookmark", "warning"),
        ("part that is never painted", "warning"),
        ("text kept for reading aloud", "warning"),
        ("alternative text", "info"),
        ("data of a program", "info"),
        ("document property that names a person", "info"),
    }
    assert "Zebedee" not in to_json(document)
