"""Hampshire and Isle of Wight Constabulary."""

from parsers.table import TableParser


class Hampshire(TableParser):
    """A reply with a table of counts."""

    force = "hampshire"
    layouts = {
        "online-misconduct-2017": ("Outcome | (periods) | Total",),
    }
    dimensions = {
        "Outcome": "outcome",
    }
