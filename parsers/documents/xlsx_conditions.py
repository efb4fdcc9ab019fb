"""Conditional formats of an Excel sheet (ECMA-376 part 1, 18.3.1.10): which of its cells they take out of sight.

Only formats that hide are looked at: letters in the colour of their ground, number formats that show something else, bars
and icons without their number. Conditions are worked out where that is simple; a cell under one that cannot be worked out
is taken for hidden, since it may be.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from openpyxl.utils.cell import column_index_from_string
from openpyxl.worksheet.worksheet import Worksheet

TOKEN = re.compile(
    r"""\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<text>"(?:[^"]|"")*")|(?P<call>[A-Z][A-Z0-9.]*)\(|
    (?P<truth>TRUE|FALSE)\b(?!\()|(?P<cell>\$?[A-Z]{1,3}\$?\d{1,7})(?![\w(!:])|(?P<sign><=|>=|<>|[=<>(),+\-&]))""",
    re.X | re.I,
)
CELL = re.compile(r"(\$?)([A-Z]{1,3})(\$?)(\d+)", re.I)
OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "equal": lambda a, b: a == b, "notEqual": lambda a, b: a != b,
    "lessThan": lambda a, b: a < b, "lessThanOrEqual": lambda a, b: a <= b,
    "greaterThan": lambda a, b: a > b, "greaterThanOrEqual": lambda a, b: a >= b,
}  # fmt: skip
SIGNS = {
    "=": "equal", "<>": "notEqual", "<": "lessThan", "<=": "lessThanOrEqual", ">": "greaterThan", ">=": "greaterThanOrEqual"
}  # fmt: skip


class CannotTell(Exception):
    """The condition says more than is worked out here."""


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
            except (CannotTell, TypeError, RecursionError):
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
    parts = [_Formula(formula, one, cell, sheet).value() for formula in rule.formula or ()]
    if kind == "expression" and parts:
        return bool(parts[0])
    if kind == "cellIs" and rule.operator in OPERATORS and parts:
        return _compared(rule.operator, value, parts[0])
    if kind == "cellIs" and rule.operator in ("between", "notBetween") and len(parts) == 2:
        low, high = sorted(parts)
        inside = _compared("greaterThanOrEqual", value, low) and _compared("lessThanOrEqual", value, high)
        return inside == (rule.operator == "between")
    raise CannotTell


def _compared(operator: str, one: Any, other: Any) -> bool:
    """As Excel compares: texts without regard to case, every text above every number, a blank as nought or no text."""
    one, other = (
        (type(b)() if a is None and isinstance(b, (str, int, float)) else a) for a, b in ((one, other), (other, one))
    )
    if isinstance(one, str) and isinstance(other, str):
        return OPERATORS[operator](one.casefold(), other.casefold())
    if isinstance(one, str) != isinstance(other, str):
        return OPERATORS[operator](isinstance(one, str), isinstance(other, str))
    return OPERATORS[operator](one, other)


class _Formula:
    """A formula of comparisons, a few functions and single cells, worked out for one cell."""

    FUNCTIONS: dict[str, Callable[..., Any]] = {
        "NOT": lambda a: not a,
        "AND": lambda *a: all(a),
        "OR": lambda *a: any(a),
        "ISBLANK": lambda a: a is None,
        "ISNUMBER": lambda a: isinstance(a, (int, float)),
        "ISTEXT": lambda a: isinstance(a, str),
        "LEN": lambda a: len("" if a is None else str(a)),
        "TRIM": lambda a: " ".join(("" if a is None else str(a)).split(" ")),
    }
    ERRORS = ("ISERROR", "ISERR", "ISNA")

    def __init__(self, formula: str, rule: Rule, cell: Any, sheet: Worksheet) -> None:
        self.tokens = list(self._tokens(str(formula).lstrip("=")))
        self.at = 0
        left, top, _, _ = rule.areas[0]
        self.down, self.right, self.sheet = cell.row - top, cell.column - left, sheet

    @staticmethod
    def _tokens(formula: str) -> Iterator[tuple[str, str]]:
        at = 0
        while at < len(formula.rstrip()):
            found = TOKEN.match(formula, at)
            if found is None:
                raise CannotTell
            yield str(found.lastgroup), found[str(found.lastgroup)]
            at = found.end()

    def value(self) -> Any:
        made = self._comparison()
        if self.at < len(self.tokens):
            raise CannotTell
        return made

    def _next(self) -> tuple[str, str]:
        if self.at >= len(self.tokens):
            raise CannotTell
        self.at += 1
        return self.tokens[self.at - 1]

    def _peek(self) -> str:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ""

    def _comparison(self) -> Any:
        left = self._operand()
        while self._peek() in SIGNS:
            _, sign = self._next()
            left = _compared(SIGNS[sign], left, self._operand())
        return left

    def _operand(self) -> Any:
        kind, said = self._next()
        if kind == "number":
            return float(said)
        if said == "-" and self._peek():
            return -self._operand()
        if kind == "text":
            return said[1:-1].replace('""', '"')
        if kind == "truth":
            return said.upper() == "TRUE"
        if kind == "cell":
            cell = self._cell(said)
            if cell is not None and cell.data_type == "e":
                raise CannotTell
            return None if cell is None else cell.value
        if said == "(":
            made = self._comparison()
            return made if self._next()[1] == ")" else self._refuse()
        return self._call(said.upper()) if kind == "call" else self._refuse()

    def _call(self, name: str) -> Any:
        if name in self.ERRORS:
            kind, said = self._next()
            if kind != "cell" or self._next()[1] != ")":
                raise CannotTell
            cell = self._cell(said)
            found = cell is not None and cell.data_type == "e"
            return found and {"ISNA": cell.value == "#N/A", "ISERR": cell.value != "#N/A"}.get(name, True)
        if name not in self.FUNCTIONS:
            raise CannotTell
        parts = [self._comparison()]
        while (sign := self._next()[1]) == ",":
            parts.append(self._comparison())
        return self.FUNCTIONS[name](*parts) if sign == ")" else self._refuse()

    def _cell(self, said: str) -> Any:
        found = CELL.fullmatch(said)
        assert found is not None
        column = column_index_from_string(found[2].upper()) + (0 if found[1] else self.right)
        return self.sheet._cells.get((int(found[4]) + (0 if found[3] else self.down), column))

    def _refuse(self) -> Any:
        raise CannotTell
