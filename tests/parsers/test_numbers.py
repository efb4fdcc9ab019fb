"""Numbers: what forces print, what it means, and what must not be read."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.numbers import LARGEST, Number, apply_rounding, find_numbers, parse_multiplicity, parse_number
from schemas.records import MEANINGS

HIDDEN = ("suppressed", None, 0, None)
UNKNOWN = ("unknown", None, 0, None)
NOT_HELD = ("not_held", None, 0, None)
NOT_APPLICABLE = ("not_applicable", None, 0, None)


def exact(value: int) -> tuple:
    return "exact", value, value, value


def between(lower: int, upper: int | None) -> tuple:
    return "suppressed", None, lower, upper


CELLS: dict[str | None, tuple | None] = {
    # exact
    "0": exact(0),
    "12": exact(12),
    " 12 ": exact(12),
    "05": exact(5),
    "2019": exact(2019),
    "1,234": exact(1234),
    "1,234,567": exact(1_234_567),
    "1\u00a0234": exact(1234),
    "1\u202f234": exact(1234),
    "10000000": exact(10_000_000),
    "12.0": exact(12),
    "12.00": exact(12),
    "1,234.0": exact(1234),
    "12.": exact(12),
    "zero": exact(0),
    "Nil": exact(0),
    "None": exact(0),
    "NONE.": exact(0),
    "No": exact(0),
    "Nil (0)": exact(0),
    "0 (zero)": exact(0),
    "Nil return": exact(0),
    "three": exact(3),
    "Twelve": exact(12),
    "twenty-one": exact(21),
    "Twenty one": exact(21),
    "ninety-nine": exact(99),
    "a hundred": exact(100),
    "one hundred and five": exact(105),
    "two thousand": exact(2000),
    "two thousand, three hundred and forty-one": exact(2341),
    "three (3)": exact(3),
    "3 (three)": exact(3),
    # exact, with a note or a share beside it
    "12*": exact(12),
    "12**": exact(12),
    "5†": exact(5),
    "12¹": exact(12),
    "5²": exact(5),
    "12[1]": exact(12),
    "12 [note 2]": exact(12),
    "12 [r]": exact(12),
    "12 (see note 1)": exact(12),
    "12 (4%)": exact(12),
    "12 (4.5 %)": exact(12),
    "12 (4 per cent)": exact(12),
    # hidden within bounds
    "<5": between(0, 4),
    "< 5": between(0, 4),
    "&lt;5": between(0, 4),
    "＜5": between(0, 4),
    "(<5)": between(0, 4),
    "[<5]": between(0, 4),
    "<5*": between(0, 4),
    "<5.": between(0, 4),
    "<1": between(0, 0),
    "<five": between(0, 4),
    "<1,000": between(0, 999),
    "≤5": between(0, 5),
    "<=5": between(0, 5),
    "=<5": between(0, 5),
    "fewer than 5": between(0, 4),
    "Fewer than five": between(0, 4),
    "fewer than five (5)": between(0, 4),
    "less than 10": between(0, 9),
    "under 5": between(0, 4),
    "below 5": between(0, 4),
    "5 or fewer": between(0, 5),
    "five or less": between(0, 5),
    "up to 5": between(0, 5),
    "no more than 5": between(0, 5),
    "at most 5": between(0, 5),
    "a maximum of 5": between(0, 5),
    "1-4": between(1, 4),
    "1–4": between(1, 4),
    "1 - 4": between(1, 4),
    "0-4": between(0, 4),
    "1 to 4": between(1, 4),
    "between 1 and 4": between(1, 4),
    "10-19": between(10, 19),
    "5 or 6": between(5, 6),
    ">10": between(11, None),
    "> 0": between(1, None),
    "≥10": between(10, None),
    ">=10": between(10, None),
    "10+": between(10, None),
    "10 or more": between(10, None),
    "over 100": between(101, None),
    "more than 5": between(6, None),
    "greater than 5": between(6, None),
    "at least 3": between(3, None),
    "no fewer than 3": between(3, None),
    # hidden without bounds
    "*": HIDDEN,
    "**": HIDDEN,
    "***": HIDDEN,
    "****": HIDDEN,
    "*¹": HIDDEN,
    "∗": HIDDEN,
    "#": HIDDEN,
    "~": HIDDEN,
    "c": HIDDEN,
    "[c]": HIDDEN,
    "x": HIDDEN,
    "X": HIDDEN,
    "Low": HIDDEN,
    "[low]": HIDDEN,
    "supp": HIDDEN,
    "Suppressed": HIDDEN,
    "Withheld": HIDDEN,
    "Redacted": HIDDEN,
    "[REDACTED]": HIDDEN,
    "(redacted)": HIDDEN,
    "█": HIDDEN,
    "████": HIDDEN,
    "exempt": HIDDEN,
    "s40": HIDDEN,
    "S.40(2)": HIDDEN,
    "Section 40(2)": HIDDEN,
    "s38(1)(b)": HIDDEN,
    "Exempt under section 40(2)": HIDDEN,
    "s12": HIDDEN,
    # not said, not held, not applicable
    "": UNKNOWN,
    "  ": UNKNOWN,
    None: UNKNOWN,
    "-": UNKNOWN,
    "–": UNKNOWN,
    "—": UNKNOWN,
    ".": UNKNOWN,
    "..": UNKNOWN,
    "…": UNKNOWN,
    "?": UNKNOWN,
    "NK": UNKNOWN,
    "Not known": UNKNOWN,
    "Unknown": UNKNOWN,
    "NULL": UNKNOWN,
    "TBC": UNKNOWN,
    "[x]": UNKNOWN,
    "not held": NOT_HELD,
    "No data": NOT_HELD,
    "Not recorded": NOT_HELD,
    "No information held": NOT_HELD,
    "n/a": NOT_APPLICABLE,
    "N/A": NOT_APPLICABLE,
    "n.a.": NOT_APPLICABLE,
    "Not applicable": NOT_APPLICABLE,
    "[z]": NOT_APPLICABLE,
    # what must not be read
    "12%": None,
    "(4%)": None,
    "<5%": None,
    "45.6": None,
    "1.234": None,
    "1.000": None,
    "1,23": None,
    "12,34": None,
    "1,2345": None,
    "0,123": None,
    "1 234": None,
    "141 213": None,
    "12 13": None,
    "12 (1)": None,
    "12 (13)": None,
    "3 (four)": None,
    "12 [c]": None,
    "12 *": None,
    "121 2*": None,
    "-5": None,
    "−5": None,
    "(5)": None,
    "[5]": None,
    "+5": None,
    "£450": None,
    "1e5": None,
    "0x10": None,
    "017": None,
    "0012": None,
    "10000001": None,
    "99999999999999999999": None,
    "٣": None,
    "１２": None,
    "½": None,
    "¹": None,
    "XII": None,
    "12a": None,
    "12th": None,
    "twenty-first": None,
    "twenty-ten": None,
    "approx 30": None,
    "about 30": None,
    "c. 30": None,
    "<0": None,
    "<-5": None,
    "5-1": None,
    "5-5": None,
    "3 and 5": None,
    "17-18": None,
    "2017-2021": None,
    "2019/20": None,
    "01-04": None,
    "04-Jan": None,
    "1/4": None,
    "01/04/2019": None,
    "24/7": None,
    "10:30": None,
    "#N/A": None,
    "#REF!": None,
    "####": None,
    "s17": None,
    "s1(1)": None,
    "s16": None,
    "Yes": None,
    "Total": None,
    "PC": None,
    "3 officers": None,
    "no further action": None,
    "word " * 30: None,
}


def test_the_table_is_large_enough() -> None:
    assert len(CELLS) >= 120


@pytest.mark.parametrize(("text", "expected"), CELLS.items())
def test_cells(text: str | None, expected: tuple | None) -> None:
    number = parse_number(text)
    assert (number and (number.meaning, number.value, number.lower, number.upper)) == expected
    if number:
        assert number.token == " ".join((text or "").split())


def test_a_legend_says_what_symbols_stand_for() -> None:
    few, none = Number(None, 1, 4, "suppressed", "*"), Number(0, 0, 0, "exact", "-")
    legend = {"*": few, "-": none, "": none}
    assert parse_number("*", legend) == Number(None, 1, 4, "suppressed", "*")
    assert parse_number("[*]", legend) == Number(None, 1, 4, "suppressed", "[*]")
    assert parse_number("–", legend) == Number(0, 0, 0, "zero", "–")
    assert parse_number(None, legend) == Number(0, 0, 0, "zero", "")
    assert parse_number("0", legend) == Number(0, 0, 0, "exact", "0")
    assert parse_number("**", legend) == Number(None, 0, None, "suppressed", "**")
    assert parse_number("(4%)", legend) is None


def test_a_mark_that_the_legend_explains_is_no_footnote() -> None:
    assert parse_number("12*", {"*": Number(None, 1, 4, "suppressed", "*")}) is None
    assert parse_number("12†", {"*": Number(None, 1, 4, "suppressed", "*")}) == Number(12, 12, 12, "exact", "12†")


@pytest.mark.parametrize(
    ("printed", "base", "lower", "upper"), [(10, 5, 8, 12), (0, 5, 0, 2), (5, 5, 3, 7), (10, 10, 5, 15), (0, 10, 0, 5)]
)
def test_rounded_figures_are_intervals(printed: int, base: int, lower: int, upper: int) -> None:
    number = parse_number(str(printed))
    assert number and apply_rounding(number, base) == Number(None, lower, upper, "suppressed", str(printed))


def test_what_was_not_rounded_stays_as_it_is() -> None:
    for text in ("12", "<5", "-"):
        number = parse_number(text)
        assert number and apply_rounding(number, 5) == number


@settings(deadline=None)
@given(st.integers(0, 100_000), st.sampled_from((5, 10, 3, 100)))
def test_rounding_holds_the_true_figure(true: int, base: int) -> None:
    number = parse_number(str(base * round(true / base)))
    assert number
    rounded = apply_rounding(number, base)
    assert rounded.upper is not None and rounded.lower <= true <= rounded.upper


@pytest.mark.parametrize(
    ("text", "times", "rest"),
    [
        ("3 x PC", 3, "PC"),
        ("3xPC", 3, "PC"),
        ("3 × PC", 3, "PC"),
        ("three x PC", 3, "PC"),
        ("PC x3", 3, "PC"),
        ("PC x 3", 3, "PC"),
        ("PC (3)", 3, "PC"),
        ("PC (x3)", 3, "PC"),
        ("PC (2 officers)", 2, "PC"),
        ("2 PCs", 2, "PCs"),
        ("2 officers", 2, "officers"),
        ("One Sergeant", 1, "Sergeant"),
        ("2 x WW (12 months)", 2, "WW (12 months)"),
        ("PC", None, "PC"),
        ("PC 1234", None, "PC 1234"),
        ("Max 3", None, "Max 3"),
        ("12 month written warning", None, "12 month written warning"),
        ("2 year FWW", None, "2 year FWW"),
        ("Written warning (12 months)", None, "Written warning (12 months)"),
        ("2 PCs, 1 Sgt", None, "2 PCs, 1 Sgt"),
        ("2 x WW, 1 x MA", None, "2 x WW, 1 x MA"),
        ("one of the officers", None, "one of the officers"),
        ("2019 officers", None, "2019 officers"),
        ("3 (four) PCs", None, "3 (four) PCs"),
        ("", None, ""),
        (None, None, ""),
    ],
)
def test_multiplicity(text: str | None, times: int | None, rest: str) -> None:
    assert parse_multiplicity(text) == (times, rest)


Figures = list[tuple[int | str, str | None]]
"""What is found: the value, or the printed token where it is no exact number; and the noun."""

PROSE: dict[str, Figures] = {
    "Three officers were investigated.": [(3, "officers")],
    "a total of 14": [(14, None)],
    "A total of twenty-one (21) police officers": [(21, "officers")],
    "There were 1,234 recorded cases": [(1234, "cases")],
    "one hundred and five allegations": [(105, "allegations")],
    "no officers": [(0, "officers")],
    "There were no serving police officers": [(0, "officers")],
    "Nobody was dismissed; no-one resigned": [(0, None), (0, None)],
    "None of the officers": [(0, "officers")],
    "Nil": [(0, None)],
    "Zero (0); 0 (nil); nil return": [(0, None), (0, None), (0, None)],
    "the (3) officers": [(3, "officers")],
    "3 PS and 2 Sgts": [(3, "PS"), (2, "Sgts")],
    "a single officer": [(1, "officer")],
    "two of whom resigned": [(2, None)],
    "12 officers, of which one was dismissed": [(12, "officers"), (1, None)],
    "I can confirm that one officer resigned": [(1, "officer")],
    "three of those serving officers": [(3, "officers")],
    "2 x Officers were disciplined": [(2, "Officers")],
    "3x PC and 2 x Sgt": [(3, "PC"), (2, "Sgt")],
    "The 3 officers, 2 PCs and 1 sergeant": [(3, "officers"), (2, "PCs"), (1, "sergeant")],
    "six members of police staff": [(6, "members")],
    "14 referrals": [(14, "referrals")],
    "3 reports of officers": [(3, "reports")],
    "12* officers": [(12, "officers")],
    "12¹ officers": [(12, "officers")],
    "WhatsApp: 3, Facebook:2, Dismissed - 5": [(3, None), (2, None), (5, None)],
    "- 5 officers\n-3 staff\n• 2 PCSOs": [(5, "officers"), (3, "staff"), (2, "PCSOs")],
    "1. 3.\n2. Zero\n3) none": [(3, None), (0, None), (0, None)],
    "(a) 4\n(b) 5": [(4, None), (5, None)],
    "Q1. 4\nQ2 - 5": [(4, None), (5, None)],
    "the number was\n14. Three resigned": [(14, None), (3, None)],
    "2019 - 12\n2020 – 15\n2021: 3": [(12, None), (15, None), (3, None)],
    "2019/20 - 12": [(12, None)],
    "In March 3 officers resigned": [(3, "officers")],
    "rose from 3 to 5": [(3, None), (5, None)],
    "complaints about 2 officers": [(2, "officers")],
    "section 40 and 3 officers": [(3, "officers")],
    "29\nDrug Offence": [(29, None)],
    "12 police\nofficers": [(12, "officers")],
    # bounds and what is not exact
    "fewer than five officers": [("fewer than five", "officers")],
    "<5 officers": [("<5", "officers")],
    "between 1 and 4 officers": [("between 1 and 4", "officers")],
    "1-4 officers": [("1-4", "officers")],
    "over 900 cases": [("over 900", "cases")],
    "one or more officers": [("one or more", "officers")],
    "under 5 officers": [("under 5", "officers")],
    "about 30 officers": [("about 30", "officers")],
    "approximately 1,000 records": [("approximately 1,000", "records")],
    "3 (four) officers": [("3 (four)", "officers")],
    "5 to 3 officers": [("5 to 3", "officers")],
    "2019 - 20": [("2019 - 20", None)],
    "a small number of officers": [("a small number", "officers")],
    "several officers": [("several", "officers")],
    "two dozen officers": [("two dozen", "officers")],
    "half a dozen officers": [("half a dozen", "officers")],
    "both officers and staff": [("both", "officers")],
    # what counts nobody
    "aged 34, under 18, under the age of 16, a 13-year-old and under 18s": [],
    "24/7 and 50/50": [],
    "within 40 working days, twenty working days or 18 hours": [],
    "a final written warning for 18 months; two years": [],
    "Article 8, s40(2), S.40, section 31(1)(g), Regulation 12 and Sections 30, 31 and 40(2)": [],
    "Freedom of Information Act 2000, since 2017, in 2019/20 and 2017-2021": [],
    "9 September 2022, 09/09/2022, 5 May, 3rd of June": [],
    "January 19 to August 22": [],
    "FOI 782/17, 01.FOI.22.026570, 1146/22, FOI/16295, Reference: 72029, Enquiry Reference: 728 - 24": [],
    "Case 3, Officer 1, page 1 of 3, Table 2, Question 4, Questions 1 to 4, Annex 2": [],
    "£450, £25 per hour, 12%, 12.5%, twelve per cent, 3 pounds": [],
    "10:30, 10.30, 9am, 9 p.m., 17:00 hrs": [],
    "Tel 0191 123 4567, 01642 301 234, call 101, +44 1642 301234": [],
    "https://example.org/12/13 and foi12@example.org 5": [(5, None)],
    "SK9 5AF, M25, Covid-19, 1st, 22nd": [],
    "10 Lambs Conduit Street": [],
    "no further action, no case to answer, no information held": [],
    "no further action was taken against the officer": [],
    "No of officers:": [],
    "Total no officers": [],
    "any one, one another, one to one, one-off, two-thirds, one in five, 1 in 5": [],
    "zero tolerance; none of the information": [],
    "a number of factors, several exemptions": [],
    "45.6 and 1.234 and 1,23": [],
    "": [],
}


@pytest.mark.parametrize(("text", "expected"), PROSE.items())
def test_prose(text: str, expected: Figures) -> None:
    found = find_numbers(text)
    assert [(f.number.token if f.number.value is None else f.number.value, f.noun) for f in found] == expected
    for number, (start, end), _ in found:
        assert number.token == text[start:end]


def test_bounds_in_prose() -> None:
    [fewer, over, band, about] = [f.number for f in find_numbers("fewer than five, over 900, 1 to 4, around 30")]
    assert (fewer.meaning, fewer.lower, fewer.upper) == ("suppressed", 0, 4)
    assert (over.meaning, over.lower, over.upper) == ("suppressed", 901, None)
    assert (band.meaning, band.lower, band.upper) == ("suppressed", 1, 4)
    assert (about.meaning, about.lower, about.upper) == ("unknown", 0, None)


UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
]
UNITS += ["eighteen", "nineteen"]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def spelt(value: int) -> str:
    """An independent speller, so that the reader is not checked against itself."""
    if value >= 1000:
        rest = value % 1000
        return spelt(value // 1000) + " thousand" + (f" and {spelt(rest)}" if rest else "")
    if value >= 100:
        rest = value % 100
        return f"{UNITS[value // 100]} hundred" + (f" and {spelt(rest)}" if rest else "")
    if value >= 20:
        rest = value % 10
        return TENS[value // 10 - 2] + (f"-{UNITS[rest]}" if rest else "")
    return UNITS[value]


@settings(deadline=None)
@given(
    st.integers(0, LARGEST), st.sampled_from(("{}", "{:,}", "{}.0", " {} ", "{}*", "{}¹", "{:,} (4%)", "{}[1]", "{}†"))
)
def test_every_form_of_a_number_comes_back(value: int, form: str) -> None:
    number = parse_number(form.format(value))
    assert number and number.value == number.lower == number.upper == value
    assert number.meaning == "exact"


@settings(deadline=None)
@given(st.integers(0, 999_999))
def test_every_number_in_words_comes_back(value: int) -> None:
    for form in (
        spelt(value),
        spelt(value).capitalize(),
        spelt(value).replace("-", " "),
        spelt(value).replace(" and ", " "),
    ):
        number = parse_number(form)
        if len(form) <= 60:
            assert number and number.value == value


@settings(deadline=None)
@given(st.integers(1, 100_000))
def test_bounds_are_right(limit: int) -> None:
    for form, lower, upper in (
        ("<{}", 0, limit - 1),
        ("fewer than {}", 0, limit - 1),
        ("≤{}", 0, limit),
        ("{} or fewer", 0, limit),
        (">{}", limit + 1, None),
        ("{}+", limit, None),
        ("at least {}", limit, None),
    ):
        number = parse_number(form.format(limit))
        assert number and (number.value, number.lower, number.upper) == (None, lower, upper)


@settings(deadline=None)
@given(st.integers(0, 1989), st.integers(0, 3000))
def test_bands_are_right_or_not_read(lower: int, upper: int) -> None:
    number = parse_number(f"{lower}-{upper}")
    if number:
        assert (number.value, number.lower, number.upper) == (None, lower, upper)
    else:
        assert upper <= lower or upper == lower + 1


@settings(deadline=None)
@given(
    st.integers(2, 1989), st.sampled_from(("Of the {} officers", "We hold {} records.", "Total: {}", "{}\n", "({})"))
)
def test_numbers_are_found_in_text(value: int, form: str) -> None:
    for printed in (str(value), f"{value:,}", spelt(value)):
        text = form.format(printed)
        [(number, (start, end), _)] = find_numbers(text)
        assert number.value == value
        assert text[start:end] == number.token == printed


NEARLY = st.text(alphabet="0123456789 ,.-–<>=*()[]%£+¹x\u00a0noetwhrfiudsa&lt;/'", max_size=40)


@settings(deadline=None)
@given(st.one_of(st.text(), NEARLY))
def test_nothing_raises_and_every_number_is_whole(text: str) -> None:
    times, rest = parse_multiplicity(text)
    assert rest is not None and (times is None or times >= 0)
    numbers = [parse_number(text), *(number for number, _, _ in find_numbers(text))]
    for number in filter(None, numbers):
        assert number.meaning in MEANINGS
        assert (number.value is not None) == (number.meaning == "exact")
        assert number.lower >= 0
        assert number.upper is None or number.lower <= number.upper
        if number.value is not None:
            assert number.value == number.lower == number.upper
    spans = [span for _, span, _ in find_numbers(text)]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    for number, (start, end), _ in find_numbers(text):
        assert text[start:end] == number.token


UNITS_OF_LENGTH = [
    "1", "1 ", ",111", "one ", "one hundred and ", "no ", "no officer ", "(", "a ", "www.", "x@", " ", "\n", "1-", "1.",
    "1 May ", "section 1(a)", "sections 1, 2, ", "1. a\n", "1 to 2 or ", "1 Aa Bb ", "page 1 of ", "twenty-", "2019 - 12 ",
    "a small number of ", "1 per ", "x", "█", "<", "[1]", "(4%)",
]  # fmt: skip


@pytest.mark.parametrize("unit", UNITS_OF_LENGTH)
def test_long_texts_take_no_time(unit: str) -> None:
    text = (unit * 10_000)[:10_000]
    begun = time.process_time()
    find_numbers(text)
    for size in (60, 240, 10_000):
        parse_number(text[:size])
        parse_multiplicity(text[:size])
    assert time.process_time() - begun < 3  # some 0.1 where nothing is wrong; what takes the square of it takes minutes
