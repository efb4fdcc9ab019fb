"""`foi new-force`: from a reply to a working module, a fixture and a golden file, and what is left for a person.

The module declares how the reply's headings were read (`parsers.declaration`); what nobody could tell is `"unknown"` in
it. Nothing that a person wrote is lost: a module that is there is only added to, and only when told so.
"""

from __future__ import annotations

import ast
import re
import shlex
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flows import disk, golden
from flows.archive import Archive, sha256
from flows.contents import OneReply, read_file
from flows.ending import DONE, NEEDS_A_PERSON, Stopped
from flows.golden import HOME, File, Golden
from flows.lock import locked
from parsers import forces, headings
from parsers.declaration import Declaration, Undecided, declare
from parsers.documents.model import Document
from parsers.infer import CaseList, Matrix
from parsers.parse import Explained
from parsers.personal import IN_WORDS, finder
from parsers.table import UNKNOWN, TableParser
from schemas import forces as registry
from schemas.records import Problem

LONGEST = 60
"""Lines of a module; more of them, and what any force's headings mean is left to inference again."""

_DECLARED = ("layouts", "columns", "dimensions", "measures", "symbols")
_OF_A_BODY = re.compile(r"@(?:[\w-]+\.)*(?:police\.uk|gov\.uk|ico\.org\.uk|[\w-]*example)$", re.I)


@dataclass
class Written:
    """What the command has to say, and its exit status."""

    lines: list[str] = field(default_factory=list)
    status: int = DONE

    def say(self, title: str, lines: Sequence[str]) -> None:
        for index, line in enumerate(lines):
            self.lines.append(f"{title if not index else '':<9} {line}")


def new_force(
    slug: str,
    files: Sequence[Path],
    archive: Archive,
    request: str | None = None,
    again: bool = False,
    fixture: bool = True,
    home: Path = HOME,
) -> Written:
    """Write the module, the fixture and the golden file of one reply of the force.

    `slug` and `request` are known ones. Raises `Stopped`, with nothing written, where work that is there would be
    touched (unless `again`), where a file cannot be read, or where a fixture would publish hidden content.
    """
    module = Path(forces.__path__[0]) / f"{slug.replace('-', '_')}.py"
    reply = golden.together([read_file(file) for file in files], files[0], slug, request)
    found = golden.explained(reply)
    request = found.parsed.reply.request
    kept = _kept_before(slug, files, request, home)
    if not again:
        _stop_at_work_that_is_there(slug, module, kept, archive, home)
    _stop_at_hidden_content(files, reply, fixture, home)
    declaration = declare(found, forces.parser_of(slug).corrections())
    text = module_text(slug, request, declaration, found, _own_class(slug, module))
    path = kept.path if kept else golden.free_path(slug, request, home)
    made = Golden(path, slug, request, (), sealed=not fixture)
    written = [*_written_module(module, text, home), *_kept_files(made, files, archive, home)]
    forces.found_again()
    made.rows = golden.rows_now(made, archive, home)
    made.write()
    written += _removed(kept, made, home) if kept else []
    written.append(f"{_shown(made.path, home)} ({len(made.rows)} rows)")
    return _told(slug, files, reply, found, declaration, made, written, module, home)


def _kept_before(slug: str, files: Sequence[Path], request: str, home: Path) -> Golden | None:
    """The golden file that is there of the same reply: of the same request and with the same documents."""
    documents = {sha256(file.read_bytes()) for file in files}
    for path in sorted((home / golden.FOLDER / slug).glob("*.jsonl")):
        before = golden.load(path)
        if before.request == request and {_hash(file, home) for file in before.files} == documents:
            return before
    return None


def _hash(file: File, home: Path) -> str | None:
    if file.path is None:
        return file.sha256
    return sha256((home / file.path).read_bytes()) if (home / file.path).is_file() else None


def _stop_at_work_that_is_there(slug: str, module: Path, kept: Golden | None, archive: Archive, home: Path) -> None:
    if module.exists():
        raise Stopped(
            f"{module} is there already, and nothing was written. `foi check {slug}` tests it; --again adds to it what "
            "this reply brings and keeps what is declared."
        )
    if kept and (
        golden.absent(kept, archive, home) or golden.differences(kept.rows, golden.rows_now(kept, archive, home))
    ):
        raise Stopped(
            f"{kept.path} is of this reply, and the reply is now read differently; nothing was written. "
            f"`foi check {slug}` shows what has changed; --again takes it over."
        )


def _stop_at_hidden_content(files: Sequence[Path], reply: OneReply, fixture: bool, home: Path) -> None:
    """A workbook with a hidden sheet of names must not be published by way of a test."""
    copied = fixture and any(not _inside(file, home) for file in files)
    hidden = [f"{h.what} at {h.location} in {path}" for path, document in reply.documents for h in document.hidden]
    if copied and hidden:
        raise Stopped(
            f"The reply holds what its reader does not see ({'; '.join(hidden[:3])}), and a fixture would publish it; nothing "
            "was written. Run it again with --no-fixture: the file then stays in the archive."
        )


def _inside(file: Path, home: Path) -> bool:
    """The file is part of the repository already, as a sample or as a fixture: it is not copied."""
    return any(file.resolve().is_relative_to((home / folder).resolve()) for folder in ("samples", golden.FOLDER))


def _shown(path: Path, home: Path) -> str:
    return path.relative_to(home).as_posix() if path.is_relative_to(home) else str(path)


def _written_module(module: Path, text: str, home: Path) -> list[str]:
    disk.write_whole(module, text.encode())
    return [f"{_shown(module, home)} ({len(text.splitlines())} lines)"]


def _kept_files(made: Golden, files: Sequence[Path], archive: Archive, home: Path) -> Iterator[str]:
    """Keep each file where the golden file will find it: where it is, beside the golden file, or in the archive."""
    kept = []
    for file in files:
        if _inside(file, home):
            kept.append(File(path=file.resolve().relative_to(home.resolve()).as_posix()))
            continue
        data = file.read_bytes()
        if made.sealed:
            with locked(Path(archive.root)) if archive.local else nullcontext():
                kept.append(File(sha256=archive.store(data)))
            yield f"{file.name} in the archive only, as {kept[-1].sha256}"
            continue
        copy = made.path.with_suffix("") / file.name
        disk.write_whole(copy, data)
        kept.append(File(path=copy.relative_to(home).as_posix()))
        yield _shown(copy, home)
    made.files = tuple(kept)


def _removed(before: Golden, made: Golden, home: Path) -> Iterator[str]:
    """Take away the copies that an earlier run made and that are no longer wanted, as the reply is not for publication."""
    for file in before.files:
        if file not in made.files and file.path and Path(file.path).is_relative_to(golden.FOLDER):
            (home / file.path).unlink()
            yield f"{file.path} was taken away"


# --------------------------------------------------------------------------------------------------------- the module


def _own_class(slug: str, module: Path) -> type[TableParser] | None:
    """The force's class, to be added to. Raises `Stopped` where it holds code, which cannot be written again."""
    cls = forces.parser_classes().get(slug)
    if cls is None:
        if module.exists():
            forces.parser_of(slug)  # says why it cannot be loaded
        return None
    if code := _code(module):
        raise Stopped(
            f"{module} holds what cannot be written again ({', '.join(code)}); add the new layout by hand: "
            f"`foi parse FILE --force {slug}` shows it as layout_changed."
        )
    return cls


def _code(module: Path) -> list[str]:
    """What the module holds beside one declaration: functions, methods, names of its own."""
    tree = ast.parse(module.read_text("utf-8"))
    declared = {*_DECLARED, "force", "values", "year_basis", "not_data", "version"}
    found = []
    for node in [*tree.body, *(inner for cls in tree.body if isinstance(cls, ast.ClassDef) for inner in cls.body)]:
        if isinstance(node, ast.Assign) and all(isinstance(t, ast.Name) and t.id in declared for t in node.targets):
            continue
        if not isinstance(node, (ast.Expr, ast.ImportFrom, ast.ClassDef)):
            found.append(ast.unparse(node).splitlines()[0])
    return found


def module_text(
    slug: str, request: str, found: Declaration, explained: Explained, cls: type[TableParser] | None = None
) -> str:
    """The source of the force's module: what `cls` declares already, and what the reply adds."""
    force = registry.by_slug(slug)
    layouts = {**cls.layouts} if cls else {}
    if found.layouts:
        layouts[request] = tuple(dict.fromkeys([*layouts.get(request, ()), *found.layouts]))
    entries = {name: _added(getattr(cls, name) if cls else {}, getattr(found, name)) for name in _DECLARED[1:]}
    text = _text(slug, force.name, layouts, entries, explained, cls)
    if len(text.splitlines()) > LONGEST:
        shorter = {
            name: {k: v for k, v in given.items() if not _known_anyway(name, k, v)} for name, given in entries.items()
        }
        text = _text(slug, force.name, layouts, shorter, explained, cls)
    return text


def _added(declared: Mapping[str, str], found: Mapping[str, str]) -> dict[str, str]:
    """What a person decided stands; what was unknown may be known now."""
    return {**declared, **{key: value for key, value in found.items() if declared.get(key, UNKNOWN) == UNKNOWN}}


def _known_anyway(where: str, key: str, value: str) -> bool:
    meaning = {"columns": headings.field_of, "dimensions": headings.dimension_of, "measures": headings.measure_of}
    return where in meaning and meaning[where](key) == value


def _text(
    slug: str,
    name: str,
    layouts: Mapping[str, tuple[str, ...]],
    entries: Mapping[str, Mapping[str, str]],
    explained: Explained,
    cls: type[TableParser] | None,
) -> str:
    lines = [
        f'"""{name}."""',
        "",
        "from parsers.table import TableParser",
        "",
        "",
        f"class {slug.title().replace('-', '')}(TableParser):",
        f'    """{(cls.__doc__ if cls and "__doc__" in vars(cls) else None) or _kind_of_reply(explained)}"""',
        "",
        f"    force = {_quoted(slug)}",
    ]
    declared: dict[str, Any] = {"layouts": layouts, **entries}
    declared |= {key: vars(cls).get(key) for key in ("values", "year_basis", "not_data", "version")} if cls else {}
    for attribute, value in declared.items():
        if value:
            lines += _set(f"{attribute} = ", value, 4, "", _todo(attribute))
    return "\n".join(lines) + "\n"


def _set(before: str, value: Any, indent: int, after: str, todo: str) -> list[str]:
    """A value as the formatter would set it, a line for each entry; `todo` stands beside what is unknown."""
    start = " " * indent + before
    if isinstance(value, Mapping):
        inner = (line for k, v in value.items() for line in _set(f"{_quoted(k)}: ", v, indent + 4, ",", todo))
        return [f"{start}{{", *inner, f"{' ' * indent}}}{after}"]
    if isinstance(value, tuple):
        alone = f"{start}({', '.join(map(_quoted, value))},){after}"
        if len(value) == 1 and len(alone) <= 120:
            return [alone]
        return [f"{start}(", *(f"{' ' * (indent + 4)}{_quoted(text)}," for text in value), f"{' ' * indent}){after}"]
    return [f"{start}{_quoted(value)}{after}{todo if value == UNKNOWN else ''}"]


def _todo(attribute: str) -> str:
    """What is said beside an unknown entry; nothing in an attribute where `unknown` is an answer."""
    wanted = {
        "columns": "a field, or ignored",
        "dimensions": "what the breakdown is about",
        "symbols": 'what it stands for ("0", "<5"), once the force has said',
    }
    return f"  # TODO(person): {wanted[attribute]}" if attribute in wanted else ""


def _quoted(text: str) -> str:
    """A string of Python, in the quotes that the formatter would choose."""
    return repr(text) if '"' in text and "'" not in text else '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _kind_of_reply(explained: Explained) -> str:
    """A sentence on what the reply is made of, for the maintainer who opens the module next."""
    kinds = Counter(
        "a list of cases" if isinstance(layout, CaseList) else "a table of counts"
        for seen in explained.tables
        for _, layout in seen.parts
        if isinstance(layout, (CaseList, Matrix))
    )
    told = [
        kind if number == 1 else f"{number} {kind[2:].replace('list', 'lists').replace('table', 'tables')}"
        for kind, number in kinds.items()
    ]
    files = len(explained.letters)
    return f"{'A reply' if files == 1 else f'A reply of {files} documents'} with {' and '.join(told) or 'no table'}."


# ----------------------------------------------------------------------------------------------------- what it came to


def _told(
    slug: str,
    files: Sequence[Path],
    reply: OneReply,
    found: Explained,
    declaration: Declaration,
    made: Golden,
    written: Sequence[str],
    module: Path,
    home: Path,
) -> Written:
    parsed = found.parsed
    told = Written()
    facts = sum(row["in"] == "letter" for row in made.rows)
    told.say("found", [
        f"{parsed.reply.status} answer of {slug} to {made.request}"
        + (f", for {', '.join(r.force or '?' for r in parsed.other_replies)} too" if parsed.other_replies else ""),
        f"{len(parsed.cases)} cases, {len(parsed.counts)} counts, {facts} facts of letters, {len(parsed.problems)} problems",
        *declaration.layouts,
    ])  # fmt: skip
    told.say("wrote", written)
    changed = golden.differences(golden.rows(found, reply, made.sealed), made.rows) if not made.sealed else []
    left = [f"the module reads it differently: {d.sentence}" for d in changed]
    left += _decisions(declaration.undecided)
    left += _open_problems(parsed.problems, declaration.undecided)
    told.say("to do", left or ["nothing: it was read without a line by hand"])
    told.say("mind", _warnings(reply, made, home))
    redo = [f"edit {_shown(module, home)}, then"] if declaration.undecided else []
    told.say("next", [*redo, f"foi check {slug}", f"foi parse {shlex.quote(str(files[0]))} --force {slug}"])
    if declaration.undecided or changed or any(p.severity == "error" for p in parsed.problems):
        told.status = NEEDS_A_PERSON
    return told


def _decisions(undecided: Sequence[Undecided]) -> Iterator[str]:
    """What to write for each entry that is open, and once, from what to choose."""
    what = {"columns": "heading", "dimensions": "breakdown", "symbols": "symbol"}
    for entry in undecided:
        values = ", ".join(f"“{text[:40]}”" for text in entry.examples)
        hint = f"; perhaps {' or '.join(entry.likely)}" if entry.likely else ""
        yield f"{entry.where}: {what[entry.where]} “{entry.key}”{f' ({values})' if values else ''} is not known{hint}"
    for where in what:
        if choices := list(dict.fromkeys(c for entry in undecided if entry.where == where for c in entry.choices)):
            yield f"in place of “unknown” in {where} goes one of {', '.join(choices)}"


def _open_problems(problems: Sequence[Problem], undecided: Sequence[Undecided]) -> Iterator[str]:
    """The problems that the declaration does not ask about already, the same ones together."""
    asked = ("unmapped_column", "unexplained_symbol", "layout_changed")
    signs = tuple(f"“{entry.key}” is not a number" for entry in undecided if entry.where == "symbols")
    counted = Counter(
        (p.severity, p.code, p.message, p.fix)
        for p in problems
        if p.severity != "info" and p.code not in asked and not p.message.startswith(signs)
    )
    for (severity, code, message, fix), number in counted.items():
        yield f"{severity}: {code}: {message}{f' ({number} times)' if number > 1 else ''}{f' → {fix}' if fix else ''}"


def _warnings(reply: OneReply, made: Golden, home: Path) -> list[str]:
    """What a person should know before this goes into the repository."""
    copied = any(f.path and Path(f.path).is_relative_to(golden.FOLDER) for f in made.files)
    if made.sealed or not copied:
        return []
    signs = [sign for path, document in reply.documents for sign in _personal(path, document)]
    told = [f"it seems to hold personal data: {'; '.join(signs)}"] if signs else []
    return [
        *told,
        "a real reply goes into the repository only if it may be published; --again --no-fixture keeps it in the archive, "
        "and of its words only hashes in the golden file",
    ]


def _personal(path: str, document: Document) -> Iterator[str]:
    lines = [(t.text, t.location) for t in document.texts]
    lines += [(c.text or "", r.location) for r in document.rows() for c in r.cells]
    places: dict[str, dict[str, None]] = {}
    for text, location in lines:
        for found in finder().find(text):
            if not (found.kind == "email" and _OF_A_BODY.search(text[found.start : found.end])):
                places.setdefault(found.kind, {})[location] = None
    for kind in sorted(places):
        yield f"{IN_WORDS[kind]} ({path}, {', '.join(places[kind])})"
