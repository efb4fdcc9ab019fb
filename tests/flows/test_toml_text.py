"""A TOML file with one entry more or less, and every other byte as it was."""

import tomllib
from datetime import date

import pytest

from flows.ending import Stopped
from flows.toml_text import Text, plain_words
from schemas import vocabulary

FILE = """# about the file
[[code]]
code = "a"  # kept
spellings = ["one", "two"]  # "three" is not among them
lookup_only = [
    "x", "y",  # short
    # nothing more
]

# about b
[[code]]
code = "b"
spellings = [
    "it's [not] a # comment",
    'raw'
]

[tail]
n = 1
"""


def added(text: str, new: str) -> list[str]:
    """The lines that are new; every other line must stand as before, in the same order."""
    old, now = text.splitlines(), new.splitlines()
    kept = [line for line in now if line in old]
    assert kept == [line for line in old if line in kept]
    return [line for line in now if line not in old]


@pytest.mark.parametrize(
    ("index", "key", "lines"),
    [
        (0, "spellings", ['spellings = ["one", "two", "new \\"é\\""]  # "three" is not among them']),
        (0, "lookup_only", ['    "new \\"é\\"",']),
        (1, "spellings", ["    'raw',", '    "new \\"é\\"",']),
        (1, "lookup_only", ['lookup_only = ["new \\"é\\""]']),
    ],
    ids=["inline", "comment after the comma", "no comma at the end", "no such list"],
)
def test_an_item_more_and_nothing_else(index, key, lines):
    made = Text(FILE, "x.toml").with_item("code", index, key, 'new "é"')
    assert added(FILE, made.text) == lines
    assert made.data["code"][index][key][-1] == 'new "é"'


@pytest.mark.parametrize(
    "array", ["[]", "[ ]", '["a",]', '["a", "b"]', '["""a\n[""", \'b\']', '[["a"], ["b"]]', "[\n]"]
)
def test_every_way_to_write_a_list(array):
    made = Text(f"[[t]]\nk = {array}\nz = 1\n", "x.toml").with_item("t", 0, "k", "new")
    assert tomllib.loads(made.text)["t"][0]["k"] == [*tomllib.loads(f"k = {array}")["k"], "new"]
    assert made.text.endswith("\nz = 1\n")


def test_a_block_more_and_away_again():
    text = Text(FILE, "x.toml")
    values = {"code": "c", "spellings": [], "on": date(2024, 5, 1), "n": 3, "cells": {"a": "p1[0,0,1,1]"}, "yes": True}
    beside, last = text.with_block("code", values, beside=True), text.with_block("code", values)
    assert beside.data == last.data and beside.data["code"][-1] == values
    assert beside.text.index('code = "c"') < beside.text.index("[tail]") and last.text.endswith("yes = true\n")
    assert beside.without_block("code", 2).text == last.without_block("code", 2).text == FILE
    without = text.without_block("code", 1).text
    assert "about b" in without and "raw" not in without


def test_line_ends_stay_those_of_the_file():
    made = Text(FILE.replace("\n", "\r\n"), "x.toml").with_item("code", 0, "lookup_only", "z")
    assert "\n" not in made.text.replace("\r\n", "")


@pytest.mark.parametrize("name", vocabulary.NAMES)
def test_every_list_of_every_vocabulary_can_be_added_to(name):
    text = Text.of(vocabulary.FOLDER / f"{name}.toml")
    for index in range(len(text.data["code"])):
        made = text.with_item("code", index, "lookup_only", "zz top")
        assert len(added(text.text, made.text)) == 1


def test_what_is_no_toml_is_said(tmp_path):
    with pytest.raises(Stopped, match=r"x\.toml is not valid TOML"):
        Text("a = ", "x.toml")
    (tmp_path / "latin.toml").write_bytes(b'a = "\xe9"')
    with pytest.raises(Stopped, match="UTF-8"):
        Text.of(tmp_path / "latin.toml")


def test_a_list_that_is_none_is_left_alone():
    with pytest.raises(Stopped, match="mend it first"):
        Text('[[t]]\nk = "text"\n', "x.toml").with_item("t", 0, "k", "new")


def test_words_of_a_person_become_one_line():
    assert plain_words("a\n b\x00\tc\x7f ") == "a b c"
