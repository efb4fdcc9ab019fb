"""What reading digital PDFs costs, beside a plain loop of pdfplumber and beside PDFium's bare text, the floor.

`python -m flows.bench.pdf` draws the replies of the evaluation that are PDFs with text, and prints a row for each way. Each
way reads them four times, so that the start of its processes weighs no more than in a run of some hundred replies. A second
table is of one PDF of a hundred pages, read by one process and by several.
"""

from __future__ import annotations

import io
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

from flows.bench.timing import ROUNDS, cost_of, median, side_by_side

HERE = "flows.bench.pdf"
WAYS = {
    "ours, one process": "ours",
    "ours, two reader processes": "ours_apart",
    "plain loop of pdfplumber": "plain",
    "PDFium's bare text": "bare_text",
}
LONG = {"one process": 1, "two processes": 2}
"""Ways of reading a long document: by how many processes."""

SEED = 1
WORKERS = 2
TIMES = 4
PAGES = 100


def measure(rounds: int = ROUNDS, every: int = 4, times: int = TIMES) -> list[dict[str, Any]]:
    """A row for each way: `name`, median `cpu` and `wall` in seconds over all files read `times` times, the ratio of each to
    the plain loop's.

    Every `every`-th layout of PDF is drawn.
    """
    with tempfile.TemporaryDirectory() as folder:
        _draw(Path(folder), every)
        ways = {name: partial(cost_of, f"{HERE}:{job}", folder=folder, times=times) for name, job in WAYS.items()}
        return _rows(ways, rounds, "plain loop of pdfplumber")


def measure_long(rounds: int = ROUNDS, pages: int = PAGES) -> list[dict[str, Any]]:
    """As `measure`, of one PDF of so many pages with a ruled list over all of them."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "long.pdf"
        path.write_bytes(_long(pages))
        ways = {name: partial(cost_of, f"{HERE}:long", path=str(path), hands=hands) for name, hands in LONG.items()}
        return _rows(ways, rounds, "one process")


def _rows(ways: dict[str, partial], rounds: int, against: str) -> list[dict[str, Any]]:
    found = {name: median(costs) for name, costs in side_by_side(ways, rounds).items()}
    plain = found[against]
    return [
        {
            "name": name,
            "cpu": cost.cpu,
            "wall": cost.wall,
            "pages": cost.said,
            "cpu_ratio": cost.cpu / plain.cpu,
            "wall_ratio": cost.wall / plain.wall,
        }
        for name, cost in found.items()
    ]


def _draw(folder: Path, every: int) -> None:
    from flows.evaluation import draw

    titles = [(title, n) for title, n in draw.names(1) if title.startswith("pdf: ")]
    for number, (title, replica) in enumerate(titles[::every]):
        pdfs = [f for f in draw.reply(SEED, title, replica)[1] if f.data.startswith(b"%PDF-")]
        for file in pdfs:
            (folder / f"{number} {file.name}").write_bytes(file.data)


def _long(pages: int) -> bytes:
    from reportlab.lib.pagesizes import A4
    from reportlab.platypus import SimpleDocTemplate, Table

    head = ["Ref", "Year", "Rank", "Platform", "Outcome"]
    rows = [[f"CM/{n}/22", str(2017 + n % 6), "PC", "WhatsApp", "Written warning"] for n in range(37 * pages)]
    made = io.BytesIO()
    list_of_cases = Table([head, *rows], repeatRows=1, style=[("GRID", (0, 0), (-1, -1), 0.5, "black")])
    SimpleDocTemplate(made, pagesize=A4).build([list_of_cases])
    return made.getvalue()


def long(path: str, hands: int) -> int:
    """Pages of one document read by so many processes."""
    from parsers import limits
    from parsers.documents import read

    limits.hands = hands
    return read(Path(path).read_bytes(), "long.pdf").pages or 0


def ours(folder: str, times: int = 1) -> int:
    """Pages read by the readers, in this process."""
    from parsers.documents import read

    return sum(read(path.read_bytes(), path.name).pages or 0 for path in _files(folder, times))


def ours_apart(folder: str, times: int = 1) -> int:
    """Pages read as the main job has them read: in processes apart, and handed over."""
    from parsers.documents.worker import Readers

    with Readers(WORKERS) as readers:
        found = readers.map((path, path.name) for path in _files(folder, times))
        return sum(reading.document.pages or 0 for reading in found if reading.document)


def _files(folder: str, times: int) -> list[Path]:
    return sorted(Path(folder).iterdir()) * times


def plain(folder: str, times: int = 1) -> int:
    """Pages read by what most people would write."""
    import pdfplumber

    pages = 0
    for path in _files(folder, times):
        with pdfplumber.open(path) as pdf:
            for page in pdf.pages:
                page.extract_tables()
                page.extract_text()
                page.close()
                pages += 1
    return pages


def bare_text(folder: str, times: int = 1) -> int:
    """Pages whose text alone is taken, by PDFium: no cells, no places, nothing of what is hidden."""
    import pypdfium2

    pages = 0
    for path in _files(folder, times):
        with pypdfium2.PdfDocument(path) as pdf:
            for page in pdf:
                page.get_textpage().get_text_range()
                pages += 1
    return pages


def _tell(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        name, cpu, wall = row["name"], row["cpu"], row["wall"]
        print(f"{name:<28} {cpu:7.2f} s CPU ({row['cpu_ratio']:.3f})  {wall:7.2f} s wall ({row['wall_ratio']:.3f})")


if __name__ == "__main__":
    _tell(measure())
    _tell(measure_long())
