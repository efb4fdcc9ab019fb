"""Which document of one file leads, and whose reply it is: as an ingest of its folder puts them together, done apart."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flows import clock
from flows.downloads import as_shown
from flows.enclosed import lead_first
from flows.grouping import facts_of, group, members
from flows.sightings import Sighting
from parsers.apart import Done
from parsers.documents.model import from_json


def order_apart(said: dict[str, Any], parts: list[bytes]) -> Done:
    """The paths of the documents, the lead first, with the force and the request that were named, else those that folder,
    file name or letter tell. `stopped`: why they are not one reply."""
    file, force, request = Path(said["file"]), said["force"], said["request"]
    documents = [from_json(part.decode()) for part in parts]
    facts = {document.sha256: facts_of(document) for document in documents}
    folder = file.resolve().parent.name
    seen = [
        Sighting(0, "", folder, path, document.sha256, force, request, None, False, clock.now())
        for path, document in zip(said["paths"], documents, strict=True)
    ]
    shown = as_shown(seen)
    found = members(shown.documents, facts.__getitem__, shown.came)
    groups, unplaced = group(found)
    if len(groups) > 1 and not said["several"]:
        leads = ", ".join(g.lead.sighting.path for g in groups)
        stopped = f"{file} holds {len(groups)} replies ({leads}); run `foi ingest {file}`, or parse them one by one."
        return Done({"stopped": stopped})
    ordered = [*groups[0].members, *unplaced] if len(groups) == 1 else lead_first(found)
    if not groups and any(m.aside for m in unplaced):  # what lies in a mail that is no reply does not lead it
        ordered = sorted(found, key=lambda m: m.sighting.path)
    told = next((m.request for m in ordered if m.request), None)
    named = groups[0].forces[0] if groups else None
    return Done({"stopped": "", "paths": [m.sighting.path for m in ordered], "force": named, "request": told})
