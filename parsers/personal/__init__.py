"""Finds personal data in a text: addresses of every sort, numbers that stand for a person, and people's names.

Rules and lists of words, no model: the same text always gives the same findings, with no network and in microseconds.
What the rules find and miss on labelled texts is in docs/personal-data.md; whoever publishes still has to look.
"""

from parsers.personal.find import NOTHING, Finder, Known, finder, fingerprint
from parsers.personal.model import IN_WORDS, MARKS, Finding, masked

__all__ = ["IN_WORDS", "MARKS", "NOTHING", "Finder", "Finding", "Known", "finder", "fingerprint", "masked"]
