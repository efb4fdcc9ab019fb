"""What a mail is: a letter of a force, or what machines, the requester and others send besides.

Only a letter answers. What a machine wrote is told by what it declares of itself (`parsers.documents.containers.envelope`),
and by its words where it declares nothing: a forwarded or saved mail has lost its headers. Headers alone never make a
letter an automatic reply, since case systems send real answers with them: what came with papers or tables, or quotes the
request, is read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from parsers.documents.containers.envelope import domains_in, failed
from parsers.documents.model import Document, Finding
from parsers.letter.model import Letter
from parsers.letter.passages import fold
from parsers.letter.phrases import says
from schemas import forces

ASIDE = {
    "bounce": "a mail that came back undelivered",
    "delayed": "a report that a mail has not been delivered yet",
    "receipt": "a receipt that a mail was delivered or read",
    "recall": "a wish to recall an earlier mail",
    "automatic": "an automatic reply",
    "own": "a mail that was sent to a force",
    "other": "a mail of no force, and no answer to a request",
}
"""Kinds of mail that are no letter, and what each is. None of them is ever a reply."""

NOTICE = "notice"
"""The kind of a mail that says where a reply waits. It is a reply that nobody has read yet."""

COVER = "cover"
"""The kind of a mail of somebody else that brings papers: they may be a reply, its own words are none."""

_ANSWERS = ("full", "partial", "refused", "not_held", "ncnd", "nil")
_AUTOMATIC = {"auto-replied", "class-oof", "subject-automatic"}
_BY_MACHINE = {"auto-generated", "no-reply", "bulk", "list", "suppress", "null-path", "robot"}
_NOTICES = ("whatdotheyknow.com",)
"""Sites that tell requesters by mail that a reply has come to them."""

_REPLY = re.compile(r"\b(?:response|reply|replied|responded)\b", re.I)
_SENTENCE = re.compile(r"(?<=[.;:?!])\s+")
_SHORT = 170
"""An automatic reply of a person has fewer words than this; so has the notice of a portal."""
_EARLY = 6
"""Sentences in which a person says that they are not there, before anything else."""
_FORMAL = re.compile(
    r"\b(?:freedom of information act|foia|foisa|public interest test|exempt(?:ion|ed)?|refusal notice|section \d+|"
    r"internal review|information commissioner)\b",
    re.I,
)
"""Words of a decision, which nobody writes who is away."""
_ABOUT = re.compile(
    r"\bfreedom of information\b|\bfoi(?:a|sa)?\b|\binformation (?:request|rights|disclosure)\b|\bconstabular(?:y|ies)\b|"
    r"\b(?:heddlu|chief constable|police (?:force|service|officers?))\b|\bmisconduct\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class _Said:
    """The sender's own sentences, folded."""

    sentences: tuple[str, ...]
    words: int

    def says(self, cue: str, within: int | None = None) -> bool:
        return any(says(cue, sentence) for sentence in self.sentences[:within])


def senders_of(document: Document) -> list[str]:
    """The forces that a mail comes from: by its address, by the address for answers, else by the name of the sender.

    An address settles it. Any may be forged: see `unproved`.
    """
    told = document.properties
    for domain in (told.get("sender_domain"), told.get("answers_to")):
        if slug := forces.of_domain(domain):
            return [slug]
    return [] if _looks_like_police(told.get("sender_domain")) else told.get("sender_names", "").split()


_RESERVED = (".example", ".test", ".invalid", ".localhost")
"""Endings that no address can have (RFC 2606, section 2): what bears one is made up, and forges nobody's."""


def _looks_like_police(domain: str | None) -> bool:
    """The address has the police in it, and is nobody's that is known."""
    domain = domain or ""
    if domain.endswith(_RESERVED):
        return False
    return "police" in domain and not domain.endswith(".police.uk") and forces.of_domain(domain) is None


def unproved(document: Document) -> Finding | None:
    """A problem where a mail says that it comes from a force and the receiving server found that it does not, or where its
    address only looks like a force's."""
    domain = document.properties.get("sender_domain")
    found = document.properties.get("authentication", "")
    fix = "Ask the force whether it sent it. If it did not, take the mail out of the source (mails, docs/sources.md)."
    if _looks_like_police(domain):
        return Finding(
            "low_confidence",
            "error",
            f"{domain} looks like the address of a force and is none that is known: the mail may be forged.",
            fix,
        )
    if forces.of_domain(domain) is None or not failed(found):
        return None
    return Finding(
        "low_confidence",
        "error",
        f"The mail says that it comes from {domain}, and the server that took it in could not prove that ({found}): it may be forged.",
        fix,
    )


def post_of(document: Document, letter: Letter) -> str:
    """What the mail is: a key of `ASIDE`, `NOTICE`, `COVER`, or empty for a letter and for what is no mail."""
    told = document.properties
    if not _is_mail(document):
        return ""
    said = _said(document)
    signs = set(told.get("signs", "").split())
    return (
        _report(told, signs, said, letter)
        or _notice(document, signs, said, letter)
        or _own(document)
        or _automatic(document, signs, said, letter)
        or _of_others(document, signs, said, letter)
    )


def perhaps_away(document: Document, letter: Letter) -> Finding | None:
    """A problem where a mail that says that its sender is away seems to answer too."""
    if (
        not _is_mail(document)
        or letter.post
        or _is_formal(document, letter)
        or _away(letter, _said(document)) != "perhaps"
    ):
        return None
    return Finding(
        "low_confidence",
        "error",
        "The sender says that they are away, and seems to answer too: it was read as an answer.",
        "Read the mail; if it is an automatic reply, take it out of the source (mails, docs/sources.md).",
    )


def acknowledges(document: Document, letter: Letter) -> bool:
    """A mail that says that the request has come, and decides nothing: of an automatic reply, whatever it explains of the law."""
    signs = set(document.properties.get("signs", "").split())
    undecided = letter.status is None or bool(signs & _AUTOMATIC)
    return (
        _is_mail(document)
        and undecided
        and not _is_formal(document, letter)
        and _said(document).says("acknowledges_request")
    )


def undelivered_to(document: Document) -> tuple[str, ...]:
    """The forces whose mail did not arrive: those that the report names, else those whose addresses its words name."""
    reported = [part.split(":") for part in document.properties.get("reported", "").split()]
    domains = [part[0] for part in reported if part[-1] in ("failed", "delayed")]
    domains = domains or domains_in(" ".join(text.text for text in document.texts))
    found = [slug for domain in domains if (slug := forces.of_domain(domain))]
    return tuple(dict.fromkeys(found)) or tuple(senders_of(document))


def speaks_of_foi(document: Document) -> bool:
    """A request for information, or a police force, is spoken of anywhere in it, its subject included."""
    return any(_ABOUT.search(fold(text.text)) for text in document.texts)


def seems_to_answer(letter: Letter) -> bool:
    """An automatic reply by its headers, whose words decide something: nobody can be sure that nothing is lost."""
    return letter.post == "automatic" and letter.status in _ANSWERS


def told(document: Document, kind: str, unsure: bool = False) -> Finding:
    """What a mail of that kind is for a maintainer: the problem that it becomes. `unsure`: see `seems_to_answer`."""
    sites = document.properties.get("shares") or document.properties.get("sender_domain") or "the portal"
    status = next((p.split(":")[1] for p in document.properties.get("reported", "").split() if p.split(":")[1]), "")
    shown = f" ({status})" if status else ""
    if kind == "bounce":
        return Finding(
            "undelivered",
            "error",
            f"A mail to the force came back undelivered{shown}: if it was the request, the force has not got it.",
            "Look at the address, send it again, and note the new day in asked.csv (`foi asked`).",
        )
    if kind == "delayed":
        return Finding(
            "undelivered",
            "warning",
            f"A mail to the force has not been delivered yet{shown}; its server goes on trying.",
            "Wait for a day; if a report follows that it failed, send it again.",
        )
    if kind == "recall":
        return Finding(
            "low_confidence",
            "warning",
            "The sender wants to recall an earlier mail: what it said may be wrong, or was not meant for the requester.",
            "See whether a correction follows; ask the force what was wrong.",
        )
    if kind == "automatic" and unsure:
        return Finding(
            "automatic_reply",
            "warning",
            "An automatic reply by its headers, whose words seem to answer: it was not read as an answer.",
            "Read the mail. If it answers, print it as a PDF and put that into a folder of its force.",
        )
    if kind == "automatic":
        return Finding(
            "automatic_reply", "info", "An automatic reply; it answers nothing, and counts as no reply.", None
        )
    if kind == NOTICE:
        return Finding(
            "attachment_missing",
            "error",
            f"The mail only says that a reply waits at {sites}: nothing of that has been read.",
            "Fetch it there by hand, and put what you get into a folder of replies.",
        )
    return Finding("no_data_found", "info", f"This is {ASIDE[kind]}: kept out.", None)


def elsewhere(document: Document, letter: Letter) -> Finding | None:
    """A problem where a letter points to a file-sharing site for what it does not bring."""
    sites = document.properties.get("shares")
    if not sites or "papers" in document.properties or letter.post in (*ASIDE, NOTICE) or not _is_mail(document):
        return None
    if not _said(document).says("share_link") and not letter.attachment:
        return None
    return Finding(
        "attachment_missing",
        "error",
        f"The letter points to {sites} for files, and brings none: they have not been read.",
        "Fetch them by hand before the link expires, and put them into a folder of replies beside the letter.",
    )


# ------------------------------------------------------------------------------------------------------------- kinds


def _is_mail(document: Document) -> bool:
    """A message, or a text: a mail that was saved or downloaded as its words alone."""
    return document.media_type in (
        "message/rfc822",
        "application/vnd.ms-outlook",
        "application/vnd.ms-tnef",
        "text/plain",
    )


def _said(document: Document) -> _Said:
    texts = [fold(text.text) for text in document.texts if text.kind != "header"]
    sentences = [sentence for text in texts for sentence in _SENTENCE.split(text) if sentence.strip()]
    return _Said(tuple(sentences), sum(len(text.split()) for text in texts))


def _is_formal(document: Document, letter: Letter) -> bool:
    """It brings something, or does what only a letter does."""
    return bool("papers" in document.properties or letter.quoted or document.tables)


def _report(told: dict[str, str], signs: set[str], said: _Said, letter: Letter) -> str:
    actions = {part.rpartition(":")[2] for part in told.get("reported", "").split()}
    if actions:
        return "bounce" if "failed" in actions else "delayed" if "delayed" in actions else "receipt"
    if signs & {"report-receipt", "class-receipt"} or ("subject-receipt" in signs and said.says("receipt")):
        return "receipt"
    if signs & {"class-recall", "subject-recall"} or (said.words < _SHORT and said.says("recalls")):
        return "recall"
    wordless = not signs and not told.get("sender_domain") and letter.status not in _ANSWERS and said.words < 2 * _SHORT
    if wordless and sum(says("undeliverable", sentence) for sentence in said.sentences) > 1:
        return "delayed" if said.says("delayed") else "bounce"
    machine = signs & {"robot", "null-path", "report", "auto-generated"}
    returned = signs & {"class-ndr", "report-delivery"} or (
        said.says("undeliverable")
        and ("subject-bounce" in signs or ("robot" in signs and letter.status not in _ANSWERS))
    )
    if returned or (machine and "subject-bounce" in signs):
        late = said.says("delayed") and not any(says("undeliverable", s) and "5." in s for s in said.sentences)
        return "delayed" if late else "bounce"
    return ""


def _notice(document: Document, signs: set[str], said: _Said, letter: Letter) -> str:
    told = document.properties
    decided = letter.status in _ANSWERS and (letter.exemptions or letter.quoted or document.tables)
    if "papers" in told or decided:
        return ""
    sender = told.get("sender_domain", "")
    of_site = any(sender == site or sender.endswith(f".{site}") for site in _NOTICES) and "relay" not in told
    if "portal-file" in signs or (of_site and any(_REPLY.search(s) for s in said.sentences)):
        return NOTICE
    return NOTICE if said.words < 2 * _SHORT and said.says("secure_message") else ""


def _own(document: Document) -> str:
    """Whoever asks writes to forces and is none; so does the site that passes their request on."""
    told = document.properties
    if told.get("signs", "").find("from-relay") >= 0:
        return "own"
    recipients = told.get("recipients", "").split()
    if not recipients or senders_of(document) or not told.get("sender_domain"):
        return ""
    return "own" if all(forces.of_domain(domain) for domain in recipients) else ""


def _automatic(document: Document, signs: set[str], said: _Said, letter: Letter) -> str:
    if _is_formal(document, letter):
        return ""
    if signs & _AUTOMATIC:
        return "" if said.says("acknowledges_request") else "automatic"
    if _away(letter, said) == "away":
        return "automatic"
    quiet = letter.status in (None, "acknowledgement") and said.says("automatic_words")
    return "automatic" if quiet and signs & _BY_MACHINE and not said.says("acknowledges_request") else ""


def _away(letter: Letter, said: _Said) -> str:
    """`away` where a person only says that they are not there; `perhaps` where they may answer besides; else empty."""
    here = next((n for n, sentence in enumerate(said.sentences[:_EARLY]) if says("absence", sentence)), None)
    formal = any(_FORMAL.search(sentence) for sentence in said.sentences)
    if here is None or said.words >= _SHORT or formal or letter.exemptions or said.says("acknowledges_request"):
        return ""
    if letter.status not in _ANSWERS:
        return "away"
    evidence = letter.status_evidence or ""
    decided = next(
        (n for n, sentence in enumerate(said.sentences) if sentence in evidence or evidence in sentence), None
    )
    if decided is not None and decided < here:
        return ""
    return "perhaps" if said.says("to_requester") else "away"


def _of_others(document: Document, signs: set[str], said: _Said, letter: Letter) -> str:
    """Mail that does not speak to whoever asked: newsletters, colleagues, advertising; of a force, what it sends to a list."""
    told = document.properties
    if "forwarded" in told or not told.get("sender_domain"):
        return ""
    to_requester = letter.quoted or said.says("to_requester")
    if senders_of(document):
        return "other" if "list" in signs and not (to_requester or letter.reference or "papers" in told) else ""
    if to_requester and not ("list" in signs and not letter.reference):
        return ""
    return COVER if "papers" in told or document.attachments else "other"
