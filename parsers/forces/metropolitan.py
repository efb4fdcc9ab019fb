"""Metropolitan Police Service."""

from parsers.table import TableParser


class Metropolitan(TableParser):
    """A letter with the case list in it, ruled, over several pages without its heading repeated."""

    force = "metropolitan"
    layouts = {
        "online-misconduct-2017": ("Year | Rank | Platform | Nature of allegation | Outcome",),
    }
