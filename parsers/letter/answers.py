"""Sentences that may answer the request: with a number, with "none", or with an outcome in words.

Numbers that say why a request was refused, dates, years, sections of the law and suppression rules answer nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from parsers.letter.phrases import says
from parsers.periods import find_dates
from schemas import vocabulary

NUMBER_WORDS = "zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred"
_NOT_COUNTS = re.compile(
    r"\bpage \d+ ?(?:of|/) ?\d+|(?:https?://|www\.)\S+|\S{1,200}@\S+|\b(?:po box|foi) \d+|\bref(?:erence)?(?: (?:no|number|nr))?\.?\s*:?\s*\S*\d\S*|(?:\b\d[\w/-]{0,200}(?: (?!(?:in|are|is|were|was|of|see|per|on|officers?|staff|cases?)\b)[\w()&'-]{1,60}){0,4}|\S{1,200})\.(?:xlsx?|pdf|docx?|csv|ods|zip)\b"
    r"|\b(?:sections?|s\.?|sec\.?|ss\.?|regulations?|reg\.?|articles?|art\.?|schedules?|paragraphs?|para|rules?|principles?|questions?|q|points?|parts?|tables?|figures?|appendix|annex|pages?|stages?|levels?|outcomes?|codes?|chapters?|volume|version|class|tier|band|grade|appendices|attachments?|rows?|columns?|notes?|units?|buildings?|blocks?|floors?|suites?|rooms?|wings?|desks?)(?: no\.?)? ?\(?\d+[0-9a-z()./]*(?: \(\w{1,4}\))*(?:(?:,| and| or| &| to|-) ?\d+[0-9a-z()]*)*(?![\d,]* (?:officers?|staff|cases?))"
    r"|\b\d{1,3}[a-z]?\(\d{1,2}[a-z]?\)(?:\(\w{1,3}\))*"
    r"|\b\d+[a-z]?(?:[-/.]\d+[a-z]?){2,}\b|\brequest (?-i:(?:[A-Z]{1,5}[ /.-]){0,3})\d{3,}[\w./-]*(?: ?- ?\d+)?"
    r"|\bact(?:s)?,? (?:of )?\(?\d{4}\)?|\b(?:fy|financial years?|calendar years?|years?|quarter|q) ?\d[\d/ -]*"
    r"|\b(?:foi|ref|reference|number|no)\b[.:#]* ?[a-z]*[/-]?\d[\d/a-z-]*(?= |$|\.)(?=\d*[/-])"
    r"|\b(?:19|20)\d\d(?: ?/ ?(?:\d{4}|\d{2})\b|-\d{2}\b| ?- ?\d{4}\b)?|\b\d{1,2} ?/ ?\d{2}\b(?! ?/)"
    r"|£ ?[\d,.]+(?:k|m)?|\b\d[\d,.]{0,20} ?(?:pounds|gbp)\b|\b\d[\d.]{0,20} ?(?:%|per ?cent|percent)"
    r"|\b(?:\d[\d,.]{0,20}|W)[ -]?(?:\(\w{1,20}\) ?)?(?:working |calendar |consecutive )?(?:minutes?|mins?|hours?|hrs|days?|weeks?|months?|years?|yrs?|am|pm|gb|mb|kb)\b"
    r"|\b(?:\d+|W)[ -](?:spread ?sheets?|documents?|tables?|attachments?|tabs?|sheets?|pages?|files?|questions?|parts?|points?|requests?|forces?|constabularies|exemptions?|sections?|systems?|databases?|keywords?|key words?|search terms?|terms?|columns?|rows?|years?|categories|duties|obligations|stages?|reasons?|(?:separate|different)(?! (?:police )?(?:officers?|investigations?|allegations?|cases?|complaints?|matters?|incidents?|individuals?|people)\b))\b"
    r"|\b(?:more than|less than|at least|only|each|every|any|no|which|this|that|such a|the|other|another|single|earlier|previous|former|latter|first|last|new|original|same) one\b|\bone (?:or more|another|of (?:these|those|the) (?:reasons|duties|parts)|part|such|person's)\b|\b(?:one|1) or (?:more|both)\b"
    r"|\bnearest (?:\d+|W)\b|\b24/7\b|\b\d{3,5} \d{3,6}(?: \d{3,4})?\b|\b\d{1,2}[:.]\d{2} ?(?:am|pm|hrs)?\b(?= |$)|\b(?:[a-z]{1,30}[/-]){1,12}(?:\d{3,}|\d+(?=[-/.]\w))(?:[-/.]\w+)*\b"
    r"|\b(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)[ -]?'?\d\d\b|\b\d{1,2}(?:st|nd|rd|th)? (?:of )?(?:january|february|march|april|may|june|july|august|september|october|november|december)\b|\b\d+(?:st|nd|rd|th)\b|\b(?:first|second|third) (?:and|or|data protection)\b|\bany (?:\d+|W)\b|\bcovid-?19\b|\b(?:under|over|aged?) (?:18|16|21)\b(?!\s*(?:officers|cases))".replace(
        "W", f"(?:{NUMBER_WORDS})"
    ),
    re.I,
)
_DIGITS = re.compile(r"(?<![\w.,/])\d{1,3}(?:,\d{3})+(?![\w,])|(?<![\w,/])(?<!\d\.)\d{1,6}(?![\w%/]|\.\d|,\d{3})")
_NOUNS = r"(?:officers?|staff|constables?|sergeants?|inspectors?|superintendents?|pcs?|pcsos?|specials?|cases?|investigations?|allegations?|complaints?|incidents?|instances?|individuals?|people|persons?|employees?|members?|crimes?|offences?|matters?|warnings?|dismissals?|hearings?|meetings?|occasions?|records?|resignations?|breaches|referrals?|reports?|occurrences?|subjects?|results?|times)"
_VERBS = r"(?:were|was|is|are|have|has|had|received|resigned|retired|dismissed|resulted|remain|left|attended|related?|involved|led|ended|did|faced|concluded|ongoing)"
_WORD_NUMBER = re.compile(
    rf"\b(?:{NUMBER_WORDS})\b(?:-(?:{NUMBER_WORDS})\b)?(?=(?: [\w'/-]+){{0,4}} ?{_NOUNS}\b| (?:of (?:these|those|them|whom|which|the) )?(?:{_VERBS})\b| (?:others?|more|further|additional)\b| in *(?:[,.;]|$)| \(|[.;:,)]|$| - )"
    rf"|\bthere (?:was|were|has been|have been|is|are) (?:only |just |but )?(?:{NUMBER_WORDS})\b(?! (?:reasons?|ways?|types?|kinds?|exemptions?|stages?|parts?|tests?|duties)\b)",
    re.I,
)
_SUBJECT = re.compile(
    r"\b(?:both|all|each|half|third|quarter|majority|most|neither|others?|remainder|rest|it|this|subject|officers?|constables?|pc|sergeants?|inspectors?|pcsos?|he|she|they|individuals?|person|staff|members?|investigations?|cases?|allegations?|outcomes?|results?|matters?|sanctions?|per ?cent)\b|\d ?%",
    re.I,
)
_OUTCOME = re.compile(
    r"\b(?:dismiss(?:ed|al)|resign(?:ed|ation)|retired|written warnings?|final warnings?|management (?:advice|action)|words of advice|reflective practice|rprp|no further action|nfa|no case to answer|reduc(?:ed|tion) in rank|demot(?:ed|ion)|suspended|gross misconduct|under investigation|ongoing|not proven|no action)\b",
    re.I,
)
_PAST = re.compile(
    r"\b(?:was|were|has|have|had|received|given|issued|resigned|retired|resulted|remains?|is|are|left|attended|led|ended|concluded|faced)\b",
    re.I,
)
_HYPOTHETICAL = re.compile(
    r"\b(?:confirm(?:ing)? (?:n?or|and) den\w+|confirm or otherwise|would|could|might|(?-i:may)|should|if|can (?:be|lead|have|appear|relate|include)|includ(?:e|es|ing) but|such as|e\.g|for example|definition|defined|regulations|in order to|whether)\b",
    re.I,
)
_OF_THE_LAW = re.compile(
    r"s(?:ec|ection)?\.? ?\d+[()\w ]*?(?:$|-|(?:of the [\w ()]*act(?: 200\d)? )?(?:provides|states|requires|is|exempts|places|does|sets|personal|law|investigations))",
    re.I,
)
_ABOUT_EARLIER = re.compile(
    r"\bcome to (?:our|my) attention\b|\bcome to light\b|\b(?:our|my|previous|earlier|that) (?:response|reply|letter)\b"
    r"|\b(?:previously|originally|initially|wrongly|incorrectly|mistakenly|erroneously) (?:stated|said|told|advised|informed|reported|supplied|provided|given|disclosed|counted|included)\b"
    r"|\byou were (?:\w+ )?(?:told|advised|informed)\b|\b(?:figures?|numbers?|totals?|data|response)\b[^.;]*\b(?:was|were) (?:wrong|incorrect|inaccurate|erroneous|overstated|understated|in error)\b",
    re.I,
)
"""The sentence says what was wrong with an earlier reply."""
_SANCTION = re.compile(r"\bwould have been dismissed\b", re.I)
"""The sanction of a former officer: an outcome, for all its "would"."""
_POLITE = re.compile(
    r"\bwould (?:(?:also|further) )?(?:like|wish|point out|add|note|stress|emphasise|advise|draw)\b"
    r"|\b(?:should|must|may|can) (?:also )?be (?:noted|stressed|remembered|borne in mind|added|pointed out|aware|seen)\b|\byou (?:should|may wish to) (?:also )?(?:note|be aware)\b",
    re.I,
)
"""What a writer would say, and says."""
_BACKGROUND = re.compile(
    r"\b(?:employ(?:s|ed)?|is (?:a|an|the) [^.]*\b(?:force|service|organisation|constabulary|authority)|headcount|establishment|strength of|workforce|full time equivalent|fte|officers in (?:the|this|our) (?:force|constabulary|organisation|service)|population|serves? (?:a|the) (?:population|communit)|some of the (?:locations|hospitals|sites|areas|stations|categories|places)|rounded|counting rules|exceeds?|by you|from you|your \d+(?:st|nd|rd|th) request|request(?:s|ed)? (?:received|made|submitted|extended|answered)|according to (?:the|their|its|an?) [^.]*\b(?:report|website|statement|figures)|telephone|phone|(?:please )?call)\b",
    re.I,
)
_WORKLOAD = re.compile(r"\b(?:would|minutes|\d hours|hours (?:of|to|at)|manual(?:ly)?|individually)\b", re.I)
_ROWS = re.compile(
    r"\b(?:(?:each|one|every) (?:row|line|entry|record)(?: (?:below|above|(?:of|in) the [\w ]{1,30}?))? (?:is|represents|relates|refers|shows|equates)|one (?:row|line|entry) (?:for|per))\b",
    re.I,
)
_DONE = re.compile(
    r"\b(?:investigated|dismissed|disciplined|sanctioned|suspended|resigned|retired|received|issued|given|subject (?:to|of)|misconduct|warnings?)\b",
    re.I,
)
_TOLD = re.compile(
    r"\b(?:there (?:were|was|have been)|(?:were|was|been|being) (?:\w+ )?(?:investigated|dismissed|disciplined|sanctioned|suspended|recorded|given|issued)|received|resigned|retired|dismissed|faced|resulted|figures are)\b",
    re.I,
)
"""What befell officers: a sentence with a number and one of these words is an answer before it is anything else."""
_BEFELL = re.compile(
    rf"\b(?:\d+|{NUMBER_WORDS})(?: [\w-]+){{0,3}} (?:officers?|constables?|sergeants?|inspectors?) (?:was|were|(?:have|has|had) been) "
    r"(?:\w+ )?(?:investigated|dismissed|disciplined|sanctioned|given|issued|subject)\b",
    re.I,
)
"""How many officers were investigated is told, be it of a search by hand."""
_LABELLED = re.compile(
    r"^(?:[^:.?]{3,160})(?::| -| =)\s*(?:<\s*)?(?:\d[\d,]*|nil|none|zero|n/a|" + NUMBER_WORDS + r")\.?$", re.I
)
_BARE = re.compile(r"^(?:<\s?)?(?:\d[\d,]{0,7}|nil|none|zero|" + NUMBER_WORDS + r")(?: \([^)]*\))?\s*[.;]?$", re.I)
_SUPPRESSION = re.compile(
    r"\b(?:denot|represent|indicat|replac|suppress|asterisk|refers? to|stands? for|shown as|displayed as|symbol|blank|empty (?:cell|space|box|field)|spaces? (?:has|have) been left)\w*\b|^where (?:an? |the |any )?(?:figures?|numbers?|values?|counts?|totals?)\b[^.]{0,30}\b(?:is|are)\b",
    re.I,
)


_WEIGHED = re.compile(
    r"^\W*(?:factors?|considerations?|arguments?|reasons?) (?:favou?ring|in favou?r of|for|against) (?:non-?)?(?:disclosure|release|disclosing|releasing|withholding|maintaining)\b"
    r"|^\W*balanc(?:e|ing) test\b",
    re.I,
)
"""What is weighed for and against telling, which tells nothing itself."""


def without_references(text: str) -> str:
    """The text with dates, years, sections, times, sums and other numbers that count nothing blotted out."""
    for _, (start, end) in reversed(find_dates(text)):
        text = text[:start] + " " + text[end:]
    return _NOT_COUNTS.sub(" ", _YEAR_AND_NEXT.sub(_unless_a_number, text))


YEAR_AND_NUMBER = re.compile(
    r"^(?P<year>(?:19|20)\d\d)\s+[-–—]\s+(?=(?P<number>\d{1,3})\s*(?:$|[.(]|(?P<unit>(?:police )?(?:officers?|cases?|investigations?)\b)))",
    re.I,
)
"""'2018 - 14', a line of a list: fourteen in 2018."""
_YEAR_AND_NEXT = re.compile(r"\b(?:19|20)(\d\d)(?: [-–—] |[–—])(\d\d)\b(?! (?:police )?officers?\b)")


def _unless_a_number(years: re.Match[str]) -> str:
    """Nothing for '2018 - 19', a financial year; '2018 - 14' is fourteen in 2018."""
    return " " if (int(years[1]) + 1) % 100 == int(years[2]) else years[0]


def years_lead(texts: Iterable[str]) -> bool:
    """Lines begin with a year and its number, and one at least can be no financial year: '2021 - 22' alone may be one."""
    lines = [m for text in texts if (m := YEAR_AND_NUMBER.match(text))]
    return any(m["unit"] or (int(m["year"]) + 1) % 100 != int(m["number"]) for m in lines)


def is_background(text: str) -> bool:
    """The sentence describes the force, the search or the letter: its numbers answer nothing."""
    return bool(_ROWS.search(text) or (_BACKGROUND.search(text) and not _DONE.search(text)))


def is_strong(text: str) -> bool:
    """A candidate that names what it counts: the least that makes an answer out of a line in an unlikely place."""
    return is_candidate(text) and bool(re.search(rf"\b{_NOUNS}\b", text, re.I))


def tells(text: str) -> bool:
    """An answer wherever it stands: it counts and says what befell whom, or it is a label with its figure."""
    if not is_candidate(text):
        return False
    return bool(_LABELLED.match(text)) or (is_strong(text) and bool(_TOLD.search(text)))


@lru_cache(maxsize=8192)
def has_count(text: str) -> bool:
    """The sentence states a number that counts something."""
    if _BARE.match(text) and not re.fullmatch(r"(?:19|20)\d\d\.?", text):
        return True
    plain = without_references(text)
    return bool(_DIGITS.search(plain) or _WORD_NUMBER.search(plain))


@lru_cache(maxsize=8192)
def is_candidate(text: str) -> bool:
    """The sentence, on its own, answers with a number, with "none" or with an outcome in words."""
    text = _POLITE.sub(" ", _SANCTION.sub("were dismissed", text))
    if not text or text.endswith("?") or says("question", text):
        return False
    if _BARE.match(text) or _LABELLED.match(text):
        return has_count(text) or says("nil", text)
    if _OF_THE_LAW.match(text) or (
        _ABOUT_EARLIER.search(text) and not re.search(r"\bshould (?:read|have|be)\b", text, re.I)
    ):
        return False
    if is_background(text) or _SUPPRESSION.search(text) or says("rights", text) or says("comparison", text):
        return False
    if says("cost", text) and not _BEFELL.search(text) and (_WORKLOAD.search(text) or not _DONE.search(text)):
        return False
    if (supposed := _HYPOTHETICAL.search(text)) and not _PAST.search(text[: supposed.start()]):
        return False
    if _WEIGHED.search(text):
        return False
    if re.search(r"\bpublic interest\b|\bexempt", text, re.I) and not (has_count(text) and _TOLD.search(text)):
        return False
    if has_count(text) or says("nil", text):
        return True
    return bool(
        _OUTCOME.search(text)
        and _SUBJECT.search(text)
        and _PAST.search(text)
        and not re.search(r"\bnumber of\b|^details of\b", text, re.I)
    )


def is_outcome(text: str) -> bool:
    """The text is an outcome and nothing else, or a name and its outcome ("PC - Dismissed"): an answer in a list."""
    last = re.split(r":| - ", text)[-1].strip(" .;")
    return len(text.split()) <= 8 and vocabulary.load("outcome").lookup(last).status == "mapped"


_SOMEBODY = re.compile(
    r"\b(?:(?:police )?officers?|(?:detective |special )?constables?|(?:pc|dc|ps|ds|sgt)s?|sergeants?|(?:insp|chief insp)\b|inspectors?|superintendents?|specials?|pcsos?"
    r"|he|she|they|members?|individuals?|person|employee)\b",
    re.I,
)
_OF_ANYBODY = re.compile(
    r"\bnumber of\b|^details of\b|\bplease\b|\b(?:each|every|any) (?:[\w-]+ ){0,2}?(?:officers?|constables?|outcomes?|cases?|persons?|individuals?|members?|sanctions?)\b"
    r"|^officers (?:who|that)\b|^(?:table|figure|annex|appendix|column)s? [\dA-Z]",
    re.I,
)
"""What was asked, or how figures were made: it tells of nobody in particular."""
_PIECES = re.compile(r"\s+[-–—]+\s+|[–—,;:()]\s*|\.\s+")


def ends_in_outcome(text: str) -> bool:
    """What became of somebody ends the text, behind a dash, a comma or a bracket: 'PC, post on Facebook – written warning.'"""
    pieces = [p for p in _PIECES.split(text.strip(" .;")) if p.strip()]
    if len(pieces) < 2 or _OF_ANYBODY.search(text) or len(pieces[-1].split()) > _LONGEST_OUTCOME:
        return False
    outcomes = vocabulary.load("outcome")
    last = pieces[1:][-2:]  # behind the outcome may stand for how long: 'final written warning (18 months)'
    return any(outcomes.lookup(p).status in ("mapped", "ambiguous") or outcomes.mentions(p) for p in last)


def begins_with_somebody(text: str) -> bool:
    """A line about one person: 'Sgt, WhatsApp, image – resigned'."""
    return bool(_SOMEBODY.match(text))


_ALL_WERE = re.compile(r"\b(?:all|both|each|none|neither)\b[^.;?]{0,60}\b(?:were|was|are|is|held)\b", re.I)


def tells_rank_of_all(text: str) -> bool:
    """'In Suffolk all were constables': a rank of as many as stand elsewhere."""
    return bool(_ALL_WERE.search(text) and not _OF_ANYBODY.search(text) and vocabulary.load("rank").mentions(text))


_BEGINS = re.compile(r"(?:(?:an?|one|two|three|four|the|former|serving) ){0,2}", re.I)
_NAMED = re.compile(
    r"\W*(?:(?:case|matter|officer|subject|record|incident) )?(?:[A-Z]|\d{1,3})\b[).:]?\s*(?:\([^()]{1,30}\))?[ ,:–-]*"
)


def is_about_one(text: str) -> bool:
    """A paragraph begins with a person, or with the letter or number of a case and a person: 'B (2018) Constable'."""
    named = _NAMED.match(text)
    starts = {_BEGINS.match(text, at).end() for at in (0, named.end() if named else 0)}  # type: ignore[union-attr]
    return any(_SOMEBODY.match(text, at) for at in starts)


def begins_with_outcome(text: str) -> bool:
    """A short sentence that begins with an outcome: 'Required to resign.', 'Written warning, later reduced.'"""
    if len(text.split()) > _LONGEST_TELLING or text.endswith("?") or _OF_ANYBODY.search(text):
        return False
    outcomes = vocabulary.load("outcome")
    words = re.split(r"[;,:(]|\.(?:\s|$)| [-–—] ", text.strip(), maxsplit=1)[0].split()
    starts = (" ".join(words[:number]) for number in range(len(words), 0, -1))
    return any(outcomes.lookup(start).status in ("mapped", "ambiguous") for start in starts)


_LONGEST_TELLING = 16
"""In words: 'Dismissed without notice; reinstated with a final written warning by the tribunal in 2022'."""
_LONGEST_OUTCOME = 9
"""In words: 'final written warning extended to five years by the panel'."""


@lru_cache(maxsize=8192)
def tells_of_somebody(text: str) -> bool:
    """The sentence tells what became of a person, without the number or the verb that would make it a candidate."""
    if has_count(text):
        return False
    if text.endswith("?") or says("question", text) or says("rights", text) or says("comparison", text):
        return False
    if _HYPOTHETICAL.search(_SANCTION.sub("were dismissed", text)) or _SUPPRESSION.search(text) or is_background(text):
        return False
    if not _SOMEBODY.search(text) or _OF_ANYBODY.search(text):
        return False
    # 'they were still open on 1 January', 'taken from a live system': words of what goes on are words of files too
    return ends_in_outcome(text) or bool(
        _PAST.search(text) and set(vocabulary.load("outcome").mentions(text)) - {"ongoing"}
    )


EXCEPT = re.compile(
    r"\b(?:apart from|except(?:ing)?(?: for)?|other than|save for|with the (?:sole |single |only )?exceptions? of|aside from|bar(?= (?:one|two|a single)\b)|but for)\b",
    re.I,
)
"""'Apart from one, no officer was dismissed': none, but for some."""
TAKEN_BACK = r"reinstat\w+|overturn\w*|quash\w*|rescind\w*|set aside|substitut\w+|varied|reduced"
"""What may take an outcome back."""
_TAKEN_BACK = re.compile(
    rf"\b(?:decisions?|sanctions?|dismissals?|outcomes?|findings?|warnings?)\b[^.;?]{{0,80}}\b(?:{TAKEN_BACK})\b", re.I
)
_REST = re.compile(
    rf"\b(?:(?:the|all) (?:rest|remainder|others?)|the (?:(?:remaining|other) (?:\w+ )?{_NOUNS}))(?: of (?:them|these|those|the (?:\w+ )?{_NOUNS}))? "
    r"(?:all |each |both |then |later |either )?(?:was|were|had|have|has|received|led|resulted|ended|resigned|retired|left|remain|are (?:still|ongoing|live|under)|did|faced|got|went)\b"
    rf"|\bin (?:all |each of )?the (?:others?|rest|remainder|(?:remaining|other) (?:\w+ )?{_NOUNS})\b"
    rf"|^\W*(?:(?:both|neither|each|nobody|no[- ]one|none|all|some|several|most|many|half|a (?:third|quarter|few|number|majority)|the majority)(?: of (?:them|these|those|the (?:\w+ )?{_NOUNS}))?(?: (?:{NUMBER_WORDS}))?(?: (?:\w+ )?{_NOUNS})?) (?:(?:was|were|had|has|have) |(?:kept|lost|received|got|left|resigned|retired|accepted|admitted)\b)"
    r"|\b(?:twice|three times|half|double) (?:as many|that number|the number)\b|\bthe same number (?:again|of (?:officers|cases|investigations))\b",
    re.I,
)
_OF_INFORMATION = re.compile(
    r"\b(?:information|exempt\w*|withheld|data|requests?|questions?|provided|disclosed?|attached|held|refused|released|records?|locations?|hospitals?|forces)\b",
    re.I,
)


_WHAT_CAME = re.compile(
    r"\b(?:outcomes?|results?|sanctions?|disposals?)\b[^.;:?]{0,60}? (?:was|were|has been|have been) (?P<what>[^.;:?]+)",
    re.I,
)


def _came_of_all(text: str) -> bool:
    """'The outcome for each was advice.'"""
    if not (said := _WHAT_CAME.search(text)):
        return False
    outcomes = vocabulary.load("outcome")
    return outcomes.lookup(said["what"]).status in ("mapped", "ambiguous") or bool(outcomes.mentions(said["what"]))


def tells_of_the_rest(text: str) -> bool:
    """'The rest were spoken to.', 'The following year there were twice as many.', 'In all cases the outcome was advice.': of as
    many as no number says."""
    return bool(_REST.search(text) or _came_of_all(text) or _TAKEN_BACK.search(text)) and not (
        _OF_INFORMATION.search(text) or text.endswith("?") or is_background(text) or says("rights", text)
    )


LEFT_OUT = re.compile(
    r"\b(?:do(?:es)? not|did not|don't|doesn't) (?:appear|feature|figure|form part)\b"
    r"|\b(?:is|are|was|were|has been|have been) (?:therefore |also )?(?:(?:not|n't) (?:in|on|part of|included|counted|shown|listed|reflected|reported)|(?:excluded|omitted|left out))\b"
    r"|\b(?:isn't|aren't|wasn't|weren't) (?:in|on|part of|included|counted|shown|listed|reflected)\b",
    re.I,
)
"""What is said to stand in no table, list or figure."""
_THAT_ONE = re.compile(
    r"\W*(?:(?:that|this|those|these|the latter|the other) (?:[\w-]+ ){0,2}?(?:officers?|matters?|cases?|investigations?|allegations?|individuals?|constables?|sergeants?)|it|they|he|she|(?:both|neither|all) of (?:them|these|those))\b",
    re.I,
)


def is_left_out(text: str) -> bool:
    """The sentence says of somebody or something told of before that the figures are without it."""
    return bool(_THAT_ONE.match(text) and LEFT_OUT.search(text))


_WIDER = re.compile(
    r"\bfor (?:all|any) (?:reasons?|matters)\b|\b(?:regardless|irrespective) of\b"
    r"|\bnot (?:recorded|known) (?:whether|if)\b[^.]*\b(?:social media|whatsapp|messages?|posts?|texts?)\b[^.]*\b(?:factor|involved|relevant|cause)\b"
    r"|\b(?:all|any) (?:types? of )?(?:misconduct|conduct|matters)\b[^.]*\bnot (?:just|only|limited|solely|specific\w*)\b",
    re.I,
)


def is_wider(text: str) -> bool:
    """The sentence says that its number counts more than was asked: beside a refusal it answers nothing."""
    return bool(_WIDER.search(text))


_WORK_NOUN = re.compile(
    r"\b(?:records?|cases|crimes|offences|complaints?|files?|matters|investigations?|allegations?|incidents?|entries|results|documents|logs?)\b",
    re.I,
)


def explains_cost(text: str, around: list[str]) -> bool:
    """A number in the sentence says how much work the request would be.

    `around` are the sentences beside it, in whose light it counts files to be read: those of its passage and the next.
    A number of officers, or of outcomes, is an answer whatever work stands beside it.
    """
    if not _WORK_NOUN.search(text) or _OUTCOME.search(text) or re.search(r"\bofficers?\b", text, re.I):
        return False
    return any(says("cost", other) and _WORKLOAD.search(other) for other in around)
