"""Cases that a letter gives in words, one a line: what is read, and what stays told as not understood."""

from __future__ import annotations

import pytest

from parsers.documents.model import Document, Text
from parsers.parse import parse_reply
from tests.build import document, table

REQUEST = "online-misconduct-2017"
OPENING = ("Kent Police", "Our Ref: FOI 123/22", "Date: 9 September 2022", "Dear applicant,")
HELD = "Kent Police holds the information requested. The cases are as follows:"
NOT_UNDERSTOOD = "An answer in words was not wholly understood"


def letter(*blocks, name: str = "reply.pdf") -> Document:
    """A letter; what begins with a bullet is an item of a list."""
    made = document(*OPENING, *blocks, name=name)
    for block in made.blocks:
        if isinstance(block, Text) and block.text.startswith("• "):
            block.kind = "item"
    return made


def parse(*blocks, documents=()):
    parsed = parse_reply([letter(*blocks), *documents], "kent", REQUEST)
    for account in parsed.accounting:
        assert account.rows == account.header + account.records + account.skipped + account.quarantined
    return parsed


def cases(parsed):
    return [(c.year, c.rank, c.officers_lower, *c.channels, c.outcome) for c in parsed.cases]


def told(parsed):
    """The beginnings of the answers that are told as not understood."""
    return [p.message.split("“")[1][:30] for p in parsed.problems if p.message.startswith(NOT_UNDERSTOOD)]


def test_lines_under_years_are_cases_with_their_places():
    parsed = parse(
        HELD,
        "2018",
        "• A PC sent inappropriate WhatsApp messages to a colleague – Written warning",
        "• Sergeant – text messages sent to a junior colleague – written warning.",
        "2020/21",
        "• Officer B, PC, WhatsApp messages. Outcome: Dismissed.",
        "• PCSO: Facebook post: words of advice.",
        "• Former PC – racist tweets – would have been dismissed",
    )
    assert cases(parsed) == [
        (2018, "pc", 1, "whatsapp", "written_warning"),
        (2018, "sergeant", 1, "text_message", "written_warning"),
        (2020, "pc", 1, "whatsapp", "dismissed"),
        (2020, "pcso", 1, "facebook", "words_of_advice"),
        (2020, "pc", 1, "twitter", "would_have_been_dismissed"),
    ]
    assert [c.conduct_raw for c in parsed.cases[:3]] == [
        "A PC sent inappropriate WhatsApp messages to a colleague",
        "text messages sent to a junior colleague",
        "WhatsApp messages",
    ]
    assert [c.case_ref_raw for c in parsed.cases] == [None, None, "Officer B", None, None]
    assert [c.person_type for c in parsed.cases] == ["officer", "officer", "officer", "pcso", "officer"]
    assert parsed.cases[2].year_raw == "2020/21" and parsed.cases[2].year_basis == "financial"
    assert parsed.cases[0].cells["conduct_raw"] == parsed.cases[0].cells["outcome_raw"] == "p1[0,140,500,152]"
    assert parsed.cases[0].cells["year_raw"] == "p1[0,120,500,132]"
    assert (parsed.cases[0].location, parsed.cases[0].row) == ("page 1", 7)
    assert not told(parsed)


def test_several_officers_of_one_outcome():
    parsed = parse(
        HELD,
        "• Two PCs – WhatsApp – both received written warnings.",
        "• Three constables exchanged racist messages – all three dismissed without notice",
        "• Two PCs – WhatsApp – written warnings.",
        "• Three PCs – Facebook – both resigned",
    )
    assert cases(parsed) == [
        (None, "pc", 2, "whatsapp", "written_warning"),
        (None, "pc", 3, "dismissed"),
    ]
    assert len(told(parsed)) == 2


@pytest.mark.parametrize(
    "line",
    [
        "• Three PCs – WhatsApp messages of a racist nature. Two were dismissed and one resigned.",
        "• PC and member of police staff – WhatsApp – both dismissed",
        "• PC – WhatsApp – written warning. The officer appealed and the sanction was reduced to words of advice.",
        "• PC – WhatsApp messages – dismissed (overturned on appeal)",
        "• PC – WhatsApp messages – not dismissed",
        "• PC – complaint about a Facebook post – dismissed",
        "• A PC who posts racist messages – dismissed",
        "• A PC sends offensive WhatsApp messages – written warning",
        "• PC – WhatsApp messages that would justify dismissal – written warning",
        "• PCs – Facebook posts – words of advice",
        "• 2 x PC – WhatsApp – written warning",
        "• PC (2) – WhatsApp – written warning",
        "• PC – WhatsApp – 2 – written warning",
        "• PC – received WhatsApp messages from a sergeant – no further action",
        "• PC – messages on WhatsApp to a colleague – staff member dismissed",
        "• PC – WhatsApp messages, written warning; Facebook post – no further action",
        "• PC from another force – WhatsApp – dismissed",
        "• Police staff – Facebook – words of advice",
        "• PC – WhatsApp messages – PCSO – dismissed",
        "• PC – drink driving – dismissed",
        "• PC – 2017 – WhatsApp messages – dismissed",
        "• The same PC – Facebook – dismissed",
    ],
)
def test_what_is_not_sure_is_told_and_gives_no_case(line):
    parsed = parse(
        HELD,
        "2018",
        "• Inspector – Facebook post – management advice",
        "• DC – tweets – no further action",
        "• Sgt – Instagram photo – reflective practice",
        line,
    )
    sure = [(2018, "inspector", 1, "facebook", "management_advice"), (2018, "pc", 1, "twitter", "no_further_action")]
    assert cases(parsed)[:2] == sure
    assert len(parsed.cases) == 2 + (not line.startswith("• The same PC")), "it may be about the line above"
    begins = line.removeprefix("• ").replace("–", "-")[:22]
    assert parsed.counts or any(f"“{begins}" in p.message.replace("–", "-").replace("• ", "") for p in parsed.problems)


def test_what_stands_below_a_line_may_change_it():
    parsed = parse(
        HELD,
        "2018",
        "• PC – WhatsApp messages – dismissed",
        "On appeal the officer was reinstated.",
        "• Sgt – Facebook post – written warning",
        "• Reduced to words of advice at review",
        "• PC – Instagram photo – management advice",
        "• Inspector – tweets – no further action",
    )
    assert cases(parsed) == [
        (2018, "pc", 1, "instagram", "management_advice"),
        (2018, "inspector", 1, "twitter", "no_further_action"),
    ]
    assert len([p for p in parsed.problems if "dismissed”" in p.message or "written warning”" in p.message]) == 2


def test_years_in_the_lines_themselves():
    parsed = parse(
        HELD,
        "• 12 March 2018: PC – WhatsApp messages – written warning",
        "• Sgt, 2019, Facebook post, management advice",
        "• In 2020 a PC posted a racist comment on Facebook and was dismissed without notice",
        "• PC – Instagram photo (2022) – no further action",
        "• PC – Snapchat – resigned",
    )
    assert [(c.year, c.outcome) for c in parsed.cases] == [
        (2018, "written_warning"),
        (2019, "management_advice"),
        (2020, "dismissed"),
        (2022, "no_further_action"),
    ]
    assert [t[:24] for t in told(parsed)] == ["PC - Snapchat - resigned"], (
        "without a year, it would take that of the line above"
    )


def test_officers_and_staff_under_headings():
    parsed = parse(
        HELD,
        "Police officers",
        "2018",
        "• Officer – Facebook post – written warning",
        "Police staff",
        "2018",
        "• Officer – Facebook comment – words of advice",
        "• Member of staff – tweet – resigned",
    )
    assert [(c.person_type, c.rank, c.outcome) for c in parsed.cases] == [
        ("officer", None, "written_warning"),
        ("staff", None, "words_of_advice"),
        ("staff", "staff", "resigned"),
    ]


@pytest.mark.parametrize(
    "blocks",
    [
        pytest.param(["Seven officers were investigated. For example:"], id="examples"),
        pytest.param(["Of these, the officers with a formal outcome were:"], id="some of them"),
        pytest.param(["For other types of conduct the outcomes were:"], id="other conduct"),
        pytest.param(["The complainants were:"], id="victims"),
        pytest.param(["By way of comparison:"], id="comparison"),
        pytest.param(["Our earlier reply gave these cases:"], id="earlier"),
    ],
)
def test_lists_that_are_led_to_as_another_thing_are_not_read(blocks):
    parsed = parse(*blocks, "• PC – WhatsApp messages – written warning", "• Sgt – Facebook post – dismissed")
    assert not parsed.cases
    assert any("PC - WhatsApp" in text for text in told(parsed))


def test_several_lists_may_repeat_each_other():
    lines = ["• PC – WhatsApp messages – written warning", "• Sgt – Facebook post – dismissed"]
    assert len(parse(HELD, *lines).cases) == 2
    assert not parse(HELD, *lines, "Of these, the following were dismissed:", lines[1]).cases
    assert not parse(HELD, *lines, "Misconduct hearings", lines[1]).cases
    assert not parse(HELD, "2018", *lines, "2019", lines[0], "2018", lines[1]).cases
    assert not parse(HELD, *lines, "One of the officers listed was reinstated on appeal.").cases


def test_what_is_said_further_down_of_changed_outcomes_is_told():
    lines = ["• PC – WhatsApp messages – written warning", "• Sgt – Facebook post – dismissed"]
    later = "The sanction in the case of the sergeant was varied to a final written warning."
    rights = "You have the right to appeal to the Information Commissioner."
    parsed = parse(HELD, *lines, "Dates are not given.", later, rights)
    assert len(parsed.cases) == 2
    assert any(later[:40] in p.message for p in parsed.problems)
    assert not any("right to appeal" in p.message for p in parsed.problems)


def test_mostly_other_conduct_is_not_read():
    parsed = parse(
        HELD,
        "• PC – drink driving – dismissed",
        "• PC – failure to attend – written warning",
        "• PC – WhatsApp messages – written warning",
        "• Sgt – Facebook posts – final written warning",
    )
    assert not parsed.cases and len(told(parsed)) == 4


def test_lines_beside_a_case_list_explain_its_rows():
    rows = [["Year", "Rank", "Platform", "Outcome"], ["2018", "PC", "WhatsApp", "Dismissed"]]
    rows += [["2019", "Sergeant", "Facebook", "Written warning"]]
    lines = ["• PC – WhatsApp messages – dismissed", "• Sergeant – Facebook post – written warning"]
    assert len(parse(table(rows), HELD, *lines).cases) == 2
    attached = letter(table(rows), name="annex.pdf")
    parsed = parse(HELD, *lines, documents=[attached])
    assert len(parsed.cases) == 2 and {c.location for c in parsed.cases} == {"page 1"}
    assert len(told(parsed)) == 2


def test_the_same_lines_in_two_documents_are_read_once():
    lines = [HELD, "• PC – WhatsApp messages – written warning", "• Sgt – Facebook post – dismissed"]
    assert len(parse(*lines, documents=[letter(*lines, name="copy.pdf")]).cases) == 2
    other = letter(HELD, lines[2], "• Inspector – tweets – words of advice", name="other.pdf")
    parsed = parse(*lines, documents=[other])
    assert not parsed.cases and told(parsed)


def test_lines_that_count_stay_counts():
    parsed = parse(HELD, "2018", "• One officer received a written warning", "• Two officers were dismissed")
    assert not parsed.cases
    assert [(c.category, c.value) for c in parsed.counts] == [("written_warning", 1), ("dismissed", 2)]


def test_a_stated_number_that_the_lines_do_not_come_to_is_told():
    parsed = parse(
        "Kent Police holds the information requested.",
        "Five officers were investigated. The cases are as follows:",
        "2018 – 3 officers",
        "• PC – WhatsApp messages – written warning",
        "• Sgt – Facebook post – dismissed",
        "2019 – 1 officer",
        "• PC – tweets – words of advice",
    )
    assert [c.year for c in parsed.cases] == [2018, 2018, 2019]
    mismatches = [p.message for p in parsed.problems if p.code == "letter_mismatch"]
    assert any("“2018 – 3 officers” says 3" in m and "about 2 officers" in m for m in mismatches)
    assert any("The letter says 5" in m for m in mismatches)
    assert len(mismatches) == 2
