"""Derbyshire Constabulary."""

from parsers.table import TableParser


class Derbyshire(TableParser):
    """A reply with a list of cases."""

    force = "derbyshire"
    layouts = {
        "online-misconduct-2017": ("Year | Rank | Details | Outcome",),
    }
    columns = {
        "Year": "year_raw",
        "Rank": "rank_raw",
        "Details": "conduct_raw",
        "Outcome": "outcome_raw",
    }
