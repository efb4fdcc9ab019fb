"""Shows the drawn officers of a sample: their numbers in a table by one field or two, and in sentences of the letter."""

from __future__ import annotations

import re
from typing import Any

from flows.samples.declaration import PrintedRow, Sample, codes
from flows.samples.drawn import Population

TOTAL = "Total"
_WORDS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
_SAID = re.compile(r"^@(?:([\w-]+)\.)?(total|year|outcome|rank|channel) (.*)$", re.M)


def numbers(raw: dict[str, Any], population: Population) -> dict[str, Any]:
    """The table that `raw` declares: `by` names the field of its rows and, maybe, that of its columns.

    `head`, `value`: the heading of the first column, and of the numbers where no field gives it. `totals`: `below`,
    `beside` or `both`. `suppress`: what stands for 1 to 4. `zero`: what stands for 0. `long`: a row for each pair of
    values that has officers.
    """
    told = {name: raw.pop(name, "") for name in ("by", "head", "value", "totals", "suppress", "zero", "long")}
    first, second = [*told["by"], ""][:2]
    grid = {
        row: population.numbers(second, {first: row}) if second else {"": n}
        for row, n in population.numbers(first).items()
    }

    def printed(number: int) -> str:
        if 0 < number < 5 and told["suppress"]:
            return told["suppress"]
        return told["zero"] or "0" if number == 0 else str(number)

    if told["long"]:
        rows = [[year, category, printed(n)] for year, line in grid.items() for category, n in line.items() if n]
        axes = {
            "fields": ["period", "category", "value"],
            "columns": [*told["head"], told["value"]],
            "dimension": second,
        }
        return {**raw, **axes, "rows": [PrintedRow(row, [], []) for row in rows]}
    beside, below = (told["totals"] in (place, "both") for place in ("beside", "below"))
    columns = list(next(iter(grid.values())))
    lines = [(row, list(line.values())) for row, line in grid.items()]
    if below:
        lines.append((TOTAL, [sum(line[n] for line in grid.values()) for n in columns]))
    rows = [[row, *map(printed, line), *([str(sum(line))] if beside else [])] for row, line in lines]
    headings = [raw.pop("last", c) if c == "2022" else c for c in columns] if second else [told["value"]]
    dimension = next((field for field in told["by"] if field != "year"), "total")
    across = {"": "value", "year": "period"}.get(second, "category" if first == "year" else "category2")
    axes = {
        "columns": [told["head"], *headings, *([TOTAL] if beside else [])],
        "rows_are": "period" if first == "year" else "category",
        "columns_are": across,
        "dimension": dimension,
        "dimension2": second if across == "category2" else "",
    }
    return {**raw, **axes, "rows": [PrintedRow(row, [], []) for row in rows]}


def said(sample: Sample, people: dict[str, Population]) -> str:
    """The text of the letter with its numbers, each noted among the counts of the sample.

    A line `@total WORDS` gives their number ({n}, in words {word} and {Word}), `@year WORDS` (or outcome, rank, channel)
    one line for each value ({name}) that has officers. In a joint letter the force stands before: `@kent.total WORDS`.
    """

    def lines(match: re.Match[str]) -> str:
        force, field, pattern = match[1] or sample.force, match[2], match[3]
        found = {"": people[force].total} if field == "total" else people[force].numbers(field)
        made = []
        for name, number in found.items():
            if number or field == "year":
                words = _WORDS[number] if number < len(_WORDS) else str(number)
                line = pattern.format(
                    n=number, name=name, word=words, Word=words.capitalize(), s="" if number == 1 else "s"
                )
                sample.counts.append(
                    {**_count(field, name, sample), "words": line.lstrip("- "), "value": number, "force": force}
                )
                made.append(line)
        return "\n".join(made)

    return _SAID.sub(lines, sample.text)


def _count(field: str, name: str, sample: Sample) -> dict[str, Any]:
    if field == "year":
        return {"dimension": "total", "year": name}
    if field == "total":
        return {"dimension": "total"}
    code = codes()[field][name]
    return {"dimension": field, "category": code if isinstance(code, str) else code[0]}
