"""Files that are read without a hitch, and whose words are made for those who make sense of them.

Numbers beyond all counting, dates at the end of time, tables of a thousand columns, sentences without an end.
"""

from __future__ import annotations

import random
from itertools import cycle, islice

from tests.hostile.cases import Case, Read

SAID = ("Dear Ms Smith", "We hold this.")
WORDS = [
    "officers",
    "investigated",
    "dismissed",
    "between",
    "2017",
    "and",
    "2022",
    "written",
    "warning",
    "<5",
    "*",
    "-",
    "total",
    "number",
    "of",
    "the",
    "under",
    "section",
    "12(1)",
    "Police",
    "Constable",
    "WhatsApp",
    "no",
    "further",
    "action",
    "31",
    "March",
    "2020",
    "one",
    "two",
    "three",
    "twelve",
    "hundred",
    "and",
    "financial",
    "year",
    "to",
    "date",
]


def letter(*paragraphs: str) -> bytes:
    opening = "Dear Ms Smith\n\nFOI 1234/22\n\nDate: 5 September 2022\n\nWe hold this.\n\n"
    return (opening + "\n\n".join(paragraphs) + "\n").encode()


def table(rows: list[list[object]]) -> bytes:
    return "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows).encode()


def matrix(rows: int, columns: int, value: object = 1) -> bytes:
    head = ["Outcome", *(2000 + c % 25 for c in range(columns))]
    return table([head, *([f"Kind {r}", *[value] * columns] for r in range(rows))])


def case_list(rows: int, outcome: str = "Written warning") -> bytes:
    return table(
        [
            ["Year", "Rank", "Platform", "Allegation", "Outcome"],
            *[[2019, "PC", "WhatsApp", "Racist message", outcome]] * rows,
        ]
    )


def counts(*values: object) -> bytes:
    """A table of outcomes by year with these numbers in it."""
    return table([["Outcome", "2019"], ["Written warning", 1], *[[f"Dismissed {n}", v] for n, v in enumerate(values)]])


def noise(seed: int, amount: int) -> str:
    rng = random.Random(seed)
    return " ".join(rng.choice(WORDS) for _ in range(amount))


def noughts(rows: int) -> bytes:
    """An outline that never adds up: every division of it has to be tried by who does not remember those that failed."""
    return table([["Hospital", 2018, 2019], *[[f"Ward {n}", 0, 0] for n in range(rows)], ["Ward x", 5, 6]])


TOO_LONG = "took more than|yields"

REPEATED = {
    "yours": "your ",
    "dates of dates": "date of request received ",
    "between and between": "between 1 and ",
    "totals of totals": "total number of ",
    "ands": "3 officers and ",
    "sections": "section 12(1), ",
    "brackets": "(Police Constable (PC) ",
    "quotations": "“we hold ",
    "lists": "1. (a) (i) ",
    "years": "2017/18-2019/20 to ",
    "forces": "Durham Constabulary and Kent Police ",
    "not": "not no nor neither ",
    "colons": "Reference: Date: ",
    "dots": "Mr. J. S. No. ",
    "less than": "less than fewer than <",
    "respectively": "5, 6 and 7 respectively ",
    "law": "section 1(1)(a) of the Freedom of Information Act 2000 ",
    "symbols": "* denotes fewer than 5, ",
    "numbers in words": "one hundred and twenty ",
    "outcomes": "words of advice, management action, ",
}

CASES = [
    *(
        Case(f"words: {name}, 20,000 characters", lambda words=words: letter("".join(islice(cycle(words), 20_000))), Read(SAID), maps=TOO_LONG)
        for name, words in REPEATED.items()
    ),
    *(
        Case(f"words: {name}, 150 sentences", lambda words=words: letter(*[f"There were 5 officers {words * 6}." for _ in range(150)]), Read(SAID), maps=TOO_LONG)
        for name, words in islice(REPEATED.items(), 0, None, 4)
    ),
    *(Case(f"words: {amount:,} at random", lambda amount=amount: letter(noise(amount, amount)), Read(SAID), maps=TOO_LONG) for amount in (2_000, 6_000)),
    *(Case(f"words: 300 sentences at random, {seed}", lambda seed=seed: letter(*[noise(seed * 1_000 + n, 12) + "." for n in range(300)]), Read(SAID), maps=TOO_LONG) for seed in range(3)),
    Case("words: 3,000 forces", lambda: letter(*["This reply is from Durham Constabulary, Kent Police and Gwent Police."] * 1_000), Read(SAID), maps=TOO_LONG),
    Case("words: 2,000 questions and answers", lambda: letter(*[f"Q{n}. How many officers were dismissed in 2019?\n\nA{n}. {n}" for n in range(1_000)]), Read(SAID), maps=TOO_LONG),
    Case("words: a legend of 2,000 signs", lambda: letter(*[f"{'*' * (n % 9 + 1)}{n} denotes fewer than {n}." for n in range(2_000)]), Read(SAID), maps=TOO_LONG),
    Case("words: dates at the end of time", lambda: letter("Date: 31 December 9999", "Your request was received on 31 December 9999.", "Date of reply: 1 January 0001"), Read(SAID)),
    Case("words: dates that are none", lambda: letter("Date: 31 February 2022", "Your request was received on 99/99/9999.", "00/00/0000"), Read(SAID)),
    Case("words: periods of all time", lambda: letter("Between 1 January 0001 and 31 December 9999 there were 5 officers investigated.", "From 2022 to 1066 there were 7 officers."), Read(SAID)),
    Case("words: numbers beyond counting", lambda: letter(f"There were {'9' * 4_000} officers investigated.", f"There were {'1,' * 900}000 officers.", "There were 99999999999999999999 officers dismissed."), Read(SAID)),
    Case("words: a hundred thousand hundreds", lambda: letter("There were " + "hundred thousand million " * 200 + "officers investigated."), Read(SAID)),
    Case("words: another writing of numbers", lambda: letter("There were ٣ officers, １２ officers, Ⅻ officers, ½ officers, ² officers and −5 officers."), Read(SAID)),
    *(
        Case(f"numbers: {value[:12]} ({len(value)})", lambda value=value: counts(value), Read(("Written warning",)))
        for value in (
            "9" * 19, "9" * 40, "9" * 4_000, "-5", "1e308", "1e9999", "٣", "１２", "½", "1,2,3", "1.5", "0x10", "1 000 000", "<99999999999999999999",
            "1-99999999999999999999", "9-1", "NaN", "inf", "=1+1", "TRUE", "1" + "0" * 300, "''5", "5\u200b", "5\u0301", "\u2068" + "12",
        )
    ),
    Case("tables: 40 rows of noughts and a last that is none", lambda: noughts(40), Read(("Ward x",))),
    Case("tables: 399 rows of noughts and a last that is none", lambda: noughts(399), Read(("Ward x",))),
    Case("tables: 2,000 cases", lambda: case_list(2_000), Read(("Written warning",)), maps=TOO_LONG),
    Case("tables: 300 cases with an outcome of 2,000 letters", lambda: case_list(300, "a b " * 500), Read(("WhatsApp",)), maps=TOO_LONG),
    Case("tables: 5 × 1,999", lambda: matrix(5, 1_998), Read(("Kind 1",)), maps=TOO_LONG),
    Case("tables: 1,500 × 4", lambda: matrix(1_500, 4), Read(("Kind 1",)), maps=TOO_LONG),
    Case("tables: 300 × 20 stars", lambda: matrix(300, 20, "*"), Read(("Kind 1",)), maps=TOO_LONG),
    Case("tables: 300 × 20 blanks", lambda: matrix(300, 20, ""), Read(("Kind 1",)), maps=TOO_LONG),
    Case("tables: 500 totals", lambda: table([["Outcome", "2019", "Total"], *[["Total", n, n] for n in range(500)]]), Read(("Total",)), maps=TOO_LONG),
    Case("tables: 500 headings that are the same", lambda: table([["Outcome"] * 500, *[["Dismissed"] * 500] * 20]), Read(("Outcome",)), maps=TOO_LONG),
    Case("tables: 150 tables", lambda: "\n\n".join(f"Table {n}\nOutcome,2019\nDismissed,{n}\nAdvice,{n}" for n in range(150)).encode(), Read(("Dismissed",)), maps=TOO_LONG),
    Case("tables: 400 rows of words at random", lambda: table([["Year", "Outcome", "Number", "Rank"], *[[noise(n * 4 + k, 4) for k in range(4)] for n in range(400)]]), Read(("Outcome",)), maps=TOO_LONG),
    Case("tables: a list of fields, 1,900 cases side by side", lambda: table([["Rank", *["PC"] * 1_900], ["Outcome", *["Dismissed"] * 1_900], ["Platform", *["WhatsApp"] * 1_900], ["Year", *[2019] * 1_900]]), Read(("Dismissed",)), maps=TOO_LONG),
    Case("tables: headings of 120 rows", lambda: table([*[["Outcome", f"Level {n}", "2019"] for n in range(120)], ["Dismissed", "PC", 3]]), Read(("Dismissed",)), maps=TOO_LONG),
    Case("tables: narratives of 30,000 characters", lambda: table([["Year", "Allegation", "Outcome"], *[[2019, noise(n, 4_000)[:30_000], "Dismissed"] for n in range(4)]]), Read(("Dismissed",)), maps=TOO_LONG),
]  # fmt: skip
