"""North Wales Police."""

from parsers.table import TableParser


class NorthWales(TableParser):
    """A reply of 3 documents with a table of counts."""

    force = "north-wales"
    layouts = {
        "online-misconduct-2017": ("Outcome | (periods) | Total",),
    }
    dimensions = {
        "Outcome": "outcome",
    }
