"""What it costs to merge, validate and publish N cases that have been read and mapped, beside pandas putting them into files.

    python -m flows.bench.release [--sizes 10000 100000 1000000] [--rounds 1] [--most-memory 6]

Each size is published from an archive of its own, in a process of its own. The plain script reads the same rows, puts them
together and writes one CSV and one Parquet file: it merges nothing, checks nothing, tells no place, masks nobody's name.
`--most-memory`: GiB of address space that publishing may take; it fails above.
"""

from __future__ import annotations

import argparse
import io
import json
import resource
import shutil
import tempfile
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from flows import steps
from flows.bench import rounds
from flows.bench.timing import Cost, cost_of, median, processor, side_by_side
from flows.progress import Progress
from flows.sources.folder import FolderSource
from flows.terminal import say

HERE = "flows.bench.release"
SIZES = (1_000, 10_000, 100_000, 1_000_000)


def measure(
    sizes: Sequence[int] = SIZES, rounds_of_each: int = 1, where: Path | None = None, most_memory: float | None = None
) -> list[dict[str, Any]]:
    """A row for each size: `cases`, and `cpu`, `wall` (seconds) and `peak` (bytes) of `ours` and of `plain`; `steps`, the
    seconds of processor time of each step; `growth`, the processor time against that of the first size, over the ratio of the
    sizes: 1 is linear."""
    made: list[dict[str, Any]] = []
    for size in sizes:
        with tempfile.TemporaryDirectory(dir=where) as folder:
            cost_of(f"{HERE}:prepare", folder=folder, cases=size)
            costs = side_by_side(
                {
                    "ours": partial(_afresh, Path(folder), most_memory),
                    "plain": partial(cost_of, f"{HERE}:plain", folder=folder),
                },
                rounds_of_each,
                warm=False,
            )
        ours, plainly = median(costs["ours"]), median(costs["plain"])
        first = made[0] if made else None
        made.append(
            {
                "cases": size,
                "ours": _figures(ours),
                "plain": _figures(plainly),
                "steps": ours.said["cpu"],
                "rows": ours.said["rows"],
                "growth": round(ours.cpu / first["ours"]["cpu"] / (size / first["cases"]), 3) if first else 1.0,
            }
        )
    return made


def _figures(cost: Cost) -> dict[str, float]:
    return {"cpu": round(cost.cpu, 2), "wall": round(cost.wall, 2), "peak": cost.peak}


def _afresh(folder: Path, most_memory: float | None) -> Cost:
    """Publish as the first release."""
    shutil.rmtree(folder / rounds.DATA / "clean", ignore_errors=True)
    return cost_of(f"{HERE}:release", folder=str(folder), most_memory=most_memory)


def prepare(folder: str, cases: int) -> None:
    """Make the archive that is published from."""
    rounds.archived(Path(folder), cases)


def release(folder: str, most_memory: float | None = None) -> dict[str, Any]:
    """Merge, validate and publish all that the archive holds; seconds of processor time of each step, rows of each table.

    `most_memory`: GiB of address space that this process may take.
    """
    if most_memory:
        resource.setrlimit(resource.RLIMIT_AS, (int(most_memory * 2**30),) * 2)
    used: dict[str, float] = {}
    data, source = Path(folder) / rounds.DATA, FolderSource(Path(folder) / rounds.REPLIES)
    with steps.begun(data, [source], Progress(io.StringIO())) as run:
        for step in steps.STEPS:
            start = processor()
            step(run)
            used[step.__name__] = round(processor() - start, 2)
        if run.failures or run.parsed or run.read:
            raise RuntimeError(f"not what was to be measured: {run.failures or 'it was not mapped before'}")
        return {"cpu": used, "rows": {name: len(rows) for name, rows in run.tables.items() if rows}}


def plain(folder: str) -> int:
    """All case lists as one CSV and one Parquet file; how many rows."""
    import pandas as pd

    out = Path(folder) / "plain"
    out.mkdir(exist_ok=True)
    found = sorted((Path(folder) / rounds.REPLIES).rglob("*.csv"))
    frame = pd.concat([pd.read_csv(path).assign(force=path.parent.name) for path in found])
    frame.to_csv(out / "cases.csv", index=False)
    frame.to_parquet(out / "cases.parquet")
    return len(frame)


def main() -> None:
    told = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    told.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    told.add_argument("--rounds", type=int, default=1)
    told.add_argument(
        "--where", type=Path, help="A folder with room; the system's own for what is temporary where not given."
    )
    told.add_argument("--most-memory", type=float, metavar="GIB", help="Address space that publishing may take.")
    given = told.parse_args()
    start = time.monotonic()
    for row in measure(given.sizes, given.rounds, given.where, given.most_memory):
        say(json.dumps(row))
    say(f"{time.monotonic() - start:.0f} s")


if __name__ == "__main__":
    main()
