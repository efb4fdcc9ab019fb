"""`foi vocab`: a person's decision on a spelling, written into the vocabulary's file without touching the rest of it.

A spelling is mapped to a code, ignored with a reason, or left as it is with a reason. Nothing is written that the file
already says, or says otherwise; the whole file is read again, by its own rules, before it takes the place of the old one.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from functools import wraps
from pathlib import Path
from typing import Any

from flows import clock, spellings
from flows.ending import Stopped
from flows.lock import alone
from flows.spellings import NAMES, Tables, Unknown
from flows.toml_text import Text, plain_words
from schemas import vocabulary
from schemas.vocabulary import BLANK, Entry, Vocabulary, VocabularyError, normalise

_NO_REASON = "WHY"
"""What stands in a printed command for the reason that only the person knows."""

_LEFT_OPENING = "# Spellings that a person has looked at and left unmapped: `foi vocab leave`. They stay problems.\n"


def _alone(decide: Callable[..., list[str]]) -> Callable[..., list[str]]:
    """Of two decisions at once, the second is made on what the first has written."""

    @wraps(decide)
    def held(*given: Any, **named: Any) -> list[str]:
        with alone(vocabulary.FOLDER):
            vocabulary.load.cache_clear()
            return decide(*given, **named)

    return held


@_alone
def map_spelling(name: str, spelling: str, code: str, live: Tables | None, in_text: bool = False) -> list[str]:
    """Add the spelling to those of the code; the lines that say what was written and what it will change.

    `in_text`: it is also looked for in running text; otherwise only as a whole value. `live`: the tables of the live
    release, to name the places. Raises `Stopped`, with nothing written, where the file says something about it already.
    """
    words = known(name)
    if code not in words.codes:
        raise Stopped(f"{code}: {name} has no such code. {_near(code, words.codes)}All of them: foi vocab show {name}")
    path = _file(name)
    text = _new_spelling(words, spelling, path)
    file = Text.of(path, _shown(path))
    key = "spellings" if in_text else "lookup_only"
    index = [item["code"] for item in file.data["code"]].index(code)
    _write(name, file.with_item("code", index, key, text), path)
    before = [f"{p.raw} → {p.match.code}" for p in words.split(spelling) if p.match.code]
    mind = [f"mind      until now it was read in parts: {', '.join(before)}"] if before else []
    return [f"wrote     {_shown(path)}: “{text}” means {code}", *mind, *_no_longer_left(name, spelling), *_next(name, spelling, live)]  # fmt: skip


@_alone
def ignore(name: str, spelling: str, reason: str, live: Tables | None) -> list[str]:
    """Add the spelling to those that say nothing, with the reason; its cells then have no code and raise no problem."""
    words, path, reason = known(name), _file(name), _reason(reason)
    text = _new_spelling(words, spelling, path)
    file = Text.of(path, _shown(path))
    reasons = [item["reason"] for item in file.data.get("ignored", [])]
    if reason in reasons:
        new = file.with_item("ignored", reasons.index(reason), "spellings", text)
    else:
        new = file.with_block("ignored", {"reason": reason, "spellings": [text]}, beside=True)
    _write(name, new, path)
    return [f"wrote     {_shown(path)}: “{text}” is ignored: {reason}", *_no_longer_left(name, spelling), *_next(name, spelling, live)]  # fmt: skip


@_alone
def leave(name: str, spelling: str, reason: str) -> list[str]:
    """Note that the spelling was looked at and stays unmapped, and why. It stays a problem, and is listed last."""
    words, path, reason = known(name), _writable(spellings.LEFT), _reason(reason)
    _new_spelling(words, spelling, _file(name))
    for one in spellings.left():
        if (one.vocabulary, normalise(one.spelling)) == (name, normalise(spelling)):
            raise Stopped(f"“{spelling}” was left on {one.decided} already: {one.reason}.")
    file = Text.of(path, _shown(path)) if path.exists() else Text(_LEFT_OPENING, _shown(path))
    entry = {"vocabulary": name, "spelling": plain_words(spelling), "reason": reason, "decided": clock.now().date()}
    file.with_block("left", entry).write(path)
    return [f"wrote     {_shown(path)}: “{plain_words(spelling)}” is left: {reason}", "mind      it stays a problem and without a code; nothing is mapped again"]  # fmt: skip


def show(name: str, code: str | None) -> list[str]:
    """The codes of a vocabulary, or one code with everything that means it."""
    words = known(name)
    if code is None:
        wide = max(map(len, words.codes))
        return [f"{c:<{wide}}  {words.label(c)}{f' ({words.group(c)})' if words.group(c) else ''}" for c in words.codes]
    if code not in words.codes:
        raise Stopped(f"{code}: {name} has no such code. {_near(code, words.codes)}All of them: foi vocab show {name}")
    lines = [f"{code}: {words.label(code)}"]
    lines += [f"  group  {words.group(code)}"] if words.group(code) else []
    lines += [f"  means  {words.note(code)}"] if words.note(code) else []
    own = [e for e in vocabulary.entries(name) if e.code == code]
    for status, title in (("mapped", "spellings"), ("ambiguous", "unclear, reported each time")):
        found = [e.pattern for e in own if e.status == status]
        lines += [f"  {title}", *(f"    {pattern}" for pattern in found)] if found else []
    return lines


def unused(names: Sequence[str], live: Tables) -> list[str]:
    """The entries that nothing in the release uses: of one vocabulary each of them, of several how many."""
    lines = []
    for name in names:
        known(name)
        found = spellings.unused(live, name)
        maybe = f"; {len(found.maybe)} more may be" if found.maybe else ""
        lines.append(f"{name}: {len(found.unused)} of {found.entries} entries unused{maybe}")
        if found.codes:
            lines.append(f"  codes that no record has: {', '.join(found.codes)}")
        if len(names) == 1:
            lines += _by_code(found.unused)
    gone = _left_and_gone(live, names)
    if len(names) > 1:
        lines.append("Each of them: foi vocab unused VOCABULARY")
    return [*lines, *gone, "", spellings.HOW]


def commands(one: Unknown, data: str = "") -> list[str]:
    """The commands that decide on an unknown spelling, ready to be copied. `data`: the option for the data folder."""
    if not one.whole:
        return ["its beginning alone is known: look at the page, and give the whole of it to foi vocab map"]
    typed = quoted(one.spelling)
    near = vocabulary.load(one.vocabulary).near(one.spelling)
    lines = [
        f"foi vocab map {one.vocabulary} {typed} {code}{data}   # if it means the same as “{like}”"
        for like, code in near
    ]
    lines.append(
        f"foi vocab map {one.vocabulary} {typed} CODE{data}   # foi vocab show {one.vocabulary} lists the codes"
    )
    lines.append(f"foi vocab ignore {one.vocabulary} {typed} --reason {_NO_REASON}{data}")
    if one.left is None:
        lines.append(f"foi vocab leave {one.vocabulary} {typed} --reason {_NO_REASON}")
    if len(one.forces) == 1:
        module = f"parsers/forces/{one.forces[0].replace('-', '_')}.py"
        lines.append(f'where only {one.forces[0]} means it so, in {module}: values = {{"{one.vocabulary}": {{"{one.spelling}": "CODE"}}}}')  # fmt: skip
    return lines


def known(name: str) -> Vocabulary:
    """The vocabulary as its file is now. Raises `Stopped` where there is none of that name."""
    if name not in NAMES:
        raise Stopped(f"There is no vocabulary {name!r} to work on. {_near(name, NAMES)}There are: {', '.join(NAMES)}.")
    return vocabulary.load(name)


def _new_spelling(words: Vocabulary, spelling: str, path: Path) -> str:
    """The spelling as the file has them. Raises `Stopped` where it is none, or where something is said of it already."""
    text = normalise(spelling)
    if not text or re.search(r"[()|]", text):
        raise Stopped(f"“{spelling}” is no spelling: there must be a word or a sign in it that can be told.")
    match = words.lookup(spelling)
    file = _shown(path)
    own = "For one force alone, write it under `values` in the force's module."
    if match.status == "mapped":
        raise Stopped(f"“{spelling}” means {match.code} already ({file}); if that is wrong, take it away there first. {own}")  # fmt: skip
    if match.status == "ambiguous":
        raise Stopped(f"“{spelling}” is known to be unclear ({file}): {match.note} It is reported each time. {own}")
    if match.status == "ignored":
        raise Stopped(f"“{spelling}” is ignored already ({file}, or {BLANK}.toml): {match.note}. {own}")
    return text


def _write(name: str, file: Text, path: Path) -> None:
    """Put the new file in place, if it keeps the rules of vocabularies."""
    blank = Text.of(path.with_name(f"{BLANK}.toml")).data
    try:
        Vocabulary(name, file.data, blank)
    except VocabularyError as wrong:
        raise Stopped(f"Nothing was written: {wrong}") from None
    file.write(path)
    vocabulary.load.cache_clear()


def _file(name: str) -> Path:
    return _writable(vocabulary.FOLDER / f"{name}.toml")


def _writable(path: Path) -> Path:
    """The file, if it is one of a checkout: what is written into an installed copy is lost with its next version."""
    if not (vocabulary.FOLDER.parents[1] / "pyproject.toml").is_file():
        raise Stopped(
            f"The vocabularies in {path.parent} belong to an installed copy of the program. Decide on spellings in a "
            "checkout of its repository, where they are reviewed, and install it from there."
        )
    if not os.access(path if path.exists() else path.parent, os.W_OK) or not os.access(path.parent, os.W_OK):
        raise Stopped(f"{_shown(path)} may not be written by this user; change its permissions.")
    return path


def _shown(path: Path) -> str:
    return path.relative_to(vocabulary.FOLDER.parents[1]).as_posix() if path.is_relative_to(vocabulary.FOLDER.parents[1]) else str(path)  # fmt: skip


def _reason(text: str) -> str:
    reason = plain_words(text).rstrip(".")
    if not reason or reason == _NO_REASON:
        raise Stopped("--reason says nothing; say in a few words why, for whoever reads the file next.")
    return reason


def _no_longer_left(name: str, spelling: str) -> list[str]:
    """Take away the note that the spelling was left, now that it is decided."""
    keys = [(one.vocabulary, normalise(one.spelling)) for one in spellings.left()]
    if (name, normalise(spelling)) not in keys:
        return []
    path = _writable(spellings.LEFT)
    Text.of(path, _shown(path)).without_block("left", keys.index((name, normalise(spelling)))).write(path)
    return [f"wrote     {_shown(path)}: no longer left"]


def _next(name: str, spelling: str, live: Tables | None) -> list[str]:
    """Where the spelling stands now, and what the next run will do."""
    lines = []
    if live is not None:
        same = [u for u in spellings.unknown(live) if (u.vocabulary, normalise(u.spelling)) == (name, normalise(spelling)) and u.whole]  # fmt: skip
        told = [line for u in same for line in (u.amount, *u.where())] or ["in no problem of the live release"]
        lines += [f"{'stands' if not n else '':<9} {line}" for n, line in enumerate(told)]
    return [
        *lines,
        "next      foi ingest: maps every reply of the archive again (no document is read again), and publishes what changed",
        "          foi check: shows whether any force is read otherwise than a person last accepted",
    ]


def _by_code(entries: Sequence[Entry]) -> list[str]:
    lines: list[str] = []
    title = None
    for entry in entries:
        now = entry.code if entry.status == "mapped" else f"{entry.status}{f' ({entry.code})' if entry.code else ''}"
        lines += [f"  {now}"] if now != title else []
        lines.append(f"    {entry.pattern}")
        title = now
    return lines


def _left_and_gone(live: Tables, names: Sequence[str]) -> list[str]:
    there = {(u.vocabulary, normalise(u.spelling)) for u in spellings.unknown(live)}
    gone = [
        one
        for one in spellings.left()
        if one.vocabulary in names and (one.vocabulary, normalise(one.spelling)) not in there
    ]
    return [f"left and met no more: {one.vocabulary} “{one.spelling}” ({_shown(spellings.LEFT)})" for one in gone]


def _near(word: str, words: Sequence[str]) -> str:
    near = get_close_matches(word.casefold(), words, n=3, cutoff=0.5)
    return f"Did you mean {' or '.join(near)}? " if near else ""


def quoted(text: str) -> str:
    """A spelling as a shell takes it, in double quotes where that is enough."""
    return f'"{text}"' if not re.search(r'["\\$`!\x00-\x1f]', text) else "'" + text.replace("'", "'\"'\"'") + "'"
