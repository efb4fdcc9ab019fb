"""The forces' own parsers, found by themselves: one module a force, one class in it."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import sys
from functools import cache
from hashlib import sha256
from pathlib import Path

from parsers.table import Misdeclared, TableParser


@cache
def parser_classes() -> dict[str, type[TableParser]]:
    """Slug of the force → its parser class, of every module that can be loaded."""
    return {force: cls for force, cls in _modules().items() if not isinstance(cls, Misdeclared)}


@cache
def _modules() -> dict[str, type[TableParser] | Misdeclared]:
    """Slug of the force → its parser class, or why there is none: a broken module stops its own force and no other."""
    found: dict[str, type[TableParser] | Misdeclared] = {}
    for module in pkgutil.iter_modules(__path__):
        name = f"{__name__}.{module.name}"
        try:
            loaded = importlib.import_module(name)
        except Exception as fault:
            found[module.name.replace("_", "-")] = Misdeclared(
                f"{name} cannot be loaded: {type(fault).__name__}: {fault}"
            )
            continue
        for _, cls in inspect.getmembers(loaded, inspect.isclass):
            if cls.__module__ == loaded.__name__ and issubclass(cls, TableParser) and cls.force:
                other = found.get(cls.force)
                both = (
                    f"{name} and {getattr(other, '__module__', other)} are both parsers of {cls.force}: take one away."
                )
                found[cls.force] = Misdeclared(both) if other else cls
    return found


def known() -> set[str]:
    """The forces that have a module, well or broken."""
    return set(_modules())


def parser_of(force: str | None) -> TableParser:
    """The parser of the force; the base class, which infers everything, for a force that has none.

    Raises `Misdeclared` where its module cannot be loaded.
    """
    found = _modules().get(force or "", TableParser)
    if isinstance(found, Misdeclared):
        raise found
    return found()


def version(force: str | None) -> str:
    """The version that the force's parser gives itself."""
    return parser_classes().get(force or "", TableParser).version


@cache
def fingerprint(force: str | None) -> str:
    """Changes when the module of the force's parser does."""
    cls = parser_classes().get(force or "")
    own = Path(__path__[0]) / f"{(force or '').replace('-', '_')}.py"
    path = Path(inspect.getfile(cls)) if cls else own if own.is_file() else Path(inspect.getfile(TableParser))
    return sha256(path.read_bytes()).hexdigest()[:12]


def found_again() -> None:
    """Look for the modules anew: one has been written or changed since."""
    importlib.invalidate_caches()
    for name in [name for name in sys.modules if name.startswith(f"{__name__}.")]:
        del sys.modules[name]
    for kept in (parser_classes, _modules, fingerprint):
        kept.cache_clear()
