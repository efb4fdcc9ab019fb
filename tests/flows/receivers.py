"""Receivers on this machine for what the program sends: a web server and a mail server that keep what they get."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult


class Receiver:
    """An HTTP server on loopback: `got` is each path, headers and JSON that came; it answers with `answers`, then 204."""

    def __init__(self, secret: str) -> None:
        self.got: list[tuple[str, dict, dict]] = []
        self.answers: list[int] = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.got.append((self.path, dict(self.headers), json.loads(body)))
                self.send_response(receiver.answers.pop(0) if receiver.answers else 204)
                self.send_header("Location", "/elsewhere")
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/services/{secret}"

    @property
    def told(self) -> list[dict]:
        """The JSON of each notice."""
        return [said for _, _, said in self.got]


@contextmanager
def receiving(secret: str) -> Iterator[Receiver]:
    """A receiver whose address ends in `secret`."""
    made = Receiver(secret)
    threading.Thread(target=made.server.serve_forever, args=(0.02,), daemon=True).start()
    yield made
    made.server.shutdown()
    made.server.server_close()


class _AnyPort(Controller):
    """Takes the port that the system gives, which the controller would look for where it was asked to listen: at 0."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def post_office(user: str, password: str) -> Iterator[SimpleNamespace]:
    """A mail server that wants that log-in: its `port`, and the `inbox` of envelopes and messages that came."""
    inbox: list[tuple[Any, EmailMessage]] = []

    class Handler:
        async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
            inbox.append((envelope, message_from_bytes(envelope.content, policy=policy.default)))
            return "250 kept"

    def log_in(_server: Any, _session: Any, _envelope: Any, _mechanism: Any, told: Any) -> AuthResult:
        return AuthResult(success=(told.login, told.password) == (user.encode(), password.encode()), handled=False)

    wanted = {"authenticator": log_in, "auth_required": True, "auth_require_tls": False}
    controller = _AnyPort(Handler(), "127.0.0.1", 0, ready_timeout=60, **wanted)
    controller.start()
    yield SimpleNamespace(port=controller.port, inbox=inbox)
    controller.stop()
