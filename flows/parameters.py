"""The parameters of the flows as Prefect's page shows them: types, titles, what may be given; and the check of what was.

The page and the API read the JSON Schema of these types, so that a force or a request is chosen from a list. Prefect's own
check is left out: `checked` says what is wrong in a sentence, as the command line does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, WithJsonSchema

from flows.ending import Stopped
from flows.slugs import known_force, known_request
from flows.sources import Source, named
from flows.steps import Pair, pair
from flows.workers import RUNNERS
from schemas import forces, requests


def _told(title: str, description: str, **more: Any) -> Any:
    """Prefect takes the title of a field from its name unless the schema's own extra says otherwise."""
    return Field(json_schema_extra={"title": title, "description": description, **more})


def _one_of(slugs: Iterable[str]) -> WithJsonSchema:
    """A list to choose from. That it may be left empty is no second type, which the page would ask for first."""
    return WithJsonSchema({"type": "string", "enum": list(slugs)})


_FORCES = _one_of(force.slug for force in forces.all_forces())
_REQUESTS = _one_of(request.slug for request in requests.all_requests())

Sources = Annotated[
    list[str],
    _told(
        "Sources",
        "Folders, files, or names of sources in foi.toml. Empty: every source of foi.toml.",
        examples=[["replies"]],
    ),
]
Data = Annotated[
    str, _told("Data folder", "Holds raw/ and clean/, on the machine that runs the job.", examples=["data"])
]
Request = Annotated[
    str | None, _REQUESTS, _told("Request", "The request that all of it answers, where no letter and no folder says.")
]
SentBy = Annotated[
    str | None,
    _FORCES,
    _told("Sent by", "The force that sent all that is collected, where neither folder, file name nor letter says."),
]
Only = Annotated[
    str | None,
    _FORCES,
    _told("Only this force", "Leave what is known to be from other forces for a run of all. Empty: all forces."),
]
OneForce = Annotated[str, _FORCES, _told("Force", "The force whose replies are collected and read.")]
Accept = Annotated[
    list[str],
    _told(
        "Accept losses of",
        "REQUEST/FORCE of each force that may be published though it has lost many rows: a person has looked.",
        examples=[["online-misconduct-2017/durham"]],
    ),
]
Runner = Annotated[
    str | None,
    _one_of(RUNNERS),
    _told("Read and mapped by", "Who reads and maps: processes on this machine (here), or Dask workers (dask)."),
]
Scheduler = Annotated[
    str | None,
    WithJsonSchema({"type": "string"}),
    _told(
        "Dask scheduler", "Its address. Empty: workers of its own on this machine.", examples=["tcp://10.0.0.5:8786"]
    ),
]


@dataclass(frozen=True, slots=True)
class Given:
    """The parameters of a run, checked."""

    sources: list[Source]
    data: Path
    request: str | None
    force: str | None
    only: str | None
    accepted: frozenset[Pair]
    runner: str
    scheduler: str | None


def checked(
    *,
    sources: Any = (),
    data: Any = "data",
    request: Any = None,
    force: Any = None,
    only: Any = None,
    accept: Any = (),
    runner: Any = None,
    scheduler: Any = None,
    one: bool = False,
) -> Given:
    """The parameters as a run takes them. Raises `Stopped` with a sentence on the first that is wrong.

    `one`: the run is for one force, which its own parameter `force` names; it is given as `only` here. Whether a source can be reached is the run's to find out.
    """
    if not isinstance(data, (str, Path)) or not str(data).strip():
        raise Stopped(f"data is {data!r}; give the path of a folder.")
    if one and not _text("force", only):
        raise Stopped("force is not given; choose the force that the run is for.")
    runner, scheduler = _text("runner", runner) or RUNNERS[0], _text("scheduler", scheduler)
    if runner not in RUNNERS:
        raise Stopped(f"runner is {runner!r}; it is {' or '.join(RUNNERS)}.")
    if scheduler and runner != "dask":
        raise Stopped(f"scheduler is {scheduler!r}, and runner is not dask.")
    return Given(
        data=Path(data),
        request=known_request(_text("request", request), "request"),
        force=known_force(_text("force", force), "force"),
        only=known_force(_text("only", only), "force" if one else "only"),
        accepted=frozenset(pair(text) for text in _texts("accept", accept)),
        sources=named(_texts("sources", sources)),
        runner=runner,
        scheduler=scheduler,
    )


def _text(name: str, value: Any) -> str | None:
    """A text, or None where it is not given; an empty one, as a page leaves it, is not given."""
    if value is None or isinstance(value, str):
        return (value or "").strip() or None
    raise Stopped(f"{name} is {value!r}; give one name.")


def _texts(name: str, values: Any) -> Sequence[str]:
    if isinstance(values, (list, tuple, set, frozenset)) and all(isinstance(v, str) and v.strip() for v in values):
        return [value.strip() for value in values]
    raise Stopped(f"{name} is {values!r}; give a list of texts.")
