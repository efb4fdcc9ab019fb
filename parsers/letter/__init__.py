"""The letter reader: what a covering letter says about a reply, and which of its sentences may answer the request."""

from __future__ import annotations

from parsers.documents.model import Document
from parsers.letter.dates import read_dates
from parsers.letter.decision import read_exemptions, read_status
from parsers.letter.figures import read_answers, read_legend, read_period, read_remarks, read_unit, read_year_event
from parsers.letter.identity import read_forces, read_reference, read_request
from parsers.letter.model import Answer, Correction, Letter, Meaning
from parsers.letter.passages import SOFT_HYPHEN, fold, passages
from parsers.letter.post import (
    ASIDE,
    NOTICE,
    acknowledges,
    elsewhere,
    perhaps_away,
    post_of,
    seems_to_answer,
    senders_of,
    told,
    unproved,
)
from parsers.letter.zones import Zones, zone

__all__ = ["Answer", "Correction", "Letter", "Meaning", "read_letter"]

SAMPLE_PHRASES = ("no police force issued", "no force issued it", "made-up sample", "made up for testing")
"""What a sample reply says on its face."""

_SAMPLE_WORDS = ("force", "made")
"""Each of those phrases has one of them."""


def read_letter(document: Document, regime: str = "FOIA", has_data: bool | None = None) -> Letter:
    """Read what the letter in `document` says. Never raises for any content; what cannot be decided is a finding.

    `regime` is the law that the force answers under, `FOIA` or `FOISA` (`Force.foi_regime`): it decides what a section
    number means. `has_data` says whether the reply holds figures, where the caller knows it from the tables and the
    attachments; None leaves it to what stands in the letter.
    """
    zones = zone(passages(document))
    letter = Letter(form_tables=zones.form_tables, quoted_tables=zones.quoted_tables, findings=list(zones.findings))
    letter.sample = _is_sample(document)
    letter.senders = senders_of(document)
    _set_parts(zones, document, letter)
    read_forces(zones, document, letter)
    read_request(zones, letter)
    read_reference(zones, document, letter)
    read_dates(zones, document, letter)
    read_legend(zones, document, letter)
    read_answers(zones, letter)
    read_exemptions(zones, regime, letter)
    read_status(zones, document, regime, has_data, letter)
    read_unit(zones, document, letter)
    read_period(zones, letter)
    read_year_event(zones, document, letter)
    read_remarks(zones, letter)
    _set_post(document, letter)
    return letter


def _set_post(document: Document, letter: Letter) -> None:
    """Say what a mail is; what is no letter decides nothing and answers nothing, whatever its words are."""
    letter.post = post_of(document, letter) or None
    letter.unsure = seems_to_answer(letter)
    if letter.post and (letter.post in ASIDE or letter.post == NOTICE):
        letter.status = letter.status_evidence = letter.correction = None
        letter.answers, letter.exemptions, letter.instalment = [], [], False
        letter.findings = [told(document, letter.post, letter.unsure)]
    elif acknowledges(document, letter):
        letter.status, letter.exemptions, letter.answers = "acknowledgement", [], []
    else:
        letter.findings += [f for f in (elsewhere(document, letter), perhaps_away(document, letter)) if f]
    if (doubtful := unproved(document)) is not None and letter.post not in ASIDE:
        letter.findings.append(doubtful)


def _set_parts(zones: Zones, document: Document, letter: Letter) -> None:
    """Say which blocks are the quoted request and which are form: a block that holds any answer is neither."""
    of_block: dict[int, set[str]] = {}
    for sentence in zones.sentences:
        if sentence.in_table:
            continue
        for block in sentence.passage.blocks:
            of_block.setdefault(block.number, set())
        of_block[sentence.block.number].add(sentence.zone)
        if len(sentence.passage.sentences) == 1:
            for block in sentence.passage.blocks:
                of_block[block.number].add(sentence.zone)
    for number, names in of_block.items():
        if "body" in names:
            continue
        if "quoted" in names:
            letter.quoted.add(number)
        elif names:
            letter.boilerplate.add(number)
    letter.boilerplate |= {b.number for b in document.texts if b.kind in ("header", "footer")}


def _is_sample(document: Document) -> bool:
    texts = {b.text for b in document.texts} | {c.text for row in document.rows() for c in row.cells if c.text}
    return any(map(_says_sample, texts))


def _says_sample(text: str) -> bool:
    low = text.replace(SOFT_HYPHEN, "").lower()
    if not any(word in low for word in _SAMPLE_WORDS):
        return False  # folding makes neither word: it is left out for the thousands of cells of a long list
    folded = fold(text).lower()
    return any(phrase in folded for phrase in SAMPLE_PHRASES)
