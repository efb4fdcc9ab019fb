"""TableParser: the base class of every force's parser. A force's module is a declaration of what inference gets wrong.

    class Durham(TableParser):
        force = "durham"
        layouts = {"online-misconduct-2017": ("Ref | Year | Role | Nature of matter | Outcome", "Year | Officers")}
        columns = {"Nature of matter": "conduct_raw"}      # heading → field of a case list
        dimensions = {"Crime Group": "other"}              # heading of a breakdown → dimension of a count
        symbols = {"*": "<5"}                              # symbol → what the force says that it stands for
        values = {"outcome": {"Spoken to": "words_of_advice"}}

What a person has still to decide is `"unknown"` there: it corrects nothing, and `foi check` lists it (`undecided`).
`layouts` are the headings that the force is known to send, as `parsers.grid.layout` writes them: a table with others is
still read, and reported as `layout_changed`. Everything else is inferred (`parsers.infer`), for every force alike. A force without a module is parsed by this class.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from parsers import headings
from parsers.documents.model import Table
from parsers.infer import Corrections
from parsers.numbers import parse_number
from schemas import requests, vocabulary
from schemas.records import DIMENSIONS, MEASURES, YEAR_BASES, Case, Count

UNKNOWN = "unknown"
"""Stands in a declaration for what a person has not decided yet."""


class Misdeclared(ValueError):
    """A force's module says what nothing understands, or cannot be loaded. The message names it and what is wrong."""


class TableParser:
    """How one force answers. Class attributes correct what is inferred; `adjust` is for what a declaration cannot say."""

    force: ClassVar[str | None] = None
    version: ClassVar[str] = "1"
    layouts: ClassVar[Mapping[str, tuple[str, ...]]] = {}  # request → headings of each table that is known
    columns: ClassVar[Mapping[str, str]] = {}
    dimensions: ClassVar[Mapping[str, str]] = {}
    measures: ClassVar[Mapping[str, str]] = {}
    symbols: ClassVar[Mapping[str, str]] = {}
    values: ClassVar[Mapping[str, Mapping[str, str]]] = {}
    year_basis: ClassVar[str | None] = None
    not_data: ClassVar[tuple[str, ...]] = ()  # captions of tables that hold no answer

    @classmethod
    def name(cls) -> str:
        return cls.force or "inferred"

    def corrections(self) -> Corrections:
        """What the declaration corrects. Raises `Misdeclared` where it says what nothing understands."""
        if faults := self.faults():
            raise Misdeclared(f"{type(self).__module__}: {' '.join(faults)}")
        return Corrections(
            columns=_decided(self.columns),
            dimensions=_decided(self.dimensions),
            measures=_decided(self.measures),
            values=self.values,
            year_basis=self.year_basis,
        )

    def legend(self) -> Mapping[str, str]:
        """Symbol → how it would be written plainly, as far as that has been decided."""
        return _decided(self.symbols)

    @classmethod
    def undecided(cls) -> list[tuple[str, str]]:
        """What is declared as unknown, for a person to decide: attribute, and heading or symbol."""
        found = ((where, key) for where, key, value in cls._entries() if value == UNKNOWN)
        return [(where, key) for where, key in found if not where.startswith("values")]

    @classmethod
    def faults(cls) -> list[str]:
        """What the declaration says that nothing understands, a sentence each; a slip of the pen would lose a column."""
        told = [
            f"layouts names the request “{slug}”, which there is not; there are {', '.join(known)}."
            for slug in cls.layouts
            if slug not in (known := [request.slug for request in requests.all_requests()])
        ]
        for where, key, value in cls._entries():
            choices = _choices(where)
            undecided = value == UNKNOWN and not where.startswith("values")  # where it is a code like any other
            if undecided or (value in choices if choices is not None else parse_number(value)):
                continue
            wanted = f"one of {', '.join(choices)}" if choices is not None else "written as a reply would: 0, <5, 1-4"
            told.append(f"{where} says “{value}” of “{key}”: it must be {wanted}.")
        if cls.year_basis not in (None, *YEAR_BASES):
            told.append(f"year_basis is “{cls.year_basis}”: it must be one of {', '.join(YEAR_BASES)}.")
        return told

    @classmethod
    def _entries(cls) -> Iterator[tuple[str, str, str]]:
        for where in ("columns", "dimensions", "measures", "symbols"):
            yield from ((where, key, value) for key, value in getattr(cls, where).items())
        for vocab, spellings in cls.values.items():
            yield from ((f"values[{vocab}]", key, value) for key, value in spellings.items())

    def holds_data(self, table: Table) -> bool:
        """False for a table that the force's letters carry and that answers nothing."""
        return not any(text.casefold() in (table.caption or "").casefold() for text in self.not_data)

    def knows(self, request: str, layout: str) -> bool:
        """True for a layout that the force is known to send, and for any where none is declared."""
        return request not in self.layouts or layout in self.layouts[request]

    def adjust(self, record: Case | Count) -> Case | Count:
        """Change one record where a declaration cannot say it. The record is returned, never dropped."""
        return record


def _decided(declared: Mapping[str, str]) -> Mapping[str, str]:
    return {key: value for key, value in declared.items() if value != UNKNOWN}


def _choices(where: str) -> tuple[str, ...] | None:
    """What an entry of that attribute may say; None for a symbol, which may stand for any number."""
    if where.startswith("values["):
        name = where.removeprefix("values[").removesuffix("]")
        return tuple(vocabulary.load(name).codes) if name in vocabulary.NAMES else ()
    return {"columns": headings.fields(), "dimensions": DIMENSIONS, "measures": MEASURES}.get(where)
