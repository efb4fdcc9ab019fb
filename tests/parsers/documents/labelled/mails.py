"""Messages whose plain form and page differ, or whose page hides something; and ordinary ones."""

from __future__ import annotations

from email.message import EmailMessage

from tests.parsers.documents.labelled import SECRET, File

SAID = "Thank you for your request. There were 12 cases in 2019 and 5 of them were dismissed."
PAGE = "<html><body><p>{}</p>{}</body></html>"


def mail(plain: str | None, page: str | None) -> bytes:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "foi@kent.example", "x@example.org", "Request 7/22"
    made["Date"], made["Message-ID"] = "Fri, 09 Sep 2022 10:00:00 +0000", "<1@kent.example>"
    if plain is not None:
        made.set_content(plain)
    if page is not None and plain is not None:
        made.add_alternative(page, subtype="html")
        made.set_boundary("b1")
    elif page is not None:
        made.set_content(page, subtype="html")
    return made.as_bytes()


HIDDEN = {
    "page alone": (mail(None, PAGE.format(SAID, f"<div style='display:none'>{SECRET}</div>")), "hidden part"),
    "page beside a plain form": (mail(SAID, PAGE.format(SAID, f"<div style='display:none'>{SECRET}</div>")), "hidden part"),
    "hidden in the page, written in the plain form": (
        mail(f"{SAID} {SECRET}", PAGE.format(SAID, f"<div style='display:none'>{SECRET}</div>")), "hidden part",
    ),
    "white in the page": (mail(SAID, PAGE.format(SAID, f"<p style='color:white'>{SECRET}</p>")), "text in the colour of its background"),
    "in the plain form alone": (mail(f"{SAID} {SECRET} wrote it", PAGE.format(SAID, "")), "plain form that differs from the page"),
}  # fmt: skip
SEEN = {
    "plain": mail(SAID, None), "page": mail(None, PAGE.format(SAID, "")), "both": mail(SAID, PAGE.format(SAID, "")),
    "links written out": mail(f"{SAID} See our site <https://example.org/a> [cid:image001.png]", PAGE.format(SAID, "<a href='https://example.org/a'>See our site</a>")),
    "table": mail(SAID, PAGE.format(SAID, "<table><tr><td>Advice<td>3<tr><td>Warning<td>5</table>")),
    "grey signature": mail(f"{SAID}\n\nFOI team", PAGE.format(SAID, "<p style='color:#767676;font-size:8pt'>FOI team</p>")),
}  # fmt: skip


def planted() -> list[File]:
    return [File("eml", case, "file.eml", *found) for case, found in HIDDEN.items()]


def clean() -> list[File]:
    return [File("eml", case, "file.eml", data) for case, data in SEEN.items()]
