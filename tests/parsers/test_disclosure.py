"""Suppressed numbers that are given away: what is told, what is not, and that no problem ever says what a number comes to."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from flows.evaluation import disclosure as drawn
from parsers import disclosure
from parsers.disclosure import EXACTLY, NEARLY, PARTLY, look, problems
from parsers.documents import read
from parsers.parse import explain_reply, parse_reply
from schemas.tables import plain

GRID = """Outcome,2019,2020,2021,Total
Dismissed,7,{a},6,{dismissed}
Written warning,{b},8,9,{written}
Words of advice,11,{c},13,{words}
Total,{y19},{y20},28,{all}
"""


def parsed(text: str, name: str = "durham.csv"):
    return parse_reply([read(text.encode(), name)], "durham", "online-misconduct-2017")


def found(text: str, name: str = "durham.csv"):
    return [p for p in parsed(text, name).problems if p.code == "disclosive_total"]


def page(body: str, day: str = "3 October 2022") -> str:
    return drawn.letter(body, day)


# ---- against every whole number


def test_publications_of_every_kind_against_every_whole_number():
    """`python -m flows.evaluation.disclosure` draws many more; here three of each kind."""
    results = [drawn.judge(one) for one in drawn.draw_all(13, 3 * len(drawn.KINDS))]
    assert sum(r.read for r in results) > len(results) * 0.9
    pairs = [(r.drawn.kind, number.token, can, said) for r in results for number, can, said in r.pairs]
    wrong = [pair for pair in pairs if pair[2] != pair[3]]
    assert not wrong
    assert {can for _, _, can, _ in pairs} == {drawn.NONE, PARTLY, NEARLY, EXACTLY}
    assert Counter(can for _, _, can, _ in pairs)[EXACTLY] > 20


# ---- single cases


def test_a_cell_is_named_with_what_gives_it_away_and_its_number_is_nowhere():
    text = GRID.format(a="<5", b=5, c=12, dismissed=16, written=22, words=36, y19=23, y20=23, all=74)
    (problem,) = found(text)
    assert (problem.severity, problem.location, problem.row) == ("warning", "csv", 2)
    assert problem.message == (
        "A number that the force does not give can be worked out exactly: “<5” (Dismissed, 2020), "
        "from the total (“Dismissed, Total”, csv, row 2)."
    )
    assert re.search(r"Tell the force.*foi correct durham-[0-9a-f]{16} --drop", problem.fix)


def test_what_is_told_is_the_same_whatever_the_number_is():
    one = GRID.format(a="<5", b=5, c=12, dismissed=16, written=22, words=36, y19=23, y20=23, all=74)
    other = GRID.format(a="<5", b=5, c=12, dismissed=14, written=22, words=36, y19=23, y20=21, all=72)
    told = [[(p.severity, p.row, p.message, p.fix) for p in found(text)] for text in (one, other)]
    assert told[0] == told[1]


def test_no_number_is_altered():
    text = GRID.format(a="<5", b=5, c="*", dismissed=16, written=22, words="*", y19=23, y20="*", all=74)
    document = read(text.encode(), "durham.csv")
    reply = explain_reply([document], "durham", "online-misconduct-2017").parsed
    before = [plain(c) for c in reply.counts]
    looked = look(reply.counts, reply.printed, reply.cases)
    problems(looked)
    assert looked.findings and [plain(c) for c in reply.counts] == before
    hidden = next(c for c in reply.counts if c.token == "<5")
    assert (hidden.value, hidden.lower, hidden.upper, hidden.meaning) == (None, 0, 4, "suppressed")


def test_two_suppressed_cells_that_leave_more_than_one_possibility_are_no_disclosure():
    text = "Outcome,Officers\nDismissed,<5\nWritten warning,<5\nWords of advice,12\nTotal,16\n"
    assert found(text) == []  # 0 and 4, 1 and 3, … : all that was printed is still possible


def test_two_cells_that_leave_little():
    text = "Outcome,Officers\nDismissed,<5\nWritten warning,<5\nWords of advice,12\nTotal,{}\n"
    (near,) = (found(text.format(19)),)
    assert [(p.severity, p.row) for p in near] == [("warning", 2), ("warning", 3)]
    assert all("to within one" in p.message for p in near)
    (exact,) = [{p.message for p in found(text.format(20))}]
    assert len(exact) == 2 and all("exactly" in m for m in exact)
    (partly,) = found(text.format(14))
    assert partly.severity == "info" and "narrowed" in partly.message and partly.row is None


def test_rows_and_columns_together():
    """No single total shows it: rows less columns do."""
    text = (
        "Outcome,2019,2020,2021,Total\nDismissed,*,*,6,40\nWritten warning,*,*,*,70\nWords of advice,11,12,13,36\n"
        "Total,71,55,*,*\n"
    )
    exact = [p for p in found(text) if p.severity == "warning"]
    assert [p.row for p in exact] == [3, 5] and "2021" in exact[0].message and " and the total" in exact[0].message


def test_a_zero_that_its_total_proves_is_no_suppressed_number():
    text = "Outcome,Officers\nDismissed,-\nWritten warning,5\nWords of advice,12\nTotal,17\n"
    reply = parsed(text)
    assert [c.meaning for c in reply.counts if c.token == "-"] == ["zero"]
    assert not [p for p in reply.problems if p.code == "disclosive_total"]


def test_a_dash_that_its_own_table_gives_is_told_and_one_that_is_narrowed_is_not():
    text = "Outcome,Officers\nDismissed,-\nWritten warning,{}\nWords of advice,12\nTotal,20\n"
    (told,) = found(text.format(5))
    assert "“-” (Dismissed)" in told.message and told.severity == "warning"
    assert found(text.format("-")) == []
    zero = "Outcome,Officers\nDismissed,-\nWritten warning,1-4\nWords of advice,12\nResigned,6\nTotal,19\n"
    assert [p.row for p in found(zero)] == [3], "the dash is a zero, and hides nothing"


def test_a_suppressed_total_of_visible_parts_is_told():
    (told,) = found("Outcome,Officers\nDismissed,1\nWritten warning,2\nWords of advice,0\nTotal,<5\n")
    assert "“<5” (Total), from the numbers that it is the total of" in told.message


def test_totals_that_are_no_sums_give_nothing_away():
    """An officer in several rows: where totals that can be checked fail, the others are not believed."""
    text = "Platform,2019,2020,2021\nWhatsApp,7,8,6\nFacebook,5,4,<5\nTwitter,3,3,4\nTotal,12,11,11\n"
    assert found(text) == []


def test_a_total_that_cannot_hold_is_not_believed():
    text = "Outcome,2019,2020\nDismissed,<5,7\nWritten warning,5,8\nTotal,30,15\n"
    assert found(text) == []


def test_rows_of_which_are_no_parts():
    text = "Measure,2019\nOfficers dismissed,12\nOf which at a hearing,<5\nOfficers warned,8\nTotal,20\n"
    assert found(text) == []


def test_a_total_in_the_letter():
    rows = [("Dismissed", ["<5"]), ("Written warning", ["8"]), ("No further action", ["15"])]
    table = drawn.table("Outcome", ["Officers"], rows)
    said = f"<p>A total of 26 police officers were investigated {drawn.SPAN}.</p>"
    (told,) = found(page(said + table), "reply.html")
    assert told.severity == "warning" and "the total that stands elsewhere" in told.message
    assert not re.search(r"\b3\b", re.sub(r"row \d+", "", told.message))
    assert found(page(table), "reply.html") == []


def test_two_tables_of_different_things_are_not_one():
    """Equal headings and years, other officers: numbers that both print differ, so one says nothing of the other."""
    first = drawn.table(
        "Outcome", ["Officers"], [("Dismissed", ["<5"]), ("Written warning", ["8"]), ("Resigned", ["6"])]
    )
    second = drawn.table(
        "Outcome", ["Officers"], [("Dismissed", ["2"]), ("Written warning", ["9"]), ("Resigned", ["3"])]
    )
    assert found(page(f"{first}<p>Text messages:</p>{second}"), "reply.html") == []


def test_many_numbers_are_told_in_one_problem_and_some_of_them_named():
    years = [str(y) for y in range(2005, 2021)]
    rows = [("Dismissed", ["<5"] * 16 + ["63"]), ("Written warning", ["9"] * 16 + ["144"])]
    (told,) = found(page(drawn.table("Outcome", [*years, "Total"], rows)), "reply.html")
    assert told.message.count("“<5”") == 6 and "and 10 more" in told.message


def test_so_many_tables_that_they_are_not_compared_are_told(monkeypatch):
    monkeypatch.setattr(disclosure, "MOST_TABLES", 1)
    text = page(
        drawn.table("Outcome", ["Officers"], [("Dismissed", ["<5"]), ("Resigned", ["6"]), ("Total", ["9"])])
        + "<p>By rank:</p>"
        + drawn.table("Rank", ["Officers"], [("Constable", ["7"]), ("Sergeant", ["2"])])
    )
    told = found(text, "reply.html")
    assert [p.severity for p in told] == ["warning", "info"] and "looked at in part only" in told[1].message


def test_work_that_is_used_up_is_told_and_proves_nothing(monkeypatch):
    monkeypatch.setattr(disclosure, "WORK_FOR_ONE", 40)
    text = GRID.format(a="<5", b="<5", c="<5", dismissed=16, written=20, words=27, y19=22, y20=14, all=64)
    told = found(text)
    assert [p.severity for p in told if "in part only" in p.message] == ["info"]


@pytest.mark.parametrize("how", ["sum", "joint", "same", "whole", "years", "earlier", "cases", "tables"])
def test_every_clue_has_its_words(how):
    hidden, total = parsed("Outcome,Officers\nDismissed,<5\nResigned,6\nTotal,9\n").counts[::2]
    said = disclosure._clue(disclosure.Clue(how, (total,)), hidden)
    assert said and "9" not in said.replace("row 4", "")
