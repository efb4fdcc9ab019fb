"""Who was asked, when, and what happened since that no reply tells: `DATA/asked.csv`, kept by hand or by `foi asked`.

One row for each request and force. `request`, `force` and `sent` are needed; the other columns may be left out or empty.
Text is written, and read, by the rule of all CSV here: as no spreadsheet runs it (`schemas.datapackage.CSV_NOTE`).
A row marked `sample` says when a made-up sample was asked for, and never stands beside a real reply.
"""

from __future__ import annotations

import csv
import dataclasses
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from flows import disk
from flows.ending import Stopped
from flows.lock import alone
from schemas import forces, requests
from schemas.datapackage import guarded, unguarded

FILE = "asked.csv"
"""Name of the file in the data folder."""

Pair = tuple[str, str]
"""Request and force."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it was put to one force.

    `sent`: when it was sent. `reference`: the force's own. `clarified`: when its question was answered, from which the
    time to answer counts anew. `extended_to`: the day that the force named when it took more time. `review_asked`: when
    an internal review was asked for. `closed`: when it was withdrawn or lapsed, so that no answer is due.
    """

    request: str
    force: str
    sent: date
    reference: str | None = None
    clarified: date | None = None
    extended_to: date | None = None
    review_asked: date | None = None
    closed: date | None = None
    note: str | None = None
    sample: bool = False

    @property
    def pair(self) -> Pair:
        return self.request, self.force


_COLUMNS = tuple(f.name for f in dataclasses.fields(Asked))
_NEEDED = ("request", "force", "sent")
_DATES = ("sent", "clarified", "extended_to", "review_asked", "closed")
_TRUTHS = {"": False, "false": False, "no": False, "true": True, "yes": True}
_MOST_FAULTS = 10


def read(data: Path) -> dict[Pair, Asked]:
    """What `asked.csv` in the data folder says, by request and force; empty where there is none. Raises `Stopped`."""
    path = data / FILE
    return read_file(path) if path.exists() else {}


def read_file(path: Path) -> dict[Pair, Asked]:
    """The rows of one such file. Raises `Stopped` with every fault and its line, where it cannot be used."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Stopped(f"{path} is not UTF-8; save it as CSV UTF-8.") from None
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        rows = list(reader)
    except csv.Error as wrong:
        raise Stopped(f"{path}, line {reader.line_num}: is no CSV ({wrong}); save it as CSV UTF-8 again.") from None
    names = [(name or "").strip() for name in reader.fieldnames or []]
    faults = [f"there is no column {name}" for name in _NEEDED if name not in names]
    faults += [
        f"the column {name or '(no name)'} is none of {', '.join(_COLUMNS)}" for name in names if name not in _COLUMNS
    ]
    made: dict[Pair, Asked] = {}
    for number, row in enumerate(rows if not faults else [], start=2):
        if None in row or None in row.values():
            faults.append(f"row {number}: has {'more' if None in row else 'fewer'} cells than there are columns")
            continue
        one, wrong_here = _row({name.strip(): value.strip() for name, value in row.items()})
        faults += [f"row {number}: {fault}" for fault in wrong_here]
        if one and one.pair in made:
            faults.append(f"row {number}: {one.force} is there twice for {one.request}; keep one row")
        elif one:
            made[one.pair] = one
    if faults:
        more = f"; and {len(faults) - _MOST_FAULTS} more" if len(faults) > _MOST_FAULTS else ""
        raise Stopped(f"{path}: {'; '.join(faults[:_MOST_FAULTS])}{more}.")
    return made


def _row(cells: dict[str, str]) -> tuple[Asked | None, list[str]]:
    faults = [f"{name} is empty" for name in _NEEDED if not cells[name]]
    values: dict[str, str | date | bool | None] = {name: unguarded(text) or None for name, text in cells.items()}
    for name in _DATES:
        if text := cells.get(name):
            try:
                values[name] = date.fromisoformat(text)
            except ValueError:
                faults.append(f"{name} is {text!r}: write a date as 2022-08-31")
    if (text := cells.get("sample", "").lower()) not in _TRUTHS:
        faults.append(f"sample is {text!r}: write true or leave it empty")
    values["sample"] = _TRUTHS.get(text, False)
    if cells["request"] and cells["request"] not in {r.slug for r in requests.all_requests()}:
        faults.append(
            f"there is no request {cells['request']}; there are: {', '.join(r.slug for r in requests.all_requests())}"
        )
    if cells["force"] and cells["force"] not in {f.slug for f in forces.all_forces()}:
        faults.append(f"there is no force {cells['force']}; schemas/forces.csv lists them")
    sent = values["sent"]
    if not faults:
        faults += [
            f"{name} is before the day on which the request was sent"
            for name in _DATES
            if isinstance(then := values.get(name), date) and isinstance(sent, date) and then < sent
        ]
    return (None if faults else Asked(**values)), faults  # type: ignore[arg-type]


def add(data: Path, new: Iterable[Asked]) -> tuple[int, int]:
    """Write rows into `asked.csv` of the data folder; a row for the same request and force takes the place of the old one.

    Returns how many rows are new and how many were changed.
    """
    rows = {one.pair: one for one in new}
    with alone(data):
        known = read(data)
        added = sum(pair not in known for pair in rows)
        changed = sum(pair in known and known[pair] != one for pair, one in rows.items())
        if added or changed:
            file = io.StringIO(newline="")
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(_COLUMNS)
            writer.writerows(map(_cells, (one for _, one in sorted({**known, **rows}.items()))))
            disk.write_whole(data / FILE, file.getvalue().encode())
    return added, changed


def _cells(one: Asked) -> list[str]:
    values = (getattr(one, name) for name in _COLUMNS)
    return ["" if v is None or v is False else "true" if v is True else guarded(str(v)) for v in values]
