"""The registry, and the finding of forces in letters and in names."""

from __future__ import annotations

import os
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import forces

SHARED = Path(os.environ.get("FOI_SHARED", Path(__file__).parents[2] / "../shared"))
ALL = forces.all_forces()
TERRITORIAL = [force for force in ALL if force.force_type == "territorial"]


def test_the_registry_is_whole():
    assert len(ALL) == 60
    assert len(TERRITORIAL) == 43
    assert len({force.slug for force in ALL}) == 60
    assert forces.by_slug("metropolitan").common_aliases[:2] == ["Metropolitan Police", "Met Police"]
    assert forces.by_slug("police-scotland").foi_regime == "FOISA"
    assert forces.by_slug("falmouth-docks").common_aliases == []
    assert forces.by_slug("cnc").ons_pfa_code is None
    assert forces.by_slug("cheshire").cjs_force_code == "07"


def test_an_unknown_slug_is_named_with_what_comes_near():
    with pytest.raises(KeyError, match=r"durhm.*Did you mean durham"):
        forces.by_slug("durhm")
    with pytest.raises(KeyError, match="no force qqqqqq"):
        forces.by_slug("qqqqqq")


@pytest.mark.parametrize("force", ALL, ids=lambda force: force.slug)
def test_the_official_name_is_recognised(force):
    assert forces.recognise(force.name) == [force.slug]
    assert forces.recognise(force.name, strict=False) == [force.slug]
    assert forces.recognise(force.name.upper() + "\nPolice Headquarters") == [force.slug]
    assert forces.recognise(f"held by {force.name}.") == [force.slug]
    assert forces.recognise(f"the {force.name}'s position") == [force.slug]


@pytest.mark.parametrize("force", TERRITORIAL, ids=lambda force: force.slug)
def test_folders_and_files_are_recognised_by_slug(force):
    assert forces.recognise(force.slug, strict=False) == [force.slug]
    assert forces.recognise(f"online-misconduct_{force.slug}.pdf", strict=False) == [force.slug]
    assert forces.recognise(f"FOI 1234-22 {force.slug.replace('-', '_')} response.xlsx", strict=False) == [force.slug]


@pytest.mark.parametrize("force", [f for f in TERRITORIAL if f.web_domain], ids=lambda force: force.slug)
def test_addresses_are_recognised(force):
    label = force.web_domain.removesuffix(".police.uk")
    for text in (f"foi@{force.web_domain}", f"see https://www.{force.web_domain}/foi", f"foi@{label}.pnn.police.uk"):
        assert forces.recognise(text) == [force.slug]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Durham Constabulary", ["durham"]),
        ("Durham Police", ["durham"]),
        ("held by Durham\nConstabulary.", ["durham"]),
        ("HUMBERSIDE POLICE", ["humberside"]),
        ("Heddlu Gwent", ["gwent"]),
        ("Police Scotland", ["police-scotland"]),
        ("Avon & Somerset Constabulary", ["avon-and-somerset"]),
        ("Dyfed Powys Police", ["dyfed-powys"]),
        ("foi@psni.pnn.police.uk", ["northern-ireland"]),
        ("www.northwales.police.uk", ["north-wales"]),
        ("Norfolk and Suffolk Constabularies", ["norfolk", "suffolk"]),
        ("Suffolk & Norfolk Constabularies", ["suffolk", "norfolk"]),
        ("Bedfordshire, Cambridgeshire and Hertfordshire Police", ["bedfordshire", "cambridgeshire", "hertfordshire"]),
        ("Devon & Cornwall and Dorset Police", ["devon-and-cornwall", "dorset"]),
        ("Hampshire Constabulary and Thames Valley Police", ["hampshire", "thames-valley"]),
        ("Metropolitan Police Service (MPS)", ["metropolitan"]),
        ("South Wales Police", ["south-wales"]),
        ("City of London Police", ["city-of-london"]),
        ("Port of Tilbury London Police", ["port-of-tilbury"]),
        ("Greater Manchester Police", ["greater-manchester"]),
        ("Kent Police, then Essex Police, then Kent Police", ["kent", "essex"]),
        # Places, streets and other bodies are no forces.
        ("Police Headquarters\nAykley Heads\nDurham\nDH1 5TT", []),
        ("Durham\nPolice Headquarters", []),
        ("Wycliffe House\nWilmslow\nCheshire\nSK9 5AF", []),
        ("12 Durham Road, Kent", []),
        ("London", []),
        ("Wales", []),
        ("Yorkshire Police", []),
        ("London Police", []),
        ("Wales Police", []),
        ("Kentish Police", []),
        ("unDurham Constabulary", []),
        ("in Essex. Police said", []),
        ("in Essex – Police said", []),
        ("Durham, Police Headquarters", []),
        ("Kent Police and Crime Commissioner", []),
        ("the Police and Crime Commissioner for Kent", []),
        ("section 1 of the Metropolitan Police Act 1839", []),
        ("Essex Police Federation", []),
        ("the Met Office", []),
        ("www.police.uk and https://data.police.uk", []),
        ("foi@example.police.uk", []),
        ("WMP, BCH, HC, A&S, D&C, DPP", []),
        ("durham", []),
        ("the PSNI", []),
        ("tri-force replies (historic)", []),
        ("", []),
    ],
)
def test_recognise_in_letters(text, expected):
    assert forces.recognise(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("durham", ["durham"]),
        ("Durham Constabulary FOI", ["durham"]),
        ("hospital-crime_humberside.pdf", ["humberside"]),
        ("FOI_response_met_police.pdf", ["metropolitan"]),
        ("the_met", ["metropolitan"]),
        ("Met", ["metropolitan"]),
        ("met.pdf", ["metropolitan"]),
        ("GMP reply.pdf", ["greater-manchester"]),
        ("PSNI-FOI-16295.pdf", ["northern-ireland"]),
        ("kent and essex", ["kent", "essex"]),
        ("replies/south-wales/letter.pdf", ["south-wales"]),
        ("West Yorkshire - FOI 12.pdf", ["west-yorkshire"]),
        ("Thames Valley", ["thames-valley"]),
        ("northumbria.xlsx", ["northumbria"]),
        ("Northants", ["northamptonshire"]),
        ("City_of_London.pdf", ["city-of-london"]),
        ("WMP", []),
        ("wmp.pdf", []),
        ("BCH joint reply.pdf", []),
        ("HC 001391-13.pdf", []),
        ("london.pdf", []),
        ("wales", []),
        ("yorkshire.pdf", []),
        ("when we met.pdf", []),
        ("Durham Road.pdf", []),
        ("University Hospital of North Durham.pdf", []),
        ("Kent County Council.pdf", []),
        ("durhamshire.pdf", []),
    ],
)
def test_recognise_in_names(text, expected):
    assert forces.recognise(text, strict=False) == expected


@pytest.mark.parametrize(
    ("one", "other"), [("south-wales", "north-wales"), ("north-yorkshire", "west-yorkshire"), ("west-mercia", "west-midlands"), ("norfolk", "suffolk"), ("devon-and-cornwall", "dorset")]
)  # fmt: skip
def test_neighbours_are_told_apart(one, other):
    for slug, wrong in ((one, other), (other, one)):
        for strict in (True, False):
            assert wrong not in forces.recognise(forces.by_slug(slug).name, strict)


@given(st.sampled_from(list(combinations([f for f in TERRITORIAL if f.slug != "metropolitan"], 2))))
def test_two_names_in_one_text_are_both_found_in_order(pair):
    one, other = pair
    assert forces.recognise(f"{one.name} replied before {other.name} did") == [one.slug, other.slug]


@given(st.text(max_size=120))
def test_any_text_can_be_searched(text):
    known = {force.slug for force in ALL}
    assert set(forces.recognise(text)) <= known
    assert set(forces.recognise(text, strict=False)) <= known


def test_no_bare_place_name_is_a_force_in_a_letter():
    for force in TERRITORIAL:
        assert forces.recognise(f"Our office is in {force.slug.replace('-', ' ').title()}.") == []


@pytest.mark.parametrize(
    ("text", "first"), [("durhm", "durham"), ("Merseysid", "merseyside"), ("met police", "metropolitan"), ("Hants", "hampshire"), ("west_midlands", "west-midlands")]
)  # fmt: skip
def test_suggest(text, first):
    assert forces.suggest(text)[0] == first


def test_suggest_nothing_for_nonsense():
    assert forces.suggest("zzzz") == []


@pytest.mark.parametrize(
    ("path", "slug"), [("real/hospital-crime_durham.pdf", "durham"), ("real/hospital-crime_humberside.pdf", "humberside"), ("letters/northern-ireland.pdf", "northern-ireland")]
)  # fmt: skip
def test_real_letters_name_one_force(path, slug):
    pdfplumber = pytest.importorskip("pdfplumber")
    file = SHARED / "replies" / path
    if not file.exists():
        pytest.skip("the real replies are not here")
    with pdfplumber.open(file) as pdf:
        text = "\n".join(page.extract_text() for page in pdf.pages)
    assert forces.recognise(text) == [slug]
