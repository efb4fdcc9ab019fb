"""What the forces' words mean: one TOML file per vocabulary, read here into dictionaries that whole values are looked up in.

A value is known only where all of it, normalised, is a spelling in the file, or becomes one once the qualifiers that
the file declares ("12 months", "officer received a") are taken off its ends. Nothing is matched by substring or by
likeness, so "not dismissed" and "dismissal overturned" stay unknown and are reported instead of counted as dismissals.

The files. `[[code]]`: `code`, `label`, `group`, `note`, `spellings`, and `lookup_only`, spellings too short or common to
be looked for in running text. `[[ambiguous]]`: `spellings` with a `note` that says why, and a `code` where one can be
given all the same. `[[ignored]]`: `spellings` that say nothing, with a `reason`. `[[qualifier]]`: `texts` taken off the
`start` or `end` of a value, for the `codes` or `groups` named, never where `unless` is what would be left.
`[[contradiction]]`: a `code` that means something else beside a code of `groups` in the same value. `[blank]`: the codes
for values that say nothing (`blank.toml`). In spellings and texts, `(a|b|)` stands for each alternative in turn, and in
texts `#` stands for a number.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, lru_cache
from itertools import product
from pathlib import Path
from typing import Any, Literal

from schemas.pattern import Pattern

FOLDER = Path(__file__).parent
BLANK = "blank"
NAMES = ("outcome", "channel", "rank", "conduct", "person_type", "severity", "process", "exemption")

Status = Literal["mapped", "ambiguous", "ignored", "unknown"]

_PLAIN = re.compile("[A-Za-z0-9 ]*")
_DASHES = re.compile("[\u002d\u2010-\u2015\u2043\u2212\ufe58\ufe63\uff0d]")
_APOSTROPHES = re.compile("['\u2018\u2019\u201b\u02bc\u00b4`\u2032]")
# Folded to a space. Not among them: ? * % < > # and the like, which can change what a word means ("Dismissed?").
_PUNCTUATION = re.compile(
    '[\\-_,:;!()\\[\\]{}"\u201c\u201d\u201e\u2033\u00ab\u00bb|\u2022\u00b7\u25cf\u25aa\u2026\\\\]'
)
_INITIALS = re.compile(r"\b([^\W\d_])\.(?=[^\W\d_](?:\b|_))")
_FULL_STOP = re.compile(r"(?<!\d)\.|\.(?!\d)")
_BLACK_BOX = re.compile("[\u2586-\u2588\u25a0]+")
_SLASH = re.compile(r"\s*/\s*")
_PLUS = re.compile(r"\s*\+\s*")
_REPEATED = re.compile(r"(.)\1+")
_ALTERNATIVES = re.compile(r"\(([^()]*)\)")
_NUMBER = r"(?:\d{1,2}|one|two|three|four|five|six|nine|twelve|eighteen|twenty four)"

_SEPARATOR = re.compile(
    r"\s*(?:[;,/+|&\r\n]\s*)+(?:and\s+)?|\s+(?:and|plus)\s+|\s+[-\u2010-\u2015]\s+|(?<=[a-z])\s+(?=\d{1,3}\s?[x×]\s)",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[,;:!?()\[\]\u2022|]|\.(?=\s|$)|\n\s*\n")
_COUNTED = (
    re.compile(r"^(?P<n>\d{1,4})\s*[x\u00d7]\s*(?P<rest>\S.*)$", re.IGNORECASE | re.DOTALL),
    re.compile(r"^[x\u00d7]\s*(?P<n>\d{1,4})\s+(?P<rest>\D.*)$", re.IGNORECASE | re.DOTALL),
    re.compile(r"^(?P<rest>.*\D)\s*[x\u00d7]\s*(?P<n>\d{1,4})$", re.IGNORECASE | re.DOTALL),
    re.compile(r"^(?P<n>\d{1,4})\s*officers?\s*[-\u2010-\u2015:]\s*(?P<rest>\D.*)$", re.IGNORECASE | re.DOTALL),
    re.compile(r"^(?P<rest>.*\D)\s*\(\s*(?P<n>\d{1,4})\s*officers?\s*\)$", re.IGNORECASE | re.DOTALL),
)
_BARELY_COUNTED = (
    re.compile(r"^(?P<n>\d{1,4})\s+[-\u2010-\u2015]\s+(?P<rest>\D.*)$", re.DOTALL),
    re.compile(r"^(?P<n>\d{1,4})\s+(?P<rest>\D.*)$", re.DOTALL),
    re.compile(r"^(?P<rest>.*\D)\s*\(\s*(?P<n>\d{1,4})\s*\)$", re.DOTALL),
)
# "12 WW" may be a warning for 12 months as well as 12 warnings, and "2019 - WW" is a year: left for a person.
_NO_BARE_COUNTS = frozenset({6, 12, 18, 24, 36, 60, *range(1900, 2100)})
_BESIDE = re.compile(r"[,;+&]|and|plus", re.IGNORECASE)  # "Social media - Facebook" says one thing twice, a comma two
_LONGEST_WHOLE = 8  # separators inside one known spelling; "a / b / c …" beyond it is not a whole
_MOST_SEGMENTS = 40  # a value with more is running text
_MOST_QUALIFIERS = 4
_BROKEN_WORDS = 10  # letters from which a spelling is known without its spaces: "dis missed" could be anything
_BROKEN_WORD = 7  # the same where what was broken off is no word: "resigne d"
_BROKEN_OFF = re.compile(r" [b-hj-z][a-z]?$")
_DENIALS = frozenset({"no", "not", "non", "never", "none", "without", "overturned", "quashed", "rescinded"})


class VocabularyError(ValueError):
    """A vocabulary file breaks its own rules. The message names the file, the line's text and what to change."""


@dataclass(frozen=True, slots=True)
class Match:
    """What one value means.

    `ambiguous`: the spelling is known to be unclear; `note` says why, and `code` may be given. `ignored`: it is known to
    say nothing. `unknown`: nobody has said yet what it means; `code` is None.
    """

    code: str | None
    status: Status
    raw: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One of the values that a printed value holds: `raw` as printed, `number` where it says how many ("2 x WW")."""

    raw: str
    number: int | None
    match: Match


@dataclass(frozen=True, slots=True)
class Code:
    """One code of a vocabulary."""

    code: str
    label: str
    group: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class _Qualifier:
    pattern: Pattern
    codes: frozenset[str] | None
    unless: frozenset[str]

    def allows(self, match: Match, remainder: str) -> bool:
        return remainder not in self.unless and (self.codes is None or match.code in self.codes)


def normalise(text: str) -> str:
    """The form in which spellings are compared: NFKC, casefolded, `&` as "and", punctuation and spaces folded.

    A text that is nothing but punctuation stays itself, each run of a character folded to one, so that "-" can be a
    spelling. What could change a meaning (`?`, `*`, `<`) is kept. Normalising twice changes nothing.
    """
    if _PLAIN.fullmatch(text):  # nothing in it is folded; nine in ten are so, and there are many thousands
        return " ".join(text.lower().split())
    folded = text
    if not text.isascii():
        folded = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf")
    folded = folded.casefold()
    if not text.isascii():
        folded = unicodedata.normalize("NFKC", folded)
    folded = _DASHES.sub("-", folded).replace("&", " and ")
    whole = " ".join(folded.split())
    folded = _APOSTROPHES.sub("", folded)
    folded = _PUNCTUATION.sub(" ", folded)
    folded = _INITIALS.sub(r"\1", folded)
    folded = _FULL_STOP.sub(" ", folded)
    folded = _PLUS.sub(" + ", _SLASH.sub("/", _BLACK_BOX.sub("\u2588", folded)))
    folded = " ".join(folded.split())
    return folded or _REPEATED.sub(r"\1", whole.replace(" ", ""))


def expand(pattern: str) -> list[str]:
    """Every spelling that a pattern stands for, normalised: "written warning(s|)" is two, in the order written."""
    pieces = _ALTERNATIVES.split(pattern)
    choices = [piece.split("|") if i % 2 else [piece] for i, piece in enumerate(pieces)]
    return list(dict.fromkeys(normalise("".join(choice)) for choice in product(*choices)))


class Vocabulary:
    """One vocabulary: its codes, and the spellings that stand for them. Made by `load`."""

    def __init__(self, name: str, data: dict[str, Any], blank: dict[str, Any]) -> None:
        """`data` is the TOML file as read, `blank` that of the values that say nothing. Raises `VocabularyError`."""
        self.name = name
        self._codes = {c["code"]: Code(c["code"], c["label"], c.get("group"), c.get("note")) for c in data["code"]}
        self._spellings: dict[str, Match] = {}
        self._phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._nothing: set[str] = set()
        self._faults: list[str] = []
        if len(self._codes) != len(data["code"]):
            self._faults.append("a code is listed twice")
        self._read_spellings(data, blank)
        self._qualifiers = [self._qualifier(q) for q in data.get("qualifier", [])]
        self._contradictions = data.get("contradiction", [])
        self._closed = self._without_spaces()
        if self._faults:
            raise VocabularyError(f"schemas/vocabulary/{name}.toml: " + "; ".join(self._faults) + ".")
        # Cached per vocabulary: the same few hundred spellings fill most of a million cells.
        self._looked_up = lru_cache(maxsize=200_000)(self._look_up)
        self._was_split = lru_cache(maxsize=50_000)(self._split)

    def __repr__(self) -> str:
        return f"Vocabulary({self.name!r}, {len(self._codes)} codes, {len(self._spellings)} spellings)"

    @property
    def codes(self) -> tuple[str, ...]:
        """Every code, in the order of the file."""
        return tuple(self._codes)

    def group(self, code: str) -> str | None:
        """The group of a code, or None where the vocabulary has none. `KeyError` for no code of this vocabulary."""
        return self._codes[code].group

    def label(self, code: str) -> str:
        """The code in words. `KeyError` for no code of this vocabulary."""
        return self._codes[code].label

    def note(self, code: str) -> str | None:
        """What the code means, for the data dictionary. `KeyError` for no code of this vocabulary."""
        return self._codes[code].note

    def spellings(self, code: str | None = None) -> tuple[str, ...]:
        """The normalised spellings that map to `code`, or every known spelling, ambiguous and ignored ones too."""
        if code is None:
            return tuple(self._spellings)
        return tuple(s for s, match in self._spellings.items() if match.code == code and match.status == "mapped")

    def lookup(self, raw: str) -> Match:
        """What a value means that is one known spelling as a whole; status `unknown` where it is not."""
        return self._looked_up(raw)

    def split(self, raw: str) -> list[Part]:
        """The values that one printed value holds: "2 x WW, 1 x MA" is two parts, "FWW" one, a blank none.

        A value known as a whole is one part. Otherwise it is cut at `/ ; , + & |`, "and", "plus", line breaks and dashes
        between spaces into as few known wholes as possible; what is left over comes back as parts of status `unknown`.
        A number stands for how many officers only where it says so ("2 x WW", "WW (2)", "3 - WW", "2 WW").
        """
        return list(self._was_split(raw))

    def mentions(self, text: str) -> list[str]:
        """The codes whose spellings occur as whole words in running text, in order of first occurrence.

        The longest spelling wins at each place ("sexual harassment" is no "harassment"), and none runs over a comma, a
        bracket or the end of a sentence. Spellings that the file marks `lookup_only` are not looked for.
        """
        return list(dict.fromkeys(code for _, code in self._mentioned(text)))

    def rests_on(self, raw: str) -> set[str]:
        """The spellings, as `spellings` gives them, that a printed value was understood by; those of each of its parts."""
        known = (self._known(normalise(part.match.raw)) for part in self.split(raw))
        return {match.raw for match in known if match}

    def mentioned(self, text: str) -> set[str]:
        """The spellings that `mentions` finds in running text."""
        return {spelling for spelling, _ in self._mentioned(text)}

    def near(self, raw: str, most: int = 3) -> list[tuple[str, str]]:
        """Spellings that read like an unknown one, the most alike first, each with its code: one for each code.

        To show to a person, who decides: likeness is no meaning. What is denied is never like what is not.
        """
        text = normalise(raw)
        denied = _DENIALS & set(text.split())
        mapped = [
            spelling
            for spelling, match in self._spellings.items()
            if match.status == "mapped" and _DENIALS & set(spelling.split()) == denied
        ]
        found: dict[str, str] = {}
        for spelling in get_close_matches(text, mapped, n=20, cutoff=0.6):
            found.setdefault(str(self._spellings[spelling].code), spelling)
        return [(spelling, code) for code, spelling in found.items()][:most]

    def share(self, values: Iterable[str | None]) -> float:
        """Share of the values, 0 to 1, that are known completely: what tells an outcome column from a column of names.

        Blank values and those that say nothing in any column ("-", "N/K", "[REDACTED]") count neither way; 0 for none.
        """
        known = told = 0
        for value in values:
            if not value or normalise(value) in self._nothing or not value.strip():
                continue
            told += 1
            known += all(part.match.status in ("mapped", "ambiguous") for part in self.split(value))
        return known / told if told else 0.0

    # How the file is read

    def _read_spellings(self, data: dict[str, Any], blank: dict[str, Any]) -> None:
        for item in data["code"]:
            for spelling in self._add(item.get("spellings", []), item["code"], "mapped", None):
                first, *rest = _words(spelling)
                self._phrases.setdefault(first, []).append(((first, *rest), item["code"]))
            self._add(item.get("lookup_only", []), item["code"], "mapped", None)
        for item in data.get("ambiguous", []):
            self._add(item["spellings"], item.get("code"), "ambiguous", item["note"])
        for item in data.get("ignored", []):
            self._add(item["spellings"], None, "ignored", item["reason"])
        for kind, code in data.get("blank", {}).items():
            status: Status = "mapped" if code else "ignored"
            added = self._add(blank[kind]["spellings"], code or None, status, None if code else blank[kind]["reason"])
            self._nothing.update(added)
        for phrases in self._phrases.values():
            phrases.sort(key=lambda phrase: -len(phrase[0]))

    def _add(self, patterns: list[str], code: str | None, status: Status, note: str | None) -> list[str]:
        """Take spellings in; gives those that are new, normalised. What is wrong with them goes to the faults."""
        added: list[str] = []
        if code is not None and code not in self._codes:
            self._faults.append(f'"{patterns[0] if patterns else ""}" has the code {code}, which is not in the file')
        for pattern in patterns:
            if re.search(r"[()]", _ALTERNATIVES.sub("", pattern)):
                self._faults.append(f'"{pattern}" has brackets within brackets, or one without its pair')
            for spelling in filter(None, expand(pattern)):
                known = self._spellings.get(spelling)
                if known is not None:
                    self._faults.append(
                        f'the spelling "{spelling}" stands twice, for {_named(known.code, known.status)} and, as '
                        f'"{pattern}", for {_named(code, status)}: take one away'
                    )
                    continue
                self._spellings[spelling] = Match(code, status, spelling, note)
                added.append(spelling)
        return added

    def _without_spaces(self) -> dict[str, Match]:
        """Spellings by their letters alone: a narrow cell breaks words, and 'Improve ment action' is read from it."""
        closed: dict[str, Match | None] = {}
        for spelling, match in self._spellings.items():
            letters = spelling.replace(" ", "")
            if len(letters) >= _BROKEN_WORD:
                known = closed.get(letters, match)
                same = known is not None and (known.code, known.status) == (match.code, match.status)
                closed[letters] = match if same else None
        return {letters: match for letters, match in closed.items() if match}

    def _qualifier(self, item: dict[str, Any]) -> _Qualifier:
        codes: frozenset[str] | None = None
        if "codes" in item or "groups" in item:
            groups = item.get("groups", [])
            codes = frozenset([*item.get("codes", []), *(c.code for c in self._codes.values() if c.group in groups)])
        texts = sorted({t for pattern in item["texts"] for t in expand(pattern) if t}, key=len, reverse=True)
        # A text that ends in a stroke ("t/") stands right before the word it qualifies.
        options = "|".join(re.escape(t).replace(r"\#", _NUMBER) + ("" if t.endswith("/") else " ?\\b") for t in texts)
        pattern = Pattern(f"^(?:{options})" if item["at"] == "start" else f" (?:{options})$")
        return _Qualifier(pattern, codes, frozenset(s for p in item.get("unless", []) for s in expand(p)))

    # How a value is looked up

    def _look_up(self, raw: str) -> Match:
        known = self._known(normalise(raw))
        return Match(known.code, known.status, raw, known.note) if known else Match(None, "unknown", raw)

    def _known(self, text: str) -> Match | None:
        """The entry of the file by which a normalised value is known; its `raw` is the spelling."""
        if not text:
            return None
        return self._spellings.get(text) or self._without_qualifiers(text) or self._broken(text)

    def _broken(self, text: str) -> Match | None:
        """The spelling that a narrow cell broke."""
        letters = text.replace(" ", "")
        sure = len(letters) >= _BROKEN_WORDS or _BROKEN_OFF.search(text)
        return self._closed.get(letters) if sure else None

    def _mentioned(self, text: str) -> Iterator[tuple[str, str]]:
        """Each spelling that occurs in running text, with its code."""
        for clause in _CLAUSE.split(text):
            words = _words(normalise(clause))
            at = 0
            while at < len(words):
                for phrase, code in self._phrases.get(words[at], ()):
                    if tuple(words[at : at + len(phrase)]) == phrase:
                        yield " ".join(phrase).replace(" / ", "/"), code
                        at += len(phrase)
                        break
                else:
                    at += 1

    def _without_qualifiers(self, text: str) -> Match | None:
        """The spelling left when qualifiers are taken off, as few as possible; unclear where two are left over."""
        reached: dict[str, tuple[_Qualifier, ...]] = {text: ()}
        for _ in range(_MOST_QUALIFIERS):
            shorter: dict[str, tuple[_Qualifier, ...]] = {}
            for remainder, taken in reached.items():
                for qualifier in self._qualifiers:
                    rest = qualifier.pattern.sub("", remainder, count=1)
                    if rest and rest != remainder:
                        shorter.setdefault(rest, (*taken, qualifier))
            matches = []
            for remainder, taken in shorter.items():
                match = self._spellings.get(remainder)
                if match and all(qualifier.allows(match, remainder) for qualifier in taken):
                    matches.append(match)
            if matches:
                same = len({(match.code, match.status) for match in matches}) == 1
                return matches[0] if same else None
            reached = shorter
        return None

    def _split(self, raw: str) -> tuple[Part, ...]:
        if not raw.strip():
            return ()
        whole = self._part(raw)
        cuts = [m.span() for m in _SEPARATOR.finditer(raw.strip())]
        if whole.match.status != "unknown":
            return tuple(self._each_known(raw.strip(), cuts)) or (whole,)
        if not cuts or len(cuts) >= _MOST_SEGMENTS:
            return (whole,)
        return tuple(self._contradicted(self._fewest_parts(raw.strip(), cuts)))

    def _each_known(self, text: str, cuts: list[tuple[int, int]]) -> list[Part]:
        """The values of a text that is known only by leaving a word out, where that word is a value of its own.

        'Dating app' qualifies 'Tinder'; in 'Dating app, WhatsApp' it is a platform beside another.
        """
        cuts = [(start, end) for start, end in cuts if _BESIDE.fullmatch(text[start:end].strip())]
        if not cuts or len(cuts) >= _LONGEST_WHOLE or normalise(text) in self._spellings:
            return []
        starts, ends = [0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(text)]
        parts = [self._part(text[start:end]) for start, end in zip(starts, ends, strict=True)]
        told = all(p.match.status == "mapped" and normalise(p.raw) in self._spellings for p in parts)
        return parts if told and len({p.match.code for p in parts}) == len(parts) else []

    def _part(self, raw: str) -> Part:
        """One segment as a part: a known whole, or a number and a known whole, or unknown."""
        text = raw.strip()
        match = self.lookup(text)
        if match.status == "unknown":
            for pattern in (*_COUNTED, *_BARELY_COUNTED):
                counted = pattern.match(text)
                if not counted or (pattern in _BARELY_COUNTED and int(counted["n"]) in _NO_BARE_COUNTS):
                    continue
                inner = self.lookup(counted["rest"].strip())
                if inner.status != "unknown":
                    return Part(text, int(counted["n"]), inner)
        return Part(text, None, match)

    def _fewest_parts(self, text: str, cuts: list[tuple[int, int]]) -> list[Part]:
        """Cut `text` at some of `cuts` so that the least is left unknown, and then into the fewest parts."""
        starts = [0, *(end for _, end in cuts)]
        ends = [*(start for start, _ in cuts), len(text)]
        # best[i]: cost of the segments from i on, and where the part that starts at i ends
        best: list[tuple[tuple[int, int], int, bool]] = [((0, 0), 0, True)] * (len(starts) + 1)
        for i in reversed(range(len(starts))):
            (unknown, parts), _, _ = best[i + 1]
            choice = ((unknown + 1, parts), i + 1, False)
            for j in range(i + 1, min(i + _LONGEST_WHOLE, len(starts)) + 1):
                if self._part(text[starts[i] : ends[j - 1]]).match.status != "unknown":
                    (unknown, parts), _, _ = best[j]
                    choice = min(choice, ((unknown, parts + 1), j, True), key=lambda c: (c[0], -c[1]))
            best[i] = choice
        return self._joined(text, starts, ends, best)

    def _joined(self, text: str, starts: list[int], ends: list[int], best: list) -> list[Part]:
        made: list[Part] = []
        i, unknown_from = 0, None
        while i < len(starts):
            _, j, is_known = best[i]
            if not is_known and unknown_from is None:
                unknown_from = i
            if unknown_from is not None and (is_known or j == len(starts)):
                last = i if is_known else j
                made.append(self._part(text[starts[unknown_from] : ends[last - 1]]))
                unknown_from = None
            if is_known:
                made.append(self._part(text[starts[i] : ends[j - 1]]))
            i = j
        return [part for part in made if part.raw]

    def _contradicted(self, parts: list[Part]) -> list[Part]:
        """Parts, with a code that another part of the same officer contradicts, or may, made ambiguous."""
        several = any(part.number is not None for part in parts)
        # What begins with a number of its own is about other officers; any other unknown words may be about this one.
        unknown = any(p.match.status == "unknown" and not p.raw[:1].isdigit() for p in parts)
        for rule in self._contradictions:
            groups = {self._codes[p.match.code].group for p in parts if p.match.code and p.match.code != rule["code"]}
            if unknown or (not several and groups & set(rule["groups"])):
                plain = {s for pattern in rule.get("unless", ()) for s in expand(pattern)}
                parts = [
                    self._unclear(part, rule)
                    if part.match.code == rule["code"] and normalise(part.raw) not in plain
                    else part
                    for part in parts
                ]
        return parts

    @staticmethod
    def _unclear(part: Part, rule: dict[str, Any]) -> Part:
        return Part(part.raw, part.number, Match(rule["instead"], "ambiguous", part.match.raw, rule["note"]))


def _named(code: str | None, status: Status) -> str:
    return code if code and status == "mapped" else f"{status} ({code})" if code else status


def _words(text: str) -> list[str]:
    return text.replace("/", " / ").split()


@dataclass(frozen=True, slots=True)
class Entry:
    """One spelling as a file has it: `pattern`, with its alternatives, and the normalised `spellings` it stands for."""

    code: str | None
    status: Status
    pattern: str
    spellings: frozenset[str]


def entries(name: str) -> list[Entry]:
    """Every entry of a vocabulary's file, in its order; without those of the values that say nothing in any column."""
    data = _read(name)
    found = []
    kinds: tuple[tuple[Status, str], ...] = (("mapped", "code"), ("ambiguous", "ambiguous"), ("ignored", "ignored"))
    for status, table in kinds:
        for item in data.get(table, []):
            for pattern in [*item.get("spellings", []), *item.get("lookup_only", [])]:
                code = None if status == "ignored" else item.get("code")
                found.append(Entry(code, status, pattern, frozenset(filter(None, expand(pattern)))))
    return found


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def load(name: str) -> Vocabulary:
    """The vocabulary of that name (see `NAMES`).

    Raises `KeyError` for no such vocabulary, and `VocabularyError` where its file has a spelling twice.
    """
    if name not in NAMES:
        raise KeyError(f"There is no vocabulary {name}; there are: {', '.join(NAMES)}.")
    return Vocabulary(name, _read(name), _read(BLANK))


@cache
def fingerprint() -> str:
    """sha256 over everything that decides what words mean, as files: part of every key under which mapped data are kept."""
    rooms = FOLDER.parent
    files = [
        *FOLDER.iterdir(),
        *(rooms / "requests").iterdir(),
        *rooms.glob("forces.*"),
        *rooms.glob("force_names.toml"),
    ]
    files += rooms.glob("exemptions.py")
    digest = hashlib.sha256()
    for path in sorted(p for p in files if p.suffix in (".toml", ".py", ".csv")):
        digest.update(path.relative_to(rooms).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
