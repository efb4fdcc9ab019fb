"""Writing so that a kill, a power cut or a full disk leaves the old file or the new one, never half of one.

Every file that a later run, a reader of the data or a person depends on is written by `write_whole`; every folder that is put
in place as a whole is synced first and moved by `move`. What is promised of each file: docs/crash-safety.md.
"""

from __future__ import annotations

import contextlib
import errno
import os
import resource
import shutil
from hashlib import sha256
from pathlib import Path
from typing import Any

_SPACE = "Free some space and run the command again"
_LEAVE = "Change its permissions, or name another folder"
_GONE = "Mount its disk or share again and run the command again"

_REASONS = {
    errno.ENOSPC: ("the disk is full", _SPACE),
    errno.EDQUOT: ("the disk quota is used up", _SPACE),
    errno.EFBIG: ("a file may not grow that large here", "Raise the limit (`ulimit -f`) and run the command again"),
    errno.EACCES: ("this user may not read or write it", _LEAVE),
    errno.EPERM: ("this user may not read or write it", _LEAVE),
    errno.EROFS: ("it is read-only", "Make it writable, or name another folder"),
    errno.ENOENT: ("it does not exist", "Check the spelling, and that its disk is mounted"),
    errno.ENOTDIR: ("a part of its path is a file", "Name a folder there"),
    errno.EISDIR: ("it is a folder", "Name a file"),
    errno.EIO: ("the disk failed", "Look at the disk; what it holds may be damaged (docs/crash-safety.md)"),
    errno.ESTALE: ("its disk or share has gone", _GONE),
    errno.ENODEV: ("its disk or share has gone", _GONE),
    errno.ENXIO: ("its disk or share has gone", _GONE),
    errno.ENOTCONN: ("its disk or share has gone", _GONE),
    errno.EXDEV: ("a part of it lies on another disk", "Keep each of raw/ and clean/ on one disk"),
    errno.EMFILE: ("too many files are open", "Raise the limit (`ulimit -n`) and run the command again"),
    errno.ENFILE: ("too many files are open on this machine", "End what is not needed and run the command again"),
    errno.ENOLCK: ("locks are not to be had there", "Keep the data folder on a disk of this machine"),
    errno.EOPNOTSUPP: ("the disk cannot do that", "Keep the data folder on a disk of this machine"),
}

LEAST = 128 * 1024
"""Bytes: a disk with less left counts as full."""

FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
"""What the system says where there is no room."""


def why(error: OSError) -> tuple[str, str]:
    """What is wrong, and the way out: both as the parts of a sentence, the first without a capital."""
    known = _REASONS.get(error.errno or 0)
    return known or (str(error.strerror or error), "Put that right and run the command again")


def sentence(error: OSError, where: object = None) -> str:
    """An error of the system as one sentence for people: which file, what is wrong, the way out."""
    wrong, way_out = why(error)
    name = error.filename2 or error.filename or where
    return f"{name}: {wrong}. {way_out}." if name else f"{wrong[:1].upper()}{wrong[1:]}. {way_out}."


def is_full(folder: Path, needed: int = LEAST) -> bool:
    """Whether the disk of the folder has less than so many bytes left."""
    try:
        return shutil.disk_usage(folder).free < needed
    except OSError:
        return False


def refused(path: Path) -> OSError:
    """Why a database could not write there, of which it says no more than that it could not."""
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)[0]
    limited = limit != resource.RLIM_INFINITY
    code = errno.ENOSPC if is_full(path.parent) else errno.EFBIG if limited else errno.EIO
    with contextlib.suppress(OSError):  # it has gone
        if os.statvfs(path.parent).f_flag & os.ST_RDONLY:
            code = errno.EROFS
    return OSError(code, os.strerror(code), str(path))


def make_folder(folder: Path) -> None:
    """Make the folder and those above it, so that a power cut cannot lose their names."""
    missing = []
    at = folder
    while not at.is_dir():
        missing.append(at)
        if at == at.parent:
            break
        at = at.parent
    for one in reversed(missing):
        one.mkdir(exist_ok=True)
        sync(one.parent)


def write_whole(path: Path, data: bytes, *, incoming: Path | None = None, mode: int | None = None) -> None:
    """Put `data` in the place of the file at `path`: under another name first, on to the disk, then renamed.

    Whoever reads sees the old file or the new one; when this returns, a power cut cannot take the new one away. A link is
    followed. `incoming`: the folder for the other name, on the same disk; else the file's own. `mode`: its permissions;
    else those that it had, or those that any new file gets. Raises `OSError`, and then leaves the old file as it was.
    """
    if path.is_symlink():
        path = path.resolve()
    folder = incoming or path.parent
    make_folder(folder)
    make_folder(path.parent)
    part = folder / f".{path.name}.{os.getpid()}"
    try:
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            if (kept := mode if mode is not None else _mode(path)) is not None:
                os.fchmod(file.fileno(), kept)
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException as error:
        with contextlib.suppress(OSError):  # what went wrong first is what is to be said
            part.unlink(missing_ok=True)
        if isinstance(error, OSError):
            error.filename, error.filename2 = str(path), None  # the name that a person knows
        raise
    sync(path.parent)


def clear_parts(folder: Path, name: str = "*") -> None:
    """Take away what killed writers of that file or folder left under its other name; not what is being written now."""
    for part in folder.glob(f".{name}.*"):
        writer = part.suffix[1:]
        if writer.isdigit() and not _at_work(int(writer)):
            shutil.rmtree(part) if part.is_dir() and not part.is_symlink() else part.unlink(missing_ok=True)


def _at_work(process: int) -> bool:
    """Whether another process of that number is there: this one has nothing half-written when it looks."""
    return process != os.getpid() and Path(f"/proc/{process}").exists()


def move(source: Path, target: Path) -> None:
    """Give a file, link or folder that is on the disk already its final name, for good."""
    source.replace(target)
    sync(target.parent)
    if source.parent != target.parent:
        sync(source.parent)


def sync_all(folder: Path) -> None:
    """Put every file and name in the folder on the disk.

    A file that has another name besides is one that was put there with it, as pages of the release before were: of that the
    new name is left, which goes with its folder.
    """
    with os.scandir(folder) as found:
        for entry in found:
            if entry.is_dir(follow_symlinks=False):
                sync_all(Path(entry.path))
            elif not entry.is_symlink() and entry.stat().st_nlink == 1:
                sync(Path(entry.path))
    sync(folder)


def sync(path: Path) -> None:
    """Put a file, or the names in a folder, on the disk, so that a power cut cannot lose them."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if (
            error.errno != errno.EINVAL
        ):  # some shares cannot sync the names of a folder, and have no such promise to give
            error.filename = str(path)
            raise
    finally:
        os.close(handle)


def look_of(*folders: Path) -> str:
    """How the files in the folders look, none of them opened: it changes where one is changed, replaced, added or lost."""
    digest = sha256()
    for folder in folders:
        digest.update(f"{folder.name}\n".encode())
        _look(folder, digest)
    return digest.hexdigest()


def _look(folder: Path | str, digest: Any) -> None:
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                digest.update(f"{entry.name!r}/\n".encode())
                _look(entry.path, digest)
                digest.update(b"..\n")
            else:
                it = entry.stat(follow_symlinks=False)
                told = f"{entry.name!r} {it.st_mode} {it.st_size} {it.st_mtime_ns} {it.st_ctime_ns} {it.st_ino}\n"
                digest.update(told.encode())
    except OSError as wrong:  # it has gone, or may not be looked at
        digest.update(f"{wrong.errno}\n".encode())


def _mode(path: Path) -> int | None:
    try:
        return path.stat().st_mode & 0o7777
    except FileNotFoundError:
        return None
