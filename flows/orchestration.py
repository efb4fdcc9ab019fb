"""How Prefect is run: settings that must stand before it is imported.

Its own temporary server is used unless `PREFECT_API_URL` names one that is running already.
"""

from __future__ import annotations

import os
from pathlib import Path

SETTINGS = {
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",  # 13 to 24 s were measured; Prefect gives up after 20
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_LOGGING_LEVEL": "CRITICAL",  # the run reports its own progress and its own failures
    "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",  # other libraries' notices go through it too
}


def prepare(home: Path) -> None:
    """Set what is not set yet. Prefect keeps its database in `home`; one kept from run to run starts in half the time."""
    for name, value in {**SETTINGS, "PREFECT_HOME": str(home.absolute())}.items():
        os.environ.setdefault(name, value)
