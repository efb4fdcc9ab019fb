"""The same raw documents and the same code give the same bytes, whatever the machine's clock, language and hashes are like."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.flows import killing

REPOSITORY = Path(__file__).parents[2]

_RUN = """
import json, sys
from pathlib import Path
from tests.flows import killing
work = Path(sys.argv[1])
killing.job(work / "data", work / "replies", False, lambda _: None)
print(json.dumps({n: s for n, s in killing.contents(work / "data").items() if n != "raw/ledger.sqlite"}))
"""
ODD = "Polícia/réponse №1 – “copy”.pdf"

HERE = {"TZ": "UTC", "LC_ALL": "C.UTF-8", "LANG": "C.UTF-8", "PYTHONHASHSEED": "0"}
ELSEWHERE = {
    "TZ": "Pacific/Chatham",  # 12:45 hours ahead
    "LC_ALL": "C",
    "LANG": "tr_TR.UTF-8",
    "PYTHONHASHSEED": "4242",
    "PYTHONUTF8": "0",
    "PYTHONCOERCECLOCALE": "0",
    "HOME": "/nonexistent",
    "COLUMNS": "40",
}


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    killing.first(folder)
    killing.letter(folder / ODD, force="Sussex Police", reference="3/22")
    return folder


def left(made: Path, work: Path, order: int, environment: dict[str, str], umask: int) -> dict[str, str]:
    """Every file that a run leaves, with the digest of its bytes. `order`: 1 or -1, in which the replies are put there."""
    for path in sorted(p for p in made.rglob("*") if p.is_file())[::order]:
        copy = work / "replies" / path.relative_to(made)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
        os.utime(copy, (1_600_000_000, 1_600_000_000))
    told = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "PYTHON"))}
    told |= {**environment, "SOURCE_DATE_EPOCH": "1700000000", "PYTHONPATH": str(REPOSITORY)}
    done = subprocess.run(
        [sys.executable, "-c", _RUN, work], cwd=work, env=told, umask=umask, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


@pytest.mark.slow
def test_another_time_zone_language_hash_seed_and_order_of_files_give_the_same_bytes(made, tmp_path):
    here = left(made, tmp_path / "here", 1, HERE, 0o022)
    elsewhere = left(made, tmp_path / "else" / "where", -1, ELSEWHERE, 0o077)
    assert "clean/latest" in here and any(name.endswith("cases.parquet") for name in here)
    assert {n for n in here.keys() | elsewhere.keys() if here.get(n) != elsewhere.get(n)} == set()
