"""Reads a PDF with so many hands, as a process of its own: `python -m tests.parsers.documents.hands FILE HANDS [SPOIL]`.

Prints, as JSON, what came of it, how many forks there were and which pages were read in this process.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from parsers import limits
from parsers.documents import pdf, pdf_hands, read
from parsers.documents.model import Document, UnreadableDocument, from_json, to_json

ROOT = Path(__file__).parents[3]


class Came(NamedTuple):
    document: Document | None
    refused: str | None
    forks: int
    here: list[int]
    pulses: int
    """How often it was said that the next page is about to be read."""


def came_of(data: bytes, hands: int, spoil: str = "") -> Came:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reply.pdf"
        path.write_bytes(data)
        command = [sys.executable, "-m", "tests.parsers.documents.hands", str(path), str(hands), spoil]
        told = json.loads(subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout)
    document = from_json(json.dumps(told.pop("document"))) if told["document"] else told.pop("document")
    return Came(document, **told)


def _main(path: Path, hands: int, spoil: str) -> None:
    limits.hands, pdf_hands.LEAST_PAGES = hands, 2
    parent = os.getpid()
    forks, pulses, here = [0], [0], list[int]()
    begin, page = pdf_hands._begin, pdf._page

    def counted(*told: Any) -> Any:
        forks[0] += 1
        return begin(*told)

    def noted(*told: Any) -> Any:
        number = told[2]
        if os.getpid() == parent:
            here.append(number)
        elif spoil == "killed" and number % 3 == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        elif spoil == "broken" and number % 3 == 0:
            raise KeyError("a fault of the program")
        return page(*told)

    pdf_hands._begin, pdf._page = counted, noted  # type: ignore[assignment]
    limits.getting_on = lambda: pulses.__setitem__(0, pulses[0] + 1)
    if spoil == "loaded":
        sys.modules["cv2"] = sys  # as after a scan
    if spoil == "no processes":
        os.fork = lambda: (_ for _ in ()).throw(OSError("none left"))
    document = refused = None
    bounds = json.loads(spoil) if spoil.startswith("{") else {}
    with limits.limited(**bounds):
        try:
            document = json.loads(to_json(read(path.read_bytes(), path.name)))
        except UnreadableDocument as reason:
            refused = reason.message
    print(json.dumps({"document": document, "refused": refused, "forks": forks[0], "here": here, "pulses": pulses[0]}))


if __name__ == "__main__":
    _main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
