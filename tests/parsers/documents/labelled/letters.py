"""Word letters of python-docx, and plain texts: planted and clean."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import docx
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt, RGBColor

from tests.parsers.documents.labelled import SECRET, File
from tests.parsers.documents.test_docx import package

MAIN = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
COMMENTS = f'<w:comments {MAIN}><w:comment w:id="0" w:author="x"><w:p><w:r><w:t>{SECRET}</w:t></w:r></w:p></w:comment></w:comments>'
BLOCKS = f"<w:glossaryDocument {MAIN}><w:docParts><w:docPart><w:docPartBody><w:p><w:r><w:t>{SECRET}</w:t></w:r></w:p></w:docPartBody></w:docPart></w:docParts></w:glossaryDocument>"
SEEN = "<w:p><w:r><w:t>seen</w:t></w:r></w:p>"


def letter(change: Callable[[Any], object] = lambda document: None) -> bytes:
    document = docx.Document()
    document.core_properties.author = ""
    document.add_heading("Freedom of Information request 7/22", 1)
    document.add_paragraph("Thank you for your request. The figures are below.")
    made = document.add_table(3, 2)
    for row, said in zip(made.rows, (("Outcome", "2019"), ("Advice", "3"), ("Warning", "5")), strict=True):
        for cell, text in zip(row.cells, said, strict=True):
            cell.text = text
    change(document)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def run(change: Callable[[Any], object], text: str = SECRET) -> bytes:
    def add(document: Any) -> None:
        change(document.add_paragraph("seen ").add_run(text).font)

    return letter(add)


def setting(name: str, value: object) -> Callable[[Any], object]:
    return lambda font: setattr(font, name, value)


def white(font: Any) -> None:
    font.color.rgb = RGBColor(255, 255, 255)


def shaded(document: Any, text: str = "White on blue") -> None:
    cell = document.tables[0].rows[0].cells[0]
    cell._tc.get_or_add_tcPr().append(parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:fill="1F3864"/>'))
    made = cell.paragraphs[0].add_run(text)
    made.font.color.rgb = RGBColor(255, 255, 255)


def footer(document: Any) -> None:
    document.sections[0].footer.paragraphs[0].text = "OFFICIAL"


def merged(document: Any) -> None:
    made = document.tables[0].add_row().cells
    made[0].merge(made[1]).text = "Merged note"


WORD = {
    "python-docx: white": (run(white), "text in the colour of its background"),
    "python-docx: hidden": (run(setting("hidden", True)), "hidden text"),
    "python-docx: tiny": (run(setting("size", Pt(1))), "text too small to see"),
    "python-docx: struck out": (run(setting("strike", True)), "struck-out text"),
    "python-docx: black marker": (run(setting("highlight_color", WD_COLOR_INDEX.BLACK)), "text under a black bar"),
    "comments without a link to them": (package(SEEN, {"comments": COMMENTS}), "comment"),
    "building blocks": (package(SEEN, {"glossary/document": BLOCKS}), "text in building blocks"),
    "author": (letter(lambda d: setattr(d.core_properties, "author", SECRET)), "document property that names a person"),
}  # fmt: skip
WORD_CLEAN = {
    "python-docx: plain": letter(), "python-docx: white on blue": letter(shaded), "python-docx: footer": letter(footer),
    "python-docx: merged": letter(merged), "python-docx: grey": run(lambda font: setattr(font.color, "rgb", RGBColor(118, 118, 118))),
    "python-docx: yellow marker": run(setting("highlight_color", WD_COLOR_INDEX.YELLOW)),
    "python-docx: small print": run(setting("size", Pt(6))), "python-docx: raised": run(setting("superscript", True)),
    "python-docx: underlined": run(setting("underline", True)), "python-docx: not hidden": run(setting("hidden", False)),
    "python-docx: list": letter(lambda d: d.add_paragraph("One", style="List Number")),
    "python-docx: page break": letter(lambda d: d.add_page_break()),
}  # fmt: skip

TAGS = "".join(chr(0xE0000 + ord(letter)) for letter in SECRET)
CODED = "".join("\u200b" if bit == "1" else "\u200c" for letter in SECRET for bit in f"{ord(letter):08b}")
CSV = "Outcome,2019,2020\nAdvice,3,0\nWarning{},5,12\n"
TEXT = {
    "tags": ("file.csv", CSV.format(TAGS), "text in characters that show nothing"),
    "marks without a width": ("file.csv", CSV.format(CODED), "text in characters that show nothing"),
    "override": ("file.csv", CSV.format(f" \u202e{SECRET[::-1].replace('eed', 'dee')}\u202c"), "text shown in another order"),
    "tags in a letter": ("file.txt", f"Thank you for your request.\n\nThere were 12 cases.{TAGS}\n", "text in characters that show nothing"),
    "tags in a page": ("file.html", f"<html><body><p>Thank you.{TAGS}</p></body></html>", "text in characters that show nothing"),
}  # fmt: skip
TEXT_CLEAN = {
    "plain": ("file.csv", CSV.format("")), "mark at the start": ("file.csv", "\ufeff" + CSV.format("")),
    "a mark without a width": ("file.csv", CSV.format("\u200b")), "soft hyphen": ("file.csv", CSV.format("\u00ad")),
    "flag of England": ("file.csv", CSV.format(" \U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f")),
    "copied with its direction": ("file.csv", CSV.format(" \u202aPC\u202c")), "accents": ("file.csv", CSV.format(" café £5 ½ ≥")),
    "letter": ("file.txt", "Thank you for your request.\n\nThere were 12 cases.\n"),
}  # fmt: skip


def planted() -> list[File]:
    made = [File("docx", case, "file.docx", *found) for case, found in WORD.items()]
    return made + [File(name[5:], case, name, text.encode(), kind) for case, (name, text, kind) in TEXT.items()]


def clean() -> list[File]:
    made = [File("docx", case, "file.docx", data) for case, data in WORD_CLEAN.items()]
    return made + [File(name[5:], case, name, text.encode()) for case, (name, text) in TEXT_CLEAN.items()]
