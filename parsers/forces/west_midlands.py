"""West Midlands Police."""

from parsers.table import TableParser


class WestMidlands(TableParser):
    """A letter, and a workbook with one row for each allegation under headings in two rows."""

    force = "west-midlands"
    layouts = {
        "online-misconduct-2017": (
            "Case | Date recorded | Rank | Allegation Platform | Allegation Standard | Allegation Summary | "
            "Result Severity | Result Date finalised | Result Outcome",
            "Year | Number of allegations",
        ),
    }
