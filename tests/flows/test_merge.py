"""Which reply counts, what its rows become, where a force stands; and the figures, computed a second way by hand."""

import copy
from datetime import UTC, date, datetime

import pytest

from flows.archive import sha256
from flows.grouping import Facts, Group, Member
from flows.mapping import Mapped
from flows.merge import conclude, merge, state_of
from flows.sightings import Sighting
from parsers.documents.model import UnreadableDocument
from parsers.result import Parsed
from schemas.records import Case, Count, Problem, Reply, TableAccount
from tests.build import document, table

NOON = datetime(2025, 10, 15, 12, tzinfo=UTC)
LATER = datetime(2025, 11, 3, 8, tzinfo=UTC)
REQUEST = "online-misconduct-2017"


def case(force: str, name: str, n: int, **said) -> Case:
    told = {"outcome": "dismissed", "person_type": "officer", "year": 2019, **said}
    return Case(
        record_id=f"{force}-{n}", reply_id=f"{REQUEST}/{force}/{name[:8]}", request=REQUEST, force=force, document=name,
        location="page 1", row=n, cells={"outcome": "p1[0,0,1,1]"}, parser="x 1", **told,
    )  # fmt: skip


def count(force: str, name: str, n: int, **said) -> Count:
    told = {"measure": "officers", "dimension": "total", "meaning": "exact", **said}
    if "value" in told:
        told |= {"lower": told["value"], "upper": told["value"]}
    return Count(
        count_id=f"{force}-{n}", reply_id=f"{REQUEST}/{force}/{name[:8]}", request=REQUEST, force=force, document=name,
        location="page 1", row=n, cells={"value": "p1[0,0,1,1]"}, parser="x 1", **told,
    )  # fmt: skip


class Replies:
    """Replies as the mapping gives them, made in a line each."""

    def __init__(self) -> None:
        self.mapped: list[Mapped] = []

    def add(self, path, content=None, force="durham", *, cases=2, counts=(), facts=None, version=None, unread=(), attachments=(), sample=False, failure=None, case_told=None, **told):  # fmt: skip
        name = sha256((content or path).encode())
        told = {"status": "full", "grain": "officer", "date_replied": date(2022, 9, 1), **told}
        facts = facts or Facts(forces=(force,), leads=True, date_replied=told["date_replied"])
        members = [_member(path, name, facts, force)]
        members += [_member(p, sha256(c.encode()), Facts(), force) for p, c in attachments]
        group = Group(members, (force,), REQUEST, version=version)
        reply = Reply(
            reply_id=f"{REQUEST}/{force}/{name[:8]}",
            request=REQUEST,
            force=force,
            parser="x",
            parser_version="1",
            documents=[name],
            sample=sample,
            **told,
        )
        parsed = Parsed(
            reply,
            cases=[case(force, name, n, **(case_told or {})) for n in range(1, cases + 1)],
            counts=[count(force, name, n, **c) for n, c in enumerate(counts, 1)],
            problems=[
                Problem(
                    problem_id=f"p-{name[:6]}",
                    code="unmapped_value",
                    severity="warning",
                    force=force,
                    request=REQUEST,
                    document=name,
                    message="x",
                )
            ],
            accounting=[
                TableAccount(
                    document=name,
                    location="page 1",
                    table="1",
                    rows=cases + 1,
                    header=1,
                    records=cases,
                    skipped=0,
                    quarantined=0,
                )
            ],
        )
        broken = [(sha256(p.encode()), UnreadableDocument("is protected by a password", "Ask again.")) for p in unread]
        for p in unread:
            if p != (content or path):
                members.append(_member(p, sha256(p.encode()), Facts(readable=False), force))
        whole = None if (content or path) in unread or failure else parsed
        self.mapped.append(
            Mapped(
                group,
                whole,
                name,
                broken,
                failure=failure,
                documents=[document("x", table([["a"], ["b"]]))] if failure else [],
            )
        )
        return reply.reply_id

    def merged(self, unplaced=(), gone=()):
        mapped = copy.deepcopy(self.mapped)
        seen = {m.sha256: NOON for x in mapped for m in x.group.members}
        retrieved = {(m.sighting.source, m.sighting.path, m.sha256): NOON for x in mapped for m in x.group.members}
        gone = {place: LATER for place in retrieved if place[1] in gone}
        return merge(mapped, list(unplaced), seen, retrieved, gone=gone)


def _member(path: str, name: str, facts: Facts, force: str | None) -> Member:
    return Member(
        Sighting(1, "in", "in", path, name, None, None, NOON, False, NOON), facts, (force,) if force else (), REQUEST
    )


@pytest.fixture
def replies():
    return Replies()


def standing(tables) -> dict[str, str | None]:
    return {
        r.reply_id.rsplit("/", 1)[1]: r.superseded_by and r.superseded_by.rsplit("/", 1)[1] for r in tables["replies"]
    }


def warned(tables) -> list[str]:
    return [p.code for p in tables["problems"] if p.code != "unmapped_value"]


def short(path: str) -> str:
    return sha256(path.encode())[:8]


def test_one_reply_is_published_with_where_it_came_from(replies):
    name = replies.add("durham.pdf")
    tables = replies.merged()
    (reply,) = tables["replies"]
    assert (reply.reply_id, reply.source, reply.source_url, reply.first_seen) == (name, "in", "durham.pdf", NOON)
    assert len(tables["cases"]) == 2 and not tables["superseded_cases"]


@pytest.mark.parametrize(
    ("earlier", "later", "codes"),
    [
        ({}, {"facts": Facts(forces=("durham",), leads=True, corrects=True)}, []),
        ({"reference": "1/22"}, {"reference": "FOI 1-22".removeprefix("FOI ")}, []),
        ({"status": "acknowledgement", "cases": 0}, {}, []),
        ({"sample": True}, {}, []),
        ({"reference": "1/22"}, {"reference": "2/22"}, ["low_confidence"]),
        ({}, {}, ["low_confidence"]),
    ],
)
def test_the_later_answer_takes_over_and_where_nothing_says_so_a_problem_does(replies, earlier, later, codes):
    replies.add("a.pdf", **{"date_replied": date(2022, 9, 1), **earlier})
    replies.add("b.pdf", **{"date_replied": date(2022, 12, 1), **later})
    tables = replies.merged()
    assert standing(tables) == {short("a.pdf"): short("b.pdf"), short("b.pdf"): None}
    assert {c.document for c in tables["cases"]} == {sha256(b"b.pdf")}
    assert {c.document for c in tables["superseded_cases"]} <= {sha256(b"a.pdf")}
    assert warned(tables) == codes
    assert next(r.supersedes for r in tables["replies"] if r.superseded_by is None).endswith(short("a.pdf"))


CORRECTS = Facts(forces=("durham",), leads=True, corrects=True)


@pytest.mark.parametrize("status", ["acknowledgement", "clarification", "unread"])
def test_a_letter_that_withdraws_an_answer_and_decides_nothing_new_supersedes_it(replies, status):
    replies.add("a.pdf", date_replied=date(2022, 9, 1))
    replies.add("b.pdf", cases=0, status=status, date_replied=date(2022, 12, 1), facts=CORRECTS)
    tables = conclude(replies.merged())
    assert standing(tables) == {short("a.pdf"): short("b.pdf"), short("b.pdf"): None}
    assert not tables["cases"] and len(tables["superseded_cases"]) == 2
    assert next(c.status for c in tables["coverage"] if c.force == "durham") == status


def test_a_withdrawal_that_came_before_the_answer_withdraws_another(replies):
    replies.add("a.pdf", date_replied=date(2022, 12, 1))
    replies.add("b.pdf", cases=0, status="acknowledgement", date_replied=date(2022, 9, 1), facts=CORRECTS)
    assert standing(replies.merged()) == {short("a.pdf"): None, short("b.pdf"): short("a.pdf")}


REVIEW = Facts(forces=("durham",), leads=True, stage="review")


def test_a_review_that_upholds_the_answer_leaves_its_figures(replies):
    replies.add("a.pdf", reference="1/22", status="partial")
    replies.add("b.pdf", reference="1/22", cases=0, status="refused", date_replied=date(2022, 12, 1), facts=REVIEW)
    tables = conclude(replies.merged())
    assert standing(tables) == {short("a.pdf"): None, short("b.pdf"): None} and len(tables["cases"]) == 2
    (row,) = [c for c in tables["coverage"] if c.force == "durham"]
    assert (row.status, row.date_review, row.cases) == ("partial", date(2022, 12, 1), 2)


def test_a_review_that_gives_figures_takes_over(replies):
    replies.add("a.pdf", reference="1/22", cases=0, status="refused")
    replies.add("b.pdf", reference="1/22", date_replied=date(2022, 12, 1), facts=REVIEW)
    tables = replies.merged()
    assert standing(tables) == {short("a.pdf"): short("b.pdf"), short("b.pdf"): None} and len(tables["cases"]) == 2


def test_a_reply_that_its_source_shows_no_more_counts_nothing_and_is_said(replies):
    replies.add("a.pdf", version=0)
    tables = conclude(replies.merged(gone=["a.pdf"]))
    (reply,) = tables["replies"]
    assert reply.withdrawn_at == LATER and not tables["cases"] and len(tables["superseded_cases"]) == 2
    assert [p.message for p in tables["problems"] if p.code == "reply_withdrawn"] == [
        "a.pdf is no longer at its source (since 3 November 2025): it is kept, and counts nothing any more."
    ]
    (row,) = [c for c in tables["coverage"] if c.force == "durham"]
    assert (row.answered, row.status, row.withdrawn, row.cases) == (True, None, 1, 0)
    assert not figures(tables)


def test_what_a_withdrawn_reply_had_superseded_by_its_date_alone_stands_again(replies):
    replies.add("a.pdf", reference="1/22")
    replies.add("b.pdf", reference="2/22", date_replied=date(2022, 12, 1), version=0)
    tables = replies.merged(gone=["b.pdf"])
    assert standing(tables) == {short("a.pdf"): None, short("b.pdf"): None}
    assert {c.document for c in tables["cases"]} == {sha256(b"a.pdf")}


def test_what_a_withdrawn_reply_said_was_wrong_stays_wrong(replies):
    replies.add("a.pdf", reference="1/22")
    replies.add("b.pdf", date_replied=date(2022, 12, 1), version=0, facts=CORRECTS)
    tables = replies.merged(gone=["b.pdf"])
    assert standing(tables) == {short("a.pdf"): short("b.pdf"), short("b.pdf"): None} and not tables["cases"]


def test_one_reference_and_one_date_may_be_a_letter_and_its_annex_so_it_is_said(replies):
    replies.add("a.pdf", reference="1/22")
    replies.add("b.pdf", reference="1/22")
    assert warned(replies.merged()) == ["low_confidence"]


def test_a_later_acknowledgement_corrects_no_answer(replies):
    replies.add("a.pdf")
    replies.add("b.pdf", status="acknowledgement", cases=0, date_replied=date(2023, 1, 1))
    tables = replies.merged()
    assert standing(tables) == {short("a.pdf"): None, short("b.pdf"): short("a.pdf")}
    assert len(tables["cases"]) == 2


def test_a_later_sample_does_not_replace_a_real_reply(replies):
    replies.add("a.pdf")
    replies.add("b.pdf", sample=True, date_replied=date(2023, 1, 1))
    assert standing(replies.merged()) == {short("a.pdf"): None, short("b.pdf"): short("a.pdf")}


def test_two_parts_of_one_answer_both_count_and_their_records_stay_apart(replies):
    replies.add("a.pdf", facts=Facts(forces=("durham",), leads=True, instalment=True))
    replies.add("b.pdf", date_replied=date(2023, 1, 1))
    tables = replies.merged()
    assert set(standing(tables).values()) == {None}
    assert len({c.record_id for c in tables["cases"]}) == 4


def test_a_replaced_file_is_superseded_by_what_took_its_place_whatever_their_dates(replies):
    replies.add("a.pdf", "one", version=0, date_replied=date(2023, 1, 1))
    replies.add("a.pdf", "two", date_replied=date(2022, 1, 1))
    tables = replies.merged()
    assert standing(tables) == {short("one"): short("two"), short("two"): None}
    assert warned(tables) == []


def test_a_replaced_attachment_makes_a_version_of_its_own(replies):
    replies.add("a.pdf", version=0, attachments=[("a.xlsx", "D1")])
    replies.add("a.pdf", attachments=[("a.xlsx", "D2")])
    tables = replies.merged()
    old = next(r for r in tables["replies"] if r.superseded_by)
    assert len(tables["replies"]) == 2 and "~" in old.reply_id
    assert {c.reply_id for c in tables["superseded_cases"]} == {old.reply_id}
    assert len(tables["cases"]) == 2


def test_a_new_version_that_cannot_be_read_leaves_the_last_good_one_published(replies):
    replies.add("a.pdf", "one", version=0)
    replies.add("a.pdf", "two", unread=["two"])
    tables = conclude(replies.merged())
    assert standing(tables) == {short("one"): None, short("two"): None}
    assert {r.status for r in tables["replies"]} == {"full", "unread"}
    assert len(tables["cases"]) == 2
    (row,) = [c for c in tables["coverage"] if c.force == "durham"]
    assert (row.stale, row.status, row.last_good) == (True, "full", f"{REQUEST}/durham/{short('one')}")
    (problem,) = [p for p in tables["problems"] if p.code == "document_unreadable"]
    assert problem.severity == "error" and "last good version" in problem.message


def test_a_new_version_whose_attachment_cannot_be_read_waits_as_a_whole(replies):
    replies.add("a.pdf", "L1", version=0, attachments=[("a.xlsx", "D1")])
    replies.add("a.pdf", "L2", unread=["D2"])
    replies.mapped[1].group.members[1] = _member("a.xlsx", sha256(b"D2"), Facts(readable=False), "durham")
    tables = replies.merged()
    assert {c.document for c in tables["cases"]} == {sha256(b"L1")}
    assert next(r.status for r in tables["replies"] if r.documents[0] == sha256(b"L2")) == "quarantined"
    held = next(a for a in tables["accounting"] if a.document == sha256(b"L2"))
    assert (held.records, held.quarantined, sum(held.reasons.values())) == (0, 2, 2)


def test_when_it_can_be_read_again_the_bad_version_is_no_problem_any_more(replies):
    replies.add("a.pdf", "one", version=0)
    replies.add("a.pdf", "two", version=1, unread=["two"])
    replies.add("a.pdf", "three")
    tables = replies.merged()
    assert standing(tables) == {short("one"): short("three"), short("two"): short("three"), short("three"): None}
    assert warned(tables) == []


def test_a_reply_of_which_only_a_part_can_be_read_counts_where_there_is_nothing_better(replies):
    replies.add("a.pdf", unread=["a.xlsx"])
    tables = replies.merged()
    assert len(tables["cases"]) == 2 and warned(tables) == ["document_unreadable"]


def test_a_parser_that_fails_quarantines_its_reply_and_every_row_of_it(replies):
    replies.add("a.pdf", failure="KeyError: 'x'")
    replies.add("b.pdf", force="kent")
    tables = replies.merged()
    assert {r.force: r.status for r in tables["replies"]} == {"durham": "quarantined", "kent": "full"}
    assert [(a.rows, a.quarantined) for a in tables["accounting"] if a.quarantined] == [(2, 2)]
    assert warned(tables) == ["document_quarantined"]


def test_one_document_at_two_places_is_one_reply(replies):
    replies.add("a.pdf", "same")
    replies.add("copy/a.pdf", "same")
    tables = replies.merged()
    assert len(tables["replies"]) == 1 and len(tables["cases"]) == 2


def test_a_joint_letter_in_the_folder_of_each_force_counts_once(replies):
    for path, forces in (("norfolk/a.pdf", ("norfolk", "suffolk")), ("suffolk/a.pdf", ("suffolk", "norfolk"))):
        replies.add(path, "same", force=forces[0])
        mapped = replies.mapped[-1]
        mapped.group.forces = forces
        other = copy.deepcopy(mapped.parsed.reply)
        other.force, other.reply_id = forces[1], f"{REQUEST}/{forces[1]}/{short('same')}"
        mapped.parsed.other_replies.append(other)
    tables = replies.merged()
    assert {r.force for r in tables["replies"]} == {"norfolk", "suffolk"} and len(tables["cases"]) == 2


def test_one_letter_with_other_attachments_elsewhere_is_an_error(replies):
    replies.add("a/a.pdf", "same", attachments=[("a/a.xlsx", "D1")])
    replies.add("b/a.pdf", "same", attachments=[("b/a.xlsx", "D2")])
    (problem,) = [p for p in replies.merged()["problems"] if p.code == "low_confidence"]
    assert problem.severity == "error" and "b/a.pdf" in problem.message


def test_a_document_of_no_known_force_is_an_error_and_its_rows_are_quarantined(replies):
    replies.add("a.pdf")
    lost = document("x", table([["Year"], ["2019"]]))
    tables = replies.merged([(_member("lost.pdf", lost.sha256, Facts(), None), lost)])
    (problem,) = [p for p in tables["problems"] if p.code == "document_quarantined"]
    assert problem.severity == "error" and "--force" in problem.fix and "lost.pdf" in problem.message
    assert [(a.rows, a.quarantined) for a in tables["accounting"] if a.document == lost.sha256] == [(2, 2)]


def test_problems_of_a_superseded_reply_wait_for_nobody(replies):
    replies.add("a.pdf", reference="1", date_replied=date(2022, 1, 1))
    replies.add("b.pdf", reference="1")
    assert {p.document for p in replies.merged()["problems"]} == {sha256(b"b.pdf")}


def test_every_asked_force_is_covered_and_the_order_of_arrival_changes_nothing(replies):
    for n, force in enumerate(("durham", "kent", "essex")):
        replies.add(f"{n}.pdf", force=force)
    first = conclude(replies.merged())
    replies.mapped.reverse()
    again = conclude(replies.merged())
    assert state_of(first) == state_of(again)
    assert len(first["coverage"]) == 44
    assert {c.force for c in first["coverage"] if c.answered} == {"durham", "kent", "essex"}
    assert {c.officers_lower for c in first["coverage"] if c.answered} == {2}


def test_a_named_request_is_covered_before_anyone_answers(replies):
    replies.add("a.pdf")
    covered = conclude(replies.merged(), named=["hospital-crime-2019"])["coverage"]
    assert {c.request for c in covered} == {REQUEST, "hospital-crime-2019"}


# ---- figures


def figures(tables, **where) -> dict[str, tuple]:
    wanted = {"sample": False, "breakdown": None, **where}
    rows = [f for f in tables["summary"] if all(getattr(f, k) == v for k, v in wanted.items())]
    return {f.category or f.figure: (f.lower, f.upper) for f in rows}


def test_officers_are_counted_once_and_staff_are_not_officers(replies):
    replies.add("a.pdf", cases=3, counts=[{"value": 3}])
    replies.add("b.pdf", force="kent", cases=2, case_told={"person_type": "staff"})
    replies.add("c.pdf", force="essex", cases=0, counts=[{"value": 7}])
    made = figures(conclude(replies.merged()))
    assert made["officers_investigated"] == (10, 10)
    assert made["forces_with_data"] == (3, 3)


def test_rows_that_are_allegations_bound_the_officers(replies):
    replies.add("a.pdf", cases=4, grain="allegation")
    made = figures(conclude(replies.merged()))
    assert made["officers_investigated"] == (1, 4) and made["officers_dismissed"] == (1, 4)


def test_samples_and_real_replies_are_never_added_up(replies):
    replies.add("a.pdf", cases=1)
    replies.add("b.pdf", force="kent", cases=5, sample=True)
    tables = conclude(replies.merged())
    assert figures(tables)["officers_investigated"] == (1, 1)
    assert figures(tables, sample=True)["officers_investigated"] == (5, 5)


def year(number: int, **said) -> dict:
    return {"period_raw": str(number), "period_start": date(number, 1, 1), "period_end": date(number, 12, 31), **said}


def outcome(code: str, group_of: int, **said) -> dict:
    return {"dimension": "outcome", "category": code, "category_raw": code, **year(group_of), **said}


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([year(2019, value=3), year(2020, value=4)], (7, 7)),
        (
            [
                year(2019, value=3),
                year(2020, value=4),
                {"period_start": date(2019, 1, 1), "period_end": date(2020, 12, 31), "value": 7},
            ],
            (7, 7),
        ),
        ([year(2019, value=3), year(2019, value=3, stated_total=True)], (3, 3)),  # printed under two tables
        ([year(2019, value=289), year(2019, value=285, stated_total=True)], (285, 289)),  # the two disagree
        (
            [
                outcome("dismissed", 2019, value=1),
                outcome("written_warning", 2019, lower=0, upper=4, meaning="suppressed"),
            ],
            (1, 5),
        ),
        ([outcome("dismissed", 2019, value=1), {"stated_total": True, **year(2019, value=6)}], (6, 6)),
        ([outcome("dismissed", 2019, value=1), outcome("dismissed", 2020, value=2)], (3, 3)),
        ([year(2019, lower=0, upper=None, meaning="suppressed"), year(2020, value=2)], (2, None)),
        ([year(2019, value=3), year(2020, meaning="not_held")], (3, 3)),
        ([{"value": 9}], (9, 9)),
    ],
)
def test_counts_of_officers_are_never_added_twice(replies, counts, expected):
    replies.add("a.pdf", cases=0, counts=counts)
    assert figures(conclude(replies.merged()))["officers_investigated"] == expected


def test_counts_of_other_things_are_no_officers(replies):
    replies.add("a.pdf", cases=0, counts=[{"measure": "allegations", "value": 9}])
    assert set(figures(conclude(replies.merged()))) == {"forces_with_data"}


def test_the_share_of_those_decided_leaves_out_those_pending_or_not_told(replies):
    replies.add("a.pdf", cases=1)
    replies.add("b.pdf", force="kent", cases=2, case_told={"outcome": "ongoing"})
    replies.add("c.pdf", force="essex", cases=1, case_told={"outcome": None})
    replies.add("d.pdf", force="surrey", cases=3, case_told={"outcome": "no_further_action"})
    rows = {f.figure: f for f in conclude(replies.merged())["summary"] if f.breakdown is None}
    assert (rows["dismissed_share_of_all"].denominator, rows["dismissed_share_of_decided"].denominator) == (7, 4)
    assert rows["dismissed_share_of_decided"].share == 0.25


def test_an_officer_with_two_channels_is_counted_in_each(replies):
    replies.add("a.pdf", cases=2, case_told={"channels": ["whatsapp", "facebook"]})
    assert figures(conclude(replies.merged()), breakdown="channel", figure="officers_investigated") == {
        "whatsapp": (2, 2),
        "facebook": (2, 2),
    }


def test_a_request_that_is_not_about_officers_has_no_officer_figures(replies):
    replies.add("a.pdf")
    tables = replies.merged()
    for rows in (tables["replies"], tables["cases"]):
        for row in rows:
            row.request = "hospital-crime-2019"
    assert {f.figure for f in conclude(tables)["summary"]} == {"forces_with_data"}
