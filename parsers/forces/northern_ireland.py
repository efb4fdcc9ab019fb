"""Police Service of Northern Ireland."""

from parsers.table import TableParser


class NorthernIreland(TableParser):
    """A reply with a table of counts."""

    force = "northern-ireland"
    layouts = {
        "online-misconduct-2017": (
            "Year | Dismissed | Written warning | Management action | Words of advice | No further action",
        ),
    }
