"""Containers: what is in them is found with its name, and nothing that is in them is lost without a word."""

from __future__ import annotations

import hashlib
import io
import os
import stat
import struct
import unicodedata
import zipfile
from collections import Counter
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.documents import containers, read, sniff
from parsers.documents.containers import unpack, unpack_all
from parsers.documents.containers.model import SMALL_PICTURE
from parsers.documents.containers.names import safe_name, safe_path, told_apart
from parsers.documents.model import Document, UnreadableDocument
from parsers.documents.worker import read_guarded, unpack_guarded
from parsers.letter import read_letter
from parsers.limits import limited, limits
from tests.parsers.documents.drawing import pdf, text
from tests.parsers.documents.wrapping import ole, outlook, tnef

SHARED = Path(os.environ.get("FOI_SHARED", Path(__file__).parents[3] / "../shared")) / "replies" / "email"
PDF = b"%PDF-1.4 for a test"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
HEAD = (
    "From: FOI <foi@durham.police.uk>\nDate: Fri, 09 Sep 2022 10:00:00 +0100\nSubject: {subject}\nMIME-Version: 1.0\n"
)


def mail(
    body: str = "Please see attached.", subject: str = "FOI 100/22", html: str | None = None, **attached: bytes
) -> bytes:
    """A message with attachments, by name with `__` for the point."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "FOI Team <foi@durham.police.uk>", "a@example.org", subject
    made["Date"] = "Fri, 09 Sep 2022 10:00:00 +0100"
    made.set_content(body)
    if html:
        made.add_alternative(html, subtype="html")
    for name, content in attached.items():
        made.add_attachment(content, "application", "octet-stream", filename=name.replace("__", "."))
    return made.as_bytes()


def parts(*given: str | bytes, subject: str = "FOI 100/22", closed: bool = True) -> bytes:
    """A multipart message of parts written out, headers and all."""
    head = HEAD.format(subject=subject).encode() + b'Content-Type: multipart/mixed; boundary="b"\n\n'
    body = b"".join(b"--b\n" + (p.encode() if isinstance(p, str) else p) + b"\n" for p in given)
    return head + body + (b"--b--\n" if closed else b"")


def zipped(files: dict[str, bytes], **told: int) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def names(data: bytes) -> list[str]:
    return [m.name for m in unpack(data).members]


def said(document: Document) -> list[str]:
    return [t.text for t in document.texts if t.kind != "header"]


def told(document: Document, severity: str) -> str:
    return " ".join(f.message for f in document.findings if f.severity == severity)


# -------------------------------------------------------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ('filename="plain.pdf"', "plain.pdf"),
        ("filename*=utf-8''R%C3%A9ponse%20%C2%A35.pdf", "Réponse £5.pdf"),
        ("filename*0*=iso-8859-1''caf%E9; filename*1=\" one.pdf\"", "café one.pdf"),
        ('filename="=?utf-8?B?UsOpcG9uc2UucGRm?="', "Réponse.pdf"),
        ('filename="=?utf-8?Q?R=C3=A9?= =?utf-8?Q?ponse.pdf?="', "Réponse.pdf"),
        ('filename="=?no-such-charset?Q?caf=E9.pdf?="', "café.pdf"),
        ('filename="100%A3.pdf"', "100£.pdf"),
        ('filename="50% more.pdf"', "50% more.pdf"),
        ('filename="../../etc/passwd"', "passwd"),
        ('filename="C:\\\\temp\\\\data.xlsx"', "data.xlsx"),
        ('filename="figures.xlsx', "figures.xlsx"),
        ("filename=two words.pdf", "two words.pdf"),
        ('filename="\u202efdp.exe.pdf"', "fdp.exe.pdf"),
        ('filename="con.pdf"', "_con.pdf"),
        ('filename=""', "attachment"),
        ("", "attachment"),
    ],
)
def test_a_name_is_decoded_and_made_safe(header: str, name: str) -> None:
    part = f"Content-Type: application/octet-stream\nContent-Disposition: attachment; {header}\n\nxx%PDF-1.4"
    assert names(parts(part)) == [name]


@pytest.mark.parametrize("raw", ["café £5.pdf".encode(), "café £5.pdf".encode("cp1252")])
def test_a_name_in_bytes_that_nobody_declared_is_read(raw: bytes) -> None:
    part = b'Content-Type: application/pdf\nContent-Disposition: attachment; filename="' + raw + b'"\n\n' + PDF
    assert names(parts(part)) == ["café £5.pdf"]


@settings(max_examples=300)
@given(st.text(max_size=400))
def test_no_name_is_a_path_a_device_or_a_trick(name: str) -> None:
    safe = safe_name(name, "attachment")
    assert 0 < len(safe) <= 121
    assert not set(safe) & set('/\\<>:"|?*\0')
    assert safe not in (".", "..") and safe == safe.strip(" .")
    assert not any(unicodedata.category(c) in ("Cc", "Cf", "Cs") for c in safe)
    assert safe_name(safe, "x") == safe
    assert all(part not in ("", ".", "..") for part in safe_path(name, "file").split("/"))


def test_a_long_name_keeps_its_ending_and_two_alike_are_told_apart() -> None:
    assert safe_name("x" * 4000 + ".xlsx", "a").endswith("x.xlsx")
    assert told_apart(["a.pdf", "b/a.pdf", "A.pdf", "a.pdf"]) == ["a.pdf", "b/a.pdf", "A (2).pdf", "a (3).pdf"]


# --------------------------------------------------------------------------------------------------------------- mail


def test_each_attachment_is_a_document_of_its_own() -> None:
    data = mail(letter__pdf=PDF, figures__xlsx=b"PK\x03\x04 of a kind")
    found = unpack(data)
    assert [(m.name, m.data) for m in found.members] == [("letter.pdf", PDF), ("figures.xlsx", b"PK\x03\x04 of a kind")]
    document = read(data, "reply.eml")
    assert document.media_type == "message/rfc822"
    assert document.attachments == [hashlib.sha256(m.data).hexdigest() for m in found.members]
    assert said(document) == ["Please see attached."] and not document.findings


def test_the_headers_give_the_day_and_the_domain_and_no_person() -> None:
    document = read(mail(), "a.eml")
    assert document.properties == {"sender_domain": "durham.police.uk", "date": "2022-09-09", "recipients": "-"}
    assert "FOI Team" not in str(document) and "foi@" not in str(document)
    letter = read_letter(document)
    assert letter.forces == ["durham"] and str(letter.date_replied) == "2022-09-09" and letter.date_received is None


def test_the_letters_own_date_goes_before_the_messages() -> None:
    letter = read_letter(read(mail("Date: 7 September 2022\n\nDear Sir,\n\nWe hold no information.\n"), "a.eml"))
    assert str(letter.date_replied) == "2022-09-07"


def test_plain_text_is_preferred_unless_the_page_has_a_table() -> None:
    page = "<p>Of the page</p>"
    assert said(read(mail("Of the text", html=page), "a.eml")) == ["Of the text"]
    page += "<table><tr><th>Year</th><th>Officers</th></tr><tr><td>2019</td><td>3</td></tr></table>"
    document = read(mail("Of the text\n\nYear\n\nOfficers\n\n2019\n\n3", html=page), "a.eml")
    assert said(document) == ["Of the page"]
    assert [[c.text for c in r.cells] for r in document.tables[0].rows] == [["Year", "Officers"], ["2019", "3"]]
    assert document.tables[0].rows[1].cells[1].place == "table 1!B2"


def test_lines_that_a_program_broke_are_paragraphs_again_and_lists_are_not() -> None:
    body = (
        "Dear Sir,\nDurham Constabulary can confirm that three officers were investigated in the\n"
        "period that you asked about.\n1. Two officers were given a written warning.\n2. One was dismissed.\n"
    )
    assert said(read(mail(body), "a.eml")) == [
        "Dear Sir,",
        "Durham Constabulary can confirm that three officers were investigated in the period that you asked about.",
        "1. Two officers were given a written warning.",
        "2. One was dismissed.",
    ]


@pytest.mark.parametrize(
    "body",
    [
        "Year      Officers   Outcome\n2019      3          Dismissed\n2020                 Retired\n",
        "Year\tOfficers\tOutcome\n2019\t3\tDismissed\n2020\t\tRetired\n",
        "| Year | Officers | Outcome |\n|------|----------|---------|\n| 2019 | 3 | Dismissed |\n| 2020 |  | Retired |\n",
    ],
)
def test_a_table_that_was_typed_is_a_table(body: str) -> None:
    (table,) = read(mail(f"The figures are:\n\n{body}\nRegards"), "a.eml").tables
    rows = [[c.text for c in r.cells] for r in table.rows]
    assert rows == [["Year", "Officers", "Outcome"], ["2019", "3", "Dismissed"], ["2020", None, "Retired"]]


@pytest.mark.parametrize(
    ("raw", "charset"),
    [
        ("Zażółć £5".encode("iso-8859-2", "replace"), "iso-8859-2"),
        ("“£5” – café".encode("cp1252"), "iso-8859-1"),
        ("“£5” – café".encode(), "us-ascii"),
        ("“£5” – café".encode(), "no-such-charset"),
    ],
)
def test_text_in_any_encoding(raw: bytes, charset: str) -> None:
    part = f"Content-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: 8bit\n\n".encode() + raw
    (line,) = said(read(parts(part), "a.eml"))
    assert "£5" in line or (charset == "iso-8859-2" and line.startswith("Zażółć"))


# ------------------------------------------------------------------------------------------------- what is passed over


def inline(kind: str, name: str, content: bytes, disposition: str = "inline") -> bytes:
    import base64

    head = f'Content-Type: {kind}; name="{name}"\nContent-Disposition: {disposition}; filename="{name}"\n'
    return head.encode() + b"Content-Transfer-Encoding: base64\n\n" + base64.encodebytes(content)


@pytest.mark.parametrize(
    ("part", "why"),
    [
        (inline("image/png", "logo.png", PNG), "small picture"),
        (inline("image/png", "image001.png", PNG, "attachment"), "small picture"),
        (inline("text/x-vcard", "card.vcf", b"BEGIN:VCARD\n"), "contact card"),
        (inline("application/octet-stream", "card", b"BEGIN:VCARD\n", "attachment"), "contact card"),
        (inline("text/calendar", "invite.ics", b"BEGIN:VCALENDAR\n", "attachment"), "calendar entry"),
        (inline("application/pkcs7-signature", "smime.p7s", b"0\x80", "attachment"), "electronic signature"),
        ("Content-Type: message/delivery-status\n\nReporting-MTA: x\n\nStatus: 5\n", "delivery report"),
    ],
)
def test_what_holds_no_data_is_passed_over_and_named(part: bytes | str, why: str) -> None:
    data = parts("Content-Type: text/plain\n\nHello", part)
    assert names(data) == []
    document = read(data, "a.eml")
    assert why in told(document, "info") and all(f.severity == "info" for f in document.findings)


@pytest.mark.parametrize(
    "part",
    [
        inline("image/png", "scan.png", PNG, "attachment"),
        inline("image/png", "scan.png", PNG + bytes(SMALL_PICTURE)),
        inline("image/png", "reply.pdf", PDF),
        inline("text/x-vcard", "card.pdf", PDF),
        inline("text/csv", "figures.csv", b"Year,Officers\n2019,3\n"),
        inline("text/plain", "figures.txt", b"Year,Officers\n2019,3\n", "attachment"),
    ],
)
def test_what_may_hold_data_is_a_document(part: bytes) -> None:
    assert len(names(parts("Content-Type: text/plain\n\nHello", part))) == 1


# ------------------------------------------------------------------------------------------------- quoted earlier mail

OWN = "We found three officers, each of whom was given a final written warning at a meeting in the year 2019; no others are held at all by us."
EARLIER = "How many officers were dismissed? I believe there were 20."


@pytest.mark.parametrize(
    "quoted",
    [
        "> How many officers were dismissed?\n> I believe there were 20.",
        f"On Fri, 2 Sep 2022 at 10:00, A Person\n<a@example.org> wrote:\n\n{EARLIER}",
        "On Fri, 2 Sep 2022 at 10:00, A Person wrote:\n> How many officers were dismissed? I believe there were 20.",
        f"-----Original Message-----\nFrom: A Person\nSent: 1 August 2022 10:00\nTo: FOI\nSubject: Request\n\n{EARLIER}",
        f"From: A Person <a@example.org>\nSent: 1 August 2022 10:00\nTo: FOI\nSubject: Request\n\n{EARLIER}",
        f"________________________________\n*From:* A Person\n*Date:* 1 August 2022\n*To:* FOI\n*Subject:* x\n\n{EARLIER}",
    ],
)
def test_an_earlier_message_is_set_aside_and_said_so(quoted: str) -> None:
    document = read(mail(f"{OWN}\n\n{quoted}\n"), "a.eml")
    assert not any("20" in t.replace("2019", "") or "dismissed" in t for t in said(document))
    assert said(document)[0] == OWN
    assert "set aside" in told(document, "info")


def test_an_answer_below_what_it_quotes_is_kept() -> None:
    body = f"On Fri, 2 Sep 2022 at 10:00, A Person wrote:\n> How many officers were dismissed?\n\n{OWN}\n"
    assert said(read(mail(body), "a.eml")) == [OWN]


def test_an_answer_between_the_lines_is_a_warning() -> None:
    body = "> How many officers in 2019?\n\nThree.\n\n> And in 2020?\n\nFive.\n"
    assert "between the lines" in told(read(mail(body), "a.eml"), "warning")


def test_few_words_above_an_earlier_message_are_a_warning() -> None:
    body = f"Please see below.\n\nFrom: PSD\nSent: 1 September 2022\nTo: FOI\nSubject: Figures\n\n{OWN}\n"
    assert "set aside" in told(read(mail(body), "a.eml"), "warning")


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Fwd: FOI", "For you.\n\n-----Forwarded Message-----\n{head}\n\n{own}\n\n{older}"),
        ("FW: FOI", "For you.\n\n{head}\n\n{own}\n\n{older}"),
        ("FOI", "{head}\n\n{own}\n\n{older}"),
        ("Fwd: FOI", "Begin forwarded message:\n\n{head}\n\n{own}\n\n{older}"),
    ],
)
def test_a_forwarded_message_is_read_and_what_it_quotes_is_not(subject: str, body: str) -> None:
    head = "From: FOI <foi@kent.police.uk>\nDate: 5 September 2022\nTo: A Person <a@example.org>\nSubject: Request"
    older = f"-----Original Message-----\nFrom: A\nSent: 1 August 2022\nTo: B\nSubject: Request\n\n{EARLIER}"
    document = read(mail(body.format(head=head, own=OWN, older=older), subject=subject), "a.eml")
    assert OWN in said(document) and not any("dismissed" in t for t in said(document))
    letter = read_letter(document)
    assert letter.forces == ["kent"] and str(letter.date_replied) == "2022-09-05"


# --------------------------------------------------------------------------------------------------- ill-made messages


def test_a_part_after_the_end_is_found() -> None:
    data = (
        parts("Content-Type: text/plain\n\nHello")
        + b'--b\nContent-Type: application/pdf; name="late.pdf"\n\n'
        + PDF
        + b"\n--b--\n"
    )
    assert names(data) == ["late.pdf"]


def test_a_message_that_breaks_off_gives_what_it_has_and_says_so() -> None:
    data = parts(
        "Content-Type: text/plain\n\nHello", b'Content-Type: application/pdf; name="a.pdf"\n\n' + PDF, closed=False
    )
    assert names(data) == ["a.pdf"]
    assert "breaks off" in told(read(data, "a.eml"), "warning")


@pytest.mark.parametrize("declared", ["multipart/mixed", 'multipart/mixed; boundary="other"'])
def test_a_boundary_that_is_not_declared_is_found(declared: str) -> None:
    data = parts("Content-Type: text/plain\n\nHello", b'Content-Type: application/pdf; name="a.pdf"\n\n' + PDF)
    data = data.replace(b'multipart/mixed; boundary="b"', declared.encode())
    assert names(data) == ["a.pdf"] and said(read(data, "a.eml")) == ["Hello"]


def test_a_broken_code_is_a_warning() -> None:
    part = 'Content-Type: application/pdf; name="a.pdf"\nContent-Transfer-Encoding: base64\n\nJVBERi0xLjQ###\n'
    assert "a.pdf is damaged" in told(read(parts(part), "a.eml"), "warning")


def test_what_is_not_in_the_message_is_an_error() -> None:
    part = 'Content-Type: message/external-body; access-type=URL; name="a.pdf"\n\nContent-Type: application/pdf\n\n'
    assert "a.pdf is not in the message" in told(read(parts(part), "a.eml"), "error")


def test_messages_in_messages_and_what_is_attached_to_them() -> None:
    inner = parts("Content-Type: text/plain\n\nInner", b'Content-Type: application/pdf; name="a.pdf"\n\n' + PDF)
    data = mail("Outer", forwarded__eml=b"x") + b""
    data = parts(
        "Content-Type: text/plain\n\nOuter",
        b"Content-Type: message/rfc822\n\n" + inner.replace(b"--b", b"--c").replace(b'"b"', b'"c"'),
    )
    assert [m.name for m in unpack_all(data).members] == ["message.eml", "message.eml!/a.pdf"]
    assert said(read(unpack(data).members[0].data, "message.eml")) == ["Inner"]


def test_a_file_in_the_text_itself_is_an_attachment() -> None:
    import binascii

    lines = b"".join(binascii.b2a_uu(PDF[i : i + 45]) for i in range(0, len(PDF), 45)).decode()
    data = mail(f"Here it is:\n\nbegin 644 figures.pdf\n{lines}`\nend\n\nRegards")
    assert [(m.name, m.data) for m in unpack(data).members] == [("figures.pdf", PDF)]
    assert said(read(data, "a.eml")) == ["Here it is:", "Regards"]


def test_parts_nested_without_end_are_no_crash() -> None:
    data = HEAD.format(subject="x").encode()
    for n in range(300):
        data += f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n'.encode()
    try:
        document = read(data + b"Content-Type: text/plain\n\nHello\n", "a.eml")
    except UnreadableDocument as reason:
        assert reason.fix
    else:
        assert told(document, "error")


# --------------------------------------------------------------------------------------------------------------- TNEF


def test_winmail_is_opened_as_part_of_its_message() -> None:
    wrapped = tnef({"letter.pdf": PDF, "Größe.xlsx": b"PK\x03\x04"}, body=b"Text of winmail")
    data = mail("Text of the mail", winmail__dat=wrapped)
    assert names(data) == ["letter.pdf", "Größe.xlsx"]
    document = read(data, "a.eml")
    assert said(document) == ["Text of the mail"] and "its text" in told(document, "info")


def test_winmails_text_is_read_where_there_is_no_other() -> None:
    wrapped = tnef({"letter.pdf": PDF}, body=b"Text of winmail")
    assert said(read(wrapped, "winmail.dat")) == ["Text of winmail"]
    assert said(read(parts(inline("application/ms-tnef", "winmail.dat", wrapped)), "a.eml")) == ["Text of winmail"]


def test_a_damaged_winmail_is_never_silent() -> None:
    wrapped = tnef({"letter.pdf": PDF})
    cut = wrapped[:-4]
    try:
        assert told(read(cut, "winmail.dat"), "warning")
    except UnreadableDocument as reason:
        assert "winmail.dat" in reason.message


# ------------------------------------------------------------------------------------------------------------ Outlook


def test_an_outlook_message() -> None:
    figures = b"PK\x03\x04" + bytes(5000)  # in sectors, not in the small stream
    data = ole(
        outlook(
            "Dear Sir,\r\n\r\nWe hold it.",
            subject="FOI 7/22",
            sender="foi@kent.police.uk",
            attached={"a.pdf": PDF, "é.xlsx": figures},
        )
    )
    assert sniff(data) == "application/vnd.ms-outlook"
    assert [(m.name, m.data) for m in unpack(data).members] == [("a.pdf", PDF), ("é.xlsx", figures)]
    document = read(data, "a.msg")
    assert said(document) == ["Dear Sir,", "We hold it."] and document.properties["sender_domain"] == "kent.police.uk"


def test_the_day_of_an_outlook_message() -> None:
    ticks = (133071840000000000).to_bytes(8, "little")  # 9 September 2022, 00:00 UTC
    made = outlook("Hello")
    made["__properties_version1.0"] = bytes(32) + struct.pack("<HHI", 0x40, 0x39, 6) + ticks
    assert read(ole(made), "a.msg").properties["date"] == "2022-09-09"


def test_an_outlook_message_in_an_outlook_message() -> None:
    inner = outlook("Inner", subject="Reply", sender="foi@kent.police.uk", attached={"a.pdf": PDF})
    contents = unpack_all(ole(outlook("Outer", attached={"Reply": inner})))
    assert [m.name for m in contents.members] == ["Reply.eml", "Reply.eml!/a.pdf"]
    assert contents.members[1].data == PDF
    assert said(read(contents.members[0].data, "Reply.eml")) == ["Inner"]
    assert contents == unpack_all(ole(outlook("Outer", attached={"Reply": inner})))


def test_an_attachment_that_is_no_file_is_an_error_and_rich_text_alone_is_told() -> None:
    made = outlook(attached={"drawing": {"x": b"y"}}, **{"__substg1.0_10090102": b"rtf"})
    document = read(ole(made), "a.msg")
    assert "drawing" in told(document, "error") and "rich text" in told(document, "info")


def test_a_message_with_a_workbook_in_it_is_no_workbook() -> None:
    assert sniff(ole(outlook(attached={"x": {"Workbook": b"y", "EncryptedPackage": b"z"}}))) == containers.OUTLOOK


# ---------------------------------------------------------------------------------------------------------------- zip


def test_a_zip_with_folders_and_litter() -> None:
    data = zipped({"durham/a.pdf": PDF, "__MACOSX/durham/._a.pdf": b"x", "durham/.DS_Store": b"x", "Thumbs.db": b"x"})
    assert names(data) == ["durham/a.pdf"]
    document = read(data, "a.zip")
    assert document.blocks == [] and "DS_Store" in told(document, "info")


def test_no_path_leads_out_of_a_zip() -> None:
    data = zipped(
        {"../../etc/passwd": b"1", "/abs/a.pdf": b"2", "C:\\x\\b.pdf": b"3", "a/../c.pdf": b"4", "x" * 4000: b"5"}
    )
    assert names(data) == ["etc/passwd", "abs/a.pdf", "x/b.pdf", "a/c.pdf", "x" * 120]


def test_names_in_a_zip_that_says_no_encoding() -> None:
    data = zipped({"cafe_.pdf": PDF}).replace(b"cafe_.pdf", "café.pdf".encode())
    assert names(data) == ["café.pdf"]


def locked(data: bytes, *which: int) -> bytes:
    """The zip with the password flag set on these entries, in both headers."""
    made = bytearray(data)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at, number = made.find(signature), 0
        while at >= 0:
            if number in which:
                made[at + offset] |= 1
            at, number = made.find(signature, at + 4), number + 1
    return bytes(made)


def test_a_password_is_said_for_the_whole_or_for_one_file() -> None:
    data = zipped({"a.pdf": PDF, "b.pdf": PDF})
    with pytest.raises(UnreadableDocument, match="protected by a password"):
        read(locked(data, 0, 1), "a.zip")
    assert names(locked(data, 1)) == ["a.pdf"]
    assert "b.pdf is protected by a password" in told(read(locked(data, 1), "a.zip"), "error")


def test_a_damaged_file_and_a_link_are_said() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a.pdf", PDF)
        link = zipfile.ZipInfo("link.pdf")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    data = made.getvalue().replace(PDF, PDF[::-1], 1)
    assert names(data) == []
    assert "a.pdf is damaged" in told(read(data, "a.zip"), "error")
    assert "link.pdf is a link" in told(read(data, "a.zip"), "error")


@pytest.mark.parametrize("data", [b"PK\x03\x04 and no more", zipped({"a.pdf": PDF})[:40]], ids=["junk", "cut"])
def test_a_broken_zip_is_said(data: bytes) -> None:
    with pytest.raises(UnreadableDocument, match="damaged zip") as raised:
        read(data, "a.zip")
    assert raised.value.fix
    assert unpack_all(data).members == []


def test_an_empty_zip_is_said() -> None:
    with pytest.raises(UnreadableDocument, match="holds no file"):
        read(zipped({}), "a.zip")


def test_a_bomb_is_refused() -> None:
    with pytest.raises(UnreadableDocument, match="beyond the limits"):
        unpack(zipped({"a.pdf": bytes(60_000_000)}))


def test_containers_within_containers_end() -> None:
    data = PDF
    for depth in range(12):
        data = zipped({f"{depth}.zip" if depth else "a.pdf": data})
    contents = unpack_all(data)
    assert len(contents.members) == limits().containers_deep and len(contents.refused) == 1
    two = zipped({"a.zip": zipped({"1": b"1", "2": b"2"}), "b.zip": zipped({"3": b"3", "4": b"4"})})
    with limited(members=3):
        contents = unpack_all(two)
    assert [m.name for m in contents.members] == ["a.zip", "b.zip"] and len(contents.refused) == 2


def test_an_office_file_is_no_zip() -> None:
    assert sniff(zipped({"[Content_Types].xml": b"<x/>", "ppt/presentation.xml": b"<x/>"})) != containers.ZIP
    assert sniff(zipped({"a.docx": zipped({"word/document.xml": b"<x/>"})})) == containers.ZIP


# --------------------------------------------------------------------------------------------------------------- mbox


def mbox(*messages: bytes) -> bytes:
    return b"".join(b"From a@example.org Fri Sep  9 10:00:00 2022\n" + m.rstrip(b"\n") + b"\n\n" for m in messages)


def test_a_mailbox_gives_its_messages_and_each_keeps_its_name() -> None:
    one, two = mail("One", a__pdf=PDF), mail("Two\n\nFrom here on nothing.\n")
    assert sniff(mbox(one, two)) == containers.MBOX
    assert len(names(mbox(one, two))) == 2
    assert set(names(mbox(two, one))) == set(names(mbox(one, two)))
    assert Counter(m.name.rpartition("!/")[2] for m in unpack_all(mbox(one, two)).members)["a.pdf"] == 1


def test_one_message_with_a_mailboxs_first_line_is_a_message() -> None:
    assert sniff(mbox(mail("One"))) == containers.MAIL
    assert said(read(mbox(mail("One")), "a")) == ["One"]


# ---------------------------------------------------------------------------------------------------- kinds and guard


@pytest.mark.parametrize(
    "note",
    [
        b"Date: 9 September 2022\nReference: 100/22\nSubject: FOI\n\nText",
        b"Year: 2019\nRank: PC\nOutcome: Dismissed\n",
        b"From: Monday\nOfficers: 3\n",
    ],
)
def test_a_note_that_begins_like_a_header_is_no_message(note: bytes) -> None:
    assert sniff(note) == "text/plain"


def test_the_guard_gives_the_same() -> None:
    data = zipped({"a.eml": mail(letter__pdf=pdf(text("Hello"))), "b.pdf": PDF})
    assert unpack_guarded(data, "a.zip") == unpack_all(data)
    assert read_guarded(data, "a.zip") == read(data, "a.zip")


MADE = [
    mail("Hello\n\n> quoted\n", html="<p>Hello</p>", a__pdf=PDF, winmail__dat=tnef({"x.pdf": PDF})),
    mbox(mail("One"), mail("Two")),
    zipped({"a.pdf": PDF, "b/c.eml": mail()}),
    tnef({"letter.pdf": PDF}, b"Text"),
    ole(outlook("Text", attached={"a.pdf": PDF, "inner": outlook("Inner")})),
]


@settings(max_examples=250, deadline=None)
@given(
    st.sampled_from(MADE),
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=12),
    st.floats(0.3, 1),
)
def test_no_damage_is_a_crash(data: bytes, changes: list[tuple[float, int]], cut: float) -> None:
    made = bytearray(data[: int(len(data) * cut)])
    for where, value in changes:
        made[int(len(made) * where)] = value
    unpack_all(bytes(made))
    try:
        assert isinstance(read(bytes(made), "a"), Document)
    except UnreadableDocument as reason:
        assert reason.message


# --------------------------------------------------------------------------------------------------------- real files

FOUND = {
    "humberside-police-odd-mime-type.eml": [("1LIPu0-0004fc-FM.eml", "message/rfc822")],
    "incoming-request-oft-attachments.eml": [("test.oft", "application/vnd.ms-outlook"), ("attach.txt", "text/plain")],
    "incoming-request-pdf-attachment.eml": [("fs_50379341.pdf", "application/pdf")],
    "incoming-request-tnef-attachments.eml": [
        ("FOI 09-02976i.doc", "application/msword"),
        ("FOI 09-02976iii.doc", "application/msword"),
    ],
    "many-attachments-date-header.eml": [
        *[("message.eml", "message/rfc822"), ("message (2).eml", "message/rfc822"), ("participant list.xls", "")],
        *[("message (3).eml", "message/rfc822"), ("message (4).eml", "message/rfc822")],
        *[("Participant List.doc", ""), ("Information & Booking Form.doc", ""), ("message (5).eml", "message/rfc822")],
        *[("message (6).eml", "message/rfc822"), ("message (7).eml", "message/rfc822")],
        *[("message (8).eml", "message/rfc822"), ("Information Pack.pdf", ""), ("message (9).eml", "message/rfc822")],
    ],
    "nested-attachments-premature-end.eml": [("message.eml", "message/rfc822"), ("maroon-square.png", "image/any")],
    "non-utf8-filename.eml": [("RV £12000 or more.xls", ""), ("other.xls", "")],
    "track-response-exchange-oof-1.eml": [],
}
"""What is attached to each real message: names, and kinds where the fixture still has content of a kind."""


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real messages are not here")
@pytest.mark.parametrize("name", FOUND)
def test_every_attachment_of_a_real_message_is_found_with_its_name(name: str) -> None:
    data = (SHARED / name).read_bytes()
    contents = unpack_all(data)
    assert [m.name.rpartition("!/")[2] for m in contents.members] == [n for n, _ in FOUND[name]]
    assert not contents.refused
    for member, (_, kind) in zip(contents.members, FOUND[name], strict=True):
        assert not kind or sniff(member.data) == kind
    assert read(data, name).texts


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real messages are not here")
def test_the_list_of_real_messages_is_whole_and_winmails_files_are_whole() -> None:
    assert {p.name for p in SHARED.glob("*.eml")} == set(FOUND)
    found = unpack((SHARED / "incoming-request-tnef-attachments.eml").read_bytes())
    assert [len(m.data) for m in found.members] == [82944, 65024]
    picture = unpack((SHARED / "nested-attachments-premature-end.eml").read_bytes()).members[-1]
    assert len(picture.data) == 971
