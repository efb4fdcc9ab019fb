"""What a run leaves in Prefect: the tables and the text, and that nothing in them is taken for markup."""

from types import SimpleNamespace

import pytest

from flows import artifacts, orchestration, steps
from flows.changes import changes_between
from flows.standing import Told
from tests.flows.release import case, problem, whole


def test_problems_come_errors_first_each_with_its_way_out():
    found = [
        problem("kent", "b", severity="info", problem_id="1"),
        problem("durham", "a", severity="warning", problem_id="2", location=None, row=None),
        problem("kent", "b", severity="error", problem_id="3", message="No outcome is spelled *sacked*."),
    ]
    rows = artifacts.problems([("a.zip was refused.", "Send it again.")], found)
    assert [(row["severity"], row["force"], row["where"]) for row in rows] == [
        ("error", "", ""),
        ("error", "kent", "page 2, row 3"),
        ("warning", "durham", ""),
        ("info", "kent", "page 2, row 3"),
    ]
    assert rows[0]["what to do"] == "Send it again."
    assert rows[1]["problem"] == r"No outcome is spelled \*sacked\*."


def test_what_is_to_do_is_told_by_severity_with_the_way_out():
    found = [
        problem("kent", "b", severity="error", problem_id="3", message="Two\nlines."),
        problem("durham", "a", fix=None),
    ]
    assert artifacts.to_do(artifacts.problems([("a.zip was refused.", "Send it again.")], found)).splitlines() == [
        "### 2 error",
        "",
        "- a.zip was refused.",
        "  - Send it again.",
        "- **kent, page 2, row 3**: Two lines.",
        r"  - Add it to schemas/vocabulary/outcome.toml.",
        "",
        "### 1 warning",
        "",
        "- **durham, page 2, row 3**: No outcome is spelled “sacked”.",
    ]
    assert artifacts.to_do([]) == "Nothing waits for a person."


def test_of_very_many_problems_the_gravest_are_shown():
    found = [problem("kent", "b", severity="info", problem_id=str(n)) for n in range(artifacts.MOST_PROBLEMS)]
    rows = artifacts.problems([], [*found, problem("durham", "a", severity="error", problem_id="x")])
    assert len(rows) == artifacts.MOST_PROBLEMS and rows[0]["severity"] == "error"


def test_the_result_is_what_the_command_line_prints_and_why_it_failed():
    rows = [("online-misconduct-2017", ""), ("  officers investigated", "4"), ("changed", "x"), ("", "y")]
    end = steps.Ending(1, "published", rows, [], ("inbox could not be reached.",), "inbox could not be reached.")
    assert artifacts.result(end) == [
        {"figure": "ended", "value": "inbox could not be reached."},
        {"figure": "online-misconduct-2017", "value": ""},
        {"figure": "officers investigated", "value": "4"},
    ]


def test_what_changed_is_told_force_by_force():
    old, new = whole(), whole()
    new["cases"] = [*new["cases"], case("durham", "a", 11)]
    changed = tuple(changes_between(old, new, {}, {}))
    run = SimpleNamespace(changes=["first release: 2 replies"])
    run.release = SimpleNamespace(id="new1", previous="old1", published=True, changes=changed)
    said = artifacts.changes(run)
    assert said.startswith("Release `new1` after `old1`: cases 1 added.") and "\n- durham " in said
    run.release.previous = None
    assert artifacts.changes(run) == "Release `new1`: first release: 2 replies."
    run.release.published = False
    assert "no release" in artifacts.changes(run)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("see http://x.example", "see http:\u2060//x.example"),
        ("see www.x.example", "see www\u2060.x.example"),
        ("ask a@b.example", "ask a\u2060@b.example"),
    ],
)
def test_an_address_in_a_reply_is_no_link(text, shown):
    assert artifacts.plain(text) == shown


@pytest.mark.parametrize("text", ["![x](http://tracker.example/p.png)", "<img src=x>", "[click](javascript:x)", "a|b"])
def test_what_a_reply_says_is_no_markup(text):
    shown = artifacts.plain(text)
    assert all(f"\\{sign}" in shown for sign in text if sign in "![]()<>|")


@pytest.mark.slow
def test_where_prefect_cannot_take_them_the_run_is_told_and_goes_on(tmp_path, monkeypatch):
    orchestration.prepare(tmp_path / ".prefect")  # its settings stand before its first import in this process
    import prefect.artifacts

    def away(*_given):
        raise OSError("http://foi:hunter2@server.example is away")

    for name in ("create_table_artifact", "create_markdown_artifact"):
        monkeypatch.setattr(prefect.artifacts, name, away)
    said: list[str] = []
    monkeypatch.setattr(artifacts, "outside_the_tables", lambda _: [])
    monkeypatch.setattr(artifacts, "told_of", lambda _: Told("", [], [], [], {"error": 0}))
    run = SimpleNamespace(release=None)
    artifacts.leave(run, steps.Ending(0, "nothing new", [], []), SimpleNamespace(warn=said.append))
    assert len(said) == 4 and "could not be left in Prefect" in said[0] and "hunter2" not in "".join(said)
