"""Progress while a run goes on: bars on a terminal, a line for each step elsewhere. On standard error, never in the result."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

SECONDS_BETWEEN_LINES = 5.0


class Step:
    """One step of a run. `note` is what it came to, said at its end."""

    def __init__(self, name: str, total: int | None, shown: Callable[[Step], None]) -> None:
        self.name = name
        self.total = total
        self.done = 0
        self.note = ""
        self._shown = shown

    def advance(self) -> None:
        """One more document, reply or table is done."""
        self.done += 1
        self._shown(self)


class Progress:
    """Shows the steps of a run on `stream`."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self.stream = stream or sys.stderr

    @contextmanager
    def step(self, name: str, total: int | None = None) -> Iterator[Step]:
        """Show one step while it runs, and its note when it is over."""
        showing = self._bar if self.stream.isatty() else self._lines
        with showing(name, total) as step:
            yield step
        print(f"{name:<9} {step.note}".rstrip(), file=self.stream, flush=True)

    @contextmanager
    def _lines(self, name: str, total: int | None) -> Iterator[Step]:
        last = time.monotonic()

        def shown(step: Step) -> None:
            nonlocal last
            if time.monotonic() - last >= SECONDS_BETWEEN_LINES:
                last = time.monotonic()
                of = f" of {step.total}" if step.total else ""
                print(f"{name:<9} {step.done}{of} …", file=self.stream, flush=True)

        yield Step(name, total, shown)

    @contextmanager
    def _bar(self, name: str, total: int | None) -> Iterator[Step]:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as Bars

        columns = (
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
        )
        with Bars(*columns, console=Console(file=self.stream), transient=True) as bars:
            bar = bars.add_task(f"{name:<9}", total=total)
            yield Step(name, total, lambda step: bars.advance(bar))
