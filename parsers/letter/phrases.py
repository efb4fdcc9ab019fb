"""The cues of letters: which wordings, kept as data in `phrases.toml`, say what."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path

_FILE = Path(__file__).with_name("phrases.toml")


@cache
def _cues() -> dict[str, tuple[tuple[re.Pattern, ...], re.Pattern | None]]:
    data = tomllib.loads(_FILE.read_text("utf-8"))
    made = {}
    for name, entry in data.items():
        wanted = tuple(re.compile(p, re.I) for p in entry["any"])
        unwanted = re.compile("|".join(f"(?:{p})" for p in entry["none"]), re.I) if entry.get("none") else None
        made[name] = (wanted, unwanted)
    return made


@lru_cache(maxsize=32768)
def says(cue: str, text: str) -> bool:
    """The text, folded by `parsers.letter.passages.fold`, carries that cue."""
    wanted, unwanted = _cues()[cue]
    return any(p.search(text) for p in wanted) and not (unwanted and unwanted.search(text))
