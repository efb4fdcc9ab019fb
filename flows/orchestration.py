"""How Prefect is set up and run. Its settings must stand before it is imported, so it is imported here, late.

A server of our own is started for the run, unless `PREFECT_API_URL` names one that is running already.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from flows import disk, folders
from flows.ending import Stopped
from flows.lock import locked
from flows.secret import scrubbed
from flows.server import Server, running
from flows.sources import Source, SourceDown, named
from flows.steps import CountsAsFailed, Ending, fix_rules, pair
from flows.store import store_of

SETTINGS = {
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",  # 13 to 24 s were measured; Prefect gives up after 20
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_LOGGING_LEVEL": "CRITICAL",  # the run reports its own progress and its own failures
    "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_INTERNAL_LOGGING_LEVEL": "CRITICAL",  # events that a busy server took too late, at the end of a run
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",  # other libraries' notices go through it too
}

NEEDED = 16_000_000
"""Bytes that Prefect needs for its database; on a full disk its server tries for minutes, and does not say why."""

SERVING = {
    **SETTINGS,
    "PREFECT_LOGGING_LEVEL": "INFO",
    "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
    "PREFECT_INTERNAL_LOGGING_LEVEL": "ERROR",
    "PREFECT_LOGGING_TO_API_ENABLED": "true",
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "INFO",
}
"""What stands otherwise where runs are scheduled: nobody watches them, so that their log has to tell."""

HOME = ".prefect"
"""Folder of Prefect's database in the data folder."""

PREFECT = ("prefect", "httpx", "httpcore")
"""Packages whose exceptions are Prefect's own trouble, not a step's."""


def prepare(home: Path) -> None:
    """Set what is not set yet. Prefect keeps its database in `home`; one kept from run to run starts in half the time.

    The server that `foi schedule` has up for this home is used: two on one database get in each other's way.
    """
    home.mkdir(parents=True, exist_ok=True)
    if "PREFECT_API_URL" not in os.environ and (url := running(home)):
        os.environ["PREFECT_API_URL"] = url
    for name, value in {**SETTINGS, "PREFECT_HOME": str(home.absolute())}.items():
        os.environ.setdefault(name, value)


def run_ingest(sources: Sequence[str], data: Path, accept: Sequence[str] = (), **told: str | None) -> Ending:
    """Run the flow `ingest` and return how it ended. Raises `Stopped` where it could not be carried through.

    `told`: `request`, `force` and `only`, as a person named them. What is wrong with the command is said before Prefect starts.
    """
    _check(named(sources))
    for text in accept:
        pair(text)
    fix_rules()
    folders.check(data, elsewhere=isinstance(store_of(data).ledger, str))
    with locked(data / "raw"):
        _stop_at_a_full_disk(data)
        prepare(data / HOME)
    with _served(data / HOME):
        return _carried_out(sources, data, accept, told)


@contextmanager
def _served(home: Path) -> Iterator[None]:
    """A server for one run, where neither the environment nor a profile of Prefect names one. Imports Prefect meanwhile."""
    server = None if "PREFECT_API_URL" in os.environ else Server(home, passing=True)
    with ExitStack() as stack:
        if server:
            stack.enter_context(server.begun())
        from prefect.settings import PREFECT_API_URL, temporary_settings

        import flows.ingest  # noqa: F401

        if server and PREFECT_API_URL.value() is None:
            server.wait()
            stack.enter_context(temporary_settings({PREFECT_API_URL: server.url}))
        yield


def _carried_out(sources: Sequence[str], data: Path, accept: Sequence[str], told: dict[str, str | None]) -> Ending:
    from flows.ingest import ingest

    try:
        state = ingest(list(sources), str(data), accept=list(accept), **told, return_state=True)
    except Exception as failure:  # what a step raises is in the state; only Prefect itself raises here
        raise _prefect_failed(failure, data) from failure
    result = state.result(raise_on_failure=False)
    if isinstance(result, CountsAsFailed):
        return result.ending
    if isinstance(result, Ending):
        return result
    if isinstance(result, BaseException) and type(result).__module__.split(".")[0] not in PREFECT:
        raise result
    raise _prefect_failed(result, data)


def _check(sources: Sequence[Source]) -> None:
    """Raises `Stopped` where none of the sources can be there at all; where some are, the run says which are not."""
    down = []
    for source in sources:
        try:
            source.check()
        except SourceDown as why:
            down.append(why.message)
    if len(down) == len(sources):
        raise Stopped(" ".join(down))


def _stop_at_a_full_disk(data: Path) -> None:
    if disk.is_full(data, NEEDED):
        raise Stopped(
            f"{data}: the disk is full; a run needs {NEEDED // 1_000_000} MB for Prefect's notes alone, and as much again as "
            "the release. Free some space and run the command again."
        )


def _prefect_failed(why: Any, data: Path) -> Stopped:
    _stop_at_a_full_disk(data)
    said = scrubbed((str(why).splitlines() or [""])[0])
    return Stopped(
        f"Prefect could not run the job ({said}). If PREFECT_API_URL is set, see that its server answers, or unset it; "
        f"otherwise delete {data / HOME} and run again."
    )
