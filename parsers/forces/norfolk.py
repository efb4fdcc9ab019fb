"""Norfolk Constabulary."""

from parsers.table import TableParser


class Norfolk(TableParser):
    """A reply with 2 tables of counts."""

    force = "norfolk"
    layouts = {
        "online-misconduct-2017": ("Outcome | (periods) | Total",),
    }
    dimensions = {
        "Outcome": "outcome",
    }
