"""The sample replies: what the repository ships is what the generator writes, marked as made up, true to its truth."""

from __future__ import annotations

import dataclasses
import email
import io
import json
import re
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from email import policy
from pathlib import Path

import docx
import openpyxl
import pdfplumber
import pytest
import xlrd

from flows import officers
from flows.evaluation.blocks import MARK
from flows.samples.declaration import REQUEST, codes
from flows.samples.declared import declared
from flows.samples.generate import HOME, generate
from schemas import requests, vocabulary
from schemas.records import Case, Count, Reply
from schemas.tables import table

REPLIES = [path for folder in (HOME / REQUEST, HOME / "later") for path in sorted(folder.rglob("*")) if path.is_file()]
TRUTHS = sorted((HOME / "truth").rglob("*.json"))


def name(path: Path) -> str:
    return path.relative_to(HOME).as_posix()


def known(path: Path) -> dict:
    return json.loads(path.read_text("utf-8"))


ROUND = {path.stem: known(path) for path in TRUTHS if path.parent.name == "truth"}


def documents(path: Path) -> list[tuple[str, bytes]]:
    """A file, and the documents in it where it is an e-mail or a zip, by name."""
    data = path.read_bytes()
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            return [(path.name, data), *((name, archive.read(name)) for name in archive.namelist())]
    if path.suffix == ".eml":
        message = email.message_from_bytes(data, policy=policy.default)
        return [(path.name, data), *((p.get_filename(), p.get_content()) for p in message.iter_attachments())]
    return [(path.name, data)]


def every(*suffixes: str) -> list:
    """Each document of those kinds among the replies, wherever it lies, named by its path."""
    found = [(path, each) for path in REPLIES for each in documents(path) if each[0].endswith(suffixes)]
    return [pytest.param(data, id=f"{name(path.parent)}/{title}") for path, (title, data) in found]


def documents_of(facts: dict) -> Iterator[tuple[str, str, bytes]]:
    """The documents that a truth file is about: sha256, name, bytes."""
    folder = HOME / facts["folder"]
    there = dict(documents(folder / facts["sent"])) if facts["sent"] else {}
    for document in facts["documents"]:
        title = document["name"]
        yield document["sha256"], title, there[title] if title in there else (folder / title).read_bytes()


def test_the_generator_writes_what_the_repository_ships(tmp_path: Path) -> None:
    written = generate(tmp_path)
    shipped = sorted(p.relative_to(HOME) for p in HOME.rglob("*") if p.is_file() and not p.name.startswith("."))
    assert sorted(written) == shipped
    for path in written:
        assert (tmp_path / path).read_bytes() == (HOME / path).read_bytes(), f"{path}: run `python -m flows.samples`"


def test_the_samples_stay_small() -> None:
    assert sum(path.stat().st_size for path in HOME.rglob("*") if path.is_file()) < 3_000_000


def test_a_run_over_the_samples_meets_replies_only() -> None:
    kinds = {p.suffix for p in (HOME / REQUEST).rglob("*") if p.is_file()}
    assert kinds == {".pdf", ".xlsx", ".xls", ".ods", ".csv", ".docx", ".html", ".eml", ".zip"}


def test_every_reply_has_its_truth_and_every_force_was_asked() -> None:
    shown = {(HOME / t["folder"], t["sent"] or d["name"]) for t in map(known, TRUTHS) for d in t["documents"]}
    assert set(REPLIES) == {folder / title for folder, title in shown}
    answered = {row["force"] for t in ROUND.values() for row in [t["reply"], *t["other_replies"]]}
    asked = set(requests.load(REQUEST).asked)
    assert len(asked) == 44 and answered < asked and len(asked - answered) == 4


def test_the_round_comes_to_what_the_investigation_reported() -> None:
    """At least 921 officers, figures from 29 forces, 6 % dismissed."""
    counted = [figures for t in ROUND.values() if not t["superseded_by"] for figures in t["figures"]]
    lower, upper = (sum(figures["officers"][n] for figures in counted) for n in (0, 1))
    dismissed = sum(figures["dismissed"][0] for figures in counted if "dismissed" in figures)
    assert len({figures["force"] for figures in counted}) == len(counted) == 29
    assert (lower, dismissed, round(dismissed / lower, 2)) == (921, 55, 0.06) and upper > lower
    statuses = Counter(t["reply"]["status"] for t in ROUND.values() if not t["figures"])
    assert statuses == {"refused": 7, "not_held": 1, "ncnd": 1, "clarification": 1, "acknowledgement": 1}


@pytest.mark.parametrize("path", TRUTHS, ids=name)
def test_figures_are_those_of_the_records(path: Path) -> None:
    """What the declaration says that a reply comes to is what the summary makes of its cases and counts."""
    facts = known(path)
    for row in [facts["reply"], *facts["other_replies"]]:
        cases = [record(Case, c) for c in facts["cases"] if c["force"] == row["force"]]
        counts = [record(Count, c) for c in facts["counts"] if c["force"] == row["force"]]
        of = officers.officers_of(record(Reply, row), cases, counts)
        told = next((f for f in facts["figures"] if f["force"] == row["force"]), {})
        for key, size in (("officers", of.total), ("dismissed", of.dismissed)):
            assert told.get(key) == ([size.lower, size.upper] if size else None)


def record(cls: type, row: dict) -> object:
    """The row of a truth file as a record; what it leaves out is null."""
    needed = {f.name: None for f in dataclasses.fields(cls) if f.default is f.default_factory is dataclasses.MISSING}
    dated = {
        k: date.fromisoformat(v) if k.startswith("period_") and k != "period_raw" and v else v for k, v in row.items()
    }
    return cls(**needed | dated)


def test_one_later_reply_withdraws_and_two_correct() -> None:
    later = {t["superseded_by"]: stem for stem, t in ROUND.items() if t["superseded_by"]}
    assert later == {"kent-revised": "kent", "hampshire-withdrawn": "hampshire"}
    assert ROUND["hampshire-withdrawn"]["reply"]["status"] == "refused"
    kent, revised = ([c["outcome"] for c in ROUND[name]["cases"]] for name in ("kent", "kent-revised"))
    assert len(kent) == len(revised) and sum(a != b for a, b in zip(kent, revised, strict=True)) == 2
    assert [p.stem for p in TRUTHS if p.parent.name == "later"] == ["cleveland"]


def test_one_letter_answers_for_two_forces() -> None:
    facts = ROUND["norfolk"]
    assert [r["force"] for r in facts["other_replies"]] == ["suffolk"]
    assert {c["force"] for c in facts["counts"]} == {"norfolk", "suffolk"}


def test_most_outcomes_are_no_formal_sanction() -> None:
    cases = [
        c
        for t in ROUND.values()
        if not t["superseded_by"]
        for c in t["cases"]
        if c["person_type"] in ("officer", "special")
    ]
    groups = Counter(vocabulary.load("outcome").group(c["outcome"]) for c in cases)
    assert groups["informal"] + groups["no_action"] > groups["formal"] + groups["dismissal"]


@pytest.mark.parametrize("data", every(".pdf"))
def test_every_page_says_that_it_is_a_sample(data: bytes) -> None:
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            text = page.extract_text()
            if not text:  # a scan: the words are in the picture, which the generator made of a page that has them
                assert pdf.metadata["Subject"] == MARK
                continue
            assert MARK in text.splitlines()[-1], f"no mark at the foot of page {page.page_number}"
            assert page.page_number > 1 or MARK in "\n".join(text.splitlines()[:3])
            page.close()


@pytest.mark.parametrize("data", every(".xlsx"))
def test_every_sheet_says_that_it_is_a_sample(data: bytes) -> None:
    for sheet in openpyxl.load_workbook(io.BytesIO(data)):
        assert sheet["A1"].value == MARK
        assert MARK in (sheet.oddFooter.left.text or "")


@pytest.mark.parametrize("data", every(".xls"))
def test_every_sheet_of_an_old_workbook_says_that_it_is_a_sample(data: bytes) -> None:
    assert all(sheet.cell_value(0, 0) == MARK for sheet in xlrd.open_workbook(file_contents=data).sheets())


@pytest.mark.parametrize("data", every(".docx"))
def test_every_word_document_says_that_it_is_a_sample(data: bytes) -> None:
    made = docx.Document(io.BytesIO(data))
    assert made.paragraphs[0].text == MARK and made.sections[0].footer.paragraphs[0].text == MARK


@pytest.mark.parametrize("data", every(".html", ".eml", ".csv", ".ods"))
def test_every_other_document_says_that_it_is_a_sample(data: bytes) -> None:
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            data = archive.read("content.xml")
    if b"\nMIME-Version" in data:
        message = email.message_from_bytes(data, policy=policy.default)
        assert MARK in message.get_body(("plain",)).get_content()
        return
    assert MARK in data.decode("cp1252" if MARK.encode("cp1252") in data else "utf-8")


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


@pytest.mark.parametrize("path", TRUTHS, ids=name)
def test_truth_stands_where_it_says(path: Path) -> None:
    """Each raw value of each case, and each number, is what the page or sheet shows at the place given."""
    facts = known(path)
    placed = [row for row in facts["cases"] + facts["counts"] if "cells" in row]
    held = {row["document"] for row in placed}
    kinds = {".pdf": Pages, ".xlsx": Sheets, ".xls": OldSheets}
    shown = {
        sha256: kinds[Path(title).suffix](data)
        for sha256, title, data in documents_of(facts)
        if sha256 in held and Path(title).suffix in kinds
    }
    for row in placed:
        if row["document"] not in shown:
            assert facts["folder"].endswith("/gwent")  # ods: the same rows and columns, by the same code as xls
            continue
        for column, place in row["cells"].items():
            text = shown[row["document"]].at(place)
            if column == "value" and "row" in row:
                assert text == row.get("token", str(row["value"]))
            elif column.endswith("_raw") and row.get(column) is not None:
                assert text == row[column]


class Pages:
    def __init__(self, data: bytes) -> None:
        self.pdf = pdfplumber.open(io.BytesIO(data))

    def at(self, place: str) -> str:
        page, *box = map(int, re.findall(r"\d+", place))
        words = self.pdf.pages[page - 1].crop([box[0] - 1, box[1] - 1, box[2] + 1, box[3] + 1]).extract_text()
        return " ".join(words.split())


class Sheets:
    def __init__(self, data: bytes) -> None:
        self.book = openpyxl.load_workbook(io.BytesIO(data))

    def at(self, place: str) -> str:
        sheet, _, cell = place.partition("!")
        for merged in self.book[sheet].merged_cells.ranges:
            if cell in merged:
                cell = merged.start_cell.coordinate
        return str(self.book[sheet][cell].value)


class OldSheets:
    def __init__(self, data: bytes) -> None:
        self.book = xlrd.open_workbook(file_contents=data)

    def at(self, place: str) -> str:
        sheet, _, cell = place.partition("!")
        row, column = openpyxl.utils.cell.coordinate_to_tuple(cell)
        return str(self.book.sheet_by_name(sheet).cell_value(row - 1, column - 1))


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


@pytest.mark.parametrize("path", TRUTHS, ids=name)
def test_every_breakdown_comes_to_the_same_officers(path: Path) -> None:
    facts = known(path)
    sums: dict[tuple, int | None] = defaultdict(int)
    for c in facts["counts"]:
        whole = c["dimension"] == "total" and "period_raw" not in c
        if not c.get("stated_total") and not whole and c["measure"] == "officers":
            key = (c["force"], c["dimension"], c.get("dimension2"), c["document"])
            known_so_far = sums[key]
            sums[key] = None if c["value"] is None or known_so_far is None else known_so_far + c["value"]
    officers = {f["force"]: f["officers"] for f in facts["figures"]}
    for (force, *_), number in sums.items():
        assert (
            number is None or facts["reply"]["force"] in ("cleveland", "durham") or officers[force] == [number, number]
        )


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
    assert (
        first["figures"] == later["figures"]
    )  # the case that was added is that of a PCSO: taken in second, 921 stays 921
    assert set(before) <= set(after)
    assert later["reply"]["date_replied"] > first["reply"]["date_replied"]


def test_every_code_that_the_samples_know_is_in_use() -> None:
    """A spelling that no sample prints is a fact that nothing checks."""
    printed = {cell for sample in declared() for t in sample.tables.values() for row in t.rows for cell in row.cells}
    printed |= {cell.rpartition(" x ")[2] for cell in printed}
    printed |= {part for cell in printed for part in re.findall(r"\d+ x ([^,]+)", cell)}
    printed |= {heading for sample in declared() for t in sample.tables.values() for heading in t.columns}
    unused = {spelling for spellings in codes().values() for spelling in spellings} - printed
    texts = " ".join(sample.text for sample in declared())
    assert not {spelling for spelling in unused if spelling not in texts}
