"""The forces' own parsers, found by themselves: one module a force, one class in it."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from functools import cache
from hashlib import sha256
from pathlib import Path

from parsers.table import TableParser


@cache
def parser_classes() -> dict[str, type[TableParser]]:
    """Slug of the force → its parser class. Two classes for one force are a fault of the program."""
    found: dict[str, type[TableParser]] = {}
    for module in pkgutil.iter_modules(__path__):
        loaded = importlib.import_module(f"{__name__}.{module.name}")
        for _, cls in inspect.getmembers(loaded, inspect.isclass):
            if cls.__module__ == loaded.__name__ and issubclass(cls, TableParser) and cls.force:
                if cls.force in found:
                    raise ImportError(
                        f"{cls.__module__} and {found[cls.force].__module__} are both parsers of {cls.force}"
                    )
                found[cls.force] = cls
    return found


def parser_of(force: str | None) -> TableParser:
    """The parser of the force; the base class, which infers everything, for a force that has none."""
    return parser_classes().get(force or "", TableParser)()


@cache
def fingerprint(force: str | None) -> str:
    """Changes when the module of the force's parser does."""
    cls = parser_classes().get(force or "", TableParser)
    return sha256(Path(inspect.getfile(cls)).read_bytes()).hexdigest()[:12]
