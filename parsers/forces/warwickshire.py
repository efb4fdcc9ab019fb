"""Warwickshire Police."""

from parsers.table import TableParser


class Warwickshire(TableParser):
    """A reply with a table of counts."""

    force = "warwickshire"
    layouts = {
        "online-misconduct-2017": ("Outcome | Number of officers",),
    }
    dimensions = {
        "Outcome": "outcome",
    }
    measures = {
        "Number of officers": "officers",
    }
