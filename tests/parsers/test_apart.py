"""Work in processes apart: whatever goes wrong in one has a reason in words, and the next piece of work is done."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from parsers.apart import NotDone, Process, here
from parsers.limits import Limits

WORK = "tests.parsers.misbehaving"
LIMITS = Limits(cpu_seconds=1, memory=400_000_000, answer=1_000_000, unpacked=1_000_000)


@pytest.fixture(scope="module")
def process() -> Iterator[Process]:
    made = Process(LIMITS)
    yield made
    made.stop()


def reason(process: Process, task: str, said: object = None) -> NotDone:
    """Why a piece of work was not done; the next one is done all the same."""
    with pytest.raises(NotDone) as raised:
        process.do(f"{WORK}:{task}", said)
    assert process.do(f"{WORK}:well", "next").said[0] == "next"
    return raised.value


def test_words_and_bytes_come_back(process: Process) -> None:
    done = process.do(f"{WORK}:well", {"a": ["é", None, 1]}, [b"abc", b""])
    assert done.said[0] == {"a": ["é", None, 1]} and done.parts == [b"cba", b""]


def test_the_limits_hold_in_the_process_too() -> None:
    process = Process(Limits(pages=7))
    assert process.do(f"{WORK}:well", None).said[1] == 7
    process.stop()


@pytest.mark.parametrize(
    ("task", "said", "words", "limit"),
    [
        ("spin", None, "took more than 1 s of processor time to read", "cpu_seconds"),
        ("swell", None, "needs more than 400 MB of memory to read", "memory"),
        (
            "swell_and_break",
            None,
            "crashed the program that was to read it, or needs more than 400 MB of memory (Aborted)",
            "memory",
        ),
        ("flood", 2_000_000, "gave more than 1 MB when it was read", "answer"),
        ("flood_of_parts", 5_000_000, "gave more than 1 MB when it was read", "answer"),
        ("nest", None, "is nested too deeply to read", ""),
        ("refuse", None, "is not wanted", "pages"),
    ],
)
def test_what_goes_beyond_a_limit_has_a_reason(
    process: Process, task: str, said: object, words: str, limit: str
) -> None:
    raised = reason(process, task, said)
    assert (raised.message, raised.limit, raised.fault) == (words, limit, False)
    assert raised.fix


@pytest.mark.parametrize(
    ("task", "said", "words", "limit"),
    [
        ("sleep", None, "took longer than 1 s to read", "seconds"),
        ("pages", {"pages": 9, "seconds": 0.4}, "took longer than 2 s to read", "total_seconds"),
    ],
)
def test_the_clock_ends_what_takes_no_processor_time(task: str, said: object, words: str, limit: str) -> None:
    process = Process(Limits(seconds=1, total_seconds=2))
    raised = reason(process, task, said)
    assert (raised.message, raised.limit) == (words, limit)
    process.stop()


@pytest.mark.parametrize(
    ("by", "words"),
    [(signal.SIGSEGV, "crashed the program"), (signal.SIGABRT, "crashed"), (signal.SIGKILL, "want of memory")],
)
def test_a_process_that_is_ended_is_replaced(process: Process, by: int, words: str) -> None:
    assert words in reason(process, "end", int(by)).message


def test_a_process_that_leaves_is_replaced(process: Process) -> None:
    assert "broke off" in reason(process, "leave").message


def test_a_fault_of_the_program_is_told_from_one_of_the_file(process: Process) -> None:
    raised = reason(process, "fault")
    assert raised.fault and raised.message == "could not be read: KeyError: 'no such column'"


def test_pages_that_get_on_may_take_long() -> None:
    process = Process(Limits(seconds=3))
    assert process.do(f"{WORK}:pages", {"pages": 8, "seconds": 0.5}).said == "all pages"
    process.stop()


def test_who_reads_writes_no_file(process: Process, tmp_path: Path) -> None:
    assert "File too large" in reason(process, "write", str(tmp_path / "a")).message
    assert not (tmp_path / "a").exists() or not (tmp_path / "a").read_bytes()


def test_after_a_piece_of_work_that_took_much_the_process_is_replaced() -> None:
    process = Process(Limits(memory=400_000_000, answer=200_000_000, unpacked=200_000_000))
    first = process.do(f"{WORK}:well", None).said[2]
    assert process.do(f"{WORK}:well", None).said[2] == first
    process.do(f"{WORK}:well", None, [bytes(60_000_000)])
    assert process.do(f"{WORK}:well", None).said[2] != first
    assert 100_000_000 < process.peak < 400_000_000
    process.stop()


def test_no_process_to_be_had_is_no_fault_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parsers.apart.sys.executable", "/bin/false")
    with pytest.raises(OSError, match="no process could be started"):
        Process(LIMITS).do(f"{WORK}:well", None)


def test_here_is_as_apart(process: Process) -> None:
    assert here(f"{WORK}:well", ["a"], [b"ab"]).said[0] == process.do(f"{WORK}:well", ["a"]).said[0] == ["a"]
    with pytest.raises(NotDone):
        here(f"{WORK}:refuse", None)
    with pytest.raises(NotDone, match="KeyError") as raised:
        here(f"{WORK}:fault", None)
    assert raised.value.fault


def test_work_whose_process_was_ended_from_outside_is_tried_once_more(process: Process, tmp_path: Path) -> None:
    def told(name: str, number: int, times: int) -> dict[str, object]:
        (tmp_path / name).mkdir()
        return {"seen": str(tmp_path / name), "signal": number, "times": times}

    assert process.do(f"{WORK}:ended_by", told("once", signal.SIGTERM, 1)).said == "done"
    for name, number, tried in (("twice", signal.SIGTERM, 2), ("crash", signal.SIGSEGV, 1)):
        assert "crashed" in reason(process, "ended_by", told(name, number, 9)).message
        assert len(list((tmp_path / name).iterdir())) == tried, "a crash of its own is not tried again"


def test_a_process_takes_no_code_from_the_folder_that_the_program_is_called_in(tmp_path, monkeypatch) -> None:
    (tmp_path / "parsers").mkdir()
    (tmp_path / "parsers" / "__init__.py").write_text("raise SystemExit('another checkout')\n")
    (tmp_path / "json.py").write_text("raise SystemExit('a file that somebody sent')\n")
    monkeypatch.chdir(tmp_path)
    process = Process(LIMITS)
    assert process.do(f"{WORK}:well", "read").said[0] == "read"
    process.stop()
