"""West Mercia Police."""

from parsers.table import TableParser


class WestMercia(TableParser):
    """A reply with no table."""

    force = "west-mercia"
