"""The main job on a folder in which hostile files of every kind lie among sound replies: these are published, whatever those are."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows import publish as publishing
from flows import steps
from flows.ending import NEEDS_A_PERSON
from flows.progress import Progress
from flows.sources.folder import FolderSource
from parsers import limits
from schemas import forces
from tests.flows.letters import CASES, letter
from tests.hostile.cases import LIMITS
from tests.hostile.test_battery import CASES as HOSTILE

PICKED = (
    "zip: a bomb", "zip: four levels of seven", "zip: the name '../../etc/passwd'", "zip: a link to /etc/passwd", "mail: sixty messages within messages",
    "mail: a subject with an escape sequence", "mail: a date in the year 9999", "pdf: forms that double twenty-six times", "pdf: a stream packed twice",
    "pdf: text that turns its direction", "pdf: a page whose box is no box", "pdf: behind a password", "xlsx: half a character",
    "xlsx: a merged cell over the whole sheet", "xlsx: entities within entities in xl/workbook.xml", "ods: a million filled rows",
    "xls: a record of 65,535 bytes that is not there", "docx: tables 5,000 deep", "docx: styles that are based on each other",
    "html: elements 100,000 deep", "html: escape sequences", "csv: escape sequences", "csv: formulas", "csv: a cell of five megabytes",
    "text: a paragraph of 10,000 lines", "picture: 30,000 × 30,000", "other: noise", "other: nothing", "words: dates at the end of time",
    "words: periods of all time", "words: numbers beyond counting", "words: another writing of numbers", "tables: 40 rows of noughts and a last that is none",
    "numbers: 999999999999 (40)",
)  # fmt: skip
NAMES = ("a\x1b[2Jb", "\u202egpj", "new\nline", "=1+1", "n" * 200, "-rf", "CON", "a:b", "a\\b", "é́")
ACTING = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, steps.Run, steps.Ending]]:
    home = tmp_path_factory.mktemp("hostile")
    inbox = home / "in"
    letter(inbox / "durham" / "sound.pdf")
    letter(inbox / "kent" / "sound.pdf", force="Kent Police", reference="7/22")
    others = [f.slug for f in forces.all_forces() if f.slug not in ("durham", "kent")]
    cases = {case.name: case for case in HOSTILE}
    for number, name in enumerate(PICKED):
        folder = inbox / others[number % len(others)]
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{NAMES[number % len(NAMES)]} {number}").write_bytes(cases[name].make())
    before = limits.limits()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(home)
        patch.setattr(steps.validation, "validate", _without_great_expectations)
        patch.setattr(steps, "take_configured", lambda folder: limits.use(LIMITS))
        with steps.begun(home / "data", [FolderSource(inbox)], Progress(io.StringIO())) as done:
            for step in steps.STEPS:
                step(done)
            yield home, done, steps.ending(done)
    limits.use(before)


def _without_great_expectations(
    data: object, docs: Path | None = None, *, when: object = None, before: object = None
) -> steps.validation.Verdict:
    if docs:
        docs.mkdir(parents=True, exist_ok=True)
    return steps.validation.Verdict([], [], [], {})


def test_the_sound_replies_are_published(run: tuple[Path, steps.Run, steps.Ending]) -> None:
    home, _, ending = run
    live = publishing.read_release(home / "data" / "clean" / "latest")
    assert ending.status == NEEDS_A_PERSON
    assert {"durham", "kent"} <= {case.force for case in live["cases"]}
    for force in ("durham", "kent"):
        assert {c.outcome_raw for c in live["cases"] if c.force == force} == {row[-1] for row in CASES[1:]}


def test_every_hostile_file_is_told_of_or_read(run: tuple[Path, steps.Run, steps.Ending]) -> None:
    _, done, _ = run
    told = {p.document for p in done.tables["problems"]} | {d for r in done.tables["replies"] for d in r.documents}
    said = " ".join(p.message for p in done.tables["problems"])
    files = {seen.path.split("!/")[0] for seen in done.seen}
    assert len(files) == len(PICKED) + 2
    for file in files:
        inside = [seen for seen in done.seen if seen.path.split("!/")[0] == file]
        assert any(seen.sha256 in told or seen.path in said for seen in inside), file


def test_what_is_published_acts_on_nothing(run: tuple[Path, steps.Run, steps.Ending]) -> None:
    home, _, _ = run
    release = home / "data" / "clean" / "latest"
    tables = list(release.rglob("*.csv"))
    assert tables
    for path in tables:
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.reader(file):
                assert not any(ACTING.search(cell) for cell in row), (path.name, [c for c in row if ACTING.search(c)])


def test_every_row_of_every_table_has_one_fate(run: tuple[Path, steps.Run, steps.Ending]) -> None:
    _, done, _ = run
    for one in done.tables["accounting"]:
        assert one.rows == one.header + one.records + one.skipped + one.quarantined


def test_no_reason_is_an_error_of_the_program(run: tuple[Path, steps.Run, steps.Ending]) -> None:
    _, done, _ = run
    for problem in done.tables["problems"]:
        assert not re.search(
            r"could not be (?:read|mapped)|the parser failed|Traceback|0x[0-9a-f]{8}", problem.message
        ), problem.message
