"""What is deployed, when it runs, and what is printed for those who start it by other means."""

import ast
import configparser
import os
import shlex
import socket
import threading
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner

from flows import cli, deployments, orchestration, schedule, server
from flows.ending import Stopped

ROOT = Path(__file__).parents[2]


def foi(*arguments):
    return CliRunner().invoke(cli.main, [str(a) for a in arguments])


def flow_functions() -> set[str]:
    """Entrypoint of every function that `@flow` makes a flow of, read without importing anything."""
    found = set()
    for path in sorted((ROOT / "flows").rglob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            for mark in getattr(node, "decorator_list", []):
                made = mark.func if isinstance(mark, ast.Call) else mark
                if isinstance(made, ast.Name) and made.id == "flow":
                    found.add(f"{path.relative_to(ROOT).as_posix()}:{node.name}")
    return found


def test_every_flow_is_deployed():
    assert flow_functions() == {one.entrypoint for one in deployments.declared()} != set()


@pytest.mark.slow
def test_every_deployment_loads_with_what_its_page_shows(tmp_path):
    orchestration.prepare(tmp_path / ".prefect")
    from prefect.flows import load_flow_from_entrypoint

    for one in deployments.declared():
        flow = load_flow_from_entrypoint(str(ROOT / one.entrypoint))
        assert flow.name == one.flow().name and flow.description and "Args:" not in flow.description
        shown = flow.parameters.model_dump()["properties"]
        assert shown and all(field["title"] != name and field["description"] for name, field in shown.items())
        assert not any("anyOf" in field for field in shown.values())
        made = one.flow().to_deployment(one.name)
        assert made.entrypoint and made.entrypoint.endswith(one.entrypoint.rpartition("/")[2])
    assert "durham" in shown["force"]["enum"] and "online-misconduct-2017" in shown["request"]["enum"]


def test_one_run_at_a_time_every_night_in_london():
    night, demand = deployments.declared()
    assert (night.cron, night.timezone, night.limit, night.collision) == ("0 3 * * *", "Europe/London", 1, "CANCEL_NEW")
    assert (demand.cron, demand.limit, demand.collision) == (None, 1, "ENQUEUE")


def test_what_an_operator_asks_for_goes_into_the_deployments(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "replies").mkdir()
    plan = schedule.Plan(
        ["replies", "inbox"], Path("data"), "online-misconduct-2017", cron="30 6 * * 1-5", timezone="UTC"
    )
    night, demand = plan.deployments()
    assert (
        night.parameters
        == demand.parameters
        == {
            "sources": [str(tmp_path / "replies"), "inbox"],
            "data": str(tmp_path / "data"),
            "request": "online-misconduct-2017",
        }
    )
    assert (night.cron, night.timezone, demand.cron) == ("30 6 * * 1-5", "UTC", None)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("deployments: [", "not valid YAML"),
        ("name: x", "declares no deployment"),
        ("deployments: [{name: x}]", "the deployment 'x' has no"),
        ("deployments: [x]", "the deployment 'x'"),
    ],
)
def test_what_is_wrong_with_the_file_is_said(tmp_path, text, said):
    (tmp_path / "prefect.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(Stopped, match=said):
        deployments.declared(tmp_path / "prefect.yaml")
    with pytest.raises(Stopped, match="is missing"):
        deployments.declared(tmp_path / "other.yaml")


@pytest.mark.slow
def test_the_next_runs_follow_the_clock_of_london(tmp_path):
    plan = schedule.Plan([], tmp_path / "data")
    runs = schedule.next_runs(plan, 3, datetime(2026, 10, 23, 12, tzinfo=UTC))  # the clocks go back on the 25th
    assert [schedule.in_words(run) for run in runs] == [
        "Sat 24 Oct 2026 03:00 BST",
        "Sun 25 Oct 2026 03:00 GMT",
        "Mon 26 Oct 2026 03:00 GMT",
    ]
    with pytest.raises(Stopped, match="--cron '61 ': write minute"):
        schedule.next_runs(schedule.Plan([], tmp_path / "data", cron="61 "))
    with pytest.raises(Stopped, match="--timezone 'Europe/Londn': there is no such zone"):
        schedule.next_runs(schedule.Plan([], tmp_path / "data", timezone="Europe/Londn"))


def test_a_unit_for_systemd_keeps_the_options_and_the_folder(tmp_path, monkeypatch):
    here = tmp_path / "100% ours"
    here.mkdir()
    monkeypatch.chdir(here)
    done = foi("schedule", "our replies", "--cron", "0 4 * * *", "--print", "systemd")
    assert done.exit_code == 0, done.output
    unit = configparser.ConfigParser(interpolation=None, strict=True)
    unit.optionxform = str
    unit.read_string(done.stdout)
    service = unit["Service"]
    assert service["WorkingDirectory"] == str(here).replace("%", "%%") and service["Restart"] == "on-failure"
    command = shlex.split(service["ExecStart"])
    assert command[command.index("schedule") :] == [
        "schedule", "our replies", "--data", "data", "--cron", "0 4 * * *", "--port", "4200",
    ]  # fmt: skip


def test_a_line_for_cron_runs_the_job_in_this_folder(tmp_path, monkeypatch):
    here = tmp_path / "100% ours"
    here.mkdir()
    monkeypatch.chdir(here)
    done = foi("schedule", "our replies", "--print", "crontab")
    assert done.exit_code == 0 and done.stdout.startswith("0 3 * * * cd ")
    assert r"100\% ours" in done.stdout and "ingest 'our replies' --data data" in done.stdout


def test_a_wrong_configuration_stops_before_anything_is_started(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert "there is no foi.toml" in foi("schedule").output
    (tmp_path / "foi.toml").write_text('[sources.x]\nkind = "folder"\npath = "in"\n[notify.y]\nkind = "pigeon"\n')
    done = foi("schedule")
    assert done.exit_code == 2 and "[notify.y] needs a kind" in done.output and not (tmp_path / "data").exists()


def test_a_server_that_does_not_answer_is_one_sentence(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PREFECT_API_URL", "http://foi:hunter2@127.0.0.1:9/api")
    (tmp_path / "foi.toml").write_text('[sources.x]\nkind = "folder"\npath = "in"\n')
    done = foi("schedule")
    assert done.exit_code == 2 and "no Prefect server answers there" in done.output and "hunter2" not in done.output


def test_a_second_one_for_the_same_data_is_told(tmp_path):
    with (
        schedule._alone(tmp_path / ".prefect"),
        pytest.raises(Stopped, match="at work already"),
        schedule._alone(tmp_path / ".prefect"),
    ):
        pass


def test_a_port_that_is_taken_is_told_with_the_way_out(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Stopped, match=f"Port {port} cannot be had .*--port"), server.Server(tmp_path, port):
            pass


@pytest.fixture
def answering(tmp_path):
    """Something that answers as a Prefect server does, and a home that names it."""

    class Health(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200 if self.path == "/api/health" else 404)
            self.end_headers()
            self.wfile.write(b"true")

        def log_message(self, *_):
            pass

    made = HTTPServer(("127.0.0.1", 0), Health)
    threading.Thread(target=made.serve_forever, args=(0.02,), daemon=True).start()
    url = f"http://127.0.0.1:{made.server_port}/api"
    (tmp_path / server.ADDRESS).write_text(url, encoding="utf-8")
    yield url
    made.shutdown()
    made.server_close()


def test_foi_ingest_uses_the_server_that_is_up_for_the_same_data(tmp_path, answering, monkeypatch):
    for name in ("PREFECT_API_URL", "PREFECT_HOME", *orchestration.SETTINGS):
        monkeypatch.setenv(name, "x")  # so that it is put back after
        monkeypatch.delenv(name)
    orchestration.prepare(tmp_path)
    assert os.environ["PREFECT_API_URL"] == answering


def test_an_address_that_was_left_behind_is_not_used(tmp_path):
    assert server.running(tmp_path) is None
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        (tmp_path / server.ADDRESS).write_text(f"http://127.0.0.1:{free.getsockname()[1]}/api", encoding="utf-8")
    assert server.running(tmp_path) is None
    (tmp_path / server.ADDRESS).write_text("http://elsewhere.example/api", encoding="utf-8")
    assert server.running(tmp_path) is None
