"""What the letter says about its figures: what they count, over which time, what their symbols mean, what to beware of."""

from __future__ import annotations

import re
from typing import Literal

from parsers import headings
from parsers.documents.model import Document, Finding
from parsers.letter.answers import (
    NUMBER_WORDS,
    YEAR_AND_NUMBER,
    begins_with_outcome,
    begins_with_somebody,
    ends_in_outcome,
    explains_cost,
    is_about_one,
    is_background,
    is_candidate,
    is_left_out,
    is_outcome,
    is_wider,
    tells_of_somebody,
    tells_of_the_rest,
    tells_rank_of_all,
    years_lead,
)
from parsers.letter.identity import find_references
from parsers.letter.model import Answer, Correction, Letter, Meaning, doubt
from parsers.letter.passages import Sentence, fold
from parsers.letter.phrases import says
from parsers.letter.zones import Zones
from parsers.part_years import opening_months
from parsers.periods import Period, find_dates, parse_date, parse_period
from schemas import vocabulary

# ------------------------------------------------------------------------------------------------------------ answers


def read_answers(zones: Zones, letter: Letter) -> None:
    """Collect the sentences that may answer the request; those that explain costs or symbols are left out."""
    legend_blocks = {m.block for m in letter.legend.values()}
    legend_texts = tuple(m.text.rstrip(" .") for m in letter.legend.values())
    refused_on_cost = any(_COST_REFUSAL.search(s.text) for s in zones.within("body", "law"))
    by_year = years_lead(s.text for s in zones.sentences if s.zone == "body")
    for index, sentence in enumerate(zones.sentences):
        text = sentence.text
        listed = sentence.label is not None or sentence.passage.kind == "item" or begins_with_somebody(text)
        if by_year and sentence.zone == "body":
            text = YEAR_AND_NUMBER.sub(r"\g<year>: ", text)
        told = is_candidate(text) or tells_of_somebody(text) or is_left_out(text) or _ends_the_story(sentence)
        told = told or (tells_rank_of_all(text) and not is_background(text)) or tells_of_the_rest(text)
        if sentence.zone == "body" and AMENDS.search(text):
            letter.findings.append(_amended(sentence))
        if sentence.zone == "body" and STAFF_AMONG.search(text):
            letter.with_staff[sentence.question] = sentence.block.number
            letter.findings.append(_with_staff(sentence))
        if sentence.zone != "body" or not (told or (listed and (is_outcome(text) or ends_in_outcome(text)))):
            continue
        if sentence.block.number in legend_blocks and (not told or _explains_symbol(text)):
            continue
        if _explains_symbol(text) and text.rstrip(" .").endswith(legend_texts):
            continue  # said once more, below another table
        if letter.reference and letter.reference in text and not is_candidate(text.replace(letter.reference, " ")):
            continue
        dated = re.match(r"\W*(?:in )?(?:19|20)\d\d\b", text)
        if _NIL_RETURN.search(text) and not dated and not re.search(rf"\b{_COUNTED}\b", text, re.I):
            continue
        if refused_on_cost and explains_cost(text, _around(zones, index)):
            continue
        if (refused_on_cost and is_wider(text)) or _NOT_ASKED.search(text):
            letter.findings.append(
                _left_out(sentence, "info", "A figure that counts more than was asked, given beside a refusal")
            )
            continue
        if _BESIDE.search(text):
            letter.findings.append(
                _left_out(
                    sentence, "warning", "A figure that is given beside the answer, or counts more than was asked"
                )
            )
            continue
        letter.answers.append(
            Answer(
                block=sentence.block.number,
                question=sentence.question,
                text=sentence.text,
                place=sentence.block.place,
                location=sentence.block.location,
            )
        )


def _ends_the_story(sentence: Sentence) -> bool:
    """'Dismissed; reinstated in 2022.' behind sentences about somebody: what came of it, with neither subject nor verb."""
    return not sentence.first and begins_with_outcome(sentence.text) and is_about_one(sentence.passage.head)


def _explains_symbol(text: str) -> bool:
    patterns = (_SYMBOL_LINE, _REPLACED, _WE_SHOW, _SHOWN_WHERE, _DOT, _NOTE_OF_SYMBOL)
    return any(pattern.search(text) for pattern in patterns)


AMENDS = re.compile(
    r"\b(?:figures?|numbers?|totals?|counts?)\b[^.;]{0,40}\bshould (?:therefore |instead |now |in fact )?(?:be read as|read|be)\b[^.;]*\d"
    r"|\b(?:figures?|numbers?|totals?)\b[^.;]{0,40}\b(?:above|in the table|shown)\b[^.;]{0,30}\b(?:is|are) (?:incorrect|wrong|in error|superseded)\b",
    re.I,
)
"""The letter changes a figure that it gives elsewhere."""


def _amended(sentence: Sentence) -> Finding:
    return Finding(
        code="low_confidence",
        severity="warning",
        message=f"The letter changes figures that it gives elsewhere, which were read as they stand there: “{sentence.text[:200]}”.",
        fix="Correct the records by hand from the page.",
        location=sentence.block.location,
    )


STAFF_AMONG = re.compile(
    rf"\b(?:\d+|{NUMBER_WORDS}|some|several)\b(?: (?:individuals?|persons?|people))? of (?:them|these|those|whom|the (?:above|total|\d+|individuals?|persons?|people))\b[^.;]{{0,80}}?"
    r"(?: (?:are|were|is|was) (?:an? )?|\) (?:are|were) )(?:members? of )?(?:the )?(?:police )?staff\b",
    re.I,
)
"""Some of those whom the letter counts are no officers."""


def _with_staff(sentence: Sentence) -> Finding:
    return doubt(
        f"Some of those whom the letter counts are police staff (“{sentence.text[:160]}”): its totals in words that do not say "
        "what they count were taken as persons, and other figures may have staff among them.",
        "Work out how many are officers from the letter, and add that by hand.",
        sentence.block.location,
    )


_NOT_ASKED = re.compile(
    r"\bnot (?:what|the information|the figures?) (?:that )?you (?:have )?(?:asked|requested)\b", re.I
)
_BESIDE = re.compile(
    rf"{headings.FOR_CONTEXT}|{headings.WHATEVER}|\bof (?:any|all) (?:kind|type|sort|nature|description)s?\b"
    r"|\b(?:you did(?: not|n't)|you have(?: not|n't)|not) (?:ask(?:ed)?|request(?:ed)?) (?:about|for)\b",
    re.I,
)
"""The figure is given beside the answer, or counts more than was asked."""
_NIL_RETURN = re.compile(r"\bnil (?:return|response|reply)\b", re.I)
"""What the answers come to: a decision, and no count of its own."""


def _left_out(sentence: Sentence, severity: Literal["warning", "info"], what: str) -> Finding:
    return Finding(
        code="low_confidence",
        severity=severity,
        message=f"{what}, was left out: “{sentence.text[:160]}”.",
        fix="If it answers the request, add it by hand.",
        location=sentence.block.location,
    )


_COST_REFUSAL = re.compile(r"\b(?:limit|section 12|s\.? ?12|£|exceeds?|threshold|hours|manual(?:ly)?|would)\b|£", re.I)


def _around(zones: Zones, index: int) -> list[str]:
    """Sentences beside one, as far as they speak of the same: back to where the letter turns to what it can give."""
    sentence = zones.sentences[index]
    near: list[str] = []
    for other in zones.sentences[index + 1 :]:
        if (
            other.zone not in ("body", "law")
            or _TURNS.search(other.text)
            or (other.passage is not sentence.passage and near)
        ):
            break
        near.append(other.text)
        if other.passage is not sentence.passage and not says("cost_follows", other.text):
            near.pop()
            break
    if _TURNS.search(sentence.text):
        return near
    for earlier in range(index - 1, -1, -1):
        other = zones.sentences[earlier]
        if other.passage is not sentence.passage or _TURNS.search(other.text):
            break
        near.append(other.text)
    return near


_TURNS = re.compile(r"\bhowever\b|\bassistance\b|\bsection 16\b|\bs\.? ?16\b|\bgood ?will\b", re.I)


# ------------------------------------------------------------------------------------------------------------- legend

_SYMBOL = r"[\"'(]?(?P<symbol>(?:fewer|less) than \d+|\*{1,3}|[-–—]|<\s?\d+|≤\s?\d+|\.{1,2}|\[[a-z]{1,12}\]|#|~|†|‡|x|c|low|n/?[akr]|nk|tbc|blank|█+|0)[\"')]?"
_SYMBOL_LINE = re.compile(
    rf"(?:^|(?<=[\s(\"';,]))(?:(?:an?|the|any|where(?: an?| the)?) )?(?:(?:asterisks?|symbol|dash(?:es)?|hyphens?|figure|cells? (?:marked|showing|with)|entry|value)(?:,? (?:of|marked|with))? ?)?{_SYMBOL}(?: \([^)]{{1,20}}\))?\s*(?P<verb>=|:|-(?= )|,? ?\bthe (?:actual |true |real )?(?:number|figure|value|count) (?:is|was|lies)\b|\b(?:denotes?|indicates?|represents?|means?|refers? to|relates? to|stands? for|signif(?:y|ies)|equates? to|equals?|is used (?:to (?:denote|indicate|represent|show)|where|when|for)|has been used (?:to (?:denote|indicate|represent|show)|where|when|for)|is (?:shown|displayed|recorded|given) (?:where|when|for)|is|are|shows?)\b)\s*(?P<meaning>[^;|\n]+?)(?=(?:[;|]|$|(?:,| and)\s+[\"'(]?(?:\*|-|<\s?\d|[A-Za-z/]{{1,8}}[\"')]?\s*(?:=|-\s|:|denotes|means|indicates|represents))|\.(?:\s|$)))",
    re.I,
)
_SHOWN_WHERE = re.compile(
    r"\b(?:where|if|when) (?:a|an|the|any) (?:cell|box|entry|table|column|figure|field) (?:shows?|has|contains?|reads?|says|is marked) (?:an? |the (?:letter )?)?[\"'“‘(]?(?P<symbol>[A-Za-z]|\*{1,3}|[-–—·•.#~†‡¶])[\"'”’)]?,? (?:(?:this|it|the (?:true|real|actual )?(?:figure|number|value|count)|the (?:true|real|actual) (?:figure|number|value|count)) )?(?:is|was|lies|means|denotes|indicates|represents)(?: that)? (?P<meaning>[^;.]{1,120})",
    re.I,
)
"""A letter or sign in a cell: "where a cell shows L the true figure is more than zero and lower than five"."""
_DOT = re.compile(
    r"\b(?:a|the) (?:dot|full stop|bullet|point) (?:shows?|means?|indicates?|denotes?|represents?|is used where)(?: that)? (?P<meaning>[^;.]{1,120})",
    re.I,
)
_DOTS = ("·", ".", "•")
_NOTE_OF_SYMBOL = re.compile(
    r"(?P<symbol>\*{1,3}|#|~|†|‡) ?(?:[-–=:] ?)?(?:(?:withheld|suppressed|redacted)[:,;]? ?(?:as )?)?(?:(?:an? |any )?(?:figure|number|value)s? (?:of |is )?)?(?P<meaning>(?:[Ff]ewer|[Ll]ess|[Bb]elow|[Uu]nder|[Bb]etween|\d).*)"
)
"""A footnote that begins with its symbol and goes straight on to the number: "* Fewer than 5, including zero"."""
_NAMED_SYMBOL = re.compile(
    r"\b(?:an? |the )?(?P<name>asterisks?|dash(?:es)?|hyphens?|blank (?:cells?|fields?|entr(?:y|ies)|boxes|spaces?|values?)|(?:cells?|fields?|boxes|entries)(?: (?:that|which))? (?:is|are|left) (?:left )?(?:blank|empty)|empty (?:cells?|spaces?|boxe?s?|fields?|entr(?:y|ies))|where (?:a |the |any )?(?:cells?|fields?|boxe?s?|columns?|entr(?:y|ies)|values?|it) (?:is|are|has been|have been) (?:left |shown (?:as )?)?(?:blank|empty|a dash)|where (?:a |any )?spaces? (?:is|are|has been|have been) left(?: (?:blank|empty))?|blanks?)\b[\"')]*(?: \([-*–\"']+\))?,?\s*(?:(?:in|within|on) the (?:above |below |following )?(?:tables?|data|spreadsheet|attached[\w ]*),?\s*)?(?P<verb>the (?:number|figure|value|count) (?:is|was)|denotes?|indicates?|represents?|means?|signif(?:y|ies)|equates? to|equals?|should be (?:read|taken|interpreted) as|is used (?:to (?:denote|indicate|represent|show)|where|when|for)|(?:is|are)|shows?|this (?:means|indicates|denotes|represents|is because)|no\b|there\b|zero\b)\s*(?P<meaning>[^;|\n]*?)(?=(?:[;|]|$|\.(?:\s|$)))",
    re.I,
)
_REPLACED = re.compile(
    r"\b(?P<bound>(?:figures?|numbers?|values?|counts?|results?|totals?|cells?|data|anything|instances?|small numbers)?[^.;]{0,40}?(?:less than|fewer than|lower than|below|under|between|of|from|<|≤|smaller than|up to|low(?:er)? numbers?|small numbers?)[^.;]{0,40}?)\b(?:has|have|had|is|are|was|were|will be)(?: been)?(?: all)? (?:replaced|suppressed|shown|represented|redacted|recorded|displayed|marked|denoted|indicated|expressed|masked|substituted|reported|given|presented|listed|rounded)\b\s*(?:with|by|as|using|and replaced (?:with|by)|to)?\s*(?:an?\b|the(?: letter)?\b)?\s*(?P<symbol>[^.;]{0,40})",
    re.I,
)
_WE_SHOW = re.compile(
    r"(?:\b(?:where|if|when|wherever|whenever|for)\b(?P<before>[^.;]{1,160}?),? )?\b(?:we|I|(?:the|this|these|our) (?:force|tables?|data|spreadsheet|figures)|it|this|which) (?:have |has |will )?(?:shows?|shown|uses?|used|writes?|written|puts?|prints?|printed|gives?|given|displays?|displayed|marks?|marked|inserts?|inserted|enter(?:ed)?)(?: (?:it|this|that|these|them|those|the (?:figures?|numbers?|values?|cells?)))?(?: (?:as|by|with|using))?(?: an?| the(?: symbol)?)? (?P<symbol>(?:asterisks?|dash(?:es)?|hyphens?)\b|[\"'(]{0,2}(?:\*{1,3}|[-–—]|<\s?\d+|#|~|\[\w{1,12}\])[\"')]{0,2}(?=[\s,.;]|$))(?: (?:where|when|wherever|if|for|to (?:replace|denote|represent|indicate|show|mean)|instead of|in place of)\b(?P<after>[^.;]{1,160}))?",
    re.I,
)
"""In the active voice, with the number before or after: "where fewer than 3 officers are concerned we show *"."""
_BOUND_WORDS = {
    "zero": 0,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twenty": 20,
}
_N = rf"(?P<{{0}}>\d+|{'|'.join(_BOUND_WORDS)})"
_RANGE = re.compile(
    rf"(?:\bbetween |\bfrom )?(?<!\d){_N.format('low')}(?: and | to | ?- ?| or ){_N.format('high')}\b(?: \(?inclusive\)?)?",
    re.I,
)
_BELOW = re.compile(rf"(?:\b(?:less|fewer|lower|smaller) than|\bbelow|\bunder|<) ?(?:\w+ \()?{_N.format('high')}", re.I)
_AT_MOST = re.compile(
    rf"(?:≤|\bup to|\bat most|\bno more than|\bor) ?{_N.format('high')}\b|\b{_N.format('high2')}(?: (?:officers?|staff|people|persons?|individuals?|cases?|investigations?))? or (?:less|fewer|under|below)",
    re.I,
)
_ZERO = re.compile(
    r"\b(?:zero|nil|none|no (?:crimes?|officers?|records?|offences?|cases?|such|recorded|data (?:was|were) recorded|incidents?|results?|allegations?|complaints?|occurrences|instances)|0|not any|nothing (?:was )?recorded)\b",
    re.I,
)
_NOT_HELD = re.compile(
    r"\b(?:not (?:held|recorded|known|available)|no (?:information|data) (?:is )?(?:held|recorded|available)|unknown)\b",
    re.I,
)
_NOT_APPLICABLE = re.compile(r"\bnot applicable\b", re.I)
_HIDDEN = re.compile(
    r"\b(?:withheld|suppress\w*|redact\w*|exempt\w*|low numbers?|small numbers?|removed|not (?:disclosed|provided)|protect\w*|identif\w+|low figures?)\b",
    re.I,
)
_ABBREVIATION = re.compile(
    r"(?:^|(?<=[\s(;,.\"]))(?P<short>[A-Z][A-Z&/]{1,7}(?:\s?[+s])?|[A-Z][a-z]{1,3} ?[A-Z][a-z]{0,3}|[A-Z]{1,3}\d?)\s*(?P<verb>=|:|-(?= )|\b(?:denotes?|indicates?|represents?|means?|refers to|stands for|is(?: an? abbreviation (?:of|for)| short for| the abbreviation (?:of|for))?|are)\b)\s*(?:the |an? )?(?P<meaning>[A-Za-z0-9][^;|\n,.]*?)(?=(?:[;|,.]|$|\s+and\s+[A-Z]{2,}|\s+[A-Z]{2,7}\s*(?:=|-\s|:)))"
)
_IN_BRACKETS = re.compile(
    r"(?P<meaning>(?:[A-Z][\w'/-]+|of|and|the|for|to|in|&)(?: (?:[A-Za-z][\w'/-]+|&)){1,6}) \(\"?'?(?P<short>[A-Z][A-Z&/]{1,7})s?'?\"?\)"
)
_KEY = re.compile(r"^(?:key|legend|abbreviations?|glossary|note)s?\b", re.I)


def read_legend(zones: Zones, document: Document, letter: Letter) -> None:
    """Collect what symbols and abbreviations stand for, from the text and from note rows of tables."""
    for sentence in zones.sentences:
        if sentence.zone in ("quoted", "rights"):
            continue
        source = f"{sentence.label}. {sentence.text}" if sentence.label and len(sentence.label) == 1 else sentence.text
        _legend_of(source, sentence.block.number, sentence.place, bool(_KEY.match(sentence.passage.head)), letter)
    for table in document.tables:
        for row in table.rows:
            filled = [c for c in row.cells if (c.text or "").strip()]
            if len(filled) == 1 and len((filled[0].text or "").split()) > 2:
                _legend_of(fold(filled[0].text or ""), table.number, filled[0].place or row.location, False, letter)


def _legend_of(text: str, block: int, place: str | None, is_key: bool, letter: Letter) -> None:
    noted = _NOTE_OF_SYMBOL.match(text)
    if noted and (_RANGE.match(noted["meaning"]) or _BELOW.match(noted["meaning"])):
        _add(_symbol(noted["symbol"]), noted["meaning"], block, place, letter)
    replaced = _REPLACED.search(text)
    symbol = _symbol_in(replaced["symbol"]) if replaced else None
    if replaced and symbol is not None:
        said, after = replaced["bound"].strip(), text[replaced.start("symbol") :]
        told_after = _interval(said, symbol)[0] == "unknown" and _RANGE.search(
            after
        )  # 'shown as <5 it is between 1 and 4'
        _add(symbol, after.strip() if told_after else said, block, place, letter)
    else:
        for match in _SYMBOL_LINE.finditer(text):
            if _is_legend(match, text):
                _add(_symbol(match["symbol"]), match["meaning"].strip(), block, place, letter)
        for match in _SHOWN_WHERE.finditer(text):
            if _interval(match["meaning"], "")[0] != "unknown":
                _add(_symbol(match["symbol"]), match["meaning"].strip(), block, place, letter)
        for match in _DOT.finditer(text):
            for dot in _DOTS if _interval(match["meaning"], "")[0] != "unknown" else ():
                _add(dot, match["meaning"].strip(), block, place, letter)
        for match in _WE_SHOW.finditer(text):
            for said in filter(None, (match["before"], match["after"])):
                if _interval(said, "")[0] != "unknown":
                    _add(_symbol_in(match["symbol"]), said.strip(" ,"), block, place, letter)
        for match in _NAMED_SYMBOL.finditer(text):
            meaning = (
                f"{match['verb']} {match['meaning']}".strip()
                if match["verb"].lower() in ("no", "there", "zero")
                else match["meaning"].strip()
            )
            if says("law", meaning) or not meaning:
                continue
            _add(_symbol_in(match["name"]), meaning, block, place, letter)
    for match in _ABBREVIATION.finditer(text):
        meaning = match["meaning"].strip(" \"'")
        if match["verb"] in ("=",) or is_key or _initials(match["short"], meaning):
            _add_short(match["short"], meaning, block, place, letter)
    for match in _IN_BRACKETS.finditer(text):
        meaning = _own_words(match["short"], match["meaning"])
        if meaning:
            _add_short(match["short"], meaning, block, place, letter)


def _is_legend(match: re.Match, text: str) -> bool:
    symbol, verb = match["symbol"], match["verb"].lower()
    meaning = match["meaning"]
    if (
        re.fullmatch(r"[a-z0-9/]+", symbol, re.I)
        and verb in ("is", "are", "-", ":", "shows")
        and not re.fullmatch(r"n/[akr]", symbol, re.I)
    ):
        return False
    if (
        symbol in "-–—"
        and verb in ("-", ":", "is", "are")
        and not re.search(r"[\"'(]\s*[-–—]\s*[\"')]", text)
        and match.start("symbol") > 0
    ):
        return False
    if symbol in (".", "..") and verb != "=":
        return False
    return bool(
        _RANGE.search(meaning)
        or _BELOW.search(meaning)
        or _AT_MOST.search(meaning)
        or _ZERO.search(meaning)
        or _NOT_HELD.search(meaning)
        or _NOT_APPLICABLE.search(meaning)
        or _HIDDEN.search(meaning)
    ) or verb in ("=", "denotes", "denote", "means", "represents", "indicates")


def _symbol(written: str) -> str:
    if " than " in written:  # 'Fewer than 5', in words
        return " ".join(written.split())
    written = re.sub(r"\s", "", written)
    return {"–": "-", "—": "-", "blank": ""}.get(written.lower(), written)


def _symbol_in(words: str) -> str | None:
    if re.search(r"\bblank|\bempty|\bspaces?\b", words, re.I):
        return "" if not re.search(r"dash", words, re.I) else "-"
    found = re.search(r"\*+|<\s?\d+|≤\s?\d+|#|~|\[\w+\]|█+", words)
    if found:
        return _symbol(found.group())
    if re.search(r"\basterisk", words, re.I):
        return "*"
    if re.search(r"\bdash|\bhyphen|[\"'(]\s?-\s?[\"')]|^-$", words, re.I):
        return "-"
    found = re.match(r"[\"'(]*(?P<letter>[B-Zb-z])\b(?!')", words)
    if found:
        return found["letter"]
    found = re.match(r"(?:fewer|less) than (?P<n>\w+)|[\"'](?P<word>[A-Za-z]{1,12})[\"']", words, re.I)
    if found and found["n"]:
        return f"<{_BOUND_WORDS.get(found['n'].lower(), found['n'])}"
    return found["word"] if found else None


def _add(symbol: str | None, meaning: str, block: int, place: str | None, letter: Letter) -> None:
    if symbol is None or symbol in letter.legend:
        return
    outcomes = vocabulary.load("outcome").mentions(meaning) if symbol == "" else []
    if len(outcomes) == 1 and outcomes[0] != "not_stated":  # 'blank: no result yet, the matter is live': no number
        letter.legend[symbol] = Meaning(text=meaning, block=block, place=place)
        return
    code, lower, upper = _interval(meaning, symbol)
    if code == "unknown" and symbol[:1] in ("<", "≤"):
        return  # the symbol says more than the words that were found beside it
    letter.legend[symbol] = Meaning(text=meaning, meaning=code, lower=lower, upper=upper, block=block, place=place)
    letter.places[f"legend.{symbol}"] = f"{place}: {meaning[:160]}"


def _interval(meaning: str, symbol: str) -> tuple[str, int | None, int | None]:
    """Code and bounds of the number that a symbol stands for."""

    def number(text: str) -> int:
        return int(text) if text.isdigit() else _BOUND_WORDS[text.lower()]

    span = _RANGE.search(meaning)
    if span and number(span["low"]) <= number(span["high"]):  # '1 January 2017 to 31 August' is no range of numbers
        return "suppressed", number(span["low"]), number(span["high"])
    below = _BELOW.search(meaning)
    if below:
        return "suppressed", _lowest(meaning), number(below["high"]) - 1
    most = _AT_MOST.search(meaning)
    if most:
        return "suppressed", _lowest(meaning), number(most["high"] or most["high2"])
    if _NOT_APPLICABLE.search(meaning):
        return "not_applicable", None, None
    if _NOT_HELD.search(meaning):
        return "not_held", None, None
    if _HIDDEN.search(meaning):
        return "suppressed", 0, None
    if _ZERO.search(meaning):
        return "zero", 0, 0
    return "unknown", 0, None


def _lowest(meaning: str) -> int:
    return (
        1
        if re.search(
            r"\b(?:greater|more|higher) than (?:0|zero)\b|\bat least (?:1|one)\b|\bnot (?:including )?(?:0|zero|nil|none)\b|\bexcluding (?:0|zero|nil)\b|\bnon-?zero\b|\babove zero\b",
            meaning,
            re.I,
        )
        else 0
    )


def _add_short(short: str, meaning: str, block: int, place: str | None, letter: Letter) -> None:
    if short not in letter.legend and not re.fullmatch(
        r"FOI|FOIA|ICO|DPA|GDPR|MPS|PSNI|HQ|NCND|PIT|OFFICIAL|RE|I|A", short
    ):
        code, lower, upper = ("not_applicable", None, None) if _NOT_APPLICABLE.search(meaning) else (None, None, None)
        letter.legend[short] = Meaning(text=meaning, meaning=code, lower=lower, upper=upper, block=block, place=place)


def _initials(short: str, meaning: str) -> bool:
    letters = re.sub(r"[^A-Za-z]", "", short).lower()
    words = re.findall(r"[A-Za-z]+", meaning)
    capitals = "".join(w[0] for w in words).lower()
    main = "".join(w[0] for w in words if w.lower() not in ("of", "and", "the", "to", "for", "in", "or")).lower()
    return len(letters) >= 2 and (capitals.startswith(letters) or main.startswith(letters))


def _own_words(short: str, meaning: str) -> str | None:
    """The last words before the bracket whose initials are the abbreviation."""
    words = meaning.split()
    for start in range(len(words)):
        tail = " ".join(words[start:])
        if (
            words[start][0].isupper()
            and _initials(short, tail)
            and len([w for w in words[start:] if w.lower() not in ("of", "and", "the", "to", "for", "in", "or")])
            <= len(short)
        ):
            return tail
    return None


# ---------------------------------------------------------------------------------------------------- unit and period

_COUNTED = r"(?:officers?|allegations?|investigations?|cases|complaints?|individuals?(?! (?:police )?(?:officers?|cases?|staff|investigations?))|people|persons?|crimes|offences|incidents|staff|records|breaches|matters|occurrences)"
_NUMBER_OF = rf"(?:count|numbers?|total|total number|total count|no\.?) of (?:[A-Za-z/-]+ ){{0,4}}?{_COUNTED}"
_DEFINED = (
    re.compile(
        rf"\b(?:figures?|tables?|data|numbers?|information|results?)\b[^.]{{0,60}}\b(?:are|is|shows?|relates? to|represents?|reflects?|refers? to|provides?|based on|counts?|as)\b (?:a |the )?(?P<unit>{_NUMBER_OF})\b",
        re.I,
    ),
    re.compile(
        rf"\b(?:figures?|tables?|data|numbers?)\b[^.]{{0,40}}\b(?:relates? to|represents?|refers? to|are counts? of|counts?|are based on)\b (?:the )?(?P<unit>(?:(?:individual|distinct|unique|police|recorded|separate|finalised|conduct|complaint|misconduct) )*{_COUNTED})\b",
        re.I,
    ),
    re.compile(
        rf"\b(?:figures?|numbers?|data) (?:below |above |shown |given )?are (?P<unit>(?:(?:individual|distinct|unique|police|separate) )*{_COUNTED})\b(?=\s*[,.;]| by | not | and )",
        re.I,
    ),
)
_ONLY = re.compile(
    r"\b(?:results?|figures?|grids?|tables?|outcomes?|data|numbers?|lists?)\b[^.]{0,60}? (?:for|of|about|to) (?:the )?(?P<unit>(?:police )?officers) (?:only|alone)\b",
    re.I,
)
"""Whom the figures are of, and nobody else."""
_ROWS = re.compile(
    rf"\b(?:(?:each|one|every) (?:row|line|entry|record)(?: (?:below|above|(?:of|in) the [\w ]{{1,30}}?))? (?:is|represents|relates to|refers to|shows|equates to) (?:one|a|an|a single|an individual)|one (?:row|line|entry) (?:for|per)(?: each| every)?|\b(?:lists?|listing|details?|sets? out|shows?) (?:each|every)) (?P<unit>(?:(?:police|individual|single|separate) )?{_COUNTED[:-1]}|case))\b",
    re.I,
)
_CAPTIONED = (
    re.compile(rf"^(?:table \d+ ?[:.-] ?)?(?P<unit>(?:total )?{_NUMBER_OF})\b", re.I),
    re.compile(
        r"^(?P<unit>total (?:crime|offence|officer|allegation|case|complaint|investigation)s?(?: count)?)\b", re.I
    ),
)
_MENTIONED = (
    re.compile(rf"\b(?P<unit>{_NUMBER_OF})\b", re.I),
    re.compile(
        rf"(?:(?<!\d)(?<!\d,)<?\d[\d,]*|\b(?:{NUMBER_WORDS})) (?P<unit>(?:(?:police|conduct|misconduct|recorded|serving) )*{_COUNTED})\b",
        re.I,
    ),
)


def read_unit(zones: Zones, document: Document, letter: Letter) -> None:
    """Set what the figures count: from a sentence that defines it, else a caption, else the first answer that says it."""
    said = [
        (s.text, s.place)
        for s in zones.within("body", "law", "comparison")
        if not (says("cost", s.text) or is_background(s.text))
    ]
    rows = [(s.text, s.place) for s in zones.within("body", "comparison", "law")]
    answered = [(a.text, a.place or a.location) for a in letter.answers]
    captions = [
        (fold(t.caption), t.location) for t in document.tables if t.caption and t.number not in letter.form_tables
    ]
    for patterns, sources in (
        ((_ROWS,), rows),
        ((_ONLY,), said),
        (_DEFINED, said),
        (_CAPTIONED, captions + said),
        (_MENTIONED[:1], said),
        (_MENTIONED[1:], answered),
    ):
        for pattern in patterns:
            for text, place in sources:
                match = pattern.search(text)
                if match and not re.search(r"\bif\b|\bwould\b", text, re.I):
                    letter.unit_raw = match["unit"]
                    letter.measure = headings.measure_of(match["unit"])
                    letter.places["unit_raw"] = f"{place}: {text[:160]}"
                    return


_MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
_DAY = rf"(?:\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH},? \d{{4}}|\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{2,4}}|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}|{_MONTH} \d{{4}}|(?:19|20)\d\d(?:[/-]\d{{2,4}})?(?![\d/])|\d{{1,2}}(?:st|nd|rd|th)? {_MONTH})"
_SPAN = re.compile(
    rf"\b(?:between|from|for|during|covering|since|period)?\b ?(?:the )?(?:period|calendar years?|financial years?|years?|dates?)? ?(?:of |from |between )?(?P<span>{_DAY} ?(?:to|and|-|until|up to|through to|up until)(?: and including)?(?: the)? ?{_DAY})(?: \(?inclusive\)?)?",
    re.I,
)
_SINCE = re.compile(rf"\b(?P<span>since (?:the start of |the beginning of )?{_DAY})", re.I)
_CALENDAR = re.compile(r"\bcalendar years?\b", re.I)
_FINANCIAL = re.compile(r"\b(?:financial|fiscal) years?\b", re.I)
_ONE_YEAR = re.compile(
    r"\b(?:last|previous|current|this|next|latest|past) (?:financial|fiscal|calendar) years?\b", re.I
)
"""'In the last financial year': one that is spoken of, and not what the years of the figures are."""
_ROLLING = re.compile(r"\brolling (?:12|twelve|year)", re.I)


def read_period(zones: Zones, letter: Letter) -> None:
    """Set the time that the letter states for its figures, and the kind of year it names."""
    bases = set()
    for sentence in zones.within("body"):
        text = sentence.text
        if says("rights", text) or says("correction", text):
            continue
        text = _with_last_day(text)
        for basis, pattern in (("calendar", _CALENDAR), ("financial", _FINANCIAL), ("other", _ROLLING)):
            if pattern.search(_ONE_YEAR.sub(" ", text)):
                bases.add(basis)
                letter.places.setdefault("year_basis", f"{sentence.place}: {text[:160]}")
        if (says("cost", text) and not _GIVEN.search(text)) or "period_raw" in letter.places:
            continue
        _period_in(text, sentence, letter)
    letter.year_basis = bases.pop() if len(bases) == 1 else "unknown"


def _with_last_day(text: str) -> str:
    """'2017 to the first seven months of 2022' as '2017 to 31 July 2022'; alone, such months are those of one figure."""
    for when, (start, end) in reversed(opening_months(text)):
        closes = when.end and re.search(r"\b(?:to|and|until|through)(?: and including)?\s*$", text[:start], re.I)
        day = f"{when.end.day} {when.end:%B %Y}" if closes and when.end else " "
        text = text[:start] + day + text[end:]
    return text


_GIVEN = re.compile("\b(?:below|attached|enclosed|tables?|disclosed|following)\b", re.I)
"""The sentence hands figures over; that it speaks of each case makes it no account of work."""
_OF_FIGURES = re.compile(
    r"\b(?:recorded|disclosed|attached|figures?|data|tables?|information|periods?|cases|officers?|records?|below|search(?:es|ed)?|results?|between|covers?|years)\b",
    re.I,
)
_OF_OTHERS = re.compile(
    r"\b(?:only|introduced|available|came into|regulations?|factors?|act|if|would|employ\w*|you|requested)\b", re.I
)
_PART_YEAR = re.compile(
    rf"\b(?:the year |year |for )?(?P<year>20\d\d)(?:/\d\d)?,? (?:is|are|covers?|runs?|figures? (?:is|are)|data (?:is|are))(?: only)? (?:up )?to (?P<day>\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}(?: \d{{4}})?)",
    re.I,
)
_BEGINS = re.compile(
    rf"\b(?:figures?|data|records?|tables?)\b[^.]{{0,40}}\b(?:begins?|starts?|commences?|runs?)(?: only)? (?:on|from) (?P<day>{_DAY})",
    re.I,
)


_NO_ONE = re.compile(r"\b(?:none|nil)\W*$", re.I)


def _period_in(text: str, sentence: Sentence, letter: Letter) -> None:
    if re.match(r"[*†‡#]", text):
        return  # a footnote to one year
    if _NO_ONE.search(text):
        return  # 'between 2019 and 2020, none': years without a case, and not all that the figures cover
    spans = (m for m in _SPAN.finditer(text) if not _of_one_year(m, text))
    match = next(spans, None) or _SINCE.search(text)
    written = match["span"] if match else ""
    found = parse_period(re.sub(r"\band\b", "to", written, flags=re.I)) or parse_period(written)
    if not found or not (found.start or found.end):
        _period_by_parts(text, sentence, letter)
    elif _OF_FIGURES.search(text) and (is_candidate(text) or not _OF_OTHERS.search(text)):
        letter.period_start, letter.period_end = found.start, found.end
        letter.places["period_raw"] = written
        letter.places["period"] = f"{sentence.place}: {text[:160]}"


_UP_TO = re.compile(
    rf"(?P<year>(?:19|20)\d\d)(?:[/-]\d{{2,4}})? ?(?:up )?(?:to|until|-) ?(?:the )?\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}",
    re.I,
)


def _of_one_year(span: re.Match[str], text: str) -> bool:
    """A note in brackets that one year of the figures is not whole, '(2022 up to 31 August)': no period of all of them."""
    before = text[: span.start("span")]
    bracketed = before.rfind("(") > before.rfind(")")
    return bracketed and bool(_UP_TO.fullmatch(span["span"]))


def _period_by_parts(text: str, sentence: Sentence, letter: Letter) -> None:
    """Where the figures begin, or where their last year is cut short: "2022 is to 31 August"."""
    part, begins = _PART_YEAR.search(text), _BEGINS.search(text)
    if part:
        letter.period_end = parse_date(part["day"], year_hint=int(part["year"]))
    if begins and (start := parse_period(begins["day"]) or parse_date(begins["day"])):
        letter.period_start = start.start if isinstance(start, Period) else start
    if part or begins:
        letter.places["period"] = f"{sentence.place}: {text[:160]}"


_EVENT = re.compile(
    r"\b(?:(?:by|on|for|under|in|within|based on|grouped by|according to|using|per|against|reflects?|refers? to|relates? to|is|are) (?:the )?(?:calendar |financial )?(?:years?|dates?|months?|quarters?)(?: \([^)]{1,40}\))?(?: (?:that|in which|when|on which|of|the|in|it|they|where|was|were|is|a|case|cases|complaint|complaints|matter|matters|allegation|allegations|investigation|investigations|conduct|hearing|hearings|meeting|meetings|proceedings|and|been|has|have))* (?P<event>recorded|received|reported|logged|recording|receipt|incident|occurred|occurrence|took place|finalised|finalisation|concluded|conclusion|completed|closed|outcome|finalized|opened|happened)"
    r"|\byears? (?:shown )?(?:are|is) (?:those|that|the ones?|the years?) (?:in which|when)\b[^.;]{0,40}?\b(?P<event5>recorded|received|reported|finalised|concluded|closed|occurred|took place)\b"
    r"|\b(?P<event6>recorded|received|finalised|concluded|closed) (?:in|during) (?:that|the|each) (?:financial |calendar )?years? (?:shown|stated|given|listed)\b"
    r"|\bwhen (?:the |a |an |each )?(?:case|complaint|matter|allegation|investigation|conduct)s? (?:was|were) (?P<event4>recorded|received|finalised|concluded|closed)\b"
    r"|(?:year|date) (?P<event2>recorded|received|reported|finalised|concluded|closed|completed|of incident|of finalisation|of outcome|of recording)"
    r"|\b(?:were|was|cases?|complaints?|allegations?|matters?|investigations?) (?P<event3>recorded|received|finalised|concluded|closed) (?:in|during|within) (?:that|the|each|the relevant) (?:financial |calendar )?(?:year|period))\b",
    re.I,
)
_DENIED = re.compile(
    r"\b(?:not|rather than|nor|instead of|as opposed to)(?: necessarily)?(?: (?:by|the|in|on|of))* ?$", re.I
)
_KIND_OF_EVENT = {
    "recorded": ("recorded", "received", "reported", "logged", "recording", "receipt", "opened", "of recording"),
    "incident": ("incident", "occurred", "occurrence", "took place", "of incident", "happened"),
    "finalised": (
        "finalised",
        "finalisation",
        "concluded",
        "conclusion",
        "completed",
        "closed",
        "outcome",
        "finalized",
        "of finalisation",
        "of outcome",
    ),
}


def read_year_event(zones: Zones, document: Document, letter: Letter) -> None:
    """Set the event that places a case in a year: what the text says of the years; failing that, the only dated column."""
    sentences = [
        (s.text, s.place)
        for s in zones.within("body", "law", "comparison")
        if not re.search(r"\brequest\b[^.]*\breceived\b", s.text, re.I)
    ]
    columns = [
        (fold(c.text or ""), c.place or r.location)
        for t in document.tables
        if t.number not in letter.form_tables
        for r in t.rows[:2]
        for c in r.cells
        if c.text
    ]
    found = _events(sentences) or _events(columns)
    if len(found) == 1:
        letter.year_event, place = next(iter(found.items()))
        letter.places["year_event"] = place


def _events(texts: list[tuple[str, str]]) -> dict[str, str]:
    """The events named, each with the place and the words it was first read from; not those that a text denies."""
    found: dict[str, str] = {}
    for text, place in texts:
        for match in _EVENT.finditer(text):
            if _DENIED.search(text[: match.start()]):
                continue
            word = next(g for g in match.groups() if g).lower()
            event = next(e for e, words in _KIND_OF_EVENT.items() if word in words)
            found.setdefault(event, f"{place}: {text[:160]}")
    return found


# --------------------------------------------------------------------------------- caveats, corrections, instalments


def read_remarks(zones: Zones, letter: Letter) -> None:
    """Set the caveats, and whether the letter corrects an earlier one or is one of several."""
    for sentence in zones.within("body", "law", "comparison", "form"):
        text = sentence.text
        if (
            says("caveat", text)
            and sentence.zone in ("body", "comparison")
            and sentence.block.number not in letter.caveats
        ):
            letter.caveats.append(sentence.block.number)
        if sentence.zone == "comparison":
            continue
        if says("correction", text):
            _add_correction(sentence, letter)
        if not letter.instalment and says("instalment", text):
            letter.instalment = True
            letter.places["instalment"] = f"{sentence.place}: {text[:160]}"


_EARLIER = re.compile(r"\b(?:response|reply|letter|disclosure|answer|figures?)\b[^.]{0,40}$", re.I)


def _add_correction(sentence: Sentence, letter: Letter) -> None:
    """Note that the letter corrects another; the date and reference may stand in a later sentence than the first."""
    text = sentence.text
    references = [r for r in find_references(text) if r != letter.reference]
    days = [
        day for day, (start, _) in find_dates(text) if _EARLIER.search(text[:start]) and day != letter.date_received
    ]
    if letter.correction is None:
        letter.correction = Correction(text=text, place=sentence.place)
        letter.places["correction"] = f"{sentence.place}: {text[:160]}"
    letter.correction.reference = letter.correction.reference or next(iter(references), None)
    letter.correction.date = letter.correction.date or (days[0] if len(set(days)) == 1 else None)
