"""Figures that OCR read: what no printed total confirms is reported, so that no misread digit is silent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from parsers.counts import Printed
from parsers.reconcile import is_gap, sums
from parsers.result import ProblemLog
from schemas.records import Case, Count

FIX = "Compare them with the page, or ask the force for the original file."


def report_scanned(printed: Sequence[Printed], others: Sequence[Count], cases: Sequence[Case], log: ProblemLog) -> None:
    """One warning for each table of the log's document whose figures were read by OCR and are not all confirmed.

    `others` are counts that no table of counts printed: stated in sentences, or under a case list.
    """
    tables: dict[int, list[Printed]] = defaultdict(list)
    for item in printed:
        if item.record.document == log.document and item.record.method == "ocr":
            tables[id(item.grid)].append(item)
    for items in tables.values():
        sure = confirmed(items)
        if len(sure) < len(items):
            open_counts = [p.record for p in items if id(p) not in sure]
            said = f"{len(open_counts)} of the {len(items)} numbers of this table were read by OCR and no printed total confirms them."
            log.add("low_confidence", "warning", said, fix=FIX, at=open_counts[0])
    for records, said in (
        (others, "{} numbers here were read by OCR in running text, and nothing confirms them."),
        (cases, "{} rows of a case list here were read by OCR, and nothing confirms them."),
    ):
        _report_places([r for r in records if r.document == log.document and r.method == "ocr"], said, log)


def confirmed(items: list[Printed]) -> set[int]:
    """Ids of the table's numbers that add up: a printed total, its parts, and every dash or blank beside them."""
    sure: set[int] = set()
    for total, parts in sums(items):
        exact = all(p.record.value is not None or is_gap(p.record) for p in parts)
        if parts and exact and total.record.value == sum(p.record.value or 0 for p in parts):
            sure.update(id(p) for p in (total, *parts))
    return sure


def _report_places(records: Sequence[Case | Count], said: str, log: ProblemLog) -> None:
    places: dict[str | None, list[Case | Count]] = defaultdict(list)
    for record in records:
        places[record.location].append(record)
    for here in places.values():
        log.add("low_confidence", "warning", said.format(len(here)), fix=FIX, at=here[0])
