"""Finds personal data in a text: addresses of every sort, numbers that stand for a person, and people's names.

Rules and lists of words, no model: the same text always gives the same findings, with no network and in microseconds.
What the rules find and miss on labelled texts is in docs/personal-data.md; whoever publishes still has to look.
"""

from parsers.personal.find import Finder, finder
from parsers.personal.model import MARKS, Finding, masked

__all__ = ["MARKS", "Finder", "Finding", "finder", "masked"]
