"""`foi evidence`: the evidence of one record as a page that stands alone, and as a picture."""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from PIL import Image, ImageDraw

from flows import disk
from flows.archive import Archive
from flows.ending import Stopped
from flows.pictures.canvas import SKY, VERMILION, WHITE, Picture, Pixels, font, write
from flows.pictures.marks import row_box
from flows.pictures.sheets import drawn_document
from flows.report.evidence import Evidence, Gathered, Shown, Tables, evidence_of
from flows.report.explain import Record, identifier
from flows.report.pages import rows_by_place
from flows.report.write import own_style, template
from schemas.datapackage import samples_note
from schemas.records import Reply

FOLDER = "evidence"
"""In the data folder: not part of any release."""

ROW = (240, 228, 66)
"""Okabe and Ito's yellow."""


@dataclass(frozen=True, slots=True)
class Found:
    """One record of a release, and the reply that it is in."""

    record: Record
    reply: Reply | None


def find(tables: Tables, wanted: str) -> Found:
    """The case or count of that identifier, current ones before superseded. Raises `Stopped` where there is none."""
    records = [r for name in ("cases", "counts", "superseded_cases", "superseded_counts") for r in tables[name]]
    record = next((r for r in records if identifier(r) == wanted), None)
    if record is None:
        near = get_close_matches(wanted, [identifier(r) for r in records], n=1, cutoff=0.8)
        hint = (
            f"Did you mean {near[0]}?" if near else "`cases.csv` (record_id) and `counts.csv` (count_id) list them all."
        )
        raise Stopped(f"There is no record {wanted} in the live release. {hint}")
    return Found(record, next((r for r in tables["replies"] if r.reply_id == record.reply_id), None))


def write_one(tables: Tables, archive: Archive, wanted: str, folder: Path) -> list[Path]:
    """Write the evidence of one record into `folder`: the page, and the picture where one can be drawn; their paths.

    The document comes from the archive and is checked against its sha256. Raises `Stopped` where it is not there.
    """
    found = find(tables, wanted)
    archive.load(found.record.document)  # what cannot be shown to be the force's own bytes is no evidence
    known = Gathered(tables)
    known.records = {found.record.document: [found.record]}  # type: ignore[assignment]
    known.by_reply |= {found.reply.reply_id: found.reply} if found.reply else {}
    made = evidence_of(
        found.record.document, known, archive, whole=found.record.document not in known.taken, only=wanted
    )
    if made.document is None:
        raise Stopped(f"The document of {wanted} cannot be read: {made.said}")
    shown = made.shown[0]
    page = folder / f"{wanted}.html"
    disk.write_whole(page, _page(made, shown, found.reply, tables).encode())
    picture = _picture(made, shown, found.record)
    if picture is None:
        return [page]
    png = io.BytesIO()
    picture.save(png, "PNG")
    disk.write_whole(folder / f"{wanted}.png", png.getvalue())
    return [page, folder / f"{wanted}.png"]


def _page(made: Evidence, shown: Shown, reply: Reply | None, tables: Tables) -> str:
    lit = dict.fromkeys(shown.row.split(), " row") | {anchor: " lit" for _, anchor in shown.fields if anchor}
    boxes = {box.anchor: box for box in made.boxes.values()}
    numbers = [(n, boxes[a]) for n, (_, a) in enumerate(shown.fields, start=1) if a in boxes]
    cited = {boxes[a].page for a in lit if a in boxes}
    drawn = [p for p in made.pictures if p.image] or made.pictures
    made.pictures = [p for p in made.pictures if p.number in cited] or drawn
    images = {
        p.number: f"data:image/webp;base64,{base64.b64encode(p.image).decode()}" for p in made.pictures if p.image
    }
    sample = bool(reply and reply.sample)
    style, digest = own_style()
    return template("one.html").render(
        shown=shown,
        evidence=made,
        reply=reply,
        lit=lit,
        numbers=numbers,
        images=images,
        names={f.slug: f.name for f in tables["forces"]},
        made_up=samples_note(1, 1) if sample else "",
        style=style,
        digest=digest,
    )


# ---- the picture


def _picture(made: Evidence, shown: Shown, record: Record) -> Image.Image | None:
    """The page or sheet with the row lit and each field boxed and numbered; None where none of it can be drawn."""
    assert made.document is not None
    canvas = next((p for p in _canvases(made, record) if any(p.box(f.place) for f, _ in shown.fields)), None)
    if canvas is None:
        return None
    row = rows_by_place(made.document).get((record.location, record.row))
    if row and (whole := row_box(canvas, row)):
        canvas.fill(whole, ROW, 0.45)
        canvas.outline(whole, (138, 97, 0))
    draw = ImageDraw.Draw(canvas.image)
    marked: dict[Pixels, int] = {}
    for number, (field, _) in enumerate(shown.fields, start=1):
        box = canvas.box(field.place)
        if box is None:
            continue
        if box not in marked:
            canvas.fill(box, SKY, 0.25)
            canvas.outline(box, VERMILION, 2)
        x, y = box[0] + 15 * marked.get(box, 0), max(box[1] - 13, 0)
        marked[box] = marked.get(box, 0) + 1
        draw.rectangle((x, y, x + 13, y + 13), fill=WHITE, outline=VERMILION)
        write(draw, (x + 3, y), str(number), font(11, bold=True), VERMILION)
    return canvas.image


def _canvases(made: Evidence, record: Record) -> list[Picture]:
    assert made.document is not None
    if made.sheets:
        return [picture for picture, _ in drawn_document(made.document, {(record.location, record.row)})]
    pictures = []
    for page in made.pictures:
        if page.image:
            with Image.open(io.BytesIO(page.image)) as opened:
                shown = opened.convert("RGB")
            pictures.append(Picture(shown, page.label, page.number, shown.width / page.width))
    return pictures
