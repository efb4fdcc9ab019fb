"""Which reader a file gets, what is said where there is none, and the form that documents are kept in."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.documents import READERS, UNREAD, read, sniff
from parsers.documents.model import (
    Box,
    Cell,
    Document,
    Finding,
    Hidden,
    Row,
    Table,
    Text,
    UnreadableDocument,
    from_json,
    to_json,
)
from tests.parsers.documents.drawing import pdf, text

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)


def zipped(*names: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return made.getvalue()


def workbook() -> bytes:
    made = io.BytesIO()
    openpyxl.Workbook().save(made)
    return made.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "a.pdf", "is empty"),
        (b"\x00\n ", "a.xlsx", "is empty"),
        (b"\n<!DOCTYPE html><html><body>404</body></html>", "data.xlsx", "is an error or log-in page"),
        (b"\xef\xbb\xbf<html>", "reply.pdf", "is an HTML page"),
        ("<html>".encode("utf-16"), "data.xls", "is an HTML page"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "data.xlsx", "is protected by a password"),
        (OLE + "WordDocument".encode("utf-16-le"), "a.doc", "is an old Word document"),
        (b"PK\x03\x04 and no more", "a.xlsx", "is a damaged zip archive"),
        (b"\x89PNG\r\n\x1a\n", "a.pdf", "cannot be read as a picture"),
        (b"{\\rtf1 x}", "a.doc", "is a rich text file"),
        (b"\x01\x02\x00\x03", "a.bin", "is of no kind"),
    ],
)
def test_what_cannot_be_read_is_named_with_what_to_do(data: bytes, name: str, words: str) -> None:
    with pytest.raises(UnreadableDocument, match=words) as raised:
        read(data, name)
    assert raised.value.fix


def test_the_content_decides_and_never_the_name() -> None:
    assert read(pdf(text("Hello")), "data.xlsx").media_type == "application/pdf"
    assert read(workbook(), "reply.pdf").media_type.endswith("spreadsheetml.sheet")
    assert sniff(b"junk\r\n" + pdf(text("Hello"))) == "application/pdf"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (OLE + "Workbook".encode("utf-16-le"), "application/vnd.ms-excel"),
        (OLE + "WordDocument".encode("utf-16-le"), "application/msword"),
        (zipped("word/document.xml"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (zipped("xl/workbook.xml"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
def test_packages_are_told_apart_by_what_is_in_them(data: bytes, kind: str) -> None:
    assert sniff(data) == kind


def test_every_kind_has_either_a_reader_or_an_explanation() -> None:
    assert not READERS.keys() & UNREAD.keys()
    assert sniff(b"abc") in READERS
    assert sniff(b"{\\rtf1 x}") in UNREAD


@given(st.binary(max_size=300))
def test_any_bytes_give_a_document_or_a_reason(data: bytes) -> None:
    try:
        read(data, "x")
    except UnreadableDocument as error:
        assert error.message


TEXT = st.text(max_size=8)
NUMBER = st.floats(-1e6, 1e6)
BOXES = st.none() | st.builds(Box, st.integers(1, 9), NUMBER, NUMBER, NUMBER, NUMBER)
CELLS = st.builds(
    Cell,
    st.none() | TEXT,
    place=st.none() | TEXT,
    value=st.none() | st.integers() | NUMBER | st.booleans() | TEXT,
    kind=st.sampled_from(["text", "number", "date", "error", "formula"]),
    covered=st.sampled_from(["", "left", "above"]),
    span=st.tuples(st.integers(1, 5), st.integers(1, 5)),
    bold=st.booleans(),
    confidence=st.none() | st.floats(0, 1),
)
LINES = st.builds(Row, st.lists(CELLS, max_size=3), TEXT, st.integers(1, 99), BOXES, st.none() | TEXT)
TABLES = st.builds(
    Table,
    st.lists(LINES, max_size=3),
    TEXT,
    st.integers(1, 9),
    st.lists(LINES, max_size=2),
    st.none() | TEXT,
    st.sampled_from(["text", "ocr"]),
    TEXT,
)
TEXTS = st.builds(Text, TEXT, TEXT, st.integers(1, 9), st.none() | TEXT, st.sampled_from(["heading", "item"]), BOXES)
DOCUMENTS = st.builds(
    Document,
    TEXT,
    TEXT,
    TEXT,
    st.none() | st.integers(0, 9),
    st.lists(TEXTS | TABLES, max_size=4),
    st.lists(st.builds(Hidden, TEXT, TEXT, st.integers(0, 9), TEXT), max_size=2),
    st.lists(
        st.builds(Finding, TEXT, st.sampled_from(["error", "info"]), TEXT, st.none() | TEXT, st.none() | TEXT),
        max_size=2,
    ),
    st.dictionaries(TEXT, TEXT, max_size=2),
    st.lists(TEXT, max_size=2),
)


@given(DOCUMENTS)
def test_a_document_comes_back_from_json_as_it_was(document: Document) -> None:
    kept = to_json(document)
    assert from_json(kept) == document
    assert to_json(from_json(kept)) == kept
