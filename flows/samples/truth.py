"""What a reader ought to find in a sample reply: its rows of `replies`, `cases` and `counts`, from its declaration.

A row holds the columns that can be known from the printed page; one that it leaves out is not to be compared. In
`cells` a place on paper is the box of the text, which lies within the cell that a reader finds.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from flows.samples.declaration import REQUEST, PrintedRow, Sample, Table, codes
from flows.samples.letter import Places, RowPlace
from flows.samples.views import TOTAL

_RAW = {"case_ref", "rank", "year", "channel", "conduct", "standard", "outcome"}
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_SEVERAL = re.compile(r"(\d+) x ([^,]+)")


def truth(sample: Sample, places: Places, hashes: dict[str, str]) -> dict[str, Any]:
    """Everything known about one sample reply; `hashes`: file name to sha256, the letter first."""
    replies = [
        {"request": REQUEST, "force": force, **sample.reply, "documents": list(hashes.values()), "sample": True}
        for force in sample.forces
    ]
    out: dict[str, Any] = {
        "folder": sample.folder,
        "sent": sample.sent.get("file"),
        "documents": [{"name": name, "sha256": sha256} for name, sha256 in hashes.items()],
        "reply": replies[0],
        "other_replies": replies[1:],
        "superseded_by": sample.superseded_by or None,
        "figures": [{"force": force, **figures} for force, figures in sample.figures.items()],
        "cases": [],
        "counts": [],
        "problems": sample.problems,
    }
    letter_hash = hashes[sample.file]
    sheets = {sheet.get("table") for sheet in sample.workbook.get("sheets", [])}
    for name, table in sample.tables.items():
        document = hashes[sample.workbook["file"]] if name in sheets else letter_hash
        at = {"request": REQUEST, "force": table.of or sample.force, "document": document, "method": _method(sample)}
        stood: Sequence[RowPlace | None] = places.tables.get(name) or [None] * len(table.rows)
        for row, place in zip(table.rows, stood, strict=True):
            here = {**at, "location": place.location, "row": place.row} if place else at
            if table.lists_cases:
                out["cases"] += [{**here, **case} for case in _cases(row, place, table, sample)]
            else:
                out["counts"] += [{**here, **count} for count in _counts(row, place, table, sample)]
    for said in sample.counts:
        at = {"request": REQUEST, "force": said.get("force", sample.force), "document": letter_hash}
        out["counts"].append({**at, **_said(said, sample, places)})
    return out


def _method(sample: Sample) -> str:
    return "ocr" if sample.setting == "scan" else "text"


def _cases(row: PrintedRow, place: RowPlace | None, table: Table, sample: Sample) -> list[dict[str, Any]]:
    """The records of one row: one, or one for each outcome where several officers had different ones."""
    case: dict[str, Any] = {"officers_lower": 1, "officers_upper": 1}
    case |= {"conduct_categories": row.conduct, "channels": row.channels}
    cells = dict(zip(table.fields, row.cells, strict=True))
    for name, words in cells.items():
        case |= _field(name, words, sample)
    case["year_basis"] = sample.reply["year_basis"]
    if place:
        placed = zip(cells.items(), place.cells, strict=True)
        case["cells"] = {_column(name): where for (name, words), where in placed if words}
    parts = _SEVERAL.findall(cells["outcome"])
    if not parts:
        return [{**case, "part": None}]
    del case["outcome_raw"]
    return [
        {**case, "part": str(n), "officers_lower": int(number), "officers_upper": int(number), **_outcome(words)}
        for n, (number, words) in enumerate(parts, start=1)
    ]


def _field(name: str, words: str, sample: Sample) -> dict[str, Any]:
    """The columns of the record that one cell fills."""
    known = codes()
    found: dict[str, Any] = {_column(name): words} if name in _RAW else {}
    match name:
        case "year":
            found["year"] = int(words[:4])
        case "month":
            month, year = words.split("-")
            assert month in _MONTHS, f"{sample.force}: {words} is no month"
            found |= {"year_raw": words, "year": 2000 + int(year)}
        case "date_received":
            found |= {name: words, "year": int(words[:4])}
        case "date_concluded":
            found[name] = words or None
        case "rank":
            number, _, rank = words.rpartition(" x ")
            found["rank"], found["person_type"] = known["rank"][rank]
            if number:
                found |= {"officers_lower": int(number), "officers_upper": int(number)}
        case "channel":
            found["channels"] = known["channel"][words]
        case "severity":
            found["severity"] = known["severity"][words]
        case "outcome" if not _SEVERAL.search(words):
            found |= _outcome(words)
    return found


def _outcome(words: str) -> dict[str, Any]:
    every = codes()["outcome"][words.strip()]
    return {"outcome": every[0]} | ({"outcomes": every} if len(every) > 1 else {})


def _column(field: str) -> str:
    return "year_raw" if field == "month" else f"{field}_raw" if field in _RAW else field


def _counts(row: PrintedRow, place: RowPlace | None, table: Table, sample: Sample) -> list[dict[str, Any]]:
    """The numbers of one row; the first cell says of what, or in a long table the first two."""
    if table.fields:
        axes = [dict(zip(table.fields, row.cells, strict=True))]
        numbers = row.cells[-1:]
    else:
        axes = [{table.rows_are: row.cells[0], table.columns_are: heading} for heading in table.columns[1:]]
        numbers = row.cells[1:]
    out = []
    for n, (printed, words) in enumerate(zip(axes, numbers, strict=True), start=len(row.cells) - len(numbers)):
        count: dict[str, Any] = {"measure": table.measure, "dimension": table.dimension, "category": None}
        count |= _categories(printed, table)
        count |= _period(printed.get("period"), table, sample)
        count["stated_total"] = TOTAL in printed.values()
        count |= _value(words, table)
        out.append({**count, "cells": {"value": place.cells[n]}} if place else count)
    return out


def _categories(printed: dict[str, str], table: Table) -> dict[str, Any]:
    """The category of a number, and of a two-way table the second; a total over one of the two is a number of the other."""
    first, second = printed.get("category"), printed.get("category2")
    if second is None or first == second == TOTAL:
        return _category(first, table.dimension)
    if first == TOTAL:
        first, second, dimension = second, first, table.dimension2
    else:
        dimension = table.dimension
    other = _category(second, table.dimension2)
    return {
        "dimension": dimension,
        **_category(first, dimension),
        "dimension2": "total" if second == TOTAL else table.dimension2,
        "category2_raw": second,
        "category2": other.get("category"),
    }


def _category(printed: str | None, dimension: str) -> dict[str, Any]:
    if printed is None:
        return {}
    if printed == TOTAL:
        return {"dimension": "total", "category_raw": printed}
    code = codes()[dimension][printed]
    return {"category_raw": printed, "category": code if isinstance(code, str) else code[0]}


def _period(printed: str | None, table: Table, sample: Sample) -> dict[str, Any]:
    """The period of a number: its own where the table has one for each, else the table's, else the reply's."""
    reply = sample.reply
    known = {"period_raw": printed} if printed else {}
    if table.period:
        start, end = table.period
    elif printed is None or printed == TOTAL:
        return {**known, "period_start": reply["period_start"], "period_end": reply["period_end"]}
    elif printed in table.periods:
        start, end = table.periods[printed]
    else:
        start, end = _year(printed, sample)
    return {**known, "period_start": start, "period_end": end, "year_basis": reply["year_basis"]}


def _year(printed: str, sample: Sample) -> tuple[date, date]:
    """A calendar or financial year, as far as the period of the reply goes."""
    year = int(printed[:4])
    if sample.reply["year_basis"] == "financial":
        start, end = date(year, 4, 1), date(year + 1, 3, 31)
    else:
        start, end = date(year, 1, 1), date(year, 12, 31)
    return start, min(end, sample.reply["period_end"])


def _value(words: str, table: Table) -> dict[str, Any]:
    if words.isdigit():
        return {"value": int(words), "lower": int(words), "upper": int(words), "meaning": "exact"}
    meaning, lower, upper = table.tokens[words]
    value = 0 if meaning == "zero" else None
    return {"value": value, "lower": lower, "upper": upper, "token": words, "meaning": meaning}


def _said(said: dict[str, Any], sample: Sample, places: Places) -> dict[str, Any]:
    """A number that a sentence gives, with the paragraph in which it stands where that is known."""
    reply = sample.reply
    raw, start, end = said.get("period", [None, reply["period_start"], reply["period_end"]])
    if "year" in said:
        raw, (start, end) = said["year"], _year(said["year"], sample)
    count = {"measure": "officers", "dimension": said["dimension"], "category": said.get("category")}
    count |= {"category_raw": said["category_raw"]} if "category_raw" in said else {}
    count |= {"period_raw": raw} if raw else {}
    count |= {"period_start": start, "period_end": end, "meaning": "exact", "method": _method(sample)}
    count |= dict.fromkeys(("value", "lower", "upper"), said["value"])
    found = [(at, box) for text, at, box in places.texts if said["words"] in text]
    return {**count, "location": found[0][0], "cells": {"value": found[0][1]}} if found else count


def as_json(facts: dict[str, Any]) -> str:
    """The truth as JSON, a record on each line."""

    def one(value: Any) -> str:
        return json.dumps(value, ensure_ascii=False, default=date.isoformat)

    parts = []
    for name, value in facts.items():
        listed = "[\n  " + ",\n  ".join(map(one, value)) + "\n ]" if isinstance(value, list) and value else one(value)
        parts.append(f' "{name}": {listed}')
    return "{\n" + ",\n".join(parts) + "\n}\n"
