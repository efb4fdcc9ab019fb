"""Durham Constabulary."""

from parsers.table import TableParser


class Durham(TableParser):
    """Letters by the Information Rights & Disclosure Unit: ruled tables below the quoted request, '-' for none."""

    force = "durham"
    layouts = {
        "hospital-crime-2019": (
            "Hospital Name / Financial Year | (periods)",
            "Crime Group / Financial Year | (periods)",
            "Crime Outcome / Financial Year | (periods)",
        ),
        "online-misconduct-2017": (
            "Ref | Year | Role | Medium | Summary of case | Severity | Outcome",
            "Year | Police officers | Police staff | Total",
        ),
    }
