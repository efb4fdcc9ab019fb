"""A small, valid set of tables to validate and publish: two forces and one request, made up."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from schemas.records import Case, Correction, Count, Coverage, Figure, Force, Problem, Reply, TableAccount

REQUEST = "online-misconduct-2017"
WHEN = datetime(2024, 5, 1, 12, 0, tzinfo=UTC)


def sha(letter: str) -> str:
    return letter * 64


def reply(force: str, letter: str, **values: Any) -> Reply:
    given: dict[str, Any] = {
        "reply_id": f"{REQUEST}/{force}/{letter}",
        "request": REQUEST,
        "force": force,
        "date_received": date(2022, 8, 1),
        "date_replied": date(2022, 9, 9),
        "status": "full",
        "exemptions": ["s40(2)"],
        "grain": "officer",
        "documents": [sha(letter)],
        "parser": force,
        "parser_version": "1",
        "retrieved_at": datetime(2023, 1, 1, 8, 30, 0, 123456, tzinfo=UTC),
    }
    return Reply(**{**given, **values})


def case(force: str, letter: str, row: int, **values: Any) -> Case:
    given: dict[str, Any] = {
        "record_id": f"{force}-{row}",
        "reply_id": f"{REQUEST}/{force}/{letter}",
        "request": REQUEST,
        "force": force,
        "rank_raw": "PC",
        "rank": "pc",
        "year_raw": "2019",
        "year": 2019,
        "channel_raw": "WhatsApp",
        "channels": ["whatsapp"],
        "outcome_raw": "Dismissed",
        "outcome": "dismissed",
        "outcomes": ["dismissed"],
        "document": sha(letter),
        "location": "page 2",
        "row": row,
        "cells": {"outcome_raw": "p2[36,142,202,163]"},
        "parser": f"{force} 1",
    }
    return Case(**{**given, **values})


def count(force: str, letter: str, row: int, **values: Any) -> Count:
    given: dict[str, Any] = {
        "count_id": f"{force}-count-{row}",
        "reply_id": f"{REQUEST}/{force}/{letter}",
        "request": REQUEST,
        "force": force,
        "measure": "officers",
        "dimension": "outcome",
        "category_raw": "Written warning",
        "category": "written_warning",
        "period_start": date(2020, 1, 1),
        "period_end": date(2020, 12, 31),
        "value": 3,
        "lower": 3,
        "upper": 3,
        "token": "3",
        "meaning": "exact",
        "document": sha(letter),
        "location": "Sheet1",
        "row": row,
        "cells": {"value": "Sheet1!B7"},
        "parser": f"{force} 1",
    }
    return Count(**{**given, **values})


def account(letter: str, records: int, **values: Any) -> TableAccount:
    given: dict[str, Any] = {
        "document": sha(letter),
        "location": "page 2",
        "table": "1",
        "rows": records + 1,
        "header": 1,
        "records": records,
        "skipped": 0,
        "quarantined": 0,
    }
    return TableAccount(**{**given, **values})


def problem(force: str, letter: str, **values: Any) -> Problem:
    given: dict[str, Any] = {
        "problem_id": f"{force}-problem",
        "request": REQUEST,
        "force": force,
        "document": sha(letter),
        "location": "page 2",
        "row": 3,
        "code": "unmapped_value",
        "severity": "warning",
        "message": "No outcome is spelled “sacked”.",
        "fix": "Add it to schemas/vocabulary/outcome.toml.",
    }
    return Problem(**{**given, **values})


def correction(force: str, letter: str, **values: Any) -> Correction:
    given: dict[str, Any] = {
        "correction_id": f"{force}-correction",
        "kind": "change",
        "table": "cases",
        "request": REQUEST,
        "force": force,
        "record": f"{force}-1",
        "document": sha(letter),
        "location": "page 2",
        "row": 1,
        "column": "rank",
        "becomes": "pc",
        "reason": "The letter says so.",
        "page": "page 1",
        "author": "A. N.",
        "decided": date(2024, 4, 30),
        "fired": True,
        "file": f"{force}.toml 1",
    }
    return Correction(**{**given, **values})


def force(slug: str) -> Force:
    return Force(slug=slug, name=slug.title(), country="England", force_type="territorial", foi_regime="FOIA 2000")


def core() -> dict[str, list[Any]]:
    """What is validated first: Durham with a case list (document a), Kent with counts (document b)."""
    return {
        "forces": [force("durham"), force("kent")],
        "replies": [reply("durham", "a"), reply("kent", "b", grain="count")],
        "cases": [case("durham", "a", row) for row in range(1, 11)],
        "counts": [
            count("kent", "b", 1),
            count("kent", "b", 2, value=None, lower=0, upper=4, token="<5", meaning="suppressed"),
            count("kent", "b", 3, dimension="total", category_raw="Total", category=None, stated_total=True),
        ],
        "problems": [problem("durham", "a")],
        "accounting": [account("a", 10), account("b", 3, location="Sheet1")],
        "corrections": [correction("durham", "a")],
        "takedowns": [],
        "superseded_cases": [],
        "superseded_counts": [],
    }


def whole() -> dict[str, list[Any]]:
    """`core` with the tables that are made from it."""
    data = core()
    data["coverage"] = [
        Coverage(
            request=REQUEST, force=name, asked=True, answered=True, status="full", cases=cases, counts=counts,
            stale=False, open_problems=0, sample=False,
        )
        for name, cases, counts in (("durham", 10, 0), ("kent", 0, 3))
    ]  # fmt: skip
    data["changes"] = []
    data["masked"] = []
    data["summary"] = [
        Figure(
            request=REQUEST, figure="officers_investigated", lower=13, upper=17, definition="Officers.", sample=False
        )
    ]
    return data
