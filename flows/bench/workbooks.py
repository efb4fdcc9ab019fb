"""Workbooks: how long they take to be read, beside a plain loop of openpyxl and the bare values of python-calamine."""

from __future__ import annotations

import importlib.util
import io
import random
import tempfile
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from flows.bench.timing import ROUNDS, cost_of, side_by_side

SIZES = {"6 rows": 6, "1,000 rows": 1_000, "10,000 rows": 10_000}
COLUMNS = ("Ref", "Date", "Rank", "Platform", "Allegation", "Outcome", "Number", "Share")
READ_ROWS = 20_000
"""How many rows are read in all, a small workbook so often that there is something to measure."""
MOST, LEAST = 200, 3
"""How often one is read: the first time loads the libraries, which a process that reads many files does once."""


def measure(rounds: int = ROUNDS, sizes: dict[str, int] | None = None) -> list[dict[str, Any]]:
    """For each size the median CPU seconds of each way, and its ratio to the plain loop. Calamine only where it is installed."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for name, number in (sizes or SIZES).items():
            path = written(Path(folder) / f"{number}.xlsx", number)
            times = min(MOST, max(LEAST, READ_ROWS // number))
            jobs = ["plain_loop", "read"]
            if importlib.util.find_spec("python_calamine"):
                jobs.append("calamine_alone")
            ways = {job: partial(cost_of, f"flows.bench.workbooks:{job}", path=str(path), times=times) for job in jobs}
            found = {job: median(c.cpu for c in costs) for job, costs in side_by_side(ways, rounds).items()}
            for job, cpu in found.items():
                rows.append({"what": name, "way": job, "cpu": cpu / times, "ratio": cpu / found["plain_loop"]})
    return rows


def written(path: Path, rows: int) -> Path:
    """A case list of so many rows, with dates, texts that recur, whole numbers and shares, as Excel would write it."""
    import xlsxwriter

    rng = random.Random(rows)
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        day, share = book.add_format({"num_format": "dd/mm/yyyy"}), book.add_format({"num_format": "0%"})
        sheet.write_row(0, 0, COLUMNS)
        for row in range(1, rows + 1):
            sheet.write_string(row, 0, f"CM/{row:06d}/22")
            sheet.write_datetime(row, 1, date(2017, 1, 1) + timedelta(rng.randrange(2000)), day)
            sheet.write_string(row, 2, rng.choice(("PC", "Sergeant", "Inspector", "Police staff")))
            sheet.write_string(row, 3, rng.choice(("WhatsApp", "Facebook", "Text message")))
            sheet.write_string(row, 4, f"Posted message no. {rng.randrange(1000)} to a group")
            sheet.write_string(row, 5, rng.choice(("No action", "Written warning", "Dismissed")))
            sheet.write_number(row, 6, rng.randrange(60))
            sheet.write_number(row, 7, rng.randrange(1, 400) / 400, share)
    return path


def plain_loop(path: str, times: int) -> int:
    """What is usually written: every value of every sheet."""
    from openpyxl import load_workbook

    data, seen = Path(path).read_bytes(), 0
    for _ in range(times):
        for sheet in load_workbook(io.BytesIO(data), data_only=True):
            seen += sum(1 for _ in sheet.iter_rows(values_only=True))
    return seen


def read(path: str, times: int) -> int:
    """The whole Document, with everything hidden found, packed for the process that asked, under that process's settings."""
    import gc

    from parsers.apart import OBJECTS
    from parsers.documents import read as read_document
    from parsers.documents.model import to_json

    gc.set_threshold(*OBJECTS)
    data = Path(path).read_bytes()
    return sum(len(to_json(read_document(data, "a.xlsx"))) for _ in range(times))


def calamine_alone(path: str, times: int) -> int:
    """The floor: values alone, and nothing of what is hidden."""
    from python_calamine import CalamineWorkbook

    seen = 0
    for _ in range(times):
        book = CalamineWorkbook.from_path(path)
        seen += sum(len(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names)
    return seen


if __name__ == "__main__":
    for row in measure():
        print(f"{row['what']:<12} {row['way']:<15} {row['cpu'] * 1000:9.1f} ms CPU  {row['ratio']:.2f}")
