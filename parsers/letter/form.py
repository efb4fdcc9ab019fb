"""The labels and values of a letter's form ("Our ref: 123", "Date received | 4 August 2022"), in tables and in lines."""

from __future__ import annotations

import re
from itertools import pairwise

from parsers.documents.model import Cell, Row, Table
from parsers.letter.answers import is_candidate
from parsers.letter.passages import Sentence, fold
from parsers.periods import find_dates

Fact = tuple[str, str, str]
"""A label, its value and the place of the value."""

_DONE = r"(?:received|request(?:ed)?|responded|response|repl(?:y|ied)|issued?|sent|due|letter|disclos(?:ure|ed)|decision|completed|completion|closed|logged|answered|published)"
FORM_KEY = re.compile(
    r"(?:(?:ein|eich) cyf(?:eirnod)?(?: ?/ ?)?)?(?:(?:our|your|foi|foia|force|request|enquiry|case|unique|internal|file|log|rfi|disclosure|application|original|freedom of information(?: act)?(?: 2000)?) )*(?:ref(?:erence)?(?:\.? (?:no|number|id))?|number|no|id"
    rf"|(?:date|request|response|reply|foi|enquiry)(?: (?:date|of|the|this|our|your|was|foi|request|response|reply|information))* {_DONE}(?: (?:date|on))?|(?:{_DONE} )?date|date of|date[ds]|dyddiad(?: ?/ ?date)?|{_DONE}(?: on)?|(?:in reply )?please quote"
    r"|subject|title|contact(?: (?:name|details|officer))?|tel(?:ephone)?|phone|switchboard|textphone|fax|e-?mail|(?:by )?post|(?:postal )?address|in writing|online|web ?site|web|department|from|to|name|applicant|requester|classification|protective marking|force|category|keyword|author|request type|exemptions?(?: applied)?|request(?: details)?)[.:]*",
    re.I,
)
"""What a letter's form calls its values, as the whole of a cell or a line."""
_DATE_KEY = re.compile(rf"(?!.*\b(?:ref|number|no\b|id\b)).*(?:\bdate[ds]?\b|\bdyddiad\b|{_DONE})", re.I)
_INLINE_PAIR = re.compile(r"(?P<key>[^:]{2,40}):\s*(?P<value>\S.*)$")
_SHORT_VALUE = 6
"""The value of a label on the line before it has at most so many words."""
_LONGEST_CELL = 14
"""A cell of more words than this is prose, and holds no label with its value."""


def pairs(table: Table) -> list[Fact]:
    """Rows of a table of labels and values ("Reference | 123"), with their places; none where it is another table.

    A title that the reader cut into columns may stand among them; a row with a number that has no label may not.
    """
    facts, rows, titles = [], 0, 0
    for row in table.rows:
        if not filled(row):
            continue
        rows += 1
        found = pairs_of(row)
        if found is None and _counts(row):
            return []
        titles += found is None
        facts += found or []
    return facts if len(facts) * 2 >= rows and len(facts) > titles else []


def pairs_of(row: Row) -> list[Fact] | None:
    """The labels of one row with their values; None for a row of several cells without any label."""
    cells = filled(row)
    texts = [fold(c.text or "") for c in cells]
    if len(cells) == 2 and (several := _several(*texts)):
        return [(key, value, cells[1].place or row.location) for key, value in several]
    keyed = [bool(FORM_KEY.fullmatch(text)) for text in texts]
    facts = []
    for i, text in enumerate(texts):
        place = cells[i].place or row.location
        if keyed[i] and i + 1 < len(cells) and not keyed[i + 1]:
            facts.append((text, texts[i + 1], cells[i + 1].place or row.location))
        elif len(text.split()) > _LONGEST_CELL:
            continue
        elif (inline := _INLINE_PAIR.match(text)) and FORM_KEY.fullmatch(inline["key"]):
            facts.append((inline["key"], inline["value"], place))
    return None if not (facts or any(keyed)) and len(cells) > 1 else facts


def _several(labels: str, values: str) -> list[tuple[str, str]]:
    """Labels that stand in one cell with their values in the next: "Our ref: Date:", "1234/22 5 May 2022".

    The dates go to the labels of dates, if there are as many; what is left is the first label's, if that is of no date.
    """
    keys = [key.strip() for key in labels.split(":")[:-1]] if labels.endswith(":") else []
    if len(keys) < 2 or not all(FORM_KEY.fullmatch(key) for key in keys):
        return []
    dates = [values[start:end] for _, (start, end) in find_dates(values)]
    of_dates = [key for key in keys if _DATE_KEY.match(key)]
    pairs = list(zip(of_dates, dates, strict=True)) if len(of_dates) == len(dates) else []
    for day in dates:
        values = values.replace(day, " ", 1)
    return [*([] if keys[0] in of_dates else [(keys[0], values.strip())]), *pairs]


def _counts(row: Row) -> bool:
    """The row has a digit in it, or "none": it may be data."""
    texts = [fold(c.text or "") for c in filled(row)]
    return any(re.search(r"\d", t) for t in texts) or is_candidate(": ".join(texts))


def filled(row: Row) -> list[Cell]:
    return [c for c in row.cells if (c.text or "").strip()]


def pairs_of_lines(sentences: list[Sentence]) -> list[Fact]:
    """Labels on a line of their own, each with its value on the next ("Our reference:", "1234/22")."""
    lines = [s for s in sentences if len(s.passage.sentences) == 1]
    return [
        (label.text, value.text, value.place)
        for label, value in pairwise(lines)
        if FORM_KEY.fullmatch(label.text)
        and not FORM_KEY.fullmatch(value.text)
        and len(value.text.split()) <= _SHORT_VALUE
    ]
