"""Characters that show nothing or turn the order of what is shown: taken out of every text, and told where they may hide one.

Unicode's tags spell out any text unseen; long runs of marks without a width do the same in code; an override makes what is
read another text than what is seen (Unicode Standard Annex 9; Trojan Source, CVE-2021-42574). Single marks without a width
come with every copy from a web page, and say nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from parsers.documents.model import Cell, Document, Hidden, Text

ANY = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]")
FLAG = re.compile("\U0001f3f4[\U000e0030-\U000e007a]{2,6}\U000e007f")  # of England, Scotland, Wales (UTS 51, annex C)
TAGS = re.compile("[\U000e0020-\U000e007e\U000e0100-\U000e01ef]{4,}")
RUN = re.compile("[\u200b-\u200f\u2060-\u2064\ufeff\u180e]{8,}")
TURNED = re.compile("[\u202d\u202e]")
RAW = re.compile(
    rb"(?:\xe2\x80[\x8b-\x8f]|\xe2\x81[\xa0-\xa4]|\xef\xbb\xbf|\xe1\xa0\x8e){8,}|(?:\xf3\xa0[\x80\x81\x84-\x87][\x80-\xbf]){4,}"
)
RAW_TURNED = re.compile(rb"\xe2\x80[\xad\xae]")
RAW_FLAG = re.compile(rb"\xf0\x9f\x8f\xb4(?:\xf3\xa0[\x80\x81][\x80-\xbf]){3,8}")
HIDES, TURNS = "text in characters that show nothing", "text shown in another order"


def take_out_unseen(document: Document, data: bytes) -> Document:
    """The document without such characters. `data`: the file, where it is a plain text as a whole, else nothing.

    A plain text is looked at as it came, for its reader drops marks without a width.
    """
    raw = RAW_FLAG.sub(b"", data) if data else b""
    hides, turns = len(RAW.findall(raw)), len(RAW_TURNED.findall(raw))
    for piece in _pieces(document):
        text = piece.text or ""
        if ANY.search(text) is None:
            continue
        plain = FLAG.sub("", text)
        if not data:
            hides += len(TAGS.findall(plain)) + len(RUN.findall(plain))
            turns += bool(TURNED.search(plain))
        piece.text = " ".join(ANY.sub("", text.replace("\u00ad", "")).split()) or (
            None if isinstance(piece, Cell) else ""
        )
    document.hidden += [Hidden(what, "text", n) for what, n in ((HIDES, hides), (TURNS, turns)) if n]
    return document


def _pieces(document: Document) -> Iterator[Text | Cell]:
    """What may have such characters: they are none of ASCII."""
    for block in document.blocks:
        if isinstance(block, Text):
            yield from () if block.text.isascii() else (block,)
        else:
            if any(map(ANY.search, (text for text in block.texts() if not text.isascii()))):
                for row in block.all_rows():
                    yield from [c for c in row.cells if c.text and not c.text.isascii()]
