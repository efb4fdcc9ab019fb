"""Documents held for what is hidden in them: nothing of them is published until a person releases them, with a reason."""

import gzip
import json
import shutil
from email.message import EmailMessage
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from openpyxl.comments import Comment

from flows import cli, holds
from flows.archive import sha256
from flows.ending import DONE, NEEDS_A_PERSON, Stopped
from tests.flows.letters import CASES, letter, workbook
from tests.flows.test_ingest import ingest, live, without_great_expectations  # noqa: F401

SECRET = "Zebedee Quillfeather"
MORE = [*CASES, ["2021", "PC", "TikTok", "No further action"]]


def with_hidden_sheet(path: Path, rows: list[list[str]]) -> Path:
    workbook(path, rows)
    book = openpyxl.load_workbook(path)
    other = book.create_sheet(f"{SECRET} notes")
    other["A1"], other.sheet_state = SECRET, "veryHidden"
    book.save(path)
    return path


def bring(inbox: Path, rows: list[list[str]], hidden: bool) -> Path:
    letter(inbox / "durham" / "response.pdf", rows=[])
    path = inbox / "durham" / "figures.xlsx"
    return with_hidden_sheet(path, rows) if hidden else workbook(path, rows)


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(cli.main, arguments)
    return done.exit_code, done.output


def holds_secret(folder: Path) -> list[str]:
    """The files in which the secret stands, but for the documents as they came."""
    files = (p for p in folder.rglob("*") if p.is_file() and "documents" not in p.parts)
    return [
        str(p) for p in files
        if SECRET.encode() in (gzip.decompress(p.read_bytes()) if p.suffix == ".gz" else p.read_bytes())
    ]  # fmt: skip


def test_a_document_with_hidden_content_publishes_nothing_until_it_is_released(tmp_path):
    inbox, data = tmp_path / "in", tmp_path / "data"
    letter(inbox / "kent.pdf", force="Kent Police", reference="7/22")
    file = bring(inbox, MORE, hidden=True)
    name = sha256(file.read_bytes())
    _, end = ingest(data, inbox)
    tables = live(data)
    assert end.status == NEEDS_A_PERSON and {c.force for c in tables["cases"]} == {"kent"}
    (reply,) = [r for r in tables["replies"] if r.force == "durham"]
    assert (reply.status, reply.reference, reply.date_replied) == ("quarantined", None, None)
    told = [p for p in tables["problems"] if p.force == "durham"]
    assert {(p.code, p.severity) for p in told} == {("document_quarantined", "error"), ("hidden_content", "error")}
    assert all(f"foi release-hold {name[:12]}" in p.fix for p in told)
    assert any("durham/figures.xlsx holds what a person who opens it does not see" in p.message for p in told)
    assert all(a.records == 0 for a in tables["accounting"] if a.document == name)
    assert "1 held" in run("status", "--data", str(data))[1]

    status, said = run("release-hold", name[:12], "--reason", "only a draft", "--by", "A. N.", "--data", str(data))
    assert status == 0 and "very hidden sheet" in said
    _, end = ingest(data, inbox)
    tables = live(data)
    assert end.status == DONE and sum(c.force == "durham" for c in tables["cases"]) == 3
    (problem,) = [p for p in tables["problems"] if p.code == "hidden_content"]
    assert (
        problem.severity == "info" and "Released by A. N. on" in problem.message and "only a draft" in problem.message
    )
    assert "held" not in run("status", "--data", str(data))[1]
    assert ingest(data, inbox)[1].outcome == "nothing new"
    assert holds_secret(data) == []


def test_the_last_good_version_stays_while_the_new_one_is_held(tmp_path):
    inbox, data = tmp_path / "in", tmp_path / "data"
    bring(inbox, CASES, hidden=False)
    ingest(data, inbox)
    before = live(data)["cases"]
    bring(inbox, MORE, hidden=True)
    _, end = ingest(data, inbox)
    tables = live(data)
    assert end.status == NEEDS_A_PERSON and [c.record_id for c in tables["cases"]] == [c.record_id for c in before]
    assert tables["superseded_cases"] == [] and [c.stale for c in tables["coverage"] if c.force == "durham"] == [True]

    bring(inbox, MORE, hidden=False)
    _, end = ingest(data, inbox)
    assert end.status == DONE and len(live(data)["cases"]) == 3


def test_a_later_letter_that_is_held_takes_no_reply_s_place(tmp_path):
    inbox, data = tmp_path / "in", tmp_path / "data"
    letter(inbox / "durham" / "first.pdf")
    ingest(data, inbox)
    letter(inbox / "durham" / "later" / "response.pdf", rows=[], replied="1 December 2022")
    with_hidden_sheet(inbox / "durham" / "later" / "figures.xlsx", MORE)
    ingest(data, inbox)
    tables = live(data)
    assert len(tables["cases"]) == 2 and all(r.superseded_by is None for r in tables["replies"])
    run("release-hold", "later/figures.xlsx", "--reason", "looked at", "--by", "A. N.", "--data", str(data))
    ingest(data, inbox)
    assert len(live(data)["cases"]) == 3 and len(live(data)["superseded_cases"]) == 2


def test_one_force_that_is_held_holds_no_other(tmp_path):
    inbox, data = tmp_path / "in", tmp_path / "data"
    letter(inbox / "kent.pdf", force="Kent Police", reference="7/22")
    ingest(tmp_path / "alone", inbox)
    bring(inbox, CASES, hidden=True)
    ingest(data, inbox)
    kent = [c for c in live(data)["cases"] if c.force == "kent"]
    assert kent == live(tmp_path / "alone")["cases"]


def test_a_release_covers_the_kinds_that_were_known_of_it(tmp_path):
    inbox, data = tmp_path / "in", tmp_path / "data"
    name = sha256(bring(inbox, CASES, hidden=True).read_bytes())
    ingest(data, inbox)
    holds.release(data, name, "looked at", "A. N.")
    text = (data / holds.FILE).read_text()
    (data / holds.FILE).write_text(text.replace("very hidden sheet", "comment"))
    assert ingest(data, inbox)[1].status == NEEDS_A_PERSON
    holds.release(data, name, "looked at it again", "A. N.")
    assert ingest(data, inbox)[1].status == DONE


def test_what_is_said_by_path_by_file_and_by_hash_is_the_same_document(tmp_path):
    inbox, data = tmp_path / "in", tmp_path / "data"
    file = bring(inbox, CASES, hidden=True)
    ingest(data, inbox)
    for said in ("figures.xlsx", "durham/figures.xlsx", str(file), sha256(file.read_bytes())):
        assert "Released: durham/figures.xlsx" in holds.release(data, said, "looked at", "A. N.")[0]
        (data / holds.FILE).unlink()


def test_an_attachment_is_held_and_released_by_its_path_in_the_message(tmp_path):
    inbox, data = tmp_path / "in", tmp_path / "data"
    parts = [letter(tmp_path / "response.pdf", force="Kent Police", rows=[]), tmp_path / "figures.xlsx"]
    with_hidden_sheet(parts[1], CASES)
    message = EmailMessage()
    message["From"], message["Subject"], message["Date"] = "foi@kent.example", "7/22", "Fri, 09 Sep 2022 10:00:00 +0000"
    message.set_content("Please find our response attached.")
    for part in parts:
        message.add_attachment(part.read_bytes(), maintype="application", subtype="octet-stream", filename=part.name)
    (inbox / "kent").mkdir(parents=True)
    (inbox / "kent" / "reply.eml").write_bytes(message.as_bytes())
    assert ingest(data, inbox)[1].status == NEEDS_A_PERSON and live(data)["cases"] == []
    assert "kent/reply.eml!/figures.xlsx" in holds.release(data, "reply.eml!/figures.xlsx", "looked at", "A. N.")[0]
    assert ingest(data, inbox)[1].status == DONE and len(live(data)["cases"]) == 2


@pytest.mark.parametrize(
    ("said", "reason", "wrong"),
    [
        ("nothing.xlsx", "x", "No document nothing.xlsx is in the archive"),
        ("durham/response.pdf", "x", "is not held"),
        ("durham/figures.xlsx", " ", "not to be blank"),
    ],
)
def test_a_release_that_cannot_be_is_one_sentence(tmp_path, said, reason, wrong):
    inbox, data = tmp_path / "in", tmp_path / "data"
    bring(inbox, CASES, hidden=True)
    with pytest.raises(Stopped, match="Nothing has been collected"):
        holds.release(data, said, "looked at", "A. N.")
    ingest(data, inbox)
    with pytest.raises(Stopped, match=wrong):
        holds.release(data, said, reason, "A. N.")
    assert not (data / holds.FILE).exists()


def test_a_second_release_says_that_there_is_one(tmp_path):
    inbox, data = tmp_path / "in", tmp_path / "data"
    bring(inbox, CASES, hidden=True)
    ingest(data, inbox)
    holds.release(data, "figures.xlsx", "looked at", "A. N.")
    with pytest.raises(Stopped, match="was released before"):
        holds.release(data, "figures.xlsx", "looked at", "A. N.")


@pytest.mark.parametrize(
    "text",
    ["[[other]]\n", '[[released]]\ndocument = "x"\n', "released = 1\n", "[[released]\n"],
)
def test_a_file_of_releases_that_cannot_be_used_stops_before_any_work(tmp_path, text):
    inbox, data = tmp_path / "in", tmp_path / "data"
    bring(inbox, CASES, hidden=False)
    data.mkdir()
    (data / holds.FILE).write_text(text)
    with pytest.raises(Stopped, match=r"holds\.toml"):
        ingest(data, inbox)


def test_only_what_says_nothing_about_people_in_the_data_does_not_hold(tmp_path):
    inbox, data = tmp_path / "in", tmp_path / "data"
    file = bring(inbox, CASES, hidden=False)
    book = openpyxl.load_workbook(file)
    book.properties.creator = book.properties.lastModifiedBy = SECRET
    book.save(file)
    assert ingest(data, inbox)[1].status == DONE
    (problem,) = [p for p in live(data)["problems"] if p.code == "hidden_content"]
    assert problem.severity == "info" and "names a person" in problem.message
    assert holds_secret(data) == []


def test_nothing_hidden_is_in_what_the_commands_print(tmp_path):
    file = with_hidden_sheet(tmp_path / "durham.xlsx", CASES)
    book = openpyxl.load_workbook(file)
    book.worksheets[0]["B2"].comment = Comment(SECRET, SECRET)
    book.worksheets[0]["A5"] = SECRET
    book.worksheets[0].row_dimensions[5].hidden = True
    book.save(file)
    for command in (["parse"], ["parse", "--json"], ["inspect"], ["inspect", "--json"]):
        status, said = run(command[0], str(file), *command[1:])
        assert status == 0 and "hidden" in said and SECRET not in said, command
    found = json.loads(run("inspect", str(file), "--json")[1])["hidden"]
    assert {(h["what"], h["severity"]) for h in found} >= {("hidden rows", "error"), ("comment", "error")}


def test_the_samples_hold_nothing():
    from parsers.documents import read

    samples = Path(__file__).parents[2] / "samples"
    for path in sorted(samples.rglob("*")):
        if path.suffix in (".xlsx", ".xls", ".ods", ".docx", ".html", ".csv"):
            assert holds.kinds(read(path.read_bytes(), path.name)) == [], path


def test_the_same_releases_of_holds_give_the_same_tables(tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    inbox, data, other = tmp_path / "in", tmp_path / "data", tmp_path / "other"
    bring(inbox, CASES, hidden=True)
    ingest(data, inbox)
    holds.release(data, "figures.xlsx", "looked at", "A. N.")
    ingest(data, inbox)
    other.mkdir()
    shutil.copy(data / holds.FILE, other / holds.FILE)
    ingest(other, inbox)
    for name in ("replies", "cases", "problems", "accounting", "coverage"):
        assert live(other)[name] == live(data)[name]
