"""Avon and Somerset Police."""

from parsers.table import TableParser


class AvonAndSomerset(TableParser):
    """A reply of 2 documents with 6 lists of cases."""

    force = "avon-and-somerset"
    layouts = {
        "online-misconduct-2017": ("Ref | Rank | Platform | Allegation | Outcome",),
    }
    columns = {
        "Ref": "case_ref_raw",
        "Rank": "rank_raw",
        "Platform": "channel_raw",
        "Allegation": "conduct_raw",
        "Outcome": "outcome_raw",
    }
