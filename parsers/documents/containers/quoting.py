"""Earlier messages inside a message: what the sender quoted is not what the sender says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

_FORWARDED = re.compile(
    r"\W*+(?:(?:(?<=--)|(?<=-- ))forwarded (?:message|e-?mail|by)\b|begin forwarded message\b)", re.I
)
_ORIGINAL = re.compile(r"\W*+(?:(?<=--)|(?<=-- ))(?:original (?:message|e-?mail)|reply (?:above|below))\b", re.I)
_WROTE = re.compile(r"\W{0,3}on\b(?=[^:]*\d).{6,300}?\bwrote\s?:\W*", re.I)
_HEADING = re.compile(
    r"\W{0,3}(?:from|sent|date|to|cc|bcc|subject|reply-to|importance|attachments?|sensitivity)\s?:\W{0,3}", re.I
)
_FROM = re.compile(r"\W{0,3}from\s?:", re.I)
_HEADER_BLOCK = re.compile(r"\W{0,3}from\s?:.*?\b(?:sent|date)\s?:.*?\b(?:to|subject)\s?:", re.I)
_QUOTED = re.compile(r"\s{0,3}>")
_FORWARDING = re.compile(r"\s*(?:fwd?|wg|tr)\s*:", re.I)
_LINES = 8  # of a header block that are looked at, or of a sentence "On … wrote:" that the mail program broke


@dataclass(slots=True)
class Kept:
    """What of a message's pieces (lines, or blocks of a page) is its own, by index; and what was set aside."""

    own: list[int] = field(default_factory=list)
    aside: int = 0  # words
    headers: list[str] = field(default_factory=list)  # of a forwarded message whose text was kept
    between: bool = False  # the sender answers between the lines of what is quoted


def own_part(pieces: Sequence[str], subject: str) -> Kept:
    """Tell the sender's own words from the earlier messages below them or between them.

    A message that is forwarded (it says so, or nothing of the sender's own stands above it) is read as the sender's own,
    up to the next earlier one.
    """
    kept = Kept()
    left = _without_marked(pieces, kept)
    starts = [n for n in range(len(left)) if _begins(pieces, left, n)]
    end = starts[0] if starts else len(left)
    kept.own = left[:end]
    forwarded = bool(_FORWARDING.match(subject)) or (bool(starts) and bool(_FORWARDED.match(pieces[left[end]])))
    while end < len(left) and (forwarded or not _words(pieces, kept.own)):
        begin = _after_headers(pieces, left, end)
        following = next((n for n in starts if n >= begin), len(left))
        kept.headers = [pieces[i] for i in left[end:begin]]
        kept.own += left[begin:following]
        forwarded = forwarded and not _words(pieces, left[begin:following])
        end = following
    kept.aside += _words(pieces, left[end:])
    return kept


def _words(pieces: Sequence[str], indexes: Sequence[int]) -> int:
    return sum(len(re.findall(r"\w+", pieces[i])) for i in indexes)


def _without_marked(pieces: Sequence[str], kept: Kept) -> list[int]:
    """The pieces that do not begin with `>`; a line that only introduces such a quotation goes with it."""
    left: list[int] = []
    blocks, answered = 0, 0
    for index, piece in enumerate(pieces):
        if not _QUOTED.match(piece):
            if piece.strip():
                answered = blocks
            left.append(index)
            continue
        if index == 0 or not _QUOTED.match(pieces[index - 1]):
            blocks += answered == blocks
            _drop_introduction(pieces, left, kept)
        kept.aside += _words(pieces, [index])
    kept.between = blocks > 1 and answered > 1
    return left


def _drop_introduction(pieces: Sequence[str], left: list[int], kept: Kept) -> None:
    told = [i for i in left[-_LINES:] if pieces[i].strip()]
    for count in (1, 2, 3):
        last = told[-count:]
        if last and _WROTE.fullmatch(" ".join(pieces[i].strip() for i in last)):
            kept.aside += _words(pieces, last)
            del left[left.index(last[0]) :]
            return


def _begins(pieces: Sequence[str], left: list[int], at: int) -> bool:
    """An earlier message begins at this piece."""
    piece = pieces[left[at]]
    if _FORWARDED.match(piece) or _ORIGINAL.match(piece):
        return True
    if _FROM.match(piece):
        before = [pieces[i] for i in left[max(0, at - 3) : at] if pieces[i].strip()]
        block = " ".join(pieces[i].strip() for i in left[at : at + _LINES])[:3000]
        return bool(_HEADER_BLOCK.match(block)) and not (before and _is_marker(before[-1]))
    if re.match(r"\W{0,3}on\b", piece, re.I):
        return any(_WROTE.fullmatch(" ".join(pieces[i].strip() for i in left[at : at + n])) for n in (1, 2, 3))
    return False


def _is_marker(piece: str) -> bool:
    return bool(_FORWARDED.match(piece) or _ORIGINAL.match(piece))


def _after_headers(pieces: Sequence[str], left: list[int], at: int) -> int:
    """Where the text of the earlier message begins that starts at `at`: behind its marker and its header lines."""
    here = at
    if _is_marker(pieces[left[here]]):
        here += 1
    for count in (3, 2, 1):
        if here == at and _WROTE.fullmatch(" ".join(pieces[i].strip() for i in left[at : at + count])):
            return at + count
    while here < len(left) and not pieces[left[here]].strip():
        here += 1
    first = here
    while here < len(left) and (_HEADING.match(pieces[left[here]]) or (here > first and _goes_on(pieces[left[here]]))):
        here += 1
    return max(here, at + 1)


def _goes_on(piece: str) -> bool:
    """The rest of a long line of addresses."""
    return bool(piece.strip()) and (piece[:1] in " \t" or bool(re.search(r"\S@\S|;\s*$", piece)))
