"""The deployments that `prefect.yaml` declares, for `foi schedule`: `prefect deploy` reads the same file."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flows.ending import Stopped

FILE = Path(__file__).parents[1] / "prefect.yaml"
"""Lies at the root of the repository, where `prefect deploy` looks for it."""


@dataclass(frozen=True, slots=True)
class Declared:
    """One deployment. `entrypoint`: file and function, such as `flows/ingest.py:ingest`; `cron` is None where it runs on
    demand alone; `limit` and `collision`: how many runs at once, and what becomes of one more."""

    name: str
    entrypoint: str
    description: str = ""
    cron: str | None = None
    timezone: str = "UTC"
    limit: int = 1
    collision: str = "ENQUEUE"
    tags: tuple[str, ...] = ()
    parameters: dict[str, Any] = field(default_factory=dict)

    def flow(self) -> Any:
        """The Prefect flow. Imports Prefect."""
        from importlib import import_module

        file, _, function = self.entrypoint.partition(":")
        return getattr(import_module(file.removesuffix(".py").replace("/", ".")), function)

    @property
    def full_name(self) -> str:
        """As Prefect's commands name it: flow and deployment. Imports Prefect."""
        return f"{self.flow().name}/{self.name}"


def declared(file: Path = FILE) -> list[Declared]:
    """The deployments in their order. Raises `Stopped` where the file is missing or is not as it should be."""
    import yaml

    try:
        read = yaml.safe_load(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise Stopped(f"{file} is missing; it declares the deployments. Take it from the repository again.") from None
    except (yaml.YAMLError, UnicodeDecodeError) as wrong:
        raise Stopped(f"{file} is not valid YAML: {' '.join(str(wrong).split())}.") from None
    found = read.get("deployments") if isinstance(read, dict) else None
    if not isinstance(found, list) or not found:
        raise Stopped(f"{file} declares no deployment.")
    return [_declared(file, one) for one in found]


def _declared(file: Path, told: Any) -> Declared:
    try:
        schedules = told.get("schedules") or []
        limit = told["concurrency_limit"]
        return Declared(
            name=told["name"],
            entrypoint=told["entrypoint"],
            description=(told.get("description") or "").strip(),
            cron=schedules[0]["cron"] if schedules else None,
            timezone=schedules[0]["timezone"] if schedules else "UTC",
            limit=limit["limit"],
            collision=limit["collision_strategy"],
            tags=tuple(told.get("tags") or ()),
            parameters=dict(told.get("parameters") or {}),
        )
    except (AttributeError, KeyError, TypeError, IndexError) as wrong:
        name = told.get("name") if isinstance(told, dict) else told
        raise Stopped(
            f"{file}: the deployment {name!r} has no {wrong}, or it is written otherwise than here expected."
        ) from None
