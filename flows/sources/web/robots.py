"""What a site lets programs fetch: its robots.txt, by RFC 9309, read anew each day.

The longest rule that fits decides, `*` and `$` have their meaning (2.2.2, 2.2.3); a file that is not there (4xx) allows all,
one that cannot be had (5xx, no answer) allows nothing (2.3.1.3, 2.3.1.4). `Crawl-delay` is no part of the RFC and honoured.
"""

from __future__ import annotations

from datetime import timedelta

from protego import Protego

from flows.sources.web.network import PRODUCT

KEPT = timedelta(days=1)
"""How long a robots.txt counts (RFC 9309, 2.4)."""

MOST = 512_000
"""Bytes of it that are read (RFC 9309, 2.5: at least 500 kibibytes)."""


class Rules:
    """The rules of one site for this program."""

    def __init__(self, text: str) -> None:
        self._rules = Protego.parse(text)

    def allow(self, url: str) -> bool:
        return bool(self._rules.can_fetch(url, PRODUCT))

    @property
    def delay(self) -> float:
        """Seconds that the site wants between two requests."""
        asked = [self._rules.crawl_delay(PRODUCT) or 0.0]
        if rate := self._rules.request_rate(PRODUCT):
            asked.append(rate.seconds / max(rate.requests, 1))
        return max(0.0, *asked)
