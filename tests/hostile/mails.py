"""Messages and mailboxes: parts without end, headers of megabytes, names that lead elsewhere, codes that lie."""

from __future__ import annotations

import base64
import struct

from tests.hostile.archives import CSV, NAMES
from tests.hostile.cases import Case, Either, Holds, Read, Refused, zipped
from tests.parsers.documents.wrapping import ole

HEAD = (
    b"From: Freedom of Information <foi@durham.example>\nTo: someone@example.org\nDate: Mon, 5 Sep 2022 10:00:00 +0100\n"
    b"Message-ID: <1@durham.example>\nSubject: FOI 1/22\nMIME-Version: 1.0\n"
)
WORDS = b"Please find our reply attached. There were 7 officers.\n"
SHOWN = ("There were 7 officers.",)


def message(*parts: bytes, boundary: bytes = b"b", head: bytes = b"") -> bytes:
    """A message of these parts, each with its own headers."""
    made = HEAD + head + b'Content-Type: multipart/mixed; boundary="%s"\n\n' % boundary
    return made + b"".join(b"--%s\n%s\n" % (boundary, part) for part in parts) + b"--%s--\n" % boundary


def plain(content: bytes = WORDS, head: bytes = b"") -> bytes:
    return HEAD + head + b"Content-Type: text/plain; charset=utf-8\n\n" + content


TEXT = b"Content-Type: text/plain; charset=utf-8\n\n" + WORDS


def attached(name: bytes, content: bytes = CSV, parameter: bytes = b'filename="%s"') -> bytes:
    said = parameter % name if b"%s" in parameter else parameter
    return b"Content-Type: text/csv\nContent-Disposition: attachment; %s\nContent-Transfer-Encoding: base64\n\n%s" % (
        said,
        base64.encodebytes(content),
    )


def within(levels: int) -> bytes:
    """Messages within messages."""
    data = plain()
    for n in range(levels):
        data = message(b"Content-Type: message/rfc822\n\n" + data, boundary=b"m%d" % n)
    return data


def parts_within(levels: int) -> bytes:
    part = TEXT
    for n in range(levels):
        boundary = b"p%d" % n
        part = b'Content-Type: multipart/mixed; boundary="%s"\n\n--%s\n%s\n--%s--\n' % (
            boundary,
            boundary,
            part,
            boundary,
        )
    return message(part)


def tnef(*attributes: tuple[int, int, bytes]) -> bytes:
    """winmail.dat of these attributes: level, identifier, content."""
    made = b"\x78\x9f\x3e\x22\x01\x00"
    for level, identifier, content in attributes:
        made += struct.pack("<BII", level, identifier, len(content)) + content
        made += struct.pack("<H", sum(content) & 0xFFFF)
    return made


VERSION = (1, 0x00089006, b"\x00\x00\x01\x00")


def in_outlook(attachments: int = 1, name: str = "figures.csv", more: dict | None = None) -> bytes:
    """A message of Outlook's own kind."""
    facts = bytes(32)
    root: dict = {
        "__properties_version1.0": facts,
        "__substg1.0_0037001F": "FOI 1/22".encode("utf-16-le"),
        "__substg1.0_1000001F": WORDS.decode().encode("utf-16-le"),
    }
    for n in range(attachments):
        root[f"__attach_version1.0_#{n:08X}"] = {
            "__properties_version1.0": bytes(8),
            "__substg1.0_37010102": CSV,
            "__substg1.0_3707001F": name.encode("utf-16-le"),
        }
    return ole(root | (more or {}))


def outlook_within(levels: int) -> bytes:
    inner: dict = {"__properties_version1.0": bytes(24), "__substg1.0_1000001F": "inside".encode("utf-16-le")}
    for _ in range(levels):
        inner = {
            "__properties_version1.0": bytes(24),
            "__attach_version1.0_#00000000": {"__properties_version1.0": bytes(8), "__substg1.0_3701000D": inner},
        }
    return ole(inner | {"__properties_version1.0": bytes(32)})


def poked(data: bytes, at: int, by: bytes) -> bytes:
    return data[:at] + by + data[at + len(by) :]


def mailbox(messages: int) -> bytes:
    return b"".join(b"From a@b Mon Sep  5 10:00:00 2022\n" + plain(b"No %d\n" % n) + b"\n" for n in range(messages))


SAFE = {k: v.rpartition("/")[2] for k, v in NAMES.items() if not set('\n"') & set(k) and len(k) < 4_000 and k != ".."}

CASES = [
    Case("mail: sixty messages within messages", lambda: within(60), Holds(amount=8, refuses="more than 8 containers deep")),
    Case("mail: a thousand messages within messages", lambda: within(1_000), Either()),
    Case("mail: a thousand parts within parts", lambda: parts_within(1_000), Either()),
    Case("mail: 400 parts", lambda: message(TEXT, *[attached(b"%d.csv" % n) for n in range(400)]), Refused("more than 300 parts")),
    Case("mail: 40,000 tiny parts", lambda: message(TEXT, *[b"\nx"] * 40_000), Refused("more than 300 parts")),
    Case("mail: 290 files of one name", lambda: message(TEXT, *[attached(b"a.csv") for _ in range(290)]), Holds(("a.csv", "a (290).csv"), amount=290)),
    Case("mail: a subject of five megabytes", lambda: HEAD.replace(b"FOI 1/22", b"x" * 5_000_000) + b"\n" + WORDS, Read(SHOWN)),
    Case("mail: a subject of two megabytes of spaces", lambda: HEAD.replace(b"FOI 1/22", b"a" + b" " * 2_000_000 + b"b") + b"\n" + WORDS, Read(SHOWN)),
    Case("mail: a subject folded over 100,000 lines", lambda: HEAD.replace(b"FOI 1/22", b"a" + b"\n b" * 100_000) + b"\n" + WORDS, Read(SHOWN)),
    Case("mail: a subject of 50,000 coded words", lambda: HEAD.replace(b"FOI 1/22", b"=?utf-8?q?a?= " * 50_000) + b"\n" + WORDS, Read(SHOWN)),
    Case("mail: a subject of coded words that never end", lambda: HEAD.replace(b"FOI 1/22", b"=?utf-8?q?" + b"=?a?q?" * 50_000) + b"\n" + WORDS, Read(SHOWN)),
    Case("mail: a subject in a code that takes for ever", lambda: HEAD.replace(b"FOI 1/22", b"=?punycode?q?" + b"a" * 200_000 + b"-x?=") + b"\n" + WORDS, Read(SHOWN)),
    Case("mail: a subject with an escape sequence", lambda: HEAD.replace(b"FOI 1/22", b"=?utf-8?q?=1B=5B2J=E2=80=AE1=0AForged?=") + b"\n" + WORDS, Read(SHOWN, never=("\x1b", "\u202e"))),
    Case("mail: 100,000 headers", lambda: HEAD + b"X: y\n" * 100_000 + b"\n" + WORDS, Read(SHOWN)),
    Case("mail: a sender without end, before all other headers", lambda: HEAD.replace(b"foi@durham.example", b"a@" + b"a." * 500_000) + b"\n" + WORDS, Refused("1,000,033 characters")),
    Case("mail: a boundary of 100,000 letters", lambda: message(TEXT, attached(b"a.csv"), boundary=b"x" * 100_000), Either()),
    Case("mail: a boundary of signs of a pattern", lambda: message(TEXT, attached(b"a.csv"), boundary=b"(a+)+$[^)"), Holds(("a.csv",))),
    Case("mail: no boundary", lambda: HEAD + b"Content-Type: multipart/mixed\n\n" + b"--" * 500_000, Either()),
    Case("mail: a boundary that is not declared", lambda: HEAD + b"Content-Type: multipart/mixed\n\n" + b"".join(b"--x%d\nContent-Type: text/plain\n\ny\n" % n for n in range(20_000)), Either()),
    Case("mail: cut in the middle", lambda: message(TEXT, attached(b"a.csv", CSV * 100))[:-300], Holds(("a.csv",), says="breaks off")),
    Case("mail: Base64 that is none", lambda: message(TEXT, b"Content-Type: text/csv\nContent-Disposition: attachment; filename=a.csv\nContent-Transfer-Encoding: base64\n\n!!!!====!!!"), Either()),
    Case("mail: quoted-printable that is none", lambda: message(TEXT, b"Content-Type: text/plain\nContent-Transfer-Encoding: quoted-printable\n\n" + b"=" * 500_000), Refused("250,000 characters")),
    Case("mail: an unknown transfer code", lambda: message(TEXT, b"Content-Type: text/csv\nContent-Disposition: attachment; filename=a.csv\nContent-Transfer-Encoding: x-evil\n\n" + CSV), Holds(("a.csv",))),
    Case("mail: text in a code that takes for ever", lambda: HEAD + b"Content-Type: text/plain; charset=punycode\n\n" + b"a" * 300_000 + b"-" + b"9" * 100, Refused("300,101 characters")),
    Case("mail: text in the code idna", lambda: HEAD + b"Content-Type: text/plain; charset=idna\n\n" + b"xn--" + b"a" * 200_000, Refused("200,004 characters")),
    Case("mail: text in the code unicode_escape", lambda: HEAD + b"Content-Type: text/plain; charset=unicode_escape\n\nThere were 7 officers. \\x1b[2J\n", Read(SHOWN, never=("\x1b",))),
    Case("mail: text in the code undefined", lambda: HEAD + b"Content-Type: text/plain; charset=undefined\n\n" + WORDS, Read(SHOWN)),
    Case("mail: text in a code of 100,000 letters", lambda: HEAD + b"Content-Type: text/plain; charset=" + b"x" * 100_000 + b"\n\n" + WORDS, Read(SHOWN)),
    Case("mail: text in UTF-7", lambda: HEAD + b"Content-Type: text/plain; charset=utf-7\n\nThere were +ADc- officers.\n", Read()),
    Case("mail: a date in the year 99999", lambda: HEAD.replace(b"5 Sep 2022", b"5 Sep 99999") + b"\n" + WORDS, Read(SHOWN)),
    Case("mail: a date in the year 9999", lambda: HEAD.replace(b"5 Sep 2022", b"31 Dec 9999") + b"\n" + WORDS, Read(SHOWN)),
    Case("mail: a date of another world", lambda: HEAD.replace(b"Mon, 5 Sep 2022 10:00:00 +0100", b"99 Foo -1 99:99:99 +9999999999") + b"\n" + WORDS, Read(SHOWN)),
    Case("mail: a file elsewhere", lambda: message(TEXT, b"Content-Type: message/external-body; access-type=local-file; name=\"/etc/passwd\"\n\n"), Read(SHOWN, never=("root:",), says="is not in the message")),
    Case("mail: a file in pieces", lambda: message(TEXT, b"Content-Type: message/partial; number=1; total=9999999; id=x\n\nx"), Read(SHOWN, says="is not in the message")),
    Case("mail: a page without end", lambda: HEAD + b"Content-Type: text/html\n\n" + b"<div>" * 300_000, Either()),
    Case("mail: files typed into the text", lambda: plain(WORDS + b"begin 644 ../../etc/passwd\n#0V%T\n`\nend\n"), Holds(("passwd",))),
    Case("mail: files typed into the text that never end", lambda: plain(WORDS + b"begin 644 a\n" + b"M" + b"A" * 60 + b"\n" * 1 + (b"M" + b"A" * 60 + b"\n") * 20_000), Either()),
    Case("mail: a thousand beginnings of files in the text", lambda: plain(WORDS + b"begin 644 a\n" * 100_000 + b"x\nend"), Either()),
    Case("mail: a bomb attached", lambda: message(TEXT, attached(b"a.zip", zipped({"a.csv": bytes(60_000_000)}))), Holds(("a.zip",), amount=1)),
    Case("mail: the name of a file in 3,000 pieces", lambda: message(TEXT, attached(b"", parameter=b"; ".join(b'filename*%d="a"' % n for n in range(3_000)))), Holds(amount=1)),
    Case("mail: the name of a file in a code that takes for ever", lambda: message(TEXT, attached(b"", parameter=b"filename*=punycode''" + b"a" * 100_000)), Holds(amount=1)),
    Case("mail: the name of a file of 4,000 letters", lambda: message(TEXT, attached(b"n" * 4_000 + b".csv")), Holds(("n" * 116 + ".csv",))),
    Case("mail: the name of a file in escapes", lambda: message(TEXT, attached(b"%2e%2e%2f%2e%2e%2fa%20b.csv")), Holds(("a b.csv",))),
    Case("mail: the name of a file in a coded word with a path", lambda: message(TEXT, attached(b"=?utf-8?q?=2E=2E=2Fetc=2Fa.csv?=")), Holds(("a.csv",))),
    *(
        Case(f"mail: the file {name[:24]!a}", lambda name=name: message(TEXT, attached(name.replace("\\", "\\\\").encode())), Holds((safe,), amount=1))
        for name, safe in SAFE.items()
    ),
    Case("winmail.dat: a length of four thousand megabytes", lambda: tnef(VERSION)[:-6] + b"\xff\xff\xff\xff", Either()),
    Case("winmail.dat: a wrong check sum", lambda: poked(tnef(VERSION, (1, 0x00018004, b"FOI 1/22\0")), 25, b"\xff"), Either()),
    Case("winmail.dat: a signature and no more", lambda: b"\x78\x9f\x3e\x22", Refused("damaged|no text")),
    Case("winmail.dat: noise", lambda: b"\x78\x9f\x3e\x22" + bytes(range(256)) * 40, Either()),
    Case("winmail.dat: 400 files", lambda: tnef(VERSION, *[(2, 0x00069002, bytes(14)), (2, 0x0006800F, b"x")] * 400), Either()),
    Case("Outlook: one file", in_outlook, Holds(("figures.csv",))),
    Case("Outlook: 250 files of one name", lambda: in_outlook(60), Holds(("figures.csv", "figures (60).csv"))),
    Case("Outlook: a file whose name leads elsewhere", lambda: in_outlook(1, "..\\..\\\u202eCON\x1b.csv"), Holds(("_CON.csv",))),
    Case("Outlook: 30 messages within messages", lambda: outlook_within(30), Either()),
    Case("Outlook: sectors that lead back to themselves", lambda: poked(in_outlook(), 512, struct.pack("<I", 0) * 8), Either()),
    Case("Outlook: sectors of two thousand megabytes", lambda: poked(in_outlook(), 30, b"\x1f\x00"), Either()),
    Case("Outlook: a directory that is its own", lambda: poked(in_outlook(), 48, b"\0\0\0\0"), Either()),
    Case("Outlook: cut at half", lambda: in_outlook()[: len(in_outlook()) // 2], Either()),
    Case("Outlook: a signature and no more", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Refused("old Office file|damaged")),
    Case("mailbox: 400 messages", lambda: mailbox(400), Refused("400 messages; 300 are the limit")),
    Case("mailbox: 100,000 lines that begin as messages do", lambda: b"From a 2022\n" * 100_000, Either()),
    Case("mailbox: a first line of a megabyte", lambda: b"From " + b"2022" * 250_000 + b"\n" + plain() + b"\nFrom a 2022\n" + plain(), Either()),
]  # fmt: skip
