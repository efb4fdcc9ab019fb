"""Measuring: each job in a process of its own, jobs in turn, the first round thrown away, medians of the others.

Processor time is quoted first: it hardly changes with what else the machine does, and counts every process that the job
started. Wall time tells how long a person waits on a machine that does nothing else. Memory is the most that all processes
of the job held at one moment; pages that several share count for each, so that it is never told too small.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

WATCH_EVERY = 0.05
"""Seconds between two looks at the memory of a job."""

ROUNDS = 5
_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one job: `cpu` and `wall` in seconds, `peak` in bytes; `said`, what the job returned."""

    cpu: float
    wall: float
    peak: int
    said: Any = None


def cost_of(job: str, **given: Any) -> Cost:
    """What a function costs, in a fresh interpreter; importing its module is not counted.

    `job`: `module:function`. `given`: its arguments, JSON-ready, as its result must be. Raises `RuntimeError`, with what it
    wrote to standard error, where it fails.
    """
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "told.json"
        command = [sys.executable, "-m", __name__, job, json.dumps(given), str(told)]
        whole = cost_of_command(command)
        made = json.loads(told.read_text(encoding="utf-8"))
    return Cost(made["cpu"], made["wall"], whole.peak, made["said"])


def cost_of_command(
    command: Sequence[str], *, folder: Path | None = None, environment: Mapping[str, str] | None = None, status: int = 0
) -> Cost:
    """What a command costs from its start to its end, with every process that it starts and waits for.

    `status`: the highest exit status that is no failure. Raises `RuntimeError` where it fails.
    """
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, env={**os.environ, **(environment or {})}, stdout=subprocess.DEVNULL, stderr=said
        )
        peak = 0
        while True:
            peak = max(peak, memory(process.pid))
            ended, how, used = os.wait4(process.pid, os.WNOHANG)
            if ended:
                break
            time.sleep(WATCH_EVERY)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(how)
        if not 0 <= process.returncode <= status:
            said.seek(0)
            raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}: {said.read().decode()[-3000:]}")
    return Cost(used.ru_utime + used.ru_stime, wall, max(peak, used.ru_maxrss * 1024))


def side_by_side(
    ways: Mapping[str, Callable[[], Cost]], rounds: int = ROUNDS, warm: bool = True
) -> dict[str, list[Cost]]:
    """The costs of each way, in rounds of all of them in turn; one round more is run first and thrown away.

    `warm`: False for jobs of minutes, which are run no oftener than they are counted.
    """
    costs: dict[str, list[Cost]] = {name: [] for name in ways}
    for number in range(rounds + warm):
        for name, way in ways.items():
            cost = way()
            if number or not warm:
                costs[name].append(cost)
    return costs


def median(costs: Sequence[Cost]) -> Cost:
    """The median of each measure on its own; what the last said."""
    return Cost(
        statistics.median(c.cpu for c in costs),
        statistics.median(c.wall for c in costs),
        int(statistics.median(c.peak for c in costs)),
        costs[-1].said,
    )


def memory(process: int) -> int:
    """Bytes that a process and all its descendants hold now."""
    return sum(_resident(one) for one in [process, *_descendants(process)])


def processor() -> float:
    """Seconds that this process and every process that it has started, ended or not, have worked."""
    own = sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own + sum(_worked(one) for one in _descendants(os.getpid()))


def _resident(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * _PAGE
    except (OSError, IndexError):
        return 0  # it has ended


def _worked(process: int) -> float:
    """Seconds of a process that is still there and of those of its children that are not."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(int(f) for f in fields[11:15]) / _TICKS


def _descendants(process: int) -> list[int]:
    found: list[int] = []
    with contextlib.suppress(OSError):
        for thread in Path(f"/proc/{process}/task").iterdir():
            with contextlib.suppress(OSError):
                for child in map(int, (thread / "children").read_text().split()):
                    found += [child, *_descendants(child)]
    return found


def _work(job: str, given: str, told: str) -> None:
    """What the fresh interpreter does."""
    module, _, function = job.partition(":")
    act = getattr(importlib.import_module(module), function)
    cpu, wall = processor(), time.perf_counter()
    said = act(**json.loads(given))
    cost = {"cpu": processor() - cpu, "wall": time.perf_counter() - wall, "said": said}
    Path(told).write_text(json.dumps(cost), encoding="utf-8")


if __name__ == "__main__":
    _work(*sys.argv[1:])
