"""Nottinghamshire Police."""

from parsers.table import TableParser


class Nottinghamshire(TableParser):
    """A case list without rules whose rows can be about several officers ('3 x PC'), abbreviations explained in the letter."""

    force = "nottinghamshire"
    layouts = {
        "online-misconduct-2017": ("Year | Officer(s) | Medium | Allegation | Outcome",),
    }
