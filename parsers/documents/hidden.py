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
    # As good as every file has them.
    "document property that names a person": "info",
    "external link": "info",
    "defined name": "info",
    "custom XML part": "info",
    "building blocks": "info",
}


def severity_of(what: str) -> Severity:
    """`error` for what holds the document until a person releases it, by the kind of the finding."""
    return TOLD.get(what, "error")
