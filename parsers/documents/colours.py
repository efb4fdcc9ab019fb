"""Colours that an eye does not tell apart: letters in one of them on a ground in the other are not seen."""

from __future__ import annotations

import re

SIX_DIGITS = re.compile(r"[0-9a-fA-F]{6}")
NEAR = 8  # of 255, in each of red, green and blue


def alike(one: str, other: str) -> bool:
    """Two colours of six hexadecimal digits are as good as the same; two names of colours are the same name."""
    if not (SIX_DIGITS.fullmatch(one) and SIX_DIGITS.fullmatch(other)):
        return one.casefold() == other.casefold()
    return all(abs(a - b) < NEAR for a, b in zip(bytes.fromhex(one), bytes.fromhex(other), strict=True))
