"""What headers tell of a mail's way, whatever wrote them, and that nothing of people is kept of them."""

from __future__ import annotations

from email import message_from_bytes

import pytest

from parsers.documents import read
from parsers.documents.containers.envelope import domain_of, failed, signs_of_subject
from parsers.documents.containers.mail import envelope_of
from tests.parsers.documents.wrapping import ole, outlook


def envelope(**headers: str):
    text = "".join(f"{name.replace('_', '-')}: {value}\n" for name, value in headers.items())
    return envelope_of(message_from_bytes(f"{text}\nText\n".encode()))


def test_of_people_nothing_is_kept():
    made = envelope(
        From="Jane Example <jane.example@kent.police.uk>",
        To="john@paper.example, foi@essex.police.uk",
        Reply_To="Jane <jane.example@answers.example>",
        Message_ID="<jane.example.123@kent.police.uk>",
        In_Reply_To="<john@paper.example>",
    )
    told = str(made.properties())
    assert "jane" not in told.lower() and "john" not in told and "paper.example" not in told
    assert (made.sender, made.answers_to) == ("kent.police.uk", "answers.example")
    assert made.properties()["recipients"] == "- essex.police.uk"


def test_a_thread_is_known_by_what_it_answers_and_by_the_conversation_of_exchange():
    first = envelope(Message_ID="<a@x>", Thread_Index="AcpnbI2i+XAmfHFVTFy0eGDpVJhXoQ==")
    answer = envelope(Message_ID="<b@y>", In_Reply_To="<a@x>", References="<z@x>\n <a@x>")
    later = envelope(Message_ID="<c@y>", Thread_Index="AcpnbI2i+XAmfHFVTFy0eGDpVJhXoQFhVeZw")
    assert first.own in answer.thread and len(answer.thread) == 2
    assert set(first.thread) & set(later.thread)
    assert envelope(To="request-123-abc@whatdotheyknow.com").relay == "whatdotheyknow-123"
    assert "from-relay" in envelope(From="A Person <request-123-abc@whatdotheyknow.com>").signs


@pytest.mark.parametrize(
    ("value", "domain"),
    [
        ("FOI <foi@kent.police.uk>", "kent.police.uk"),
        ('"foi@kent.police.uk" <thief@evil.example>', "evil.example"),  # the name is no address
        ("FOI Team [mailto:foi@kent.police.uk]", "kent.police.uk"),
        ("foi@KENT.police.uk (FOI)", "kent.police.uk"),
        ("nobody", None),
    ],
)
def test_the_sender_is_the_address_and_not_what_the_name_says(value, domain):
    assert domain_of(value) == domain


@pytest.mark.parametrize(
    ("headers", "sign"),
    [
        ({"Auto_Submitted": "auto-replied (vacation)"}, "auto-replied"),
        ({"X_Autoreply": "yes"}, "auto-replied"),
        ({"Precedence": "auto_reply"}, "auto-replied"),
        ({"Auto_Submitted": "auto-generated"}, "auto-generated"),
        ({"Precedence": "bulk"}, "bulk"),
        ({"List_Unsubscribe": "<mailto:x@y.example>"}, "list"),
        ({"X_Auto_Response_Suppress": "All"}, "suppress"),
        ({"From": "MAILER-DAEMON@x.example"}, "robot"),
        ({"From": "MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@x.example"}, "robot"),
        ({"From": "do-not-reply@x.example"}, "no-reply"),
        ({"Return_Path": "<>"}, "null-path"),
        ({"X_Failed_Recipients": "a@x.example"}, "report-delivery"),
    ],
)
def test_what_a_machine_declares_of_itself(headers, sign):
    assert sign in envelope(**headers).signs


def test_a_person_declares_nothing():
    assert not envelope(From="foi@kent.police.uk", Auto_Submitted="no", Precedence="normal", X_Autoreply="no").signs
    assert not signs_of_subject("RE: Automatic reply: FOI request", False)
    assert not signs_of_subject("Fwd: Automatic reply: FOI", False)
    assert signs_of_subject("Fwd: FW: Automatic reply: FOI", True) == ["subject-automatic"]


REPORT = b"""From: MAILER-DAEMON@x.example
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

No.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; x.example

Original-Recipient: rfc822;foi@kent.police.uk
Final-Recipient: rfc822;x500@internal.example
Action: failed
Status: 5.1.1 (no such user)

Final-Recipient: rfc822; foi@essex.police.uk
Status: 4.4.1

Final-Recipient: rfc822; foi@surrey.police.uk
Action: relayed
Status: 2.0.0

--b
Content-Type: text/rfc822-headers

From: desk@paper.example
Message-ID: <ask@paper.example>
References: <older@paper.example>

--b--
"""


def test_a_delivery_report_tells_of_each_recipient_and_of_what_it_returns():
    made = envelope_of(message_from_bytes(REPORT))
    assert made.reported == [("kent.police.uk", "5.1.1", "failed"), ("essex.police.uk", "4.4.1", "delayed"), ("surrey.police.uk", "2.0.0", "relayed")]  # fmt: skip
    assert envelope(Message_ID="<ask@paper.example>").own in made.thread and len(made.thread) == 2


def test_a_report_within_a_forwarded_mail_is_not_that_of_the_mail():
    whole = (
        b'From: a@x.example\nContent-Type: multipart/mixed; boundary="o"\n\n--o\nContent-Type: message/rfc822\n\n'
        + REPORT
        + b"\n--o--\n"
    )
    assert not envelope_of(message_from_bytes(whole)).reported


@pytest.mark.parametrize(
    ("told", "bad"),
    [
        ("dmarc=fail spf=pass", True),
        ("dmarc=pass spf=fail", False),
        ("dkim=fail spf=fail", True),
        ("dkim=pass spf=fail", False),
        ("dkim=none spf=softfail", False),
        ("", False),
    ],
)
def test_what_counts_as_not_proved(told, bad):
    assert failed(told) is bad


def test_a_signature_that_holds_is_enough_and_comments_are_none():
    made = envelope(Authentication_Results="mx; dkim=fail (bad; dmarc=pass) header.d=a; dkim=pass header.d=b; spf=none")
    assert made.authentication == {"dkim": "pass", "spf": "none"}


def test_outlook_keeps_the_way_in_its_class_or_in_the_headers_that_it_travelled_with():
    text = {"__substg1.0_001A001F": "IPM.Note.Rules.OofTemplate.Microsoft".encode("utf-16-le")}
    assert (
        "class-oof" in read(ole(outlook("I am away.", sender="a@kent.police.uk", **text)), "a.msg").properties["signs"]
    )
    headers = "From: a@kent.police.uk\r\nTo: desk@paper.example\r\nAuto-Submitted: auto-replied\r\nMessage-ID: <m@kent>\r\n\r\n"
    document = read(ole(outlook("Away.", **{"__substg1.0_007D001F": headers.encode("utf-16-le")})), "a.msg")
    assert document.properties["signs"] == "auto-replied" and document.properties["sender_domain"] == "kent.police.uk"
    assert document.properties["message"] == envelope(Message_ID="<m@kent>").own


def test_a_message_within_an_outlook_message_keeps_its_class():
    inner = outlook(
        "No such user.",
        sender="postmaster@kent.police.uk",
        **{"__substg1.0_001A001F": "REPORT.IPM.Note.NDR".encode("utf-16-le")},
    )
    from parsers.documents.containers import unpack_all

    (member,) = unpack_all(
        ole(outlook("See below.", sender="me@paper.example", attached={"Undeliverable": inner}))
    ).members
    assert "class-ndr" in read(member.data, member.name).properties["signs"]


def test_headers_of_a_megabyte_are_read_in_no_time():
    """A pattern that goes back over what it has read would take hours here."""
    long = [
        "a" * 1_000_000,
        "b@" * 300_000,
        "<" * 300_000 + "@",
        "x." * 300_000 + "@y",
        "@a." * 300_000,
        "<d" * 500_000,
        "(" * 500_000,
    ]
    for text in long:
        made = envelope(
            From=text, To=text, References=text, Reply_To=text, Authentication_Results=f"spf={text}", Message_ID=text
        )
        assert len(str(made.properties())) < 10_000
