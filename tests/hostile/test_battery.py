"""Every hostile file comes to what it should, and a sound one read after each of them is read as if nothing had happened.

The files are made here, read in processes apart as `foi ingest` does, and what can be read of them is mapped there too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest

from parsers import apart
from parsers.apart import NotDone
from parsers.documents import read
from parsers.documents.containers import CONTAINERS, Contents, may_be_container
from parsers.documents.model import Document, UnreadableDocument, to_json
from parsers.documents.worker import Item, Readers, unpack_guarded
from parsers.limits import Limits
from tests.hostile import archives, mails, pdfs, replies, texts, words, workbooks
from tests.hostile.cases import LIMITS, Case, Either, Holds, Read, Refused
from tests.parsers.documents.drawing import OUTCOMES, pdf, table, text

CASES: list[Case] = [c for m in (archives, mails, pdfs, workbooks, words, texts, replies) for c in m.CASES]
ENOUGH = 400
"""Files that the battery has at least."""


@dataclass
class Outcome:
    """What became of one file: a Document or the reason why not; what was in it; what mapping it came to."""

    document: Document | None = None
    error: UnreadableDocument | None = None
    contents: Contents | None = None
    closed: UnreadableDocument | None = None
    mapped: NotDone | None = None


@dataclass
class Battery:
    files: dict[str, bytes]
    outcomes: dict[str, Outcome]
    sound: list[Document | None]
    peak: int
    expected: Document


@pytest.fixture(scope="module")
def battery() -> Battery:
    sound = pdf(text("We hold this."), table(OUTCOMES))
    outcomes = {case.name: Outcome() for case in CASES}
    between: list[Document | None] = []
    made: dict[str, bytes] = {}

    def files() -> Iterator[Item]:
        for case in CASES:
            made[case.name] = case.make()
            yield Item(made[case.name], case.name)
            yield Item(sound, "sound")

    with Readers(2, LIMITS) as readers:
        for reading in readers.map(files()):
            if reading.item.name == "sound":
                between.append(reading.document)
            else:
                outcomes[reading.item.name].document = reading.document
                outcomes[reading.item.name].error = reading.error
    _open(outcomes, made)
    _map(outcomes)
    return Battery(made, outcomes, between, readers.peak, read(sound, "sound"))


def _open(outcomes: dict[str, Outcome], made: dict[str, bytes]) -> None:
    """Take out what is in those that may hold files, as collecting does before anything is read."""
    for case in CASES:
        data = made[case.name]
        if isinstance(case.expected, Holds | Refused) and may_be_container(data):
            try:
                outcomes[case.name].contents = unpack_guarded(data, case.name, LIMITS)
            except UnreadableDocument as reason:
                outcomes[case.name].closed = reason


def _map(outcomes: dict[str, Outcome]) -> None:
    """Map every document that could be read, as a reply of its own, two at a time."""
    processes = [apart.Process(LIMITS) for _ in range(2)]

    def work(share: tuple[apart.Process, list[Outcome]]) -> None:
        process, own = share
        for outcome in own:
            assert outcome.document is not None
            said = {"names": [outcome.document.name], "force": None, "request": None}
            parts = [to_json(outcome.document).encode()]
            for task in ("facts_apart", "reply_apart"):
                try:
                    process.do(f"flows.mapping:{task}", said, parts, "map")
                except NotDone as reason:
                    outcome.mapped = reason
        process.stop()

    readable = [o for o in outcomes.values() if o.document is not None]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, [(p, readable[n::2]) for n, p in enumerate(processes)]))


@pytest.mark.parametrize("case", CASES, ids=[c.name for c in CASES])
def test_a_hostile_file_comes_to_what_it_should(battery: Battery, case: Case) -> None:
    outcome = battery.outcomes[case.name]
    expected = case.expected
    if outcome.error is not None:
        assert isinstance(expected, Refused | Either), f"refused: {outcome.error.message}"
        _check_reason(outcome.error)
        if isinstance(expected, Refused):
            assert re.search(expected.says, outcome.error.message)
        return
    assert outcome.document is not None
    assert not isinstance(expected, Refused), f"read: {_shown(outcome.document)}"
    if isinstance(expected, Read):
        _check_document(outcome.document, expected)
    if isinstance(expected, Holds):
        _check_contents(outcome, expected)
    if outcome.mapped is not None:
        _check_reason(outcome.mapped)
        assert not outcome.mapped.fault, outcome.mapped.message
        assert case.maps and re.search(case.maps, outcome.mapped.message), outcome.mapped.message


def _check_reason(reason: UnreadableDocument | NotDone) -> None:
    """It is in words, for a person: no class of the program, no place in memory, and what to do."""
    assert reason.message.strip() and reason.fix
    assert reason.message.isprintable() and len(reason.message) < 2_100
    assert not re.search(r"could not be|0x[0-9a-f]{6}|Traceback|\w+Error\b", reason.message), reason.message


def _texts(document: Document) -> list[str]:
    found = [b.text for b in document.texts]
    for one in document.tables:
        found += [one.caption or "", *(c.text or "" for r in [*one.rows, *one.repeated] for c in r.cells)]
    return found


def _shown(document: Document) -> list[str]:
    return [t[:60] for t in _texts(document) if t][:12]


def _check_document(document: Document, expected: Read) -> None:
    told = _texts(document)
    for said in expected.shows:
        assert any(said in t for t in told), f"{said!r} is not in {_shown(document)}"
    whole = to_json(document)
    for said in expected.never:
        assert not any(said in t for t in told) and said not in whole
    if expected.says:
        assert any(re.search(expected.says, f.message) for f in document.findings), [
            f.message for f in document.findings
        ]
    if expected.hides:
        assert any(h.what == expected.hides for h in document.hidden), document.hidden
    assert all(
        t.isprintable() or "\n" in t or "\t" in t or not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e]", t) for t in told
    )


def _check_contents(outcome: Outcome, expected: Holds) -> None:
    assert outcome.contents is not None and outcome.document is not None
    names = [m.name for m in outcome.contents.members]
    assert set(expected.names) <= set(names), names[:20]
    for name in names:
        parts = name.replace("!/", "/").split("/")
        assert name.isprintable() and "\\" not in name and not name.startswith("/") and len(name) < 1_200
        assert all(p.strip(" .") == p and p not in ("", "..") and ":" not in p for p in parts), name
    if expected.amount is not None:
        assert len(names) == expected.amount
    if expected.refuses:
        assert any(re.search(expected.refuses, why) for _, why in outcome.contents.refused), outcome.contents.refused
    if expected.says:
        assert any(re.search(expected.says, f.message) for f in outcome.document.findings)


def test_the_sound_file_after_each_of_them_is_read_as_ever(battery: Battery) -> None:
    assert len(battery.sound) == len(CASES)
    assert all(document == battery.expected for document in battery.sound)


def test_no_process_takes_more_memory_than_it_may(battery: Battery) -> None:
    assert 0 < battery.peak < LIMITS.memory


def test_what_is_refused_as_a_container_is_refused_as_a_document(battery: Battery) -> None:
    for name, outcome in battery.outcomes.items():
        if outcome.closed is not None:
            assert outcome.error is not None, name
        if outcome.contents is not None and outcome.contents.members:
            assert outcome.document is None or outcome.document.media_type in CONTAINERS, name
            assert sum(len(m.data) for m in outcome.contents.members) <= LIMITS.unpacked, name


def test_the_battery_is_large_and_every_name_stands_once() -> None:
    assert len({c.name for c in CASES}) == len(CASES) >= ENOUGH
    either = sum(isinstance(c.expected, Either) for c in CASES)
    assert either * 3 < len(CASES)


def test_the_limits_of_the_battery_are_lower_than_those_of_the_program() -> None:
    usual = Limits()
    assert all(getattr(LIMITS, name) <= getattr(usual, name) for name in Limits.__dataclass_fields__)


def test_a_file_is_made_alike_every_time(battery: Battery) -> None:
    assert all(case.make() == battery.files[case.name] for case in CASES)
