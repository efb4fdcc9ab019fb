"""Validation with the real Great Expectations, and holding back.

Great Expectations takes seconds for each validation. Tests of what follows from a verdict use `swift`, which answers
each rule in plain Python; `test_both_engines_agree` holds the two together.
"""

from __future__ import annotations

import dataclasses
import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import MagicMock

import pandas as pd
import pytest
from lxml import html

from flows import validate as module
from flows.validate import hold_back, problems_of, validate
from tests.flows.release import REQUEST, WHEN, account, case, core, count, problem, reply, sha, whole

slow = pytest.mark.slow

DURHAM, KENT = (REQUEST, "durham"), (REQUEST, "kent")


def judged(data):
    return validate(data, when=WHEN)


def rules_of(failures):
    return {(f.table, f.rule) for f in failures}


def answer(rule, frame):
    """What Great Expectations answers to a rule, in so far as `flows.validate` reads it."""
    kwargs, kind = rule["kwargs"], rule["type"].removeprefix("expect_")
    if kind == "table_row_count_to_be_between":
        return {"success": len(frame) >= kwargs["min_value"], "result": {"observed_value": len(frame)}}
    if kind == "table_columns_to_match_ordered_list":
        return {"success": list(frame.columns) == kwargs["column_list"], "result": {}}
    names = kwargs.get("column_list") or [kwargs["column"]]
    values = [None if pd.isna(v[0]) is True else v for v in zip(*(frame[n] for n in names), strict=True)]
    bad = [
        i
        for i, v in enumerate(values)
        if (v is None if kind.endswith("null") else v and breaks(kind, kwargs, v, values))
    ]
    share = len(bad) / len(values) if values else 0
    result = {"unexpected_index_list": bad, "unexpected_percent": share * 100, "element_count": len(frame)}
    return {"success": 1 - share >= kwargs.get("mostly", 1), "result": result}


def breaks(kind, kwargs, value, values):
    if kind.endswith("unique"):
        return values.count(value) > 1
    if kind.endswith("in_set"):
        return value[0] not in kwargs["value_set"]
    if kind.endswith("regex"):
        return not re.search(kwargs["regex"], value[0])
    return not kwargs.get("min_value", value[0]) <= value[0] <= kwargs.get("max_value", value[0])


@pytest.fixture
def swift(monkeypatch):
    def run(gx, context, name, rules, frame):
        fine = {"raised_exception": False}
        return [{"expectation_config": r, "exception_info": fine, **answer(r, frame)} for r in rules]

    monkeypatch.setattr(module, "_run", run)
    monkeypatch.setattr(module, "_great_expectations", MagicMock())


@slow
def test_valid_tables_pass():
    verdict = judged(whole())
    assert verdict.passed and not verdict.warnings
    assert verdict.summary["cases"]["rows"] == 10


@slow
def test_an_empty_table_fails_where_it_may_not_be():
    data = whole() | {"replies": [], "forces": [], "coverage": [], "problems": [], "summary": []}
    failed = rules_of(judged(data).failures)
    assert {("replies", "rows"), ("forces", "rows"), ("coverage", "rows")} <= failed
    assert {"problems", "summary", "superseded_cases"}.isdisjoint(name for name, _ in failed)


def spoiled_everywhere():
    """Tables that break a rule of each kind: rule → table, position, values."""
    data = core()
    broken = {
        "outcome_codes": ("cases", 0, {"outcome": "sacked", "outcomes": []}),
        "year_minimum": ("cases", 1, {"year": 1890}),
        "document_pattern": ("cases", 2, {"document": sha("a") + "\n"}),
        "location_required": ("cases", 3, {"location": None}),
        "key": ("cases", 4, {"record_id": "durham-7"}),
        "types": ("cases", 5, {"officers_upper": 10**30}),
        "channels_codes": ("cases", 7, {"channels": ["pager"]}),
        "value_within": ("counts", 0, {"value": 9, "lower": 3, "upper": 3}),
        "value_maximum": ("counts", 2, {"value": 10**8, "lower": 10**8, "upper": 10**8}),
    }
    for name, position, values in broken.values():
        data[name][position] = dataclasses.replace(data[name][position], **values)
    for one in data["cases"][:8]:
        one.outcome_raw = None
    return data, broken


@slow
def test_each_kind_of_rule_names_its_row():
    data, broken = spoiled_everywhere()
    verdict = judged(data)
    found = {(f.rule, f.table, f.position) for f in verdict.rows}
    for rule, (name, position, _) in broken.items():
        assert (rule, name, position) in found, rule
    assert ("key", "cases", 6) in found  # both of the two
    assert not verdict.failures
    assert ("cases", "outcome_raw_fill") in rules_of(verdict.warnings)
    one = next(f for f in verdict.rows if f.rule == "outcome_codes")
    assert (one.key, one.request, one.force, one.columns) == (("durham-1",), REQUEST, "durham", ("outcome",))
    assert (one.value, one.document, one.location, one.row) == ('"sacked"', sha("a"), "page 2", 1)
    huge = next(f for f in verdict.rows if f.rule == "types")
    assert huge.columns == ("officers_upper",)


@slow
def test_both_engines_agree(request):
    data, _ = spoiled_everywhere()
    data["forces"] = []
    real = judged(data)
    request.getfixturevalue("swift")
    assert judged(data) == real


@pytest.mark.usefixtures("swift")
def test_what_is_known_of_tables_that_have_not_changed_is_what_asking_them_again_would_find():
    data, _ = spoiled_everywhere()
    first = judged(data)
    later = whole() | data
    assert validate(later, when=WHEN, before=first) == judged(later)
    data["cases"][9].outcome = "sacked"  # the same objects, and one of them is not what it was
    assert validate(data, when=WHEN, before=first) == judged(data) != first


@pytest.mark.usefixtures("swift")
def test_only_tables_that_have_changed_are_asked_again_and_all_where_rules_look_into_one_that_has(monkeypatch):
    asked, run = [], module._run
    monkeypatch.setattr(
        module, "_run", lambda gx, context, name, *more: asked.append(name) or run(gx, context, name, *more)
    )
    data = core()
    first = judged(data)
    del asked[:]
    validate(whole() | data, when=WHEN, before=first)
    assert {"coverage", "summary", "release"} <= set(asked) and not {"cases", "replies", "accounting"} & set(asked)
    del asked[:]
    validate(data | {"accounting": data["accounting"][1:]}, when=WHEN, before=first)
    assert {"cases", "counts", "replies", "accounting"} <= set(asked)
    del asked[:]
    validate(data, when=WHEN + timedelta(days=1), before=first)
    assert {"cases", "replies"} <= set(asked)


def test_a_rule_that_answers_twice_otherwise_could_not_be_checked():
    said = {"expectation_config": {}, "success": True, "exception_info": {"raised_exception": False}, "result": {}}
    assert module._exception(module._said_twice(said)["exception_info"])


@pytest.mark.usefixtures("swift")
def test_promised_data_that_did_not_come_fail():
    data = core()
    data["cases"], data["counts"] = [], []
    verdict = judged(data)
    assert ("release", "data_where_promised") in rules_of(verdict.failures)
    assert ("replies", "figures_given") in rules_of(verdict.warnings)


@pytest.mark.usefixtures("swift")
def test_a_release_of_refusals_only_passes():
    data = core()
    data["cases"], data["counts"], data["accounting"] = [], [], []
    for one in data["replies"]:
        one.status = "refused"
    assert judged(data).passed


@pytest.mark.usefixtures("swift")
def test_a_reply_that_coverage_does_not_know_fails():
    data = whole()
    data["coverage"] = data["coverage"][:1]
    assert ("release", "all_covered") in rules_of(judged(data).failures)


@pytest.mark.usefixtures("swift")
def test_warnings_stop_nothing_and_become_problems():
    data = core()
    for one in data["cases"]:
        one.outcome = one.outcome_raw = None
        one.outcomes = []
    data["cases"][2].date_concluded = data["cases"][3].date_concluded = datetime(2023, 1, 1, tzinfo=UTC).date()
    verdict = judged(data)
    assert verdict.passed
    assert {("cases", "outcome_fill"), ("cases", "before_reply")} <= rules_of(verdict.warnings)
    made = problems_of(verdict)
    assert {p.code for p in made} == {"validation_failed"} and {p.severity for p in made} == {"warning"}
    dated = next(p for p in made if "date_concluded" in p.message)
    assert "2 rows" in dated.message and (dated.force, dated.row) == ("durham", 3)
    data["problems"] += made
    assert judged(data).passed


def test_a_rule_that_raises_is_a_failure_in_both_shapes_of_the_report():
    flat = {"raised_exception": True, "exception_message": "no such column", "exception_traceback": "…"}
    assert module._exception(flat) == "no such column"
    assert module._exception({"metric id": flat}) == "no such column"
    assert module._exception({"raised_exception": False, "exception_message": None}) is None


@pytest.mark.usefixtures("swift")
def test_a_rule_without_a_result_is_a_failure(monkeypatch):
    monkeypatch.setattr(module, "_run", lambda *a: [])
    verdict = judged(core())
    assert not verdict.passed and len(verdict.failures) == sum(s["rules"] for s in verdict.summary.values())


@slow
def test_the_page_and_json_are_the_same_twice_and_say_what_is_broken(tmp_path: Path):
    data = whole()
    data["cases"][2].date_concluded = datetime(2023, 1, 1, tzinfo=UTC).date()
    for name in ("one", "two"):
        validate(data, tmp_path / name, when=WHEN)
    files = sorted(p.relative_to(tmp_path / "one") for p in (tmp_path / "one").rglob("*") if p.is_file())
    assert Path("index.html") in files and Path("validation.json") in files
    for file in files:
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes(), file
    said = json.loads((tmp_path / "one" / "validation.json").read_text())
    assert said["passed"] and said["warnings"][0]["rule"] == "before_reply"
    page = html.parse(str(tmp_path / "one" / "index.html")).getroot()
    assert "durham-3" in page.find(".//section[@aria-labelledby='cases']/ul").text_content()
    assert {
        row.findtext("th/a"): row.findall("td")[1].text
        for row in page.findall(".//table")[0].iter("tr")
        if row.find("td") is not None
    } == {name: str(told["rules"]) for name, told in said["tables"].items()}


# --- holding back


def hold(data, last_good=None, **options):
    held = hold_back(data, judged(data), last_good, **options)
    assert judged(held.tables).passed
    return held


def spoiled():
    """New data in which one of Durham's cases is wrong, from a new document."""
    data = core()
    data["replies"][0] = reply("durham", "c")
    data["cases"] = [case("durham", "c", row, record_id=f"durham-{row}") for row in range(1, 11)]
    data["cases"][4].outcome = "sacked"
    data["accounting"][0] = account("c", 10)
    return data


@pytest.mark.usefixtures("swift")
def test_the_last_good_version_takes_the_place_of_a_force_that_fails():
    last = core()
    held = hold(spoiled(), last)
    assert (held.stale, held.withheld) == ({DURHAM}, set())
    assert held.tables["cases"] == last["cases"]
    assert held.tables["counts"] == core()["counts"]
    assert [r.documents for r in held.tables["replies"] if r.force == "durham"] == [[sha("a")]]
    [made] = held.problems
    assert (made.code, made.severity, made.request, made.force) == ("row_quarantined", "error", *DURHAM)
    assert (made.document, made.location, made.row) == (sha("c"), "page 2", 5)
    assert '"sacked"' in made.message and "one of its codes" in made.message and made.fix
    assert made in held.tables["problems"] and last["problems"][0] in held.tables["problems"]
    accounts = {a.document: a for a in held.tables["accounting"]}
    assert accounts[sha("a")].records == 10
    assert (accounts[sha("c")].records, accounts[sha("c")].quarantined) == (0, 10)


@pytest.mark.usefixtures("swift")
def test_without_a_last_good_version_the_data_are_withheld_and_the_reply_stays():
    held = hold(spoiled())
    assert (held.stale, held.withheld) == (set(), {DURHAM})
    assert held.tables["cases"] == [] and len(held.tables["counts"]) == 3
    assert {r.force: r.status for r in held.tables["replies"]} == {"durham": "quarantined", "kent": "full"}


@pytest.mark.usefixtures("swift")
def test_holding_back_does_not_change_what_it_was_given():
    data, last = spoiled(), core()
    hold_back(data, judged(data), last)
    assert (data, last) == (spoiled(), core())


@pytest.mark.usefixtures("swift")
def test_problems_of_the_new_data_stay_and_old_holdings_go():
    first = hold(spoiled(), core())
    data = spoiled()
    data["cases"][4].outcome, data["cases"][5].outcome = "dismissed", "fired"
    data["problems"] = [problem("durham", "c", problem_id="new", code="layout_changed")]
    second = hold(data, first.tables)
    messages = [p.message for p in second.tables["problems"]]
    assert "new" in [p.problem_id for p in second.tables["problems"]]
    assert any("fired" in m for m in messages) and not any("sacked" in m and "breaks" in m for m in messages)


@pytest.mark.usefixtures("swift")
def test_a_reply_that_is_itself_wrong():
    data = core()
    data["replies"][0] = reply("durham", "a", status="perhaps", grain="row")
    held = hold(data)
    assert held.withheld == {DURHAM}
    durham = next(r for r in held.tables["replies"] if r.force == "durham")
    assert (durham.status, durham.grain) == ("quarantined", "unknown")


@pytest.mark.usefixtures("swift")
def test_a_reply_of_an_unknown_force_leaves_with_its_rows():
    data = core()
    data["replies"].append(reply("gotham", "d"))
    data["cases"].append(case("gotham", "d", 1))
    data["accounting"].append(account("d", 1))
    held = hold(data)
    assert {r.force for r in held.tables["replies"]} == {"durham", "kent"}
    assert all(c.force == "durham" for c in held.tables["cases"])
    assert {p.code for p in held.problems} == {"row_quarantined"} and any("gotham" in p.message for p in held.problems)
    assert next(a for a in held.tables["accounting"] if a.document == sha("d")).quarantined == 1


@pytest.mark.usefixtures("swift")
def test_an_account_that_does_not_balance_holds_back_the_forces_of_its_document():
    data = core()
    data["accounting"][0].records = 9
    held = hold(data)
    assert held.withheld == {DURHAM}
    assert (held.tables["accounting"][0].rows, held.tables["accounting"][0].quarantined) == (11, 11)


@pytest.mark.usefixtures("swift")
def test_a_problem_that_is_itself_wrong_costs_no_force_its_data():
    data = core()
    data["problems"].append(problem("durham", "a", problem_id="odd", code="whatever"))
    held = hold(data)
    assert not held.stale and not held.withheld and len(held.tables["cases"]) == 10
    assert [p.code for p in held.problems] == ["row_quarantined"] and "whatever" in held.problems[0].message


@pytest.mark.usefixtures("swift")
def test_text_that_no_file_can_hold_is_reported_in_text_that_can():
    data = core()
    data["cases"][0].conduct_raw = "half a pair \ud800"
    data["cases"][1].location, data["cases"][1].record_id = "sheet \ud800", "durham-\ud800"
    data["cases"][1].outcomes = ["retired"]  # a warning of the same row
    held = hold(data)
    assert all("\\ud800" in p.message for p in held.problems)
    data = core() | {"problems": problems_of(judged(data))}
    assert data["problems"] and judged(data).passed


@pytest.mark.usefixtures("swift")
def test_a_joint_letter_holds_back_one_force_and_keeps_the_accounts_of_the_other():
    data = core()
    data["replies"].append(reply("kent", "a"))
    data["cases"].append(case("kent", "a", 11))
    data["accounting"][0] = account("a", 11)
    data["cases"][0].year = 1800
    held = hold(data)
    assert held.withheld == {DURHAM}
    assert [c.force for c in held.tables["cases"]] == ["kent"]
    assert held.tables["accounting"][0].records == 11


# --- fewer rows


def shrunk(keep):
    data = core()
    data["cases"] = data["cases"][:keep]
    data["accounting"][0] = account("a", keep)
    return data


@pytest.mark.parametrize(("keep", "waits"), [(10, False), (7, False), (6, True), (0, True)])
def test_a_sharp_drop_waits_for_a_person(keep, waits):
    data = shrunk(keep)
    held = hold_back(data, module.Verdict([], [], [], {}), core())
    assert (DURHAM in held.stale) == waits
    assert len(held.tables["cases"]) == (10 if waits else keep)
    assert [p.code for p in held.problems] == (["fewer_rows"] if waits else [])
    if waits:
        assert f"{keep} cases and counts" in held.problems[0].message and "--accept" in held.problems[0].fix


@pytest.mark.usefixtures("swift")
def test_a_person_can_accept_a_drop():
    held = hold_back(shrunk(1), module.Verdict([], [], [], {}), core(), accepted={DURHAM})
    assert len(held.tables["cases"]) == 1 and not held.problems


@pytest.mark.usefixtures("swift")
def test_two_rows_fewer_are_no_sharp_drop():
    last, data = core(), core()
    data["counts"] = data["counts"][:1]
    assert not hold_back(data, module.Verdict([], [], [], {}), last).stale
    last["counts"].append(count("kent", "b", 4))
    assert hold_back(data, module.Verdict([], [], [], {}), last).stale == {KENT}


@pytest.mark.usefixtures("swift")
def test_a_code_that_a_row_has_lost_waits_for_a_person():
    last, data = core(), core()
    for one in last["cases"]:
        one.outcome = "dismissed"
    lost = data["cases"][0]
    for one in data["cases"]:
        one.outcome = None if one is lost else "dismissed"
    held = hold_back(data, module.Verdict([], [], [], {}), last)
    assert held.stale == {DURHAM} and {c.outcome for c in held.tables["cases"]} == {"dismissed"}
    (told,) = held.problems
    assert "outcome" in told.message and "1 now have none" in told.message and "--accept" in told.fix
    assert not hold_back(data, module.Verdict([], [], [], {}), last, accepted={DURHAM}).stale
    lost.outcome = "resigned"  # another code is a change, no loss
    assert not hold_back(data, module.Verdict([], [], [], {}), last).stale


@pytest.mark.usefixtures("swift")
def test_a_force_that_vanished_is_kept():
    data = core()
    data["replies"], data["cases"], data["accounting"] = data["replies"][1:], [], data["accounting"][1:]
    held = hold(data, core())
    assert held.stale == {DURHAM} and len(held.tables["cases"]) == 10 and len(held.tables["accounting"]) == 2


@pytest.mark.usefixtures("swift")
def test_a_real_reply_is_not_measured_by_a_sample_nor_replaced_by_one():
    last = core()
    for one in last["replies"]:
        one.sample = True
    held = hold(shrunk(2), last)
    assert not held.stale and len(held.tables["cases"]) == 2
    held = hold(spoiled(), last)
    assert held.withheld == {DURHAM} and not held.stale
