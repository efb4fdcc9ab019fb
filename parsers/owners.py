"""Whose a heading or label of a joint letter's table is, and what else it says: 'Norfolk – officers', 'Both forces'."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from parsers.headings import is_total
from schemas import forces as registry

_WORD = re.compile(r"[\w&'’]+")
_BODY = re.compile(r"\s(?:police|constabulary|constabularies|forces?)\b", re.I)
_ALL = re.compile(
    r"(?:both|(?:all|the) (?:two|three)|all|joint|combined)(?: police)? (?:forces|constabularies)"
    r"(?: (?:combined|together|totals?))?",
    re.I,
)
"""What heads the numbers of all forces of a joint letter together."""
_BESIDE = re.compile(r"both|joint", re.I)
_JOINING = re.compile(r"[\s/&,;:|–—-]|(?:and|of|for|in|the)\b", re.I)
_LONGEST_NAME = 6  # words: 'Hampshire and Isle of Wight Constabulary'
_LONGEST_TEXT = 80  # characters; a longer one is a sentence


@lru_cache(maxsize=4096)
def owners(text: str, joint: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """The forces of a joint letter that a text names, all of them for 'Both forces', and the rest of its words."""
    if not joint or len(text) > _LONGEST_TEXT:
        return (), text
    if _ALL.fullmatch(text.strip()):
        return joint, ""
    named: dict[str, None] = {}
    kept, end = [], 0
    for start, stop, force in _names(text, joint):
        named[force] = None
        kept.append(_tidy(text[end:start]))
        end = stop
    rest = " ".join(filter(None, (*kept, _tidy(text[end:]))))
    return (tuple(named), _tidy(rest.replace("( )", ""))) if named else ((), text)


def all_of(texts: Sequence[str], joint: tuple[str, ...], above: bool) -> list[tuple[tuple[str, ...], str]]:
    """What each of the texts beside each other says, 'Both' beside two forces too; `above` others: 'Total' as well."""
    read = [owners(text, joint) for text in texts]
    beside = len({forces for forces, rest in read if len(forces) == 1 and not rest}) > 1
    return [
        (joint, "") if beside and (_BESIDE.fullmatch(rest) or (above and is_total(rest))) else (forces, rest)
        for forces, rest in read
    ]


def _names(text: str, joint: Sequence[str]) -> list[tuple[int, int, str]]:
    """Where the text names forces of the letter, by the longest name of each."""
    words = list(_WORD.finditer(text))
    found: list[tuple[int, int, str]] = []
    at = 0
    while at < len(words):
        for last in range(min(at + _LONGEST_NAME, len(words)) - 1, at - 1, -1):
            start, stop = words[at].start(), words[last].end()
            force = registry.named(text[start:stop])
            if force in joint and registry.recognise(text[start:stop], strict=False) in ([], [force]):
                body = _BODY.match(text, stop)  # 'Norfolk and Suffolk Constabularies'
                found.append((start, body.end() if body else stop, force or ""))
                at = last
                break
        at += 1
    return found


def _tidy(text: str) -> str:
    """The words without what joined them to a force's name: 'Officers in', '– officers', '(officers)'."""
    words = text.split()
    while words and _JOINING.fullmatch(words[0]):
        words.pop(0)
    while words and _JOINING.fullmatch(words[-1]):
        words.pop()
    text = " ".join(words).strip("/&,;:|–—-'’ ")
    return text[1:-1] if text.startswith("(") and text.endswith(")") and text.count("(") == 1 else text
