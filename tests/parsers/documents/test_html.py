"""Web pages: the answer without the frame of the site, cell by cell, and what is hidden or no answer at all."""

from __future__ import annotations

import html as entities
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.documents import read, sniff
from parsers.documents.html_style import colour_of
from parsers.documents.model import Document, Table, Text, UnreadableDocument, from_json, to_json

ROWS = [["Outcome", "2019", "2020"], ["Advice", "3", "0"], ["Warning", "<5", "12"]]


def grid(rows: list[list[str]], attributes: str = "", first: str = "td") -> str:
    def row(cells: list[str], tag: str) -> str:
        return "<tr>" + "".join(f"<{tag}>{entities.escape(c)}</{tag}>" for c in cells) + "</tr>"

    return f"<table {attributes}>{row(rows[0], first)}{''.join(row(r, 'td') for r in rows[1:])}</table>"


def page(body: str, head: str = "<title>FOI 123/22</title>") -> str:
    return f"<!doctype html><html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>"


def seen(text: str | bytes) -> Document:
    found = read(text.encode() if isinstance(text, str) else text, "reply.html")
    assert from_json(to_json(found)) == found
    return found


def rows_of(table: Table) -> list[list[str | None]]:
    return [[c.text for c in r.cells] for r in table.rows]


def tables_of(text: str | bytes) -> list[list[list[str | None]]]:
    return [rows_of(t) for t in seen(text).tables]


def texts_of(text: str | bytes) -> list[str]:
    return [t.text for t in seen(text).texts if t.kind != "header"]


def hidden_of(document: Document) -> dict[str, int]:
    return {h.what: h.amount for h in document.hidden}


def test_texts_and_tables_in_order_with_their_places() -> None:
    document = seen(page(f"<h2>Answer</h2><p>There were 15:</p>{grid(ROWS)}<p>Yours</p>"))
    assert [b.text if isinstance(b, Text) else "table" for b in document.blocks] == [
        "FOI 123/22",
        "Answer",
        "There were 15:",
        "table",
        "Yours",
    ]
    (table,) = document.tables
    assert rows_of(table) == ROWS
    assert (table.location, table.caption, table.rows[2].cells[1].place) == ("table 1", "There were 15:", "table 1!B3")
    assert [t.kind for t in document.texts] == ["header", "heading", "paragraph", "paragraph"]
    assert document.properties == {"title": "FOI 123/22"}


FRAME = """<div class="cookie-banner"><p>We use 3 cookies</p></div><header><a>Home</a><nav><ul><li>Menu 1</ul></nav></header>
<div class="breadcrumbs">Home / FOI / 2022</div>{}<aside><h3>Related</h3><p>Other replies 2019</p></aside>
<div class="share-links">Share this page</div><footer><table><tr><td>Contact<td>101<tr><td>Legal<td>2022</table></footer>
<script>var a = "<p>SECRET</p>"</script><noscript>SECRET</noscript><template><p>SECRET</p></template>"""


@pytest.mark.parametrize(
    "wrap", ["<main>{}</main>", '<div role="main">{}</div>', "<article>{}</article>", "<div>{}</div>"]
)
def test_the_frame_of_the_site_is_no_part_of_the_answer(wrap: str) -> None:
    document = seen(page(FRAME.format(wrap.format(f"<h1>Officers</h1><p>There were 15.</p>{grid(ROWS)}"))))
    assert [t.text for t in document.texts] == ["FOI 123/22", "Officers", "There were 15."]
    assert [rows_of(t) for t in document.tables] == [ROWS]


def test_a_table_outside_the_main_part_is_not_lost() -> None:
    body = f"<main><h1>Officers</h1><p>See below.</p></main><div>{grid(ROWS)}</div>"
    assert tables_of(page(body)) == [ROWS]
    assert tables_of(page(f'<main><p>See</p><div class="sidebar related">{grid(ROWS)}</div></main>')) == [ROWS]
    assert tables_of(page(f'<div class="content with-sidebar nav-open">{grid(ROWS)}</div>')) == [ROWS]


def test_text_is_kept_whatever_its_box_is_called() -> None:
    long = "In the period there were 5 officers, of whom 2 resigned and 3 were given a written warning by their force."
    body = f'<main><h1>FOI</h1><p>{"Dear applicant. " * 20}</p><div class="related">{long}</div></main>'
    assert texts_of(page(body))[-1] == long


def test_a_heading_in_a_banner_above_the_main_part_is_kept() -> None:
    assert texts_of(page("<div class=hero><h1>Officers 2022</h1></div><main><p>There were 15.</p></main>")) == [
        "Officers 2022",
        "There were 15.",
    ]


def test_merged_cells_by_the_table_model_of_the_standard() -> None:
    body = (
        "<table><thead><tr><th rowspan=2>Outcome<th colspan=2>Year<tr><th>2019<th>2020</thead>"
        "<tbody><tr><td rowspan=0>Advice<td>3<td>0<tr><td>4<td>5</tbody><tbody><tr><td>Warning<td colspan=2>none</table>"
    )
    (table,) = seen(page(body)).tables
    assert rows_of(table) == [
        ["Outcome", "Year", None],
        [None, "2019", "2020"],
        ["Advice", "3", "0"],
        [None, "4", "5"],
        ["Warning", "none", None],
    ]
    assert table.rows[0].cells[0].span == (2, 1)
    assert (table.rows[1].cells[0].covered, table.rows[1].cells[0].place) == ("above", "table 1!A1")
    assert (table.rows[0].cells[2].covered, table.rows[0].cells[1].span) == ("left", (1, 2))
    assert table.rows[2].cells[0].span == (2, 1)
    assert [c.bold for c in table.rows[0].cells] == [True, True, False]


def test_a_caption_is_the_tables_and_a_foot_comes_last() -> None:
    body = "<table><caption>Officers, 2019</caption><tfoot><tr><td>Total<td>5</tfoot><tr><td>Advice<td>5</table>"
    (table,) = seen(page(body)).tables
    assert (table.caption, rows_of(table)) == ("Officers, 2019", [["Advice", "5"], ["Total", "5"]])


@pytest.mark.parametrize(
    "outer",
    [
        "<table width=600><tr><td>{}</td></tr></table>",
        "<table role=presentation><tr><td>Logo</td><td>{}</td></tr></table>",
        "<table><tr><td>Logo</td></tr><tr><td><p>Dear</p>{}</td></tr><tr><td>Foot</td></tr></table>",
        "<table><tr><td>Menu</td><td>{}</td></tr></table>",
    ],
)
def test_a_table_that_lays_out_the_page_is_no_table(outer: str) -> None:
    assert tables_of(page(outer.format(grid(ROWS)))) == [ROWS]


def test_a_table_in_a_cell_of_data_is_one_of_its_own() -> None:
    body = grid(ROWS, first="th").replace("<td>12</td>", "<td>12<table><tr><td>a<td>1<tr><td>b<td>2</table></td>")
    assert tables_of(page(body)) == [ROWS, [["a", "1"], ["b", "2"]]]


@pytest.mark.parametrize(
    ("attributes", "what"),
    [
        ("hidden", "hidden part"),
        ('style="display:none"', "hidden part"),
        ('style="visibility: hidden !important"', "hidden part"),
        ('aria-hidden="true"', "part that screen readers pass over"),
        ('style="height:0;overflow:hidden"', "hidden part"),
        ('style="max-width:0px; overflow: hidden"', "hidden part"),
        ('style="position:absolute;width:0;height:0;clip:rect(0 0 0 0)"', "hidden part"),
        ('style="clip-path: inset(100%)"', "hidden part"),
        ('style="transform:scale(0)"', "hidden part"),
        ('style="filter: opacity(0%)"', "hidden part"),
        ('style="mso-hide:all"', "hidden part"),
        ('style="color:#fefefe"', "text in the colour of its background"),
        ('class="gone"', "hidden part"),
        ('id="away"', "hidden part"),
        ('style="font-size:0"', "text too small to see"),
        ('style="color:#fff"', "text in the colour of its background"),
        ('style="background:black;color:#000000"', "text in the colour of its background"),
        ('style="text-decoration: line-through"', "struck-out text"),
    ],
)
def test_what_nobody_sees_is_counted_and_never_kept(attributes: str, what: str) -> None:
    styles = "<style>.gone{display:none} #away{visibility:hidden}</style>"
    document = seen(page(f"<p>seen</p><div {attributes}>SECRET</div>", f"<title>t</title>{styles}"))
    assert [t.text for t in document.texts] == ["t", "seen"]
    assert hidden_of(document) == {what: 1}
    assert "SECRET" not in to_json(document)


def test_hidden_rows_and_cells_and_struck_figures() -> None:
    body = (
        "<table><tr><td>A<td>1<tr style='display:none'><td>SECRET<td>2<tr><td>B<td style='display:none'>SECRET</td><td>3"
        "<tr><td>C<td><del>7</del> 8<tr><td>D<td><span style='visibility:hidden'>SECRET</span></table>"
    )
    document = seen(page(body))
    assert rows_of(document.tables[0]) == [["A", "1"], ["B", "3"], ["C", "8"], ["D", None]]
    assert hidden_of(document) == {"hidden rows": 1, "hidden part": 2, "struck-out text": 1}
    assert "SECRET" not in to_json(document)


def test_a_collapsed_column_is_hidden() -> None:
    body = (
        "<table><colgroup><col><col style='visibility:collapse'><col></colgroup>"
        "<tr><th>Outcome<th>Name<th>2019<tr><td>Advice<td>SECRET<td>3<tr><td>Dismissed<td>SECRET<td>4</table>"
    )
    document = seen(page(body))
    assert rows_of(document.tables[0]) == [["Outcome", "2019"], ["Advice", "3"], ["Dismissed", "4"]]
    assert hidden_of(document) == {"hidden columns": 3}
    assert "SECRET" not in to_json(document)


def test_a_word_on_a_hidden_button_holds_no_page_and_a_hidden_row_does() -> None:
    hidden = "<span style='display:none'>Close</span>"
    table = "<table><tr><td>A<td>1<tr style='display:none'><td>SECRET<td>2<tr><td>B<td>3</table>"
    found = seen(page(f"<p>seen</p>{hidden}{table}")).hidden
    assert {(h.what, h.severity) for h in found} == {("hidden label", "warning"), ("hidden rows", "error")}


def test_styles_for_other_media_hide_nothing_and_white_on_a_colour_is_seen() -> None:
    head = "<title>t</title><style>@media print{.p{display:none}} @import url(x.css);</style>"
    table = "<table><tr style='background-color:navy'><th style='color:white'>Outcome<th><font color=#fff>2019</font><tr><td>A<td>1</table>"
    document = seen(page(f"<p class=p>seen</p>{table}", head))
    assert [t.text for t in document.texts] == ["t", "seen"]
    assert rows_of(document.tables[0]) == [["Outcome", "2019"], ["A", "1"]]
    assert [(h.what, h.severity) for h in document.hidden] == [("style kept elsewhere", "info")]


def test_white_text_on_an_unknown_ground_is_read_and_doubted() -> None:
    body = "<table><tr class=dark><th style='color:white'>Outcome<th>2019<tr><td>A<td>1</table>"
    document = seen(page(body, "<title>t</title><link rel=stylesheet href='https://example.org/site.css'>"))
    assert rows_of(document.tables[0])[0] == ["Outcome", "2019"]
    assert "white" in document.findings[0].message


def test_words_for_screen_readers_are_read_only_where_nothing_else_is_said() -> None:
    body = (
        "<table><tr><th><span class='govuk-visually-hidden'>Outcome</span><th>2019"
        "<tr><td>A<td><span class=sr-only>Number of officers: </span>5</table>"
    )
    assert tables_of(page(body)) == [[["Outcome", "2019"], ["A", "5"]]]


def test_lists_have_the_numbers_that_a_browser_prints() -> None:
    body = (
        "<ol start=3><li>a<li><p>b</p><p>more</p><li value=9>c<ol type=a><li>d<li>e</ol></ol>"
        "<ul><li>f<ul><li>g</ul></ul><ol type=I reversed><li>h<li>i</ol><ol style='list-style-type:none'><li>j</ol>"
    )
    assert texts_of(page(body)) == [
        "3. a", "4. b", "more", "9. c", "a. d", "b. e", "f", "g", "II. h", "I. i", "j",
    ]  # fmt: skip
    kinds = {t.text: t.kind for t in seen(page(body)).texts}
    assert (kinds["4. b"], kinds["more"], kinds["g"]) == ("item", "paragraph", "item")


def test_terms_and_their_figures_are_items() -> None:
    body = "<dl><dt>Dismissed</dt><dd>5</dd><div><dt>How many?</dt><dd>2 <b>officers</b></dd></div><dt>Note:</dt><dd>none</dd></dl>"
    assert texts_of(page(body)) == ["Dismissed: 5", "How many? 2 officers", "Note: none"]


def test_line_breaks_entities_and_the_marks_of_notes() -> None:
    body = (
        "<p>Dismissed: 5<br>Resigned:&nbsp;2<br/><br/>1<sup>st</sup> May &amp; on &lt;5</p>loose <i>words</i><div>block</div>tail"
        "<table><tr><td>12<sup>1</sup><td>a<br>b&shy;c<p>d</p><tr><td>1<td>2</table>"
    )
    assert texts_of(page(body)) == [
        "Dismissed: 5", "Resigned: 2", "1st May & on <5", "loose words", "block", "tail",
    ]  # fmt: skip
    assert tables_of(page(body)) == [[["12¹", "a bc d"], ["1", "2"]]]


def test_preformatted_columns_are_a_table() -> None:
    body = "<pre>Outcome    2019  2020\nAdvice        3     0\nWarning      &lt;5    12\n\nEnd</pre>"
    assert tables_of(page(body)) == [ROWS]
    assert texts_of(page(body)) == ["End"]


@pytest.mark.parametrize(
    "data",
    [
        "<html><head><meta charset='windows-1252'></head><body><p>caf\u00e9 \u2013 \u00a35</p>".encode("cp1252"),
        "<html><head><meta http-equiv=content-type content='text/html; charset=iso-8859-1'><body><p>caf\u00e9 \u2013 \u00a35</p>".encode("cp1252"),
        "\ufeff<html><body><p>caf\u00e9 \u2013 \u00a35</p>".encode("utf-16-le"),
        b"\xef\xbb\xbf" + "<html><head><meta charset=iso-8859-1></head><body><p>caf\u00e9 \u2013 \u00a35</p>".encode(),
        "<?xml version='1.0' encoding='utf-8'?><html xmlns='http://www.w3.org/1999/xhtml'><body><p>caf\u00e9 \u2013 \u00a35</p></body></html>".encode(),
    ],
)  # fmt: skip
def test_the_encoding_is_found(data: bytes) -> None:
    assert texts_of(data) == ["caf\u00e9 \u2013 \u00a35"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<title>404 - Page not found | Kent Police</title><h1>Page not found</h1><p>Try the search.</p>", "error or log-in page"),
        ("<title>Access Denied</title><h1>Access Denied</h1>You don't have permission. Reference #18.5", "error or log-in page"),
        ("<title>Just a moment...</title><div>Enable JavaScript and cookies to continue</div>", "check of the browser"),
        ("<title>Kent</title><script src='/_Incapsula_Resource?x'></script><p>wait</p>", "check of the browser"),
        ("<title>Kent Police</title><form><input type=password></form><p>Welcome</p>", "log-in page"),
        ("<title>Sign in to your account</title><p>x</p>", "error or log-in page"),
        ("<title>Kent</title><div id=app></div><script src=app.js></script>", "a program fills in"),
        ("<html><body></body></html>", "without any text"),
    ],
)  # fmt: skip
def test_a_page_that_is_no_reply_is_refused_with_what_to_do(text: str, words: str) -> None:
    with pytest.raises(UnreadableDocument, match=words) as raised:
        read(f"<!doctype html><html>{text}</html>".encode(), "reply.html")
    assert "again" in raised.value.fix or "PDF" in raised.value.fix


def test_a_reply_about_errors_is_a_reply() -> None:
    head = "<title>Access denied to custody records - FOI 404/22</title>"
    assert texts_of(page("<h1>Officers denied access</h1><p>There were 5.</p>", head))
    assert tables_of(page(grid(ROWS), "<title>404</title>")) == [ROWS]


def test_a_workbook_that_is_a_page_is_read_as_one() -> None:
    data = f'<html xmlns:x="urn:schemas-microsoft-com:office:excel"><body>{grid(ROWS)}</body></html>'.encode()
    assert rows_of(read(data, "figures.xls").tables[0]) == ROWS
    assert rows_of(read(grid(ROWS).encode(), "figures.xls").tables[0]) == ROWS


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<div>" * 400 + "x", "nests its parts"),
        ("<div>" * 5_000 + "x", "nests its parts"),
        ("<table>" + "<tr>" + "<td>1" * 2_100 + "</table>", "more than 2,000 columns"),
    ],
)
def test_pages_made_to_do_harm_are_refused(text: str, words: str) -> None:
    with pytest.raises(UnreadableDocument, match=words):
        read(f"<html><body>{text}".encode(), "reply.html")


def test_spans_without_end_cost_nothing() -> None:
    body = "<table><tr><td rowspan=100000>A<td>1<tr><td colspan=99999999>2<tr><td colspan=1000>3</table>"
    assert tables_of(page(body)) == [[["A", "1"], [None, "2"], [None, "3"]]]


def test_many_cells_are_refused_before_they_are_made() -> None:
    rows = "<tr>" + "<td rowspan=60000>1" * 1_500 + "<tr><td>2" * 2_000
    with pytest.raises(UnreadableDocument, match="more than 500,000 cells"):
        read(page(f"<table>{rows}</table>").encode(), "reply.html")


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a reader opened a connection")

    monkeypatch.setattr("socket.socket.connect", refuse)
    body = "<img src='http://192.0.2.1/a.png' width=400><iframe src='http://192.0.2.1/'></iframe><p>x</p>"
    document = seen(page(body, "<base href='http://192.0.2.1/'><link rel=stylesheet href=x.css><title>t</title>"))
    assert [f.severity for f in document.findings] == ["info"]


def test_a_page_that_libreoffice_wrote(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not on this machine")
    source = tmp_path / "figures.csv"
    source.write_text("\n".join(",".join(row) for row in ROWS))
    command = [office, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "html"]
    subprocess.run([*command, "--outdir", tmp_path, source], capture_output=True, timeout=120, check=True)
    assert tables_of((tmp_path / "figures.html").read_bytes()) == [ROWS]


@pytest.mark.parametrize(
    ("text", "colour"),
    [("#FFF", "ffffff"), ("white", "ffffff"), ("rgb(255, 255,255)", "ffffff"), ("rgba(0,0,0,0)", "transparent"),
     ("#003366 url(x.png)", "003366"), ("var(--x)", None), ("", None)],
)  # fmt: skip
def test_colours(text: str, colour: str | None) -> None:
    assert colour_of(text) == colour


CELLS = st.text(st.characters(codec="ascii", categories=("L", "N", "P", "S")), min_size=1, max_size=6)


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 4).flatmap(lambda n: st.lists(st.lists(CELLS, min_size=n, max_size=n), min_size=2, max_size=5)))
def test_any_table_comes_back_cell_by_cell(rows: list[list[str]]) -> None:
    assert tables_of(page(f"<p>x</p>{grid(rows, first='th')}")) == [rows]


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(["<table>", "<tr>", "<td rowspan=3>", "<td colspan=2>", "<th>", "</table>", "<ol>", "<li>", "<dl>",
    "<dt>", "<dd>", "<p>", "</p>", "<b>", "<sup>1", "<br>", "</tr>", "<caption>", "<pre>a  1\nb  2</pre>", "5", "x ", "<main>", "<nav>"]), max_size=30))  # fmt: skip
def test_any_muddle_of_tags_gives_even_rows_or_a_reason(parts: list[str]) -> None:
    data = f"<html><body>{''.join(parts)}".encode()
    assert sniff(data) == "text/html"
    try:
        document = read(data, "reply.html")
    except UnreadableDocument as error:
        assert error.fix
        return
    for table in document.tables:
        assert len({len(r.cells) for r in table.rows}) == 1
        assert all(c.place for r in table.rows for c in r.cells)
