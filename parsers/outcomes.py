"""What a row of a case list says came of the case: in one column or several, and at what proceeding."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from parsers.infer import BLANK_VALUE, CaseList
from parsers.letter.answers import TAKEN_BACK
from schemas import vocabulary
from schemas.vocabulary import Part, normalise

_NO_SANCTION = frozenset({"none", "nil"})
_PROCEEDINGS = frozenset({"hearing", "accelerated_hearing", "meeting"})
_BEGINNING = re.compile(r"(?P<at>[A-Za-z ()]{4,45}?)\s{0,3}(?:[:;,]|\s[-–—]|[–—])\s{0,3}(?P<rest>\S.*)", re.S)
_OF_CASE = frozenset({"dismissed", "dismissal", "dismissals"})
"""What may be said of the case as well where it stands behind a proceeding."""
_OFFICER = re.compile(
    r"(?:^|[;,.\n]\s*|\s)(?:officer|subject|constable|pc|dc|sergeant|ps|ds)\s+(?P<who>[A-Z]|\d{1,2})\s*(?::|\s[-–—]\s)\s*",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was printed (`raw`), the words of it that say what came of the case, and the proceeding that it names."""

    raw: str | None
    says: str | None
    process: str | None = None
    column: int | None = None


_LATER = re.compile(r"\b(?:appeal|review|revised|current|updated?|subsequent(?:ly)?)\b", re.I)
_LEFT = re.compile(r"\b(?:resign|retire)\w*|\bleft the\b", re.I)
_GRANTED = re.compile(r"\b(?:upheld|allowed|successful|granted|won)\b", re.I)
_REFUSED = re.compile(r"\b(?:not|un(?:successful)?|dismissed|refused|rejected|no)\b", re.I)
REVERSED = re.compile(
    rf"\b(?:{TAKEN_BACK}|successful appeal|appeal(?: was)? (?:upheld|allowed|successful))\b",
    re.I,
)
"""Words beside an outcome that may take it back: an officer who was reinstated is none that was dismissed."""


def taken_back(found: CaseList, row: int, outcome: Outcome) -> str | None:
    """What another column of outcomes says that takes the outcome back: 'Reinstated' under 'Appeal outcome', or 'Upheld' there."""
    for column in found.fields.get("outcome_raw", []):
        text = found.grid.text(row, column)
        if not text or column == outcome.column or column in found.further:
            continue
        appeal = _LATER.search(found.grid.heading(column))
        granted = appeal and (_GRANTED.match(text) or (_GRANTED.search(text) and not _REFUSED.search(text)))
        if normalise(outcome.says or "") in _NO_SANCTION and _LEFT.search(text):
            return text  # no sanction, for 'Resigned before the hearing' stands under the finding
        sanction = not appeal and vocabulary.load("outcome").lookup(text).status == "mapped"  # 'Reduced in rank'
        if granted or (REVERSED.search(text) and not _REFUSED.match(text) and not sanction):
            return text
    return None


def outcome_of(
    found: CaseList, row: int, pointed: Mapping[int, tuple[str, str | None]] = MappingProxyType({})
) -> Outcome:
    """The outcome of a row; `pointed`: column → text and place of what a cell that points to another row stands for.

    A blank sanction beside a finding ('No case to answer') is decided by the finding. A further outcome is one of the
    same officers; where the first is only the proceeding, it is what came of it.
    """
    columns = found.fields.get("outcome_raw", [])
    said = {c: pointed[c][0] if c in pointed else found.grid.text(row, c) for c in columns}
    first, column = _believed({c: text for c, text in said.items() if c not in found.further})
    says, process = first, None
    for other in found.further:
        more = said[other]
        if not _adds(more, first):
            continue
        if not first or BLANK_VALUE.match(first) or normalise(first) in _NO_SANCTION:
            first, says, column = more, more, other
            continue
        if says == first and (at := proceeding(first)):
            process, says = at, more
        elif at := proceeding(more):
            process = process or at
        else:
            says = _together(says or "", more)
        first = f"{first}; {more}"
    if process or not says:
        return Outcome(first, says, process, column)
    process, says = _begins_with(says)
    return Outcome(first, says, process, column)


def _adds(more: str, first: str | None) -> bool:
    """The further outcome says something that the first does not: neither a blank nor 'None', nor the same again."""
    if not more or BLANK_VALUE.match(more):
        return False
    return not first or normalise(more) not in (*_NO_SANCTION, "no", normalise(first))


def _believed(said: Mapping[int, str]) -> tuple[str | None, int | None]:
    """The first text of the columns that says something; a finding that nothing is to follow is more than 'None'."""
    told = [(t, c) for c, t in said.items() if t]
    plain = [(t, c) for t, c in told if not BLANK_VALUE.match(t)]
    if plain and normalise(plain[0][0]) in _NO_SANCTION:
        known = vocabulary.load("outcome")
        for text, column in plain[1:]:
            match = known.lookup(text)
            if match.status == "mapped" and match.code and known.group(match.code) == "no_action":
                return text, column
    return next(iter(plain or told), (None, None))


def _together(first: str, more: str) -> str:
    """Two outcomes of one officer. 'Placed on barred list' is said of the dismissal before it."""
    known = vocabulary.load("outcome")
    joined = f"{first} and {more[:1].lower()}{more[1:]}"
    one = known.lookup(more).status == "ambiguous" and known.lookup(joined).status == "mapped"
    return joined if one else f"{first}; {more}"


def proceeding(text: str) -> str | None:
    """The code of the proceeding where the text names one and nothing else."""
    match = vocabulary.load("process").lookup(text)
    return match.code if match.status == "mapped" and match.code in _PROCEEDINGS else None


def _begins_with(text: str) -> tuple[str | None, str]:
    """'Misconduct meeting: NFA': the proceeding that the outcome begins with, and what came of it.

    'Misconduct hearing: dismissed' stays whole: it may be the case that was dismissed, as the vocabulary says.
    """
    if process := proceeding(text):
        return process, text
    found = _BEGINNING.fullmatch(text)
    process = proceeding(found["at"]) if found else None
    if found is None or process is None:
        return None, text
    known = vocabulary.load("outcome")
    if all(p.match.status == "mapped" for p in known.split(text)):
        return process, text
    rest = known.split(found["rest"])
    sure = all(p.match.status == "mapped" and normalise(p.raw) not in _OF_CASE for p in rest)
    return process, found["rest"] if sure else text


def of_each_officer(text: str) -> list[Part]:
    """'Officer A: NFA; Officer B: written warning': one part of one officer each; nothing where it is not so printed."""
    labels = list(_OFFICER.finditer(text))
    if len(labels) < 2 or labels[0].start() or len({m["who"].casefold() for m in labels}) < len(labels):
        return []
    ends = [*(m.start() for m in labels[1:]), len(text)]
    own = [text[m.end() : end].strip(" ;,.") for m, end in zip(labels, ends, strict=True)]
    split = [vocabulary.load("outcome").split(t) for t in own]
    if any(len(parts) != 1 or parts[0].number is not None for parts in split):
        return []
    return [Part(parts[0].raw, 1, parts[0].match) for parts in split]
