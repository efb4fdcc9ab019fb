"""The battery has its own command, `make hostile`, until it has been timed on a machine of its own: its limits are short."""

import os

if not os.environ.get("FOI_HOSTILE"):
    collect_ignore_glob = ["test_*.py"]
