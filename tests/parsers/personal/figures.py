"""The figures of docs/personal-data.md, measured on the labelled texts."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from parsers.personal import finder
from schemas.records import PERSONAL_KINDS
from tests.parsers.personal.labelled import SETS, Score, score, snippets

PAGE = Path(__file__).parents[3] / "docs" / "personal-data.md"
_BETWEEN = re.compile(r"(?<=<!-- figures -->\n).*?(?=<!-- end of figures -->)", re.S)


@cache
def measured(name: str) -> Score:
    return score(finder(), snippets(name))


def with_figures(page: str) -> str:
    """The page with its tables of figures as they are now."""
    parts = []
    for name in SETS:
        made = measured(name)
        parts.append(f"{name.capitalize()} set: {len(snippets(name))} texts, {made.clean} of them with nothing to find, of which {made.clean_alarmed} gave a false alarm.\n")  # fmt: skip
        parts.append("| kind | to find | found | missed | false alarms |\n| --- | --- | --- | --- | --- |")
        for kind in PERSONAL_KINDS:
            labels, covered = made.labels[kind], made.covered[kind]
            parts.append(f"| `{kind}` | {labels} | {covered} | {labels - covered} | {made.false[kind]} |")
        labels, covered = made.labels.total(), made.covered.total()
        parts.append(f"| all | {labels} | {covered} | {labels - covered} | {made.false.total()} |\n")
    assert _BETWEEN.search(page)
    return _BETWEEN.sub(lambda _: "\n".join(parts), page)
