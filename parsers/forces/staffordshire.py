"""Staffordshire Police."""

from parsers.table import TableParser


class Staffordshire(TableParser):
    """A reply of 2 documents with a table of counts."""

    force = "staffordshire"
    layouts = {
        "online-misconduct-2017": ("Financial Year | Outcome | Number of officers",),
    }
    dimensions = {
        "Outcome": "outcome",
    }
    measures = {
        "Number of officers": "officers",
    }
