"""Requests at a made-up Alaveteli site on this machine: the authority's messages, their files, what is hidden, what is new."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows import steps
from flows.archive import Archive
from flows.ending import Stopped
from flows.ledger import opened
from flows.memory import Memory
from flows.progress import Progress
from flows.sources import Collected, Noted, Refused, SourceDown, Unreachable, configured
from flows.sources.whatdotheyknow.page import read_page
from tests.flows.letters import CASES, letter, workbook
from tests.flows.site import Reply, page, serving

PDF = "application/pdf"
ROBOTS = (
    "User-agent: *\nDisallow: /feed/*\nDisallow: /search/*\nDisallow: */request/*/download*\n"
    "Disallow: */request/*/response/*\nAllow: */request/*/response/*/attach/*\n"
)
COVER = "<p>Dear Requester,</p><p>Please find attached our response to your request.<br>\nKind regards</p>"


@pytest.fixture(autouse=True)
def without_proxies(monkeypatch):
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def site():
    with serving() as made:
        made.put("/robots.txt", ROBOTS, kind="text/plain")
        yield made


@pytest.fixture(scope="module")
def files(tmp_path_factory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("files")
    return {
        "letter": letter(folder / "letter.pdf", rows=[]).read_bytes(),
        "figures": workbook(folder / "figures.xlsx").read_bytes(),
        "more": workbook(folder / "more.xlsx", [*CASES, ["2021", "PC", "TikTok", "Dismissed"]]).read_bytes(),
    }


def configuration(folder: Path, site, **more) -> Path:
    told = {"base": site.url, "permission": "the site's volunteers, 3 May", "requests": ["conduct_on_whatsapp"], **more}
    lines = [f"{key} = {json.dumps(value)}" for key, value in told.items() if value is not None]
    text = '[network]\ncontact = "foi@newsroom.example"\npause_seconds = 0\ntries = 2\npatience_seconds = 2\n\n'
    (folder / "foi.toml").write_text(text + '[sources.wdtk]\nkind = "whatdotheyknow"\n' + "\n".join(lines) + "\n")
    return folder


def collected(folder: Path, finished: bool = True) -> list:
    """One run of the source: what it shows, with the bytes loaded."""
    (source,) = configured(folder)
    with opened(folder / "ledger.sqlite") as ledger:
        run = ledger.start_run(datetime.now(UTC))
        found = []
        for item in source.collect(Memory(Archive(folder / "raw"), ledger, source.name, lambda: datetime.now(UTC))):
            found.append((item, item.load()) if isinstance(item, Collected) else (item, b""))
        if finished:
            ledger.finish_run(run, datetime.now(UTC), "published", None, None)
    return found


def told(found: list) -> dict[str, str]:
    return {getattr(item, "path", getattr(item, "under", "")): type(item).__name__ for item, _ in found}


def attachment(title: str, message: int, part: int, name: str) -> str:
    url = f"/request/{title}/response/{message}/attach/{part}/{name}"
    return (
        f'<li class="attachment"><a href="{url}?cookie_passthrough=1"><img src="/x.png"></a>'
        f'<p class="attachment__name">{name}</p><p class="attachment__meta">12K '
        f'<a href="/request/{title}/response/{message}/attach/html/{part}/{name}.html">View as HTML</a> '
        f'<a href="{url}?cookie_passthrough=1">Download</a></p></li>'
    )


def incoming(number: int, text: str, attached: str = "", sent: str = "2022-09-09T10:00:00+01:00") -> str:
    files = f'<div class="attachments"><ul class="list-of-attachments">{attached}</ul></div>' if attached else ""
    return (
        f'<div class="incoming correspondence normal" id="incoming-{number}"><div class="correspondence__header">'
        f'<span class="correspondence__header__author">FOI team, Durham Constabulary</span>'
        f'<a class="correspondence__header__date"><time datetime="{sent}">9 September 2022</time></a></div>'
        f'<div class="correspondence_text">{files}<div>{text}</div></div>'
        f'<p class="event_actions"><a>Link to this</a></p></div>'
    )


HIDDEN = '<div class="incoming correspondence hidden" id="incoming-{}"><p id="hidden_message">This message has been hidden.</p></div>'
OUTGOING = (
    '<div class="outgoing correspondence" id="outgoing-1"><div class="correspondence_text">'
    "<p>Dear Durham, how many officers were dismissed?</p></div></div>"
)


def put_request(site, *blocks: str, title: str = "conduct_on_whatsapp", received=(11,), body=None, token="1") -> None:
    body = body or {"id": 99, "url_name": "durham_police", "name": "Durham Constabulary"}
    events = [{"id": 1, "event_type": "sent", "outgoing_message_id": 1}]
    events += [{"id": n, "event_type": "response", "incoming_message_id": n} for n in received]
    state = {"id": 5, "url_title": title, "title": "Conduct on WhatsApp", "described_state": "successful"}
    site.put(
        f"/request/{title}.json",
        json.dumps({**state, "public_body": body, "info_request_events": events}),
        kind="application/json",
    )
    site.put(f"/request/{title}", page("Conduct on WhatsApp", OUTGOING + "".join(blocks), f"<i>{token}</i>"))


def put_whole(site, files) -> None:
    listed = attachment("conduct_on_whatsapp", 11, 2, "letter.pdf") + attachment(
        "conduct_on_whatsapp", 11, 3, "figures.xlsx"
    )
    put_request(site, incoming(11, COVER, listed))
    site.put("/request/conduct_on_whatsapp/response/11/attach/2/letter.pdf", files["letter"], kind=PDF)
    site.put("/request/conduct_on_whatsapp/response/11/attach/3/figures.xlsx", files["figures"], kind="application/x")


ATTACHED = "/request/conduct_on_whatsapp/response/11/attach/2/letter.pdf"


def test_a_message_and_its_files_are_one_reply_of_the_authority(site, files, tmp_path):
    put_whole(site, files)
    found = collected(configuration(tmp_path, site))
    at = "conduct_on_whatsapp/11.eml"
    assert {item.path: item.force for item, _ in found} == {
        at: "durham",
        f"{at}!/2-letter.pdf": "durham",
        f"{at}!/3-figures.xlsx": "durham",
    }
    by_path = {item.path: (item, data) for item, data in found}
    mail, text = by_path[at]
    assert mail.url == f"{site.url}/request/conduct_on_whatsapp#incoming-11"
    assert mail.modified == datetime(2022, 9, 9, 9, tzinfo=UTC)
    assert b"Please find attached our response" in text and b"how many officers" not in text
    assert b"Link to this" not in text and b"letter.pdf" not in text and b"Subject: Conduct on WhatsApp" in text
    pdf, data = by_path[f"{at}!/2-letter.pdf"]
    assert data == files["letter"] and pdf.url == site.url + ATTACHED


def test_only_what_robots_allow_is_asked_for(site, files, tmp_path):
    put_whole(site, files)
    collected(configuration(tmp_path, site))
    assert sorted(site.paths()) == [
        "/request/conduct_on_whatsapp",
        "/request/conduct_on_whatsapp.json",
        ATTACHED,
        ATTACHED.replace("2/letter.pdf", "3/figures.xlsx"),
        "/robots.txt",
    ]


def test_a_second_run_asks_and_gets_no_body(site, files, tmp_path):
    put_whole(site, files)
    configuration(tmp_path, site)
    first = collected(tmp_path)
    site.got.clear()
    assert [(item.path, data) for item, data in collected(tmp_path)] == [(item.path, data) for item, data in first]
    assert len(site.got) == 4 and all((got.status, got.sent) == (304, 0) for got in site.got)


def test_without_validators_only_the_json_is_asked_for_again(site, files, tmp_path):
    put_whole(site, files)
    for reply in site.pages.values():
        reply.validators = False
    configuration(tmp_path, site)
    first = collected(tmp_path)
    site.got.clear()
    assert told(collected(tmp_path)) == told(first)
    assert site.paths() == ["/request/conduct_on_whatsapp.json"]
    put_request(site, incoming(11, COVER), incoming(12, "<p>More</p>"), received=(11, 12))
    site.pages["/request/conduct_on_whatsapp"].validators = False
    assert "conduct_on_whatsapp/12.eml" in told(collected(tmp_path))


def test_what_changes_with_every_visit_makes_no_new_document(site, files, tmp_path):
    put_whole(site, files)
    configuration(tmp_path, site)
    before = [data for _, data in collected(tmp_path)]
    raw = sorted(p.name for p in (tmp_path / "raw" / "documents").rglob("*") if p.is_file())
    site.put(
        "/request/conduct_on_whatsapp",
        site.pages["/request/conduct_on_whatsapp"].body.replace(b"<i>1</i>", b"<i>2</i>"),
    )
    assert [data for _, data in collected(tmp_path)] == before
    assert raw == sorted(p.name for p in (tmp_path / "raw" / "documents").rglob("*") if p.is_file())


def test_what_an_unfinished_run_got_is_not_asked_for_again(site, files, tmp_path):
    put_whole(site, files)
    configuration(tmp_path, site)
    first = collected(tmp_path, finished=False)
    site.got.clear()
    assert told(collected(tmp_path)) == told(first) and not site.got


def test_a_page_that_is_older_than_its_json_is_asked_for_again(site, files, tmp_path):
    put_request(site, incoming(11, "<p>One</p>"), received=(11, 12))
    site.pages["/request/conduct_on_whatsapp"].validators = False
    configuration(tmp_path, site)
    assert told(collected(tmp_path)) == {"conduct_on_whatsapp/11.eml": "Collected"}
    put_request(site, incoming(11, "<p>One</p>"), incoming(12, "<p>Two</p>"), received=(11, 12))
    assert len(told(collected(tmp_path))) == 2


def test_a_file_that_is_made_ready_is_waited_for(site, files, tmp_path):
    put_whole(site, files)
    wait = Reply(b"", 302, headers={"Location": "/attachments/abc/wait?referer=x"}, validators=False)
    site.pages[ATTACHED] = lambda n, _: wait if n < 2 else Reply(files["letter"], kind=PDF)
    found = collected(configuration(tmp_path, site))
    assert told(found)["conduct_on_whatsapp/11.eml!/2-letter.pdf"] == "Collected"
    assert len(site.asked(ATTACHED)) == 3 and not any("wait" in path for path in site.paths())
    site.pages[ATTACHED] = wait
    assert told(collected(configuration(tmp_path, site)))["conduct_on_whatsapp/11.eml!/2-letter.pdf"] == "Unreachable"


def test_a_page_in_place_of_a_file_is_refused_and_never_kept(site, files, tmp_path):
    put_whole(site, files)
    site.put(ATTACHED, page("Something", "<p>went wrong</p>"), kind=PDF)
    found = collected(configuration(tmp_path, site))
    (refused,) = [item for item, _ in found if isinstance(item, Refused)]
    assert refused.path.endswith("2-letter.pdf") and "promises a file, and the site sent a web page" in refused.message
    kept = [p.read_bytes() for p in (tmp_path / "raw" / "documents").rglob("*") if p.is_file()]
    assert not any(b"went wrong" in data for data in kept)


def test_what_is_hidden_or_erased_is_no_longer_shown(site, files, tmp_path):
    put_whole(site, files)
    configuration(tmp_path, site)
    collected(tmp_path)
    erased = '<li class="attachment"><p class="attachment__name">letter.pdf</p><em>This file has been erased.</em></li>'
    put_request(site, incoming(11, COVER, erased + attachment("conduct_on_whatsapp", 11, 3, "figures.xlsx")))
    assert set(told(collected(tmp_path))) == {
        "conduct_on_whatsapp/11.eml",
        "conduct_on_whatsapp/11.eml!/3-figures.xlsx",
    }
    put_request(site, HIDDEN.format(11), incoming(12, "<p>Another</p>"), received=(11, 12))
    assert set(told(collected(tmp_path))) == {"conduct_on_whatsapp/12.eml"}


@pytest.mark.parametrize("status", [410, 404, 403])
def test_a_request_that_the_site_has_taken_down_is_said_and_shown_no_more(site, files, tmp_path, status):
    put_whole(site, files)
    configuration(tmp_path, site)
    collected(tmp_path)
    removed = page("Request has been removed", "<p>The request you have tried to view has been removed.</p>")
    for path in ("/request/conduct_on_whatsapp", "/request/conduct_on_whatsapp.json"):
        site.put(path, removed, status=status)
    ((item, _),) = collected(tmp_path)
    assert isinstance(item, Refused) and "is not there any more" in item.message and item.path == "conduct_on_whatsapp"


def test_a_request_of_which_the_json_only_forbids_has_gone_where_its_page_says_so(site, files, tmp_path):
    put_whole(site, files)
    configuration(tmp_path, site)
    collected(tmp_path)
    site.put("/request/conduct_on_whatsapp.json", b"", status=403)
    ((item, _),) = collected(tmp_path)
    assert isinstance(item, Unreachable) and "is there, and its JSON is not" in item.message
    site.put("/request/conduct_on_whatsapp", page("Request has been removed", "<p>removed</p>"), status=403)
    ((item, _),) = collected(tmp_path)
    assert isinstance(item, Refused) and "is not there any more" in item.message
    site.put("/request/conduct_on_whatsapp", b"no", status=403)
    with pytest.raises(SourceDown, match="forbids programs"):
        collected(tmp_path)


def test_a_site_that_forbids_or_wants_a_person_is_down(site, files, tmp_path):
    put_whole(site, files)
    configuration(tmp_path, site)
    collected(tmp_path)
    site.put(
        "/request/conduct_on_whatsapp.json",
        page("Just a moment...", "x"),
        status=403,
        headers={"cf-mitigated": "challenge"},
    )
    with pytest.raises(SourceDown, match=r"wants to see a person.*Pro account"):
        collected(tmp_path)


def test_a_page_with_another_layout_hides_nothing(site, files, tmp_path):
    put_whole(site, files)
    configuration(tmp_path, site)
    collected(tmp_path)
    site.put("/request/conduct_on_whatsapp", page("Conduct on WhatsApp", "<div class='new'>Dear Requester</div>"))
    ((item, _),) = collected(tmp_path)
    assert (
        isinstance(item, Unreachable)
        and item.under == "conduct_on_whatsapp/"
        and "not laid out as it was" in item.message
    )
    put_request(site, received=(11,))
    ((item, _),) = collected(tmp_path)
    assert isinstance(item, Unreachable) and "has a place for none" in item.message


def test_one_request_that_fails_stops_no_other(site, files, tmp_path):
    put_whole(site, files)
    site.put("/request/a_second.json", "oops", status=500)
    found = collected(configuration(tmp_path, site, requests=["a_second", "conduct_on_whatsapp"]))
    assert told(found)["a_second/"] == "Unreachable" and len(found) == 4


def test_a_file_that_is_listed_and_not_there_is_noted(site, files, tmp_path):
    put_whole(site, files)
    del site.pages[ATTACHED]
    found = collected(configuration(tmp_path, site))
    assert [item.message for item, _ in found if isinstance(item, Noted)] == [
        "conduct_on_whatsapp/11.eml!/2-letter.pdf: the site lists it, and it is not there."
    ]


def test_the_force_is_told_by_the_authority_and_has_to_agree(site, tmp_path):
    put_request(site, incoming(11, "<p>x</p>"), body={"id": 3, "url_name": "gmp", "name": "Greater Manchester Police"})
    ((item, _),) = collected(configuration(tmp_path, site))
    assert item.force == "greater-manchester"
    named = configuration(tmp_path, site, requests=None)
    (named / "foi.toml").write_text((named / "foi.toml").read_text() + 'by_force = { kent = "conduct_on_whatsapp" }\n')
    ((item, _),) = collected(tmp_path)
    assert isinstance(item, Refused) and "a request to Greater Manchester Police, not to kent" in item.message
    put_request(site, incoming(11, "<p>x</p>"), body={"id": 3, "url_name": "a_council", "name": "A Council"})
    ((item, _),) = collected(configuration(tmp_path, site))
    assert isinstance(item, Refused) and "no force of the registry" in item.message


def test_the_number_of_the_authority_counts_before_its_name_where_the_site_is_whatdotheyknow(tmp_path):
    (tmp_path / "foi.toml").write_text('[sources.wdtk]\nkind = "whatdotheyknow"\nrequests = ["a"]\n')
    (source,) = configured(tmp_path)
    from flows.sources.whatdotheyknow.page import read_request

    body = {"id": 29, "url_name": "renamed", "name": "Something"}
    made = read_request(json.dumps({"public_body": body, "info_request_events": []}).encode())
    assert source._force_of(made) == "metropolitan"


def test_nothing_is_asked_before_somebody_gave_leave(site, tmp_path):
    (source,) = configured(configuration(tmp_path, site, permission=None))
    with pytest.raises(SourceDown, match=r"house rules.*Pro account.*permission = "):
        source.check()
    (tmp_path / "foi.toml").write_text(
        '[sources.wdtk]\nkind = "whatdotheyknow"\npermission = "x"\nrequests = ["https://www.whatdotheyknow.com/request/a_b"]\n'
    )
    (source,) = configured(tmp_path)
    assert source.asked[0].title == "a_b" and source.base == "https://www.whatdotheyknow.com"
    with pytest.raises(SourceDown, match="the network is off"):
        source.check()
    assert not site.got


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("", "names no request"),
        ('requests = ["https://other.example/request/a"]', "is no request at"),
        ('requests = ["a b"]', "is no request at"),
        ('requests = ["a"]\nbase = "https://u:p@x.example"', "without user and password"),
        ('requests = ["a"]\nby_force = { kentt = "b" }', "no force is called"),
        ("requests = []\nby_force = { kent = 3 }", "one title, or a list"),
        ('requests = ["a"]\nrequest = "x"', "no request is called"),
    ],
)
def test_a_wrong_configuration_stops(tmp_path, line, says):
    (tmp_path / "foi.toml").write_text(f'[sources.wdtk]\nkind = "whatdotheyknow"\n{line}\n')
    with pytest.raises(Stopped, match=says) as why:
        configured(tmp_path)
    assert "u:p" not in str(why.value)


def test_the_older_blocks_of_the_page_are_read_too():
    old = (
        '<div class="incoming correspondence box normal" id="incoming-7"><h2>From: FOI team<br>Durham<br>'
        '<time datetime="2013-01-02T00:00:00+00:00">2 January 2013</time></h2><p>Line one<br>\nline two</p><p>Last</p>'
        '<p class="event_actions">Link to this</p></div>'
    )
    (message,) = read_page(page("x", old).encode(), "https://x.example/request/a").messages
    assert message.text == "Line one\nline two\n\nLast" and message.sent == datetime(2013, 1, 2, tzinfo=UTC)
    assert message.author.startswith("From: FOI team")


def test_the_message_the_letter_and_the_figures_are_mapped_as_one_reply(site, files, tmp_path):
    put_whole(site, files)
    sources = configured(configuration(tmp_path, site))
    with steps.begun(tmp_path / "data", sources, Progress(io.StringIO())) as run:
        for step in (steps.collect, steps.read, steps.parse):
            step(run)
    (mapped,) = run.mapped
    assert [m.sighting.path.rpartition("/")[2] for m in mapped.group.members] == [
        "2-letter.pdf",
        "11.eml",
        "3-figures.xlsx",
    ]
    assert len(mapped.parsed.cases) == 2 and mapped.parsed.reply.force == "durham"
