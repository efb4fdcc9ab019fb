"""Dyfed-Powys Police (Heddlu Dyfed-Powys)."""

from parsers.table import TableParser


class DyfedPowys(TableParser):
    """A workbook with a sheet for each financial year; small numbers are suppressed and explained on a sheet of notes."""

    force = "dyfed-powys"
    layouts = {
        "online-misconduct-2017": ("Rank | Number of officers",),
    }
