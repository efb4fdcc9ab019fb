"""How the configured sources stand: what each is, where it looks, whether it could collect, and whether it answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from flows.sources import KINDS, Noted, Source, SourceDown, Unreachable

READY, WANTING = "ready", "cannot collect"
ANSWERS, SILENT = "answers", "does not answer"


@runtime_checkable
class Asks(Protocol):
    """A source that can ask whether what it collects from is there, without collecting."""

    def ask(self) -> Iterator[Noted | Unreachable]:
        """What each place says, asked once. Raises `SourceDown` where none can be asked."""
        ...


@dataclass(frozen=True, slots=True)
class Standing:
    """One source: `state` in a word or two, `said` in sentences, what is wrong with what to do about it."""

    name: str
    kind: str
    place: str
    state: str
    said: tuple[str, ...] = ()

    @property
    def well(self) -> bool:
        return self.state in (READY, ANSWERS)


def standing(source: Source, ask: bool = False) -> Standing:
    """How a source stands. Nothing is fetched; with `ask`, a source that can tells whether what it collects from answers."""
    kind = next((kind for kind, module in KINDS.items() if type(source).__module__.startswith(module)), "folder")
    try:
        source.check()
        if not (ask and isinstance(source, Asks)):
            return Standing(source.name, kind, source.place, READY)
        heard = list(source.ask())
    except SourceDown as why:
        return Standing(source.name, kind, source.place, WANTING, (f"{why.what} {why.fix}",))
    silent = any(isinstance(one, Unreachable) for one in heard)
    said = tuple(f"{one.message} {one.fix}" if isinstance(one, Unreachable) else one.message for one in heard)
    return Standing(source.name, kind, source.place, SILENT if silent else ANSWERS, said)
