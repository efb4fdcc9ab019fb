"""The evaluation: its truth is in the contract's terms, its files say that they are made up, and its scorer can tell."""

from __future__ import annotations

import copy
import email
import io
import zipfile
from email import policy

import pdfplumber
import pytest

from flows.evaluation import compare, draw, report
from flows.evaluation.blocks import MARK
from flows.evaluation.layouts import OFFICE, layouts
from flows.evaluation.score import Score, score
from flows.evaluation.trial import Outcome, attempt
from parsers.forces import parser_classes
from schemas import vocabulary
from schemas.records import PROBLEM_CODES, Problem
from schemas.tables import table

SEED = 7
FEW = (
    "pdf: case list, ruled", "pdf: matrix, rules", "pdf: answers in list items", "xlsx: matrix, totals by formula",
    "xls: case list", "ods: case list", "csv: case list, UTF-8", "docx: matrix", "html: case list", "eml: answers in the body",
)  # fmt: skip


def either(value: object) -> list:
    return value["either"] if isinstance(value, dict) else [value]


def test_there_are_layouts_of_every_format_and_producer() -> None:
    formats = {layout.format for layout in layouts()}
    assert formats == {"pdf", "xlsx", "xls", "ods", "csv", "docx", "html", "eml", "zip", "scan"}
    assert len(layouts()) >= 60
    assert len({p for layout in layouts() if layout.format == "pdf" for p in layout.producers if "+" not in p}) >= 3


@pytest.mark.parametrize("title", [x.title for x in layouts() if x.format != "scan" and x.family != OFFICE])
def test_truth_is_in_the_terms_of_the_contract(title: str) -> None:
    truth, files = draw.reply(SEED, title, 0)
    assert files and truth.reply["force"] not in parser_classes(), "a force's own parser must not help"
    for records, name in ((truth.cases, "cases"), (truth.counts, "counts"), ([truth.reply], "replies")):
        columns = {c.name: c for c in table(name).columns}
        for record in records:
            assert set(record) - {"optional", "joint"} <= set(columns)
            for key in set(record) - {"optional", "joint"}:
                for value in either(record[key]):
                    for code in value if isinstance(value, list) else [value]:
                        assert not columns[key].codes or code is None or code in columns[key].codes, f"{key}: {code}"
    for count in truth.counts:
        for dimension in either(count["dimension"]):
            if count.get("category") is not None:
                assert count["category"] in vocabulary.load(dimension).codes
    assert {code for each in truth.problems for code in each.split("|")} <= set(PROBLEM_CODES)


def test_a_reply_is_the_same_for_one_seed_and_another_for_the_next() -> None:
    one, again, other = (draw.reply(seed, FEW[0], 0) for seed in (1, 1, 2))
    assert one[0] == again[0] and [f.data for f in one[1]] == [f.data for f in again[1]]
    assert one[0].cases != other[0].cases


@pytest.mark.parametrize("title", FEW)
def test_every_file_says_that_it_is_made_up(title: str) -> None:
    _, files = draw.reply(SEED, title, 0)
    for file in files:
        assert MARK in words(file.name, file.data)


def words(name: str, data: bytes) -> str:
    """All that a file says, roughly."""
    if name.endswith("pdf"):
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            return " ".join(page.extract_text() for page in pdf.pages)
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return " ".join(archive.read(n).decode("utf-8", "replace") for n in archive.namelist() if n.endswith("xml"))
    if name.endswith("eml"):
        body = email.message_from_bytes(data, policy=policy.default).get_body(("plain", "html"))
        return body.get_content()
    if name.endswith("xls"):
        return data.decode("utf-16-le", "ignore") + data[1:].decode("utf-16-le", "ignore")
    return data.decode("utf-8", "replace")


@pytest.fixture(scope="module")
def tried() -> list[tuple[draw.Truth, Outcome]]:
    replies = [draw.reply(SEED, title, 0) for title in FEW]
    return [(truth, attempt(truth, files)) for truth, files in replies]


def test_what_is_read_is_scored(tried: list[tuple[draw.Truth, Outcome]]) -> None:
    scores = [score(truth, outcome) for truth, outcome in tried]
    assert not [s for s in scores if any(w.kind in ("crash", "accounting", "leak") for w in s.wrong)]
    assert not [s.unread for s in scores if s.unread]
    found, printed = (sum(s.cases[k] + s.counts[k] for s in scores) for k in (2, 0))
    assert found >= 0.9 * printed, report.as_text(scores)
    assert "by format" in report.as_text(scores) and report.as_json(scores).startswith("[")


def first(tried: list[tuple[draw.Truth, Outcome]], name: str) -> tuple[draw.Truth, Outcome]:
    return next((t, copy.deepcopy(o)) for t, o in tried if getattr(t, name) and getattr(o.parsed, name))


def damaged(truth: draw.Truth, outcome: Outcome) -> Score:
    """The score with every problem of the document taken away, so that an error is silent."""
    outcome.parsed.problems.clear()
    return score(truth, outcome)


def test_a_case_that_is_lost_or_wrong_is_a_silent_error(tried: list[tuple[draw.Truth, Outcome]]) -> None:
    truth, outcome = first(tried, "cases")
    before = score(truth, outcome)
    lost = outcome.parsed.cases.pop(0)
    after = damaged(truth, copy.deepcopy(outcome))
    assert after.silent and any("missing" in w.text for w in after.wrong) and after.cases[2] == before.cases[2] - 1
    outcome.parsed.cases.insert(0, lost)
    lost.outcome = "dismissed" if lost.outcome != "dismissed" else "retired"
    assert any("outcome" in w.text and w.silent for w in damaged(truth, outcome).wrong)


def test_a_count_that_is_wrong_or_made_up_is_a_silent_error(tried: list[tuple[draw.Truth, Outcome]]) -> None:
    truth, outcome = first(tried, "counts")
    count = outcome.parsed.counts[0]
    outcome.parsed.counts.append(copy.deepcopy(count))
    assert any("extra" in w.text and w.silent for w in damaged(truth, copy.deepcopy(outcome)).wrong)
    outcome.parsed.counts.pop()
    count.lower = count.upper = count.value = (count.lower or 0) + 1
    assert any("lower" in w.text and w.silent for w in damaged(truth, outcome).wrong)


def test_a_problem_makes_an_error_known_unless_the_reply_was_made_to_raise_it() -> None:
    truth, files = draw.reply(SEED, FEW[0], 0)
    outcome = attempt(truth, files)
    outcome.parsed.problems.clear()
    outcome.parsed.reply.reference = "nonsense"
    assert [w.silent for w in score(truth, outcome).wrong if w.text.startswith("reference")] == [True]
    outcome.parsed.problems.append(Problem(code="unmapped_value", severity="warning", message="", document=outcome.documents[0].sha256))  # fmt: skip
    assert not score(truth, outcome).silent
    truth.problems = ["unmapped_value"]
    assert score(truth, outcome).masked


def test_cells_are_compared_by_row_and_column() -> None:
    true = [[["Year", "Number"], ["2017", "3"], ["2018", "4"]]]
    assert compare.cells(true, true, []) == (6, 6, 6)
    assert compare.cells(true, [[["Year", "Number"], ["2017", "3"]]], []) == (6, 4, 4)
    assert compare.cells(true, [[["Year", None, "Number"], ["2017", "3"], ["2018", "4"]]], []) == (6, 6, 5)
    assert compare.cells(true, [[*true[0], ["Year", "Number"]]], []) == (6, 6, 6), "a repeated heading counts once"
    assert compare.cells(true, [[["A note"], *true[0]]], ["A note"]) == (6, 6, 6), (
        "what stands around counts neither way"
    )
