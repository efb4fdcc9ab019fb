"""Tables that a PDF describes itself, by the tags that Word, LibreOffice and others write beside the page.

Tags know what no geometry shows: which lines are one cell, which cells are merged, where a table goes on. But nobody
looks at them, so they are often wrong. A table is taken from its tags only where they fit all that is on the page;
elsewhere the page as drawn decides.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import Any, NamedTuple

import pdfplumber
import pdfplumber.page
from pdfminer.pdftypes import PDFObjRef

from parsers.documents.model import Finding
from parsers.documents.pdf_gaps import find_gap_grids
from parsers.documents.pdf_join import GridRow, LongTable, PageParts
from parsers.documents.pdf_objects import MAX_STEPS, as_dict, as_list, id_of, name_of, number_of, resolved
from parsers.documents.pdf_page import Area, PageContent, Ruling, Word, words_of
from parsers.documents.pdf_rows import TEXT_GAP, VALUE
from parsers.documents.pdf_shapes import Mark
from parsers.documents.pdf_tables import Grid, GridCell, lines_of, text_of
from parsers.documents.pdf_text import reading_lines

MAX_NODES = 1_000_000  # of the tag tree
MAX_DEPTH = 100
MAX_SLOTS = 500_000  # rows × columns of one table
OVERLAP = 0.4  # of the type size, by which the boxes of letters in two rows may overlap
HANGING = 2.0  # of the type size, by which a long word may hang over the next column
MARGIN = 2.0  # points around the words of a cell
WIDE_GAP = 3.0  # of the type size; words of one cell do not stand so far apart
MAX_HEADING = 5  # rows
MANY_ROWS = 4  # with two cells or more that are filled: a letterhead has fewer
ARTIFACT = "artifact"  # what is no part of the content: running headers, repeated headings, rules

Content = tuple[int, int, int]  # page, form (0: the page itself), and the number of the marked content
Extent = tuple[float, float]


@dataclass(slots=True, eq=False)
class TagCell:
    """A TD or TH, over `rows` × `columns` slots."""

    table: TagTable
    heading: bool
    row: int
    rows: int
    columns: int
    column: int = 0
    contents: list[Content] = field(default_factory=list)
    words: dict[int, list[Word]] = field(default_factory=dict)  # by number of the page

    @property
    def last_character(self) -> str:
        words = [w for number in sorted(self.words) for w in self.words[number]]
        return words[-1].text[-1] if words else ""


@dataclass(slots=True, eq=False)
class TagTable:
    """A Table of the tags; `sound` until something shows that its tags are wrong."""

    rows: list[list[TagCell]] = field(default_factory=list)
    loose: list[Content] = field(default_factory=list)  # content in the table, but in no cell of it
    sound: bool = True
    width: int = 0
    words: dict[int, list[Word]] = field(default_factory=dict)  # of all its cells, by number of the page

    @property
    def cells(self) -> Iterator[TagCell]:
        return (cell for row in self.rows for cell in row)

    @property
    def pages(self) -> list[int]:
        return sorted(self.words)


@dataclass(slots=True)
class TagGrid(Grid):
    """One page's part of a tagged table. `lines` has the TR of each row; None for a heading printed once more."""

    table: TagTable = field(default_factory=TagTable)
    lines: list[int | None] = field(default_factory=list)


Owner = TagCell | str | None


class _TreeTooLarge(Exception):
    pass


@dataclass(slots=True, frozen=True)
class _At:
    """Where in the tree: the page that content is on, and what it belongs to."""

    page: int = 0
    table: TagTable | None = None
    row: list[TagCell] | None = None
    cell: TagCell | None = None


class _Tree:
    """Walks the structure tree (ISO 32000-1, 14.7 and 14.8.4.3.4) and gathers its tables."""

    def __init__(self, root: dict) -> None:
        self.tables: list[TagTable] = []
        self.roles = as_dict(root.get("RoleMap"))
        self.classes = as_dict(root.get("ClassMap"))
        self.nodes = 0
        self.seen: set[int] = set()
        self.walk(root.get("K"), _At(), 0)

    def walk(self, node: Any, at: _At, depth: int) -> None:
        self.nodes += 1
        if self.nodes > MAX_NODES or depth > MAX_DEPTH:
            raise _TreeTooLarge
        if isinstance(node, PDFObjRef):
            if node.objid in self.seen:
                return
            self.seen.add(node.objid)
            node = resolved(node)
        if isinstance(node, list):
            for kid in node:
                self.walk(kid, at, depth + 1)
        elif isinstance(node, dict) and "S" in node:
            self._element(node, at, depth)
        elif isinstance(node, dict):
            self._content(node.get("MCID"), at, id_of(node.get("Pg")) or at.page, id_of(node.get("Stm")))
        else:
            self._content(node, at, at.page, 0)

    def _element(self, node: dict, at: _At, depth: int) -> None:
        role = self._role(name_of(node["S"]))
        page = id_of(node.get("Pg")) or at.page
        table, row, cell = at.table, at.row, at.cell
        if role == "Table":
            inner = TagTable(sound=table is None)  # a table in a table is there for the layout of one of them
            if table is not None:
                table.sound = False
            table, row, cell = inner, None, None
            self.tables.append(table)
        elif role == "Caption" and cell is None:
            table = row = None
        elif role == "TR" and table is not None and cell is None:
            row = []
            table.rows.append(row)
        elif role in ("TD", "TH") and table is not None and row is not None and cell is None:
            rows, columns = (self._span(node, name, table) for name in ("RowSpan", "ColSpan"))
            cell = TagCell(table, role == "TH", len(table.rows) - 1, rows, columns)
            row.append(cell)
        self.walk(node.get("K"), _At(page, table, row, cell), depth + 1)

    def _content(self, number: Any, at: _At, page: int, form: int) -> None:
        number = number_of(number)
        if number is None or at.table is None:
            return
        contents = at.table.loose if at.cell is None else at.cell.contents
        contents.append((page, form, number))

    def _role(self, name: str) -> str:
        for _ in range(MAX_STEPS):
            if name in ("Table", "TR", "TH", "TD", "Caption") or name not in self.roles:
                return name
            name = name_of(self.roles[name])
        return name

    def _span(self, node: dict, name: str, table: TagTable) -> int:
        attributes = [as_dict(a) for a in as_list(node.get("A"))]
        attributes += [as_dict(a) for c in as_list(node.get("C")) for a in as_list(self.classes.get(name_of(c)))]
        said = [a[name] for a in attributes if name in a and name_of(a.get("O")) == "Table"]
        span = number_of(said[0]) if said else 1
        if span is None or span < 1:
            table.sound = False
            return 1
        return span


def _put_in_slots(table: TagTable) -> bool:
    """Give each cell its column. False where the rows do not make one grid: cells are missing, or lie over others."""
    taken: set[tuple[int, int]] = set()
    for index, row in enumerate(table.rows):
        at = 0
        for cell in row:
            while (index, at) in taken:
                at += 1
            if cell.rows * cell.columns > MAX_SLOTS - len(taken) or index + cell.rows > len(table.rows):
                return False
            cell.column = at
            slots = {(r, c) for r in range(index, index + cell.rows) for c in range(at, at + cell.columns)}
            if slots & taken:
                return False
            taken |= slots
    table.width = max((c for _, c in taken), default=-1) + 1
    return table.width > 1 and len(taken) == table.width * len(table.rows)


class Learnt(NamedTuple):
    """What a page tells of the tags: whom each of its words belongs to, and which tables it shows to be wrong."""

    owned: Sequence[tuple[Word, Owner]]
    unsound: Sequence[TagTable]


class Tags:
    """The tagged tables of one PDF: first told of each page as it is read, then put in the place of what was drawn."""

    def __init__(self, pdf: pdfplumber.PDF) -> None:
        self.tables = _tables(pdf)
        self.owners: dict[Content, Owner] = {c: cell for t in self.tables for cell in t.cells for c in cell.contents}
        claims = Counter(c for t in self.tables for cell in t.cells for c in set(cell.contents))
        for table in self.tables:
            contents = {c for cell in table.cells for c in cell.contents}
            table.sound &= all(claims[c] == 1 for c in contents) and not contents & set(table.loose)
        self.pages = {page for page, _, _ in self.owners}
        self.owned: dict[int, tuple[Word, Owner]] = {}  # by id of the word
        self.doubted: list[TagTable] = []

    def note_page(self, page: pdfplumber.page.Page, content: PageContent) -> None:
        """Learn which cell each word of the page belongs to; words that run on from cell to cell are divided."""
        number = page.page_obj.pageid
        marks, content.marks = content.marks, {}
        if number not in self.pages:
            return
        by_run = self._by_run(number, marks)
        parts = [pair for word in content.words for pair in _parted(word, by_run)]
        content.words = [part for part, _ in parts]
        slanted = (owner for word in content.slanted for _, owner in _parted(word, by_run))
        owned = [(part, owner) for part, owner in parts if owner is not None]
        self.learn(content.number, Learnt(owned, [cell.table for cell in slanted if isinstance(cell, TagCell)]))

    def learn(self, page: int, learnt: Learnt) -> None:
        """What was learnt of a page, here or by another process."""
        for part, owner in learnt.owned:
            self.owned[id(part)] = part, owner
            if isinstance(owner, TagCell):
                owner.words.setdefault(page, []).append(part)
                owner.table.words.setdefault(page, []).append(part)
        for table in learnt.unsound:
            table.sound = False

    def parts(self) -> Iterator[TagTable | TagCell]:
        """All tables and their cells, always in the same order."""
        for table in self.tables:
            yield table
            yield from table.cells

    def _by_run(self, page: int, marks: dict[int, Mark]) -> dict[int, Owner]:
        """What each text operation of the page belongs to, by the marked content that it is in."""
        known: dict[Mark | None, Owner] = {None: None}

        def owner(mark: Mark | None) -> Owner:
            inner = []
            while mark not in known:
                assert mark is not None
                inner.append(mark)
                mark = mark.around
            found = known[mark]
            for each in reversed(inner):
                if each.number is not None:
                    found = self.owners.get((page, each.form, each.number), found)
                elif each.artifact:
                    found = ARTIFACT
                known[each] = found
            return found

        owned = ((run, owner(mark)) for run, mark in marks.items())
        return {run: found for run, found in owned if found is not None}

    def _owner(self, word: Word) -> Owner:
        return self.owned[id(word)][1] if id(word) in self.owned else None

    def use(self, pages: list[PageParts]) -> None:
        """Put the tables whose tags fit the pages in the place of the grids found there."""
        contents = {p.content.number: p for p in pages}
        made: dict[TagTable, list[TagGrid]] = {}
        for table in self.tables:
            if not table.sound or not all(n in contents for n in table.pages) or not _is_data(table, contents):
                continue
            grids = _grids(table, contents)
            if grids is None or not self._owns_its_area(table, contents):
                self.doubted.append(table)
            else:
                made[table] = [grids[number] for number in table.pages]
        seen = {n: self._seen_rows(contents[n]) for n in {n for t in made for n in t.pages}}
        while unfit := [t for t in made if not self._fits_rulings(t, made, contents) or _goes_further(t, seen)]:
            self.doubted += unfit
            for table in unfit:
                del made[table]
        for parts_of in made.values():
            self._add_repeated(parts_of, contents)
        self._replace(made, pages)

    def _owns_its_area(self, table: TagTable, pages: dict[int, PageParts]) -> bool:
        """No other words stand among its own, but artifacts."""
        for number in table.pages:
            own = table.words[number]
            area = Area(
                min(w.x0 for w in own), min(w.top for w in own), max(w.x1 for w in own), max(w.bottom for w in own), 0
            )
            ids = {id(w) for w in own}
            for word in pages[number].content.words:
                if id(word) not in ids and self._owner(word) != ARTIFACT and area.holds(*word.middle):
                    return False
        return True

    def _fits_rulings(self, table: TagTable, made: Container[TagTable], pages: dict[int, PageParts]) -> bool:
        """Each ruled table that its words stand in holds words of cells only, and artifacts."""
        for number in table.pages:
            own = table.words[number]
            ruled = [g for g in pages[number].grids if any(_inside(w, g) for w in own)]
            for word in pages[number].content.words:
                owner = self._owner(word)
                tagged = owner == ARTIFACT or (isinstance(owner, TagCell) and owner.table in made)
                if not tagged and _in_any(word, ruled):
                    return False
        return True

    def _seen_rows(self, parts: PageParts) -> list[list[tuple[Owner, GridCell]]]:
        """For each table that gaps make on the page, its filled cells, and who owns the first word of each."""
        words = [w for w in parts.content.words if self._owner(w) != ARTIFACT and not _in_any(w, parts.grids)]
        if not any(isinstance(self._owner(w), TagCell) for w in words):
            return []  # its tagged tables are ruled: no other rows can stand among theirs
        found = find_gap_grids(words, [], parts.content.shades, [])
        return [[(self._owner(c.words[0]), c) for c in g.cells if c.words] for g in found]

    def _add_repeated(self, grids: list[TagGrid], pages: dict[int, PageParts]) -> None:
        """Add the heading to each later page that prints it once more without a tag."""
        first = grids[0]
        table = first.table
        heads = [i for i, line in enumerate(first.lines) if line is not None and _is_heading(table.rows[line])] or [0]
        height = next((i for i, at in enumerate(heads) if i != at), len(heads))
        heading = [c for c in first.cells if 0 <= c.row < height]
        if not heading or any(c.row + c.rows > height for c in heading):
            return
        for grid, number in zip(grids[1:], table.pages[1:], strict=True):
            words = [w for w in pages[number].content.words if not isinstance(self._owner(w), TagCell)]
            found = _printed_again(heading, [w for w in words if w.bottom < grid.top + w.size])
            if found is not None:
                _put_on_top(grid, first, heading, found, height)

    def _replace(self, made: dict[TagTable, list[TagGrid]], pages: list[PageParts]) -> None:
        by_page: dict[int, list[TagGrid]] = defaultdict(list)
        for table, grids in made.items():
            for number, grid in zip(table.pages, grids, strict=True):
                by_page[number].append(grid)
        for parts in pages:
            tagged = by_page.get(parts.content.number)
            if not tagged:
                continue
            inside = {id(w) for g in tagged for w in g.words}
            gone = [g for g in parts.grids if any(_inside(w, g) for t in tagged for w in t.words)]
            for grid in tagged:
                _take_boxes(grid, gone)
            free = [w for line in parts.lines for w in line.words]
            free += [w for w in parts.content.words if self._owner(w) == ARTIFACT and _in_any(w, gone)]
            free = list({id(w): w for w in free if id(w) not in inside}.values())
            parts.lines = reading_lines(free, parts.content.rulings)
            kept = [g for g in parts.grids if all(g is not other for other in gone)]
            parts.grids = sorted([*kept, *tagged], key=lambda g: (round(g.top / 3), g.xs[0]))

    def doubts(self, pages: list[PageParts]) -> list[Finding]:
        """Word of each table that was read as drawn although its tags give the cells other texts."""
        contents = {p.content.number: p for p in pages}
        findings = []
        for table in self.doubted:
            for number in table.pages:
                said = Counter(t for c in table.cells if (t := text_of(c.words.get(number, []))))
                grids = [g for g in contents[number].grids if any(_inside(w, g) for w in table.words[number])]
                drawn = Counter(t for g in grids for c in g.cells if (t := text_of(c.words)))
                if grids and said - drawn:
                    where = f"page {number}"
                    message = f"a table on {where} was read as drawn: the file's own tags divide it into other cells"
                    findings.append(Finding("low_confidence", "warning", message, "Compare it with the page.", where))
                    break
        return findings


def _tables(pdf: pdfplumber.PDF) -> list[TagTable]:
    """The tables of the tag tree, each cell in its slot; none where the tree is damaged, or said to be doubtful."""
    try:
        catalog = as_dict(pdf.doc.catalog)
        root = as_dict(catalog.get("StructTreeRoot"))
        if not root or resolved(as_dict(catalog.get("MarkInfo")).get("Suspects")) is True:
            return []
        tables = _Tree(root).tables
    except MemoryError:
        raise
    except Exception:  # what is wrong with tags that nobody sees must not cost the page
        return []
    for table in tables:
        table.sound = table.sound and _put_in_slots(table)
    return tables


def _parted(word: Word, by_run: dict[int, Owner]) -> list[tuple[Word, Owner]]:
    """The word by owner; most have one."""
    if word.letters is None:
        owners = [by_run.get(run.run) for run, _, _ in word.stretches]
        if all(o is owners[0] for o in owners):
            return [(word, owners[0] if owners else None)]
    owners = [by_run.get(g.run) for g in word.glyphs]
    if not owners or all(o is owners[0] for o in owners):
        return [(word, owners[0] if owners else None)]
    parts = []
    for _, run in groupby(zip(word.glyphs, owners, strict=True), key=lambda pair: id(pair[1])):
        pairs = list(run)
        parts += [(w, pairs[0][1]) for w in words_of([g for g, _ in pairs])]
    return parts


def _inside(word: Word, grid: Grid) -> bool:
    x, y = word.middle
    return grid.xs[0] - 1 <= x <= grid.xs[-1] + 1 and grid.top - 1 <= y <= grid.bottom + 1


def _in_any(word: Word, grids: Iterable[Grid]) -> bool:
    return any(_inside(word, g) for g in grids)


def _goes_further(table: TagTable, seen: dict[int, list[list[tuple[Owner, GridCell]]]]) -> bool:
    """Rows of the same table stand above or below it, and its tags left them out."""
    for number in table.pages:
        for cells in seen[number]:
            if any(isinstance(owner, TagCell) and owner.table is table for owner, _ in cells):
                foreign: dict[int, list[GridCell]] = defaultdict(list)
                for owner, cell in cells:
                    if owner is None:
                        foreign[cell.row].append(cell)
                if any(len(row) > 1 and not _is_prose(row) for row in foreign.values()):
                    return True
    return False


def _is_prose(row: list[GridCell]) -> bool:
    """Words of one sentence, which no gap divides."""
    gaps = [(min(w.x0 for w in b.words) - max(w.x1 for w in a.words)) / b.words[0].size for a, b in pairwise(row)]
    return min(gaps) < TEXT_GAP


def _is_heading(row: list[TagCell]) -> bool:
    return bool(row) and all(cell.heading for cell in row)


def _is_data(table: TagTable, pages: dict[int, PageParts]) -> bool:
    """It is no layout of a letter: it has headings, or many rows without labels such as `Date:`, or looks like a table."""
    if sum(bool(c.words) for c in table.cells) < 2:
        return False
    full = [row for row in table.rows if sum(bool(c.words) for c in row) > 1]
    labels = sum(row[0].last_character == ":" for row in full)
    if any(c.heading for c in table.cells) or (len(full) >= MANY_ROWS and not labels):
        return True
    for number in table.pages:
        content = pages[number].content
        words = table.words[number]
        if any(_in_any(w, pages[number].grids) for w in words) or find_gap_grids(words, [], content.shades, []):
            return True
    return False


def _grids(table: TagTable, pages: dict[int, PageParts]) -> dict[int, TagGrid] | None:
    """The table's part of each page by number; None where its rows, columns or lines do not lie as the tags say."""
    lines = _lines_by_page(table, any(pages[number].content.hidden for number in table.pages))
    if lines is None:
        return None
    columns: list[Extent | None] = [None] * table.width
    size = max(w.size for number in table.pages for w in table.words[number])
    for cell in table.cells:
        if cell.columns == 1:
            words = [w for own in cell.words.values() for w in own]
            columns[cell.column] = _hull([columns[cell.column], *((w.x0, w.x1) for w in words)])
    xs = _edges(columns, HANGING * size)
    if xs is None:
        return None
    grids = {}
    for number, rows in lines.items():
        grid = _grid(table, number, rows, xs)
        if grid is None or not _is_whole(grid, pages[number].content.rulings):
            return None
        grids[number] = grid
    return grids


def _lines_by_page(table: TagTable, hides: bool) -> dict[int, list[int]] | None:
    """The rows on each page, by number of the page; a row cut by a break is on two. None where they are out of order.

    Where the pages hide text, a row with content of which nothing is seen is left out: as drawn, there is none.
    """
    lines: dict[int, list[int]] = {number: [] for number in table.pages}
    if not lines:
        return None
    last = min(lines)
    for index, row in enumerate(table.rows):
        if hides and any(c.contents for c in row) and not any(c.words for c in row):
            continue
        own = sorted({page for cell in row if cell.rows == 1 for page in cell.words}) or [last]
        if own[0] < last:
            return None
        last = own[-1]
        for number in own:
            lines[number].append(index)
    for cell in table.cells:
        rows = range(cell.row, cell.row + cell.rows)
        if any(not any(index in rows for index in lines[number]) for number in cell.words):
            return None
    return lines if all(lines.values()) else None


def _hull(extents: Iterable[Extent | None]) -> Extent | None:
    known = [e for e in extents if e is not None]
    return (min(a for a, _ in known), max(b for _, b in known)) if known else None


def _edges(extents: list[Extent | None], overlap: float) -> list[float] | None:
    """Lines between neighbours, and around all. Those that hold nothing share the gap. None where they overlap.

    What hangs over its end by a word crosses the line at which its neighbour begins.
    """
    known = [(i, e) for i, e in enumerate(extents) if e is not None]
    if not known:
        return None
    edges: list[float] = [known[0][1][0] - MARGIN - 4 * MARGIN * n for n in range(known[0][0], -1, -1)]
    for (i, (_, end)), (j, (start, _)) in pairwise(known):
        if end > start + overlap:
            return None
        if j - i == 1:
            edges.append(start if end > start + MARGIN else (end + start) / 2)
        else:
            edges += [end + (start - end) * n / (j - i - 1) for n in range(j - i)]
    edges += [known[-1][1][1] + MARGIN + 4 * MARGIN * n for n in range(len(extents) - known[-1][0])]
    return edges if all(a < b for a, b in pairwise(edges)) else None


def _grid(table: TagTable, number: int, lines: list[int], xs: list[float]) -> TagGrid | None:
    extents: list[Extent | None] = []
    size = 0.0
    for index in lines:
        words = [w for c in table.rows[index] if c.rows == 1 for w in c.words.get(number, [])]
        extents.append(_hull((w.top, w.bottom) for w in words))
        size = max([size, *(w.size for w in words)])
    ys = _edges(extents, OVERLAP * size)
    if ys is None:
        return None
    where = {index: at for at, index in enumerate(lines)}
    grid = TagGrid(list(xs), ys, [], "tags", table=table, lines=list(lines))
    for cell in table.cells:
        own = [where[r] for r in range(cell.row, cell.row + cell.rows) if r in where]
        if not own:
            continue
        words = cell.words.get(number, [])
        begun = cell.row < lines[0] and not words
        first, last = own[0], own[-1] + 1
        box = (xs[cell.column], ys[first], xs[cell.column + cell.columns], ys[last])
        row = -1 if begun else first  # merged, and begun on the page before: covered from above
        grid.cells.append(GridCell(row, cell.column, last - row, cell.columns, *box, list(words)))
    _sort_cells(grid)
    return grid


def _sort_cells(grid: TagGrid) -> None:
    """In reading order; those begun on the page before come last, for a heading may stand over them."""
    grid.cells.sort(key=lambda c: (c.row < 0, c.row, c.column))


def _is_whole(grid: TagGrid, rulings: list[Ruling]) -> bool:
    """Every word lies in the box of its cell, and no cell holds what is drawn as several."""
    level, upright = (sorted((r for r in rulings if r.horizontal is way), key=lambda r: r.at) for way in (True, False))
    split: Counter[int] = Counter()
    for cell in grid.cells:
        if not cell.words:
            continue
        for word in cell.words:
            x, y = word.middle
            if not (cell.x0 - MARGIN <= x <= cell.x1 + MARGIN and cell.top - MARGIN <= y <= cell.bottom + MARGIN):
                return False
        crossing = [*_between(level, cell.top, cell.bottom), *_between(upright, cell.x0, cell.x1)]
        if any(_divides(ruling, cell.words) for ruling in crossing):
            return False
        split[cell.column] += cell.columns == 1 and _has_wide_gap(cell.words)
    if any(number > 1 for number in split.values()):
        return False
    return not any(_holds_several(cells) for cells in _by_row(grid))


def _between(rulings: list[Ruling], start: float, end: float) -> list[Ruling]:
    first = bisect_left(rulings, start, key=lambda r: r.at)
    return rulings[first : bisect_left(rulings, end, key=lambda r: r.at)]


def _divides(ruling: Ruling, words: list[Word]) -> bool:
    """The ruling runs right through the cell: words lie on both sides of it, and it reaches further than they do."""
    along = [(w.x0, w.x1) if ruling.horizontal else (w.top, w.bottom) for w in words]
    if ruling.start > min(a for a, _ in along) - 1 or ruling.end < max(b for _, b in along) + 1:
        return False
    sides = {w.middle[ruling.horizontal] < ruling.at for w in words}
    return len(sides) > 1


def _has_wide_gap(words: list[Word]) -> bool:
    lines = lines_of([w for w in words if w.angle == 0])
    return any(b.x0 - a.x1 > WIDE_GAP * b.size for line in lines for a, b in pairwise(line))


def _by_row(grid: TagGrid) -> list[list[GridCell]]:
    rows: dict[int, list[GridCell]] = defaultdict(list)
    for cell in grid.cells:
        if cell.rows == 1 and cell.words:
            rows[cell.row].append(cell)
    return list(rows.values())


def _holds_several(cells: list[GridCell]) -> bool:
    """Two cells of the row have the same number of lines at the same heights, and in one each line is a figure."""
    columns = [lines_of([w for w in c.words if w.angle == 0]) for c in cells]
    for one in columns:
        if len(one) < 2 or not all(VALUE.match(" ".join(w.text for w in line)) for line in one):
            continue
        beside = [c for c in columns if c is not one and len(c) == len(one)]
        if any(all(abs(a[0].baseline - b[0].baseline) < 1 for a, b in zip(one, c, strict=True)) for c in beside):
            return True
    return False


def _printed_again(heading: list[GridCell], words: list[Word]) -> dict[int, Word] | None:
    """The words that repeat the heading's, by id of the word repeated: the same texts, all shifted up or down alike."""
    own = [w for c in heading for w in c.words]
    if not own:
        return None
    by_text: dict[str, list[Word]] = defaultdict(list)
    for word in words:
        by_text[word.text].append(word)
    for start in sorted(by_text.get(own[0].text, []), key=lambda w: -w.top):
        shift = start.top - own[0].top
        found = {}
        for word in own:
            near = (o for o in by_text.get(word.text, []) if abs(o.top - word.top - shift) < 1 > abs(o.x0 - word.x0))
            again = next(near, None)
            if again is None:
                break
            found[id(word)] = again
        if len(found) == len(own):
            return found
    return None


def _put_on_top(grid: TagGrid, first: TagGrid, heading: list[GridCell], found: dict[int, Word], height: int) -> None:
    original = next(w for c in heading for w in c.words)
    shift = found[id(original)].top - original.top
    lines = [y + shift for y in first.ys[:height]]
    edge = max(w.bottom for w in found.values())
    grid.ys[0] = max(edge, lines[-1] + 1)
    if grid.ys[0] >= grid.ys[1]:
        return
    for cell in grid.cells:
        if cell.row <= 0:
            cell.top = grid.ys[0]
        if cell.row < 0:
            cell.rows += height
        else:
            cell.row += height
    edges = [*lines, grid.ys[0]]
    for cell in heading:
        words = [found[id(w)] for w in cell.words]
        box = (cell.x0, edges[cell.row], cell.x1, edges[cell.row + cell.rows])
        grid.cells.append(GridCell(cell.row, cell.column, cell.rows, cell.columns, *box, words))
    grid.ys[:0] = lines
    grid.lines[:0] = [None] * height
    _sort_cells(grid)


def _take_boxes(grid: TagGrid, drawn: list[Grid]) -> None:
    """Take over the lines of the ruled grid that has the very same cells: they are the cells' true places."""
    for ruled in drawn:
        if (len(ruled.xs), len(ruled.ys)) != (len(grid.xs), len(grid.ys)):
            continue
        slots = {(c.row, c.column, c.rows, c.columns): c for c in ruled.cells}
        heads = grid.lines.count(None)
        pairs = []
        for cell in grid.cells:
            row, rows = (cell.row, cell.rows) if cell.row >= 0 else (heads, cell.rows - heads - 1)
            pairs.append((cell, slots.get((row, cell.column, rows, cell.columns))))
        if all(other is not None and text_of(c.words) == text_of(other.words) for c, other in pairs):
            for cell, other in pairs:
                if other is not None:
                    cell.x0, cell.top, cell.x1, cell.bottom = other.x0, other.top, other.x1, other.bottom
            grid.xs, grid.ys = list(ruled.xs), list(ruled.ys)
            return


def join_as_tagged(tables: list[LongTable]) -> list[LongTable]:
    """The tables with the parts of each tagged one joined, and its rows whole, as its tags say."""
    joined: list[LongTable] = []
    holder: dict[int, LongTable] = {}
    for table in tables:
        first = (table.repeated or table.rows)[0].grid
        into = holder.get(id(first.table)) if isinstance(first, TagGrid) else None
        if into is None:
            joined.append(table)
            into = table
        else:
            into.rows += table.rows
            into.repeated += table.repeated
            into.pages += table.pages
            into.last = table.last
        for row in table.rows:
            if isinstance(row.grid, TagGrid):
                holder[id(row.grid.table)] = into
    for table in joined:
        _mend_rows(table)
    return joined


def _line(row: GridRow) -> tuple[int, int | None] | None:
    """The table and TR of a row; None where it is not tagged."""
    return (id(row.grid.table), row.grid.lines[row.index]) if isinstance(row.grid, TagGrid) else None


def _mend_rows(table: LongTable) -> None:
    rows: list[GridRow] = []
    for row in table.rows:
        more, row.more = row.more, row.more if _line(row) is None else None
        for part in [row] if row.more is more else [row, *_chain(more)]:
            line = _line(part)
            last = rows[-1] if rows else None
            if line is not None and (line[1] is None or _is_repeat(part, rows)):
                table.repeated.append(part)
            elif last is not None and line is not None and line == _line(last.end):
                last.end.more = part
            else:
                rows.append(part)
    table.rows = rows


def _is_repeat(row: GridRow, rows: list[GridRow]) -> bool:
    """A heading that is tagged on every page where it is printed."""
    grid, line = row.grid, row.grid.lines[row.index] if isinstance(row.grid, TagGrid) else None
    if not isinstance(grid, TagGrid) or line is None or not _is_heading(grid.table.rows[line]):
        return False
    return any(r.grid is not grid and r.texts == row.texts for r in rows[:MAX_HEADING])


def _chain(row: GridRow | None) -> Iterator[GridRow]:
    while row is not None:
        after, row.more = row.more, None
        yield row
        row = after
