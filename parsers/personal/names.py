"""Finds people's names in running text: by a title, a rank or a role before them, by given names, by the form of a letter.

A single word is told apart from ordinary words, places and ranks by the lists in `words/`. Where nothing but the word itself
tells, it counts only if the lists know it as a name. Bodies, places and operations that are called after somebody are no
names: a run of words with capitals that ends in Street, Inquiry, Hospital.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from parsers.personal.model import Finding
from parsers.personal.words import doubtful, given, group, is_no_name, is_place, is_wordish, ordinary, surnames

TITLES, STYLES, RANKS, ROLES = group("titles"), group("styles"), group("ranks"), group("roles")

_WORD = re.compile(r"[^\W_]+(?:['’‘`-](?=[^\W\d_]{2}|[A-Za-z]\b)[^\W_]+|\.(?=[A-Za-z]\b)[A-Za-z])*")
_BLANK = re.compile(r"[ \t\u00a0]+")
_AFTER_ABBREVIATION = re.compile(r"\.?[ \t\u00a0]+|\.")

_GREETING = re.compile(r"(?:^|\n|[\"“(])\s{0,40}(?:(?:dear|hi|hello|hiya|hey|oi|good\s+(?:morning|afternoon|evening)|morning|afternoon)[ \t,]+)", re.I)  # fmt: skip
_FAREWELL = re.compile(
    r"(?:^|\n|[.!?]\s)\s{0,40}(?:yours\s+(?:sincerely|faithfully|truly)|(?:(?:kind(?:est)?|best|warm(?:est)?|with)\s+)*regards|(?:many\s+)?thanks|thank\s+you|cheers|(?:with\s+)?best\s+wishes|love)"
    r"[ \t]*(?:,|\n|$)\s*",
    re.I,
)  # fmt: skip
_LABEL = re.compile(
    r"(?:^|[\n;|(]|[.,]\s|\b(?:and|the)\s)\s{0,40}(?:(?:full |first |last |sur|given |fore)?name(?: of (?:officer|victim|complainant|witness|requester|applicant))?|"
    r"officer(?:['’]s)? name|signed(?: by)?|signature|contact|contact name|(?:decision|case) ?maker|author|prepared by|checked by|approved by|drafted by|reviewed by|"
    r"completed by|compiled by|confirmed by|reported by|chaired by|chair|legally qualified chair|lqc|panel chair|from|to|cc|bcc|attn|fao|c/o|handler|case ?worker|"
    r"requester|requestor|applicant|enquirer|correspondent|victim|witness|complainant|suspect|nominal|deceased|officer|"
    r"subject officer|investigating officer|investigator|i\.?o\.?|sio|supervisor|line manager|[a-z]+ officer|manager|spouse|partner|next of kin|interviewee)(?:\s+\d{1,2})?\s*[:=]\s*",
    re.I,
)  # fmt: skip
_BY = re.compile(r"\b(?:prepared|checked|approved|drafted|compiled|confirmed|signed|completed|see|spoke to|enquiries to|queries to|attention of|in the name of|contact|evidence from|interviewed)(?:\s+by)?\s+", re.I)  # fmt: skip
_CALLED = re.compile(
    r"\b(?:identified\s+as|known\s+as|nick-?named?|goes\s+by|alias|a\.?k\.?a\.?|calls\s+(?:him|her)self|name\s+(?:is|was)|named|called|i\s+am|i['’]m)\s*:?\s+(?:the\s+name\s+)?[\"“‘']?",
    re.I,
)
_OF_A_GROUP = re.compile(r"\b(?:group|chat|page|forum|channel|album|thread|account|app|folder|file|bar|pub|club|company|operation|show|programme|game|site|website|team|dog|horse|film|song|event)s?\s*$", re.I)  # fmt: skip
_CASE_OF_LAW = re.compile(r"\bR\s+v\.?\s+")
_CLOSES = re.compile(r"\s*(?:$|\n|,|[.|])")
_ENDS = re.compile(r"[. ]*$")
_BESIDE = re.compile(r"[ ,]{0,2}\(?([A-Z]{0,2}\d{3,7})\)?(?![\w%]|[-/.,:]\w)")


@dataclass(slots=True)
class Word:
    """One word of a text: `text` as it stands, `low` without its capitals and its possessive, and where it stands."""

    text: str
    low: str
    start: int
    end: int

    @property
    def number(self) -> bool:
        return any(c.isdigit() for c in self.text)

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def initials(self) -> bool:
        """`J`, `JR`, `J.R`: one or two capitals."""
        bare = self.text.replace(".", "")
        return (
            self.capital
            and 1 <= len(bare) <= 2
            and bare.isupper()
            and bare.isalpha()
            and (len(bare) == 1 or "." in self.text)
        )


def words_of(text: str) -> list[Word]:
    found = []
    for m in _WORD.finditer(text):
        whole = m[0]
        bare = re.sub(r"['’‘`]s$", "", whole, flags=re.IGNORECASE)
        if bare.endswith(("’", "'")):
            bare = bare[:-1]
        found.append(Word(bare, bare.casefold().replace("’", "'").replace("‘", "'"), m.start(), m.start() + len(bare)))
    return found


def _outside(words: Iterable[Word], taken: Iterable[tuple[int, int]]) -> Iterator[Word]:
    """The words that touch none of the places taken."""
    apart: list[tuple[int, int]] = []
    for start, end in sorted(taken):
        if apart and start < apart[-1][1]:
            apart[-1] = (apart[-1][0], max(apart[-1][1], end))
        else:
            apart.append((start, end))
    at = 0
    for word in words:
        while at < len(apart) and apart[at][1] <= word.start:
            at += 1
        if at == len(apart) or word.end <= apart[at][0]:
            yield word


class Names:
    """The names of one text. `taken`: places that other rules have found something at, where no name is looked for."""

    def __init__(self, text: str, taken: Collection[tuple[int, int]] = ()) -> None:
        self.text = text
        self.words = list(_outside(words_of(text), taken))
        letters = [c for c in text if c.isalpha()]
        capitals = sum(c.isupper() for c in letters)
        self.loud = len(letters) >= 8 and capitals > 0.7 * len(letters)  # all in capitals: a capital tells nothing
        self.quiet = capitals == 0
        self.starts = {word.start: index for index, word in enumerate(self.words)}
        self.runs = self._runs()
        self.rules: dict[
            tuple[int, int], str
        ] = {}  # index of a name's first word and after its last → the rule that told
        self.owner: list[tuple[int, int] | None] = [None] * len(self.words)

    def _runs(self) -> list[int]:
        """For each word the index after the words with capitals that follow each other from it on."""
        ends = list(range(len(self.words)))
        for index in reversed(range(len(self.words))):
            if self.words[index].capital and not self.words[index].number:
                ends[index] = index + 1
                if self._next_to(index + 1) and ends[index + 1] > index + 1:
                    ends[index] = ends[index + 1]
        return ends

    def all(self) -> list[Finding]:
        """Every name, in the order of the text."""
        if all(word.number or is_no_name(word.low) for word in self.words):
            return []
        rules = (
            self._after_titles, self._before_titles, self._after_ranks, self._in_letters, self._labelled, self._given_and_surname,
            self._two_unknown, self._with_honours, self._surname_first, self._initials, self._after_roles, self._called, self._alone, self._in_court,
        )  # fmt: skip
        for rule in rules:
            for first, last, name in rule():
                self._keep(first, last, name)
        for first, last, name in list(self._joined()):
            self._keep(first, last, name)
        for first, last, name in list(self._again()):
            self._keep(first, last, name)
        return [
            Finding("name", rule, self.words[first].start, self.words[last - 1].end)
            for (first, last), rule in sorted(self.rules.items())
        ]

    def numbers_beside(self) -> Iterator[tuple[int, int]]:
        """Numbers that stand beside a name that was found, as collar numbers do."""
        for _, last in self.rules:
            end = self.words[last - 1].end
            after = _BESIDE.match(self.text, end)
            if after and not re.fullmatch(r"(?:19|20)\d\d", after[1]) and after.start(1) > end:
                yield after.span(1)

    def _keep(self, first: int, last: int, rule: str) -> None:
        """Note that the words `first` to before `last` are a name, unless that is known."""
        there = {own for own in self.owner[first:last] if own}
        if any(begins <= first and last <= ends for begins, ends in there):
            return
        for own in there:
            first, last = min(first, own[0]), max(last, own[1])
            del self.rules[own]
        self.rules[first, last] = rule
        self.owner[first:last] = [(first, last)] * (last - first)

    # ---- what one word can be

    def _plain(self, index: int) -> bool:
        """A word that may be a name by its form: letters, and a capital where capitals tell anything."""
        if not 0 <= index < len(self.words):
            return False
        word = self.words[index]
        return not word.number and len(word.text) > 1 and (word.capital or self.quiet)

    def _unknown(self, index: int) -> bool:
        """It has the form of a name and is no word, no place, no rank that is known."""
        if not self._plain(index):
            return False
        low = self.words[index].low
        if self.quiet:
            return low in surnames() and not is_wordish(low)
        if low in RANKS or low in TITLES or low in STYLES or low.startswith("i'"):
            return False
        if self.words[index].text.isupper() and not self.loud and len(low) < 5 and low not in surnames():
            return False  # an abbreviation
        if "-" in low and (set(low.split("-")) & ordinary()) and not set(low.split("-")) & surnames():
            return False
        return not is_wordish(low) and (not is_place(low))

    def _surname(self, index: int) -> bool:
        """It can be a surname: it is one that is known, or is nothing that is known."""
        return self._plain(index) and (self._unknown(index) or self._known_surname(index))

    def _known_surname(self, index: int) -> bool:
        low = self.words[index].low
        if low in RANKS or low in STYLES:
            return False
        return self._plain(index) and any(p.replace("'", "") in surnames() for p in (low, *low.split("-")))

    def _given(self, index: int) -> bool:
        if not self.loud and len(self._low(index)) < 4 and self.words[index].text.isupper():
            return False  # ED, AL, SAM: abbreviations
        return self._plain(index) and any(
            p in given() for p in (self.words[index].low, self.words[index].low.split("-")[0])
        )

    def _doubtful(self, index: int) -> bool:
        return self._plain(index) and self.words[index].low in doubtful()

    def _gap(self, index: int) -> str:
        """What stands between a word and the one before it."""
        if index <= 0 or index >= len(self.words):
            return "\n"
        return self.text[self.words[index - 1].end : self.words[index].start]

    def _next_to(self, index: int) -> bool:
        """Nothing but a blank stands before the word."""
        return _BLANK.fullmatch(self._gap(index)) is not None

    def _low(self, index: int) -> str:
        return self.words[index].low if 0 <= index < len(self.words) else ""

    def _in_sentence(self, index: int) -> bool:
        """A word in small letters comes next: it is a sentence, not a heading or a cell."""
        return index < len(self.words) and self._next_to(index) and self.words[index].text[0].islower()

    def _is_institution(self, index: int, last: int) -> bool:
        """The run of capitals that these words are in ends in what makes it a place or a body."""
        if self.loud:
            return last < len(self.words) and self._next_to(last) and self._low(last) in group("institutions")
        end = self.runs[index]
        ends = {self._low(end - 1), self._low(last), self._low(last - 1)} if end > last else {self._low(end - 1)}
        if end == last and last < len(self.words) and self._next_to(last):
            ends.add(self._low(last))  # "the Hartley inquiry"
        if end == last == index + 1:
            ends.discard(self._low(index))  # the name itself, and nothing with it: PC Lane
        named = ends & group("institutions") or (end - index > 2 and self._low(end - 1) in group("streets"))
        before = self._low(index - 1) if self._next_to(index) else ""
        return bool(named) or before in group("operations") or before in ("st", "saint")

    # ---- a name from its first word on

    def _name_from(self, index: int, bold: bool = False) -> int:
        """The index after the name that begins with this word; the index itself where none does.

        `bold`: the word before it makes it sure that a name follows, so that the first word counts unless it is ordinary
        and no surname.
        """
        at = index
        while at < len(self.words) and (self.words[at].initials or self._particle(at)):
            at += 1
            if at < len(self.words) and not _AFTER_ABBREVIATION.fullmatch(self._gap(at)):
                return index
        if at >= len(self.words):
            return index
        double = self._doubtful(at) and self._next_to(at + 1) and self._unknown(at + 1)
        if not (self._surname(at) or self._given(at) or double or (bold and self._bold(at))):
            return index
        at += 1
        while at < len(self.words) and at - index < 5:
            ahead = at
            while ahead < len(self.words) and (self.words[ahead].initials or self._particle(ahead)) and _AFTER_ABBREVIATION.fullmatch(self._gap(ahead)):  # fmt: skip
                ahead += 1
            if (
                ahead >= len(self.words)
                or not _AFTER_ABBREVIATION.fullmatch(self._gap(ahead))
                or (self._gap(ahead) == ".")
            ):
                break
            if ahead == at and not self._next_to(at):
                break
            if not self._continues(ahead):
                break
            at = ahead + 1
        return at

    def _bold(self, index: int) -> bool:
        return self._plain(index) and (self._low(index) not in ordinary() or self._low(index) in surnames())

    def _continues(self, index: int) -> bool:
        """A further word of a name: a surname or given name, and no ordinary word that begins something else."""
        low = self._low(index)
        if low in RANKS or low in TITLES or not self._plain(index):
            return False
        if self._unknown(index) or self._given(index):
            return True
        if (
            self._doubtful(index)
            and self._next_to(index + 1)
            and (self._unknown(index + 1) or self._known_surname(index + 1))
        ):
            return True  # Gabrielle Jan Posner
        if not self._known_surname(index):
            return False
        if self.loud:
            return not is_wordish(low) or (self._given(index - 1) and low not in group("closed"))
        ends = not (self._next_to(index + 1) and self._plain(index + 1)) and self._low(index + 1) != "of"
        return low not in group("stands_alone") or (self._given(index - 1) and ends)

    def _particle(self, index: int) -> bool:
        return self._low(index) in group("particles") and index + 1 < len(self.words) and self._next_to(index + 1) and (self.quiet or self.words[index + 1].capital)  # fmt: skip

    # ---- rules: each gives the first word of a name, the word after it, and its own name

    def _after_titles(self) -> Iterator[tuple[int, int, str]]:
        for index, word in enumerate(self.words[:-1]):
            hard, soft = word.low.rstrip(".") in TITLES, word.low in STYLES
            if not (hard or soft) or not (word.capital or self.quiet or (hard and word.low in ("mr", "mrs", "dr"))):
                continue
            if word.text == "MS" and not self.loud and self._low(index + 1) in ordinary():
                continue
            at = index + 1
            if not _AFTER_ABBREVIATION.fullmatch(self._gap(at)):
                continue
            small = hard and self.words[at].text[0].islower() and not self.quiet
            if small and self._low(at) not in surnames():
                continue
            if not (self.words[at].capital or self.quiet or small):
                continue
            end = self._name_from(at, bold=hard) if not small else at + 1
            if hard and end == at and self._plain(at) and not self.quiet and self._low(at) not in ordinary():
                end = at + 1
            if end > at and not (soft and self._is_institution(at, end)):
                yield at, end, "title"

    def _before_titles(self) -> Iterator[tuple[int, int, str]]:
        """`Hepplestone Mr`, as in the names of files."""
        for index, word in enumerate(self.words[1:], start=1):
            follows = index + 1 < len(self.words) and self._next_to(index + 1) and self.words[index + 1].capital
            if (
                word.low in TITLES
                and word.capital
                and self._next_to(index)
                and self._unknown(index - 1)
                and not follows
            ):
                yield index - 1, index, "title"

    def _after_ranks(self) -> Iterator[tuple[int, int, str]]:
        for index, word in enumerate(self.words[:-1]):
            low = word.low.replace(".", "").removeprefix("ex-").removeprefix("former-")
            numbered = re.fullmatch(r"([a-z]{2,4}?)(\d{2,6})", low)  # PC1234 in one word
            if low not in RANKS and not (numbered and numbered[1] in RANKS):
                continue
            at, gap = index + 1, self._gap(index + 1)
            between = bool(numbered)
            while at < len(self.words) and (self.words[at].number or (len(self._low(at)) <= 2 and self._gap(at + 1).strip("() ") == "" and self.words[at - 1].number)):  # fmt: skip
                between, at = True, at + 1
            if at >= len(self.words):
                continue
            gap = self.text[word.end : self.words[at].start]
            if not (
                _AFTER_ABBREVIATION.fullmatch(gap)
                or (between and re.fullmatch(r"[\s().,\w]{0,16}", gap) and "\n" not in gap)
            ):
                continue
            end = self._name_from(at)
            if end == at and self._plain(at) and self._low(at) not in ordinary() and not is_place(self._low(at)) and not self.quiet and self._in_sentence(at + 1):  # fmt: skip
                end = at + 1  # ends as English words do, and is none that is known
            if end == at or self._is_institution(at, end) or (not between and not self._may_follow_rank(at, end)):
                if (
                    between
                    and self._plain(at)
                    and not self.quiet
                    and self._low(at) not in ordinary() | RANKS
                    and not is_place(self._low(at))
                ):
                    yield at, at + 1, "rank and number"
                continue
            yield at, end, "rank and number" if between else "rank"

    def _may_follow_rank(self, at: int, end: int) -> bool:
        """A single word after a rank that is a name and something else: a sentence has to tell."""
        low = self._low(at)
        if end - at > 1 or not (is_wordish(low) or is_place(low)):
            return True
        if end < len(self.words) and self._next_to(end) and self.words[end].capital and not self.loud:
            return False
        return self._in_sentence(end) or not (low in group("stands_alone") or is_place(low) or self.loud)

    def _in_letters(self) -> Iterator[tuple[int, int, str]]:
        for pattern, rule in ((_GREETING, "salutation"), (_FAREWELL, "signature")):
            for m in pattern.finditer(self.text):
                at = self._at(m.end())
                if at is None or self.words[at].low in TITLES:
                    continue
                end = self._name_from(at)
                if end == at and self._plain(at) and rule == "salutation" and self._low(at) in doubtful():
                    end = at + 1
                closes = rule == "salutation" or _CLOSES.match(self.text, self.words[end - 1].end)
                if end > at and closes and not self._is_institution(at, end):
                    yield at, end, rule

    def _labelled(self) -> Iterator[tuple[int, int, str]]:
        for m in _LABEL.finditer(self.text):
            at = self._at(m.end())
            if at is not None and (end := self._name_from(at)) > at and not self._is_institution(at, end):
                sure = end - at > 1 or self._given(at) or self._known_surname(at)
                if sure or not self._in_sentence(end):
                    yield at, end, "label"
        for m in _BY.finditer(self.text):
            at = self._at(m.end())
            if at is None or not (self.words[at].initials or self._given(at) or self._unknown(at)):
                continue
            end = self._name_from(at)
            if end - at > 1 and not self._is_institution(at, end):
                yield at, end, "label"

    def _given_and_surname(self) -> Iterator[tuple[int, int, str]]:
        for index in range(len(self.words) - 1):
            sure, doubt = self._given(index), self._doubtful(index)
            if not (sure or doubt):
                continue
            end = self._name_from(index, bold=doubt)
            if end - index < 2 or self._is_institution(index, end) or self._low(index - 1) in group("operations"):
                continue
            last, low = end - 1, self._low(end - 1)
            if not sure:
                plain = low in surnames() and not is_wordish(low) and not is_place(low)
                told = index > 0 and self._next_to(index) and self.words[index - 1].text[0].islower()
                if not (plain or (told and self._known_surname(last) and low not in group("stands_alone"))):
                    continue
            if self.loud and not sure:
                continue
            if self.quiet and (is_wordish(low) and low not in ("brown", "white", "green", "black")):
                continue
            if self.loud and not (self._known_surname(last) or self._unknown(last)):
                continue
            yield index, end, "given name and surname"

    def _two_unknown(self) -> Iterator[tuple[int, int, str]]:
        """Two or three words with capitals that are nothing that is known: names of any origin, which no list is full of."""
        if self.quiet:
            return
        index = 0
        while index < len(self.words) - 1:
            end = self.runs[index]
            if self.loud:  # one run from end to end: the words in it that are nothing that is known
                end = index
                while end < len(self.words) and self._unknown(end) and (end == index or self._next_to(end)):
                    end += 1
            named = 2 <= end - index <= 3 and all(self._alien(i) for i in range(index, end))
            if named and any(self._unknown(i) for i in range(index, end)) and not self._is_institution(index, end):
                yield index, end, "two names"
            index = max(end, index + 1)

    def _alien(self, index: int) -> bool:
        """A word in the form of a name that is no ordinary word and no place."""
        low = self._low(index)
        shaped = self._title_case(index) or (self.loud and len(low) > 3)
        return shaped and self._surname(index) and not (is_wordish(low) or is_place(low) or low in group("streets"))

    def _with_honours(self) -> Iterator[tuple[int, int, str]]:
        for index, word in enumerate(self.words):
            if (
                word.low in group("honours")
                and word.text.isupper()
                and self._next_to(index)
                and self._surname(index - 1)
                and not is_wordish(self._low(index - 1))
            ):
                yield index - 1, index, "honours"

    def _title_case(self, index: int) -> bool:
        text = self.words[index].text
        return (
            len(text) > 2
            and text[0].isupper()
            and all(p[1:].islower() or p[:2] in ("Mc", "O'") for p in text.split("-") if p)
        )

    def _surname_first(self) -> Iterator[tuple[int, int, str]]:
        for index in range(len(self.words) - 1):
            if self._gap(index + 1) not in (", ", ",") or not self._plain(index) or self.quiet:
                continue
            known = self._known_surname(index)
            loud = self.words[index].text.isupper() and self._unknown(index)
            if len(self.words) == 2 and self._unknown(index) and self._unknown(index + 1):
                yield 0, 2, "surname first"
            if not (known or loud) or self._low(index) in RANKS:
                continue
            end = index + 2
            if self._given(index + 1) and not is_place(self._low(index)):
                if self._given(index) and not self.words[index].text.isupper() and not known:
                    continue
                yield index, end, "surname first"
                continue
            ends = _ENDS.match(self.text, self.words[index + 1].end) is not None
            plain = not is_wordish(self._low(index)) and not is_place(self._low(index))
            if self.words[index + 1].initials and plain and (self.words[index].text.isupper() or ends):
                yield index, end, "surname first"

    def _initials(self) -> Iterator[tuple[int, int, str]]:
        for index, word in enumerate(self.words[:-1]):
            if not word.initials:
                continue
            dotted = self.text[word.end : word.end + 1] == "." or "." in word.text
            at = index + 1
            while at < len(self.words) and self.words[at].initials and _AFTER_ABBREVIATION.fullmatch(self._gap(at)):
                at += 1
            if at >= len(self.words) or not _AFTER_ABBREVIATION.fullmatch(self._gap(at)):
                continue
            end = self._name_from(at)
            if end == at or self._is_institution(at, end):
                continue
            low = self._low(at)
            sure = low in surnames() and not is_wordish(low) and not is_place(low)
            lettered = self._low(index - 1) if self._next_to(index) else ""
            if lettered in group("lettered") and not (sure and lettered in ("and", "or")):
                continue
            if word.text in ("A", "I") and not dotted and not (sure and not self._in_sentence(index + 1)):
                continue
            long = self._unknown(at) and len(low) > 3  # `N Wal` is a place cut short
            if not (sure or dotted or long) or (self.loud and not (sure or dotted)):
                continue
            if re.search(r"[&/]\s?$", self.text[max(0, word.start - 3) : word.start]) or (
                index and self.words[index - 1].number and not dotted
            ):
                continue
            yield index, end, "initials and surname"

    def _after_roles(self) -> Iterator[tuple[int, int, str]]:
        for index, word in enumerate(self.words[:-1]):
            if word.low not in ROLES or self.quiet:
                continue
            at, gap = index + 1, self._gap(index + 1)
            near = _BLANK.fullmatch(gap) is not None
            if not near and not re.fullmatch(r"\s?(?:[,(:–-]|\s-)\s?[\"“‘']?|\s[\"“‘']", gap):
                continue
            end = self._name_from(at)
            if end == at or self._is_institution(at, end):
                continue
            low, several = self._low(at), end - at > 1
            sure = (
                self._given(at)
                or (several and self._doubtful(at))
                or (self._known_surname(at) and not is_wordish(low) and not is_place(low))
            )
            if (
                sure
                or (several and self._unknown(end - 1) and not self.loud)
                or (self._unknown(at) and not self.loud and (word.text[0].islower() or self._low(end) in group("does")))
            ):
                if self.loud and not (self._given(at) or self._known_surname(end - 1)):
                    continue
                yield at, end, "role"

    def _called(self) -> Iterator[tuple[int, int, str]]:
        for m in _CALLED.finditer(self.text):
            if _OF_A_GROUP.search(self.text[max(0, m.start() - 40) : m.start()]) or self.loud:
                continue
            at = self._at(m.end())
            if at is None or not self._plain(at) or self.words[at].low in TITLES:
                continue
            weak = re.match(r"i\s+am|i['’]m|called", m[0], re.I)
            end = self._name_from(at) if self._given(at) or (self._unknown(at) and not weak) else at
            if end > at and not self._is_institution(at, end):
                yield at, end, "called"

    def _alone(self) -> Iterator[tuple[int, int, str]]:
        """A given name by itself in a sentence; or any other name after what is said or done to a person."""
        if self.loud or self.quiet:
            return
        for index, word in enumerate(self.words):
            if not self._plain(index):
                continue
            end = self._name_from(index)
            if end == index or self._is_institution(index, end):
                continue
            spoken = (
                index > 0
                and self._next_to(index)
                and self._low(index - 1) in group("done_to")
                and self.words[index - 1].text[0].islower()
            )
            if (
                spoken
                and (self._given(index) or self._unknown(index))
                and not _OF_A_GROUP.search(
                    self.text[max(0, self.words[index - 1].start - 40) : self.words[index - 1].start]
                )
            ):
                yield index, end, "spoken to"
            elif self._given(index) and word.text[1:].islower():
                before = self.words[index - 1] if index else None
                inside = (
                    before is not None and before.text[0].islower() and before.low not in group("where")
                    and re.fullmatch(r",?\s|\s[\"“‘']", self._gap(index)) and self.text[self.words[end - 1].end : self.words[end - 1].end + 1] != "/"
                )  # fmt: skip
                starts = end < len(self.words) and self._next_to(end) and self._low(end) in group("does")
                apart = (
                    self._begins(index)
                    and end < len(self.words)
                    and self._gap(end) == ", "
                    and self._low(end) in group("apposition")
                )
                if inside or starts or apart:
                    yield index, end, "given name"
            elif (
                (self._begins(index) or self.words[index - 1].text[0].islower())
                and self._next_to(end)
                and self._low(end) in group("does")
            ):
                said = self._low(end) in group("says")
                if self._unknown(index) and (said or (self._known_surname(index) and end - index == 1)):
                    yield index, end, "speaks"

    def _begins(self, index: int) -> bool:
        """The word begins a sentence or a line, or comes after a comma."""
        return index == 0 or not self._next_to(index)

    def _in_court(self) -> Iterator[tuple[int, int, str]]:
        for m in _CASE_OF_LAW.finditer(self.text):
            at = self._at(m.end())
            if at is not None and (end := self._name_from(at)) > at:
                yield at, end, "case of law"

    def _joined(self) -> Iterator[tuple[int, int, str]]:
        """`Sergeants Morgan and Crill`: after a name, what `and` joins to it."""
        ends = {last for _, last in self.rules}
        for index in range(2, len(self.words)):
            joined = self._low(index - 1) in ("and", "&") and index - 1 in ends and not self.loud
            if joined and self._unknown(index) and not self._is_institution(index, index + 1):
                end = self._name_from(index)
                if end > index and not self._is_institution(index, end):
                    yield index, end, "joined"

    def _again(self) -> Iterator[tuple[int, int, str]]:
        """The same names once more in the text, by any part of them that is no ordinary word."""
        parts: set[str] = set()
        for first, last in self.rules:
            for word in self.words[first:last]:
                if len(word.text) > 2 and not is_wordish(word.low) and not is_place(word.low):
                    parts.add(word.low)
            if len(word.text) > 2 and word.low in surnames() and word.low not in group("stands_alone"):
                parts.add(word.low)
        for index, word in enumerate(self.words):
            if word.low in parts and self._plain(index) and not self._is_institution(index, index + 1):
                yield index, index + 1, "again"

    def _at(self, start: int) -> int | None:
        """The index of the word that begins there."""
        return self.starts.get(start)
