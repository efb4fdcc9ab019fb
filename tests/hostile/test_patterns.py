"""No pattern takes for ever: on texts that make it try again and again, its time grows with the length of the text.

The time is the processor's, the least of several tries. A pattern that is not quick on a short text is tried on a long one,
and fails where that takes more than `SLOW` and more than twice what it would if the time grew with the length, or where it
has to be broken off. `make hostile` tries every text. Texts come folded where those that the pattern meets are, and as long
as a text may be without a space.
"""

from __future__ import annotations

import os
import re
import signal
import time
from heapq import nlargest
from itertools import islice
from operator import itemgetter

import pytest

from tests.hostile.patterns import attacks, patterns, uses, ways

SHORT, LONG = 300, 3_600
BROKEN_OFF = 6.0  # seconds of processor time
SHARES = 6
THOROUGH = bool(os.environ.get("FOI_THOROUGH"))  # in `make hostile`: it takes many minutes
SLOW = 0.25 if THOROUGH else 0.5  # seconds of processor time for `LONG` characters
MOST = 2 * LONG / SHORT  # times what a short text takes
EVERY = 1 if THOROUGH else 12  # text that is tried
WORST = 3 if THOROUGH else 1  # texts that a pattern is slowest on, which are tried at their full length
RAW = (
    "quoting", "containers", "plain_text", "aligned", "html", "csv_text", "encoding", "number_format", "xlsx", "ods", "personal", "documents:",
    "correspondence",
)  # fmt: skip


class TooLong(Exception):
    pass


def _ring(*_: object) -> None:
    raise TooLong


def _cost(pattern: re.Pattern, way: str, text: str | bytes) -> float:
    """Seconds of processor time; a pattern that takes `BROKEN_OFF` is broken off."""
    before = signal.signal(signal.SIGVTALRM, _ring)
    signal.setitimer(signal.ITIMER_VIRTUAL, BROKEN_OFF)
    began = time.process_time()
    try:
        if way == "search":
            for _ in pattern.finditer(text):
                pass
        else:
            getattr(pattern, way)(text)
    except TooLong:
        return BROKEN_OFF
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    return time.process_time() - began


def _folded(where: str, text: str | bytes) -> str | bytes:
    if isinstance(text, bytes) or any(part in where for part in RAW):
        return text
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("share", range(SHARES))
def test_no_pattern_takes_for_ever(share: int) -> None:
    known, found = uses(), []
    for where, pattern in list(patterns().items())[share::SHARES]:
        for way in ways(where, known):
            tried = islice(attacks(pattern, SHORT), 0, None, EVERY)
            costs = ((_cost(pattern, way, _folded(where, short)), at * EVERY) for at, short in enumerate(tried))
            for first, at in nlargest(WORST, costs, key=itemgetter(0)):
                if first < SLOW / 150:
                    continue
                long = next(islice(attacks(pattern, LONG), at, None))
                second = _cost(pattern, way, _folded(where, long))
                if second > SLOW:  # it may have been held up
                    second = min(second, _cost(pattern, way, _folded(where, long)))
                if second >= BROKEN_OFF or (second > SLOW and second > MOST * first):
                    found.append(f"{where}, {way}: {second:.2f} s for {long[:30]!r} … {long[-5:]!r}")
    assert not found


def test_the_patterns_of_the_program_are_found() -> None:
    places = patterns()
    assert len(places) > 500
    assert any(p.startswith("parsers.letter.dates") for p in places)
    assert any(p.startswith("parsers.numbers") for p in places)


def test_a_bad_pattern_is_found_out() -> None:
    bad = re.compile(r"(?:a+)+b")
    assert any(_cost(bad, "search", text) > SLOW for text in list(attacks(bad, 26))[:200])
