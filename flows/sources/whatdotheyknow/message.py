"""A message as the site shows it, written as an e-mail (RFC 5322): its sender's name, its date, its text.

It is read as the e-mail that it was, so that the files that came with it are one reply with it. The same message gives
the same bytes. Where it was read is said in its header; the page itself is kept beside it.
"""

from __future__ import annotations

from email.headerregistry import Group
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from flows.sources.whatdotheyknow.page import Incoming


def as_mail(message: Incoming, subject: str, url: str) -> bytes:
    """The bytes of the e-mail. The site shows no address of the sender, and none is made up: the sender is a group without
    one (RFC 6854)."""
    made = EmailMessage(policy=SMTP.clone(max_line_length=0))
    made["From"] = Group(_line(message.author) or "the authority")
    if message.sent:
        made["Date"] = format_datetime(message.sent)
    made["Subject"] = _line(subject) or "Freedom of Information request"
    made["Comments"] = f"The text of the message as shown at {url}"
    made.set_content(message.text + "\n", charset="utf-8", cte="8bit")
    return bytes(made)


def _line(text: str) -> str:
    return " ".join(text.split())[:300]
