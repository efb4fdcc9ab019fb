"""Kent Police."""

from parsers.table import TableParser


class Kent(TableParser):
    """A reply with a list of cases."""

    force = "kent"
    layouts = {
        "online-misconduct-2017": (
            "Serial | Year recorded | Rank | Platform | Summary of allegation | Severity | Result",
        ),
    }
    columns = {
        "Serial": "case_ref_raw",
        "Year recorded": "year_raw",
        "Rank": "rank_raw",
        "Platform": "channel_raw",
        "Summary of allegation": "conduct_raw",
        "Severity": "severity",
        "Result": "outcome_raw",
    }
