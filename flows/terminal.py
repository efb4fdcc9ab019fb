"""The only way to the terminal: what a reply or a file's name holds is shown, and never obeyed.

Escape sequences can rewrite what stands on the screen, set its title or answer for the person in front of it; marks of
writing direction make a text read as another; a line break makes one message two.
"""

from __future__ import annotations

import json
import re
from typing import Any

import click

_ACTS = r"\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f"
"""C0 and C1 controls but for tab and line feed, marks of direction, what is not seen, half surrogate pairs, tags."""
_ACTING = re.compile(f"[{_ACTS}]")
_ACTING_OR_BREAK = re.compile(f"[{_ACTS}\t\n]")


def shown(text: object) -> str:
    """The text with every character that a terminal acts on written out (`\\x1b`, `\\u202e`); its lines stay lines."""
    return _ACTING.sub(_written, str(text))


def on_one_line(text: object) -> str:
    """As `shown`, for a text that is one thing: its tabs and line breaks are blanks."""
    return shown(" ".join(re.split(r"\s*[\t\r\n\v\f\x85\u2028\u2029]+\s*", str(text))))


def written_out(text: str) -> str:
    """As `shown`, and with tabs and line breaks written out too: for a name that is to stay one name, and itself."""
    return _ACTING_OR_BREAK.sub(_written, text)


def say(text: object = "", *, err: bool = False) -> None:
    """Print a line, or several, to standard output or standard error."""
    click.echo(shown(text), err=err)


def say_json(value: Any) -> None:
    """Print a value as JSON for programs; what a terminal acts on stands in JSON's own escapes, so that it means the same."""
    text = json.dumps(value, ensure_ascii=False, indent=1)
    click.echo(_ACTING.sub(lambda found: json.dumps(found[0])[1:-1], text))


def _written(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
