"""The main job end to end: through plain functions, and once through Prefect itself."""

import io
import os
import shutil
import subprocess
import sys
import zipfile
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

import pytest

from flows import publish as publishing
from flows import steps
from flows.ending import DONE, NEEDS_A_PERSON, NOT_PUBLISHED, Stopped
from flows.progress import Progress
from flows.sources.folder import FolderSource
from parsers import parse as parsing
from tests.flows.letters import CASES, letter, workbook
from tests.flows.receivers import receiving

SHARED = Path(os.environ.get("FOI_SHARED", Path(__file__).parents[2] / ".." / "shared")) / "replies" / "real"
HTML = b"<html><body>404 not found</body></html>"


@contextmanager
def running(data: Path, *folders: Path, **told):
    with steps.begun(data, [FolderSource(f) for f in folders], Progress(io.StringIO()), **told) as run:
        yield run


def ingest(data: Path, *folders: Path, **told) -> tuple[steps.Run, steps.Ending]:
    """The job without Prefect: every step, one after another."""
    with running(data, *folders, **told) as run:
        for step in steps.STEPS:
            step(run)
        return run, steps.ending(run)


def live(data: Path) -> dict:
    return publishing.read_release(data / "clean" / "latest")


def published(data: Path) -> dict[str, bytes]:
    """Every file of the live release and its bytes."""
    latest = data / "clean" / "latest"
    return {p.relative_to(latest).as_posix(): p.read_bytes() for p in sorted(latest.rglob("*")) if p.is_file()}


@pytest.fixture(autouse=True)
def without_great_expectations(request, monkeypatch):
    """The suites take seconds a run and have tests of their own: only tests marked slow run them here."""
    if request.node.get_closest_marker("slow"):
        return

    def validate(data, docs=None, *, when=None, before=None):
        if docs:
            docs.mkdir(parents=True)
        return steps.validation.Verdict([], [], [], {})

    monkeypatch.setattr(steps.validation, "validate", validate)


@pytest.fixture
def inbox(tmp_path) -> Path:
    letter(tmp_path / "in" / "durham.pdf")
    letter(tmp_path / "in" / "kent" / "response.pdf", force="Kent Police", reference="7/22", rows=[])
    workbook(tmp_path / "in" / "kent" / "figures.xlsx", [*CASES, ["2021", "PC", "TikTok", "No further action"]])
    return tmp_path / "in"


@pytest.mark.slow
def test_a_run_publishes_and_the_same_again_parses_and_publishes_nothing(tmp_path, inbox):
    data = tmp_path / "data"
    run, end = ingest(data, inbox)
    assert (run.read, run.parsed, end.status, end.outcome) == (3, 2, DONE, "published")
    tables = live(data)
    assert {r.force: len(r.documents) for r in tables["replies"]} == {"durham": 1, "kent": 2}
    assert {(c.force, c.outcome) for c in tables["cases"]} >= {("durham", "dismissed"), ("kent", "no_further_action")}
    assert len(tables["cases"]) == 5
    before = published(data)
    run, end = ingest(data, inbox)
    assert (run.read, run.parsed, end.status, end.outcome, run.changes) == (0, 0, DONE, "nothing new", ["nothing"])
    assert published(data) == before and len(publishing.history(data / "clean")) == 1

    letter(inbox / "essex.pdf", force="Essex Police", reference="9/22")
    run, end = ingest(data, inbox)
    assert (run.read, run.parsed) == (1, 1)
    assert "replies 1 added; cases 2 added" in dict(end.rows)["changed"]
    assert ("", "essex (online-misconduct-2017): new reply: 1 reply added; 2 cases added.") in end.rows

    letter(inbox / "durham.pdf", replied="1 December 2022", rows=[*CASES, ["2022", "PC", "WhatsApp", "Dismissed"]])
    run, end = ingest(data, inbox)
    assert (run.read, run.parsed, end.status) == (1, 1, DONE)
    tables = live(data)
    durham = {r.reply_id: r for r in tables["replies"] if r.force == "durham"}
    (now,) = [r for r in durham.values() if r.superseded_by is None]
    assert len(durham) == 2 and durham[now.supersedes].superseded_by == now.reply_id
    assert sum(c.force == "durham" for c in tables["cases"]) == 3
    assert sum(c.force == "durham" for c in tables["superseded_cases"]) == 2
    assert {c.record_id for c in tables["superseded_cases"]} <= {c.record_id for c in tables["cases"]}


def test_one_unreadable_file_among_others_is_a_problem_and_the_others_go_on(tmp_path, inbox):
    (inbox / "essex.xlsx").write_bytes(HTML)
    _, end = ingest(tmp_path / "data", inbox)
    tables = live(tmp_path / "data")
    assert end.status == NEEDS_A_PERSON and {r.force: r.status for r in tables["replies"]}["essex"] == "unread"
    (problem,) = [p for p in tables["problems"] if p.severity == "error"]
    assert (
        problem.code == "document_unreadable"
        and "essex.xlsx is an error or log-in page" in problem.message
        and problem.fix
    )
    assert len(tables["cases"]) == 5
    again, end = ingest(tmp_path / "data", inbox)
    assert (again.read, again.parsed, end.status) == (0, 0, NEEDS_A_PERSON)
    (inbox / "essex.xlsx").unlink()
    _, end = ingest(tmp_path / "data", inbox)
    assert end.status == DONE


def test_a_single_file_that_cannot_be_read_stops_and_leaves_nothing_published(tmp_path):
    (tmp_path / "essex.xlsx").write_bytes(HTML)
    with pytest.raises(Stopped, match=r"essex.xlsx is an error or log-in page"):
        ingest(tmp_path / "data", tmp_path / "essex.xlsx")
    assert not (tmp_path / "data" / "clean").exists()
    letter(tmp_path / "in" / "durham.pdf")
    assert ingest(tmp_path / "data", tmp_path / "in")[1].status == DONE


def test_a_file_of_no_known_force_waits_and_is_taken_in_once_somebody_says_whose_it_is(tmp_path, inbox):
    workbook(inbox / "zz" / "figures.xlsx")
    _, end = ingest(tmp_path / "data", inbox)
    assert end.status == NEEDS_A_PERSON and any(
        "zz/figures.xlsx" in message and "--force" in fix for message, fix in end.errors
    )
    _, end = ingest(tmp_path / "data", inbox / "zz" / "figures.xlsx", force="surrey")
    assert end.status == NEEDS_A_PERSON  # the same path seen from the folder above still says nothing
    _, end = ingest(tmp_path / "data", inbox / "zz", force="surrey")
    assert "surrey" in {r.force for r in live(tmp_path / "data")["replies"]}


def test_an_empty_folder_stops_and_a_folder_that_lost_its_files_loses_nothing(tmp_path, inbox):
    data = tmp_path / "data"
    (tmp_path / "empty").mkdir()
    with pytest.raises(Stopped, match="there is no document"):
        ingest(data, tmp_path / "empty")
    ingest(data, inbox)
    shutil.rmtree(inbox)
    inbox.mkdir()
    with pytest.raises(Stopped, match="there is no document"):
        ingest(data, inbox)
    assert len(live(data)["cases"]) == 5


def test_a_reply_that_its_source_shows_no_more_is_kept_and_counts_nothing_until_it_is_back(tmp_path, inbox):
    data = tmp_path / "data"
    letter(inbox / "durham.pdf", rows=[*CASES, *(["2020", "PC", "WhatsApp", "Dismissed"] for _ in range(4))])
    ingest(data, inbox)
    letter_bytes = (inbox / "durham.pdf").read_bytes()
    (inbox / "durham.pdf").unlink()
    _, end = ingest(data, inbox)
    tables = live(data)
    (reply,) = [r for r in tables["replies"] if r.force == "durham"]
    assert end.outcome == "published" and reply.withdrawn_at and not reply.current
    assert {c.force for c in tables["cases"]} == {"kent"} and len(tables["superseded_cases"]) == 6
    assert [p.code for p in tables["problems"] if p.force == "durham" and p.severity == "warning"] == [
        "reply_withdrawn"
    ]
    (row,) = [c for c in tables["coverage"] if c.force == "durham"]
    assert (row.answered, row.cases, row.withdrawn) == (True, 0, 1)
    assert (data / "raw" / "documents" / reply.documents[0][:2] / reply.documents[0]).read_bytes() == letter_bytes
    assert "durham (online-misconduct-2017): withdrawn at its source" in "\n".join(v for _, v in end.rows)
    _, end = ingest(data, inbox)
    assert end.outcome == "nothing new"
    (inbox / "durham.pdf").write_bytes(letter_bytes)
    ingest(data, inbox)
    assert len(live(data)["cases"]) == 9 and all(r.withdrawn_at is None for r in live(data)["replies"])


def test_where_most_replies_have_gone_at_once_the_last_good_versions_stay_until_a_person_accepts(tmp_path):
    inbox, data = tmp_path / "in", tmp_path / "data"
    names = ["Durham Constabulary", "Kent Police", "Essex Police", "Surrey Police"]
    for name in names:
        letter(
            inbox / f"{name.split()[0].lower()}.pdf", force=name, rows=[*CASES, ["2021", "PC", "TikTok", "Dismissed"]]
        )
    ingest(data, inbox)
    for name in ("kent", "essex", "surrey"):
        (inbox / f"{name}.pdf").unlink()
    _, end = ingest(data, inbox)
    assert end.status == NEEDS_A_PERSON and len(live(data)["cases"]) == 12
    accepted = frozenset(("online-misconduct-2017", name) for name in ("kent", "essex", "surrey"))
    ingest(data, inbox, accepted=accepted)
    assert len(live(data)["cases"]) == 3 and sum(r.withdrawn_at is not None for r in live(data)["replies"]) == 3


def test_a_force_whose_new_reply_lost_most_rows_keeps_the_last_one_until_a_person_accepts(tmp_path):
    inbox, data = tmp_path / "in", tmp_path / "data"
    letter(
        inbox / "durham.pdf",
        rows=[*CASES, *[[str(y), "PC", "WhatsApp", "No further action"] for y in range(2017, 2023)]],
    )
    letter(inbox / "kent.pdf", force="Kent Police")
    ingest(data, inbox)
    letter(inbox / "durham.pdf", replied="1 December 2022")
    _, end = ingest(data, inbox)
    assert end.status == NEEDS_A_PERSON and sum(c.force == "durham" for c in live(data)["cases"]) == 8
    assert [c.stale for c in live(data)["coverage"] if c.force == "durham"] == [True]
    assert ingest(data, inbox)[1].outcome == "nothing new"
    _, end = ingest(data, inbox, accepted=frozenset({steps.pair("online-misconduct-2017/durham")}))
    assert end.status == DONE and sum(c.force == "durham" for c in live(data)["cases"]) == 2


def test_validation_that_fails_as_a_whole_leaves_the_last_release_live(tmp_path, inbox, monkeypatch):
    data = tmp_path / "data"
    ingest(data, inbox)
    before = published(data)
    letter(inbox / "essex.pdf", force="Essex Police")
    with monkeypatch.context() as broken:
        failure = steps.validation.Failure("coverage", "rows", "The table is not empty.", "critical")
        broken.setattr(steps.validation, "validate", lambda *_, **__: steps.validation.Verdict([], [failure], [], {}))
        _, end = ingest(data, inbox)
    assert end.status == NOT_PUBLISHED and published(data) == before
    assert any("The table is not empty" in message for message, _ in end.errors)
    assert ingest(data, inbox)[1].status == DONE and published(data) != before


def test_a_parser_that_crashes_stops_its_own_force_only(tmp_path, inbox, monkeypatch, mapped_here):
    sound = parsing.parse_reply

    def crash(documents, force=None, request=None):
        if force == "durham":
            raise KeyError("no such column")
        return sound(documents, force, request)

    monkeypatch.setattr(parsing, "parse_reply", crash)
    _, end = ingest(tmp_path / "data", inbox)
    tables = live(tmp_path / "data")
    assert end.status == NEEDS_A_PERSON and {c.force for c in tables["cases"]} == {"kent"}
    assert {r.force: r.status for r in tables["replies"]}["durham"] == "quarantined"


def test_a_killed_run_changes_nothing_and_the_next_gives_the_same_as_if_it_had_not_been(tmp_path, inbox, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    ingest(tmp_path / "undisturbed", inbox)
    data = tmp_path / "data"
    for last in range(len(steps.STEPS)):
        with pytest.raises(KeyboardInterrupt), running(data, inbox) as run:
            for step in steps.STEPS[:last]:
                step(run)
            raise KeyboardInterrupt
    ingest(data, inbox)
    assert published(data) == published(tmp_path / "undisturbed")


@pytest.mark.slow
@pytest.mark.skipif(not SHARED.exists(), reason="the real replies are not here")
def test_the_real_replies_give_every_printed_figure(tmp_path):
    ingest(tmp_path / "data", SHARED, request="hospital-crime-2019")
    tables = live(tmp_path / "data")
    assert {r.force: (r.reference, r.exemptions) for r in tables["replies"]} == {
        "durham": ("1406745", []),
        "humberside": ("01/FOI/25/006753/Z", ["s40(2)"]),
    }
    assert {(p.force, p.code) for p in tables["problems"]} >= {("durham", "total_mismatch")}
    printed = [c for c in tables["counts"] if c.force == "humberside" and not c.stated_total]
    for dimension_raw in ("Offence types", "Outcomes"):
        by_year = {
            y: sum(c.value or 0 for c in printed if c.dimension_raw == dimension_raw and c.period_raw == str(y))
            for y in range(2019, 2025)
        }
        assert list(by_year.values()) == [457, 486, 465, 481, 609, 153]


@pytest.mark.slow
def test_prefect_runs_the_same_steps(tmp_path, inbox):
    from flows.orchestration import run_ingest

    end = run_ingest([str(inbox)], tmp_path / "data")
    assert (end.status, end.outcome) == (DONE, "published") and len(live(tmp_path / "data")["cases"]) == 5
    end = run_ingest([str(inbox)], tmp_path / "data")
    assert end.outcome == "nothing new"

    from flows.ingest import ingest as flow

    with pytest.raises(Stopped, match="does not exist"):
        flow([str(tmp_path / "nowhere")], str(tmp_path / "data"))
    deployed = flow.to_deployment("nightly")
    assert deployed.entrypoint and deployed.entrypoint.endswith("ingest.py:ingest")


@pytest.mark.slow
def test_a_prefect_server_that_does_not_answer_is_one_sentence(tmp_path, inbox):
    told = {**os.environ, "PREFECT_API_URL": "http://127.0.0.1:9/api"}
    command = [sys.executable, "-m", "flows.cli", "ingest", str(inbox), "--data", str(tmp_path / "data")]
    done = subprocess.run(command, cwd=Path(__file__).parents[2], env=told, capture_output=True, text=True)
    assert done.returncode == 2 and "PREFECT_API_URL" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.slow
def test_prefect_ends_failed_where_validation_stopped_the_publication(tmp_path, inbox, monkeypatch):
    from flows import orchestration

    orchestration.prepare(tmp_path / ".prefect")
    from flows.ingest import ingest as flow

    whole = steps.conclude
    monkeypatch.setattr(steps, "conclude", lambda *given: {**whole(*given), "coverage": []})
    state = flow([str(inbox)], str(tmp_path / "data"), return_state=True)
    assert state.is_failed() and state.result(raise_on_failure=False).status == NOT_PUBLISHED
    assert state.message.startswith("Validation stopped the publication: ")


@pytest.mark.slow
def test_what_is_wrong_with_a_parameter_fails_the_run_with_its_sentence_and_is_told(tmp_path, inbox, monkeypatch):
    from flows import orchestration

    orchestration.prepare(tmp_path / ".prefect")
    from flows.ingest import ingest_force

    monkeypatch.chdir(tmp_path)
    Path("foi.toml").write_text('[notify.chat]\nkind = "webhook"\nurl_env = "FOI_TEST_URL"\n', encoding="utf-8")
    with receiving("t0ken") as receiver:
        monkeypatch.setenv("FOI_TEST_URL", receiver.url)
        state = ingest_force("dorham", [str(inbox)], str(tmp_path / "data"), return_state=True)
    assert state.is_failed() and state.message == "force: no force is called 'dorham'. Did you mean durham?"
    assert [(told["event"], told["reason"]) for told in receiver.told] == [("failure", state.message)]


def test_a_letter_that_only_withdraws_takes_the_figures_out_and_the_report_says_so(tmp_path, inbox):
    data = tmp_path / "data"
    ingest(data, inbox)
    letter(
        inbox / "durham-2.pdf",
        replied="1 December 2022",
        rows=[],
        said="An error has come to our attention in our response dated 9 September 2022. Please disregard our previous "
        "response. A further response will be sent to you.",
    )
    _, end = ingest(data, inbox)
    tables = live(data)
    (now,) = [r for r in tables["replies"] if r.force == "durham" and r.current]
    assert (now.stage, now.date_replied.isoformat()) == ("correction", "2022-12-01")
    assert {c.force for c in tables["cases"]} == {"kent"} and {c.force for c in tables["superseded_cases"]} == {
        "durham"
    }
    assert kinds_of(tables["changes"]) >= {("cases", "withdrawn", "corrected_reply")}
    assert "durham" in "\n".join(v for _, v in end.rows)


def kinds_of(changes) -> set[tuple]:
    return {(c.table, c.change, c.cause) for c in changes}


def test_a_day_that_makes_an_answer_overdue_makes_a_release_and_the_next_day_none(tmp_path, inbox, monkeypatch):
    from flows.asked import Asked, add

    data = tmp_path / "data"
    add(data, [Asked("online-misconduct-2017", "essex", date(2022, 10, 3))])
    ended = []
    for day in ("2022-10-31", "2022-11-01", "2022-11-02"):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(datetime.fromisoformat(f"{day}T12:00:00+00:00").timestamp())))
        run, end = ingest(data, inbox)
        ended.append((end.outcome, run.parsed))
    assert ended == [("published", 2), ("published", 0), ("nothing new", 0)]
    assert kinds_of(live(data)["changes"]) == {("coverage", "changed", "time")}
    (row,) = [c for c in live(data)["coverage"] if c.force == "essex"]
    assert (row.overdue, row.date_due, row.answered) == (True, date(2022, 10, 31), False)


def test_a_changed_vocabulary_is_told_as_such(tmp_path, inbox, monkeypatch, mapped_here):
    data = tmp_path / "data"
    ingest(data, inbox)
    monkeypatch.setattr("schemas.vocabulary.fingerprint", lambda: "another")
    read_cases = parsing.parse_reply

    def otherwise(*given):
        parsed = read_cases(*given)
        for one in parsed.cases:
            one.rank = "sergeant"
        return parsed

    monkeypatch.setattr(parsing, "parse_reply", otherwise)
    ingest(data, inbox)
    assert kinds_of(live(data)["changes"]) == {("cases", "changed", "vocabulary")}


def test_what_lies_in_a_zip_that_may_not_be_read_this_time_has_not_gone(tmp_path, inbox, monkeypatch):
    data, bundle = tmp_path / "data", inbox / "essex.zip"
    with zipfile.ZipFile(bundle, "w") as made:
        made.write(letter(tmp_path / "essex.pdf", force="Essex Police", reference="9/22"), "essex.pdf")
    ingest(data, inbox)
    assert {c.force for c in live(data)["cases"]} == {"durham", "kent", "essex"}
    read_bytes = Path.read_bytes

    def refuses(path):
        if path.name == "essex.zip":
            raise PermissionError(13, "Permission denied")
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", refuses)
    ingest(data, inbox)
    assert {c.force for c in live(data)["cases"]} == {"durham", "kent", "essex"}
