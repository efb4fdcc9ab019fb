"""Every reply of a golden file yields what it did when a person last looked, to the last cell."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flows import golden
from flows.archive import Archive
from flows.golden import HOME
from parsers import forces

ARCHIVE = Archive(HOME / "data" / "raw")
PATHS = golden.paths()


def name(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


@pytest.mark.parametrize("path", PATHS, ids=name)
def test_every_cell_is_what_it_was(path: Path) -> None:
    kept = golden.load(path)
    missing = golden.absent(kept, ARCHIVE)
    if missing and not any(file.path for file in missing):
        pytest.skip("a reply that is not for publication, and in no archive here")
    assert not missing, f"{missing[0].path} is gone: foi check {kept.force}"
    told = [difference.sentence for difference in golden.differences(kept.rows, golden.rows_now(kept, ARCHIVE))]
    assert not told, "\n".join([*told, f"If that is right: foi check {kept.force} --accept"])


@pytest.mark.parametrize("path", PATHS, ids=name)
def test_no_cell_can_change_unseen(path: Path) -> None:
    """Each cell of a row of each table, altered alone, is a difference; so is the row, left out."""
    rows = golden.load(path).rows
    assert golden.differences(rows, rows) == []
    last = {row["in"]: at for at, row in enumerate(rows)}
    for at in last.values():
        row = rows[at]
        for column in row.keys() - {"in", "cells"}:
            changed = [*rows[:at], {**row, column: "altered"}, *rows[at + 1 :]]
            assert golden.differences(rows, changed), f"{column} of {json.dumps(row)}"
        for column in row.get("cells", {}):
            changed = [*rows[:at], {**row, "cells": {**row["cells"], column: "elsewhere"}}, *rows[at + 1 :]]
            assert [d.column for d in golden.differences(rows, changed)] == [f"the place of {column}"]
        assert len(golden.differences(rows, [*rows[:at], *rows[at + 1 :]])) == 1


@pytest.mark.parametrize("slug", sorted(forces.known()))
def test_every_module_says_what_can_be_understood(slug: str) -> None:
    parser = forces.parser_of(slug)
    assert parser.faults() == []
    module = Path(forces.__path__[0]) / f"{slug.replace('-', '_')}.py"
    assert len(module.read_text("utf-8").splitlines()) <= 60


def test_every_force_with_a_module_and_a_sample_has_a_golden_file() -> None:
    tested = {slug for path in PATHS for slug in golden.load(path).forces}
    sampled = {path.name for path in (HOME / "samples").glob("*/*") if path.is_dir()}
    assert forces.known() & sampled <= tested, "run foi check --accept"
