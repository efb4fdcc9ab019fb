"""Cells of a case list that point to another row instead of saying what they hold: 'As above', 'Same as case 3'."""

from __future__ import annotations

import re
from functools import cached_property

from parsers.infer import ABOVE, AS_ABOVE, CaseList
from parsers.result import ProblemLog

POINTING = ("year_raw", "conduct_raw", "channel_raw")  # the conduct may say whence the channel comes
"""Fields in which such words stand for what another row has there."""
REPEATING = ("rank_raw", "outcome_raw", "date_received", "date_concluded")
"""Fields in which a ditto mark, or 'As above' alone, stands for what the row above has."""
_NOUN = r"(?:(?:case|matter|number|no|nr|row|ref|reference|incident|officer|item|record)\b\.?\s{0,3})"
_NUMBERED = re.compile(
    rf"(?:(?:same )?as|as per|as for|as in)\s+(?:{_NOUN}{{1,3}}#?\s{{0,3}}|#)(?P<ref>[A-Z]{{0,4}}[-/]?\d{{1,5}})\b"
    r"|same as\s+(?P<bare>[A-Z]{0,4}[-/]?\d{1,5})\b"
    r"|as\s+(?P<alone>[A-Z]{1,4}[-/]?\d{1,5})[\s.]*$",
    re.I,
)
_MARK_AND = re.compile(r"[\"“”〃″]\s*(?=(?:and|plus)\b|[,;/+&])", re.I)
_POINTS = re.compile(rf"(?:(?:same )?as|see) {ABOVE}\b|ditto\b", re.I)
_REFERENCE = re.compile(rf"{_NOUN}{{0,3}}#?\s{{0,3}}([A-Z]{{0,4}}[-/]?\d{{1,5}})", re.I)
_LONGEST = 200  # a longer text is a narrative that may begin so, and tells enough by itself

Cell = tuple[str, str | None]
"""A text and its place."""


class Pointers:
    """What the cells that point to another row stand for, asked row by row from the top."""

    def __init__(self, found: CaseList, log: ProblemLog) -> None:
        self.found, self.log = found, log
        self.columns = [(c, name) for name in (*POINTING, *REPEATING) for c in found.fields.get(name, ())]
        self._above: dict[int, Cell] = {}

    def read(self, row: int) -> dict[int, Cell]:
        """Column → text and place of what it stands for; only for columns whose cell in this row points elsewhere."""
        stands: dict[int, Cell] = {}
        for column, name in self.columns:
            text = self.found.grid.text(row, column)
            if not text and name == "year_raw":
                continue  # a year holds for the rows below it
            if name in REPEATING and not AS_ABOVE.fullmatch(text):
                meant: Cell | None = text, self.found.grid.cell(row, column).place
            else:
                meant = self._meant(row, column, text, stands)
            if meant and meant[0] != text:
                stands[column] = meant
            elif meant is None and name == "conduct_raw":
                self._tell(text, row)
            if meant and meant[0]:
                self._above[column] = meant
            else:
                self._above.pop(column, None)
        return stands

    def _meant(self, row: int, column: int, text: str, stands: dict[int, Cell]) -> Cell | None:
        """The cell itself, or the one that it points to; None where that cannot be told."""
        if len(text) > _LONGEST or not (AS_ABOVE.match(text) or _NUMBERED.match(text)):
            return stands.get(column) or (text, self.found.grid.cell(row, column).place)
        if AS_ABOVE.fullmatch(text):
            return self._above.get(column)
        if mark := _MARK_AND.match(text):  # '″ and WhatsApp'
            above = self._above.get(column)
            return (f"{above[0]} {text[mark.end() :]}", self.found.grid.cell(row, column).place) if above else None
        if numbered := _NUMBERED.match(text):
            other = self._rows.get((numbered["ref"] or numbered["bare"] or numbered["alone"]).casefold())
            simple = numbered.end() >= len(text.rstrip(" ."))
            return self._of(other, column, row, stands) if simple and other is not None else None
        return None if _POINTS.match(text) else (text, self.found.grid.cell(row, column).place)

    def _of(self, other: int, column: int, row: int, stands: dict[int, Cell]) -> Cell | None:
        """What another row has in the column; its channel too, where this row leaves that blank."""
        grid = self.found.grid
        if other == row or not self._plain(grid.text(other, column)):
            return None
        for beside in self.found.fields.get("channel_raw", ()):
            if not grid.text(row, beside) and self._plain(grid.text(other, beside)):
                stands[beside] = grid.text(other, beside), grid.cell(other, beside).place
        return grid.text(other, column), grid.cell(other, column).place

    @staticmethod
    def _plain(text: str) -> bool:
        return bool(text) and not (AS_ABOVE.fullmatch(text) or _POINTS.match(text) or _NUMBERED.match(text))

    @cached_property
    def _rows(self) -> dict[str, int]:
        """Reference → its row, for those that one row alone has."""
        rows: dict[str, list[int]] = {}
        for column in self.found.fields.get("case_ref_raw", [])[:1]:
            for row in self.found.grid.body:
                if named := _REFERENCE.fullmatch(self.found.grid.text(row, column)):
                    rows.setdefault(named[1].casefold(), []).append(row)
        return {reference: own[0] for reference, own in rows.items() if len(own) == 1}

    def _tell(self, text: str, row: int) -> None:
        self.log.add(
            "ambiguous_value",
            "warning",
            f"“{text[:80]}” points to another row; what it takes from there, its channel perhaps, was not read.",
            fix="Look at the page; correct the channels and the conduct of the record by hand.",
            at=self.found.grid.rows[row],
        )
