"""How one disclosure log is laid out: a declaration, from `platforms.toml`, `schemas/forces.csv` and the configuration."""

from __future__ import annotations

import dataclasses
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote_plus, urlsplit

from cssselect import GenericTranslator, SelectorError

from flows.ending import Stopped
from flows.sources.settings import Settings
from flows.sources.web.addresses import file_name, has_credentials, same_site, shown, tidy
from flows.sources.web.signs import DOCUMENTS
from schemas import forces

_PATTERNS = ("item", "no_item", "attachment", "second", "none", "withdrawn")
_SELECTORS = ("items", "next", "body")


@dataclass(frozen=True, slots=True)
class Log:
    """The log of one force: `url` as a person knows it, and what `platforms.toml` describes."""

    force: str
    url: str
    listing: str = "{log}"
    items: str = ""
    item: str = "^{log}/[^?]+"
    no_item: str = ""
    next: str = ""
    body: str = ""
    attachment: str = ""
    sites: tuple[str, ...] = ()
    second: str = ""
    none: str = ""
    withdrawn: str = ""
    content: str = ""

    @property
    def searches(self) -> bool:
        """The site itself can look for words."""
        return "{words}" in self.listing

    def listings(self, words: tuple[str, ...]) -> list[str]:
        """The address of the listing; one for each of the words where the site can look for them."""
        made = []
        for word in words if self.searches and words else ("",):
            address = self.listing.replace("{log}", self.url).replace("{words}", quote_plus(word))
            made.append(tidy(address, self.url))
        return made

    def is_document(self, url: str) -> bool:
        """A file, by its name or its place."""
        return PurePosixPath(file_name(url)).suffix.lower() in DOCUMENTS or self._fits("attachment", url)

    def is_attachment(self, url: str) -> bool:
        return self.is_document(url) and self.is_ours(url)

    def is_ours(self, url: str) -> bool:
        """Of the log's own site, or one that its files lie on."""
        return same_site(url, self.url) or any(same_site(url, f"https://{site}") for site in self.sites)

    def is_item(self, url: str) -> bool:
        if not self.is_ours(url) or url in (self.url, *self.listings(())):
            return False
        return (self.is_document(url) or self._fits("item", url)) and not self._fits("no_item", url)

    def is_second(self, url: str) -> bool:
        return self._fits("second", url)

    def lists_nothing(self, text: str) -> bool:
        return bool(self.none and re.search(self.none, text))

    def was_withdrawn(self, text: str) -> bool:
        return bool(self.withdrawn and re.search(self.withdrawn, text))

    def content_of(self, url: str) -> str:
        """The address to ask for the item at `url`."""
        return tidy(self.content.replace("{path}", urlsplit(url).path), url) if self.content else url

    def _fits(self, name: str, url: str) -> bool:
        pattern = getattr(self, name)
        here = re.escape(urlsplit(self.url).path.rstrip("/"))
        return bool(pattern and re.search(pattern.replace("{log}", here), urlsplit(url).path))


@cache
def platforms() -> dict[str, dict[str, Any]]:
    """Every platform that is known, with what its table says."""
    return tomllib.loads((Path(__file__).with_name("platforms.toml")).read_text(encoding="utf-8"))


def log_of(force: str, told: dict[str, Any], settings: Settings) -> Log | None:
    """The log of a force: as `told` in the configuration, else as the registry knows it; None where neither does.

    Raises `Stopped` where what is told is wrong.
    """
    where = f"{settings.where[:-1]}.log.{force}]"
    table = Settings(settings.file, where, force, told, settings.whole)
    registered = forces.by_slug(force)
    url = table.text("url", registered.disclosure_log_url or "")
    platform = table.text("platform", _platform_of(registered.disclosure_platform) if "url" not in told else "plain")
    if platform not in platforms():
        raise Stopped(f"{where}: platform is one of {', '.join(platforms())}.")
    layout = dict(platforms()[platform])
    for field in dataclasses.fields(Log)[2:]:
        if field.name == "sites":
            layout["sites"] = table.texts("sites") or tuple(layout.get("sites", ()))
        elif (value := table.optional(field.name)) is not None:
            layout[field.name] = value
    table.done()
    if not url:
        return None
    if has_credentials(url) or not tidy(url):
        raise Stopped(f"{where}: url is a web address, without user and password; not {shown(url)!r}.")
    _check(layout, where)
    return Log(force, tidy(url), **layout)


def _platform_of(told: str | None) -> str:
    known = (told or "").rstrip("?")
    return known if known in platforms() else "plain"


def _check(layout: dict[str, Any], where: str) -> None:
    for name in _PATTERNS:
        try:
            re.compile(layout.get(name, "").replace("{log}", ""))
        except re.error as wrong:
            raise Stopped(f"{where}: {name} is no pattern: {wrong}.") from None
    for name in _SELECTORS:
        try:
            GenericTranslator().css_to_xpath(layout.get(name) or "a")
        except SelectorError as wrong:
            raise Stopped(f"{where}: {name} is no CSS selector: {wrong}.") from None
