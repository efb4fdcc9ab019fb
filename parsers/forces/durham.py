"""Durham Constabulary."""

from parsers.table import TableParser


class Durham(TableParser):
    """Letters by the Information Rights & Disclosure Unit: ruled tables below the quoted request, '-' for none."""

    force = "durham"
    dimensions = {"Crime Group / Financial Year": "other", "Hospital Name / Financial Year": "other"}
