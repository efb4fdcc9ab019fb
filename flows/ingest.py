"""The main job as a Prefect flow: collect → read → parse → merge → validate → publish.

Thin: each task calls one function of `flows.steps`. Importing this module imports Prefect; `flows.orchestration` sets it
up first and runs the flow for the command line.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.states import Completed, Failed, State

from flows import steps
from flows.ending import NOT_PUBLISHED
from flows.sources import named


@flow(name="ingest", validate_parameters=False, persist_result=False)
def ingest(
    sources: Sequence[str] = (),
    data: str = "data",
    request: str | None = None,
    force: str | None = None,
    accept: Sequence[str] = (),
) -> State:
    """Run the main job. Its result is the `steps.Ending`; its state is FAILED where validation stopped the publication, or
    where a source was down: what the others brought is published then.

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
    if ending.down:
        return Failed(message=" ".join(ending.down), data=ending)
    return Completed(message=ending.outcome, data=ending)
