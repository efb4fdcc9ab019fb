"""Golden files: what one reply yielded when a person last looked, every cell of it, and what has changed since.

A golden file is JSON lines in `tests/forces/<force>/`. The first line names the reply's files: those in the repository by
path, any other by its sha256 in the archive. Each further line is one row of one table, or one fact of a letter, with
its places; what is null or empty is left out. What must change with every version (hashes, the parser's version) is not kept.

Where a reply is not for publication the file is sealed: the words of the force are there as hashes only, so that a
change is still seen and nothing can be read.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flows import disk
from flows.archive import Archive
from flows.contents import OneReply, Opened, one_reply, read_bytes, read_file
from flows.ending import Stopped
from parsers.letter import Letter
from parsers.parse import Explained, explain_reply
from parsers.table import Misdeclared
from schemas.tables import plain

HOME = Path(__file__).parents[1]
"""The repository."""

FOLDER = Path("tests/forces")
"""Where the golden files are, in the repository."""

_TABLES = ("replies", "cases", "counts", "accounting", "problems")
_NOT_KEPT = {
    "reply_id", "parser", "parser_version", "source", "source_url", "retrieved_at", "first_seen", "supersedes",
    "superseded_by", "withdrawn_at", "stage", "problem_id", "fix",
}  # fmt: skip
_NO_FACTS = {
    "quoted", "boilerplate", "form_tables", "quoted_tables", "answers", "caveats", "findings", "places", "with_staff",
}  # fmt: skip
"""Of a letter: how it was taken apart. What comes of it is in the tables."""

_WORDS = {"value", "place", "message", "reference", "token"}
_SEAL = "sha256:"


@dataclass(frozen=True)
class File:
    """One file of a reply: by its path in the repository, or by its sha256 in the archive."""

    path: str | None = None
    sha256: str | None = None

    @property
    def name(self) -> str:
        return Path(self.path).name if self.path else f"{(self.sha256 or '')[:12]}"


@dataclass
class Golden:
    """One golden file: the reply and the rows that it yielded."""

    path: Path
    force: str
    request: str
    files: tuple[File, ...]
    sealed: bool = False
    rows: list[dict[str, Any]] = field(default_factory=list)

    @property
    def forces(self) -> set[str]:
        """The forces that the reply answers for."""
        return {self.force, *(row["force"] for row in self.rows if row["in"] == "replies" and "force" in row)}

    def write(self) -> None:
        head = {
            "golden": self.force,
            "request": self.request,
            "files": [_filled(dataclasses.asdict(f)) for f in self.files],
        }
        lines = [{**head, "sealed": True} if self.sealed else head, *self.rows]
        disk.write_whole(self.path, "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines).encode())


def load(path: Path) -> Golden:
    """The golden file at that path. Raises `Stopped` where it is none."""
    try:
        head, *rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        files = tuple(File(**file) for file in head["files"])
        return Golden(path, head["golden"], head["request"], files, head.get("sealed", False), rows)
    except (ValueError, KeyError, TypeError, IndexError) as wrong:
        raise Stopped(f"{path} is no golden file ({wrong}); take it from the version control again.") from None


def paths(home: Path = HOME) -> list[Path]:
    """Every golden file of the repository at `home`."""
    return sorted((home / FOLDER).glob("*/*.jsonl"))


def free_path(slug: str, request: str, home: Path) -> Path:
    """Where a new golden file of the force goes: `<request>.jsonl`, numbered from the second reply to it on."""
    folder = home / FOLDER / slug
    names = [request, *(f"{request}-{n}" for n in range(2, 1000))]
    return folder / f"{next(n for n in names if not (folder / f'{n}.jsonl').exists())}.jsonl"


def absent(golden: Golden, archive: Archive, home: Path = HOME) -> list[File]:
    """The files of the reply that are not there: gone from the repository, or in no archive of this machine."""
    return [
        file
        for file in golden.files
        if not ((home / file.path).is_file() if file.path else archive.has(file.sha256 or ""))
    ]


def rows_now(
    golden: Golden, archive: Archive, home: Path = HOME, read: Callable[[Path], Opened] = read_file
) -> list[dict[str, Any]]:
    """The rows that the reply yields now. Raises `Stopped` where a file cannot be read."""
    found = []
    for file in golden.files:
        if file.path:
            found.append(read(home / file.path))
        else:
            found.append(read_bytes(archive.load(file.sha256 or ""), file.name, f"the document {file.name}"))
    reply = together(found, home / (golden.files[0].path or "reply"), golden.force, golden.request)
    return rows(explained(reply), reply, golden.sealed)


def together(found: Sequence[Opened], first: Path, force: str | None, request: str | None) -> OneReply:
    """The files, read, as one reply; `first` is the path of the first of them. Raises `Stopped` where they are several."""
    documents = [pair for one in found for pair in one.documents]
    twice = [path for path, number in Counter(path for path, _ in documents).items() if number > 1]
    if twice:
        raise Stopped(f"Two of the files are called {twice[0]}; give each a name of its own.")
    return one_reply(first, Opened(found[0].document, documents), force, request)


def explained(reply: OneReply) -> Explained:
    """What the reply yields. Raises `Stopped` where the force's module is at fault."""
    try:
        return explain_reply([document for _, document in reply.documents], reply.force, reply.request)
    except Misdeclared as fault:
        raise Stopped(str(fault)) from None


def rows(found: Explained, reply: OneReply, sealed: bool = False) -> list[dict[str, Any]]:
    """The lines of a golden file: the reply, the facts of its letters, its cases, counts, accounts and problems."""
    names = {document.sha256: path for path, document in reply.documents}
    parsed = found.parsed
    tables = {
        "replies": parsed.replies,
        **{name: getattr(parsed, name) for name in _TABLES if name != "replies"},
    }
    made = [{"in": "replies", **_kept(row, names)} for row in tables.pop("replies")]
    for (path, _), letter in zip(reply.documents, found.letters, strict=True):
        made += _facts(path, letter)
    made += [{"in": name, **_kept(row, names)} for name, records in tables.items() for row in records]
    return [_sealed(row) for row in made] if sealed else made


def _kept(record: Any, names: dict[str, str]) -> dict[str, Any]:
    row = _filled({key: value for key, value in plain(record).items() if key not in _NOT_KEPT})
    if "document" in row:
        row["document"] = names.get(row["document"], row["document"])
    if "documents" in row:
        row["documents"] = [names.get(sha256, sha256) for sha256 in row["documents"]]
    return row


def _filled(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if value is not None and value != [] and value != {}}


def _facts(document: str, letter: Letter) -> Iterator[dict[str, Any]]:
    """One line for each fact of a letter, with the place and the words that it was read from."""
    facts = {f.name: getattr(letter, f.name) for f in dataclasses.fields(letter) if f.name not in _NO_FACTS}
    legend = facts.pop("legend")
    facts |= {f"legend “{symbol}”": said for symbol, said in legend.items()}
    for name, value in facts.items():
        if value in (None, "", [], False) or (value == "unknown" and name.startswith("year_")):
            continue
        said = _filled(dataclasses.asdict(value)) if dataclasses.is_dataclass(value) else value  # type: ignore[arg-type]
        row = {"in": "letter", "document": document, "fact": name, "value": _text(said)}
        yield row | ({"place": letter.places[name]} if name in letter.places else {})


def _text(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _text(inner) for key, inner in value.items()}
    return value if isinstance(value, (str, int, list)) else value.isoformat()


def _sealed(row: dict[str, Any]) -> dict[str, Any]:
    """The row with every word of the force as a hash; codes, dates and places stay."""
    return {
        key: _SEAL + hashlib.sha256(json.dumps(value, ensure_ascii=False).encode()).hexdigest()[:16]
        if key.endswith("_raw") or (key in _WORDS and not isinstance(value, int))
        else value
        for key, value in row.items()
    }


# ------------------------------------------------------------------------------------------------------- what changed


@dataclass(frozen=True)
class Difference:
    """One cell that is no longer what it was, or one row that is new or gone; `sentence` says it to a person."""

    where: str
    column: str | None  # None for a whole row
    was: Any = None
    now: Any = None

    @property
    def sentence(self) -> str:
        if self.column is None:
            return f"{self.where}: {'is new' if self.was is None else 'is gone'}: {self.now if self.was is None else self.was}"
        return f"{self.where}: {self.column} was {_shown(self.was)}, is {_shown(self.now)}"


def differences(was: list[dict[str, Any]], now: list[dict[str, Any]]) -> list[Difference]:
    """What changed from the one to the other, cell by cell, in the order of the rows."""
    found: list[Difference] = []
    gone, new = list(was), list(now)
    pairs: dict[int, dict[str, Any]] = {}
    for key in (_whole, _identity, _spot):  # a row is found again by what it is about, failing that by where it stands
        waiting: dict[Any, list[dict[str, Any]]] = {}
        for row in new:
            waiting.setdefault(key(row), []).append(row)
        for row in list(gone):
            if (matches := waiting.get(key(row))) and key(row) is not None:
                pairs[id(row)] = match = matches.pop(0)
                gone = [r for r in gone if r is not row]
                new = [r for r in new if r is not match]
    for row in was:
        if id(row) in pairs:
            found += _cells(row, pairs[id(row)])
        else:
            found.append(Difference(_where(row), None, was=_told(row)))
    return found + [Difference(_where(row), None, now=_told(row)) for row in new]


def _whole(row: dict[str, Any]) -> Any:
    return json.dumps(row, sort_keys=True)


def _identity(row: dict[str, Any]) -> Any:
    keys = {
        "replies": ("force",),
        "letter": ("document", "fact"),
        "cases": ("record_id",),
        "counts": ("count_id",),
        "accounting": ("document", "location", "table"),
        "problems": ("code", "document", "location", "row", "message"),
    }[row["in"]]
    return row["in"], *(str(row.get(key)) for key in keys)


def _spot(row: dict[str, Any]) -> Any:
    at = row["in"], *(str(row.get(key)) for key in ("document", "location", "row", "part", "code"))
    return (*at, row.get("cells", {}).get("value")) if row["in"] in ("cases", "counts", "problems") else None


def _cells(was: dict[str, Any], now: dict[str, Any]) -> Iterator[Difference]:
    for column in dict.fromkeys([*was, *now]):
        before, after = was.get(column), now.get(column)
        if before == after:
            continue
        if column == "cells":
            for name in dict.fromkeys([*(before or {}), *(after or {})]):
                one, other = (before or {}).get(name), (after or {}).get(name)
                if one != other:
                    yield Difference(_where(was), f"the place of {name}", one, other)
        else:
            place = _place(was, column)
            yield Difference(f"{_where(was)}{f', at {place}' if place else ''}", column, before, after)


_READ_FROM = {
    "year": "year_raw", "rank": "rank_raw", "channels": "channel_raw",
    "conduct_categories": "conduct_raw", "conduct_rules": "conduct_raw",
    "outcome": "outcome_raw", "outcomes": "outcome_raw", "category": "category_raw", "category2": "category2_raw",
    "lower": "value", "upper": "value", "token": "value", "meaning": "value",
    "period_start": "period_raw", "period_end": "period_raw",
}  # fmt: skip


def _place(row: dict[str, Any], column: str) -> str | None:
    """The cell that a column was read from."""
    cells = row.get("cells", {})
    return cells.get(column) or cells.get(_READ_FROM.get(column, ""))


def _where(row: dict[str, Any]) -> str:
    """Which row it is, for a person: the file, the page or sheet, the row."""
    kind = {"replies": "the reply", "cases": "case", "counts": "count", "accounting": "table", "problems": "problem"}
    if row["in"] == "letter":
        return f"{row['document']}, letter"
    if row["in"] == "replies":
        return f"the reply of {row.get('force') or 'a force not known'}"
    at = [row.get("document"), row.get("location"), f"row {row['row']}" if row.get("row") else None]
    of = f" {row['part']}" if row.get("part") else ""
    return f"{', '.join(str(a) for a in at if a)} ({kind[row['in']]}{of})"


def _told(row: dict[str, Any]) -> str:
    """A whole row in few words."""
    if row["in"] == "letter":
        return f"{row['fact']} {_shown(row['value'])}"
    if row["in"] == "problems":
        return f"{row['severity']} {row['code']}: {row['message']}"
    told = [
        f"{key} {_shown(value)}"
        for key, value in row.items()
        if key.endswith("_raw") or key in ("value", "token", "rows")
    ]
    return ", ".join(told)


def _shown(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, str):
        return "words that are sealed" if value.startswith(_SEAL) else f"“{value}”"
    return json.dumps(value, ensure_ascii=False)
