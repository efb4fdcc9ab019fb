"""The slugs that people type: known ones pass, others stop the command with the names that come near."""

from __future__ import annotations

from flows.ending import Stopped


def known_force(slug: str | None, where: str) -> str | None:
    """The slug as given. Raises `Stopped`, naming `where` it was given, where the registry has no such force."""
    if slug is None:
        return None
    from schemas import forces

    try:
        forces.by_slug(slug)
    except KeyError:
        near = forces.suggest(slug)
        hint = f"Did you mean {' or '.join(near)}?" if near else "The slugs are in schemas/forces.csv."
        raise Stopped(f"{where}: no force is called {slug!r}. {hint}") from None
    return slug


def known_request(slug: str | None, where: str) -> str | None:
    """The slug as given. Raises `Stopped`, naming `where` it was given, where there is no such request."""
    if slug is None:
        return None
    from schemas import requests

    known = [request.slug for request in requests.all_requests()]
    if slug not in known:
        raise Stopped(f"{where}: no request is called {slug!r}. There are: {', '.join(known)} (schemas/requests).")
    return slug
