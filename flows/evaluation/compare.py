"""Whether what was read is what is printed: values, cases in order, counts by their key, and the cells of tables."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

_NEAR = 0.5
_CASE_WEIGHTS = {"conduct_raw": 4, "case_ref_raw": 4, "outcome_raw": 3, "date_received": 3, "outcome": 1, "year": 1, "rank_raw": 1, "channel_raw": 1, "standard_raw": 1, "part": 1, "officers_lower": 1}  # fmt: skip
_COUNT_WEIGHTS = {"force": 1, "category_raw": 3, "category2_raw": 2, "category": 1, "dimension": 1, "period_start": 2, "period_end": 1, "value": 2, "lower": 1, "upper": 1, "stated_total": 1}  # fmt: skip
_SWAPPED = {"dimension": "dimension2", "category": "category2", "category_raw": "category2_raw"}
_SWAPPED |= {b: a for a, b in _SWAPPED.items()}


def squashed(text: Any) -> str:
    """The text without anything that layout puts in: NFKC, no white space, one kind of dash and quote."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", str(text)))
    return plain.replace("–", "-").replace("’", "'").replace("\u00ad", "")


def same(true: Any, read: Any) -> bool:
    """A value is the one that is printed, or one of those that would be right."""
    if isinstance(true, dict) and "either" in true:
        return any(same(each, read) for each in true["either"])
    if isinstance(true, list):
        return sorted(map(str, true)) == sorted(map(str, read or []))
    if true is None or read is None:
        return true is read
    if isinstance(true, bool) or isinstance(read, bool):
        return bool(true) == bool(read)
    if isinstance(true, str):
        return squashed(true) == squashed(read)
    return true == read


def differences(true: dict[str, Any], read: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Column to (true, read) for each column that is wrong."""
    return {k: (v, read.get(k)) for k, v in true.items() if k != "optional" and not same(v, read.get(k))}


def _likeness(weights: dict[str, int]) -> Callable[[dict, dict], float]:
    def likeness(true: dict[str, Any], read: dict[str, Any]) -> float:
        known = [k for k in weights if k in true]
        right: float = sum(weights[k] for k in known if same(true[k], read.get(k)))
        for k in ("conduct_raw", "category_raw", "outcome_raw"):  # a cell read in part still tells which row it is
            if k in known and isinstance(true[k], str) and read.get(k) and not same(true[k], read[k]):
                a, b = squashed(true[k]), squashed(read[k])
                right += weights[k] * 0.6 if a and b and (a in b or b in a or a[:12] == b[:12]) else 0
        return right / sum(weights[k] for k in known) if known else 0.0

    return likeness


def align(true: Sequence[Any], read: Sequence[Any], likeness: Callable[[Any, Any], float], near: float = _NEAR) -> list[tuple[int, int]]:  # fmt: skip
    """Pairs of positions, in the order of both, with the greatest likeness in all."""
    n, m = len(true), len(read)
    like = [[likeness(t, r) for r in read] for t in true]
    best = [[0.0] * (m + 1) for _ in range(n + 1)]
    for i in reversed(range(n)):
        for j in reversed(range(m)):
            pair = like[i][j] + best[i + 1][j + 1] if like[i][j] >= near else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], pair)
    pairs, i, j = [], 0, 0
    while i < n and j < m:
        if like[i][j] >= near and best[i][j] == like[i][j] + best[i + 1][j + 1]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def pair_cases(true: list[dict], read: list[dict]) -> list[tuple[int, int]]:
    """Cases come in the order in which they are printed."""
    return align(true, read, _likeness(_CASE_WEIGHTS))


def turned(count: dict[str, Any]) -> dict[str, Any]:
    """A count with its two breakdowns the other way round, which says the same."""
    return {_SWAPPED.get(k, k): v for k, v in count.items()}


def count_differences(true: dict[str, Any], read: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """As `differences`, with either order of two breakdowns; a second breakdown that is not printed is wrong."""
    expected = true if true.get("dimension2") else {**true, "dimension2": None}
    found = differences(expected, read)
    if found and true.get("dimension2"):
        found = min(found, differences(turned(expected), read), key=len)
    return found


def pair_counts(true: list[dict], read: list[dict]) -> list[tuple[int, int]]:
    """Counts have no order: those that are right first, then those most alike."""
    pairs, free = [], dict(enumerate(read))
    left = []
    for i, count in enumerate(true):
        j = next((j for j, other in free.items() if count.get("lower") == other.get("lower") and not count_differences(count, other)), None)  # fmt: skip
        if j is None:
            left.append(i)
        else:
            pairs.append((i, j))
            del free[j]
    like = _likeness(_COUNT_WEIGHTS)
    near = [(max(like(true[i], other), like(turned(true[i]), other)), i, j) for i in left for j, other in free.items()]
    taken: set[int] = set()
    for likeness, i, j in sorted(near, key=lambda each: (-each[0], each[1], each[2])):
        if likeness >= _NEAR and i not in taken and j in free:
            pairs.append((i, j))
            taken.add(i)
            del free[j]
    return pairs


# ---- cells of tables


def cells(true: list[list[list[str | None]]], read: list[list[list[str | None]]], loose: list[str]) -> tuple[int, int, int]:  # fmt: skip
    """Cells printed, cells read, cells right: in the same column of the same row, with the same text.

    Rows that say nothing but what stands around the tables (titles, captions, notes) count neither way; a heading that
    is read more often than it is printed, once for each page, counts once.
    """
    printed = [row for table in true for row in _squashed(table)]
    around = {squashed(text) for text in loose}
    found = [r for table in read for r in _squashed(table) if not set(r.values()) <= around or r in printed]
    for row, often in Counter(_key(r) for r in printed[:1]).items():
        extra = sum(_key(r) == row for r in found) - max(often, sum(_key(r) == row for r in printed))
        for _ in range(extra):
            last = max(i for i, r in enumerate(found) if _key(r) == row)
            del found[last]

    def alike(a: dict[int, str], b: dict[int, str]) -> float:
        return float(sum(b.get(column) == text for column, text in a.items()))

    right = sum(alike(printed[i], found[j]) for i, j in align(printed, found, alike, near=1.0))
    return sum(map(len, printed)), sum(map(len, found)), int(right)


def _key(row: dict[int, str]) -> tuple:
    return tuple(sorted(row.items()))


def _squashed(table: list[list[str | None]]) -> list[dict[int, str]]:
    rows = [{column: squashed(text) for column, text in enumerate(row) if text and squashed(text)} for row in table]
    return [row for row in rows if row]
