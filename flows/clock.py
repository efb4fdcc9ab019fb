"""What time it is, in one place, so that the same raw data can be published as the same bytes twice."""

from __future__ import annotations

import os
from datetime import UTC, datetime

from flows.ending import Stopped

VARIABLE = "SOURCE_DATE_EPOCH"
"""Seconds since 1970; takes the place of the clock where set, as the SOURCE_DATE_EPOCH specification of the Reproducible Builds project has it."""


def now() -> datetime:
    """The current time in UTC, to the second; the time in `SOURCE_DATE_EPOCH` where that is set."""
    fixed = os.environ.get(VARIABLE)
    if not fixed:
        return datetime.now(UTC).replace(microsecond=0)
    try:
        return datetime.fromtimestamp(int(fixed), UTC)
    except (ValueError, OverflowError, OSError):
        raise Stopped(f"{VARIABLE} is {fixed!r}; give whole seconds since 1970, or unset it.") from None
