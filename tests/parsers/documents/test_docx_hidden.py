"""Word's many ways to keep a text off the page, and those that only look like one."""

from __future__ import annotations

import pytest

from parsers.documents.model import to_json
from tests.parsers.documents.test_docx import p, seen, tbl, tc

SECRET = "Zebedee Quillfeather"
RUN = f"<w:r><w:t>{SECRET}</w:t></w:r>"


def looking(properties: str) -> str:
    return f"<w:p><w:r><w:rPr>{properties}</w:rPr><w:t>{SECRET}</w:t></w:r></w:p>"


def placed(properties: str) -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{RUN}</w:p>"


def field(code: str) -> str:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    code = f"{mark.format('begin')}<w:r><w:instrText>{code}</w:instrText></w:r>{mark.format('separate')}"
    return f"<w:p>{code}<w:r><w:t>seen</w:t></w:r>{mark.format('end')}</w:p>"


def control(inner: str, shown: str = "choose") -> str:
    return f"<w:sdt><w:sdtPr><w:dropDownList>{inner}</w:dropDownList></w:sdtPr><w:sdtContent>{p(shown)}</w:sdtContent></w:sdt>"


SMALL, OUTSIDE = "text too small to see", "text outside the page"
HIDDEN = {
    "letters squeezed": (looking('<w:w w:val="1"/>'), SMALL),
    "letters squeezed, in per cent": (looking('<w:w w:val="2%"/>'), SMALL),
    "letters on one heap": (looking('<w:spacing w:val="-220"/>'), SMALL),
    "raised": (looking('<w:position w:val="3168"/>'), OUTSIDE),
    "lowered": (looking('<w:position w:val="-3168"/>'), OUTSIDE),
    "indent": (placed('<w:ind w:left="-20000"/>'), OUTSIDE),
    "indent to the right": (placed('<w:ind w:left="33000"/>'), OUTSIDE),
    "first line": (placed('<w:ind w:firstLine="33000"/>'), OUTSIDE),
    "frame": (placed('<w:framePr w:w="999" w:x="-20000" w:y="1"/>'), OUTSIDE),
    "frame without height": (placed('<w:framePr w:w="999" w:h="1" w:hRule="exact" w:x="1" w:y="1"/>'), SMALL),
    "line without height": (placed('<w:spacing w:line="2" w:lineRule="exact"/>'), SMALL),
    "black on black by the paragraph": (
        f'<w:p><w:pPr><w:shd w:val="clear" w:fill="000000"/></w:pPr><w:r><w:rPr><w:color w:val="000000"/></w:rPr><w:t>{SECRET}</w:t></w:r></w:p>',
        "text in the colour of its background",
    ),
    "row without height": (
        tbl(tc("A") + tc("1"), f'<w:trPr><w:trHeight w:val="2" w:hRule="exact"/></w:trPr>{tc(SECRET)}{tc("2")}', tc("B") + tc("3")),
        "hidden row",
    ),
    "field": (field(f' IF 1 = 1 "seen" "{SECRET}" '), "text in a field's code"),
    "program's field": (field(f"ADDIN X {SECRET}"), "text in a field's code"),
    "simple field": (f'<w:p><w:fldSimple w:instr="DOCVARIABLE {SECRET}"><w:r><w:t>x</w:t></w:r></w:fldSimple></w:p>', "text in a field's code"),
    "choice": (control(f'<w:listItem w:displayText="{SECRET}" w:value="1"/>'), "choices of a list"),
}  # fmt: skip
SEEN = {
    "condensed": looking('<w:spacing w:val="-10"/><w:w w:val="80"/>'),
    "raised a little": looking('<w:position w:val="6"/>'),
    "white letters of their own accord on a dark paragraph": placed('<w:shd w:val="clear" w:fill="000000"/>'),
    "white on dark blue": f'<w:p><w:pPr><w:shd w:val="clear" w:fill="1F3864"/></w:pPr><w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:t>{SECRET}</w:t></w:r></w:p>',
    "hanging indent": placed('<w:ind w:left="720" w:hanging="720"/>'),
    "out into the margin": placed('<w:ind w:left="-720"/>'),
    "exact lines": placed('<w:spacing w:line="240" w:lineRule="exact"/>'),
    "address frame": placed('<w:framePr w:w="4000" w:h="2000" w:hRule="exact" w:x="1134" w:y="2552"/>'),
    "field of a page": field(" PAGE   \\* MERGEFORMAT ") + p(SECRET),
    "link": field(' HYPERLINK "http://example.org/" ') + p(SECRET),
    "choice that was made": control('<w:listItem w:displayText="Choose an item." w:value=""/>' + f'<w:listItem w:displayText="{SECRET}"/>', SECRET),
    "row of fixed height": tbl(
        tc("A") + tc("1"), f'<w:trPr><w:trHeight w:val="400" w:hRule="exact"/></w:trPr>{tc(SECRET)}{tc("2")}'
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", HIDDEN)
def test_a_text_that_is_kept_off_the_page(case: str) -> None:
    body, what = HIDDEN[case]
    document = seen(p("Text.") + body)
    assert what in {h.what for h in document.hidden}
    assert "Zebedee" not in to_json(document)


@pytest.mark.parametrize("case", SEEN)
def test_a_text_that_stands_on_the_page(case: str) -> None:
    document = seen(SEEN[case])
    assert SECRET in to_json(document) and not document.hidden
