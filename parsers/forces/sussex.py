"""Sussex Police."""

from parsers.table import TableParser


class Sussex(TableParser):
    """A reply with a table of counts."""

    force = "sussex"
    layouts = {
        "online-misconduct-2017": ("Outcome | (periods) | Total",),
    }
    dimensions = {
        "Outcome": "outcome",
    }
