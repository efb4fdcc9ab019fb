"""How long a command takes from its start to its first answer, with nothing of ours kept from an earlier run."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

from flows.bench.timing import ROUNDS, Cost, cost_of_command, side_by_side

COMMANDS: dict[str, list[str]] = {
    "foi --help": ["--help"],
    "foi parse, a PDF of one page": ["parse", "{pdf}"],
    "foi parse, a small workbook": ["parse", "{xlsx}"],
    "foi inspect, a PDF of one page": ["inspect", "{pdf}"],
    "foi status, nothing published": ["status"],
    "foi asked": ["asked"],
}
MAY_FAIL = 2
"""`foi status` says so where nothing is published, and how soon it says so is what is measured."""


def measure(rounds: int = ROUNDS) -> list[dict[str, Any]]:
    """Each command with its median CPU and wall time in seconds, beside the interpreter alone."""
    with tempfile.TemporaryDirectory() as folder:
        files = {"pdf": _letter(Path(folder)), "xlsx": _workbook(Path(folder))}
        ways = {"python, nothing imported": lambda: cost_of_command([sys.executable, "-c", "pass"])}
        for name, arguments in COMMANDS.items():
            command = [sys.executable, "-m", "flows.cli", *(argument.format(**files) for argument in arguments)]
            ways[name] = lambda command=command: _cost(command, Path(folder))  # type: ignore[misc]
        costs = side_by_side(ways, rounds)
    return [
        {"what": name, "cpu": median(c.cpu for c in found), "wall": median(c.wall for c in found)}
        for name, found in costs.items()
    ]


def _cost(command: list[str], folder: Path) -> Cost:
    root = str(Path(__file__).parents[2])
    return cost_of_command(command, folder=folder, environment={"PYTHONPATH": root}, status=MAY_FAIL)


def _letter(folder: Path) -> Path:
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

    path = folder / "Durham Constabulary.pdf"
    style = getSampleStyleSheet()["Normal"]
    text = "Thank you for your request under the Freedom of Information Act 2000. The information held is below."
    rows = [["Year", "Rank", "Outcome"], *([str(2017 + n % 5), "PC", "Written warning"] for n in range(20))]
    table = Table(rows, style=[("GRID", (0, 0), (-1, -1), 0.5, "black")])
    SimpleDocTemplate(str(path)).build([Paragraph(text, style), table])
    return path


def _workbook(folder: Path) -> Path:
    import xlsxwriter

    path = folder / "Durham Constabulary.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Year", "Rank", "Outcome"])
        for n in range(20):
            sheet.write_row(n + 1, 0, [2017 + n % 5, "PC", "Written warning"])
    return path


if __name__ == "__main__":
    for row in measure():
        print(f"{row['what']:<34} {row['cpu']:.2f} s CPU  {row['wall']:.2f} s wall")
