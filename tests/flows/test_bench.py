"""The measurements measure: what a job did in processes of its own is counted, and who fails is no figure."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from flows.bench import pdf as bench_pdf
from flows.bench.timing import Cost, cost_of, cost_of_command, median, side_by_side

WORK = (
    "x = bytearray({size})\nimport time\nend = time.process_time() + {seconds}\nwhile time.process_time() < end: pass"
)


def busy(seconds: float, size: int, children: int) -> int:
    """Work in so many processes, one after another."""
    for _ in range(children):
        subprocess.run([sys.executable, "-c", WORK.format(size=size, seconds=seconds)], check=True)
    return children


def test_work_and_memory_of_child_processes_are_counted():
    cost = cost_of("tests.flows.test_bench:busy", seconds=0.3, size=150_000_000, children=2)
    assert cost.said == 2
    assert cost.cpu >= 0.6
    assert cost.peak >= 150_000_000


def test_a_job_that_fails_is_no_figure():
    with pytest.raises(RuntimeError, match="ended with 3"):
        cost_of_command([sys.executable, "-c", "raise SystemExit(3)"])
    assert cost_of_command([sys.executable, "-c", "raise SystemExit(1)"], status=1).cpu > 0


def test_ways_are_tried_in_turn_and_the_first_round_is_thrown_away():
    order = []

    def way(name):
        def act() -> Cost:
            order.append(name)
            return Cost(len(order), 2 * len(order), 3 * len(order))

        return act

    costs = side_by_side({"ours": way("ours"), "plain": way("plain")}, rounds=3)
    assert order == ["ours", "plain"] * 4
    assert [c.cpu for c in costs["ours"]] == [3, 5, 7]
    assert median(costs["ours"]) == Cost(5, 10, 15)


def test_every_way_of_reading_pdfs_reads_all_pages(tmp_path):
    for path in sorted((Path(__file__).parents[2] / "samples").rglob("*.pdf"))[:2]:
        (tmp_path / path.name).write_bytes(path.read_bytes())
    read = {getattr(bench_pdf, job)(str(tmp_path)) for job in bench_pdf.WAYS.values()}
    assert len(read) == 1 and read.pop() > 1


def test_a_long_document_is_read_whole_by_one_process_and_by_two():
    rows = bench_pdf.measure_long(rounds=1, pages=2)
    assert [row["pages"] for row in rows] == [2, 2] and {row["name"] for row in rows} == set(bench_pdf.LONG)
