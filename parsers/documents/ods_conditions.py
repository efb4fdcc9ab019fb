"""Conditional formats of an OpenDocument sheet, as LibreOffice writes them (`calcext:conditional-format`)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from openpyxl.utils.cell import range_boundaries

from parsers.documents.model import Cell
from parsers.documents.sheet_formula import CannotTell, CellAt, worked_out

RANGE = re.compile(r"(?:[^:]*\.)?(\$?[A-Z]{1,3}\$?\d+)(?::(?:[^:]*\.)?(\$?[A-Z]{1,3}\$?\d+))?")
COMPARISON = re.compile(r"(!=|<=|>=|=|<|>)\s*(?:(-?\d+(?:\.\d+)?)|\"([^\"]*)\")")
TEXT = re.compile(r"(not-)?(contains|begins-with|ends-with)(?:-text)?\(\"([^\"]*)\"\)")
FORMULA = re.compile(r"formula-is\((.*)\)", re.S)
REFERENCE = re.compile(r"\[\.(\$?[A-Z]{1,3}\$?\d+)\]")
BETWEEN = re.compile(r"(not-)?between\((-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)\)")
NUMBERS = "a bar or an icon in the number's place"
SIGNS: dict[str, Callable[[object, object], bool]] = {
    "=": lambda a, b: a == b, "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b, "<=": lambda a, b: a <= b, ">": lambda a, b: a > b, ">=": lambda a, b: a >= b,  # type: ignore[operator]
}  # fmt: skip


class Conditional(NamedTuple):
    """One condition: where it counts, what it says, and why the style that it sets hides (empty where it does not)."""

    areas: list[tuple[int, int, int, int]]  # first and last column and row
    condition: str
    hides: str
    base: tuple[int, int] | None = None  # row and column of the cell for which a formula was written

    def covers(self, row: int, column: int) -> bool:
        return any(a <= column <= c and b <= row <= d for a, b, c, d in self.areas)

    def holds(self, cell: Cell, row: int, column: int, cell_at: CellAt) -> bool:
        """Whether it is true of the cell. One that cannot be worked out is taken to be true where it hides."""
        said, text = self.condition.strip(), cell.text or ""
        if said in ("is-error", "is-no-error"):
            return (cell.kind == "error") == (said == "is-error")
        if said == NUMBERS:
            return cell.kind == "number"
        if (formula := FORMULA.fullmatch(said)) and self.base:
            plain = (
                REFERENCE.sub(r"\1", formula[1]).replace(";", ",").replace("TRUE()", "TRUE").replace("FALSE()", "FALSE")
            )
            try:
                return bool(worked_out(plain, (row - self.base[0], column - self.base[1]), cell_at))
            except CannotTell:
                return bool(self.hides)
        if between := BETWEEN.fullmatch(said):
            number = cell.value if isinstance(cell.value, (int, float)) else None
            inside = number is not None and float(between[2]) <= number <= float(between[3])
            return inside != bool(between[1])
        if found := TEXT.fullmatch(said):
            part, whole = found[3].casefold(), text.casefold()
            true = {"contains": part in whole, "begins-with": whole.startswith(part), "ends-with": whole.endswith(part)}
            return true[found[2]] != bool(found[1])
        found = COMPARISON.fullmatch(said)
        if found is None:
            return bool(self.hides)
        if found[2] is not None:
            number = cell.value if isinstance(cell.value, (int, float)) else None
            return found[1] in ("!=", ">", ">=") if number is None else SIGNS[found[1]](number, float(found[2]))
        return SIGNS[found[1]](text.casefold(), found[3].casefold())

    def keeps_no_secret(self, cell: Cell) -> bool:
        """A nought or an error that is left blank."""
        return cell.kind == "error" or (cell.kind == "number" and cell.value == 0)


def area_of(address: str) -> tuple[int, int, int, int] | None:
    """First and last column and row of `Sheet1.E2:Sheet1.E9`; None for what is no range of cells."""
    found = RANGE.fullmatch(address)
    if found is None:
        return None
    left, top, right, bottom = range_boundaries(f"{found[1]}:{found[2] or found[1]}")
    return left, top, right, bottom
