"""Which documents make one reply, whose it is and what it answers; and what stood at a path before it was replaced."""

from datetime import UTC, date, datetime

import pytest

from flows.archive import sha256
from flows.grouping import Facts, facts_of, forces_named, group, history, members, replies, request_named
from flows.sightings import Sighting
from tests.build import document, table

NOON = datetime(2025, 10, 15, 12, tzinfo=UTC)
MISCONDUCT, HOSPITALS = "online-misconduct-2017", "hospital-crime-2019"


def sighting(path: str, content: str | None = None, run: int = 1, **said) -> Sighting:
    name = sha256((content or path).encode())
    return Sighting(
        run,
        said.get("source", "in"),
        "in",
        path,
        name,
        said.get("force"),
        said.get("request"),
        NOON,
        said.get("gone", False),
        NOON,
    )


def letter(*forces: str, **told) -> Facts:
    return Facts(forces=forces, leads=True, request=told.pop("request", MISCONDUCT), **told)


def grouped(facts: dict[str, Facts], **said) -> dict[str, list[str]]:
    """Path of each lead to the paths of its attachments."""
    seen = [sighting(path, force=said.get(path)) for path in facts]
    by_hash = {s.sha256: facts[s.path] for s in seen}
    made, unplaced = group(members(seen, by_hash.__getitem__))
    found = {g.lead.sighting.path: [m.sighting.path for m in g.members[1:]] for g in made}
    return {**found, **({"unplaced": [m.sighting.path for m in unplaced]} if unplaced else {})}


@pytest.mark.parametrize(
    ("path", "said", "forces_in_letter", "expected"),
    [
        ("kent/durham.pdf", "essex", ("surrey",), ("essex",)),
        ("kent/durham.pdf", None, ("surrey",), ("kent",)),
        ("kent/durham/a.pdf", None, (), ("durham",)),
        ("hospital-crime_durham.pdf", None, (), ("durham",)),
        ("a.pdf", None, ("surrey",), ("surrey",)),
        ("a.pdf", None, (), ()),
        ("norfolk-suffolk.pdf", None, ("suffolk", "norfolk"), ("suffolk", "norfolk")),
        ("norfolk-suffolk.pdf", None, (), ()),  # two, and the letter does not say: never guessed
        ("norfolk.pdf", None, ("suffolk", "norfolk"), ("norfolk", "suffolk")),  # joint: the one it is filed under first
        ("norfolk.pdf", None, ("kent",), ("norfolk",)),
    ],
)
def test_the_force_is_told_by_a_person_then_the_path_then_the_letter(path, said, forces_in_letter, expected):
    assert forces_named(sighting(path, force=said), Facts(forces=forces_in_letter)) == expected


@pytest.mark.parametrize(
    ("path", "said", "in_letter", "expected"),
    [
        (f"{HOSPITALS}/a.pdf", MISCONDUCT, None, MISCONDUCT),
        (f"{HOSPITALS}/durham/a.pdf", None, MISCONDUCT, HOSPITALS),
        ("a.pdf", None, HOSPITALS, HOSPITALS),
        ("a.pdf", None, None, None),
    ],
)
def test_the_request_is_told_by_a_person_then_a_folder_then_the_letter(path, said, in_letter, expected):
    assert request_named(sighting(path, request=said), Facts(request=in_letter)) == expected


def test_a_workbook_never_leads_and_a_decision_or_a_quoted_request_does():
    rows = table([["Year", "Outcome"], ["2019", "No further action"], ["2020", "Dismissed"]])
    assert not facts_of(document(rows)).leads
    decided = "I have today decided to disclose the located information to you in full."
    assert facts_of(document("Dear Sir,", decided, rows)).leads
    workbook = document("Dear Sir,", decided, rows)
    workbook.media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert not facts_of(workbook).leads


def test_a_letter_that_only_points_to_its_workbook_leads_it_where_none_decides():
    pointing, workbook = Facts(forces=("kent",), letterlike=True), Facts(forces=("kent",))
    assert grouped({"kent/a.xlsx": workbook, "kent/b.txt": pointing}) == {"kent/b.txt": ["kent/a.xlsx"]}
    assert grouped({"kent/a.pdf": letter("kent"), "kent/b.txt": pointing}) == {"kent/a.pdf": ["kent/b.txt"]}
    said = document(
        "Kent Police", "Ref: 12/22", "8 September 2022", "Dear Sir", "The attached workbook gives our answer."
    )
    assert facts_of(said).letterlike


def test_an_attachment_follows_its_letter_by_name_folder_or_force():
    assert grouped({"durham.pdf": letter("durham"), "durham.xlsx": Facts()}) == {"durham.pdf": ["durham.xlsx"]}
    assert grouped({"a/letter.pdf": letter("durham"), "a/data.xlsx": Facts()}) == {"a/letter.pdf": ["a/data.xlsx"]}
    assert grouped({"letters/durham.pdf": letter("durham"), "data/durham.xlsx": Facts()}) == {
        "letters/durham.pdf": ["data/durham.xlsx"]
    }


def test_the_name_tells_before_the_folder():
    found = grouped({"kent-1.pdf": letter("kent"), "kent-2.pdf": letter("kent"), "kent-1.xlsx": Facts()})
    assert found == {"kent-1.pdf": ["kent-1.xlsx"], "kent-2.pdf": []}


def test_the_reference_tells_before_the_name():
    facts = {
        "kent-1.pdf": letter("kent", reference="1/22"),
        "kent-2.pdf": letter("kent", reference="2/22"),
        "kent-1.xlsx": Facts(reference="2/22"),
    }
    assert grouped(facts) == {"kent-1.pdf": [], "kent-2.pdf": ["kent-1.xlsx"]}


def test_an_attachment_is_not_given_to_another_force_or_reference():
    assert grouped({"durham.pdf": letter("durham"), "kent.xlsx": Facts()}) == {"durham.pdf": [], "kent.xlsx": []}
    other = {"kent.pdf": letter("kent", reference="1/22"), "kent.xlsx": Facts(reference="2/22")}
    assert grouped(other) == {"kent.pdf": [], "kent.xlsx": []}


def test_an_attachment_among_letters_of_several_forces_is_not_guessed():
    facts = {"durham.pdf": letter("durham"), "kent.pdf": letter("kent"), "data.xlsx": Facts()}
    assert grouped(facts) == {"durham.pdf": [], "kent.pdf": [], "unplaced": ["data.xlsx"]}


def test_where_two_letters_of_the_force_could_be_meant_the_latest_gets_it_and_a_problem_says_so():
    seen = [sighting(p) for p in ("kent-a.pdf", "kent-b.pdf", "kent.xlsx")]
    facts = dict(
        zip(
            [s.sha256 for s in seen],
            [letter("kent", date_replied=date(2022, 1, 2)), letter("kent", date_replied=date(2022, 1, 1)), Facts()],
            strict=True,
        )
    )
    made, _ = group(members(seen, facts.__getitem__))
    home = next(g for g in made if len(g.members) == 2)
    assert home.lead.sighting.path == "kent-a.pdf"
    assert [(p.code, p.severity, p.force) for p in home.problems] == [("low_confidence", "warning", "kent")]


def test_a_request_that_nothing_tells_is_the_default_and_a_problem_says_so():
    seen = sighting("durham.pdf")
    (made,), _ = group(members([seen], lambda _: Facts(forces=("durham",), leads=True)))
    assert made.request == MISCONDUCT
    assert [(p.code, p.request) for p in made.problems] == [("low_confidence", MISCONDUCT)]


def test_a_letter_of_no_known_force_has_no_place():
    assert grouped({"a.pdf": letter()}) == {"unplaced": ["a.pdf"]}


def versions(sightings: list[Sighting], facts) -> list[tuple[int | None, set[str], list[str]]]:
    made, _ = replies(sightings, facts)
    return [(g.version, {m.sighting.path for m in g.members}, [m.sha256[:4] for m in g.members]) for g in made]


def test_a_replaced_letter_stays_as_an_earlier_version():
    seen = [sighting("durham.pdf", "one"), sighting("durham.pdf", "two", run=2), sighting("durham.pdf", "three", run=3)]
    found = versions(seen, lambda _: letter("durham"))
    assert [(v, h) for v, _, h in found] == [
        (None, [sha256(b"three")[:4]]),
        (0, [sha256(b"one")[:4]]),
        (1, [sha256(b"two")[:4]]),
    ]


def test_letter_and_attachment_replaced_together_are_versions_together():
    seen = [
        sighting("k/a.pdf", "L1"),
        sighting("k/a.xlsx", "D1"),
        sighting("k/a.pdf", "L2", run=2),
        sighting("k/a.xlsx", "D2", run=2),
    ]
    facts = {sha256(n.encode()): letter("kent") if n[0] == "L" else Facts() for n in ("L1", "L2", "D1", "D2")}
    made, _ = replies(seen, facts.__getitem__)
    assert [[m.sha256 for m in g.members] for g in made] == [
        [sha256(b"L2"), sha256(b"D2")],
        [sha256(b"L1"), sha256(b"D1")],
    ]


def test_an_attachment_that_came_later_makes_no_earlier_version():
    seen = [
        sighting("kent.pdf", "L1"),
        sighting("durham.pdf", "X1"),
        sighting("kent.xlsx", "D1", run=2),
        sighting("durham.pdf", "X2", run=3),
    ]
    facts = {
        sha256(b"L1"): letter("kent"),
        sha256(b"D1"): Facts(),
        sha256(b"X1"): letter("durham"),
        sha256(b"X2"): letter("durham"),
    }
    assert [(v, p) for v, p, _ in versions(seen, facts.__getitem__)] == [
        (None, {"durham.pdf"}),
        (None, {"kent.pdf", "kent.xlsx"}),
        (0, {"durham.pdf"}),
    ]


def test_put_back_as_it_was_is_the_version_that_stands():
    seen = [sighting("durham.pdf", "one"), sighting("durham.pdf", "two", run=2), sighting("durham.pdf", "one", run=3)]
    assert [(v, h) for v, _, h in versions(seen, lambda _: letter("durham"))] == [
        (None, [sha256(b"one")[:4]]),
        (1, [sha256(b"two")[:4]]),
    ]


def test_a_document_that_was_moved_counts_where_it_is_now():
    moved = [
        sighting("kent/a.pdf", "one"),
        sighting("kent/a.pdf", "one", run=2, gone=True),
        sighting("durham/a.pdf", "one", run=2),
    ]
    assert [s.path for s in history(moved)[-1]] == ["durham/a.pdf"]


def test_a_document_that_was_moved_to_another_source_counts_there():
    moved = [
        sighting("a.pdf", "one"),
        sighting("a.pdf", "one", run=2, gone=True),
        sighting("b.pdf", "one", 2, source="x"),
    ]
    assert [s.path for s in history(moved)[-1]] == ["b.pdf"]
    assert [v for v, _, _ in versions(moved, lambda _: letter("durham"))] == [None]


def test_a_document_that_has_gone_is_an_earlier_version_with_nothing_after_it():
    gone = [sighting("kent/a.pdf", "one"), sighting("kent/a.pdf", "one", run=2, gone=True)]
    assert [[s.path for s in state] for state in history(gone)] == [["kent/a.pdf"], []]
    assert [v for v, _, _ in versions(gone, lambda _: letter("kent"))] == [0]


def test_a_document_put_back_is_there_as_if_it_had_never_gone():
    seen = [sighting("a.pdf", "one"), sighting("a.pdf", "one", run=2, gone=True), sighting("a.pdf", "one", run=3)]
    assert [v for v, _, _ in versions(seen, lambda _: letter("kent"))] == [None]


def test_an_attachment_that_has_gone_leaves_the_letter_and_keeps_the_two_as_they_were():
    seen = [sighting("kent.pdf", "L"), sighting("kent.xlsx", "D"), sighting("kent.xlsx", "D", run=2, gone=True)]
    facts = {sha256(b"L"): letter("kent"), sha256(b"D"): Facts()}
    found = versions(seen, facts.__getitem__)
    assert [(v, p) for v, p, _ in found] == [(None, {"kent.pdf"}), (0, {"kent.pdf", "kent.xlsx"})]


def test_a_person_putting_the_force_right_puts_every_version_right():
    seen = [
        sighting("a.pdf", "one", force="kent"),
        sighting("a.pdf", "two", run=2, force="kent"),
        sighting("a.pdf", "two", run=3, force="durham"),
    ]
    made, _ = replies(seen, lambda _: letter())
    assert {g.forces for g in made} == {("durham",)}
