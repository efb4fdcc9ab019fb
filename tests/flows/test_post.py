"""Mail that is no letter is no reply, and is said; a letter is its force's and its request's by whatever tells, never by a guess."""

from __future__ import annotations

import io
import os
from email.message import EmailMessage
from pathlib import Path

import pytest

from flows import asked as noted
from flows import steps
from flows.ending import DONE, NEEDS_A_PERSON
from flows.progress import Progress
from flows.sources.folder import FolderSource
from parsers.documents import read
from parsers.letter import read_letter
from tests.flows.post import first, second
from tests.flows.post.sorting import ANSWERS, STEPS, confusions, sort, tally
from tests.flows.post.systems import ASKED, HOSPITALS, MISCONDUCT, asking, figures, formal, letter_page, mail, report

REAL = Path(os.environ.get("FOI_SHARED", Path(__file__).parents[2] / ".." / "shared")) / "replies" / "email"
NUMBERS = "I can confirm that this information is held. In 2019 one officer was dismissed. In 2020 two officers received a written warning."
AWAY = "I am out of the office until Monday."


# ---- the labelled sets


@pytest.mark.parametrize("made", [first.MADE, second.MADE], ids=["first", "second"])
def test_every_mail_of_a_labelled_set_is_sorted_as_it_is(made):
    assert confusions(made) == []


def test_no_answer_is_lost_and_nothing_else_is_taken_for_one():
    """Held apart from the above: these two confusions are the ones that matter, whatever a label is argued to be."""
    taken = tally([*first.MADE, *second.MADE])
    assert sum(taken.values()) >= 180 and sum(n for (kind, _), n in taken.items() if kind in ANSWERS) >= 60
    lost = {pair: n for pair, n in taken.items() if pair[0] in ANSWERS and pair[1] not in ANSWERS}
    false = {pair: n for pair, n in taken.items() if pair[0] not in ANSWERS and pair[1] in ANSWERS}
    assert not lost and not false
    assert not {pair for pair in taken if pair[0] in STEPS and pair[1] not in STEPS}


def test_headers_alone_make_no_letter_an_automatic_reply():
    for headers in (
        {"Auto_Submitted": "auto-generated"},
        {"Precedence": "bulk"},
        {"X_Auto_Response_Suppress": "All"},
        {"Return_Path": "<>"},
    ):
        made = mail("noreply@kent.police.uk", "FOI 1146/22", formal("Kent Police", NUMBERS), **headers)
        assert sort(made.as_bytes()).kind == "answer", headers


SHORT_ANSWERS = (
    formal("Kent Police", "Kent Police does not hold this information."),
    "Further to your request, I must refuse to disclose the information under section 40(2) of the Freedom of Information Act 2000.",
    "Hello,\n\nin answer to your question: two officers were dismissed in 2021.\n\nRegards",
    "Dear Sir,\n\nKent Police holds no information in answer to your request.",
)
BESIDE = (
    "I am on annual leave from 12 September and back on 26 September.",
    "My working days are Monday to Wednesday.",
    "This email was sent securely using Egress Switch. Click here for information about Egress.",
    "Please do not reply to this email; the mailbox is not monitored.",
    "This is an automated email from the case system.",
    "Our office is closed on bank holidays. Office hours are 9 to 5.",
    "If you have received this email in error please delete it.",
)
MISLEADING: tuple[dict[str, str], ...] = (
    {},
    {"Auto_Submitted": "auto-generated", "Precedence": "bulk", "Return_Path": "<>"},
    {"List_Unsubscribe": "<mailto:x@kent.police.uk>", "X_Auto_Response_Suppress": "All"},
)


@pytest.mark.parametrize("answer", SHORT_ANSWERS)
def test_an_answer_stays_one_whatever_stands_beside_it_and_above_it(answer):
    for line in BESIDE:
        for headers in MISLEADING:
            for text in (f"{answer}\n\n{line}", f"{line}\n\n{answer}"):
                made = mail("noreply@kent.police.uk", "Re: Freedom of Information request", text, **headers)
                assert sort(made.as_bytes()).kind == "answer", (line, headers, text)


def test_an_automatic_reply_by_its_headers_that_seems_to_answer_is_not_passed_over_in_silence():
    for answer in SHORT_ANSWERS[1:]:
        document = read(
            mail("foi@kent.police.uk", "Re: FOI", answer, Auto_Submitted="auto-replied").as_bytes(), "a.eml"
        )
        letter = read_letter(document)
        (finding,) = letter.findings
        assert letter.post == "automatic" and finding.severity == "warning" and "seem to answer" in finding.message


WHO_IS_AWAY = (
    "I am currently out of the office and will return on Monday 8 August. For urgent matters please contact the FOI team.",
    "I no longer work for Kent Police. Please redirect your email to the disclosure unit.",
    "I am away from the office and do not have access to my emails. I do not hold any information about requests.",
    "Out of office until 12/9. Please note that no officers are available to deal with requests until then.",
    "I am attending court until Thursday. There will be a delay in answering your email. In 2022 I will be working at Maidstone.",
    "I'm on a course for two weeks; 3 colleagues cover for me: Ann, Bob and Cat.",
    "Sorry, I'm away from my desk. If this is about an FOI request, Kent Police will respond within 20 working days.",
)


@pytest.mark.parametrize("away", WHO_IS_AWAY)
def test_who_is_away_answers_nothing_with_or_without_headers_and_whatever_is_quoted(away):
    quoted = [
        "",
        f"\n\n-----Original Message-----\nFrom: A\nSent: 1 August 2022\nTo: B\nSubject: C\n\n{ASKED}",
        f"\n\nOn 1 Aug 2022, A wrote:\n\n> {ASKED}",
    ]
    for subject in ("Automatic reply: FOI request", "RE: Freedom of Information request (ref 1146/22)"):
        for headers in ({}, {"Auto_Submitted": "auto-replied"}, {"X_Auto_Response_Suppress": "All"}):
            for below in quoted:
                for html in (False, True):
                    made = mail("officer@kent.police.uk", subject, away + below, html=html, **headers)
                    assert sort(made.as_bytes()).kind == "automatic", (subject, headers, below, html)


@pytest.mark.skipif(not REAL.exists(), reason="the real messages are not here")
def test_the_real_messages():
    kinds = {file.name: sort(file.read_bytes()).kind for file in sorted(REAL.glob("*.eml"))}
    assert kinds.pop("humberside-police-odd-mime-type.eml") == "bounce"
    assert kinds.pop("track-response-exchange-oof-1.eml") == "automatic"
    assert not set(kinds.values()) & {"bounce", "delayed", "automatic", "receipt", "recall", "own"}


# ---- from end to end


@pytest.fixture(autouse=True)
def without_great_expectations(monkeypatch, read_here, mapped_here):
    def validate(data, docs=None, *, when=None, before=None):
        if docs:
            docs.mkdir(parents=True)
        return steps.validation.Verdict([], [], [], {})

    monkeypatch.setattr(steps.validation, "validate", validate)


def ingest(folder: Path, data: Path, *, publish: bool = False) -> tuple[steps.Run, steps.Ending]:
    with steps.begun(data, [FolderSource(folder)], Progress(io.StringIO())) as run:
        for step in steps.STEPS if publish else steps.STEPS[:-1]:
            step(run)
        return run, steps.ending(run)


@pytest.fixture
def inbox(tmp_path):
    """A folder of mail, and what writes one into it."""

    def put(made: EmailMessage, name: str) -> None:
        file = tmp_path / "post" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(made.as_bytes())

    put(
        mail("foi@durham.police.uk", "FOI 1146/22", formal("Durham Constabulary", NUMBERS), Message_ID="<d1@durham>"),
        "durham.eml",
    )
    put.folder, put.data = tmp_path / "post", tmp_path / "data"  # type: ignore[attr-defined]
    return put


def problems(run: steps.Run, *codes: str) -> list[tuple[str, str | None, str]]:
    return [(p.severity, p.force, p.message) for p in run.tables["problems"] if p.code in codes]


def coverage(run: steps.Run, force: str):
    (row,) = [row for row in run.tables["coverage"] if (row.request, row.force) == (MISCONDUCT, force)]
    return row


FIELDS = "Reporting-MTA: dns; x\n\nFinal-Recipient: rfc822; {to}\nAction: failed\nStatus: 5.1.1"


def bounce(to: str = "foi@kent.police.uk", name: str = "ask-1") -> EmailMessage:
    return report(
        "MAILER-DAEMON@paper.example",
        "Undelivered Mail",
        "It could not be delivered.",
        FIELDS.format(to=to),
        asking(to, name),
    )


def test_a_request_that_came_back_is_no_answer_and_waits_for_a_person(inbox):
    inbox(bounce(), "returned.eml")
    run, end = ingest(inbox.folder, inbox.data)
    row = coverage(run, "kent")
    assert (row.answered, row.status, row.open) == (False, None, "1 undelivered") and row.date_answered is None
    assert not [r for r in run.tables["replies"] if r.force == "kent"]
    ((severity, force, message),) = problems(run, "undelivered")
    assert (severity, force) == ("error", "kent") and "(5.1.1)" in message and "has not got it" in message
    assert end.status == NEEDS_A_PERSON
    assert len(run.tables["accounting"]) == len({(a.document, a.location, a.table) for a in run.tables["accounting"]})


def test_once_the_force_has_written_or_was_asked_again_it_waits_no_more(inbox):
    inbox(bounce(), "returned.eml")
    noted.add(inbox.data, [noted.Asked(MISCONDUCT, "kent", noted.date(2022, 8, 3))])
    run, end = ingest(inbox.folder, inbox.data)
    assert [p[0] for p in problems(run, "undelivered")] == ["info"] and end.status == DONE
    inbox(
        mail(
            "foi@kent.police.uk",
            "FOI",
            "Your request has been received and logged under 7/22. We will respond within 20 working days.",
        ),
        "ack.eml",
    )
    (inbox.data / noted.FILE).unlink()
    run, _ = ingest(inbox.folder, inbox.data)
    assert [p[0] for p in problems(run, "undelivered")] == ["info"]


def test_a_later_mail_that_came_back_says_so_more_quietly(inbox):
    inbox(
        mail(
            "foi@kent.police.uk",
            "FOI",
            "Your request has been received and logged.",
            date="Mon, 1 Aug 2022 08:00:00 +0100",
        ),
        "ack.eml",
    )
    later = bounce()
    later.replace_header("Date", "Mon, 5 Sep 2022 10:00:00 +0100")
    inbox(later, "returned.eml")
    run, _ = ingest(inbox.folder, inbox.data)
    ((severity, _, message),) = problems(run, "undelivered")
    assert severity == "warning" and "it was a later mail" in message


def test_an_automatic_reply_is_told_once_and_is_no_reply(inbox):
    inbox(mail("officer@kent.police.uk", "Automatic reply: FOI", AWAY, Auto_Submitted="auto-replied"), "away.eml")
    run, end = ingest(inbox.folder, inbox.data, publish=True)
    assert not coverage(run, "kent").answered and end.status == DONE
    assert problems(run, "automatic_reply") == [
        ("info", "kent", "away.eml: An automatic reply; it answers nothing, and counts as no reply.")
    ]
    again, end = ingest(inbox.folder, inbox.data, publish=True)
    assert again.unchanged and end.status == DONE


def test_mail_of_nobody_is_accounted_for_and_nags_nobody(inbox):
    inbox(
        mail(
            "shop@shop.example",
            "Offers",
            "Order today.",
            attached={"offers.csv": figures([["Item", "Price"], ["Chair", "10"]])},
        ),
        "spam.eml",
    )
    inbox(
        mail(
            "billing@host.example",
            "Invoice",
            "Thank you for your order. Your query has been passed on.",
            attached={"i.csv": b"a,b\n1,2\n"},
        ),
        "bill.eml",
    )
    run, end = ingest(inbox.folder, inbox.data)
    assert end.status == DONE and not problems(run, "document_quarantined")
    told = problems(run, "no_data_found")
    assert sum("is a mail of no force" in message and severity == "info" for severity, _, message in told) == 2
    rows = [a for a in run.tables["accounting"] if "in a mail of no force, and no answer to a request" in a.reasons]
    assert rows and all(a.skipped == a.rows and not a.quarantined for a in rows)


def test_a_person_files_a_mail_of_somebody_else_under_its_force(inbox):
    inbox(
        mail("colleague@paper.example", "for the record", "They told me on the phone that 3 officers were dismissed."),
        "kent/call.eml",
    )
    run, _ = ingest(inbox.folder, inbox.data)
    assert coverage(run, "kent").answered


def test_what_the_requester_sent_is_no_reply_whatever_it_quotes_or_brings(inbox):
    chasing = mail("desk@paper.example", "RE: FOI", "You refused this under section 12(1). See your reply attached.", to="foi@kent.police.uk", attached={"reply.html": letter_page("Kent Police", NUMBERS), "d.csv": figures()})  # fmt: skip
    inbox(chasing, "sent.eml")
    run, end = ingest(inbox.folder, inbox.data)
    assert not coverage(run, "kent").answered and end.status == DONE
    assert not [c for c in run.tables["cases"] if c.force == "kent"]


def test_a_reply_that_waits_at_a_portal_is_unread_until_it_is_fetched(inbox):
    inbox(
        mail(
            "foi@kent.police.uk",
            "Secure message",
            "You have received a secure message from Kent Police. Sign in to the Egress portal to read the secure message.",
        ),
        "waits.eml",
    )
    noted.add(inbox.data, [noted.Asked(MISCONDUCT, "kent", noted.date(2022, 8, 1))])
    run, end = ingest(inbox.folder, inbox.data)
    row = coverage(run, "kent")
    assert (row.status, row.overdue, row.cases) == ("unread", False, 0) and end.status == NEEDS_A_PERSON
    ((severity, force, message),) = problems(run, "attachment_missing")
    assert (severity, force) == ("error", "kent") and "a reply waits at" in message
    inbox(
        mail(
            "foi@kent.police.uk",
            "FOI 7/22",
            formal("Kent Police", NUMBERS, "7/22"),
            date="Thu, 15 Sep 2022 10:00:00 +0100",
        ),
        "kent/fetched.eml",
    )
    run, end = ingest(inbox.folder, inbox.data)
    assert (
        coverage(run, "kent").status in ("full", "partial")
        and not problems(run, "attachment_missing")
        and not coverage(run, "kent").stale
    )


def test_an_answer_that_came_before_does_not_settle_what_waits(inbox):
    inbox(
        mail(
            "foi@kent.police.uk",
            "FOI 7/22",
            formal("Kent Police", NUMBERS, "7/22"),
            date="Thu, 1 Sep 2022 10:00:00 +0100",
        ),
        "kent.eml",
    )
    inbox(
        mail(
            "foi@kent.police.uk",
            "Secure message",
            "You have received a secure message. Sign in to the Egress portal to read the secure message.",
            date="Fri, 30 Sep 2022 10:00:00 +0100",
        ),
        "waits.eml",
    )
    run, _ = ingest(inbox.folder, inbox.data)
    assert problems(run, "attachment_missing") and coverage(run, "kent").stale


def test_files_that_lie_at_a_sharing_site_are_told(inbox):
    said = "Further to your request, Kent Police holds the information. Please download the spreadsheet from https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fkentpolice.sharepoint.com%2Fx"
    inbox(mail("foi@kent.police.uk", "FOI", said), "link.eml")
    run, _ = ingest(inbox.folder, inbox.data)
    ((severity, _, message),) = problems(run, "attachment_missing")
    assert severity == "error" and "kentpolice.sharepoint.com" in message


# ---- whose it is


def test_the_letter_of_another_force_is_not_guessed_and_a_person_settles_it(inbox):
    made = mail("foi@durham.police.uk", "FOI", "Please find attached our response to your request.", attached={"letter.html": letter_page("Kent Police", NUMBERS), "d.csv": figures()})  # fmt: skip
    inbox(made, "odd.eml")
    run, end = ingest(inbox.folder, inbox.data)
    told = problems(run, "document_quarantined")
    assert len(told) == 3 and all(
        "comes from durham, and its letter answers for kent" in message for _, _, message in told
    )
    assert end.status == NEEDS_A_PERSON and not coverage(run, "kent").answered
    inbox(made, "kent/odd.eml")
    run, _ = ingest(inbox.folder, inbox.data)
    assert coverage(run, "kent").answered and not problems(run, "document_quarantined")


def test_an_office_of_several_forces_sends_the_letter_of_each(inbox):
    made = mail("foi@beds.pnn.police.uk", "FOI", "Please find attached our responses to your request.", attached={"h.html": letter_page("Hertfordshire Constabulary", NUMBERS, "1/22"), "c.html": letter_page("Cambridgeshire Constabulary", NUMBERS, "2/22")})  # fmt: skip
    inbox(made, "three.eml")
    run, _ = ingest(inbox.folder, inbox.data)
    assert {r.force for r in run.tables["replies"]} >= {"hertfordshire", "cambridgeshire"}
    assert not coverage(run, "bedfordshire").answered


def test_where_only_the_address_of_such_an_office_tells_a_problem_says_so(inbox):
    inbox(
        mail(
            "foi@norfolk.pnn.police.uk",
            "FOI",
            f"Dear Sir,\n\nYou asked: {ASKED}\n\nTwo officers were dismissed in 2019.",
        ),
        "n.eml",
    )
    run, _ = ingest(inbox.folder, inbox.data)
    assert any(
        force == "norfolk" and "answers for other forces too" in message
        for _, force, message in problems(run, "low_confidence")
    )


def test_the_thread_tells_force_and_request_where_it_is_of_one(inbox):
    first_of_thread = mail("foi@leics.police.uk", "FOI", formal("Leicestershire Police", "In 2019/20 there were 120 crimes.", asked="How many crimes were recorded on hospital grounds in each financial year from 2019/20 to 2023/24?"), Message_ID="<l1@leics>", In_Reply_To="<ask-9@paper.example>")  # fmt: skip
    inbox(first_of_thread, "one.eml")
    inbox(mail("noreply@portal.example", "FOI", "Dear Requester,\n\nfurther to your request, please find the second part attached.", attached={"d.csv": figures([["Year", "Crimes"], ["2020/21", "98"]])}, References="<ask-9@paper.example> <l1@leics>"), "two.eml")  # fmt: skip
    run, _ = ingest(inbox.folder, inbox.data)
    found = [(r.force, r.request) for r in run.tables["replies"] if r.force == "leicestershire"]
    assert found == [("leicestershire", HOSPITALS)] * 2


def test_a_thread_that_several_forces_share_tells_none(inbox):
    for name in ("kent", "essex"):
        inbox(
            mail(
                f"foi@{name}.police.uk",
                "FOI",
                formal(f"{name.title()} Police", NUMBERS),
                In_Reply_To="<all@paper.example>",
            ),
            f"{name}.eml",
        )
    inbox(mail("noreply@portal.example", "FOI", "Dear Requester, your Freedom of Information request is answered in the attached file.", attached={"d.csv": figures()}, In_Reply_To="<all@paper.example>"), "who.eml")  # fmt: skip
    run, _ = ingest(inbox.folder, inbox.data)
    assert {message.split()[0] for _, _, message in problems(run, "document_quarantined")} == {
        "who.eml",
        "who.eml!/d.csv",
    }


def test_the_reference_that_was_noted_tells_force_and_request(inbox):
    noted.add(inbox.data, [noted.Asked(HOSPITALS, "surrey", noted.date(2022, 8, 1), reference="FOI-2022-4711")])
    inbox(mail("noreply@portal.example", "FOI reference: FOI-2022-4711", "Dear Requester,\n\nfurther to your request, please find attached the information.", attached={"d.csv": figures([["Year", "Crimes"], ["2020/21", "98"]])}), "r.eml")  # fmt: skip
    run, _ = ingest(inbox.folder, inbox.data)
    assert [(r.force, r.request) for r in run.tables["replies"] if r.force != "durham"] == [("surrey", HOSPITALS)]


def test_a_mail_that_comes_back_names_the_request_that_it_returns(inbox):
    inbox(report("MAILER-DAEMON@x.example", "Undelivered Mail", "No.", FIELDS.format(to="foi@kent.police.uk"), asking("foi@kent.police.uk", asked="Please could you tell me how many crimes were recorded on hospital grounds in each financial year from 2019/20 to 2023/24?")), "b.eml")  # fmt: skip
    run, _ = ingest(inbox.folder, inbox.data)
    assert [(p.request, p.force) for p in run.tables["problems"] if p.code == "undelivered"] == [(HOSPITALS, "kent")]


# ---- forged


@pytest.mark.parametrize(
    ("results", "told"),
    [
        ("mx.example; spf=pass smtp.mailfrom=kent.police.uk; dkim=pass; dmarc=pass", False),
        ("mx.example; spf=fail smtp.mailfrom=evil.example; dkim=none; dmarc=fail (p=REJECT) header.from=kent.police.uk", True),
        ("mx.example; spf=fail; dkim=pass header.d=kent.police.uk", False),  # forwarded by a list, and signed all the same
        ("mx.example; spf=fail; dkim=fail", True),
        ("mx.example; spf=softfail; dkim=none", False),  # nothing was proved, either way
        ("mx.example; none", False),
    ],
)  # fmt: skip
def test_a_mail_that_its_server_does_not_vouch_for_is_told(inbox, results, told):
    inbox(mail("foi@kent.police.uk", "FOI", formal("Kent Police", NUMBERS), Authentication_Results=results), "k.eml")
    run, _ = ingest(inbox.folder, inbox.data)
    found = [p for p in problems(run, "low_confidence") if "could not prove" in p[2]]
    assert [p[:2] for p in found] == ([("error", "kent")] if told else [])


def test_only_the_topmost_result_counts_and_an_address_that_looks_like_a_forces_is_told(inbox):
    forged = mail(
        "foi@kent.police.uk", "FOI", formal("Kent Police", NUMBERS), Authentication_Results="mx.example; dmarc=fail"
    )
    forged["Authentication-Results"] = "mx.evil.example; dmarc=pass"
    inbox(forged, "k.eml")
    inbox(mail("foi@essex-police.zz", "FOI", formal("Essex Police", NUMBERS)), "e.eml")
    run, _ = ingest(inbox.folder, inbox.data)
    told = [message for severity, _, message in problems(run, "low_confidence") if severity == "error"]
    assert len(told) == 2 and any("looks like the address of a force" in message for message in told)


# ---- what comes later in the same thread


def test_a_correction_takes_the_place_of_what_it_quotes_and_the_quotation_is_not_read_again(inbox):
    first_letter = formal("Kent Police", NUMBERS, "7/22")
    inbox(
        mail(
            "foi@kent.police.uk",
            "FOI 7/22",
            first_letter,
            Message_ID="<k1@kent>",
            date="Fri, 9 Sep 2022 10:00:00 +0100",
        ),
        "kent-1.eml",
    )
    said = formal("Kent Police", "An error has come to our attention in the figures of our previous response. Please disregard our earlier letter. In 2019 three officers were dismissed.", "7/22")  # fmt: skip
    quoted = (
        "\n\n-----Original Message-----\nFrom: FOI\nSent: 09 September 2022 10:00\nTo: News Desk\nSubject: FOI 7/22\n\n"
        + first_letter
    )
    inbox(
        mail(
            "foi@kent.police.uk",
            "RE: FOI 7/22",
            said + quoted,
            In_Reply_To="<k1@kent>",
            date="Fri, 16 Sep 2022 10:00:00 +0100",
        ),
        "kent-2.eml",
    )
    run, _ = ingest(inbox.folder, inbox.data)
    replies = {r.stage: r for r in run.tables["replies"] if r.force == "kent"}
    assert replies["answer"].superseded_by == replies["correction"].reply_id
    assert {(c.value, c.stated_total) for c in run.tables["counts"] if c.force == "kent"} == {(3, False)}


def test_parts_of_an_answer_stand_beside_each_other_and_a_review_beside_both(inbox):
    parts = {
        "1.eml": ("Fri, 9 Sep 2022", "In 2019 one officer was dismissed. This is the first part of our response. The remaining information will follow."),
        "2.eml": ("Fri, 16 Sep 2022", "In 2020 two officers were dismissed. This is the second part of our response."),
        "3.eml": ("Fri, 7 Oct 2022", "I have conducted an internal review of our response. I uphold the decision to refuse the request under section 12(1)."),
    }  # fmt: skip
    for name, (day, said) in parts.items():
        inbox(
            mail(
                "foi@kent.police.uk",
                "FOI 7/22",
                formal("Kent Police", said, "7/22"),
                date=f"{day} 10:00:00 +0100",
                In_Reply_To="<ask@x>",
            ),
            f"kent-{name}",
        )
    run, _ = ingest(inbox.folder, inbox.data)
    row = coverage(run, "kent")
    assert [r.superseded_by for r in run.tables["replies"] if r.force == "kent"] == [None] * 3
    assert sorted(c.value for c in run.tables["counts"] if c.force == "kent") == [1, 2] and row.instalments == 2
    assert str(row.date_review) == "2022-10-07"
