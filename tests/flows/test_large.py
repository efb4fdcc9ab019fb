"""A release of very many cases: what is done some rows or columns at a time says the same as what is done at once."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import sqlite3
from datetime import date
from itertools import pairwise

import pyarrow.parquet as pq
import pytest

from flows import publish as publishing
from flows.databases import SQLITE, rows_in, rows_of, write_sqlite
from flows.editions import Editions, broken_rules
from flows.mapping import _unpack, packed
from flows.merge import _sorted, state_of
from flows.report.evidence import too_many
from parsers.result import Parsed
from schemas import arrow, expectations
from schemas.datapackage import csv_cell, csv_lines, csv_row
from schemas.expectations import Framing, Whole, checks, frame, parts_of, rules
from schemas.records import Figure
from schemas.tables import table, tables
from tests.flows.release import REQUEST, WHEN, case, core, reply, sha, whole

ODD = (
    "=1+1",
    "a;=b",
    "'",
    "x",
    "-5",
    "a|b",
    'say "so"',
    "é",
    "\tq",
    "1,5",
    "",
    "a\nb",
    "+",
    "MC/1",
    "0\x00",
    "A\u00a0=",
)


def many(rows: int = 40):
    """A release with that many cases of odd words."""
    data = whole()
    words = [(ODD[n % len(ODD)], ODD[n // 3 % len(ODD)], n) for n in range(rows)]
    data["cases"] = [
        case("durham", "a", n + 1, record_id=f"durham-{n:04}", conduct_raw=one, channels=[two, "x"] if n % 2 else [], cells={one: f"{two}!A{n + 1}"})
        for one, two, n in words
    ]  # fmt: skip
    return data


@pytest.fixture
def in_small_parts(monkeypatch):
    monkeypatch.setattr(arrow, "BATCH_ROWS", 7)
    monkeypatch.setattr(arrow, "BATCH_ENTRIES", 9)


def test_a_table_in_many_parts_holds_what_it_holds_in_one(tmp_path, in_small_parts):
    data, of = many(), table("cases")
    publishing._write_table(of, data["cases"], tmp_path)
    assert pq.ParquetFile(tmp_path / "cases.parquet").num_row_groups > 4
    assert publishing.read_table(tmp_path, "cases") == data["cases"]
    lines = [csv_row(of.names), *(csv_row(csv_cell(c, getattr(r, c.name)) for c in of.columns) for r in data["cases"])]
    assert (tmp_path / "cases.csv").read_bytes().decode() == "".join(lines)


def test_sqlite_from_parquet_is_sqlite_from_memory(tmp_path, in_small_parts):
    data = many()
    for of in tables():
        publishing._write_table(of, data[of.name], tmp_path)
    made = [write_sqlite(rows_in(tmp_path), tmp_path / SQLITE), write_sqlite(rows_of(data), tmp_path / "memory.sqlite")]
    assert made[0].read_bytes() == made[1].read_bytes()
    assert sqlite3.connect(made[0]).execute("select count(*) from cases").fetchone() == (40,)


def test_parts_are_bounded_by_rows_and_by_entries_and_lose_none(in_small_parts):
    for name, rows in many().items():
        parts = list(arrow.parts(table(name), rows))
        assert [row for part in parts for row in part] == rows
        assert all(len(part) <= 7 for part in parts)
        assert len(parts) >= 1, "a table without rows is written too"


@pytest.mark.parametrize("of", tables(), ids=lambda of: of.name)
def test_a_column_of_csv_is_its_cells(of):
    rows = many()[of.name]
    read = list(csv.reader(io.StringIO("".join(csv_lines(of, rows)), newline="")))
    assert read == [[csv_cell(c, getattr(row, c.name)) for c in of.columns] for row in rows]


def test_one_record_is_read_without_the_others(tmp_path):
    data = many()
    for of in tables():
        publishing._write_table(of, data[of.name], tmp_path)
    wanted = data["cases"][7]
    read = publishing.read_record(tmp_path, wanted.record_id)
    assert (read["cases"], read["counts"], read["summary"]) == ([wanted], [], [])
    assert {r.reply_id for r in read["replies"]} == {r.reply_id for r in data["replies"]} and read["forces"]
    assert len(publishing.read_record(tmp_path, "no-such-record")["cases"]) == len(data["cases"]), "to name the nearest"


# ---- order


def test_rows_without_a_key_are_in_the_order_of_all_their_values():
    rows = [
        Figure(request=REQUEST, figure=figure, category=category, lower=lower, definition="d", sample=False, records=records)
        for figure, category, lower, records in [
            ("b", None, 10, []), ("b", None, 9, []), ("a", "x", 1, ["r2"]), ("a", "x", 1, ["r1", "r9"]), ("a", None, 2, ["z"]),
        ]
    ]  # fmt: skip
    old = sorted(rows, key=lambda r: [f"{v:09}" if isinstance(v, int) else str(v) for v in _values(r)])
    assert _sorted("summary", rows) == old
    by_json = sorted(rows, key=lambda r: json.dumps(dataclasses.asdict(r), sort_keys=True))
    assert publishing._in_order(table("summary"), rows) == by_json


def _values(row):
    return [getattr(row, item.name) for item in dataclasses.fields(row)]


def test_the_state_changes_with_every_row_and_not_with_how_many_are_looked_at_together(monkeypatch):
    data = many()
    changed = {**data, "cases": [*data["cases"][:-1], dataclasses.replace(data["cases"][-1], rank="sergeant")]}
    fewer = {**data, "cases": data["cases"][:-1]}
    assert len({state_of(data), state_of(changed), state_of(fewer)}) == 3
    assert state_of(many()) == state_of(data)


# ---- rules


SOUND = ("words", "É", "0", "nanny", "12 NaN")
UNSOUND = (" ", "", "\u2003", "nan", " NaT ", "<NA>", "\ud800", 3, True, 1.5, None, [], {}, ["x"], [" "], {"a": "\ud800"}, {"a": 1}, {1: "a"}, {"a": float("nan")}, date(2020, 1, 1), WHEN, WHEN.replace(tzinfo=None), 2**63)  # fmt: skip


@pytest.mark.parametrize("name", ["record_id", "conduct_raw", "channels", "cells", "year", "date_concluded", "outcome"])
def test_a_row_is_sound_where_every_check_of_its_values_says_so(name):
    of = table("cases")
    looked = [c for c in checks(of) if c.name in expectations._OF_VALUES]
    empty = Whole.of(core(), WHEN.date())
    for value in (*SOUND, *UNSOUND, *[[s] for s in SOUND], *[{s: s} for s in SOUND]):
        row = case("durham", "a", 1, **{name: value})
        assert expectations._is_sound(of, row) == all(expectations._answer(c, row, empty) for c in looked) or (
            name == "cells" and not expectations._is_sound(of, row)
        ), (name, value)


@pytest.mark.parametrize("of", tables(), ids=lambda of: of.name)
def test_the_parts_of_a_suite_are_all_its_rules_and_their_columns_are_those_of_the_whole(of):
    data = many()
    at_once = Whole.of(data, WHEN.date())
    parts = parts_of(rules(of))
    told = sorted(r["meta"]["rule"] for some, _ in parts for r in some)
    assert told == sorted(r["meta"]["rule"] for r in rules(of))
    full, framing = frame(of, data[of.name], at_once), Framing(of, data[of.name], at_once)
    for some, columns in parts:
        if columns is None:
            assert list(framing.heads().columns) == list(full.columns)
            continue
        part = framing.frame(columns)
        assert len(part.columns) <= expectations._COLUMNS_AT_ONCE and len(part) == len(full)
        assert all(part[name].equals(full[name]) and part[name].dtype == full[name].dtype for name in part.columns)
        assert {n for r in some for n in [r["kwargs"].get("column"), *r["kwargs"].get("column_list", [])] if n} == {
            *part.columns
        }


def test_a_row_that_only_the_public_edition_breaks_is_found_among_those_that_it_changed():
    data = many()
    assert broken_rules({**data}, data, WHEN.date()) == []
    worse = {**data, "cases": [dataclasses.replace(data["cases"][0], conduct_raw=" "), *data["cases"][1:]]}
    assert [said.partition(":")[0] for said in broken_rules(worse, data, WHEN.date())] == ["cases"]
    lost = {**data, "replies": [r for r in data["replies"] if r.force != "durham"]}
    assert broken_rules(lost, data, WHEN.date()), "rows that are the same break rules that look into others"


# ---- the public edition


def test_a_table_in_which_nothing_is_masked_is_the_very_same_rows():
    data, editions = many(), Editions()
    first = editions.public(data)["cases"]
    assert all(one is two for one, two in zip(first, data["cases"], strict=True))
    named = {**data, "cases": [*data["cases"], case("durham", "a", 99, conduct_raw="Sent to Bethan Oakshott.")]}
    assert editions.public(named)["cases"][-1].conduct_raw == "Sent to [name]."
    known = case("durham", "a", 100, conduct_raw="Oakshott again")
    assert editions.public({**named, "cases": [*named["cases"], known]})["cases"][-1].conduct_raw == "[name] again"


def test_the_place_of_a_box_on_a_page_is_no_text_of_a_reply():
    """A number that is a collar number in one place must not take the place of a box away."""
    data = whole()
    told = "PC 4417 Quillfeather sent a message."
    row = dataclasses.replace(data["cases"][0], conduct_raw=told, cells={"conduct_raw": "p2[36,4417,202,163]"})
    data["cases"] = [row, *data["cases"][1:]]
    made = Editions().public(data)["cases"][0]
    assert "4417" not in made.conduct_raw and made.cells == row.cells
    sheet = dataclasses.replace(row, cells={"conduct_raw": "PC 4417 Quillfeather!B7"})
    data["cases"] = [sheet, *data["cases"][1:]]
    assert "4417" not in json.dumps(Editions().public(data)["cases"][0].cells)


# ---- memory, and pages


def test_what_was_kept_of_a_reply_shares_its_texts_and_is_the_same():
    cases = [case("durham", "a", n, record_id=f"durham-{n}") for n in range(1, 30)]
    kept = json.loads(json.dumps(packed(Parsed(reply("durham", "a", reply_id="r"), cases=cases))))
    made = _unpack(kept).cases
    assert made == cases
    for name in ("force", "document", "rank_raw", "parser", "year"):
        assert all(getattr(row, name) is getattr(made[0], name) for row in made), name
    assert all(row.channels[0] is made[0].channels[0] for row in made)
    assert all(one.channels is not two.channels for one, two in pairwise(made)), "rows may be corrected"


def test_the_documents_with_the_most_records_are_those_whose_evidence_is_made_on_demand():
    records = {sha("a"): [1] * 5, sha("b"): [1] * 2, sha("c"): [], sha("d"): [1] * 3}
    assert too_many(records, 10) == frozenset()
    assert too_many(records, 9) == {sha("a")}
    assert too_many(records, 4) == {sha("a"), sha("d")}
    assert too_many(records, 0) == {sha("a"), sha("b"), sha("d")}, "a letter is always shown"
