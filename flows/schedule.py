"""`foi schedule`: the deployments of `prefect.yaml` on one machine, in the foreground, with a Prefect server of their own.

The server keeps its database in DATA/.prefect and listens on this machine alone. Where PREFECT_API_URL names a server,
that one is used and none is started.
"""

from __future__ import annotations

import asyncio
import fcntl
import json
import os
import shlex
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flows import notify, orchestration
from flows.deployments import FILE, Declared, declared
from flows.ending import Stopped
from flows.progress import Progress
from flows.secret import scrubbed
from flows.server import Server, address, answers
from flows.sources import named

SHOWN_RUNS = 5
SECONDS_TO_END = 30.0
ENVIRONMENT = "foi.env"
"""Where the printed systemd unit looks for credentials, in the working directory."""


@dataclass(frozen=True)
class Plan:
    """What an operator asked for. `cron` and `timezone` are None where prefect.yaml decides."""

    sources: Sequence[str]
    data: Path
    request: str | None = None
    cron: str | None = None
    timezone: str | None = None
    port: int = 4200
    now: bool = False

    def deployments(self) -> list[Declared]:
        """The declared ones with what the operator asked for. Only what runs by the clock runs by another one."""
        return [self._as_asked(one) for one in declared()]

    def timed(self) -> Declared:
        """The one that runs by the clock."""
        found = [one for one in self.deployments() if one.cron]
        if len(found) != 1:
            raise Stopped(
                f"{FILE} schedules {len(found)} deployments; `foi schedule` serves one that runs by the clock."
            )
        return found[0]

    def _as_asked(self, one: Declared) -> Declared:
        told: dict[str, Any] = {
            "sources": [_absolute(name) for name in self.sources],
            "data": str(self.data.absolute()),
        }
        if self.request:
            told["request"] = self.request
        cron = one.cron and (self.cron or one.cron)
        return replace(one, cron=cron, timezone=self.timezone or one.timezone, parameters={**one.parameters, **told})


def _absolute(source: str) -> str:
    """A path as one that holds from anywhere; the name of a source in foi.toml as it is."""
    return str(Path(source).absolute()) if Path(source).exists() else source


def next_runs(plan: Plan, number: int = SHOWN_RUNS, after: datetime | None = None) -> list[datetime]:
    """When the next runs begin, in the zone of the schedule, as Prefect's own scheduler reckons.

    Raises `Stopped` where the schedule or the zone is none.
    """
    orchestration.prepare(plan.data / orchestration.HOME)
    from prefect.server.schemas.schedules import CronSchedule

    timed = plan.timed()
    try:
        schedule = CronSchedule(cron=timed.cron or "", timezone=timed.timezone)
    except ValueError as wrong:
        what = "--timezone" if "timezone" in str(wrong).casefold() else "--cron"
        given = timed.timezone if what == "--timezone" else timed.cron
        raise Stopped(
            f'{what} {given!r}: write minute, hour, day, month and weekday, such as "0 3 * * *".'
            if what == "--cron"
            else f"{what} {given!r}: there is no such zone; write one such as Europe/London."
        ) from None
    return list(asyncio.run(schedule.get_dates(number, after or datetime.now(UTC))))


# ---- serving


def serve(plan: Plan, say: Callable[[str], None]) -> None:
    """Serve until the process is told to end. Raises `Stopped` where it cannot begin, or where the server has ended."""
    sources = named(plan.sources)
    hooks = notify.configured(Path())
    home = plan.data / orchestration.HOME
    with _alone(home):
        given = os.environ.get("PREFECT_API_URL")
        if given and not answers(given.rstrip("/")):
            raise Stopped(
                f"PREFECT_API_URL is {scrubbed(given)}, and no Prefect server answers there. Start it, or unset the variable: "
                "`foi schedule` then starts one of its own."
            )
        server = None if given else Server(home, plan.port)
        told = orchestration.SERVING if server is None else {**orchestration.SERVING, "PREFECT_API_URL": server.url}
        for name, value in told.items():  # before Prefect is imported: it looks at them once
            os.environ.setdefault(name, value)
        runs, timed = next_runs(plan, 2), plan.timed()
        with server or nullcontext():
            say(
                f"Page      {server.page} (open it on this machine)" if server else f"Server    {scrubbed(given or '')}"
            )
            say(f"Sources   {', '.join(source.name for source in sources)}")
            say(f"Data      {plan.data.absolute()}")
            say(f"Told      {', '.join(hook.name for hook in hooks) or 'nobody: foi.toml has no [notify]'}")
            say(f"Schedule  {timed.cron} ({timed.timezone}); next: {'; '.join(map(in_words, runs))}")
            served = {one.full_name: _deployment(one) for one in plan.deployments()}
            try:
                asyncio.run(_serve(served, server, say, timed.full_name if plan.now else None))
            except (KeyboardInterrupt, asyncio.CancelledError):
                say("Ended.")
            except Exception as failure:
                if type(failure).__module__.split(".")[0] not in orchestration.PREFECT:
                    raise
                said = scrubbed((str(failure).splitlines() or [type(failure).__name__])[0])
                raise Stopped(f"Prefect could not serve the job ({said}).{_look_at(given, server)}") from None


def _look_at(given: str | None, server: Server | None) -> str:
    if server:
        return f" {server.log} may say more."
    return f" See that the server at {scrubbed(given or '')} is up, and that PREFECT_API_AUTH_STRING is the one that it wants."


def in_words(moment: datetime) -> str:
    """`Mon 30 Nov 2026 03:00 GMT`."""
    return moment.strftime("%a %d %b %Y %H:%M %Z")


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """Hold the home for one `foi schedule`. Raises `Stopped` where another has it."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / ".serving").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Stopped(f"`foi schedule` is at work already for {home.parent}; stop it first.") from None
        yield


async def _serve(
    deployments: dict[str, Any], server: Server | None, say: Callable[[str], None], now: str | None
) -> None:
    """Serve the deployments, by their full names. `now`: the one of which a run begins at once."""
    from prefect.logging.handlers import APILogHandler
    from prefect.runner import Runner

    runner = Runner("foi", limit=1, pause_on_shutdown=False)
    loop, this = asyncio.get_running_loop(), asyncio.current_task()
    assert this is not None

    def end(*_signal: Any) -> None:
        loop.call_soon_threadsafe(this.cancel)

    runner.handle_sigterm = end  # type: ignore[method-assign]  # its own leaves the process of a run behind
    ids = {name: await runner.aadd_deployment(one) for name, one in deployments.items()}
    if server:
        await _tidy(list(ids.values()))
    if now:
        await _run_now(ids[now])
    say(f"Serving   {', '.join(ids)}. Ctrl-C ends it.")
    running = asyncio.ensure_future(runner.start())
    watching = [asyncio.ensure_future(server.ended())] if server else []
    try:
        await asyncio.wait([running, *watching], return_when=asyncio.FIRST_COMPLETED)
        if server and not running.done():
            raise Stopped(f"The Prefect server has ended; {server.log} may say why. Start `foi schedule` again.")
        await running
    except asyncio.CancelledError:  # the runner ends its runs before anything else goes
        await runner.astop()
        await asyncio.wait([running], timeout=SECONDS_TO_END)
        await APILogHandler.aflush()  # while the server still takes them
        raise


def _deployment(one: Declared) -> Any:
    """As Prefect's runner takes it."""
    from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
    from prefect.schedules import Cron

    return one.flow().to_deployment(
        one.name,
        schedules=[Cron(one.cron, timezone=one.timezone)] if one.cron else [],
        concurrency_limit=ConcurrencyLimitConfig(
            limit=one.limit, collision_strategy=ConcurrencyLimitStrategy(one.collision)
        ),
        parameters=one.parameters,
        description=one.description,
        tags=list(one.tags),
        enforce_parameter_schema=False,
    )


async def _run_now(deployment: Any) -> None:
    from prefect import get_client

    async with get_client() as client:
        await client.create_flow_run_from_deployment(deployment)


async def _tidy(deployments: list[Any]) -> None:
    """Settle what an earlier `foi schedule` left behind: runs whose process ended with it, and nights that were missed.

    Nobody else runs these deployments on a server of our own. A run that is thought to go on would keep the only place
    for ever; of the nights that were missed one run takes in all.
    """
    from prefect import get_client
    from prefect.client.schemas import filters
    from prefect.client.schemas.objects import TERMINAL_STATES, FlowRun
    from prefect.client.schemas.sorting import FlowRunSort
    from prefect.states import Cancelled, Crashed

    ours = filters.DeploymentFilter(id=filters.DeploymentFilterId(any_=deployments))
    open_still = filters.FlowRunFilter(
        state=filters.FlowRunFilterState(type=filters.FlowRunFilterStateType(not_any_=list(TERMINAL_STATES)))
    )
    async with get_client() as client:
        runs = await client.read_flow_runs(
            flow_run_filter=open_still, deployment_filter=ours, sort=FlowRunSort.EXPECTED_START_TIME_ASC
        )
        missed: dict[Any, list[FlowRun]] = {}
        for run in runs:
            if run.state and (
                not run.state.is_scheduled() or run.run_count
            ):  # to be tried again by a process that is gone
                reason = "The process that ran it ended from outside: the machine, or `foi schedule`, was stopped."
                await client.set_flow_run_state(run.id, Crashed(message=reason), force=True)
                told = {"run": run.name, **({"page": page} if (page := address(run)) else {})}
                await asyncio.to_thread(notify.tell, notify.failure(reason, told), Progress())
            elif run.auto_scheduled and run.expected_start_time and run.expected_start_time < datetime.now(UTC):
                missed.setdefault(run.deployment_id, []).append(run)
        for run in [one for alike in missed.values() for one in alike[:-1]]:
            reason = "Missed while nothing was running; the latest run that was missed takes in all."
            await client.set_flow_run_state(run.id, Cancelled(message=reason), force=True)


# ---- for those who start it by other means


def systemd_unit(plan: Plan) -> str:
    """A unit that keeps `foi schedule` at work (systemd.service(5)), for this folder and these options."""
    here = Path().absolute()
    return "\n".join(
        [
            "[Unit]",
            "Description=Police FOI: new replies every night",
            "Wants=network-online.target",
            "After=network-online.target",
            "",
            "[Service]",
            f"WorkingDirectory={str(here).replace('%', '%%')}",
            f"EnvironmentFile=-{str(here / ENVIRONMENT).replace('%', '%%')}",
            f"ExecStart={' '.join(map(_for_systemd, [*_program(), 'schedule', *_arguments(plan)]))}",
            "Restart=on-failure",
            "RestartSec=60",
            "TimeoutStopSec=120",
            "",
            "[Install]",
            "WantedBy=default.target",
        ]
    )


def crontab_line(plan: Plan) -> str:
    """A line for `crontab -e` that runs `foi ingest` instead: no Prefect page, and cron's own idea of the time."""
    timed = plan.timed()
    told = ["--request", plan.request] if plan.request else []
    job = [*_program(), "ingest", *plan.sources, "--data", str(plan.data), *told]
    line = f"cd {shlex.quote(str(Path().absolute()))} && {shlex.join(job)}"
    return f"{timed.cron} {line.replace('%', chr(92) + '%')}"


def _program() -> list[str]:
    """How this program was started, so that it can be started again from anywhere."""
    beside = Path(sys.executable).with_name("foi")
    return [str(beside)] if beside.exists() else [sys.executable, "-m", "flows.cli"]


def _arguments(plan: Plan) -> list[str]:
    options = [("--request", plan.request), ("--cron", plan.cron), ("--timezone", plan.timezone)]
    told = [text for name, value in options if value for text in (name, value)]
    return [*plan.sources, "--data", str(plan.data), *told, "--port", str(plan.port)]


def _for_systemd(word: str) -> str:
    """Quoted as systemd.syntax(7) has it; `%` and `$` mean something there too."""
    word = word.replace("%", "%%").replace("$", "$$")
    return word if word and all(sign.isalnum() or sign in "-_./:=%$@+," for sign in word) else json.dumps(word)
