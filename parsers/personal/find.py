"""The finder: all rules over one text, what is allowed taken out, and findings that overlap made one."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path

from parsers.personal.model import Finding
from parsers.personal.names import Names, words_of
from parsers.personal.patterns import patterns
from parsers.personal.words import is_place, is_wordish

ALLOWED = Path(__file__).parent / "allowed.toml"
"""What reads like personal data and is none, whoever publishes: of general knowledge."""

SHORTEST = 4
"""Signs of a number that is looked for again wherever it stands; a shorter one is too likely to be another's."""

_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_ALIKE = str.maketrans({"\u00a0": " ", "\u2007": " ", "\u202f": " ", "\u2010": "-", "\u2011": "-", "\uff20": "@", "’": "'", "‘": "'", "`": "'"})  # fmt: skip
_CELL = re.compile(r"(?P<before>\d{3,6} )?(?P<word>[A-Z][\w'’-]{3,})(?P<after> \d{3,6})?")


@dataclass(frozen=True)
class Known:
    """What is known of a reply to be personal data, wherever it stands: words of names, and other texts with their kinds."""

    names: frozenset[str] = frozenset()
    others: dict[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.names or self.others)


NOTHING = Known()


class Finder:
    """Finds personal data. `allowed`: texts that are none, whatever a rule says, each with its kind or None for any."""

    def __init__(self, allowed: Iterable[tuple[str, str | None]] = ()) -> None:
        self._allowed: dict[str, set[str | None]] = {}
        for text, kind in allowed:
            self._allowed.setdefault(_folded(text), set()).add(kind)
        words = sorted(self._allowed, key=len, reverse=True)
        self._spared = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)") if words else None
        self._found: dict[str, tuple[Finding, ...]] = {}

    def sparing(self, allowed: Iterable[tuple[str, str | None]]) -> Finder:
        """A finder that spares these texts as well."""
        there = [(text, kind) for text, kinds in self._allowed.items() for kind in kinds]
        return Finder([*there, *allowed])

    def find(self, text: str, known: Known = NOTHING) -> tuple[Finding, ...]:
        """The findings of a text, in its order and apart from each other; with those of what is `known` besides."""
        if text not in self._found:
            self._found[text] = self._find(text)
        found = self._found[text]
        if known and (more := _known_in(text, known)):
            return _apart([*found, *self._not_allowed(text, more)])
        return found

    def known(self, told: Iterable[tuple[str, str]]) -> Known:
        """What texts with their kinds, found somewhere in a reply, tell for the rest of it.

        Of a name each word counts that is nothing else; a number where it is long enough to be no other's.
        """
        names: set[str] = set()
        others: dict[str, str] = {}
        for text, kind in told:
            if kind == "name":
                names |= {
                    w.low for w in words_of(text) if len(w.text) > 2 and not (is_wordish(w.low) or is_place(w.low))
                }
            elif len(text) >= SHORTEST and not re.fullmatch(r"(?:19|20)\d\d", text):
                others[text] = kind
        return Known(frozenset(names), others)

    def _find(self, text: str) -> tuple[Finding, ...]:
        if len(text) < 3 or text.isdecimal():
            return ()
        read, places = _legible(text)
        spaced = read.replace("_", " ")
        found = patterns(read, spaced)
        taken = [(f.start, f.end) for f in found if f.kind != "collar_number"]
        names = Names(spaced, taken)
        found += names.all()
        found += [Finding("collar_number", "number beside a name", s, e) for s, e in names.numbers_beside()]
        found += _whole_cell(spaced)
        kept = _apart(self._not_allowed(read, found))
        if places is None:
            return kept
        return tuple(Finding(f.kind, f.rule, places[f.start], places[f.end - 1] + 1) for f in kept)

    def _not_allowed(self, text: str, found: list[Finding]) -> list[Finding]:
        if self._spared is None:
            return found
        spans = [(m.start(), m.end(), self._allowed[m[0]]) for m in self._spared.finditer(_folded(text))]
        return [
            f for f in found
            if not any(s <= f.start and f.end <= e and (None in kinds or f.kind in kinds) for s, e, kinds in spans)
        ]  # fmt: skip


@cache
def finder() -> Finder:
    """The finder with what is allowed to everybody."""
    return Finder((one["text"], one.get("kind")) for one in allowed_of(ALLOWED))


@cache
def fingerprint() -> str:
    """Changes with every rule and every list of words."""
    digest = sha256()
    for path in sorted(p for p in Path(__file__).parent.rglob("*") if p.suffix in (".py", ".toml", ".txt")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def allowed_of(path: Path) -> list[dict[str, str]]:
    """The entries of a file of texts that are no personal data: `text`, `reason`, and `kind` where it is for one alone."""
    return tomllib.loads(path.read_text(encoding="utf-8")).get("allowed", [])


def _folded(text: str) -> str:
    """In small letters, of the same length: what grows when it is folded stays as it is."""
    return "".join(low if len(low := c.casefold()) == 1 else c for c in text.translate(_ALIKE))


def _legible(text: str) -> tuple[str, list[int] | None]:
    """The text as it is seen: without characters of no width, odd spaces made plain; and where each of it stood."""
    plain = text.translate(_ALIKE)
    if not _UNSEEN.search(plain):
        return plain, None
    places = [i for i, c in enumerate(plain) if not _UNSEEN.match(c)]
    return "".join(plain[i] for i in places), places


def _whole_cell(text: str) -> list[Finding]:
    """`6612 KHAN`, `Larwood 4417` and nothing else: a collar number with its surname."""
    m = _CELL.fullmatch(text)
    number = m and (m["before"] or m["after"] or "").strip()
    if m is None or not number or (m["before"] and m["after"]) or re.fullmatch(r"(?:19|20)\d\d", number):
        return []
    low = m["word"].casefold()
    if not low.isalpha() or is_wordish(low) or is_place(low):
        return []
    at = text.index(number)
    return [
        Finding("collar_number", "number beside a name", at, at + len(number)),
        Finding("name", "number and surname", *m.span("word")),
    ]


def _known_in(text: str, known: Known) -> list[Finding]:
    rule = "known from the reply"
    found = [
        Finding("name", rule, w.start, w.end)
        for w in (words_of(text.replace("_", " ")) if known.names else ())
        if w.low in known.names and w.text[0].isupper()
    ]
    for other, kind in known.others.items():
        if other in text:
            parts = re.finditer(rf"(?<!\w){re.escape(other)}(?!\w)", text)
            found += [Finding(kind, rule, m.start(), m.end()) for m in parts]
    return found


_WEIGHT = {"email": 0, "handle": 1, "ni_number": 2, "date_of_birth": 3, "phone": 4, "postcode": 5, "vehicle": 6, "collar_number": 7, "name": 8, "address": 9}  # fmt: skip


def _apart(found: list[Finding]) -> tuple[Finding, ...]:
    """Findings that overlap made one: the kind of the one that is surest, from where the first begins to where the last ends.

    Guards against a word left over at the edge of a masked one.
    """
    made: list[Finding] = []
    for one in sorted(found, key=lambda f: (f.start, -f.end)):
        last = made[-1] if made else None
        if last is None or one.start >= last.end:
            made.append(one)
            continue
        surer = min(last, one, key=lambda f: _WEIGHT[f.kind])
        made[-1] = Finding(surer.kind, surer.rule, last.start, max(last.end, one.end))
    return tuple(made)
