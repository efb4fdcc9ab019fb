"""The main job as Prefect flows: collect → read → parse → merge → validate → publish.

Thin: each task calls one function of `flows.steps`. Importing this module imports Prefect; `flows.orchestration` sets it
up first and runs the flow for the command line, `foi schedule` and `prefect deploy` take it from `prefect.yaml`.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from prefect import flow, get_client, get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import FlowRun, FlowRunPolicy
from prefect.context import FlowRunContext
from prefect.flows import Flow
from prefect.logging.loggers import flow_run_logger
from prefect.states import Completed, Failed, State

from flows import artifacts, disk, logs, notify, parameters, steps
from flows.ending import NotNow, Stopped
from flows.parameters import Accept, Data, OneForce, Only, Request, Runner, Scheduler, SentBy, Sources
from flows.progress import Logged, Progress
from flows.secret import scrubbed
from flows.server import address
from flows.workers import Workers, workers

TRIES = 3
"""How often a run of a deployment is tried, where trying it again may help."""

SECONDS_BETWEEN_TRIES = 600


def _tell_of_failure(flow: Flow, flow_run: FlowRun, state: State) -> None:
    """What Prefect calls once a run has failed for good or has crashed, in the process that saw it."""
    logs.guard()
    progress = _progress(flow_run_logger(flow_run, flow))
    notify.tell(notify.failure(state.message or state.name or "for no known reason", _where(flow_run)), progress)


@flow(
    name="ingest",
    validate_parameters=False,  # flows.parameters says it in a sentence
    persist_result=False,
    on_failure=[_tell_of_failure],
    on_crashed=[_tell_of_failure],
)
def ingest(
    sources: Sources = [],  # noqa: B006 Prefect writes the default into the schema; nothing changes it
    data: Data = "data",
    request: Request = None,
    force: SentBy = None,
    only: Only = None,
    accept: Accept = [],  # noqa: B006
    runner: Runner = None,
    scheduler: Scheduler = None,
) -> State:
    """Collect the replies, read what is new, and publish a validated release.

    The run **fails**, with the reason as its message, where a source was down (what the others brought is published) or
    where validation stopped the publication (the last release stays live). Where something waits for a person it
    completes: see the artifact *what-to-do*.
    """
    told = {"accept": accept, "runner": runner, "scheduler": scheduler}
    return _run(sources=sources, data=data, request=request, force=force, only=only, **told)


@flow(
    name="ingest-force",
    validate_parameters=False,
    persist_result=False,
    on_failure=[_tell_of_failure],
    on_crashed=[_tell_of_failure],
)
def ingest_force(
    force: OneForce,
    sources: Sources = [],  # noqa: B006
    data: Data = "data",
    request: Request = None,
) -> State:
    """Collect the replies of one force now, and publish a release with them. All other forces stay as they are."""
    return _run(sources=sources, data=data, request=request, only=force, one=True)


def _run(**told: Any) -> State:
    """One run of the main job and the state that it ends in.

    The result of a completed state is the `steps.Ending`; that of a failed one is an exception: what stopped the run, or
    `steps.CountsAsFailed` where it was carried through.
    """
    logs.guard()
    progress = _progress(get_run_logger())
    result: Exception
    try:
        ending = _carried_through(parameters.checked(**told), progress)
    except Stopped as stopped:
        reason, again, result = stopped.message, isinstance(stopped, NotNow), stopped
    except Exception as failure:
        if isinstance(failure, OSError) and failure.errno:  # the disk refused something
            reason, again = disk.sentence(failure, told["data"]), failure.errno in disk.FULL
            result = Stopped(reason)
        else:
            get_run_logger().exception("The run met an error that nobody foresaw.")
            reason, again, result = f"{type(failure).__name__}: {failure}", False, failure
    else:
        if not ending.failed:
            waiting = f"; {len(ending.errors)} wait for a person" if ending.errors else ""
            return Completed(message=ending.outcome + waiting, data=ending)
        reason, again, result = ending.failed, ending.again, steps.CountsAsFailed(ending)
    progress.warn(f"failed    {reason}")
    return _failed(scrubbed(reason), again, result, progress)


def _carried_through(given: parameters.Given, progress: Progress) -> steps.Ending:
    """Every step as a task; then what the run leaves in Prefect, and who is told of the release."""
    told: dict[str, Any] = {
        "request": given.request,
        "force": given.force,
        "only": given.only,
        "accepted": given.accepted,
    }
    with _helped(given) as workers, steps.begun(given.data, given.sources, progress, **told, workers=workers) as run:
        for step in steps.STEPS:
            _as_task(step, run)
        ending = steps.ending(run)
    if isinstance(progress, Logged):  # the command line prints them itself
        _sum_up(ending, progress)
    artifacts.leave(run, ending, progress)
    notify.tell(notify.release(run, ending, _where(_this_run())), progress)
    return ending


def _as_task(step: Callable[[steps.Run], object], run: steps.Run) -> None:
    """One step as a task. It takes no arguments: Prefect looks through those for futures, and a run holds every record."""

    @task(name=step.__name__, cache_policy=NO_CACHE, persist_result=False)
    def carried_out() -> None:
        step(run)

    carried_out()


def _helped(given: parameters.Given) -> AbstractContextManager[Workers | None]:
    """The Dask workers that read and map; none where processes of this machine do."""
    return workers(given.scheduler, os.cpu_count() or 1) if given.runner == "dask" else nullcontext()


def _failed(reason: str, again: bool, result: Exception, progress: Progress) -> State:
    """The run failed. One of a deployment is tried again later where that may help and tries are left.

    Prefect tries a run again where an exception leaves the flow, not where it returns a state, and as often as the
    policy of the run says.
    """
    this = _this_run()
    left = again and this.deployment_id is not None and this.run_count < TRIES
    if left or this.run_count > 1:
        policy = FlowRunPolicy(retries=TRIES - 1 if left else 0, retry_delay=SECONDS_BETWEEN_TRIES)
        with get_client(sync_client=True) as client:
            client.update_flow_run(this.id, empirical_policy=policy)
    if left:
        progress.say(
            f"again     in {SECONDS_BETWEEN_TRIES // 60} minutes, for the {this.run_count + 1}. time of {TRIES}"
        )
        raise Stopped(reason)
    return Failed(message=reason, data=result)


def _this_run() -> FlowRun:
    context = FlowRunContext.get()
    assert context is not None and context.flow_run is not None
    return context.flow_run


def _where(run: FlowRun) -> dict[str, str]:
    """Where a person finds the run: its name, and its page where Prefect has one."""
    page = address(run)
    return {"run": run.name, **({"page": page} if page else {})}


def _sum_up(ending: steps.Ending, progress: Progress) -> None:
    """What `foi ingest` prints at its end, in the log of the run."""
    width = max(len(name) for name, _ in ending.rows)
    for name, value in ending.rows:
        progress.say(f"{name:<{width}}  {value}".rstrip())
    for message, fix in ending.errors:
        progress.warn(f"error: {message} → {fix}" if fix else f"error: {message}")


def _progress(log: logging.Logger | logging.LoggerAdapter) -> Progress:
    """Into the run's log where Prefect keeps one; on standard error where `foi ingest` runs it."""
    return Logged(log) if log.isEnabledFor(logging.INFO) else Progress()
