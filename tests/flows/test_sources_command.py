"""`foi sources`: what is configured, what it lacks, and with --check whether it answers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from flows.cli import main
from flows.sources import configured
from tests.flows.site import serving


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "replies").mkdir()
    return tmp_path


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["sources", *arguments], catch_exceptions=False)
    return done.exit_code, done.output


def test_each_source_with_its_kind_its_place_and_what_it_lacks(here):
    (here / "foi.toml").write_text(
        '[sources.post]\nkind = "folder"\npath = "replies"\n[sources.gone]\nkind = "folder"\npath = "nowhere"\n'
        '[sources.logs]\nkind = "disclosure_log"\nforces = ["durham", "kent"]\n'
        '[sources.wdtk]\nkind = "whatdotheyknow"\nrequests = ["a"]\n'
        '[sources.box]\nkind = "imap"\nhost = "mail.example"\nuser = "x"\npassword_env = "NOTHING"\n'
    )
    status, told = run()
    rows = [" ".join(line.split()) for line in told.splitlines()]
    assert status == 1
    assert rows[:6] == [
        "source kind looks at state",
        "box imap INBOX at mail.example cannot collect",
        "gone folder nowhere cannot collect",
        "logs disclosure_log the disclosure logs of 2 forces cannot collect",
        "post folder replies ready",
        "wdtk whatdotheyknow 1 request at www.whatdotheyknow.com cannot collect",
    ]
    assert "nowhere does not exist" in told and "the network is off" in told and 'permission = "…"' in told


def test_check_asks_each_site_for_its_robots_and_nothing_else(here):
    with serving() as well, serving() as forbids:
        forbids.put("/robots.txt", "User-agent: *\nDisallow: /\n", kind="text/plain")
        logs = "".join(
            f'[sources.logs.log.{force}]\nurl = "{site.url}/log/"\n'
            for force, site in {"durham": well, "kent": forbids}.items()
        )
        (here / "foi.toml").write_text(
            '[network]\ncontact = "a@newsroom.example"\npause_seconds = 0\n[sources.post]\nkind = "folder"\npath = "replies"\n'
            f'[sources.logs]\nkind = "disclosure_log"\n{logs}'
            f'[sources.wdtk]\nkind = "whatdotheyknow"\nbase = "{well.url}"\npermission = "made up"\nrequests = ["a"]\n'
        )
        assert run()[0] == 0 and not well.got
        status, told = run("--check")
        assert status == 1 and set(well.paths()) == set(forbids.paths()) == {"/robots.txt"}
        assert run("wdtk", "post", "--check")[0] == 0
    states = [" ".join(line.split()) for line in told.splitlines()[1:4]]
    assert states[0].endswith("does not answer") and states[1:] == [
        "post folder replies ready",
        f"wdtk whatdotheyknow 1 request at {well.url.removeprefix('http://')} answers",
    ]
    assert "durham: 127.0.0.1" in told and "robots.txt of 127.0.0.1" in told


def test_help_has_an_example():
    assert "Example:  foi sources" in run("--help")[1]


def test_every_source_of_the_example_is_one(here):
    """The example with all that is commented out: each setting in it is known, and each table complete."""
    example = (Path(__file__).parents[2] / "foi.example.toml").read_text(encoding="utf-8")
    (here / "foi.toml").write_text(re.sub(r"(?m)^# (?=\[|\w+ = )", "", example))
    made = {source.name: source for source in configured(here)}
    assert made.keys() >= {"replies", "logs", "wdtk"}
    assert made["logs"].network and made["logs"].network == made["wdtk"].network
    assert made["logs"].forces == ("btp", "durham", "kent") and len(made["wdtk"].asked) == 3
