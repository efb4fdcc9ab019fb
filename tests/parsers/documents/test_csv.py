"""Comma-separated values and plain text: cells as printed, texts as paragraphs, whatever the encoding and the line ends."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.documents import read, sniff
from parsers.documents.aligned import columns_of_gaps, columns_of_tabs
from parsers.documents.encoding import decode
from parsers.documents.model import Document, Table, UnreadableDocument, from_json, to_json
from parsers.limits import limited

ROWS = [["Outcome", "2019", "2020"], ["Advice", "3", "0"], ["Warning", "<5", "12"]]
PLAIN = "\n".join(",".join(row) for row in ROWS) + "\n"
REPLIES = Path(os.environ.get("FOI_SHARED", Path(__file__).parents[3] / "../shared")) / "replies"


def seen(data: str | bytes, kind: str = "text/csv") -> Document:
    data = data.encode() if isinstance(data, str) else data
    assert sniff(data) == kind
    found = read(data, "figures.csv")
    assert from_json(to_json(found)) == found
    return found


def rows_of(table: Table) -> list[list[str | None]]:
    return [[c.text for c in r.cells] for r in table.rows]


def tables_of(data: str | bytes, kind: str = "text/csv") -> list[list[list[str | None]]]:
    return [rows_of(t) for t in seen(data, kind).tables]


def texts_of(data: str | bytes, kind: str = "text/csv") -> list[str]:
    return [t.text for t in seen(data, kind).texts]


def test_a_plain_file_cell_by_cell_with_its_places() -> None:
    document = seen(PLAIN)
    (table,) = document.tables
    assert rows_of(table) == ROWS
    assert (table.location, table.rows[2].cells[1].place, table.rows[2].number) == ("csv", "csv!B3", 3)
    assert [(c.kind, c.value) for c in table.rows[2].cells] == [("text", None), ("text", None), ("number", 12)]


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\r\r\n"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_and_line_ends(delimiter: str, end: str) -> None:
    assert tables_of(PLAIN.replace(",", delimiter).replace("\n", end)) == [ROWS]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac-roman"])
def test_encodings(encoding: str) -> None:
    text = "Outcome,Café – £\nAdvice’s “first”,3\nWarning…,£5\n"
    data = text.encode(encoding)
    assert tables_of(data) == [[["Outcome", "Café – £"], ["Advice’s “first”", "3"], ["Warning…", "£5"]]]


def test_what_is_doubtful_in_an_encoding_is_said() -> None:
    assert decode("A – B".encode("cp1252")) == ("A – B", "cp1252", None)
    assert "two encodings" in (decode("é – ü £".encode() + b"\x96").doubt or "")
    assert "garbled" in (decode("A â€“ B".encode()).doubt or "")
    assert decode("£5".encode()[:-1] + b"5").encoding in ("cp1252", "utf-8")
    assert decode("caf\u00e9".encode()[:-1]).text.startswith("caf")


def test_a_delimiter_that_the_file_names_is_obeyed_and_its_row_counted() -> None:
    document = seen("sep=;\nOutcome;2019\nAdvice;3\n")
    assert document.tables[0].rows[1].cells[1].place == "csv!B3"


def test_decimal_commas_do_not_divide() -> None:
    assert tables_of("Outcome;2019;2020\nAdvice;3,5;0\nWarning;1,5;2\n") == [
        [["Outcome", "2019", "2020"], ["Advice", "3,5", "0"], ["Warning", "1,5", "2"]]
    ]


def test_quoted_cells_keep_their_commas_and_lines() -> None:
    text = 'Outcome,2019\n"Advice, ""formal""","<5\n(see note)"\nWarning,4\n'
    assert tables_of(text) == [[["Outcome", "2019"], ['Advice, "formal"', "<5 (see note)"], ["Warning", "4"]]]


def test_titles_and_notes_are_texts_and_the_title_is_the_caption() -> None:
    text = f"Officers investigated, by outcome\n\n{PLAIN}\nNote: <5 stands for fewer than five\n"
    document = seen(text)
    assert [rows_of(t) for t in document.tables] == [ROWS]
    assert document.tables[0].caption == "Officers investigated, by outcome"
    assert [(t.text, t.place) for t in document.texts] == [
        ("Officers investigated, by outcome", "csv!A1"),
        ("Note: <5 stands for fewer than five", "csv!A7"),
    ]


def test_blocks_divided_by_empty_rows_are_tables_of_their_own() -> None:
    other = [["Rank", "2019"], ["PC", "4"], ["Sergeant", "5"]]
    text = PLAIN + ",,\n\nBy rank,,\n" + "\n".join(",".join(row) for row in other) + "\n"
    document = seen(text)
    assert [rows_of(t) for t in document.tables] == [ROWS, other]
    assert document.tables[1].caption == "By rank"


def test_figures_stay_as_printed_and_formulas_stay_text() -> None:
    text = 'Ref,Number,Share\n007,"1,234",12.50%\n008,=1+2,-\n009,+44 20,5.0\n'
    (table,) = seen(text).tables
    assert rows_of(table)[1:] == [["007", "1,234", "12.50%"], ["008", "=1+2", "-"], ["009", "+44 20", "5.0"]]
    assert [(c.kind, c.value) for c in table.rows[1].cells] == [("text", None), ("number", 1234), ("text", None)]
    assert table.rows[2].cells[1].kind == "text"


def test_empty_cells_and_a_last_comma() -> None:
    assert tables_of("Outcome,2019,2020,\nAdvice,,0,\nWarning,,,\n") == [
        [["Outcome", "2019", "2020"], ["Advice", None, "0"], ["Warning", None, None]]
    ]


def test_a_comma_outside_quotation_marks_is_reported() -> None:
    document = seen("Outcome,2019,2020\nDismissed, without notice,3,4\nAdvice,1,2\nWarning,2,2\n")
    (finding,) = document.findings
    assert (finding.severity, finding.row) == ("error", 2)
    assert "4 cells" in finding.message


def test_a_quotation_mark_that_never_ends_swallows_no_rows() -> None:
    document = seen('Outcome,2019\nAdvice,"3\nWarning,4\nResigned,5\n')
    assert [r[0] for r in rows_of(document.tables[0])] == ["Outcome", "Advice", "Warning", "Resigned"]
    assert document.findings
    swallowed = seen('Outcome,2019\nAdvice,"3\nWarning,4\nResigned,"5\nRetired,6\nLeft,7\n')
    assert any(f.severity in ("error", "warning") for f in swallowed.findings)


@pytest.mark.parametrize(
    "text",
    [
        "Dear Sir,\n\nThank you for your request, received on 1 May, about officers.\nWe found, after searches, 5.\n",
        "Dear Ms Smith,\nYours sincerely,\nJo\n",
        "There were 5 officers.\n",
        "Officers: 5; staff: 2\nOfficers: 6; staff: 3; other: 1\nThat is all; thank you.\nNothing.\nEnd.\nMore.\nMore.\n",
    ],
)
def test_a_letter_is_no_table(text: str) -> None:
    assert seen(text, "text/plain").tables == []


def test_limits() -> None:
    with pytest.raises(UnreadableDocument, match="more than 2,000 columns"):
        read(("a" + ",b" * 3_000 + "\n").encode() * 2, "wide.csv")
    with limited(cells=4), pytest.raises(UnreadableDocument, match="more than 4 cells"):
        read(PLAIN.encode(), "figures.csv")


LETTER = """Dear Ms Smith

In response to your request I can confirm that between 1 January 2017 and 30 August
2022 there were
14 officers.

Outcome                 2019   2020
Advice                     3      0
Final written warning     <5     12

| Rank | Number |
|------|--------|
| PC   | 5      |
| Sgt  | 2      |

Written warning\t3
Dismissed\t2
1. How many?
- none
Durham Constabulary        Tel: 101
Aykley Heads               FOI unit
"""


def test_a_letter_in_plain_text_with_typed_tables() -> None:
    document = seen(LETTER, "text/plain")
    assert [rows_of(t) for t in document.tables] == [
        [["Outcome", "2019", "2020"], ["Advice", "3", "0"], ["Final written warning", "<5", "12"]],
        [["Rank", "Number"], ["PC", "5"], ["Sgt", "2"]],
        [["Written warning", "3"], ["Dismissed", "2"]],
    ]
    assert [t.text for t in document.texts] == [
        "Dear Ms Smith",
        "In response to your request I can confirm that between 1 January 2017 and 30 August 2022 there were",
        "14 officers.",
        "1. How many?",
        "- none",
        "Durham Constabulary Tel: 101",
        "Aykley Heads FOI unit",
    ]
    assert document.tables[0].rows[2].cells[1].place == "table 1!B3"
    assert [t.kind for t in document.texts][3:5] == ["item", "item"]


@pytest.mark.parametrize(
    ("lines", "rows"),
    [
        (["Outcome   2019", "Advice       3"], [["Outcome", "2019"], ["Advice", "3"]]),
        (["A long heading  2019", "Advice         3", "x  4"], [["A long heading", "2019"], ["Advice", "3"], ["x", "4"]]),
        (["Outcome        2019  2020", "Advice            3", "Warning           4     5"],
         [["Outcome", "2019", "2020"], ["Advice", "3", ""], ["Warning", "4", "5"]]),
        (["Name      Address", "Smith     High Street"], None),
        (["a  1  2", "bbbbbbbb  3"], None),
    ],
)  # fmt: skip
def test_columns_set_by_spaces(lines: list[str], rows: list[list[str]] | None) -> None:
    assert columns_of_gaps(lines) == rows


def test_rows_whose_columns_cannot_be_told_are_text_and_reported() -> None:
    document = seen("Outcome\n\nAdvice  1  2\nFinal warning  3\nNone  4\n", "text/plain")
    assert document.tables == []
    assert "columns cannot be told" in document.findings[0].message


def test_tabs_that_stand_for_empty_cells_and_tabs_that_only_align() -> None:
    assert columns_of_tabs(["A\t2019\t2020", "x\t\t5"]) == [["A", "2019", "2020"], ["x", "", "5"]]
    assert columns_of_tabs(["Outcome\t2019", "A\t\t5"]) == [["Outcome", "2019"], ["A", "5"]]
    assert columns_of_tabs(["Tel:\tsee below", "Fax:\tnone given"]) is None


def test_binary_and_other_mark_up_are_not_text() -> None:
    assert sniff(bytes(range(1, 9)) * 50) == "application/octet-stream"
    assert sniff(b"<?xml version='1.0'?><Workbook/>") == "application/xml"


def test_a_real_file_with_bare_carriage_returns() -> None:
    path = REPLIES / "workbooks" / "outcomes_by_force.csv"
    if not path.exists():
        pytest.skip("the shared replies are not on this machine")
    data = path.read_bytes()
    expected = list(csv.reader(io.StringIO(data.decode("utf-8", "replace").replace("\r", "\n"))))
    (table,) = seen(data).tables
    assert [[c or "" for c in row] for row in rows_of(table)] == expected
    assert len(expected) == 46
    assert len(expected[0]) == 27


CELLS = st.text(st.sampled_from('abcXYZ019 ,;|"\t\n<–é£'), max_size=8).map(lambda s: " ".join(s.split()))


@settings(max_examples=60, deadline=None)
@given(
    st.integers(2, 4).flatmap(lambda n: st.lists(st.lists(CELLS, min_size=n, max_size=n), min_size=3, max_size=6)),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_no_cell_is_lost(rows: list[list[str]], delimiter: str, encoding: str) -> None:
    rows = [[f"r{n}", "x", *row] for n, row in enumerate(rows)]
    made = io.StringIO()
    csv.writer(made, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(rows)
    document = read(made.getvalue().encode(encoding), "x.csv")
    found = {c.place: c.text for t in document.tables for r in t.rows for c in r.cells if c.text}
    found |= {t.place: t.text for t in document.texts}
    expected = {f"csv!{chr(65 + c)}{r}": text for r, row in enumerate(rows, 1) for c, text in enumerate(row) if text}
    assert found == expected


@settings(max_examples=100, deadline=None)
@given(st.text(st.sampled_from('ab1 ,;|\t\n\r-="<>.'), max_size=60))
def test_any_text_gives_a_document_or_a_reason(text: str) -> None:
    try:
        document = read(text.encode(), "x.txt")
    except UnreadableDocument as error:
        assert error.fix
        return
    for table in document.tables:
        assert len({len(r.cells) for r in table.rows}) == 1
