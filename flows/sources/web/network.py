"""Whether and how the network may be used: the table `[network]` of foi.toml. Without it nothing is fetched."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flows.ending import Stopped
from flows.sources import SourceDown
from flows.sources.settings import Settings

PRODUCT = "police-foi"
"""The name that sites know the program by, in the User-Agent and in robots.txt (RFC 9309, 2.2.1)."""

EXAMPLE = '[network]\ncontact = "foi@newsroom.example"'

MEGABYTE = 1_000_000
_CONTACT = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|https?://[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:/[\w./~%-]*)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Network:
    """How sites are asked.

    `contact`: whom a site's people can write to. `pause`: seconds between two requests to one host, more where its
    robots.txt asks for more. `patience`: seconds in all that a host which says it is busy is waited for. `tries`: how often
    one address is asked. `deadline`: seconds for one answer, from first byte to last. `most`: bytes of one document.
    `hosts`: how many hosts are asked side by side, each by one request at a time.
    """

    contact: str
    pause: float = 5
    patience: float = 600
    tries: int = 4
    deadline: float = 120
    most: int = 100 * MEGABYTE
    hosts: int = 6

    @property
    def user_agent(self) -> str:
        return f"{PRODUCT} (+{self.contact})"


def network_of(settings: Settings) -> Network | None:
    """The network as the configuration allows it; None where it has no `[network]`. Raises `Stopped` where that is wrong."""
    told = settings.whole.get("network")
    if told is None:
        return None
    where = f"{settings.file}: [network]"
    if not isinstance(told, dict):
        raise Stopped(f"{where} is a table. It looks like this:\n{EXAMPLE}")
    table = Settings(settings.file, where, "network", told, settings.whole)
    contact = table.text("contact")
    if not _CONTACT.fullmatch(contact):
        raise Stopped(f"{where}: contact is an e-mail address or a web address. For example:\n{EXAMPLE}")
    usual = Network(contact)
    made = Network(
        contact,
        pause=table.number("pause_seconds", usual.pause),
        patience=table.number("patience_seconds", usual.patience),
        tries=int(table.number("tries", usual.tries, least=1)),
        deadline=table.number("answer_seconds", usual.deadline, least=0.1),
        most=int(table.number("document_megabytes", usual.most / MEGABYTE, least=0.001) * MEGABYTE),
        hosts=int(table.number("hosts_at_once", usual.hosts, least=1)),
    )
    table.done()
    return made


def needed(network: Network | None, where: str) -> Network:
    """The network. Raises `SourceDown`, with what to write, where the configuration does not allow it."""
    if network is None:
        raise SourceDown(
            f"{where} asks web sites, and the network is off.",
            'Write [network] with contact = "foi@newsroom.example" into foi.toml: whom a site\'s people can write to.',
        )
    return network
