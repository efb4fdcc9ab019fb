"""The maintainer's desk: each problem beside its place, with what to write; and nothing hidden, held or taken down on it."""

from __future__ import annotations

import dataclasses
import gzip
import io
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from urllib.parse import unquote

import pytest
from click.testing import CliRunner
from fpdf import FPDF
from lxml import html
from PIL import Image

from flows import publish as publishing
from flows import steps
from flows.archive import Archive
from flows.cli import main
from flows.progress import Progress
from flows.report.desk import page_of, write_desk
from flows.report.remedies import may_be_confirmed, of_spelling, remedies
from flows.sources.folder import FolderSource
from flows.spellings import Unknown, unknown
from schemas.records import Problem
from tests.flows.letters import CASES, letter, workbook
from tests.flows.release import REQUEST, case, problem
from tests.flows.test_holds import SECRET, with_hidden_sheet

pytestmark = pytest.mark.slow

ODD = "Told off <b>kindly</b>"
HOSTILE = '<script>alert(1)</script><img src=x onerror="alert(2)">'
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def passed(_tables, folder=None, **_):
    if folder is not None:
        folder.mkdir(parents=True)
    return steps.validation.Verdict([], [], [], {})


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    """A release: an unknown spelling in a PDF, a sheet and a web page; a document that is held; one with text under a box."""
    made = tmp_path_factory.mktemp("desk")
    inbox = made / "in" / REQUEST
    letter(inbox / "durham" / "reply.pdf", rows=[*CASES, ["2021", "PC", "TikTok", ODD]])
    letter(inbox / "kent" / "letter.pdf", force="Kent Police", reference="2/22", rows=[])
    workbook(inbox / "kent" / "figures.xlsx", [*CASES, *(["2021", "PC", "TikTok", "Dismissed"] for _ in range(9)), ["2021", "PC", "TikTok", ODD], ["2020", "PC", "WhatsApp", HOSTILE]])  # fmt: skip
    letter(inbox / "essex" / "letter.pdf", force="Essex Police", reference="3/22", rows=[])
    with_hidden_sheet(inbox / "essex" / "figures.xlsx", CASES)
    (inbox / "gwent").mkdir()
    table = [*CASES, ["2021", "PC", "TikTok", "Told off kindly"]]
    rows = "".join(f"<tr><td>{'</td><td>'.join(row)}</td></tr>" for row in table)
    (inbox / "gwent" / "reply.html").write_text(
        f"<html><body><p>Gwent Police</p><p>Our ref: FOI 4/22</p><table>{rows}</table></body></html>", "utf-8"
    )
    covered(inbox / "sussex" / "reply.pdf")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(made)
        patch.setattr(steps.validation, "validate", passed)
        with steps.begun(made / "data", [FolderSource(inbox)], Progress(io.StringIO()), request=REQUEST) as run:
            for step in steps.STEPS:
                step(run)
    return made / "data"


def covered(path: Path) -> None:
    """A letter in which a name lies under a black box."""
    page = FPDF()
    page.add_page()
    page.set_font("helvetica", size=11)
    for line in ("Sussex Police", "Freedom of Information Request Reference No: 5/22", "Date: 9 September 2022"):
        page.cell(0, 8, line, new_x="LMARGIN", new_y="NEXT")
    page.cell(0, 8, f"The officer was {SECRET}.", new_x="LMARGIN", new_y="NEXT")
    page.rect(9, 33, 120, 9, style="F")
    path.parent.mkdir()
    page.output(str(path))


@pytest.fixture(scope="module")
def tables(data):
    return publishing.read_release(data / "clean" / "latest")


@pytest.fixture(scope="module")
def desk(data) -> Path:
    done = CliRunner().invoke(main, ["desk", "--data", str(data)])
    assert done.exit_code == 0, done.output
    assert done.stdout.strip() == str(data / "desk" / "index.html")
    return data / "desk"


@pytest.fixture(scope="module")
def pages(desk):
    return {path: html.parse(str(path)).getroot() for path in sorted(desk.glob("*.html"))}


def files(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir())}


def test_every_problem_stands_once_on_the_page_of_its_force(desk, pages, tables):
    assert {p.code for p in tables["problems"]} >= {"unmapped_value", "document_quarantined", "hidden_content"}
    for one in tables["problems"]:
        page = pages[desk / page_of(one.force)]
        shown = page.get_element_by_id(f"p-{one.problem_id}")
        assert (shown.get("data-severity"), shown.get("data-code")) == (one.severity, one.code)
        assert one.message in shown.text_content() and (one.fix or "") in shown.text_content()
    assert sum(len(page.find_class("waiting")) for page in pages.values()) == len(tables["problems"])


def test_every_link_leads_somewhere_and_nothing_is_loaded_from_elsewhere(desk, pages):
    ids = {path: {e.get("id") for e in page.iter() if e.get("id")} for path, page in pages.items()}
    looked = 0
    for path, page in pages.items():
        assert "default-src 'none'" in page.find(".//meta[@http-equiv]").get("content")
        named = [e.get("id") for e in page.iter() if e.get("id")]
        assert len(named) == len(set(named)), path.name
        for element in page.iter():
            for name in ("href", "src"):
                target = element.get(name) if isinstance(element.tag, str) else None
                if target is None or target.startswith("data:"):
                    continue
                file, _, fragment = target.partition("#")
                found = desk / file if file else path
                assert ":" not in file and found.is_file(), f"{path.name}: {target}"
                if fragment and "=" not in fragment:
                    assert unquote(fragment) in ids[found], f"{path.name}: {target}"
                looked += 1
    assert looked > 60


def of(pages, desk, tables, force: str, code: str = "unmapped_value") -> html.HtmlElement:
    one = next(p for p in tables["problems"] if (p.force, p.code) == (force, code) and "script" not in p.message)
    return pages[desk / page_of(force)].get_element_by_id(f"p-{one.problem_id}")


def test_beside_a_problem_of_a_page_is_the_page_with_its_row_lit(desk, pages, tables):
    shown = of(pages, desk, tables, "durham")
    (drawn,) = shown.iter("svg")
    picture = drawn.find("image")
    with Image.open(desk / picture.get("href")) as opened:
        assert opened.format == "WEBP" and opened.width > 300
    (box,) = [r for r in drawn.iter("rect") if "row" in r.get("class").split()]
    left, top, wide, high = (float(n) for n in drawn.get("viewbox").split())
    x, y, w, h = (float(box.get(name)) for name in ("x", "y", "width", "height"))
    assert left <= x < x + w <= wide and top < y < y + h < top + high < float(picture.get("height"))
    page, _, anchor = next(a for a in shown.iter("a")).get("href").partition("#")
    assert pages[desk / page].get_element_by_id(anchor).get("class").split() == ["box", "row"]


def test_beside_a_problem_of_a_sheet_are_its_heading_and_the_rows_around_it(desk, pages, tables):
    shown = of(pages, desk, tables, "kent")
    lines = [[cell.text_content() for cell in row] for row in shown.iter("tr")]
    assert lines[0][1:] == ["A", "B", "C", "D"] and lines[1] == ["1", *CASES[0]]
    assert ["13", "2021", "PC", "TikTok", ODD] in lines and len(lines) < 13
    assert any("not shown here" in line[1] for line in lines)
    assert [e.text_content() for e in shown.find_class("row")] == ["2021", "PC", "TikTok", ODD]
    page, _, anchor = next(a for a in shown.iter("a")).get("href").partition("#")
    assert "row" in pages[desk / page].get_element_by_id(anchor).get("class").split()


def test_beside_a_problem_of_a_web_page_is_its_table(desk, pages, tables):
    shown = of(pages, desk, tables, "gwent")
    assert [e.text_content() for e in shown.find_class("row")] == ["2021", "PC", "TikTok", "Told off kindly"]


def test_each_unknown_spelling_stands_once_with_its_places_and_the_commands_of_foi_problems(desk, pages, tables, data):
    index = pages[desk / "index.html"]
    told = CliRunner().invoke(main, ["problems", "--data", str(data)]).output
    found = unknown(tables)
    assert {one.spelling for one in found} >= {ODD, "Told off kindly"}
    shown = index.find_class("spelling")
    assert len(shown) == len(found)
    for one, section in zip(found, shown, strict=True):
        assert one.spelling in section.findtext("h3")
        assert len(section.findall(".//a")) == len(one.places)
        lines = [code.text_content() for code in section.find_class("copy")]
        assert lines and all(line in told for line in lines)
        assert any(line.startswith(f"foi vocab map {one.vocabulary} ") for line in lines)
    # the page of the force has the same commands beside the problem
    beside = {c.text_content() for c in of(pages, desk, tables, "durham").find_class("copy")}
    assert {r.line for r in of_spelling(next(o for o in found if o.spelling == ODD), f" --data {data}") if r.line} <= beside  # fmt: skip


def test_the_forces_are_counted_and_held_documents_are_listed(desk, pages, tables):
    index = pages[desk / "index.html"]
    rows = {row.find("th/a").get("href"): [td.text_content().split()[0] for td in row.findall("td")] for row in index.findall(".//section[@aria-labelledby='forces']//tbody/tr")}  # fmt: skip
    for force in {p.force for p in tables["problems"]}:
        counted = [sum((p.force, p.severity) == (force, s) for p in tables["problems"]) for s in ("error", "warning", "info")]  # fmt: skip
        assert rows[page_of(force)] == [str(n) for n in counted]
    held = index.find(".//section[@aria-labelledby='held']").text_content()
    assert "essex/figures.xlsx holds what a person" in held and "foi release-hold " in held


def test_what_is_hidden_is_in_no_file_of_the_desk(desk, data, pages, tables):
    assert any(p.force == "sussex" and p.code == "hidden_content" for p in tables["problems"])
    for name, content in files(desk).items():
        assert SECRET.encode() not in content and b"Quillfeather" not in content, name
    for path in (data / "raw" / "pages").rglob("*.gz"):
        assert SECRET.encode() not in gzip.decompress(path.read_bytes())
    (document,) = {p.document for p in tables["problems"] if p.force == "sussex" and p.code == "hidden_content"}
    with Image.open(desk / f"{document[:16]}-p1.webp") as page:  # the box is drawn over the name, as in any program
        scale = page.width / 210
        under = page.convert("RGB").crop((11 * scale, 35 * scale, 125 * scale, 40 * scale))
        assert under.getcolors() == [(under.width * under.height, (0, 0, 0))]


def test_what_a_force_wrote_is_escaped(desk, pages):
    seen = 0
    for path in pages:
        text = path.read_text("utf-8")
        assert "<script>alert" not in text and "<img src=x" not in text and "<b>kindly" not in text, path.name
        seen += "alert(1)" in text
    assert seen >= 2  # the index and the page of the force


def test_the_same_release_gives_the_same_bytes(desk, data, tables, tmp_path):
    option = f" --data {shlex.quote(str(data))}"
    release = (data / "clean" / "latest").resolve().name
    for _ in range(2):  # the second in the place of the first
        write_desk(tables, Archive(data / "raw"), tmp_path / "desk", release, data=option)
        assert files(tmp_path / "desk") == files(desk)
    assert [p.name for p in tmp_path.iterdir()] == ["desk"]


def test_the_desk_of_one_force_and_of_a_force_with_nothing_open(data, tmp_path):
    copy = tmp_path / "data"
    shutil.copytree(data, copy, symlinks=True)
    done = CliRunner().invoke(main, ["desk", "--force", "durham", "--data", str(copy)])
    assert done.exit_code == 0 and done.stdout.strip() == str(copy / "desk" / "force-durham.html")
    assert {p.name for p in (copy / "desk").glob("force-*.html")} == {"force-durham.html"}
    done = CliRunner().invoke(main, ["desk", "--force", "kent", "--data", str(copy)])
    assert {p.name for p in (copy / "desk").glob("force-*.html")} == {"force-kent.html"}  # the earlier one has gone
    done = CliRunner().invoke(main, ["desk", "--force", "dorset", "--data", str(copy)])
    assert "Nothing waits" in Path(done.stdout.strip()).read_text("utf-8")
    assert CliRunner().invoke(main, ["desk", "--force", "nowhere", "--data", str(copy)]).exit_code == 2
    assert CliRunner().invoke(main, ["desk", "--data", str(tmp_path / "empty")]).exit_code == 2


def test_no_page_of_a_document_that_something_was_taken_down_from(data, tables, tmp_path):
    copy = tmp_path / "data"
    shutil.copytree(data, copy, symlinks=True)
    row = next(c for c in tables["cases"] if c.force == "durham")
    options = ["--reason", "asked", "--author", "A. N.", "--data", str(copy)]
    assert CliRunner().invoke(main, ["takedown", row.record_id, *options]).exit_code == 0
    done = CliRunner().invoke(main, ["desk", "--data", str(copy)])  # before the next release, too
    assert done.exit_code == 0, done.output
    assert not list((copy / "desk").glob(f"{row.document[:16]}-p*"))
    page = (copy / "desk" / "force-durham.html").read_text("utf-8")
    assert "no page of it is shown" in page and "<image" not in page


def test_a_document_that_is_lost_keeps_nothing_else_back(data, tables, tmp_path):
    raw = tmp_path / "raw"
    shutil.copytree(data / "raw", raw)
    lost = next(p.document for p in tables["problems"] if p.force == "durham")
    for path in raw.rglob(f"*{lost}*"):
        path.unlink()
    write_desk(tables, Archive(raw, told=lambda _: None), tmp_path / "desk", "r")
    assert "cannot be shown" in (tmp_path / "desk" / "force-durham.html").read_text("utf-8")
    assert '<table class="cells">' in (tmp_path / "desk" / "force-kent.html").read_text("utf-8")


def test_purging_takes_the_desk_away(data, tmp_path):
    copy = tmp_path / "data"
    shutil.copytree(data, copy, symlinks=True)
    CliRunner().invoke(main, ["desk", "--data", str(copy)])
    done = CliRunner().invoke(main, ["purge-releases", "--yes", "--data", str(copy)])
    assert done.exit_code == 0 and not (copy / "desk").exists()


# ---- what to write


def lines(fix: str, **given) -> list[str]:
    return [r.line for r in remedies(problem("durham", "a", fix=fix, **{"severity": "info", **given}))]


@pytest.mark.parametrize(
    ("fix", "wanted"),
    [
        ("Run `foi ingest --accept online/durham`.", ["foi ingest --accept online/durham"]),
        ('Ask the force; then write it in its module: symbols = {"-": "0"}.', ['symbols = {"-": "0"}']),
        ('Decide: values = {"outcome": {"A } b": "CODE"}}.', ['values = {"outcome": {"A } b": "CODE"}}']),
        ("Run foi inspect on the file.", []),
        # what a force wrote is no command, and does not end the line that it stands in
        ('Write: columns = {"`foi ingest evil`": "FIELD"}.', ['columns = {"`foi ingest evil`": "FIELD"}']),
        ("The heading “`foi ingest evil`” is not known.", []),
        ("`foi purge-releases --yes`, `foi ingest a; rm -rf b`, `rm -rf b`, `foi ingest $(id)`", []),
        ('columns = {"a": "b"; import os', []),
        ('columns = {"a\x1b[201~\nb": "FIELD"}', ['columns = {"a\\x1b[201~ b": "FIELD"}']),
    ],
)  # fmt: skip
def test_the_lines_of_a_fix(fix, wanted):
    assert lines(fix) == wanted


def test_a_command_to_copy_holds_nothing_that_a_terminal_acts_on():
    one = Unknown("outcome", "a\x1b[201~\nrm -rf b\u202e", True, (problem("durham", "a"),), None)
    told = [r.line for r in of_spelling(one)]
    assert told and all(line.isprintable() for line in told if line)
    command = next(line for line in told if line.startswith("foi vocab map"))
    assert shlex.split(command, comments=True)[:4] == ["foi", "vocab", "map", "outcome"]


def test_which_problems_a_person_can_confirm():
    def one(**values) -> Problem:
        return problem("durham", "a", **{"code": "total_mismatch", **values})

    assert may_be_confirmed(one())
    assert not may_be_confirmed(one(severity="info"))
    for code in ("unmapped_value", "hidden_content", "personal_data", "validation_failed"):
        assert not may_be_confirmed(one(code=code))
    assert not may_be_confirmed(dataclasses.replace(one(), force=None))


def test_a_correction_is_offered_for_the_record_of_the_row():
    record = case("durham", "a", 3)
    told = remedies(problem("durham", "a", code="total_mismatch", location='page "2"'), [record], data=" --data x")
    assert [r.line.split(" --")[0] for r in told] == ["foi correct durham-3 COLUMN VALUE", "foi correct durham-problem"]
    assert all(shlex.split(r.line)[-6:-4] == ["--page", 'page "2"'] for r in told)


# ---- in a browser


def dom(address: str, profile: Path) -> html.HtmlElement:
    done = subprocess.run(
        [str(CHROMIUM), "--headless=new", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=4000",
         f"--user-data-dir={profile}", "--enable-logging=stderr", "--dump-dom", address],
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    assert "CONSOLE" not in done.stderr, done.stderr
    return html.fromstring(done.stdout)


@pytest.mark.skipif(CHROMIUM is None, reason="needs the Debian package chromium")
def test_the_address_chooses_the_problems_and_every_line_has_a_button(desk, tables, tmp_path):
    address = (desk / "force-essex.html").as_uri()
    page = dom(f"{address}#severity=error&code=document_quarantined", tmp_path)
    shown = [s for s in page.find_class("waiting") if s.get("hidden") is None]
    assert [s.get("data-code") for s in shown] == ["document_quarantined"]
    total = sum(p.force == "essex" for p in tables["problems"])
    assert page.get_element_by_id("told").text == f"1 of {total} problems" and total > 1
    assert all(len(one.findall("button")) == 1 for one in page.find_class("copy"))
    assert len(page.find_class("copy")) > 0 and re.match("foi release-hold", shown[0].find_class("copy")[0].text_content())  # fmt: skip
    one = next(p for p in tables["problems"] if p.force == "essex" and p.code == "hidden_content")
    page = dom(f"{address}#p-{one.problem_id}", tmp_path)
    assert not [s for s in page.find_class("waiting") if s.get("hidden") is not None]
