"""Formulas of conditional formats, worked out where they are simple: comparisons, a few functions, single cells.

For every kind of workbook, whose reader says what stands in a cell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from openpyxl.utils.cell import column_index_from_string

CellAt = Callable[[int, int], Any]
"""What stands in a row and column, from 1: something with `value`, and with `data_type`, which is `e` for an error; or None."""

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


def worked_out(formula: str, moved: tuple[int, int], cell_at: CellAt) -> Any:
    """The value of a formula for a cell so many rows and columns from the one that it was written for. Raises CannotTell."""
    try:
        return _Formula(formula, moved, cell_at).value()
    except (TypeError, RecursionError):  # a number compared with what is none; brackets without end
        raise CannotTell from None


def compared(operator: str, one: Any, other: Any) -> bool:
    """As Excel compares: texts without regard to case, every text above every number, a blank as nought or no text.

    Raises CannotTell for what is not compared here: a date with a number.
    """
    one, other = (
        (type(b)() if a is None and isinstance(b, (str, int, float)) else a) for a, b in ((one, other), (other, one))
    )
    if isinstance(one, str) and isinstance(other, str):
        return OPERATORS[operator](one.casefold(), other.casefold())
    if isinstance(one, str) != isinstance(other, str):
        return OPERATORS[operator](isinstance(one, str), isinstance(other, str))
    try:
        return OPERATORS[operator](one, other)
    except TypeError:
        raise CannotTell from None


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

    def __init__(self, formula: str, moved: tuple[int, int], cell_at: CellAt) -> None:
        self.tokens = list(self._tokens(formula.lstrip("=")))
        self.at = 0
        self.down, self.right = moved
        self.cell_at = cell_at

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
            left = compared(SIGNS[sign], left, self._operand())
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
        return self.cell_at(int(found[4]) + (0 if found[3] else self.down), column)

    def _refuse(self) -> Any:
        raise CannotTell
