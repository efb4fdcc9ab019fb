"""Decisions by hand: each fires on the row it was made for and on nothing else, and speaks up when that row is gone."""

import copy
import io
import json
import re
from datetime import date
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

from flows import cli, publish, steps
from flows.archive import sha256
from flows.corrections import FOLDER, as_published, look_up_places, read
from flows.ending import DONE, NEEDS_A_PERSON, Stopped
from flows.merge import conclude, merge, state_of
from flows.progress import Progress
from flows.sources.folder import FolderSource
from schemas import json_schema
from schemas.expectations import Whole, checks
from schemas.tables import plain, table
from tests.build import document
from tests.build import table as printed
from tests.flows.letters import CASES, letter
from tests.flows.test_merge import NOON, REQUEST, Replies

DURHAM = sha256(b"durham.pdf")
REPLY = f"{REQUEST}/durham/{DURHAM[:8]}"
SAID = {"reason": "The letter says so.", "page": "page 1", "author": "A. N.", "decided": date(2024, 4, 30)}
CHANGE = {
    "kind": "change", "table": "cases", "request": REQUEST, "force": "durham", "record": "durham-1", "document": DURHAM,
    "location": "page 1", "row": 1, "column": "outcome", "was": "dismissed", "becomes": "ongoing", **SAID,
}  # fmt: skip
DROP = {k: v for k, v in CHANGE.items() if k not in ("column", "was", "becomes")} | {"kind": "drop"}
ADD = {k: v for k, v in DROP.items() if k != "record"} | {
    "kind": "add", "row": 9, "cells": {"outcome_raw": "p1[10,20,30,40]"},
    "values": {"outcome_raw": "WW", "outcome": "written_warning", "outcomes": ["written_warning"], "year": 2019},
}  # fmt: skip
CONFIRM = {
    "kind": "confirm", "table": "problems", "request": REQUEST, "force": "durham", "record": f"p-{DURHAM[:6]}",
    "document": DURHAM, "was": "x", **SAID,
}  # fmt: skip
ON_REPLY = {k: v for k, v in CHANGE.items() if k not in ("location", "row")} | {
    "table": "replies", "record": REPLY, "column": "status", "was": "full", "becomes": "partial",
}  # fmt: skip


def toml(value) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{k} = {toml(v)}" for k, v in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    return value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)


def filed(folder, *entries, name="durham.toml"):
    """A file of corrections in the folder, and the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    text = "\n".join("[[correction]]\n" + "".join(f"{k} = {toml(v)}\n" for k, v in e.items()) for e in entries)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def replies():
    replies = Replies()
    replies.add(
        "durham.pdf", cases=3, counts=[{"value": 3, "category_raw": "Total"}], case_told={"outcomes": ["dismissed"]}
    )
    return replies


def merged(replies, folder, *entries):
    decisions = read(filed(folder, *entries))
    mapped = copy.deepcopy(replies.mapped)
    seen = {m.sha256: NOON for x in mapped for m in x.group.members}
    retrieved = {(m.sighting.source, m.sighting.path, m.sha256): NOON for x in mapped for m in x.group.members}
    return merge(mapped, [], seen, retrieved, decisions)


def only(tables):
    """The one correction of the tables."""
    (one,) = tables["corrections"]
    return one


def stale(tables):
    return [p for p in tables["problems"] if p.code == "stale_correction"]


def rows(tables, name="cases"):
    return {getattr(r, "record_id", None) or r.count_id: r for r in tables[name]}


def test_a_change_is_made_to_its_row_alone_and_the_row_says_so(replies, tmp_path):
    before, tables = replies.merged(), merged(replies, tmp_path, CHANGE)
    row = rows(tables)["durham-1"]
    assert (row.outcome, row.corrected) == ("ongoing", ["outcome"])
    assert row.cells == rows(before)["durham-1"].cells  # it still points to the page
    assert [r for r in tables["cases"] if r is not row] == [r for r in before["cases"] if r.record_id != "durham-1"]
    one = only(tables)
    assert (one.fired, one.told, one.was, one.becomes, one.file) == (
        True,
        None,
        "dismissed",
        "ongoing",
        "durham.toml 1",
    )
    assert (one.reason, one.page, one.author, one.decided) == tuple(SAID.values())
    assert not stale(tables) and before["corrections"] == []


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"was": "resigned"}, "`outcome` is read as “dismissed” now, and the correction was made for “resigned”"),
        ({"was": "resigned", "becomes": "dismissed"}, "needed no more"),
        ({"was": ""}, "the correction was made for nothing"),
        ({"row": 2}, "the row now stands at page 1, row 1"),
        ({"location": "page 2"}, "the row now stands at page 1, row 1"),
        ({"record": "durham-9"}, "no row has that identifier any more"),
        ({"document": "b" * 64}, "is now read from another document"),
        ({"document": "b" * 64, "record": "durham-9"}, "its document is in no reply any more"),
        ({"force": "kent"}, "the row is now one of durham"),
        ({"record": "durham-1", "table": "counts", "column": "measure", "was": "officers", "becomes": "cases"}, ""),
    ],
    ids=["value", "done", "null", "row", "page", "identifier", "document", "document gone", "force", "count"],
)  # fmt: skip
def test_what_is_not_as_it_was_is_left_alone_and_told(replies, tmp_path, changed, told):
    entry = CHANGE | changed
    tables, before = merged(replies, tmp_path, entry), replies.merged()
    if entry["table"] == "counts":  # the count of that row has that identifier too
        assert only(tables).fired and rows(tables, "counts")["durham-1"].measure == "cases"
        return
    assert tables["cases"] == before["cases"] and tables["counts"] == before["counts"]
    assert not only(tables).fired and told in str(only(tables).told)
    (problem,) = stale(tables)
    assert problem.severity == "error" and problem.force == entry["force"] and told in problem.message
    assert "durham.toml 1" in problem.message and "A. N." in problem.message and problem.problem_id and problem.fix


def test_a_row_can_be_named_by_its_place_alone(replies, tmp_path):
    by_place = {k: v for k, v in CHANGE.items() if k != "record"}
    assert rows(merged(replies, tmp_path, by_place))["durham-1"].outcome == "ongoing"
    replies.mapped[0].parsed.cases[1].row = 1
    tables = merged(replies, tmp_path, by_place)
    assert not only(tables).fired and "2 rows stand at page 1, row 1" in only(tables).told


def test_a_row_is_dropped(replies, tmp_path):
    tables = merged(replies, tmp_path, DROP)
    assert set(rows(tables)) == {"durham-2", "durham-3"} and only(tables).fired
    assert "that drops durham-7" in stale(merged(replies, tmp_path, DROP | {"record": "durham-7"}))[0].message


def test_a_row_is_added_with_its_place(replies, tmp_path):
    tables = merged(replies, tmp_path, ADD, ADD)
    added = [r for r in tables["cases"] if r.corrected]
    assert len(added) == 2 and len({r.record_id for r in added}) == 2
    row = added[0]
    assert (row.reply_id, row.location, row.row, row.cells) == (REPLY, "page 1", 9, ADD["cells"])
    assert (row.outcome, row.year, row.corrected, row.parser, row.force) == (
        "written_warning", 2019, ["record"], "by hand", "durham",
    )  # fmt: skip
    assert {r.record_id for r in merged(replies, tmp_path, ADD)["cases"]} <= {r.record_id for r in tables["cases"]}
    assert tables["accounting"] == replies.merged()["accounting"]


def test_an_added_row_keeps_every_rule_even_where_no_table_was_read(replies, tmp_path):
    parsed = replies.mapped[0].parsed
    parsed.cases, parsed.counts, parsed.accounting = [], [], []
    number = ADD | {"table": "counts", "cells": {"value": "p1[10,20,30,40]"}}
    number["values"] = {
        "measure": "officers",
        "dimension": "total",
        "meaning": "exact",
        "value": 3,
        "lower": 3,
        "upper": 3,
    }
    tables = conclude(merged(replies, tmp_path, ADD, number))
    assert [(a.table, a.rows, a.records) for a in tables["accounting"]] == [("by hand", 1, 1)]
    whole = Whole.of(tables, date(2025, 1, 1))
    broken = [(n, c.name) for n in ("cases", "counts", "accounting", "corrections") for r in tables[n] for c in checks(table(n)) if c.test(r, whole) is False]  # fmt: skip
    assert broken == []
    schema = json_schema.tables_schema()
    release = {name: [plain(r) for r in records] for name, records in tables.items()}
    jsonschema.Draft202012Validator(schema).validate(release)


def test_a_row_that_is_read_now_is_not_added_again(replies, tmp_path):
    tables = merged(replies, tmp_path, ADD | {"row": 2})
    assert len(tables["cases"]) == 3 and "a row is read at that place now" in only(tables).told
    tables = merged(replies, tmp_path, ADD | {"document": "b" * 64})
    assert len(tables["cases"]) == 3 and "in no reply of that force" in only(tables).told


def test_a_row_is_not_added_on_a_page_that_there_is_not(replies, tmp_path):
    decisions = read(filed(tmp_path, ADD, ADD | {"location": "table 1", "cells": {"outcome_raw": "table 1!B3"}}))
    read_as = {DURHAM: document("durham.pdf", printed([["a"], ["b"]]))}
    look_up_places(decisions, read_as.get)
    tables = replies_merged(replies, decisions)
    told = {c.location: c.told for c in tables["corrections"]}
    where = read_as[DURHAM].tables[0].location
    assert where != "table 1" and told == {"page 1": None, "table 1": "its document has no table 1"}
    assert [r.location for r in tables["cases"] if r.corrected] == ["page 1"]


def test_a_problem_is_confirmed_while_it_says_the_same(replies, tmp_path):
    assert merged(replies, tmp_path, CONFIRM)["problems"] == []
    tables = merged(replies, tmp_path, CONFIRM | {"was": "y"})
    assert len(tables["problems"]) == 2 and "the problem now says “x”" in only(tables).told
    tables = merged(replies, tmp_path, CONFIRM | {"record": "p-gone"})
    assert "there is no such problem any more" in stale(tables)[0].message


def test_a_reply_is_corrected_before_it_is_told_which_is_current(replies, tmp_path):
    later = replies.add("later.pdf", cases=1, date_replied=date(2022, 10, 1))
    assert rows(replies.merged()).keys() == {"durham-1"}
    entry = ON_REPLY | {"column": "date_replied", "was": date(2022, 9, 1), "becomes": date(2023, 9, 1)}
    tables = merged(replies, tmp_path, entry)
    assert {r.reply_id: r.superseded_by for r in tables["replies"]} == {REPLY: None, later: REPLY}
    assert [r.corrected for r in tables["replies"] if r.reply_id == REPLY] == [["date_replied"]]
    assert only(tables).fired and only(tables).becomes == "2023-09-01"


@pytest.mark.parametrize("entry", [CHANGE, DROP, ADD, ON_REPLY], ids=["change", "drop", "add", "reply"])
def test_on_a_superseded_reply_it_fires_and_warns(replies, tmp_path, entry):
    replies.add("later.pdf", cases=1, date_replied=date(2022, 10, 1))
    tables = merged(replies, tmp_path, entry)
    (problem,) = stale(tables)
    assert only(tables).fired and problem.severity == "warning" and "superseded" in problem.message
    assert [r.corrected for r in tables["cases"]] == [[]]
    assert len(tables["superseded_cases"]) == {"drop": 2, "add": 4}.get(entry["kind"], 3)


def test_a_changed_file_is_a_changed_release(replies, tmp_path):
    states = {
        state_of(merged(replies, tmp_path, *e)) for e in ((), (CHANGE,), (CHANGE | {"reason": "Other."},), (DROP,))
    }
    assert len(states) == 4
    assert state_of(merged(replies, tmp_path, CHANGE)) in states


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ({**CHANGE, "kind": "chnge"}, "`kind` is 'chnge'; it is one of change"),
        ({**CHANGE, "table": "case"}, "`table` is 'case'"),
        ({k: v for k, v in CHANGE.items() if k != "reason"}, "`reason` is missing"),
        ({k: v for k, v in CHANGE.items() if k != "was"}, "`was` is missing"),
        ({k: v for k, v in CHANGE.items() if k != "document"}, "`document` is missing"),
        ({k: v for k, v in CHANGE.items() if k not in ("record", "row")}, "`location` and `row` are needed"),
        ({**CHANGE, "author": " "}, "`author` is to be a text"),
        ({**CHANGE, "colum": "x"}, "`colum` is not known"),
        ({**DROP, "was": "x"}, "`was` is not for a drop"),
        ({**CHANGE, "decided": "2024-04-30"}, "without quotes"),
        ({**CHANGE, "row": 0}, "`row` is to be a number from 1"),
        ({**CHANGE, "document": "abc"}, "sha256"),
        ({**CHANGE, "force": "durhm"}, "no force is called 'durhm'"),
        ({**CHANGE, "request": "x"}, "no request is called 'x'"),
        ({**CHANGE, "column": "outcom"}, "no column 'outcom'"),
        ({**CHANGE, "column": "location", "was": "a", "becomes": "b"}, "`location` cannot be corrected"),
        ({**CHANGE, "becomes": "dismised"}, "'dismised' is no code of `outcome`"),
        ({**CHANGE, "becomes": 3}, "`outcome` holds a text"),
        ({**CHANGE, "becomes": "dismissed"}, "nothing would change"),
        ({**CHANGE, "column": "year", "was": 2019, "becomes": 1066}, "at least 1990"),
        ({**CHANGE, "column": "year", "was": 2019, "becomes": True}, "`year` holds a whole number"),
        ({**CHANGE, "column": "outcomes", "was": [], "becomes": ["x"]}, "'x' is no code of `outcomes`"),
        ({**CHANGE, "column": "severity", "was": "unknown", "becomes": ""}, "`severity` is never empty"),
        ({**CHANGE, "column": "outcome_raw", "was": "a", "becomes": " b"}, "begins or ends with a space"),
        ({**ON_REPLY, "kind": "drop"}, "not possible"),
        ({**CONFIRM, "kind": "change"}, "not possible"),
        ({**ON_REPLY, "column": "exemptions", "was": [], "becomes": ["section 12"]}, "is not as `exemptions` is written"),
        ({**ADD, "cells": {}}, "`cells` and `values` are tables"),
        ({**ADD, "cells": {"outcome_raw": "top of the page"}}, "is no place"),
        ({**ADD, "cells": {"outcome_raw": "p2[1,2,3,4]"}}, "is not in page 1"),
        ({**ADD, "cells": {"outcom": "p1[1,2,3,4]"}}, "the column 'outcom'"),
        ({**ADD, "record": "x"}, "gets its identifier by itself"),
        ({k: v for k, v in ADD.items() if k != "row"}, "they are missing"),
        ({**ADD, "values": {"record_id": "x"}}, "`record_id` cannot be corrected"),
        ({**ADD, "table": "counts", "cells": {"value": "p1[1,2,3,4]"}, "values": {"measure": "officers"}}, "`values` needs `dimension`, `meaning`"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_what_is_wrong_in_a_file_is_said_with_its_file_and_entry(tmp_path, entry, told):
    with pytest.raises(Stopped) as stopped:
        read(filed(tmp_path, DROP | {"record": "durham-8"}, entry))
    assert told in stopped.value.message and "durham.toml, entry 2" in stopped.value.message
    assert "docs/corrections.md" in stopped.value.message


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        (CHANGE, CHANGE | {"becomes": "resigned"}, "correct the same"),
        (CHANGE, DROP, "change and drop the same row"),
        (DROP, DROP, "correct the same"),
        (CONFIRM, CONFIRM, "correct the same"),
    ],
    ids=["twice", "both", "dropped twice", "confirmed twice"],
)
def test_two_that_contradict_each_other_are_refused(tmp_path, first, second, told):
    filed(tmp_path, first)
    with pytest.raises(Stopped, match=told):
        read(filed(tmp_path, second, name="other.toml"))


def test_the_examples_of_the_page_are_right(tmp_path):
    page = (Path(__file__).parents[2] / "docs" / "corrections.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    (tmp_path / "a.toml").write_text(re.sub(r'(?<="\w{8})…', "0" * 56, "\n".join(blocks)), encoding="utf-8")
    assert [d.entry.kind for d in read(tmp_path)] == ["change", "add"]


def test_a_file_that_is_none_is_refused(tmp_path):
    (tmp_path / "a.toml").write_text("[corrections]\n")
    with pytest.raises(Stopped, match=r"`corrections` is not known; each entry begins with \[\[correction\]\]"):
        read(tmp_path)
    (tmp_path / "a.toml").write_text("[[correction")
    with pytest.raises(Stopped, match="not valid TOML"):
        read(tmp_path)
    assert read(tmp_path / "nowhere") == []


def test_what_validation_held_back_was_not_corrected(replies, tmp_path):
    tables = merged(replies, tmp_path, CHANGE)
    pair = {(REQUEST, "durham")}
    assert as_published(tables, pair)[0].fired and as_published(tables, set())[0].fired
    older = {**tables, "cases": replies.merged()["cases"]}
    (one,) = as_published(older, pair)
    assert not one.fired and "from before" in one.told and only(tables).fired


# ---- the command, and the main job


def foi(*arguments):
    return CliRunner().invoke(cli.main, [str(a) for a in arguments])


@pytest.fixture
def data(replies, tmp_path):
    replies.mapped[0].parsed.cases[0].year = None
    publish.publish(conclude(replies.merged()), tmp_path / "data" / "clean")
    return tmp_path / "data"


OPTIONS = ("--reason", 'He said "no".\n', "--page", "page 1", "--author", "A. N.")


def test_correct_writes_an_entry_that_fires(replies, data, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1714521600")
    done = foi(
        "correct", "durham-1", "outcome", "ongoing", "outcomes", "ongoing", "year", "2020", *OPTIONS, "--data", data
    )
    assert done.exit_code == 0 and "outcome: “dismissed” becomes “ongoing”" in done.stdout
    assert "year: nothing becomes “2020”" in done.stdout
    decisions = read(data / FOLDER)
    assert [(d.entry.column, d.was, d.becomes) for d in decisions] == [
        ("outcome", "dismissed", "ongoing"), ("outcomes", ["dismissed"], ["ongoing"]), ("year", None, 2020),
    ]  # fmt: skip
    one = decisions[0].entry
    assert (one.record, one.document, one.location, one.row) == ("durham-1", DURHAM, "page 1", 1)
    assert (one.reason, one.decided) == ('He said "no".', date(2024, 5, 1))
    tables = replies_merged(replies, decisions)
    assert rows(tables)["durham-1"].corrected == ["outcome", "outcomes", "year"] and not stale(tables)


def replies_merged(replies, decisions):
    mapped = copy.deepcopy(replies.mapped)
    seen = {m.sha256: NOON for x in mapped for m in x.group.members}
    retrieved = {(m.sighting.source, m.sighting.path, m.sha256): NOON for x in mapped for m in x.group.members}
    return merge(mapped, [], seen, retrieved, decisions)


def test_correct_drops_confirms_and_corrects_numbers_and_replies(replies, data):
    for arguments in (
        ["durham-2", "--drop"],
        [f"p-{DURHAM[:6]}", "--confirm"],
        [REPLY, "status", "partial"],
        [REPLY, "exemptions", "s12(1), s40(2)"],
    ):
        done = foi("correct", *arguments, *OPTIONS, "--data", data)
        assert done.exit_code == 0, done.stderr
    tables = replies_merged(replies, read(data / FOLDER))
    assert [c.fired for c in tables["corrections"]] == [True] * 4
    assert (data / FOLDER / "durham.toml").read_text(encoding="utf-8").startswith("# Decisions by hand")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["durham-77", "outcome", "ongoing"], "no row of the live release"),
        (["durham-1"], "Name a column and its value"),
        (["durham-1", "outcome"], "give a column and its value"),
        (["durham-1", "outcom", "ongoing"], "did you mean outcome"),
        (["durham-1", "location", "page 2"], "can be corrected"),
        (["durham-1", "year", "MMXX"], "'MMXX' is no integer"),
        (["durham-1", "date_concluded", "1/2/2020"], "write it as 2022-09-09"),
        (["durham-1", "outcome", "sacked"], "'sacked' is no code"),
        (["durham-1", "outcome", "dismissed"], "nothing would change"),
        (["durham-1", "outcome", "ongoing", "--drop"], "takes no column"),
        (["durham-1", "--drop", "--confirm"], "do not go together"),
        (["durham-1", "--confirm"], "--confirm is for a problem"),
        ([f"p-{DURHAM[:6]}", "message", "y"], "confirm it with --confirm"),
        ([REPLY, "--drop"], "A reply cannot be dropped"),
        (["durham-1", "outcome", "ongoing", "--page", " "], "`page` is to be a text"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_correct_says_what_cannot_be_and_writes_nothing(data, arguments, told):
    done = foi("correct", *OPTIONS, *arguments, "--data", data)
    assert done.exit_code == 2 and told in done.stderr and "Traceback" not in done.stderr
    assert not (data / FOLDER).exists()


def test_a_number_is_corrected_with_its_bounds_or_not_at_all(tmp_path):
    replies = Replies()
    replies.add("durham.pdf", cases=0, counts=[{"value": 3}])
    publish.publish(conclude(replies.merged()), tmp_path / "clean")
    done = foi("correct", "durham-1", "value", "5", *OPTIONS, "--data", tmp_path)
    assert done.exit_code == 2 and "would then break a rule" in done.stderr and not (tmp_path / FOLDER).exists()
    done = foi("correct", "durham-1", "value", "5", "lower", "5", "upper", "5", *OPTIONS, "--data", tmp_path)
    assert done.exit_code == 0
    again = foi("correct", "durham-1", "value", "6", "lower", "6", "upper", "6", *OPTIONS, "--data", tmp_path)
    assert again.exit_code == 2 and "correct the same" in again.stderr and len(read(tmp_path / FOLDER)) == 3


def test_what_will_be_warned_of_is_said_before(data):
    done = foi("correct", "durham-1", "outcome", "ongoing", *OPTIONS, "--data", data)
    assert done.exit_code == 0 and "mind      the row then breaks a rule that is warned of: `outcome`" in done.stdout


def test_what_is_corrected_already_is_said(replies, tmp_path):
    publish.publish(conclude(merged(replies, tmp_path / FOLDER, CHANGE, ADD)), tmp_path / "clean")
    done = foi("correct", "durham-1", "outcome", "resigned", *OPTIONS, "--data", tmp_path)
    assert done.exit_code == 2 and "corrected already" in done.stderr
    (added,) = [
        r.record_id for r in publish.read_release(tmp_path / "clean" / "latest")["cases"] if "record" in r.corrected
    ]
    done = foi("correct", added, "--drop", *OPTIONS, "--data", tmp_path)
    assert done.exit_code == 2 and "added by hand" in done.stderr


@pytest.fixture
def without_great_expectations(monkeypatch):
    def validate(data, docs=None, *, when=None, before=None):
        if docs:
            docs.mkdir(parents=True)
        return steps.validation.Verdict([], [], [], {})

    monkeypatch.setattr(steps.validation, "validate", validate)


def ingest(data, source):
    with steps.begun(data, [FolderSource(source)], Progress(io.StringIO())) as run:
        for step in steps.STEPS:
            step(run)
        return steps.ending(run)


def test_the_main_job_applies_them_publishes_anew_and_reports(tmp_path, without_great_expectations):
    letter(tmp_path / "in" / "kent.pdf", force="Kent Police")
    data = tmp_path / "data"
    ingest(data, tmp_path / "in")
    row = next(r for r in publish.read_release(data / "clean" / "latest")["cases"] if r.outcome == "dismissed")
    done = foi("correct", row.record_id, "outcome", "resigned", "outcomes", "resigned", *OPTIONS, "--data", data)
    assert done.exit_code == 0
    end = ingest(data, tmp_path / "in")
    assert (end.status, end.outcome, dict(end.rows)["corrected"]) == (DONE, "published", "2 by hand")
    assert dict(end.rows)["parsed"] == "0 replies; 0 documents read"
    tables = publish.read_release(data / "clean" / "latest")
    now = rows(tables)[row.record_id]
    assert now.corrected == ["outcome", "outcomes"] and (now.outcome, now.cells) == ("resigned", row.cells)
    assert len(tables["corrections"]) == 2 and all(c.fired for c in tables["corrections"])
    assert not [f for f in tables["summary"] if f.figure == "officers_dismissed" and f.breakdown is None and f.lower]
    assert ingest(data, tmp_path / "in").outcome == "nothing new"

    letter(tmp_path / "in" / "kent.pdf", force="Kent Police", replied="1 December 2022", rows=[CASES[0], ["2018", "PC", "TikTok", "Resigned"]])  # fmt: skip
    end = ingest(data, tmp_path / "in")
    assert end.status == DONE and dict(end.rows)["corrected"] == "2 by hand"  # on the superseded reply, with a warning
    problems = publish.read_release(data / "clean" / "latest")["problems"]
    assert [p.severity for p in problems if p.code == "stale_correction"] == ["warning"] * 2
    (data / FOLDER / "kent.toml").write_text((data / FOLDER / "kent.toml").read_text().replace('"page 1"', '"page 7"'))
    end = ingest(data, tmp_path / "in")
    assert end.status == NEEDS_A_PERSON and dict(end.rows)["corrected"] == "0 by hand; 2 not applied: see the problems"
    assert any("was not applied" in message for message, _ in end.errors)


def test_a_faulty_file_stops_the_run_before_any_work(tmp_path):
    letter(tmp_path / "in" / "kent.pdf", force="Kent Police")
    filed(tmp_path / "data" / FOLDER, CHANGE | {"becomes": "sacked"})
    with pytest.raises(Stopped, match=r"durham\.toml, entry 1: 'sacked' is no code"):
        ingest(tmp_path / "data", tmp_path / "in")
    assert not (tmp_path / "data" / "raw").exists()


def test_a_release_from_before_there_were_corrections_is_read(replies, tmp_path):
    release = publish.publish(conclude(replies.merged()), tmp_path).path
    sums = release / publish.CHECKSUMS
    sums.write_text("".join(line for line in sums.read_text().splitlines(keepends=True) if "corrections" not in line))
    (release / "corrections.parquet").unlink()
    assert publish.read_release(release)["corrections"] == []
    (release / "cases.parquet").unlink()
    with pytest.raises(publish.PublishError, match="cases"):
        publish.read_release(release)
