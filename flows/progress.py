"""Progress while a run goes on: bars on a terminal, a line for each step elsewhere. On standard error, never in the result."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from flows.terminal import on_one_line

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

    @property
    def terminal(self) -> bool:
        """Whether a person watches it, so that bars are drawn."""
        return self.stream.isatty()

    def say(self, line: str) -> None:
        """One line for whoever runs it."""
        print(on_one_line(line), file=self.stream, flush=True)

    def warn(self, line: str) -> None:
        """One line on something that went wrong and stops nothing."""
        self.say(line)

    @contextmanager
    def step(self, name: str, total: int | None = None) -> Iterator[Step]:
        """Show one step while it runs, and its note when it is over."""
        showing = self._bar if self.terminal else self._lines
        with showing(name, total) as step:
            yield step
        self.say(f"{name:<9} {step.note}".rstrip())

    @contextmanager
    def _lines(self, name: str, total: int | None) -> Iterator[Step]:
        last = time.monotonic()

        def shown(step: Step) -> None:
            nonlocal last
            if time.monotonic() - last >= SECONDS_BETWEEN_LINES:
                last = time.monotonic()
                of = f" of {step.total}" if step.total else ""
                self.say(f"{name:<9} {step.done}{of} …")

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
            yield Step(name, total, lambda step: bars.update(bar, completed=step.done, total=step.total))


class Logged(Progress):
    """Shows the steps of a run as lines of its log, for a run that nobody watches."""

    terminal = False

    def __init__(self, log: logging.Logger | logging.LoggerAdapter) -> None:
        super().__init__()
        self._log = log

    def say(self, line: str) -> None:
        self._log.info("%s", on_one_line(line))

    def warn(self, line: str) -> None:
        self._log.warning("%s", on_one_line(line))
