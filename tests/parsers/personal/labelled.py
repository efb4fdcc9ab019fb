"""The labelled texts, and how the finder is measured on them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from parsers.personal import Finder, Finding
from schemas.records import PERSONAL_KINDS

SETS = {name: Path(__file__).parent / f"{name}.txt" for name in ("first", "second")}
_MARK = re.compile(r"\[\[(\w+):(.+?)\]\](?!\])")


@dataclass(frozen=True)
class Snippet:
    """One text without its labels; `labels`: kind, start and end of what must not be published."""

    style: str
    text: str
    labels: tuple[tuple[str, int, int], ...]


@dataclass
class Score:
    """What was found: by kind, labels, those wholly covered by findings, of the right kind, and findings of nothing."""

    labels: Counter[str] = field(default_factory=Counter)
    covered: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    findings: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)
    alarms: list[str] = field(default_factory=list)
    clean: int = 0
    clean_alarmed: int = 0

    def recall(self, kind: str | None = None) -> float:
        labels = self.labels[kind] if kind else self.labels.total()
        return (self.covered[kind] if kind else self.covered.total()) / labels

    def precision(self, kind: str | None = None) -> float:
        findings = self.findings[kind] if kind else self.findings.total()
        false = self.false[kind] if kind else self.false.total()
        return 1 - false / findings if findings else 1.0


def snippets(name: str) -> list[Snippet]:
    """The texts of one set."""
    made, style = [], ""
    for line in SETS[name].read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            style = line[3:]
        elif line and not line.startswith("#"):
            made.append(_snippet(style, line.replace("\\n", "\n")))
    return made


def _snippet(style: str, marked: str) -> Snippet:
    text, labels, last = "", [], 0
    for m in _MARK.finditer(marked):
        assert m[1] in PERSONAL_KINDS, m[1]
        text += marked[last : m.start()]
        labels.append((m[1], len(text), len(text) + len(m[2])))
        text += m[2]
        last = m.end()
    return Snippet(style, text + marked[last:], tuple(labels))


def score(finder: Finder, texts: list[Snippet]) -> Score:
    """A label is covered where every letter and digit of it lies in some finding; a finding that touches no label is false."""
    made = Score()
    for one in texts:
        found = finder.find(one.text)
        made.clean += not one.labels
        made.clean_alarmed += bool(found) and not one.labels
        for kind, start, end in one.labels:
            made.labels[kind] += 1
            left = "".join(c for i, c in enumerate(one.text[start:end], start) if c.isalnum() and not _within(i, found))
            if not left:
                made.covered[kind] += 1
                made.right[kind] += any(f.kind == kind for f in found if f.start < end and start < f.end)
            else:
                made.misses.append(f"{kind}: {one.text[start:end]!r} in {one.text!r}")
        for f in found:
            made.findings[f.kind] += 1
            if not any(f.start < end and start < f.end for _, start, end in one.labels):
                made.false[f.kind] += 1
                made.alarms.append(f"{f.kind} ({f.rule}): {one.text[f.start : f.end]!r} in {one.text!r}")
    return made


def _within(index: int, found: tuple[Finding, ...]) -> bool:
    return any(f.start <= index < f.end for f in found)
