"""Conditional formats of an OpenDocument sheet, as LibreOffice writes them (`calcext:conditional-format`)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from openpyxl.utils.cell import range_boundaries

from parsers.documents.model import Cell

RANGE = re.compile(r"(?:[^:]*\.)?(\$?[A-Z]{1,3}\$?\d+)(?::(?:[^:]*\.)?(\$?[A-Z]{1,3}\$?\d+))?")
COMPARISON = re.compile(r"(!=|<=|>=|=|<|>)\s*(?:(-?\d+(?:\.\d+)?)|\"([^\"]*)\")")
TEXT = re.compile(r"(not-)?(contains|begins-with|ends-with)(?:-text)?\(\"([^\"]*)\"\)")
SIGNS: dict[str, Callable[[object, object], bool]] = {
    "=": lambda a, b: a == b, "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b, "<=": lambda a, b: a <= b, ">": lambda a, b: a > b, ">=": lambda a, b: a >= b,  # type: ignore[operator]
}  # fmt: skip


class Conditional(NamedTuple):
    """One condition: where it counts, what it says, and why the style that it sets hides (empty where it does not)."""

    areas: list[tuple[int, int, int, int]]  # first and last column and row
    condition: str
    hides: str

    def covers(self, row: int, column: int) -> bool:
        return any(a <= column <= c and b <= row <= d for a, b, c, d in self.areas)

    def holds(self, cell: Cell) -> bool:
        """Whether it is true of the cell. One that cannot be worked out is taken to be true where it hides."""
        said, text = self.condition.strip(), cell.text or ""
        if said in ("is-error", "is-no-error"):
            return (cell.kind == "error") == (said == "is-error")
        if re.fullmatch(r"formula-is\((?:TRUE(?:\(\))?|FALSE(?:\(\))?|[01])\)", said, re.I):
            return "FALSE" not in said.upper() and "(0)" not in said
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
