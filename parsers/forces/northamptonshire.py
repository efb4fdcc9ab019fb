"""Northamptonshire Police."""

from parsers.table import TableParser


class Northamptonshire(TableParser):
    """A reply with a table of counts."""

    force = "northamptonshire"
    layouts = {
        "online-misconduct-2017": ("Outcome | Constable | Sergeant | Inspector | Total",),
    }
    dimensions = {
        "Outcome": "outcome",
    }
