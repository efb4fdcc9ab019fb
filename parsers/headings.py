"""What a column heading means: the fields of a case list, the dimension of a breakdown, the measure of a number.

The spellings are data, in `headings.toml` beside this file.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path

from schemas import vocabulary
from schemas.vocabulary import normalise

_FILE = Path(__file__).with_name("headings.toml")

TOTAL = re.compile(
    r"^(?:(?:grand|sub|overall|force|yearly|annual)[ -]?)*totals?\b|^sum$|\btotals?$|^(?:all|overall|combined|altogether)$|^(?:cyfan|cyfanswm)(?: ?/ ?(?:all|totals?))?$"
    r"|^all (?:years|officers|cases|outcomes|ranks|forces|hospitals|sites|offences|crimes|platforms|types|staff|sanctions|results|disposals|allegations|investigations)$"
    r"|^whole (?:force|service|constabulary|organisation)$|\btogether$"
    r"|^(?:all )?(?:\d{1,2}|two|three|four|five|six|seven|eight|nine|ten)[ -]years?$",
    re.I,
)
"""A label that names a total: 'Total', 'Grand Total', 'Sub-total', '2019 Total', 'Total officers'."""


_EVENT = re.compile(
    r"\b(?:by|on|to|with|under|against|in|for|using) the (?:(?:calendar|financial) )?(?:years?|dates?|months?|time|point)\b[^.;()]*"
    r"|\b(?:figures|data|cases|matters|allegations|complaints|investigations|incidents|officers|they) "
    r"(?:(?:are|is|were|was|have been|has been) )?(?:shown|counted|recorded|grouped|listed|assigned|allocated|placed|reported|based) "
    r"(?:by|under|against|in|to|on|according)\b[^.;()]*",
    re.I,
)
"""Words that tell which event puts a figure in its year ('cases are shown by the year …'); they name no unit."""

_ADJECTIVE = re.compile(
    r"\bindividual (?=(?:police )?(?:officers?|cases?|investigations?|allegations?|complaints?|matters?)\b)", re.I
)
_ASPECT = re.compile(
    r"\b(?:outcome|result|nature|type|kind|categor(?:y|ie)|level|method|means|severity|year|date|month|status|stage|summary)s?"
    r"(?: or \w+)? of (?:the |each |an? |all |any )?(?:\w+)"
    r"|\b(?:police )?officers? ?(?:/|or) ?(?:police )?staff\b",
    re.I,
)
"""'Outcome of investigation', 'type of allegation': what is told about each, no unit of figures."""


@cache
def _data() -> dict:
    return tomllib.loads(_FILE.read_text("utf-8"))


def fingerprint() -> str:
    """sha256 of the spellings: part of the version of the mapping."""
    return sha256(_FILE.read_bytes()).hexdigest()


@cache
def _exact() -> dict[str, str]:
    return {normalise(spelling): name for name, entry in _data()["fields"].items() for spelling in entry["exact"]}


@cache
def fields() -> tuple[str, ...]:
    """Every field that a column of a case list can hold; `ignored` is one that holds nothing of the contract."""
    return tuple(_data()["fields"])


@cache
def _closed() -> dict[str, str]:
    """The exact spellings by their letters alone, those of four letters or more."""
    return {s.replace(" ", ""): name for s, name in _exact().items() if len(s.replace(" ", "")) >= 4}


def is_standard(text: str) -> bool:
    """The text names a standard of professional behaviour (Police (Conduct) Regulations 2020, Schedule 2)."""
    return any(_contains(normalise(text), normalise(s)) for s in _data()["standards"]["names"])


def _contains(text: str, phrase: str) -> bool:
    """Whole words, a stroke between them counting as a space: 'outcome' is in 'Crime Outcome/Year'."""
    return _as_words(phrase) in _as_words(text)


def _as_words(text: str) -> str:
    return f" {text} ".replace("/", " ")


def _phrases(spellings: Iterable[str]) -> list[str]:
    return [_as_words(normalise(spelling)) for spelling in spellings]


@cache
def _field_words() -> list[tuple[str, list[str], list[str]]]:
    """Each field with the phrases that never name it and those that do, ready to be looked for in a text."""
    known = _data()["fields"].items()
    return [(name, _phrases(entry.get("never", ())), _phrases(entry["words"])) for name, entry in known]


@cache
def _dimension_words() -> list[tuple[str, list[str]]]:
    return [(name, _phrases(phrases)) for name, phrases in _data()["dimensions"].items()]


@cache
def _measure_words() -> list[tuple[str, str]]:
    """Each word of a measure with spaces around it, and the measure."""
    known = _data()["measures"].items()
    return [(f" {normalise(word)} ", name) for name, words in known for word in words]


@lru_cache(maxsize=4096)
def field_of(heading: str) -> str | None:
    """The field that a case list's column holds, by its heading; None where the heading is not known.

    `ignored` is a column that is known to hold nothing of the contract.
    """
    text = normalise(re.sub(r"\([^)]*\)", " ", heading)) or normalise(heading)
    exact = _exact()
    for candidate in (normalise(heading), text):
        if candidate in exact:
            return exact[candidate]
    if whole := _closed().get(text.replace(" ", "")):
        return whole  # 'Method of com munication', broken by a narrow column
    words = _as_words(text)
    for name, never, phrases in _field_words():
        if not any(p in words for p in never) and any(p in words for p in phrases):
            return name
    return None


@lru_cache(maxsize=4096)
def dimension_of(heading: str) -> str | None:
    """The dimension that a heading or caption names ('Outcome', 'Rank of officer'), or None."""
    words = _as_words(normalise(heading))
    return next((name for name, phrases in _dimension_words() if any(p in words for p in phrases)), None)


@lru_cache(maxsize=4096)
def measure_of(text: str) -> str | None:
    """What is counted, by the words of a heading, caption or sentence, or None.

    The word that comes first decides: 'officers under investigation' counts officers, 'investigations of officers' not.
    """
    text = _ADJECTIVE.sub("", text)
    folded = f" {normalise(_ASPECT.sub(' ', _EVENT.sub(' ', text)))} ".replace("/", " ")
    found = [(folded.find(word), name) for word, name in _measure_words() if word in folded]
    return min(found)[1] if found else None


@lru_cache(maxsize=4096)
def is_total(label: str) -> bool:
    """The label names a total."""
    return bool(TOTAL.search(normalise(label)))


@cache
def _not_data() -> frozenset[str]:
    return frozenset(normalise(h) for h in _data()["not_data"]["headings"])


def answers_in(texts: list[str]) -> tuple[int, int] | None:
    """The columns of question and answer, by the headings of a table that prints both; None for any other table."""
    known = {part: {normalise(h) for h in _data()["answers"][part]} for part in ("question", "answer")}
    columns = {p: next((i for i, t in enumerate(texts) if normalise(t) in known[p]), None) for p in known}
    if columns["question"] is None or columns["answer"] is None:
        return None
    return columns["question"], columns["answer"]


def is_legend(texts: list[str]) -> bool:
    """The headings of a table of two columns that spells codes out: 'Code | Meaning'."""
    known = [normalise(t) for t in texts if t]
    words = _data()["legend"]
    return len(known) == 2 and known[0] in words["code"] and known[1] in words["meaning"]


_ASKED_ABOUT = re.compile(
    r"\b(?:investigat|misconduct|disciplin|dismiss|allegation|complaint|social media|whatsapp|outcome|sanction|conduct|crime|offence)",
    re.I,
)


_WORK = re.compile(
    r"\b(?:hours?|minutes?|mins)\b|\btime (?:taken|required|needed)\b"
    r"|\b(?:records?|files?|cases?|documents?|entries) to (?:be )?(?:read|review(?:ed)?|search(?:ed)?|check(?:ed)?|examine[d]?)\b",
    re.I,
)
"""Headings of a table that tells what a search would take: its numbers explain a refusal, and answer nothing."""


FOR_CONTEXT = r"\b(?:by way of|for) (?:comparison|context|background)\b"
WHATEVER = (
    r"\b(?:whatever|regardless of|irrespective of) (?:the |their |its )?(?:subject|nature|kind|type|cause|reason)\b"
)
"""Words of titles and of sentences that give figures beside the answer."""

_WIDER = re.compile(
    rf"\b(?:any|all|every) (?:the )?(?:subjects?|kinds?|types?|natures?|descriptions?)\b|\bfor any (?:reason|matter|cause|conduct)s?\b|{WHATEVER}",
    re.I,
)
_NUMBERED = re.compile(r"^(?:table|figure|appendix|annex|tab|sheet)?\s{0,3}[\dA-Z]{0,3}\s{0,3}[:.)–-]\s+", re.I)
_ALL_MATTERS = re.compile(
    r"(?:all|total) (?:police )?(?:misconduct|conduct|discipline|disciplinary|gross misconduct|complaints?)"
    r"(?: (?:matters?|cases?|allegations?|investigations?|proceedings|complaints?|data|figures?|stats|statistics|overall))?"
)
"""The title or the sheet of figures of every subject: 'All misconduct'."""
EVERYTHING = re.compile(
    r"\b(?:matters|misconduct|conduct|complaints|allegations) \(all\)|\(all (?:matters|misconduct|conduct|subjects|types|kinds|complaints|allegations)\)",
    re.I,
)
"""A label of figures of every subject, beside those that were asked about: 'Officers dismissed (all matters)'."""
_BREACHES = re.compile(r"\bdata (?:protection )?(?:breach(?:es)?|loss(?:es)?)\b", re.I)
_EARLIER = re.compile(
    rf"{FOR_CONTEXT}"
    r"|\b(?:extract|copied|taken|repeated|reproduced) from (?:our|the|an?) (?:earlier|previous|last|original|first)? ?(?:letter|reply|response|release)\b"
    r"|\b(?:previously|earlier|originally) (?:supplied|provided|published|disclosed|released|given|stated)\b|\bsuperseded\b|\bno longer (?:correct|(?:to )?be relied)\b"
    r"|^(?:context|background|comparison|previous (?:reply|response|figures|release|foi))$",
    re.I,
)


def beside(title: str, sheet: str = "", lead: str = "") -> str | None:
    """Why the figures of a table stand beside the answer and are not it; None for an answer.

    By its title, its sheet's name, or the sentence right above it that leads to it (`lead`).
    """
    if lead and (_WIDER.search(lead) or re.search(FOR_CONTEXT, lead, re.I)):
        return "about more than was asked"
    if any(
        _WIDER.search(text) or _ALL_MATTERS.fullmatch(normalise(_NUMBERED.sub("", text))) for text in (title, sheet)
    ):
        return "about more than was asked"
    if _EARLIER.search(title) or _EARLIER.search(sheet):
        return "given for comparison, or of an earlier reply"
    return None


def other_subject(title: str, headings: list[str]) -> str | None:
    """What a table beside the answer is about (money, the workforce), by its title and headings; None for an answer."""
    work = [h for h in headings if _WORK.search(h)]
    if work and not any(re.search(r"\b(?:dismissed|warning|sanction|outcome)", h, re.I) for h in headings):
        return "the work of answering"
    if _BREACHES.search(title):
        return "data breaches"
    money = _data()["other_subjects"]["money"]
    if all(any(_contains(normalise(t), normalise(w)) for w in money) for t in (title, " ".join(headings))):
        return "money"
    if _ASKED_ABOUT.search(" ".join((title, *headings))):
        return None
    if sum(vocabulary.load("outcome").lookup(h).status == "mapped" for h in headings) > 1:
        return None  # 'Training' beside 'NFA' and 'Management advice' is what came of cases
    for text in (*headings, title):
        folded = f" {normalise(text)} "
        for subject, words in _data()["other_subjects"].items():
            if any(f" {normalise(w)} " in folded for w in words) or (subject == "money" and "£" in text):
                return subject
    return None


def is_form(headings: list[str]) -> bool:
    """The first row of a table that belongs to a letter and holds no answer (exemptions, contacts, a glossary)."""
    known = [h for h in headings if h]
    return bool(known) and sum(normalise(h) in _not_data() for h in known) * 2 > len(known)
