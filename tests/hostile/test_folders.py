"""Folders made to do harm: links that lead round or out, pipes, files of a terabyte, names that act on a terminal."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from flows.cli import main
from flows.contents import read_file
from flows.ending import Stopped
from flows.sources import Collected, Refused
from flows.sources.folder import DEEPEST, FolderSource
from parsers.limits import limited

ACTING = "\x1b[2J\x1b]0;owned\x07 \u202e12.csv\u2066"


def collected(folder: Path) -> dict[str, Collected | Refused]:
    return {item.path: item for item in FolderSource(folder).collect()}


def test_links_that_lead_to_themselves_or_round_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").symlink_to(tmp_path / "a.csv")
    (tmp_path / "b").symlink_to(tmp_path / "c")
    (tmp_path / "c").symlink_to(tmp_path / "b")
    (tmp_path / "up").symlink_to(tmp_path)
    found = collected(tmp_path)
    assert all(isinstance(item, Refused) and item.message and item.fix for item in found.values())
    assert found.keys() == {"a.csv", "b", "c", "up"}


def test_pipes_and_sockets_are_refused_and_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "zero.csv").symlink_to("/dev/zero")
    found = collected(tmp_path)
    assert all(isinstance(item, Refused) for item in found.values()) and len(found) == 2
    with pytest.raises(Stopped, match="not a file"):
        read_file(tmp_path / "pipe.csv")


def test_a_device_is_no_reply() -> None:
    with pytest.raises(Stopped, match="not a file"):
        read_file(Path("/dev/zero"))


def test_a_file_of_a_terabyte_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with (tmp_path / "huge.csv").open("wb") as file:
        file.truncate(10**12)  # a hole: it takes no room on the disk
    (found,) = collected(tmp_path).values()
    assert isinstance(found, Refused)
    assert "1,000,000 MB" in found.message and "`file_size`" in found.fix
    with pytest.raises(Stopped, match="200 MB are the limit"):
        read_file(tmp_path / "huge.csv")


def test_the_limit_is_that_of_the_settings(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"Outcome,2019\nAdvice,3\n")
    assert isinstance(collected(tmp_path)["a.csv"], Collected)
    with limited(file_size=10):
        assert isinstance(collected(tmp_path)["a.csv"], Refused)


def test_a_file_that_grows_while_it_is_read_is_not_taken_in_by_halves(tmp_path: Path) -> None:
    from flows.sources import folder

    (tmp_path / "a.csv").write_bytes(b"x" * 100)

    class Memory:
        def keep(self, *_: object, **__: object) -> None:
            raise AssertionError("half a file was kept")

    with limited(file_size=50), pytest.raises(OSError, match="too large"):
        folder._read(tmp_path / "a.csv", "a.csv", Memory())  # type: ignore[arg-type]


def test_a_file_that_goes_while_the_folder_is_listed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.csv").write_bytes(b"x")
    source = FolderSource(tmp_path)
    monkeypatch.setattr(source, "_walk", lambda folder: iter([folder / "a.csv", folder / "gone.csv"]))
    monkeypatch.setattr(Path, "is_file", lambda self: self.suffix == ".csv")
    first, gone = source.collect()
    assert isinstance(first, Collected)
    assert isinstance(gone, Refused) and "No such file" in gone.message


def test_folders_within_folders_end(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["d"] * (DEEPEST + 20))
    deep.mkdir(parents=True)
    (deep / "a.csv").write_bytes(b"x")
    (tmp_path / "b.csv").write_bytes(b"x")
    found = collected(tmp_path)
    assert isinstance(found["b.csv"], Collected)
    (other,) = (item for path, item in found.items() if path != "b.csv")
    assert isinstance(other, Refused) and f"more than {DEEPEST} folders deep" in other.message


@pytest.mark.parametrize(
    "name", [ACTING, "a\nerror: forged.csv", "b\rc.csv", "=1+1.csv", "-rf.csv", "x" * 250 + ".csv", "\u202e.csv"]
)
def test_a_name_never_acts_on_the_terminal(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_bytes(b"Outcome,2019\nWritten warning,3\n")
    for command in ("parse", "inspect"):
        done = CliRunner().invoke(main, [command, "--", str(file)])
        assert done.exit_code in (0, 1), done.output
        assert not any(sign in done.output for sign in "\x1b\x07\u202e\u2066\r")
        assert "\nerror: forged" not in done.output


def test_a_name_that_is_no_text_is_read(tmp_path: Path) -> None:
    file = os.fsdecode(bytes(tmp_path) + b"/\xff\xfe.csv")
    Path(file).write_bytes(b"Outcome,2019\nWritten warning,3\n")
    done = CliRunner().invoke(main, ["parse", file])
    assert done.exit_code in (0, 1) and "Traceback" not in done.output
    assert "Written warning" in done.output
