"""Draws one made-up reply: a layout, filled with words and figures at random, as files with the truth beside them."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from flows.evaluation import others, papers, workbooks
from flows.evaluation.blocks import MARK, Grid, Page
from flows.evaluation.content import Content, Draw, numbers
from flows.evaluation.layouts import OFFICE, Layout, layouts
from flows.evaluation.letters import Letter, letter
from parsers.forces import parser_classes
from schemas import forces

_NEIGHBOURS = {"bedfordshire": "hertfordshire", "hertfordshire": "bedfordshire", "gloucestershire": "wiltshire", "cheshire": "merseyside"}  # fmt: skip
_DATA_ONLY = ("xlsx", "xls", "ods", "csv")
_MEDIA = {"openpyxl": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "python-docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}  # fmt: skip


@dataclass
class File:
    """One file of a reply, as it would arrive."""

    name: str
    data: bytes


@dataclass
class Truth:
    """Everything known about one made-up reply, in the contract's terms."""

    name: str
    layout: str
    family: str
    format: str
    producer: str
    seed: str
    hints: dict[str, str]  # what a caller would say with --force and --request; empty where the letter must tell
    reply: dict[str, Any]
    cases: list[dict[str, Any]]
    counts: list[dict[str, Any]]
    problems: list[str]
    tables: list[list[list[str | None]]]
    loose: list[str]  # words that may be read as rows of a table, and are none
    secret: str | None
    files: list[str] = field(default_factory=list)

    def as_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1)


@cache
def unparsed_forces() -> tuple[str, ...]:
    """The territorial forces that have no parser of their own, which could help, and Scotland's."""
    own = parser_classes()
    kinds = {f.slug: f.force_type for f in forces.all_forces()}
    return tuple(sorted(s for s, kind in kinds.items() if s not in own and (kind == "territorial" or s in ("police-scotland", "btp"))))  # fmt: skip


def names(replicas: int, only: str | None = None, office: bool = False) -> list[tuple[str, int]]:
    """What there is to draw: the title of each layout (that has `only` in it), as often as asked."""
    known = [layout for layout in layouts() if office or layout.family != OFFICE]
    titles = [x.title for x in known if not only or only.lower() in f"{x.title} {x.family}".lower()]
    return [(title, n) for title in titles for n in range(replicas)]


def reply(seed: int, title: str, number: int) -> tuple[Truth, list[File]]:
    """The reply of that seed, layout and number; always the same."""
    layout = next(each for each in layouts() if each.title == title)
    rng = Random(f"{seed}/{title}/{number}")
    force = rng.choice(
        unparsed_forces() if layout.content != "joint" else sorted(set(_NEIGHBOURS) & set(unparsed_forces()))
    )
    draw = Draw(rng, force, layout.shape, rng.randint(*layout.rows), _NEIGHBOURS.get(force))
    content = layout.make(draw)
    producer = layout.producers[(number + rng.randint(0, 3)) % len(layout.producers)]
    hinted = rng.random() < 0.5
    files, made = _files(draw, layout, producer, content)
    with_letter = layout.format not in _DATA_ONLY
    facts = made.facts if with_letter else _facts_of_data(draw, content)
    if layout.status == "nil":
        content.counts.append({"force": force, "dimension": "total", **numbers(0), "meaning": {"either": ["exact", "zero"]}, "optional": True})  # fmt: skip
    hints = {"force": force, "request": content.request} if hinted or not with_letter else {}
    tables = [grid.printed() for grid in content.grids]
    truth = Truth(
        name=f"{title.replace(': ', '-').replace(', ', '-').replace(' ', '-')}-{number}",
        layout=layout.title,
        family=layout.family,
        format=layout.format,
        producer=producer,
        seed=f"{seed}",
        hints=hints,
        reply=facts,
        cases=content.cases,
        counts=content.counts,
        problems=sorted(content.problems),
        tables=tables,
        loose=_loose(content, made),
        secret=workbooks.secret() if content.hidden else None,
        files=[f.name for f in files],
    )
    return truth, files


def _facts_of_data(draw: Draw, content: Content) -> dict[str, Any]:
    """What is known of a reply that is a workbook and no letter."""
    basis = {"year_basis": content.basis} if content.basis else {}
    return {"force": draw.force, "request": content.request, "grain": content.grain, "status": "full", "sample": True, **basis}  # fmt: skip


def _loose(content: Content, made: Letter) -> list[str]:
    said = [grid.caption for grid in content.grids if grid.caption]
    forms = [text for block in made.blocks if isinstance(block, Grid) and block.form for row in block.printed() for text in row if text]  # fmt: skip
    return [*said, *forms, *content.legend, MARK]


def _files(draw: Draw, layout: Layout, producer: str, content: Content) -> tuple[list[File], Letter]:
    rng, kind = draw.rng, layout.format
    paper, _, other = producer.partition(" + ")
    attached = bool(other) and other not in papers.PRODUCERS and other != "python-docx"
    book = (
        workbooks.sheets_of(rng, content, layout.options) if attached or kind in ("xlsx", "xls", "ods", "csv") else []
    )
    made = letter(draw, content, layout.status, attached=attached)
    if kind in ("xlsx", "xls", "ods"):
        data = workbooks.PRODUCERS[producer](book, "formulas" in layout.options)
        return [File(f"disclosure.{kind}", data)], made
    if kind == "csv":
        data = workbooks.csv_text(book[0], **layout.page)
        return [File("disclosure.csv", data)], made
    page = _page(rng, layout)
    if kind in ("docx", "html"):
        return [File(f"response.{kind}", others.PRODUCERS[producer](made.blocks, page))], made
    if kind == "scan":
        data = others.scanned(papers.typeset(producer, made.blocks, page), rng)
        return [File("scan.pdf", data)], made
    if kind == "eml":
        return [_mail(draw, producer, other, book, made, page)], made
    if layout.family == OFFICE:
        return [File("response.pdf", others.libreoffice_pdf(made.blocks, page))], made
    lead = File("response.pdf", papers.typeset(paper, made.blocks, page))
    if not attached:
        return [lead], made
    suffix = "xls" if other == "xlwt" else "xlsx"
    figures = File(f"figures.{suffix}", workbooks.PRODUCERS[other](book, False))
    if kind == "zip":
        return [File("response.zip", others.zipped([(f.name, f.data) for f in (lead, figures)]))], made
    return [lead, figures], made


def _mail(draw: Draw, producer: str, other: str, book: list, made: Letter, page: Page) -> File:
    rng = draw.rng
    hello: list = [b for b in made.blocks if not isinstance(b, Grid) and b.kind in ("mark", "title")]
    attached: list[tuple[str, bytes, str]] = []
    blocks = made.blocks
    if other in workbooks.PRODUCERS:
        attached = [("figures.xlsx", workbooks.PRODUCERS[other](book, False), _MEDIA["openpyxl"])]
    elif other == "python-docx":
        attached, blocks = [("Réponse – FOI.docx", others.python_docx(blocks, page), _MEDIA[other])], hello
    elif other:
        attached, blocks = [("response.pdf", papers.typeset(other, blocks, page), "application/pdf")], hello
    return File(
        "reply.eml",
        others.mail(rng, blocks, attached, draw.force, date.fromisoformat(made.facts["date_replied"])),
    )


def _page(rng: Random, layout: Layout) -> Page:
    """The page of the layout; what it leaves open is drawn."""
    free = {
        "font": rng.choice(["serif", "sans", "vera"]),
        "size": rng.choice([9, 10, 10.5, 11]),
        "padding": rng.choice([2, 3, 4]),
        "numbers": rng.choice(["center", "center", "right", "left"]),
        "numbered": rng.random() < 0.6,
    }
    return Page(**{**free, **(layout.page if layout.format != "csv" else {})})


def write(folder: Path, truth: Truth, files: list[File]) -> Path:
    """Keep a reply for a look: its files, and `truth.json`."""
    here = folder / truth.name
    here.mkdir(parents=True, exist_ok=True)
    for file in files:
        (here / file.name).write_bytes(file.data)
    (here / "truth.json").write_text(truth.as_json() + "\n", encoding="utf-8")
    return here


def kept(folder: Path) -> list[tuple[Truth, list[File]]]:
    """The replies that `write` kept there."""
    found = []
    for path in sorted(folder.rglob("truth.json")):
        truth = Truth(**json.loads(path.read_text("utf-8")))
        files = [File(name, (path.parent / name).read_bytes()) for name in truth.files]
        found.append((truth, files))
    return found
