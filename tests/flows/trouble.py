"""Disks that are full, read-only or gone, for real: small file systems mounted in a namespace that ends with this process.

    unshare -rm python -m tests.flows.trouble full WORK

Carries out one kind of trouble in the new folder WORK, and prints as JSON what each command said and what was left.
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

from flows import cli, publish, steps
from flows.clock import VARIABLE
from flows.disk import sentence
from flows.ending import Stopped
from schemas import vocabulary
from tests.flows import killing

ROOM = "24m"
"""Size of the disks: several releases have room on one."""

FREE = (0, 4, 12, 40, 100, 300, 700, 1200, 1800, 2400, 3200)
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

    def show(self, phase: int) -> None:
        """Have the source show the replies of that phase."""
        os.environ[VARIABLE] = str(killing.CLOCK + phase * killing.DAY)
        shutil.rmtree(self.inbox, ignore_errors=True)
        shutil.copytree(self.work / f"replies-{phase}", self.inbox)

    def differs(self, data: Path, phase: int) -> list[str]:
        """What is not as undisturbed runs leave it."""
        return killing.differences(killing.contents(data), self.undisturbed[phase])


def full(place: Place) -> list[Any]:
    """The second run on a disk with ever so much room left; then space is freed, and it runs again."""
    told: list[Any] = []
    for leave in FREE:
        disk = place.work / f"disk-{leave}"
        mount(disk)
        place.show(0)
        ingest(disk / "data", place.inbox, "first")
        place.show(1)
        with filled(disk, leave):
            said = ingest(disk / "data", place.inbox, f"{leave} KB left")
        again = ingest(disk / "data", place.inbox, "again")
        told.append({**asdict(said), "again": asdict(again), "differs": place.differs(disk / "data", 1)})
        system("umount", disk)
    return told


def file_size(place: Place) -> list[Any]:
    """As `full`, where no file may grow beyond so many KB."""
    told: list[Any] = []
    for limit in (1, 8, 30, 60, 200):
        data = place.work / f"limited-{limit}"
        place.show(0)
        ingest(data, place.inbox, "first")
        place.show(1)
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
    """Folders that are unmounted, removed or replaced before a run or within it."""
    told: list[Any] = []

    def begun(name: str) -> tuple[Path, Path, Path]:
        data = place.work / name
        for part in ("raw", "clean"):
            mount(data / part)
        place.show(0)
        ingest(data, place.inbox, "first")
        place.show(1)
        return data, data / "raw", data / "clean"

    def note(said: Said, data: Path, left: Path, **more: Any) -> None:
        told.append({**asdict(said), "left": sorted(p.name for p in left.iterdir()) if left.exists() else None, **more})

    for part in ("raw", "clean"):
        data, raw, clean = begun(f"unmounted-{part}")
        folder = data / part
        aside = place.work / f"aside-{part}"
        aside.mkdir()
        system("mount", "--move", folder, aside)
        said = ingest(data, place.inbox, f"{part} is not mounted")
        note(said, data, folder)
        system("mount", "--move", aside, folder)
        again = ingest(data, place.inbox, "again")
        told[-1] |= {"again": asdict(again), "differs": place.differs(data, 1)}

        for step in ("collect", "parse", "publish"):
            data, raw, clean = begun(f"unmounted-{part}-{step}")
            folder = data / part
            aside = place.work / f"aside-{part}-{step}"
            aside.mkdir()

            def unmounted(now: str, step: str = step, folder: Path = folder, aside: Path = aside) -> None:
                if now == step:
                    system("mount", "--move", folder, aside)

            said = ingest(data, place.inbox, f"{part} unmounted before {step}", unmounted)
            note(said, data, folder)
            system("mount", "--move", aside, folder)
            again = ingest(data, place.inbox, "again")
            told[-1] |= {"again": asdict(again), "differs": place.differs(data, 1)}

    data = place.work / "removed"
    place.show(0)
    ingest(data, place.inbox, "first")
    place.show(1)

    def removed(now: str) -> None:
        if now == "parse":
            shutil.rmtree(data)

    said = ingest(data, place.inbox, "data removed before parse", removed)
    note(said, data, data)
    return told


def commands(place: Place, trouble: str) -> list[Any]:
    """Every command that a person gives, on a full or a read-only disk; then the same ones when it is sound again."""
    disk = place.work / "disk"
    mount(disk)
    data = disk / "data"
    place.show(0)
    ingest(data, place.inbox, "first")
    words = disk / "vocabulary"
    shutil.copytree(vocabulary.FOLDER, words / "schemas" / "vocabulary")
    (words / "pyproject.toml").touch()
    vocabulary.FOLDER = words / "schemas" / "vocabulary"
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
        ("correct", case.record_id, "rank", "sergeant", "--reason", "r", "--page", "page 1", "--author", "A. N."),
        ("vocab", "ignore", "outcome", "see overleaf", "--reason", "refers to another page"),
        ("vocab", "map", "outcome", "words of great wisdom", "words_of_advice"),
        ("evidence", case.record_id),
        ("report", "--to", disk / "report"),
    ]
    with filled(disk, 0) if trouble == "full" else read_only(disk):
        before = _listing(disk)
        told = [asdict(command(data, *words)) for words in given]
        told.append(asdict(_plain("parse", letter)))
        told.append(asdict(_plain("inspect", letter, "--image", disk / "pictures")))
        left = sorted(set(_listing(disk)) ^ set(before))
    again = [asdict(command(data, *words)) for words in given]
    again.append(asdict(_plain("parse", letter)))
    again.append(asdict(_plain("inspect", letter, "--image", disk / "pictures")))
    for one, later in zip(told, again, strict=True):
        one["again"] = later
    return [{"left": left}, *told]


def _plain(*words: str | Path) -> Said:
    done = CliRunner().invoke(cli.main, [*map(str, words)], catch_exceptions=True)
    wrong = "" if done.exception is None or isinstance(done.exception, SystemExit) else repr(done.exception)
    return Said(" ".join(map(str, words[:1])), done.exit_code, done.output, wrong)


def _listing(folder: Path) -> list[tuple[str, int]]:
    found = [p for p in folder.rglob("*") if p.is_file() and p.name != "ballast"]
    return [(p.relative_to(folder).as_posix(), p.stat().st_size) for p in found]


KINDS: dict[str, Callable[[Place], list[Any]]] = {
    "full": full,
    "file-size": file_size,
    "gone": gone,
    "commands-full": lambda place: commands(place, "full"),
    "commands-read-only": lambda place: commands(place, "read-only"),
}


def main() -> None:
    kind, work = sys.argv[1], Path(sys.argv[2])
    killing.without_validation()
    place = Place(work)
    print(json.dumps(KINDS[kind](place)))


if __name__ == "__main__":
    main()
