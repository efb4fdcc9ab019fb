"""Each file of a release is read once for its digest; what is taken over from a release that was just looked at, never."""

from __future__ import annotations

import hashlib
import json
import os

import pytest

from flows import digests, disk
from flows.archive import Archive
from flows.catalogue import as_text
from flows.digests import Digests, files_in, sha256_of
from flows.lock import locked


def test_files_come_in_the_order_of_their_folders_and_names(tmp_path):
    for name in ("b.txt", "a-b/c", "a/z", "a/b/c", "a.txt", "B"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    paths = sorted(p for p in tmp_path.rglob("*") if p.is_file())
    assert files_in(tmp_path) == [p.relative_to(tmp_path).as_posix() for p in paths]


def test_a_file_is_read_once_and_a_link_into_the_release_before_not_at_all(tmp_path, monkeypatch):
    before, now = tmp_path / "before", tmp_path / "now"
    for folder in (before, now):
        folder.mkdir()
    (before / "page").write_text("as it was")
    (before / "SHA256SUMS").write_text(f"{sha256_of(before / 'page')}  page\n")
    os.link(before / "page", now / "page")
    (now / "new").write_text("new")
    (now / "same").write_text("as it was")  # no link: it is read
    read: list[str] = []
    monkeypatch.setattr(digests, "sha256_of", lambda path: read.append(path) or sha256_of(path))
    told = Digests([before / "SHA256SUMS"])
    for _ in range(2):
        made = {name: told.of(now / name) for name in ("page", "new", "same")}
    assert made == {name: hashlib.sha256((now / name).read_bytes()).hexdigest() for name in made}
    assert read == [str(now / "new"), str(now / "same")]


def test_a_large_file_has_the_digest_of_its_bytes(tmp_path):
    (tmp_path / "large").write_bytes(data := b"x" * (3 << 20))
    assert sha256_of(tmp_path / "large") == hashlib.sha256(data).hexdigest()


def test_only_a_file_with_another_name_is_not_put_on_the_disk_again(tmp_path, monkeypatch):
    (tmp_path / "before").write_text("there")
    (new := tmp_path / "new" / "inner").mkdir(parents=True)
    os.link(tmp_path / "before", new / "page")
    (new / "other").write_text("new")
    synced: list = []
    monkeypatch.setattr(disk, "sync", synced.append)
    disk.sync_all(tmp_path / "new")
    assert synced == [new / "other", new, tmp_path / "new"]


def test_the_catalogue_is_written_as_json_is_indented():
    made = {"a": [], "files": [{"path": 'x"é', "bytes": 3}, {"path": "y", "rows": None}], "b": {"c": [1]}}
    for one in (made, made | {"files": []}):
        assert as_text(one) == (json.dumps(one, indent=1, ensure_ascii=False) + "\n").encode()


@pytest.mark.parametrize(
    "damage", [lambda data: data[:-1], lambda data: data + b"more", lambda data: data[:-8] + bytes(8)]
)
def test_what_is_kept_is_whole_or_made_again(tmp_path, damage):
    with locked(tmp_path / "raw") as held:
        archive = Archive(tmp_path / "raw", held, told=lambda _: None)
        archive.keep("letters", "k", {"said": "something"})
        assert archive.kept("letters", "k") == {"said": "something"}
        (path,) = (tmp_path / "raw" / "letters").rglob("*.gz")
        path.write_bytes(damage(path.read_bytes()))
        assert archive.kept("letters", "k") is None
