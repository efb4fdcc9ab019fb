"""What is generated from the schema: it is up to date, it says the same thing everywhere, and it refuses what it must."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from datetime import date

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import dictionary, json_schema
from schemas.arrow import FRAME_TYPES, arrow_schema, to_frame
from schemas.datapackage import csv_cell, csv_row, guarded, samples_note, table_schema, unguarded
from schemas.expectations import Whole, checks, frame, release_rules, rules
from schemas.tables import plain, table, tables
from tests.flows.release import case, core, count, reply, whole

TABLES = tables()


@pytest.mark.parametrize("module", [json_schema, dictionary])
def test_committed_file_is_up_to_date(module):
    made = module.committed() if module is json_schema else module.dictionary()
    name = module.__name__
    assert module.COMMITTED.read_text(encoding="utf-8") == made, f"run `python -m {name}`"


def test_schemas_import_neither_pandas_nor_great_expectations():
    """Readers and every quick command import these modules; both libraries cost seconds."""
    modules = "schemas.arrow, schemas.expectations, schemas.datapackage, schemas.json_schema, schemas.dictionary"
    heavy = "{'pandas', 'pyarrow', 'great_expectations', 'prefect'}"
    code = f"import sys, {modules}, flows.validate, flows.publish; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("of", TABLES, ids=lambda t: t.name)
def test_every_form_has_the_same_columns(of):
    names = list(of.names)
    assert arrow_schema(of).names == names
    assert list(to_frame(of, []).columns) == names
    assert [f["name"] for f in table_schema(of)["fields"]] == names
    assert list(json_schema.record_schema(of)["properties"]) == names
    fields = {f.name: f for f in arrow_schema(of)}
    for column in of.columns:
        assert fields[column.name].nullable == column.nullable
        assert fields[column.name].metadata[b"description"].decode() == column.description


def test_arrow_types():
    kinds = {f.name: str(f.type) for f in arrow_schema(table("replies"))}
    assert kinds["exemptions"] == "list<element: string>" or kinds["exemptions"] == "list<item: string>"
    assert kinds["date_replied"] == "date32[day]"
    assert kinds["retrieved_at"] == "timestamp[us, tz=UTC]"
    assert str(arrow_schema(table("cases")).field("cells").type) == "string"


def test_frame_keeps_nulls_as_nulls():
    made = to_frame(table("cases"), [case("durham", "a", 1, year=None, rank=None, date_concluded=None)])
    assert made[["year", "rank", "date_concluded"]].isna().all(axis=None)
    assert {name: str(kind) for name, kind in made.dtypes.items()} == {
        c.name: FRAME_TYPES[c.type] for c in table("cases").columns
    }


# --- JSON Schema


def test_json_schema_is_valid_and_accepts_a_release():
    schema = json_schema.tables_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    release = {name: [plain(r) for r in records] for name, records in whole().items()}
    jsonschema.Draft202012Validator(schema).validate(release)


@pytest.mark.parametrize(
    ("name", "record"),
    [
        ("cases", case("durham", "a", 1, outcome="sacked")),
        ("cases", case("durham", "a", 1, channels=["pager"])),
        ("cases", case("durham", "a", 0)),
        ("cases", case("durham", "a", 1, document="abc")),
        ("counts", count("kent", "b", 1, measure=None)),
        ("replies", reply("durham", "a", exemptions=["section 40"])),
    ],
)
def test_json_schema_refuses(name, record):
    validator = jsonschema.Draft202012Validator(json_schema.record_schema(table(name)))
    assert not validator.is_valid(plain(record))


def parsed() -> dict:
    data = core()
    accounts = [plain(a) for a in data["accounting"]]
    for entry in accounts:
        del entry["document"]
    return {
        "document": {"sha256": "a" * 64, "name": "reply.pdf", "media_type": "application/pdf", "pages": 2},
        "reply": plain(data["replies"][0]),
        "other_replies": [plain(data["replies"][1])],
        "cases": [plain(c) for c in data["cases"]],
        "counts": [plain(c) for c in data["counts"]],
        "problems": [plain(p) for p in data["problems"]],
        "accounting": accounts,
    }


def test_parse_schema_accepts_what_the_contract_shows_with_or_without_a_force():
    schema = json_schema.parse_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    made = parsed()
    jsonschema.validate(made, schema)
    made["reply"]["force"] = made["problems"][0]["problem_id"] = None
    jsonschema.validate(made, schema)


@pytest.mark.parametrize("key", list(parsed()))
def test_parse_schema_wants_every_key(key):
    made = parsed()
    del made[key]
    assert not jsonschema.Draft202012Validator(json_schema.parse_schema()).is_valid(made)


# --- dictionary and data package


def test_dictionary_tells_every_column_code_and_label():
    text = dictionary.dictionary()
    for of in TABLES:
        assert f"## {of.name}\n" in text
        if not of.name.startswith("superseded_"):
            assert all(c.description.replace("|", "\\|") in text for c in of.columns)
    for code in ("would_have_been_dismissed", "whatsapp", "abuse_of_position", "rprp"):
        assert f"| `{code}` |" in text


# What a spreadsheet takes for the beginning of a formula, what it may drop before it, where it may begin a cell anew.
_TRICKS = st.text(alphabet=st.sampled_from("=+-@＝﹢−;,|\t\r\n'\" \u00a0\u200b\ufeff5a"), max_size=12)


def _begins_formula(part: str) -> bool:
    """As a suspicious reader would look: without blanks, quotation marks and what cannot be seen before it."""
    bare = part.lstrip(' \t\r\n"\u00a0\u200b\ufeff\v\f')
    number = bare.strip("-+") == "" or re.fullmatch(r"[-+]?[ \u00a0]?[\d., \u00a0]+%?", bare)
    return bare[:1] in tuple("=+-@＝＋－＠﹢−") and not number


@given(st.text() | _TRICKS)
def test_no_csv_cell_runs_and_every_text_comes_back(text):
    cell = guarded(text)
    assert unguarded(cell) == text
    assert re.sub(r"(^|[;\t\r\n])'", r"\1", cell) == text  # the rule as the package words it
    assert not cell.startswith(("\t", "\r", "\n"))
    for part in re.split(r"[;\t\r\n]", cell):  # whatever separates cells, and if quotation marks count for nothing
        assert not _begins_formula(part)
    row = csv_row(["k", cell, "z"])
    assert next(csv.reader(io.StringIO(row, newline=""))) == ["k", cell, "z"]


@given(st.lists(_TRICKS, max_size=3))
def test_no_list_in_a_csv_cell_runs_and_every_one_comes_back(texts):
    cell = csv_cell({c.name: c for c in table("cases").columns}["channels"], texts)
    assert json.loads(cell) == texts
    for part in re.split(r"[;\t\r\n]", cell):
        assert not _begins_formula(part)


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"), ("-2+3", "'-2+3"), ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"), ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t'=1"), ("\tx", "'\tx"), (" =1", "' =1"), ("\u200b＝1", "'\u200b＝1"), ('"=1"', "'\"=1\""),
        ("a; =1", "a;' =1"), ("a\n- b", "a\n'- b"), ("a;'b", "a;''b"), ("a = b; c", "a = b; c"), ("--5", "'--5"),
        ("- Officer", "'- Officer"), ("-", "-"), ("--", "--"), ("-5", "-5"), ("+1,234.5%", "+1,234.5%"), ("<5", "<5"),
        ("'=1", "''=1"), ("it's", "it's"), ("", ""),
    ],
)  # fmt: skip
def test_csv_guard(text, cell):
    assert guarded(text) == cell


@pytest.mark.parametrize("text", [" " * 300_000, "\n" * 300_000, ";" * 300_000, "'" * 300_000, "=;" * 150_000])
def test_a_long_text_is_guarded_in_one_pass(text):
    assert unguarded(guarded(text)) == text  # a pattern that looks back from every sign would not end within the day


def test_csv_cells():
    of = {c.name: c for c in table("cases").columns}
    assert csv_cell(of["channels"], []) == "[]"
    assert csv_cell(of["channels"], ["whatsapp", "other"]) == '["whatsapp", "other"]'
    assert csv_cell(of["rank"], None) == ""
    assert csv_cell(of["date_concluded"], date(2020, 1, 31)) == "2020-01-31"
    replies = {c.name: c for c in table("replies").columns}
    assert csv_cell(replies["sample"], False) == "false"
    assert csv_cell(replies["retrieved_at"], core()["replies"][0].retrieved_at) == "2023-01-01T08:30:00.123456Z"


def test_samples_are_named_as_such():
    assert samples_note(0, 4) == "None of the replies is a sample."
    assert samples_note(4, 4).startswith("SAMPLE DATA")
    assert samples_note(1, 4).startswith("1 of the 4 replies are made-up SAMPLES")


# --- rules


@pytest.mark.parametrize("of", TABLES, ids=lambda t: t.name)
def test_rules_are_plain_complete_and_named_once(of):
    made = rules(of)
    names = [r["meta"]["rule"] for r in made]
    assert len(names) == len(set(names))
    assert all(r["severity"] in ("critical", "warning") and r["meta"]["says"].endswith(".") for r in made)
    assert ("rows" in names) == (not of.may_be_empty)
    assert ("key" in names) == bool(of.key)
    for column in of.columns:
        assert (f"{column.name}_required" in names) == (not column.nullable)
        assert (f"{column.name}_codes" in names) == bool(column.codes)
        assert (f"{column.name}_pattern" in names) == bool(column.pattern)
        assert (f"{column.name}_fill" in names) == (column.fill is not None)
    listed = next(r for r in made if r["meta"]["rule"] == "columns")["kwargs"]["column_list"]
    assert listed == [*of.names, *(c.column for c in checks(of))]


def broken(name, data, today=date(2024, 5, 1)):
    """The names of the checks that some record of a table breaks."""
    of, index = table(name), Whole.of(data, today)
    made = frame(of, data[name], index)
    return {c.name for c in checks(of) if (made[c.column] == False).any()}  # noqa: E712


def test_valid_tables_break_no_check():
    data = whole()
    assert {t.name: broken(t.name, data) for t in TABLES if broken(t.name, data)} == {}


@pytest.mark.parametrize(
    ("rule", "name", "values"),
    [
        ("types", "cases", {"year": 10**30}),
        ("types", "cases", {"officers_lower": True}),
        ("types", "cases", {"conduct_raw": "half a pair \ud800"}),
        ("types", "cases", {"cells": {"year": float("nan")}}),
        ("types", "cases", {"channels": None}),
        ("blank", "cases", {"conduct_raw": "  "}),
        ("blank", "cases", {"outcome_raw": ""}),
        ("null_text", "cases", {"conduct_raw": "nan"}),
        ("channels_codes", "cases", {"channels": ["whatsapp", "pager"]}),
        ("officers_lower_officers_upper", "cases", {"officers_lower": 3, "officers_upper": 2}),
        ("force_known", "cases", {"force": "gotham"}),
        ("reply_known", "cases", {"reply_id": "nobody"}),
        ("reply_known", "cases", {"request": "another"}),
        ("document_known", "cases", {"document": "b" * 64}),
        ("accounted", "cases", {"document": "c" * 64}),
        ("not_in_future", "cases", {"date_concluded": date(2024, 5, 2)}),
        ("before_reply", "cases", {"date_concluded": date(2023, 5, 2)}),
        ("received_concluded", "cases", {"date_received": date(2021, 5, 2), "date_concluded": date(2021, 5, 1)}),
        ("outcome_listed", "cases", {"outcomes": ["retired"]}),
        ("lower_upper", "counts", {"value": None, "meaning": "suppressed", "lower": 5, "upper": 4}),
        ("value_within", "counts", {"value": 9}),
        ("value_of_meaning", "counts", {"meaning": "suppressed"}),
        ("value_of_meaning", "counts", {"meaning": "unknown"}),
        ("value_of_meaning", "counts", {"value": None}),
        ("value_of_meaning", "counts", {"meaning": "zero"}),
        ("category_coded", "counts", {"category": "whatsapp"}),
        ("category_coded", "counts", {"dimension": "total"}),
        ("period_start_period_end", "counts", {"period_end": date(2019, 12, 31)}),
        ("exemptions_pattern", "replies", {"exemptions": ["s40(2)", "40"]}),
        ("documents_pattern", "replies", {"documents": ["a" * 64, "letter.pdf"]}),
        ("received_replied", "replies", {"date_received": date(2022, 9, 10)}),
        ("links_known", "replies", {"supersedes": "nobody"}),
        ("no_figures_given", "replies", {"status": "refused"}),
        ("balances", "accounting", {"records": 9}),
        ("reasons_given", "accounting", {"records": 9, "skipped": 1}),
        ("cases_published", "coverage", {"cases": 9}),
        ("counts_published", "coverage", {"counts": 1}),
        ("share_of_one", "summary", {"share": 1.5}),
    ],
)
def test_check_finds(rule, name, values):
    data = whole()
    for key, value in values.items():
        setattr(data[name][0], key, value)
    assert rule in broken(name, data)


def test_checks_of_links_between_tables():
    data = whole()
    data["replies"][0].superseded_by = data["replies"][1].reply_id
    assert "reply_current" in broken("cases", data)
    data = whole()
    data["superseded_cases"], data["cases"] = data["cases"], []
    assert "figures_given" in broken("replies", data)
    assert "reply_current" not in broken("superseded_cases", data)


def test_a_clock_that_stands_still_makes_no_date_future():
    """SOURCE_DATE_EPOCH may be set to a day before the replies were written."""
    data = core()
    data["cases"][0].date_concluded = date(2022, 9, 9)
    assert broken("cases", data, today=date(1970, 1, 1)) == set()


def test_tables_left_out_are_a_mistake():
    data = core()
    del data["accounting"]
    with pytest.raises(ValueError, match="accounting"):
        Whole.of(data, date(2024, 5, 1))


def test_release_rules_are_rules_of_the_whole():
    assert {r["meta"]["scope"] for r in release_rules()} == {"table"}
