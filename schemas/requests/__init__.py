"""The requests: one TOML file per FOI round, and the telling from a letter's wording which round it answers.

A file gives the `slug`, `title`, `wording` as put to the forces, `period_start` and `period_end` (left out where the
request is open-ended), `measure` and `unit` asked for. `[asked]` names who was asked by `force_types` of the registry
and further `forces`. `[breakdowns]` gives for each dimension the vocabulary of its categories, "" where none applies.
`[recognise]` holds `groups` of keywords: a letter answers the request only if it has a keyword of every group.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from schemas import forces, records, vocabulary

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Request:
    """One question put to many forces. `period_end` is None where the request runs to the date of the reply.

    `breakdowns`: dimension to the name of its vocabulary, None where its categories have no codes. `keywords`: groups of
    normalised spellings; a letter that answers the request has one of each.
    """

    slug: str
    title: str
    wording: str
    period_start: date
    period_end: date | None
    measure: str
    unit: str
    asked: tuple[str, ...]
    breakdowns: dict[str, str | None]
    keywords: tuple[tuple[str, ...], ...]


class RequestError(ValueError):
    """A request file breaks its own rules. The message names the file and what to change."""


@cache
def load(slug: str) -> Request:
    """The request of that slug. `KeyError` where there is none, `RequestError` where its file cannot be used."""
    path = FOLDER / f"{slug}.toml"
    if slug not in _slugs():
        raise KeyError(f"There is no request {slug}; there are: {', '.join(_slugs())}.")
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    request = Request(
        slug=data["slug"],
        title=data["title"],
        wording=data["wording"],
        period_start=data["period_start"],
        period_end=data.get("period_end"),
        measure=data["measure"],
        unit=data["unit"],
        asked=_asked(data["asked"]),
        breakdowns={dimension: name or None for dimension, name in data["breakdowns"].items()},
        keywords=tuple(
            tuple(dict.fromkeys(s for pattern in group for s in vocabulary.expand(pattern)))
            for group in data["recognise"]["groups"]
        ),
    )
    _check(request, slug)
    return request


def all_requests() -> tuple[Request, ...]:
    """Every request, by slug."""
    return tuple(load(slug) for slug in _slugs())


def recognise(text: str) -> str | None:
    """The slug of the one request that a letter's wording fits; None where it fits none, or two equally well.

    A request fits where the text has a keyword of each of its groups as whole words; the more different keywords, the
    better. Give the whole letter: a refusal often names the subject only where it quotes the request.
    """
    words = f" {vocabulary.normalise(text).replace('/', ' ')} "
    fits = sorted(((_fit(request, words), request.slug) for request in all_requests()), reverse=True)
    best = fits[0]
    if not best[0] or (len(fits) > 1 and fits[1][0] == best[0]):
        return None
    return best[1]


def _fit(request: Request, words: str) -> int:
    """How many different keywords the words hold; 0 unless there is one of each group."""
    found = [sum(f" {keyword} " in words for keyword in group) for group in request.keywords]
    return sum(found) if all(found) else 0


@cache
def _slugs() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


def _asked(data: dict[str, list[str]]) -> tuple[str, ...]:
    named = {forces.by_slug(slug).slug for slug in data.get("forces", [])}
    types = data.get("force_types", [])
    return tuple(f.slug for f in forces.all_forces() if f.force_type in types or f.slug in named)


def _check(request: Request, name: str) -> None:
    faults = []
    if request.slug != name:
        faults.append(f"its slug is {request.slug}: make it the name of the file")
    if request.measure not in records.MEASURES:
        faults.append(f"the measure {request.measure} is none of {', '.join(records.MEASURES)}")
    if request.period_end and request.period_end < request.period_start:
        faults.append("the period ends before it starts")
    for dimension, vocabulary_name in request.breakdowns.items():
        if dimension not in records.DIMENSIONS:
            faults.append(f"the breakdown {dimension} is none of {', '.join(records.DIMENSIONS)}")
        if vocabulary_name is not None and vocabulary_name not in vocabulary.NAMES:
            faults.append(f"the breakdown {dimension} names the vocabulary {vocabulary_name}, which there is not")
    if faults:
        raise RequestError(f"schemas/requests/{name}.toml: " + "; ".join(faults) + ".")
