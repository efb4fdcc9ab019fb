"""The sample replies: what the repository ships is what the generator writes, marked as made up, true to its truth."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from pathlib import Path

import openpyxl
import pdfplumber
import pytest

from flows.samples import HOME, generate
from flows.samples.declaration import MARK, REQUEST, codes, declared
from schemas import vocabulary
from schemas.tables import table

REPLIES = [path for folder in (HOME / REQUEST, HOME / "later") for path in sorted(folder.rglob("*")) if path.is_file()]
TRUTHS = sorted((HOME / "truth").rglob("*.json"))


def name(path: Path) -> str:
    return path.relative_to(HOME).as_posix()


def known(path: Path) -> dict:
    return json.loads(path.read_text("utf-8"))


def replies_of(path: Path) -> list[Path]:
    """The documents that a truth file is about."""
    round_ = HOME / "later" if path.parent.name == "later" else HOME
    return [round_ / REQUEST / path.stem / document["name"] for document in known(path)["documents"]]


def test_the_generator_writes_what_the_repository_ships(tmp_path: Path) -> None:
    written = generate(tmp_path)
    shipped = sorted(p.relative_to(HOME) for p in HOME.rglob("*") if p.is_file() and not p.name.startswith("."))
    assert sorted(written) == shipped
    for path in written:
        assert (tmp_path / path).read_bytes() == (HOME / path).read_bytes(), f"{path}: run `python -m flows.samples`"


def test_a_run_over_the_samples_meets_replies_only() -> None:
    assert {p.suffix for p in (HOME / REQUEST).rglob("*") if p.is_file()} == {".pdf", ".xlsx"}
    assert len([p for p in (HOME / REQUEST).iterdir() if p.is_dir()]) >= 8


@pytest.mark.parametrize("path", [p for p in REPLIES if p.suffix == ".pdf"], ids=name)
def test_every_page_says_that_it_is_a_sample(path: Path) -> None:
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            text = page.extract_text()
            assert MARK in text.splitlines()[-1], f"no mark at the foot of page {page.page_number}"
            assert page.page_number > 1 or MARK in "\n".join(text.splitlines()[:3])
            page.close()


@pytest.mark.parametrize("path", [p for p in REPLIES if p.suffix == ".xlsx"], ids=name)
def test_every_sheet_says_that_it_is_a_sample(path: Path) -> None:
    for sheet in openpyxl.load_workbook(path):
        assert sheet["A1"].value == MARK
        assert MARK in (sheet.oddFooter.left.text or "")


@pytest.mark.parametrize("path", REPLIES, ids=name)
def test_no_address_could_reach_a_person(path: Path) -> None:
    text = path.read_bytes().decode("latin-1")
    assert not re.findall(r"[\w.]+@(?![\w-]+\.example\b)[\w-]+\.\w+", text), "a mailbox outside the example domains"


@pytest.mark.parametrize("path", TRUTHS, ids=name)
def test_truth_is_in_the_terms_of_the_contract(path: Path) -> None:
    facts = known(path)
    for record_table, rows in (("replies", [facts["reply"]]), ("cases", facts["cases"]), ("counts", facts["counts"])):
        columns = {column.name: column for column in table(record_table).columns}
        for row in rows:
            assert set(row) <= set(columns)
            for key, value in row.items():
                allowed = columns[key].codes
                for code in value if isinstance(value, list) else [value]:
                    assert not allowed or code is None or code in allowed, f"{key}: {code}"
    for row in facts["counts"]:
        if row["category"] is not None:
            assert row["category"] in vocabulary.load(row["dimension"]).codes


@pytest.mark.parametrize("path", [p for p in TRUTHS if replies_of(p)], ids=name)
def test_truth_stands_where_it_says(path: Path) -> None:
    """Each raw value of each case, and each number, is what the page or sheet shows at the place given."""
    facts = known(path)
    shown = {}
    for document, file in zip(facts["documents"], replies_of(path), strict=True):
        shown[document["sha256"]] = Sheets(file) if file.suffix == ".xlsx" else Pages(file)
    for row in facts["cases"] + facts["counts"]:
        for column, place in row["cells"].items():
            text = shown[row["document"]].at(place)
            if column == "value" and "row" in row:
                assert text == row.get("token", str(row["value"]))
            elif column.endswith("_raw") and row.get(column) is not None:
                assert text == row[column]


class Pages:
    def __init__(self, path: Path) -> None:
        self.pdf = pdfplumber.open(path)

    def at(self, place: str) -> str:
        page, *box = map(int, re.findall(r"\d+", place))
        words = self.pdf.pages[page - 1].crop([box[0] - 1, box[1] - 1, box[2] + 1, box[3] + 1]).extract_text()
        return " ".join(words.split())


class Sheets:
    def __init__(self, path: Path) -> None:
        self.book = openpyxl.load_workbook(path)

    def at(self, place: str) -> str:
        sheet, _, cell = place.partition("!")
        for merged in self.book[sheet].merged_cells.ranges:
            if cell in merged:
                cell = merged.start_cell.coordinate
        return str(self.book[sheet][cell].value)


@pytest.mark.parametrize("path", TRUTHS, ids=name)
def test_printed_totals_add_up(path: Path) -> None:
    """No sample misleads by accident: a total lies within what its parts allow, and gives no hidden number away."""
    parts, totals = defaultdict(list), {}
    for row in known(path)["counts"]:
        if "row" not in row:
            continue
        where = (row["document"], row["location"], row.get("period_raw"))
        if row["stated_total"] and row["dimension"] == "total":
            totals[where] = row
        elif row["dimension"] != "total":
            parts[where].append(row)
    for where, total in totals.items():
        below = parts[where] or parts[(where[0], "page 1", where[2])]  # the total of a table that a page break cut
        if not below:
            continue
        assert sum(p["lower"] for p in below) <= total["value"] <= sum(p["upper"] for p in below)
        hidden = [p["category_raw"] for p in below if p["meaning"] == "suppressed"]
        assert len(hidden) != 1, f"{where}: the total gives the number of {hidden[0]} away"


def test_the_list_and_the_table_of_durham_agree() -> None:
    facts = known(HOME / "truth" / "durham.json")
    listed = defaultdict(int)
    for case in facts["cases"]:
        group = "staff" if case["person_type"] in ("staff", "pcso") else "officer"
        listed[case["year_raw"], group] += 1
    printed = {(c["period_raw"], c["category"]): c["value"] for c in facts["counts"] if not c["stated_total"]}
    assert {key: number for key, number in printed.items() if number} == listed


@pytest.mark.parametrize(
    ("force", "words", "category", "outcome"),
    [
        ("metropolitan", "racist message to a WhatsApp group", "racism", "reflective_practice"),
        ("metropolitan", "'Unwanted' texts, telephone calls and e-mails", "harassment", "management_action"),
        ("metropolitan", "distributed it on social media", "pornography", "words_of_advice"),
        ("cleveland", "'nude pics' from a female probationer", "sexual_harassment", "reflective_practice"),
        ("cleveland", "comment was made by text about her breasts", "abuse_of_position", "no_further_action"),
        ("durham", "sexual videos to colleagues", "pornography", "reflective_practice"),
        ("durham", "work phone to try to get close to the wife", "abuse_of_position", "management_action"),
    ],
)
def test_the_cases_that_the_investigation_names_are_there(force: str, words: str, category: str, outcome: str) -> None:
    cases = [c for c in known(HOME / "truth" / f"{force}.json")["cases"] if words in c["conduct_raw"]]
    assert [(category in c["conduct_categories"], c["outcome"]) for c in cases] == [(True, outcome)]


def test_the_later_reply_corrects_the_first() -> None:
    first, later = known(HOME / "truth" / "cleveland.json"), known(HOME / "truth" / "later" / "cleveland.json")
    before = {c["case_ref_raw"]: c["outcome"] for c in first["cases"]}
    after = {c["case_ref_raw"]: c["outcome"] for c in later["cases"]}
    changed = {ref: code for ref, code in after.items() if before.get(ref) != code}
    assert changed == {"15": "final_written_warning", "16": "written_warning", "18": "words_of_advice"}
    assert set(before) <= set(after)
    assert later["reply"]["date_replied"] > first["reply"]["date_replied"]


def test_every_code_that_the_samples_know_is_in_use() -> None:
    """A spelling that no sample prints is a fact that nothing checks."""
    printed = {cell for sample in declared() for t in sample.tables.values() for row in t.rows for cell in row.cells}
    printed |= {cell.rpartition(" x ")[2] for cell in printed}
    printed |= {part for cell in printed for part in re.findall(r"\d+ x ([^,]+)", cell)}
    printed |= {heading for sample in declared() for t in sample.tables.values() for heading in t.columns}
    unused = {spelling for spellings in codes().values() for spelling in spellings} - printed
    assert not unused
