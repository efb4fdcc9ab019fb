"""Humberside Police."""

from parsers.table import TableParser


class Humberside(TableParser):
    """Letters from Word with numbered answers ('1.', '2.'), one table under each; years are calendar years."""

    force = "humberside"
    layouts = {"hospital-crime-2019": ("Offence types | (periods)", "Outcomes | (periods)")}
