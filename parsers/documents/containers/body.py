"""A message's own text as a Document: paragraphs and typed tables, without what it quotes of earlier messages."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from html import unescape
from urllib.parse import unquote

from parsers.documents.aligned import columns_of_bars, columns_of_gaps, columns_of_tabs
from parsers.documents.containers.envelope import (
    Envelope,
    attachment_is_portal,
    domain_of,
    signs_of_sender,
    signs_of_subject,
)
from parsers.documents.containers.model import Body, Message
from parsers.documents.containers.quoting import Kept, own_part
from parsers.documents.html import read_html
from parsers.documents.model import Document, Finding, Hidden, Table, Text, UnreadableDocument, beyond
from parsers.documents.running import Flow, Placed, fold
from parsers.limits import limits
from schemas import forces

FEW_WORDS = 25
"""A sender with fewer words of their own, above an earlier message, may have meant that message to be the answer."""

HEADER = "Header of the message"
"""Stands before the day on which a message was sent."""

_ITEM = re.compile(r"\s{0,200}(?:[•▪◦·●‣*–-]\s+\S|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s|(?:Q|A|R)\s?\d{1,2}\b)", re.I)
_LABELS = re.compile(r"\(?\w{1,3}[.):]+|[•▪◦·●‣*–-]|\w+:")
_HREF = re.compile(r"href\s*=\s*[\"']?(https?://[^\"'\s>]{1,2000})", re.I)
_HOST = re.compile(r"https?://(?:[^/\s@]{1,100}@)?([A-Za-z0-9.-]{1,253})", re.I)
_SHARE = re.compile(
    r"(?:^|\.)(?:sharepoint\.com|1drv\.ms|onedrive\.live\.com|wetransfer\.com|we\.tl|dropbox(?:usercontent)?\.com|box\.com|"
    r"drive\.google\.com|docs\.google\.com|sharefile\.(?:com|eu)|egress\.com|objectiveconnect\.(?:com|co\.uk)|kiteworks\.com|"
    r"mimecast\.com|galaxkey\.com|hightail\.com|sendsafely\.com|filemail\.com|mega\.nz|huddle\.(?:com|net)|cryptshare\.com|"
    r"evidence\.com|quatrix\.it|accellion\.(?:com|net))$|^(?:securetransfer|filetransfer|securefile|transfer|sft|mft)\."
)
"""Sites from which files are fetched."""
MOST_SEARCHED = 1_000_000  # characters of a message in which such sites are looked for
_WORD = re.compile(r"[^\W_]{2,}")
_WRITTEN_OUT = re.compile(r"<[^<>]*>|\[[^\[\]]*\]|\S+://\S+|\S+@\S+")
"""Links, addresses and pictures, as programs write them into the plain form of a page."""
_SEVERAL = 3  # words; fewer are an accident of how one form was made from the other
_WRAPPED = 100  # characters; programs that break lines break them before this


def read_body(message: Message, data: bytes, name: str, media_type: str) -> Document:
    """The Document of a message, whose attachments are documents of their own (`Document.attachments`)."""
    document = Document(hashlib.sha256(data).hexdigest(), name, media_type)
    document.attachments = [hashlib.sha256(m.data).hexdigest() for m in message.members]
    document.findings += message.findings
    flow = Flow(document)
    parts = [_read(body, message.subject, document) for body in message.bodies]
    forwarded = next((kept.headers for kept, _ in parts if kept.headers), [])
    _say_headers(message, forwarded, flow)
    _shares(message, parts, document)
    for _, blocks in parts:
        for block in blocks:
            _add(block, flow)
    _report(message, [kept for kept, _ in parts], document)
    return flow.finish()


def _say_headers(message: Message, forwarded: list[str], flow: Flow) -> None:
    """What the headers tell: the day and the subject as running headers, the weakest evidence there is; the rest as properties.

    Of people only the domain is kept. The headers of a forwarded message go before those of the message that forwards it.
    """
    told = " ".join(forwarded)
    sender = re.search(r"\bfrom\s?:(.*?)(?:\b(?:sent|date|to|cc|subject)\s?:|$)", told, re.I)
    sent = re.search(
        r"\b(?:sent|date)\s?:\W{0,3}(?:\w+day,? )?(\d{1,2} \w+ \d{4}|\w+ \d{1,2}, \d{4}|\d\d/\d\d/\d{4})", told, re.I
    )
    day = f"{message.sent.day} {message.sent:%B %Y}" if message.sent and not forwarded else sent[1] if sent else None
    flow.document.properties |= _properties(message, sender[1] if sender else "", bool(forwarded))
    if day:
        flow.say(f"{HEADER}: {day}", "header")  # no label that the letter reader knows: weakest of all
    if message.sent:
        flow.document.properties["date"] = message.sent.isoformat()
    if message.subject:
        flow.say(message.subject, "header")


def _properties(message: Message, sender: str, forwarded: bool) -> dict[str, str]:
    """The envelope; of a message that forwards another, the sender is that of the other, and nothing was sent by itself."""
    envelope, subject = message.envelope, signs_of_subject(message.subject, forwarded)
    if forwarded:
        names = forces.recognise(re.sub(r"<[^<>]*>|\[[^\[\]]*\]|\S+@\S+", " ", sender)[:500])
        inner = Envelope(domain_of(sender), names, own=envelope.own, thread=envelope.thread, relay=envelope.relay)
        inner.signs = [*signs_of_sender(sender), *subject]
        told = {**inner.properties(), "forwarded": "yes"}
        envelope = inner
    else:
        envelope.signs = list(dict.fromkeys([*envelope.signs, *subject]))
        told = envelope.properties()
    if envelope.sender:
        told = {"sender_domain": envelope.sender, **told}
    papers = [m for m in message.members if not m.name.lower().endswith(".eml") and not attachment_is_portal(m.name)]
    if papers:
        told["papers"] = str(len(papers))
    if any(attachment_is_portal(m.name) for m in message.members):
        told["signs"] = " ".join([*envelope.signs, "portal-file"])
    return told


def _shares(message: Message, parts: list[tuple[Kept, list[Block]]], document: Document) -> None:
    """Note the sites to which the sender's own text points for files."""
    own = "\n".join(
        line for _, blocks in parts for block in blocks for line in (block if isinstance(block, list) else [])
    )
    linked = [
        href for body in message.bodies if not (body.plain or "").strip() for href in _HREF.findall(body.html or "")
    ]
    text = unquote(unescape(" ".join([own, *linked])))[:MOST_SEARCHED]
    hosts = [host.lower() for host in _HOST.findall(text)]
    if found := [host for host in dict.fromkeys(hosts) if _SHARE.search(host) and not host.startswith("www.")]:
        document.properties["shares"] = " ".join(found[:5])


def _report(message: Message, parts: list[Kept], document: Document) -> None:
    aside, own = sum(k.aside for k in parts), sum(len(b.text.split()) for b in document.texts if b.kind != "header")
    if message.passed_over:
        document.findings.append(
            Finding("no_data_found", "info", f"Passed over, being no documents: {'; '.join(message.passed_over)}.")
        )
    if any(k.between for k in parts):
        document.findings.append(
            Finding(
                "low_confidence",
                "warning",
                "The sender answers between the lines of an earlier message; what is quoted there was set aside, so that the questions are missing.",
                "Compare the answers with the message.",
            )
        )
    if aside:
        alone = own < FEW_WORDS and not message.members and not document.tables
        document.findings.append(
            Finding(
                "low_confidence" if alone else "no_data_found",
                "warning" if alone else "info",
                f"Earlier messages quoted in this one were set aside: {aside:,} words.",
                "If the answer stands in the earlier message, forward that one, or save it as a file of its own."
                if alone
                else None,
            )
        )


# --------------------------------------------------------------------------------------------------- the forms of a text

Block = Text | Table | list[str]
"""A text or table of a page, or the lines of one paragraph or table of plain text."""


def _read(body: Body, subject: str, document: Document) -> tuple[Kept, list[Block]]:
    """What is the sender's own in one stretch of text: from the plain form, unless only the page shows its tables."""
    page = _page(body.html, document) if body.html else None
    other = _words_of_its_own(body.plain or "", body.html or "") if page is not None else 0
    if page is not None:
        document.hidden += page.hidden
    if other:
        note = "mail programs show the page, which was read"
        document.hidden.append(Hidden("plain form that differs from the page", "text", other, note))
    if page is not None and (not (body.plain or "").strip() or _has_table(page) or other or _hides(page)):
        document.findings += page.findings
        pieces = [b.text if isinstance(b, Text) else "" for b in page.blocks]
        kept = own_part(pieces, subject)
        return kept, [page.blocks[i] for i in kept.own]
    most = limits().characters
    if len(body.plain or "") > most:
        raise beyond("characters", f"has more than {most:,} characters of text", "Look at the message by hand.")
    lines = (body.plain or "").split("\n")
    kept = own_part(lines, subject)
    return kept, list(_groups([lines[i] for i in kept.own]))


def _hides(page: Document) -> bool:
    """The page keeps something out of sight, which its plain form may write out."""
    return any(found.severity == "error" for found in page.hidden)


def _words_of_its_own(plain: str, html: str) -> int:
    """How many words the plain form of a message has that its page has nowhere; none where they are few.

    Few are: what programs write in the place of pictures and links.
    """
    page = {w.casefold() for w in _WORD.findall(unescape(html))}
    own = [w for w in _WORD.findall(_WRITTEN_OUT.sub(" ", plain)) if w.casefold() not in page]
    return len(own) if len(own) >= _SEVERAL else 0


def _page(html: str, document: Document) -> Document | None:
    try:
        return read_html(html.encode("utf-8", "replace"), document.name)
    except UnreadableDocument as reason:
        if "shows no text" not in reason.message:
            told = f"The message's text as a page {reason.message}; only its plain form was read."
            document.findings.append(Finding("low_confidence", "warning", told, reason.fix))
        return None


def _has_table(page: Document) -> bool:
    return any(len(t.rows) > 1 and t.width > 1 for t in page.tables)


def _groups(lines: list[str]) -> Iterator[list[str]]:
    """Lines that stand together, between blank ones."""
    group: list[str] = []
    for line in [*lines, ""]:
        if line.strip():
            group.append(line)
        elif group:
            yield group
            group = []


def _add(block: Block, flow: Flow) -> None:
    if not isinstance(block, list):
        flow.document.blocks.append(block)
        return
    rows = _columns(block)
    if rows:
        flow.put(
            [Placed(r, c, 1, 1, fold(t)) for r, row in enumerate(rows) for c, t in enumerate(row)], "typed columns"
        )
        return
    for line in _unwrapped(block):
        flow.say(line, "item" if _ITEM.match(line) else "paragraph")


def _columns(lines: list[str]) -> list[list[str]] | None:
    """Rows of cells where the lines are a table that was typed: figures in columns, or three columns that never vary."""
    for rows in (columns_of_tabs(lines), columns_of_bars(lines), columns_of_gaps(lines)):
        if rows and not all(_LABELS.fullmatch(row[0].strip()) for row in rows):
            return rows
    rows = [re.split(r"\t+| {2,}", line.strip()) for line in lines]
    if len(rows) > 2 and len(rows[0]) > 2 and len({len(r) for r in rows}) == 1:
        return rows
    return None


def _unwrapped(lines: Sequence[str]) -> Iterator[str]:
    """Paragraphs whose lines a mail program broke, put together again: where the next word would not have fitted."""
    width = max(map(len, lines))
    whole = ""
    for before, line in zip(["", *lines], lines, strict=False):
        first = line.split()[0]
        broken = width <= _WRAPPED and len(before.rstrip()) + 1 + len(first) > width and not _ITEM.match(line)
        if whole and not broken:
            yield whole
            whole = ""
        whole = f"{whole.rstrip()} {line.strip()}" if whole else line
    if whole:
        yield whole
