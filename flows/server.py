"""A Prefect server of our own, as a process of its own, for as long as `foi schedule` or one run is at work.

It ends with the process that began it, however that ends: Prefect's own temporary server stays behind when a run is killed.
"""

from __future__ import annotations

import asyncio
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flows import prefect_database
from flows.ending import Stopped
from flows.secret import scrubbed

HOST = "127.0.0.1"
SECONDS_TO_START = 180.0
SECONDS_TO_END = 30.0
SECONDS_BETWEEN_LOOKS = 0.5
ADDRESS = "address"
"""File in the home that holds the address of the server while there is one."""

_PR_SET_PDEATHSIG = 1  # prctl(2)


class Server:
    """Use it in `with`: it is up within, and ended after. `home` holds its database and its log.

    `port` 0 takes any that is free. `passing`: for one run, with neither pages, blocks nor a scheduler, and found by nobody else.
    Raises `Stopped` where it cannot begin.
    """

    def __init__(self, home: Path, port: int = 0, passing: bool = False) -> None:
        self.passing = passing
        self.home, self.log = home.absolute(), home.absolute() / "server.log"
        self.port = port or free_port()
        self._process: subprocess.Popen | None = None

    @property
    def page(self) -> str:
        return f"http://{HOST}:{self.port}"

    @property
    def url(self) -> str:
        return f"{self.page}/api"

    def __enter__(self) -> Server:
        self._begin()
        try:
            self.wait()
        except BaseException:
            self._end()
            raise
        if not self.passing:
            (self.home / ADDRESS).write_text(self.url, encoding="utf-8")
        return self

    def __exit__(self, *_raised: object) -> None:
        if not self.passing:
            (self.home / ADDRESS).unlink(missing_ok=True)
        self._end()

    @contextmanager
    def begun(self) -> Iterator[None]:
        """It is started within, and need not be up until `wait` has returned."""
        self._begin()
        try:
            yield
        finally:
            self._end()

    def _begin(self) -> None:
        _stop_if_taken(self.port)
        prefect_database.make(Path(os.environ.get("PREFECT_HOME", self.home)))
        command = [sys.executable, "-P", "-m", "prefect", "server", "start", "--host", HOST, "--port", str(self.port)]
        told = {**os.environ, "PREFECT_UI_API_URL": self.url}  # its pages would ask port 4200 whatever the port
        if self.passing:
            command.append("--no-services")
            told |= {"PREFECT_SERVER_UI_ENABLED": "false", "PREFECT_SERVER_REGISTER_BLOCKS_ON_START": "false"}
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                command,
                env=told,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C is for us: the server ends last
                preexec_fn=_end_with_parent if sys.platform == "linux" else None,
            )

    async def ended(self) -> None:
        """Return once the process has ended by itself."""
        while self._process is not None and self._process.poll() is None:
            await asyncio.sleep(2)

    def wait(self) -> None:
        """Return once it is up. Raises `Stopped` where it does not come up."""
        assert self._process is not None
        last = time.monotonic() + SECONDS_TO_START
        while not answers(self.url):
            if self._process.poll() is not None or time.monotonic() > last:
                lines = self.log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
                said = f": {scrubbed(lines[-1])}" if lines else ""
                raise Stopped(
                    f"The Prefect server did not start{said}. {self.log} has all it said; if its database is "
                    f"broken, delete {self.home} and begin again."
                )
            time.sleep(SECONDS_BETWEEN_LOOKS)

    def _end(self) -> None:
        if self._process is None or self._process.poll() is not None:
            return
        self._process.terminate()
        try:
            self._process.wait(SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def answers(url: str) -> bool:
    """Whether a Prefect server answers at that address of its API."""
    try:
        with urllib.request.urlopen(f"{url}/health", timeout=5) as answer:
            return answer.status == 200 and answer.read(10).strip() == b"true"
    except (OSError, ValueError):
        return False


def running(home: Path) -> str | None:
    """The address of the server that `foi schedule` has up for this home; None where there is none."""
    try:
        url = (home / ADDRESS).read_text(encoding="utf-8").strip()
    except OSError:
        return None
    return url if url.startswith(f"http://{HOST}:") and answers(url) else None


def address(run: Any) -> str | None:
    """The page of a run, where Prefect has one. Imports Prefect."""
    from prefect.utilities.urls import url_for

    page = url_for(run)
    return scrubbed(page) if page else None


def free_port() -> int:
    """A port of this machine that nothing listens on just now."""
    with socket.socket() as one:
        one.bind((HOST, 0))
        return one.getsockname()[1]


def _stop_if_taken(port: int) -> None:
    with socket.socket() as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            one.bind((HOST, port))
        except OSError as wrong:
            raise Stopped(
                f"Port {port} cannot be had ({wrong.strerror}). Name another with --port; or, where a Prefect server is "
                f"there already, use it: PREFECT_API_URL=http://{HOST}:{port}/api foi schedule …"
            ) from None


def _end_with_parent() -> None:
    """A server whose `foi schedule` was killed would keep its port and its database."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
