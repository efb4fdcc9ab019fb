"""Tables that are typed, not made: figures set in columns by tabs, spaces or bars in plain text."""

from __future__ import annotations

import re

FIGURE = re.compile(
    r"(?:[<>≤≥~]\s*)?[£$]?\d[\d,]*(?:\.\d+)?\s*%?(?:\s*(?:-|–|to)\s*\d+)?[*†¹²³⁴]*|[-–—*.]+|n/?[ak]|nil|none|zero", re.I
)
RULE = re.compile(r"(?=[\s|:│┌┐└┘├┤┬┴┼]*+[+=_\-–—─])[\s|+:=_\-–—─│┌┐└┘├┤┬┴┼]++")
LONGEST = 1_000  # characters of a line that may be a row
GAP = re.compile(r" {2,}")


def is_rule(line: str) -> bool:
    """A line drawn with hyphens, bars and the like."""
    return bool(RULE.fullmatch(line)) and len(line.strip()) >= 3


def columns_of_tabs(lines: list[str]) -> list[list[str]] | None:
    """Rows of cells where tabs set columns of figures; None where they only indent or set out an address."""
    if len(lines) < 2:
        return None
    for divide in (r"\t", r"\t+"):
        rows = [re.split(divide, line.strip("\r\n ")) for line in lines]
        if len({len(r) for r in rows}) == 1 and _holds_figures(rows):
            return rows
    return None


def columns_of_bars(lines: list[str]) -> list[list[str]] | None:
    """Rows of cells between bars: `| Outcome | 2019 |`."""
    rows = [[c.strip() for c in line.strip().strip("|│").split("|")] for line in lines if not is_rule(line)]
    return rows if len(rows) >= 2 and len(rows[0]) >= 2 and len({len(r) for r in rows}) == 1 else None


def columns_of_gaps(lines: list[str]) -> list[list[str]] | None:
    """Rows of cells where spaces set columns of figures; None where it is not plain which text is in which column.

    A column is a strip that no text crosses. Where two texts of one line fall into one column, nothing is plain.
    """
    lines = [line.expandtabs(8).rstrip() for line in lines if not is_rule(line)]
    if len(lines) < 2 or max(map(len, lines)) > LONGEST:
        return None
    starts = _strips(lines)
    rows = [[line[a:b].strip() for a, b in zip(starts, [*starts[1:], None], strict=True)] for line in lines]
    if any(GAP.search(cell) for row in rows for cell in row):
        rows = [GAP.split(line.strip()) for line in lines]
        if len({len(r) for r in rows}) > 1:
            return None
    return rows if _holds_figures(rows) else None


def ends_in_figure(line: str) -> bool:
    """It ends in a figure behind a gap, a tab or a bar: it was meant as a row, plain or not."""
    parts = re.split(r" {2,}|\t|\|", line[:LONGEST].strip(" |\t"))
    return len(parts) > 1 and bool(FIGURE.fullmatch(parts[-1].strip()))


def _strips(lines: list[str]) -> list[int]:
    """Where the columns begin: behind each strip of two spaces or more that runs through all lines."""
    width = max(map(len, lines))
    blank = [all(line[i : i + 1] in ("", " ") for line in lines) for i in range(width)]
    starts = [next(i for i, b in enumerate(blank) if not b)]
    for i in range(starts[0] + 2, width):
        if not blank[i] and blank[i - 1] and blank[i - 2]:
            starts.append(i)
    return starts


def _holds_figures(rows: list[list[str]]) -> bool:
    """Two columns or more, and one behind the first that holds figures in most rows below the first."""
    if len(rows) < 2 or len(rows[0]) < 2:
        return False
    for column in range(1, len(rows[0])):
        values = [r[column].strip() for r in rows[1:]]
        told = [v for v in values if v]
        figures = sum(bool(FIGURE.fullmatch(v)) for v in told)
        if told and len(told) * 2 >= len(values) and figures >= 0.75 * len(told):
            return True
    return False
