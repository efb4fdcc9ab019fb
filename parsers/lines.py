"""Cases that a letter gives in words, one a line: 'PC – WhatsApp messages to a colleague – written warning', as a table."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field

from parsers import headings
from parsers.blocks import Blocks, place_of
from parsers.cases import of_all
from parsers.documents.model import Cell, Document, Row, Table, Text
from parsers.documents.ocr_pages import is_scan
from parsers.grid import Grid, period
from parsers.letter import Letter
from parsers.letter.answers import TAKEN_BACK, begins_with_somebody
from parsers.letter.passages import Passage, passages, split_sentences
from parsers.numbers import parse_number
from parsers.periods import is_period, parse_date
from schemas import forces as registry
from schemas import vocabulary
from schemas.vocabulary import normalise

_BULLET = re.compile(
    r"(?:[-–—•▪◦·●‣*\uf000-\uf0ff] ?|o )?(?:\(?(?:\d{1,2}|[a-h]|[ivx]{1,4})[.)] )?",
    re.I,
)
_REF = re.compile(
    r"(?P<ref>(?:case|matter|incident|record|investigation|officer|subject) (?:no\.? )?(?:\d{1,3}|(?-i:[A-Z])))(?=$|[ :,.(–—-])",
    re.I,
)
_GAP = re.compile(r" ?[:,.(–—-]? ?(?:[-–—] )?")
_LETTERED = re.compile(r" [A-Z]$")
_LETTER = re.compile(r" (?P<letter>[A-Z])(?=[ ,:(–—-])(?! [A-Z])")
"""What tells one officer from another behind the rank: 'PC A'."""
_ARTICLE = re.compile(r"(?:an?|one) ", re.I)
_ANOTHER = re.compile(r"(?:another|(?:an?|one)(?: (?:further|second|third|different))?) ", re.I)
_SEVERAL = re.compile(r"\d{1,2} ?[x×] |(?:police |civilian )?staff\b|members of\b", re.I)
_ADJECTIVES = re.compile(r"(?:(?:serving|male|female|regular|uniformed|junior|off[- ]duty|on[- ]duty) ){1,2}", re.I)
_MANY = re.compile(r"(?:two|three|four|five|six|seven|eight|nine|[2-9]) ", re.I)
_SEPARATED = re.compile(r" ?[,:;–—(]|\. | -+ ")
_BETWEEN = re.compile(r"[,;:–—]| - |\. ")
_DASH = re.compile(r" [-–—] ")
_IN_YEAR = re.compile(r"in (?P<year>(?:19|20)\d\d(?:/\d\d)?),? (?=an? )", re.I)
_AT_END = re.compile(r"(?:[,;] ?| [-–—] | \()([^,;()–—]{4,24})\)?$")
_LEAD_OFF = re.compile(r"[ .,:;–—-]*")
_WORDS = re.compile(r"\S+")
_RANK_WORDS = 6

_MORE = re.compile(
    r" ?(?:&|/|\+|×|\(\d|\d|'s|’s|x ?\d|(?:and|or|plus|with|together|along|alongside|who|that|which)\b)", re.I
)
"""Behind the rank: the line is about others too, about several, or about anybody of whom something holds."""
_PRESENT = re.compile(r" (?!was\b|has\b|his\b)[a-z]+s\b")
"""'A PC sends …': what somebody may do, or a word that cannot be told from it."""
_RECEIVED = re.compile(
    r"\breceiv|\b(?:was|were|been|being) sent\b|\bvictims?\b|\bcomplain|\bwitness|\brecipients?\b|^(?:who )?(?:report|alleg)ed\b|\bcleared\b|\bacquitted\b",
    re.I,
)
"""The line may be about somebody to whom it was done."""
_OTHERS = re.compile(
    r"\b(?:both|each|respectively|jointly|likewise)\b|\bof (?:whom|them|these|those|which)\b|\bas (?:well as|did)\b|\balong ?(?:with|side)\b|\btogether with\b"
    r"|\ball (?:of|were|received|officers)\b|\bthe others?\b|\bthe (?:second|latter|former|same) (?:officer|pc)\b|\bco-accused\b|\b(?:another|other) forces?\b"
    r"|(?:\band|&|\bplus) (?:(?:an?|one|another|two|three|four|five|\d|his|her|their|other|fellow) )?(?:other )?"
    r"(?:police )?(?:officers?|constables?|pcs?|dcs?|sergeants?|sgts?|inspectors?|pcsos?|staff|colleagues?|members?|specials?)\b",
    re.I,
)
"""More than one may be the subject of the line."""
_COUNTED = re.compile(
    r"(?:^|[,;:–—(-]) ?\d{1,3} ?(?:$|[,;:)–—]| -)|×|\bx ?\d|\d ?x\b"
    r"|\b(?:\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|several) (?:police )?(?:officers|constables|pcs|sergeants|pcsos|staff|cases|investigations)\b",
    re.I,
)
"""A number that may be how many the line is about."""
_UNSURE = re.compile(
    r"\b(?:would|could|might|should|if|can|whether|unless|e\.g|for example|such as|likely|typical\w*|usual\w*|normal\w*|generally|any|every"
    r"|propos\w+|recommend\w*|maximum|possib\w+|potential\w*|expected|provisional\w*|initial\w*|interim|previous\w*|prior|earlier|original\w*|(?:as|see) (?:above|before|case|officer)|same as|ditto)\b"
    r"|\b(?-i:may)\b|\?",
    re.I,
)
"""Words of what is supposed, or of another time or case."""
_CAME_OF_IT = re.compile(
    r"\b(?:dismiss|resign|retir|sack|warn|appeal|reinstat|overturn|quash|rescind|substitut|reduc|withdr[ae]w|sanction|penalt|demot|suspen|left the|no longer)",
    re.I,
)
"""Words that tell what came of a case: beside its outcome they may change it."""
_OF_A_CASE = re.compile(
    r"\b(?:complaint|allegation|case|charge|claim|matter|appeal|referral|report|grievance)s?\b", re.I
)
"""What may be dismissed instead of the officer."""
_TOLD = re.compile(
    r"messag|\btext(?:s|ed|ing)?\b|\bpost(?:s|ed|ing|ings)?\b|\bonline\b|\bchats?\b|\bimages?\b|\bphoto|\bpictures?\b|\bvideos?\b|\bmemes?\b|\bcomment"
    r"|\btweet|\bsocial media\b|\bshar(?:ed|ing)\b|\be-?mail|\binternet\b|\bupload|\bblog|\bselfie",
    re.I,
)
"""Words of what is sent or posted, where no platform is named."""

_CUT = re.compile(
    r" [-–—]{1,3} |[–—]|[;:] |\. |, | \(| and (?=(?:was|received|resigned|retired|has been|then|later|subsequently) )"
)
_VERB = re.compile(r"(?:(?:then|later|subsequently) )?(?:(?:was|has been) )?", re.I)
_RELATIVE = re.compile(r"\b(?:who|whom|whose|which|that|after|when|because)\b", re.I)
_LABEL = re.compile(r"(?:^|[ .,;–—(-])(?:the )?(?:(?:final|case) )?(?:outcome|result|sanction)$", re.I)
_LABEL_AT_END = re.compile(r"[ .,;–—(-]{0,4}(?:the )?(?:(?:final|case) )?(?:outcome|result|sanction)$", re.I)
_LABELLED = re.compile(r"^(?:the )?(?:(?:final|case) )?(?:outcome|result|sanction)(?: ?[:–—-] ?| was (?:an? )?)", re.I)
_OF_ANOTHER = re.compile(r"(?:police )?(?:staff|pcso|special|pc|member|colleague|officers|supervisor)\b", re.I)
_SHARED = re.compile(r"\b(?:both|each|all)\b", re.I)
_OUTCOME_WORDS = 16
_LONGEST = 700
"""Characters of a line; a longer one is a narrative."""

_COUNT_LED = re.compile(
    r"(?P<period>[^:(]{4,30}?)(?::| [-–—]| ?\() ?(?P<number>\w{1,12}) (?:police )?(?:officers?|cases?|investigations?|matters?)(?: (?:were )?(?:investigated|recorded))?[).:]{0,2}",
    re.I,
)
"""'2018 – 3 officers', above the lines of that year."""
_NONE = re.compile(r"(?:none|nil|no (?:cases|officers|investigations|records|matters))\b[^.]{0,30}\.?", re.I)
_GOES_ON = re.compile(
    r"(?-i:[a-z(\[*†])|(?:the|that|this|his|her|their|he|she|they|it|one|both|another|officer|on|following|after|however|subsequently|later|note|nb|appeal\w*|also|then|but|and)\b",
    re.I,
)
_SAYS_MORE = re.compile(r"\w(?:ed|ing)\b|\b(?:months?|years?|hearing|panel|officer|sanction|outcome)\b", re.I)
_OF_THE_SAME = re.compile(r"(?:he|she|they|the)\b|(?:officer|individual|person|members?) (?-i:[a-z])", re.I)
_FEW_WORDS = 8
_REVERSED = re.compile(
    rf"\b(?:{TAKEN_BACK}|appeal(?:ed|s)?|withdrawn)\b",
    re.I,
)
_OF_OFFICERS = re.compile(r"\b(?:officers?|pcs?|sanctions?|dismiss\w*|warnings?|outcomes?)\b", re.I)
_ASIDE = re.compile(
    r"\bexamples?\b|\bfor instance\b|\be\.g|\billustrat|\bscenario|\bhypothetical|\btypical|\bguid(?:e|ance)\b|\bdefin|\bvictims?\b|\bcomplainants?\b|\bwitnesses\b"
    r"|\bother (?:types?|kinds?|forms?|forces?|conduct|misconduct|matters|cases|officers|reasons?|issues)\b|\bunrelated\b|\b(?:not|n't|nothing) (?:relat|connect|relevant|about|involv|within|in scope|includ|count|been investigated|investigated)"
    r"|\bno connection\b|\bout(?:side)? (?:of )?(?:the )?scope\b|\bexclud|\b(?:all|any|general) (?:types? of |kinds? of |forms? of )?(?:police )?(?:misconduct|conduct|complaint|disciplin)"
    r"|\bof (?:these|those|them|whom|which|the above)\b|\bpreviou|\bearlier\b|\bsupersed|\bincorrect|\bin error\b|\bwithdrawn\b|\bpresumption\b"
    r"|\bplease (?:provide|give|state|list|supply)\b|\bformat\b|\bwould\b|\bcould\b|\bmay\b|\bmight\b|\bcontext\b|\bcomparison\b|\bsample\b|\bselection\b|\bsome of\b|\bnational|\bpublished\b"
    r"|\b(?:sanctions?|outcomes?|penalt\w+) (?:available|open|that can)\b|\bmatrix\b",
    re.I,
)
"""What leads to a list that is not of the officers asked about, or of some of them only."""
_LIST = re.compile(r"\b(?:above|these|those|listed|list|lines|entries)\b", re.I)


@dataclass(frozen=True, slots=True)
class _Who:
    """Whom a line is about: `ref` names the officer or the case, `many` how many they are where it is not one."""

    ref: str | None
    many: str | None
    rank: str | None
    person: str | None


@dataclass(frozen=True, slots=True)
class _Told:
    """What one line says of a case."""

    who: _Who
    conduct: str
    outcome: str
    year: str | None


@dataclass(slots=True)
class _Line:
    """A line that is surely a case, with the headings that it stands under; `sure` until what follows makes it doubtful."""

    passage: Passage
    told: _Told
    year: _Year | None
    person: Text | None
    sure: bool = True

    @property
    def officers(self) -> int:
        number = parse_number(self.told.who.many) if self.told.who.many else None
        return (number.value or 0) if number else 1

    def year_text(self) -> str | None:
        return self.told.year or (self.year.raw if self.year else None)


@dataclass(frozen=True, slots=True)
class _Year:
    """A heading that is a period, with the number of officers that it gives, if any."""

    raw: str
    text: Text
    number: int | None = None


@dataclass(slots=True)
class _Run:
    """Lines of one list: nothing but headings of periods and people, and other lines of a list, stands between them."""

    lead: list[str]
    lines: list[_Line] = field(default_factory=list)
    between: list[Passage] = field(default_factory=list)  # what was not read; behind the last line too
    headed: list[tuple[str, int | None]] = field(
        default_factory=list
    )  # each period, and the heading of people above it
    after: str = ""


@dataclass(frozen=True, slots=True)
class Lines(Blocks):
    """The cases as `Blocks`; `short` are the headings whose number of officers is not that of the lines read below them."""

    short: tuple[tuple[Text, int, int], ...] = ()


def case_lines(document: Document, letter: Letter) -> Lines:
    """The cases of a document's one list of lines, or nothing where it has none or several.

    Two lines or more that begin with one person and end in an outcome that is known as a whole, of what was sent or posted.
    Where there are several lists, or the list is led to as one of examples, of victims or of other conduct, none is read.
    """
    if not letter.answers:
        return Lines()
    answered = {a.block for a in letter.answers}
    runs = [run for run in _runs(document, letter, answered) if run.lines]
    if len(runs) != 1 or not _is_answer(runs[0]):
        return Lines()
    run = runs[0]
    read = [line for line in run.lines if line.sure and _of_what_was_asked(line.told)]
    if len(read) < 2 or 3 * sum(not _of_what_was_asked(line.told) for line in run.lines) > len(run.lines):
        return Lines()
    if any(line.year_text() for line in read):  # a blank would stand for the year of the line above
        read = [line for line in read if line.year_text()]
    if len(read) < 2:
        return Lines()
    made = _table(document, letter, run, read)
    plain = made.table and Grid(made.table).kinds == ["heading", *("body" for _ in read)]
    return made if plain else Lines()


# ------------------------------------------------------------------------------------------------------------ the list


def _runs(document: Document, letter: Letter, answered: Container[int]) -> list[_Run]:
    """The lines of the letter's own text, in lists: a table, the quoted request or a paragraph of prose ends one."""
    reader = _Reader(letter, answered)
    for item in passages(document):
        reader.take(item)
    return [*reader.runs, reader.run]


class _Reader:
    """Goes through the passages of a letter: the list that it is in, and the headings that hold there."""

    def __init__(self, letter: Letter, answered: Container[int]) -> None:
        self.letter, self.answered = letter, answered
        self.runs: list[_Run] = []
        self.run = _Run([])
        self.lead: list[str] = []
        self.year: _Year | None = None
        self.person: Text | None = None
        self.last: _Line | None = None  # where the passage before is a line that was understood

    def take(self, item: Passage | Table) -> None:
        if isinstance(item, Table):
            self._end(None)
            return
        text = _plain(item)
        if _breaks(item, text, self.letter):
            self._end(None)
        elif any(b.number in self.letter.boilerplate for b in item.blocks) or self._heads(item, text):
            return
        elif (told := _told(text)) and self._may_be_read(item, told):
            self.last = _Line(item, told, self.year, self.person)
            self.run.lines.append(self.last)
            self.run.lead = self.run.lead or self.lead[-3:]
        elif _NONE.fullmatch(_bare(text)):
            self.last = None
        elif not text.endswith(":") and (item.kind == "item" or _bare(text) != text or _is_like_them(text)):
            if not _begins_another(_bare(text)):
                self._doubt()  # it may be a point below the line
            self.run.between.append(item)
            self.last = None
        elif self.last and _goes_on(item, text):
            self._doubt()
            self.run.between.append(item)
        else:
            if _may_go_on(item, text):
                self._doubt()
            self._end(text)

    def _heads(self, item: Passage, text: str) -> bool:
        """The passage is a heading that holds for the lines below it."""
        first = item.blocks[0]
        if year := _year_of(text, first):
            self.year = year
            self.run.headed.append((normalise(year.raw), self.person.number if self.person else None))
        elif _names_people(text):
            self.person, self.year = first, None
        else:
            return False
        self.last = None
        return True

    def _may_be_read(self, item: Passage, told: _Told) -> bool:
        """The letter was understood to answer there, and the line's own year is that of its heading."""
        return any(b.number in self.answered for b in item.blocks) and _agrees(told, self.year)

    def _doubt(self) -> None:
        if self.last:
            self.last.sure = False

    def _end(self, prose: str | None) -> None:
        """End the list; `prose` is the paragraph that ends it, and may lead to the next."""
        if self.run.lines or prose is None:
            self.run.after = prose or ""
            self.runs.append(self.run)
            self.run, self.lead = _Run([]), []
        if prose is not None:
            self.lead.append(prose)
        self.year = self.person = self.last = None


def _plain(passage: Passage) -> str:
    return " ".join(word for block in passage.blocks for word in block.text.split())


def _bare(text: str) -> str:
    found = _BULLET.match(text)
    return text[found.end() :] if found else text


def _breaks(passage: Passage, text: str, letter: Letter) -> bool:
    """It is of the quoted request, or so much form that the list cannot go on behind it."""
    numbers = {b.number for b in passage.blocks}
    return bool(numbers & letter.quoted) or (bool(numbers & letter.boilerplate) and len(text.split()) > 12)


def _year_of(text: str, at: Text) -> _Year | None:
    """The heading as a period, where it is nothing but one, or one with the number of its officers."""
    bare = text.strip(" -–—:.")
    if len(bare) < 40 and is_period(bare):
        return _Year(bare, at)
    led = _COUNT_LED.fullmatch(text)
    number = parse_number(led["number"]) if led else None
    if led and number and number.value is not None and is_period(led["period"].strip()):
        return _Year(led["period"].strip(), at, number.value)
    return None


def _names_people(text: str) -> bool:
    bare = text.strip(" -–—:.")
    return len(bare.split()) <= 4 and vocabulary.load("person_type").lookup(bare).status == "mapped"


def _agrees(told: _Told, year: _Year | None) -> bool:
    """The year that the line gives is that of the heading above it, where both give one."""
    return not (told.year and year) or _year_in(told.year) == _year_in(year.raw)


def _begins_another(text: str) -> bool:
    """The line is about somebody else than the one above, be it understood or not: 'Three PCs – …'."""
    found = _who(text)
    if found and found[0].rank and _SEPARATED.match(text, found[1]):
        return True
    if _OF_THE_SAME.match(text) or _REVERSED.search(text):
        return False
    begins = _MANY.match(text) or _ANOTHER.match(text)
    return bool(_REF.match(text) or _SEVERAL.match(text) or begins_with_somebody(text[begins.end() if begins else 0 :]))


def _is_like_them(text: str) -> bool:
    """A line without a bullet that is about somebody, its parts set apart by dashes."""
    return bool(_DASH.search(text)) and _begins_another(text)


def _goes_on(passage: Passage, text: str) -> bool:
    """What stands below a line goes on with it: 'The officer appealed …', '(reduced on review)'."""
    apart = passage.kind == "heading" or text.endswith(":")
    return not apart and bool(_REVERSED.search(text) or _GOES_ON.match(text))


def _may_go_on(passage: Passage, text: str) -> bool:
    short = len(text.split()) <= _FEW_WORDS and not text.endswith(":")
    return short and passage.kind != "heading" and bool(_SAYS_MORE.search(text))


def _is_answer(run: _Run) -> bool:
    """What leads to the list, and what follows it, do not say that it is another one; no year heads two parts of it."""
    if len(set(run.headed)) < len(run.headed):
        return False
    leads = [s for text in run.lead[-1:] for _, s in split_sentences(text)][-2:]
    leads += [text for text in run.lead if len(text.split()) < 12]
    if any(
        _ASIDE.search(text) or headings.beside(text, "", text) or headings.other_subject(text, []) for text in leads
    ):
        return False
    beside = [*map(_plain, run.between), run.after]
    if any(_REVERSED.search(text) and _LIST.search(text) for text in beside):
        return False  # whose outcome was changed is not said
    follows = [s for _, s in split_sentences(run.after)][:2]
    return not any(_LIST.search(text) and _ASIDE.search(text) for text in follows)


def _of_what_was_asked(told: _Told) -> bool:
    return bool(_TOLD.search(told.conduct)) or _names_channel(told.conduct)


def _names_channel(text: str) -> bool:
    return bool(vocabulary.load("channel").mentions(text) or _platform(text))


# ------------------------------------------------------------------------------------------------------------ one line


def _told(text: str) -> _Told | None:
    """The case that a line tells; None where anything in it is not surely understood."""
    if len(text) > _LONGEST:
        return None
    text, year = _without_year(_bare(text), last=False)
    found = _who(text)
    if found is None or registry.recognise(text):
        return None
    who, at = found
    told = _ending(text, at, who)
    if told is None:
        return None
    said, outcome = told
    separated = _SEPARATED.match(text, at)
    conduct = text[at if separated else 0 : said].strip()
    conduct = _LABEL_AT_END.sub("", conduct[_LEAD_OFF.match(conduct).end() :] if separated else conduct)  # type: ignore[union-attr]
    conduct, own = _without_year(conduct.rstrip(" .,;:–—-"))
    if not conduct or (year and own and year != own) or not _is_plain(text[at:said], outcome):
        return None
    return _Told(who, conduct, outcome, year or own)


def _who(text: str) -> tuple[_Who, int] | None:
    """The one person that the line begins with, or the several of one rank, and where what is said of them begins."""
    ref = _REF.match(text)
    at = ref.end() if ref else 0
    if ref:
        found = _rank(text, _GAP.match(text, at).end())  # type: ignore[union-attr]
        if found is None:
            person = "officer" if ref["ref"].casefold().startswith("officer") else None
            return (_Who(ref["ref"], None, None, person), at) if person and _one(text, at) else None
    else:
        found = _rank(text, 0)
    if found is None:
        return None
    many, rank, end = found
    if ref and text[end : end + 1] == ")":
        end += 1
    letter = None if ref or many else _LETTER.match(text, end)
    if letter:
        end = letter.end()
    name = ref["ref"] if ref else f"{rank} {letter['letter']}" if letter else None
    if not _one(text, end) or (many and ref):
        return None
    if vocabulary.load("rank").lookup(rank).code == "unknown":
        return _Who(name, many, None, "officer"), end
    return _Who(name, many, rank, None), end


def _rank(text: str, at: int) -> tuple[str | None, str, int] | None:
    """How many, the rank as printed, and where it ends: the longest that is known; of one person without a number."""
    many = _MANY.match(text, at)
    begins = many or _ARTICLE.match(text, at)
    at = begins.end() if begins else at
    at = found.end() if (found := _ADJECTIVES.match(text, at)) else at
    words = []
    for word in _WORDS.finditer(text, at):
        words.append(word.span())
        if len(words) == _RANK_WORDS:
            break
    for _, end in reversed(words):
        printed = text[at:end].rstrip(" ,:;.–—-")
        if printed.count("(") != printed.count(")"):
            printed = printed.rstrip(") ")
        if not printed or _BETWEEN.search(printed) or _LETTERED.search(printed):
            continue
        match = vocabulary.load("rank").lookup(printed)
        if match.status == "mapped" and match.code:
            several = _is_plural(printed)
            if several is None or several != bool(many):
                return None
            return (many[0].strip() if many else None), printed, at + len(printed)
    return None


def _is_plural(rank: str) -> bool | None:
    """'PCs', 'members of staff'; None for a word of any number: 'police staff'."""
    folded = normalise(rank)
    if folded.startswith("member of"):
        return False
    if folded.endswith("staff") and not folded.startswith("members"):
        return None
    one = vocabulary.load("rank").lookup(folded[:-1])
    return folded.startswith("members") or (folded.endswith("s") and one.status == "mapped" and len(folded) > 2)


def _one(text: str, at: int) -> bool:
    """Behind the person named stands what was done, and nobody else."""
    if _MORE.match(text, at):
        return False
    if gap := _SEPARATED.match(text, at):
        return _rank(text, _LEAD_OFF.match(text, gap.end()).end()) is None  # type: ignore[union-attr]
    return text[at : at + 1] == " " and not _PRESENT.match(text, at)


def _ending(text: str, at: int, who: _Who) -> tuple[int, str] | None:
    """Where the outcome begins that the line ends in, and its words: the longest that the vocabulary knows as a whole."""
    for cut in _CUT.finditer(text, at):
        words = _LABELLED.sub("", text[cut.end() :].strip(" .;,"))
        if words.count(")") > words.count("("):
            words = words.rstrip(")")
        before = text[at : cut.start()]
        if cut[0] == " and ":
            words = words[_VERB.match(words).end() :]  # type: ignore[union-attr]
            if _RELATIVE.search(before):
                continue
        if cut[0] == ": " and not _LABEL.search(before) and not _TOLD.search(before) and not _names_channel(before):
            continue
        if _is_outcome(words, who):
            return cut.start(), words
    return None


def _is_outcome(words: str, who: _Who) -> bool:
    """The words are an outcome, all of them; of several officers, one that they all had."""
    if len(words.split()) > _OUTCOME_WORDS:
        return False
    known = vocabulary.load("outcome")
    if who.many:
        number = parse_number(who.many)
        shared = of_all(words)
        return bool(shared and number and shared[0] == number.value and shared[1].status == "mapped")
    if _OF_ANOTHER.match(words) or _SHARED.search(words):
        return False
    parts = known.split(words)
    if not parts or any(p.number is not None for p in parts):
        return False
    sure = [
        p.match.status == "mapped" or (p.match.status == "ambiguous" and "dismiss" in words.casefold()) for p in parts
    ]
    return all(sure)


def _is_plain(said: str, outcome: str) -> bool:
    """What is said before the outcome supposes nothing, tells of nobody else's part, and of nothing else that came of it."""
    said = _LABEL_AT_END.sub("", said)
    if any(p.search(said) for p in (_UNSURE, _OTHERS, _CAME_OF_IT)) or _RECEIVED.search(said.strip(" ,:;–—-")):
        return False
    known = vocabulary.load("outcome")
    if known.mentions(said) or _COUNTED.search(said) or any(map(_is_rank, _BETWEEN.split(said))):
        return False
    return not ("dismiss" in outcome.casefold() and _OF_A_CASE.search(said))


def _is_rank(text: str) -> bool:
    match = vocabulary.load("rank").lookup(text)
    return match.status == "mapped" and match.code != "unknown"


def _without_year(text: str, last: bool = True) -> tuple[str, str | None]:
    """The text without the year or date that stands by itself at its beginning, or at its end (`last`), and that year."""
    if not last and (told := _IN_YEAR.match(text)):
        return text[told.end() :], told["year"]
    first = _BETWEEN.search(text)
    if first and _is_year(text[: first.start()]):
        return text[_LEAD_OFF.match(text, first.end()).end() :], text[: first.start()].strip()  # type: ignore[union-attr]
    ends = _AT_END.search(text) if last else None
    if ends and _is_year(ends[1]):
        return text[: ends.start()], ends[1].strip()
    return text, None


def _is_year(text: str) -> bool:
    return len(text) < 25 and bool(is_period(text.strip()) or parse_date(text.strip()))


def _year_in(text: str) -> int | None:
    """The year of a period or a date, a financial one by its beginning."""
    day, when = parse_date(text), period(text)
    return day.year if day else when.year if when else None


def _platform(conduct: str) -> str | None:
    """The piece of a line that is a platform, where running text does not tell it: 'FB'."""
    known = vocabulary.load("channel")
    if known.mentions(conduct):
        return None
    for piece in _BETWEEN.split(conduct):
        parts = known.split(piece.strip())
        if parts and all(p.match.status == "mapped" for p in parts):
            return piece.strip()
    return None


# ----------------------------------------------------------------------------------------------------------- the table


def _table(document: Document, letter: Letter, run: _Run, read: list[_Line]) -> Lines:
    columns = {
        "Year": [_year_cell(line) for line in read],
        "Officer ref" if all(_of_officer(line) for line in read) else "Case ref": _cells(
            read, [w.told.who.ref for w in read]
        ),
        "Officer or staff": [_person_cell(line) for line in read],
        "Rank": _cells(read, [line.told.who.rank for line in read]),
        "Number of officers": _cells(read, [line.told.who.many for line in read]),
        "Summary of conduct": _cells(read, [line.told.conduct for line in read]),
        "Platform": _cells(read, [_platform(line.told.conduct) for line in read]),
        "Outcome": _cells(read, [line.told.outcome for line in read]),
    }
    kept = {heading: cells for heading, cells in columns.items() if any(c.text for c in cells)}
    first = read[0].passage.blocks[0]
    rows = [Row([Cell(text=heading) for heading in kept], first.location, first.number)]
    for at, line in enumerate(read):
        block = line.passage.blocks[0]
        rows.append(Row([cells[at] for cells in kept.values()], block.location, block.number))
    scanned = all(is_scan(document, line.passage.blocks[0].location) for line in read)
    table = Table(rows, first.location, 0, method="ocr" if scanned else "text", found_by="lines of one case each")
    used = frozenset(b.number for line in read for b in line.passage.blocks)
    return Lines(table, used, _left(document, letter, run, read), tuple(_short(read)))


def _of_officer(line: _Line) -> bool:
    ref = line.told.who.ref or ""
    return not re.match(r"(?:case|matter|incident|record|investigation)\b", ref, re.I)


def _cells(read: Sequence[_Line], texts: Iterable[str | None]) -> list[Cell]:
    places = (place_of(line.passage.blocks) for line in read)
    return [Cell(text=t, place=place if t else None) for t, place in zip(texts, places, strict=True)]


def _year_cell(line: _Line) -> Cell:
    if line.told.year:
        return Cell(text=line.told.year, place=place_of(line.passage.blocks))
    return Cell(text=line.year.raw, place=line.year.text.place) if line.year else Cell(text=None)


def _person_cell(line: _Line) -> Cell:
    """Officer or staff: by the heading above, else by the line where it names no rank."""
    if line.person and line.told.who.rank is None:
        return Cell(text=line.person.text.strip(" -–—:."), place=line.person.place)
    if line.told.who.person:
        return Cell(text=line.told.who.person, place=place_of(line.passage.blocks))
    return Cell(text=None)


def _left(document: Document, letter: Letter, run: _Run, read: list[_Line]) -> tuple[Text, ...]:
    """What stands among the lines and was not read, and what is said below of outcomes that were changed."""
    taken = {id(line.passage) for line in read}
    doubtful = [line.passage for line in run.lines if id(line.passage) not in taken]
    last = read[-1].passage.blocks[-1].number
    left = {p.blocks[0].number: p.blocks[0] for p in (*run.between, *doubtful)}
    below = [t for t in document.texts if t.number > last and t.number not in letter.quoted | letter.boilerplate]
    left |= {t.number: t for t in below if _REVERSED.search(t.text) and _OF_OFFICERS.search(t.text)}
    return tuple(left[number] for number in sorted(left))


def _short(read: list[_Line]) -> Iterable[tuple[Text, int, int]]:
    """The headings that give another number of officers than the lines read below them are about."""
    of_year = {line.year.text.number: line.year for line in read if line.year}
    for number, year in of_year.items():
        below = sum(line.officers for line in read if line.year and line.year.text.number == number)
        if year.number is not None and year.number != below:
            yield year.text, year.number, below
