"""Who answers whom, and under which reference: the facts of the letter's form."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from parsers.documents.model import Document
from parsers.letter.model import Letter, doubt
from parsers.letter.passages import fold
from parsers.letter.phrases import says
from parsers.letter.zones import Zones
from parsers.periods import find_dates, parse_date
from schemas import forces, requests

# --------------------------------------------------------------------------------------------------------- reference

_VALUE = (
    r"(?:[A-Z]{1,6}(?:[ /.\-–_][A-Z]{1,5}){0,3}[ /.\-–_:]{0,3})?"
    r"\d[\dA-Z]*(?:(?: ?[-–/._] ?| )?(?:\d[\dA-Z]*|[A-Z]{1,5}(?=[./_-]\d)|[A-Z]\b(?!['’ ]?[a-z]))|[-/._][A-Z]{2,5}(?![\w'’])| IR\b)*"
)
"""A reference number: letters that say what it is, then digits in groups (`DC/FOI 782/17`, `728 - 24`, `01.FOI.22.026570`)."""

_NUMBER_WORD = r"(?:no(?:s|\.|:)?|num(?:ber)?|nr|#)"
_LABEL = re.compile(
    r"(?:\b(?:your|our|my|ein|eich)\b[ ]*)?"
    r"(?:\b(?:freedom of information(?: act)?(?: 2000)?|foia?|fol|enquiry|case|request|rfi|disclosure|unique|team|application|information|eir|force|internal|applicant|file|log|police)\b[ /()-]*)*"
    rf"(?:\b(?:(?:ref(?:erence|s)?|cyf(?:eirnod)?)\b\.?(?: ?(?:{_NUMBER_WORD}|id\b|code\b))?|(?:please|kindly|always) quote(?: (?:the )?(?:our )?(?:ref(?:erence)?(?: {_NUMBER_WORD})?|number))?|(?:request|enquiry|foi|case|file|log|application) ?(?:{_NUMBER_WORD}|id\b)|request(?=\s*(?::|(?:[A-Z]{{2,5}}[-/ ]?){{0,3}}\d)))|(?<=information)(?: request)?(?=\s*[:-]\s*\d))"
    r"(?:\s*\([^)\d]{1,50}\))?\s*(?:is\b|\)|:|-|–|=|['`](?= ))?\s*[:\-–]?\s*",
    re.I,
)
_OF_REQUESTER = re.compile(r"\W*(?:your|eich)\s+(?:own\s+)?(?:ref|cyf)", re.I)
"""The requester's own ("Your ref"); "your FOI request reference" is the force's."""
_NAMES_NUMBER = re.compile(r"\b(?:ref|cyf|quote|no\b|num|nr\b|id\b)|#", re.I)
"""Without such a word ("Request: 17"), only what has the shape of a reference is one."""
_OF_EARLIER = re.compile(
    r"\b(?:earlier|previous(?:ly)?|original|first|initial|supersed\w+|replac\w+|withdr[ae]w\w*|disregard|(?:our|my) (?:response|reply|letter|disclosure)|(?:amended|revised|corrected|updated) (?:version|response) (?:of|to))\b[^;]*$",
    re.I,
)
"""The reference that follows is that of the reply which this one corrects."""
_TITLE_REFERENCE = re.compile(
    r"(?:\(|[-–:] |(?<=[a-z]) (?=\d{2,6}[A-Z]?/(?:20)?\d\d\W*$))\s*(?P<value>(?:FOI[ -]?)?\d{1,6}[A-Z]?[/_]\d{2,4}(?:[/_][A-Z0-9]+)?)\s*\)?:?$"
)
_BARE_REFERENCE = re.compile(
    r"^(?:(?:FOI|RFI|FOIA|F|IM-FOI|DC/FOI)[ /:.-]*"
    + r"(?-i:\d[\dA-Z/ ._–-]*)|\d{2}[./](?:FOI|FIN)[./]\d{2}[./]\d{4,7}(?:[./][A-Z])?|[A-Z]{2,5}[ /-]\d{2,6}[/-]\d{2,4}|\d{1,5}[A-Z]?/\d{2,4})$",
    re.I,
)
_SUBJECT_REFERENCE = re.compile(
    r"(?:subject|re|title)\s*:.*?\b(?P<value>(?:FOI|RFI|FOIA)[ /:.-]{0,2}\d[\d/._-]*\d)", re.I
)
_AFTER_THE_ACT = re.compile(
    rf"\b(?:FOIA?|RFI|EIR|freedom of information(?: act)?(?: \(?FOIA?\)?)?)(?: (?:requests?|responses?|reply|disclosure|number|no\.?))*[ :#-]+(?P<value>(?-i:{_VALUE}))",
    re.I,
)
_OPENS_TITLE = re.compile(r"(?P<value>(?:\d{3,6}[A-Z]?|\d{1,6}[A-Z])[/_-]\d{2,4}) [-:] ")
_YEARS = re.compile(r"(?:19|20)\d\d(?:[/_-](?:\d\d|(?:19|20)\d\d))?")


def find_references(text: str, earlier: bool = True) -> list[str]:
    """References that the text labels as the force's own, as written; "Your ref" is the requester's.

    `earlier` says whether those of an earlier reply, which this one corrects, are among them.
    """
    found: list[str] = []
    for match in _LABEL.finditer(text):
        value = re.match(_VALUE, text[match.end() :])
        if not value or _OF_REQUESTER.match(match.group()):
            continue
        if not earlier and _OF_EARLIER.search(text[: match.start()]):
            continue
        written = _trim(_without_date(value.group(), text[match.end() :]))
        if parse_date(written) or re.fullmatch(r"(?:19|20)\d\d", written) or written in found:
            continue
        if not _NAMES_NUMBER.search(match.group()) and not _is_reference(written):
            continue
        found.append(written)
    return found


def _without_date(value: str, text: str) -> str:
    """The value without the first digits of a date that follows it in the text: "005566/25 7" of "005566/25 7 October"."""
    starts = [start for _, (start, _) in find_dates(text) if 0 < start < len(value) and text[start - 1] == " "]
    return value[: starts[0]] if starts else value


def _trim(value: str) -> str:
    value = re.sub(r"\s+(?:Date|Dear|On|The|Your|Our|Tel|From|To|Of|In|At|Is|I)$", "", value.strip(), flags=re.I)
    return value.strip(" .,;:-–/_")


def read_reference(zones: Zones, document: Document, letter: Letter) -> None:
    """Set the reference; two different ones are reported."""
    found = [*_tabled(zones), *_labelled(zones, document)] or _in_prose(zones) or _unlabelled(zones, document)
    if not found:
        letter.findings.append(
            doubt(
                "No reference number was found in the letter.",
                "If the letter gives one, add the words before it to _LABEL in parsers/letter/identity.py.",
            )
        )
        return
    letter.reference, place = found[0]
    letter.places["reference"] = f"{place}: {letter.reference}"
    own = _key(letter.reference)
    others = sorted({r for r, _ in found if _key(r) not in own and own not in _key(r)})
    if others:
        letter.findings.append(
            doubt(
                f"The letter gives more than one reference: {letter.reference} (taken), {', '.join(others)}.",
                "Check which is the force's own reference of this request.",
                place,
            )
        )


def _tabled(zones: Zones) -> list[tuple[str, str]]:
    """References in the rows of the letter's own form ("Reference | 123")."""
    keyed = [
        (_whole_value(value), place)
        for key, value, place in zones.facts
        if re.search(r"\bref|\bcyf|number|\bno\b|\bid\b|\bquote\b", key, re.I)
        and not (_OF_REQUESTER.match(key) or _OF_EARLIER.search(key) or re.match(r"tel|phone", key, re.I))
    ]
    return [(value, place) for value, place in keyed if value]


def _in_prose(zones: Zones) -> list[tuple[str, str]]:
    return [
        (reference, s.place)
        for s in zones.within("form", "rights", "body")
        for reference in find_references(s.text, earlier=False)
    ]


def _key(reference: str) -> str:
    return re.sub(r"[^0-9a-z]", "", reference.lower())


def _whole_value(text: str) -> str | None:
    match = re.match(_VALUE, text)
    return _trim(match.group()) if match and not parse_date(text) else None


def _labelled(zones: Zones, document: Document) -> list[tuple[str, str]]:
    """References with a label in the letterhead, a running header or a short line of the letter."""
    found = []
    for block in document.texts:
        if block.kind in ("header", "footer"):
            found += [(r, block.place or block.location) for r in find_references(fold(block.text))]
    seen: set[int] = set()
    for sentence in zones.within("form", "body"):
        text = sentence.passage.head
        if id(sentence.passage) in seen or (sentence.zone == "body" and len(text.split()) > 20):
            continue
        seen.add(id(sentence.passage))
        found += [(r, sentence.place) for r in find_references(text, earlier=False)]
    return found


def _unlabelled(zones: Zones, document: Document) -> list[tuple[str, str]]:
    """A reference that stands alone or in a title: `Officers disciplined (1406A/21)`, `RE: FOI 4418-22 Hospitals`."""
    titles = [(s.passage.head, s.place) for s in zones.within("form", "body")[:25]]
    heads = ((fold(b.text), b.place or b.location) for b in document.texts if b.kind == "header")
    titles += [(text, place) for text, place in heads if _SUBJECT_REFERENCE.match(text)]
    for text, place in [*zones.titles, *titles]:
        if len(text.split()) > 24:
            continue
        if (titled := _SUBJECT_REFERENCE.match(text)) or (titled := _BARE_REFERENCE.match(text)):
            value = titled[1] if titled.re is _SUBJECT_REFERENCE else text
            if not (parse_date(value) or _YEARS.fullmatch(value.lstrip("FOIARfoiar :./-"))):
                return [(_trim(_without_date(value, text)), place)]
        for pattern in (_AFTER_THE_ACT, _OPENS_TITLE, _TITLE_REFERENCE):
            if (match := pattern.search(text)) and _is_reference(
                value := _trim(_without_date(match["value"], text[match.start("value") :]))
            ):
                return [(value, place)]
    return []


def _is_reference(value: str) -> bool:
    """A number of a shape that only a reference has: no date, no year, no count."""
    digits = re.sub(r"\D", "", value)
    joined = bool(re.search(r"\w[-/._]\w", value)) and len(digits) > 2
    return (joined or len(digits) > 4) and not parse_date(value) and not _YEARS.fullmatch(value)


# ------------------------------------------------------------------------------------------------------------ forces

_CLAUSE = 90
"""Characters around a verb or preposition in which the force that it belongs to is named."""
_OWN = re.compile(
    r" (?:can|cannot|holds?|does|do|has|have|had|is|are|neither|will|hereby|confirms?|recorded|received|provides?|takes?|operates?|considers?|considered|uses?|records?|holds|investigated|dismissed|disciplined|wishes)\b",
    re.I,
)
_ENDS_IN_FORCE = re.compile(
    r"(?:police|constabulary|constabularies|service|scotland|ireland|forces|heddlu \w+)\W{0,2}(?: ?\([^)]*\))?$", re.I
)
_BY = re.compile(
    r"\b(?:held by|received by|on behalf of|information (?:request )?(?:to|from)|made to|submitted to|request to|recorded by|investigated by|requires|answers? for) ",
    re.I,
)
_PART_OF = re.compile(
    r"\b(?:within|(?:constable|unit|department|directorate|office|team|headquarters|part|records|systems) of) ", re.I
)
"""Weaker than `_BY`: two forces may share the department that searched for one of them."""
_OTHERS = re.compile(
    r"\b(?:transfer|may (?:wish|be held|hold)|you (?:may|might|should|could)|contact(?:ing)?|re-?direct|other forces?|another|compar|unlike|whereas|similar request|published by|instead|should be (?:directed|addressed|sent)|request should|at the link|linked|formerly|previously|transferee|transferred)\b",
    re.I,
)


@dataclass(slots=True)
class _Named:
    """Slugs named in a letter to the place of the first mention, by how much the mention says."""

    speaking: dict[str, str] = field(default_factory=dict)  # the letter speaks in its name
    searched: dict[str, str] = field(default_factory=dict)  # a department of it
    heading: dict[str, str] = field(default_factory=dict)  # letterhead, address, signature, a line of its own
    signing: dict[str, str] = field(default_factory=dict)  # where to send complaints
    mentioned: dict[str, str] = field(default_factory=dict)  # any other sentence


def read_forces(zones: Zones, document: Document, letter: Letter) -> None:
    """Set the forces that the letter answers for: those that speak in it, sign it or head it, not those it mentions."""
    named = _name_forces(zones, document)
    speaking, heading = named.speaking or named.searched, named.heading
    chosen = speaking or heading or named.signing
    if not chosen and letter.senders:  # a mail that names no force as its own is that of whoever sent it
        letter.forces, letter.by_address = list(letter.senders), True
        letter.places["forces"] = "header: the sender's address"
        return
    chosen = chosen or named.mentioned
    if chosen is named.mentioned and len(chosen) > 1:
        message = f"The letter mentions {', '.join(chosen)}, and nothing shows which of them it answers for."
        letter.findings.append(doubt(message, "Name the force when you ingest the letter."))
        chosen = {}
    if speaking and set(heading) - set(speaking):
        if not set(speaking) & set(heading):
            chosen = heading if len(heading) == len(speaking) == 1 else {**heading, **speaking}
        _forces_differ(letter, heading, speaking)
    if len(chosen) > 1 and (alone := _answers_alone(zones, set(chosen))):
        chosen = {alone: chosen[alone]}
    letter.forces = list(chosen)
    for slug, place in chosen.items():
        letter.places.setdefault("forces", place)
        letter.places[f"forces.{slug}"] = place


_ALONE = re.compile(
    r"^(?P<head>.{4,60}?) only\W*$|\b(?:is|are) (?:only )?(?:for|on behalf of|from|about) (?P<told>.{4,60}?) only\b",
    re.I,
)


def _answers_alone(zones: Zones, named: set[str]) -> str | None:
    """The one of the forces of a common letterhead that the letter says it answers for: 'Hertfordshire Constabulary only'."""
    for sentence in zones.sentences:
        if sentence.zone not in ("quoted", "rights") and (found := _ALONE.search(sentence.text)):
            told = set(forces.recognise(found["head"] or found["told"], strict=False)) & named
            if len(told) == 1:
                return told.pop()
    return None


def _name_forces(zones: Zones, document: Document) -> _Named:
    named = _Named()
    for text, place, zone in _force_texts(zones, document):
        text = _without_those_apart(text)
        slugs, shown = forces.recognise(text), f"{place}: {text[:160]}"
        prose = len(text.split()) > 6 and not _is_title(text)
        if not slugs or (zone == "rights" and len(text.split()) > 8):
            continue
        if zone == "rights":
            _note(named.signing, slugs, shown)
        elif zone in ("header", "fact") or (zone != "law" and not prose):
            _note(named.heading, slugs, shown)
        elif prose and not _OTHERS.search(text):
            _note(named.speaking, _speakers(text, _BY), shown)
            _note(named.searched, _speakers(text, _PART_OF), shown)
            _note(named.mentioned, slugs, shown)
    return named


_APART = re.compile(
    r"\b(?:will|shall|is to|are to|has|have|is|are) (?:also |each |both |be )?(?:answer|respond|repl|writ|provid|send|sent|issu|deal)\w*"
    r"(?: (?:to )?(?:you|it|this|your request|its|their|own|an?|reply|response|answer|request|directly))* ?(?:separately|in (?:its|their) own (?:right|name))\b"
    r"|\bwill (?:provide|send|issue|give)(?: you)? (?:its|their) own (?:response|reply|answer)s?\b",
    re.I,
)
"""'Dorset Police will write to you separately': the letter is not its answer."""


def _without_those_apart(text: str) -> str:
    """The text without the clauses that say which forces answer for themselves."""
    if not _APART.search(text):
        return text
    return " ".join(clause for clause in re.split(r"(?<=[.;])\s+", text) if not _APART.search(clause))


def _is_title(text: str) -> bool:
    """A line of names: every longer word begins with a capital, and no full stop ends it."""
    words = [w for w in re.findall(r"[^\W\d_]+", text) if len(w) > 3]
    return bool(words) and not text.rstrip().endswith(".") and all(w[0].isupper() for w in words)


def _note(found: dict[str, str], slugs: Iterable[str], shown: str) -> None:
    for slug in slugs:
        found.setdefault(slug, shown)


def _forces_differ(letter: Letter, heading: dict[str, str], speaking: dict[str, str]) -> None:
    letter.findings.append(
        doubt(
            f"The letterhead, web address or signature names {', '.join(heading)}, the text answers for {', '.join(speaking)}.",
            "Check for which forces the letter answers; name the force when you ingest it.",
            next(iter(speaking.values())),
        )
    )


def _force_texts(zones: Zones, document: Document) -> Iterable[tuple[str, str, str]]:
    for block in document.texts:
        if block.kind in ("header", "footer"):
            yield fold(block.text), block.place or block.location, "header"
    for key, value, place in zones.facts:
        if re.match(r"force|from|e-?mail|web|department|contact|author", key, re.I):
            yield value, place, "fact"
    for text, place in zones.titles:
        yield text, place, "fact"
    for sentence in zones.sentences:
        if sentence.zone == "quoted" and says("quote_start", sentence.text):
            yield sentence.text.partition(":")[0], sentence.place, "form"
        elif sentence.zone not in ("comparison", "quoted"):
            yield sentence.text, sentence.place, sentence.zone


def _speakers(text: str, before: re.Pattern[str]) -> list[str]:
    """The forces in whose name a sentence speaks: "Durham Constabulary can confirm", "held by Gwent Police".

    `before` matches what may stand right before such a name.
    """
    named = [
        re.split(r"[.;:]|, (?!\w+ (?:and|&))", text[m.end() : m.end() + _CLAUSE])[0] for m in before.finditer(text)
    ]
    if before is _BY:
        clauses = [text[max(0, m.start() - _CLAUSE) : m.start()] for m in _OWN.finditer(text)]
        named += [c for c in clauses if _ENDS_IN_FORCE.search(c)]
    return list(dict.fromkeys(slug for clause in named for slug in forces.recognise(clause)))


def read_request(zones: Zones, letter: Letter) -> None:
    """Set the request by the wording that the letter quotes; failing that, by its title."""
    for names in (("quoted",), ("form", "body")):
        texts = [s.text for s in zones.within(*names)]
        slug = requests.recognise(" ".join(texts)) if texts else None
        if slug:
            letter.request = slug
            letter.places["request"] = zones.within(*names)[0].place or ""
            return
