"""The main job as a Prefect flow: collect → read → parse → merge → validate → publish.

Thin: each task calls one function of `flows.steps`. Call `flows.orchestration.prepare` before importing this module.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.states import Completed, Failed, State

from flows import steps
from flows.archive import locked
from flows.ending import NOT_PUBLISHED, Stopped
from flows.sources import named


@flow(name="ingest", validate_parameters=False, persist_result=False)
def ingest(
    sources: Sequence[str] = (),
    data: str = "data",
    request: str | None = None,
    force: str | None = None,
    accept: Sequence[str] = (),
) -> State:
    """Run the main job. Its state is FAILED where validation stopped the publication; its result is the `steps.Ending`.

    `sources`: folders, files or names in the configuration; none means every source there. `accept`: `request/force` of
    each force whose loss of rows a person has looked at and accepts.
    """
    accepted = frozenset(steps.pair(text) for text in accept)
    with steps.begun(Path(data), named(sources), request=request, force=force, accepted=accepted) as run:
        for step in steps.STEPS:
            task(name=step.__name__, cache_policy=NO_CACHE, persist_result=False)(step)(run)
        ending = steps.ending(run)
    if ending.status == NOT_PUBLISHED:
        return Failed(message="Validation stopped the publication.", data=ending)
    return Completed(message=ending.outcome, data=ending)


def run(
    sources: Sequence[str],
    data: Path,
    *,
    request: str | None = None,
    force: str | None = None,
    accept: Sequence[str] = (),
) -> steps.Ending:
    """Run the flow and return how it ended. Raises `Stopped` where it could not be carried through."""
    for source in named(sources):
        source.check()
    with locked(data / "raw"):
        pass  # said at once, not after Prefect has started; the flow takes the lock itself
    state = ingest(list(sources), str(data), request, force, list(accept), return_state=True)
    result = state.result(raise_on_failure=False)
    if isinstance(result, steps.Ending):
        return result
    if isinstance(result, Exception) and not _of_prefect(result):
        raise result
    raise Stopped(
        f"Prefect could not run the job ({str(result).splitlines()[0]}). Unset PREFECT_API_URL to use its own server, or "
        f"delete {data}/.prefect and run again."
    )


def _of_prefect(failure: BaseException) -> bool:
    return type(failure).__module__.split(".")[0] in ("prefect", "httpx", "httpcore")
