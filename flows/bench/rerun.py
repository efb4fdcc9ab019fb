"""What ingestion costs when all, a hundred, one or none of the replies is new, beside a plain loop that only reads them.

    python -m flows.bench.rerun [--sizes 100 1000 10000] [--rounds 3] [--ready]

The steps run in a process of their own, with all that they start. `command`, `command_hundred` and `command_alone` are `foi ingest`
as a person runs it, with Prefect and its server: with nothing new, with a hundred more, and over a hundred replies alone. The plain loop opens each file with pdfplumber, openpyxl, python-docx or pandas and keeps its rows: no letter, no
mapping, no checks, no release. With `--ready`, the replies are case lists of one case each that have been read and mapped: what a
run costs beside what it archived long ago is the same, and ten thousand replies are there in minutes.
"""

from __future__ import annotations

import argparse
import io
import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from flows import steps
from flows.bench import rounds
from flows.bench.timing import Cost, cost_of, cost_of_command, median, processor, side_by_side
from flows.ending import NEEDS_A_PERSON
from flows.progress import Progress
from flows.sources.folder import FolderSource
from flows.terminal import say

HERE = "flows.bench.rerun"
SIZES = (100, 1_000, 10_000)


def measure(
    sizes: Sequence[int] = SIZES, rounds_of_each: int = 3, where: Path | None = None, ready: bool = False
) -> list[dict[str, Any]]:
    """A row for each size: `replies`, and `cpu`, `wall` (seconds) and `peak` (bytes) of `cold`, `plain`, `none`, `command`,
    `one` and `hundred` (as many more replies as that), with the processor time of each step of ours, `command_hundred` and
    `command_alone`."""
    made = []
    for size in sizes:
        with tempfile.TemporaryDirectory(dir=where) as name:
            folder = Path(name)
            if ready:
                cost_of(f"{HERE}:prepare", folder=name, replies=size)
            else:
                rounds.write_replies(folder / rounds.REPLIES, size)
            row: dict[str, Any] = {"replies": size, "cold": _figures(cost_of(f"{HERE}:ingest", folder=name))}
            row["plain"] = _figures(cost_of(f"{HERE}:plain", folder=name))
            kept = folder / "kept"
            shutil.copytree(folder / rounds.DATA, kept, symlinks=True)  # before anything has been asked of it
            still = {"none": partial(cost_of, f"{HERE}:ingest", folder=name), "command": partial(_command, folder)}
            row |= {name: _figures(median(some)) for name, some in side_by_side(still, rounds_of_each).items()}
            steps_alone = partial(cost_of, f"{HERE}:ingest", folder=name)
            ways = {
                "one": partial(_again, folder, kept, size, 1, steps_alone),
                "hundred": partial(_again, folder, kept, size, 100, steps_alone),
                "command_hundred": partial(_again, folder, kept, size, 100, partial(_command, folder)),
                "command_alone": partial(_alone, folder, size),
            }
            costs = side_by_side(ways, rounds_of_each, warm=False)
            made.append(row | {name: _figures(median(some)) for name, some in costs.items()})
    return made


def prepare(folder: str, replies: int) -> None:
    """Make an archive of so many replies of one case each, read and mapped."""
    rounds.archived(Path(folder), replies, each=1)


def _command(folder: Path) -> Cost:
    """`foi ingest`, as a person runs it."""
    told = [str(folder / rounds.REPLIES), "--data", str(folder / rounds.DATA)]
    call = "from flows.cli import main; main()"
    return cost_of_command([sys.executable, "-c", call, "ingest", *told], status=NEEDS_A_PERSON)


def _alone(folder: Path, size: int) -> Cost:
    """`foi ingest` of a hundred replies, with nothing archived."""
    with tempfile.TemporaryDirectory(dir=folder) as name:
        rounds.write_replies(Path(name) / rounds.REPLIES, 100, size)
        return _command(Path(name))


def _again(folder: Path, kept: Path, size: int, number: int, run: Callable[[], Cost]) -> Cost:
    """A run with so many replies more than the last had; then everything is put back."""
    new = rounds.write_replies(folder / rounds.REPLIES, number, size)
    try:
        return run()
    finally:
        for path in new:
            path.unlink()
        shutil.rmtree(folder / rounds.DATA)
        shutil.copytree(kept, folder / rounds.DATA, symlinks=True)


def _figures(cost: Cost) -> dict[str, Any]:
    told = {"cpu": round(cost.cpu, 2), "wall": round(cost.wall, 2), "peak": cost.peak}
    return told | ({"steps": cost.said} if isinstance(cost.said, dict) else {})


def ingest(folder: str) -> dict[str, float]:
    """One run over all replies in the folder; seconds of processor time of each step."""
    used: dict[str, float] = {}
    source = FolderSource(Path(folder) / rounds.REPLIES)
    with steps.begun(Path(folder) / rounds.DATA, [source], Progress(io.StringIO())) as run:
        for step in steps.STEPS:
            start = processor()
            step(run)
            used[step.__name__] = round(processor() - start, 2)
        if run.failures:
            raise RuntimeError(f"nothing was published: {run.failures[0]}")
    return used


def plain(folder: str) -> int:
    """Read every reply with the usual library for its kind; how many rows of tables there are."""
    import docx
    import openpyxl
    import pandas as pd
    import pdfplumber

    found = 0
    for path in sorted((Path(folder) / rounds.REPLIES).rglob("*.*")):
        if path.suffix == ".pdf":
            with pdfplumber.open(path) as pdf:
                found += sum(len(table) for page in pdf.pages for table in page.extract_tables())
        elif path.suffix == ".xlsx":
            found += sum(1 for sheet in openpyxl.load_workbook(path) for _ in sheet.iter_rows(values_only=True))
        elif path.suffix == ".docx":
            found += sum(
                len([c.text for c in row.cells]) > 0 for t in docx.Document(str(path)).tables for row in t.rows
            )
        elif path.suffix == ".csv":
            found += len(pd.read_csv(path))
        elif path.suffix == ".html":
            found += sum(map(len, pd.read_html(path)))
        else:
            found += len(path.read_text(encoding="utf-8").splitlines())
    return found


def main() -> None:
    told = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    told.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    told.add_argument("--rounds", type=int, default=3)
    told.add_argument(
        "--where", type=Path, help="A folder with room; the system's own for temporary files where not given."
    )
    told.add_argument("--ready", action="store_true", help="Begin with replies that have been read and mapped.")
    given = told.parse_args()
    for row in measure(given.sizes, given.rounds, given.where, given.ready):
        say(json.dumps(row))


if __name__ == "__main__":
    main()
