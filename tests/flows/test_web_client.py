"""The polite client against a real site on this machine: robots.txt, pauses, patience, closed doors, whole bodies."""

from __future__ import annotations

import gzip
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise

import httpx
import pytest

from flows.ending import Stopped
from flows.sources import SourceDown
from flows.sources.settings import Settings
from flows.sources.web import addresses
from flows.sources.web import client as clients
from flows.sources.web.client import Client, Gone, HostDown, NotFetched, Waits
from flows.sources.web.network import Network, needed, network_of
from flows.sources.web.page import links, main_part
from flows.sources.web.robots import Rules
from flows.sources.web.signs import is_challenge, not_as_promised, parsed
from tests.flows.site import Reply, page, serving

NETWORK = Network("foi@newsroom.example", pause=0.0, patience=5, tries=3, deadline=20, most=200_000)


@pytest.fixture(autouse=True)
def without_proxies(monkeypatch):
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def site():
    with serving() as made:
        yield made


@pytest.fixture
def client():
    with Client(NETWORK) as made:
        yield made


def client_with(**changed) -> Client:
    return Client(Network(**{**{n: getattr(NETWORK, n) for n in NETWORK.__slots__}, **changed}))


# ---- what is asked, and how


def test_a_page_comes_with_who_asks_in_the_user_agent_and_robots_first(site, client):
    site.put("/a", page("A", "x"))
    answer = client.get(f"{site.url}/a")
    assert answer.status == 200 and answer.body == page("A", "x").encode()
    assert site.paths() == ["/robots.txt", "/a"]
    for got in site.got:
        assert got.headers["user-agent"] == "police-foi (+foi@newsroom.example)"
        assert got.headers["accept-encoding"] == "gzip" and "cookie" not in got.headers


def test_cookies_are_not_kept(site, client):
    site.put("/a", "x", headers={"Set-Cookie": "session=1; Path=/"})
    client.get(f"{site.url}/a")
    client.get(f"{site.url}/a")
    assert len(site.asked("/a")) == 2 and not any("cookie" in got.headers for got in site.got)


def test_robots_are_followed_by_the_longest_rule(site, client):
    site.put(
        "/robots.txt",
        "User-agent: *\nDisallow: */response/*\nAllow: */response/*/attach/*\nDisallow: /*.php$\n",
        kind="text/plain",
    )
    for path in ("/request/1/response/2/attach/3/a.pdf", "/request/1/response/2", "/x.php", "/x.php5"):
        site.put(path, "x")
    client.get(f"{site.url}/request/1/response/2/attach/3/a.pdf")
    client.get(f"{site.url}/x.php5")
    for path in ("/request/1/response/2", "/x.php"):
        with pytest.raises(NotFetched, match=r"robots.txt of .* does not let programs") as why:
            client.get(site.url + path)
        assert why.value.lasting and not site.asked(path)
    assert len(site.asked("/robots.txt")) == 1


def test_a_group_for_this_program_takes_the_place_of_that_for_all():
    rules = Rules("User-agent: *\nDisallow: /\nCrawl-delay: 9\n\nUser-agent: Police-FOI\nDisallow: /private\n")
    assert rules.allow("https://x.example/a") and not rules.allow("https://x.example/private/a") and rules.delay == 0
    assert Rules("User-agent: *\nCrawl-delay: 2.5\n").delay == 2.5
    assert Rules("User-agent: *\nRequest-rate: 1/10\n").delay == 10
    assert Rules("<html>no rules</html>").allow("https://x.example/a")


@pytest.mark.parametrize("status", [404, 403, 401, 410])
def test_a_robots_file_that_is_not_there_allows_all(site, client, status):
    site.put("/robots.txt", "no", status=status)
    site.put("/a", "x")
    assert client.get(f"{site.url}/a").status == 200


def test_a_robots_file_that_cannot_be_had_allows_nothing(site):
    site.put("/robots.txt", "no", status=503)
    site.put("/a", "x")
    with client_with(patience=1, tries=2) as client, pytest.raises(HostDown, match="status 503"):
        client.get(f"{site.url}/a")
    assert set(site.paths()) == {"/robots.txt"}


def test_a_robots_file_is_looked_for_where_it_has_moved(site, client):
    site.put("/robots.txt", "", status=301, headers={"Location": "/other.txt"})
    site.put("/other.txt", "User-agent: *\nDisallow: /a\n", kind="text/plain")
    with pytest.raises(NotFetched, match="robots"):
        client.get(f"{site.url}/a")


def test_one_request_at_a_time_with_the_pause_between(site):
    def slow(*_):
        time.sleep(0.02)
        return Reply(b"x")

    site.pages.update({f"/{n}": slow for n in range(6)})
    with client_with(pause=0.05) as client, ThreadPoolExecutor(6) as workers:
        list(workers.map(lambda n: client.get(f"{site.url}/{n}"), range(6)))
    assert site.most_at_once == 1
    asked = sorted(site.got, key=lambda got: got.began)
    assert all(after.began - before.began >= 0.05 for before, after in pairwise(asked))


def test_a_crawl_delay_is_kept_and_one_beyond_patience_ends_it(site):
    site.put("/robots.txt", "User-agent: *\nCrawl-delay: 0.2\n", kind="text/plain")
    site.put("/a", "x")
    with client_with() as client:
        client.get(f"{site.url}/a")
        client.get(f"{site.url}/a")
    first, second = site.asked("/a")
    assert second.began - first.began >= 0.2
    site.put("/robots.txt", "User-agent: *\nCrawl-delay: 9999\n", kind="text/plain")
    with client_with() as client, pytest.raises(HostDown, match="9999 seconds between two requests"):
        client.get(f"{site.url}/a")


def test_the_least_pause_holds_for_every_host_but_this_machine():
    assert clients._is_here("127.0.0.1:80") and clients._is_here("[::1]:80") and clients._is_here("localhost")
    assert not clients._is_here("www.durham.police.uk") and not clients._is_here("127.example")


# ---- patience


def test_busy_hosts_are_waited_for_as_they_ask(site, client):
    waits = {0: "1", 1: format_datetime(datetime.now(UTC) + timedelta(seconds=-5), usegmt=True)}
    site.pages["/a"] = lambda n, _: Reply(b"", 429, headers={"Retry-After": waits[n]}) if n in waits else Reply(b"x")
    assert client.get(f"{site.url}/a").body == b"x"
    first, second, _ = site.asked("/a")
    assert second.began - first.began >= 1


def test_a_host_that_stays_busy_is_asked_a_few_times_and_then_nothing_more(site, client):
    site.put("/a", "", status=429)
    site.put("/b", "x")
    with pytest.raises(HostDown, match=r"status 429.* asked 3 times"):
        client.get(f"{site.url}/a")
    with pytest.raises(HostDown, match="status 429"):
        client.get(f"{site.url}/b")
    assert len(site.asked("/a")) == 3 and not site.asked("/b")


def test_a_wait_beyond_patience_is_not_begun(site, client):
    site.put("/a", "", status=503, headers={"Retry-After": "86400"})
    began = time.monotonic()
    with pytest.raises(HostDown, match=r"86400 seconds.*patience_seconds"):
        client.get(f"{site.url}/a")
    assert time.monotonic() - began < 5 and len(site.asked("/a")) == 1


def test_one_bad_page_is_no_host_that_is_down_and_two_are(site, client):
    for path in ("/a", "/c", "/d"):
        site.put(path, "", status=500)
    site.put("/b", "x")
    with pytest.raises(NotFetched, match="status 500") as why:
        client.get(f"{site.url}/a")
    assert not why.value.lasting
    client.get(f"{site.url}/b")
    with pytest.raises(NotFetched):
        client.get(f"{site.url}/c")
    with pytest.raises(HostDown):
        client.get(f"{site.url}/d")


def test_a_host_that_is_not_there_is_down_and_said_without_a_trace(client):
    with serving() as gone:
        url = gone.url
    with pytest.raises(HostDown, match=r"127.0.0.1:\d+ cannot be reached\.") as why:
        client.get(f"{url}/a?token=abc")
    assert "abc" not in str(why.value)


# ---- closed doors

CHALLENGE = page("Just a moment...", "<script src='/cdn-cgi/challenge-platform/x.js'></script>Checking")


@pytest.mark.parametrize(
    "reply",
    [
        Reply(CHALLENGE.encode(), 403, headers={"cf-mitigated": "challenge"}),
        Reply(CHALLENGE.encode(), 200),
        Reply(CHALLENGE.encode(), 503),
        Reply(page("Please wait", "<div class='g-recaptcha' data-sitekey='x'></div>").encode(), 200),
        Reply(b"<html><script src='https://challenges.cloudflare.com/turnstile/v0/api.js'></script></html>", 200),
    ],
    ids=["header", "page-200", "page-503", "captcha", "turnstile"],
)
def test_a_challenge_ends_it_for_the_host_at_once(site, client, reply):
    site.pages["/a"] = reply
    site.put("/b", "x")
    for path in ("/a", "/b"):
        with pytest.raises(HostDown, match="wants to see a person"):
            client.get(site.url + path)
    assert site.paths() == ["/robots.txt", "/a"]


def test_a_long_page_with_a_captcha_in_its_form_is_a_page(site, client):
    text = "<p>" + "The force holds this information. " * 80 + "</p><div class='g-recaptcha'></div>"
    site.put("/a", page("Reply", text))
    assert client.get(f"{site.url}/a").status == 200


def test_a_short_page_with_a_script_that_checks_is_a_page(site, client):
    text = (
        "<p>"
        + "The force holds this information. " * 15
        + "</p><script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'></script>"
    )
    site.put("/a", page("Reply", text))
    assert client.get(f"{site.url}/a").status == 200


@pytest.mark.parametrize("status", [401, 403])
def test_a_host_that_forbids_is_asked_nothing_more(site, client, status):
    site.put("/a", "no", status=status)
    with pytest.raises(HostDown, match="forbids programs"):
        client.get(f"{site.url}/a")
    with pytest.raises(HostDown):
        client.get(f"{site.url}/b")
    assert site.paths() == ["/robots.txt", "/a"]


@pytest.mark.parametrize("status", [404, 410])
def test_what_is_not_there_has_gone(site, client, status):
    site.put("/a", "no", status=status)
    with pytest.raises(Gone, match="nothing at"):
        client.get(f"{site.url}/a")


def test_other_answers_are_said_with_their_status(site, client):
    site.put("/a", "teapot", status=418)
    with pytest.raises(NotFetched, match="status 418") as why:
        client.get(f"{site.url}/a")
    assert why.value.lasting


# ---- redirects


def test_redirects_are_followed_within_the_site_and_bounded(site, client):
    site.put("/a", "", status=302, headers={"Location": "b?x=1#part"})
    site.put("/b", "x")
    assert client.get(f"{site.url}/a").url == f"{site.url}/b?x=1"
    site.put("/loop", "", status=301, headers={"Location": "/loop"})
    with pytest.raises(NotFetched, match="without end"):
        client.get(f"{site.url}/loop")
    assert len(site.asked("/loop")) == 6


def test_a_redirect_to_another_site_is_not_followed(site, client):
    with serving() as other:
        other.put("/x", "x")
        site.put("/a", "", status=302, headers={"Location": f"{other.url}/x?token=abc"})
        with pytest.raises(NotFetched, match="leads to another site") as why:
            client.get(f"{site.url}/a")
        assert not other.got and "abc" not in str(why.value)


@pytest.mark.parametrize("to", ["/login?next=/a", "/account/sign-in", "/oauth2/authorize", "/users/sign_in"])
def test_a_redirect_to_a_log_in_is_not_followed(site, client, to):
    site.put("/a", "", status=302, headers={"Location": to})
    with pytest.raises(NotFetched, match="asks for a log-in"):
        client.get(f"{site.url}/a")
    assert site.paths() == ["/robots.txt", "/a"]


def test_a_redirect_to_where_robots_do_not_let_one_is_not_followed(site, client):
    site.put("/robots.txt", "User-agent: *\nDisallow: /private\n", kind="text/plain")
    site.put("/a", "", status=302, headers={"Location": "/private/a"})
    with pytest.raises(NotFetched, match="robots"):
        client.get(f"{site.url}/a")
    assert not site.asked("/private/a")


@pytest.mark.parametrize(
    ("url", "location", "leads"),
    [
        ("http://a.example/x", "https://a.example/x", "https://a.example/x"),
        ("https://a.example/x", "https://www.a.example/y", "https://www.a.example/y"),
        ("https://a.example/x", "http://a.example/x", "away from https"),
        ("https://a.example/x", "https://b.example/x", "another site"),
        ("https://a.example/x", "https://a.example:8443/x", "another site"),
        ("https://a.example/x", "https://u:p@a.example/y", "https://a.example/y"),
        ("https://a.example/x", "ftp://a.example/x", "cannot be asked"),
        ("https://a.example/x", "", "https://a.example/x"),
    ],
)
def test_where_a_redirect_leads(url, location, leads):
    try:
        assert clients._followed(url, url, location) == leads
    except NotFetched as why:
        assert leads in why.what and "u:p" not in str(why)


def test_a_page_that_waits_is_not_asked_for(site, client):
    site.put("/a", "", status=302, headers={"Location": "/attachments/xyz/wait?referer=/a"})
    with pytest.raises(Waits):
        client.get(f"{site.url}/a")
    assert site.paths() == ["/robots.txt", "/a"]


# ---- whole bodies


def test_a_body_that_breaks_off_is_asked_for_again_and_never_taken(site, client):
    whole = b"x" * 50_000
    site.pages["/a"] = lambda n, _: Reply(whole, cut=20_000 if n < 2 else None)
    assert client.get(f"{site.url}/a").body == whole
    assert len(site.asked("/a")) == 3
    site.pages["/b"] = Reply(whole, cut=20_000)
    with pytest.raises(NotFetched, match=r"broke off before the end\. It was asked 3 times"):
        client.get(f"{site.url}/b")


def test_a_packed_body_that_ends_early_is_never_taken(site, client):
    packed = gzip.compress(b"y" * 90_000, mtime=0)
    site.pages["/a"] = lambda n, _: Reply(
        packed[:-9] if n == 0 else packed, headers={"Content-Encoding": "gzip"}, validators=False
    )
    assert client.get(f"{site.url}/a").body == b"y" * 90_000
    site.put("/c", b"no gzip at all", headers={"Content-Encoding": "gzip"})
    with pytest.raises(NotFetched, match="damaged"):
        client.get(f"{site.url}/c")


def test_a_packed_body_is_unpacked_within_the_size_only(site, client):
    site.put("/small", b"z" * 150_000, packed=True)
    assert client.get(f"{site.url}/small", most=200_000).body == b"z" * 150_000
    site.put("/bomb", b"\0" * 60_000_000, packed=True)
    with pytest.raises(NotFetched, match=r"larger than 0.2 MB") as why:
        client.get(f"{site.url}/bomb", most=200_000)
    assert why.value.lasting and len(site.asked("/bomb")) == 1


def test_a_body_that_is_too_large_is_not_read(site, client):
    site.put("/huge", b"x" * 900_000)
    with pytest.raises(NotFetched, match=r"larger than 0.2 MB"):
        client.get(f"{site.url}/huge", most=200_000)
    site.put("/endless", b"x" * 300_000, headers={"Content-Length": "100000000000"})
    with pytest.raises(NotFetched, match="larger than"):
        client.get(f"{site.url}/endless", most=200_000)


def test_a_body_that_drips_is_ended_at_the_deadline(site):
    site.put("/slow", b"x" * 1000, drip=0.05)
    said = r"longer than 0.4 seconds to answer\. It was asked 2 times"
    with client_with(deadline=0.4, tries=2) as client, pytest.raises(NotFetched, match=said):
        client.get(f"{site.url}/slow")
    assert len(site.asked("/robots.txt")) == 1


def test_an_encoding_that_was_not_asked_for_is_not_guessed_at(site, client):
    site.put("/a", b"x", headers={"Content-Encoding": "br"})
    with pytest.raises(NotFetched, match="encoding that was not asked for"):
        client.get(f"{site.url}/a")


def test_a_run_that_is_broken_off_waits_for_nobody(site):
    site.put("/slow", b"x" * 2000, drip=0.05)
    with client_with(deadline=90) as client, ThreadPoolExecutor(2) as workers:
        both = [workers.submit(client.get, f"{site.url}/slow") for _ in range(2)]
        while not site.asked("/slow"):
            time.sleep(0.01)
        client.stop()
        for one in both:
            with pytest.raises(HostDown, match="broken off"):
                one.result(timeout=60)
    assert len(site.asked("/slow")) == 1


@pytest.mark.parametrize(
    ("name", "data", "declared", "came"),
    [
        ("a.pdf", b"%PDF-1.4 x", "text/html", None),
        ("a.pdf", b"<html><body>404</body></html>", "application/pdf", "a web page"),
        ("a.xlsx", b'{"error": "no"}', "", "a text"),
        ("a.csv", b"Year,PC\n2019,3\n", "", None),
        ("a.csv", b"<!DOCTYPE html><html></html>", "text/csv", "a web page"),
        ("a.html", b"<!DOCTYPE html><html></html>", "", None),
        ("a.pdf", b" \n", "", "an empty file"),
        ("download", b"<html></html>", "", "a web page"),
        (
            "a.xls",
            b"<html><table><tr><td>Year</td><td>PC</td></tr><tr><td>2019</td><td>3</td></tr></table></html>",
            "application/vnd.ms-excel",
            None,
        ),
        ("a.xls", b"<html><body>Page not found</body></html>", "application/vnd.ms-excel", "a web page"),
    ],
)
def test_what_comes_in_place_of_a_file(name, data, declared, came):
    assert not_as_promised(f"https://x.example/{name}", data, declared) == came


@pytest.mark.parametrize(
    ("url", "shown_as"),
    [
        ("https://u:p@x.example/a?b=1#c", "https://x.example/a?b=1"),
        ("https://x.example/a?token=abc&page=2", "https://x.example/a?token=••••&page=2"),
        ("https://x.example/a?X-Amz-Signature=abc", "https://x.example/a?X-Amz-Signature=••••"),
        (
            "https://x.example/a?q=social+media&dt=Disclosure+log",
            "https://x.example/a?q=social+media&dt=Disclosure+log",
        ),
        ("https://x.example/a?x=" + "z" * 80, "https://x.example/a?x=••••"),
    ],
)
def test_what_of_an_address_may_be_shown(url, shown_as):
    assert addresses.shown(url) == shown_as


@pytest.mark.parametrize(
    ("link", "tidied"),
    [
        ("../b c.pdf#p2", "https://x.example/b%20c.pdf"),
        ("HTTPS://X.example:443/%7Ea?utm_source=x&b=1", "https://x.example/%7Ea?b=1"),
        ("//y.example/a", "https://y.example/a"),
        ("mailto:a@b.example", ""),
        ("javascript:void(0)", ""),
        ("http://[bad/", ""),
        ("/a?x=1&cookie_passthrough=1", "https://x.example/a?x=1"),
    ],
)
def test_how_a_link_is_written(link, tidied):
    assert addresses.tidy(link, "https://x.example/a/page") == tidied


def test_an_address_as_a_path():
    assert addresses.as_path("https://x.example/foi/../a%2Fb/c!d/?id=3") == "foi/a-b/c-d@id=3"
    assert len(addresses.part_of("x" * 400 + ".pdf")) < 160 and addresses.part_of("x" * 400 + ".pdf").endswith(".pdf")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0" * 99,
        b"<!-- x -->",
        b"<html><body>" + b"<div class='nav'>" * 5000 + b"<a href='/x'>x</a>",
        b"\xff\xfe<\0a\0>\0",
    ],
    ids=["empty", "nothing", "comment", "deep", "half"],
)
def test_pages_made_to_do_harm_are_no_pages(data):
    began = time.monotonic()
    assert not is_challenge(200, {}, data)
    page = parsed(data)
    assert page is None or not list(links(page, "https://x.example/"))
    assert isinstance(main_part(data), bytes)
    assert time.monotonic() - began < 30


def test_the_part_that_is_kept_hides_what_the_page_hides_and_shows_what_it_shows():
    from parsers.documents import read

    style = "<style>.secret { display: none }</style><link rel=stylesheet href='/x.css?v=1'>"
    inner = "<p>The answer</p><p class='secret'>not for you</p><script>x()</script><p style='display:none'>nor this</p>"
    whole = page("Reply", inner, "<i>1</i>").replace("</head>", f"{style}</head>").encode()
    kept = main_part(whole)
    before, after = read(whole, "a.html"), read(kept, "a.html")
    assert [t.text for t in before.texts] == [t.text for t in after.texts]
    assert before.hidden == after.hidden and after.hidden
    assert main_part(kept) == kept


# ---- the environment and the configuration


def test_a_proxy_that_the_environment_names_is_used(site, monkeypatch):
    site.put("/a", "through the proxy")
    site.pages["http://far.example/robots.txt"] = Reply(b"", 404)
    site.pages["http://far.example/a"] = Reply(b"through the proxy")
    monkeypatch.setenv("HTTP_PROXY", site.url)
    monkeypatch.setattr(clients, "_LEAST", 0.0)
    with Client(NETWORK) as client:
        assert client.get("http://far.example/a").body == b"through the proxy"
    assert site.paths() == ["http://far.example/robots.txt", "http://far.example/a"]


def told(text: str) -> Settings:
    import tomllib
    from pathlib import Path

    whole = tomllib.loads(text)
    return Settings(Path("foi.toml"), "foi.toml: [sources.a]", "a", {}, whole)


def test_without_a_network_table_nothing_is_asked():
    network = network_of(told(""))
    assert network is None
    with pytest.raises(SourceDown, match=r"the network is off.*\[network\] with contact = "):
        needed(network, "foi.toml: [sources.a]")


def test_the_network_table_says_how_sites_are_asked():
    made = network_of(
        told('[network]\ncontact = "https://newsroom.example/foi"\npause_seconds = 9\ndocument_megabytes = 5')
    )
    assert made == Network("https://newsroom.example/foi", pause=9, most=5_000_000)
    assert made.user_agent == "police-foi (+https://newsroom.example/foi)"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("network = 1", "is a table"),
        ("[network]\n", "needs contact"),
        ('[network]\ncontact = "me"', "e-mail address or a web address"),
        ('[network]\ncontact = "a@b.example\\r\\nX: y"', "e-mail address or a web address"),
        ('[network]\ncontact = "a@b.example"\npause = 1', "has pause"),
        ('[network]\ncontact = "a@b.example"\ntries = 0', "at least 1"),
    ],
)
def test_a_wrong_network_table_stops(text, says):
    with pytest.raises(Stopped, match=says):
        network_of(told(text))


def test_no_exception_of_the_library_gets_out(site, client, monkeypatch):
    def fail(*_args, **_told):
        raise httpx.UnsupportedProtocol("http://user:secret@x.example")

    monkeypatch.setattr(client._http, "stream", fail)
    with pytest.raises(HostDown) as why:
        client.get(f"{site.url}/a")
    assert "secret" not in str(why.value)
