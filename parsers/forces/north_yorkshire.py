"""North Yorkshire Police."""

from parsers.table import TableParser


class NorthYorkshire(TableParser):
    """A reply of 3 documents with 3 tables of counts."""

    force = "north-yorkshire"
    layouts = {
        "online-misconduct-2017": (
            "Outcome | (periods)",
            "Rank | Number of officers",
            "Platform | Number of officers",
        ),
    }
    dimensions = {
        "Outcome": "outcome",
        "Rank": "rank",
        "Platform": "channel",
    }
    measures = {
        "Number of officers": "officers",
    }
