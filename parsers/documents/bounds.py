"""What every Document is held to, whatever reader made it: how much it may hold, and that no sign in it garbles anything.

The readers have limits of their own, which keep what they do small. This is the last look before a Document leaves the
process that read it, so that what maps, publishes and prints it never meets more, or worse.
"""

from __future__ import annotations

import re
from collections import Counter

from parsers.documents.model import AlikeRow, Document, Finding, Hidden, Row, Table, Text, UnreadableDocument, beyond
from parsers.limits import limits

LONGEST_NAME = 200  # characters of a sheet's name, of a property
LONGEST_MESSAGE = 2_000
PART = "Save only the part that matters and add that."

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")  # a tab and a line break do no harm
_LONE = re.compile("[\ud800-\udfff]")  # half of a character, which no file can be written with
_UNSEEN = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb\U000e0000-\U000e007f]")
_TURNING = re.compile("[\u202d\u202e\u2066-\u2068]")  # what follows may be shown backwards: 12 as 21


def check_size(data: bytes, most: int, limit: str) -> None:
    """Raises UnreadableDocument where the file is larger than it may be."""
    if len(data) > most:
        raise beyond(limit, f"is of {len(data) // 10**6:,} MB, and {most // 10**6:,} MB are the limit", PART)


def plain(text: str) -> str:
    """The text without the signs that garble what prints it: control signs, turns of direction, halves of characters."""
    if text.isprintable():
        return text
    return _LONE.sub("\ufffd", _UNSEEN.sub("", _CONTROL.sub(" ", text)))


def held_to_bounds(document: Document) -> Document:
    """The Document with plain text alone, and of many findings of one kind the first. Raises UnreadableDocument."""
    _check(document)
    marked = [block for block in document.blocks if not _is_printable(block)]
    if any(_TURNING.search(text) for block in marked for text in _texts(block)):
        document.findings.append(
            Finding(
                "low_confidence",
                "warning",
                "it holds signs that turn the direction of writing, so that figures may be shown otherwise than they were read",
                "Compare the figures with the file as a program shows it.",
            )
        )
    for block in marked:
        _make_plain(block)
    document.properties = {plain(k): plain(v)[:LONGEST_NAME] for k, v in document.properties.items()}
    for finding in document.findings:
        finding.message = _short(plain(finding.message))
        finding.fix = finding.fix and _short(plain(finding.fix))
        finding.location = finding.location and plain(finding.location)
    for hidden in document.hidden:
        hidden.location, hidden.note = plain(hidden.location), _short(plain(hidden.note))
    document.findings = _first_findings(document.findings)
    document.hidden = _first_hidden(document.hidden)
    return document


def _check(document: Document) -> None:
    most = limits()
    if len(document.blocks) > most.blocks:
        raise beyond("blocks", f"holds more than {most.blocks:,} texts and tables", PART)
    cells = characters = 0
    for block in document.blocks:
        if isinstance(block, Text):
            characters += len(block.text)
            if len(block.text) > most.text:
                raise _too_long("text", f"a paragraph of {len(block.text):,} characters ({block.location})", most.text)
            _check_words(block.text, block.location)
        else:
            lengths = [row.lengths() for row in block.all_rows()]
            widest = max(map(len, lengths), default=0)
            if widest > most.columns:
                what = f"a table of {widest:,} columns ({block.location})"
                raise _too_long("columns", what, most.columns)
            cells += sum(map(len, lengths))
            characters += len(block.caption or "") + _characters(block, lengths)
        if cells > most.cells:
            raise beyond("cells", f"holds more than {most.cells:,} cells", PART)
        if characters > most.characters:
            raise beyond("characters", f"holds more than {most.characters:,} characters", PART)


def _characters(table: Table, lengths: list[list[int]]) -> int:
    """The characters of its cells; those of a merged cell as often as it is seen, for it says them of every row."""
    if max(map(max, filter(None, lengths)), default=0) > min(limits().cell_text, limits().word):
        _check_cells(table)
    total = 0
    above: list[int] = []
    for row, here in zip(table.all_rows(), lengths, strict=True):
        if not isinstance(row, AlikeRow):
            _count_covered(row, here, above)
        total += sum(here)
        above = here
    return total


def _count_covered(row: Row, here: list[int], above: list[int]) -> None:
    """Give cells that merged ones cover the length of these. `here` and `above`: the lengths in this row and the one above."""
    for column, cell in enumerate(row.cells):
        if cell.covered == "left" and column:
            here[column] = here[column - 1]
        elif cell.covered == "above" and column < len(above):
            here[column] = above[column]


def _check_cells(table: Table) -> None:
    """Raises UnreadableDocument for the first cell that says more than it may."""
    most = limits().cell_text
    for row in table.all_rows():
        for cell in row.cells:
            text = cell.text or ""
            if len(text) > most:
                raise _too_long("cell_text", f"a cell of {len(text):,} characters ({cell.place or row.location})", most)
            _check_words(text, cell.place or row.location)


def _check_words(text: str, location: str) -> None:
    """A text without spaces is none: the square of its length is what some patterns take."""
    most = limits().word
    if len(text) > most and (longest := max(map(len, text.split()), default=0)) > most:
        raise _too_long("word", f"a word of {longest:,} characters ({location})", most)


def _too_long(limit: str, what: str, most: int) -> UnreadableDocument:
    return beyond(limit, f"holds {_short(plain(what))}, and {most:,} are the limit", PART)


def _texts(block: Text | Table) -> list[str]:
    return [block.text] if isinstance(block, Text) else block.texts()


def _is_printable(block: Text | Table) -> bool:
    """Nothing in the block, nor in what says where it stands, has to be made plain."""
    if isinstance(block, Text):
        return all(map(str.isprintable, (block.location, block.text, block.place or "")))
    said = {block.location, block.caption or ""}
    for row in block.all_rows():
        said.add(row.location)
        if not isinstance(row, AlikeRow) or row.alike is None:  # else each stands where its row does
            said.update([cell.place for cell in row.cells if cell.place])
    return all(map(str.isprintable, said)) and all(map(str.isprintable, block.texts()))


def _make_plain(block: Text | Table) -> None:
    block.location = plain(block.location)
    if isinstance(block, Text):
        block.text = plain(block.text)
        block.place = block.place and plain(block.place)
        return
    block.caption = block.caption and plain(block.caption)
    for row in block.all_rows():
        row.location = plain(row.location)
        for cell in row.cells:
            text, at = cell.text, cell.place
            if text and not text.isprintable():
                cell.text = plain(text).strip() or None
            if at and not at.isprintable():
                cell.place = plain(at)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_MESSAGE else f"{text[:LONGEST_MESSAGE]} …"


def _first_findings(findings: list[Finding]) -> list[Finding]:
    """The first of each kind, and how many more there are."""
    most, seen, kept = limits().findings, Counter[tuple[str, str]](), []
    for finding in findings:
        kind = (finding.code, finding.severity)
        seen[kind] += 1
        if seen[kind] <= most:
            kept.append(finding)
    for (code, severity), amount in seen.items():
        if amount > most:
            message = f"{amount - most:,} more findings of this kind ({code}) are not listed one by one"
            like = next(f for f in findings if (f.code, f.severity) == (code, severity))
            kept.append(Finding(code, like.severity, message, like.fix))
    return kept


def _first_hidden(hidden: list[Hidden]) -> list[Hidden]:
    """The first of each kind; the others as one, with their amounts added up."""
    most, seen, kept, rest = limits().findings, Counter[str](), [], Counter[str]()
    for one in hidden:
        seen[one.what] += 1
        if seen[one.what] <= most:
            kept.append(one)
        else:
            rest[one.what] += one.amount
    return kept + [Hidden(what, "document", amount, "at further places") for what, amount in rest.items()]
