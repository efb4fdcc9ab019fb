"""Kinds of conduct from narratives: the rules' own examples, and the labelled sentences of `conduct_sentences.csv`.

The sentences are made up. `part` says when each was labelled: `tune` before the rules, which were written from it; `held`
with it, and kept from the rules; `second` to `fourth` afterwards, in other wordings. `hard` marks those whose words tell of
another kind than they seem to, or of none.
"""

from __future__ import annotations

import csv
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from parsers import conduct
from parsers.parse import parse_reply
from schemas import vocabulary
from tests.build import document, table

SENTENCES = Path(__file__).with_name("conduct_sentences.csv")
CODES = vocabulary.load("conduct").codes
RULES = tomllib.loads(conduct.RULES.read_text(encoding="utf-8"))["rule"]
RECALL, PRECISION = 0.8, 0.8  # of each category in a part


def labelled(part):
    with SENTENCES.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["part"] == part]
    return [(row["sentence"], set(row["categories"].split())) for row in rows]


def scores(sentences):
    """Precision and recall of each category, and the sentences that are told wrongly."""
    right, given, wanted, wrong = Counter(), Counter(), Counter(), []
    for sentence, want in sentences:
        told = conduct.read(sentence)
        got = set(told.categories)
        right.update(want & got)
        given.update(got)
        wanted.update(want)
        if want != got:
            wrong.append(f"{len(want ^ got)} wrong: {sorted(want)} → {sorted(got)} by {list(told.rules)}: {sentence}")
    precision = {code: right[code] / given[code] if given[code] else 0.0 for code in CODES}
    recall = {code: right[code] / wanted[code] if wanted[code] else 0.0 for code in CODES}
    return precision, recall, sorted(wrong, reverse=True)


@pytest.mark.parametrize("part", ["tune", "held", "second", "third", "fourth"])
def test_labelled_sentences(part):
    precision, recall, wrong = scores(labelled(part))
    f1 = [
        2 * precision[code] * recall[code] / (precision[code] + recall[code]) if precision[code] else 0.0
        for code in CODES
    ]
    worst = "\n".join(wrong[:25])
    assert sum(f1) / len(f1) >= 0.9, worst
    low = {code: (precision[code], recall[code]) for code in CODES}
    low = {code: (p, r) for code, (p, r) in low.items() if p < PRECISION or r < RECALL}
    assert not low, f"{low}\n{worst}"


def test_sentences_cover_every_category_and_are_told_apart():
    with SENTENCES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    first = [row for row in rows if row["part"] in ("tune", "held")]
    assert len(first) >= 320
    assert len({row["sentence"] for row in rows}) == len(rows)
    assert sum(row["kind"] == "hard" for row in first) >= 60
    assert sum(len(row["categories"].split()) > 1 for row in first) >= 20
    told = Counter(code for row in first for code in row["categories"].split())
    assert set(told) == set(CODES)
    assert min(told.values()) >= 20


@pytest.mark.parametrize("rule", RULES, ids=[rule["id"] for rule in RULES])
def test_examples_of_each_rule(rule):
    fires, silent = conduct.read(rule["fires"]), conduct.read(rule["silent"])
    assert rule["id"] in fires.rules, f"{rule['fires']!r}: {fires}"
    assert rule["category"] in fires.categories
    assert rule["id"] not in silent.rules, rule["silent"]


@pytest.mark.parametrize(
    ("text", "categories"),
    [
        ("Messages were not racist but were offensive.", ["offensive_content"]),
        ("There was no evidence of racism, sexism or homophobia in the group.", []),
        ("Did not challenge racist messages", ["racism"]),
        ("Allegation of racism: post on Twitter. Not upheld.", ["racism"]),
        ("Posted racist comments. The officer was in uniform in the profile picture.", ["racism"]),
        ("RACIST\u00a0comments\non Facebook", ["racism"]),
        ("See file", []),
        ("", []),
        ("—", []),
    ],
)
def test_denials_and_background(text, categories):
    assert list(conduct.read(text).categories) == categories


def test_rules_stand_with_the_case_and_a_narrative_that_tells_nothing_is_no_problem():
    letter = ("Kent Police", "Our Ref: FOI 123/22", "Dear applicant,", "The information requested is set out below.")
    rows = [
        ["Year", "Rank", "Nature of allegation", "Outcome"],
        ["2019", "PC", "Shared police information on WhatsApp with a friend", "Written warning"],
        ["2019", "PC", "Racist comments", "Dismissed"],
        ["2020", "PC", "Reference 14 of the register, see the file there", "No further action"],
    ]
    parsed = parse_reply([document(*letter, table(rows))], "kent", "online-misconduct-2017")
    told, whole, nothing = parsed.cases
    assert told.conduct_categories == ["information_disclosure"]
    assert "disclosure-shared-police-matter" in told.conduct_rules
    assert (whole.conduct_categories, whole.conduct_rules) == (["racism"], ["vocabulary"])
    assert (nothing.conduct_categories, nothing.conduct_rules) == ([], [])
    assert not [p for p in parsed.problems if "register" in p.message]


def rules(**changes):
    rule = {"id": "r", "category": "racism", "needs": [["racis*"]], "fires": "x", "silent": "y"} | changes
    return {
        "words": {"named": ["one", "two words"]},
        "covered": [],
        "negation": [],
        "negation_stops": [],
        "gives_way": {},
        "rule": [rule],
    }


@pytest.mark.parametrize(
    ("phrase", "text", "fires"),
    [
        ("racis*", "racists", True),
        ("racis*", "antiracist", False),
        ("sent ... friend", "sent it to an old friend", True),
        ("sent ... friend", "sent one two three four five six friend", False),
        ("<named> friend", "Two words: friend", False),
        ("<named> friend", "two-words friend", True),
        ("# texts", "250 texts", True),
        ("womans place", "a woman's place", True),
    ],
)
def test_phrases(phrase, text, fires):
    assert bool(conduct.Rules(rules(needs=[[phrase]])).read(text).rules) is fires


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"needs": []}, "has no needs"),
        ({"silent": ""}, "has no silent"),
        ({"category": "rasism"}, "'rasism', which is no code"),
        ({"needs": [["<nobody>"]]}, "uses the list <nobody>, which is not there"),
    ],
)
def test_faults_of_a_rule_are_named(changes, message):
    with pytest.raises(conduct.RulesError, match=message):
        conduct.Rules(rules(**changes))


def test_two_rules_of_one_name_are_refused():
    data = rules()
    data["rule"] *= 2
    with pytest.raises(conduct.RulesError, match="the same id"):
        conduct.Rules(data)
