"""Tables from the tags of a PDF: taken where they fit the page, and only there."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import typst

from parsers.documents.model import Document, Table
from tests.office import NO_WRITER, WRITER
from tests.parsers.documents.drawing import rows_of, seen
from tests.parsers.documents.raw_pdf import RawPdf

ROWS = [["Year", "Force", "Cases"], ["2017", "Kent", "12"], ["2018", "Durham", "7"], ["2019", "Essex", "3"]]
XS = (60.0, 200.0, 340.0)
LONG = "Sent messages to a member of the public whom the officer had met in the course of duty, late at night"


def typeset(source: str, tmp_path: Path) -> Document:
    path = tmp_path / "reply.typ"
    path.write_text(source, encoding="utf-8")
    return seen(typst.compile(str(path)))


def only(document: Document) -> Table:
    (table,) = document.tables
    return table


def place_of(place: str | None) -> tuple[float, ...]:
    assert place is not None
    return tuple(float(n) for n in place[place.index("[") + 1 : -1].split(","))


# What other programs write


def test_merged_and_blank_cells_without_a_single_line(tmp_path: Path) -> None:
    document = typeset(
        """#table(columns: 3, stroke: none, table.header([*Year*], [*Asked*], [*Given*]),
        table.cell(rowspan: 2)[2017], [1], [2], [3], [], [Total], table.cell(colspan: 2)[6])""",
        tmp_path,
    )
    table = only(document)
    assert table.found_by == "tags"
    assert rows_of(table) == [
        ["Year", "Asked", "Given"],
        ["2017", "1", "2"],
        [None, "3", None],
        ["Total", "6", None],
    ]
    covered = [[cell.covered for cell in row.cells] for row in table.rows]
    assert covered == [["", "", ""], ["", "", ""], ["above", "", ""], ["", "", "left"]]
    assert table.rows[1].cells[0].span == (2, 1)
    assert document.findings == []


@pytest.mark.parametrize("stroke", ["none", "0.5pt"])
def test_a_table_over_pages_is_one_and_its_repeated_headings_are_set_aside(stroke: str, tmp_path: Path) -> None:
    rows = [[f"Ref {n}", "PC" if n % 3 else "Sergeant", LONG] for n in range(30)]
    cells = "".join(f"[{text}]," for row in rows for text in row)
    document = typeset(
        f"""#set page(height: 12cm, header: [Freedom of Information], numbering: "1")
        Before.
        #table(columns: (1fr, 1fr, 2fr), stroke: {stroke}, table.header([Ref], [Rank], [What]), {cells})
        After.""",
        tmp_path,
    )
    table = only(document)
    assert rows_of(table) == [["Ref", "Rank", "What"], *rows]
    pages = {row.location for row in table.rows}
    assert len(pages) > 2
    assert [(r.location, [c.text for c in r.cells]) for r in table.repeated] == [
        (page, ["Ref", "Rank", "What"]) for page in sorted(pages, key=lambda p: int(p[5:])) if page != "page 1"
    ]
    assert [t.text for t in document.texts if t.kind == "paragraph"] == ["Before.", "After."]
    on_second = [r.number for r in (*table.repeated, *table.rows) if r.location == "page 2"]
    assert on_second == list(range(1, len(on_second) + 1))


def test_a_row_cut_by_the_page_break_is_whole_and_says_where_it_goes_on(tmp_path: Path) -> None:
    long = " ".join(f"word{n}" for n in range(120))
    document = typeset(
        f"""#set page(height: 8cm, width: 14cm)
        #table(columns: 2, stroke: none, [Ref], [What], [1], [Short], [2], [{long}], [3], [Short])""",
        tmp_path,
    )
    table = only(document)
    assert rows_of(table) == [["Ref", "What"], ["1", "Short"], ["2", long], ["3", "Short"]]
    assert [row.joined for row in table.rows] == [None, None, "page 2", None]


def test_a_merged_cell_that_runs_over_the_page_covers_the_rows_there(tmp_path: Path) -> None:
    rows = "".join(f"[Case {n}], [{n}]," for n in range(30))
    document = typeset(
        f"#set page(height: 8cm)\n#table(columns: 3, table.cell(rowspan: 30, breakable: true)[2017], {rows})", tmp_path
    )
    table = only(document)
    assert [row.cells[1].text for row in table.rows] == [f"Case {n}" for n in range(30)]
    assert {row.cells[0].covered for row in table.rows[1:]} == {"above"}
    assert len({row.location for row in table.rows}) > 1


@pytest.mark.skipif(not WRITER, reason=NO_WRITER)
def test_what_libreoffice_tags(tmp_path: Path) -> None:
    rows = "".join(f"<tr><td>Ref {n}</td><td>{LONG}</td><td>{n}</td></tr>" for n in range(40))
    page = (
        "<html><body><p>Before</p><table><thead><tr><th>Ref</th><th>What</th><th>Number</th></tr></thead>"
        f"<tr><td rowspan=2>Both</td><td>1</td><td></td></tr><tr><td colspan=2>2</td></tr>{rows}</table></body></html>"
    )
    (tmp_path / "reply.html").write_text(page, encoding="utf-8")
    kind = 'pdf:writer_web_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"}}'
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    order = [
        "soffice",
        home,
        "--headless",
        "--convert-to",
        kind,
        "--outdir",
        str(tmp_path),
        str(tmp_path / "reply.html"),
    ]
    subprocess.run(order, check=True, capture_output=True, timeout=120)
    table = only(seen((tmp_path / "reply.pdf").read_bytes()))
    assert table.found_by == "tags"
    assert rows_of(table)[:3] == [["Ref", "What", "Number"], ["Both", "1", None], [None, "2", None]]
    assert rows_of(table)[3:] == [[f"Ref {n}", LONG, str(n)] for n in range(40)]


# What is written by hand


def drawn(ruled: bool = False) -> RawPdf:
    made = RawPdf()
    page = made.pages[0]
    page.text(60, 60, "The figures asked for are below.")
    if ruled:
        for y in (86, 106, 126, 146, 166):
            page.line(55, y, 480, y)
        for x in (55, 190, 330, 480):
            page.line(x, 86, x, 166)
    return made


def marks_of(made: RawPdf) -> list[list[str]]:
    """The rows on the page, each cell in a mark of its own."""
    page = made.pages[0]
    return [[page.marked((x, 100 + 20 * i, t)) for x, t in zip(XS, row, strict=True)] for i, row in enumerate(ROWS)]


def rows_tagged(made: RawPdf, marks: list[list[str]]) -> list[str]:
    roles = ["TH"] + ["TD"] * (len(marks) - 1)
    return [made.element("TR", *(made.element(role, m) for m in row)) for role, row in zip(roles, marks, strict=True)]


def simple(ruled: bool = False) -> bytes:
    made = drawn(ruled)
    made.tree(made.element("Table", *rows_tagged(made, marks_of(made))))
    return made.done()


def as_drawn(data: bytes) -> Document:
    """The same page without its tags."""
    return seen(data.replace(b"/StructTreeRoot", b"/NoStructTree__"))


def test_a_simple_table() -> None:
    table = only(seen(simple()))
    assert (table.found_by, rows_of(table)) == ("tags", ROWS)


def test_the_same_places_as_drawn_where_lines_are_drawn() -> None:
    table, other = only(seen(simple(ruled=True))), only(as_drawn(simple(ruled=True)))
    assert (table.found_by, other.found_by) == ("tags", "rulings")
    assert [r.cells for r in table.rows] == [r.cells for r in other.rows]
    assert [r.box for r in table.rows] == [r.box for r in other.rows]


def test_each_place_holds_its_text_and_no_other() -> None:
    table = only(seen(simple()))
    for at, row in enumerate(table.rows):
        for x, cell in zip(XS, row.cells, strict=True):
            x0, top, x1, bottom = place_of(cell.place)
            assert x0 <= x < x1
            assert top < 97 + 20 * at < bottom
            assert not any(x0 < other < x1 for other in XS if other != x)


def test_figures_that_touch_are_two_cells() -> None:
    made = drawn()
    page = made.pages[0]
    marks = [
        [page.marked((60 + 11.12 * c, 100 + 20 * r, t)) for c, t in enumerate(row)]
        for r, row in enumerate((("12", "34"), ("56", "78")))
    ]
    made.tree(made.element("Table", *rows_tagged(made, marks)))
    assert rows_of(only(seen(made.done()))) == [["12", "34"], ["56", "78"]]


def in_spans(made: RawPdf, mark: str) -> str:
    return made.element("Body_20Text", made.element("Span", mark))


def test_roles_of_its_own_and_elements_within_a_cell() -> None:
    made = drawn()
    rows = [made.element("Reihe", *(made.element("Zelle", in_spans(made, m)) for m in row)) for row in marks_of(made)]
    body = made.element("TBody", *rows)
    made.tree(made.element("Tafel", body), more="/RoleMap<</Tafel/Table/Reihe/TR/Zelle/Feld/Feld/TD/Body_20Text/P>>")
    table = only(seen(made.done()))
    assert (table.found_by, rows_of(table)) == ("tags", ROWS)


def test_marks_within_a_form_and_marks_named_in_the_resources() -> None:
    made = drawn()
    page = made.pages[0]
    draw = "/P <</MCID {}>> BDC BT /F1 10 Tf {} {} Td ({}) Tj ET EMC"
    drawn_cells = [(x, 742 - 20 * i, t) for i, row in enumerate(ROWS) for x, t in zip(XS, row, strict=True)]
    content = "\n".join(draw.format(n, x, y, t) for n, (x, y, t) in enumerate(drawn_cells[:-1]))
    form = made.stream(content, "/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>")
    page.drawn.append("/Fm0 Do")
    x, y, words = drawn_cells[-1]
    page.drawn.append(f"/P /MC0 BDC BT /F1 10 Tf {x} {y} Td ({words}) Tj ET EMC")
    page.resources = f"/XObject<</Fm0 {form}>>/Properties<</MC0<</MCID 0>>>>"
    where = f"/Pg {page.number} 0 R"
    marks = [f"<</Type/MCR{where}/Stm {form}/MCID {n}>>" for n in range(11)] + [f"<</Type/MCR{where}/MCID 0>>"]
    made.tree(made.element("Table", *rows_tagged(made, [marks[i : i + 3] for i in range(0, 12, 3)])))
    table = only(seen(made.done()))
    assert (table.found_by, rows_of(table)) == ("tags", ROWS)


# What is wrong, or would mislead: the page as drawn decides

Spoil = Callable[[RawPdf, list[list[str]]], None]


def a_cell_missing(made: RawPdf, marks: list[list[str]]) -> None:
    made.tree(made.element("Table", *rows_tagged(made, [marks[0], marks[1][:2], *marks[2:]])))


def a_cell_not_tagged(made: RawPdf, marks: list[list[str]]) -> None:
    rows = rows_tagged(made, marks)
    rows[1] = made.element("TR", made.element("TD", marks[1][0]), made.element("TD"), made.element("TD", marks[1][2]))
    made.tree(made.element("Table", *rows))


def cells_in_another_order(made: RawPdf, marks: list[list[str]]) -> None:
    made.tree(made.element("Table", *rows_tagged(made, [marks[0], marks[1][::-1], *marks[2:]])))


def rows_in_another_order(made: RawPdf, marks: list[list[str]]) -> None:
    made.tree(made.element("Table", *rows_tagged(made, marks[::-1])))


def every_line_a_paragraph(made: RawPdf, marks: list[list[str]]) -> None:
    made.tree(*(made.element("P", *row) for row in marks))


def the_last_row_left_out(made: RawPdf, marks: list[list[str]]) -> None:
    made.tree(made.element("Table", *rows_tagged(made, marks[:3])), made.element("P", *marks[3]))


def one_column(made: RawPdf, marks: list[list[str]]) -> None:
    made.tree(made.element("Table", *(made.element("TR", made.element("TD", *row)) for row in marks)))


def a_table_in_a_table(made: RawPdf, marks: list[list[str]]) -> None:
    inner = made.element("Table", *rows_tagged(made, [row[1:] for row in marks]))
    row = made.element("TR", made.element("TD", *(row[0] for row in marks)), made.element("TD", inner))
    made.tree(made.element("Table", row))


def content_in_two_cells(made: RawPdf, marks: list[list[str]]) -> None:
    made.tree(made.element("Table", *rows_tagged(made, [*marks[:3], [marks[3][0], marks[3][1], marks[2][2]]])))


def content_beside_the_cells(made: RawPdf, marks: list[list[str]]) -> None:
    rows = rows_tagged(made, [*marks[:3], marks[3][:2]])
    made.tree(made.element("Table", *rows, marks[3][2]))


def spans(number: str) -> Spoil:
    def spoil(made: RawPdf, marks: list[list[str]]) -> None:
        rows = rows_tagged(made, marks)
        cells = [made.element("TD", m, more=f"/A<</O/Table/ColSpan {number}>>") for m in marks[3]]
        made.tree(made.element("Table", *rows[:3], made.element("TR", *cells)))

    return spoil


def reaches_below(made: RawPdf, marks: list[list[str]]) -> None:
    rows = rows_tagged(made, marks)
    cells = [made.element("TD", m, more="/A[<</O/Table/RowSpan 2>> 0]") for m in marks[3]]
    made.tree(made.element("Table", *rows[:3], made.element("TR", *cells)))


def said_to_be_doubtful(made: RawPdf, marks: list[list[str]]) -> None:
    made.tree(made.element("Table", *rows_tagged(made, marks)), said="/Marked true/Suspects true")


def on_a_page_that_is_not_there(made: RawPdf, marks: list[list[str]]) -> None:
    lost = [[m.replace(f"{made.pages[0].number} 0 R", "99 0 R") for m in row] for row in marks]
    made.tree(made.element("Table", *rows_tagged(made, lost)))


def in_a_circle(made: RawPdf, marks: list[list[str]]) -> None:
    again = f"{made.last + 6} 0 R"
    made.tree(made.element("Table", *(made.element("TR", made.element("TD", *row, again)) for row in marks), again))


def references_to_themselves(made: RawPdf, marks: list[list[str]]) -> None:
    number = made.new()
    made.objects[number] = f"{number} 0 R"
    made.tree(f"{number} 0 R", more=f"/RoleMap {number} 0 R/ClassMap {number} 0 R")


def deep(made: RawPdf, marks: list[list[str]]) -> None:
    inner = made.element("Table", *rows_tagged(made, marks))
    for _ in range(300):
        inner = made.element("Div", inner)
    made.tree(inner)


def of_other_types(made: RawPdf, marks: list[list[str]]) -> None:
    odd = "<</S(Table)/K 5>> <</S/Table/K(x)/A 7/C[1 2]/Pg 3>> null true 1.5 [[[-1]]] <</MCID(1)/Pg 4>> <</S/TR/K<</S/TD>>>>"
    made.tree(odd, more="/RoleMap[1]/ClassMap(a)")


def no_tree(made: RawPdf, marks: list[list[str]]) -> None:
    made.catalog += "/StructTreeRoot 12345 0 R/MarkInfo 5"


SPOILT = {
    "a cell missing": a_cell_missing,
    "a cell not tagged": a_cell_not_tagged,
    "cells in another order": cells_in_another_order,
    "rows in another order": rows_in_another_order,
    "paragraphs": every_line_a_paragraph,
    "the last row left out": the_last_row_left_out,
    "one column": one_column,
    "a table in a table": a_table_in_a_table,
    "content in two cells": content_in_two_cells,
    "content beside the cells": content_beside_the_cells,
    "negative spans": spans("-1"),
    "spans of no number": spans("(2)"),
    "enormous spans": spans("2000000000"),
    "reaches below": reaches_below,
    "doubtful": said_to_be_doubtful,
    "lost page": on_a_page_that_is_not_there,
    "circle": in_a_circle,
    "references to themselves": references_to_themselves,
    "deep": deep,
    "other types": of_other_types,
    "no tree": no_tree,
}


@pytest.mark.parametrize("ruled", [True, False], ids=["ruled", "unruled"])
@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT.keys())
def test_where_the_tags_are_wrong_the_page_decides(spoil: Spoil, ruled: bool) -> None:
    made = drawn(ruled)
    spoil(made, marks_of(made))
    data = made.done()
    document, other = seen(data), as_drawn(data)
    assert document.blocks == other.blocks
    assert [rows_of(t) for t in document.tables] == [ROWS]


def test_a_cell_with_a_line_through_it_is_read_as_drawn_and_doubted() -> None:
    made = drawn(ruled=True)
    marks = marks_of(made)
    rows = rows_tagged(made, marks[:2])
    both = made.element("TR", *(made.element("TD", a, b) for a, b in zip(marks[2], marks[3], strict=True)))
    made.tree(made.element("Table", *rows, both))
    document = seen(made.done())
    assert rows_of(only(document)) == ROWS
    (found,) = document.findings
    assert (found.code, found.location) == ("low_confidence", "page 1")
    assert "tags" in found.message


def test_rows_of_figures_in_one_cell_are_not_believed() -> None:
    made = drawn()
    marks = marks_of(made)
    both = made.element("TR", *(made.element("TD", *(row[c] for row in marks[1:])) for c in range(3)))
    made.tree(made.element("Table", *rows_tagged(made, marks[:1]), both))
    assert rows_of(only(seen(made.done()))) == ROWS


def test_words_that_no_cell_owns_are_never_lost() -> None:
    made = drawn()
    marks = marks_of(made)
    made.pages[0].text(200, 110, "stray")
    made.tree(made.element("Table", *rows_tagged(made, marks)))
    document = seen(made.done())
    assert "stray" in repr(document.blocks)


def test_an_artifact_within_the_table_is_no_text_of_a_cell() -> None:
    made = drawn()
    marks = marks_of(made)
    made.pages[0].text(205, 110, "DRAFT", wrap="/Artifact BMC {} EMC")
    made.tree(made.element("Table", *rows_tagged(made, marks)))
    document = seen(made.done())
    assert rows_of(only(document)) == ROWS
    assert "DRAFT" in " ".join(t.text for t in document.texts)


def test_a_letterhead_laid_out_as_a_table_stays_text() -> None:
    made = RawPdf()
    page = made.pages[0]
    left = page.marked((60, 60, "Freedom of Information"), (60, 74, "Police Headquarters"))
    right = page.marked((300, 60, "Our reference: 1234/17"), (300, 74, "Date: 3 May 2022"))
    body = page.marked((60, 130, "Thank you for your request, which has now been considered in full."))
    row = made.element("TR", made.element("TD", left), made.element("TD", right))
    made.tree(made.element("Table", row), made.element("P", body))
    document = seen(made.done())
    assert document.tables == []
    assert document.blocks == as_drawn(made.done()).blocks


def test_hidden_text_of_a_cell_is_reported_and_not_read() -> None:
    made = drawn()
    page = made.pages[0]
    marks = marks_of(made)
    secret = page.marked((60, 180, "Smith"))
    page.drawn[-1] = page.drawn[-1].replace("BT", "BT 3 Tr").replace("ET", "0 Tr ET")
    rows = rows_tagged(made, marks)
    made.tree(
        made.element(
            "Table", *rows, made.element("TR", made.element("TD", secret), made.element("TD"), made.element("TD"))
        )
    )
    document = seen(made.done())
    assert rows_of(only(document)) == ROWS
    assert [(h.what, h.amount) for h in document.hidden] == [("invisible text", 5)]
    assert "Smith" not in repr(document)
