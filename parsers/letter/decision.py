"""What the force decided: the status of the reply and the sections that it relies on to withhold.

A letter names many sections that it does not rely on: the duty to confirm, the refusal notice, other Acts, those that
the requester cited, those considered and set aside. Only a section that withholds something counts.
"""

from __future__ import annotations

import re

from parsers.documents.model import Document, Finding, Table
from parsers.letter.answers import EXCEPT, has_count, is_candidate
from parsers.letter.model import Letter, doubt
from parsers.letter.passages import Sentence
from parsers.letter.phrases import says
from parsers.letter.zones import Zones
from schemas import exemptions

_SPEAKING = ("body", "law", "told")
_SET_ASIDE = re.compile(
    r"\bno longer (?:rel\w+|appl\w+|engaged|cit\w+)\b|\bnot uphold the (?:use|application|reliance|exemption)\b", re.I
)
"""A section relied on before, and now no more."""
_WERE_IT_HELD = re.compile(
    r"\b(?:were (?:it|they|any|(?:the|such) information)|if) (?:it (?:were|was) |they were )?(?:to be )?held\b", re.I
)
"""What would be withheld if it were held is neither confirmed nor denied."""
_NEGATED_HEADING = re.compile(r"\bnot (?:engaged|applied|relied)\b", re.I)


def read_exemptions(zones: Zones, regime: str, letter: Letter) -> None:
    """Set the sections that the letter relies on to withhold, each in the most specific form that it uses."""
    strong: dict[str, str] = {}
    weak: dict[str, str] = {}
    cited: dict[str, Sentence] = {}
    listing = False
    for sentence in zones.within(*_SPEAKING, "quoted"):
        if sentence.zone == "quoted":
            listing = False
            continue
        heading = _is_heading(sentence)
        mentions = _mentions(sentence, regime)
        negated = says("not_relied", sentence.text) or bool(_NEGATED_HEADING.search(sentence.text))
        for section in mentions:
            if negated:
                continue
            relied = says("ncnd", sentence.text) or not says("hypothetical", sentence.text)
            if not says("hypothetical", sentence.text):
                cited.setdefault(section, sentence)
            reliance = heading or listing or (says("relied", sentence.text) and relied)
            (strong if reliance else weak).setdefault(section, f"{sentence.place}: {sentence.text[:160]}")
        listing = (listing and bool(mentions)) or bool(
            re.search(r"\b(?:following )?(?:exemptions?|sections?)[^.]*:\s*$", sentence.text, re.I)
        )
    withholds = any(
        says("refused", s.text) or says("partial", s.text) or says("ncnd", s.text) for s in zones.within(*_SPEAKING)
    )
    chosen = dict(strong)
    for section, place in weak.items():
        if withholds and not any(_same(section, c) for c in chosen):
            if section.startswith("s12") and not _cost_is_met(zones):
                continue
            chosen[section] = place
        elif section not in chosen and any(
            section.startswith(c + "(") for c in strong
        ):  # the text says which part of the section it is
            chosen[section] = place
    set_aside = {e for s in zones.within(*_SPEAKING) if _SET_ASIDE.search(s.text) for e in _mentions(s, regime)}
    chosen = {section: place for section, place in chosen.items() if section not in set_aside}
    letter.exemptions = [s for s in chosen if not any(o != s and o.startswith(s + "(") for o in chosen)]
    letter.findings += _passed_over(cited, chosen)
    for section in letter.exemptions:
        letter.places[f"exemptions.{section}"] = chosen[section]


def _passed_over(cited: dict[str, Sentence], chosen: dict[str, str]) -> list[Finding]:
    """A finding for each section that the answer cites, outside the law it explains, and that was not taken as relied on."""
    return [
        doubt(
            f"{section} is cited and was not taken as relied on to withhold: “{sentence.text[:160]}”.",
            "If the force withholds under it, add the wording to relied or refused in parsers/letter/phrases.toml.",
            sentence.block.location,
        )
        for section, sentence in cited.items()
        if sentence.zone == "body" and not any(_same(section, c) for c in chosen)
    ]


def _same(one: str, other: str) -> bool:
    """The one section is the other, or a part of it, or holds it."""
    return one == other or one.startswith(other + "(") or other.startswith(one + "(")


def _is_heading(sentence: Sentence) -> bool:
    text = sentence.passage.head
    return (
        len(sentence.passage.sentences) == 1 and len(text.split()) <= 16 and text[-1:] != "."
    ) or sentence.passage.kind == "heading"


def _mentions(sentence: Sentence, regime: str) -> list[str]:
    """Canonical sections of the force's own FOI law named in the sentence that can withhold."""
    return [m.section for m in exemptions.find(sentence.text, regime) if m.role == "withhold"]


def _lifts_duty(section: str, regime: str) -> bool:
    """The section lifts the duty to confirm or deny, and does nothing else."""
    known = exemptions.describe(section, regime)
    return known is not None and known[0] == "ncnd"


def _cost_is_met(zones: Zones) -> bool:
    return any(
        re.search(
            r"\b(?:would|will|does|do|has|have|therefore|estimated?)\b[^.]*\b(?:exceed|excess)|\bexceeds?\b|\bin excess of\b",
            s.text,
            re.I,
        )
        for s in zones.within(*_SPEAKING)
    )


def read_status(zones: Zones, document: Document, regime: str, has_data: bool | None, letter: Letter) -> None:
    """Set the status and the sentence that shows it; None, with a finding, where the letter does not show it."""
    said = {cue: _first(zones, cue) for cue in _CUES}
    said["asks"] = next((s for s in zones.sentences if s.asks and says("clarification_maybe", s.text)), None)
    letter.attachment = said["data_attached"] is not None
    counted = [a for a in letter.answers if not _is_nil(a.text)]
    figures, zeros = _figures(zones, document, letter)
    if counted and said["ncnd"] and not (figures or said["data_here"] or said["partial"] or letter.attachment):
        message = f"A number stands beside a refusal to confirm or deny: “{counted[0].text[:160]}”."
        fix = "Read the letter: a number given as background answers nothing; then drop its record by a correction."
        letter.findings.append(doubt(message, fix, counted[0].location))
    given = has_data if has_data is not None else figures or bool(counted)
    promised = letter.attachment or (said["data_here"] is not None and not (zeros or letter.answers))
    if given or promised:
        letter.status, evidence = _with_data(said, letter)
    elif zeros or letter.answers:
        letter.status, evidence = _with_zeros(said, letter)
    else:
        denied = {
            e
            for s in zones.within(*_SPEAKING)
            if says("ncnd", s.text) or _WERE_IT_HELD.search(s.text)
            for e in _mentions(s, regime)
        }
        letter.status, evidence = _without_data(said, regime, denied, letter)
    evidence = evidence or _place_of_exemption(zones, letter) or _first_answer(zones, letter)
    if letter.status is None:
        if zones.sentences:
            letter.findings.append(
                doubt(
                    "The letter does not show what the force decided: no decision, exemption, answer or table was recognised in it.",
                    "Read the letter; add the wording of its decision to parsers/letter/phrases.toml.",
                )
            )
    elif evidence:
        if evidence is said["asks"]:
            message = (
                f"Taken as a letter that asks for clarification, as it decides nothing else: “{evidence.text[:160]}”."
            )
            fix = "Read the letter; add the wording of its decision to parsers/letter/phrases.toml."
            letter.findings.append(doubt(message, fix, evidence.block.location))
        letter.status_evidence = evidence.text
        letter.places["status"] = f"{evidence.place}: {evidence.text[:160]}"
    else:
        table = next((t for t in document.tables if t.number not in letter.form_tables | letter.quoted_tables), None)
        letter.status_evidence = f"the figures of table {table.number}" if table else "the figures that came with it"
        letter.places["status"] = f"{table.location}: {letter.status_evidence}" if table else letter.status_evidence


_Said = dict[str, Sentence | None]
_Decision = tuple[str | None, Sentence | None]


def _with_data(said: _Said, letter: Letter) -> _Decision:
    short = said["partial"] or said["refused"] or said["ncnd"] or said["not_held"]
    if short or letter.exemptions:
        return "partial", short
    return "full", said["full"] or said["data_attached"] or said["data_here"] or said["held"]


def _with_zeros(said: _Said, letter: Letter) -> _Decision:
    if letter.exemptions or (said["refused"] and said["partial"]):
        return "partial", said["partial"] or said["refused"]
    return "nil", None


def _without_data(said: _Said, regime: str, denied: set[str], letter: Letter) -> _Decision:
    """`denied` are the sections named where the force neither confirms nor denies."""
    if said["ncnd"] and all(_lifts_duty(e, regime) or e in denied for e in letter.exemptions):
        return "ncnd", said["ncnd"]
    if letter.exemptions:
        return "refused", said["refused"] or said["ncnd"]
    if said["refused"] and not (said["clarification"] or said["not_held"]):
        waits = said["acknowledgement"] and not said["held"]
        return ("acknowledgement", said["acknowledgement"]) if waits else ("refused", said["refused"])
    for status in ("clarification", "not_held", "nil"):
        if said[status]:
            return status, said[status]
    if said["acknowledgement"] and not (said["full"] or said["held"]):
        return "acknowledgement", said["acknowledgement"]
    if said["full"]:
        return "full", said["full"]
    return ("clarification", said["asks"]) if said["asks"] and not said["held"] else (None, None)


_CUES = (
    "full",
    "partial",
    "refused",
    "ncnd",
    "not_held",
    "held",
    "nil",
    "clarification",
    "acknowledgement",
    "data_here",
    "data_attached",
)


def _first(zones: Zones, cue: str) -> Sentence | None:
    """The first sentence in which the letter itself says so."""
    for sentence in zones.within(*_SPEAKING):
        if says(cue, sentence.text) and not (
            cue in ("refused", "partial") and says("hypothetical", sentence.text) and "section" in sentence.text.lower()
        ):
            return sentence
    if cue in ("acknowledgement", "clarification"):
        return next((s for s in zones.within("form") if says(cue, s.text)), None)
    return None


_NONE = re.compile(
    r"\b(?:0|zero|nil|none|nought|nobody|no[- ]one)\b(?: for all \d+ officers?)?|\bnot (?:one|a single)\b", re.I
)


def _is_nil(text: str) -> bool:
    """The answer counts, and counts nothing."""
    none = (says("nil", text) or _NONE.search(text)) and not EXCEPT.search(text)
    return bool(re.fullmatch(r"\W*n/a\W*", text, re.I) or (none and not has_count(_NONE.sub(" ", text))))


def _figures(zones: Zones, document: Document, letter: Letter) -> tuple[bool, bool]:
    """Whether the letter's tables hold any figure other than zero, and whether they hold zeros only."""
    told = [s.text for s in zones.within("told") if is_candidate(s.text)]
    other = any(not _is_nil(text) for text in told)
    zeros = bool(told)
    for table in document.tables:
        if table.number in letter.form_tables | letter.quoted_tables | zones.answered_tables:
            continue
        kind = _kind(table)
        other |= kind == "data"
        zeros |= kind == "zeros"
    return other, zeros and not other


def _kind(table: Table) -> str:
    cells = [(c.text or "").strip() for row in table.rows[1:] for c in row.cells[1:]] or [
        (c.text or "").strip() for row in table.rows for c in row.cells
    ]
    if not any(cells):
        return "empty"
    if all(re.fullmatch(r"0|-|nil|zero|none|", c, re.I) for c in cells):
        return "zeros"
    return "data"


def _first_answer(zones: Zones, letter: Letter) -> Sentence | None:
    wanted = {a.block for a in letter.answers}
    return next((s for s in zones.sentences if s.block.number in wanted and is_candidate(s.text)), None)


def _place_of_exemption(zones: Zones, letter: Letter) -> Sentence | None:
    return next(
        (
            s
            for s in zones.within(*_SPEAKING)
            if any(letter.places.get(f"exemptions.{e}", "").endswith(s.text[:160]) for e in letter.exemptions)
        ),
        None,
    )
