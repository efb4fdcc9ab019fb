"""Who was asked and when, what is due and what is overdue; and what the file of it may say."""

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from flows.asked import Asked, add, read, read_file
from flows.cli import main
from flows.ending import Stopped
from flows.lifecycle import overdue, steps_of
from flows.show import status
from schemas.records import Coverage, Reply
from schemas.working_days import last_day_to_answer

REQUEST = "online-misconduct-2017"
SENT, DUE = date(2022, 10, 3), date(2022, 10, 31)


def reply(
    status: str = "full", replied: date | None = date(2022, 10, 20), stage: str | None = "answer", **said
) -> Reply:
    told = {
        "reply_id": f"{status}-{replied}",
        "date_received": SENT,
        "grain": "officer",
        "parser": "x",
        "parser_version": "1",
    }
    return Reply(**{**told, "request": REQUEST, "force": "durham", "status": status, "date_replied": replied, "stage": stage, **said})  # fmt: skip


def acknowledgement(**said) -> Reply:
    return reply("acknowledgement", date(2022, 10, 4), "acknowledgement", **said)


def question() -> Reply:
    return reply("clarification", date(2022, 10, 10), "clarification")


def asked(**said) -> Asked:
    return Asked(REQUEST, "durham", SENT, **said)


def steps(*replies: Reply, noted: Asked | None = None, today: date | None = date(2023, 1, 9), force: str = "durham"):
    return steps_of(force, replies, noted, today)


def test_nobody_is_overdue_of_whom_nobody_knows_when_they_were_asked():
    assert steps()["overdue"] is None and steps()["date_due"] is None and steps()["date_asked"] is None


@pytest.mark.parametrize(("today", "expected"), [(DUE, False), (date(2022, 11, 1), True), (None, None)])
def test_an_answer_is_overdue_on_the_day_after_the_last_day(today, expected):
    assert steps(noted=asked(), today=today)["overdue"] is expected
    assert steps(acknowledgement(), today=today)["overdue"] is expected


def test_an_acknowledgement_and_a_holding_reply_stop_no_clock():
    told = steps(acknowledgement(), reply("acknowledgement", date(2022, 10, 28), "holding"))
    assert (told["date_acknowledged"], told["date_holding"], told["date_due"]) == (
        date(2022, 10, 4),
        date(2022, 10, 28),
        DUE,
    )
    assert told["overdue"] is True and told["date_answered"] is None


def test_a_time_extended_is_due_when_the_force_said():
    told = steps(acknowledgement(), noted=asked(extended_to=date(2022, 11, 28)), today=date(2022, 11, 1))
    assert (told["date_due"], told["overdue"]) == (date(2022, 11, 28), False)


def test_a_question_stops_the_clock_and_its_answer_starts_it_anew():
    told = steps(question())
    assert (told["date_clarification"], told["date_due"], told["overdue"]) == (date(2022, 10, 10), None, False)
    told = steps(question(), noted=asked(clarified=date(2022, 11, 1)))
    assert (told["date_due"], told["overdue"]) == (last_day_to_answer(date(2022, 11, 1)), True)
    told = steps(question(), reply(replied=date(2022, 12, 1)))
    assert (told["working_days"], told["late"], told["overdue"]) == (None, None, False)  # nobody knows when it began


def test_an_answer_in_time_and_one_late():
    told = steps(acknowledgement(), reply())
    assert (told["date_answered"], told["working_days"], told["late"]) == (date(2022, 10, 20), 13, False)
    told = steps(reply(replied=date(2022, 11, 2)))
    assert (told["working_days"], told["late"], told["overdue"]) == (22, True, False)


def test_a_reply_that_could_not_be_read_may_be_the_answer():
    assert steps(reply("unread", None, None))["overdue"] is False


def test_a_request_that_was_closed_is_not_overdue():
    assert steps(noted=asked(closed=date(2022, 10, 5)))["overdue"] is False


def test_parts_corrections_withdrawals_and_a_review_are_told():
    replies = [
        reply(stage="instalment"),
        reply(replied=date(2022, 11, 1), superseded_by="x"),
        reply(replied=date(2022, 11, 2), withdrawn_at=date(2022, 12, 1)),
        reply("refused", date(2022, 12, 5), "review"),
    ]
    told = steps(*replies, noted=asked(review_asked=date(2022, 11, 9), reference="1/22", note="by post"))
    assert (told["instalments"], told["superseded"], told["withdrawn"]) == (1, 1, 1)
    assert (told["date_review_asked"], told["date_review"]) == (date(2022, 11, 9), date(2022, 12, 5))
    assert (told["asked_reference"], told["asked_note"]) == ("1/22", "by post")


def test_samples_and_a_real_asking_are_kept_apart():
    assert steps(reply(), noted=asked(sample=True, note="made up"))["asked_note"] is None
    assert steps(reply(sample=True), noted=asked(note="real"))["asked_note"] is None
    told = steps(reply(sample=True, replied=date(2022, 10, 5)), reply())
    assert told["date_answered"] == date(2022, 10, 20)


def test_scotland_counts_its_own_holidays():
    received = date(2022, 8, 5)
    assert steps(noted=Asked(REQUEST, "police-scotland", received), force="police-scotland")["date_due"] == date(
        2022, 9, 2
    )
    assert steps(noted=Asked(REQUEST, "kent", received), force="kent")["date_due"] == date(2022, 9, 5)


def test_overdue_names_the_forces():
    noted = {(REQUEST, force): Asked(REQUEST, force, SENT) for force in ("durham", "kent")}
    assert overdue([reply()], noted, DUE) == []
    assert overdue([reply()], noted, date(2022, 11, 1)) == [(REQUEST, "kent")]


@given(st.dates(date(2017, 1, 1), date(2026, 12, 31)), st.integers(0, 90), st.booleans())
def test_no_day_is_both_in_time_and_overdue(sent, later, extended):
    noted = Asked(REQUEST, "kent", sent, extended_to=last_day_to_answer(sent) if extended else None)
    today = date.fromordinal(sent.toordinal() + later)
    told = steps(noted=noted, today=today, force="kent")
    assert told["overdue"] is (today > told["date_due"])
    assert told["overdue"] is False or later > 27  # twenty working days are never fewer than 28 days


# ---- the file


def written(tmp_path, text: str):
    (tmp_path / "sent.csv").write_text(text, encoding="utf-8")
    return tmp_path / "sent.csv"


def test_rows_are_taken_in_and_the_later_one_counts(tmp_path):
    first = written(
        tmp_path, f"request,force,sent,note\n{REQUEST},kent,2022-10-03,by post\n{REQUEST},durham,2022-10-04,\n"
    )
    assert add(tmp_path / "data", read_file(first).values()) == (2, 0)
    assert add(tmp_path / "data", read_file(first).values()) == (0, 0)
    second = written(tmp_path, f"\ufeffforce, sent, request, clarified\nkent,2022-10-03,{REQUEST},2022-11-01\n")
    assert add(tmp_path / "data", read_file(second).values()) == (0, 1)
    noted = read(tmp_path / "data")
    assert noted[REQUEST, "kent"] == Asked(REQUEST, "kent", date(2022, 10, 3), clarified=date(2022, 11, 1))
    assert len(noted) == 2 and read(tmp_path / "nowhere") == {}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("force,sent\nkent,2022-10-03\n", "no column request"),
        (f"request,force,sent,mood\n{REQUEST},kent,2022-10-03,good\n", "column mood is none of"),
        (f"request,force,sent\n{REQUEST},kent,3 October\n", "row 2: sent is '3 October': write a date as"),
        (f"request,force,sent\n{REQUEST},kent,\n", "row 2: sent is empty"),
        (f"request,force,sent\n{REQUEST},narnia,2022-10-03\n", "no force narnia"),
        ("request,force,sent\nx,kent,2022-10-03\n", "no request x"),
        (f"request,force,sent\n{REQUEST},kent\n", "row 2: has fewer cells"),
        (f"request,force,sent\n{REQUEST},kent,2022-10-03,x\n", "row 2: has more cells"),
        (f"request,force,sent\n{REQUEST},kent,2022-10-03\n{REQUEST},kent,2022-10-04\n", "row 3: kent is there twice"),
        (f"request,force,sent,clarified\n{REQUEST},kent,2022-10-03,2022-09-01\n", "clarified is before the day"),
        (f"request,force,sent,sample\n{REQUEST},kent,2022-10-03,perhaps\n", "sample is 'perhaps'"),
        ("", "no column request"),
        (f'request,force,sent\n{REQUEST},"kent"x,2022-10-03\n', "is no CSV"),
    ],
)
def test_what_is_wrong_with_the_file_is_said(tmp_path, text, words):
    with pytest.raises(Stopped, match=r"sent\.csv") as stopped:
        read_file(written(tmp_path, text))
    assert words in stopped.value.message


def test_a_file_that_is_no_text_is_said(tmp_path):
    (tmp_path / "asked.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Stopped, match="UTF-8"):
        read(tmp_path)


# ---- the commands


def foi(*arguments) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments])


def test_the_command_takes_rows_in_and_shows_them(tmp_path):
    file = written(tmp_path, f"request,force,sent,note\n{REQUEST},kent,2022-10-03,by post\n")
    done = foi("asked", file, "--data", tmp_path / "data")
    assert done.exit_code == 0 and "1 new, 0 changed" in done.stdout
    shown = foi("asked", "--data", tmp_path / "data")
    assert "kent" in shown.stdout and "2022-10-03" in shown.stdout and "by post" in shown.stdout
    assert "Nobody is noted" in foi("asked", "--data", tmp_path / "other").stdout
    wrong = foi("asked", written(tmp_path, "force\nkent\n"), "--data", tmp_path / "data")
    assert wrong.exit_code == 2 and "no column request" in wrong.stderr
    assert foi("asked", tmp_path / "nowhere.csv", "--data", tmp_path / "data").exit_code == 2


def test_status_names_those_who_are_overdue_and_those_who_wait(capsys):
    rows = [
        Coverage(request=REQUEST, force=force, asked=True, answered=answered, cases=0, counts=0, stale=False, open_problems=0, sample=False, **said)
        for force, answered, said in (
            ("kent", False, {"overdue": True, "date_due": DUE}),
            ("essex", False, {}),
            ("durham", True, {"status": "clarification"}),
            ("surrey", True, {"status": "full", "date_answered": SENT}),
        )
    ]  # fmt: skip
    status(Path("release"), {"coverage": rows, "problems": []})
    told = capsys.readouterr().out
    assert "overdue: kent (since 2022-10-31)" in told and "no reply yet: essex" in told
    assert "waiting for an answer to their question: durham" in told and "surrey (" not in told
