"""A report of ten thousand cases stays under ten megabytes, worked out from a release of a few hundred."""

from __future__ import annotations

import pytest

from flows.bench.report import released

pytestmark = pytest.mark.slow

CASES, FORCES = 210, 3
"""As a PDF, a workbook and a Word letter, each with more rows than the page of a force shows."""


def test_ten_thousand_cases_of_forty_forces_fit_into_ten_megabytes(tmp_path):
    report = (released(tmp_path, CASES, FORCES) / "clean" / "latest").resolve() / "report"
    sizes = {p.relative_to(report).as_posix(): p.stat().st_size for p in report.rglob("*") if p.is_file()}
    grows = sizes["records.html"] + sum(size for name, size in sizes.items() if name.startswith("evidence/"))
    a_force = max(size for name, size in sizes.items() if name.startswith("force-"))
    once = sum(size for name, size in sizes.items() if not name.startswith(("evidence/", "force-", "records.html")))
    assert a_force > 15_000, "no force has cases: the test proves nothing"
    assert 10_000 * grows / CASES + 40 * a_force + once < 10_000_000
