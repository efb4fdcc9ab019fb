"""Mail servers for tests: real ones (pymap, Dovecot) on this machine, and a wire in front of them that listens and can be cut.

The wire notes each line that the client sends, so that a test sees what was asked for whatever the server logs; it can
be cut, or hold still, at the line or the byte that a test names.
"""

from __future__ import annotations

import datetime
import os
import re
import secrets
import shutil
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

USER, PASSWORD = "desk", "correct horse"


@dataclass
class Wire:
    """What runs between client and server. `port` is where the client connects; `said` are the lines it sent.

    `cut_at`: called with each line of the client; where it is true the connection breaks before the server hears it.
    `cut_after`: called with every piece of the server's answer; it breaks behind that piece. `hold_at` stands still for good.
    """

    server: int
    tls: ssl.SSLContext | None = None
    said: list[str] = field(default_factory=list)
    cut_at: Callable[[str], bool] = lambda line: False
    cut_after: Callable[[bytes], bool] = lambda piece: False
    hold_at: Callable[[str], bool] = lambda line: False
    held: threading.Event = field(default_factory=threading.Event)
    closed: bool = False

    def __post_init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._pairs: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def bodies(self) -> list[int]:
        """UIDs whose bodies the client asked for, in order."""
        asked = (re.search(r"UID FETCH (\d+) \(UID BODY\.PEEK\[\]", line) for line in self.said)
        return [int(match[1]) for match in asked if match]

    def changes(self) -> list[str]:
        """Lines that would change something in the mailbox."""
        return [
            line for line in self.said if re.search(r"\b(?:SELECT|STORE|EXPUNGE|COPY|MOVE|APPEND|DELETE|BODY\[)", line)
        ]

    def close(self) -> None:
        """From now on nobody is there: what is open breaks off, and no connection is taken."""
        self.closed = True
        for end in [self._listener, *self._pairs]:
            _end(end)

    def _accept(self) -> None:
        while not self.closed:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=[client], daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        try:
            if self.tls:
                client = self.tls.wrap_socket(client, server_side=True)
            server = socket.create_connection(("127.0.0.1", self.server))
        except OSError:
            _end(client)
            return
        self._pairs += [client, server]
        threading.Thread(target=self._back, args=[server, client], daemon=True).start()
        with suppress(OSError, ValueError), client.makefile("rb") as lines:
            for raw in lines:
                line = raw.decode("latin-1").rstrip()
                if self.hold_at(line):
                    self.held.set()
                    return  # the client waits; both ends stay open
                self.said.append(line)
                if self.cut_at(line):
                    break
                server.sendall(raw)
                if line.endswith(" STARTTLS"):  # from here on nobody can listen
                    while piece := lines.read1(65536):
                        server.sendall(piece)
        _end(server)
        _end(client)

    def _back(self, server: socket.socket, client: socket.socket) -> None:
        with suppress(OSError):
            while piece := server.recv(65536):
                client.sendall(piece)
                if self.cut_after(piece):
                    break
        _end(server)
        _end(client)


def _end(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    with suppress(OSError):
        end.close()


@dataclass
class Mailbox:
    """The Maildir of the one user of a server, which reads it anew at each session."""

    folder: Path

    def __post_init__(self) -> None:
        for name in ("new", "cur", "tmp"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)

    def deliver(self, message: bytes, name: str = "") -> Path:
        """Put a message into the mailbox; the names sort as they were delivered."""
        count = sum(1 for _ in self.folder.glob("*/*"))
        file = self.folder / "new" / f"{1_760_000_000 + count}.{name or secrets.token_hex(4)}.host"
        (self.folder / "tmp" / file.name).write_bytes(message)
        (self.folder / "tmp" / file.name).rename(file)
        return file

    def sub(self, name: str) -> Mailbox:
        """A folder beside the inbox."""
        return Mailbox(self.folder / f".{name}")

    def remove(self, file: Path) -> None:
        for found in self.folder.glob(f"*/{file.name}*"):
            found.unlink()

    def made_anew(self, validity: int) -> None:
        """As after a move to another server: other numbers for the same messages, in another order."""
        for found in sorted(self.folder.glob("cur/*"), reverse=True):
            found.rename(self.folder / "new" / f"{2_000_000_000 - int(found.name[:10])}.{secrets.token_hex(4)}.host")
        for index in self.folder.glob("dovecot*"):
            index.unlink() if index.is_file() else shutil.rmtree(index)
        (self.folder / "dovecot-uidlist").write_text(f"3 V{validity} N1 G{secrets.token_hex(16)}\n")


class Pymap:
    """pymap at `port`, in `folder`."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port

    def mailbox(self) -> tuple[str, Mailbox]:
        """A user that nobody else has, with an empty mailbox."""
        user = f"desk-{secrets.token_hex(4)}"
        secret = (self.folder / "pymap-etc-shadow").read_text().splitlines()[0].split(":")[1]
        for name, line in (("passwd", f"{user}::1000:1000::{user}:"), ("shadow", f"{user}:{secret}:::::::")):
            with (self.folder / f"pymap-etc-{name}").open("a") as lines:
                lines.write(f"{line}\n")
        return user, Mailbox(self.folder / user)


@contextmanager
def pymap(folder: Path, certificate: tuple[Path, Path] | None = None) -> Iterator[Pymap]:
    """pymap on a free port, with STARTTLS where it is given a certificate and its key."""
    script = Path(__file__).with_name("pymap_server.py")
    command = [sys.executable, str(script), str(folder), USER, PASSWORD, *map(str, certificate or ())]
    with (
        (folder / "log").open("w") as log,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True) as run,
    ):
        assert run.stdout
        try:
            port = run.stdout.readline().strip()
            assert port, (folder / "log").read_text()
            yield Pymap(folder, int(port))
        finally:
            run.terminate()


DOVECOT = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")


@contextmanager
def dovecot(folder: Path, certificate: tuple[Path, Path]) -> Iterator[tuple[int, Mailbox]]:
    """Dovecot as an instance of its own, on a free port over TLS from the first byte.

    Its users must be able to enter `folder`. Started by root it serves as the user `mail`.
    """
    box = Mailbox(folder / USER)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    user = "root" if os.getuid() == 0 else str(os.getuid())
    mail = "dovecot" if os.getuid() == 0 else user
    for path in [folder, *folder.rglob("*")] if os.getuid() == 0 else []:
        shutil.chown(path, "mail")
    config = folder / "dovecot.conf"
    config.write_text(f"""
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/run
log_path = {folder}/log
mail_location = maildir:{folder}/{USER}
first_valid_uid = 1
ssl = required
ssl_cert = <{certificate[0]}
ssl_key = <{certificate[1]}
default_login_user = {mail}
default_internal_user = {mail}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = {port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
passdb {{
  driver = static
  args = password={PASSWORD.replace(" ", "_")}
}}
userdb {{
  driver = static
  args = uid={"mail" if os.getuid() == 0 else os.getuid()} gid={"mail" if os.getuid() == 0 else os.getgid()} home={folder}
}}
""")
    with subprocess.Popen([DOVECOT or "", "-F", "-c", str(config)], stderr=subprocess.PIPE, text=True) as run:
        try:
            _wait_for(port, run, folder / "log")
            yield port, box
        finally:
            run.terminate()


def _wait_for(port: int, run: subprocess.Popen, log: Path) -> None:
    ready = threading.Event()
    for _ in range(100):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        assert run.poll() is None, f"{run.stderr and run.stderr.read()} {log.exists() and log.read_text()}"
        ready.wait(0.1)
    raise AssertionError(f"no answer at port {port}: {log.exists() and log.read_text()}")


def self_signed(folder: Path, name: str = "localhost") -> tuple[Path, Path]:
    """A certificate that nobody has signed but itself, for a name and for 127.0.0.1; and its key."""
    import ipaddress

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    names = x509.SubjectAlternativeName([x509.DNSName(name), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=2))
        .add_extension(names, critical=False)
        .sign(key, hashes.SHA256())
    )
    certificate, private = folder / "certificate.pem", folder / "key.pem"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return certificate, private
