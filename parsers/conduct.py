"""Which kinds of conduct a narrative tells of, by the rules of `schemas/vocabulary/conduct_rules.toml`.

A narrative is read sentence by sentence. First everything is covered up that tells of no conduct: what is denied ("not
racist"), and words that mean something else where they stand ("race relations training"). Then each rule is tried on what
is left. A kind that stands for "and of no other kind" gives way to the others of its sentence. How to write a rule:
docs/conduct.md.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from schemas import vocabulary
from schemas.pattern import Pattern

RULES = vocabulary.FOLDER / "conduct_rules.toml"

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=\S)|;|\n\s*\n")
_CLAUSE = re.compile(r"[,:()\[\]\u2022|]|\s[-\u2010-\u2015]\s|\.(?=\s|$)")
_COVERED = "~"
_SIGNS = {"...": rf"(?:(?!{_COVERED})\S+ ){{0,5}}", "#": r"\d+ "}
_LIST = re.compile(r"<(\w+)>")


class RulesError(ValueError):
    """The rules break their own form. The message names the rule and what to change."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a narrative tells: `categories` in the order of the rules' text, and the `rules` that say so."""

    categories: tuple[str, ...]
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One rule: it fires on a sentence that holds one of the words of every group of `needs` and none of `unless`."""

    id: str
    category: str
    needs: tuple[Pattern, ...]
    unless: Pattern | None
    gives_way_to: frozenset[str]
    within: str

    def fires(self, sentence: str) -> bool:
        """Whether the rule fires on a sentence in the form that `_sentences` gives it."""
        return all(group.search(sentence) for group in self.needs) and not (
            self.unless and self.unless.search(sentence)
        )

    def beside(self, told: set[str], where: str) -> bool:
        """Whether the rule counts beside the kinds told in the same sentence or narrative, as `where` says."""
        return where != self.within or not (self.gives_way_to - {self.category}) & told


@dataclass(frozen=True, slots=True)
class _Negation:
    pattern: Pattern
    stops: frozenset[str]
    reach: int

    def cover(self, sentence: str) -> str:
        """The sentence with each denial covered, and the words after it as far as it reaches."""
        for found in reversed(list(self.pattern.finditer(sentence))):
            after = sentence[found.end() :].split()
            end = next((i for i, word in enumerate(after[: self.reach]) if word in self.stops), self.reach)
            sentence = f"{sentence[: found.start()]}{_COVERED} " + "".join(f"{word} " for word in after[end:])
        return sentence


class Rules:
    """The rules of one file. `load` gives those of the project."""

    def __init__(self, data: dict[str, Any]) -> None:
        """`data` is the TOML file as read. Raises `RulesError` where a rule lacks something or names what is not there."""
        self._codes = vocabulary.load("conduct").codes
        self._lists: dict[str, str] = {}
        for name, words in data["words"].items():
            self._lists[name] = self._alternatives(words, f"the list {name}")
        self._covered = [
            (self._pattern(item["phrases"], "covered"), f"{item.get('becomes', _COVERED)} ") for item in data["covered"]
        ]
        stops = frozenset(data["negation_stops"])
        self._negations = [
            _Negation(
                self._pattern(item["words"], "negation"), stops if item["beyond"] else stops | {","}, item["reach"]
            )
            for item in data["negation"]
        ]
        self._gives_way = data["gives_way"]
        self.rules = tuple(self._rule(item) for item in data["rule"])
        if len({rule.id for rule in self.rules}) != len(self.rules):
            raise RulesError(f"{RULES.name}: two rules have the same id.")
        # Cached: the narratives of a category column are few, and those of a case list are read once for each copy.
        self.read = lru_cache(maxsize=20_000)(self._read)

    def _read(self, text: str) -> Told:
        """What a narrative tells, and by which rules. A text that no rule knows gives none of either."""
        fired: dict[Rule, None] = {}
        for sentence in _sentences(text):
            sentence = self._without_what_is_denied(sentence)
            here = [rule for rule in self.rules if rule.fires(sentence)]
            told = {rule.category for rule in here}
            fired.update(dict.fromkeys(rule for rule in here if rule.beside(told, "sentence")))
        told = {rule.category for rule in fired}
        kept = [rule for rule in fired if rule.beside(told, "narrative")]
        return Told(tuple(dict.fromkeys(rule.category for rule in kept)), tuple(rule.id for rule in kept))

    def _without_what_is_denied(self, sentence: str) -> str:
        for pattern, instead in self._covered:
            sentence = pattern.sub(instead, sentence)
        for negation in self._negations:
            sentence = negation.cover(sentence)
        return sentence

    def _rule(self, item: dict[str, Any]) -> Rule:
        missing = [key for key in ("id", "category", "needs", "fires", "silent") if not item.get(key)]
        if missing:
            raise RulesError(f"{RULES.name}: the rule {item.get('id', '')!r} has no {' and no '.join(missing)}.")
        name, category = item["id"], item["category"]
        usual = self._gives_way.get(category, {"to": [], "within": "sentence"})
        others, within = item.get("gives_way_to", usual["to"]), item.get("within", usual["within"])
        for code in (category, *others):
            if code not in self._codes:
                raise RulesError(f"{RULES.name}: the rule {name!r} names {code!r}, which is no code of conduct.toml.")
        return Rule(
            name,
            category,
            tuple(self._pattern(group, name) for group in item["needs"]),
            self._pattern(item["unless"], name) if "unless" in item else None,
            frozenset(others),
            within,
        )

    def _pattern(self, phrases: list[str], where: str) -> Pattern:
        """Phrases as one regular expression over a sentence in which every word ends in a space."""
        return Pattern(rf"(?<!\S)(?:{self._alternatives(phrases, where)})")

    def _alternatives(self, phrases: list[str], where: str) -> str:
        return "|".join(self._phrase(phrase, where) for phrase in phrases)

    def _phrase(self, phrase: str, where: str) -> str:
        return "".join(self._word(word, where) for word in phrase.split())

    def _word(self, word: str, where: str) -> str:
        if word in _SIGNS:
            return _SIGNS[word]
        if named := _LIST.fullmatch(word):
            if named[1] not in self._lists:
                raise RulesError(f"{RULES.name}: {where} uses the list <{named[1]}>, which is not there.")
            return f"(?:{self._lists[named[1]]})"
        stem = word.removesuffix("*")
        return re.escape(vocabulary.normalise(stem) or stem) + (r"\S* " if stem != word else " ")


def _sentences(text: str) -> list[str]:
    """The sentences, each word normalised and followed by a space, a comma where a clause ends."""
    made = []
    for sentence in _SENTENCE.split(text):
        clauses = (vocabulary.normalise(c).replace("/", " ") for c in _CLAUSE.split(sentence))
        if words := " , ".join(filter(None, clauses)).split():
            made.append(" ".join(words) + " ")
    return made


@cache
def load() -> Rules:
    """The rules of the project. Raises `RulesError` where the file breaks its form."""
    return Rules(tomllib.loads(RULES.read_text(encoding="utf-8")))


def read(text: str) -> Told:
    """What a narrative tells of, and by which rules: "Racist posts" → `racism`. Nothing where no rule knows it."""
    return load().read(text)
