"""Personal data that has a form of its own: e-mail addresses, telephone and other numbers, dates of birth, addresses, accounts.

Forms follow their sources: National Insurance numbers HMRC's NIM39110; postcodes BS 7666; number plates DVLA's INF104;
telephone numbers Ofcom's National Telephone Numbering Plan. Each rule errs to the side of masking where the form is unlike
anything else, and asks for a word beside it ("collar number", "born") where it is not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from parsers.personal.model import Finding
from parsers.personal.words import group, is_place, is_wordish, ordinary

I = re.I  # noqa: E741

Found = tuple[int, int]


_DIGIT = re.compile(r"\d")
_WITH_DIGITS = frozenset(["phone", "ni_number", "date_of_birth", "vehicle", "postcode"])


def patterns(text: str, spaced: str) -> list[Finding]:
    """What the forms tell, in the order of the rules; findings may overlap. `spaced`: the text with `_` as a space."""
    made: list[Finding] = []
    digits = _DIGIT.search(text) is not None
    for kind, rule, look in _RULES:
        if digits or kind not in _WITH_DIGITS:
            made += [Finding(kind, rule, start, end) for start, end in look(text)]
    for rule, look in _COLLAR if digits else ():
        made += [Finding("collar_number", rule, start, end) for start, end in look(spaced)]
    return made


def _of(pattern: re.Pattern[str], group: int | str = 0, unless: Callable[[re.Match[str]], bool] | None = None):
    def look(text: str) -> Iterator[Found]:
        for m in pattern.finditer(text):
            if m[group] and not (unless and unless(m)):
                yield m.span(group)

    return look


# ---- e-mail

_EMAIL = re.compile(r"(?<![\w.+'’-])[\w.!#$%&'’*+/=?^`{|}~-]{0,64}\w[\w+-]?@(?:[\w-]+\.)+[a-z]{2,}(?!\w)", I)
_AT = r"\s?(?:\[at\]|\(at\)|\{at\}|<at>)\s?"
_DOT = r"\s?(?:\[dot\]|\(dot\)|\{dot\}|<dot>|\sdot\s)\s?"
_END = r"(?:com|org|net|uk|co|gov|ac|eu|info)(?!\w)"
_SPELT_EMAIL = re.compile(
    rf"(?<![\w.+-])[\w.+-]{{1,64}}(?:{_AT}[\w-]+(?:(?:{_DOT}|\.)[\w-]+)*(?:{_DOT}|\.)|\sat\s[\w-]+(?:{_DOT}[\w-]+)*{_DOT}){_END}",
    I,
)

# ---- telephone

_UK = re.compile(
    r"(?<![\w£$€/.,+-])(?:(?:\+|00)\s?44[\s.-]*(?:\(0\))?[\s.-]*|\(?0(?!\.))(?:[\s.()-]{0,2}\d){8,10}(?![\w/])(?![.,-]\d)"
)
_ABROAD = re.compile(r"(?<![\w+])(?:\+|00)(?!\s?44)[1-9]\d{0,2}(?:[\s.()-]{0,2}\d){6,12}(?!\w)")
_EXTENSION = re.compile(
    r"\b(?:ext|extn|extension|internal|int)\b\.?\s{0,9}(?:no\.?\s{0,9}|number\s{0,9})?(?::\s{0,9})?(\d[\d ]{1,7}\d)(?![\w/%])"
    r"(?!\s*(?:days?|weeks?|months?|years?|working|calls?|moves?))",
    I,
)
_LABELLED = re.compile(
    r"\b(?:tel|telephone|phone|mobile|mob|fax|ddi|direct dial|direct line|landline|voicemail|call|ring|rang|phoned)\b"
    r"\W{0,3}(?:(?:me|him|her|us|them) )?(?:on )?(?:no\.?|number|nos?)?\W{0,3}(\d(?:[\s.-]?\d){4,13})(?![\w/%])",
    I,
)
_SERVICE = re.compile(r"0?(?:3\d\d|8[0-4]\d|87\d|9\d\d|500)")  # a body's own: no person is reached by them
_YEARS = re.compile(r"\b(?:19|20)\d\d[ -]\d\d$")
_DATE_FIRST = re.compile(r"\(?\d{2}[ .-]\d{2}[ .-](?:19|20)\d{2}\b")


def _telephones(text: str) -> Iterator[Found]:
    for m in _UK.finditer(text):
        national = re.sub(r"\D", "", re.sub(r"^(?:\+|00)\s?44[\s.-]*(?:\(0\))?|^\(?0", "", m[0]))
        groups = re.findall(r"\d+", m[0])
        scattered = len(groups) > 6 or max(map(len, groups)) < 3
        dated = _DATE_FIRST.match(m[0]) or _YEARS.search(m[0])
        if national[:1] in ("1", "2", "7", "5") and 9 <= len(national) <= 10 and not scattered and not dated:
            yield m.span()
    for m in _ABROAD.finditer(text):
        if 8 <= len(re.sub(r"\D", "", m[0])) <= 15:
            yield m.span()


def _labelled_telephones(text: str) -> Iterator[Found]:
    for m in _LABELLED.finditer(text):
        digits = re.sub(r"\D", "", m[1])
        if not _SERVICE.match(digits) and not re.match(r"(?:19|20)\d\d(?:\D|$)", m[1]):
            yield m.span(1)


# ---- National Insurance

_NI = re.compile(
    r"(?<![A-Za-z0-9])(?!BG|GB|KN|NK|NT|TN|ZZ)[A-Z]{2}[\s-]?\d{2}[\s-]?\d{2}[\s-]?\d{2}[\s-]?[A-D](?![A-Za-z0-9])", I
)

# ---- dates of birth

_MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
_DATE = (
    rf"(?:(?:the\s+)?\d{{1,2}}(?:st|nd|rd|th)?(?:\s+of)?[\s./-]*{_MONTH}[\s./,-]*(?:\d{{4}}|\d{{2}})"
    rf"|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}"
    rf"|{_MONTH}\s+\d{{4}}"
    r"|\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})|(?:19|20)\d{6}|(?:19|20)\d{2})"
)
_BORN = re.compile(
    r"(?<!\w)(?:d\.?\s?o\.?\s?b\.?|date\s+of\s+birth|birth\s?-?date|birthday|born)(?!\w)"
    rf"[\s:=(–-]*+(?:(?:is|was|of|as|on|in)\s)?[\s:=(]*+({_DATE})(?!\d)",
    I,
)

# ---- postcodes

_AREAS = (
    "A[BL]|B[ABDFHLNRSTX]?|C[ABFHMORTVW]|D[ADEGHLNTY]|E[CHNX]?|F[KY]|G[LUY]?|H[ADGPRSUX]|I[GMPV]|JE|K[ATWY]|L[ADELNSU]?|M[EKL]?|"
    "N[EGNPRW]?|O[LX]|P[AEHLOR]|R[GHM]|S[AEGKLMNOPRSTWY]?|T[ADFNQRSW]|UB|W[ACDFNRSV]?|YO|ZE"
)
_POSTCODE = re.compile(
    rf"(?<![\w/.-])(?:{_AREAS})\d[\dA-HJKMNP-Y]?\s{{0,2}}\d[ABD-HJLNP-UW-Z]{{2}}(?![\w/]|-\d)",
    I,
)


def _no_postcode(m: re.Match[str]) -> bool:
    """`e1 2nd`; what is neither in capitals nor has its space; and where a body is, which nobody lives at."""
    ordinal = re.search(r"\d(?:st|nd|rd|th)$", m[0]) is not None
    return (
        ordinal
        or (m[0] != m[0].upper() and " " not in m[0])
        or _of_a_body(m.string[max(0, m.start() - 300) : m.start()])
    )


_BODY = re.compile(
    r"\b(?:hospital|headquarters|hq|police station|constabulary|commissioner(?:['’]s)?|tribunals?|council|university|college|school|"
    r"academy|court|prison|hmp|ministry|department|directorate|agency|commission|trust|p\.?o\.? box|unit|team|office|barracks|"
    r"airport|centre|police|inspectorate|federation|group|limited|ltd|plc)\b",
    I,
)


def _of_a_body(before: str) -> bool:
    """What stands before an address is nothing but the name and address of a body: words with capitals, no sentence.

    An address that comes after a whole one with its postcode is another's.
    """
    before = re.split(r"[.;!?:]\s|[|]", before)[-1][-140:]
    before = before[max((m.end() for m in _POSTCODE.finditer(before)), default=0) :]
    words = re.findall(r"[^\W\d_][\w'’-]*", before)
    return _BODY.search(before) is not None and all(w[0].isupper() or w in group("small") for w in words)


# ---- addresses

_TYPE = (
    r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Close|Drive|Crescent|Court|Terrace|Place|Gardens|Grove|Way|Hill|Row|Mews|"
    r"Square|Walk|Rise|View|Green|Parade|Approach|Quay|Wharf|Mount|Fold|Croft|Meadows?|Villas|Gate|Bank|Brow|Vale|Park)"
)
_CAP = r"[A-Z][\w'’.-]*"
_FLAT = r"(?:(?:Flat|Apartment|Apt|Unit|Room|House|Suite)\.?\s+\w{1,4}\b,?\s+)"
_NUMBER = r"\d{1,4}[A-Za-z]?(?:\s?[-–/]\s?\d{1,4}[A-Za-z]?)?"
_STREET = re.compile(
    rf"(?<![\w/£.,-])(?:{_FLAT})?(?P<number>{_NUMBER}),?\s+(?:(?P<words>(?:The\s+)?{_CAP}(?:\s+(?:of|the|on|{_CAP})){{0,2}})\s+{_TYPE}"
    rf"|The\s+(?:{_TYPE}|Avenue|Paddock|Orchard|Limes|Laurels|Oval|Spinney|Glade|Ridings?))(?!\w)"
    rf"(?:,\s+{_CAP}(?:\s+{_CAP})?\s+{_TYPE}(?!\w))?"
)
_SMALL_STREET = re.compile(
    r"\b(?:at|of|address|is|to|outside|lives|near)\s+(\d{1,4}[a-z]?\s+(?:[a-z'’]+\s+){1,2}(?:road|street|avenue|lane|crescent|close|drive|terrace|grove))\b"
)
_FLATS = re.compile(
    rf"(?<!\w)(?:Flat|Apartment|Apt)\.?\s+\d+[A-Za-z]?,?\s+{_CAP}(?:\s+{_CAP})?(?:\s+(?:House|Court|View|Tower|Lodge|Point|Heights|Mansions|Buildings?))(?!\w)"
)
_HOUSES = r"(?:Cottages?|Vicarage|Forge|Barn|Rectory|Bungalow|Farmhouse|Manse)"
_MORE_HOUSES = rf"(?:{_HOUSES}|Farm|House|Lodge|Hall|Manor|Villa|Court|Grange|Mill|View|Croft)"
_AND_MORE = rf"(?:,\s+{_CAP}(?:\s+{_CAP})?\s+{_TYPE}(?!\w)(?:,\s+{_CAP}(?=\W*$))?)?"
_NAMED_HOUSE = re.compile(
    rf"\b(?:at|of|to|from|in|near|address\W{{1,3}})\s+((?:The\s+)?(?:{_CAP}\s+){{1,3}}{_HOUSES}(?!\w){_AND_MORE})"
)
_HOME = re.compile(
    r"\b(?:lives?|lived|living|resid(?:es?|ed|ing|ent)|home address|homes?|moved|tenant)(?:\s+(?:is|was|given))?"
    rf"\s*(?:at|in|to|of|as|:)\s+((?:The\s+)?(?:{_CAP}\s+){{1,3}}{_MORE_HOUSES}(?!\w){_AND_MORE})"
)


def _no_street(m: re.Match[str]) -> bool:
    """Counts of courts, and years before the name of a street."""
    number, words = m["number"], m["words"] or ""
    if _of_a_body(m.string[max(0, m.start() - 300) : m.start()]):
        return True
    first = words.split()[0].casefold().strip(".'’") if words else ""
    if re.fullmatch(r"(?:19|20)\d\d", number) or first in group("ranks"):
        return True
    return bool(re.match(r"(?:Crown|Magistrates|County|High|Supreme|Youth|Family|Small|Civil|Coroner)", words)) and (
        m[0].endswith("Court") or m[0].endswith("Park")
    )


# ---- vehicles

_PLATE = r"[A-HJ-PR-Y]{2}(?:0[2-9]|[1-3]\d|5[1-9]|[67]\d|8[0-3])\s?[A-HJ-PR-Z]{3}"
_CURRENT = re.compile(rf"(?<![\w/.-])(?!FY|MG|ON|IN){_PLATE}(?![\w/]|-\d)")
_PLATE_LABEL = (
    r"\b(?:reg(?:istration|istered)?(?:\s+(?:mark|plate|no\.?|number))?|vrms?|vrn|index(?:\s+(?:no\.?|number|mark))?|"
    r"(?:number|no\.|licence|licensed)\s+plates?|plates?)\b\W{0,4}(?:(?:is|was|of)\s+)?"
)
_LABELLED_PLATE = re.compile(
    _PLATE_LABEL
    + rf"({_PLATE}|[A-HJ-NPR-Y]\d{{1,3}}\s?[A-HJ-PR-Z]{{3}}|[A-HJ-PR-Z]{{3}}\s?\d{{1,3}}[A-HJ-NPR-Y])(?![\w/])",
    I,
)


def _no_plate(m: re.Match[str]) -> bool:
    return m[0][-3:].casefold() in ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "and", "the", "for")  # fmt: skip


# ---- accounts

_BODIES = re.compile(r"polic|constab|foi|iopc|heddlu|psni|gov\b|nhs|council", I)
_AT_NAME = re.compile(r"(?<![\w@./+-])@(?=[\w.]*[A-Za-z])(\w[\w.-]{1,40}\w)(?![\w@])")
_PROFILE = re.compile(
    r"(?<![\w-])(?:facebook|fb|instagram|twitter|x|tiktok|snapchat|linkedin|youtube|onlyfans|t|telegram|threads|pinterest|reddit|"
    r"tumblr|twitch|vk)\.(?:com|me|net|tv|gg)/(?:in/|@|add/|user/|u/|r/|c/|channel/|people/)?([\w.-]+(?:\?id=\d+)?)",
    I,
)
_NOT_PROFILES = re.compile(r"hashtag|search|sharer?|groups|events|watch|home|login|help|about|policies|pages|p", I)
_ACCOUNT = re.compile(
    r"\b(?:(?:user\s?name|handle|profile\s+name|account\s+name|display\s+name|screen\s+name|"
    r"insta(?:gram)?|snap(?:chat)?|tiktok|twitter|facebook|onlyfans|kik|telegram|grindr|tinder|discord|account|profile)(?!\w)(?:'s|’s)?"
    r"(?:\s+(?:name|handle|account|profile|user\s?name|id))?|under\s+the\s+(?:name|alias|user\s?name))"
    r"\s{0,30}(?:(?:is|was|as|called|named|of|under)\s)?\s{0,30}[:=(–-]?\s{0,30}"
    r"(?:[\"“‘'](?P<quoted>@?\w[^\"”’'\n\[]{1,29})[\"”’']|@?(?P<bare>[A-Za-z][\w-]*(?:\.[\w-]+)*))",
    I,
)
_TELLS_ACCOUNT = re.compile(r"\d|_|[A-Za-z]\.[A-Za-z]|[a-z][A-Z]")
_PLAIN_WORD = re.compile(r"[A-Z][a-z]+(?:-[A-Z]?[a-z]+)*")
_NAMED_FOR_GOOD = re.compile(r"name|handle|alias", I)


def _at_names(text: str) -> Iterator[Found]:
    for m in _AT_NAME.finditer(text):
        if not _BODIES.search(m[1]) and m[1].casefold() not in ordinary():
            yield m.span()


def _profiles(text: str) -> Iterator[Found]:
    for m in _PROFILE.finditer(text):
        last = m[1].rstrip(".")
        if last and not _NOT_PROFILES.fullmatch(last) and not _BODIES.search(last):
            yield m.start(1), m.start(1) + len(last)


def _accounts(text: str) -> Iterator[Found]:
    for m in _ACCOUNT.finditer(text):
        bare, before = m["bare"], m[0][: m.start("quoted") - m.start()] if m["quoted"] else ""
        if bare is None:
            if _NAMED_FOR_GOOD.search(before):
                yield m.span("quoted")
        elif _TELLS_ACCOUNT.search(bare) and not (
            _PLAIN_WORD.fullmatch(bare) or _BODIES.search(bare) or bare.casefold() in ordinary()
        ):
            yield m.span("bare")


# ---- collar numbers and their like

_NO = r"(?:no\.?|num(?:ber)?\.?|nos\.?|#|id)"
_LABELLED_NUMBER = re.compile(
    rf"\b(?:(?:(?:collar|warrant(?:\s+card)?|shoulder|badge|epaulett?e?|payroll|pay|staff|employee|service|force|officer|personnel|"
    rf"identification|identity|pin)\s{{0,30}}{_NO}|collar|shoulder|badge|epaulett?e?|warrant)\s{{0,30}}(?:is|was|of)?)\s{{0,30}}[:=(#-]?\s{{0,30}}"
    r"((?:[A-Z]{1,3}\s?)?\d{2,8}(?:\s\d{3})?(?:[A-Z]{1,2})?)(?![\w%/]|[.,-]\d)(?!\s*(?:days?|weeks?|months?|years?|hours?|of\b))",
    I,
)
_RANK_WORD = "|".join(sorted((re.escape(r) for r in group("ranks")), key=len, reverse=True))
_RANKED = re.compile(
    rf"(?<![\w-])(?:{_RANK_WORD}|P\.C\.?|D\.C\.?|P\.S\.?|D\.S\.?|Det\.|Sgt\.|Insp\.|Cons\.)\s?(?:{_NO}\s?)?[(]?"
    r"(?P<number>(?P<before>[A-Z]{1,2}\s?)?(?P<digits>\d{1,6})(?P<after>\s?[A-Z]{1,2}(?![\w']))?)(?![\w%/]|[.,:-]\d)"
    r"(?!\s*(?:x\b|days?\b|weeks?\b|months?\b|years?\b|hours?\b|officers?\b|cases?\b|of\b|or\b|to\b|%|figures?\b))"
    r"(?=(?P<next>\)?,?\s+[A-Z][\w'’-]+)?)",
    I,
)
_YEAR = re.compile(r"(?:19[5-9]|20[0-4])\d")


def _ranked_numbers(text: str) -> Iterator[Found]:
    """A number after a rank. Two digits are a count unless a name follows; four can be a year."""
    for m in _RANKED.finditer(text):
        if re.search(r"\d\s*(?:x\s*)?$", text[max(0, m.start() - 8) : m.start()]):
            continue  # "3 PC 120": a list of numbers of officers
        digits, follows = m["digits"], (m["next"] or "").strip("), \t\n")
        before, after = (m["before"] or "").strip(), (m["after"] or "").strip()
        letters = before or after
        start, end = m.span("number")
        if before and (before != before.upper() or before.casefold() in ordinary() | {"no", "x", "v"}):
            continue
        spaced = after and not m["after"].startswith(after)
        if after and (after != after.upper() or (spaced and after.casefold() in ordinary() | group("ranks"))):
            letters, end = before, m.end("digits")
        name = (
            bool(follows)
            and follows[0].isupper()
            and not is_wordish(follows.casefold())
            and not is_place(follows.casefold())
        )
        if len(digits) < 3 and not (name or (letters and len(digits) == 2)):
            continue
        if _YEAR.fullmatch(digits) and not letters and not name:
            continue
        yield start, end


_RULES: tuple[tuple[str, str, Callable[[str], Iterator[Found]]], ...] = (
    ("email", "e-mail", _of(_EMAIL)),
    ("email", "e-mail in words", _of(_SPELT_EMAIL)),
    ("handle", "profile", _profiles),
    ("handle", "@name", _at_names),
    ("handle", "account", _accounts),
    ("ni_number", "National Insurance", _of(_NI)),
    ("date_of_birth", "born", _of(_BORN, 1)),
    ("phone", "telephone", _telephones),
    ("phone", "telephone, labelled", _labelled_telephones),
    ("phone", "extension", _of(_EXTENSION, 1)),
    ("vehicle", "number plate", _of(_CURRENT, unless=_no_plate)),
    ("vehicle", "number plate, labelled", _of(_LABELLED_PLATE, 1)),
    ("address", "street", _of(_STREET, unless=_no_street)),
    ("address", "street in small letters", _of(_SMALL_STREET, 1)),
    ("address", "flat", _of(_FLATS)),
    ("address", "house", _of(_NAMED_HOUSE, 1)),
    ("address", "home", _of(_HOME, 1)),
    ("postcode", "postcode", _of(_POSTCODE, unless=_no_postcode)),
)

_COLLAR: tuple[tuple[str, Callable[[str], Iterator[Found]]], ...] = (
    ("number, labelled", _of(_LABELLED_NUMBER, 1)),
    ("rank and number", _ranked_numbers),
)
