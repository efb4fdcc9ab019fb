"""The layouts: every arrangement in which a reply can come, by format. What is said in it is drawn anew for each reply."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from flows.evaluation import cases, counts
from flows.evaluation.content import Content, Draw

_CONTENTS: dict[str, Callable[[Draw], Content]] = {
    "cases": cases.case_list,
    "matrix": counts.matrix,
    "hospitals": counts.hospitals,
    "sections": counts.sections,
    "two-way": counts.two_way,
    "single": counts.single,
    "long form": counts.long_form,
    "several": counts.several,
    "joint": counts.joint,
    "prose": counts.prose,
    "nothing": counts.nothing,
}
_PAPERS = ("reportlab", "fpdf2", "typst", "typst-untagged")


@dataclass(frozen=True)
class Layout:
    """One layout. `page`: arguments of `blocks.Page`; `options`: how a workbook is laid out; `rows`: from, to."""

    format: str  # pdf, xlsx, xls, ods, csv, docx, html, eml, zip, scan
    family: str
    name: str
    content: str
    shape: str = ""
    producers: tuple[str, ...] = _PAPERS
    page: dict[str, Any] = field(default_factory=dict)
    options: frozenset[str] = frozenset()
    rows: tuple[int, int] = (6, 16)
    status: str = "full"

    @property
    def title(self) -> str:
        return f"{self.format}: {self.name}"

    def make(self, draw: Draw) -> Content:
        return _CONTENTS[self.content](draw)


_LOOKS = {"ruled": "ruled", "rules": "partly ruled", "columns": "partly ruled", "outline": "partly ruled", "unruled": "unruled", "striped": "striped", "shaded": "shaded", "filled": "shaded"}  # fmt: skip
_STATUSES = ("refused", "refused", "ncnd", "nil", "not_held", "clarification", "acknowledgement")


@cache
def layouts() -> tuple[Layout, ...]:
    """Every layout there is."""
    made = [*_pdf(), *_sheets(), *_words(), *_containers(), *_scans(), *_office()]
    titles = [layout.title for layout in made]
    assert len(set(titles)) == len(titles), "two layouts of one name"
    return tuple(made)


def _pdf() -> list[Layout]:
    def pdf(family: str, name: str, content: str, shape: str = "", **more: Any) -> Layout:
        return Layout("pdf", family, name, content, shape, **more)

    cutting = ("reportlab", "typst", "typst-untagged")
    long = (34, 55)
    made = []
    for look, family in _LOOKS.items():
        made.append(pdf(family, f"case list, {look}", "cases", "plain", page={"look": look}))
        made.append(pdf(family, f"matrix, {look}", "matrix", "across", page={"look": look}))
    for look in ("ruled", "rules", "unruled", "striped"):
        for repeat in (True, False):
            name = f"case list over pages, {look}, heading {'repeated' if repeat else 'once'}"
            made.append(pdf("over pages", name, "cases", "plain", page={"look": look, "repeat": repeat}, rows=long))
    for look in ("ruled", "rules", "unruled"):
        page = {"look": look, "cut_rows": True, "padding": 5}
        made.append(pdf("row cut by the page break", f"case list, rows cut, {look}", "cases", "plain", page=page, rows=long, producers=cutting))  # fmt: skip
    for look in ("ruled", "unruled"):
        page = {"look": look, "header": "OFFICIAL – Freedom of Information response", "repeat": True}
        made.append(pdf("running headers", f"case list over pages with a running header, {look}", "cases", "plain", page=page, rows=long))  # fmt: skip
        made.append(pdf("over pages", f"years in merged cells over pages, {look}", "cases", "merged", page={"look": look, "repeat": True}, rows=long))  # fmt: skip
        made.append(pdf("over pages", f"offences by hospital over pages, {look}", "hospitals", page={"look": look, "repeat": True}))  # fmt: skip
        made.append(pdf("landscape", f"case list, landscape, {look}", "cases", "plain", page={"look": look, "landscape": True}, rows=(20, 40)))  # fmt: skip
        made.append(pdf("several tables", f"several tables, {look}", "several", page={"look": look}))
        made.append(pdf("sections", f"section rows, {look}", "sections", page={"look": look}))
    for look in ("ruled", "rules"):
        made.append(pdf("merged", f"years in merged cells, {look}", "cases", "merged", page={"look": look}))
        made.append(pdf("same as above", f"years once, blank below, {look}", "cases", "blank", page={"look": look}))
        made.append(pdf("merged headings", f"two-row heading, {look}", "matrix", "two_row", page={"look": look}))
        made.append(pdf("two-way", f"two-way table, {look}", "two-way", page={"look": look}))
        made.append(pdf("joint", f"two forces, {look}", "joint", page={"look": look}))
    made += [
        pdf("merged headings", "two-row heading, unruled", "matrix", "two_row", page={"look": "unruled"}),
        pdf("merged headings", "title row in the table, ruled", "matrix", "titled"),
        pdf("rotated headings", "rotated headings, ruled", "matrix", "rotated", producers=cutting),
        pdf(
            "rotated headings",
            "rotated headings, shaded",
            "matrix",
            "rotated",
            page={"look": "shaded"},
            producers=cutting,
        ),
        pdf("landscape", "wide matrix, landscape", "matrix", "wide", page={"landscape": True}, rows=(7, 10)),
        pdf("ruled", "years down, ruled", "matrix", "down"),
        pdf(
            "unruled",
            "years down, numbers to the right, unruled",
            "matrix",
            "down",
            page={"look": "unruled", "numbers": "right"},
        ),
        pdf("ruled", "two columns, ruled", "single"),
        pdf("unruled", "two columns, unruled", "single", page={"look": "unruled"}),
        pdf("ruled", "year, category, number, ruled", "long form"),
        pdf("shaded", "year, category, number, shaded", "long form", page={"look": "shaded"}),
        pdf("several tables", "a table for each year of a case list", "cases", "sheets", rows=(10, 20)),
        pdf("partial", "matrix, partly withheld", "matrix", "across", status="partial"),
        pdf("partial", "case list, partly withheld", "cases", "plain", status="partial"),
        pdf("prose", "answers in sentences", "prose", "sentences"),
        pdf("prose", "answers in list items", "prose", "bullets"),
        pdf("prose", "numbered answers", "prose", "numbered"),
    ]
    made += [pdf("no data", f"no data: {status}", "nothing", status=status) for status in dict.fromkeys(_STATUSES)]
    return made


def _sheets() -> list[Layout]:
    def xlsx(name: str, content: str, shape: str = "", *options: str, **more: Any) -> Layout:
        return Layout("xlsx", "workbook", name, content, shape, ("openpyxl", "xlsxwriter"), options=frozenset(options), **more)  # fmt: skip

    def xls(name: str, content: str, shape: str = "", *options: str) -> Layout:
        return Layout("xls", "workbook", name, content, shape, ("xlwt",), options=frozenset(options))

    def ods(name: str, content: str, shape: str = "", *options: str) -> Layout:
        return Layout("ods", "workbook", name, content, shape, ("odfpy",), options=frozenset(options))

    def text(name: str, content: str, encoding: str, separator: str, end: str) -> Layout:
        return Layout("csv", "delimited text", name, content, "plain" if content == "cases" else "across", (f"csv {encoding}",), page={"encoding": encoding, "separator": separator, "end": end})  # fmt: skip

    return [
        xlsx("case list", "cases", "plain"),
        xlsx("case list with title rows and notes", "cases", "plain", "title", "notes"),
        xlsx("case list, years in merged cells", "cases", "merged"),
        xlsx("case list, blank is same as above", "cases", "blank", "title"),
        xlsx("case list, a sheet for each year", "cases", "sheets", "sheets", rows=(12, 24)),
        xlsx("case list with dates", "cases", "dated", rows=(8, 20)),
        xlsx("case list with bare serial dates", "cases", "dated", "serials"),
        xlsx("case list, numbers as text", "cases", "plain", "text"),
        xlsx("case list and a hidden sheet", "cases", "plain", "hidden"),
        xlsx("matrix", "matrix", "across"),
        xlsx("matrix with title rows and notes", "matrix", "down", "title", "notes"),
        xlsx("matrix, numbers as text", "matrix", "across", "text"),
        xlsx("matrix, two-row heading", "matrix", "two_row", "title"),
        Layout(
            "xlsx",
            "workbook",
            "matrix, totals by formula",
            "matrix",
            "across",
            ("xlsxwriter",),
            options=frozenset({"formulas"}),
        ),
        xlsx("several tables on a sheet", "several", "", "notes"),
        xlsx("several tables side by side", "several", "", "beside"),
        xlsx("several tables, a sheet for each", "several", "", "sheets"),
        xlsx("two-way table", "two-way", "", "title"),
        xlsx("section rows", "sections"),
        xlsx("year, category, number", "long form"),
        xlsx("offences by hospital", "hospitals", "", "title"),
        xls("case list", "cases", "plain"),
        xls("case list with dates and merged years", "cases", "dated", "title"),
        xls("matrix", "matrix", "across"),
        xls("several tables, a sheet for each", "several", "", "sheets"),
        ods("case list", "cases", "plain"),
        ods("case list, years in merged cells", "cases", "merged"),
        ods("case list with dates", "cases", "dated"),
        ods("matrix with title rows", "matrix", "down", "title"),
        text("case list, UTF-8", "cases", "utf-8", ",", "\n"),
        text("case list, Windows-1252", "cases", "cp1252", ",", "\r\n"),
        text("matrix, UTF-16 with tabs", "matrix", "utf-16", "\t", "\r\n"),
        text("matrix, semicolons and a byte order mark", "matrix", "utf-8-sig", ";", "\r\n"),
    ]


def _words() -> list[Layout]:
    def docx(name: str, content: str, shape: str = "", **more: Any) -> Layout:
        return Layout("docx", "Word", name, content, shape, ("python-docx",), **more)

    def html(name: str, content: str, shape: str = "", **more: Any) -> Layout:
        return Layout("html", "web page", name, content, shape, ("html plain", "html site"), **more)

    return [
        docx("case list", "cases", "plain"),
        docx("case list over pages, heading repeated", "cases", "plain", page={"repeat": True}, rows=(34, 50)),
        docx("years in merged cells", "cases", "merged"),
        docx("matrix", "matrix", "across"),
        docx("two-row heading", "matrix", "two_row"),
        docx("several tables", "several"),
        docx("two columns, without lines", "single", page={"look": "unruled"}),
        docx("answers in list items", "prose", "bullets"),
        docx("refusal", "nothing", status="refused"),
        html("case list", "cases", "plain"),
        html("years in merged cells", "cases", "merged"),
        html("matrix", "matrix", "across"),
        html("two-row heading", "matrix", "two_row"),
        html("several tables", "several"),
        html("section rows", "sections"),
        html("answers in sentences", "prose", "sentences"),
        html("not held", "nothing", status="not_held"),
    ]


def _containers() -> list[Layout]:
    def attached(format_: str, name: str, content: str, shape: str, *producers: str) -> Layout:
        return Layout(format_, "attachments" if format_ != "pdf" else "letter and workbook", name, content, shape, producers)  # fmt: skip

    return [
        attached(
            "pdf", "letter with a workbook beside it, cases", "cases", "plain", *(f"{p} + openpyxl" for p in _PAPERS)
        ),
        attached(
            "pdf",
            "letter with a workbook beside it, matrix",
            "matrix",
            "across",
            *(f"{p} + xlsxwriter" for p in _PAPERS),
        ),
        attached("eml", "answers in the body", "prose", "bullets", "eml"),
        attached("eml", "table in an HTML body", "matrix", "across", "eml html"),
        attached("eml", "a PDF letter attached", "matrix", "down", "eml + reportlab", "eml + typst"),
        attached("eml", "letter in the body, workbook attached", "cases", "plain", "eml + openpyxl"),
        attached("eml", "a Word letter attached", "cases", "plain", "eml + python-docx"),
        attached("zip", "letter and workbook", "cases", "plain", "reportlab + openpyxl", "typst + xlsxwriter"),
        attached("zip", "letter and old workbook", "matrix", "across", "fpdf2 + xlwt"),
    ]


OFFICE = "LibreOffice"
"""The family of layouts that are drawn only where they are asked for: not every machine can set them."""


def _office() -> list[Layout]:
    def office(name: str, content: str, shape: str = "", **more: Any) -> Layout:
        return Layout("pdf", OFFICE, f"{name}, by LibreOffice", content, shape, ("libreoffice",), **more)

    return [
        office("case list", "cases", "plain"),
        office("case list over pages", "cases", "plain", page={"repeat": True}, rows=(34, 50)),
        office("years in merged cells", "cases", "merged"),
        office("matrix, unruled", "matrix", "across", page={"look": "unruled"}),
        office("two-row heading", "matrix", "two_row"),
        office("several tables", "several"),
    ]


def _scans() -> list[Layout]:
    def scan(name: str, content: str, shape: str, look: str) -> Layout:
        papers = ("reportlab", "typst-untagged")
        page = {"look": look, "font": "sans", "size": 11, "padding": 4}
        return Layout("scan", "scan", name, content, shape, papers, page=page, rows=(5, 9))

    return [
        scan("case list, ruled", "cases", "plain", "ruled"),
        scan("matrix, ruled", "matrix", "across", "ruled"),
        scan("matrix, rules only", "matrix", "down", "rules"),
        Layout("scan", "scan", "refusal", "nothing", producers=("reportlab",), status="refused", page={"size": 11}),
    ]
