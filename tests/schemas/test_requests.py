"""The requests as data, and the telling of which one a letter answers."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from schemas import forces, requests

SHARED = Path(os.environ.get("FOI_SHARED", Path(__file__).parents[2] / "../shared"))

MISCONDUCT = """Dear Sir, I note you seek access to the number of police officers that have been investigated for their
conduct in text messages, on WhatsApp and/or other social media sites in the calendar years of 2017 to 2021, the formal
and informal sanctions, and the outcome. No information held."""
HOSPITAL = """You requested the total number of crimes logged by your force that happened in, or on, hospital grounds in
the years 2019/20 to 2023/24, by the nature of each crime and the name of the hospital in each case."""


def test_the_first_request():
    request = requests.load("online-misconduct-2017")
    assert (request.measure, request.period_start, request.period_end) == ("officers", date(2017, 1, 1), None)
    assert request.breakdowns == {
        "outcome": "outcome", "channel": "channel", "rank": "rank", "conduct": "conduct",
        "person_type": "person_type", "severity": "severity", "process": "process",
    }  # fmt: skip


def test_the_second_request():
    request = requests.load("hospital-crime-2019")
    assert (request.measure, request.period_start, request.period_end) == (
        "crimes",
        date(2019, 4, 1),
        date(2024, 3, 31),
    )
    assert set(request.breakdowns.values()) == {None}
    assert "outcome" in request.breakdowns


@pytest.mark.parametrize("request_", requests.all_requests(), ids=lambda request: request.slug)
def test_the_territorial_forces_and_northern_ireland_were_asked(request_):
    assert len(request_.asked) == 44
    assert {forces.by_slug(slug).force_type for slug in request_.asked} == {"territorial", "national"}
    assert "northern-ireland" in request_.asked
    assert "police-scotland" not in request_.asked


@pytest.mark.parametrize("request_", requests.all_requests(), ids=lambda request: request.slug)
def test_its_own_wording_is_recognised(request_):
    assert requests.recognise(request_.wording) == request_.slug


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (MISCONDUCT, "online-misconduct-2017"),
        (HOSPITAL, "hospital-crime-2019"),
        (
            "How many officers were disciplined or dismissed for inappropriate use of social media, broken down year on year",
            "online-misconduct-2017",
        ),
        (
            "Officers subject to gross misconduct proceedings over WhatsApp messages, one about a hospital crime scene, two dismissed",
            "online-misconduct-2017",
        ),
        (
            "Crimes at hospitals. Follow us on Twitter and Facebook. Yours, the Freedom of Information Officer. Crimes recorded on hospital premises",
            "hospital-crime-2019",
        ),
        ("", None),
        ("Have the PSNI made payments to the charity Common Purpose?", None),
        ("How many officers hold a second job?", None),
        ("The number of burglaries recorded in 2019", None),
        ("How many social media accounts does the force run?", None),
        ("The cost of hospital treatment of detainees", None),
        ("hospitalised criminals", None),
    ],
)
def test_recognise(text, expected):
    assert requests.recognise(text) == expected


def test_two_that_fit_equally_are_none(monkeypatch):
    one, other = requests.all_requests()
    monkeypatch.setattr(requests, "all_requests", lambda: (one, other))
    monkeypatch.setattr(requests, "_fit", lambda request, words: 3)
    assert requests.recognise("anything") is None
    monkeypatch.setattr(requests, "_fit", lambda request, words: 3 if request is one else 2)
    assert requests.recognise("anything") == one.slug


def test_an_unknown_request_is_named_with_those_there_are():
    with pytest.raises(KeyError, match=r"no request hospital-crimes; there are: hospital-crime-2019"):
        requests.load("hospital-crimes")
    with pytest.raises(KeyError):
        requests.load("../records")


FILE = """
slug = "{slug}"
title = "A round"
wording = "?"
period_start = 2020-01-01
period_end = {end}
measure = "{measure}"
unit = "u"
[asked]
forces = ["durham"]
[breakdowns]
{dimension} = "{vocabulary}"
[recognise]
groups = [["badgers"]]
"""
GOOD = {"slug": "made-up", "end": "2021-01-01", "measure": "officers", "dimension": "outcome", "vocabulary": "outcome"}


@pytest.mark.parametrize(
    ("change", "says"),
    [({"slug": "other"}, "name of the file"), ({"end": "2019-01-01"}, "ends before"), ({"measure": "people"}, "measure people"),
     ({"dimension": "shoe"}, "breakdown shoe"), ({"vocabulary": "shoes"}, "vocabulary shoes")],
)  # fmt: skip
def test_a_request_file_is_checked(tmp_path, monkeypatch, change, says):
    monkeypatch.setattr(requests, "FOLDER", tmp_path)
    for cached in (requests.load, requests._slugs):
        cached.cache_clear()
    try:
        file = tmp_path / "made-up.toml"
        file.write_text(FILE.format(**GOOD), encoding="utf-8")
        assert requests.load("made-up").asked == ("durham",)
        assert requests.recognise("badgers") == "made-up"
        requests.load.cache_clear()
        file.write_text(FILE.format(**{**GOOD, **change}), encoding="utf-8")
        with pytest.raises(requests.RequestError, match=says):
            requests.load("made-up")
    finally:
        for cached in (requests.load, requests._slugs):
            cached.cache_clear()


@pytest.mark.parametrize(
    ("path", "expected"), [("real/hospital-crime_durham.pdf", "hospital-crime-2019"), ("real/hospital-crime_humberside.pdf", "hospital-crime-2019"), ("letters/northern-ireland.pdf", None)]
)  # fmt: skip
def test_real_letters(path, expected):
    pdfplumber = pytest.importorskip("pdfplumber")
    file = SHARED / "replies" / path
    if not file.exists():
        pytest.skip("the real replies are not here")
    with pdfplumber.open(file) as pdf:
        assert requests.recognise("\n".join(page.extract_text() for page in pdf.pages)) == expected
