"""Bytes of text files as text: which encoding they are in, with a check, and word of what is not sure."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from charset_normalizer import from_bytes

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
NOT_IN_CP1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
GARBLED = re.compile(r"â€[\x80-\xbf™œ“”˜¦]|Ã[\x80-\xbf©¨¢§]|Â[£\xa0§]|‚Ä[ìîôúù]|¬[£†]")
SAMPLE = 200_000  # bytes that the guess looks at


class Decoded(NamedTuple):
    """The text, its encoding, and what is doubtful about it (None: nothing)."""

    text: str
    encoding: str
    doubt: str | None = None


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """The text of the bytes: by its mark, as UTF-8 where it is that, as declared, else by what reads like words."""
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return _checked(data.decode(encoding, "replace"), encoding)
    if wide := _utf16(data):
        return _checked(data.decode(wide, "replace"), wide)
    try:
        return _checked(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        if error.end == len(data) and error.reason.startswith("unexpected end"):
            data = data[: error.start]  # cut in the middle of a character
            return _checked(data.decode("utf-8", "replace"), "utf-8")
    if declared and (known := _known(declared)) not in (None, "utf-8"):
        return _checked(data.decode(known or "", "replace"), known or "")
    if _mostly_utf8(data):
        text = data.decode("utf-8", "cp1252 for the rest")
        return Decoded(text, "utf-8", "its text is in two encodings; some signs may be wrong")
    return _by_words(data)


def _known(name: str) -> str | None:
    """The codec of a declared name; `latin-1` is read as Windows text, as browsers do (WHATWG Encoding Standard)."""
    try:
        found = codecs.lookup(name.strip().strip("\"'")).name
    except (LookupError, ValueError):
        return None
    return "cp1252" if found in ("iso8859-1", "ascii") else found if found in TEXT_CODECS else None


TEXT_CODECS = ("utf-8", "cp1252", "cp1250", "iso8859-15", "iso8859-14", "mac-roman", "utf-16", "utf-16-le", "utf-16-be")


def _utf16(data: bytes) -> str | None:
    """UTF-16 without its mark: every other byte of Western text is nought."""
    start = data[:2_000]
    half = len(start) // 2
    if half < 4:
        return None
    even, odd = start[0::2].count(0), start[1::2].count(0)
    if odd > 0.7 * half and even < 0.1 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.7 * half and odd < 0.1 * half else None


def _mostly_utf8(data: bytes) -> bool:
    valid = len(re.findall(rb"[\xc3-\xdf][\x80-\xbf]|\xc2[\xa0-\xbf]|[\xe1-\xef][\x80-\xbf]{2}", data))
    return valid > len(re.findall(rb"[\x80-\xff]", data)) / 4


def _by_words(data: bytes) -> Decoded:
    """Windows text, or Mac text where Windows has no such sign or the signs make no words."""
    sample = data[:SAMPLE]
    if NOT_IN_CP1252.search(data):
        return _checked(data.decode("mac-roman"), "mac-roman", "its encoding is not declared and was taken as Mac text")
    guess = from_bytes(sample, cp_isolation=["cp1252", "mac_roman"]).best()
    windows, mac = (_oddness(sample.decode(e, "replace")) for e in ("cp1252", "mac-roman"))
    if guess is not None and guess.encoding == "mac_roman" and mac < windows:
        return _checked(data.decode("mac-roman"), "mac-roman", "its encoding is not declared and was taken as Mac text")
    return _checked(data.decode("cp1252", "replace"), "cp1252")


def _oddness(text: str) -> int:
    """Signs that no British writer uses, or that stand where they cannot: a capital behind a small letter."""
    odd = len(re.findall(r"[ÐÒÓÔÕÑÊËÏ¡¤¦¨ªµ¶¸º¿∂∑∏π∫Ωƒ∆◊Þðþ]", text))
    return odd + len(re.findall(r"[a-z][À-ÖØ-Þ]|[ÐÑÒÓÔÕ]\s", text))


def _checked(text: str, encoding: str, doubt: str | None = None) -> Decoded:
    if text.count("\ufffd") > 0:
        doubt = "some of its signs could not be read; `�` stands in their place"
    elif GARBLED.search(text):
        doubt = "some of its signs were garbled before it was sent (such as `â€“` for a dash)"
    return Decoded(text, encoding, doubt)


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("cp1252 for the rest", _as_cp1252)
