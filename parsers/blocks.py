"""Cases that a letter gives one after the other in lines of 'Heading: value', as tables of their own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Mapping
from dataclasses import dataclass, field

from parsers import headings
from parsers.documents.model import Box, Cell, Document, Row, Table, Text
from parsers.periods import is_period
from schemas import vocabulary

_LINE = re.compile(r"^\s*(?:[-•\uf0b7]\s*)?([A-Z][^:]{1,45}?)\s*:\s+(\S.*)$", re.S)
_BARE = re.compile(r"^\s*(?:[-•\uf0b7]\s*)?([A-Z][^:]{1,45}?)\s*:\s*$")
_ABOUT = {"outcome_raw", "conduct_raw", "channel_raw", "rank_raw"}
_NAME = re.compile(
    r"\s*(?P<what>matter|case|incident|record|investigation|allegation|complaint|entry|item|officer|subject|no|nr|number)\b\.?"
    r"\s{0,3}(?:no|nr|number)?\.?\s{0,3}[:#]?\s{0,3}(?P<ref>\d{1,4}|[A-Z])\s{0,3}[.:)]?\s*",
    re.I,
)
"""A line that names the case below it: 'Matter 4', 'Case no. 12'."""
_OF_ONE = re.compile(r"(?:officer|subject|constable|pc|dc|sergeant|ps|ds)\s+(?:[A-Z]|\d{1,2})", re.I)
"""The label of a line about one of several officers of a case: what it says belongs to the field above."""
_LONGEST = 200  # characters of a line that goes on with the one above
_WORDS = 8  # words of the longest such line that ends like a sentence


@dataclass(slots=True)
class _Record:
    """One case: the lines of each heading, the first with the heading itself; what names it and what stands above it."""

    name: Text | None = None
    section: Text | None = None
    lines: dict[str, list[Text]] = field(default_factory=dict)

    @property
    def first(self) -> Text:
        return next(iter(self.lines.values()))[0]


@dataclass(frozen=True, slots=True)
class Blocks:
    """The cases as one table, if there is one; the numbers of the texts that it holds, and the lines that it left between."""

    table: Table | None = None
    used: frozenset[int] = frozenset()
    left: tuple[Text, ...] = ()


def case_blocks(document: Document, leave: set[int], form: set[int]) -> Blocks:
    """The records of a document's 'Heading: value' lines as one table.

    A record begins where its first heading comes again, or below a line that names it ('Matter 2'). Two records or more,
    each with three known fields, or there is no table: one such block is a letter's own form. `leave` are the texts of
    the quoted request, `form` those of the letter's own form: its reference and date head no record.
    """
    texts = [t for t in document.texts if t.number not in leave]
    for named in (True, False):
        records = _records(texts, form, named)
        if len(records) > 1 and all(map(_is_case, records)):
            return _table(records, _go_on(records, [t for t in texts if t.number not in form]))
    return Blocks()


def _is_case(record: _Record) -> bool:
    return len(record.lines) >= 3 and bool(_ABOUT & {headings.field_of(h) for h in record.lines})


def _records(texts: list[Text], form: set[int], named: bool) -> list[_Record]:
    """The lines under known headings, a record each time that the first heading comes again; `named`: or that a name does."""
    valued = {h for t in texts if (h := _heading(t, _LINE))}
    records: list[_Record] = []
    name: Text | None = None
    for text in texts:
        heading = _heading(text, _LINE)
        bare = _heading(text, _BARE) if heading is None else None
        if bare in valued and records and (name or bare not in records[-1].lines):
            heading = bare  # 'Outcome:' with nothing behind it, where other records have something
        if heading is None:
            name = text if named and _NAME.fullmatch(text.text) else name
        elif not records or name or heading in records[-1].lines:
            records.append(_Record(name, lines={heading: [text]}))
            name = None
        else:
            records[-1].lines[heading] = [text]
    return _without_form(records, form)


def _heading(text: Text, form: re.Pattern[str]) -> str | None:
    found = form.match(text.text)
    return found[1] if found and headings.field_of(found[1]) not in (None, "ignored") else None


def _without_form(records: list[_Record], form: set[int]) -> list[_Record]:
    """The records without the letter's own reference and date above the first."""
    if not records:
        return []
    first, later = records[0], {h for r in records[1:] for h in r.lines}
    letterhead = first.name is None and any(r.name for r in records)
    first.lines = {h: t for h, t in first.lines.items() if (h in later and not letterhead) or t[0].number not in form}
    return records if first.lines else records[1:]


def _go_on(records: list[_Record], texts: list[Text]) -> tuple[Text, ...]:
    """Give the lines between those of the records to the values above them; the lines that belong to none."""
    begins = {r.first.number: r for r in records}
    own = {t[0].number: (r, h) for r in records for h, t in r.lines.items()}
    last, names = max(own), {r.name.number for r in records if r.name}
    order = [t for t in texts if t.number not in names]
    labels = Counter(label for t in order if t.number not in own and (label := _label(t)))
    within = _within(order, own, begins)
    left: list[Text] = []
    at: tuple[_Record, str] | None = None
    for text, after in zip(order, [*order[1:], None], strict=True):
        if text.number in own:
            at = own[text.number]
        elif after is not None and after.number in begins and _is_section(text):
            begins[after.number].section = text
        elif at is not None and text.number > last:
            if not _closes(text, *at):
                break
            at[0].lines[at[1]].append(text)
        elif at is not None and not _take(text, *at, labels, text.number in within):
            left.append(text)
    return tuple(left)


def _within(order: list[Text], own: Container[int], begins: Container[int]) -> set[int]:
    """The numbers of the texts behind which the case goes on."""
    found, goes_on = set(), False
    for text in reversed(order):
        if goes_on:
            found.add(text.number)
        if text.number in own:
            goes_on = text.number not in begins
    return found


def _label(text: Text) -> str | None:
    """The heading of a line, known or not; none where it only says which of a case's officers the line is about."""
    found = _LINE.match(text.text)
    return found[1] if found and not _OF_ONE.fullmatch(found[1]) else None


def _is_section(text: Text) -> bool:
    """'2019' or 'Police staff' above cases of which it holds."""
    return is_period(text.text.strip()) or vocabulary.load("person_type").lookup(text.text).status == "mapped"


def _take(text: Text, record: _Record, heading: str, labels: Mapping[str, int], within: bool) -> bool:
    """Make the line a field of the record, where several have one so headed, or a part of the value above; False for neither."""
    label = _label(text)
    if label and labels[label] > 1 and label not in record.lines:
        record.lines[label] = [text]
        return True
    if text.kind == "heading" and record.lines[heading][0].kind != "heading":
        return False
    short = len(text.text.split()) <= _WORDS or not text.text.rstrip().endswith(".")
    narrative = within and headings.field_of(heading) == "conduct_raw"
    if len(text.text) > _LONGEST or not (short or narrative):
        return False
    record.lines[heading].append(text)
    return True


def _closes(text: Text, record: _Record, heading: str) -> bool:
    """The line below the last case is of it: of the next of its officers, or a further outcome."""
    above = record.lines[heading][-1].text
    of_next = re.match(rf"\s*{_OF_ONE.pattern}\s*:", text.text, re.I) and _OF_ONE.search(above)
    known = vocabulary.load("outcome").lookup(text.text).status == "mapped"
    return bool(of_next) or (known and headings.field_of(heading) == "outcome_raw")


def _table(records: list[_Record], left: tuple[Text, ...]) -> Blocks:
    columns = list(dict.fromkeys(h for r in records for h in r.lines))
    name = _name_column(records, columns)
    whole = [name, *columns] if name else columns
    rows = [Row([Cell(text=h) for h in whole], records[0].first.location, 1)]
    used: set[int] = set()
    for record in records:
        if record.section:
            cell = Cell(text=record.section.text.strip(), place=record.section.place)
            blanks = [Cell(text=None) for _ in whole[1:]]
            rows.append(Row([cell, *blanks], record.section.location, len(rows) + 1))
        cells = [_cell(h, record.lines.get(h)) for h in columns]
        if name:
            cells.insert(0, _name_cell(record.name))
        rows.append(Row(cells, record.first.location, len(rows) + 1))
        own = [t for texts in record.lines.values() for t in texts]
        used |= {t.number for t in (*own, record.name, record.section) if t}
    table = Table(rows, records[0].first.location, 0, found_by="lines of heading and value")
    return Blocks(table, frozenset(used), left)


def _name_column(records: list[_Record], columns: list[str]) -> str | None:
    """The heading of the column of the cases' names, where they have names and no references of their own."""
    found = next((m["what"] for r in records if r.name and (m := _NAME.fullmatch(r.name.text))), None)
    if found is None or any(headings.field_of(h) == "case_ref_raw" for h in columns):
        return None
    return found if headings.field_of(found) == "case_ref_raw" else "Case"


def _name_cell(text: Text | None) -> Cell:
    found = _NAME.fullmatch(text.text) if text else None
    return Cell(text=found["ref"] if found else None, place=text.place if text else None)


def _cell(heading: str, texts: list[Text] | None) -> Cell:
    """The value of a heading; what stands in the lines below it behind it, in a narrative as the sentence goes on."""
    if not texts:
        return Cell(text=None)
    found = _LINE.match(texts[0].text)
    value = found[2].strip() if found else ""
    narrative = headings.field_of(heading) == "conduct_raw"
    for text in texts[1:]:
        more = text.text.strip()
        between = " " if narrative and more[:1].islower() else "; "
        value = f"{value}{between}{more}" if value else more
    return Cell(text=value or None, place=place_of(texts))


def place_of(texts: list[Text]) -> str | None:
    """The place of all the lines together, where they stand on one page; else that of the first."""
    boxes = [t.box for t in texts if t.box]
    if len(boxes) < len(texts) or len(boxes) < 2 or len({b.page for b in boxes}) > 1:
        return texts[0].place
    sides = [b.x0 for b in boxes], [b.top for b in boxes], [b.x1 for b in boxes], [b.bottom for b in boxes]
    return Box(boxes[0].page, min(sides[0]), min(sides[1]), max(sides[2]), max(sides[3])).place()
