"""Every file with something planted in it goes through the whole job: no word of that is in anything it writes or prints.

Each file has a word of its own in the planted place, so that what gets out says where from. The documents themselves, kept as
they came, are the only exception.
"""

from __future__ import annotations

import gzip
import io
import re
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow.parquet
import pytest
from click.testing import CliRunner

from flows import cli, holds
from flows.archive import sha256
from flows.ending import Stopped
from schemas import forces
from tests.flows.letters import CASES, letter
from tests.flows.test_ingest import ingest, live, without_great_expectations  # noqa: F401
from tests.parsers.documents.labelled import File
from tests.parsers.documents.labelled.files import planted

PLANTED = re.compile(rb"z(?:ebedee|q\d{5})|quillfeather", re.I)
NAMES = re.compile(rb"zebedee", re.I)


def one_of_each() -> list[File]:
    """The first file of each format and kind."""
    found: dict[tuple[str, str], File] = {}
    for file in planted():
        found.setdefault((file.format, file.kind), file)
    return list(found.values())


def marked(data: bytes, number: int) -> bytes:
    """The file with a word of its own in the place of the planted name, as long as that; a compressed PDF stays as it is."""
    word = f"Zq{number:05d}".encode()
    if not data.startswith(b"PK"):
        return NAMES.sub(word, data)
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, NAMES.sub(word, source.read(name)))
    return made.getvalue()


def contents(path: Path) -> Iterator[bytes]:
    """What a file says, out of whatever it is packed in."""
    data = path.read_bytes()
    yield data
    if data.startswith(b"\x1f\x8b"):
        yield gzip.decompress(data)
    elif data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield from (archive.read(name) for name in archive.namelist())
    elif data.startswith(b"PAR1"):
        yield repr(pyarrow.parquet.read_table(path).to_pylist()).encode()
    elif data.startswith(b"SQLite format 3"):
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as base:
            yield "\n".join(base.iterdump()).encode() if not _has_search(base) else data
    elif path.suffix == ".duckdb":
        with duckdb.connect(str(path), read_only=True) as base:
            for (table,) in base.execute("select table_name from information_schema.tables").fetchall():
                yield repr(base.execute(f'select * from "{table}"').fetchall()).encode()


def _has_search(base: sqlite3.Connection) -> bool:
    """A table for full-text search cannot be written out by sqlite3; its words stand in the file as they are."""
    return bool(base.execute("select 1 from sqlite_master where sql like '%VIRTUAL%'").fetchone())


def got_out(folder: Path) -> list[str]:
    files = [p for p in folder.rglob("*") if p.is_file() and not p.is_symlink() and "documents" not in p.parts]
    assert files
    return [f"{p}: {found[0]!r}" for p in files for data in contents(p) if (found := PLANTED.search(data))]


def run(*arguments: str) -> str:
    done = CliRunner().invoke(cli.main, arguments)
    assert done.exception is None or isinstance(done.exception, SystemExit), (arguments, done.exception)
    return done.output


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[Path, File]:
    """The folder of replies: each file in a reply of its own, under one force or another, with a letter beside some."""
    inbox = tmp_path_factory.mktemp("planted")
    slugs = [force.slug for force in forces.all_forces()][:40]
    made: dict[Path, File] = {}
    for number, file in enumerate(one_of_each()):
        path = inbox / slugs[number % len(slugs)] / f"reply {number}" / file.name
        path.parent.mkdir(parents=True)
        path.write_bytes(marked(file.data, number))
        made[path] = file
        if number < 10:
            letter(path.parent / "response.pdf", rows=CASES, reference=f"{number}/22")
    return made


def test_in_nothing_that_the_job_writes_held_or_released(files, tmp_path, caplog, capfd):
    inbox, data = next(iter(files)).parents[2], tmp_path / "data"
    ingest(data, inbox)
    held = [p for p in live(data)["problems"] if p.code == "document_quarantined"]
    assert len(held) > 40 and got_out(data) == []
    kept = (p for p in (data / "raw" / "documents").rglob("*") if p.is_file())
    assert any(PLANTED.search(said) for p in kept for said in contents(p))  # it is there to be found
    for path in files:
        name = sha256(path.read_bytes())
        try:
            holds.release(data, name, "looked at", "A. N.")
        except Stopped as reason:
            assert "is not held" in str(reason) or "was released before" in str(reason), path
    released = tmp_path / "released"  # anew, so that no force's last good version stands in the way
    released.mkdir()
    shutil.copy(data / holds.FILE, released / holds.FILE)
    ingest(released, inbox)
    assert [p.message for p in live(released)["problems"] if p.message.startswith(holds.HELD)] == []
    assert got_out(released) == []
    said = (
        run("status", "--data", str(released))
        + run("problems", "--data", str(released))
        + caplog.text
        + "".join(capfd.readouterr())
    )
    assert "hidden" in said and not PLANTED.search(said.encode())


def test_in_nothing_that_the_commands_print_or_draw(files, tmp_path):
    drawn: set[str] = set()
    for path, file in files.items():
        said = run("parse", str(path), "--json", "--force", "kent") + run("inspect", str(path), "--json")
        assert not PLANTED.search(said.encode()), (file.format, file.case)
        if file.format not in drawn:
            drawn.add(file.format)
            shown = run("parse", str(path), "--force", "kent") + run(
                "inspect", str(path), "--image", str(tmp_path / file.format)
            )
            assert not PLANTED.search(shown.encode()), (file.format, file.case)
    assert got_out(tmp_path) == []


@pytest.mark.parametrize("format_", ["xlsx", "pdf", "html"])
def test_in_no_parser_that_is_begun_from_such_a_file(files, tmp_path, monkeypatch, format_):
    path = next(p for p, f in files.items() if f.format == format_)
    monkeypatch.chdir(tmp_path)
    said = run("new-force", "kent", str(path))
    assert not PLANTED.search(said.encode())
    (tmp_path / "made").mkdir(exist_ok=True)
    (tmp_path / "made" / "said.txt").write_text(said)
    assert got_out(tmp_path) == []
