"""Zips: bombs, lies, names that lead elsewhere, zips within zips."""

from __future__ import annotations

import io
import struct
import zipfile

from tests.hostile.cases import Case, Either, Holds, Refused, zipped

CSV = b"Outcome,2019,2020\nAdvice,3,0\nWarning,2,12\n"

NAMES = {
    "../../etc/passwd": "etc/passwd",
    "/etc/shadow": "etc/shadow",
    "C:\\Windows\\win.ini": "Windows/win.ini",
    "C:evil.csv": "C_evil.csv",
    "\\\\server\\share\\a.csv": "server/share/a.csv",
    "a/../../b.csv": "a/b.csv",
    "..\\..\\c.csv": "c.csv",
    "....//....//d.csv": "d.csv",
    "./././e.csv": "e.csv",
    "CON": "_CON",
    "nul.txt": "_nul.txt",
    "COM1.csv": "_COM1.csv",
    "aux.tar.gz": "_aux.tar.gz",
    "dir/LPT9/prn.csv": "dir/_LPT9/_prn.csv",
    "a.csv:hidden.exe": "a.csv_hidden.exe",
    "trailing. . .": "trailing",
    " leading.csv": "leading.csv",
    "esc\x1b[2Jape.csv": "esc[2Jape.csv",
    "line\nbreak.csv": "line break.csv",
    "bell\x07.csv": "bell.csv",
    "gpj.\u202evsc.csv": "gpj.vsc.csv",
    "zero\u200bwidth.csv": "zerowidth.csv",
    'a<b>c|d?e*f".csv': "a_b_c_d_e_f_.csv",
    "n" * 4_000 + ".csv": "n" * 116 + ".csv",
    "deep/" * 40 + "f.csv": "/".join(["deep"] * 7) + "/f.csv",
    "..": "file",
    "cafe\u0301.csv": "café.csv",
}
"""A name in a zip, and the one that comes out: safe on any system, and never outside."""


def named(name: str) -> bytes:
    """A zip with one entry of that name, written as it is."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        entry = zipfile.ZipInfo("x")
        entry.filename = name
        archive.writestr(entry, CSV)
    return made.getvalue()


def bomb(size: int = 60_000_000) -> bytes:
    return zipped({"figures.csv": bytes(size)})


def many_bombs() -> bytes:
    return zipped({f"{n}.csv": bytes(9_000_000) for n in range(8)})


def nested(levels: int, core: bytes = CSV) -> bytes:
    data, name = core, "figures.csv"
    for level in range(levels):
        data, name = zipped({name: data}), f"{level}.zip"
    return data


def wide_and_deep(levels: int = 4, each: int = 7) -> bytes:
    """Zips in zips in zips, so many in each: thousands of files out of some kilobytes."""
    data = CSV
    for _ in range(levels):
        data = zipped({f"{n}.zip": data for n in range(each)})
    return data


def _entries(data: bytes) -> int:
    return data.index(b"PK\x01\x02")


def declared(size: int) -> bytes:
    """The directory and the entry both say another unpacked size than is true."""
    data = bytearray(zipped({"figures.csv": CSV * 1_000}))
    at = _entries(data)
    data[22:26] = struct.pack("<I", size)
    data[at + 24 : at + 28] = struct.pack("<I", size)
    return bytes(data)


def overlapping(entries: int = 50, size: int = 5_000_000) -> bytes:
    """Every entry of the directory points to the same packed bytes."""
    data = zipped({"a.csv": bytes(size)})
    at = _entries(data)
    end = data.index(b"PK\x05\x06")
    local, entry = data[:at], data[at:end]
    directory = entry * entries
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, entries, entries, len(directory), at, 0)
    return local + directory + tail


def directory_of(entries: int) -> bytes:
    """A directory of so many entries, and nothing that they name."""
    one = struct.pack("<4s4B4HL2L5H2L", b"PK\x01\x02", 20, 0, 20, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    data = b"PK\x03\x04" + bytes(26)
    directory = one * entries
    counted = min(entries, 0xFFFF)
    return (
        data + directory + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, counted, counted, len(directory), len(data), 0)
    )


def flagged(flag: int, method: int | None = None, all_of_them: bool = True) -> bytes:
    """Entries that say that they are locked, or packed in another way."""
    data = bytearray(zipped({"a.csv": CSV, "b.csv": CSV}))
    at = _entries(data)
    for place in (at,) if not all_of_them else (at, data.index(b"PK\x01\x02", at + 4)):
        data[place + 8] |= flag
        if method is not None:
            data[place + 10 : place + 12] = struct.pack("<H", method)
    return bytes(data)


def link(target: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        entry = zipfile.ZipInfo("link.csv")
        entry.create_system, entry.external_attr = 3, 0o120777 << 16
        archive.writestr(entry, target)
        archive.writestr(zipfile.ZipInfo("figures.csv"), CSV)  # of a time that stays the same
    return made.getvalue()


def damaged(start: int, by: bytes) -> bytes:
    data = bytearray(zipped({"figures.csv": CSV * 50}))
    data[start : start + len(by)] = by
    return bytes(data)


def end_record(**changed: int) -> bytes:
    """The record at the end with other numbers in it."""
    data = bytearray(zipped({"figures.csv": CSV}))
    at = data.index(b"PK\x05\x06")
    places = {"entries": (10, "<H"), "size": (12, "<L"), "offset": (16, "<L"), "comment": (20, "<H")}
    for name, value in changed.items():
        place, form = places[name]
        struct.pack_into(form, data, at + place, value)
    return bytes(data)


def twice(name: str = "data.csv", amount: int = 250) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for n in range(amount):
            archive.writestr(zipfile.ZipInfo(name), CSV + b"Dismissed,%d,0\n" % n)
    return made.getvalue()


CASES = [
    Case("zip: a bomb", bomb, Refused("grow beyond the limits")),
    Case("zip: eight bombs that are each within the limits", many_bombs, Refused("grow beyond the limits")),
    Case("zip: a bomb by bzip2", lambda: zipped({"a.csv": bytes(60_000_000)}, zipfile.ZIP_BZIP2), Refused("grow beyond")),
    Case("zip: a bomb by LZMA", lambda: zipped({"a.csv": bytes(60_000_000)}, zipfile.ZIP_LZMA), Refused("grow beyond")),
    Case("zip: a bomb in a zip in a zip", lambda: nested(2, bomb()), Holds(amount=2)),
    Case("zip: twelve levels", lambda: nested(12), Holds(amount=8, refuses="more than 8 containers deep")),
    Case("zip: four levels of seven", wide_and_deep, Holds(refuses="would make more than 300 files")),
    Case("zip: a size declared too small", lambda: declared(100), Holds(amount=0, says="is damaged")),
    Case("zip: a size declared as four thousand megabytes", lambda: declared(0xFFFFFFF0), Holds(("figures.csv",))),
    Case("zip: entries that overlap", overlapping, Refused("grow beyond the limits")),
    Case("zip: a directory of 60,000 entries", lambda: directory_of(60_000), Refused("more than 50,000 entries")),
    Case("zip: a directory of 5,000 entries", lambda: directory_of(5_000), Refused("5,000 files; 300 are the limit")),
    Case("zip: 400 files", lambda: zipped({f"{n}.csv": CSV for n in range(400)}), Refused("400 files; 300 are the limit")),
    Case("zip: 250 files of one name", twice, Holds(names=("data.csv", "data (2).csv", "data (250).csv"), amount=250)),
    Case("zip: names that differ by case alone", lambda: zipped({"A.csv": CSV, "a.csv": CSV + b"x,1,1\n"}), Holds(("A.csv", "a (2).csv"))),
    Case("zip: a link to /etc/passwd", lambda: link("/etc/passwd"), Holds(("figures.csv",), says="is a link", amount=1)),
    Case("zip: a link upwards", lambda: link("../../.."), Holds(("figures.csv",), says="is a link", amount=1)),
    Case("zip: all locked", lambda: flagged(1), Refused("protected by a password")),
    Case("zip: one locked", lambda: flagged(1, all_of_them=False), Holds(("b.csv",), says="protected by a password", amount=1)),
    Case("zip: packed in an unknown way", lambda: flagged(0, 97), Holds(amount=0, says="method that is not known")),
    Case("zip: packed bytes damaged", lambda: damaged(45, b"\xff" * 8), Holds(amount=0, says="is damaged")),
    Case("zip: wrong check sum", lambda: damaged(14, b"\0\0\0\0"), Either()),
    Case("zip: the entry's own header overwritten", lambda: damaged(0, b"PK\x03\x04" + b"\xff" * 26), Either()),
    Case("zip: the end says 65,535 entries", lambda: end_record(entries=0xFFFF), Either()),
    Case("zip: the end says a directory of 4 GB", lambda: end_record(size=0xFFFFFFF0), Refused("damaged zip")),
    Case("zip: the end says that the directory is elsewhere", lambda: end_record(offset=0xFFFFFFF0), Holds(amount=0, says="is damaged")),
    Case("zip: the end says a longer note than there is", lambda: end_record(comment=60_000), Either()),
    Case("zip: cut at half", lambda: zipped({"figures.csv": CSV * 50})[:150], Refused("damaged zip")),
    Case("zip: a signature and no more", lambda: b"PK\x03\x04", Refused("damaged zip")),
    Case("zip: an end and no more", lambda: b"PK\x05\x06" + bytes(18), Refused("holds no file")),
    Case("zip: folders alone", lambda: zipped({"a/": b"", "a/b/": b""}), Refused("holds no file")),
    Case("zip: litter alone", lambda: zipped({"__MACOSX/._a": b"x", "Thumbs.db": b"x"}), Either()),
    Case("zip: a program before it", lambda: b"MZ" + bytes(500) + zipped({"figures.csv": CSV}), Refused("no kind that is known")),
    Case("zip: a mimetype that is a bomb", lambda: zipped({"mimetype": bytes(60_000_000)}), Either()),
    Case("zip: a mimetype that says PDF", lambda: zipped({"mimetype": "application/pdf", "a.csv": CSV}), Either()),
    Case("zip: a PDF behind it", lambda: zipped({"figures.csv": CSV}) + b"%PDF-1.7\n", Either()),
    Case("zip: a name without end", lambda: named("\0" * 60_000), Either()),
    *(
        Case(f"zip: the name {name[:24]!a}", lambda name=name: named(name), Holds((safe,), amount=1))
        for name, safe in NAMES.items()
    ),
]  # fmt: skip
