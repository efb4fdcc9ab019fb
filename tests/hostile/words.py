"""Word documents and web pages: trees without an end, tables of millions of places, styles that refer to themselves."""

from __future__ import annotations

from tests.hostile.cases import Case, Either, Read, Refused, zipped
from tests.hostile.workbooks import HEAD, LAUGHS, OUTSIDE

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def p(text: str, properties: str = "") -> str:
    return f"<w:p>{properties}<w:r><w:t>{text}</w:t></w:r></w:p>"


def table(rows: str) -> str:
    return f"<w:tbl>{rows}</w:tbl>"


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr>{''.join(f'<w:tc>{properties}{c}</w:tc>' for c in cells)}</w:tr>"


BODY = p("We hold this.") + table(tr(p("Outcome"), p("2019")) + tr(p("Advice"), p("3")))
SHOWN = ("We hold this.", "Outcome", "Advice", "3")


def docx(
    more: str = "",
    head: str = HEAD,
    parts: dict[str, str | bytes] | None = None,
    body: str = BODY,
    target: str = "word/document.xml",
    **kinds: str,
) -> bytes:
    """A document of a sentence and a table, with whatever follows; `kinds`: further parts, each related by its kind."""
    related = "".join(f'<Relationship Id="r{k}" Type="{OFFICE}/{k}" Target="{k}.xml"/>' for k in kinds)
    types = "".join(f'<Override PartName="/word/{k}.xml" ContentType="{KIND}.{k}+xml"/>' for k in kinds)
    whole: dict[str, str | bytes] = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{KIND}.document.main+xml"/>{types}</Types>',
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" Type="{OFFICE}/officeDocument" '
        f'Target="{target}"/></Relationships>',
        "word/document.xml": f"{head}<w:document {W}><w:body>{body}{more}</w:body></w:document>",
        "word/_rels/document.xml.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{related}</Relationships>',
        **{f"word/{k}.xml": f"{HEAD}{v}" for k, v in kinds.items()},
    }
    return zipped({k: v for k, v in (whole | (parts or {})).items() if v != ""})


def nested_tables(levels: int) -> str:
    return "<w:tbl><w:tr><w:tc>" * levels + p("deep") + "</w:tc></w:tr></w:tbl>" * levels


def styles_in_a_circle(amount: int = 500) -> str:
    return (
        f"<w:styles {W}>"
        + "".join(
            f'<w:style w:type="paragraph" w:styleId="s{n}"><w:basedOn w:val="s{(n + 1) % amount}"/></w:style>'
            for n in range(amount)
        )
        + "</w:styles>"
    )


def numbering() -> str:
    return (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="x"/><w:styleLink w:val="x"/>'
        '<w:lvl w:ilvl="0"><w:start w:val="999999999999"/><w:numFmt w:val="lowerRoman"/><w:lvlText w:val="%1.%2.%3.%9"/></w:lvl>'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    )


ITEM = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'


def html(body: str, head: str = "", start: str = "<!doctype html>") -> bytes:
    return f"{start}<html><head><title>FOI 1/22</title>{head}</head><body>{PAGE}{body}</body></html>".encode()


PAGE = "<p>We hold this.</p><table><tr><th>Outcome<th>2019<tr><td>Advice<td>3</table>"
MORE = "unpacks to more data than is read"

CASES = [
    Case("docx: sound", docx, Read(SHOWN)),
    Case("docx: a bomb", lambda: docx(p("a" * 25_000_000)), Refused(MORE)),
    Case("docx: a paragraph of 150,000 characters", lambda: docx(p("a " * 75_000)), Refused("149,999 characters")),
    Case("docx: 6,000 paragraphs", lambda: docx(p("word") * 6_000), Refused("more than 5,000 paragraphs")),
    *(
        Case(f"docx: entities within entities in {part}", lambda part=part: docx(parts={part: f"{HEAD}{LAUGHS}<a>&a9;</a>"}), Refused("declares entities"))
        for part in ("word/document.xml", "[Content_Types].xml", "_rels/.rels", "docProps/core.xml", "customXml/item1.xml", "word/styles.xml")
    ),
    Case("docx: an entity outside the file", lambda: docx(p("&a9;"), head=f"{HEAD}{OUTSIDE}"), Refused("declares entities")),
    Case("docx: an entity outside the file behind a long comment", lambda: docx(p("&a9;"), head=f"{HEAD}<!--{'x' * 60_000}-->{OUTSIDE}"), Read(SHOWN, never=("root:",))),
    Case("docx: entities behind a long comment", lambda: docx(p("&a9;"), head=f"{HEAD}<!--{'x' * 60_000}-->{LAUGHS}"), Either()),
    Case("docx: tables ten deep", lambda: docx(nested_tables(10)), Read((*SHOWN, "deep"))),
    Case("docx: tables sixty deep", lambda: docx(nested_tables(60)), Refused("nested too deeply|damaged")),
    Case("docx: tables 5,000 deep", lambda: docx(nested_tables(5_000)), Refused("damaged")),
    Case("docx: links 200 deep", lambda: docx(f"<w:p>{'<w:hyperlink>' * 200}<w:r><w:t>x</w:t></w:r>{'</w:hyperlink>' * 200}</w:p>"), Refused("wrapped more deeply")),
    Case("docx: a cell over two thousand million columns", lambda: docx(table(tr(p("a"), p("b"), properties='<w:tcPr><w:gridSpan w:val="2147483647"/></w:tcPr>') + tr(p("c"), p("7")))), Read((*SHOWN, "c", "7"))),
    Case("docx: a cell that goes on from nothing", lambda: docx(table(tr(p("a"), p("b"), properties="<w:tcPr><w:vMerge/></w:tcPr>"))), Either()),
    Case("docx: a row of 3,000 cells", lambda: docx(table(tr(*[p("x")] * 3_000))), Refused("3,000 columns")),
    Case("docx: 30 rows of 700 cells", lambda: docx(table(tr(*["<w:p/>"] * 700) * 30)), Refused("more than 20,000 cells")),
    Case("docx: a field that never ends", lambda: docx('<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>' + p("lost")), Refused("never ends")),
    Case("docx: 2,000 fields that end and never began", lambda: docx('<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>' * 2_000), Read(SHOWN)),
    Case("docx: styles that are based on each other", lambda: docx(p("x", '<w:pPr><w:pStyle w:val="s1"/></w:pPr>'), styles=styles_in_a_circle()), Read((*SHOWN, "x"))),
    Case("docx: numbers of a million million in Roman figures", lambda: docx(p("x", ITEM) * 3, numbering=numbering()), Either()),
    Case("docx: a sign of another font", lambda: docx('<w:p><w:r><w:sym w:font="\x41" w:char="FFFFFFFF"/></w:r></w:p>'), Read(SHOWN)),
    Case("docx: 3,000 footnotes that are not there", lambda: docx("".join(f'<w:p><w:r><w:footnoteReference w:id="{n}"/></w:r></w:p>' for n in range(3_000))), Read(SHOWN)),
    Case("docx: another document in it", lambda: docx('<w:altChunk r:id="rX" xmlns:r="x"/>'), Read(SHOWN, says="another document inside")),
    Case("docx: a text that lies outside", lambda: docx(target="../../../../etc/passwd"), Refused("damaged")),
    Case("docx: a text at an address", lambda: docx(target="http://127.0.0.1:9/document.xml"), Refused("damaged")),
    Case("docx: a text that is its own relations", lambda: docx(target="word/_rels/document.xml.rels"), Refused("damaged")),
    Case("docx: no text", lambda: docx(parts={"word/document.xml": f"{HEAD}<w:document {W}/>"}), Refused("no text body")),
    Case("docx: an empty text", lambda: docx(body=""), Refused("without any text")),
    Case("docx: no relations", lambda: docx(parts={"_rels/.rels": ""}), Refused("damaged")),
    Case("docx: a text cut in the middle", lambda: docx(parts={"word/document.xml": f"{HEAD}<w:document {W}><w:body>{BODY}"}), Refused("damaged")),
    Case("docx: text that turns its direction", lambda: docx(p("&#x202e;12 officers")), Read(SHOWN, never=("\u202e",), hides="text shown in another order")),
    Case("docx: 20,000 deletions", lambda: docx("<w:p>" + "<w:del><w:r><w:delText>x</w:delText></w:r></w:del>" * 20_000 + "</w:p>"), Read(SHOWN, hides="deleted text")),
    Case("html: sound", lambda: html(""), Read(SHOWN)),
    Case("html: elements 400 deep", lambda: html("<div>" * 400 + "x"), Refused("nests its parts")),
    Case("html: elements 100,000 deep", lambda: html("<div>" * 100_000 + "x"), Refused("nests its parts|memory")),
    Case("html: bold 200,000 times, never closed", lambda: html("<b>" * 200_000 + "x"), Either()),
    Case("html: tables 200 deep", lambda: html("<table><tr><td>" * 200 + "x"), Refused("nests its parts")),
    Case("html: tables 40 deep", lambda: html("<table><tr><td>" * 40 + "deep"), Read((*SHOWN, "deep"))),
    Case("html: a cell over a thousand million columns and rows", lambda: html("<table><tr><td colspan=1000000000 rowspan=1000000000>a<td>b<tr><td>c<td>7</table>"), Read((*SHOWN, "c"))),
    Case("html: a row of 3,000 cells", lambda: html("<table><tr>" + "<td>1" * 3_000 + "</table>"), Refused("more than 2,000 columns")),
    Case("html: 1,500 cells over 60,000 rows each", lambda: html("<table><tr>" + "<td rowspan=60000>1" * 1_500 + "<tr><td>2" * 2_000 + "</table>"), Refused("more than 20,000 cells")),
    Case("html: 400,000 ends of elements", lambda: html("</p>" * 400_000), Either()),
    Case("html: an element with 4,000 attributes", lambda: html("<p " + " ".join(f"a{n}=1" for n in range(4_000)) + ">x"), Read(SHOWN)),
    Case("html: an attribute of a megabyte", lambda: html(f"<p class='{'nav ' * 250_000}'>x"), Read(SHOWN)),
    Case("html: a million spaces that do not break", lambda: html("<p>a" + "&nbsp;" * 1_000_000 + "b"), Read(SHOWN)),
    Case("html: a comment that never ends", lambda: html("<!-- " + "x" * 1_000_000), Read(SHOWN)),
    Case("html: a million beginnings of comments", lambda: html("<!--" * 1_000_000), Read(SHOWN)),
    Case("html: a million signs of less", lambda: html("<p>" + "<" * 1_000_000), Either()),
    Case("html: styles of a megabyte of open comments", lambda: html("", "<style>" + "/* " * 350_000), Refused("without any text")),
    Case("html: styles of 6,000 rules", lambda: html("", "<style>" + "p{color:red}" * 6_000 + "</style>"), Read(SHOWN)),
    Case("html: styles of 10,000 selectors", lambda: html("", "<style>" + ",".join(f".a{n} .b{n} > .c{n}" for n in range(10_000)) + "{color:red}</style>"), Read(SHOWN)),
    Case("html: styles of open blocks", lambda: html("", "<style>" + "@media screen{" * 5_000 + "</style>"), Read(SHOWN)),
    Case("html: styles of signs of media", lambda: html("", "<style>" + "@a" * 200_000 + "</style>"), Read(SHOWN)),
    Case("html: styles that name themselves", lambda: html("<p style='--a:var(--b);--b:var(--a);color:var(--a)'>x", "<style>:root{--a:var(--b);--b:var(--a)}</style>"), Read(SHOWN)),
    Case("html: selectors of not in not in not", lambda: html("", "<style>" + ":not(" * 3_000 + "p" + ")" * 3_000 + "{display:none}</style>"), Read(SHOWN)),
    Case("html: a selector of 3,000 steps", lambda: html("<div>" * 80, "<style>" + "div " * 3_000 + "p{display:none}</style>"), Read(SHOWN)),
    Case("html: a programme", lambda: html("<script>document.write('forged 999')</script>"), Read(SHOWN, never=("forged",))),
    Case("html: another page", lambda: html("<iframe src='file:///etc/passwd'></iframe><object data='file:///etc/passwd'></object>"), Read(SHOWN, never=("root:",))),
    Case("html: another page at once", lambda: html("", "<meta http-equiv=refresh content='0;url=http://127.0.0.1:9/'>"), Read(SHOWN)),
    Case("html: an entity outside the file", lambda: html("<p>&a9;", start=OUTSIDE), Read(SHOWN, never=("root:",))),
    Case("html: entities within entities", lambda: html("<p>&a9;", start=LAUGHS), Read(SHOWN, never=("hahaha",))),
    Case("html: noughts between the letters", lambda: html("<p>x").replace(b"<p>x", b"<p>\0x\0y"), Read(SHOWN)),
    Case("html: UTF-16 without its mark", lambda: html("").decode().encode("utf-16-le"), Read(SHOWN)),
    Case("html: a code that is none", lambda: html("", "<meta charset=x-evil>"), Read(SHOWN)),
    Case("html: UTF-7", lambda: html("<p>+ADw-script+AD4-", "<meta charset=utf-7>"), Read(SHOWN)),
    Case("html: a title of a megabyte", lambda: html("").replace(b"FOI 1/22", b"error " * 170_000), Refused("a paragraph of 1,019,999 characters")),
    Case("html: a title of dashes and bars", lambda: html("").replace(b"FOI 1/22", b" | - " * 100_000), Refused("a paragraph of 399,999 characters")),
    Case("html: names of a menu without end", lambda: html("".join(f"<div class='nav{n} menu share'><a>x</a></div>" for n in range(3_000))), Either()),
    Case("html: escape sequences", lambda: html("<p>a&#27;[2Jb &#x202e;12&#x202c;"), Read(SHOWN, never=("\x1b", "\u202e"))),
    Case("html: 20,000 hidden parts", lambda: html("<p hidden>x</p>" * 20_000), Either()),
    Case("html: an error page", lambda: b"<html><title>404 Not Found</title><h1>Not Found</h1>", Refused("error or log-in page")),
    Case("html: no page", lambda: b"<html>" + b" " * 1_000_000, Refused("without any")),
]  # fmt: skip
