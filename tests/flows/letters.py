"""Replies made for tests: a covering letter as PDF with a table in it, and a bare workbook. They are not samples."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

ASKED = (
    "How many police officers have been investigated for their conduct in WhatsApp messages, text messages, social media "
    "messages or posts since the start of 2017, and what was the outcome of each?"
)
CASES = [
    ["Year", "Rank", "Platform", "Outcome"],
    ["2019", "PC", "WhatsApp", "Final written warning"],
    ["2020", "Sergeant", "Facebook", "Dismissed"],
]


def letter(
    path: Path,
    force: str = "Durham Constabulary",
    reference: str = "100/22",
    replied: str = "9 September 2022",
    rows: list[list[str]] | None = None,
    said: str = "I have today decided to disclose the located information to you in full.",
    asked: str = ASKED,
) -> Path:
    """A covering letter, with `rows` as a ruled table in it (`CASES` where None, no table where empty)."""
    style = getSampleStyleSheet()["BodyText"]
    lines = [
        force,
        f"Freedom of Information Request Reference No: {reference}",
        f"Date: {replied}",
        "Dear Sir or Madam,",
        "I write in connection with your request for information received on 1 August 2022. I note you seek access to the following information:",
        asked,
        "DECISION",
        said,
    ]
    story: list = []
    for line in lines:
        story += [Paragraph(line, style), Spacer(1, 6)]
    rows = CASES if rows is None else rows
    if rows:
        story += [Table(rows, style=TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black)])), Spacer(1, 12)]
    story.append(Paragraph("Yours sincerely,", style))
    path.parent.mkdir(parents=True, exist_ok=True)
    SimpleDocTemplate(str(path), pagesize=A4, invariant=1).build(story)
    return path


def workbook(path: Path, rows: list[list[str]] | None = None) -> Path:
    """A workbook with one sheet of `rows` (`CASES` where None) and nothing else."""
    book = Workbook()
    for row in CASES if rows is None else rows:
        book.active.append(row)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path
