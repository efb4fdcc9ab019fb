"""Counts from answers given in words: 'Three officers: two received management action and one was dismissed.'

Only what is understood wholly becomes a count. A number in an answer that is not understood is a problem, never a guess.
"""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass, replace
from itertools import pairwise

from parsers import headings
from parsers.accounting import Account
from parsers.context import Context
from parsers.counts import code
from parsers.documents.model import Document
from parsers.documents.ocr_pages import is_scan
from parsers.grid import BETWEEN, period
from parsers.infer import QuestionsAnswered, is_measure
from parsers.letter import Answer, Letter
from parsers.letter.answers import (
    EXCEPT,
    LEFT_OUT,
    NUMBER_WORDS,
    YEAR_AND_NUMBER,
    begins_with_outcome,
    ends_in_outcome,
    has_count,
    is_about_one,
    is_left_out,
    tells_of_somebody,
    tells_of_the_rest,
    tells_rank_of_all,
    years_lead,
)
from parsers.letter.figures import AMENDS
from parsers.numbers import Number, find_numbers, parse_number
from parsers.part_years import opening_months
from parsers.periods import Period, find_dates, is_period, parse_period
from schemas import forces as registry
from schemas import vocabulary
from schemas.records import Count
from schemas.vocabulary import normalise

_CLAUSE = re.compile(
    rf"\s*(?:;|:(?!\s*(?:\d|<|(?:(?:fewer|less|more) than |at least |nil|none|{NUMBER_WORDS})\b))|,(?!\d{{3}}\b)|\.(?=\s|$)|\n|\b(?:and|while|whilst|but|of whom|of which)\b)\s*",
    re.I,
)
_ACT = re.compile(r"\b(?:Act|Acts|Regulations|Rules|Order|Code of Practice)\b,? (?:\([^)]*\) )?(?:of )?(?:19|20)\d\d")
_BETWEEN_NUMBERS = re.compile(r"\s*:\s*(?=\d)|\s+[-–—]\s+(?=\d)")
_LEADING = re.compile(
    r"^(?:(?:of (?:these|them|those|the|whom|which)|(?:police |serving |former )*(?:officers?|staff|individuals?|people|persons?|cases?|investigations?|"
    r"allegations?|complaints?|matters?|members? of (?:police )?staff|records?|incidents?|crimes?|offences?)|"
    r"(?:has|have|had|was|were|is|are|been|being|received|receiving|given|issued|subject|dealt|by|way|to|in|on|a|an|the|with|resulted|resulting|ended|led|concluded|that|who|which|also|both|each|all|of|recorded as|finalised as|(?:an )?outcomes? of|found|for|as|sanctioned|formally|there|instance|instances|faced|facing|related|relating|concerned|concerning|involved|involving|about|via|using)\b)\s*)+",
    re.I,
)
_INVESTIGATED = re.compile(
    r"\b(?:investigat\w*|record\w*|identif\w*|report\w*|subject(?:ed)? (?:to|of)|received|logged|located|made|held|shown|listed|covered|alleg\w*|disciplin\w* (?:matters|proceedings)|conduct|social media|whatsapp)\b",
    re.I,
)
_BEFALLEN = re.compile(
    rf"{_INVESTIGATED.pattern}|\b(?:carried out|conducted|undertaken|opened|commenced|launched|initiated|started|began|begun|took place|taken place|instigated|instituted|completed|ongoing|in progress|in total|involv\w+|relat\w+)\b|^\W*$",
    re.I,
)
_YEAR = re.compile(r"\b(?:FY ?)?(?:19|20)\d\d(?: ?[/–-] ?(?:20)?\d\d)?\b")
_TRAILING = re.compile(
    r"\s*\b(?:(?:was|were|has|have|been|is|are|taken|given|issued|imposed|against|to|for|in|by|the case of)\s*){1,12}$",
    re.I,
)
_FILLER = re.compile(
    r"\b\d{1,2}(?:st|nd|rd|th)?\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b|"
    r"\b(?:in|by|per|each|up|until|during|for|between|total|there|were|was|a|of|the|year|financial|calendar|since|from|to)\b|\W",
    re.I,
)
_NONE_OF_THESE = re.compile(r"\W*(?:none|neither|not one) of (?:these|those|them|which|whom)\b", re.I)
_INCLUDES = re.compile(
    r"\W*[¹²³⁴⁵⁶⁷⁸⁹\d*†‡]?\s*(?:(?:this|these|the (?:figures?|totals?|numbers?)) )?includ(?:es|e|ing)\b", re.I
)
_STAFF = re.compile(r"\b(?:police staff|(?:members? of|civilian) (?:police )?staff|staff members?|volunteers?)\b", re.I)
_OFFICERS = re.compile(r"\b(?:officers?|constables?|sergeants?|inspectors?|superintendents?)\b", re.I)
_ASKING = re.compile(
    r"^(?:(?:and|please|state|provide|of (?:these|those|them),?|how many|the number(?: of)?|in how many)\s+)+", re.I
)
_PAIR = re.compile(
    r"((?:(?:19|20)\d\d(?:/\d\d)?|[A-Za-z])[^–—=:]{0,300}?)\s*[-–—=:]\s*(\d+|nil|none|zero)(?=\s|[,;.]|$)", re.I
)
_LEAD = re.compile(
    r"^\W*(?:in |during |for )?(?:(?:the )?(?:financial |calendar )?year )?(?:FY ?)?(?:19|20)\d\d\b", re.I
)
_ALL_OF_THEM = re.compile(
    r"^\s*(?:both|all)\b(?: (?:of )?(?:these|them|the))?(?! (?:two|three|four|five|six|seven|eight|nine|ten)\b)", re.I
)
_SHARE_OF = re.compile(
    r"\b(?:half|(?:one|two|three)[ -](?:third|quarter|fifth)s?|a (?:third|quarter)|most|(?:the|a) (?:vast )?majority|many|several|some|proportion|per ?cent|percentage)"
    r" of (?:(?:the|these|those|all|our) )?(?=\w)|\d ?% of\b|\b\w+ of (?:the|these|those) \d+ (?:were|was|are|is|had|have|has) also\b",
    re.I,
)
_OF_ALL = re.compile(r"\s+(?:out )?of (?:(?:the|these|those|our|all) )*", re.I)
"""Between the part and the whole in '11 of the 14 cases': the whole stands elsewhere."""
_ALL_DID = re.compile(
    r"\s*(?:police )?(?:officers?|constables?|individuals?)\s+(?:was|were|had|have|has|received|resigned|retired|left|resulted)\b",
    re.I,
)
"""After the whole in 'five of the 17 officers were dismissed': nothing narrows whom it counts."""
_RELATE_TO = re.compile(
    r"\b(?:outcomes?|allegations?|cases?|complaints?|sanctions?|investigations?|matters?)\b(?:(?!\b(?:which|that|where|end|result|dismiss|warning|resign|retir))[^.;])*?\b(?:relate[sd]? to|relating to|concern(?:s|ed|ing)?|involv(?:e|es|ed|ing)|into(?: the conduct of)?"
    r"|(?:(?:were|are) )?(?:against|about))\s+(?P<number>[\w-]+)\s+(?:individual |different |separate |named )?(?:police )?officers?\s*(?:, (?:because|as|since)\b.*)?$",
    re.I,
)
"""'The 116 outcomes in Table 1 relate to 109 officers': how many officers they are."""
_TOLD_BEFORE = re.compile(r"\b(?:the|these|those|all|its|our) $", re.I)
"""'The 116 allegations': so many as stand elsewhere."""
_MATTERS = ("investigations", "allegations", "complaints", "cases")
_SUBJECT_OF = re.compile(
    r"^\W*(?:(?:in (?:all|total)|(?:between|from) [^,]{4,60}|since [^,]{4,40}),? )?(?P<officers>[\w-]+) (?:police )?officers? (?:have|has|had)? ?(?:been|were|was) (?:the )?subjects? (?:of|to) (?P<investigations>[\w-]+) (?:separate )?investigations?(?: (?:falling |that (?:fall|falls|fell) )?within the (?:terms|scope) of (?:your|the|this) request)?\W*$",
    re.I,
)
_SPAN = re.compile(
    r"\b(?:between|from) (?:the )?(?:start of |years? )?((?:19|20)\d\d(?:/\d\d)?) (?:and|to|until|up to)(?: the)?(?: end of)? ((?:19|20)\d\d(?:/\d\d)?)\b",
    re.I,
)
_MONTHS_TO = re.compile(
    r"\b(?:\d{1,2}|three|six|nine|twelve) months?(?: period)? (?:to|ending|ended|up to) (?:the )?$", re.I
)
_ASIDE = re.compile(r"\s*\((?:of whom|of which|including|inc\.?|includes)\b[^()]*\)", re.I)
"""'2017 - 11 (of whom 1 suspended)': what some of those before had besides."""
_YEARS_LISTED = re.compile(
    r"\b(?:19|20)\d\d(?:/\d\d)?(?:, (?:19|20)\d\d(?:/\d\d)?)*,? (?:and|or|nor) (?:19|20)\d\d(?:/\d\d)?\b"
)
_THE_OFFICERS = re.compile(
    r"\b(?:the|these|those) (?:police )?officers (?:were|are|comprised|included|consisted of)\b", re.I
)
"""'The officers were 21 constables and three sergeants': what is counted, before the numbers."""
_SOME_OF = re.compile(
    r"\s*of (?:the|these|those) (?:\w+ )?(?:officers|staff|individuals|people|subjects|cases)\b", re.I
)
"""'Two of the officers …': some of those whom the reply has counted elsewhere."""
_OTHER_THINGS = re.compile(
    r"\s+(?:[\w-]+ ){0,2}?(?:hearings?|meetings?|messages?|posts?|groups?|platforms?|images?|devices?|requests?|records?|files?|documents?|questions?|accounts?|hours|sessions?|events?|reviews?)\b",
    re.I,
)
"""What a number may count in a reply besides officers and their cases."""
_ENDED = re.compile(
    r"\b(?:was|were|been|being|is|are|and|who|later|then|subsequently|has|have|had|he|she|they|officers?|constables?|sergeants?|inspectors?|pcs?) (?:then |later |subsequently |since |now |already |both |all |also )?(?P<how>dismissed|resigned|retired|demoted|sacked)\b",
    re.I,
)
"""What became of somebody in one word, which alone may be of something else ('the case was dismissed'): told all the same."""
_SENTENCE_PARTS = re.compile(
    r"[;()]|\.\s|,\s(?=(?:and |but |which |who |that )?(?:is|are|was|were|these|this|those|that|police staff|staff|specials?|special)\b)"
)
_UNIT = re.compile(
    r"\s+(?:(?!(?:of|in|into|for|against|and|who|that|which|were|was|have|had|has)\b)[\w-]+ ){0,3}?(?P<unit>(?:officers?|investigations?|allegations?|complaints?|cases?|matters?|crimes?|offences?|individuals?|persons?|people)\b)(?!['’])",
    re.I,
)
"""What a number counts stands right after it: 'two recorded investigations', 'three of the allegations'."""
_SINCE = re.compile(r"\b(?:since|from|after) (?:the (?:start|beginning) of )?(?:\w+ )?$", re.I)
_AS_AT = re.compile(r"\bas (?:of|at) (?:the )?(?:(?:start|end|beginning) of )?(?:\w+ )?$", re.I)
"""'As of May 2022 17 officers …': when it was counted, and no count of 2022."""
_AT_A_PLACE = re.compile(
    r"\b(?:at|within) (?:the )?(?!Gross|Misconduct|Court|Hearing|Meeting)(?-i:[A-Z])[\w'’.]+", re.I
)
_WORDS_OF_A_PART = 8
"""A line under '2021 – 6 officers' that tells a part of them is no longer: '2 x Resigned prior to hearing'."""
_TO_PEOPLE = re.compile(
    r"\s*(?:(?:was|were|has been|have been|being) (?:\w+ )?(?:given|issued|dismissed|required|sanctioned|found|reduced|demoted)|received|receiving|resigned|retired|left)\b",
    re.I,
)
"""Of people alone: 'two were given a written warning' counts no investigations, whatever was counted before."""
_IN_ONE = re.compile(r"^\W*in\s*$", re.I)
"""'In one, an officer …': one of those told of before."""
_OF_ONE_OF_THEM = re.compile(r"\s+(?:the|an?|each|that|this|his|her|their)\b", re.I)
"""'In four the officer received advice': four of what was told of before."""
_OF_ONE_CASE = re.compile(
    r"\W*(?:the )?(?i:matter|case|incident|record|investigation|entry|row|item) (?i:(?:no|number)\.? )?(?:[A-Z]|\d{1,3})\b"
)
"""'Matter H concerned two officers': of those told of before."""
_SOME_TOLD_OF = re.compile(
    r"\bthe (?:next|first|last|other|following|remaining|previous|preceding|latter|former|final|same) $", re.I
)
"""'The last three cases were closed in 2020': some of those that the reply lists."""
_ANOTHER_YEAR = re.compile(
    r"\b(?:following|next|subsequent|previous|preceding|prior) (?:(?:financial|calendar|two|three) )?years?\b|\byears? (?:later|earlier|before that|after that|since)\b"
    r"|\bthe years? (?:before|after)\b",
    re.I,
)
"""'The following year there were four': of a year that is named by another."""
_FOUND = re.compile(r"\b(?:no )?case to answer\b|\bbreach(?:ed|es)\b", re.I)
_OF_THE_FORCE = re.compile(
    r"\b(?:employ(?:s|ed|ing)?|has|have|had) (?:around |about |approximately |some |over |nearly )?\d[\d,]{2,} (?:serving |police |warranted )*officers\b"
    r"|\b(?:workforce|headcount|strength) of\b|\bemploy(?:s|ed|ing)?\b[^.;]*\d",
    re.I,
)
"""'The force has 2,074 officers': how large it is."""
_COMPLAINTS = re.compile(r"\b\d[\d,]* (?:\w+ )?complaints\b", re.I)
_SUCH = re.compile(
    r"\b(?:such|these|those|this kind|this nature|social media|online|whatsapp|messag\w+|posts?|texts?|facebook|twitter|instagram|snapchat|tiktok|upheld|led|result\w*|officers?)\b",
    re.I,
)
"""What makes complaints those that were asked about."""
_EACH_YEAR = re.compile(
    r"\b(?:each|every)(?: of (?:the|these|those))? (?:(?:calendar|financial|subsequent|other|\w+) )?years?\b|\bper (?:year|annum)\b|\ba year\b(?! (?:later|earlier|before|after))|\bannually\b|\bon average\b",
    re.I,
)
_OFTEN = re.compile(
    r"\b(?:twice|more than once|on (?:two|three|more than one|several|separate) occasions?|(?:two|three|four|several) times)\b",
    re.I,
)
"""'One officer was investigated twice': of those told of."""
_NAMED = re.compile(r"^(?:the )|\s*\b(?:was|were|is|are|stands? at|came to)$", re.I)
"""Around what a number is said to count: 'The number of officers investigated was 6'."""
_JUST_TOTAL = re.compile(r"(?:(?:grand|overall|sub)[ -]?)?totals?", re.I)
_NO_ANSWER = re.compile(  # how to read a list or a symbol, no figure
    r"^(?:each|one|1|every) (?:row|line|entry|record|case)\b|\b(?:dash|hyphen|asterisk|blank(?: cell)?|nil|zero|[-–*])[”\"’']? "
    r"(?:means?|denotes?|indicates?|represents?|signif)"
    r"|^(?:any |all )?(?:figures?|numbers?|values?|counts?|cells?|results)(?: of| which are| that are| are)? (?:below|under|less than|fewer than|lower than|between)\b"
    r".{0,40}\b(?:withheld|suppressed|redacted|not shown|removed|masked|hidden|rounded)\b",
    re.I,
)
_SUPERSEDED = re.compile(
    r"\b(?:previous(?:ly)?|earlier|original(?:ly)?|first|last) (?:response|reply|letter|answer|disclosure|figure|request|stated|said|supplied|provided)|"
    r"\bwe (?:first |then |had |have )?(?:said|stated|told you|reported|advised)\b|\bpreviously\b.{0,60}\b(?:said|stated|told|advised|gave|provided|reported)\b|\bnot (?:to )?be relied\b|"
    r"\b(?:incorrect|in error|wrongly|withdrawn|should have read|disregard)\b",
    re.I,
)


def read_answers(letter: Letter, context: Context, account: Account, repeated: Container[int] = ()) -> list[Count]:
    """The counts of the letter's answers; each answer is one row of `account`.

    `repeated`: indices of answers that another document of the reply gives in the same words; nothing is read from them.
    """
    made: list[Count] = []
    texts = {t.number: t.text for t in context.document.texts}
    spoken_of: dict[int, tuple[str, Period]] = {}  # block → the one period that its sentences so far are about
    units: dict[str | None, set[str]] = {}  # question → what the totals of its answer counted so far
    leads = _units_of_lists(context.document)
    lead: _Lead | None = None
    by_year = years_lead(a.text for a in letter.answers)
    below = _below_years(context)
    another_year: set[int] = set()  # blocks that speak of a year that is named by another: 'the following year'
    for index, answer in enumerate(letter.answers):
        if by_year:
            answer = replace(answer, text=YEAR_AND_NUMBER.sub(r"\g<year>: ", answer.text))
        if index in repeated:
            account.settle(index, "skipped", "stands in another document of the reply too")
            continue
        years = _periods(answer.text, context)
        if len(years) == 1:
            spoken_of[answer.block] = years[0]
        under = lead if lead and not years and lead.goes_on(answer) else None
        when = spoken_of.get(answer.block) or (under.when if under else None)
        if when is None and not _OF_ALL_YEARS.search(answer.text):
            when = below.get(answer.block)
        told_so_far = units.get(answer.question, set())
        unit = leads.get(answer.block) or (next(iter(told_so_far)) if len(told_so_far) == 1 else None)
        unit = "officers" if _THE_OFFICERS.search(answer.text) else unit
        if years:
            another_year.discard(answer.block)
        elif _ANOTHER_YEAR.search(answer.text):
            another_year.add(answer.block)
        counts: list[Count] = []
        missed = [answer.text]
        if answer.block not in another_year:
            counts, missed = _read(answer, _question(answer, letter, texts), when, context, unit)
        if len(years) > 1:  # of which of them the next sentence speaks is not said
            another_year.add(answer.block)
        if letter.with_staff.get(answer.question, 0) >= answer.block and not _OFFICERS.search(answer.text):
            counts = [replace(c, measure="persons") if c.measure == "officers" else c for c in counts]
        if any(c.dimension == "total" for c in counts) and (unit := _unit_of_first(answer.text)):
            units.setdefault(answer.question, set()).add(unit)
        if under and not under.holds(counts):
            counts, missed = [], [answer.text]
        missed += _left_over(answer.text, counts, missed)
        made.extend(counts)
        lead = under or _Lead.of(answer, years, counts)
        if missed:
            context.log.add(
                "low_confidence",
                "warning",
                f"An answer in words was not wholly understood: “{answer.text[:160]}” (left over: {'; '.join(missed)[:120]}).",
                fix="Read it on the page and add what is missing by hand.",
                location=answer.location,
                row=None,
            )
        if counts:
            account.settle(index, "records")
        elif missed:
            account.settle(index, "quarantined", "answer in words not understood")
        else:
            account.settle(index, "skipped", "no figure in the sentence")
    return made


_OF_ALL_YEARS = re.compile(
    r"\b(?:in (?:total|all)|altogether|overall|over(?:all)? the (?:whole )?(?:period|years)|(?:whole|entire|full|same) period|all (?:the )?years|across (?:all|the)|between 20\d\d|since)\b",
    re.I,
)
_HEADED = re.compile(r"[A-Z\d][^.;?!]{0,60}")


def _below_years(context: Context) -> dict[int, tuple[str, Period]]:
    """By the number of its text, the period that stands alone above it, as '2019' over a paragraph; where one such heading is
    alone, it may head anything, and gives none. Another short line without a full stop ends what it heads."""
    found: dict[int, tuple[str, Period]] = {}
    when: tuple[str, Period] | None = None
    heads = 0
    for text in context.document.texts:
        alone = text.text.strip(" :–-\uf0b7•")
        if is_period(alone) and not find_numbers(alone) and (at := period(alone, context.basis(alone))):
            when, heads = (alone, context.cut(at)), heads + 1
        elif text.kind == "heading" or (_HEADED.fullmatch(alone) and not find_numbers(alone) and text.kind != "item"):
            when = None
        elif when:
            found[text.number] = when
    return found if heads > 1 else {}


_BY_YEAR_OF = re.compile(
    r"\bby (?:the )?(?:financial |calendar )?year (?:in which|that|when) (?:the|each|a|an) (?P<unit>record|case|allegation|matter|investigation|complaint)s? (?:was|were|is)\b",
    re.I,
)


def _units_of_lists(document: Document) -> dict[int, str]:
    """By the number of its text, what the figure of a line of a list counts where the line above the list says so alone:
    'By the year in which the record was made:'."""
    found: dict[int, str] = {}
    unit = None
    for text in document.texts:
        if text.text.rstrip().endswith(":"):
            said = _BY_YEAR_OF.search(re.split(r"(?<=[.;])\s+(?=[A-Z])", text.text)[-1])
            alone = said and not headings.measure_of(said.string.replace(said[0], " "))
            unit = (headings.measure_of(f"{said['unit']}s") or "cases") if said and alone else None
        elif unit and _LEAD.match(text.text):
            found[text.number] = unit
        else:
            unit = None
    return found


@dataclass
class _Lead:
    """A line such as '2021 – 6 officers' that lines below it, one part each, break down."""

    when: tuple[str, Period]
    left: int  # officers whom no line below has told of yet
    block: int

    @classmethod
    def of(cls, answer: Answer, years: list[tuple[str, Period]], counts: list[Count]) -> _Lead | None:
        whole = [c.value for c in counts if c.dimension == "total" and c.value]
        led = len(years) == 1 and len(counts) == 1 and whole and _LEAD.match(answer.text)
        return cls(years[0], whole[0], answer.block) if led else None

    def goes_on(self, answer: Answer) -> bool:
        """The answer is the next short line, and may be a part of the officers of the line above."""
        if answer.block not in (self.block, self.block + 1) or len(answer.text.split()) > _WORDS_OF_A_PART:
            return False
        if re.search(r"\btotal\b", answer.text, re.I):
            return False
        self.block = answer.block
        return True

    def holds(self, counts: list[Count]) -> bool:
        self.left -= sum(c.lower or 0 for c in counts)
        return self.left >= 0 and all(c.dimension != "total" for c in counts)


def read_cells(found: QuestionsAnswered, context: Context, account: Account) -> list[Count]:
    """The counts of the answers that a table prints beside their questions; each row gets its fate in `account`."""
    grid = found.grid
    made: list[Count] = []
    for row, kind in enumerate(grid.kinds):
        source, cell = grid.rows[row], grid.cell(row, found.answer)
        if kind in ("title", "heading"):
            account.settle(row, "header")
            continue
        text = (cell.text or "").strip()
        counts: list[Count] = []
        missed: list[str] = []
        for sentence in _sentences(text):
            answer = Answer(source.number, None, sentence, cell.place, source.location)
            read, left = _read(answer, grid.text(row, found.question), None, context)
            counts += read
            missed += left + _left_over(sentence, read, left)
        if missed:
            context.log.add(
                "low_confidence",
                "warning",
                f"An answer in a cell was not wholly understood: “{text[:160]}” (left over: {'; '.join(missed)[:120]}).",
                fix="Read it on the page and add what is missing by hand.",
                at=source,
            )
        made += counts
        if counts:
            account.settle(row, "records")
        elif missed:
            account.settle(row, "quarantined", "answer in words not understood")
        else:
            account.settle(row, "skipped", "no figure in the answer")
    return made


def _sentences(text: str) -> list[str]:
    """The sentences of a cell; 'Dismissal – 1 Written Warning – 3', whose line breaks are gone, is one for each pair."""
    pairs = _PAIR.findall(text)
    if len(pairs) > 1 and not _PAIR.sub("", text).strip(" .,;"):
        return [f"{label.strip(' ,;.')}: {number}" for label, number in pairs]
    return [s for s in re.split(r"(?<=[.;])\s+", text) if s]


def _question(answer: Answer, letter: Letter, texts: dict[int, str]) -> str:
    """The words of the question that the answer is to, from the quoted request."""
    if answer.question is None:
        return ""
    label = re.sub(r"\W", "", answer.question).casefold().removeprefix("question").removeprefix("q")
    for number in sorted(letter.quoted):
        found = re.match(
            r"\s*(?:question|q)?\s*\(?(\d{1,2}(?:\(?[a-z]\)?)?|[a-z])\s*[.):]?\s+(.{8,})",
            texts.get(number, ""),
            re.I | re.S,
        )
        if found and re.sub(r"\W", "", found[1]).casefold() == label:
            return found[2]
    return ""


def _read(
    answer: Answer,
    question: str,
    spoken_of: tuple[str, Period] | None,
    context: Context,
    unit: str | None = None,
) -> tuple[list[Count], list[str]]:
    """The counts of one answer, and the clauses with numbers that were not understood.

    `unit`: what the figures of the answer counted so far, for one that does not say.
    """
    if (
        len(lines := _sentences(answer.text)) > 1
        and _PAIR.search(answer.text)
        and not _PAIR.sub("", answer.text).strip(" .,;")
    ):
        each = [_read(replace(answer, text=line), question, spoken_of, context, unit) for line in lines]
        return [c for counts, _ in each for c in counts], [m for _, missed in each for m in missed]
    if aside := _ASIDE.search(answer.text):
        rest = replace(answer, text=_ASIDE.sub("", answer.text))
        counts, missed = _read(rest, question, spoken_of, context, unit)
        return counts, missed + ([aside[0].strip()] if _counts_some(aside[0]) else [])
    text = answer.text.strip(" .-–\uf0b7•")
    whole = parse_number(text) if len(text) < 40 else None
    if whole is not None and whole.meaning in ("exact", "suppressed", "zero") and text:
        return _bare(answer, whole, question, context)
    if _NO_ANSWER.search(text) or (is_period(text) and not find_numbers(text)):
        return [], []
    if _SHARE_OF.search(text):
        return [], [text]  # 'half of the ten officers': a share, and the number is that of all
    if AMENDS.search(text) or (find_numbers(text) and (_SUPERSEDED.search(text) or _of_another(text, context))):
        return [], [text]  # figures of an earlier reply or of another force are not this answer
    if _speaks_of_left_out(text):
        return [], [text]  # 'One matter was transferred and does not appear': in no figure of this reply
    if _INCLUDES.match(text):
        return [], [text]  # '¹ Includes 1 officer who had left': part of a figure given elsewhere
    # 'None of these was a conduct investigation': of what was said before, and no answer of its own
    if _NONE_OF_THESE.match(text) and not _tells_outcome(text):
        return [], [text]
    if context.request.measure == "officers" and _STAFF.search(text) and not _OFFICERS.search(text):
        return [], [text]  # members of staff are no officers
    if paired := _respectively(answer, text, question, context):
        return paired, []
    counts, missed = [], []
    years = _periods(answer.text, context)
    if subjects := _SUBJECT_OF.search(text):
        both = [parse_number(subjects[name]) for name in ("officers", "investigations")]
        when = years[0] if len(years) == 1 else spoken_of if not years else None
        if all(both) and len(years) < 2:
            told = zip(both, ("officers", "investigations"), strict=True)
            return [_made(answer, n, "total", None, when, m, context) for n, m in told if n], []
    if (related := _RELATE_TO.search(text)) and len(years) < 2 and len(find_numbers(text[: related.end("number")])) < 3:
        if _OF_ONE_CASE.match(related[0]):
            return [], [text]
        read = parse_number(related["number"])
        when = years[0] if years else spoken_of
        if not read:
            return [], [text]
        matters = [
            _made(answer, n.number, "total", None, when, measure, context)
            for n in find_numbers(text[: related.start("number")])
            if not _TOLD_BEFORE.search(text[: n.span[0]])
            and (measure := _measure(text[n.span[1] : related.start("number")])) in _MATTERS
        ]
        return [*matters, _made(answer, read, "total", None, when, "officers", context)], []
    if any(when.end and when.end < context.request.period_start for _, when in years):
        return [], [text]  # of a time before what was asked
    if _OF_THE_FORCE.search(text) or (
        context.request.measure == "officers" and _COMPLAINTS.search(text) and not _SUCH.search(text)
    ):
        return [], [text]
    if not years and _ANOTHER_YEAR.search(text):
        return [], [text]
    if (EXCEPT.search(text) or _EACH_YEAR.search(text) or _OFTEN.search(text)) and find_numbers(text):
        return [], [text]
    if not find_numbers(text) and (
        has_count(text)
        or tells_of_somebody(text)
        or is_about_one(text)
        or tells_of_the_rest(text)
        or _tells_outcome(text)
        or _ends_of(text)
        or ends_in_outcome(text)
        or begins_with_outcome(text)
    ):
        return [], [text]  # 'Both were dismissed': an answer, and no number to count it by
    if (listed := _YEARS_LISTED.search(text)) and not _SPAN.search(text):
        stated = find_numbers(text)
        if len(stated) != 1 or stated[0].number.value != 0:
            return [], [text]  # which number belongs to which year is not said
        apart = [replace(answer, text=answer.text.replace(listed[0], year[0])) for year in _YEAR.finditer(listed[0])]
        each = [_read(one, question, spoken_of, context, unit) for one in apart]  # 'none in 2017 or 2018'
        return [c for found, _ in each for c in found], [text] * any(missed for _, missed in each)
    if all_of_them := _and_all(answer, text, years or ([spoken_of] if spoken_of else []), question, context):
        return all_of_them, []
    counted: str | None = None  # what the clause before counts, where it says
    for clause, numbers in _clauses(answer.text):
        own = _periods(clause, context)
        when = own[0] if len(own) == 1 else years[0] if len(years) == 1 else spoken_of if not years else None
        if len(numbers) == 2 and _OF_ALL.fullmatch(clause[numbers[0][1][1] : numbers[1][1][0]]):
            if _ALL_DID.match(clause, numbers[1][1][1]):
                of_all = headings.measure_of(clause[numbers[1][1][1] :])
                counts.append(_made(answer, numbers[1][0], "total", None, when, of_all, context))
            clause, numbers = clause[: numbers[0][1][1]] + clause[numbers[1][1][1] :], numbers[:1]
        if (
            len(numbers) > 1
            or (len(years) > 1 and len(own) != 1)
            or (numbers[0][0].value is None and numbers[0][0].meaning == "unknown")
        ):
            missed.append(clause)
            continue
        read, span = numbers[0]
        count = _count(answer, clause, read, span, when, question, context, counted or unit)
        if count:  # 'no case to answer' counts no cases
            said = _measure(clause[span[1] :].replace(count.category_raw or "", " "))
            counted = said or (count.measure if count.dimension == "total" else None) or counted
        if (
            count
            and counts
            and count.dimension == counts[-1].dimension == "channel"
            and not _measure(clause[span[1] :])
        ):
            count = replace(count, measure=counts[-1].measure)  # '18 cases involved WhatsApp, 9 Facebook'
        if count:
            counts.append(count)
        else:
            missed.append(clause)
    return counts, missed


def _and_all(
    answer: Answer, text: str, years: list[tuple[str, Period]], question: str, context: Context
) -> list[Count]:
    """The counts of '2018: 2 officers – both received management advice': the officers, and what became of them all."""
    parts = re.split(r"\s+[-–—]\s+|[;,.]\s+(?=(?:both|all)\b)|:\s+(?=(?:both|all)\b)", text, maxsplit=1, flags=re.I)
    if len(parts) != 2 or len(years) > 1:
        return []
    told, outcome = parts
    said = _clauses(told)
    if len(said) != 1 or len(said[0][1]) != 1 or find_numbers(_ALL_OF_THEM.sub("", outcome)):
        return []
    number, span = said[0][1][0]
    alone = number.value == 1 or _ALL_OF_THEM.match(outcome)
    label = _LEADING.sub("", _ALL_OF_THEM.sub("", outcome).strip()).strip(" .")
    when = years[0] if years else None
    whole = _count(answer, said[0][0], number, span, when, question, context)
    if not (alone and whole and whole.dimension == "total" and number.value):
        return []
    if vocabulary.load("outcome").lookup(label).status not in ("mapped", "ambiguous"):
        return []
    return [whole, _made(answer, number, "outcome", label, when, whole.measure, context)]


def _of_another(text: str, context: Context) -> bool:
    named = registry.recognise(text)
    return bool(named) and context.force not in named and not set(named) & set(context.joint)


def _respectively(answer: Answer, text: str, question: str, context: Context) -> list[Count]:
    """The counts of 'In 2017, 2018 and 2019 there were 3, 5 and 4 officers respectively': a number for each year."""
    years = _periods(text, context)
    listed = _YEARS_LISTED.search(text)
    paired = listed is not None and len(find_numbers(text)) == len(years) and len(years) > 1
    if not ("respectively" in text.casefold() or paired) or _tells_outcome(text):
        return []
    if len(years) == 2 and re.search(r"\d\d\s*(?:to|[-–])\s*(?:20)?\d\d", text):
        first, last = years[0][1].year, years[1][1].year
        if first and last and years[0][1].basis == "calendar":
            spelled = [str(y) for y in range(first, last + 1)]
            years = [(y, p) for y in spelled if (p := period(y))]
    numbers = [n for n, _, _ in find_numbers(text)]
    if len(years) < 2 or len(numbers) != len(years) or not _INVESTIGATED.search(text):
        return []
    measure = headings.measure_of(text) or headings.measure_of(question)
    return [
        _made(answer, number, "total", None, when, measure, context)
        for number, when in zip(numbers, years, strict=True)
    ]


def _left_over(text: str, counts: list[Count], missed: list[str]) -> list[str]:
    """The outcomes that the text tells beside its counts, none of which has them: 'one: a PC, who received advice'; and what
    rank all of some had: '21 were constables; in Suffolk all were constables'."""
    parts = [p for p in _SENTENCE_PARTS.split(text) if tells_rank_of_all(p) and not find_numbers(p)]
    parts += [p for p in _CLAUSE.split(text) if tells_of_the_rest(p) and not find_numbers(p) and p not in parts]
    untold = [p.strip() for p in parts if not any(p.strip() in m for m in missed)]
    if not counts:
        return untold
    codes = {c.category for c in counts if c.dimension == "outcome"}
    said = " | ".join(normalise(t) for t in (*(c.category_raw or "" for c in counts), *missed))
    return untold + [words for words, code in _ends_of(text).items() if code not in codes and words not in said]


def _ends_of(text: str) -> dict[str, str | None]:
    """Each outcome that a text tells, in the words that tell it: known phrases, and 'dismissed' where somebody was."""
    outcomes = vocabulary.load("outcome")
    found = {words: outcomes.lookup(words).code for words in sorted(outcomes.mentioned(text))}
    for match in _ENDED.finditer(text):
        word = match["how"].casefold()
        if not any(word in words for words in found):
            found[word] = outcomes.lookup(word).code
    return found


def _speaks_of_left_out(text: str) -> bool:
    """What the text counts stands in no figure of the reply; what a clause without a number leaves out is another thing."""
    if is_left_out(text):
        return True
    parts = _SENTENCE_PARTS.split(text)
    return any(
        LEFT_OUT.search(part) and (find_numbers(part) or (at and is_left_out(part))) for at, part in enumerate(parts)
    )


def _counts_some(aside: str) -> bool:
    """An aside that tells a number of those before: always where it begins 'of whom', be its number a sign."""
    of_them = re.match(r"\s*\((?:of whom|of which)\b", aside, re.I)
    return bool(of_them or find_numbers(aside) or re.search(r"[*#~†‡<]|\s[-–—x]\s", aside))


def _tells_outcome(text: str) -> bool:
    outcomes = vocabulary.load("outcome")
    return bool(outcomes.mentions(text)) or outcomes.lookup(_LEADING.sub("", text)).status in ("mapped", "ambiguous")


def _clauses(text: str) -> list[tuple[str, list[tuple[Number, tuple[int, int]]]]]:
    """The clauses that hold numbers, each with its numbers and where in the clause they stand.

    A text is never cut inside a number ('one hundred and five') or a range of dates.
    """
    numbers = find_numbers(text)
    dates = [span for _, span in find_dates(text)]
    whole = [span for _, span, _ in numbers] + dates
    whole += [(s, e) for (s, a), (b, e) in pairwise(dates) if BETWEEN.fullmatch(text[a:b])]
    cuts = [m.span() for m in _CLAUSE.finditer(text)]
    # 'six officers, one of whom was dismissed': the words after a number belong to it
    cuts = [(a, b) for a, b in cuts if not ("of wh" in text[a:b].casefold() and any(e == a for _, e in whole))]
    # '11 officers: 2 dismissed', '4 officers – 4 reflective practice': a number before and after tells two things
    for match in _BETWEEN_NUMBERS.finditer(text):
        since = max((b for _, b in cuts if b <= match.start()), default=0)
        if any(since <= s and e <= match.start() for _, (s, e), _ in numbers):
            cuts.append(match.span())
    # 'three officers (one WW, two NFA)': what is in the brackets tells of those before
    for match in re.finditer(r"\s*\((?=[^()]*\))", text):
        since = max((b for _, b in cuts if b <= match.start()), default=0)
        within = text.index(")", match.end())
        before = (
            any(since <= s and e <= match.start() for _, (s, e), _ in numbers)
            and ")" not in text[since : match.start()]
        )
        if before and any(match.end() <= s and e <= within for _, (s, e), _ in numbers):
            cuts += [match.span(), (within, within + 1)]
    cuts = sorted({(a, b) for a, b in cuts if not any(s < b and a < e for s, e in whole)})
    bounds = [0, *(edge for cut in cuts for edge in cut), len(text)]
    made = []
    for start, end in zip(bounds[::2], bounds[1::2], strict=True):
        inside = [(n, (s - start, e - start)) for n, (s, e), _ in numbers if start <= s and e <= end]
        if inside:
            made.append((text[start:end], inside))
    return made


def _periods(text: str, context: Context) -> list[tuple[str, Period]]:
    """The periods that a text names, a range of dates as one; the year of a single date is no period."""
    dates = find_dates(text)
    found = []
    for (start, (begin, s_end)), (end, (e_begin, e_end)) in pairwise(dates):
        if BETWEEN.fullmatch(text[s_end:e_begin]):
            raw = text[begin:e_end]
            found.append((raw, Period(raw=raw, start=start, end=end, basis="other", year=None, partial=False)))
    for _, (since, until) in dates:
        if (ending := _MONTHS_TO.search(text[:since])) and (when := parse_period(text[ending.start() : until])):
            found.append((text[ending.start() : until], when))
    months: list[tuple[int, int]] = []
    for opening, (begin, until) in opening_months(text, context.basis(text)):
        found.append((text[begin:until], opening))
        months.append((begin, until))
    for span in _SPAN.finditer(text):
        first, last = (period(year, context.basis(text)) for year in span.groups())
        if first and last and first.start and last.end and first.start < last.end:
            whole = replace(first, raw=span[0], end=last.end, year=None, partial=False)
            found.append((span[0], whole))
            dates.append((first.start, span.span()))
    named = months + [span for _, span in dates] + [m.span() for m in _ACT.finditer(text)]
    outside = "".join(" " if any(a <= i < b for a, b in named) else c for i, c in enumerate(text))
    found += [
        (m.group(), _open(p, outside[: m.start()]))
        for m in _YEAR.finditer(outside)
        if not _AS_AT.search(outside[: m.start()]) and (p := period(m.group(), context.basis(text)))
    ]
    return [(raw, context.cut(when)) for raw, when in dict(found).items()]


def _open(when: Period, before: str) -> Period:
    """The period, without an end where the words before it say 'since': 'since January 2017' is no count of 2017."""
    return replace(when, end=None, basis="other", year=None) if _SINCE.search(before) else when


def _bare(answer: Answer, read: Number, question: str, context: Context) -> tuple[list[Count], list[str]]:
    """An answer that is a number and nothing else: what it counts stands in the question."""
    if not question:
        return [], [answer.text]
    outcome = _outcome_in(question)
    if outcome is None and (not headings.measure_of(question) or _says_more(question)):
        return [], [answer.text]
    dimension, raw = ("outcome", outcome) if outcome else ("total", None)
    return [_made(answer, read, dimension, raw, None, headings.measure_of(question), context)], []


def _outcome_in(question: str) -> str | None:
    """The one outcome that a question asks about ('How many were dismissed?'), in its own words.

    The words left beside the question's own must be an outcome as a whole: 'How many were not dismissed?' asks for none.
    """
    asked = _ASKING.sub("", question.strip(" ?.:"))
    for candidate in (asked, _LEADING.sub("", asked)):
        if candidate and vocabulary.load("outcome").lookup(candidate).status == "mapped":
            return candidate
    return None


def _count(
    answer: Answer,
    clause: str,
    read: Number,
    span: tuple[int, int],
    when: tuple[str, Period] | None,
    question: str,
    context: Context,
    unit: str | None = None,
) -> Count | None:
    """The count that one clause with one number gives; None where it is not understood as a whole."""
    before, after = clause[: span[0]], clause[span[1] :]
    if when:
        before, after = before.replace(when[0], " "), after.replace(when[0], " ")
    phrase = _unbracketed(_LEADING.sub("", after.strip(" -–—:x×")).strip(" .,-–"))
    label = _LEADING.sub("", _TRAILING.sub("", before.strip(" -–—:\uf0b7•x×(")))
    measure = _measure(after) or unit or headings.measure_of(question)
    alone = not _FILLER.sub("", after) and bool(before.strip(" -–—:"))
    named = _NAMED.sub("", before.strip(" -–—:\uf0b7•"))
    if alone and (is_measure(named) or _UNIT.fullmatch(f" {named}")):  # 'Total officers investigated: 24' is no outcome
        return _labelled(answer, read, named, when, measure, context)
    shorter = [re.sub(rf"\s+(?:{ends})\b.*$", "", phrase) for ends in ("on", "in|during|as a result|for|on")]
    for candidate in (phrase, *shorter, label):
        if candidate and (not _INVESTIGATED.match(candidate) or _is_platform(candidate)):
            for dimension in ("outcome", "rank", "channel"):
                vocab = context.request.breakdowns.get(dimension)
                if vocab and vocabulary.load(vocab).lookup(candidate).status in ("mapped", "ambiguous"):
                    beside = after.replace(candidate, " ")  # 'two no case to answer' are no cases
                    if _TO_PEOPLE.match(after):
                        counted = _of_people(beside, question, context)
                    else:
                        counted = _measure(beside) or unit or headings.measure_of(question)
                    return _made(answer, read, dimension, candidate, when, counted, context)
    if alone and label and headings.is_total(label):
        return _labelled(answer, read, label, when, measure, context)
    if (
        _OTHER_THINGS.match(after)
        or _SOME_OF.match(after)
        or _SOME_TOLD_OF.search(before)
        or (_IN_ONE.search(before) and not after.strip(" ,"))
        or _OF_ONE_OF_THEM.match(after)
    ):
        return None
    leftover = _FILLER.sub("", f"{before} {phrase}")
    told = headings.measure_of(after) or (when and (len(_clauses(answer.text)) == 1 or when[0] in clause))
    if _ASKING.match(question) and (_says_more(question) or _outcome_in(question)):
        return None  # 'One, in 2021': of those that the question asks about, not of all
    if _ends_of(after):
        return None  # what became of them is told, in words that are no outcome as they stand
    beyond_unit = f"{before} {after[unit_said.end('unit') :] if (unit_said := _UNIT.match(after)) else after}"
    if told and (not leftover or _BEFALLEN.search(beyond_unit)) and not _says_more(f"{before} {after}"):
        return _made(answer, read, "total", None, when, measure, context)
    return None


def _labelled(
    answer: Answer, read: Number, label: str, when: tuple[str, Period] | None, measure: str | None, context: Context
) -> Count:
    """The number of a line 'Total: 36' or 'Officers investigated – 24'."""
    made = _made(answer, read, "total", label, when, headings.measure_of(label) or measure, context)
    return replace(made, stated_total=bool(_JUST_TOTAL.fullmatch(label)))


def _unbracketed(text: str) -> str:
    """The text without a bracket at its ends that has no other half in it."""
    text = text[1:] if text.startswith("(") and ")" not in text else text
    text = text[:-1] if text.endswith(")") and "(" not in text else text
    return text[1:-1].strip() if text.startswith("(") and text.find(")") == len(text) - 1 else text


def _measure(after: str) -> str | None:
    """What the number before these words counts: the word right after it, or the first that names a unit."""
    unit = _UNIT.match(after)
    return (headings.measure_of(unit["unit"]) if unit else None) or headings.measure_of(after)


def _of_people(after: str, question: str, context: Context) -> str | None:
    """What a sanction of people counts: what is said there and then, and no files that a sentence before counted."""
    if said := _measure(after):
        return said
    likely = (headings.measure_of(question), context.measure, context.request.measure)
    return next((measure for measure in likely if measure in ("officers", "persons")), None)


def _unit_of_first(text: str) -> str | None:
    if not (numbers := find_numbers(text)):
        return headings.measure_of(text)
    end = numbers[0].span[1]
    after = re.split(r"[,;:(]|\bof (?:whom|which)\b", text[end:], maxsplit=1)[0]
    return _measure(after) or headings.measure_of(text[:end] + after)


def _is_platform(text: str) -> bool:
    found = vocabulary.load("channel").lookup(text)
    return found.status == "mapped" and found.code != "social_media"


def _says_more(text: str) -> bool:
    """The clause narrows what it counts by a channel, a rank or a finding: then its number is no total."""
    return bool(vocabulary.load("rank").mentions(text) or _AT_A_PLACE.search(text) or _FOUND.search(text)) or (
        len(vocabulary.load("channel").mentions(text)) == 1
        and not re.search(r"social media|whatsapp messages, text", text, re.I)
    )


def _made(
    answer: Answer,
    read: Number,
    dimension: str,
    raw: str | None,
    when: tuple[str, Period] | None,
    measure: str | None,
    context: Context,
) -> Count:
    vocab = context.request.breakdowns.get(dimension)
    category = code(context, vocab, raw, answer.location, None) if vocab and raw else None
    start, end = (when[1].start, when[1].end) if when else (context.period_start, context.period_end)
    return Count(
        count_id="",
        reply_id=context.reply_id,
        request=context.request.slug,
        force=context.owner(answer.text),
        measure=measure or context.measure or context.request.measure,
        measure_raw=context.unit_raw,
        dimension=dimension,
        category_raw=raw,
        category=category,
        period_raw=when[0] if when else context.period_raw,
        period_start=start,
        period_end=end,
        year_basis=when[1].basis if when else (context.year_basis or "unknown"),
        value=read.value,
        lower=read.lower,
        upper=read.upper,
        token=read.token or None,
        meaning=read.meaning,
        stated_total=False,
        document=context.document.sha256,
        location=answer.location,
        row=answer.block,
        cells={"value": answer.place} if answer.place else {},
        method="ocr" if is_scan(context.document, answer.location) else "text",
        parser=context.parser,
    )
