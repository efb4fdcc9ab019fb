"""Which program this is: its code, its rules and vocabularies, what its pages are made from."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path

ROOMS = ("flows", "parsers", "schemas")


@cache
def program() -> str:
    """Changes with any file of the program: its code, its rules and vocabularies, what its pages are made from."""
    root = Path(__file__).parents[1]
    digest = sha256()
    for room in ROOMS:
        for path in sorted(p for p in (root / room).rglob("*") if p.is_file() and "__pycache__" not in p.parts):
            digest.update(f"{path.relative_to(root).as_posix()}\n".encode())
            digest.update(sha256(path.read_bytes()).digest())
    return digest.hexdigest()
