"""The command line: what it prints, its exit status, and one clear sentence where something is wrong."""

import json

import jsonschema
import pytest
from click.testing import CliRunner

from flows import cli, publish, steps
from flows.ending import Stopped
from flows.merge import conclude
from schemas import tables as schema
from tests.flows.letters import letter, workbook
from tests.flows.test_merge import Replies
from tests.flows.test_sources import COVER, mail, zipped

HTML = b"<html><body>404 not found</body></html>"


def foi(*arguments):
    return CliRunner().invoke(cli.main, [str(a) for a in arguments])


@pytest.fixture
def durham(tmp_path):
    return letter(tmp_path / "durham.pdf")


def test_parse_json_is_the_contracts_object_and_nothing_else(durham):
    done = foi("parse", durham, "--json")
    made = json.loads(done.stdout)
    assert done.exit_code == 0 and done.stderr == ""
    assert list(made) == ["document", "reply", "other_replies", "cases", "counts", "problems", "accounting"]
    assert list(made["document"]) == ["sha256", "name", "media_type", "pages"]
    rooms = {"reply": "replies", "cases": "cases", "accounting": "accounting"}
    for part, name in rooms.items():
        rows = made[part] if isinstance(made[part], list) else [made[part]]
        assert rows and all(tuple(row) == schema.table(name).names for row in rows)
    assert (made["reply"]["force"], made["reply"]["request"], made["reply"]["reference"]) == (
        "durham",
        "online-misconduct-2017",
        "100/22",
    )
    assert [c["outcome"] for c in made["cases"]] == ["final_written_warning", "dismissed"]
    jsonschema.validate(made["cases"], {"type": "array", "items": {"required": ["record_id", "cells"]}})


def test_parse_prints_a_summary_and_writes_nothing(durham, tmp_path):
    before = sorted(tmp_path.rglob("*"))
    done = foi("parse", durham)
    assert (
        done.exit_code == 0
        and "durham · online-misconduct-2017" in done.stdout
        and "final_written_warning" in done.stdout
    )
    assert sorted(tmp_path.rglob("*")) == before


def test_parse_works_without_a_force(tmp_path):
    done = foi("parse", workbook(tmp_path / "figures.xlsx"), "--json")
    made = json.loads(done.stdout)
    assert done.exit_code == 0 and made["reply"]["force"] is None and len(made["cases"]) == 2


def test_parse_takes_the_force_it_is_told(tmp_path):
    made = json.loads(foi("parse", workbook(tmp_path / "durham.xlsx"), "--force", "kent", "--json").stdout)
    assert {made["reply"]["force"], *(c["force"] for c in made["cases"])} == {"kent"}


def test_inspect_json_gives_the_cells_as_printed(durham):
    made = json.loads(foi("inspect", durham, "--json").stdout)
    assert list(made) == ["document", "letter", "tables", "hidden", "problems"]
    assert made["tables"] == [
        {
            "location": "page 1",
            "rows": [
                ["Year", "Rank", "Platform", "Outcome"],
                ["2019", "PC", "WhatsApp", "Final written warning"],
                ["2020", "Sergeant", "Facebook", "Dismissed"],
            ],
        }
    ]
    assert made["letter"]["reference"] == "100/22" and made["letter"]["date_replied"] == "2022-09-09"


def test_inspect_prints_every_table(durham):
    done = foi("inspect", durham)
    assert done.exit_code == 0 and "2020 | Sergeant | Facebook | Dismissed" in done.stdout


@pytest.fixture
def message(tmp_path):
    attached = {
        "letter": letter(tmp_path / "made" / "a.pdf", rows=[]),
        "figures": workbook(tmp_path / "made" / "b.xlsx"),
    }
    (tmp_path / "reply.eml").write_bytes(mail(COVER, **attached))
    return tmp_path / "reply.eml"


def test_a_message_is_parsed_with_everything_in_it_as_one_reply(message):
    done = foi("parse", message, "--json")
    made = json.loads(done.stdout)
    assert done.exit_code == 0 and made["document"]["media_type"] == "message/rfc822"
    assert (made["reply"]["force"], made["reply"]["reference"]) == ("durham", "100/22")
    assert len(made["reply"]["documents"]) == 3 and len(made["cases"]) == 2
    assert "reply.eml!/figures.xlsx" in foi("parse", message).stdout


def test_a_message_is_inspected_with_everything_in_it(message):
    made = json.loads(foi("inspect", message, "--json").stdout)
    assert [t["location"] for t in made["tables"]] == ["figures.xlsx: Sheet"]
    assert made["letter"]["reference"] == "100/22"
    assert "reply.eml!/figures.xlsx" in foi("inspect", message).stdout


def test_what_cannot_be_read_in_a_message_is_a_problem(tmp_path):
    (tmp_path / "made.rtf").write_bytes(b"{\\rtf1 x}")
    (tmp_path / "reply.eml").write_bytes(mail(COVER, notes=tmp_path / "made.rtf"))
    made = json.loads(foi("parse", tmp_path / "reply.eml", "--json").stdout)
    (problem,) = [p for p in made["problems"] if p["code"] == "document_unreadable"]
    assert "notes.rtf is a rich text file" in problem["message"] and problem["severity"] == "error"


def test_a_zip_of_several_replies_is_not_one(tmp_path, durham):
    kent = letter(tmp_path / "kent.pdf", force="Kent Police", reference="7/22")
    (tmp_path / "all.zip").write_bytes(zipped({p.name: p.read_bytes() for p in (durham, kent)}))
    done = foi("parse", tmp_path / "all.zip")
    assert done.exit_code == 2 and "holds 2 replies" in done.stderr and "foi ingest" in done.stderr
    assert len(json.loads(foi("inspect", tmp_path / "all.zip", "--json").stdout)["tables"]) == 2


@pytest.mark.parametrize("command", ["parse", "inspect"])
@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("nothing.pdf", None, "does not exist"),
        ("page.xlsx", HTML, "is an error or log-in page"),
        ("empty.pdf", b"", "is empty"),
        ("notes.rtf", b"{\\rtf1 some words}", "rich text"),
        ("broken.pdf", b"%PDF-1.7\nnothing of use", "broken.pdf"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_sentence_and_status_2(tmp_path, command, name, content, told):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    done = foi(command, tmp_path / name)
    assert done.exit_code == 2 and done.stdout == ""
    assert told in done.stderr and str(tmp_path / name) in done.stderr
    assert "Traceback" not in done.stderr and len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["parse", "x.pdf", "--force", "durhm"], "Did you mean durham"),
        (["parse", "x.pdf", "--request", "nonsense"], "online-misconduct-2017"),
        (["ingest", "x", "--force", "zzzz"], "schemas/forces.csv"),
        (["ingest", "nowhere"], "nowhere does not exist"),
        (["ingest"], "[sources.replies]"),
        (["ingest", ".", "--accept", "durham"], "REQUEST/FORCE"),
        (["status"], "Nothing has been published"),
        (["problems"], "Nothing has been published"),
        (["parse"], "Missing argument"),
        (["nonsense"], "No such command"),
    ],
)
def test_wrong_usage_is_a_sentence_with_the_way_out_and_status_2(tmp_path, monkeypatch, arguments, told):
    monkeypatch.chdir(tmp_path)
    done = foi(*arguments)
    assert done.exit_code == 2 and told in done.stderr and "Traceback" not in done.stderr
    assert not list(tmp_path.iterdir())


def test_a_folder_is_no_file(tmp_path):
    done = foi("parse", tmp_path)
    assert done.exit_code == 2 and "foi ingest" in done.stderr


def test_what_the_system_refuses_is_a_sentence_too(tmp_path, monkeypatch):
    (tmp_path / "data").write_text("a file where the folder should be")
    letter(tmp_path / "in" / "durham.pdf")
    done = foi("ingest", tmp_path / "in", "--data", tmp_path / "data")
    assert done.exit_code == 2 and "Traceback" not in done.stderr and "data" in done.stderr


@pytest.mark.parametrize("status", [0, 1, 3])
def test_ingest_ends_with_the_status_of_its_run_and_a_plain_table(tmp_path, monkeypatch, status):
    from flows import orchestration

    errors = [("durham: The total does not add up.", "Look at page 2.")] if status else []
    ending = steps.Ending(
        status, "published", [("forces", "1 with data"), ("release", "data/clean/releases/x (new)")], errors
    )
    monkeypatch.setattr(orchestration, "run_ingest", lambda *_, **__: ending)
    done = foi("ingest", tmp_path)
    assert done.exit_code == status
    assert done.stdout == "forces   1 with data\nrelease  data/clean/releases/x (new)\n"
    assert ("Look at page 2." in done.stderr) is bool(status)


def test_another_run_at_work_is_said_before_anything_starts(tmp_path):
    from flows.lock import locked

    letter(tmp_path / "in" / "durham.pdf")
    with locked(tmp_path / "data" / "raw"):
        done = foi("ingest", tmp_path / "in", "--data", tmp_path / "data")
    assert done.exit_code == 2 and "Another run is at work" in done.stderr


@pytest.fixture
def released(tmp_path):
    replies = Replies()
    replies.add("durham.pdf", cases=2)
    replies.add("kent.pdf", force="kent", failure="KeyError: 'x'")
    publish.publish(conclude(replies.merged()), tmp_path / "data" / "clean")
    return tmp_path / "data"


def test_status_shows_where_each_force_stands(released):
    done = foi("status", "--data", released)
    assert done.exit_code == 0 and "2 of 44 forces answered" in done.stdout
    lines = {
        line.split()[0]: line.split()
        for line in done.stdout.splitlines()
        if line and line.split()[0] in ("durham", "kent")
    }
    assert lines["durham"][1:6] == ["full", "2022-09-01", "2", "0", "2"]
    assert lines["kent"][1] == "quarantined"


def test_problems_lists_what_waits_the_gravest_first(released):
    done = foi("problems", "--data", released)
    found = [line.split(":")[0] for line in done.stdout.splitlines() if line.startswith(("error", "warning", "info"))]
    assert done.exit_code == 0 and found == ["error", "warning"]
    only = foi("problems", "--data", released, "--force", "durham").stdout
    assert "kent" not in only and "warning" in only


def test_every_command_has_an_example():
    for name in cli.main.commands:
        assert "Example:" in foi(name, "--help").stdout


def test_a_stop_carries_its_status():
    assert Stopped("x").status == 2
