"""The grammars of numbers, dates, periods and letters, on texts that nobody would write.

What must hold of any text whatever: no error; the same answer twice; bounds the right way round; no number that does not
stand in the text; a place that lies in the text.
"""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers import conduct
from parsers.documents.model import Document, Text
from parsers.headings import dimension_of, field_of, is_total, measure_of
from parsers.letter import read_letter
from parsers.numbers import LARGEST, find_numbers, parse_multiplicity, parse_number
from parsers.periods import find_dates, is_period, parse_date, parse_period, parse_us_date
from schemas import vocabulary
from schemas.records import EARLIEST_YEAR
from schemas.vocabulary import normalise

PIECES = (
    "1", "12", "2019", "0", "99999999999", "1,234", "5.5", "<", ">", "≤", "-", "–", "*", "/", "(", ")", "[", "]", "#", "%", "£", "x", "×", "to", "and", "or",
    "less than", "fewer", "more than", "up to", "between", "twelve", "hundred", "million", "nil", "none", "no", "about", "officers", "PCs", "of", "the", "April",
    "March", "31", "st", "FY", "Q1", "year", "ending", "from", "until", "since", "2019/20", "01/04/2020", "1st", "Monday", "at", "10:00", "pm", "½", "²", "٣", "１２",
    "\u00a0", "\u200b", "\u0301", "\u202e", "\n", "\t", "’", "\x00", ".", ",", ":", ";", "s12(1)", "Date", "Ref", "FOI", "WW", "+", "=", "denotes", "n/a", "not held",
)  # fmt: skip
MADE = st.lists(st.sampled_from(PIECES), max_size=14).flatmap(
    lambda pieces: st.sampled_from(("", " ", "  ")).map(lambda between: between.join(pieces))
)
TEXTS = MADE | st.text(max_size=80) | st.text("0123456789.,-–/<>() xX*", max_size=40)
QUICK = settings(max_examples=250, deadline=None, derandomize=True)

WORDS = re.compile(
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|teen|ty\b|hundred|thousand|million|nil|none|no|zero|single|[½²¹³٣]|dozen|an?\b",
    re.I,
)


def figures(text: str) -> set[int]:
    plain = re.sub(r"(?<=\d)[,\s\u00a0\u202f](?=\d{3})", "", text)
    return {int(f) for t in (plain, text) for f in re.findall(r"\d{1,30}", t)}


@QUICK
@given(TEXTS)
def test_a_number_is_one_that_stands_there(text: str) -> None:
    read = parse_number(text)
    assert read == parse_number(text)
    if read is None:
        return
    assert read.lower >= 0 and (read.upper is None or read.lower <= read.upper <= LARGEST)
    assert read.value is None or read.lower <= read.value <= (read.upper or LARGEST)
    for value in (read.value, read.lower, read.upper):
        near = {value, (value or 0) - 1, (value or 0) + 1}
        assert value is None or value <= 1 or near & figures(text) or WORDS.search(text), (text, read)


@QUICK
@given(TEXTS)
def test_numbers_in_a_text_lie_in_it(text: str) -> None:
    found = find_numbers(text)
    assert found == find_numbers(text)
    assert all(0 <= a < b <= len(text) for a, b in (f.span for f in found))
    ends = [0, *(f.span[1] for f in found)]
    assert all(end <= f.span[0] for end, f in zip(ends, found, strict=False))
    for one in found:
        said = text[slice(*one.span)]
        for value in (one.number.value, one.number.lower, one.number.upper):
            near = {value, (value or 0) - 1, (value or 0) + 1}
            assert value is None or value <= 1 or near & figures(said) or WORDS.search(said), (text, one)


@QUICK
@given(TEXTS)
def test_how_many_officers_a_row_speaks_of(text: str) -> None:
    number, rest = parse_multiplicity(text)
    assert (number, rest) == parse_multiplicity(text)
    assert number is None or (number >= 0 and (number <= 1 or number in figures(text) or WORDS.search(text)))


@QUICK
@given(TEXTS)
def test_a_period_begins_before_it_ends(text: str) -> None:
    found = parse_period(text)
    assert found == parse_period(text) and is_period(text) == (found is not None)
    if found and found.start and found.end:
        assert found.start <= found.end
    for day in (found.start, found.end) if found else ():
        assert day is None or EARLIEST_YEAR <= day.year <= 2101
    for basis in ("calendar", "financial", "other", "unknown"):
        parse_period(text, basis=basis)


@QUICK
@given(TEXTS)
def test_dates_lie_in_the_text(text: str) -> None:
    assert all(isinstance(day, date) and 0 <= a < b <= len(text) for day, (a, b) in find_dates(text))
    for day in (parse_date(text), parse_us_date(text)):
        assert day is None or EARLIEST_YEAR <= day.year <= 2100


@QUICK
@given(TEXTS)
def test_words_are_compared_in_one_form(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)
    for name in ("outcome", "rank", "channel", "severity", "process", "person_type"):
        assert vocabulary.load(name).lookup(text) == vocabulary.load(name).lookup(text)
    for ask in (field_of, dimension_of, measure_of, is_total):
        ask(text)
    conduct.read(text)


@settings(max_examples=120, deadline=None, derandomize=True)
@given(st.lists(TEXTS, min_size=1, max_size=8))
def test_a_letter_of_anything_is_read(texts: list[str]) -> None:
    made = Document("0" * 64, "x.pdf", "application/pdf")
    made.blocks = [Text(t, "page 1", n) for n, t in enumerate(texts, start=1)]
    letter = read_letter(made)
    assert letter == read_letter(made)
    assert {a.block for a in letter.answers} <= {t.number for t in made.texts}


@pytest.mark.parametrize("length", [200, 2_000, 20_000])
@pytest.mark.parametrize(
    "piece",
    [
        "1,",
        "<5 ",
        "between 1 and ",
        "hundred ",
        "31 March 2020 to ",
        "2019/20-",
        "(",
        "* ",
        "\u00a0",
        "FY ",
        "s12(1), ",
    ],
)
def test_a_long_text_is_no_number_and_no_period(piece: str, length: int) -> None:
    text = piece * (length // len(piece))
    assert parse_number(text) is None or not text.strip()  # nothing printed is a number that is not known
    assert parse_period(text) is None
    assert len(find_numbers(text)) <= len(text) and len(find_dates(text)) <= len(text)
