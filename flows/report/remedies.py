"""What a maintainer can do about a problem: lines to copy, a command for a shell or a line of a force's module.

A line is taken from what the program wrote, never from what a force wrote: a heading that reads like a command must not come to
stand beside a button that copies it. What a force wrote may stand within a line, in quotes, with every character that a
terminal acts on written out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flows import vocab
from flows.correct import is_made_later
from flows.report.explain import Record, identifier
from flows.spellings import Unknown
from flows.terminal import on_one_line
from schemas.records import Problem

_QUOTED = re.compile(r"“[^”]*”")
_RELEASE = re.compile(r"foi release-hold ([0-9a-f]{8,64})")
_COMMAND = re.compile(r"`(foi (?:ingest|check|parse|inspect|changes|asked|takedown) [\w ./:…=<>\"-]+)`")
_DROP = re.compile(r"\(foi correct ([a-z-]+-[0-9a-f]{16}) --drop …\)")
_SETTING = re.compile(r"\b(?:symbols|columns|values) = \{")
_SIGNED = '--author "WHO"'


@dataclass(frozen=True, slots=True)
class Remedy:
    """One way to put a problem right: when it is the right one (`said`), and the line to copy; none where words are all."""

    said: str
    line: str = ""


def remedies(
    problem: Problem, records: Sequence[Record] = (), unknown: Unknown | None = None, data: str = ""
) -> list[Remedy]:
    """What can be done about a problem. `records`: those that were read from its row. `data`: the option for the data folder.

    `unknown`: the unknown spelling that the problem is an instance of, if it is one.
    """
    made = of_spelling(unknown, data) if unknown else [Remedy("", line) for line in _lines(problem.fix or "", data)]
    page = f" --page {vocab.quoted(on_one_line(problem.location))}" if problem.location else ' --page "PAGE"'
    reasons = f'--reason "WHY"{page} {_SIGNED}{data}'
    if problem.severity == "error" and (held := _RELEASE.search(problem.fix or "")):
        made.append(
            Remedy("To publish what can be seen of it:", f'foi release-hold {held[1]} --reason "WHY" --by "WHO"{data}')
        )
    for dropped in dict.fromkeys(_DROP.findall(problem.fix or "")):
        made.append(Remedy("To take the number down that gives it away:", f"foi correct {dropped} --drop {reasons}"))
    if records:
        one = identifier(records[0]) if len(records) == 1 else "RECORD"
        said = "If a value of the row was misread" + ("" if len(records) == 1 else ", of a RECORD that is named below")
        made.append(Remedy(f"{said}:", f"foi correct {one} COLUMN VALUE {reasons}"))
    if may_be_confirmed(problem):
        made.append(
            Remedy(
                "If you have looked and it is right as it is:", f"foi correct {problem.problem_id} --confirm {reasons}"
            )
        )
    return made


def may_be_confirmed(problem: Problem) -> bool:
    """A person can say that what the problem warns of is right (`foi correct ID --confirm`), and it asks for a decision.

    What hidden content holds is released, and an unknown spelling is mapped, ignored or left: neither is confirmed.
    """
    named = problem.problem_id and problem.request and problem.force and problem.document
    decided_elsewhere = problem.code in ("hidden_content", "document_quarantined", "unmapped_value")
    return bool(named) and problem.severity != "info" and not decided_elsewhere and not is_made_later(problem)


def of_spelling(one: Unknown, data: str = "") -> list[Remedy]:
    """The commands that decide on an unknown spelling, as `foi problems` gives them."""
    made = []
    for line in vocab.commands(one, data):
        if line.startswith("foi "):
            command, apart, when = line.rpartition("   # ")
            made.append(Remedy(on_one_line(when), on_one_line(command)) if apart else Remedy("", on_one_line(line)))
        else:  # a line of a force's module after the words that say where, or words alone
            start = re.search(r": (?=values = \{)", line)
            cut = (line[: start.end()].rstrip(), line[start.end() :]) if start else (line, "")
            made.append(Remedy(on_one_line(cut[0]), on_one_line(cut[1])))
    return made


def _lines(fix: str, data: str) -> Iterator[str]:
    """The commands of a fix, then its lines for a module."""
    settings = [(found.start(), end) for found in _SETTING.finditer(fix) if (end := _closed(fix, found.end()))]
    rest = fix
    for start, end in reversed(settings):
        rest = rest[:start] + rest[end:]
    for found in _COMMAND.finditer(_QUOTED.sub("", rest)):
        command = on_one_line(found[1]).strip()
        yield command if "--data" in command or command.startswith(("foi check", "foi parse", "foi inspect")) else command + data  # fmt: skip
    yield from (on_one_line(fix[start:end]) for start, end in settings)


def _closed(text: str, at: int) -> int | None:
    """Where the brace is closed that was opened before `at`; what stands in quotes does not close it."""
    depth, quote = 1, ""
    for index in range(at, len(text)):
        sign = text[index]
        if quote:
            quote = "" if sign == quote else quote
        elif sign == '"':
            quote = sign
        elif sign in "{}":
            depth += 1 if sign == "{" else -1
            if depth == 0:
                return index + 1
    return None
