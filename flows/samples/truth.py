"""What a reader ought to find in a sample reply: its rows of `replies`, `cases` and `counts`, from its declaration.

A row holds the columns that can be known from the printed page; one that it leaves out is not to be compared. In
`cells` a place on paper is the box of the text, which lies within the cell that a reader finds.
"""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

from flows.samples.declaration import REQUEST, PrintedRow, Sample, Table, codes
from flows.samples.letter import Places, RowPlace

_RAW = {"case_ref", "rank", "year", "channel", "conduct", "standard", "outcome"}
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_TOTAL = "Total"
_SEVERAL = re.compile(r"(\d+) x ([^,]+)")


def truth(sample: Sample, places: Places, hashes: dict[str, str]) -> dict[str, Any]:
    """Everything known about one sample reply; `hashes`: file name to sha256, the letter first."""
    common = {"request": REQUEST, "force": sample.force}
    out: dict[str, Any] = {
        "documents": [{"name": name, "sha256": sha256} for name, sha256 in hashes.items()],
        "reply": {**common, **sample.reply, "documents": list(hashes.values()), "sample": True},
        "cases": [],
        "counts": [],
        "problems": sample.problems,
    }
    letter_hash = hashes[sample.file]
    sheets = {sheet.get("table") for sheet in sample.workbook.get("sheets", [])}
    for name, table in sample.tables.items():
        document = hashes[sample.workbook["file"]] if name in sheets else letter_hash
        for row, place in zip(table.rows, places.tables[name], strict=True):
            at = {**common, "document": document, "location": place.location, "row": place.row, "method": "text"}
            if table.fields:
                out["cases"] += [{**at, **case} for case in _cases(row, place, table, sample)]
            else:
                out["counts"] += [{**at, **count} for count in _counts(row, place, table, sample)]
    for said in sample.counts:
        out["counts"].append({**common, "document": letter_hash, **_said(said, sample, places)})
    return out


def _cases(row: PrintedRow, place: RowPlace, table: Table, sample: Sample) -> list[dict[str, Any]]:
    """The records of one row: one, or one for each outcome where several officers had different ones."""
    case: dict[str, Any] = {"officers_lower": 1, "officers_upper": 1}
    case |= {"conduct_categories": row.conduct, "channels": row.channels}
    cells = dict(zip(table.fields, row.cells, strict=True))
    for name, words in cells.items():
        case |= _field(name, words, sample)
    case["year_basis"] = sample.reply["year_basis"]
    case["cells"] = {_column(n): where for (n, words), where in zip(cells.items(), place.cells, strict=True) if words}
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


def _counts(row: PrintedRow, place: RowPlace, table: Table, sample: Sample) -> list[dict[str, Any]]:
    """The numbers of one row; the first cell says of what."""
    out = []
    for heading, words, where in zip(table.columns[1:], row.cells[1:], place.cells[1:], strict=True):
        axes = {table.rows_are: row.cells[0], table.columns_are: heading}
        count: dict[str, Any] = {"measure": table.measure, "dimension": table.dimension, "category": None}
        count |= _category(axes.get("category"), table.dimension)
        count |= _period(axes.get("period"), table, sample)
        count["stated_total"] = _TOTAL in axes.values()
        out.append({**count, **_value(words, table), "cells": {"value": where}})
    return out


def _category(printed: str | None, dimension: str) -> dict[str, Any]:
    if printed is None:
        return {}
    if printed == _TOTAL:
        return {"dimension": "total", "category_raw": printed}
    code = codes()[dimension][printed]
    return {"category_raw": printed, "category": code if isinstance(code, str) else code[0]}


def _period(printed: str | None, table: Table, sample: Sample) -> dict[str, Any]:
    """The period of a number: its own where the table has one for each, else the table's, else the reply's."""
    reply = sample.reply
    known = {"period_raw": printed} if printed else {}
    if table.period:
        start, end = table.period
    elif printed is None or printed == _TOTAL:
        return {**known, "period_start": reply["period_start"], "period_end": reply["period_end"]}
    elif printed in table.periods:
        start, end = table.periods[printed]
    else:
        start, end = date(int(printed), 1, 1), date(int(printed), 12, 31)
    return {**known, "period_start": start, "period_end": end, "year_basis": reply["year_basis"]}


def _value(words: str, table: Table) -> dict[str, Any]:
    if words.isdigit():
        return {"value": int(words), "lower": int(words), "upper": int(words), "meaning": "exact"}
    meaning, lower, upper = table.tokens[words]
    value = 0 if meaning == "zero" else None
    return {"value": value, "lower": lower, "upper": upper, "token": words, "meaning": meaning}


def _said(said: dict[str, Any], sample: Sample, places: Places) -> dict[str, Any]:
    """A number that a sentence gives, with the paragraph in which it stands."""
    location, place = next((at, box) for text, at, box in places.texts if said["words"] in text)
    raw, start, end = said.get("period", [None, sample.reply["period_start"], sample.reply["period_end"]])
    count = {"measure": "officers", "dimension": said["dimension"], "category": said.get("category")}
    count |= {"category_raw": said["category_raw"]} if "category_raw" in said else {}
    count |= {"period_raw": raw} if raw else {}
    count |= {"period_start": start, "period_end": end, "meaning": "exact"}
    count |= dict.fromkeys(("value", "lower", "upper"), said["value"])
    return {**count, "location": location, "method": "text", "cells": {"value": place}}


def as_json(facts: dict[str, Any]) -> str:
    """The truth as JSON, a record on each line."""

    def one(value: Any) -> str:
        return json.dumps(value, ensure_ascii=False, default=date.isoformat)

    parts = []
    for name, value in facts.items():
        listed = "[\n  " + ",\n  ".join(map(one, value)) + "\n ]" if isinstance(value, list) and value else one(value)
        parts.append(f' "{name}": {listed}')
    return "{\n" + ",\n".join(parts) + "\n}\n"
