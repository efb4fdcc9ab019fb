"""What a person has had taken down is in no later release: not in a table, a message, a page, nor when it is sent again."""

from __future__ import annotations

import dataclasses
import io
from datetime import date

import pytest
from click.testing import CliRunner

from flows import cli, steps, take_down, takedowns
from flows.ending import Stopped
from flows.progress import Progress
from flows.publish import history, publish, read_release
from flows.sources.folder import FolderSource
from flows.takedowns import FILE, TAKEN, apply, fingerprints, read, without
from parsers import parse
from tests.flows.letters import letter
from tests.flows.release import REQUEST, WHEN, correction, problem, reply, sha, whole
from tests.flows.told import holding

HEADING = ["Year", "Rank", "Platform", "Allegation", "Outcome"]
SECRET = "Told the newspaper of the Larkfield burglary and of the boy whom it was about"
KEPT = "Posted an offensive image in a group of colleagues"
ROWS = [
    HEADING,
    ["2019", "PC", "WhatsApp", SECRET, "Final written warning"],
    ["2020", "Sergeant", "Facebook", KEPT, "Dismissed"],
    ["2021", "PC", "Facebook", "Sent unwanted messages to a colleague", "Written warning"],
]
SAID = {"reason": "it can be told who the boy is", "author": "A. N."}
OPTIONS = ("--reason", SAID["reason"], "--author", SAID["author"])


def foi(*arguments):
    return CliRunner().invoke(cli.main, [str(a) for a in arguments])


def taken(data, target, *columns, editions="both", **more):
    """The tables without what was taken down from them."""
    from pathlib import Path
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        take_down.take_down(Path(folder), data, [], target, columns, **SAID, editions=editions, **more)
        return apply(read(Path(folder)), data, editions), read(Path(folder))


# ---- tables


def test_a_row_goes_and_nothing_that_was_said_of_it_stays():
    data = whole()
    row = data["cases"][2]
    text = "sent eleven messages to a person who had reported a crime"
    data["cases"][2] = dataclasses.replace(row, conduct_raw=text)
    data["problems"] += [
        problem(
            "durham", "a", problem_id="at-the-row", location=row.location, row=row.row, message="The value is odd."
        ),
        problem(
            "durham", "a", problem_id="elsewhere", location=None, row=None, message=f"“{text.upper()}” is no spelling."
        ),
        problem("kent", "b", problem_id="of-another", message=f"“{text}” is no spelling."),
    ]
    data["corrections"] = [
        correction("durham", "a", record=row.record_id, column="conduct_raw", was=text, becomes="sent")
    ]
    made, _ = taken(data, row.record_id)
    assert [c.record_id for c in made["cases"]] == [c.record_id for c in data["cases"] if c is not data["cases"][2]]
    said = {p.problem_id: p.message for p in made["problems"]}
    assert "at-the-row" not in said and said["elsewhere"] == f"“{TAKEN}” is no spelling."
    assert said["of-another"] == f"“{text}” is no spelling."  # another force's own words
    (one,) = made["corrections"]
    assert (one.was, one.becomes, one.reason) == (TAKEN, TAKEN, TAKEN)
    (entry,) = made["takedowns"]
    assert (entry.what, entry.record, entry.found, entry.told) == ("record", row.record_id, 1, None)
    assert data["cases"][2].conduct_raw == text  # the tables given are as they were


def test_a_value_goes_with_its_place_and_the_rest_of_the_row_stays():
    data = whole()
    row = dataclasses.replace(
        data["cases"][0], conduct_raw="sent messages", cells={"conduct_raw": "p1[1,2,3,4]", "rank_raw": "p1[5,2,7,4]"}
    )
    data["cases"][0] = row
    made, _ = taken(data, row.record_id, "conduct_raw", "year", "channels")
    now = next(c for c in made["cases"] if c.record_id == row.record_id)
    assert (now.conduct_raw, now.year, now.channels) == (TAKEN, None, [])
    assert now.cells == {"rank_raw": "p1[5,2,7,4]"} and now.outcome_raw == row.outcome_raw
    assert [c for c in made["cases"] if c.record_id != row.record_id] == data["cases"][1:]


def test_a_reply_goes_whole_and_says_only_that_it_was_there():
    data = whole()
    data["replies"][0] = dataclasses.replace(
        data["replies"][0], reference="Brackenbury 1/22", source_url="durham/Brackenbury.pdf"
    )
    made, _ = taken(data, data["replies"][0].reply_id)
    assert made["cases"] == [] and len(made["counts"]) == len(data["counts"])
    one = next(r for r in made["replies"] if r.force == "durham")
    assert (one.status, one.grain, one.reference, one.source_url, one.date_replied) == (
        "quarantined",
        "unknown",
        None,
        None,
        None,
    )
    assert one.documents == data["replies"][0].documents
    (account,) = [a for a in made["accounting"] if a.document == one.documents[0]]
    assert account.quarantined == account.rows and account.reasons == {"taken down": account.rows}
    (said,) = [p for p in made["problems"] if p.force == "durham"]
    assert (said.code, said.severity) == ("takedown", "info") and SAID["reason"] in said.message
    assert "Brackenbury" not in str(made)


def test_a_document_that_answers_for_two_forces_goes_for_both():
    data = whole()
    data["replies"].append(reply("kent", "a"))
    made, _ = taken(data, sha("a")[:12])
    assert {r.force for r in made["replies"] if r.status == "quarantined"} == {"durham", "kent"}
    assert made["cases"] == [] and made["counts"] == data["counts"]


def test_an_attachment_goes_and_the_letter_stays():
    data = whole()
    data["replies"][0].documents.append(sha("c"))
    data["cases"][0] = dataclasses.replace(data["cases"][0], document=sha("c"))
    made, _ = taken(data, sha("c"))
    assert made["replies"] == data["replies"] and made["cases"] == data["cases"][1:]


# ---- known again


def test_a_row_is_known_by_its_identifier_in_whatever_document():
    data = whole()
    _, decisions = taken(data, data["cases"][0].record_id)
    again = whole()
    again["cases"][0] = dataclasses.replace(again["cases"][0], document=sha("z"), location="page 9", row=77)
    made = apply(decisions, again)
    assert len(made["cases"]) == len(data["cases"]) - 1
    (told,) = [p for p in made["problems"] if p.code == "takedown"]
    assert told.severity == "warning" and told.document == sha("z") and "--spare" in told.fix
    assert made["takedowns"][0].told


def test_a_row_that_a_newer_parser_calls_otherwise_is_known_by_its_place_or_its_words():
    data = whole()
    text = "showed a picture of the scene to a friend"
    data["cases"][0] = dataclasses.replace(data["cases"][0], conduct_raw=text)
    _, decisions = taken(data, data["cases"][0].record_id)
    moved = whole()
    moved["cases"][0] = dataclasses.replace(data["cases"][0], record_id="durham-new", conduct_raw="read otherwise")
    assert "durham-new" not in {c.record_id for c in apply(decisions, moved)["cases"]}
    moved["cases"][0] = dataclasses.replace(
        data["cases"][0],
        record_id="durham-new",
        location="page 3",
        row=55,
        conduct_raw=None,
        standard_raw=f"  {text.upper()}.",
    )
    assert "durham-new" not in {c.record_id for c in apply(decisions, moved)["cases"]}


def test_what_is_not_found_any_more_is_reported():
    data = whole()
    _, decisions = taken(data, data["cases"][0].record_id)
    without_it = {**whole(), "cases": []}
    made = apply(decisions, without_it)
    (told,) = [p for p in made["problems"] if p.code == "takedown"]
    assert told.severity == "warning" and "finds nothing" in told.message and told.problem_id
    assert made["takedowns"][0].found == 0 and made["takedowns"][0].told


def test_a_document_that_is_spared_keeps_its_rows():
    data = whole()
    _, decisions = taken(data, data["cases"][0].record_id)
    again = whole()
    again["cases"].append(dataclasses.replace(again["cases"][0], document=sha("z")))
    decisions[0].spared = frozenset({sha("z")})
    made = apply(decisions, again)
    assert [c.document for c in made["cases"] if c.record_id == data["cases"][0].record_id] == [sha("z")]


def test_a_fingerprint_knows_words_and_not_layout_and_does_not_hold_them():
    (print_,) = fingerprints(["The officer told the boy’s name.", None, "PC Smith"])
    assert print_.startswith("7:") and "boy" not in print_
    text = "It says: “THE  officer told the boy's name”, twice."
    assert without(text, [print_]) == f"It says: “{TAKEN}”, twice."
    assert without("The officer told the boy", [print_]) == "The officer told the boy"


# ---- the file


GOOD = {
    "id": "1f", "what": "record", "request": REQUEST, "force": "durham", "record": "durham-1", "documents": [sha("a")],
    "editions": "both", "reason": "because", "author": "A. N.", "decided": date(2024, 5, 3),
}  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"what": "page"}, "`what` is 'page'"),
        ({"force": "atlantis"}, "no force is called 'atlantis'"),
        ({"request": "x"}, "no request is called 'x'"),
        ({"reason": " "}, "`reason` is to be a text"),
        ({"documents": ["a"]}, "sha256"),
        ({"documents": []}, "sha256"),
        ({"editions": "all"}, "`editions` is 'all'"),
        ({"texts": ["the words"]}, "fingerprints"),
        ({"decided": "2024"}, "`decided` is to be a date"),
        ({"columns": ["year"]}, "`columns` is not for a record"),
        ({"what": "value", "columns": ["salary"]}, "no column 'salary'"),
        ({"row": 0}, "`row` is to be a number"),
        ({"record": None}, "`record` is missing"),
    ],
)
def test_what_is_wrong_in_the_file_is_said(tmp_path, changed, told):
    from flows.toml_text import Text

    entry = {k: v for k, v in (GOOD | changed).items() if v is not None}
    Text.of(tmp_path / FILE).with_block("takedown", GOOD).write(tmp_path / FILE)
    assert len(read(tmp_path)) == 1
    (tmp_path / FILE).unlink()
    Text.of(tmp_path / FILE).with_block("takedown", entry).write(tmp_path / FILE)
    with pytest.raises(Stopped, match="entry 1") as stopped:
        read(tmp_path)
    assert told in str(stopped.value)


def test_two_entries_of_one_number_are_refused(tmp_path):
    from flows.toml_text import Text

    Text.of(tmp_path / FILE).with_block("takedown", GOOD).with_block("takedown", GOOD).write(tmp_path / FILE)
    with pytest.raises(Stopped, match="two entries"):
        read(tmp_path)


@pytest.mark.parametrize(
    ("target", "columns", "told"),
    [
        ("nothing-1", [], "no such row"),
        ("durham-1", ["salary"], "no column of cases"),
        ("durham-1", ["documents"], "no column of cases"),
        ("durham-1", ["standard_raw"], "is empty"),
        ("durham-1", ["officers_lower"], "must tell something"),
        ("RECORD", ["record_id"], "no column of cases"),
    ],
)
def test_what_cannot_be_taken_down_is_said_and_nothing_is_written(tmp_path, target, columns, told):
    data = whole()
    target = data["cases"][0].record_id if target != "nothing-1" else target
    data["cases"][0] = dataclasses.replace(data["cases"][0], standard_raw=None)
    with pytest.raises(Stopped) as stopped:
        take_down.take_down(tmp_path, data, [], target, columns, **SAID)
    assert told in str(stopped.value) and not (tmp_path / FILE).exists()


# ---- the main job


@pytest.fixture
def without_great_expectations(monkeypatch):
    def validate(data, docs=None, *, when=None, before=None):
        if docs:
            docs.mkdir(parents=True)
        return steps.validation.Verdict([], [], [], {})

    monkeypatch.setattr(steps.validation, "validate", validate)


def ingest(data, source):
    with steps.begun(data, [FolderSource(source)], Progress(io.StringIO())) as run:
        for step in steps.STEPS:
            step(run)
        return steps.ending(run)


@pytest.fixture
def home(tmp_path, without_great_expectations, mapped_here, monkeypatch):
    monkeypatch.setattr("flows.report.write.images_wanted", lambda _: "all")
    letter(tmp_path / "in" / "kent" / "reply.pdf", force="Kent Police", rows=ROWS, reference="1146/22")
    ingest(tmp_path / "data", tmp_path / "in")
    return tmp_path


def live(home, edition="latest"):
    return read_release(home / "data" / "clean" / edition)


def of_secret(home):
    return next(c for c in live(home)["cases"] if c.conduct_raw == SECRET)


def again(home):
    ending = ingest(home / "data", home / "in")
    return ending, home / "data" / "clean" / "latest"


def test_a_value_taken_down_is_in_no_file_of_a_later_release(home):
    row = of_secret(home)
    data = home / "data"
    assert holding(data / "clean" / "latest", "Larkfield") != []
    assert list((data / "clean" / "latest" / "report" / "evidence").glob("*.webp"))
    done = foi("takedown", row.record_id, "conduct_raw", *OPTIONS, "--data", data)
    assert done.exit_code == 0, done.output
    assert "Larkfield" not in (data / FILE).read_text() and "foi purge-releases" in done.output
    ending, latest = again(home)
    assert ending.outcome == "published" and holding(latest, "Larkfield") == []
    now = next(c for c in live(home)["cases"] if c.record_id == row.record_id)
    assert now.conduct_raw == TAKEN and now.outcome == row.outcome and len(live(home)["cases"]) == 3
    (change,) = [c for c in live(home)["changes"] if c.column == "conduct_raw"]
    assert (change.was, change.now, change.cause) == (TAKEN, TAKEN, "takedown")
    assert not list((latest / "report" / "evidence").glob("*.webp"))  # the page shows it, so no page is shown
    assert ingest(data, home / "in").outcome == "nothing new"


def test_a_row_taken_down_stays_down_when_it_is_read_by_a_newer_parser_and_sent_again(home, monkeypatch):
    row = of_secret(home)
    data = home / "data"
    assert foi("takedown", row.record_id, *OPTIONS, "--data", data).exit_code == 0
    _, latest = again(home)
    assert holding(latest, "Larkfield") == [] and len(live(home)["cases"]) == 2
    (change,) = [c for c in live(home)["changes"] if c.record == row.record_id]
    assert (change.change, change.cause) == ("withdrawn", "takedown")
    monkeypatch.setattr(parse, "version", lambda force: "newer")
    letter(
        home / "in" / "kent" / "again.pdf",
        force="Kent Police",
        rows=ROWS,
        replied="1 December 2022",
        reference="1146/22",
    )
    _, latest = again(home)
    assert holding(latest, "Larkfield") == []
    assert any(p.code == "takedown" and p.document != row.document for p in live(home)["problems"])


def test_a_reply_taken_down_leaves_its_other_copies_down_and_can_be_lifted(home):
    data = home / "data"
    (one,) = live(home)["replies"]
    done = foi("takedown", one.reply_id, *OPTIONS, "--data", data)
    assert "and its 3 rows" in done.output
    _, latest = again(home)
    assert holding(latest, "Larkfield", "1146/22", "unwanted messages") == []
    (now,) = live(home)["replies"]
    assert now.status == "quarantined" and live(home)["cases"] == []
    assert all(not f.lower for f in live(home)["summary"] if f.figure == "officers_investigated")
    letter(home / "in" / "kent" / "copy.pdf", force="Kent Police", rows=ROWS, reference="1146/22", said="I disclose the located information to you in full.")  # fmt: skip
    _, latest = again(home)
    assert holding(latest, "Larkfield") == [] and live(home)["cases"] == []
    listed = foi("takedown", "--data", data).output
    number = listed.split()[0]
    assert "took out" in listed and SAID["reason"] in listed
    assert foi("takedown", "--lift", number, "--data", data).exit_code == 0
    _, latest = again(home)
    assert len(live(home)["cases"]) == 3 and not live(home)["takedowns"]


def test_a_later_document_can_be_spared(home):
    data = home / "data"
    row = of_secret(home)
    foi("takedown", row.record_id, *OPTIONS, "--data", data)
    number = read(data)[0].entry.takedown_id
    letter(
        home / "in" / "kent" / "later.pdf",
        force="Kent Police",
        rows=ROWS,
        replied="1 December 2022",
        reference="1146/22",
    )
    again(home)
    assert len(live(home)["cases"]) == 2
    later = next(r.documents[0] for r in live(home)["replies"] if r.current)
    done = foi("takedown", number, "--spare", later[:12], "--data", data)
    assert done.exit_code == 0, done.output
    again(home)
    assert len(live(home)["cases"]) == 3
    assert len(live(home)["superseded_cases"]) == 2


def test_the_public_edition_alone_can_go_without(home):
    data = home / "data"
    row = of_secret(home)
    done = foi("takedown", row.record_id, *OPTIONS, "--edition", "public", "--data", data)
    assert "public edition" in done.output
    _, latest = again(home)
    assert holding(latest / "public", "Larkfield") == [] and holding(latest, "Larkfield") != []
    shared, full = live(home, "latest-public"), live(home)
    assert len(shared["cases"]) == 2 and len(full["cases"]) == 3
    assert [c.cases for c in shared["coverage"] if c.cases] == [2]
    (entry,) = shared["takedowns"]
    assert entry.found == 1 and entry.editions == "public"


def test_a_last_good_version_does_not_bring_it_back(home, monkeypatch):
    """Validation holds the force back, so that what the last release held of it is shown: without what was taken down."""
    data = home / "data"
    row = of_secret(home)
    foi("takedown", row.record_id, *OPTIONS, "--data", data)
    held = steps.validation.hold_back

    def hold(tables, verdict, last_good=None, *, accepted=frozenset()):
        made = held(tables, verdict, last_good, accepted=accepted)
        return made._replace(tables={**made.tables, "cases": list(last_good["cases"])}, stale={(REQUEST, "kent")})

    monkeypatch.setattr(steps.validation, "hold_back", hold)
    _, latest = again(home)
    assert holding(latest, "Larkfield") == [] and len(live(home)["cases"]) == 2


def test_evidence_of_one_record_shows_no_page_that_something_was_taken_down_from(home):
    data = home / "data"
    row = of_secret(home)
    other = next(c for c in live(home)["cases"] if c.conduct_raw == KEPT)
    foi("takedown", row.record_id, *OPTIONS, "--data", data)
    again(home)
    done = foi("evidence", other.record_id, "--data", data)
    assert done.exit_code == 0, done.output
    assert holding(data / "evidence", "Larkfield", "data:image/webp", "data:image/png") == []


def test_it_is_said_before_any_work_what_is_wrong_with_the_file(home):
    (home / "data" / FILE).write_text("[[takedown]]\nwhat = 'page'\n", encoding="utf-8")
    with pytest.raises(Stopped, match="takedowns"):
        ingest(home / "data", home / "in")


def test_the_same_is_not_taken_down_twice(home):
    row = of_secret(home)
    assert foi("takedown", row.record_id, *OPTIONS, "--data", home / "data").exit_code == 0
    done = foi("takedown", row.record_id, *OPTIONS, "--data", home / "data")
    assert done.exit_code == 2 and "taken down before" in done.output
    assert foi("takedown", row.record_id, "--data", home / "data").exit_code == 2


# ---- older releases


def test_older_releases_are_deleted_for_good_and_the_live_one_stays(tmp_path):
    clean = tmp_path / "clean"
    first = publish(whole(), clean, when=WHEN)
    changed = whole()
    changed["cases"].pop()
    second = publish(changed, clean, when=WHEN)
    third = publish(whole() | {"problems": []}, clean, when=WHEN)
    (tmp_path / "evidence").mkdir()
    told = foi("purge-releases", "--data", tmp_path)
    assert told.exit_code == 0 and "Nothing was deleted" in told.output and first.path.is_dir()
    told = foi("purge-releases", "--keep", 1, "--yes", "--data", tmp_path)
    assert told.exit_code == 0 and not first.path.exists() and second.path.is_dir() and third.path.is_dir()
    assert not (tmp_path / "evidence").exists()
    foi("purge-releases", "--yes", "--data", tmp_path)
    assert not second.path.exists() and len(read_release(clean / "latest")["cases"]) == len(whole()["cases"])
    entries = history(clean)
    assert [bool(e.get("deleted")) for e in entries] == [True, True, False]
    assert (clean / "feed.xml").read_text().count("<entry>") == 3
    assert not publish(whole() | {"problems": []}, clean, when=WHEN).published
    gone = foi("changes", second.id[:8], third.id[:8], "--data", tmp_path)
    assert gone.exit_code == 2 and "is no longer in" in gone.output


def test_there_is_nothing_to_delete(tmp_path):
    assert foi("purge-releases", "--data", tmp_path).exit_code == 2
    publish(whole(), tmp_path / "clean", when=WHEN)
    assert "no release to delete" in foi("purge-releases", "--yes", "--data", tmp_path).output


def test_takedowns_of_the_page_are_read(tmp_path):
    """The example of docs/personal-data.md is as the program writes it."""
    import re
    from pathlib import Path

    page = (Path(__file__).parents[2] / "docs" / "personal-data.md").read_text(encoding="utf-8")
    block = re.search(r"(?:    .*\n)*    \[\[takedown\]\]\n(?:    .*\n)+", page)[0]
    text = "\n".join(line[4:] for line in block.splitlines()).replace('"9d1f0c43…"', f'"{sha("a")}"')
    text = text.replace('"12:5be01c77…"', f'"12:{"5" * 32}"')
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    (one,) = takedowns.read(tmp_path)
    assert one.entry.what == "value" and one.entry.columns == ["conduct_raw"]
