"""The limits that `foi.toml` raises or lowers: its table `[limits]`, by the names of docs/hostile-files.md."""

from __future__ import annotations

import dataclasses
import tomllib
from pathlib import Path

from flows.ending import Stopped
from parsers import limits
from parsers.limits import Limits

CONFIGURATION = "foi.toml"
PAGE = "docs/hostile-files.md"


def take_configured(folder: Path) -> None:
    """Make the limits of this process those that `foi.toml` in `folder` names; else the usual ones.

    Raises `Stopped` where it names one that there is not, or gives it something other than a whole number above nought.
    """
    path = folder / CONFIGURATION
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8")).get("limits", {}) if path.is_file() else {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        return  # what reads its other tables says what is wrong
    if not isinstance(told, dict):
        raise Stopped(f"{path}: limits is a table. For example:\n[limits]\npages = 4000")
    known = {item.name for item in dataclasses.fields(Limits)}
    for name, value in told.items():
        if name not in known:
            raise Stopped(f"{path}: [limits] has {name}; the limits that there are stand in {PAGE}.")
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise Stopped(f"{path}: [limits] {name} is a whole number above nought, not {value!r}.")
    limits.use(Limits(**told))
