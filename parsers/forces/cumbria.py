"""Cumbria Constabulary."""

from parsers.table import TableParser


class Cumbria(TableParser):
    """A reply with a table of counts."""

    force = "cumbria"
    layouts = {
        "online-misconduct-2017": ("Outcome | Number of officers",),
    }
    dimensions = {
        "Outcome": "outcome",
    }
    measures = {
        "Number of officers": "officers",
    }
