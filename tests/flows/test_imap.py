"""A mailbox as a source, against real servers on this machine: what is fetched, what is kept, and what goes wrong in words."""

from __future__ import annotations

import base64
import io
import re
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from flows import clock, steps
from flows.archive import Archive
from flows.ending import Stopped
from flows.ledger import opened
from flows.memory import Memory
from flows.progress import Progress
from flows.secret import Secret
from flows.sources import Collected, Refused, SourceDown, configured
from flows.sources.imap import ImapSource
from flows.sources.imap_connection import Address, decoded_name, encoded
from flows.sources.imap_session import AT_ONCE, TRIES, Login
from flows.sources.standing import standing
from tests.flows.mail_servers import DOVECOT, PASSWORD, Wire, dovecot, pymap, self_signed

pytest.importorskip("pymap", reason="needs the PyPI package pymap (development)")

ANSWER = (
    "Dear Sir,\n\nI can confirm that Durham Constabulary holds this information. In 2019 one officer was dismissed.\n"
    "Section 40(2) applies to the names.\n"
)


def mail(name: str | None, body: str = ANSWER, day: int = 15, sender: str = "foi@durham.police.uk", **headers) -> bytes:
    lines = {
        "From": sender,
        "To": "desk@example.org",
        "Date": f"{['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'][date(2025, 10, day).weekday()]}, {day} Oct 2025 10:00:00 +0100",
        "Subject": "Your request",
        **({"Message-ID": f"<{name}@durham.police.uk>"} if name else {}),
        **headers,
    }
    head = "".join(f"{key}: {value}\n" for key, value in lines.items())
    return (head + "\n" + body).encode()


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pymap")
    with pymap(folder, self_signed(folder)) as running:
        yield running


@pytest.fixture
def post(server, monkeypatch):
    """A mailbox, the wire to it and the source that reads it."""
    monkeypatch.setenv("MAIL_PASSWORD", PASSWORD)
    user, box = server.mailbox()
    wire = Wire(server.port)
    source = ImapSource("post", Address("127.0.0.1", wire.port, "none", 20), login(user), pause=lambda seconds: None)
    yield box, wire, source
    wire.close()


def login(user: str, method: str = "password") -> Login:
    return Login(user, Secret("[sources.post]", env="MAIL_PASSWORD"), method)


def collected(source: ImapSource, data: Path) -> tuple[dict[str, bytes], list[Refused], SourceDown | None]:
    """What the source gives: content by path; what it refuses; why it is down."""
    data.mkdir(exist_ok=True)
    given, refused, down = {}, [], None
    with opened(data / "ledger.sqlite") as ledger:
        memory = Memory(Archive(data), ledger, source.name, clock.now)
        try:
            for item in source.collect(memory):
                if isinstance(item, Collected):
                    assert item.path not in given
                    given[item.path] = item.load()
                    assert item.sha256 and Archive(data).load(item.sha256) == given[item.path]
                else:
                    assert isinstance(item, Refused)
                    refused.append(item)
        except SourceDown as why:
            down = why
    assert list(given) == sorted(given)
    return given, refused, down


def without_ends(data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n")


# ---- what is fetched


def test_each_message_is_fetched_once_and_nothing_in_the_mailbox_changes(post, tmp_path):
    box, wire, source = post
    sent = [mail(name, day=day) for name, day in (("b", 16), ("a", 15), ("c", 17))]
    for message in sent:
        box.deliver(message)
    given, refused, down = collected(source, tmp_path)
    assert not refused and not down
    assert [re.sub(r" [0-9a-f]{12}\.eml$", "", path) for path in given] == [f"2025/2025-10-{d}" for d in (15, 16, 17)]
    assert sorted(map(without_ends, given.values())) == sorted(sent)
    assert len(wire.bodies()) == 3

    wire.said.clear()
    assert collected(source, tmp_path)[0] == given
    assert not [line for line in wire.said if "FETCH" in line]

    box.deliver(mail("d", day=18))
    wire.said.clear()
    assert len(collected(source, tmp_path)[0]) == 4
    assert len(wire.bodies()) == 1 and wire.changes() == []
    assert not [file for file in box.folder.glob("cur/*") if "S" in file.name.rpartition(",")[2]]


def test_a_mail_that_is_deleted_later_stays(post, tmp_path):
    box, _, source = post
    file = box.deliver(mail("a"))
    given = collected(source, tmp_path)[0]
    box.remove(file)
    assert collected(source, tmp_path)[0] == given


def test_only_what_arrived_since_a_day_is_asked_for(post, tmp_path):
    box, wire, source = post
    box.deliver(mail("a"))
    assert not collected(replace(source, since=date(2100, 3, 1)), tmp_path)[0]
    assert any("SINCE 1-Mar-2100" in line for line in wire.said)


def test_a_mailbox_made_anew_gives_the_same_messages_and_fetches_only_those_without_a_name(post, tmp_path):
    box, wire, source = post
    for message in (mail("a"), mail("b", day=16), mail(None, day=17), mail("c", day=18)):
        box.deliver(message)
    given = collected(source, tmp_path)[0]
    box.made_anew(77)
    wire.said.clear()
    again, refused, down = collected(source, tmp_path)
    assert (again, refused, down) == (given, [], None) and len(given) == 4
    assert len(wire.bodies()) == 1
    wire.said.clear()
    assert collected(source, tmp_path)[0] == given and not wire.bodies()


def test_a_message_in_two_folders_is_one(post, tmp_path):
    box, _, source = post
    box.deliver(mail("a"))
    box.sub("Answers").deliver(mail("a"))
    box.sub("Answers").deliver(mail("b", day=16))
    both = replace(source, folders=("INBOX", "Answers"))
    assert len(collected(both, tmp_path)[0]) == 2
    assert len(collected(source, tmp_path)[0]) == 1  # a folder that is named no more


def test_the_same_message_by_another_way_is_one_and_another_under_its_name_is_not(post, tmp_path):
    box, _, source = post
    box.deliver(mail("a"))
    first = collected(source, tmp_path)[0]
    box.deliver(mail("a", **{"X-Forwarded-For": "desk@example.org"}))
    box.deliver(mail("a", "Dear Sir,\n\nno information is held.\n"))
    for _ in range(2):
        given = collected(source, tmp_path)[0]
        assert len(given) == 2 and first.items() <= given.items()
        assert any(re.search(r"[0-9a-f]{12}_[0-9a-f]{8}\.eml$", path) for path in given)


def test_a_day_that_cannot_be_is_the_day_of_arrival(post, tmp_path):
    box, _, source = post
    box.deliver(mail("a", Date="Fri, 31 Dec 2199 10:00:00 +0000"))
    box.deliver(mail("b", Date="yesterday"))
    days = {path[:15] for path in collected(source, tmp_path)[0]}
    assert days == {f"{clock.now():%Y/%Y-%m-%d}"}


def test_a_message_that_is_too_large_is_refused_until_a_person_says_so(post, tmp_path):
    box, wire, source = post
    box.deliver(mail("a", "x" * 70 + "\n"))
    box.deliver(mail("big", "x\n" * 40_000, day=16))
    small = replace(source, largest=50_000)
    given, (refused,), _ = collected(small, tmp_path)
    assert len(given) == 1 == len(wire.bodies())
    assert "has 0.08 MB; 0.05 are the limit" in refused.message and "raise largest_mb" in refused.fix
    assert not collected(replace(small, mails={refused.path: "none"}), tmp_path)[1]
    assert len(collected(source, tmp_path)[0]) == 2


def test_a_person_names_the_force_of_an_address_a_domain_or_a_mail(post, tmp_path):
    box, _, source = post
    box.deliver(mail("a", sender="Casework <noreply@kent.casework.example>"))
    box.deliver(mail("b", day=16, sender="FOI@SHARED.example"))
    box.deliver(mail("c", day=17))
    paths = list(collected(source, tmp_path)[0])
    told = replace(
        source, senders={"noreply@kent.casework.example": "kent", "shared.example": "essex"}, mails={paths[2]: "surrey"}
    )
    with opened(tmp_path / "ledger.sqlite") as ledger:
        memory = Memory(Archive(tmp_path), ledger, "post", clock.now)
        assert [item.force for item in told.collect(memory)] == ["kent", "essex", "surrey"]
        gone = replace(source, mails={paths[0]: "none"})
        assert [item.path for item in gone.collect(memory)] == paths[1:]


# ---- what goes wrong


def test_a_connection_that_breaks_off_is_made_again_and_a_large_message_goes_on_where_it_stopped(post, tmp_path):
    box, wire, source = post
    large = mail("a", "".join(f"line {n} of the reply\n" for n in range(120_000)))
    assert len(large) > 2 * AT_ONCE
    box.deliver(large)
    seen = 0

    def once(piece: bytes) -> bool:
        nonlocal seen
        before, seen = seen, seen + len(piece)
        return before < 1.5 * AT_ONCE <= seen

    wire.cut_after = once
    given, refused, down = collected(source, tmp_path)
    assert not refused and not down and [without_ends(data) for data in given.values()] == [large]
    starts = [int(m[1]) for line in wire.said if (m := re.search(r"BODY\.PEEK\[\]<(\d+)\.", line))]
    assert starts[:3] == [0, AT_ONCE, AT_ONCE]  # the first piece is not fetched again


def test_a_message_that_always_breaks_the_connection_stops_no_other(post, tmp_path):
    box, wire, source = post
    for name, day in (("a", 15), ("b", 16), ("c", 17)):
        box.deliver(mail(name, day=day))
    wire.cut_at = lambda line: "UID FETCH 2 (UID BODY" in line
    given, (refused,), down = collected(source, tmp_path)
    assert len(given) == 2 and not down
    assert "in INBOX (post) breaks the connection each time" in refused.message
    assert wire.bodies().count(2) == TRIES


def test_a_server_that_goes_away_leaves_what_came_and_marks_the_forces_behind(post, tmp_path):
    box, wire, source = post
    box.deliver(mail("a"))
    run(source, tmp_path)
    for name, day in (("b", 16), ("c", 17), ("d", 18)):
        box.deliver(mail(name, day=day))

    def gone(line: str) -> bool:
        if len(wire.bodies()) == 3:  # the second of the new ones
            wire.close()
        return wire.closed

    wire.cut_at = gone
    done = run(source, tmp_path)
    assert len(done.seen) == 2 and done.behind == {("online-misconduct-2017", "durham")}
    (problem,) = [p for p in done.merged["problems"] if p.code == "source_unreachable"]
    assert problem.force == "durham" and "takes no connection" in problem.message
    assert not [r for r in done.merged["replies"] if r.withdrawn_at]

    anew = Wire(wire.server)
    later = run(replace(source, address=replace(source.address, port=anew.port)), tmp_path)
    assert len(later.seen) == 4 and len(anew.bodies()) == 2 and not later.behind
    anew.close()


def run(source: ImapSource, data: Path) -> steps.Run:
    with steps.begun(data, [source], Progress(io.StringIO())) as made:
        for step in (steps.collect, steps.read, steps.parse, steps.merge):
            step(made)
        return made


def test_a_run_that_is_killed_fetches_nothing_twice_and_loses_nothing(post, tmp_path):
    box, wire, source = post
    sent = [mail(name, day=10 + n) for n, name in enumerate("abcdef")]
    for message in sent:
        box.deliver(message)
    wire.hold_at = lambda line: len(wire.bodies()) == 3 and "(UID BODY" in line
    code = (
        "from pathlib import Path; import tests.flows.test_imap as t; from dataclasses import replace\n"
        f"source = t.ImapSource('post', t.Address('127.0.0.1', {wire.port}, 'none', 60), t.login({source.login.user!r}))\n"
        f"t.run(source, Path({str(tmp_path)!r}))"
    )
    child = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE, text=True)
    assert wire.held.wait(60), child.stderr and child.stderr.read()
    child.send_signal(signal.SIGKILL)
    assert child.wait() == -signal.SIGKILL
    assert len(wire.bodies()) == 3
    wire.hold_at = lambda line: False
    done = run(source, tmp_path)
    assert sorted(wire.bodies()) == [1, 2, 3, 4, 5, 6]
    assert sorted(without_ends(done.archive.load(s.sha256)) for s in done.seen) == sorted(sent)


def test_a_wrong_password_is_told_in_a_sentence_without_it(post, tmp_path, monkeypatch):
    box, _, source = post
    box.deliver(mail("a"))
    collected(source, tmp_path)
    monkeypatch.setenv("MAIL_PASSWORD", "wrong hen")
    given, _, down = collected(source, tmp_path)
    assert len(given) == 1 and down
    assert "refuses the login" in down.what and "wrong hen" not in str(down) and "\n" not in str(down)


def test_a_password_that_is_not_there_stops_no_other_source(post, tmp_path, monkeypatch):
    box, _, source = post
    box.deliver(mail("a"))
    collected(source, tmp_path)
    monkeypatch.delenv("MAIL_PASSWORD")
    given, _, down = collected(source, tmp_path)
    assert len(given) == 1 and down and "the environment has no MAIL_PASSWORD" in down.what
    assert (standing(source).state, standing(source).well) == ("cannot collect", False)


def test_a_mailbox_can_be_asked_without_collecting(post):
    box, wire, source = post
    box.deliver(mail("a"))
    there = standing(replace(source, folders=("INBOX", "Nowhere")), ask=True)
    assert there.state == "does not answer" and "INBOX has 1 messages." in there.said
    assert "no folder Nowhere" in there.said[1] and not wire.bodies()
    assert standing(source, ask=True).well


def test_a_server_that_nobody_vouches_for_is_refused_unless_its_authority_is_named(server, post, tmp_path):
    box, _, source = post
    box.deliver(mail("a"))
    certificate, key = self_signed(tmp_path)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, key)
    wire = Wire(server.port, tls)
    refused = replace(source, address=Address("127.0.0.1", wire.port, "ssl", 20))
    given, _, down = collected(refused, tmp_path / "data")
    assert not given and down and "certificate that is not to be trusted (self-signed certificate)" in down.what
    assert "authority" in down.fix and not wire.said
    trusted = replace(source, address=replace(refused.address, authority=str(certificate)))
    assert len(collected(trusted, tmp_path / "data")[0]) == 1
    wire.close()


def test_starttls_is_used_and_never_left_out(server, post, tmp_path):
    box, wire, source = post
    box.deliver(mail("a"))
    authority = str(server.folder / "certificate.pem")
    secure = replace(source, address=replace(source.address, tls="starttls", authority=authority))
    assert len(collected(secure, tmp_path)[0]) == 1
    heard = " ".join(wire.said)
    assert "STARTTLS" in heard and PASSWORD not in heard and "FETCH" not in heard


def test_a_folder_that_is_not_there_is_told_with_those_that_are(post, tmp_path):
    box, _, source = post
    box.deliver(mail("a"))
    box.sub("Answers")
    given, _, down = collected(replace(source, folders=("INBOX", "Anwsers")), tmp_path)
    assert len(given) == 1 and down
    assert "has no folder Anwsers" in down.what and "Answers, INBOX" in down.fix


def test_a_hostile_message_does_no_harm(post, tmp_path):
    box, _, source = post
    box.deliver(mail("a", Subject="s" * 3_000_000))
    box.deliver(mail("../../../etc/passwd" + "n" * 1_000_000, day=16))
    evil = 'MIME-Version: 1.0\nContent-Type: application/pdf; name="../../../tmp/x.pdf"\nContent-Disposition: attachment; filename="../../evil.pdf"\n'
    box.deliver(mail("b", day=17).replace(b"\n\n", b"\n" + evil.encode() + b"\n", 1))
    box.deliver(mail('x" UID 1 (RFC822.SIZE 3)', day=18))
    done = run(source, tmp_path / "data")
    assert not done.refused and len([s for s in done.seen if "!" not in s.path]) == 4
    assert all(re.fullmatch(r"2025/2025-10-\d\d [0-9a-f]{12}\.eml(!/[\w. -]+)?", s.path) for s in done.seen)
    assert {p.name for p in tmp_path.iterdir()} == {"data"}


def test_a_server_that_announces_more_than_any_message_has_is_left(monkeypatch, tmp_path):
    script = {
        "CAPABILITY": [b"* CAPABILITY IMAP4rev1\r\n"],
        "EXAMINE": [b"* OK [UIDVALIDITY 1] x\r\n"],
        "SEARCH": [b"* SEARCH 1\r\n"],
        "HEADER": [b"* 1 FETCH (UID 1 RFC822.SIZE 100 BODY[HEADER.FIELDS (MESSAGE-ID DATE)]<0> {99999999999}\r\n"],
    }
    with scripted(script) as (port, _):
        monkeypatch.setenv("MAIL_PASSWORD", PASSWORD)
        source = ImapSource("post", Address("127.0.0.1", port, "none", 5), login("desk"), pause=lambda seconds: None)
        _, _, down = collected(source, tmp_path)
    assert down and "does not say what is in INBOX (the answer is longer" in down.what


def test_a_message_that_is_longer_than_its_server_says_is_refused(monkeypatch, tmp_path):
    script = {
        "CAPABILITY": [b"* CAPABILITY IMAP4rev1\r\n"],
        "EXAMINE": [b"* OK [UIDVALIDITY 1] x\r\n"],
        "SEARCH": [b"* SEARCH 1\r\n"],
        "HEADER": [b'* 1 FETCH (UID 1 RFC822.SIZE 100 BODY[HEADER.FIELDS (MESSAGE-ID DATE)]<0> "Message-ID: <a>")\r\n'],
        "BODY.PEEK[]": [b"* 1 FETCH (UID 1 BODY[] {99999999999}\r\n"],
    }
    with scripted(script) as (port, _):
        monkeypatch.setenv("MAIL_PASSWORD", PASSWORD)
        source = ImapSource("post", Address("127.0.0.1", port, "none", 5), login("desk"), pause=lambda seconds: None)
        given, (refused,), down = collected(source, tmp_path)
    assert not given and not down and "breaks the connection each time it is fetched" in refused.message


def test_a_token_takes_the_place_of_a_password(monkeypatch, tmp_path):
    script = {"CAPABILITY": [b"* CAPABILITY IMAP4rev1 AUTH=XOAUTH2\r\n"], "AUTHENTICATE": [b"+ \r\n"]}
    script |= {"EXAMINE": [b"* OK [UIDVALIDITY 1] x\r\n"], "SEARCH": [b"* SEARCH\r\n"]}
    with scripted(script) as (port, heard):
        monkeypatch.setenv("MAIL_PASSWORD", "ya29.token")
        source = ImapSource("post", Address("127.0.0.1", port, "none", 5), login("desk@example.org", "xoauth2"))
        _, _, down = collected(source, tmp_path)
    assert not down
    assert base64.b64encode(b"user=desk@example.org\x01auth=Bearer ya29.token\x01\x01").decode() in heard


class scripted:
    """A server that answers each command that has a key of `script` in it with its lines, then with OK."""

    def __init__(self, script: dict[str, list[bytes]]) -> None:
        self.script, self.heard = script, []
        self.listener = socket.create_server(("127.0.0.1", 0))

    def __enter__(self):
        threading.Thread(target=self._serve, daemon=True).start()
        return self.listener.getsockname()[1], self.heard

    def __exit__(self, *_):
        self.listener.close()

    def _serve(self):
        with suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                threading.Thread(target=self._talk, args=[client], daemon=True).start()

    def _talk(self, client):
        with suppress(OSError), client, client.makefile("rwb") as lines:
            lines.write(b"* OK here\r\n")
            lines.flush()
            for raw in lines:
                line = raw.decode().rstrip()
                self.heard.append(line)
                said = next((said for key, said in self.script.items() if key in line), [])
                lines.writelines(said)
                if any(one.startswith(b"+") for one in said):
                    lines.flush()
                    self.heard.append(lines.readline().decode().rstrip())
                lines.write(f"{line.split()[0]} OK done\r\n".encode())
                lines.flush()


@pytest.mark.skipif(not DOVECOT, reason="needs the Debian package dovecot-imapd")
@pytest.mark.slow
def test_the_same_with_dovecot(tmp_path, monkeypatch):
    monkeypatch.setenv("MAIL_PASSWORD", PASSWORD.replace(" ", "_"))
    with tempfile.TemporaryDirectory(
        prefix="dovecot-"
    ) as name:  # not below pytest's own, which only its user may enter
        _with_dovecot(Path(name), tmp_path, monkeypatch)


def _with_dovecot(folder, tmp_path, monkeypatch):
    folder.chmod(0o755)
    certificate = self_signed(folder)
    with dovecot(folder, certificate) as (port, box):
        sent = [mail("a"), mail("b", "x" * 72 + "\n", day=16), mail("c", "line of text\n" * 200_000, day=17)]
        for message in sent:
            box.deliver(message)
        address = Address("localhost", port, "ssl", 20, str(certificate[0]))
        source = ImapSource("post", address, login("desk"))
        given, refused, down = collected(source, tmp_path / "data")
        assert not refused and not down and sorted(map(without_ends, given.values())) == sorted(sent)
        box.made_anew(77)
        assert collected(source, tmp_path / "data")[0] == given
        assert not [file for file in box.folder.glob("cur/*") if "S" in file.name.rpartition(",")[2]]
        monkeypatch.setenv("MAIL_PASSWORD", "wrong hen")
        _, _, down = collected(source, tmp_path / "data")
        assert down and "refuses the login" in down.what


# ---- the configuration


CONFIGURED = 'kind = "imap"\nhost = "mail.example.org"\nuser = "desk"\npassword_env = "MAIL_PASSWORD"\n'


def test_the_configuration_makes_a_source(tmp_path):
    (tmp_path / "foi.toml").write_text(
        f'[sources.post]\n{CONFIGURED}folders = ["INBOX", "Réponses & co"]\nsince = 2025-08-31\nlargest_mb = 20\n'
        'forces = ["kent"]\nrequest = "online-misconduct-2017"\n[sources.post.senders]\n"Portal.example" = "kent"\n'
        '[sources.post.mails]\n"2025/2025-10-15 0123456789ab.eml" = "none"\n'
    )
    (source,) = configured(tmp_path)
    assert isinstance(source, ImapSource)
    assert source.address == Address("mail.example.org", 993, "ssl", 60)
    assert (source.since, source.largest, source.forces) == (date(2025, 8, 31), 20_000_000, ("kent",))
    assert source.senders == {"portal.example": "kent"} and source.login.secret.env == "MAIL_PASSWORD"


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ('tls = "none"', "only for this machine itself"),
        ('tls = "no"', "tls must be one of ssl, starttls, none"),
        ('auth = "kerberos"', "auth must be one of"),
        ('auth = "xoauth2"', "token_env"),
        ('password = "correct horse"', "does not belong into a file"),
        ('since = "last week"', "since must be a day"),
        ("senders = { a = 1 }", "senders must be a table of texts"),
        ('senders = { "a.example" = "knt" }', "no force is called 'knt'"),
        ('folder = "INBOX"', "has folder; it may have"),
    ],
)
def test_a_wrong_configuration_is_told(tmp_path, more, told):
    (tmp_path / "foi.toml").write_text(f"[sources.post]\n{CONFIGURED}{more}\n")
    with pytest.raises(Stopped, match=re.escape(told)):
        configured(tmp_path)


@pytest.mark.parametrize(
    ("name", "on_the_wire"),
    [("INBOX", "INBOX"), ("Réponses & co", "R&AOk-ponses &- co"), ("日本語", "&ZeVnLIqe-"), ("a~b", "a~b")],
)
def test_names_of_folders_go_over_the_wire_and_back(name, on_the_wire):
    assert encoded(name) == on_the_wire and decoded_name(on_the_wire) == name
