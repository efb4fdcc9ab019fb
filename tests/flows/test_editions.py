"""The public edition: a package of its own, in which every text that somebody wrote was looked through for personal data."""

from __future__ import annotations

import dataclasses
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from flows import publish as module
from flows.editions import Editions, Released, broken_rules
from flows.publish import PublishError, is_whole, live, publish, read_release
from parsers.identify import identify
from schemas.records import SHA256, Change
from schemas.tables import table, tables
from tests.flows.release import REQUEST, WHEN, account, case, correction, count, problem, reply, sha, whole

NAMED = "PC 4417 Quillfeather sent messages to Bethan Oakshott on 07700 900123."
SHOWN = "PC [collar number] [name] sent messages to [name] on [telephone number]."


def with_names():
    data = whole()
    data["cases"][0] = dataclasses.replace(data["cases"][0], conduct_raw=NAMED)
    return data


def change(name, record, column):
    return Change(
        change_id="0" * 16, table=name, record=record, request=REQUEST, force="durham", change="changed", column=column,
        was="a", now="b", cause="parser",
    )  # fmt: skip


def public(data, **given):
    return Editions(**given).public(data)


def test_a_text_is_masked_and_the_masking_is_recorded_without_it():
    made = public(with_names())
    row = made["cases"][0]
    assert row.conduct_raw == SHOWN
    masked = {(m.table, m.record, m.column, m.kind): m for m in made["masked"]}
    assert set(masked) == {("cases", row.record_id, "conduct_raw", kind) for kind in ("collar_number", "name", "phone")}
    assert masked["cases", row.record_id, "conduct_raw", "name"].rule
    one = made["masked"][0]
    assert (one.document, one.location, one.row) == (row.document, row.location, row.row)
    told = json.dumps([dataclasses.asdict(m) for m in made["masked"]])
    assert not re.search("Quillfeather|Oakshott|4417|900123", told)


def test_no_identifier_tells_what_was_masked():
    """All else is in plain sight: by a hash of the words one could try one surname after the other."""
    data = with_names()
    identify(data["cases"], [], [])
    old, kept = data["cases"][0].record_id, [c.record_id for c in data["cases"][1:]]
    data["changes"] = [change("cases", old, "conduct_raw")]
    data["summary"][0] = dataclasses.replace(data["summary"][0], records=[old, *kept])
    data["problems"].append(problem("durham", "a", problem_id="0" * 16, message="PC Brackenbury", fix=f"see {old}"))
    data["corrections"] = [correction("durham", "a", record=old)]
    editions = Editions()
    made = editions.public(data)
    new = made["cases"][0].record_id
    assert new != old and re.fullmatch("durham-[0-9a-f]{16}", new) and old not in str(made)
    assert [c.record_id for c in made["cases"][1:]] == kept
    assert made["changes"][0].record == made["corrections"][0].record == made["summary"][0].records[0] == new
    assert made["changes"][0].change_id != data["changes"][0].change_id
    assert made["corrections"][0].correction_id != data["corrections"][0].correction_id
    assert made["problems"][-1].fix == f"see {new}" and made["problems"][-1].problem_id != "0" * 16
    assert {(m.record, m.public_record) for m in editions.maskings if m.table == "cases"} == {(old, new)}
    assert {(m.record, m.public_record) for m in made["masked"] if m.table == "cases"} == {(new, None)}
    assert [m.masking_id for m in editions.maskings] == [m.masking_id for m in made["masked"]]
    data["cases"][0] = dataclasses.replace(data["cases"][0], conduct_raw=NAMED.replace("Quillfeather", "Brackenbury"))
    assert public(data)["cases"][0].record_id == new  # what is masked does not count
    data["cases"][0] = dataclasses.replace(data["cases"][0], document=sha("z"), outcome="resigned", row=9)
    assert public(data)["cases"][0].record_id == new  # nor where it stands, or what became of it


def test_two_rows_that_read_alike_once_they_are_masked_are_two():
    data = whole()
    for index, name in enumerate(("Quillfeather", "Oakshott", "Brackenbury")):
        data["cases"][index] = dataclasses.replace(data["cases"][index], conduct_raw=f"PC {name} sent messages")
        data["counts"][index] = dataclasses.replace(
            data["counts"][index], category_raw=f"PC {name}", dimension="other", category=None, stated_total=False
        )
    made = public(data)
    assert len({c.record_id for c in made["cases"]}) == len(made["cases"])
    assert len({c.count_id for c in made["counts"]}) == len(made["counts"])
    assert broken_rules(made, data, WHEN.date()) == []


def test_a_row_that_was_corrected_by_hand_has_an_identifier_of_what_is_shown():
    data = whole()
    data["cases"][0] = dataclasses.replace(data["cases"][0], corrected=["conduct_raw"])
    assert public(data)["cases"][0].record_id != data["cases"][0].record_id


def _filled(column, words):
    return {"string": words, "list": [words], "json": {words: f"{words}!B7"}}[column.type]


@pytest.mark.parametrize("of", tables(), ids=lambda t: t.name)
def test_no_column_escapes(of):
    """Each column that can hold somebody's words is filled with a name and looked through: none is listed by hand."""
    secret = "Ferdinand Quillfeather"
    data = whole()
    base = data[of.name][0] if data[of.name] else _made_up(of)
    free = [c for c in of.columns if c.words and of.name != "masked"]
    for column in free:
        data = whole()
        row = dataclasses.replace(base, **{column.name: _filled(column, secret)})
        data[of.name] = [row, *data[of.name][1:]]
        made = public(data)
        assert "Quillfeather" not in str(made), column.name
        assert (of.name, column.name) in {(m.table, m.column) for m in made["masked"]}
    exempt = [c for c in of.columns if c.type in ("string", "list", "json") and c not in free]
    assert all(c.codes or c.pattern or c.signed or of.name == "masked" for c in exempt)


def _made_up(of):
    values = {
        "string": "a", "integer": 1, "number": 1.0, "boolean": False, "date": WHEN.date(), "datetime": WHEN, "list": [], "json": {},
    }  # fmt: skip
    made = {
        c.name: c.codes[0] if c.codes and c.type == "string" else values[c.type] for c in of.columns if not c.nullable
    }
    made |= {c.name: "0" * 64 for c in of.columns if c.pattern == SHA256 and c.type == "string"}
    return of.record(**made)


def test_signed_is_only_who_decided():
    signed = {(t.name, c.name) for t in tables() for c in t.columns if c.signed}
    assert signed == {("corrections", "author"), ("takedowns", "author")}


def test_what_the_program_makes_itself_is_in_small_letters():
    """An identifier is looked through too once it has a capital, so that `made` cannot be put on a column in error."""
    made = public(
        with_names() | {"corrections": [dataclasses.replace(whole()["corrections"][0], file="John Oakshott 1")]}
    )
    assert made["corrections"][0].file == "[name] 1"


def test_what_is_known_in_one_place_is_masked_in_every_other_of_the_force():
    data = with_names()
    data["cases"][1] = dataclasses.replace(data["cases"][1], conduct_raw="Told by Quillfeather, see 4417")
    data["counts"][0] = dataclasses.replace(data["counts"][0], category_raw="Quillfeather")
    made = public(data)
    assert made["cases"][1].conduct_raw == "Told by [name], see [collar number]"
    assert made["counts"][0].category_raw == "Quillfeather"  # Kent's reply knows of nobody of that name


def test_a_printed_number_is_not_taken_for_the_collar_number_of_another_row():
    data = with_names()
    data["counts"][0] = dataclasses.replace(data["counts"][0], force="durham", token="4417", measure_raw="see 4417")
    one = public(data)["counts"][0]
    assert (one.token, one.measure_raw) == ("4417", "see [collar number]")


def test_people_of_the_letters_are_known():
    data = whole()
    data["problems"][0] = dataclasses.replace(
        data["problems"][0], message="durham/Brackenbury response.pdf is cut short"
    )
    made = public(data, people={(REQUEST, "durham"): {"brackenbury"}})
    assert made["problems"][0].message == "durham/[name] response.pdf is cut short"
    assert (
        public(data, people={(REQUEST, "kent"): {"brackenbury"}})["problems"][0].message == data["problems"][0].message
    )


def test_the_name_of_a_sheet_is_masked_alike_in_places_and_locations():
    data = whole()
    sheet = "PC 4417 Quillfeather"
    data["cases"][0] = dataclasses.replace(
        data["cases"][0], location=sheet, cells={"outcome_raw": f"{sheet}!B7", "rank_raw": f"{sheet}!A7:B7"}
    )
    row = public(data)["cases"][0]
    shown = "PC [collar number] [name]"
    assert row.location == shown and row.cells == {"outcome_raw": f"{shown}!B7", "rank_raw": f"{shown}!A7:B7"}


def test_reasons_that_become_the_same_are_added_up():
    data = whole()
    data["accounting"][0] = account("a", 10, reasons={"PC Brackenbury": 2, "PC Oakshott": 3, "blank": 1})
    assert public(data)["accounting"][0].reasons == {"PC [name]": 5, "blank": 1}


def test_what_a_person_said_is_none_is_shown():
    data = with_names()
    record = data["cases"][0].record_id
    one = Released("Bethan Oakshott", "name", None, record, "conduct_raw")
    assert "Bethan Oakshott" in public(data, released=(one,))["cases"][0].conduct_raw
    for elsewhere in (dataclasses.replace(one, record="durham-0"), dataclasses.replace(one, kind="phone")):
        assert public(data, released=(elsewhere,))["cases"][0].conduct_raw == SHOWN
    assert "Bethan Oakshott" in public(data, released=(Released("Bethan Oakshott"),))["cases"][0].conduct_raw


# ---- warnings in the full edition


def test_the_full_edition_warns_of_what_it_is_and_where_and_never_says_the_text():
    data = with_names()
    data["cases"][1] = dataclasses.replace(data["cases"][1], conduct_raw="PC Brackenbury did")
    found = {p.message: p for p in Editions().problems(data)}
    first = found["`conduct_raw` of cases holds what reads like a person's name in 2 rows; this is the first."]
    row = data["cases"][0]
    assert (first.code, first.severity, first.force, first.document, first.location, first.row) == (
        "personal_data", "warning", "durham", row.document, row.location, row.row,
    )  # fmt: skip
    assert "foi not-personal" in first.fix and f"foi takedown {row.record_id} conduct_raw" in first.fix
    assert len(found) == 3 and all(p.problem_id for p in found.values())
    assert not re.search("Quillfeather|Oakshott|4417|900123", str(found))
    assert Editions().problems(whole()) == []


# ---- both editions in one release


def test_both_editions_are_published_in_one_step(tmp_path):
    release = publish(with_names(), tmp_path, when=WHEN)
    full, shared = read_release(tmp_path / "latest"), read_release(tmp_path / "latest-public")
    assert full["cases"][0].conduct_raw == NAMED or NAMED in {c.conduct_raw for c in full["cases"]}
    assert SHOWN in {c.conduct_raw for c in shared["cases"]}
    assert [m.masking_id for m in full["masked"]] == [m.masking_id for m in shared["masked"]] != []
    assert (tmp_path / "latest-public").readlink() == Path("latest/public")
    assert is_whole(release.path) and is_whole(release.path / "public")
    for name in [t.name for t in tables() if t.name not in ("cases", "masked", "corrections")]:
        assert full[name] == shared[name]


def test_no_file_of_the_public_edition_holds_what_was_masked(tmp_path):
    folder = publish(with_names(), tmp_path, when=WHEN).path / "public"
    for path in [p for p in folder.rglob("*") if p.is_file()]:
        assert not re.search(b"Quillfeather|Oakshott|07700 900123", path.read_bytes()), path
    assert b"Quillfeather" in (folder.parent / "cases.csv").read_bytes()


def test_each_edition_says_which_it_is(tmp_path):
    release = publish(with_names(), tmp_path, when=WHEN)
    for folder, edition, words in (
        (release.path, "full", "for the team"),
        (release.path / "public", "public", "made to be shared"),
    ):
        assert words in (folder / "README.md").read_text()
        package = json.loads((folder / "datapackage.json").read_text())
        assert package["edition"] == edition and words in package["description"] and package["id"] == release.id
        assert json.loads((folder / "catalogue.json").read_text())["edition"] == edition


def test_the_catalogue_of_the_public_edition_leads_to_the_public_edition_before(tmp_path):
    first = publish(whole(), tmp_path, when=WHEN)
    second = publish(with_names(), tmp_path, when=WHEN)
    before = json.loads((second.path / "public" / "catalogue.json").read_text())["previous"]
    assert (second.path / "public" / before["path"]).resolve() == first.path / "public" / "catalogue.json"
    assert before["release"] == first.id


def test_frictionless_finds_the_public_edition_valid(tmp_path):
    folder = publish(with_names(), tmp_path, when=WHEN).path / "public"
    code = "import sys; from frictionless import validate; r = validate('datapackage.json'); print(r.flatten(['type', 'note'])); sys.exit(not r.valid)"
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_another_masking_alone_is_another_release(tmp_path):
    data = with_names()
    first = publish(data, tmp_path, when=WHEN)
    again = publish(data, tmp_path, when=WHEN)
    assert not again.published
    freed = publish(data, tmp_path, when=WHEN, editions=Editions(released=(Released("Bethan Oakshott"),)))
    assert freed.published and freed.id != first.id
    assert "Bethan Oakshott" in str(read_release(freed.path / "public")["cases"])


def test_the_same_content_gives_the_same_bytes_of_the_public_edition(tmp_path):
    one = publish(with_names(), tmp_path / "one", when=WHEN).path
    two = publish({k: v[::-1] for k, v in with_names().items()}, tmp_path / "two", when=WHEN).path
    for path in [p for p in one.rglob("*") if p.is_file()]:
        assert path.read_bytes() == (two / path.relative_to(one)).read_bytes()


def killed(*_args, **_kwargs):
    raise KeyboardInterrupt


def test_a_run_that_is_killed_leaves_both_editions_of_the_last_release(tmp_path, monkeypatch):
    first = publish(whole(), tmp_path, when=WHEN)
    monkeypatch.setattr(module, "_write_edition", killed)
    with pytest.raises(KeyboardInterrupt):
        publish(with_names(), tmp_path, when=WHEN)
    assert live(tmp_path) == first.path and (tmp_path / "latest-public").resolve() == first.path / "public"
    assert is_whole(first.path) and is_whole(first.path / "public")


def test_a_mask_that_makes_a_table_unusable_stops_the_publication(tmp_path, monkeypatch):
    spoiled = Editions()
    monkeypatch.setattr(
        spoiled, "public",
        lambda data: {**data, "cases": [dataclasses.replace(c, location="") for c in data["cases"]], "masked": []},
    )  # fmt: skip
    with pytest.raises(PublishError, match="public edition would break"):
        publish(whole(), tmp_path, when=WHEN, editions=spoiled)
    assert live(tmp_path) is None


def test_masked_tables_keep_every_rule():
    data = with_names()
    assert broken_rules(public(data), data, WHEN.date()) == []
    assert table("masked").key == ("masking_id",)
    ids = [m.masking_id for m in public(data)["masked"]]
    assert len(ids) == len(set(ids))


def test_two_rows_with_the_same_words_are_masked_each(tmp_path):
    data = whole()
    data["replies"].append(reply("durham", "c"))
    data["problems"] += [problem("durham", "a", message=f"PC Brackenbury, {n}", problem_id=f"p{n}") for n in range(3)]
    data["counts"].append(count("kent", "b", 9, category_raw="Bethan Oakshott"))
    data["cases"].append(case("durham", "a", 30, conduct_raw="Bethan Oakshott"))
    made = public(data)
    assert sum(m.table == "problems" for m in made["masked"]) == 3
    assert "Oakshott" not in str(made) and "Brackenbury" not in str(made)
