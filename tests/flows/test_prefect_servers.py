"""Scheduled runs on real Prefect servers: `foi schedule` with its own, and workers of a pool on SQLite and on Postgres.

One server of each kind, one worker and one deployment for all tests of it. Nothing here asks Prefect's own client: what the
servers know is asked of them over HTTP.
"""

import json
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from flows import lock, orchestration, publish, server
from tests.flows.letters import letter
from tests.flows.receivers import post_office, receiving

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS"),
]

ROOT = Path(__file__).parents[2]
PATIENCE = 400.0
"""Seconds; the machine may be busy with other things."""

TOKEN = "t0ken-in-the-address"
PASSWORD = "correct-horse-battery"
ARTIFACTS = {"result", "problems", "what-to-do", "what-changed"}


def until(what, *, of):
    """What `what()` gives once it gives something. Fails, with the end of the log `of`, where it never does."""
    last = time.monotonic() + PATIENCE
    while time.monotonic() < last:
        if found := what():
            return found
        time.sleep(0.5)
    raise AssertionError(f"nothing came; {of} ends with:\n{of.read_text(errors='replace')[-4000:]}")


def environment(**told) -> dict[str, str]:
    """That of a new machine: nothing of Prefect's that another test has set."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT")}
    return {
        **plain,
        "PYTHONPATH": os.pathsep.join([*filter(None, [plain.get("PYTHONPATH")]), str(ROOT)]),
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_UI_ENABLED": "false",
        "PREFECT_RUNNER_POLL_FREQUENCY": "1",
        "PREFECT_WORKER_QUERY_SECONDS": "1",
        **told,
    }


def start(command, log: Path, **given) -> subprocess.Popen:
    with log.open("wb") as out:
        return subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True, **given
        )


def end(process: subprocess.Popen, how: int = signal.SIGTERM) -> int:
    """Its exit status; minus 9 where it did not end by itself (a worker may wait for its last events to go out)."""
    if process.poll() is None:
        process.send_signal(how)
    try:
        return process.wait(60)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        return process.wait(60)


class Api:
    """A Prefect server as its API shows it; `log` is that of whatever runs the runs."""

    def __init__(self, url: str, log: Path) -> None:
        self.url, self.log = url, log

    def ask(self, path: str, body: dict | None = None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}/{path}", data, {"Content-Type": "application/json"})
        last = time.monotonic() + PATIENCE
        while True:
            try:
                with urllib.request.urlopen(request, timeout=60) as answer:
                    return json.loads(answer.read() or b"null")
            except urllib.error.HTTPError as wrong:
                if wrong.code != 503 or time.monotonic() > last:  # 503: SQLite was busy, and nothing was done
                    raise
            time.sleep(0.5)

    def deployment(self, name: str) -> dict:
        return self.ask(f"deployments/name/{name}")

    def runs(self, **wanted) -> list[dict]:
        found = self.ask("flow_runs/filter", {"sort": "EXPECTED_START_TIME_ASC"})
        return [run for run in found if all(run[name] == value for name, value in wanted.items())]

    def begin(self, deployment: str, **parameters) -> str:
        """Schedule a run of it for now, as the page and the clock do."""
        id = self.deployment(deployment)["id"]
        made = {"parameters": parameters, "state": {"type": "SCHEDULED"}}
        return self.ask(f"deployments/{id}/create_flow_run", made)["id"]

    def ended(self, run: str) -> dict:
        def state():
            now = self.ask(f"flow_runs/{run}")["state"]
            return now if now["type"] in ("COMPLETED", "FAILED", "CANCELLED", "CRASHED") else None

        return until(state, of=self.log)

    def artifacts(self, run: str) -> dict[str, str]:
        found = self.ask("artifacts/filter", {"artifacts": {"flow_run_id": {"any_": [run]}}})
        return {one["key"]: one["data"] for one in found}

    def lines(self, run: str) -> str:
        """The log of a run that has ended; its last lines come a moment after that."""

        def whole() -> str:
            found = self.ask("logs/filter", {"logs": {"flow_run_id": {"any_": [run]}}, "sort": "TIMESTAMP_ASC"})
            lines = "\n".join(one["message"] for one in found)
            return lines if "Finished in state" in lines.rpartition("\n")[2] else ""

        return until(whole, of=self.log)


# ---- foi schedule


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Path:
    here = tmp_path_factory.mktemp("scheduled")
    letter(here / "in" / "durham.pdf")
    return here


@pytest.fixture(scope="module")
def scheduled(place):
    """`foi schedule --now` in a folder of its own, up and with its first run over."""
    with receiving(TOKEN) as receiver, post_office("foi", PASSWORD) as post:
        (place / "foi.toml").write_text(
            '[sources.replies]\nkind = "folder"\npath = "in"\n\n'
            '[notify.chat]\nkind = "webhook"\nurl_env = "FOI_TEST_URL"\n\n'
            f'[notify.desk]\nkind = "mail"\nhost = "127.0.0.1"\nport = {post.port}\nuser = "foi"\n'
            'password_env = "FOI_TEST_PASSWORD"\nfrom = "foi@example.org"\nto = "desk@example.org"\non = "release"\n',
            encoding="utf-8",
        )
        log = place / "schedule.log"
        command = [sys.executable, "-m", "flows.cli", "schedule", "--now", "--port", "0"]
        told = environment(FOI_TEST_URL=receiver.url, FOI_TEST_PASSWORD=PASSWORD)
        process = start(command, log, cwd=place, env=told)
        try:
            api = Api(until(lambda: server.running(place / "data" / orchestration.HOME), of=log), log)
            first = until(lambda: [r for r in api.runs(auto_scheduled=False) if r["deployment_id"]], of=log)[0]["id"]
            state = api.ended(first)
            yield SimpleNamespace(
                api=api, first=first, state=state, receiver=receiver, post=post, process=process, log=log
            )
        finally:
            end(process)


@pytest.fixture(scope="module", autouse=True)
def servers(place):
    """The servers for the workers, which start while other tests run; that on Postgres is None where there is none."""
    made = {"sqlite": _prefect(place, "sqlite")}
    with _postgres() as address:
        made["postgres"] = address and _prefect(place, "postgres", PREFECT_SERVER_DATABASE_CONNECTION_URL=address)
        yield made
        for one in filter(None, made.values()):
            end(one.process)


def test_foi_schedule_runs_the_job_and_leaves_what_it_came_to(scheduled, place):
    assert scheduled.state["type"] == "COMPLETED" and scheduled.state["message"] == "published"
    live = publish.live(place / "data" / "clean")
    assert live and len(publish.read_release(live)["cases"]) == 2
    left = scheduled.api.artifacts(scheduled.first)
    assert left.keys() == ARTIFACTS and live.name in left["what-changed"]
    assert {"figure": "officers investigated", "value": r"2; figures from 1 force"} in json.loads(left["result"])


def test_its_log_tells_how_far_it_came_and_no_secret(scheduled):
    wanted = ("collect   1 documents", "publish   Release", "officers investigated")

    def whole() -> str:  # lines that were sent together may come one after the other
        found = scheduled.api.lines(scheduled.first)
        return found if all(line in found for line in wanted) else ""

    lines = until(whole, of=scheduled.log)
    said = lines + scheduled.log.read_text()
    assert TOKEN not in said and PASSWORD not in said and "Told      chat, desk" in said


def test_whoever_is_named_is_told_of_the_release(scheduled, place):
    (notice,) = [told for told in scheduled.receiver.told if told["event"] == "release"]
    assert notice["release"] == publish.live(place / "data" / "clean").name and "/runs/flow-run/" in notice["page"]
    ((envelope, message),) = scheduled.post.inbox
    assert envelope.rcpt_tos == ["desk@example.org"] and notice["release"] in message["Subject"]


def test_the_nights_to_come_are_scheduled(scheduled):
    nights = until(lambda: scheduled.api.runs(auto_scheduled=True), of=scheduled.log)
    times = [datetime.fromisoformat(run["expected_start_time"]).astimezone(ZoneInfo("Europe/London")) for run in nights]
    assert len(times) >= 3 and {(time.hour, time.minute) for time in times} == {(3, 0)}


def test_a_run_that_finds_the_data_in_use_is_tried_again_later(scheduled, place):
    with lock.locked(place / "data" / "raw"):
        run = scheduled.api.begin("ingest-force/on-demand", force="durham")
        waiting = until(
            lambda: [r for r in scheduled.api.runs(id=run) if r["state_name"] == "AwaitingRetry"], of=scheduled.log
        )
    assert "Another run is at work" in waiting[0]["state"]["message"]
    at = datetime.fromisoformat(waiting[0]["state"]["state_details"]["scheduled_time"])
    assert timedelta(minutes=5) < at - datetime.fromisoformat(waiting[0]["start_time"]) < timedelta(minutes=20)
    assert not [told for told in scheduled.receiver.told if told["event"] == "failure"]


# ---- workers


def _prefect(place: Path, kind: str, **told) -> SimpleNamespace:
    """A Prefect server of its own, on its way up."""
    port, home = server.free_port(), place / kind
    home.mkdir()
    env = environment(PREFECT_HOME=str(home), **told)
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    process = start(command, home / "server.log", cwd=home, env=env)
    return SimpleNamespace(url=f"http://127.0.0.1:{port}/api", home=home, process=process, kind=kind)


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def pooled(request, servers, scheduled, place):
    """A server with the deployments of prefect.yaml, a pool of the type process, and a worker of it."""
    used = servers[request.param]
    if used is None:
        pytest.skip("there is no Postgres; the Debian package postgresql brings it")
    env = environment(PREFECT_HOME=str(used.home), PREFECT_API_URL=used.url)
    until(lambda: server.answers(used.url), of=used.home / "server.log")
    prefect, log = [sys.executable, "-m", "prefect"], used.home / "worker.log"
    worker = start([*prefect, "worker", "start", "--pool", "foi", "--type", "process"], log, cwd=used.home, env=env)
    try:
        api = Api(used.url, log)
        until(lambda: api.ask("work_pools/filter", {}), of=log)
        deployed = subprocess.run(
            [*prefect, "--no-prompt", "deploy", "--all"],
            cwd=ROOT,
            env=env,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        assert deployed.returncode == 0, deployed.stdout + deployed.stderr
        data = place / f"data-{used.kind}"
        shutil.copytree(place / "data", data, symlinks=True, ignore=shutil.ignore_patterns(orchestration.HOME))
        yield SimpleNamespace(api=api, data=data, home=used.home, kind=used.kind)
    finally:
        end(worker)


def test_a_worker_takes_up_a_scheduled_run_and_leaves_what_it_came_to(pooled, place):
    run = pooled.api.begin("ingest/nightly", sources=[str(place / "in")], data=str(pooled.data))
    state = pooled.api.ended(run)
    assert state["type"] == "COMPLETED", state
    assert pooled.api.artifacts(run).keys() == ARTIFACTS
    lines = pooled.api.lines(run)
    assert "collect   1 documents" in lines and PASSWORD not in lines
    assert pooled.api.ask(f"flow_runs/{run}")["work_pool_name"] == "foi"
    assert (pooled.home / "prefect.db").exists() == (pooled.kind == "sqlite")


def test_a_night_that_finds_another_at_work_is_cancelled(pooled):
    if pooled.kind != "sqlite":
        pytest.skip("the same whatever the database; looked at on SQLite alone, for the time it takes")
    limit = f"deployment:{pooled.api.deployment('ingest/nightly')['id']}"
    pooled.api.ask("v2/concurrency_limits/increment", {"names": [limit], "slots": 1, "mode": "concurrency"})
    state = pooled.api.ended(pooled.api.begin("ingest/nightly"))
    assert state["type"] == "CANCELLED" and "concurrency limit" in state["message"]


def _binaries() -> Path | None:
    """The folder of Postgres's programs: on the path, or where Debian puts them."""
    on_path = shutil.which("initdb")
    found = [Path(on_path).resolve().parent] if on_path else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return next((folder for folder in reversed(found) if (folder / "postgres").exists()), None)


class _postgres:
    """A Postgres of its own on loopback, as an unprivileged user, since it refuses to run as root; None where there is none."""

    def __enter__(self) -> str | None:
        self.process, programs = None, _binaries()
        if programs is None:
            return None
        self.folder = Path(tempfile.mkdtemp(prefix="foi-postgres-"))
        user = {}
        if os.geteuid() == 0:
            names = {one.pw_name for one in pwd.getpwall()}
            user = {"user": "postgres" if "postgres" in names else "nobody"}
            shutil.chown(self.folder, user["user"])
        password, cluster, port = self.folder / "password", self.folder / "cluster", server.free_port()
        password.write_text(PASSWORD)
        password.chmod(0o644)
        initdb = [
            programs / "initdb",
            "-D",
            cluster,
            "-U",
            "foi",
            "-A",
            "scram-sha-256",
            f"--pwfile={password}",
            "--no-sync",
        ]
        subprocess.run(initdb, check=True, capture_output=True, cwd=self.folder, timeout=PATIENCE, **user)
        settings = {"port": port, "listen_addresses": "127.0.0.1", "unix_socket_directories": "", "fsync": "off"}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        log = self.folder / "log"
        self.process = start([programs / "postgres", "-D", cluster, *options], log, cwd=self.folder, **user)
        ready = [programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)]
        until(lambda: subprocess.run(ready, check=False).returncode == 0, of=log)
        return f"postgresql+asyncpg://foi:{PASSWORD}@127.0.0.1:{port}/postgres"

    def __exit__(self, *_raised) -> None:
        if self.process:
            end(self.process, signal.SIGINT)  # ends its sessions too
            shutil.rmtree(self.folder)


# ---- the end


def test_foi_schedule_ends_when_it_is_told_to(scheduled):
    assert end(scheduled.process) == 0
    assert not server.answers(scheduled.api.url) and scheduled.log.read_text().rstrip().endswith("Ended.")
