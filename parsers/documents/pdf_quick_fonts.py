"""What the codes of a font stand for (ISO 32000-1, 9.10.3), taken by patterns where the file says it in the usual way.

pdfminer takes the same apart letter by letter, which takes longer than reading a short page. It is asked wherever anything
is unusual, as if nothing had been tried.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import Any

from pdfminer import cmapdb, pdffont
from pdfminer.cmapdb import FileUnicodeMap
from pdfminer.pdftypes import resolve_all

from parsers.documents.pdf_instructions import (
    COMMENT,
    DICT,
    END,
    FLOAT,
    INT,
    LARGEST,
    NAME,
    PDF_TOKEN,
    PLAIN,
    WORD,
    Unusual,
)
from parsers.limits import limits

_SECTION = re.compile(
    rb"\s*\d{1,9}\s+begin(bfchar|bfrange|codespacerange)\b([0-9a-fA-F<>\[\]\s]*)end(bfchar|bfrange|codespacerange)\b"
)
_FIRST = re.compile(rb"\s\d{1,9}\s+begin(?:bf|codespace)")
_TAIL = re.compile(rb"\s*endcmap\b[\w\s/%.:+-]*\Z")
_DIGITS = rb"<((?:[0-9a-fA-F]{2}){1,512})>"
_PAIR = re.compile(rb"\s*" + _DIGITS + rb"\s*" + _DIGITS)
_RANGE = re.compile(rb"\s*" + _DIGITS + rb"\s*" + _DIGITS + rb"\s*(?:" + _DIGITS + rb"|\[([0-9a-fA-F<>\s]*)\])")
_ONE = re.compile(rb"\s*" + _DIGITS)
_SPACE = re.compile(rb"\s*\Z")
_LONGEST = 4  # bytes of a code
_USUAL = {b"findresource", b"begin", b"dict", b"dup", b"def", b"end", b"begincmap"}

Meanings = list[tuple[int, bytes]]


def read_fonts(quickly: bool) -> None:
    """Have the fonts of the files that are read from now on taken apart by the patterns, or by pdfminer alone."""
    pdffont.CMapParser = QuickParser if quickly else cmapdb.CMapParser  # type: ignore[misc, assignment]
    pdffont.resolve_all = resolve_quickly if quickly else resolve_all  # type: ignore[assignment]


def resolve_quickly(value: Any, default: Any = None) -> Any:
    """As pdfminer's, which asks each width of a font whether it is a reference; hardly ever one is."""
    if type(value) is dict and set(map(type, value.values())) <= {int, float}:
        return value
    return resolve_all(value, default)


class QuickParser:
    """Stands in for pdfminer's parser of what codes stand for."""

    def __init__(self, table: FileUnicodeMap, stream: Any) -> None:
        self.table, self.stream = table, stream

    def run(self) -> None:
        data = self.stream.getvalue()
        if type(self.table) is FileUnicodeMap and len(data) <= LARGEST:
            try:
                meanings = _meanings(data)
            except (Unusual, ValueError):
                pass
            else:
                _note(self.table, meanings)
                return
        cmapdb.CMapParser(self.table, self.stream).run()


def _meanings(data: bytes) -> Meanings:
    """Each code with the text, as UTF-16, that it stands for, in the order in which they are told. Raises Unusual."""
    first = _FIRST.search(data)
    if first is None:
        raise Unusual
    _check_head(data[: first.start()])
    made: Meanings = []
    at = first.start()
    while section := _SECTION.match(data, at):
        kind, body, end = section.groups()
        if kind != end:
            raise Unusual
        if kind == b"bfchar":
            made += _pairs(body)
        elif kind == b"bfrange":
            made += _ranges(body)
        else:
            _pairs(body)
        if len(made) > limits().font_characters:
            raise Unusual
        at = section.end()
    if not _TAIL.match(data, at) or b"begincmap" in data[at:]:
        raise Unusual
    return made


def _check_head(head: bytes) -> None:
    """Nothing before the codes changes what they stand for."""
    around = at = 0
    while found := PDF_TOKEN.match(head, at):
        kind = found.lastindex or 0
        if kind == WORD and found[kind] not in _USUAL:
            raise Unusual
        if kind not in (WORD, NAME, PLAIN, INT, FLOAT, DICT, END, COMMENT):
            raise Unusual
        around += (kind == DICT) - (kind == END)
        if not 0 <= around <= 1:
            raise Unusual
        at = found.end()
    if around or not _SPACE.match(head, at):
        raise Unusual


def _code(digits: bytes) -> int:
    if len(digits) > 2 * _LONGEST:
        raise Unusual
    return int(digits, 16)


def _pairs(body: bytes) -> Meanings:
    made, at = [], 0
    while found := _PAIR.match(body, at):
        code, meaning = found.groups()
        made.append((_code(code), bytes.fromhex(meaning.decode())))
        at = found.end()
    if not _SPACE.match(body, at):
        raise Unusual
    return made


def _ranges(body: bytes) -> Meanings:
    made: Meanings = []
    at = 0
    while found := _RANGE.match(body, at):
        start, end, meaning, several = found.groups()
        first, number = _code(start), _code(end) - _code(start) + 1
        if len(start) != len(end) or len(made) + number > limits().font_characters:
            raise Unusual
        made += (
            _list(several, first, number) if meaning is None else _row(bytes.fromhex(meaning.decode()), first, number)
        )
        at = found.end()
    if not _SPACE.match(body, at):
        raise Unusual
    return made


def _row(meaning: bytes, first: int, number: int) -> Meanings:
    """Codes one after another, whose meanings are too."""
    before, last = meaning[:-_LONGEST], meaning[-_LONGEST:]
    base, size = int.from_bytes(last), len(last)
    if base + number > 256**_LONGEST:
        raise Unusual
    return [(first + n, before + (base + n).to_bytes(_LONGEST)[-size:]) for n in range(number)]


def _list(several: bytes, first: int, number: int) -> Meanings:
    made, at = [], 0
    while found := _ONE.match(several, at):
        made.append(bytes.fromhex(found[1].decode()))
        at = found.end()
    if not _SPACE.match(several, at):
        raise Unusual
    return list(enumerate(islice(made, max(number, 0)), first))


def _note(table: FileUnicodeMap, meanings: Meanings) -> None:
    known = table.cid2unichr
    for code, meaning in meanings:
        text = meaning.decode("UTF-16BE", "ignore")
        if text != "\u00a0" or known.get(code) != " ":
            known[code] = text
