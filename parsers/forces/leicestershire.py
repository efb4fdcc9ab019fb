"""Leicestershire Police."""

from parsers.table import TableParser


class Leicestershire(TableParser):
    """A reply of 2 documents with a list of cases."""

    force = "leicestershire"
    layouts = {
        "online-misconduct-2017": (
            "Case ref | Month recorded | Rank / role | Platform | Nature of allegation | Outcome",
        ),
    }
    columns = {
        "Case ref": "case_ref_raw",
        "Month recorded": "year_raw",
        "Rank / role": "rank_raw",
        "Platform": "channel_raw",
        "Nature of allegation": "conduct_raw",
        "Outcome": "outcome_raw",
    }
