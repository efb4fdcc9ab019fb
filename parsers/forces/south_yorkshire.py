"""South Yorkshire Police."""

from parsers.table import TableParser


class SouthYorkshire(TableParser):
    """A reply with a list of cases."""

    force = "south-yorkshire"
    layouts = {
        "online-misconduct-2017": (
            "Date received | Rank | Platform | Allegation | Severity | Date of outcome | Outcome",
        ),
    }
    columns = {
        "Date received": "date_received",
        "Rank": "rank_raw",
        "Platform": "channel_raw",
        "Allegation": "conduct_raw",
        "Severity": "severity",
        "Date of outcome": "date_concluded",
        "Outcome": "outcome_raw",
    }
