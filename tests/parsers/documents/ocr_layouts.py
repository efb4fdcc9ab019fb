"""Draws the scans that OCR is tried on, each with the cells and sentences that a person would type from it.

Pages are laid out by reportlab, photographed by pdfium, and spoiled as a scanner does: skew, blur, noise, specks, lossy
compression, two colours only. `measure` reads them and says how much came back; `python -m tests.parsers.documents.ocr_layouts`
prints it.
"""

from __future__ import annotations

import difflib
import io
import random
import re
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np
import pypdfium2
from PIL import Image
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table

from parsers.documents import read
from parsers.documents.model import Cell
from parsers.documents.model import Table as ReadTable
from parsers.documents.ocr_sheet import Sheet, sheet_of

Rows = list[list[str | None]]

FIGURE = re.compile(r"(?:[<>≤~]?\s?[£]?\d[\d,]*(?:\.\d+)?%?|\d+-\d+|[-–*]|\d+/\d+)$")
"""What a cell of figures holds: a number, or a mark that stands in its place."""
SURE = 0.8  # cells of less confidence count as flagged


@dataclass(frozen=True)
class Spoil:
    """How a page was scanned."""

    dpi: int = 200
    skew: float = 0.0  # degrees
    blur: float = 0.6  # pixels
    noise: float = 6.0  # grey levels
    specks: int = 40
    jpeg: int = 80  # quality; 0: no loss
    bitonal: bool = False
    turn: int = 0  # degrees anticlockwise that the sheet lay turned by
    paper: int = 250  # grey of the paper


@dataclass
class Scan:
    """An image-only PDF and what is printed on it."""

    name: str
    pdf: bytes
    tables: list[Rows]
    texts: list[str] = field(default_factory=list)


def scanned(pdf: bytes, spoil: Spoil, seed: int = 1) -> bytes:
    """The PDF as a scanner would give it: a picture for each page, no text."""
    made = io.BytesIO()
    canvas = Canvas(made)
    for number, image in enumerate(pictures(pdf, spoil, seed)):
        wide, high = (image.shape[1] * 72 / spoil.dpi, image.shape[0] * 72 / spoil.dpi)
        canvas.setPageSize((wide, high))
        canvas.drawImage(ImageReader(_stored(image, spoil, seed + number)), 0, 0, wide, high)
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def pictures(pdf: bytes, spoil: Spoil, seed: int = 1) -> list[np.ndarray]:
    """The pages in grey, as scanned."""
    document = pypdfium2.PdfDocument(pdf)
    made = []
    for number, page in enumerate(document):
        image = page.render(scale=spoil.dpi / 72, grayscale=True).to_numpy()
        image = image[:, :, 0] if image.ndim == 3 else image
        made.append(_spoiled(np.ascontiguousarray(image), spoil, np.random.default_rng(seed + number)))
    return made


def _spoiled(image: np.ndarray, spoil: Spoil, rng: np.random.Generator) -> np.ndarray:
    high, wide = image.shape
    if spoil.skew:
        turn = cv2.getRotationMatrix2D((wide / 2, high / 2), spoil.skew, 1)
        image = cv2.warpAffine(image, turn, (wide, high), flags=cv2.INTER_CUBIC, borderValue=255)
    grey = image.astype(np.float32) * (spoil.paper / 255)
    if spoil.blur:
        grey = cv2.GaussianBlur(grey, (0, 0), spoil.blur)
    grey += rng.normal(0, spoil.noise, grey.shape)
    for x, y in zip(rng.integers(0, wide, spoil.specks), rng.integers(0, high, spoil.specks), strict=True):
        cv2.circle(grey, (int(x), int(y)), int(rng.integers(0, 2)), float(rng.integers(40, 160)), -1)
    image = np.clip(grey, 0, 255).astype(np.uint8)
    if spoil.bitonal:
        image = np.where(image < 150, 0, 255).astype(np.uint8)
    return np.ascontiguousarray(np.rot90(image, spoil.turn // 90))


def _stored(image: np.ndarray, spoil: Spoil, seed: int) -> Image.Image:
    picture = Image.fromarray(image)
    if spoil.bitonal:
        return picture.convert("1")
    if not spoil.jpeg:
        return picture
    packed = io.BytesIO()
    picture.save(packed, "JPEG", quality=spoil.jpeg)
    return Image.open(packed)


def printed(texts: Sequence[tuple[float, float, str]], font: str, size: float, uprights: Sequence[float] = ()) -> Sheet:
    """Texts (left, baseline, both in points from the top left) and upright rulings, as the sheet that is read."""
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=(300, 100))
    _style(font, size)
    canvas.setFont(FONTS[font][0], size)
    for x, y, text in texts:
        canvas.drawString(x, 100 - y, text)
    for x in uprights:
        canvas.line(x, 5, x, 95)
    canvas.save()
    spoil = Spoil(noise=2, specks=0)
    return sheet_of(pictures(made.getvalue(), spoil)[0], spoil.dpi / 72)


# ------------------------------------------------------------------------------------------------------------- layouts

FONTS = {
    "Helvetica": ("Helvetica", "Helvetica-Bold"),
    "Times": ("Times-Roman", "Times-Bold"),
    "Courier": ("Courier", "Courier-Bold"),
    "Vera": ("Vera", "VeraBd"),
}
GREY, PALE = colors.HexColor("#7f7f7f"), colors.HexColor("#e4ecf4")

STYLES: dict[str, list[tuple]] = {
    "grid": [("GRID", (0, 0), (-1, -1), 0.5, colors.black)],
    "grey grid": [("GRID", (0, 0), (-1, -1), 0.5, GREY)],
    "heavy grid": [("GRID", (0, 0), (-1, -1), 1.2, colors.black), ("BACKGROUND", (0, 0), (-1, 0), PALE)],
    "dark heading": [
        ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
        ("BACKGROUND", (0, 0), (-1, 0), colors.HexColor("#1f3864")),
        ("TEXTCOLOR", (0, 0), (-1, 0), colors.white),
    ],
    "striped": [
        ("ROWBACKGROUNDS", (0, 1), (-1, -1), [PALE, colors.white]),
        ("BACKGROUND", (0, 0), (-1, 0), colors.HexColor("#9db8d2")),
    ],
    "level rules": [
        ("LINEABOVE", (0, 0), (-1, 0), 1, colors.black),
        ("LINEBELOW", (0, 0), (-1, 0), 0.5, colors.black),
        ("LINEBELOW", (0, -1), (-1, -1), 1, colors.black),
    ],
    "rows ruled": [("LINEBELOW", (0, 0), (-1, -1), 0.5, colors.black)],
    "bare": [],
}

OUTCOMES = [
    "No further action",
    "Words of advice",
    "Written warning",
    "Final written warning",
    "Management advice",
    "Management action",
    "Dismissed without notice",
    "Would have been dismissed",
    "Resigned during investigation",
    "Retired",
    "Ongoing",
    "No case to answer",
    "Reflective practice",
    "Not proven",
]
RANKS = ["PC", "Sergeant", "Inspector", "Police Constable", "Detective Constable", "PCSO", "Police Staff", "DS", "T/DS"]
CHANNELS = ["WhatsApp", "Facebook", "Instagram", "Text message", "Snapchat", "Twitter / X", "TikTok", "Social media"]
CONDUCT = [
    "Sent offensive messages to colleagues",
    "Racist comments in a group chat",
    "Inappropriate images shared online",
    "Disclosure of police information",
    "Homophobic post on a public page",
    "Unwanted contact with a member of the public",
]
LETTER = [
    "Thank you for your request for information, received on 14 March 2023, about officers investigated for their "
    "conduct in messages and on social media since 1 January 2017.",
    "I can confirm that we hold the information that you asked for. Between 2017 and 2022 a total of 47 officers were "
    "investigated, of whom 6 were dismissed.",
    "Figures below 5 are shown as <5, under section 40(2) of the Freedom of Information Act 2000, so that nobody can "
    "be identified from them.",
    "If you are unhappy with this reply you may ask for a review within 40 working days.",
]


def _style(font: str, size: float, bold: bool = False) -> ParagraphStyle:
    if font == "Vera" and "Vera" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
        pdfmetrics.registerFont(TTFont("VeraBd", "VeraBd.ttf"))
    return ParagraphStyle("body", fontName=FONTS[font][bold], fontSize=size, leading=size * 1.25)


def drawn(
    rows: Rows,
    style: str,
    font: str = "Helvetica",
    size: float = 10,
    wrap: Sequence[int] = (),
    spans: Sequence = (),
    **options,
) -> Table:
    """The rows as a table; columns in `wrap` hold paragraphs; `spans` as reportlab's SPAN."""
    body = _style(font, size)
    _style(font, size, bold=True)
    shown = [
        [
            Paragraph(t.replace("&", "&amp;").replace("<", "&lt;"), body) if t and c in wrap and r else (t or "")
            for c, t in enumerate(row)
        ]
        for r, row in enumerate(rows)
    ]
    commands = [
        ("FONT", (0, 0), (-1, -1), FONTS[font][0], size),
        ("FONT", (0, 0), (-1, 0), FONTS[font][1], size),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        *STYLES[style],
        *(("SPAN", *s) for s in spans),
    ]
    return Table(shown, style=commands, **options)


def laid_out(story: Iterable[Flowable], size: tuple[float, float] = A4) -> bytes:
    made = io.BytesIO()
    SimpleDocTemplate(made, pagesize=size, leftMargin=54, rightMargin=54, topMargin=54, bottomMargin=54).build(
        list(story)
    )
    return made.getvalue()


def texts(paragraphs: Iterable[str], font: str = "Helvetica", size: float = 11) -> list[Flowable]:
    body = _style(font, size)
    return [x for t in paragraphs for x in (Paragraph(t.replace("<", "&lt;"), body), Spacer(1, 10))]


def outcome_rows(rng: random.Random, years: int = 4, rows: int = 7, marks: float = 0.2, most: int = 60) -> Rows:
    """Outcomes by year with a total row; `marks` is the share of `<5`, `-`, `*`, `0` and blanks."""

    def figure() -> str | None:
        if rng.random() < marks:
            return rng.choice(["<5", "<5", "-", "-", "*", "0", None, "1-4"])
        return f"{rng.randrange(most):,}"

    first = rng.choice([2014, 2016, 2017, 2018])
    labels = rng.sample(OUTCOMES, min(rows, len(OUTCOMES)))
    made: Rows = [["Outcome", *(str(first + y) for y in range(years))]]
    made += [[label, *(figure() for _ in range(years))] for label in labels]
    sums = [
        sum(int((r[c] or "0").replace(",", "")) if (r[c] or "").replace(",", "").isdigit() else 0 for r in made[1:])
        for c in range(1, years + 1)
    ]
    return [*made, ["Total", *(f"{s:,}" for s in sums)]]


def case_rows(rng: random.Random, rows: int = 9) -> Rows:
    made: Rows = [["Ref", "Year", "Rank", "Platform", "Allegation", "Outcome"]]
    for number in range(rows):
        made.append(
            [
                rng.choice([str(number + 1), f"CO/{rng.randrange(100, 999)}/{rng.randrange(17, 23)}"]),
                str(rng.randrange(2017, 2023)),
                rng.choice(RANKS),
                rng.choice(CHANNELS),
                rng.choice(CONDUCT),
                rng.choice(OUTCOMES),
            ]
        )
    return made


def _counts(
    name: str, style: str, spoil: Spoil, seed: int, *, font: str = "Helvetica", size: float = 10, **options
) -> Scan:
    rng = random.Random(seed)
    page = options.pop("page", A4)
    rows = outcome_rows(rng, **options)
    story = [*texts(LETTER[:2], font), drawn(rows, style, font, size), Spacer(1, 14), *texts(LETTER[2:3], font)]
    return Scan(name, scanned(laid_out(story, page), spoil, seed), [rows], LETTER[:3])


def _cases(name: str, style: str, spoil: Spoil, seed: int, font: str = "Times", rows: int = 9) -> Scan:
    made = case_rows(random.Random(seed), rows)
    wide = [62, 36, 72, 70, 150, 130]
    story = [*texts(LETTER[:1], font), drawn(made, style, font, 9, wrap=(2, 3, 4, 5), colWidths=wide)]
    return Scan(name, scanned(laid_out(story, landscape(A4)), spoil, seed), [made], LETTER[:1])


def _letter(name: str, spoil: Spoil, seed: int) -> Scan:
    return Scan(name, scanned(laid_out(texts(LETTER * 2, "Times", 11.5)), spoil, seed), [], LETTER * 2)


def _two_levels(name: str, spoil: Spoil, seed: int) -> Scan:
    rng = random.Random(seed)
    years = ["2019", "2020", "2021"]
    top: list[str | None] = ["Rank"]
    for year in years:
        top += [year, None]
    rows: Rows = [top, [None, *["Officers", "Cases"] * 3]]
    rows += [[rank, *(str(rng.randrange(0, 40)) for _ in range(6))] for rank in RANKS[:6]]
    spans = [((0, 0), (0, 1)), *(((c, 0), (c + 1, 0)) for c in (1, 3, 5))]
    story = [*texts(LETTER[:1]), drawn(rows, "grid", spans=spans)]
    return Scan(name, scanned(laid_out(story), spoil, seed), [rows], LETTER[:1])


def _marks(name: str, spoil: Spoil, seed: int, style: str = "grid", font: str = "Helvetica") -> Scan:
    """Nearly nothing but marks: what engines read worst."""
    rng = random.Random(seed)
    rows: Rows = [["Force area", "2018/19", "2019/20", "2020/21", "2021/22"]]
    for place in ("North", "South", "East", "West", "Central", "Headquarters", "Not known"):
        rows.append(
            [place, *(rng.choice(["<5", "-", "*", "0", "1", "7", "<5", "<10", "1-4", "n/a", None]) for _ in range(4))]
        )
    story = [*texts(LETTER[2:3], font), drawn(rows, style, font, colWidths=[120, 70, 70, 70, 70])]
    return Scan(name, scanned(laid_out(story), spoil, seed), [rows], LETTER[2:3])


def _wide_figures(name: str, spoil: Spoil, seed: int) -> Scan:
    rng = random.Random(seed)
    rows: Rows = [["Hospital", "2016/17", "2017/18", "2018/19", "Change"]]
    for place in ("Bedford", "Luton", "Norfolk", "St Mary's", "Royal Free", "King's Mill", "Queen's"):
        rows.append([place, *(f"{rng.randrange(1000, 99999):,}" for _ in range(3)), f"{rng.randrange(0, 990) / 10}%"])
    story = [*texts(LETTER[:1], "Vera", 9), drawn(rows, "grey grid", "Vera", 8)]
    return Scan(name, scanned(laid_out(story), spoil, seed), [rows], LETTER[:1])


def _two_pages(name: str, spoil: Spoil, seed: int) -> Scan:
    rng = random.Random(seed)
    rows: Rows = [["No.", "Rank", "Platform", "Outcome"]]
    rows += [[str(n), rng.choice(RANKS), rng.choice(CHANNELS), rng.choice(OUTCOMES)] for n in range(1, 49)]
    story = [*texts(LETTER[:1]), drawn(rows, "grid", repeatRows=1)]
    return Scan(name, scanned(laid_out(story), spoil, seed), [rows], LETTER[:1])


def layouts() -> list[Scan]:
    """The fixed set: each layout and each way to scan that is known to be hard, once."""
    sideways = landscape(A4)
    return [
        _counts("grid", "grid", Spoil(skew=0.3), 1),
        _counts("grey grid, small type", "grey grid", Spoil(skew=-0.5), 2, font="Vera", size=8),
        _counts("heavy grid", "heavy grid", Spoil(skew=0.7, blur=0.9), 3, font="Times"),
        _counts("dark heading", "dark heading", Spoil(skew=0.2), 4),
        _counts("striped", "striped", Spoil(skew=-0.4), 5),
        _counts("level rules", "level rules", Spoil(skew=0.25), 6, font="Times"),
        _counts("rows ruled", "rows ruled", Spoil(skew=-0.2), 7),
        _counts("bare", "bare", Spoil(), 8),
        _cases("case list", "grid", Spoil(skew=0.4), 9),
        _cases("case list striped", "striped", Spoil(skew=-0.3), 10, font="Helvetica"),
        _letter("letter", Spoil(skew=0.5), 11),
        _two_levels("two levels of headings", Spoil(skew=-0.35), 12),
        _marks("marks", Spoil(skew=0.3), 13),
        _marks("marks, Times", Spoil(skew=-0.6, blur=0.8), 14, font="Times"),
        _wide_figures("large figures", Spoil(skew=0.3), 15),
        _counts("on its side", "grid", Spoil(turn=90, skew=0.3), 16, page=sideways, years=6),
        _counts("on its other side", "grid", Spoil(turn=270, skew=-0.2), 17, page=sideways, years=6),
        _counts("upside down", "grid", Spoil(turn=180, skew=0.4), 18),
        _counts("100 dpi", "grid", Spoil(dpi=100, skew=0.3, blur=0.3), 19),
        _counts("300 dpi, two colours", "grid", Spoil(dpi=300, skew=-0.3, bitonal=True, noise=12), 20),
        _counts("fax", "heavy grid", Spoil(bitonal=True, skew=0.3, noise=20, specks=300), 21),
        _counts("bad JPEG", "grid", Spoil(jpeg=30, skew=0.2), 22, font="Times"),
        _counts("grey paper", "grid", Spoil(paper=205, noise=9, skew=-0.25), 23, font="Courier", years=3),
        _two_pages("two pages", Spoil(skew=0.3), 24),
    ]


def random_scan(seed: int) -> Scan:
    """A layout drawn by lot: for measuring on what nothing was tuned on."""
    rng = random.Random(seed)
    font = rng.choice(list(FONTS))
    style = rng.choice(list(STYLES))
    spoil = Spoil(
        dpi=rng.choice([150, 200, 200, 200, 300]),
        skew=rng.uniform(-0.8, 0.8),
        blur=rng.uniform(0.3, 0.9),
        noise=rng.uniform(2, 12),
        specks=rng.randrange(150),
        jpeg=rng.choice([0, 50, 75, 90]),
        bitonal=rng.random() < 0.15,
        turn=rng.choice([0, 0, 0, 0, 0, 90, 180, 270]),
        paper=rng.choice([255, 250, 235, 215]),
    )
    name = f"{seed}: {style}, {font}, {spoil.dpi} dpi{', turned' if spoil.turn else ''}{', two colours' if spoil.bitonal else ''}"
    if rng.random() < 0.3:
        return _cases(name, style, spoil, seed, font, rng.randrange(5, 12))
    if rng.random() < 0.2:
        return _marks(name, spoil, seed, style, font)
    options = {
        "years": rng.randrange(2, 6),
        "rows": rng.randrange(4, 12),
        "marks": rng.random() * 0.5,
        "most": rng.choice([12, 90, 900, 30000]),
    }
    return _counts(name, style, spoil, seed, font=font, size=rng.choice([8, 9, 10, 11]), **options)


# ------------------------------------------------------------------------------------------------------------- measure


@dataclass
class Score:
    """What came back. Cells are counted where they are not blank, right only when row, column and text are."""

    printed: int = 0
    read: int = 0
    right: int = 0
    figures: int = 0
    figures_right: int = 0
    wrong_flagged: int = 0
    wrong_silent: int = 0
    missed: int = 0  # figures whose cell came back blank or not at all
    right_flagged: int = 0
    letters: int = 0
    letters_wrong: int = 0
    seconds: float = 0.0
    pages: int = 0
    mistakes: list[str] = field(default_factory=list)

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.printed + self.read) if self.printed + self.read else 1.0

    @property
    def cer(self) -> float:
        return self.letters_wrong / self.letters if self.letters else 0.0

    def add(self, other: Score) -> None:
        for name in self.__dataclass_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def line(self, name: str) -> str:
        return (
            f"{name:48.48} F1 {self.f1:.3f}  CER {self.cer:.3f}  figures {self.figures_right}/{self.figures}"
            f" wrong {self.wrong_silent} silent {self.wrong_flagged} flagged {self.missed} missed, {self.right_flagged} right flagged"
            f"  {self.seconds / max(self.pages, 1):.1f} s a page"
        )


def score(scan: Scan) -> Score:
    """Read the scan and compare."""
    started = time.perf_counter()
    document = read(scan.pdf, "scan.pdf")
    made = Score(seconds=time.perf_counter() - started, pages=document.pages or 1)
    left = list(document.tables)
    for rows in scan.tables:
        best = max(left, key=lambda t: _common(rows, t), default=None)
        if best is not None:
            left.remove(best)
        _compare(rows, best, made)
    made.read += sum(1 for t in left for r in t.rows for c in r.cells if c.text)
    made.letters = sum(len(t) for t in scan.texts)
    made.letters_wrong = _letters_wrong(" ".join(scan.texts), " ".join(t.text for t in document.texts))
    return made


def _common(rows: Rows, table: ReadTable) -> int:
    there = [c.text for r in table.rows for c in r.cells if c.text]
    return sum(t in there for r in rows for t in r if t)


def _compare(rows: Rows, table: ReadTable | None, made: Score) -> None:
    there: dict[tuple[int, int], Cell] = {}
    if table is not None:
        there = {(r, c): cell for r, row in enumerate(table.rows) for c, cell in enumerate(row.cells)}
    made.read += sum(bool(c.text) for c in there.values())
    for r, row in enumerate(rows):
        for c, printed in enumerate(row):
            cell = there.get((r, c))
            text = cell.text if cell else None
            figure = r > 0 and c > 0 and bool(FIGURE.match(printed or "-" if printed else ""))
            flagged = bool(cell and cell.confidence is not None and cell.confidence < SURE)
            made.printed += bool(printed)
            made.right += bool(printed) and text == printed
            if text != (printed or None):
                made.mistakes.append(f"{printed!r} read {text!r}{' (flagged)' if flagged else ''}")
            if figure:
                made.figures += 1
                made.figures_right += text == printed
                made.right_flagged += text == printed and flagged
                made.missed += not text
                made.wrong_flagged += bool(text) and text != printed and flagged
                made.wrong_silent += bool(text) and text != printed and not flagged
            elif r > 0 and c > 0 and not printed and text:
                made.wrong_silent += not flagged
                made.wrong_flagged += flagged


def _letters_wrong(printed: str, there: str) -> int:
    """Letters to change, by the longest common runs: close to the edit distance and quick."""
    matcher = difflib.SequenceMatcher(None, printed, there, autojunk=False)
    return sum(max(i2 - i1, j2 - j1) for op, i1, i2, j1, j2 in matcher.get_opcodes() if op != "equal")


def measure(scans: Iterable[Scan] | None = None, say: Callable[[str], None] = lambda line: None) -> dict[str, Score]:
    """Each scan's score by name, and `all`: strict cell F1, character error rate, figures right, wrong and flagged."""
    scores: dict[str, Score] = {}
    for scan in layouts() if scans is None else scans:
        scores[scan.name] = score(scan)
        say(scores[scan.name].line(scan.name))
        for mistake in scores[scan.name].mistakes[:12]:
            say(f"    {mistake}")
    total = Score()
    for one in scores.values():
        total.add(one)
    scores["all"] = total
    say(total.line("all"))
    return scores


if __name__ == "__main__":
    drawn_by_lot = range(*map(int, sys.argv[1:3])) if len(sys.argv) > 2 else None
    measure((random_scan(s) for s in drawn_by_lot) if drawn_by_lot else None, print)
