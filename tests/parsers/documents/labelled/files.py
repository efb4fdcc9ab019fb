"""The whole set: the cases of the tests of each format, and those that stand here."""

from __future__ import annotations

from functools import cache

from tests.parsers.documents import test_docx_hidden as word
from tests.parsers.documents import test_hidden as all_kinds
from tests.parsers.documents import test_html_hidden as pages
from tests.parsers.documents import test_pdf_hidden as pdf
from tests.parsers.documents import test_xlsx_hidden as excel
from tests.parsers.documents.labelled import File, letters, mails, pdfs, sheets
from tests.parsers.documents.test_docx import p, package

FORMATS = {"xlsx": all_kinds.IN_XLSX, "xls": all_kinds.IN_XLS, "ods": all_kinds.IN_ODS, "docx": all_kinds.IN_DOCX}


@cache
def planted() -> list[File]:
    made = [
        File(name, case, f"file.{name}", data, kind)
        for name, cases in FORMATS.items()
        for case, (data, kind, _) in cases.items()
    ]
    made += [File("xlsx", case, "file.xlsx", *found) for case, found in excel.HIDDEN.items()]
    made += [
        File("docx", case, "file.docx", package(p("Text.") + body), kind) for case, (body, kind) in word.HIDDEN.items()
    ]
    made += [File("html", case, "file.html", *found) for case, found in pages.HIDDEN.items()]
    made += [
        File("pdf", case, "file.pdf", pdf.drawing(operators, state).replace(b"Quill)", b"Zebedee)"), kind)
        for case, (operators, state, kind) in pdf.UNPAINTED.items()
    ]
    return made + sheets.planted() + letters.planted() + pdfs.planted() + mails.planted()


@cache
def clean() -> list[File]:
    made = [File("xlsx", case, "file.xlsx", data) for case, data in excel.SEEN.items()]
    made += [File("docx", case, "file.docx", package(body)) for case, body in word.SEEN.items()]
    made += [File("html", case, "file.html", data) for case, data in pages.SEEN.items()]
    made += [File("pdf", case, "file.pdf", pdf.drawing(*drawn)) for case, drawn in pdf.SEEN.items()]
    return made + sheets.clean() + letters.clean() + pdfs.clean() + mails.clean()
