"""Disclosure logs on a made-up site on this machine: each platform's listing and items, what is new, what has gone."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier

import pytest

from flows import clock, publish, steps
from flows.archive import Archive
from flows.ending import Stopped
from flows.ledger import opened
from flows.memory import Memory
from flows.progress import Progress
from flows.sources import Collected, Noted, Refused, SourceDown, Unreachable, configured
from flows.sources.disclosure_log.listing import Item
from flows.sources.disclosure_log.platform import log_of, platforms
from flows.sources.settings import Settings
from schemas import forces
from tests.flows.letters import ASKED, CASES, letter, workbook
from tests.flows.site import Reply, page, serving
from tests.flows.test_whatdotheyknow import COVER, attachment, incoming, put_request

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LISTING = "/foi-ai/af/accessing-information/published-items/?q=whatsapp&dt=Disclosure+log&fdte=&tdte=&ic=&icsc="
ITEM = "/foi-ai/durham-constabulary/disclosure-2025/november/conduct-on-whatsapp-10542025/"
FIGURES = "/SysSiteAssets/foi-media/durham/disclosure_2025/figures.xlsx"


@pytest.fixture(autouse=True)
def without_proxies(monkeypatch):
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def site():
    with serving() as made:
        yield made


@pytest.fixture(scope="module")
def figures(tmp_path_factory) -> bytes:
    return workbook(tmp_path_factory.mktemp("files") / "figures.xlsx").read_bytes()


def configuration(folder: Path, site, text: str = "", log: str = "", force: str = "durham", **network) -> Path:
    told = {"pause_seconds": 0, "tries": 2, "patience_seconds": 2, **network}
    lines = "\n".join(f"{key} = {value}" for key, value in told.items())
    log = log or f'url = "{site.url}/foi-ai/af/accessing-information/published-items/"\nplatform = "soh"'
    (folder / "foi.toml").write_text(
        f'[network]\ncontact = "foi@newsroom.example"\n{lines}\n\n[sources.logs]\nkind = "disclosure_log"\n'
        f'forces = ["{force}"]\n{text or MATCH}\n[sources.logs.log.{force}]\n{log}\n'
    )
    return folder


MATCH = 'match = ["whatsapp"]'


def collected(folder: Path, finished: bool = True) -> list:
    """One run of the source: what it shows, with the bytes loaded."""
    (source,) = configured(folder)
    with opened(folder / "ledger.sqlite") as ledger:
        run = ledger.start_run(clock.now())
        found = []
        for item in source.collect(Memory(Archive(folder / "raw"), ledger, source.name, clock.now)):
            found.append((item, item.load()) if isinstance(item, Collected) else (item, b""))
        if finished:
            ledger.finish_run(run, clock.now(), "published", None, None)
    return found


def documents(found: list) -> dict[str, bytes]:
    return {item.path: data for item, data in found if isinstance(item, Collected)}


def down(found: list) -> list[str]:
    return [item.message for item, _ in found if isinstance(item, Unreachable)]


def entry(href: str, title: str, said: str = "Disclosure log") -> str:
    return f'<li class="c-filter-results-list__item"><h2><a href="{href}">{title}</a></h2><p>{said}</p></li>'


def listing(*entries: str, more: str = "") -> str:
    return page("Published items", f"<ul>{''.join(entries)}</ul>{more}", "<i>token</i>")


def table(rows=CASES) -> str:
    cells = [f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows]
    return f"<table>{''.join(cells)}</table>"


def reply_page(extra: str = "", token: str = "1", rows=CASES) -> str:
    said = (
        "<p>Freedom of Information Request Reference No: 1054/2025</p><p>Date: 9 November 2025</p><h2>Request</h2>"
        f"<p>I note you seek access to the following information:</p><p>{ASKED}</p><h2>Decision</h2>"
        "<p>I have today decided to disclose the located information to you in full.</p>"
    )
    return page("Conduct on WhatsApp 1054/2025", f"{said}{table(rows)}{extra}", f"<script nonce='{token}'>x()</script>")


def put_log(site, figures: bytes) -> None:
    site.put(
        LISTING,
        listing(
            entry(ITEM, "Conduct on WhatsApp 1054/2025"),
            entry(ITEM.replace("conduct-on-whatsapp-1054", "arrests-999"), "Arrests 999/2025"),
        ),
    )
    site.put(
        ITEM, reply_page(f'<p><a href="{FIGURES}">Figures</a> <a href="https://ico.example/guide.pdf">Guide</a></p>')
    )
    site.put(FIGURES, figures, kind=XLSX)


AT = f"durham{ITEM.rstrip('/')}.html"


# ---- Single Online Home


def test_items_that_fit_come_with_their_files_and_the_others_are_counted(site, figures, tmp_path):
    put_log(site, figures)
    found = collected(configuration(tmp_path, site))
    assert documents(found).keys() == {AT, f"{AT}!/figures.xlsx"}
    assert documents(found)[f"{AT}!/figures.xlsx"] == figures
    assert {(item.force, item.url) for item, _ in found if isinstance(item, Collected)} == {
        ("durham", site.url + ITEM),
        ("durham", site.url + FIGURES),
    }
    (noted,) = [item.message for item, _ in found if isinstance(item, Noted)]
    assert noted == (
        "durham: 1 of 2 items passed over: none of the words of match is said of them; "
        "1 file lies on another site and was not fetched."
    )
    kept = documents(found)[AT].decode()
    assert "Conduct on WhatsApp" in kept and "<table>" in kept and "nonce" not in kept and "Privacy" not in kept


def test_a_second_run_gets_no_body_and_without_validators_asks_only_for_the_listing(site, figures, tmp_path):
    put_log(site, figures)
    configuration(tmp_path, site)
    first = documents(collected(tmp_path))
    site.got.clear()
    assert documents(collected(tmp_path)) == first
    assert [got.status for got in site.got] == [304] * 3 and not sum(got.sent for got in site.got)

    for reply in site.pages.values():
        reply.validators = False
    collected(tmp_path)
    site.got.clear()
    assert documents(collected(tmp_path)) == first
    assert site.paths() == [LISTING]


def test_without_validators_items_are_asked_for_again_after_the_days_that_are_set(site, figures, tmp_path, monkeypatch):
    put_log(site, figures)
    for reply in site.pages.values():
        reply.validators = False
    configuration(tmp_path, site, MATCH + "\nrecheck_days = 10")
    collected(tmp_path)
    for days, asked in ((9, 1), (11, 3)):
        site.got.clear()
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(datetime.now(UTC).timestamp()) + days * 86400))
        collected(tmp_path)
        assert len([path for path in site.paths() if path != "/robots.txt"]) == asked


def test_robots_are_asked_for_once_a_day(site, figures, tmp_path, monkeypatch):
    put_log(site, figures)
    configuration(tmp_path, site)
    collected(tmp_path)
    collected(tmp_path)
    assert len(site.asked("/robots.txt")) == 1
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(datetime.now(UTC).timestamp()) + 90000))
    collected(tmp_path)
    assert len(site.asked("/robots.txt")) == 2


def test_a_frame_that_changes_makes_no_new_document_and_a_correction_does(site, figures, tmp_path):
    put_log(site, figures)
    configuration(tmp_path, site)
    first = documents(collected(tmp_path))
    extra = f'<p><a href="{FIGURES}">Figures</a> <a href="https://ico.example/guide.pdf">Guide</a></p>'
    site.put(ITEM, reply_page(extra, token="2"))
    assert documents(collected(tmp_path)) == first
    site.pages[ITEM].validators = False
    collected(tmp_path)
    site.put(ITEM, reply_page(extra, rows=[*CASES, ["2021", "PC", "TikTok", "Dismissed"]]))
    (tmp_path / "foi.toml").write_text((tmp_path / "foi.toml").read_text().replace(MATCH, MATCH + "\nrecheck_days = 0"))
    assert documents(collected(tmp_path))[AT] != first[AT]


def test_the_listing_is_walked_page_by_page_and_its_order_does_not_matter(site, figures, tmp_path):
    items = [f"/foi-ai/durham-constabulary/foi/2025/whatsapp-{n}/" for n in range(1, 7)]
    for item in items:
        site.put(item, reply_page())

    def put(order):
        site.put(
            LISTING, listing(*[entry(i, "WhatsApp") for i in order[:2]], more=f'<a href="{LISTING}&page=2">Next</a>')
        )
        site.put(
            f"{LISTING}&page=2",
            listing(
                *[entry(i, "WhatsApp") for i in order[2:4]],
                more=f'<a rel="prev" href="{LISTING}">1</a><a rel="next" href="{LISTING}&page=3">3</a>',
            ),
        )
        site.put(
            f"{LISTING}&page=3",
            listing(*[entry(i, "WhatsApp") for i in order[4:]], more=f'<a href="{LISTING}&page=2">2</a>'),
        )

    put(items)
    first = collected(configuration(tmp_path, site))
    assert [item.path for item, _ in first] == [f"durham{item.rstrip('/')}.html" for item in items]
    put(items[::-1])
    assert [item.path for item, _ in collected(tmp_path)] == [item.path for item, _ in first]


def test_what_lies_beyond_the_pages_that_are_looked_at_is_asked_for_itself(site, figures, tmp_path):
    items = [f"/foi-ai/durham-constabulary/foi/2025/whatsapp-{n}/" for n in range(1, 5)]
    for item in items:
        site.put(item, reply_page())
    more = f'<a href="{LISTING}&page=2">Next</a>'
    site.put(LISTING, listing(*[entry(i, "WhatsApp") for i in items[:2]], more=more))
    configuration(tmp_path, site, MATCH + "\npages = 1")
    assert len(documents(collected(tmp_path))) == 2
    site.put(LISTING, listing(*[entry(i, "WhatsApp") for i in items[2:]], more=more))
    assert len(documents(collected(tmp_path))) == 4
    del site.pages[items[0]]
    assert len(documents(collected(tmp_path))) == 3 and not site.asked(f"{LISTING}&page=2")


def test_an_item_that_is_not_there_any_more_is_shown_no_more(site, figures, tmp_path):
    put_log(site, figures)
    other = ITEM.replace("conduct", "messages").replace("1054", "77")
    site.put(other, reply_page())
    whole = listing(entry(ITEM, "Conduct on WhatsApp 1054/2025"), entry(other, "WhatsApp messages 77/2025"))
    site.put(LISTING, whole)
    configuration(tmp_path, site)
    assert len(documents(collected(tmp_path))) == 3
    site.put(ITEM, "gone", status=410)
    found = collected(tmp_path)
    assert documents(found).keys() == {f"durham{other.rstrip('/')}.html"} and not down(found)
    assert any("the log lists it, and it is not there" in item.message for item, _ in found if isinstance(item, Noted))
    site.put(ITEM, page("Page not found", "<p>Sorry</p>"))
    assert documents(collected(tmp_path)).keys() == {f"durham{other.rstrip('/')}.html"}


def test_what_a_search_finds_no_more_is_asked_for_itself(site, figures, tmp_path):
    put_log(site, figures)
    other = ITEM.replace("conduct", "messages").replace("1054", "77")
    site.put(other, reply_page())
    site.put(LISTING, listing(entry(ITEM, "Conduct on WhatsApp 1054/2025"), entry(other, "WhatsApp messages 77/2025")))
    configuration(tmp_path, site)
    collected(tmp_path)
    site.put(LISTING, listing(entry(ITEM, "Conduct on WhatsApp 1054/2025")))
    assert len(documents(collected(tmp_path))) == 3
    del site.pages[other]
    assert documents(collected(tmp_path)).keys() == {AT, f"{AT}!/figures.xlsx"}
    asked = len(site.asked(other))
    collected(tmp_path)
    assert len(site.asked(other)) == asked


def test_what_a_whole_list_shows_no_more_is_shown_no_more(site, figures, tmp_path):
    base = "/about-us/disclosure-log"
    for n in (1, 2):
        site.put(f"{base}/whatsapp-{n}/", reply_page())
    links = [f'<a href="{base}/whatsapp-{n}/">WhatsApp {n}</a>' for n in (1, 2)]
    site.put(f"{base}/", page("Disclosure log", "".join(links)))
    configuration(tmp_path, site, log=f'url = "{site.url}{base}/"\nplatform = "own"')
    assert len(documents(collected(tmp_path))) == 2
    site.put(f"{base}/", page("Disclosure log", links[1]))
    assert documents(collected(tmp_path)).keys() == {f"durham{base}/whatsapp-2.html"}


def test_an_item_that_leads_to_a_page_above_it_is_refused_and_what_was_there_stays(site, figures, tmp_path):
    put_log(site, figures)
    configuration(tmp_path, site)
    collected(tmp_path)
    for above in ("/", "/foi-ai/durham-constabulary/"):
        site.put(ITEM, "", status=301, headers={"Location": above})
        site.put(above, reply_page())
        (refused,) = [item for item, _ in collected(tmp_path) if not isinstance(item, Noted)]
        assert isinstance(refused, Refused) and refused.path == AT and "leads to a page above it" in refused.message


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        (Reply(b"", 503), "status 503"),
        (Reply(b"", 403), "forbids programs"),
        (Reply(page("Just a moment...", "x").encode()), "wants to see a person"),
        (Reply(b"", 404), "no disclosure log at"),
        (Reply(b"", 302, headers={"Location": "/login"}), "asks for a log-in"),
        (
            Reply(page("Published items", "<div>loaded by a program</div>").encode()),
            "lists nothing, and it listed 2 items before",
        ),
        (Reply(page("Service unavailable", "<p>Sorry</p>").encode()), "shows an error page"),
        (Reply(listing(entry(ITEM, "Conduct")).encode(), cut=200), "broke off"),
    ],
    ids=["503", "403", "challenge", "404", "login", "layout", "error", "cut"],
)
def test_a_listing_that_cannot_be_read_is_never_taken_for_an_empty_one(site, figures, tmp_path, broken, says):
    put_log(site, figures)
    configuration(tmp_path, site)
    collected(tmp_path)
    site.pages[LISTING] = broken
    (item,) = [item for item, _ in collected(tmp_path)]
    assert isinstance(item, Unreachable) and says in item.message
    assert (item.under, item.forces) == ("durham/", ("durham",)) and item.fix


def test_a_log_that_says_it_lists_nothing_is_believed_only_as_far_as_its_items_have_gone(site, figures, tmp_path):
    put_log(site, figures)
    configuration(tmp_path, site)
    collected(tmp_path)
    site.put(LISTING, page("Published items", "<p>No results found</p>"))
    assert documents(collected(tmp_path)).keys() == {AT, f"{AT}!/figures.xlsx"}
    del site.pages[ITEM]
    assert collected(tmp_path) == []
    site.put(LISTING, listing(entry(ITEM, "Conduct on WhatsApp 1054/2025")))
    site.put(ITEM, reply_page())
    assert documents(collected(tmp_path)).keys() == {AT}


def test_a_first_look_at_something_that_is_no_log_says_so(site, tmp_path):
    site.put(LISTING, page("Welcome", "<p>Nothing like a log</p>"))
    assert down(collected(configuration(tmp_path, site))) == [
        f"No item of a disclosure log was recognised at {site.url}/foi-ai/af/accessing-information/published-items/."
    ]
    site.put(LISTING, page("Published items", "<p>0 results</p>"))
    assert collected(tmp_path) == []


def test_a_page_in_welsh_is_passed_over_where_it_is_the_same_item(site, figures, tmp_path):
    english = "/foi-ai/gwent-police/disclosure-log/2025/whatsapp-8252025/"
    same_address, same_reference = f"/cy-GB{english}", "/cy-GB/foi-ai/heddlu-gwent/datgelu/2025/whatsapp-8252025/"
    alone = "/cy-GB/foi-ai/heddlu-gwent/datgelu/2025/whatsapp-9992025/"
    for path in (english, same_address, same_reference, alone):
        site.put(path, reply_page())
    site.put(
        LISTING,
        listing(
            entry(same_address, "WhatsApp"),
            entry(same_reference, "WhatsApp 825/2025"),
            entry(english, "WhatsApp 825/2025"),
            entry(alone, "WhatsApp 999/2025"),
        ),
    )
    found = collected(configuration(tmp_path, site, force="gwent"))
    assert documents(found).keys() == {f"gwent{path.rstrip('/')}.html" for path in (english, alone)}
    assert [item.message for item, _ in found if isinstance(item, Noted)] == [
        "gwent: 2 in a second language passed over."
    ]


@pytest.mark.parametrize(
    ("url", "said", "reference"),
    [
        ("https://x.example/a/misconduct-10542025/", "Misconduct", "10542025"),
        ("https://x.example/a/misconduct/", "Misconduct 1054/2025", "10542025"),
        ("https://x.example/a/arrests-2024/", "Arrests in 2024", None),
        ("https://x.example/a/arrests/", "Arrests 2023/24", None),
        ("https://x.example/a/x/", "FOI 82525 arrests", "82525"),
        ("https://x.example/a/x/", "On 12/11/2025", None),
    ],
)
def test_the_reference_of_an_item(url, said, reference):
    assert Item(url, said).reference == reference


def test_a_page_in_place_of_a_file_is_refused_and_what_was_there_is_not_taken_to_have_gone(site, figures, tmp_path):
    put_log(site, figures)
    sources = configured(configuration(tmp_path, site))
    data = tmp_path / "data"

    def run():
        with steps.begun(data, sources, Progress(io.StringIO())) as made:
            steps.collect(made)
            steps.read(made)
            made.ledger.finish_run(made.number, clock.now(), "published", None, None)
            return made, {s.path for s in made.ledger.sightings() if not s.gone}

    run()
    site.put(FIGURES, page("Sorry", "<p>no file</p>"), kind=XLSX)
    made, there = run()
    (refused,) = made.refused
    assert refused.path == f"{AT}!/figures.xlsx" and "a web page" in refused.message and refused.path in there


def test_a_file_that_stays_unfetched_for_now_marks_its_force_and_nothing_else(site, figures, tmp_path):
    put_log(site, figures)
    site.pages[FIGURES] = Reply(figures, cut=100)
    found = collected(configuration(tmp_path, site))
    assert documents(found).keys() == {AT}
    ((item, _),) = [one for one in found if isinstance(one[0], Unreachable)]
    assert item.under == f"{AT}!/figures.xlsx" and "broke off before the end" in item.message


def test_two_files_of_one_name_are_told_apart_by_their_address(site, figures, tmp_path):
    put_log(site, figures)
    other = FIGURES.replace("2025", "2024")
    site.put(other, figures + b" ", kind=XLSX)
    site.put(ITEM, reply_page(f'<a href="{other}">b</a><a href="{FIGURES}">a</a><a href="{FIGURES}#x">a again</a>'))
    names = {path.partition("!/")[2] for path in documents(collected(configuration(tmp_path, site)))} - {""}
    assert len(names) == 2 and all(name.endswith("-figures.xlsx") for name in names)


# ---- other platforms


def test_a_log_of_the_forces_own_lists_what_lies_below_it_and_files(site, figures, tmp_path):
    base = "/about-us/disclosure-log"
    site.put(
        f"{base}/",
        page(
            "Disclosure log",
            f'<a href="{base}/whatsapp-1/">WhatsApp</a> <a href="/files/whatsapp.xlsx">WhatsApp figures</a> <a href="/about-us/">About</a> <a href="?page=2">2</a>',
        ),
    )
    site.put(f"{base}/?page=2", page("Disclosure log", f'<a href="{base}/whatsapp-2/">WhatsApp again</a>'))
    for n in (1, 2):
        site.put(f"{base}/whatsapp-{n}/", reply_page())
    site.put("/files/whatsapp.xlsx", figures)
    found = collected(configuration(tmp_path, site, log=f'url = "{site.url}{base}/"\nplatform = "own"'))
    assert documents(found).keys() == {
        f"durham{base}/whatsapp-1.html",
        f"durham{base}/whatsapp-2.html",
        "durham/files/whatsapp.xlsx",
    }


def test_wordpress(site, figures, tmp_path):
    site.put(
        "/disclosure-log/",
        page(
            "Disclosure log",
            '<article><h2><a href="/whatsapp-1406a-21/">WhatsApp</a></h2></article><a href="/category/misc/">misc</a><a href="/contact-us/">WhatsApp us</a><a href="/disclosure-log/page/2/">Older posts</a>',
        ),
    )
    site.put(
        "/disclosure-log/page/2/",
        page("Disclosure log", '<article><h2><a href="/social-media/">On social media and WhatsApp</a></h2></article>'),
    )
    site.put(
        "/whatsapp-1406a-21/", reply_page('<a href="/wp-content/uploads/2021/06/1406A_ATTACHMENT_01.xlsx">table</a>')
    )
    site.put("/social-media/", reply_page())
    site.put("/wp-content/uploads/2021/06/1406A_ATTACHMENT_01.xlsx", figures)
    log = f'url = "{site.url}/disclosure-log/"\nplatform = "own-wordpress"'
    assert documents(collected(configuration(tmp_path, site, log=log))).keys() == {
        "durham/whatsapp-1406a-21.html",
        "durham/whatsapp-1406a-21.html!/1406A_ATTACHMENT_01.xlsx",
        "durham/social-media.html",
    }


def test_drupal(site, figures, tmp_path):
    site.put(
        "/foi-disclosure-log/",
        page(
            "Disclosure log",
            '<div class="views-row"><a href="/foi-disclosure-log/misconduct">Misconduct</a> Request Number: FOI/16295 | Category: WhatsApp</div><div class="views-row"><a href="/foi-disclosure-log/cars">Cars</a></div><nav class="pager"><a href="?page=1" title="Go to next page"><span>Next page</span></a></nav>',
        ),
    )
    site.put("/foi-disclosure-log/?page=1", page("Disclosure log", '<a href="/foi-disclosure-log/more">WhatsApp</a>'))
    site.put(
        "/foi-disclosure-log/misconduct",
        reply_page('<a href="/sites/default/files/2025-01/answer%20one.pdf">Answer</a>'),
    )
    site.put("/foi-disclosure-log/more", reply_page())
    site.put("/sites/default/files/2025-01/answer%20one.pdf", b"%PDF-1.4 x")
    log = f'url = "{site.url}/foi-disclosure-log/"\nplatform = "own-drupal"'
    found = collected(configuration(tmp_path, site, log=log, force="northern-ireland"))
    assert documents(found).keys() == {
        "northern-ireland/foi-disclosure-log/misconduct.html",
        "northern-ireland/foi-disclosure-log/misconduct.html!/answer one.pdf",
        "northern-ireland/foi-disclosure-log/more.html",
    }


def content(title: str, body: str, **more) -> bytes:
    details = {"body": body, "attachments": more.pop("attachments", [])}
    return json.dumps({"title": title, "description": "A summary", "details": details, **more}).encode()


def test_gov_uk_gives_items_to_programs(site, figures, tmp_path):
    search = "/search/foi?organisations%5B%5D=cnc&keywords=whatsapp"
    item = "/government/publications/foi-whatsapp"
    site.put(
        search,
        page(
            "Search",
            f'<ul><li><a href="{item}">FOI: WhatsApp conduct</a></li><li><a href="/government/publications/other">FOI: cars</a></li></ul>',
        ),
    )
    with serving() as assets:
        files = [
            {"attachment_type": "file", "url": f"{assets.url}/media/1/figures.xlsx", "title": "Figures"},
            {"attachment_type": "html", "url": f"{item}/reply", "title": "Reply"},
            {"attachment_type": "file", "url": "https://elsewhere.example/a.pdf"},
        ]
        answer = content(
            "FOI: WhatsApp conduct",
            "<p>The reply</p>",
            attachments=files,
            public_updated_at="2025-11-09T10:00:00+00:00",
        )
        site.put(f"/api/content{item}", answer, kind="application/json")
        site.put(f"/api/content{item}/reply", content("Reply", f"<p>Figures</p>{table()}"), kind="application/json")
        assets.put("/media/1/figures.xlsx", figures)
        log = f'url = "{site.url}/search/foi?organisations[]=cnc"\nplatform = "gov.uk"\nsites = ["{assets.url.removeprefix("http://")}"]'
        found = collected(configuration(tmp_path, site, log=log, force="cnc"))
        at = f"cnc{item}.html"
        made = documents(found)
        assert made.keys() == {at, f"{at}!/figures.xlsx", f"{at}!/reply.html"}
        assert b"<p>The reply</p>" in made[at] and b"<table>" in made[f"{at}!/reply.html"]
        shown = {item.path: item for item, _ in found if isinstance(item, Collected)}
        assert shown[at].url == site.url + item and shown[at].modified == datetime(2025, 11, 9, 10, tzinfo=UTC)
        site.put(
            f"/api/content{item}", content("x", "y", withdrawn_notice={"explanation": "wrong"}), kind="application/json"
        )
        found = collected(tmp_path)
        assert not documents(found) and any("was withdrawn" in i.message for i, _ in found if isinstance(i, Noted))


def test_a_log_can_be_declared_line_by_line(site, figures, tmp_path):
    site.put(
        "/foi/list",
        page(
            "Log",
            '<div id="results"><a class="hit" href="/r/7">WhatsApp</a></div><a class="more" href="/foi/list/b">weiter</a><a href="/r/9">WhatsApp</a>',
        ),
    )
    site.put("/foi/list/b", page("Log", '<div id="results"><a class="hit" href="/r/8">WhatsApp</a></div>'))
    site.put(
        "/r/7",
        "<html><body><div class='top'>menu</div><div id='answer'><p>The answer</p><a href='/dl/3'>x</a></div></body></html>",
    )
    site.put("/r/8", "<html><body><div id='answer'><p>This was withdrawn on 3 May</p></div></body></html>")
    site.put("/dl/3", figures)
    log = f'url = "{site.url}/foi/list"\nitems = "#results a.hit"\nitem = "^/r/"\nnext = "a.more"\nbody = "#answer"\nattachment = "^/dl/"\nwithdrawn = "was withdrawn"'
    made = documents(collected(configuration(tmp_path, site, log=log)))
    assert made.keys() == {"durham/r/7.html", "durham/r/7.html!/3"}
    assert b"The answer" in made["durham/r/7.html"] and b"menu" not in made["durham/r/7.html"]


# ---- several forces


def several(folder: Path, **sites) -> Path:
    logs = "\n".join(
        f'[sources.logs.log.{force}]\nurl = "{site.url}/foi-ai/af/"\nplatform = "soh"' for force, site in sites.items()
    )
    (folder / "foi.toml").write_text(
        '[network]\ncontact = "foi@newsroom.example"\npause_seconds = 0\ntries = 2\npatience_seconds = 1\n'
        f'[sources.logs]\nkind = "disclosure_log"\nforces = ["bedfordshire"]\n{MATCH}\n{logs}\n'
    )
    return folder


def test_a_host_that_is_down_stops_no_other_and_a_force_without_a_log_is_said(figures, tmp_path):
    with serving() as good, serving() as bad:
        put_log(good, figures)
        put_log(bad, figures)
        folder = several(tmp_path, durham=good, kent=bad, surrey=good)
        assert {path.partition("/")[0] for path in documents(collected(folder))} == {"durham", "kent", "surrey"}
        bad.pages = {LISTING: Reply(b"", 500)}
        found = collected(folder)
    assert {path.partition("/")[0] for path in documents(found)} == {"durham", "surrey"}
    (unreachable,) = [item for item, _ in found if isinstance(item, Unreachable)]
    assert (unreachable.under, unreachable.forces) == ("kent/", ("kent",)) and "status 500" in unreachable.message
    (refused,) = [item for item, _ in found if isinstance(item, Refused)]
    assert "No disclosure log of Bedfordshire Police is known" in refused.message and "log.bedfordshire" in refused.fix


def test_hosts_are_asked_side_by_side_and_each_one_by_one(figures, tmp_path):
    both = Barrier(2)

    def robots(*_):
        both.wait(60)  # comes to nothing unless the other host is asked meanwhile
        return Reply(b"", 404)

    with serving() as one, serving() as two:
        for site in (one, two):
            put_log(site, figures)
            whole = dict(site.pages)
            site.pages = {p: lambda _n, _h, r=r: time.sleep(0.02) or r for p, r in whole.items()}
            site.pages["/robots.txt"] = robots
        assert len(documents(collected(several(tmp_path, durham=one, kent=two, surrey=one)))) == 6
        assert one.most_at_once == two.most_at_once == 1


# ---- the registry and the configuration


def settings(folder: Path, told: dict, whole: dict | None = None) -> Settings:
    return Settings(folder / "foi.toml", "foi.toml: [sources.logs]", "logs", told, whole or {})


def test_every_log_of_the_registry_has_a_layout(tmp_path):
    known = {force.slug: log_of(force.slug, {}, settings(tmp_path, {})) for force in forces.all_forces()}
    assert sum(log is not None for log in known.values()) == sum(
        bool(f.disclosure_log_url) for f in forces.all_forces()
    )
    soh = known["cambridgeshire"].listings(("social media", "whatsapp"))
    assert soh[0].startswith(
        "https://www.cambs.police.uk/foi-ai/af/accessing-information/published-items/?q=social+media&dt=Disc"
    )
    assert len(soh) == 2 and known["northumbria"].listings(("a", "b")) == [known["northumbria"].url]
    log = known["durham"]
    assert log.is_item("https://www.durham.police.uk/foi-ai/durham-constabulary/disclosure-2025/x/y/")
    assert not log.is_item("https://www.durham.police.uk/foi-ai/af/accessing-information/")
    assert not log.is_item("https://elsewhere.example/foi-ai/durham-constabulary/x/")
    assert known["cnc"].listings(("a b",))[0].endswith("parent=civil-nuclear-constabulary&keywords=a+b")
    assert known["northern-ireland"].is_item("https://www.psni.police.uk/foi-disclosure-log/misconduct")
    assert set(platforms()) >= {"soh", "own", "own-wordpress", "own-drupal", "gov.uk", "plain"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "names no force"),
        ('forces = ["durhm"]', "no force is called"),
        ('forces = ["durham"]\n[sources.logs.log]\ndurham = 3', "is a table"),
        ('[sources.logs.log.durham]\nurl = "https://x.example"\nplatform = "x"', "platform is one of soh"),
        ('[sources.logs.log.durham]\nurl = "https://u:p@x.example"', "without user and password"),
        ('[sources.logs.log.durham]\nurl = "https://x.example"\nitem = "("', "item is no pattern"),
        ('[sources.logs.log.durham]\nurl = "https://x.example"\nitems = "a["', "items is no CSS selector"),
        ('[sources.logs.log.durham]\nurl = "https://x.example"\ncolour = "red"', "has colour"),
    ],
)
def test_a_wrong_configuration_stops(tmp_path, text, says):
    (tmp_path / "foi.toml").write_text(f'[sources.logs]\nkind = "disclosure_log"\n{text}\n')
    with pytest.raises(Stopped, match=says) as why:
        configured(tmp_path)
    assert "u:p" not in str(why.value)


def test_all_forces_with_a_known_log(tmp_path):
    (tmp_path / "foi.toml").write_text('[sources.logs]\nkind = "disclosure_log"\nforces = "all"\n')
    (source,) = configured(tmp_path)
    assert len(source.forces) == sum(bool(f.disclosure_log_url) for f in forces.all_forces())
    with pytest.raises(SourceDown, match="the network is off"):
        source.check()
    (noted,) = source._without_log()
    assert "no disclosure log is known of" in noted.message and "btp" in noted.message


# ---- killed, and begun again

CHILD = """
import sys
from pathlib import Path
from flows import clock
from flows.archive import Archive
from flows.ledger import opened
from flows.memory import Memory
from flows.sources import configured
folder = Path(sys.argv[1])
(source,) = configured(folder)
with opened(folder / "ledger.sqlite") as ledger:
    run = ledger.start_run(clock.now())
    for item in source.collect(Memory(Archive(folder / "raw"), ledger, source.name, clock.now)):
        pass
"""


@pytest.mark.slow
def test_a_run_that_is_killed_at_any_moment_and_begun_again_gets_nothing_twice(site, figures, tmp_path):
    items = [f"/foi-ai/durham-constabulary/foi/2025/whatsapp-{n}/" for n in range(1, 6)]
    files = [f"/SysSiteAssets/foi-media/durham/{n}.xlsx" for n in range(1, 6)]
    site.put(LISTING, listing(*[entry(i, "WhatsApp") for i in items], more=f'<a href="{LISTING}&page=2">Next</a>'))
    site.put(f"{LISTING}&page=2", listing(entry(items[0], "WhatsApp")))
    for item, file in zip(items, files, strict=True):
        site.put(item, reply_page(f'<a href="{file}">x</a>'))
        site.put(file, figures + file.encode())
    configuration(tmp_path, site, answer_seconds=60)
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    for site.holds in (2, 3, 8, 12):
        site.held.clear()
        child = subprocess.Popen([sys.executable, "-c", CHILD, str(tmp_path)], env=environment)
        assert site.held.wait(60)
        child.kill()
        child.wait()
    site.holds = None
    found = collected(tmp_path)
    assert len(documents(found)) == 10 and not down(found)
    assert sorted(site.paths()) == sorted(["/robots.txt", LISTING, f"{LISTING}&page=2", *items, *files])
    site.got.clear()
    collected(tmp_path)
    assert {got.status for got in site.got} == {304}


# ---- end to end


@pytest.mark.slow
def test_a_log_and_a_request_give_cases_in_a_release(site, figures, tmp_path, monkeypatch):
    def validate(
        data, docs=None, *, when=None, before=None
    ):  # takes most of a minute, and is no matter of where replies come from
        if docs:
            docs.mkdir(parents=True)
        return steps.validation.Verdict([], [], [], {})

    monkeypatch.setattr(steps.validation, "validate", validate)
    put_log(site, figures)
    title = "conduct_on_whatsapp"
    put_request(
        site,
        incoming(11, COVER, attachment(title, 11, 2, "letter.pdf")),
        body={"id": 1, "url_name": "kent_police", "name": "Kent Police"},
    )
    pdf = letter(tmp_path / "made" / "letter.pdf", force="Kent Police", reference="7/22")
    site.put(f"/request/{title}/response/11/attach/2/letter.pdf", pdf.read_bytes(), kind="application/pdf")
    configuration(tmp_path, site)
    (tmp_path / "foi.toml").write_text(
        (tmp_path / "foi.toml").read_text()
        + f'[sources.wdtk]\nkind = "whatdotheyknow"\nbase = "{site.url}"\npermission = "made up"\nrequests = ["{title}"]\n'
    )

    def ingest() -> steps.Ending:
        with steps.begun(tmp_path / "data", configured(tmp_path), Progress(io.StringIO())) as run:
            for step in steps.STEPS:
                step(run)
            return steps.ending(run)

    end = ingest()
    tables = publish.read_release(tmp_path / "data" / "clean" / "latest")
    assert end.outcome == "published" and not end.down
    assert {r.force: r.source_url for r in tables["replies"]} == {
        "durham": site.url + ITEM,
        "kent": f"{site.url}/request/{title}/response/11/attach/2/letter.pdf",
    }
    assert {(c.force, c.outcome) for c in tables["cases"]} >= {("durham", "dismissed"), ("kent", "dismissed")}
    assert any("1 of 2 items passed over" in line for name, line in end.rows if name == "noted")
    site.got.clear()
    assert ingest().outcome == "nothing new"
    assert {got.status for got in site.got} == {304}

    site.put(LISTING, "", status=503)
    with steps.begun(tmp_path / "data", configured(tmp_path), Progress(io.StringIO())) as run:
        for step in (steps.collect, steps.read, steps.parse, steps.merge):
            step(run)
    assert run.behind == {("online-misconduct-2017", "durham")}
    assert {(r.force, r.withdrawn_at) for r in run.merged["replies"]} == {("durham", None), ("kent", None)}
