"""What reads like personal data and is none, as a person decided: `not-personal.toml` in the data folder.

An entry with nothing but its text holds anywhere; one with a force, a record or a column there alone. What is of general
knowledge belongs into `parsers/personal/allowed.toml` instead.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from flows import clock
from flows.editions import Editions, Released
from flows.ending import Stopped
from flows.lock import alone
from flows.toml_text import Text, plain_words
from parsers.personal import finder
from schemas.records import PERSONAL_KINDS, Masking
from schemas.tables import table

FILE = "not-personal.toml"
"""In the data folder, beside `takedowns.toml`; written by people."""

Tables = dict[str, list[Any]]

_NEEDED = ("text", "reason", "by", "decided")
_MAY = ("kind", "force", "record", "column")


def read(data: Path) -> tuple[Released, ...]:
    """The entries of the data folder. Raises `Stopped` where one is not as docs/personal-data.md says."""
    path = data / FILE
    if not path.is_file():
        return ()
    content = Text.of(path).data
    entries = content.get("allowed", [])
    if set(content) - {"allowed"} or not isinstance(entries, list):
        raise Stopped(f"{path}: each entry begins with [[allowed]]; see docs/personal-data.md.")
    for number, entry in enumerate(entries, start=1):
        if wrong := _fault(entry):
            raise Stopped(f"{path}, entry {number}: {wrong}; see docs/personal-data.md.")
    return tuple(Released(entry["text"], *(entry.get(key) for key in _MAY)) for entry in entries)


def _fault(entry: object) -> str | None:
    if not isinstance(entry, dict) or not set(_NEEDED) <= set(entry) <= {*_NEEDED, *_MAY}:
        return f"it is to have {', '.join(_NEEDED)}, where need be {', '.join(_MAY)}, and nothing else"
    texts = [key for key in entry if key != "decided"]
    if blank := [key for key in texts if not isinstance(entry[key], str) or not entry[key].strip()]:
        return f"`{blank[0]}` is to be a text, and not a blank one"
    if entry.get("kind") not in (None, *PERSONAL_KINDS):
        return f"`kind` is one of {', '.join(PERSONAL_KINDS)}"
    if not isinstance(entry["decided"], date) or isinstance(entry["decided"], datetime):
        return "`decided` is to be a date, without quotes: 2024-05-01"
    return None


def say(data: Path, live: Tables, what: str, reason: str, by: str, kind: str | None = None) -> list[str]:
    """Write that something is no personal data; lines that say so. `what`: a masking of the live release, or a text.

    Raises `Stopped` where nothing would be found in the text, or where what was masked is not there any more.
    """
    if not plain_words(reason) or not plain_words(by):
        raise Stopped("--reason and --by are not to be blank: both are kept.")
    masking = next((m for m in live["masked"] if m.masking_id == what), None)
    entries = _of_masking(live, masking) if masking else [_of_text(what, kind)]
    decided = {"reason": plain_words(reason), "by": plain_words(by), "decided": clock.now().date()}
    with alone(data):
        known = set(read(data))
        new = [e for e in entries if Released(e["text"], *(e.get(key) for key in _MAY)) not in known]
        if not new:
            raise Stopped(f"That was said before: it stands in {data / FILE}.")
        text = Text.of(data / FILE)
        for entry in new:
            text = text.with_block("allowed", {**entry, **decided})
        text.write(data / FILE)
    told = ", ".join(f"“{entry['text']}”" for entry in new)
    where = f"in `{masking.column}` of {masking.record}" if masking else "anywhere"
    return [
        f"Not personal: {told}, {where}.",
        f"Written to {data / FILE}. The next `foi ingest` publishes it as it stands.",
    ]


def _of_text(text: str, kind: str | None) -> dict[str, str]:
    text = plain_words(text)
    around = (text, f"The message about {text} was sent.", f"PC {text}", f"Mr {text}")
    if not any(f.end > f.start for one in around for f in finder().find(one)):
        raise Stopped(
            f"{text!r} is neither a masking of the live release (`masking_id` in masked.csv) nor a text in which anything would be found."
        )
    return {"text": text, **({"kind": kind} if kind else {})}


def _of_masking(live: Tables, masking: Masking) -> list[dict[str, str]]:
    """The texts that were masked there, each for that row and column alone."""
    of = table(masking.table)
    rows: Iterable[Any] = (
        r for r in live[masking.table] if "/".join(str(getattr(r, k)) for k in of.key) == masking.record
    )
    row = next(iter(rows), None)
    if row is None or not masking.record:
        raise Stopped(f"{masking.masking_id}: its row cannot be named; give the text itself instead.")
    found = Editions().texts_of(of, row, masking, live)
    if not found:
        raise Stopped(f"{masking.masking_id}: what was masked there is known from elsewhere in the reply; give the text itself instead.")  # fmt: skip
    where = {"record": masking.record, "column": masking.column, **({"force": masking.force} if masking.force else {})}
    return [{"text": text, "kind": masking.kind, **where} for text in found]
