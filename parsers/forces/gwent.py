"""Gwent Police."""

from parsers.table import TableParser


class Gwent(TableParser):
    """A reply of 2 documents with a table of counts."""

    force = "gwent"
    layouts = {
        "online-misconduct-2017": ("Outcome | (periods)",),
    }
    dimensions = {
        "Outcome": "outcome",
    }
