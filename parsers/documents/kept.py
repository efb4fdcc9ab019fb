"""What was read from a part of a package, kept for the next package with the same part: most have their types, their relations
and often their styles from the program that wrote them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, TypeVar

T = TypeVar("T")
PARTS = 32
"""How many parts each reader keeps, by their bytes."""

LONGEST = 50_000  # bytes; longer parts are not kept


def kept(read: Callable[..., T]) -> Callable[..., T]:
    """The same reader of a part, which keeps what it makes of one that is not long. Nobody may change what it made."""
    again = lru_cache(maxsize=PARTS)(read)

    @wraps(read)
    def quick(content: bytes, *told: Any) -> T:
        return (read if len(content) > LONGEST else again)(content, *told)

    return quick
