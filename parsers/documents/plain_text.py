"""Plain text (.txt, the body of an e-mail): lines to paragraphs, and tables that were typed with spaces, tabs or bars."""

from __future__ import annotations

import hashlib
import re

from parsers.documents.aligned import GAP, columns_of_bars, columns_of_gaps, columns_of_tabs, ends_in_figure, is_rule
from parsers.documents.encoding import decode
from parsers.documents.kinds import PLAIN_TEXT as MEDIA_TYPE
from parsers.documents.model import Document, UnreadableDocument
from parsers.documents.running import Flow, Kind, Placed, fold

WRAPPED = (50, 120)  # characters of a line that a program broke
TITLES = 3  # lines above a table that may look like part of it
ALIGNED = (
    (lambda line: "|" in line or is_rule(line), columns_of_bars),
    (lambda line: "\t" in line.strip(), columns_of_tabs),
    (lambda line: bool(GAP.search(line.expandtabs(8).strip())) or is_rule(line), columns_of_gaps),
)
ITEM = re.compile(r"\s*(?:[-*•·▪◦–]\s|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s)", re.I)
QUOTED = re.compile(r"\s*(?:>\s?)+")


def read_text(data: bytes, name: str) -> Document:
    """The text as paragraphs and tables. Raises UnreadableDocument where it shows nothing."""
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
    at = said = 0  # the next line to look at, and the first that was not said yet
    tried = 0
    while at < len(lines):
        end, rows = _table(lines, at)
        if rows is not None:
            _say(flow, lines[said:at])
            flow.put(
                [Placed(r, c, 1, 1, fold(t)) for r, row in enumerate(rows) for c, t in enumerate(row)], "typed columns"
            )
            at = said = end
            tried = 0
        elif end - at > 1 and tried < TITLES and not ends_in_figure(lines[at]):
            tried += 1  # its first lines may be a title that is set in columns by chance
            at += 1
        else:
            if sum(map(ends_in_figure, lines[at:end])) >= 2:
                message = f"the lines from “{fold(lines[at])[:60]}” look like a table whose columns cannot be told; they were read as text"
                flow.doubt(message, "Ask the force for the figures as a workbook, or set the columns apart by tabs.")
            tried = 0
            at = max(end, at + 1)
    _say(flow, lines[said:])


def _table(lines: list[str], start: int) -> tuple[int, list[list[str]] | None]:
    """The table that begins at a line, and the line after it; without one, the end of the lines that look like one."""
    longest = start
    for belongs, columns in ALIGNED:
        end = start
        while end < len(lines) and belongs(lines[end]):
            end += 1
        longest = max(longest, end)
        if end - start >= 2 and (rows := columns(lines[start:end])) is not None:
            return end, rows
    return longest, None


def _say(flow: Flow, lines: list[str]) -> None:
    """Lines as texts; those that a program broke at its margin are put together again."""
    longest = max((len(line.rstrip()) for line in lines), default=0)
    made: list[list[str]] = []  # the lines of each text
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
            quoted = QUOTED.match(line)
            made[-1].append(line[quoted.end() :] if quoted else line)
        else:
            made.append([line])
        before = line
    for text in map(" ".join, made):
        kind: Kind = "item" if ITEM.match(text) else "paragraph"
        flow.say(text, kind)
