"""Which part of the letter each sentence belongs to: its form, the quoted request, the law, complaint rights, or the answer.

Only the answer (zone `body`) may hold data. The request repeats the very words and years of the data, so where it ends
matters most: it ends where the letter says something that only a force says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from parsers import headings
from parsers.documents.model import Cell, Finding, Row, Table
from parsers.letter.answers import has_count, is_candidate, is_strong, tells
from parsers.letter.form import FORM_KEY, Fact, filled, pairs, pairs_of, pairs_of_lines
from parsers.letter.model import doubt
from parsers.letter.passages import Passage, Sentence, fold, sentences_in
from parsers.letter.phrases import says

Item = Sentence | Table

_ANSWER_LABEL = re.compile(r"^(?:answer|response|reply|[ar]\s?\d)", re.I)
_QUESTION_LABEL = re.compile(r"^(?:question|q)", re.I)
_SALUTATION = re.compile(r"^(?:dear|good (?:morning|afternoon))\b.{0,60}$", re.I)
_OWN_SALUTATION = re.compile(
    r"^dear (?:sir|madam|foi|freedom|information|chief|.*\b(?:police|constabulary|service|officer|team)\b)", re.I
)
_SIGNED = re.compile(r"^(?:yours (?:sincerely|faithfully|truly)|(?:kind |best |warm )*regards)\b", re.I)
_REVIEWED = re.compile(
    r"(?:i|we) (?:write|am writing|are writing|refer|have)\b|having\b|further to\b|thank you\b|(?:in|with) (?:reference|response|reply|regards?) to\b|following your\b",
    re.I,
)
_RESTART = re.compile(
    r"^(?:appendix|annex|attachment|table|question|data|results?|schedule)\b(?!.*\b(?:complain|legal|review|appeal))",
    re.I,
)
_EXEMPTIONS_KEY = re.compile(r"(?:the )?exemption", re.I)
_REQUEST_KEY = re.compile(r"(?:(?:your|details of|the) )?(?:request|question)s?(?: details| text)?[.:]*", re.I)
_PART = re.compile(
    r"(?:(?:our|the|your|force|foi|police|full|detailed) )*(?:response|reply|answer|decision|disclosure|information (?:held|disclosed|provided|released)|exemptions?(?: (?:applied|engaged|used|relied (?:up)?on|cited))?)s?(?: (?:text|details|to (?:your |the )?(?:request|questions?)))?[.:]*",
    re.I,
)
"""The name of a part of the letter that holds the answer or the decision, where the letter is set as a table."""
_SECTION_HEADING = re.compile(r"s(?:ec|ect|ection)?\.? ?\d+", re.I)
_OPENS = re.compile(
    r"\b(?:confirm|decided|decision|search|considered|completed|advise|inform|disclos|pleased|holds?|held|den(?:y|ies)|regret|unable|respon)",
    re.I,
)
_CLOSES = re.compile(r"(?:section \d|the freedom|every effort|police forces|refusal notice|reasons? for|exempt)", re.I)
"""How sentences open an answer, and how those begin that come after one: the law, the reasons, the disclaimer."""
_OF_TABLE = re.compile(r"(?!i\b)[^?]*\b(?:tables?|figures|below|breakdown is|as follows)\b", re.I)
_EARLIER_MAIL = re.compile(r"-{2,} ?(?:original|forwarded) message|begin forwarded message|on .{6,80} wrote:$", re.I)
_LETTERHEAD = 8
"""Lines between the title of a letter and its salutation, at most."""
_MANY_WORDS = 14
"""A line of more words than this is prose, not part of an address or a title."""


@dataclass(slots=True)
class Zones:
    """The sentences of a letter in reading order, each with its zone, and the tables that hold no data."""

    sentences: list[Sentence] = field(default_factory=list)
    form_tables: set[int] = field(default_factory=set)
    quoted_tables: set[int] = field(default_factory=set)
    answered_tables: set[int] = field(default_factory=set)  # tables of questions and answers
    facts: list[Fact] = field(default_factory=list)  # key, value, place: labels and their values
    titles: list[tuple[str, str]] = field(default_factory=list)  # text, place: lines of text above a table's headings
    findings: list[Finding] = field(default_factory=list)

    def within(self, *names: str) -> list[Sentence]:
        """The sentences of those zones, in reading order."""
        return [s for s in self.sentences if s.zone in names]


def zone(flow: list[Passage | Table]) -> Zones:
    """Give each sentence of the flow its zone."""
    zones = Zones()
    items: list[Item] = [i for block in flow for i in (block.sentences if isinstance(block, Passage) else [block])]
    opening = _opening(items)
    state, end, question = "top" if opening else "body", 0, None
    for index, item in enumerate(items):
        if state == "quoted" and index >= end:
            state = "body"
        if isinstance(item, Table):
            state = _table(item, state, zones)
            continue
        state = _next(state, items, index, opening)
        if state == "quote begins":
            end = _quote_end(items, index, zones)
            state = "quoted"
            item.zone = "quoted" if _quotes_inline(item) or item.label else "form"
        else:
            item.zone = _zone_of(state, item)
            item.asks = state == "body" and (item.zone == "quoted" or item.text.endswith("?"))
            if (
                item.zone == "body"
                and not item.first
                and zones.sentences[-1].zone == "quoted"
                and not (_firm_end(item) or is_candidate(item.text))
            ):
                item.zone = "quoted"  # the rest of a question's paragraph
        if item.label and item.zone in ("body", "law", "quoted"):
            question = _number(item.label) or question
        item.question = question
        zones.sentences.append(item)
        if state == "quoted" and (is_strong(item.text) or _decides(item)):
            zones.findings.append(_reads_like_an_answer(item))
    zones.facts += pairs_of_lines(zones.within("form", "body"))
    return zones


def _reads_like_an_answer(sentence: Sentence) -> Finding:
    return doubt(
        f"Taken as part of the quoted request, though it reads like an answer: “{sentence.text[:160]}”.",
        "If the force wrote it, add the wording that begins its answer to answer_start in parsers/letter/phrases.toml.",
        sentence.block.location,
    )


def _decides(sentence: Sentence) -> bool:
    """The sentence says what is held or given, which a requester does only in asking."""
    text = sentence.text
    if text.endswith("?") or says("question", text) or says("hypothetical", text):
        return False
    return any(says(cue, text) for cue in ("held", "not_held", "ncnd", "full", "partial", "data_attached", "data_here"))


def _is_heading(sentence: Sentence) -> bool:
    return (
        sentence.first
        and len(sentence.passage.sentences) == 1
        and (
            sentence.passage.kind == "heading"
            or (len(sentence.passage.head.split()) <= 12 and sentence.passage.head[-1:] != ".")
        )
    )


def _sentence(items: list[Item], index: int) -> Sentence:
    item = items[index]
    assert isinstance(item, Sentence)
    return item


def _opening(items: list[Item]) -> int | None:
    """Index of the first sentence that is no longer letterhead, address or title; None where there is no letterhead."""
    sentences = [(i, s) for i, s in enumerate(items) if isinstance(s, Sentence)]
    for index, sentence in sentences:
        text = sentence.text
        if (
            _SALUTATION.match(text)
            or says("quote_start", text)
            or (_is_heading(sentence) and _starts_quote(items, index))
        ):
            return index
        if len(text.split()) > _MANY_WORDS and not says("form", text) and not says("rights", text):
            return index
    return None


def _starts_quote(items: list[Item], index: int) -> bool:
    """A heading such as "Your request", unless it is a title: what follows is the letter's form, or the request proper."""
    sentence = _sentence(items, index)
    if not (sentence.first and says("quote_heading", sentence.passage.head)):
        return False
    after = next((i for i in items[index + 1 : index + 2]), None)
    if not isinstance(after, Sentence) or _titles_letter(items, index):
        return False
    text = after.passage.head
    return not (
        says("form", text)
        or _SALUTATION.match(text)
        or says("quote_start", text)
        or says("quote_heading", text)
        or says("answer_heading", text)
    )


def _titles_letter(items: list[Item], index: int) -> bool:
    """Nothing but labels, numbers and dates stands between the heading at `index` and the salutation."""
    for item in items[index + 1 : index + 1 + _LETTERHEAD]:
        if isinstance(item, Table):
            return False
        line = item.passage.head
        if _SALUTATION.match(line):
            return not _OWN_SALUTATION.match(line)
        if len(line.split()) > 6 or not (re.search(r"\d", line) or FORM_KEY.fullmatch(line)):
            return False
    return False


def _next(state: str, items: list[Item], index: int, opening: int | None) -> str:
    """The state in which the sentence at `index` stands."""
    sentence = _sentence(items, index)
    text = sentence.text
    if state in ("quoted", "earlier mail"):
        return state
    if _EARLIER_MAIL.match(sentence.passage.head):
        return "earlier mail"
    if state == "top":
        if opening is not None and index < opening:
            return state
        state = "body"
    if state == "rights" and not _leaves_rights(sentence):
        return state
    if state == "rights":
        state = "body"
    if _SIGNED.match(text) and len(text.split()) <= 6:
        return "signed"
    if says("rights", text) and not _opens_review(items, index):
        return "rights"
    if _starts_quote(items, index) or (says("quote_start", text) and not has_count(text.rpartition(":")[2])):
        return "quote begins"
    if _question_is_answered_later(items, index):
        return "quote begins"
    if state == "signed" and not (
        _RESTART.match(text) or (tells(text) and not says("form", text)) or len(text.split()) > _MANY_WORDS
    ):
        return state
    if says("law_heading", sentence.passage.head) and _is_heading(sentence) and not is_candidate(text):
        return "law"
    if state == "law" and _leaves_law(sentence):
        return "body"
    return "body" if state == "signed" else state


def _opens_review(items: list[Item], index: int) -> bool:
    """The heading ("INTERNAL REVIEW") is the title of a letter that gives the result of one."""
    after = next((i for i in items[index + 1 : index + 2]), None)
    return _is_heading(_sentence(items, index)) and isinstance(after, Sentence) and bool(_REVIEWED.match(after.text))


def _leaves_rights(sentence: Sentence) -> bool:
    text = sentence.text
    if _SIGNED.match(text) and len(text.split()) <= 6:
        return True
    return (
        sentence.first
        and not says("rights", text)
        and (
            bool(_RESTART.match(sentence.passage.head))
            or (_is_heading(sentence) and says("answer_heading", text))
            or says("quote_start", text)
            or (says("data_here", text) and not says("form", text))
            or (tells(text) and not says("form", text))
        )
    )


def _leaves_law(sentence: Sentence) -> bool:
    text = sentence.text
    if _amid_law(sentence):
        return False
    return (
        tells(text)
        or bool(sentence.label and (_QUESTION_LABEL.match(sentence.label) or _ANSWER_LABEL.match(sentence.label)))
        or (sentence.first and _is_heading(sentence) and says("answer_heading", sentence.passage.head))
        or says("data_here", text)
        or says("data_attached", text)
        or says("section16", text)
        or says("held", text)
        or says("full", text)
        or (sentence.label is not None and not says("law", text))
    )


def _amid_law(sentence: Sentence) -> bool:
    """The paragraph gives the law or the reasons for a refusal: a figure further on in it answers nothing."""
    opening = sentence.passage.sentences[0].text
    return (
        not sentence.first
        and bool(_CLOSES.match(opening))
        and says("law", opening)
        and not says("section16", sentence.text)
        and not tells(sentence.text)
    )


def _zone_of(state: str, sentence: Sentence) -> str:
    text = sentence.text
    if state in ("quoted", "rights", "law"):
        return state
    if state == "earlier mail":
        return "quoted"
    if state == "signed":
        return "form"
    if state == "top":
        return "form"
    if says("comparison", text):
        return "comparison"
    if says("form", text) and not is_candidate(text) and not says("refused", text):
        return "form"
    if _SALUTATION.match(text):
        return "form"
    if says("question", text) and not says("clarification", text) and not _ANSWER_LABEL.match(sentence.label or ""):
        return "quoted"
    if says("law", text) and not is_candidate(text):
        return "law"
    return "law" if _amid_law(sentence) else "body"


def _quotes_inline(sentence: Sentence) -> bool:
    """Part of the request stands in the sentence that introduces it."""
    _, colon, rest = sentence.text.partition(":")
    if says("quote_heading", sentence.passage.head):
        return False
    return len(rest.split()) > 2 if colon else says("question", sentence.text)


def _question_is_answered_later(items: list[Item], index: int) -> bool:
    """The sentence begins a question whose answer has a heading of its own: "Question 2 … Answer …"."""
    sentence = _sentence(items, index)
    if not (sentence.first and sentence.label and _QUESTION_LABEL.match(sentence.label)):
        return False
    if sentence.text and is_candidate(sentence.text) and not says("question", sentence.text):
        return False
    for item in items[index + 1 :]:
        if (
            isinstance(item, Table)
            or (item.first and item.label and _QUESTION_LABEL.match(item.label))
            or says("rights", item.text)
        ):
            return False
        if _is_answer_heading(item):
            return True
    return False


def _is_answer_heading(sentence: Sentence) -> bool:
    if not sentence.first:
        return False
    return bool(sentence.label and _ANSWER_LABEL.match(sentence.label)) or says("answer_heading", sentence.passage.head)


def _firm_end(sentence: Sentence) -> bool:
    """Only the force writes this sentence."""
    text = sentence.text
    if _is_answer_heading(sentence) or says("rights", text):
        return True
    if _SALUTATION.match(text) and not _OWN_SALUTATION.match(text):
        return True
    if _is_heading(sentence) and _SECTION_HEADING.match(text):
        return True
    if text.endswith("?"):
        return False
    return any(says(cue, text) for cue in ("answer_start", "ncnd", "full", "partial")) or (
        says("refused", text) and says("law", text)
    )


def _quote_end(items: list[Item], start: int, zones: Zones) -> int:
    """Index of the first item after the quoted request that begins at `start`.

    A request that stands in the sentence that introduces it goes on only in further questions or list items.
    """
    introduction = _sentence(items, start)
    inline = _quotes_inline(introduction)
    first = _after_quoted_letter(items, start)
    asked: list[str] = []
    for index in range(first, len(items)):
        item = items[index]
        if isinstance(item, Table):
            firm = _next_firm(items, index)
            if not _has_numbers(item) and firm is not None:
                continue
            if firm is not None:
                zones.findings.append(
                    doubt(
                        f"Table {item.number} stands within the quoted request and holds numbers; taken as part of the answer.",
                        "If the requester wrote it, name the table as not data in the force's module.",
                        item.location,
                    )
                )
            return _with_its_caption(items, first, index)
        if item.label and _begins_again(item, asked):
            heading = items[index - 1]
            titled = isinstance(heading, Sentence) and not heading.label and _is_heading(heading)
            return index - (titled and index - 1 > start)
        asked += [_number(item.label) or ""] if item.label else []
        if _firm_end(item) or (inline and item.passage is not introduction.passage and not _goes_on(item)):
            return index
        whole = item.passage.head if item.first else item.text
        if (says("answer_maybe", whole) or is_candidate(item.text)) and _nothing_firmer(items, index):
            return index
    if any(isinstance(i, Sentence) for i in items[start + 1 :]):
        last = next(i for i in reversed(items) if isinstance(i, Sentence))
        zones.findings.append(
            doubt(
                "No sentence shows where the quoted request ends and the answer begins; all of it was taken as the request.",
                "Look at the letter; add the wording that begins its answer to answer_start in parsers/letter/phrases.toml.",
                last.block.location,
            )
        )
    return len(items)


def _begins_again(sentence: Sentence, asked: list[str]) -> bool:
    """The labels of the questions start over, with an answer: "i. 2020 - 3" after "iii. dismissed"."""
    return len(asked) > 1 and _number(sentence.label or "") == asked[0] and is_candidate(sentence.text)


def _with_its_caption(items: list[Item], first: int, table: int) -> int:
    """Where the answer begins that holds the table at index `table`: with the lines right above it that are no question.

    A table of figures answers the request, and so do its heading and the sentence that leads to it.
    """
    start = table
    for index in range(table - 1, first - 1, -1):
        item = items[index]
        if not isinstance(item, Sentence) or says("question", item.text) or item.passage.kind == "item" or item.label:
            break
        if not (_is_heading(item) or _leads_to_table(item.text)):
            break
        start = index
    return start


def _leads_to_table(text: str) -> bool:
    return bool(_OF_TABLE.match(text)) or any(
        says(cue, text) for cue in ("data_here", "held", "full", "partial", "answer_maybe", "caveat")
    )


def _after_quoted_letter(items: list[Item], start: int) -> int:
    """Index after the signature of a requester whose whole letter is quoted ("Dear Kent Police … Yours faithfully")."""
    opening = items[start + 1 : start + 3]
    if not any(isinstance(i, Sentence) and _OWN_SALUTATION.match(i.text) for i in opening):
        return start + 1
    for index in range(start + 1, len(items)):
        item = items[index]
        if isinstance(item, Table) or _is_answer_heading(item) or says("rights", item.text):
            return start + 1
        if _SIGNED.match(item.text) and _next_firm(items, index) is not None:
            return index + 1
    return start + 1


def _goes_on(sentence: Sentence) -> bool:
    """The sentence may be one more question or item of a list."""
    return (
        bool(sentence.label)
        or sentence.passage.kind == "item"
        or says("question", sentence.text)
        or sentence.text[:1].islower()
    )


def _next_firm(items: list[Item], index: int) -> int | None:
    """Index of the next sentence that only the force writes, before complaint rights; None where there is none."""
    for later in range(index + 1, len(items)):
        item = items[later]
        if isinstance(item, Sentence) and (says("rights", item.text) or _SIGNED.match(item.text)):
            return None
        if isinstance(item, Sentence) and _firm_end(item):
            return later
    return None


def _nothing_firmer(items: list[Item], index: int) -> bool:
    """What may begin the answer does: no firmer beginning comes after it, or a table of figures stands between.

    Requesters quote figures too, so a figure alone ends no request before a heading or a sentence that opens an answer.
    """
    firm = _next_firm(items, index)
    if firm is None:
        return True
    between = items[index:firm]
    if any(isinstance(i, Table) and _has_numbers(i) for i in between):
        return True
    begins = items[firm]
    opens = (
        isinstance(begins, Sentence)
        and (_OPENS.search(begins.text) or _is_answer_heading(begins))
        and not _CLOSES.match(begins.text)
    )
    return not opens and any(isinstance(i, Sentence) and is_candidate(i.text) for i in between)


def _has_numbers(table: Table) -> bool:
    """Any cell beside the first of its row holds a figure that is not a year."""
    cells = [(c.text or "").strip() for row in table.rows[1:] for c in row.cells[1:]]
    return any(
        re.fullmatch(r"[<≤]?\s?\d[\d,]*%?|-|\*|nil", c, re.I) and not re.fullmatch(r"(?:19|20)\d\d", c) for c in cells
    )


def _table(table: Table, state: str, zones: Zones) -> str:
    """Set aside a table that belongs to the letter's form or to the request; return the state after it."""
    if _answers_in_words(table, zones):
        return state
    facts = pairs(table)
    if facts:
        for key, value, place in facts:
            if _REQUEST_KEY.fullmatch(key) and len(value.split()) > 5:
                zones.quoted_tables.add(table.number)
            zones.facts.append((key, value, place))
        zones.form_tables.add(table.number)
        return state
    if state == "quoted":
        zones.quoted_tables.add(table.number)
        return state
    _read_titles(table, zones)
    if headings.is_form([c.text or "" for c in table.rows[0].cells] if table.rows else []):
        zones.form_tables.add(table.number)
    return "body" if state in ("law", "signed", "top") else state


def _answers_in_words(table: Table, zones: Zones) -> bool:
    """Read a table that holds the letter itself, and tell whether it is one.

    Either each row is a part of the letter beside its name ("Request | …", "Response | …"), or each is a question and
    its answer. The latter's figures are read with the other tables; what is said of the decision counts in both.
    """
    rows = [(row, cells) for row in table.rows if (cells := filled(row))]
    asked = headings.answers_in([c.text or "" for c in table.rows[0].cells]) if rows else None
    if asked:
        question, answer = asked
        zones.answered_tables.add(table.number)
        for row in table.rows[1:]:
            _read_cell(row.cells[question], row, "quoted", zones)
            _read_cell(row.cells[answer], row, "told", zones)
        return True
    paired = [(row, fold(cells[0].text or ""), cells[1]) for row, cells in rows if len(cells) == 2]
    known = [key for _, key, _ in paired if _PART.fullmatch(key) or FORM_KEY.fullmatch(key)]
    if len(known) * 2 <= len(paired) or max(len(cells) for _, cells in rows) > 2:
        return False
    if not any(_PART.fullmatch(key) for key in known):
        return False
    zones.form_tables.add(table.number)
    zones.titles += [
        (fold(cells[0].text or ""), cells[0].place or row.location) for row, cells in rows if len(cells) < 2
    ]
    for row, key, value in paired:
        if _REQUEST_KEY.fullmatch(key):
            _read_cell(value, row, "quoted", zones)
        elif _PART.fullmatch(key):
            _read_cell(value, row, "law" if _EXEMPTIONS_KEY.match(key) else "body", zones)
        elif FORM_KEY.fullmatch(key):
            zones.facts.append((key, fold(value.text or ""), value.place or row.location))
        else:
            _read_cell(replace(value, text=f"{key.rstrip(':')}: {value.text}"), row, "body", zones)
    return True


def _read_cell(cell: Cell, row: Row, zone_name: str, zones: Zones) -> None:
    for sentence in sentences_in(cell, row) if (cell.text or "").strip() else ():
        sentence.zone = _zone_of("body", sentence) if zone_name == "body" else zone_name
        zones.sentences.append(sentence)


def _read_titles(table: Table, zones: Zones) -> None:
    """Note the labels and titles in the rows above the headings of a table of data: "FOI Ref: | 1234/22"."""
    for row in table.rows[:-1]:
        cells = filled(row)
        if len(cells) > 2 or (len(cells) == 2 and table.width == 2):
            return
        facts = pairs_of(row) or []
        zones.facts += facts
        for cell in cells if not facts else ():
            if len((cell.text or "").split()) > _MANY_WORDS:
                _read_cell(cell, row, "body", zones)
            else:
                zones.titles.append((fold(cell.text or ""), cell.place or row.location))


def _number(label: str) -> str | None:
    """The bare number of a question: `2(a)` of `Question 2 (a)`."""
    match = re.search(r"\d{1,2}.*|\(?\b(?:[a-h]|[ivx]+)\b\)?$", label, re.I)
    if not match:
        return None
    number = re.sub(r"\s", "", match.group()).strip(".:)" if "(" not in match.group() else ".:")
    return number.strip("()") if number.startswith("(") else number
