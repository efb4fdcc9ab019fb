"""Words of a PDF page that a line strikes out: an earlier figure beside the one that stands in its place."""

from __future__ import annotations

from parsers.documents.pdf_shapes import PageContent, Ruling, Word

STRUCK = "struck-out text"
HEIGHT = (0.15, 0.5)  # of the type size above the baseline: an underline runs below it
MOST = 40  # points between a line and the baseline of the largest type that is looked for
OVER = 0.35  # of the type size by which the line may begin or end beside the words


def take_out_struck(content: PageContent) -> None:
    """Drop the words that are struck out, count them in `content.hidden`, and forget the lines that do it."""
    lines: dict[int, list[Word]] = {}
    for word in content.words:
        if word.angle == 0:
            lines.setdefault(round(word.baseline), []).append(word)
    struck: set[int] = set()
    kept: list[Ruling] = []
    for ruling in content.rulings:
        found = _struck_by(ruling, lines) if ruling.horizontal else []
        struck.update(map(id, found))
        if not found:
            kept.append(ruling)
    if struck:
        content.rulings = kept
        content.hidden[STRUCK] += sum(len(w.text) for w in content.words if id(w) in struck)
        content.words = [w for w in content.words if id(w) not in struck]


def _struck_by(ruling: Ruling, lines: dict[int, list[Word]]) -> list[Word]:
    """The words through whose middle the line runs, where it begins and ends with them; a table's line runs on."""
    found = [
        w
        for baseline in range(round(ruling.at), round(ruling.at) + MOST)
        for w in lines.get(baseline, ())
        if HEIGHT[0] * w.size < w.baseline - ruling.at < HEIGHT[1] * w.size
        and w.x0 < ruling.end
        and w.x1 > ruling.start
    ]
    if not found:
        return []
    over = OVER * max(w.size for w in found)
    begins, ends = min(w.x0 for w in found), max(w.x1 for w in found)
    return found if abs(ruling.start - begins) <= over and abs(ruling.end - ends) <= over else []
