"""Letters of a page as words: by the spaces between them, by gaps, and by what stands raised.

Upright letters come in runs, one for each text operation, and are divided run by run. All others are put together letter by
letter; both ways come to the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, islice
from operator import attrgetter, lt, sub

from parsers.documents.pdf_shapes import Glyph, Run, Stretch, Word
from parsers.documents.running import raised

WORD_GAP = 0.12  # of the type size; wider gaps divide words
SPACED_GAP = 0.2  # the same within one text operation, where letters may be spaced out
NOTE_GAP = 6  # points: the text of a note begins no further from its mark


def along(item: Glyph | Word, angle: int) -> tuple[float, float]:
    """Where it starts and ends in the direction that text at this angle is read."""
    if angle == 90:
        return -item.bottom, -item.top
    if angle == 270:
        return item.top, item.bottom
    if angle == 180:
        return -item.x1, -item.x0
    return item.x0, item.x1


def _across(origin: tuple[float, float], angle: int) -> float:
    """Where a baseline lies in the direction that lines of text at this angle follow one another."""
    x, y = origin
    return {90: x, 270: -x, 180: -y}.get(angle, y)


def words_of_runs(runs: list[Run]) -> list[Word]:
    """Words of upright letters, as `words_of` makes them."""
    for run in runs:
        _put_in_order(run)
    lines = _lines(runs)
    if lines is None:
        return words_of([glyph for run in runs for glyph in run.glyphs()])
    words: list[Word] = []
    for line in lines:
        if len(line) == 1:
            cuts = _cuts(line[0])
        else:
            line.sort(key=lambda run: (run.x0s[0], run.x1s[0], run.baseline, run.run))
            cuts = sorted([cut for run in line for cut in _cuts(run)], key=_start)
        words += map(_word_of, _joined(cuts))
    return _with_raised(words)


def _put_in_order(run: Run) -> None:
    """Its letters from left to right; nearly always they are."""
    x0s = run.x0s
    if not all(map(lt, x0s, x0s[1:])):
        order = sorted(range(len(x0s)), key=lambda at: (x0s[at], run.x1s[at]))
        run.texts = [run.texts[at] for at in order]
        run.x0s, run.x1s = [x0s[at] for at in order], [run.x1s[at] for at in order]


def _lines(runs: list[Run]) -> list[list[Run]] | None:
    """Runs by line; None where one of two runs on the same height belongs to the line above and the other does not."""
    lines: list[tuple[float, list[Run]]] = []
    for here, level in groupby(sorted(runs, key=_baseline), key=_baseline):
        beside = list(level)
        near = [bool(lines) and here - lines[-1][0] <= 0.2 * run.size for run in beside]
        if all(near):
            lines[-1][1].extend(beside)
        elif any(near):
            return None
        else:
            lines.append((here, beside))
    return [line for _, line in lines]


@dataclass(slots=True)
class _Cut:
    """Letters of a run without a space or gap, and those of later runs that go on with them."""

    start: float
    end: float  # of its last letter
    stretches: list[Stretch]
    opened: bool
    closed: bool


_start, _baseline = attrgetter("start"), attrgetter("baseline")
_SHOWN = re.compile(r"\S+")


def _cuts(run: Run) -> list[_Cut]:
    """As `_pieces`."""
    text, size, x0s, x1s = "".join(run.texts), run.size, run.x0s, run.x1s
    number = len(x0s)
    if number > 1:
        gaps, steps = list(map(sub, x0s[1:], x1s)), map(sub, x0s[1:], x0s)
        plain = max(gaps) <= SPACED_GAP * size and min(gaps) > -0.3 * size and min(steps) >= 0.15 * size
        if not plain or "<" in text or len(text) != number:
            return _cuts_by_letter(run)
    elif len(text) != number:
        return _cuts_by_letter(run)
    cuts = []
    for found in _SHOWN.finditer(text):
        start, end = found.span()
        cuts.append(_Cut(x0s[start], x1s[end - 1], [(run, start, end)], start > 0, end < number))
    return cuts


def _cuts_by_letter(run: Run) -> list[_Cut]:
    """Where letters stand apart, or one over the other."""
    cuts: list[_Cut] = []
    space = False
    last = -1
    for at, (text, start, end) in enumerate(zip(run.texts, run.x0s, run.x1s, strict=True)):
        if text.isspace():
            space = True
            if cuts:
                cuts[-1].closed = True
            continue
        if last >= 0 and text == run.texts[last] and abs(start - run.x0s[last]) < 0.15 * run.size:
            continue  # bold made by printing twice
        if last < 0 or space or _apart(run.texts[last], text, start - run.x1s[last], run.size, SPACED_GAP):
            cuts.append(_Cut(start, end, [], space, False))
        stretches = cuts[-1].stretches
        if stretches and stretches[-1][2] == at:
            stretches[-1] = (run, stretches[-1][1], at + 1)
        else:
            stretches.append((run, at, at + 1))
        cuts[-1].end = end
        space = False
        last = at
    return cuts


def _joined(cuts: list[_Cut]) -> list[_Cut]:
    """The cuts of a line, with those that are parts of one word put together."""
    joined: list[_Cut] = []
    for cut in cuts:
        if not joined:
            joined.append(cut)
            continue
        last = joined[-1]
        one, _, end = last.stretches[-1]
        other, first, _ = cut.stretches[0]
        if _ends_alike(last, cut) and _is_printed_again(last, cut):
            continue
        size = one.size if one.size >= other.size else other.size
        goes_on = not last.closed and not cut.opened
        if goes_on and not _apart(one.texts[end - 1], other.texts[first], cut.start - last.end, size, WORD_GAP):
            last.stretches += cut.stretches
            last.end, last.closed = cut.end, cut.closed
        else:
            joined.append(cut)
    return joined


def _ends_alike(last: _Cut, cut: _Cut) -> bool:
    """Its last letter stands where that of the last stands."""
    (one, _, end), (other, _, after) = last.stretches[-1], cut.stretches[-1]
    return abs(other.x0s[after - 1] - one.x0s[end - 1]) < 0.15 * other.size


def _is_printed_again(last: _Cut, cut: _Cut) -> bool:
    """As `_is_overprint`: letter by letter from the end, and no further than they agree."""
    before = _backwards(last)
    for other, at in _backwards(cut):
        one, same = next(before, (other, -1))
        if same < 0 or one.texts[same] != other.texts[at] or abs(other.x0s[at] - one.x0s[same]) >= 0.15 * other.size:
            return False
    return True


def _backwards(cut: _Cut) -> Iterator[tuple[Run, int]]:
    return ((run, at) for run, start, end in reversed(cut.stretches) for at in range(end - 1, start - 1, -1))


def _word_of(cut: _Cut) -> Word:
    if len(cut.stretches) == 1:
        run, start, end = cut.stretches[0]
        x1 = max(run.x1s[start:end])
        return Word(
            "".join(run.texts[start:end]), cut.start, run.top, x1, run.bottom, run.size, run.bold, 0, run.baseline,
            cut.stretches,
        )  # fmt: skip
    parts = cut.stretches
    return Word(
        text="".join(["".join(run.texts[start:end]) for run, start, end in parts]),
        x0=min([min(run.x0s[start:end]) for run, start, end in parts]),
        top=min([run.top for run, _, _ in parts]),
        x1=max([max(run.x1s[start:end]) for run, start, end in parts]),
        bottom=max([run.bottom for run, _, _ in parts]),
        size=max([run.size for run, _, _ in parts]),
        bold=sum([end - start for run, start, end in parts if run.bold]) * 2 > sum([b - a for _, a, b in parts]),
        baseline=parts[0][0].baseline,
        stretches=parts,
    )


def words_of(glyphs: list[Glyph]) -> list[Word]:
    """Words of glyphs that share an angle. A gap wider than WORD_GAP divides, and so does `<` after a figure."""
    words: list[Word] = []
    for line in _baselines(glyphs):
        pieces = [piece for run in _runs(line) for piece in _pieces(run)]
        joined: list[_Piece] = []
        for piece in sorted(pieces, key=lambda p: p.start):
            if joined and _is_overprint(joined[-1], piece):
                continue
            if joined and _belongs(joined[-1], piece):
                joined[-1].glyphs += piece.glyphs
                joined[-1].closed = piece.closed
            else:
                joined.append(piece)
        words += [_word(p.glyphs) for p in joined]
    return _with_raised(words)


@dataclass(slots=True)
class _Piece:
    """Glyphs of one text operation without a space or gap; `opened` and `closed` by a space before and after."""

    glyphs: list[Glyph]
    opened: bool = False
    closed: bool = False

    @property
    def start(self) -> float:
        return along(self.glyphs[0], self.glyphs[0].angle)[0]

    @property
    def end(self) -> float:
        return along(self.glyphs[-1], self.glyphs[-1].angle)[1]


def _runs(line: list[Glyph]) -> list[list[Glyph]]:
    """A line by text operation: where two overlap, the letters of one are never mixed with the other's."""
    runs: dict[int, list[Glyph]] = {}
    for glyph in line:
        runs.setdefault(glyph.run, []).append(glyph)
    return list(runs.values())


def _pieces(run: list[Glyph]) -> list[_Piece]:
    pieces: list[_Piece] = []
    space = False
    last: Glyph | None = None
    last_start = last_end = 0.0
    for glyph in run:
        text = glyph.text
        if text.isspace():
            space = True
            if pieces:
                pieces[-1].closed = True
            continue
        start, end = (glyph.x0, glyph.x1) if not glyph.angle else along(glyph, glyph.angle)
        if last is not None and text == last.text and abs(start - last_start) < 0.15 * glyph.size:
            continue  # bold made by printing twice
        if last is None or space or _parts(last, glyph, start - last_end, SPACED_GAP):
            pieces.append(_Piece([], opened=space))
        pieces[-1].glyphs.append(glyph)
        space = False
        last, last_start, last_end = glyph, start, end
    return pieces


def _belongs(last: _Piece, piece: _Piece) -> bool:
    """It goes on with the word that another operation began."""
    return not last.closed and not piece.opened and not _divides(last.glyphs[-1], piece.glyphs[0], WORD_GAP)


def _divides(last: Glyph, glyph: Glyph, least: float) -> bool:
    return _parts(last, glyph, along(glyph, glyph.angle)[0] - along(last, last.angle)[1], least)


def _parts(last: Glyph, glyph: Glyph, gap: float, least: float) -> bool:
    size = last.size if last.size >= glyph.size else glyph.size
    return _apart(last.text, glyph.text, gap, size, least)


def _apart(last: str, text: str, gap: float, size: float, least: float) -> bool:
    """Two letters stand so far apart, or so far one over the other, that they are of two words."""
    return not -0.3 * size < gap <= least * size or (text == "<" and last.isdigit())


def _same_letter(last: Glyph, glyph: Glyph) -> bool:
    """The same letter again, a hair to the right: bold made by printing twice."""
    shift = along(glyph, glyph.angle)[0] - along(last, last.angle)[0]
    return last.text == glyph.text and abs(shift) < 0.15 * glyph.size


def _is_overprint(last: _Piece, piece: _Piece) -> bool:
    """The same piece again: bold made by printing twice."""
    pairs = zip(last.glyphs[-len(piece.glyphs) :], piece.glyphs, strict=False)
    return len(last.glyphs) >= len(piece.glyphs) and all(_same_letter(a, b) for a, b in pairs)


def _with_raised(words: list[Word]) -> list[Word]:
    """Small raised text joins the word it stands at: `15th` stays one word, and the mark of note 1 after 12 gives `12¹`.

    Without it, a note's number would be read as one more digit. Before a word it is the mark of a note's own text.
    """
    if not _may_be_raised({(w.baseline, w.size) for w in words}):
        return words
    sizes = [w.size for w in words]
    least, most = min(sizes), max(sizes)
    ends: dict[int, list[Word]] = {}
    begins: dict[int, list[Word]] = {}
    for word in words:
        if _is_small(least, word.size):
            ends.setdefault(round(word.x1), []).append(word)
            begins.setdefault(round(word.x0), []).append(word)
    joined: set[int] = set()
    for word in sorted((w for w in words if _is_small(w.size, most)), key=lambda w: w.x0):
        near = (e for x in range(round(word.x0) - 2, round(word.x0) + 3) for e in ends.get(x, ()))
        base = next((e for e in near if _is_raised(word, e)), None)
        if base is None:
            after = (b for x in range(round(word.x1) - 1, round(word.x1) + NOTE_GAP) for b in begins.get(x, ()))
            noted = next((b for b in after if _is_above(word, b)), None)
            if noted is not None:
                word.text, word.baseline = raised(word.text), noted.baseline
            continue
        joined.add(id(word))
        base.text += raised(word.text)
        base.x1, base.top, base.stretches = (
            max(base.x1, word.x1),
            min(base.top, word.top),
            base.stretches + word.stretches,
        )
        if base.letters is not None and word.letters is not None:
            base.letters = base.letters + word.letters
        ends.setdefault(round(base.x1), []).append(base)
    return [w for w in words if id(w) not in joined]


def _may_be_raised(lines: set[tuple[float, float]]) -> bool:
    """One line of smaller words stands as high above another as raised words do."""
    ordered = sorted(lines)
    most = max([size for _, size in ordered], default=0.0)
    for at, (height, size) in enumerate(ordered):
        for baseline, beside in islice(ordered, at + 1, None):
            if baseline - height >= most:
                break
            if _is_small(size, beside) and 0.1 * beside < baseline - height < beside:
                return True
    return False


def _is_small(size: float, beside: float) -> bool:
    return size < 0.85 * beside


def _is_raised(word: Word, base: Word) -> bool:
    return _is_above(word, base) and -1 <= word.x0 - base.x1 <= WORD_GAP * base.size


def _is_above(word: Word, base: Word) -> bool:
    """It is smaller and stands higher, in the same line."""
    small = base.angle == word.angle == 0 and _is_small(word.size, base.size)
    return small and 0.1 * base.size < base.baseline - word.baseline < base.size


def _baselines(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """Glyphs by line, each line in reading order. Raised small figures stay with the line that they annotate."""
    lines: list[tuple[float, list[Glyph]]] = []
    if all(not g.angle for g in glyphs):  # nearly always
        for glyph in sorted(glyphs, key=lambda g: (g.origin[1], g.x0, g.x1)):
            here = glyph.origin[1]
            if lines and here - lines[-1][0] <= 0.2 * glyph.size:
                lines[-1][1].append(glyph)
            else:
                lines.append((here, [glyph]))
        return [sorted(line, key=lambda g: (g.x0, g.x1)) for _, line in lines]
    for glyph in sorted(glyphs, key=lambda g: (_across(g.origin, g.angle), along(g, g.angle))):
        here = _across(glyph.origin, glyph.angle)
        if lines and here - lines[-1][0] <= 0.2 * glyph.size:
            lines[-1][1].append(glyph)
        else:
            lines.append((here, [glyph]))
    return [sorted(line, key=lambda g: along(g, g.angle)) for _, line in lines]


def _word(glyphs: list[Glyph]) -> Word:
    text = "".join(g.text for g in glyphs)
    return Word(
        text=text,
        x0=min([g.x0 for g in glyphs]),
        top=min([g.top for g in glyphs]),
        x1=max([g.x1 for g in glyphs]),
        bottom=max([g.bottom for g in glyphs]),
        size=max([g.size for g in glyphs]),
        bold=sum([g.bold for g in glyphs]) * 2 > len(glyphs),
        angle=glyphs[0].angle,
        baseline=_across(glyphs[0].origin, glyphs[0].angle),
        letters=glyphs,
    )
