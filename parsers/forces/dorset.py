"""Dorset Police."""

from parsers.table import TableParser


class Dorset(TableParser):
    """A reply with no table."""

    force = "dorset"
