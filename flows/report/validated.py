"""The page of the validation, `validation/index.html`: every rule of every table, whether it holds, and the rows that break it.

One page that stands alone. Great Expectations' own pages load their scripts, styles and pictures from nine addresses, so that
they tell others who reads them, and show little without a network.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

from flows.report.write import own_style, template

SHOWN = 20
"""Failures of one rule that the page shows; `validation.json` has them all."""


def write_page(verdict: Any, rules: dict[str, list[dict[str, Any]]], path: Path) -> None:
    """Write the page. `verdict`: a `flows.validate.Verdict`; `rules`: table to its rules, as they were run."""
    found: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for failure in [*verdict.rows, *verdict.failures, *verdict.warnings]:
        found[failure.table, failure.rule].append(failure)
    tables = [
        (name, verdict.summary[name], [(r["meta"], r["severity"], found[name, r["meta"]["rule"]]) for r in listed])
        for name, listed in rules.items()
    ]
    style, digest = own_style()
    text = template("validation.html").render(verdict=verdict, tables=tables, shown=SHOWN, style=style, digest=digest)
    path.write_text(text, encoding="utf-8", newline="\n")
