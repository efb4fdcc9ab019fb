"""Plain text (.txt, the body of an e-mail): lines to paragraphs, and tables that were typed with spaces, tabs or bars."""

from __future__ import annotations

import hashlib
import re

from parsers.documents.aligned import GAP, columns_of_bars, columns_of_gaps, columns_of_tabs, is_rule
from parsers.documents.encoding import decode
from parsers.documents.model import Document, UnreadableDocument
from parsers.documents.running import Flow, Kind, Placed, fold

MEDIA_TYPE = "text/plain"
MAX_SIZE = 20_000_000  # bytes
WRAPPED = (50, 120)  # characters of a line that a program broke
ITEM = re.compile(r"\s*(?:[-*•·▪◦–]\s|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s)", re.I)
QUOTED = re.compile(r"\s*(?:>\s?)+")


def read_text(data: bytes, name: str) -> Document:
    """The text as paragraphs and tables. Raises UnreadableDocument where it shows nothing."""
    if len(data) > MAX_SIZE:
        raise UnreadableDocument("is a longer text than is read", "Save the part that matters and add that.")
    document = Document(hashlib.sha256(data).hexdigest(), name, MEDIA_TYPE)
    flow = Flow(document)
    decoded = decode(data)
    if decoded.doubt:
        flow.doubt(decoded.doubt, "Compare it with the original.")
    say_lines(flow, decoded.text)
    if not document.blocks:
        raise UnreadableDocument("is a text file that shows no text", "Ask the force to send the file again.")
    return flow.finish()


def say_lines(flow: Flow, text: str) -> None:
    """Say a text's paragraphs and put its tables."""
    paragraph: list[str] = []
    for line in [*text.replace("\r\r\n", "\n").splitlines(), ""]:
        if line.strip():
            paragraph.append(line)
            continue
        _paragraph(flow, paragraph)
        paragraph = []


def _paragraph(flow: Flow, lines: list[str]) -> None:
    """Lines with no empty one between them: tables where they are plain, else text."""
    at = 0
    while at < len(lines):
        end, rows = _table(lines, at)
        if rows is None:
            end = at + 1
            while end < len(lines) and _table(lines, end)[1] is None:
                end += 1
            _say(flow, lines[at:end])
        else:
            cells = [Placed(r, c, 1, 1, fold(t)) for r, row in enumerate(rows) for c, t in enumerate(row)]
            flow.put(cells, "typed columns")
        at = end


def _table(lines: list[str], start: int) -> tuple[int, list[list[str]] | None]:
    """The table that begins at a line, and the line after it."""
    kinds = ((lambda s: "|" in s or is_rule(s), columns_of_bars), (lambda s: "\t" in s.strip(), columns_of_tabs))
    for belongs, columns in (
        *kinds,
        (lambda s: bool(GAP.search(s.expandtabs(8).strip())) or is_rule(s), columns_of_gaps),
    ):
        end = start
        while end < len(lines) and belongs(lines[end]):
            end += 1
        if end - start >= 2 and (rows := columns(lines[start:end])) is not None:
            return end, rows
    return start, None


def _say(flow: Flow, lines: list[str]) -> None:
    """Lines as texts; those that a program broke at its margin are put together again."""
    longest = max((len(line.rstrip()) for line in lines), default=0)
    made: list[str] = []
    before = ""
    for line in lines:
        if is_rule(line) or not fold(line):
            before = ""
            continue
        first = line.split()[0]
        broken = WRAPPED[0] <= longest <= WRAPPED[1] and len(before.rstrip()) + 1 + len(first) > longest
        if (
            broken
            and made
            and before
            and not ITEM.match(line)
            and bool(QUOTED.match(line)) == bool(QUOTED.match(before))
        ):
            made[-1] += " " + QUOTED.sub("", line)
        else:
            made.append(line)
        before = line
    for text in made:
        kind: Kind = "item" if ITEM.match(text) else "paragraph"
        flow.say(text, kind)
