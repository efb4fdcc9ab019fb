"""The running text of a document as passages and sentences, each tied to the blocks that it was read from.

A reader may give a paragraph as one Text or as one Text a line: here lines that continue one another are one passage.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from parsers.documents.model import Cell, Document, Row, Table, Text

LABEL = re.compile(
    r"^(?:(?:(?:answer|response|reply)(?: to)? )?(?:question|q)s?\.?\s*(?:no\.?\s*)?{n}|(?:answer|response|reply)\s*(?:to\s*)?{n}|[ar]{n}"
    r"|(?:part|point)\s*{n}(?=\s*[.:)\-]|$))(?:\s*(?:&|and|to|,)\s*{n}|-\d{{1,2}})*(?=[\s.:)\-]|$)[\s.:)\-]*"
    r"|^(?:answer|response|reply)\s*(?::|-\s)\s*(?=\S)"
    r"|^{n}(?:\s*(?:&|and|,|to|-)\s*{n})*\s*[.:)]+(?!\d|(?-i:[A-Z]{{2,5}})[./]\d)\s*"
    r"|^\((?:\d{{1,2}}|[a-h]|[ivx]{{1,4}})\)\s*"
    r"|^(?:[a-h]|[ivx]{{2,4}}|(?-i:[ivx]))[.)]\s+".format(
        n=r"\d{1,2}(?:\s?\([a-h]\)|[a-h](?![a-z]))?(?:\s?\([ivx]+\))?"
    ),
    re.I,
)
"""The label of a question or an answer at the start of a passage: `1.`, `Q2`, `Question 3 (a)`, `R1.`, `(ii)`, `4)`."""

_PLAIN_NUMBER = re.compile(
    r"(\d{1,2}) (?=[A-Z])(?!(?:x|X|Officers?|Staff|Police|PCs?|PCSOs?|Cases?|Constables?|Sergeants?|Inspectors?|Special|Complaints?|Allegations?|Investigations?|January|February|March|April|May|June|July|August|September|October|November|December)\b)"
)
SOFT_HYPHEN = "\u00ad"
_LISTED = re.compile(r"(?<=[\s:])(?:Q ?)?(?P<number>\d)(?:[.)]|(?= ))\s+(?=[A-Z\"'(])")
_ASKS = re.compile(r"\b(?:you|your|request\w*)\b[^.?!]*:\s*$", re.I)
_ABBREVIATED = re.compile(
    r"(?:\b(?:no|nos|ref|refs|mr|mrs|ms|dr|st|e\.g|i\.e|etc|vs|approx|sec|para|art|reg|incl|inc|insp|sgt|supt|ch|dept|tel|ext|s|p|pp|mgmt|min|max|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)|\b[A-Z])\.$",
    re.I,
)
_END = re.compile(r"[.?!]+[\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9*•\-–<£])")


LONGEST = 1000
"""Longest sentence, in characters; a longer one is cut, so that no text, however odd, takes long to read."""


@dataclass(slots=True)
class Sentence:
    """One sentence. `label` is that of the passage it begins, `zone` is set by `parsers.letter.zones`."""

    text: str
    block: Text
    passage: Passage
    first: bool  # the first of its passage
    label: str | None = None
    zone: str = "body"
    question: str | None = None
    asks: bool = False  # a question outside the quoted request: the force's own, or one that it repeats
    in_table: bool = False  # read from a cell: `block` is not one of the document's texts

    @property
    def place(self) -> str:
        return self.block.place or self.block.location


@dataclass(slots=True)
class Passage:
    """A paragraph, heading or list item, over as many Texts as the reader cut it into."""

    text: str
    blocks: list[Text]
    starts: list[int]  # where each block begins in `text`
    kind: str
    sentences: list[Sentence] = field(default_factory=list)

    @property
    def head(self) -> str:
        """Its beginning: enough to tell what kind of passage it is."""
        return self.text[:LONGEST]

    def block_at(self, offset: int) -> Text:
        """The block that holds the character at that offset."""
        return next(b for b, start in zip(reversed(self.blocks), reversed(self.starts), strict=True) if start <= offset)


_WELSH_MONTHS = {
    "ionawr": "January",
    "chwefror": "February",
    "mawrth": "March", "fawrth": "March",
    "ebrill": "April",
    "mai": "May", "fai": "May",
    "mehefin": "June", "fehefin": "June",
    "gorffennaf": "July", "orffennaf": "July",
    "awst": "August",
    "medi": "September", "fedi": "September",
    "hydref": "October",
    "tachwedd": "November", "dachwedd": "November",
    "rhagfyr": "December", "ragfyr": "December",
}  # fmt: skip
"""Months, plain and as they mutate after "o" (`5ed o Fedi 2022`)."""
_MONTHS = f"(?:{'|'.join(dict.fromkeys(_WELSH_MONTHS.values()))})"
_WELSH_DATE = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:af|ail|ydd|edd|fed|ed|eg|ain)?(?: o)? (?P<month>{'|'.join(_WELSH_MONTHS)})(?: ?/ ?{_MONTHS})? (?=\d{{4}}\b)"
    rf"|\b(?P<english>\d{{1,2}}(?:st|nd|rd|th)? {_MONTHS}) ?/ ?(?:{'|'.join(_WELSH_MONTHS)}) (?=\d{{4}}\b)",
    re.I,
)


def _in_english(date: re.Match[str]) -> str:
    return f"{date['english'] or date['day'] + ' ' + _WELSH_MONTHS[date['month'].lower()]} "


def fold(text: str) -> str:
    """Typographic quotes, dashes and spaces as plain ones, so that one phrase matches every typist's; no bullet.

    The months of Welsh dates, alone or beside the English ones ("7 Medi / September 2022"), are given in English.
    """
    for odd, plain in (
        ("’", "'"),
        ("‘", "'"),
        ("“", '"'),
        ("”", '"'),
        ("–", "-"),
        ("—", "-"),
        ("‑", "-"),
        ("\u00a0", " "),
        (SOFT_HYPHEN, ""),
    ):
        text = text.replace(odd, plain)
    text = _WELSH_DATE.sub(_in_english, re.sub(r"\s+", " ", text).strip())
    return re.sub(r"^(?:[•▪◦·●‣\uf000-\uf0ff]|\(cid:\d+\)) ?", "", text)


def _continues(before: Text, after: Text) -> bool:
    """The second text is the rest of a sentence that the first begins."""
    if after.kind != "paragraph" or before.kind in ("heading", "header", "footer"):
        return False
    head, tail = before.text.rstrip(), after.text.lstrip()
    if not head or not tail or head[-1] in ".?!:;":
        return False
    if re.match(r"[a-h]\)|[ivx]+[.)]\s", tail):
        return False
    return len(head) > 25 and (tail[0].islower() or head[-1] in ",-–(" or head.split()[-1].lower() in _JOINING)


_JOINING = frozenset(
    [
        "the",
        "of",
        "and",
        "or",
        "to",
        "in",
        "for",
        "a",
        "an",
        "by",
        "with",
        "from",
        "on",
        "that",
        "under",
        "section",
        "at",
        "between",
        "is",
        "are",
        "was",
        "were",
    ]
)
"""A line that ends in one of these words goes on in the next."""


def split_sentences(text: str) -> list[tuple[int, str]]:
    """Sentences of a passage with their offsets; none is longer than `LONGEST`."""
    found, start = [], 0
    for match in _END.finditer(text):
        before = text[max(start, match.end() - 40) : match.end()].rstrip()
        if _ABBREVIATED.search(before) and not re.search(r"[?!]", match.group()):
            continue
        if re.fullmatch(r"\s*\(?(?:\d{1,2}|[a-h]|[ivx]+)[.)]+\s*", text[start : match.end()][:12]):
            continue  # a list number is no sentence
        found.append((start, text[start : match.end()]))
        start = match.end()
    found.append((start, text[start:]))
    return [(at, piece.strip()) for begin, long in found for at, piece in _cut_short(begin, long) if piece.strip()]


def _cut_short(start: int, text: str) -> Iterator[tuple[int, str]]:
    while len(text) > LONGEST:
        end = text.rfind(" ", 1, LONGEST) + 1 or LONGEST
        yield start, text[:end]
        start, text = start + end, text[end:]
    yield start, text


def passages(document: Document) -> list[Passage | Table]:
    """Passages and tables in reading order; running headers and footers are left out."""
    flow: list[Passage | Table] = []
    for block in document.blocks:
        if isinstance(block, Table):
            flow.append(block)
            continue
        if block.kind in ("header", "footer") or not block.text.strip():
            continue
        last = flow[-1] if flow else None
        if isinstance(last, Passage) and _continues(last.blocks[-1], block):
            last.starts.append(len(last.text) + 1)
            last.text = f"{last.text} {fold(block.text)}"
            last.blocks.append(block)
        else:
            flow.append(Passage(text=fold(block.text), blocks=[block], starts=[0], kind=block.kind))
    made = [p for p in flow if isinstance(p, Passage)]
    numbered = _plainly_numbered(made)
    for passage in made:
        _cut(passage, id(passage) in numbered)
    return flow


def sentences_in(cell: Cell, row: Row) -> list[Sentence]:
    """The sentences of a cell that holds a part of the letter; their block has the row's number and the cell's place."""
    block = Text(text=cell.text or "", location=row.location, number=row.number, place=cell.place)
    passage = Passage(text=fold(block.text), blocks=[block], starts=[0], kind=block.kind)
    _cut(passage, plainly_numbered=False)
    for sentence in passage.sentences:
        sentence.in_table = True
    return passage.sentences


def _plainly_numbered(made: list[Passage]) -> set[int]:
    """Passages that begin with a bare number that counts them (`1 There were 8`, `2 This is exempt`): ids of those in a run."""
    runs: set[int] = set()
    run: list[Passage] = []
    for passage in made:
        match = _PLAIN_NUMBER.match(passage.text)
        if match and int(match[1]) == len(run) + 1:
            run.append(passage)
        elif match and match[1] == "1":
            run = [passage]
        if len(run) > 1:
            runs |= {id(p) for p in run}
    return runs


def _cut(passage: Passage, plainly_numbered: bool) -> None:
    match = (_PLAIN_NUMBER if plainly_numbered else LABEL).match(passage.head)
    if passage.kind == "item" and re.fullmatch(r"\d+\.?", passage.text):
        match = None  # the item is an answer; its own number is the list's
    label = _plain_label(match.group()) if match else None
    start = match.end() if match and label else 0
    segments = [(start, label, passage.text[start:])] if label else _listed_in_line(passage.text)
    for offset, number, text in segments:
        for index, (at, piece) in enumerate(split_sentences(text) or [(0, "")]):
            passage.sentences.append(
                Sentence(
                    text=piece,
                    block=passage.block_at(offset + at),
                    passage=passage,
                    first=not passage.sentences,
                    label=number if index == 0 else None,
                )
            )


def _listed_in_line(text: str) -> list[tuple[int, str | None, str]]:
    """Segments of a text that lists numbered questions in one line after a colon (`You asked: 1. How … 2. What …`)."""
    cuts: list[re.Match[str]] = []
    for match in _LISTED.finditer(text):
        if int(match["number"]) == len(cuts) + 1:
            cuts.append(match)
    if len(cuts) < 2 or not _ASKS.search(text[: cuts[0].start()]):
        return [(0, None, text)]
    ends = [*(c.start() for c in cuts[1:]), len(text)]
    listed = [(c.end(), c["number"], text[c.end() : end]) for c, end in zip(cuts, ends, strict=True)]
    return [(0, None, text[: cuts[0].start()]), *listed]


def _plain_label(printed: str) -> str:
    label = printed.strip(" .:-")
    return label if label.count("(") == label.count(")") else label.strip("()")
