"""Whose a heading of a joint letter's table is."""

from __future__ import annotations

import pytest

from parsers.owners import owners

TWO = ("norfolk", "suffolk")


@pytest.mark.parametrize(
    ("text", "forces", "rest"),
    [
        ("Norfolk", ("norfolk",), ""),
        ("Norfolk Constabulary", ("norfolk",), ""),
        ("Norfolk Officers", ("norfolk",), "Officers"),
        ("Norfolk Police staff", ("norfolk",), "staff"),
        ("Suffolk – police staff", ("suffolk",), "police staff"),
        ("Suffolk (officers)", ("suffolk",), "officers"),
        ("Officers dismissed (Norfolk)", ("norfolk",), "Officers dismissed"),
        ("Officers in Norfolk", ("norfolk",), "Officers"),
        ("Norfolk 2022 (to 31/07)", ("norfolk",), "2022 (to 31/07)"),
        ("Norfolk and Suffolk", TWO, ""),
        ("Norfolk and Suffolk Constabularies", TWO, ""),
        ("Norfolk & Suffolk officers", TWO, "officers"),
        ("Both forces", TWO, ""),
        ("Dismissed", (), "Dismissed"),
        ("Total", (), "Total"),
        ("Kent", (), "Kent"),
    ],
)
def test_forces_and_what_else_a_text_says(text, forces, rest):
    assert owners(text, TWO) == (forces, rest)


def test_the_longest_name_of_a_force_is_taken():
    assert owners("Hampshire and Isle of Wight Constabulary officers", ("hampshire", "dorset")) == (("hampshire",), "officers")  # fmt: skip
    assert owners("Norfolk Officers", ()) == ((), "Norfolk Officers")
