"""The report and the desk in a real browser: opened from disk, with a keyboard alone, by axe, on a phone's width and a desk's.

Needs selenium and axe (development), and Debian's packages chromium and chromium-driver.
"""

from __future__ import annotations

import io
import json
import re
import shutil
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from flows import publish as publishing
from flows import steps
from flows.archive import Archive
from flows.progress import Progress
from flows.report.desk import write_desk
from flows.report.rounds import rounds_of
from flows.samples.generate import HOME
from flows.sources.folder import FolderSource
from tests.flows.letters import CASES, letter

webdriver = pytest.importorskip("selenium.webdriver", reason="needs selenium (pip install -e '.[dev]')")
pytest.importorskip("axe_core_python", reason="needs axe-core-python (pip install -e '.[dev]')")
from selenium.webdriver.common.action_chains import ActionChains  # noqa: E402
from selenium.webdriver.common.by import By  # noqa: E402
from selenium.webdriver.common.keys import Keys  # noqa: E402
from selenium.webdriver.support.ui import WebDriverWait  # noqa: E402

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        CHROMIUM is None or DRIVER is None, reason="needs the Debian packages chromium, chromium-driver"
    ),
]

REQUEST = "online-misconduct-2017"
FORMATS = {
    "cleveland": "PDF", "avon-and-somerset": "Excel", "west-mercia": "Word", "lincolnshire": "HTML", "cumbria": "scan",
}  # fmt: skip
AXE = (files("axe_core_python") / "axe.min.js").read_text("utf-8")
FOCUSABLE = "a[href], button:not([disabled]), input, select, summary, [tabindex='0']"


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    """A release of one sample reply of each format, and one with an unknown spelling, with its report and its desk."""
    made = tmp_path_factory.mktemp("browser")
    for force in FORMATS:
        shutil.copytree(HOME / REQUEST / force, made / "in" / REQUEST / force)
    letter(made / "in" / REQUEST / "durham" / "reply.pdf", rows=[*CASES, ["2021", "PC", "TikTok", "Told off kindly"]])

    def passed(_tables, folder=None, **_):
        if folder is not None:
            folder.mkdir(parents=True)
        return steps.validation.Verdict([], [], [], {})

    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(made)
        patch.setattr(steps.validation, "validate", passed)
        source = FolderSource(made / "in" / REQUEST)
        with steps.begun(made / "data", [source], Progress(io.StringIO()), request=REQUEST) as run:
            for step in steps.STEPS:
                step(run)
    known = publishing.read_release(made / "data" / "clean" / "latest")
    write_desk(known, Archive(made / "data" / "raw"), made / "data" / "desk", "r", progress=Progress(io.StringIO()))
    return made / "data"


@pytest.fixture(scope="module")
def tables(data):
    return publishing.read_release(data / "clean" / "latest")


@pytest.fixture(scope="module")
def pages(data, tables) -> dict[str, str]:
    """A page of each kind, by its address."""
    report, desk = (data / "clean" / "latest").resolve() / "report", data / "desk"
    case = next(c for c in tables["cases"] if c.force == "cleveland")
    problem = next(p for p in tables["problems"] if p.code == "unmapped_value")
    return {
        "index": (report / "index.html").as_uri(),
        "records": (report / "records.html").as_uri(),
        "force": (report / "force-cleveland.html").as_uri(),
        "evidence": f"{(report / 'evidence' / f'{case.document[:16]}.html').as_uri()}#{case.record_id}",
        "dictionary": (report / "dictionary.html").as_uri(),
        "desk": (desk / "index.html").as_uri(),
        "desk of a force": (desk / "force-durham.html").as_uri(),
        "desk of a document": (desk / f"document-{problem.document[:16]}.html").as_uri(),
    }


KINDS = ("index", "records", "force", "evidence", "dictionary", "desk", "desk of a force", "desk of a document")


@pytest.fixture(scope="module")
def browser(tmp_path_factory) -> Iterator[Any]:
    options = webdriver.ChromeOptions()
    options.binary_location = str(CHROMIUM)
    profile = tmp_path_factory.mktemp("profile")
    for said in (
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        f"--user-data-dir={profile}",
    ):
        options.add_argument(said)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    made = webdriver.Chrome(options=options, service=webdriver.ChromeService(str(DRIVER)))
    try:
        yield made
    finally:
        made.quit()


def wide(browser: Any, width: int) -> None:
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)


def opened(browser: Any, address: str) -> None:
    browser.get("about:blank")  # so that an address that differs in what follows the # is loaded anew
    browser.get(address)


def asked_for(browser: Any) -> list[str]:
    """The addresses of everything that was asked for since the last call."""
    told = (json.loads(entry["message"])["message"] for entry in browser.get_log("performance"))
    return [one["params"]["request"]["url"] for one in told if one["method"] == "Network.requestWillBeSent"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_opens_from_disk_without_an_error_or_a_request_elsewhere(browser, pages, kind):
    browser.get_log("browser"), asked_for(browser)
    opened(browser, pages[kind])
    asked = asked_for(browser)
    assert [a for a in asked if not a.startswith(("file:", "data:", "about:"))] == []
    assert pages[kind].partition("#")[0] in {a.partition("#")[0] for a in asked}  # the log is not blind
    assert browser.get_log("browser") == []


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_grave_and_no_page_is_wider_than_the_window(browser, pages, kind, width):
    wide(browser, width)
    opened(browser, pages[kind])
    WebDriverWait(browser, 5).until(  # a page that has just been opened may not be laid out
        lambda b: b.execute_script("return document.documentElement.scrollWidth <= window.innerWidth")
    )
    assert browser.execute_script("return window.innerWidth") == width
    browser.execute_script(AXE)
    found = browser.execute_async_script(
        "const done = arguments[arguments.length - 1]; axe.run().then((r) => done([r.passes.length, r.violations.map("
        "(v) => [v.impact, v.id, v.nodes.map((n) => n.html.slice(0, 200))])]), (e) => done([0, [['critical', String(e), []]]]))"
    )
    assert found[0] > 10  # its rules were run
    assert [v for v in found[1] if v[0] in ("serious", "critical")] == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_keyboard_alone_reaches_everything_and_shows_where_it_is(browser, pages, kind):
    wide(browser, 1280)
    opened(browser, pages[kind].partition("#")[0])
    wanted = browser.execute_script(
        f'const all = [...document.querySelectorAll("{FOCUSABLE}")].filter((e) => e.checkVisibility() && e.tabIndex >= 0);'
        "all.forEach((e, i) => { e.dataset.tab = i; }); return all.length;"
    )
    assert wanted > 2
    reached: set[int] = set()
    for _ in range(wanted + 2):
        browser.switch_to.active_element.send_keys(Keys.TAB)
        at = browser.execute_script(
            "const e = document.activeElement, s = getComputedStyle(e); return e.dataset.tab === undefined ? null :"
            "[Number(e.dataset.tab), s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2]"
        )
        if at is None:
            continue
        assert at[1], (
            f"{kind}: the focus cannot be seen on {browser.switch_to.active_element.get_attribute('outerHTML')[:200]}"
        )
        reached.add(at[0])
    assert reached == set(range(wanted)), kind


def test_the_headlines_and_the_records_behind_them_are_those_of_the_figures(browser, pages, tables):
    wide(browser, 1280)
    total = len(tables["cases"]) + len(tables["counts"])
    looked = 0
    for one in rounds_of(tables):
        for figure in one.figures:
            if figure.breakdown is not None or figure.figure == "forces_with_data" or "share" in figure.figure:
                continue
            opened(browser, pages["index"])
            found = f".cards a[href='records.html#figure={one.id}:{figure.figure}&kind=all']"
            if not (links := browser.find_elements(By.CSS_SELECTOR, found)):
                continue  # not a headline of the page
            card = links[0].find_element(By.XPATH, "./ancestor::li").text
            assert re.search(rf"\b{figure.lower:,}\b", card)
            assert figure.upper in (None, figure.lower) or f"at most {figure.upper:,}" in card
            links[0].click()
            told = browser.find_element(By.ID, "told").text
            assert told.startswith(f"{len(set(figure.records))} of {total} records")
            looked += 1
    assert looked >= 2


def test_the_charts_are_drawn_and_tell_their_numbers_where_one_points(browser, pages):
    wide(browser, 390)
    browser.get_log("browser")
    opened(browser, pages["index"])
    wanted = browser.find_elements(By.CSS_SELECTOR, "[data-chart]")
    assert len(wanted) >= 5
    WebDriverWait(browser, 20).until(lambda b: len(b.find_elements(By.CSS_SELECTOR, "[data-drawn] svg")) == len(wanted))
    for shown in wanted:
        size = shown.find_element(By.TAG_NAME, "svg").size
        assert shown.get_attribute("role") == "img" and shown.get_attribute("aria-label")
        assert 200 < size["width"] <= 390 and size["height"] > 30
    bar = browser.find_element(By.CSS_SELECTOR, "[data-chart$='outcomes'] .mark-rect path")
    ActionChains(browser).move_to_element(bar).perform()
    box = WebDriverWait(browser, 20).until(lambda b: b.find_element(By.CSS_SELECTOR, "#vg-tooltip-element.visible"))
    assert re.match(r"Force (.+) (Police|Constabulary)", box.text) and "Officers" in box.text
    assert box.rect["x"] >= 0 and box.rect["x"] + box.rect["width"] <= 390
    assert browser.get_log("browser") == []


def test_a_search_finds_and_an_address_keeps_it(browser, pages, tables):
    opened(browser, pages["records"])
    box = browser.find_element(By.NAME, "q")
    box.send_keys("told off kindly")
    assert browser.find_element(By.ID, "told").text.startswith("1 of ")
    opened(browser, browser.current_url)
    assert browser.find_element(By.NAME, "q").get_attribute("value") == "told off kindly"
    row = browser.find_element(By.CSS_SELECTOR, "#records tbody tr")
    assert "Durham" in row.text


@pytest.mark.parametrize("force", FORMATS)
def test_from_the_headline_to_the_lit_row_in_three_clicks(browser, pages, tables, force):
    wide(browser, 1280)
    records = {getattr(r, "record_id", None) or r.count_id: r for r in [*tables["cases"], *tables["counts"]]}
    if FORMATS[force] == "scan":
        assert {r.method for r in records.values() if r.force == force} == {"ocr"}
    opened(browser, pages["index"])
    links = [
        a.get_attribute("href")
        for a in browser.find_elements(By.CSS_SELECTOR, ".cards a[href^='records.html#figure=']")
    ]
    evidence = None
    for address in links:
        opened(browser, pages["index"])
        browser.find_element(By.CSS_SELECTOR, f".cards a[href='{address.rpartition('/')[2]}']").click()
        clicks = 1
        while evidence is None and clicks < 3:
            shown = browser.find_elements(
                By.XPATH, f"//table[@id='records']/tbody/tr[th/a[@href='force-{force}.html']]/td/a"
            )
            if shown:
                evidence = shown[0]
            else:
                more = browser.find_element(By.ID, "after")
                if not more.is_enabled():
                    break
                more.click()
                clicks += 1
        if evidence is not None:
            break
    assert evidence is not None
    evidence.click()
    clicks += 1
    assert clicks <= 3
    record = records[browser.current_url.rpartition("#")[2]]
    assert record.force == force
    lit = browser.find_elements(By.CSS_SELECTOR, ".box.lit, td.lit, .words.lit")
    assert lit and any(
        browser.execute_script(
            "const b = arguments[0].getBoundingClientRect(); return b.bottom > 0 && b.top < innerHeight", e
        )
        for e in lit
    )


def test_a_line_is_copied_on_a_page_from_disk(browser, pages):
    wide(browser, 1280)
    opened(browser, pages["desk of a force"])
    one = browser.find_element(By.CSS_SELECTOR, ".waiting[data-code='unmapped_value'] .copy")
    line = one.find_element(By.TAG_NAME, "code").text
    button = one.find_element(By.TAG_NAME, "button")
    button.send_keys(Keys.ENTER)
    words = browser.find_element(By.ID, "q")
    words.send_keys(Keys.CONTROL, "v")
    assert line.startswith("foi vocab map outcome ") and words.get_attribute("value") == line
    assert button.text == "Copied"


def test_the_desks_filters_are_kept_in_the_address(browser, pages, tables):
    opened(browser, pages["desk of a force"])
    total = sum(p.force == "durham" for p in tables["problems"])
    wanted = sum((p.force, p.code) == ("durham", "unmapped_value") for p in tables["problems"])
    assert wanted > 0
    browser.find_element(By.ID, "code").send_keys("unmapped")
    assert browser.current_url.endswith("#code=unmapped_value")
    opened(browser, browser.current_url)
    shown = [e for e in browser.find_elements(By.CSS_SELECTOR, ".waiting") if e.is_displayed()]
    assert [e.get_attribute("data-code") for e in shown] == ["unmapped_value"] * wanted
    browser.find_element(By.CSS_SELECTOR, "#filters button").click()
    assert len([e for e in browser.find_elements(By.CSS_SELECTOR, ".waiting") if e.is_displayed()]) == total
