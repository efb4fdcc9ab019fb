"""From a reply to a module, a fixture and a golden file; and what `foi check` says when something has changed since."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from flows import cli, golden, steps
from flows.archive import Archive
from flows.check import check
from flows.ending import Stopped
from flows.new_force import new_force
from flows.progress import Progress
from flows.sources.folder import FolderSource
from parsers import forces, parse
from parsers.table import TableParser
from tests.flows.letters import letter, workbook

KNOWN = [
    ["Ref", "Year", "Rank", "Platform", "Nature of allegation", "Outcome"],
    ["1", "2018", "PC", "WhatsApp", "An offensive picture sent to a group of colleagues", "Written warning"],
    ["2", "2019", "Sergeant", "Facebook", "Remarks about a member of the public", "No further action"],
    ["3", "2021", "PC", "WhatsApp", "A racist message in a group chat", "Dismissed"],
]
ODD = [
    ["Tag", "Who", "Told us", "Upshot"],
    ["a1", "Bobby on the beat", "Rude words about a colleague in a group chat", "Ticked off"],
    ["a2", "Skipper", "A joke about a member of the public, posted online", "Sent on a course"],
    ["a3", "Bobby on the beat", "A picture of a scene sent to a friend by phone", "Kicked out"],
]
BY_HAND = {
    '"Tag": "unknown",': '"Tag": "case_ref_raw",',
    '"Who": "unknown",': '"Who": "rank_raw",',
    '"Upshot": "unknown",': '"Upshot": "outcome_raw",',
}

pytestmark = pytest.mark.usefixtures("mapped_here")


@pytest.fixture
def home(tmp_path, monkeypatch):
    """An empty repository: no module, no golden file, no sample."""
    modules = tmp_path / "home" / "modules"
    modules.mkdir(parents=True)
    monkeypatch.setattr(forces, "__path__", [str(modules)])
    forces.found_again()
    yield tmp_path / "home"
    monkeypatch.undo()
    forces.found_again()


@pytest.fixture
def archive(tmp_path):
    return Archive(tmp_path / "raw")


def reply(tmp_path: Path, rows: list, name: str = "reply.pdf", **said) -> Path:
    return letter(tmp_path / "in" / name, force="Kent Police", rows=rows, **said)


def module(home: Path) -> Path:
    return home / "modules" / "kent.py"


def edit(path: Path, changes: dict[str, str]) -> None:
    text = path.read_text("utf-8")
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, "utf-8")
    forces.found_again()


def only(home: Path) -> golden.Golden:
    (path,) = golden.paths(home)
    return golden.load(path)


def test_a_known_layout_needs_no_line_by_hand(tmp_path, home, archive):
    written = new_force("kent", [reply(tmp_path, KNOWN)], archive, home=home)
    assert written.status == 0 and any("nothing: it was read without a line by hand" in line for line in written.lines)
    parser = forces.parser_of("kent")
    assert parser.layouts == {"online-misconduct-2017": (" | ".join(KNOWN[0]),)}
    assert parser.columns["Nature of allegation"] == "conduct_raw" and parser.undecided() == []
    assert len(module(home).read_text("utf-8").splitlines()) <= 60
    cases = [row for row in only(home).rows if row["in"] == "cases"]
    assert [c["outcome"] for c in cases] == ["written_warning", "no_further_action", "dismissed"]
    assert all(c["cells"]["outcome_raw"].startswith("p1[") for c in cases)
    assert check(["kent"], archive, home=home)[1] == 0


def test_a_module_is_written_as_the_formatter_would(tmp_path, home, archive):
    odd = [['Ref "no" of', "What it's about" * 8, *ODD[0][2:]], *ODD[1:]]
    new_force("kent", [workbook(tmp_path / "in" / "a.xlsx", odd)], archive, home=home)
    edit(
        module(home),
        {"    layouts = {": '    values = {"outcome": {"Ticked off": "words_of_advice"}}\n    layouts = {'},
    )
    for rows in (KNOWN, ODD):
        new_force("kent", [reply(tmp_path, rows, f"{rows[0][0]}.pdf")], archive, again=True, home=home)
        text = module(home).read_text("utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "ruff", "format", "--line-length", "120", "-"],
            input=text,
            capture_output=True,
            text=True,
        )
        assert done.stdout == text


def test_a_module_that_fails_is_told_and_the_others_are_checked(tmp_path, home, archive):
    new_force("kent", [reply(tmp_path, KNOWN)], archive, home=home)
    module(home).write_text(
        module(home).read_text("utf-8") + "\n    def adjust(self, record):\n        return record.nothing\n"
    )
    forces.found_again()
    lines, status = check([], archive, home=home)
    assert status == 1 and "its parser failed: AttributeError" in lines[0]


def test_the_golden_file_has_a_line_for_each_record_and_fact(tmp_path, home, archive):
    new_force("kent", [reply(tmp_path, KNOWN)], archive, home=home)
    head, *rows = map(json.loads, only(home).path.read_text("utf-8").splitlines())
    assert head["files"] == [{"path": "tests/forces/kent/online-misconduct-2017/reply.pdf"}]
    assert {"in": "letter", "document": "reply.pdf", "fact": "reference", "value": "100/22"}.items() <= next(
        r for r in rows if r.get("fact") == "reference"
    ).items()
    assert not any(key in row for row in rows for key in ("parser", "parser_version", "reply_id"))


def test_a_new_layout_leaves_its_headings_to_a_person(tmp_path, home, archive):
    written = new_force("kent", [reply(tmp_path, ODD)], archive, home=home)
    told = "\n".join(written.lines)
    assert written.status == 1 and "“Upshot” (“Ticked off”, “Sent on a course”, “Kicked out”)" in told
    assert forces.parser_of("kent").undecided() == [("columns", "Tag"), ("columns", "Who"), ("columns", "Upshot")]
    assert "Ticked off" not in module(home).read_text("utf-8"), "the words of the reply are no part of the module"
    assert not [row for row in only(home).rows if row["in"] == "cases"]

    edit(module(home), BY_HAND)
    lines, status = check(["kent"], archive, home=home)
    assert status == 1 and any("reply.pdf, page 1, row 2 (case): is new" in line for line in lines)
    assert check(["kent"], archive, accept=True, home=home)[1] == 0
    assert len([row for row in only(home).rows if row["in"] == "cases"]) == 3
    assert check(["kent"], archive, home=home)[1] == 0


def test_what_is_still_unknown_corrects_nothing_and_is_told(tmp_path, home, archive):
    new_force("kent", [reply(tmp_path, ODD)], archive, home=home)
    lines, status = check(["kent"], archive, home=home)
    assert status == 0 and sum("says “unknown” of" in line for line in lines) == 3


def test_a_change_is_told_cell_by_cell_and_taken_over_by_one_command(tmp_path, home, archive):
    new_force("kent", [reply(tmp_path, KNOWN)], archive, home=home)
    edit(module(home), {"    layouts = {": '    values = {"outcome": {"Dismissed": "withdrawn"}}\n    layouts = {'})
    lines, status = check(["kent"], archive, home=home)
    (where,) = [line for line in lines if ": outcome was " in line]
    assert status == 1 and "reply.pdf, page 1, row 4 (case), at p1[" in where
    assert where.endswith("outcome was “dismissed”, is “withdrawn”")
    lines, status = check(["kent"], archive, accept=True, home=home)
    assert status == 0 and where in lines
    assert check(["kent"], archive, home=home)[1] == 0


def test_nothing_that_is_there_is_overwritten(tmp_path, home, archive):
    new_force("kent", [reply(tmp_path, KNOWN)], archive, home=home)
    before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    with pytest.raises(Stopped, match="nothing was written"):
        new_force("kent", [reply(tmp_path, KNOWN)], archive, home=home)
    assert before == {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}


def test_a_golden_file_that_no_longer_holds_is_not_overwritten(tmp_path, home, archive):
    letter(home / "samples" / "online-misconduct-2017" / "kent" / "a.pdf", force="Kent Police", rows=KNOWN)
    check([], archive, accept=True, home=home)
    sample = home / "samples" / "online-misconduct-2017" / "kent" / "a.pdf"
    kept = only(home)
    kept.rows[-1]["rows"] = 999
    kept.write()
    with pytest.raises(Stopped, match="is now read differently"):
        new_force("kent", [sample], archive, home=home)
    check([], archive, accept=True, home=home)
    new_force("kent", [sample], archive, home=home)
    assert module(home).exists() and len(golden.paths(home)) == 1


def test_again_adds_a_layout_and_keeps_what_a_person_decided(tmp_path, home, archive):
    new_force("kent", [reply(tmp_path, ODD)], archive, home=home)
    edit(module(home), BY_HAND)
    edit(
        module(home),
        {"    layouts = {": '    values = {"outcome": {"Ticked off": "words_of_advice"}}\n    layouts = {'},
    )
    new_force("kent", [reply(tmp_path, KNOWN, "later.pdf")], archive, again=True, home=home)
    parser = forces.parser_of("kent")
    assert parser.layouts["online-misconduct-2017"] == (" | ".join(ODD[0]), " | ".join(KNOWN[0]))
    assert parser.columns["Upshot"] == "outcome_raw" and parser.columns["Outcome"] == "outcome_raw"
    assert parser.values == {"outcome": {"Ticked off": "words_of_advice"}}
    assert [path.stem for path in golden.paths(home)] == ["online-misconduct-2017-2", "online-misconduct-2017"]


def test_a_module_with_code_is_not_written_again(tmp_path, home, archive):
    new_force("kent", [reply(tmp_path, KNOWN)], archive, home=home)
    module(home).write_text(
        module(home).read_text("utf-8") + "\n    def adjust(self, record):\n        return record\n"
    )
    forces.found_again()
    with pytest.raises(Stopped, match="def adjust"):
        new_force("kent", [reply(tmp_path, ODD, "later.pdf")], archive, again=True, home=home)


def test_a_reply_that_is_not_for_publication_stays_in_the_archive(tmp_path, home, archive):
    file = reply(tmp_path, KNOWN, said="I have decided to disclose the information to you in full, Mr Carter.")
    new_force("kent", [file], archive, fixture=False, home=home)
    kept = only(home)
    assert kept.sealed and archive.has(kept.files[0].sha256 or "")
    assert [path.suffix for path in (home / golden.FOLDER).rglob("*") if path.is_file()] == [".jsonl"]
    text = kept.path.read_text("utf-8")
    assert "racist" not in text and "Carter" not in text and "100/22" not in text
    assert check(["kent"], archive, home=home)[1] == 0
    edit(module(home), {"    layouts = {": '    values = {"outcome": {"Dismissed": "withdrawn"}}\n    layouts = {'})
    assert check(["kent"], archive, home=home)[1] == 1
    lines, status = check(["kent"], Archive(tmp_path / "elsewhere"), home=home)
    assert status == 0 and "not checked" in lines[0]


def test_a_sample_is_referred_to_and_any_other_file_is_copied(tmp_path, home, archive):
    sample = letter(home / "samples" / "online-misconduct-2017" / "kent" / "a.pdf", force="Kent Police", rows=KNOWN)
    new_force("kent", [sample], archive, home=home)
    new_force(
        "kent", [letter(home / "replies" / "b.pdf", force="Kent Police", rows=ODD)], archive, again=True, home=home
    )
    kept = {file.path for path in golden.paths(home) for file in golden.load(path).files}
    assert kept == {
        "samples/online-misconduct-2017/kent/a.pdf",
        "tests/forces/kent/online-misconduct-2017-2/b.pdf",
    }


def test_sealing_later_takes_the_copy_away(tmp_path, home, archive):
    file = reply(tmp_path, KNOWN)
    new_force("kent", [file], archive, home=home)
    new_force("kent", [file], archive, again=True, fixture=False, home=home)
    assert only(home).sealed and not list((home / golden.FOLDER).rglob("*.pdf"))


def test_personal_data_is_warned_of(tmp_path, home, archive):
    file = reply(tmp_path, KNOWN, said="Dear Mr Carter, I disclose the information in full; see a.carter@mail.com.")
    told = "\n".join(new_force("kent", [file], archive, home=home).lines)
    assert "an e-mail address (reply.pdf, page 1)" in told and "--no-fixture" in told


def test_hidden_content_is_never_copied(tmp_path, home, archive):
    import openpyxl

    file = workbook(tmp_path / "in" / "figures.xlsx", KNOWN)
    book = openpyxl.load_workbook(file)
    book.create_sheet("names").append(["PC A. Carter"])
    book["names"].sheet_state = "hidden"
    book.save(file)
    with pytest.raises(Stopped, match="--no-fixture"):
        new_force("kent", [file], archive, home=home)
    assert not [path for path in home.rglob("*") if path.is_file()]


def test_a_letter_and_its_workbook_are_one_reply(tmp_path, home, archive):
    said = "Please find attached the information, disclosed to you in full."
    files = [workbook(tmp_path / "in" / "figures.xlsx", KNOWN), reply(tmp_path, [], said=said)]
    new_force("kent", files, archive, home=home)
    rows = only(home).rows
    assert rows[0]["documents"] == ["reply.pdf", "figures.xlsx"] and rows[0]["reference"] == "100/22"
    assert {r["document"] for r in rows if r["in"] == "cases"} == {"figures.xlsx"}


def test_a_sample_reply_without_golden_file_is_told_and_added(tmp_path, home, archive):
    letter(home / "samples" / "online-misconduct-2017" / "kent" / "a.pdf", force="Kent Police", rows=KNOWN)
    lines, status = check([], archive, home=home)
    assert status == 1 and "no golden file of samples/online-misconduct-2017/kent/a.pdf yet" in lines[0]
    assert check([], archive, accept=True, home=home)[1] == 0
    assert only(home).files[0].path == "samples/online-misconduct-2017/kent/a.pdf"
    assert check(["kent"], archive, home=home)[1] == 0
    (home / "samples" / "online-misconduct-2017" / "kent" / "a.pdf").unlink()
    assert check([], archive, home=home)[1] == 1
    assert check([], archive, accept=True, home=home)[1] == 0 and golden.paths(home) == []


def test_a_slip_in_a_module_is_told_and_stops_its_own_force_alone(tmp_path, home, archive, mapped_here):
    file = reply(tmp_path, KNOWN)
    new_force("kent", [file], archive, home=home)
    edit(module(home), {'"Outcome": "outcome_raw"': '"Outcome": "outcom_raw"'})
    lines, status = check(["kent"], archive, home=home)
    assert status == 1 and any("columns says “outcom_raw” of “Outcome”: it must be one of" in line for line in lines)
    done = CliRunner().invoke(cli.main, ["parse", str(file), "--force", "kent"])
    assert done.exit_code == 2 and "outcom_raw" in done.stderr and "Traceback" not in done.output
    module(home).write_text("class Kent(\n")
    forces.found_again()
    assert parse.version("kent") != parse.version("durham"), "the release notes a version of a broken module too"
    lines, status = check(["kent"], archive, home=home)
    assert status == 1 and any("kent cannot be loaded: SyntaxError" in line for line in lines)
    assert CliRunner().invoke(cli.main, ["parse", str(file), "--force", "durham"]).exit_code == 0


def test_the_example_of_the_page_is_true(tmp_path, home, archive):
    page = (Path(__file__).parents[2] / "docs" / "teach.md").read_text("utf-8")
    file = tmp_path / "in" / "reply.html"
    file.parent.mkdir()
    file.write_text(page.split("<<'END'\n")[1].split("END\n```")[0], "utf-8")
    written = new_force("merseyside", [file], archive, home=home)
    made = home / "modules" / "merseyside.py"
    assert written.status == 1
    shown = next(block for block in page.split("```\n") if block.startswith("    columns = {"))
    assert shown in made.read_text("utf-8")
    made.write_text(page.split("```python\n")[1].split("```")[0], "utf-8")
    forces.found_again()
    assert check(["merseyside"], archive, home=home)[1] == 1
    assert check(["merseyside"], archive, accept=True, home=home)[1] == 0
    cases = [row for row in only(home).rows if row["in"] == "cases"]
    assert [(c["case_ref_raw"], c["rank"], c["outcome"]) for c in cases] == [
        ("a1", "pc", "words_of_advice"),
        ("a2", "sergeant", "written_warning"),
        ("a3", "pc", "dismissed"),
    ]
    assert not [row for row in only(home).rows if row["in"] == "problems" and row["severity"] != "info"]


@pytest.mark.parametrize("fault", ["class Kent(\n", 'columns = {"Outcome": "outcom_raw"}'])
def test_a_faulty_module_holds_back_its_own_force_alone(fault, tmp_path, home, monkeypatch):
    monkeypatch.setattr(steps.validation, "validate", lambda *_, **__: steps.validation.Verdict([], [], [], {}))
    letter(tmp_path / "in" / "durham" / "a.pdf", rows=KNOWN)
    letter(tmp_path / "in" / "kent" / "a.pdf", force="Kent Police", rows=KNOWN)
    declared = f'from parsers.table import TableParser\nclass Kent(TableParser):\n    force = "kent"\n    {fault}\n'
    module(home).write_text(declared if fault.startswith("columns") else fault)
    forces.found_again()
    with steps.begun(tmp_path / "data", [FolderSource(tmp_path / "in")], Progress(io.StringIO())) as run:
        for step in steps.STEPS[:4]:
            step(run)
    assert {case.force for case in run.merged["cases"]} == {"durham"}
    (problem,) = [p for p in run.merged["problems"] if p.force == "kent" and p.severity == "error"]
    assert "parsers.forces.kent" in problem.message


@pytest.mark.parametrize(
    ("attribute", "declared", "told"),
    [
        ("columns", {"Result": "outcom"}, "must be one of case_ref_raw"),
        ("dimensions", {"Result": "results"}, "must be one of total"),
        ("measures", {"Result": "people"}, "must be one of officers"),
        ("symbols", {"*": "a few"}, "written as a reply would"),
        ("values", {"outcome": {"Sacked": "sacked"}}, "must be one of dismissed"),
        ("values", {"results": {"Sacked": "dismissed"}}, "must be one of"),
        ("layouts", {"online-misconduct": ("A | B",)}, "which there is not"),
        ("year_basis", "fiscal", "must be one of calendar"),
    ],
)
def test_a_declaration_that_nothing_understands_is_a_fault(attribute, declared, told):
    cls: type[TableParser] = type("Made", (TableParser,), {"force": "kent", attribute: declared})
    (fault,) = cls.faults()
    assert told in fault


def test_unknown_is_a_code_like_any_other_among_the_values():
    cls: type[TableParser] = type("Made", (TableParser,), {"force": "kent", "values": {"severity": {"Low": "unknown"}}})
    assert cls.faults() == [] and cls.undecided() == []
    assert cls().corrections().values == {"severity": {"Low": "unknown"}}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["new-force", "durhan", "x.pdf"], "Did you mean durham"),
        (["new-force", "kent", "missing.pdf"], "does not exist"),
        (["check", "durhan"], "Did you mean durham"),
    ],
)
def test_wrong_usage_is_one_sentence_and_status_2(arguments, told, tmp_path, home):
    done = CliRunner().invoke(cli.main, [*arguments, "--data", str(tmp_path / "data")])
    assert done.exit_code == 2 and told in done.stderr and done.stderr.count("\n") == 1
