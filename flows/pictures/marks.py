"""What was seen, drawn on a picture: rows in the colour and letter of their role, the letter's parts, the problems.

Around the picture: on the left what each row or text was taken for, on the right facts and problems at their place,
below the problems in words and the legend.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from PIL import Image, ImageDraw

from flows.inspection import Inspection
from flows.pictures.canvas import (
    BLACK,
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    PALE,
    PURPLE,
    SKY,
    VERMILION,
    WHITE,
    Colour,
    Picture,
    Pixels,
    around,
    cut,
    font,
    width,
    wrap,
    write,
)
from parsers.documents.model import Row
from parsers.documents.ocr import SURE
from parsers.seen import Role, Seen, in_words
from schemas.records import Problem

LOOKS: dict[Role, tuple[str, Colour]] = {
    "record": ("R", GREEN),
    "heading": ("H", BLUE),
    "total": ("T", ORANGE),
    "section": ("S", SKY),
    "note": ("N", GREY),
    "left out": ("L", PURPLE),
    "quarantined": ("Q", VERMILION),
}
"""Letter and colour of each role."""
ZONES: dict[str, Colour] = {"answer": GREEN, "decision": BLUE, "quoted request": PURPLE, "text": (60, 60, 60)}
"""Colour of the letter's parts; the others, which never hold an answer, are grey."""

LEFT, RIGHT, TOP = 150, 236, 34  # pixels around a picture
SMALL, SMALL_BOLD, TITLE = font(12), font(12, bold=True), font(14, bold=True)
CHIP, TINY = font(11), font(8, bold=True)
LINE = 17
STANDING = 3  # times as high as wide
PROBLEMS = 12  # told in words below one picture


@dataclass
class Marked:
    """A finished picture, and what is on it."""

    image: Image.Image
    label: str
    tables: list[int] = field(default_factory=list)  # Table.number; 0 for cases given in lines of the letter
    roles: Counter[Role] = field(default_factory=Counter)
    problems: int = 0


@dataclass
class _Side:
    """Labels beside a picture, each as near to its height as those above it allow."""

    labels: list[tuple[float, str, Colour]] = field(default_factory=list)

    def add(self, y: float, text: str, colour: Colour) -> None:
        self.labels.append((y, text, colour))


def row_box(picture: Picture, row: Row) -> Pixels | None:
    """The row as shown on the picture; None where it is not on it."""
    if row.box is not None:
        return picture.box(row.box.place())
    boxes = [(c, box) for c in row.cells if (box := picture.box(c.place))]
    own = [box for c, box in boxes if c.span[0] == 1 and c.covered != "above"]
    whole, high = around([b for _, b in boxes]), around(own)
    return (whole[0], high[1], whole[2], high[3]) if whole and high else whole


def marked(picture: Picture, known: Inspection, cuts: list[str], rest: bool) -> Marked:
    """The picture with everything on it that was seen there.

    `cuts` say what was left out of the picture. Problems that have no place are told below the picture if it is where
    the `rest` goes.
    """
    made = Marked(picture.image, picture.label)
    left, right = _Side(), _Side()
    _mark_zones(picture, known, left)
    for seen, rows in known.rows:
        if not picture.apart or any(_is_at(picture, row.location) for row, _, _ in rows):
            _mark_table(picture, seen, rows, left, made)
    _mark_facts(picture, known, right)
    problems = _mark_problems(picture, known, right, rest)
    made.problems = len(problems)
    hidden = [f"{h.amount} × {h.what} {h.note}".strip() for h in known.document.hidden if _is_at(picture, h.location)]
    made.image = _framed(picture, known, left, right, problems, [*cuts, *(f"not read: {h}" for h in hidden)], made)
    return made


# ---- on the picture


def _mark_zones(picture: Picture, known: Inspection, left: _Side) -> None:
    zones = known.zones
    before = None
    for text in known.document.texts:
        box = picture.box(text.place)
        if box is None:
            continue
        name = zones.get(text.number, "text")
        colour = ZONES.get(name, GREY)
        outer = (box[0] - 3, box[1] - 1, box[2] + 3, box[3] + 1)
        picture.outline(outer, _paler(colour))
        if name in ("answer", "decision"):
            picture.fill(outer, colour, 0.12)
        if name != before:
            left.add(box[1] - 2, name, colour)
        before = name


def _paler(colour: Colour) -> Colour:
    red, green, blue = ((c + 255) // 2 for c in colour)
    return red, green, blue


def _mark_table(picture: Picture, seen: Seen, rows: list[tuple[Row, Role, str]], left: _Side, made: Marked) -> None:
    boxes: list[Pixels] = []
    for row, role, _ in rows:
        box = row_box(picture, row)
        if box is None:
            continue
        letter, colour = LOOKS[role]
        picture.fill(box, colour, 0.16)
        for cell in row.cells:
            own = picture.box(cell.place)
            if own and not cell.covered:
                picture.outline(own, _paler(colour))
                if cell.confidence is not None and cell.confidence < SURE:
                    picture.dashes(own[0] + 3, own[2] - 3, own[3] - 4, VERMILION)
        picture.outline(box, colour)
        number = "" if not seen.table.number else f"{row.number} "
        more = f" » {row.joined}" if row.joined else ""
        if box[3] - box[1] > STANDING * (box[2] - box[0]):  # on a page turned on its side: its margin is above it
            _stand(picture, box, letter, row.number, colour)
        else:
            left.add((box[1] + box[3]) / 2 - 8, f"{number}[{letter}]{more}", colour)
        boxes.append(box)
        made.roles[role] += 1
    whole = around(boxes)
    if whole is None:
        return
    made.tables.append(seen.table.number)
    picture.outline((whole[0] - 2, whole[1] - 2, whole[2] + 2, whole[3] + 2), BLACK, 2)
    name = f"table {seen.table.number}" if seen.table.number else "lines"
    left.add(
        whole[1] - 18,
        f"{name}: {seen.kinds()[0]}" if len(seen.parts) == 1 else f"{name}: {len(seen.parts)} in one",
        BLACK,
    )
    for part in range(len(seen.parts)):
        _mark_columns(picture, seen, part)


def _stand(picture: Picture, box: Pixels, letter: str, number: int, colour: Colour) -> None:
    draw = ImageDraw.Draw(picture.image)
    x, y = (box[0] + box[2]) / 2, max(box[1] - 24, 0)
    for line, text in enumerate((letter, str(number))):
        write(draw, (x - width(text, TINY) / 2, y + 10 * line), text, TINY, colour)


def _mark_columns(picture: Picture, seen: Seen, part: int) -> None:
    """Above each column (beside each line of a list turned on its side) what it was mapped to."""
    piece = seen.parts[part][0]
    columns = seen.columns(part)
    printed = [seen.table.rows[i] for i in piece.rows if i is not None]
    first = next((row for row in printed if row_box(picture, row)), None)
    if first is None or not seen.table.number:
        return
    for column in columns:
        row, index = (printed[column.index], 0) if piece.turned else (first, column.index)
        cell = row.cells[index] if index < len(row.cells) else None
        box = picture.box(cell.place) if cell else None
        if box is not None:
            said = column.meaning.replace("number × ", "# ").replace("_raw", "")
            _chip(picture, box, said, column.meaning.startswith("not "))


def _chip(picture: Picture, box: Pixels, text: str, warn: bool) -> None:
    room = max(box[2] - box[0], 40)
    said = cut(text, room - 4, CHIP)
    draw = ImageDraw.Draw(picture.image)
    x, y = box[0], max(box[1] - 15, 0)
    draw.rectangle((x, y, x + width(said, CHIP) + 4, y + 14), fill=WHITE, outline=VERMILION if warn else BLUE)
    write(draw, (x + 2, y), said, CHIP, VERMILION if warn else BLUE)


def _mark_facts(picture: Picture, known: Inspection, right: _Side) -> None:
    for name, said in known.letter.places.items():
        box = picture.box(said.partition(": ")[0])
        if box is None or name == "forces":
            continue
        right.add(box[1] - 1, " ".join(known.fact(name)), (60, 60, 60))


def _mark_problems(picture: Picture, known: Inspection, right: _Side, rest: bool) -> list[Problem]:
    """Mark the problems that have a place here; these and those to be told below."""
    found = []
    for problem in known.problems:
        row = known.placed.get((problem.location or "", problem.row or 0))
        boxes = picture.boxes_in(problem.message) + ([b] if row and (b := row_box(picture, row)) else [])
        elsewhere = problem.location and (row or _has_picture(known, problem.location))
        if not (boxes or (_is_at(picture, problem.location) and not row) or (rest and not elsewhere)):
            continue
        found.append(problem)
        colour = VERMILION if problem.severity != "info" else BLUE
        for box in picture.boxes_in(problem.message):
            picture.outline((box[0] - 2, box[1] - 2, box[2] + 2, box[3] + 2), colour, 2)
        if boxes:
            top = boxes[-1][1]
            if row:
                level = (boxes[-1][2] + 3, top + 9, picture.image.width, top + 9)
                ImageDraw.Draw(picture.image).line(level, fill=colour, width=1)
            right.add(top, f"!{len(found)} {problem.code}", colour)
        else:
            right.add(0, f"!{len(found)} {problem.code}", colour)
    return found


def _is_at(picture: Picture, location: str | None) -> bool:
    return location is not None and location in (picture.label, picture.label.removeprefix("sheet "))


def _has_picture(known: Inspection, location: str) -> bool:
    return location.startswith("page ") or any(
        b.location == location and location != "text" and not location.startswith("table ")
        for b in known.document.blocks
    )


# ---- around it


def _framed(
    picture: Picture,
    known: Inspection,
    left: _Side,
    right: _Side,
    problems: list[Problem],
    remarks: list[str],
    made: Marked,
) -> Image.Image:
    shown = picture.image
    wide = LEFT + shown.width + RIGHT
    below = _words(problems, remarks, wide - 24)
    legend = _legend_lines(wide - 24)
    high = TOP + shown.height + 14 + (len(below) + len(legend)) * LINE + 20
    whole = Image.new("RGB", (wide, high), (250, 250, 250))
    draw = ImageDraw.Draw(whole)
    whole.paste(shown, (LEFT, TOP))
    draw.rectangle((LEFT - 1, TOP - 1, LEFT + shown.width, TOP + shown.height), outline=PALE)
    write(draw, (12, 8), cut(_title(known, made), wide - 24, TITLE), TITLE)
    _write_side(draw, left, 6, LEFT - 14, TOP, shown.height, tags=True)
    _write_side(draw, right, LEFT + shown.width + 6, RIGHT - 12, TOP, shown.height)
    y = TOP + shown.height + 12
    for line, colour in below:
        write(draw, (12, y), line, SMALL, colour)
        y += LINE
    _write_legend(draw, legend, y + 6)
    return whole


def _title(known: Inspection, made: Marked) -> str:
    tables = [f"table {number}" for number in made.tables if number]
    return " · ".join(t for t in (known.path, made.label, ", ".join(tables), in_words(made.roles)) if t)


def _words(problems: list[Problem], remarks: list[str], room: float) -> list[tuple[str, Colour]]:
    """The problems in words, each with the number that it has on the picture."""
    lines: list[tuple[str, Colour]] = [(cut(f"… {said}", room, SMALL), BLACK) for said in remarks]
    for number, problem in enumerate(problems[:PROBLEMS], start=1):
        place = ", ".join(t for t in (problem.location, f"row {problem.row}" if problem.row else None) if t)
        said = f"!{number} {problem.severity}: {problem.code}{f' ({place})' if place else ''}: {problem.message}"
        colour = VERMILION if problem.severity != "info" else BLUE
        lines += [(line, colour) for line in wrap(said, room, SMALL, 3)]
    if len(problems) > PROBLEMS:
        lines.append((f"… and {len(problems) - PROBLEMS} more problems: foi inspect prints them all.", VERMILION))
    return lines


def _write_side(
    draw: ImageDraw.ImageDraw, side: _Side, x: float, room: float, top: float, high: float, tags: bool = False
) -> None:
    y = float(top)
    for at, text, colour in sorted(side.labels, key=lambda label: label[0]):
        y = max(y, top + at)
        if y > top + high - 12:
            break  # crowded out: everything is in the words that the command prints
        number, bracket, rest = text.partition("[")
        if tags and bracket:
            letter, _, more = rest.partition("]")
            write(draw, (x + 44 - width(number, SMALL), y), number, SMALL, GREY)
            draw.rectangle((x + 48, y, x + 66, y + 15), fill=colour)
            write(draw, (x + 57 - width(letter, SMALL_BOLD) / 2, y), letter, SMALL_BOLD, WHITE)
            write(draw, (x + 70, y), cut(more.strip(), room - 70, CHIP), CHIP, GREY)
        else:
            write(draw, (x, y), cut(text, room, SMALL), SMALL, colour)
        y += 16


def _legend_lines(room: float) -> list[list[tuple[str, str, Colour]]]:
    """Sign, words and colour of each entry, in lines."""
    entries: list[tuple[str, str, Colour]] = [
        (letter, "note or blank" if role == "note" else role, colour) for role, (letter, colour) in LOOKS.items()
    ]
    entries += [("", name, ZONES.get(name, GREY)) for name in ("answer", "decision", "quoted request", "form, law …")]
    entries += [
        ("- -", "hard to read (OCR)", VERMILION),
        ("!1", "problem", VERMILION),
        ("year", "what a column is; # a number", BLUE),
    ]
    lines: list[list[tuple[str, str, Colour]]] = [[]]
    used = 0.0
    for entry in entries:
        needs = width(entry[1], SMALL) + 46
        if used + needs > room:
            lines.append([])
            used = 0
        lines[-1].append(entry)
        used += needs
    return lines


def _write_legend(draw: ImageDraw.ImageDraw, lines: list[list[tuple[str, str, Colour]]], y: float) -> None:
    solid = {letter for letter, _ in LOOKS.values()}
    for line in lines:
        x = 12.0
        for sign, words, colour in line:
            if sign in solid:
                draw.rectangle((x, y, x + 20, y + 14), fill=colour)
                write(draw, (x + 10 - width(sign, SMALL_BOLD) / 2, y), sign, SMALL_BOLD, WHITE)
            else:
                draw.rectangle((x, y, x + 26, y + 14), outline=colour)
                write(draw, (x + 3, y), cut(sign, 26, CHIP), CHIP, colour)
            write(draw, (x + 30, y), words, SMALL)
            x += width(words, SMALL) + 46
        y += LINE
