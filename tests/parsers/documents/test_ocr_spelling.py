"""Misread letters: what is put right, and what is left because nothing proves it."""

from __future__ import annotations

import pytest

from parsers.documents.ocr_spelling import capital_within, corrected, periods_between


@pytest.mark.parametrize(
    ("read", "right"),
    [
        ("Linkedln", "LinkedIn"),
        ("lnstagram", "Instagram"),
        ("(lnstagram)", "(Instagram)"),
        ("Facebo0k", "Facebook"),
        ("d1smissed", "dismissed"),
        ("Reflectivé", "Reflective"),
        ("FOl/83748", "FOI/83748"),
        ("01.FO1.23.0559", "01.FOI.23.0559"),
        ("IM-FOl-2024-1743", "IM-FOI-2024-1743"),
    ],
)
def test_a_known_word_with_one_letter_misread_is_put_right(read: str, right: str) -> None:
    assert corrected(read) == right
    assert corrected(right) is None


@pytest.mark.parametrize(
    "text",
    [
        "Linkedin",  # a known spelling too: only the ink tells
        "F01/22",  # two letters off
        "FOIA/12",
        "Reslgned",  # an l for a dotted i: as alike as two English words are
        "falling",  # never "failing"
        "llford",
        "Café",
        "0fficer",  # Officer or officer
        "12315",
        "O1",
        "�",
    ],
)
def test_what_nothing_proves_is_left(text: str) -> None:
    assert corrected(text) is None


def test_a_capital_within_a_known_word() -> None:
    assert capital_within("Linkedin") == 6
    assert [capital_within(w) for w in ("LinkedIn", "linkedin", "Instagram", "Inspector", "officer")] == [None] * 5


@pytest.mark.parametrize(
    ("row", "right"),
    [
        ("Level 2017/2018 32018/201 .2019/202 2020/2021", {2: "2018/2019", 3: "2019/2020"}),
        ("2021 2O20 202 2019", {}),  # more readings than there are years
        ("2021 202 2019", {1: "2020"}),
        ("2017 201 2020", {}),  # one year is missing: nobody knows which
        ("2017 48 2019", {}),  # nothing of a year in it
        ("2017-18 2018-1 2019-20", {1: "2018-19"}),
        ("2017-18 201 2019", {}),  # written in two ways
        ("2017 2018, 2019", {}),  # a year with its comma
        ("2017/19 2018/1 2019/20", {}),  # no two years that follow each other
        ("201 2018 2019", {}),  # nothing before it
    ],
)
def test_a_period_is_told_by_those_on_both_sides(row: str, right: dict[int, str]) -> None:
    texts = row.split()
    assert periods_between(texts) == [right.get(i) for i in range(len(texts))]
