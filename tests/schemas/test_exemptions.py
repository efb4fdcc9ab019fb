"""Citations of the Freedom of Information Acts, in every spelling, and those of other Acts, which are none of ours."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import exemptions, records, vocabulary

SHARED = Path(os.environ.get("FOI_SHARED", Path(__file__).parents[2] / "../shared"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Section 40(2)", "s40(2)"), ("S.40 (2)", "s40(2)"), ("s40(2)", "s40(2)"), ("Sec 40", "s40"), ("Sec. 40 (2)", "s40(2)"), ("S40", "s40"), ("Section40(2)", "s40(2)"), ("§ 40(2)", "s40(2)"),
        ("section 40 ( 2 )", "s40(2)"), ("SECTION 12(1)", "s12(1)"), ("section 31 (1) (a)", "s31(1)(a)"), ("section 40 (2)(3A)(a)", "s40(2)(3A)(a)"), ("s.40(5B)(a)(i)", "s40(5B)(a)(i)"),
        ("s22a", "s22A"), ("s40(5b)", "s40(5B)"), ("section 31(1)(A)", "s31(1)(a)"), ("40(2)", "s40(2)"), ("FOIA s40(2)", "s40(2)"), ("Section 40(2) – Personal information", "s40(2)"),
        ("Section 40(2) of the Freedom of Information Act 2000", "s40(2)"), ("section 17", "s17"), ("Section\n40(2)", "s40(2)"),
        ("40", None), ("sections 30 and 31", None), ("s.31(1)(a)(b)", None), ("Regulation 12(4)(b)", None), ("section 35(1) DPA 2018", None), ("section 99", None), ("", None),
        ("personal data", None), ("Article 5(1)", None),
    ],
)  # fmt: skip
def test_canonical(text, expected):
    assert exemptions.canonical(text) == expected


def found(text: str, regime: str = "FOIA") -> list[tuple[str, str]]:
    return [(mention.section, mention.effect) for mention in exemptions.find(text, regime)]


def withheld(text: str, regime: str = "FOIA") -> list[str]:
    return [mention.section for mention in exemptions.find(text, regime) if mention.role == "withhold"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sections 30 and 31", ["s30", "s31"]),
        ("Sections 30 & 31 apply", ["s30", "s31"]),
        ("sections 30-31", ["s30", "s31"]),
        ("Section 30 and 31 of the Act", ["s30", "s31"]),
        ("Section 30(1) and 31(1)(a)", ["s30(1)", "s31(1)(a)"]),
        ("Sections 31(1)(a), (b) and (g)", ["s31(1)(a)", "s31(1)(b)", "s31(1)(g)"]),
        ("s.31(1)(a)(b)", ["s31(1)(a)", "s31(1)(b)"]),
        ("s31(1)(a)-(c)", ["s31(1)(a)", "s31(1)(b)", "s31(1)(c)"]),
        ("s31(1)(h)(i)", ["s31(1)(h)", "s31(1)(i)"]),
        ("s36(2)(b)(i) and (ii)", ["s36(2)(b)(i)", "s36(2)(b)(ii)"]),
        ("ss.30(1)(a) and 40(2)", ["s30(1)(a)", "s40(2)"]),
        ("s12(1), s14(1) and s14(2)", ["s12(1)", "s14(1)", "s14(2)"]),
        ("Section 40(2)/Section 38(1)", ["s40(2)", "s38(1)"]),
        ("section 31(1)(g) by virtue of section 31(2)(b)", ["s31(1)(g)"]),
        ("Section 40(2) by virtue of section 40(3A)(a)", ["s40(2)"]),
        ("Section 40(2) & (3A)(a)", ["s40(2)"]),
        ("section 12(1), by virtue of section 12(4)", ["s12(1)"]),
        ("exempt by virtue of Section 40(2)", ["s40(2)"]),
        ("section 40 and 12 officers", ["s40"]),
        ("section 14(1), 12 March", ["s14(1)"]),
        ("section 40(2), 2022 figures", ["s40(2)"]),
        ("the exemptions in sections 21 to 44", []),
        ("section 40(2) of FOIA as it relates to the Data Protection Act", ["s40(2)"]),
        ("section 40(2) of the Act, and section 35 of the Data Protection Act", ["s40(2)"]),
        ("Section 31 – Law Enforcement\nSection 40 – Personal Information", ["s31", "s40"]),
        ("(s40(2))", ["s40(2)"]),
        ("Section 44(1)(a) of the Freedom of Information Act 2000 (FOIA)", ["s44(1)(a)"]),
        ("Section 24(2) and Section 23(5)", ["s24(2)", "s23(5)"]),
        ("Freedom of Information Act 2000, Section 40(2)", ["s40(2)"]),
        ("in terms of section 16(1) of the Act, Section 12(1) - Excessive Cost", ["s12(1)"]),
        ("Under Part II of the Act, section 30(1)(a) applies", ["s30(1)(a)"]),
        ("section 17 of that Act: Section 40(2)", ["s40(2)"]),
        ("under section 12 of the Police Act 1996, Section 40(2) of the Act", ["s40(2)"]),
    ],
)
def test_find_what_is_withheld_under(text, expected):
    assert withheld(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "section 35(1) DPA 2018", "(DPA 2018 35(1), EUGDPR Article 5(1))", "DPA 2018 s35(1)", "Section 35 of the Data Protection Act 2018", "section 35 of the data protection act 2018", "Under the Data Protection Act 2018, section 35",
        "s.29 Police Act", "section 29 of the Police Act 1996", "section 29 of the Police\nAct 1996", "Section 18 assault", "Section 20 wounding", "section 39 assault", "Section 44 stop and search", "s.38 Offences Against the Person Act 1861",
        "section 26 of the Criminal Justice and Courts Act 2015", "Regulation 12(4)(b)", "Regulation 12(4)(b) of the Environmental Information Regulations 2004", "section 12 EIR", "Article 8", "section 22 of the Police Reform Act 2002",
        "section 12 of the Freedom of Information and Data Protection (Appropriate Limit and Fees) Regulations 2004", "section 38(1)(b) of the Freedom of Information (Scotland) Act 2002", "it's 40 days", "FWW s 12m", "class 40", "officers 40", "within s 400", "Sections of the report, 40 in all",
        "section 31 of the Human Rights Act", "section 136 of the Mental Health Act", "section 40GB", "S12345", "U.S.40",
    ],
)  # fmt: skip
def test_sections_of_other_acts_are_not_reported(text):
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    ["Section 1(1)(b)", "Section 8", "section 10 of the Act", "s.11", "Section 16 – duty to assist", "Section 17 of the Act", "Section 17(1) of the Act", "section 45 code", "under Section 50\nof the Freedom of Information Act, to the Commissioner"],
)  # fmt: skip
def test_the_machinery_of_the_act_is_procedural(text):
    (mention,) = exemptions.find(text)
    assert mention.role == "procedural"


@pytest.mark.parametrize(
    "section", ["s30(3)", "s31(3)", "s40(5)", "s40(5B)(a)(i)", "s40(5A)", "s23(5)", "s24(2)", "s38(2)"]
)
def test_neither_confirm_nor_deny_is_told(section):
    (mention,) = exemptions.find(f"Under {section} the force neither confirms nor denies")
    assert (mention.section, mention.effect, mention.role) == (section, "ncnd", "withhold")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("section 17 of the Act", [("s17", "not_held")]),
        ("Section 16 of the Freedom of Information (Scotland) Act 2002", [("s16", "procedural")]),
        ("section 18", [("s18", "ncnd")]),
        ("section 12(1)", [("s12(1)", "withhold")]),
        ("s38(1)(b) and s38(2A)(a)", [("s38(1)(b)", "withhold"), ("s38(2A)(a)", "condition")]),
        ("section 35(1)(a)&(b)", [("s35(1)(a)", "withhold"), ("s35(1)(b)", "withhold")]),
        ("section 25(1) and section 39(1)", [("s25(1)", "withhold"), ("s39(1)", "withhold")]),
        ("section 40(2) of the Freedom of Information Act 2000", []),
        ("section 44", []),
    ],
)
def test_scotland_has_numbers_of_its_own(text, expected):
    assert found(text, "FOISA") == expected


def test_role_of_scottish_not_held_is_procedural():
    (mention,) = exemptions.find("section 17", "FOISA")
    assert (mention.role, mention.effect) == ("procedural", "not_held")


def test_the_regimes_question_mark_is_dropped_and_no_regime_gives_nothing():
    assert found("section 40(2)", "FOIA?") == [("s40(2)", "withhold")]
    assert found("section 40(2)", "none?") == []
    assert exemptions.canonical("section 40(2)", "none?") is None


def test_spans_point_at_the_citation():
    text = "Exempt under Sections 31(1)(a), (b) and S.40 (2)."
    spans = [text[slice(*mention.span)] for mention in exemptions.find(text)]
    assert spans == ["Sections 31(1)(a)", "(b)", "S.40 (2)"]


def test_describe():
    assert exemptions.describe("s40(2)") == ("withhold", "Personal information")
    assert exemptions.describe("s40(3A)(a)")[0] == "condition"
    assert exemptions.describe("s5") is None


SPELLINGS = [
    "Section {}",
    "section {}",
    "SECTION {}",
    "S.{}",
    "s.{}",
    "s{}",
    "S {}",
    "Sec {}",
    "Sec. {}",
    "sect. {}",
    "Section  {}",
]
CITED = [
    "12(1)",
    "12(2)",
    "14(1)",
    "21",
    "22A",
    "30(1)(a)",
    "31(1)(g)",
    "38(1)(b)",
    "40(2)",
    "40(5B)(a)(i)",
    "43(2)",
    "36(2)(c)",
]


@given(st.sampled_from(SPELLINGS), st.sampled_from(CITED), st.sampled_from(["", " "]), st.sampled_from(["", ".", " of the Act", " of the Freedom of Information Act 2000", " applies", ") and"]))  # fmt: skip
def test_every_spelling_of_a_section_is_one_canonical_form(spelling, cited, space, after):
    text = spelling.format(cited.replace("(", f"{space}("))
    assert [mention.section for mention in exemptions.find(f"Refused: {text}{after}")] == [f"s{cited}"]
    assert exemptions.canonical(text) == f"s{cited}"
    assert exemptions.canonical(f"s{cited}") == f"s{cited}"


@given(
    st.lists(st.sampled_from(CITED), min_size=2, max_size=5, unique=True),
    st.sampled_from([", ", " and ", " & ", "; ", "/"]),
)
def test_lists_give_every_section(cited, separator):
    assert [m.section for m in exemptions.find("Sections " + separator.join(cited) + " of the Act")] == [
        f"s{c}" for c in cited
    ]


@given(st.text(alphabet="sS. ection0123456789()aAbBgi,&-/and\n§", max_size=60), st.sampled_from(["FOIA", "FOISA"]))
def test_whatever_is_found_is_canonical_and_in_the_text(text, regime):
    pattern = next(f for f in records.Reply.__dataclass_fields__.values() if f.name == "exemptions").metadata["pattern"]
    last = 0
    for mention in exemptions.find(text, regime):
        assert re.fullmatch(pattern, mention.section)
        assert exemptions.describe(mention.section, regime)
        start, end = mention.span
        assert last <= start < end <= len(text)
        last = start


def test_the_data_know_only_the_five_effects():
    exemption = vocabulary.load("exemption")
    assert {exemption.group(code) for code in exemption.codes} == {
        "withhold",
        "ncnd",
        "not_held",
        "condition",
        "procedural",
    }
    for code in exemption.codes:
        regime, section = code.split()
        assert regime in exemptions.REGIMES
        assert exemptions.canonical(f"section {section[1:]}", regime) == section


def test_never_relied_on_to_withhold():
    for section in ("s1", "s10", "s16", "s17"):
        assert exemptions.describe(section, "FOIA")[0] == "procedural"
    for section in ("s1", "s10", "s16"):
        assert exemptions.describe(section, "FOISA")[0] == "procedural"


@pytest.mark.parametrize(
    ("path", "expected"), [("real/hospital-crime_durham.pdf", []), ("real/hospital-crime_humberside.pdf", ["s40(2)", "s40", "s40(2)"]), ("letters/northern-ireland.pdf", [])]
)  # fmt: skip
def test_real_letters(path, expected):
    pdfplumber = pytest.importorskip("pdfplumber")
    file = SHARED / "replies" / path
    if not file.exists():
        pytest.skip("the real replies are not here")
    with pdfplumber.open(file) as pdf:
        assert withheld("\n".join(page.extract_text() for page in pdf.pages)) == expected
