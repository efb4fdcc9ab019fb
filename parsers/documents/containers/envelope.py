"""What the headers of a message tell of its way: who sent it on what, to whom, in which thread, and whether by itself.

Of people nothing is kept: of addresses the domain, of identifiers a digest. What was sent by a machine is told by RFC 3464
(delivery reports), RFC 8098 (read receipts), RFC 3834 (`Auto-Submitted`) and the headers that mail programs use beside it;
what the receiving server found out about the sender by RFC 8601 (`Authentication-Results`).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from email.message import Message as Part

from schemas import forces

DEEPEST = 12
"""Parts within parts in which a report is looked for."""

_LONGEST = 2_000
"""Characters of an address with its name that are looked at."""

_MOST = 100
"""Recipients of a report, identifiers of a thread and domains that are kept."""

_ADDRESS = re.compile(
    r"([A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64})@([A-Za-z0-9](?:[A-Za-z0-9-]{0,63}\.){1,8}[A-Za-z]{2,24})\b"
)
_IDENTIFIER = re.compile(r"<([^<>\s]{3,500})>")
_RELAY = re.compile(r"\brequest-(\d+)-[0-9a-fx]+@", re.I)
"""The address that WhatDoTheyKnow gives each request."""
_ROBOT = re.compile(
    r"(?:mailer-daemon|mail-daemon|postmaster|mdaemon|microsoftexchange[0-9a-f]+|bounces?(?:[+=-].*)?|mail-?delivery)$",
    re.I,
)
_NO_REPLY = re.compile(r"(?:no[._-]?reply|do[._-]?not[._-]?reply|donotreply|noreply.*|auto(?:mated|reply)?)$", re.I)
_SUBJECTS = {
    "subject-bounce": re.compile(
        r"undeliver(?:able|ed)\b|undelivered mail|delivery (?:status notification|failure|failed|has failed|report|notification)|"
        r"(?:mail|message|e-?mail) delivery (?:failed|failure|system|delayed|error|problem)|returned mail\b|failure notice|"
        r"(?:your )?(?:message|mail|e-?mail)(?: you sent)? (?:could not be|couldn't be|was not|cannot be|not) delivered|"
        r"message status - undeliverable|non-?delivery|mail system error|warning: (?:could not send|message)|"
        r"delivery (?:is )?(?:delayed|incomplete)|delayed\s*:|rejected\s*:|blocked\s*:|postmaster\]",
        re.I,
    ),
    "subject-automatic": re.compile(
        r"(?:automatic(?: e-?mail)? (?:reply|response)|auto-?(?:reply|response|matic reply)|auto\s*:|autoreply|out[- ]of[- ](?:the[- ])?office|"
        r"ooo\s*:|oof\s*:|abwesen|on (?:annual )?leave\b|away from (?:the )?office|i am (?:away|on leave|out of))",
        re.I,
    ),
    "subject-receipt": re.compile(
        r"(?:read|not read|delivered|deleted|gelesen|relayed)\s*:|(?:return|read|delivery|disposition) (?:receipt|notification)\b(?!.*(?:fail|delay))",
        re.I,
    ),
    "subject-recall": re.compile(r"recall\s*:|message recall (?:report|success|failure)\b", re.I),
}
"""What a subject begins with, where a machine wrote the message. A person's answer to it begins with `Re:`."""
_FORWARD_MARK = re.compile(r"\s*(?:fwd?|wg|tr)\s*:\s*", re.I)
_PORTAL_FILE = re.compile(
    r"(?:securedoc.*|secure[ _-]?(?:e-?mail|message).*|encrypted[ _-]?(?:e-?mail|message).*|message(?:_v\d)?)\.(?:html?|rpmsg)$|.*\.(?:switch|rpmsg)$", re.I
)  # fmt: skip
"""What the makers of encrypted mail attach in place of the message."""


@dataclass(slots=True)
class Envelope:
    """The way of a message. Domains are in small letters; identifiers are digests.

    `names`: slugs of forces that the sender's name says. `signs`: codes of what the headers tell: `auto-replied`,
    `auto-generated`, `bulk`, `list`, `suppress`, `robot`, `no-reply`, `null-path`, `report-delivery`, `report-receipt`,
    `from-relay` (WhatDoTheyKnow passes a request on), and of Outlook `class-ndr`, `class-receipt`, `class-oof`, `class-recall`. `reported`: domain, status and action of each
    recipient that a delivery report names. `relay`: the request of WhatDoTheyKnow to or from whose address it was sent. `authentication`: method and result, as the receiving server noted them. `outlook`: the class of
    an Outlook message.
    """

    sender: str | None = None
    names: list[str] = field(default_factory=list)
    answers_to: str | None = None
    recipients: list[str] = field(default_factory=list)
    own: str | None = None
    thread: list[str] = field(default_factory=list)
    relay: str | None = None
    signs: list[str] = field(default_factory=list)
    reported: list[tuple[str, str, str]] = field(default_factory=list)
    authentication: dict[str, str] = field(default_factory=dict)
    outlook: str = ""

    def properties(self) -> dict[str, str]:
        """As the properties of a document, which are texts; what is empty is left out."""
        told = {
            "sender_names": " ".join(self.names),
            "answers_to": self.answers_to or "",
            "recipients": " ".join(d if forces.of_domain(d) else "-" for d in self.recipients),
            "message": self.own or "",
            "thread": " ".join(self.thread),
            "relay": self.relay or "",
            "signs": " ".join(self.signs),
            "reported": " ".join(f"{domain}:{status}:{action}" for domain, status, action in self.reported),
            "authentication": " ".join(f"{method}={result}" for method, result in sorted(self.authentication.items())),
        }
        return {name: text for name, text in told.items() if text}


def read_envelope(root: Part, header) -> Envelope:
    """The envelope of a message; `header(name)` gives the first header of that name as text, empty where there is none."""
    sender = header("from")[:_LONGEST]
    address = _ADDRESS.search(_of_person(sender))
    made = Envelope(
        sender=address[2].lower() if address else None,
        names=forces.recognise(re.sub(r"<[^<>]*>|\S+@\S+", " ", sender)[:500]),
        answers_to=domain_of(header("reply-to")),
        recipients=_domains(header("to")),
        own=_digest(header("message-id")),
    )
    made.thread = _thread(header)
    passed_on = False
    for text, told in (
        (header("to"), False),
        (header("delivered-to"), False),
        (header("envelope-to"), False),
        (sender, True),
    ):
        if (relay := _RELAY.search(text)) and not made.relay:
            made.relay, passed_on = f"whatdotheyknow-{relay[1]}", told
    made.signs = list(dict.fromkeys(_signs(root, header, address[1] if address else "")))
    if passed_on:
        made.signs.append("from-relay")
    made.reported, returned = _reported(root, header)
    made.thread = list(dict.fromkeys([*made.thread, *returned]))[:_MOST]
    made.authentication = _authentication(header("authentication-results"))
    return made


def attachment_is_portal(name: str) -> bool:
    """The file stands for a message that has to be fetched elsewhere."""
    return bool(_PORTAL_FILE.fullmatch(name))


def signs_of_subject(subject: str, forwarded: bool) -> list[str]:
    """What the subject tells; of a message that was forwarded, without the mark of that."""
    while forwarded and (mark := _FORWARD_MARK.match(subject)):
        subject = subject[mark.end() :]
    return [sign for sign, words in _SUBJECTS.items() if words.match(subject.strip(" *[]()"))]


def signs_of_sender(text: str) -> list[str]:
    """What the sender's address in a text, as a forwarded message has it, tells of a machine."""
    address = _ADDRESS.search(text)
    local = address[1] if address else ""
    if is_robot(local) or re.search(r"\b(?:mail delivery (?:system|subsystem)|mailer-daemon|postmaster)\b", text, re.I):
        return ["robot"]
    return ["no-reply"] if _NO_REPLY.match(local) else []


def is_robot(local: str) -> bool:
    """The part of an address before the `@` is that of a mail system, not of a person or an office."""
    return bool(_ROBOT.match(local))


def domains_in(text: str) -> list[str]:
    """The domains of the addresses in a text, each once, in order."""
    return list(dict.fromkeys(match[2].lower() for match in _ADDRESS.finditer(text)))[:_MOST]


# ---------------------------------------------------------------------------------------------------- addresses


def _of_person(value: str) -> str:
    """The address of a header before what its name may hold: `"a@b.example" <c@d.example>` is from c."""
    angled = re.findall(r"<([^<>]*@[^<>]*)>", value[:_LONGEST])
    return angled[-1] if angled else value[:_LONGEST]


def domain_of(value: str) -> str | None:
    """The domain of the address in a header's value, as a program or a person wrote it."""
    found = domains_in(_of_person(value))
    return found[0] if found else None


def _domains(value: str) -> list[str]:
    return domains_in(value[:20_000])


def _digest(identifier: str) -> str | None:
    """An identifier as a digest: those of some systems hold the address of who wrote it."""
    found = _IDENTIFIER.search(identifier) or re.match(r"\s*(\S{3,500})", identifier)
    return hashlib.sha256(found[1].encode("utf-8", "replace")).hexdigest()[:12] if found else None


def _thread(header) -> list[str]:
    """Digests of the earlier messages that this one answers, and of the conversation that Exchange counts it to."""
    text = f"{header('in-reply-to')} {header('references')}"[:50_000]
    found = [hashlib.sha256(i.encode("utf-8", "replace")).hexdigest()[:12] for i in _IDENTIFIER.findall(text)]
    if len(index := re.sub(r"\s", "", header("thread-index"))) >= 30:  # its first 22 bytes are the conversation's
        found.append(hashlib.sha256(index[:29].encode()).hexdigest()[:12])
    return list(dict.fromkeys(found))[:_MOST]


# -------------------------------------------------------------------------------------------------------- signs


def _signs(root: Part, header, local: str) -> Iterator[str]:
    submitted = header("auto-submitted").strip().lower()
    if submitted.startswith("auto-replied") or _any(
        header, "x-autoreply", "x-autorespond", "x-auto-reply", "x-autoreply-from"
    ):
        yield "auto-replied"
    elif submitted and not submitted.startswith("no"):
        yield "auto-generated"
    precedence = header("precedence").strip().lower()
    if precedence in ("auto_reply", "auto-reply"):
        yield "auto-replied"
    elif precedence in ("bulk", "junk", "list"):
        yield "bulk"
    if _any(header, "list-id", "list-unsubscribe"):
        yield "list"
    if header("x-auto-response-suppress").strip():
        yield "suppress"
    if is_robot(local):
        yield "robot"
    elif _NO_REPLY.match(local):
        yield "no-reply"
    if header("return-path").strip() == "<>":
        yield "null-path"
    if header("x-failed-recipients").strip():
        yield "report-delivery"
    if root.get_content_type() == "multipart/report":
        kind = str(root.get_param("report-type") or "").lower()
        yield {"disposition-notification": "report-receipt"}.get(
            kind, "report-delivery" if kind == "delivery-status" else "report"
        )


def signs_of_class(name: str) -> list[str]:
    """What the class of an Outlook message tells ([MS-OXORMSG], [MS-OXCMAIL])."""
    name = name.strip("\x00 ").lower()
    signs = []
    if re.match(r"report\..*\.(?:ndr|dr|delayed)$", name):
        signs.append("class-ndr")
    if re.match(r"report\..*\.(?:ipnrn|ipnnrn)$", name):
        signs.append("class-receipt")
    if re.match(r"ipm\.note\.rules\.(?:oof|external ?oof)template|ipm\.note\.rules\.replytemplate", name):
        signs.append("class-oof")
    if name.startswith("ipm.outlook.recall"):
        signs.append("class-recall")
    return signs


def _any(header, *names: str) -> bool:
    return any(header(name).strip().lower() not in ("", "no", "false") for name in names)


# ------------------------------------------------------------------------------------------------------- reports


def _reported(root: Part, header) -> tuple[list[tuple[str, str, str]], list[str]]:
    """What a delivery report says of each recipient, and the digests of the message that it returns."""
    found: list[tuple[str, str, str]] = []
    returned: list[str] = []
    if root.get_content_type() == "multipart/report":
        for part in _own_parts(root, 0):
            kind = part.get_content_type()
            if kind == "message/delivery-status":
                found += [told for fields in _blocks(part) if (told := _recipient(fields))]
            elif kind in ("message/rfc822", "text/rfc822-headers"):
                returned += _identifiers(part)
    if not found:
        found = [(domain, "", "failed") for domain in _domains(header("x-failed-recipients"))]
    return list(dict.fromkeys(found))[:_MOST], returned


def _own_parts(part: Part, level: int) -> Iterator[Part]:
    """The parts of a message, without those of a message within it."""
    payload = part.get_payload()
    if isinstance(payload, list) and part.get_content_maintype() == "multipart" and level < DEEPEST:
        for inner in payload:
            if isinstance(inner, Part):
                yield inner
                yield from _own_parts(inner, level + 1)


def _blocks(part: Part) -> Iterable[Part]:
    """The groups of fields of a delivery report; of one that came encoded as well."""
    payload = part.get_payload()
    if isinstance(payload, list):
        return [inner for inner in payload if isinstance(inner, Part)]
    from email import message_from_string

    return [message_from_string(text) for text in re.split(r"\r?\n\s*\r?\n", str(payload)) if text.strip()]


def _recipient(fields: Part) -> tuple[str, str, str] | None:
    told = {str(key).lower(): str(value) for key, value in fields.items()}
    address = told.get("original-recipient") or told.get("final-recipient") or ""
    domains = domains_in(address) or domains_in(told.get("final-recipient", ""))
    action = told.get("action", "").strip().lower()
    status = re.search(r"\b[245]\.\d{1,3}\.\d{1,3}\b", told.get("status", ""))
    if not action and not status:
        return None
    if action not in ("failed", "delayed", "delivered", "relayed", "expanded"):
        action = {"2": "delivered", "4": "delayed"}.get(status[0][0] if status else "5", "failed")
    return (domains[0] if domains else "?", status[0] if status else "", action)


def _identifiers(part: Part) -> Iterator[str]:
    """Of the message that is returned: itself, and what it answers."""
    payload = part.get_payload()
    inner = payload[0] if isinstance(payload, list) and payload else None
    if isinstance(inner, Part):
        text = "\n".join(f"{key}: {value}" for key, value in inner.items())
    else:
        text = str(part.get_payload())[:50_000]
    for line in re.findall(r"(?im)^(?:message-id|in-reply-to|references)\s*:(.*(?:\n[ \t].*)*)", text):
        for identifier in _IDENTIFIER.findall(line):
            yield hashlib.sha256(identifier.encode("utf-8", "replace")).hexdigest()[:12]


# ------------------------------------------------------------------------------------------------ authentication


def _authentication(value: str) -> dict[str, str]:
    """Method to result, of the topmost header: that of the server that took the message in. Others can be forged."""
    found: dict[str, str] = {}
    for method, result in re.findall(
        r"[;\s](spf|dkim|dmarc)\s*=\s*([a-z]+)", re.sub(r"\([^()]*\)", " ", value[:20_000]), re.I
    ):
        method, result = method.lower(), result.lower()
        if found.get(method) != "pass":  # one signature that holds is enough
            found[method] = result
    return found


def failed(authentication: str) -> bool:
    """The receiving server found that the message does not come from where it says.

    `authentication`: as in the properties of a document. DMARC decides where it was looked at (RFC 7489); failing that, a
    message fails that neither its server nor its signature vouches for, and of which one of them says so.
    """
    told = dict(part.split("=", 1) for part in authentication.split() if "=" in part)
    if told.get("dmarc") in ("pass", "fail"):
        return told["dmarc"] == "fail"
    methods = [told.get("spf"), told.get("dkim")]
    return "pass" not in methods and "fail" in methods
