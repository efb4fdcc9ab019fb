"""Hooks against real receivers on this machine: what they get, what is said where they fail, and no credential anywhere."""

import io
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from flows import cli, notify, steps
from flows.ending import Stopped
from flows.progress import Progress
from tests.flows.receivers import post_office, receiving

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")

NOTICE = notify.failure("The post office is closed.", {"run": "busy-bee", "page": "http://127.0.0.1:4200/runs/1"})
TOKEN = "s3cr3t-t0ken-in-the-path"
PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def without_waiting(monkeypatch):
    monkeypatch.setattr(notify, "SECONDS_BETWEEN_TRIES", (0.0, 0.0))


@pytest.fixture
def receiver():
    with receiving(TOKEN) as made:
        yield made


@pytest.fixture
def post():
    with post_office("foi", PASSWORD) as made:
        yield made


def configured(folder: Path, text: str) -> list[notify.Hook]:
    (folder / "foi.toml").write_text(text, encoding="utf-8")
    return notify.configured(folder)


WEBHOOK = '[notify.chat]\nkind = "webhook"\nurl_env = "FOI_TEST_URL"\n'
MAIL = (
    '[notify.desk]\nkind = "mail"\nhost = "127.0.0.1"\nport = {port}\nuser = "foi"\npassword_env = "FOI_TEST_PASSWORD"\n'
    'from = "foi@example.org"\nto = ["desk@example.org", "night@example.org"]\n'
)


def told(folder: Path, notice: notify.Notice) -> str:
    shown = io.StringIO()
    notify.tell(notice, Progress(shown), folder)
    return shown.getvalue()


def test_a_webhook_gets_the_notice_as_json(tmp_path, receiver, monkeypatch):
    monkeypatch.setenv("FOI_TEST_URL", receiver.url)
    monkeypatch.setenv("FOI_TEST_TOKEN", "bearer-of-news")
    configured(tmp_path, WEBHOOK + 'token_env = "FOI_TEST_TOKEN"\n')
    assert told(tmp_path, NOTICE) == "notify    chat was told of the failure\n"
    ((path, headers, said),) = receiver.got
    assert path.endswith(TOKEN) and headers["Authorization"] == "Bearer bearer-of-news"
    assert (said["event"], said["reason"], said["run"]) == ("failure", "The post office is closed.", "busy-bee")
    assert "The post office is closed." in said["text"] and "run: busy-bee" in said["text"]


@pytest.mark.parametrize(("answers", "times", "said"), [([503, 503], 3, ""), ([404], 1, "404"), ([302], 1, "302")])
def test_a_passing_fault_is_tried_again_and_any_other_is_said(tmp_path, receiver, monkeypatch, answers, times, said):
    monkeypatch.setenv("FOI_TEST_URL", receiver.url)
    receiver.answers = list(answers)
    (hook,) = configured(tmp_path, WEBHOOK)
    why = notify.sent(hook, NOTICE)
    assert said in why and bool(why) == bool(said) and TOKEN not in why
    assert len(receiver.got) == times and all(path.endswith(TOKEN) for path, _, _ in receiver.got)


def test_a_webhook_that_nobody_answers_is_reported_without_its_address(tmp_path, receiver, monkeypatch):
    receiver.server.server_close()
    monkeypatch.setenv("FOI_TEST_URL", receiver.url)
    configured(tmp_path, WEBHOOK)
    said = told(tmp_path, NOTICE)
    assert "chat was not told of the failure: 127.0.0.1 could not be reached (Connection refused)" in said
    assert TOKEN not in said


def test_a_mail_is_sent_to_everybody_with_the_password_of_the_environment(tmp_path, post, monkeypatch):
    monkeypatch.setenv("FOI_TEST_PASSWORD", PASSWORD)
    configured(tmp_path, MAIL.format(port=post.port))
    assert told(tmp_path, NOTICE) == "notify    desk was told of the failure\n"
    ((envelope, message),) = post.inbox
    assert envelope.rcpt_tos == ["desk@example.org", "night@example.org"]
    assert message["Subject"] == "Police FOI: a run failed: The post office is closed."
    assert (
        message["Auto-Submitted"] == "auto-generated" and "page: http://127.0.0.1:4200/runs/1" in message.get_content()
    )


def test_a_wrong_password_is_reported_and_not_shown(tmp_path, post, monkeypatch):
    monkeypatch.setenv("FOI_TEST_PASSWORD", "hunter2-hunter2")
    configured(tmp_path, MAIL.format(port=post.port))
    said = told(tmp_path, NOTICE)
    assert "desk was not told of the failure: 127.0.0.1 refused the user or the password" in said
    assert "hunter2" not in said and not post.inbox


def test_a_credential_that_is_not_there_and_a_wrong_configuration_are_reported(tmp_path, monkeypatch):
    monkeypatch.delenv("FOI_TEST_URL", raising=False)
    configured(tmp_path, WEBHOOK)
    assert "the environment has no FOI_TEST_URL" in told(tmp_path, NOTICE)
    (tmp_path / "foi.toml").write_text("[notify", encoding="utf-8")
    assert "nobody was told of the failure" in told(tmp_path, NOTICE)


def test_only_who_wants_to_know_is_told(tmp_path, receiver, monkeypatch):
    monkeypatch.setenv("FOI_TEST_URL", receiver.url)
    configured(tmp_path, WEBHOOK + 'on = "release"\n')
    assert told(tmp_path, NOTICE) == "" and not receiver.got


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[notify.x]\nkind = "pigeon"\n', "needs a kind, one of mail, webhook"),
        ('[notify]\nkind = "mail"\n', "a table for each hook"),
        ('[notify.x]\nkind = "webhook"\n', "needs url_env"),
        ('[notify.x]\nkind = "webhook"\nurl = "https://chat.example.org/secret"\n', "does not belong into a file"),
        ('[notify.x]\nkind = "webhook"\nurl_env = "A"\non = ["always"]\n', "failure and release"),
        ('[notify.x]\nkind = "webhook"\nurl_env = "A"\ncolour = "red"\n', "has colour"),
        ('[notify.x]\nkind = "mail"\nhost = "h"\nfrom = "a@b"\n', "from is an address and to a list"),
        (MAIL.format(port=25).replace('user = "foi"\n', ""), "go together"),
        (MAIL.format(port=25).replace("127.0.0.1", "mail.example.org") + 'security = "none"\n', "not sent in clear"),
        (MAIL.format(port=0), "port must be a number of at least 1"),
    ],
)
def test_what_is_wrong_with_the_configuration_is_a_sentence(tmp_path, text, said):
    with pytest.raises(Stopped, match=said) as stopped:
        configured(tmp_path, text)
    assert "secret" not in stopped.value.message


def test_a_token_does_not_leave_the_machine_in_clear(tmp_path, monkeypatch):
    monkeypatch.setenv("FOI_TEST_URL", "http://chat.example.org/hook")
    monkeypatch.setenv("FOI_TEST_TOKEN", "bearer-of-news")
    (hook,) = configured(tmp_path, WEBHOOK + 'token_env = "FOI_TEST_TOKEN"\n')
    assert "over https only" in notify.sent(hook, NOTICE)


def test_a_release_is_told_with_its_changes_and_figures_and_nothing_where_there_is_none():
    made = SimpleNamespace(id="6f1c2e0a94d3", published=True)
    run = SimpleNamespace(release=made, changes=["cases 2 added", "kent (x): new reply: 2 cases added."])
    rows = [
        ("online-misconduct-2017", ""),
        ("  officers investigated", "4"),
        ("changed", "cases 2 added"),
        ("", "kent"),
    ]
    end = steps.Ending(1, "published", rows, [("kent: no outcome is spelled “sacked”.", "map it")])
    notice = notify.release(run, end, {"run": "busy-bee"})
    assert notice and notice.facts["release"] == "6f1c2e0a94d3" and notice.facts["errors"] == 1
    assert notice.facts["figures"] == [("online-misconduct-2017", ""), ("officers investigated", "4")]
    assert (
        "officers investigated: 4" in notice.text and "sacked" in notice.text and "kent (x): new reply" in notice.text
    )
    made.published = False
    assert notify.release(run, end, {}) is None


def test_a_notice_names_nobody():
    said = "kent: “PC Brackenbury, 07700 900123” is no spelling."
    shown = "kent: “PC [name], [telephone number]” is no spelling."
    run = SimpleNamespace(release=SimpleNamespace(id="6f1c2e0a94d3", published=True), changes=["cases 2 added"])
    notice = notify.release(run, steps.Ending(1, "published", [], [(said, "map it")]), {})
    assert notice and shown in notice.text and "Brackenbury" not in str(notice)
    assert notify.failure(said, {}).facts["reason"] == shown


def test_foi_notify_tries_every_hook_and_says_which_one_fails(tmp_path, receiver, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(cli.main, ["notify"]).exit_code == 2
    monkeypatch.setenv("FOI_TEST_URL", receiver.url)
    monkeypatch.delenv("FOI_TEST_PASSWORD", raising=False)
    configured(tmp_path, WEBHOOK + MAIL.format(port=25))
    done = CliRunner().invoke(cli.main, ["notify"])
    assert done.exit_code == 1 and "chat: sent" in done.stdout and "desk: not sent" in done.stdout
    assert [said["event"] for _, _, said in receiver.got] == ["trial"]
    assert CliRunner().invoke(cli.main, ["notify", "chat"]).exit_code == 0
    assert CliRunner().invoke(cli.main, ["notify", "nobody"]).exit_code == 2
