"""Fuzzing: sound files changed at random, and documents put together at random from the words of replies.

What must hold of every one of them stands in `fault_in_reading` and `fault_in_mapping`. A file or document is made anew
from its kind and number, so that a find can be repeated: `python -m tests.hostile.fuzz --kind pdf --number 1234`.
`make fuzz MINUTES=60` looks for finds; the tests run the first numbers of each kind.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import re
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from parsers.apart import Done, NotDone, Process
from parsers.documents.containers import CONTAINERS
from parsers.documents.model import Cell, Document, Row, Table, Text, from_json, to_json
from parsers.limits import Limits
from tests.hostile import archives, mails, pdfs, texts, words, workbooks
from tests.hostile.cases import LIMITS, zipped
from tests.parsers.documents.drawing import CASES as CASE_ROWS
from tests.parsers.documents.drawing import OUTCOMES, pdf, table, text
from tests.parsers.documents.wrapping import tnef

QUICK = Limits(
    **{name: getattr(LIMITS, name) for name in Limits.__dataclass_fields__} | {"cpu_seconds": 20, "scanned_pages": 1}
)
"""For reading and mapping a file: time enough for a busy machine, and one page of OCR at most, which takes seconds."""

NUMBERS = (
    b"0",
    b"-1",
    b"1",
    b"255",
    b"65535",
    b"65536",
    b"2147483647",
    b"4294967295",
    b"99999999999999999999",
    b"1e308",
    b"nan",
    b"",
)
TOKENS: dict[str, tuple[bytes, ...]] = {
    "pdf": (b"<<", b">>", b"[", b"]", b"(", b")", b"stream\n", b"endstream", b"endobj", b" obj", b" R", b"null", b"/Kids", b"/Length 9",
            b"/Filter/FlateDecode", b"q ", b"Q ", b"BT ", b"ET ", b"Tj ", b"Do ", b"1 0 0 1 9 9 cm ", b"re f ", b"m ", b"l S ", b"/Rotate 90"),
    "xml": (b"<", b">", b"</", b"/>", b"&amp;", b"&#0;", b"&#x202e;", b"<!--", b"-->", b"<![CDATA[", b"]]>", b'"', b"<c/>", b"<row/>", b'r="A1"'),
    "mail": (b"\n\n", b"\r\n", b"--b\n", b"--b--", b"Content-Type: ", b"multipart/mixed", b"message/rfc822", b'; boundary="b"', b"=?utf-8?q?a?=",
             b"base64", b"From ", b"\n ", b"filename=", b"begin 644 a\n", b"\nend\n"),
    "html": (b"<table>", b"</table>", b"<tr>", b"<td>", b"<td rowspan=9>", b"<td colspan=9>", b"<div hidden>", b"</div>", b"<style>", b"<script>",
             b"<!--", b"&nbsp;", b"<p>", b"<li>", b"<ol start=-5>", b"{display:none}"),
    "text": (b",", b";", b"\t", b'"', b"\n", b"\r", b"  ", b"|", b"---", b"\xff\xfe", b"\xef\xbb\xbf", b"sep=;\n", b"\x00", b">", b"1. "),
    "binary": (b"\xff\xff\xff\xff", b"\x00\x00\x00\x00", b"\xfe\xff\xff\xff", b"\x09\x08", b"\x0a\x00\x00\x00", b"\xff", b"\x00"),
}  # fmt: skip


@cache
def seeds() -> dict[str, tuple[bytes, ...]]:
    """Sound files of each kind, small, so that a change at random hits something that matters."""
    rows = "".join(f"<tr>{''.join(f'<td>{c}</td>' for c in r)}</tr>" for r in OUTCOMES)
    letter = "Dear Ms Smith\n\nFOI 12/22\n\nWe hold this. There were 7 officers investigated in 2019.\n\n"
    return {
        "pdf": (pdfs.page(), pdfs.as_drawn(), pdfs.columns_of_words(4, 6), pdf(text(letter), table(OUTCOMES), table(CASE_ROWS))),
        "xlsx": (workbooks.xlsx(), workbooks.formatted('[<5]"<5";0'), workbooks.rows(workbooks.flood(9), after=workbooks.merged(2))),
        "ods": (workbooks.ods(), workbooks.ods(workbooks.line(workbooks.put("x", 'table:number-rows-spanned="2"')))),
        "xls": (workbooks.book(),),
        "docx": (
            words.docx(),
            words.docx(words.p("x", words.ITEM) + words.nested_tables(2), numbering=words.numbering(), styles=words.styles_in_a_circle(9)),
        ),
        "html": (words.html(f"<style>.a{{display:none}}</style><p class=a>x<ol><li>y</ol><table>{rows}</table>"),),
        "csv": (texts.TABLE, "\n".join(",".join(r) for r in CASE_ROWS).encode(), b"A;B\n1;2\n3;\xa34\n"),
        "text": (texts.LETTER, letter.encode() + b"| Rank | Number |\n|---|---|\n| PC | 5 |\n\n1. How many?\n- none\n"),
        "mail": (
            mails.message(mails.TEXT, mails.attached(b"a.csv"), b"Content-Type: message/rfc822\n\n" + mails.plain()),
            mails.plain(mails.WORDS + b"\n-----Original Message-----\nFrom: a@b.example\nSent: 1 May 2022\n\nbegin 644 a\n#0V%T\n`\nend\n"),
        ),
        "outlook": (mails.in_outlook(2), mails.outlook_within(2)),
        "tnef": (tnef({"a.csv": texts.TABLE, "b.txt": texts.LETTER}, b"There were 7 officers."),),
        "mailbox": (mails.mailbox(3),),
        "zip": (zipped({"a/figures.csv": texts.TABLE, "letter.txt": texts.LETTER}), archives.nested(2)),
        "picture": (texts.png(9, 9), texts.saved("TIFF"), texts.saved("GIF"), texts.saved("BMP")),
    }  # fmt: skip


PARTS = ("xlsx", "ods", "docx", "zip")
DICTIONARY = {
    "pdf": "pdf",
    "xlsx": "xml",
    "ods": "xml",
    "docx": "xml",
    "html": "html",
    "csv": "text",
    "text": "text",
    "mail": "mail",
    "mailbox": "mail",
}


def made(kind: str, number: int) -> bytes:
    """The changed file of that kind and number; always the same."""
    rng = random.Random(f"{kind} {number}")
    data = rng.choice(seeds()[kind])
    if kind in PARTS and rng.random() < 0.8:
        return _with_changed_parts(rng, data)
    return _changed(rng, data, TOKENS[DICTIONARY.get(kind, "binary")])


def _changed(rng: random.Random, data: bytes, tokens: tuple[bytes, ...]) -> bytes:
    for _ in range(rng.choice((1, 1, 2, 3, 5, 9))):
        data = rng.choice(_CHANGES)(rng, data, tokens)
    return data[:400_000]


def _place(rng: random.Random, data: bytes) -> tuple[int, int]:
    at = rng.randrange(len(data) + 1)
    return at, min(len(data), at + rng.choice((1, 2, 4, 9, 30, 200, len(data) // 3 + 1)))


def _flip(rng: random.Random, data: bytes, tokens: tuple[bytes, ...]) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.choice((1, 1, 3, 10)) if changed else 0):
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def _put(rng: random.Random, data: bytes, tokens: tuple[bytes, ...]) -> bytes:
    at, _ = _place(rng, data)
    return data[:at] + rng.choice(tokens) * rng.choice((1, 1, 1, 2, 40)) + data[at:]


def _take(rng: random.Random, data: bytes, tokens: tuple[bytes, ...]) -> bytes:
    at, end = _place(rng, data)
    return data[:at] + data[end:]


def _repeat(rng: random.Random, data: bytes, tokens: tuple[bytes, ...]) -> bytes:
    at, end = _place(rng, data)
    return data[:end] + data[at:end] * rng.choice((1, 2, 50)) + data[end:]


def _move(rng: random.Random, data: bytes, tokens: tuple[bytes, ...]) -> bytes:
    at, end = _place(rng, data)
    rest = data[:at] + data[end:]
    to = rng.randrange(len(rest) + 1)
    return rest[:to] + data[at:end] + rest[to:]


def _renumber(rng: random.Random, data: bytes, tokens: tuple[bytes, ...]) -> bytes:
    found = list(re.finditer(rb"\d+", data))
    if not found:
        return data
    chosen = rng.choice(found)
    return data[: chosen.start()] + rng.choice(NUMBERS) + data[chosen.end() :]


def _cut(rng: random.Random, data: bytes, tokens: tuple[bytes, ...]) -> bytes:
    return data[: rng.randrange(len(data) + 1)]


_CHANGES: tuple[Callable[[random.Random, bytes, tuple[bytes, ...]], bytes], ...] = (
    _flip, _flip, _put, _put, _take, _repeat, _move, _renumber, _renumber, _cut,
)  # fmt: skip


def _with_changed_parts(rng: random.Random, data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts: dict[str, bytes | str] = {name: archive.read(name) for name in archive.namelist()}
    for name in rng.sample(sorted(parts), min(len(parts), rng.choice((1, 1, 2)))):
        what = rng.random()
        if what < 0.85:
            content = parts[name]
            parts[name] = _changed(rng, content.encode() if isinstance(content, str) else content, TOKENS["xml"])
        elif what < 0.92:
            del parts[name]
        else:
            parts[rng.choice(("../x", "a\\b", "xl/worksheets/sheet9.xml", "CON"))] = parts.pop(name)
    return zipped(parts)


# ---- documents at random

LABELS = (
    "Outcome", "Year", "Rank", "Number", "Total", "Platform", "Allegation", "2018", "2019", "2019/20", "Apr 2019", "Written warning", "Dismissed", "PC",
    "Sergeant", "WhatsApp", "No further action", "Grand total", "Misconduct", "Gross misconduct", "Number of officers", "Not known", "N/A", "2 x WW, 1 x MA",
)  # fmt: skip
VALUES = (
    "0",
    "3",
    "12",
    "1,204",
    "<5",
    "*",
    "-",
    "",
    "1-4",
    "less than 5",
    "14%",
    "£3",
    "x",
    "2019",
    "5 or fewer",
    "3 (2)",
    "¹",
    "7*",
    "01/02/2019",
    "twelve",
)
SENTENCES = (
    "Dear Ms Smith", "FOI 12/22", "Our ref: 01/FOI/22/1", "Date: 5 September 2022", "We can confirm that we hold this information.",
    "Between 1 January 2017 and 31 August 2022 there were 14 officers investigated.", "* denotes fewer than 5", "None were dismissed in 2019.",
    "1. How many officers were investigated?", "Of these, 3 received written warnings and 2 were dismissed respectively.", "Section 40(2) applies.",
    "We neither confirm nor deny that we hold this.", "The cost of compliance would exceed 18 hours.", "Total: 7", "Yours sincerely", "Q2. Outcome",
    "Durham Constabulary", "Figures are by financial year.", "A dash means zero.", "In 2018/19: 5; in 2019/20: 6; in total 11.", "Please see attached.",
)  # fmt: skip


def document(number: int) -> Document:
    """The document of that number: texts and tables of words that mean something, put together at random."""
    rng = random.Random(f"document {number}")
    made = Document(f"{number:064d}", f"{number}.pdf", "application/pdf", pages=1)
    tables = 0
    for at in range(1, rng.choice((2, 4, 12)) + 1):
        if rng.random() < 0.5:
            tables += 1
            made.blocks.append(_table(rng, tables))
        else:
            said = " ".join(rng.choice(SENTENCES) for _ in range(rng.choice((1, 1, 2, 6))))
            kind = rng.choice(("paragraph", "paragraph", "heading", "item", "header"))
            made.blocks.append(Text(_spoilt(rng, said), "page 1", at, f"p1[{at},0,9,9]", kind))
    return made


def _table(rng: random.Random, number: int) -> Table:
    width, height = rng.choice((1, 2, 2, 3, 4, 8)), rng.choice((1, 2, 3, 6, 20))
    table = Table(
        [],
        "page 1",
        number,
        caption=rng.choice((None, None, "Table 1", "Officers by outcome", "2019")),
        found_by="rulings",
    )
    for row in range(1, height + 1):
        cells = []
        for column in range(width):
            heads = row == 1 or column == 0
            said = rng.choice(LABELS if heads and rng.random() < 0.9 else VALUES)
            covered = rng.choice(("", "", "", "", "", "", "left", "above")) if rng.random() < 0.2 else ""
            plain = "" if covered else _spoilt(rng, said)
            cells.append(Cell(plain or None, f"p1[{column},{row},9,9]", covered=covered, bold=rng.random() < 0.1))  # type: ignore[arg-type]
        table.rows.append(Row(cells, "page 1", row))
    return table


def _spoilt(rng: random.Random, said: str) -> str:
    if said and rng.random() < 0.15:
        at = rng.randrange(len(said))
        said = (
            said[:at]
            + rng.choice(("", said[at] * 3, " ", "é", "\u200b", "٣", ")", "(", "'", "½", "\u0301", said))
            + said[at + 1 :]
        )
    return " ".join(said.split())


# ---- what must hold


def fault_in_reading(process: Process, data: bytes) -> str | None:
    """What is wrong with how a file was read; None where all is as it should be."""
    first = _read(process, data)
    if isinstance(first, NotDone):
        if first.fault:
            return first.message
        if first.limit in ("cpu_seconds", "seconds", "memory"):
            return f"{len(data):,} bytes: {first.message}"
        return None if first.message.isprintable() and first.fix else f"a reason that is none: {first.message!r}"
    again = _read(process, data)
    if isinstance(again, NotDone) or again.parts != first.parts:
        return "read twice, it came to two things"
    known = from_json(first.parts[0].decode())
    if to_json(known).encode() != first.parts[0]:
        return "it does not come back from its own JSON"
    if known.media_type in CONTAINERS and (closed := _unpacked(process, data)):
        return closed
    return fault_in_mapping(process, known)


def _read(process: Process, data: bytes) -> Done | NotDone:
    try:
        return process.do("parsers.documents.worker:read_apart", {"path": None, "name": "x"}, [data])
    except NotDone as reason:
        return reason


def _unpacked(process: Process, data: bytes) -> str | None:
    try:
        done = process.do("parsers.documents.worker:unpack_apart", {"path": None, "name": "x"}, [data], "open")
    except NotDone as reason:
        return reason.message if reason.fault else None
    unsafe = [
        n
        for n in done.said["members"]
        if n.startswith("/") or ".." in n.replace("!/", "/").split("/") or not n.isprintable()
    ]
    return f"unsafe names: {unsafe}" if unsafe else None


def fault_in_mapping(process: Process, known: Document) -> str | None:
    """What is wrong with how a document was mapped."""
    said = {"names": [known.name], "force": None, "request": None}
    parts = [to_json(known).encode()]
    try:
        process.do("flows.mapping:facts_apart", said, parts, "map")
        mapped = process.do("flows.mapping:reply_apart", said, parts, "map").said
        again = process.do("flows.mapping:reply_apart", said, parts, "map").said
    except NotDone as reason:
        return reason.message if reason.fault or reason.limit != "records" else None
    if again != mapped:
        return "mapped twice, it came to two things"
    return _fault_in_accounts(mapped) or _fault_in_counts(mapped, known)


def _fault_in_accounts(mapped: dict[str, Any]) -> str | None:
    for one in mapped["accounting"]:
        if one["rows"] != one["header"] + one["records"] + one["skipped"] + one["quarantined"]:
            return f"an account that does not balance: {one}"
    return None


NUMBER_WORDS = re.compile(
    r"\b(?:zero|nil|none|no|not?|one|an?|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|all|both|single|each|pair|dozen|hundred|thousand|ty|teen)",
    re.I,
)


def _fault_in_counts(mapped: dict[str, Any], known: Document) -> str | None:
    """Every number stands in the text: as its figures, or spelt where numbers are spelt at all."""
    told = " ".join(
        [
            *(t.text for t in known.texts),
            *(c.text or "" for t in known.tables for r in [*t.rows, *t.repeated] for c in r.cells),
        ]
    )
    figures = {int(f) for f in re.findall(r"\d{1,18}", re.sub(r"(?<=\d)[,\s](?=\d{3})", "", told))} | {
        int(f) for f in re.findall(r"\d{1,18}", told)
    }
    for one in mapped["counts"]:
        for value in (one["value"], one["lower"], one["upper"]):
            near = {value, (value or 0) + 1, (value or 0) - 1}  # '<5' is 0 to 4
            if value is not None and value > 1 and not near & figures and not NUMBER_WORDS.search(told):
                return f"the number {value} is not in the text"
        if one["upper"] is not None and one["lower"] > one["upper"]:
            return f"bounds the wrong way round: {one['lower']} to {one['upper']}"
    return None


# ---- the long run


def rounds(kinds: list[str], number: int) -> Iterator[tuple[str, int]]:
    """Kinds and numbers without end, each kind in turn."""
    while True:
        yield from ((kind, number) for kind in kinds)
        number += 1


def fault(process: Process, kind: str, number: int) -> str | None:
    if kind == "document":
        return fault_in_mapping(process, document(number))
    return fault_in_reading(process, made(kind, number))


def run(kinds: list[str], minutes: float, number: int) -> int:
    """Look for finds for so long; print each, and how many files were tried. The number of finds."""
    process, end = Process(QUICK), time.monotonic() + minutes * 60
    tried, finds = 0, 0
    for kind, at in rounds(kinds, number):
        if time.monotonic() > end:
            break
        wrong = fault(process, kind, at)
        tried += 1
        if wrong:
            finds += 1
            print(f"{kind} {at}: {wrong}", flush=True)
        if tried % 1_000 == 0:
            print(f"… {tried:,} tried, {finds} finds, at number {at}", flush=True)
    process.stop()
    print(f"{tried:,} tried, {finds} finds; the next run may begin with --number {at}")
    return finds


def main() -> None:
    kinds = [*seeds(), "document"]
    options = argparse.ArgumentParser(description="Look for files that the readers or the mapping cannot cope with.")
    options.add_argument("--minutes", type=float, default=15)
    options.add_argument(
        "--number", type=int, default=0, help="where to begin; with --kind alone, the one that is tried"
    )
    options.add_argument("--kind", choices=kinds, help="one kind alone")
    options.add_argument("--write", type=Path, help="write the file of --kind and --number there, and try it")
    given = options.parse_args()
    if given.write:
        if given.kind == "document":
            given.write.write_text(
                json.dumps(json.loads(to_json(document(given.number))), indent=1, ensure_ascii=False)
            )
        else:
            given.write.write_bytes(made(given.kind, given.number))
        process = Process(QUICK)
        print(fault(process, given.kind, given.number) or "nothing is wrong with it")
        process.stop()
        return
    sys.exit(1 if run([given.kind] if given.kind else kinds, given.minutes, given.number) else 0)


if __name__ == "__main__":
    main()
