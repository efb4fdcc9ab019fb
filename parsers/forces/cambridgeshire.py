"""Cambridgeshire Constabulary."""

from parsers.table import TableParser


class Cambridgeshire(TableParser):
    """A reply of 2 documents with a list of cases."""

    force = "cambridgeshire"
    layouts = {
        "online-misconduct-2017": (
            "Date Recorded | Rank | Social Media Platform | Severity Assessment | Date Finalised | Final Outcome",
        ),
    }
    columns = {
        "Date Recorded": "date_received",
        "Rank": "rank_raw",
        "Social Media Platform": "channel_raw",
        "Severity Assessment": "severity",
        "Date Finalised": "date_concluded",
        "Final Outcome": "outcome_raw",
    }
