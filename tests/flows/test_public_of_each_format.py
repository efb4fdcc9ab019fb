"""A made-up reply of each format, full of made-up personal data: none of it is in any file of the public edition."""

from __future__ import annotations

import io
from datetime import date
from random import Random

import pytest

from flows import steps
from flows.evaluation import others, papers, workbooks
from flows.evaluation.blocks import Cell, Grid, Page, Words
from flows.evaluation.workbooks import Sheet
from flows.progress import Progress
from flows.publish import read_release
from flows.sources.folder import FolderSource
from tests.flows.letters import ASKED
from tests.flows.told import holding

SECRETS = {
    "a name": "Quillfeather", "another": "Oakshott", "a requester": "Brackenbury", "a clerk": "Thistlewood",
    "a collar number": "44179", "a telephone number": "07700 900123", "an e-mail address": "b.oakshott",
    "an account": "foxy_cop88", "a date of birth": "12/04/1988", "a National Insurance number": "QQ123456C",
    "an address": "14 Beech Avenue", "a postcode": "NG5 2AB", "a number plate": "AB12 CDE", "a child": "Poppy",
}  # fmt: skip
NARRATIVES = [
    "PC 44179 Quillfeather sent messages to Bethan Oakshott on 07700 900123",
    "Shared the address of the victim, 14 Beech Avenue, NG5 2AB, with his wife Poppy",
    "Posted as @foxy_cop88; complainant born 12/04/1988 wrote from b.oakshott@example.org",
    "Payslip with NI number QQ123456C and the car AB12 CDE of Quillfeather shown in a group",
]
OUTCOMES = ["Final written warning", "Dismissed", "Written warning", "Management advice"]


def list_of(*, odd: bool = False) -> Grid:
    """The case list; `odd`: one outcome is no spelling that is known, and quotes a name."""
    heading = ["Year", "Rank", "Platform", "Allegation", "Outcome"]
    rows = [["2019", "PC", "WhatsApp", said, outcome] for said, outcome in zip(NARRATIVES, OUTCOMES, strict=True)]
    if odd:
        rows[3][4] = "Spoken to by Sgt Quillfeather"
    return Grid([[Cell(text) for text in row] for row in [heading, *rows]], widths=[8, 8, 12, 50, 22])


def words(force: str) -> list[Words | Grid]:
    said = [
        force, "Freedom of Information Request Reference No: 1146/22", "Date: 9 September 2022", "Dear Mr Brackenbury,",
        "I write in connection with your request for information received on 1 August 2022. I note you seek access to the following information:",
        ASKED, "DECISION", "I have today decided to disclose the located information to you in full.",
        "The figures were taken from a live database by DC Thistlewood and are grouped by the year recorded.",
    ]  # fmt: skip
    return [Words("paragraph", text) for text in said]


CLOSE: list[Words | Grid] = [Words("paragraph", "Yours sincerely,"), Words("paragraph", "Rosalind Thistlewood"), Words("paragraph", "Disclosure Officer")]  # fmt: skip


def letter(force: str, **shape: bool) -> list[Words | Grid]:
    return [*words(force), list_of(**shape), *CLOSE]


def sheet(name: str) -> list[Sheet]:
    return [Sheet(name, list_of(odd=True).rows)]


def files() -> dict[str, tuple[str, bytes]]:
    """A reply for each format, by the force that is said to have sent it: the file's name, and its bytes."""
    xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    mail = others.mail(Random(1), words("Essex Police") + CLOSE, [("Brackenbury 1146.xlsx", workbooks.openpyxl_xlsx(sheet("Data")), xlsx)], "essex", date(2022, 9, 9))  # fmt: skip
    inside = [("letter Brackenbury.pdf", papers.reportlab_pdf([*words("Gwent Police"), *CLOSE], Page())), ("list.csv", workbooks.csv_text(sheet("x")[0], "utf-8", ",", "\r\n"))]  # fmt: skip
    return {
        "kent": ("FOI 1146-22 Mr Brackenbury.pdf", papers.reportlab_pdf(letter("Kent Police", odd=True), Page())),
        "durham": ("Brackenbury.docx", others.python_docx(letter("Durham Constabulary"), Page())),
        "surrey": ("reply.html", others.html_plain(letter("Surrey Police"), Page())),
        "sussex": ("Data.xlsx", workbooks.openpyxl_xlsx(sheet("PC 44179 Quillfeather"))),
        "dorset": ("Data.xls", workbooks.xlwt_xls(sheet("PC 44179 Quillfeather"))),
        "wiltshire": ("Data.ods", workbooks.odfpy_ods(sheet("PC 44179 Quillfeather"))),
        "cumbria": ("Data.csv", workbooks.csv_text(sheet("x")[0], "cp1252", ",", "\r\n")),
        "essex": ("reply.eml", mail),
        "gwent": ("reply.zip", others.zipped(inside)),
    }


@pytest.fixture(scope="module")
def clean(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    for force, (name, data) in files().items():
        (home / "in" / force).mkdir(parents=True)
        (home / "in" / force / name).write_bytes(data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("flows.report.write.images_wanted", lambda _: "all")

        def validate(data, docs=None, *, when=None, before=None):
            if docs:
                docs.mkdir(parents=True)
            return steps.validation.Verdict([], [], [], {})

        patch.setattr(steps.validation, "validate", validate)
        with steps.begun(home / "data", [FolderSource(home / "in")], Progress(io.StringIO())) as run:
            for step in steps.STEPS:
                step(run)
    return home / "data" / "clean"


@pytest.mark.parametrize("force", files())
def test_the_reply_was_read_and_the_full_edition_has_its_words(clean, force):
    cases = [c for c in read_release(clean / "latest")["cases"] if c.force == force]
    assert {c.conduct_raw for c in cases} == set(NARRATIVES), force
    warned = {p.force for p in read_release(clean / "latest")["problems"] if p.code == "personal_data"}
    assert force in warned


@pytest.mark.parametrize("what", SECRETS)
def test_it_is_in_no_file_of_the_public_edition(clean, what):
    assert holding(clean / "latest" / "public", SECRETS[what]) == []
    if what != "a requester":  # who stands in the letter and in names of files: no table needs it
        assert "cases.csv" in holding(clean / "latest", SECRETS[what]) or what == "a clerk"


def test_the_full_edition_has_the_letter_and_the_names_of_files_that_are_masked_in_the_public_one(clean):
    full = set(holding(clean / "latest", "Brackenbury", "Thistlewood"))
    assert {"replies.csv", "report/force-kent.html"} <= full
    replies = {r.force: r for r in read_release(clean / "latest-public")["replies"]}
    assert replies["kent"].source_url == "kent/FOI 1146-22 Mr [name].pdf"
    assert replies["durham"].source_url == "durham/[name].docx"
    assert {r.reference for r in replies.values() if r.force in ("kent", "durham", "surrey")} == {"1146/22"}


def test_the_public_edition_has_every_row_and_code_of_the_full_one(clean):
    full, shared = read_release(clean / "latest"), read_release(clean / "latest-public")
    for name in ("cases", "counts", "replies", "coverage", "summary", "problems", "accounting"):
        assert len(full[name]) == len(shared[name])
    same = {(c.document, c.row): c for c in full["cases"]}
    for other in shared["cases"]:
        one = same[other.document, other.row]
        assert one.record_id != other.record_id  # it is made of the words that are masked
        coded = ("outcome", "outcomes", "year", "rank", "channels", "conduct_categories")
        assert [getattr(one, c) for c in coded] == [getattr(other, c) for c in coded]
    told = {m.record: m.public_record for m in full["masked"] if m.table == "cases"}
    assert {told[c.record_id] for c in full["cases"]} == {c.record_id for c in shared["cases"]}
    shown = {c.conduct_raw for c in shared["cases"]}
    assert "PC [collar number] [name] sent messages to [name] on [telephone number]" in shown


def test_no_page_of_a_reply_is_a_picture_in_the_public_edition(clean):
    assert list((clean / "latest" / "report").rglob("*.webp"))
    assert not list((clean / "latest" / "public").rglob("*.webp"))
