"""Sections of the Freedom of Information Acts as letters cite them: from any spelling to one canonical form.

`s40(2)`, `s31(1)(a)`, `s40(5B)(a)(i)`: the section and its subsections as cited, in the numbering of the force's own
regime, FOIA (Freedom of Information Act 2000) or FOISA (Freedom of Information (Scotland) Act 2002). The sections and
what they do are in `vocabulary/exemption.toml`; the grammar of citations is here. A section of another Act ("section 29
of the Police Act", "section 18 assault") is none of ours and is passed over. Whether a letter relies on a section that
it cites is for `parsers.letter` to decide.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from schemas import vocabulary

Effect = Literal["withhold", "ncnd", "not_held", "condition", "procedural"]
REGIMES = ("FOIA", "FOISA")

_LEAD = re.compile(
    r"(?<![\w'\u2019.])(?:(sections|sects\.?|secs\.?|ss\.?)|(?:section|sect\.?|sec\.?|s\.?|\u00a7))\s{0,3}(?=\d)",
    re.IGNORECASE,
)
_SECTION = re.compile(r"(\d{1,3})([A-Za-z]?)(?![\w])")
_SUBSECTION = re.compile(r"\s?\(\s*(\d{1,2}[A-Za-z]?|[A-Za-z]|[ivx]{2,4})\s*\)", re.IGNORECASE)
_LETTER_RANGE = re.compile(r"\s*(?:-|\u2013|to)\s*\(\s*([a-z])\s*\)", re.IGNORECASE)
_NUMBER_RANGE = re.compile(r"\s*(?:-|\u2013|\bto\b|\bthrough\b)\s*(\d{1,3})(?![\w(])", re.IGNORECASE)
_AND = re.compile(r"\s*(?:,\s*(?:and|or)?|;\s*(?:and|or)?|/|&|\+|\band\b|\bor\b|\band/or\b)\s*", re.IGNORECASE)
# What may follow a bare number that goes on a list begun with "section", so that "section 40 and 12 officers" does not.
_LIST_GOES_ON = re.compile(
    r"\s*(?:$|[.,;:)&/]|\n\s*\n|(?:of|and|or|is|are|was|were|has|have|apply|applies|engaged?|exempt\w*|foia?|foisa)\b)",
    re.IGNORECASE,
)

_OWN_ACT = re.compile(
    r"freedom\s+of\s+information\s+(?:\(\s*foi\s*\)\s+)?(?P<scotland>\(\s*scotland\s*\)\s+)?act(?:\s+(?P<year>\d{4}))?"
    r"|\bfoi\s+act|\bfoia\b|(?P<foisa>\bfoisa\b)",
    re.IGNORECASE,
)
_THE_ACT = re.compile(
    r"(?:(?:.*\s)?(?:the|this|that|said|above)\s+)?act(?:\s+(?:2000|2002))?", re.IGNORECASE | re.DOTALL
)
"""The Act without its name: the one that the letter is about."""
_SHORT = (
    r"(?:FOIS?A|UK\s?GDPR|GDPR|DPA|PACE|RIPA|IPA|CJA|OAPA|POA|PRA|EIRs?|CPIA|PHA|SOA|POCA|MDA|RTA|ECHR|HRA|CDA|LASPO)"
)
_KIND_OF_LAW = r"(?:Act|Regulations?|Order|Rules|Code|Bill|Convention)\b(?:\s+\d{4})?"
# Words that show that a sentence goes on, so that an Act named further along is not the one cited.
_PROSE = (
    r"(?:which|that|as|is|it|in|where|because|has|have|appl(?:y|ies)|by|with|under|foia|foisa|this|we|i|exemptions?)\b"
)
_ACT_AFTER = re.compile(
    rf"\s*,?\s*(?:of|under|in|from)\s+(?:(?:the|that|this)\s+)?(?P<named>(?:(?!{_PROSE})[\w'\u2019&()-]+\s+){{0,12}}?{_KIND_OF_LAW})"
    rf"|\s*,?\s*(?:(?:of|under|in)\s+)?(?:the\s+)?(?P<short>(?-i:{_SHORT}))\b"
    # Without "of": capitals that run on to the Act on the same line ("s29 Police Act 1996").
    rf"|[ \t]*(?P<bare>(?-i:(?:[A-Z][\w'\u2019()-]*[ \t]+|(?:of|and|the|for|to)[ \t]+){{1,8}}?(?:Act|Regulations|Order)\b))",
    re.IGNORECASE,
)
_ACT_BEFORE = re.compile(
    rf"(?P<named>(?:[A-Z][\w'\u2019-]*[ \t]+|(?:of|and|the|\(\w+\))[ \t]+){{1,9}}Act|\b{_SHORT})(?:[ \t]+\d{{4}})?[ \t]*[,:(-]?[ \t]*$"
)
# Offences that go by the number of their section: "section 18 assault", "s20 wounding".
_OFFENCE_AFTER = re.compile(
    r"\s*(?:-\s*)?(?:assaults?|wounding|gbh|abh|grievous|malicious|public order|stop(?:s\b|\s+and|\s*&|\s*/)|search(?:es)?|offences?"
    r"|warnings?|warrants?|dispersal|battery|harassment|arrests?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Mention:
    """One citation in a text: the canonical section, what it does, and where it stands (start and end character)."""

    section: str
    effect: Effect
    title: str
    span: tuple[int, int]

    @property
    def role(self) -> Literal["withhold", "procedural"]:
        """`withhold` for a section that information can be withheld under, else `procedural`."""
        return "withhold" if self.effect in ("withhold", "ncnd") else "procedural"


def canonical(text: str, regime: str = "FOIA") -> str | None:
    """The canonical form of the one section that a text cites, e.g. `s40(2)` for "Sec. 40 (2)"; else None.

    None too for a section of another Act, one the regime does not have, and a text that cites several (see `find`). A
    bare "40(2)" counts; a bare "40" does not.
    """
    cited = text.strip()
    if re.match(r"\d{1,3}[A-Za-z]?\s?\(", cited):
        cited = f"s{cited}"
    mentions = find(cited, regime)
    if len(mentions) != 1:
        return None
    before = cited[: mentions[0].span[0]].strip(" ,:(")
    return mentions[0].section if not before or _OWN_ACT.fullmatch(before) else None


def describe(section: str, regime: str = "FOIA") -> tuple[Effect, str] | None:
    """What a canonical section does in a regime, and its title; None where the regime has no such section."""
    sections = _sections(regime)
    known = section
    while known not in sections:
        shorter = known.rpartition("(")[0]
        if not shorter:
            return None
        known = shorter
    return sections[known]


def find(text: str, regime: str = "FOIA") -> list[Mention]:
    """Every citation of a section of the regime's Act in running text, in order; each section of a list is one mention.

    "Sections 31(1)(a), (b) and (g)" gives three. Neighbours "(a)(b)" are two sections, "(2)(3A)(a)" is one, as cited.
    What only says when another section applies (FOIA s40(3A), s31(2)) has the effect `condition` and the role
    `procedural`, as have the machinery (s1, s10, s16, FOIA s17) and FOISA s17, `not_held`. `regime` is that of the
    registry; its question mark is dropped, and a regime that is neither FOIA nor FOISA gives none.
    """
    found: list[Mention] = []
    sections = _sections(regime)
    at = 0
    while sections and (lead := _LEAD.search(text, at)):
        items, end = _items(text, lead.end(), plural=bool(lead[1]), sections=sections)
        at = max(end, lead.end())
        if not items or _is_of_another_act(text, lead.start(), end, regime):
            continue
        for i, (section, start, stop) in enumerate(items):
            if known := describe(section, regime):
                found.append(Mention(section, *known, (lead.start() if i == 0 else start, stop)))
    return found


@cache
def _sections(regime: str) -> dict[str, tuple[Effect, str]]:
    exemption = vocabulary.load("exemption")
    own = f"{regime.rstrip('?')} "
    codes = [code for code in exemption.codes if code.startswith(own)]
    return {code.removeprefix(own): (exemption.group(code), exemption.label(code)) for code in codes}  # type: ignore[misc]


Item = tuple[str, int, int]


def _items(text: str, at: int, *, plural: bool, sections: dict) -> tuple[list[Item], int]:
    """The sections listed from `at` on, each with its place, and where the list ends."""
    items: list[Item] = []
    path: list[str] = []
    end = at
    while True:
        start = at
        number = _SECTION.match(text, at)
        if number and items and not plural and not _SUBSECTION.match(text, number.end()):
            number = number if f"s{number[1]}" in sections and _LIST_GOES_ON.match(text, number.end()) else None
        if number:
            path, at = [f"{number[1]}{number[2].upper()}"], number.end()
            made, path, at = _subsections(text, at, path, start)
            ranged = _number_range(text, at, path, sections)
            if ranged is not None:
                made, at = ranged
                path = [made[-1][0].removeprefix("s")] if made else path
        elif items and (sub := _SUBSECTION.match(text, at)):
            parent = _parent(path, sub[1])
            if parent is None:
                break
            made, path, at = _subsections(text, at, parent, start)
        else:
            break
        items += made
        end = at
        more = _AND.match(text, at)
        if not more:
            break
        at = more.end()
    return items, end


def _subsections(text: str, at: int, path: list[str], start: int) -> tuple[list[Item], list[str], int]:
    """Read "(1)(a)(b)" from `at`: one item for each letter that stands beside another, else one."""
    items: list[Item] = []
    while sub := _SUBSECTION.match(text, at):
        label = _label(sub[1])
        if len(path) > 1 and _level(path[-1], path[:-1]) == _level(label, path) != "number":
            items.append((_canonical(path), start, at))
            path, start = path[:-1], at + text[at:].index("(")
        path, at = [*path, label], sub.end()
    items.append((_canonical(path), start, at))
    if (ranged := _LETTER_RANGE.match(text, at)) and _level(path[-1], path[:-1]) == "letter":
        start, at = at, ranged.end()
        for code in range(ord(path[-1]) + 1, ord(ranged[1].lower()) + 1):
            path = [*path[:-1], chr(code)]
            items.append((_canonical(path), start, at))
    return items, path, at


def _number_range(text: str, at: int, path: list[str], sections: dict) -> tuple[list[Item], int] | None:
    """Two neighbours, "30-31", are both meant; "21 to 44" names the Act's exemptions at large and relies on none."""
    ranged = _NUMBER_RANGE.match(text, at) if len(path) == 1 and path[0].isdigit() else None
    if not ranged or f"s{ranged[1]}" not in sections:
        return None
    first, last = int(path[0]), int(ranged[1])
    if last - first == 1:
        return [(f"s{first}", at - len(path[0]), at), (f"s{last}", ranged.start(1), ranged.end())], ranged.end()
    return ([], ranged.end()) if last > first else None


def _label(printed: str) -> str:
    """A subsection as the Acts print it: `3A`, `a`, `ii`."""
    return printed.upper() if printed[0].isdigit() else printed.lower()


def _level(label: str, above: list[str]) -> str:
    """`number`, `letter` or `roman`: (i) below or beside a letter is a numeral, save right after (h)."""
    if label[0].isdigit():
        return "number"
    if len(label) > 1:
        return "roman"
    letters = [other for other in above[1:] if not other[0].isdigit()]
    follows = (
        bool(letters) and len(letters[-1]) == 1 and ord(label) - ord(letters[-1]) == 1 and letters[-1] not in "ivx"
    )
    return "roman" if label in "ivx" and letters and not follows else "letter"


def _parent(path: list[str], printed: str) -> list[str] | None:
    """What an inherited "(b)" or "(2)" hangs from: the path down to the level of its own kind."""
    level = _level(_label(printed), path)
    for depth in range(len(path) - 1, 0, -1):
        if _level(path[depth], path[:depth]) == level:
            return path[:depth]
    return None


def _canonical(path: list[str]) -> str:
    return f"s{path[0]}" + "".join(f"({label})" for label in path[1:])


def _is_of_another_act(text: str, start: int, end: int, regime: str) -> bool:
    """Whether the words around a citation say that it is a section of another Act, or name an offence by it."""
    if _OFFENCE_AFTER.match(text, end):
        return True
    after = _ACT_AFTER.match(text, end)
    if after:
        return _is_other(after["named"] or after["short"] or after["bare"], regime)
    before = _ACT_BEFORE.search(text[max(0, start - 120) : start])
    return before is not None and _is_other(before["named"], regime)


def _is_other(name: str, regime: str) -> bool:
    own = _OWN_ACT.search(name)
    if not own:
        return not _THE_ACT.fullmatch(name.strip())
    scottish = bool(own["scotland"] or own["foisa"]) or own["year"] == "2002"
    if regime.startswith("FOISA"):
        return not scottish and own["year"] == "2000"
    return scottish
