"""What reading digital PDFs costs, beside a plain loop of pdfplumber and beside PDFium's bare text, the floor.

`python -m flows.bench.pdf` draws the replies of the evaluation that are PDFs with text, and prints a row for each way.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from flows.bench.timing import ROUNDS, cost_of, median, side_by_side

WAYS = {
    "ours, one process": "ours",
    "ours, two reader processes": "ours_apart",
    "plain loop of pdfplumber": "plain",
    "PDFium's bare text": "bare_text",
}
SEED = 1
WORKERS = 2


def measure(rounds: int = ROUNDS, every: int = 4) -> list[dict[str, Any]]:
    """A row for each way: `name`, median `cpu` and `wall` in seconds over all files, `ratio` of each to the plain loop's.

    Every `every`-th layout of PDF is drawn.
    """
    with tempfile.TemporaryDirectory() as folder:
        _draw(Path(folder), every)
        ways = {
            name: lambda job=job: cost_of(f"flows.bench.pdf:{job}", folder=folder)  # type: ignore[misc]
            for name, job in WAYS.items()
        }
        found = {name: median(costs) for name, costs in side_by_side(ways, rounds).items()}
    plain = found["plain loop of pdfplumber"]
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


def ours(folder: str) -> int:
    """Pages read by the readers, in this process."""
    from parsers.documents import read

    return sum(read(path.read_bytes(), path.name).pages or 0 for path in sorted(Path(folder).iterdir()))


def ours_apart(folder: str) -> int:
    """Pages read as the main job has them read: in processes apart, and handed over."""
    from parsers.documents.worker import Readers

    with Readers(WORKERS) as readers:
        found = readers.map((path, path.name) for path in sorted(Path(folder).iterdir()))
        return sum(reading.document.pages or 0 for reading in found if reading.document)


def plain(folder: str) -> int:
    """Pages read by what most people would write."""
    import pdfplumber

    pages = 0
    for path in sorted(Path(folder).iterdir()):
        with pdfplumber.open(path) as pdf:
            for page in pdf.pages:
                page.extract_tables()
                page.extract_text()
                page.close()
                pages += 1
    return pages


def bare_text(folder: str) -> int:
    """Pages whose text alone is taken, by PDFium: no cells, no places, nothing of what is hidden."""
    import pypdfium2

    pages = 0
    for path in sorted(Path(folder).iterdir()):
        with pypdfium2.PdfDocument(path) as pdf:
            for page in pdf:
                page.get_textpage().get_text_range()
                pages += 1
    return pages


if __name__ == "__main__":
    for row in measure():
        name, cpu, wall = row["name"], row["cpu"], row["wall"]
        print(f"{name:<28} {cpu:7.2f} s CPU ({row['cpu_ratio']:.3f})  {wall:7.2f} s wall ({row['wall_ratio']:.3f})")
