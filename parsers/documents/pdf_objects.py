"""The objects of a PDF (dictionaries, arrays, names, references), taken without trust in what they should be."""

from __future__ import annotations

from typing import Any

from pdfminer.pdftypes import PDFObjRef, PDFStream
from pdfminer.psparser import PSLiteral

MAX_STEPS = 10  # references to references


def resolved(value: Any) -> Any:
    """What a reference stands for; None where it leads in a circle or nowhere."""
    for _ in range(MAX_STEPS):
        if not isinstance(value, PDFObjRef):
            return value
        value = value.resolve()
    return None


def as_dict(value: Any) -> dict:
    """The dictionary, of a stream too; empty where it is none."""
    value = resolved(value)
    if isinstance(value, PDFStream):
        value = value.attrs
    return value if isinstance(value, dict) else {}


def as_list(value: Any) -> list:
    """The array; one thing alone stands for an array of one."""
    value = resolved(value)
    return value if isinstance(value, list) else [] if value is None else [value]


def name_of(value: Any) -> str:
    """The name without its slash; empty where it is none."""
    value = resolved(value)
    return str(value.name) if isinstance(value, PSLiteral) else ""


def number_of(value: Any) -> int | None:
    """The whole number; None where it is none."""
    value = resolved(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def id_of(value: Any) -> int:
    """The number of the object that a reference leads to; 0 where it is no reference."""
    return value.objid if isinstance(value, PDFObjRef) else 0
