"""The objects of a PDF taken apart by the pattern that takes its instructions apart (ISO 32000-1, 7.3).

pdfminer finds them, and takes apart letter by letter what is written in an unusual way: then it is asked, as if nothing
had been tried.
"""

from __future__ import annotations

import re
from typing import Any

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdftypes import PDFObjRef, PDFStream, int_value
from pdfminer.psparser import PSLiteral

from parsers.documents.pdf_instructions import (
    COMMENT,
    DICT,
    END,
    ESCAPED,
    FLOAT,
    HEX,
    INT,
    LARGEST,
    NAME,
    OPEN,
    PLAIN,
    SHUT,
    TOKEN,
    WORD,
    Unusual,
    from_digits,
    literal,
    with_escapes,
)

_STEP = re.compile(
    rb"[\s\x00]*(?:(\d+)\s+\d+\s+R(?=[/\[\]()<>\s])|" + TOKEN + rb"|(.))", re.X | re.S
)  # what a value is made of; first a reference
REFERENCE = 0
_BEGIN = re.compile(rb"\s*(\d+)\s+\d+\s+obj(?=[\s<\[(/])")
_STREAM = re.compile(rb"\s*stream(?:\r\n|\n)")
_END_STREAM = re.compile(rb"\s{0,2}endstream\s+endobj\b")
_END_OBJECT = re.compile(rb"\s*endobj\b")
_BLANK = re.compile(rb"\s*\Z")


def read_quickly(document: PDFDocument, data: bytes) -> None:
    """Have the document's objects read by the pattern. `data`: the bytes that it was opened from."""
    carefully, careful_members = document._getobj_parse, document._get_objects
    parser = document._parser

    def parse(at: int, number: int) -> object:
        if parser is not None and not parser.fallback:
            try:
                return _object(document, data, at, number)
            except (Unusual, ValueError):
                pass
        return carefully(at, number)

    def members(stream: PDFStream) -> tuple[list[object], int]:
        amount = stream.get("N")
        content = stream.get_data()
        if isinstance(amount, int) and len(content) <= LARGEST:
            try:
                return _all(document, content), amount
            except (Unusual, ValueError):
                pass
        return careful_members(stream)

    document._getobj_parse = parse  # type: ignore[method-assign, assignment]
    document._get_objects = members  # type: ignore[method-assign]


def _object(document: PDFDocument, data: bytes, at: int, number: int) -> object:
    """The object that begins there, a stream too. Raises Unusual."""
    begun = _BEGIN.match(data, at)
    if not begun or int(begun[1]) != number:
        raise Unusual
    value, end = _value(document, data, begun.end(), True)
    if _END_OBJECT.match(data, end):
        return value
    stream = _STREAM.match(data, end)
    if not stream or not isinstance(value, dict) or "Length" not in value:
        raise Unusual
    start = stream.end()
    end = start + int_value(value["Length"])
    if not start <= end <= len(data) or not _END_STREAM.match(data, end):
        raise Unusual
    return PDFStream(value, data[start:end], document.decipher)


def _all(document: PDFDocument, data: bytes) -> list[object]:
    """All objects of an object stream (7.5.7), with the numbers before them. Raises Unusual."""
    made, at = [], 0
    while not _BLANK.match(data, at):
        value, at = _value(document, data, at, False)
        made.append(value)
    return made


def _value(document: PDFDocument, data: bytes, at: int, nulls: bool) -> tuple[Any, int]:
    """One value, and where it ends. `nulls`: the word `null` stands for nothing."""
    within: list[Any] = []
    around: list[tuple[int, list[Any]]] = []
    for found in _STEP.finditer(data, at, at + LARGEST):
        group = found.lastindex or 0
        token = found[group]
        kind = group - 1
        if kind == NAME:
            within.append(literal(token))
        elif kind == REFERENCE:
            if not around:
                raise Unusual
            within.append(PDFObjRef(document, int(token)))
        elif kind == INT:
            within.append(int(token))
        elif kind == WORD:
            _word(document, token, within, around, nulls)
        elif kind == FLOAT:
            within.append(float(token))
        elif kind in (OPEN, DICT):
            around.append((kind, within))
            within = []
            continue
        elif kind in (SHUT, END):
            if not around or around[-1][0] != (OPEN if kind == SHUT else DICT):
                raise Unusual
            value = within if kind == SHUT else _dictionary(within)
            within = around.pop()[1]
            within.append(value)
        elif kind == PLAIN:
            within.append(token)
        elif kind == HEX:
            within.append(from_digits(token))
        elif kind == ESCAPED:
            within.append(with_escapes(token))
        elif kind != COMMENT:
            raise Unusual
        if not around and within:
            return within[0], found.end()
    raise Unusual


def _word(document: PDFDocument, token: bytes, within: list[Any], around: list[Any], nulls: bool) -> None:
    if token == b"R" and around and len(within) > 1 and type(within[-1]) is type(within[-2]) is int:
        within.pop()
        within.append(PDFObjRef(document, within.pop()))
    elif token in (b"true", b"false"):
        within.append(token == b"true")
    elif token == b"null" and nulls and around:
        within.append(None)
    else:
        raise Unusual


def _dictionary(within: list[Any]) -> dict[str, Any]:
    keys = within[::2]
    if len(within) % 2 or {type(key) for key in keys} - {PSLiteral}:
        raise Unusual
    return {key.name: value for key, value in zip(keys, within[1::2], strict=True) if value is not None}
