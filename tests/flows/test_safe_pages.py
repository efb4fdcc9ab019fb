"""Pages of a release that hold what a hostile reply says: a browser shows it, runs none of it, and asks nobody for anything.

The replies are files: markup, scripts, links, templates and styles stand in their cells, headings, captions, references,
sheet and file names. The same is put into every text column of the tables, for what no file can be made to hold.
"""

from __future__ import annotations

import dataclasses
import http.server
import io
import json
import re
import shutil
import subprocess
import threading
from functools import partial
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree as xml

import pytest
import xlsxwriter
from lxml import html
from markdown_it import MarkdownIt

from flows import artifacts, steps
from flows import publish as publishing
from flows.archive import Archive
from flows.changes import in_words
from flows.feed import NAMESPACE, Entry, atom
from flows.progress import Progress
from flows.report.one import write_one
from flows.report.validated import write_page
from flows.report.write import write_report
from flows.sources.folder import FolderSource
from flows.validate import Failure, Verdict
from schemas.records import Change
from schemas.tables import tables
from tests.flows.release import REQUEST

pytestmark = pytest.mark.slow

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="needs the Debian package chromium")

ELSEWHERE = "http://127.0.0.1:1/"


def payloads(elsewhere: str = ELSEWHERE) -> list[str]:
    """Each a text that a careless page would run, or load something for. `elsewhere`: the address that would hear of it."""
    return [
        f"<script>fetch('{elsewhere}1')</script>",
        f"</script><script>new Image().src='{elsewhere}2'</script>",
        f"<img src={elsewhere}3 onerror=\"fetch('{elsewhere}4')\">",
        f"\"'><svg onload=fetch('{elsewhere}5')>",
        f"javascript:fetch('{elsewhere}6')",
        f"<a href=\"javascript:fetch('{elsewhere}7')\">x</a>",
        f']]></style><style>@import url({elsewhere}8);</style><p style="background:url({elsewhere}9)">',
        f"<iframe srcdoc=\"<script>fetch('{elsewhere}10')</script>\"></iframe><base href={elsewhere}11>",
        f'<meta http-equiv=refresh content="0;url={elsewhere}12"><link rel=stylesheet href={elsewhere}13>',
        "{{ 1000003 * 1000033 }}{% for x in range(3) %}{{ x }}{% endfor %}${1000003*1000033}#{1000003*1000033}<%= 1000003*1000033 %>",
        f"![x]({elsewhere}14) [y](javascript:fetch('{elsewhere}15')) <{elsewhere}16>",
        f"\u2028\u2029-->*/</textarea></title></noscript><!--<script>fetch('{elsewhere}17')</script>",
        f"<template shadowrootmode=open><img src={elsewhere}18></template><object data={elsewhere}19></object>",
    ]


def replies(folder: Path, elsewhere: str) -> None:
    """Two hostile replies: a web page with a case list, and a workbook with counts."""
    said = payloads(elsewhere)
    text = [html.tostring(_p(one), encoding="unicode")[3:-4] for one in said]  # as text of the reply, not its markup
    rows = "".join(
        f"<tr><td>2019</td><td>PC {one}</td><td>WhatsApp {one}</td><td>{one}</td><td>Dismissed{' ' + one if n % 2 else ''}</td></tr>"
        for n, one in enumerate(text)
    )
    page = (
        f"<html><head><title>{text[3]}</title></head><body><p>Durham Constabulary</p><p>Our ref: FOI {text[0]} 1/22</p>"
        f"<p>Officers {text[2]}, please note that these figures should be interpreted with caution.</p>"
        f"<table><caption>Cases {text[1]}</caption><tr><th>Year</th><th>Rank {text[3]}</th><th>Channel</th><th>Nature of allegation</th>"
        f"<th>Outcome</th></tr>{rows}</table></body></html>"
    )
    name = "reply \"><img src=x onerror=alert(1)>{{ 1000003 * 1000033 }}'"
    (folder / REQUEST / "durham").mkdir(parents=True)
    (folder / REQUEST / "durham" / f"{name}.html").write_text(page, "utf-8")
    (folder / REQUEST / "kent").mkdir()
    book = xlsxwriter.Workbook(folder / REQUEST / "kent" / f"{name}.xlsx", {"strings_to_formulas": False, "strings_to_urls": False})  # fmt: skip
    sheet = book.add_worksheet("<img src=x onerror=1>")
    sheet.write_row(0, 0, [f"Outcome {said[0]}", "2019", "2020"])
    for n, one in enumerate(said, 1):
        sheet.write_row(n, 0, [one, n, n % 3])
    book.close()


def _p(text: str) -> html.HtmlElement:
    made = html.Element("p")
    made.text = text
    return made


def run(folder: Path, elsewhere: str) -> Path:
    """The release of those replies, by all steps of the main job; rules are said to be broken with such values."""
    replies(folder / "replies", elsewhere)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setattr(steps.validation, "validate", partial(warned, said=payloads(elsewhere)))
        source = FolderSource(folder / "replies" / REQUEST)
        with steps.begun(folder / "data", [source], Progress(io.StringIO()), request=REQUEST) as going:
            for step in steps.STEPS:
                step(going)
    live = publishing.live(folder / "data" / "clean")
    assert live is not None
    return live


def warned(
    data: dict[str, list], docs: Path | None = None, *, said: list[str], when: object = None, before: object = None
) -> Verdict:
    """A verdict whose warnings hold such values, and its page: what Great Expectations does has tests of its own."""
    found = [
        Failure(
            "cases",
            "rule",
            f"A rule with {one}.",
            "warning",
            ("outcome_raw", one),
            one,
            n,
            (one,),
            one,
            one,
            None,
            one,
            1,
        )
        for n, one in enumerate(said)
    ]
    verdict = Verdict([], [], found, {"cases": {"rows": len(data["cases"]), "rules": 1, "broken": 0, "warned": 1}})
    if docs is not None:
        docs.mkdir(parents=True)
        listed = [{"severity": "warning", "meta": {"rule": "rule", "says": said[0], "columns": [said[1]]}}]
        write_page(verdict, {"cases": listed}, docs / "index.html")
    return verdict


def filled(known: dict[str, list], said: list[str]) -> dict[str, list]:
    """The tables with such a text in every column of text but those that name things; each column another one in each row."""
    kept = {"force", "request", "document", "record_id", "count_id", "reply_id", "slug", "figure", "breakdown", "superseded_by", "category", "category2", "documents", "records",}  # fmt: skip
    made = dict(known)
    if not known["changes"]:
        made["changes"] = [Change(change_id="c", table="cases", record="r", request=REQUEST, force="durham", change="changed", cause="parser")]  # fmt: skip
    for of in tables():
        texts = [c.name for c in of.columns if c.type == "string" and not c.codes and c.name not in kept]
        lists = [c.name for c in of.columns if c.type == "list" and not c.codes and c.name not in kept]
        made[of.name] = [
            dataclasses.replace(
                record,
                **{name: said[(n + i) % len(said)] for i, name in enumerate(texts)},
                **{name: [said[(n + i) % len(said)]] for i, name in enumerate(lists)},
            )
            for n, record in enumerate(made[of.name])
        ]
    return made


class _Heard:
    """A server that notes what it is asked for."""

    def __init__(self) -> None:
        heard = self.heard = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                heard.append(self.path)
                self.send_response(204)
                self.end_headers()

            do_POST = do_HEAD = do_OPTIONS = do_GET

            def log_message(self, *_: object) -> None:
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture(scope="module")
def elsewhere():
    heard = _Heard()
    yield heard
    heard.close()


@pytest.fixture(scope="module")
def made(tmp_path_factory, elsewhere) -> Path:
    """A folder with the release of hostile replies, and in `filled/` the pages made of tables that are hostile throughout."""
    folder = tmp_path_factory.mktemp("hostile")
    release = run(folder, elsewhere.address)
    known = publishing.read_release(release)
    assert len(known["cases"]) >= 10 and len(known["counts"]) >= 10, "the hostile replies are to be read, not refused"
    hostile = filled(known, payloads(elsewhere.address))
    (folder / "filled").mkdir()
    write_report(hostile, Archive(folder / "data" / "raw"), "all", folder / "filled" / "report", payloads()[0])
    for record in (known["cases"][0].record_id, known["counts"][0].count_id):
        write_one(known, Archive(folder / "data" / "raw"), record, folder / "filled" / "one")
    return folder


@pytest.fixture(scope="module")
def pages(made) -> list[Path]:
    found = [*made.rglob("clean/releases/*/**/*.html"), *made.rglob("filled/**/*.html")]
    assert {p.parent.name for p in found} >= {"report", "evidence", "validation", "one"} and len(found) > 15
    return found


TAGS = re.compile(
    r"a|article|aside|body|blockquote|br|button|caption|circle|code|dd|details|div|dl|dt|figcaption|figure|footer|form|g|h[123]|head|header|"
    r"html|image|input|label|li|line|link|main|meta|nav|noscript|ol|p|path|polygon|polyline|q|rect|script|section|select|small|"
    r"span|strong|style|summary|sup|svg|table|tbody|td|text|th|thead|title|tr|ul"
)
POLICY = re.compile(r"default-src 'none'; (?:script-src 'self'; )?style-src (?:'self'|'sha256-[\w+/=]+'); img-src (?:'self' )?data:; base-uri 'none'; form-action 'none'")  # fmt: skip


def test_a_page_holds_only_its_own_markup(pages):
    told = 0
    for path in pages:
        page = html.parse(str(path)).getroot()
        for element in page.iter(html.etree.Element):
            assert TAGS.fullmatch(element.tag), f"{path}: <{element.tag}>"
            for name, value in element.attrib.items():
                assert not name.startswith("on") and name not in ("style", "srcdoc", "formaction", "ping"), (
                    f"{path}: {name}"
                )
                if name in ("href", "src", "action", "data", "{http://www.w3.org/1999/xlink}href"):
                    assert not re.match(r"\s*(?:javascript|vbscript|https?|//)", value, re.I), f"{path}: {value}"
                    assert not value.startswith("data:") or value == "data:," or value.startswith("data:image/webp;"), (
                        path
                    )
            if element.tag == "script" and element.get("type") == "application/json":
                json.loads(element.text)
            elif element.tag == "script":
                assert element.get("src", "").endswith((".js",)) and not element.text, path
        policies = page.xpath("//meta[@http-equiv]")
        assert [p.get("http-equiv") for p in policies] == ["Content-Security-Policy"], path
        assert POLICY.fullmatch(policies[0].get("content")), path
        assert policies[0].getparent().tag == "head", path
        assert page.xpath("//meta[@name='referrer']/@content") == ["no-referrer"], path
        assert not list(page.iter(html.etree.Comment)), path
        told += "<script>fetch" in page.text_content()
    assert told > 5, "the texts are not on the pages: the test proves nothing"


def test_no_template_is_worked_out(pages):
    for path in pages:
        assert str(1000003 * 1000033) not in path.read_text("utf-8"), path


def test_style_sheets_and_scripts_are_the_programs_own(made):
    home = Path(artifacts.__file__).parent / "report" / "templates"
    for path in [*made.rglob("clean/releases/*/**/*.css"), *made.rglob("clean/releases/*/**/*.js")]:
        assert path.read_bytes() == (home / path.name).read_bytes()


def test_files_of_a_release_are_of_kinds_that_run_nothing_else(made):
    kinds = {p.suffix for p in made.rglob("clean/releases/*/**/*") if p.is_file()}
    assert kinds <= {".csv", ".parquet", ".json", ".md", "", ".html", ".css", ".js", ".webp", ".sqlite", ".duckdb"}
    assert not [p for p in made.rglob("clean/releases/*/**/*") if re.search(r"[<>\"'{}]", p.name)]
    for path in made.rglob("clean/releases/*/README.md"):
        assert not any(one in path.read_text("utf-8") for one in payloads())


# ---- in a browser


def visit(address: str, profile: Path, *more: str) -> str:
    done = subprocess.run(
        [str(CHROMIUM), "--headless=new", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=2500", "--no-first-run",
         "--disable-background-networking", f"--user-data-dir={profile}", "--enable-logging=stderr", "--dump-dom", *more, address],
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    return done.stdout + "\n".join(line for line in done.stderr.splitlines() if "CONSOLE" in line)


@needs_chromium
def test_a_browser_runs_none_of_it_and_asks_for_nothing(made, pages, elsewhere, tmp_path):
    bare = tmp_path / "bare.html"
    bare.write_text("<!doctype html><title>x</title>" + "".join(payloads(elsewhere.address)[:3]), "utf-8")
    visit(bare.as_uri(), tmp_path / "profile")
    assert elsewhere.heard, "a page without care asks for nothing either: the test proves nothing"
    elsewhere.heard.clear()
    kinds = ("validation/index", "one/", "filled/report/index", "filled/report/records", "filled/report/force-durham", "/report/evidence/")  # fmt: skip
    chosen = [next(p for p in reversed(pages) if kind in p.as_posix()) for kind in kinds]
    for path in chosen:
        # Names are resolved to nowhere, so that a request to any other machine would fail with a message of its own.
        seen = visit(path.as_uri(), tmp_path / "profile", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1")
        assert "CONSOLE" not in seen, f"{path}: {seen[-800:]}"
        assert not elsewhere.heard, f"{path} asked for {elsewhere.heard}"


@needs_chromium
def test_the_policy_itself_stops_what_escaping_would_let_through(made, elsewhere, tmp_path):
    """The second wall, tried alone: markup put into a page of the release by hand."""
    report = next(made.glob("filled/report"))
    page = (report / "index.html").read_text("utf-8")
    planted = "".join(p for p in payloads(elsewhere.address) if "refresh" not in p)  # no policy forbids to go elsewhere
    (report / "broken.html").write_text(page.replace("</main>", planted + "</main>"), "utf-8")
    elsewhere.heard.clear()
    seen = visit((report / "broken.html").as_uri(), tmp_path / "profile")
    assert "Content Security Policy" in seen and not elsewhere.heard


@needs_chromium
def test_the_records_are_shown_with_their_text(made, tmp_path):
    address = f"{next(made.glob('filled/report')).as_uri()}/records.html#q={quote('<script>')}&kind=all"
    page = html.fromstring(visit(address, tmp_path / "profile").partition("</html>")[0])
    rows = page.xpath("//table[@id='records']/tbody/tr")
    assert rows and any("<script>fetch" in row.text_content() for row in rows)


# ---- what is no page


def test_the_feed_holds_text_and_nothing_else():
    said = payloads()
    feed = xml.fromstring(atom([Entry(said[0], "2024-01-01T00:00:00Z", said[1], tuple(s.replace("\u2028", "") for s in said))], said[2], "f"))  # fmt: skip
    assert {element.tag for element in feed.iter()} <= {
        f"{{{NAMESPACE}}}{name}"
        for name in ("feed", "id", "title", "updated", "published", "author", "name", "entry", "content")
    }
    for element in feed.iter():
        assert element.get("type", "text") == "text" and not element.get("href") and not element.get("src")
    assert said[0] in "".join(feed.itertext())


@pytest.mark.parametrize("said", payloads())
def test_markdown_that_is_left_in_prefect_shows_text(said):
    shown = html.fromstring(
        f"<div>{MarkdownIt('commonmark', {'html': True}).enable('table').render(artifacts.plain(said))}</div>"
    )
    assert {element.tag for element in shown.iter() if isinstance(element.tag, str)} <= {"div", "p", "br", "hr"}
    assert not [a for element in shown.iter() for a in element.attrib]


def test_what_changed_is_told_in_words_that_hold_no_markup():
    change = Change(change_id="c", table="cases", record="<b>", request=REQUEST, force="durham", change="changed", cause="parser", column="outcome_raw", was=payloads()[0], now=payloads()[1])  # fmt: skip
    assert in_words([change])
