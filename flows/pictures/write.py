"""The pictures of one file, written as PNG: `reply-page-1.png` for a page, `figures-sheet-2.png` for a sheet."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PIL import Image, ImageDraw, PngImagePlugin

from flows import disk
from flows.ending import Stopped
from flows.inspection import Inspection
from flows.pictures.canvas import BLACK, WHITE, Picture, font, wrap, write
from flows.pictures.marks import Marked, marked
from flows.pictures.sheets import drawn_document
from parsers.documents.containers import INSIDE
from parsers.documents.kinds import PDF
from parsers.documents.model import UnreadableDocument
from parsers.documents.worker import show_guarded

MADE_BY = "foi inspect"
"""Stands in every picture that is written here: only such files are written over."""
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Written:
    """One picture on disk, and what is on it."""

    path: Path
    marked: Marked
    cuts: list[str]


def slug(path: str, taken: set[str]) -> str:
    """A name that any system can keep, of the document's path in its container; another for each document."""
    name = path.rpartition(INSIDE)[2] if INSIDE in path else path
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", name.rpartition("/")[2])
    letters = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:LONGEST_NAME].rstrip("-") or "document"
    number = 1
    while (made := base if number == 1 else f"{base}-{number}") in taken:
        number += 1
    taken.add(made)
    return made


def pages_of(known: Inspection, data: Callable[[], bytes]) -> Iterator[tuple[Picture, list[str]]]:
    """The pages or sheets of one document, each drawn once, with what was left out of it in words.

    `data` gives the document's bytes, where its own pages are to be shown. A page that cannot be drawn is a blank one
    that says so.
    """
    document = known.document
    if document.media_type != PDF and not document.media_type.startswith("image/"):
        named = {(p.location, p.row) for p in known.problems if p.location and p.row}
        yield from drawn_document(document, named)  # type: ignore[arg-type]
        return
    held = data()
    for number in range(1, (document.pages or 0) + 1):
        label = f"page {number}"
        try:
            png, scale = show_guarded(held, document.name, number)
        except UnreadableDocument as reason:
            yield _blank(label, f"Page {number} {reason.message}. {reason.fix}", number), []
            continue
        with Image.open(io.BytesIO(png)) as shown:
            yield Picture(shown.convert("RGB"), label, number, scale), []


def _blank(label: str, said: str, number: int) -> Picture:
    picture = Picture(Image.new("RGB", (992, 300), WHITE), label, number)
    for at, line in enumerate(wrap(said, 940, font(14), 6)):
        write(ImageDraw.Draw(picture.image), (24, 24 + at * 20), line, font(14), BLACK)
    return picture


def write_pictures(folder: Path, known: Sequence[Inspection], data: Callable[[Inspection], bytes]) -> Iterator[Written]:
    """Draw and write the pictures of every document, one at a time.

    Raises `Stopped` where a picture would be written over a file that is not one.
    """
    folder.mkdir(parents=True, exist_ok=True)
    taken: set[str] = set()
    names = [slug(document.path, taken) for document in known]
    _clear(folder, names)
    for document, name in zip(known, names, strict=True):
        for number, (picture, cuts) in enumerate(pages_of(document, partial(data, document)), start=1):
            kind = "sheet" if picture.label.startswith("sheet ") else "page"
            done = marked(picture, document, cuts, rest=number == 1)
            path = folder / f"{name}-{kind}-{number}.png"
            _save(done.image, path)
            yield Written(path, done, cuts)


def _clear(folder: Path, names: Collection[str]) -> None:
    """Take away the pictures of an earlier time, so that none of a page that is no longer there is left."""
    numbered = re.compile(r"(.+)-(?:page|sheet)-\d+\.png")
    before = [p for p in folder.iterdir() if (found := numbered.fullmatch(p.name)) and found[1] in names]
    for path in before:
        if not _is_ours(path):
            raise Stopped(f"{path} is there already and is no picture of foi inspect; move it, or name another folder.")
    for path in before:
        path.unlink()


def _save(image: Image.Image, path: Path) -> None:
    stamp = PngImagePlugin.PngInfo()
    stamp.add_text("Software", MADE_BY)
    png = io.BytesIO()
    image.save(png, "PNG", pnginfo=stamp)
    disk.write_whole(path, png.getvalue())  # half a picture would be taken for another program's the next time


def _is_ours(path: Path) -> bool:
    try:
        with Image.open(path, formats=["PNG"]) as found:
            return found.info.get("Software") == MADE_BY
    except (OSError, SyntaxError, ValueError):
        return False
