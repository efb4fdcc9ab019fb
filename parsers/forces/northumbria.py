"""Northumbria Police."""

from parsers.table import TableParser


class Northumbria(TableParser):
    """Outcomes by calendar year with totals, and officers by platform; a footnote says what - and <5 stand for."""

    force = "northumbria"
    layouts = {
        "online-misconduct-2017": (
            "Outcome | (periods) | Total",
            "Platform | Number of officers",
        ),
    }
