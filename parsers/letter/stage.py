"""Which step of a request a letter is: an answer, a part of one, a correction, the outcome of a review, or a delay."""

from __future__ import annotations

import re

from parsers.documents.model import Document
from parsers.letter.model import Letter
from parsers.letter.passages import fold

_REVIEW = re.compile(
    r"\b(?:outcome|result|conclusions?|findings?|decision) of (?:the|my|our|your|an|this) (?:request for (?:an? )?)?internal review\b"
    r"|\b(?:conducted|completed|carried out|undertaken|concluded) (?:an|the|my|our|your|this) (?:\w+ )?internal review\b"
    r"|\binternal review (?:outcome|decision|response|has (?:now )?been (?:completed|concluded|conducted|carried out|undertaken))\b"
    r"|\binternal review\b[^.]{0,80}\b(?:uphold|upheld|overturn\w*|partially upheld|not upheld)\b",
    re.I,
)
_HOLDING = re.compile(
    r"\b(?:extend|extension|extended)\b|\bsection 10\(3\)|\bs\.? ?10\(3\)|\bholding (?:reply|response|letter)\b"
    r"|\b(?:need|require|take)s? (?:a little |a |some )?(?:more|further|additional|longer)\b[^.]*\b(?:time|days|than)\b"
    r"|\b(?:unable|not be able|not possible|not been (?:able|possible)) to (?:respond|reply|answer|provide|complete|meet)\b"
    r"[^.]*\b(?:within|by|deadline|20|twenty|statutory)\b"
    r"|\bapologi[sz]e\b[^.]*\bdelay\b|\bapolog(?:y|ies)\b[^.]*\bdelay\b|\bregret the delay\b"
    r"|\bsorry\b[^.]*\b(?:delay|overdue|late|not (?:had|received|yet|been able))\b",
    re.I,
)
_CONDITIONAL = re.compile(
    r"\b(?:if|should you|dissatisfied|unhappy|complain\w*|you (?:may|can|have the right)|may be extended)\b", re.I
)
"""A sentence about what could be done speaks of a review or a delay, and is none."""
_SENTENCE = re.compile(r"(?<=[.;:?!])\s+")


def stage_of(document: Document, letter: Letter) -> str:
    """A code of `schemas.records.STAGES`; empty where the letter decides nothing and nothing else tells."""
    if _says(document, letter, _REVIEW) and letter.status not in ("acknowledgement", "clarification"):
        return "review"
    if letter.corrects:
        return "correction"
    if letter.status == "clarification":
        return "clarification"
    if letter.status == "acknowledgement":
        return "holding" if _says(document, letter, _HOLDING) else "acknowledgement"
    if letter.instalment:
        return "instalment"
    return "answer" if letter.status else ""


def _says(document: Document, letter: Letter, words: re.Pattern) -> bool:
    """One of the letter's own sentences says it: not the quoted request, not the form, not what may be done."""
    passed_over = letter.quoted | letter.boilerplate
    texts = [fold(text.text) for text in document.texts if text.number not in passed_over]
    return any(
        words.search(sentence) and not _CONDITIONAL.search(sentence)
        for text in texts
        for sentence in _SENTENCE.split(text)
    )
