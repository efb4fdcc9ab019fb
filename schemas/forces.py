"""The registry of forces, and the finding of forces in letters, addresses, folder and file names.

Two ways of reading, because a place is not a force. In a letter (`strict`) only an official name, another name that
says police, or a police.uk address counts: letters are full of streets and towns. In the name of a folder or file the
bare name of the area and the usual abbreviations count as well.
"""

from __future__ import annotations

import csv
import dataclasses
import difflib
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from schemas.records import Force
from schemas.vocabulary import normalise

FOLDER = Path(__file__).parent

_NOTE = re.compile(r"\s*\(([^)]*)\)\s*$")
_SAYS_POLICE = re.compile(r"\b(police|constabulary|constabularies|heddlu|poileas)\b", re.IGNORECASE)
_SUFFIX = re.compile(r"\s+(police service|police|constabulary)$")
_PREFIX = re.compile(r"^(heddlu|police service of|police)\s+")
# A label of a domain name has 63 characters at most (RFC 1035, 2.3.4).
_DOMAIN = re.compile(r"(?:[\w-]{1,63}\.){0,4}?([a-z0-9-]{1,63})(?:\.pnn)?\.police\.uk\b", re.IGNORECASE)
_POLICE = re.compile(r"(?:[\w-]+\.)*?([a-z0-9-]+)(?:\.pnn)?\.police\.uk")
# A line that begins a new part of an address: "Durham / Police Headquarters" is a town and a building.
_NEW_LINE = re.compile(r"\n\s*(?=\n|police (?:headquarters|station|hq|and crime))", re.IGNORECASE)
_BREAK = re.compile(r"[.;:()\[\]|/\\\"\u201c\u201d]+|\s[-\u2010-\u2015]\s")
_POSSESSIVE = re.compile(r"(?<=\w)['\u2019]s?\b|(?<=s)['\u2019](?=\s)", re.IGNORECASE)
_EXTENSION = re.compile(r" \| [a-z0-9]{2,5}$")
_FORCES_WORD = "(?:police|constabulary|constabularies|police services?|police forces?|forces)"


@cache
def all_forces() -> tuple[Force, ...]:
    """Every force of the registry, in its order: the territorial ones by name, then national, special and port forces."""
    with (FOLDER / "forces.csv").open(encoding="utf-8", newline="") as file:
        return tuple(_force(row) for row in csv.DictReader(file))


def _force(row: dict[str, str]) -> Force:
    values: dict[str, Any] = {key: value or None for key, value in row.items()}
    values["common_aliases"] = [alias for alias in row["common_aliases"].split("|") if alias]
    return Force(**{field.name: values[field.name] for field in dataclasses.fields(Force)})


def by_slug(slug: str) -> Force:
    """The force of that slug. `KeyError`, with the slugs that come near, where there is none."""
    try:
        return _by_slug()[slug]
    except KeyError:
        near = suggest(slug)
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        raise KeyError(f"There is no force {slug} in schemas/forces.csv.{hint}") from None


def recognise(text: str, strict: bool = True) -> list[str]:
    """The slugs of the forces that a text names, in order of first occurrence; whole words, the longest name first.

    `strict` is for letters: official names, other names that say police or constabulary ("Durham Police", "Heddlu
    Gwent"), "Norfolk and Suffolk Constabularies", and addresses at police.uk. Not strict is for names of folders and
    files, where "durham", "gmp" or "north-wales" is enough. An alias that may mean two forces (WMP, BCH) is none here.
    """
    words = _folded(text)
    if not strict:
        whole = _names()["whole_names"].get(_EXTENSION.sub("", words))
        if whole:
            return [whole]
    found: dict[str, None] = {}
    for match in _pattern(strict).finditer(words):
        for slug in _slugs(match):
            found.setdefault(slug)
    return list(found)


def named(text: str) -> str | None:
    """The slug of the force whose name, area or abbreviation the text is, and nothing else; None for any other text."""
    words = _folded(text)
    return _names()["whole_names"].get(words) or _known(False).get(words)


def of_domain(domain: str | None) -> str | None:
    """The slug of the force whose mail comes from a domain; None where no force is known by it.

    Its web address and what lies below that, its name at police.uk and at the police's own network (pnn.police.uk). A name
    that only begins or ends like one (kent.police.uk.example.com) is another's.
    """
    domain = (domain or "").lower().rstrip(".")
    if match := _POLICE.fullmatch(domain):
        return _domains().get(match[1].replace("-", ""))
    return next((slug for own, slug in _addresses().items() if domain == own or domain.endswith(f".{own}")), None)


def share_an_office(one: str, other: str) -> bool:
    """The two forces answer requests through one office."""
    return any(one in office and other in office for office in _names()["shared_offices"].values())


def has_shared_office(slug: str) -> bool:
    """The force answers requests through an office that answers for others too."""
    return any(slug in office for office in _names()["shared_offices"].values())


def suggest(text: str) -> list[str]:
    """Up to three slugs whose slug, name or alias is near a text, the nearest first: for an error message."""
    names: dict[str, str] = {}
    for force in all_forces():
        for name in (force.slug, force.name, *(alias for alias, _ in _aliases(force))):
            names.setdefault(_plain(name), force.slug)
    near = difflib.get_close_matches(_plain(text), names, n=9, cutoff=0.6)
    return list(dict.fromkeys([*recognise(text, strict=False), *(names[name] for name in near)]))[:3]


@cache
def _by_slug() -> dict[str, Force]:
    return {force.slug: force for force in all_forces()}


@cache
def _names() -> dict[str, Any]:
    return tomllib.loads((FOLDER / "force_names.toml").read_text(encoding="utf-8"))


def _plain(name: str) -> str:
    return normalise(name).replace("/", " ")


def _aliases(force: Force) -> list[tuple[str, str]]:
    """The aliases of a force, each with the note that the registry has after it in brackets."""
    return [(_NOTE.sub("", alias), note[1] if (note := _NOTE.search(alias)) else "") for alias in force.common_aliases]


def _labels(force: Force) -> set[str]:
    """The parts before `.police.uk` of a force's addresses, without hyphens: forces write them with and without."""
    addresses = [force.web_domain or "", urlsplit(force.disclosure_log_url or "").netloc]
    hosts = [match[1] for address in addresses if (match := _DOMAIN.fullmatch(address))]
    return {host.replace("-", "") for host in hosts if host != "www"}


@cache
def _domains() -> dict[str, str]:
    known = {label: force.slug for force in all_forces() for label in _labels(force)}
    return {**_names()["mail_domains"], **known}


@cache
def _addresses() -> dict[str, str]:
    """Addresses outside police.uk that are a force's alone."""
    shared = _names()["shared_addresses"]
    known = {force.web_domain: force.slug for force in all_forces() if force.web_domain}
    return {own: slug for own, slug in known.items() if own not in shared and not own.endswith(".police.uk")}


@cache
def _ambiguous() -> frozenset[str]:
    owners: dict[str, set[str]] = {}
    for force in all_forces():
        for alias, _ in _aliases(force):
            owners.setdefault(_plain(alias), set()).add(force.slug)
    shared = {alias for alias, slugs in owners.items() if len(slugs) > 1}
    return frozenset(shared | {_plain(alias) for alias in _names()["ambiguous"]})


@cache
def _areas() -> dict[str, str]:
    """The bare name of each territorial force's area ("durham", "avon and somerset") to its slug."""
    areas: dict[str, str] = {}
    for force in all_forces():
        if force.force_type != "territorial":
            continue
        areas[_plain(force.slug)] = force.slug
        for name in (force.name, *(alias for alias, _ in _aliases(force))):
            area = _SUFFIX.sub("", _plain(name))
            if _SAYS_POLICE.search(name) and not _PREFIX.match(area) and area not in ("city", "kent county"):
                areas[area] = force.slug
    return areas


@cache
def _known(strict: bool) -> dict[str, str]:
    """Every name that counts, as words, to its slug."""
    known: dict[str, str] = {}
    for force in all_forces():
        for name in (force.name, *(alias for alias, _ in _aliases(force))):
            if not strict or _SAYS_POLICE.search(name):
                known[_plain(name)] = force.slug
        if not strict:
            known[_plain(force.slug)] = force.slug
    for area, slug in _areas().items():
        for suffix in ("police", "constabulary", "police service"):
            known[f"{area} {suffix}"] = slug
        if not strict and area not in _names()["whole_names"]:
            known[area] = slug
    return {name: slug for name, slug in known.items() if name not in _ambiguous() or name in _areas()}


@cache
def _pattern(strict: bool) -> re.Pattern[str]:
    names = _names()
    areas = "|".join(sorted(map(re.escape, _areas()), key=len, reverse=True))
    known = "|".join(sorted(map(re.escape, _known(strict)), key=len, reverse=True))
    after = names["not_followed_by_in_letters"] + ([] if strict else names["not_followed_by_in_names"])
    not_after = "|".join(map(re.escape, after))
    before = "" if strict else "".join(f"(?<!{re.escape(word)} )" for word in names["not_preceded_by_in_names"])
    return re.compile(
        rf"@(?P<domain>[a-z0-9]+)@"
        rf"|\b(?P<joint>(?:{areas})(?: , (?:{areas}))*(?: ,)? and (?:{areas})) {_FORCES_WORD}\b(?! (?:{not_after})\b)"
        rf"|\b{before}(?P<name>{known})\b(?! (?:{not_after})\b)"
    )


def _slugs(match: re.Match[str]) -> list[str]:
    if match["domain"]:
        slug = _domains().get(match["domain"])
        return [slug] if slug else []
    if match["joint"]:
        return [_areas()[area] for area in _areas_in(match["joint"])]
    return [_known(False)[match["name"]]]


def _areas_in(text: str) -> list[str]:
    return re.findall("|".join(sorted(map(re.escape, _areas()), key=len, reverse=True)), text)


def _folded(text: str) -> str:
    """A text as single-spaced words, commas as words, and `|` where a name cannot run on."""
    text = _DOMAIN.sub(lambda m: " | @" + m[1].replace("-", "").lower() + "@ | ", text)
    text = _BREAK.sub(" | ", _NEW_LINE.sub(" | ", _POSSESSIVE.sub("", text)))
    pieces = [re.sub(r"\s*,\s*", " , ", piece) for piece in text.split("|")]
    folded = (" , ".join(normalise(part) if part.strip() else "" for part in p.split(",")) for p in pieces)
    return " | ".join(" ".join(piece.split()) for piece in folded)
