"""Disks that are full, read-only or gone, for real: small file systems mounted in a namespace that ends with this process.

    unshare -rm python -m tests.flows.trouble WORK [KIND]…

Carries out each kind of trouble (all of them where none is named) in the empty folder WORK, and prints as JSON what each command
said and what was left.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from flows import cli, contents, publish, steps
from flows.clock import VARIABLE
from flows.disk import sentence
from flows.ending import Stopped
from parsers.documents.containers import unpack_all
from schemas import vocabulary
from tests.flows import killing
from tests.flows.in_process import Here

WORDS = vocabulary.FOLDER
ROOM = "24m"
"""Size of the disks: several releases have room on one."""

FREE = (0, 100, 2400)
"""KB that are left on a disk before a run, so that each kind of file is the one that finds no room."""


@dataclass
class Said:
    """What became of one command or run: its exit status and what it said; `error`: an exception that came through."""

    what: str
    status: int | None = None
    said: str = ""
    error: str = ""
    live: str | None = None
    faults: list[str] = field(default_factory=list)


def system(*command: str | Path) -> None:
    subprocess.run(command, check=True, capture_output=True)


def mount(folder: Path, size: str = ROOM) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    system("mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder)


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """The folder as a disk that may only be read; that root runs this does not matter."""
    system("mount", "--bind", folder, folder)
    system("mount", "-o", "remount,bind,ro", folder)
    try:
        yield
    finally:
        system("umount", folder)


@contextmanager
def filled(disk: Path, leave: int) -> Iterator[None]:
    """The disk with so many KB left."""
    ballast = disk / "ballast"
    free = shutil.disk_usage(disk).free - leave * 1024
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(free, 1))
    try:
        yield
    finally:
        ballast.unlink()


def ingest(data: Path, inbox: Path, what: str, between: Callable[[str], None] = lambda _: None) -> Said:
    """The main job without Prefect, and how its failure would be told; `between` is called before each step, with its name."""
    made = Said(what)
    try:
        with steps.begun(data, [killing.FolderSource(inbox)]) as run:
            for step in steps.STEPS:
                between(step.__name__)
                step(run)
            ended = steps.ending(run)
        made.status, made.said = ended.status, "\n".join([*run.mended, *(f"{m} {fix}" for m, fix in ended.errors)])
    except Stopped as stopped:
        made.status, made.said = stopped.status, stopped.message
    except OSError as wrong:
        made.status, made.said = 2, sentence(wrong, data)
        made.error = "" if wrong.errno else repr(wrong)
    except Exception as wrong:
        made.error = repr(wrong)
    return looked(made, data)


def command(data: Path, *words: str | Path) -> Said:
    """One command of `foi`, as from the command line."""
    done = CliRunner().invoke(cli.main, [*map(str, words), "--data", str(data)], catch_exceptions=True)
    wrong = "" if done.exception is None or isinstance(done.exception, SystemExit) else repr(done.exception)
    return looked(Said(" ".join(map(str, words[:2])), done.exit_code, done.output, wrong), data)


def looked(made: Said, data: Path) -> Said:
    """With what a reader of the release finds afterwards."""
    try:
        made.live = killing.look(data / "clean")
    except Exception as fault:
        made.faults.append(repr(fault))
    return made


class Place:
    """The folders of one scenario: replies of two phases on a sound disk, and the data on one that will be in trouble."""

    def __init__(self, work: Path) -> None:
        self.work, self.inbox = work, work / "replies"
        for number, change in enumerate(killing.PHASES[:2]):
            if number:
                shutil.copytree(work / "replies-0", work / "replies-1")
            change(work / f"replies-{number}")
        self.undisturbed = []
        for phase in (0, 1):
            self.show(phase)
            assert not ingest(work / "sound", self.inbox, "undisturbed").error
            self.undisturbed.append(killing.contents(work / "sound"))
            shutil.copytree(work / "sound", work / f"sound-{phase}", symlinks=True)

    def show(self, phase: int) -> None:
        """Have the source show the replies of that phase."""
        os.environ[VARIABLE] = str(killing.CLOCK + phase * killing.DAY)
        shutil.rmtree(self.inbox, ignore_errors=True)
        shutil.copytree(self.work / f"replies-{phase}", self.inbox)

    def first(self, data: Path) -> None:
        """Have the folder as the first run leaves it, and replies there that it has not seen."""
        shutil.copytree(self.work / "sound-0", data, symlinks=True, dirs_exist_ok=True)
        self.show(1)

    def differs(self, data: Path, phase: int) -> list[str]:
        """What is not as undisturbed runs leave it."""
        return killing.differences(killing.contents(data), self.undisturbed[phase])


def full(place: Place) -> list[Any]:
    """The second run on a disk with ever so much room left; then space is freed, and it runs again."""
    told: list[Any] = []
    for leave in FREE:
        disk = place.work / f"disk-{leave}"
        mount(disk)
        place.first(disk / "data")
        with filled(disk, leave):
            said = ingest(disk / "data", place.inbox, f"{leave} KB left")
        again = ingest(disk / "data", place.inbox, "again")
        told.append({**asdict(said), "again": asdict(again), "differs": place.differs(disk / "data", 1)})
        system("umount", disk)
    return told


def file_size(place: Place) -> list[Any]:
    """As `full`, where no file may grow beyond so many KB."""
    told: list[Any] = []
    for limit in (8, 200):
        data = place.work / f"limited-{limit}"
        place.first(data)
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit * 1024, before[1]))
        try:
            said = ingest(data, place.inbox, f"{limit} KB at most")
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        again = ingest(data, place.inbox, "again")
        told.append({**asdict(said), "again": asdict(again), "differs": place.differs(data, 1)})
    return told


def gone(place: Place) -> list[Any]:
    """Folders that are unmounted or removed before a run or within it; then they are back, and it runs again."""
    told: list[Any] = []
    for part, step in (("raw", ""), ("clean", ""), ("raw", "parse"), ("clean", "publish")):
        data = place.work / f"unmounted-{part}-{step}"
        for folder in ("raw", "clean"):
            mount(data / folder)
        place.first(data)
        away = Away(data / part, place.work / f"away-{part}-{step}", step)
        away("")
        said = ingest(data, place.inbox, f"{part} unmounted before {step or 'the run'}", away)
        left = sorted(p.name for p in (data / part).iterdir())
        away.back()
        again = ingest(data, place.inbox, "again")
        told.append({**asdict(said), "left": left, "again": asdict(again), "differs": place.differs(data, 1)})
    data = place.work / "removed"
    place.first(data)
    said = ingest(
        data, place.inbox, "removed before parse", lambda step: shutil.rmtree(data) if step == "parse" else None
    )
    return [*told, {**asdict(said), "left": [data.name] if data.exists() else []}]


class Away:
    """A disk that is taken away before the step of that name; called with the name of each step that begins."""

    def __init__(self, folder: Path, aside: Path, before: str) -> None:
        self.folder, self.aside, self.before = folder, aside, before
        aside.mkdir()

    def __call__(self, step: str) -> None:
        if step == self.before:
            system("mount", "--move", self.folder, self.aside)

    def back(self) -> None:
        system("mount", "--move", self.aside, self.folder)


def commands(place: Place, trouble: str) -> list[Any]:
    """Every command that a person gives, on a full or a read-only disk; then the same ones when it is sound again."""
    disk = place.work / trouble
    mount(disk)
    data = disk / "data"
    place.first(data)
    words = disk / "vocabulary"
    shutil.copytree(WORDS, words / "schemas" / "vocabulary")
    (words / "pyproject.toml").touch()
    vocabulary.FOLDER = words / "schemas" / "vocabulary"
    vocabulary.load.cache_clear()
    tables = publish.read_release(data / "clean" / "latest")
    case = tables["cases"][0]
    csv = place.work / "sent.csv"
    csv.write_text(f"request,force,sent\n{killing.REQUEST},durham,2022-08-01\n", encoding="utf-8")
    letter = place.inbox / "durham.pdf"
    given: list[tuple[str | Path, ...]] = [
        ("status",),
        ("problems", "--all"),
        ("changes",),
        ("asked",),
        ("report",),
        ("vocab", "unused"),
        ("asked", csv),
        ("correct", case.record_id, "rank", "inspector", "--reason", "r", "--page", "page 1", "--author", "A. N."),
        ("vocab", "ignore", "outcome", "see overleaf", "--reason", "refers to another page"),
        ("vocab", "map", "outcome", "words of great wisdom", "words_of_advice"),
        ("release-hold", "durham.pdf", "--reason", "r", "--by", "A. N."),
        ("evidence", case.record_id),
        ("report", "--to", disk / "report"),
        ("desk",),
    ]
    with filled(disk, 0) if trouble == "full" else read_only(disk):
        before = _listing(disk)
        told = [asdict(command(data, *words)) for words in given]
        told.append(asdict(_plain("parse", letter)))
        told.append(asdict(_plain("inspect", letter, "--image", disk / "pictures")))
        told.append(asdict(ingest(data, place.inbox, "ingest")))
        told.append(asdict(command(data, "ingest", place.inbox)))  # with Prefect, which it does not come to
        left = sorted(set(_listing(disk)) ^ set(before))
    again = [asdict(command(data, *words)) for words in given]
    again.append(asdict(_plain("parse", letter)))
    again.append(asdict(_plain("inspect", letter, "--image", disk / "pictures")))
    again += [asdict(ingest(data, place.inbox, "ingest")) for _ in range(2)]
    for one, later in zip(told, again, strict=True):
        one["again"] = later
    return [{"left": left}, *told]


def _plain(*words: str | Path) -> Said:
    done = CliRunner().invoke(cli.main, [*map(str, words)], catch_exceptions=True)
    wrong = "" if done.exception is None or isinstance(done.exception, SystemExit) else repr(done.exception)
    return Said(" ".join(map(str, words[:1])), done.exit_code, done.output, wrong)


def _listing(folder: Path) -> list[tuple[str, int]]:
    own = (
        "ballast",
        "ledger.sqlite-shm",
        "ledger.sqlite-wal",
    )  # the last two are SQLite's, and mean nothing when empty
    found = [p for p in folder.rglob("*") if p.is_file() and p.name not in own]
    return [(p.relative_to(folder).as_posix(), p.stat().st_size) for p in found]


KINDS: dict[str, Callable[[Place], list[Any]]] = {
    "full": full,
    "file-size": file_size,
    "gone": gone,
    "commands-full": lambda place: commands(place, "full"),
    "commands-read-only": lambda place: commands(place, "read-only"),
}


def main() -> None:
    killing.without_validation()
    steps.Readers = Here  # type: ignore[assignment,misc]  # a process for each run's two new documents takes a second
    contents.unpack_guarded = lambda data, _name: unpack_all(data)  # type: ignore[assignment]
    place = Place(Path(sys.argv[1]))
    print(json.dumps({kind: KINDS[kind](place) for kind in sys.argv[2:] or KINDS}))


if __name__ == "__main__":
    main()
