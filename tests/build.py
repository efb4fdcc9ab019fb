"""Documents built by hand, for tests of what comes after reading."""

from __future__ import annotations

from hashlib import sha256

from parsers.documents.model import Cell, Document, Row, Table, Text


def table(
    rows: list[list[str | None]],
    *,
    number: int = 1,
    caption: str | None = None,
    location: str = "page 1",
    first: int = 1,
    bold: bool = False,
) -> Table:
    """A table of texts. `None` is an empty cell, `"<"` one covered by its left neighbour, `"^"` by the one above."""
    width = max(len(r) for r in rows)
    made = []
    for index, texts in enumerate(rows):
        cells = []
        for column, text in enumerate([*texts, *[None] * (width - len(texts))]):
            place = f"p1[{column * 50},{(first + index) * 12},{column * 50 + 50},{(first + index) * 12 + 12}]"
            covered = {"<": "left", "^": "above"}.get(text or "", "")
            cells.append(Cell(text=None if covered else text, place=place, covered=covered, bold=bold and index == 0))  # type: ignore[arg-type]
        made.append(Row(cells=cells, location=location, number=first + index))
    return Table(rows=made, location=location, number=number, caption=caption, found_by="test")


def document(*blocks: str | Table, name: str = "reply.pdf") -> Document:
    """A document of paragraphs and tables in reading order."""
    made: list[Text | Table] = []
    for index, block in enumerate(blocks, start=1):
        if isinstance(block, str):
            kind = "heading" if len(block) < 40 and not block.endswith(".") else "paragraph"
            made.append(
                Text(
                    text=block,
                    location="page 1",
                    number=index,
                    place=f"p1[0,{index * 20},500,{index * 20 + 12}]",
                    kind=kind,
                )
            )
        else:
            block.number = sum(isinstance(b, Table) for b in made) + 1
            made.append(block)
    return Document(
        sha256=sha256(repr(blocks).encode()).hexdigest(), name=name, media_type="application/pdf", pages=1, blocks=made
    )
