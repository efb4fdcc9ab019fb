"""Lincolnshire Police."""

from parsers.table import TableParser


class Lincolnshire(TableParser):
    """A reply with a list of cases."""

    force = "lincolnshire"
    layouts = {
        "online-misconduct-2017": ("Year | Rank | Nature of allegation | Action taken",),
    }
    columns = {
        "Year": "year_raw",
        "Rank": "rank_raw",
        "Nature of allegation": "conduct_raw",
        "Action taken": "outcome_raw",
    }
