"""Scores one reply: every fact, record and cell that is wrong, and whether anything told a person to look.

An error is **silent** where no problem of severity warning or error touches the document it is in. It is **masked**
where one does, but only of a kind that the reply was made to raise (an unknown spelling, say), so that it tells nothing
of this error.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from flows.evaluation import compare
from flows.evaluation.draw import Truth
from flows.evaluation.trial import Outcome
from schemas.records import Problem
from schemas.tables import plain

INTERVAL = ("value", "lower", "upper", "meaning", "dimension", "category", "period_start", "period_end", "stated_total")
"""The columns of a count that make it right or wrong as a number."""

_HARMLESS = {"disclosive_total", "hidden_content"}


@dataclass
class Wrong:
    """One error. `kind`: letter, case, count, problem, leak, accounting or crash."""

    kind: str
    text: str
    silent: bool = False
    masked: bool = False


@dataclass
class Score:
    """What one reply came to. Counters are of (right, all) pairs by name."""

    name: str
    layout: str
    family: str
    format: str
    producer: str
    unread: str | None = None
    seconds: float = 0.0
    wrong: list[Wrong] = field(default_factory=list)
    letter: dict[str, bool] = field(default_factory=dict)
    columns: dict[str, tuple[int, int]] = field(default_factory=dict)
    cases: tuple[int, int, int, int] = (0, 0, 0, 0)  # printed, read, found, right in every column
    counts: tuple[int, int, int, int] = (0, 0, 0, 0)
    cells: tuple[int, int, int] = (0, 0, 0)  # printed, read, right
    expected: tuple[int, int] = (0, 0)  # problems raised, of those expected
    false_alarms: list[str] = field(default_factory=list)

    @property
    def silent(self) -> int:
        return sum(w.silent for w in self.wrong)

    @property
    def masked(self) -> int:
        return sum(w.masked for w in self.wrong)


def score(truth: Truth, outcome: Outcome) -> Score:
    """The score of what came of one reply."""
    made = Score(truth.name, truth.layout, truth.family, truth.format, truth.producer, seconds=outcome.seconds)
    if outcome.parsed is None:
        made.unread = outcome.unread
        if outcome.crashed:
            made.wrong.append(Wrong("crash", outcome.crashed))
        made.cases = (len(truth.cases), 0, 0, 0)
        made.counts = (sum(not c.get("optional") for c in truth.counts), 0, 0, 0)
        made.letter = dict.fromkeys(truth.reply, False)
        return made
    _Scorer(truth, outcome, made).run()
    return made


class _Scorer:
    def __init__(self, truth: Truth, outcome: Outcome, made: Score) -> None:
        assert outcome.parsed is not None
        self.truth, self.made, self.parsed, self.documents = truth, made, outcome.parsed, outcome.documents
        self.warnings: dict[str | None, list[Problem]] = {}
        for problem in self.parsed.problems:
            if problem.severity in ("warning", "error"):
                self.warnings.setdefault(problem.document, []).append(problem)
        self.lead = self.documents[0].sha256
        self.codes = {code for each in truth.problems for code in each.split("|")}

    def run(self) -> None:
        self._letter()
        self._cases()
        self._counts()
        self._problems()
        self._cells()

    def _add(self, kind: str, text: str, *documents: str) -> None:
        """An error in one of the documents; silent where none of them has a problem that a person would see."""
        raised = [p for d in {*documents, None} for p in self.warnings.get(d, [])]
        told = any(p.code not in self.codes | _HARMLESS for p in raised)
        self.made.wrong.append(Wrong(kind, text, silent=not raised, masked=bool(raised) and not told))

    def _all_documents(self) -> list[str]:
        return [d.sha256 for d in self.documents]

    def _letter(self) -> None:
        read = plain(self.parsed.reply)
        for name, true in self.truth.reply.items():
            if name == "joint":
                got: Any = [r.force for r in self.parsed.replies]
            else:
                got = read.get(name)
            right = compare.same(true, got)
            self.made.letter[name] = right
            if not right:
                self._add("letter", f"{name}: {_shown(true)} → {got}", self.lead)

    def _cases(self) -> None:
        true, read = self.truth.cases, [plain(c) for c in self.parsed.cases]
        pairs = compare.pair_cases(true, read)
        right = 0
        for i, j in pairs:
            wrong = compare.differences(true[i], read[j])
            right += not wrong
            self._columns(true[i], wrong)
            if wrong:
                self._add("case", f"row {i + 1}: {_differing(wrong)}", read[j]["document"])
        lost = sorted(set(range(len(true))) - {i for i, _ in pairs})
        for i in lost:
            self._add("case", f"row {i + 1} missing: {_brief(true[i])}", *self._all_documents())
        for j in sorted(set(range(len(read))) - {j for _, j in pairs}):
            self._add("case", f"extra: {read[j]['location']} row {read[j]['row']}: {_brief(read[j])}", read[j]["document"])  # fmt: skip
        self.made.cases = (len(true), len(read), len(pairs), right)

    def _counts(self) -> None:
        true, read = self.truth.counts, [plain(c) for c in self.parsed.counts]
        pairs = compare.pair_counts(true, read)
        right = 0
        for i, j in pairs:
            wrong = compare.count_differences(true[i], read[j])
            right += not set(wrong) & set(INTERVAL)
            self._columns(true[i], wrong)
            if wrong:
                self._add("count", f"{_number(true[i])}: {_differing(wrong)}", read[j]["document"])
        found = {i for i, _ in pairs}
        needed = [i for i, c in enumerate(true) if not c.get("optional")]
        for i in needed:
            if i not in found:
                self._add("count", f"missing: {_number(true[i])}", *self._all_documents())
        for j in sorted(set(range(len(read))) - {j for _, j in pairs}):
            self._add("count", f"extra: {read[j]['location']} row {read[j]['row']}: {_number(read[j])}", read[j]["document"])  # fmt: skip
        optional = len(found - set(needed))
        self.made.counts = (len(needed), len(read) - optional, len(pairs) - optional, right - optional)

    def _columns(self, true: dict[str, Any], wrong: dict[str, Any]) -> None:
        for name in true:
            if name not in ("force", "optional", "part"):
                right, every = self.made.columns.get(name, (0, 0))
                self.made.columns[name] = (right + (name not in wrong), every + 1)

    def _problems(self) -> None:
        raised = {p.code for p in self.parsed.problems}
        missing = [each for each in self.truth.problems if not raised & set(each.split("|"))]
        self.made.expected = (len(self.truth.problems) - len(missing), len(self.truth.problems))
        for each in missing:
            self._add("problem", f"not raised: {each}", *self._all_documents())
        for account in self.parsed.accounting:
            if account.rows != account.header + account.records + account.skipped + account.quarantined:
                self._add("accounting", f"does not balance: {account}", account.document)
        if self.truth.secret:
            everything = [json.dumps(plain(r), default=str) for r in (*self.parsed.cases, *self.parsed.counts, *self.parsed.problems)]  # fmt: skip
            if any(self.truth.secret in text for text in everything):
                self._add("leak", "what a hidden sheet says is in the records", *self._all_documents())
        if not self.made.wrong:
            alarms = Counter(p.code for every in self.warnings.values() for p in every)
            self.made.false_alarms = sorted(c for c in alarms if c not in self.codes | _HARMLESS)

    def _cells(self) -> None:
        read = [[[cell.text for cell in row.cells] for row in t.rows] for d in self.documents for t in d.tables]
        self.made.cells = compare.cells(self.truth.tables, read, self.truth.loose)


def _shown(value: Any) -> str:
    if isinstance(value, dict) and "either" in value:
        return " or ".join(map(str, value["either"]))
    return str(value)


def _differing(wrong: dict[str, tuple[Any, Any]]) -> str:
    return "; ".join(f"{k} {_shown(a)!r} → {b!r}" for k, (a, b) in wrong.items())


def _brief(case: dict[str, Any]) -> str:
    return " | ".join(str(case[k])[:40] for k in ("case_ref_raw", "year", "rank_raw", "conduct_raw", "outcome_raw") if case.get(k) is not None)  # fmt: skip


def _number(count: dict[str, Any]) -> str:
    parts = [count.get(k) for k in ("dimension", "category_raw", "category2_raw", "period_start")]
    number = count.get("value") if count.get("value") is not None else f"{count.get('lower')}–{count.get('upper')}"
    return f"{'/'.join(_shown(p) for p in parts if p is not None)} = {number}"
