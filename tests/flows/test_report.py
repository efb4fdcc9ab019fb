"""The report of a release and the evidence behind its records: whole, escaped, the same twice, and true to the tables."""

from __future__ import annotations

import dataclasses
import io
import json
import re
import shutil
import subprocess
from itertools import accumulate
from pathlib import Path
from urllib.parse import unquote

import pytest
from click.testing import CliRunner
from lxml import html
from markupsafe import escape
from PIL import Image

from flows import publish as publishing
from flows import steps
from flows.archive import Archive
from flows.cli import main
from flows.ending import Stopped
from flows.progress import Progress
from flows.publish import REPORT, read_release
from flows.report import write as writing
from flows.report.compact import AS_IN_CELL
from flows.report.evidence import Gathered, evidence_of, too_many
from flows.report.explain import fields_of, identifier, span
from flows.report.one import write_one
from flows.report.rounds import reconciled, rounds_of
from flows.report.write import images_wanted, shown_whole, write_report
from flows.samples.generate import HOME
from flows.sources.folder import FolderSource
from parsers.personal import MARKS
from schemas.datapackage import EDITION_NOTES, FULL, PUBLIC
from tests.flows.release import case, count, reply

pytestmark = pytest.mark.slow

REQUEST = "online-misconduct-2017"
FORCES = {
    "durham": "PDF", "avon-and-somerset": "Excel", "west-mercia": "Word", "northern-ireland": "HTML",
    "norfolk": "joint letter", "cheshire": "refused", "sussex": "e-mail or PDF", "lincolnshire": "any",
}  # fmt: skip
HOSTILE = '<script>alert(1)</script><img src=x onerror="alert(2)"> & “quoted”'


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    """A data folder with the release of a few sample replies, its report in it."""
    made = tmp_path_factory.mktemp("report")
    for force in FORCES:
        if (HOME / REQUEST / force).is_dir():
            shutil.copytree(HOME / REQUEST / force, made / "replies" / REQUEST / force)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(made)
        patch.setattr(steps.validation, "validate", _passed)
        source = FolderSource(made / "replies" / REQUEST)
        with steps.begun(made / "data", [source], Progress(io.StringIO()), request=REQUEST) as run:
            for step in steps.STEPS:
                step(run)
    return made / "data"


def _passed(_tables, folder=None, **_):
    if folder is not None:
        folder.mkdir(parents=True)
    return steps.validation.Verdict([], [], [], {})


@pytest.fixture(scope="module")
def tables(data):
    return publishing.read_release(data / "clean" / "latest")


@pytest.fixture(scope="module")
def report(data) -> Path:
    return (data / "clean" / "latest").resolve() / "report"


@pytest.fixture(scope="module")
def pages(report):
    return {path: html.parse(str(path)).getroot() for path in sorted(report.rglob("*.html"))}


def data_of(path: Path) -> dict:
    """What the script of a page works with."""
    return json.loads(html.parse(str(path)).getroot().get_element_by_id("data").text)


def records(report: Path) -> dict:
    """The table of records as its script has it: texts in the place of their numbers."""
    data = data_of(report / "records.html")
    texts = dict(enumerate(data["texts"]))
    told = [c not in data["plain"] for c in data["columns"]]
    ids, forces = data["columns"].index("id"), data["columns"].index("force")
    for row in data["rows"]:
        for at in (i for i, coded in enumerate(told) if coded):
            row[at] = [texts[n] for n in row[at]] if isinstance(row[at], list) else texts.get(row[at])
        row[:] = [None if value == -1 else value for value in row]
        if row[ids].startswith("-"):
            row[ids] = row[forces] + row[ids]
    for figure in data["figures"].values():
        figure["rows"] = list(accumulate(figure["rows"]))
    return data


def shown(path: Path) -> dict[str, dict]:
    """Identifier to what the script of an evidence page shows of it."""
    data = data_of(path)
    texts = dict(enumerate(data["texts"]))
    made = {}
    for common, own, title, _force, _location, _number, row, flat, problems in data["records"]:
        fields = [
            {
                "label": texts[label],
                "anchor": anchor,
                "raw": texts.get(raw, raw),
                "value": texts[value],
                "how": texts[how],
            }
            for label, anchor, raw, value, how in zip(*[iter(flat)] * 5, strict=True)
        ]
        made[f"{texts[common]}-{own}" if texts[common] else own] = {
            "title": ", ".join(texts[n] for n in title), "row": row, "fields": fields, "boxes": data["boxes"],
            "problems": [[texts.get(n) for n in p] for p in problems],
        }  # fmt: skip
    return made


# ---- the pages as a whole


def test_every_link_leads_somewhere_in_the_release_and_nothing_is_loaded_from_elsewhere(report, pages):
    ids = {path: {e.get("id") for e in page.iter() if e.get("id")} for path, page in pages.items()}
    release = report.parent
    drawn: dict[Path, set[str]] = {}
    looked = 0
    for path, page in pages.items():
        for element in page.iter():
            for name in ("href", "src"):
                target = element.get(name) if isinstance(element.tag, str) else None
                if target is None or target.startswith("data:"):
                    continue
                assert ":" not in target.partition("#")[0], f"{path.name} leads outside: {target}"
                file, _, fragment = target.partition("#")
                found = (path.parent / file).resolve() if file else path
                assert found.is_relative_to(release) and found.is_file(), f"{path.name}: {target}"
                if fragment and found.suffix == ".html" and found.name != "records.html":
                    if found.parent.name == "evidence" and found not in drawn:
                        drawn[found] = set(shown(found))
                    assert unquote(fragment) in ids[found] | drawn.get(found, set()), f"{path.name}: {target}"
                looked += 1
    assert looked > 200
    for sheet in report.glob("*.css"):
        assert not re.search(r"url\(|@import", sheet.read_text("utf-8"))
    for script in [s for s in report.glob("*.js") if s.name != "vega.js"]:
        assert not re.search(r"fetch\(|XMLHttpRequest|import\(|innerHTML|eval\(", script.read_text("utf-8"))


def test_ids_are_unique_and_pages_can_be_read_aloud(pages):
    for path, page in pages.items():
        ids = [e.get("id") for e in page.iter() if e.get("id")]
        assert len(ids) == len(set(ids)), path.name
        assert page.get("lang") == "en-GB" and page.findtext(".//title"), path.name
        assert len(page.findall(".//main")) == 1 and len(page.findall(".//h1")) >= 1, path.name
        for table in page.iter("table"):
            assert table.findtext("caption") or table.find("caption/*") is not None, path.name
        for drawn in page.iter("svg"):
            assert drawn.get("aria-hidden") == "true" or drawn.get("aria-label"), path.name
        for field in [*page.iter("input"), *page.iter("select")]:
            assert page.find(f".//label[@for='{field.get('id')}']") is not None, path.name
        assert not [e for e in page.iter() if any(name.startswith("on") for name in e.attrib)], path.name


def test_a_made_up_release_says_so_on_every_page(pages):
    for path, page in pages.items():
        assert "Made-up sample" in page.find(".//p[@class='sample']").text_content(), path.name


def test_every_record_leads_to_boxes_inside_its_page(report, pages, tables):
    data = records(report)
    at = {name: i for i, name in enumerate(data["columns"])}
    assert {row[at["id"]] for row in data["rows"]} == {r.record_id for r in tables["cases"]} | {
        r.count_id for r in tables["counts"]
    }
    found: dict[Path, dict] = {}
    for row in data["rows"]:
        path = report / "evidence" / data["files"][row[at["file"]]]
        one = (found.get(path) or found.setdefault(path, shown(path)))[row[at["id"]]]
        anchors = [f["anchor"] for f in one["fields"] if f["anchor"]]
        assert anchors and one["row"], row[at["id"]]
        for anchor in [*anchors, *one["row"]]:
            if not one["boxes"]:
                assert pages[path].get_element_by_id(f"c{anchor}").tag in ("td", "p")
                continue
            page, x, y, w, h = one["boxes"][anchor - 1]
            drawn = pages[path].find(f".//svg[@data-page='{page}']")
            _, _, wide, high = (float(n) for n in drawn.get("viewbox").split())
            assert 0 <= x < x + w <= wide + 0.01 and 0 <= y < y + h <= high + 0.01 and w > 3 and h > 3


def test_the_words_of_a_case_stand_in_the_cells_that_it_names(report, pages, tables):
    words = 0
    for record in tables["cases"]:
        path = report / "evidence" / f"{record.document[:16]}.html"
        one = shown(path)[record.record_id]
        if one["boxes"] or record.outcome_raw is None:
            continue
        outcome = next(f for f in one["fields"] if f["label"] == "Outcome")
        assert pages[path].get_element_by_id(f"c{outcome['anchor']}").text_content() == record.outcome_raw
        assert outcome["raw"] in (record.outcome_raw, AS_IN_CELL)
        words += 1
    assert words > 10


def test_every_field_of_the_evidence_is_what_explains_the_record(report, tables):
    looked = 0
    for record in [*tables["cases"], *tables["counts"]][::5]:
        one = shown(report / "evidence" / f"{record.document[:16]}.html")[identifier(record)]
        wanted = fields_of(record, {})
        assert {f["label"] for f in one["fields"]} >= {f.label for f in wanted}
        told = {f["label"]: f for f in one["fields"]}
        for field in [f for f in wanted if f.raw is not None]:
            assert told[field.label]["value"] == field.value and told[field.label]["raw"] in (field.raw, AS_IN_CELL)
            looked += 1
    assert looked > 50


def test_the_figures_on_the_page_are_those_of_the_summary(report, tables):
    page = html.parse(str(report / "index.html")).getroot()
    told = [" ".join(card.text_content().split()) for card in page.findall(".//ul[@class='cards']/li")]
    for figure in [f for f in tables["summary"] if f.breakdown is None and "share" not in f.figure]:
        assert any(f"{figure.lower:,}" in card for card in told)
        assert figure.upper in (None, figure.lower) or any(f"at most {figure.upper:,}" in card for card in told)
    data = records(report)
    for figure in [f for f in tables["summary"] if f.breakdown is None and f.figure == "officers_dismissed"]:
        behind = data["figures"][f"{REQUEST}-samples:officers_dismissed"]["rows"]
        assert {data["rows"][i][data["columns"].index("id")] for i in behind} == set(figure.records)


def test_who_refused_is_told_with_the_section(report):
    page = html.parse(str(report / "index.html")).getroot()
    tile = page.find(".//a[@href='force-cheshire.html']/..")
    assert "refused" in tile.get("class").split() and "s12(2)" in tile.text_content()
    silent = page.find(".//a[@href='force-bedfordshire.html']/..")
    assert "silent" in silent.get("class").split()


def test_the_same_release_gives_the_same_bytes(data, tables, report, tmp_path):
    write_report(tables, Archive(data / "raw"), "samples", tmp_path / "again", report.parent.name)
    before = {p.relative_to(report): p.read_bytes() for p in report.rglob("*") if p.is_file()}
    after = {p.relative_to(tmp_path / "again"): p.read_bytes() for p in (tmp_path / "again").rglob("*") if p.is_file()}
    assert before == after


def test_the_checksums_of_the_release_cover_the_report(report):
    listed = (report.parent / publishing.CHECKSUMS).read_text("utf-8")
    assert "report/index.html" in listed and "report/evidence/" in listed


def test_above_a_bound_the_report_says_what_it_does_not_hold(data, tables, tmp_path, monkeypatch):
    monkeypatch.setattr(writing, "MOST_RECORDS", 60)
    write_report(tables, Archive(data / "raw"), "samples", made := tmp_path / "report", "r")
    left = too_many(Gathered(tables).records, 60)
    number = len(tables["cases"]) + len(tables["counts"])
    assert left and number > 60
    records_page = (made / "records.html").read_text("utf-8")
    assert (
        f"{number:,} cases and numbers" in records_page
        and "cases.parquet" in records_page
        and "foi evidence" in records_page
    )
    assert "<script" not in records_page and "<form" not in records_page
    index = (made / "index.html").read_text("utf-8")
    assert "records.html#" not in index and "summary.parquet" in index
    held = 0
    for path in sorted((made / "evidence").glob("*.html")):
        on_demand = any(path.name == f"{sha256[:16]}.html" for sha256 in left)
        listed = [name for name in shown(path) if name != "letter"]
        assert not (on_demand and listed), path.name
        assert ("makes the evidence of one with" in path.read_text("utf-8")) == on_demand
        held += len(listed)
    assert 0 < held <= 60
    some = next(c for c in tables["cases"] if c.document in left)
    page = (made / f"force-{some.force}.html").read_text("utf-8")
    assert f"<code>foi evidence {some.record_id}</code>" in page or len(tables["cases"]) > 1000
    assert "records.html#" not in page and "cannot be shown" not in page
    lead = next(r for r in tables["replies"] if r.documents[0] in left and r.current)
    assert shown(made / "evidence" / f"{lead.documents[0][:16]}.html")["letter"]["fields"], (
        "what the letter says is still told"
    )
    for path in made.rglob("*.html"):
        for target in re.findall(r'href="(evidence/[^"#]+)', path.read_text("utf-8")):
            assert (made / target).is_file(), f"{path.name}: {target}"


# ---- what a force writes is text, never markup


def test_what_a_force_wrote_is_escaped(data, tables, tmp_path):
    first = tables["cases"][0]
    changed = dataclasses.replace(
        first, conduct_raw=HOSTILE, outcome_raw=HOSTILE, case_ref_raw=HOSTILE, rank_raw=HOSTILE
    )
    hostile = {**tables, "cases": [changed, *tables["cases"][1:]]}
    hostile["replies"] = [dataclasses.replace(r, reference=HOSTILE, unit_raw=HOSTILE) for r in tables["replies"]]
    write_report(hostile, Archive(data / "raw"), "samples", tmp_path / "report", "r")
    seen = 0
    for path in (tmp_path / "report").rglob("*.html"):
        text = path.read_text("utf-8")
        assert "<script>alert" not in text and "<img src=x" not in text, path.name
        seen += "alert(1)" in text
    assert seen >= 3
    assert HOSTILE in json.dumps(records(tmp_path / "report"), ensure_ascii=False).replace('\\"', '"')


def test_a_document_that_cannot_be_shown_keeps_nothing_else_back(data, tables, tmp_path):
    raw = tmp_path / "raw"
    shutil.copytree(data / "raw", raw)
    lost = next(c.document for c in tables["cases"] if c.force == "durham")
    for path in raw.rglob(f"*{lost}*"):
        path.unlink()
    write_report(tables, Archive(raw), "samples", tmp_path / "report", "r")
    found = records(tmp_path / "report")
    at = {name: i for i, name in enumerate(found["columns"])}
    assert len(found["rows"]) == len(tables["cases"]) + len(tables["counts"])
    without = {row[at["force"]] for row in found["rows"] if row[at["file"]] is None}
    assert without == {"durham"}
    assert "cannot be shown" in (tmp_path / "report" / "force-durham.html").read_text("utf-8")


# ---- personal data


def test_nothing_of_the_samples_is_taken_for_personal_data_on_any_page_of_their_public_edition(data):
    shared = data / "clean" / "latest-public"
    assert read_release(shared)["masked"] == []
    pages = list((shared / REPORT).rglob("*.html"))
    assert len(pages) > 50
    for page in pages:
        text = page.read_text(encoding="utf-8").replace(str(escape(EDITION_NOTES[PUBLIC])), "")
        assert EDITION_NOTES[FULL] not in text and not [mark for mark in MARKS.values() if mark in text], page


def test_nothing_of_a_reply_that_is_held_back_is_shown(data, tables, tmp_path):
    held = {r.reply_id: r for r in tables["replies"] if r.force == "durham"}
    changed = {
        **tables,
        "replies": [
            dataclasses.replace(r, status="quarantined") if r.reply_id in held else r for r in tables["replies"]
        ],
        "cases": [c for c in tables["cases"] if c.reply_id not in held],
        "counts": [c for c in tables["counts"] if c.reply_id not in held],
    }
    write_report(changed, Archive(data / "raw"), "all", tmp_path / "report", "r")
    for sha256 in {d for r in held.values() for d in r.documents}:
        assert not list((tmp_path / "report" / "evidence").glob(f"{sha256[:16]}-p*"))
        page = html.parse(str(tmp_path / "report" / "evidence" / f"{sha256[:16]}.html")).getroot()
        assert "Nothing of it is published" in page.text_content() and page.find(".//table") is None


def test_pages_of_real_replies_are_shown_only_where_that_is_set():
    made_up, real = reply("durham", "a", sample=True), reply("durham", "b", sample=False)
    assert shown_whole([made_up], "samples") and not shown_whole([real], "samples")
    assert not shown_whole([made_up, real], "samples") and not shown_whole([], "samples")
    assert shown_whole([real], "all") and not shown_whole([made_up], "none")


def test_without_images_only_the_published_cells_are_shown(data, tables):
    known, archive = Gathered(tables), Archive(data / "raw")
    for record in (tables["cases"] + tables["counts"])[:: max(len(tables["cases"]) // 8, 1)]:
        whole = evidence_of(record.document, known, archive, whole=True)
        bare = evidence_of(record.document, known, archive, whole=False)
        assert all(not p.image for p in bare.pictures)
        assert {p.number: (p.width, p.height) for p in bare.pictures} == {
            p.number: (p.width, p.height) for p in whole.pictures
        }
        cited = {f.place for s in bare.shown for f, _ in s.fields}
        for block in [b for sheet in bare.sheets for b in sheet.blocks]:
            cells = [block.text] if block.text else [c for line in block.lines for c in line.cells]
            assert all(c.place in cited for c in cells if c.text)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (None, "samples"),
        ("", "samples"),
        ('[report]\nevidence_images = "all"', "all"),
        ('[report]\nevidence_images = "none"', "none"),
    ],
)
def test_whose_pages_are_shown_is_set_in_the_configuration(tmp_path, text, wanted):
    if text is not None:
        (tmp_path / "foi.toml").write_text(text, encoding="utf-8")
    assert images_wanted(tmp_path) == wanted


@pytest.mark.parametrize("text", ['[report]\nevidence_images = "yes"', "report = 3", "[report"])
def test_a_wrong_setting_says_what_to_write(tmp_path, text):
    (tmp_path / "foi.toml").write_text(text, encoding="utf-8")
    with pytest.raises(Stopped, match=r"foi\.toml"):
        images_wanted(tmp_path)


# ---- one record


@pytest.mark.parametrize("force", ["durham", "avon-and-somerset", "west-mercia", "northern-ireland"])
def test_the_evidence_of_one_record_stands_alone(data, tables, tmp_path, force):
    record = next(r for r in [*tables["cases"], *tables["counts"]] if r.force == force)
    wanted = getattr(record, "record_id", None) or record.count_id
    done = CliRunner().invoke(main, ["evidence", wanted, "--data", str(data)])
    assert done.exit_code == 0, done.output
    page, picture = (Path(line) for line in done.output.split())
    text = page.read_text("utf-8")
    assert record.document in text and not re.search(r'(?:href|src)="(?!#|data:)', text)
    root = html.fromstring(text.encode())
    assert root.xpath("//*[contains(concat(' ', @class, ' '), ' lit ')]")
    with Image.open(picture) as shown:
        assert shown.width > 300 and shown.format == "PNG"
        colours = {tuple(c) for _, c in shown.convert("RGB").getcolors(10_000_000)}
        assert (213, 94, 0) in colours  # the boxes of its fields


def test_an_unknown_record_says_so(data):
    done = CliRunner().invoke(main, ["evidence", "durham-nothing", "--data", str(data)])
    assert done.exit_code == 2 and "no record durham-nothing" in done.output


def test_bytes_that_were_changed_are_no_evidence(data, tables, tmp_path):
    record = next(r for r in tables["cases"] if r.force == "durham")
    raw = tmp_path / "raw"
    shutil.copytree(data / "raw", raw)
    path = raw / "documents" / record.document[:2] / record.document
    path.chmod(0o644)
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(Stopped, match="has been changed"):
        write_one(tables, Archive(raw), record.record_id, tmp_path / "out")


def test_the_report_command_prints_where_it_is(data, report, tmp_path):
    done = CliRunner().invoke(main, ["report", "--data", str(data)])
    assert done.exit_code == 0 and Path(done.output.strip()) == report / "index.html"
    again = CliRunner().invoke(main, ["report", "--data", str(data), "--to", str(tmp_path)])
    assert again.exit_code == 2 and "is there already" in again.output


# ---- in words


def test_a_spelling_is_named_with_its_vocabulary():
    fields = {
        f.name: f
        for f in fields_of(
            case(
                "durham",
                "a",
                1,
                outcome_raw="WW; FWW",
                outcomes=["written_warning", "final_written_warning"],
                outcome="final_written_warning",
            ),
            {},
        )
    }
    assert "spelling of written_warning in outcome.toml" in fields["outcome_raw"].how
    assert "most serious" in fields["outcome_raw"].how
    unknown = {
        f.name: f for f in fields_of(case("durham", "a", 1, outcome_raw="Frobnicated", outcome=None, outcomes=[]), {})
    }
    assert unknown["outcome_raw"].value == "not known" and "no spelling" in unknown["outcome_raw"].how


@pytest.mark.parametrize(
    ("lower", "upper", "told"), [(4, 4, "4"), (0, 4, "0 to 4"), (3, None, "at least 3"), (None, None, "not known")]
)
def test_an_interval_in_words(lower, upper, told):
    assert span(lower, upper) == told


def test_a_total_is_shown_beside_its_parts():
    one = reply("durham", "a")
    parts = [
        count("durham", "a", i, count_id=f"c{i}", category_raw=f"K{i}", value=n, lower=n, upper=n)
        for i, n in ((1, 2), (2, 3))
    ]
    total = count(
        "durham",
        "a",
        9,
        count_id="t",
        dimension="total",
        category_raw="Total",
        category=None,
        value=6,
        lower=6,
        upper=6,
        stated_total=True,
    )
    found = reconciled(one, [], [*parts, total])
    assert [(c.printed, c.sum, c.agrees) for c in found] == [("6 officers", "5", False)]
    right = dataclasses.replace(total, value=5, lower=5, upper=5)
    assert [c.agrees for c in reconciled(one, [], [*parts, right])] == [True]


def test_real_replies_and_samples_are_never_one_round(tables):
    mixed = [dataclasses.replace(r, sample=r.force != "durham") for r in tables["replies"]]
    rounds = rounds_of({**tables, "replies": mixed})
    assert [(r.request.slug, r.sample) for r in rounds] == [(REQUEST, False), (REQUEST, True)]
    assert not {s.force for s in rounds[0].stacks} & {s.force for s in rounds[1].stacks}


# ---- in a browser

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def dom(address: str, profile: Path) -> html.HtmlElement:
    done = subprocess.run(
        [str(CHROMIUM), "--headless=new", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=4000",
         f"--user-data-dir={profile}", "--enable-logging=stderr", "--dump-dom", address],
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    assert "CONSOLE" not in done.stderr, done.stderr
    return html.fromstring(done.stdout)


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
def test_filters_in_the_address_choose_the_rows_and_a_record_is_lit(report, tables, tmp_path):
    page = dom(f"{(report / 'records.html').as_uri()}#force=durham&outcome=dismissed", tmp_path)
    wanted = [r for r in tables["cases"] if (r.force, r.outcome) == ("durham", "dismissed")]
    rows = page.xpath("//table[@id='records']/tbody/tr")
    assert len(rows) == len(wanted) > 0
    assert page.get_element_by_id("told").text.startswith(f"{len(wanted)} of ")
    lit = dom(
        f"{(report / 'records.html').parent.as_uri()}/{rows[0].xpath('.//td[last()]/a')[0].get('href')}", tmp_path
    )
    assert len(lit.xpath("//*[contains(concat(' ', @class, ' '), ' lit ')]")) >= 3
    assert len(lit.xpath("//section[contains(concat(' ', @class, ' '), ' shown ')]")) == 1
