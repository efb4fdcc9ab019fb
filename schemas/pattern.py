"""Regular expressions made of long lists of words, each compiled when it is first asked.

There are hundreds, one reply asks a few dozen, and to compile them all takes longer than to read it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property


class Pattern:
    """As `re.Pattern`, of which it has what is used."""

    def __init__(self, source: str) -> None:
        self.source = source

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.source)

    def search(self, text: str) -> re.Match[str] | None:
        return self._compiled.search(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        return self._compiled.finditer(text)

    def sub(self, instead: str, text: str, count: int = 0) -> str:
        return self._compiled.sub(instead, text, count=count)
