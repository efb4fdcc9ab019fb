"""WhatDoTheyKnow's zips: the authority's words apart from the requester's, each reply once, and what the dashboard says beside it."""

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest

from flows import asked, steps
from flows.downloads import as_shown, force_of, place_of
from flows.merge import conclude
from flows.progress import Progress
from flows.sources.folder import FolderSource
from parsers.documents import read, sniff
from parsers.documents.containers import CORRESPONDENCE
from parsers.documents.containers.correspondence import unpack_correspondence
from schemas import forces
from tests.flows.in_process import quickly
from tests.flows.letters import ASKED, CASES, letter, workbook

ROUND = "online-misconduct-2017"
COVER = (
    "Dear Ms Doe,\n\nPlease find our response attached.\n\nKind regards\n\nOn 1 August 2022, Jane Doe wrote:\n> "
    + ASKED
    + "\n> 7 officers were dismissed in 2019, were they not?\n"
)
ANSWER = (
    "Dear Ms Doe,\n\nI write in connection with your request received on 1 August 2022. I have today decided to disclose the "
    "located information to you in full, without the names of officers. The figures are attached.\n"
)
THANKS = "Dear Ms Doe,\n\nThank you for your request for information, which we received on 1 August 2022. We will reply within 20 working days.\n"
REQUEST = f"Dear Durham Constabulary,\n\n{ASKED}\n\nFor example, 7 officers were dismissed in 2019.\n\nYours faithfully,\n\nJane Doe\n"


@pytest.fixture(scope="module")
def papers(tmp_path_factory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("papers")
    letter(folder / "durham.pdf")
    letter(folder / "kent.pdf", force="Kent Police", reference="7/22", rows=[])
    workbook(folder / "kent.xlsx", [*CASES, ["2021", "PC", "TikTok", "No further action"]])
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    quickly(monkeypatch)


def dashboard(*rows: tuple[str, str, int, str]) -> bytes:
    lines = [
        f"https://www.whatdotheyknow.com/alaveteli_pro/info_requests/{name},{body},{n},{state}"
        for name, body, n, state in rows
    ]
    return "\n".join(["request_url,authority_name,number_of_replies,request_status", *lines, ""]).encode()


def batch(papers: dict[str, bytes]) -> dict[str, bytes]:
    """What a batch's zip holds: Durham answered by a letter, Kent by a message with a letter and a workbook; Essex is silent."""
    durham, kent, essex = "Durham Constabulary - conduct", "Kent Police - conduct_2", "Essex Police - conduct_3"
    return {
        "batch-12-conduct-dashboard-2022-10-01-090000.csv": dashboard(
            ("conduct", "Durham Constabulary", 2, "Successful"),
            ("conduct_2", "Kent Police", 1, "Refused"),
            ("conduct_3", "Essex Police", 0, "Long overdue"),
        ),
        f"{durham}/2022-08-01-101500/outgoing_1.txt": REQUEST.encode(),
        f"{durham}/2022-08-02-090000/incoming_11.txt": THANKS.encode(),
        f"{durham}/2022-09-09-170000/incoming_12.txt": COVER.encode(),
        f"{durham}/2022-09-09-170000/attachments-12/FOI reply.pdf": papers["durham.pdf"],
        f"{kent}/2022-08-01-101501/outgoing_2.txt": REQUEST.replace("Durham Constabulary", "Kent Police").encode(),
        f"{kent}/2022-09-12-120000/incoming_21.txt": ANSWER.encode(),
        f"{kent}/2022-09-12-120000/attachments-21/data.xlsx": papers["kent.xlsx"],
        f"{essex}/2022-08-03-101502/outgoing_3.txt": REQUEST.replace("Durham Constabulary", "Essex Police").encode(),
    }


def put(folder: Path, files: dict[str, bytes], zip_name: str | None = None) -> Path:
    if zip_name:
        folder.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(folder / zip_name, "w") as archive:
            for name, data in files.items():
                archive.writestr(name, data)
    else:
        for name, data in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
    return folder


def ingest(data: Path, inbox: Path, publish: bool = False) -> tuple[dict, steps.Run]:
    """The tables that the run makes, and the run."""
    with steps.begun(data, [FolderSource(inbox, "post")], Progress(io.StringIO())) as run:
        for step in steps.STEPS if publish else (steps.collect, steps.read, steps.parse, steps.merge):
            step(run)
        made = {} if run.unchanged else conclude(run.merged, run.behind, [], run.asked, run.started.date())
        return made, run


def groups(run: steps.Run) -> dict[str, list[str]]:
    last = lambda path: path.rpartition("/")[2]  # noqa: E731
    return {
        last(m.group.lead.sighting.path): [last(x.sighting.path) for x in m.group.members[1:]]
        for m in run.mapped
        if m.group.version is None
    }


def coverage(tables: dict) -> dict:
    return {row.force: row for row in tables["coverage"] if row.asked or row.answered}


# ---- a batch


@pytest.mark.parametrize("name", ["batch-12-conduct-export-2022-10-01-090000.zip", None])
def test_a_batch_is_a_reply_for_each_message_of_an_authority_zipped_or_unpacked(tmp_path, papers, name):
    inbox = put(tmp_path / "in", batch(papers), name)
    tables, run = ingest(tmp_path / "data", inbox)
    assert groups(run) == {
        "FOI reply.pdf": ["incoming_12.txt"],
        "incoming_11.txt": [],
        "incoming_21.txt": ["data.xlsx"],
    }
    assert not run.unplaced or all(m.facts.holds == "files" for m, _ in run.unplaced)
    assert {(r.force, r.request) for r in tables["replies"]} == {("durham", ROUND), ("kent", ROUND)}
    assert sorted(c.force for c in tables["cases"]) == ["durham"] * 2 + ["kent"] * 3
    assert {r.date_replied for r in tables["replies"] if r.force == "kent"} == {
        date(2022, 9, 12)
    }  # its path alone tells
    stood = coverage(tables)
    assert {f: stood[f].date_asked for f in ("durham", "kent", "essex")} == {
        "durham": date(2022, 8, 1), "kent": date(2022, 8, 1), "essex": date(2022, 8, 3)
    }  # fmt: skip
    assert (stood["essex"].answered, stood["essex"].overdue, stood["essex"].asked) == (False, True, True)
    assert stood["durham"].date_acknowledged == date(2022, 8, 2)


def test_the_requesters_words_are_nowhere_in_the_tables(tmp_path, papers):
    tables, _ = ingest(tmp_path / "data", put(tmp_path / "in", batch(papers), "b.zip"))
    said = repr({name: rows for name, rows in tables.items() if name not in ("forces", "summary")})
    assert "were they not" not in said and "For example" not in said and "Jane" not in said


def test_what_the_dashboard_says_is_noted_and_what_differs_is_told(tmp_path, papers):
    tables, _ = ingest(tmp_path / "data", put(tmp_path / "in", batch(papers), "b.zip"))
    stood = coverage(tables)
    assert stood["kent"].status == "full"
    assert stood["kent"].asked_note == "WhatDoTheyKnow, as the requester marked it: Refused"
    assert stood["essex"].asked_note == "WhatDoTheyKnow, as the requester marked it: Long overdue"
    noted = [p for p in tables["problems"] if p.code == "noted_by_requester"]
    assert [(p.force, p.severity) for p in noted] == [("kent", "info")] and "read as full" in noted[0].message


def test_a_request_that_bounced_and_messages_that_the_download_lacks_are_told(tmp_path, papers):
    files = batch(papers)
    (name,) = (name for name in files if name.endswith(".csv"))
    files["renamed.csv"] = dashboard(
        ("conduct", "Durham Constabulary", 3, "successful"), ("conduct_3", "Essex Police", 0, "error_message"),
        ("conduct_4", "Surrey Police", 1, "rejected"), ("conduct_9", "Leeds City Council", 1, "rejected"),
    )  # fmt: skip
    del files[name]
    tables, _ = ingest(tmp_path / "data", put(tmp_path / "in", files, "b.zip"))
    told = {(p.force, p.severity): p.message for p in tables["problems"] if p.code == "noted_by_requester"}
    assert "counts 3 messages" in told["durham", "warning"] and "holds 2" in told["durham", "warning"]
    assert "could not deliver" in told["essex", "warning"] and "counts 1" in told["surrey", "warning"]
    assert set(told) == {("durham", "warning"), ("essex", "warning"), ("surrey", "warning")}
    assert not [p for p in tables["problems"] if p.code == "document_quarantined"]


def test_what_a_person_noted_of_the_asking_goes_before_the_download(tmp_path, papers):
    asked.add(tmp_path / "data", [asked.Asked(ROUND, "kent", date(2022, 7, 25), reference="K1")])
    stood = coverage(ingest(tmp_path / "data", put(tmp_path / "in", batch(papers), "b.zip"))[0])
    assert (stood["kent"].date_asked, stood["kent"].asked_reference) == (date(2022, 7, 25), "K1")
    assert stood["kent"].asked_note.endswith("Refused") and stood["durham"].date_asked == date(2022, 8, 1)


def test_a_second_run_parses_nothing_and_publishes_nothing(tmp_path, papers):
    inbox = put(tmp_path / "in", batch(papers), "b.zip")
    ingest(tmp_path / "data", inbox, publish=True)
    _, again = ingest(tmp_path / "data", inbox, publish=True)
    assert (again.read, again.parsed, again.unchanged) == (0, 0, True)


# ---- a later download


EARLIER, LATER = "batch-12-conduct-export-2022-10-01-090000.zip", "batch-12-conduct-export-2022-11-01-090000.zip"


def test_a_later_download_doubles_nothing_and_brings_what_is_new(tmp_path, papers):
    inbox = put(tmp_path / "in", batch(papers), EARLIER)
    before, _ = ingest(tmp_path / "data", inbox)
    files = batch(papers)
    new = "Essex Police - conduct_3/2022-10-20-100000"
    files[f"{new}/incoming_31.txt"] = ANSWER.encode()
    files[f"{new}/attachments-31/data.xlsx"] = papers["kent.xlsx"]
    put(tmp_path / "in", files, LATER)
    tables, run = ingest(tmp_path / "data", inbox)
    assert sorted(c.force for c in tables["cases"]) == ["durham"] * 2 + ["essex"] * 3 + ["kent"] * 3
    assert {c.record_id for c in before["cases"]} < {c.record_id for c in tables["cases"]}
    assert not [r for r in tables["replies"] if r.withdrawn_at or (r.superseded_by and r.status == "full")]
    assert run.parsed == 1


@pytest.mark.parametrize("together", [False, True])
def test_a_message_that_a_later_download_lacks_is_withdrawn_and_said(tmp_path, papers, together):
    inbox = put(tmp_path / "in", batch(papers), EARLIER)
    if not together:
        ingest(tmp_path / "data", inbox)
    put(tmp_path / "in", {name: data for name, data in batch(papers).items() if "2022-09-12" not in name}, LATER)
    tables, _ = ingest(tmp_path / "data", inbox)
    assert {c.force for c in tables["cases"]} == {"durham"}
    (gone,) = [r for r in tables["replies"] if r.withdrawn_at]
    assert gone.force == "kent" and not coverage(tables)["kent"].cases
    assert [p.force for p in tables["problems"] if p.code == "reply_withdrawn"] == ["kent"]
    again, _ = ingest(tmp_path / "data", inbox)
    assert [r.force for r in again["replies"] if r.withdrawn_at] == ["kent"]


def test_a_message_that_a_later_download_has_otherwise_takes_the_place_of_the_earlier(tmp_path, papers):
    inbox = put(tmp_path / "in", batch(papers), EARLIER)
    ingest(tmp_path / "data", inbox)
    files = batch(papers)
    files["Kent Police - conduct_2/2022-09-12-120000/incoming_21.txt"] = ANSWER.replace(
        "of officers", "of [redacted]"
    ).encode()
    put(tmp_path / "in", files, LATER)
    tables, _ = ingest(tmp_path / "data", inbox)
    assert sorted(c.force for c in tables["cases"]) == ["durham"] * 2 + ["kent"] * 3
    old, new = sorted((r for r in tables["replies"] if r.force == "kent"), key=lambda r: r.current)
    assert (old.superseded_by, old.withdrawn_at, new.current) == (new.reply_id, None, True)


def test_the_earlier_download_stands_again_where_the_later_one_is_taken_out(tmp_path, papers):
    inbox = put(tmp_path / "in", batch(papers), EARLIER)
    put(tmp_path / "in", {name: data for name, data in batch(papers).items() if "2022-09-12" not in name}, LATER)
    ingest(tmp_path / "data", inbox)
    (inbox / LATER).unlink()
    tables, _ = ingest(tmp_path / "data", inbox)
    assert {c.force for c in tables["cases"]} == {"durham", "kent"}
    assert not [r for r in tables["replies"] if r.withdrawn_at]


def test_two_zips_of_one_batch_stand_beside_each_other(tmp_path, papers):
    files = batch(papers)
    put(tmp_path / "in", {n: d for n, d in files.items() if n.startswith("Durham")}, "part one.zip")
    put(tmp_path / "in", {n: d for n, d in files.items() if n.startswith("Kent")}, "part two.zip")
    tables, _ = ingest(tmp_path / "data", tmp_path / "in")
    assert sorted(c.force for c in tables["cases"]) == ["durham"] * 2 + ["kent"] * 3


# ---- one request


RULE = "-" * 31
CORRESPONDENCE_TEXT = f"""This is a plain-text version of the Freedom of Information request "Conduct".  The latest, full version is available online at http://www.whatdotheyknow.com/request/conduct.

{RULE}
  From: Jane Doe
  To: Durham Constabulary
  Date: 1 August 2022
  {REQUEST}
{RULE}
  From: , Durham Constabulary
  To:  Jane Doe
  Date: <time datetime="2022-08-02T09:00:00+01:00" title="2022-08-02 09:00:00 +0100">02 August 2022</time>

  {THANKS}
{RULE}
Date: 3 August 2022
Sent request to Durham Constabulary again.

{RULE}
  A Reader left an annotation (4 August 2022)

  Dear all, 99 officers were dismissed in 2019, says my paper.

{RULE}
  From: Foi, Durham Constabulary
  To:  Jane Doe
  Date: September 09, 2022

  {ANSWER}
----------------------------
From: Jane Doe, London
To: FOI
Date: 1 August 2022
Subject: my request

Below the line the force quotes the request.

    Attachment: figures.xlsx (9K)

{RULE}
This message has been hidden. It holds personal data.

"""


def test_a_correspondence_comes_apart_into_the_messages_of_each_side():
    data = CORRESPONDENCE_TEXT.encode()
    assert sniff(data) == CORRESPONDENCE
    found = unpack_correspondence(data)
    days = {"outgoing_1": "2022-08-01", "incoming_1": "2022-08-02", "incoming_2": "2022-09-09"}
    assert [m.name for m in found.members] == [
        f"Durham Constabulary - conduct/{days[name]}-000000/{name}.txt"
        for name in ("outgoing_1", "incoming_1", "incoming_2")
    ]
    asked_for, thanks, answer = (m.data.decode() for m in found.members)
    assert asked_for.startswith("Dear Durham") and thanks.startswith("Dear Ms Doe") and "20 working days" in thanks
    assert "in full" in answer and "figures.xlsx" not in answer and "annotation" not in thanks + answer
    assert "Below the line" in answer
    assert len(found.passed_over) == 3 and "hides" in found.passed_over[-1]
    assert "annotation" in read(data, "correspondence.txt").findings[0].message


@pytest.mark.parametrize("zipped", [True, False])
def test_the_download_of_one_request_gives_its_replies_with_what_was_attached(tmp_path, papers, zipped):
    files = {"correspondence.txt": CORRESPONDENCE_TEXT.encode(), "2_2_figures.xlsx": papers["kent.xlsx"]}
    inbox = put(tmp_path / "in", files, "conduct.zip") if zipped else put(tmp_path / "in" / "conduct", files).parent
    tables, run = ingest(tmp_path / "data", inbox)
    assert groups(run) == {"incoming_2.txt": ["2_2_figures.xlsx"], "incoming_1.txt": []}
    assert sorted(c.force for c in tables["cases"]) == ["durham"] * 3
    (answer,) = [r for r in tables["replies"] if r.status == "full"]
    assert (answer.date_replied, answer.request) == (date(2022, 9, 9), ROUND)
    assert coverage(tables)["durham"].date_asked == date(2022, 8, 1)


def test_a_correspondence_as_pdf_is_not_read_as_an_answer_and_that_is_said(tmp_path, papers):
    files = {"correspondence.pdf": papers["kent.pdf"], "1_2_FOI reply.pdf": papers["durham.pdf"]}
    tables, _ = ingest(tmp_path / "data", put(tmp_path / "in", files, "conduct.zip"))
    assert [c.force for c in tables["cases"]] == ["durham"] * 2
    (problem,) = [p for p in tables["problems"] if "as PDF" in p.message]
    assert problem.severity == "warning" and problem.code == "attachment_missing"


def test_a_file_that_a_force_calls_correspondence_is_read(tmp_path, papers):
    files = {"durham/correspondence.pdf": papers["durham.pdf"]}
    tables, _ = ingest(tmp_path / "data", put(tmp_path / "in", files))
    assert [c.force for c in tables["cases"]] == ["durham"] * 2


# ---- paths and names


@pytest.mark.parametrize(
    ("path", "root", "name", "body", "way", "message"),
    [
        ("b.zip!/Kent Police - x_2/2022-09-12-120000/incoming_21.txt", "b.zip!/", "x_2", "Kent Police", "incoming", "incoming_21.txt"),
        ("Kent - A - B - x/2022-09-12-120000/outgoing_2 (1).txt", "", "x", "Kent - A - B", "outgoing", "incoming_2.txt"),
        ("a/K - x/2022-09-12-120000/attachments-7/r.zip!/d/f.xlsx", "a/", "x", "K", "attached", "incoming_7.txt"),
        ("a/correspondence.txt!/K - x/undated/incoming_1.txt", "a/", "x", "K", "incoming", "incoming_1.txt"),
    ],
)  # fmt: skip
def test_a_path_tells_whose_message_it_is(path, root, name, body, way, message):
    place = place_of(path)
    assert (place.root, place.request, place.body, place.way) == (root, name, body, way)
    assert place.message.endswith(message)


@pytest.mark.parametrize("path", ["durham/reply.pdf", "Kent - x/incoming_1.txt", "K - x/2022-09-12-120000/reply.pdf"])
def test_other_paths_are_none_of_these(path):
    assert place_of(path) is None


def test_each_force_is_known_by_its_name_and_by_its_name_at_the_site():
    for force in forces.all_forces():
        assert force_of(force.name) == force.slug
        if force.wdtk_body_slug and not force.wdtk_body_slug.startswith("E2"):
            assert force_of(force.wdtk_body_slug) == force.slug
    assert force_of("Metropolitan Police Service (MPS)") == "metropolitan"
    assert force_of("Kent County Council") is None


def test_what_is_in_no_download_stays_as_it_is(tmp_path, papers):
    _, run = ingest(tmp_path / "data", put(tmp_path / "in", {"durham.pdf": papers["durham.pdf"]}))
    seen = run.ledger.sightings()
    assert [(s.path, s.sha256) for s in as_shown(seen).documents] == [(s.path, s.sha256) for s in seen]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_files_of_one_name_and_messages_sent_twice_are_told_apart(tmp_path, papers):
    sent, came = "Kent Police - x/2022-08-01-101501", "Kent Police - x/2022-09-12-120000"
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        for _ in range(2):
            archive.writestr(f"{sent}/outgoing_2.txt", REQUEST)
        archive.writestr(f"{came}/incoming_21.txt", ANSWER)
        archive.writestr(f"{came}/attachments-21/data.xlsx", papers["kent.xlsx"])
        archive.writestr(f"{came}/attachments-21/data.xlsx", papers["durham.pdf"])
    (tmp_path / "in").mkdir()
    (tmp_path / "b.zip").rename(tmp_path / "in" / "b.zip")
    _, run = ingest(tmp_path / "data", tmp_path / "in")
    assert groups(run) == {
        "data (2).xlsx": ["incoming_21.txt", "data.xlsx", "b.zip"]
    }  # by its content a letter, which leads
