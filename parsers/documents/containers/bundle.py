"""Archives and mailboxes: zip and mbox."""

from __future__ import annotations

import hashlib
import re
import stat
import zipfile

from parsers.documents.containers.model import Member, Unpacked
from parsers.documents.containers.names import safe_path, told_apart
from parsers.documents.model import Finding, UnreadableDocument, beyond
from parsers.documents.package import BROKEN, EXPANDING, open_zip
from parsers.limits import limits

ASK = "Ask the force for the files themselves."
_LITTER = re.compile(r"(?:^|/)(?:__MACOSX(?:/|$)|\.DS_Store$|\._[^/]*$|Thumbs\.db$|desktop\.ini$)", re.I)
_SEPARATOR = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\r\n\r\n))From (?=[^\r\n]*\d{4})[^\r\n]*+\r?\n(?=[!-9;-~]+:)")


def unpack_zip(data: bytes) -> Unpacked:
    """The files in a zip. Raises UnreadableDocument where it is damaged, protected as a whole, or beyond the limits."""
    try:
        archive = open_zip(data)
    except BROKEN:
        raise UnreadableDocument(
            "is a damaged zip archive", "Fetch it again, or ask the force to send it again."
        ) from None
    found = Unpacked()
    entries = [e for e in archive.infolist() if not e.filename.endswith("/")]
    most = limits().members
    if len(entries) > most:
        raise beyond("members", f"is a zip of {len(entries):,} files; {most:,} are the limit", ASK)
    if entries and all(e.flag_bits & 1 for e in entries):
        raise UnreadableDocument(
            "is a zip archive protected by a password",
            "Ask the force for an unprotected copy, or unpack it and add the files.",
        )
    taken: list[tuple[str, bytes]] = []
    for entry in entries:
        path = _path(entry)
        if _LITTER.search(entry.filename.replace("\\", "/")):
            found.passed_over.append(f"{path} (left by the system that made the zip)")
            continue
        content = _content(archive, entry, path, sum(len(d) for _, d in taken), found)
        if content is not None:
            taken.append((path, content))
    found.members = [Member(n, d) for n, (_, d) in zip(told_apart(p for p, _ in taken), taken, strict=True)]
    return found


def _path(entry: zipfile.ZipInfo) -> str:
    name = entry.orig_filename
    if not entry.flag_bits & 0x800:  # the name is in no declared encoding; macOS writes UTF-8 and does not say so
        try:
            name = name.encode("cp437").decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            name = entry.orig_filename
    return safe_path(name.replace("\x00", ""), "file")


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, path: str, before: int, found: Unpacked) -> bytes | None:
    """The bytes of one entry; None, with a finding, where they cannot be had. Raises UnreadableDocument for a bomb."""
    if stat.S_ISLNK(entry.external_attr >> 16):
        found.findings.append(_lost(path, "is a link, not a file; it was not followed"))
        return None
    if entry.flag_bits & 1:
        found.findings.append(_lost(path, "is protected by a password"))
        return None
    most = limits()
    limit = min(most.member_size, most.unpacked - before, max(EXPANDING, entry.compress_size * most.expansion))
    try:
        with archive.open(entry) as stream:
            content = stream.read(limit + 1)
    except NotImplementedError:
        found.findings.append(_lost(path, "is packed by a method that is not known here"))
        return None
    except BROKEN:
        found.findings.append(_lost(path, "is damaged"))
        return None
    if len(content) > limit:
        told = f"{most.unpacked // 10**6:,} MB in all, {most.expansion} times its packed size"
        raise beyond(
            "unpacked",
            f"is a zip whose files grow beyond the limits ({path}: {told})",
            "Look at it by hand; if it is sound, unpack it and add the files.",
        )
    return content


def _lost(path: str, why: str) -> Finding:
    return Finding("attachment_missing", "error", f"{path} {why}; nothing of it was read.", ASK)


def is_mbox(data: bytes) -> bool:
    """It begins as a mailbox does and holds more than one message; one alone is read as the message it is."""
    if not data.startswith(b"From "):
        return False
    found = _SEPARATOR.finditer(data)
    return next(found, None) is not None and next(found, None) is not None


def unpack_mbox(data: bytes) -> Unpacked:
    """The messages of a mailbox. Each is named after its content, so that it keeps its name when others come or go."""
    cuts = [(m.start(), m.end()) for m in _SEPARATOR.finditer(data)]
    most = limits().members
    if len(cuts) > most:
        message = f"is a mailbox of {len(cuts):,} messages; {most:,} are the limit"
        raise beyond("members", message, "Save the messages that matter and add those.")
    ends = [*(start for start, _ in cuts[1:]), len(data)]
    messages = [data[begin:end] for (_, begin), end in zip(cuts, ends, strict=True)]
    names = [f"message {hashlib.sha256(m).hexdigest()[:12]}.eml" for m in messages]
    return Unpacked([Member(n, m) for n, m in dict(zip(names, messages, strict=True)).items()])
