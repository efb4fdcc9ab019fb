"""Suffolk Constabulary."""

from parsers.table import TableParser


class Suffolk(TableParser):
    """A reply with 2 tables of counts."""

    force = "suffolk"
    layouts = {
        "online-misconduct-2017": ("Outcome | (periods) | Total",),
    }
    dimensions = {
        "Outcome": "outcome",
    }
