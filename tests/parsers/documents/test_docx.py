"""Word documents: the page in its order, cell by cell, and word of what is hidden, without its content."""

from __future__ import annotations

import io
import subprocess
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.documents import read
from parsers.documents.docx_numbering import printed
from parsers.documents.model import Document, Table, Text, UnreadableDocument, from_json, to_json
from parsers.limits import limited
from tests.office import NO_WRITER, SOFFICE, WRITER

ROWS = [["Outcome", "2019", "2020"], ["Advice", "3", "0"], ["Warning", "<5", "12"]]
WORDS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
ALL = nsdecls("w", "wp", "a", "pic", "r") + (
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml"'
)


def saved(document: docx.document.Document) -> bytes:
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def package(body: str, extra: dict[str, str] | None = None, kind: str = "document.main") -> bytes:
    """A document written by hand, as a producer other than python-docx."""
    main = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"
    if kind.startswith("macro"):
        main = "application/vnd.ms-word.document.macroEnabled.main+xml"
    parts = {
        "[Content_Types].xml": '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
        "_rels/.rels": '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<?xml version="1.0"?><w:document {ALL}><w:body>{body}</w:body></w:document>',
    }
    if extra:
        targets = "".join(
            f'<Relationship Id="r{name}" Type="{OFFICE}/relationships/{name}" Target="{name}.xml"/>' for name in extra
        )
        parts["word/_rels/document.xml.rels"] = (
            f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{targets}</Relationships>'
        )
        parts |= {f"word/{name}.xml": content for name, content in extra.items()}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def p(text: str, properties: str = "", run: str = "") -> str:
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def tc(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def tbl(*rows: str, columns: int = 2) -> str:
    return (
        f"<w:tbl><w:tblGrid>{'<w:gridCol/>' * columns}</w:tblGrid>{''.join(f'<w:tr>{r}</w:tr>' for r in rows)}</w:tbl>"
    )


def grid(rows: list[list[str]]) -> str:
    return tbl(*("".join(tc(c) for c in row) for row in rows), columns=len(rows[0]))


def seen(data: bytes | str, **parts: str) -> Document:
    found = read(package(data, parts) if isinstance(data, str) else data, "reply.docx")
    assert from_json(to_json(found)) == found
    return found


def rows_of(table: Table) -> list[list[str | None]]:
    return [[c.text for c in r.cells] for r in table.rows]


def tables_of(document: Document) -> list[list[list[str | None]]]:
    return [rows_of(t) for t in document.tables]


def texts_of(document: Document) -> list[str]:
    return [t.text for t in document.texts]


def hidden_of(document: Document) -> dict[str, int]:
    return {h.what: h.amount for h in document.hidden}


def letter(rows: list[list[str]] = ROWS) -> docx.document.Document:
    made = docx.Document()
    made.add_heading("Freedom of information 123/22", 1)
    made.add_paragraph("There were 15 officers:")
    table = made.add_table(len(rows), len(rows[0]))
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    made.add_paragraph("Yours")
    return made


def test_paragraphs_and_tables_in_the_order_of_the_page_with_their_places() -> None:
    document = seen(saved(letter()))
    assert [b.text if isinstance(b, Text) else "table" for b in document.blocks] == [
        "Freedom of information 123/22",
        "There were 15 officers:",
        "table",
        "Yours",
    ]
    (table,) = document.tables
    assert rows_of(table) == ROWS
    assert table.location == "table 1"
    assert table.rows[1].cells[2].place == "table 1!C2"
    assert table.caption == "There were 15 officers:"
    assert [t.kind for t in document.texts] == ["heading", "paragraph", "paragraph"]
    assert document.texts[1].location == "text"


def test_a_package_of_another_producer_and_one_with_macros() -> None:
    assert tables_of(seen(grid(ROWS))) == [ROWS]
    assert tables_of(seen(package(grid(ROWS), kind="macro"))) == [ROWS]


@pytest.mark.parametrize("suffix", ["docx"])
def test_a_document_that_libreoffice_wrote(tmp_path: Path, suffix: str) -> None:
    office = SOFFICE
    if office is None or not WRITER:
        pytest.skip(NO_WRITER)
    page = tmp_path / "reply.html"
    page.write_text(
        "<html><body><h1>FOI 5</h1><p>There were:</p><table border=1><tr><th>Outcome<th colspan=2>Year</tr>"
        "<tr><td rowspan=2>Advice<td>3<td>0</tr><tr><td>4<td>&lt;5</tr></table><ol><li>one<li>two</ol></body></html>"
    )
    command = [office, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--infilter=HTML (StarWriter)"]
    subprocess.run(
        [*command, "--convert-to", suffix, "--outdir", tmp_path, page], capture_output=True, timeout=120, check=True
    )
    document = seen((tmp_path / f"reply.{suffix}").read_bytes())
    assert tables_of(document) == [[["Outcome", "Year", None], ["Advice", "3", "0"], [None, "4", "<5"]]]
    assert document.tables[0].rows[0].cells[1].span == (1, 2)
    assert document.tables[0].rows[2].cells[0].covered == "above"
    assert [t.text for t in document.texts if t.kind == "item"] == ["1. one", "2. two"]


def test_merged_cells_are_read_once_and_cover_their_neighbours() -> None:
    made = letter()
    table = made.tables[0]
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(1, 0).merge(table.cell(2, 0))
    cells = seen(saved(made)).tables[0].rows
    assert [c.text for c in cells[0].cells] == ["Outcome", "2019 2020", None]
    assert [(c.covered, c.span) for c in cells[0].cells] == [("", (1, 1)), ("", (1, 2)), ("left", (1, 1))]
    assert (cells[1].cells[0].text, cells[1].cells[0].span) == ("Advice Warning", (2, 1))
    assert (cells[2].cells[0].covered, cells[2].cells[0].place) == ("above", "table 1!A2")


def test_rows_that_begin_further_right_keep_their_columns() -> None:
    first = "".join(tc(t) for t in ("Outcome", "2019", "2020"))
    late = f'<w:trPr><w:gridBefore w:val="2"/></w:trPr>{tc("7")}'
    wide = tc("Total", '<w:gridSpan w:val="2"/>') + tc("9")
    assert tables_of(seen(tbl(first, late, wide, columns=3))) == [
        [["Outcome", "2019", "2020"], [None, None, "7"], ["Total", None, "9"]]
    ]


def test_columns_in_which_no_cell_begins_are_none() -> None:
    two = '<w:gridSpan w:val="900"/>'
    assert tables_of(seen(tbl(tc("A", two) + tc("B"), tc("1", two) + tc("2")))) == [[["A", "B"], ["1", "2"]]]


def test_text_that_lies_behind_a_merged_cell_is_hidden() -> None:
    restart, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    document = seen(tbl(tc("A", restart) + tc("1"), tc("SECRET", goes_on) + tc("2")))
    assert tables_of(document) == [[["A", "1"], [None, "2"]]]
    assert hidden_of(document) == {"text behind a merged cell": 1}


def test_a_table_within_a_table_is_one_of_its_own_after_the_outer() -> None:
    made = letter()
    inner = made.tables[0].cell(2, 2).add_table(2, 2)
    for at, text in enumerate(("a", "b", "c", "d")):
        inner.cell(at // 2, at % 2).text = text
    assert tables_of(seen(saved(made))) == [ROWS, [["a", "b"], ["c", "d"]]]


def test_a_table_that_only_frames_the_page_is_no_table() -> None:
    document = seen(tbl(f"<w:tc>{p('Dear applicant')}{grid(ROWS)}{p('Yours')}</w:tc>", columns=1))
    assert tables_of(document) == [ROWS]
    assert texts_of(document) == ["Dear applicant", "Yours"]


def test_tables_with_nothing_between_them_are_one_as_on_the_page() -> None:
    assert tables_of(seen(grid(ROWS) + grid([["Total", "3", "12"]]) + p("x"))) == [[*ROWS, ["Total", "3", "12"]]]
    assert len(tables_of(seen(grid(ROWS) + "<w:p/>" + grid(ROWS)))) == 2


def test_headers_and_footers_are_told_from_the_text_and_said_once() -> None:
    made = letter()
    made.sections[0].header.paragraphs[0].text = "Durham Constabulary"
    made.sections[0].footer.paragraphs[0].text = "Page 1"
    made.add_section().header.is_linked_to_previous = False
    made.sections[1].header.paragraphs[0].text = "Durham Constabulary"
    kinds = [(t.kind, t.text) for t in seen(saved(made)).texts if t.kind in ("header", "footer")]
    assert kinds == [("header", "Durham Constabulary"), ("footer", "Page 1")]


LISTS = f"""<w:numbering {WORDS}><w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%2)"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerRoman"/><w:lvlText w:val="%1.%2.%3"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val=""/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
</w:numbering>"""


def numbered(text: str, level: int = 0, number: int = 1) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def test_list_items_have_the_numbers_that_word_prints() -> None:
    body = "".join(
        [
            numbered("a"),
            numbered("b", 1),
            numbered("c", 1),
            numbered("d", 2),
            p("between"),
            numbered("e"),
            numbered("f", 1),
            numbered("g", 0, 2),
            numbered("h", 0, 3),
            numbered("i", 0, 3),
            numbered("j", 0, 99),
        ]
    )
    document = seen(body, numbering=LISTS)
    assert texts_of(document) == [
        "1. a", "(a) b", "(b) c", "1.b.i d", "between", "2. e", "(a) f", "g", "5. h", "6. i", "j",
    ]  # fmt: skip
    assert [t.kind for t in document.texts][4:8] == ["paragraph", "item", "item", "item"]


def test_numbers_in_a_table_are_cells_as_printed() -> None:
    row = f"<w:tc>{numbered('', 0)}</w:tc>{tc('Advice')}"
    assert tables_of(seen(tbl(row, row), numbering=LISTS)) == [[["1.", "Advice"], ["2.", "Advice"]]]


def test_a_deleted_item_takes_no_number() -> None:
    removed = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>'
        '<w:del w:id="2"><w:r><w:delText>SECRET</w:delText></w:r></w:del></w:p>'
    )
    document = seen(numbered("a") + removed + numbered("b"), numbering=LISTS)
    assert texts_of(document) == ["1. a", "2. b"]
    assert hidden_of(document) == {"deleted text": 1}


@pytest.mark.parametrize(
    ("number", "style", "text"),
    [(3, "decimal", "3"), (28, "lowerLetter", "bb"), (14, "upperRoman", "XIV"), (22, "ordinal", "22nd"), (7, "decimalZero", "07")],
)  # fmt: skip
def test_numbers_in_each_style(number: int, style: str, text: str) -> None:
    assert printed(number, style) == text


def test_inserted_text_is_read_and_deleted_text_never() -> None:
    body = (
        "<w:p><w:r><w:t>There were </w:t></w:r><w:del><w:r><w:delText>SECRET</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>12</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>SECRET</w:t></w:r></w:moveFrom></w:p>"
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>one </w:t></w:r></w:p>"
        + p("paragraph")
        + tbl(tc("A") + tc("1"), f"<w:trPr><w:del/></w:trPr>{tc('SECRET')}{tc('2')}", tc("B") + tc("3"))
    )
    document = seen(body)
    assert texts_of(document) == ["There were 12", "one paragraph"]
    assert tables_of(document) == [[["A", "1"], ["B", "3"]]]
    assert hidden_of(document) == {"deleted text": 2, "deleted row": 1, "tracked insertion": 1}
    assert "SECRET" not in to_json(document)


@pytest.mark.parametrize(
    ("run", "what"),
    [
        ("<w:vanish/>", "hidden text"),
        ("<w:strike/>", "struck-out text"),
        ('<w:sz w:val="2"/>', "text too small to see"),
        ('<w:color w:val="FFFFFF"/>', "text in the colour of its background"),
        ('<w:highlight w:val="black"/>', "text under a black bar"),
        ('<w:shd w:fill="000000"/><w:color w:val="000000"/>', "text under a black bar"),
    ],
)
def test_what_nobody_sees_is_counted_and_never_kept(run: str, what: str) -> None:
    document = seen(p("seen") + p("SECRET", run=run) + tbl(tc("A") + f"<w:tc>{p('SECRET', run=run)}</w:tc>"))
    assert texts_of(document) == ["seen"]
    assert hidden_of(document) == {what: 2}
    assert "SECRET" not in to_json(document)


@pytest.mark.parametrize(
    "run", ['<w:vanish w:val="0"/>', '<w:shd w:fill="1F3864"/><w:color w:val="FFFFFF"/>', '<w:highlight w:val="yellow"/>']
)  # fmt: skip
def test_what_is_seen_is_read(run: str) -> None:
    document = seen(p("Outcome", run=run))
    assert (texts_of(document), document.hidden) == (["Outcome"], [])


def test_white_headings_on_a_coloured_cell_or_by_a_table_style_are_seen() -> None:
    white = p("Outcome", run='<w:color w:val="FFFFFF"/>')
    shaded = tbl(f'<w:tc><w:tcPr><w:shd w:fill="003366"/></w:tcPr>{white}</w:tc>{tc("2019")}')
    assert tables_of(seen(shaded)) == [[["Outcome", "2019"]]]
    styles = (
        f'<w:styles {WORDS}><w:style w:type="table" w:styleId="Grid4"><w:tblStylePr w:type="firstRow"><w:tcPr>'
        '<w:shd w:fill="4472C4"/></w:tcPr></w:tblStylePr></w:style></w:styles>'
    )
    styled = (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="Grid4"/></w:tblPr><w:tr><w:tc>{white}</w:tc>{tc("2019")}</w:tr></w:tbl>'
    )
    assert tables_of(seen(styled, styles=styles)) == [[["Outcome", "2019"]]]


def test_a_style_can_hide_number_and_head() -> None:
    styles = (
        f'<w:styles {WORDS}><w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="K"><w:basedOn w:val="H"/></w:style>'
        '<w:style w:type="character" w:styleId="V"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="N"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style></w:styles>'
    )
    body = p("Part", '<w:pStyle w:val="K"/>') + p("x", run='<w:rStyle w:val="V"/>') + p("item", '<w:pStyle w:val="N"/>')
    document = seen(body, styles=styles, numbering=LISTS)
    assert [(t.kind, t.text) for t in document.texts] == [("heading", "Part"), ("item", "1. item")]
    assert hidden_of(document) == {"hidden text": 1}


def test_fields_show_their_last_result_and_never_their_code() -> None:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    nested = f"{mark('begin')}<w:r><w:t>CODE</w:t></w:r>{mark('separate')}<w:r><w:t>CODE</w:t></w:r>{mark('end')}"
    body = (
        f"<w:p>{mark('begin')}<w:r><w:instrText>IF CODE</w:instrText></w:r>{nested}{mark('separate')}"
        f'<w:r><w:t>12</w:t></w:r>{mark("end")}<w:fldSimple w:instr="CODE"><w:r><w:t> officers</w:t></w:r></w:fldSimple></w:p>'
    )
    assert texts_of(seen(body)) == ["12 officers"]
    with pytest.raises(UnreadableDocument, match="a field begins in it and never ends"):
        seen(f"<w:p>{mark('begin')}<w:r><w:t>lost</w:t></w:r></w:p>{p('lost too')}")


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    box = f"<w:txbxContent>{p('In the box')}{grid(ROWS)}</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>Beside</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>"
        f"{box}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    document = seen(body)
    assert texts_of(document) == ["Beside", "In the box"]
    assert tables_of(document) == [ROWS]


def test_content_controls_are_looked_through() -> None:
    def held(inner: str) -> str:
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{inner}</w:sdtContent></w:sdt>"

    row = f"<w:tr>{held(tc('A'))}{tc('1')}</w:tr>"
    body = held(p("Paragraph")) + f"<w:tbl>{held(row)}<w:tr>{tc('B')}{tc('2')}</w:tr></w:tbl>"
    document = seen(body)
    assert (texts_of(document), tables_of(document)) == (["Paragraph"], [[["A", "1"], ["B", "2"]]])


def test_signs_breaks_and_the_marks_of_notes() -> None:
    raised = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>{}</w:t></w:r>'
    cell = (
        f"<w:tc><w:p><w:r><w:t>12</w:t></w:r>{raised.format('1')}</w:p></w:tc>"
        "<w:tc><w:p><w:r><w:t>a</w:t><w:softHyphen/><w:t>b</w:t><w:br/><w:t>c</w:t><w:tab/><w:t>d\u00a0\u00ade</w:t>"
        "<w:noBreakHyphen/><w:t>f</w:t></w:r></w:p><w:p><w:r><w:sym w:font='Symbol' w:char='F0A3'/><w:t>5</w:t></w:r></w:p></w:tc>"
    )
    body = f"<w:p><w:r><w:t>1</w:t></w:r>{raised.format('st')}<w:r><w:t> May</w:t><w:br/><w:t>next line</w:t></w:r></w:p>{tbl(cell)}"
    document = seen(body)
    assert texts_of(document) == ["1st May", "next line"]
    assert tables_of(document) == [[["12¹", "ab c d e-f ≤5"]]]


def test_footnotes_follow_the_text_under_their_marks() -> None:
    notes = f'<w:footnotes {WORDS}><w:footnote w:id="2">{p("Not yet final.")}</w:footnote></w:footnotes>'
    body = '<w:p><w:r><w:t>There were 12</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>' + p("End")
    assert texts_of(seen(body, footnotes=notes)) == ["There were 12¹", "End", "¹ Not yet final."]


def test_comments_and_embedded_files_are_counted_and_names_are_not_kept() -> None:
    comments = f'<w:comments {WORDS}><w:comment w:id="0" w:author="Jane SECRET">{p("SECRET")}</w:comment></w:comments>'
    document = seen(p("x"), comments=comments)
    assert hidden_of(document) == {"comment": 1}
    made = letter()
    made.core_properties.author = made.core_properties.last_modified_by = "Jane SECRET"
    made.core_properties.title = "FOI reply"
    named = seen(saved(made))
    assert named.properties == {}
    assert "SECRET" not in to_json(document) + to_json(named)


def test_figures_set_out_by_tabs_are_a_table_and_an_address_is_not() -> None:
    def tabbed(*cells: str) -> str:
        return "<w:p><w:r>" + "<w:tab/>".join(f"<w:t>{c}</w:t>" for c in cells) + "</w:r></w:p>"

    lines = "".join(tabbed(*row) for row in [["Outcome", "2019"], ["Advice", "3"], ["Warning", "&lt;5"]])
    address = tabbed("Durham Constabulary", "Tel: 101") + tabbed("Aykley Heads", "FOI unit")
    document = seen(p("Officers") + lines + p("then") + address)
    assert tables_of(document) == [[["Outcome", "2019"], ["Advice", "3"], ["Warning", "<5"]]]
    assert texts_of(document) == ["Officers", "then", "Durham Constabulary Tel: 101", "Aykley Heads FOI unit"]


def test_bold_paragraphs_are_headings_and_bold_cells_are_marked() -> None:
    made = docx.Document()
    made.add_paragraph().add_run("Your request").bold = True
    table = made.add_table(2, 2)
    for c, text in enumerate(("Outcome", "2019")):
        table.cell(0, c).paragraphs[0].add_run(text).bold = True
        table.cell(1, c).text = text
    document = seen(saved(made))
    assert document.texts[0].kind == "heading"
    assert [[c.bold for c in r.cells] for r in document.tables[0].rows] == [[True, True], [False, False]]


def test_hidden_rows_are_counted() -> None:
    document = seen(tbl(tc("A") + tc("1"), f"<w:trPr><w:hidden/></w:trPr>{tc('SECRET')}{tc('2')}", tc("B") + tc("3")))
    assert tables_of(document) == [[["A", "1"], ["B", "3"]]]
    assert hidden_of(document) == {"hidden row": 1}


def test_a_document_of_its_own_inside_is_reported() -> None:
    (finding,) = seen(p("x") + '<w:altChunk r:id="rId9"/>').findings
    assert "not read" in finding.message


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (package("")[:-40], "zip archive|damaged"),
        (package("<w:p>"), "damaged"),
        (package(""), "without any text"),
        (package("<w:tbl><w:tr><w:tc>" * 90 + "</w:tc></w:tr></w:tbl>" * 90), "damaged|too deeply|without any text"),
    ],
)
def test_a_damaged_or_empty_document_is_named(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableDocument, match=words) as raised:
        read(data, "reply.docx")
    assert raised.value.fix


def test_entities_and_bombs_are_refused() -> None:
    bomb = package("")
    entities = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><w:document {WORDS}><w:body/></w:document>'
    made = io.BytesIO(bomb)
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr("word/other.xml", entities)
    with pytest.raises(UnreadableDocument, match="declares entities"):
        read(made.getvalue(), "reply.docx")
    with limited(xml_size=100), pytest.raises(UnreadableDocument, match="unpacks to more data"):
        read(bomb, "reply.docx")


def test_a_grid_of_too_many_cells_is_refused() -> None:
    with limited(cells=8), pytest.raises(UnreadableDocument, match="tables of more than 8 cells"):
        seen(grid(ROWS))


CELLS = st.text(st.characters(codec="ascii", categories=("L", "N")), min_size=1, max_size=6)


@settings(max_examples=25, deadline=None)
@given(st.integers(2, 4).flatmap(lambda n: st.lists(st.lists(CELLS, min_size=n, max_size=n), min_size=2, max_size=5)))
def test_any_table_comes_back_cell_by_cell(rows: list[list[str]]) -> None:
    assert tables_of(seen(grid(rows))) == [rows]


def test_no_table_is_made_from_xml_that_python_docx_writes_for_nothing() -> None:
    made = docx.Document()
    made.add_table(2, 2)
    made.element.body.append(parse_xml(f"<w:p {nsdecls('w')}><w:r><w:t>x</w:t></w:r></w:p>"))
    assert seen(saved(made)).tables == []
