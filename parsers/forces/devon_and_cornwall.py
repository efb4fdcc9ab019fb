"""Devon & Cornwall Police."""

from parsers.table import TableParser


class DevonAndCornwall(TableParser):
    """A reply with no table."""

    force = "devon-and-cornwall"
