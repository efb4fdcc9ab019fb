"""Names of members as text that is safe anywhere: no path, no device, no control or direction character, not too long."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterable
from email.errors import HeaderParseError
from email.header import decode_header
from urllib.parse import unquote_to_bytes

LONGEST = 120
"""Characters of a name that are kept; every file system takes as many."""

DEEPEST = 8
"""Folders of a zip's path that are kept, counted from the file."""

LONGEST_HEADER = 20_000
"""Characters of a header that are looked at: a thousand recipients."""

_NO_CHARSETS = (
    "punycode",
    "idna",
    "unicode-escape",
    "unicode_escape",
    "raw-unicode-escape",
    "raw_unicode_escape",
    "undefined",
)
"""Codes of Python that no message is written in; some of them take the square of the length."""

_DEVICE = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?=\.|$)", re.I)
_ENCODED_WORD = re.compile(r"=\?[^?\s]+\?[bq]\?[^?]*\?=", re.I)
_PERCENT = re.compile(r"%(?:20|[89a-f][0-9a-f])", re.I)


def decoded_bytes(raw: bytes) -> str:
    """Text of unknown encoding: UTF-8 where it is that, else Windows-1252, which never fails here."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def decoded(text: str) -> str:
    """A header's value or a file's name in plain characters.

    RFC 2047 words, also where they stand in quotes; bytes outside ASCII that came undeclared; and percent escapes, which
    some gateways leave in names, where one of them stands for a space or for a character outside ASCII.
    """
    if any("\udc80" <= c <= "\udcff" for c in text):
        text = decoded_bytes(text.encode("utf-8", "surrogateescape"))
    text = re.sub(r"(?<!\s)\s*[\r\n]\s*", " ", text[:LONGEST_HEADER])
    if _ENCODED_WORD.search(text):
        text = _words(re.sub(r"(\?=)\s+(=\?)", r"\1 \2", text))
    if _PERCENT.search(text):
        text = decoded_bytes(unquote_to_bytes(text))
    return text


def _words(text: str) -> str:
    made = ""
    try:
        parts = decode_header(text)
    except (HeaderParseError, ValueError):
        return text
    for part, charset in parts:
        made += part if isinstance(part, str) else in_charset(part, charset or "ascii")
    return made


def in_charset(raw: bytes, charset: str) -> str:
    """Text in the code that a message declares; in that which it seems to be in where it is none, or not that."""
    try:
        name = codecs.lookup(charset[:100]).name
        return decoded_bytes(raw) if name in _NO_CHARSETS else raw.decode(name)
    except (LookupError, ValueError):
        return decoded_bytes(raw)


def safe_name(name: str, otherwise: str) -> str:
    """The last part of a name or path, as text that is safe as a file's name on any system; `otherwise` if none is left."""
    kept = _safe(re.split(r"[/\\]", name)[-1])
    return kept or otherwise


def safe_path(path: str, otherwise: str) -> str:
    """A zip's path with every part made safe: it cannot lead out of the archive, whatever it was."""
    parts = [kept for part in re.split(r"[/\\]", path) if (kept := _safe(part))]
    return "/".join(parts[-DEEPEST:]) or otherwise


def _safe(part: str) -> str:
    shown = "".join(" " if c in "\t\r\n" else c for c in unicodedata.normalize("NFC", part))
    shown = "".join(c for c in shown if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp"))
    shown = re.sub(r'[<>:"|?*/\\]', "_", shown).strip(" .") if shown.strip(" .") else ""
    if re.match(r"[A-Za-z]_$", shown) and part.endswith(":"):
        return ""  # a drive letter
    stem, dot, ending = shown.rpartition(".")
    if len(shown) > LONGEST:
        shown = f"{stem[: LONGEST - 1 - len(ending)]}.{ending}" if dot and len(ending) <= 10 else shown[:LONGEST]
    return f"_{shown}" if _DEVICE.match(shown) else shown


def told_apart(names: Iterable[str]) -> list[str]:
    """The names in order, each once: a second `data.xlsx` is `data (2).xlsx`."""
    taken: set[str] = set()
    numbers: dict[str, int] = {}  # the last that a name was given, so that a thousand of one name are no million tries
    made = []
    for name in names:
        folder, slash, last = name.rpartition("/")
        stem, dot, ending = last.rpartition(".")
        unique, number = name, numbers.get(name.casefold(), 1)
        while unique.casefold() in taken:
            number += 1
            unique = f"{folder}{slash}{stem} ({number}).{ending}" if dot else f"{name} ({number})"
        numbers[name.casefold()] = number
        taken.add(unique.casefold())
        made.append(unique)
    return made
