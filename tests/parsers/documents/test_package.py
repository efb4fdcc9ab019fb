"""Parts unpacked without `zipfile`'s own objects are the same, and what is odd in a package is left to it."""

from __future__ import annotations

import io
import zipfile

import pytest

from parsers.documents.package import BROKEN, Package

PART = b"<a>" + b"the same again " * 500 + b"</a>"


def packed(kind: int = zipfile.ZIP_DEFLATED, name: str = "xl/a.xml") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", kind) as target:
        target.writestr("first.xml", b"<first/>")
        target.writestr(name, PART)
    return made.getvalue()


def by_itself(data: bytes, name: str) -> bytes | str:
    """What `zipfile` says of the part, or of what is wrong with it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.read(name)
    except (*BROKEN, KeyError) as error:
        return repr(error)


def read(data: bytes, name: str) -> bytes | str:
    try:
        with Package(data) as archive:
            return archive.read(name)
    except (*BROKEN, KeyError) as error:
        return repr(error)


@pytest.mark.parametrize("kind", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_part_is_unpacked_without_zipfile(kind, monkeypatch):
    data = packed(kind)
    monkeypatch.setattr(Package, "open", None)
    assert read(data, "xl/a.xml") == PART


@pytest.mark.parametrize(
    ("kind", "name"),
    [(zipfile.ZIP_BZIP2, "xl/a.xml"), (zipfile.ZIP_LZMA, "xl/a.xml"), (zipfile.ZIP_DEFLATED, "xl/ä.xml")],
)
def test_what_is_packed_otherwise_is_unpacked_by_zipfile(kind, name):
    assert read(packed(kind, name), name) == PART


def test_what_stands_before_a_package_is_passed_over():
    assert read(b"#!/bin/sh\n" + packed(), "xl/a.xml") == PART


@pytest.mark.parametrize("kind", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_damaged_package_is_refused_as_zipfile_refuses_it(kind):
    data = packed(kind)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        start = archive.getinfo("xl/a.xml").header_offset
    for at in [*range(start, start + 60), *range(len(data) - 120, len(data) - 22)]:
        for other in (0, 1, 255):
            wrong = data[:at] + bytes([other]) + data[at + 1 :]
            assert read(wrong, "xl/a.xml") == by_itself(wrong, "xl/a.xml")
