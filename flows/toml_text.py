"""Changes to a TOML file made by a person's command: one entry more or less, every other byte as it was.

`Text` finds the tables of a file and where their values stand. Each change is checked before it is given back: read again
as TOML, the new text must hold what the old one held and the change, and nothing else.
"""

from __future__ import annotations

import copy
import itertools
import json
import re
import tomllib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from flows import disk
from flows.ending import Stopped

_TOKEN = re.compile(
    r"(?P<comment>\#[^\n]*)"
    r'|(?P<string>"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\')'
    r"|(?P<newline>\n)|(?P<sign>[\[\]{},=])|(?P<space>[ \t\r]+)|(?P<bare>[^\s#\"'\[\]{},=]+)",
    re.DOTALL,
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


@dataclass
class _Value:
    """Where one value stands; of an array, also where its last entry ends, and its last comma if that comes after it."""

    start: int
    end: int
    last: int | None = None
    comma: int | None = None


@dataclass
class _Block:
    """One `[table]` or `[[table]]`: its name, where it begins and ends, and its values."""

    name: str
    start: int
    end: int
    values: dict[str, _Value] = field(default_factory=dict)


class Text:
    """A TOML text, and the changes that can be made to it. `name` is what messages call the file."""

    def __init__(self, text: str, name: str) -> None:
        """Raises `Stopped` where the text is not TOML."""
        self.text, self.name = text, name
        try:
            self.data = tomllib.loads(text)
        except tomllib.TOMLDecodeError as wrong:
            raise Stopped(f"{name} is not valid TOML ({wrong}); mend it first.") from None
        self.line_end = "\r\n" if "\r\n" in text else "\n"

    @classmethod
    def of(cls, path: Path, name: str | None = None) -> Text:
        """The text of the file; an empty one where there is no such file."""
        try:
            return cls(path.read_bytes().decode("utf-8") if path.exists() else "", name or str(path))
        except UnicodeDecodeError:
            raise Stopped(f"{path} is not UTF-8 text; save it as UTF-8 first.") from None

    def with_item(self, table: str, index: int, key: str, item: str) -> Text:
        """With one string more at the end of an array of the `index`-th `[[table]]`; the array is made if need be."""
        block = [b for b in self._blocks() if b.name == table][index]
        value = block.values.get(key)
        written = _written(item)
        if value is None:
            at = max(v.end for v in block.values.values())
            new = f"{self.text[:at]}{self.line_end}{key} = [{written}]{self.text[at:]}"
        else:
            new = self._longer_array(value, written)
        expected = copy.deepcopy(self.data)
        expected[table][index].setdefault(key, []).append(item)
        return self._checked(new, expected)

    def with_block(self, table: str, values: dict[str, Any], beside: bool = False) -> Text:
        """With one `[[table]]` more: at the end, or (`beside`) after the last of its name."""
        alike = [b for b in self._blocks() if b.name == table] if beside else []
        at = alike[-1].end if alike else len(self.text)
        lines = [f"[[{table}]]", *(f"{key} = {_written(value)}" for key, value in values.items())]
        before, after = self.text[:at].rstrip("\r\n \t"), self.text[at:].lstrip("\r\n")
        n = self.line_end
        new = f"{before}{n * 2 if before else ''}{n.join(lines)}{n}{n + after if after else ''}"
        expected = copy.deepcopy(self.data)
        expected.setdefault(table, []).append(values)
        return self._checked(new, expected)

    def without_block(self, table: str, index: int) -> Text:
        """Without the `index`-th `[[table]]`."""
        block = [b for b in self._blocks() if b.name == table][index]
        before, after = self.text[: block.start].rstrip("\r\n \t"), self.text[block.end :].lstrip("\r\n")
        n = self.line_end
        gap = (n * 2 if after else n) if before else ""
        expected = copy.deepcopy(self.data)
        del expected[table][index]
        if not expected[table]:
            del expected[table]
        return self._checked(f"{before}{gap}{after}", expected)

    def write(self, path: Path) -> None:
        """Put the text in the place of the file, in one step and for good. Whoever read it for that holds `flows.lock.alone`."""
        disk.write_whole(path, self.text.encode("utf-8"))

    def _longer_array(self, value: _Value, written: str) -> str:
        text, close = self.text, value.end - 1
        if text[value.start] != "[":
            raise Stopped(f"{self.name}: a list is expected and something else stands there; mend it first.")
        if value.last is None:
            return f"{text[: value.start + 1]}{written}{text[value.start + 1 :]}"
        line = text.rfind("\n", 0, close) + 1
        if line <= value.last or text[line:close].strip():  # the bracket stands on the line of the last entry
            if value.comma is not None:
                return f"{text[: value.comma + 1]} {written}{text[value.comma + 1 :]}"
            return f"{text[: value.last]}, {written}{text[value.last :]}"
        begin = text.rfind("\n", 0, value.last) + 1
        indent = text[begin : len(text) - len(text[begin:].lstrip(" \t"))]
        comma = "" if value.comma is not None else ","
        return f"{text[: value.last]}{comma}{text[value.last : line]}{indent}{written},{self.line_end}{text[line:]}"

    def _checked(self, new: str, expected: dict[str, Any]) -> Text:
        """Guards against an odd way of writing that this module reads otherwise than TOML does."""
        try:
            same = tomllib.loads(new) == expected
        except tomllib.TOMLDecodeError:
            same = False
        if not same:
            raise Stopped(f"{self.name} is written in a way that cannot be added to safely; make the change by hand.")
        return Text(new, self.name)

    def _blocks(self) -> list[_Block]:
        tokens = [(m.lastgroup, m.group(), m.start()) for m in _TOKEN.finditer(self.text)]
        blocks: list[_Block] = []
        at, size = 0, len(tokens)
        while at < size:
            kind, sign, start = tokens[at]
            if kind in ("comment", "newline", "space"):
                at += 1
                continue
            line = at
            while at < size and tokens[at][0] != "newline" and tokens[at][1] != "=":
                at += 1
            words = "".join(t for k, t, _ in tokens[line:at] if k in ("bare", "string", "sign"))
            if sign == "[":
                blocks.append(_Block(words.strip("[]"), start, len(self.text)))
                continue
            at, value = self._value(tokens, at + 1)
            if blocks:
                blocks[-1].values[words] = value
        for block, following in itertools.pairwise(blocks):
            block.end = self._above(following.start)
        return blocks

    def _value(self, tokens: list[tuple], at: int) -> tuple[int, _Value]:
        """The value from the token `at` on, and the token after it."""
        while tokens[at][0] == "space":
            at += 1
        value = _Value(tokens[at][2], tokens[at][2])
        depth = 0
        while at < len(tokens):
            kind, text, start = tokens[at]
            if depth == 0 and kind in ("newline", "comment"):
                break
            opens, closes = kind == "sign" and text in "[{", kind == "sign" and text in "]}"
            depth += opens - closes
            if kind not in ("space", "newline", "comment"):
                if depth == 1 and text == ",":
                    value.comma = start
                elif depth >= 1 and not (depth == 1 and opens):
                    value.last, value.comma = start + len(text), None
                value.end = start + len(text)
            at += 1
        return at, value

    def _above(self, start: int) -> int:
        """Where the comment lines right above a table begin: they are about it, not about the table before."""
        lines = self.text[:start].splitlines(keepends=True)
        while lines and lines[-1].lstrip().startswith("#"):
            start -= len(lines.pop())
        return start


def plain_words(text: str) -> str:
    """A person's words on one line, without signs that no file can hold."""
    return " ".join(_CONTROL.sub(" ", text.encode("utf-8", "replace").decode("utf-8")).split())


def _written(value: Any) -> str:
    """A value as TOML."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return f"[{', '.join(map(_written, value))}]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_written(k)} = {_written(v)}" for k, v in value.items()) + " }" if value else "{}"
    raise TypeError(f"no TOML for {type(value).__name__}")
