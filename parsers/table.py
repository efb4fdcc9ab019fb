"""TableParser: the base class of every force's parser. A force's module is a declaration of what inference gets wrong.

    class Durham(TableParser):
        force = "durham"
        layouts = {"online-misconduct-2017": ("Ref | Year | Role | Nature of matter | Outcome", "Year | Officers")}
        columns = {"Nature of matter": "conduct_raw"}      # heading → field of a case list
        dimensions = {"Crime Group": "other"}              # heading of a breakdown → dimension of a count
        symbols = {"*": "<5"}                              # symbol → what the force says that it stands for
        values = {"outcome": {"Spoken to": "words_of_advice"}}

`layouts` are the headings that the force is known to send, as `parsers.grid.layout` writes them: a table with others is
still read, and reported as `layout_changed`. Everything else is inferred (`parsers.infer`), for every force alike. A force without a module is parsed by this class.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from parsers.documents.model import Table
from parsers.infer import Corrections
from schemas.records import Case, Count


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
        return Corrections(
            columns=self.columns,
            dimensions=self.dimensions,
            measures=self.measures,
            values=self.values,
            year_basis=self.year_basis,
        )

    def holds_data(self, table: Table) -> bool:
        """False for a table that the force's letters carry and that answers nothing."""
        return not any(text.casefold() in (table.caption or "").casefold() for text in self.not_data)

    def knows(self, request: str, layout: str) -> bool:
        """True for a layout that the force is known to send, and for any where none is declared."""
        return request not in self.layouts or layout in self.layouts[request]

    def adjust(self, record: Case | Count) -> Case | Count:
        """Change one record where a declaration cannot say it. The record is returned, never dropped."""
        return record
