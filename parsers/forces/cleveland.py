"""Cleveland Police."""

from parsers.table import TableParser


class Cleveland(TableParser):
    """Question and answer; the case list gives the month of recording, the heading stands on each page."""

    force = "cleveland"
    layouts = {
        "online-misconduct-2017": ("No. | Recorded | Rank | Details of allegation | Outcome",),
    }
