"""What the finder finds and misses on labelled texts, and that it leaves alone what the program itself writes."""

from __future__ import annotations

import dataclasses
import re
from itertools import pairwise
from pathlib import Path

import pytest

from parsers.personal import MARKS, Finder, finder, masked
from parsers.personal.find import ALLOWED, allowed_of
from parsers.personal.words import FOLDER
from schemas import forces, vocabulary
from schemas.records import PERSONAL_KINDS
from tests.parsers.personal.figures import PAGE, measured, with_figures
from tests.parsers.personal.labelled import SETS, snippets

HOME = Path(__file__).parents[3]
RECALL = dict.fromkeys(PERSONAL_KINDS, 0.95)
PRECISION = dict.fromkeys(PERSONAL_KINDS, 0.95)


def texts_of(name: str) -> list[str]:
    return [one.text for one in snippets(name)]


@pytest.mark.parametrize("name", SETS)
def test_no_less_is_found_than_was_and_no_more_that_is_none(name):
    made = measured(name)
    assert {k: made.recall(k) for k in PERSONAL_KINDS if made.recall(k) < RECALL[k]} == {}, made.misses
    assert {k: made.precision(k) for k in PERSONAL_KINDS if made.precision(k) < PRECISION[k]} == {}, made.alarms
    assert made.right.total() >= 0.98 * made.covered.total()
    assert made.clean_alarmed <= 0.02 * made.clean, made.alarms


def test_the_sets_have_enough_of_every_kind():
    assert len(snippets("first")) >= 400 and measured("first").clean >= 200
    assert all(measured("first").labels[kind] >= 8 for kind in PERSONAL_KINDS)
    assert len({one.style for one in snippets("first")}) >= 8
    assert not set(texts_of("first")) & {t for t in texts_of("second") if len(t) > 20}


def test_the_figures_on_the_page_are_those_measured():
    page = PAGE.read_text(encoding="utf-8")
    assert with_figures(page) == page, "run: python -m tests.parsers.personal"


@pytest.mark.parametrize("name", SETS)
def test_what_is_masked_holds_nothing_more_and_masks_are_no_findings(name):
    for text in texts_of(name):
        found = finder().find(text)
        assert all(a.end <= b.start for a, b in pairwise(found))
        once = masked(text, found)
        for mark in MARKS.values():
            assert not any(once[f.start : f.end] in mark for f in finder().find(once)), once
        assert Finder(_allowed()).find(text) == found  # the same from a fresh finder


def _allowed():
    return [(one["text"], one.get("kind")) for one in allowed_of(ALLOWED)]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("PC Smi\u00adth texted", "PC [name] texted"),
        ("PC\u00a0Tregear texted", "PC\u00a0[name] texted"),
        ("write to a\u200bnn@example.com now", "write to [e-mail address] now"),
        ("Mr O’Dowd’s phone", "Mr [name]’s phone"),
        ("PC 1234 Smith", "PC [collar number] [name]"),
        ("PC1234 Smith", "PC[collar number] [name]"),
        ("collar number 4821", "collar number [collar number]"),
        ("named officer John Smith", "named officer [name]"),
        ("Dear Mr Xanthopoulos", "Dear Mr [name]"),
        ("Ferdinand_Oake_1146.pdf", "[name]_1146.pdf"),
        ("İstanbul: PC Smith", "İstanbul: PC [name]"),
    ],
)
def test_what_it_becomes(text, shown):
    assert masked(text, finder().find(text)) == shown


@pytest.mark.parametrize(
    "piece", ["John Smith ", "a.", "a-", "Dear ", "1 ", "PC 1 ", "Zqab Xvcd ", "12 High ", "@", "("]
)
def test_a_cell_of_any_length_is_looked_through(piece):
    """A workbook's cell holds 32,767 signs; what is found at its end was looked for."""
    text = piece * (30_000 // len(piece)) + "\nwrite to b.oakshott@example.org"
    assert finder().find(text)[-1].end == len(text)


def _told_by_the_program():
    for force in forces.all_forces():
        for value in dataclasses.asdict(force).values():
            yield from [value] if isinstance(value, str) else []
    for name in vocabulary.NAMES:
        known = vocabulary.load(name)
        yield from (known.label(code) for code in known.codes)
    for path in [HOME / "docs" / "data-dictionary.md", HOME / "docs" / "how-it-works.md", HOME / "README.md"]:
        yield from path.read_text(encoding="utf-8").splitlines()


def test_nothing_is_found_in_what_the_program_itself_writes():
    found = {
        (f.kind, text[f.start : f.end])
        for text in _told_by_the_program()
        for f in finder().find(text)
        if not text[f.start : f.end].endswith(("example.org", "example.com", ".example"))
    }
    assert found == set()


def test_nothing_is_found_in_the_made_up_replies_but_the_mailboxes_of_the_forces():
    found = set()
    for path in sorted((HOME / "flows" / "samples").rglob("*.toml")):
        for line in path.read_text(encoding="utf-8").splitlines():
            found |= {(f.kind, line[f.start : f.end]) for f in finder().find(line)}
    assert {kind for kind, _ in found} == {"email"}, found


def test_names_known_from_a_letter_are_found_wherever_they_stand():
    known = finder().known([("Quillfeather", "name"), ("40417", "collar_number")])
    text = "the Quillfeather matter, 40417, and 404171"
    assert masked(text, finder().find(text, known)) == "the [name] matter, [collar number], and 404171"
    assert finder().find(text) == ()


def test_what_is_allowed_is_spared_and_nothing_else():
    text = "Marshall Strand told Emma Strand"
    assert masked(text, Finder([("Marshall Strand", "name")]).find(text)) == "Marshall Strand told [name]"
    assert masked(text, Finder([("Marshall Strand", "phone")]).find(text)) == "[name] told [name]"


def test_every_allowed_text_would_be_found_otherwise_and_has_its_reason():
    bare = Finder()
    for one in allowed_of(ALLOWED):
        assert set(one) <= {"text", "kind", "reason"} and one["reason"]
        around = (one["text"], f"a message about {one['text']} was sent", f"the {one['text']} meme")
        assert any(bare.find(text) for text in around), one


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.txt")), ids=lambda p: p.stem)
def test_the_lists_are_in_order(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    notes = [line for line in lines if line.startswith("#")]
    words = [word for line in lines if not line.startswith("#") for word in line.split()]
    assert notes and "knowledge" in " ".join(notes)
    assert words == sorted(set(words)), "run: python -m parsers.personal.words"
    assert all(re.fullmatch(r"[^\W\d_]+(?:['-][^\W\d_]+)*'?", word) and word == word.casefold() for word in words)
