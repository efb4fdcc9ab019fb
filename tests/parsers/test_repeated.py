"""What two documents of one reply both say is read once, and never without a word; two identical rows of one stay two officers."""

import pytest

from parsers.documents.model import Document
from parsers.parse import parse_reply
from parsers.result import Parsed
from tests.build import document, table

HEAD = ["Year", "Rank", "Platform", "Outcome"]
CASES = [
    ["2019", "PC", "WhatsApp", "Final written warning"],
    ["2020", "Sergeant", "Facebook", "Dismissed"],
    ["2020", "Sergeant", "Facebook", "Dismissed"],
]
COUNTS = [["Year", "2019", "2020"], ["Officers investigated", "1,204", "12"], ["Dismissed", "3", "1"]]
SAID = "I have today decided to disclose the located information to you in full."


def letter(*blocks, name: str = "letter.pdf") -> Document:
    return document("Durham Constabulary", SAID, *blocks, name=name)


def parsed(*documents: Document) -> Parsed:
    made = parse_reply(list(documents), "durham")
    for account in made.accounting:
        assert account.rows == account.header + account.records + account.skipped + account.quarantined
    return made


def told(made: Parsed) -> list[tuple[str, str]]:
    return [(p.severity, p.message) for p in made.problems if " too" in p.message or "same words" in p.message]


def test_a_case_list_in_the_letter_and_in_its_attachment_is_read_once():
    made = parsed(letter(table([HEAD, *CASES])), document(table([HEAD, *CASES]), name="figures.xlsx"))
    assert len(made.cases) == 3
    assert [severity for severity, _ in told(made)] == ["info"]
    skipped = [a for a in made.accounting if a.skipped]
    assert [(a.skipped, list(a.reasons)) for a in skipped] == [(4, ["stands in letter.pdf too"])]


def test_the_longer_of_two_is_read_where_one_is_an_extract():
    made = parsed(letter(table([HEAD, *CASES[:2]])), document(table([HEAD, *CASES]), name="figures.xlsx"))
    assert len(made.cases) == 3 and {c.document for c in made.cases} == {made.reply.documents[1]}


def test_figures_written_otherwise_are_the_same():
    bare = [[cell.replace(",", "") for cell in row] for row in COUNTS]
    bare[2][1] = "3.0"
    made = parsed(letter(table(COUNTS)), document(table(bare), name="figures.csv"))
    assert sorted(c.value for c in made.counts) == [1, 3, 12, 1204]
    assert told(made)


def test_identical_rows_of_one_document_are_two_officers():
    assert len(parsed(letter(table([HEAD, *CASES]), table([HEAD, *CASES]))).cases) == 6


@pytest.mark.parametrize("names", [("cases 2019.csv", "cases 2020.csv"), ("2019-20.csv", "2020-21.csv")])
def test_equal_tables_of_two_years_are_both_read_and_that_is_told(names):
    rows = [["Rank", "Platform", "Outcome"], ["PC", "WhatsApp", "Written warning"], ["PC", "WhatsApp", "Dismissed"]]
    made = parsed(*(document(table(rows), name=name) for name in names))
    assert len(made.cases) == 4
    assert [severity for severity, _ in told(made)] == ["warning"]


def test_tables_that_share_most_rows_are_both_read_and_that_is_told():
    other = [*CASES[:2], ["2021", "PC", "TikTok", "Dismissed"]]
    made = parsed(letter(table([HEAD, *CASES])), document(table([HEAD, *other]), name="figures.xlsx"))
    assert len(made.cases) == 6
    assert [severity for severity, _ in told(made)] == ["warning"]


def test_tables_that_share_nothing_but_a_heading_are_both_read_without_a_word():
    others = [["2021", "PC", "TikTok", "Dismissed"], ["2022", "PC", "Signal", "Written warning"]]
    made = parsed(letter(table([HEAD, *CASES])), document(table([HEAD, *others]), name="figures.xlsx"))
    assert len(made.cases) == 5 and not told(made)


def test_of_short_tables_a_person_is_asked():
    made = parsed(letter(table([HEAD, CASES[0]])), document(table([HEAD, CASES[0]]), name="figures.xlsx"))
    assert len(made.cases) == 1
    assert [severity for severity, _ in told(made)] == ["warning"]


def test_an_answer_in_the_same_words_in_two_documents_is_read_once():
    answer = "In 2019, 12 police officers were investigated for messages on social media."
    made = parsed(letter(answer), document(answer, SAID, name="body.txt"))
    assert [c.value for c in made.counts] == [12]
    assert [severity for severity, _ in told(made)] == ["info"]


def test_answers_to_two_questions_in_the_same_words_are_two():
    answer = "There were 4 police officers investigated in 2019."
    made = parsed(letter("Question 1", answer, "Question 2", answer))
    assert len([c for c in made.counts if c.value == 4]) == 2
