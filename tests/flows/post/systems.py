"""Mail as the systems write it that forces and requesters use: Exchange, Postfix, Exim, Gmail, Notes, GroupWise, iCasework …

Every mail is made up. A `Made` says what it is: its kind (`answer`, `acknowledgement`, `holding` …, or what it is instead of
a letter), the force that it is of or that it did not reach, and the request.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from email.message import EmailMessage, MIMEPart

MISCONDUCT, HOSPITALS = "online-misconduct-2017", "hospital-crime-2019"

ASKED = (
    "How many police officers have been investigated for their conduct in WhatsApp messages, text messages, social media "
    "messages or posts since the start of 2017, and what was the outcome of each?"
)
DESK = "newsdesk@paper.example"
ROWS = [["Year", "Rank", "Platform", "Outcome"], ["2019", "PC", "WhatsApp", "Final written warning"], ["2020", "Sergeant", "Facebook", "Dismissed"]]  # fmt: skip


@dataclass(frozen=True)
class Made:
    """One mail with what is true of it. `force` None: of no force; `request` None: nothing tells."""

    name: str
    data: bytes
    kind: str
    force: str | None = None
    request: str | None = None


def mail(
    sender: str,
    subject: str,
    body: str,
    *,
    to: str = DESK,
    html: bool = False,
    attached: dict[str, bytes | EmailMessage] | None = None,
    date: str = "Wed, 14 Sep 2022 10:12:00 +0100",
    **headers: str,
) -> EmailMessage:
    """A mail as a person or a program writes it. Headers by their names, `_` for `-`."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"], made["Date"] = sender, to, subject, date
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    if html:
        made.set_content(_as_page(body), "html")
    else:
        made.set_content(body)
    for name, content in (attached or {}).items():
        if isinstance(content, EmailMessage):
            made.add_attachment(content)
        else:
            made.add_attachment(content, "application", "octet-stream", filename=name)
    return made


def _as_page(body: str) -> str:
    """A text as a mail program writes it as a page: what is quoted stands in a block of its own."""
    made = []
    for piece in body.split("\n\n"):
        quoted = [line.removeprefix("> ") for line in piece.split("\n") if line.startswith(">")]
        own = [line for line in piece.split("\n") if not line.startswith(">")]
        made.append(
            f"<p>{'<br>'.join(own)}</p>" + (f"<blockquote>{'<br>'.join(quoted)}</blockquote>" if quoted else "")
        )
    return f"<html><body>{''.join(made)}</body></html>"


def figures(rows: list[list[str]] = ROWS) -> bytes:
    """A bare table of cases, as CSV."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def letter_page(force: str, said: str, reference: str = "1146/22", asked: str = ASKED) -> bytes:
    """A covering letter as a web page, which is read faster than a PDF."""
    lines = [
        force, f"Freedom of Information Request Reference No: {reference}", "Date: 9 September 2022", "Dear Sir or Madam,",
        "I write in connection with your request for information received on 1 August 2022. I note you seek access to the following information:",
        asked, "DECISION", said, "Yours sincerely,",
    ]  # fmt: skip
    return ("<html><body>" + "".join(f"<p>{line}</p>" for line in lines) + "</body></html>").encode()


def report(
    sender: str,
    subject: str,
    words: str,
    fields: str,
    returned: EmailMessage | str | None = None,
    kind: str = "delivery-status",
    **headers: str,
) -> EmailMessage:
    """A report as RFC 3464 and RFC 8098 have it: words for people, fields for programs, and what is returned."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"], made["Date"] = sender, DESK, subject, "Mon, 1 Aug 2022 09:00:05 +0100"
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made["Content-Type"] = f'multipart/report; report-type={kind}; boundary="=_report_="'
    made.preamble = "This is a MIME-encapsulated message."
    first = MIMEPart()
    first.set_content(words)
    made.attach(first)
    status = MIMEPart()
    status["Content-Type"] = f"message/{kind}"
    inner = []
    for block in fields.strip().split("\n\n"):
        part = MIMEPart()
        for line in block.splitlines():
            name, _, value = line.strip().partition(": ")
            part[name] = value
        inner.append(part)
    status.set_payload(inner)
    made.attach(status)
    if isinstance(returned, str):
        head = MIMEPart()
        head.set_content(returned)
        head.replace_header("Content-Type", "text/rfc822-headers")
        made.attach(head)
    elif returned is not None:
        whole = MIMEPart()
        whole["Content-Type"] = "message/rfc822"
        whole.set_payload([returned])
        made.attach(whole)
    return made


def asking(force_address: str, name: str = "ask-1", asked: str = ASKED) -> EmailMessage:
    """The request as the requester sent it."""
    return mail(
        f"News Desk <{DESK}>",
        "Freedom of Information request",
        f"Dear Sir or Madam,\n\nUnder the Freedom of Information Act 2000 I would like to request the following information.\n\n{asked}\n\n"
        "Please provide this in a spreadsheet. I look forward to your reply within 20 working days.\n\nYours faithfully,\n\nNews Desk",
        to=force_address,
        date="Mon, 1 Aug 2022 09:00:00 +0100",
        Message_ID=f"<{name}@paper.example>",
    )


def formal(force: str, said: str, reference: str = "1146/22", asked: str = ASKED) -> str:
    """The text of a mail that is the whole letter."""
    return (
        f"{force}\n\nFOI Reference: {reference}\n\nDear Requester,\n\nI write in connection with your request for information dated 1 August "
        f"2022, in which you asked for the following information:\n\n{asked}\n\nResponse\n\n{said}\n\nShould you be dissatisfied with this "
        "response you may ask for an internal review within 40 working days.\n\nYours sincerely,\n\nInformation Access Team"
    )
