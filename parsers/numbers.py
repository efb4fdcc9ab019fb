"""The grammar of numbers: reads every way in which forces print a count, and every way in which they hide one.

A hidden number is an interval, never a guess. What cannot be read in exactly one way is not read: the answer is None
and the caller reports it.
"""

from __future__ import annotations

import dataclasses
import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from parsers.periods import MONTH, find_dates
from schemas.records import EARLIEST_YEAR, Count

LARGEST = next(field.metadata["maximum"] for field in dataclasses.fields(Count) if field.name == "value")
LONGEST = 60
"""Longest text, in characters, that can be one number; anything longer is prose, for `find_numbers`."""


@dataclass(frozen=True, slots=True)
class Number:
    """One printed number: `value` where it is known, and the bounds it lies in, both inclusive, `upper` None for open.

    `meaning` is one of `schemas.records.MEANINGS`; `token` is what was printed.
    """

    value: int | None
    lower: int
    upper: int | None
    meaning: str
    token: str


class Found(NamedTuple):
    """A number in running text, where it stands (`text[start:end]`), and the noun that it counts, where it says."""

    number: Number
    span: tuple[int, int]
    noun: str | None


# ------------------------------------------------------------------------------------------------------ the words

_UNITS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = (
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ZERO = r"(?:(?:zero|nil|none|nought|dim)\b(?:\s?\(0\)|\s+return\b)?|0\s?\((?:zero|nil|none)\))"


def _number_words() -> dict[str, int]:
    """Return the words of 1 to 999, with spaces for hyphens, with and without "and"."""
    words = {word: value for value, word in enumerate(_UNITS + _TEENS, 1)}
    for tens, word in enumerate(_TENS, 2):
        words[word] = tens * 10
        words |= {f"{word} {unit}": tens * 10 + value for value, unit in enumerate(_UNITS, 1)}
    hundreds = {"a hundred": 100} | {f"{unit} hundred": value * 100 for value, unit in enumerate(_UNITS, 1)}
    joined = {
        f"{hundred} {link}{word}": base + value
        for hundred, base in hundreds.items()
        for word, value in words.items()
        for link in ("", "and ")
    }
    return words | hundreds | joined


_WORDS = _number_words()
# `_TENS` and `_TEENS`, without their common ends: patterns that hold them many times take long to compile
_BELOW_HUNDRED = (
    rf"(?:(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:[\s-]\s?(?:{'|'.join(_UNITS)})\b)?"
    rf"|(?:nine|eigh|seven|six|fif|four|thir)teen|twelve|eleven|ten|{'|'.join(_UNITS)})\b"
)
_BELOW_THOUSAND = rf"(?:(?:a|{'|'.join(_UNITS)})\s+hundred(?:\s+(?:and\s+)?{_BELOW_HUNDRED})?\b|{_BELOW_HUNDRED})"
_SPELT = rf"(?:{_BELOW_THOUSAND}(?:\s+thousand\b(?:,?\s+(?:and\s+)?{_BELOW_THOUSAND})?)?|a\s+thousand\b)"
_DIGITS = r"(?:[1-9]\d{0,2}(?:,\d{3})+|0|0?[1-9]|[1-9]\d+)"
_COUNT = rf"(?:{_DIGITS}(?:\s?\(\s?{_SPELT}\s?\))?|{_SPELT}(?:\s?\(\s?{_DIGITS}\s?\))?)"
"""A number in figures, in words, or in both: `12`, `twelve`, `twelve (12)`."""


def _integer(text: str) -> int | None:
    """Return the value of a `_COUNT`; None beyond what the tables hold, or where figures and words disagree."""
    values = {_figures(part) if part[:1].isdigit() else _spelt(part) for part in re.split(r"\s?[()]\s?", text) if part}
    value = values.pop()
    return value if not values and value <= LARGEST else None


def _figures(text: str) -> int:
    digits = re.sub(r"[\s,]", "", text)
    return int(digits) if len(digits) <= len(str(LARGEST)) else LARGEST + 1


def _spelt(text: str) -> int:
    words, thousand, rest = " ".join(re.split(r"[\s,-]+", text)).partition("thousand")
    if not thousand:
        return _WORDS[words]
    rest = rest.strip().removeprefix("and ")
    return 1000 * _WORDS.get(words.strip(), 1) + (_WORDS[rest] if rest else 0)


# ----------------------------------------------------------------------------------------------------- the tokens

_HIDDEN = frozenset({
    "*", "**", "***", "****", "#", "##", "~", "c", "x", "low", "too low", "low number", "low numbers", "small number",
    "small numbers", "withheld", "redacted", "removed", "suppressed", "supp", "confidential", "disclosive",
    "not disclosed", "not released", "exempt", "exempted", "exemption",
})  # fmt: skip
_NOT_SAID = frozenset({
    "", "-", "--", "---", ".", "..", "...", "…", ":", "?", "unknown", "not known", "not stated", "nk", "n/k", "null",
    "nan", "tbc", "tbd", "not available", "unavailable", "[x]", "[u]", "blank",
})  # fmt: skip
_NOT_HELD = frozenset({
    "not held", "no data", "no data held", "data not held", "no information held", "no info held",
    "information not held", "not recorded", "no record", "no records held", "n/h",
})  # fmt: skip
_NOT_APPLICABLE = frozenset({"n/a", "n.a.", "n.a", "na", "not applicable", "n/app", "[z]"})
_MEANINGS = (
    dict.fromkeys(_HIDDEN, "suppressed")
    | dict.fromkeys(_NOT_SAID, "unknown")
    | dict.fromkeys(_NOT_HELD, "not_held")
    | dict.fromkeys(_NOT_APPLICABLE, "not_applicable")
)
_BLOCKS = re.compile(r"[█■▇▆▓▒░]+")
# Only the sections that let a force withhold: `s1`, `s10` and `s17` in a cell are something else.
_WITHHOLDING = re.compile(
    r"(?:(?:exempt(?:ion|ed)?|withheld|redacted)\s(?:under\s|-\s)?)?(?:s|sec|sect|section)\.?\s?"
    r"(?:12|14|2[1-9]|3\d|4[0-4])[a-z]?(?:\s?\([0-9a-z]{1,3}\))*(?:\s(?:foia?|foisa|exemption|applies))?",
    re.ASCII,
)

_BOUNDS: tuple[tuple[str, int, int], ...] = (
    # what stands before the number, which bound it gives (1 the lower, -1 the upper), what is added for that bound
    (r"<=|=<|≤|up\s+to|no\s+more\s+than|not\s+more\s+than|at\s+most|(?:a\s+)?max(?:imum)?(?:\s+of)?", -1, 0),
    (r"<|fewer\s+than|less\s+than|under|below", -1, -1),
    (
        r">=|=>|≥|at\s+least|no\s+(?:fewer|less)\s+than|not\s+(?:fewer|less)\s+than|(?:a\s+)?min(?:imum)?(?:\s+of)?",
        1,
        0,
    ),
    (r">|more\s+than|greater\s+than|over|above|in\s+excess\s+of|upwards\s+of", 1, 1),
)
# `_COUNT` is long, and stands here as rarely as can be: to compile it takes longer than to read a reply.
_BEFORE = rf"(?:{'|'.join(rf'(?P<n{i}>{words})' for i, (words, _, _) in enumerate(_BOUNDS))})\s*(?P<limit>{_COUNT})"
_AFTER = (
    rf"(?P<first>{_COUNT})(?:\s+or\s+(?P<most>fewer|less|under|below)"
    rf"|(?P<least>\s?\+|\s+or\s+(?:more|over|above|greater)\b)|\s+(?:to|or)\s+(?P<high>{_COUNT}))"
)
# A hyphen between words makes one number of them: "twenty-one".
_BAND = (
    rf"between\s+(?P<from>{_COUNT})\s+(?:and|to)\s+(?P<till>{_COUNT})|(?P<low2>{_DIGITS})\s?-\s?(?P<high2>{_DIGITS})"
)
_PRINTED = ("limit", "first", "high", "from", "till", "low2", "high2")
_BOUNDED = re.compile(f"{_BEFORE}|{_AFTER}|{_BAND}", re.ASCII)
_EXACT = re.compile(rf"(?P<count>{_COUNT})(?:\.0{{1,2}})?", re.ASCII)
_SHARE = re.compile(r"\s?\(\s?\d{1,3}(?:\.\d+)?\s?(?:%|per\s?cent)\s?\)$", re.ASCII)
_NOTE = re.compile(
    r"(?:(?:\*+|[†‡§]+|[¹²³⁴⁵⁶⁷⁸⁹⁰]+|[ᵃ-ᶻ])|\s?\[(?:(?:note\s?)?\d{1,2}|[abpr])\]|\s?\((?:see\s)?(?:foot)?note\s?\d{0,2}\)|\s\([a-h]\)|(?<=\d)[1-9]\))$"
)
# "1 234" with a plain space may be two cells run together, as PDF tables give them; a no-break space groups digits.
_GROUP_SPACE = re.compile(r"(?<=\d)[\u00a0\u2007\u2009\u202f](?=\d{3}(?!\d))", re.ASCII)
_PLAIN = str.maketrans(
    {**dict.fromkeys("‐‑‒–—―−﹘﹣－", "-"), "⩽": "≤", "⩾": "≥", "＜": "<", "＞": ">", "∗": "*", "＊": "*"}
)


def _exact(value: int | None, token: str) -> Number | None:
    return None if value is None else Number(value, value, value, "exact", token)


def _interval(lower: int, upper: int | None, token: str) -> Number | None:
    return Number(None, lower, upper, "suppressed", token) if upper is None or lower <= upper else None


def parse_number(text: str | None, legend: Mapping[str, Number] | None = None) -> Number | None:
    """Return the number that a cell states; None for what is no number or could be two.

    `legend` says what the reply's own symbols stand for (`{"*": …, "-": …}`; the key `""` is the blank cell) and wins
    over the usual meaning of a symbol; a symbol that stands for 0 comes back with the meaning `zero`. Without it `*`
    is 0 to unknown, and `-` or a blank cell is unknown. A share is no count: `12%` is None, `12 (4%)` is 12. Years,
    references and dates are the caller's to tell apart: `2019` is a number here.
    """
    token = " ".join((text or "").split())
    if len(token) > LONGEST:
        return None
    plain = _folded(text or "")
    known = {_folded(key): number for key, number in (legend or {}).items()}
    for candidate in (plain, _without_note(plain, known)):
        inside = candidate[1:-1].strip() if candidate[:1] + candidate[-1:] in ("[]", "()") else candidate
        number = known.get(candidate) or known.get(inside) if candidate else known.get("")
        if number:
            return _by_legend(number, token)
        number = _hidden(candidate, inside, token) or _bounded(inside, token) or _stated(candidate, token)
        if number:
            return number
    return None


def _folded(token: str) -> str:
    plain = _GROUP_SPACE.sub(",", html.unescape(token)).translate(_PLAIN)
    return " ".join(plain.casefold().split())


def _without_note(plain: str, known: Mapping[str, Number]) -> str:
    """Drop a share, a footnote mark and a full stop behind a number; a mark that the legend explains stays."""
    bare = _SHARE.sub("", plain)
    note = _NOTE.search(bare)
    if note and note.start() and note[0].strip() not in known:
        bare = bare[: note.start()]
    return (bare if bare.endswith("..") else bare.removesuffix(".")) or plain


def _by_legend(number: Number, token: str) -> Number:
    meaning = "zero" if number.value == 0 else number.meaning
    return dataclasses.replace(number, meaning=meaning, token=token)


def _hidden(plain: str, inside: str, token: str) -> Number | None:
    """Read a symbol or a word that stands in for a number; `inside` is the same without brackets around it."""
    meaning = _MEANINGS.get(plain) or (_MEANINGS.get(inside) if inside else None)
    if meaning is None and (_BLOCKS.fullmatch(inside) or _WITHHOLDING.fullmatch(inside)):
        meaning = "suppressed"
    return Number(None, 0, None, meaning, token) if meaning else None


def _bounded(plain: str, token: str) -> Number | None:
    """Read "<5", "5 or fewer", "10+", "1 to 4"."""
    match = _BOUNDED.fullmatch(plain)
    if not match:
        return None
    given = [_integer(match[name]) for name in _PRINTED if match[name]]
    values = [value for value in given if value is not None]
    if len(values) < len(given):
        return None
    if len(values) == 2:
        return _band(values[0], values[1], match, token)
    [limit] = values
    if match["first"]:
        return _interval(0, limit, token) if match["most"] else _interval(limit, None, token)
    _, side, step = next(bound for i, bound in enumerate(_BOUNDS) if match[f"n{i}"])
    return _interval(limit + step, None, token) if side > 0 else _interval(0, limit + step, token)


def _band(lower: int, upper: int, match: re.Match[str], token: str) -> Number | None:
    """Read a band, unless it may be a financial year ("19-20"), years ("2017-2021") or a date ("01-04")."""
    years = lower >= EARLIEST_YEAR or bool(match["low2"] and lower >= 10 and upper == lower + 1)
    dates = any(re.match(r"0\d", match[name] or "") for name in ("first", "low2", "high", "high2"))
    return None if years or dates or lower == upper else _interval(lower, upper, token)


def _stated(plain: str, token: str) -> Number | None:
    if plain == "no" or re.fullmatch(_ZERO, plain):
        return _exact(0, token)
    match = _EXACT.fullmatch(plain)
    return _exact(_integer(match["count"]), token) if match else None


def apply_rounding(number: Number, base: int) -> Number:
    """Return what a figure rounded to the nearest `base` stands for: `10` to the nearest 5 is 8 to 12.

    A figure that is not a multiple of `base`, or that is not exact, was not rounded and comes back as it is. Where
    `base` is even both halves are included, since forces do not say which way a half goes.
    """
    if number.value is None or base < 2 or number.value % base:
        return number
    return Number(None, max(0, number.value - base // 2), number.value + base // 2, "suppressed", number.token)


_TIMES = re.compile(
    rf"(?P<n1>{_COUNT})\s?[x×](?:\s|(?=(?-i:[A-Z])))\s?(?P<t1>[^\d\s].*)|(?P<t2>.*[^\d\s])\s[x×]\s?(?P<n2>{_DIGITS})"
    rf"|(?P<t3>.*[^\d\s])\s?\((?:x\s?)?(?P<n3>{_DIGITS})(?:\s?x|\sofficers)?\)|(?P<n4>{_COUNT})\s(?P<t4>[^\W\d].*)",
    re.ASCII | re.IGNORECASE,
)
_TIME_UNIT = (
    r"(?:(?:working|calendar|clear|full|consecutive|business)[\s-])?"
    r"(?:day|week|month|mth|year|yr|hour|hr|minute|min)s?\b"
)
_NOT_TIMES = re.compile(rf"{_TIME_UNIT}|of\b|off\b|or\b|and\b|to\b|per\b|pounds?\b|pence\b", re.IGNORECASE)


def parse_multiplicity(text: str | None) -> tuple[int | None, str]:
    """Split a cell into how many and of what: "3 x PC", "PC x3", "PC (3)", "3 PCs" are 3; "PC" says no number.

    "12 month written warning" is one warning, and "2 PCs, 1 Sgt" is more than one statement: neither says a number.
    """
    plain = " ".join((text or "").split())
    match = _TIMES.fullmatch(plain) if len(plain) <= LONGEST * 4 else None
    if not match:
        return None, plain
    index = next(i for i in range(1, 5) if match[f"n{i}"])
    times, rest = _integer(match[f"n{index}"].lower()), match[f"t{index}"].strip()
    if times is None or times >= EARLIEST_YEAR or _NOT_TIMES.match(rest) or find_numbers(rest):
        return None, plain
    return times, rest


# --------------------------------------------------------------------------------------------------- running text

_COUNTED = frozenset(
    noun + ending
    for noun in (
        "officer", "constable", "pc", "dc", "sergeant", "sgt", "ps", "ds", "inspector", "insp", "superintendent",
        "special", "pcso", "employee", "worker", "member", "individual", "person", "case", "allegation", "investigation", "complaint", "incident",
        "instance", "hearing", "dismissal", "resignation", "referral", "crime", "offence",
    )
    for ending in ("", "s")
) | {"staff", "people"}  # fmt: skip
_NOT_A_NOUN = frozenset({
    "was", "were", "is", "are", "has", "had", "have", "been", "being", "received", "resigned", "retired", "dismissed",
    "who", "which", "that", "and", "or", "but", "in", "at", "on", "for", "to", "by", "with", "from", "during", "since",
    "against", "this", "across", "thus", "versus", "as", "its", "his", "hers", "theirs", "yes", "unless", "whereas",
})  # fmt: skip

_LABEL = (
    r"officer|case|row|table|page|annex|appendix|schedule|question|part|point|item|note|footnote|version|stage|level|"
    r"band|grade|tier|phase|figure|chapter|volume|number|no\.|box|room|floor|attachment|document"
)
_REFERENCE = (
    r"(?:ref(?:erence)?\.?|foi(?:a|sa)?|enquiry|request|dpa)(?:\s(?:request|ref(?:erence)?|case|no\.?|number)){0,3}"
)
_LAW = r"(?<!['’])\b(?:s|sec|section|article|art|regulation|reg|paragraph|para|rule|principle|clause|condition)"
_LAW_NUMBER = r"\d{1,3}[a-z]?(?:\s?\(\w{1,4}\))*"
_YEAR = r"(?:199\d|20\d\d|2100)"
_FRESH = r"\b(?<!\d[.,])"
_NUMBERED = rf"(?:{'|'.join(sorted(_COUNTED))})\b"
_JOINING = (
    r"(?:of|against|by|for|from|to|on|in|with|was|were|is|are|that|which|the|a|an|or|and|action|information|data)\b"
)
_PEOPLE = rf"(?:(?!{_JOINING})[a-z-]+\s+){{0,3}}?{_NUMBERED}"
_OF_PEOPLE = rf"\b(?=\s+(?:of\s+)?(?:(?:the|these|those|our|its)\s+)?{_PEOPLE})"
_VAGUE = (
    r"(?:a\s+(?:very\s+)?(?:small|low|limited|large|significant)\s+number|a\s+(?:number|handful|few|couple|dozen)"
    rf"|(?:{'|'.join(_UNITS)}|half\s+a)\s+(?:dozen|score)"
    r"|(?:the|a)\s+majority|several|many|most|some|both|multiple|numerous|dozens|hundreds|half)"
)
_CAPITAL_MONTH = rf"(?=(?-i:[A-Z])){MONTH}"
_SHORT_MONTH_YEAR = rf"{_CAPITAL_MONTH}[ ]'?\d\d\b"

_COUNTS_NOTHING = tuple(
    re.compile(pattern, re.ASCII | re.IGNORECASE)
    for pattern in (
        r"\b\d{1,2}:\d{2}(?::\d{2})?\b|\b\d{1,2}\s?[ap]\.?m\b",
        r"(?:https?://|www\.)\S+|(?<!\S)\S+@\S+",
        rf"\b\d{{1,2}}\s?\^?(?:st|nd|rd|th)?\s+(?:of\s+)?{_CAPITAL_MONTH}",
        rf"{_SHORT_MONTH_YEAR}\s?(?:-|to|until|and)\s?{_SHORT_MONTH_YEAR}|{_CAPITAL_MONTH}[ ](?:'\d\d|0\d)\b",
        rf"\b{_YEAR}(?:[-/](?:20)?\d\d|\s?[-/]\s?20\d\d)\b",
        rf"(?<![\w,.£]){_YEAR}(?![\w%]|[,.]\d)(?!\s-\s?\d\d\b)",
        rf"{_LAW}s\.?\s+{_LAW_NUMBER}(?:\s?(?:,|and|or|&|to|-)\s?{_LAW_NUMBER}(?!\s+(?:police\s+)?{_NUMBERED}))*",
        rf"{_LAW}\.?\s?{_LAW_NUMBER}",
        rf"\b{_REFERENCE}[ ]?[#:]?[ ]?\d+(?:\s?[-/]\s?\d+)*\b",
        rf"\b(?:{_LABEL})[ ]?#?[ ]?\d+(?:\s+of\s+\d+)?\b|\bq\.?\s?\d{{1,2}}[a-z]?\b",
        r"\b(?:question|part|point|item|page|row|table|note|year)s\s\d+(?:\s?(?:,|and|or|&|to|-)\s?\d+)*\b",
        rf"{_FRESH}(?:between\s{_COUNT}\sand\s|{_COUNT}\s?(?:or|to|-)\s?)?{_COUNT}[\s-]{_TIME_UNIT}",
        rf"{_FRESH}(?:\d[\d,]*\.)?{_COUNT}\s?(?:%|per\s?cent\b)",
        rf"{_FRESH}{_COUNT}\s+(?:pounds?|pence|gbp|miles?)\b|(?:[£$€]|\bgbp)\s?\d[\d,.]*",
        r"\baged?:?\s+(?:of\s+)?(?:between\s+)?\d{1,3}(?:\s?(?:-|to|and)\s?\d{1,3})?\b",
        r"\b(?:under|over|below|above)\s+the\s+age\s+of\s+\d+",
        rf"\b(?:under|over)\s+1[368]\b(?!\s+(?:police\s+)?{_NUMBERED})",
        r"(?:\+44|\(?\b0\d{2,4}\)?)[\s-]?\d[\d\s-]{4,10}\d",
        r"\b(?:call|dial|phone|ring|telephone|tel|on|via)\.?(?:\s(?:no|number)\.?)?:?\s+(?:101|111|999)\b",
        r"(?-i:\b\d+\s+(?:[A-Z][A-Za-z']+\s+){1,3}(?:Street|Road|Lane|Avenue|Drive|Square|Broadway|Hall)\b)",
        r"\bone[\s-]to[\s-]one\b|\bone\s+(?:another|can|could|may|might|would|should|must)\b|\bone[\s-](?:off|stop)\b",
        r"\b(?:any|every|each|another)[\s-]?one\b|\bsomeone\b",
        r"\b(?:one|two|three)[\s-](?:half|third|quarter|fifth|tenth)s?\b",
        r"\b(?:one|1)\s+in\s+(?:two|three|four|five|ten|\d{1,2}\b(?![/-]))",
        r"\bzero[\s-](?:tolerance|hours?)\b|\bnone\s+of\s+(?:this|the\s+(?:information|requested|data|exempt\w+))\b",
        r"\bno\s+cases?\s+to\s+answer\b",
    )
)
"""Numbers that count nobody: each pattern keeps one kind of false figure (a section, an age, a sentence) out."""

# "2019 - 12" is twelve in 2019; "2019 - 20" may be a financial year and stays whole, to come out as not understood.
_YEAR_AND_COUNT = re.compile(rf"(?<![\w,.£])({_YEAR})(?=\s-\s?(\d\d)\b)", re.ASCII)
_ITEM = re.compile(r"^[ \t]*\(?(\d{1,2})[.)](?:\d{1,2}[.)]?)?[ \t]+(?=\S)", re.ASCII | re.MULTILINE)

# A run of characters with a digit in it is a count only if it looks like one: references, times, `24/7` do not.
_READABLE = re.compile(
    r"(?:[a-z]+[:=])?(?:[<>]=?|[≤≥~-]|[x×])?\d[\d,]*(?:\+|[*†‡§¹²³⁴⁵⁶⁷⁸⁹⁰]+|\[\w{1,2}\]|[x×][a-z]*|-\d+)?",
    re.ASCII | re.IGNORECASE,
)
_DIGIT = re.compile(r"[0-9]")
_EDGES = "()[]{}\"'.,;:?!“”•·"
_BLANK = "\x1f"
_SUBJECT = (
    "complaint",
    "complaints",
    "complained",
    "allegation",
    "allegations",
    "concern",
    "concerns",
    "comments",
    "messages",
    "posts",
)
_ABOUT = (
    r"(?:approximately|approx\.?|roughly|around|circa|nearly|almost|some|~|"
    + "".join(rf"(?<!{word}\s)" for word in _SUBJECT)
    + "about)"
)
"""Words that make a figure inexact; a complaint about two officers is about exactly two."""
_IN_TEXT = re.compile(
    r"(?<![\w/£$€#<>])(?<!\d[.,:-])(?<!\w-)(?:"
    rf"(?P<about>{_ABOUT}\s*{_COUNT})"
    rf"|(?P<bound>(?<!from\s)(?:{re.sub(r'[(][?]P<[^>]*>', '(?:', _BOUNDED.pattern)}))"
    rf"|(?P<zero>nobody\b|no[\s-]one\b|not\s+(?:one|a\s+single)\b(?!\s+but\b)|{_ZERO}|(?<!total\s)no\b(?=\s+{_PEOPLE}))"
    rf"|(?P<one>a\s+single\b(?=\s+{_PEOPLE}))|(?P<vague>{_VAGUE}{_OF_PEOPLE})"
    rf"|(?:[x×]\s?)?(?P<count>{_COUNT}))"
    r"(?:\s?[x×](?=\s?[a-z])|(?![\w%/£]|[.,:]\d|-\w))",
    re.ASCII | re.IGNORECASE,
)
# A capital at the start of a line begins something new: "29" above "Drug Offence" counts no offence.
_NEXT_WORDS = re.compile(
    r"[*†‡§¹²³⁴⁵⁶⁷⁸⁹⁰]*(?:\[\w{1,2}\]|\))?(?:(?:[ ]+|[ ]*\n[ ]*(?![ (]|(?-i:[A-Z])))\(?[a-z'/-]+(?:\(s\))?){1,6}",
    re.ASCII | re.IGNORECASE,
)


def find_numbers(text: str | None) -> list[Found]:
    """Return the counts in running text, in figures and in words, with the noun that each counts where it is said.

    Dates, years, references, sections of law, times, money, shares, ages, spans of time and the numbers of list items
    are left out. "About 30" and "several officers" are no exact numbers: their value is None and their meaning
    unknown. Whether a number answers the request is the caller's to tell.
    """
    plain = _masked(text or "")
    found = []
    for match in _IN_TEXT.finditer(plain):
        kind = match.lastgroup or ""
        start, end = match.span(kind)
        number = _number_in_text(kind, (text or "")[start:end])
        found.append(Found(number, (start, end), _noun(plain, match.end())))
    return found


def _masked(text: str) -> str:
    """Blank what counts nothing, one character for one, so that spans stay right."""
    plain = _GROUP_SPACE.sub(",", text).translate(_PLAIN)
    for _, (start, end) in find_dates(text):
        plain = plain[:start] + _BLANK * (end - start) + plain[end:]
    plain = _YEAR_AND_COUNT.sub(_masked_year, _masked_items(plain))
    for pattern in _COUNTS_NOTHING:
        plain = pattern.sub(_blank, plain)
    return re.sub(r"\S+", _mask_unreadable, plain)


def _blank(match: re.Match[str]) -> str:
    return _BLANK * len(match[0])


def _masked_items(text: str) -> str:
    """Blank the numbers of list items, but not a count that a line break brought to the start of its line."""
    numbers = {int(match[1]) for match in _ITEM.finditer(text)}

    def masked(match: re.Match[str]) -> str:
        line_before = text[max(0, match.start() - LONGEST) : match.start()].rstrip()
        listed = not numbers.isdisjoint((int(match[1]) - 1, int(match[1]) + 1))
        return _blank(match) if listed or line_before[-1:] in ("", *".:;?!)") else match[0]

    return _ITEM.sub(masked, text)


def _masked_year(match: re.Match[str]) -> str:
    return match[0] if (int(match[1]) + 1) % 100 == int(match[2]) else _blank(match)


def _mask_unreadable(match: re.Match[str]) -> str:
    run = match[0]
    if not _DIGIT.search(run) or all(_READABLE.fullmatch(part) for part in _parts(run) if _DIGIT.search(part)):
        return run
    return _BLANK * len(run)


def _parts(run: str) -> list[str]:
    return [part.strip(_EDGES) for part in run.split(_BLANK)]


def _number_in_text(kind: str, token: str) -> Number:
    if kind in ("zero", "one"):
        value = ("zero", "one").index(kind)
        return Number(value, value, value, "exact", token)
    folded = _folded(token)
    # What is inexact or contradicts itself is still a number that somebody has to look at.
    return _bounded(folded, token) or _stated(folded, token) or Number(None, 0, None, "unknown", token)


def _noun(plain: str, end: int) -> str | None:
    """Return the noun that a number before `end` counts: a known one nearby, else a plural right after it."""
    following = _NEXT_WORDS.match(plain, end)
    words = re.findall(r"[a-z][a-z-]*", following[0].replace("(s)", "s"), re.IGNORECASE) if following else []
    for place, word in enumerate(words):
        if word.lower() in _COUNTED:
            return word
        if word.lower() in _NOT_A_NOUN or (place and word.lower() == "of"):
            words = words[:place]
            break
    return words[0] if words and re.fullmatch(r"[a-z]{2,}[^\Ws]s", words[0], re.IGNORECASE) else None
