"""Conditional formats of an Excel sheet (ECMA-376 part 1, 18.3.1.10): which of its cells they take out of sight.

Only formats that hide are looked at: letters in the colour of their ground, number formats that show something else, bars
and icons without their number. Conditions are worked out where that is simple; a cell under one that cannot be worked out
is taken for hidden, since it may be.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from openpyxl.worksheet.worksheet import Worksheet

from parsers.documents.sheet_formula import OPERATORS, CannotTell, compared, worked_out


class Rule(NamedTuple):
    """One rule of a sheet: where it holds, from which cell its formulas count, what it is, and what it sets."""

    areas: list[tuple[int, int, int, int]]  # first and last column and row, as openpyxl's `bounds` has them
    rule: Any

    def covers(self, cell: Any) -> bool:
        return any(a <= cell.column <= c and b <= cell.row <= d for a, b, c, d in self.areas)

    @property
    def shows_no_value(self) -> bool:
        """A bar or an icon in the number's place."""
        return any(getattr(kind, "showValue", None) is False for kind in (self.rule.dataBar, self.rule.iconSet))


class Conditions:
    """The conditional formats of a sheet, the one that wins first."""

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet = sheet
        rules = [
            Rule([area.bounds for area in group.sqref.ranges], rule)
            for group in sheet.conditional_formatting
            for rule in group.rules
        ]
        self.rules = sorted((r for r in rules if r.rule.dxf or r.shows_no_value), key=lambda r: r.rule.priority or 0)

    def about(self, cell: Any, hides: Callable[[Any], bool]) -> Rule | None:
        """The rule that hides the cell, or may do so; None where it is seen. `hides` asks it of one rule's format."""
        if not any(r.covers(cell) and (r.shows_no_value or hides(r.rule.dxf)) for r in self.rules):
            return None
        for one in self.rules:
            if not one.covers(cell):
                continue
            harmful = one.shows_no_value or hides(one.rule.dxf)
            try:
                true = one.shows_no_value or _holds(one, cell, self.sheet)
            except CannotTell:
                true = harmful
            if true and harmful:
                return one
            if true and one.rule.dxf and (one.rule.stopIfTrue or _recolours(one.rule.dxf)):
                return None
        return None

    def is_plain(self, cell: Any) -> bool:
        """What is hidden keeps no secret: a nought, an error, or what the cell above it says."""
        above = self.sheet._cells.get((cell.row - 1, cell.column))
        return cell.value in (0, "") or cell.data_type == "e" or (above is not None and above.value == cell.value)


def _recolours(style: Any) -> bool:
    return bool((style.font and style.font.color) or style.fill)


def _holds(one: Rule, cell: Any, sheet: Worksheet) -> bool:
    """Whether the rule's condition is true of the cell. Raises CannotTell."""
    rule, kind, value = one.rule, one.rule.type, cell.value
    text = "" if value is None else str(value)
    if kind in ("containsErrors", "notContainsErrors"):
        return (cell.data_type == "e") == (kind == "containsErrors")
    if kind in ("containsBlanks", "notContainsBlanks"):
        return (not text.strip()) == (kind == "containsBlanks")
    if kind in ("containsText", "notContainsText") and rule.text:
        return (rule.text.casefold() in text.casefold()) == (kind == "containsText")
    if kind == "beginsWith" and rule.text:
        return text.casefold().startswith(rule.text.casefold())
    if kind == "endsWith" and rule.text:
        return text.casefold().endswith(rule.text.casefold())
    left, top, _, _ = one.areas[0]
    moved = (cell.row - top, cell.column - left)
    parts = [worked_out(str(f), moved, lambda row, column: sheet._cells.get((row, column))) for f in rule.formula or ()]
    if kind == "expression" and parts:
        return bool(parts[0])
    if kind == "cellIs" and rule.operator in OPERATORS and parts:
        return compared(rule.operator, value, parts[0])
    if kind == "cellIs" and rule.operator in ("between", "notBetween") and len(parts) == 2:
        low, high = sorted(parts)
        inside = compared("greaterThanOrEqual", value, low) and compared("lessThanOrEqual", value, high)
        return inside == (rule.operator == "between")
    raise CannotTell
