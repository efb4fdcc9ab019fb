"""Kills the main job with SIGKILL, starts it again, and compares what is left in the end with an undisturbed run.

    python -m tests.flows.killing --kills 200              what `make soak` runs
    python -m tests.flows.killing --kills 16 --quick       without Great Expectations: what a test runs

Moments are of two kinds: any time, drawn at random; and a boundary, right before the n-th change that the job makes to the file
system or commits to the ledger, so that every state a reader could meet can be reached. Between the phases replies are changed,
added and withdrawn. A watcher reads `latest` all the while. One process imports everything once and forks each run from
there: Great Expectations alone takes longer to import than a small run takes. Prints one JSON object with the figures.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import mmap
import os
import pickle
import random
import shutil
import signal
import sqlite3
import struct
import subprocess
import sys
import tempfile
import time
import traceback
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from flows import asked, publish, steps
from flows.clock import VARIABLE
from flows.progress import Progress
from flows.sources.folder import FolderSource
from tests.flows.letters import CASES, letter, workbook

CLOCK = 1_700_000_000
DAY = 86_400
REQUEST = "online-misconduct-2017"
MARK = "FOI_KILLED_BY"
"""In the environment of every run, so that what it leaves behind is known."""

BEFORE, PREFECT = "before the steps", "in Prefect"
WATCH_EVERY = 0.05
"""Seconds between two looks of the watcher."""

_CHANGES = ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.symlink", "os.link", "os.chmod", "os.truncate")
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT


# ---- what is collected


def first(inbox: Path) -> None:
    """Three forces: a letter with its table, a letter with a workbook, a letter in a zip."""
    letter(inbox / "durham.pdf")
    letter(inbox / "kent" / "response.pdf", force="Kent Police", reference="7/22", rows=[])
    workbook(inbox / "kent" / "figures.xlsx", [*CASES, ["2021", "PC", "TikTok", "No further action"]])
    inside = letter(inbox / "norfolk.pdf", force="Norfolk Constabulary", reference="8/22")
    with zipfile.ZipFile(inbox / "norfolk.zip", "w") as bundle:
        bundle.write(inside, "norfolk.pdf")
    inside.unlink()


def changed(inbox: Path) -> None:
    """A correction in the place of a letter, and a force that is new."""
    letter(inbox / "durham.pdf", replied="1 December 2022", rows=[*CASES, ["2022", "PC", "WhatsApp", "Dismissed"]])
    letter(inbox / "essex.pdf", force="Essex Police", reference="9/22")


def withdrawn(inbox: Path) -> None:
    """A reply is taken down."""
    shutil.rmtree(inbox / "kent")


def decide(data: Path, phase: int) -> None:
    """What a person noted before that phase."""
    if phase == 2:
        asked.add(data, [asked.Asked(REQUEST, "surrey", date(2022, 8, 1))])


PHASES: tuple[Callable[[Path], None], ...] = (first, changed, withdrawn)


# ---- one run, in a process of its own


@dataclass
class Moment:
    """When a run is killed: before its `boundary`-th change, or after so many `seconds`; neither: it comes to its end."""

    boundary: int = 0
    seconds: float = 0.0


class Noted:
    """What a run notes for the process that started it, in memory that both see."""

    def __init__(self) -> None:
        self._map = mmap.mmap(-1, 64)

    def write(self, step: int, boundaries: int) -> None:
        struct.pack_into("ii", self._map, 0, step, boundaries)

    def read(self) -> tuple[int, int]:
        step, boundaries = struct.unpack_from("ii", self._map, 0)
        return step, boundaries


class Boundaries:
    """Counts the changes below a folder as they are about to be made, and kills this process before the one that is named."""

    def __init__(self, folder: Path, last: int, noted: Noted) -> None:
        self.folder, self.last, self.noted = f"{folder}/", last, noted
        self.step = self.count = 0

    def count_from_now(self) -> None:
        import pyarrow.parquet as pq
        import sqlalchemy as sa

        sys.addaudithook(self._hook)
        sa.event.listen(sa.engine.Engine, "commit", lambda _: self.reached())
        os.fsync = self._around(os.fsync)
        pq.ParquetWriter.write_batch = self._around(pq.ParquetWriter.write_batch)

    def reached(self) -> None:
        self.count += 1
        self.noted.write(self.step, self.count)
        if self.count == self.last:
            os.kill(os.getpid(), signal.SIGKILL)

    def _around(self, function: Callable) -> Callable:
        def counted(*given: Any, **named: Any) -> Any:
            self.reached()
            return function(*given, **named)

        return counted

    def _hook(self, event: str, given: tuple) -> None:
        if event == "open":
            path, _, flags = given
            if isinstance(flags, int) and flags & _WRITES and str(path).startswith(self.folder):
                self.reached()
        elif event in _CHANGES and (str(given[0]).startswith(self.folder) or given[-1] not in (-1, None)):
            self.reached()  # what is removed with its folder is named from there, by a handle


def job(data: Path, inbox: Path, through_prefect: bool, marked: Callable[[int], None]) -> None:
    """The main job; `marked` is told the number of each step as it begins."""
    told = tuple(_marking(step, number, marked) for number, step in enumerate(steps.STEPS, start=1))
    if through_prefect:
        from flows.orchestration import run_ingest

        steps.STEPS = told  # type: ignore[assignment]
        ended = run_ingest([str(inbox)], data)
    else:
        with steps.begun(data, [FolderSource(inbox)], Progress(io.StringIO())) as run:
            for step in told:
                step(run)
            ended = steps.ending(run)
    if ended.status not in (0, 1):
        raise AssertionError(f"the run ended with {ended.status}: {ended.errors}")


def _marking(step: Callable[[steps.Run], str], number: int, marked: Callable[[int], None]) -> Callable:
    def told(run: steps.Run) -> str:
        marked(number)
        return step(run)

    told.__name__ = step.__name__
    return told


def without_validation() -> None:
    """One small page in the place of the suites, which have tests of their own and take seconds."""

    def validate(data: Any, docs: Path | None = None, *, when: Any = None, before: Any = None) -> Any:
        if docs:
            docs.mkdir(parents=True)
            (docs / "index.html").write_text("<p>Not validated.</p>", encoding="utf-8")
        return steps.validation.Verdict([], [], [], {})

    steps.validation.validate = validate  # type: ignore[assignment]


# ---- what a reader sees


def look(clean: Path) -> str | None:
    """The live release as a reader finds it now: its identifier; None before the first. Raises where anything is not right."""
    try:
        link = (clean / "latest").readlink()
    except FileNotFoundError:
        return None
    folder = clean / link
    listed = [line.split("  ", 1) for line in (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()]
    for digest, name in listed:
        if hashlib.sha256((folder / name).read_bytes()).hexdigest() != digest:
            raise AssertionError(f"{folder / name} is not what SHA256SUMS says")
    there = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    if there != {name for _, name in listed} | {"SHA256SUMS"}:
        raise AssertionError(f"{folder} holds other files than SHA256SUMS lists: {there ^ {n for _, n in listed}}")
    tables = publish.read_release(folder)
    replies = {r.reply_id for r in tables["replies"]}
    stray = {r.reply_id for name in ("cases", "counts") for r in tables[name]} - replies
    if stray or not replies:
        raise AssertionError(f"{folder} is mixed: no reply {stray or 'at all'}")
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    history = json.loads((clean / "releases.json").read_text(encoding="utf-8"))
    if folder.name not in str(package.get("id")) or folder.name not in {e["id"] for e in history}:
        raise AssertionError(f"{folder.name} is not what its package ({package.get('id')}) or the list names")
    if folder.name not in (clean / "feed.xml").read_text(encoding="utf-8"):
        raise AssertionError(f"{folder.name} is not in the feed")
    ElementTree.fromstring((clean / "feed.xml").read_bytes())
    return folder.name


class Watcher:
    """Another process that reads `latest` all the while, and writes into a file what is not right."""

    def __init__(self, clean: Path, faults: Path) -> None:
        self.clean, self.faults = clean, faults
        self._map = mmap.mmap(-1, 16)
        self._child = os.fork()
        if not self._child:
            with suppress(BaseException):
                self._watch()
            os._exit(70)

    @property
    def looks(self) -> int:
        """How often it has looked."""
        return struct.unpack_from("q", self._map, 0)[0]

    @contextmanager
    def aside(self) -> Iterator[None]:
        """While the folder is put back to what it was: what is seen then does not count."""
        self._turn()
        try:
            yield
        finally:
            self._turn()

    def stop(self) -> None:
        os.kill(self._child, signal.SIGKILL)
        os.waitpid(self._child, 0)

    def _turn(self) -> None:
        struct.pack_into("q", self._map, 8, self._turns() + 1)

    def _turns(self) -> int:
        return struct.unpack_from("q", self._map, 8)[0]

    def _watch(self) -> None:
        since, count, last = None, 0, ""
        while True:
            turns, fault = self._turns(), ""
            try:
                found = look(self.clean)
                if found is None and since == turns:
                    fault = "latest has gone"
                since = turns if found else None
            except Exception:
                fault = traceback.format_exc()
            if turns % 2 == 0 and turns == self._turns():
                count += 1
                struct.pack_into("q", self._map, 0, count)
                if fault and fault != last:
                    last = fault
                    with self.faults.open("a") as file:
                        file.write(fault + "\n")
            time.sleep(WATCH_EVERY)


# ---- what is left


def contents(data: Path) -> dict[str, str]:
    """Every file and link that a run leaves, by its path, with its bytes as a digest; of the ledger what does not count runs."""
    found = {}
    for path in sorted(data.rglob("*")):
        name = path.relative_to(data).as_posix()
        if name.startswith((".prefect", "raw/ledger.sqlite")) or name == "raw/.lock":
            continue
        if path.is_symlink():
            found[name] = f"→ {path.readlink()}"
        elif path.is_dir():
            found[name] = "folder"
        else:
            found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    found["raw/ledger.sqlite"] = ledger(data / "raw" / "ledger.sqlite")
    return found


def ledger(path: Path) -> str:
    """What the ledger says of documents and paths, and of the last run."""
    database = sqlite3.connect(path)
    try:
        database.row_factory = sqlite3.Row
        said = [dict(row) for row in database.execute("SELECT * FROM sightings ORDER BY id")]
        said += [dict(row) for row in database.execute("SELECT * FROM documents ORDER BY sha256")]
        last = dict(database.execute("SELECT release, state FROM runs ORDER BY id DESC LIMIT 1").fetchone())
        (whole,) = database.execute("PRAGMA integrity_check").fetchone()
    finally:
        database.close()
    return json.dumps([[{k: v for k, v in row.items() if k not in ("run", "id")} for row in said], last, whole])


def differences(here: dict[str, str], there: dict[str, str]) -> list[str]:
    """The paths that are not the same in both."""
    return sorted(name for name in here.keys() | there.keys() if here.get(name) != there.get(name))


# ---- a disk whose power can be cut


class Disk:
    """A file system in a file (ext4 on a loop device), mounted so that nothing is on the disk before it was synced.

    Needs the right to mount: run in a mount namespace of its own (`unshare -m`), it ends with the process.
    """

    OPTIONS = "loop,data=writeback,noauto_da_alloc,commit=600"

    def __init__(self, image: Path, folder: Path, megabytes: int = 96) -> None:
        self.image, self.folder = image, folder
        folder.mkdir(parents=True)
        with image.open("wb") as file:
            file.truncate(megabytes * 1_000_000)
        _system("mkfs.ext4", "-q", "-F", image)
        self.mount()

    def mount(self) -> None:
        _system("mount", "-o", self.OPTIONS, self.image, self.folder)

    def unmount(self) -> None:
        _system("umount", self.folder)

    def cut(self) -> None:
        """Cut the power: what the system had not put on the disk by now is lost. Then the disk is mounted again."""
        as_it_is = self.image.with_suffix(".cut")
        shutil.copyfile(self.image, as_it_is)
        self.unmount()
        as_it_is.replace(self.image)
        self.mount()


def _system(*command: str | Path) -> None:
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise OSError(f"{' '.join(map(str, command))}: {done.stderr.strip()}")


# ---- the whole of it


@dataclass
class Figures:
    """What came of it."""

    kills: int = 0
    by_step: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    by_kind: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    completed: int = 0
    looks: int = 0
    differences: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    left_over: list[str] = field(default_factory=list)
    boundaries: list[int] = field(default_factory=list)
    undisturbed: list[float] = field(default_factory=list)
    seconds: float = 0.0


class Soak:
    """The folders of one soak, and what has come of it so far."""

    def __init__(self, work: Path, seed: int, through_prefect: bool = False, disk: Disk | None = None) -> None:
        self.work, self.through_prefect, self.disk = work, through_prefect, disk
        self.inbox, self.data = work / "replies", (disk.folder if disk else work) / "data"
        self.figures = Figures()
        self.draw = random.Random(seed)
        self.noted = Noted()
        self.expected: list[dict[str, str]] = []
        self.mark = f"{os.getpid()}-{seed}"
        self.watcher: Watcher | None = None

    def prepare(self) -> None:
        """Make the replies of every phase, and note what undisturbed runs leave after each, and how long they take."""
        for number, change in enumerate(PHASES):
            if number:
                shutil.copytree(self.work / f"replies-{number - 1}", self.work / f"replies-{number}")
            change(self.work / f"replies-{number}")
            self.begin(number, self.data)
            began = time.monotonic()
            self.run(number, Moment())
            self.figures.undisturbed.append(round(time.monotonic() - began, 2))
            self.figures.boundaries.append(self.noted.read()[1])
            self.expected.append(contents(self.data))
            shutil.copytree(self.data, self.work / f"undisturbed-{number}", symlinks=True)
        shutil.rmtree(self.data)

    def begin(self, phase: int, data: Path) -> None:
        """Put the replies of the phase in the inbox, with what a person noted; the same path in every phase."""
        shutil.rmtree(self.inbox, ignore_errors=True)
        shutil.copytree(self.work / f"replies-{phase}", self.inbox)
        decide(data, phase)

    def go_back(self, phase: int) -> None:
        """Begin the phase again, as undisturbed runs had left the one before."""
        with self.watcher.aside() if self.watcher else nullcontext():
            shutil.rmtree(self.data, ignore_errors=True)
            if phase:
                shutil.copytree(self.work / f"undisturbed-{phase - 1}", self.data, symlinks=True)
        self.begin(phase, self.data)

    def run(self, phase: int, moment: Moment) -> bool:
        """One run of the phase. True where it was killed, False where it came to its end. Raises where it failed."""
        self.noted.write(0, 0)
        child = os.fork()
        if not child:
            self._child(phase, moment)
        if moment.seconds:
            signal.sigtimedwait([signal.SIGCHLD], moment.seconds)
            os.kill(child, signal.SIGKILL)  # a child that has ended stays until it is waited for
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        with suppress(InterruptedError):
            signal.sigtimedwait([signal.SIGCHLD], 0)  # the news of its end
        if status not in (0, -signal.SIGKILL):
            raise AssertionError(f"a run of phase {phase} failed; see {self.work / 'said'}")
        if status:
            step = self.noted.read()[0]
            self.figures.kills += 1
            kind = "boundary" if moment.boundary else "time"
            self.figures.by_kind[f"{kind}, {'through Prefect' if self.through_prefect else 'without Prefect'}"] += 1
            self.figures.by_step[steps.STEPS[step - 1].__name__ if step else BEFORE] += 1
        return status != 0

    def _child(self, phase: int, moment: Moment) -> None:
        try:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGCHLD])
            said = os.open(self.work / "said", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
            os.dup2(said, 1)
            os.dup2(said, 2)
            os.environ[VARIABLE] = str(CLOCK + phase * DAY)
            os.environ[MARK] = self.mark
            counted = Boundaries(self.data, moment.boundary, self.noted)
            counted.count_from_now()

            def marked(step: int) -> None:
                counted.step = step
                self.noted.write(step, counted.count)

            job(self.data, self.inbox, self.through_prefect, marked)
        except BaseException:
            traceback.print_exc()
            os._exit(70)
        os._exit(0)

    def drawn(self, phase: int) -> Moment:
        """A moment of either kind, anywhere in an undisturbed run of the phase."""
        if self.draw.random() < 0.5:
            return Moment(boundary=self.draw.randint(1, self.figures.boundaries[phase]))
        return Moment(seconds=self.draw.uniform(0.001, self.figures.undisturbed[phase]))

    def disturb(self, phase: int, moments: Sequence[Moment] | None, kills: int) -> None:
        """Kill runs of the phase, each begun on what the last left; carry it through, and compare.

        A run that comes to its end before its moment begins the phase again. `moments`: these; else drawn ones.
        """
        given = iter(moments if moments is not None else (self.drawn(phase) for _ in range(4 * kills)))
        wanted = self.figures.kills + kills
        while self.figures.kills < wanted and (moment := next(given, None)):
            if self.run(phase, moment):
                self.look()
            else:
                self.compare(phase)
                self.go_back(phase)
        self.run(phase, Moment())
        self.compare(phase)

    def look(self) -> None:
        """What a reader would have found at that moment."""
        if fault := apart(lambda: _fault_of(self.data / "clean")):
            self.figures.faults.append(fault)

    def compare(self, phase: int) -> None:
        """What a run that came to its end has left, with what an undisturbed one leaves."""
        self.figures.completed += 1
        found = differences(contents(self.data), self.expected[phase])
        if found:
            kept = self.work / f"different-{len(self.figures.differences)}"
            shutil.copytree(self.data, kept, symlinks=True)
            self.figures.differences.append(f"phase {phase}, kept in {kept}: {', '.join(found[:12])}")

    def carry_out(self, kills: int, in_a_row: int) -> None:
        """Until there are that many kills: all phases on one folder, a few kills in each."""
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCHLD])
        faults = self.work / "faults"
        self.go_back(0)
        self.watcher = Watcher(self.data / "clean", faults)
        try:
            wanted = self.figures.kills + kills
            while self.figures.kills < wanted:
                self.go_back(0)
                for phase in range(len(PHASES)):
                    self.begin(phase, self.data)
                    self.disturb(phase, None, min(in_a_row, wanted - self.figures.kills))
                self._say()
        finally:
            self.watcher.stop()
        self.figures.looks = self.watcher.looks
        self.figures.faults += [faults.read_text()] if faults.exists() else []

    def sweep(self, share: int, shares: int) -> None:
        """Every boundary of every phase, one kill each, from the beginning of the phase; or one in so many of them."""
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCHLD])
        for phase, last in enumerate(self.figures.boundaries):
            for boundary in range(1 + share, last + 1, shares):
                self.go_back(phase)
                self.disturb(phase, [Moment(boundary=boundary)], 1)
            self._say()

    def cut_power(self, cuts: int) -> None:
        """Kill a run of any phase, cut the power at that moment, look, carry the phase through, compare.

        The moments: anywhere; while the release is put in place; right after the run has ended.
        """
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCHLD])
        assert self.disk is not None
        for number in range(cuts):
            phase = (number + number // 3) % len(PHASES)
            self.go_back(phase)
            os.sync()
            last = self.figures.boundaries[phase]
            kind = number % 3
            self.run(phase, Moment(boundary=(self.draw.randint(1, last), self.draw.randint(last - 30, last), 0)[kind]))
            self.disk.cut()
            self.figures.by_kind["the power was cut"] += 1
            self.look()
            if kind == 2:
                self.compare(phase)
            self.run(phase, Moment())
            self.compare(phase)
        self._say()

    def _say(self) -> None:
        told = self.figures
        print(f"{told.kills} kills, {len(told.differences)} differences, {len(told.faults)} faults", file=sys.stderr)

    def end(self) -> Figures:
        """The figures, with the processes that killed runs have left."""
        until = time.monotonic() + 30  # a reader may be at work on its last file
        while (left := processes(self.mark)) and time.monotonic() < until:
            time.sleep(0.5)
        self.figures.left_over = left
        return self.figures


def _fault_of(clean: Path) -> str | None:
    try:
        look(clean)
    except Exception:
        return traceback.format_exc()
    return None


def apart(function: Callable[[], Any]) -> Any:
    """The function's result, from a process of its own, so that this one never has threads when it forks."""
    read, write = os.pipe()
    child = os.fork()
    if not child:
        with suppress(BaseException):
            os.write(write, pickle.dumps(function()))
        os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as line:
        said = line.read()
    os.waitpid(child, 0)
    return pickle.loads(said)


def processes(mark: str) -> list[str]:
    """The command lines of the processes that a killed run has left behind."""
    left = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if f"{MARK}={mark}".encode() in (folder / "environ").read_bytes().split(b"\0"):
                left.append((folder / "cmdline").read_bytes().replace(b"\0", b" ").decode())
    return left


def main(given: Sequence[str] | None = None) -> int:
    told = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    told.add_argument("--kills", type=int, default=200, help="how often the job is killed at moments that are drawn")
    told.add_argument("--in-a-row", type=int, default=5, help="kills in one phase before it is carried through")
    told.add_argument("--seed", type=int, default=1)
    told.add_argument("--quick", action="store_true", help="without Great Expectations")
    told.add_argument(
        "--prefect", type=int, default=0, metavar="KILLS", help="as many of the kills through Prefect's flow"
    )
    told.add_argument("--sweep", metavar="N/M", help="kill at every M-th boundary too, from the N-th on (1/1: at all)")
    told.add_argument(
        "--power-cuts", type=int, default=0, metavar="N", help="cut the power N times (needs leave to mount)"
    )
    told.add_argument("--in", dest="work", type=Path, help="a new folder to work in, which stays")
    options = told.parse_args(given)
    began = time.monotonic()
    kept = options.work is not None
    work = options.work.resolve() if kept else Path(tempfile.mkdtemp(prefix="foi-soak-"))
    work.mkdir(exist_ok=True)
    figures = [
        soak(work / name, options, kills, through)
        for name, kills, through in (
            ("steps", options.kills - options.prefect, False),
            ("prefect", options.prefect, True),
        )
        if kills or (options.sweep and not through)
    ]
    if options.power_cuts:
        figures.append(cut_power(work / "power", options))
    told_off = sum(len(f.differences) + len(f.faults) + len(f.left_over) for f in figures)
    print(json.dumps([vars(f) for f in figures], indent=1))
    print(f"{sum(f.kills for f in figures)} kills in {time.monotonic() - began:.0f} s", file=sys.stderr)
    if not kept and not told_off:
        shutil.rmtree(work)
    return 1 if told_off else 0


def soak(work: Path, options: argparse.Namespace, kills: int, through_prefect: bool) -> Figures:
    """One soak, in its own folder."""
    began = time.monotonic()
    work.mkdir(parents=True)
    _import_everything(options.quick)
    made = Soak(work, options.seed, through_prefect)
    with _server(work, through_prefect):
        made.prepare()
        if options.sweep and not through_prefect:
            share, shares = map(int, options.sweep.split("/"))
            made.sweep(share - 1, shares)
        made.carry_out(kills, options.in_a_row)
        figures = made.end()
    figures.seconds = round(time.monotonic() - began, 1)
    return figures


def cut_power(work: Path, options: argparse.Namespace) -> Figures:
    """The power cuts, on a disk of their own."""
    began = time.monotonic()
    work.mkdir(parents=True)
    _import_everything(options.quick)
    disk = Disk(work / "disk.img", work / "disk")
    try:
        made = Soak(work, options.seed, disk=disk)
        made.prepare()
        made.cut_power(options.power_cuts)
        figures = made.end()
    finally:
        disk.unmount()
    figures.seconds = round(time.monotonic() - began, 1)
    return figures


def _import_everything(quick: bool) -> None:
    """What every run needs, once, before any of them is forked."""
    import pyarrow.parquet  # noqa: F401
    import sqlalchemy.dialects.sqlite  # noqa: F401

    import flows.report.write  # noqa: F401

    steps.fix_rules()
    if quick:
        without_validation()
    else:
        steps.validation._great_expectations()


@contextmanager
def _server(work: Path, wanted: bool) -> Iterator[None]:
    """One Prefect server for all runs: one of its own takes each many seconds to start."""
    if not wanted:
        yield
        return
    from flows.orchestration import prepare
    from flows.server import Server

    prepare(work / ".prefect")
    with Server(work / ".prefect", passing=True) as server:
        os.environ["PREFECT_API_URL"] = server.url
        import flows.ingest  # noqa: F401

        yield


if __name__ == "__main__":
    sys.exit(main())
