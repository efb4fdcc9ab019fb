"""Every pattern that the program looks at a reply with, and texts that a pattern may take for ever over."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from re import _parser  # type: ignore[attr-defined]
from typing import Any

import parsers
import schemas

CALLS = ("compile", "sub", "subn", "search", "match", "fullmatch", "split", "findall", "finditer")
ENDS = ("", "\x00", "!")
OFTEN = " a1-\n.,"


def modules() -> Iterator[Any]:
    """The modules that a reply's words come to."""
    for room in (parsers, schemas):
        for found in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            if not found.name.startswith(("parsers.forces.", "parsers.documents.ocr")):
                yield importlib.import_module(found.name)
    for name in ("flows.grouping", "flows.enclosed", "flows.slugs"):
        yield importlib.import_module(name)


@cache
def patterns() -> dict[str, re.Pattern]:
    """Each pattern by the first place where it stands: module and name or line."""
    found: dict[str, re.Pattern] = {}
    known: set[tuple[str | bytes, int]] = set()

    def take(where: str, value: Any, depth: int = 0) -> None:
        if isinstance(value, re.Pattern):
            if (value.pattern, value.flags) not in known:
                known.add((value.pattern, value.flags))
                found[where] = value
        elif depth < 4 and isinstance(value, dict):
            for key, inner in list(value.items()):
                take(f"{where}[{key!r}]"[:80], inner, depth + 1)
        elif depth < 4 and isinstance(value, (list, tuple, set, frozenset)):
            for at, inner in enumerate(list(value)[:2_000]):
                take(f"{where}[{at}]", inner, depth + 1)
        elif depth < 4 and type(value).__module__.startswith(("parsers", "schemas")):
            for name in getattr(type(value), "__slots__", None) or vars(value) if hasattr(value, "__dict__") else ():
                take(f"{where}.{name}", getattr(value, name, None), depth + 1)

    for module in modules():
        for name, value in list(vars(module).items()):
            take(f"{module.__name__}.{name}", value)
        for where, pattern in _written(module):
            take(where, pattern)
    return found


@cache
def uses() -> dict[str, set[str]]:
    """The ways in which a pattern is tried on a text, by its place (`parsers.cases._NOTE`, `parsers.cases:380`) where its own
    module does so, by its name alone for any module; `.NAME` for what is reached through a module (`numbers.NAME`)."""
    found: dict[str, set[str]] = {}
    for module in modules():
        for node in ast.walk(ast.parse(Path(module.__file__).read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Attribute) or node.attr not in CALLS:  # called at once, or kept to be called
                continue
            way = node.attr if node.attr in ("match", "fullmatch") else "search"
            if isinstance(node.value, ast.Name) and node.value.id == "re":
                found.setdefault(f"{module.__name__}:{node.lineno}", set()).add(way)
            elif isinstance(node.value, ast.Name):
                found.setdefault(node.value.id, set()).add(way)
                found.setdefault(f"{module.__name__}.{node.value.id}", set()).add(way)
            elif isinstance(node.value, ast.Attribute):
                found.setdefault(node.value.attr, set()).add(way)
                found.setdefault(f".{node.value.attr}", set()).add(way)
    return found


def ways(where: str, known: dict[str, set[str]]) -> set[str]:
    """How the pattern at that place is used; as a search, the costliest, where that cannot be told."""
    if ":" in where:
        return known.get(where, {"search"})
    name = where.rsplit(".", 1)[-1]
    if where in known:
        return known[where] | known.get(f".{name}", set())
    return known.get(name, {"search"}) if name.isidentifier() else {"search"}


def _written(module: Any) -> Iterator[tuple[str, re.Pattern]]:
    """The patterns that stand in the calls of `re` themselves."""
    path = Path(module.__file__)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        called = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CALLS
        if not called or not isinstance(getattr(node.func, "value", None), ast.Name) or node.func.value.id != "re":
            continue
        first = node.args[0] if node.args else None
        if isinstance(first, ast.Constant) and isinstance(first.value, (str, bytes)):
            flags = 0
            for argument in [*node.args[1:], *(k.value for k in node.keywords)]:
                for named in ast.walk(argument):
                    flag = getattr(re, named.attr, None) if isinstance(named, ast.Attribute) else None
                    flags |= int(flag) if isinstance(flag, re.RegexFlag) else 0
            yield f"{module.__name__}:{node.lineno}", re.compile(first.value, flags)


def attacks(pattern: re.Pattern, length: int) -> Iterator[str | bytes]:
    """Texts of about that length that a pattern may have to try over and over: what it takes, again and again."""
    source = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    parsed = _parser.parse(source, pattern.flags & ~re.UNICODE)
    literals, runs = _literals(parsed)
    signs = list(dict.fromkeys([*OFTEN, *literals]))[:24]
    heads = ["", *runs[:4]]
    bodies = [*signs, *(a + b for a in signs[:8] for b in signs[:8] if a != b), *runs[:6], *(f"{r} " for r in runs[:6])]
    for head in heads:
        for body in bodies:
            for end in ENDS:
                text = (head + body * (length // len(body)))[:length] + end
                yield text if isinstance(pattern.pattern, str) else text.encode("latin-1", "replace")


def _literals(parsed: Any) -> tuple[list[str], list[str]]:
    """The signs of a pattern, and the words that stand in it."""
    signs: list[str] = []
    runs: list[str] = []

    def walk(items: Any) -> None:
        run = ""
        for op, value in items:
            name = str(op)
            if name == "LITERAL":
                run += chr(value)
                signs.append(chr(value))
                continue
            if len(run) > 1:
                runs.append(run)
            run = ""
            if name == "IN":
                for kind, inner in value:
                    if str(kind) == "LITERAL":
                        signs.append(chr(inner))
                    elif str(kind) == "RANGE":
                        signs.append(chr(inner[0]))
            elif name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
                walk(value[2])
            elif name == "SUBPATTERN":
                walk(value[-1])
            elif name == "BRANCH":
                for branch in value[1]:
                    walk(branch)
            elif name in ("ASSERT", "ASSERT_NOT"):
                walk(value[1])
            elif name == "ATOMIC_GROUP":
                walk(value)
        if len(run) > 1:
            runs.append(run)

    walk(parsed)
    return list(dict.fromkeys(signs)), list(dict.fromkeys(runs))
