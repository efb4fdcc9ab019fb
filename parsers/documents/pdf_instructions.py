"""What draws a page of a PDF, taken apart at once: each operator with its operands (ISO 32000-1, 7.8.2).

pdfminer does so letter by letter, which takes more than half of the time of reading a page. Here one pattern does it, for
all that programs write in the usual way. Whatever else comes (inline images, brackets that do not match, names with `#`)
is left to pdfminer: the whole stream, so that no part of it is drawn twice.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from pdfminer.psparser import LIT, PSLiteral

Instruction = tuple[str, list[Any]]

LARGEST = 2_000_000  # bytes; more is taken apart bit by bit, which needs less memory
TOKEN = rb"""
    ([+-]?(?:\d+\.\d*|\.\d+))              # 1: a number with a point
    |([+-]?\d+)                            # 2: a whole number
    |([A-Za-z][^\#/%\[\]()<>{}\s]*|['"])   # 3: an operator
    |\(([^()\\]*)\)                        # 4: a plain string
    |/([^\#/%\[\]()<>{}\s]*+)(?!\#)        # 5: a name
    |(\[)|(\])                             # 6, 7
    |<([0-9a-fA-F\s]*)>                    # 8: a string in hexadecimal digits
    |\(([^()\\]*(?:\\.[^()\\]*)*)\)        # 9: a string with escapes
    |(<<)|(>>)                             # 10, 11
    |(%[^\r\n]*)                           # 12: a comment
    |(\()                                  # 13: a string with brackets within
    """
PDF_TOKEN = re.compile(rb"[\s\x00]*(?:" + TOKEN + rb")", re.X | re.S)
_COUNTED = (
    rb"((?:[+-]?(?:\d+(?:\.\d*)?|\.\d+)\s+){1,6})([A-Za-z][^\#/%\[\]()<>{}\s]*)"  # an operator with numbers before it
)
_STEP = re.compile(rb"[\s\x00]*(?:" + _COUNTED + rb"|" + TOKEN + rb"|(\Z)|(.))", re.X | re.S)
_BEFORE = 2  # groups of `_STEP` before those of a token
_SPACE = re.compile(rb"\s")
_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|(\r\n|.))", re.S)
_USUAL = re.compile(rb"(?:[^\\]|\\(?>[0-7]{1,3}|[bfnrt\\]))*+", re.S)
_BRACKET = re.compile(rb"\\.|[()]", re.S)
_MEANT = {b"b": b"\b", b"t": b"\t", b"n": b"\n", b"f": b"\f", b"r": b"\r", b"(": b"(", b")": b")", b"\\": b"\\"}
FLOAT, INT, WORD, PLAIN, NAME, OPEN, SHUT, HEX, ESCAPED, DICT, END, COMMENT, NESTED = range(1, 14)
COUNTED, LAST = 0, NESTED + 1  # and after the last, what is no token


class Unusual(Exception):
    """Written in a way that pdfminer has to look at."""


def instructions(data: bytes) -> list[Instruction] | None:
    """The operators of a content stream in order, each with the operands since the last; None where pdfminer has to look."""
    if len(data) > LARGEST:
        return None
    try:
        return _taken_apart(data)
    except (Unusual, ValueError):
        return None


def _taken_apart(data: bytes) -> list[Instruction]:
    made: list[Instruction] = []
    operands: list[Any] = []
    around: list[tuple[int, list[Any]]] = []  # what is open around, with the kind of its bracket
    words: dict[bytes, str] = {}  # operators met
    met: dict[bytes, list[Any]] = {}  # numbers before an operator, which nobody changes
    at: int | None = 0
    while at is not None:
        start, at = at, None
        for found in _STEP.finditer(data, start):
            group = found.lastindex or 0
            token = found[group]
            kind = group - _BEFORE
            if kind == COUNTED:
                before = found[1]
                numbers = met.get(before)
                if numbers is None:
                    numbers = met[before] = [float(n) if b"." in n else int(n) for n in before.split()]
                operands = operands + numbers if operands else numbers
                kind = WORD
            if kind == WORD:
                word = words.get(token)
                if word is not None and not around:
                    made.append((word, operands))
                    operands = []
                elif token == b"true" or token == b"false":
                    operands = [*operands, token == b"true"]
                elif around or token == b"BI":
                    raise Unusual
                else:
                    words[token] = token.decode("ascii")
                    made.append((words[token], operands))
                    operands = []
            elif kind == NAME:
                operands.append(literal(token))
            elif kind == ESCAPED:
                operands.append(with_escapes(token))
            elif kind == PLAIN:
                operands.append(token)
            elif kind == FLOAT:
                operands.append(float(token))
            elif kind == INT:
                operands.append(int(token))
            elif kind in (OPEN, DICT):
                around.append((kind, operands))
                operands = []
            elif kind == SHUT:
                if not around or around[-1][0] != OPEN:
                    raise Unusual
                within, operands = operands, around.pop()[1]
                operands.append(within)
            elif kind == HEX:
                operands.append(from_digits(token))
            elif kind == END:
                if not around or around[-1][0] != DICT:
                    raise Unusual
                within, operands = operands, around.pop()[1]
                operands.append(_dictionary(within))
            elif kind == NESTED:
                end = _end_of_string(data, found.end())
                operands.append(with_escapes(data[found.end() : end]))
                at = end + 1  # to go on from
                break
            elif kind > LAST:
                raise Unusual
    if around:
        raise Unusual
    return made


@lru_cache(maxsize=10_000)
def literal(name: bytes) -> PSLiteral:
    """The name as pdfminer has it. Raises ValueError where it is no text."""
    return LIT(name.decode())


def from_digits(token: bytes) -> bytes:
    """What a string in hexadecimal digits stands for."""
    digits = _SPACE.sub(b"", token)
    if len(digits) % 2:  # as pdfminer has it, and not followed by a nought (7.3.4.3)
        return bytes.fromhex(digits[:-1].decode()) + bytes([int(digits[-1:], 16)])
    return bytes.fromhex(digits.decode())


def with_escapes(token: bytes) -> bytes:
    """What a string stands for whose signs are partly written as escapes."""
    if _USUAL.fullmatch(token):  # as Python writes them: hardly a letter of many fonts' codes is no escape
        return token.decode("unicode_escape").encode("latin-1")
    return _ESCAPE.sub(_meant, token)


def _meant(escape: re.Match[bytes]) -> bytes:
    """What an escape in a string stands for (7.3.4.2)."""
    octal, sign = escape.groups()
    return bytes([int(octal, 8)]) if octal else _MEANT.get(sign, b"")


def _end_of_string(data: bytes, at: int) -> int:
    """Where the bracket stands that ends a string with brackets within."""
    depth = 1
    for found in _BRACKET.finditer(data, at):
        sign = found[0]
        depth += (sign == b"(") - (sign == b")")
        if not depth:
            return found.start()
    raise Unusual


def _dictionary(within: list[Any]) -> dict[str, Any]:
    keys = within[::2]
    if len(within) % 2 or not all(isinstance(key, PSLiteral) for key in keys):
        raise Unusual
    return {str(key.name): value for key, value in zip(keys, within[1::2], strict=True)}
