"""What a release changed: every row and value, by cause; in words, and as an Atom feed."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from xml.etree import ElementTree as xml

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from flows.changes import CAUSES_IN_WORDS, changes_between, compare, in_words, totals
from flows.cli import main
from flows.ending import Stopped
from flows.feed import NAMESPACE, Entry, atom
from flows.publish import history, publish, read_release
from schemas.records import CAUSES, Coverage
from tests.flows.release import REQUEST, WHEN, case, correction, count, reply, sha, whole

MADE = {"schema": "1", "readers": "1", "vocabulary": "a", "program": "a"}


def changed(now, before=None, **made):
    return changes_between(before or whole(), now, MADE, {**MADE, **made})


def told(found) -> set[tuple]:
    return {(c.table, c.record, c.change, c.column, c.cause) for c in found}


def kinds(found) -> set[tuple]:
    return {(c.table, c.change, c.cause) for c in found}


def test_nothing_has_changed_between_two_that_are_the_same_or_before_the_first():
    assert changed(whole()) == [] and changes_between(None, whole(), {}, MADE) == []


def test_where_a_value_was_read_from_is_no_change():
    now = whole()
    now["cases"][0] = replace(now["cases"][0], parser="durham 2", cells={"outcome_raw": "p3[0,0,1,1]"}, row=99)
    assert changed(now) == []


def test_a_changed_value_tells_what_it_was_and_is():
    now = whole()
    now["cases"][0] = replace(
        now["cases"][0], outcome="written_warning", outcomes=["written_warning", "resigned"], year=None
    )
    found = {c.column: (c.was, c.now, c.record, c.force) for c in changed(now)}
    assert found == {
        "outcome": ("dismissed", "written_warning", "durham-1", "durham"),
        "outcomes": ("dismissed", "written_warning, resigned", "durham-1", "durham"),
        "year": ("2019", None, "durham-1", "durham"),
    }


def reread(version: str = "1"):
    """Durham's first case read otherwise, from the same documents."""
    now = whole()
    now["cases"][0] = replace(now["cases"][0], outcome="resigned")
    now["replies"][0] = replace(now["replies"][0], parser_version=version)
    return now


@pytest.mark.parametrize(
    ("version", "made", "cause"),
    [
        ("2", {}, "parser"),
        ("1", {"readers": "2"}, "parser"),
        ("1", {"schema": "2"}, "parser"),
        ("1", {"vocabulary": "b"}, "vocabulary"),
        ("2", {"vocabulary": "b"}, "parser_or_vocabulary"),
        ("1", {"program": "b"}, "program"),
        ("1", {}, "unknown"),
    ],
)
def test_the_same_documents_read_otherwise_are_told_by_what_read_them(version, made, cause):
    assert told(changed(reread(version), **made)) == {("cases", "durham-1", "changed", "outcome", cause)}


def test_a_release_that_does_not_say_what_it_was_made_with_leaves_the_cause_open():
    assert {c.cause for c in changes_between(whole(), reread(), {}, MADE)} == {"unknown"}
    assert {c.cause for c in changes_between(whole(), reread("2"), {}, MADE)} == {"parser_or_vocabulary"}


def test_a_row_that_another_parser_finds_or_misses():
    now = reread("2")
    now["cases"] = [*now["cases"][1:], case("durham", "a", 11)]
    assert told(changed(now)) == {
        ("cases", "durham-1", "withdrawn", None, "parser"),
        ("cases", "durham-11", "added", None, "parser"),
    }


def test_a_new_reply_brings_rows():
    now = whole()
    now["replies"].append(reply("essex", "c"))
    now["cases"].append(case("essex", "c", 1))
    assert kinds(changed(now, vocabulary="b")) == {("replies", "added", "new_reply"), ("cases", "added", "new_reply")}


def corrected(status: str = "full"):
    """Durham's reply superseded by another, which has one case more, one fewer, and another outcome of the second."""
    now, before = whole(), whole()
    before["replies"][0] = replace(before["replies"][0], status=status)
    later = f"{REQUEST}/durham/d"
    now["replies"][0] = replace(before["replies"][0], superseded_by=later)
    now["replies"].append(reply("durham", "d", supersedes=now["replies"][0].reply_id))
    now["superseded_cases"] = now["cases"]
    now["cases"] = [replace(c, reply_id=later, document=sha("d")) for c in now["cases"][1:]]
    now["cases"][0] = replace(now["cases"][0], outcome="resigned")
    now["cases"].append(case("durham", "d", 11))
    return now, before


def test_a_corrected_reply_changes_adds_and_withdraws():
    now, before = corrected()
    assert told(changed(now, before, vocabulary="b", program="b")) == {
        ("replies", f"{REQUEST}/durham/a", "changed", "superseded_by", "corrected_reply"),
        ("replies", f"{REQUEST}/durham/d", "added", None, "corrected_reply"),
        ("cases", "durham-1", "withdrawn", None, "corrected_reply"),
        ("cases", "durham-2", "changed", "outcome", "corrected_reply"),
        ("cases", "durham-11", "added", None, "corrected_reply"),
    }


def test_what_follows_an_acknowledgement_is_a_new_reply():
    now, before = corrected("acknowledgement")
    assert ("cases", "added", "new_reply") in kinds(changed(now, before))


def test_a_withdrawn_reply_and_one_that_is_back():
    before, now = whole(), whole()
    now["replies"][1] = replace(now["replies"][1], withdrawn_at=WHEN)
    now["superseded_counts"], now["counts"] = now["counts"], []
    assert kinds(changed(now, before)) == {
        ("replies", "changed", "withdrawn_reply"),
        ("counts", "withdrawn", "withdrawn_reply"),
    }
    assert kinds(changed(before, now)) == {("replies", "changed", "new_reply"), ("counts", "added", "new_reply")}


def test_more_documents_of_a_reply_bring_rows_and_fewer_withdraw_them():
    before, now = whole(), whole()
    now["replies"][0] = replace(now["replies"][0], documents=[sha("a"), sha("e")])
    now["cases"].append(case("durham", "a", 11, document=sha("e")))
    assert ("cases", "added", "new_reply") in kinds(changed(now, before))
    assert ("cases", "withdrawn", "withdrawn_reply") in kinds(changed(before, now))


def test_corrections_by_hand():
    before, now = whole(), whole()
    now["cases"][0] = replace(now["cases"][0], outcome="resigned", corrected=["outcome"])
    now["cases"] = [c for c in now["cases"] if c.record_id != "durham-3"] + [
        case("durham", "a", 12, corrected=["record"])
    ]
    now["corrections"].append(correction("durham", "a", correction_id="drop", kind="drop", record="durham-3", column=None, becomes=None))  # fmt: skip
    found = told(changed(now, before, vocabulary="b", program="b"))
    assert found == {
        ("cases", "durham-1", "changed", "outcome", "hand_correction"),
        ("cases", "durham-3", "withdrawn", None, "hand_correction"),
        ("cases", "durham-12", "added", None, "hand_correction"),
    }
    back = told(changed(before, now, vocabulary="b"))
    assert {cause for *_, cause in back} == {"hand_correction"} and len(back) == 3


def test_a_correction_that_did_not_fire_is_no_cause():
    now = reread("2")
    now["corrections"].append(correction("durham", "a", correction_id="x", column="outcome", fired=False))
    assert {c.cause for c in changed(now)} == {"parser"}


def test_held_back_and_released():
    before, now = whole(), whole()
    now["replies"][0] = replace(now["replies"][0], status="quarantined")
    now["cases"] = []
    assert kinds(changed(now, before)) == {("replies", "changed", "held"), ("cases", "withdrawn", "held")}
    assert kinds(changed(before, now)) == {("replies", "changed", "released"), ("cases", "added", "released")}


def coverage(**said) -> Coverage:
    told = {
        "asked": True,
        "answered": False,
        "cases": 0,
        "counts": 0,
        "stale": False,
        "open_problems": 0,
        "sample": False,
    }
    return Coverage(request=REQUEST, force="essex", **{**told, **said})


def test_an_answer_becomes_overdue_and_comes():
    before, now, later = whole(), whole(), whole()
    before["coverage"].append(coverage(overdue=False))
    now["coverage"].append(coverage(overdue=True, stale=True))
    later["coverage"].append(coverage(overdue=False, answered=True))
    record = f"{REQUEST}/essex"
    assert told(changed(now, before)) == {
        ("coverage", record, "changed", "overdue", "time"),
        ("coverage", record, "changed", "stale", "held"),
    }
    assert told(changed(later, now)) == {
        ("coverage", record, "changed", "overdue", "new_reply"),
        ("coverage", record, "changed", "stale", "released"),
    }
    words = in_words(changed(now, before))
    assert f"essex ({REQUEST}): time went by: no answer has come in time: overdue." in words


@given(st.sets(st.integers(1, 10)), st.sets(st.integers(1, 10)), st.sets(st.integers(1, 10)))
def test_the_changes_lead_from_the_one_release_to_the_other(old, new, differ):
    """Applied to the old rows, the changes give the new ones: none is missed and none made up."""
    before, now = whole(), whole()
    before["cases"] = [c for c in before["cases"] if c.row in old]
    now["cases"] = [replace(c, outcome="resigned") if c.row in differ else c for c in now["cases"] if c.row in new]
    rows = {c.record_id: c.outcome for c in before["cases"]}
    known = {c.record_id: c.outcome for c in now["cases"]}
    found = changed(now, before)
    for change in found:
        if change.change == "withdrawn":
            del rows[change.record]
        elif change.change == "added":
            rows[change.record] = known[change.record]
        elif change.column == "outcome":
            assert rows[change.record] == change.was
            rows[change.record] = change.now
    assert rows == known and len({c.change_id for c in found}) == len(found)


# ---- in words


def test_every_cause_has_its_words():
    assert set(CAUSES_IN_WORDS) == set(CAUSES)


def test_the_words_say_how_many_and_which_columns():
    now, before = corrected()
    assert in_words(changed(now, before)) == [
        f"durham ({REQUEST}): a later reply took the place of an earlier one: 1 reply added; 1 reply changed (superseded_by 1); "
        "1 case added; 1 case withdrawn; 1 case changed (outcome 1)."
    ]
    assert totals(changed(now, before)) == "replies 1 added, 1 changed; cases 1 added, 1 changed, 1 withdrawn"


# ---- releases and the command


@pytest.fixture
def three(tmp_path):
    """Three releases: a case changes by another parser, then essex replies."""
    clean = tmp_path / "clean"
    later = reread("2")
    last = reread("2")
    last["replies"].append(reply("essex", "c"))
    last["counts"].append(count("essex", "c", 1))
    for day, data in enumerate((whole(), later, last)):
        publish(data, clean, when=WHEN + timedelta(days=day), made_with=MADE)
    return tmp_path, [entry["id"] for entry in history(clean)]


def test_each_release_holds_what_it_changed(three):
    data, ids = three
    made = [read_release(data / "clean" / "releases" / one)["changes"] for one in ids]
    assert [kinds(changes) for changes in made] == [
        set(),
        {("cases", "changed", "parser")},
        {("replies", "added", "new_reply"), ("counts", "added", "new_reply")},
    ]


def run(data, *arguments):
    return CliRunner().invoke(main, ["changes", *arguments, "--data", str(data)])


def test_the_command_compares_the_last_two_or_any_two(three):
    data, ids = three
    assert compare(data / "clean").plain["old"] == ids[1] and compare(data / "clean").plain["new"] == ids[2]
    result = run(data, "--json")
    shown = json.loads(result.stdout)
    assert result.exit_code == 0 and {c["cause"] for c in shown["changes"]} == {"new_reply"}
    assert run(data, ids[2]).stdout.startswith(f"Release {ids[2]} against {ids[2]}")
    both = json.loads(run(data, ids[0][:8], ids[2], "--json").stdout)
    assert {c["cause"] for c in both["changes"]} == {"parser", "new_reply"}
    back = json.loads(run(data, ids[2], ids[1], "--json").stdout)
    assert {c["change"] for c in back["changes"]} == {"withdrawn"} and back["words"]
    in_text = run(data, ids[0], ids[1]).stdout
    assert "1 case changed (outcome 1)" in in_text and "durham-1" in in_text and "resigned" in in_text


@pytest.mark.parametrize("arguments", [["nowhere"], [""], ["0123456789abcdef"]])
def test_a_release_that_there_is_not_is_wrong_usage(three, arguments):
    data, ids = three
    result = run(data, *arguments, ids[0])
    assert result.exit_code == (2 if arguments[0] else 0) and "Traceback" not in result.output


def test_before_anything_was_published_the_command_says_so(tmp_path):
    assert run(tmp_path).exit_code == 2
    with pytest.raises(Stopped, match="Nothing has been published"):
        compare(tmp_path / "clean")


def test_the_first_release_is_compared_with_nothing(tmp_path):
    publish(whole(), tmp_path / "clean", when=WHEN)
    assert "the first release" in run(tmp_path).stdout


# ---- the feed


def elements(feed: bytes):
    root = xml.fromstring(feed)
    return root, root.findall(f"{{{NAMESPACE}}}entry")


def text(of, name: str) -> str:
    (found,) = of.findall(f"{{{NAMESPACE}}}{name}")
    return found.text


def test_the_feed_has_what_rfc_4287_asks_for(three):
    data, ids = three
    root, entries = elements((data / "clean" / "feed.xml").read_bytes())
    assert root.tag == f"{{{NAMESPACE}}}feed"
    for part in (root, *entries):
        assert text(part, "id").startswith("urn:uuid:") and text(part, "title")
        assert datetime.fromisoformat(text(part, "updated")).tzinfo
    assert text(root.find(f"{{{NAMESPACE}}}author"), "name") == "police-foi"
    assert text(root, "updated") == max(text(e, "updated") for e in entries) == "2024-05-03T12:00:00+00:00"
    assert len({text(part, "id") for part in (root, *entries)}) == 4
    for entry, one in zip(entries, ids[::-1], strict=True):
        assert one in text(entry, "title")
        assert text(entry, "content")  # an entry without a link must have content
    assert "durham" in text(entries[1], "content") and "changed parser" in text(entries[1], "content")


def test_an_entry_keeps_its_identifier_and_its_words(three, tmp_path):
    data, _ = three
    before = (data / "clean" / "feed.xml").read_bytes()
    publish(whole(), data / "clean", when=WHEN + timedelta(days=9), made_with=MADE)
    after = (data / "clean" / "feed.xml").read_bytes()
    known = {text(e, "id"): xml.tostring(e).strip() for e in elements(before)[1]}
    now = {text(e, "id"): xml.tostring(e).strip() for e in elements(after)[1]}
    assert len(now) == 4 and now.items() >= known.items()


def test_the_feed_ends_somewhere_and_says_the_same_twice():
    entries = [Entry(f"{n:012x}", f"2024-01-01T00:00:{n:02}+00:00", "a < b & c", ("x",)) for n in range(60)]
    made = atom(entries, "me", "first")
    assert made == atom(entries, "me", "first") and len(elements(made)[1]) == 50
    assert text(elements(made)[1][0], "title").endswith("a < b & c")
