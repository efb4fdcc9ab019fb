"""What the evaluation prints: the whole, by format, by producer, by layout family, and the worst replies first."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path

from flows.evaluation.score import Score


def _share(right: float, every: float) -> str:
    return f"{100 * right / every:.1f}" if every else "–"


def _f1(cells: Iterable[tuple[int, int, int]]) -> str:
    printed, read, right = (sum(c[k] for c in cells_) for k, cells_ in enumerate([list(cells)] * 3))
    return f"{2 * right / (printed + read):.3f}" if printed + read else "–"


_HEADINGS = ("", "replies", "right", "unread", "letter %", "cases", "recall %", "prec. %", "right %", "counts", "recall %", "prec. %", "right %", "cell F1", "silent", "masked", "s/reply")  # fmt: skip


def line(name: str, scores: list[Score]) -> list[str]:
    """One line of the table for these replies."""
    read = [s for s in scores if s.unread is None]
    facts = [right for s in read for right in s.letter.values()]
    cases = [sum(s.cases[k] for s in read) for k in range(4)]
    counts = [sum(s.counts[k] for s in read) for k in range(4)]

    def records(n: list[int]) -> list[str]:
        return [str(n[0]), _share(n[2], n[0]), _share(n[2], n[1]), _share(n[3], max(n[0], n[1]))]

    return [
        name,
        str(len(scores)),
        str(sum(not s.wrong for s in read)),
        str(len(scores) - len(read)),
        _share(sum(facts), len(facts)),
        *records(cases),
        *records(counts),
        _f1([s.cells for s in read]),
        str(sum(s.silent for s in read)),
        str(sum(s.masked for s in read)),
        f"{sum(s.seconds for s in scores) / len(scores):.2f}",
    ]


def _table(title: str, scores: list[Score], of: Callable[[Score], str]) -> list[list[str]]:
    groups: dict[str, list[Score]] = defaultdict(list)
    for s in scores:
        groups[of(s)].append(s)
    order = sorted(groups, key=lambda name: (-sum(s.silent for s in groups[name]), name))
    return [[title, *[""] * (len(_HEADINGS) - 1)], *(line(f"  {name}", groups[name]) for name in order)]


def _printed(rows: list[list[str]]) -> str:
    widths = [max(len(row[k]) for row in rows) for k in range(len(rows[0]))]
    return "\n".join(
        "  ".join(text.ljust(w) if not k else text.rjust(w) for k, (text, w) in enumerate(zip(row, widths, strict=True))).rstrip()
        for row in rows
    )  # fmt: skip


def worst_first(scores: list[Score]) -> list[Score]:
    """Silent errors first, then masked ones, then the rest."""
    return sorted(scores, key=lambda s: (-s.silent, -s.masked, -len(s.wrong), s.name))


def as_text(scores: list[Score], kept: Path | None = None, shown: int = 15, errors: int = 4) -> str:
    """The report for a terminal."""
    rows = [list(_HEADINGS), line("all", scores)]
    for title, of in (("by format", lambda s: s.format), ("by producer", lambda s: s.producer), ("by family", lambda s: s.family)):  # fmt: skip
        rows += _table(title, scores, of)
    out = [_printed(rows), "", f"letter facts: {_facts(scores)}", f"columns: {_columns(scores)}"]
    raised = [sum(s.expected[k] for s in scores) for k in range(2)]
    alarms = Counter(code for s in scores for code in s.false_alarms)
    right = sum(not s.wrong and s.unread is None for s in scores)
    out.append(f"expected problems raised: {raised[0]} of {raised[1]}; false alarms on {sum(bool(s.false_alarms) for s in scores)} of {right} right replies: {dict(alarms)}")  # fmt: skip
    unread = Counter((s.format, s.unread) for s in scores if s.unread)
    out += [f"unread: {n} {kind}: {why}" for (kind, why), n in sorted(unread.items())]
    bad = [s for s in worst_first(scores) if s.wrong]
    for s in bad[:shown]:
        out.append(f"\n{s.name}  ({s.producer})  wrong {len(s.wrong)}, silent {s.silent}, masked {s.masked}{f'  {kept / s.name}' if kept else ''}")  # fmt: skip
        for w in s.wrong[:errors]:
            out.append(f"  {'SILENT' if w.silent else 'masked' if w.masked else 'told'} {w.kind}: {w.text}")
        if len(s.wrong) > errors:
            out.append(f"  … and {len(s.wrong) - errors} more")
    if len(bad) > shown:
        out.append(f"\n… and {len(bad) - shown} more replies with something wrong; --json has all.")
    return "\n".join(out)


def _facts(scores: list[Score]) -> str:
    facts: dict[str, list[bool]] = defaultdict(list)
    for s in scores:
        if s.unread is None:
            for name, right in s.letter.items():
                facts[name].append(right)
    return "  ".join(f"{name} {sum(all_)}/{len(all_)}" for name, all_ in facts.items())


def _columns(scores: list[Score]) -> str:
    columns: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for s in scores:
        for name, (right, every) in s.columns.items():
            columns[name][0] += right
            columns[name][1] += every
    return "  ".join(f"{name} {right}/{every}" for name, (right, every) in columns.items())


def as_json(scores: list[Score]) -> str:
    """Everything, for a program or for the next run to be compared with."""
    return json.dumps([asdict(s) | {"silent": s.silent, "masked": s.masked} for s in worst_first(scores)], ensure_ascii=False, indent=1)  # fmt: skip
