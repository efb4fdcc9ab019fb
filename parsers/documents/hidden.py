"""How grave each kind of hidden content is: what holds a document for a person, what is reported, what is only told.

A kind that is not named here is grave, so that a reader that learns to find something new holds it. Whoever changes what
stands here raises `READER_VERSION`: what was found is kept with its gravity.
"""

from __future__ import annotations

from typing import Literal

Severity = Literal["error", "warning", "info"]

TOLD: dict[str, Severity] = {
    # Says nothing about the people in the data, or can be seen by whoever opens the file, or is no content.
    "struck-out text": "warning",
    "text box": "warning",
    "stamp": "warning",
    "form field": "warning",
    "damaged annotation": "warning",
    "macros": "warning",
    "macro sheet": "warning",
    "XFA form": "warning",
    "data connection": "warning",
    "part that screen readers pass over": "warning",
    "hidden label": "warning",
    "document variable": "warning",
    "text cut off": "warning",
    "tracked insertion": "warning",
    "text in a field's code": "warning",
    "choices of a list": "warning",
    "message of a cell": "warning",
    "text in building blocks": "warning",
    "document put in": "warning",
    "phonetic text": "warning",
    "part shown on a click": "warning",
    "bookmark": "warning",
    "closed dialog": "warning",
    "plain form that differs from the page": "warning",
    "text in a drawing": "warning",
    "part that is never painted": "warning",
    "text kept for reading aloud": "warning",
    "cells above a frozen pane": "warning",
    # As good as every file has them.
    "document property that names a person": "info",
    "external link": "info",
    "defined name": "info",
    "custom XML part": "info",
    "building blocks": "info",
    "alternative text": "info",
    "link to a mailbox or a file": "info",
    "page header or footer": "info",
    "text in a formula": "info",
    "tip of a link": "info",
    "thumbnail": "info",
    "style kept elsewhere": "info",
    "text in the page's code": "info",
    "data of a program": "info",
}


READ = {"tracked insertion", "part shown on a click", "cells above a frozen pane"}
"""What can be seen by whoever looks for it: told, and read all the same."""


def severity_of(what: str) -> Severity:
    """`error` for what holds the document until a person releases it, by the kind of the finding."""
    return TOLD.get(what, "error")
