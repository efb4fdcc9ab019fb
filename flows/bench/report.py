"""What the report of a release of 10,000 cases costs: its bytes, the time to write it, the time until it can be used.

    python -m flows.bench.report [CASES]

The replies are made up: forty forces, a third each as letters with a table (PDF), as workbooks and as Word letters, with
the channels, outcomes and kinds of conduct of the sample replies; no two cases have the same words. Chromium opens the page
of the records from disk; the time runs from the start of the navigation until the table stands, and from there until a search
that nobody has asked before is answered. The machine is shared with whatever else runs: compare times of one run alone.
"""

from __future__ import annotations

import io
import shutil
import statistics
import sys
import tempfile
import time
import tomllib
from pathlib import Path
from random import Random
from typing import Any

CASES = 10_000
REQUEST = "online-misconduct-2017"
_HEADINGS = ["Year", "Rank", "Platform", "Summary of allegation", "Outcome"]
_RANKS = ["PC"] * 6 + ["Sergeant"] * 3 + ["Inspector", "Superintendent", "Special Constable", "PCSO"]
_PLATFORMS = ["WhatsApp", "Facebook", "Text message", "Twitter", "Instagram", "Snapchat", "TikTok"]
_MONTHS = ["January", "March", "April", "June", "August", "October", "December"]
_BY = ["officer", "supervisor", "witness", "caller", "complainant"]
_OUTCOMES = [
    "Management action", "Words of advice", "Written warning", "Final written warning", "No further action",
    "No case to answer", "Reflective practice", "Dismissed", "Resigned", "Ongoing",
]  # fmt: skip


def replies(folder: Path, cases: int, forces: int = 40, seed: int = 1) -> None:
    """Write replies of that many cases in all into `folder`, a sub-folder a force."""
    from schemas.forces import all_forces

    rng = Random(seed)
    stories = _stories()
    asked = [f for f in all_forces() if f.force_type == "territorial"][:forces]
    for index, force in enumerate(asked):
        size = cases // forces + (index < cases % forces)
        rows = [_HEADINGS, *(_row(rng, stories) for _ in range(size))]
        path = folder / force.slug
        path.mkdir(parents=True)
        (_letter, _workbook, _word)[index % 3](path, force.name, f"{index + 100}/22", rows)


def _stories() -> list[tuple[str, str]]:
    told = tomllib.loads((Path(__file__).parents[1] / "samples" / "stories.toml").read_text(encoding="utf-8"))
    lines = [line.partition(" => ")[0].replace("~", "") for line in told["messages"].strip().splitlines()]
    return [(line, who) for line in lines for who in told["who"]]


def _row(rng: Random, stories: list[tuple[str, str]]) -> list[str]:
    line, who = rng.choice(stories)
    return [
        str(rng.randint(2017, 2022)),
        rng.choice(_RANKS),
        rng.choice(_PLATFORMS),
        f"{line.replace('{who}', who)}, reported on {rng.randint(1, 28)} {rng.choice(_MONTHS)} by {rng.choice(_BY)} no. {rng.randint(100, 9999)}",
        rng.choice(_OUTCOMES),
    ]


def _said(force: str, reference: str) -> list[str]:
    return [
        force,
        f"Freedom of Information Request Reference No: {reference}",
        "Date: 9 September 2022",
        "Dear Sir or Madam,",
        "I write in connection with your request for information received on 1 August 2022. I note you seek access to the following information:",
        "How many police officers have been investigated for their conduct in WhatsApp messages, text messages, social media "
        "messages or posts since the start of 2017, and what was the outcome of each?",
        "DECISION",
        "I have today decided to disclose the located information to you in full.",
    ]


def _letter(path: Path, force: str, reference: str, rows: list[list[str]]) -> None:
    from reportlab.lib import colors
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

    style = getSampleStyleSheet()["BodyText"]
    story: list[Any] = []
    for line in _said(force, reference):
        story += [Paragraph(line, style), Spacer(1, 6)]
    if rows:
        cells = [[row[0], row[1], row[2], Paragraph(row[3], style), row[4]] for row in rows]
        grid = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "TOP")])
        story.append(Table(cells, colWidths=[40, 80, 75, 185, 100], style=grid, repeatRows=1))
    story.append(Paragraph("Yours sincerely,", style))
    SimpleDocTemplate(str(path / "reply.pdf"), pagesize=A4, invariant=1).build(story)


def _workbook(path: Path, force: str, reference: str, rows: list[list[str]]) -> None:
    from openpyxl import Workbook

    _letter(path, force, reference, [])
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path / "figures.xlsx")


def _word(path: Path, force: str, reference: str, rows: list[list[str]]) -> None:
    from docx import Document

    made = Document()
    for line in _said(force, reference):
        made.add_paragraph(line)
    grid = made.add_table(rows=0, cols=len(rows[0]))
    grid.style = "Table Grid"
    for row in rows:
        for cell, text in zip(grid.add_row().cells, row, strict=True):
            cell.text = text
    made.save(str(path / "reply.docx"))


# ---- measuring


def measure(cases: int = CASES) -> list[dict[str, Any]]:
    """A row for each figure: `what`, `value`, `unit`. Without Chromium and its driver the times of the browser are left out."""
    with tempfile.TemporaryDirectory() as folder:
        data = released(Path(folder), cases)
        report = (data / "clean" / "latest").resolve() / "report"
        rows = [*_written(data, Path(folder) / "again"), *_sizes(report, cases)]
        return rows + _opened(report)


def released(folder: Path, cases: int, forces: int = 40) -> Path:
    """A data folder with the release of replies of that many cases. What is measured is not the validation: it is left out."""
    from flows import steps
    from flows.progress import Progress
    from flows.sources.folder import FolderSource

    replies(folder / "in" / REQUEST, cases, forces)
    validate = steps.validation.validate
    steps.validation.validate = _passed  # type: ignore[assignment]
    try:
        source = FolderSource(folder / "in" / REQUEST)
        with steps.begun(folder / "data", [source], Progress(io.StringIO()), request=REQUEST) as run:
            for step in steps.STEPS:
                step(run)
    finally:
        steps.validation.validate = validate
    return folder / "data"


def _passed(_tables: Any, folder: Path | None = None, **_: Any) -> Any:
    from flows.validate import Verdict

    if folder is not None:
        folder.mkdir(parents=True)
    return Verdict([], [], [], {})


def _written(data: Path, folder: Path) -> list[dict[str, Any]]:
    """The processor time of writing the report again, its pages having been drawn."""
    from flows.archive import Archive
    from flows.publish import read_release
    from flows.report.write import write_report

    tables = read_release(data / "clean" / "latest")
    start = time.process_time()
    write_report(tables, Archive(data / "raw"), "samples", folder, "bench")
    return [
        {"what": "report: written again", "value": round(time.process_time() - start, 2), "unit": "s of processor time"}
    ]


def _sizes(report: Path, cases: int) -> list[dict[str, Any]]:
    files = [p for p in report.rglob("*") if p.is_file() and p.suffix != ".webp"]
    size = sum(p.stat().st_size for p in files)
    library = (report / "vega.js").stat().st_size
    evidence = sum(p.stat().st_size for p in files if p.parent.name == "evidence")
    return [
        {"what": "report: without the pictures of pages", "value": round(size / 1e6, 2), "unit": "MB"},
        {"what": "report: of that the library that draws charts", "value": round(library / 1e6, 2), "unit": "MB"},
        {"what": "report: of that the evidence", "value": round(evidence / 1e6, 2), "unit": "MB"},
        {
            "what": "report: records.html",
            "value": round((report / "records.html").stat().st_size / 1e6, 2),
            "unit": "MB",
        },
        {"what": "report: a case, without the library", "value": round((size - library) / cases), "unit": "bytes"},
    ]


def _opened(report: Path, rounds: int = 5) -> list[dict[str, Any]]:
    """Medians of several openings, the first thrown away."""
    driver, browser = shutil.which("chromedriver"), shutil.which("chromium") or shutil.which("google-chrome")
    if driver is None or browser is None:
        return []
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = browser
    for said in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"):
        options.add_argument(said)
    window = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    try:
        table = [_times(window, report / "records.html", _TABLE) for _ in range(rounds + 1)][1:]
        front = [_times(window, report / "index.html", _FRONT) for _ in range(rounds + 1)][1:]
    finally:
        window.quit()
    named = [("records: table and filters stand", table, 0), ("records: and a search is answered", table, 1), ("front page: every chart is drawn", front, 0)]  # fmt: skip
    return [
        {"what": what, "value": round(statistics.median(t[i] for t in times) / 1000, 2), "unit": "s after the start"}
        for what, times, i in named
    ]


_TABLE = """
const done = arguments[0], rows = () => document.querySelectorAll("#records tbody tr").length;
const stands = performance.now(), box = document.getElementById("q");
if (!rows()) throw new Error("no table");
box.value = "whatsapp supervisor";
box.dispatchEvent(new Event("input", { bubbles: true }));
document.body.offsetHeight;
requestAnimationFrame(() => done([stands, performance.now(), document.getElementById("told").textContent]));
"""
_FRONT = """
const done = arguments[0], drawn = (name) => document.querySelectorAll(name).length;
const look = () => (drawn("[data-drawn]") === drawn("[data-chart]") ? done([performance.now()]) : setTimeout(look, 10));
look();
"""


def _times(window: Any, page: Path, script: str) -> list[Any]:
    """Milliseconds since the start of the navigation, as the page's own clock has them."""
    window.get("about:blank")
    window.get(page.as_uri())
    return window.execute_async_script(script.replace("arguments[0]", "arguments[arguments.length - 1]"))


if __name__ == "__main__":
    for row in measure(int(sys.argv[1]) if len(sys.argv) > 1 else CASES):
        print(f"{row['what']:<50} {row['value']:>10} {row['unit']}")
