"""The evidence: for each record the words on the page, and how each became the published value; one page a document.

The pages of a document are shown once; a record lights its row and boxes its fields on them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flows.archive import Archive, DocumentLost
from flows.merge import UNCOUNTED
from flows.report.explain import Field, Record, fields_of, identifier, span
from flows.report.pages import (
    Picture,
    Points,
    Sheet,
    has_pictures,
    pictures,
    points,
    rows_by_place,
    sheets,
    texts_by_place,
)
from parsers.documents.model import Document, Row, UnreadableDocument
from parsers.documents.worker import read_guarded
from parsers.letter import read_letter
from schemas.records import Case, Correction, Problem, Reply

Tables = dict[str, list[Any]]

Anchors = Callable[[str | None], str | None]
"""Place to the anchor that it has on the page that is written; None where it is not on it."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in points, with the anchor that records name."""

    anchor: str
    page: int
    at: Points


@dataclass(slots=True)
class Shown:
    """What is shown of one record, or of a letter: its fields with the anchors of their places, and of its row."""

    id: str
    title: str
    force: str | None
    fields: list[tuple[Field, str]]
    row: str
    where: str
    problems: list[Problem] = field(default_factory=list)
    record: Record | None = None


@dataclass(slots=True)
class Evidence:
    """One document: its pages or sheets, the boxes on them, and what is shown of each record in it."""

    document: Document | None  # None where it cannot be read any more
    sha256: str
    name: str
    replies: list[Reply]
    pictures: list[Picture] = field(default_factory=list)
    sheets: list[Sheet] = field(default_factory=list)
    boxes: dict[str, Box] = field(default_factory=dict)  # by place
    shown: list[Shown] = field(default_factory=list)
    whole: bool = True
    said: str = ""
    kept_back: bool = False  # by what the tables say; then nothing else is looked at

    @property
    def file(self) -> str:
        return f"{self.sha256[:16]}.html"

    def picture_file(self, picture: Picture) -> str:
        return f"{self.sha256[:16]}-p{picture.number}.webp"


class Gathered:
    """The records, problems and corrections of a release, by document.

    `taken`: the documents that something was taken down from, of which no page is shown; `gone`: those that were taken down.
    """

    def __init__(self, tables: Tables) -> None:
        self.replies = [r for r in tables["replies"] if r.current]
        self.by_reply = {r.reply_id: r for r in self.replies}
        self.taken = {d for t in tables["takedowns"] for d in t.documents}
        self.gone = {d for t in tables["takedowns"] if t.what in ("reply", "document") for d in t.documents}
        self.records: dict[str, list[Record]] = defaultdict(list)
        self.problems: dict[str, list[Problem]] = defaultdict(list)
        self.corrections: dict[str, list[Correction]] = defaultdict(list)
        for record in [*tables["cases"], *tables["counts"]]:
            self.records[record.document].append(record)
        for problem in tables["problems"]:
            if problem.document:
                self.problems[problem.document].append(problem)
        for correction in tables["corrections"]:
            self.corrections[correction.record or ""].append(correction)
        self.in_document: dict[str, list[Reply]] = defaultdict(list)
        for reply in self.replies:
            for sha256 in reply.documents:
                self.in_document[sha256].append(reply)

    @property
    def documents(self) -> list[str]:
        return sorted({*self.records, *self.in_document})


def evidence_of(
    sha256: str, known: Gathered, archive: Archive, whole: bool, only: str | None = None, on_demand: bool = False
) -> Evidence:
    """The evidence of one document; of one record in it where `only` names its identifier.

    `whole`: the pages themselves are shown; otherwise their outline with the places of the published fields.
    `on_demand`: nothing but what its letter says, of a document whose pages and records would be too much.
    """
    records = [r for r in known.records.get(sha256, []) if only in (None, identifier(r))]
    replies = known.in_document.get(sha256) or [
        known.by_reply[r.reply_id] for r in records[:1] if r.reply_id in known.by_reply
    ]
    if sha256 in known.gone and not records:
        return Evidence(
            None, sha256, "a document that was taken down", replies, said="It was taken down.", kept_back=True
        )
    if not records and replies and all(r.status in UNCOUNTED for r in replies):
        return Evidence(
            None, sha256, "a document that is held back", replies, said="Nothing of it is published.", kept_back=True
        )
    try:
        document = reading_of(archive, sha256, replies)
    except DocumentLost as lost:
        archive.told(lost.message)
        return Evidence(None, sha256, "a document that could not be read", replies, said=f"It cannot be shown: {lost.published}.")  # fmt: skip
    except UnreadableDocument as reason:
        return Evidence(None, sha256, "a document that could not be read", replies, said=reason.message)
    made = Evidence(document, sha256, document.name, replies, whole=whole)
    leading = next((reply for reply in replies if only is None and reply.documents[0] == sha256), None)
    letters = [_letter_shown(document, leading)] if leading else []
    if on_demand:
        made.shown, made.said = letters, on_demand_note(len(records))
        return made
    printed, rows = texts_by_place(document), rows_by_place(document)
    drafts = [(r, fields_of(r, printed, known.corrections.get(identifier(r), []))) for r in records]
    cited = {f.place for _, fields in drafts for f in fields if f.place} | {
        f.place for s in letters for f, _ in s.fields if f.place
    }
    pages = _pages_of(records, rows, cited) if only else None
    anchor = lay_out(made, archive, cited, pages)
    for draft in letters:
        draft.fields = [(f, anchor(f.place) or "") for f, _ in draft.fields]
        made.shown.append(draft)
    problems = known.problems.get(sha256, [])
    for record, fields in sorted(drafts, key=lambda d: _order(d[0])):
        row = rows.get((record.location, record.row))
        made.shown.append(
            Shown(
                id=identifier(record),
                title=_title(record),
                force=record.force,
                fields=[(f, anchor(f.place) or "") for f in fields],
                row=row_anchor(row, anchor) if row else next((a for f in fields if (a := anchor(f.place))), ""),
                where=f"{record.location}, row {record.row}",
                problems=[p for p in problems if _touches(p, record, fields)],
                record=record,
            )
        )
    return made


def on_demand_note(records: int) -> str:
    """What stands in the place of the evidence of a document that has too many records."""
    return (
        f"The release has too many records for pages of them all, and {records:,} stand in this document: whoever has the "
        "archive makes the evidence of one with `foi evidence` and its identifier. Where each stands in the document is "
        "told by the columns document, location, row and cells of cases.csv and counts.csv."
    )


def too_many(records: Mapping[str, Sequence[Record]], most: int) -> frozenset[str]:
    """The documents whose evidence is made on demand alone: so many of those with the most records that those of the others
    are no more than `most`. `records`: by document."""
    held, chosen = 0, set()
    for sha256, here in sorted(records.items(), key=lambda one: (len(one[1]), one[0])):
        held += len(here)
        if held > most:
            chosen.add(sha256)
    return frozenset(chosen)


def _pages_of(records: list[Record], rows: dict[tuple[str, int], Row], cited: set[str]) -> set[int] | None:
    """The pages that places or printed rows of the records are on; None where that is none."""
    printed = [row for record in records if (row := rows.get((record.location, record.row)))]
    places = [*cited, *(cell.place for row in printed for cell in row.cells)]
    pages = {found[0] for place in places if (found := points(place))}
    return pages | {row.box.page for row in printed if row.box} or None


def lay_out(made: Evidence, archive: Archive, cited: set[str], only: set[int] | None = None) -> Anchors:
    """Give the evidence its pages or sheets. `cited`: the places whose words are shown where it is not shown whole; `only`:
    the pages to draw."""
    assert made.document is not None
    if has_pictures(made.document):
        made.pictures = list(pictures(made.document, archive, made.whole, only))
        return _Boxes(made)
    made.sheets, anchors = sheets(made.document, None if made.whole else cited)
    return lambda place: anchors.get(place or "")


def reading_of(archive: Archive, sha256: str, replies: list[Reply]) -> Document:
    """What was read of the document; it is read again where the readers have changed since the release."""
    if not archive.has_reading(sha256):
        named = next((r.source_url for r in replies if r.documents[0] == sha256 and r.source_url), sha256[:16])
        try:
            document = read_guarded(archive.load(sha256), named.rpartition("/")[2])
        except UnreadableDocument as reason:
            archive.keep_reading(sha256, reason)
            raise
        archive.keep_reading(sha256, document)
    return archive.reading(sha256)


class _Boxes:
    """Gives each place on a page its box and anchor; what lies outside the page is cut to it."""

    def __init__(self, made: Evidence) -> None:
        self.made = made
        self.sizes = {p.number: (p.width, p.height) for p in made.pictures}

    def __call__(self, place: str | None) -> str | None:
        found = points(place)
        if place is None or found is None or found[0] not in self.sizes:
            return None
        if place not in self.made.boxes:
            page, (x0, top, x1, bottom) = found
            wide, high = self.sizes[page]
            at = (max(0, min(x0, wide)), max(0, min(top, high)), max(0, min(x1, wide)), max(0, min(bottom, high)))
            if at[2] <= at[0] or at[3] <= at[1]:
                return None
            self.made.boxes[place] = Box(f"c{len(self.made.boxes) + 1}", page, at)
        return self.made.boxes[place].anchor


def row_anchor(row: Row, anchor: Anchors) -> str:
    """The anchor, or anchors, of the whole printed row: a box on a page, the cells of a sheet."""
    if row.box is not None:
        return anchor(row.box.place()) or ""
    boxes = [found for cell in row.cells if (found := points(cell.place))]
    if boxes:
        page = boxes[0][0]
        at = [b for p, b in boxes if p == page]
        x0, top = min(b[0] for b in at), min(b[1] for b in at)
        x1, bottom = max(b[2] for b in at), max(b[3] for b in at)
        return anchor(f"p{page}[{x0:.0f},{top:.0f},{x1:.0f},{bottom:.0f}]") or ""
    own = (anchor(cell.place) for cell in row.cells if cell.covered != "above")
    return " ".join(dict.fromkeys(a for a in own if a))


def _order(record: Record) -> tuple:
    found = next((p for p in map(points, record.cells.values()) if p), None)
    return (found[0] if found else 0, record.location, record.row, identifier(record))


def _title(record: Record) -> str:
    if isinstance(record, Case):
        told = [record.case_ref_raw, record.rank_raw, record.year_raw, record.outcome_raw]
        return "Case: " + (", ".join(t for t in told if t) or "no words of its own")
    told = [record.category_raw, record.category2_raw, record.period_raw]
    return f"Number: {span(record.lower, record.upper)} {record.measure}" + "".join(f", {t}" for t in told if t)


def _touches(problem: Problem, record: Record, fields: list[Field]) -> bool:
    """The problem is about the record's row, about one of its places, or about the whole document."""
    if problem.force and problem.force != record.force:
        return False
    if problem.location is None or (problem.row is None and problem.location == record.location):
        return True
    if (problem.location, problem.row) == (record.location, record.row):
        return True
    return any(f.place and f.place in problem.message for f in fields)


# ---- letters

_FACTS = (
    ("reference", "Reference"), ("date_received", "Request received"), ("date_replied", "Replied"),
    ("status", "Decision"), ("exemptions", "Sections relied on"), ("unit_raw", "What is counted"), ("period", "Period"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """What a covering letter says, as far as a page shows it: where each fact stands, what tells its status, its caveats."""

    places: dict[str, str]
    status: str | None
    caveats: list[str]


_SAID: dict[tuple[str, int], Said] = {}
_MOST_SAID = 20_000
"""Letters that are remembered: each is shown in two editions, and on two pages of each."""


def said_in(document: Document) -> Said:
    """What the document says as a covering letter; read once in this process."""
    key = document.sha256, hash(tuple((t.number, t.text, t.place) for t in document.texts))
    if key not in _SAID:
        letter = read_letter(document)
        texts = {t.number: t.text for t in document.texts}
        if len(_SAID) >= _MOST_SAID:
            del _SAID[next(iter(_SAID))]
        caveats = [texts[n] for n in letter.caveats if n in texts]
        _SAID[key] = Said(letter.places, letter.status_evidence, caveats)
    return _SAID[key]


def _letter_shown(document: Document, reply: Reply) -> Shown:
    """The facts of a covering letter, each with the words that it was read from."""
    letter = said_in(document)
    values = {
        "reference": reply.reference, "date_received": reply.date_received, "date_replied": reply.date_replied,
        "status": reply.status.replace("_", " "), "exemptions": ", ".join(reply.exemptions), "unit_raw": reply.unit_raw,
        "period": f"{reply.period_start} to {reply.period_end}" if reply.period_start or reply.period_end else "",
    }  # fmt: skip
    fields = []
    for name, words in _FACTS:
        places = [(key, said) for key, said in letter.places.items() if key.partition(".")[0] == name]
        for _, said in places:
            place, _, quoted = said.partition(": ")
            fields.append(
                (Field(name, words, quoted, str(values[name] or ""), "Read from the covering letter.", place), "")
            )
        if not places and values[name]:
            raw = letter.status if name == "status" else None
            fields.append((Field(name, words, raw, str(values[name]), "From the letter as a whole.", None), ""))
    return Shown("letter", "The covering letter", reply.force, fields, "", "letter")
