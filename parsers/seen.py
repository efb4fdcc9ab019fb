"""What became of each printed table while a reply was mapped: what it was taken for, and the role of each of its rows.

For the people who ask why a reply came out as it did (`foi inspect`); nothing is mapped from it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from parsers.accounting import Account
from parsers.documents.model import Row, Table
from parsers.grid import Grid
from parsers.infer import CaseList, Matrix, QuestionsAnswered
from parsers.pieces import Piece

Layout = CaseList | Matrix | QuestionsAnswered | str
"""What a table is, or the reason why its rows are left out."""

Role = Literal["record", "heading", "total", "section", "note", "left out", "quarantined"]
ROLES: tuple[Role, ...] = ("record", "heading", "total", "section", "note", "left out", "quarantined")
"""Every role, in the order in which they are told. `note` covers blank rows too; `left out` is skipped for any other reason."""


def in_words(roles: Counter[Role]) -> str:
    """`1 heading, 18 records`."""
    plain = ("left out", "quarantined")
    return ", ".join(f"{roles[r]} {r}{'s' if roles[r] > 1 and r not in plain else ''}" for r in ROLES if roles[r])


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: its letter counted from the table's first column, its heading, and what it was taken for."""

    index: int
    heading: str
    meaning: str


@dataclass(slots=True)
class Seen:
    """One printed table of one document, with what each of its pieces was taken for and the fate of its rows."""

    document: str  # sha256
    table: Table
    parts: list[tuple[Piece, Layout]]
    account: Account

    def rows(self) -> Iterator[tuple[Row, Role, str]]:
        """Every row as printed, with its role and the reason, if it was skipped or quarantined."""
        of_piece = {
            index: (piece, at, layout)
            for piece, layout in self.parts
            for at, index in enumerate(piece.rows)
            if index is not None
        }
        for index, row in enumerate([*self.table.rows, *self.table.repeated]):
            fate, reason = self.account.fates[index]
            piece, at, layout = of_piece.get(index, (None, 0, ""))
            grid = None if isinstance(layout, str) or piece is None or piece.turned else layout.grid
            yield row, _role(fate, reason, grid.kinds[at] if grid else ""), reason

    def roles(self) -> Counter[Role]:
        return Counter(role for _, role, _ in self.rows())

    def kinds(self) -> list[str]:
        """What the table was taken for, one phrase for each of its pieces."""
        return [_kind(piece, layout) for piece, layout in self.parts]

    def columns(self, part: int = 0) -> list[Column]:
        """What each column (of a list turned on its side: each line) of a piece was mapped to; none where nothing was."""
        layout = self.parts[part][1]
        if isinstance(layout, str):
            return []
        meanings = _meanings(layout)
        grid = layout.grid
        return [Column(c, grid.heading(c), meanings.get(c, "not used")) for c in range(grid.width) if _holds(grid, c)]


def _holds(grid: Grid, column: int) -> bool:
    return bool(grid.heading(column) or grid.column_values(column))


def _role(fate: str, reason: str, kind: str) -> Role:
    if fate == "records":
        return "total" if kind == "total" else "record"
    if fate == "header":
        return "section" if kind == "section" else "heading"
    if fate == "quarantined":
        return "quarantined"
    return "note" if reason in ("note row", "blank row") else "left out"


def _kind(piece: Piece, layout: Layout) -> str:
    side = ", a case in each column" if piece.turned else ""
    if isinstance(layout, CaseList):
        return f"case list{side}"
    if isinstance(layout, Matrix):
        return "counts"
    if isinstance(layout, QuestionsAnswered):
        return "questions and answers"
    return f"left out: {layout}"


def _meanings(layout: CaseList | Matrix | QuestionsAnswered) -> dict[int, str]:
    """Column → the field, dimension or heading that it was taken for."""
    if isinstance(layout, CaseList):
        found: dict[int, str] = {}
        for name, columns in layout.fields.items():
            for rank, column in enumerate(columns):
                found[column] = (
                    f"{found[column]}, {name}" if column in found else name if not rank else f"{name} if blank"
                )
        return found | dict.fromkeys(layout.unmapped, "not known")
    if isinstance(layout, QuestionsAnswered):
        return {layout.question: "question", layout.answer: "answer"}
    found = {label.column: label.dimension for label in layout.labels}
    for head in layout.headers:
        parts = [head.period_raw and "period", head.dimension or ("total" if head.total else None)]
        found[head.column] = " × ".join(["number", *(p for p in parts if p)])
    return found | dict.fromkeys(layout.percent, "share, not counted")
