"""What replies give away together, and our own summary: told once, gone when a person takes a number down or confirms it."""

from __future__ import annotations

import io
import json
import re
from datetime import date

import pytest

from flows import corrections, steps
from flows.archive import sha256
from flows.disclosed import Layouts, disclosed
from flows.evaluation.disclosure import letter, table
from flows.grouping import Group, facts_of
from flows.mapping import Mapped, _unpack, packed
from flows.merge import conclude, merge
from flows.officers import Interval, officers_of
from flows.progress import Progress
from flows.sources.folder import FolderSource
from parsers.documents import read
from parsers.parse import parse_reply
from tests.flows.release import REQUEST, count, reply
from tests.flows.test_corrections import filed
from tests.flows.test_merge import NOON, _member

HIDDEN = [("Dismissed", ["<5"]), ("Written warning", ["8"]), ("No further action", ["15"])]
SHOWN = [("Dismissed", ["3"]), ("Written warning", ["8"]), ("No further action", ["15"])]
TOTAL = ("Total", ["26"])


def by_outcome(rows) -> str:
    return table("Outcome", ["Officers"], rows)


def round_of(replies: dict[str, str], decisions=()) -> dict[str, list]:
    """The merged tables of replies given as `force/name.html` → text, and what follows from them."""
    mapped = []
    for path, text in replies.items():
        force, name = path.split("/")[0], sha256(text.encode())
        document = read(text.encode(), path)
        facts = facts_of(document)
        parsed = parse_reply([document], force, REQUEST)
        forces = tuple(r.force for r in parsed.replies)
        mapped.append(Mapped(Group([_member(path, name, facts, force)], forces, REQUEST), parsed, name))
    seen = {m.sha256: NOON for x in mapped for m in x.group.members}
    places = {(m.sighting.source, m.sighting.path, m.sha256): NOON for x in mapped for m in x.group.members}
    return conclude(merge(mapped, [], seen, places, decisions))


def told(tables) -> list:
    return [p for p in tables["problems"] if p.code == "disclosive_total"]


def test_a_total_in_the_same_reply():
    tables = round_of({"durham/reply.html": letter(by_outcome([*HIDDEN, TOTAL]))})
    (problem,) = told(tables)
    assert problem.severity == "warning" and problem.force == "durham" and "exactly" in problem.message
    (coverage,) = [c for c in tables["coverage"] if c.force == "durham"]
    assert "disclosive_total" in coverage.open


def test_an_earlier_reply_that_shows_the_number():
    tables = round_of({
        "durham/first.html": letter(by_outcome(SHOWN), day="12 September 2022"),
        "durham/second.html": letter(by_outcome(HIDDEN), more="This letter replaces our earlier reply. "),
    })  # fmt: skip
    assert sorted(c.token for c in tables["superseded_counts"]) == ["15", "3", "8"]
    (problem,) = told(tables)
    assert "an earlier reply, which a later one superseded" in problem.message
    hidden = next(c for c in tables["counts"] if c.token == "<5")
    assert (hidden.value, hidden.lower, hidden.upper) == (None, 0, 4)


def test_an_earlier_total_that_the_later_reply_leaves_out():
    tables = round_of({
        "durham/first.html": letter(by_outcome([*HIDDEN, TOTAL]), day="12 September 2022"),
        "durham/second.html": letter(by_outcome(HIDDEN), more="This letter replaces our earlier reply. "),
    })  # fmt: skip
    (problem,) = told(tables)
    assert problem.severity == "warning" and "earlier reply" in problem.message


def test_the_total_of_a_joint_letter():
    text = table("Force", ["2019"], [("Norfolk Constabulary", ["<5"]), ("Suffolk Constabulary", ["9"]), ("Combined total", ["12"])])  # fmt: skip
    tables = round_of({"norfolk/reply.html": letter(text, name="Norfolk Constabulary and Suffolk Constabulary")})
    (problem,) = told(tables)
    assert problem.force == "norfolk" and "Combined total" in problem.message


def test_what_two_letters_of_a_joint_total_say_in_words():
    name = "Norfolk Constabulary and Suffolk Constabulary"
    said = (
        "<p>Norfolk Constabulary and Suffolk Constabulary together investigated a total of 12 police officers in 2019.</p>"
        "<p>In 2019 fewer than 5 police officers of Norfolk Constabulary were investigated.</p>"
        "<p>In 2019 9 police officers of Suffolk Constabulary were investigated.</p>"
    )
    tables = round_of({"norfolk/reply.html": letter(said, name=name)})
    tokens = sorted((c.force, c.token) for c in tables["counts"])
    assert tokens == [("norfolk", "12"), ("norfolk", "fewer than 5"), ("suffolk", "9")]
    (problem,) = told(tables)
    assert "the forces together" in problem.message


def test_forces_give_nothing_of_each_other_away():
    tables = round_of({
        "durham/reply.html": letter(by_outcome(HIDDEN)),
        "cleveland/reply.html": letter(by_outcome([*SHOWN, TOTAL]), name="Cleveland Police"),
    })  # fmt: skip
    assert told(tables) == []


def test_a_total_that_is_taken_down_gives_nothing_away_any_more(tmp_path):
    replies = {"durham/reply.html": letter(by_outcome([*HIDDEN, TOTAL]))}
    tables = round_of(replies)
    (problem,) = told(tables)
    total = next(c for c in tables["counts"] if c.stated_total)
    assert f"foi correct {total.count_id} --drop" in problem.fix
    said = {"reason": "The force asked for it.", "page": "page 1", "author": "A. N.", "decided": date(2024, 4, 30)}
    drop = {
        "kind": "drop", "table": "counts", "request": REQUEST, "force": "durham", "record": total.count_id,
        "document": total.document, "location": total.location, "row": total.row, **said,
    }  # fmt: skip
    again = round_of(replies, corrections.read(filed(tmp_path, drop)))
    assert told(again) == [] and not [p for p in again["problems"] if p.code == "stale_correction"]
    assert not [c for c in again["counts"] if c.stated_total]


def test_a_problem_that_a_person_confirms_is_gone(tmp_path):
    replies = {"durham/reply.html": letter(by_outcome([*HIDDEN, TOTAL]))}
    (problem,) = told(round_of(replies))
    confirm = {
        "kind": "confirm", "table": "problems", "request": REQUEST, "force": "durham", "record": problem.problem_id,
        "document": problem.document, "was": problem.message, "reason": "The force means to give it.", "page": "page 1",
        "author": "A. N.", "decided": date(2024, 4, 30),
    }  # fmt: skip
    again = round_of(replies, corrections.read(filed(tmp_path, confirm)))
    assert told(again) == [] and [c.fired for c in again["corrections"]] == [True]


@pytest.mark.slow
def test_no_file_of_the_release_says_the_number(tmp_path, monkeypatch):
    """The number is 4321: no digits of the tables, the report or the run come to it by chance."""

    def passed(_tables, folder=None, **_):
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
        return steps.validation.Verdict([], [], [], {})

    monkeypatch.setattr(steps.validation, "validate", passed)
    monkeypatch.chdir(tmp_path)
    rows = [("Dismissed", ["*"]), ("Written warning", ["2000"]), ("No further action", ["1000"]), ("Total", ["7321"])]
    path = tmp_path / "replies" / REQUEST / "durham" / "reply.html"
    path.parent.mkdir(parents=True)
    path.write_text(letter(by_outcome(rows)), encoding="utf-8")
    said, source = io.StringIO(), FolderSource(path.parents[1])
    with steps.begun(tmp_path / "data", [source], Progress(said), request=REQUEST) as run:
        for step in steps.STEPS:
            step(run)
        end = steps.ending(run)
    (problem,) = told(run.tables)
    assert "exactly" in problem.message
    clean = tmp_path / "data" / "clean"
    read = [p for p in clean.rglob("*") if p.is_file() and p.suffix in (".csv", ".json", ".html", ".md", ".xml")]
    texts = {p.name: p.read_text("utf-8") for p in read} | {"the run": said.getvalue() + str(end)}
    assert len(texts) > 20
    for name, text in texts.items():
        assert not re.search(r"4,?321", re.sub(r"[0-9a-f]{12,}", "", text)), name
    figures = {(f.figure, f.breakdown, f.category): f for f in run.tables["summary"]}
    dismissed = figures["officers_investigated", "outcome", "dismissed"]
    assert (dismissed.lower, dismissed.upper) == (0, None)


# ---- our own summary


def said(row: int, value: int | None, **more):
    bounds = {"value": value, "lower": value, "upper": value} if value is not None else {"value": None, "lower": 0, "upper": 4, "meaning": "suppressed", "token": "<5"}  # fmt: skip
    span = {"period_start": date(2017, 1, 1), "period_end": date(2022, 8, 31)}
    return count("kent", "b", row, **{**bounds, "dimension_raw": "Outcome", **span, **more})


def total(row: int, value: int | None, **more):
    return said(row, value, dimension="total", category=None, category_raw="Total", stated_total=True, **more)


def test_a_suppressed_total_stays_as_wide_in_the_summary_as_the_force_printed_it():
    """Its parts are printed and come to 3; a figure of 3 would say what the force withheld."""
    made = officers_of(
        reply("kent", "b", grain="count"), [], [said(1, 1, category="dismissed"), said(2, 2), total(3, None)]
    )
    assert (made.total.lower, made.total.upper) == (0, 4)


def test_two_intervals_that_leave_one_value_stay_two_intervals():
    one, other = Interval(0, 4), Interval(4, 9)
    assert one.narrowed(other) == one and other.narrowed(one) == other
    assert Interval(0, 9).narrowed(Interval(5, 20)) == Interval(5, 9)
    assert Interval(0, None).narrowed(Interval(8, 8)).upper == 8
    assert Interval(1, 7).narrowed(Interval(5, 5)) == Interval(5, 5), "a printed number is no secret"


def test_our_summary_gives_away_what_no_total_of_the_force_is_taken_for():
    """Outcomes to the end of August and a total to the day: the summary takes them for the same officers, and so do its readers."""
    rows = [said(1, None), said(2, 8, category="dismissed", category_raw="Dismissed")]
    made = {
        "replies": [reply("kent", "b", grain="count")], "cases": [], "superseded_counts": [],
        "counts": [*rows, total(3, 11, period_end=date(2022, 9, 3))],
    }  # fmt: skip
    (problem,) = disclosed(made, Layouts([]), made["replies"])
    assert problem.message.startswith(
        "Our own summary by outcome gives away the suppressed number “<5” (Written warning"
    )
    assert (problem.severity, problem.force, problem.location, problem.row) == ("warning", "kent", "Sheet1", 1)
    made["counts"].append(said(4, None, category="resigned", category_raw="Resigned"))
    assert disclosed(made, Layouts([]), made["replies"]) == [], "two hidden numbers, each of which may be anything"


def test_what_is_told_of_the_replies_is_not_told_again_of_the_summary():
    tables = round_of({"durham/reply.html": letter(by_outcome([*HIDDEN, TOTAL]))})
    assert len(told(tables)) == 1


def test_layouts_outlast_their_kept_form():
    parsed = parse_reply([read(letter(by_outcome([*HIDDEN, TOTAL])).encode(), "reply.html")], "durham", REQUEST)
    again = _unpack(json.loads(json.dumps(packed(parsed))))
    assert [(len(t.counts), len(t.sums)) for t in again.printed] == [
        (len(t.counts), len(t.sums)) for t in parsed.printed
    ]
    (sum_of,) = again.printed[0].sums
    assert sum_of.total is again.counts[-1] and [p is c for p, c in zip(sum_of.parts, again.counts, strict=False)]
